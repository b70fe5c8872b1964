//! A line for each thing that is wrong: for editors, `grep` and people in a hurry.

use std::fmt::Write as _;

use super::Run;
use super::style::{Style, plain, show};
use super::text::severity;
use crate::outcome::Outcome;

/// The lines of all outcomes.
pub fn lines<O: Outcome>(run: &Run<'_, O>, style: Style) -> String {
    let mut text = String::new();
    for outcome in &run.outcomes {
        for issue in outcome.issues() {
            let place = issue.place.map_or_else(String::new, |place| {
                format!(":{}:{}", place.line, place.column)
            });
            let sentence = issue.sentence(run.profile.unwrap_or_default());
            let sentence = format!("{sentence}; fix: {}", issue.cure);
            let _ = writeln!(
                text,
                "{}{place}: {} {} {}: {}",
                show(outcome.path()),
                severity(issue.severity, style),
                issue.code,
                issue.rule,
                plain(&sentence).replace('\n', " ")
            );
        }
    }
    text
}
