//! [`FoundFile`]: a file to work on, and how it was come by.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use telewav::{DecodeOptions, RawFormat};

/// One file to work on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FoundFile {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Its folder, relative to the folder that was named; empty for a file that was named itself.
    pub folder: PathBuf,
    /// How it was come by.
    pub origin: Origin,
}

/// How a file was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// It was named itself.
    Named,
    /// A folder was named that it is in.
    InFolder,
    /// It is no file, but standard input.
    Stdin,
}

impl FoundFile {
    /// A file that was named itself.
    pub fn named(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            folder: PathBuf::new(),
            origin: Origin::Named,
        }
    }

    /// A file in a folder that was named, or below it, in `folder` relative to that.
    pub fn in_folder(path: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            folder: folder.into(),
            origin: Origin::InFolder,
        }
    }

    /// Standard input.
    pub fn stdin() -> Self {
        Self {
            path: "-".into(),
            folder: PathBuf::new(),
            origin: Origin::Stdin,
        }
    }

    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.origin == Origin::Stdin
    }

    /// How to decode it. What a file that was named itself holds, `raw` says; what a file of unknown
    /// content holds, `raw` or else its extension. Standard input stands for `stdin_filename`.
    pub fn decode_options(
        &self,
        options: DecodeOptions,
        raw: Option<RawFormat>,
        stdin_filename: &Path,
    ) -> DecodeOptions {
        let name = match self.origin {
            Origin::Stdin => stdin_filename,
            Origin::Named | Origin::InFolder => &self.path,
        };
        let extension = name.extension().and_then(OsStr::to_str);
        options
            .raw(raw.filter(|_| self.origin != Origin::InFolder))
            .raw_if_unknown(raw.or(extension.and_then(RawFormat::of_extension)))
    }
}
