//! English.

mod cure;
mod error;
mod found;
mod obstacle;
mod profile;
mod remark;
mod wanted;

use std::fmt::{self, Formatter};

pub(super) use self::cure::cure;
pub(super) use self::error::{
    action, actual, amount, asked, coding, decoder_fault, error, expected, fault, json_fault, part,
    problem, quantity, stage, what,
};
pub(super) use self::found::found;
pub(super) use self::obstacle::{chunk_note, obstacle};
pub(super) use self::profile::profile_fault;
pub(super) use self::remark::{
    codec_fault, counter, damage, damage_log, frames, misplaced, remark, track_choice,
};
pub(super) use self::wanted::wanted;
use super::list;
use crate::kinds::Kind;

/// `a or b or c`.
fn any_of<T: fmt::Display>(
    f: &mut Formatter<'_>,
    items: impl IntoIterator<Item = T>,
) -> fmt::Result {
    list(f, items, " or ")
}

/// A character as it can be read in a terminal.
fn character(f: &mut Formatter<'_>, c: char) -> fmt::Result {
    match c {
        ' ' => f.write_str("space"),
        '\t' => f.write_str("tab"),
        c => super::character(f, c, ['"', '"']),
    }
}

/// The first character that is not allowed.
fn refused(f: &mut Formatter<'_>, c: char, position: usize, n_more: usize) -> fmt::Result {
    character(f, c)?;
    write!(f, " at position {position}")?;
    match n_more {
        0 => Ok(()),
        n => write!(f, " and {n} more"),
    }
}

/// A part of full scale.
fn share(f: &mut Formatter<'_>, amplitude: f64) -> fmt::Result {
    let (percent, dbfs) = super::share(amplitude);
    write!(f, "{percent:.1} % of full scale ({dbfs:.1} dBFS)")
}

pub(super) fn kind(kind: &Kind, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(kind.describe())
}
