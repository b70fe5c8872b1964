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

/// The options that stand below each heading of a command's help, in its order, without their dashes; --help has none.
fn headings(command: &str) -> Vec<(String, Vec<String>)> {
    let help = telewav![command, "--help"].exits(0);
    let mut headings: Vec<(String, Vec<String>)> = Vec::new();
    for line in help.text().lines() {
        let heading = line.strip_suffix(':').filter(|_| !line.starts_with(' '));
        if let Some(heading) = heading {
            headings.push((heading.to_owned(), Vec::new()));
        }
        // Texts of options are further in than options.
        let option = line.strip_prefix("  -").or(line.strip_prefix("      --"));
        if let Some(option) = option.filter(|option| !option.starts_with(' ')) {
            let long = option.split_once("--").map_or(option, |(_, long)| long);
            let name = long.split([' ', '=', '[']).next().unwrap();
            headings.last_mut().unwrap().1.push(name.to_owned());
        }
    }
    headings.retain(|(_, options)| !options.is_empty());
    headings
}

#[test]
fn every_option_stands_below_the_heading_that_it_belongs_to() {
    let belong = [
        (
            "Input",
            "files-from null exclude force-exclude follow-links lenient decoder decoder-timeout track raw limit stdin-filename",
        ),
        (
            "Sound",
            "downmix level max-gain clip trim fade highpass split",
        ),
        ("Rules", "select ignore per-file-ignores fail-on"),
        (
            "Report",
            "manifest output-format output-file quiet verbose color no-progress",
        ),
        ("Configuration", "config isolated show-settings"),
    ];
    // Everything else says what the command does.
    let of = |option: &str| {
        let found = belong
            .iter()
            .find(|(_, options)| options.split(' ').any(|o| o == option));
        found.map_or("Options", |(heading, _)| heading)
    };
    let mut seen = std::collections::BTreeSet::new();
    for command in crate::support::options().keys() {
        if command.is_empty() {
            continue;
        }
        for (heading, options) in headings(command) {
            for option in options {
                assert_eq!(heading, of(&option), "{command} --{option}");
                seen.insert(option);
            }
        }
    }
    for option in belong.iter().flat_map(|(_, options)| options.split(' ')) {
        assert!(seen.contains(option), "{option}");
    }
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
fn profiles_are_listed_by_what_they_need() {
    let ran = telewav!["profiles"].exits(0);
    let mut names = Vec::new();
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    let (list, _) = ran.text().split_once("\n\ntelewav profiles NAME").unwrap();
    for line in list.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("  ") {
            None => groups.push((line, Vec::new())),
            Some(profile) => {
                let name = profile.split(' ').next().unwrap();
                names.push(name);
                groups.last_mut().unwrap().1.push(name);
            }
        }
    }
    // Every platform once, one line each, and no family.
    names.sort_unstable();
    assert_eq!(names, telewav::Profile::names().collect::<Vec<_>>());
    assert!(names.len() >= 26, "{names:?}");
    assert_eq!(groups[0].0, "A-law, WAV, 8000 Hz, mono");
    let group = |heading: &str| &groups.iter().find(|(of, _)| *of == heading).unwrap().1;
    assert!(group("A-law, WAV, 8000 Hz, mono").contains(&"huawei-voicecall"));
    assert!(group("µ-law, WAV, 8000 Hz, mono").contains(&"cisco-unity-express"));
    assert!(group("16-bit linear PCM, WAV, 16000 Hz, mono").contains(&"portsip"));
    assert_eq!(
        group("A-law, no header, 8000 Hz, mono"),
        &["asterisk-alaw", "freeswitch-pcma"]
    );
    assert!(group("WAV of any coding and rate").contains(&"twilio"));
    assert_eq!(ran.text().matches("(default)").count(), 1);
    ran.says([
        "(隐私保护通话) (default): at most 2097152 bytes; .wav; names of at most 128 characters",
        "also A-law, µ-law; less than 8388608 bytes",
        "also A-law, 16-bit linear PCM, 16000 Hz; at most 5242880 bytes; at least 5 s; at most 600 s",
        "less than 300 s",
    ]);
}

#[test]
fn the_table_of_profiles_is_that_of_the_readme() {
    for (lang, readme) in [("en", "README.md"), ("zh-CN", "README.zh-CN.md")] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let ran = telewav!["--lang", lang, "profiles", "--output-format", "markdown"].exits(0);
        // On Windows, git may have changed the ends of lines.
        let written = fs::read_to_string(path.join(readme))
            .unwrap()
            .replace("\r\n", "\n");
        assert!(
            written.contains(ran.text()),
            "{readme} does not have what `telewav --lang {lang} profiles --output-format markdown` says; write it again"
        );
    }
}

#[test]
fn a_profile_of_ones_own_extends_another() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("base.toml"),
        "name = \"base\"\nextends = \"asterisk\"\n[size]\nmax_s = 0.1\n",
    )
    .unwrap();
    fs::write(
        at("mine.toml"),
        "name = \"mine\"\nextends = \"base.toml\"\n",
    )
    .unwrap();
    let ran = telewav!["profiles", at("mine.toml")].exits(0);
    ran.says([
        "name = \"mine\"",
        "# From asterisk: ",
        "# From base: size.max_s.",
        "max_s = 0.1",
        "[sources.format_wav]",
    ]);
    let out = at("out");
    telewav![
        "convert",
        fixture("prompts"),
        "-o",
        &out,
        "-p",
        at("mine.toml")
    ]
    .exits(1)
    .says(["TW205"]);
    // A family is none of the platforms, and can be used like one.
    telewav![
        "convert",
        fixture("prompts/goodbye.ogg"),
        "-o",
        &out,
        "-p",
        "alaw-wav-8000"
    ]
    .exits(0);
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

        // Of the platforms, some are as good as all.
        let some = [
            "huawei-privatenumber",
            "asterisk",
            "allworx",
            "webex-calling",
            "n2sip",
        ];
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
        if some.contains(&name) {
            assert_eq!(check(name.as_ref()).text(), check(file.as_os_str()).text());
        }
        // And be shown again.
        assert_eq!(telewav!["profiles", &file].exits(0).text(), text, "{name}");
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
    for (lang, page) in [("en", "rules.md"), ("zh-CN", "rules.zh-CN.md")] {
        let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        let ran = telewav!["--lang", lang, "explain", "--output-format", "markdown"].exits(0);
        // On Windows, git may have changed the ends of lines.
        let written = fs::read_to_string(docs.join(page))
            .unwrap()
            .replace("\r\n", "\n");
        assert!(
            ran.text() == written,
            "docs/{page} is not what `telewav --lang {lang} explain --output-format markdown` says; write it again"
        );
    }
}
