//! Outcomes to what is shown: a file for each form, all from the same data.
//!
//! To add a form, write its file with a [`Format`], and add that to [`FORMATS`].

pub mod concise;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod json_lines;
pub mod junit;
pub mod markdown;
mod place;
pub mod profiles;
pub mod rules;
pub mod sarif;
pub mod style;

use std::io::{self, Write};
use std::path::PathBuf;

use telewav::words::{InWords, Lang, Library, Worded, Wording, Words};

pub use crate::outcome::Note;
use crate::outcome::Outcome;
use crate::words::{Phrase, phrase};
use human::Text;
use style::Style;

/// All forms of the report, the default first.
pub static FORMATS: [&Format; 9] = [
    &human::FORMAT,
    &concise::FORMAT,
    &json::FORMAT,
    &json_lines::FORMAT,
    &github::FORMAT,
    &gitlab::FORMAT,
    &junit::FORMAT,
    &sarif::FORMAT,
    &markdown::FORMAT,
];

/// A form of the report.
#[derive(Debug)]
pub struct Format {
    /// As it is asked for.
    pub name: &'static str,
    /// Whom it is for, in a line of help.
    pub about: &'static str,
    /// Whether people read it: then the summary is a part of it.
    pub is_for_people: bool,
    /// Writes the results of a run.
    pub write: fn(&Run<'_>, &View, &mut dyn Write) -> io::Result<()>,
}

impl Format {
    /// The form of this name.
    ///
    /// ```
    /// use telewav_batch::report::Format;
    /// assert!(Format::find("human").unwrap().is_for_people);
    /// assert!(Format::find("xml").is_none());
    /// ```
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.into_iter().find(|format| format.name == name)
    }
}

/// What people get to see.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct View {
    /// Only files with something wrong.
    pub quiet: bool,
    /// More: notes on every file, files that were passed over.
    pub verbose: bool,
    /// In colour, as terminals take it.
    pub colour: bool,
    /// In this language. Forms for programs are in English.
    pub lang: Lang,
}

impl View {
    fn style(&self) -> Style {
        Style::new(self.colour)
    }
}

/// An outcome that every form can show.
pub trait Shown: Outcome + Text + Sync {
    /// It for JSON, in these words.
    fn to_json<'a>(&'a self, words: &'a dyn Words) -> Box<dyn erased_serde::Serialize + 'a>;
}

impl<T: Outcome + Text + InWords + Sync> Shown for T {
    fn to_json<'a>(&'a self, words: &'a dyn Words) -> Box<dyn erased_serde::Serialize + 'a> {
        Box::new(Worded(self, words))
    }
}

/// The results of one run.
pub struct Run<'a> {
    /// The command that was run, as `check`.
    pub command: &'static str,
    /// The profile's name, if there was one.
    pub profile: Option<&'a str>,
    /// In path order.
    pub outcomes: Vec<&'a dyn Shown>,
    /// Files in folders that are no audio.
    pub passed_over: &'a [PathBuf],
    /// What the summary has to add.
    pub note: Option<Note>,
    /// Whose words: the libraries' own, unless the front end has some.
    pub words: &'a dyn Words,
    /// The summary of the outcomes in a language.
    summary: Box<dyn Fn(Lang) -> String + 'a>,
}

impl<'a> Run<'a> {
    /// Results of one command, with nothing passed over and no note.
    pub fn new<O: Shown>(
        command: &'static str,
        profile: Option<&'a str>,
        outcomes: &'a [O],
    ) -> Self {
        Self {
            command,
            profile,
            outcomes: outcomes.iter().map(|outcome| outcome as _).collect(),
            passed_over: &[],
            note: None,
            words: &Library,
            summary: Box::new(|lang| O::summary(outcomes, lang)),
        }
    }

    /// The one line at the end.
    pub fn summary(&self, lang: Lang) -> String {
        let mut summary = (self.summary)(lang);
        let n = self.passed_over.len();
        if n > 0 {
            summary.push_str(&phrase(lang, &Phrase::AlsoPassedOver { n }));
        }
        if let Some(note) = self.note {
            summary.push_str(&phrase(lang, &Phrase::AlsoNote(note)));
        }
        summary
    }

    fn profile_name(&self) -> &'a str {
        self.profile.unwrap_or_default()
    }

    /// Its words for a person.
    fn wording(&self, view: &View) -> Wording<'a> {
        Wording {
            words: self.words,
            lang: view.lang,
        }
    }

    /// Its words for a program.
    fn english(&self) -> Wording<'a> {
        Wording::english(self.words)
    }
}
