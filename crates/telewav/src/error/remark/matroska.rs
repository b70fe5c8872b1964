//! What is odd in Matroska and WebM.

use serde::Serialize;

use crate::kinds::Kind;

/// What is odd in Matroska and WebM. Elements are told by their identifier and by where they start.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Matroska {
    // ---- Where sound is missing ----
    /// An element that is not known, or not where it stands.
    UnknownElement { id: u32, offset: u64 },
    /// A group of which the elements cannot be read.
    BlockGroupUnread { id: u32, offset: u64 },
    /// A group without a block.
    NoBlockInGroup { id: u32, offset: u64 },
    /// A block of a track that is not there.
    BlockOfUnknownTrack { id: u32, offset: u64 },
    /// A block without room for its head.
    BlockTooShort { id: u32, offset: u64 },
    /// Octets that are no element.
    NoElement { bytes: u64, offset: u64 },
    /// The file ends within an element that starts there.
    EndsInElement { offset: u64 },

    // ---- Elements ----
    /// An identifier that is wrong, of an element that is known by its content.
    DamagedIdentifier { id: u32, offset: u64 },
    /// A checksum that does not match, where sound depends on it.
    ElementChecksum { id: u32, offset: u64 },
    /// The same of Info, on which no sound depends.
    InfoChecksum,
    /// Octets that are no element, where there is no sound.
    SenselessElements { bytes: u64, offset: u64 },
    /// The same among the sound, of which nothing is missing.
    BetweenElements { bytes: u64, first: u64 },
    /// Octets behind the end of the segment.
    BehindSegment { bytes: u64, offset: u64 },
    /// A recording of another kind behind it.
    OtherBehindSegment { kind: Kind, offset: u64 },
    /// A segment that is cut, with all of its sound.
    CutBehindSound { bytes: u64 },

    // ---- Blocks ----
    /// Packets that do not fill their block, or do not fit into it.
    BlockContradicted,
    /// Blocks that are there twice.
    BlocksTwice { n: u64 },
    /// Blocks that stand elsewhere than their times say.
    BlocksInOtherOrder,
    /// Times that are wrong.
    BlockTimesWrong,
    /// Sound that the times say is missing.
    MissingByBlockTimes { missing_s: f64 },
    /// Sound that the times say is there twice.
    SurplusByBlockTimes { surplus_s: f64 },

    // ---- Lengths ----
    /// A first block that does not start at 0.
    FirstBlockLate { start_s: f64 },
    /// Sound that ends before the Duration does.
    EndsBeforeDuration { end_s: f64, duration_s: f64 },
    /// A Duration that ends within the last packet.
    DurationInLastPacket { surplus_s: f64, duration_s: f64 },
    /// A header of Opus that leaves out more at the start than `CodecDelay` says, which is followed.
    DelaysContradict { header_s: f64, delay_s: f64 },
    /// A STREAMINFO that counts other frames.
    StreamInfoOfAnother { n_frames: u64 },
}
