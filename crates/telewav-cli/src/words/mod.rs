//! What is said, in the words of the command line: a folder for each language.

mod en;
pub mod lang;
mod notice;
mod zh_cn;

use std::fmt;

use telewav::check::rules::Rule;
use telewav::error::remark::Remark;
use telewav::finding::{Cure, Found, Wanted};
use telewav::words::{Lang, Library, Page, Said, Words};
use telewav::{Error, Limits};

pub use notice::{AskedFault, ConfigFault, FoundFault, Misvalue, Notice, Setting, Written};
pub use zh_cn::{help, refused};

/// What stands behind a help.
pub use en::help::EXIT_CODES;

const EN: Lang = Lang::En;
const ZH_CN: Lang = Lang::ZhCn;

/// Sentences that name options and commands; all others are the libraries'.
pub struct CommandLine;

impl Words for CommandLine {
    fn wanted(&self, it: &Wanted, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match lang {
            Lang::En => en::wanted(it, f),
            Lang::ZhCn => zh_cn::wanted(it, f),
            other => it.say(other, f),
        }
    }

    fn cure(&self, it: &Cure, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match lang {
            Lang::En => en::cure(it, f),
            Lang::ZhCn => zh_cn::cure(it, f),
            other => it.say(other, f),
        }
    }

    fn error(&self, it: &Error, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match lang {
            Lang::En => en::error(it, f),
            Lang::ZhCn => zh_cn::error(it, f),
            other => it.say(other, f),
        }
    }

    fn remark(&self, it: &Remark, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        it.say(lang, f)?;
        match (it, lang) {
            (Remark::Tracks(_), Lang::En) => f.write_str(en::OTHER_TRACK),
            (Remark::Tracks(_), Lang::ZhCn) => f.write_str(zh_cn::OTHER_TRACK),
            _ => Ok(()),
        }
    }

    /// What a prompt is refused for may be an error, which ends the sentence.
    fn found(&self, it: &Found, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        it.say(lang, f)?;
        let mut last = it;
        while let Found::Refused { found, .. } = last {
            last = found;
        }
        match (last, lang) {
            (Found::Failed { error }, Lang::En) => f.write_str(en::option(error)),
            (Found::Failed { error }, Lang::ZhCn) => f.write_str(zh_cn::option(error)),
            _ => Ok(()),
        }
    }

    fn page(&self, rule: &Rule, lang: Lang) -> Page {
        let (code, page) = (rule.code.as_str(), Library.page(rule, lang));
        match lang {
            Lang::ZhCn => zh_cn::page(code, page),
            _ => en::page(code, page),
        }
    }
}

/// The long help of `--limit`.
pub fn limits(lang: Lang) -> String {
    let (heading, about) = match lang {
        Lang::ZhCn => (zh_cn::texts::LIMITS, zh_cn::texts::LIMIT),
        _ => (en::help::LIMITS, en::help::LIMIT),
    };
    let colon = match lang {
        Lang::ZhCn => "：",
        _ => ": ",
    };
    let limits = Limits::default();
    let lines = about.map(|(name, about)| {
        let default = limits.get(name).unwrap_or_default();
        format!("\n  {name}={default}{colon}{about}")
    });
    heading.to_owned() + &lines.concat()
}

/// Texts that have no values.
#[derive(Debug, Clone, Copy)]
pub enum Text {
    /// What is behind the list of profiles.
    Profiles,
    /// What a manual page says of telewav.toml.
    Configuration,
    /// A progress bar, as indicatif takes it.
    Progress,
}

/// A text in `lang`.
pub fn text(text: Text, lang: Lang) -> &'static str {
    match (text, lang) {
        (Text::Profiles, Lang::ZhCn) => zh_cn::texts::PROFILES,
        (Text::Profiles, _) => en::help::PROFILES,
        (Text::Configuration, Lang::ZhCn) => zh_cn::texts::CONFIGURATION,
        (Text::Configuration, _) => en::help::CONFIGURATION,
        (Text::Progress, Lang::ZhCn) => zh_cn::texts::PROGRESS,
        (Text::Progress, _) => en::help::PROGRESS,
    }
}

#[cfg(test)]
mod tests {
    use telewav::error::remark::{TrackChoice, Tracks};
    use telewav::words::Wording;

    use super::*;

    #[test]
    fn the_note_on_several_tracks_names_the_option() {
        let note = Remark::from(Tracks::TrackChosen {
            number: 2,
            n_tracks: 3,
            why: TrackChoice::FirstDefault,
        });
        let said = |lang| {
            let words = &CommandLine;
            Wording { words, lang }.remark(&note).to_string()
        };
        assert_eq!(
            said(EN),
            "track 2 of 3 sound tracks is decoded (the first that plays by default); --track N chooses another"
        );
        assert_eq!(
            said(ZH_CN),
            "共 3 条音轨，解码第 2 条（默认播放的第一条）；用 --track N 选别的音轨"
        );
    }
}
