//! Opening what a path names: a file, a pipe, standard input, a profile.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use telewav::error::LimitName;
use telewav::profile::FileText;
use telewav::{Error, Limits, Profile};
use tempfile::SpooledTempFile;

use crate::Error as BatchError;
use crate::output::{Seen, folder_of};
use crate::pipe::{self, Opened};
use crate::repository;
use crate::resolve::resolve;

/// A file, or the content of a pipe.
#[non_exhaustive]
pub enum Input {
    /// A file.
    File(File),
    /// What came through a pipe, kept.
    Pipe(SpooledTempFile),
}

/// The longest embedded profile has 6 KB.
const MAX_PROFILE_BYTES: u64 = 1 << 20;
/// Of a pipe, so many bytes are held; more go to a temporary file.
const MAX_HELD: usize = 1 << 20;

impl Input {
    /// Opens `path`; a pipe or a device is read to its end, if somebody writes to it.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Error> {
        let failed = |source| Error::Io {
            action: "open the file",
            source,
        };
        match pipe::open(path).map_err(failed)? {
            Opened::File(file) => Ok(Self::File(file)),
            Opened::Stream(stream) => Self::read(stream, limits),
        }
    }

    /// What the file is like now; `None` if it is a pipe.
    pub fn seen(&self) -> Option<Seen> {
        match self {
            Self::File(file) => file.metadata().ok().map(|metadata| Seen::from(&metadata)),
            Self::Pipe(_) => None,
        }
    }

    /// Reads standard input to its end.
    pub fn stdin(limits: &Limits) -> Result<Self, Error> {
        Self::read(io::stdin().lock(), limits)
    }

    /// A pipe has to be kept, since containers are not read front to back.
    fn read(pipe: impl Read, limits: &Limits) -> Result<Self, Error> {
        let max_bytes = limits.max_memory_bytes;
        let mut kept = SpooledTempFile::new(MAX_HELD);
        let n_bytes = io::copy(&mut pipe.take(max_bytes.saturating_add(1)), &mut kept)
            .and_then(|n_bytes| kept.rewind().map(|()| n_bytes))
            .map_err(|source| Error::Io {
                action: "read the pipe and keep it in a temporary file",
                source,
            })?;
        if n_bytes > max_bytes {
            return Err(Error::LimitExceeded {
                what: "a pipe",
                limit_name: LimitName::MaxMemoryBytes,
                limit: format!("{max_bytes} bytes; name a file instead"),
                actual: format!("more than {max_bytes} bytes"),
            });
        }
        Ok(Self::Pipe(kept))
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Pipe(kept) => kept.read(buffer),
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Pipe(kept) => kept.seek(to),
        }
    }
}

/// The profile of a name, or of a TOML file.
///
/// # Errors
///
/// [`Error::Profile`](BatchError::Profile).
pub fn profile(name: &str) -> Result<Profile, BatchError> {
    profile_within(name, None)
}

/// The same; what it extends stays in the folder `within`, if there is one.
///
/// # Errors
///
/// [`Error::Profile`](BatchError::Profile).
pub fn profile_within(name: &str, within: Option<&Path>) -> Result<Profile, BatchError> {
    let profile = if is_file(name) {
        of_file(Path::new(name), within)
    } else {
        Profile::embedded(name)
    };
    profile.map_err(|source| BatchError::Profile {
        name: name.to_owned(),
        source,
    })
}

fn of_file(file: &Path, within: Option<&Path>) -> Result<Profile, Error> {
    // A profile and what lies beside it is one person's work; what it extends elsewhere need not be.
    let own = own_folder(file);
    Profile::read_with(file, &|path| {
        let real = resolve(path)?;
        if within.is_some_and(|within| !real.starts_with(within)) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it leads out of the repository, and the configuration was found, not named",
            ));
        }
        Ok(FileText {
            may_be_shown: own.as_ref().is_some_and(|own| real.starts_with(own)),
            text: pipe::read_text(&real, MAX_PROFILE_BYTES)?,
        })
    })
}

/// The repository that a file is in, or else its folder.
fn own_folder(file: &Path) -> Option<PathBuf> {
    let folder = resolve(folder_of(file)).ok()?;
    Some(match repository::around(&folder) {
        Some(repository) => repository.root,
        None => folder,
    })
}

/// Whether this names a profile's file, not an embedded profile.
pub fn is_file(name: &str) -> bool {
    name.ends_with(".toml") || name.contains(['/', '\\'])
}
