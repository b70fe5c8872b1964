//! Headerless files: `--raw`, and what extensions say.

use std::fs;

use crate::support::{command, fixture, folder, run_with_input, tone, tree};

/// Octets that no content can be told from.
fn alaw() -> Vec<u8> {
    (0..800).map(|i| 0xD5 ^ (i % 7) as u8).collect()
}

#[test]
fn the_extension_of_a_headerless_file_says_what_it_is() {
    let folder = folder();
    let (source, out) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&source).unwrap();
    for name in ["a.alaw", "b.AL", "c.g711a"] {
        fs::write(source.join(name), alaw()).unwrap();
    }
    // A WAV under a wrong name is a WAV.
    fs::write(source.join("d.ul"), tone(800, 440.0)).unwrap();
    let ran = telewav!["convert", &source, "-o", &out].exits(0);
    ran.says(["headerless A-law, 8 bit, 8000 Hz, mono", "WAV linear PCM"]);
    let made = tree(&out);
    assert_eq!(made.len(), 4);
    for name in ["a.wav", "b.wav", "c.wav"] {
        assert_eq!(made[name][58..], alaw(), "{name}");
    }
}

#[test]
fn raw_wins_for_a_file_that_is_named_itself() {
    let folder = folder();
    let wav = folder.path().join("a.wav");
    fs::write(&wav, tone(800, 440.0)).unwrap();
    let out = folder.path().join("out");
    telewav!["convert", &wav, "--raw", "alaw:8000", "-o", &out]
        .exits(0)
        .says(["headerless A-law"]);
    assert_eq!(tree(&out)["a.wav"].len(), 58 + 44 + 1600);
}

#[test]
fn raw_fills_in_for_files_in_folders() {
    let folder = folder();
    let (source, out) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&source).unwrap();
    fs::write(source.join("a.wav"), tone(800, 440.0)).unwrap();
    fs::write(source.join("b.raw"), alaw()).unwrap();
    fs::write(source.join("c.ul"), alaw()).unwrap();
    let ran = telewav!["convert", &source, "--raw=alaw:8000", "-o", &out].exits(0);
    assert_eq!(ran.text().matches("headerless A-law").count(), 2);
    assert_eq!(ran.text().matches("WAV linear PCM").count(), 1);
    assert_eq!(tree(&out)["c.wav"][58..], alaw());
}

#[test]
fn what_says_too_little_is_refused_with_the_way_out() {
    let folder = folder();
    let out = folder.path().join("out");
    for name in ["a.raw", "a.pcm", "a"] {
        let path = folder.path().join(name);
        fs::write(&path, alaw()).unwrap();
        telewav!["convert", &path, "-o", &out]
            .exits(1)
            .says(["--raw alaw:8000"]);
        telewav![
            "convert",
            &path,
            "--raw",
            "ulaw:8000",
            "-o",
            &out,
            "--force"
        ]
        .exits(0);
    }
}

#[test]
fn standard_input_has_the_extension_of_its_name() {
    let folder = folder();
    let out = folder.path().join("out");
    let mut convert = command();
    convert.args(["convert", "-", "--stdin-filename", "x.sln16", "-o"]);
    let ran = run_with_input(convert.arg(&out), &alaw()).exits(0);
    ran.says(["headerless linear PCM, 16 bit, 16000 Hz"]);
}

#[test]
fn inspect_takes_raw_and_extensions() {
    let alaw = fixture("good/raw-alaw-8000Hz-mono-801-frames.alaw");
    let ran = telewav!["inspect", &alaw, "--output-format=json"].exits(0);
    let result = &ran.results()[0];
    assert_eq!(result["kind"], "headerless sound");
    assert_eq!(result["decoded"]["n_frames"], 801);
    let ran = telewav!["inspect", &alaw, "--raw=s8:16000:3", "--output-format=json"].exits(0);
    let result = &ran.results()[0];
    assert_eq!(result["decoded"]["n_frames"], 267);
    assert_eq!(result["decoded"]["format"]["n_channels"], 3);
}

#[test]
fn a_raw_format_that_is_none_is_a_usage_error() {
    for text in ["alaw", "pcm:8000", "alaw:8k", "gsm:8000:2"] {
        telewav!["convert", "x", "-o", "y", "--raw", text]
            .exits(2)
            .complains(["--raw", "headerless"]);
    }
    telewav!["convert", "--help"].exits(0).says([
        "--raw <ENCODING:RATE[:CHANNELS]>",
        "s16le",
        "sln192",
    ]);
}
