//! Apple's Core Audio Format: samples that need no codec and IMA ADPCM are read here; the other codecs are
//! left to Symphonia, with the trim that the packet table tells.
//!
//! Source: Apple, "Apple Core Audio Format Specification 1.0" (2011).

use std::io::SeekFrom;
use std::ops::Range;

use crate::bytes::array_at;
use crate::decode::blocks;
use crate::decode::codecs::ima::QtIma;
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{End, Trim, Trimmer};
use crate::decode::{DamageKind, Output, Source, SourceFormat, demuxed, part};
use crate::error::Error;
use crate::kind::Kind;
use crate::pcm::ChannelMask;

/// More chunks than any honest file has; a bound on time.
const MAX_CHUNKS: usize = 4096;
/// Flags of linear PCM.
const IS_FLOAT: u32 = 1;
const IS_LITTLE_ENDIAN: u32 = 2;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, start)?;
    let chunks = Chunks::read(source, range.clone())?;
    let trim = chunks.trim();
    let Some((description, data)) = chunks.description.zip(chunks.data) else {
        let expected = "a desc and a data chunk";
        return Err(Error::malformed("the chunks", start, expected, "not both"));
    };
    let samples = description.samples(chunks.layout)?;
    if matches!(samples, Samples::Packets) {
        return demuxed::decode(
            source,
            range,
            Kind::Caf,
            &|_track_id, _rate_hz| trim,
            output,
        )
        .map_err(|e| match e {
            // libsndfile pads the packet table, and Symphonia takes the padding for the next chunk.
            Error::Io { source, .. } if source.kind() == std::io::ErrorKind::InvalidInput => {
                Error::Unsupported {
                    what: "a CAF file with a padded packet table".to_owned(),
                }
            }
            e => e,
        });
    }
    if data.is_open {
        output.note("the header gives no length; read to the end of the file");
    }
    source
        .seek(SeekFrom::Start(data.start))
        .map_err(Error::io("seek in the file"))?;
    match samples {
        Samples::Linear(layout) => {
            linear::decode(source, data.len, &layout, output)?;
        }
        Samples::Ima(format) => {
            // The decoder has something for each of them.
            output.limits().check_channels(format.n_channels)?;
            let mut decoder = QtIma::new(format.n_channels);
            let mut trimmer = Trimmer::new(trim);
            blocks::decode(
                source,
                data.len,
                &mut decoder,
                &format,
                &mut trimmer,
                output,
            )?;
            let missing = trimmer.n_missing();
            if missing > 0 && data.missing == 0 {
                output.damage(
                    DamageKind::EarlyEnd,
                    output.duration_s,
                    format!("{missing} frames that the packet table promises are missing"),
                );
            }
        }
        Samples::Packets => {}
    }
    if data.missing > 0 {
        output.damage(
            DamageKind::EarlyEnd,
            output.duration_s,
            format!(
                "the file was cut: {} bytes of samples are missing",
                data.missing
            ),
        );
    }
    Ok(())
}

/// The chunks that matter.
#[derive(Default)]
struct Chunks {
    description: Option<Description>,
    layout: Option<ChannelLayout>,
    data: Option<Data>,
    packets: Option<PacketTable>,
}

/// The `desc` chunk.
struct Description {
    rate_hz: u32,
    format: [u8; 4],
    flags: u32,
    packet_octets: u32,
    packet_frames: u32,
    n_channels: u32,
    bits: u32,
}

/// The start of the `chan` chunk.
#[derive(Clone, Copy)]
struct ChannelLayout {
    tag: u32,
    bitmap: u32,
}

/// The `data` chunk.
struct Data {
    start: u64,
    len: u64,
    /// Octets that its size promises and the file does not have.
    missing: u64,
    /// It runs to the end of the file.
    is_open: bool,
}

/// The header of the `pakt` chunk.
struct PacketTable {
    valid_frames: i64,
    priming_frames: i32,
    remainder_frames: i32,
}

impl Chunks {
    fn read<S: Source>(source: &mut S, range: Range<u64>) -> Result<Self, Error> {
        let mut chunks = Self::default();
        let mut position = range.start.saturating_add(8);
        for _ in 0..MAX_CHUNKS {
            if position.saturating_add(12) > range.end {
                break;
            }
            let [a, b, c, d, size @ ..]: [u8; 12] = array_at(source, position, "chunk header")?;
            let size = i64::from_be_bytes(size);
            let body = position + 12;
            let available = range.end - body;
            match &[a, b, c, d] {
                b"desc" if size >= 32 => {
                    chunks.description = Some(Description::read(source, body)?);
                }
                b"chan" if size >= 12 => chunks.layout = Some(ChannelLayout::read(source, body)?),
                b"data" if chunks.data.is_none() => {
                    chunks.data = Some(Data::of(body, size, available));
                }
                b"pakt" if size >= 24 => chunks.packets = Some(PacketTable::read(source, body)?),
                _ => {}
            }
            // A size of -1 runs to the end of the file, as does one beyond it.
            let len = u64::try_from(size).unwrap_or(available);
            position = body + len.min(available);
        }
        Ok(chunks)
    }

    fn trim(&self) -> Trim {
        let Some(packets) = &self.packets else {
            return Trim::default();
        };
        let start = u64::try_from(packets.priming_frames).unwrap_or(0);
        let is_padded = packets.priming_frames > 0 || packets.remainder_frames > 0;
        let end = match u64::try_from(packets.valid_frames) {
            Ok(n) if n > 0 && is_padded => End::After(n),
            _ => End::Open,
        };
        Trim { start, end }
    }
}

impl ChannelLayout {
    /// The bitmap is the layout.
    const USE_BITMAP: u32 = 1 << 16;
    /// Left, right, centre, low frequencies, surrounds; and the same with surrounds at the back.
    const MPEG_5_1_A: u32 = 121 << 16 | 6;
    const WAVE_7_1: u32 = 188 << 16 | 8;

    fn read<S: Source>(source: &mut S, body: u64) -> Result<Self, Error> {
        let [a, b, c, d, bitmap @ ..]: [u8; 8] = array_at(source, body, "chan chunk")?;
        Ok(Self {
            tag: u32::from_be_bytes([a, b, c, d]),
            bitmap: u32::from_be_bytes(bitmap),
        })
    }

    /// As WAV has it, whose bits are those of the bitmap; 0 for layouts in another order or without a name here.
    fn mask(self) -> u32 {
        match self.tag {
            Self::USE_BITMAP => self.bitmap,
            Self::MPEG_5_1_A => 0x3F,
            Self::WAVE_7_1 => 0x63F,
            _ => 0,
        }
    }
}

impl Description {
    fn read<S: Source>(source: &mut S, body: u64) -> Result<Self, Error> {
        let octets: [u8; 32] = array_at(source, body, "desc chunk")?;
        let [r0, r1, r2, r3, r4, r5, r6, r7, a, b, c, d, fields @ ..] = octets;
        let field = |i: usize| {
            let octets = fields.get(4 * i..).and_then(|f| f.first_chunk::<4>());
            octets.copied().map_or(0, u32::from_be_bytes)
        };
        let rate = f64::from_be_bytes([r0, r1, r2, r3, r4, r5, r6, r7]).round();
        Ok(Self {
            // Far beyond any limit is as good as beyond it; a NaN is 0.
            rate_hz: rate.clamp(0.0, f64::from(u32::MAX)) as u32,
            format: [a, b, c, d],
            flags: field(0),
            packet_octets: field(1),
            packet_frames: field(2),
            n_channels: field(3),
            bits: field(4),
        })
    }

    fn samples(&self, layout: Option<ChannelLayout>) -> Result<Samples, Error> {
        let n_channels = self.n_channels as usize;
        let mask = layout.map_or(0, |layout| layout.mask());
        let format = |codec: &str, bits| SourceFormat {
            container: "CAF",
            codec: codec.to_owned(),
            rate_hz: self.rate_hz,
            n_channels,
            bits,
            mask: ChannelMask::of(mask, n_channels),
        };
        let linear = |coding, codec, bits| {
            Samples::Linear(Layout {
                coding,
                big_endian: self.flags & IS_LITTLE_ENDIAN == 0,
                format: format(codec, Some(bits)),
            })
        };
        Ok(match &self.format {
            b"lpcm" => {
                let (coding, codec) = self.linear_coding()?;
                linear(coding, codec, self.bits)
            }
            b"alaw" => linear(Coding::Alaw, "A-law", 8),
            b"ulaw" => linear(Coding::Ulaw, "µ-law", 8),
            b"ima4" => Samples::Ima(format("IMA ADPCM", None)),
            _ => Samples::Packets,
        })
    }

    fn linear_coding(&self) -> Result<(Coding, &'static str), Error> {
        // Samples fill their octets; those that do not may lie at either end of them.
        let octets = self.packet_octets.checked_div(self.n_channels).unwrap_or(0);
        let is_full = self.packet_frames == 1 && self.bits.div_ceil(8) == octets;
        match (self.flags & IS_FLOAT != 0, octets) {
            (false, 1..=4) if is_full => Ok((Coding::Signed(octets as u16), "linear PCM")),
            (true, 4) if is_full => Ok((Coding::Float32, "floating-point PCM")),
            (true, 8) if is_full => Ok((Coding::Float64, "floating-point PCM")),
            _ => Err(Error::Unsupported {
                what: format!(
                    "a CAF that holds linear PCM of {} bits in packets of {} octets",
                    self.bits, self.packet_octets
                ),
            }),
        }
    }
}

/// How the samples are coded.
enum Samples {
    Linear(Layout),
    Ima(SourceFormat),
    /// In packets, which Symphonia takes apart.
    Packets,
}

impl Data {
    /// Four octets of edit count stand before the samples.
    fn of(body: u64, size: i64, available: u64) -> Self {
        let is_open = size < 4;
        let size = if is_open { available } else { size as u64 };
        Self {
            start: body + 4.min(available),
            len: size.min(available).saturating_sub(4),
            missing: size.saturating_sub(available),
            is_open,
        }
    }
}

impl PacketTable {
    fn read<S: Source>(source: &mut S, body: u64) -> Result<Self, Error> {
        let octets: [u8; 24] = array_at(source, body, "pakt chunk")?;
        let [
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            v0,
            v1,
            v2,
            v3,
            v4,
            v5,
            v6,
            v7,
            rest @ ..,
        ] = octets;
        let [p0, p1, p2, p3, remainder @ ..] = rest;
        Ok(Self {
            valid_frames: i64::from_be_bytes([v0, v1, v2, v3, v4, v5, v6, v7]),
            priming_frames: i32::from_be_bytes([p0, p1, p2, p3]),
            remainder_frames: i32::from_be_bytes(remainder),
        })
    }
}
