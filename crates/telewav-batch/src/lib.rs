//! Whole folders of telephone voice prompts: found, planned, converted, checked and reported.
//!
//! [`telewav`] takes octets; this crate takes files; a front end (the command line, a page, another program) takes words.
//!
//! ```text
//! paths --walk--> FoundFile --plan--> Job --run, jobs--> outcomes --set--> outcomes --report--> text, JSON, SARIF ...
//!                                        |                                |
//!                                      output: files                  manifest
//! ```
//!
//! | module | answers for |
//! | --- | --- |
//! | [`walk`], [`list`], [`patterns`] | which files: folders recurse, lists name more, patterns leave out |
//! | [`plan`], [`given`] | the name of each prompt, before the first is written; names from a table |
//! | [`input`], [`output`], [`ffmpeg`] | opening files and pipes; writing whole or not at all; what only ffmpeg decodes |
//! | [`jobs`], [`run`] | converting, checking, curing, inspecting: several files at a time, in their order |
//! | [`outcome`] | what came of each file, as data |
//! | [`selection`], [`set`] | which rules are asked; the rules about all prompts together |
//! | [`report`], [`manifest`] | outcomes in nine forms; the list for whoever uploads the prompts |
//! | [`watch`] | progress, an end before the end, and the guard around writing, all handed in |
//!
//! ```
//! use std::path::PathBuf;
//! use telewav::Profile;
//! use telewav_batch::jobs::check::{Options, check};
//! use telewav_batch::outcome::Outcome;
//! use telewav_batch::report::{Run, View, human};
//! use telewav_batch::walk::{AUDIO, Walk};
//! use telewav_batch::Unwatched;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # std::fs::write(folder.path().join("greeting.wav"), telewav::riff::write::linear16(8000, &[900; 8000])?)?;
//! let paths = [PathBuf::from("prompts")];
//! # let paths = [folder.path().to_owned()];
//! let profile = Profile::embedded("huawei-privatenumber")?;
//! let walked = Walk::new(AUDIO).from(&paths);
//! let results = check(&walked.files, &profile, &Options::default(), &Unwatched)?;
//! let outcomes = walked.with_problems(results.prompts);
//! assert!(outcomes[0].has_failed(), "16 bit is no A-law");
//! let run = Run::new("check", Some(&profile.name), &outcomes);
//! let mut text = Vec::new(); // or standard output, or a file
//! (human::FORMAT.write)(&run, &View::default(), &mut text)?;
//! # assert!(String::from_utf8(text)?.contains("TW302"));
//! # Ok(())
//! # }
//! ```
//!
//! `examples/convert_folder.rs` converts a folder in thirty lines.
//!
//! # Two kinds of errors
//!
//! [`Error`] ends a run, most often before it begins: a pattern that is none, a profile that cannot be read. What is wrong with one
//! file never does: it is an [outcome], with [findings](telewav::Finding) or a [`Failure`](outcome::Failure).
//!
//! # What this crate leaves to the process
//!
//! It prints nothing, reads no configuration, handles no signals, sets no panic hook and never exits. Whoever wants progress, or wants
//! to end a run, implements [`Watch`].
//!
//! # Features
//!
//! - `files` (default): all that reads folders, runs jobs, writes files and starts threads or programs. Without it, [`outcome`],
//!   [`report`], [`manifest`], [`set`], [`selection`] and [`plan`] are left, and build for WebAssembly.
//! - `amr`: as in [`telewav`].

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

#[cfg(feature = "files")]
pub mod clash;
#[cfg(feature = "files")]
mod diff;
pub mod error;
#[cfg(feature = "files")]
pub mod ffmpeg;
pub mod found;
pub mod given;
#[cfg(feature = "files")]
mod headerless;
mod hex;
#[cfg(feature = "files")]
pub mod input;
#[cfg(feature = "files")]
pub mod jobs;
#[cfg(feature = "files")]
pub mod list;
pub mod manifest;
pub mod outcome;
#[cfg(feature = "files")]
pub mod output;
#[cfg(feature = "files")]
pub mod owner;
pub mod patterns;
#[cfg(feature = "files")]
pub mod pipe;
pub mod plan;
pub mod report;
#[cfg(feature = "files")]
pub mod repository;
#[cfg(feature = "files")]
pub mod resolve;
#[cfg(feature = "files")]
pub mod run;
pub mod selection;
pub mod set;
mod shown_name;
#[cfg(feature = "files")]
pub mod walk;
pub mod watch;
mod words;

pub use error::Error;
#[cfg(feature = "files")]
pub use output::convert_file;
pub use watch::{Unwatched, Watch};
