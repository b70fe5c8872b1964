//! TW1xx: the file's name.

use super::{Broken, Rule};
use crate::check::Subject;
use crate::code::Code;
use crate::finding::Severity::{Error, Warning};
use crate::finding::{Cure, Found, Wanted};
use crate::kind::Kind;
use crate::name::{is_audio_extension, is_reserved, split};
use crate::profile::{Container, Entry as _, Profile};

pub(super) static NAME_RULES: &[&Rule] = &[
    &NAME_CHARSET,
    &NAME_LENGTH,
    &NAME_EXTENSION,
    &NAME_EXTENSION_CASE,
    &NAME_STEM,
    &NAME_SECOND_EXTENSION,
    &NAME_FIRST_CHARACTER,
    &NAME_UNICODE,
    &NAME_PATTERN,
    &NAME_RESERVED,
];

/// TW101.
pub static NAME_CHARSET: Rule = Rule {
    code: Code::tw(101),
    name: "name-charset",
    severity: Error,
    what: "Every character of the name before its extension is one that the platform allows.",
    why: "Platforms that name prompts in requests take few characters; a space or a Chinese \
          character in the name makes the upload fail, or the request that uses it.",
    example: "\"Welcome Msg.wav\": space at position 8",
    cure: "Rename the file; telewav convert does it for you and keeps the old name in its report.",
    limits: Some(|p| vec![p.name_rules.characters.source()]),
    check: Some(charset),
};

fn charset(subject: &Subject<'_>) -> Vec<Broken> {
    let (Some(name), Some(_)) = (text(subject), subject.profile.char_regex()) else {
        return Vec::new();
    };
    let Some(refused) = refused_characters(name, subject.profile) else {
        return Vec::new();
    };
    let found = Found::Characters {
        character: refused.character,
        position: refused.position,
        n_more: refused.n_more,
    };
    let characters = subject.profile.characters_text().to_owned();
    vec![Broken::new(
        found,
        Wanted::Characters { characters },
        rename(subject, name),
    )]
}

/// TW102.
pub static NAME_LENGTH: Rule = Rule {
    code: Code::tw(102),
    name: "name-length",
    severity: Error,
    what: "The file's name, with its extension, is not longer than the platform allows.",
    why: "The name is a parameter of limited length in requests; a longer one can be uploaded \
          and never used.",
    example: "140 characters where 128 are allowed",
    cure: "Shorten the name.",
    limits: Some(|p| vec![p.name_rules.max_chars.source()]),
    check: Some(length),
};

fn length(subject: &Subject<'_>) -> Vec<Broken> {
    let (Some(name), Some(max)) = (text(subject), &subject.profile.name_rules.max_chars) else {
        return Vec::new();
    };
    let n_chars = name.chars().count();
    if n_chars <= max.value {
        return Vec::new();
    }
    vec![Broken::new(
        Found::NameLength { n_chars },
        Wanted::NameLength {
            max_chars: max.value,
        },
        rename(subject, name),
    )]
}

/// TW103.
pub static NAME_EXTENSION: Rule = Rule {
    code: Code::tw(103),
    name: "name-extension",
    severity: Error,
    what: "The name ends in the platform's extension.",
    why: "Platforms tell the format by the extension, and requests must name the file with it.",
    example: "\"welcome\" or \"welcome.mp3\" where .wav is needed",
    cure: "If the content is right, rename the file; otherwise convert it.",
    limits: Some(|p| vec![p.name_rules.extension.source()]),
    check: Some(extension),
};

fn extension(subject: &Subject<'_>) -> Vec<Broken> {
    let Some(name) = text(subject) else {
        return Vec::new();
    };
    let found = match split(name).1 {
        Some(extension) if in_its_case(subject, extension).is_some() => return Vec::new(),
        Some(extension) => Found::Extension {
            extension: extension.to_owned(),
        },
        None => Found::NoExtension,
    };
    let wanted = Wanted::Extension {
        extension: subject.profile.name_rules.extension.value.clone(),
    };
    // Another name does not make a WAV of an MP3.
    let is_right_inside = match subject.profile.format.container.value {
        Container::Wav => subject.sniffed.kind == Kind::Wav,
        Container::Raw => !subject.sniffed.kind.is_audio(),
    };
    let cure = if is_right_inside {
        rename(subject, name)
    } else {
        Cure::Convert
    };
    vec![Broken::new(found, wanted, cure)]
}

/// TW104.
pub static NAME_EXTENSION_CASE: Rule = Rule {
    code: Code::tw(104),
    name: "name-extension-case",
    severity: Error,
    what: "The extension is in lower case.",
    why: "Names are matched exactly, and to Asterisk an upper-case .WAV is another format (GSM).",
    example: "\"welcome.WAV\"",
    cure: "Rename the file.",
    limits: Some(|p| vec![p.name_rules.extension.source()]),
    check: Some(extension_case),
};

fn extension_case(subject: &Subject<'_>) -> Vec<Broken> {
    let Some((name, extension)) = text(subject).and_then(|name| Some((name, split(name).1?)))
    else {
        return Vec::new();
    };
    match in_its_case(subject, extension) {
        Some(wanted) if wanted != extension => vec![Broken::new(
            Found::Extension {
                extension: extension.to_owned(),
            },
            Wanted::Extension {
                extension: wanted.to_owned(),
            },
            rename(subject, name),
        )],
        _ => Vec::new(),
    }
}

/// TW105.
pub static NAME_STEM: Rule = Rule {
    code: Code::tw(105),
    name: "name-stem",
    severity: Error,
    what: "There is something before the extension.",
    why: "A file called .wav is hidden on most systems and has no name to use in a request.",
    example: "\".wav\"",
    cure: "Give the file a name.",
    limits: None,
    check: Some(stem),
};

fn stem(subject: &Subject<'_>) -> Vec<Broken> {
    match text(subject) {
        Some(name) if split(name).0.is_empty() => {
            vec![Broken::new(Found::NoStem, Wanted::Name, Cure::GiveName)]
        }
        _ => Vec::new(),
    }
}

/// TW106.
pub static NAME_SECOND_EXTENSION: Rule = Rule {
    code: Code::tw(106),
    name: "name-second-extension",
    severity: Warning,
    what: "The name does not carry a second audio extension.",
    why: "\"a.mp3.wav\" is most often an MP3 that was renamed; and requests must repeat the whole name.",
    example: "\"welcome.mp3.wav\"",
    cure: "Rename the file, after a look at what it really is (telewav inspect).",
    limits: None,
    check: Some(second_extension),
};

fn second_extension(subject: &Subject<'_>) -> Vec<Broken> {
    let second = text(subject).and_then(|name| split(split(name).0).1);
    match second {
        Some(second) if is_audio_extension(second) => {
            let extension = second.to_owned();
            let found = Found::SecondExtension { extension };
            vec![Broken::new(
                found,
                Wanted::OneExtension,
                Cure::RenameWithout,
            )]
        }
        _ => Vec::new(),
    }
}

/// TW107.
pub static NAME_FIRST_CHARACTER: Rule = Rule {
    code: Code::tw(107),
    name: "name-first-character",
    severity: Warning,
    what: "The name does not start with a dot or a dash.",
    why: "A dot hides the file on Unix; a dash makes it an option to command-line programs.",
    example: "\"-welcome.wav\"",
    cure: "Rename the file.",
    limits: None,
    check: Some(first_character),
};

fn first_character(subject: &Subject<'_>) -> Vec<Broken> {
    let first = text(subject).and_then(|name| name.chars().next());
    match first {
        Some(character @ ('.' | '-')) => {
            let found = Found::FirstCharacter { character };
            vec![Broken::new(found, Wanted::PlainStart, Cure::RenameWithout)]
        }
        _ => Vec::new(),
    }
}

/// TW108.
pub static NAME_UNICODE: Rule = Rule {
    code: Code::tw(108),
    name: "name-unicode",
    severity: Error,
    what: "The name is valid Unicode.",
    why: "A name in an old encoding (GBK, Latin-1) arrives as other characters, or not at all.",
    example: "a name with the octets D2 F4 (GBK for 音)",
    cure: "Rename the file.",
    limits: None,
    check: Some(unicode),
};

fn unicode(subject: &Subject<'_>) -> Vec<Broken> {
    match subject.name {
        Some(name) if name.to_str().is_none() => {
            let name = name.to_string_lossy().into_owned();
            let found = Found::NotUnicode { name };
            vec![Broken::new(found, Wanted::Unicode, Cure::RenameFile)]
        }
        _ => Vec::new(),
    }
}

/// TW109.
pub static NAME_PATTERN: Rule = Rule {
    code: Code::tw(109),
    name: "name-pattern",
    severity: Error,
    what: "The whole name matches the pattern of the platform.",
    why: "Some platforms ask for more than allowed characters: a prefix, or digits only.",
    example: "a name that another rule of this group has no words for",
    cure: "Rename the file.",
    limits: Some(|p| vec![p.name_rules.pattern.source()]),
    check: Some(pattern),
};

fn pattern(subject: &Subject<'_>) -> Vec<Broken> {
    let (Some(name), Some(regex)) = (text(subject), subject.profile.name_regex()) else {
        return Vec::new();
    };
    let explained: [fn(&Subject<'_>) -> Vec<Broken>; 4] =
        [charset, extension, extension_case, stem];
    if regex.is_match(name) || explained.iter().any(|rule| !rule(subject).is_empty()) {
        return Vec::new();
    }
    let found = Found::Name {
        name: name.to_owned(),
    };
    let pattern = regex.as_str().to_owned();
    vec![Broken::new(
        found,
        Wanted::Pattern { pattern },
        Cure::RenameFile,
    )]
}

/// TW110.
pub static NAME_RESERVED: Rule = Rule {
    code: Code::tw(110),
    name: "name-reserved",
    severity: Warning,
    what: "The name before its first dot is not one that Windows keeps for a device.",
    why: "On Windows, con.wav is the console and nul.wav is nothing, in any folder: such a file cannot be made there, copied \
          there or checked out, and a program that writes one loses it in silence.",
    example: "\"con.wav\", \"NUL.wav\", \"com1.notice.wav\"",
    cure: "Rename the file.",
    limits: None,
    check: Some(reserved),
};

fn reserved(subject: &Subject<'_>) -> Vec<Broken> {
    match text(subject) {
        Some(name) if is_reserved(name) => {
            let name = name.split('.').next().unwrap_or(name).to_owned();
            let found = Found::Device { name };
            vec![Broken::new(found, Wanted::NameForAll, Cure::RenameFile)]
        }
        _ => Vec::new(),
    }
}

/// Characters that the platform does not allow.
pub(crate) struct Refused {
    /// The first one.
    pub character: char,
    /// Its position, from 1.
    pub position: usize,
    /// How many more there are.
    pub n_more: usize,
}

/// The characters of a name that the platform does not allow. The extension has its own rule.
pub(crate) fn refused_characters(name: &str, profile: &Profile) -> Option<Refused> {
    let mut refused = split(name)
        .0
        .chars()
        .enumerate()
        .filter(|(_, c)| !profile.allows_char(*c));
    let (at, character) = refused.next()?;
    Some(Refused {
        character,
        position: at + 1,
        n_more: refused.count(),
    })
}

fn text<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    subject.name?.to_str()
}

/// The accepted extension that has these letters, in whatever case.
fn in_its_case<'a>(subject: &Subject<'a>, extension: &str) -> Option<&'a str> {
    let names = &subject.profile.name_rules;
    let accepted = || std::iter::once(&names.extension.value).chain(&names.other_extensions);
    let is_same = |known: &&String| known.to_lowercase() == extension.to_lowercase();
    let exact = accepted().find(|known| *known == extension);
    exact
        .or_else(|| accepted().find(is_same))
        .map(String::as_str)
}

/// The cure, with the name that `convert` would give.
fn rename(subject: &Subject<'_>, name: &str) -> Cure {
    let fixed = subject.profile.fix_name(split(name).0);
    Cure::Rename {
        to: fixed.filter(|fixed| fixed != name),
    }
}
