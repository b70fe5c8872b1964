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
    let mut is_counted = false;
    let mut borders = Vec::new();
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
        match name {
            b"mdat" => map.zone(at + 8..own_end, Role::Sound),
            // What counts all fragments and stands before them.
            b"mehd" | b"sidx" => is_counted = true,
            b"moof" => borders.push(at),
            b"mfra" if !borders.is_empty() => borders.push(at),
            _ => {}
        }
        if HOLDERS.iter().any(|holder| *holder == name) {
            ends.push(own_end);
            at += 8;
        } else {
            at = own_end;
        }
    }
    // The first fragment follows the header: without it, there is no sound.
    if !is_counted {
        map.ends = borders.split_off(borders.len().min(1));
    }
    Some(map)
}
