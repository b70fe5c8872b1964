//! Rows of frames: MPEG audio, AAC in ADTS, and FLAC. Whole ones are never refused, whatever stands around the frames; and no
//! frame is lost in silence.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "frames/build.rs"]
mod build;
#[path = "frames/damaged.rs"]
mod damaged;
#[path = "frames/flac.rs"]
mod flac;
#[path = "frames/mpeg.rs"]
mod mpeg;
#[path = "frames/tags.rs"]
mod tags;
