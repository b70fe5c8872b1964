//! `--limit NAME=VALUE`: one option for all of the library's limits.

use std::fmt::Write;

use telewav::Limits;

/// A limit and its new value.
pub type Setting = (String, f64);

/// What each limit is for, in the words of the help.
const ABOUT: [(&str, &str); 8] = [
    ("min_rate_hz", "lowest sample rate, Hz"),
    ("max_rate_hz", "highest sample rate, Hz"),
    ("max_channels", "most channels"),
    ("max_packet_frames", "longest packet, frames"),
    ("max_input_s", "longest recording, seconds"),
    (
        "max_tag_bytes",
        "largest tag that is looked at, bytes; larger ones are passed over",
    ),
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
        let nearest = Limits::NAMES
            .iter()
            .min_by_key(|known| distance(name, known));
        return Err(format!(
            "there is no limit {name:?}; did you mean {}? There are {}",
            nearest.unwrap_or(&""),
            Limits::NAMES.join(", ")
        ));
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

/// Characters to insert, to leave out or to replace to get from the one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (from, to, wanted) in [("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3)] {
            assert_eq!(distance(from, to), wanted);
        }
    }

    #[test]
    fn the_help_knows_every_limit() {
        assert_eq!(ABOUT.map(|(name, _)| name), Limits::NAMES);
    }

    #[test]
    fn settings_are_read() {
        let limits = with(&[
            parse("max_input_s=36000").unwrap(),
            parse("max_channels = 8").unwrap(),
        ]);
        assert_eq!(
            limits,
            Limits::default().max_input_s(36_000.0).max_channels(8)
        );
        for wrong in [
            "max_input_s",
            "max_input_s=",
            "max_input_s=-1",
            "max_input_s=long",
            "=1",
            "",
        ] {
            parse(wrong).unwrap_err();
        }
        let error = parse("max_chanels=2").unwrap_err();
        assert!(error.contains("did you mean max_channels?"), "{error}");
    }
}
