//! `telewav convert`: recordings to prompts.

use telewav::shape::ShapeOptions;
use telewav::{ConvertOptions, Profile};
use telewav_batch::jobs::convert::{self, Options};
use telewav_batch::output::Existing;
use telewav_batch::plan::Output;
use telewav_batch::walk::{AUDIO, Walk};
use telewav_batch::{input, manifest, selection};

use super::{Concluded, conclude, replaced, tell_removed, write_prompt};
use crate::Streams;
use crate::args::{Convert, SoundArgs};
use crate::exit::{Exit, Stop};
use crate::progress::Progress;
use crate::words::{CommandLine, Notice};

pub fn run(args: &Convert, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut profile = input::profile_within(&args.profile.profile, args.config.profile_within())?;
    selection::apply(&mut profile, &args.rules.select, &args.rules.ignore);
    let paths = args.config.paths(&args.paths, &args.list)?;
    let output = Output::of(&args.output, &paths)?;
    if output == Output::Stdout && streams.out_is_terminal {
        return Err(Notice::Terminal.into());
    }
    let options = options(args, &profile, streams)?;
    let exclude = args.exclude.patterns()?;
    let walked = Walk::new(AUDIO)
        .exclude(&exclude)
        .except(output.folder())
        .follow_links(args.links.follow_links)
        .from(&paths);
    let progress = Progress::new(&args.report, streams);
    let results = convert::convert(&walked.files, &output, &profile, &options, &progress)?;
    tell_removed(&results.removed, streams);
    if let Some(manifest) = &args.manifest.manifest {
        manifest::write(
            manifest,
            existing(args.force),
            &results.outcomes,
            &CommandLine,
        )?;
    }
    if let Some(octets) = results.octets {
        write_prompt(&octets, streams)?;
    }
    let concluded = Concluded {
        command: "convert",
        profile: Some(&profile),
        outcomes: results.outcomes,
        note: results.note,
        // Standard output carries the prompt.
        to_stderr: output == Output::Stdout,
        links: existing(args.force),
    };
    conclude(
        concluded,
        &walked,
        args.rules.fail_on,
        &args.report,
        streams,
    )
}

fn options(args: &Convert, profile: &Profile, streams: &mut Streams<'_>) -> Result<Options, Stop> {
    let mut options = Options::default();
    options.convert = convert_options(args);
    let manifest = args.manifest.manifest.as_ref();
    let manifest = manifest.map(|manifest| &*manifest.path);
    let naming = &mut options.naming;
    naming.names = args.names;
    naming.on_collision = args.on_collision;
    naming.is_flat = args.flat;
    naming.stdin_filename.clone_from(&args.stdin_filename);
    if let Some(table) = &args.names_from {
        naming.given = input::names(table, profile, manifest)?;
    }
    options.existing = existing(args.force);
    options.dry_run = args.dry_run;
    options.raw = args.decoding.raw;
    options.ffmpeg = args.decoding.ffmpeg()?;
    options.ignores.clone_from(&args.rules.per_file_ignores);
    options.n_threads = args.jobs.jobs.into();
    options.details = args.manifest.manifest.is_some();
    let table = args.names_from.as_deref();
    let mut settings = vec![args.config.file(), args.profile.file(), args.list.file()];
    // The manifest may be the table: it is read before it is written.
    settings.extend((table != manifest).then_some(table));
    options.replaced = replaced(&args.report, Some(&args.manifest), &settings, streams)?;
    Ok(options)
}

/// What `--force` means.
pub fn existing(force: bool) -> Existing {
    match force {
        true => Existing::Replace,
        false => Existing::Keep,
    }
}

/// What the command line says of decoding and of sound.
fn convert_options(args: &Convert) -> ConvertOptions {
    let decode = args.decoding.options().lenient(args.lenient);
    ConvertOptions::default()
        .decode(decode)
        .downmix(args.sound.downmix)
        .shape(shape(&args.sound))
        .split(args.sound.split)
}

fn shape(sound: &SoundArgs) -> ShapeOptions {
    ShapeOptions::default()
        .highpass_hz(sound.highpass)
        .trim_rest_s(sound.trim)
        .level(sound.level.0)
        .max_gain_db(sound.max_gain)
        .fade_s(sound.fade.map(|ms| ms / 1000.0))
        .clip(sound.clip)
}
