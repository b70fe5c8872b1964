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

use std::io::{BufWriter, Write};
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
    // Whether a person reads the report, or a program.
    let (text, is_for_people) = match report.output_format {
        Format::Human => (text::outcomes(run, passed_over, report, style), true),
        Format::Concise => (concise::lines(run, style), true),
        Format::Json => (json::run(run, passed_over)?, false),
        Format::JsonLines => (json::lines(run, passed_over)?, false),
        Format::Github => (github::commands(run), false),
        Format::Gitlab => (gitlab::report(run)?, false),
        Format::Junit => (junit::document(run), false),
        Format::Sarif => (sarif::log(run, exit)?, false),
        Format::Markdown => (markdown::tables(run, passed_over.len()), false),
    };
    let text = if is_for_people {
        format!("{text}{}\n", style.bold(&summary))
    } else {
        text
    };
    if run.to_stderr && report.output_file.is_none() {
        return write_all(streams.err, &text, exit);
    }
    emit(&text, report.output_file.as_deref(), streams, exit)?;
    if !is_for_people && !report.quiet {
        let _ = writeln!(streams.err, "{summary}");
    }
    Ok(())
}

/// Writes a report to standard output, or to the file that was asked for.
pub fn emit(
    text: &str,
    output_file: Option<&Path>,
    streams: &mut Streams<'_>,
    exit: Exit,
) -> Result<(), Stop> {
    let Some(path) = output_file else {
        return write_all(streams.out, text, exit);
    };
    std::fs::File::create(path)
        .map(BufWriter::new)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.flush()
        })
        .map_err(|e| {
            Stop::message(format_args!(
                "failed to write the report to {}: {e}",
                path.display()
            ))
        })
}

fn write_all(to: &mut dyn Write, text: &str, exit: Exit) -> Result<(), Stop> {
    to.write_all(text.as_bytes())
        .and_then(|()| to.flush())
        .map_err(|e| Stop::output("the report", e, exit))
}
