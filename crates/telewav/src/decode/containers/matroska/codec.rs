//! Codecs by their names in Matroska, and what their decoders have to know.
//!
//! Source: "Matroska Codec Specifications" (draft-ietf-cellar-codec), section 5.

use symphonia::core::codecs::audio::well_known::{
    self as ids, CODEC_ID_AAC, CODEC_ID_FLAC, CODEC_ID_PCM_S16BE, CODEC_ID_PCM_S16LE,
    CODEC_ID_PCM_S24BE, CODEC_ID_PCM_S24LE, CODEC_ID_PCM_S32BE, CODEC_ID_PCM_S32LE,
    CODEC_ID_VORBIS,
};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};

use super::super::mpeg;
use super::acm::{self, channels, unsupported};
use crate::decode::codecs::flac::{StreamInfo, channel_mask};
use crate::decode::codecs::{aac, vorbis};
use crate::error::{Actual, Coding, Error, Expected, Part};

pub(super) const OPUS: &str = "A_OPUS";

/// Those that Symphonia has a number for, decoded or not, and their names.
const KNOWN: &[(&str, AudioCodecId, &str)] = &[
    ("A_VORBIS", CODEC_ID_VORBIS, "Vorbis"),
    (OPUS, ids::CODEC_ID_OPUS, "Opus"),
    ("A_FLAC", CODEC_ID_FLAC, "FLAC"),
    ("A_ALAC", ids::CODEC_ID_ALAC, "ALAC"),
    ("A_MPEG/L1", ids::CODEC_ID_MP1, "MP1"),
    ("A_MPEG/L2", ids::CODEC_ID_MP2, "MP2"),
    ("A_MPEG/L3", ids::CODEC_ID_MP3, "MP3"),
    ("A_EAC3", ids::CODEC_ID_EAC3, "E-AC-3"),
    ("A_TRUEHD", ids::CODEC_ID_TRUEHD, "Dolby TrueHD"),
    ("A_MPC", ids::CODEC_ID_MUSEPACK, "Musepack"),
    ("A_TTA1", ids::CODEC_ID_TTA, "True Audio"),
    ("A_WAVPACK4", ids::CODEC_ID_WAVPACK, "WavPack"),
    ("A_REAL/14_4", ids::CODEC_ID_RA10, "RealAudio 14.4"),
    ("A_REAL/28_8", ids::CODEC_ID_RA20, "RealAudio 28.8"),
    ("A_REAL/COOK", ids::CODEC_ID_COOK, "RealAudio Cook"),
    ("A_REAL/SIPR", ids::CODEC_ID_SIPR, "RealAudio Sipro"),
    ("A_REAL/RALF", ids::CODEC_ID_RALF, "RealAudio Lossless"),
    ("A_REAL/ATRC", ids::CODEC_ID_ATRAC3, "ATRAC"),
    ("A_ATRAC/AT1", ids::CODEC_ID_ATRAC1, "ATRAC"),
];

/// Those with several forms, by how their names start.
const FAMILIES: &[(&str, AudioCodecId, &str)] = &[
    ("A_AAC", CODEC_ID_AAC, "AAC"),
    ("A_AC3", ids::CODEC_ID_AC3, "AC-3"),
    ("A_DTS", ids::CODEC_ID_DCA, "DTS"),
];

fn known(name: &str) -> Option<(AudioCodecId, &'static str)> {
    let exact = KNOWN.iter().find(|(id, ..)| *id == name);
    let family = || FAMILIES.iter().find(|(id, ..)| name.starts_with(id));
    exact.or_else(family).map(|(_, id, name)| (*id, *name))
}

/// What a track says of how its sound is coded.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Coded {
    pub codec: String,
    pub private: Vec<u8>,
    pub rate_hz: f64,
    pub n_channels: u64,
    pub bits: u64,
}

impl Default for Coded {
    fn default() -> Self {
        Self {
            codec: String::new(),
            private: Vec::new(),
            rate_hz: 8000.0,
            n_channels: 1,
            bits: 0,
        }
    }
}

/// The codec in the field's words.
pub(super) fn name(track: &Coded) -> String {
    let codec = &*track.codec;
    match known(codec) {
        Some((_, name)) => name.to_owned(),
        None if codec == acm::ID => acm::name(&track.private),
        None if codec.starts_with("A_PCM/FLOAT") => "floating-point PCM".to_owned(),
        None if codec.starts_with("A_PCM") => "linear PCM".to_owned(),
        None => codec.to_owned(),
    }
}

/// Frames that every encoder puts in front, where a track does not say how many.
pub(super) fn usual_delay(track: &Coded) -> u64 {
    match &*name(track) {
        "MP3" => mpeg::LAYER_3_DELAY,
        "MP2" | "MP1" => mpeg::FILTER_BANK_DELAY,
        _ => 0,
    }
}

/// What a decoder of `track` has to know.
pub(super) fn params(track: &Coded) -> Result<AudioCodecParameters, Error> {
    if track.codec == acm::ID {
        return acm::params(&track.private);
    }
    let id = match known(&track.codec) {
        Some((id, _)) => id,
        None => pcm(&track.codec, track.bits).ok_or_else(|| unsupported(coding(&track.codec)))?,
    };
    let extra_data = match id {
        CODEC_ID_VORBIS => vorbis_headers(&track.private),
        CODEC_ID_FLAC => stream_info(&track.private).map(|info| info.octets.to_vec()),
        CODEC_ID_AAC if track.private.is_empty() => Some(aac_config(track)?),
        _ => Some(track.private.clone()),
    };
    let Some(extra_data) = extra_data else {
        return Err(Error::malformed(
            Part::CodecPrivate {
                codec: name(track).to_string(),
            },
            None,
            Expected::Headers,
            Actual::Others,
        ));
    };
    let mut params = plain(id, track);
    if let Some(bits) = u32::try_from(track.bits).ok().filter(|bits| *bits > 0) {
        params.with_bits_per_sample(bits);
    }
    if !extra_data.is_empty() {
        params.with_extra_data(extra_data.into());
    }
    Ok(params)
}

fn plain(id: AudioCodecId, track: &Coded) -> AudioCodecParameters {
    let n_channels = u16::try_from(track.n_channels).unwrap_or(u16::MAX);
    let mut params = AudioCodecParameters::new();
    params
        .for_codec(id)
        .with_sample_rate(track.rate_hz.round() as u32)
        .with_channels(channels(channel_mask(n_channels.into()), n_channels));
    params
}

/// A codec that is not known, by the name that the track has for it.
fn coding(codec: &str) -> Coding {
    match codec {
        "" => Coding::None,
        codec => Coding::named(codec.to_owned()),
    }
}

/// The configuration of AAC whose track has none, as old writers left it: they said it in the name.
fn aac_config(track: &Coded) -> Result<Vec<u8>, Error> {
    let profile = track.codec.split('/').nth(2).unwrap_or("LC");
    if profile != "LC" {
        return Err(unsupported(Coding::AacProfile {
            profile: profile.to_owned(),
        }));
    }
    let n_channels = u32::try_from(track.n_channels).unwrap_or(u32::MAX);
    Ok(aac::plain_config(track.rate_hz.round() as u32, n_channels))
}

fn pcm(codec: &str, bits: u64) -> Option<AudioCodecId> {
    Some(match (codec, bits) {
        ("A_PCM/INT/BIG" | "A_PCM/INT/LIT", 8) => ids::CODEC_ID_PCM_U8,
        ("A_PCM/INT/BIG", 16) => CODEC_ID_PCM_S16BE,
        ("A_PCM/INT/BIG", 24) => CODEC_ID_PCM_S24BE,
        ("A_PCM/INT/BIG", 32) => CODEC_ID_PCM_S32BE,
        ("A_PCM/INT/LIT", 16) => CODEC_ID_PCM_S16LE,
        ("A_PCM/INT/LIT", 24) => CODEC_ID_PCM_S24LE,
        ("A_PCM/INT/LIT", 32) => CODEC_ID_PCM_S32LE,
        ("A_PCM/FLOAT/IEEE", 32) => ids::CODEC_ID_PCM_F32LE,
        ("A_PCM/FLOAT/IEEE", 64) => ids::CODEC_ID_PCM_F64LE,
        _ => return None,
    })
}

/// The identification and the setup header of the three that CodecPrivate holds, laced.
fn vorbis_headers(private: &[u8]) -> Option<Vec<u8>> {
    let (&count, mut rest) = private.split_first()?;
    if count != 2 {
        return None;
    }
    let mut lengths = [0_usize; 2];
    for len in &mut lengths {
        loop {
            let (&octet, behind) = rest.split_first()?;
            rest = behind;
            *len += usize::from(octet);
            if octet < 255 {
                break;
            }
        }
    }
    let (head, behind) = rest.split_at_checked(lengths[0])?;
    let (_comments, setup) = behind.split_at_checked(lengths[1])?;
    let is_right = head.len() == vorbis::HEAD_LEN && setup.starts_with(vorbis::SETUP);
    is_right.then(|| [head, setup].concat())
}

/// The STREAMINFO block among the blocks of CodecPrivate.
pub(super) fn stream_info(private: &[u8]) -> Option<StreamInfo> {
    let mut rest = private.strip_prefix(b"fLaC")?;
    loop {
        let (&[kind, a, b, c], behind) = rest.split_first_chunk()?;
        if kind & 0x7F == 0 {
            return StreamInfo::parse(behind);
        }
        rest = behind.get(u32::from_be_bytes([0, a, b, c]) as usize..)?;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn vorbis_headers_are_unlaced() {
        let head = [vorbis::HEAD, &[0; 23]].concat();
        let comments = vec![3; 600];
        let setup = [vorbis::SETUP, b"books"].concat();
        let private = [&[2, 30, 255, 255, 90][..], &head, &comments, &setup].concat();
        assert_eq!(vorbis_headers(&private).unwrap(), [head, setup].concat());
        for len in 0..632 {
            assert_eq!(vorbis_headers(&private[..len]), None);
        }
    }

    #[test]
    fn a_streaminfo_is_found_behind_other_blocks() {
        let mut private = b"fLaC\x04\0\0\x03abc\x80\0\0\x22".to_vec();
        private.extend([7; 34]);
        assert_eq!(stream_info(&private).unwrap().octets, [7; 34]);
        assert_eq!(stream_info(&private[..40]), None);
        assert_eq!(stream_info(b"fLaC"), None);
    }

    #[test]
    fn codecs_that_are_not_decoded_are_named() {
        let of = |codec: &str| {
            let mut track = Coded::default();
            codec.clone_into(&mut track.codec);
            track
        };
        assert_eq!(name(&of("A_AAC/MPEG4/LC/SBR")), "AAC");
        assert_eq!(name(&of("A_PCM/INT/LIT")), "linear PCM");
        let error = params(&of("A_QUICKTIME/QDM2")).unwrap_err().to_string();
        assert!(error.contains("A_QUICKTIME/QDM2 in a Matroska"), "{error}");
        let error = params(&of("A_AAC/MPEG4/MAIN")).unwrap_err().to_string();
        assert!(error.contains("AAC, profile MAIN, in"), "{error}");
    }
}
