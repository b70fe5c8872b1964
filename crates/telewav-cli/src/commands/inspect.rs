//! `telewav inspect`: everything known about a file.

use std::path::Path;

use telewav::inspect::{Inspection, inspect_with};
use telewav::{DecodeOptions, Error, RawFormat};

use super::conclude;
use crate::args::{FailOn, Inspect};
use crate::exit::{Exit, Stop};
use crate::limits;
use crate::{Streams, words};
use telewav_batch::ffmpeg::Ffmpeg;
use telewav_batch::headerless;
use telewav_batch::outcome::{Inspected, Outcome, PathName};
use telewav_batch::patterns::Exclude;
use telewav_batch::report::Run;
use telewav_batch::walk::{AUDIO, Found, walk};

pub fn run(args: &Inspect, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let ffmpeg = args.decoder.find()?;
    let walked = walk(&args.paths, None, AUDIO, &Exclude::default());
    // Damage is shown, with what is left of the sound.
    let options = DecodeOptions::default()
        .lenient(true)
        .track(args.track.number)
        .limits(limits::with(&args.limits.limits));
    let run = Run {
        command: "inspect",
        profile: None,
        outcomes: walked
            .files
            .iter()
            .map(|file| inspect(file, options, args.raw.raw, ffmpeg.as_ref()))
            .collect(),
        note: None,
    };
    conclude(run, &walked, false, FailOn::Error, &args.report, streams)
}

/// By telewav, or by ffmpeg if that was asked for and telewav cannot.
fn try_inspect(
    file: &Found,
    options: DecodeOptions,
    raw: Option<RawFormat>,
    ffmpeg: Option<&Ffmpeg>,
) -> Result<Inspection, Error> {
    let options = file.decode_options(options, raw, Path::new(""));
    let mut input = file.open(&options.limits)?;
    let own = telewav::inspect(&mut input, &options)?;
    match (ffmpeg, &own.decoded) {
        (Some(ffmpeg), Err(error)) if Ffmpeg::is_for(error, &mut input) => {
            inspect_with(&mut input, |input, sink| {
                ffmpeg.decode(input, file, &options, sink)
            })
        }
        _ => Ok(Inspection {
            decoded: own
                .decoded
                .map_err(|error| headerless::named(error, &file.path)),
            ..own
        }),
    }
}

fn inspect(
    file: &Found,
    options: DecodeOptions,
    raw: Option<RawFormat>,
    ffmpeg: Option<&Ffmpeg>,
) -> Inspected {
    let path = PathName::from(file.path.as_path());
    let inspection = match try_inspect(file, options, raw, ffmpeg) {
        Ok(inspection) => inspection,
        Err(error) => return Inspected::failed(&file.path, words::failure(&error)),
    };
    let (wav, header_error) = match inspection.wav {
        Some(Ok(wav)) => (Some(wav), None),
        Some(Err(error)) => (None, Some(words::failure(&error))),
        None => (None, None),
    };
    let (decoded, decode_error) = match inspection.decoded {
        Ok(decoded) => (Some(decoded), None),
        Err(error) => (None, Some(words::failure(&error))),
    };
    Inspected {
        path_hex: path.hex(),
        path,
        kind: Some(inspection.kind.describe()),
        bytes: Some(inspection.bytes),
        decoded,
        levels: inspection.levels,
        loudness_lufs: inspection.loudness_lufs,
        wav,
        error: header_error.or(decode_error),
    }
}
