//! Thousands of real recordings: all are converted, none is shorter than for others.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use telewav::Profile;
use telewav::profile::DEFAULT;

use crate::programs::Peer;
use crate::prompts::exact_frames;
use crate::support::{Json, command, folder, run, tree};

/// Frames of one recording, ours and those of the program it is measured by.
struct Measured {
    source: PathBuf,
    is_chained: bool,
    ours: usize,
    theirs: Result<usize, String>,
}

impl Measured {
    /// SoX decodes to the same sample. It stops after the first of chained streams; ffmpeg goes on, and
    /// leaves out some samples at each joint.
    fn tolerance(&self) -> usize {
        if self.is_chained { 32 } else { 2 }
    }

    fn difference(&self) -> Option<usize> {
        Some(self.ours.abs_diff(*self.theirs.as_ref().ok()?))
    }
}

#[test]
fn real_recordings_are_converted_whole() {
    let Some(corpora) = env::var_os("TELEWAV_CORPORA").filter(|corpora| !corpora.is_empty()) else {
        eprintln!("skipped: TELEWAV_CORPORA names no folder of real recordings");
        return;
    };
    let corpora = Path::new(&corpora).canonicalize().unwrap();
    let folder = folder();
    let results = converted_with_any_j(&corpora, folder.path());
    let checked = telewav!["check", folder.path().join("2/out")].exits(0);
    eprintln!("{}", checked.summary());

    let (Some(sox), Some(ffmpeg)) = (Peer::find("sox"), Peer::find("ffmpeg")) else {
        return;
    };
    let measured = measure(&results, sox, ffmpeg);
    eprintln!("{}", table(&measured, &corpora));
    // What SoX cannot read, or reads with the encoder's delay, cannot be compared with it.
    let is_comparable = |one: &&Measured| {
        let extension = one.source.extension().unwrap_or_default().to_string_lossy();
        matches!(
            &*extension.to_lowercase(),
            "wav" | "aiff" | "au" | "flac" | "ogg" | "oga"
        )
    };
    let off = |one: &&Measured| one.difference().is_none_or(|n| n > one.tolerance());
    let off: Vec<String> = measured
        .iter()
        .filter(is_comparable)
        .filter(off)
        .map(|one| {
            format!(
                "{}: {} and {:?} frames",
                one.source.display(),
                one.ours,
                one.theirs
            )
        })
        .collect();
    assert!(
        off.is_empty(),
        "{} of another length:\n{}",
        off.len(),
        off.join("\n")
    );
}

/// Converts all of `corpora` with one job and with two, into `1/out` and `2/out`.
fn converted_with_any_j(corpora: &Path, folder: &Path) -> Vec<Json> {
    let mut both = Vec::new();
    for jobs in ["1", "2"] {
        let place = folder.join(jobs);
        fs::create_dir(&place).unwrap();
        let mut convert = command();
        // A relative output, so that both reports can be the same.
        convert.current_dir(&place).arg("convert").arg(corpora);
        convert.args(["-o", "out", "--output-format=json", "-j", jobs]);
        let ran = run(&mut convert);
        let results = ran.results();
        let failed = results
            .iter()
            .filter(|result| result["status"] != "converted");
        let failed: Vec<String> = failed
            .map(|result| {
                format!(
                    "{}: {} {}",
                    result["input"], result["error"], result["findings"]
                )
            })
            .collect();
        assert!(
            failed.is_empty(),
            "{} of {} failed:\n{}",
            failed.len(),
            results.len(),
            failed.join("\n")
        );
        both.push((tree(&place.join("out")), ran.exits(0)));
    }
    let [(one, one_ran), (two, two_ran)] = &both[..] else {
        unreachable!();
    };
    assert!(one == two, "-j1 and -j2 write other prompts");
    assert!(one_ran.out == two_ran.out, "-j1 and -j2 give other reports");
    let results = one_ran.results();
    assert_eq!(one.len(), results.len());
    let profile = Profile::embedded(DEFAULT).unwrap();
    for result in &results {
        let n_frames = result["prompt"]["n_frames"].as_u64().unwrap() as usize;
        assert_eq!(n_frames, exact_frames(result, &profile), "{result}");
    }
    eprintln!("-j1 and -j2 made the same {} prompts", one.len());
    results
}

/// What the other programs make of each source, on all processors.
fn measure(results: &[Json], sox: Peer, ffmpeg: Peer) -> Vec<Measured> {
    let next = AtomicUsize::new(0);
    let measured = Mutex::new(Vec::new());
    let n_threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                while let Some(result) = results.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = measure_one(result, sox, ffmpeg);
                    measured.lock().unwrap().push(one);
                }
            });
        }
    });
    measured.into_inner().unwrap()
}

fn measure_one(result: &Json, sox: Peer, ffmpeg: Peer) -> Measured {
    let source = PathBuf::from(result["input"].as_str().unwrap());
    let notes = result["source"]["notes"].as_array().unwrap();
    let is_chained = n_ogg_streams(&source) > 1;
    assert_eq!(
        is_chained,
        notes
            .iter()
            .any(|note| note.as_str().unwrap().contains("chained")),
        "{result}"
    );
    let theirs = if is_chained {
        ffmpeg.output("-v error -i @ -f s16le -ac 1 -ar 8000 -", &[&source])
    } else {
        sox.output("-V1 @ -t s16 -r 8000 -c 1 -", &[&source])
    };
    Measured {
        is_chained,
        ours: result["prompt"]["n_frames"].as_u64().unwrap() as usize,
        theirs: theirs.map(|octets| octets.len() / 2),
        source,
    }
}

/// Streams in an Ogg file, by the mark of their first pages (RFC 3533, section 6); 0 in any other.
fn n_ogg_streams(path: &Path) -> usize {
    let octets = fs::read(path).unwrap();
    let is_first_page = |head: &&[u8]| head.starts_with(b"OggS\0") && head[5] & 0x02 != 0;
    octets.windows(6).filter(is_first_page).count()
}

/// A line for each folder and kind of file.
fn table(measured: &[Measured], corpora: &Path) -> String {
    let mut groups: BTreeMap<String, Vec<&Measured>> = BTreeMap::new();
    for one in measured {
        let below = one.source.strip_prefix(corpora).unwrap_or(&one.source);
        let set = below.iter().next().unwrap_or_default().to_string_lossy();
        let extension = one.source.extension().unwrap_or_default().to_string_lossy();
        let against = if one.is_chained {
            "chained, ffmpeg"
        } else {
            "sox"
        };
        let group = format!("{set:<32} {extension:<5} {against:<16}");
        groups.entry(group).or_default().push(one);
    }
    let mut table = format!(
        "{:<32} {:<5} {:<16} {:>6} {:>10} {:>8} {:>8} {:>8}\n",
        "folder", "kind", "against", "files", "seconds", "equal", "most off", "unread"
    );
    for (group, members) in groups {
        let differences: Vec<usize> = members.iter().filter_map(|one| one.difference()).collect();
        let seconds = members.iter().map(|one| one.ours).sum::<usize>() as f64 / 8000.0;
        let equal = differences.iter().filter(|n| **n == 0).count();
        let most = differences.iter().max().copied().unwrap_or_default();
        let unread = members.len() - differences.len();
        let _ = writeln!(
            table,
            "{group} {:>6} {seconds:>10.1} {equal:>8} {most:>8} {unread:>8}",
            members.len()
        );
    }
    table
}
