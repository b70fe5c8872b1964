//! telewav.toml: options that nobody has to type.

use std::fs;
use std::path::Path;

use crate::support::{Ran, folder, names, recording, tone};

/// Runs `telewav` in a folder.
fn run_in(folder: &Path, args: &[&str]) -> Ran {
    let mut command = crate::support::command();
    command.current_dir(folder).args(args);
    crate::support::run(&mut command)
}

/// A project with a configuration.
fn project(config: &str) -> tempfile::TempDir {
    let folder = folder();
    fs::write(folder.path().join("telewav.toml"), config).unwrap();
    for name in [
        "prompts/a.wav",
        "prompts/drafts/b.wav",
        "prompts/legacy/c.wav",
    ] {
        recording(folder.path().join(name));
    }
    fs::create_dir(folder.path().join("deep")).unwrap();
    folder
}

#[test]
fn it_is_found_upwards_and_its_paths_are_its_own() {
    let project = project("profile = \"asterisk\"\npaths = [\"prompts\"]\n");
    for here in ["", "deep"] {
        let ran = run_in(&project.path().join(here), &["check"]).exits(0);
        ran.says(["3 files checked, 3 ok"]);
    }
    // What is typed wins.
    run_in(
        project.path(),
        &["check", "prompts/a.wav", "-p", "huawei-voicecall"],
    )
    .exits(1)
    .says(["1 file checked", "TW302"]);
    run_in(project.path(), &["check", "--isolated"])
        .exits(2)
        .complains(["nothing to do", "telewav.toml"]);
}

#[test]
fn files_are_left_out_by_pattern_wherever_it_runs() {
    let project = project(
        "profile = \"asterisk\"\npaths = [\"prompts\"]\nexclude = [\"prompts/drafts/**\", \"c.wav\"]\n",
    );
    for here in ["", "deep"] {
        run_in(&project.path().join(here), &["check"])
            .exits(0)
            .says(["1 file checked"]);
    }
    // What is named itself is looked at, unless a tool names it.
    run_in(project.path(), &["check", "prompts/legacy/c.wav"])
        .exits(0)
        .says(["1 file checked"]);
    run_in(
        project.path(),
        &[
            "check",
            "prompts/legacy/c.wav",
            "prompts/a.wav",
            "--force-exclude",
        ],
    )
    .exits(0)
    .says(["1 file checked"]);
    // Below a folder of that name, too, unless telewav runs in it.
    let drafts = ["check", "--exclude=drafts", "--force-exclude", "--isolated"];
    let drafts = [&drafts[..], &["-p", "asterisk"]].concat();
    run_in(
        project.path(),
        &[&drafts[..], &["prompts/drafts/b.wav", "prompts/a.wav"]].concat(),
    )
    .exits(0)
    .says(["1 file checked"]);
    run_in(
        &project.path().join("prompts/drafts"),
        &[&drafts[..], &["b.wav"]].concat(),
    )
    .exits(0)
    .says(["1 file checked"]);
    // A commit of drafts alone is no mistake; a path that leads nowhere is.
    for command in ["check", "fix"] {
        let drafts = [&[command], &drafts[1..], &["prompts/drafts/b.wav"]].concat();
        run_in(project.path(), &drafts).exits(0).says(["0 files"]);
        run_in(project.path(), &[&drafts[..], &["nowhere.wav"]].concat()).exits(2);
    }
    run_in(
        project.path(),
        &["check", "prompts", "--exclude", "prompts/drafts"],
    )
    .exits(0)
    .says(["2 files checked"]);
}

#[test]
fn rules_can_be_left_out_for_some_files() {
    let config = "paths = [\"prompts\"]\nselect = [\"TW3\"]\nfail-on = \"warning\"\n[per-file-ignores]\n\"legacy/**\" = [\"encoding\"]\n";
    let config = config.replace("legacy/**", "prompts/legacy/**");
    let project = project(&config);
    let ran = run_in(project.path(), &["check"]).exits(1);
    ran.says(["3 files checked, 1 ok, 2 failed"]);
    assert_eq!(ran_lines(project.path(), "c.wav"), 1);
}

/// A folder with a prompt that no request names, and a request that names none of the prompts.
fn with_requests(config: &str) -> tempfile::TempDir {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let all = "paths = [\"prompts\"]\nrequests = [\"requests\"]\n";
    let refs = "\n[refs]\nprompts = [\"prompts\"]\n";
    fs::write(at("telewav.toml"), [all, config, refs].concat()).unwrap();
    recording(at("source.wav"));
    telewav!["convert", at("source.wav"), "-o", at("prompts/spare.wav")].exits(0);
    fs::create_dir(at("requests")).unwrap();
    fs::write(at("requests/ring.json"), r#"{"preTone": "by.wav"}"#).unwrap();
    folder
}

/// The codes that a command reports, with the names of files.
fn told(folder: &Path, words: &[&str]) -> Vec<(String, String)> {
    let ran = run_in(folder, &[words, &["--output-format", "json"]].concat());
    let mut told = Vec::new();
    for result in ran.results() {
        let path = Path::new(
            result
                .get("input")
                .unwrap_or(&result["path"])
                .as_str()
                .unwrap(),
        );
        let name = path.file_name().unwrap().to_string_lossy();
        let codes = crate::support::codes(&result);
        told.extend(
            codes
                .iter()
                .map(|code| (name.to_string(), (*code).to_owned())),
        );
    }
    told
}

fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, code)| ((*name).into(), (*code).into()))
        .collect()
}

#[test]
fn rules_can_be_left_out_for_requests_and_for_what_they_name() {
    let commands = ["check", "refs"];
    let (ring, spare) = (("ring.json", "TW601"), ("spare.wav", "TW613"));
    for (config, wanted) in [
        ("", vec![ring, spare]),
        ("\"requests/**\" = [\"TW601\"]", vec![spare]),
        ("\"ring.json\" = [\"TW6\"]", vec![spare]),
        ("\"prompts/**\" = [\"prompt-unused\"]", vec![ring]),
        // Each is about the file that it is told of.
        ("\"requests/**\" = [\"TW613\"]", vec![ring, spare]),
        ("\"prompts/**\" = [\"TW601\"]", vec![ring, spare]),
    ] {
        let folder = with_requests(&format!("[per-file-ignores]\n{config}\n"));
        for command in commands {
            let mut told = told(folder.path(), &[command]);
            told.sort();
            assert_eq!(told, named(&wanted), "{command}, {config}");
        }
    }
    let folder = with_requests("");
    for command in commands {
        let words = [command, "--per-file-ignores", "requests/ring.json=TW601"];
        assert_eq!(told(folder.path(), &words), named(&[spare]), "{command}");
    }
    // What is ignored of a prompt is no reason to refuse the request that names it.
    let folder = with_requests("");
    fs::write(folder.path().join("prompts/by.wav"), tone(800, 440.0)).unwrap();
    let ignored = "--per-file-ignores=by.wav=TW302";
    for command in commands {
        let told = |words: &[&str]| {
            let told = told(folder.path(), words);
            told.into_iter()
                .filter(|(name, _)| name == "ring.json")
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&[command]), named(&[("ring.json", "TW607")]));
        assert_eq!(told(&[command, ignored]), [], "{command}");
    }
}

#[test]
fn rules_can_be_left_out_for_files_that_are_fixed() {
    let folder = folder();
    let file = folder.path().join("a.wav");
    fs::write(&file, tone(800, 440.0)).unwrap();
    assert_eq!(
        told(folder.path(), &["fix", "a.wav"]),
        named(&[("a.wav", "TW302")])
    );
    let ignored = ["fix", "a.wav", "--per-file-ignores", "*.wav=TW302"];
    run_in(folder.path(), &ignored).exits(0).says(["1 ok"]);
    assert_eq!(told(folder.path(), &ignored), []);
}

#[test]
fn rules_about_the_set_can_be_left_out_for_the_file_that_they_are_told_of() {
    let folder = folder();
    for name in ["a.wav", "b.wav"] {
        recording(folder.path().join("in").join(name));
    }
    let second = named(&[("b.wav", "TW503")]);
    let convert = ["convert", "in", "-o", "out", "--force"];
    let check = ["check", "out"];
    for words in [&convert[..], &check] {
        assert_eq!(told(folder.path(), words), second);
        let with = |ignored| {
            told(
                folder.path(),
                &[words, &["--per-file-ignores", ignored]].concat(),
            )
        };
        assert_eq!(with("a.wav=TW5"), second);
        assert_eq!(with("b.wav=TW5"), []);
    }
}

fn ran_lines(folder: &Path, name: &str) -> usize {
    let ran = run_in(folder, &["check"]);
    ran.text()
        .lines()
        .filter(|line| line.starts_with("ok") && line.contains(name))
        .count()
}

#[test]
fn a_table_is_for_one_command() {
    let project = project(
        "paths = [\"prompts/a.wav\"]\n[convert]\noutput = \"out\"\nlevel = \"speech:-20\"\ntrim = true\nfade = 5\nhighpass = 100\n",
    );
    let ran = run_in(&project.path().join("deep"), &["convert"]).exits(0);
    ran.says([
        "raised by ",
        " to -20.0 dBov",
        "of silence taken off the start",
    ]);
    assert_eq!(names(&project.path().join("out")), ["a.wav"]);
    run_in(project.path(), &["check", "out"]).exits(0);
}

#[test]
fn a_key_that_is_no_setting_is_refused_with_the_nearest() {
    for (config, words) in [
        (
            "profil = \"asterisk\"",
            ["profil is no setting", "did you mean profile?"],
        ),
        (
            "[convert]\nlevl = \"speech\"",
            ["[convert] levl is no setting", "did you mean level?"],
        ),
        (
            "[check]\nlevel = \"speech\"",
            ["[check] level is no setting", "there are"],
        ),
        (
            "[chek]\nselect = [\"TW1\"]",
            ["chek is no setting", "did you mean check?"],
        ),
        ("fail-on = \"sometimes\"", ["telewav.toml", "--fail-on"]),
        (
            "select = [\"TW9\"]",
            ["telewav.toml", "there is no such rule"],
        ),
        ("profile = ", ["telewav.toml", "line 1"]),
        ("profile = 1979-05-27", ["telewav.toml", "profile is"]),
        (
            "per-file-ignores = { \"a\" = 1 }",
            ["per-file-ignores.\"a\"", "list of rules"],
        ),
        (
            "config = \"other.toml\"",
            ["config is no setting", "there are"],
        ),
    ] {
        let project = project(config);
        run_in(project.path(), &["check", "prompts"])
            .exits(2)
            .complains(words);
        // It says nothing to a run that does not read it.
        run_in(project.path(), &["check", "prompts", "--isolated"]).exits(1);
    }
}

#[test]
fn another_file_can_be_named() {
    let project = project("profile = \"nobody\"\n");
    let other = project.path().join("deep/other.toml");
    fs::write(
        &other,
        "profile = \"asterisk\"\npaths = [\"../prompts/a.wav\"]\n",
    )
    .unwrap();
    run_in(project.path(), &["check", "--config", "deep/other.toml"])
        .exits(0)
        .says(["1 file checked"]);
    run_in(project.path(), &["check", "--config=deep/none.toml"])
        .exits(2)
        .complains(["none.toml"]);
    // A profile of one's own stands relative to the file, too.
    fs::write(&other, "profile = \"./mine.toml\"\n").unwrap();
    let text = telewav::Profile::embedded_text("asterisk").unwrap();
    fs::write(project.path().join("deep/mine.toml"), text).unwrap();
    run_in(
        project.path(),
        &["check", "prompts", "--config", "deep/other.toml"],
    )
    .exits(0);
}

#[test]
fn settings_are_shown_with_where_they_come_from() {
    let project = project(
        "profile = \"asterisk\"\nignore = [\"TW405\", \"silent\"]\n[check]\nfail-on = \"warning\"\n",
    );
    let ran = run_in(project.path(), &["check", "--show-settings", "-j", "1"]).exits(0);
    let file = project.path().join("telewav.toml").display().to_string();
    let file = file.rsplit(['/', '\\']).next().unwrap();
    ran.says([
        file,
        "profile = \"asterisk\"  # telewav.toml",
        "ignore = [\"TW405\", \"silent\"]  # telewav.toml",
        "fail-on = \"warning\"  # telewav.toml",
        "jobs = 1  # command line",
        "output-format = \"human\"  # default",
    ]);
    // Nothing was done, so nothing was needed.
    run_in(project.path(), &["convert", "--show-settings", "-o", "out"])
        .exits(0)
        .says(["level = \"off\"  # default"]);
    assert!(!project.path().join("out").exists());
}

#[test]
fn options_without_a_value_are_true_or_nothing() {
    let project =
        project("[convert]\noutput = \"out\"\nsplit = true\ntrim = false\nlenient = false\n");
    run_in(
        project.path(),
        &["convert", "prompts/a.wav", "--show-settings"],
    )
    .exits(0)
    .says(["split = true  # telewav.toml", "lenient = false  # default"]);
    fs::write(project.path().join("x.wav"), tone(800, 440.0)).unwrap();
    run_in(project.path(), &["convert", "x.wav"]).exits(0);
}

#[test]
fn check_holds_requests_of_the_configuration_against_its_prompts() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("telewav.toml"),
        "paths = [\"prompts\"]\n\n[check]\nrequests = [\"requests\"]\n",
    )
    .unwrap();
    recording(at("source.wav"));
    for name in ["notice.wav", "spare.wav"] {
        let prompt = at("prompts").join(name);
        telewav!["convert", at("source.wav"), "-o", prompt].exits(0);
    }
    fs::create_dir(at("requests")).unwrap();
    let body = |name: &str| {
        format!(
            r#"{{"displayNbr": "+8612345", "calleeNbr": "+8612346", "playInfoList": [{{"notifyVoice": "{name}"}}]}}"#
        )
    };
    fs::write(at("requests/good.json"), body("notice.wav")).unwrap();
    let ran = run_in(folder.path(), &["check", "--ignore", "TW503"]).exits(0);
    ran.says(["requests/good.json", "TW613", "spare.wav"]);
    fs::write(at("requests/bad.json"), body("notcie.wav")).unwrap();
    let json = run_in(folder.path(), &["check", "--output-format", "json"]).exits(1);
    let results = json.results();
    let bad = crate::support::about(&results, "bad.json");
    assert_eq!(crate::support::codes(bad), ["TW601"]);
    assert_eq!(bad["passed"], false);
    // The list of prompts has the prompts, and nothing else.
    run_in(folder.path(), &["check", "--manifest", "list.json"]).exits(1);
    let list: crate::support::Json =
        serde_json::from_slice(&fs::read(at("list.json")).unwrap()).unwrap();
    assert_eq!(list["prompts"].as_array().unwrap().len(), 2);
    // Of single prompts, nobody asks where the others are.
    run_in(folder.path(), &["check", "prompts/spare.wav"]).exits(0);
    run_in(folder.path(), &["check", "--isolated", "prompts"]).exits(0);
    // What cannot be read is told.
    fs::write(at("requests/bad.json"), "{").unwrap();
    run_in(folder.path(), &["check"])
        .exits(1)
        .says(["bad.json"]);
}
