//! ADPCM and GSM of WAV in packets: one or several blocks in each.
//!
//! The parameters hold the WAVEFORMATEX, as Matroska's `A_MS/ACM` hands it on.

use symphonia::core::audio::{
    AsGenericAudioBufferRef, Audio, AudioBuffer, AudioMut, AudioSpec, Channels,
    GenericAudioBufferRef,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_ADPCM_IMA_WAV, CODEC_ID_ADPCM_MS};
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::common::FourCc;
use symphonia::core::errors::{Result, decode_error, unsupported_error};
use symphonia::core::packet::PacketRef;

use super::gsm::{self, WavGsm};
use super::ima::WavIma;
use super::ms_adpcm::MsAdpcm;
use crate::decode::blocks::{BlockDecoder, Damaged};
use crate::riff::read::parse_fmt;

/// Symphonia has no number for it.
pub(in crate::decode) const CODEC_ID_GSM_WAV: AudioCodecId =
    AudioCodecId::new(FourCc::new(*b"gsmw"));

/// The decoder of a track.
pub(super) struct Decoder {
    params: AudioCodecParameters,
    spec: AudioSpec,
    blocks: Box<dyn BlockDecoder + Send + Sync>,
    planes: Vec<Vec<f32>>,
    decoded: AudioBuffer<f32>,
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
            _ if n_channels == 1 => Some(Box::new(WavGsm(gsm::Decoder::new()))),
            _ => None,
        };
        let Some(blocks) = blocks else {
            return unsupported_error("blocks without room for a sample");
        };
        Ok(Self {
            params: params.clone(),
            spec: AudioSpec::new(fmt.rate_hz, Channels::Discrete(fmt.n_channels)),
            blocks,
            planes: vec![Vec::new(); n_channels],
            decoded: AudioBuffer::default(),
        })
    }

    /// Copies the planes to where they are handed out.
    fn fill(&mut self) {
        let n_frames = self.planes.first().map_or(0, Vec::len);
        if *self.decoded.spec() != self.spec || self.decoded.capacity() < n_frames {
            self.decoded = AudioBuffer::new(self.spec.clone(), n_frames);
        }
        self.decoded.clear();
        self.decoded.render_uninit(Some(n_frames));
        for (i, plane) in self.planes.iter().enumerate() {
            if let Some(out) = self.decoded.plane_mut(i) {
                out.copy_from_slice(plane);
            }
        }
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
        self.decoded.clear();
        self.planes.iter_mut().for_each(Vec::clear);
        for block in packet.data.chunks(self.blocks.block_octets().max(1)) {
            if let Err(Damaged(why)) = self.blocks.decode(block, &mut self.planes) {
                return decode_error(why);
            }
        }
        self.fill();
        Ok(self.decoded.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.decoded.as_generic_audio_buffer_ref()
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
