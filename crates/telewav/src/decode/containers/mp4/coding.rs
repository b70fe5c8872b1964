//! What decodes the samples of a track: a decoder of packets, samples that need none, or blocks of one size.
//!
//! Sources: the MP4 registration authority's lists of codecs and object types; QuickTime File Format Specification
//! (2012), "Sound sample descriptions"; ISO/IEC 23003-5:2020 (`ipcm`, `fpcm`).

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, well_known};

use super::description::Description;
use crate::decode::SourceFormat;
use crate::decode::codecs::{self, aac};
use crate::decode::containers::channel_layout;
use crate::decode::linear;
use crate::error::remark::Mp4;
use crate::error::{self, Actual, Error, Expected, Part, What};
use crate::kind::Kind;
use crate::pcm::ChannelMask;

/// Flags of linear PCM in version 2 of a sound description.
const IS_FLOAT: u32 = 1;
const IS_BIG_ENDIAN: u32 = 2;
const IS_SIGNED: u32 = 4;

/// What ffmpeg does not decode either: what is encrypted, AMR-WB+, AC-4, MPEG-H.
const NO_DECODER: [&[u8; 4]; 6] = [b"enca", b"drms", b"sawp", b"ac-4", b"mha1", b"mhm1"];

/// Rates that sound is recorded at.
const USUAL_RATES_HZ: [u32; 14] = [
    8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
    176_400, 192_000,
];

/// What the samples of a track are.
pub(super) enum Coding {
    /// Packets for a decoder.
    Packets(Packets),
    /// MPEG audio: which layer and rate, its frames say.
    Mpeg,
    /// Frames of samples that need no decoder.
    Linear(linear::Layout),
    /// IMA ADPCM in blocks of 64 frames.
    Ima(SourceFormat),
}

impl Coding {
    /// Whether packets are of a lossless codec and say how many frames they have, so that none is filled up.
    pub fn is_lossless(&self) -> bool {
        match self {
            Self::Packets(packets) => {
                let lossless = [well_known::CODEC_ID_ALAC, well_known::CODEC_ID_FLAC];
                lossless.contains(&packets.params.codec)
            }
            Self::Linear(_) | Self::Mpeg | Self::Ima(_) => false,
        }
    }
}

/// Packets, and what is known of them before one is decoded.
pub(super) struct Packets {
    pub params: AudioCodecParameters,
    /// Frames per second of what is decoded.
    pub rate_hz: u32,
    /// Frames of each packet, if all have the same number.
    pub packet_frames: Option<u64>,
    /// Frames of delay that the codec's own header declares.
    pub delay: u64,
}

impl Packets {
    fn new(codec: AudioCodecId, rate_hz: u32, config: Option<Vec<u8>>) -> Self {
        let mut params = AudioCodecParameters::new();
        params.for_codec(codec).with_sample_rate(rate_hz);
        if let Some(config) = config {
            params.with_extra_data(config.into());
        }
        Self {
            params,
            rate_hz,
            packet_frames: None,
            delay: 0,
        }
    }

    fn channels(mut self, n: usize) -> Self {
        if let Ok(n) = u16::try_from(n) {
            self.params.with_channels(Channels::Discrete(n));
        }
        self
    }

    /// MPEG audio, by the header of its first frame.
    pub fn of_mpeg(frame: &[u8]) -> Option<Self> {
        let header = crate::kind::mpeg_header::FrameHeader::parse(frame)?;
        let codec = match header.layer {
            1 => well_known::CODEC_ID_MP1,
            2 => well_known::CODEC_ID_MP2,
            3 => well_known::CODEC_ID_MP3,
            _ => return None,
        };
        let mut packets = Self::new(codec, header.rate_hz(), None);
        packets.packet_frames = Some(header.n_frames() as u64);
        Some(packets)
    }
}

impl Description {
    /// What decodes this. `media_rate_hz` is the rate of the track's clock, for where there was no room for another.
    pub fn coding(&self, media_rate_hz: u32) -> Result<Coding, Error> {
        if let Some(params) = codecs::params_of(self.code) {
            let rate_hz = params.sample_rate.unwrap_or(8000);
            return Ok(Coding::Packets(Packets {
                params,
                rate_hz,
                packet_frames: None,
                delay: 0,
            }));
        }
        match &self.code {
            b"mp4a" => self.mpeg_4(),
            b".mp3" | b"mp3 " | b".mp2" | b".mp1" | b"ms\0\x50" | b"ms\0\x55" => Ok(Coding::Mpeg),
            b"alac" => self.alac(),
            b"fLaC" => self.flac(),
            b"Opus" => self.opus(),
            b"ima4" => Ok(Coding::Ima(self.format("IMA ADPCM", None, media_rate_hz))),
            _ => match self.linear_coding() {
                Some((coding, is_big_endian)) => Ok(Coding::Linear(self.layout(
                    coding,
                    is_big_endian,
                    media_rate_hz,
                ))),
                None => Err(self.unsupported()),
            },
        }
    }

    /// Where the decoder's configuration has a rate that nothing else agrees to: it tells which tables and which speed
    /// are right. The upper band of HE-AAC doubles the rate. Opus has one rate, and the frames of FLAC say theirs.
    pub fn contradiction(&self, config_hz: u32, media_rate_hz: u32) -> Option<Mp4> {
        let is_alike = |a: u32, b: u32| a == b || a == b / 2 || a / 2 == b;
        let is_told = matches!(&self.code, b"mp4a" | b"alac") && self.rate_hz == media_rate_hz;
        (is_told && !is_alike(config_hz, media_rate_hz)).then_some(Mp4::TrackRatesContradict {
            header_hz: media_rate_hz,
            config_hz,
        })
    }

    /// The coding for people, as far as the description tells.
    pub fn codec_name(&self) -> String {
        match self.coding(0) {
            Ok(Coding::Linear(layout)) => layout.format.codec,
            Ok(Coding::Ima(format)) => format.codec,
            Ok(Coding::Mpeg) => "MPEG audio".to_owned(),
            _ => name(self.code).unwrap_or_else(|| match (&self.code, &self.esds) {
                (b"mp4a", Some(esds)) => object_name(esds.object_type),
                _ => format!("\"{}\"", self.code.escape_ascii()),
            }),
        }
    }

    fn unsupported(&self) -> Error {
        let coding = match (name(self.code), &self.code, &self.esds) {
            (Some(name), ..) => error::Coding::named(name),
            (None, b"mp4a", Some(esds)) => error::Coding::named(object_name(esds.object_type)),
            (None, b"mp4a", None) => error::Coding::NoDescriptor,
            (None, code, _) => error::Coding::SoundType {
                id: code.escape_ascii().to_string(),
            },
        };
        let kind = Kind::Mp4;
        let what = What::In { coding, kind };
        match NO_DECODER.contains(&&self.code) {
            true => Error::NoDecoder { what },
            false => Error::Unsupported { what },
        }
    }

    /// `mp4a`: what it is, its descriptor says.
    fn mpeg_4(&self) -> Result<Coding, Error> {
        let Some(esds) = &self.esds else {
            return Err(self.unsupported());
        };
        match esds.object_type {
            // ISO/IEC 14496-3; ISO/IEC 13818-7 low complexity.
            0x40 | 0x67 => {}
            // ISO/IEC 13818-3 and 11172-3.
            0x69 | 0x6B => return Ok(Coding::Mpeg),
            _ => return Err(self.unsupported()),
        }
        let core = aac::core(&esds.config)?;
        // An extension doubles the rate, and only the core is decoded.
        let mut packets = Packets::new(
            well_known::CODEC_ID_AAC,
            core.rate_hz,
            Some(esds.config.clone()),
        );
        packets.packet_frames = Some(aac::PACKET_FRAMES);
        Ok(Coding::Packets(packets))
    }

    /// Source: ALACMagicCookieDescription: frames of a packet, version, bits, ..., channels, ..., rate.
    fn alac(&self) -> Result<Coding, Error> {
        let cookie = self.alac.as_deref().unwrap_or(&[]);
        // Older files have it in two atoms more; a channel layout may stand behind it.
        let Some(fixed) = cookie.first_chunk::<24>() else {
            return Err(malformed("ALAC", Expected::Octets { n: 24 }, cookie.len()));
        };
        let [a, b, c, d, _, bits, _, _, _, n_channels, .., e, f, g, h] = *fixed;
        let rate_hz = u32::from_be_bytes([e, f, g, h]);
        let whole = if cookie.len() >= 48 { 48 } else { 24 };
        let config = cookie[..whole].to_vec();
        let mut packets = Packets::new(well_known::CODEC_ID_ALAC, rate_hz, Some(config))
            .channels(usize::from(n_channels));
        packets
            .params
            .with_bits_per_sample(u32::from(bits))
            .with_max_frames_per_packet(u64::from(u32::from_be_bytes([a, b, c, d])));
        Ok(Coding::Packets(packets))
    }

    /// Source: RFC 9639 (2024), section 8.2: block sizes, frame sizes, rate of 20 bits, channels of 3, bits of 5.
    fn flac(&self) -> Result<Coding, Error> {
        let info = self.flac.as_deref().unwrap_or(&[]);
        let (Some(&[_, _, a, b]), Some(&[c, d, e, f])) = (
            info.first_chunk::<4>(),
            info.get(10..).and_then(|i| i.first_chunk::<4>()),
        ) else {
            return Err(malformed("FLAC", Expected::Octets { n: 34 }, info.len()));
        };
        let fields = u32::from_be_bytes([c, d, e, f]);
        let mut packets =
            Packets::new(well_known::CODEC_ID_FLAC, fields >> 12, Some(info.to_vec()))
                .channels((fields >> 9 & 7) as usize + 1);
        packets
            .params
            .with_bits_per_sample((fields >> 4 & 0x1F) + 1)
            .with_max_frames_per_packet(u64::from(u16::from_be_bytes([a, b])));
        Ok(Coding::Packets(packets))
    }

    fn opus(&self) -> Result<Coding, Error> {
        let Some(&[_, n_channels, a, b]) = self.opus.as_deref().and_then(|o| o.first_chunk())
        else {
            return Err(malformed("Opus", Expected::Octets { n: 11 }, Actual::Fewer));
        };
        // The decoder takes it behind the magic that other containers put in front.
        let config = [&b"OpusHead"[..], self.opus.as_deref().unwrap_or(&[])].concat();
        let mut packets = Packets::new(
            well_known::CODEC_ID_OPUS,
            codecs::opus::RATE_HZ,
            Some(config),
        )
        .channels(usize::from(n_channels));
        packets.delay = u64::from(u16::from_be_bytes([a, b]));
        Ok(Coding::Packets(packets))
    }

    /// How a sample of linear PCM or G.711 is coded, and whether it is big-endian.
    fn linear_coding(&self) -> Option<(linear::Coding, bool)> {
        let signed = |bits: u32| {
            matches!(bits, 8 | 16 | 24 | 32).then_some(linear::Coding::Signed((bits / 8) as u16))
        };
        let float = |bits: u32| match bits {
            32 => Some(linear::Coding::Float32),
            64 => Some(linear::Coding::Float64),
            _ => None,
        };
        let (coding, is_big_endian) = match &self.code {
            b"alaw" => (Some(linear::Coding::Alaw), true),
            b"ulaw" => (Some(linear::Coding::Ulaw), true),
            b"raw " | b"NONE" if self.bits <= 8 => (Some(linear::Coding::Unsigned8), true),
            b"twos" | b"raw " | b"NONE" => (signed(self.bits), true),
            b"sowt" => (signed(self.bits), false),
            b"in24" => (signed(24), !self.is_little_endian),
            b"in32" => (signed(32), !self.is_little_endian),
            b"fl32" => (float(32), !self.is_little_endian),
            b"fl64" => (float(64), !self.is_little_endian),
            b"ipcm" | b"fpcm" => {
                let (flags, bits) = self.pcm_config?;
                let bits = u32::from(bits);
                let coding = if self.code == *b"fpcm" {
                    float(bits)
                } else {
                    signed(bits)
                };
                (coding, flags & 1 == 0)
            }
            b"lpcm" => {
                let flags = self.lpcm_flags?;
                let coding = match (flags & IS_FLOAT != 0, flags & IS_SIGNED != 0, self.bits) {
                    (true, _, bits) => float(bits),
                    (false, true, bits) => signed(bits),
                    (false, false, 8) => Some(linear::Coding::Unsigned8),
                    (false, false, _) => None,
                };
                (coding, flags & IS_BIG_ENDIAN != 0)
            }
            _ => return None,
        };
        Some((coding?, is_big_endian))
    }

    fn layout(&self, coding: linear::Coding, big_endian: bool, rate_hz: u32) -> linear::Layout {
        let octets = coding.octets() as u32;
        let (codec, bits) = match coding {
            linear::Coding::Alaw => ("A-law", 8),
            linear::Coding::Ulaw => ("µ-law", 8),
            linear::Coding::Float32 | linear::Coding::Float64 => ("floating-point PCM", 8 * octets),
            linear::Coding::Unsigned8 | linear::Coding::Signed(_) => ("linear PCM", 8 * octets),
        };
        linear::Layout {
            coding,
            big_endian,
            format: self.format(codec, Some(bits), rate_hz),
        }
    }

    fn format(&self, codec: &str, bits: Option<u32>, media_rate_hz: u32) -> SourceFormat {
        let n_channels = self.n_channels as usize;
        let mask = self
            .layout
            .map_or(0, |(tag, bitmap)| channel_layout::mask(tag, bitmap));
        SourceFormat {
            container: Kind::Mp4.container(),
            codec: codec.to_owned(),
            rate_hz: self.linear_rate(media_rate_hz),
            n_channels,
            bits,
            mask: ChannelMask::of(mask, n_channels),
        }
    }

    /// The rate of samples that say nothing of it themselves: that of the sample entry, which has 16 bits for it in most
    /// versions, or that of the track's clock, if only it is a usual one.
    fn linear_rate(&self, media_rate_hz: u32) -> u32 {
        let is_usual = |rate_hz: u32| USUAL_RATES_HZ.contains(&rate_hz);
        let is_unlikely = !is_usual(self.rate_hz) && is_usual(media_rate_hz);
        match self.rate_hz == 0 || is_unlikely {
            true => media_rate_hz,
            false => self.rate_hz,
        }
    }
}

fn malformed(codec: &'static str, expected: Expected, actual: impl Into<Actual>) -> Error {
    Error::malformed(Part::Configuration { codec }, None, expected, actual)
}

/// What a sample description's code stands for, if that is all there is to say.
fn name(code: [u8; 4]) -> Option<String> {
    let name = match &code {
        b"enca" | b"drms" => "protected sound (DRM)",
        b"samr" => "AMR narrow-band",
        b"sawb" => "AMR wide-band",
        b"sawp" => "AMR-WB+",
        b"sevc" => "EVRC",
        b"sqcp" | b"Qclp" => "QCELP",
        b"ac-3" => "AC-3",
        b"ec-3" => "E-AC-3",
        b"ac-4" => "AC-4",
        b"dtsc" | b"dtse" | b"dtsh" | b"dtsl" => "DTS",
        b"mha1" | b"mhm1" => "MPEG-H",
        b"QDMC" | b"QDM2" => "QDesign sound",
        b"MAC3" | b"MAC6" => "MACE",
        b"agsm" => "GSM",
        b"spex" => "Speex",
        b"alac" => "ALAC",
        b"fLaC" => "FLAC",
        b"Opus" => "Opus",
        b"ms\0\x02" => "Microsoft ADPCM",
        b"ms\0\x11" => "IMA ADPCM in blocks of WAV",
        b"lpcm" | b"ipcm" | b"fpcm" | b"twos" | b"sowt" | b"raw " | b"NONE" => {
            "this kind of linear PCM"
        }
        _ => return None,
    };
    Some(name.to_owned())
}

/// What an object type stands for.
fn object_name(object_type: u8) -> String {
    let name = match object_type {
        0x40 | 0x67 => "AAC",
        0x66 => "AAC Main profile",
        0x68 => "AAC-SSR",
        0x69 | 0x6B => "MPEG audio",
        0xA0 => "EVRC",
        0xA1 => "SMV",
        0xA5 => "AC-3",
        0xA6 => "E-AC-3",
        0xA9..=0xAC => "DTS",
        0xAD => "Opus with an MPEG-4 descriptor",
        0xDD => "Vorbis",
        0xE1 => "QCELP",
        other => return format!("MPEG-4 sound of object type 0x{other:02X}"),
    };
    name.to_owned()
}
