//! `telewav fix`: what can be cured without touching the sound, is.

use std::collections::HashMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use telewav::check::rules;
use telewav::fix::{Rewrapped, rewrap};
use telewav::{Code, Error, Finding, Limits, Profile};
use telewav_batch::output::put_in_place_of;

use super::{conclude, for_each};
use crate::args::Fix;
use crate::exit::{Exit, Stop};
use crate::{Streams, interrupt, progress, words};
use telewav_batch::outcome::{Failure, FixStatus, Fixed, Outcome, PathName};
use telewav_batch::plan::Names;
use telewav_batch::plan::{collision_key, prompt_name};
use telewav_batch::report::Run;
use telewav_batch::selection::PerFileIgnore;
use telewav_batch::walk::{AUDIO, Found, octets, walk};
use telewav_batch::{diff, input, selection};

/// A file, and the name that it should have.
struct Job {
    path: PathBuf,
    new: PathBuf,
    /// The name is that of another file, too.
    collides: bool,
}

/// What all jobs share.
struct Batch<'a> {
    profile: &'a Profile,
    per_file_ignores: &'a [PerFileIgnore],
    /// False for `--dry-run` and `--diff`.
    write: bool,
    diff: bool,
}

pub fn run(args: &Fix, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    selection::apply(&mut profile, &args.rules.select, &args.rules.ignore);
    let paths = args.config.paths(&args.paths, &args.list)?;
    let walked = walk(&paths, None, AUDIO, &args.exclude.patterns()?);
    if walked.files.iter().any(Found::is_stdin) {
        return Err(Stop::message(
            "telewav fix changes files where they are, so it takes no standard input",
        ));
    }
    let jobs = plan(&walked.files, &profile, args.names);
    let batch = Batch {
        profile: &profile,
        per_file_ignores: &args.rules.per_file_ignores,
        write: !args.dry_run && !args.diff,
        diff: args.diff,
    };
    let bar = progress::bar(jobs.len(), &args.report, streams);
    let outcomes = for_each(
        &jobs,
        |job| octets(&job.path),
        &args.jobs,
        &bar,
        |job| batch.fix(job),
        |job, failure| Fixed::failed(&job.path, failure),
    )?;
    let run = Run {
        command: "fix",
        profile: Some(&profile.name),
        outcomes,
        note: (!batch.write).then_some("nothing was changed"),
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

/// The name that each file should have; two files of one name keep theirs.
fn plan(files: &[Found], profile: &Profile, names: Names) -> Vec<Job> {
    let mut jobs: Vec<Job> = files
        .iter()
        .map(|file| {
            let name = prompt_name(&file.path, profile, names);
            Job {
                path: file.path.clone(),
                new: name.map_or_else(|| file.path.clone(), |name| file.path.with_file_name(name)),
                collides: false,
            }
        })
        .collect();
    let mut n_of_name: HashMap<String, usize> = HashMap::new();
    for job in &jobs {
        *n_of_name.entry(collision_key(&job.new)).or_default() += 1;
    }
    for job in &mut jobs {
        job.collides = job.new != job.path && n_of_name.get(&collision_key(&job.new)) > Some(&1);
    }
    jobs
}

impl Batch<'_> {
    fn fix(&self, job: &Job) -> Fixed {
        self.try_fix(job)
            .unwrap_or_else(|error| Fixed::failed(&job.path, words::failure(&error)))
    }

    fn try_fix(&self, job: &Job) -> Result<Fixed, Error> {
        let profile = selection::for_file(self.profile, self.per_file_ignores, &job.path);
        let mut source = input::Input::open(&job.path, &Limits::default())?;
        let before = telewav::check(&mut source, job.path.file_name(), &profile)?.findings;
        let rewrapped = if before.is_empty() {
            Rewrapped::Same
        } else {
            rewrap(&mut source, &profile)?
        };
        drop(source);
        let octets = match rewrapped {
            Rewrapped::New(octets) => Some(octets),
            Rewrapped::Same | Rewrapped::Not(_) => None,
        };
        // Another extension over samples of another kind would only hide what they are.
        let is_named_anew = !job.collides && self.is_right(&octets, &before);
        let new = if is_named_anew { &job.new } else { &job.path };
        let mut fixed = Fixed::new(&job.path, FixStatus::Ok);
        fixed.findings = after(&profile, &job.path, new, octets.as_deref(), &before)?;
        if job.collides {
            fixed.findings.push(rules::NAME_COLLISION.finding(
                format!(
                    "{} is what another file here becomes, too",
                    job.new.display()
                ),
                "one file for each name",
                "rename one of them",
            ));
        }
        fixed.cured = before
            .into_iter()
            .filter(|finding| !fixed.findings.iter().any(|left| left.code == finding.code))
            .collect();
        if octets.is_none() && *new == job.path {
            fixed.status = match fixed.has_failed() {
                true => FixStatus::NotFixed,
                false => FixStatus::Ok,
            };
            return Ok(fixed);
        }
        if *new != job.path {
            fixed.output = Some(PathName::from(new.as_path()));
        }
        if self.diff {
            fixed.diff = Some(diff::of_files(&job.path, new, octets.as_deref())?);
        }
        fixed.status = FixStatus::WouldFix;
        if self.write {
            if fs::symlink_metadata(&job.path).is_ok_and(|metadata| metadata.is_symlink()) {
                return Ok(Fixed {
                    status: FixStatus::NotFixed,
                    error: Some(Failure::path(
                        "this is a symbolic link; fix the file that it leads to",
                    )),
                    ..fixed
                });
            }
            let _writing = interrupt::writing();
            put_in_place_of(&job.path, new, octets.as_deref())?;
            fixed.status = FixStatus::Fixed;
        }
        Ok(fixed)
    }

    /// Whether the file holds the samples that its new name promises.
    fn is_right(&self, octets: &Option<Vec<u8>>, before: &[Finding]) -> bool {
        octets.is_some()
            || before
                .iter()
                .all(|finding| !matches!(finding.code, Code::Format(_)))
    }
}

/// What is found in the file as it will be.
fn after(
    profile: &Profile,
    old: &Path,
    new: &Path,
    octets: Option<&[u8]>,
    before: &[Finding],
) -> Result<Vec<Finding>, Error> {
    let name = new.file_name();
    let report = match octets {
        Some(octets) => telewav::check(Cursor::new(octets), name, profile)?,
        None if new == old => return Ok(before.to_vec()),
        None => telewav::check(input::Input::open(old, &Limits::default())?, name, profile)?,
    };
    Ok(report.findings)
}
