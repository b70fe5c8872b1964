//! MP4, M4A, MOV and 3GP: the walk through the boxes, on files that are built box by box.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "mp4/build.rs"]
mod build;
#[path = "mp4/tracks.rs"]
mod tracks;
