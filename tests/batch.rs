//! Files in, files out: what a front end gets of `telewav-batch`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "batch/output.rs"]
mod output;
#[path = "batch/watch.rs"]
mod watch;
#[path = "batch/words.rs"]
mod words;
