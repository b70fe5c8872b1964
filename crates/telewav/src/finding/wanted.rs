//! [`Wanted`]: what a rule can ask for, each with its values.

use serde::Serialize;

use crate::profile::Encoding;

/// What is needed. Its sentence, in each language, is in `words`; [`Display`](std::fmt::Display) is English.
///
/// In JSON, `key` says which of these it is, and the values stand beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Wanted {
    /// This, by the word of somebody else than the platform.
    Hearsay { wanted: Box<Wanted> },

    // ---- The name ----
    /// Characters, in the words of the profile.
    Characters { characters: String },
    /// A name of such characters.
    NameOf { characters: String },
    /// No more characters than this.
    NameLength { max_chars: usize },
    /// This extension, without its dot.
    Extension { extension: String },
    /// A name at all.
    Name,
    /// No second extension.
    OneExtension,
    /// A letter, a digit or `_` first.
    PlainStart,
    /// A name in UTF-8.
    Unicode,
    /// A name that matches a pattern.
    Pattern { pattern: String },
    /// A name that every system takes.
    NameForAll,

    // ---- Size and duration ----
    /// At most so many bytes, which are so many seconds.
    AtMostBytes { max_bytes: u64, max_s: f64 },
    /// Less than so many bytes.
    BelowBytes { below_bytes: u64, max_s: f64 },
    /// At least one frame.
    OneFrame,
    /// At least so many seconds.
    AtLeastSeconds { min_s: f64 },
    /// At most so many seconds.
    AtMostSeconds { max_s: f64 },
    /// Less than so many seconds.
    BelowSeconds { below_s: f64 },

    // ---- The format ----
    /// One of these sample rates.
    Rates { rates_hz: Vec<u32> },
    /// One of these codings.
    Codings { codings: Vec<Encoding> },
    /// So many channels.
    Channels { n_channels: u16 },
    /// So many bits per sample.
    Bits { bits: u32 },
    /// This byte rate.
    ByteRate { bytes_per_s: u64 },
    /// This block align.
    BlockAlign { octets: u32 },
    /// This format tag.
    FormatTag { tag: u16 },

    // ---- What stands around the samples ----
    /// A RIFF/WAVE file.
    Wave,
    /// Nothing before the RIFF header.
    HeaderFirst,
    /// Samples without a header.
    NoHeader,
    /// A header that can be read.
    ReadableHeader,
    /// Plain RIFF.
    Riff,
    /// The usual sizes of a `fmt ` chunk.
    FmtSize,
    /// The length of the file less 8.
    RiffSize { bytes: u64 },
    /// The octets in the file.
    DataSize { octets: u64 },
    /// A `fact` chunk.
    Fact,
    /// A `fact` chunk with this number of frames.
    FactFrames { n_frames: u64 },
    /// No chunk but those of a prompt.
    PromptChunks,
    /// An even number of octets.
    EvenOctets,
    /// Nothing but chunks.
    OnlyChunks,
    /// The end of the file.
    EndOfFile,
    /// The usual order.
    FmtBeforeData,
    /// One of them.
    One,
    /// Whole frames of so many octets.
    MultipleOf { octets: u64 },

    // ---- The sound ----
    /// Something to hear.
    Sound,
    /// A mean near zero, as a part of full scale.
    MeanWithin { amplitude: f64 },
    /// A start and an end near zero, as a part of full scale.
    EndsWithin { amplitude: f64 },
    /// At most so much silence.
    AtMostSilence { max_s: f64 },
    /// A usual level.
    SpeechLevel { min_dbov: f64, max_dbov: f64 },
    /// This octet for silence.
    SilenceOctet { octet: u8 },
    /// Channels that can be mixed.
    Mixable,
    /// A recording that was not clipped.
    NotClipped,
    /// No peak above full scale.
    NoPeakAbove,
    /// The level that was asked for.
    TargetLevel { level: f64, unit: &'static str },

    // ---- The set ----
    /// One recording for each name.
    OneRecording,
    /// One file for each name.
    OneFile,
    /// Names that differ by more.
    OtherNames,
    /// A name for each prompt.
    OwnNames,
    /// Another sound.
    OwnSound,
    /// Levels that differ by less.
    LevelsWithin { max_db: f64 },
    /// At most so many bytes in all.
    TotalBytes { max_bytes: u64 },

    // ---- Prompts that requests name ----
    /// A request that names it.
    Request,
    /// The name of a prompt.
    PromptName { min_chars: usize, max_chars: usize },
    /// A name of such a length.
    PromptNameLength { min_chars: usize, max_chars: usize },
    /// The name to the letter; what the platform answers otherwise.
    ToTheLetter { answer: String },
    /// Such a prompt; what the platform answers otherwise.
    Prompt { answer: String },
    /// A prompt that passes.
    PassingPrompt,
    /// A prompt that is not cut.
    UntilCut { max_s: f64 },
    /// A field that says this, if `is` is there, or anything but `not`, if that is.
    Condition {
        field: String,
        is: Option<String>,
        not: Option<String>,
    },
    /// One of the two.
    OneOfTwo,
    /// At most so many items.
    Items { max_items: usize },
}
