//! `telewav check`: every file gets a verdict, and nothing is changed.

use std::ffi::OsStr;

use super::{for_each, in_path_order};
use crate::args::Check;
use crate::exit::{Exit, Stop};
use crate::outcome::{Checked, Failure, Outcome};
use crate::render::{self, Run};
use crate::walk::{Found, walk};
use crate::{Streams, input, progress};

pub fn run(args: &Check, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let profile = input::profile(&args.profile.profile)?;
    let walked = walk(&args.paths, None);
    let check = |file: &Found| {
        let name: Option<&OsStr> = if file.is_stdin() {
            args.stdin_filename
                .as_deref()
                .and_then(|path| path.file_name())
        } else {
            file.path.file_name()
        };
        let report = file
            .open()
            .and_then(|source| telewav::check(source, name, &profile));
        match report {
            Ok(report) => Checked::new(&file.path, report.findings, None),
            Err(error) => Checked::new(&file.path, Vec::new(), Some(Failure::from(&error))),
        }
    };
    let bar = progress::bar(walked.files.len(), &args.report, streams);
    let outcomes = for_each(&walked.files, &args.jobs, &bar, check, |file, failure| {
        Checked::new(&file.path, Vec::new(), Some(failure))
    })?;
    let problems = walked
        .problems
        .iter()
        .map(|(path, problem)| Checked::new(path, Vec::new(), Some(Failure::path(problem))));
    let outcomes = in_path_order(outcomes.into_iter().chain(problems).collect());
    let exit = Exit::of_failures(
        outcomes
            .iter()
            .filter(|outcome| outcome.has_failed())
            .count(),
    );
    let run = Run {
        command: "check",
        profile: Some(&profile.name),
        outcomes,
        passed_over: walked.passed_over,
        note: None,
        to_stderr: false,
    };
    render::run(&run, &args.report, streams, exit)?;
    Ok(if walked.files.is_empty() {
        Exit::CouldNotRun
    } else {
        exit
    })
}
