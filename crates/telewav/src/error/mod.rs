//! [`Error`]: the question has no answer. (A broken limit is not an error; it is a
//! [`Finding`](crate::finding::Finding) inside `Ok`.)
//!
//! Variants are sorted by who can act. Their text is a lower-case fragment that fits after
//! "failed to", without the path: the caller knows the path and adds it once.

pub mod damage;
mod limit;
mod malformed;
mod problem;
mod profile;
pub mod remark;
mod unsupported;

use serde::Serialize;

use self::damage::DamageLog;
use crate::kinds::Kind;

pub use self::limit::{Amount, LimitName, Quantity};
pub use self::malformed::{Actual, Expected, Part};
pub use self::problem::{
    Action, Asked, DecoderFault, Fault, JsonFault, Problem, Stage, SystemError,
};
pub use self::profile::{ProfileFault, ProfilePlace, ProfileProblem};
pub use self::unsupported::{Coding, What};

/// Why a file could not be read, judged or converted. [`Display`](std::fmt::Display) is English.
///
/// In JSON, `key` says which of these it is, and the values stand beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused; act on the disk, the path or the permissions.
    Io {
        /// What was being done, e.g. [`Action::ReadFile`].
        action: Action,
        /// What the system said.
        source: SystemError,
    },

    /// The file contradicts its own format; act on the file.
    Malformed {
        /// The part that is wrong, e.g. `fmt chunk`.
        what: Part,
        /// Where it starts, in bytes from the start of the file, where known.
        offset: Option<u64>,
        /// What the format asks for.
        expected: Expected,
        /// What stands there.
        actual: Actual,
    },

    /// The file is audio in part, but sound is missing or distorted; get a whole copy, or accept the
    /// loss with [`DecodeOptions::lenient`](crate::decode::DecodeOptions::lenient).
    Damaged(DamageLog),

    /// There is no sound in the file; put a recording in its place.
    NotAudio {
        /// What the file is.
        kind: Kind,
    },

    /// Nothing in the file says what it is: it holds no sound, or sound without a header. See
    /// [`RawFormat`](crate::decode::RawFormat).
    Unrecognised,

    /// telewav does not decode this; convert it with something else first.
    Unsupported {
        /// What it is.
        what: What,
    },

    /// Neither telewav nor ffmpeg decodes this; convert it with a program that does.
    NoDecoder {
        /// What it is.
        what: What,
    },

    /// Another program was to decode this, and failed. See [`external`](crate::decode::external).
    DecoderFailed {
        /// What the file is, as far as telewav knows.
        kind: Kind,
        /// The program and its version.
        decoder: String,
        /// What it said, or how it ended.
        problem: DecoderFault,
    },

    /// A file of requests is no JSON; act on the file.
    NotJson {
        /// The line, from 1.
        line: u64,
        /// The column, in characters from 1.
        column: u64,
        /// What is wrong there.
        problem: JsonFault,
    },

    /// The file asks for more than a named limit allows; most likely its header is damaged. A caller
    /// who knows better can raise the limit.
    LimitExceeded {
        /// The quantity.
        what: Quantity,
        /// The limit that refused.
        limit_name: LimitName,
        /// The limit with its unit.
        limit: Amount,
        /// What the file asks for, with its unit.
        actual: Amount,
    },

    /// The caller asked for something contradictory; act on the options or the profile.
    InvalidOptions {
        /// The option or profile field.
        option: Asked,
        /// What is wrong with it.
        problem: Problem,
    },

    /// The result could not be encoded; act on telewav (a bug).
    Encode {
        /// The stage.
        what: Stage,
        /// What it reported.
        problem: Fault,
    },

    /// The caller ended the call, see [`Task`](crate::Task); nothing is wrong with the file.
    Cancelled,

    /// A decoder panicked on this file. Other files are unaffected; please report it. The panic went
    /// through the program's panic hook, which prints it unless the program sets another.
    DecoderPanicked {
        /// The message of the panic.
        message: String,
    },
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

    pub(crate) fn io(action: Action) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io {
            action,
            source: source.into(),
        }
    }

    pub(crate) fn malformed(
        what: Part,
        offset: impl Into<Option<u64>>,
        expected: Expected,
        actual: impl Into<Actual>,
    ) -> Self {
        Self::Malformed {
            what,
            offset: offset.into(),
            expected,
            actual: actual.into(),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(&**source),
            _ => None,
        }
    }
}
