//! Every container and codec that Symphonia has. Symphonia stays in this file (and [`Part`]).

use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use symphonia::core::audio::{Channels, GenericAudioBufferRef};
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{
    AudioCodecId, AudioCodecParameters, AudioDecoder, AudioDecoderOptions, well_known,
};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::{Hint, Probe};
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::default::formats;

use super::codecs::{self, aac, spare, vorbis_setup};
use super::limits::{Allowance, COMMENTS_PART, HEADER_PART, Limits, PACKET_PART};
use super::part::Part;
use super::trim::{TrimOf, Trimmer};
use super::{DamageKind, Output, Source, SourceFormat, tags};
use crate::error::Error;
use crate::kind::Kind;
use crate::pcm::{ChannelMask, Pcm};

/// Decodes the octets of `range` as one file of `kind`, without what `trim_of` leaves out.
pub(super) fn decode<S: Source>(
    source: &mut S,
    range: Range<u64>,
    kind: Kind,
    trim_of: &TrimOf<'_>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    decode_track(source, range, kind, None, trim_of, output)
}

/// A track whose codec Symphonia does not know: its number, and what it would say of it if it did.
pub(super) type Given = (u32, AudioCodecParameters);

/// Decodes the track that is given; without one, the one that is marked as default or stands first.
pub(super) fn decode_track<S: Source>(
    source: &mut S,
    range: Range<u64>,
    kind: Kind,
    given: Option<&Given>,
    trim_of: &TrimOf<'_>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let allowance = Allowance::new(output.deadline);
    allowance.allow(header_octets(kind, output.limits()));
    let patches = tags::too_large(source, &range, kind, output)?;
    let part = Part::new(source, range, patches, Arc::clone(&allowance))?;
    let reader = guard(|| open_reader(part, kind));
    allowance.check(output.limits())?;
    decode_packets(reader??, kind, given, trim_of, &allowance, output)
}

/// Decodes the packets of a container that is taken apart by `reader`, which reads what `allowance` lets it.
pub(super) fn decode_packets(
    reader: Box<dyn FormatReader + '_>,
    kind: Kind,
    given: Option<&Given>,
    trim_of: &TrimOf<'_>,
    allowance: &Arc<Allowance>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let mut stream = guard(|| Stream::open(reader, kind, given, trim_of, allowance, output))??;
    stream.look_ahead(output)?;
    while stream.next(output)? {}
    stream.finish(output)
}

fn open_reader<'s, S: Source>(
    part: Part<'s, S>,
    kind: Kind,
) -> Result<Box<dyn FormatReader + 's>, Error> {
    let stream = MediaSourceStream::new(Box::new(part), MediaSourceStreamOptions::default());
    let mut hint = Hint::new();
    hint.with_extension(extension(kind));
    probe()
        .probe(
            &hint,
            stream,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(|e| from_symphonia(e, kind, "container"))
}

/// Packets that are looked at to tell HE-AAC from plain AAC.
const PACKETS_TO_TELL: usize = 4;
/// What may always be read, octets: 64 kB are read for each thing that is passed over.
const MIN_ALLOWANCE: u64 = 1 << 20;

/// A few octets can declare four billion empty packets.
const MAX_IDLE_PACKETS: u32 = 1 << 14;

/// What may be read before the first packet.
///
/// Symphonia keeps a few octets for each octet of an MP4's tables, up to 27 for each of an Ogg's comments
/// (a packet of 16 MB at most), and up to 64 for those of the others, which are small.
fn header_octets(kind: Kind, limits: &Limits) -> u64 {
    let part = match kind {
        Kind::Mp4 => PACKET_PART,
        Kind::Ogg(_) => COMMENTS_PART,
        // One octet of a packet table makes a record of 32.
        Kind::Caf => 2 * HEADER_PART,
        _ => HEADER_PART,
    };
    (limits.max_memory_bytes / part).max(MIN_ALLOWANCE)
}

/// What may be read for one packet: it is held as octets and then, at most eight times as large, as
/// samples.
fn packet_octets(limits: &Limits) -> u64 {
    (limits.max_memory_bytes / PACKET_PART).max(MIN_ALLOWANCE)
}

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

struct Stream<'s, 't> {
    reader: Box<dyn FormatReader + 's>,
    decoder: Box<dyn AudioDecoder>,
    /// Whether another stream may go on with the decoder.
    is_kept: bool,
    track_id: u32,
    kind: Kind,
    codec: String,
    bits: Option<u32>,
    /// Frames the container promises, where its word can be trusted.
    promised: Option<u64>,
    n_frames: u64,
    trim_of: &'t TrimOf<'t>,
    /// Whether an MP3's tag gives its delay; then Symphonia leaves it out.
    has_tag: bool,
    /// From the first decoded packet on.
    trimmer: Option<Trimmer>,
    /// What of HE-AAC is left undecoded.
    extension: Option<aac::Extension>,
    /// Packets that were read ahead.
    ahead: VecDeque<Packet>,
    /// Whether the reader has come to its end.
    has_ended: bool,
    /// Frames that the last packet decoded to.
    packet_frames: u64,
    /// The number of the first frame of the next packet.
    next_pts: i64,
    block: Pcm,
    /// Packets without sound, one after another.
    n_idle: u32,
    allowance: Arc<Allowance>,
}

impl<'s, 't> Stream<'s, 't> {
    fn open(
        reader: Box<dyn FormatReader + 's>,
        kind: Kind,
        given: Option<&Given>,
        trim_of: &'t TrimOf<'t>,
        allowance: &Arc<Allowance>,
        output: &Output<'_, '_>,
    ) -> Result<Self, Error> {
        let track = match given {
            Some((id, _)) => reader.tracks().iter().find(|track| track.id == *id),
            None => reader.default_track(TrackType::Audio),
        };
        let track = track.ok_or_else(|| no_audio(kind, reader.tracks()))?;
        let params = match (given, &track.codec_params) {
            (Some((_, params)), _) | (None, Some(CodecParameters::Audio(params))) => params,
            _ => return Err(no_audio(kind, reader.tracks())),
        };

        // Bounded before a decoder is made: it allocates what these fields claim.
        let limits = output.limits();
        // MP4 has no room for rates above 65,535 Hz and writes 0; AAC says it again in its configuration.
        let is_untold = params.codec == well_known::CODEC_ID_AAC && params.sample_rate == Some(0);
        if let Some(rate_hz) = params.sample_rate.filter(|_| !is_untold) {
            limits.check_rate(rate_hz)?;
        }
        if let Some(channels) = &params.channels {
            limits.check_channels(channels.count())?;
        }
        if let Some(n_frames) = params.max_frames_per_packet {
            limits.check_packet_frames(n_frames)?;
        }
        let mut is_kept = false;
        if params.codec == well_known::CODEC_ID_VORBIS {
            // Symphonia 0.6.1 makes noise of more than one pair of channels.
            let n_channels = params.channels.as_ref().map_or(0, Channels::count);
            if n_channels > 2 {
                return Err(Error::Unsupported {
                    what: format!("Vorbis with {n_channels} channels"),
                });
            }
            let headers = params.extra_data.as_deref().unwrap_or(&[]);
            is_kept = spare::may_be_kept(vorbis_setup::check(headers, limits)?);
        }

        let (params, extension) = plain_aac(params)?;
        let codecs = codecs::registry();
        let codec = codecs
            .get_audio_decoder(params.codec)
            .map(|registered| codec_name(registered.codec.info.short_name).to_owned());
        let Some(codec) = codec else {
            return Err(Error::Unsupported {
                what: format!("{} in {}", undecoded_name(params.codec), kind.describe()),
            });
        };
        let options = AudioDecoderOptions::default().verify(true);
        let spare = is_kept.then(|| spare::take(&params)).flatten();
        let decoder = spare
            .map_or_else(|| codecs.make_audio_decoder(&params, &options), Ok)
            .map_err(|e| match e {
                SymphoniaError::Unsupported(why) => Error::Unsupported {
                    what: format!("this kind of {codec} ({why})"),
                },
                e => from_symphonia(e, kind, "codec parameters"),
            })?;
        let promised = match kind {
            // 0 means "not known": in a streamed FLAC, in a fragmented MP4.
            Kind::Flac | Kind::Aiff | Kind::Mpeg(_) => track.num_frames.filter(|n| *n > 0),
            _ => None,
        };
        let has_tag = matches!(kind, Kind::Mpeg(_)) && track.delay.is_some();
        Ok(Self {
            track_id: track.id,
            bits: params
                .bits_per_sample
                .filter(|bits| *bits > 0 && is_lossless(&codec)),
            kind,
            codec,
            promised,
            reader,
            decoder,
            is_kept,
            n_frames: 0,
            trim_of,
            has_tag,
            trimmer: None,
            extension,
            ahead: VecDeque::new(),
            has_ended: false,
            packet_frames: 0,
            next_pts: 0,
            block: Pcm::default(),
            n_idle: 0,
            allowance: Arc::clone(allowance),
        })
    }

    /// Tells implicitly signalled HE-AAC by its first packets.
    fn look_ahead(&mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        if self.codec != "AAC" || self.extension.is_some() {
            return Ok(());
        }
        while self.ahead.len() < PACKETS_TO_TELL && !self.has_ended {
            let packet = self.read(output)?;
            self.has_ended = packet.is_none();
            self.ahead.extend(packet);
        }
        let is_extended = |packet: &Packet| aac::ends_with_sbr(&packet.data);
        if !self.ahead.is_empty() && self.ahead.iter().all(is_extended) {
            self.extension = Some(aac::Extension::Band);
        }
        Ok(())
    }

    /// The next packet of the track; `None` at the end.
    fn read(&mut self, output: &mut Output<'_, '_>) -> Result<Option<Packet>, Error> {
        loop {
            output.tick()?;
            self.allowance.allow(packet_octets(output.limits()));
            let packet = guard(|| self.reader.next_packet());
            self.allowance.check(output.limits())?;
            match packet? {
                Ok(Some(packet)) if packet.track_id != self.track_id => {
                    if packet.data.is_empty() && !self.goes_on(output) {
                        return Ok(None);
                    }
                }
                Ok(packet) => return Ok(packet),
                Err(SymphoniaError::IoError(e))
                    if e.kind() == std::io::ErrorKind::UnexpectedEof =>
                {
                    // `ogg` has looked at every page and `matroska` at every element already; a missing
                    // end-of-stream mark and a segment of unknown length are no loss.
                    if !matches!(self.kind, Kind::Ogg(_) | Kind::Matroska) {
                        output.damage(
                            DamageKind::EarlyEnd,
                            output.duration_s,
                            "the file ends in the middle of a packet",
                        );
                    }
                    return Ok(None);
                }
                Err(SymphoniaError::IoError(source)) => {
                    return Err(Error::io("read the file")(source));
                }
                Err(e) => {
                    output.damage(
                        DamageKind::Packet,
                        output.duration_s,
                        format!("the rest of the file cannot be read ({e})"),
                    );
                    return Ok(None);
                }
            }
        }
    }

    /// Decodes and passes on one packet; false at the end.
    fn next(&mut self, output: &mut Output<'_, '_>) -> Result<bool, Error> {
        let packet = match self.ahead.pop_front() {
            Some(packet) => packet,
            None if self.has_ended => return Ok(false),
            None => match self.read(output)? {
                Some(packet) => packet,
                None => return Ok(false),
            },
        };
        self.look_for_gap(&packet, output);
        // Some decoders make silence of nothing, for as many packets as a table declares.
        if packet.data.is_empty() {
            output.damage(DamageKind::Packet, output.duration_s, "a packet is empty");
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
        output
            .limits()
            .check_memory("sound that may be padding", held)?;
        match decoded {
            Ok(checked) => {
                checked?;
                if self.block.n_frames() > 0 {
                    self.n_idle = 0;
                }
                self.n_frames += self.block.n_frames() as u64;
                self.trim(output);
                output.emit(&self.block, || SourceFormat {
                    container: self.kind.container(),
                    codec: self.codec.clone(),
                    rate_hz: 0,
                    n_channels: 0,
                    bits: self.bits,
                    mask: ChannelMask::UNKNOWN,
                })?;
            }
            Err(e) => output.damage(
                DamageKind::Packet,
                output.duration_s,
                format!("a packet cannot be decoded ({e})"),
            ),
        }
        Ok(self.goes_on(output))
    }

    /// Counts a packet that may be without sound; false when there were too many of them.
    fn goes_on(&mut self, output: &mut Output<'_, '_>) -> bool {
        self.n_idle += 1;
        let goes_on = self.n_idle <= MAX_IDLE_PACKETS;
        if !goes_on {
            output.damage(
                DamageKind::Packet,
                output.duration_s,
                format!(
                    "{MAX_IDLE_PACKETS} packets in a row are without sound; the rest is left out"
                ),
            );
        }
        goes_on
    }

    fn trim(&mut self, output: &mut Output<'_, '_>) {
        let rate_hz = self.block.rate_hz();
        self.packet_frames = self.block.n_frames() as u64;
        if self.trimmer.is_none()
            && let Some(extension) = self.extension
        {
            output.note(extension.note(rate_hz));
        }
        let trimmer = self.trimmer.get_or_insert_with(|| {
            let mut trim = (self.trim_of)(self.track_id, rate_hz);
            if self.has_tag {
                trim.start = 0;
            }
            if self.extension.is_some() {
                trim.start = trim.start.saturating_sub(aac::EXTENSION_DELAY);
            }
            Trimmer::new(trim)
        });
        trimmer.apply(&mut self.block);
    }

    /// FLAC numbers its frames, so what Symphonia passed over in search of the next one shows here.
    fn look_for_gap(&mut self, packet: &Packet, output: &mut Output<'_, '_>) {
        let expected = self.next_pts;
        self.next_pts = packet.pts.get().saturating_add_unsigned(packet.dur.get());
        let missing = packet.pts.get().saturating_sub(expected);
        if self.kind == Kind::Flac && missing > 0 {
            output.damage(
                DamageKind::Gap,
                output.duration_s,
                format!("{missing} frames cannot be read"),
            );
        }
    }

    fn finish(mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        // Unless it is known already where they are missing.
        if let Some(promised) = self.promised
            && self.n_frames < promised
            && output.damage.is_empty()
        {
            let missing = promised - self.n_frames;
            output.damage(
                DamageKind::EarlyEnd,
                output.duration_s,
                format!("{missing} of {promised} frames are missing"),
            );
        }
        // Some containers count a last packet in full that is decoded to less.
        let missing = self.trimmer.as_ref().map_or(0, Trimmer::n_missing);
        if missing > self.packet_frames && output.damage.is_empty() {
            output.damage(
                DamageKind::EarlyEnd,
                output.duration_s,
                format!("{missing} frames that the container promises are missing"),
            );
        }
        let verified = guard(|| self.decoder.finalize().verify_ok)?;
        if verified == Some(false) {
            output.damage(
                DamageKind::Checksum,
                None,
                "the checksum of the decoded sound does not match",
            );
        }
        if self.is_kept && output.damage.is_empty() {
            guard(|| spare::keep(self.decoder))?;
        }
        Ok(())
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
    decoded.copy_to_vecs_planar(planes);
    // Symphonia's bits are those of WAVEFORMATEXTENSIBLE.
    if let Channels::Positioned(positions) = spec.channels() {
        let mask = u32::try_from(positions.bits()).unwrap_or(0);
        block.set_mask(ChannelMask::of(mask, spec.channels().count()));
    }
}

fn from_symphonia(error: SymphoniaError, kind: Kind, what: &str) -> Error {
    match error {
        SymphoniaError::IoError(source)
            if source.kind() != std::io::ErrorKind::UnexpectedEof
                && source.kind() != std::io::ErrorKind::Other =>
        {
            Error::io("read the file")(source)
        }
        SymphoniaError::IoError(_) => Error::malformed(
            format!("the {what} of {}", kind.describe()),
            None,
            A_WHOLE_FILE,
            "the end of the file",
        ),
        error => Error::malformed(
            format!("the {what} of {}", kind.describe()),
            None,
            "a well-formed file",
            error,
        ),
    }
}

const A_WHOLE_FILE: &str = "a whole file";
const AN_AUDIO_TRACK: &str = "an audio track";
const AN_UNKNOWN_CODEC: &str = "a codec that telewav does not know";

/// A track whose codec Symphonia does not know may be sound; there is none for certain if it knows all.
fn no_audio(kind: Kind, tracks: &[Track]) -> Error {
    let is_known = |track: &Track| track.codec_params.is_some();
    if kind == Kind::Matroska && !tracks.iter().all(is_known) {
        return Error::Unsupported {
            what: format!("{AN_UNKNOWN_CODEC} in {}", kind.describe()),
        };
    }
    Error::malformed(kind.describe(), None, AN_AUDIO_TRACK, "none")
}

/// Whether `error` says that no audio track was found.
pub(super) fn is_without_audio(error: &Error) -> bool {
    matches!(error, Error::Malformed { expected, .. } if expected == AN_AUDIO_TRACK)
}

/// The same error; if it says that the file ends early, with the byte at which it does.
pub(super) fn with_end(mut error: Error, end: u64) -> Error {
    if let Error::Malformed {
        offset, expected, ..
    } = &mut error
        && expected == A_WHOLE_FILE
    {
        offset.get_or_insert(end);
    }
    error
}

fn extension(kind: Kind) -> &'static str {
    match kind {
        Kind::Wav => "wav",
        Kind::Mpeg(1) => "mp1",
        Kind::Mpeg(2) => "mp2",
        Kind::Mpeg(_) => "mp3",
        Kind::Adts => "aac",
        Kind::Mp4 => "m4a",
        Kind::Flac => "flac",
        Kind::Ogg(_) => "ogg",
        Kind::Matroska => "mkv",
        Kind::Aiff => "aiff",
        Kind::Caf => "caf",
        _ => "",
    }
}

/// What Symphonia finds in containers and has no decoder for.
fn undecoded_name(codec: AudioCodecId) -> &'static str {
    match codec {
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
        _ => AN_UNKNOWN_CODEC,
    }
}

/// All containers, and no readers of tags at the start or the end of the file: `kind` and `mpeg` pass
/// over those.
fn probe() -> &'static Probe {
    static PROBE: OnceLock<Probe> = OnceLock::new();
    PROBE.get_or_init(|| {
        let mut probe = Probe::default();
        probe.register_format::<formats::AdtsReader<'_>>();
        probe.register_format::<formats::CafReader<'_>>();
        probe.register_format::<formats::FlacReader<'_>>();
        probe.register_format::<formats::IsoMp4Reader<'_>>();
        probe.register_format::<formats::MpaReader<'_>>();
        probe.register_format::<formats::AiffReader<'_>>();
        probe.register_format::<formats::WavReader<'_>>();
        probe.register_format::<formats::OggReader<'_>>();
        probe.register_format::<formats::MkvReader<'_>>();
        probe
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
        "pcm_alaw" => "A-law",
        "pcm_mulaw" => "µ-law",
        name if name.starts_with("pcm_f") => "floating-point PCM",
        name if name.starts_with("pcm_") => "linear PCM",
        name => name,
    }
}
