//! ALAC, by Symphonia, and what its packets say of a configuration that one wrong bit would make noise of.
//!
//! How many bits a sample has stands in the configuration; what encoders do with so many, in each packet: of 24 bits, the
//! last 8 stand apart, of 32 the last 16. Three more numbers say how many bits a coded sample takes. Apple's encoder and
//! ffmpeg write the same three; others may stand there (ffmpeg leaves zeros where it does not compress). With those that
//! a packet was coded with, its samples end in its last two octets; with others, mostly elsewhere.
//!
//! Source: Apple's "ALACMagicCookieDescription" (bit depth, `pb`, `mb`, `kb`), its encoder (`PB0`, `MB0`, `KB0`, shifted
//! octets) and decoder (the first 23 bits of an element).

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Result, unsupported_error};
use symphonia::core::packet::PacketRef;
use symphonia::default::codecs::AlacDecoder;

use super::refused;
use crate::error::remark::CodecFault;

/// `pb`, `mb`, `kb`.
const USUAL_NUMBERS: [u8; 3] = [40, 10, 14];
/// The mark of the end, and what fills up the last octet, are no more than ten bits.
const END_OCTETS: usize = 2;

/// The decoder of a track.
pub(super) struct Decoder {
    alac: AlacDecoder,
    config: Config,
}

/// What is looked at of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Config {
    bits: u8,
    numbers: [u8; 3],
}

impl Config {
    /// Older files have it behind two atoms more, of 12 octets.
    fn parse(mut octets: &[u8]) -> Option<Self> {
        for atom in [b"frma", b"alac"] {
            if octets.get(4..8) == Some(atom) {
                octets = octets.get(12..)?;
            }
        }
        let &[bits, a, b, c] = octets.get(5..)?.first_chunk()?;
        Some(Self {
            bits,
            numbers: [a, b, c],
        })
    }

    /// Whether encoders write it; of 20 bits, none is known that does.
    fn is_usual(self) -> bool {
        [16, 24, 32].contains(&self.bits) && self.numbers == USUAL_NUMBERS
    }

    /// Whether a packet has been coded with as many bits.
    fn agrees_with(self, packet: &[u8]) -> bool {
        let expected = match self.bits {
            16 | 20 => 0,
            24 => 1,
            32 => 2,
            _ => return false,
        };
        n_shifted(packet).is_none_or(|n| n == expected)
    }
}

/// How many octets of its samples stand apart in a packet, if it begins with an element that is compressed.
fn n_shifted(packet: &[u8]) -> Option<u8> {
    let &[first, _, last] = packet.first_chunk()?;
    let is_sound = [0, 1, 3].contains(&(first >> 5));
    let is_compressed = last & 2 == 0;
    (is_sound && is_compressed).then_some(last >> 2 & 3)
}

impl Decoder {
    /// Whether the samples of a packet end before its end does.
    fn ends_early(&mut self, packet: &PacketRef<'_>) -> bool {
        let mut shorter = *packet;
        let n_octets = packet.data.len().saturating_sub(END_OCTETS);
        shorter.data = packet.data.get(..n_octets).unwrap_or_default();
        self.alac.decode_ref(&shorter).is_ok()
    }
}

impl AudioDecoder for Decoder {
    fn reset(&mut self) {
        self.alac.reset();
    }

    fn codec_info(&self) -> &CodecInfo {
        self.alac.codec_info()
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        self.alac.codec_params()
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        if !self.config.agrees_with(packet.data) {
            return refused(CodecFault::AlacBits);
        }
        if !self.config.is_usual() && self.ends_early(packet) {
            return refused(CodecFault::AlacEnd);
        }
        self.alac.decode_ref(packet)
    }

    fn finalize(&mut self) -> FinalizeResult {
        self.alac.finalize()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.alac.last_decoded()
    }
}

impl RegisterableAudioDecoder for Decoder {
    fn try_registry_new(
        params: &AudioCodecParameters,
        options: &AudioDecoderOptions,
    ) -> Result<Box<dyn AudioDecoder>> {
        let alac = AlacDecoder::try_new(params, options)?;
        let octets = params.extra_data.as_deref().unwrap_or_default();
        match Config::parse(octets) {
            Some(config) => Ok(Box::new(Self { alac, config })),
            None => unsupported_error("alac: its configuration is cut"),
        }
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        AlacDecoder::supported_codecs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_found_behind_older_atoms() {
        let plain = [0, 0, 16, 0, 0, 24, 40, 10, 14, 2, 0, 255];
        let atoms = b"\0\0\0\x0Cfrmaalac\0\0\0\x24alac\0\0\0\0";
        let expected = Some(Config {
            bits: 24,
            numbers: USUAL_NUMBERS,
        });
        assert_eq!(Config::parse(&plain), expected);
        assert_eq!(Config::parse(&[&atoms[..], &plain].concat()), expected);
        assert_eq!(Config::parse(&plain[..8]), None);
    }

    #[test]
    fn a_packet_tells_how_many_bits_it_was_coded_with() {
        let of = |bits| Config {
            bits,
            numbers: USUAL_NUMBERS,
        };
        // The last octet: a whole packet, how many octets are shifted, whether it is as it was.
        let packets = [0b0000_0000, 0b0001_0100, 0b0000_1000].map(|last| [0x20, 0, last]);
        for (bits, packet) in [16, 24, 32].into_iter().zip(packets) {
            for other in [16, 24, 32] {
                assert_eq!(
                    of(other).agrees_with(&packet),
                    other == bits,
                    "{bits}, {other}"
                );
            }
        }
        assert!(of(20).agrees_with(&packets[0]) && !of(20).is_usual());
        assert!(!of(17).agrees_with(&packets[0]));
        // What is not compressed has all bits in one place.
        assert!(of(24).agrees_with(&[0x20, 0, 0b10]));
    }
}
