//! [`Watch`]: what a long run tells whoever started it, and what it asks.

use telewav::Task;
use telewav::error::Action;

/// Whoever watches a run: it is told how far the run is, can end it, and knows when an output is being put in its place.
///
/// A method that is not written does nothing. [`Unwatched`] writes none; the command line has a progress bar, Ctrl-C and a panic
/// hook behind them.
pub trait Watch: Sync {
    /// So many files are going to be worked on.
    fn begins(&self, n_files: usize) {
        let _ = n_files;
    }

    /// One of them is done. Called from the thread that did it.
    fn file_done(&self) {}

    /// All of them are.
    fn ends(&self) {}

    /// The task of the run, if it can be ended: once that is [cancelled](Task::cancel), no further file is begun, those that are
    /// being worked on are given up, and the run is [`Error::Cancelled`](crate::Error::Cancelled).
    fn task(&self) -> Option<&Task> {
        None
    }

    /// Calls `put` once, which puts an output in its place and says whether there is a new file now. A program that ends
    /// the process itself must not do so until this returns; if it does not call `put`, nothing is written.
    fn writing(&self, put: &mut dyn FnMut() -> bool) {
        put();
    }

    /// Where in the code this thread's last panic was, as `file:line:column`, if it said `message`. Only a panic hook, which
    /// belongs to the process, can know.
    fn place_of_panic(&self, message: &str) -> Option<String> {
        let _ = message;
        None
    }
}

/// A run that is left alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// Puts an output in its place under the eyes of `watch`.
#[cfg(feature = "files")]
pub(crate) fn put<T>(
    watch: &dyn Watch,
    put: impl FnOnce() -> Result<T, telewav::Error>,
    is_new: impl Fn(&T) -> bool,
) -> Result<T, telewav::Error> {
    let (mut put, mut result) = (Some(put), None);
    watch.writing(&mut || {
        if let Some(put) = put.take() {
            result = Some(put());
        }
        matches!(&result, Some(Ok(done)) if is_new(done))
    });
    result.unwrap_or_else(|| {
        Err(telewav::Error::Io {
            action: Action::WriteOutput,
            source: std::io::ErrorKind::Interrupted.into(),
        })
    })
}
