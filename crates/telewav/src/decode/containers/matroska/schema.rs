//! Identifiers of Matroska. Source: RFC 9559 (2024), section 5, and RFC 8794 (2020), section 11.

pub(super) const EBML: u32 = 0x1A45_DFA3;
pub(super) const SEGMENT: u32 = 0x1853_8067;
pub(super) const SEEK_HEAD: u32 = 0x114D_9B74;
pub(super) const INFO: u32 = 0x1549_A966;
pub(super) const TRACKS: u32 = 0x1654_AE6B;
pub(super) const CLUSTER: u32 = 0x1F43_B675;
pub(super) const CUES: u32 = 0x1C53_BB6B;
pub(super) const ATTACHMENTS: u32 = 0x1941_A469;
pub(super) const CHAPTERS: u32 = 0x1043_A770;
pub(super) const TAGS: u32 = 0x1254_C367;

pub(super) const VOID: u32 = 0xEC;
pub(super) const CRC_32: u32 = 0xBF;

pub(super) const TIMESTAMP_SCALE: u32 = 0x2A_D7B1;
pub(super) const DURATION: u32 = 0x4489;
pub(super) const TRACK_ENTRY: u32 = 0xAE;

pub(super) const TIMESTAMP: u32 = 0xE7;
pub(super) const SIMPLE_BLOCK: u32 = 0xA3;
pub(super) const BLOCK_GROUP: u32 = 0xA0;
pub(super) const BLOCK: u32 = 0xA1;
pub(super) const DISCARD_PADDING: u32 = 0x75A2;
const SILENT_TRACKS: u32 = 0x5854;
const POSITION: u32 = 0xA7;
const PREV_SIZE: u32 = 0xAB;

/// The elements that the walk steps into: what is in them follows, and ends at the latest where another one begins.
pub(super) fn is_master(id: u32) -> bool {
    [
        EBML,
        SEGMENT,
        SEEK_HEAD,
        INFO,
        TRACKS,
        CLUSTER,
        CUES,
        ATTACHMENTS,
        CHAPTERS,
        TAGS,
    ]
    .contains(&id)
}

/// What may stand in the header of a file: versions, lengths, and what it holds.
pub(super) fn is_in_header(id: u32) -> bool {
    [0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285].contains(&id)
}

/// What may stand in a cluster.
pub(super) fn is_in_cluster(id: u32) -> bool {
    is_number_in_cluster(id) || [SIMPLE_BLOCK, BLOCK_GROUP, SILENT_TRACKS].contains(&id)
}

/// Of these, those of at most eight octets.
pub(super) fn is_number_in_cluster(id: u32) -> bool {
    [TIMESTAMP, POSITION, PREV_SIZE].contains(&id)
}

/// What may stand in any element, and is no part of its content.
pub(super) fn is_filling(id: u32) -> bool {
    [VOID, CRC_32].contains(&id)
}

/// Whether a search may end where this octet stands: the first one of every name of four octets, and of blocks.
pub(super) fn may_begin(octet: u8) -> bool {
    matches!(octet, 0x10..=0x1F | 0xA0 | 0xA3)
}
