//! Apple's Core Audio Format: samples that need no codec, blocks, and packets by their table.
//!
//! Source: Apple, "Apple Core Audio Format Specification 1.0" (2011); names of formats from Apple's
//! `CoreAudioBaseTypes.h`.

mod packets;

use std::io::SeekFrom;
use std::ops::Range;

use super::{channel_layout, joined, mpeg};
use crate::bytes::{array_at, read_at};
use crate::chunks::account::{Count, Entry, Weight};
use crate::chunks::{self, Chunk, Dialect, Walked};
use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::gsm::{Decoder, RawGsm};
use crate::decode::codecs::ima::QtIma;
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{End, Trim, Trimmer};
use crate::decode::{DamageKind, Output, Source, SourceFormat};
use crate::error::remark::{self, Counter};
use crate::error::{self, Action, Actual, Error, Expected, Part, What};
use crate::kind::Kind;
use crate::pcm::ChannelMask;
use crate::riff::facts::Extent;

/// Flags of linear PCM.
const IS_FLOAT: u32 = 1;
const IS_LITTLE_ENDIAN: u32 = 2;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    joined::each(start, Kind::Caf, output, |start, output| {
        one(source, start, output)
    })
}

/// Decodes the file at `start`; returns where the next one is.
fn one<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<Option<u64>, Error> {
    // Nothing in the file says where it ends.
    let walked = chunks::walk(source, Dialect::Caf, start, u64::MAX, &mut |_, _| None)?;
    let found = KnownChunks::read(source, &walked.chunks)?;
    let Some(description) = &found.description else {
        return Err(missing("desc", walked.end));
    };
    let data = walked.chunks.iter().find(|chunk| chunk.id == *b"data");
    let data = data.ok_or_else(|| missing("data", walked.end))?;
    // Before a decoder is made, which has something for each of them.
    output
        .limits()
        .check_channels(description.n_channels as usize)?;
    let mut samples = description.samples(&found)?;
    // All of it is of one kind: nothing may be taken for padding because a size says nothing.
    let mut entries = walked.entries(u64::MAX);
    entries.extend(lengths(&walked));
    entries.extend(Entry::rounded(description.rate));
    entries.extend(description.contradiction());
    let trim = found.trim();
    let mut trimmer = Trimmer::new(trim);
    match &mut samples {
        Samples::Linear(layout) => output.in_order(&walked.pieces, entries, |piece, output| {
            seek(source, &piece)?;
            linear::decode(source, piece.end - piece.start, layout, output)
        })?,
        Samples::Blocks(decoder, format) => {
            let is_cut = data.extent == Extent::Short;
            let in_piece = |piece: &Range<u64>| decoder.n_frames(piece.end - piece.start);
            let n_frames = walked.pieces.iter().map(in_piece).sum();
            entries.extend(
                found
                    .count(n_frames, trim)
                    .filter(|_| !is_cut)
                    .and_then(Count::entry),
            );
            output.in_order(&walked.pieces, entries, |piece, output| {
                seek(source, &piece)?;
                let len = piece.end - piece.start;
                blocks::decode(source, len, decoder.as_mut(), format, &mut trimmer, output)
            })?;
        }
        Samples::Mpeg => {
            output.in_order(&walked.pieces, entries, |piece, output| {
                mpeg::decode_range(source, piece, output)
            })?;
            if let Some(format) = &mut output.format {
                format.container = "CAF";
            }
        }
        Samples::Packets(track) => {
            // The table is that of the first one.
            if let [_, further, ..] = &walked.pieces[..] {
                let detail = remark::Caf::SecondData {
                    offset: further.start,
                };
                output.damage(DamageKind::Gap, None, detail);
            }
            let table = packets::Table::find(&walked.chunks, description);
            let range = data.body + 4..data.body + data.len.max(4);
            let pieces = std::slice::from_ref(&range);
            output.in_order(pieces, entries, |range, output| {
                packets::decode(source, range, &table, track, trim, output)
            })?;
        }
    }
    Ok(walked.next)
}

fn seek<S: Source>(source: &mut S, piece: &Range<u64>) -> Result<(), Error> {
    source
        .seek(SeekFrom::Start(piece.start))
        .map_err(Error::io(Action::Seek))?;
    Ok(())
}

fn missing(id: &'static str, position: u64) -> Error {
    Error::malformed(
        Part::Chunks,
        position,
        Expected::Chunk { id },
        Actual::Missing,
    )
}

/// What the `data` chunks claim.
fn lengths(walked: &Walked) -> Vec<Entry> {
    let data: Vec<&Chunk> = walked
        .chunks
        .iter()
        .filter(|chunk| chunk.id == *b"data")
        .collect();
    let several = (data.len() > 1)
        .then(|| Entry::last(Weight::Note, remark::Chunks::DataChunks { n: data.len() }));
    let lengths = data.iter().filter_map(|chunk| match chunk.extent {
        Extent::Exact => None,
        Extent::Open => Some(Entry::open()),
        Extent::Short => Some(Entry::cut(chunk.declared_len - chunk.len, 0)),
    });
    several.into_iter().chain(lengths).collect()
}

/// The chunks that matter.
#[derive(Default)]
pub(super) struct KnownChunks {
    description: Option<Description>,
    layout: Option<ChannelLayout>,
    packets: Option<PacketTable>,
    /// The configuration of the codec.
    pub cookie: Option<Vec<u8>>,
}

/// The `desc` chunk.
#[derive(Clone, Copy)]
pub(super) struct Description {
    pub rate_hz: u32,
    /// As it stands there: it may be no whole number.
    rate: f64,
    pub format: [u8; 4],
    flags: u32,
    pub packet_octets: u32,
    pub packet_frames: u32,
    pub n_channels: u32,
    bits: u32,
}

/// The start of the `chan` chunk.
#[derive(Clone, Copy)]
struct ChannelLayout {
    tag: u32,
    bitmap: u32,
}

/// The header of the `pakt` chunk.
#[derive(Clone, Copy)]
pub(super) struct PacketTable {
    valid_frames: i64,
    pub priming_frames: i32,
    remainder_frames: i32,
}

/// A configuration is no longer than this, octets.
const MAX_COOKIE: u64 = 1 << 16;

impl KnownChunks {
    /// Each chunk where it stands first; one that is too short to be what it says does not count.
    fn read<S: Source>(source: &mut S, chunks: &[Chunk]) -> Result<Self, Error> {
        let mut found = Self::default();
        for chunk in chunks {
            match &chunk.id {
                b"desc" if chunk.len >= 32 && found.description.is_none() => {
                    found.description = Some(Description::read(source, chunk.body)?);
                }
                b"chan" if chunk.len >= 12 && found.layout.is_none() => {
                    found.layout = Some(ChannelLayout::read(source, chunk.body)?);
                }
                b"pakt" if chunk.len >= 24 && found.packets.is_none() => {
                    found.packets = Some(PacketTable::read(source, chunk.body)?);
                }
                b"kuki" if chunk.len <= MAX_COOKIE && found.cookie.is_none() => {
                    let mut cookie = vec![0; chunk.len as usize];
                    read_at(source, chunk.body, &mut cookie, Part::chunk("kuki"))?;
                    found.cookie = Some(cookie);
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// Frames to be left out at the start, by the packet table.
    pub fn priming_frames(&self) -> u64 {
        let packets = self.packets.as_ref();
        packets.map_or(0, |packets| {
            u64::try_from(packets.priming_frames).unwrap_or(0)
        })
    }

    fn trim(&self) -> Trim {
        let Some(packets) = &self.packets else {
            return Trim::default();
        };
        let start = self.priming_frames();
        let is_padded = packets.priming_frames > 0 || packets.remainder_frames > 0;
        let end = match u64::try_from(packets.valid_frames) {
            Ok(n) if n > 0 && is_padded => End::After(n),
            _ => End::Open,
        };
        Trim { start, end }
    }

    /// The frames that the packet table promises of blocks, and those that are there.
    fn count(&self, n_frames: u64, trim: Trim) -> Option<Count> {
        let description = self.description.as_ref()?;
        let End::After(valid) = trim.end else {
            return None;
        };
        Some(Count {
            by: Counter::PacketTable,
            promised: valid.saturating_add(trim.start),
            n_frames,
            of_a_block: u64::from(description.packet_frames).max(1),
            n_channels: 1,
            rate_hz: description.rate_hz,
        })
    }
}

impl ChannelLayout {
    fn read<S: Source>(source: &mut S, body: u64) -> Result<Self, Error> {
        let [a, b, c, d, bitmap @ ..]: [u8; 8] = array_at(source, body, Part::chunk("chan"))?;
        Ok(Self {
            tag: u32::from_be_bytes([a, b, c, d]),
            bitmap: u32::from_be_bytes(bitmap),
        })
    }
}

impl Description {
    fn read<S: Source>(source: &mut S, body: u64) -> Result<Self, Error> {
        let octets: [u8; 32] = array_at(source, body, Part::chunk("desc"))?;
        let [r0, r1, r2, r3, r4, r5, r6, r7, a, b, c, d, fields @ ..] = octets;
        let field = |i: usize| {
            let octets = fields.get(4 * i..).and_then(|f| f.first_chunk::<4>());
            octets.copied().map_or(0, u32::from_be_bytes)
        };
        let rate = f64::from_be_bytes([r0, r1, r2, r3, r4, r5, r6, r7]);
        Ok(Self {
            // Far beyond any limit is as good as beyond it; a NaN is 0.
            rate_hz: rate.round().clamp(0.0, f64::from(u32::MAX)) as u32,
            rate,
            format: [a, b, c, d],
            flags: field(0),
            packet_octets: field(1),
            packet_frames: field(2),
            n_channels: field(3),
            bits: field(4),
        })
    }

    fn samples(&self, found: &KnownChunks) -> Result<Samples, Error> {
        let n_channels = self.n_channels as usize;
        let mask = found
            .layout
            .map_or(0, |layout| channel_layout::mask(layout.tag, layout.bitmap));
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
            b"ima4" => {
                let decoder = QtIma::new(n_channels);
                Samples::Blocks(Box::new(decoder), format("IMA ADPCM", None))
            }
            b"agsm" if n_channels == 1 => {
                let decoder = RawGsm(Decoder::new());
                Samples::Blocks(Box::new(decoder), format("GSM 6.10", None))
            }
            b".mp1" | b".mp2" | b".mp3" => Samples::Mpeg,
            _ => Samples::Packets(packets::Track::of(self, found)?),
        })
    }

    /// Samples of an octet, and packets that are not one for each channel.
    fn contradiction(&self) -> Option<Entry> {
        let is_law = matches!(&self.format, b"alaw" | b"ulaw");
        let octets = u64::from(self.n_channels) * u64::from(self.packet_frames);
        let is_right = [0, octets].contains(&u64::from(self.packet_octets));
        let detail = remark::Chunks::LawPackets {
            n_channels: self.n_channels,
            packet_frames: self.packet_frames,
            packet_octets: self.packet_octets,
        };
        let weight = Weight::Damage(DamageKind::Contradiction);
        (is_law && !is_right).then(|| Entry::last(weight, detail))
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
                what: What::Holds {
                    container: "CAF",
                    coding: error::Coding::PcmInPackets {
                        bits: self.bits,
                        octets: self.packet_octets,
                    },
                },
            }),
        }
    }
}

/// How the samples are coded.
enum Samples {
    Linear(Layout),
    Blocks(Box<dyn BlockDecoder>, SourceFormat),
    /// Frames of MPEG audio, which are found by their headers.
    Mpeg,
    /// In packets.
    Packets(packets::Track),
}

impl PacketTable {
    fn read<S: Source>(source: &mut S, body: u64) -> Result<Self, Error> {
        let octets: [u8; 24] = array_at(source, body, Part::chunk("pakt"))?;
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
