//! JSON: one document a run. `schema` is the version of its form, see `telewav::finding::SCHEMA`.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use telewav::finding::SCHEMA;

use super::Run;
use crate::Error;
use crate::outcome::{Outcome, PathName};

/// What every document has.
#[derive(Serialize)]
struct Document<'a, T: Serialize> {
    schema: u32,
    telewav: &'static str,
    command: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
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

/// Writes the results of a run.
pub fn run<O: Outcome>(
    run: &Run<'_, O>,
    passed_over: &[PathBuf],
    to: &mut dyn Write,
) -> io::Result<()> {
    let document = document_of(run, &run.outcomes, passed_over);
    serde_json::to_writer_pretty(&mut *to, &document)?;
    to.write_all(b"\n")
}

/// Writes a document for each result, one a line, and at the end one for the run without results.
pub fn lines<O: Outcome>(
    run: &Run<'_, O>,
    passed_over: &[PathBuf],
    to: &mut dyn Write,
) -> io::Result<()> {
    for outcome in &run.outcomes {
        serde_json::to_writer(&mut *to, outcome)?;
        to.write_all(b"\n")?;
    }
    let document = document_of(run, &[], passed_over);
    serde_json::to_writer(&mut *to, &document)?;
    to.write_all(b"\n")
}

fn document_of<'a, O: Outcome>(
    run: &'a Run<'_, O>,
    results: &'a [O],
    passed_over: &[PathBuf],
) -> Document<'a, O> {
    let outcomes = &run.outcomes;
    Document {
        schema: SCHEMA,
        telewav: env!("CARGO_PKG_VERSION"),
        command: run.command,
        profile: run.profile,
        note: run.note,
        summary: Some(Summary {
            files: outcomes.len(),
            failed: outcomes
                .iter()
                .filter(|outcome| outcome.has_failed())
                .count(),
            warnings: outcomes.iter().map(Outcome::n_warnings).sum(),
        }),
        results,
        passed_over: Some(
            passed_over
                .iter()
                .map(|path| PathName(path.clone()))
                .collect(),
        ),
    }
}

/// A list of things that no files were read for.
pub fn document<T: Serialize>(command: &'static str, results: &[T]) -> Result<String, Error> {
    to_text(&Document {
        schema: SCHEMA,
        telewav: env!("CARGO_PKG_VERSION"),
        command,
        profile: None,
        note: None,
        summary: None,
        results,
        passed_over: None,
    })
}

/// Any document, for people to read, too.
pub fn to_text(document: &impl Serialize) -> Result<String, Error> {
    let mut text = serde_json::to_string_pretty(document).map_err(failed)?;
    text.push('\n');
    Ok(text)
}

fn failed(error: serde_json::Error) -> Error {
    Error::Encode {
        what: "JSON",
        problem: error.to_string(),
    }
}
