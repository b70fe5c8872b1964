//! `telewav inspect`: everything known about a file.

use telewav::DecodeOptions;

use super::conclude;
use crate::Streams;
use crate::args::Inspect;
use crate::exit::{Exit, Stop};
use crate::outcome::{Failure, Inspected, Outcome, PathName};
use crate::render::Run;
use crate::walk::{Found, walk};

pub fn run(args: &Inspect, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let walked = walk(&args.paths, None);
    let run = Run {
        command: "inspect",
        profile: None,
        outcomes: walked.files.iter().map(inspect).collect(),
        note: None,
        to_stderr: false,
    };
    conclude(run, &walked, &args.report, streams)
}

fn inspect(file: &Found) -> Inspected {
    let path = PathName::from(file.path.as_path());
    // Damage is shown, with what is left of the sound.
    let options = DecodeOptions::default().lenient(true);
    let inspection = match file
        .open()
        .and_then(|source| telewav::inspect(source, &options))
    {
        Ok(inspection) => inspection,
        Err(error) => return Inspected::failed(&file.path, Failure::from(&error)),
    };
    let (wav, header_error) = match inspection.wav {
        Some(Ok(wav)) => (Some(wav), None),
        Some(Err(error)) => (None, Some(Failure::from(&error))),
        None => (None, None),
    };
    let (decoded, decode_error) = match inspection.decoded {
        Ok(decoded) => (Some(decoded), None),
        Err(error) => (None, Some(Failure::from(&error))),
    };
    Inspected {
        path_hex: path.hex(),
        path,
        kind: Some(inspection.kind.describe()),
        bytes: Some(inspection.bytes),
        decoded,
        levels: inspection.levels,
        wav,
        error: header_error.or(decode_error),
    }
}
