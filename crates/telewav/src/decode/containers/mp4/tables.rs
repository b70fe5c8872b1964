//! The tables of a track: how long each of its samples lasts, how large it is, and where it lies.
//!
//! A sample is what a decoder takes at a time: a packet, or a frame of PCM.
//!
//! Source: ISO/IEC 14496-12:2015, 8.6.1.2 (`stts`), 8.7.3 (`stsz`, `stz2`), 8.7.4 (`stsc`), 8.7.5 (`stco`, `co64`).

use std::io::{Read, Seek};

use super::boxes::{FoundBox, u32_at, u64_at};
use super::table::{Entries, Table};
use crate::decode::window::Window;
use crate::error::Error;

/// The sizes of samples: one for all, or a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Sizes {
    /// 0: each has its own.
    pub of_all: u32,
    /// Samples.
    pub n_samples: u64,
    table: Table,
    /// Bits of an entry.
    bits: u32,
}

impl Sizes {
    /// `stsz` (`is_compact` false) or `stz2`.
    pub fn read<R: Read + Seek>(
        found: &FoundBox,
        is_compact: bool,
        window: &mut Window<R>,
    ) -> Result<Self, Error> {
        let head = found.read(window, 12)?;
        let (first, n_samples) = (u32_at(&head, 4).unwrap_or(0), u32_at(&head, 8).unwrap_or(0));
        let (of_all, bits) = match (is_compact, first) {
            (false, size) => (size, 32),
            (true, field) => (0, (field & 0xFF).max(4)),
        };
        if of_all > 0 {
            return Ok(Self {
                of_all,
                n_samples: u64::from(n_samples),
                table: Table::default(),
                bits,
            });
        }
        // Entries of four bits lie two in an octet.
        let (entry_len, n_entries) = match bits {
            4 => (1, n_samples.div_ceil(2)),
            8 => (1, n_samples),
            16 => (2, n_samples),
            _ => (4, n_samples),
        };
        let table = Table::in_box(found, 12, entry_len, n_entries);
        let n_there = match bits {
            4 => u64::from(n_samples).min(2 * table.n_entries),
            _ => table.n_entries,
        };
        Ok(Self {
            of_all,
            n_samples: n_there,
            table,
            bits,
        })
    }

    /// Samples that the table claims beyond its own end.
    pub fn n_missing(&self) -> u64 {
        self.table.n_missing
    }
}

/// What the tables say of a track. Absent ones are empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    /// Counts and durations in turn.
    pub times: Table,
    pub sizes: Sizes,
    /// First chunk, samples of a chunk, sample description.
    pub runs: Table,
    /// The position of each chunk.
    pub chunks: Table,
}

/// What the tables say in all; they have to say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Survey {
    /// Samples with a duration, with a size, with a place.
    pub n_timed: u64,
    pub n_sized: u64,
    pub n_placed: u64,
    /// The duration of all samples, in ticks.
    pub ticks: u64,
    /// The duration that most of them have.
    pub usual_ticks: u32,
    /// The duration of the last one.
    pub last_ticks: u32,
    /// Entries that any of the tables claims and does not have.
    pub n_missing: u64,
}

impl Tables {
    pub fn has_samples(&self) -> bool {
        self.sizes.n_samples > 0
    }

    pub fn survey<R: Read + Seek>(&self, window: &mut Window<R>) -> Result<Survey, Error> {
        let mut survey = Survey {
            n_sized: self.sizes.n_samples,
            n_missing: (self.times.n_missing + self.runs.n_missing)
                + (self.chunks.n_missing + self.sizes.n_missing()),
            ..Survey::default()
        };
        let mut entries = self.times.entries();
        let mut most = 0;
        while let Some(entry) = entries.next(window)? {
            let (n, ticks) = (u32_at(entry, 0).unwrap_or(0), u32_at(entry, 4).unwrap_or(0));
            survey.n_timed += u64::from(n);
            let all = u64::from(n) * u64::from(ticks);
            survey.ticks = survey.ticks.saturating_add(all);
            if n > 0 {
                survey.last_ticks = ticks;
            }
            if n > most {
                (most, survey.usual_ticks) = (n, ticks);
            }
        }
        // Where none is usual, the mean is.
        if u64::from(most) * 2 < survey.n_timed {
            let mean = survey.ticks / survey.n_timed;
            survey.usual_ticks = u32::try_from(mean).unwrap_or(u32::MAX);
        }
        let mut runs = Runs::new(self);
        while let Some(run) = runs.next(window)? {
            survey.n_placed = survey.n_placed.saturating_add(run.n_samples());
        }
        Ok(survey)
    }

    pub fn samples(&self) -> Samples {
        Samples {
            runs: Runs::new(self),
            run: ChunkRun::default(),
            chunks: self.chunks.entries(),
            sizes: self.sizes.table.entries(),
            size_format: self.sizes.clone(),
            low_half: None,
            n_left: self.sizes.n_samples,
            times: self.times.entries(),
            time: (0, 0),
        }
    }
}

/// Chunks of one number of samples.
#[derive(Debug, Clone, Copy, Default)]
struct ChunkRun {
    n_chunks: u64,
    n_samples_each: u32,
    description: u32,
}

impl ChunkRun {
    fn n_samples(&self) -> u64 {
        self.n_chunks.saturating_mul(u64::from(self.n_samples_each))
    }
}

/// Goes through `stsc`, whose entries end where the next one starts.
struct Runs {
    entries: Entries,
    /// The entry whose end is not known yet: first chunk, samples, description.
    open: Option<[u32; 3]>,
    n_chunks: u64,
}

impl Runs {
    fn new(tables: &Tables) -> Self {
        Self {
            entries: tables.runs.entries(),
            open: None,
            n_chunks: tables.chunks.n_entries,
        }
    }

    fn next<R: Read + Seek>(&mut self, window: &mut Window<R>) -> Result<Option<ChunkRun>, Error> {
        loop {
            let next = self.entries.next(window)?.map(|entry| {
                let field = |i: usize| u32_at(entry, 4 * i).unwrap_or(0);
                [field(0), field(1), field(2)]
            });
            let before = std::mem::replace(&mut self.open, next);
            let Some([first, n_samples_each, description]) = before else {
                if self.open.is_none() {
                    return Ok(None);
                }
                continue;
            };
            let end = match self.open {
                Some([next_first, ..]) => u64::from(next_first).min(self.n_chunks + 1),
                None => self.n_chunks + 1,
            };
            // Chunks count from 1. An entry that starts behind the next one is none.
            let n_chunks = end.saturating_sub(u64::from(first).max(1));
            return Ok(Some(ChunkRun {
                n_chunks,
                n_samples_each,
                description,
            }));
        }
    }
}

/// A chunk: samples that lie one behind the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Its position, as the table has it.
    pub offset: u64,
    pub n_samples: u32,
    /// The number of the sample description, from 1.
    pub description: u32,
}

/// Goes through the chunks of a track, and the samples in them.
pub(super) struct Samples {
    runs: Runs,
    run: ChunkRun,
    chunks: Entries,
    sizes: Entries,
    size_format: Sizes,
    /// The second entry of four bits of an octet.
    low_half: Option<u32>,
    /// Samples whose size is left to be told.
    n_left: u64,
    times: Entries,
    /// How many samples have which duration.
    time: (u32, u32),
}

impl Samples {
    /// The next chunk, which has no more samples than there are sizes.
    pub fn chunk<R: Read + Seek>(
        &mut self,
        window: &mut Window<R>,
    ) -> Result<Option<Chunk>, Error> {
        while self.run.n_chunks == 0 || self.run.n_samples_each == 0 {
            self.chunks.skip(self.run.n_chunks);
            match self.runs.next(window)? {
                Some(run) => self.run = run,
                None => return Ok(None),
            }
        }
        let Some(entry) = self.chunks.next(window)? else {
            return Ok(None);
        };
        let offset = match entry.len() {
            8 => u64_at(entry, 0),
            _ => u32_at(entry, 0).map(u64::from),
        };
        self.run.n_chunks -= 1;
        let n_samples = u64::from(self.run.n_samples_each).min(self.n_left) as u32;
        Ok((n_samples > 0).then_some(Chunk {
            offset: offset.unwrap_or(u64::MAX),
            n_samples,
            description: self.run.description,
        }))
    }

    /// The size of the next sample.
    pub fn size<R: Read + Seek>(&mut self, window: &mut Window<R>) -> Result<u32, Error> {
        self.n_left = self.n_left.saturating_sub(1);
        if self.size_format.of_all > 0 {
            return Ok(self.size_format.of_all);
        }
        if let Some(size) = self.low_half.take() {
            return Ok(size);
        }
        let entry = self.sizes.next(window)?.unwrap_or(&[]);
        Ok(match (self.size_format.bits, entry) {
            (4, [octet]) => {
                self.low_half = Some(u32::from(octet & 0x0F));
                u32::from(octet >> 4)
            }
            (8, [octet]) => u32::from(*octet),
            (16, &[a, b]) => u32::from(u16::from_be_bytes([a, b])),
            (_, entry) => u32_at(entry, 0).unwrap_or(0),
        })
    }

    /// Passes over the sizes of `n` samples.
    pub fn skip_sizes<R: Read + Seek>(
        &mut self,
        n: u32,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        if self.size_format.of_all == 0 && self.size_format.bits == 4 {
            for _ in 0..n {
                self.size(window)?;
            }
            return Ok(());
        }
        self.n_left = self.n_left.saturating_sub(u64::from(n));
        self.sizes.skip(u64::from(n));
        Ok(())
    }

    /// The ticks of the next sample. What has none lasts as long as the one before.
    pub fn ticks<R: Read + Seek>(&mut self, window: &mut Window<R>) -> Result<u32, Error> {
        while self.time.0 == 0 {
            let Some(entry) = self.times.next(window)? else {
                return Ok(self.time.1);
            };
            self.time = (u32_at(entry, 0).unwrap_or(0), u32_at(entry, 4).unwrap_or(0));
        }
        self.time.0 -= 1;
        Ok(self.time.1)
    }

    /// The ticks of the next `n` samples in all.
    pub fn ticks_of<R: Read + Seek>(
        &mut self,
        mut n: u32,
        window: &mut Window<R>,
    ) -> Result<u64, Error> {
        let mut total = 0_u64;
        while n > 0 {
            let first = self.ticks(window)?;
            // Those that last as long; all that are left, if the table is at its end.
            let same = match self.time.0 {
                0 if self.times.is_over() => n - 1,
                left => left.min(n - 1),
            };
            self.time.0 -= same.min(self.time.0);
            total = total.saturating_add(u64::from(first) * (u64::from(same) + 1));
            n -= same + 1;
        }
        Ok(total)
    }
}
