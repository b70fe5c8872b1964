//! Ogg.

use super::{Coding, Length, Map, Role, little};

/// Source: RFC 3533, section 6. All octets of a page are covered by its CRC-32.
pub fn ogg(octets: &[u8]) -> Option<Map> {
    let mut map = Map::default();
    let mut at = 0;
    while at < octets.len() {
        if octets.get(at..at + 4)? != b"OggS" {
            return None;
        }
        let n_segments = usize::from(*octets.get(at + 26)?);
        let table = octets.get(at + 27..at + 27 + n_segments)?;
        let payload = at + 27 + n_segments;
        let end = payload + table.iter().map(|len| usize::from(*len)).sum::<usize>();
        let number = little(octets, at + 18, 4)?;
        let field = Length {
            at: at + 26,
            width: 1,
            coding: Coding::Big,
        };
        map.piece(at..end, Some(field), format!("page {number}"));
        // The pages of the headers end at frame 0.
        if little(octets, at + 6, 8)? > 0 {
            map.zone(payload..end, Role::CheckedSound);
        }
        at = end;
    }
    Some(map)
}
