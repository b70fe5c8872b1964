//! The pages of an Ogg file, one after another, and the octets between them that are none.
//!
//! Source: RFC 3533 (2003), section 6.

use std::io::{Read, Seek};
use std::ops::Range;

use crate::decode::crc;
use crate::decode::window::Window;
use crate::error::Error;
use crate::kind::Kind;

const CAPTURE: &[u8] = b"OggS";
const HEADER_LEN: usize = 27;
/// Octets read at a time while looking for the next page.
const SEARCH_LEN: usize = 1 << 14;

/// A page whose checksum matches.
#[derive(Debug, Default)]
pub(super) struct Page(Vec<u8>);

impl Page {
    /// Whether its first packet began on a page before.
    pub fn is_continued(&self) -> bool {
        self.flags() & 0x01 != 0
    }

    /// Whether it is the first page of its stream.
    pub fn is_first(&self) -> bool {
        self.flags() & 0x02 != 0
    }

    /// Whether it says that it is the last page of its stream.
    pub fn is_last(&self) -> bool {
        self.flags() & 0x04 != 0
    }

    /// The position in the stream at the end of the last packet that ends here; `None` if no packet does, and for a
    /// number that can be no position.
    pub fn granule(&self) -> Option<u64> {
        let granule = self.octets(6).map_or(u64::MAX, u64::from_le_bytes);
        (granule < 1 << 48).then_some(granule)
    }

    pub fn serial(&self) -> u32 {
        self.octets(14).map_or(0, u32::from_le_bytes)
    }

    pub fn sequence(&self) -> u32 {
        self.octets(18).map_or(0, u32::from_le_bytes)
    }

    pub fn checksum(&self) -> u32 {
        self.octets(22).map_or(0, u32::from_le_bytes)
    }

    /// Lengths of the segments: a packet ends with each that is shorter than 255 octets.
    pub fn lengths(&self) -> &[u8] {
        self.0.get(HEADER_LEN..self.header_len()).unwrap_or(&[])
    }

    /// Whether no octet of a packet is on it, nor the end of one that began before.
    pub fn is_empty(&self) -> bool {
        !self.is_continued() && self.lengths().iter().all(|len| *len == 0)
    }

    pub fn body(&self) -> &[u8] {
        self.0.get(self.header_len()..).unwrap_or(&[])
    }

    fn flags(&self) -> u8 {
        self.0.get(5).copied().unwrap_or(0)
    }

    fn header_len(&self) -> usize {
        HEADER_LEN + self.0.get(26).map_or(0, |n| usize::from(*n))
    }

    fn octets<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.0.get(at..)?.first_chunk().copied()
    }

    fn is_intact(&self) -> bool {
        let mut sum = crc::OGG.start();
        for octets in [&self.0[..22], &[0; 4], &self.0[26..]] {
            sum = crc::OGG.update(sum, octets);
        }
        crc::OGG.finish(sum) == self.checksum()
    }
}

/// Octets that are no intact page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    /// Where they start, or the first of them.
    pub at: u64,
    pub n_octets: u64,
    pub what: Loss,
}

impl Lost {
    /// Both, if `other` stands behind it.
    pub fn and(self, other: &Self) -> Self {
        Self {
            at: self.at,
            n_octets: self.n_octets + other.n_octets,
            what: self.what.more_telling(other.what),
        }
    }
}

/// How it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// No page starts there.
    NoPage,
    /// A page starts there and the file ends before it does.
    Cut,
    /// A page is there, and its checksum does not match.
    Checksum,
    /// A recording of another kind starts there.
    Recording(Kind),
}

impl Loss {
    /// The one of both that says more.
    fn more_telling(self, other: Self) -> Self {
        let rank = |loss| match loss {
            Self::NoPage => 0,
            Self::Cut => 1,
            Self::Checksum => 2,
            Self::Recording(_) => 3,
        };
        if rank(other) > rank(self) {
            other
        } else {
            self
        }
    }
}

/// What [`Pages::next`] has come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PageOrLost {
    /// An intact page.
    Page,
    Lost(Lost),
}

pub(super) struct Pages<R> {
    window: Window<R>,
    position: u64,
    end: u64,
}

/// What stands at a place.
enum At {
    Page,
    Cut,
    NoPage,
}

impl<R: Read + Seek> Pages<R> {
    pub fn new(window: Window<R>, range: Range<u64>) -> Self {
        Self {
            window,
            position: range.start,
            end: range.end,
        }
    }

    /// Where the file ends.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// The next page, read into `page`, or what stands in its place; `None` at the end.
    pub fn next(&mut self, page: &mut Page) -> Result<Option<PageOrLost>, Error> {
        if self.position >= self.end {
            return Ok(None);
        }
        let at = self.position;
        let (next, what) = match self.read(page)? {
            At::Page if page.is_intact() => {
                self.position += page.0.len() as u64;
                return Ok(Some(PageOrLost::Page));
            }
            At::Page => {
                // Its length may be what is wrong: it counts if a page follows.
                let behind = at + page.0.len() as u64;
                let is_as_long = behind == self.end || self.starts_page(behind)?;
                let next = if is_as_long {
                    behind
                } else {
                    self.find(at + 1)?
                };
                (next, Loss::Checksum)
            }
            At::Cut => match self.find(at + 1)? {
                next if next == self.end => (next, Loss::Cut),
                next => (next, Loss::NoPage),
            },
            At::NoPage => (self.find(at + 1)?, Loss::NoPage),
        };
        self.position = next;
        Ok(Some(PageOrLost::Lost(Lost {
            at,
            n_octets: next - at,
            what,
        })))
    }

    /// The first octets of what was lost, at most `len`.
    pub fn look_into(&mut self, lost: &Lost, len: usize) -> Result<Vec<u8>, Error> {
        let n_octets = lost.n_octets.min(len as u64);
        self.window.read_at(lost.at, n_octets as usize)
    }

    fn read(&mut self, page: &mut Page) -> Result<At, Error> {
        let octets = &mut page.0;
        octets.clear();
        let mut position = self.position;
        let window = &mut self.window;
        // Appends so many octets; false if the file ends before.
        let mut append = |octets: &mut Vec<u8>, len: usize| {
            let n_octets = window.append_at(position, len, octets)?;
            position += n_octets as u64;
            Ok::<_, Error>(n_octets == len)
        };
        let is_header = append(octets, HEADER_LEN)?;
        if !octets.starts_with(CAPTURE) || octets.get(4).is_some_and(|version| *version != 0) {
            return Ok(At::NoPage);
        }
        if !is_header || !append(octets, usize::from(octets[26]))? {
            return Ok(At::Cut);
        }
        let lengths = octets[HEADER_LEN..].iter();
        let body = lengths.map(|len| usize::from(*len)).sum();
        Ok(if append(octets, body)? {
            At::Page
        } else {
            At::Cut
        })
    }

    fn starts_page(&mut self, position: u64) -> Result<bool, Error> {
        Ok(self.window.read_at(position, CAPTURE.len())? == CAPTURE)
    }

    /// The next capture pattern at or behind `position`, or the end of the file.
    fn find(&mut self, mut position: u64) -> Result<u64, Error> {
        while position < self.end {
            let octets = self.window.read_at(position, SEARCH_LEN)?;
            let mut patterns = octets.windows(CAPTURE.len());
            if let Some(at) = patterns.position(|octets| octets == CAPTURE) {
                return Ok(position + at as u64);
            }
            // The pattern may straddle two reads.
            position += octets.len().saturating_sub(CAPTURE.len() - 1).max(1) as u64;
        }
        Ok(self.end)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    /// A page of one stream with its checksum.
    pub(in super::super) fn page(
        flags: u8,
        granule: u64,
        sequence: u32,
        packets: &[&[u8]],
    ) -> Vec<u8> {
        let mut lengths = Vec::new();
        for packet in packets {
            lengths.extend(vec![255; packet.len() / 255]);
            lengths.push((packet.len() % 255) as u8);
        }
        let mut octets = [CAPTURE, &[0, flags], &granule.to_le_bytes()].concat();
        octets.extend(7_u32.to_le_bytes());
        octets.extend(sequence.to_le_bytes());
        octets.extend([0; 4]);
        octets.push(lengths.len() as u8);
        octets.extend(lengths);
        octets.extend(packets.concat());
        let sum = crc::OGG.update(crc::OGG.start(), &octets);
        octets[22..26].copy_from_slice(&sum.to_le_bytes());
        octets
    }

    /// What is found: the numbers of pages, and what is lost.
    fn found(octets: &[u8]) -> Vec<Result<u32, Lost>> {
        let range = 0..octets.len() as u64;
        let window = Window::new(Cursor::new(octets), range.clone());
        let mut pages = Pages::new(window, range);
        let (mut page, mut all) = (Page::default(), Vec::new());
        while let Some(found) = pages.next(&mut page).unwrap() {
            all.push(match found {
                PageOrLost::Page => Ok(page.sequence()),
                PageOrLost::Lost(lost) => Err(lost),
            });
        }
        all
    }

    fn lost(range: Range<usize>, what: Loss) -> Result<u32, Lost> {
        Err(Lost {
            at: range.start as u64,
            n_octets: range.len() as u64,
            what,
        })
    }

    fn three() -> (Vec<u8>, usize) {
        let pages = [5, 6, 7].map(|n| page(0, 100, n, &[&[1; 300], &[2; 9]]));
        (pages.concat(), pages[0].len())
    }

    #[test]
    fn the_fields_of_a_page_are_read() {
        let octets = page(0x05, 0x1234, 9, &[&[3; 255], b"ab"]);
        let range = 0..octets.len() as u64;
        let mut pages = Pages::new(Window::new(Cursor::new(octets), range.clone()), range);
        let mut page = Page::default();
        assert_eq!(pages.next(&mut page).unwrap(), Some(PageOrLost::Page));
        assert!(page.is_continued() && page.is_last() && !page.is_first());
        assert_eq!((page.serial(), page.sequence()), (7, 9));
        assert_eq!(page.granule(), Some(0x1234));
        assert_eq!(page.lengths(), [255, 0, 2]);
        assert_eq!(page.body(), [&[3; 255][..], b"ab"].concat());
        assert_eq!(pages.next(&mut page).unwrap(), None);
    }

    #[test]
    fn junk_before_between_and_behind_pages_is_told_where_it_is() {
        let (file, len) = three();
        // With the start of a page that is none.
        let junk = b"xyzOgg OggS".to_vec();
        let n = junk.len();
        let (first, rest) = file.split_at(len);
        let octets = [&junk, first, &junk, rest, b"xyz"].concat();
        let end = octets.len();
        assert_eq!(
            found(&octets),
            [
                lost(0..n - 4, Loss::NoPage),
                lost(n - 4..n, Loss::NoPage),
                Ok(5),
                lost(n + len..2 * n + len - 4, Loss::NoPage),
                lost(2 * n + len - 4..2 * n + len, Loss::NoPage),
                Ok(6),
                Ok(7),
                lost(end - 3..end, Loss::NoPage)
            ]
        );
    }

    #[test]
    fn a_page_that_was_changed_does_not_match() {
        let (file, len) = three();
        // Each octet of the second page but those that say that there is one, and its lengths.
        for at in (len + 5..len + 26).chain(len + 30..2 * len) {
            let mut octets = file.clone();
            octets[at] ^= 0x10;
            let wanted = [Ok(5), lost(len..2 * len, Loss::Checksum), Ok(7)];
            assert_eq!(found(&octets), wanted, "{at}");
        }
        // Wrong lengths: up to the next page all the same.
        for at in len + 26..len + 30 {
            let mut octets = file.clone();
            octets[at] ^= 0x10;
            let found = found(&octets);
            assert_eq!((&found[0], &found[2..]), (&Ok(5), &[Ok(7)][..]), "{at}");
            let lost = found[1].as_ref().unwrap_err();
            assert_eq!((lost.at, lost.n_octets), (len as u64, len as u64));
        }
    }

    #[test]
    fn a_cut_is_told_where_the_page_starts() {
        let (file, len) = three();
        for end in 2 * len + 4..3 * len {
            let wanted = [Ok(5), Ok(6), lost(2 * len..end, Loss::Cut)];
            assert_eq!(found(&file[..end]), wanted, "{end}");
        }
    }

    proptest! {
        #[test]
        fn every_octet_is_in_a_page_or_lost(
            mut octets in prop::collection::vec(any::<u8>(), 0..100),
            places in prop::collection::vec(0..1200_usize, 0..8),
        ) {
            octets.splice(0..0, three().0);
            for place in places {
                let at = place % octets.len();
                octets[at] ^= 1 << (place % 8);
            }
            let page_len = three().1 as u64;
            let mut position = 0;
            for found in found(&octets) {
                position = match found {
                    Ok(_) => position + page_len,
                    Err(lost) => {
                        prop_assert_eq!(lost.at, position);
                        prop_assert!(lost.n_octets > 0);
                        position + lost.n_octets
                    }
                };
            }
            prop_assert_eq!(position, octets.len() as u64);
        }
    }
}
