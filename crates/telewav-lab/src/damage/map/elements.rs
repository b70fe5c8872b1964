//! Matroska and WebM.

use super::{Coding, Length, Map, Role};

/// Segment, Cluster, BlockGroup, Tracks, TrackEntry: elements that are walked into. Source: RFC 9559.
const HOLDERS: [u32; 5] = [0x1853_8067, 0x1F43_B675, 0xA0, 0x1654_AE6B, 0xAE];
/// Void, SeekHead, Tags, Cues: what no decoder needs.
const FREE: [u32; 4] = [0xEC, 0x114D_9B74, 0x1254_C367, 0x1C53_BB6B];
const SIMPLE_BLOCK: u32 = 0xA3;
const BLOCK: u32 = 0xA1;
const CRC_32: u32 = 0xBF;
const CLUSTER: u32 = 0x1F43_B675;

/// Elements: an ID of one to four octets, a length of one to eight.
pub fn matroska(octets: &[u8]) -> Option<Map> {
    let mut map = Map::counted();
    let mut holders = vec![(octets.len(), 0)];
    // A checksum is the first element of what it covers.
    let mut is_checked = false;
    let mut at = 0;
    while let Some((end, _)) = holders.last().copied() {
        if at >= end {
            if let Some((_, CLUSTER)) = holders.pop() {
                is_checked = false;
            }
            continue;
        }
        let id_width = octets.get(at)?.leading_zeros() as usize + 1;
        let id = octets.get(at..at + id_width)?;
        let id = id.iter().fold(0, |id, octet| id << 8 | u32::from(*octet));
        let width = octets.get(at + id_width)?.leading_zeros() as usize + 1;
        let length = Length {
            at: at + id_width,
            width,
            coding: Coding::Vint,
        };
        let payload = at + id_width + width;
        let own_end = payload + usize::try_from(length.get(octets)).ok()?;
        if own_end > end {
            return None;
        }
        let name = format!("{id:X}");
        if FREE.contains(&id) {
            map.free_piece(at..own_end, Some(length), name);
            map.zone(payload..own_end, Role::Free);
        } else {
            map.piece(at..own_end, Some(length), name);
        }
        is_checked |= id == CRC_32 && holders.last().is_some_and(|(_, id)| *id == CLUSTER);
        if matches!(id, SIMPLE_BLOCK | BLOCK) {
            let role = match is_checked {
                true => Role::CheckedSound,
                false => Role::Sound,
            };
            // Track, time and flags stand before the frame.
            map.zone(payload + 4..own_end, role);
        }
        if HOLDERS.contains(&id) {
            holders.push((own_end, id));
            at = payload;
        } else {
            at = own_end;
        }
    }
    Some(map)
}
