//! What is odd in Ogg.

use std::fmt::{Formatter, Result};

use crate::error::remark::Ogg;

pub(super) fn ogg(remark: &Ogg, f: &mut Formatter<'_>) -> Result {
    use Ogg::*;
    match remark {
        HeadersTwice => f.write_str("the headers of an Ogg stream are there twice"),
        Chained { n } => write!(f, "{n} Ogg streams chained, all decoded"),
        BehindLastPage { bytes, offset } => write!(
            f,
            "{bytes} bytes behind the last Ogg page (at byte {offset})"
        ),
        LastPageWithinPacket => {
            f.write_str("the last Ogg page ends within a packet, which is left out")
        }
        BetweenPages {
            bytes,
            n_places,
            first,
        } => write!(
            f,
            "{bytes} bytes between Ogg pages that follow one another, in {n_places} places (the first at byte {first})"
        ),
        PagesTwice { n } => write!(f, "{n} Ogg pages are there twice, and were decoded once"),
        PacketStartMissing => f.write_str("the start of a packet is missing"),
        PacketEndMissing => f.write_str("the end of a packet is missing"),
        FirstPageMissing => {
            f.write_str("the first page of an Ogg stream is missing, and so is its sound")
        }
        Tag { bytes, offset } => write!(f, "a tag of {bytes} bytes (at byte {offset})"),
        EndsBeforeSound => f.write_str("an Ogg stream ends before its sound begins"),
        PageFollows { sequence, expected } => {
            write!(
                f,
                "Ogg page {sequence} follows, where page {expected} should"
            )
        }
        FramesMissingBetween { missing } => {
            write!(f, "{missing} frames are missing between two Ogg pages")
        }
        FramesBesidePositions { surplus } => write!(
            f,
            "{surplus} frames more are there than the positions of two Ogg pages leave room for"
        ),
        NoPage { bytes, offset } => {
            write!(f, "{bytes} bytes that are no Ogg page (at byte {offset})")
        }
        EndsInPage { offset } => {
            write!(
                f,
                "the file ends in the middle of an Ogg page (at byte {offset})"
            )
        }
        PageChecksum { offset } => {
            write!(
                f,
                "an Ogg page does not match its checksum (at byte {offset})"
            )
        }
        OtherFollows { kind, offset } => write!(
            f,
            "{} follows, which is not decoded (at byte {offset})",
            kind.describe()
        ),
    }
}
