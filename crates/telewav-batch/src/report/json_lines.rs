//! JSON lines: a document for each result, and at the end one for the run without results.

use std::io::{self, Write};

use super::json::{Escaped, document_of, in_words};
use super::{Format, Run, View};

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "json-lines",
    about: "For programs: a document for each file, one a line, and one for the run",
    is_for_people: false,
    write,
};

fn write(run: &Run<'_>, _: &View, to: &mut dyn Write) -> io::Result<()> {
    for outcome in in_words(run) {
        serde_json::to_writer(Escaped(&mut *to), &outcome)?;
        to.write_all(b"\n")?;
    }
    serde_json::to_writer(Escaped(&mut *to), &document_of(run, &[]))?;
    to.write_all(b"\n")
}
