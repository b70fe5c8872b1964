//! Recordings without a header: only their names tell what they are.

use std::ffi::OsStr;
use std::path::Path;

use telewav::Error;
use telewav::name::headerless;

/// The error in the place of `error`, if the name of a file of unknown content says what it is.
pub fn named(error: Error, path: &Path) -> Error {
    let is_unknown = matches!(error, Error::Unrecognised { .. });
    let extension = path.extension().and_then(OsStr::to_str);
    match extension.and_then(headerless).filter(|_| is_unknown) {
        Some(what) => Error::Unsupported {
            what: format!("what is, by its name, {what} without a header"),
        },
        None => error,
    }
}
