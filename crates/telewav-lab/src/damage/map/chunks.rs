//! RIFF, Wave64, AIFF and CAF.

use super::{Coding, Length, Map, Role, big, little, text};

const LAW: &str = "A-law or µ-law: only this field says which";
const RATE: &str = "the sample rate: no other field repeats it";

/// RIFF/WAVE (Microsoft/IBM, 1991): a name, a length of four octets, padded to even.
pub fn riff(octets: &[u8]) -> Option<Map> {
    let mut map = Map::counted();
    map.piece(0..octets.len(), Some(length(4, 4, Coding::Little)), "RIFF");
    let mut at = 12;
    while at + 8 <= octets.len() {
        let name = octets.get(at..at + 4)?;
        let len = little(octets, at + 4, 4)?;
        let end = (at + 8 + len + len % 2).min(octets.len());
        let field = Some(length(at + 4, 4, Coding::Little));
        match name {
            b"LIST" | b"JUNK" | b"bext" => {
                map.free_piece(at..end, field, text(name));
                map.zone(at + 8..end, Role::Free);
            }
            _ => map.piece(at..end, field, text(name)),
        }
        match name {
            b"fmt " if matches!(little(octets, at + 8, 2)?, 6 | 7) => {
                map.zone(at + 8..at + 10, Role::Alone(LAW));
            }
            b"data" => map.zone(at + 8..at + 8 + len, Role::Sound),
            _ => {}
        }
        at = end;
    }
    Some(map)
}

/// Sony Wave64: a GUID, a length of eight octets that counts both, padded to eight.
pub fn w64(octets: &[u8]) -> Option<Map> {
    let mut map = Map::counted();
    map.piece(0..octets.len(), Some(length(16, 8, Coding::Little)), "riff");
    let mut at = 40;
    while at + 24 <= octets.len() {
        let name = octets.get(at..at + 4)?;
        let len = little(octets, at + 16, 8)?;
        let end = (at + len.next_multiple_of(8)).min(octets.len());
        map.piece(
            at..end,
            Some(length(at + 16, 8, Coding::Little)),
            text(name),
        );
        if name == b"data" {
            map.zone(at + 24..at + len, Role::Sound);
        }
        at = end;
    }
    Some(map)
}

/// AIFF and AIFF-C (Apple, 1989 and 1991): as RIFF, with the high octet first.
pub fn aiff(octets: &[u8]) -> Option<Map> {
    let mut map = Map::counted();
    map.piece(0..octets.len(), Some(length(4, 4, Coding::Big)), "FORM");
    let mut at = 12;
    while at + 8 <= octets.len() {
        let name = octets.get(at..at + 4)?;
        let len = big(octets, at + 4, 4)?;
        let end = (at + 8 + len + len % 2).min(octets.len());
        let field = Some(length(at + 4, 4, Coding::Big));
        match name {
            b"NAME" | b"ANNO" => {
                map.free_piece(at..end, field, text(name));
                map.zone(at + 8..end, Role::Free);
            }
            _ => map.piece(at..end, field, text(name)),
        }
        match name {
            b"COMM" => {
                map.zone(at + 16..at + 26, Role::Alone(RATE));
                if len > 18 {
                    map.zone(at + 26..at + 30, Role::Alone(LAW));
                }
            }
            // Offset and block size stand before the samples.
            b"SSND" => map.zone(at + 16..at + 8 + len, Role::Sound),
            _ => {}
        }
        at = end;
    }
    Some(map)
}

/// CAF (Apple, 2011): a name, a length of eight octets, no padding.
pub fn caf(octets: &[u8]) -> Option<Map> {
    let mut map = Map::counted();
    let mut at = 8;
    while at + 12 <= octets.len() {
        let name = octets.get(at..at + 4)?;
        let len = big(octets, at + 4, 8)?;
        let (payload, end) = (at + 12, at + 12 + len);
        let field = Some(length(at + 4, 8, Coding::Big));
        match name {
            b"free" | b"info" => {
                map.free_piece(at..end, field, text(name));
                map.zone(payload..end, Role::Free);
            }
            _ => map.piece(at..end, field, text(name)),
        }
        match name {
            b"desc" => {
                map.zone(payload..payload + 8, Role::Alone(RATE));
                match octets.get(payload + 8..payload + 12)? {
                    b"lpcm" => {
                        let flags =
                            "floats or integers, low or high octet first: only the flags say which";
                        map.zone(payload + 12..payload + 16, Role::Alone(flags));
                    }
                    _ => map.zone(payload + 8..payload + 12, Role::Alone(LAW)),
                }
            }
            // The count of edits stands before the samples.
            b"data" => map.zone(payload + 4..end, Role::Sound),
            _ => {}
        }
        at = end;
    }
    Some(map)
}

fn length(at: usize, width: usize, coding: Coding) -> Length {
    Length { at, width, coding }
}
