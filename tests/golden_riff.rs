//! The header that is written is golden bytes; every header that recorders, editors and PBXs write is read; and no
//! octets whatever make the readers panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "golden_riff/hostile.rs"]
mod hostile;
#[path = "golden_riff/kept.rs"]
mod kept;
#[path = "golden_riff/read.rs"]
mod read;
#[path = "golden_riff/written.rs"]
mod written;

use std::io::Cursor;

use telewav::Error;
use telewav::riff::read::WavFacts;

fn facts_of(octets: &[u8]) -> Result<WavFacts, Error> {
    telewav::riff::read::read(&mut Cursor::new(octets), 0)
}

/// What stands in a header that can be read.
fn facts(octets: &[u8]) -> WavFacts {
    facts_of(octets).unwrap()
}
