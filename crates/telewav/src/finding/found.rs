//! [`Found`]: what a rule can find, each with its values.

use serde::Serialize;

use crate::code::Code;
use crate::downmix::ChannelName;
use crate::error::Error;
use crate::kind::Kind;
use crate::riff::facts::ChunkNote;

/// What a rule found. Its sentence, in each language, is in `words`; [`Display`](std::fmt::Display) is English.
///
/// In JSON, `key` says which of these it is, and the values stand beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Found {
    // ---- The name ----
    /// The first character that is not allowed, its position from 1, and how many more there are.
    Characters {
        character: char,
        position: usize,
        n_more: usize,
    },
    /// More characters than are allowed.
    NameLength { n_chars: usize },
    /// An extension, without its dot.
    Extension { extension: String },
    /// A name without an extension.
    NoExtension,
    /// A name that begins with its extension.
    NoStem,
    /// An audio extension before the last one.
    SecondExtension { extension: String },
    /// A name that begins with a dot or a dash.
    FirstCharacter { character: char },
    /// A name that is no Unicode; it, with U+FFFD for what is none.
    NotUnicode { name: String },
    /// A name that the pattern of the platform does not match.
    Name { name: String },
    /// A name that Windows keeps for a device.
    Device { name: String },
    /// A recording's name of which nothing is allowed.
    NothingToKeep,

    // ---- Size and duration ----
    /// A file that is too large, and the seconds of sound that it is too large by.
    Bytes { bytes: u64, over_s: f64 },
    /// A file of no octets.
    EmptyFile,
    /// A file without sound.
    NoFrame,
    /// A duration that is too short.
    Duration { duration_s: f64 },
    /// A duration that is too long, and by how much.
    TooLong { duration_s: f64, over_s: f64 },

    // ---- The format ----
    /// The sample rate.
    Rate { rate_hz: u32 },
    /// How samples are coded: the bits of linear PCM, the coding's name and its format tag.
    Coding {
        bits: Option<u16>,
        codec: String,
        tag: u16,
    },
    /// The number of channels.
    Channels { n_channels: u16 },
    /// The header's bits per sample.
    Bits { bits: u16 },
    /// The header's byte rate.
    ByteRate { bytes_per_s: u32 },
    /// The header's block align.
    BlockAlign { octets: u16 },
    /// An extended header.
    Extensible,

    // ---- What stands around the samples ----
    /// Another kind of file than the one that is needed.
    IsA { kind: Kind },
    /// A tag before the header.
    Id3Tag { bytes: u64 },
    /// It cannot be read, or not be decoded.
    Failed { error: Box<Error> },
    /// What another layer than this library says of it, in English.
    Other { message: String },
    /// The big-endian form.
    Rifx,
    /// The form with 64-bit sizes.
    Rf64,
    /// Sony's Wave64.
    Wave64,
    /// The size of the `fmt ` chunk, and of the extension that it has.
    FmtSize { octets: u64, cb_size: Option<u16> },
    /// What the RIFF length field says.
    RiffSize { bytes: u64 },
    /// What the length field of a `data` chunk says.
    DataSize { octets: u64 },
    /// A coding that needs a `fact` chunk and has none.
    NoFact,
    /// The number of frames that the `fact` chunk says.
    FactFrames { n_frames: u64 },
    /// A `fact` chunk of the wrong size.
    FactSize { octets: u64 },
    /// A chunk that a prompt does not need, and what it says, if that is known.
    ExtraChunk {
        chunk: String,
        octets: u64,
        note: Option<ChunkNote>,
    },
    /// A chunk with an odd number of octets.
    OddChunk { chunk: String, octets: u64 },
    /// The same without the pad byte behind it.
    NoPad { chunk: String, octets: u64 },
    /// Octets between the chunks that are none.
    BetweenChunks { bytes: u64 },
    /// A header among the samples.
    AmongSamples { bytes: u64 },
    /// Octets behind the last chunk.
    BehindLastChunk { bytes: u64 },
    /// Chunks in the wrong order.
    DataBeforeFmt,
    /// A chunk that is there more than once.
    Repeated { chunk: String, n: usize },
    /// A `data` chunk with a part of a frame at its end.
    PartOfFrame { octets: u64, too_many: u64 },

    // ---- The sound ----
    /// Nothing to hear.
    Silence,
    /// The mean of all samples, as a part of full scale.
    Offset { amplitude: f64 },
    /// A first sample that is heard as a click, as a part of full scale.
    FirstSample { amplitude: f64 },
    /// The same at the end.
    LastSample { amplitude: f64 },
    /// Silence before the sound.
    SilenceAtStart { duration_s: f64 },
    /// Silence behind the sound.
    SilenceAtEnd { duration_s: f64 },
    /// The active speech level.
    SpeechLevel { active_dbov: f64 },
    /// Octets 0x00 in the place of silence.
    ZeroOctets { duration_s: f64 },
    /// Channels that cannot be mixed, and the one that was taken; `below_db` is null if the mix is silence.
    NotMixed {
        others_are_silent: bool,
        n_channels: usize,
        below_db: Option<f64>,
        taken: ChannelName,
    },
    /// Samples of full scale in a row: how many rows, the first and the longest.
    Clipped {
        n_runs: u64,
        at_s: f64,
        longest_s: f64,
    },
    /// Channels that cancel somewhere.
    Cancelled { duration_s: f64, at_s: f64 },
    /// A peak above full scale.
    Peak { over_db: f64, at_s: f64 },
    /// Silence that was to be brought to a level.
    SilenceNotRaised,
    /// Sound whose level is not defined in this unit.
    NoLevel { unit: &'static str },
    /// Sound that is too short to be brought nearer to its level.
    TooShortToRaise { level: f64, unit: &'static str },
    /// A prompt that was raised by the most that is allowed.
    MostGain {
        level: Option<f64>,
        unit: &'static str,
        gain_db: f64,
    },
    /// A prompt whose peaks leave no room.
    NoRoom {
        level: Option<f64>,
        unit: &'static str,
        gain_db: f64,
    },

    // ---- The set ----
    /// Recordings that become the same file.
    AlsoBecomes { path: String, others: Vec<String> },
    /// A name that the table gives to another recording.
    TableGives { path: String, owner: String },
    /// The same where the table gives it to this one, too.
    TableGivesToo { path: String, others: Vec<String> },
    /// A name of which every number is taken.
    EveryNumberTaken { path: String },
    /// A file that another one here becomes, too.
    OtherBecomes { path: String },
    /// A part whose name another recording's prompt has.
    PartBecomes { path: String },
    /// Two names that differ only by their capitals.
    NameDiffersByCapitals { other: String },
    /// Two names that differ only by Unicode's normal form.
    NameDiffersByUnicode { other: String },
    /// The same name in another folder.
    SameName { other: String },
    /// The same samples.
    SameSound { other: String },
    /// A level that is far from the median of the set.
    LevelInSet { above_db: f64, median_dbov: f64 },
    /// The first prompt that there is no room for.
    TotalSize { total_bytes: u64, n_files: usize },

    // ---- Prompts that requests name ----
    /// A prompt that no request names.
    Unused,
    /// A parameter that is empty.
    EmptyValue { field: String },
    /// A parameter with nothing but spaces.
    OnlySpaces { field: String, name: String },
    /// A parameter that is no name.
    NoName { field: String, value: String },
    /// A list where a name is needed.
    ListOfNames { field: String },
    /// A name that is too long for the parameter.
    ReferenceLength { field: String, n_chars: usize },
    /// A name with spaces that the prompt does not have, or without those that it has: the first one, its position from 1, and
    /// whether that is the last.
    ReferenceSpaces {
        field: String,
        name: String,
        space: Option<char>,
        position: usize,
        is_last: bool,
        prompt: String,
    },
    /// A name with other capitals.
    ReferenceCase {
        field: String,
        name: String,
        prompt: String,
    },
    /// A name with another extension, or with none.
    ReferenceExtension {
        field: String,
        name: String,
        extension: Option<String>,
        prompt: String,
    },
    /// A name with characters that no prompt can have.
    ReferenceCharacters {
        field: String,
        name: String,
        character: char,
        position: usize,
        n_more: usize,
    },
    /// A name that no prompt has.
    NoSuchPrompt { field: String, name: String },
    /// A prompt that the platform will not take: the first thing that is wrong with it, and by which rule.
    Refused {
        field: String,
        name: String,
        code: Option<Code>,
        rule: Option<&'static str>,
        found: Box<Found>,
    },
    /// A prompt that is cut before its end.
    ReferenceDuration {
        field: String,
        name: String,
        duration_s: f64,
    },
    /// A parameter without the field that it needs.
    Without { field: String, other: String },
    /// A parameter beside a field of the wrong value.
    With {
        field: String,
        other: String,
        value: String,
    },
    /// Two parameters of which one excludes the other.
    Together { field: String, other: String },
    /// A list with too many items.
    Items { field: String, n_items: usize },
}
