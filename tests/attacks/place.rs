//! A folder with a repository in it and things beside it that nothing in the repository may touch.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use telewav::riff::write::{Header, Law};

use crate::support::{Ran, command, recording, run};

pub struct Place {
    folder: tempfile::TempDir,
    before: BTreeMap<PathBuf, (SystemTime, Vec<u8>)>,
}

/// `repository/` with a `.git` and `prompts/a.wav`; beside it `outside/` with a recording, a profile, a list and a secret.
pub fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("repository/.git")).unwrap();
    fs::write(at("repository/.git/config"), "[core]\n").unwrap();
    recording(at("repository/prompts/a.wav"));
    recording(at("outside/b.wav"));
    recording(at("outside/c d.wav"));
    fs::write(at("outside/secret"), "root:secret-in-a-file:0:0\n").unwrap();
    fs::write(at("outside/secret.toml"), "token = \"secret-in-a-file\"\n").unwrap();
    fs::write(at("outside/secret.json"), "{\"secret-in-a-file\"").unwrap();
    fs::write(at("outside/list"), "../outside/b.wav\n").unwrap();
    let mut place = Place {
        folder,
        before: BTreeMap::new(),
    };
    place.before = place.outside();
    place
}

impl Place {
    pub fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn repository(&self) -> PathBuf {
        self.at("repository")
    }

    /// Writes a file of the repository.
    pub fn put(&self, path: &str, octets: impl AsRef<[u8]>) -> PathBuf {
        let path = self.repository().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, octets).unwrap();
        path
    }

    /// Runs telewav in the repository.
    pub fn run(&self, words: &[&str]) -> Ran {
        self.run_in("repository", words)
    }

    pub fn run_in(&self, folder: &str, words: &[&str]) -> Ran {
        run(command().current_dir(self.at(folder)).args(words))
    }

    /// The same, where something outside has been changed on purpose.
    pub fn remembered(mut self) -> Self {
        self.before = self.outside();
        self
    }

    /// Everything that is not in the repository, and what version control keeps in it.
    fn outside(&self) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let metadata = fs::symlink_metadata(&path).unwrap();
                if path == self.repository() {
                    folders.push(path.join(".git"));
                    continue;
                }
                let octets = match metadata.is_file() {
                    true => fs::read(&path).unwrap(),
                    false => Vec::new(),
                };
                if metadata.is_dir() {
                    folders.push(path.clone());
                }
                files.insert(path, (metadata.modified().unwrap(), octets));
            }
        }
        files
    }

    /// Asserts that nothing outside the repository has changed: no content, no time, no name.
    #[track_caller]
    pub fn is_untouched(&self, what: &str) {
        let now = self.outside();
        let paths = self.before.keys().chain(now.keys());
        let changed: Vec<&PathBuf> = paths
            .filter(|path| self.before.get(*path) != now.get(*path))
            .collect();
        assert!(changed.is_empty(), "{what} changed {changed:?}");
    }
}

/// Makes a link, and says whether the system lets it.
pub fn link(to: impl AsRef<Path>, at: impl AsRef<Path>) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::symlink(to, at).is_ok();
    #[cfg(windows)]
    return match to.as_ref().is_dir() {
        true => std::os::windows::fs::symlink_dir(to, at).is_ok(),
        false => std::os::windows::fs::symlink_file(to, at).is_ok(),
    };
}

/// A prompt that is good but for a chunk that `fix` drops.
pub fn with_chunk() -> Vec<u8> {
    let mut octets =
        telewav::riff::write::g711(Law::A, 8000, Header::WithFact, vec![0x55; 800]).unwrap();
    octets.extend(b"LIST\x04\0\0\0INFO");
    let size = u32::try_from(octets.len() - 8).unwrap();
    octets[4..8].copy_from_slice(&size.to_le_bytes());
    octets
}
