//! [`WavFacts`]: what stands in the header of a RIFF/WAVE file, field by field, right or wrong.

use std::ops::Range;

use super::{
    WAVE_FORMAT_ALAW, WAVE_FORMAT_DIALOGIC_OKI_ADPCM, WAVE_FORMAT_G721_ADPCM, WAVE_FORMAT_G722,
    WAVE_FORMAT_G722_APICOM, WAVE_FORMAT_G723_ADPCM, WAVE_FORMAT_G726, WAVE_FORMAT_G726_ADPCM,
    WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_MULAW, WAVE_FORMAT_OKI_ADPCM, WAVE_FORMAT_PCM,
    WAVE_FORMAT_YAMAHA_ADPCM, format_tag_name,
};
use crate::chunks::Oddity;
pub(crate) use crate::chunks::is_placeholder;
use serde::{Serialize, Serializer};

pub use crate::chunks::{Extent, Pad};

/// The four magic octets of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `RIFF`, little-endian: what platforms mean by WAV.
    Riff,
    /// `RIFX`, the same in big-endian.
    Rifx,
    /// `RF64` or `BW64`, with 64-bit sizes in a `ds64` chunk.
    Rf64,
    /// Sony Wave64: GUIDs for names, 64-bit sizes everywhere.
    W64,
}

/// What a chunk that a prompt has no use for holds. [`Display`](std::fmt::Display) is English.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChunkNote {
    /// Broadcast metadata (EBU Tech 3285).
    Broadcast,
    /// An ID3 tag.
    Id3,
    /// Cue points.
    CuePoints,
    /// Loops for samplers.
    SamplerLoops,
    /// Nothing.
    Filler,
    /// Metadata in XML.
    Xml,
    /// Peak levels.
    PeakLevels,
    /// A list: its kind, and the program that wrote the file, as `INFO ISFT "Lavf59.27.100"`.
    List(String),
}

impl ChunkNote {
    /// Whether it says that ffmpeg wrote the file.
    pub(crate) fn is_by_ffmpeg(&self) -> bool {
        matches!(self, Self::List(list) if list.contains("Lavf"))
    }
}

/// An English text.
impl Serialize for ChunkNote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One chunk, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chunk {
    /// Four-character code.
    pub id: [u8; 4],
    /// Where its 8-byte header starts, in bytes from the start of the file.
    pub offset: u64,
    /// The length field: octets of content without header and pad byte.
    pub declared_len: u64,
    /// The octets of content that are really there.
    pub len: u64,
    /// Whether the pad byte is where it should be.
    pub pad: Pad,
    /// What it holds, where that can be told in a few words: `INFO ISFT "Lavf59.27.100"`.
    pub note: Option<ChunkNote>,
}

impl Chunk {
    /// Where the content starts, in bytes from the start of the file.
    pub fn body(&self) -> u64 {
        self.offset + 8
    }

    /// The four-character code as text, quoted for messages, e.g. `"fmt "`.
    pub fn name(&self) -> String {
        format!("\"{}\"", self.id.escape_ascii())
    }
}

/// The content of the `fmt ` chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fmt {
    /// Where the chunk starts, in bytes from the start of the file.
    pub offset: u64,
    /// Length of the content: 16, 18 or 40 in honest files.
    pub len: u64,
    /// `wFormatTag`, as it stands.
    pub tag: u16,
    /// `nChannels`.
    pub n_channels: u16,
    /// `nSamplesPerSec`.
    pub rate_hz: u32,
    /// `nAvgBytesPerSec`.
    pub byte_rate: u32,
    /// `nBlockAlign`.
    pub block_align: u16,
    /// `wBitsPerSample`.
    pub bits: u16,
    /// `cbSize`; `None` in a chunk of 16.
    pub cb_size: Option<u16>,
    /// The tag in the sub-format GUID of WAVE_FORMAT_EXTENSIBLE.
    pub sub_tag: Option<u16>,
    /// `dwChannelMask` of WAVE_FORMAT_EXTENSIBLE.
    pub channel_mask: Option<u32>,
}

impl Fmt {
    /// The tag that says how samples are coded: that of the GUID for WAVE_FORMAT_EXTENSIBLE.
    pub fn codec_tag(&self) -> u16 {
        self.sub_tag.unwrap_or(self.tag)
    }

    /// The coding in words, with its tag.
    pub fn codec_name(&self) -> String {
        let tag = self.codec_tag();
        match format_tag_name(tag) {
            Some(name) => name.to_owned(),
            None => format!("format tag 0x{tag:04X}"),
        }
    }

    /// Octets of one sample of one channel in the file, 1 to 8; `None` if the fields make no sense
    /// together. The container may be wider than the bits in it.
    pub fn sample_octets(&self) -> Option<u16> {
        // An octet of G.711 is an octet, whatever the other fields say.
        if matches!(self.codec_tag(), WAVE_FORMAT_ALAW | WAVE_FORMAT_MULAW) {
            return Some(1);
        }
        let channels = self.n_channels;
        let needed = self.bits.div_ceil(8);
        let container = if channels > 0 && self.block_align.is_multiple_of(channels) {
            (self.block_align / channels).max(needed)
        } else {
            needed
        };
        // Some writers put the whole file's or a wrong frame's size here; then trust the bits.
        let octets = if container > needed.next_power_of_two() {
            needed
        } else {
            container
        };
        (1..=8).contains(&octets).then_some(octets)
    }

    /// Bits of a code that stands for a sample, where codes of one size follow one another without blocks; `None` for other
    /// codings, and where the fields leave it open. G.722 has eight bits for two samples.
    pub(crate) fn code_bits(&self) -> Option<u32> {
        match self.codec_tag() {
            WAVE_FORMAT_OKI_ADPCM
            | WAVE_FORMAT_DIALOGIC_OKI_ADPCM
            | WAVE_FORMAT_YAMAHA_ADPCM
            | WAVE_FORMAT_G721_ADPCM => matches!(self.bits, 0 | 4).then_some(4),
            WAVE_FORMAT_G722 => Some(4),
            // ffmpeg takes this tag for G.726, whose rate is another.
            WAVE_FORMAT_G722_APICOM => (self.rate_hz == 16_000).then_some(4),
            WAVE_FORMAT_G723_ADPCM | WAVE_FORMAT_G726 | WAVE_FORMAT_G726_ADPCM => {
                let is_size = |bits: &u32| (2..=5).contains(bits);
                let by_rate = (u64::from(self.byte_rate) * 8).checked_div(self.rate_hz.into());
                let by_rate = by_rate.and_then(|bits| u32::try_from(bits).ok());
                let bits = Some(u32::from(self.bits)).filter(is_size);
                let bits = bits.or(by_rate.filter(is_size));
                // What ffmpeg writes so is no G.726: the predictor's zeros leak as they do at the other rates.
                bits.filter(|bits| (self.codec_tag(), *bits) != (WAVE_FORMAT_G726, 5))
            }
            _ => None,
        }
    }

    /// Octets of one frame; `None` for codings whose frames are not of one size.
    pub fn frame_octets(&self) -> Option<u64> {
        match self.codec_tag() {
            WAVE_FORMAT_PCM | WAVE_FORMAT_IEEE_FLOAT | WAVE_FORMAT_ALAW | WAVE_FORMAT_MULAW => {
                let octets = u64::from(self.sample_octets()?) * u64::from(self.n_channels);
                (octets > 0).then_some(octets)
            }
            _ => None,
        }
    }
}

/// The `fact` chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fact {
    /// Where the chunk starts, in bytes from the start of the file.
    pub offset: u64,
    /// Length of the content; 4 in honest files.
    pub len: u64,
    /// `dwSampleLength`, frames; `None` if the chunk is too short to hold it.
    pub n_frames: Option<u32>,
}

/// A `data` chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Data {
    /// Where the first sample is, in bytes from the start of the file.
    pub offset: u64,
    /// The length field.
    pub declared_len: u64,
    /// The octets that are really there.
    pub len: u64,
    /// How the two agree.
    pub extent: Extent,
}

/// Everything that stands in the header of a RIFF/WAVE file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WavFacts {
    /// The magic.
    pub form: Form,
    /// Octets before the magic: an ID3v2 tag some program put there.
    pub prefix_len: u64,
    /// Length of the whole file in bytes.
    pub file_len: u64,
    /// The RIFF length field (of `ds64` in RF64): should be the file's length less 8.
    pub riff_size: u64,
    /// All chunks in file order.
    pub chunks: Vec<Chunk>,
    /// The first `fmt ` chunk.
    pub fmt: Fmt,
    /// The first `fact` chunk.
    pub fact: Option<Fact>,
    /// All `data` chunks in file order; at least one.
    pub data: Vec<Data>,
    /// Octets after the last chunk.
    pub trailing_len: u64,
    /// Where the samples are: in the `data` chunks, without what stands among them and is none.
    pub(crate) pieces: Vec<Range<u64>>,
    /// What else there is, in file order.
    pub(crate) oddities: Vec<Oddity>,
    /// Where another file of this form starts, behind this one.
    pub(crate) next: Option<u64>,
    /// Frames by the `ds64` chunk.
    pub(crate) n_frames_64: Option<u64>,
}

impl WavFacts {
    /// Whether the numbers in the file are big-endian.
    pub fn is_big_endian(&self) -> bool {
        self.form == Form::Rifx
    }

    /// Octets of all samples.
    pub fn data_len(&self) -> u64 {
        self.pieces
            .iter()
            .map(|piece| piece.end - piece.start)
            .sum()
    }

    /// Octets of one frame; `None` for codings whose frames are not of one size.
    pub fn frame_octets(&self) -> Option<u64> {
        self.fmt.frame_octets()
    }

    /// Whole frames in the file, by `fmt ` and the octets really there; `None` for codings whose
    /// frames are not of one size.
    pub fn n_frames(&self) -> Option<u64> {
        let frame = self.frame_octets()?;
        let frames_in = |piece: &Range<u64>| (piece.end - piece.start) / frame;
        Some(self.pieces.iter().map(frames_in).sum())
    }

    /// Where the file ends by its RIFF length field; `None` if that says nothing.
    pub(crate) fn claimed_end(&self) -> Option<u64> {
        let is_told = self.riff_size > 0 && !is_placeholder(self.riff_size);
        let end = self
            .prefix_len
            .checked_add(8)?
            .checked_add(self.riff_size)?;
        is_told.then_some(end)
    }

    /// Frames by the `fact` chunk, or by `ds64`, if they say something: writers that do not know leave zero or a
    /// placeholder, and of a file that was cut it is known already that frames are missing.
    pub(crate) fn promised_frames(&self) -> Option<u64> {
        let by_fact = self.fact.and_then(|fact| fact.n_frames).map(u64::from);
        let is_told = |n: &u64| *n > 0 && !is_placeholder(*n);
        let promised = by_fact
            .filter(is_told)
            .or(self.n_frames_64.filter(is_told))?;
        (self.missing_len() == 0).then_some(promised)
    }

    /// Takes the content of the `data` chunks for samples, whatever it looks like.
    pub(crate) fn take_all_for_samples(&mut self) {
        let all = self
            .data
            .iter()
            .map(|data| data.offset..data.offset + data.len);
        self.pieces = all.collect();
        self.oddities.clear();
    }

    /// Octets of samples that the header promises and the file does not have: the file was cut. A `data` length that is
    /// the length of the whole file, or that the RIFF length contradicts, is wrong instead.
    pub fn missing_len(&self) -> u64 {
        self.data.iter().map(|data| self.missing_in(data)).sum()
    }

    /// The same of one `data` chunk.
    pub(crate) fn missing_in(&self, data: &Data) -> u64 {
        let file_len = self.file_len - self.prefix_len;
        let is_whole_file = [file_len, file_len - 8].contains(&data.declared_len);
        // An octet more is a pad byte that was counted and not written.
        let is_right = |end: u64| end == self.file_len || end == self.file_len + 1;
        let is_wrong = is_whole_file || self.claimed_end().is_some_and(is_right);
        match data.extent {
            Extent::Short if !is_wrong => data.declared_len - data.len,
            _ => 0,
        }
    }
}
