//! Outcomes to what is shown: one file for each form, all from the same data.

mod concise;
mod github;
mod gitlab;
pub mod json;
mod junit;
mod markdown;
mod place;
mod sarif;
pub mod style;
mod text;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::Streams;
use crate::args::{Format, Report};
use crate::exit::{Exit, Stop};
use crate::outcome::Outcome;
use crate::render::style::Style;
pub use crate::render::text::Text;

/// The results of one run.
pub struct Run<'a, O> {
    pub command: &'static str,
    pub profile: Option<&'a str>,
    /// In path order.
    pub outcomes: Vec<O>,
    /// What the summary has to add.
    pub note: Option<&'static str>,
    /// Standard output is taken.
    pub to_stderr: bool,
}

/// Shows the results of a run in the form that was asked for. `exit` is what the run would end with,
/// whatever becomes of showing it; `passed_over` are files in folders that are no audio.
pub fn run<O: Outcome + Text>(
    run: &Run<'_, O>,
    passed_over: &[PathBuf],
    report: &Report,
    streams: &mut Streams<'_>,
    exit: Exit,
) -> Result<(), Stop> {
    let style = Style::of(report, streams);
    let summary = text::summary(run, passed_over.len());
    let text = match report.output_format {
        // A hundred thousand results are a hundred megabytes of JSON: they are written as they are made.
        Format::Json => Body::Written(Box::new(|to| json::run(run, passed_over, to))),
        Format::JsonLines => Body::Written(Box::new(|to| json::lines(run, passed_over, to))),
        Format::Human => Body::ForPeople(text::outcomes(run, passed_over, report, style)),
        Format::Concise => Body::ForPeople(concise::lines(run, style)),
        Format::Github => Body::Text(github::commands(run)),
        Format::Gitlab => Body::Text(gitlab::report(run)?),
        Format::Junit => Body::Text(junit::document(run)),
        Format::Sarif => Body::Text(sarif::log(run, exit)?),
        Format::Markdown => Body::Text(markdown::tables(run, passed_over.len())),
    };
    let is_for_people = matches!(text, Body::ForPeople(_));
    let write = |to: &mut dyn Write| match &text {
        Body::Written(write) => write(to),
        Body::Text(text) => to.write_all(text.as_bytes()),
        Body::ForPeople(text) => writeln!(to, "{text}{}", style.bold(&summary)),
    };
    if run.to_stderr && report.output_file.is_none() {
        return write_all(streams.err, write, exit);
    }
    emit_with(write, report.output_file.as_deref(), streams, exit)?;
    if !is_for_people && !report.quiet {
        let _ = writeln!(streams.err, "{summary}");
    }
    Ok(())
}

/// A report.
enum Body<'a> {
    /// That people read; the summary is a part of it.
    ForPeople(String),
    /// That a program reads.
    Text(String),
    /// The same, bit by bit.
    Written(Box<WriteReport<'a>>),
}

type WriteReport<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'a;

/// Writes a text to standard output, or to the file that was asked for.
pub fn emit(
    text: &str,
    output_file: Option<&Path>,
    streams: &mut Streams<'_>,
    exit: Exit,
) -> Result<(), Stop> {
    let write = |to: &mut dyn Write| to.write_all(text.as_bytes());
    emit_with(write, output_file, streams, exit)
}

fn emit_with(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    output_file: Option<&Path>,
    streams: &mut Streams<'_>,
    exit: Exit,
) -> Result<(), Stop> {
    let Some(path) = output_file else {
        return write_all(streams.out, write, exit);
    };
    std::fs::File::create(path)
        .map(BufWriter::new)
        .and_then(|mut file| {
            write(&mut file)?;
            file.flush()
        })
        .map_err(|e| {
            Stop::message(format_args!(
                "failed to write the report to {}: {e}",
                path.display()
            ))
        })
}

fn write_all(
    to: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    exit: Exit,
) -> Result<(), Stop> {
    let mut to = BufWriter::new(to);
    write(&mut to)
        .and_then(|()| to.flush())
        .map_err(|e| Stop::output("the report", e, exit))
}
