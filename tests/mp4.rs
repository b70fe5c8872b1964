//! MP4, M4A, MOV and 3GP: the walk through the boxes, on files that are built box by box.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "mp4/files.rs"]
mod files;
#[path = "mp4/flips.rs"]
mod flips;
#[path = "mp4/fragments.rs"]
mod fragments;
#[path = "mp4/judge.rs"]
mod judge;
#[path = "mp4/samples.rs"]
mod samples;
#[path = "mp4/tables.rs"]
mod tables;
#[path = "mp4/tracks.rs"]
mod tracks;

use common::mp4 as build;
