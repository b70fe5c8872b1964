//! What goes in, [`Source`], and what comes out: blocks for a [`Sink`], and [`Decoded`].

use std::io::{Read, Seek};
use std::ops::Range;

use serde::Serialize;

use super::DecodeOptions;
use super::levels::Levels;
use super::limits::{Deadline, Limits};
use super::tracked::Reporter;
use super::tracks::SoundTrack;
use crate::chunks::account::{Entry, Weight};
use crate::error::damage::{Damage, DamageKind, DamageLog};
use crate::error::remark::Remark;
use crate::error::{Actual, Error, Expected, Part};
use crate::kind::Kind;
use crate::pcm::{ChannelMask, Pcm};

/// What [`decode`](super::decode()) reads from: a file, or a [`Cursor`](std::io::Cursor) over octets in memory.
pub trait Source: Read + Seek + Send + Sync {}
impl<T: Read + Seek + Send + Sync> Source for T {}

/// Receives each decoded block, in order. An error stops the decoding and is passed on.
pub type Sink<'a> = dyn FnMut(&Pcm) -> Result<(), Error> + 'a;

/// How a source is coded, by its first decoded block and never by what the container claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
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

/// What [`decode`](super::decode()) found out besides the sound itself.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
    pub notes: Vec<Remark>,
    /// The program that decoded it, with its version, if it was not telewav; see [`external`](super::external()).
    pub decoded_by: Option<String>,
    /// What the file was taken for; [`Kind::Headerless`] if it was decoded without any regard to its content.
    pub kind: Kind,
    /// The sound tracks, if there are several; see [`DecodeOptions::track`].
    pub tracks: Vec<SoundTrack>,
}

/// More notes than this are counted, not kept.
const MAX_NOTES: usize = 50;

/// The decoders' side of the sink: counts, checks limits, collects damage.
pub(super) struct Output<'a, 'b> {
    pub(super) options: &'a DecodeOptions,
    pub(super) deadline: Deadline,
    /// `None` if no progress is asked for.
    pub(super) reporter: Option<Reporter<'a>>,
    sink: &'a mut Sink<'b>,
    pub(super) format: Option<SourceFormat>,
    pub(super) n_frames: u64,
    /// Joined files may change their rate: the duration of the runs before this one, and this one.
    before_s: f64,
    run_frames: u64,
    run_rate_hz: u32,
    pub(super) duration_s: f64,
    pub(super) damage: DamageLog,
    notes: Vec<Remark>,
    /// Those that were not kept.
    n_more_notes: u64,
    pub(super) decoded_by: Option<String>,
    /// What the file is taken for.
    pub(super) kind: Kind,
    pub(super) tracks: Vec<SoundTrack>,
    /// From the first block on.
    levels: Option<Levels>,
}

impl<'a, 'b> Output<'a, 'b> {
    pub(super) fn new(options: &'a DecodeOptions, sink: &'a mut Sink<'b>) -> Self {
        Self {
            options,
            deadline: Deadline::start(&options.limits, options.task.as_ref()),
            reporter: None,
            sink,
            format: None,
            n_frames: 0,
            before_s: 0.0,
            run_frames: 0,
            run_rate_hz: 0,
            duration_s: 0.0,
            damage: DamageLog::default(),
            notes: Vec::new(),
            n_more_notes: 0,
            decoded_by: None,
            kind: Kind::Unknown,
            tracks: Vec::new(),
            levels: None,
        }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Ends the work on a file that takes too long, or is no longer wanted. Every loop over the file calls it.
    pub(super) fn tick(&self) -> Result<(), Error> {
        self.deadline.check(self.limits())
    }

    /// Passes one block on. `describe` is asked for the format at the first block only.
    pub(super) fn emit(
        &mut self,
        block: &Pcm,
        describe: impl FnOnce() -> SourceFormat,
    ) -> Result<(), Error> {
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
        let levels = self.levels.get_or_insert_with(|| Levels::of(format));
        levels.push(block, self.duration_s);
        self.n_frames += block.n_frames() as u64;
        self.run_frames += block.n_frames() as u64;
        self.duration_s = self.before_s + self.run_frames as f64 / f64::from(self.run_rate_hz);
        self.limits().check_duration(self.duration_s)?;
        self.tick()?;
        (self.sink)(block)?;
        if let Some(reporter) = &mut self.reporter {
            reporter.tell();
        }
        Ok(())
    }

    pub(super) fn note(&mut self, note: impl Into<Remark>) {
        let note = note.into();
        if self.notes.len() >= MAX_NOTES {
            self.n_more_notes += 1;
        } else if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn damage(
        &mut self,
        kind: DamageKind,
        at_s: impl Into<Option<f64>>,
        detail: impl Into<Remark>,
    ) {
        self.damage.push(Damage {
            kind,
            at_s: at_s.into(),
            detail: detail.into(),
        });
    }

    /// Decodes the pieces of a file by `decode`, and says at its place what else was found in it.
    pub(super) fn in_order(
        &mut self,
        pieces: &[Range<u64>],
        mut entries: Vec<Entry>,
        mut decode: impl FnMut(Range<u64>, &mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        entries.sort_by_key(|entry| entry.offset);
        let mut entries = entries.into_iter().peekable();
        for piece in pieces {
            while let Some(entry) = entries.next_if(|entry| entry.offset < piece.start) {
                self.tell(entry);
            }
            decode(piece.clone(), self)?;
        }
        entries.for_each(|entry| self.tell(entry));
        Ok(())
    }

    fn tell(&mut self, entry: Entry) {
        match entry.weight {
            Weight::Damage(kind) => self.damage(kind, self.duration_s, entry.detail),
            Weight::MaybeSound | Weight::Note => self.note(entry.detail),
            Weight::Quiet => {}
        }
    }

    pub(super) fn finish(mut self) -> Result<Decoded, Error> {
        if let Some(wrong) = self.levels.as_ref().and_then(Levels::wrong) {
            self.damage(DamageKind::Level, wrong.at_s, wrong.detail);
        }
        if self.n_more_notes > 0 {
            let n = self.n_more_notes;
            self.notes.push(Remark::MoreNotes { n });
        }
        if !self.damage.is_empty() && !self.options.lenient {
            return Err(Error::Damaged(self.damage));
        }
        if let Some(reporter) = &self.reporter {
            reporter.end();
        }
        match self.format {
            Some(format) => Ok(Decoded {
                format,
                n_frames: self.n_frames,
                duration_s: self.duration_s,
                damage: self.damage,
                notes: self.notes,
                decoded_by: self.decoded_by,
                kind: self.kind,
                tracks: self.tracks,
            }),
            None => Err(Error::malformed(
                Part::Sound,
                None,
                Expected::OneFrame,
                Actual::Missing,
            )),
        }
    }
}
