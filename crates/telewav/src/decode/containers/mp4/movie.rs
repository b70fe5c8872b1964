//! The movie header, `moov`: its sound tracks, and what it says of fragments.
//!
//! Each level of boxes has its own function, so nothing a file says makes it go deeper.
//!
//! Source: ISO/IEC 14496-12:2015, 8.2 to 8.8; QuickTime File Format Specification (2012) for what QuickTime does
//! otherwise: `cmov`, `meta` without a version, descriptions of version 1 and 2.

use std::io::{Read, Seek};
use std::ops::Range;

use super::boxes::{Boxes, FoundBox, time_at, u16_at, u32_at};
use super::defaults::Defaults;
use super::description::Description;
use super::edits::{self, Edit, Gapless};
use super::table::Table;
use super::tables::{Sizes, Tables};
use crate::decode::limits::Limits;
use crate::decode::window::Window;
use crate::error::{Error, Quantity};

/// The longest leaf that is read as a whole; the tables, which are longer, are read piece by piece.
const LEAF: usize = 1 << 16;
/// More tracks than this are none.
const MAX_TRACKS: usize = 1 << 10;
/// Sample descriptions of a track that are looked at.
const MAX_DESCRIPTIONS: usize = 8;
/// What defaults for one track take up in memory.
const DEFAULTS_MEMORY: u64 = 16;

/// What is known of a movie.
#[derive(Debug, Default)]
pub(super) struct Movie {
    /// Ticks per second of the durations of edits and tracks.
    pub timescale: u32,
    /// The duration that it claims for all of it; 0 if it does not.
    pub duration: u64,
    /// The sound tracks, in the order of the file.
    pub tracks: Vec<Track>,
    /// All tracks, pictures and text among them.
    pub n_tracks: usize,
    pub track_ids: Vec<u32>,
    pub timescales: Vec<u32>,
    /// Whether it says that there are fragments.
    pub is_fragmented: bool,
    /// What holds for fragments, sorted by track.
    pub defaults: Vec<Defaults>,
    /// The duration of it all with its fragments, in ticks of the movie.
    pub whole_duration: Option<u64>,
    pub gapless: Option<Gapless>,
    /// Whether it is compressed, which only QuickTime of the 1990s did.
    pub is_compressed: bool,
}

/// What is known of a sound track.
#[derive(Debug, Default)]
pub(super) struct Track {
    pub id: u32,
    pub is_enabled: bool,
    /// In ticks of the movie.
    pub duration: u64,
    pub timescale: u32,
    pub language: Option<String>,
    pub edits: Vec<Edit>,
    pub descriptions: Vec<Description>,
    pub tables: Tables,
    /// Whether its samples are said to lie in another file.
    pub is_elsewhere: bool,
    is_sound: bool,
}

impl Movie {
    pub fn read<R: Read + Seek>(
        moov: &FoundBox,
        limits: &Limits,
        window: &mut Window<R>,
    ) -> Result<Self, Error> {
        let mut movie = Self::default();
        let mut boxes = Boxes::of(&moov.body);
        while let Some(found) = boxes.next(window)? {
            match &found.kind {
                b"mvhd" => {
                    let leaf = found.read(window, 64)?;
                    movie.timescale = timescale(&leaf).unwrap_or(0);
                    movie.duration = movie_duration(&leaf).unwrap_or(0);
                }
                b"trak" if movie.n_tracks < MAX_TRACKS => {
                    movie.n_tracks += 1;
                    let track = Track::read(&found.body, window)?;
                    movie.track_ids.push(track.id);
                    movie.timescales.push(track.timescale);
                    if track.is_sound {
                        movie.tracks.push(track);
                    }
                }
                b"mvex" => movie.extends(&found.body, limits, window)?,
                b"udta" => movie.user_data(&found.body, window)?,
                b"meta" => movie.meta(&found, window)?,
                b"cmov" => movie.is_compressed = true,
                _ => {}
            }
        }
        Ok(movie)
    }

    fn extends<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        limits: &Limits,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        self.is_fragmented = true;
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            let leaf = found.read(window, 64)?;
            match &found.kind {
                b"trex" => {
                    self.defaults.extend(Defaults::parse(&leaf));
                    let held = self.defaults.len() as u64 * DEFAULTS_MEMORY;
                    limits.check_memory(Quantity::Fragments, held)?;
                }
                b"mehd" => {
                    let version = leaf.first().copied().unwrap_or(0);
                    self.whole_duration = time_at(&leaf, 4, version).filter(|d| *d > 0);
                }
                _ => {}
            }
        }
        self.defaults.sort_by_key(|defaults| defaults.track_id);
        Ok(())
    }

    fn user_data<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            if found.kind == *b"meta" {
                self.meta(&found, window)?;
            }
        }
        Ok(())
    }

    fn meta<R: Read + Seek>(
        &mut self,
        meta: &FoundBox,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        // A full box in MP4, a plain one in QuickTime, where its first box follows at once.
        let head = meta.read(window, 8)?;
        let mut boxes = match head.get(4..8) {
            Some(b"hdlr") => Boxes::of(&meta.body),
            _ => Boxes::of_full(&meta.body, 0),
        };
        while let Some(found) = boxes.next(window)? {
            if found.kind != *b"ilst" {
                continue;
            }
            let mut tags = Boxes::of(&found.body);
            while let Some(tag) = tags.next(window)? {
                if tag.kind == *b"----" && self.gapless.is_none() {
                    self.gapless = gapless(&tag.body, window)?;
                }
            }
        }
        Ok(())
    }

    /// Whether the unit of the edits is one that is in use: a round number, or that of a track. One wrong bit makes
    /// none of these of another.
    pub fn is_usual_timescale(&self) -> bool {
        self.timescale < 256 || self.timescale.is_multiple_of(25) || {
            self.timescales.contains(&self.timescale)
        }
    }
}

/// The tag of iTunes in a `----`: what it is called, and what it says.
fn gapless<R: Read + Seek>(
    body: &Range<u64>,
    window: &mut Window<R>,
) -> Result<Option<Gapless>, Error> {
    const LONGEST: usize = 1 << 10;
    let mut is_it = false;
    let mut boxes = Boxes::of(body);
    while let Some(found) = boxes.next(window)? {
        match &found.kind {
            b"name" => is_it = found.read(window, LONGEST)?.get(4..) == Some(b"iTunSMPB"),
            b"data" if is_it => {
                let text = found.read(window, LONGEST)?;
                return Ok(text.get(8..).and_then(Gapless::parse));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// The ticks per second of an `mvhd` or `mdhd`: behind two times.
fn timescale(leaf: &[u8]) -> Option<u32> {
    let version = *leaf.first()?;
    u32_at(leaf, if version == 1 { 20 } else { 12 })
}

/// The duration in an `mvhd`, behind the ticks per second; none if all of its bits say that it is not known.
fn movie_duration(mvhd: &[u8]) -> Option<u64> {
    let version = *mvhd.first()?;
    let (at, unknown) = match version {
        1 => (24, u64::MAX),
        _ => (16, u64::from(u32::MAX)),
    };
    time_at(mvhd, at, version).filter(|duration| *duration != unknown)
}

impl Track {
    fn read<R: Read + Seek>(body: &Range<u64>, window: &mut Window<R>) -> Result<Self, Error> {
        let mut track = Self::default();
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            match &found.kind {
                b"tkhd" => {
                    let _ = track.header(&found.read(window, 64)?);
                }
                b"edts" => track.edits(&found.body, window)?,
                b"mdia" => track.media(&found.body, window)?,
                _ => {}
            }
        }
        Ok(track)
    }

    fn header(&mut self, tkhd: &[u8]) -> Option<()> {
        let version = *tkhd.first()?;
        self.is_enabled = tkhd.get(3)? & 1 != 0;
        let (id, duration) = if version == 1 { (20, 28) } else { (12, 20) };
        self.id = u32_at(tkhd, id)?;
        self.duration = time_at(tkhd, duration, version)?;
        Some(())
    }

    fn edits<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            if found.kind == *b"elst" {
                self.edits = edits::edits(&found.read(window, LEAF)?).unwrap_or_default();
            }
        }
        Ok(())
    }

    fn media<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            match &found.kind {
                b"mdhd" => {
                    let leaf = found.read(window, 64)?;
                    self.timescale = timescale(&leaf).unwrap_or(0);
                    let at = if leaf.first() == Some(&1) { 32 } else { 20 };
                    self.language = u16_at(&leaf, at).and_then(language);
                }
                b"hdlr" => {
                    let leaf = found.read(window, 16)?;
                    self.is_sound |= leaf.get(8..12) == Some(b"soun");
                }
                b"minf" => self.information(&found.body, window)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn information<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            match &found.kind {
                // The header of sound says again what it is.
                b"smhd" => self.is_sound = true,
                b"dinf" => self.references(&found.body, window)?,
                b"stbl" => self.tables(&found.body, window)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether the first data reference names another file.
    fn references<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            if found.kind != *b"dref" {
                continue;
            }
            if let Some(first) = Boxes::of_full(&found.body, 4).next(window)? {
                let leaf = first.read(window, 8)?;
                // Flag 1: in this file. Some that say otherwise name none.
                self.is_elsewhere =
                    leaf.get(3).is_some_and(|flags| flags & 1 == 0) && leaf.len() > 4;
            }
        }
        Ok(())
    }

    fn tables<R: Read + Seek>(
        &mut self,
        body: &Range<u64>,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let mut boxes = Boxes::of(body);
        while let Some(found) = boxes.next(window)? {
            let tables = &mut self.tables;
            match &found.kind {
                b"stsd" if self.descriptions.is_empty() => self.describe(&found, window)?,
                b"stts" => tables.times = table(&found, 8, window)?,
                b"stsc" => tables.runs = table(&found, 12, window)?,
                b"stco" => tables.chunks = table(&found, 4, window)?,
                b"co64" => tables.chunks = table(&found, 8, window)?,
                b"stsz" => tables.sizes = Sizes::read(&found, false, window)?,
                b"stz2" => tables.sizes = Sizes::read(&found, true, window)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn describe<R: Read + Seek>(
        &mut self,
        stsd: &FoundBox,
        window: &mut Window<R>,
    ) -> Result<(), Error> {
        let version = stsd.read(window, 1)?.first().copied().unwrap_or(0);
        let mut entries = Boxes::of_full(&stsd.body, 4);
        while let Some(entry) = entries.next(window)?
            && self.descriptions.len() < MAX_DESCRIPTIONS
        {
            let octets = entry.read(window, LEAF)?;
            // One that is cut keeps its place: samples name them by number.
            let description = Description::parse(entry.kind, &octets, version);
            self.descriptions.push(description.unwrap_or(Description {
                code: entry.kind,
                ..Description::default()
            }));
        }
        Ok(())
    }
}

/// A table behind a version, flags and a count.
fn table<R: Read + Seek>(
    found: &FoundBox,
    entry_len: usize,
    window: &mut Window<R>,
) -> Result<Table, Error> {
    let head = found.read(window, 8)?;
    Ok(Table::in_box(
        found,
        8,
        entry_len,
        u32_at(&head, 4).unwrap_or(0),
    ))
}

/// ISO 639-2: three letters of five bits. QuickTime's own numbers are below that, and 0x7FFF says nothing.
fn language(packed: u16) -> Option<String> {
    let letter = |shift: u16| Some((packed >> shift & 0x1F) as u8 + 0x60);
    let letters = [letter(10)?, letter(5)?, letter(0)?];
    let is_code = packed >= 0x400 && letters.iter().all(u8::is_ascii_lowercase);
    let code = String::from_utf8_lossy(&letters).into_owned();
    (is_code && code != "und").then_some(code)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_three_letters() {
        assert_eq!(language(0x10B5).as_deref(), Some("deu"));
        assert_eq!(language(0x15C7).as_deref(), Some("eng"));
        for nothing in [0x55C4, 0, 11, 0x7FFF] {
            assert_eq!(language(nothing), None, "{nothing:x}");
        }
    }
}
