//! A line for each thing that is wrong: for editors, `grep` and people in a hurry.

use std::io::{self, Write};

use super::human::severity;
use super::style::{plain, show};
use super::{Format, Run, View};
use crate::words::{Phrase, phrase};

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "concise",
    about: "A line for each thing that is wrong",
    is_for_people: true,
    write,
};

fn write(run: &Run<'_>, view: &View, to: &mut dyn Write) -> io::Result<()> {
    let (style, wording) = (view.style(), run.wording(view));
    for outcome in &run.outcomes {
        for issue in outcome.issues() {
            let place = issue.place.map_or_else(String::new, |place| {
                format!(":{}:{}", place.line, place.column)
            });
            let sentence = issue.sentence(run.profile_name(), wording);
            let cure = &issue.cure(wording);
            let cure = phrase(view.lang, &Phrase::FixInLine { cure });
            let sentence = format!("{sentence}{cure}");
            writeln!(
                to,
                "{}{place}: {} {} {}: {}",
                show(outcome.path()),
                severity(issue.severity, style, view.lang),
                issue.code(),
                issue.rule,
                plain(&sentence).replace('\n', " ")
            )?;
        }
    }
    writeln!(to, "{}", style.bold(&run.summary(view.lang)))
}
