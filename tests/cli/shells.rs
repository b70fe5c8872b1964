//! What shells and `man` are told: written by the program from its own command line.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{folder, names, options};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// Whether a program of the system is there.
#[cfg(unix)]
fn is_there(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", "command -v \"$0\"", program])
        .stdout(Stdio::null())
        .status();
    found.is_ok_and(|status| status.success())
}

#[test]
fn each_shell_s_script_has_all_commands_and_options() {
    for shell in SHELLS {
        let ran = telewav!["completions", shell].exits(0);
        let script = ran.text();
        // As fish writes them.
        let plain = script.replace(" -l ", " --").replace(" -s ", " -");
        for (command, options) in options() {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
            for option in options {
                assert!(
                    plain.contains(option.as_str()),
                    "{shell}: {command} {option}"
                );
            }
        }
        // As far as the generators go.
        let values: &[&str] = match shell {
            "bash" | "zsh" => &["huawei-privatenumber", "json-lines", "TW301"],
            "fish" => &["huawei-privatenumber", "json-lines"],
            _ => &[],
        };
        for value in values {
            assert!(script.contains(value), "{shell}: {value}");
        }
        assert!(!script.contains("config-paths"), "{shell}: a hidden option");
    }
    telewav!["completions", "tcsh"]
        .exits(2)
        .complains(["tcsh", "bash", "powershell"]);
    telewav!["completions"].exits(2);
}

/// What bash offers for the last of these words.
#[cfg(unix)]
fn completed(script: &std::path::Path, words: &[&str]) -> Vec<String> {
    const COMPLETE: &str = r#"
        source "$0" || exit 9
        function=$(complete -p telewav | sed -n 's/.*-F \([^ ]*\).*/\1/p')
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        "$function" telewav "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    let output = Command::new("bash")
        .args(["--norc", "-c", COMPLETE])
        .arg(script)
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(err, "", "{words:?}");
    text.lines().map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn bash_completes() {
    if !is_there("bash") {
        return;
    }
    let folder = folder();
    let script = folder.path().join("telewav.bash");
    fs::write(&script, telewav!["completions", "bash"].exits(0).out).unwrap();
    let parsed = Command::new("bash")
        .arg("-n")
        .arg(&script)
        .status()
        .unwrap();
    assert!(parsed.success());

    assert_eq!(completed(&script, &["telewav", "che"]), ["check"]);
    assert_eq!(
        completed(&script, &["telewav", "convert", "--high"]),
        ["--highpass"]
    );
    assert_eq!(
        completed(&script, &["telewav", "check", "--fail-on", ""]),
        ["error", "warning", "never"]
    );
    assert_eq!(
        completed(&script, &["telewav", "check", "-p", "huawei-v"]),
        ["huawei-voicecall"]
    );
    assert_eq!(
        completed(&script, &["telewav", "explain", "TW301"]),
        ["TW301"]
    );
    let offered = completed(&script, &["telewav", "refs", "--"]);
    for option in options()["refs"]
        .iter()
        .filter(|option| option.starts_with("--"))
    {
        assert!(offered.contains(option), "{option}: {offered:?}");
    }
}

/// Text as it reads, without roff's escapes.
fn plain(roff: &str) -> String {
    let mut text = roff.replace(r"\-", "-");
    for font in [r"\fB", r"\fI", r"\fR"] {
        text = text.replace(font, "");
    }
    text
}

#[test]
fn every_command_has_a_manual_page_with_all_its_options() {
    let folder = folder();
    let pages = folder.path().join("share/man/man1");
    telewav!["man", "-o", &pages].exits(0);
    let file = |command: &str| match command {
        "" => "telewav.1".to_owned(),
        command => format!("telewav-{command}.1"),
    };
    let mut wanted: Vec<String> = options().keys().map(|command| file(command)).collect();
    wanted.sort();
    assert_eq!(names(&pages), wanted);
    for (command, options) in options() {
        let path = pages.join(file(command));
        let page = fs::read_to_string(&path).unwrap();
        let text = plain(&page);
        for option in options {
            assert!(text.contains(option.as_str()), "{command} {option}");
        }
        for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "SEE ALSO"] {
            assert!(
                page.contains(&format!(".SH \"{heading}\""))
                    || page.contains(&format!(".SH {heading}")),
                "{command}: {heading}\n{page}"
            );
        }
        assert!(!text.contains("--config-paths"), "{command}");
        assert!(text.contains(concat!("telewav ", env!("CARGO_PKG_VERSION"))));
        // The same page alone.
        let alone = match command.as_str() {
            "" => telewav!["man"].exits(0),
            command => telewav!["man", command].exits(0),
        };
        assert_eq!(alone.text(), page);
        #[cfg(unix)]
        formats(&path);
    }
    // Again, over those that are there.
    telewav!["man", "-o", &pages].exits(0);
    telewav!["man", "chek"]
        .exits(2)
        .complains(["there is no command chek"]);
    telewav!["man", "check", "-o", &pages].exits(2);
    let file = pages.join("telewav.1");
    telewav!["man", "-o", &file]
        .exits(2)
        .complains(["failed to write", "telewav.1"]);
}

/// groff has nothing to say against a page.
#[cfg(unix)]
fn formats(page: &std::path::Path) {
    if !is_there("groff") {
        return;
    }
    let output = Command::new("groff")
        .args(["-man", "-ww", "-Tutf8"])
        .arg(page)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    // Some systems have groff without its macros.
    if err.contains("can't find macro file") || err.contains("can't open") {
        return;
    }
    assert_eq!(err, "", "{}", page.display());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("telewav"), "{text}");
}
