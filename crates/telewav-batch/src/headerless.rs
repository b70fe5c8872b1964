//! Recordings without a header: only their names tell what they are.

use std::ffi::OsStr;
use std::path::Path;

use telewav::Error;
use telewav::error::What;
use telewav::name::{headerless, is_for_ffmpeg};

/// The error in the place of `error`, if the name of a file of unknown content says what it is.
pub fn named(error: Error, path: &Path) -> Error {
    let is_unknown = matches!(error, Error::Unrecognised);
    let extension = path.extension().and_then(OsStr::to_str);
    let named = extension.and_then(|extension| Some((extension, headerless(extension)?)));
    match named.filter(|_| is_unknown) {
        Some((extension, sound)) => {
            let what = What::Headerless { sound };
            match is_for_ffmpeg(extension) {
                true => Error::Unsupported { what },
                false => Error::NoDecoder { what },
            }
        }
        None => error,
    }
}
