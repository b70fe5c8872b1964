//! A line for each thing that is wrong: for editors, `grep` and people in a hurry.

use std::io::{self, Write};

use super::human::severity;
use super::style::{plain, show};
use super::{Format, Run, View};

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "concise",
    about: "A line for each thing that is wrong",
    is_for_people: true,
    write,
};

fn write(run: &Run<'_>, view: &View, to: &mut dyn Write) -> io::Result<()> {
    let style = view.style();
    for outcome in &run.outcomes {
        for issue in outcome.issues() {
            let place = issue.place.map_or_else(String::new, |place| {
                format!(":{}:{}", place.line, place.column)
            });
            let sentence = issue.sentence(run.profile_name());
            let sentence = format!("{sentence}; fix: {}", issue.cure);
            writeln!(
                to,
                "{}{place}: {} {} {}: {}",
                show(outcome.path()),
                severity(issue.severity, style),
                issue.code(),
                issue.rule,
                plain(&sentence).replace('\n', " ")
            )?;
        }
    }
    writeln!(to, "{}", style.bold(&run.summary()))
}
