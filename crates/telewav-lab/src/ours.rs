//! What telewav makes of a file.

use std::fs::File;
use std::path::Path;

use telewav::Error;
use telewav::decode::{DecodeOptions, Decoded, RawFormat, decode};
use telewav::pcm::Pcm;

use crate::sound::Sound;
use crate::{Outcome, source};

/// A decoded file.
pub struct Ours {
    /// Its frames, at the source's rate and with all its channels.
    pub runs: Vec<Sound>,
    /// What the library says of it.
    pub decoded: Decoded,
}

/// Decodes a file with the library, as the command does without options. The error is the library's text.
pub fn of(path: &Path) -> Outcome<Ours> {
    let source = File::open(path).map_err(|e| e.to_string())?;
    let mut runs = Vec::new();
    let options =
        DecodeOptions::default().raw_if_unknown(RawFormat::of_extension(&extension(path)));
    let decoded = decode(source, &options, &mut |block| {
        append(&mut runs, block);
        Ok(())
    })
    .map_err(|e| named(e, path))?;
    Ok(Ours { runs, decoded })
}

/// The error's text; of a file of which only the name says what it is, with that, as the command says it.
fn named(error: Error, path: &Path) -> String {
    match telewav::name::headerless(&extension(path)) {
        Some(what) if matches!(error, Error::Unrecognised) => {
            format!("{error}, by its name {what}")
        }
        _ => error.to_string(),
    }
}

fn extension(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default();
    extension.to_string_lossy().into_owned()
}

/// Writes each run of a decoded file as a WAV of its own.
pub fn write(path: &Path, out: &Path) -> Outcome<()> {
    for (i, run) in of(path)?.runs.iter().enumerate() {
        let out = match i {
            0 => out.to_owned(),
            i => out.with_extension(format!("{i}.wav")),
        };
        source::write(&out, run, 32)?;
    }
    Ok(())
}

fn append(runs: &mut Vec<Sound>, block: &Pcm) {
    let is_like =
        |run: &Sound| (run.rate_hz, run.planes.len()) == (block.rate_hz(), block.n_channels());
    match runs.last_mut().filter(|run| is_like(run)) {
        Some(run) => {
            for (plane, more) in run.planes.iter_mut().zip(block.channels()) {
                plane.extend_from_slice(more);
            }
        }
        None => runs.push(Sound {
            rate_hz: block.rate_hz(),
            planes: block.channels().to_vec(),
        }),
    }
}
