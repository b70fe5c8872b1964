//! What ffmpeg says while it works, from `-v repeat+level+info`, and what it means.
//!
//! ffmpeg ends with exit code 0 however much of a file it could not decode. So all errors it mentions
//! are damage, and so are warnings in which it admits a loss, and sound that ends before the time that
//! the container gives.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{ChildStderr, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use telewav::decode::{Damage, DamageKind};
use telewav::error::DecoderFault;
use telewav::error::remark::{self, Remark};
use telewav::kind::Kind;

/// Losses that are kept in full, and the longest line, in bytes.
const MAX_LOSSES: usize = 100;
const MAX_LINE: u64 = 4096;
/// The longest line that is shown, in characters.
const MAX_SHOWN: usize = 160;
/// Containers round their times, and codecs have a delay: less than this is no loss, in seconds.
const TOLERANCE_S: f64 = 0.25;
/// Words of warnings that tell of a loss. Found by cutting and damaging files of 30 formats (ffmpeg 5.1).
const LOSSES: [&str; 6] = [
    "corrupt",
    "mismatch",
    "truncated",
    "check failed",
    "skipping frame",
    "conceal",
];

/// All that was said.
#[derive(Debug, Default, PartialEq)]
pub struct Words {
    codec: Option<String>,
    /// The recording's duration by its container, and whether ffmpeg has only guessed it.
    declared_s: Option<f64>,
    is_estimate: bool,
    /// Streams of sound, and others that take time.
    n_audio: usize,
    n_others: usize,
    /// Its words when it is not sure what the file is.
    guess: Option<String>,
    losses: Vec<String>,
    n_losses: usize,
    last: String,
    /// What comes now is about the input.
    is_past_input: bool,
}

/// The words to come.
pub struct Listener(Receiver<Words>);

impl Words {
    /// Reads to the end beside us.
    pub fn listen(stderr: Option<ChildStderr>) -> io::Result<Listener> {
        let (sender, receiver) = channel();
        if let Some(stderr) = stderr {
            // Nobody may be there any more to take it.
            thread::Builder::new().spawn(move || drop(sender.send(Self::read(stderr))))?;
        }
        Ok(Listener(receiver))
    }

    fn read(from: impl Read) -> Self {
        let mut from = BufReader::new(from);
        let mut words = Self::default();
        let mut line = Vec::new();
        loop {
            line.clear();
            match from.by_ref().take(MAX_LINE).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return words,
                Ok(_) => words.take(String::from_utf8_lossy(&line).trim_end()),
            }
        }
    }

    fn take(&mut self, line: &str) {
        let (from, level, text) = parts(line);
        if text.is_empty() {
            return;
        }
        match level {
            "error" | "fatal" | "panic" => self.lose(from, text),
            "warning" if text.contains("misdetection possible") => {
                self.guess = Some(text.to_owned());
            }
            "warning" if text.contains("Estimating duration") => self.is_estimate = true,
            "warning" if LOSSES.iter().any(|word| text.contains(word)) => self.lose(from, text),
            "info" => self.learn(text),
            _ => {}
        }
        if level != "info" {
            self.last = shown(text);
        }
    }

    fn lose(&mut self, from: &str, text: &str) {
        let text = match text.strip_prefix("Format not on whitelist") {
            Some(_) => "this format is not handed to ffmpeg, since it may lead to other files",
            None => text,
        };
        self.n_losses += 1;
        if self.losses.len() < MAX_LOSSES {
            let from = match from {
                "" => String::new(),
                from => format!("{from}: "),
            };
            self.losses.push(shown(&format!("{from}{text}")));
        }
    }

    fn learn(&mut self, text: &str) {
        let text = text.trim_start();
        if text.starts_with("Stream mapping:") {
            self.is_past_input = true;
        } else if let Some(duration) = text.strip_prefix("Duration: ") {
            self.declared_s = self.declared_s.or_else(|| seconds(duration));
        } else if text.starts_with("Stream #0:") {
            match text.split_once("-> #0:0 (") {
                Some((_, codecs)) => {
                    self.codec = codecs.split_whitespace().next().map(str::to_owned);
                }
                None if self.is_past_input => {}
                None if text.contains(": Audio: ") => self.n_audio += 1,
                None if text.contains("(attached pic)") => {}
                None => self.n_others += 1,
            }
        }
    }

    /// The codec by ffmpeg's name.
    pub fn codec(&self) -> &str {
        self.codec.as_deref().unwrap_or("audio")
    }

    /// Why nothing that came of it is to be used.
    pub fn refusal(&self, status: ExitStatus, kind: Kind, duration_s: f64) -> Option<DecoderFault> {
        if let (Some(guess), Kind::Unknown) = (&self.guess, kind) {
            return Some(DecoderFault::Guess {
                guess: guess.clone(),
            });
        }
        if duration_s > 0.0 {
            return None;
        }
        let (text, status) = match (self.losses.first(), status.success()) {
            (Some(loss), _) => (loss.clone(), None),
            (None, false) if self.last.is_empty() => (status.to_string(), None),
            (None, false) => (self.last.clone(), Some(status.to_string())),
            (None, true) => return None,
        };
        Some(DecoderFault::Says { text, status })
    }

    /// All that is missing or distorted.
    pub fn damage(&self, status: ExitStatus, duration_s: f64) -> Vec<Damage> {
        let of = |kind, at_s, detail: remark::External| Damage {
            kind,
            at_s,
            detail: detail.into(),
        };
        let mut damage: Vec<Damage> = self
            .losses
            .iter()
            .map(|loss| {
                of(
                    DamageKind::Packet,
                    None,
                    remark::External::Says { text: loss.clone() },
                )
            })
            .collect();
        let more = self.n_losses - self.losses.len();
        if more > 0 {
            let detail = remark::External::SaysMore { n: more };
            damage.push(of(DamageKind::Packet, None, detail));
        }
        if !status.success() {
            let status = status.to_string();
            let detail = remark::External::Stopped { status };
            damage.push(of(DamageKind::EarlyEnd, Some(duration_s), detail));
        }
        if let Some(declared_s) = self.shortfall(duration_s)
            && damage.is_empty()
            && duration_s > 0.0
            && !self.has_other_streams()
        {
            let detail = remark::External::EndsEarly { declared_s };
            damage.push(of(DamageKind::EarlyEnd, Some(duration_s), detail));
        }
        damage
    }

    /// What a person might like to know.
    pub fn notes(&self, duration_s: f64) -> Vec<Remark> {
        let mut notes = Vec::new();
        if let Some(guess) = &self.guess {
            let guess = guess.clone();
            notes.push(remark::External::Guess { guess }.into());
        }
        if self.n_audio > 1 {
            let n_tracks = self.n_audio;
            notes.push(remark::External::FirstTrack { n_tracks }.into());
        }
        if let Some(declared_s) = self.shortfall(duration_s)
            && self.has_other_streams()
        {
            let note = remark::External::ShorterThanFile {
                duration_s,
                declared_s,
            };
            notes.push(note.into());
        }
        notes
    }

    /// The declared duration, if the sound is shorter.
    fn shortfall(&self, duration_s: f64) -> Option<f64> {
        self.declared_s
            .filter(|declared_s| !self.is_estimate && *declared_s > duration_s + TOLERANCE_S)
    }

    /// Whether the declared duration may be that of another stream.
    fn has_other_streams(&self) -> bool {
        self.n_audio + self.n_others > 1
    }
}

impl Listener {
    /// All words, if there is an end to them before `until`.
    pub fn all(&self, until: Instant) -> Option<Words> {
        let left = until.saturating_duration_since(Instant::now());
        self.0.recv_timeout(left).ok()
    }
}

/// `[ac3 @ 0x55] [error] text` is `ac3`, `error` and `text`. Addresses are left out: they differ from run
/// to run.
fn parts(line: &str) -> (&str, &str, &str) {
    const LEVELS: [&str; 8] = [
        "panic", "fatal", "error", "warning", "info", "verbose", "debug", "trace",
    ];
    let (mut from, mut rest) = ("", line);
    while let Some((tag, behind)) = rest.strip_prefix('[').and_then(|r| r.split_once("] ")) {
        rest = behind;
        if LEVELS.contains(&tag) {
            return (from, tag, rest);
        }
        from = tag.split(" @ ").next().unwrap_or(tag);
    }
    ("", "", line)
}

/// `00:01:02.50, start: ...` in seconds; `None` for `N/A`.
fn seconds(text: &str) -> Option<f64> {
    let time = text.split(',').next()?;
    let mut seconds = 0.0;
    for part in time.split(':') {
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    Some(seconds)
}

fn shown(text: &str) -> String {
    text.chars().take(MAX_SHOWN).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_levels_are_told_from_the_text() {
        let of = |line| parts(line);
        assert_eq!(
            of("[ac3 @ 0x5] [error] x [y] z"),
            ("ac3", "error", "x [y] z")
        );
        assert_eq!(of("[a @ 1] [b @ 2] [fatal] x"), ("b", "fatal", "x"));
        assert_eq!(
            of("[info]   Duration: N/A"),
            ("", "info", "  Duration: N/A")
        );
        assert_eq!(of("[x] no level"), ("", "", "[x] no level"));
        assert_eq!(of("[error]"), ("", "", "[error]"));
    }

    #[test]
    fn durations_are_read() {
        assert_eq!(seconds("00:00:03.02, start: 0.0"), Some(3.02));
        assert_eq!(seconds("102:01:00.50"), Some(102.0 * 3600.0 + 60.5));
        assert_eq!(seconds("N/A, start: 0.0"), None);
    }

    #[test]
    fn only_the_input_is_counted_and_tags_are_no_duration() {
        let text = "[info]   Metadata:\n[info]     Duration        : 9:9:9\n[info]   Duration: 00:00:02.00, start: 0\n\
            [info]   Stream #0:0: Video: mjpeg, 10x10 (attached pic)\n[info]   Stream #0:1: Audio: wmav2, 8000 Hz\n\
            [info] Stream mapping:\n[info]   Stream #0:1 -> #0:0 (wmav2 (native) -> pcm_f32be (native))\n\
            [info]   Stream #0:0: Audio: pcm_f32be, 8000 Hz\n[error] x\n";
        let words = Words::read(text.as_bytes());
        assert_eq!((words.n_audio, words.n_others), (1, 0));
        assert_eq!(words.declared_s, Some(2.0));
        assert_eq!(words.codec(), "wmav2");
        assert_eq!(words.losses, ["x"]);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let words = Words::read(io::repeat(b'x').take(1 << 20));
        assert!(words.last.chars().count() <= MAX_SHOWN);
        let words = Words::read("[error] y\n".repeat(1000).as_bytes());
        assert_eq!((words.losses.len(), words.n_losses), (MAX_LOSSES, 1000));
    }
}
