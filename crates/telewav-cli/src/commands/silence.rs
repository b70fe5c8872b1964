//! `telewav silence`: a silent prompt, which platforms ask for to mute a notice.

use telewav_batch::input;
use telewav_batch::jobs::silence::{self, SilenceTarget};
use telewav_batch::report::Run;

use super::convert::existing;
use super::{exit_of, replaced, write_prompt};
use crate::args::{FailOn, Silence};
use crate::exit::{Exit, Stop};
use crate::progress::Progress;
use crate::words::{CommandLine, Notice};
use crate::{Streams, show};

pub fn run(args: &Silence, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    let output = &args.output;
    let to_stdout = output.as_os_str() == "-";
    if to_stdout && streams.out_is_terminal {
        return Err(Notice::Terminal.into());
    }
    if !to_stdout && (output.is_dir() || output.file_name().is_none()) {
        let better = format!("silence.{}", profile.name_rules.extension.value);
        let (output, better) = (output.clone(), output.join(better));
        return Err(Notice::OutputIsFolder { output, better }.into());
    }
    let target = match to_stdout {
        true => SilenceTarget::Octets,
        false => SilenceTarget::File(output.clone(), existing(args.force)),
    };
    let settings = [args.config.file(), args.profile.file()];
    let replaced = replaced(&args.report, None, &settings, streams)?;
    if !to_stdout {
        replaced.leave([output.as_path()])?;
    }
    let (outcome, octets) = silence::silence(args.seconds, &target, &profile, &Progress::hidden());
    if let Some(octets) = octets {
        write_prompt(&octets, streams)?;
    }
    let outcomes = [outcome];
    let exit = exit_of(&outcomes, FailOn::Error);
    let mut run = Run::new("silence", Some(&profile.name), &outcomes);
    run.words = &CommandLine;
    let links = existing(args.force);
    show::run(&run, to_stdout, links, &args.report, streams, exit)?;
    Ok(exit)
}
