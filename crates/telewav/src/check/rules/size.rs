//! TW2xx: size and duration.

use super::{Found, Rule};
use crate::check::Subject;
use crate::code::Code;
use crate::finding::Finding;
use crate::finding::Severity::{Error, Warning};
use crate::kind::Kind;
use crate::profile::{Entry as _, Profile};

const SHORTEN: &str = "shorten the recording, or run telewav convert --split on it";

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
    cure: "Shorten the recording, or let telewav convert --split cut it into several prompts.",
    limits: Some(|p| vec![p.size.max_bytes.source(), p.size.below_bytes.source()]),
    check: Some(too_large),
};

fn too_large(subject: &Subject<'_>) -> Vec<Found> {
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

fn near_limit(subject: &Subject<'_>) -> Vec<Found> {
    let (profile, bytes) = (subject.profile, subject.file_len);
    match &profile.size.warn_above_bytes {
        Some(strict) if bytes > strict.value && too_large(subject).is_empty() => vec![over(
            profile,
            bytes,
            strict.value,
            subject.byte_rate(),
            &format!("at most {} bytes", strict.value),
            "shorten it to be within the limit by any reading",
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
    cure: "Convert the recording again; for a silent prompt, there is telewav silence.",
    limits: None,
    check: Some(no_samples),
};

fn no_samples(subject: &Subject<'_>) -> Vec<Found> {
    let found = match subject.n_frames() {
        _ if subject.sniffed.kind == Kind::Empty => "an empty file",
        Some(0) => "no frame of sound",
        _ => return Vec::new(),
    };
    vec![Found::new(
        found,
        "at least one frame",
        "convert the recording again; to mute a notice, upload what telewav silence 0.5 makes",
    )]
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

fn too_short(subject: &Subject<'_>) -> Vec<Found> {
    match (&subject.profile.size.min_s, subject.duration_s()) {
        (Some(min), Some(duration)) if duration < min.value => vec![Found::new(
            format!("{duration:.2} s"),
            format!("at least {} s", min.value),
            "add silence at the end",
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
    cure: "Shorten the recording, or let telewav convert --split cut it into several prompts.",
    limits: Some(|p| vec![p.size.max_s.source(), p.size.below_s.source()]),
    check: Some(too_long),
};

fn too_long(subject: &Subject<'_>) -> Vec<Found> {
    subject
        .duration_s()
        .map_or_else(Vec::new, |s| too_many_seconds(subject.profile, s))
}

fn too_many_bytes(profile: &Profile, bytes: u64, byte_rate: u64) -> Vec<Found> {
    let (max, below) = (&profile.size.max_bytes, &profile.size.below_bytes);
    let Some(most) = profile.max_bytes().filter(|most| bytes > *most) else {
        return Vec::new();
    };
    let wanted = match (max, below) {
        (None, Some(below)) => format!("less than {} bytes", below.value),
        _ => format!("at most {most} bytes"),
    };
    vec![over(profile, bytes, most, byte_rate, &wanted, SHORTEN)]
}

fn over(
    profile: &Profile,
    bytes: u64,
    max: u64,
    byte_rate: u64,
    wanted: &str,
    cure: &str,
) -> Found {
    let seconds = |octets: u64| octets as f64 / byte_rate as f64;
    let too_long_s = seconds(bytes - max);
    // Rounded down: whoever keeps to it is within the limit.
    let most_s = (100.0 * seconds(max.saturating_sub(profile.header_octets()))).floor() / 100.0;
    Found::new(
        format!("{bytes} bytes, {too_long_s:.1} s too long"),
        format!("{wanted} ({most_s:.2} s)"),
        cure,
    )
}

/// What TW201 and TW205 say of a prompt of this length that does not exist.
pub(in crate::check) fn of_length(profile: &Profile, bytes: u64, n_frames: u64) -> Vec<Finding> {
    let duration_s = n_frames as f64 / f64::from(profile.format.rate_hz.value);
    let by_size = too_many_bytes(profile, bytes, u64::from(profile.byte_rate()))
        .into_iter()
        .map(|found| (&FILE_SIZE, found));
    let by_time = too_many_seconds(profile, duration_s)
        .into_iter()
        .map(|found| (&TOO_LONG, found));
    by_size
        .chain(by_time)
        .map(|(rule, found)| rule.found(found))
        .collect()
}

fn too_many_seconds(profile: &Profile, duration_s: f64) -> Vec<Found> {
    let (max, below) = (&profile.size.max_s, &profile.size.below_s);
    let (limit, wanted) = match (max, below) {
        _ if !profile.is_too_long(duration_s) => return Vec::new(),
        (Some(max), _) => (max.value, "at most"),
        (None, Some(below)) => (below.value, "less than"),
        (None, None) => return Vec::new(),
    };
    vec![Found::new(
        format!("{duration_s:.2} s, {:.1} s too long", duration_s - limit),
        format!("{wanted} {limit} s"),
        SHORTEN,
    )]
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
