//! Names of prompts: two of one name, names that are kept, names of which nothing is left.

use std::fs;

use crate::support::{about, codes, fixture, folder, names, recording, tree};

#[test]
fn two_recordings_of_one_name_are_refused_and_the_others_converted() {
    let folder = folder();
    let input = folder.path().join("in");
    for name in ["a.wav", "a.mp3", "b.wav"] {
        recording(input.join(name));
    }
    let out = folder.path().join("out");
    let ran = telewav!["convert", &input, "-o", &out, "--output-format=json"].exits(1);
    let results = ran.results();
    assert_eq!(codes(about(&results, "a.wav")), ["TW501"]);
    assert_eq!(codes(about(&results, "a.mp3")), ["TW501"]);
    assert_eq!(about(&results, "b.wav")["status"], "converted");
    let found = about(&results, "a.wav")["findings"][0]["found"]
        .as_str()
        .unwrap();
    assert!(found.contains("a.mp3"), "names the other one: {found}");
    assert_eq!(names(&out), ["b.wav"]);
}

#[test]
fn names_that_differ_in_their_capitals_only_are_one_name() {
    let folder = folder();
    let input = folder.path().join("in");
    recording(input.join("A.wav"));
    recording(input.join("a.mp3"));
    let out = folder.path().join("out");
    telewav!["convert", &input, "-o", &out]
        .exits(1)
        .says(["TW501", "A.wav", "a.mp3"]);
    assert!(!out.exists());
}

#[test]
fn one_name_in_two_folders_is_two_names() {
    let folder = folder();
    let input = folder.path().join("in");
    recording(input.join("en/a.wav"));
    recording(input.join("zh/a.wav"));
    let out = folder.path().join("out");
    telewav!["convert", &input, "-o", &out].exits(0);
    assert_eq!(names(&out), ["en/a.wav", "zh/a.wav"]);
}

#[test]
fn files_of_one_name_that_were_named_one_by_one_collide() {
    let folder = folder();
    let (en, zh) = (
        folder.path().join("en/a.wav"),
        folder.path().join("zh/a.wav"),
    );
    let out = folder.path().join("out");
    telewav!["convert", recording(en), recording(zh), "-o", &out]
        .exits(1)
        .says(["TW501"]);
    assert!(!out.exists());
}

#[test]
fn kept_names_are_refused_where_the_platform_refuses_them() {
    let folder = folder();
    let out = folder.path().join("out");
    let prompts = fixture("prompts");
    let ran = telewav![
        "convert",
        &prompts,
        "-o",
        &out,
        "--names=keep",
        "--output-format=json"
    ];
    let results = ran.exits(1).results();
    let chinese = about(&results, "欢迎光临 (1).mp3");
    assert_eq!(codes(chinese), ["TW101"]);
    assert_eq!(chinese["status"], "failed");
    let cure = chinese["findings"][0]["cure"].as_str().unwrap();
    assert!(cure.contains("Huan_Ying_Guang_Lin_1.wav"), "{cure}");
    let converted = results
        .iter()
        .filter(|result| result["status"] == "converted");
    assert_eq!(converted.count(), 6);
    assert_eq!(names(&out).len(), 6);
}

#[test]
fn names_are_kept_where_the_platform_takes_any() {
    let folder = folder();
    let prompts = fixture("prompts");
    telewav!["convert", &prompts, "-o", folder.path(), "-p", "asterisk"].exits(0);
    assert!(names(folder.path()).contains(&"欢迎光临 (1).wav".to_owned()));
}

#[test]
fn a_name_of_which_nothing_is_left_is_an_error() {
    let folder = folder();
    let nameless = recording(folder.path().join("in/( ).wav"));
    let out = folder.path().join("out");
    let ran = telewav!["convert", nameless, "-o", &out, "--output-format=json"].exits(1);
    let result = &ran.results()[0];
    assert_eq!(codes(result), ["TW105"]);
    assert!(result["output"].is_null());
    assert!(!out.exists());
}

#[test]
fn a_long_name_is_cut_and_the_extension_stays() {
    let folder = folder();
    let long = format!("{}.wav", "long-name-".repeat(20));
    let out = folder.path().join("out");
    telewav!["convert", recording(folder.path().join(long)), "-o", &out].exits(0);
    let made = names(&out);
    assert!(
        made[0].len() <= 128 && made[0].ends_with(".wav"),
        "{made:?}"
    );
    telewav!["check", &out].exits(0);
}

#[test]
fn only_the_extension_of_a_recording_is_taken_off() {
    let folder = folder();
    let input = folder.path().join("in");
    recording(input.join("v1.2.wav"));
    recording(input.join("Menu.MP3"));
    // Known by its content, and `3` is not an extension of recordings.
    fs::write(input.join("take.3"), &tree(&input)["v1.2.wav"]).unwrap();
    let out = folder.path().join("out");
    telewav!["convert", &input, "-o", &out].exits(0);
    assert_eq!(names(&out), ["Menu.wav", "take.3.wav", "v1.2.wav"]);
}

#[test]
fn a_recording_without_a_name_does_not_stop_the_others() {
    let folder = folder();
    let input = folder.path().join("in");
    for name in ["a.wav", "( ).wav"] {
        recording(input.join(name));
    }
    let out = folder.path().join("out");
    telewav!["convert", &input, "-o", &out]
        .exits(1)
        .says(["TW105"]);
    assert_eq!(names(&out), ["a.wav"]);
}

#[test]
fn one_recording_under_two_spellings_of_its_path_is_one_recording() {
    let folder = folder();
    let (a, out) = (folder.path().join("a.wav"), folder.path().join("out"));
    recording(&a);
    let spelled = folder
        .path()
        .join(".")
        .join("..")
        .join(folder.path().file_name().unwrap());
    telewav!["convert", &a, spelled.join("a.wav"), "-o", &out].exits(0);
    assert_eq!(names(&out), ["a.wav"]);
}

#[test]
fn a_stem_with_a_dot_is_not_renamed() {
    let folder = folder();
    let (take, out) = (folder.path().join("take.3"), folder.path().join("out"));
    recording(&take);
    let ran = telewav!["convert", &take, "-o", &out, "--output-format=json"].exits(0);
    assert_eq!(ran.results()[0]["renamed"], false);
    assert_eq!(names(&out), ["take.3.wav"]);
}
