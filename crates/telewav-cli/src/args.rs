//! The command line, as clap reads it. Types only.

use std::borrow::Cow;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use telewav::downmix::Downmix;
use telewav::shape::clip::Clip;
use telewav::shape::gain::{self, LevelTarget};
use telewav::words::Lang;
use telewav::{DecodeOptions, RawFormat};

use crate::exit::Stop;
use crate::late::Late;
use crate::limits;
use crate::words::{self, EXIT_CODES, Misvalue, Notice, lang};
use telewav_batch::ffmpeg::Ffmpeg;
use telewav_batch::input::is_file;
use telewav_batch::list::{self, End};
use telewav_batch::manifest::Manifest;
use telewav_batch::patterns;
use telewav_batch::plan::{Names, OnCollision};
use telewav_batch::report::{FORMATS, Format};
use telewav_batch::resolve::Resolver;
use telewav_batch::selection::{PerFileIgnore, Selector};

/// The heading of options about what is read. Named at each of them: a heading for a whole group would go on to the
/// options behind it.
const INPUT: &str = "Input";

/// Turns recordings of any kind into the exact WAV files that telephone platforms accept as voice
/// prompts, and proves before upload that they will be accepted.
#[derive(Debug, Parser)]
#[command(
    name = "telewav",
    version,
    after_help = EXIT_CODES,
    max_term_width = 100,
    args_override_self = true,
    arg = lang::arg()
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Convert recordings, mirror the folder tree, fix names, check the results
    Convert(Late<Convert>),
    /// Say what the platform would refuse, and why; change nothing
    Check(Late<Check>),
    /// Check the prompts that the bodies of API requests name: that they are there, and good
    Refs(Late<Refs>),
    /// Cure what can be cured without touching the sound: headers, chunks, names
    Fix(Late<Fix>),
    /// Show everything known about a file: container, chunks, codec, levels
    Inspect(Late<Inspect>),
    /// Write a silent prompt, as platforms ask for to mute a notice
    Silence(Late<Silence>),
    /// List the platforms known, or show one in full with its sources
    Profiles(Late<Profiles>),
    /// Explain a rule: what, why, example, cure
    Explain(Late<Explain>),
    /// Write a script that completes command lines in a shell
    Completions(Late<Completions>),
    /// Write manual pages: of telewav, of one of its commands, or all to a folder
    Man(Late<ManPages>),
}

impl Command {
    /// Where its settings come from, if it has any.
    fn config(&mut self) -> Option<&mut Config> {
        match self {
            Self::Convert(Late(args)) => Some(&mut args.config),
            Self::Check(Late(args)) => Some(&mut args.config),
            Self::Refs(Late(args)) => Some(&mut args.config),
            Self::Fix(Late(args)) => Some(&mut args.config),
            Self::Inspect(Late(args)) => Some(&mut args.config),
            Self::Silence(Late(args)) => Some(&mut args.config),
            Self::Profiles(_) | Self::Explain(_) | Self::Completions(_) | Self::Man(_) => None,
        }
    }

    /// Whether it is only asked for its settings.
    pub fn shows_settings(&mut self) -> bool {
        self.config().is_some_and(|config| config.show_settings)
    }

    /// Tells it where its settings come from, and where those may lead.
    pub fn set_origin(&mut self, file: Option<PathBuf>, named: Named, bound: Option<Bound>) {
        if let Some(config) = self.config() {
            config.loaded = file;
            config.named = named;
            config.bound = bound;
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES, args_override_self = true)]
pub struct Convert {
    /// Recordings and folders of recordings; - for standard input [default: paths of telewav.toml]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Folder for the prompts; a file name if PATH is one file; - for standard output
    #[arg(short, long, value_name = "DIR|FILE|-")]
    pub output: PathBuf,

    #[command(flatten)]
    pub list: FilesFrom,

    #[command(flatten)]
    pub exclude: Exclude,

    #[command(flatten)]
    pub links: Links,

    #[command(flatten)]
    pub profile: ProfileArg,

    #[command(flatten)]
    pub jobs: Jobs,

    /// Do everything but write; exit 1 if something would fail
    #[arg(short = 'n', long)]
    pub dry_run: bool,

    /// Replace prompts that are already there with other content
    #[arg(long)]
    pub force: bool,

    /// What to do with names that the platform does not allow
    #[arg(long, default_value = "fix", value_parser = names())]
    pub names: Names,

    /// Take names for prompts from a table, as the manifest of an earlier run: recording,name in .csv (see docs/names.md)
    #[arg(long, value_name = "TABLE")]
    pub names_from: Option<PathBuf>,

    /// What to do with recordings that want one name; all others are converted
    #[arg(long, value_name = "HOW", default_value = "refuse", value_parser = choice(&ON_COLLISION))]
    pub on_collision: OnCollision,

    /// Put all prompts into one folder, not as the recordings lie in theirs
    #[arg(long)]
    pub flat: bool,

    /// Convert what is left of damaged recordings; each loss is still reported
    #[arg(long, help_heading = INPUT)]
    pub lenient: bool,

    #[command(flatten)]
    pub sound: SoundArgs,

    #[command(flatten)]
    pub rules: Rules,

    #[command(flatten)]
    pub decoding: Decoding,

    /// The file name that standard input stands for
    #[arg(long, value_name = "NAME", default_value = "stdin", help_heading = INPUT)]
    pub stdin_filename: PathBuf,

    #[command(flatten)]
    pub manifest: ManifestArg,

    #[command(flatten)]
    pub config: Config,

    #[command(flatten)]
    pub report: Report,
}

/// What may be done with recordings that want one name, with the help.
const ON_COLLISION: [(&str, OnCollision, &str); 2] = [
    ("refuse", OnCollision::Refuse, "Refuse them"),
    ("number", OnCollision::Number, "Number all but the first"),
];

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES, args_override_self = true)]
pub struct Check {
    /// Prompts and folders of prompts; - for standard input [default: paths of telewav.toml]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub list: FilesFrom,

    #[command(flatten)]
    pub exclude: Exclude,

    #[command(flatten)]
    pub links: Links,

    #[command(flatten)]
    pub profile: ProfileArg,

    #[command(flatten)]
    pub jobs: Jobs,

    #[command(flatten)]
    pub rules: Rules,

    /// The file name that standard input stands for
    #[arg(long, value_name = "NAME", help_heading = INPUT)]
    pub stdin_filename: Option<PathBuf>,

    #[command(flatten)]
    pub manifest: ManifestArg,

    #[command(flatten)]
    pub config: Config,

    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES, args_override_self = true)]
pub struct Refs {
    /// Bodies of requests (JSON, JSON lines) and folders of *.json, *.jsonl; - for standard input
    #[arg(value_name = "REQUEST")]
    pub requests: Vec<PathBuf>,

    /// The prompts: a folder, or a file; can be repeated
    #[arg(long, required = true, value_name = "DIR|FILE")]
    pub prompts: Vec<PathBuf>,

    #[command(flatten)]
    pub links: Links,

    #[command(flatten)]
    pub profile: ProfileArg,

    #[command(flatten)]
    pub jobs: Jobs,

    #[command(flatten)]
    pub rules: Rules,

    #[command(flatten)]
    pub config: Config,

    #[command(flatten)]
    pub report: Report,
}

/// What is done to the sound. Everything but the downmix and the protection against clipping is off
/// unless it is asked for.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Sound")]
pub struct SoundArgs {
    /// How channels become one: auto, average, left, right, or a channel's number
    ///
    /// auto averages two channels and mixes surround sound by ITU-R BS.775; where the mix would lose more
    /// than 6 dB against the louder channel (channels in opposite phase, one of them silent), it
    /// takes that channel and warns.
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub downmix: Downmix,

    /// Bring prompts to a level: off, speech[:DBOV], lufs[:LUFS] or peak[:DBFS]
    ///
    /// speech is the active speech level of ITU-T P.56, which leaves pauses out, -25.15 dBov
    /// (-19 dBm0) if no value is given; lufs is the loudness of ITU-R BS.1770, -23 LUFS if none is
    /// given, and not defined below 0.4 s; peak is the largest sample, -1 dBFS if none is given.
    /// Peaks that would clip are lowered by a limiter, by 6 dB at the most. Silence is never raised.
    #[arg(long, value_name = "TARGET", default_value = "off", value_parser = level)]
    pub level: Level,

    /// The most that a quiet prompt is raised, dB
    #[arg(long, value_name = "DB", default_value_t = gain::MAX_GAIN_DB, value_parser = number::<0, 60>)]
    pub max_gain: f64,

    /// What to do with peaks above full scale: attenuate (lower the whole prompt by the excess), limit
    /// (lower the peaks alone), or error
    #[arg(long, value_name = "HOW", default_value_t = Clip::Attenuate)]
    pub clip: Clip,

    /// Take silence off both ends, but leave so many seconds [default if no value is given: 0.1]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true,
        default_missing_value = "0.1", value_parser = number::<0, 60>)]
    pub trim: Option<f64>,

    /// Fade in and out, milliseconds each
    #[arg(long, value_name = "MS", value_parser = number::<0, 10_000>)]
    pub fade: Option<f64>,

    /// Take away DC and rumble below so many Hz [default if no value is given: 80]
    #[arg(long, value_name = "HZ", num_args = 0..=1, require_equals = true,
        default_missing_value = "80", value_parser = number::<1, 1000>)]
    pub highpass: Option<f64>,

    /// Cut a prompt that is too long into numbered parts, at its quietest places
    #[arg(long)]
    pub split: bool,
}

/// `--level`, with a word for none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level(pub Option<LevelTarget>);

fn level(argument: &str) -> Result<Level, telewav::Error> {
    match argument {
        "off" => Ok(Level(None)),
        target => target.parse().map(|target| Level(Some(target))),
    }
}

/// A number within these bounds.
fn number<const MIN: i32, const MAX: i32>(argument: &str) -> Result<f64, Misvalue> {
    match argument.parse::<f64>() {
        Ok(number) if (f64::from(MIN)..=f64::from(MAX)).contains(&number) => Ok(number),
        Ok(_) => Err(Misvalue::OutOfBounds { min: MIN, max: MAX }),
        Err(_) => Err(Misvalue::NoNumber),
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES, args_override_self = true)]
pub struct Silence {
    /// How long the prompt is to be
    #[arg(value_name = "SECONDS", value_parser = number::<0, 86_400>)]
    pub seconds: f64,

    /// The prompt's file; - for standard output
    #[arg(short, long, value_name = "FILE|-")]
    pub output: PathBuf,

    #[command(flatten)]
    pub profile: ProfileArg,

    /// Replace a file that is already there with other content
    #[arg(long)]
    pub force: bool,

    #[command(flatten)]
    pub config: Config,

    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES, args_override_self = true)]
pub struct Fix {
    /// Prompts and folders of prompts [default: paths of telewav.toml]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub list: FilesFrom,

    #[command(flatten)]
    pub exclude: Exclude,

    #[command(flatten)]
    pub profile: ProfileArg,

    #[command(flatten)]
    pub jobs: Jobs,

    /// Change nothing; say what would be changed
    #[arg(short = 'n', long)]
    pub dry_run: bool,

    /// Change nothing; show headers and names before and after
    #[arg(long)]
    pub diff: bool,

    /// What to do with names that the platform does not allow
    #[arg(long, default_value = "fix", value_parser = names())]
    pub names: Names,

    #[command(flatten)]
    pub rules: Rules,

    #[command(flatten)]
    pub config: Config,

    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES, args_override_self = true)]
pub struct Inspect {
    /// Files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub decoding: Decoding,

    #[command(flatten)]
    pub config: Config,

    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Profiles {
    /// Show this one in full: its TOML, a starting point for your own
    pub name: Option<String>,

    #[command(flatten)]
    pub report: ListReport,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Explain {
    /// A rule's code or name, as TW301 or sample-rate; all rules without one
    pub code: Option<String>,

    #[command(flatten)]
    pub report: ListReport,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Completions {
    /// The shell; the script goes to standard output
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct ManPages {
    /// The page of this command, to standard output; that of telewav itself without one
    #[arg(value_name = "COMMAND", conflicts_with = "output")]
    pub name: Option<String>,

    /// Write all pages to this folder, as telewav.1, telewav-check.1 and so on
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct ProfileArg {
    /// The platform: a name from `telewav profiles`, or a TOML file
    #[arg(short, long, value_name = "NAME|FILE.toml", default_value = telewav::profile::DEFAULT)]
    pub profile: String,
}

#[derive(Debug, clap::Args)]
pub struct Jobs {
    /// Files worked on at a time; 0 for one for each processor
    #[arg(short, long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=256))]
    pub jobs: u16,
}

/// How recordings are decoded.
#[derive(Debug, clap::Args)]
pub struct Decoding {
    /// Hand what telewav cannot decode (WMA, AC-3, ...) to an installed ffmpeg
    #[arg(long, value_name = "ffmpeg[=PATH]", value_parser = program, help_heading = INPUT)]
    pub decoder: Option<OsString>,

    /// The longest that it may work on one file
    #[arg(long, value_name = "SECONDS", default_value_t = 300, requires = "decoder",
        help_heading = INPUT, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub decoder_timeout: u32,

    /// Decode this one of several sound tracks, counted from 1 as inspect lists them [default: the one
    /// that plays where nothing is chosen]
    #[arg(long, value_name = "N", help_heading = INPUT)]
    pub track: Option<NonZeroUsize>,

    /// Take the files as headerless samples, e.g. alaw:8000 or s16le:44100:2
    ///
    /// ENCODING is one of alaw, ulaw, s8, u8, s16le, s16be, s24le, s24be, s32le, s32be, f32le, f32be, f64le, f64be, gsm,
    /// vox, g722 (g722-56, g722-48), g726-32le (-16, -24, -40; be). A file that is named itself is taken so whatever it looks
    /// like; a file in a folder only if its content says nothing. Without this option, the extension tells what a file of unknown
    /// content holds: al, alaw, alw, g711a, pcma (A-law); ul, ulaw, ulw, mu, mulaw, g711u, pcmu (µ-law); gsm; sln, slin, sln8 to
    /// sln192 (16 bit); vox (Dialogic ADPCM, 8000 Hz); g722, 722 (64 kbit/s); g726-16 to g726-40 (le). Others, as raw, pcm and g726, do not say.
    #[arg(long, value_name = "ENCODING:RATE[:CHANNELS]", help_heading = INPUT)]
    pub raw: Option<RawFormat>,

    /// Change a limit on what one file may ask for (see --help)
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = limits::parse, long_help = words::limits(Lang::En),
        help_heading = INPUT)]
    pub limits: Vec<limits::Setting>,
}

impl Decoding {
    /// What of it the library is told.
    pub fn options(&self) -> DecodeOptions {
        let limits = limits::with(&self.limits);
        DecodeOptions::default().track(self.track).limits(limits)
    }

    /// The program that was asked for, if one was.
    pub fn ffmpeg(&self) -> Result<Option<Ffmpeg>, Stop> {
        let time = Duration::from_secs(self.decoder_timeout.into());
        let program = self.decoder.as_deref();
        let found = program.map(|program| Ffmpeg::find(program, time));
        Ok(found.transpose()?)
    }
}

/// `ffmpeg`, to be found on the PATH, or what stands behind `ffmpeg=`.
fn program(argument: &str) -> Result<OsString, Misvalue> {
    match argument.strip_prefix("ffmpeg") {
        Some("") => Ok(argument.into()),
        Some(path) if path.len() > 1 && path.starts_with('=') => Ok(path[1..].into()),
        _ => Err(Misvalue::NoDecoder),
    }
}

impl ProfileArg {
    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        is_file(&self.profile).then_some(Path::new(&self.profile))
    }
}

/// A list of paths that is too long to be typed.
#[derive(Debug, clap::Args)]
pub struct FilesFrom {
    /// Take more paths from a file, one a line; - for standard input
    #[arg(long, value_name = "FILE", help_heading = INPUT)]
    pub files_from: Option<PathBuf>,

    /// Paths in that file end with NUL, as those of find -print0
    #[arg(short = '0', long, requires = "files_from", help_heading = INPUT)]
    pub null: bool,
}

impl FilesFrom {
    /// The list's file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        let file = self.files_from.as_deref();
        file.filter(|file| file.as_os_str() != "-")
    }

    /// The paths in the list, in its order; `None` if there is no list.
    fn read(&self) -> Result<Option<Vec<PathBuf>>, Stop> {
        let end = match self.null {
            true => End::Nul,
            false => End::Line,
        };
        let list = self.files_from.as_deref();
        Ok(list.map(|list| list::paths(list, end)).transpose()?)
    }
}

/// Where settings come from.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub struct Config {
    /// Take settings from this file [default: the next telewav.toml, upwards from here]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Take settings from no file
    #[arg(long, conflicts_with = "config")]
    pub isolated: bool,

    /// Say what each option is and where that comes from, and do nothing
    #[arg(long)]
    pub show_settings: bool,

    /// `paths` and `requests` of the file, which have no option.
    #[arg(skip)]
    pub named: Named,

    /// The file that they come from.
    #[arg(skip)]
    pub loaded: Option<PathBuf>,
    /// Where they may lead, if they come from a configuration that was found.
    #[arg(skip)]
    pub bound: Option<Bound>,
}

/// Paths that a configuration names and a command line has without an option.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub paths: Vec<PathBuf>,
    pub requests: Vec<PathBuf>,
}

/// What a configuration that was found may lead to.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The folder that it stays in.
    pub root: PathBuf,
    /// Whether that holds for the paths in a list of files, too.
    pub list: bool,
    /// Whether it names the profile.
    pub profile: bool,
}

impl Config {
    /// What was named and what is in the list of files, or else what the configuration names.
    pub fn paths<'a>(
        &'a self,
        named: &'a [PathBuf],
        list: &FilesFrom,
    ) -> Result<Cow<'a, [PathBuf]>, Stop> {
        match list.read()? {
            Some(listed) => {
                let bound = self.bound.as_ref().filter(|bound| bound.list);
                let mut resolver = Resolver::default();
                // One that leads nowhere is in no folder.
                let mut is_within = |path: &Path, root: &Path| {
                    let real = resolver.resolve(path);
                    real.is_ok_and(|real| real.starts_with(root))
                };
                for path in listed.iter().filter(|path| path.as_os_str() != "-") {
                    if bound.is_some_and(|bound| !is_within(path, &bound.root)) {
                        let path = path.clone();
                        return Err(Notice::NotInRepository { path }.into());
                    }
                }
                Ok(named.iter().cloned().chain(listed).collect())
            }
            None => first_of(named, &self.named.paths, "paths").map(Cow::Borrowed),
        }
    }

    /// The file that was read.
    pub fn file(&self) -> Option<&Path> {
        self.loaded.as_deref()
    }

    /// The folder that the profile stays in, if a configuration that was found names it.
    pub fn profile_within(&self) -> Option<&Path> {
        let bound = self.bound.as_ref().filter(|bound| bound.profile);
        bound.map(|bound| bound.root.as_path())
    }

    /// The same for requests.
    pub fn requests<'a>(&'a self, named: &'a [PathBuf]) -> Result<&'a [PathBuf], Stop> {
        first_of(named, &self.named.requests, "requests")
    }
}

fn first_of<'a>(
    named: &'a [PathBuf],
    of_file: &'a [PathBuf],
    key: &'static str,
) -> Result<&'a [PathBuf], Stop> {
    match (named, of_file) {
        ([], []) => Err(Notice::NothingToDo { key }.into()),
        ([], of_file) => Ok(of_file),
        (named, _) => Ok(named),
    }
}

/// Which files in folders are left out.
#[derive(Debug, clap::Args)]
pub struct Exclude {
    /// Leave out files and folders of this name or pattern, as drafts/** or *.tmp.wav; can be repeated
    #[arg(long, value_name = "GLOB", help_heading = INPUT)]
    pub exclude: Vec<String>,

    /// Leave them out even if they are named themselves, as pre-commit names files
    #[arg(long, help_heading = INPUT)]
    pub force_exclude: bool,
}

impl Exclude {
    /// The patterns, read.
    pub fn patterns(&self) -> Result<patterns::Exclude, Stop> {
        Ok(patterns::Exclude::new(&self.exclude, self.force_exclude)?)
    }
}

/// Whether links in folders are followed.
#[derive(Debug, clap::Args)]
pub struct Links {
    /// Follow links to folders, within the repository or the folder that is named (links that are named are followed anyway)
    #[arg(long, help_heading = INPUT)]
    pub follow_links: bool,
}

/// Which rules are asked, and what their findings mean.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Rules")]
pub struct Rules {
    /// Ask these rules only: codes, beginnings of codes, or names, as TW1,TW301,level
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = rules::<Selector>)]
    pub select: Vec<Selector>,

    /// Do not ask these rules
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = rules::<Selector>)]
    pub ignore: Vec<Selector>,

    /// Do not ask rules about files of this pattern, as 'legacy/**=TW405,level'; can be repeated
    ///
    /// The pattern is that of the file that a finding is told of: a prompt, a recording (convert), a file of requests
    /// (refs, and check with requests in telewav.toml). One without a slash is a name at any depth.
    #[arg(long, value_name = "GLOB=RULE,...", value_parser = rules::<PerFileIgnore>)]
    pub per_file_ignores: Vec<PerFileIgnore>,

    /// What makes the run fail with exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "WHEN")]
    pub fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A file that failed or has an error finding
    Error,
    /// The same, or a warning
    Warning,
    /// Nothing; the report says what is wrong
    Never,
}

/// The list for whoever uploads the prompts.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Report")]
pub struct ManifestArg {
    /// Write a list of the prompts, for whoever uploads them: name, size, SHA-256, level, verdict; .csv
    /// (for spreadsheets) or .json
    #[arg(long, value_name = "FILE", value_parser = rules::<Manifest>)]
    pub manifest: Option<Manifest>,
}

/// How results are shown.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Report")]
pub struct Report {
    /// Form of the report
    #[arg(long, default_value = "human", value_name = "FORMAT", value_parser = formats())]
    pub output_format: &'static Format,

    /// Write the report to a file instead of standard output; - for standard output
    #[arg(long, value_name = "FILE|-")]
    pub output_file: Option<PathBuf>,

    /// Show only files with something wrong
    #[arg(short, long)]
    pub quiet: bool,

    /// Show more: notes on every file, files that were passed over
    #[arg(short, long)]
    pub verbose: bool,

    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,

    /// Never show a progress bar
    #[arg(long)]
    pub no_progress: bool,
}

impl Report {
    /// Whether it goes to a file.
    pub fn has_file(&self) -> bool {
        let file = self.output_file.as_deref();
        file.is_some_and(|file| file.as_os_str() != "-")
    }
}

/// How a list is shown that no files were read for.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Report")]
pub struct ListReport {
    /// Form of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Human, value_name = "FORMAT")]
    pub output_format: ListFormat,

    /// Write it to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Human,
    /// For programs; its schema number is in it
    Json,
    /// For a page
    Markdown,
}

/// What an option about rules, or about a file by its name, takes.
fn rules<T: FromStr<Err = telewav_batch::Error>>(argument: &str) -> Result<T, Misvalue> {
    argument.parse().map_err(Misvalue::Batch)
}

/// The forms of a report, with their help.
fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names)
        .try_map(|name| Format::find(&name).ok_or("there is no such form"))
}

/// What may be done with names, with the help.
fn names() -> impl TypedValueParser<Value = Names> {
    choice(&[
        (
            "fix",
            Names::Fix,
            "Transliterate and replace what is not allowed",
        ),
        (
            "keep",
            Names::Keep,
            "Keep names, and refuse files whose names are not allowed",
        ),
    ])
}

/// One of these values, by its name.
fn choice<T: Copy + Send + Sync + 'static>(
    values: &'static [(&'static str, T, &'static str)],
) -> impl TypedValueParser<Value = T> {
    let names = values
        .iter()
        .map(|(name, _, help)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(names).try_map(|name| {
        let value = values.iter().find(|(of, ..)| *of == name);
        value
            .map(|(_, value, _)| *value)
            .ok_or("there is no such value")
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}
