//! MP4.

use super::{Coding, Length, Map, Role, big, text};

/// Boxes that hold nothing but boxes. Source: ISO/IEC 14496-12.
const HOLDERS: [&[u8; 4]; 9] = [
    b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex",
];

/// Boxes: a length of four octets that counts itself, a name.
pub fn mp4(octets: &[u8]) -> Option<Map> {
    let mut map = Map {
        has_offsets: true,
        ..Map::counted()
    };
    // Where to go on, and where what is walked ends: no recursion.
    let mut ends = vec![octets.len()];
    let mut at = 0;
    while let Some(end) = ends.last().copied() {
        if at >= end {
            ends.pop();
            continue;
        }
        let len = big(octets, at, 4)?;
        let name = octets.get(at + 4..at + 8)?;
        let own_end = at + len;
        if len < 8 || own_end > end {
            return None;
        }
        let length = Some(Length {
            at,
            width: 4,
            coding: Coding::Big,
        });
        match name {
            b"udta" | b"free" | b"mfra" => {
                map.free_piece(at..own_end, length, text(name));
                map.zone(at + 8..own_end, Role::Free);
            }
            _ => map.piece(at..own_end, length, text(name)),
        }
        if name == b"mdat" {
            map.zone(at + 8..own_end, Role::Sound);
        }
        if HOLDERS.iter().any(|holder| *holder == name) {
            ends.push(own_end);
            at += 8;
        } else {
            at = own_end;
        }
    }
    Some(map)
}
