//! [`Remark`]: what is odd in a recording, each with its values; a note, or the detail of damage.

mod amr;
mod caf;
mod chunks;
mod codec;
mod external;
mod flac;
mod matroska;
mod mp4;
mod mpeg;
mod ogg;
mod rows;
mod tracks;

use serde::Serialize;

use crate::error::Error;
use crate::kinds::Kind;

pub use self::amr::Amr;
pub use self::caf::Caf;
pub use self::chunks::Chunks;
pub use self::codec::{Codec, CodecFault};
pub use self::external::External;
pub use self::flac::{Flac, FrameFault, FrameFormat};
pub use self::matroska::Matroska;
pub use self::mp4::{Misplaced, Mp4, Mp4Edits, Mp4Fragments};
pub use self::mpeg::Mpeg;
pub use self::ogg::Ogg;
pub use self::rows::{Frames, Rows};
pub use self::tracks::{TrackChoice, Tracks};

/// What is odd in a recording. [`Display`](std::fmt::Display) is English.
///
/// In JSON, `key` says which of these it is, and the values stand beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Remark {
    /// Samples that are too loud to be sound.
    TooLoud {
        n_above: u64,
        n_samples: u64,
        peak_dbfs: f64,
    },
    /// More notes than are kept.
    MoreNotes { n: u64 },
    /// Octets at the end that are no whole block.
    OctetsBehindBlocks { octets: u64 },
    /// Octets at the end that are no whole frame.
    OctetsBehindFrames { octets: u64 },
    /// Samples that are NaN or infinity.
    NotNumbers { n: usize },
    /// A checksum of all samples that does not match.
    SoundChecksum,
    /// A packet of no octets.
    EmptyPacket,
    /// A packet that its decoder refuses, and what that says.
    Packet { problem: String },
    /// Packets without sound, of which the rest is left out.
    IdlePackets { n: u32 },
    /// A file that ends within a frame.
    EndsInFrame,
    /// The same of GSM.
    EndsInGsmFrame,
    /// Recordings one after another in a file.
    Joined { n: u64 },
    /// Another recording behind the first, which cannot be read.
    LeftOut {
        kind: Kind,
        offset: u64,
        error: Box<Error>,
    },

    /// Frames that the container promises.
    OfFramesMissing { missing: u64, promised: u64 },

    /// In headers and chunks: WAV, W64, AIFF, AU and CAF.
    #[serde(untagged)]
    Chunks(Chunks),
    /// In AMR.
    #[serde(untagged)]
    Amr(Amr),
    /// In Ogg.
    #[serde(untagged)]
    Ogg(Ogg),
    /// In native FLAC.
    #[serde(untagged)]
    Flac(Flac),
    /// In CAF.
    #[serde(untagged)]
    Caf(Caf),
    /// In what another program decodes.
    #[serde(untagged)]
    External(External),
    /// In coded sound.
    #[serde(untagged)]
    Codec(Codec),
    /// In several sound tracks.
    #[serde(untagged)]
    Tracks(Tracks),
    /// In MP4 and QuickTime.
    #[serde(untagged)]
    Mp4(Mp4),
    /// In their edit lists.
    #[serde(untagged)]
    Mp4Edits(Mp4Edits),
    /// In their fragments.
    #[serde(untagged)]
    Mp4Fragments(Mp4Fragments),
    /// In Matroska and WebM.
    #[serde(untagged)]
    Matroska(Matroska),
    /// In MPEG audio and ADTS.
    #[serde(untagged)]
    Mpeg(Mpeg),
    /// In rows of frames of any kind.
    #[serde(untagged)]
    Rows(Rows),
}

/// Wraps what is odd in one container.
macro_rules! remark_of {
    ($($container:ident),*) => {$(
        impl From<$container> for Remark {
            fn from(remark: $container) -> Self {
                Self::$container(remark)
            }
        }
    )*};
}

remark_of!(
    Chunks,
    Amr,
    Ogg,
    Flac,
    Caf,
    External,
    Codec,
    Tracks,
    Mp4,
    Mp4Edits,
    Mp4Fragments,
    Matroska,
    Mpeg,
    Rows
);

/// What counts the frames of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Counter {
    /// The `fact` chunk of a WAV.
    FactChunk,
    /// The `COMM` chunk of an AIFF.
    CommChunk,
    /// The packet table of a CAF.
    PacketTable,
}
