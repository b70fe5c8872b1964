//! Rows of frames: MP3, ADTS, FLAC.

use super::{Coding, Length, Map, Role, big};

/// kbit/s of MPEG-1 and MPEG-2 layer III by the header's index (ISO/IEC 11172-3, 2.4.2.3; 13818-3, 2.4.2.3).
const MPEG_1: [usize; 15] = [
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
];
const MPEG_2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/// The name of the frame that counts the others.
pub const COUNT: &str = "count";
pub const MARK: &str =
    "the mark of the frame that counts the others: without it, it is a frame of silence";

const ADDED: &str =
    "delay and padding in libavformat's tag, whose checksum is wrong more often than not";
/// Where in such a frame, behind the mark, LAME's tag is, and in it delay and padding: all fields of the header are there.
const TAG: usize = 120;
const DELAYS: usize = TAG + 21;

/// Frames of layer III behind an ID3v2 tag, if there is one, and ahead of nothing.
pub fn mp3(octets: &[u8]) -> Option<Map> {
    let mut map = Map::default();
    let mut at = 0;
    if octets.starts_with(b"ID3") {
        let sizes = octets.get(6..10)?;
        let len = sizes
            .iter()
            .fold(0, |len, seven| len << 7 | usize::from(*seven));
        at = 10 + len;
        map.free_piece(0..at, Some(field(6, 4)), "ID3v2");
        map.zone(10..at, Role::Free);
    }
    while at < octets.len() {
        let [0xFF, second, third, _] = *octets.get(at..)?.first_chunk::<4>()? else {
            return None;
        };
        let is_mpeg_1 = second & 0x18 == 0x18;
        let rate_index = usize::from(third >> 2 & 3);
        let (kbit, rate_hz, per_bit) = match is_mpeg_1 {
            true => (MPEG_1, *[44_100, 48_000, 32_000].get(rate_index)?, 144),
            false => (MPEG_2, *[22_050, 24_000, 16_000].get(rate_index)?, 72),
        };
        let kbit = *kbit.get(usize::from(third >> 4))?;
        let end = at + per_bit * 1000 * kbit / rate_hz + usize::from(third >> 1 & 1);
        let frame = octets.get(at..end)?;
        let mark = frame
            .windows(4)
            .position(|tag| matches!(tag, b"Xing" | b"Info"));
        map.is_counted |= mark.is_some();
        map.piece(
            at..end,
            Some(field(at + 2, 1)),
            mark.map_or("frame", |_| COUNT),
        );
        match mark {
            Some(mark) => {
                map.zone(at + mark..at + mark + 4, Role::Alone(MARK));
                if frame.get(mark + TAG..)?.starts_with(b"Lav") {
                    let start = at + mark + DELAYS;
                    map.zone(start..start + 3, Role::Alone(ADDED));
                }
            }
            None => {
                let header = 4 + if second & 1 == 0 { 2 } else { 0 };
                map.zone(at + header..end, Role::Sound);
            }
        }
        at = end;
    }
    unnumbered(map, "frame")
}

/// Source: ISO/IEC 14496-3, 1.A.2.2: a header of seven octets, whose bits 30 to 42 are the length with it.
pub fn adts(octets: &[u8]) -> Option<Map> {
    let mut map = Map::default();
    let mut at = 0;
    while at < octets.len() {
        let end = at + (big(octets, at + 3, 3)? >> 5 & 0x1FFF);
        if end <= at + 7 || end > octets.len() {
            return None;
        }
        map.piece(at..end, Some(field(at + 4, 1)), "frame");
        map.zone(at + 7..end, Role::Sound);
        at = end;
    }
    unnumbered(map, "frame")
}

/// Nothing in a frame says which one it is.
fn unnumbered(mut map: Map, name: &str) -> Option<Map> {
    for piece in &mut map.pieces {
        piece.is_unnumbered = piece.name == name;
    }
    Some(map)
}

/// Source: RFC 9639, sections 8 and 9: blocks of metadata with a length of 24 bits, then frames, which start with 14 bits
/// and a number, and end with a CRC-16.
pub fn flac(octets: &[u8]) -> Option<Map> {
    const SYNC: [u8; 2] = [0xFF, 0xF8];
    let mut map = Map::counted();
    let mut at = 4;
    let mut is_last = false;
    while !is_last {
        let kind = *octets.get(at)?;
        is_last = kind & 0x80 != 0;
        let end = at + 4 + big(octets, at + 1, 3)?;
        match kind & 0x7F {
            0 => map.piece(at..end, Some(field(at + 1, 3)), "STREAMINFO"),
            kind => {
                map.free_piece(at..end, Some(field(at + 1, 3)), format!("block {kind}"));
                map.zone(at + 4..end, Role::Free);
            }
        }
        at = end;
    }
    // The good files have fewer than 128 frames: the number takes one octet.
    let starts: Vec<usize> = (at..octets.len())
        .filter(|&start| octets[start..].starts_with(&SYNC))
        .scan(0, |number, start| {
            let is_next = octets.get(start + 4).is_some_and(|octet| *octet == *number);
            *number += u8::from(is_next);
            Some(is_next.then_some(start))
        })
        .flatten()
        .collect();
    let ends = starts.iter().skip(1).copied().chain([octets.len()]);
    for (start, end) in starts.iter().copied().zip(ends) {
        map.piece(start..end, Some(field(start + 2, 1)), "frame");
        map.zone(start + 4..end, Role::CheckedSound);
    }
    Some(map)
}

fn field(at: usize, width: usize) -> Length {
    Length {
        at,
        width,
        coding: Coding::Big,
    }
}
