//! Loudness and true peak against ffmpeg's meter of EBU R 128.

use std::env;
use std::path::{Path, PathBuf};

use crate::programs::Peer;
use crate::support::{Json, command, fixture, run, tree};

/// What ffmpeg prints to a tenth: integrated loudness in LUFS and the highest true peak in dBTP.
fn theirs(ffmpeg: Peer, path: &Path) -> (f64, f64) {
    let said = ffmpeg.says("-nostdin -i @ -af ebur128=peak=true -f null -", &[path]);
    let (_, summary) = said.rsplit_once("Summary:").unwrap();
    let value = |label: &str| {
        let (_, rest) = summary.split_once(label).unwrap();
        rest.split_whitespace().next().unwrap().parse().unwrap()
    };
    (value("I:"), value("Peak:"))
}

fn ours(result: &Json) -> (f64, f64) {
    let peaks = result["levels"].as_array().unwrap().iter();
    let peak = peaks.map(|level| level["true_peak_dbtp"].as_f64().unwrap());
    (
        result["loudness_lufs"].as_f64().unwrap(),
        peak.fold(f64::NEG_INFINITY, f64::max),
    )
}

fn assert_same(ffmpeg: Peer, inspected: &[Json]) {
    for result in inspected {
        let path = result["path"].as_str().unwrap();
        let (lufs, dbtp) = ours(result);
        let (their_lufs, their_dbtp) = theirs(ffmpeg, path.as_ref());
        let shown =
            format!("{path}: {lufs:.2} and {their_lufs} LUFS, {dbtp:.2} and {their_dbtp} dBTP");
        eprintln!("{shown}");
        assert!((lufs - their_lufs).abs() <= 0.1, "{shown}");
        assert!((dbtp - their_dbtp).abs() <= 0.25, "{shown}");
    }
}

#[test]
fn prompts_are_as_loud_as_ffmpeg_finds_them() {
    let Some(ffmpeg) = Peer::find("ffmpeg") else {
        return;
    };
    let ran = telewav!["inspect", fixture("prompts"), "--output-format=json"].exits(0);
    assert_eq!(ran.results().len(), 7);
    assert_same(ffmpeg, &ran.results());
}

#[test]
fn real_recordings_are_as_loud_as_ffmpeg_finds_them() {
    let Some(corpora) = env::var_os("TELEWAV_CORPORA").filter(|corpora| !corpora.is_empty()) else {
        eprintln!("skipped: TELEWAV_CORPORA names no folder of real recordings");
        return;
    };
    let Some(ffmpeg) = Peer::find("ffmpeg") else {
        return;
    };
    // Speech in WAV, since of a compressed recording the two may take another stretch; longer than one block.
    let is_speech = |path: &str, octets: &[u8]| {
        path.ends_with(".wav")
            && path.contains("asterisk")
            && !path.contains("/silence/")
            && octets.len() > 10_000
    };
    let speech: Vec<PathBuf> = tree(corpora.as_ref())
        .into_iter()
        .filter(|(path, octets)| is_speech(path, octets))
        .map(|(path, _)| Path::new(&corpora).join(path))
        .collect();
    let mut command = command();
    command.args(["inspect", "--output-format=json"]);
    command.args(speech.iter().step_by(speech.len().div_ceil(20).max(1)));
    assert_same(ffmpeg, &run(&mut command).exits(0).results());
}
