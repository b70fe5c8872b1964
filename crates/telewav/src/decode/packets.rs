//! [`PacketDecoder`]: the packets of one track, in their order, to blocks. Containers push them, whoever walked them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use symphonia::core::audio::{Audio, Channels, GenericAudioBufferRef};
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions, well_known,
};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::codecs::flac::SIDE_33_BITS;
use super::codecs::vorbis::{self, spare};
use super::codecs::{self, aac};
use super::limits::Limits;
use super::trim::{End, TrimOf, Trimmer};
use super::{DamageKind, Output, SourceFormat};
use crate::error::remark::{Codec, Remark};
use crate::error::{Actual, Coding, Error, Expected, Part, Quantity, What};
use crate::kind::Kind;
use crate::pcm::{ChannelMask, Pcm};

/// Packets that are looked at to tell HE-AAC from plain AAC.
const PACKETS_TO_TELL: usize = 4;
/// A few octets can declare four billion empty packets.
const MAX_IDLE_PACKETS: u32 = 1 << 14;

/// Calls into Symphonia; a panic in there is this file's error and nobody else's.
pub(super) fn guard<T>(call: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|payload| {
        let message = payload
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Error::DecoderPanicked { message }
    })
}

/// Decodes the packets of one track, leaves out what is no sound, and hands the rest to the output.
///
/// A packet that cannot be decoded is damage at its time; the next one is taken all the same. Of the container it
/// knows nothing but what [`new`](Self::new) is told: gaps between packets and frames that are promised and missing are
/// for the walk to tell.
pub(super) struct PacketDecoder<'t> {
    decoder: Box<dyn AudioDecoder>,
    /// Whether another stream may go on with the decoder.
    is_kept: bool,
    kind: Kind,
    codec: String,
    bits: Option<u32>,
    trim_of: Box<TrimOf<'t>>,
    /// From the first decoded packet on.
    trimmer: Option<Trimmer>,
    /// Where the sound ends, if that came to be known later than `trim_of`.
    end: Option<End>,
    /// What of HE-AAC is left undecoded.
    extension: Option<aac::Extension>,
    /// The first packets, as long as they are looked at; `None` from then on.
    ahead: Option<Vec<Packet>>,
    n_frames: u64,
    packet_frames: u64,
    block: Pcm,
    /// Packets without sound, one after another.
    n_idle: u32,
}

/// What a track had, once all of its packets are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// Frames decoded, those that were left out included.
    pub n_frames: u64,
    /// Frames of the last packet.
    pub packet_frames: u64,
    /// Frames that [`End::After`] waits for in vain.
    pub n_missing: u64,
}

impl<'t> PacketDecoder<'t> {
    /// A decoder for a track of a container of `kind`.
    ///
    /// `trim_of` is asked with the rate of the first block, Hz; the frames it names are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Unsupported`] for a codec that is not decoded, [`Error::LimitExceeded`], [`Error::Malformed`].
    pub fn new(
        params: &AudioCodecParameters,
        kind: Kind,
        trim_of: impl Fn(u32) -> super::trim::Trim + 't,
        output: &Output<'_, '_>,
    ) -> Result<Self, Error> {
        // Bounded before a decoder is made: it allocates what these fields claim.
        check(params, output.limits())?;
        let mut is_kept = false;
        if params.codec == well_known::CODEC_ID_VORBIS {
            // Symphonia 0.6.1 makes noise of more than one pair of channels.
            let n_channels = params.channels.as_ref().map_or(0, Channels::count);
            if n_channels > 2 {
                return Err(Error::Unsupported {
                    what: Coding::ManyChannels {
                        name: "Vorbis",
                        n_channels,
                    }
                    .into(),
                });
            }
            let headers = params.extra_data.as_deref().unwrap_or(&[]);
            is_kept = spare::may_be_kept(vorbis::check(headers, output.limits())?);
        }
        let (params, extension) = plain_aac(params)?;
        let codecs = codecs::registry();
        let codec = codecs
            .get_audio_decoder(params.codec)
            .map(|registered| codec_name(registered.codec.info.short_name).to_owned());
        let Some(codec) = codec else {
            return Err(Error::Unsupported {
                what: What::In {
                    coding: undecoded(params.codec),
                    kind,
                },
            });
        };
        let options = AudioDecoderOptions::default().verify(true);
        let spare = is_kept.then(|| spare::take(&params)).flatten();
        let decoder = match spare {
            Some(decoder) => Ok(decoder),
            None => guard(|| codecs.make_audio_decoder(&params, &options))?,
        };
        let decoder = decoder.map_err(|e| match e {
            SymphoniaError::Unsupported(why) => Error::Unsupported {
                what: What::VariantOf {
                    codec: codec.clone(),
                    problem: why.to_owned(),
                },
            },
            e => Error::malformed(
                Part::CodecParameters { kind },
                None,
                Expected::WellFormedOnes,
                Actual::Says {
                    text: e.to_string(),
                },
            ),
        })?;
        let ahead =
            (params.codec == well_known::CODEC_ID_AAC && extension.is_none()).then(Vec::new);
        Ok(Self {
            bits: params
                .bits_per_sample
                .filter(|bits| *bits > 0 && is_lossless(&codec)),
            decoder,
            is_kept,
            kind,
            codec,
            trim_of: Box::new(trim_of),
            trimmer: None,
            end: None,
            extension,
            ahead,
            n_frames: 0,
            packet_frames: 0,
            block: Pcm::default(),
            n_idle: 0,
        })
    }

    /// Decodes one packet and passes its sound on. False when there were too many packets without any: the rest is not worth
    /// the time, and that is told as damage.
    ///
    /// The first few of AAC are held back, to tell what they are.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`], [`Error::DecoderPanicked`], and whatever the sink returns.
    pub fn packet(&mut self, data: Vec<u8>, output: &mut Output<'_, '_>) -> Result<bool, Error> {
        let packet = Packet::new(0, Timestamp::ZERO, Duration::ZERO, data);
        let Some(ahead) = &mut self.ahead else {
            return self.decode(packet, output);
        };
        ahead.push(packet);
        if ahead.len() < PACKETS_TO_TELL {
            return Ok(true);
        }
        self.let_go(output)
    }

    /// The rate of the last block, Hz; 0 before the first.
    pub fn rate_hz(&self) -> u32 {
        self.block.rate_hz()
    }

    /// Frames decoded so far, those that were left out included.
    pub fn n_frames(&self) -> u64 {
        self.n_frames
    }

    /// Says where the sound ends, now that it is known. What has been handed on stays.
    pub fn end_at(&mut self, end: End) {
        match &mut self.trimmer {
            Some(trimmer) => trimmer.set_end(end),
            None => self.end = Some(end),
        }
    }

    /// Leaves out what [`End::Before`] has held back so far, and holds back no more. How many frames that is.
    pub fn drop_held(&mut self) -> u64 {
        self.end = None;
        self.trimmer.as_mut().map_or(0, Trimmer::drop_held)
    }

    /// Forgets what the packets before the next one left behind in the decoder: something is missing in between.
    pub fn reset(&mut self) -> Result<(), Error> {
        guard(|| self.decoder.reset())
    }

    /// The end of the track.
    ///
    /// # Errors
    ///
    /// As [`packet`](Self::packet).
    pub fn finish(mut self, output: &mut Output<'_, '_>) -> Result<Counted, Error> {
        self.let_go(output)?;
        let verified = guard(|| self.decoder.finalize().verify_ok)?;
        if verified == Some(false) {
            output.damage(DamageKind::Checksum, None, Remark::SoundChecksum);
        }
        if self.is_kept && output.damage.is_empty() {
            guard(|| spare::keep(self.decoder))?;
        }
        Ok(Counted {
            n_frames: self.n_frames,
            packet_frames: self.packet_frames,
            n_missing: self.trimmer.as_ref().map_or(0, Trimmer::n_missing),
        })
    }

    /// Tells implicitly signalled HE-AAC by the packets held back, and decodes them.
    fn let_go(&mut self, output: &mut Output<'_, '_>) -> Result<bool, Error> {
        let Some(ahead) = self.ahead.take() else {
            return Ok(true);
        };
        if !ahead.is_empty() && ahead.iter().all(|packet| aac::ends_with_sbr(&packet.data)) {
            self.extension = Some(aac::Extension::Band);
        }
        for packet in ahead {
            if !self.decode(packet, output)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn decode(&mut self, packet: Packet, output: &mut Output<'_, '_>) -> Result<bool, Error> {
        output.tick()?;
        // Some decoders make silence of nothing, for as many packets as a table declares.
        if packet.data.is_empty() {
            output.damage(DamageKind::Packet, output.duration_s, Remark::EmptyPacket);
            return Ok(self.goes_on(output));
        }
        // Only what is Symphonia's is guarded: a fault of the stages behind it is not the decoder's.
        let decoded = guard(|| {
            let decoded = self.decoder.decode(&packet)?;
            let checked = output.limits().check_packet_frames(decoded.frames() as u64);
            if checked.is_ok() {
                copy(&decoded, &mut self.block);
            }
            Ok::<_, SymphoniaError>(checked)
        })?;
        let held = self.trimmer.as_ref().map_or(0, Trimmer::held_octets);
        output.limits().check_memory(Quantity::Padding, held)?;
        match decoded {
            Ok(checked) => {
                checked?;
                self.hand_on(output)?;
            }
            // All of its packets are so.
            Err(SymphoniaError::Unsupported(SIDE_33_BITS)) => {
                return Err(Error::Unsupported {
                    what: Coding::FlacSide33.into(),
                });
            }
            Err(e) => {
                let detail = match codecs::fault_of(&e) {
                    Some(fault) => Codec::PacketFault { fault }.into(),
                    None => Remark::Packet {
                        problem: e.to_string(),
                    },
                };
                output.damage(DamageKind::Packet, output.duration_s, detail);
            }
        }
        Ok(self.goes_on(output))
    }

    /// Trims the block and passes it on.
    fn hand_on(&mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        self.packet_frames = self.block.n_frames() as u64;
        if self.packet_frames > 0 {
            self.n_idle = 0;
        }
        self.n_frames += self.packet_frames;
        let rate_hz = self.block.rate_hz();
        if self.trimmer.is_none()
            && let Some(extension) = self.extension
        {
            output.note(extension.note(rate_hz));
        }
        let trimmer = self.trimmer.get_or_insert_with(|| {
            let mut trim = (self.trim_of)(rate_hz);
            if self.extension.is_some() {
                trim.start = trim.start.saturating_sub(aac::EXTENSION_DELAY);
            }
            trim.end = self.end.unwrap_or(trim.end);
            Trimmer::new(trim)
        });
        trimmer.apply(&mut self.block);
        output.emit(&self.block, || SourceFormat {
            container: self.kind.container(),
            codec: self.codec.clone(),
            rate_hz: 0,
            n_channels: 0,
            bits: self.bits,
            mask: ChannelMask::UNKNOWN,
        })
    }

    /// Counts a packet that may be without sound; false when there were too many of them.
    pub fn goes_on(&mut self, output: &mut Output<'_, '_>) -> bool {
        self.n_idle += 1;
        let goes_on = self.n_idle <= MAX_IDLE_PACKETS;
        if !goes_on {
            output.damage(
                DamageKind::Packet,
                output.duration_s,
                Remark::IdlePackets {
                    n: MAX_IDLE_PACKETS,
                },
            );
        }
        goes_on
    }
}

fn check(params: &AudioCodecParameters, limits: &Limits) -> Result<(), Error> {
    // MP4 has no room for rates above 65,535 Hz and writes 0; AAC says it again in its configuration.
    let is_untold = params.codec == well_known::CODEC_ID_AAC && params.sample_rate == Some(0);
    if let Some(rate_hz) = params.sample_rate.filter(|_| !is_untold) {
        limits.check_rate(rate_hz)?;
    }
    if let Some(channels) = &params.channels {
        limits.check_channels(channels.count())?;
    }
    match params.max_frames_per_packet {
        Some(n_frames) => limits.check_packet_frames(n_frames),
        None => Ok(()),
    }
}

/// The parameters of an AAC track without those of its HE-AAC extension, which Symphonia refuses.
fn plain_aac(
    params: &AudioCodecParameters,
) -> Result<(AudioCodecParameters, Option<aac::Extension>), Error> {
    let mut params = params.clone();
    let config = params.extra_data.as_deref();
    let Some(config) = config.filter(|_| params.codec == well_known::CODEC_ID_AAC) else {
        return Ok((params, None));
    };
    let core = aac::core(config)?;
    params.with_extra_data(core.config.into());
    Ok((params, core.extension))
}

fn copy(decoded: &GenericAudioBufferRef<'_>, block: &mut Pcm) {
    let spec = decoded.spec();
    let planes = block.refill(spec.rate(), spec.channels().count());
    match decoded {
        // As it stands; for other samples Symphonia fills the planes with zeros first.
        GenericAudioBufferRef::F32(decoded) => {
            for (plane, samples) in planes.iter_mut().zip(decoded.iter_planes()) {
                plane.extend_from_slice(samples);
            }
        }
        decoded => decoded.copy_to_vecs_planar(planes),
    }
    // Symphonia's bits are those of WAVEFORMATEXTENSIBLE.
    if let Channels::Positioned(positions) = spec.channels() {
        let mask = u32::try_from(positions.bits()).unwrap_or(0);
        block.set_mask(ChannelMask::of(mask, spec.channels().count()));
    }
}

/// What Symphonia finds in containers and has no decoder for.
fn undecoded(codec: AudioCodecId) -> Coding {
    Coding::named(match codec {
        well_known::CODEC_ID_AC3 => "AC-3",
        well_known::CODEC_ID_EAC3 => "E-AC-3",
        well_known::CODEC_ID_DCA => "DTS",
        well_known::CODEC_ID_TRUEHD => "Dolby TrueHD",
        well_known::CODEC_ID_SPEEX => "Speex",
        well_known::CODEC_ID_WMA => "Windows Media Audio",
        well_known::CODEC_ID_WAVPACK => "WavPack",
        well_known::CODEC_ID_TTA => "True Audio",
        well_known::CODEC_ID_AC4 => "AC-4",
        well_known::CODEC_ID_MUSEPACK => "Musepack",
        well_known::CODEC_ID_MONKEYS_AUDIO => "Monkey's Audio",
        well_known::CODEC_ID_ATRAC1 | well_known::CODEC_ID_ATRAC3 => "ATRAC",
        well_known::CODEC_ID_ATRAC3PLUS | well_known::CODEC_ID_ATRAC9 => "ATRAC",
        well_known::CODEC_ID_RA10 => "RealAudio 14.4",
        well_known::CODEC_ID_RA20 => "RealAudio 28.8",
        well_known::CODEC_ID_SIPR => "RealAudio Sipro",
        well_known::CODEC_ID_COOK => "RealAudio Cook",
        well_known::CODEC_ID_RALF => "RealAudio Lossless",
        _ => return Coding::Unknown,
    })
}

/// Lossy codecs have no bits per sample.
fn is_lossless(codec: &str) -> bool {
    matches!(codec, "FLAC" | "ALAC" | "linear PCM" | "floating-point PCM")
}

/// Symphonia's short names in the field's words.
fn codec_name(short_name: &str) -> &str {
    match short_name {
        "mp1" => "MP1",
        "mp2" => "MP2",
        "mp3" => "MP3",
        "aac" => "AAC",
        "alac" => "ALAC",
        "flac" => "FLAC",
        "vorbis" => "Vorbis",
        "opus" => "Opus",
        "adpcm_ms" => "Microsoft ADPCM",
        "adpcm_ima_wav" | "adpcm_ima_qt" => "IMA ADPCM",
        name => name,
    }
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::guard;
    use crate::error::Error;

    #[test]
    fn a_panic_of_a_decoder_is_an_error_with_its_message() {
        let calls: [fn() -> u32; 3] = [
            || panic!("a word"),
            || panic!("{} words", 2),
            || std::panic::panic_any(3),
        ];
        let words = calls.map(|call| match guard(call) {
            Err(Error::DecoderPanicked { message }) => message,
            other => format!("{other:?}"),
        });
        assert_eq!(words, ["a word", "2 words", "no message"]);
    }
}
