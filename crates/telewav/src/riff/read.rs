//! Chunks to [`WavFacts`]: what stands in a RIFF/WAVE header, and where, right or wrong.
//!
//! Headers in the wild have sizes of zero (a recorder that crashed), of 0xFFFFFFFF (a stream), odd
//! chunks without their pad byte, `data` before `fmt `. All of these are read, and nothing is
//! repaired in silence: every deviation is a field that [`check`](mod@crate::check) can look at. An
//! error is returned only when it cannot be known what the samples are.
//!
//! Sources: Microsoft/IBM "Multimedia Programming Interface and Data Specifications 1.0" (1991);
//! Microsoft "Multiple channel audio data and WAVE files" (2001); EBU Tech 3306 (2009) for RF64.

use std::io::{Read, Seek};

use super::WAVE_FORMAT_EXTENSIBLE;
pub use super::facts::{Chunk, ChunkNote, Data, Extent, Fact, Fmt, Form, Pad, WavFacts};
use crate::bytes::{array_at, read_at};
use crate::chunks::{self, Dialect, Walked};
use crate::error::{Actual, Error, Expected, Part};

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
    let header: [u8; 12] = array_at(source, start, Part::Header { of: "RIFF" })?;
    let (magic, size, wave) = (&header[..4], &header[4..8], &header[8..]);
    let form = match magic {
        b"RIFF" => Form::Riff,
        b"RIFX" => Form::Rifx,
        b"RF64" | b"BW64" => Form::Rf64,
        _ => {
            let expected = Expected::Letters { letters: "RIFF" };
            let header = Part::Header { of: "RIFF" };
            return Err(Error::malformed(
                header,
                start,
                expected,
                Actual::octets(magic),
            ));
        }
    };
    if wave != b"WAVE" {
        let expected = Expected::Letters { letters: "WAVE" };
        return Err(Error::malformed(
            Part::RiffForm,
            start + 8,
            expected,
            Actual::octets(wave),
        ));
    }
    let dialect = match form {
        Form::Rifx => Dialect::Rifx,
        _ => Dialect::Riff,
    };
    let riff_size = u64::from(u32_of(size, form == Form::Rifx));
    let claimed_end = start.saturating_add(8).saturating_add(riff_size);
    let walked = chunks::walk(
        source,
        dialect,
        start,
        claimed_end,
        &mut |source, chunks| promised_octets(source, chunks, form),
    )?;
    let riff_size = walked.sizes.map_or(riff_size, |sizes| sizes.riff);
    facts(source, walked, form, start, riff_size)
}

/// The facts of a file whose chunks are these.
pub(super) fn facts<R: Read + Seek + ?Sized>(
    source: &mut R,
    walked: Walked,
    form: Form,
    start: u64,
    riff_size: u64,
) -> Result<WavFacts, Error> {
    let big_endian = form == Form::Rifx;
    let find = |id: &[u8; 4]| {
        walked
            .chunks
            .iter()
            .find(|chunk| chunk.id == *id && chunk.is_known)
    };
    let none = |id| no_chunk(id, walked.end);
    let fmt = find(b"fmt ").ok_or_else(|| none("fmt "))?;
    let fmt = read_fmt(source, fmt, big_endian)?;
    let fact = find(b"fact")
        .map(|chunk| read_fact(source, chunk, form))
        .transpose()?;
    let data: Vec<Data> = walked
        .chunks
        .iter()
        .filter(|chunk| chunk.id == *b"data" && chunk.is_known)
        .map(|chunk| Data {
            offset: chunk.body,
            declared_len: chunk.declared_len,
            len: chunk.len,
            extent: chunk.extent,
        })
        .collect();
    if data.is_empty() {
        return Err(none("data"));
    }
    let mut chunks = Vec::with_capacity(walked.chunks.len());
    for chunk in &walked.chunks {
        chunks.push(Chunk {
            id: chunk.id,
            offset: chunk.offset,
            declared_len: chunk.declared_len,
            len: chunk.len,
            pad: chunk.pad,
            note: note(source, chunk, big_endian)?,
        });
    }
    Ok(WavFacts {
        form,
        prefix_len: start,
        file_len: walked.file_len,
        riff_size,
        chunks,
        fmt,
        fact,
        data,
        trailing_len: walked.file_len.saturating_sub(walked.end),
        pieces: walked.pieces,
        oddities: walked.oddities,
        next: walked.next,
        n_frames_64: walked.sizes.map(|sizes| sizes.n_frames),
    })
}

/// Octets of samples by the `fact` chunk, where frames have one size.
pub(super) fn promised_octets<R: Read + Seek + ?Sized>(
    source: &mut R,
    chunks: &[chunks::Chunk],
    form: Form,
) -> Option<u64> {
    let find = |id: &[u8; 4]| chunks.iter().find(|chunk| chunk.id == *id);
    let fmt = read_fmt(source, find(b"fmt ")?, form == Form::Rifx).ok()?;
    let fact = read_fact(source, find(b"fact")?, form).ok()?;
    u64::from(fact.n_frames?).checked_mul(fmt.frame_octets()?)
}

fn read_fmt<R: Read + Seek + ?Sized>(
    source: &mut R,
    chunk: &chunks::Chunk,
    big_endian: bool,
) -> Result<Fmt, Error> {
    let mut octets = [0; FMT_EXTENSIBLE_LEN];
    let len = chunk.len.min(FMT_EXTENSIBLE_LEN as u64) as usize;
    read_at(source, chunk.body, &mut octets[..len], Part::chunk("fmt"))?;
    parse_fmt(chunk.offset, chunk.declared_len, &octets[..len], big_endian)
}

fn read_fact<R: Read + Seek + ?Sized>(
    source: &mut R,
    chunk: &chunks::Chunk,
    form: Form,
) -> Result<Fact, Error> {
    let n_frames = match form {
        // Of 64 bits; those of more than 32 say nothing that matters.
        Form::W64 if chunk.len >= 8 => {
            let octets = array_at(source, chunk.body, Part::chunk("fact"))?;
            u32::try_from(u64::from_le_bytes(octets)).ok()
        }
        Form::W64 => None,
        _ if chunk.len >= 4 => {
            let octets: [u8; 4] = array_at(source, chunk.body, Part::chunk("fact"))?;
            Some(u32_of(&octets, form == Form::Rifx))
        }
        _ => None,
    };
    Ok(Fact {
        offset: chunk.offset,
        len: chunk.declared_len,
        n_frames,
    })
}

/// A few words on a chunk that a prompt file has no use for.
fn note<R: Read + Seek + ?Sized>(
    source: &mut R,
    chunk: &chunks::Chunk,
    big_endian: bool,
) -> Result<Option<ChunkNote>, Error> {
    Ok(Some(match &chunk.id {
        b"LIST" => return list_note(source, chunk, big_endian),
        b"bext" => ChunkNote::Broadcast,
        b"id3 " | b"ID3 " => ChunkNote::Id3,
        b"cue " => ChunkNote::CuePoints,
        b"smpl" => ChunkNote::SamplerLoops,
        b"JUNK" | b"junk" | b"PAD " | b"FLLR" => ChunkNote::Filler,
        b"iXML" | b"_PMX" | b"aXML" => ChunkNote::Xml,
        b"PEAK" => ChunkNote::PeakLevels,
        _ => return Ok(None),
    }))
}

/// `INFO ISFT "Lavf59.27.100"`: the writing program is what a person wants to know.
fn list_note<R: Read + Seek + ?Sized>(
    source: &mut R,
    chunk: &chunks::Chunk,
    big_endian: bool,
) -> Result<Option<ChunkNote>, Error> {
    let mut head = [0_u8; 512];
    let len = chunk.len.min(head.len() as u64) as usize;
    read_at(source, chunk.body, &mut head[..len], Part::chunk("LIST"))?;
    let Some((kind, mut items)) = head[..len].split_at_checked(4) else {
        return Ok(None);
    };
    let mut list = kind.escape_ascii().to_string();
    while let Some((header, rest)) = items.split_at_checked(8) {
        let len = u32_of(&header[4..], big_endian) as usize;
        let (text, rest) = rest.split_at(len.min(rest.len()));
        if &header[..4] == b"ISFT" {
            let text = String::from_utf8_lossy(text);
            let text = text.trim_end_matches('\0').escape_debug();
            list = format!("{list} ISFT \"{text}\"");
            break;
        }
        items = rest.get(len % 2..).unwrap_or(&[]);
    }
    Ok(Some(ChunkNote::List(list)))
}

/// The fields of a `fmt ` chunk whose first `octets`, 40 at most, are these.
pub(crate) fn parse_fmt(
    offset: u64,
    declared_len: u64,
    octets: &[u8],
    big_endian: bool,
) -> Result<Fmt, Error> {
    let len = octets.len();
    if len < 16 {
        let expected = Expected::FmtSizes;
        return Err(Error::malformed(Part::chunk("fmt"), offset, expected, len));
    }
    let mut body = [0_u8; FMT_EXTENSIBLE_LEN];
    body[..len].copy_from_slice(octets);
    let u16_at = |at: usize| u16_of(&body[at..at + 2], big_endian);
    let tag = u16_at(0);
    let extensible = tag == WAVE_FORMAT_EXTENSIBLE && len == FMT_EXTENSIBLE_LEN;
    let sub_tag = body[24..]
        .first_chunk()
        .and_then(|guid| sub_tag(guid, big_endian));
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
        sub_tag: sub_tag.filter(|_| extensible),
        channel_mask: extensible.then(|| u32_of(&body[20..24], big_endian)),
    })
}

/// The format tag in a sub-format GUID, whose first three fields are numbers in the byte order of the file; some
/// writers of RIFX leave them little-endian.
fn sub_tag(guid: &[u8; 16], big_endian: bool) -> Option<u16> {
    let [a, b, ..] = *guid;
    if guid[2..] == SUBFORMAT_GUID_TAIL {
        return Some(u16::from_le_bytes([a, b]));
    }
    let [_, _, c, d, ..] = *guid;
    let is_in_order = guid[..2] == [0, 0]
        && guid[4..8] == [0x00, 0x00, 0x00, 0x10]
        && guid[8..] == SUBFORMAT_GUID_TAIL[6..];
    (big_endian && is_in_order).then(|| u16::from_be_bytes([c, d]))
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

fn no_chunk(id: &'static str, position: u64) -> Error {
    Error::malformed(
        Part::Chunks,
        position,
        Expected::Chunk { id },
        Actual::EndOfFile,
    )
}
