//! A temporary file without a name: gone when it is closed, or when the program ends.

pub(crate) use std::fs::File;
use std::io;

/// A new one, where the system keeps its temporary files.
pub(crate) fn file() -> io::Result<File> {
    // To ask such a system for the folder is a panic.
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "this system has no temporary files",
        ));
    }
    tempfile::tempfile()
}
