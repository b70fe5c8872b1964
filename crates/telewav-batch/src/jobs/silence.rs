//! A silent prompt, which platforms ask for to mute a notice.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use telewav::{ConvertOptions, Error, Profile};

use crate::outcome::{ConvertStatus, Failure, Outcome, Silent};
use crate::output::{self, Existing, Written};
use crate::watch::{self, Watch};

/// Where the prompt goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SilenceTarget {
    /// To the caller, in octets; reports call that standard output, `-`.
    Octets,
    /// To a file; one that is there already is treated so.
    File(PathBuf, Existing),
}

/// Makes a silent prompt of so many seconds, and writes it, or gives its octets.
pub fn silence(
    duration_s: f64,
    target: &SilenceTarget,
    profile: &Profile,
    watch: &dyn Watch,
) -> (Silent, Option<Vec<u8>>) {
    let path = match target {
        SilenceTarget::Octets => Path::new("-"),
        SilenceTarget::File(path, _) => path,
    };
    make(duration_s, target, path, profile, watch)
        .unwrap_or_else(|error| (Silent::failed(path, Failure::of(&error, watch)), None))
}

fn make(
    duration_s: f64,
    target: &SilenceTarget,
    path: &Path,
    profile: &Profile,
    watch: &dyn Watch,
) -> Result<(Silent, Option<Vec<u8>>), Error> {
    let mut options = ConvertOptions::default();
    if let SilenceTarget::File(path, _) = target {
        options.name = path.file_name().map(OsStr::to_owned);
    }
    let made = telewav::convert::silence(duration_s, profile, &options)?;
    let mut outcome = Silent::new(path, made.prompt, made.findings);
    let Some(octets) = made.octets else {
        return Ok((outcome, None));
    };
    match target {
        SilenceTarget::Octets => {
            outcome.status = ConvertStatus::Converted;
            Ok((outcome, Some(octets)))
        }
        SilenceTarget::File(path, existing) => {
            let write = || output::write(path, &octets, *existing);
            let written = watch::put(watch, write, Written::is_new)?;
            (outcome.status, outcome.error) = ConvertStatus::of(written, false);
            Ok((outcome, None))
        }
    }
}
