//! Outcomes to what is shown: one file for each form, all from the same data.

mod concise;
mod github;
mod gitlab;
pub mod json;
mod junit;
mod markdown;
mod place;
mod sarif;
pub mod style;
mod text;

use std::io::{self, Write};
use std::path::PathBuf;

use crate::Error;
use crate::outcome::Outcome;
use style::Style;
pub use text::{Text, summary};

/// The results of one run.
pub struct Run<'a, O> {
    /// The command's name.
    pub command: &'static str,
    pub profile: Option<&'a str>,
    /// In path order.
    pub outcomes: Vec<O>,
    /// What the summary has to add.
    pub note: Option<&'static str>,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Human,
    Concise,
    Json,
    JsonLines,
    Github,
    Gitlab,
    Junit,
    Sarif,
    Markdown,
}

/// What people get to see of a report.
#[derive(Debug, Clone, Copy, Default)]
pub struct View {
    /// Only files with something wrong.
    pub quiet: bool,
    /// More: notes on every file, files that were passed over.
    pub verbose: bool,
}

/// A report.
pub enum Body<'a> {
    /// That people read; the summary is a part of it.
    ForPeople(String),
    /// That a program reads.
    Text(String),
    /// The same, bit by bit.
    Written(Box<WriteReport<'a>>),
}

type WriteReport<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

/// The report of a run in one form; `passed_over` are files in folders that are no audio.
pub fn body<'a, O: Outcome + Text>(
    run: &'a Run<'_, O>,
    passed_over: &'a [PathBuf],
    format: Format,
    view: &View,
    style: Style,
) -> Result<Body<'a>, Error> {
    Ok(match format {
        // A hundred thousand results are a hundred megabytes of JSON: they are written as they are made.
        Format::Json => Body::Written(Box::new(|to| json::run(run, passed_over, to))),
        Format::JsonLines => Body::Written(Box::new(|to| json::lines(run, passed_over, to))),
        Format::Human => Body::ForPeople(text::outcomes(run, passed_over, view, style)),
        Format::Concise => Body::ForPeople(concise::lines(run, style)),
        Format::Github => Body::Text(github::commands(run)),
        Format::Gitlab => Body::Text(gitlab::report(run)?),
        Format::Junit => Body::Text(junit::document(run)),
        Format::Sarif => Body::Text(sarif::log(run)?),
        Format::Markdown => Body::Text(markdown::tables(run, passed_over.len())),
    })
}
