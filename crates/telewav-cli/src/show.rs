//! Results to where they are to go: standard output, standard error, or a file.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use telewav_batch::outcome::Outcome;
use telewav_batch::report::style::Style;
use telewav_batch::report::{self, Body, Run, Text, View};

use crate::Streams;
use crate::args::{Colour, Report};
use crate::exit::{Exit, Stop};

/// Shows the results of a run in the form that was asked for. `exit` is what the run would end with,
/// whatever becomes of showing it; `passed_over` are files in folders that are no audio. With `to_stderr`, standard
/// output is taken.
pub fn run<O: Outcome + Text>(
    run: &Run<'_, O>,
    passed_over: &[PathBuf],
    to_stderr: bool,
    report: &Report,
    streams: &mut Streams<'_>,
    exit: Exit,
) -> Result<(), Stop> {
    let style = style(report, streams);
    let view = View {
        quiet: report.quiet,
        verbose: report.verbose,
    };
    let summary = report::summary(run, passed_over.len());
    let body = report::body(run, passed_over, report.output_format, &view, style)?;
    let is_for_people = matches!(body, Body::ForPeople(_));
    let write = |to: &mut dyn Write| match &body {
        Body::Written(write) => write(to),
        Body::Text(text) => to.write_all(text.as_bytes()),
        Body::ForPeople(text) => writeln!(to, "{text}{}", style.bold(&summary)),
    };
    if to_stderr && report.output_file.is_none() {
        return write_all(streams.err, write, exit);
    }
    emit_with(write, report.output_file.as_deref(), streams, exit)?;
    if !is_for_people && !report.quiet {
        let _ = writeln!(streams.err, "{summary}");
    }
    Ok(())
}

fn style(report: &Report, streams: &Streams<'_>) -> Style {
    Style::new(match report.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => streams.colour && report.output_file.is_none(),
    })
}

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
