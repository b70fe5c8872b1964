//! Names and texts of others in what is shown: on a terminal, in a log, in a spreadsheet, in a job's page.

use std::fs;

use crate::place::place;
use crate::support::recording;

/// Characters that play tricks, in the name of a file.
const NAME: &str = "a\u{1b}[2J\u{9b}31m\u{202e}vaw.\u{200b}\u{7f}\n::error::x\r.wav";

fn plays_tricks(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{200b}' | '\u{202e}')
}

#[cfg(unix)]
#[test]
fn no_form_of_the_report_shows_a_name_that_plays_tricks() {
    let place = place();
    recording(place.at("repository/tricks").join(NAME));
    let forms = "human concise json json-lines github gitlab junit sarif markdown";
    let commands = [
        &["check", "tricks"][..],
        &["check", "tricks", "-v", "-p", "asterisk"],
        &["fix", "tricks", "--dry-run"],
        &["inspect", "tricks"],
        &["convert", "tricks", "-o", "out", "--dry-run"],
        &["refs", "tricks", "--prompts", "tricks"],
    ];
    for form in forms.split(' ') {
        for command in commands {
            let ran = place.run(&[command, &["--output-format", form]].concat());
            for text in [ran.text(), &*ran.err] {
                assert!(
                    !text.contains(plays_tricks),
                    "{form} of {command:?}: {text:?}"
                );
                // A line end in a name makes no line.
                assert!(
                    !text.contains("\n::error::x"),
                    "{form} of {command:?}: {text:?}"
                );
            }
        }
    }
    // What programs read is still the name.
    let ran = place.run(&["check", "tricks", "--output-format", "json"]);
    let path = ran.results()[0]["path"].as_str().unwrap().to_owned();
    assert!(path.ends_with(NAME), "{path:?}");
    let list = ["--manifest", "list.json"];
    place.run(&[&["check", "tricks"], &list[..]].concat());
    let text = fs::read_to_string(place.at("repository/list.json")).unwrap();
    assert!(!text.contains(plays_tricks), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["prompts"][0]["name"], NAME);
}

#[test]
fn no_text_in_a_list_for_spreadsheets_is_a_formula() {
    let place = place();
    for name in ["=1+1.wav", "+1.wav", "-1.wav", "@sum.wav", "＝1.wav"] {
        recording(place.at("repository/=cmd").join(name));
    }
    for words in [
        &["check", "=cmd"][..],
        &["convert", "=cmd", "-o", "=out", "--names", "keep"],
    ] {
        place.run(&[words, &["-p", "asterisk", "--manifest", "list.csv"]].concat());
        let text = fs::read_to_string(place.at("repository/list.csv")).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let mut n_rows = 0;
        for row in rows.records() {
            n_rows += 1;
            for field in row.unwrap().iter() {
                let is_number = field.parse::<f64>().is_ok();
                let is_formula = field.starts_with(['=', '+', '-', '@', '＝']);
                assert!(is_number || !is_formula, "{field:?} of {words:?}");
            }
        }
        assert_eq!(n_rows, 5);
    }
}

#[test]
fn errors_show_no_text_of_files_elsewhere() {
    let place = place();
    let secret = "secret-in-a-file";
    place.put("lines.txt", "prompts\n../outside/secret\n");
    place.put(
        "mine.toml",
        "name = \"mine\"\nextends = \"../outside/secret.toml\"\n",
    );
    fs::write(place.at("outside/names"), "a.wav,secret-in-a-file!\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../outside/names", place.at("repository/names.csv")).unwrap();
    for words in [
        &["check", "prompts", "-p", "mine.toml"][..],
        &["check", "prompts", "--files-from", "../outside/secret"],
        &["check", "--files-from", "lines.txt"],
        &[
            "convert",
            "prompts",
            "-o",
            "made",
            "--names-from",
            "names.csv",
        ],
        &["refs", "../outside/secret.json", "--prompts", "prompts"],
        &["refs", "../outside/secret.toml", "--prompts", "prompts"],
    ] {
        let ran = place.run(words);
        // A path in a list is shown, as it has to be; not what the file says that it leads to.
        let shown = [ran.text(), &*ran.err].concat();
        let is_list = words.contains(&"../outside/secret");
        assert!(is_list || !shown.contains(secret), "{words:?}: {ran}");
        assert_ne!(ran.code, 0);
    }
    // The line of a profile of one's own helps.
    place.put(
        "mine.toml",
        "name = \"mine\"\ntitel = \"x\"\nextends = \"asterisk\"\n",
    );
    let ran = place.run(&["check", "prompts", "-p", "mine.toml"]).exits(2);
    ran.complains(["titel = \"x\"", "there is no key"]);
}

#[test]
fn names_that_are_one_elsewhere_or_a_device_are_told_in_every_mode() {
    let place = place();
    for name in ["caf\u{e9}.wav", "cafe\u{301}.wav", "NUL.wav", "com1.x.wav"] {
        recording(place.at("repository/in").join(name));
    }
    let asterisk = ["-p", "asterisk"];
    let of = |words: &[&str]| place.run(&[words, &asterisk].concat());
    if fs::read_dir(place.at("repository/in")).unwrap().count() < 4 {
        // Here, they are one.
        return;
    }
    of(&["check", "in"])
        .exits(0)
        .says(["TW502", "how Unicode composes", "TW110"]);
    let keep = ["convert", "in", "-o", "out", "--names", "keep"];
    of(&keep).exits(1).says(["TW501", "TW110"]);
    // Neither of the two is written, and the others are.
    let made = fs::read_dir(place.at("repository/out")).unwrap();
    assert_eq!(made.count(), 2);
    fs::remove_file(place.at("repository/in/cafe\u{301}.wav")).unwrap();
    of(&keep).exits(0).says(["TW110"]);
    of(&["convert", "in", "-o", "other"])
        .exits(0)
        .says(["TW110"]);
    of(&["fix", "in", "--dry-run"]).exits(0).says(["TW110"]);
}

#[test]
fn temporary_files_of_killed_runs_are_removed_and_told() {
    let place = place();
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
    let make = |path: &str, is_old: bool| {
        let file = fs::File::create(place.put(path, "half")).unwrap();
        if is_old {
            file.set_modified(old).unwrap();
        }
        place.at("repository").join(path)
    };
    let fresh = make("out/.telewav-fresh1.tmp", false);
    let others = [
        make("out/.telewav-x.y.tmp", true),
        make("out/notes.tmp", true),
    ];
    let stale = make("out/.telewav-AbC123.tmp", true);
    let convert = ["convert", "prompts", "-o", "out"];
    place.run(&[&convert[..], &["--dry-run"]].concat()).exits(0);
    assert!(stale.exists());
    place
        .run(&convert)
        .exits(0)
        .complains(["removed", ".telewav-AbC123.tmp", "killed"]);
    assert!(!stale.exists());
    let stale = make("reports/.telewav-AbC124.tmp", true);
    let check = ["check", "out", "--output-file", "reports/r.txt"];
    place
        .run(&check)
        .exits(0)
        .complains([".telewav-AbC124.tmp"]);
    assert!(!stale.exists());
    let stale = make("prompts/.telewav-AbC125.tmp", true);
    place
        .run(&["fix", "prompts"])
        .complains([".telewav-AbC125.tmp"]);
    assert!(!stale.exists());
    assert!(fresh.exists() && others.iter().all(|other| other.exists()));
}
