//! `telewav check` and `telewav inspect`: every file gets a verdict, and nothing is changed.

use std::fs;
use std::path::Path;

use crate::support::{about, codes, command, fixture, folder, names, recording, run, tone, tree};

/// The only fixtures that the default profile takes as they are.
const PASSING: [&str; 3] = [
    "alaw-8000Hz-mono-801-frames.wav",
    "alaw-8000Hz-mono-all-256-codes.wav",
    "fmt-20-octets.wav",
];

#[test]
fn every_file_gets_a_verdict_and_only_the_right_ones_pass() {
    let mut passing = Vec::new();
    for folder in ["good", "odd", "bad", "regression"] {
        let folder = fixture(folder);
        let mut check = command();
        check.args(["check", "--output-format=json"]).arg(&folder);
        check.env("RUST_BACKTRACE", "1");
        let results = run(&mut check).exits(1).results();
        let paths: Vec<&str> = results
            .iter()
            .map(|r| r["path"].as_str().unwrap())
            .collect();
        let wanted: Vec<String> = names(&folder)
            .iter()
            .map(|name| folder.join(name).display().to_string())
            .collect();
        assert_eq!(paths, wanted);
        for result in &results {
            let findings = result["findings"].as_array().unwrap();
            let has_error = findings
                .iter()
                .any(|finding| finding["severity"] == "error");
            let failed = has_error || result.get("error").is_some();
            assert_eq!(result["passed"], !failed, "{result}");
            if !failed {
                let path = Path::new(result["path"].as_str().unwrap());
                passing.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!(passing, PASSING);
}

#[test]
fn a_verdict_names_the_code_the_limit_the_profile_and_the_cure() {
    let folder = folder();
    let stereo = fixture("good/pcm16-44100Hz-stereo-4410-frames.wav");
    let path = folder.path().join("two words.wav");
    fs::copy(stereo, &path).unwrap();
    let ran = telewav!["check", &path].exits(1).says([
        "failed  ",
        "two words.wav",
        "error TW101 name-charset: space at position 4; huawei-privatenumber needs ",
        "    fix: rename it to two_words.wav",
        "error TW301 sample-rate: 44100 Hz",
        "needs 8000 Hz",
        "error TW302 encoding",
        "error TW303 channels: 2 channels",
    ]);
    assert_eq!(ran.summary(), "1 file checked, 0 ok, 1 failed");
    assert_eq!(ran.err, "");
}

#[test]
fn checking_changes_nothing() {
    let folder = folder();
    recording(folder.path().join("a b.wav"));
    fs::write(folder.path().join("c.mp3"), "no sound").unwrap();
    let before = tree(folder.path());
    telewav!["check", folder.path()].exits(1);
    telewav!["inspect", folder.path()].exits(1);
    assert!(tree(folder.path()) == before);
}

#[test]
fn warnings_do_not_fail_a_file() {
    let odd = fixture("good/alaw-8000Hz-mono-801-frames.wav");
    let ran = telewav!["check", &odd]
        .exits(0)
        .says(["ok ", "warning TW319"]);
    assert_eq!(ran.summary(), "1 file checked, 1 ok, 0 failed, 1 warning");
}

#[test]
fn a_silent_prompt_passes_with_a_warning() {
    let folder = folder();
    let silence = folder.path().join("silence.wav");
    fs::write(&silence, tone(4000, 0.0)).unwrap();
    let out = folder.path().join("out");
    telewav!["convert", &silence, "-o", &out]
        .exits(0)
        .says(["TW401", "silent"]);
    telewav!["check", &out].exits(0).says(["warning TW401"]);
}

#[test]
fn the_profile_decides() {
    let folder = folder();
    let prompts = fixture("prompts/please-try-again.wav");
    // 16-bit linear, 8000 Hz, mono, a header of 44: Asterisk's own format.
    telewav!["check", &prompts, "-p", "asterisk"].exits(0);
    telewav!["check", &prompts, "-p", "cisco-unity-express"]
        .exits(1)
        .says(["TW302"]);
    telewav!["check", &prompts, "-p", "azure-communication-services"]
        .exits(1)
        .says(["TW301"]);

    let raw = folder.path().join("raw");
    telewav!["convert", &prompts, "-p", "asterisk-alaw", "-o", &raw].exits(0);
    assert_eq!(names(&raw), ["please-try-again.alaw"]);
    telewav!["check", &raw, "-p", "asterisk-alaw"].exits(0);
    telewav!["check", &raw].exits(1).says(["TW103", "TW310"]);
}

#[test]
fn what_a_profile_makes_it_takes() {
    // Every platform's own format is tested in the library; these are of every kind.
    for name in [
        "alibaba-vms",
        "allworx",
        "asterisk-sln16",
        "cisco-unity-express",
        "freeswitch-pcma",
        "huawei-aicc",
        "huawei-privatenumber",
        "portsip",
        "webex-calling",
        "yeastar-k2",
    ] {
        let folder = folder();
        let sources = [fixture("prompts"), fixture("good")];
        // Most of them are shorter than the 5 s that Webex asks for.
        telewav![
            "convert",
            &sources[0],
            &sources[1],
            "-p",
            name,
            "-o",
            folder.path(),
            "--ignore",
            "TW204"
        ]
        .exits(0);
        assert_eq!(
            names(folder.path()).len(),
            7 + names(&sources[1]).len(),
            "{name}"
        );
        let ran = telewav![
            "check",
            folder.path(),
            "-p",
            name,
            "--ignore=TW5,TW204",
            "--output-format=json"
        ]
        .exits(0);
        for result in ran.results() {
            // The tones were cut anywhere, and some are loud; nothing else is to be said of them.
            let mut codes = codes(&result).into_iter();
            assert!(
                codes.all(|code| ["TW403", "TW405"].contains(&code)),
                "{name}: {result}"
            );
        }
    }
}

#[test]
fn quiet_shows_only_what_is_wrong() {
    let folder = folder();
    let (good, bad) = (fixture("prompts/goodbye.ogg"), fixture("refused/cut.wav"));
    let ran = telewav!["convert", &good, &bad, "-o", folder.path(), "-q"].exits(1);
    assert!(ran.text().starts_with("failed "), "{ran}");
    assert!(!ran.text().contains("goodbye"), "{ran}");
    assert_eq!(ran.summary(), "2 files: 1 converted, 1 failed");

    let ran = telewav!["check", folder.path(), &bad, "-q"].exits(1);
    assert!(!ran.text().contains("goodbye"), "{ran}");
    assert_eq!(ran.text().matches("cut.wav").count(), 1, "{ran}");
    let ran = telewav!["check", folder.path(), "-q"].exits(0);
    assert_eq!(ran.text(), "1 file checked, 1 ok, 0 failed\n");
}

#[test]
fn inspect_shows_container_chunks_codec_and_levels() {
    let extensible = fixture("good/extensible-alaw-8000Hz-mono-800-frames.wav");
    telewav!["inspect", &extensible].exits(0).says([
        "800 frames",
        "8000 Hz",
        "mono",
        "0xFFFE",
        "A-law",
        "\"fmt \" of 40 octets",
        "\"data\" of 800 octets",
        "channel 1: peak ",
        " dBFS, true peak ",
        " dBTP, RMS ",
        " dBov, speech ",
        " % of the time",
    ]);
    telewav!["inspect", fixture("prompts/goodbye.ogg")]
        .exits(0)
        .says(["loudness -19.8 LUFS"]);
    let ran = telewav![
        "inspect",
        fixture("prompts/hold/chime.oga"),
        "--output-format=json"
    ];
    let result = &ran.exits(0).results()[0];
    let format = &result["decoded"]["format"];
    assert_eq!(format["container"], "Ogg");
    assert_eq!(format["codec"], "Vorbis");
    assert_eq!(format["rate_hz"], 44_100);
    assert_eq!(format["n_channels"], 2);
    assert_eq!(result["decoded"]["n_frames"], 48_022);
    assert_eq!(result["levels"].as_array().unwrap().len(), 2);
    for field in [
        "peak_dbfs",
        "true_peak_dbtp",
        "rms_dbov",
        "active_dbov",
        "activity",
    ] {
        assert!(result["levels"][1][field].is_f64(), "{field}");
    }
    assert!(result["loudness_lufs"].is_f64());
}

#[test]
fn inspect_shows_what_is_left_of_a_damaged_file_and_fails() {
    let ran = telewav![
        "inspect",
        fixture("refused/cut.wav"),
        "--output-format=json"
    ]
    .exits(1);
    let result = &ran.results()[0];
    assert_eq!(result["decoded"]["damage"]["kept"][0]["kind"], "early-end");
    assert!(result["decoded"]["n_frames"].as_u64().unwrap() > 0);

    let all = ["good", "odd", "bad", "refused", "regression"].map(fixture);
    let ran = telewav![
        "inspect",
        &all[0],
        &all[1],
        &all[2],
        &all[3],
        &all[4],
        "--output-format=json"
    ];
    let results = ran.exits(1).results();
    assert_eq!(
        results.len(),
        all.iter().map(|folder| names(folder).len()).sum::<usize>()
    );
    let good = about(&results, "rifx-pcm16-8000Hz-mono-800-frames.wav");
    assert_eq!(good["wav"]["form"], "RIFX");
    assert!(good.get("error").is_none());
}

#[test]
fn a_file_is_judged_by_its_content_and_not_by_its_extension() {
    let folder = folder();
    let out = folder.path().join("out");
    telewav!["convert", fixture("odd/mp3-named.wav"), "-o", &out]
        .exits(0)
        .says(["MP3, "]);
    let ran = telewav![
        "check",
        fixture("odd/mp3-named.wav"),
        "--output-format=json"
    ]
    .exits(1);
    assert_eq!(codes(&ran.results()[0]), ["TW310"]);
}
