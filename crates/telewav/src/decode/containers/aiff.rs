//! AIFF and AIFF-C: RIFF's elder sibling, big-endian, with the rate as a float of 80 bits.
//!
//! Sources: Apple, "Audio Interchange File Format", version 1.3 (1989) and "AIFF-C", draft of 26 August
//! 1991; the compression types that came later (`sowt`, `in24`, `fl32` and their like) from Apple's
//! QuickTime File Format.

use std::io::SeekFrom;
use std::ops::Range;

use super::joined;
use crate::bytes::{array_at, read_at};
use crate::chunks::account::{Count, Entry};
use crate::chunks::{self, Chunk, Dialect, Walked};
use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::gsm::{Decoder, RawGsm};
use crate::decode::codecs::ima::QtIma;
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{End, Trim, Trimmer};
use crate::decode::{Output, Source, SourceFormat};
use crate::error::remark::Counter;
use crate::error::{self, Action, Actual, Error, Expected, Part, What};
use crate::kind::Kind;
use crate::pcm::ChannelMask;
use crate::riff::facts::Extent;

/// What is of use in a COMM chunk: the fields and the compression type.
const COMM_LEN: usize = 22;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    joined::each(start, Kind::Aiff, output, |start, output| {
        one(source, start, output)
    })
}

/// Decodes the file at `start`; returns where the next one is.
fn one<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<Option<u64>, Error> {
    let [_, _, _, _, size @ .., _, _, _, _]: [u8; 12] =
        array_at(source, start, Part::Header { of: "AIFF" })?;
    let claimed_end = start + 8 + u64::from(u32::from_be_bytes(size));
    let walked = chunks::walk(
        source,
        Dialect::Aiff,
        start,
        claimed_end,
        &mut |source, chunks| {
            let common = Common::find(source, start, chunks).ok()?;
            match Samples::of(&common).ok()? {
                Samples::Linear(layout) => {
                    u64::from(common.n_frames).checked_mul(layout.frame_octets())
                }
                Samples::Blocks(..) => None,
            }
        },
    )?;
    let common = Common::find(source, start, &walked.chunks)?;
    if !walked.chunks.iter().any(|chunk| chunk.id == *b"SSND") {
        return Err(missing("SSND", walked.end));
    }
    let mut samples = Samples::of(&common)?;
    let (n_frames, of_a_block) = samples.n_frames(&walked);
    let mut entries = walked.entries(claimed_end);
    let count = common.count(n_frames, of_a_block);
    entries.extend(lengths(&walked, count));
    entries.extend(Entry::rounded(common.rate));
    // In some files COMM counts packets, and says nothing of the last one.
    let end = match &samples {
        Samples::Linear(_) => End::Open,
        Samples::Blocks(decoder, _) => {
            blocks::end_in_last(decoder.as_ref(), common.n_frames.into(), n_frames)
        }
    };
    let mut trimmer = Trimmer::new(Trim { start: 0, end });
    output.in_order(&walked.pieces, entries, |piece, output| {
        samples.decode(source, piece, &mut trimmer, output)
    })?;
    Ok(walked.next)
}

/// What the lengths claim: that of the SSND chunk, and the count of COMM.
fn lengths(walked: &Walked, count: Option<Count>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for chunk in walked.chunks.iter().filter(|chunk| chunk.id == *b"SSND") {
        match chunk.extent {
            Extent::Exact => {}
            Extent::Open => entries.push(Entry::open()),
            // One count is enough to tell that something is missing; it says so better.
            Extent::Short => {
                entries.push(Entry::cut(chunk.declared_len - chunk.len, 0));
                return entries;
            }
        }
    }
    entries.extend(count.and_then(Count::entry));
    entries
}

/// The COMM chunk.
struct Common {
    offset: u64,
    n_channels: u16,
    n_frames: u32,
    bits: u16,
    rate_hz: u32,
    /// As it stands there: it may be no whole number.
    rate: f64,
    /// `NONE` in an AIFF.
    compression: [u8; 4],
}

impl Common {
    /// That of the first COMM chunk.
    fn find<S: Source>(source: &mut S, start: u64, chunks: &[Chunk]) -> Result<Self, Error> {
        let [_, _, _, _, _, _, _, _, form @ ..]: [u8; 12] =
            array_at(source, start, Part::Header { of: "AIFF" })?;
        let chunk = chunks.iter().find(|chunk| chunk.id == *b"COMM");
        let end = chunks.last().map_or(start, |chunk| chunk.body + chunk.len);
        let chunk = chunk.ok_or_else(|| missing("COMM", end))?;
        read_common(source, chunk.offset, chunk.declared_len, form == *b"AIFC")
    }

    /// The frames that it counts, and those that are there. For packets it may count packets.
    fn count(&self, n_frames: u64, of_a_block: u64) -> Option<Count> {
        let promised = u64::from(self.n_frames);
        let is_packets = of_a_block > 1 && promised.saturating_mul(of_a_block) == n_frames;
        (promised > 0 && !is_packets).then_some(Count {
            by: Counter::CommChunk,
            promised,
            n_frames,
            of_a_block,
            n_channels: self.n_channels.into(),
            rate_hz: self.rate_hz,
        })
    }
}

fn missing(id: &'static str, position: u64) -> Error {
    Error::malformed(
        Part::Chunks,
        position,
        Expected::Chunk { id },
        Actual::Missing,
    )
}

fn read_common<S: Source>(
    source: &mut S,
    offset: u64,
    len: u64,
    is_aifc: bool,
) -> Result<Common, Error> {
    let wanted = if is_aifc { COMM_LEN } else { COMM_LEN - 4 };
    if len < wanted as u64 {
        let expected = Expected::AtLeastBytes { n: wanted as u64 };
        return Err(Error::malformed(Part::chunk("COMM"), offset, expected, len));
    }
    let mut body = [0; COMM_LEN];
    body[18..].copy_from_slice(b"NONE");
    read_at(source, offset + 8, &mut body[..wanted], Part::chunk("COMM"))?;
    let [c0, c1, f0, f1, f2, f3, b0, b1, rest @ ..] = body;
    let [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, compression @ ..] = rest;
    let rate = extended([r0, r1], [r2, r3, r4, r5, r6, r7, r8, r9]);
    // Far beyond any limit is as good as beyond it; a NaN is 0.
    let rate_hz = rate.round().clamp(0.0, f64::from(u32::MAX)) as u32;
    Ok(Common {
        offset,
        n_channels: u16::from_be_bytes([c0, c1]),
        n_frames: u32::from_be_bytes([f0, f1, f2, f3]),
        bits: u16::from_be_bytes([b0, b1]),
        rate_hz,
        rate,
        compression,
    })
}

/// A float of 80 bits (IEEE 754 double extended, as in the 68881): sign and exponent, then the
/// significand with its leading bit written out.
fn extended(exponent: [u8; 2], significand: [u8; 8]) -> f64 {
    let exponent = i32::from(u16::from_be_bytes(exponent));
    let sign = if exponent & 0x8000 != 0 { -1.0 } else { 1.0 };
    let power = (exponent & 0x7FFF) - 16_383 - 63;
    sign * u64::from_be_bytes(significand) as f64 * 2_f64.powi(power)
}

/// How the samples are coded.
enum Samples {
    Linear(Layout),
    Blocks(Box<dyn BlockDecoder>, SourceFormat),
}

impl Samples {
    fn of(common: &Common) -> Result<Self, Error> {
        if common.n_channels == 0 {
            return Err(Error::malformed(
                Part::chunk("COMM"),
                common.offset,
                Expected::OneChannel,
                0_u64,
            ));
        }
        let n_channels = usize::from(common.n_channels);
        let format = |codec: &str, bits| SourceFormat {
            container: "AIFF",
            codec: codec.to_owned(),
            rate_hz: common.rate_hz,
            n_channels,
            bits,
            mask: ChannelMask::UNKNOWN,
        };
        let blocks: (Box<dyn BlockDecoder>, _) = match &common.compression {
            b"ima4" => (Box::new(QtIma::new(n_channels)), "IMA ADPCM"),
            b"GSM " | b"agsm" if n_channels == 1 => (Box::new(RawGsm(Decoder::new())), "GSM 6.10"),
            _ => {
                let (coding, codec, bits, big_endian) = linear_coding(common)?;
                return Ok(Self::Linear(Layout {
                    coding,
                    big_endian,
                    format: format(codec, Some(bits)),
                }));
            }
        };
        Ok(Self::Blocks(blocks.0, format(blocks.1, None)))
    }

    /// Frames that are there, and those of a block.
    fn n_frames(&self, walked: &Walked) -> (u64, u64) {
        let in_pieces = |of: &dyn Fn(u64) -> u64| {
            let lengths = walked.pieces.iter().map(|piece| piece.end - piece.start);
            lengths.map(of).sum()
        };
        match self {
            Self::Linear(layout) => (in_pieces(&|len| len / layout.frame_octets()), 1),
            Self::Blocks(decoder, _) => (
                in_pieces(&|len| decoder.n_frames(len)),
                decoder.n_frames(decoder.block_octets() as u64),
            ),
        }
    }

    fn decode<S: Source>(
        &mut self,
        source: &mut S,
        piece: Range<u64>,
        trimmer: &mut Trimmer,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        source
            .seek(SeekFrom::Start(piece.start))
            .map_err(Error::io(Action::Seek))?;
        let len = piece.end - piece.start;
        match self {
            Self::Linear(layout) => linear::decode(source, len, layout, output),
            Self::Blocks(decoder, format) => {
                blocks::decode(source, len, decoder.as_mut(), format, trimmer, output)
            }
        }
    }
}

/// Coding, its name, bits, and whether it is big-endian.
fn linear_coding(common: &Common) -> Result<(Coding, &'static str, u32, bool), Error> {
    const PCM: &str = "linear PCM";
    const FLOAT: &str = "floating-point PCM";
    let bits = common.bits;
    let signed = |bits: u16, big_endian| {
        let octets = bits.div_ceil(8);
        (1..=4).contains(&octets).then_some((
            Coding::Signed(octets),
            PCM,
            u32::from(bits),
            big_endian,
        ))
    };
    let lower = common.compression.map(|c| c.to_ascii_lowercase());
    let coding = match &lower {
        b"none" | b"twos" => signed(bits, true),
        b"sowt" => signed(bits, false),
        b"raw " => (bits <= 8).then_some((Coding::Unsigned8, PCM, 8, true)),
        b"in24" => signed(24, true),
        b"in32" => signed(32, true),
        // "in24" from behind; libsndfile writes a digit.
        b"42ni" | b"42n1" => signed(24, false),
        b"23ni" => signed(32, false),
        b"fl32" => Some((Coding::Float32, FLOAT, 32, true)),
        b"fl64" => Some((Coding::Float64, FLOAT, 64, true)),
        b"alaw" => Some((Coding::Alaw, "A-law", 8, true)),
        b"ulaw" => Some((Coding::Ulaw, "µ-law", 8, true)),
        _ => {
            let coding = match compression_name(common.compression) {
                Some(name) => error::Coding::named(name),
                None => error::Coding::CompressionType {
                    id: common.compression.escape_ascii().to_string(),
                },
            };
            return Err(unsupported(coding));
        }
    };
    coding.ok_or_else(|| {
        unsupported(error::Coding::Bits {
            name: PCM.into(),
            bits,
        })
    })
}

fn unsupported(coding: error::Coding) -> Error {
    Error::Unsupported {
        what: What::Holds {
            container: "AIFF",
            coding,
        },
    }
}

/// Compression types that are not decoded.
fn compression_name(compression: [u8; 4]) -> Option<&'static str> {
    Some(match &compression {
        b"ACE2" => "ACE 2:1",
        b"ACE8" => "ACE 8:3",
        b"MAC3" => "MACE 3:1",
        b"MAC6" => "MACE 6:1",
        b"ADP4" => "Intel DVI ADPCM",
        b"DWVW" => "DWVW",
        b"G722" => "G.722",
        b"G726" => "G.726 ADPCM",
        b"G728" => "G.728",
        b"GSM " | b"agsm" => "GSM 6.10 of several channels",
        b"QDMC" | b"QDM2" => "QDesign Music",
        b"Qclp" => "Qualcomm PureVoice",
        b".mp3" | b"MP3 " => "MP3",
        b"mp4a" => "AAC",
        _ => return None,
    })
}
