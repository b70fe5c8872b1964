//! [`Octets`]: the file of a walk, and what can be told by looking at a place in it.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use super::dialect::{Dialect, Header, MAX_HEADER};
use super::known::{self, Places};
use crate::error::{Action, Error};

/// Octets read at once while looking for a chunk.
const BUFFER_LEN: usize = 1 << 16;
/// What one look at a place costs of the octets that may be looked through.
const LOOK: u64 = 1 << 12;
/// What may be looked through besides some times the file.
const LOOKS: u64 = 1 << 22;
/// More chunks than follow one another in a header or behind the samples.
const MAX_ROW: usize = 64;

/// A file of chunks, read at places.
pub(super) struct Octets<'a, R: ?Sized> {
    source: &'a mut R,
    pub dialect: Dialect,
    /// Where the file starts, and where it ends.
    pub start: u64,
    pub end: u64,
    /// Octets that may still be looked through: a hostile file asks for its square.
    budget: u64,
}

/// The octets at a place, as many as are needed and there are.
pub(super) struct Head {
    octets: [u8; Self::LEN],
    len: usize,
}

/// Looks closer at a place, by its position in the file; `None` where nothing is.
type Confirm<'c, W, T> = dyn FnMut(&mut W, u64) -> Result<Option<T>, Error> + 'c;

impl Head {
    const LEN: usize = 28;

    pub fn octets(&self) -> &[u8] {
        &self.octets[..self.len]
    }
}

impl<'a, R: Read + Seek + ?Sized> Octets<'a, R> {
    pub fn new(source: &'a mut R, dialect: Dialect, start: u64) -> Result<Self, Error> {
        let end = source
            .seek(SeekFrom::End(0))
            .map_err(Error::io(Action::FindLength))?;
        Ok(Self {
            source,
            dialect,
            start,
            end,
            budget: (8 * end.saturating_sub(start)).saturating_add(LOOKS),
        })
    }

    pub fn source(&mut self) -> &mut R {
        self.source
    }

    /// Reads up to as many octets as `buffer` has, none beyond the end.
    pub fn read(&mut self, position: u64, buffer: &mut [u8]) -> Result<usize, Error> {
        let left = self.end.saturating_sub(position);
        let len = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        self.source
            .seek(SeekFrom::Start(position))
            .and_then(|_| self.source.read_exact(&mut buffer[..len]))
            .map_err(Error::io(Action::ReadFile))?;
        Ok(len)
    }

    pub fn head(&mut self, position: u64) -> Result<Head, Error> {
        let mut octets = [0; Head::LEN];
        let len = self.read(position, &mut octets)?;
        Ok(Head { octets, len })
    }

    pub fn header(&self, head: &Head) -> Option<Header> {
        let len = self.dialect.header_octets() as usize;
        self.dialect.header(head.octets().get(..len)?)
    }

    pub fn is_magic(&self, head: &Head) -> bool {
        self.dialect.is_magic(head.octets())
    }

    /// Where the content of a chunk at `position` ends, if that is within the file.
    fn end_of(&self, position: u64, header: Header) -> Option<u64> {
        let end = position
            .checked_add(self.dialect.header_octets())?
            .checked_add(header.len)?;
        (end <= self.end).then_some(end)
    }

    /// Where the next chunk stands behind content of so many octets, if it is padded as it should be.
    pub fn padded(&self, body: u64, len: u64) -> u64 {
        let end = body + len;
        match self.dialect {
            Dialect::Riff | Dialect::Rifx | Dialect::Aiff => end + len % 2,
            Dialect::W64 => self.start + (end - self.start).next_multiple_of(8),
            Dialect::Caf | Dialect::Au => end,
        }
    }

    /// Whether a chunk that is known by name, or any well-formed one that fits, starts at `position`.
    pub fn is_chunk_at(&mut self, position: u64) -> Result<bool, Error> {
        let head = self.head(position)?;
        Ok(self.is_magic(&head)
            || self.header(&head).is_some_and(|header| {
                header.is_known || (header.is_name && self.end_of(position, header).is_some())
            }))
    }

    /// Whether content of so many octets ends where something else begins: the end of the file, or the next chunk, with
    /// or without padding before it.
    pub fn is_boundary(&mut self, body: u64, len: u64) -> Result<bool, Error> {
        let (tight, padded) = (body + len, self.padded(body, len));
        Ok(tight <= self.end
            && (padded >= self.end
                || self.is_chunk_at(padded)?
                || (padded != tight && self.is_chunk_at(tight)?)))
    }

    /// Where the next chunk stands behind content of so many octets: padded, or not.
    fn next(&mut self, body: u64, len: u64) -> Result<u64, Error> {
        let (tight, padded) = (body + len, self.padded(body, len));
        let is_padded = padded == tight || padded >= self.end || self.is_chunk_at(padded)?;
        Ok(if is_padded { padded } else { tight })
    }

    /// Whether a chunk that is known by name starts at `position` for certain: it fits, and what follows is another,
    /// or the end. The samples and their format need nothing behind them.
    fn is_firm(&mut self, position: u64, head: &Head) -> Result<bool, Error> {
        let Some(header) = self.header(head).filter(|header| header.is_known) else {
            return Ok(false);
        };
        let is_sound = header.id == *self.dialect.sound();
        if self.end_of(position, header).is_none() {
            return Ok(is_sound && self.dialect.is_unknown(header.len));
        }
        let body = position + self.dialect.header_octets();
        let is_needed = is_sound || header.id == *self.dialect.format();
        Ok(header.len > 0 && (is_needed || self.is_boundary(body, header.len)?))
    }

    /// The first place in `range` where a chunk starts for certain, or another file.
    pub fn find_chunk(&mut self, range: Range<u64>) -> Result<Option<u64>, Error> {
        let found = self.search(range, &mut |octets, position| {
            let head = octets.head(position)?;
            let is_here = octets.is_magic(&head) || octets.is_firm(position, &head)?;
            Ok(is_here.then_some(()))
        })?;
        Ok(found.map(|(position, ())| position))
    }

    /// The first place in `range` where the samples or their format start for certain, or another file.
    pub fn find_sound(&mut self, range: Range<u64>) -> Result<Option<u64>, Error> {
        let found = self.search(range, &mut |octets, position| {
            let head = octets.head(position)?;
            let (sound, format) = (octets.dialect.sound(), octets.dialect.format());
            let is_needed = octets
                .header(&head)
                .is_some_and(|header| [sound, format].contains(&&header.id));
            let is_here =
                octets.is_magic(&head) || (is_needed && octets.is_firm(position, &head)?);
            Ok(is_here.then_some(()))
        })?;
        Ok(found.map(|(position, ())| position))
    }

    /// The first place in `range`, before `until`, where something stands that is no sample, and where that ends: see
    /// [`foreign_end`](Self::foreign_end).
    pub fn find_foreign(
        &mut self,
        range: Range<u64>,
        until: u64,
    ) -> Result<Option<Range<u64>>, Error> {
        let end = range.end;
        let found = self.search(range.start..until, &mut |octets, position| {
            octets.foreign_end(position, end)
        })?;
        Ok(found.map(|(position, stop)| position..stop))
    }

    /// Where something ends that starts at `position` among samples that go on up to `end`, and is none: the header of
    /// another file; chunks that are known by name and lead to such a header, to the samples that follow, or to the end.
    fn foreign_end(&mut self, position: u64, end: u64) -> Result<Option<u64>, Error> {
        let mut at = position;
        for _ in 0..MAX_ROW {
            let head = self.head(at)?;
            if self.is_magic(&head) {
                if let Some(start) = self.dialect.flat_start(head.octets()) {
                    return Ok(Some((at + start).min(end)));
                }
                // Its first chunk; without one the magic alone.
                let first = at + self.dialect.first_chunk();
                return match self.samples_behind(first, end)? {
                    Some(samples) => Ok(Some(samples)),
                    None => Ok(Some(first.min(end))),
                };
            }
            let Some(header) = self.header(&head).filter(|header| header.is_known) else {
                return Ok(None);
            };
            let body = at + self.dialect.header_octets();
            if header.id == *self.dialect.sound() {
                // Its samples are these, or so many that they can only be these.
                let stop = body.saturating_add(header.len);
                let is_here = stop == end || stop == end + 1 || self.dialect.is_unknown(header.len);
                let first = body + self.dialect.before_samples();
                return Ok((is_here && first <= end).then_some(first));
            }
            if body.checked_add(header.len).is_none_or(|stop| stop > end) {
                return Ok(None);
            }
            at = self.next(body, header.len)?;
            if at >= end {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// Where the samples start behind a row of chunks, whatever their length is said to be.
    fn samples_behind(&mut self, mut at: u64, end: u64) -> Result<Option<u64>, Error> {
        for _ in 0..MAX_ROW {
            let head = self.head(at)?;
            let Some(header) = self.header(&head) else {
                return Ok(None);
            };
            if !header.is_known && !header.is_name {
                return Ok(None);
            }
            let body = at + self.dialect.header_octets();
            if header.id == *self.dialect.sound() {
                return Ok(Some((body + self.dialect.before_samples()).min(end)));
            }
            if body.checked_add(header.len).is_none_or(|stop| stop >= end) {
                return Ok(None);
            }
            at = self.next(body, header.len)?;
        }
        Ok(None)
    }

    /// The first place in `range` where this name stands.
    pub fn find_name(&mut self, range: Range<u64>, name: [u8; 4]) -> Result<Option<u64>, Error> {
        let found = self.search(range, &mut |octets, position| {
            let is_here = octets.head(position)?.octets().starts_with(&name);
            Ok(is_here.then_some(()))
        })?;
        Ok(found.map(|(position, ())| position))
    }

    /// Asks `confirm` at each place in `range` where a name stands that is known.
    fn search<T>(
        &mut self,
        range: Range<u64>,
        confirm: &mut Confirm<'_, Self, T>,
    ) -> Result<Option<(u64, T)>, Error> {
        let places = Places::of(self.dialect);
        let end = range.end.min(self.end);
        let mut position = range.start;
        let longest = end.saturating_sub(position).min(BUFFER_LEN as u64) as usize;
        let mut buffer = vec![0; longest];
        // The last few octets of a buffer are the first of the next one.
        while position + 4 <= end {
            let wanted = buffer.len().min((end - position) as usize);
            let len = self.read(position, &mut buffer[..wanted])?;
            self.budget = self.budget.saturating_sub(len as u64);
            for i in places.starts(&buffer[..len]) {
                let Some(name) = buffer[i..].first_chunk() else {
                    break;
                };
                if !known::may_start(self.dialect, *name) {
                    continue;
                }
                if self.budget < LOOK {
                    return Ok(None);
                }
                self.budget -= LOOK;
                let at = position + i as u64;
                if let Some(found) = confirm(self, at)? {
                    return Ok(Some((at, found)));
                }
            }
            position += (len.max(4) - 3) as u64;
        }
        Ok(None)
    }

    /// Length of a tag at `position` that other programs put behind a file: ID3v1, ID3v2, APE.
    pub fn tag_len(&mut self, position: u64) -> Result<Option<u64>, Error> {
        let head = self.head(position)?;
        let (octets, left) = (head.octets(), self.end - position);
        let len = if octets.starts_with(b"TAG") {
            Some(128).filter(|len| *len == left)
        } else if octets.starts_with(b"ID3") {
            octets.get(6..10).map(|size| {
                10 + size
                    .iter()
                    .fold(0, |len, octet| len << 7 | u64::from(*octet & 0x7F))
            })
        } else if octets.starts_with(b"APETAGEX") {
            let size = octets.get(12..).and_then(|octets| octets.first_chunk());
            size.map(|size| 32 + u64::from(u32::from_le_bytes(*size)))
        } else {
            None
        };
        Ok(len.filter(|len| *len <= left))
    }

    /// Whether all octets of `range` are as `is` says.
    pub fn all(
        &mut self,
        range: Range<u64>,
        is: &mut dyn FnMut(u8) -> bool,
    ) -> Result<bool, Error> {
        let mut buffer = vec![0; (range.end - range.start).min(BUFFER_LEN as u64) as usize];
        let mut position = range.start;
        while position < range.end {
            let wanted = buffer.len().min((range.end - position) as usize);
            let len = self.read(position, &mut buffer[..wanted])?;
            if len == 0 || !buffer[..len].iter().all(|octet| is(*octet)) {
                return Ok(false);
            }
            position += len as u64;
        }
        Ok(true)
    }
}

const _: () = assert!(Head::LEN >= MAX_HEADER && Head::LEN >= Dialect::MAGIC);
