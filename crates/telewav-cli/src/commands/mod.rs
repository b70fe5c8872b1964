//! One file for each command.

pub mod check;
pub mod completions;
pub mod convert;
pub mod explain;
pub mod fix;
pub mod inspect;
pub mod man;
pub mod profiles;
pub mod refs;
pub mod silence;

use std::path::{Path, PathBuf};

use telewav::Profile;
use telewav::words::in_lang;
use telewav_batch::clash::Replaced;
use telewav_batch::outcome::Outcome;
use telewav_batch::output::{Existing, remove_stale};
use telewav_batch::report::{Note, Run, Shown, style};
use telewav_batch::walk::Walked;

use crate::args::{FailOn, ManifestArg, Report};
use crate::exit::{Exit, Stop};
use crate::words::{CommandLine, Notice, Written};
use crate::{Streams, show};

/// What a command came to.
struct Concluded<'a, O> {
    command: &'static str,
    profile: Option<&'a Profile>,
    outcomes: Vec<O>,
    note: Option<Note>,
    /// Standard output is taken.
    to_stderr: bool,
    /// Whether a link in the report's place is kept or replaced.
    links: Existing,
}

/// The files that a run puts in the place of others: its job holds them against those that it reads and makes, and here they
/// are held against those that it takes its settings from.
fn replaced(
    report: &Report,
    manifest: Option<&ManifestArg>,
    settings: &[Option<&Path>],
    streams: &mut Streams<'_>,
) -> Result<Replaced, Stop> {
    let manifest = manifest.and_then(|arg| arg.manifest.as_ref());
    let replaced = Replaced::new(
        report.output_file.as_deref(),
        manifest.map(|manifest| &*manifest.path),
    )?;
    replaced.spare(settings.iter().copied().flatten())?;
    tell_removed(&remove_stale(replaced.folders()), streams);
    Ok(replaced)
}

/// Says which temporary files of runs that were killed are gone.
fn tell_removed(removed: &[PathBuf], streams: &mut Streams<'_>) {
    for path in removed {
        let path = style::show(path);
        let removed = Notice::Removed { path };
        let _ = writeln!(streams.err, "telewav: {}", in_lang(&removed, streams.lang));
    }
}

/// Shows the outcomes of files and of paths that lead nowhere, in one order, and says how the run ended.
fn conclude<O: Shown>(
    concluded: Concluded<'_, O>,
    walked: &Walked,
    fail_on: FailOn,
    report: &Report,
    streams: &mut Streams<'_>,
) -> Result<Exit, Stop> {
    let outcomes = walked.with_problems(concluded.outcomes);
    let exit = exit_of(&outcomes, fail_on);
    let profile = concluded.profile.map(|profile| &*profile.name);
    let mut run = Run::new(concluded.command, profile, &outcomes);
    run.passed_over = &walked.passed_over;
    run.note = concluded.note;
    run.words = &CommandLine;
    let (to_stderr, links) = (concluded.to_stderr, concluded.links);
    show::run(&run, to_stderr, links, report, streams, exit)?;
    // Nothing but paths that lead nowhere. An empty list of files is no such thing, nor are
    // files that were named and left out as was asked.
    Ok(if walked.files.is_empty() && !walked.problems.is_empty() {
        Exit::CouldNotRun
    } else {
        exit
    })
}

/// Writes a prompt to standard output.
fn write_prompt(octets: &[u8], streams: &mut Streams<'_>) -> Result<(), Stop> {
    streams
        .out
        .write_all(octets)
        .and_then(|()| streams.out.flush())
        .map_err(|e| Stop::output(Written::Prompt, e, Exit::Failed))
}

fn exit_of<O: Outcome>(outcomes: &[O], fail_on: FailOn) -> Exit {
    let fails = |outcome: &O| match fail_on {
        FailOn::Error => outcome.has_failed(),
        FailOn::Warning => outcome.has_failed() || outcome.n_warnings() > 0,
        FailOn::Never => false,
    };
    if outcomes.iter().any(fails) {
        Exit::Failed
    } else {
        Exit::Success
    }
}
