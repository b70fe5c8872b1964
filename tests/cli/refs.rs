//! `telewav refs`: the prompts that requests name.

use std::fs;
use std::path::Path;

use crate::support::{
    Json, Ran, about, codes, command, fixture, folder, recording, run, run_with_input, tone,
};

/// `telewav refs` in the folder of requests, with the prompts that are there.
fn refs(args: &[&str]) -> Ran {
    let mut command = command();
    command.current_dir(fixture("requests"));
    command.args(["refs", "--prompts", "prompts"]).args(args);
    run(&mut command)
}

/// A folder with a prompt for each of these names.
fn prompts(names: &[&str]) -> tempfile::TempDir {
    let folder = folder();
    let source = recording(folder.path().join("source.wav"));
    for name in names {
        let to = folder.path().join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        telewav!["convert", &source, "-o", to].exits(0);
    }
    fs::remove_file(source).unwrap();
    folder
}

/// What is said of the example requests.
const SAID: &str = r#"failed  wrong/case.json  (1 prompt named)
  error TW602 reference-case: recordHintTone "Record-Notice.wav"; there is "record-notice.wav" (line 5, column 21); PrivateNumber AX needs the name to the letter, or it answers 1010002 "Invalid request.Record-Notice.wav does not exist."
    fix: write "record-notice.wav"
failed  wrong/charset.json  (1 prompt named)
  error TW606 reference-charset: notifyVoice "已付款.wav": "已" at position 1 and 2 more (line 6, column 22); huawei-privatenumber needs 0-9 A-Z a-z . _ @ -
    fix: name the prompt Yi_Fu_Kuan.wav, here and as a file
ok      wrong/duration.json  (2 prompts named)
  warning TW608 reference-duration: callerHintTone "long-greeting.wav": 5.20 s (line 7, column 23); PrivateNumber AX needs at most 5 s, as it is cut when the phone rings
    fix: shorten the prompt to 5 s
failed  wrong/excluded.json  (1 prompt named)
  error TW611 reference-excluded: callbackTone together with callbackNum (line 4, column 19); PrivateNumber AXE needs one of the two
    fix: leave callbackTone or callbackNum out
failed  wrong/full-width-space.json  (2 prompts named)
  error TW603 reference-spaces: posTone "\u{3000}code-after.wav" with a full-width space at its start; there is "code-after.wav" (line 7, column 14); VoiceCall callVerify needs the name to the letter, or it answers 1010002 "Invalid request.　code-after.wav does not exist"
    fix: write "code-after.wav"
failed  wrong/length.json  (1 prompt named)
  error TW605 reference-length: callbackTone of 129 characters (line 4, column 19); PrivateNumber AXE needs 1 to 128 characters, with the extension
    fix: shorten the name of the prompt, and name it so
failed  wrong/missing.json  (1 prompt named)
  error TW601 reference-missing: lastMinVoice "last-minutes.wav": there is no such prompt (line 6, column 19); PrivateNumber AXB needs one, or it answers 1010002 "Invalid request.last-minutes.wav does not exist."
    fix: put last-minutes.wav among the prompts, and upload it; or write "last-minute.wav", if that is meant
ok      wrong/no-duration.json  (2 prompts named)
  warning TW610 reference-no-effect: lastMinVoice without maxDuration (line 1, column 113); PrivateNumber AXB needs maxDuration other than 0, or never plays it
    fix: set maxDuration, or leave lastMinVoice out
  warning TW610 reference-no-effect: lastMinVoice with maxDuration 0 (line 2, column 150); VoiceCall click2Call needs maxDuration other than 0, or never plays it
    fix: set maxDuration, or leave lastMinVoice out
failed  wrong/no-extension.json  (1 prompt named)
  error TW604 reference-extension: waitVoice "ring-back" without an extension; there is "ring-back.wav" (line 6, column 16); VoiceCall click2Call needs the name to the letter, or it answers 1010002 "Invalid request.ring-back does not exist"
    fix: write "ring-back.wav"
failed  wrong/recording.json  (1 prompt named)
  error TW604 reference-extension: calleeHintTone "greeting-b.mp3" with .mp3; there is "greeting-b.wav" (line 9, column 29); PrivateNumber AXB needs the name to the letter, or it answers 1010002 "Invalid request.greeting-b.mp3 does not exist."
    fix: write "greeting-b.wav"
failed  wrong/refused.json  (1 prompt named)
  error TW607 reference-refused: waitVoice "linear.wav", which telewav check refuses: TW302 encoding: 16-bit linear PCM (format tag 0x0001) (line 5, column 20); PrivateNumber X (legacy) needs a prompt that passes
    fix: run telewav convert on it
failed  wrong/six-items.json  (6 prompts named)
  error TW609 reference-items: playInfoList of 6 items (line 4, column 19); VoiceCall callnotify needs at most 5
    fix: leave 1 out, or join prompts
failed  wrong/space.json  (1 prompt named)
  error TW603 reference-spaces: preTone "code-before.wav " with a space at its end; there is "code-before.wav" (line 5, column 14); VoiceCall callVerify needs the name to the letter, or it answers 1010002 "Invalid request.code-before.wav  does not exist"
    fix: write "code-before.wav"
failed  wrong/value.json  (0 prompts named)
  error TW612 reference-value: preTone is empty (line 5, column 14); VoiceCall callVerify needs the name of a prompt there, of 1 to 128 characters
    fix: name a prompt, or leave preTone out
  error TW612 reference-value: posTone is 5 (line 7, column 14); VoiceCall callVerify needs the name of a prompt there, of 1 to 128 characters
    fix: name a prompt, or leave posTone out
ok      prompts/left-over.wav
  warning TW613 prompt-unused: no request names it; telewav refs needs a request that does
    fix: remove it, or name it where it is to be played
26 files of requests, 14 ok, 12 failed; 15 prompts; 4 warnings
"#;

#[test]
fn each_kind_of_mistake_is_told_with_its_place_who_asks_and_what_to_do() {
    let ran = refs(&["--quiet", "right", "wrong"]).exits(1);
    let said = ran
        .text()
        .replace("wrong\\", "wrong/")
        .replace("prompts\\", "prompts/");
    for (said, wanted) in said.lines().zip(SAID.lines()) {
        assert_eq!(said, wanted);
    }
    assert_eq!(said.lines().count(), SAID.lines().count(), "{said}");
    assert_eq!(ran.err, "");
}

#[test]
fn requests_that_are_right_are_good() {
    let ran = refs(&["right", "--ignore=TW613"]).exits(0);
    assert_eq!(
        ran.summary(),
        "12 files of requests, 12 ok, 0 failed; 15 prompts"
    );
    assert!(
        !ran.text().contains("error") && !ran.text().contains("warning"),
        "{ran}"
    );
    // Prompts that nothing is wrong with are shown if that is asked for.
    let path = Path::new("prompts").join("paid.wav").display().to_string();
    assert!(!ran.text().contains(&path));
    refs(&["right", "--verbose"])
        .exits(0)
        .says([&format!("ok      {path}\n")]);
}

#[test]
fn a_file_that_is_no_json_fails_and_the_others_go_on() {
    let ran = refs(&["broken", "right"]).exits(1).says([
        "  error: failed to read JSON at line 4, column 1: a comma before }\n    fix: correct it there; JSON is UTF-8, ",
        "  error: failed to read JSON at line 2, column 21: the file ends inside a string\n",
        "  error: failed to read JSON at line 1, column 1: it is in UTF-16\n",
        "ax-bind.json  (3 prompts named)\n",
    ]);
    assert!(!ran.text().contains("TW613"), "{ran}");
    assert_eq!(
        ran.summary(),
        "15 files of requests, 12 ok, 3 failed; 15 prompts; which prompts are not used is not known, as not every \
         request could be read"
    );
}

#[test]
fn the_json_report_has_every_name_with_its_place() {
    let ran = refs(&["right", "wrong", "--output-format=json"]).exits(1);
    let json = ran.json();
    assert_eq!(json["command"], "refs");
    assert_eq!(
        json["summary"],
        serde_json::json!({"files": 41, "failed": 12, "warnings": 4})
    );
    let results = json["results"].as_array().unwrap();
    let roles: Vec<&Json> = results.iter().map(|result| &result["role"]).collect();
    assert!(roles[..26].iter().all(|role| **role == "request"));
    assert!(roles[26..].iter().all(|role| **role == "prompt"));
    let bind = about(results, "axb-bind.jsonl");
    assert_eq!(
        bind["references"],
        serde_json::json!([{
            "field": "recordHintTone",
            "name": "record-notice.wav",
            "asked_by": "PrivateNumber AXB",
            "place": {"line": 1, "column": 137, "pointer": "/recordHintTone"},
        }])
    );
    let nested = &about(results, "recording.json")["findings"][0];
    assert_eq!(
        nested["place"]["pointer"],
        "/requests/0/body/preVoice/calleeHintTone"
    );
    assert_eq!(nested["asked_by"], "PrivateNumber AXB");
    assert_eq!(codes(about(results, "left-over.wav")), ["TW613"]);
}

#[test]
fn other_reports_have_the_line_and_the_column() {
    let said = |format: &str| {
        refs(&[
            "wrong/case.json",
            "--ignore=TW613",
            "--output-format",
            format,
        ])
        .exits(1)
    };
    said("concise").says(["wrong/case.json:5:21: error TW602 reference-case: "]);
    said("github")
        .says(["::error file=wrong/case.json,line=5,col=21,title=TW602 reference-case::"]);
    let gitlab: Json = serde_json::from_slice(&said("gitlab").out).unwrap();
    assert_eq!(
        gitlab[0]["location"],
        serde_json::json!({"path": "wrong/case.json", "lines": {"begin": 5}})
    );
    let sarif: Json = serde_json::from_slice(&said("sarif").out).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 5, "startColumn": 21})
    );
    said("junit").says([
        "<failure type=\"TW602\" ",
        "PrivateNumber AX needs the name",
    ]);
    said("markdown").says(["| :x: | TW602 reference-case |"]);
}

#[test]
fn standard_input_is_a_file_of_requests() {
    let prompts = prompts(&["a.wav"]);
    let mut refs = command();
    refs.args(["refs", "-", "--prompts"]).arg(prompts.path());
    let ran = run_with_input(&mut refs, b"{\"preTone\": \"A.wav\"}").exits(1);
    ran.says(["failed  -  (1 prompt named)", "TW602", "write \"a.wav\""]);
    let mut refs = command();
    refs.args(["refs", "-", "--prompts"]).arg(prompts.path());
    run_with_input(&mut refs, b"{\"preTone\": \"a.wav\"}").exits(0);
}

#[test]
fn prompts_may_lie_in_several_folders_and_in_folders_of_those() {
    let prompts = prompts(&["one/deep/a.wav", "two/b.wav", "c.wav"]);
    let at = |name: &str| prompts.path().join(name);
    let request = at("r.json");
    fs::write(&request, r#"{"preTone": "a.wav", "posTone": "b.wav"}"#).unwrap();
    let ran = telewav![
        "refs",
        &request,
        "--prompts",
        at("one"),
        "--prompts",
        at("two")
    ]
    .exits(0);
    assert_eq!(
        ran.summary(),
        "1 file of requests, 1 ok, 0 failed; 2 prompts"
    );
    telewav!["refs", &request, "--prompts", at("one/deep/a.wav")]
        .exits(1)
        .says(["posTone \"b.wav\": there is no such prompt"]);
    // All that is JSON in a folder, by its extension.
    fs::rename(&request, at("r.JSONL")).unwrap();
    let ran = telewav!["refs", prompts.path(), "--prompts", prompts.path()].exits(0);
    assert_eq!(
        ran.summary(),
        "1 file of requests, 1 ok, 0 failed; 3 prompts; 1 warning"
    );
}

#[test]
fn a_prompt_is_judged_as_check_judges_it() {
    let folder = prompts(&["good.wav", "torn.wav"]);
    let at = |name: &str| folder.path().join(name);
    fs::write(at("linear.wav"), tone(800, 440.0)).unwrap();
    let octets = fs::read(at("torn.wav")).unwrap();
    fs::write(at("torn.wav"), &octets[..30]).unwrap();
    for (name, is_good) in [
        ("good.wav", true),
        ("linear.wav", false),
        ("torn.wav", false),
    ] {
        let request = at("r.json");
        fs::write(&request, format!(r#"{{"preTone": "{name}"}}"#)).unwrap();
        let checked = telewav!["check", at(name), "--output-format=json"].results();
        assert_eq!(checked[0]["passed"], is_good);
        let refs = telewav![
            "refs",
            &request,
            "--prompts",
            folder.path(),
            "--output-format=json"
        ];
        let results = refs.results();
        let findings = &about(&results, "r.json")["findings"];
        if is_good {
            assert_eq!(*findings, serde_json::json!([]));
            continue;
        }
        let first = &checked[0]["findings"][0];
        let text = |field: &str| first[field].as_str().unwrap();
        let wanted = format!(
            "preTone {name:?}, which telewav check refuses: {} {}: {}",
            text("code"),
            text("rule"),
            text("found")
        );
        assert_eq!(findings[0]["code"], "TW607");
        assert_eq!(findings[0]["found"], wanted);
        assert_eq!(findings[0]["cure"], first["cure"]);
    }
    // By the profile that is asked for.
    fs::write(at("r.json"), r#"{"preTone": "linear.wav"}"#).unwrap();
    telewav![
        "refs",
        at("r.json"),
        "--prompts",
        folder.path(),
        "-p",
        "asterisk"
    ]
    .exits(0);
}

#[test]
fn rules_are_chosen_and_a_prompt_must_still_pass_those_that_are_not_ignored() {
    let ran = refs(&[
        "wrong",
        "--select=TW601,reference-value",
        "--output-format=json",
    ])
    .exits(1);
    let results = ran.results();
    let mut all: Vec<&str> = results.iter().flat_map(codes).collect();
    all.dedup();
    assert_eq!(all, ["TW601", "TW612"]);
    refs(&["wrong/refused.json", "--select=TW6"])
        .exits(1)
        .says(["TW607"]);
    refs(&["wrong/refused.json", "--ignore=TW302,TW613"]).exits(0);
    refs(&["right", "--fail-on=warning"])
        .exits(1)
        .says(["TW613"]);
    refs(&["wrong", "--fail-on=never"]).exits(0).says(["TW601"]);
}

#[test]
fn the_profile_s_service_is_the_likelier() {
    let prompts = prompts(&["a.wav"]);
    let request = prompts.path().join("r.json");
    fs::write(&request, r#"{"lastMinVoice": "A.wav", "maxDuration": 5}"#).unwrap();
    let said = |profile: &str| {
        telewav!["refs", &request, "--prompts", prompts.path(), "-p", profile].exits(1)
    };
    said("huawei-privatenumber").says(["; PrivateNumber needs ", "does not exist.\""]);
    said("huawei-voicecall").says(["; VoiceCall needs ", "does not exist\""]);
}

#[test]
fn without_requests_or_without_prompts_there_is_nothing_to_do() {
    refs(&["nowhere.json"])
        .exits(2)
        .says(["nowhere.json\n  error: failed to open"]);
    refs(&["prompts"])
        .exits(2)
        .says(["no JSON in this folder, 15 other files"]);
    refs(&["nowhere.json", "right"]).exits(1);
    refs(&[])
        .exits(2)
        .complains(["nothing to do: name requests"]);
    let right = fixture("requests/right");
    telewav!["refs", &right].exits(2).complains(["--prompts"]);
    telewav!["refs", &right, "--prompts", "nowhere"]
        .exits(2)
        .complains(["--prompts nowhere: failed to open: there is no such file or folder"]);
    telewav!["refs", &right, "--prompts", &right]
        .exits(2)
        .complains(["no audio in this folder, 12 other files"]);
    telewav!["refs", &right, "--prompts", "-"]
        .exits(2)
        .complains(["--prompts takes files and folders"]);
}

#[test]
fn any_number_of_jobs_says_the_same() {
    let one = refs(&["right", "wrong", "broken", "-j1"]).exits(1);
    let four = refs(&["right", "wrong", "broken", "-j4"]).exits(1);
    assert_eq!(one.text(), four.text());
}

#[test]
fn what_a_request_says_cannot_play_tricks_on_a_terminal() {
    let prompts = prompts(&["a.wav"]);
    let request = prompts.path().join("r.json");
    fs::write(
        &request,
        r#"{"preTone": "\u001b[2J\u202eb.wav", "posTone": "\u0007"}"#,
    )
    .unwrap();
    let ran = telewav!["refs", &request, "--prompts", prompts.path()].exits(1);
    let is_trick = |c: char| (c.is_control() && c != '\n') || c == '\u{202E}';
    assert!(!ran.text().contains(is_trick), "{:?}", ran.text());
}
