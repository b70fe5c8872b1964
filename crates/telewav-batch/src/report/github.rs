//! Workflow commands of GitHub Actions: annotations beside the files of a commit.

use std::io::{self, Write};

use telewav::Severity;

use super::style::plain;
use super::{Format, Run, View, place};

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "github",
    about: "Annotations of GitHub Actions",
    is_for_people: false,
    write,
};

/// A command for each thing that is wrong.
fn write(run: &Run<'_>, _: &View, to: &mut dyn Write) -> io::Result<()> {
    for outcome in &run.outcomes {
        let file = property(&place::relative(outcome.path()));
        for issue in outcome.issues() {
            let command = match issue.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let sentence = issue.sentence(run.profile_name(), run.english());
            let place = issue.place.map_or_else(String::new, |place| {
                format!(",line={},col={}", place.line, place.column)
            });
            writeln!(
                to,
                "::{command} file={file}{place},title={}::{}",
                property(&format!("{} {}", issue.code(), issue.rule)),
                data(&format!("{sentence}. Fix: {}", issue.cure(run.english())))
            )?;
        }
    }
    Ok(())
}

/// What stands behind the colons.
fn data(text: &str) -> String {
    plain(text).replace('%', "%25").replace('\n', "%0A")
}

/// What stands between them.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
