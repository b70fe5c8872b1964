//! EBML: elements and the numbers in them.
//!
//! Source: RFC 8794 (2020), sections 4 to 7.

use std::io::{Read, Seek};
use std::ops::Range;

use super::schema::{CRC_32, may_begin};
use crate::decode::crc;
use crate::decode::window::Window;
use crate::error::Error;

/// The longest head of an element: four octets of identifier, eight of length.
const MAX_HEAD_LEN: usize = 12;
/// Octets that a search sees of a place.
const SHOWN_LEN: usize = 24;
/// Octets that are searched at a time.
const SEARCH_LEN: usize = 1 << 14;
/// Octets that are summed up at a time.
const SUM_LEN: u64 = 1 << 16;

/// An element, by its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    pub id: u32,
    pub at: u64,
    /// Where its content starts.
    pub body: u64,
    /// `None` if it is not known, as in a live stream: it ends where an element of the same level begins.
    pub len: Option<u64>,
}

impl Element {
    /// The element whose head `octets` start with, at a place in the file.
    pub fn parse(octets: &[u8], at: u64) -> Option<Self> {
        let (id, id_len) = number(octets, 4, false)?;
        let (len, len_len) = number(octets.get(id_len..)?, 8, true)?;
        let is_known = len != (1 << (7 * len_len)) - 1;
        Some(Self {
            id: u32::try_from(id).ok()?,
            at,
            body: at + (id_len + len_len) as u64,
            len: is_known.then_some(len),
        })
    }

    /// Where it says that it ends.
    pub fn end(&self) -> Option<u64> {
        self.body.checked_add(self.len?)
    }
}

/// Elements of a file, by their places.
pub(super) struct Elements<R> {
    window: Window<R>,
    pub end: u64,
    head: Vec<u8>,
}

impl<R: Read + Seek> Elements<R> {
    pub fn new(window: Window<R>, end: u64) -> Self {
        Self {
            window,
            end,
            head: Vec::new(),
        }
    }

    /// The element at a place; `None` if there is none.
    pub fn at(&mut self, position: u64) -> Result<Option<Element>, Error> {
        let mut head = std::mem::take(&mut self.head);
        self.read(position, MAX_HEAD_LEN, &mut head)?;
        let element = Element::parse(&head, position);
        self.head = head;
        Ok(element)
    }

    /// Up to `len` octets from `position`, in the place of what is in `octets`.
    pub fn read(&mut self, position: u64, len: usize, octets: &mut Vec<u8>) -> Result<(), Error> {
        octets.clear();
        self.window.append_at(position, len, octets).map(|_| ())
    }

    /// The first octets of an element's content, at most `max`.
    pub fn content(&mut self, element: &Element, max: u64) -> Result<Vec<u8>, Error> {
        let len = element.len.unwrap_or(0).min(max);
        self.window.read_at(element.body, len as usize)
    }

    /// The first of the places in `range` where octets stand for which `is_there` is true; it is shown [`SHOWN_LEN`] of
    /// them, and fewer at the end.
    pub fn find(
        &mut self,
        range: Range<u64>,
        is_there: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<u64>, Error> {
        let Range { start, end } = range;
        let mut position = start;
        while position < end {
            let octets = self.window.read_at(position, SEARCH_LEN + SHOWN_LEN)?;
            let n_places = octets.len().min(SEARCH_LEN);
            let shown = |at: usize| is_there(&octets[at..octets.len().min(at + SHOWN_LEN)]);
            let places = octets[..n_places].iter().enumerate();
            let mut candidates = places.filter(|(_, octet)| may_begin(**octet));
            if let Some((at, _)) = candidates.find(|(at, _)| shown(*at)) {
                let found = position + at as u64;
                return Ok(Some(found).filter(|found| *found < end));
            }
            position += n_places.max(1) as u64;
        }
        Ok(None)
    }

    /// Whether the CRC-32 that stands first in an element is that of the rest of it; `None` if there is none, or if the
    /// element is not all there.
    pub fn is_intact(&mut self, element: &Element) -> Result<Option<bool>, Error> {
        let end = element.end().filter(|end| *end <= self.end);
        let first = self.at(element.body)?;
        let first = first.filter(|first| first.id == CRC_32 && first.len == Some(4));
        let (Some(end), Some(first)) = (end, first) else {
            return Ok(None);
        };
        let content = self.content(&first, 4)?;
        let wanted = content.first_chunk().map(|four| u32::from_le_bytes(*four));
        let mut octets = Vec::new();
        let (mut sum, mut position) = (crc::EBML.start(), first.body + 4);
        while position < end {
            let len = (end - position).min(SUM_LEN);
            self.read(position, len as usize, &mut octets)?;
            sum = crc::EBML.update(sum, &octets);
            position += len;
        }
        Ok(wanted.map(|wanted| wanted == crc::EBML.finish(sum)))
    }
}

/// Elements in `octets`, one behind the other, with their content; what is cut is left out.
pub(super) fn children(octets: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let element = Element::parse(octets.get(at..)?, 0)?;
        let start = at.checked_add(element.body as usize)?;
        let end = start.checked_add(usize::try_from(element.len?).ok()?)?;
        let content = octets.get(start..end)?;
        at = end;
        Some((element.id, content))
    })
}

/// A number of variable length of at most so many octets, with or without its marker bit, and how long it is.
pub(super) fn number(octets: &[u8], max_len: usize, without_marker: bool) -> Option<(u64, usize)> {
    let first = *octets.first()?;
    let len = first.leading_zeros() as usize + 1;
    if len > max_len {
        return None;
    }
    let number = uint(octets.get(..len)?);
    let marker = 1 << (7 * len);
    let number = if without_marker {
        number ^ marker
    } else {
        number
    };
    Some((number, len))
}

/// An unsigned integer of up to eight octets.
pub(super) fn uint(octets: &[u8]) -> u64 {
    let octets = octets.iter().take(8);
    octets.fold(0, |n, octet| n << 8 | u64::from(*octet))
}

/// A signed integer of up to eight octets.
pub(super) fn int(octets: &[u8]) -> i64 {
    let unused = 64 - 8 * octets.len().clamp(1, 8);
    (uint(octets) << unused) as i64 >> unused
}

/// A float of four or eight octets; 0 of none.
pub(super) fn float(octets: &[u8]) -> f64 {
    match octets.len() {
        4 => f64::from(f32::from_bits(uint(octets) as u32)),
        8 => f64::from_bits(uint(octets)),
        _ => 0.0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn heads_have_lengths_of_every_length() {
        for len_len in 1..=8 {
            let len = 5_u64 | 1 << (7 * len_len);
            let octets = [&[0xA3], &len.to_be_bytes()[8 - len_len..]].concat();
            let element = Element::parse(&octets, 100).unwrap();
            assert_eq!((element.id, element.len), (0xA3, Some(5)));
            assert_eq!(element.end(), Some(100 + 1 + len_len as u64 + 5));
            let unknown = (1_u64 << (7 * len_len + 1)) - 1;
            let octets = [&[0xA3], &unknown.to_be_bytes()[8 - len_len..]].concat();
            assert_eq!(Element::parse(&octets, 0).unwrap().len, None);
        }
        for id in [
            &[0x81][..],
            &[0x42, 0x86],
            &[0x2A, 0xD7, 0xB1],
            &[0x1A, 0x45, 0xDF, 0xA3],
        ] {
            let octets = [id, &[0x80]].concat();
            assert_eq!(u64::from(Element::parse(&octets, 0).unwrap().id), uint(id));
        }
        for none in [
            &[][..],
            &[0xA3],
            &[0x08, 1, 2, 3, 4, 0x80],
            &[0xA3, 0x40],
            &[0xA3, 0],
        ] {
            assert_eq!(Element::parse(none, 0), None, "{none:?}");
        }
    }

    #[test]
    fn numbers_are_read() {
        assert_eq!(uint(&[1, 2, 3]), 0x01_0203);
        assert_eq!(int(&[0xFF]), -1);
        assert_eq!(int(&[0x7F, 0xFF]), 0x7FFF);
        assert_eq!(int(&[]), 0);
        assert_eq!(float(&48_000_f32.to_be_bytes()), 48_000.0);
        assert_eq!(float(&44_100_f64.to_be_bytes()), 44_100.0);
        assert_eq!(float(&[]), 0.0);
    }

    #[test]
    fn children_end_where_they_are_cut() {
        let octets = [0xD7, 0x81, 7, 0x86, 0x82, b'a', b'b', 0xB9, 0x85, 0];
        let all: Vec<_> = children(&octets).collect();
        assert_eq!(all, [(0xD7, &[7][..]), (0x86, b"ab")]);
        for octet in 0..=255 {
            children(&[octet; 100]).count();
        }
    }
}
