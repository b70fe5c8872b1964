//! Containers that Symphonia's demuxers take apart, until telewav walks them itself. Their packets go to [`PacketDecoder`].

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecParameters, CODEC_ID_NULL_AUDIO};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::{Hint, Probe};
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::default::formats;

use super::limits::{Allowance, HEADER_PART, Limits, PACKET_PART};
use super::packets::{PacketDecoder, guard};
use super::part::Part;
use super::trim::TrackTrim;
use super::{DamageKind, Output, Source, tags};
use crate::error::Error;
use crate::kind::Kind;

/// A track that was chosen: its number, and, if Symphonia does not know its codec, what it would say of it if it did.
pub(super) type Given = (u32, Option<AudioCodecParameters>);

/// Decodes the track that is given; without one, the one that is marked as default or stands first.
pub(super) fn decode_track<S: Source>(
    source: &mut S,
    range: Range<u64>,
    kind: Kind,
    given: Option<&Given>,
    trim_of: &TrackTrim<'_>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let allowance = Allowance::new(output.deadline.clone());
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
    trim_of: &TrackTrim<'_>,
    allowance: &Arc<Allowance>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let mut stream = guard(|| Stream::open(reader, kind, given, trim_of, allowance, output))??;
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

/// What may always be read, octets: 64 kB are read for each thing that is passed over.
const MIN_ALLOWANCE: u64 = 1 << 20;

/// What may be read before the first packet.
///
/// Symphonia keeps a few octets for each octet of an MP4's tables, and up to 64 for those of the others, which are
/// small.
fn header_octets(kind: Kind, limits: &Limits) -> u64 {
    let part = match kind {
        Kind::Mp4 => PACKET_PART,
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

struct Stream<'s, 't> {
    reader: Box<dyn FormatReader + 's>,
    decoder: PacketDecoder<'t>,
    track_id: u32,
    kind: Kind,
    /// Frames the container promises, where its word can be trusted.
    promised: Option<u64>,
    /// The number of the first frame of the next packet.
    next_pts: i64,
    allowance: Arc<Allowance>,
}

impl<'s, 't> Stream<'s, 't> {
    fn open(
        reader: Box<dyn FormatReader + 's>,
        kind: Kind,
        given: Option<&Given>,
        trim_of: &'t TrackTrim<'t>,
        allowance: &Arc<Allowance>,
        output: &Output<'_, '_>,
    ) -> Result<Self, Error> {
        let track = match given {
            Some((id, _)) => reader.tracks().iter().find(|track| track.id == *id),
            None => reader.default_track(TrackType::Audio),
        };
        let track = track.ok_or_else(|| no_audio(kind))?;
        let params = match (given, &track.codec_params) {
            (Some((_, Some(params))), _) => params,
            (_, Some(CodecParameters::Audio(params))) if params.codec != CODEC_ID_NULL_AUDIO => {
                params
            }
            _ => return Err(no_audio(kind)),
        };
        let promised = match kind {
            // 0 means "not known": in a streamed FLAC, in a fragmented MP4.
            Kind::Flac | Kind::Aiff | Kind::Mpeg(_) => track.num_frames.filter(|n| *n > 0),
            _ => None,
        };
        // If an MP3's tag gives its delay, Symphonia leaves it out.
        let has_tag = matches!(kind, Kind::Mpeg(_)) && track.delay.is_some();
        let track_id = track.id;
        let trim_of = move |rate_hz| {
            let mut trim = trim_of(track_id, rate_hz);
            if has_tag {
                trim.start = 0;
            }
            trim
        };
        let decoder = PacketDecoder::new(params, kind, trim_of, output)?;
        Ok(Self {
            track_id,
            kind,
            promised,
            decoder,
            reader,
            next_pts: 0,
            allowance: Arc::clone(allowance),
        })
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
                    if packet.data.is_empty() && !self.decoder.goes_on(output) {
                        return Ok(None);
                    }
                }
                Ok(packet) => return Ok(packet),
                Err(SymphoniaError::IoError(e))
                    if e.kind() == std::io::ErrorKind::UnexpectedEof =>
                {
                    output.damage(
                        DamageKind::EarlyEnd,
                        output.duration_s,
                        "the file ends in the middle of a packet",
                    );
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
        let Some(packet) = self.read(output)? else {
            return Ok(false);
        };
        self.look_for_gap(&packet, output);
        self.decoder.demuxed(packet, output)
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

    fn finish(self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        let counted = self.decoder.finish(output)?;
        // Unless it is known already where they are missing.
        if let Some(promised) = self.promised
            && counted.n_frames < promised
            && output.damage.is_empty()
        {
            let missing = promised - counted.n_frames;
            output.damage(
                DamageKind::EarlyEnd,
                output.duration_s,
                format!("{missing} of {promised} frames are missing"),
            );
        }
        // Some containers count a last packet in full that is decoded to less.
        if counted.n_missing > counted.packet_frames && output.damage.is_empty() {
            output.damage(
                DamageKind::EarlyEnd,
                output.duration_s,
                format!(
                    "{} frames that the container promises are missing",
                    counted.n_missing
                ),
            );
        }
        Ok(())
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

fn no_audio(kind: Kind) -> Error {
    Error::malformed(kind.describe(), None, AN_AUDIO_TRACK, "none")
}

/// Whether `error` says that no audio track was found.
pub(super) fn is_without_audio(error: &Error) -> bool {
    matches!(error, Error::Malformed { expected, .. } if expected == AN_AUDIO_TRACK)
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
        Kind::Aiff => "aiff",
        Kind::Caf => "caf",
        _ => "",
    }
}

/// All containers, and no readers of tags at the start or the end of the file: `kind` and `mpeg` pass
/// over those.
fn probe() -> &'static Probe {
    static PROBE: OnceLock<Probe> = OnceLock::new();
    PROBE.get_or_init(|| {
        let mut probe = Probe::default();
        probe.register_format::<formats::CafReader<'_>>();
        probe.register_format::<formats::IsoMp4Reader<'_>>();
        probe.register_format::<formats::AiffReader<'_>>();
        probe.register_format::<formats::WavReader<'_>>();
        probe
    })
}
