//! TW5xx: the set as a whole. Whoever has the set runs these; see [`Rule::finding`].

use super::Rule;
use crate::report::Severity::Error;

/// Two files of one name.
pub static NAME_COLLISION: &Rule = &RULES[0];

pub(super) static RULES: [Rule; 1] = [Rule {
    code: "TW501",
    name: "name-collision",
    severity: Error,
    what: "No two files of the set get the same name, not even with other capitals.",
    why: "The second would overwrite the first: a.mp3 and a.wav both become a.wav, and on Windows, \
          macOS and some platforms A.wav is a.wav.",
    example: "\"thank you.wav\" and \"thank_you.mp3\" both become thank_you.wav",
    cure: "Rename one of the files, or convert them into different folders.",
    check: None,
}];
