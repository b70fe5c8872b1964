//! A call that is watched, and ended, from outside; and sources that can only be read.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex};

use telewav::{
    CheckOptions, ConvertOptions, DecodeOptions, Error, InspectOptions, Limits, Progress, Spooled,
    Task,
};

use crate::common::*;

/// Ten seconds, in blocks of a second or less.
fn recording() -> Vec<u8> {
    wav16(44_100, &sine16(44_100, 440.0, 0.5, 441_000))
}

/// A task that ends itself once half of the source is done, and what it heard.
fn half() -> (Task, Arc<Mutex<Vec<Progress>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let task = Task::new();
    let (watcher, hearing) = (task.clone(), Arc::clone(&heard));
    let task = task.on_progress(move |progress| {
        hearing.lock().unwrap().push(progress);
        if 2 * progress.done > progress.total.unwrap() {
            watcher.cancel();
        }
    });
    (task, heard)
}

fn is_cancelled<T>(result: Result<T, Error>) -> bool {
    matches!(result, Err(Error::Cancelled))
}

#[test]
fn progress_goes_from_the_start_to_the_end() {
    let recording = recording();
    for threads in [1, 2] {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = Arc::clone(&heard);
        let task = Task::new().on_progress(move |progress| hearing.lock().unwrap().push(progress));
        let options = ConvertOptions::default().task(task).threads(threads);
        telewav::convert(Cursor::new(&recording), &default_profile(), &options).unwrap();
        let heard = heard.lock().unwrap();
        let total = recording.len() as u64;
        assert!(heard.iter().all(|progress| progress.total == Some(total)));
        assert!(heard.is_sorted_by_key(|progress| progress.done));
        assert!((10..300).contains(&heard.len()), "{}", heard.len());
        assert!(heard[0].done < total / 4, "{:?}", heard[0]);
        assert_eq!(heard.last().unwrap().done, total);
    }
}

#[test]
fn every_call_can_be_ended_on_its_way() {
    let recording = recording();
    let source = || Cursor::new(&recording);
    for threads in [1, 2] {
        let (task, heard) = half();
        let options = ConvertOptions::default().task(task).threads(threads);
        let made = telewav::convert(source(), &default_profile(), &options);
        assert!(is_cancelled(made));
        // It went on to the half, and no further.
        let last = heard.lock().unwrap().last().unwrap().done;
        let total = recording.len() as u64;
        assert!((total / 2..total * 3 / 4).contains(&last), "{last}");
    }
    let (task, _) = half();
    let options = DecodeOptions::default().task(task);
    assert!(is_cancelled(decoded_with(&recording, &options)));
    let (task, _) = half();
    let options = InspectOptions::default().task(task);
    assert!(is_cancelled(telewav::inspect(source(), &options)));
    let (task, _) = half();
    let options = CheckOptions::default().task(task);
    let checked = telewav::check(source(), &profile("any-wav"), &options);
    assert!(is_cancelled(checked));
}

#[test]
fn a_call_that_was_ended_before_does_nothing() {
    let task = Task::new();
    task.cancel();
    assert!(task.is_cancelled());
    let recording = recording();
    // Not even a verdict that has nothing to do with the sound.
    let options = CheckOptions::default().name("a b.wav").task(task.clone());
    let prompt = converted(&recording).unwrap().octets.unwrap();
    let checked = telewav::check(Cursor::new(&prompt), &default_profile(), &options);
    assert!(is_cancelled(checked));
    let options = DecodeOptions::default().task(task.clone());
    assert!(is_cancelled(Spooled::read(&recording[..], &options)));
    // Nor one that is walked to its end before its first block.
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/good");
    for file in std::fs::read_dir(good).unwrap() {
        let path = file.unwrap().path();
        let options = ConvertOptions::default().task(task.clone());
        let made = telewav::convert(File::open(&path).unwrap(), &default_profile(), &options);
        assert!(is_cancelled(made), "{}", path.display());
    }
    // A file that is cancelled is not damaged, whatever it was.
    let options = ConvertOptions::default().task(task);
    let error = telewav::convert(Cursor::new(&recording), &default_profile(), &options);
    assert_eq!(error.unwrap_err().kind(), "cancelled");
}

#[test]
fn clones_are_one_task() {
    let task = Task::new();
    let clone = task.clone().on_progress(|_| {});
    assert_eq!(task, clone);
    assert_ne!(task, Task::new());
    clone.cancel();
    assert!(task.is_cancelled());
}

// ---- sources that can only be read ----

/// A pipe that hands out a few octets at a time.
struct Pipe<'a>(&'a [u8]);

impl Read for Pipe<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = buffer.len().min(1000);
        self.0.read(&mut buffer[..n])
    }
}

#[test]
fn what_can_only_be_read_is_kept() {
    let recording = recording();
    let whole = converted(&recording).unwrap();
    // In memory, and in a temporary file.
    for max_memory_bytes in [512 << 20, recording.len() as u64] {
        let limits = Limits::default().max_memory_bytes(max_memory_bytes);
        let options = DecodeOptions::default().limits(limits);
        let mut spooled = Spooled::read(Pipe(&recording), &options).unwrap();
        assert_eq!(
            spooled.seek(SeekFrom::End(-4)).unwrap(),
            recording.len() as u64 - 4
        );
        let mut end = Vec::new();
        spooled.read_to_end(&mut end).unwrap();
        assert_eq!(end, recording[recording.len() - 4..]);
        let options = ConvertOptions::default().name("prompt.wav");
        let made = telewav::convert(spooled, &default_profile(), &options).unwrap();
        assert_eq!(made.octets, whole.octets);
    }
}

#[test]
fn no_more_is_kept_than_the_limit_says() {
    let limits = Limits::default().max_memory_bytes(10_000);
    let options = DecodeOptions::default().limits(limits);
    assert!(Spooled::read(Pipe(&[0; 10_000]), &options).is_ok());
    let error = Spooled::read(io::repeat(0), &options).unwrap_err();
    assert!(error.to_string().contains("max_memory_bytes"), "{error}");
}
