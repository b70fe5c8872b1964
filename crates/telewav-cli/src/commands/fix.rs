//! `telewav fix`: what can be cured without touching the sound, is.

use telewav_batch::jobs::fix::{self, Options};
use telewav_batch::output::Existing;
use telewav_batch::walk::{AUDIO, Walk};
use telewav_batch::{input, selection};

use super::{Concluded, conclude, replaced, tell_removed};
use crate::Streams;
use crate::args::Fix;
use crate::exit::{Exit, Stop};
use crate::progress::Progress;

pub fn run(args: &Fix, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    selection::apply(&mut profile, &args.rules.select, &args.rules.ignore);
    let paths = args.config.paths(&args.paths, &args.list)?;
    let exclude = args.exclude.patterns()?;
    // Through a link, nothing is written.
    let walked = Walk::new(AUDIO).exclude(&exclude).from(&paths);

    let mut options = Options::default();
    options.names = args.names;
    options.dry_run = args.dry_run;
    options.diff = args.diff;
    options.ignores.clone_from(&args.rules.per_file_ignores);
    options.n_threads = args.jobs.jobs.into();
    let settings = [args.config.file(), args.profile.file(), args.list.file()];
    options.replaced = replaced(&args.report, None, &settings, streams)?;
    let progress = Progress::new(&args.report, streams);
    let results = fix::fix(&walked.files, &profile, &options, &progress)?;
    tell_removed(&results.removed, streams);
    let concluded = Concluded {
        command: "fix",
        profile: Some(&profile),
        outcomes: results.outcomes,
        note: results.note,
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
