//! Sun/NeXT audio (`.au`, `.snd`): a 24-byte header and samples, most often µ-law.
//!
//! Source: the NeXT/Sun soundstruct as documented in `audio.h` of SunOS 4: magic, data offset, data
//! size, encoding, rate, channels, each 32 bits and big-endian.

use std::io::SeekFrom;

use super::joined;
use crate::chunks::account::Entry;
use crate::chunks::{self, Dialect};
use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::g722::G722;
use crate::decode::codecs::g726::{BitOrder, G726};
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{Trim, Trimmer};
use crate::decode::{Output, Source, SourceFormat, part};
use crate::error::{self, Action, Actual, Error, Expected, Part, What};
use crate::kind::Kind;
use crate::pcm::ChannelMask;
use crate::riff::facts::is_placeholder;

/// So many octets of codes, at least, are decoded at a time.
const BLOCK_OCTETS: usize = 256;
/// A data size that says "not known".
const UNKNOWN_SIZE: u32 = 0xFFFF_FFFF;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    joined::each(start, Kind::Au, output, |start, output| {
        one(source, start, output)
    })
}

/// Decodes the file at `start`; returns where the next one is.
fn one<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<Option<u64>, Error> {
    let range = part::to_the_end(source, start)?;
    let Header {
        data_offset,
        data_size,
        mut samples,
    } = header(source, start)?;
    if data_offset < 24 || start + u64::from(data_offset) > range.end {
        return Err(Error::malformed(
            Part::AuDataOffset,
            start + 4,
            Expected::Between {
                min: 24,
                max: range.end - start,
            },
            u64::from(data_offset),
        ));
    }
    let data_start = start + u64::from(data_offset);
    let available = range.end - data_start;
    let declared = u64::from(data_size);
    let is_open = declared > available && is_placeholder(declared)
        || data_size == UNKNOWN_SIZE
        || (data_size == 0 && available > 0);
    let is_exact = !is_open && declared <= available;
    let len = if is_exact { declared } else { available };
    let range = data_start..data_start + len;
    let walked = chunks::walk_flat(source, Dialect::Au, start, range.clone(), is_exact)?;
    let mut entries = walked.entries(range.end);
    if is_open {
        entries.push(Entry::open());
    } else if !is_exact {
        entries.push(Entry::cut(declared - available, 0));
    }
    output.in_order(&walked.pieces, entries, |piece, output| {
        source
            .seek(SeekFrom::Start(piece.start))
            .map_err(Error::io(Action::Seek))?;
        let len = piece.end - piece.start;
        match &mut samples {
            Samples::Linear(layout) => linear::decode(source, len, layout, output),
            Samples::Codes(decoder, format) => {
                let mut trimmer = Trimmer::new(Trim::default());
                blocks::decode(source, len, decoder.as_mut(), format, &mut trimmer, output)
            }
        }
    })?;
    Ok(walked.next)
}

/// What the header says.
struct Header {
    /// From the start of the file.
    data_offset: u32,
    data_size: u32,
    samples: Samples,
}

/// How the samples are coded.
enum Samples {
    Linear(Layout),
    Codes(Box<dyn BlockDecoder>, SourceFormat),
}

/// Reads the header at `start`.
fn header<S: Source>(source: &mut S, start: u64) -> Result<Header, Error> {
    source
        .seek(SeekFrom::Start(start))
        .map_err(Error::io(Action::Seek))?;
    let mut header = [0; 24];
    source.read_exact(&mut header).map_err(|_| {
        Error::malformed(
            Part::Header { of: "AU" },
            start,
            Expected::Bytes { n: 24 },
            Actual::EndOfFile,
        )
    })?;
    // "dns." is the same header written by a little-endian machine.
    let big_endian = header.starts_with(b".snd");
    let field = |at: usize| {
        let octets = [header[at], header[at + 1], header[at + 2], header[at + 3]];
        if big_endian {
            u32::from_be_bytes(octets)
        } else {
            u32::from_le_bytes(octets)
        }
    };
    let format = |codec: &str, bits| SourceFormat {
        container: "AU",
        codec: codec.to_owned(),
        rate_hz: field(16),
        n_channels: field(20) as usize,
        bits,
        mask: ChannelMask::UNKNOWN,
    };
    let samples = match codes(field(12), field(20))? {
        Some((decoder, codec)) => Samples::Codes(decoder, format(codec, None)),
        None => {
            let (coding, codec, bits) = coding(field(12))?;
            Samples::Linear(Layout {
                coding,
                big_endian,
                format: format(codec, Some(bits)),
            })
        }
    };
    Ok(Header {
        data_offset: field(4),
        data_size: field(8),
        samples,
    })
}

/// The decoder of codes that follow one another, and their name; `None` if samples need none. Sun's library has the first code of
/// G.721 and G.723 in the least significant bits.
fn codes(encoding: u32, n_channels: u32) -> Result<Option<Codes>, Error> {
    let (decoder, name): (Option<Box<dyn BlockDecoder>>, _) = match encoding {
        23 => (g726(4), "G.721 ADPCM"),
        24 => (Some(Box::new(G722::new(0, BLOCK_OCTETS))), "G.722"),
        25 => (g726(3), "G.723 ADPCM"),
        26 => (g726(5), "G.723 ADPCM"),
        _ => return Ok(None),
    };
    if n_channels > 1 {
        return Err(unsupported(error::Coding::Channels {
            name: name.into(),
            n_channels: n_channels as usize,
        }));
    }
    Ok(decoder.map(|decoder| (decoder, name)))
}

/// A decoder, and what it decodes.
type Codes = (Box<dyn BlockDecoder>, &'static str);

fn g726(bits: u32) -> Option<Box<dyn BlockDecoder>> {
    let decoder = G726::new(bits, BitOrder::LeastFirst, BLOCK_OCTETS)?;
    Some(Box::new(decoder))
}

fn unsupported(coding: error::Coding) -> Error {
    Error::Unsupported {
        what: What::Holds {
            container: "Sun AU file",
            coding,
        },
    }
}

/// How samples are coded: to decode them, in words, and how many bits they have.
fn coding(encoding: u32) -> Result<(Coding, &'static str, u32), Error> {
    Ok(match encoding {
        1 => (Coding::Ulaw, "µ-law", 8),
        2 => (Coding::Signed(1), "linear PCM", 8),
        3 => (Coding::Signed(2), "linear PCM", 16),
        4 => (Coding::Signed(3), "linear PCM", 24),
        5 => (Coding::Signed(4), "linear PCM", 32),
        6 => (Coding::Float32, "floating-point PCM", 32),
        7 => (Coding::Float64, "floating-point PCM", 64),
        27 => (Coding::Alaw, "A-law", 8),
        other => {
            return Err(match encoding_name(other) {
                Some(name) => unsupported(error::Coding::Encoding {
                    name: name.into(),
                    encoding: other,
                }),
                None => Error::Unsupported {
                    what: What::AuEncoding { encoding: other },
                },
            });
        }
    })
}

/// Encodings that are not decoded, by name.
fn encoding_name(encoding: u32) -> Option<&'static str> {
    Some(match encoding {
        8 => "fragmented samples",
        10 => "a DSP program",
        11..=14 => "fixed-point samples",
        18..=22 => "NeXT's emphasised or packets samples",
        _ => return None,
    })
}
