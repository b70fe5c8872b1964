//! Every rule finds what it is for, and nothing else is found in a file that is right; names are mended to what the
//! rules take; every profile says where its limits come from.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "rules/cases.rs"]
mod cases;
#[path = "rules/findings.rs"]
mod findings;
#[path = "rules/list.rs"]
mod list;
#[path = "rules/names.rs"]
mod names;
#[path = "rules/profiles.rs"]
mod profiles;
#[path = "rules/refs.rs"]
mod refs;
#[path = "rules/set.rs"]
mod set;
