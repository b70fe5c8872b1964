//! Workflow commands of GitHub Actions: annotations beside the files of a commit.

use std::fmt::Write as _;

use telewav::Severity;

use super::{Run, place};
use crate::outcome::Outcome;

/// A command for each thing that is wrong.
pub fn commands<O: Outcome>(run: &Run<'_, O>) -> String {
    let mut text = String::new();
    for outcome in &run.outcomes {
        let file = property(&place::relative(outcome.path()));
        for issue in outcome.issues() {
            let command = match issue.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let sentence = issue.sentence(run.profile.unwrap_or_default());
            let place = issue.place.map_or_else(String::new, |place| {
                format!(",line={},col={}", place.line, place.column)
            });
            let _ = writeln!(
                text,
                "::{command} file={file}{place},title={}::{}",
                property(&format!("{} {}", issue.code, issue.rule)),
                data(&format!("{sentence}. Fix: {}", issue.cure))
            );
        }
    }
    text
}

/// What stands behind the colons.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// What stands between them.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
