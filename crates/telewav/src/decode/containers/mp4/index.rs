//! What a file's indexes say of its fragments, which may go on behind the last one that is there.
//!
//! Source: ISO/IEC 14496-12:2015, 8.8.10 and 8.8.11 (`mfra`, `tfra`), 8.16.3 (`sidx`).

use std::io::{Read, Seek};

use super::boxes::{Boxes, FoundBox, time_at, u16_at, u32_at};
use crate::decode::window::Window;
use crate::error::Error;

/// The ticks, in the track's time or another, by which a file's indexes say that a track has not ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// The latest start of a fragment, in ticks of the track (`mfra`).
    pub last: Option<u64>,
    /// The end of the last segment and the ticks per second that it counts in (`sidx`).
    pub end: Option<(u64, u32)>,
}

/// Entries of an index that are looked at: more than any honest file has.
const MAX_INDEX_OCTETS: usize = 1 << 20;

impl Index {
    /// Reads a `tfra` of the track with this number. What it says of a fragment that `is_there` is of no interest; nor is it
    /// if its entries are in no order.
    pub fn read_random_access<R: Read + Seek>(
        &mut self,
        mfra: &FoundBox,
        track_id: u32,
        is_there: impl Fn(u64) -> bool,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(&mfra.body);
        while let Some(found) = boxes.next(window)? {
            if found.kind != *b"tfra" {
                continue;
            }
            let octets = found.read(window, MAX_INDEX_OCTETS)?;
            let entries = random_access(&octets, track_id).unwrap_or_default();
            if entries.is_sorted_by(|a, b| a.0 <= b.0 && a.1 <= b.1) {
                let missing = entries.iter().filter(|(_, moof)| !is_there(*moof));
                self.last = self.last.max(missing.map(|(time, _)| *time).max());
            }
        }
        Ok(())
    }

    /// Reads a `sidx`, if it is of this track or there is no other one.
    pub fn read_segments<R: Read + Seek>(
        &mut self,
        sidx: &FoundBox,
        track_id: u32,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let octets = sidx.read(window, MAX_INDEX_OCTETS)?;
        let _ = self.segments(&octets, track_id);
        Ok(())
    }

    fn segments(&mut self, sidx: &[u8], track_id: u32) -> Option<()> {
        let version = *sidx.first()?;
        if u32_at(sidx, 4)? != track_id {
            return None;
        }
        let timescale = u32_at(sidx, 8)?;
        let wide = if version == 0 { 4 } else { 8 };
        let mut end = time_at(sidx, 12, version.min(1))?;
        let n = u16_at(sidx, 12 + 2 * wide + 2)?;
        let references = sidx.get(12 + 2 * wide + 4..)?.chunks_exact(12);
        for reference in references.take(usize::from(n)) {
            end = end.saturating_add(u64::from(u32_at(reference, 4)?));
        }
        let is_later = self.end.is_none_or(|(before, _)| before < end);
        if is_later && timescale > 0 {
            self.end = Some((end, timescale));
        }
        Some(())
    }
}

/// The time and the place of each fragment in a `tfra` of this track.
fn random_access(tfra: &[u8], track_id: u32) -> Option<Vec<(u64, u64)>> {
    let version = *tfra.first()?;
    let (id, lengths, n) = (u32_at(tfra, 4)?, u32_at(tfra, 8)?, u32_at(tfra, 12)?);
    if id != track_id {
        return None;
    }
    // Time, position, and the numbers of traf, trun and sample, each one octet to four.
    let width = if version == 1 { 8 } else { 4 };
    let len = 2 * width + ((lengths & 3) + (lengths >> 2 & 3) + (lengths >> 4 & 3) + 3) as usize;
    let entries = tfra.get(16..)?.chunks_exact(len).take(n as usize);
    let entry = |entry| Some((time_at(entry, 0, version)?, time_at(entry, width, version)?));
    entries.map(entry).collect()
}
