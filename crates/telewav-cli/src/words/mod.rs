//! What the libraries say, in the words of the command line: a file for each language.

mod en;
mod zh_cn;

use std::fmt;

use telewav::Error;
use telewav::check::rules::Rule;
use telewav::finding::{Cure, Wanted};
use telewav::words::{Lang, Library, Page, Said, Words};
use telewav_batch::Error as BatchError;
use telewav_batch::error::OutputFault;

use crate::exit::Stop;

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

    fn page(&self, rule: &Rule, lang: Lang) -> Page {
        let (code, page) = (rule.code.as_str(), Library.page(rule, lang));
        match lang {
            Lang::ZhCn => zh_cn::page(code, page),
            _ => en::page(code, page),
        }
    }
}

impl From<BatchError> for Stop {
    fn from(error: BatchError) -> Self {
        Self::message(of(&error))
    }
}

/// Why a run could not begin.
pub fn of(error: &BatchError) -> String {
    match error {
        BatchError::Pattern { pattern, problem } => format!("--exclude {pattern}: {problem}"),
        BatchError::Output { output, fault } => match fault {
            OutputFault::StdoutForMany => {
                "standard output (-o -) takes one prompt, but PATH names more; use -o DIR"
                    .to_owned()
            }
            OutputFault::FileForMany => format!(
                "-o {} is a file name, but PATH names more than one file; use -o DIR",
                output.display()
            ),
            _ => format!(
                "-o {} is a file; name a folder, or a file name with the extension of a prompt",
                output.display()
            ),
        },
        BatchError::Profile { name, source } => match source {
            Error::Io { source, .. } => format!("failed to read profile {name}: {source}"),
            source if telewav_batch::input::is_file(name) => format!("{name}: failed to {source}"),
            source => format!("failed to {source}"),
        },
        BatchError::List { list, fault } => {
            format!("failed to read --files-from {}: {fault}", list.display())
        }
        BatchError::NoDecoder { problem, .. } => format!(
            "--decoder ffmpeg: {problem}\n  install ffmpeg (apt install ffmpeg, brew install ffmpeg, winget \
             install ffmpeg, https://ffmpeg.org/download.html), or say where it is: --decoder ffmpeg=PATH"
        ),
        BatchError::StdinNotChanged => {
            "telewav fix changes files where they are, so it takes no standard input".to_owned()
        }
        other => format!("failed to {other}"),
    }
}

/// A selector, or what clap is to say of it.
pub fn rules<T: std::str::FromStr<Err = BatchError>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error| match error {
        BatchError::NoSuchRule { nearest, .. } => match nearest {
            Some(near) => format!("there is no such rule; did you mean {near}?"),
            None => "there is no such rule; telewav explain lists all".to_owned(),
        },
        BatchError::NoPattern { .. } => {
            "it takes a pattern, =, and rules, as in 'legacy/**=TW405,level'".to_owned()
        }
        BatchError::Pattern { problem, .. } => problem,
        BatchError::ManifestForm { .. } => "its extension says its form: .csv or .json".to_owned(),
        other => format!("failed to {other}"),
    })
}
