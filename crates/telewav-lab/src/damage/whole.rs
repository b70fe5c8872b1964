//! Whether an independent decoder, ffmpeg, finds all of the sound in a copy.

use std::fs;

use super::good::Good;
use crate::reference::Decoder;
use crate::sound::Sound;

/// What ffmpeg decodes; `None` if it refuses.
pub fn decoded(octets: &[u8], extension: &str) -> Option<Vec<Sound>> {
    let file = tempfile::Builder::new()
        .suffix(&format!(".{extension}"))
        .tempfile()
        .ok()?;
    fs::write(file.path(), octets).ok()?;
    Decoder::FFMPEG.decode(file.path()).ok()
}

/// Whether the samples are those of the good file.
pub fn is_whole(copy: &[u8], good: &Good) -> bool {
    let sounds = decoded(copy, &good.extension);
    sounds.is_some() && sounds.as_ref() == good.by_ffmpeg()
}
