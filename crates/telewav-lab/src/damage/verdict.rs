//! What `convert` and `check` said of a copy, beside the truth.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use telewav::Profile;

use super::change::{Change, Kind};
use super::good::{Good, Made, made, passes_check};
use super::map::{COUNT, MARK, Map, Role};
use super::truth::{Difference, difference};
use super::whole;

/// In the order of the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It passes, and the prompt has the sound.
    Whole,
    /// It is refused, and sound is missing, distorted or foreign, or cannot be found.
    Told,
    /// It is refused; ffmpeg finds all of the sound, and something else in the file is wrong: what was said.
    ToldWhole(String),
    /// It is refused; all of the sound is there, and nothing is wrong with the file: what was said.
    FalseAlarm(String),
    /// It passes with other sound, and a note says so: which.
    Noted(String),
    /// It passes with other sound, and nothing in the file contradicts that: why.
    Apart(&'static str),
    /// It passes with other sound, and nothing is said: how much.
    WrongPass(String),
}

/// What two rows of frames may differ in where one goes on as the other: a frame of AAC of 16 kHz, in samples of the
/// prompt. The last frame of the one and the first of the other overlap, and a delay of the encoder is part of the sound.
const SEAM: usize = 512;

/// How copies are judged.
pub struct Judge<'a> {
    pub profile: &'a Profile,
    /// ffmpeg is asked whether the sound of what was refused is whole.
    pub asks_ffmpeg: bool,
}

impl Judge<'_> {
    /// What became of one copy.
    pub fn of(&self, change: &Change<'_>, good: &Good) -> Verdict {
        let judged = catch_unwind(AssertUnwindSafe(|| self.judge(change, good)));
        judged.unwrap_or_else(|_| Verdict::WrongPass("a panic".to_owned()))
    }

    fn judge(&self, change: &Change<'_>, good: &Good) -> Verdict {
        let made = made(&change.octets, self.profile);
        if matches!(made, Made::Refused(_)) && passes_check(&change.octets, self.profile) {
            return Verdict::WrongPass("check passes what convert refuses".to_owned());
        }
        match made {
            Made::Prompt { sound, notes } => self.passed(&sound, &notes, change, good),
            Made::Refused(what) => self.refused(what, change, good),
        }
    }

    fn refused(&self, what: String, change: &Change<'_>, good: &Good) -> Verdict {
        if change.joined.is_some() || good.map.touches_sound(&change.touched) {
            return Verdict::Told;
        }
        let is_right = nothing_is_wrong(change, &good.map);
        if self.asks_ffmpeg && !whole::is_whole(&change.octets, good) {
            return Verdict::Told;
        }
        match (is_right, self.asks_ffmpeg) {
            (true, _) => Verdict::FalseAlarm(without_numbers(&what)),
            (false, true) => Verdict::ToldWhole(without_numbers(&what)),
            (false, false) => Verdict::Told,
        }
    }

    fn passed(&self, sound: &[i16], notes: &[String], change: &Change<'_>, good: &Good) -> Verdict {
        let difference = beside_the_truth(sound, change, good);
        if !difference.is_too_much() {
            return Verdict::Whole;
        }
        if let Some(why) = self.apart(change, good) {
            return Verdict::Apart(why);
        }
        let is_a_frame = difference.missing == 0 && difference.foreign <= SEAM;
        if is_a_frame && touches_mark(change, &good.map) {
            return Verdict::Apart(MARK);
        }
        // What is said of the good file as well says nothing of the change.
        let note = notes.iter().find(|note| !good.notes.contains(note));
        match note {
            Some(note) => Verdict::Noted(without_numbers(note)),
            None => Verdict::WrongPass(format!(
                "{} of {} samples missing, {} foreign",
                difference.missing, difference.of, difference.foreign
            )),
        }
    }

    /// Why nothing in the file contradicts the change; `None` if something does.
    fn apart(&self, change: &Change<'_>, good: &Good) -> Option<&'static str> {
        let map = &good.map;
        if change.is_in_place {
            return self.uncontradicted(change, good);
        }
        let gone = change.touched.first()?;
        let at = gone.start;
        if change.kind == Kind::Cut {
            return cut_at(at, map);
        }
        if change.kind == Kind::Removed && !map.is_counted && map.is_whole_frames(gone) {
            return Some("as many octets less as frames have, where nothing counts them");
        }
        // What was put in its place is as long as the rest of a frame, by chance.
        if change.kind == Kind::Spliced && map.role_of(at) == Role::Sound {
            return cut_at(change.octets.len(), map);
        }
        let piece = change.piece?;
        let is_last = piece.range.end == good.octets.len();
        match change.kind {
            Kind::PiecesSwapped if piece.is_unnumbered => {
                Some("frames in another order, which nothing numbers")
            }
            Kind::PieceRemoved | Kind::PieceDoubled if piece.is_unnumbered && !map.is_counted => {
                Some("a frame less or more, where nothing counts them")
            }
            Kind::PieceRemoved if piece.name == COUNT => Some(
                "the frame that counts the others and their padding is gone, and nothing else counts",
            ),
            Kind::PieceRemoved if is_last => cut_at(at, map),
            _ => None,
        }
    }

    /// Octets have other values, and all that matter are coded sound without a checksum, or fields without a second
    /// word: with the others changed alone, the sound is whole.
    fn uncontradicted(&self, change: &Change<'_>, good: &Good) -> Option<&'static str> {
        let map = &good.map;
        let reason = |range: &Range<usize>| match map.role_of(range.start) {
            Role::Alone(which) => Some(which),
            Role::Sound => Some("coded samples, which no checksum covers"),
            _ => None,
        };
        let is_lone = |range: &&Range<usize>| matches!(map.role_of(range.start), Role::Alone(_));
        // A frame whose mark is gone counts nothing, whatever else is in it.
        let count = map.pieces.iter().find(|piece| piece.name == COUNT);
        let unmarked = count.filter(|_| touches_mark(change, map));
        let is_unmarked =
            |range: &Range<usize>| unmarked.is_some_and(|count| count.range.contains(&range.start));
        let mut others = change.octets.clone();
        for range in &change.touched {
            if reason(range).is_some() || is_unmarked(range) {
                others[range.clone()].copy_from_slice(&good.octets[range.clone()]);
            }
        }
        // A field weighs more than the samples behind it.
        let field = change.touched.iter().find(is_lone);
        let reason = field
            .and_then(reason)
            .or_else(|| change.touched.iter().find_map(reason));
        let Made::Prompt { sound, .. } = made(&others, self.profile) else {
            return None;
        };
        let is_whole = !difference(&sound, &good.sound).is_too_much();
        reason.filter(|_| is_whole)
    }
}

/// Whether the frame that counts the others has lost its mark.
fn touches_mark(change: &Change<'_>, map: &Map) -> bool {
    let mut touched = change.touched.iter().flat_map(Clone::clone);
    touched.any(|at| map.role_of(at) == Role::Alone(MARK))
}

fn cut_at(at: usize, map: &Map) -> Option<&'static str> {
    let why = "cut between two frames, pages or fragments, which nothing counts";
    map.may_end(at).then_some(why)
}

/// How far the prompt of a copy is from what the copy holds.
fn beside_the_truth(sound: &[i16], change: &Change<'_>, good: &Good) -> Difference {
    let Some(other) = change.joined else {
        return difference(sound, &good.sound);
    };
    let mut difference = difference(sound, &[&good.sound[..], &other.sound].concat());
    if good.map.pieces.iter().any(|piece| piece.is_unnumbered) {
        difference.missing = difference.missing.saturating_sub(SEAM);
        difference.foreign = difference.foreign.saturating_sub(SEAM);
    }
    difference
}

/// Whether the copy is as right as the good file: all that was changed are octets or pieces that no decoder needs.
fn nothing_is_wrong(change: &Change<'_>, map: &Map) -> bool {
    let is_free_piece = change.piece.is_some_and(|piece| piece.is_free);
    let are_free = map.all(&change.touched, |role| role == Role::Free);
    if change.is_in_place {
        return are_free && !change.touched.is_empty();
    }
    match change.kind {
        Kind::PieceRemoved | Kind::PieceDoubled => {
            is_free_piece && change.is_mended && !map.has_offsets
        }
        _ => false,
    }
}

/// The same text for the same finding.
fn without_numbers(text: &str) -> String {
    let first = text.split("; ").next().unwrap_or(text);
    let mut plain = String::new();
    for symbol in first.chars() {
        let symbol = if symbol.is_ascii_digit() { 'N' } else { symbol };
        if !(symbol == 'N' && plain.ends_with('N')) {
            plain.push(symbol);
        }
    }
    plain.replace("N.N", "N")
}
