//! [`ProfileFault`]: what is wrong with a profile, and where.

use serde::Serialize;

/// What is wrong with a profile. [`Display`](std::fmt::Display) is English.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ProfileFault {
    /// Where it is, if that is known.
    pub place: Option<ProfilePlace>,
    /// The key that is at fault, with its tables: `format.rate_hz`.
    pub key: Option<String>,
    /// What is wrong there.
    pub problem: ProfileProblem,
}

/// A place in a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProfilePlace {
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
    /// The line itself, unless it is not to be shown.
    pub text: Option<String>,
}

/// What is wrong with the value of a key, or with the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum ProfileProblem {
    // ---- The document ----
    /// What the reader of TOML says.
    Toml { text: String },
    /// A key that every profile has is not there.
    NoField { text: String },
    /// There is no such key; perhaps one of these was meant.
    NoSuchKey { word: String, known: Vec<String> },
    /// There is no such value; perhaps one of these was meant.
    NoSuchValue { word: String, known: Vec<String> },
    /// There is no text.
    Empty,
    /// What is wrong is not shown, since the file lies elsewhere.
    NotShown,

    // ---- What it extends ----
    /// No word in quotes.
    NoWord,
    /// A profile that is faulty.
    Extends {
        profile: String,
        fault: Box<ProfileFault>,
    },
    /// A file, and this profile is none.
    NoFile { profile: String },
    /// A profile that extends this one in the end.
    Circle { profile: String },
    /// A file that cannot be read.
    Unread { profile: String, problem: String },
    /// There is none of this name; perhaps one of these was meant.
    NoSuchProfile {
        profile: String,
        near: Vec<&'static str>,
    },

    // ---- Sources ----
    /// A source that the profile does not have.
    NoSource { name: String },
    /// A limit that cites such a source.
    CitesNoSource { name: String },
    /// A page that the extended profile has of another kind.
    OtherPage { profile: String },

    // ---- Values ----
    /// No rule has this code; this one has a name or a code like it.
    NoRule {
        write: Option<String>,
        near: Option<String>,
    },
    /// No regular expression, and why.
    NoRegex { text: String },
    /// A name with other characters than names of profiles have.
    NameCharacters { name: String },
    /// Another number of channels than one.
    Channels { n_channels: u16 },
    /// A sample rate that is none.
    Rate { rate_hz: u32 },
    /// An extension that is none.
    NoExtension { extension: String },
    /// An extension under which no sound is kept.
    OtherExtension { extension: String },
    /// A length that is none.
    Seconds { seconds: f64 },
    /// Two limits of which one is enough.
    AlsoSet { other: String },
    /// A header that raw octets do not have.
    RawHeader,
    /// A header that linear PCM does not have.
    LinearHeader { bytes: u64 },
    /// A header that G.711 does not have.
    LawHeader { bytes: u64 },
}
