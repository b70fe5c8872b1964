//! What goes wrong around a file: in the system, in what the caller asked for, in another program, in telewav itself.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::ProfileFault;
use serde::{Serialize, Serializer};

/// What the operating system said.
#[derive(Debug, Clone)]
pub struct SystemError(Arc<std::io::Error>);

impl From<std::io::Error> for SystemError {
    fn from(error: std::io::Error) -> Self {
        Self(Arc::new(error))
    }
}

impl From<std::io::ErrorKind> for SystemError {
    fn from(kind: std::io::ErrorKind) -> Self {
        std::io::Error::from(kind).into()
    }
}

impl Deref for SystemError {
    type Target = std::io::Error;

    fn deref(&self) -> &std::io::Error {
        &self.0
    }
}

impl fmt::Display for SystemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for SystemError {}

/// Of the same kind and with the same words.
impl PartialEq for SystemError {
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.to_string() == other.to_string()
    }
}

/// In its words.
impl Serialize for SystemError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// What was being done when the system refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Action {
    /// Opening the file.
    OpenFile,
    /// Reading it.
    ReadFile,
    /// Going to a place in it.
    Seek,
    /// Asking how long it is.
    FindLength,
    /// Reading its samples.
    ReadSamples,
    /// Reading what can be read only once.
    ReadSource,
    /// Keeping that for another reading.
    KeepSource,
    /// Reading a profile.
    ReadProfile,
    /// Reading what another program decoded.
    ReadDecoderStream,
    /// Starting ffmpeg.
    StartFfmpeg,
    /// Reading from it.
    ReadFromFfmpeg,
    /// Writing a file for it.
    WriteForFfmpeg,
    /// Making the folder of the prompts.
    MakeOutputFolder,
    /// Making a file there.
    MakeOutputFile,
    /// Writing a prompt.
    WriteOutput,
    /// Giving it its name.
    PlaceOutput,
    /// Reading what is in its place.
    ReadExisting,
    /// Looking at a file a second time.
    LookAgain,
    /// Writing a file anew.
    WriteAnew,
    /// Renaming a file.
    RenameFile,
    /// Making a file beside it.
    MakeFile,
    /// Writing that file.
    WriteNewFile,
    /// Giving that file its name.
    PlaceNewFile,
    /// Giving it the owner of the old one.
    KeepOwner,
    /// Giving it the extended attributes of the old one.
    KeepAttributes,
    /// Giving it the permissions of the old one.
    KeepPermissions,
}

/// What the caller asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Asked {
    /// A limit of this name.
    Limit { name: String },
    /// A way to make one channel of several.
    Downmix { text: String },
    /// A channel, from 1.
    Channel { number: usize },
    /// What to do with peaks.
    Clip { text: String },
    /// A level.
    Level { text: String },
    /// What headerless sound is.
    Headerless { text: String },
    /// A sound track, from 1.
    Track { number: usize },
    /// A resampling.
    Rates { from_hz: u32, to_hz: u32 },
    /// A catalogue of parameters.
    Catalogue { name: String },
    /// A profile that was read.
    Profile,
    /// A profile of this name.
    ProfileNamed { name: String },
    /// Standard output.
    StandardOutput,
}

/// Why it cannot be had.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Problem {
    /// No limit can have this value.
    NoLimitValue { value: String },
    /// There is no such limit.
    NoSuchLimit,
    /// No downmix is written so.
    DownmixForm,
    /// The recording has only so many channels.
    NChannels { n: usize },
    /// The recording has only so many sound tracks.
    NTracks { n: usize },
    /// No treatment of peaks is written so.
    ClipForm,
    /// This is no number.
    NotANumber { text: String },
    /// No level is written so.
    LevelForm,
    /// A level that is too low or too high.
    LevelRange { min: f64 },
    /// No encoding has this name.
    NoSuchEncoding { names: Vec<&'static str> },
    /// No headerless sound is written so.
    HeaderlessForm,
    /// This encoding has one channel.
    OneChannel { encoding: &'static str },
    /// A rate of 0 Hz.
    ZeroRate,
    /// There is no profile of this name; perhaps one of these was meant.
    NoSuchProfile { near: Vec<&'static str> },
    /// Only one prompt fits, and there are so many.
    OnePrompt { n_parts: usize },
    /// What is wrong with a profile.
    Faulty { fault: Box<ProfileFault> },
    /// What the reader of a document, or the resampler, says.
    Says { text: String },
}

/// What could not be encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Stage {
    /// The prompt.
    Prompt,
    /// The signal at the prompt's rate.
    Resampled,
    /// A WAV of linear PCM.
    LinearPcm,
    /// The header.
    WavHeader,
}

/// What a stage reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Fault {
    /// More frames than fit, and no rule that says so.
    TooManyFrames { n: u64 },
    /// The thread that makes it has ended.
    ThreadEnded,
    /// A coding without frames of one size.
    NoFrames { codec: String },
    /// More octets than the header can count.
    TooLarge { octets: usize },
    /// Nothing came of it.
    Nothing,
    /// What an encoder says.
    Says { text: String },
}

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum JsonFault {
    /// It is in UTF-16.
    Utf16,
    /// It is not in UTF-8.
    NotUtf8,
    /// There is nothing.
    Empty,
    /// A comma where no other value follows.
    CommaBefore { character: char },
    /// What the parser says.
    Says { text: String },
}

/// What another program said that was to decode, or how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum DecoderFault {
    /// It was stopped after this time.
    TimeLimit { seconds: u64 },
    /// It guesses what this is.
    Guess { guess: String },
    /// What it says, and how it ended.
    Says {
        text: String,
        status: Option<String>,
    },
}
