//! Tables in GitHub's Markdown, for a job's summary or a merge request.

use std::io::{self, Write};

use telewav::Severity;

use super::style::{plain, show};
use super::{Format, Run, Shown, View};
use crate::words::{Phrase, phrase};

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "markdown",
    about: "Tables for a job's summary or a merge request",
    is_for_people: false,
    write,
};

/// The summary, and a table of what is wrong.
fn write(run: &Run<'_>, view: &View, to: &mut dyn Write) -> io::Result<()> {
    let wording = run.wording(view);
    writeln!(
        to,
        "### telewav {} {}\n\n{}",
        run.command,
        cell(run.profile_name()),
        cell(&run.summary(view.lang))
    )?;
    let is_of_interest =
        |outcome: &&&dyn Shown| !outcome.issues().is_empty() || outcome.has_failed();
    let mut of_interest = run.outcomes.iter().filter(is_of_interest).peekable();
    if of_interest.peek().is_none() {
        return Ok(());
    }
    writeln!(
        to,
        "\n{}\n| --- | --- | --- | --- | --- | --- |",
        phrase(view.lang, &Phrase::TableHead)
    )?;
    for outcome in of_interest {
        let mut path = format!("`{}`", show(outcome.path()).replace(['`', '|'], "\u{FFFD}"));
        for issue in outcome.issues() {
            let mark = match issue.severity {
                Severity::Error => ":x:",
                Severity::Warning => ":warning:",
            };
            writeln!(
                to,
                "| {path} | {mark} | {} {} | {} | {} | {} |",
                issue.code(),
                issue.rule,
                cell(&issue.found(wording)),
                cell(&issue.wanted(wording)),
                cell(&issue.cure(wording))
            )?;
            // Once for each file.
            path.clear();
        }
    }
    Ok(())
}

/// Text that stays in its cell, and means nothing else there.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '\n' => cell.push(' '),
            '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '\\' => {
                cell.push('\\');
                cell.push(c);
            }
            c => cell.push(c),
        }
    }
    cell
}
