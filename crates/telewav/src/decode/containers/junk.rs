//! Octets of a row of frames that are neither a frame nor a tag, and what is said of them.

use std::io::{Read, Seek};
use std::ops::Range;

use crate::decode::window::Window;
use crate::decode::{DamageKind, Output};
use crate::error::Error;
use crate::error::remark::{Frames, Rows};
use crate::kind::{self, Kind};

/// How far the first frame may be from the start of the file, or from the end of a tag, octets.
pub(super) const MAX_LEADING_JUNK: u64 = 1 << 20;
/// Octets in which a sound of another kind shows.
const KIND_LEN: usize = 4096;
/// Octets that are looked at at a time.
const PIECE: usize = 1 << 14;

/// Such octets, from one frame to the next.
pub(super) struct Junk {
    start: u64,
    pub n_octets: u64,
    /// Whether they are all the same, as filling is.
    pub is_filling: bool,
}

/// The frames that junk stands behind, to the end of the file.
pub(super) struct Before {
    pub frames: Frames,
    /// Whether they are as many as a header counts.
    pub is_complete: bool,
    /// Octets of the last one.
    pub last_octets: usize,
    pub end_s: f64,
}

/// Whether `range`, with nothing before it, is longer than junk may be: then nothing follows it, and there is no need to read it
/// all, which of a huge file takes minutes.
pub(super) fn is_all(range: &Range<u64>) -> bool {
    range.end - range.start > MAX_LEADING_JUNK
}

impl Junk {
    /// The octets of `range`.
    pub fn new<R: Read + Seek>(window: &mut Window<R>, range: Range<u64>) -> Result<Self, Error> {
        Ok(Self {
            start: range.start,
            n_octets: range.end - range.start,
            is_filling: is_filling(window, range)?,
        })
    }

    /// The same, and what stood before it, with no more than tags in between.
    pub fn behind(self, before: Option<Self>) -> Self {
        Self {
            start: self.start,
            n_octets: self.n_octets + before.as_ref().map_or(0, |before| before.n_octets),
            is_filling: self.is_filling && before.is_none_or(|before| before.is_filling),
        }
    }

    /// Says what is behind the last frame: sound of another kind, which is not decoded; more than can be an accident; or
    /// nothing that matters.
    pub fn tell_behind<R: Read + Seek>(
        &self,
        before: &Before,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let (bytes, frames) = (self.n_octets, before.frames);
        let head = window.read_at(self.start, KIND_LEN)?;
        if let Some(kind) = other_sound(&head) {
            output.damage(
                DamageKind::EarlyEnd,
                before.end_s,
                Rows::SoundBehindFrames { frames, kind },
            );
        } else if before.is_complete || self.is_filling || bytes < before.last_octets as u64 {
            output.note(Rows::BehindFrames { frames, bytes });
        } else {
            output.damage(
                DamageKind::Gap,
                before.end_s,
                Rows::NeitherFrameNorTag { frames, bytes },
            );
        }
        Ok(())
    }
}

fn is_filling<R: Read + Seek>(window: &mut Window<R>, range: Range<u64>) -> Result<bool, Error> {
    let filling = window.read_at(range.start, 1)?;
    let mut at = range.start;
    while at < range.end {
        let left = usize::try_from(range.end - at).unwrap_or(PIECE);
        let octets = window.read_at(at, left.min(PIECE))?;
        if octets.is_empty() || !octets.iter().all(|octet| Some(octet) == filling.first()) {
            return Ok(false);
        }
        at += octets.len() as u64;
    }
    Ok(true)
}

/// The kind of sound that starts with `head`, if it is one that cannot be taken for another.
fn other_sound(head: &[u8]) -> Option<Kind> {
    let kind = kind::of(head);
    let is_sound = matches!(
        kind,
        Kind::Wav
            | Kind::W64
            | Kind::Au
            | Kind::Aiff
            | Kind::Caf
            | Kind::Flac
            | Kind::Ogg(_)
            | Kind::Mp4
            | Kind::Matroska
            | Kind::Amr { .. }
    );
    is_sound.then_some(kind)
}
