//! Report and manifest against everything else that a run reads and writes, before it reads anything: through links, and
//! as names are one on systems that tell capitals or Unicode's normal forms apart no better than others.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use telewav::name;

use crate::Error;
use crate::output::folder_of;
use crate::resolve::resolve;

/// What a file is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is read.
    Input,
    /// It is made.
    Prompt,
    /// The list of prompts.
    Manifest,
    /// What the run says.
    Report,
}

/// Files that a run puts in the place of others, whatever those are.
#[derive(Debug, Clone, Default)]
pub struct Replaced {
    files: Vec<(Role, PathBuf, Identity)>,
}

impl Replaced {
    /// Both may be missing. `-` is no file.
    ///
    /// # Errors
    ///
    /// [`Error::Clash`] if they are the same file.
    pub fn new(report: Option<&Path>, manifest: Option<&Path>) -> Result<Self, Error> {
        let mut replaced = Self::default();
        for (role, path) in [(Role::Report, report), (Role::Manifest, manifest)] {
            let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
                continue;
            };
            let identity = Identity::of(path);
            replaced.hold_against(role, path, |one| one.is_same(&identity))?;
            replaced.files.push((role, path.to_owned(), identity));
        }
        Ok(replaced)
    }

    /// The folders that they are in.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(_, path, _)| folder_of(path))
    }

    /// Fails if one of them is a file that is read.
    ///
    /// # Errors
    ///
    /// [`Error::Clash`].
    pub fn spare<'a>(&self, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Error> {
        // What is not there is not read.
        if self.files.iter().all(|(_, path, _)| !path.exists()) {
            return Ok(());
        }
        for input in inputs {
            let file = file_id(input);
            let key = match file {
                Some(_) => None,
                None => key(input),
            };
            self.hold_against(Role::Input, input, |one| match file {
                Some(_) => one.file == file,
                None => one.key == key && key.is_some(),
            })?;
        }
        Ok(())
    }

    /// Fails if one of them is a prompt that is to be made.
    ///
    /// # Errors
    ///
    /// [`Error::Clash`].
    pub fn leave<'a>(&self, prompts: impl IntoIterator<Item = &'a Path>) -> Result<(), Error> {
        if self.files.is_empty() {
            return Ok(());
        }
        // Most prompts share a folder.
        let mut folders: HashMap<&Path, Option<PathBuf>> = HashMap::new();
        for prompt in prompts {
            let (Some(folder), Some(name)) = (prompt.parent(), prompt.file_name()) else {
                continue;
            };
            let real = folders.entry(folder).or_insert_with(|| {
                let named = match folder.as_os_str().is_empty() {
                    true => Path::new("."),
                    false => folder,
                };
                resolve(named).ok()
            });
            let key = real.as_ref().map(|real| fold(&real.join(name)));
            self.hold_against(Role::Prompt, prompt, |one| key.is_some() && one.key == key)?;
        }
        Ok(())
    }

    fn hold_against(
        &self,
        role: Role,
        path: &Path,
        is_same: impl Fn(&Identity) -> bool,
    ) -> Result<(), Error> {
        match self.files.iter().find(|(_, _, identity)| is_same(identity)) {
            None => Ok(()),
            Some((what, replaced, _)) => Err(Error::Clash {
                what: *what,
                path: replaced.clone(),
                with: role,
                other: path.to_owned(),
            }),
        }
    }
}

/// What two names of one file have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    /// Device and inode, of what is there, where the system tells.
    file: Option<(u64, u64)>,
    /// The whole path without links.
    key: Option<String>,
}

impl Identity {
    fn of(path: &Path) -> Self {
        Self {
            file: file_id(path),
            key: key(path),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        (self.file.is_some() && self.file == other.file)
            || (self.key.is_some() && self.key == other.key)
    }
}

fn key(path: &Path) -> Option<String> {
    resolve(path).ok().map(|real| fold(&real))
}

fn fold(path: &Path) -> String {
    name::fold(&path.to_string_lossy())
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn file_id(_: &Path) -> Option<(u64, u64)> {
    None
}
