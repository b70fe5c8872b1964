//! [`Window`]: a range of a source, read here and there in small pieces, mostly forward.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::Range;

use super::Output;
use super::limits::{Deadline, Limits};
use crate::error::{Action, Error};

/// Octets read at once.
const BUFFER_LEN: usize = 1 << 16;

/// The octets of `range` of a source, by their position in the source.
pub(super) struct Window<R> {
    reader: BufReader<R>,
    /// The reader's position in the source; `u64::MAX` before the first read.
    position: u64,
    range: Range<u64>,
    /// When there is no time left to read more, and the limit that says so.
    end: Option<(Deadline, Limits)>,
}

impl<R: Read + Seek> Window<R> {
    pub fn new(source: R, range: Range<u64>) -> Self {
        Self {
            reader: BufReader::with_capacity(BUFFER_LEN, source),
            position: u64::MAX,
            range,
            end: None,
        }
    }

    /// The same, within the time for a file.
    pub fn in_time(mut self, output: &Output<'_, '_>) -> Self {
        self.end = Some((output.deadline.clone(), *output.limits()));
        self
    }

    /// Where the range ends.
    pub fn end(&self) -> u64 {
        self.range.end
    }

    /// Up to `len` octets at `position`; fewer at the end of the range.
    pub fn read_at(&mut self, position: u64, len: usize) -> Result<Vec<u8>, Error> {
        let mut octets = Vec::new();
        self.append_at(position, len, &mut octets)?;
        Ok(octets)
    }

    /// The same, behind what is in `octets` already. Says how many were read.
    pub fn append_at(
        &mut self,
        position: u64,
        len: usize,
        octets: &mut Vec<u8>,
    ) -> Result<usize, Error> {
        if let Some((deadline, limits)) = &self.end {
            deadline.check(limits)?;
        }
        // A relative seek keeps what is buffered.
        if self.position == u64::MAX {
            self.reader.seek(SeekFrom::Start(position)).map(|_| ())
        } else if self.position != position {
            let delta = position.wrapping_sub(self.position) as i64;
            self.reader.seek_relative(delta)
        } else {
            Ok(())
        }
        .map_err(Error::io(Action::Seek))?;
        self.position = position;
        let left = self.range.end.saturating_sub(position);
        let wanted = left.min(len as u64);
        // No more at once than is buffered, whatever is asked for.
        octets.reserve(wanted.min(BUFFER_LEN as u64) as usize);
        let n_octets = self
            .reader
            .by_ref()
            .take(wanted)
            .read_to_end(octets)
            .map_err(Error::io(Action::ReadFile))?;
        self.position = position + n_octets as u64;
        Ok(n_octets)
    }
}
