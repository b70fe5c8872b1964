//! What is odd in Matroska and WebM.

use std::fmt::{Formatter, Result};

use crate::error::remark::Matroska;

pub(super) fn matroska(remark: &Matroska, f: &mut Formatter<'_>) -> Result {
    use Matroska::*;
    match remark {
        UnknownElement { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str(", which is unknown: sound is missing")
        }
        BlockGroupUnread { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str(" cannot be read: sound is missing")
        }
        NoBlockInGroup { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str(" is without a block: sound is missing")
        }
        BlockOfUnknownTrack { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str(" is a block of an unknown track: sound is missing")
        }
        BlockTooShort { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str(" is a block that is too short: sound is missing")
        }
        NoElement { bytes, offset } => write!(
            f,
            "{bytes} bytes that are no element of Matroska (at byte {offset}): sound is missing"
        ),
        EndsInElement { offset } => write!(
            f,
            "the file ends in the middle of an element (at byte {offset}): sound is missing"
        ),

        DamagedIdentifier { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str(" has a damaged identifier, and is read for what is in it")
        }
        ElementChecksum { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str(" does not match its checksum")
        }
        InfoChecksum => {
            f.write_str("Info does not match its checksum; the Duration in it is of no interest")
        }
        SenselessElements { bytes, offset } => write!(
            f,
            "{bytes} bytes that make no sense, in no sound (at byte {offset})"
        ),
        BetweenElements { bytes, first } => write!(
            f,
            "{bytes} bytes that are no element of Matroska, where no sound is missing (the first at byte {first})"
        ),
        BehindSegment { bytes, offset } => {
            write!(f, "{bytes} bytes behind the end (at byte {offset})")
        }
        OtherBehindSegment { kind, offset } => {
            write!(f, "{kind} follows, which is not decoded (at byte {offset})")
        }
        CutBehindSound { bytes } => write!(
            f,
            "the file was cut: {bytes} bytes are missing, behind the sound"
        ),

        BlockContradicted => f.write_str("the lengths of packets contradict that of their block"),
        BlocksTwice { n } => write!(f, "{n} blocks are there twice, and were decoded once"),
        BlocksInOtherOrder => f.write_str("blocks stand in another order than their times"),
        BlockTimesWrong => {
            f.write_str("times of blocks contradict the frames in them, and were not followed")
        }
        MissingByBlockTimes { missing_s } => {
            write!(f, "{missing_s:.3} s are missing by the times of the blocks")
        }
        SurplusByBlockTimes { surplus_s } => write!(
            f,
            "{surplus_s:.3} s are there twice or in another order by the times of the blocks"
        ),

        FirstBlockLate { start_s } => write!(
            f,
            "the first block's time is {start_s:.3} s: a pause that is left out, or cut from a longer recording"
        ),
        EndsBeforeDuration { end_s, duration_s } => write!(
            f,
            "the sound ends at {end_s:.3} s, and the file says that it lasts {duration_s:.3} s"
        ),
        DurationInLastPacket {
            surplus_s,
            duration_s,
        } => write!(
            f,
            "its last packet ends {surplus_s:.3} s behind the {duration_s:.3} s that the file says it lasts, which may be \
             padding, and is kept"
        ),
        DelaysContradict { header_s, delay_s } => write!(
            f,
            "its header leaves out {header_s:.3} s at the start, and CodecDelay, which is followed, {delay_s:.3} s"
        ),
        StreamInfoOfAnother { n_frames } => write!(
            f,
            "STREAMINFO counts {n_frames} frames, of another recording"
        ),
    }
}

fn element(f: &mut Formatter<'_>, id: u32, offset: u64) -> Result {
    write!(f, "the element at byte {offset} (0x{id:X})")
}
