//! Tables in GitHub's Markdown, for a job's summary or a merge request.

use std::fmt::Write as _;

use telewav::Severity;

use super::Text;
use super::style::show;
use super::{Run, text};
use crate::outcome::Outcome;

/// The summary, and a table of what is wrong.
pub fn tables<O: Outcome + Text>(run: &Run<'_, O>, n_passed_over: usize) -> String {
    let profile = run.profile.unwrap_or_default();
    let mut markdown = format!(
        "### telewav {} {}\n\n{}\n",
        run.command,
        cell(profile),
        cell(&text::summary(run, n_passed_over))
    );
    let is_of_interest = |outcome: &&O| !outcome.issues().is_empty() || outcome.has_failed();
    if !run.outcomes.iter().any(|outcome| is_of_interest(&outcome)) {
        return markdown;
    }
    markdown.push_str(
        "\n| file | | rule | found | needed | fix |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for outcome in run.outcomes.iter().filter(is_of_interest) {
        let mut path = format!("`{}`", show(outcome.path()).replace(['`', '|'], "\u{FFFD}"));
        for issue in outcome.issues() {
            let mark = match issue.severity {
                Severity::Error => ":x:",
                Severity::Warning => ":warning:",
            };
            let _ = writeln!(
                markdown,
                "| {path} | {mark} | {} {} | {} | {} | {} |",
                issue.code,
                issue.rule,
                cell(&issue.found),
                cell(issue.wanted.unwrap_or_default()),
                cell(issue.cure)
            );
            // Once for each file.
            path.clear();
        }
    }
    markdown
}

/// Text that stays in its cell, and means nothing else there.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => cell.push(' '),
            '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '\\' => {
                cell.push('\\');
                cell.push(c);
            }
            c => cell.push(c),
        }
    }
    cell
}
