//! Sony Wave64 (`.w64`): RIFF/WAVE with GUIDs for names and 64-bit sizes, read into the same
//! [`WavFacts`](super::facts::WavFacts).
//!
//! Source: Sonic Foundry, "Sony Wave64 audio file format specification" (2003). A size counts its own
//! header of 24 bytes; chunks start at multiples of eight.

use std::io::{Read, Seek, SeekFrom};

use super::facts::{Chunk, Data, Extent, Fact, Form, Pad, WavFacts, is_placeholder};
use super::read::{FMT_EXTENSIBLE_LEN, parse_fmt};
use crate::bytes::{array_at, read_at};
use crate::error::Error;

/// The end that all GUIDs but that of `riff` have: `wave`, `fmt `, `fact` and `data` stand before it.
const GUID_TAIL: [u8; 12] = *b"\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A";
/// A GUID and a size.
const HEADER_LEN: u64 = 24;
/// More chunks than any honest file has; a bound on memory.
const MAX_CHUNKS: usize = 4096;

/// Reads the header of the Wave64 file that starts at `start`. Samples are not read.
///
/// # Errors
///
/// As [`riff::read`](super::read::read).
pub(crate) fn read<R: Read + Seek>(source: &mut R, start: u64) -> Result<WavFacts, Error> {
    let file_len = source
        .seek(SeekFrom::End(0))
        .map_err(Error::io("find the file's length"))?;
    let header: [u8; 40] = array_at(source, start, "Wave64 header")?;
    let size = u64_of(&header[16..24]);
    if header[24..28] != *b"wave" || header[28..] != GUID_TAIL {
        return Err(Error::malformed(
            "Wave64 header",
            start + 24,
            "the GUID \"wave\"",
            "another",
        ));
    }
    let (mut chunks, mut data) = (Vec::new(), Vec::new());
    let (mut fmt, mut fact) = (None, None);
    let mut position = start + header.len() as u64;
    while position.saturating_add(HEADER_LEN) <= file_len && chunks.len() < MAX_CHUNKS {
        let header: [u8; HEADER_LEN as usize] = array_at(source, position, "chunk header")?;
        let [a, b, c, d, ..] = header;
        let id = [a, b, c, d];
        let body = position + HEADER_LEN;
        let available = file_len - body;
        let declared_len = u64_of(&header[16..]).saturating_sub(HEADER_LEN);
        let mut len = declared_len.min(available);
        if header[4..16] == GUID_TAIL {
            match &id {
                b"fmt " if fmt.is_none() => {
                    let mut octets = [0; FMT_EXTENSIBLE_LEN];
                    let n = len.min(FMT_EXTENSIBLE_LEN as u64) as usize;
                    read_at(source, body, &mut octets[..n], "fmt chunk")?;
                    fmt = Some(parse_fmt(position, declared_len, &octets[..n], false)?);
                }
                b"fact" if fact.is_none() => {
                    // Frames, in 64 bits; those of more than 32 say nothing that matters.
                    let n_frames = (len >= 8)
                        .then(|| array_at(source, body, "fact chunk"))
                        .transpose()?
                        .map(u64::from_le_bytes)
                        .and_then(|n| u32::try_from(n).ok());
                    fact = Some(Fact {
                        offset: position,
                        len: declared_len,
                        n_frames,
                    });
                }
                b"data" => {
                    let found = data_chunk(body, declared_len, available);
                    len = found.len;
                    data.push(found);
                }
                _ => {}
            }
        }
        chunks.push(Chunk {
            id,
            offset: position,
            declared_len,
            len,
            pad: Pad::NotNeeded,
            note: None,
        });
        position = start + (body + len - start).next_multiple_of(8);
    }
    let missing =
        |id| Error::malformed("the chunks", position, format!("a \"{id}\" chunk"), "none");
    let fmt = fmt.ok_or_else(|| missing("fmt "))?;
    if data.is_empty() {
        return Err(missing("data"));
    }
    Ok(WavFacts {
        form: Form::W64,
        prefix_len: start,
        file_len,
        // As RIFF counts: without the magic and the size itself, if those were eight octets.
        riff_size: size.saturating_sub(8),
        chunks,
        fmt,
        fact,
        data,
        trailing_len: file_len.saturating_sub(position),
    })
}

/// What writers to a pipe leave behind: zero, or more than there can be.
fn is_unknown(size: u64) -> bool {
    size == 0 || size >= 1 << 62 || is_placeholder(size)
}

fn data_chunk(offset: u64, declared_len: u64, available: u64) -> Data {
    let is_open = is_unknown(declared_len) && available > 0;
    let extent = match declared_len {
        0 if is_open => Extent::Open,
        n if n <= available => Extent::Exact,
        _ if is_open => Extent::Open,
        _ => Extent::Short,
    };
    let is_exact = extent == Extent::Exact;
    Data {
        offset,
        declared_len,
        len: if is_exact { declared_len } else { available },
        extent,
    }
}

fn u64_of(octets: &[u8]) -> u64 {
    octets
        .first_chunk()
        .map_or(0, |octets| u64::from_le_bytes(*octets))
}
