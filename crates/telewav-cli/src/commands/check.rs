//! `telewav check`: every file gets a verdict, and nothing is changed.

use std::ffi::OsStr;
use std::path::PathBuf;

use telewav::refs::{Fault, Prompt, Prompts};
use telewav::{Limits, Profile, Severity};

use super::{conclude, for_each, refs};
use crate::args::Check;
use crate::exit::{Exit, Stop};
use crate::{Streams, progress, words};
use telewav_batch::manifest::{self, Details};
use telewav_batch::outcome::{Checked, Outcome};
use telewav_batch::patterns::Exclude;
use telewav_batch::report::Run;
use telewav_batch::selection::PerFileIgnore;
use telewav_batch::set::InSet;
use telewav_batch::walk::{AUDIO, Found, REQUESTS, walk};
use telewav_batch::{input, selection, set};

pub fn run(args: &Check, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    selection::apply(&mut profile, &args.rules.select, &args.rules.ignore);
    let paths = args.config.paths(&args.paths, &args.list)?;
    let walked = walk(&paths, None, AUDIO, &args.exclude.patterns()?);
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
            Err(error) => Checked::failed(&file.path, words::failure(&error)),
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
    let ignores = &args.rules.per_file_ignores;
    set::judge(&mut outcomes, &profile, ignores);
    // Files of requests, which may follow, are no prompts.
    let n_prompts = outcomes.len();
    let is_whole = args.paths.is_empty() && args.list.files_from.is_none();
    let requests = &args.config.config_requests;
    if is_whole && !requests.is_empty() {
        hold_against(requests, &mut outcomes, &profile, ignores)?;
    }
    if let Some(manifest) = &args.manifest.manifest {
        manifest::write(manifest, &outcomes[..n_prompts])?;
    }
    let run = Run {
        command: "check",
        profile: Some(&profile.name),
        outcomes,
        note: None,
    };
    conclude(
        run,
        &walked,
        false,
        args.rules.fail_on,
        &args.report,
        streams,
    )
}

/// Holds requests that the configuration names against the prompts, which are all there are. Each file of requests becomes
/// an outcome, and a prompt that none of them names has a finding more.
fn hold_against(
    requests: &[PathBuf],
    outcomes: &mut Vec<Checked>,
    profile: &Profile,
    ignores: &[PerFileIgnore],
) -> Result<(), Stop> {
    let catalogues = refs::catalogues(profile)?;
    let prompts = Prompts::new(outcomes.iter().map(prompt).collect());
    let requests = walk(requests, None, REQUESTS, &Exclude::default());
    let mentions = refs::mentions(&requests, &catalogues);
    // Of a request that could not be read, nobody knows what it names.
    if requests.problems.is_empty() && mentions.iter().all(Result::is_ok) {
        for (i, finding) in prompts.unused(mentions.iter().flatten(), profile) {
            let profile = selection::for_file(profile, ignores, outcomes[i].path());
            if let Some(finding) = profile.judge(finding) {
                outcomes[i].add(finding);
            }
        }
    }
    let of_requests = refs::of_files(&requests, &mentions, &prompts, profile, ignores);
    outcomes.extend(of_requests.into_iter().map(Checked::from));
    Ok(())
}

/// A prompt as far as requests are concerned.
fn prompt(outcome: &Checked) -> Prompt {
    let name = outcome.path().file_name().unwrap_or_default();
    let mut prompt = Prompt::new(name.to_string_lossy());
    prompt.duration_s = outcome.duration_s;
    let issues = outcome.issues();
    let fault = issues
        .iter()
        .find(|issue| issue.severity == Severity::Error);
    prompt.fault = fault.map(|issue| Fault {
        what: match issue.code {
            "error" => issue.found.clone().into_owned(),
            code => format!("{code} {}: {}", issue.rule, issue.found),
        },
        cure: issue.cure.to_owned(),
    });
    prompt
}
