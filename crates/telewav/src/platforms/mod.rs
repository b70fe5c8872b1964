//! The platforms that telewav knows, and how a [`Profile`] is read and printed.

mod embedded;
mod fault;
mod read;
mod validate;

use std::io;
use std::path::Path;
use std::str::FromStr;

use embedded::{FAMILIES, PLATFORMS};

use crate::error::{Asked, Error, Problem};
use crate::nearest::nearest;
use crate::profile::{FileText, Profile};

impl Profile {
    /// The names of the embedded profiles of platforms, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PLATFORMS.iter().map(|(name, _)| *name)
    }

    /// The names of the embedded families: what several platforms ask for, for profiles to extend.
    pub fn families() -> impl Iterator<Item = &'static str> {
        FAMILIES.iter().map(|(name, _)| *name)
    }

    /// The text of an embedded profile or family, as it was written; [`to_toml`](Self::to_toml) has what it
    /// inherits as well.
    pub fn embedded_text(name: &str) -> Option<&'static str> {
        PLATFORMS
            .iter()
            .chain(FAMILIES)
            .find(|(known, _)| *known == name)
            .map(|(_, text)| *text)
    }

    /// An embedded profile or family.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] if there is none of that name; the message has the nearest there is.
    ///
    /// ```
    /// let profile = telewav::profile::Profile::embedded("huawei-privatenumber").unwrap();
    /// assert_eq!(profile.format.rate_hz.value, 8000);
    /// ```
    pub fn embedded(name: &str) -> Result<Self, Error> {
        match Self::embedded_text(name) {
            Some(text) => text.parse(),
            None => Err(Error::InvalidOptions {
                option: Asked::ProfileNamed {
                    name: name.to_owned(),
                },
                problem: Problem::NoSuchProfile {
                    near: Self::meant(name),
                },
            }),
        }
    }

    /// "did you mean ...? " for a name that there is not: the nearest one, or all that have it in them.
    fn meant(name: &str) -> Vec<&'static str> {
        let known = || Self::names().chain(Self::families());
        let lower = name.to_lowercase();
        match nearest(name, known()) {
            Some(near) => vec![near],
            None if lower.chars().count() < 3 => Vec::new(),
            None => known().filter(|known| known.contains(&lower)).collect(),
        }
    }

    /// Reads a profile from a file. One that it extends may be a file, too, named relative to it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be read, otherwise as [`from_str`](Self::from_str).
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::read_with(path, &|path| {
            let text = std::fs::read_to_string(path)?;
            let may_be_shown = true;
            Ok(FileText { text, may_be_shown })
        })
    }

    /// The same, where `read` gives the text of the file and of those that it extends: to read them from elsewhere, to
    /// refuse some, and to keep the text of others out of errors.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if `read` fails for `path`, otherwise as [`from_str`](Self::from_str).
    pub fn read_with(
        path: &Path,
        read: &dyn Fn(&Path) -> io::Result<FileText>,
    ) -> Result<Self, Error> {
        read::file(path, read)
    }
}

impl FromStr for Profile {
    type Err = Error;

    /// Reads a profile from TOML; what it extends has to be embedded, see [`Profile::read`].
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] with line, column and key of what is wrong.
    fn from_str(text: &str) -> Result<Self, Error> {
        read::text(text)
    }
}
