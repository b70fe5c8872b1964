//! Everything known about files.

use std::path::Path;

use telewav::inspect::{Inspection, inspect_with};
use telewav::{DecodeOptions, Error, InspectOptions, RawFormat};

use crate::clash::Replaced;
use crate::ffmpeg::Ffmpeg;
use crate::headerless;
use crate::outcome::{Failure, Inspected, Outcome, PathName};
use crate::run::for_each;
use crate::walk::FoundFile;
use crate::watch::Watch;

/// How files are looked at.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// How they are decoded. By default leniently: damage is told, with what is left of the sound.
    pub decode: DecodeOptions,
    /// What files without a header hold, if their names do not say it.
    pub raw: Option<RawFormat>,
    /// Decodes what telewav cannot.
    pub ffmpeg: Option<Ffmpeg>,
    /// Files looked at at a time, 1 by default; 0 for one for each processor.
    pub n_threads: usize,
    /// The report, which is written later: no file of the run may be that.
    pub replaced: Replaced,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            decode: DecodeOptions::default().lenient(true),
            raw: None,
            ffmpeg: None,
            n_threads: 1,
            replaced: Replaced::default(),
        }
    }
}

/// Looks at `files`; one outcome for each, in their order.
///
/// # Errors
///
/// [`Error::Clash`](crate::Error::Clash) and [`Error::Cancelled`](crate::Error::Cancelled).
pub fn inspect(
    files: &[FoundFile],
    options: &Options,
    watch: &dyn Watch,
) -> Result<Vec<Inspected>, crate::Error> {
    options
        .replaced
        .spare(files.iter().map(|file| &*file.path))?;
    for_each(
        files,
        options.n_threads,
        watch,
        FoundFile::octets,
        |file| one(file, options, watch),
        |file, failure| Inspected::failed(&file.path, failure),
    )
}

fn one(file: &FoundFile, options: &Options, watch: &dyn Watch) -> Inspected {
    let failure = |error: &Error| Failure::of(error, watch);
    let path = PathName::from(file.path.as_path());
    let inspection = match decoded(file, options, watch) {
        Ok(inspection) => inspection,
        Err(error) => return Inspected::failed(&file.path, failure(&error)),
    };
    let (wav, header_error) = match inspection.wav {
        Some(Ok(wav)) => (Some(wav), None),
        Some(Err(error)) => (None, Some(failure(&error))),
        None => (None, None),
    };
    let (decoded, decode_error) = match inspection.decoded {
        Ok(decoded) => (Some(decoded), None),
        Err(error) => (None, Some(failure(&error))),
    };
    Inspected {
        path_hex: path.hex(),
        path,
        kind: Some(inspection.kind),
        bytes: Some(inspection.bytes),
        decoded,
        levels: inspection.levels,
        loudness_lufs: inspection.loudness_lufs,
        wav,
        error: header_error.or(decode_error),
    }
}

/// By telewav, or by ffmpeg if that was asked for and telewav cannot.
fn decoded(file: &FoundFile, options: &Options, watch: &dyn Watch) -> Result<Inspection, Error> {
    let mut decode = file.decode_options(options.decode.clone(), options.raw, Path::new(""));
    decode.task = watch.task().cloned();
    let mut input = file.open(&decode)?;
    let inspect_options = InspectOptions::default().decode(decode);
    let mut own = telewav::inspect(&mut input, &inspect_options)?;
    match (&options.ffmpeg, &own.decoded) {
        (Some(ffmpeg), Err(error)) if Ffmpeg::is_for(error) => {
            inspect_with(&mut input, |input, sink| {
                ffmpeg.decode(input, file, &inspect_options.decode, sink)
            })
        }
        _ => {
            own.decoded = own
                .decoded
                .map_err(|error| headerless::named(error, &file.path));
            Ok(own)
        }
    }
}
