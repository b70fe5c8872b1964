//! What is done to a good file, with the truth about it.

use std::ops::Range;

use super::dice::Dice;
use super::good::Good;
use super::map::{Length, Piece};

/// Kinds of change, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Flipped,
    Overwritten,
    Cut,
    Removed,
    Inserted,
    Spliced,
    Length,
    PieceRemoved,
    PieceDoubled,
    PiecesSwapped,
    Joined,
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::Flipped,
        Self::Overwritten,
        Self::Cut,
        Self::Removed,
        Self::Inserted,
        Self::Spliced,
        Self::Length,
        Self::PieceRemoved,
        Self::PieceDoubled,
        Self::PiecesSwapped,
        Self::Joined,
    ];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flipped => "bit flipped",
            Self::Overwritten => "octets overwritten",
            Self::Cut => "cut",
            Self::Removed => "octets removed",
            Self::Inserted => "octets inserted",
            Self::Spliced => "another file's octets",
            Self::Length => "a length at its extremes",
            Self::PieceRemoved => "piece removed",
            Self::PieceDoubled => "piece doubled",
            Self::PiecesSwapped => "pieces swapped",
            Self::Joined => "two files joined",
        }
    }
}

/// A changed copy, and what was done.
pub struct Change<'a> {
    pub kind: Kind,
    pub octets: Vec<u8>,
    /// For people.
    pub detail: String,
    /// Octets of the good file that are others now, gone or elsewhere.
    pub touched: Vec<Range<usize>>,
    /// Nothing is elsewhere; some octets have other values.
    pub is_in_place: bool,
    /// The piece that it was done to.
    pub piece: Option<&'a Piece>,
    /// Lengths around the change say what they have to.
    pub is_mended: bool,
    /// A file whose sound follows that of the good one.
    pub joined: Option<&'a Good>,
}

/// A copy of `good`; `all` are the files to splice and join with.
pub fn change<'a>(good: &'a Good, all: &'a [Good], dice: &mut Dice) -> Change<'a> {
    let kinds = Kind::ALL;
    let kind = kinds[dice.below(kinds.len())];
    let mut change = Change {
        kind,
        octets: good.octets.clone(),
        detail: String::new(),
        touched: Vec::new(),
        is_in_place: false,
        piece: None,
        is_mended: false,
        joined: None,
    };
    match kind {
        Kind::Flipped => flip(&mut change, good, dice),
        Kind::Overwritten => {
            let n = dice.length(64);
            let with = dice.octets(n);
            overwrite(&mut change, good, &with, dice);
        }
        Kind::Cut => cut(&mut change, good, dice),
        Kind::Removed => {
            let at = place(good, dice);
            let end = (at + dice.length(4096)).min(good.octets.len());
            replace(&mut change, at..end, &[]);
        }
        Kind::Inserted => insert(&mut change, good, dice),
        Kind::Spliced => splice(&mut change, good, all, dice),
        Kind::Length => extreme(&mut change, good, dice),
        Kind::PieceRemoved | Kind::PieceDoubled | Kind::PiecesSwapped => {
            of_pieces(&mut change, good, dice);
        }
        Kind::Joined => join(&mut change, good, all, dice),
    }
    change
}

/// Half of the time among the octets before the sound: headers are where it hurts.
fn place(good: &Good, dice: &mut Dice) -> usize {
    match dice.is_one_in(2) {
        true => dice.below(good.map.sound_start().max(16)),
        false => dice.below(good.octets.len()),
    }
}

fn flip(change: &mut Change<'_>, good: &Good, dice: &mut Dice) {
    let (at, bit) = (place(good, dice), dice.below(8));
    change.octets[at] ^= 1 << bit;
    touch_what_differs(change, good, at..at + 1);
    change.detail = format!("bit {bit} of octet {at}");
}

fn overwrite(change: &mut Change<'_>, good: &Good, with: &[u8], dice: &mut Dice) {
    let at = place(good, dice);
    let end = (at + with.len()).min(good.octets.len());
    change.octets[at..end].copy_from_slice(&with[..end - at]);
    touch_what_differs(change, good, at..end);
    change.detail = format!("octets {at} to {end}");
}

/// Octets may be overwritten by what they are.
fn touch_what_differs(change: &mut Change<'_>, good: &Good, range: Range<usize>) {
    let differs = |at: &usize| change.octets[*at] != good.octets[*at];
    let touched = range.filter(differs).map(|at| at..at + 1).collect();
    change.touched = touched;
    change.is_in_place = true;
}

fn cut(change: &mut Change<'_>, good: &Good, dice: &mut Dice) {
    let mut at = 1 + dice.below(good.octets.len() - 1);
    if dice.is_one_in(3)
        && let Some(piece) = dice.one_of(&good.map.pieces)
    {
        at = piece.range.start.max(1);
    }
    change.octets.truncate(at);
    change.touched.push(at..good.octets.len());
    change.detail = format!("at octet {at} of {}", good.octets.len());
}

/// Puts `with` in the place of `range`.
fn replace(change: &mut Change<'_>, range: Range<usize>, with: &[u8]) {
    change.detail = match range.len() {
        0 => format!("{} octets at octet {}", with.len(), range.start),
        n => format!("{n} octets at octet {}", range.start),
    };
    change.octets.splice(range.clone(), with.iter().copied());
    change.touched.push(range);
}

fn insert(change: &mut Change<'_>, good: &Good, dice: &mut Dice) {
    let mut at = place(good, dice);
    if dice.is_one_in(4) {
        at = good.octets.len();
    }
    let n = dice.length(4096);
    let with = match dice.below(3) {
        0 => vec![0; n],
        1 => b"\r\nnothing to hear here "
            .iter()
            .copied()
            .cycle()
            .take(n)
            .collect(),
        _ => dice.octets(n),
    };
    replace(change, at..at, &with);
}

/// Octets of another file in the middle, or its end instead of this one's.
fn splice(change: &mut Change<'_>, good: &Good, all: &[Good], dice: &mut Dice) {
    let Some(other) = dice.one_of(all) else {
        return;
    };
    let from = dice.below(other.octets.len());
    if dice.is_one_in(2) {
        let end = (from + dice.length(4096)).min(other.octets.len());
        overwrite(change, good, &other.octets[from..end], dice);
    } else {
        let at = 1 + dice.below(good.octets.len() - 1);
        replace(change, at..good.octets.len(), &other.octets[from..]);
        // As long as before, by chance: nothing is elsewhere.
        if change.octets.len() == good.octets.len() {
            touch_what_differs(change, good, at..good.octets.len());
        }
    }
    change.detail = format!("{} of {} from {from}", change.detail, other.name);
}

fn extreme<'a>(change: &mut Change<'a>, good: &'a Good, dice: &mut Dice) {
    let with_length: Vec<(&Piece, Length)> = good
        .map
        .pieces
        .iter()
        .filter_map(|piece| Some((piece, piece.length?)))
        .collect();
    let Some((piece, length)) = dice.one_of(&with_length).copied() else {
        return;
    };
    let (is, most) = (length.get(&good.octets), length.most());
    let rest = (good.octets.len() - piece.range.start) as u64;
    let values = [
        0,
        1,
        most,
        most - 1,
        most >> 1,
        (most >> 1) + 1,
        is.wrapping_add(1),
        is.wrapping_sub(1),
        is.wrapping_add(2),
        is.wrapping_sub(2),
        is / 2,
        is.wrapping_mul(2),
        rest,
        rest / 2,
        2_000_000_000,
        dice.next(),
    ];
    let value = values[dice.below(values.len())];
    length.set(&mut change.octets, value);
    touch_what_differs(change, good, length.at..length.at + length.width);
    change.piece = Some(piece);
    change.detail = format!("{} of {is} becomes {value}", piece.name);
}

fn of_pieces<'a>(change: &mut Change<'a>, good: &'a Good, dice: &mut Dice) {
    let Some(piece) = dice.one_of(&good.map.pieces) else {
        return;
    };
    let range = piece.range.clone();
    let octets = &good.octets[range.clone()];
    change.is_mended = dice.is_one_in(2);
    // The length of what holds it: by so many octets it grows, or shrinks.
    let grows = match change.kind {
        Kind::PieceRemoved => {
            replace(change, range.clone(), &[]);
            (octets.len() as u64).wrapping_neg()
        }
        Kind::PieceDoubled => {
            replace(change, range.end..range.end, octets);
            octets.len() as u64
        }
        _ => {
            swap(change, good, piece);
            0
        }
    };
    if change.is_mended {
        for length in good.map.around(range.start, range.end) {
            let value = length.get(&good.octets).wrapping_add(grows);
            length.set(&mut change.octets, value);
        }
    }
    change.piece = Some(piece);
    change.detail = format!("{} at octet {}", piece.name, range.start);
}

/// With the next one of the same depth.
fn swap(change: &mut Change<'_>, good: &Good, piece: &Piece) {
    let follows = |next: &&Piece| next.range.start == piece.range.end;
    let Some(next) = good.map.pieces.iter().find(follows) else {
        return;
    };
    let both = [next, piece].map(|piece| &good.octets[piece.range.clone()]);
    let range = piece.range.start..next.range.end;
    replace(change, range, &both.concat());
}

fn join<'a>(change: &mut Change<'a>, good: &'a Good, all: &'a [Good], dice: &mut Dice) {
    let like: Vec<&Good> = all
        .iter()
        .filter(|other| other.container == good.container)
        .collect();
    let Some(other) = dice.one_of(&like).copied() else {
        return;
    };
    change.octets.extend_from_slice(&other.octets);
    change.joined = Some(other);
    change.detail = format!("with {}", other.name);
}
