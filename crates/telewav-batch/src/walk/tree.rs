//! One folder that was named, and what is below it: each folder once, and links to folders only as far as is asked for.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{FoundFile, Walk, Walked, fault};
use crate::outcome::PathFault;
use crate::repository;

/// What a folder is told by, whatever its name: device and inode, or where the system does not tell, its path without
/// links.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

/// A walk below one folder.
pub(super) struct Tree<'a> {
    walk: &'a Walk<'a>,
    root: &'a Path,
    /// A folder that is left out, without links: the output, unless that is the root itself.
    except: Option<&'a Path>,
    seen: HashSet<Identity>,
    /// Links to folders that are not followed yet.
    links: BTreeSet<PathBuf>,
    others: BTreeSet<PathBuf>,
    walked: &'a mut Walked,
}

impl<'a> Tree<'a> {
    pub(super) fn new(
        walk: &'a Walk<'a>,
        root: &'a Path,
        except: Option<&'a Path>,
        walked: &'a mut Walked,
    ) -> Self {
        let is_root = |except: &&Path| root.canonicalize().ok().as_deref() == Some(*except);
        Self {
            walk,
            root,
            // If the output is the folder itself, everything in it is input.
            except: except.filter(|except| !is_root(except)),
            seen: HashSet::new(),
            links: BTreeSet::new(),
            others: BTreeSet::new(),
            walked,
        }
    }

    /// Adds what is below the folder.
    pub(super) fn run(mut self) {
        let (n_files, n_problems) = (self.walked.files.len(), self.walked.problems.len());
        self.folder(self.root);
        // Behind all that has a name without links: a folder is known by that one.
        while let Some(link) = self.links.pop_first() {
            self.link(&link);
        }
        if self.walked.files.len() == n_files && self.walked.problems.len() == n_problems {
            let fault = PathFault::NothingWanted {
                what: self.walk.wanted.what,
                n_others: self.others.len(),
            };
            self.problem(self.root, fault);
        }
        self.walked.passed_over.extend(self.others);
    }

    fn problem(&mut self, path: &Path, fault: PathFault) {
        self.walked.problems.push((path.to_owned(), fault));
    }

    fn folder(&mut self, folder: &Path) {
        let mut entries = WalkDir::new(folder).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    let path = e.path().unwrap_or(folder).to_owned();
                    let problem = e.into_io_error().map(Into::into);
                    self.problem(&path, PathFault::NotRead { problem });
                    continue;
                }
            };
            // The folder itself was named, or is a link that was followed.
            let is_folder = entry.depth() == 0 || entry.file_type().is_dir();
            let is_left_out =
                entry.depth() > 0 && (is_hidden(&entry) || self.walk.leaves_out(entry.path()));
            if is_folder {
                if is_left_out || self.is_output(entry.path()) || !self.is_new(entry.path()) {
                    entries.skip_current_dir();
                }
            } else if !is_left_out {
                self.entry(&entry);
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry) {
        let path = entry.path();
        if entry.file_type().is_file() {
            return self.file(path);
        }
        if !entry.file_type().is_symlink() {
            return self.no_file(path);
        }
        match fs::metadata(path) {
            Err(e) => self.problem(path, fault(path, e)),
            Ok(metadata) if metadata.is_file() => self.file(path),
            Ok(metadata) if metadata.is_dir() => {
                self.links.insert(path.to_owned());
            }
            Ok(_) => self.no_file(path),
        }
    }

    fn file(&mut self, path: &Path) {
        let wanted = self.walk.wanted;
        if !(wanted.by_name)(path) && !(wanted.by_content)(path) {
            self.others.insert(path.to_owned());
            return;
        }
        let below = path.strip_prefix(self.root).ok().and_then(Path::parent);
        let below = below.unwrap_or(Path::new(""));
        self.walked.files.push(FoundFile::in_folder(path, below));
    }

    /// A pipe, a device, a socket: nothing that is looked into where it was not named.
    fn no_file(&mut self, path: &Path) {
        if (self.walk.wanted.by_name)(path) {
            self.problem(path, PathFault::NoFile);
        } else {
            self.others.insert(path.to_owned());
        }
    }

    /// A link to a folder that may have been walked under its own name.
    fn link(&mut self, link: &Path) {
        let Ok(real) = link.canonicalize() else {
            return self.problem(link, PathFault::NotFollowed);
        };
        let is_output = self.except.is_some_and(|except| real.starts_with(except));
        if is_output || identity(link).is_none_or(|folder| self.seen.contains(&folder)) {
            return;
        }
        if !self.walk.follow_links {
            return self.problem(link, PathFault::LinkToFolder);
        }
        let bound = self.bound();
        if !real.starts_with(&bound) {
            return self.problem(link, PathFault::LinkLeadsOut { bound });
        }
        self.folder(link);
    }

    /// What links do not lead out of: the repository, or else the folder itself.
    fn bound(&self) -> PathBuf {
        let root = self.root.canonicalize();
        let root = root.unwrap_or_else(|_| self.root.to_owned());
        repository::around(&root).map_or(root, |repository| repository.root)
    }

    fn is_output(&self, folder: &Path) -> bool {
        self.except.is_some() && folder.canonicalize().ok().as_deref() == self.except
    }

    /// Whether a folder has not been walked yet; from now on it has.
    fn is_new(&mut self, folder: &Path) -> bool {
        identity(folder).is_none_or(|folder| self.seen.insert(folder))
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let of = |metadata: Metadata| (metadata.dev(), metadata.ino());
    fs::metadata(folder).ok().map(of)
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    folder.canonicalize().ok()
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}
