//! `--limit NAME=VALUE`: one option for all of the library's limits.

use telewav::Limits;
use telewav::nearest::nearest;

use crate::words::Misvalue;

/// A limit and its new value.
pub type Setting = (String, f64);

/// Reads `NAME=VALUE`.
pub fn parse(text: &str) -> Result<Setting, Misvalue> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let name = name.trim();
    if !Limits::NAMES.contains(&name) {
        return Err(Misvalue::NoLimit {
            name: name.to_owned(),
            nearest: nearest(name, Limits::NAMES.iter().copied()).map(str::to_owned),
            all: Limits::NAMES.join(", "),
        });
    }
    let wrong = || Misvalue::LimitValue {
        name: name.to_owned(),
    };
    let value: f64 = value.trim().parse().map_err(|_| wrong())?;
    // The library has the last word on the value.
    Limits::default().set(name, value).map_err(|_| wrong())?;
    Ok((name.to_owned(), value))
}

/// The default limits with these changes, the last of each name.
pub fn with(settings: &[Setting]) -> Limits {
    let mut limits = Limits::default();
    for (name, value) in settings {
        // `parse` has tried it.
        let _ = limits.set(name, *value);
    }
    limits
}
