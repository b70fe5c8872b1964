//! Matroska and WebM, built element by element: what is odd and whole is decoded sample by sample, and nothing that is
//! missing passes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "matroska/build.rs"]
mod build;
#[path = "matroska/damaged.rs"]
mod damaged;
#[path = "matroska/tracks.rs"]
mod tracks;
#[path = "matroska/whole.rs"]
mod whole;
