//! What goes over a limit, by its name and in its unit.

use std::fmt;

use serde::{Serialize, Serializer};

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

/// What is over a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Quantity {
    /// A sample rate.
    SampleRate,
    /// A channel count.
    ChannelCount,
    /// A packet.
    Packet,
    /// A recording.
    Recording,
    /// The time that a file takes.
    WorkingTime,
    /// A prompt.
    Prompt,
    /// What can be read only once.
    Unseekable,
    /// The same where a file could be named in its place.
    Pipe,
    /// The number of chunks.
    Chunks,
    /// The number of pieces that the sound lies in.
    Pieces,
    /// The number of Ogg streams at a time.
    OggStreams,
    /// A packet of an Ogg stream.
    OggPacket,
    /// A list of boxes.
    Boxes,
    /// A table of fragments.
    Fragments,
    /// A Matroska block.
    MatroskaBlock,
    /// A Matroska track.
    MatroskaTrack,
    /// A packet table.
    PacketTable,
    /// Sound that may be padding.
    Padding,
    /// The codebooks of Vorbis.
    Codebooks,
    /// A file of requests.
    Requests,
    /// Values nested in one another.
    Nesting,
    /// Parameters that name prompts.
    References,
}

/// A limit, or what goes over it, in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Amount {
    /// A rate.
    Hz { hz: u32 },
    /// A number.
    Number { n: u64 },
    /// Any number from 1 to this.
    UpTo { n: u64 },
    /// More than this number.
    MoreThan { n: u64 },
    /// Frames.
    Frames { n: u64 },
    /// Seconds.
    Seconds { s: f64 },
    /// More than so many seconds.
    MoreThanSeconds { s: f64 },
    /// Octets.
    Bytes { n: u64 },
    /// More than so many octets.
    MoreThanBytes { n: u64 },
    /// Nested deeper than this.
    Deeper { n: u64 },
    /// More than so many of them.
    MoreOfThem { n: u64 },
}
