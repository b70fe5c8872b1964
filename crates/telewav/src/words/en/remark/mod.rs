//! What is odd in a recording.

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

use std::fmt::{Formatter, Result};

pub(in crate::words) use self::codec::codec_fault;
pub(in crate::words) use self::mp4::misplaced;
pub(in crate::words) use self::rows::frames;
pub(in crate::words) use self::tracks::track_choice;
use crate::error::damage::{Damage, DamageLog};
use crate::error::remark::{Counter, Remark};
use crate::kinds::Kind;

pub(in crate::words) fn damage(damage: &Damage, f: &mut Formatter<'_>) -> Result {
    match damage.at_s {
        Some(at_s) => write!(f, "at {at_s:.2} s: {}", damage.detail),
        None => write!(f, "{}", damage.detail),
    }
}

pub(in crate::words) fn damage_log(log: &DamageLog, f: &mut Formatter<'_>) -> Result {
    let (shown, n_more) = log.shown();
    for (i, damage) in shown.iter().enumerate() {
        let separator = if i == 0 { "" } else { "; " };
        write!(f, "{separator}{damage}")?;
    }
    match n_more {
        0 => Ok(()),
        n => write!(f, "; and {n} more"),
    }
}

pub(in crate::words) fn counter(counter: &Counter, f: &mut Formatter<'_>) -> Result {
    f.write_str(match counter {
        Counter::FactChunk => "the fact chunk",
        Counter::CommChunk => "the COMM chunk",
        Counter::PacketTable => "the packet table",
    })
}

pub(in crate::words) fn remark(remark: &Remark, f: &mut Formatter<'_>) -> Result {
    use Remark::*;
    match remark {
        TooLoud {
            n_above,
            n_samples,
            peak_dbfs,
        } => write!(
            f,
            "{n_above} of {n_samples} samples are too loud to be sound, up to {peak_dbfs:+.1} dBFS"
        ),
        MoreNotes { n } => write!(f, "and {n} more notes"),
        OctetsBehindBlocks { octets } => write!(
            f,
            "{octets} octets behind the last whole block are left out"
        ),
        OctetsBehindFrames { octets } => write!(
            f,
            "{octets} octets behind the last whole frame are left out"
        ),
        NotNumbers { n } => write!(f, "{n} samples are not numbers"),
        SoundChecksum => f.write_str("the checksum of the decoded sound does not match"),
        EmptyPacket => f.write_str("a packet is empty"),
        Packet { problem } => write!(f, "a packet cannot be decoded ({problem})"),
        IdlePackets { n } => write!(
            f,
            "{n} packets in a row are without sound; the rest is left out"
        ),
        EndsInFrame => f.write_str("the file ends in the middle of a frame"),
        EndsInGsmFrame => f.write_str("the file ends in the middle of a GSM frame"),
        Joined { n } => write!(f, "{n} recordings joined, all decoded"),
        OfFramesMissing { missing, promised } => {
            write!(f, "{missing} of {promised} frames are missing")
        }
        LeftOut {
            kind,
            offset,
            error,
        } => {
            let container = match kind {
                Kind::Matroska => "Matroska file",
                kind => kind.container(),
            };
            write!(
                f,
                "another {container} starts at byte {offset} and is left out (failed to {error})"
            )
        }
        Chunks(remark) => chunks::chunks(remark, f),
        Amr(remark) => amr::amr(remark, f),
        Ogg(remark) => ogg::ogg(remark, f),
        Flac(remark) => flac::flac(remark, f),
        Caf(remark) => caf::caf(remark, f),
        External(remark) => external::external(remark, f),
        Codec(remark) => codec::codec(remark, f),
        Tracks(remark) => tracks::tracks(remark, f),
        Mp4(remark) => mp4::mp4(remark, f),
        Mp4Edits(remark) => mp4::edits(remark, f),
        Mp4Fragments(remark) => mp4::fragments(remark, f),
        Matroska(remark) => matroska::matroska(remark, f),
        Mpeg(remark) => mpeg::mpeg(remark, f),
        Rows(remark) => rows::rows(remark, f),
    }
}
