//! TW6xx: prompts that requests name. `telewav refs` runs these; see [`refs`](crate::refs).

use super::Rule;
use crate::code::Code;
use crate::finding::Severity::{self, Error, Warning};

pub(super) static REFERENCE_RULES: &[&Rule] = &[
    &REFERENCE_MISSING,
    &REFERENCE_CASE,
    &REFERENCE_SPACES,
    &REFERENCE_EXTENSION,
    &REFERENCE_LENGTH,
    &REFERENCE_CHARSET,
    &REFERENCE_REFUSED,
    &REFERENCE_DURATION,
    &REFERENCE_ITEMS,
    &REFERENCE_NO_EFFECT,
    &REFERENCE_EXCLUDED,
    &REFERENCE_VALUE,
    &PROMPT_UNUSED,
];

/// A rule of this group: they look at requests, not at a file.
const fn rule(
    code: Code,
    name: &'static str,
    severity: Severity,
    [what, why, example, cure]: [&'static str; 4],
) -> Rule {
    Rule {
        code,
        name,
        severity,
        what,
        why,
        example,
        cure,
        limits: None,
        check: None,
    }
}

/// TW601.
pub static REFERENCE_MISSING: Rule = rule(
    Code::tw(601),
    "reference-missing",
    Error,
    [
        "Every prompt that a request names is there.",
        "The platform refuses a request that names a prompt which was not uploaded, or not yet approved; some \
         requests fail during the call.",
        "lastMinVoice \"bye.wav\", and the folder of prompts has no bye.wav",
        "Put the prompt into the folder, and upload it; or correct the name in the request.",
    ],
);

/// TW602.
pub static REFERENCE_CASE: Rule = rule(
    Code::tw(602),
    "reference-case",
    Error,
    [
        "A request writes the name of a prompt with the prompt's own capitals.",
        "Platforms compare names exactly, though the file system of your computer may not.",
        "\"Welcome.wav\" where the prompt is welcome.wav",
        "Write the name as the prompt has it.",
    ],
);

/// TW603.
pub static REFERENCE_SPACES: Rule = rule(
    Code::tw(603),
    "reference-spaces",
    Error,
    [
        "A request writes the name of a prompt without spaces that the prompt does not have.",
        "A space at the end is easily copied from a table, and cannot be seen; so can a full-width one or a tab. To \
         the platform it is another name.",
        "\"welcome.wav \" where the prompt is welcome.wav",
        "Write the name as the prompt has it.",
    ],
);

/// TW604.
pub static REFERENCE_EXTENSION: Rule = rule(
    Code::tw(604),
    "reference-extension",
    Error,
    [
        "A request writes the name of a prompt with its extension.",
        "The extension is a part of the name; that of the recording which the prompt was made from is another.",
        "\"welcome\" or \"welcome.mp3\" where the prompt is welcome.wav",
        "Write the name as the prompt has it.",
    ],
);

/// TW605.
pub static REFERENCE_LENGTH: Rule = rule(
    Code::tw(605),
    "reference-length",
    Error,
    [
        "The name has no more characters than the parameter may have.",
        "The platform refuses the request.",
        "140 characters where 1 to 128 are allowed",
        "Shorten the name of the prompt, and name it so in the request.",
    ],
);

/// TW606.
pub static REFERENCE_CHARSET: Rule = rule(
    Code::tw(606),
    "reference-charset",
    Error,
    [
        "A request does not name a prompt that cannot be uploaded for the characters of its name.",
        "The platform takes few characters in the names of prompts, so it can have no prompt of this name.",
        "\"欢迎.wav\": U+6B22 at position 1",
        "Rename the prompt (telewav convert does it by itself), and name it so in the request.",
    ],
);

/// TW607.
pub static REFERENCE_REFUSED: Rule = rule(
    Code::tw(607),
    "reference-refused",
    Error,
    [
        "Every prompt that a request names passes telewav check.",
        "The platform will not approve the prompt, and then the request fails as if there were none.",
        "waitVoice \"hold.wav\", which is 16-bit linear PCM",
        "Mend the prompt; telewav check says how.",
    ],
);

/// TW608.
pub static REFERENCE_DURATION: Rule = rule(
    Code::tw(608),
    "reference-duration",
    Warning,
    [
        "A prompt that is played before the call connects is not longer than it is played.",
        "PrivateNumber plays such a prompt for 4 to 5 s; then the ringing cuts it.",
        "callerHintTone \"welcome.wav\" of 7.2 s where at most 5 s are played",
        "Shorten the prompt.",
    ],
);

/// TW609.
pub static REFERENCE_ITEMS: Rule = rule(
    Code::tw(609),
    "reference-items",
    Error,
    [
        "A list of prompts has no more items than the request may have.",
        "The platform refuses the request: a voice notification plays 5 items at the most.",
        "playInfoList of 6 items where 5 are allowed",
        "Join prompts, or leave some out.",
    ],
);

/// TW610.
pub static REFERENCE_NO_EFFECT: Rule = rule(
    Code::tw(610),
    "reference-no-effect",
    Warning,
    [
        "A field without which a prompt is never played says what it has to.",
        "The platform takes the request and does not play the prompt: there is no last minute without a longest \
         duration, and no notice of a recording that is not made.",
        "lastMinVoice without maxDuration",
        "Set the field, or leave the prompt out.",
    ],
);

/// TW611.
pub static REFERENCE_EXCLUDED: Rule = rule(
    Code::tw(611),
    "reference-excluded",
    Error,
    [
        "A prompt does not stand beside a field that it is the alternative to.",
        "The platform refuses the request (1010002), or plays the other.",
        "callbackTone together with callbackNum",
        "Leave one of the two out.",
    ],
);

/// TW612.
pub static REFERENCE_VALUE: Rule = rule(
    Code::tw(612),
    "reference-value",
    Error,
    [
        "A parameter that is there names a prompt: it is a string, and not empty where it must not be.",
        "The platform refuses the request. A program that has no prompt to name should leave the parameter out.",
        "\"preTone\": \"\"",
        "Name a prompt, or leave the parameter out.",
    ],
);

/// TW613.
pub static PROMPT_UNUSED: Rule = rule(
    Code::tw(613),
    "prompt-unused",
    Warning,
    [
        "Every prompt is named by a request.",
        "A prompt that nothing names is not played: it is left over, or the request that should name it does not.",
        "old-welcome.wav, which no request names",
        "Remove the prompt, or name it. Those that are chosen in the console can be named in a JSON file of your \
         own: {\"业务异常放音文件\": \"sorry.wav\"}.",
    ],
);
