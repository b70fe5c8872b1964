//! FLAC, by rusty_flac, frame by frame, with every checksum looked at: CRC-8 of the header, CRC-16 of the frame, and the MD5
//! of all samples.
//!
//! Source: RFC 9639 (2024).

mod frames;
mod md5;
mod stream_info;

use symphonia::core::audio::{
    AsGenericAudioBufferRef, Audio, AudioBuffer, AudioMut, AudioSpec, Channels,
    GenericAudioBufferRef, Position,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::CODEC_ID_FLAC;
use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Result, unsupported_error};
use symphonia::core::packet::PacketRef;

pub(in crate::decode) use frames::{Fault, Frames, SIDE_33_BITS};
pub(in crate::decode) use md5::SoundMd5;
pub(in crate::decode) use stream_info::{StreamInfo, block_frames};

use super::refused;
use crate::error::remark::CodecFault;
use crate::kind::flac_header::FrameHeader;

/// The decoder of a track in a container that hands on frames.
pub(super) struct Decoder {
    params: AudioCodecParameters,
    info: StreamInfo,
    frames: Frames,
    md5: Option<SoundMd5>,
    decoded: AudioBuffer<f32>,
}

impl Decoder {
    fn new(params: &AudioCodecParameters, options: &AudioDecoderOptions) -> Result<Self> {
        let octets = params.extra_data.as_deref().unwrap_or_default();
        let Some(info) = StreamInfo::parse(octets) else {
            return unsupported_error("flac: no STREAMINFO");
        };
        let mut params = params.clone();
        params.with_bits_per_sample(info.bits);
        Ok(Self {
            params,
            md5: info
                .md5()
                .filter(|_| options.verify)
                .map(|_| SoundMd5::default()),
            info,
            frames: Frames::default(),
            decoded: AudioBuffer::default(),
        })
    }

    fn fill(&mut self, header: &FrameHeader) {
        let spec = AudioSpec::new(
            header.rate_hz.unwrap_or(self.info.rate_hz),
            channels(header.n_channels),
        );
        if *self.decoded.spec() != spec || self.decoded.capacity() < header.n_frames {
            self.decoded = AudioBuffer::new(spec, header.n_frames);
        }
        self.decoded.clear();
        self.decoded.render_uninit(Some(header.n_frames));
        let scale = scale(header.bits.unwrap_or(self.info.bits));
        for (i, samples) in self.frames.planes().iter().enumerate() {
            if let Some(plane) = self.decoded.plane_mut(i) {
                for (out, sample) in plane.iter_mut().zip(samples) {
                    *out = *sample as f32 * scale;
                }
            }
        }
    }
}

/// What one step is, full scale being 1.0.
pub(in crate::decode) fn scale(bits: u32) -> f32 {
    1.0 / (1_u64 << (bits.clamp(1, 32) - 1)) as f32
}

/// What the channels are for, in the bits of WAVEFORMATEXTENSIBLE. Source: RFC 9639, table 16.
pub(in crate::decode) fn channel_mask(n_channels: usize) -> u32 {
    match n_channels {
        1 => 0x4,
        2 => 0x3,
        3 => 0x7,
        4 => 0x33,
        5 => 0x37,
        6 => 0x3F,
        7 => 0x70F,
        8 => 0x63F,
        _ => 0,
    }
}

fn channels(n_channels: usize) -> Channels {
    match Position::from_bits(channel_mask(n_channels).into()) {
        Some(positions) if !positions.is_empty() => Channels::Positioned(positions),
        _ => Channels::Discrete(n_channels as u16),
    }
}

impl AudioDecoder for Decoder {
    fn reset(&mut self) {
        // The MD5 is that of all frames.
        self.md5 = None;
    }

    fn codec_info(&self) -> &CodecInfo {
        &SUPPORTED[0].info
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.params
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.decoded.clear();
        let Some(header) = FrameHeader::parse(packet.data) else {
            return refused(CodecFault::FlacNoHeader);
        };
        let bits = header.bits.unwrap_or(self.info.bits);
        if let Err(fault) = self.frames.decode(&header, bits, packet.data) {
            return match fault {
                Fault::Unsupported => unsupported_error(SIDE_33_BITS),
                Fault::Cut => refused(CodecFault::FlacCut),
                Fault::Checksum => refused(CodecFault::FlacChecksum),
                Fault::Broken => refused(CodecFault::FlacRules),
            };
        }
        if let Some(md5) = &mut self.md5 {
            md5.push(self.frames.planes(), bits);
        }
        self.fill(&header);
        Ok(self.decoded.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult {
            verify_ok: self
                .md5
                .take()
                .map(|md5| Some(md5.finish()) == self.info.md5()),
        }
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.decoded.as_generic_audio_buffer_ref()
    }
}

const SUPPORTED: &[SupportedAudioCodec] = &[SupportedAudioCodec {
    id: CODEC_ID_FLAC,
    info: CodecInfo {
        short_name: "flac",
        long_name: "Free Lossless Audio Codec",
        profiles: &[],
    },
}];

impl RegisterableAudioDecoder for Decoder {
    fn try_registry_new(
        params: &AudioCodecParameters,
        options: &AudioDecoderOptions,
    ) -> Result<Box<dyn AudioDecoder>> {
        Ok(Box::new(Self::new(params, options)?))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        SUPPORTED
    }
}
