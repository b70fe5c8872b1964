//! Folders with links, pipes and lists without an end in them.

use std::fs;
use std::time::{Duration, Instant};

use crate::place::{Place, link, place, with_chunk};
use crate::support::{Ran, about, recording};

/// Repository with a link to a folder outside, one to a folder in it, and one to its own root.
fn with_links() -> Option<Place> {
    let place = place();
    recording(place.at("repository/shared/s.wav"));
    fs::write(place.at("outside/chunk.wav"), with_chunk()).unwrap();
    let links = [
        ("outside", "away"),
        ("repository/shared", "near"),
        ("repository/prompts", "self"),
    ];
    links
        .iter()
        .all(|(to, name)| link(place.at(to), place.at("repository/prompts").join(name)))
        .then(|| place.remembered())
}

#[test]
fn links_to_folders_are_followed_only_if_asked_and_not_out_of_the_repository() {
    let Some(place) = with_links() else { return };
    let asterisk = ["-p", "asterisk", "--output-format", "json"];
    let check = |words: &[&str]| place.run(&[words, &asterisk].concat());
    // What was not looked at is told, and does not pass; a folder that has been walked is no loss.
    let ran = check(&["check", "prompts"]).exits(1);
    let results = ran.results();
    assert_eq!(results.len(), 3, "{ran}");
    for name in ["away", "near"] {
        let message = about(&results, name)["error"]["message"].to_string();
        assert!(message.contains("link to a folder, which is not followed"));
    }
    check(&["check", "prompts", "--exclude", "away", "--exclude", "near"]).exits(0);
    let ran = check(&["check", "prompts", "--follow-links"]).exits(1);
    let results = ran.results();
    assert_eq!(about(&results, "s.wav")["passed"], true);
    let message = about(&results, "away")["error"]["message"].to_string();
    assert!(message.contains("leads out of"), "{message}");
    // Without a repository, the folder that is named is the bound.
    fs::rename(place.at("repository/.git"), place.at("repository/was")).unwrap();
    let ran = check(&["check", "prompts", "--follow-links"]).exits(1);
    let message = about(&ran.results(), "near")["error"]["message"].to_string();
    assert!(message.contains("leads out of"), "{message}");
    fs::rename(place.at("repository/was"), place.at("repository/.git")).unwrap();
    // A link that is named is followed.
    let ran = check(&["check", "prompts/away"]).exits(1);
    assert_eq!(ran.results().len(), 3, "{ran}");
    // `fix` has no such option, and follows none.
    place.run(&["fix", "prompts", "--follow-links"]).exits(2);
    place
        .run(&["fix", "prompts"])
        .exits(1)
        .says(["is not followed"]);
    place.is_untouched("walking");
}

#[test]
fn each_folder_is_walked_once() {
    let place = place();
    // Every folder has two links to the whole: 2^23 paths.
    for i in 0..23 {
        let folder = place.at("repository/prompts").join(format!("{i}"));
        recording(folder.join("a.wav"));
        for name in ["x", "y"] {
            if !link(place.repository(), folder.join(name)) {
                return;
            }
        }
    }
    let started = Instant::now();
    let ran = place.run(&[
        "check",
        "prompts",
        "--follow-links",
        "-p",
        "asterisk",
        "--ignore",
        "TW5",
    ]);
    let ran = ran.exits(0);
    ran.says(["24 files checked, 24 ok"]);
    place.run(&["check", "prompts", "-p", "asterisk"]).exits(1);
    assert!(started.elapsed() < Duration::from_secs(120));
}

#[cfg(unix)]
fn pipe(path: &std::path::Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}

/// Runs to the end, which a busy machine may take a while for.
#[cfg(unix)]
#[track_caller]
fn ends(place: &Place, words: &[&str]) -> Ran {
    let started = Instant::now();
    let ran = place.run(words);
    assert!(started.elapsed() < Duration::from_secs(120), "{words:?}");
    ran
}

#[cfg(unix)]
#[test]
fn pipes_that_nobody_writes_to_are_told_and_not_waited_for() {
    let place = place();
    pipe(&place.at("repository/p.wav"));
    pipe(&place.at("repository/p.toml"));
    pipe(&place.at("repository/prompts/q.wav"));
    pipe(&place.at("repository/prompts/other"));
    let nobody = "a pipe that nobody writes to";
    for command in ["check", "inspect", "fix"] {
        ends(&place, &[command, "p.wav"]).exits(1).says([nobody]);
    }
    ends(&place, &["convert", "p.wav", "-o", "out"])
        .exits(1)
        .says([nobody]);
    for words in [
        ["check", "prompts", "--config", "p.toml"],
        ["check", "prompts", "--profile", "p.toml"],
        ["check", "prompts", "--files-from", "p.wav"],
    ] {
        ends(&place, &words).exits(2).complains([nobody]);
    }
    // In a folder, none is opened.
    let started = Instant::now();
    let ran = place.run(&["check", "prompts"]).exits(1);
    ran.says([
        "prompts/q.wav",
        "it is a pipe, a device or a socket",
        "2 files",
    ]);
    assert!(started.elapsed() < Duration::from_secs(60));
    // Somebody who takes time is waited for.
    let mut slow = std::process::Command::new("bash");
    let script = "(sleep 7; cat prompts/a.wav) > p.wav & \
        \"$0\" check p.wav <(sleep 6; cat prompts/a.wav) -p asterisk --ignore TW1";
    slow.current_dir(place.repository())
        .args(["-c", script, env!("CARGO_BIN_EXE_telewav")]);
    crate::support::run(&mut slow).exits(0).says(["2 ok"]);
}

#[cfg(target_os = "linux")]
#[test]
fn endless_lists_settings_and_recordings_are_told() {
    let place = place();
    for words in [
        &["--files-from", "/dev/zero"][..],
        &["--files-from", "/dev/zero", "--null"],
        &["--config", "/dev/zero"],
        &["--profile", "/dev/../dev/zero"],
    ] {
        let ran = ends(&place, &[&["check", "prompts"], words].concat()).exits(2);
        assert!(ran.err.len() < 1000, "{words:?}: {} bytes", ran.err.len());
    }
    let ran = ends(&place, &["check", "/dev/zero", "--output-format", "json"]).exits(1);
    let result = ran.results().remove(0);
    assert_eq!(result["error"]["kind"], "limit-exceeded");
    link("/dev/zero", place.at("repository/prompts/z.wav"));
    let ran = ends(&place, &["check", "prompts"]).exits(1);
    ran.says(["prompts/z.wav", "it is a pipe, a device or a socket"]);
}
