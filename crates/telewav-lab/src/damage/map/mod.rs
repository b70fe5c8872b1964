//! What stands where in a good file: pieces (chunks, boxes, elements, pages, frames) and what their octets are for.
//!
//! These walks are for whole files that an encoder has just written, and share nothing with those of telewav.

mod boxes;
mod chunks;
mod elements;
mod frames;
mod pages;

use std::ops::Range;

pub use frames::{COUNT, MARK};

/// What octets are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names, lengths, counts, formats: what the sound is read by. Octets that are nothing else.
    Structure,
    /// Coded sound that no checksum covers.
    Sound,
    /// Coded sound that a checksum covers.
    CheckedSound,
    /// A field that says what the samples are and stands nowhere else in the file; which one.
    Alone(&'static str),
    /// Metadata and padding, which no decoder needs.
    Free,
}

/// How a length is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Little,
    Big,
    /// EBML: the first octet also says how many there are.
    Vint,
}

/// A field that holds a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    pub at: usize,
    /// Octets.
    pub width: usize,
    pub coding: Coding,
}

impl Length {
    /// The largest value that it can hold.
    pub fn most(self) -> u64 {
        let bits = match self.coding {
            Coding::Vint => 7 * self.width,
            _ => 8 * self.width,
        };
        u64::MAX >> (64 - bits.clamp(1, 64))
    }

    pub fn get(self, octets: &[u8]) -> u64 {
        let Some(field) = octets.get(self.at..self.at + self.width) else {
            return 0;
        };
        let push = |value: u64, octet: &u8| value << 8 | u64::from(*octet);
        match self.coding {
            Coding::Little => field.iter().rev().fold(0, push),
            _ => field.iter().fold(0, push) & self.most(),
        }
    }

    pub fn set(self, octets: &mut [u8], value: u64) {
        let Some(field) = octets.get_mut(self.at..self.at + self.width) else {
            return;
        };
        let value = value & self.most();
        let marked = match self.coding {
            Coding::Vint => value | 1 << (7 * self.width),
            _ => value,
        };
        for (i, octet) in field.iter_mut().enumerate() {
            let place = match self.coding {
                Coding::Little => i,
                _ => self.width - 1 - i,
            };
            *octet = (marked >> (8 * place)) as u8;
        }
    }
}

/// A part of the file that has a beginning and an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// All of it, its header too.
    pub range: Range<usize>,
    pub length: Option<Length>,
    /// What it holds, for people: `data`, `a page`.
    pub name: String,
    /// No decoder needs it.
    pub is_free: bool,
    /// It is one of a row of frames that nothing numbers or counts.
    pub is_unnumbered: bool,
}

/// What is where.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// In file order; one that holds others comes before them.
    pub pieces: Vec<Piece>,
    /// Those that are nothing but structure are left out.
    zones: Vec<(Range<usize>, Role)>,
    /// The file has a count of its frames or octets.
    pub is_counted: bool,
    /// Where else the file may end, and nothing before it counts what follows.
    ends: Vec<usize>,
    /// Other parts of the file say at which octet of it the sound stands.
    pub has_offsets: bool,
}

impl Map {
    /// Of a good file; `None` for a kind that the lab does not know, or a file that is not whole.
    pub fn of(octets: &[u8]) -> Option<Self> {
        let map = match octets.first_chunk::<4>()? {
            b"RIFF" => chunks::riff(octets)?,
            b"riff" => chunks::w64(octets)?,
            b"FORM" => chunks::aiff(octets)?,
            b"caff" => chunks::caf(octets)?,
            b"OggS" => pages::ogg(octets)?,
            b"fLaC" => frames::flac(octets)?,
            [0x1A, 0x45, 0xDF, 0xA3] => elements::matroska(octets)?,
            _ if octets.get(4..8)? == b"ftyp" => boxes::mp4(octets)?,
            [0xFF, 0xF1, ..] => frames::adts(octets)?,
            _ => frames::mp3(octets)?,
        };
        let holds_sound = map.zones.iter().any(|(_, role)| is_sound(*role));
        holds_sound.then_some(map)
    }

    /// Of a file that has a count.
    fn counted() -> Self {
        Self {
            is_counted: true,
            ..Self::default()
        }
    }

    fn piece(&mut self, range: Range<usize>, length: Option<Length>, name: impl Into<String>) {
        self.pieces.push(Piece {
            range,
            length,
            name: name.into(),
            is_free: false,
            is_unnumbered: false,
        });
    }

    fn free_piece(&mut self, range: Range<usize>, length: Option<Length>, name: impl Into<String>) {
        self.piece(range, length, name);
        if let Some(piece) = self.pieces.last_mut() {
            piece.is_free = true;
        }
    }

    fn zone(&mut self, range: Range<usize>, role: Role) {
        self.zones.push((range, role));
    }

    pub fn role_of(&self, at: usize) -> Role {
        let zone = self.zones.iter().find(|(range, _)| range.contains(&at));
        zone.map_or(Role::Structure, |(_, role)| *role)
    }

    /// Whether all of these octets have such a role.
    pub fn all(&self, ranges: &[Range<usize>], is: impl Fn(Role) -> bool) -> bool {
        ranges
            .iter()
            .flat_map(Clone::clone)
            .all(|at| is(self.role_of(at)))
    }

    /// Whether one of these octets is sound.
    pub fn touches_sound(&self, ranges: &[Range<usize>]) -> bool {
        !self.all(ranges, |role| !is_sound(role))
    }

    /// Whether the file may end there, and nothing in it says that it goes on.
    pub fn may_end(&self, at: usize) -> bool {
        let is_border = |piece: &Piece| piece.range.start == at || piece.range.end == at;
        self.ends.contains(&at) || !self.is_counted && self.pieces.iter().any(is_border)
    }

    /// Whether octets without a number are gone whose length is that of whole frames, so that frames follow frames.
    pub fn is_whole_frames(&self, gone: &Range<usize>) -> bool {
        let frame = |at: usize| {
            let frame = self.pieces.iter().find(|piece| piece.range.contains(&at));
            frame.filter(|piece| piece.is_unnumbered)
        };
        let (Some(first), Some(last)) = (frame(gone.start), frame(gone.end)) else {
            return false;
        };
        let are_starts = first.range.start == gone.start && last.range.start == gone.end;
        // The length of the first one leads to the end of the last one.
        are_starts || first.range.end - gone.start == last.range.end - gone.end
    }

    /// The first octet of sound.
    pub fn sound_start(&self) -> usize {
        let sound = self.zones.iter().filter(|(_, role)| is_sound(*role));
        sound.map(|(range, _)| range.start).min().unwrap_or(0)
    }

    /// Lengths of what holds `at` and goes on behind `end`.
    pub fn around(&self, at: usize, end: usize) -> impl Iterator<Item = Length> {
        let holds = move |piece: &&Piece| {
            piece.range.start < at && at <= piece.range.end && end <= piece.range.end
        };
        let lengths: Vec<Length> = self
            .pieces
            .iter()
            .filter(holds)
            .filter_map(|piece| piece.length)
            .collect();
        lengths.into_iter()
    }
}

/// Whether octets of this role are sound.
pub fn is_sound(role: Role) -> bool {
    matches!(role, Role::Sound | Role::CheckedSound)
}

fn big(octets: &[u8], at: usize, width: usize) -> Option<usize> {
    octets.get(at..at + width)?;
    let coding = Coding::Big;
    usize::try_from(Length { at, width, coding }.get(octets)).ok()
}

fn little(octets: &[u8], at: usize, width: usize) -> Option<usize> {
    octets.get(at..at + width)?;
    let coding = Coding::Little;
    usize::try_from(Length { at, width, coding }.get(octets)).ok()
}

fn text(octets: &[u8]) -> String {
    octets.escape_ascii().to_string()
}
