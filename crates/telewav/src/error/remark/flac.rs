//! What is odd in native FLAC.

use serde::Serialize;

/// What is odd in native FLAC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Flac {
    /// Metadata that cannot be read.
    MetadataUnread,
    /// No STREAMINFO.
    NoStreamInfo,
    /// A part of a frame behind those that are counted.
    PartBehindFrames,
    /// Octets between two streams.
    BetweenStreams { bytes: u64 },
    /// Octets that are no frame, where none is missing.
    NoFrame { bytes: u64 },
    /// Frames that cannot be read.
    FramesUnread { n: u64 },
    /// A count in STREAMINFO that is too low.
    StreamInfoCounts { promised: u64, n_frames: u64 },
    /// A stream whose first frame is not the first one.
    CutFromLonger { number: u64 },
    /// Frames with odd numbers.
    OddNumbers { n: u64 },
    /// Frames that stood elsewhere.
    NumbersGoBack,
    /// A frame that cannot be had.
    FrameLeftOut { why: FrameFault, n_frames: usize },
    /// Frames that are coded otherwise than STREAMINFO says.
    StreamInfoSays {
        stream_info: FrameFormat,
        frames: FrameFormat,
    },
    /// Frames that are coded otherwise than those before them.
    FramesFrom { frames: FrameFormat, at_s: f64 },
}

/// Why a frame cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FrameFault {
    /// The file ends within it.
    Cut,
    /// Its checksum does not match.
    Checksum,
    /// It contradicts itself.
    Broken,
}

/// How a frame is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct FrameFormat {
    pub rate_hz: u32,
    pub n_channels: usize,
    pub bits: u32,
}
