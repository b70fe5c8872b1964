//! A configuration that was found, not named: whose it is, and where it may lead.
//!
//! It comes with the files of whoever wrote it, so it is trusted with the verdict on them and with nothing else: it runs
//! nothing, replaces nothing, and every path in it stays in its repository. SECURITY.md says it in full.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use telewav_batch::owner::Owner;
use telewav_batch::repository::{self, Repository};
use telewav_batch::resolve::{Resolver, resolve};

use super::NAME;
use crate::words::{AskedFault, FoundFault, Notice};

/// What a report's name may end in, where a configuration that was found says it: it takes the place of a file.
const REPORTS: [&str; 8] = ["csv", "json", "jsonl", "log", "md", "sarif", "txt", "xml"];
/// Options that name what is written.
const WRITTEN: [&str; 3] = ["output", "output-file", "manifest"];

/// A configuration that was found.
#[derive(Debug)]
pub struct FoundConfig {
    pub file: PathBuf,
    /// What its paths stay in: the repository, or the file's folder where there is none; without links.
    pub root: PathBuf,
    /// Whether it is obeyed only for files below `root`: it belongs to somebody else, and so does all that is there.
    pub is_foreign: bool,
}

impl FoundConfig {
    /// The next configuration upwards from here, up to the root of the repository; why it is not obeyed, if there is one
    /// that is not.
    pub fn look() -> Result<Option<Self>, Box<Notice>> {
        let Ok(here) = std::env::current_dir() else {
            return Ok(None);
        };
        let repository = repository::around(&here);
        for folder in here.ancestors() {
            let file = folder.join(NAME);
            if fs::symlink_metadata(&file).is_ok() {
                return Self::judged(file, folder, repository.as_ref()).map(Some);
            }
            if repository.as_ref().is_some_and(|one| one.root == folder) {
                break;
            }
        }
        Ok(None)
    }

    fn judged(
        file: PathBuf,
        folder: &Path,
        repository: Option<&Repository>,
    ) -> Result<Self, Box<Notice>> {
        let refused = |fault: FoundFault| {
            let file = file.clone();
            Box::new(Notice::Untrusted { file, fault })
        };
        let system = |error| refused(FoundFault::System { error });
        let root = repository.map_or(folder, |one| &one.root);
        let root = root.canonicalize().map_err(system)?;
        let real = resolve(&file).map_err(system)?;
        if !real.starts_with(&root) {
            return Err(refused(FoundFault::LeadsOut { root }));
        }
        if !real.is_file() {
            return Err(refused(FoundFault::NoFile));
        }
        let is_foreign = match Owner::of(&file).map_err(system)? {
            Owner::Trusted => false,
            Owner::Other(owner) => match repository {
                Some(one) if owner.owns(&[&one.root, &one.mark]) => true,
                _ => {
                    let owner = owner.to_string();
                    return Err(refused(FoundFault::Owner { owner }));
                }
            },
        };
        Ok(Self {
            file,
            root,
            is_foreign,
        })
    }

    /// Why a value of this key is not obeyed, if so; `path` is where it leads, if it is one.
    pub fn refuses(
        &self,
        key: &str,
        text: &str,
        path: Option<&Path>,
        resolver: &mut Resolver,
    ) -> Option<Notice> {
        let fault = match (key, path) {
            ("force", _) => Some(AskedFault::ReplacesFiles),
            ("decoder", _) if text != "ffmpeg" => Some(AskedFault::RunsProgram),
            (key, Some(path)) => self.leads_astray(key, path, resolver),
            _ => None,
        }?;
        Some(Notice::MayNot {
            file: self.file.clone(),
            key: key.to_owned(),
            value: text.to_owned(),
            fault,
        })
    }

    fn leads_astray(&self, key: &str, path: &Path, resolver: &mut Resolver) -> Option<AskedFault> {
        let root = self.root.clone();
        let outside = AskedFault::LeadsOut { root };
        // Looking at a path can already reach another machine, so one that starts elsewhere is not looked at.
        let folder = self.file.parent().unwrap_or(Path::new(""));
        if path.has_root() && !path.starts_with(folder) && !path.starts_with(&self.root) {
            return Some(outside);
        }
        let real = match resolver.resolve(path) {
            Ok(real) => real,
            Err(error) => return Some(AskedFault::NotFollowed { error }),
        };
        let Ok(below) = real.strip_prefix(&self.root) else {
            return Some(outside);
        };
        if below.iter().any(repository::is_mark) {
            return Some(AskedFault::VersionControl);
        }
        let extension = real.extension().and_then(OsStr::to_str);
        let is_report = extension.is_some_and(|extension| {
            REPORTS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(extension))
        });
        if key == "output-file" && !is_report {
            let extensions = REPORTS.join(", ");
            return Some(AskedFault::NoReport { extensions });
        }
        // A folder of prompts may be there; another name for a file may not.
        (WRITTEN.contains(&key) && path.is_symlink() && !path.is_dir())
            .then_some(AskedFault::ThroughLink)
    }
}
