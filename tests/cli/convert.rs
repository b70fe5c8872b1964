//! `telewav convert`: what is written, what is left alone, what is refused.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::support::{about, codes, copy, fixture, folder, names, recording, shown, tone, tree};

/// What becomes of `fixtures/prompts`.
const PROMPTS: [&str; 7] = [
    "Huan_Ying_Guang_Lin_1.wav",
    "goodbye.wav",
    "hold/chime.wav",
    "hold/please-wait.wav",
    "hold/queue-position.wav",
    "nobody-available.wav",
    "please-try-again.wav",
];

#[test]
fn seven_recordings_become_seven_prompts_that_pass_check() {
    let folder = folder();
    let out = folder.path().join("out");
    telewav!["convert", fixture("prompts"), "-o", &out].exits(0);
    assert_eq!(names(&out), PROMPTS);
    let checked = telewav!["check", &out, "--output-format", "json"].exits(0);
    let results = checked.results();
    assert_eq!(results.len(), 7);
    for result in results {
        assert_eq!(result["passed"], true);
        assert_eq!(codes(&result), [""; 0], "{result}");
    }
}

#[test]
fn a_name_that_the_platform_refuses_is_spelled_in_its_letters() {
    let folder = folder();
    let chinese = fixture("prompts/欢迎光临 (1).mp3");
    telewav!["convert", &chinese, "-o", folder.path()]
        .exits(0)
        .says(["Huan_Ying_Guang_Lin_1.wav"]);
    assert_eq!(names(folder.path()), ["Huan_Ying_Guang_Lin_1.wav"]);
}

#[test]
fn each_line_says_what_was_done_and_the_last_one_how_many() {
    let folder = folder();
    let prompts = fixture("prompts");
    let ran = telewav!["convert", &prompts, "-o", folder.path()].exits(0);
    let lines: Vec<&str> = ran.text().lines().collect();
    assert_eq!(lines.len(), 8);
    for line in &lines[..7] {
        assert!(line.starts_with("converted "), "{line}");
        assert!(line.contains(&shown(&prompts)), "{line}");
        assert!(line.contains(&shown(folder.path())), "{line}");
        assert!(line.contains(" Hz, "), "{line}");
    }
    assert_eq!(lines[7], "7 files: 7 converted, 0 failed");
    assert_eq!(ran.err, "");
}

#[test]
fn a_second_run_touches_nothing() {
    let folder = folder();
    let out = folder.path();
    telewav!["convert", fixture("prompts"), "-o", out].exits(0);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in PROMPTS {
        let file = File::options().append(true).open(out.join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    // Not with --force either: what is right already need not be replaced.
    for force in [None, Some("--force")] {
        let mut command = crate::support::command();
        command
            .args(["convert", "-o"])
            .arg(out)
            .arg(fixture("prompts"))
            .args(force);
        let ran = crate::support::run(&mut command).exits(0);
        assert_eq!(ran.summary(), "7 files: 7 unchanged, 0 failed");
        assert_eq!(ran.text().matches("unchanged ").count(), 7, "{ran}");
    }
    for name in PROMPTS {
        let modified = fs::metadata(out.join(name)).unwrap().modified().unwrap();
        assert_eq!(modified, long_ago, "{name} was written again");
    }
    assert_eq!(names(out), PROMPTS);
}

#[test]
fn another_file_of_that_name_is_kept_unless_forced() {
    let folder = folder();
    let goodbye = folder.path().join("goodbye.wav");
    fs::write(&goodbye, "what I made in an editor").unwrap();

    let ran = telewav!["convert", fixture("prompts"), "-o", folder.path()].exits(1);
    assert_eq!(ran.summary(), "7 files: 6 converted, 1 refused, 0 failed");
    ran.says(["refused ", "--force"]);
    assert_eq!(fs::read(&goodbye).unwrap(), b"what I made in an editor");

    let ran = telewav![
        "convert",
        fixture("prompts"),
        "-o",
        folder.path(),
        "--force"
    ]
    .exits(0);
    assert_eq!(ran.summary(), "7 files: 1 replaced, 6 unchanged, 0 failed");
    telewav!["check", &goodbye].exits(0);
    assert_eq!(names(folder.path()), PROMPTS);
}

#[test]
fn a_file_of_the_same_length_with_other_content_is_kept_too() {
    let folder = folder();
    let source = recording(folder.path().join("in/a.wav"));
    let out = folder.path().join("out");
    telewav!["convert", &source, "-o", &out].exits(0);
    let mut octets = fs::read(out.join("a.wav")).unwrap();
    *octets.last_mut().unwrap() ^= 1;
    fs::write(out.join("a.wav"), &octets).unwrap();
    telewav!["convert", &source, "-o", &out]
        .exits(1)
        .says(["refused "]);
    assert_eq!(fs::read(out.join("a.wav")).unwrap(), octets);
}

#[test]
fn a_dry_run_writes_nothing_not_even_a_folder() {
    let folder = folder();
    let out = folder.path().join("out");
    let ran = telewav!["convert", fixture("prompts"), "-o", &out, "--dry-run"].exits(0);
    assert!(
        ran.summary()
            .starts_with("7 files: 7 would be written, 0 failed"),
        "{ran}"
    );
    assert!(!out.exists());
    ran.says(["Huan_Ying_Guang_Lin_1.wav"]);
}

#[test]
fn a_dry_run_fails_where_the_run_would() {
    let folder = folder();
    let out = folder.path().join("out");
    telewav!["convert", fixture("refused/cut.wav"), "-o", &out, "-n"].exits(1);
    assert!(!out.exists());

    fs::create_dir(&out).unwrap();
    fs::write(out.join("goodbye.wav"), "other").unwrap();
    let goodbye = fixture("prompts/goodbye.ogg");
    telewav!["convert", &goodbye, "-o", &out, "-n"]
        .exits(1)
        .says(["refused "]);
    telewav!["convert", &goodbye, "-o", &out, "-n", "--force"].exits(0);
    assert_eq!(fs::read(out.join("goodbye.wav")).unwrap(), b"other");
}

#[test]
fn each_file_in_refused_says_why_and_nothing_is_written() {
    let folder = folder();
    let out = folder.path().join("out");
    let ran = telewav!["convert", fixture("refused"), "-o", &out].exits(1);
    assert!(ran.summary().starts_with("8 files: 8 failed"), "{ran}");
    assert!(!out.exists());
    ran.says([
        "37.9 s too long",
        "0.70 s", // where cut.wav ends
        "1.08 s", // where damaged.flac is
        "626 bytes",
        "an empty file",
        "a web page",
        "TW501 name-collision",
        "    fix: ",
    ]);

    let ran = telewav![
        "convert",
        fixture("refused"),
        "-o",
        &out,
        "--output-format=json"
    ]
    .exits(1);
    let results = ran.results();
    let error = |name: &str| about(&results, name)["error"]["kind"].clone();
    assert_eq!(error("cut.wav"), "damaged");
    assert_eq!(error("damaged.flac"), "damaged");
    assert_eq!(error("hole.mp3"), "damaged");
    assert_eq!(error("empty.wav"), "not-audio");
    assert_eq!(error("not-audio.mp3"), "not-audio");
    assert_eq!(codes(about(&results, "too-long.flac")), ["TW201"]);
    assert_eq!(codes(about(&results, "thank you.wav")), ["TW501"]);
    assert_eq!(codes(about(&results, "thank_you.mp3")), ["TW501"]);
    assert!(results.iter().all(|result| result["status"] == "failed"));
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    copy(&fixture("prompts"), &input);
    for name in [
        "cut.wav",
        "damaged.flac",
        "empty.wav",
        "not-audio.mp3",
        "too-long.flac",
    ] {
        fs::copy(fixture("refused").join(name), input.join(name)).unwrap();
    }
    let ran = telewav!["convert", &input, "-o", &out].exits(1);
    assert_eq!(ran.summary(), "12 files: 7 converted, 5 failed");
    assert_eq!(names(&out), PROMPTS);
}

#[test]
fn a_prompt_that_lasts_too_long_by_one_sample_is_refused_and_one_shorter_is_not() {
    let folder = folder();
    // 2,097,152 bytes less a header of 58; an even number of samples.
    let most = 2_097_152 - 58;
    for (name, n_frames) in [("fits.wav", most), ("over.wav", most + 1)] {
        fs::write(folder.path().join(name), tone(n_frames, 440.0)).unwrap();
    }
    let out = folder.path().join("out");
    let ran = telewav!["convert", folder.path(), "-o", &out, "--output-format=json"].exits(1);
    let results = ran.results();
    assert_eq!(codes(about(&results, "over.wav")), ["TW201"]);
    assert_eq!(codes(about(&results, "fits.wav")), ["TW202"]);
    assert_eq!(names(&out), ["fits.wav"]);
    assert_eq!(tree(&out)["fits.wav"].len(), 2_097_152);
}

#[test]
fn what_is_left_of_a_damaged_recording_is_converted_on_demand() {
    let folder = folder();
    let out = folder.path();
    let cut = fixture("refused/cut.wav");
    let ran = telewav![
        "convert",
        &cut,
        "-o",
        out,
        "--lenient",
        "--output-format=json"
    ]
    .exits(0);
    let result = &ran.results()[0];
    assert_eq!(result["status"], "converted");
    assert_eq!(result["source"]["damage"]["total"], 1);
    telewav!["check", out].exits(0);
    telewav!["convert", &cut, "-o", out, "--lenient"]
        .exits(0)
        .says(["damage", "0.70 s"]);
}

#[test]
fn every_good_and_odd_file_is_converted() {
    for name in ["good", "odd"] {
        let folder = folder();
        let source = fixture(name);
        let ran = telewav![
            "convert",
            &source,
            "-o",
            folder.path(),
            "--output-format=json"
        ]
        .exits(0);
        let n = names(&source).len();
        assert_eq!(ran.results().len(), n);
        assert_eq!(names(folder.path()).len(), n);
        telewav!["check", folder.path()].exits(0);
    }
}

#[test]
fn every_bad_file_is_refused_with_an_error_that_names_its_cure() {
    let folder = folder();
    let out = folder.path().join("out");
    let ran = telewav![
        "convert",
        fixture("bad"),
        "-o",
        &out,
        "--output-format=json"
    ]
    .exits(1);
    let results = ran.results();
    assert_eq!(results.len(), names(&fixture("bad")).len());
    for result in results {
        assert_eq!(result["status"], "failed", "{result}");
        let error = &result["error"];
        assert_ne!(error["kind"], "decoder-panicked", "{result}");
        assert!(
            error["message"].as_str().unwrap().starts_with("failed to "),
            "{result}"
        );
        assert!(!error["cure"].as_str().unwrap().is_empty(), "{result}");
    }
    assert!(!out.exists());
}

#[test]
fn files_that_once_broke_a_decoder_hurt_only_themselves() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    copy(&fixture("regression"), &input);
    recording(input.join("well.wav"));
    let mut command = crate::support::command();
    command
        .args(["convert", "--output-format=json", "-o"])
        .arg(&out)
        .arg(&input);
    // The page of addresses is not wanted with this either.
    command.env("RUST_BACKTRACE", "1");
    let results = crate::support::run(&mut command).exits(1).results();
    assert_eq!(results.len(), names(&input).len());
    assert_eq!(about(&results, "well.wav")["status"], "converted");
    for name in names(&out) {
        telewav!["check", out.join(name)].exits(0);
    }
}
