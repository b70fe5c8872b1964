//! Paths of every kind: hidden, unreadable, linked in circles, not Unicode, made to play tricks.

use std::fs;

use crate::support::{fixture, folder, names, recording, shown};

#[test]
fn texts_are_passed_over_and_counted_and_hidden_files_are_not_looked_at() {
    let folder = folder();
    let input = folder.path().join("in");
    recording(input.join("a.wav"));
    recording(input.join(".hidden.wav"));
    recording(input.join(".git/b.wav"));
    fs::write(input.join("list.txt"), "a.wav\n").unwrap();
    fs::write(input.join("cover.jpg"), b"\xFF\xD8\xFF\xE0\0\x10JFIF").unwrap();
    let out = folder.path().join("out");
    let ran = telewav!["convert", &input, "-o", &out].exits(0);
    assert!(
        ran.summary()
            .starts_with("1 file: 1 converted, 0 failed; 2 files"),
        "{ran}"
    );
    assert_eq!(names(&out), ["a.wav"]);

    let ran = telewav!["check", &input, "--output-format=json"].exits(1);
    let passed_over = ran.json()["passed_over"].as_array().unwrap().clone();
    assert_eq!(passed_over.len(), 2);
    assert!(passed_over[0].as_str().unwrap().ends_with("cover.jpg"));
    assert!(passed_over[1].as_str().unwrap().ends_with("list.txt"));
    let ran = telewav!["check", &input, "-v"].exits(1);
    assert_eq!(ran.text().matches("passed over  ").count(), 2, "{ran}");

    // Whoever names a file means it.
    telewav!["convert", input.join(".hidden.wav"), "-o", &out].exits(0);
    telewav!["convert", input.join("list.txt"), "-o", &out]
        .exits(1)
        .says(["plain text"]);
}

#[test]
fn a_recording_without_an_extension_is_found_by_its_content() {
    let folder = folder();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::copy(fixture("prompts/goodbye.ogg"), input.join("goodbye")).unwrap();
    let out = folder.path().join("out");
    telewav!["convert", &input, "-o", &out].exits(0);
    assert_eq!(names(&out), ["goodbye.wav"]);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::fs::{self, File, Permissions};
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use crate::support::{about, codes, fixture, folder, names, recording};

    #[test]
    fn a_file_that_may_not_be_read_is_an_error_and_others_go_on() {
        let folder = folder();
        let input = folder.path().join("in");
        recording(input.join("a.wav"));
        let locked = recording(input.join("locked.wav"));
        fs::set_permissions(&locked, Permissions::from_mode(0o000)).unwrap();
        if File::open(&locked).is_ok() {
            eprintln!("skipped: root may read everything");
            return;
        }
        let out = folder.path().join("out");
        let ran = telewav!["convert", &input, "-o", &out, "--output-format=json"].exits(1);
        let results = ran.results();
        assert_eq!(about(&results, "locked.wav")["error"]["kind"], "io");
        assert_eq!(about(&results, "a.wav")["status"], "converted");
        let ran = telewav!["check", &out, &locked].exits(1);
        assert_eq!(ran.summary(), "2 files checked, 1 ok, 1 failed");
        telewav!["inspect", &locked].exits(1);
    }

    #[test]
    fn a_folder_that_may_not_be_read_is_an_error_and_others_go_on() {
        let folder = folder();
        let input = folder.path().join("in");
        recording(input.join("a.wav"));
        let locked = input.join("locked");
        fs::create_dir(&locked).unwrap();
        fs::set_permissions(&locked, Permissions::from_mode(0o000)).unwrap();
        let is_open = fs::read_dir(&locked).is_ok();
        let out = folder.path().join("out");
        if is_open {
            eprintln!("skipped: root may read everything");
        } else {
            let ran = telewav!["convert", &input, "-o", &out]
                .exits(1)
                .says(["locked"]);
            assert_eq!(ran.summary(), "2 files: 1 converted, 1 failed");
        }
        fs::set_permissions(&locked, Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn a_folder_that_may_not_be_written_is_an_error_and_nothing_is_left_there() {
        let folder = folder();
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::set_permissions(&out, Permissions::from_mode(0o555)).unwrap();
        let is_open = File::create(out.join("probe")).is_ok();
        if is_open {
            eprintln!("skipped: root may write everywhere");
        } else {
            let prompts = fixture("prompts");
            let ran = telewav!["convert", &prompts, "-o", &out]
                .exits(1)
                .says(["out"]);
            assert_eq!(ran.summary(), "7 files: 7 failed");
            assert_eq!(names(&out), [""; 0]);
        }
        fs::set_permissions(&out, Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn links_that_lead_nowhere_are_errors_and_those_in_circles_lose_nothing() {
        let folder = folder();
        let input = folder.path().join("in");
        recording(input.join("sub/a.wav"));
        symlink("nowhere", input.join("dangling.wav")).unwrap();
        symlink("..", input.join("sub/loop")).unwrap();
        symlink("self.wav", input.join("self.wav")).unwrap();
        symlink("sub/a.wav", input.join("link.wav")).unwrap();
        let out = folder.path().join("out");
        let ran = telewav!["convert", &input, "-o", &out].exits(1);
        assert_eq!(ran.summary(), "4 files: 2 converted, 2 failed, 1 warning");
        // A link that leads somewhere is as good as a file, of the same sound.
        assert_eq!(names(&out), ["link.wav", "sub/a.wav"]);
        ran.says(["dangling.wav", "self.wav"]);
        telewav!["check", input.join("dangling.wav")]
            .exits(2)
            .says(["dangling.wav"]);
        telewav!["check", input.join("dangling.wav"), &out].exits(1);
    }

    #[test]
    fn a_pipe_in_the_file_system_is_read_like_a_file_when_named_and_told_in_a_folder() {
        let folder = folder();
        let pipe = folder.path().join("pipe.wav");
        let status = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(status.unwrap().success());
        recording(folder.path().join("a.wav"));
        // Would wait for ever if it were opened.
        let ran = telewav!["inspect", folder.path()].exits(1);
        ran.says(["pipe.wav", "it is a pipe, a device or a socket"]);

        let octets = fs::read(folder.path().join("a.wav")).unwrap();
        let to = pipe.clone();
        let writer = std::thread::spawn(move || fs::write(to, octets).unwrap());
        let ran = telewav!["inspect", &pipe].exits(0).says(["800 frames"]);
        writer.join().unwrap();
        assert_eq!(ran.err, "");
    }

    // Apple's file systems refuse such names.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_unicode_is_converted_and_can_be_found_again() {
        let folder = folder();
        let input = folder.path().join("in");
        // "音 welcome" as GBK.
        let name = b"\xD2\xF4 welcome.wav";
        let source = recording(input.join(OsStr::from_bytes(name)));
        let out = folder.path().join("out");
        let ran = telewav!["convert", &input, "-o", &out, "--output-format=json"].exits(0);
        let result = &ran.results()[0];
        assert_eq!(result["status"], "converted");
        let hex: String = source
            .as_os_str()
            .as_bytes()
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect();
        assert_eq!(result["input_hex"], hex);
        assert_eq!(names(&out), ["Yin_welcome.wav"]);
        telewav!["check", &out].exits(0);

        telewav!["convert", &input, "-o", &out]
            .exits(0)
            .says([r"\xD2\xF4 welcome.wav"]);
        let ran = telewav!["check", &source, "--output-format=json"].exits(1);
        let result = &ran.results()[0];
        assert_eq!(result["path_hex"], hex);
        assert!(codes(result).contains(&"TW108"), "{result}");
        telewav!["convert", &source, "-o", &out, "--names=keep"]
            .exits(1)
            .says(["TW108"]);
        assert_eq!(names(&out), ["Yin_welcome.wav"]);
    }

    #[test]
    fn names_cannot_play_tricks_on_a_terminal() {
        let folder = folder();
        let input = folder.path().join("in");
        // Red from here on; a line that looks like a verdict; right to left.
        let tricks = ["\u{1b}[31mred.wav", "b\nok  b.wav", "c\u{202e}vaw.exe.wav"];
        for name in tricks {
            recording(input.join(name));
        }
        let out = folder.path().join("out");
        for ran in [
            telewav!["convert", &input, "-o", &out].exits(0),
            telewav!["check", &input].exits(1),
            telewav!["inspect", &input].exits(0),
        ] {
            let text = ran.text();
            let is_fit = |c: char| c == '\n' || !c.is_control();
            assert!(text.chars().all(is_fit), "{text:?}");
            for name in tricks {
                assert!(!text.contains(name), "{text:?}");
            }
            ran.says([r"\u{1b}[31mred", r"b\u{a}ok", r"c\u{202e}vaw"]);
        }
        let made = names(&out);
        assert_eq!(made.len(), 3);
        telewav!["check", &out].exits(0);
    }

    #[test]
    fn names_in_messages_cannot_play_tricks_either() {
        let folder = folder();
        let input = folder.path().join("c\u{1b}[31m");
        for name in ["a.wav", "a.mp3"] {
            recording(input.join(name));
        }
        let out = folder.path().join("out\u{1b}[31m");
        let missing = folder.path().join("p\u{1b}[31m.toml");
        let runs = [
            telewav!["convert", &input, "-o", &out].exits(1),
            telewav!["convert", &input, "-o", out.with_extension("wav")].exits(2),
            telewav!["check", &input, "-p", missing].exits(2),
            telewav!["explain", "TW\u{1b}[31m"].exits(2),
        ];
        for ran in runs {
            let text = ran.text().to_string() + &ran.err;
            assert!(!text.contains('\u{1b}'), "{text:?}");
        }
    }
}

#[test]
fn paths_come_from_a_list_too() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    recording(at("in/a.wav"));
    recording(at("in/b c.wav"));
    recording(at("in/more/d.wav"));
    let list = at("list.txt");
    let lines = format!("{}\r\n\n{}\n", shown(at("in/a.wav")), shown(at("in/more")));
    fs::write(&list, lines).unwrap();
    let ran = telewav!["convert", "--files-from", &list, "-o", at("out")].exits(0);
    assert_eq!(ran.summary(), "2 files: 2 converted, 0 failed, 1 warning");
    assert_eq!(names(&at("out")), ["a.wav", "d.wav"]);

    // From standard input, ended by NUL, with a path on the command line.
    let octets = format!("{}\0{}\0", shown(at("in/a.wav")), shown(at("in/b c.wav")));
    let mut command = crate::support::command();
    command.args(["check", "-p", "asterisk", "--files-from", "-", "-0"]);
    command.arg(at("in/more"));
    let ran = crate::support::run_with_input(&mut command, octets.as_bytes()).exits(0);
    ran.says(["3 files checked, 3 ok"]);

    telewav!["check", "--files-from", at("nowhere")]
        .exits(2)
        .complains(["failed to read --files-from", "nowhere"]);
    telewav!["check", "-0", at("in")]
        .exits(2)
        .complains(["--files-from"]);
    // An empty list is nothing to do, and no mistake.
    fs::write(&list, "\n").unwrap();
    telewav!["check", "--files-from", &list].exits(0);
}
