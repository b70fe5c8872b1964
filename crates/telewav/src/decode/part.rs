//! The part of a source that a walk goes through.

use std::io::SeekFrom;
use std::ops::Range;

use super::Source;
use crate::error::{Action, Error};

/// From `start` to the end of `source`.
pub(super) fn to_the_end<S: Source>(source: &mut S, start: u64) -> Result<Range<u64>, Error> {
    let end = source
        .seek(SeekFrom::End(0))
        .map_err(Error::io(Action::FindLength))?;
    Ok(start.min(end)..end)
}
