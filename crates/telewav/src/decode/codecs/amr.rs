//! AMR-NB and AMR-WB, by rvoip-codec-core (feature `amr`): single frames, and packets of them as 3GP
//! holds them.
//!
//! Source of the frames' form: RFC 4867, section 5.3, with 3GPP TS 26.101, table 1a, and TS 26.201,
//! table 1a, for the frame types; 3GPP TS 26.244, clause 6.5, for 3GP.

use codec_core::codecs::amr::AmrCodec;
use codec_core::types::{CodecConfig, CodecType, CodedFrame, FrameKind, VariableRateCodec};
use symphonia::core::audio::{
    AsGenericAudioBufferRef, AudioBuffer, AudioMut, AudioSpec, Channels, GenericAudioBufferRef,
    Position,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::common::FourCc;
use symphonia::core::errors::{Result as SymphoniaResult, unsupported_error};
use symphonia::core::packet::PacketRef;

use super::refused;
use crate::error::remark::CodecFault;
use crate::error::{Error, What};

/// The sample entries of 3GP.
const NARROW: AudioCodecId = AudioCodecId::new(FourCc::new(*b"samr"));
const WIDE: AudioCodecId = AudioCodecId::new(FourCc::new(*b"sawb"));

/// The parameters of a sample entry of 3GP.
pub(super) fn params_of(entry: [u8; 4]) -> Option<AudioCodecParameters> {
    let (codec, band) = match &entry {
        b"samr" => (NARROW, Band::Narrow),
        b"sawb" => (WIDE, Band::Wide),
        _ => return None,
    };
    let mut params = AudioCodecParameters::new();
    params.for_codec(codec).with_sample_rate(band.rate_hz());
    Some(params)
}

/// The most frames of a packet in 3GP. TS 26.244 has a field of 8 bits and recommends 10 at most.
const MAX_PACKET_FRAMES: usize = 255;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) enum Band {
    Narrow,
    Wide,
}

impl Band {
    pub fn rate_hz(self) -> u32 {
        match self {
            Self::Narrow => 8000,
            Self::Wide => 16_000,
        }
    }

    /// Samples of each frame: 20 ms.
    fn frame_samples(self) -> usize {
        self.rate_hz() as usize / 50
    }

    /// The codec's name.
    pub fn codec(self) -> &'static str {
        match self {
            Self::Narrow => "AMR-NB",
            Self::Wide => "AMR-WB",
        }
    }
}

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) enum Content {
    /// Speech in this mode.
    Speech(u8),
    /// How the noise of a pause sounds.
    Noise,
    /// Lost on its way.
    Lost,
    /// Nothing new.
    NoData,
}

/// The octet in front of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) struct Header {
    pub content: Content,
    /// Octets behind it.
    pub len: usize,
    /// Whether the frame arrived undamaged.
    pub is_good: bool,
}

impl Header {
    /// The bits that are 0 in every file of ours, and ignored in those of others.
    pub const PADDING: u8 = 0b1000_0011;

    /// `None` for a frame type that is reserved.
    pub fn parse(band: Band, octet: u8) -> Option<Self> {
        const NARROW_LEN: [usize; 9] = [12, 13, 15, 17, 19, 20, 26, 31, 5];
        const WIDE_LEN: [usize; 10] = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5];
        let lengths: &[usize] = match band {
            Band::Narrow => &NARROW_LEN,
            Band::Wide => &WIDE_LEN,
        };
        let frame_type = octet >> 3 & 0x0F;
        let noise = lengths.len() - 1;
        let (content, len) = match (usize::from(frame_type), band) {
            (index, _) if index < noise => (Content::Speech(frame_type), lengths[index]),
            (index, _) if index == noise => (Content::Noise, lengths[index]),
            (14, Band::Wide) => (Content::Lost, 0),
            (15, _) => (Content::NoData, 0),
            _ => return None,
        };
        Some(Self {
            content,
            len,
            is_good: octet & 0b100 != 0,
        })
    }
}

/// Decodes frame by frame.
pub(in crate::decode) struct FrameDecoder {
    codec: AmrCodec,
    /// The last mode of speech: gaps are filled in it.
    mode: u8,
}

impl FrameDecoder {
    pub fn new(band: Band) -> Result<Self, Error> {
        let codec = CodecConfig::new(match band {
            Band::Narrow => CodecType::AmrNb,
            Band::Wide => CodecType::AmrWb,
        });
        let codec = AmrCodec::new(&codec).map_err(|e| Error::Unsupported {
            what: What::NotStarted {
                codec: band.codec().to_owned(),
                problem: e.to_string(),
            },
        })?;
        Ok(Self { codec, mode: 0 })
    }

    /// The samples of one frame; `payload` is what stands behind its header.
    pub fn decode(&mut self, header: Header, payload: &[u8]) -> Result<Vec<i16>, String> {
        let kind = match header.content {
            Content::Speech(mode) => {
                self.mode = mode;
                FrameKind::Speech
            }
            Content::Noise => FrameKind::ComfortNoise,
            Content::Lost => FrameKind::Lost,
            Content::NoData => FrameKind::NoData,
        };
        let frame = CodedFrame {
            kind,
            mode: self.mode,
            quality_ok: header.is_good,
            data: payload.to_vec(),
        };
        self.codec.decode_frame(&frame).map_err(|e| e.to_string())
    }
}

/// Decodes packets: frames of the storage format, one after another.
pub(super) struct Decoder {
    band: Band,
    frames: FrameDecoder,
    params: AudioCodecParameters,
    buffer: AudioBuffer<f32>,
}

impl Decoder {
    fn new(params: &AudioCodecParameters) -> SymphoniaResult<Self> {
        let band = if params.codec == WIDE {
            Band::Wide
        } else {
            Band::Narrow
        };
        let Ok(frames) = FrameDecoder::new(band) else {
            return unsupported_error("amr: not in this build");
        };
        let spec = AudioSpec::new(band.rate_hz(), Channels::Positioned(Position::FRONT_LEFT));
        Ok(Self {
            band,
            frames,
            params: params.clone(),
            buffer: AudioBuffer::new(spec, MAX_PACKET_FRAMES * band.frame_samples()),
        })
    }

    fn decode_all(&mut self, mut octets: &[u8]) -> SymphoniaResult<()> {
        let mut samples = Vec::new();
        for _ in 0..MAX_PACKET_FRAMES {
            let Some((first, behind)) = octets.split_first() else {
                break;
            };
            let header = Header::parse(self.band, *first);
            let Some((header, payload)) = header.and_then(|h| Some((h, behind.get(..h.len)?)))
            else {
                return refused(CodecFault::AmrNoFrame);
            };
            let Ok(frame) = self.frames.decode(header, payload) else {
                return refused(CodecFault::AmrFrame);
            };
            samples.extend(frame);
            octets = &behind[header.len..];
        }
        if !octets.is_empty() {
            return refused(CodecFault::AmrTooManyFrames);
        }
        self.buffer.render_uninit(Some(samples.len()));
        if let Some(plane) = self.buffer.plane_mut(0) {
            for (to, sample) in plane.iter_mut().zip(&samples) {
                *to = f32::from(*sample) / 32768.0;
            }
        }
        Ok(())
    }
}

impl AudioDecoder for Decoder {
    fn reset(&mut self) {
        if let Ok(frames) = FrameDecoder::new(self.band) {
            self.frames = frames;
        }
    }

    fn codec_info(&self) -> &CodecInfo {
        match self.band {
            Band::Narrow => &SUPPORTED[0].info,
            Band::Wide => &SUPPORTED[1].info,
        }
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.params
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> SymphoniaResult<GenericAudioBufferRef<'_>> {
        self.buffer.clear();
        self.decode_all(packet.data)?;
        Ok(self.buffer.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.buffer.as_generic_audio_buffer_ref()
    }
}

const SUPPORTED: [SupportedAudioCodec; 2] = [
    supported(NARROW, "AMR-NB", "Adaptive Multi-Rate"),
    supported(WIDE, "AMR-WB", "Adaptive Multi-Rate Wideband"),
];

const fn supported(
    id: AudioCodecId,
    short_name: &'static str,
    long_name: &'static str,
) -> SupportedAudioCodec {
    SupportedAudioCodec {
        id,
        info: CodecInfo {
            short_name,
            long_name,
            profiles: &[],
        },
    }
}

impl RegisterableAudioDecoder for Decoder {
    fn try_registry_new(
        params: &AudioCodecParameters,
        _: &AudioDecoderOptions,
    ) -> SymphoniaResult<Box<dyn AudioDecoder>> {
        Ok(Box::new(Self::new(params)?))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        &SUPPORTED
    }
}
