//! `--limit NAME=VALUE`: one option for all of the library's limits.

use std::fmt::Write;

use telewav::Limits;
use telewav::nearest::nearest;

/// A limit and its new value.
pub type Setting = (String, f64);

/// What each limit is for, in the words of the help.
const ABOUT: [(&str, &str); 7] = [
    ("min_rate_hz", "lowest sample rate, Hz"),
    ("max_rate_hz", "highest sample rate, Hz"),
    ("max_channels", "most channels"),
    ("max_packet_frames", "longest packet, frames"),
    ("max_input_s", "longest recording, seconds"),
    ("max_memory_bytes", "memory for one file, bytes"),
    ("max_time_s", "time for one file, seconds"),
];

/// The long help of `--limit`.
pub fn help() -> String {
    let mut text =
        "Change a limit on what one file may ask for; can be repeated.\n\nLimits:".to_owned();
    let limits = Limits::default();
    for (name, about) in ABOUT {
        let default = limits.get(name).unwrap_or_default();
        let _ = write!(text, "\n  {name}={default}: {about}");
    }
    text
}

/// Reads `NAME=VALUE`.
pub fn parse(text: &str) -> Result<Setting, String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let name = name.trim();
    if !Limits::NAMES.contains(&name) {
        let meant = match nearest(name, Limits::NAMES.iter().copied()) {
            Some(near) => format!("; did you mean {near}?"),
            None => ".".to_owned(),
        };
        let all = Limits::NAMES.join(", ");
        return Err(format!("there is no limit {name:?}{meant} There are {all}"));
    }
    let wrong = || format!("{name} needs a number, as in {name}=1000");
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
