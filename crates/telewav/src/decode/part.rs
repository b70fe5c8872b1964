//! [`Part`]: a range of a source that looks like a whole file. Joined files are decoded part by part.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use symphonia::core::io::MediaSource;

use super::Source;
use super::limits::Allowance;
use super::tags::Patches;
use crate::error::Error;

/// The octets of `range` of a source, with position 0 at its start.
pub(super) struct Part<'s, S> {
    source: &'s mut S,
    range: Range<u64>,
    /// Position within the range.
    position: u64,
    /// What the reader sees in place of what is there.
    patches: Patches,
    /// What it may read.
    allowance: Arc<Allowance>,
}

impl<'s, S: Source> Part<'s, S> {
    pub(super) fn new(
        source: &'s mut S,
        range: Range<u64>,
        patches: Patches,
        allowance: Arc<Allowance>,
    ) -> Result<Self, Error> {
        source
            .seek(SeekFrom::Start(range.start))
            .map_err(Error::io("seek in the file"))?;
        Ok(Self {
            source,
            range,
            position: 0,
            patches,
            allowance,
        })
    }

    fn len(&self) -> u64 {
        self.range.end - self.range.start
    }
}

/// From `start` to the end of `source`.
pub(super) fn to_the_end<S: Source>(source: &mut S, start: u64) -> Result<Range<u64>, Error> {
    let end = source
        .seek(SeekFrom::End(0))
        .map_err(Error::io("find the file's length"))?;
    Ok(start.min(end)..end)
}

impl<S: Source> Read for Part<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.len().saturating_sub(self.position);
        let wanted = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        self.allowance.take(wanted)?;
        let n = self.source.read(&mut buffer[..wanted])?;
        self.patches.apply(self.position, &mut buffer[..n]);
        self.position += n as u64;
        Ok(n)
    }
}

impl<S: Source> Seek for Part<'_, S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(delta) => self.position.checked_add_signed(delta),
            SeekFrom::End(delta) => self.len().checked_add_signed(delta),
        };
        let absolute = position.and_then(|position| self.range.start.checked_add(position));
        let (Some(position), Some(absolute)) = (position, absolute) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        self.source.seek(SeekFrom::Start(absolute))?;
        self.position = position;
        Ok(position)
    }
}

impl<S: Source> MediaSource for Part<'_, S> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.len())
    }
}
