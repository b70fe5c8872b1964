//! Patterns for files: which are left out, and which are judged by fewer rules.

use std::path::{Path, PathBuf};

use globset::{ErrorKind, Glob, GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};

use crate::Error;
use crate::error::PatternFault;

/// What is left out of folders.
#[derive(Debug, Default)]
pub struct Exclude {
    patterns: GlobSet,
    /// Also if it is named itself.
    pub even_named: bool,
}

impl Exclude {
    /// Leaves out what has these names or patterns.
    ///
    /// # Errors
    ///
    /// [`Error::Pattern`].
    pub fn new(globs: &[String], even_named: bool) -> Result<Self, Error> {
        let mut patterns = GlobSetBuilder::new();
        for pattern in globs {
            patterns.add(glob(pattern)?);
            // What is below a folder of this name is left out with it, also if it is named itself.
            let folder = pattern.trim_end_matches('/');
            patterns.add(glob(&format!("{folder}/**"))?);
            // At any depth below here; further up, a folder of this name says nothing.
            if !folder.contains('/') {
                patterns.add(glob(&format!("./*/**/{folder}/**"))?);
            }
        }
        let patterns = patterns
            .build()
            .map_err(|e| problem(&globs.join(", "), &e))?;
        Ok(Self {
            patterns,
            even_named,
        })
    }

    /// Whether it leaves a path out.
    pub fn leaves_out(&self, path: &Path) -> bool {
        !self.patterns.is_empty() && self.patterns.is_match(absolute(path))
    }
}

/// A pattern of its own.
pub fn matcher(pattern: &str) -> Result<GlobMatcher, Error> {
    glob(pattern).map(|glob| glob.compile_matcher())
}

/// Whether a pattern is about this path.
pub fn matches(matcher: &GlobMatcher, path: &Path) -> bool {
    matcher.is_match(absolute(path))
}

/// A pattern without a slash is about names at any depth, one with a slash about paths from here, as in a
/// .gitignore.
fn glob(pattern: &str) -> Result<Glob, Error> {
    let here = std::env::current_dir().unwrap_or_default();
    let here = globset::escape(&slashed(&here));
    let pattern = pattern.trim_start_matches("./");
    let whole = if Path::new(pattern).is_absolute() || pattern.starts_with("**/") {
        pattern.to_owned()
    } else if pattern.trim_end_matches('/').contains('/') {
        format!("{here}/{pattern}")
    } else {
        format!("**/{}", pattern.trim_end_matches('/'))
    };
    GlobBuilder::new(&whole)
        .literal_separator(true)
        .build()
        .map_err(|e| problem(pattern, &e))
}

fn problem(pattern: &str, error: &globset::Error) -> Error {
    Error::Pattern {
        pattern: pattern.to_owned(),
        problem: match error.kind() {
            ErrorKind::UnclosedClass => PatternFault::OpenClass,
            ErrorKind::InvalidRange(from, to) => PatternFault::Range {
                from: *from,
                to: *to,
            },
            ErrorKind::UnopenedAlternates => PatternFault::NoAlternates,
            ErrorKind::UnclosedAlternates => PatternFault::OpenAlternates,
            ErrorKind::DanglingEscape => PatternFault::Backslash,
            other => PatternFault::Other(other.to_string()),
        },
    }
}

fn absolute(path: &Path) -> PathBuf {
    let path = path.strip_prefix(".").unwrap_or(path);
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    PathBuf::from(slashed(&whole))
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
