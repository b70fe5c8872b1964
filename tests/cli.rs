//! The command as its users meet it: what it prints, what it writes, and what it exits with.
//!
//! Every run goes through `support::run`, which also looks for what must never happen: a panic on the
//! screen, a crash, an exit code that is not documented.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[macro_use]
#[path = "cli/support.rs"]
mod support;

#[path = "cli/check.rs"]
mod check;
#[path = "cli/colour.rs"]
mod colour;
#[path = "cli/config.rs"]
mod config;
#[path = "cli/convert.rs"]
mod convert;
#[path = "cli/decoder.rs"]
mod decoder;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/endings.rs"]
mod endings;
#[path = "cli/exits.rs"]
mod exits;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/integrations.rs"]
mod integrations;
#[path = "cli/interrupt.rs"]
mod interrupt;
#[path = "cli/json.rs"]
mod json;
#[path = "cli/lang.rs"]
mod lang;
#[path = "cli/limits.rs"]
mod limits;
#[path = "cli/names.rs"]
mod names;
#[path = "cli/naming.rs"]
mod naming;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/paths.rs"]
mod paths;
#[path = "cli/raw.rs"]
mod raw;
#[path = "cli/refs.rs"]
mod refs;
#[path = "cli/set.rs"]
mod set;
#[path = "cli/shells.rs"]
mod shells;
#[path = "cli/sound.rs"]
mod sound;
#[path = "cli/threads.rs"]
mod threads;
