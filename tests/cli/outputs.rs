//! Where prompts go, and where recordings come from: folders, files, standard input and output.

use std::fs;

use crate::support::{
    about, command, copy, fixture, folder, names, recording, run, run_with_input, tone, tree,
};

#[test]
fn a_source_is_never_overwritten_not_even_by_force() {
    let folder = folder();
    let source = recording(folder.path().join("a.wav"));
    let before = fs::read(&source).unwrap();
    for output in [folder.path(), &source] {
        for force in [None, Some("--force")] {
            let mut command = command();
            command
                .args(["convert", "-o"])
                .arg(output)
                .arg(&source)
                .args(force);
            run(&mut command).exits(1).says(["refused "]);
            assert_eq!(fs::read(&source).unwrap(), before);
        }
    }
    assert_eq!(names(folder.path()), ["a.wav"]);
}

#[test]
fn a_folder_that_is_its_own_output_keeps_its_recordings() {
    let folder = folder();
    copy(&fixture("prompts"), folder.path());
    let before = tree(folder.path());
    let ran = telewav!["convert", folder.path(), "-o", folder.path(), "--force"].exits(1);
    assert_eq!(ran.summary(), "7 files: 6 converted, 1 refused, 0 failed");
    let after = tree(folder.path());
    assert_eq!(after.len(), before.len() + 6);
    for (name, octets) in before {
        assert!(after[&name] == octets, "{name} was changed");
    }
}

#[cfg(unix)]
#[test]
fn a_source_is_not_overwritten_through_a_link() {
    let folder = folder();
    let source = recording(folder.path().join("in/a.wav"));
    let before = fs::read(&source).unwrap();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    std::os::unix::fs::symlink(&source, out.join("a.wav")).unwrap();
    telewav!["convert", &source, "-o", &out, "--force"].exits(1);
    assert_eq!(fs::read(&source).unwrap(), before);
}

#[test]
fn prompts_in_a_folder_of_the_input_are_not_converted_again() {
    let folder = folder();
    copy(&fixture("prompts"), folder.path());
    let out = folder.path().join("telephone");
    telewav!["convert", folder.path(), "-o", &out].exits(0);
    let first = tree(&out);
    let ran = telewav!["convert", folder.path(), "-o", &out].exits(0);
    assert_eq!(ran.summary(), "7 files: 7 unchanged, 0 failed");
    assert!(tree(&out) == first, "{:?}", names(&out));
}

#[test]
fn a_file_that_is_named_twice_is_converted_once() {
    let folder = folder();
    let source = recording(folder.path().join("a.wav"));
    let out = folder.path().join("out");
    let ran = telewav!["convert", &source, &source, "-o", &out].exits(0);
    assert_eq!(ran.summary(), "1 file: 1 converted, 0 failed");
    let ran = telewav!["convert", folder.path(), &source, "-o", &out].exits(0);
    assert_eq!(ran.summary(), "1 file: 1 unchanged, 0 failed");
}

#[test]
fn one_recording_can_be_given_the_name_of_its_prompt() {
    let folder = folder();
    let made = folder.path().join("menu/welcome.wav");
    let source = fixture("prompts/欢迎光临 (1).mp3");
    telewav!["convert", &source, "-o", &made].exits(0);
    assert_eq!(names(folder.path()), ["menu/welcome.wav"]);
    telewav!["check", &made].exits(0);
}

#[test]
fn a_name_given_by_hand_has_to_be_one_that_the_platform_takes() {
    let folder = folder();
    let source = fixture("prompts/goodbye.ogg");
    for (name, code) in [
        ("good bye.wav", "TW101"),
        ("goodbye.WAV", "TW104"),
        ("goodbye.mp3", "TW103"),
    ] {
        telewav!["convert", &source, "-o", folder.path().join(name)]
            .exits(1)
            .says([code]);
    }
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn a_file_name_is_no_place_for_several_prompts() {
    let folder = folder();
    let out = folder.path().join("all.wav");
    let prompts = fixture("prompts");
    let (one, two) = (
        prompts.join("goodbye.ogg"),
        prompts.join("nobody-available.mp3"),
    );
    telewav!["convert", one, two, "-o", &out]
        .exits(2)
        .complains(["-o"]);
    telewav!["convert", &prompts, "-o", &out]
        .exits(2)
        .complains(["-o"]);
    assert!(!out.exists());
}

#[test]
fn standard_output_is_no_place_for_several_prompts() {
    let prompts = fixture("prompts");
    let ran = telewav!["convert", &prompts, "-o", "-"].exits(2);
    assert_eq!(ran.out, b"");
    let (one, two) = (
        prompts.join("goodbye.ogg"),
        prompts.join("nobody-available.mp3"),
    );
    let ran = telewav!["convert", one, two, "-o", "-"].exits(2);
    assert_eq!(ran.out, b"");
}

#[test]
fn standard_output_carries_the_prompt_and_nothing_else() {
    let folder = folder();
    let source = fixture("prompts/goodbye.ogg");
    telewav!["convert", &source, "-o", folder.path()].exits(0);
    let wanted = fs::read(folder.path().join("goodbye.wav")).unwrap();

    let ran = telewav!["convert", &source, "-o", "-"].exits(0);
    assert!(ran.out == wanted);
    ran.complains(["converted ", "1 file: 1 converted, 0 failed"]);

    // The report in any form makes way.
    let ran = telewav!["convert", &source, "-o", "-", "--output-format", "json"].exits(0);
    assert!(ran.out == wanted);
    let report: crate::support::Json = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(report["results"][0]["status"], "converted");
    assert_eq!(report["results"][0]["output"], "-");
}

#[test]
fn nothing_is_sent_to_standard_output_when_the_recording_is_refused() {
    let ran = telewav!["convert", fixture("refused/cut.wav"), "-o", "-"].exits(1);
    assert_eq!(ran.out, b"");
    let ran = telewav!["convert", fixture("prompts/goodbye.ogg"), "-o", "-", "-n"].exits(0);
    assert_eq!(ran.out, b"", "a dry run");
}

#[test]
fn a_recording_on_standard_input_is_converted_under_the_name_it_is_given() {
    let folder = folder();
    let source = fs::read(fixture("prompts/欢迎光临 (1).mp3")).unwrap();
    let convert = |more: &[&str]| {
        let mut command = command();
        command
            .args(["convert", "-", "-o"])
            .arg(folder.path())
            .args(more);
        run_with_input(&mut command, &source)
    };
    convert(&[]).exits(0);
    convert(&["--stdin-filename", "a/欢迎光临 (1).mp3"]).exits(0);
    assert_eq!(
        names(folder.path()),
        ["Huan_Ying_Guang_Lin_1.wav", "stdin.wav"]
    );
    telewav!["check", folder.path()].exits(0);
}

#[test]
fn a_pipe_goes_in_and_a_pipe_comes_out() {
    let mut convert = command();
    convert.args(["convert", "-", "-o", "-"]);
    let ran = run_with_input(&mut convert, &tone(801, 440.0)).exits(0);
    // A header of 58, and one sample more to make their number even.
    assert_eq!(ran.out.len(), 58 + 802);

    let mut check = command();
    check.args(["check", "-"]);
    run_with_input(&mut check, &ran.out).exits(0);
    // A name of its own is judged as well.
    check.args(["--stdin-filename", "two words.wav"]);
    run_with_input(&mut check, &ran.out)
        .exits(1)
        .says(["TW101"]);
}

#[test]
fn a_long_pipe_is_read_like_a_file() {
    let folder = folder();
    let long = folder.path().join("long.wav");
    // 1.4 MB, of which one is held.
    fs::write(&long, tone(700_000, 440.0)).unwrap();
    telewav!["convert", &long, "-o", folder.path().join("file.wav")].exits(0);
    let mut convert = command();
    convert.args(["convert", "-", "-o", "-"]);
    let ran = run_with_input(&mut convert, &fs::read(&long).unwrap()).exits(0);
    assert!(ran.out == fs::read(folder.path().join("file.wav")).unwrap());
}

#[test]
fn nothing_on_standard_input_is_an_error() {
    let folder = folder();
    let ran = telewav!["convert", "-", "-o", folder.path(), "--output-format=json"].exits(1);
    assert_eq!(about(&ran.results(), "-")["error"]["kind"], "not-audio");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn results_do_not_depend_on_the_number_of_jobs() {
    let folder = folder();
    let input = folder.path().join("in");
    for i in 0..3 {
        for kind in ["prompts", "good", "odd", "bad"] {
            copy(&fixture(kind), &input.join(format!("{i}/{kind}")));
        }
    }
    let mut results = Vec::new();
    for jobs in ["1", "2", "8", "0"] {
        // Relative paths, so that reports can be the same.
        let place = folder.path().join(jobs);
        fs::create_dir(&place).unwrap();
        let mut convert = command();
        convert.current_dir(&place);
        convert.args([
            "convert",
            "../in",
            "-o",
            "out",
            "--output-format=json",
            "-j",
            jobs,
        ]);
        let converted = run(&mut convert).exits(1);
        let mut check = command();
        check.current_dir(&place);
        check.args(["check", "../in", "out", "-j", jobs]);
        let checked = run(&mut check).exits(1);
        results.push((tree(&place.join("out")), converted, checked));
    }
    let (tree, converted, checked) = &results[0];
    assert_eq!(
        tree.len(),
        3 * (7 + names(&fixture("good")).len() + names(&fixture("odd")).len())
    );
    for (other_tree, other_converted, other_checked) in &results[1..] {
        assert!(tree == other_tree, "other prompts");
        assert_eq!(converted.text(), other_converted.text());
        assert_eq!(checked.text(), other_checked.text());
    }
}

#[test]
fn a_folder_in_the_place_of_a_prompt_is_left_alone() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("goodbye.wav/inside")).unwrap();
    let ran = telewav![
        "convert",
        fixture("prompts"),
        "-o",
        folder.path(),
        "--force"
    ]
    .exits(1);
    assert_eq!(ran.summary(), "7 files: 6 converted, 1 failed");
    assert!(folder.path().join("goodbye.wav/inside").is_dir());
}

#[test]
fn a_file_in_the_place_of_a_folder_is_left_alone() {
    let folder = folder();
    fs::write(folder.path().join("hold"), "not a folder").unwrap();
    let ran = telewav!["convert", fixture("prompts"), "-o", folder.path()].exits(1);
    assert_eq!(ran.summary(), "7 files: 4 converted, 3 failed");
    assert_eq!(
        fs::read(folder.path().join("hold")).unwrap(),
        b"not a folder"
    );
    assert_eq!(names(folder.path()).len(), 5, "{:?}", names(folder.path()));

    // As the output itself, it is a slip of the hand.
    let ran = telewav![
        "convert",
        fixture("prompts"),
        "-o",
        folder.path().join("hold")
    ]
    .exits(2);
    assert_eq!(ran.out, b"");
    ran.complains(["hold"]);
}
