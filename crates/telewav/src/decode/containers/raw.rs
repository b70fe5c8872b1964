//! Headerless sound: samples, and not a word on what they are. Someone has to say.

use std::fmt;
use std::io::SeekFrom;
use std::str::FromStr;

use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::g722::G722;
use crate::decode::codecs::g726::{BitOrder, G726};
use crate::decode::codecs::gsm::{Decoder, FRAME_OCTETS, RawGsm};
use crate::decode::codecs::vox::Vox;
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{Trim, Trimmer};
use crate::decode::{DamageKind, Output, Source, SourceFormat, part};
use crate::error::remark::Remark;
use crate::error::{Action, Asked, Error, Problem};
use crate::kind::{Foreign, Kind};
use crate::pcm::ChannelMask;

/// So many octets of codes, at least, are decoded at a time.
const BLOCK_OCTETS: usize = 256;

/// How the samples of a headerless file are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RawEncoding {
    /// G.711 A-law.
    Alaw,
    /// G.711 µ-law.
    Ulaw,
    /// Signed, 8 bits.
    S8,
    /// Unsigned, 8 bits.
    U8,
    /// Signed, 16 bits, little-endian.
    S16le,
    /// Signed, 16 bits, big-endian.
    S16be,
    /// Signed, 24 bits, little-endian.
    S24le,
    /// Signed, 24 bits, big-endian.
    S24be,
    /// Signed, 32 bits, little-endian.
    S32le,
    /// Signed, 32 bits, big-endian.
    S32be,
    /// Floating point, 32 bits, little-endian.
    F32le,
    /// Floating point, 32 bits, big-endian.
    F32be,
    /// Floating point, 64 bits, little-endian.
    F64le,
    /// Floating point, 64 bits, big-endian.
    F64be,
    /// GSM full rate: frames of 33 octets.
    Gsm,
    /// Dialogic (OKI) ADPCM, four bits a sample.
    Vox,
    /// G.722 of 64 kbit/s.
    G722,
    /// G.722 of 56 kbit/s: the least significant bit of each octet is other data.
    G722_56,
    /// G.722 of 48 kbit/s: the two least significant bits of each octet are other data.
    G722_48,
    /// G.726 of 2 bits a sample, 16 kbit/s, the first code in the least significant bits: RFC 3551, Asterisk.
    G726_16le,
    /// G.726 of 2 bits a sample, 16 kbit/s, the first code in the most significant bits.
    G726_16be,
    /// The same of 3 bits, 24 kbit/s.
    G726_24le,
    /// The same of 3 bits, 24 kbit/s, the most significant bits first.
    G726_24be,
    /// The same of 4 bits, 32 kbit/s.
    G726_32le,
    /// The same of 4 bits, 32 kbit/s, the most significant bits first.
    G726_32be,
    /// The same of 5 bits, 40 kbit/s.
    G726_40le,
    /// The same of 5 bits, 40 kbit/s, the most significant bits first.
    G726_40be,
}

impl RawEncoding {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::Alaw,
        Self::Ulaw,
        Self::S8,
        Self::U8,
        Self::S16le,
        Self::S16be,
        Self::S24le,
        Self::S24be,
        Self::S32le,
        Self::S32be,
        Self::F32le,
        Self::F32be,
        Self::F64le,
        Self::F64be,
        Self::Gsm,
        Self::Vox,
        Self::G722,
        Self::G722_56,
        Self::G722_48,
        Self::G726_16le,
        Self::G726_16be,
        Self::G726_24le,
        Self::G726_24be,
        Self::G726_32le,
        Self::G726_32be,
        Self::G726_40le,
        Self::G726_40be,
    ];

    /// The word for it, as in `s16le`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alaw => "alaw",
            Self::Ulaw => "ulaw",
            Self::S8 => "s8",
            Self::U8 => "u8",
            Self::S16le => "s16le",
            Self::S16be => "s16be",
            Self::S24le => "s24le",
            Self::S24be => "s24be",
            Self::S32le => "s32le",
            Self::S32be => "s32be",
            Self::F32le => "f32le",
            Self::F32be => "f32be",
            Self::F64le => "f64le",
            Self::F64be => "f64be",
            Self::Gsm => "gsm",
            Self::Vox => "vox",
            Self::G722 => "g722",
            Self::G722_56 => "g722-56",
            Self::G722_48 => "g722-48",
            Self::G726_16le => "g726-16le",
            Self::G726_16be => "g726-16be",
            Self::G726_24le => "g726-24le",
            Self::G726_24be => "g726-24be",
            Self::G726_32le => "g726-32le",
            Self::G726_32be => "g726-32be",
            Self::G726_40le => "g726-40le",
            Self::G726_40be => "g726-40be",
        }
    }

    /// Coding, and whether it is big-endian; `None` for what needs a decoder.
    fn coding(self) -> Option<(Coding, bool)> {
        Some(match self {
            Self::Alaw => (Coding::Alaw, false),
            Self::Ulaw => (Coding::Ulaw, false),
            Self::S8 => (Coding::Signed(1), false),
            Self::U8 => (Coding::Unsigned8, false),
            Self::S16le => (Coding::Signed(2), false),
            Self::S16be => (Coding::Signed(2), true),
            Self::S24le => (Coding::Signed(3), false),
            Self::S24be => (Coding::Signed(3), true),
            Self::S32le => (Coding::Signed(4), false),
            Self::S32be => (Coding::Signed(4), true),
            Self::F32le => (Coding::Float32, false),
            Self::F32be => (Coding::Float32, true),
            Self::F64le => (Coding::Float64, false),
            Self::F64be => (Coding::Float64, true),
            _ => return None,
        })
    }

    /// What needs a decoder, in words; `None` for samples.
    fn codec(self) -> Option<&'static str> {
        Some(match self {
            Self::Gsm => "GSM 6.10",
            Self::Vox => "Dialogic ADPCM",
            Self::G722 | Self::G722_56 | Self::G722_48 => "G.722",
            _ if self.g726().is_some() => "G.726 ADPCM",
            _ => return None,
        })
    }

    /// Bits of a code of G.726, and their order.
    fn g726(self) -> Option<(u32, BitOrder)> {
        Some(match self {
            Self::G726_16le => (2, BitOrder::LeastFirst),
            Self::G726_16be => (2, BitOrder::MostFirst),
            Self::G726_24le => (3, BitOrder::LeastFirst),
            Self::G726_24be => (3, BitOrder::MostFirst),
            Self::G726_32le => (4, BitOrder::LeastFirst),
            Self::G726_32be => (4, BitOrder::MostFirst),
            Self::G726_40le => (5, BitOrder::LeastFirst),
            Self::G726_40be => (5, BitOrder::MostFirst),
            _ => return None,
        })
    }

    /// The decoder of codes that follow one another; `None` for samples and for GSM.
    fn decoder(self) -> Option<Box<dyn BlockDecoder>> {
        Some(match self {
            Self::Vox => Box::new(Vox::new(1, BLOCK_OCTETS)?),
            Self::G722 => Box::new(G722::new(0, BLOCK_OCTETS)),
            Self::G722_56 => Box::new(G722::new(1, BLOCK_OCTETS)),
            Self::G722_48 => Box::new(G722::new(2, BLOCK_OCTETS)),
            _ => {
                let (bits, order) = self.g726()?;
                Box::new(G726::new(bits, order, BLOCK_OCTETS)?)
            }
        })
    }
}

/// What a headerless file holds.
///
/// ```
/// use telewav::decode::{RawEncoding, RawFormat};
/// let raw: RawFormat = "s16le:16000:2".parse().unwrap();
/// assert_eq!((raw.encoding, raw.rate_hz, raw.n_channels), (RawEncoding::S16le, 16_000, 2));
/// assert_eq!(RawFormat::of_extension("sln16").unwrap().to_string(), "s16le:16000");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RawFormat {
    /// How a sample is coded.
    pub encoding: RawEncoding,
    /// Frames per second.
    pub rate_hz: u32,
    /// Number of channels, whose samples take turns.
    pub n_channels: u16,
}

impl RawFormat {
    /// One channel.
    pub fn mono(encoding: RawEncoding, rate_hz: u32) -> Self {
        Self {
            encoding,
            rate_hz,
            n_channels: 1,
        }
    }

    /// What files with this extension (any case, without the dot) hold when they have no header: those
    /// of Asterisk, FreeSWITCH, SoX and ffmpeg; `vox` is Dialogic ADPCM of 8000 Hz, as SoX has it (6000 Hz are told
    /// by nothing), `g722` is of 64 kbit/s, and `g726-32` is as Asterisk writes it. `None` for those that say too little, as `raw` and `pcm`.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Some(match extension.as_str() {
            "al" | "alaw" | "alw" | "g711a" | "pcma" => Self::mono(RawEncoding::Alaw, 8000),
            "ul" | "ulaw" | "ulw" | "mu" | "mulaw" | "g711u" | "pcmu" => {
                Self::mono(RawEncoding::Ulaw, 8000)
            }
            "gsm" => Self::mono(RawEncoding::Gsm, 8000),
            "vox" => Self::mono(RawEncoding::Vox, 8000),
            "g722" | "722" => Self::mono(RawEncoding::G722, 16_000),
            "g726-16" => Self::mono(RawEncoding::G726_16le, 8000),
            "g726-24" => Self::mono(RawEncoding::G726_24le, 8000),
            "g726-32" => Self::mono(RawEncoding::G726_32le, 8000),
            "g726-40" => Self::mono(RawEncoding::G726_40le, 8000),
            // Asterisk's signed linear, by its rate in kHz.
            "sln" | "slin" | "sln8" => Self::mono(RawEncoding::S16le, 8000),
            "sln12" => Self::mono(RawEncoding::S16le, 12_000),
            "sln16" => Self::mono(RawEncoding::S16le, 16_000),
            "sln24" => Self::mono(RawEncoding::S16le, 24_000),
            "sln32" => Self::mono(RawEncoding::S16le, 32_000),
            "sln44" => Self::mono(RawEncoding::S16le, 44_100),
            "sln48" => Self::mono(RawEncoding::S16le, 48_000),
            "sln96" => Self::mono(RawEncoding::S16le, 96_000),
            "sln192" => Self::mono(RawEncoding::S16le, 192_000),
            _ => return None,
        })
    }

    /// Whether a file whose content says this may be headerless sound of this format.
    pub(in crate::decode) fn may_be(self, kind: Kind) -> bool {
        // Zeros are silence in linear samples, and no sound in any other.
        let zeros_are_silence = !matches!(
            self.encoding.coding(),
            None | Some((Coding::Alaw | Coding::Ulaw | Coding::Unsigned8, _))
        );
        kind == Kind::Unknown || (kind == Kind::Foreign(Foreign::Zeros) && zeros_are_silence)
    }

    fn source_format(self) -> SourceFormat {
        let (codec, bits) = match self.encoding.coding() {
            None => (self.encoding.codec().unwrap_or_default(), None),
            Some((Coding::Alaw, _)) => ("A-law", Some(8)),
            Some((Coding::Ulaw, _)) => ("µ-law", Some(8)),
            Some((Coding::Float32, _)) => ("floating-point PCM", Some(32)),
            Some((Coding::Float64, _)) => ("floating-point PCM", Some(64)),
            Some((Coding::Unsigned8, _)) => ("linear PCM", Some(8)),
            Some((Coding::Signed(octets), _)) => ("linear PCM", Some(8 * u32::from(octets))),
        };
        SourceFormat {
            container: Kind::Headerless.container(),
            codec: codec.to_owned(),
            rate_hz: self.rate_hz,
            n_channels: usize::from(self.n_channels),
            bits,
            mask: ChannelMask::UNKNOWN,
        }
    }
}

impl fmt::Display for RawFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.encoding.name(), self.rate_hz)?;
        if self.n_channels == 1 {
            return Ok(());
        }
        write!(f, ":{}", self.n_channels)
    }
}

impl FromStr for RawFormat {
    type Err = Error;

    /// `ENCODING:RATE` or `ENCODING:RATE:CHANNELS`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid = |problem| Error::InvalidOptions {
            option: Asked::Headerless {
                text: text.to_owned(),
            },
            problem,
        };
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let encoding = RawEncoding::ALL
            .into_iter()
            .find(|encoding| encoding.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| {
                let names = RawEncoding::ALL.map(RawEncoding::name).to_vec();
                invalid(Problem::NoSuchEncoding { names })
            })?;
        let rate_hz = parts.next().and_then(|rate| rate.parse().ok());
        let n_channels = parts.next().map_or(Some(1), |n| n.parse().ok());
        let (Some(rate_hz), Some(n_channels), None) = (rate_hz, n_channels, parts.next()) else {
            return Err(invalid(Problem::HeaderlessForm));
        };
        if let Some(encoding) = encoding.codec().filter(|_| n_channels != 1) {
            return Err(invalid(Problem::OneChannel { encoding }));
        }
        Ok(Self {
            encoding,
            rate_hz,
            n_channels,
        })
    }
}

impl RawFormat {
    /// What a file that is GSM by its content holds.
    pub(in crate::decode) const GSM: Self = Self {
        encoding: RawEncoding::Gsm,
        rate_hz: 8000,
        n_channels: 1,
    };
}

/// Decodes all of `source` as samples of this format.
pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    raw: RawFormat,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    output.kind = Kind::Headerless;
    let len = part::to_the_end(source, 0)?.end;
    source
        .seek(SeekFrom::Start(0))
        .map_err(Error::io(Action::Seek))?;
    let format = raw.source_format();
    let Some((coding, big_endian)) = raw.encoding.coding() else {
        if let Some(mut decoder) = raw.encoding.decoder() {
            let mut trimmer = Trimmer::new(Trim::default());
            return blocks::decode(source, len, decoder.as_mut(), &format, &mut trimmer, output);
        }
        return gsm_frames(source, len, &format, output);
    };
    let layout = Layout {
        coding,
        big_endian,
        format,
    };
    linear::decode(source, len, &layout, output)
}

fn gsm_frames<S: Source>(
    source: &mut S,
    len: u64,
    format: &SourceFormat,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let mut decoder = RawGsm(Decoder::new());
    let mut trimmer = Trimmer::new(Trim::default());
    blocks::decode(source, len, &mut decoder, format, &mut trimmer, output)?;
    if !len.is_multiple_of(FRAME_OCTETS as u64) {
        output.damage(
            DamageKind::EarlyEnd,
            output.duration_s,
            Remark::EndsInGsmFrame,
        );
    }
    Ok(())
}
