//! Damaged copies of every fixture: no panic gets out, nothing aborts, nothing is made of nothing.
//!
//! Always the same copies, so that a failure can be repeated; `fuzz/` looks further. The work is done by a second
//! process with 2 GB of address space, where the platform can set that: an abort for want of memory has to show.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;

use common::{Noise, decoded_with, default_profile};
use telewav::decode::{DecodeOptions, Limits};
use telewav::finding::Findings;
use telewav::{CheckOptions, ConvertOptions, InspectOptions, check, convert, inspect};

/// Damaged copies of each fixture; the environment variable sets another number, for a longer look.
const COPIES: usize = 20;
const COPIES_VARIABLE: &str = "TELEWAV_TEST_COPIES";
/// Fixtures above this are left out: they are slow, and no different.
const MAX_BYTES: usize = 24_000;
/// Longest recording, seconds: a header that claims hours is found out early.
const MAX_INPUT_S: f64 = 20.0;
/// Says to this program that it is the second process.
const CHILD: &str = "TELEWAV_TEST_MUTATIONS";

/// What the last panic said, caught or not.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

fn fixtures() -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else {
                let name = path.to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures"),
        &mut files,
    );
    let is_recording = |name: &str| {
        ![".toml", ".md", ".py"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    files.retain(|name, octets| is_recording(name) && octets.len() <= MAX_BYTES);
    assert!(files.len() > 60, "a fixture was lost: {}", files.len());
    files
}

// ---- how files are damaged ----

/// A number below `n`; 0 for 0. Half of the time among the first few: headers are where it hurts.
fn place(noise: &mut Noise, n: usize) -> usize {
    let within = match noise.next_u32() % 4 {
        0 => n.min(64),
        1 => n.min(512),
        _ => n,
    };
    noise.next_u32() as usize % within.max(1)
}

fn overwrite(octets: &mut [u8], at: usize, with: &[u8]) {
    for (place, octet) in octets.iter_mut().skip(at).zip(with) {
        *place = *octet;
    }
}

/// Does one kind of damage; `other` is another file to take octets from.
fn damage(octets: &mut Vec<u8>, other: &[u8], noise: &mut Noise) {
    const EXTREMES: [u32; 10] = [
        0,
        1,
        0x7F,
        0xFF,
        0xFFFF,
        0x1_0000,
        0x7FFF_FFFF,
        0x8000_0000,
        0xFFFF_FFFE,
        0xFFFF_FFFF,
    ];
    let at = place(noise, octets.len());
    let len = 1 + noise.next_u32() as usize % 64;
    let end = (at + len).min(octets.len());
    match noise.next_u32() % 10 {
        0 | 1 => {
            if let Some(octet) = octets.get_mut(at) {
                *octet ^= 1 << (noise.next_u32() % 8);
            }
        }
        2 => overwrite(octets, at, &noise.next_u32().to_le_bytes()[..1]),
        3 | 4 => {
            let value = EXTREMES[noise.next_u32() as usize % EXTREMES.len()];
            // Fields start at even places, mostly.
            let at = at & !(noise.next_u32() as usize & 1);
            match noise.next_u32() % 3 {
                0 => overwrite(octets, at, &value.to_be_bytes()),
                1 => overwrite(octets, at, &value.to_le_bytes()),
                _ => overwrite(octets, at, &value.to_be_bytes()[2..]),
            }
        }
        5 => octets.truncate(at),
        6 => {
            let to = place(noise, octets.len());
            let taken = octets[at.min(end)..end].to_vec();
            overwrite(octets, to, &taken);
        }
        7 => {
            let inserted: Vec<u8> = (0..len).map(|_| noise.next_u32() as u8).collect();
            octets.splice(at..at, inserted);
        }
        8 => {
            let twice = octets[at.min(end)..end].to_vec();
            octets.splice(at..at, twice);
        }
        _ => {
            let from = place(noise, other.len()).min(other.len());
            octets.truncate(at);
            octets.extend_from_slice(&other[from..]);
        }
    }
}

// ---- what must hold for each ----

/// Everything that takes a recording, on one file.
fn use_every_way(octets: &[u8], lenient: bool) {
    let limits = Limits::default().max_input_s(MAX_INPUT_S);
    let options = DecodeOptions::default().lenient(lenient).limits(limits);
    let profile = default_profile();

    let decoded = decoded_with(octets, &options).map(|(decoded, sound)| {
        assert!(decoded.n_frames > 0);
        assert_eq!(decoded.n_frames, sound.blocks.iter().sum::<usize>() as u64);
        assert!(decoded.duration_s > 0.0 && decoded.duration_s <= MAX_INPUT_S);
        assert!(lenient || decoded.damage.is_empty());
        assert!((1..=limits.max_channels).contains(&sound.planes.len()));
        for rate_hz in sound.rates {
            assert!((limits.min_rate_hz..=limits.max_rate_hz).contains(&rate_hz));
        }
    });

    let inspection = inspect(
        Cursor::new(octets),
        &InspectOptions::default().decode(options.clone()),
    )
    .unwrap();
    assert_eq!(inspection.bytes, octets.len() as u64);
    assert_eq!(inspection.decoded.is_ok(), decoded.is_ok());

    let options = ConvertOptions::default().decode(options);
    if let Ok(made) = convert(Cursor::new(octets), &profile, &options) {
        assert!(decoded.is_ok());
        assert_eq!(made.octets.is_none(), made.report.has_errors());
        if let Some(octets) = made.octets {
            let report = check(Cursor::new(octets), &profile, &CheckOptions::default()).unwrap();
            assert!(!report.has_errors(), "{:?}", report.findings);
        }
    }
    // A file that cannot be read never passes.
    if let Ok(report) = check(Cursor::new(octets), &profile, &CheckOptions::default())
        && !report.has_errors()
    {
        let strict = DecodeOptions::default().limits(limits);
        decoded_with(octets, &strict).unwrap();
    }
}

/// Formats whose header says how long the sound is.
fn says_its_length(name: &str) -> bool {
    name.contains("/good/")
        && [".wav", ".au", ".flac", ".m4a", ".aiff"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// A part of a file is refused, or is all there is of the sound, or comes with a word.
fn use_cut(name: &str, octets: &[u8], at: usize, n_frames: u64) {
    let options = DecodeOptions::default();
    if let Ok((decoded, _)) = decoded_with(&octets[..at], &options) {
        assert!(
            decoded.n_frames == n_frames || !decoded.notes.is_empty(),
            "{name} cut at byte {at}: {} of {n_frames} frames, and not a word",
            decoded.n_frames
        );
    }
}

// ---- the two processes ----

fn guarded(what: &str, run: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(run)).is_err() {
        // The hook says nothing itself.
        eprintln!("{what}: {}", LAST_PANIC.lock().unwrap());
        panic!("{what}");
    }
}

fn damage_all() {
    std::panic::set_hook(Box::new(|info| {
        *LAST_PANIC.lock().unwrap() = info.to_string();
    }));
    let files = fixtures();
    let all: Vec<&Vec<u8>> = files.values().collect();
    let n_copies = env::var(COPIES_VARIABLE).map_or(COPIES, |n| n.parse().unwrap());
    let mut noise = Noise::new(7);
    for (name, octets) in &files {
        for n in 0..n_copies {
            let other = all[noise.next_u32() as usize % all.len()];
            let mut copy = octets.clone();
            for _ in 0..=n % 4 {
                damage(&mut copy, other, &mut noise);
            }
            guarded(&format!("copy {n} of {name}"), || {
                use_every_way(&copy, n % 2 == 0);
            });
        }
        if says_its_length(name) {
            let n_frames = decoded_with(octets, &DecodeOptions::default()).unwrap();
            for _ in 0..n_copies {
                let at = place(&mut noise, octets.len());
                guarded("a cut file", || {
                    use_cut(name, octets, at, n_frames.0.n_frames)
                });
            }
        }
    }
}

/// Runs this test again, alone, in a process with 2 GB of address space.
fn run_again() -> Output {
    let program = env::current_exe().unwrap();
    let limited = cfg!(target_os = "linux");
    let mut command = if limited {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 2000000 && exec \"$0\" \"$@\""]);
        command.arg(program);
        command
    } else {
        Command::new(program)
    };
    command
        .args(["--exact", "no_damage_hurts", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap()
}

#[test]
fn no_damage_hurts() {
    if env::var_os(CHILD).is_some() {
        damage_all();
        return;
    }
    let output = run_again();
    assert!(
        output.status.success(),
        "{}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
