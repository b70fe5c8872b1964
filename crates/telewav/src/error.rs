//! [`Error`]: the question has no answer. (A broken limit is not an error; it is a
//! [`Finding`](crate::finding::Finding) inside `Ok`.)
//!
//! Variants are sorted by who can act. Their text is a lower-case fragment that fits after
//! "failed to", without the path: the caller knows the path and adds it once.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::damage::DamageLog;

/// Why a file could not be read, judged or converted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused; act on the disk, the path or the permissions.
    #[error("{action}: {source}")]
    Io {
        /// What was being done, e.g. `read the file`.
        action: &'static str,
        /// What the system said.
        source: std::io::Error,
    },

    /// The file contradicts its own format; act on the file.
    #[error("read {what}{}: expected {expected}, found {actual}", at_byte(.offset))]
    Malformed {
        /// The part that is wrong, e.g. `fmt chunk`.
        what: String,
        /// Where it starts, in bytes from the start of the file, where known.
        offset: Option<u64>,
        /// What the format asks for.
        expected: String,
        /// What stands there.
        actual: String,
    },

    /// The file is audio in part, but sound is missing or distorted; get a whole copy, or accept the
    /// loss with [`DecodeOptions::lenient`](crate::decode::DecodeOptions::lenient).
    #[error("decode all of the sound: {0}")]
    Damaged(DamageLog),

    /// There is no sound in the file; put a recording in its place.
    #[error("find sound in the file: this is {what}")]
    NotAudio {
        /// What the file is, e.g. `a web page (HTML)`.
        what: String,
    },

    /// Nothing in the file says what it is: it holds no sound, or sound without a header. See
    /// [`RawFormat`](crate::decode::RawFormat).
    #[error("find sound in the file: this is {what}")]
    Unrecognised {
        /// That it is not known, and what to say if it is sound.
        what: String,
    },

    /// telewav does not decode this; convert it with something else first.
    #[error("decode {what}: not supported by telewav")]
    Unsupported {
        /// What the file is, e.g. `an AMR narrow-band recording`.
        what: String,
    },

    /// Neither telewav nor ffmpeg decodes this; convert it with a program that does.
    #[error("decode {what}: not supported by telewav, nor by ffmpeg")]
    NoDecoder {
        /// What the file is, e.g. `a SILK recording (WeChat, QQ)`.
        what: String,
    },

    /// Another program was to decode this, and failed. See [`external`](crate::decode::external).
    #[error("decode {what} with {decoder}: {problem}")]
    DecoderFailed {
        /// What the file is, e.g. `a Windows Media (WMA) file`.
        what: String,
        /// The program and its version.
        decoder: String,
        /// What it said, or how it ended.
        problem: String,
    },

    /// A file of requests is no JSON; act on the file.
    #[error("read JSON at line {line}, column {column}: {problem}")]
    NotJson {
        /// The line, from 1.
        line: u64,
        /// The column, in characters from 1.
        column: u64,
        /// What is wrong there.
        problem: String,
    },

    /// The file asks for more than a named limit allows; most likely its header is damaged. A caller
    /// who knows better can raise the limit.
    #[error("accept {what} of {actual}: the limit {limit_name} is {limit}")]
    LimitExceeded {
        /// The quantity, e.g. `a sample rate`.
        what: &'static str,
        /// The limit that refused.
        limit_name: LimitName,
        /// The limit with its unit.
        limit: String,
        /// What the file asks for, with its unit.
        actual: String,
    },

    /// The caller asked for something contradictory; act on the options or the profile.
    #[error("use {option}: {problem}")]
    InvalidOptions {
        /// The option or profile field.
        option: String,
        /// What is wrong with it.
        problem: String,
    },

    /// The result could not be encoded; act on telewav (a bug).
    #[error("encode {what}: {problem}")]
    Encode {
        /// The stage.
        what: &'static str,
        /// What it reported.
        problem: String,
    },

    /// The caller ended the call, see [`Task`](crate::Task); nothing is wrong with the file.
    #[error("go on: the call was cancelled")]
    Cancelled,

    /// A decoder panicked on this file. Other files are unaffected; please report it. The panic went
    /// through the program's panic hook, which prints it unless the program sets another.
    #[error("decode the file: the decoder stopped with an internal fault ({message})")]
    DecoderPanicked {
        /// The message of the panic.
        message: String,
    },
}

/// What a limit is called: a field of [`Limits`](crate::decode::Limits), or a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitName {
    /// [`Limits::min_rate_hz`](crate::decode::Limits::min_rate_hz).
    MinRateHz,
    /// [`Limits::max_rate_hz`](crate::decode::Limits::max_rate_hz).
    MaxRateHz,
    /// [`Limits::max_channels`](crate::decode::Limits::max_channels).
    MaxChannels,
    /// [`Limits::max_packet_frames`](crate::decode::Limits::max_packet_frames).
    MaxPacketFrames,
    /// [`Limits::max_input_s`](crate::decode::Limits::max_input_s).
    MaxInputS,
    /// [`Limits::max_memory_bytes`](crate::decode::Limits::max_memory_bytes).
    MaxMemoryBytes,
    /// [`Limits::max_time_s`](crate::decode::Limits::max_time_s).
    MaxTimeS,
    /// Chunks of one WAV.
    MaxChunks,
    /// [`refs::MAX_REQUEST_BYTES`](crate::refs::MAX_REQUEST_BYTES).
    MaxRequestBytes,
    /// [`refs::MAX_DEPTH`](crate::refs::MAX_DEPTH).
    MaxDepth,
    /// [`refs::MAX_REFERENCES`](crate::refs::MAX_REFERENCES).
    MaxReferences,
}

impl LimitName {
    /// The name, e.g. `max_rate_hz`; that of a constant is in capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MinRateHz => "min_rate_hz",
            Self::MaxRateHz => "max_rate_hz",
            Self::MaxChannels => "max_channels",
            Self::MaxPacketFrames => "max_packet_frames",
            Self::MaxInputS => "max_input_s",
            Self::MaxMemoryBytes => "max_memory_bytes",
            Self::MaxTimeS => "max_time_s",
            Self::MaxChunks => "MAX_CHUNKS",
            Self::MaxRequestBytes => "MAX_REQUEST_BYTES",
            Self::MaxDepth => "MAX_DEPTH",
            Self::MaxReferences => "MAX_REFERENCES",
        }
    }
}

impl Serialize for LimitName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Error {
    /// A stable word for the variant, as written in JSON reports.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Io { .. } => "io",
            Self::Malformed { .. } => "malformed",
            Self::Damaged(_) => "damaged",
            Self::NotAudio { .. } | Self::Unrecognised { .. } => "not-audio",
            Self::Unsupported { .. } | Self::NoDecoder { .. } => "unsupported",
            Self::DecoderFailed { .. } => "decoder-failed",
            Self::NotJson { .. } => "not-json",
            Self::LimitExceeded { .. } => "limit-exceeded",
            Self::InvalidOptions { .. } => "invalid-options",
            Self::Encode { .. } => "encode",
            Self::Cancelled => "cancelled",
            Self::DecoderPanicked { .. } => "decoder-panicked",
        }
    }

    pub(crate) fn io(action: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { action, source }
    }

    pub(crate) fn malformed(
        what: impl Into<String>,
        offset: impl Into<Option<u64>>,
        expected: impl fmt::Display,
        actual: impl fmt::Display,
    ) -> Self {
        Self::Malformed {
            what: what.into(),
            offset: offset.into(),
            expected: expected.to_string(),
            actual: actual.to_string(),
        }
    }
}

fn at_byte(offset: &Option<u64>) -> String {
    offset.map_or_else(String::new, |offset| format!(" at byte {offset}"))
}
