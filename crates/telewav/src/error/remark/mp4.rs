//! What is odd in MP4 and QuickTime.

use serde::Serialize;

use crate::error::Error;

/// What is odd in MP4 and QuickTime: in its boxes, in the tables of a track, and in its times.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Mp4 {
    // ---- Boxes ----
    /// Octets that are no box.
    NoBox { octets: u64, offset: u64 },
    /// The same, with packets in them.
    PacketsInNoBox { octets: u64, offset: u64 },
    /// A box of a type that is not known.
    UnknownBox {
        id: String,
        offset: u64,
        octets: u64,
    },
    /// A second `moov`, which is a copy if it is as long as the first.
    SecondMovieHeader { offset: u64, is_copy: bool },
    /// One of several files, which cannot be read.
    MovieLeftOut {
        n_files: usize,
        offset: u64,
        error: Box<Error>,
    },
    /// An `mdat` that is longer than the file.
    MediaClaimMore { octets: u64 },
    /// Media that no table names.
    MediaOfNoPacket { octets: u64 },

    // ---- Tables ----
    /// Tables with fewer entries than they count.
    TablesEndEarly { n_entries: u64 },
    /// Sizes and places of as many packets, but not the same number.
    TablesPlaceOthers { n_sized: u64, n_placed: u64 },
    /// Times of another number of packets than there are.
    TablesTimeOthers { n_timed: u64, n_packets: u64 },
    /// Packets that are not where the tables say.
    PacketsMisplaced {
        n_packets: u64,
        missing_s: f64,
        why: Misplaced,
    },
    /// Packets with octets in common.
    PacketsOverlap,

    // ---- Times ----
    /// A header and a configuration that say other rates.
    TrackRatesContradict { header_hz: u32, config_hz: u32 },
    /// Ticks that are not what the header says.
    TimeScaleContradicts,
    /// Durations that are not those of the packets.
    TableDurationsContradict,
    /// Times that drift away from the packets.
    TrackTimesDrift { told_s: f64, counted_s: f64 },
    /// A jump in the times of the packets.
    PacketTimesJump { missing_s: f64 },
    /// A first packet that lasts longer than its sound.
    PauseBehindFirstPacket { pause_s: f64 },
    /// A last packet whose duration does not say how much of it is padding.
    LastPacketLastsOtherwise { told_s: f64, counted_s: f64 },
}

/// Why packets are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Misplaced {
    /// They end behind the file, or behind the one of several in it.
    Cut,
    /// They lie in a box that holds no media.
    Outside,
    /// They are coded otherwise than those before.
    OtherCoding,
    /// The table has no room for them.
    NoTable,
}

/// What an edit list, or what stands for one, leaves out of a track; and what contradicts it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Mp4Edits {
    /// An edit that begins where less is left than it claims.
    EditBeginsTooLate {
        start_s: f64,
        claimed_s: f64,
        left_s: f64,
    },
    /// Sound before the edit.
    EditLeavesOutStart { duration_s: f64 },
    /// Sound behind the edit.
    EditLeavesOutEnd { duration_s: f64 },
    /// An edit that is shorter than the fragments.
    EditEndsBeforeFragments { rest_s: f64 },
    /// An edit that is shorter than the sound, and other fields contradict it.
    EditEndsBeforeSound { rest_s: f64 },
    /// Several edits, or one of another speed.
    EditsNotFollowed { n_cuts: usize },
    /// An edit that is a pause.
    EditPause { pause_s: f64 },
    /// A tag of iTunes that does not fit.
    GaplessTagNotFollowed { claimed_s: f64, duration_s: f64 },
    /// A track's header that is shorter than its packets.
    TrackHeaderClaimsLess { claimed_s: f64, duration_s: f64 },
}

/// What is odd in a movie in fragments.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Mp4Fragments {
    /// A `moof` that is cut.
    FragmentTableCut,
    /// A `trun` with more entries than it counts.
    FragmentCountsLess { n_packets: u64 },
    /// A jump in the times of the fragments.
    FragmentMissing { missing_s: f64 },
    /// A fragment whose time was there already.
    FragmentTimeOver,
    /// A fragment whose start was there already.
    FragmentsOverlap,
    /// Fragments that do not begin with the first.
    FirstFragmentMissing { missing_s: f64 },
    /// A first fragment that does not begin at 0.
    FirstFragmentLate { at_s: f64 },
    /// A jump in the numbers of the fragments.
    FragmentNumbersMissing { n: i64 },
    /// A number that was there already.
    FragmentNumberOver,
    /// Media that no fragment names.
    MediaOfNoFragment { octets: u64, offset: u64 },
    /// Fragments behind the last one that is there.
    IndexPromisesMore,
}
