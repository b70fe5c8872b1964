//! Results to where they are to go: standard output, standard error, or a file.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;
use telewav_batch::output::{self, Existing};
use telewav_batch::report::{Run, View, json};

use crate::Streams;
use crate::args::{Colour, ListReport, Report};
use crate::exit::{Exit, Stop};
use crate::words::{Notice, Written};

/// Shows the results of a run in the form that was asked for. `exit` is what the run would end with, even if showing it
/// fails; with `to_stderr`, standard output is taken. `links` says whether a link in its place is kept or replaced.
pub fn run(
    run: &Run<'_>,
    to_stderr: bool,
    links: Existing,
    report: &Report,
    streams: &mut Streams<'_>,
    exit: Exit,
) -> Result<(), Stop> {
    let format = report.output_format;
    let view = view(report, streams);
    let write = |to: &mut dyn Write| (format.write)(run, &view, to);
    if to_stderr && !report.has_file() {
        return write_all(streams.err, write, exit);
    }
    emit(write, report.output_file.as_deref(), links, streams, exit)?;
    if !format.is_for_people && !report.quiet {
        let _ = writeln!(streams.err, "{}", run.summary(view.lang));
    }
    Ok(())
}

fn view(report: &Report, streams: &Streams<'_>) -> View {
    let mut view = View::default();
    view.quiet = report.quiet;
    view.verbose = report.verbose;
    view.colour = match report.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => streams.colour && !report.has_file(),
    };
    view.lang = streams.lang;
    view
}

/// Shows a list of things that no files were read for, as JSON.
pub fn list<T: Serialize>(
    command: &'static str,
    things: &[T],
    report: &ListReport,
    streams: &mut Streams<'_>,
) -> Result<Exit, Stop> {
    let write = |to: &mut dyn Write| json::write_list(command, things, to);
    let to = report.output_file.as_deref();
    emit(write, to, Existing::Keep, streams, Exit::Success)?;
    Ok(Exit::Success)
}

/// Shows the same as a text.
pub fn text(text: &str, report: &ListReport, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let write = |to: &mut dyn Write| to.write_all(text.as_bytes());
    let to = report.output_file.as_deref();
    emit(write, to, Existing::Keep, streams, Exit::Success)?;
    Ok(Exit::Success)
}

/// Writes octets to standard output.
pub fn octets(octets: &[u8], streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let write = |to: &mut dyn Write| to.write_all(octets);
    write_all(streams.out, write, Exit::Success)?;
    Ok(Exit::Success)
}

/// Writes to standard output, or to the file that was asked for.
fn emit(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    output_file: Option<&Path>,
    links: Existing,
    streams: &mut Streams<'_>,
    exit: Exit,
) -> Result<(), Stop> {
    // As everywhere, `-` is a standard stream: to undo what a configuration says.
    let Some(path) = output_file.filter(|path| path.as_os_str() != "-") else {
        return write_all(streams.out, write, exit);
    };
    output::replace(path, links, write).map_err(|error| {
        let path = path.to_owned();
        Notice::ReportNotWritten { path, error }.into()
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
        .map_err(|e| Stop::output(Written::Report, e, exit))
}
