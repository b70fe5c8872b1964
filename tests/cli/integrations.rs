//! Where else telewav runs: GitHub's action, pre-commit's hooks, GitLab, the image.
//!
//! pre-commit, docker and GitHub themselves are not asked here: what they read is read, and what they start is started.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

#[cfg(unix)]
use crate::support::{Ran, folder, ran, recording, valid};
use crate::support::{of_repository, options};

fn yaml(text: &str) -> Yaml {
    YamlLoader::load_from_str(text).unwrap().remove(0)
}

/// A text of a YAML document.
#[track_caller]
fn text(yaml: &Yaml) -> &str {
    yaml.as_str().unwrap_or_else(|| panic!("{yaml:?}"))
}

fn keys(yaml: &Yaml) -> Vec<&str> {
    yaml.as_hash().unwrap().keys().map(text).collect()
}

/// A file of the repository, by its path there.
fn path(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// The YAML blocks of docs/ci.md.
fn examples() -> Vec<Yaml> {
    let page = of_repository("docs/ci.md");
    let blocks = page.split("```yaml\n").skip(1);
    blocks
        .map(|block| yaml(block.split("```").next().unwrap()))
        .collect()
}

#[test]
fn hooks_name_what_exists() {
    let hooks = yaml(&of_repository(".pre-commit-hooks.yaml"));
    let hooks = hooks.as_vec().unwrap();
    let mut ids = Vec::new();
    for hook in hooks {
        let entry: Vec<&str> = text(&hook["entry"]).split(' ').collect();
        assert!(path(entry[0]).is_file(), "{entry:?}");
        let known = &options()[entry[1]];
        for option in entry[2..].iter().filter(|word| word.starts_with('-')) {
            assert!(known.contains(*option), "{entry:?}");
        }
        let id = text(&hook["id"]);
        assert_eq!(id, format!("telewav-{}", entry[1]));
        ids.push(id);
        // What pre-commit would refuse to read.
        let allowed = [
            "id",
            "name",
            "description",
            "language",
            "entry",
            "files",
            "require_serial",
            "pass_filenames",
        ];
        for key in keys(hook) {
            assert!(allowed.contains(&key), "{id}: {key}");
        }
    }
    assert_eq!(ids, ["telewav-check", "telewav-fix", "telewav-refs"]);

    // The page has all of them, and no others.
    let page = of_repository("docs/ci.md");
    for id in &ids {
        assert!(page.contains(&format!("| `{id}` |")), "{id}");
    }
    for example in examples() {
        for repository in example["repos"].as_vec().into_iter().flatten() {
            for hook in repository["hooks"].as_vec().unwrap() {
                assert!(ids.contains(&text(&hook["id"])), "{hook:?}");
            }
        }
    }
}

#[test]
fn hooks_look_at_every_extension_that_telewav_knows() {
    let hooks = of_repository(".pre-commit-hooks.yaml");
    let pattern = hooks
        .split("?i:")
        .nth(1)
        .unwrap()
        .split(')')
        .next()
        .unwrap();
    let listed: Vec<&str> = pattern.split('|').collect();
    // Extensions of prompts and of the recordings that are in the folder of prompts by mistake.
    for extension in ["wav", "alaw", "ulaw", "mp3", "m4a", "flac", "ogg", "opus"] {
        assert!(telewav::name::is_audio_extension(extension));
        assert!(listed.contains(&extension), "{extension}");
    }
    for name in telewav::Profile::names() {
        let profile = telewav::Profile::embedded(name).unwrap();
        let extension = profile.name_rules.extension.value.to_lowercase();
        let is_this = |listed: &&str| match listed.strip_suffix("[0-9]*") {
            Some(stem) => extension.trim_end_matches(|c: char| c.is_ascii_digit()) == stem,
            None => extension == **listed,
        };
        assert!(listed.iter().any(is_this), "{name}: {extension}");
    }
}

#[test]
fn the_action_hands_over_all_its_inputs_and_outputs() {
    let action = yaml(&of_repository("action.yml"));
    assert_eq!(text(&action["runs"]["using"]), "composite");
    let steps = action["runs"]["steps"].as_vec().unwrap();
    let mut handed = Vec::new();
    for step in steps {
        assert_eq!(text(&step["shell"]), "bash");
        let run = text(&step["run"]);
        let script = run
            .strip_prefix("bash \"$TELEWAV_ACTION/")
            .and_then(|script| script.strip_suffix('"'))
            .unwrap();
        let script = of_repository(script) + run;
        for (variable, value) in step["env"].as_hash().unwrap() {
            let variable = text(variable);
            assert!(script.contains(variable), "{variable} is not used");
            handed.push(text(value).to_owned());
        }
    }
    for input in keys(&action["inputs"]) {
        assert!(
            handed.contains(&format!("${{{{ inputs.{input} }}}}")),
            "{input}: {handed:?}"
        );
    }
    let script = of_repository(".github/action/check.sh");
    let page = of_repository("docs/ci.md");
    for output in keys(&action["outputs"]) {
        let value = text(&action["outputs"][output]["value"]);
        assert_eq!(value, format!("${{{{ steps.check.outputs.{output} }}}}"));
        assert!(script.contains(output), "{output}");
    }
    for name in keys(&action["outputs"])
        .into_iter()
        .chain(keys(&action["inputs"]))
    {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    // The page's example gives it inputs that it has.
    let mut n_used = 0;
    for example in examples() {
        for step in example["jobs"]["prompts"]["steps"]
            .as_vec()
            .into_iter()
            .flatten()
        {
            if text_of(&step["uses"]).starts_with("telewav/") {
                n_used += 1;
                for input in keys(&step["with"]) {
                    assert!(keys(&action["inputs"]).contains(&input), "{input}");
                }
            }
        }
    }
    assert_eq!(n_used, 1);
}

fn text_of(yaml: &Yaml) -> &str {
    yaml.as_str().unwrap_or_default()
}

#[test]
fn gitlab_is_given_the_reports_that_are_written() {
    let examples = examples();
    let job = &examples
        .iter()
        .find(|example| !example["prompts"].is_badvalue())
        .unwrap()["prompts"];
    let script: Vec<&str> = job["script"].as_vec().unwrap().iter().map(text).collect();
    let reports = &job["artifacts"]["reports"];
    for (report, form) in [("codequality", "gitlab"), ("junit", "junit")] {
        let file = text(&reports[report]);
        let wanted = format!("--output-format {form} --output-file {file}");
        assert!(script.iter().any(|line| line.contains(&wanted)), "{wanted}");
    }
    // The last one decides.
    assert!(!script.last().unwrap().contains("--fail-on"));
}

#[test]
fn the_image_is_made_of_what_is_there() {
    let ignored = of_repository(".dockerignore");
    let kept: Vec<&str> = ignored
        .lines()
        .filter_map(|line| line.strip_prefix('!'))
        .collect();
    let dockerfile = of_repository("Dockerfile");
    let copied: Vec<&str> = dockerfile
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "))
        .filter(|line| !line.starts_with("--from"))
        .flat_map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            words[..words.len() - 1].to_vec()
        })
        .collect();
    assert_eq!(copied, kept);
    for file in copied {
        assert!(path(file).exists(), "{file}");
    }
    assert!(dockerfile.contains("--package telewav-cli "));
    assert!(dockerfile.contains("ENTRYPOINT [\"/telewav\"]"));
}

/// What the action's second step did.
#[cfg(unix)]
struct Step {
    ran: Ran,
    outputs: BTreeMap<String, String>,
    summary: String,
}

/// Runs a script of the action as GitHub does, in `here`, with `telewav` on the PATH.
#[cfg(unix)]
fn step(script: &str, here: &Path, settings: &[(&str, &str)]) -> Step {
    let telewav = Path::new(env!("CARGO_BIN_EXE_telewav")).parent().unwrap();
    let theirs = std::env::var_os("PATH").unwrap();
    let all = std::iter::once(telewav.to_owned()).chain(std::env::split_paths(&theirs));
    let files = folder();
    let file = |name: &str| {
        let file = files.path().join(name);
        // GitHub's files have something in them already.
        fs::write(&file, "before=1\n").unwrap();
        file
    };
    let mut command = Command::new("bash");
    command
        .arg(path(script))
        .current_dir(here)
        .env("PATH", std::env::join_paths(all).unwrap())
        .env("RUNNER_TEMP", here.join("temp"))
        .env("TELEWAV_ACTION", path("."))
        .env("GITHUB_OUTPUT", file("output"))
        .env("GITHUB_PATH", file("path"))
        .env("GITHUB_STEP_SUMMARY", file("summary"))
        .envs(settings.iter().copied());
    fs::create_dir_all(here.join("temp")).unwrap();
    let output = command.output().unwrap();
    let ran = ran(&command, output.status, output.stdout, &output.stderr);
    let read = |name: &str| fs::read_to_string(files.path().join(name)).unwrap();
    let outputs = read("output");
    let outputs = outputs.lines().map(|line| line.split_once('=').unwrap());
    Step {
        ran,
        outputs: outputs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        summary: read("summary"),
    }
}

#[cfg(unix)]
const CHECK: &str = ".github/action/check.sh";

#[test]
#[cfg(unix)]
fn the_action_annotates_sums_up_and_tells_numbers() {
    let folder = folder();
    let here = folder.path();
    recording(here.join("good prompts/a.wav"));
    recording(here.join("放音文件/欢迎 光临.wav"));
    fs::write(here.join("放音文件/坏 \"1\".wav"), "RIFF").unwrap();
    let profile = ("TELEWAV_PROFILE", "asterisk");

    let good = step(CHECK, here, &[("TELEWAV_PATHS", "good prompts\n"), profile]);
    let ran = good.ran.exits(0);
    assert_eq!(ran.text(), "");
    ran.complains(["1 file checked, 1 ok"]);
    assert_eq!(good.outputs["files"], "1");
    assert_eq!(good.outputs["failed"], "0");
    assert_eq!(good.outputs["warnings"], "0");
    assert_eq!(good.outputs["before"], "1");
    assert!(
        good.summary
            .starts_with("before=1\n### telewav check asterisk")
    );

    // As Windows ends lines, too.
    let paths = ("TELEWAV_PATHS", "good prompts\r\n\n放音文件\n");
    let bad = step(CHECK, here, &[paths, profile]);
    let ran = bad.ran.exits(1);
    ran.says(["::error file=放音文件/坏 \"1\".wav"])
        .complains(["3 files checked, 2 ok, 1 failed"]);
    assert_eq!(bad.outputs["files"], "3");
    assert_eq!(bad.outputs["failed"], "1");
    assert!(bad.summary.contains("| `放音文件/坏 \"1\".wav` | :x: |"));
    let report = fs::read(&bad.outputs["report"]).unwrap();
    let report = valid(serde_json::from_slice(&report).unwrap());
    assert_eq!(report["summary"]["failed"], 1);
    let sarif = fs::read(&bad.outputs["sarif"]).unwrap();
    let sarif: serde_json::Value = serde_json::from_slice(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
#[cfg(unix)]
fn the_action_takes_options_and_ends_as_telewav_does() {
    let folder = folder();
    let here = folder.path();
    // Linear, which Huawei does not take.
    recording(here.join("prompts/a.wav"));
    recording(here.join("drafts/-b.wav"));
    let all = ("TELEWAV_PATHS", "prompts\ndrafts");
    step(CHECK, here, &[all]).ran.exits(1).says(["TW302"]);
    let never = ("TELEWAV_FAIL_ON", "never");
    let lenient = step(CHECK, here, &[all, never]);
    assert_eq!(lenient.outputs["failed"], "2");
    lenient.ran.exits(0);
    // Options are split and nothing else: * is a pattern for telewav.
    let args = ("TELEWAV_ARGS", "-p asterisk\n--exclude *raft*  --verbose");
    let some = step(
        CHECK,
        here,
        &[
            ("TELEWAV_PATHS", "."),
            args,
            ("TELEWAV_REPORT_DIR", "my reports"),
        ],
    );
    assert_eq!(some.outputs["files"], "1");
    assert_eq!(some.outputs["report"], "my reports/telewav.json");
    assert!(here.join("my reports/telewav.sarif").is_file());
    some.ran.exits(0);

    // Paths and profile from telewav.toml.
    fs::write(
        here.join("telewav.toml"),
        "profile = \"asterisk\"\npaths = [\"prompts\"]\n",
    )
    .unwrap();
    let configured = step(CHECK, here, &[]);
    assert_eq!(configured.outputs["files"], "1");
    configured.ran.exits(0);
    // A name that looks like an option.
    let dash = step(CHECK, &here.join("drafts"), &[("TELEWAV_PATHS", "-b.wav")]);
    assert_eq!(dash.outputs["files"], "1");
    dash.ran.exits(0);

    // Could not run: nothing is told.
    let wrong = step(CHECK, here, &[("TELEWAV_PROFILE", "asterix")]);
    assert_eq!(wrong.outputs.len(), 1);
    assert_eq!(wrong.summary, "before=1\n");
    wrong.ran.exits(2).complains(["asterix"]);
}

#[test]
#[cfg(unix)]
fn the_action_decides_where_its_reports_go() {
    let folder = folder();
    let here = folder.path();
    recording(here.join("prompts/a.wav"));
    let config = "output-file = \"mine.txt\"\noutput-format = \"concise\"\nquiet = true\n";
    fs::write(here.join("telewav.toml"), config).unwrap();
    let args = (
        "TELEWAV_ARGS",
        "--output-file theirs.txt --output-format junit",
    );
    for settings in [&[][..], &[args]] {
        let settings = [&[("TELEWAV_PATHS", "prompts")], settings].concat();
        let made = step(CHECK, here, &settings);
        made.ran.exits(1).says(["::error file=prompts/a.wav"]);
        assert!(made.summary.contains("### telewav check"));
        assert_eq!(made.outputs["files"], "1");
    }
    assert!(!here.join("mine.txt").exists());
    assert!(!here.join("theirs.txt").exists());
}

#[test]
#[cfg(unix)]
fn the_action_checks_its_inputs() {
    let folder = folder();
    let here = folder.path();
    recording(here.join("prompts/a.wav"));
    let paths = ("TELEWAV_PATHS", "prompts");
    for (input, value) in [
        ("TELEWAV_REPORT_DIR", "reports\nfailed=0"),
        ("TELEWAV_REPORT_DIR", "reports\r"),
        ("TELEWAV_PROFILE", "asterisk\n::set-env name=X::y"),
        ("TELEWAV_FAIL_ON", "never\nfailed=0"),
        ("TELEWAV_FAIL_ON", "sometimes"),
        ("TELEWAV_ARGS", "-p asterisk -- prompts"),
        // It would say that all is well.
        ("TELEWAV_ARGS", "--help"),
        ("TELEWAV_ARGS", "--show-settings"),
    ] {
        let made = step(CHECK, here, &[paths, (input, value)]);
        let ran = made.ran.exits(2).says(["::error::telewav: the input "]);
        assert!(!ran.text().contains("::set-env"), "{ran}");
        assert_eq!(made.outputs.len(), 1, "{value:?}: {:?}", made.outputs);
    }
    let install = ".github/action/install.sh";
    let made = step(install, here, &[("TELEWAV_VERSION", "1\n::error::x")]);
    made.ran.exits(2).says(["the input version is no version"]);
}

#[test]
#[cfg(unix)]
fn the_actions_summary_is_bounded() {
    let folder = folder();
    let here = folder.path();
    let prompts = here.join("prompts");
    fs::create_dir(&prompts).unwrap();
    for i in 0..3000 {
        fs::write(prompts.join(format!("{i:0>180}.wav")), "RIFF").unwrap();
    }
    let made = step(CHECK, here, &[("TELEWAV_PATHS", "prompts")]);
    assert_eq!(made.outputs["files"], "3000");
    assert!(made.summary.len() < 501_000, "{}", made.summary.len());
    let last = made.summary.lines().last().unwrap();
    assert!(last.ends_with("lines more: they are in the reports and in the annotations."));
    let shown = made.summary.lines().filter(|line| line.starts_with("| `"));
    let n_left: usize = last.split(' ').next().unwrap().parse().unwrap();
    let n_shown = shown.count();
    assert!(
        n_shown > 100 && n_shown + n_left >= 3000,
        "{n_shown}, {n_left}"
    );
}

#[test]
#[cfg(unix)]
fn the_action_takes_the_telewav_that_is_there() {
    let folder = folder();
    let install = ".github/action/install.sh";
    let version = env!("CARGO_PKG_VERSION");
    for wanted in ["", version] {
        let there = step(install, folder.path(), &[("TELEWAV_VERSION", wanted)]);
        assert_eq!(there.ran.exits(0).text(), format!("telewav {version}\n"));
    }
    // No cargo, and no such version.
    let bare = folder.path().join("bin");
    fs::create_dir(&bare).unwrap();
    let mut command = Command::new("/bin/bash");
    command
        .arg(path(install))
        .env("PATH", &bare)
        .env("TELEWAV_ACTION", path("."))
        .env("TELEWAV_VERSION", version);
    crate::support::run(&mut command)
        .exits(2)
        .says(["::error::there is no telewav", version]);
}

#[test]
#[cfg(unix)]
fn hooks_run_the_telewav_they_are_told() {
    let folder = folder();
    let good = recording(folder.path().join("a b.wav"));
    let hook = |name: &std::path::PathBuf| {
        let mut command = Command::new("bash");
        command
            .arg(path(".github/hooks/telewav.sh"))
            .args(["check", "--force-exclude", "-p", "asterisk"])
            .arg(name)
            .env("TELEWAV", env!("CARGO_BIN_EXE_telewav"));
        crate::support::run(&mut command)
    };
    hook(&good).exits(0).says(["1 file checked, 1 ok"]);
    let bad = folder.path().join("坏.wav");
    fs::write(&bad, "RIFF").unwrap();
    hook(&bad).exits(1).says(["1 failed"]);
}
