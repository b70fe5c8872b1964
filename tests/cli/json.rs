//! The report for programs: one JSON document on standard output, and nothing else there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::{
    Json, about, codes, command, copy, fixture, folder, recording, run, shown, tone,
};

fn keys(object: &Json) -> BTreeSet<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn every_command_gives_one_document_of_schema_1() {
    let folder = folder();
    let prompts = fixture("prompts");
    let commands: [&[&str]; 7] = [
        &[
            "convert",
            prompts.to_str().unwrap(),
            "-o",
            folder.path().to_str().unwrap(),
        ],
        &["check", prompts.to_str().unwrap()],
        &["inspect", prompts.to_str().unwrap()],
        &["profiles"],
        &["profiles", "huawei-privatenumber"],
        &["explain"],
        &["explain", "TW301"],
    ];
    for args in commands {
        let mut command = command();
        command.args(args).args(["--output-format", "json"]);
        let ran = run(&mut command);
        assert!(ran.code < 2, "{ran}");
        let json = ran.json();
        assert_eq!(json["schema"], 1, "{args:?}");
        assert_eq!(json["command"], args[0]);
        assert_eq!(json["telewav"], env!("CARGO_PKG_VERSION"));
        assert!(!json["results"].as_array().unwrap().is_empty());
    }
}

#[test]
fn there_is_one_result_for_each_file_in_path_order() {
    let folder = folder();
    let out = folder.path().join("out");
    let prompts = fixture("prompts");
    let ran = telewav!["convert", &prompts, "-o", &out, "--output-format", "json"].exits(0);
    let json = ran.json();
    assert_eq!(json["profile"], "huawei-privatenumber");
    assert_eq!(json["summary"]["files"], 7);
    assert_eq!(json["summary"]["failed"], 0);
    assert_eq!(json["summary"]["warnings"], 0);
    let mapping: Vec<(String, String)> = ran
        .results()
        .iter()
        .map(|result| {
            assert_eq!(result["status"], "converted");
            let path = |key: &str| result[key].as_str().unwrap().to_owned();
            (path("input"), path("output"))
        })
        .collect();
    let hold = Path::new("hold");
    let wanted = [
        (
            Path::new("goodbye.ogg").to_owned(),
            Path::new("goodbye.wav").to_owned(),
        ),
        (hold.join("chime.oga"), hold.join("chime.wav")),
        (hold.join("please-wait.m4a"), hold.join("please-wait.wav")),
        (
            hold.join("queue-position.flac"),
            hold.join("queue-position.wav"),
        ),
        ("nobody-available.mp3".into(), "nobody-available.wav".into()),
        ("please-try-again.wav".into(), "please-try-again.wav".into()),
        (
            "欢迎光临 (1).mp3".into(),
            "Huan_Ying_Guang_Lin_1.wav".into(),
        ),
    ]
    .map(|(from, to)| (shown(prompts.join(from)), shown(out.join(to))));
    assert_eq!(mapping, wanted);
    let renamed: Vec<Json> = ran.results().iter().map(|r| r["renamed"].clone()).collect();
    assert_eq!(renamed, [false, false, false, false, false, false, true]);
    // The summary is for people, and not in the way.
    assert_eq!(ran.err, "7 files: 7 converted, 0 failed\n");
}

#[test]
fn paths_that_lead_nowhere_stand_in_path_order_too() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    recording(path("a.wav"));
    recording(path("c.wav"));
    let ran = telewav![
        "check",
        path("c.wav"),
        path("b.wav"),
        path("a.wav"),
        "--output-format=json"
    ];
    let results = ran.exits(1).results();
    let paths: Vec<&str> = results
        .iter()
        .map(|result| result["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        ["a.wav", "b.wav", "c.wav"].map(|name| shown(path(name)))
    );
}

#[test]
fn a_prompt_is_described_by_what_went_in_and_what_came_out() {
    let folder = folder();
    let source = fixture("prompts/goodbye.ogg");
    let ran = telewav![
        "convert",
        source,
        "-o",
        folder.path(),
        "--output-format=json"
    ]
    .exits(0);
    let result = &ran.results()[0];
    let source = &result["source"];
    assert_eq!(source["format"]["container"], "Ogg");
    assert_eq!(source["format"]["codec"], "Vorbis");
    assert_eq!(source["format"]["rate_hz"], 22_050);
    assert_eq!(source["format"]["n_channels"], 1);
    assert_eq!(source["n_frames"], 24_969);
    assert_eq!(source["damage"]["total"], 0);
    let prompt = &result["prompt"];
    let octets = fs::read(folder.path().join("goodbye.wav")).unwrap();
    assert_eq!(prompt["bytes"], octets.len());
    assert_eq!(prompt["n_frames"], octets.len() - 58);
    assert_eq!(prompt["duration_s"], (octets.len() - 58) as f64 / 8000.0);
    let peak = prompt["level"]["peak_dbfs"].as_f64().unwrap();
    assert!((-3.5..-3.2).contains(&peak), "{peak}");
    // Of the prompt, ffmpeg says -19.7 LUFS.
    let loudness = prompt["loudness_lufs"].as_f64().unwrap();
    assert!((-19.8..-19.6).contains(&loudness), "{loudness}");
}

#[test]
fn each_status_has_its_word() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    copy(&fixture("prompts/hold"), &input);
    fs::copy(fixture("refused/cut.wav"), input.join("cut.wav")).unwrap();
    let statuses = |more: &[&str]| -> Vec<String> {
        let mut command = command();
        command
            .args(["convert", "--output-format=json", "-o"])
            .arg(&out)
            .arg(&input)
            .args(more);
        let results = run(&mut command).exits(1).results();
        results
            .iter()
            .map(|r| r["status"].as_str().unwrap().to_owned())
            .collect()
    };
    let of_prompts = |status: &'static str| [status, "failed", status, status];
    assert_eq!(statuses(&["-n"]), of_prompts("not-written"));
    assert_eq!(statuses(&[]), of_prompts("converted"));
    assert_eq!(statuses(&[]), of_prompts("unchanged"));
    for name in ["chime.wav", "please-wait.wav", "queue-position.wav"] {
        fs::write(out.join(name), "other").unwrap();
    }
    assert_eq!(statuses(&[]), of_prompts("refused"));
    assert_eq!(statuses(&["--force"]), of_prompts("replaced"));
}

#[test]
fn a_finding_has_all_its_fields() {
    let extensible = fixture("good/extensible-alaw-8000Hz-mono-800-frames.wav");
    let ran = telewav!["check", extensible, "--output-format", "json"].exits(1);
    let json = ran.json();
    assert_eq!(json["summary"]["failed"], 1);
    let result = &ran.results()[0];
    assert_eq!(
        keys(result),
        ["path", "passed", "bytes", "duration_s", "findings"].into()
    );
    assert_eq!(result["passed"], false);
    assert_eq!(codes(result), ["TW307", "TW403"]);
    let finding = &result["findings"][0];
    let fields = [
        "code", "rule", "severity", "found", "wanted", "cure", "said", "offset",
    ];
    assert_eq!(keys(finding), fields.into());
    assert_eq!(finding["rule"], "extensible");
    assert_eq!(finding["severity"], "error");
    assert!(finding["found"].as_str().unwrap().contains("0xFFFE"));
    assert!(finding["wanted"].as_str().unwrap().contains("0x0006"));
    // The command line's own words; as data, it is what the library says.
    let cure = "run telewav fix on it, which keeps the samples as they are";
    assert_eq!(finding["cure"], cure);
    assert_eq!(finding["said"]["cure"], json!({ "key": "rewrap" }));
    let wanted = json!({ "key": "format-tag", "tag": 6 });
    assert_eq!(finding["said"]["wanted"], wanted);
    assert_eq!(finding["offset"], 12);
}

#[test]
fn an_error_has_a_kind_a_message_and_a_cure() {
    let folder = folder();
    let missing = folder.path().join("missing.wav");
    let cut = fixture("refused/cut.wav");
    let out = folder.path().join("out");
    let ran = telewav!["convert", &cut, &missing, "-o", out, "--output-format=json"].exits(1);
    let results = ran.results();
    for (name, kind) in [("cut.wav", "damaged"), ("missing.wav", "path")] {
        let error = &about(&results, name)["error"];
        assert_eq!(keys(error), ["cure", "kind", "message", "said"].into());
        assert_eq!(keys(&error["said"]), ["cure", "message"].into());
        assert_eq!(error["kind"], kind);
        assert!(error["message"].as_str().unwrap().starts_with("failed to "));
    }
    assert_eq!(ran.json()["summary"]["failed"], 2);
}

#[test]
fn a_place_that_is_taken_is_an_error_with_the_cure_that_helps() {
    let folder = folder();
    let source = recording(folder.path().join("a.wav"));
    let refused = |out: &Path| {
        let ran = telewav!["convert", &source, "-o", out, "--output-format=json"].exits(1);
        let result = ran.results()[0].clone();
        assert_eq!(result["status"], "refused");
        assert_eq!(result["error"]["kind"], "exists");
        result["error"]["cure"]
            .as_str()
            .unwrap()
            .contains("--force")
    };
    assert!(
        !refused(folder.path()),
        "a recording is not replaced by --force"
    );
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("a.wav"), "other").unwrap();
    assert!(refused(&out));
}

#[test]
fn each_kind_of_error_has_its_word() {
    let ran = telewav![
        "convert",
        fixture("bad"),
        "-o",
        "never",
        "-n",
        "--output-format=json"
    ];
    let results = ran.exits(1).results();
    for (name, kind) in [
        ("amr.amr", "unsupported"),
        ("unknown-codec.wav", "unsupported"),
        ("channels-0.wav", "limit-exceeded"),
        ("rate-4000000007.wav", "limit-exceeded"),
        ("fmt-cut.wav", "malformed"),
        ("data-missing.wav", "malformed"),
        ("header-only.wav", "malformed"),
        ("flac-one-bit-flipped.flac", "damaged"),
        ("ogg-cut.ogg", "damaged"),
        ("page.mp3", "not-audio"),
        ("text.wav", "not-audio"),
        ("zeros.mp3", "not-audio"),
    ] {
        assert_eq!(about(&results, name)["error"]["kind"], kind, "{name}");
    }
}

#[test]
fn a_warning_is_counted_and_does_not_fail() {
    let folder = folder();
    let silence = folder.path().join("silence.wav");
    fs::write(&silence, tone(800, 0.0)).unwrap();
    let ran = telewav![
        "convert",
        silence,
        "-o",
        folder.path().join("out"),
        "--output-format=json"
    ];
    let ran = ran.exits(0);
    assert_eq!(ran.json()["summary"]["warnings"], 1);
    let result = &ran.results()[0];
    assert_eq!(result["status"], "converted");
    assert_eq!(result["findings"][0]["code"], "TW401");
    assert_eq!(result["findings"][0]["severity"], "warning");
}

#[test]
fn the_form_of_the_report_does_not_change_the_exit_code() {
    for (path, code) in [
        (fixture("prompts/goodbye.ogg"), 1),
        (fixture("good/alaw-8000Hz-mono-all-256-codes.wav"), 0),
        (fixture("no such file.wav"), 2),
    ] {
        telewav!["check", &path].exits(code);
        telewav!["check", &path, "--output-format=json"]
            .exits(code)
            .json();
    }
}

#[test]
fn the_report_goes_to_a_file_when_one_is_named() {
    let folder = folder();
    let source = recording(folder.path().join("a.wav"));
    let (out, report) = (folder.path().join("out"), folder.path().join("report"));
    for format in ["human", "json"] {
        let ran = telewav![
            "convert",
            &source,
            "-o",
            &out,
            "--output-format",
            format,
            "--output-file",
            &report
        ]
        .exits(0);
        assert_eq!(ran.out, b"");
        let text = fs::read_to_string(&report).unwrap();
        match format {
            "json" => {
                let json: Json = serde_json::from_str(&text).unwrap();
                assert_eq!(json["results"][0]["status"], "unchanged");
            }
            _ => assert!(text.ends_with("1 file: 1 converted, 0 failed\n"), "{text}"),
        }
    }
    // Beside a prompt on standard output as well.
    let ran = telewav!["convert", &source, "-o", "-", "--output-file", &report].exits(0);
    assert!(ran.out.starts_with(b"RIFF"));
    assert!(
        fs::read_to_string(&report)
            .unwrap()
            .contains("1 file: 1 converted")
    );

    let nowhere = folder.path().join("no folder/report");
    telewav!["check", &source, "--output-file", &nowhere]
        .exits(2)
        .complains(["report"]);
}

#[test]
fn quiet_leaves_standard_error_empty() {
    let ran = telewav!["check", fixture("good"), "--output-format=json", "-q"].exits(1);
    assert_eq!(ran.err, "");
    // A program gets all results all the same.
    assert!(ran.results().iter().any(|result| result["passed"] == true));
}
