//! Prompts as programs read them that we did not write: hound, ffmpeg, SoX, libsndfile; and recordings
//! as those programs decode them.
//!
//! A program that is not installed is passed over, unless `TELEWAV_REQUIRE_PEERS` is set. With
//! `TELEWAV_CORPORA` naming a folder of real recordings, all of them are converted and measured:
//!
//! ```sh
//! TELEWAV_CORPORA=... cargo test --release --test peers -- --nocapture
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[macro_use]
#[path = "cli/support.rs"]
mod support;

#[path = "peers/amr.rs"]
mod amr;
#[path = "peers/decoder.rs"]
mod decoder;
#[path = "peers/fixed.rs"]
mod fixed;
#[path = "peers/levels.rs"]
mod levels;
#[path = "peers/opus.rs"]
mod opus;
#[path = "peers/programs.rs"]
mod programs;
#[path = "peers/prompts.rs"]
mod prompts;
#[path = "peers/readers.rs"]
mod readers;
#[path = "peers/recordings.rs"]
mod recordings;
#[path = "peers/sample_formats.rs"]
mod sample_formats;
#[path = "peers/sound.rs"]
mod sound;
