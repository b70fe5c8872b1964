//! Fragments: the samples of a movie that was written in pieces, each with a table in front of it.
//!
//! Source: ISO/IEC 14496-12:2015, 8.8.4 to 8.8.8 and 8.8.12 (`moof`, `mfhd`, `traf`, `tfhd`, `trun`, `tfdt`).

use std::io::{Read, Seek};
use std::ops::Range;

use super::boxes::{Boxes, FoundBox, time_at, u32_at, u64_at};
use super::defaults::Defaults;
use super::movie::Movie;
use super::table::{Entries, Table};
use crate::decode::limits::Limits;
use crate::decode::window::Window;
use crate::error::{Error, Quantity};

/// What one run of samples takes up in memory, roughly.
const RUN_MEMORY: u64 = 96;
/// Octets of a leaf that are looked at.
const LEAF: usize = 64;

/// A `moof`: what it says of one track.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    pub sequence: Option<u32>,
    /// The decode time of its first sample.
    pub time: Option<u64>,
    pub runs: Vec<TrackRun>,
    /// Where the samples of all tracks of the movie lie, run by run.
    pub places: Vec<Range<u64>>,
    /// The number of the sample description, if it names one.
    pub description: Option<u32>,
}

/// Samples that lie one behind the other.
#[derive(Debug, Clone)]
pub(super) struct TrackRun {
    /// Where the first one lies in the file.
    pub start: u64,
    pub n_samples: u64,
    flags: u32,
    first: Table,
    defaults: Defaults,
}

const HAS_DATA_OFFSET: u32 = 0x01;
const HAS_FIRST_FLAGS: u32 = 0x04;
const HAS_TICKS: u32 = 0x100;
const HAS_SIZE: u32 = 0x200;

impl Fragment {
    /// Reads a `moof` for the track with this number. Positions in it count from `origin`, or from itself.
    pub fn read<R: Read + Seek>(
        moof: &FoundBox,
        track_id: u32,
        movie: &Movie,
        origin: u64,
        limits: &Limits,
        window: &mut Window<R>,
    ) -> Result<Self, Error> {
        let mut fragment = Self::default();
        let mut boxes = Boxes::of(&moof.body);
        // Where the samples of the track before this one end.
        let mut end = moof.start;
        while let Some(found) = boxes.next(window)? {
            match &found.kind {
                b"mfhd" => fragment.sequence = u32_at(&found.read(window, LEAF)?, 4),
                b"traf" => {
                    let mut traf = Traf::new(moof.start, origin, end);
                    fragment.track(&found.body, &mut traf, track_id, movie, limits, window)?;
                    end = traf.end;
                }
                _ => {}
            }
        }
        Ok(fragment)
    }

    fn track<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        traf: &mut Traf,
        track_id: u32,
        movie: &Movie,
        limits: &Limits,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            let is_ours = traf.defaults.track_id == track_id;
            match &found.kind {
                b"tfhd" => {
                    // What is cut short is not there.
                    let _ = traf.header(&found.read(window, LEAF)?, &movie.defaults);
                    if traf.defaults.track_id == track_id {
                        self.description = Some(traf.defaults.description);
                    }
                }
                b"tfdt" if is_ours && self.time.is_none() => {
                    let leaf = found.read(window, LEAF)?;
                    self.time = time_at(&leaf, 4, leaf.first().copied().unwrap_or(0));
                }
                b"trun" => {
                    let head = found.read(window, LEAF)?;
                    let Some(run) = traf.run(&found, &head, window)? else {
                        continue;
                    };
                    // Where there is no such track, one wrong bit made it so: these samples belong to none.
                    if movie.track_ids.contains(&traf.defaults.track_id) {
                        self.places.push(run.start..traf.end);
                    }
                    if is_ours {
                        self.runs.push(run);
                    }
                    let held = (self.places.len() + self.runs.len()) as u64 * RUN_MEMORY;
                    limits.check_memory(Quantity::Fragments, held)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Ticks of all samples, and of the last one.
    pub fn ticks<R: Read + Seek>(&self, window: &mut Window<R>) -> Result<(u64, u32), Error> {
        let (mut total, mut last) = (0_u64, 0);
        for run in &self.runs {
            let (ticks, last_of_run) = run.ticks(window)?;
            total = total.saturating_add(ticks);
            last = last_of_run;
        }
        Ok((total, last))
    }

    pub fn n_samples(&self) -> u64 {
        self.runs
            .iter()
            .fold(0, |sum, run| sum.saturating_add(run.n_samples))
    }
}

/// A `traf` that is being read.
struct Traf {
    /// What offsets count from.
    base: u64,
    moof: u64,
    origin: u64,
    /// Where the run before ends.
    end: u64,
    defaults: Defaults,
}

impl Traf {
    /// Without a word, offsets count from where the samples of the track before end: for the first one, the `moof`.
    fn new(moof: u64, origin: u64, end: u64) -> Self {
        Self {
            base: end,
            moof,
            origin,
            end,
            defaults: Defaults::default(),
        }
    }

    fn header(&mut self, tfhd: &[u8], all: &[Defaults]) -> Option<()> {
        let flags = u32_at(tfhd, 0)?;
        let track_id = u32_at(tfhd, 4)?;
        let given = all.binary_search_by_key(&track_id, |d| d.track_id);
        self.defaults = given.map_or_else(|_| Defaults::default(), |i| all[i]);
        self.defaults.track_id = track_id;
        let mut at = 8;
        if flags & 0x01 != 0 {
            self.base = self.origin.saturating_add(u64_at(tfhd, at)?);
            self.end = self.base;
            at += 8;
        } else if flags & 0x02_0000 != 0 {
            self.base = self.moof;
            self.end = self.base;
        }
        let fields = [
            (0x02, &mut self.defaults.description),
            (0x08, &mut self.defaults.ticks),
            (0x10, &mut self.defaults.size),
        ];
        for (flag, field) in fields {
            if flags & flag != 0 {
                *field = u32_at(tfhd, at)?;
                at += 4;
            }
        }
        Some(())
    }

    fn run<R: Read + Seek>(
        &mut self,
        found: &FoundBox,
        head: &[u8],
        window: &mut Window<R>,
    ) -> Result<Option<TrackRun>, Error> {
        let (Some(flags), Some(n_samples)) = (u32_at(head, 0), u32_at(head, 4)) else {
            return Ok(None);
        };
        let mut skip = 8;
        let mut start = self.end;
        if flags & HAS_DATA_OFFSET != 0 {
            let offset = u32_at(head, skip).unwrap_or(0) as i32;
            start = self.base.saturating_add_signed(i64::from(offset));
            skip += 4;
        }
        if flags & HAS_FIRST_FLAGS != 0 {
            skip += 4;
        }
        // Duration, size, flags and composition offset, where they are.
        let entry_len = 4 * (flags & 0xF00).count_ones() as usize;
        let table = match entry_len {
            0 => Table::default(),
            _ => Table::in_box(found, skip as u64, entry_len, n_samples),
        };
        let run = TrackRun {
            start,
            n_samples: u64::from(n_samples) - table.n_missing,
            flags,
            first: table,
            defaults: self.defaults,
        };
        self.end = start.saturating_add(run.octets(window)?);
        Ok(Some(run))
    }
}

impl TrackRun {
    /// Samples that it claims and that its table has no room for.
    pub fn n_missing(&self) -> u64 {
        self.first.n_missing
    }

    /// Samples that its table has room for and that it does not claim.
    pub fn n_more(&self) -> u64 {
        self.first.n_more
    }

    /// What goes through its samples: ticks and size of each.
    pub fn samples(&self) -> RunSamples {
        RunSamples {
            entries: self.first.entries(),
            has_table: self.flags & 0xF00 != 0,
            flags: self.flags,
            defaults: self.defaults,
            n_left: self.n_samples,
        }
    }

    pub fn octets<R: Read + Seek>(&self, window: &mut Window<R>) -> Result<u64, Error> {
        if self.flags & HAS_SIZE == 0 {
            return Ok(self.n_samples.saturating_mul(u64::from(self.defaults.size)));
        }
        let mut total = 0_u64;
        let mut samples = self.samples();
        while let Some((_, size)) = samples.next(window)? {
            total = total.saturating_add(u64::from(size));
        }
        Ok(total)
    }

    /// Ticks of all samples, and of the last one.
    pub fn ticks<R: Read + Seek>(&self, window: &mut Window<R>) -> Result<(u64, u32), Error> {
        let default = self.defaults.ticks;
        if self.flags & HAS_TICKS == 0 {
            return Ok((self.n_samples.saturating_mul(u64::from(default)), default));
        }
        let (mut total, mut last) = (0_u64, 0);
        let mut samples = self.samples();
        while let Some((ticks, _)) = samples.next(window)? {
            total = total.saturating_add(u64::from(ticks));
            last = ticks;
        }
        Ok((total, last))
    }
}

/// Goes through the samples of a run.
pub(super) struct RunSamples {
    entries: Entries,
    has_table: bool,
    flags: u32,
    defaults: Defaults,
    n_left: u64,
}

impl RunSamples {
    /// Ticks and size of the next sample.
    pub fn next<R: Read + Seek>(
        &mut self,
        window: &mut Window<R>,
    ) -> Result<Option<(u32, u32)>, Error> {
        if self.n_left == 0 {
            return Ok(None);
        }
        self.n_left -= 1;
        let entry = match self.has_table {
            true => self.entries.next(window)?.unwrap_or(&[]),
            false => &[],
        };
        let mut at = 0;
        let mut field = |flag: u32, default: u32| {
            if self.flags & flag == 0 {
                return default;
            }
            at += 4;
            u32_at(entry, at - 4).unwrap_or(0)
        };
        let ticks = field(HAS_TICKS, self.defaults.ticks);
        Ok(Some((ticks, field(HAS_SIZE, self.defaults.size))))
    }
}

impl RunSamples {
    /// How many samples are left, and their ticks in all.
    pub fn rest<R: Read + Seek>(&mut self, window: &mut Window<R>) -> Result<(u64, u64), Error> {
        let n = self.n_left;
        if self.flags & HAS_TICKS == 0 {
            self.n_left = 0;
            return Ok((n, n.saturating_mul(u64::from(self.defaults.ticks))));
        }
        let mut total = 0_u64;
        while let Some((ticks, _)) = self.next(window)? {
            total = total.saturating_add(u64::from(ticks));
        }
        Ok((n, total))
    }
}
