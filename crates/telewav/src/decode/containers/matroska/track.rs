//! A track of Matroska: what it is, how it is coded, what of it is no sound.
//!
//! Source: RFC 9559 (2024), sections 5.1.4 and 18 (encryption); "Matroska Codec Specifications" for CodecDelay.

use symphonia::core::codecs::audio::AudioCodecParameters;

use super::acm::unsupported;
use super::codec::{self, Coded};
use super::ebml::{children, float, uint};
use crate::decode::codecs::opus::{self, Head};
use crate::decode::tracks::SoundTrack;
use crate::error::remark::Matroska;
use crate::error::{self, Error};

/// A delay or padding longer than this is none, nanoseconds.
pub(super) const MAX_NS: u64 = 1_000_000_000;
/// Delays that differ by less than this are the same, seconds.
const PRECISION_S: f64 = 0.001;
const SOUND: u64 = 2;

/// What a TrackEntry says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Track {
    pub number: u64,
    kind: u64,
    is_enabled: bool,
    is_default: bool,
    language: String,
    delay_ns: u64,
    pub coded: Coded,
    coding: Coding,
}

/// What was done to packets after they were coded.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Coding {
    Plain,
    /// These octets stand before each packet, and were left out.
    Stripped(Vec<u8>),
    /// What cannot be undone here.
    Unsupported(error::Coding),
}

impl Default for Track {
    fn default() -> Self {
        Self {
            number: 0,
            kind: 0,
            is_enabled: true,
            is_default: true,
            language: String::new(),
            delay_ns: 0,
            coded: Coded::default(),
            coding: Coding::Plain,
        }
    }
}

impl Track {
    /// The track that the content of a TrackEntry describes.
    pub fn parse(entry: &[u8]) -> Self {
        let mut track = Self::default();
        for (id, content) in children(entry) {
            match id {
                0xD7 => track.number = uint(content),
                0x83 => track.kind = uint(content),
                0xB9 => track.is_enabled = uint(content) != 0,
                0x88 => track.is_default = uint(content) != 0,
                0x86 => track.coded.codec = text(content),
                0x63A2 => track.coded.private = content.to_vec(),
                0x56AA => track.delay_ns = uint(content),
                // The newer form of a language is the more exact one.
                0x22_B59D => track.language = text(content),
                0x22_B59C if track.language.is_empty() => track.language = text(content),
                0xE1 => track.audio(content),
                0x6D80 => track.coding = coding(content),
                _ => {}
            }
        }
        track
    }

    fn audio(&mut self, audio: &[u8]) {
        for (id, content) in children(audio) {
            match id {
                0xB5 => self.coded.rate_hz = float(content),
                0x9F => self.coded.n_channels = uint(content),
                0x6264 => self.coded.bits = uint(content),
                _ => {}
            }
        }
    }

    pub fn is_sound(&self) -> bool {
        self.kind == SOUND
    }

    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    pub fn about(&self) -> SoundTrack {
        let is_known = !["", "und"].contains(&&*self.language);
        SoundTrack {
            codec: codec::name(&self.coded),
            rate_hz: Some(self.coded.rate_hz as u32),
            n_channels: usize::try_from(self.coded.n_channels).ok(),
            language: is_known.then(|| self.language.clone()),
            is_default: self.is_enabled && self.is_default,
            is_decoded: false,
        }
    }

    /// What a decoder has to know.
    ///
    /// # Errors
    ///
    /// [`Error::Unsupported`] for a codec that is not decoded, and for what is encrypted or compressed.
    pub fn params(&self) -> Result<AudioCodecParameters, Error> {
        if let Coding::Unsupported(coding) = &self.coding {
            return Err(unsupported(coding.clone()));
        }
        codec::params(&self.coded)
    }

    /// Frames that the codec's own header promises.
    pub fn promised(&self) -> Option<u64> {
        codec::stream_info(&self.coded.private)?.n_frames
    }

    /// A packet as its codec made it.
    pub fn packet(&self, octets: &[u8]) -> Vec<u8> {
        match &self.coding {
            Coding::Stripped(start) => [start, octets].concat(),
            Coding::Plain | Coding::Unsupported(_) => octets.to_vec(),
        }
    }

    /// Frames that the header of Opus leaves out at the start.
    fn pre_skip(&self) -> Option<u64> {
        let head = Head::parse(&self.coded.private).ok()?;
        Some(u64::from(head.pre_skip))
    }

    /// A word about a header of Opus that would leave out more than CodecDelay says: that may be sound, and is kept.
    pub fn doubt(&self) -> Option<Matroska> {
        let is_opus = self.coded.codec == codec::OPUS;
        let pre_skip = self.pre_skip().filter(|_| is_opus && self.delay_ns > 0)?;
        let seconds = |frames: u64| frames as f64 / f64::from(opus::RATE_HZ);
        let delay_s = seconds(frames(self.delay_ns, opus::RATE_HZ));
        let header_s = seconds(pre_skip);
        let is_more = |header_s: f64| header_s > delay_s + PRECISION_S;
        // ffmpeg 5.1 counts the delay at the rate of the source, and takes these frames for such of 48,000 Hz.
        let of_source_s = header_s * self.source_hz()? / f64::from(opus::RATE_HZ);
        (is_more(header_s) && is_more(of_source_s))
            .then_some(Matroska::DelaysContradict { header_s, delay_s })
    }

    /// Frames per second of what was coded, as the header of Opus has it (RFC 7845, 5.1).
    fn source_hz(&self) -> Option<f64> {
        let octets = self.coded.private.get(12..)?.first_chunk()?;
        Some(f64::from(u32::from_le_bytes(*octets)))
    }

    /// Frames at the start that are no sound.
    pub fn delay(&self, rate_hz: u32) -> u64 {
        match (&*self.coded.codec, self.delay_ns) {
            // Older writers leave CodecDelay out, and some get it wrong; the codec's own header is right.
            (codec::OPUS, ns) => match self.pre_skip() {
                Some(n) if self.doubt().is_none() => n,
                _ => frames(ns, rate_hz),
            },
            (_, 0) => codec::usual_delay(&self.coded),
            (_, ns) => frames(ns, rate_hz),
        }
    }
}

/// Frames of a duration in nanoseconds.
pub(super) fn frames(ns: u64, rate_hz: u32) -> u64 {
    (ns.min(MAX_NS) * u64::from(rate_hz) + MAX_NS / 2) / MAX_NS
}

/// What a ContentEncodings element says. Several are in each other's way.
fn coding(encodings: &[u8]) -> Coding {
    const IN_EVERY_BLOCK: u64 = 1;
    let mut found = Coding::Plain;
    for (_, encoding) in children(encodings).filter(|(id, _)| *id == 0x6240) {
        let (mut scope, mut kind, mut compression) = (IN_EVERY_BLOCK, 0, &[][..]);
        for (id, content) in children(encoding) {
            match id {
                0x5032 => scope = uint(content),
                0x5033 => kind = uint(content),
                0x5034 => compression = content,
                _ => {}
            }
        }
        if scope & IN_EVERY_BLOCK == 0 {
            continue;
        }
        if found != Coding::Plain {
            return Coding::Unsupported(error::Coding::EncodedTwice);
        }
        found = match kind {
            0 => stripped(compression),
            _ => Coding::Unsupported(error::Coding::Encrypted),
        };
    }
    found
}

fn compressed(by: Option<&'static str>) -> Coding {
    Coding::Unsupported(error::Coding::Compressed { by })
}

fn stripped(compression: &[u8]) -> Coding {
    let (mut algorithm, mut settings) = (0, Vec::new());
    for (id, content) in children(compression) {
        match id {
            0x4254 => algorithm = uint(content),
            0x4255 => settings = content.to_vec(),
            _ => {}
        }
    }
    match algorithm {
        0 => compressed(Some("zlib")),
        1 => compressed(Some("bzlib")),
        2 => compressed(Some("lzo1x")),
        3 => Coding::Stripped(settings),
        _ => compressed(None),
    }
}

/// Text may be filled up with zeros.
fn text(octets: &[u8]) -> String {
    let text = octets.split(|octet| *octet == 0).next();
    String::from_utf8_lossy(text.unwrap_or_default()).into_owned()
}
