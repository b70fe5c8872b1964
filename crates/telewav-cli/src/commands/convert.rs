//! `telewav convert`: plan, convert, write, report.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use telewav::check::rules;
use telewav::convert::{Conversion, convert_parts, convert_with};
use telewav::shape::ShapeOptions;
use telewav::{ConvertOptions, DecodeOptions, Error, Profile, RawFormat};
use telewav_batch::output::{self, Existing, Written};

use super::{conclude, for_each, in_order};
use crate::args::{Convert, Sound};
use crate::exit::{Exit, Stop};
use crate::{Streams, interrupt, limits, progress, words};
use telewav_batch::ffmpeg::Ffmpeg;
use telewav_batch::manifest::{self, Details};
use telewav_batch::outcome::{ConvertStatus, Converted};
use telewav_batch::plan::{Job, Output, Target, collision_key, plan};
use telewav_batch::report::Run;
use telewav_batch::selection::PerFileIgnore;
use telewav_batch::walk::{AUDIO, walk};
use telewav_batch::{headerless, input, selection, set};

/// What all jobs share.
struct Batch<'a> {
    profile: &'a Profile,
    options: ConvertOptions,
    raw: Option<RawFormat>,
    stdin_filename: &'a Path,
    ffmpeg: Option<Ffmpeg>,
    existing: Existing,
    /// False in a dry run, and when names collide: then everything is judged and nothing is written.
    write: bool,
    per_file_ignores: &'a [PerFileIgnore],
    /// Jobs that nobody has begun, and how many may be worked on at a time.
    n_left: AtomicUsize,
    n_jobs: usize,
    /// Whether the manifest is wanted, which says more of each prompt.
    has_manifest: bool,
    jobs: &'a [Job<'a>],
    /// See [`Batch::sources`] and [`Batch::planned`].
    sources: OnceLock<HashSet<PathBuf>>,
    planned: OnceLock<HashSet<String>>,
}

/// What became of a recording.
struct Made {
    outcome: Converted,
    /// The prompt, if it goes to standard output.
    octets: Option<Vec<u8>>,
    /// The outcomes of all parts but the first, if it was cut into parts.
    others: Vec<Converted>,
}

pub fn run(args: &Convert, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    selection::apply(&mut profile, &args.rules.select, &args.rules.ignore);
    let paths = args.config.paths(&args.paths, &args.list)?;
    let output = Output::of(&args.output, &paths)?;
    if output == Output::Stdout && streams.out_is_terminal {
        return Err(Stop::message(
            "standard output is a terminal; send it to a file or a pipe, or use -o FILE",
        ));
    }
    let ffmpeg = args.decoder.find()?;
    let exclude = args.exclude.patterns()?;
    let walked = walk(&paths, output.folder(), AUDIO, &exclude);
    let jobs = plan(
        &walked.files,
        &output,
        &profile,
        args.names,
        &args.stdin_filename,
    );
    let collides = jobs.iter().any(Job::collides);

    let batch = Batch {
        profile: &profile,
        options: options(args),
        raw: args.raw.raw,
        stdin_filename: &args.stdin_filename,
        ffmpeg,
        existing: if args.force {
            Existing::Replace
        } else {
            Existing::Keep
        },
        write: !args.dry_run && !collides,
        per_file_ignores: &args.rules.per_file_ignores,
        n_left: AtomicUsize::new(jobs.len()),
        n_jobs: usize::from(args.jobs.jobs),
        has_manifest: args.manifest.manifest.is_some(),
        jobs: &jobs,
        sources: OnceLock::new(),
        planned: OnceLock::new(),
    };
    let bar = progress::bar(jobs.len(), &args.report, streams);
    let made = for_each(
        &jobs,
        |job| job.input.octets(),
        &args.jobs,
        &bar,
        |job| batch.convert(job),
        |job, failure| Made::from(job.failed(failure)),
    )?;
    drop(batch);
    drop(jobs);

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
    set::judge(&mut outcomes, &profile, &args.rules.per_file_ignores);
    if let Some(manifest) = &args.manifest.manifest {
        manifest::write(manifest, &outcomes)?;
    }
    let run = Run {
        command: "convert",
        profile: Some(&profile.name),
        outcomes,
        note: match (args.dry_run, collides) {
            (_, true) => Some("names collide, so nothing was written"),
            (true, false) => Some("dry run, nothing was written"),
            (false, false) => None,
        },
    };
    if let Some(octets) = octets {
        streams
            .out
            .write_all(&octets)
            .and_then(|()| streams.out.flush())
            .map_err(|e| Stop::output("the prompt", e, Exit::Failed))?;
    }
    // Standard output may carry the prompt.
    let to_stderr = output == Output::Stdout;
    conclude(
        run,
        &walked,
        to_stderr,
        args.rules.fail_on,
        &args.report,
        streams,
    )
}

/// What the command line says of decoding and of sound.
fn options(args: &Convert) -> ConvertOptions {
    let decode = DecodeOptions::default()
        .lenient(args.lenient)
        .track(args.track.number)
        .limits(limits::with(&args.limits.limits));
    ConvertOptions::default()
        .decode(decode)
        .downmix(args.sound.downmix)
        .shape(shape(&args.sound))
        .split(args.sound.split)
}

fn shape(sound: &Sound) -> ShapeOptions {
    ShapeOptions::default()
        .highpass_hz(sound.highpass)
        .trim_rest_s(sound.trim)
        .level(sound.level.0)
        .max_gain_db(sound.max_gain)
        .fade_s(sound.fade.map(|ms| ms / 1000.0))
        .clip(sound.clip)
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
        let n_threads = if 2 * n_left <= self.n_jobs { 2 } else { 1 };
        self.try_convert(job, n_threads)
            .unwrap_or_else(|error| Made::from(job.failed(words::failure(&error))))
    }

    /// By telewav, or by ffmpeg if that was asked for and telewav cannot.
    fn to_prompts(
        &self,
        job: &Job<'_>,
        name: Option<&OsStr>,
        n_threads: usize,
    ) -> Result<Vec<Conversion>, Error> {
        let mut input = job.input.open(&self.options.decode.limits)?;
        let decode = job
            .input
            .decode_options(self.options.decode, self.raw, self.stdin_filename);
        let options = self.options.decode(decode).threads(n_threads);
        let profile = selection::for_file(self.profile, self.per_file_ignores, &job.input.path);
        let own = convert_parts(&mut input, name, &profile, &options);
        match (&self.ffmpeg, own) {
            (Some(ffmpeg), Err(error)) if Ffmpeg::is_for(&error, &mut input) => convert_with(
                |sink| ffmpeg.decode(&mut input, job.input, &decode, sink),
                name,
                &profile,
                &options,
            ),
            (_, own) => own.map_err(|error| headerless::named(error, &job.input.path)),
        }
    }

    fn try_convert(&self, job: &Job<'_>, n_threads: usize) -> Result<Made, Error> {
        let name = job.target.path().and_then(Path::file_name);
        let prompts = self.to_prompts(job, name, n_threads)?;
        if let [_, second, ..] = &prompts[..]
            && job.target == Target::Stdout
        {
            return Err(Error::InvalidOptions {
                option: "standard output".into(),
                problem: format!(
                    "it takes one prompt, and the recording was cut into {}",
                    second.report.prompt.part.map_or(2, |part| part.of)
                ),
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
            outcome.findings.push(rules::NAME_COLLISION.finding(
                format!(
                    "a part of it would be {}, which another recording becomes",
                    path.display()
                ),
                "one recording for each name",
                "rename one of the recordings, or convert them into different folders",
            ));
            return Ok(Made::from(outcome));
        }
        let mut parts = prompts.into_iter().zip(targets);
        let Some((prompt, target)) = parts.next() else {
            return Err(Error::Encode {
                what: "the prompt",
                problem: "there is none".into(),
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
                let name = self.profile.part_name(&name, part.number, part.of);
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
        if self.has_manifest {
            outcome.details = Some(Box::new(Details {
                sha256: octets.as_deref().map(manifest::sha256),
                title: manifest::title(&job.input.path),
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
            self.existing
        };
        let written = self.write(to, &octets, existing)?;
        let (status, error) = ConvertStatus::of(written, is_a_source);
        (outcome.status, outcome.error) = (status, error.map(Box::new));
        if !self.write && matches!(written, Written::Created | Written::Replaced) {
            outcome.status = ConvertStatus::NotWritten;
        }
        Ok(Made::from(outcome))
    }

    fn write(&self, to: &Path, octets: &[u8], existing: Existing) -> Result<Written, Error> {
        if !self.write {
            return output::plan(to, octets, existing);
        }
        let writing = interrupt::writing();
        let written = output::write(to, octets, existing)?;
        if matches!(written, Written::Created | Written::Replaced) {
            writing.is_done();
        }
        Ok(written)
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
