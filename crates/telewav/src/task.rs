//! [`Task`]: a long call, watched and ended from outside.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;

/// How far a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Octets of the source that are worked through.
    pub done: u64,
    /// All of them, where that is known.
    pub total: Option<u64>,
}

/// A handle on a call that may take long: whoever has a clone of it can end the call, and hears how far it is.
///
/// All clones are one task. A call that was not given one costs nothing for it; with one, it looks at a flag with each
/// block and each packet, and ends with [`Error::Cancelled`] once that is set.
///
/// ```
/// use telewav::{ConvertOptions, Error, Profile, Task, convert};
/// let minute = telewav::riff::write::linear16(8000, &[900; 480_000]).unwrap();
/// let task = Task::new();
/// let watcher = task.clone(); // for another thread, say
/// let task = task.on_progress(move |progress| {
///     if progress.total.is_some_and(|total| progress.done > total / 2) {
///         watcher.cancel();
///     }
/// });
/// let options = ConvertOptions::default().task(task);
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let made = convert(std::io::Cursor::new(minute), &profile, &options);
/// assert!(matches!(made, Err(Error::Cancelled)));
/// ```
#[derive(Clone, Default)]
pub struct Task {
    is_cancelled: Arc<AtomicBool>,
    on_progress: Option<Arc<OnProgress>>,
}

type OnProgress = dyn Fn(Progress) + Send + Sync;

impl Task {
    /// A task that goes on.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same task, with `hear` told how far it is: on the thread of the call, some hundred times for a source. Where
    /// a recording has to be decoded a second time, progress starts anew.
    #[must_use]
    pub fn on_progress(mut self, hear: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(hear));
        self
    }

    /// Ends the calls that have this task, and those that will get it.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it is to end.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Tells how far the call is; for decoders of a program's own, see [`convert_with`](crate::convert::convert_with).
    pub fn report(&self, done: u64, total: Option<u64>) {
        if let Some(hear) = &self.on_progress {
            hear(Progress { done, total });
        }
    }

    /// Whether anybody hears of progress.
    pub(crate) fn is_heard(&self) -> bool {
        self.on_progress.is_some()
    }
}

/// An error, if there is a task and it is to end.
pub(crate) fn check(task: Option<&Task>) -> Result<(), Error> {
    match task.is_some_and(Task::is_cancelled) {
        true => Err(Error::Cancelled),
        false => Ok(()),
    }
}

impl PartialEq for Task {
    /// Whether the two are ended together.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.is_cancelled, &other.is_cancelled)
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("is_cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}
