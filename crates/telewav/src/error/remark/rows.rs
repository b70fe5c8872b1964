//! What is odd in rows of frames of any kind: MPEG audio, ADTS and native FLAC.

use serde::Serialize;

use crate::kinds::Kind;

/// What is odd in rows of frames of any kind: MPEG audio, ADTS and native FLAC.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Rows {
    /// Octets before the first frame.
    BeforeFrames { frames: Frames, bytes: u64 },
    /// Octets behind the last frame that are of no interest.
    BehindFrames { frames: Frames, bytes: u64 },
    /// Octets behind the last frame that may be sound.
    NeitherFrameNorTag { frames: Frames, bytes: u64 },
    /// Sound of another kind behind the last frame.
    SoundBehindFrames { frames: Frames, kind: Kind },
    /// Streams one after another.
    StreamsJoined { n: u64 },
}

/// What a row of frames is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Frames {
    /// Frames of MPEG audio, or of AAC in ADTS.
    MpegAudio,
    /// Frames of FLAC.
    Flac,
}
