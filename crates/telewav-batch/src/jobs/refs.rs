//! The prompts that requests name are there, and good.

use std::ffi::OsStr;
use std::io::Read;

use telewav::error::Action;
use telewav::refs::{Catalogue, Fault, KnownPrompt, MAX_REQUEST_BYTES, Mentions, Prompts, find};
use telewav::{CheckOptions, DecodeOptions, Finding, Findings, Profile, Severity};

use crate::Error;
use crate::clash::Replaced;
use crate::outcome::{Failure, Outcome, Referred, Role};
use crate::report::Note;
use crate::run::for_each;
use crate::selection::{self, PerFileIgnore};
use crate::walk::{FoundFile, Walked};
use crate::watch::Watch;

/// How requests are held against prompts.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Rules that are not asked about some files.
    pub ignores: Vec<PerFileIgnore>,
    /// Prompts worked on at a time; 0, the default, for one for each processor.
    pub n_threads: usize,
    /// The report, which is written later: no file of the run may be that.
    pub replaced: Replaced,
}

/// What came of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Results {
    /// The files of requests and paths that lead to none, in path order, and then the prompts.
    pub outcomes: Vec<Referred>,
    /// What is not known, if so.
    pub note: Option<Note>,
}

/// Holds `requests` against `prompts`, which are all there are: rules about requests are those of `profile`, and a prompt is good
/// that passes those of `of_prompts`.
///
/// # Errors
///
/// [`Error::Clash`], [`Error::Cancelled`] and [`Error::Catalogue`].
pub fn refs(
    requests: &Walked,
    prompts: &[FoundFile],
    profile: &Profile,
    of_prompts: &Profile,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Results, Error> {
    let ignores = &options.ignores;
    let catalogues = catalogues(of_prompts)?;
    let all = prompts.iter().chain(&requests.files);
    options.replaced.spare(all.map(|file| &*file.path))?;
    let judged = for_each(
        prompts,
        options.n_threads,
        watch,
        FoundFile::octets,
        |file| {
            let profile = selection::for_file(of_prompts, ignores, &file.path);
            prompt(file, &profile, watch)
        },
        |file, failure| (named(file), Some(failure)),
    )?;
    let (judged, failures): (Vec<KnownPrompt>, Vec<Option<Failure>>) = judged.into_iter().unzip();
    let judged = Prompts::new(judged);

    let mentions = mentions(requests, &catalogues);
    let mut outcomes = of_files(requests, &mentions, &judged, profile, ignores, watch);
    outcomes.sort_by(|a, b| a.path().cmp(b.path()));
    let mut findings: Vec<Vec<Finding>> = vec![Vec::new(); prompts.len()];
    // What a request that could not be read names is not known.
    let all_read = outcomes.iter().all(|outcome| outcome.error.is_none());
    if all_read {
        for (i, finding) in judged.unused(mentions.iter().flatten(), profile) {
            let profile = selection::for_file(profile, ignores, &prompts[i].path);
            findings[i].extend(profile.judge(finding));
        }
    }
    let of_prompts = prompts.iter().zip(findings).zip(failures);
    outcomes.extend(of_prompts.map(|((file, findings), failure)| {
        Referred::new(&file.path, Role::Prompt, findings, failure)
    }));
    Ok(Results {
        outcomes,
        note: (!all_read).then_some(Note::UnusedUnknown),
    })
}

/// The catalogues, that of the profile first: it is the likelier where requests of two services look alike.
pub(super) fn catalogues(profile: &Profile) -> Result<Vec<Catalogue>, Error> {
    let mut catalogues = Catalogue::all().map_err(Error::Catalogue)?;
    catalogues.sort_by_key(|catalogue| catalogue.name != profile.name);
    Ok(catalogues)
}

/// What each file of requests names.
pub(super) fn mentions<'c>(
    requests: &Walked,
    catalogues: &'c [Catalogue],
) -> Vec<Result<Mentions<'c>, telewav::Error>> {
    let mentions = requests.files.iter();
    mentions
        .map(|file| find(&read(file)?, catalogues))
        .collect()
}

/// What [`check`](super::check()) says of a prompt, as far as requests are concerned; and why there is no answer, if so.
fn prompt(
    file: &FoundFile,
    profile: &Profile,
    watch: &dyn Watch,
) -> (KnownPrompt, Option<Failure>) {
    let mut options = CheckOptions::default();
    options.name = file.path.file_name().map(OsStr::to_owned);
    options.task = watch.task().cloned();
    let report = file
        .open(&DecodeOptions::from(&options))
        .and_then(|source| telewav::check(source, profile, &options));
    let mut prompt = named(file);
    match report {
        Ok(report) => {
            prompt.duration_s = report.duration_s;
            let findings = report.findings().iter();
            let error = findings.filter(|finding| finding.severity == Severity::Error);
            prompt.fault = error.into_iter().next().map(|finding| Fault {
                rule: Some((finding.code, finding.rule)),
                found: finding.found.clone(),
                cure: finding.cure.clone(),
            });
            (prompt, None)
        }
        Err(error) => {
            let failure = Failure::of(&error, watch);
            prompt.fault = Some(Fault {
                rule: None,
                found: failure.found(),
                cure: failure.cure.clone(),
            });
            (prompt, Some(failure))
        }
    }
}

fn named(file: &FoundFile) -> KnownPrompt {
    let name = file.path.file_name().unwrap_or_default();
    KnownPrompt::new(name.to_string_lossy())
}

/// What a file holds; of one that is too large, enough to see that it is.
fn read(file: &FoundFile) -> Result<Vec<u8>, telewav::Error> {
    let mut octets = Vec::new();
    file.open(&DecodeOptions::default())?
        .take(MAX_REQUEST_BYTES + 1)
        .read_to_end(&mut octets)
        .map_err(|source| telewav::Error::Io {
            action: Action::ReadFile,
            source: source.into(),
        })?;
    Ok(octets)
}

/// The outcomes of the files of requests, and of paths that lead to none.
pub(super) fn of_files(
    requests: &Walked,
    mentions: &[Result<Mentions<'_>, telewav::Error>],
    prompts: &Prompts,
    profile: &Profile,
    ignores: &[PerFileIgnore],
    watch: &dyn Watch,
) -> Vec<Referred> {
    let of_files = requests.files.iter().zip(mentions);
    let of_files = of_files.map(|(file, mentions)| match mentions {
        Ok(mentions) => {
            let profile = selection::for_file(profile, ignores, &file.path);
            let findings = prompts.check(mentions, &profile);
            Referred::new(&file.path, Role::Request, findings, None).with_references(mentions)
        }
        Err(error) => Referred::failed(&file.path, Failure::of(error, watch)),
    });
    let problems = requests
        .problems
        .iter()
        .map(|(path, problem)| Referred::failed(path, Failure::path(problem)));
    of_files.chain(problems).collect()
}
