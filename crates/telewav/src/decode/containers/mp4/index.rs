//! What a file's indexes say of its fragments, which may go on behind the last one that is there.
//!
//! Source: ISO/IEC 14496-12:2015, 8.8.10 and 8.8.11 (`mfra`, `tfra`), 8.16.3 (`sidx`).

use std::io::{Read, Seek};

use super::boxes::{Boxes, Found, time_at, u16_at, u32_at};
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
    /// Reads a `tfra` of the track with this number.
    pub fn read_random_access<R: Read + Seek>(
        &mut self,
        mfra: &Found,
        track_id: u32,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(&mfra.body);
        while let Some(found) = boxes.next(window)? {
            if found.kind != *b"tfra" {
                continue;
            }
            let octets = found.read(window, MAX_INDEX_OCTETS)?;
            let version = octets.first().copied().unwrap_or(0);
            let (Some(id), Some(lengths), Some(n)) =
                (u32_at(&octets, 4), u32_at(&octets, 8), u32_at(&octets, 12))
            else {
                continue;
            };
            if id != track_id {
                continue;
            }
            // Time, position, and the numbers of traf, trun and sample, each one octet to four.
            let wide = if version == 1 { 16 } else { 8 };
            let len = wide + (lengths & 3) + (lengths >> 2 & 3) + (lengths >> 4 & 3) + 3;
            let entries = octets.get(16..).unwrap_or(&[]).chunks_exact(len as usize);
            for entry in entries.take(n as usize) {
                let time = time_at(entry, 0, version).unwrap_or(0);
                self.last = Some(self.last.map_or(time, |last| last.max(time)));
            }
        }
        Ok(())
    }

    /// Reads a `sidx`, if it is of this track or there is no other one.
    pub fn read_segments<R: Read + Seek>(
        &mut self,
        sidx: &Found,
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
