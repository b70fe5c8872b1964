//! ADPCM and GSM of WAV in packets: one or several blocks in each, or codes that follow one another.
//!
//! The parameters hold the WAVEFORMATEX, as Matroska's `A_MS/ACM` hands it on.

use symphonia::core::audio::{AudioSpec, Channels, GenericAudioBufferRef};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_ADPCM_IMA_WAV, CODEC_ID_ADPCM_MS};
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::common::FourCc;
use symphonia::core::errors::{Result, unsupported_error};
use symphonia::core::packet::PacketRef;

use super::codes;
use super::gsm::{self, WavGsm};
use super::ima::WavIma;
use super::ms_adpcm::MsAdpcm;
use super::planes::Planes;
use super::refused;
use crate::decode::blocks::{BlockDecoder, Damaged};
use crate::riff::read::parse_fmt;

/// Symphonia has no number for it.
pub(in crate::decode) const CODEC_ID_GSM_WAV: AudioCodecId =
    AudioCodecId::new(FourCc::new(*b"gsmw"));

/// G.722, G.726, Dialogic's and Yamaha's ADPCM, by the tag.
pub(in crate::decode) const CODEC_ID_CODES_WAV: AudioCodecId =
    AudioCodecId::new(FourCc::new(*b"code"));

/// The decoder of a track.
pub(super) struct Decoder {
    params: AudioCodecParameters,
    blocks: Box<dyn BlockDecoder + Send + Sync>,
    planes: Planes,
}

impl Decoder {
    fn new(params: &AudioCodecParameters) -> Result<Self> {
        let octets = params.extra_data.as_deref().unwrap_or_default();
        let octets = &octets[..octets.len().min(40)];
        let Ok(fmt) = parse_fmt(0, octets.len() as u64, octets, false) else {
            return unsupported_error("no WAVEFORMATEX");
        };
        let (block_octets, n_channels) = (fmt.block_align.into(), fmt.n_channels.into());
        let blocks: Option<Box<dyn BlockDecoder + Send + Sync>> = match params.codec {
            CODEC_ID_ADPCM_MS => {
                MsAdpcm::new(block_octets, n_channels).map(|own| Box::new(own) as _)
            }
            CODEC_ID_ADPCM_IMA_WAV => {
                WavIma::new(block_octets, n_channels).map(|own| Box::new(own) as _)
            }
            CODEC_ID_CODES_WAV => codes::of_wav(&fmt),
            _ if n_channels == 1 => Some(Box::new(WavGsm(gsm::Decoder::new()))),
            _ => None,
        };
        let Some(blocks) = blocks else {
            return unsupported_error("blocks without room for a sample");
        };
        Ok(Self {
            params: params.clone(),
            blocks,
            planes: Planes::new(AudioSpec::new(
                fmt.rate_hz,
                Channels::Discrete(fmt.n_channels),
            )),
        })
    }
}

impl AudioDecoder for Decoder {
    fn reset(&mut self) {}

    fn codec_info(&self) -> &CodecInfo {
        let own = SUPPORTED.iter().find(|codec| codec.id == self.params.codec);
        &own.unwrap_or(&SUPPORTED[0]).info
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.params
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        let planes = self.planes.clear();
        for block in packet.data.chunks(self.blocks.block_octets().max(1)) {
            if let Err(Damaged(why)) = self.blocks.decode(block, planes) {
                return refused(why);
            }
        }
        Ok(self.planes.fill())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.planes.handed_out()
    }
}

const SUPPORTED: &[SupportedAudioCodec] = &[
    SupportedAudioCodec {
        id: CODEC_ID_ADPCM_MS,
        info: info("adpcm_ms", "Microsoft ADPCM"),
    },
    SupportedAudioCodec {
        id: CODEC_ID_ADPCM_IMA_WAV,
        info: info("adpcm_ima_wav", "IMA ADPCM"),
    },
    SupportedAudioCodec {
        id: CODEC_ID_GSM_WAV,
        info: info("GSM 6.10", "GSM 6.10 in blocks of WAV"),
    },
    SupportedAudioCodec {
        id: CODEC_ID_CODES_WAV,
        info: info("ADPCM", "ADPCM of telephones in WAV"),
    },
];

const fn info(short_name: &'static str, long_name: &'static str) -> CodecInfo {
    CodecInfo {
        short_name,
        long_name,
        profiles: &[],
    }
}

impl RegisterableAudioDecoder for Decoder {
    fn try_registry_new(
        params: &AudioCodecParameters,
        _options: &AudioDecoderOptions,
    ) -> Result<Box<dyn AudioDecoder>> {
        Ok(Box::new(Self::new(params)?))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        SUPPORTED
    }
}
