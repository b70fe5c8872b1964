//! Tags that stand before, between and behind the frames of MPEG audio, AAC and FLAC, in any order: ID3v1 and v2, APE, Lyrics3.
//!
//! Nothing in them is needed to decode the sound, so they are measured and passed over. What a tag says of its length is its
//! word; whether a frame, a tag or the end follows there is for the walk to see.
//!
//! Sources: ID3v2.4.0 main structure (2000), 3.1 and 3.4; ID3v1.1 and the enhanced tag as id3.org describes them; APE tags
//! specification 2.0 (hydrogenaudio); Lyrics3 v1 and v2.00 as id3.org describes them.

use std::io::{Read, Seek};

use crate::decode::window::Window;
use crate::error::Error;
use crate::kind;

/// Octets of an ID3v1 tag, and of the enhanced one that may stand before it.
const ID3V1: u64 = 128;
const ID3V1_ENHANCED: u64 = 227;
/// Octets of the header of an APE tag, and of its footer.
pub(super) const APE: u64 = 32;
/// The longest Lyrics3 tag, octets: six digits count those of version 2.
const MAX_LYRICS3: u64 = 1_000_000;

/// What may begin a tag.
pub(super) fn may_begin(octet: u8) -> bool {
    matches!(octet, b'A' | b'I' | b'L' | b'T')
}

/// How long the tag is that starts at `position`, by its own word; `None` if none does.
pub(super) fn len_at<R: Read + Seek>(
    window: &mut Window<R>,
    position: u64,
) -> Result<Option<u64>, Error> {
    let head = window.read_at(position, APE as usize)?;
    if head.starts_with(b"TAG+") {
        let behind = window.read_at(position + ID3V1_ENHANCED, 3)?;
        if behind == b"TAG" {
            return Ok(Some(ID3V1_ENHANCED + ID3V1));
        }
    }
    if head.starts_with(b"TAG") {
        return Ok(Some(ID3V1));
    }
    if let Some(ape) = Ape::parse(&head) {
        return Ok(Some(if ape.is_header { APE + ape.octets } else { APE }));
    }
    if head.starts_with(b"LYRICSBEGIN") {
        return lyrics3(window, position);
    }
    Ok(kind::id3v2_len(&head))
}

/// Where the APE tag starts whose footer stands at `position`. Version 1 has no header, and version 2 need not have one.
pub(super) fn ape_start<R: Read + Seek>(
    window: &mut Window<R>,
    position: u64,
) -> Result<Option<u64>, Error> {
    let head = window.read_at(position, APE as usize)?;
    let footer = Ape::parse(&head).filter(|ape| !ape.is_header);
    // The length counts the items and the footer.
    Ok(footer.and_then(|footer| (position + APE).checked_sub(footer.octets)))
}

struct Ape {
    /// Octets of the items and the footer.
    octets: u64,
    is_header: bool,
}

impl Ape {
    fn parse(head: &[u8]) -> Option<Self> {
        let head = head.strip_prefix(b"APETAGEX")?;
        let [version, octets, _n_items, flags] = *head.as_chunks::<4>().0.first_chunk::<4>()?;
        let is_version_2 = u32::from_le_bytes(version) >= 2000;
        Some(Self {
            octets: u64::from(u32::from_le_bytes(octets)),
            is_header: is_version_2 && u32::from_le_bytes(flags) & 1 << 29 != 0,
        })
    }
}

/// Both versions say at their end what they are; version 2 also how long.
fn lyrics3<R: Read + Seek>(window: &mut Window<R>, begin: u64) -> Result<Option<u64>, Error> {
    const PIECE: usize = 1 << 14;
    const BEGIN: u64 = 11;
    const END: usize = 9;
    let mut position = begin + BEGIN;
    while position - begin <= MAX_LYRICS3 {
        let piece = window.read_at(position, PIECE)?;
        for (i, octets) in piece.windows(END).enumerate() {
            let len = position + i as u64 - begin;
            match octets {
                b"LYRICSEND" => return Ok(Some(len + END as u64)),
                b"LYRICS200" if window.read_at(begin + len - 6, 6)? == digits(len - 6) => {
                    return Ok(Some(len + END as u64));
                }
                b"LYRICSBEG" => return Ok(None),
                _ => {}
            }
        }
        if piece.len() < PIECE {
            break;
        }
        // An end may lie across two pieces.
        position += (PIECE - END + 1) as u64;
    }
    Ok(None)
}

fn digits(len: u64) -> Vec<u8> {
    format!("{len:06}").into_bytes()
}
