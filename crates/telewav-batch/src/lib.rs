//! Whole folders of telephone voice prompts: found, planned, converted, checked and reported, by the `telewav` library.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]
#![allow(missing_docs)]

pub mod clash;
pub mod diff;
pub mod error;
pub mod ffmpeg;
pub mod headerless;
mod hex;
pub mod input;
pub mod jobs;
pub mod manifest;
pub mod outcome;
pub mod output;
pub mod owner;
pub mod patterns;
pub mod pipe;
pub mod plan;
pub mod report;
pub mod repository;
pub mod resolve;
pub mod run;
pub mod selection;
pub mod set;
pub mod walk;
pub mod watch;

pub use error::Error;
pub use output::convert_file;
pub use watch::{Unwatched, Watch};
