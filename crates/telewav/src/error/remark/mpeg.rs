//! What is odd in MPEG audio: MP1, MP2, MP3 and AAC in ADTS.

use serde::Serialize;

/// What is odd in MPEG audio: MP1, MP2, MP3 and AAC in ADTS.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Mpeg {
    /// Octets before the first frame, which has sound in them.
    FirstFrameNeeds { bytes: u64 },
    /// Octets that are no frame.
    NoMpegFrame { bytes: u64 },
    /// Filling between two streams.
    FillingBetweenStreams { bytes: u64 },
    /// A part of a frame behind those that are counted.
    PartBehindMpegFrames,
    /// A header that counts fewer frames than there are.
    MoreMpegFrames { promised: u32, n_mpeg_frames: u32 },
    /// Frames that a header counts and that are not there.
    MpegFramesMissing { n: u32 },
    /// A header without the delay of the encoder.
    DelayUntold { n_frames: u64 },
    /// A stream whose first sound stands in frames that are not there.
    SoundBeforeCut { duration_s: f64 },
    /// A checksum that does not match.
    MpegFrameChecksum,
    /// An encoder that writes wrong ones.
    MpegChecksumsWrong { n_wrong: u64, n_mpeg_frames: u64 },
}
