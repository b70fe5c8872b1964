//! JSON: one document a run. `schema` is the version of its form, see [`SCHEMA`].

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use telewav::finding::SCHEMA;
use telewav::words::Words;

use super::style::plays_tricks;
use super::{Format, Run, Shown, View};
use crate::outcome::PathName;

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "json",
    about: "For programs: one document; its schema number is in it",
    is_for_people: false,
    write,
};

/// What every document has.
#[derive(Serialize)]
pub(super) struct Document<'a, T: Serialize> {
    schema: u32,
    telewav: &'static str,
    command: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summary>,
    results: &'a [T],
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_over: Option<Vec<PathName>>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    failed: usize,
    warnings: usize,
}

/// A hundred thousand results are a hundred megabytes: they are written as they are made.
fn write(run: &Run<'_>, _: &View, to: &mut dyn Write) -> io::Result<()> {
    write_document(&document_of(run, &in_words(run)), to)
}

/// An outcome, and whose words its texts are in.
pub(super) struct Told<'a>(&'a dyn Shown, &'a dyn Words);

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        erased_serde::serialize(&*self.0.to_json(self.1), serializer)
    }
}

/// The outcomes of a run in its words.
pub(super) fn in_words<'a>(run: &Run<'a>) -> Vec<Told<'a>> {
    let outcomes = run.outcomes.iter();
    outcomes.map(|outcome| Told(*outcome, run.words)).collect()
}

/// The document of a run, with these of its results.
pub(super) fn document_of<'a>(run: &'a Run<'_>, results: &'a [Told<'a>]) -> Document<'a, Told<'a>> {
    let outcomes = &run.outcomes;
    let failed = outcomes.iter().filter(|outcome| outcome.has_failed());
    Document {
        schema: SCHEMA,
        telewav: env!("CARGO_PKG_VERSION"),
        command: run.command,
        profile: run.profile,
        note: run.note.map(|note| note.to_string()),
        summary: Some(Summary {
            files: outcomes.len(),
            failed: failed.count(),
            warnings: outcomes.iter().map(|outcome| outcome.n_warnings()).sum(),
        }),
        results,
        passed_over: Some(
            run.passed_over
                .iter()
                .map(|path| PathName(path.clone()))
                .collect(),
        ),
    }
}

/// Writes a list of things that no files were read for.
///
/// # Errors
///
/// What `to` says.
pub fn write_list<T: Serialize>(
    command: &'static str,
    results: &[T],
    to: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        telewav: env!("CARGO_PKG_VERSION"),
        command,
        profile: None,
        note: None,
        summary: None,
        results,
        passed_over: None,
    };
    write_document(&document, to)
}

/// Writes any document, for people to read, too.
pub(super) fn write_document(document: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaped(&mut *to), document)?;
    to.write_all(b"\n")
}

/// Writes JSON with characters escaped that play tricks where it is shown, as in the log of a job. Outside of texts there are
/// none, and a text that has them means the same.
pub(crate) struct Escaped<W>(pub W);

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        // Mostly there are none; and of a text, no character comes in pieces.
        let is_plain = |c: char| matches!(c, '\n' | '\u{FFFF}'..) || !plays_tricks(c);
        match std::str::from_utf8(octets) {
            Ok(text) if !text.chars().all(is_plain) => {
                let mut escaped = String::with_capacity(text.len() + 8);
                for c in text.chars() {
                    if is_plain(c) {
                        escaped.push(c);
                    } else {
                        let _ = write!(escaped, "\\u{:04x}", u32::from(c));
                    }
                }
                self.0.write_all(escaped.as_bytes())?;
            }
            _ => self.0.write_all(octets)?,
        }
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
