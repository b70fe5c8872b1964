//! The configuration of an AAC stream: what Symphonia decodes of it, and what is beyond it.
//!
//! HE-AAC is AAC-LC at half the rate (its core) and instructions how to guess the upper half of the
//! spectrum. The core reaches above 4 kHz at every rate that HE-AAC is used at, so for a telephone it
//! is all there is to hear.
//!
//! Source: ISO/IEC 14496-3:2009, 1.6.2.1 (`AudioSpecificConfig`) and 4.4.1 (`GASpecificConfig`).

use crate::error::remark::Codec;
use crate::error::{Actual, Coding, Error, Expected, Part};

const LOW_COMPLEXITY: u32 = 2;
const SPECTRAL_BAND_REPLICATION: u32 = 5;
const PARAMETRIC_STEREO: u32 = 29;
/// Announces SBR behind a configuration that older decoders understand.
const SBR_SYNC: u32 = 0x2B7;
const PS_SYNC: u32 = 0x548;
/// Sample rates by index. Source: table 1.18.
const RATES_HZ: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
    7350,
];

/// A stream that can be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::decode) struct Core {
    /// The configuration of the AAC-LC stream alone.
    pub config: Vec<u8>,
    /// Its frames per second.
    pub rate_hz: u32,
    /// What stays undecoded: `None` for plain AAC-LC.
    pub extension: Option<Extension>,
}

/// Frames of a packet, at the core's rate.
pub(in crate::decode) const PACKET_FRAMES: u64 = 1024;

/// What HE-AAC adds to its core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) enum Extension {
    /// HE-AAC: the upper half of the spectrum.
    Band,
    /// HE-AAC v2: that, and stereo.
    BandAndStereo,
}

/// Frames, at the core's rate, by which a decoder of the upper half delays the sound. Encoders count them
/// in the delay that they declare; a decoder of the core alone does not have them.
///
/// Measured: fdk-aac 2.0 declares 5058 frames at 44.1 kHz for HE-AAC and 7106 for v2; the core's sound
/// starts after 2048 and 3072 of its own.
pub(in crate::decode) const EXTENSION_DELAY: u64 = 481;

impl Extension {
    /// A note for people.
    pub fn note(self, core_rate_hz: u32) -> Codec {
        Codec::HeAacCore {
            core_rate_hz,
            in_mono: self == Self::BandAndStereo,
        }
    }
}

/// The core of the stream that `config`, an `AudioSpecificConfig`, describes.
pub(in crate::decode) fn core(config: &[u8]) -> Result<Core, Error> {
    let cut = || {
        let part = Part::Configuration { codec: "AAC" };
        Error::malformed(part, None, Expected::Whole, Actual::End)
    };
    let mut bits = Bits::new(config);
    let mut object_type = bits.object_type().ok_or_else(cut)?;
    let rate = bits.rate().ok_or_else(cut)?;
    let channels = bits.take(4).ok_or_else(cut)?;
    let mut extension = None;
    if [SPECTRAL_BAND_REPLICATION, PARAMETRIC_STEREO].contains(&object_type) {
        extension = Some(match object_type {
            PARAMETRIC_STEREO => Extension::BandAndStereo,
            _ => Extension::Band,
        });
        bits.rate().ok_or_else(cut)?;
        object_type = bits.object_type().ok_or_else(cut)?;
    }
    let coding = match (object_type, channels) {
        (LOW_COMPLEXITY, 1 | 2) => None,
        (LOW_COMPLEXITY, 0) => Some(Coding::AacLayout),
        (LOW_COMPLEXITY, n) => Some(Coding::ManyChannels {
            name: "AAC",
            n_channels: if n == 7 { 8 } else { n as usize },
        }),
        (other, _) => Some(Coding::named(profile_name(other))),
    };
    if let Some(coding) = coding {
        let what = coding.into();
        return Err(Error::Unsupported { what });
    }
    let is_short = bits.take(1).ok_or_else(cut)? == 1;
    if is_short {
        return Err(Error::Unsupported {
            what: Coding::AacShortFrames.into(),
        });
    }
    // What follows is of no interest to AAC-LC, and some encoders leave it out after having announced it: the delay of
    // a core coder, and whether there is an extension of the standard.
    if bits.take(1) == Some(1) {
        bits.take(14);
    }
    bits.take(1);
    Ok(Core {
        config: low_complexity(rate, channels),
        rate_hz: rate.hz(),
        extension: extension.or_else(|| bits.trailing_extension()),
    })
}

/// Whether a packet closes with the instructions for the upper half of the spectrum. Most HE-AAC says
/// nowhere else that it is that. About one plain packet in a hundred looks so by chance.
///
/// Looks for a fill element that holds SBR data and ends, with other fill elements at most, right before
/// the packet does, since all that stands before it would have to be decoded to get there.
///
/// Source: ISO/IEC 14496-3:2009, 4.4.2.1 (`raw_data_block`) and 4.4.2.7 (`extension_payload`).
pub(in crate::decode) fn ends_with_sbr(packet: &[u8]) -> bool {
    let n_bits = packet.len() * 8;
    (0..n_bits).any(|position| {
        let mut bits = Bits {
            octets: packet,
            position,
        };
        matches!(bits.fill_element(), Some(0xD | 0xE)) && bits.closes()
    })
}

/// An `AudioSpecificConfig` for plain AAC-LC, of a stream that comes without one.
pub(in crate::decode) fn plain_config(rate_hz: u32, n_channels: u32) -> Vec<u8> {
    let index = RATES_HZ.iter().position(|hz| *hz == rate_hz);
    let rate = index.map_or(Rate::Hz(rate_hz & 0xFF_FFFF), |i| Rate::Index(i as u32));
    low_complexity(rate, n_channels.min(7))
}

/// An `AudioSpecificConfig` for plain AAC-LC.
fn low_complexity(rate: Rate, channels: u32) -> Vec<u8> {
    let (mut bits, mut n_bits) = (u64::from(LOW_COMPLEXITY), 5);
    let mut push = |value: u32, n: u32| {
        bits = bits << n | u64::from(value);
        n_bits += n;
    };
    match rate {
        Rate::Index(index) => push(index, 4),
        Rate::Hz(hz) => {
            push(15, 4);
            push(hz, 24);
        }
    }
    push(channels, 4);
    push(0, 3);
    bits <<= 64 - n_bits;
    bits.to_be_bytes()[..n_bits.div_ceil(8) as usize].to_vec()
}

/// Source: ISO/IEC 14496-3:2009, table 1.17.
fn profile_name(object_type: u32) -> String {
    match object_type {
        1 => "AAC Main profile".to_owned(),
        3 => "AAC-SSR".to_owned(),
        4 => "AAC-LTP".to_owned(),
        6 | 20 => "scalable AAC".to_owned(),
        8 => "CELP".to_owned(),
        9 => "HVXC".to_owned(),
        17 => "error-resilient AAC".to_owned(),
        22 => "BSAC".to_owned(),
        23 => "AAC-LD".to_owned(),
        32..=34 => "MPEG audio in an AAC track".to_owned(),
        36 => "MPEG-4 ALS".to_owned(),
        37 | 38 => "MPEG-4 SLS".to_owned(),
        39 => "AAC-ELD".to_owned(),
        42 => "xHE-AAC (USAC)".to_owned(),
        other => format!("MPEG-4 audio of object type {other}"),
    }
}

/// A sample rate as the configuration spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rate {
    Index(u32),
    Hz(u32),
}

impl Rate {
    fn hz(self) -> u32 {
        match self {
            Self::Index(index) => RATES_HZ.get(index as usize).copied().unwrap_or(0),
            Self::Hz(hz) => hz,
        }
    }
}

/// Bits, the most significant first.
struct Bits<'o> {
    octets: &'o [u8],
    position: usize,
}

impl<'o> Bits<'o> {
    fn new(octets: &'o [u8]) -> Self {
        Self {
            octets,
            position: 0,
        }
    }

    fn take(&mut self, n: u32) -> Option<u32> {
        let mut value = 0;
        for _ in 0..n {
            let octet = self.octets.get(self.position / 8)?;
            let bit = octet >> (7 - self.position % 8) & 1;
            value = value << 1 | u32::from(bit);
            self.position += 1;
        }
        Some(value)
    }

    fn object_type(&mut self) -> Option<u32> {
        match self.take(5)? {
            31 => Some(32 + self.take(6)?),
            object_type => Some(object_type),
        }
    }

    fn rate(&mut self) -> Option<Rate> {
        match self.take(4)? {
            15 => Some(Rate::Hz(self.take(24)?)),
            index => RATES_HZ.get(index as usize).map(|_| Rate::Index(index)),
        }
    }

    /// Passes over a fill element; the type of its first extension.
    fn fill_element(&mut self) -> Option<u32> {
        if self.take(3)? != 6 {
            return None;
        }
        let mut n_octets = self.take(4)?;
        if n_octets == 15 {
            n_octets += self.take(8)?.checked_sub(1)?;
        }
        let end = self.position + 8 * n_octets as usize;
        let extension = if n_octets > 0 { self.take(4)? } else { 0 };
        self.position = end;
        (end <= 8 * self.octets.len()).then_some(extension)
    }

    /// Whether only fill elements, the end mark and less than an octet of zeros are left.
    fn closes(&mut self) -> bool {
        loop {
            let here = self.position;
            if self.take(3) == Some(7) {
                let left = 8 * self.octets.len() - self.position;
                return left < 8 && self.take(left as u32) == Some(0);
            }
            self.position = here;
            if self.fill_element().is_none() {
                return false;
            }
        }
    }

    /// The extension that stands behind a plain configuration, if one does.
    fn trailing_extension(&mut self) -> Option<Extension> {
        if self.take(11)? != SBR_SYNC
            || self.object_type()? != SPECTRAL_BAND_REPLICATION
            || self.take(1)? == 0
        {
            return None;
        }
        let has_stereo =
            self.rate().is_some() && self.take(11) == Some(PS_SYNC) && self.take(1) == Some(1);
        Some(if has_stereo {
            Extension::BandAndStereo
        } else {
            Extension::Band
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Octets of a row of zeros and ones.
    fn octets(bits: &str) -> Vec<u8> {
        let bits: Vec<u8> = bits
            .bytes()
            .filter(|b| *b != b' ')
            .map(|b| b - b'0')
            .collect();
        bits.chunks(8)
            .map(|eight| (0..8).fold(0, |octet, i| octet << 1 | eight.get(i).unwrap_or(&0)))
            .collect()
    }

    #[test]
    fn plain_aac_stays_as_it_is() {
        // 44.1 kHz, stereo: what every encoder writes.
        let core = core(&[0x12, 0x10]).unwrap();
        assert_eq!(core.config, [0x12, 0x10]);
        assert_eq!(core.extension, None);
    }

    #[test]
    fn the_three_ways_to_say_he_aac() {
        // SBR first: object type 5, 22.05 kHz, mono, 44.1 kHz, object type 2.
        let explicit = core(&octets("00101 0111 0001 0100 00010 000")).unwrap();
        assert_eq!(explicit.config, octets("00010 0111 0001 000"));
        assert_eq!(explicit.extension, Some(Extension::Band));
        // Parametric stereo first.
        let stereo = core(&octets("11101 0111 0001 0100 00010 000")).unwrap();
        assert_eq!(stereo.extension, Some(Extension::BandAndStereo));
        assert_eq!(stereo.config, explicit.config);
        // Behind the core's.
        let behind = octets("00010 0111 0001 000 01010110111 00101 1 0100");
        assert_eq!(core(&behind).unwrap(), explicit);
        let behind = octets("00010 0111 0001 000 01010110111 00101 1 0100 10101001000 1");
        assert_eq!(core(&behind).unwrap(), stereo);
    }

    #[test]
    fn a_rate_in_full_is_kept() {
        let config = octets("00010 1111 000000000011111010000000 0001 000");
        assert_eq!(core(&config).unwrap().config, config);
    }

    #[test]
    fn sbr_is_seen_at_the_end_of_a_packet() {
        let sound = "000 0000 1010101010101010";
        let sbr = "110 0010 1101 1010 01010101";
        let filling = "110 0001 0000 0000";
        for packet in [
            format!("{sound} {sbr} 111"),
            format!("{sound} {sbr} {filling} 111"),
            format!("{sound} {filling} {sbr} {filling} {filling} 111"),
        ] {
            assert!(ends_with_sbr(&octets(&packet)), "{packet}");
        }
        for packet in [
            format!("{sound} 111"),
            format!("{sound} {filling} 111"),
            format!("{sound} {sbr}"),
            format!("{sound} {sbr} 111 00000000 1"),
            String::new(),
        ] {
            assert!(!ends_with_sbr(&octets(&packet)), "{packet}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_named() {
        let refusal = |bits: &str| core(&octets(bits)).unwrap_err().to_string();
        assert!(refusal("00001 0100 0010 000").contains("AAC Main profile"));
        assert!(refusal("00010 0100 0110 000").contains("AAC with 6 channels"));
        assert!(refusal("00010 0100 0111 000").contains("AAC with 8 channels"));
        assert!(refusal("00010 0100 0000 000").contains("channel layout"));
        assert!(refusal("00010 0100 0010 100").contains("960"));
        assert!(refusal("11111 001010 0100 0010 000").contains("xHE-AAC"));
        assert!(refusal("00010 010").contains("AAC configuration"));
        assert!(refusal("").contains("AAC configuration"));
    }
}
