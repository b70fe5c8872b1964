//! TW5xx: the set as a whole. Whoever has the set runs these, see [`check_set`](crate::check::set::check_set).

use super::Rule;
use crate::code::Code;
use crate::finding::Severity::{Error, Warning};
use crate::profile::Entry as _;

/// A difference in level that callers notice and do not forgive, in dB: a factor of two in amplitude.
pub(in crate::check) const MAX_SPREAD_DB: f64 = 6.0;
/// With fewer prompts there is no saying which of them is out of line.
pub(in crate::check) const MIN_LEVELS: usize = 4;

pub(super) static SET_RULES: &[&Rule] = &[
    &NAME_COLLISION,
    &NAME_CASE,
    &SAME_SOUND,
    &LEVEL_SPREAD,
    &TOTAL_SIZE,
    &SAME_NAME,
];

/// TW501.
pub static NAME_COLLISION: Rule = Rule {
    code: Code::tw(501),
    name: "name-collision",
    severity: Error,
    what: "No two files of the set get the same name, not even with other capitals.",
    why: "The second would overwrite the first: a.mp3 and a.wav both become a.wav, and on Windows, \
          macOS and some platforms A.wav is a.wav.",
    example: "\"thank you.wav\" and \"thank_you.mp3\" both become thank_you.wav",
    cure: "Rename one of the files, have them numbered, or give them names in a table.",
    limits: None,
    check: None,
};

/// TW502.
pub static NAME_CASE: Rule = Rule {
    code: Code::tw(502),
    name: "name-case",
    severity: Warning,
    what: "No two names in the set differ only by their capitals, or by Unicode's normal form (\u{e9} as one character or as two).",
    why: "Platforms match names to the letter, so a request with the wrong capitals plays the other prompt; and on \
          Windows (capitals) and macOS (both) one of two such files overwrites the other.",
    example: "its name and that of prompts/Welcome.wav differ only by their capitals",
    cure: "Rename one of the two, and look for its name in your requests.",
    limits: None,
    check: None,
};

/// TW503.
pub static SAME_SOUND: Rule = Rule {
    code: Code::tw(503),
    name: "same-sound",
    severity: Warning,
    what: "No two prompts of the set are the same, sample for sample; silence does not count.",
    why: "A recording that was saved under two names is most often one that was to be recorded anew and was \
          not; and each upload waits for its own review.",
    example: "the sound is that of prompts/welcome.wav, sample for sample",
    cure: "Listen to both. Convert the right recording, or upload one of them and name it twice.",
    limits: None,
    check: None,
};

/// TW504.
pub static LEVEL_SPREAD: Rule = Rule {
    code: Code::tw(504),
    name: "level-spread",
    severity: Warning,
    what: "In a set of four or more prompts, each has an active speech level (ITU-T P.56) within 6 dB of the median.",
    why: "Callers hear prompts one after another. Where one is twice as loud as the next, they turn the volume down \
          and miss what follows.",
    example: "active speech 9.3 dB below that of the set, whose median is -24.8 dBov",
    cure: "Convert all recordings to the same level of speech.",
    limits: None,
    check: None,
};

/// TW505.
pub static TOTAL_SIZE: Rule = Rule {
    code: Code::tw(505),
    name: "total-size",
    severity: Error,
    what: "All prompts together are not larger than the platform has room for.",
    why: "The upload is refused when the store is full, after the first prompts are in.",
    example: "with it, the set exceeds the limit: 21003220 bytes in 61 files",
    cure: "Shorten prompts, or leave some out.",
    limits: Some(|p| vec![p.size.max_total_bytes.source()]),
    check: None,
};

/// TW506.
pub static SAME_NAME: Rule = Rule {
    code: Code::tw(506),
    name: "same-name",
    severity: Warning,
    what: "No two prompts in different folders have the same name, where the platform has no folders.",
    why: "What is uploaded is one list of names; the second prompt of a name is refused, or has to wait until the \
          first one is deleted.",
    example: "it has the name of prompts/day/welcome.wav",
    cure: "Rename one of the two.",
    limits: Some(|p| vec![p.name_rules.flat.source()]),
    check: None,
};
