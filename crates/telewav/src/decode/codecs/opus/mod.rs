//! Opus, by rusty-opus: mono, stereo and several streams at once.
//!
//! Hands out all that is in a packet; delay and padding are the containers' to leave out. rusty-opus
//! clips at ±1.0 what would be louder.
//!
//! Source: RFC 6716 with RFC 8251 for the packets, RFC 7845, section 5.1.1, for the channels.

mod head;
mod packet;

use rusty_opus::OpusDecoder;
use symphonia::core::audio::{
    AsGenericAudioBufferRef, AudioBuffer, AudioMut, AudioSpec, Channels, GenericAudioBufferRef,
    Position,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Result, unsupported_error};
use symphonia::core::packet::PacketRef;

pub(in crate::decode) use head::Head;
use packet::{MAX_PACKET_FRAMES, Packet};
pub(in crate::decode) use packet::{RATE_HZ, n_frames};

use super::refused;
use crate::error::remark::CodecFault;

/// The decoder of all streams of a track.
pub(super) struct Decoder {
    params: AudioCodecParameters,
    head: Head,
    /// The channel of the header that each decoded plane is.
    order: Vec<usize>,
    streams: Vec<Stream>,
    gain: f32,
    /// One stream's packet in the form that rusty-opus takes.
    packet: Vec<u8>,
    decoded: AudioBuffer<f32>,
}

/// One stream of one or two channels.
struct Stream {
    /// `None` if no channel needs it.
    decoder: Option<OpusDecoder>,
    n_channels: usize,
    /// The last packet's samples, interleaved.
    samples: Vec<f32>,
}

impl Decoder {
    fn new(params: &AudioCodecParameters) -> Result<Self> {
        let octets = params.extra_data.as_deref().unwrap_or_default();
        let head = Head::parse_extra_data(octets).or_else(unsupported_error)?;
        let streams = (0..head.n_streams).map(|i| Stream::new(&head, i));
        let (mask, order) = head.channel_order();
        let channels = match Position::from_bits(mask.into()) {
            Some(positions) if !positions.is_empty() => Channels::Positioned(positions),
            _ => Channels::Discrete(u16::from(head.n_channels)),
        };
        let spec = AudioSpec::new(RATE_HZ, channels);
        Ok(Self {
            params: params.clone(),
            streams: streams.collect::<Result<_>>()?,
            gain: head.gain(),
            head,
            order,
            packet: Vec::new(),
            decoded: AudioBuffer::new(spec, MAX_PACKET_FRAMES),
        })
    }

    fn decode_streams(&mut self, octets: &[u8]) -> Result<usize> {
        let mut rest = octets;
        let mut n_frames = None;
        let last = self.streams.len() - 1;
        for (i, stream) in self.streams.iter_mut().enumerate() {
            // All but the last tell their length.
            let split = match i == last {
                true => Packet::parse(rest).map(|packet| (packet, &[][..])),
                false => Packet::parse_self_delimited(rest),
            };
            let Some((packet, behind)) = split else {
                return refused(CodecFault::OpusFraming);
            };
            rest = behind;
            if *n_frames.get_or_insert(packet.n_frames()) != packet.n_frames() {
                return refused(CodecFault::OpusStreamLengths);
            }
            packet.write(&mut self.packet);
            stream.decode(&self.packet, packet.n_frames())?;
        }
        Ok(n_frames.unwrap_or(0))
    }

    fn fill(&mut self, n_frames: usize) {
        self.decoded.clear();
        self.decoded.render_silence(Some(n_frames));
        for (i, channel) in self.order.iter().enumerate() {
            let source = self.head.mapping.get(*channel);
            let Some((stream, side)) = source.and_then(|source| place(&self.head, *source)) else {
                continue;
            };
            let (Some(plane), Some(stream)) = (self.decoded.plane_mut(i), self.streams.get(stream))
            else {
                continue;
            };
            let samples = stream.samples.iter().skip(side).step_by(stream.n_channels);
            for (out, sample) in plane.iter_mut().zip(samples) {
                *out = sample * self.gain;
            }
        }
    }
}

/// The stream of a decoded channel, and which of its channels it is; `None` for silence.
/// Source: RFC 7845, section 5.1.1.
fn place(head: &Head, source: u8) -> Option<(usize, usize)> {
    let n_paired = 2 * usize::from(head.n_coupled);
    let source = (source != head::SILENT).then_some(usize::from(source))?;
    Some(match source.checked_sub(n_paired) {
        None => (source / 2, source % 2),
        Some(single) => (usize::from(head.n_coupled) + single, 0),
    })
}

impl Stream {
    fn new(head: &Head, i: u8) -> Result<Self> {
        let n_channels = if i < head.n_coupled { 2 } else { 1 };
        let mut places = head
            .mapping
            .iter()
            .filter_map(|source| place(head, *source));
        let is_heard = places.any(|(stream, _)| stream == usize::from(i));
        let decoder = match is_heard.then(|| OpusDecoder::new(RATE_HZ as i32, n_channels)) {
            Some(Err(_)) => return unsupported_error("opus: no decoder"),
            Some(Ok(decoder)) => Some(decoder),
            None => None,
        };
        Ok(Self {
            decoder,
            n_channels,
            samples: Vec::new(),
        })
    }

    fn decode(&mut self, packet: &[u8], n_frames: usize) -> Result<()> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        self.samples
            .resize(MAX_PACKET_FRAMES * self.n_channels, 0.0);
        match decoder.decode(packet, MAX_PACKET_FRAMES, &mut self.samples) {
            Ok(n) if n == n_frames => {
                self.samples.truncate(n * self.n_channels);
                Ok(())
            }
            Ok(_) => refused(CodecFault::OpusOtherLength),
            Err(_) => refused(CodecFault::OpusRules),
        }
    }
}

impl AudioDecoder for Decoder {
    fn reset(&mut self) {
        if let Ok(new) = Self::new(&self.params) {
            *self = new;
        }
    }

    fn codec_info(&self) -> &CodecInfo {
        &SUPPORTED[0].info
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.params
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.decoded.clear();
        let n_frames = self.decode_streams(packet.data)?;
        self.fill(n_frames);
        Ok(self.decoded.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.decoded.as_generic_audio_buffer_ref()
    }
}

const SUPPORTED: &[SupportedAudioCodec] = &[SupportedAudioCodec {
    id: CODEC_ID_OPUS,
    info: CodecInfo {
        short_name: "opus",
        long_name: "Opus",
        profiles: &[],
    },
}];

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
