//! The promises of SECURITY.md, a test for each, which has its name; and what is tried against them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
#[path = "cli/support.rs"]
mod support;

#[path = "attacks/fix.rs"]
mod fix;
#[path = "attacks/found_configuration.rs"]
mod found_configuration;
#[path = "attacks/outputs.rs"]
mod outputs;
#[path = "attacks/place.rs"]
mod place;
#[path = "attacks/promises.rs"]
mod promises;
#[path = "attacks/reports.rs"]
mod reports;
#[path = "attacks/tree.rs"]
mod tree;
