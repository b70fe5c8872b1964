//! English.

mod cure;
mod found;
mod wanted;

use std::fmt::{self, Formatter};

pub(super) use self::cure::cure;
pub(super) use self::found::found;
pub(super) use self::wanted::wanted;
use super::list;

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

/// `, note`, if there is one.
fn note(f: &mut Formatter<'_>, note: Option<&str>) -> fmt::Result {
    match note {
        Some(note) => write!(f, ", {note}"),
        None => Ok(()),
    }
}

/// A part of full scale.
fn share(f: &mut Formatter<'_>, amplitude: f64) -> fmt::Result {
    let (percent, dbfs) = super::share(amplitude);
    write!(f, "{percent:.1} % of full scale ({dbfs:.1} dBFS)")
}
