//! How a file contradicts its own format: what is wrong, what is asked for, what stands there.

use std::borrow::Cow;

use serde::Serialize;

use crate::kinds::Kind;

/// The part of a file that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Part {
    /// The file itself.
    File { kind: Kind },
    /// The pages or boxes around the sound.
    Container { kind: Kind },
    /// What stands before the first chunk.
    Header { of: &'static str },
    /// The four letters behind `RIFF`.
    RiffForm,
    /// One chunk.
    Chunk { id: Cow<'static, str> },
    /// A box of an MP4.
    Box { id: &'static str },
    /// All chunks together.
    Chunks,
    /// The field of an AU header that says where the samples start.
    AuDataOffset,
    /// The samples.
    Samples,
    /// The sound.
    Sound,
    /// The first packet.
    FirstPacket,
    /// What a decoder has to know before the first packet.
    Configuration { codec: &'static str },
    /// The same in a container that has fields for it.
    CodecParameters { kind: Kind },
    /// The same in Matroska.
    CodecPrivate { codec: String },
    /// The header of a codec.
    CodecHeader { codec: &'static str },
    /// The codebooks of Vorbis.
    VorbisSetup,
    /// What another program wrote that was to decode.
    DecoderStream,
}

/// What the format asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Expected {
    /// So many octets.
    Bytes { n: u64 },
    /// So many octets of a codec's configuration.
    Octets { n: u64 },
    /// So many octets or more.
    AtLeastBytes { n: u64 },
    /// The sizes that a `fmt ` chunk can have.
    FmtSizes,
    /// These letters.
    Letters { letters: &'static str },
    /// The GUID of Wave64.
    WaveGuid,
    /// A chunk.
    Chunk { id: &'static str },
    /// A channel or more.
    OneChannel,
    /// Blocks with room for the header of each channel.
    RoomForChannels { n_channels: usize },
    /// A number from this to that.
    Between { min: u64, max: u64 },
    /// An offset from this to that.
    OffsetBetween { min: u64, max: u64 },
    /// Samples that start within so many octets.
    SamplesWithin { bytes: u64 },
    /// Sound.
    OneFrame,
    /// Samples that are numbers.
    Numbers,
    /// How the samples of a track are coded.
    SampleDescription,
    /// A frame of MPEG audio.
    MpegFrame,
    /// A frame within so many octets.
    FrameWithin { bytes: u64 },
    /// What FLAC says of its samples.
    FlacFormat,
    /// A STREAMINFO block.
    StreamInfo,
    /// Something well-formed.
    WellFormed,
    /// Parameters that are.
    WellFormedOnes,
    /// The headers of a codec.
    Headers,
    /// A track of sound.
    AudioTrack,
    /// The box that says where an MP4's sound is.
    MovieBox,
    /// The same where there are no fragments either.
    MovieBoxAtEnd,
    /// All of the file.
    WholeFile,
    /// All of it.
    Whole,
    /// What the specification allows.
    Allowed,
    /// An encoding of AU.
    Encoding { encoding: u32 },
    /// As many octets as the file says itself.
    OwnBytes { n: u64 },
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Actual {
    /// The end of the file.
    EndOfFile,
    /// The end of the part.
    End,
    /// None of it.
    Missing,
    /// Neither of the two.
    Neither,
    /// Another one.
    Another,
    /// Other ones.
    Others,
    /// Fewer.
    Fewer,
    /// This number.
    Number { n: u64 },
    /// These octets, as far as they are letters.
    Octets { octets: String },
    /// Samples that are no numbers.
    NotNumbers,
    /// Blocks of so many octets.
    BlocksOf { octets: u64 },
    /// An offset.
    Offset { bytes: u64 },
    /// The fragments of an MP4, without what tells how to decode them.
    FragmentsAlone,
    /// An MP4 whose recorder did not stop.
    NeverFinished,
    /// A file that was cut here.
    Cut { bytes: u64 },
    /// A codeword of Vorbis that is too long.
    LongCodeword,
    /// A floor of Vorbis with two points at one place.
    TwoPoints,
    /// What a decoder says.
    Says { text: String },
}

impl Part {
    /// The chunk of this name.
    pub(crate) fn chunk(id: impl Into<Cow<'static, str>>) -> Self {
        Self::Chunk { id: id.into() }
    }
}

impl Actual {
    /// These octets.
    pub(crate) fn octets(octets: &[u8]) -> Self {
        Self::Octets {
            octets: octets.escape_ascii().to_string(),
        }
    }
}

impl From<usize> for Actual {
    fn from(n: usize) -> Self {
        Self::Number { n: n as u64 }
    }
}

impl From<u64> for Actual {
    fn from(n: u64) -> Self {
        Self::Number { n }
    }
}
