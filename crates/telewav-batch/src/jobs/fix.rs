//! What can be cured without touching the sound, is.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use telewav::check::rules;
use telewav::finding::{self, Cure, Wanted};
use telewav::fix::{Obstacle, Rewrapped, rewrap};
use telewav::{CheckOptions, Code, DecodeOptions, Error, Finding, Profile};

use crate::clash::Replaced;
use crate::diff;
use crate::input::Input;
use crate::outcome::{Failure, FixStatus, Fixed, Outcome, PathFault, PathName};
use crate::output::{self, put_in_place_of};
use crate::plan::{Names, collision_key, prompt_name};
use crate::report::Note;
use crate::run::for_each;
use crate::selection::{self, PerFileIgnore};
use crate::walk::{FoundFile, octets};
use crate::watch::{self, Watch};

/// How files are cured.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// What is done with names that the platform does not allow. By default they are changed.
    pub names: Names,
    /// Whether files stay as they are, and it is told what would be changed.
    pub dry_run: bool,
    /// The same, with headers and names before and after.
    pub diff: bool,
    /// Rules that are not asked about some files.
    pub ignores: Vec<PerFileIgnore>,
    /// Files worked on at a time; 0, the default, for one for each processor.
    pub n_threads: usize,
    /// The report, which is written later: no file of the run may be that.
    pub replaced: Replaced,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            names: Names::Fix,
            dry_run: false,
            diff: false,
            ignores: Vec::new(),
            n_threads: 0,
            replaced: Replaced::default(),
        }
    }
}

/// What came of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Results {
    /// One for each file, in their order.
    pub outcomes: Vec<Fixed>,
    /// Why nothing was changed, if so.
    pub note: Option<Note>,
    /// Temporary files of runs that were killed, which were beside the files and are removed.
    pub removed: Vec<PathBuf>,
}

/// Cures `files` where they are.
///
/// # Errors
///
/// [`Error::StdinNotChanged`](crate::Error::StdinNotChanged), [`Error::Clash`](crate::Error::Clash) and [`Error::Cancelled`](crate::Error::Cancelled).
pub fn fix(
    files: &[FoundFile],
    profile: &Profile,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Results, crate::Error> {
    if files.iter().any(FoundFile::is_stdin) {
        return Err(crate::Error::StdinNotChanged);
    }
    let jobs = plan(files, profile, options.names);
    options
        .replaced
        .spare(files.iter().map(|file| &*file.path))?;
    options.replaced.leave(jobs.iter().map(|job| &*job.new))?;
    let batch = Batch {
        profile,
        options,
        watch,
        write: !options.dry_run && !options.diff,
    };
    let mut removed = Vec::new();
    if batch.write {
        removed = output::remove_stale(jobs.iter().map(|job| output::folder_of(&job.path)));
    }
    let outcomes = for_each(
        &jobs,
        options.n_threads,
        watch,
        |job| octets(&job.path),
        |job| batch.fix(job),
        |job, failure| Fixed::failed(&job.path, failure),
    )?;
    Ok(Results {
        outcomes,
        note: (!batch.write).then_some(Note::NothingChanged),
        removed,
    })
}

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
    options: &'a Options,
    watch: &'a dyn Watch,
    /// False in a dry run, and for a diff.
    write: bool,
}

/// The name that each file should have; two files of one name keep theirs.
fn plan(files: &[FoundFile], profile: &Profile, names: Names) -> Vec<Job> {
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
            .unwrap_or_else(|error| Fixed::failed(&job.path, Failure::of(&error, self.watch)))
    }

    fn try_fix(&self, job: &Job) -> Result<Fixed, Error> {
        let profile = selection::for_file(self.profile, &self.options.ignores, &job.path);
        let metadata = fs::symlink_metadata(&job.path).ok();
        let options = named(&job.path, self.watch);
        let mut source = Input::open(&job.path, &DecodeOptions::from(&options))?;
        let seen = source.seen();
        let before = telewav::check(&mut source, &profile, &options)?.findings;
        let rewrapped = if before.is_empty() {
            Rewrapped::Same
        } else {
            rewrap(&mut source, &profile)?
        };
        drop(source);
        let (octets, reason) = match rewrapped {
            Rewrapped::New(octets) => (Some(octets), None),
            Rewrapped::Same if before.is_empty() => (None, None),
            Rewrapped::Same => (None, Some(Obstacle::NoFault)),
            Rewrapped::Not(why) => (None, Some(why)),
        };
        // Another extension over samples of another kind would only hide what they are.
        let is_named_anew = !job.collides && self.is_right(&octets, &before);
        let new = if is_named_anew { &job.new } else { &job.path };
        let mut fixed = Fixed::new(&job.path, FixStatus::Ok);
        fixed.findings = after(
            &profile,
            &job.path,
            new,
            octets.as_deref(),
            &before,
            self.watch,
        )?;
        if job.collides {
            let found = finding::Found::OtherBecomes {
                path: job.new.display().to_string(),
            };
            let rule = &rules::NAME_COLLISION;
            let finding = rule.finding(found, Wanted::OneFile, Cure::RenameOneOfThem);
            fixed.findings.push(finding);
        }
        fixed.cured = before
            .into_iter()
            .filter(|finding| !fixed.findings.iter().any(|left| left.code == finding.code))
            .collect();
        fixed.reason = reason.filter(|_| !fixed.findings.is_empty());
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
        if self.options.diff {
            fixed.diff = Some(diff::of_files(&job.path, new, octets.as_deref())?);
        }
        let is_link = metadata.is_some_and(|metadata| metadata.is_symlink());
        let Some(seen) = seen.filter(|_| !is_link) else {
            fixed.status = FixStatus::NotFixed;
            fixed.error = Some(Failure::path(&match is_link {
                true => PathFault::LinkToFile,
                false => PathFault::NotWritable,
            }));
            return Ok(fixed);
        };
        fixed.status = FixStatus::WouldFix;
        if self.write {
            let put = || put_in_place_of(&job.path, new, octets.as_deref(), &seen);
            watch::put(self.watch, put, |()| true)?;
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
    watch: &dyn Watch,
) -> Result<Vec<Finding>, Error> {
    let options = named(new, watch);
    let report = match octets {
        Some(octets) => telewav::check(Cursor::new(octets), profile, &options)?,
        None if new == old => return Ok(before.to_vec()),
        None => {
            let source = Input::open(old, &DecodeOptions::from(&options))?;
            telewav::check(source, profile, &options)?
        }
    };
    Ok(report.findings)
}

/// How to check a file of this path.
fn named(path: &Path, watch: &dyn Watch) -> CheckOptions {
    let mut options = CheckOptions::default();
    options.task = watch.task().cloned();
    options.name = path.file_name().map(OsStr::to_owned);
    options
}
