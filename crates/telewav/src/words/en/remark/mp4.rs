//! What is odd in MP4 and QuickTime.

use std::fmt::{Formatter, Result};

use crate::error::remark::{Misplaced, Mp4, Mp4Edits, Mp4Fragments};

pub(super) fn mp4(remark: &Mp4, f: &mut Formatter<'_>) -> Result {
    use Mp4::*;
    match remark {
        NoBox { octets, offset } => write!(f, "{octets} octets at byte {offset} are no box"),
        PacketsInNoBox { octets, offset } => write!(
            f,
            "packets lie in {octets} octets at byte {offset} that are no box"
        ),
        UnknownBox { id, offset, octets } => write!(
            f,
            "a box of unknown type \"{id}\" at byte {offset}, {octets} octets"
        ),
        SecondMovieHeader { offset, is_copy } => {
            write!(f, "a second movie header at byte {offset}")?;
            match is_copy {
                true => f.write_str(", as long as the first"),
                false => Ok(()),
            }
        }
        MovieLeftOut {
            n_files,
            offset,
            error,
        } => write!(
            f,
            "one of {n_files} files end to end, at byte {offset}, is left out (failed to {error})"
        ),
        MediaClaimMore { octets } => write!(
            f,
            "its media claim {octets} octets more than there are; no packet lies there"
        ),
        MediaOfNoPacket { octets } => {
            write!(f, "{octets} octets of its media belong to no packet")
        }

        TablesEndEarly { n_entries } => {
            write!(f, "its tables end {n_entries} entries too early")
        }
        TablesPlaceOthers { n_sized, n_placed } => write!(
            f,
            "its tables have sizes for {n_sized} packets and places for {n_placed}"
        ),
        TablesTimeOthers { n_timed, n_packets } => write!(
            f,
            "its tables have times for {n_timed} packets, and there are {n_packets}"
        ),
        PacketsMisplaced {
            n_packets,
            missing_s,
            why,
        } => {
            let packets = if *n_packets == 1 { "packet" } else { "packets" };
            write!(
                f,
                "{n_packets} {packets} ({missing_s:.2} s) are missing: {why}"
            )
        }
        PacketsOverlap => f.write_str("packets lie one over the other"),

        TrackRatesContradict {
            header_hz,
            config_hz,
        } => write!(
            f,
            "its header says {header_hz} frames a second, and its decoder's configuration {config_hz}"
        ),
        TimeScaleContradicts => {
            f.write_str("its time scale contradicts its packets, whose frames are what counts")
        }
        TableDurationsContradict => f.write_str(
            "the durations in its tables contradict its packets, whose frames are what counts",
        ),
        TrackTimesDrift { told_s, counted_s } => write!(
            f,
            "its times say {told_s:.2} s and its packets hold {counted_s:.2} s, which is what counts"
        ),
        PacketTimesJump { missing_s } => write!(
            f,
            "{missing_s:.2} s of sound are missing, by the times of the packets"
        ),
        LastPacketLastsOtherwise { told_s, counted_s } => write!(
            f,
            "its last packet lasts {told_s:.3} s by its table and has {counted_s:.3} s, and all of it is used"
        ),
        PauseBehindFirstPacket { pause_s } => write!(
            f,
            "a pause of {pause_s:.3} s behind the first packet, from its duration, is left out"
        ),
    }
}

pub(in crate::words) fn misplaced(why: &Misplaced, f: &mut Formatter<'_>) -> Result {
    f.write_str(match why {
        Misplaced::Cut => "they lie behind the end of the file, which was cut",
        Misplaced::Outside => "they lie outside the media",
        Misplaced::NoTable => "the table that counts them ends before them",
        Misplaced::OtherCoding => "they are coded otherwise than those before",
    })
}

pub(super) fn edits(remark: &Mp4Edits, f: &mut Formatter<'_>) -> Result {
    use Mp4Edits::*;
    match remark {
        EditBeginsTooLate {
            start_s,
            claimed_s,
            left_s,
        } => write!(
            f,
            "an edit list that begins {start_s:.3} s into the sound, and claims {claimed_s:.3} s where {left_s:.3} s \
             are left, is not followed"
        ),
        EditLeavesOutStart { duration_s } => write!(
            f,
            "the edit list leaves out {duration_s:.3} s of sound at the start"
        ),
        EditLeavesOutEnd { duration_s } => write!(
            f,
            "the edit list leaves out {duration_s:.3} s of sound at the end"
        ),
        EditEndsBeforeFragments { rest_s } => write!(
            f,
            "an edit list that ends {rest_s:.3} s before the last fragment does is not followed to its end"
        ),
        EditEndsBeforeSound { rest_s } => write!(
            f,
            "an edit list that ends {rest_s:.3} s before the sound does, against the header of its track or movie, is \
             not followed to its end"
        ),
        EditsNotFollowed { n_cuts } => write!(
            f,
            "an edit list of {n_cuts} cuts or another speed is not followed: the whole recording is decoded"
        ),
        EditPause { pause_s } => write!(
            f,
            "a pause of {pause_s:.3} s before the sound, from the edit list, is left out"
        ),
        GaplessTagNotFollowed {
            claimed_s,
            duration_s,
        } => write!(
            f,
            "iTunSMPB counts {claimed_s:.3} s of {duration_s:.3} s of sound, and is not followed"
        ),
        TrackHeaderClaimsLess {
            claimed_s,
            duration_s,
        } => write!(
            f,
            "the header of its track claims {claimed_s:.3} s of {duration_s:.3} s, and no edit list says which: nothing \
             is left out"
        ),
    }
}

pub(super) fn fragments(remark: &Mp4Fragments, f: &mut Formatter<'_>) -> Result {
    use Mp4Fragments::*;
    match remark {
        FragmentTableCut => {
            f.write_str("the table of a fragment is cut, or claims more than there is")
        }
        FragmentCountsLess { n_packets } => write!(
            f,
            "a fragment counts {n_packets} packets less than its table"
        ),
        FragmentMissing { missing_s } => write!(
            f,
            "{missing_s:.2} s of sound are missing: a fragment, by the times of the others"
        ),
        FragmentTimeOver => {
            f.write_str("a fragment is there twice, or out of order: its time is over")
        }
        FragmentsOverlap => f.write_str("a fragment begins before the one before it ends"),
        FirstFragmentMissing { missing_s } => write!(
            f,
            "the {missing_s:.2} s before it are missing: the first fragment is not there"
        ),
        FirstFragmentLate { at_s } => write!(
            f,
            "its first fragment begins at {at_s:.2} s; it was cut out of a longer recording"
        ),
        FragmentNumbersMissing { n } => {
            write!(f, "{n} fragments are missing, by their numbers")
        }
        FragmentNumberOver => {
            f.write_str("a fragment is there twice, or out of order, by its number")
        }
        MediaOfNoFragment { octets, offset } => write!(
            f,
            "{octets} octets of media at byte {offset} belong to no fragment"
        ),
        IndexPromisesMore => {
            f.write_str("sound that the file's index promises is missing at the end")
        }
    }
}
