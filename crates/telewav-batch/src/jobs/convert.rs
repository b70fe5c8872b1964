//! Recordings to prompts: planned, converted, judged, and written whole or not at all.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use telewav::check::rules;
use telewav::convert::{Conversion, convert_parts, convert_with};
use telewav::error::{Asked, Fault, Problem, Stage};
use telewav::finding::{self, Cure, Wanted};
use telewav::{ConvertOptions, Error, Profile, RawFormat};

use crate::clash::Replaced;
use crate::ffmpeg::Ffmpeg;
use crate::manifest::{self, Details};
use crate::outcome::{ConvertStatus, Converted, Failure, in_order};
use crate::output::{self, Existing, Written};
use crate::plan::{Job, Naming, Output, Present, Target, collision_key, plan};
use crate::report::Note;
use crate::run::for_each;
use crate::selection::{self, PerFileIgnore};
use crate::walk::FoundFile;
use crate::watch::{self, Unwatched, Watch};
use crate::{headerless, set};

/// How recordings are converted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// What is done to the sound of each.
    pub convert: ConvertOptions,
    /// How prompts are named.
    pub naming: Naming,
    /// What is done with files that are there already. By default they are kept.
    pub existing: Existing,
    /// Whether all is judged and nothing written.
    pub dry_run: bool,
    /// What files without a header hold, if their names do not say it.
    pub raw: Option<RawFormat>,
    /// Decodes what telewav cannot.
    pub ffmpeg: Option<Ffmpeg>,
    /// Rules that are not asked about some files.
    pub ignores: Vec<PerFileIgnore>,
    /// Files worked on at a time; 0, the default, for one for each processor.
    pub n_threads: usize,
    /// Whether outcomes have what a manifest says beyond them.
    pub details: bool,
    /// Report and manifest, which are written later: no file of the run may be one of them.
    pub replaced: Replaced,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            convert: ConvertOptions::default(),
            naming: Naming::default(),
            existing: Existing::Keep,
            dry_run: false,
            raw: None,
            ffmpeg: None,
            ignores: Vec::new(),
            n_threads: 0,
            details: false,
            replaced: Replaced::default(),
        }
    }
}

/// What came of a conversion.
#[derive(Debug)]
#[non_exhaustive]
pub struct Results {
    /// One for each prompt, or for a recording without one; in the order of the recordings' paths.
    pub outcomes: Vec<Converted>,
    /// The prompt, if it goes to standard output.
    pub octets: Option<Vec<u8>>,
    /// Why nothing was written, if so.
    pub note: Option<Note>,
    /// Temporary files of runs that were killed, which were in the folders of the prompts and are removed.
    pub removed: Vec<PathBuf>,
}

/// Converts `files` to prompts in `output`. Every output is named before the first is written; where two would have one name,
/// neither is written, or they are numbered ([`Naming::on_collision`](crate::plan::Naming::on_collision)).
///
/// # Errors
///
/// [`Error::Clash`](crate::Error::Clash) and [`Error::Cancelled`](crate::Error::Cancelled).
pub fn convert(
    files: &[FoundFile],
    output: &Output,
    profile: &Profile,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Results, crate::Error> {
    options
        .replaced
        .spare(files.iter().map(|file| &*file.path))?;
    let maker = Maker {
        profile,
        options,
        watch,
    };
    let jobs = plan(files, output, profile, &options.naming, &maker);
    let prompts = jobs.iter().filter_map(|job| job.target.path());
    options.replaced.leave(prompts)?;
    let batch = Batch {
        maker,
        write: !options.dry_run,
        n_left: AtomicUsize::new(jobs.len()),
        jobs: &jobs,
        folder: output.folder(),
        sources: OnceLock::new(),
        planned: OnceLock::new(),
    };
    let mut removed = Vec::new();
    if batch.write {
        let prompts = jobs.iter().filter_map(|job| job.target.path());
        removed = output::remove_stale(prompts.map(output::folder_of));
    }
    let made = for_each(
        &jobs,
        options.n_threads,
        watch,
        |job| job.input.octets(),
        |job| batch.convert(job),
        |job, failure| Made::from(job.failed(failure)),
    )?;
    if batch.write {
        let prompts = jobs.iter().filter_map(|job| job.target.path());
        output::sync_folders(prompts).map_err(|source| crate::Error::Io {
            action: crate::error::Step::PlacePrompts,
            path: None,
            source,
        })?;
    }
    // One prompt at most has standard output for its target.
    let (mut octets, mut others) = (None, Vec::new());
    let mut outcomes: Vec<Converted> = made
        .into_iter()
        .map(|made| {
            octets = octets.take().or(made.octets);
            others.extend(made.others);
            made.outcome
        })
        .collect();
    outcomes.extend(others);
    in_order(&mut outcomes);
    set::judge(&mut outcomes, profile, &options.ignores);
    Ok(Results {
        outcomes,
        octets,
        note: options.dry_run.then_some(Note::DryRun),
        removed,
    })
}

/// What makes prompts of recordings.
#[derive(Clone, Copy)]
struct Maker<'a> {
    profile: &'a Profile,
    options: &'a Options,
    watch: &'a dyn Watch,
}

/// What all jobs share.
struct Batch<'a> {
    maker: Maker<'a>,
    /// False in a dry run: then everything is judged and nothing is written.
    write: bool,
    /// Jobs that are not begun.
    n_left: AtomicUsize,
    jobs: &'a [Job<'a>],
    /// Where prompts go, if that is a folder: they stay in it.
    folder: Option<&'a Path>,
    /// See [`Batch::sources`] and [`Batch::planned`].
    sources: OnceLock<HashSet<PathBuf>>,
    planned: OnceLock<HashSet<String>>,
}

/// What a recording became.
struct Made {
    outcome: Converted,
    /// The prompt, if it goes to standard output.
    octets: Option<Vec<u8>>,
    /// The outcomes of all parts but the first, if it was cut into parts.
    others: Vec<Converted>,
}

impl Maker<'_> {
    /// By telewav, or by ffmpeg if that was asked for and telewav cannot.
    fn to_prompts(
        self,
        job: &Job<'_>,
        name: Option<&OsStr>,
        n_threads: usize,
    ) -> Result<Vec<Conversion>, Error> {
        let mut options = self.options.convert.clone();
        options.name = name.map(OsStr::to_owned);
        options.decode.task = self.watch.task().cloned();
        let mut input = job.input.open(&options.decode)?;
        let stdin_filename = &self.options.naming.stdin_filename;
        options.decode = job
            .input
            .decode_options(options.decode, self.options.raw, stdin_filename);
        options.threads = n_threads;
        let profile = selection::for_file(self.profile, &self.options.ignores, &job.input.path);
        let own = convert_parts(&mut input, &profile, &options);
        match (&self.options.ffmpeg, own) {
            (Some(ffmpeg), Err(error)) if Ffmpeg::is_for(&error) => convert_with(
                |sink| ffmpeg.decode(&mut input, job.input, &options.decode, sink),
                &profile,
                &options,
            ),
            (_, own) => own.map_err(|error| headerless::named(error, &job.input.path)),
        }
    }
}

/// What lies where the prompts go is held against prompts only where recordings want one name, so few are made twice.
impl Present for Maker<'_> {
    fn at(&self, path: &Path) -> Option<String> {
        let metadata = fs::symlink_metadata(path).ok()?;
        let sha256 = metadata.is_file().then(|| manifest::sha256_of_file(path));
        Some(sha256.flatten().unwrap_or_default())
    }

    fn made(&self, jobs: &[&Job<'_>]) -> Vec<Option<String>> {
        let sha256 = |job: &&Job<'_>| {
            // What comes through a pipe comes once.
            let is_file = fs::metadata(&job.input.path).is_ok_and(|file| file.is_file());
            let prompts = self.to_prompts(job, None, 1).ok().filter(|_| is_file)?;
            match &prompts[..] {
                [prompt] => prompt.octets.as_deref().map(manifest::sha256),
                _ => None,
            }
        };
        let n_threads = self.options.n_threads;
        let made = for_each(
            jobs,
            n_threads,
            &Unwatched,
            |job| job.input.octets(),
            sha256,
            |_, _| None,
        );
        made.unwrap_or_default()
    }

    fn is_replaced(&self) -> bool {
        self.options.existing == Existing::Replace
    }
}

impl Batch<'_> {
    /// Every input by its real path: no output may take the place of one.
    fn sources(&self) -> &HashSet<PathBuf> {
        self.sources.get_or_init(|| {
            let paths = self.jobs.iter().map(|job| &job.input.path);
            paths.filter_map(|path| path.canonicalize().ok()).collect()
        })
    }

    /// Every planned output, as [`plan::collision_key`](telewav_batch::plan::collision_key) has it: no part of a prompt
    /// may take the place of one.
    fn planned(&self) -> &HashSet<String> {
        self.planned.get_or_init(|| {
            let targets = self.jobs.iter().filter_map(|job| job.target.path());
            targets.map(collision_key).collect()
        })
    }

    fn convert(&self, job: &Job<'_>) -> Made {
        // Where there are too few recordings for all processors, two work on one.
        let n_left = self.n_left.fetch_sub(1, Ordering::Relaxed);
        let n_processors = match self.maker.options.n_threads {
            0 => thread::available_parallelism().map_or(1, NonZeroUsize::get),
            n_threads => n_threads,
        };
        let n_threads = if 2 * n_left <= n_processors { 2 } else { 1 };
        self.try_convert(job, n_threads)
            .unwrap_or_else(|error| Made::from(job.failed(Failure::of(&error, self.maker.watch))))
    }

    fn try_convert(&self, job: &Job<'_>, n_threads: usize) -> Result<Made, Error> {
        let name = job.target.path().and_then(Path::file_name);
        let prompts = self.maker.to_prompts(job, name, n_threads)?;
        if let [_, second, ..] = &prompts[..]
            && job.target == Target::Stdout
        {
            return Err(Error::InvalidOptions {
                option: Asked::StandardOutput,
                problem: Problem::OnePrompt {
                    n_parts: second.report.prompt.part.map_or(2, |part| part.of),
                },
            });
        }
        let targets: Vec<Target> = prompts
            .iter()
            .map(|prompt| self.target(&job.target, prompt))
            .collect();
        let mut taken = targets
            .iter()
            .filter(|target| **target != job.target)
            .filter_map(Target::path)
            .filter(|path| self.planned().contains(&collision_key(path)));
        if let Some(path) = taken.next() {
            let mut outcome = job.outcome(&job.target, ConvertStatus::Failed);
            let found = finding::Found::PartBecomes {
                path: path.display().to_string(),
            };
            let rule = &rules::NAME_COLLISION;
            let finding = rule.finding(found, Wanted::OneRecording, Cure::NameInTable);
            outcome.findings.push(finding);
            return Ok(Made::from(outcome));
        }
        let mut parts = prompts.into_iter().zip(targets);
        let Some((prompt, target)) = parts.next() else {
            return Err(Error::Encode {
                what: Stage::Prompt,
                problem: Fault::Nothing,
            });
        };
        let mut made = self.deliver(job, prompt, &target)?;
        for (prompt, target) in parts {
            made.others
                .push(self.deliver(job, prompt, &target)?.outcome);
        }
        Ok(made)
    }

    /// Where a prompt goes: a part of one has a name of its own.
    fn target(&self, whole: &Target, prompt: &Conversion) -> Target {
        match (whole, prompt.report.prompt.part) {
            (Target::File(path), Some(part)) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let name = self.maker.profile.part_name(&name, part.number, part.of);
                Target::File(path.with_file_name(name))
            }
            (whole, _) => whole.clone(),
        }
    }

    /// Writes a prompt, if there is one and nothing speaks against it.
    fn deliver(&self, job: &Job<'_>, prompt: Conversion, target: &Target) -> Result<Made, Error> {
        let octets = prompt.octets.filter(|_| job.may_be_written());
        let outcome = job.outcome(target, ConvertStatus::Failed);
        let mut outcome = outcome.with_report(prompt.report);
        if self.maker.options.details {
            outcome.details = Some(Box::new(Details {
                sha256: octets.as_deref().map(manifest::sha256),
                title: manifest::title_of_file(&job.input.path),
            }));
        }
        let Some(octets) = octets else {
            return Ok(Made::from(outcome));
        };
        let to = match target {
            Target::File(to) => to,
            Target::Nowhere => return Ok(Made::from(outcome)),
            Target::Stdout if self.write => {
                outcome.status = ConvertStatus::Converted;
                return Ok(Made {
                    octets: Some(octets),
                    ..Made::from(outcome)
                });
            }
            Target::Stdout => {
                outcome.status = ConvertStatus::NotWritten;
                return Ok(Made::from(outcome));
            }
        };
        // A recording is never replaced, not even by --force.
        let is_a_source = to.exists()
            && to
                .canonicalize()
                .is_ok_and(|path| self.sources().contains(&path));
        let existing = if is_a_source {
            Existing::Keep
        } else {
            self.maker.options.existing
        };
        let written = self.write(to, &octets, existing)?;
        let (status, error) = ConvertStatus::of(written, is_a_source);
        (outcome.status, outcome.error) = (status, error.map(Box::new));
        if !self.write && written.is_new() {
            outcome.status = ConvertStatus::NotWritten;
        }
        Ok(Made::from(outcome))
    }

    fn write(&self, to: &Path, octets: &[u8], existing: Existing) -> Result<Written, Error> {
        if self
            .folder
            .is_some_and(|folder| output::leads_out(to, folder))
        {
            return Ok(Written::KeptLink);
        }
        if !self.write {
            return output::plan(to, octets, existing);
        }
        watch::put(
            self.maker.watch,
            || output::write_one_of_many(to, octets, existing),
            Written::is_new,
        )
    }
}

impl From<Converted> for Made {
    fn from(outcome: Converted) -> Self {
        Self {
            outcome,
            octets: None,
            others: Vec::new(),
        }
    }
}
