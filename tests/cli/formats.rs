//! The forms of the report: each says the same of the same files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Json, codes, fixture, folder, recording, tone};

/// A folder with one file that is good, one that a platform refuses for two reasons, one that is warned of, and
/// one that cannot be read.
fn prompts() -> tempfile::TempDir {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let convert = |name: &str| {
        let source = recording(folder.path().join("source.wav"));
        telewav!["convert", &source, "-o", at(name)].exits(0);
        fs::remove_file(source).unwrap();
    };
    convert("good.wav");
    fs::write(at("a <b> & |c|.wav"), tone(800, 440.0)).unwrap();
    telewav!["silence", "1", "-o", at("silent.wav")].exits(0);
    fs::write(at("torn.wav"), &fs::read(at("good.wav")).unwrap()[..30]).unwrap();
    folder
}

fn check(folder: &Path, format: &str) -> crate::support::Ran {
    let mut command = crate::support::command();
    command.current_dir(folder);
    command.args(["check", ".", "--output-format", format]);
    crate::support::run(&mut command).exits(1)
}

/// What the JSON report says: path, code, severity of each thing that is wrong, in order.
fn of_json(results: &[Json]) -> Vec<(String, String, String)> {
    let mut issues = Vec::new();
    for result in results {
        let path = result["path"]
            .as_str()
            .unwrap()
            .trim_start_matches("./")
            .to_owned();
        for finding in result["findings"].as_array().unwrap() {
            let field = |name: &str| finding[name].as_str().unwrap().to_owned();
            issues.push((path.clone(), field("code"), field("severity")));
        }
        if result.get("error").is_some() {
            issues.push((path, "error".into(), "error".into()));
        }
    }
    issues
}

fn issues(folder: &Path) -> Vec<(String, String, String)> {
    let issues = of_json(&check(folder, "json").results());
    let codes: Vec<&str> = issues.iter().map(|(_, code, _)| code.as_str()).collect();
    assert_eq!(codes, ["TW101", "TW302", "TW401", "TW311"]);
    issues
}

#[test]
fn concise_has_a_line_for_each() {
    let folder = prompts();
    let ran = check(folder.path(), "concise");
    let lines: Vec<&str> = ran.text().lines().collect();
    let (last, lines) = lines.split_last().unwrap();
    assert_eq!(*last, "4 files checked, 2 ok, 2 failed, 1 warning");
    let issues = issues(folder.path());
    assert_eq!(lines.len(), issues.len());
    for (line, (path, code, severity)) in lines.iter().zip(issues) {
        assert!(
            line.contains(&format!("{path}: {severity} {code} ")),
            "{line}"
        );
    }
}

#[test]
fn json_lines_are_the_results_of_json_and_then_the_run() {
    let folder = prompts();
    let ran = check(folder.path(), "json-lines");
    let lines: Vec<Json> = ran
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (run, results) = lines.split_last().unwrap();
    assert_eq!(results, check(folder.path(), "json").results());
    assert_eq!(
        (&run["command"], &run["summary"]["files"]),
        (&"check".into(), &4.into())
    );
    assert_eq!(run["results"], serde_json::json!([]));
}

#[test]
fn github_gets_an_annotation_for_each() {
    let folder = prompts();
    let ran = check(folder.path(), "github");
    let lines: Vec<&str> = ran.text().lines().collect();
    let issues = issues(folder.path());
    assert_eq!(lines.len(), issues.len());
    for (line, (path, code, severity)) in lines.iter().zip(issues) {
        let start = format!("::{severity} file={path},title={code} ");
        assert!(line.starts_with(&start), "{line}, wanted {start}");
    }
    // What has a meaning in a command is escaped.
    let odd = folder.path().join("a,b: 50%.wav");
    fs::write(&odd, tone(800, 440.0)).unwrap();
    check(folder.path(), "github").says(["file=a%2Cb%3A 50%25.wav,title=TW101 name-charset::"]);
}

#[test]
fn gitlab_gets_an_issue_for_each_with_a_fingerprint_of_its_own() {
    let folder = prompts();
    let report: Vec<Json> = serde_json::from_slice(&check(folder.path(), "gitlab").out).unwrap();
    let issues = issues(folder.path());
    assert_eq!(report.len(), issues.len());
    let mut fingerprints = std::collections::BTreeSet::new();
    for (entry, (path, code, severity)) in report.iter().zip(issues) {
        assert_eq!(
            (&entry["location"]["path"], &entry["check_name"]),
            (&path.into(), &code.into())
        );
        assert_eq!(
            entry["severity"],
            if severity == "error" {
                "major"
            } else {
                "minor"
            }
        );
        assert_eq!(entry["location"]["lines"]["begin"], 1);
        assert!(fingerprints.insert(entry["fingerprint"].as_str().unwrap().to_owned()));
    }
    // The same on every run.
    assert_eq!(
        report,
        serde_json::from_slice::<Vec<Json>>(&check(folder.path(), "gitlab").out).unwrap()
    );
}

#[test]
fn sarif_has_a_place_for_each_and_all_rules() {
    let folder = prompts();
    let log: Json = serde_json::from_slice(&check(folder.path(), "sarif").out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let issues = issues(folder.path());
    assert_eq!(results.len(), issues.len());
    for (result, (path, code, severity)) in results.iter().zip(issues) {
        assert_eq!(
            (&result["ruleId"], &result["level"]),
            (&code.into(), &severity.into())
        );
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"]["uri"],
            path.replace(' ', "%20")
                .replace('<', "%3C")
                .replace('>', "%3E")
                .replace('&', "%26")
                .replace('|', "%7C")
        );
        assert_eq!(place["region"]["startLine"], 1);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    }
}

#[test]
fn junit_has_a_case_for_each_file() {
    let folder = prompts();
    let ran = check(folder.path(), "junit");
    let xml = ran.text();
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"4\" failures=\"2\" errors=\"0\">"));
    assert_eq!(xml.matches("<testcase ").count(), 4);
    assert_eq!(xml.matches("<failure type=\"TW101 TW302\" ").count(), 1);
    assert_eq!(xml.matches("<failure type=\"TW311\" ").count(), 1);
    assert_eq!(xml.matches("<system-out>warning TW401").count(), 1);
    assert!(xml.contains("name=\"a &lt;b&gt; &amp; |c|.wav\""));
    assert!(xml.contains("name=\"good.wav\"/>"));
    // An error means that there is no answer.
    let mut command = crate::support::command();
    command.current_dir(folder.path());
    command.args([
        "check",
        "good.wav",
        "missing.wav",
        "--output-format",
        "junit",
    ]);
    crate::support::run(&mut command).exits(1).says([
        "tests=\"2\" failures=\"0\" errors=\"1\"",
        "<error type=\"error\" message=\"error path: ",
    ]);
}

/// The elements of JUnit XML that the readers know (Jenkins' junit-10.xsd; GitLab reads fewer), as far as they are of use here,
/// with their attributes.
const JUNIT: [(&str, &[&str]); 6] = [
    ("testsuites", &["tests", "failures", "errors"]),
    ("testsuite", &["name", "tests", "failures", "errors"]),
    ("testcase", &["classname", "name"]),
    ("failure", &["type", "message"]),
    ("error", &["type", "message"]),
    ("system-out", &[]),
];

#[test]
fn junit_is_what_its_readers_know_and_counts_right() {
    let folder = prompts();
    fs::write(folder.path().join("欢迎.wav"), b"").unwrap();
    let requests = fixture("requests");
    let mut runs = Vec::new();
    for words in [
        vec!["check", "."],
        vec!["check", ".", "missing.wav"],
        vec!["convert", ".", "-o", "out", "-n"],
        vec!["fix", ".", "-n"],
        vec!["inspect", "good.wav", "torn.wav"],
        vec!["silence", "1", "-o", "s.wav"],
    ] {
        let mut command = crate::support::command();
        command.current_dir(folder.path()).args(words);
        runs.push(command);
    }
    let mut refs = crate::support::command();
    refs.current_dir(requests);
    refs.args(["refs", "--prompts", "prompts", "right", "wrong", "broken"]);
    runs.push(refs);
    for mut command in runs {
        command.args(["--output-format", "junit"]);
        let ran = crate::support::run(&mut command);
        let what = format!("{command:?}: {ran}");
        let document = roxmltree::Document::parse(ran.text()).expect(&what);
        let elements = || document.descendants().filter(roxmltree::Node::is_element);
        for node in elements() {
            let name = node.tag_name().name();
            let known = JUNIT.iter().find(|(of, _)| *of == name);
            let (_, wanted) = known.expect(&what);
            let attributes: Vec<_> = node.attributes().map(|a| a.name()).collect();
            assert_eq!(&attributes, wanted, "{what}");
            let parent = node.parent_element().map_or("", |p| p.tag_name().name());
            let is_in = match name {
                "testsuites" => "",
                "testsuite" => "testsuites",
                "testcase" => "testsuite",
                _ => "testcase",
            };
            assert_eq!(parent, is_in, "{what}");
        }
        let count = |name: &str| elements().filter(|node| node.has_tag_name(name)).count();
        for suite in elements().filter(|node| node.has_attribute("tests")) {
            for (counted, name) in [
                ("tests", "testcase"),
                ("failures", "failure"),
                ("errors", "error"),
            ] {
                let n = suite.attribute(counted).unwrap();
                assert_eq!(n, count(name).to_string(), "{counted}: {what}");
            }
        }
        assert!(count("testcase") > 0, "{what}");
    }
}

// Windows has no such names.
#[cfg(unix)]
#[test]
fn junit_keeps_the_names_of_files_apart() {
    let folder = folder();
    let names = [
        "\u{80}.wav",
        "a\tb.wav",
        "a\nb.wav",
        "a\rb.wav",
        "a b.wav",
        "]]>&amp;'\".wav",
        "欢迎.wav",
        "😀.wav",
    ];
    for name in names {
        fs::write(folder.path().join(name), b"").unwrap();
    }
    // No XML has them.
    fs::write(folder.path().join("\u{1}.wav"), b"").unwrap();
    let ran = check(folder.path(), "junit");
    let document = roxmltree::Document::parse(ran.text()).unwrap();
    let read: std::collections::BTreeSet<&str> = document
        .descendants()
        .filter_map(|node| node.attribute("classname").and(node.attribute("name")))
        .collect();
    let wanted = names.into_iter().chain(["\u{FFFD}.wav"]).collect();
    assert_eq!(read, wanted);
}

#[test]
fn markdown_has_a_row_for_each() {
    let folder = prompts();
    let ran = check(folder.path(), "markdown");
    let rows: Vec<&str> = ran
        .text()
        .lines()
        .filter(|line| line.starts_with("| "))
        .collect();
    let issues = issues(folder.path());
    assert_eq!(rows.len(), 2 + issues.len());
    for (row, (_, code, severity)) in rows[2..].iter().zip(&issues) {
        let mark = if severity == "error" {
            ":x:"
        } else {
            ":warning:"
        };
        assert!(row.contains(&format!("| {mark} | {code} ")), "{row}");
        // What a cell holds does not end it.
        assert_eq!(row.replace("\\|", "").matches('|').count(), 7, "{row}");
    }
    ran.says([
        "### telewav check huawei-privatenumber\n\n4 files checked, 2 ok, 2 failed, 1 warning\n",
    ]);
}

#[test]
fn a_file_takes_any_form_and_the_summary_goes_to_the_terminal() {
    let folder = prompts();
    for format in [
        "json",
        "json-lines",
        "github",
        "gitlab",
        "junit",
        "sarif",
        "markdown",
    ] {
        let shown = check(folder.path(), format);
        assert!(shown.err.contains("4 files checked"), "{format}: {shown}");
        let file: PathBuf = folder.path().join(".report");
        telewav![
            "check",
            folder.path(),
            "--output-format",
            format,
            "--output-file",
            &file
        ]
        .exits(1);
        assert!(fs::metadata(&file).unwrap().len() > 0, "{format}");
    }
}

#[test]
fn convert_has_every_form_too() {
    let folder = prompts();
    for format in [
        "concise",
        "json",
        "json-lines",
        "github",
        "gitlab",
        "junit",
        "sarif",
        "markdown",
    ] {
        let ran = telewav![
            "convert",
            folder.path(),
            "-o",
            folder.path().join("out"),
            "-n",
            "--output-format",
            format
        ];
        let ran = ran.exits(1);
        assert!(ran.text().contains("torn.wav"), "{format}: {ran}");
        assert!(ran.text().contains("TW401"), "{format}: {ran}");
    }
}

// ---- which rules, and what they mean ----

#[test]
fn rules_are_selected_and_ignored_by_code_group_and_name() {
    let folder = prompts();
    let found = |options: &[&str]| {
        let mut command = crate::support::command();
        command
            .arg("check")
            .arg(folder.path())
            .args(["--output-format", "json"])
            .args(options);
        let ran = crate::support::run(&mut command);
        let results = ran.results();
        let codes = results
            .iter()
            .flat_map(|result| codes(result))
            .map(str::to_owned);
        (codes.collect::<Vec<_>>(), ran.code)
    };
    let all = ["TW101", "TW302", "TW401", "TW311"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(found(&[]), (all, 1));
    assert_eq!(found(&["--select", "TW1"]).0, ["TW101"]);
    assert_eq!(found(&["--select", "tw302,silent"]).0, ["TW302", "TW401"]);
    assert_eq!(
        found(&["--ignore", "TW3,name-charset"]),
        (vec!["TW401".to_owned()], 0)
    );
    assert_eq!(
        found(&["--select", "TW3", "--ignore", "encoding"]).0,
        ["TW311"]
    );
    let wrong = telewav!["check", folder.path(), "--select", "silnt"].exits(2);
    wrong.complains(["did you mean silent?"]);
    telewav!["check", folder.path(), "--ignore", "TW9"].exits(2);
}

#[test]
fn what_fails_a_run_can_be_chosen() {
    let folder = folder();
    let silent = folder.path().join("silent.wav");
    telewav!["silence", "1", "-o", &silent].exits(0);
    for (fail_on, code) in [("error", 0), ("warning", 1), ("never", 0)] {
        telewav!["check", &silent, "--fail-on", fail_on].exits(code);
    }
    let bad = prompts();
    telewav!["check", bad.path(), "--fail-on", "never"]
        .exits(0)
        .says(["2 failed"]);
    // What could not run at all is still said so.
    telewav!["check", bad.path().join("nowhere"), "--fail-on", "never"].exits(2);
}

#[test]
fn an_ignored_limit_does_not_keep_a_prompt_back() {
    let folder = folder();
    let profile = folder.path().join("short.toml");
    let text = telewav::Profile::embedded_text("huawei-privatenumber").unwrap();
    fs::write(
        &profile,
        text.replace("2_097_152", "858").replace("2_000_000", "858"),
    )
    .unwrap();
    let long = folder.path().join("long.wav");
    fs::write(&long, tone(900, 440.0)).unwrap();
    let out = folder.path().join("out");
    telewav!["convert", &long, "-o", &out, "-p", &profile]
        .exits(1)
        .says(["TW201"]);
    telewav![
        "convert",
        &long,
        "-o",
        &out,
        "-p",
        &profile,
        "--ignore",
        "TW201,TW202"
    ]
    .exits(0);
    assert_eq!(fs::metadata(out.join("long.wav")).unwrap().len(), 958);
}
