//! MPEG audio (MP1, MP2, MP3), by nanomp3: all layers, mixed blocks, free format.
//!
//! Takes one frame a packet, and hands out all that is in it; delay and padding are the containers' to leave out.
//!
//! Source: ISO/IEC 11172-3:1993 and ISO/IEC 13818-3:1998.

use nanomp3_core::{DecodeError, MAX_SAMPLES_PER_FRAME};
use symphonia::core::audio::{
    AsGenericAudioBufferRef, Audio, AudioBuffer, AudioMut, AudioSpec, Channels,
    GenericAudioBufferRef, Position,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_MP1, CODEC_ID_MP2, CODEC_ID_MP3};
use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::Result;
use symphonia::core::packet::PacketRef;

use super::refused;
use crate::error::remark::CodecFault;
use crate::kind::mpeg_header::FrameHeader;

/// The decoder of a track of any layer.
pub(super) struct Decoder {
    params: AudioCodecParameters,
    decoder: Box<nanomp3_core::Decoder>,
    /// Whether a frame has been decoded since the start.
    has_begun: bool,
    /// The last frame's samples, interleaved.
    samples: Box<[f32; MAX_SAMPLES_PER_FRAME]>,
    decoded: AudioBuffer<f32>,
}

impl Decoder {
    fn new(params: &AudioCodecParameters) -> Self {
        Self {
            params: params.clone(),
            decoder: Box::default(),
            has_begun: false,
            samples: Box::new([0.0; MAX_SAMPLES_PER_FRAME]),
            decoded: AudioBuffer::default(),
        }
    }

    /// Decodes one frame to `samples`.
    fn decode_frame(&mut self, frame: &[u8], header: &FrameHeader) -> Result<()> {
        let (_, mut result) = self.decoder.decode(frame, &mut self.samples[..]);
        if result == Err(DecodeError::NoFrame) && header.is_free() {
            // The length of a frame of free format is seen by the frames behind it; once seen, it is known.
            let row = [frame, frame, frame].concat();
            (_, result) = self.decoder.decode(&row, &mut self.samples[..]);
        }
        if matches!(result, Err(DecodeError::ReservoirUnavailable(_)))
            && self.has_begun
            && header.is_without_data(frame)
        {
            // Some encoders let silence refer to octets that are used up already; there is nothing of it there.
            let frame = without_reservoir(frame, header);
            (_, result) = self.decoder.decode(&frame, &mut self.samples[..]);
        }
        match result {
            Ok(_) => {
                self.has_begun = true;
                Ok(())
            }
            // The first frames of a stream that was cut from a longer one, or behind a fault that has been told: what is in
            // them stood before it.
            Err(DecodeError::ReservoirUnavailable(_)) if !self.has_begun => {
                self.samples.fill(0.0);
                Ok(())
            }
            result => {
                self.has_begun = false;
                refused(match result {
                    Err(DecodeError::ReservoirUnavailable(_)) => CodecFault::MpegReservoir,
                    _ => CodecFault::MpegRules,
                })
            }
        }
    }

    /// Hands out the samples of a frame, channel by channel.
    fn fill(&mut self, header: &FrameHeader) {
        let spec = spec(header);
        if *self.decoded.spec() != spec || self.decoded.capacity() == 0 {
            self.decoded = AudioBuffer::new(spec, MAX_SAMPLES_PER_FRAME);
        }
        self.decoded.clear();
        self.decoded.render_uninit(Some(header.n_frames()));
        match header.n_channels() {
            1 => {
                if let Some(only) = self.decoded.plane_mut(0) {
                    only.copy_from_slice(&self.samples[..header.n_frames()]);
                }
            }
            _ => {
                let (frames, _) = self.samples.as_chunks::<2>();
                if let Some((left, right)) = self.decoded.plane_pair_mut(0, 1) {
                    for ((left, right), frame) in left.iter_mut().zip(right).zip(frames) {
                        [*left, *right] = *frame;
                    }
                }
            }
        }
    }
}

/// The frame without the mode extension, which says nothing but in joint stereo (ISO/IEC 11172-3, 2.4.2.3); the decoder takes
/// it for intensity stereo in one channel, too. `None` if it is as it should be.
fn without_extension(frame: &[u8]) -> Option<Vec<u8>> {
    const MODE: usize = 3;
    const JOINT_STEREO: u8 = 1;
    let mode = *frame.get(MODE)?;
    if mode >> 6 == JOINT_STEREO || mode & 0x30 == 0 {
        return None;
    }
    let mut frame = frame.to_vec();
    *frame.get_mut(MODE)? &= !0x30;
    Some(frame)
}

/// The frame with a `main_data_begin` of 0.
fn without_reservoir(frame: &[u8], header: &FrameHeader) -> Vec<u8> {
    let mut frame = frame.to_vec();
    if let Some([first, second, ..]) = frame.get_mut(header.side_info()) {
        *first = 0;
        if header.is_mpeg1() {
            *second &= 0x7F;
        }
    }
    frame
}

fn spec(header: &FrameHeader) -> AudioSpec {
    let positions = match header.n_channels() {
        1 => Position::FRONT_CENTER,
        _ => Position::FRONT_LEFT | Position::FRONT_RIGHT,
    };
    AudioSpec::new(header.rate_hz(), Channels::Positioned(positions))
}

impl AudioDecoder for Decoder {
    fn reset(&mut self) {
        *self.decoder = nanomp3_core::Decoder::new();
        self.has_begun = false;
    }

    fn codec_info(&self) -> &CodecInfo {
        let own = SUPPORTED.iter().find(|codec| codec.id == self.params.codec);
        &own.unwrap_or(&SUPPORTED[2]).info
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.params
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.decoded.clear();
        let header = FrameHeader::parse(packet.data).filter(FrameHeader::is_mpeg);
        let Some(header) = header else {
            return refused(CodecFault::MpegNoHeader);
        };
        let len = header.frame_octets().unwrap_or(packet.data.len());
        let Some(frame) = packet.data.get(..len) else {
            return refused(CodecFault::MpegCut);
        };
        match without_extension(frame) {
            Some(frame) => self.decode_frame(&frame, &header)?,
            None => self.decode_frame(frame, &header)?,
        }
        self.fill(&header);
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
        id: CODEC_ID_MP1,
        info: info("mp1", "MPEG audio layer I"),
    },
    SupportedAudioCodec {
        id: CODEC_ID_MP2,
        info: info("mp2", "MPEG audio layer II"),
    },
    SupportedAudioCodec {
        id: CODEC_ID_MP3,
        info: info("mp3", "MPEG audio layer III"),
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
        Ok(Box::new(Self::new(params)))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        SUPPORTED
    }
}
