//! `telewav convert`: plan, convert, write, report.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use telewav::convert::{Conversion, convert_with};
use telewav::output::{self, Existing, Written};
use telewav::{ConvertOptions, DecodeOptions, Error, Profile, RawFormat, Severity};

use super::{conclude, for_each};
use crate::args::Convert;
use crate::exit::{Exit, Stop};
use crate::ffmpeg::Ffmpeg;
use crate::outcome::{ConvertStatus, Converted, Failure};
use crate::plan::{Job, Output, Target, plan};
use crate::render::Run;
use crate::walk::walk;
use crate::{Streams, headerless, input, interrupt, limits, progress};

/// What all jobs share.
struct Batch<'a> {
    profile: &'a Profile,
    decode: DecodeOptions,
    raw: Option<RawFormat>,
    stdin_filename: &'a Path,
    ffmpeg: Option<Ffmpeg>,
    existing: Existing,
    /// False in a dry run, and when names collide: then everything is judged and nothing is written.
    write: bool,
    /// Every input by its real path: no output may take the place of one.
    sources: HashSet<PathBuf>,
}

pub fn run(args: &Convert, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let profile = input::profile(&args.profile.profile)?;
    let output = Output::of(&args.output, &args.paths)?;
    if output == Output::Stdout && streams.out_is_terminal {
        return Err(Stop::message(
            "standard output is a terminal; send it to a file or a pipe, or use -o FILE",
        ));
    }
    let ffmpeg = Ffmpeg::find(&args.decoder)?;
    let walked = walk(&args.paths, output.folder());
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
        decode: DecodeOptions::default()
            .lenient(args.lenient)
            .limits(limits::with(&args.limits.limits)),
        raw: args.raw.raw,
        stdin_filename: &args.stdin_filename,
        ffmpeg,
        existing: if args.force {
            Existing::Replace
        } else {
            Existing::Keep
        },
        write: !args.dry_run && !collides,
        sources: jobs
            .iter()
            .filter_map(|job| job.input.path.canonicalize().ok())
            .collect(),
    };
    let bar = progress::bar(jobs.len(), &args.report, streams);
    let mut results = for_each(
        &jobs,
        &args.jobs,
        &bar,
        |job| batch.convert(job),
        |job, failure| (job.outcome(ConvertStatus::Failed).with_error(failure), None),
    )?;

    // One prompt at most has standard output for its target.
    let octets = results.iter_mut().find_map(|(_, octets)| octets.take());
    let run = Run {
        command: "convert",
        profile: Some(&profile.name),
        outcomes: results.into_iter().map(|(outcome, _)| outcome).collect(),
        note: match (args.dry_run, collides) {
            (_, true) => Some("names collide, so nothing was written"),
            (true, false) => Some("dry run, nothing was written"),
            (false, false) => None,
        },
        // Standard output carries the prompt.
        to_stderr: output == Output::Stdout,
    };
    if let Some(octets) = octets {
        streams
            .out
            .write_all(&octets)
            .and_then(|()| streams.out.flush())
            .map_err(|e| Stop::output("the prompt", e, Exit::Failed))?;
    }
    conclude(run, &walked, &args.report, streams)
}

impl Batch<'_> {
    /// The outcome, and the octets of a prompt that goes to standard output.
    fn convert(&self, job: &Job) -> (Converted, Option<Vec<u8>>) {
        match self.try_convert(job) {
            Ok(result) => result,
            Err(error) => (
                job.outcome(ConvertStatus::Failed)
                    .with_error(Failure::from(&error)),
                None,
            ),
        }
    }

    /// By telewav, or by ffmpeg if that was asked for and telewav cannot.
    fn to_prompt(&self, job: &Job, name: Option<&OsStr>) -> Result<Conversion, Error> {
        let mut input = job.input.open(&self.decode.limits)?;
        let decode = job
            .input
            .decode_options(self.decode, self.raw, self.stdin_filename);
        let options = ConvertOptions::default().decode(decode);
        let own = telewav::convert(&mut input, name, self.profile, &options);
        match (&self.ffmpeg, own) {
            (Some(ffmpeg), Err(error)) if Ffmpeg::is_for(&error, &mut input) => convert_with(
                |sink| ffmpeg.decode(&mut input, &job.input, &decode, sink),
                name,
                self.profile,
            ),
            (_, own) => own.map_err(|error| headerless::named(error, &job.input.path)),
        }
    }

    fn try_convert(&self, job: &Job) -> Result<(Converted, Option<Vec<u8>>), Error> {
        let name = match &job.target {
            Target::File(path) => path.file_name(),
            Target::Stdout | Target::Nowhere => None,
        };
        let conversion = self.to_prompt(job, name)?;
        let mut outcome = job.outcome(ConvertStatus::Failed);
        let octets = conversion.octets.filter(|_| job.may_be_written());
        outcome = outcome.with_report(conversion.report);
        let Some(octets) = octets else {
            return Ok((outcome, None));
        };
        let to = match &job.target {
            Target::File(to) => to,
            Target::Nowhere => return Ok((outcome, None)),
            Target::Stdout if self.write => {
                outcome.status = ConvertStatus::Converted;
                return Ok((outcome, Some(octets)));
            }
            Target::Stdout => {
                outcome.status = ConvertStatus::NotWritten;
                return Ok((outcome, None));
            }
        };
        // A recording is never replaced, not even by --force.
        let is_a_source = to
            .canonicalize()
            .is_ok_and(|path| self.sources.contains(&path));
        let existing = if is_a_source {
            Existing::Keep
        } else {
            self.existing
        };
        outcome.status = match self.write(to, &octets, existing)? {
            Written::Unchanged => ConvertStatus::Unchanged,
            Written::Kept => {
                outcome.error = Some(Failure::place_taken(is_a_source));
                ConvertStatus::Refused
            }
            Written::Created | Written::Replaced if !self.write => ConvertStatus::NotWritten,
            Written::Created => ConvertStatus::Converted,
            Written::Replaced => ConvertStatus::Replaced,
        };
        Ok((outcome, None))
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

impl Job {
    fn outcome(&self, status: ConvertStatus) -> Converted {
        let output = match &self.target {
            Target::File(path) => Some(path.as_path()),
            Target::Stdout => Some(Path::new("-")),
            Target::Nowhere => None,
        };
        let mut outcome = Converted::new(&self.input.path, output, status);
        outcome.renamed = self.renamed;
        outcome.findings.clone_from(&self.findings);
        outcome
    }

    fn may_be_written(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    }
}
