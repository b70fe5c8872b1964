//! Boxes (QuickTime: atoms): a length, a type, and what is in it.
//!
//! Source: ISO/IEC 14496-12:2015, 4.2; QuickTime File Format Specification (2012), "Atoms".

use std::io::{Read, Seek};
use std::ops::Range;

use crate::decode::window::Window;
use crate::error::Error;

/// A box whose header was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundBox {
    pub kind: [u8; 4],
    /// Where its header starts.
    pub start: u64,
    /// What is in it, as far as it is there.
    pub body: Range<u64>,
    /// Octets that it claims beyond the end of what it is in.
    pub excess: u64,
    /// Whether it has no length: it lasts to the end of the file.
    pub is_open: bool,
}

impl FoundBox {
    /// The box at `position` of something that ends at `end`, if a box can start there.
    pub fn at<R: Read + Seek>(
        window: &mut Window<R>,
        position: u64,
        end: u64,
    ) -> Result<Option<Self>, Error> {
        let left = end.saturating_sub(position);
        if left < 8 {
            return Ok(None);
        }
        let header = window.read_at(position, 16)?;
        Ok(Self::of(&header, position, left))
    }

    /// The box with this header, of which `left` octets can be there.
    pub fn of(header: &[u8], start: u64, left: u64) -> Option<Self> {
        let kind = *header.get(4..)?.first_chunk::<4>()?;
        let (header_len, len) = match u32_at(header, 0)? {
            // Four zeros end a list of QuickTime's, and are no name of a box.
            0 if kind == [0; 4] => return None,
            0 => (8, left),
            1 => (16, u64_at(header, 8)?),
            len => (8, u64::from(len)),
        };
        let is_open = header[..4] == [0; 4];
        if len < header_len || left < header_len {
            return None;
        }
        Some(Self {
            kind,
            start,
            body: start + header_len..start + len.min(left),
            excess: len.saturating_sub(left),
            is_open,
        })
    }

    /// Whether its type is four characters, as all of the standards' are.
    pub fn is_named(&self) -> bool {
        let is_character = |octet: &u8| matches!(octet, 0x20..=0x7E | 0xA9);
        self.kind.iter().all(is_character)
    }

    pub fn len(&self) -> u64 {
        self.body.end - self.body.start
    }

    /// The first octets of it, `most` at the most.
    pub fn read<R: Read + Seek>(
        &self,
        window: &mut Window<R>,
        most: usize,
    ) -> Result<Vec<u8>, Error> {
        let len = usize::try_from(self.len()).map_or(most, |len| len.min(most));
        window.read_at(self.body.start, len)
    }
}

/// The boxes of a range, one after another.
pub(super) struct Boxes {
    position: u64,
    end: u64,
}

impl Boxes {
    pub fn of(range: &Range<u64>) -> Self {
        Self {
            position: range.start,
            end: range.end,
        }
    }

    /// The boxes in a full box: behind a version, flags, and `skip` octets more.
    pub fn of_full(range: &Range<u64>, skip: u64) -> Self {
        Self::of(&(range.start.saturating_add(4 + skip).min(range.end)..range.end))
    }

    /// The next box; `None` at the end, and where no box can start.
    pub fn next<R: Read + Seek>(
        &mut self,
        window: &mut Window<R>,
    ) -> Result<Option<FoundBox>, Error> {
        let found = FoundBox::at(window, self.position, self.end)?;
        if let Some(found) = &found {
            self.position = found.body.end;
        }
        Ok(found)
    }
}

/// The boxes in octets that were read: for each its type and what is in it.
pub(super) fn boxes_in(octets: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = octets;
    std::iter::from_fn(move || {
        let found = FoundBox::of(rest, 0, rest.len() as u64)?;
        let body = rest.get(found.body.start as usize..found.body.end as usize)?;
        rest = rest.get(found.body.end as usize..)?;
        Some((found.kind, body))
    })
}

pub(super) fn u16_at(octets: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*octets.get(at..)?.first_chunk()?))
}

pub(super) fn u32_at(octets: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*octets.get(at..)?.first_chunk()?))
}

pub(super) fn u64_at(octets: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(*octets.get(at..)?.first_chunk()?))
}

/// A field of 32 bits, or of 64 in a box of this version.
pub(super) fn time_at(octets: &[u8], at: usize, version: u8) -> Option<u64> {
    match version {
        1 => u64_at(octets, at),
        _ => u32_at(octets, at).map(u64::from),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_length_has_four_octets_or_eight_or_none() {
        let short = FoundBox::of(b"\0\0\0\x0Cfree....", 100, 20).unwrap();
        assert_eq!((short.body.clone(), short.excess), (108..112, 0));
        let long = FoundBox::of(b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x20", 100, 20).unwrap();
        assert_eq!((long.body.clone(), long.excess), (116..120, 12));
        let open = FoundBox::of(b"\0\0\0\0mdat........", 100, 20).unwrap();
        assert_eq!((open.body.clone(), open.is_open), (108..120, true));
        for none in [
            &b"\0\0\0\x07free...."[..],
            b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x0F",
            b"\0\0\0\x01mdat",
            b"\0\0\0\0\0\0\0\0",
            b"\0\0\0\x08fre",
        ] {
            assert_eq!(FoundBox::of(none, 100, 20), None, "{none:?}");
        }
    }

    #[test]
    fn boxes_end_where_no_box_is() {
        let octets = b"\0\0\0\x09abcd!\0\0\0\x08efgh\0\0\0\0\0\0\0\0\0\0\0\x08ijkl";
        let kinds: Vec<_> = boxes_in(octets)
            .map(|(kind, body)| (kind, body.len()))
            .collect();
        assert_eq!(kinds, [(*b"abcd", 1), (*b"efgh", 0)]);
    }
}
