//! Tags that are too large for [`Limits::max_tag_bytes`](super::Limits): where they are, and how they are
//! passed over.
//!
//! Cover art of 10 MB is nothing unusual, and a tag can as well be a million comments of five octets,
//! each of which costs a demultiplexer a few hundred. Symphonia holds all of it and has no limit that
//! works. So it is shown the file with the names of large tags painted over: to it, they are padding.
//!
//! Sources: RFC 9639 (2024), section 8.1; ISO/IEC 14496-12:2015, 4.2; RFC 9559 (2024), section 5, and RFC
//! 8794 (2020), section 4; "Audio Interchange File Format" 1.3 (Apple, 1989).

use std::io::{Read, SeekFrom};
use std::ops::Range;

use super::{Output, Source};
use crate::error::Error;
use crate::kind::Kind;

/// Octets that stand in the place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Patch {
    /// Where, from the start of the part.
    at: u64,
    octets: Vec<u8>,
}

/// What to paint over, in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Patches(Vec<Patch>);

/// What one takes up, roughly, with room to grow.
const PATCH_MEMORY: u64 = 128;

impl Patches {
    /// Paints over what was read from `position` on.
    pub fn apply(&self, position: u64, octets: &mut [u8]) {
        let end = position + octets.len() as u64;
        // No patch is longer than 16 octets.
        let first = self.0.partition_point(|patch| patch.at + 16 <= position);
        for patch in self.0[first..].iter().take_while(|patch| patch.at < end) {
            for (i, octet) in (patch.at..).zip(&patch.octets) {
                if let Some(at) = i.checked_sub(position)
                    && let Some(place) = octets.get_mut(at as usize)
                {
                    *place = *octet;
                }
            }
        }
    }
}

/// Looks for tags in the octets of `range`.
///
/// What it cannot make sense of it leaves alone: the demultiplexer has its own opinion, and an allowance.
pub(super) fn too_large<S: Source>(
    source: &mut S,
    range: &Range<u64>,
    kind: Kind,
    output: &Output<'_, '_>,
) -> Result<Patches, Error> {
    let mut search = Search {
        source,
        start: range.start,
        len: range.end - range.start,
        output,
        shown: 0,
        patches: Vec::new(),
    };
    match kind {
        Kind::Flac => search.flac()?,
        Kind::Mp4 => search.mp4()?,
        Kind::Aiff => search.chunks(&[b"COMM", b"SSND", b"FVER"], u32::from_be_bytes)?,
        Kind::Wav => search.chunks(&[b"fmt ", b"data", b"fact"], u32::from_le_bytes)?,
        _ => {}
    }
    search.patches.sort_by_key(|patch| patch.at);
    Ok(Patches(search.patches))
}

struct Search<'s, 'o, 'a, 'b, S> {
    source: &'s mut S,
    start: u64,
    len: u64,
    output: &'o Output<'a, 'b>,
    /// Octets of tags that were left alone.
    shown: u64,
    patches: Vec<Patch>,
}

impl<S: Source> Search<'_, '_, '_, '_, S> {
    /// Octets at `position` of the part, as many as there are; the rest is 0.
    fn read<const N: usize>(&mut self, position: u64) -> Result<Option<[u8; N]>, Error> {
        self.output.tick()?;
        if position >= self.len {
            return Ok(None);
        }
        self.source
            .seek(SeekFrom::Start(self.start + position))
            .map_err(Error::io("seek in the file"))?;
        let mut octets = Vec::with_capacity(N);
        self.source
            .by_ref()
            .take((self.len - position).min(N as u64))
            .read_to_end(&mut octets)
            .map_err(Error::io("read the file"))?;
        octets.resize(N, 0);
        Ok(octets.try_into().ok())
    }

    /// Takes a tag of `len` octets into account; whether it has to go.
    fn is_too_large(&mut self, len: u64) -> bool {
        let shown = self.shown.saturating_add(len);
        let goes = shown > self.output.limits().max_tag_bytes;
        if !goes {
            self.shown = shown;
        }
        goes
    }

    fn paint(&mut self, at: u64, octets: &[u8]) -> Result<(), Error> {
        let octets = octets.to_vec();
        self.patches.push(Patch { at, octets });
        let held = self.patches.len() as u64 * PATCH_MEMORY;
        self.output.limits().check_memory("a number of tags", held)
    }

    /// A bit that says "the last", 7 bits of type and 24 of length in front of each block.
    fn flac(&mut self) -> Result<(), Error> {
        const STREAMINFO: u8 = 0;
        const PADDING: u8 = 1;
        const INVALID: u8 = 127;
        let mut position = 4;
        while let Some([first, len @ ..]) = self.read::<4>(position)? {
            let len = u64::from(u32::from_be_bytes([0, len[0], len[1], len[2]]));
            let is_tag = !matches!(first & 0x7F, STREAMINFO | PADDING | INVALID);
            if is_tag && self.is_too_large(len) {
                self.paint(position, &[first & 0x80 | PADDING])?;
            }
            if first & 0x80 != 0 || first == 0xFF {
                break;
            }
            position += 4 + len;
        }
        Ok(())
    }

    /// `meta` at the top and `udta` in `moov` are the two that Symphonia reads tags from.
    fn mp4(&mut self) -> Result<(), Error> {
        // Fragments are kept, each with a record for every track that may have fragments.
        let (mut fragment_octets, mut n_fragments, mut n_tracks) = (0, 0, 0);
        self.boxes(0..self.len, &mut |search, kind, header, body| {
            let len = body.end - header;
            match &kind {
                b"meta" if search.is_too_large(len) => search.paint(header + 4, b"free"),
                b"moof" => {
                    (fragment_octets, n_fragments) = (fragment_octets + len, n_fragments + 1);
                    Ok(())
                }
                b"moov" => search.boxes(body, &mut |search, kind, header, body| match &kind {
                    b"udta" if search.is_too_large(body.end - header) => {
                        search.paint(header + 4, b"free")
                    }
                    b"mvex" => {
                        n_tracks += (body.end - body.start) / 32;
                        Ok(())
                    }
                    _ => Ok(()),
                }),
                _ => Ok(()),
            }
        })?;
        let held = 4_u64
            .saturating_mul(fragment_octets)
            .saturating_add(n_tracks.saturating_mul(64).saturating_mul(n_fragments));
        self.output
            .limits()
            .check_memory("a table of fragments", held)
    }

    /// Shows each box of `range`: its type, where its header starts, and its body.
    fn boxes(&mut self, range: Range<u64>, seen: &mut SeenBox<'_, Self>) -> Result<(), Error> {
        let mut position = range.start;
        while position + 8 <= range.end {
            let Some(header) = self.read::<16>(position)? else {
                return Ok(());
            };
            let [a, b, c, d, e, f, g, h, long @ ..] = header;
            let (len, header_len) = match u32::from_be_bytes([a, b, c, d]) {
                0 => (range.end - position, 8),
                1 => (u64::from_be_bytes(long), 16),
                len => (u64::from(len), 8),
            };
            if len < header_len {
                return Ok(());
            }
            let end = position.saturating_add(len).min(range.end);
            let body = (position + header_len).min(end)..end;
            seen(self, [e, f, g, h], position, body)?;
            position = end;
        }
        Ok(())
    }

    /// IFF chunks behind a header of 12 octets, all but those in `needed`.
    fn chunks(&mut self, needed: &[&[u8; 4]], u32_of: fn([u8; 4]) -> u32) -> Result<(), Error> {
        let mut position = 12;
        while let Some([a, b, c, d, e, f, g, h]) = self.read::<8>(position)? {
            let len = u64::from(u32_of([e, f, g, h]));
            if !needed.contains(&&[a, b, c, d]) && self.is_too_large(len) {
                self.paint(position, b"JUNK")?;
            }
            position += 8 + len + len % 2;
        }
        Ok(())
    }
}

/// Is shown a box: its type, where its header starts, and its body.
type SeenBox<'f, T> = dyn FnMut(&mut T, [u8; 4], u64, Range<u64>) -> Result<(), Error> + 'f;
