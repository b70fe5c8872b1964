//! Samples that need no codec, in packets of whole frames: integers, floats and G.711.

use symphonia::core::audio::{AudioSpec, GenericAudioBufferRef};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known as ids;
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Result, unsupported_error};
use symphonia::core::packet::PacketRef;

use super::planes::Planes;
use super::refused;
use crate::decode::linear::Coding;
use crate::error::remark::CodecFault;

/// The decoder of a track.
pub(super) struct Decoder {
    params: AudioCodecParameters,
    coding: Coding,
    big_endian: bool,
    frame_octets: usize,
    planes: Planes,
}

impl Decoder {
    fn new(params: &AudioCodecParameters) -> Result<Self> {
        let Some((coding, big_endian)) = coding(params.codec) else {
            return unsupported_error("pcm: no such coding");
        };
        let (Some(rate_hz), Some(channels)) = (params.sample_rate, &params.channels) else {
            return unsupported_error("pcm: no rate or no channels");
        };
        Ok(Self {
            params: params.clone(),
            coding,
            big_endian,
            frame_octets: (coding.octets() * channels.count()).max(1),
            planes: Planes::new(AudioSpec::new(rate_hz, channels.clone())),
        })
    }
}

/// How the samples of a codec are coded, and whether the first of their octets weighs most.
fn coding(codec: AudioCodecId) -> Option<(Coding, bool)> {
    Some(match codec {
        ids::CODEC_ID_PCM_U8 => (Coding::Unsigned8, false),
        ids::CODEC_ID_PCM_S16LE => (Coding::Signed(2), false),
        ids::CODEC_ID_PCM_S24LE => (Coding::Signed(3), false),
        ids::CODEC_ID_PCM_S32LE => (Coding::Signed(4), false),
        ids::CODEC_ID_PCM_S16BE => (Coding::Signed(2), true),
        ids::CODEC_ID_PCM_S24BE => (Coding::Signed(3), true),
        ids::CODEC_ID_PCM_S32BE => (Coding::Signed(4), true),
        ids::CODEC_ID_PCM_F32LE => (Coding::Float32, false),
        ids::CODEC_ID_PCM_F64LE => (Coding::Float64, false),
        ids::CODEC_ID_PCM_ALAW => (Coding::Alaw, false),
        ids::CODEC_ID_PCM_MULAW => (Coding::Ulaw, false),
        _ => return None,
    })
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
        if !packet.data.len().is_multiple_of(self.frame_octets) {
            return refused(CodecFault::PcmPartOfFrame);
        }
        if self.coding.spread(packet.data, self.big_endian, planes) > 0 {
            return refused(CodecFault::PcmNotNumbers);
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
    of(ids::CODEC_ID_PCM_U8, "linear PCM"),
    of(ids::CODEC_ID_PCM_S16LE, "linear PCM"),
    of(ids::CODEC_ID_PCM_S24LE, "linear PCM"),
    of(ids::CODEC_ID_PCM_S32LE, "linear PCM"),
    of(ids::CODEC_ID_PCM_S16BE, "linear PCM"),
    of(ids::CODEC_ID_PCM_S24BE, "linear PCM"),
    of(ids::CODEC_ID_PCM_S32BE, "linear PCM"),
    of(ids::CODEC_ID_PCM_F32LE, "floating-point PCM"),
    of(ids::CODEC_ID_PCM_F64LE, "floating-point PCM"),
    of(ids::CODEC_ID_PCM_ALAW, "A-law"),
    of(ids::CODEC_ID_PCM_MULAW, "µ-law"),
];

const fn of(id: AudioCodecId, name: &'static str) -> SupportedAudioCodec {
    SupportedAudioCodec {
        id,
        info: CodecInfo {
            short_name: name,
            long_name: name,
            profiles: &[],
        },
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
