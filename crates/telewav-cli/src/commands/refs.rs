//! `telewav refs`: the prompts that requests name are there, and good.

use telewav_batch::jobs::refs::{self, Options};
use telewav_batch::output::Existing;
use telewav_batch::report::Run;
use telewav_batch::walk::{AUDIO, FoundFile, REQUESTS, Walk};
use telewav_batch::{input, selection};

use super::{exit_of, replaced};
use crate::args::Refs;
use crate::exit::{Exit, Stop};
use crate::progress::Progress;
use crate::words::{CommandLine, Notice};
use crate::{Streams, show};

pub fn run(args: &Refs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut of_prompts =
        input::profile_within(&args.profile.profile, args.config.profile_within())?;
    // What is selected are rules about requests; a prompt must still pass all that is not ignored.
    selection::apply(&mut of_prompts, &[], &args.rules.ignore);
    let mut profile = of_prompts.clone();
    selection::apply(&mut profile, &args.rules.select, &[]);
    let prompts = files_of_prompts(args)?;
    let paths = args.config.requests(&args.requests)?;
    let requests = Walk::new(REQUESTS)
        .follow_links(args.links.follow_links)
        .from(paths);

    let mut options = Options::default();
    options.ignores.clone_from(&args.rules.per_file_ignores);
    options.n_threads = args.jobs.jobs.into();
    let settings = [args.config.file(), args.profile.file()];
    options.replaced = replaced(&args.report, None, &settings, streams)?;
    let progress = Progress::new(&args.report, streams);
    let results = refs::refs(
        &requests,
        &prompts,
        &profile,
        &of_prompts,
        &options,
        &progress,
    )?;
    let exit = exit_of(&results.outcomes, args.rules.fail_on);
    let mut run = Run::new("refs", Some(&profile.name), &results.outcomes);
    run.note = results.note;
    run.words = &CommandLine;
    show::run(&run, false, Existing::Keep, &args.report, streams, exit)?;
    Ok(if requests.files.is_empty() {
        Exit::CouldNotRun
    } else {
        exit
    })
}

/// Without the prompts there is nothing to hold requests against, so no path may lead nowhere.
fn files_of_prompts(args: &Refs) -> Result<Vec<FoundFile>, Stop> {
    let walked = Walk::new(AUDIO)
        .follow_links(args.links.follow_links)
        .from(&args.prompts);
    if let Some((path, fault)) = walked.problems.first() {
        let (path, fault) = (path.clone(), fault.clone());
        return Err(Notice::Prompts { path, fault }.into());
    }
    if walked.files.iter().any(FoundFile::is_stdin) {
        return Err(Notice::PromptsAreFiles.into());
    }
    Ok(walked.files)
}
