//! What the command says about itself: help, profiles, rules.

use std::fs;

use crate::support::{fixture, folder};

#[test]
fn help_says_what_exit_codes_mean() {
    let ran = telewav!["--help"].exits(0);
    ran.says([
        "convert",
        "check",
        "refs",
        "inspect",
        "profiles",
        "explain",
        "completions",
        "man",
        "Exit codes:",
    ]);
    for command in ["convert", "check", "refs", "inspect"] {
        let ran = telewav![command, "--help"]
            .exits(0)
            .says(["Exit codes:", "\n  0 ", "\n  2 "]);
        assert_eq!(ran.err, "");
    }
    for command in ["profiles", "explain", "completions", "man"] {
        telewav![command, "--help"]
            .exits(0)
            .says(["Usage: telewav"]);
    }
    telewav!["convert", "--help"]
        .exits(0)
        .says(["huawei-privatenumber", "--dry-run", "--force"]);
}

#[test]
fn the_version_is_the_package_s() {
    let ran = telewav!["--version"].exits(0);
    assert_eq!(
        ran.text(),
        concat!("telewav ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn no_command_at_all_shows_the_help() {
    telewav![""].exits(2);
    let mut command = crate::support::command();
    let ran = crate::support::run(&mut command).exits(2);
    ran.complains(["Usage: telewav", "convert"]);
}

#[test]
fn there_are_six_profiles_and_one_is_the_default() {
    let ran = telewav!["profiles"].exits(0);
    let names: Vec<&str> = ran
        .text()
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with(' '))
        .collect();
    let wanted = [
        "asterisk",
        "asterisk-alaw",
        "azure-communication-services",
        "cisco-unity-express",
        "huawei-privatenumber (default)",
        "huawei-voicecall",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn a_profile_that_was_printed_can_be_used_as_a_file() {
    let profiles = telewav!["profiles", "--output-format=json"]
        .exits(0)
        .results();
    for profile in &profiles {
        let name = profile["name"].as_str().unwrap();
        let folder = folder();
        let file = folder.path().join(format!("{name}.toml"));
        let text = telewav!["profiles", name].exits(0).text().to_owned();
        fs::write(&file, &text).unwrap();
        // Sources are a part of it.
        assert!(text.contains("[sources."), "{name}");

        let check = |profile: &std::ffi::OsStr| {
            telewav![
                "check",
                fixture("good"),
                fixture("odd"),
                "-p",
                profile,
                "--output-format=json"
            ]
            .exits(1)
        };
        assert_eq!(check(name.as_ref()).text(), check(file.as_os_str()).text());
        // And be shown again.
        assert_eq!(telewav!["profiles", &file].exits(0).text(), text);
        let json = telewav!["profiles", &file, "--output-format=json"]
            .exits(0)
            .results();
        assert_eq!(json, std::slice::from_ref(profile));
    }
}

#[test]
fn every_rule_has_a_page() {
    let rules = telewav!["explain", "--output-format=json"]
        .exits(0)
        .results();
    let all = telewav!["explain"].exits(0);
    assert_eq!(all.text().lines().count(), rules.len());
    assert!(rules.len() >= 61, "{} rules", rules.len());
    for rule in &rules {
        let of = |field: &str| rule[field].as_str().unwrap().to_owned();
        let (code, name) = (of("code"), of("rule"));
        let page = telewav!["explain", &code].exits(0);
        let page = page.says([
            &code,
            &name,
            &of("severity"),
            &of("what"),
            &of("why"),
            &of("example"),
            &of("cure"),
        ]);
        assert_eq!(page.text().matches("\n\n").count(), 4, "{page}");
        assert!(all.text().contains(&format!("{code} {name}")), "{code}");
        // By its name and in small letters, too.
        assert_eq!(telewav!["explain", &name].exits(0).text(), page.text());
        assert_eq!(
            telewav!["explain", code.to_lowercase()].exits(0).text(),
            page.text()
        );
        let json = telewav!["explain", &code, "--output-format=json"]
            .exits(0)
            .results();
        assert_eq!(json, std::slice::from_ref(rule));
    }
    let mut codes: Vec<&str> = rules
        .iter()
        .map(|rule| rule["code"].as_str().unwrap())
        .collect();
    assert!(codes.is_sorted());
    codes.dedup();
    assert_eq!(codes.len(), rules.len());
}

#[test]
fn the_pages_of_the_rules_are_those_of_the_docs() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let ran = telewav!["explain", "--output-format", "markdown"].exits(0);
    // On Windows, git may have changed the ends of lines.
    let written = fs::read_to_string(docs).unwrap().replace("\r\n", "\n");
    assert!(
        ran.text() == written,
        "docs/rules.md is not what `telewav explain --output-format markdown` says; write it again"
    );
}
