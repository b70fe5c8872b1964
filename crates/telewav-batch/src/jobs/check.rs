//! Every file gets a verdict, and nothing is changed.

use std::path::PathBuf;

use telewav::refs::{Fault, KnownPrompt, Prompts};
use telewav::{CheckOptions, DecodeOptions, Profile, Severity};

use super::refs::{catalogues, mentions, of_files};
use crate::Error;
use crate::clash::Replaced;
use crate::manifest::Details;
use crate::outcome::{Checked, Failure, Outcome};
use crate::run::for_each;
use crate::selection::{self, PerFileIgnore};
use crate::set::{self, InSet};
use crate::walk::{FoundFile, REQUESTS, Walk, Walked};
use crate::watch::Watch;

/// How prompts are checked.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// Rules that are not asked about some files.
    pub ignores: Vec<PerFileIgnore>,
    /// The file name that standard input stands for; without one, rules about names are not asked.
    pub stdin_filename: Option<PathBuf>,
    /// Files and folders of requests that the prompts, which are all there are, are held against.
    pub requests: Vec<PathBuf>,
    /// Whether links to folders of requests are followed.
    pub follow_links: bool,
    /// Files worked on at a time; 0, the default, for one for each processor.
    pub n_threads: usize,
    /// Whether outcomes have what a manifest says beyond them.
    pub details: bool,
    /// Report and manifest, which are written later: no file of the run may be one of them.
    pub replaced: Replaced,
}

/// What came of a check.
#[derive(Debug)]
#[non_exhaustive]
pub struct Results {
    /// One for each file, in their order.
    pub prompts: Vec<Checked>,
    /// One for each file of requests.
    pub requests: Vec<Checked>,
}

/// Checks `files` alone, as a set, and against the requests.
///
/// # Errors
///
/// [`Error::Clash`], [`Error::Cancelled`], and [`Error::Catalogue`] if there are requests.
pub fn check(
    files: &[FoundFile],
    profile: &Profile,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Results, Error> {
    let requests = Walk::new(REQUESTS)
        .follow_links(options.follow_links)
        .from(&options.requests);
    let all = files.iter().chain(&requests.files);
    options.replaced.spare(all.map(|file| &*file.path))?;
    let mut prompts = for_each(
        files,
        options.n_threads,
        watch,
        FoundFile::octets,
        |file| one(file, profile, options, watch),
        |file, failure| Checked::failed(&file.path, failure),
    )?;
    set::judge(&mut prompts, profile, &options.ignores);
    let requests = match &options.requests[..] {
        [] => Vec::new(),
        _ => hold_against(&requests, &mut prompts, profile, options, watch)?,
    };
    Ok(Results { prompts, requests })
}

fn one(file: &FoundFile, profile: &Profile, options: &Options, watch: &dyn Watch) -> Checked {
    let path = match (file.is_stdin(), &options.stdin_filename) {
        (false, _) => Some(&file.path),
        (true, name) => name.as_ref(),
    };
    let mut check_options = CheckOptions::default();
    check_options.name = path.and_then(|path| Some(path.file_name()?.to_owned()));
    check_options.task = watch.task().cloned();
    let profile = selection::for_file(profile, &options.ignores, &file.path);
    let report = file
        .open(&DecodeOptions::from(&check_options))
        .and_then(|source| telewav::check(source, &profile, &check_options));
    let mut outcome = match report {
        Ok(report) => Checked::new(&file.path, report),
        Err(error) => Checked::failed(&file.path, Failure::of(&error, watch)),
    };
    if options.details && !file.is_stdin() {
        outcome.details = Details::of_file(&file.path);
    }
    outcome
}

/// Holds requests against the prompts. Each file of requests becomes an outcome, and a prompt that none of them names has a
/// finding more.
fn hold_against(
    requests: &Walked,
    outcomes: &mut [Checked],
    profile: &Profile,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Vec<Checked>, Error> {
    let catalogues = catalogues(profile)?;
    let prompts = Prompts::new(outcomes.iter().map(prompt).collect());
    let mentions = mentions(requests, &catalogues);
    // What a request that could not be read names is not known.
    if requests.problems.is_empty() && mentions.iter().all(Result::is_ok) {
        for (i, finding) in prompts.unused(mentions.iter().flatten(), profile) {
            let profile = selection::for_file(profile, &options.ignores, outcomes[i].path());
            if let Some(finding) = profile.judge(finding) {
                outcomes[i].add(finding);
            }
        }
    }
    let of_requests = of_files(
        requests,
        &mentions,
        &prompts,
        profile,
        &options.ignores,
        watch,
    );
    Ok(of_requests.into_iter().map(Checked::from).collect())
}

/// A prompt as far as requests are concerned.
fn prompt(outcome: &Checked) -> KnownPrompt {
    let name = outcome.path().file_name().unwrap_or_default();
    let mut prompt = KnownPrompt::new(name.to_string_lossy());
    prompt.duration_s = outcome.duration_s;
    let mut findings = outcome.findings().iter();
    let error = findings.find(|finding| finding.severity == Severity::Error);
    prompt.fault = match (error, outcome.error()) {
        (Some(finding), _) => Some(Fault {
            rule: Some((finding.code, finding.rule)),
            found: finding.found.clone(),
            cure: finding.cure.clone(),
        }),
        (None, Some(failure)) => Some(Fault {
            rule: None,
            found: failure.found(),
            cure: failure.cure.clone(),
        }),
        (None, None) => None,
    };
    prompt
}
