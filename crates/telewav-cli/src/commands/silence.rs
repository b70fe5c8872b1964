//! `telewav silence`: a silent prompt, which platforms ask for to mute a notice.

use std::ffi::OsStr;
use std::path::Path;

use telewav::convert::silence;
use telewav::{Error, Profile};
use telewav_batch::output::{self, Existing};

use super::exit_of;
use crate::args::{FailOn, Silence};
use crate::exit::{Exit, Stop};
use crate::show;
use crate::{Streams, interrupt, words};
use telewav_batch::input;
use telewav_batch::outcome::{ConvertStatus, Outcome, Silent};
use telewav_batch::report::Run;

pub fn run(args: &Silence, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    let to_stdout = args.output.as_os_str() == "-";
    if to_stdout && streams.out_is_terminal {
        return Err(Stop::message(
            "standard output is a terminal; send it to a file or a pipe, or use -o FILE",
        ));
    }
    let to = (!to_stdout).then_some(args.output.as_path());
    if to.is_some_and(|to| to.is_dir() || to.file_name().is_none()) {
        return Err(Stop::message(format_args!(
            "-o {} is a folder; name the prompt, as {}",
            args.output.display(),
            args.output
                .join(format!("silence.{}", profile.name_rules.extension.value))
                .display()
        )));
    }
    let mut octets = None;
    let outcome = match make(args, to, &profile, &mut octets) {
        Ok(outcome) => outcome,
        Err(error) => Silent::failed(&args.output, words::failure(&error)),
    };
    if let Some(octets) = octets {
        streams
            .out
            .write_all(&octets)
            .and_then(|()| streams.out.flush())
            .map_err(|e| Stop::output("the prompt", e, Exit::Failed))?;
    }
    let run = Run {
        command: "silence",
        profile: Some(&profile.name),
        outcomes: vec![outcome],
        note: None,
    };
    let exit = exit_of(&run.outcomes, FailOn::Error);
    show::run(&run, &[], to_stdout, &args.report, streams, exit)?;
    Ok(exit)
}

/// Makes the prompt and writes it; one that goes to standard output is left in `for_stdout`.
fn make(
    args: &Silence,
    to: Option<&Path>,
    profile: &Profile,
    for_stdout: &mut Option<Vec<u8>>,
) -> Result<Silent, Error> {
    let name: Option<&OsStr> = to.and_then(Path::file_name);
    let made = silence(args.seconds, name, profile)?;
    let mut outcome = Silent::new(&args.output, made.prompt, made.findings);
    match (made.octets, to) {
        (None, _) => {}
        (Some(octets), None) => {
            outcome.status = ConvertStatus::Converted;
            *for_stdout = Some(octets);
        }
        (Some(octets), Some(to)) => {
            let existing = if args.force {
                Existing::Replace
            } else {
                Existing::Keep
            };
            let _writing = interrupt::writing();
            let written = output::write(to, &octets, existing)?;
            (outcome.status, outcome.error) = ConvertStatus::of(written, false);
        }
    }
    Ok(outcome)
}
