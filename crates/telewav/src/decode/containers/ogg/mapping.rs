//! How a codec is put into Ogg: its headers, the frames of its packets, and what a page's position says of them.
//!
//! | | first packet | other headers | position of the first page | position of the last page |
//! | --- | --- | --- | --- | --- |
//! | Vorbis | `\x01vorbis` | comments, setup | lower than its frames: they start before 0 and are left out | lower: the rest of the last block is padding |
//! | Opus | `OpusHead` | `OpusTags` | no matter: the first `pre-skip` frames are left out | lower: padding |
//! | FLAC | `\x7FFLAC` | metadata blocks | no matter | no matter: FLAC has no padding |
//!
//! Sources: Vorbis I specification (2020), annex A.2; RFC 7845 (2016), sections 4 and 5; RFC 9639 (2024), section 10.1.

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, well_known};

use crate::decode::codecs::flac;
use crate::decode::codecs::opus::{self, Head as OpusHead};
use crate::decode::codecs::vorbis::{self, Head as VorbisHead, Lengths, Setup};
use crate::decode::limits::Limits;
use crate::decode::tracks::SoundTrack;
use crate::error::{Actual, Coding, Error, Expected, Part, What};
use crate::kind::{Kind, OggCodec};

const OPUS_TAGS: &[u8] = b"OpusTags";
const FLAC_MAGIC: &[u8] = b"\x7FFLAC";
/// Octets before the STREAMINFO: the magic, two of version, two that count headers, `fLaC`, a block's header.
const FLAC_PREFIX: usize = 5 + 2 + 2 + 4 + 4;
/// The first octet of a FLAC frame.
const FLAC_SYNC: u8 = 0xFF;
/// The shortest packet of Opus, frames.
const OPUS_SHORTEST: u64 = 120;

/// A stream of sound, by its first packet.
#[derive(Debug)]
pub(super) enum Mapping {
    Vorbis {
        head: VorbisHead,
        /// The identification header and, once it was there, the setup header.
        headers: Vec<u8>,
        lengths: Option<Lengths>,
    },
    Opus {
        head: OpusHead,
        has_tags: bool,
    },
    Flac {
        info: flac::StreamInfo,
    },
    /// What is known and not decoded.
    Foreign(&'static str),
}

impl Mapping {
    /// The mapping that a stream's first packet asks for; `None` if it is no sound that is known.
    pub fn of(packet: &[u8]) -> Option<Result<Self, Error>> {
        if packet.starts_with(b"OpusHead") {
            let refused = |why: &str| Error::Unsupported {
                what: What::VariantOf {
                    codec: "Opus".to_owned(),
                    problem: why.to_owned(),
                },
            };
            let opus = |head| Self::Opus {
                head,
                has_tags: false,
            };
            return Some(OpusHead::parse(packet).map(opus).map_err(refused));
        }
        if packet.starts_with(vorbis::HEAD) {
            let head = VorbisHead::parse(packet);
            return Some(head.map_or_else(
                || Err(malformed("Vorbis", Expected::WellFormed)),
                |head| {
                    Ok(Self::Vorbis {
                        head,
                        headers: packet[..vorbis::HEAD_LEN].to_vec(),
                        lengths: None,
                    })
                },
            ));
        }
        if packet.starts_with(FLAC_MAGIC) {
            let info = packet.get(FLAC_PREFIX..).and_then(flac::StreamInfo::parse);
            return Some(match info {
                Some(info) => Ok(Self::Flac { info }),
                None => Err(malformed("FLAC in Ogg", Expected::StreamInfo)),
            });
        }
        let foreign = FOREIGN
            .iter()
            .find(|(magic, _)| packet.starts_with(magic))
            .map(|(_, name)| Self::Foreign(name));
        foreign.map(Ok)
    }

    /// The kind of a file that begins with this stream.
    pub fn kind(&self) -> Kind {
        Kind::Ogg(match self {
            Self::Vorbis { .. } => OggCodec::Vorbis,
            Self::Opus { .. } => OggCodec::Opus,
            Self::Flac { .. } => OggCodec::Flac,
            Self::Foreign("Speex") => OggCodec::Speex,
            Self::Foreign(_) => OggCodec::Other,
        })
    }

    /// What its first packet says.
    pub fn about(&self) -> SoundTrack {
        let (codec, rate_hz, n_channels) = match self {
            Self::Vorbis { head, .. } => ("Vorbis", Some(head.rate_hz), Some(head.n_channels)),
            Self::Opus { head, .. } => ("Opus", Some(opus::RATE_HZ), Some(head.n_channels)),
            Self::Flac { info } => ("FLAC", Some(info.rate_hz), Some(info.n_channels)),
            Self::Foreign(name) => (*name, None, None),
        };
        SoundTrack {
            codec: codec.to_owned(),
            rate_hz,
            n_channels: n_channels.map(usize::from),
            // One that can be decoded is taken before one that cannot.
            is_default: !matches!(self, Self::Foreign(_)),
            ..unknown()
        }
    }

    /// Whether `packet`, which may not have come to its end, is a header that nothing of is needed.
    pub fn is_passed_over(&self, packet: &[u8]) -> bool {
        match self {
            Self::Vorbis { .. } => packet.starts_with(vorbis::COMMENTS),
            Self::Opus { .. } => packet.starts_with(OPUS_TAGS),
            Self::Flac { .. } => packet.first().is_some_and(|first| *first != FLAC_SYNC),
            Self::Foreign(_) => true,
        }
    }

    /// Takes in one of the packets behind the first; whether it was a header.
    pub fn header(&mut self, packet: &[u8], limits: &Limits) -> Result<bool, Error> {
        match self {
            Self::Vorbis {
                head,
                headers,
                lengths,
            } => {
                if packet.starts_with(vorbis::SETUP) && lengths.is_none() {
                    let setup = Setup::read(packet, head.n_channels, limits)?;
                    *lengths = Some(Lengths::new(head, setup));
                    headers.extend_from_slice(packet);
                }
                Ok(packet.first().is_some_and(|first| first & 1 == 1))
            }
            Self::Opus { has_tags, .. } => {
                Ok(!std::mem::replace(has_tags, true) && packet.starts_with(OPUS_TAGS))
            }
            Self::Flac { .. } => Ok(packet.first().is_some_and(|first| *first != FLAC_SYNC)),
            Self::Foreign(_) => Ok(false),
        }
    }

    /// Whether all headers were there that a decoder needs.
    pub fn is_ready(&self) -> bool {
        !matches!(self, Self::Vorbis { lengths: None, .. })
    }

    /// Frames that the next packet of sound decodes to.
    pub fn n_frames(&mut self, packet: &[u8]) -> u64 {
        match self {
            Self::Vorbis { lengths, .. } => {
                lengths.as_mut().map_or(0, |lengths| lengths.next(packet))
            }
            Self::Opus { .. } => opus::n_frames(packet).unwrap_or(0) as u64,
            Self::Flac { .. } => flac::block_frames(packet).unwrap_or(0),
            Self::Foreign(_) => 0,
        }
    }

    /// Packets before the next one are missing.
    pub fn lose(&mut self) {
        if let Self::Vorbis {
            lengths: Some(lengths),
            ..
        } = self
        {
            lengths.lose();
        }
    }

    /// Frames at the start of the stream that are never heard.
    pub fn pre_skip(&self) -> u64 {
        match self {
            Self::Opus { head, .. } => u64::from(head.pre_skip),
            _ => 0,
        }
    }

    /// Whether frames before position 0 are left out.
    pub fn may_start_before_0(&self) -> bool {
        matches!(self, Self::Vorbis { .. })
    }

    /// Whether the last page's position tells padding.
    pub fn has_padding(&self) -> bool {
        matches!(self, Self::Vorbis { .. } | Self::Opus { .. })
    }

    /// By how many frames positions may differ from what is counted: they may be rounded to milliseconds, and less
    /// than the shortest packet is not missing.
    pub fn tolerance(&self) -> u64 {
        let (shortest, rate_hz) = match self {
            Self::Vorbis { lengths, head, .. } => {
                (lengths.as_ref().map_or(0, Lengths::shortest), head.rate_hz)
            }
            Self::Opus { .. } => (OPUS_SHORTEST, opus::RATE_HZ),
            Self::Flac { info } => (0, info.rate_hz),
            Self::Foreign(_) => (0, 0),
        };
        shortest.max(u64::from(rate_hz).div_ceil(1000))
    }

    /// Frames that the headers promise, where they do.
    pub fn promised(&self) -> Option<u64> {
        match self {
            Self::Flac { info } => info.n_frames,
            _ => None,
        }
    }

    /// What a decoder has to know.
    ///
    /// # Errors
    ///
    /// [`Error::Unsupported`] if there is no decoder.
    pub fn params(&self) -> Result<AudioCodecParameters, Error> {
        let params = |codec: AudioCodecId, rate_hz, n_channels: u8, headers: Vec<u8>| {
            let mut params = AudioCodecParameters::new();
            params
                .for_codec(codec)
                .with_sample_rate(rate_hz)
                .with_channels(Channels::Discrete(u16::from(n_channels)))
                .with_extra_data(headers.into());
            params
        };
        Ok(match self {
            Self::Vorbis { head, headers, .. } => params(
                well_known::CODEC_ID_VORBIS,
                head.rate_hz,
                head.n_channels,
                headers.clone(),
            ),
            Self::Opus { head, .. } => params(
                well_known::CODEC_ID_OPUS,
                opus::RATE_HZ,
                head.n_channels,
                head.to_octets(),
            ),
            Self::Flac { info } => {
                let mut params = params(
                    well_known::CODEC_ID_FLAC,
                    info.rate_hz,
                    info.n_channels,
                    info.octets.to_vec(),
                );
                params.with_bits_per_sample(info.bits);
                params
            }
            Self::Foreign(name) => {
                return Err(Error::Unsupported {
                    what: What::In {
                        coding: Coding::named(*name),
                        kind: Kind::Ogg(OggCodec::Other),
                    },
                });
            }
        })
    }
}

/// A stream of which no more is known than that it is sound.
pub(super) fn unknown() -> SoundTrack {
    SoundTrack {
        codec: "unknown".to_owned(),
        rate_hz: None,
        n_channels: None,
        language: None,
        is_default: false,
        is_decoded: false,
    }
}

/// First packets of sound that is not decoded, and its name.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"Speex   ", "Speex"),
    (b"\x7FCELT", "CELT"),
    (b"CELT    ", "CELT"),
    (b"PCM     ", "PCM"),
];

fn malformed(codec: &'static str, expected: Expected) -> Error {
    Error::malformed(Part::CodecHeader { codec }, None, expected, Actual::Another)
}
