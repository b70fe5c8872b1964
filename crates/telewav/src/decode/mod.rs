//! Bytes to blocks of [`Pcm`]: any container, any codec, streaming.
//!
//! [`decode`] tells the file's kind by its content and hands it to the one module that reads it:
//! `wav`, `aiff`, `caf` and `au` for samples that need no codec or a simple one, `raw` for those
//! without a header, `compressed` (Symphonia) for the rest, with `ogg` and `mpeg` in front of it for
//! the two formats whose files may be several streams joined.
//!
//! # What is an error, and what passes
//!
//! Nothing is lost in silence. Whatever shortens or distorts the sound (a packet that cannot be
//! decoded, a checksum that does not match, a gap, an early end) is a [`Damage`] with its time. By
//! default any damage makes [`decode`] fail with [`Error::Damaged`]; with
//! [`DecodeOptions::lenient`] it is reported in [`Decoded::damage`] and what is left is used. A file
//! that yields no frame at all is always an error.

mod aac;
mod aiff;
#[cfg(feature = "amr")]
mod amr;
mod au;
mod blocks;
mod caf;
mod codecs;
mod compressed;
mod external;
mod limits;
mod linear;
mod matroska;
mod mp4;
mod mpeg;
mod ogg;
mod ogg_opus;
mod part;
mod raw;
mod spare;
mod tags;
mod trim;
mod vorbis_setup;
mod wav;
mod window;

use std::io::{Read, Seek};

use serde::Serialize;

pub(crate) use self::raw::HEADERLESS;
pub use self::raw::{RawEncoding, RawFormat};
pub use crate::damage::{Damage, DamageKind, DamageLog};
pub use limits::Limits;

pub use external::{Account, external};

use crate::error::Error;
use crate::kind::{self, Kind, OggCodec};
use crate::pcm::{ChannelMask, Pcm};
use limits::Deadline;

/// What [`decode`] reads from: a file, or a [`Cursor`](std::io::Cursor) over octets in memory.
pub trait Source: Read + Seek + Send + Sync {}
impl<T: Read + Seek + Send + Sync> Source for T {}

/// Receives each decoded block, in order. An error stops the decoding and is passed on.
pub type Sink<'a> = dyn FnMut(&Pcm) -> Result<(), Error> + 'a;

/// How to decode.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct DecodeOptions {
    /// Use what is left of a damaged file. Default false: damage is an error.
    pub lenient: bool,
    /// What a file may ask of us.
    pub limits: Limits,
    /// The file is headerless sound of this format, whatever its content looks like. Default `None`.
    pub raw: Option<RawFormat>,
    /// If the content says nothing, the file is headerless sound of this format. Default `None`.
    pub raw_if_unknown: Option<RawFormat>,
}

impl DecodeOptions {
    /// Sets [`lenient`](Self::lenient).
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// Sets [`limits`](Self::limits).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets [`raw`](Self::raw).
    #[must_use]
    pub fn raw(mut self, raw: Option<RawFormat>) -> Self {
        self.raw = raw;
        self
    }

    /// Sets [`raw_if_unknown`](Self::raw_if_unknown).
    #[must_use]
    pub fn raw_if_unknown(mut self, raw: Option<RawFormat>) -> Self {
        self.raw_if_unknown = raw;
        self
    }
}

/// How a source is coded, by its first decoded block and never by what the container claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceFormat {
    /// The container, e.g. `WAV`, `MP3`, `MP4`.
    pub container: &'static str,
    /// The codec, e.g. `linear PCM`, `MP3`, `AAC`.
    pub codec: String,
    /// Frames per second.
    pub rate_hz: u32,
    /// Number of channels.
    pub n_channels: usize,
    /// Bits of a sample, where the coding has such a thing.
    pub bits: Option<u32>,
    /// What the channels are for.
    #[serde(rename = "layout", skip_serializing_if = "ChannelMask::is_plain")]
    pub mask: ChannelMask,
}

/// What [`decode`] found out besides the sound itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decoded {
    /// How the source is coded.
    pub format: SourceFormat,
    /// Frames decoded, over all parts of the file.
    pub n_frames: u64,
    /// Their duration in seconds.
    pub duration_s: f64,
    /// What is missing or distorted; always empty unless [`DecodeOptions::lenient`] is set.
    pub damage: DamageLog,
    /// What a person might like to know: joined parts, wrong sizes in the header.
    pub notes: Vec<String>,
    /// The program that decoded it, with its version, if it was not telewav; see [`external`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decoded_by: Option<String>,
}

/// Decodes all of `source`, block by block, into `sink`.
///
/// Memory is bounded by one block, one packet and the tables of the container, and these by
/// [`Limits::max_memory_bytes`], whatever the length of the file.
///
/// # Errors
///
/// [`Error::NotAudio`] and [`Error::Unsupported`] for what telewav cannot decode (named in the
/// message), [`Error::Malformed`], [`Error::Damaged`], [`Error::LimitExceeded`],
/// [`Error::DecoderPanicked`], [`Error::Io`], and whatever `sink` returns.
///
/// ```
/// use telewav::decode::{decode, DecodeOptions};
/// let wav = telewav::riff::write::linear16(8000, &[0, 100, -100]).unwrap();
/// let mut n_frames = 0;
/// let decoded = decode(std::io::Cursor::new(wav), &DecodeOptions::default(), &mut |block| {
///     n_frames += block.n_frames();
///     Ok(())
/// })
/// .unwrap();
/// assert_eq!((n_frames, decoded.format.container), (3, "WAV"));
/// ```
pub fn decode<S: Source>(
    mut source: S,
    options: &DecodeOptions,
    sink: &mut Sink<'_>,
) -> Result<Decoded, Error> {
    let mut output = Output::new(options, sink);
    if let Some(raw) = options.raw {
        raw::decode(&mut source, raw, &mut output)?;
        return output.finish();
    }
    let sniffed = kind::sniff(&mut source)?;
    if let Some(raw) = options.raw_if_unknown
        && raw.may_be(sniffed.kind)
    {
        raw::decode(&mut source, raw, &mut output)?;
        return output.finish();
    }
    match sniffed.kind {
        Kind::Wav => wav::decode(&mut source, sniffed.start, &mut output)?,
        Kind::W64 => wav::decode_w64(&mut source, sniffed.start, &mut output)?,
        Kind::Aiff => aiff::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Caf => caf::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Gsm => raw::decode(&mut source, RawFormat::GSM, &mut output)?,
        Kind::Au => au::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Ogg(OggCodec::Speex) => return Err(unsupported(sniffed.kind)),
        Kind::Ogg(_) => ogg::decode(&mut source, sniffed.start, sniffed.kind, &mut output)?,
        Kind::Mp4 => mp4::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Matroska => matroska::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Mpeg(_) | Kind::Adts | Kind::Unknown => {
            mpeg::decode(&mut source, sniffed, &mut output)?
        }
        Kind::Flac => {
            let range = part::to_the_end(&mut source, sniffed.start)?;
            compressed::decode(
                &mut source,
                range,
                sniffed.kind,
                &trim::nothing,
                &mut output,
            )?;
        }
        #[cfg(feature = "amr")]
        Kind::Amr { wide } => amr::decode(&mut source, sniffed.start, wide, &mut output)?,
        #[cfg(not(feature = "amr"))]
        Kind::Amr { .. } => return Err(unsupported(sniffed.kind)),
        Kind::Foreign(_) if sniffed.kind.is_audio() => return Err(unsupported(sniffed.kind)),
        Kind::Empty | Kind::Headerless | Kind::Foreign(_) => return Err(not_audio(sniffed.kind)),
    }
    output.finish()
}

fn not_audio(kind: Kind) -> Error {
    let what = kind.describe();
    Error::NotAudio {
        what: match kind {
            Kind::Unknown => format!("{what}; if it is headerless sound, say so: --raw alaw:8000"),
            _ => what.to_owned(),
        },
    }
}

fn unsupported(kind: Kind) -> Error {
    Error::Unsupported {
        what: kind.describe().to_owned(),
    }
}

/// The decoders' side of the sink: counts, checks limits, collects damage.
struct Output<'a, 'b> {
    options: &'a DecodeOptions,
    deadline: Deadline,
    sink: &'a mut Sink<'b>,
    format: Option<SourceFormat>,
    n_frames: u64,
    /// Joined files may change their rate: the duration of the runs before this one, and this one.
    before_s: f64,
    run_frames: u64,
    run_rate_hz: u32,
    duration_s: f64,
    damage: DamageLog,
    notes: Vec<String>,
    decoded_by: Option<String>,
}

impl<'a, 'b> Output<'a, 'b> {
    fn new(options: &'a DecodeOptions, sink: &'a mut Sink<'b>) -> Self {
        Self {
            options,
            deadline: Deadline::start(&options.limits),
            sink,
            format: None,
            n_frames: 0,
            before_s: 0.0,
            run_frames: 0,
            run_rate_hz: 0,
            duration_s: 0.0,
            damage: DamageLog::default(),
            notes: Vec::new(),
            decoded_by: None,
        }
    }

    fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Ends the work on a file that takes too long. Every loop over the file calls it.
    fn tick(&self) -> Result<(), Error> {
        self.deadline.check(self.limits())
    }

    /// Passes one block on. `describe` is asked for the format at the first block only.
    fn emit(&mut self, block: &Pcm, describe: impl FnOnce() -> SourceFormat) -> Result<(), Error> {
        if block.n_frames() == 0 {
            return Ok(());
        }
        self.limits().check_rate(block.rate_hz())?;
        self.limits().check_channels(block.n_channels())?;
        let format = self.format.get_or_insert_with(describe);
        // The decoded buffer knows; the container may be wrong (HE-AAC doubles the rate).
        if self.n_frames == 0 {
            format.rate_hz = block.rate_hz();
            format.n_channels = block.n_channels();
            format.mask = block.mask();
        }
        if self.run_rate_hz != block.rate_hz() {
            self.before_s = self.duration_s;
            self.run_frames = 0;
            self.run_rate_hz = block.rate_hz();
        }
        self.n_frames += block.n_frames() as u64;
        self.run_frames += block.n_frames() as u64;
        self.duration_s = self.before_s + self.run_frames as f64 / f64::from(self.run_rate_hz);
        self.limits().check_duration(self.duration_s)?;
        self.tick()?;
        (self.sink)(block)
    }

    fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    fn damage(
        &mut self,
        kind: DamageKind,
        at_s: impl Into<Option<f64>>,
        detail: impl Into<String>,
    ) {
        self.damage.push(Damage {
            kind,
            at_s: at_s.into(),
            detail: detail.into(),
        });
    }

    fn finish(self) -> Result<Decoded, Error> {
        if !self.damage.is_empty() && !self.options.lenient {
            return Err(Error::Damaged(self.damage));
        }
        match self.format {
            Some(format) => Ok(Decoded {
                format,
                n_frames: self.n_frames,
                duration_s: self.duration_s,
                damage: self.damage,
                notes: self.notes,
                decoded_by: self.decoded_by,
            }),
            None => Err(Error::malformed(
                "the sound",
                None,
                "at least one frame",
                "none",
            )),
        }
    }
}
