//! A telewav.toml that lies about: it may ask for a verdict, and for little else.

use std::fs;

use crate::place::{Place, link, place};
use crate::support::Ran;

/// Runs a command with this telewav.toml in the repository; nothing outside may change.
fn with(place: &Place, config: &str, words: &[&str]) -> Ran {
    place.put("telewav.toml", config);
    let ran = place.run(words);
    place.is_untouched(config);
    ran
}

/// Asserts that it is refused with these words, and that the cures are named.
#[track_caller]
fn is_refused(ran: Ran, words: [&str; 2]) {
    let ran = ran.exits(2).complains(words);
    ran.complains(["telewav.toml", "--config"]);
}

#[test]
fn a_found_configuration_runs_nothing_but_ffmpeg_from_path() {
    let place = place();
    let program = place.put("x.sh", "#!/bin/sh\necho > ran\n");
    #[cfg(unix)]
    fs::set_permissions(
        &program,
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    place.put("prompts/b.wma", "0&\u{b2}u");
    for command in ["convert", "inspect"] {
        let config = "output = \"out\"\ndecoder = \"ffmpeg=./x.sh\"\n";
        let ran = with(&place, config, &[command, "prompts/b.wma"]);
        is_refused(ran, ["decoder = \"ffmpeg=./x.sh\"", "runs a program"]);
        assert!(!place.at("repository/ran").exists(), "{program:?} ran");
    }
    // Of the PATH that is nobody's business but the user's.
    let config = "output = \"out\"\ndecoder = \"ffmpeg\"\n";
    place.put("telewav.toml", config);
    place
        .run(&["convert", "prompts/b.wma", "--show-settings"])
        .exits(0)
        .says(["decoder = \"ffmpeg\""]);
}

#[test]
fn paths_of_a_found_configuration_stay_in_the_repository() {
    let place = place();
    link(place.at("outside"), place.at("repository/away"));
    link(
        place.at("outside/new.json"),
        place.at("repository/loose.json"),
    );
    let outside = place.at("outside/new");
    let absolute = format!("{:?}", outside.to_str().unwrap());
    for (key, values) in [
        (
            "output-file",
            &["../outside/x.json", "away/x.json", "loose.json"][..],
        ),
        (
            "output-file",
            &["prompts/../../outside/x.txt", "away/none/x.md"],
        ),
        (
            "manifest",
            &["../outside/x.csv", "away/x.json", "loose.json"],
        ),
        (
            "output",
            &["../outside", "away", "away/none", "../outside/p.wav"],
        ),
        (
            "paths",
            &["../outside", "away", "../outside/b.wav", "away/c d.wav"],
        ),
        ("files-from", &["../outside/list", "away/list"]),
        ("names-from", &["../outside/list", "away/list"]),
        (
            "profile",
            &[
                "../outside/secret.toml",
                "away/secret.toml",
                "./../outside/secret",
            ],
        ),
    ] {
        for value in values {
            let config = format!("{key} = {value:?}\n");
            let command = match key {
                "output" | "names-from" => "convert",
                _ => "check",
            };
            let ran = with(&place, &config, &[command, "prompts/a.wav"]);
            is_refused(ran, [key, "may not ask for that"]);
        }
        let config = format!("{key} = {absolute}\n");
        let command = match key {
            "output" | "names-from" => "convert",
            _ => "check",
        };
        let ran = with(&place, &config, &[command, "prompts/a.wav"]);
        is_refused(ran, [key, "may not ask for that"]);
    }
    for value in ["../outside", "away"] {
        let config = format!("requests = [{value:?}]\nprompts = [\"prompts\"]\n");
        is_refused(
            with(&place, &config, &["refs"]),
            ["requests", "leads out of"],
        );
        let config = format!("prompts = [{value:?}]\n");
        let ran = with(&place, &config, &["refs", "prompts"]);
        is_refused(ran, ["prompts", "leads out of"]);
        let config = format!("paths = [{value:?}]\n");
        is_refused(with(&place, &config, &["fix"]), ["paths", "leads out of"]);
    }
    // From a folder of the repository all of it can be reached.
    place.put("deep/telewav.toml", "paths = [\"../prompts\"]\n");
    fs::remove_file(place.at("repository/telewav.toml")).unwrap();
    place
        .run_in("repository/deep", &["check"])
        .exits(1)
        .says(["1 file checked"]);
    // Without a repository the folder is what bounds it.
    fs::create_dir_all(place.at("repository/alone")).unwrap();
    place.put("alone/telewav.toml", "paths = [\"../prompts\"]\n");
    fs::rename(place.at("repository/.git"), place.at("repository/.was")).unwrap();
    let ran = place.run_in("repository/alone", &["check"]);
    is_refused(ran, ["paths", "leads out of"]);
}

#[test]
fn a_list_that_a_found_configuration_names_stays_in_the_repository() {
    let place = place();
    for line in ["../outside/b.wav", "../outside"] {
        place.put("list.txt", format!("prompts/a.wav\n{line}\n"));
        for command in ["check", "fix"] {
            let ran = with(&place, "files-from = \"list.txt\"\n", &[command]);
            is_refused(ran, ["--files-from", "is not in the repository"]);
        }
    }
    place.put("list.txt", "prompts/a.wav\n");
    with(&place, "files-from = \"list.txt\"\n", &["check"])
        .exits(1)
        .says(["1 file checked"]);
    // What is typed may name anything.
    place
        .run(&["check", "--isolated", "--files-from", "../outside/list"])
        .exits(1)
        .says(["1 file checked"]);
}

#[test]
fn a_profile_of_a_found_configuration_stays_in_the_repository() {
    let place = place();
    place.put(
        "mine.toml",
        "name = \"mine\"\nextends = \"../outside/secret.toml\"\n",
    );
    let ran = with(&place, "profile = \"mine.toml\"\n", &["check", "prompts"]).exits(2);
    assert!(!ran.err.contains("secret-in-a-file"), "{ran}");
    link(
        place.at("outside/secret.toml"),
        place.at("repository/base.toml"),
    );
    place.put("mine.toml", "name = \"mine\"\nextends = \"base.toml\"\n");
    let ran = with(&place, "profile = \"mine.toml\"\n", &["check", "prompts"]).exits(2);
    assert!(!ran.err.contains("secret-in-a-file"), "{ran}");
    place.put("mine.toml", "name = \"mine\"\nextends = \"asterisk\"\n");
    with(&place, "profile = \"mine.toml\"\n", &["check", "prompts"]).exits(0);
}

#[test]
fn a_found_configuration_replaces_nothing() {
    let place = place();
    let config = "output = \"out\"\nforce = true\n";
    let ran = with(&place, config, &["convert", "prompts"]);
    is_refused(ran, ["force = \"true\"", "takes the place of files"]);
    // False is what it is anyway.
    with(
        &place,
        "output = \"out\"\nforce = false\n",
        &["convert", "prompts"],
    )
    .exits(0);
    for name in [
        "x",
        ".env",
        "Makefile",
        "prompts/a.wav",
        "x.sh",
        "telewav.toml",
    ] {
        let config = format!("output-file = {name:?}\n");
        let ran = with(&place, &config, &["check", "prompts"]);
        is_refused(ran, ["output-file", "no report's extension"]);
    }
}

#[test]
fn a_found_configuration_does_not_reach_what_version_control_keeps() {
    let place = place();
    link(place.at("repository/.git"), place.at("repository/kept"));
    for config in [
        "output-file = \".git/config.json\"",
        "output-file = \"kept/x.txt\"",
        "manifest = \".GIT/x.csv\"",
        "paths = [\".git\"]",
        "files-from = \".git/config\"",
    ] {
        let ran = with(&place, config, &["check", "prompts"]);
        is_refused(ran, ["may not ask for that", "what version control keeps"]);
    }
    let config = "output = \".git/hooks\"";
    let ran = with(&place, config, &["convert", "prompts"]);
    is_refused(ran, ["output", "what version control keeps"]);
}

#[test]
fn the_search_for_a_configuration_ends_at_the_root_of_the_repository() {
    let place = place();
    let above = place.at("telewav.toml");
    fs::write(&above, "profile = \"asterisk\"\n").unwrap();
    place.run(&["check", "prompts"]).exits(1);
    // Without a repository it goes on.
    fs::remove_dir_all(place.at("repository/.git")).unwrap();
    place.run(&["check", "prompts"]).exits(0);
    fs::write(place.at("repository/.git"), "gitdir: elsewhere\n").unwrap();
    place.run(&["check", "prompts"]).exits(1);
}

#[test]
fn a_found_configuration_that_is_no_file_of_the_repository_is_refused() {
    let place = place();
    let config = place.at("repository/telewav.toml");
    for to in ["outside/secret.toml", "outside/secret", "outside/none"] {
        if link(place.at(to), &config) {
            let ran = place.run(&["check", "prompts"]).exits(2);
            let ran = ran.complains(["telewav.toml", "--config", "--isolated"]);
            assert!(!ran.err.contains("secret-in-a-file"), "{ran}");
            fs::remove_file(&config).unwrap();
        }
    }
    fs::create_dir(&config).unwrap();
    place
        .run(&["check", "prompts"])
        .exits(2)
        .complains(["it is no file", "--isolated"]);
    place.run(&["check", "prompts", "--isolated"]).exits(1);
}

/// Needs the right to give files away, so it runs as root (as the gate does) and says when it does not.
#[cfg(unix)]
#[test]
fn a_found_configuration_of_somebody_else_is_refused() {
    use std::os::unix::fs::chown;
    let place = place();
    let config = place.put("telewav.toml", "profile = \"asterisk\"\n");
    if chown(&config, Some(12345), None).is_err() {
        eprintln!("left out: this user cannot give files away");
        return;
    }
    let refused = |ran: Ran| {
        ran.exits(2).complains([
            "telewav.toml",
            "belongs to user 12345",
            "--config",
            "--isolated",
        ]);
    };
    refused(place.run(&["check", "prompts"]));
    place
        .run(&["check", "prompts", "--show-settings"])
        .exits(0)
        .says([
            "# refused: ",
            "user 12345",
            "profile = \"huawei-privatenumber\"  # default",
        ]);
    place
        .run(&["check", "prompts", "--config", "telewav.toml"])
        .exits(0);
    place.run(&["check", "prompts", "--isolated"]).exits(1);
    // In their repository it is obeyed for what is in it.
    let whole = [place.repository(), place.at("repository/.git")];
    for path in &whole {
        chown(path, Some(12345), None).unwrap();
    }
    place.run(&["check", "prompts"]).exits(0);
    let ran = place.run(&["check", "../outside/b.wav"]).exits(2);
    ran.complains(["is not in it", "--config", "--isolated"]);
    // Somebody else's mark in a folder that is not theirs makes no repository.
    chown(&whole[0], Some(0), None).unwrap();
    refused(place.run(&["check", "prompts"]));
}

#[test]
fn show_settings_says_what_was_refused_and_why() {
    let place = place();
    let config = "output = \"../outside\"\nforce = true\nlevel = \"speech\"\n";
    with(
        &place,
        config,
        &["convert", "prompts", "--show-settings", "-o", "out"],
    )
    .exits(0)
    .says([
        "# refused: ",
        "force = \"true\" takes the place of files",
        "level = \"speech\"  # telewav.toml",
        "force = false  # default",
    ]);
}

#[test]
fn a_named_configuration_may_do_what_the_command_line_may() {
    let place = place();
    let config = "paths = [\"prompts\"]\noutput = \"../elsewhere\"\nforce = true\n";
    place.put("telewav.toml", config);
    place.run(&["convert", "--config", "telewav.toml"]).exits(0);
    assert!(place.at("elsewhere/a.wav").exists());
}
