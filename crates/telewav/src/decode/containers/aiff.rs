//! AIFF and AIFF-C: RIFF's elder sibling, big-endian, with the rate as a float of 80 bits.
//!
//! Sources: Apple, "Audio Interchange File Format", version 1.3 (1989) and "AIFF-C", draft of 26 August
//! 1991; the compression types that came later (`sowt`, `in24`, `fl32` and their like) from Apple's
//! QuickTime File Format.

use std::io::SeekFrom;
use std::ops::Range;

use crate::bytes::{array_at, read_at};
use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::gsm::{Decoder, RawGsm};
use crate::decode::codecs::ima::QtIma;
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{Trim, Trimmer};
use crate::decode::{DamageKind, Output, Source, SourceFormat, part};
use crate::error::Error;
use crate::pcm::ChannelMask;
use crate::riff::facts::is_placeholder;

/// More chunks than any honest file has; a bound on time.
const MAX_CHUNKS: usize = 4096;
/// What is of use in a COMM chunk: the fields and the compression type.
const COMM_LEN: usize = 22;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, start)?;
    let (common, sound) = read_chunks(source, range)?;
    let layout = Samples::of(&common)?;
    if sound.is_open {
        output.note("the header gives no length; read to the end of the file");
    }
    source
        .seek(SeekFrom::Start(sound.start))
        .map_err(Error::io("seek in the file"))?;
    match layout {
        Samples::Linear(layout) => {
            compare(&common, sound.len / layout.frame_octets(), &sound, output);
            linear::decode(source, sound.len, &layout, output)?;
        }
        Samples::Blocks(mut decoder, format) => {
            // In some files COMM counts packets, and says nothing of the last one.
            let n_frames = decoder.n_frames(sound.len);
            let end = blocks::end_in_last(decoder.as_ref(), common.n_frames.into(), n_frames);
            let mut trimmer = Trimmer::new(Trim { start: 0, end });
            blocks::decode(
                source,
                sound.len,
                decoder.as_mut(),
                &format,
                &mut trimmer,
                output,
            )?;
        }
    }
    if sound.missing > 0 {
        output.damage(
            DamageKind::EarlyEnd,
            output.duration_s,
            format!(
                "the file was cut: {} bytes of samples are missing",
                sound.missing
            ),
        );
    }
    Ok(())
}

/// The COMM chunk.
struct Common {
    offset: u64,
    n_channels: u16,
    n_frames: u32,
    bits: u16,
    rate_hz: u32,
    /// `NONE` in an AIFF.
    compression: [u8; 4],
}

/// Where the samples are.
struct Sound {
    start: u64,
    len: u64,
    /// Octets that the SSND chunk promises and the file does not have.
    missing: u64,
    /// The SSND chunk says nothing of its length.
    is_open: bool,
}

/// Finds COMM and SSND, in whichever order.
fn read_chunks<S: Source>(source: &mut S, range: Range<u64>) -> Result<(Common, Sound), Error> {
    let [_, _, _, _, _, _, _, _, form @ ..]: [u8; 12] =
        array_at(source, range.start, "AIFF header")?;
    let is_aifc = form == *b"AIFC";
    let (mut common, mut sound) = (None, None);
    let mut position = range.start + 12;
    for _ in 0..MAX_CHUNKS {
        // What stands behind both is of no interest.
        if position + 8 > range.end || (common.is_some() && sound.is_some()) {
            break;
        }
        let header: [u8; 8] = array_at(source, position, "chunk header")?;
        let [a, b, c, d, size @ ..] = header;
        let (id, len) = ([a, b, c, d], u64::from(u32::from_be_bytes(size)));
        let body = position + 8;
        let available = range.end - body;
        match &id {
            b"COMM" if common.is_none() => {
                common = Some(read_common(source, position, len, is_aifc)?)
            }
            b"SSND" if sound.is_none() => {
                let found = read_sound(source, body, len, available)?;
                // Without a length it is the last chunk.
                let is_last = found.is_open;
                sound = Some(found);
                if is_last {
                    break;
                }
            }
            _ => {}
        }
        position = body.saturating_add(len.min(available));
        position += u64::from(len % 2 == 1 && !is_chunk_at(source, position, range.end)?);
    }
    let missing =
        |id| Error::malformed("the chunks", position, format!("a \"{id}\" chunk"), "none");
    let common = common.ok_or_else(|| missing("COMM"))?;
    let sound = sound.ok_or_else(|| missing("SSND"))?;
    Ok((common, sound))
}

fn read_common<S: Source>(
    source: &mut S,
    offset: u64,
    len: u64,
    is_aifc: bool,
) -> Result<Common, Error> {
    let wanted = if is_aifc { COMM_LEN } else { COMM_LEN - 4 };
    if len < wanted as u64 {
        let expected = format!("at least {wanted} bytes");
        return Err(Error::malformed("COMM chunk", offset, expected, len));
    }
    let mut body = [0; COMM_LEN];
    body[18..].copy_from_slice(b"NONE");
    read_at(source, offset + 8, &mut body[..wanted], "COMM chunk")?;
    let [c0, c1, f0, f1, f2, f3, b0, b1, rest @ ..] = body;
    let [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, compression @ ..] = rest;
    let rate = extended([r0, r1], [r2, r3, r4, r5, r6, r7, r8, r9]).round();
    // Far beyond any limit is as good as beyond it; a NaN is 0.
    let rate_hz = rate.clamp(0.0, f64::from(u32::MAX)) as u32;
    Ok(Common {
        offset,
        n_channels: u16::from_be_bytes([c0, c1]),
        n_frames: u32::from_be_bytes([f0, f1, f2, f3]),
        bits: u16::from_be_bytes([b0, b1]),
        rate_hz,
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

fn read_sound<S: Source>(
    source: &mut S,
    body: u64,
    len: u64,
    available: u64,
) -> Result<Sound, Error> {
    let [o0, o1, o2, o3, ..]: [u8; 8] = array_at(source, body, "SSND chunk")?;
    let offset = 8 + u64::from(u32::from_be_bytes([o0, o1, o2, o3]));
    let is_open = len <= 8 || (is_placeholder(len) && len > available);
    let declared = if is_open { available } else { len };
    if offset > declared {
        let expected = format!("samples within {declared} bytes");
        return Err(Error::malformed(
            "SSND chunk",
            body - 8,
            expected,
            format!("an offset of {offset}"),
        ));
    }
    Ok(Sound {
        start: body + offset,
        len: declared.min(available).saturating_sub(offset),
        missing: declared.saturating_sub(available),
        is_open,
    })
}

/// Says so when COMM counts other frames than SSND holds. All that are there are used.
fn compare(common: &Common, n_frames: u64, sound: &Sound, output: &mut Output<'_, '_>) {
    let promised = u64::from(common.n_frames);
    if promised > 0 && promised != n_frames && sound.missing == 0 {
        output.note(format!(
            "the COMM chunk counts {promised} frames, the samples are {n_frames}; all are used"
        ));
    }
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
                "COMM chunk",
                common.offset,
                "at least 1 channel",
                0,
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
            let what = match compression_name(common.compression) {
                Some(name) => name.to_owned(),
                None => format!("compression type \"{}\"", common.compression.escape_ascii()),
            };
            return Err(unsupported(what));
        }
    };
    coding.ok_or_else(|| unsupported(format!("linear PCM of {bits} bits")))
}

fn unsupported(what: String) -> Error {
    Error::Unsupported {
        what: format!("an AIFF that holds {what}"),
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

/// Whether a chunk starts at `position`, where a pad byte should be.
fn is_chunk_at<S: Source>(source: &mut S, position: u64, end: u64) -> Result<bool, Error> {
    if position + 8 > end {
        return Ok(false);
    }
    let header: [u8; 8] = array_at(source, position, "chunk header")?;
    Ok(header[..4].iter().all(|c| (0x20..0x7F).contains(c)))
}
