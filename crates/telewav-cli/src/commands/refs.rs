//! `telewav refs`: the prompts that requests name are there, and good.

use std::ffi::OsStr;
use std::io::Read;

use telewav::refs::{Catalogue, Fault, MAX_REQUEST_BYTES, Mentions, Prompt, Prompts, find};
use telewav::{Error, Finding, Findings, Limits, Profile, Severity};

use super::{exit_of, for_each};
use crate::args::Refs;
use crate::exit::{Exit, Stop};
use crate::show;
use crate::{Streams, progress, words};
use telewav_batch::outcome::{Failure, Outcome, Referred, Role};
use telewav_batch::patterns::Exclude;
use telewav_batch::report::Run;
use telewav_batch::selection::PerFileIgnore;
use telewav_batch::walk::{AUDIO, Found, REQUESTS, Walked, walk};
use telewav_batch::{input, selection};

pub fn run(args: &Refs, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    // What is selected are rules about requests; a prompt must still pass all that is not ignored.
    selection::apply(&mut profile, &[], &args.rules.ignore);
    let mut of_requests = profile.clone();
    selection::apply(&mut of_requests, &args.rules.select, &[]);
    let ignores = &args.rules.per_file_ignores;
    let catalogues = catalogues(&profile)?;

    let files = files_of_prompts(args)?;
    let bar = progress::bar(files.len(), &args.report, streams);
    let judge = |file: &Found| prompt(file, &selection::for_file(&profile, ignores, &file.path));
    let judged = for_each(
        &files,
        Found::octets,
        &args.jobs,
        &bar,
        judge,
        |file, failure| (named(file), Some(failure)),
    )?;
    let (prompts, failures): (Vec<Prompt>, Vec<Option<Failure>>) = judged.into_iter().unzip();
    let prompts = Prompts::new(prompts);

    let requests = walk(
        args.config.requests(&args.requests)?,
        None,
        REQUESTS,
        &Exclude::default(),
    );
    let mentions = mentions(&requests, &catalogues);
    let unused = prompts.unused(mentions.iter().flatten(), &of_requests);

    let mut outcomes = of_files(&requests, &mentions, &prompts, &of_requests, ignores);
    outcomes.sort_by(|a, b| a.path().cmp(b.path()));
    let mut findings: Vec<Vec<Finding>> = vec![Vec::new(); files.len()];
    // Of a request that could not be read, nobody knows what it names.
    let all_read = outcomes.iter().all(|outcome| outcome.error.is_none());
    if all_read {
        for (i, finding) in unused {
            let profile = selection::for_file(&of_requests, ignores, &files[i].path);
            findings[i].extend(profile.judge(finding));
        }
    }
    let of_prompts = files.iter().zip(findings).zip(failures);
    outcomes.extend(of_prompts.map(|((file, findings), failure)| {
        Referred::new(&file.path, Role::Prompt, findings, failure)
    }));

    let exit = exit_of(&outcomes, args.rules.fail_on);
    let run = Run {
        command: "refs",
        profile: Some(&profile.name),
        outcomes,
        note: (!all_read).then_some(
            "which prompts are not used is not known, as not every request could be read",
        ),
    };
    show::run(&run, &[], false, &args.report, streams, exit)?;
    Ok(if requests.files.is_empty() {
        Exit::CouldNotRun
    } else {
        exit
    })
}

/// The catalogues, that of the profile first: it is the likelier where requests of two services look alike.
pub(super) fn catalogues(profile: &Profile) -> Result<Vec<Catalogue>, Stop> {
    let mut catalogues =
        Catalogue::all().map_err(|e| Stop::message(format_args!("failed to {e}")))?;
    catalogues.sort_by_key(|catalogue| catalogue.name != profile.name);
    Ok(catalogues)
}

/// What each file of requests names.
pub(super) fn mentions<'c>(
    requests: &Walked,
    catalogues: &'c [Catalogue],
) -> Vec<Result<Mentions<'c>, Error>> {
    let mentions = requests.files.iter();
    mentions
        .map(|file| find(&read(file)?, catalogues))
        .collect()
}

/// Without the prompts there is nothing to hold requests against, so no path may lead nowhere.
fn files_of_prompts(args: &Refs) -> Result<Vec<Found>, Stop> {
    let walked = walk(&args.prompts, None, AUDIO, &Exclude::default());
    if let Some((path, problem)) = walked.problems.first() {
        return Err(Stop::message(format_args!(
            "--prompts {}: {problem}",
            path.display()
        )));
    }
    if walked.files.iter().any(Found::is_stdin) {
        return Err(Stop::message("--prompts takes files and folders"));
    }
    Ok(walked.files)
}

/// What `telewav check` says of a prompt, as far as requests are concerned; and why there is no answer, if so.
fn prompt(file: &Found, profile: &Profile) -> (Prompt, Option<Failure>) {
    let name: Option<&OsStr> = file.path.file_name();
    let report = file
        .open(&Limits::default())
        .and_then(|source| telewav::check(source, name, profile));
    let mut prompt = named(file);
    match report {
        Ok(report) => {
            prompt.duration_s = report.duration_s;
            let findings = report.findings().iter();
            let error = findings.filter(|finding| finding.severity == Severity::Error);
            prompt.fault = error.into_iter().next().map(|finding| Fault {
                what: format!("{} {}: {}", finding.code, finding.rule, finding.found),
                cure: finding.cure.clone(),
            });
            (prompt, None)
        }
        Err(error) => {
            let failure = words::failure(&error);
            prompt.fault = Some(Fault {
                what: failure.message.clone(),
                cure: failure.cure.clone(),
            });
            (prompt, Some(failure))
        }
    }
}

fn named(file: &Found) -> Prompt {
    let name = file.path.file_name().unwrap_or_default();
    Prompt::new(name.to_string_lossy())
}

/// What a file holds; of one that is too large, enough to see that it is.
fn read(file: &Found) -> Result<Vec<u8>, Error> {
    let mut octets = Vec::new();
    file.open(&Limits::default())?
        .take(MAX_REQUEST_BYTES + 1)
        .read_to_end(&mut octets)
        .map_err(|source| Error::Io {
            action: "read the file",
            source,
        })?;
    Ok(octets)
}

/// The outcomes of the files of requests, and of paths that lead to none.
pub(super) fn of_files(
    requests: &Walked,
    mentions: &[Result<Mentions<'_>, Error>],
    prompts: &Prompts,
    profile: &Profile,
    ignores: &[PerFileIgnore],
) -> Vec<Referred> {
    let of_files = requests.files.iter().zip(mentions);
    let of_files = of_files.map(|(file, mentions)| match mentions {
        Ok(mentions) => {
            let profile = selection::for_file(profile, ignores, &file.path);
            let findings = prompts.check(mentions, &profile);
            Referred::new(&file.path, Role::Request, findings, None).with_references(mentions)
        }
        Err(error) => Referred::failed(&file.path, words::failure(error)),
    });
    let problems = requests
        .problems
        .iter()
        .map(|(path, problem)| Referred::failed(path, Failure::path(problem)));
    of_files.chain(problems).collect()
}
