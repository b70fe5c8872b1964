//! Chunks to [`WavFacts`]: what stands in a RIFF/WAVE header, and where, right or wrong.
//!
//! Headers in the wild have sizes of zero (a recorder that crashed), of 0xFFFFFFFF (a stream), odd
//! chunks without their pad byte, `data` before `fmt `. All of these are read, and nothing is
//! repaired in silence: every deviation is a field that [`check`](mod@crate::check) can look at. An
//! error is returned only when it cannot be known what the samples are.
//!
//! Sources: Microsoft/IBM "Multimedia Programming Interface and Data Specifications 1.0" (1991);
//! Microsoft "Multiple channel audio data and WAVE files" (2001); EBU Tech 3306 (2009) for RF64.

use std::io::{Read, Seek, SeekFrom};

use super::WAVE_FORMAT_EXTENSIBLE;
use super::facts::is_placeholder;
pub use super::facts::{Chunk, Data, Extent, Fact, Fmt, Form, Pad, WavFacts};
use crate::bytes;
use crate::error::{Error, LimitName};

/// More chunks than any honest file has; a bound on memory.
const MAX_CHUNKS: usize = 4096;
/// A `fmt ` chunk of WAVE_FORMAT_EXTENSIBLE, the longest that carries anything.
pub(super) const FMT_EXTENSIBLE_LEN: usize = 40;
/// The fixed part of the sub-format GUID that carries a format tag in its first two octets
/// (KSDATAFORMAT_SUBTYPE, ksmedia.h).
const SUBFORMAT_GUID_TAIL: [u8; 14] = [
    0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
];

/// Reads the header of the RIFF/WAVE file whose magic is at `start` (0, or the length of an ID3v2 tag
/// that stands before it). Samples are not read.
///
/// # Errors
///
/// [`Error::Malformed`] when there is no RIFF/WAVE here, no readable `fmt ` chunk or no `data` chunk;
/// [`Error::LimitExceeded`] for more than 4096 chunks; [`Error::Io`].
pub fn read<R: Read + Seek + ?Sized>(source: &mut R, start: u64) -> Result<WavFacts, Error> {
    let file_len = source
        .seek(SeekFrom::End(0))
        .map_err(Error::io("find the file's length"))?;
    Walk {
        source,
        file_len,
        start,
        big_endian: false,
    }
    .run()
}

struct Walk<'a, R: ?Sized> {
    source: &'a mut R,
    file_len: u64,
    start: u64,
    big_endian: bool,
}

/// The 64-bit sizes of RF64.
#[derive(Default)]
struct Ds64 {
    riff_size: u64,
    data_size: u64,
}

impl<R: Read + Seek + ?Sized> Walk<'_, R> {
    fn run(mut self) -> Result<WavFacts, Error> {
        let header: [u8; 12] = self.array_at(self.start, "RIFF header")?;
        let (magic, size, wave) = (&header[..4], &header[4..8], &header[8..]);
        let form = match magic {
            b"RIFF" => Form::Riff,
            b"RIFX" => Form::Rifx,
            b"RF64" | b"BW64" => Form::Rf64,
            _ => {
                return Err(Error::malformed(
                    "RIFF header",
                    self.start,
                    "\"RIFF\"",
                    quoted(magic),
                ));
            }
        };
        if wave != b"WAVE" {
            return Err(Error::malformed(
                "RIFF form",
                self.start + 8,
                "\"WAVE\"",
                quoted(wave),
            ));
        }
        self.big_endian = form == Form::Rifx;
        let mut riff_size = u64::from(self.u32(size));
        let mut ds64 = None;
        let (mut fmt, mut fact) = (None, None);
        let (mut chunks, mut data) = (Vec::new(), Vec::new());

        let mut position = self.start + 12;
        loop {
            let riff_end = self.start.saturating_add(8).saturating_add(riff_size);
            let complete = fmt.is_some() && !data.is_empty();
            // What follows the declared end of a complete file is not part of it.
            if self.file_len < position.saturating_add(8) || (complete && position >= riff_end) {
                break;
            }
            let header: [u8; 8] = self.array_at(position, "chunk header")?;
            let id = [header[0], header[1], header[2], header[3]];
            if !is_chunk_id(id) {
                break;
            }
            if chunks.len() == MAX_CHUNKS {
                return Err(Error::LimitExceeded {
                    what: "a number of chunks",
                    limit_name: LimitName::MaxChunks,
                    limit: MAX_CHUNKS.to_string(),
                    actual: format!("more than {MAX_CHUNKS}"),
                });
            }
            let mut chunk = self.chunk(id, position, u64::from(self.u32(&header[4..])));
            match &id {
                b"ds64" => {
                    let sizes = self.ds64(&chunk)?;
                    riff_size = sizes.riff_size;
                    ds64 = Some(sizes);
                }
                b"fmt " if fmt.is_none() => fmt = Some(self.fmt(&chunk)?),
                b"fact" if fact.is_none() => fact = Some(self.fact(&chunk)?),
                b"data" => {
                    if let Some(sizes) = &ds64
                        && chunk.declared_len == u64::from(u32::MAX)
                    {
                        chunk = self.chunk(id, position, sizes.data_size);
                    }
                    data.push(self.data(&mut chunk)?);
                }
                _ => chunk.note = self.note(&chunk)?,
            }
            if chunk.len % 2 == 1 {
                chunk.pad = self.pad(chunk.body() + chunk.len)?;
            }
            position = chunk.body() + chunk.len + u64::from(chunk.pad == Pad::Present);
            chunks.push(chunk);
        }

        let Some(fmt) = fmt else {
            return Err(no_chunk("fmt ", position));
        };
        if data.is_empty() {
            return Err(no_chunk("data", position));
        }
        Ok(WavFacts {
            form,
            prefix_len: self.start,
            file_len: self.file_len,
            riff_size,
            chunks,
            fmt,
            fact,
            data,
            trailing_len: self.file_len.saturating_sub(position),
        })
    }

    fn chunk(&self, id: [u8; 4], offset: u64, declared_len: u64) -> Chunk {
        let available = self.file_len.saturating_sub(offset + 8);
        Chunk {
            id,
            offset,
            declared_len,
            len: declared_len.min(available),
            pad: Pad::NotNeeded,
            note: None,
        }
    }

    fn fmt(&mut self, chunk: &Chunk) -> Result<Fmt, Error> {
        let mut octets = [0; FMT_EXTENSIBLE_LEN];
        let len = chunk.len.min(FMT_EXTENSIBLE_LEN as u64) as usize;
        self.read_at(chunk.body(), &mut octets[..len], "fmt chunk")?;
        parse_fmt(
            chunk.offset,
            chunk.declared_len,
            &octets[..len],
            self.big_endian,
        )
    }

    fn fact(&mut self, chunk: &Chunk) -> Result<Fact, Error> {
        let n_frames = if chunk.len >= 4 {
            let body: [u8; 4] = self.array_at(chunk.body(), "fact chunk")?;
            Some(self.u32(&body))
        } else {
            None
        };
        Ok(Fact {
            offset: chunk.offset,
            len: chunk.declared_len,
            n_frames,
        })
    }

    fn ds64(&mut self, chunk: &Chunk) -> Result<Ds64, Error> {
        if chunk.len < 16 {
            return Err(Error::malformed(
                "ds64 chunk",
                chunk.offset,
                "at least 16 bytes",
                chunk.len,
            ));
        }
        let body: [u8; 16] = self.array_at(chunk.body(), "ds64 chunk")?;
        let u64_at = |at: usize| {
            u64::from(self.u32(&body[at..at + 4]))
                | u64::from(self.u32(&body[at + 4..at + 8])) << 32
        };
        Ok(Ds64 {
            riff_size: u64_at(0),
            data_size: u64_at(8),
        })
    }

    /// Settles how long a `data` chunk really is, and writes that into `chunk`.
    fn data(&mut self, chunk: &mut Chunk) -> Result<Data, Error> {
        let body = chunk.body();
        let available = self.file_len - body;
        let extent = if chunk.declared_len == 0 && available > 0 && !self.is_chunk_at(body)? {
            Extent::Open
        } else if chunk.declared_len <= available {
            Extent::Exact
        } else if is_placeholder(chunk.declared_len) {
            Extent::Open
        } else {
            Extent::Short
        };
        if extent != Extent::Exact {
            chunk.len = available;
        }
        Ok(Data {
            offset: body,
            declared_len: chunk.declared_len,
            len: chunk.len,
            extent,
        })
    }

    /// Whether the octet at `position`, after a chunk of odd length, is its pad byte or already the
    /// next chunk.
    fn pad(&mut self, position: u64) -> Result<Pad, Error> {
        if position >= self.file_len {
            return Ok(Pad::Missing);
        }
        if position + 1 == self.file_len || self.is_chunk_at(position + 1)? {
            return Ok(Pad::Present);
        }
        if self.is_chunk_at(position)? {
            return Ok(Pad::Missing);
        }
        let [octet] = self.array_at(position, "pad byte")?;
        Ok(if octet == 0 {
            Pad::Present
        } else {
            Pad::Missing
        })
    }

    /// Whether a chunk that is known by name, or any well-formed one that fits, starts at `position`.
    fn is_chunk_at(&mut self, position: u64) -> Result<bool, Error> {
        if position + 8 > self.file_len {
            return Ok(false);
        }
        let header: [u8; 8] = self.array_at(position, "chunk header")?;
        let id = [header[0], header[1], header[2], header[3]];
        let len = u64::from(self.u32(&header[4..]));
        let fits = position + 8 + len <= self.file_len;
        Ok(is_known_id(id) || (is_chunk_id(id) && fits))
    }

    /// A few words on a chunk that a prompt file has no use for.
    fn note(&mut self, chunk: &Chunk) -> Result<Option<String>, Error> {
        let words = match &chunk.id {
            b"LIST" => return self.list_note(chunk),
            b"bext" => "broadcast metadata",
            b"id3 " | b"ID3 " => "an ID3 tag",
            b"cue " => "cue points",
            b"smpl" => "sampler loops",
            b"JUNK" | b"junk" | b"PAD " | b"FLLR" => "filler",
            b"iXML" | b"_PMX" | b"aXML" => "XML metadata",
            b"PEAK" => "peak levels",
            _ => return Ok(None),
        };
        Ok(Some(words.to_owned()))
    }

    /// `INFO ISFT "Lavf59.27.100"`: the writing program is what a person wants to know.
    fn list_note(&mut self, chunk: &Chunk) -> Result<Option<String>, Error> {
        let mut head = [0_u8; 512];
        let len = chunk.len.min(head.len() as u64) as usize;
        self.read_at(chunk.body(), &mut head[..len], "LIST chunk")?;
        let Some((kind, mut items)) = head[..len].split_at_checked(4) else {
            return Ok(None);
        };
        let mut note = kind.escape_ascii().to_string();
        while let Some((header, rest)) = items.split_at_checked(8) {
            let len = self.u32(&header[4..]) as usize;
            let (text, rest) = rest.split_at(len.min(rest.len()));
            if &header[..4] == b"ISFT" {
                let text = String::from_utf8_lossy(text);
                let text = text.trim_end_matches('\0').escape_debug();
                note = format!("{note} ISFT \"{text}\"");
                break;
            }
            items = rest.get(len % 2..).unwrap_or(&[]);
        }
        Ok(Some(note))
    }

    fn array_at<const N: usize>(&mut self, position: u64, what: &str) -> Result<[u8; N], Error> {
        bytes::array_at(self.source, position, what)
    }

    fn read_at(&mut self, position: u64, octets: &mut [u8], what: &str) -> Result<(), Error> {
        bytes::read_at(self.source, position, octets, what)
    }

    fn u32(&self, octets: &[u8]) -> u32 {
        u32_of(octets, self.big_endian)
    }
}

/// The fields of a `fmt ` chunk whose first `octets`, 40 at most, are these.
pub(super) fn parse_fmt(
    offset: u64,
    declared_len: u64,
    octets: &[u8],
    big_endian: bool,
) -> Result<Fmt, Error> {
    let len = octets.len();
    if len < 16 {
        let expected = "16, 18 or 40 bytes";
        return Err(Error::malformed("fmt chunk", offset, expected, len));
    }
    let mut body = [0_u8; FMT_EXTENSIBLE_LEN];
    body[..len].copy_from_slice(octets);
    let u16_at = |at: usize| u16_of(&body[at..at + 2], big_endian);
    let tag = u16_at(0);
    let guid_tail_matches = body[26..40] == SUBFORMAT_GUID_TAIL;
    let extensible = tag == WAVE_FORMAT_EXTENSIBLE && len == FMT_EXTENSIBLE_LEN;
    Ok(Fmt {
        offset,
        len: declared_len,
        tag,
        n_channels: u16_at(2),
        rate_hz: u32_of(&body[4..8], big_endian),
        byte_rate: u32_of(&body[8..12], big_endian),
        block_align: u16_at(12),
        bits: u16_at(14),
        cb_size: (len >= 18).then(|| u16_at(16)),
        sub_tag: (extensible && guid_tail_matches).then(|| u16_at(24)),
        channel_mask: extensible.then(|| u32_of(&body[20..24], big_endian)),
    })
}

fn u16_of(octets: &[u8], big_endian: bool) -> u16 {
    let octets = [octets[0], octets[1]];
    if big_endian {
        u16::from_be_bytes(octets)
    } else {
        u16::from_le_bytes(octets)
    }
}

fn u32_of(octets: &[u8], big_endian: bool) -> u32 {
    let octets = [octets[0], octets[1], octets[2], octets[3]];
    if big_endian {
        u32::from_be_bytes(octets)
    } else {
        u32::from_le_bytes(octets)
    }
}

fn is_chunk_id(id: [u8; 4]) -> bool {
    id.iter().all(|c| (0x20..0x7F).contains(c)) && id[0] != b' '
}

fn is_known_id(id: [u8; 4]) -> bool {
    const KNOWN: [&[u8; 4]; 16] = [
        b"fmt ", b"data", b"fact", b"LIST", b"JUNK", b"junk", b"PAD ", b"FLLR", b"bext", b"cue ",
        b"smpl", b"id3 ", b"ID3 ", b"iXML", b"PEAK", b"ds64",
    ];
    KNOWN.contains(&&id)
}

fn quoted(octets: &[u8]) -> String {
    format!("\"{}\"", octets.escape_ascii())
}

fn no_chunk(id: &str, position: u64) -> Error {
    Error::malformed(
        "the chunks",
        position,
        format!("a \"{id}\" chunk"),
        "the end of the file",
    )
}
