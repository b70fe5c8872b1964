//! Exit codes: 0 all good, 1 something failed, 2 could not run.

use std::fs;

use crate::support::{fixture, folder, names, recording};

#[test]
fn all_good_is_0_and_findings_are_1() {
    let good = fixture("good/alaw-8000Hz-mono-all-256-codes.wav");
    let bad = fixture("bad/text.wav");
    telewav!["check", &good].exits(0);
    telewav!["check", &good, &bad].exits(1);
    telewav!["inspect", &good].exits(0);
    telewav!["inspect", &bad].exits(1);
    let folder = folder();
    telewav!["convert", &good, "-o", folder.path()].exits(0);
    telewav!["convert", &good, &bad, "-o", folder.path()].exits(1);
}

#[test]
fn a_missing_file_is_2_alone_and_1_beside_another_which_is_converted() {
    let folder = folder();
    let missing = folder.path().join("missing.wav");
    let out = folder.path().join("out");
    telewav!["convert", &missing, "-o", &out]
        .exits(2)
        .says(["missing.wav"]);
    assert!(!out.exists());
    telewav!["check", &missing].exits(2).says(["missing.wav"]);
    telewav!["inspect", &missing].exits(2);

    let goodbye = fixture("prompts/goodbye.ogg");
    let ran = telewav!["convert", &missing, &goodbye, "-o", &out].exits(1);
    assert_eq!(ran.summary(), "2 files: 1 converted, 1 failed");
    assert_eq!(names(&out), ["goodbye.wav"]);
    telewav!["check", &out, &missing]
        .exits(1)
        .says(["missing.wav"]);
}

#[test]
fn a_folder_without_recordings_is_2() {
    let folder = folder();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).unwrap();
    fs::write(texts.join("list.txt"), "welcome.wav\n").unwrap();
    let out = folder.path().join("out");
    for path in [&empty, &texts] {
        telewav!["check", path].exits(2);
        telewav!["convert", path, "-o", &out]
            .exits(2)
            .says(["no audio"]);
    }
    assert!(!out.exists());
    // Beside a good one it is a failure: somebody expected prompts there.
    telewav!["convert", &empty, fixture("prompts"), "-o", &out].exits(1);
    assert_eq!(names(&out).len(), 7);
}

#[test]
fn an_unknown_profile_is_2_and_the_message_has_those_that_may_be_meant() {
    for command in ["convert", "check"] {
        let mut ran = crate::support::command();
        ran.arg(command)
            .arg(fixture("prompts"))
            .args(["-p", "huawei"]);
        if command == "convert" {
            ran.args(["-o", "never"]);
        }
        let ran = crate::support::run(&mut ran).exits(2);
        assert_eq!(ran.out, b"");
        ran.complains([
            "huawei-privatenumber",
            "huawei-voicecall",
            "`telewav profiles` lists them",
        ]);
    }
    telewav!["profiles", "asterix"]
        .exits(2)
        .complains(["did you mean asterisk?"]);
}

#[test]
fn usage_that_makes_no_sense_is_2() {
    let prompts = fixture("prompts");
    telewav!["check", &prompts, "--lound"]
        .exits(2)
        .complains(["--lound"]);
    telewav!["chekc", &prompts]
        .exits(2)
        .complains(["chekc", "check"]);
    telewav!["check"]
        .exits(2)
        .complains(["nothing to do: name paths"]);
    telewav!["convert", &prompts]
        .exits(2)
        .complains(["--output"]);
    telewav!["check", &prompts, "-j", "many"]
        .exits(2)
        .complains(["many"]);
    telewav!["check", &prompts, "--output-format", "xml"]
        .exits(2)
        .complains(["human", "json"]);
    telewav!["explain", "TW999"].exits(2).complains(["TW999"]);
}

#[test]
fn a_faulty_profile_file_is_2_and_the_message_has_its_line() {
    let folder = folder();
    let path = folder.path().join("mine.toml");
    let good = telewav!["profiles", "asterisk"].exits(0).text().to_owned();
    for (faulty, words) in [
        // Not TOML: a key without a value on line 3.
        (
            "name = \"mine\"\ntitle = \"Mine\"\nformat =\n".to_owned(),
            "line 3",
        ),
        // A key that there is not, which would be a limit that nobody checks.
        (
            format!("{good}\n[size]\nmax_byte = 1\n"),
            "column 1: size.max_byte: there is no key `max_byte`; did you mean `max_bytes`?",
        ),
        (
            "name = \"mine\"\nextends = \"asterix\"\n".to_owned(),
            "line 2, column 11: extends is \"asterix\", and there is no such profile; did you mean asterisk?",
        ),
        (
            "name = \"mine\"\nextends = \"mine.toml\"\n".to_owned(),
            "line 2, column 11: extends is \"mine.toml\", which extends this one in the end",
        ),
        // Values that make no sense.
        (good.replace("value = 8000", "value = 8"), "rate_hz"),
        (good.replace("value = 1,", "value = 2,"), "channels"),
    ] {
        fs::write(&path, faulty).unwrap();
        let ran = telewav!["check", fixture("prompts"), "-p", &path].exits(2);
        assert_eq!(ran.out, b"");
        ran.complains(["mine.toml", words]);
    }
    fs::remove_file(&path).unwrap();
    telewav!["check", fixture("prompts"), "-p", &path]
        .exits(2)
        .complains(["mine.toml"]);
}

#[test]
fn a_profile_file_works_like_an_embedded_profile() {
    let folder = folder();
    let path = folder.path().join("mine.toml");
    let profile = r#"
        name = "mine"
        title = "My own switch"
        [format]
        container = "wav"
        encoding = "mu-law"
        rate_hz = 16000
        channels = 1
        header_bytes = 44
        [size]
        max_s = 2.0
        [name_rules]
        extension = "wave"
        characters = "[A-Za-z.-]"
    "#;
    fs::write(&path, profile).unwrap();
    let out = folder.path().join("out");
    let ran = telewav!["convert", fixture("prompts"), "-p", &path, "-o", &out].exits(1);
    // The three that last longer than 2 s.
    assert!(
        ran.summary().starts_with("7 files: 4 converted, 3 failed"),
        "{ran}"
    );
    ran.says([
        "TW205",
        "mine needs at most 2 s",
        "Huan-Ying-Guang-Lin.wave",
    ]);
    let goodbye = fs::read(out.join("goodbye.wave")).unwrap();
    // Format tag, rate, and behind a header of 44 the 18,118.1 frames that 24,969 at 22,050 Hz become,
    // rounded up and made even.
    assert_eq!(goodbye[20..22], [7, 0]);
    assert_eq!(goodbye[24..28], 16_000_u32.to_le_bytes());
    assert_eq!(goodbye.len(), 44 + 18_120);
    telewav!["check", &out, "-p", &path].exits(0);

    let named = recording(folder.path().join("1.wave"));
    telewav!["check", named, "-p", &path]
        .exits(1)
        .says(["TW101", "mine needs"]);
}
