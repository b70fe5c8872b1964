//! Whether a chunk is what its name says.

use std::io::{Read, Seek};
use std::ops::Range;

use super::dialect::Dialect;
use super::known::{self, Shape};
use super::octets::Octets;
use crate::error::Error;

/// The most items of a list that are looked at.
const MAX_ITEMS: usize = 4096;
/// What of a filler may be something else than one octet repeated: the rest of a sector, or the room for a `ds64`.
pub(super) const MAX_FILLER: u64 = 4096;
/// Padding behind the last item of a list that writers are careless about.
const SLOPPY: u64 = 3;

/// What looking at a chunk tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is built as its name says.
    Yes,
    /// It is long enough; its name does not say more.
    Perhaps,
    /// Its name is known, and something in it is not as it should be.
    Sloppy,
    /// It is not what its name says, or the name is not known.
    No,
}

impl<R: Read + Seek + ?Sized> Octets<'_, R> {
    /// Looks at the content of a chunk, which is `body`.
    pub fn verdict(&mut self, id: [u8; 4], body: Range<u64>) -> Result<Verdict, Error> {
        let len = body.end - body.start;
        let Some(shape) = known::shape(self.dialect, id) else {
            return Ok(Verdict::No);
        };
        let or_sloppy = |verdict, is: bool| if is { verdict } else { Verdict::Sloppy };
        Ok(match shape {
            Shape::List => self.list(body)?,
            Shape::Text => or_sloppy(Verdict::Yes, self.all(body, &mut is_text)?),
            // Taggers are careless about its size, and about padding.
            Shape::Id3 => match self.head(body.start)?.octets() {
                [b'I', b'D', b'3', 2..=4, _, _, a, b, c, d, ..] if (a | b | c | d) < 0x80 => {
                    Verdict::Yes
                }
                _ => Verdict::No,
            },
            Shape::AtLeast(least) => or_sloppy(Verdict::Perhaps, len >= least),
            Shape::Table(entry) => {
                let mut count = [0; 4];
                let n = self.read(body.start, &mut count)?;
                let count = match self.dialect {
                    Dialect::Rifx => u32::from_be_bytes(count),
                    _ => u32::from_le_bytes(count),
                };
                let needed = u64::from(count).saturating_mul(entry).saturating_add(4);
                or_sloppy(Verdict::Yes, n == 4 && needed <= len)
            }
            Shape::Filler => match self.is_one_octet(body)? {
                true => Verdict::Yes,
                false => or_sloppy(Verdict::Perhaps, len <= MAX_FILLER),
            },
            Shape::Anything => Verdict::Perhaps,
        })
    }

    /// Whether all octets are the same.
    pub fn is_one_octet(&mut self, body: Range<u64>) -> Result<bool, Error> {
        let mut first = [0; 1];
        self.read(body.start, &mut first)?;
        self.all(body, &mut |octet| octet == first[0])
    }

    /// A type, and chunks to the end, none of which belongs outside of a list.
    fn list(&mut self, body: Range<u64>) -> Result<Verdict, Error> {
        let mut kind = [0; 4];
        let n = self.read(body.start, &mut kind)?;
        if n < 4 || body.end < body.start + 4 || !Dialect::is_text(kind) {
            return Ok(Verdict::No);
        }
        let mut at = body.start + 4;
        for _ in 0..MAX_ITEMS {
            if at + 8 > body.end {
                let is_padding = self.all(at.min(body.end)..body.end, &mut |octet| octet == 0)?;
                return Ok(if is_padding {
                    Verdict::Yes
                } else {
                    Verdict::Sloppy
                });
            }
            let head = self.head(at)?;
            let item = self.header(&head).filter(|item| {
                let is_outside = [self.dialect.sound(), self.dialect.format()].contains(&&item.id);
                item.is_name && !is_outside
            });
            // The last item may count the padding that is missing.
            let end = item.map(|item| at + 8 + item.len);
            let (Some(item), Some(end)) = (item, end.filter(|end| *end <= body.end + SLOPPY))
            else {
                return Ok(Verdict::Sloppy);
            };
            at = self.next_item(end.min(body.end), item.len, body.end)?;
        }
        Ok(Verdict::Yes)
    }

    /// Where the next item of a list starts, behind one that ends at `end`: padded, or not.
    fn next_item(&mut self, end: u64, len: u64, list_end: u64) -> Result<u64, Error> {
        if len.is_multiple_of(2) || end + 8 >= list_end {
            return Ok(end);
        }
        let head = self.head(end)?;
        let is_tight = self.header(&head).is_some_and(|header| header.is_name);
        Ok(if is_tight { end } else { end + 1 })
    }
}

/// Text of any coding, with zeros at its end.
fn is_text(octet: u8) -> bool {
    octet >= 0x20 || matches!(octet, 0 | b'\t' | b'\n' | b'\r')
}
