//! `telewav check`: every file gets a verdict, and nothing is changed.

use std::ffi::OsStr;

use telewav::Limits;

use super::{conclude, for_each};
use crate::args::Check;
use crate::exclude::Exclude;
use crate::exit::{Exit, Stop};
use crate::manifest::{self, Details};
use crate::outcome::{Checked, Failure, Outcome};
use crate::render::Run;
use crate::walk::{AUDIO, Found, walk};
use crate::{Streams, input, progress, selection, set};

pub fn run(args: &Check, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile(&args.profile.profile)?;
    selection::apply(&mut profile, &args.rules.select, &args.rules.ignore);
    let paths = args.config.paths(&args.paths, &args.list)?;
    let walked = walk(&paths, None, AUDIO, &Exclude::of(&args.exclude)?);
    let check = |file: &Found| {
        let name: Option<&OsStr> = if file.is_stdin() {
            args.stdin_filename
                .as_deref()
                .and_then(|path| path.file_name())
        } else {
            file.path.file_name()
        };
        let profile = selection::for_file(&profile, &args.rules.per_file_ignores, &file.path);
        let report = file
            .open(&Limits::default())
            .and_then(|source| telewav::check(source, name, &profile));
        match report {
            Ok(report) => Checked::new(&file.path, report),
            Err(error) => Checked::failed(&file.path, Failure::from(&error)),
        }
    };
    let check = |file: &Found| {
        let mut outcome = check(file);
        if args.manifest.manifest.is_some() && !file.is_stdin() {
            outcome.details = Details::of_file(&file.path);
        }
        outcome
    };
    let bar = progress::bar(walked.files.len(), &args.report, streams);
    let mut outcomes = for_each(
        &walked.files,
        Found::octets,
        &args.jobs,
        &bar,
        check,
        |file, failure| Checked::failed(&file.path, failure),
    )?;
    set::judge(&mut outcomes, &profile, &args.rules.per_file_ignores);
    if let Some(manifest) = &args.manifest.manifest {
        manifest::write(manifest, &outcomes)?;
    }
    let run = Run {
        command: "check",
        profile: Some(&profile.name),
        outcomes,
        note: None,
        to_stderr: false,
    };
    conclude(run, &walked, args.rules.fail_on, &args.report, streams)
}
