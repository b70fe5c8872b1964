//! What telewav does not decode.

use std::borrow::Cow;

use serde::Serialize;

use crate::kinds::Kind;

/// What cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum What {
    /// A file of this kind.
    Kind { kind: Kind },
    /// A kind that a telewav with this feature decodes.
    WithoutFeature { kind: Kind, feature: &'static str },
    /// Sound without a header, by the extension of the file's name.
    Headerless { sound: &'static str },
    /// A container that holds sound in this coding: `WAV`, `AIFF`, `CAF`.
    Holds {
        container: &'static str,
        coding: Coding,
    },
    /// Sound in this coding, in a file of this kind.
    In { coding: Coding, kind: Kind },
    /// Sound in this coding, whatever it is in.
    Coding { coding: Coding },
    /// A variant of a codec that its decoder refuses, and what that says.
    VariantOf { codec: String, problem: String },
    /// A decoder that does not start, and what it says.
    NotStarted { codec: String, problem: String },
    /// An AU file with an encoding that has no name.
    AuEncoding { encoding: u32 },
    /// A QuickTime movie with a compressed header.
    CompressedMovie,
    /// A movie whose sound lies in another file.
    SoundElsewhere,
    /// MPEG audio of free format whose frames cannot be measured.
    FreeFormat,
    /// A track of a file that has others.
    OneTrackOf { what: Box<What>, n_tracks: usize },
}

/// How sound is coded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Coding {
    /// By a codec of this name.
    Named { name: Cow<'static, str> },
    /// The same with so many bits for each sample.
    Bits { name: Cow<'static, str>, bits: u16 },
    /// The same of so many channels.
    Channels {
        name: Cow<'static, str>,
        n_channels: usize,
    },
    /// The same with its format tag.
    Tagged { name: Cow<'static, str>, tag: u16 },
    /// The same with AU's number for it.
    Encoding {
        name: Cow<'static, str>,
        encoding: u32,
    },
    /// By what an AIFF names so.
    CompressionType { id: String },
    /// By what a CAF names so.
    Format { id: String },
    /// By what an MP4 names so.
    SoundType { id: String },
    /// Linear PCM whose packets have room for more, or for less.
    PcmInPackets { bits: u32, octets: u32 },
    /// A codec with more channels than are decoded.
    ManyChannels {
        name: &'static str,
        n_channels: usize,
    },
    /// A codec that is not known.
    Unknown,
    /// A track that names no codec.
    None,
    /// An MP4 track that does not say which of several codecs it has.
    NoDescriptor,
    /// AAC of this profile, as Matroska names it.
    AacProfile { profile: String },
    /// AAC with a channel layout that its configuration spells out.
    AacLayout,
    /// AAC in ADTS with more than two channels.
    AacChannels,
    /// AAC in ADTS with several blocks in a frame.
    AacBlocks,
    /// AAC with frames of 960 samples.
    AacShortFrames,
    /// FLAC of 32 bits whose difference channel has 33.
    FlacSide33,
    /// WavPack of a version before 4.
    OldWavPack,
    /// A Matroska track that was encoded twice.
    EncodedTwice,
    /// One that is encrypted.
    Encrypted,
    /// One that is compressed.
    Compressed { by: Option<&'static str> },
}

impl Coding {
    /// By a codec of this name.
    pub(crate) fn named(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Named { name: name.into() }
    }
}

impl From<Coding> for What {
    fn from(coding: Coding) -> Self {
        Self::Coding { coding }
    }
}
