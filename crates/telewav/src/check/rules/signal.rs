//! TW4xx: what is heard.

use super::{Found, Rule};
use crate::check::Subject;
use crate::report::Severity::Warning;

/// The samples of A-law's silence, +8 and -8 of 32,768: nothing louder is in the file.
const SILENCE_PEAK: f32 = 8.0 / 32768.0;

pub(super) static RULES: [Rule; 1] = [Rule {
    code: "TW401",
    name: "silent",
    severity: Warning,
    what: "There is something to hear.",
    why: "A silent prompt is the documented way to mute a notice, so it is allowed. More often it is a \
          recording that went wrong, or stereo whose channels cancelled.",
    example: "no sample above -72.2 dBFS",
    cure: "If silence is what you want, ignore this; otherwise look at the original recording.",
    check: Some(silent),
}];

fn silent(subject: &Subject<'_>) -> Vec<Found> {
    match subject.peak {
        Some(peak) if peak <= SILENCE_PEAK => vec![Found::new(
            "nothing but silence",
            "something to hear, unless it is to mute a notice",
            "listen to the original recording",
        )],
        _ => Vec::new(),
    }
}
