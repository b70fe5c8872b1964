//! Many files, several at a time: the results come in the order of the files.

use std::any::Any;
use std::cmp::Reverse;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use telewav::Task;

use crate::Error;
use crate::outcome::Failure;
use crate::watch::Watch;

/// Works on all items, `n_threads` at a time (0 for one for each processor), the largest first, so that none of them is left
/// for the end; the results come in the order of the items. Where so many threads cannot be started, there are fewer.
///
/// A panic in `work` (a fault of ours: decoders are guarded by the library) becomes the outcome that `failed` makes of it.
///
/// # Errors
///
/// [`Error::Cancelled`], once the task of [`Watch::task`] is.
pub fn for_each<I: Sync, O: Send + Sync>(
    items: &[I],
    n_threads: usize,
    watch: &dyn Watch,
    size: impl Fn(&I) -> u64 + Sync,
    work: impl Fn(&I) -> O + Sync,
    failed: impl Fn(&I, Failure) -> O + Sync,
) -> Result<Vec<O>, Error> {
    let is_cancelled = || watch.task().is_some_and(Task::is_cancelled);
    let work = |item: &I| {
        if is_cancelled() {
            return None;
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| work(item)));
        watch.file_done();
        Some(
            outcome
                .unwrap_or_else(|panic| failed(item, Failure::internal(message(&*panic), watch))),
        )
    };
    watch.begins(items.len());
    let outcomes: Vec<O> = match pool(n_threads, items.len()) {
        None => items.iter().map_while(work).collect(),
        Some(pool) => pool.install(|| {
            let mut order: Vec<usize> = (0..items.len()).collect();
            order.sort_by_cached_key(|i| Reverse(size(&items[*i])));
            // A place for each: a hundred thousand outcomes are not to be there twice.
            let places: Vec<OnceLock<O>> = items.iter().map(|_| OnceLock::new()).collect();
            order.into_par_iter().with_max_len(1).for_each(|i| {
                if let Some(outcome) = work(&items[i]) {
                    // It is the only one for this place.
                    let _ = places[i].set(outcome);
                }
            });
            places
                .into_iter()
                .filter_map(OnceLock::into_inner)
                .collect()
        }),
    };
    watch.ends();
    // What was being worked on may have been given up.
    if is_cancelled() || outcomes.len() < items.len() {
        return Err(Error::Cancelled);
    }
    Ok(outcomes)
}

/// Threads for so many items, as many as can be started; `None` if this one will do.
fn pool(n_threads: usize, n_items: usize) -> Option<ThreadPool> {
    let mut n_threads = n_threads.min(n_items);
    while n_threads != 1 && n_items > 1 {
        match ThreadPoolBuilder::new().num_threads(n_threads).build() {
            Ok(pool) => return Some(pool),
            Err(_) if n_threads == 0 => n_threads = processors(),
            Err(_) => n_threads /= 2,
        }
    }
    None
}

/// How many files can be worked on at a time.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn message(panic: &dyn Any) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
