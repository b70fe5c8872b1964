//! [`Tracked`]: a source that says how far it is read, and [`Reporter`], which tells it.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};

use super::DecodeOptions;
use crate::error::{Action, Error};
use crate::task::Task;

/// Progress is told in about as many steps.
const STEPS: u64 = 256;
/// And not more often than this, octets.
const MIN_STEP: u64 = 1 << 12;

/// A source, and where it was read last.
pub(super) struct Tracked<'a, S> {
    source: S,
    position: &'a AtomicU64,
}

impl<'a, S> Tracked<'a, S> {
    pub fn new(source: S, position: &'a AtomicU64) -> Self {
        Self { source, position }
    }
}

impl<S: Read> Read for Tracked<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(buffer)?;
        self.position.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl<S: Seek> Seek for Tracked<'_, S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = self.source.seek(to)?;
        self.position.store(position, Ordering::Relaxed);
        Ok(position)
    }
}

/// Tells whoever wants to hear it how far a source is worked through.
pub(super) struct Reporter<'a> {
    task: &'a Task,
    position: &'a AtomicU64,
    total: u64,
    /// The position from which it is worth telling again.
    next: u64,
}

impl<'a> Reporter<'a> {
    /// `None` if no progress is asked for.
    pub fn new<S: Seek>(
        source: &mut S,
        position: &'a AtomicU64,
        options: &'a DecodeOptions,
    ) -> Result<Option<Self>, Error> {
        let Some(task) = options.task.as_ref().filter(|task| task.is_heard()) else {
            return Ok(None);
        };
        let total = source
            .seek(SeekFrom::End(0))
            .map_err(Error::io(Action::FindLength))?;
        Ok(Some(Self {
            task,
            position,
            total,
            next: 0,
        }))
    }

    /// A block has come out of what was read so far.
    pub fn tell(&mut self) {
        let done = self.position.load(Ordering::Relaxed);
        if done >= self.next {
            self.next = done + (self.total / STEPS).max(MIN_STEP);
            self.task.report(done, Some(self.total));
        }
    }

    /// All is done.
    pub fn end(&self) {
        self.task.report(self.total, Some(self.total));
    }
}
