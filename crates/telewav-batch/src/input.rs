//! Opening what a path names: a file, a pipe, standard input, a profile.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use telewav::error::{Action, Quantity};
use telewav::profile::FileText;
use telewav::{DecodeOptions, Error, Profile, Spooled};

use crate::Error as BatchError;
use crate::error::{NamesFault, Step};
use crate::given::Given;
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
    Pipe(Spooled),
}

/// The longest embedded profile has 6 KB.
const MAX_PROFILE_BYTES: u64 = 1 << 20;
/// A manifest of 100,000 prompts has a third of it.
const MAX_TABLE_BYTES: u64 = 128 << 20;

impl Input {
    /// Opens `path`; a pipe or a device is read to its end, if somebody writes to it. Of `options`, limits and task hold.
    pub fn open(path: &Path, options: &DecodeOptions) -> Result<Self, Error> {
        let failed = |source: io::Error| Error::Io {
            action: Action::OpenFile,
            source: source.into(),
        };
        match pipe::open(path).map_err(failed)? {
            Opened::File(file) => Ok(Self::File(file)),
            Opened::Stream(stream) => Self::read(stream, options),
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
    pub fn stdin(options: &DecodeOptions) -> Result<Self, Error> {
        Self::read(io::stdin().lock(), options)
    }

    fn read(pipe: impl Read, options: &DecodeOptions) -> Result<Self, Error> {
        let kept = Spooled::read(pipe, options).map_err(|error| match error {
            Error::LimitExceeded {
                limit_name,
                limit,
                actual,
                ..
            } => Error::LimitExceeded {
                what: Quantity::Pipe,
                limit_name,
                limit,
                actual,
            },
            error => error,
        })?;
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
        source: Box::new(source),
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

/// Whether a file is where its name says, in the repository or the folder: the text of another one is not told.
fn may_be_shown(file: &Path) -> bool {
    let real = resolve(file).ok();
    own_folder(file).is_some_and(|own| real.is_some_and(|real| real.starts_with(own)))
}

/// The repository that a file is in, or else its folder.
fn own_folder(file: &Path) -> Option<PathBuf> {
    let folder = resolve(folder_of(file)).ok()?;
    Some(match repository::around(&folder) {
        Some(repository) => repository.root,
        None => folder,
    })
}

/// The names in a table. One that is missing is an empty one, if the run is to write it as its `manifest`: then this is the first.
///
/// # Errors
///
/// [`Error::Io`](BatchError::Io) and [`Error::Names`](BatchError::Names).
pub fn names(
    table: &Path,
    profile: &Profile,
    manifest: Option<&Path>,
) -> Result<Given, BatchError> {
    let octets = match pipe::read(table, MAX_TABLE_BYTES) {
        Ok(octets) => octets,
        Err(e) if e.kind() == io::ErrorKind::NotFound && manifest == Some(table) => {
            return Ok(Given::default());
        }
        Err(source) => {
            return Err(BatchError::Io {
                action: Step::ReadNames,
                path: Some(table.to_owned()),
                source,
            });
        }
    };
    Given::parse(&octets, profile).map_err(|refused| BatchError::Names {
        table: table.to_owned(),
        row: refused.row,
        problem: match may_be_shown(table) {
            true => refused.problem,
            false => Box::new(NamesFault::NotShown),
        },
    })
}

/// Whether this names a profile's file, not an embedded profile.
pub fn is_file(name: &str) -> bool {
    name.ends_with(".toml") || name.contains(['/', '\\'])
}
