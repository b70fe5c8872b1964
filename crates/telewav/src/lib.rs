//! telewav turns recordings of any kind into the exact WAV files that telephone platforms accept as
//! voice prompts, and proves, before anything is uploaded, that a file will be accepted.
//!
//! ```text
//! bytes --decode--> blocks of Pcm --downmix--> mono --resample--> target rate --shape--> mono f32
//!       --quantize, g711--> octets --riff::write--> bytes --riff::read--> WavFacts --check(profile)--> findings
//! ```
//!
//! Each arrow is a module that can be called alone; [`convert()`] calls them in order. A platform is a
//! [`Profile`]: data, not code.
//!
//! ```
//! use telewav::{convert, ConvertOptions, Findings, Profile};
//!
//! # fn main() -> Result<(), telewav::Error> {
//! # let recording = telewav::riff::write::linear16(44_100, &[900; 44_100])?;
//! let profile = Profile::embedded("huawei-privatenumber")?;
//! let source = std::io::Cursor::new(recording); // or a File: MP3, M4A, FLAC, Ogg, WAV ...
//! let made = convert(source, &profile, &ConvertOptions::default().name("welcome.wav"))?;
//! for finding in made.report.findings() {
//!     println!("{} {}: {}", finding.code, finding.rule, finding.found);
//! }
//! let wav = made.octets.expect("a prompt that the platform takes");
//! assert_eq!(wav.len(), 58 + 8000); // one second of A-law behind a header of 58 bytes
//! # Ok(())
//! # }
//! ```
//!
//! # What a call may cost, and how it is ended
//!
//! A file may be anything: [`Limits`] bound its rate, channels, duration, memory and time before anything is allocated, in the
//! options of each call. A [`Task`] in the same options is a handle on the call: another thread can end it
//! ([`Error::Cancelled`]) and hear how far it is. What can only be read once, a pipe or a socket, is kept by [`Spooled`] first.
//!
//! The library does not print, walk directories or end the process, and it does not panic: a decoder's panic becomes
//! [`Error::DecoderPanicked`]. By itself it starts no thread; with [`ConvertOptions::threads`] of 2 or more it starts one, and
//! where that is not possible, it works without.
//!
//! # Where there is less
//!
//! Without a clock, threads or temporary files (WebAssembly) [`convert()`], [`check()`] and [`inspect()`] work with default options:
//! [`Limits::max_time_s`] then never ends a call, and what would go to a temporary file is an error above what is held in memory.
//! A panic ends a WebAssembly program, too: there, a decoder's panic cannot become an error.
//!
//! # Features
//!
//! - `amr`: AMR narrow-band and wide-band are decoded, by a young crate that needs Rust 1.91. Off by
//!   default.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

mod bytes;
pub mod check;
mod chunks;
pub mod code;
pub mod convert;
pub mod decode;
pub mod downmix;
pub mod error;
pub mod finding;
pub mod fix;
pub mod g711;
pub mod inspect;
pub mod kind;
mod kinds;
pub mod level;
pub mod name;
pub mod nearest;
pub mod pcm;
mod platforms;
pub mod profile;
pub mod quantize;
pub mod refs;
pub mod resample;
pub mod riff;
pub mod shape;
mod sound;
mod task;
mod temporary;
pub mod words;

pub use check::{CheckOptions, CheckReport, check};
pub use code::Code;
pub use convert::{Conversion, ConvertOptions, convert};
pub use decode::{DecodeOptions, Limits, RawFormat, Spooled};
pub use error::Error;
pub use finding::{Finding, Findings, Severity};
pub use inspect::{InspectOptions, Inspection, inspect};
pub use profile::Profile;
pub use task::{Progress, Task};

/// The README, so that its example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
