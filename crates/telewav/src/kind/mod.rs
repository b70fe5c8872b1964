//! What is this file? Told by its content, never by its name.
//!
//! Decoding starts here, and `check` uses the same answer to say "this is an MP3" of an MP3 that is
//! called `.wav`.

pub(crate) mod flac_header;
mod foreign;
pub(crate) mod mpeg_header;

use std::io::{Read, Seek, SeekFrom};

use self::flac_header::FrameHeader as FlacHeader;
use self::mpeg_header::FrameHeader;
use crate::error::{Action, Error};
pub use crate::kinds::{Foreign, Kind, OggCodec};

/// How much of the file is looked at.
const HEAD_LEN: usize = 4096;
/// The most frames of MPEG audio that have to follow one another.
const MPEG_ROW: usize = 4;
/// The most ID3v2 tags that are skipped one after another.
const MAX_ID3_TAGS: usize = 8;

/// Boxes that an MP4 or a QuickTime movie may begin with: the latter has no `ftyp` if it is old, and segments of a stream
/// have another one.
const MP4_STARTS: [&[u8; 4]; 10] = [
    b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"sidx", b"moof",
];

/// A file's kind, and where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sniffed {
    /// What it is.
    pub kind: Kind,
    /// Octets of ID3v2 tags before it.
    pub start: u64,
}

/// Tells what `source` is, from its first octets (behind any ID3v2 tags).
///
/// # Errors
///
/// [`Error::Io`] when it cannot be read.
pub fn sniff<R: Read + Seek + ?Sized>(source: &mut R) -> Result<Sniffed, Error> {
    let mut start = 0;
    for _ in 0..MAX_ID3_TAGS {
        let head = head_at(source, start)?;
        match id3v2_len(&head) {
            Some(len) => start += len,
            None => {
                let kind = match of(&head) {
                    // Nothing behind the tag is recognisable: most likely an MP3 with padding.
                    Kind::Empty | Kind::Unknown | Kind::Foreign(Foreign::Zeros) if start > 0 => {
                        Kind::Mpeg(3)
                    }
                    kind => kind,
                };
                return Ok(Sniffed { kind, start });
            }
        }
    }
    Ok(Sniffed {
        kind: Kind::Unknown,
        start: 0,
    })
}

fn head_at<R: Read + Seek + ?Sized>(source: &mut R, start: u64) -> Result<Vec<u8>, Error> {
    source
        .seek(SeekFrom::Start(start))
        .map_err(Error::io(Action::Seek))?;
    let mut head = Vec::with_capacity(HEAD_LEN);
    source
        .take(HEAD_LEN as u64)
        .read_to_end(&mut head)
        .map_err(Error::io(Action::ReadFile))?;
    Ok(head)
}

/// Length of the ID3v2 tag at the start of `head`, header included.
/// Source: ID3v2.4.0 main structure, section 3.1: four octets of seven bits.
pub(crate) fn id3v2_len(head: &[u8]) -> Option<u64> {
    let header = head.get(..10)?;
    let size = &header[6..];
    if !header.starts_with(b"ID3") || header[3] == 0xFF || size.iter().any(|octet| *octet > 0x7F) {
        return None;
    }
    let len = size
        .iter()
        .fold(0, |len, octet| len << 7 | u64::from(*octet));
    let footer = if header[5] & 0x10 != 0 { 10 } else { 0 };
    Some(10 + len + footer)
}

/// What octets behind a recording are, if they are another one: what is told by a magic, or by a row of frames.
pub(crate) fn recording(head: &[u8]) -> Option<Kind> {
    let kind = of(head);
    let is_told = !matches!(kind, Kind::Foreign(_) | Kind::Gsm | Kind::Headerless);
    (kind.is_audio() && is_told).then_some(kind)
}

/// What a file is that starts with `head`.
pub(crate) fn of(head: &[u8]) -> Kind {
    if head.is_empty() {
        return Kind::Empty;
    }
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|h| h.starts_with(magic));
    let riff_form = at(8, b"WAVE");
    if (at(0, b"RIFF") || at(0, b"RIFX") || at(0, b"RF64") || at(0, b"BW64")) && riff_form {
        return Kind::Wav;
    }
    if at(0, b"RIFF") {
        return match head.get(8..12) {
            Some(form) => Kind::Foreign(foreign::riff(form)),
            // Cut before the form: what is left of a WAV, most likely.
            None => Kind::Wav,
        };
    }
    if at(0, b"riff\x2E\x91\xCF\x11") {
        return Kind::W64;
    }
    if at(0, b".snd") || at(0, b"dns.") {
        return Kind::Au;
    }
    if at(0, b"fLaC") {
        return Kind::Flac;
    }
    if at(0, b"OggS") {
        return Kind::Ogg(ogg_codec(head));
    }
    if at(0, b"#!AMR\n") || at(0, b"#!AMR-WB\n") {
        return Kind::Amr {
            wide: at(5, b"-WB"),
        };
    }
    if let Some(foreign) = foreign::by_magic(head) {
        return Kind::Foreign(foreign);
    }
    if MP4_STARTS.iter().any(|kind| at(4, *kind)) {
        return Kind::Mp4;
    }
    if at(0, b"\x1A\x45\xDF\xA3") {
        return Kind::Matroska;
    }
    if at(0, b"FORM") {
        return match head.get(8..12) {
            Some(b"AIFF" | b"AIFC") | None => Kind::Aiff,
            Some(form) => Kind::Foreign(foreign::iff(form)),
        };
    }
    if at(0, b"caff") {
        return Kind::Caf;
    }
    if let Some(foreign) = foreign::by_wide_text(head) {
        return Kind::Foreign(foreign);
    }
    let (mpeg, n_frames) = mpeg_row(head);
    // Both share their first bits.
    if n_frames < 2 && FlacHeader::parse(head).is_some() {
        return Kind::Flac;
    }
    if let Some(kind) = mpeg {
        return kind;
    }
    if is_gsm(head) {
        return Kind::Gsm;
    }
    if let Some(foreign) = foreign::by_text(head) {
        return Kind::Foreign(foreign);
    }
    Kind::Unknown
}

/// By the first packet of the first page, whose 27-octet header has one segment length behind it.
fn ogg_codec(head: &[u8]) -> OggCodec {
    let n_segments = usize::from(head.get(26).copied().unwrap_or(0));
    let packet = head.get(27 + n_segments..).unwrap_or(&[]);
    let starts = |magic: &[u8]| packet.starts_with(magic);
    if starts(b"\x01vorbis") {
        OggCodec::Vorbis
    } else if starts(b"\x7FFLAC") {
        OggCodec::Flac
    } else if starts(b"OpusHead") {
        OggCodec::Opus
    } else if starts(b"Speex   ") {
        OggCodec::Speex
    } else {
        OggCodec::Other
    }
}

/// Frames of GSM 06.10 start with the four bits 1101. Four that do are taken as proof, unless most other
/// octets do so, too: A-law silence is 0xD5.
fn is_gsm(head: &[u8]) -> bool {
    const FRAME_OCTETS: usize = 33;
    let is_marked = |octet: &u8| octet >> 4 == 0xD;
    let frames = head.chunks_exact(FRAME_OCTETS);
    frames.len() >= 4
        && frames.clone().all(|frame| is_marked(&frame[0]))
        && head.iter().filter(|octet| is_marked(octet)).count() < head.len() / 2
}

/// MPEG audio and ADTS have no magic, only frame headers: some that agree are taken as proof. How many were seen, too.
fn mpeg_row(head: &[u8]) -> (Option<Kind>, usize) {
    let Some(first) = FrameHeader::parse(head) else {
        return (None, 0);
    };
    let mut row = first;
    let mut next = head;
    let mut n_frames = 1;
    // Headerless µ-law starts like a frame often enough, and goes on like one now and then.
    while n_frames < MPEG_ROW {
        let len = row.frame_octets();
        match len.and_then(|len| next.get(len..)) {
            Some(rest) if rest.len() >= FrameHeader::LEN => next = rest,
            _ => break,
        }
        match FrameHeader::parse(next).filter(|header| header.layer == first.layer) {
            Some(header) => row = header,
            None => return (None, n_frames),
        }
        n_frames += 1;
    }
    let kind = match first.layer {
        mpeg_header::AAC => Kind::Adts,
        layer => Kind::Mpeg(layer),
    };
    (Some(kind), n_frames)
}
