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

use std::cmp::Reverse;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use indicatif::ProgressBar;
use rayon::prelude::*;

use crate::Streams;
use crate::args::{FailOn, Jobs, Report};
use crate::exit::{Exit, Stop};
use crate::show;
use telewav_batch::outcome::{Failure, Outcome};
use telewav_batch::report::{Run, Text};
use telewav_batch::walk::Walked;

/// Works on all items, `jobs` at a time, the largest first, so that none of them is left for the end; the results come in
/// the order of the items.
///
/// A panic in `work` (a fault of ours: decoders are guarded by the library) becomes the outcome that
/// `failed` makes of it.
fn for_each<I: Sync, O: Send + Sync>(
    items: &[I],
    size: impl Fn(&I) -> u64 + Sync,
    jobs: &Jobs,
    bar: &ProgressBar,
    work: impl Fn(&I) -> O + Sync,
    failed: impl Fn(&I, Failure) -> O + Sync,
) -> Result<Vec<O>, Stop> {
    let work = |item: &I| {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(item)));
        bar.inc(1);
        outcome.unwrap_or_else(|_| {
            let failure = Failure {
                kind: "internal",
                message: format!("failed to finish: internal fault{}", crate::panics::last()),
                cure: "please report it to the telewav project, with the file if you may share it"
                    .into(),
            };
            failed(item, failure)
        })
    };
    let outcomes = if jobs.jobs == 1 || items.len() < 2 {
        items.iter().map(work).collect()
    } else {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs.jobs).min(items.len()))
            .build()
            .map_err(|e| Stop::message(format_args!("failed to start {} jobs: {e}", jobs.jobs)))?
            .install(|| {
                let mut order: Vec<usize> = (0..items.len()).collect();
                order.sort_by_cached_key(|i| Reverse(size(&items[*i])));
                // A place for each: a hundred thousand outcomes are not to be there twice.
                let places: Vec<OnceLock<O>> = items.iter().map(|_| OnceLock::new()).collect();
                order.into_par_iter().with_max_len(1).for_each(|i| {
                    // It is the only one for this place.
                    let _ = places[i].set(work(&items[i]));
                });
                places
                    .into_iter()
                    .filter_map(OnceLock::into_inner)
                    .collect()
            })
    };
    bar.finish_and_clear();
    Ok(outcomes)
}

/// Shows the outcomes of files and of paths that lead nowhere, in one order, and says how the run ended.
fn conclude<O: Outcome + Text>(
    mut run: Run<'_, O>,
    walked: &Walked,
    to_stderr: bool,
    fail_on: FailOn,
    report: &Report,
    streams: &mut Streams<'_>,
) -> Result<Exit, Stop> {
    let problems = walked
        .problems
        .iter()
        .map(|(path, problem)| O::failed(path, Failure::path(problem)));
    run.outcomes.extend(problems);
    in_order(&mut run.outcomes);
    let exit = exit_of(&run.outcomes, fail_on);
    show::run(&run, &walked.passed_over, to_stderr, report, streams, exit)?;
    // Nothing but paths that lead nowhere. An empty list of files is no such thing, nor are
    // files that were named and left out as was asked.
    Ok(if walked.files.is_empty() && !walked.problems.is_empty() {
        Exit::CouldNotRun
    } else {
        exit
    })
}

/// By path; parts of one recording stay as they are.
fn in_order<O: Outcome>(outcomes: &mut [O]) {
    // Sorting takes as much memory again, and most often they are.
    if !outcomes.is_sorted_by(|a, b| a.path() <= b.path()) {
        outcomes.sort_by(|a, b| a.path().cmp(b.path()));
    }
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
