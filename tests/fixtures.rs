//! The files in `fixtures/` are the ones that PROVENANCE.toml describes, and each does what the README of its folder
//! says: `good`, `odd` and `prompts` convert, `bad` and `refused` do not, `regression` never crashes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use common::{checked, converted, default_profile};
use regex::Regex;
use sha2::{Digest, Sha256};
use telewav::decode::DecodeOptions;
use telewav::finding::Findings;
use telewav::g711::alaw;
use telewav::{Conversion, ConvertOptions, Error, InspectOptions, RawFormat, Severity, inspect};

/// Bytes of A-law's default header.
const HEADER: usize = 58;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// All files in a folder of fixtures and the folders in it, by their path from `fixtures/` with slashes.
fn files_in(folder: &str) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                walk(&path, &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    let prefix = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    walk(&root().join(folder), &prefix, &mut files);
    assert!(!files.is_empty(), "fixtures/{folder} is empty");
    files
}

/// The files of several folders.
fn files_in_all(folders: &[&str]) -> BTreeMap<String, Vec<u8>> {
    folders.iter().flat_map(|folder| files_in(folder)).collect()
}

// ---- where they come from ----

fn rows() -> Vec<toml::Table> {
    let text = fs::read_to_string(root().join("PROVENANCE.toml")).unwrap();
    let mut table: toml::Table = text.parse().unwrap();
    let rows = table.remove("file").unwrap();
    assert!(table.is_empty(), "nothing but [[file]]: {table:?}");
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_table().unwrap().clone())
        .collect()
}

fn text<'a>(row: &'a toml::Table, key: &str) -> &'a str {
    let value = row
        .get(key)
        .unwrap_or_else(|| panic!("no {key} in {row:?}"));
    value.as_str().unwrap()
}

#[test]
fn every_file_has_a_row_and_every_row_a_file() {
    let rows = rows();
    let paths: Vec<_> = rows
        .iter()
        .map(|row| text(row, "path").to_owned())
        .collect();
    let mut files = files_in("");
    for without_row in ["README.md", "PROVENANCE.toml", "make.py"] {
        assert!(files.remove(without_row).is_some(), "{without_row}");
    }
    let files: Vec<_> = files.into_keys().collect();
    let mut sorted = paths.clone();
    sorted.sort();
    assert_eq!(sorted, files);
    assert!(paths.len() > 90, "a fixture was lost: {}", paths.len());
}

#[test]
fn every_file_is_the_one_that_its_row_describes() {
    for row in rows() {
        let path = text(&row, "path");
        let octets = fs::read(root().join(path)).unwrap();
        let hash: String = Sha256::digest(&octets)
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect();
        assert_eq!(hash, text(&row, "sha256"), "{path}");
    }
}

#[test]
fn every_row_is_complete() {
    for row in rows() {
        let keys: Vec<_> = row.keys().map(String::as_str).collect();
        let mut wanted = ["path", "sha256", "made_by", "licence", "exercises"];
        wanted.sort_unstable();
        let mut found = keys.clone();
        found.sort_unstable();
        assert_eq!(found, wanted, "{row:?}");
        for key in keys {
            assert!(!text(&row, key).trim().is_empty(), "{key} of {row:?}");
        }
        let licence = text(&row, "licence");
        let is_known = [
            "CC0-1.0, synthetic",
            "CC-BY-SA-3.0, (c) ",
            "CC-BY-3.0, (c) ",
        ]
        .iter()
        .any(|l| licence.starts_with(l));
        assert!(is_known, "the README says nothing of {licence:?}");
    }
}

#[test]
fn fixtures_are_small() {
    for (path, octets) in files_in("") {
        let is_documentation = !path.contains('/');
        assert!(
            is_documentation || octets.len() <= 50_000,
            "{path}: {} bytes",
            octets.len()
        );
    }
}

#[test]
fn the_readme_names_every_folder() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for entry in fs::read_dir(root()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            let name = entry.file_name().into_string().unwrap();
            assert!(readme.contains(&format!("| `{name}/` |")), "{name}");
        }
    }
}

// ---- what must convert ----

fn conversion(path: &str, octets: &[u8]) -> Conversion {
    // Headerless files say by their extension what they are, as they do for the command.
    let raw = path
        .rsplit_once('.')
        .and_then(|(_, extension)| RawFormat::of_extension(extension));
    let options = DecodeOptions::default().raw_if_unknown(raw);
    let made = telewav::convert(
        Cursor::new(octets),
        &default_profile(),
        &ConvertOptions::default().name("prompt.wav").decode(options),
    )
    .unwrap_or_else(|error| panic!("{path}: failed to {error}"));
    assert!(
        !made.report.has_errors(),
        "{path}: {:?}",
        made.report.findings
    );
    assert!(made.octets.is_some(), "{path}");
    made
}

/// The samples of a prompt.
fn samples(made: &Conversion) -> Vec<f32> {
    let octets = &made.octets.as_ref().unwrap()[HEADER..];
    octets
        .iter()
        .map(|octet| f32::from(alaw::decode(*octet)) / 32768.0)
        .collect()
}

/// Rate and frames of the source, where the name of the file says so.
fn named_frames(path: &str) -> Option<(u64, u64)> {
    let rate_hz: u64 = Regex::new("-([0-9]+)Hz-").unwrap().captures(path)?[1]
        .parse()
        .unwrap();
    if let Some(frames) = Regex::new("-([0-9]+)-frames|-all-([0-9]+)-codes")
        .unwrap()
        .captures(path)
    {
        let frames = frames.get(1).or(frames.get(2)).unwrap().as_str();
        return Some((rate_hz, frames.parse().unwrap()));
    }
    let seconds: f64 = Regex::new("-([0-9]+(?:\\.[0-9]+)?)s[-.]")
        .unwrap()
        .captures(path)?[1]
        .parse()
        .unwrap();
    Some((rate_hz, (seconds * rate_hz as f64).round() as u64))
}

/// How many frames more than its name says a file may have at its own rate. Its encoder filled the last packet, or
/// put silence before the first, and the container does not say how much (or telewav does not act on it yet).
fn padding(path: &str) -> u64 {
    let name = path.rsplit('/').next().unwrap();
    if name.starts_with("aac-adts-") {
        2 * 1024 // encoder delay and the rest of the last frame
    } else if name.contains("-no-xing") || name.contains("-in-wav-") {
        1152 // the rest of the last frame, for MPEG audio without an Info tag
    } else if name.starts_with("vorbis") && name.ends_with(".webm") {
        1024 // the rest of the last Vorbis packet
    } else {
        0
    }
}

/// How many frames less than its name says a file has. Its encoder did not write the last of the sound.
fn unwritten(path: &str) -> u64 {
    if path.contains("/mp2-") {
        481 // ffmpeg leaves in its filter bank what is there at the end
    } else {
        0
    }
}

#[test]
fn every_prompt_has_the_number_of_frames_that_its_name_says() {
    let mut n_named = 0;
    for (path, octets) in files_in_all(&["good", "odd", "prompts"]) {
        let made = conversion(&path, &octets);
        let prompt = &made.report.prompt;
        assert_eq!(
            made.octets.as_ref().unwrap().len() as u64,
            prompt.bytes,
            "{path}"
        );
        assert_eq!(prompt.bytes, HEADER as u64 + prompt.n_frames, "{path}");

        let Some((rate_hz, frames)) = named_frames(&path) else {
            continue;
        };
        n_named += 1;
        let source = &made.report.source;
        assert_eq!(u64::from(source.format.rate_hz), rate_hz, "{path}");
        let range = frames - unwritten(&path)..=frames + padding(&path);
        assert!(
            range.contains(&source.n_frames),
            "{path}: {} frames",
            source.n_frames
        );
        // Rounded up, and made even.
        let wanted = (source.n_frames * 8000)
            .div_ceil(rate_hz)
            .next_multiple_of(2);
        assert_eq!(prompt.n_frames, wanted, "{path}");
    }
    assert!(
        n_named >= 35,
        "only {n_named} names say how long the file is"
    );
}

#[test]
fn good_files_are_converted_without_a_word() {
    for (path, octets) in files_in("good") {
        let mut made = conversion(&path, &octets);
        // Tones that were cut somewhere.
        made.report
            .findings
            .retain(|finding| finding.code.as_str() != "TW403");
        if path.contains("all-256-codes") || path.contains("opus-6-channels") {
            made.report
                .findings
                .retain(|finding| finding.code.as_str() != "TW405");
        }
        assert_eq!(made.report.findings, [], "{path}");
        assert!(made.report.source.damage.is_empty(), "{path}");
        // Five loudspeakers at once are louder than one.
        let is_lowered = made.report.prompt.shaped.clipping.is_some();
        assert_eq!(is_lowered, path.contains("opus-6-channels"), "{path}");
    }
}

#[test]
fn prompts_are_speech_of_a_second_or_more() {
    for (path, octets) in files_in("prompts") {
        let made = conversion(&path, &octets);
        assert_eq!(made.report.findings, [], "{path}");
        assert!(
            (1.0..5.0).contains(&made.report.prompt.duration_s),
            "{path}"
        );
        let rms_dbov = made.report.prompt.level.unwrap().rms_dbov.unwrap();
        assert!(
            (-35.0..-10.0).contains(&rms_dbov),
            "{path}: {rms_dbov} dBov"
        );
    }
}

#[test]
fn odd_files_hide_no_sound() {
    for (path, octets) in files_in("odd") {
        let source = conversion(&path, &octets).report.source;
        if source.format.container == "WAV" {
            assert!(
                (800..=801).contains(&source.n_frames),
                "{path}: {} frames",
                source.n_frames
            );
        } else if path.contains("chained") {
            let n_frames = 2 * u64::from(source.format.rate_hz) / 5;
            assert_eq!(source.n_frames, n_frames, "{path}");
        } else {
            assert!(source.duration_s >= 0.2, "{path}: {} s", source.duration_s);
        }
    }
}

/// The part of the energy of `samples` that is at `hz`, 0 to 1.
fn part_at(samples: &[f32], hz: f64) -> f64 {
    let (mut sine, mut cosine, mut energy) = (0.0, 0.0, 0.0);
    for (n, sample) in samples.iter().enumerate() {
        let phase = std::f64::consts::TAU * hz * n as f64 / 8000.0;
        sine += f64::from(*sample) * phase.sin();
        cosine += f64::from(*sample) * phase.cos();
        energy += f64::from(*sample).powi(2);
    }
    2.0 * (sine * sine + cosine * cosine) / samples.len() as f64 / energy
}

#[test]
fn tones_are_still_tones_and_of_the_same_level() {
    for (path, octets) in files_in_all(&["good", "odd"]) {
        if path.contains("codes") {
            continue;
        }
        let made = conversion(&path, &octets);
        let samples = samples(&made);
        // A chain goes on with another tone.
        let parts = match path.contains("chained") {
            true => vec![(&samples[..1600], 440.0), (&samples[1600..], 880.0)],
            false => vec![(&samples[..], 440.0)],
        };
        for (samples, hz) in parts {
            let part = part_at(samples, hz);
            assert!(part > 0.9, "{path}: {part:.3} of it is {hz} Hz");
        }
        // -12 dBFS on the left, -18 dBFS on the right, averaged. Encoder delay and LAME take a little. The sum of 5.1
        // exceeds full scale and is lowered to it.
        let wanted = match path.as_str() {
            path if path.contains("-stereo-") => -17.5,
            path if path.contains("opus-6-channels") => -3.0,
            _ => -15.0,
        };
        let rms_dbov = made.report.prompt.level.unwrap().rms_dbov.unwrap();
        assert!(
            (rms_dbov - wanted).abs() < 1.0,
            "{path}: {rms_dbov:.2} dBov, wanted {wanted}"
        );
    }
}

#[test]
fn lossless_tones_start_where_they_started() {
    // Sine of phase 0 at frame 0, in the files whose coding neither delays nor pads.
    for (path, octets) in files_in("good") {
        let name = path.rsplit('/').next().unwrap();
        let lossless = [
            "alac-",
            "flac-",
            "pcm",
            "float",
            "au-",
            "rifx-",
            "rf64-",
            "extensible-",
            "alaw-8000Hz-mono-801",
        ];
        if !lossless.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        let samples = samples(&conversion(&path, &octets));
        let amplitude = if path.contains("-stereo-") {
            0.188
        } else {
            0.251
        };
        // Where the tone starts and ends, a low-pass rings.
        for (n, got) in samples
            .iter()
            .enumerate()
            .take(samples.len() - 100)
            .skip(100)
        {
            let wanted = amplitude * (std::f64::consts::TAU * 440.0 * n as f64 / 8000.0).sin();
            assert!(
                (f64::from(*got) - wanted).abs() < 0.02,
                "{path}, frame {n}: {got}, wanted {wanted:.3}"
            );
        }
    }
}

#[test]
fn every_code_of_alaw_is_kept() {
    let path = "good/alaw-8000Hz-mono-all-256-codes.wav";
    let made = conversion(path, &fs::read(root().join(path)).unwrap());
    assert_eq!(
        made.octets.unwrap()[HEADER..],
        (0..=255).collect::<Vec<u8>>()
    );
}

// ---- what must not ----

/// The files that nothing may be made of. The two in `collision` are fine alone.
fn unusable() -> BTreeMap<String, Vec<u8>> {
    let mut files = files_in_all(&["bad", "refused"]);
    files.retain(|path, _| !path.starts_with("refused/collision/"));
    assert!(files.len() >= 28, "a fixture was lost: {}", files.len());
    files
}

#[test]
fn nothing_is_made_of_a_bad_file() {
    for (path, octets) in unusable() {
        match converted(&octets) {
            Ok(made) => {
                assert!(made.report.has_errors(), "{path} converts");
                assert_eq!(made.octets, None, "{path}");
                let finding = &made.report.findings[0];
                assert!(
                    !finding.found.to_string().is_empty() && !finding.cure.to_string().is_empty(),
                    "{path}"
                );
            }
            Err(
                error @ (Error::Malformed { .. }
                | Error::Damaged(_)
                | Error::NotAudio { .. }
                | Error::Unrecognised
                | Error::Unsupported { .. }
                | Error::LimitExceeded { .. }),
            ) => assert!(
                !error.to_string().is_empty() && !error.cure().to_string().is_empty(),
                "{path}"
            ),
            Err(error) => panic!("{path}: {} is no fault of the file: {error}", error.kind()),
        }
    }
}

#[test]
fn a_codec_that_is_not_decoded_is_named() {
    let files = unusable();
    for (path, name) in [
        ("bad/unknown-codec.wav", "a WAV that holds G.723.1"),
        ("bad/amr.amr", "an AMR narrow-band recording"),
    ] {
        let error = converted(&files[path]).unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{path}");
        assert!(error.to_string().contains(name), "{path}: {error}");
    }
}

#[test]
fn no_bad_file_passes_a_check() {
    for (path, octets) in unusable() {
        // Under a good name, so that the content alone decides.
        if let Ok(report) = checked(&default_profile(), "prompt.wav", &octets) {
            assert!(report.has_errors(), "{path} passes: {:?}", report.findings);
        }
    }
}

#[test]
fn no_recording_that_needs_converting_passes_a_check() {
    for (path, octets) in files_in_all(&["good", "odd", "prompts"]) {
        let report = checked(&default_profile(), "prompt.wav", &octets).unwrap();
        // An odd number of octets, a longer fmt: warnings, as some platforms take it.
        let almost_right = report
            .findings
            .iter()
            .all(|f| f.severity == Severity::Warning);
        let is_alaw = path.contains("/alaw-") || path.contains("fmt-20");
        assert_eq!(almost_right, is_alaw, "{path}: {:?}", report.findings);
    }
}

#[test]
fn the_two_that_collide_are_fine_alone() {
    for (path, octets) in files_in("refused/collision") {
        conversion(&path, &octets);
        let stem = telewav::name::split(path.rsplit('/').next().unwrap()).0;
        assert_eq!(
            default_profile().fix_name(stem).as_deref(),
            Some("thank_you.wav"),
            "{path}"
        );
    }
}

// ---- what must never crash ----

#[test]
fn files_that_broke_a_decoder_give_an_error() {
    for (path, octets) in files_in("regression") {
        let result = catch_unwind(|| converted(&octets).map(|made| made.report.findings));
        let result = result.unwrap_or_else(|_| panic!("{path}: a panic got out"));
        let error = result.expect_err(&path);
        assert!(!error.to_string().is_empty(), "{path}");
    }
}

#[test]
fn every_fixture_can_be_inspected() {
    for (path, octets) in files_in("") {
        let inspection = inspect(Cursor::new(&octets), &InspectOptions::default()).unwrap();
        assert_eq!(inspection.bytes, octets.len() as u64, "{path}");
        if let Ok(decoded) = &inspection.decoded {
            assert_eq!(inspection.levels.len(), decoded.format.n_channels, "{path}");
        }
        let is_wav = octets.starts_with(b"RI") || octets.starts_with(b"RF64");
        let has_header = inspection.wav.is_some();
        // An ID3 tag may stand before the header, and golden/ holds headers alone.
        assert!(
            has_header == is_wav || path.contains("id3-before"),
            "{path}"
        );
    }
}
