//! TW2xx: size and duration.

use super::{Broken, Rule};
use crate::check::Subject;
use crate::code::Code;
use crate::finding::Severity::{Error, Warning};
use crate::finding::{Cure, Finding, Found, Wanted};
use crate::kind::Kind;
use crate::profile::{Entry as _, Profile};

pub(super) static SIZE_RULES: &[&Rule] = &[
    &FILE_SIZE,
    &FILE_SIZE_STRICT,
    &NO_SAMPLES,
    &TOO_SHORT,
    &TOO_LONG,
];

/// TW201.
pub static FILE_SIZE: Rule = Rule {
    code: Code::tw(201),
    name: "file-size",
    severity: Error,
    what: "The file, header included, is not larger than the platform allows.",
    why: "The upload is refused. A-law takes 8000 bytes a second, so 2 MB are four minutes.",
    example: "2400058 bytes where 2097152 are allowed: 37.9 s too long",
    cure: "Shorten the recording, or split it into several prompts.",
    limits: Some(|p| vec![p.size.max_bytes.source(), p.size.below_bytes.source()]),
    check: Some(too_large),
};

fn too_large(subject: &Subject<'_>) -> Vec<Broken> {
    too_many_bytes(subject.profile, subject.file_len, subject.byte_rate())
}

/// TW202.
pub static FILE_SIZE_STRICT: Rule = Rule {
    code: Code::tw(202),
    name: "file-size-strict",
    severity: Warning,
    what: "The file is within the limit by its strictest reading, too.",
    why: "\"2M\" may mean 2,000,000 or 2,097,152 bytes, and platforms do not say which.",
    example: "2050058 bytes where one reading of the limit is 2000000",
    cure: "Shorten the recording a little, to be on the safe side.",
    limits: Some(|p| vec![p.size.warn_above_bytes.source()]),
    check: Some(near_limit),
};

fn near_limit(subject: &Subject<'_>) -> Vec<Broken> {
    let (profile, bytes) = (subject.profile, subject.file_len);
    match &profile.size.warn_above_bytes {
        Some(strict) if bytes > strict.value && too_large(subject).is_empty() => vec![over(
            profile,
            bytes,
            strict.value,
            subject.byte_rate(),
            None,
            Cure::ShortenForAnyReading,
        )],
        _ => Vec::new(),
    }
}

/// TW203.
pub static NO_SAMPLES: Rule = Rule {
    code: Code::tw(203),
    name: "no-samples",
    severity: Error,
    what: "There is sound in the file: at least one frame, silent or not.",
    why: "A prompt without samples cannot be played. To mute a notice, platforms take a prompt of silence.",
    example: "a WAV header with an empty data chunk",
    cure: "Convert the recording again, or make a silent prompt.",
    limits: None,
    check: Some(no_samples),
};

fn no_samples(subject: &Subject<'_>) -> Vec<Broken> {
    let found = match subject.n_frames() {
        _ if subject.sniffed.kind == Kind::Empty => Found::EmptyFile,
        Some(0) => Found::NoFrame,
        _ => return Vec::new(),
    };
    vec![Broken::new(found, Wanted::OneFrame, Cure::ConvertOrSilence)]
}

/// TW204.
pub static TOO_SHORT: Rule = Rule {
    code: Code::tw(204),
    name: "too-short",
    severity: Error,
    what: "The prompt is as long as the platform asks for, at least.",
    why: "Some platforms refuse very short prompts.",
    example: "2.1 s where 5 s are the least",
    cure: "Add silence at the end.",
    limits: Some(|p| vec![p.size.min_s.source()]),
    check: Some(too_short),
};

fn too_short(subject: &Subject<'_>) -> Vec<Broken> {
    match (&subject.profile.size.min_s, subject.duration_s()) {
        (Some(min), Some(duration_s)) if duration_s < min.value => vec![Broken::new(
            Found::Duration { duration_s },
            Wanted::AtLeastSeconds { min_s: min.value },
            Cure::AddSilence,
        )],
        _ => Vec::new(),
    }
}

/// TW205.
pub static TOO_LONG: Rule = Rule {
    code: Code::tw(205),
    name: "too-long",
    severity: Error,
    what: "The prompt is not longer than the platform allows.",
    why: "The upload is refused.",
    example: "301.2 s where 300 s are the most",
    cure: "Shorten the recording, or split it into several prompts.",
    limits: Some(|p| vec![p.size.max_s.source(), p.size.below_s.source()]),
    check: Some(too_long),
};

fn too_long(subject: &Subject<'_>) -> Vec<Broken> {
    subject
        .duration_s()
        .map_or_else(Vec::new, |s| too_many_seconds(subject.profile, s))
}

fn too_many_bytes(profile: &Profile, bytes: u64, byte_rate: u64) -> Vec<Broken> {
    let (max, below) = (&profile.size.max_bytes, &profile.size.below_bytes);
    let Some(most) = profile.max_bytes().filter(|most| bytes > *most) else {
        return Vec::new();
    };
    let below = match (max, below) {
        (None, Some(below)) => Some(below.value),
        _ => None,
    };
    vec![over(profile, bytes, most, byte_rate, below, Cure::Split)]
}

/// A file of so many bytes is larger than `max_bytes`, which may be said as less than `below_bytes`.
fn over(
    profile: &Profile,
    bytes: u64,
    max_bytes: u64,
    byte_rate: u64,
    below_bytes: Option<u64>,
    cure: Cure,
) -> Broken {
    let seconds = |octets: u64| octets as f64 / byte_rate as f64;
    let over_s = seconds(bytes - max_bytes);
    // Rounded down: whoever keeps to it is within the limit.
    let samples = max_bytes.saturating_sub(profile.header_octets());
    let max_s = (100.0 * seconds(samples)).floor() / 100.0;
    let wanted = match below_bytes {
        Some(below_bytes) => Wanted::BelowBytes { below_bytes, max_s },
        None => Wanted::AtMostBytes { max_bytes, max_s },
    };
    Broken::new(Found::Bytes { bytes, over_s }, wanted, cure)
}

/// What TW201 and TW205 say of a prompt of this length that does not exist.
pub(in crate::check) fn of_length(profile: &Profile, bytes: u64, n_frames: u64) -> Vec<Finding> {
    let duration_s = n_frames as f64 / f64::from(profile.format.rate_hz.value);
    let by_size = too_many_bytes(profile, bytes, u64::from(profile.byte_rate()))
        .into_iter()
        .map(|broken| (&FILE_SIZE, broken));
    let by_time = too_many_seconds(profile, duration_s)
        .into_iter()
        .map(|broken| (&TOO_LONG, broken));
    by_size
        .chain(by_time)
        .map(|(rule, broken)| rule.broken(broken))
        .collect()
}

fn too_many_seconds(profile: &Profile, duration_s: f64) -> Vec<Broken> {
    let (max, below) = (&profile.size.max_s, &profile.size.below_s);
    let (limit, wanted) = match (max, below) {
        _ if !profile.is_too_long(duration_s) => return Vec::new(),
        (Some(max), _) => (max.value, Wanted::AtMostSeconds { max_s: max.value }),
        (None, Some(below)) => {
            let below_s = below.value;
            (below_s, Wanted::BelowSeconds { below_s })
        }
        (None, None) => return Vec::new(),
    };
    let found = Found::TooLong {
        duration_s,
        over_s: duration_s - limit,
    };
    vec![Broken::new(found, wanted, Cure::Split)]
}

/// How long a prompt may be, by the rules of this file that are not turned off.
impl Profile {
    /// The most frames a prompt may have by size and by duration; `None` without a limit.
    pub fn max_frames(&self) -> Option<u64> {
        self.max_frames_within(self.max_bytes())
    }

    /// The same by the strictest reading of the limit on the size: none of the rules about size says a word.
    pub fn max_frames_strict(&self) -> Option<u64> {
        let strict = self.size.warn_above_bytes.as_ref().map(|max| max.value);
        self.max_frames_within(strict.or(self.max_bytes()))
    }

    fn max_frames_within(&self, max_bytes: Option<u64>) -> Option<u64> {
        let by_size = max_bytes.filter(|_| self.refuses(&FILE_SIZE)).map(|max| {
            let octets = max.saturating_sub(self.header_octets());
            // Rounded down to what has room for the octet that makes an odd number even.
            let octets = octets - octets % u64::from(self.octet_granularity());
            octets / u64::from(self.format.encoding.value.sample_octets())
        });
        let by_time = || {
            let rate_hz = f64::from(self.format.rate_hz.value);
            // Products may have been rounded; the rule divides.
            let is_within = |n: u64| !self.is_too_long(n as f64 / rate_hz);
            let (max, below) = (&self.size.max_s, &self.size.below_s);
            let max_s = max.as_ref().or(below.as_ref())?.value;
            let n = (max_s * rate_hz) as u64;
            Some(match (is_within(n.saturating_add(1)), is_within(n)) {
                (true, _) => n.saturating_add(1),
                (false, true) => n,
                (false, false) => n.saturating_sub(1),
            })
        };
        let by_time = self.refuses(&TOO_LONG).then(by_time).flatten();
        by_size.into_iter().chain(by_time).min()
    }

    /// Whether a prompt of so many seconds is longer than the platform allows.
    fn is_too_long(&self, duration_s: f64) -> bool {
        let (max, below) = (&self.size.max_s, &self.size.below_s);
        max.as_ref().is_some_and(|max| duration_s > max.value)
            || below
                .as_ref()
                .is_some_and(|below| duration_s >= below.value)
    }
}
