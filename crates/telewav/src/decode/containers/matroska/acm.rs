//! A_MS/ACM: a codec of WAV, by the WAVEFORMATEX in CodecPrivate.
//!
//! Source: "Matroska Codec Specifications" (draft-ietf-cellar-codec), A_MS/ACM; `mmreg.h` for the tags.

use symphonia::core::audio::{Channels, Position};
use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_ADPCM_IMA_WAV, CODEC_ID_ADPCM_MS, CODEC_ID_MP2, CODEC_ID_MP3, CODEC_ID_PCM_ALAW,
    CODEC_ID_PCM_F32LE, CODEC_ID_PCM_F64LE, CODEC_ID_PCM_MULAW, CODEC_ID_PCM_S16LE,
    CODEC_ID_PCM_S24LE, CODEC_ID_PCM_S32LE, CODEC_ID_PCM_U8,
};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};

use crate::decode::codecs::blocks::{CODEC_ID_CODES_WAV, CODEC_ID_GSM_WAV};
use crate::decode::codecs::codes;
use crate::error::{Coding, Error, What};
use crate::kind::Kind;
use crate::riff::read::{Fmt, parse_fmt};
use crate::riff::{
    WAVE_FORMAT_ADPCM, WAVE_FORMAT_ALAW, WAVE_FORMAT_GSM610, WAVE_FORMAT_IEEE_FLOAT,
    WAVE_FORMAT_IMA_ADPCM, WAVE_FORMAT_MPEG, WAVE_FORMAT_MPEGLAYER3, WAVE_FORMAT_MULAW,
    WAVE_FORMAT_PCM,
};

pub(super) const ID: &str = "A_MS/ACM";
/// Octets of the longest WAVEFORMATEX that anything is read of.
const MAX_LEN: usize = 40;

fn fmt(private: &[u8]) -> Result<Fmt, Error> {
    let octets = &private[..private.len().min(MAX_LEN)];
    parse_fmt(0, octets.len() as u64, octets, false)
}

/// The codec in the field's words.
pub(super) fn name(private: &[u8]) -> String {
    fmt(private).map_or_else(|_| ID.to_owned(), |fmt| fmt.codec_name())
}

/// What a decoder has to know.
pub(super) fn params(private: &[u8]) -> Result<AudioCodecParameters, Error> {
    let fmt = fmt(private)?;
    let id = id(&fmt).ok_or_else(|| unsupported(Coding::named(fmt.codec_name())))?;
    let mut params = AudioCodecParameters::new();
    params
        .for_codec(id)
        .with_sample_rate(fmt.rate_hz)
        .with_channels(channels(fmt.channel_mask.unwrap_or(0), fmt.n_channels))
        .with_extra_data(private.into());
    // Decoders know it of all others, and take nothing else.
    if let (WAVE_FORMAT_PCM, Some(octets)) = (fmt.codec_tag(), fmt.sample_octets()) {
        params.with_bits_per_sample(8 * u32::from(octets));
    }
    Ok(params)
}

/// Channels by their bits in WAVEFORMATEXTENSIBLE, which are Symphonia's, too.
pub(super) fn channels(mask: u32, n_channels: u16) -> Channels {
    match Position::from_wave_channel_mask(mask) {
        Some(positions) if positions.bits().count_ones() == u32::from(n_channels) => {
            Channels::Positioned(positions)
        }
        _ => Channels::Discrete(n_channels),
    }
}

/// What is refused for its codec.
pub(super) fn unsupported(coding: Coding) -> Error {
    let kind = Kind::Matroska;
    Error::Unsupported {
        what: What::In { coding, kind },
    }
}

fn id(fmt: &Fmt) -> Option<AudioCodecId> {
    Some(match (fmt.codec_tag(), fmt.sample_octets()) {
        (WAVE_FORMAT_PCM, Some(1)) => CODEC_ID_PCM_U8,
        (WAVE_FORMAT_PCM, Some(2)) => CODEC_ID_PCM_S16LE,
        (WAVE_FORMAT_PCM, Some(3)) => CODEC_ID_PCM_S24LE,
        (WAVE_FORMAT_PCM, Some(4)) => CODEC_ID_PCM_S32LE,
        (WAVE_FORMAT_IEEE_FLOAT, Some(4)) => CODEC_ID_PCM_F32LE,
        (WAVE_FORMAT_IEEE_FLOAT, Some(8)) => CODEC_ID_PCM_F64LE,
        (WAVE_FORMAT_ALAW, _) => CODEC_ID_PCM_ALAW,
        (WAVE_FORMAT_MULAW, _) => CODEC_ID_PCM_MULAW,
        (WAVE_FORMAT_MPEG, _) => CODEC_ID_MP2,
        (WAVE_FORMAT_MPEGLAYER3, _) => CODEC_ID_MP3,
        (WAVE_FORMAT_ADPCM, _) => CODEC_ID_ADPCM_MS,
        (WAVE_FORMAT_IMA_ADPCM, _) => CODEC_ID_ADPCM_IMA_WAV,
        (WAVE_FORMAT_GSM610, _) => CODEC_ID_GSM_WAV,
        _ if codes::of_wav(fmt).is_some() => CODEC_ID_CODES_WAV,
        _ => return None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A WAVEFORMATEX with this tag, mono, 8000 Hz, blocks of 65 octets.
    fn private(tag: u16) -> Vec<u8> {
        let mut octets = tag.to_le_bytes().to_vec();
        octets.extend([
            1, 0, 0x40, 0x1F, 0, 0, 0x59, 6, 0, 0, 65, 0, 0, 0, 2, 0, 0x40, 1,
        ]);
        octets
    }

    #[test]
    fn codecs_of_wav_are_told_by_their_tag() {
        let params = params(&private(0x0031)).unwrap();
        assert_eq!(
            (params.codec, params.sample_rate),
            (CODEC_ID_GSM_WAV, Some(8000))
        );
        assert_eq!(name(&private(0x0007)), "µ-law");
    }

    #[test]
    fn those_that_are_not_decoded_are_named() {
        for (tag, name) in [(0x0161, "Windows Media Audio"), (0x7777, "0x7777")] {
            let error = params(&private(tag)).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
        assert!(params(&[6, 0, 1]).is_err());
    }
}
