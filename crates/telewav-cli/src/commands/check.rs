//! `telewav check`: every file gets a verdict, and nothing is changed.

use telewav_batch::jobs::check::{self, Options};
use telewav_batch::output::Existing;
use telewav_batch::walk::{AUDIO, Walk};
use telewav_batch::{input, manifest, selection};

use super::{Concluded, conclude, replaced};
use crate::Streams;
use crate::args::Check;
use crate::exit::{Exit, Stop};
use crate::progress::Progress;
use crate::words::CommandLine;

pub fn run(args: &Check, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    selection::apply(&mut profile, &args.rules.select, &args.rules.ignore);
    let paths = args.config.paths(&args.paths, &args.list)?;
    let exclude = args.exclude.patterns()?;
    let walked = Walk::new(AUDIO)
        .exclude(&exclude)
        .follow_links(args.links.follow_links)
        .from(&paths);

    let mut options = Options::default();
    options.ignores.clone_from(&args.rules.per_file_ignores);
    options.follow_links = args.links.follow_links;
    options.stdin_filename.clone_from(&args.stdin_filename);
    options.n_threads = args.jobs.jobs.into();
    options.details = args.manifest.manifest.is_some();
    let settings = [args.config.file(), args.profile.file(), args.list.file()];
    options.replaced = replaced(&args.report, Some(&args.manifest), &settings, streams)?;
    // Which prompts are used can only be said of all of them.
    if args.paths.is_empty() && args.list.files_from.is_none() {
        options.requests.clone_from(&args.config.named.requests);
    }
    let progress = Progress::new(&args.report, streams);
    let results = check::check(&walked.files, &profile, &options, &progress)?;
    if let Some(manifest) = &args.manifest.manifest {
        manifest::write(manifest, Existing::Keep, &results.prompts, &CommandLine)?;
    }
    let mut outcomes = results.prompts;
    outcomes.extend(results.requests);
    let concluded = Concluded {
        command: "check",
        profile: Some(&profile),
        outcomes,
        note: None,
        to_stderr: false,
        links: Existing::Keep,
    };
    conclude(
        concluded,
        &walked,
        args.rules.fail_on,
        &args.report,
        streams,
    )
}
