//! What watches a run: it is told how far it is, ends it, and stands by while outputs are written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};

use telewav::Task;
use telewav_batch::jobs::check::{self, check};
use telewav_batch::jobs::convert::{Options, Results, convert};
use telewav_batch::jobs::fix::{self, fix};
use telewav_batch::jobs::inspect::{self, inspect};
use telewav_batch::outcome::{ConvertStatus, FailureKind, Outcome, PathFault};
use telewav_batch::plan::Output;
use telewav_batch::run::for_each;
use telewav_batch::walk::{AUDIO, FoundFile, Walk, Walked};
use telewav_batch::{Error, Unwatched, Watch};

use crate::common::*;

/// So many recordings of a second.
fn recordings(n: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..n {
        let octets = wav16(8000, &vec![1000 + i as i16; 8000]);
        std::fs::write(folder.path().join(format!("{i:02}.wav")), octets).unwrap();
    }
    folder
}

fn found(folder: &Path) -> Walked {
    Walk::new(AUDIO).from(&[folder.to_owned()])
}

fn converted(
    from: &Path,
    to: &Path,
    n_threads: usize,
    watch: &dyn Watch,
) -> Result<Results, Error> {
    let mut options = Options::default();
    options.n_threads = n_threads;
    let output = Output::Folder(to.to_owned());
    convert(
        &found(from).files,
        &output,
        &default_profile(),
        &options,
        watch,
    )
}

fn names(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Counts what it is told.
#[derive(Default)]
struct Counts {
    told: Mutex<Vec<&'static str>>,
    n_files: AtomicUsize,
    n_done: AtomicUsize,
    n_written: AtomicUsize,
    /// After so many written outputs the run is to end; 0 for never.
    ends_after: usize,
    task: Task,
    /// Whether outputs may not be written.
    refuses: bool,
}

impl Watch for Counts {
    fn begins(&self, n_files: usize) {
        self.told.lock().unwrap().push("begins");
        self.n_files.store(n_files, Ordering::SeqCst);
    }

    fn file_done(&self) {
        self.n_done.fetch_add(1, Ordering::SeqCst);
    }

    fn ends(&self) {
        self.told.lock().unwrap().push("ends");
    }

    fn task(&self) -> Option<&Task> {
        Some(&self.task)
    }

    fn writing(&self, put: &mut dyn FnMut() -> bool) {
        if !self.refuses && put() {
            let n_written = 1 + self.n_written.fetch_add(1, Ordering::SeqCst);
            if n_written == self.ends_after {
                self.task.cancel();
            }
        }
    }
}

#[test]
fn progress_and_written_outputs_are_told() {
    let (from, to) = (recordings(5), tempfile::tempdir().unwrap());
    for (n_threads, n_written) in [(1, 5), (3, 0)] {
        let counts = Counts::default();
        let results = converted(from.path(), to.path(), n_threads, &counts).unwrap();
        assert_eq!(results.outcomes.len(), 5);
        assert_eq!(*counts.told.lock().unwrap(), ["begins", "ends"]);
        assert_eq!(counts.n_files.load(Ordering::SeqCst), 5);
        assert_eq!(counts.n_done.load(Ordering::SeqCst), 5);
        // The second time they are there already.
        assert_eq!(counts.n_written.load(Ordering::SeqCst), n_written);
    }
}

#[test]
fn a_run_that_is_ended_leaves_whole_outputs_and_begins_no_other() {
    let from = recordings(12);
    let whole = tempfile::tempdir().unwrap();
    converted(from.path(), whole.path(), 1, &Unwatched).unwrap();
    for n_threads in [1, 3] {
        let to = tempfile::tempdir().unwrap();
        let counts = Counts {
            ends_after: 2,
            ..Counts::default()
        };
        let error = converted(from.path(), to.path(), n_threads, &counts).unwrap_err();
        assert!(matches!(error, Error::Cancelled), "{error}");
        assert_eq!(*counts.told.lock().unwrap(), ["begins", "ends"]);
        let written = names(to.path());
        // Two, and what other threads had begun.
        assert!((2..=1 + n_threads).contains(&written.len()), "{written:?}");
        for path in written {
            let same = whole.path().join(path.file_name().unwrap());
            assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(same).unwrap());
        }
    }
}

#[test]
fn what_may_not_be_written_is_not_and_fails() {
    let (from, to) = (recordings(2), tempfile::tempdir().unwrap());
    let counts = Counts {
        refuses: true,
        ..Counts::default()
    };
    let results = converted(from.path(), to.path(), 1, &counts).unwrap();
    for outcome in &results.outcomes {
        assert_eq!(outcome.status, ConvertStatus::Failed);
        let error = outcome.error().unwrap();
        assert_eq!(error.kind, FailureKind::Library("io"));
    }
    assert_eq!(names(to.path()), BTreeSet::new());
}

#[test]
fn a_panic_is_that_files_failure_with_its_place() {
    /// As a panic hook would know it.
    struct Hook;
    impl Watch for Hook {
        fn place_of_panic(&self, message: &str) -> Option<String> {
            (message == "ouch").then(|| "here.rs:1:2".to_owned())
        }
    }
    for n_threads in [1, 2] {
        let work = |item: &u32| match item {
            2 => panic!("ouch"),
            item => Ok(*item),
        };
        let failed = |_: &u32, failure| Err(Box::new(failure));
        let outcomes = for_each(&[1, 2, 3], n_threads, &Hook, |_| 0, work, failed).unwrap();
        assert_eq!((&outcomes[0], &outcomes[2]), (&Ok(1), &Ok(3)));
        let failure = outcomes[1].as_ref().unwrap_err();
        assert_eq!(failure.kind, FailureKind::Internal);
        let told = "failed to finish: internal fault (ouch at here.rs:1:2)";
        assert_eq!(failure.message.to_string(), told);
    }
}

#[test]
fn results_come_in_order_and_the_largest_is_begun_first() {
    let began = Mutex::new(Vec::new());
    // Neither thread goes on before the other has begun as many.
    let both = Barrier::new(2);
    let sizes: Vec<u64> = vec![3, 1, 9, 4];
    let work = |size: &u64| {
        began.lock().unwrap().push(*size);
        both.wait();
        *size
    };
    let outcomes = for_each(&sizes, 2, &Unwatched, |size| *size, work, |_, _| 0).unwrap();
    assert_eq!(outcomes, sizes);
    assert!(began.lock().unwrap()[..2].contains(&9));
}

#[test]
fn an_ended_run_works_on_nothing() {
    let from = recordings(2);
    let files = found(from.path()).files;
    let ended = Counts::default();
    ended.task.cancel();
    let error = inspect(&files, &inspect::Options::default(), &ended).unwrap_err();
    assert!(matches!(error, Error::Cancelled));
    assert_eq!(ended.n_done.load(Ordering::SeqCst), 0);
}

#[test]
fn the_file_that_is_being_worked_on_is_given_up() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let minutes = wav16(8000, &vec![1000; 2_000_000]);
    std::fs::write(from.path().join("long.wav"), &minutes).unwrap();
    let files = found(from.path()).files;
    // Ended from inside, once it is under way; `furthest` is how far it went all the same.
    let ended = |run: &dyn Fn(&Counts) -> Error| {
        let furthest = Arc::new(AtomicU64::new(0));
        let (seen, mut counts) = (furthest.clone(), Counts::default());
        let task = counts.task.clone();
        counts.task = task.clone().on_progress(move |progress| {
            seen.fetch_max(progress.done, Ordering::SeqCst);
            task.cancel();
        });
        let error = run(&counts);
        assert!(matches!(error, Error::Cancelled), "{error}");
        let furthest = furthest.load(Ordering::SeqCst);
        assert!(
            (1..minutes.len() as u64 / 2).contains(&furthest),
            "{furthest}"
        );
    };
    ended(&|watch| converted(from.path(), to.path(), 1, watch).unwrap_err());
    ended(&|watch| inspect(&files, &inspect::Options::default(), watch).unwrap_err());
    let profile = default_profile();
    ended(&|watch| check(&files, &profile, &check::Options::default(), watch).unwrap_err());
    ended(&|watch| fix(&files, &profile, &fix::Options::default(), watch).unwrap_err());
    assert_eq!(names(to.path()), BTreeSet::new());
    assert_eq!(
        std::fs::read(from.path().join("long.wav")).unwrap(),
        minutes
    );
}

#[test]
fn paths_that_lead_nowhere_are_outcomes_by_kind() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("empty")).unwrap();
    std::fs::write(path("b.wav"), wav16(8000, &[900; 800])).unwrap();
    let paths = [path("c.wav"), path("empty"), path("b.wav")];
    let walked = Walk::new(AUDIO).from(&paths);
    assert_eq!(walked.files, [FoundFile::named(path("b.wav"))]);
    assert_eq!(
        walked.problems,
        [
            (path("c.wav"), PathFault::Missing),
            (
                path("empty"),
                PathFault::NothingWanted {
                    what: "audio",
                    n_others: 0
                }
            ),
        ]
    );
    let inspected = inspect(&walked.files, &inspect::Options::default(), &Unwatched).unwrap();
    let outcomes = walked.with_problems(inspected);
    let kinds: Vec<_> = outcomes
        .iter()
        .map(|outcome| outcome.error().map(|error| error.kind))
        .collect();
    assert_eq!(
        kinds,
        [None, Some(FailureKind::Path), Some(FailureKind::Path)]
    );
}
