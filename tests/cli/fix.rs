//! `telewav fix`: headers, chunks and names are cured; samples are never touched, files never lost.

use std::fs;
use std::path::Path;

use crate::support::{about, codes, copy, fixture, folder, names, recording, tone, tree};

/// A prompt that passes, with a chunk more.
fn prompt(path: &Path, more: &[u8]) -> Vec<u8> {
    let made = path.with_file_name("made.wav");
    let source = recording(path.with_file_name("source.wav"));
    telewav!["convert", &source, "-o", &made].exits(0);
    fs::remove_file(source).unwrap();
    let mut octets = fs::read(&made).unwrap();
    fs::remove_file(made).unwrap();
    octets.extend(more);
    let riff_size = octets.len() as u32 - 8;
    octets[4..8].copy_from_slice(&riff_size.to_le_bytes());
    fs::write(path, &octets).unwrap();
    octets
}

const LIST: &[u8] = b"LIST\x1A\0\0\0INFOISFT\x0E\0\0\0Lavf59.27.100\0";

#[test]
fn chunks_are_dropped_and_the_name_is_mended_around_the_same_octets() {
    let folder = folder();
    let old = folder.path().join("Welcome Msg.WAV");
    let octets = prompt(&old, LIST);
    telewav!["check", &old]
        .exits(1)
        .says(["TW101", "TW104", "TW318"]);
    let ran = telewav!["fix", folder.path()].exits(0);
    ran.says([
        "fixed      ",
        "Welcome Msg.WAV -> ",
        "Welcome_Msg.wav",
        "cured TW101 name-charset: ",
        "cured TW318 extra-chunk: \"LIST\" of 26 octets",
        "1 file: 1 fixed, 0 not fixed",
    ]);
    assert_eq!(names(folder.path()), ["Welcome_Msg.wav"]);
    let fixed = fs::read(folder.path().join("Welcome_Msg.wav")).unwrap();
    assert_eq!(fixed[58..], octets[58..octets.len() - LIST.len()]);
    telewav!["check", folder.path()]
        .exits(0)
        .says(["1 ok, 0 failed"]);
    // Once more there is nothing to do.
    telewav!["fix", folder.path()]
        .exits(0)
        .says(["1 ok, 0 not fixed"]);
}

#[test]
fn what_would_be_done_is_shown_and_not_done() {
    let folder = folder();
    prompt(&folder.path().join("a b.wav"), LIST);
    let before = tree(folder.path());
    telewav!["fix", folder.path(), "-n"].exits(0).says([
        "would fix",
        "a_b.wav",
        "1 would be fixed",
        "nothing was changed",
    ]);
    let ran = telewav!["fix", folder.path(), "--diff"].exits(0);
    ran.says([
        "--- ",
        "+++ ",
        "  -\"LIST\" of 26 octets: INFO ISFT",
        "   \"fact\" of 4 octets: 800 frames",
    ]);
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn every_header_around_right_samples_is_cured_and_every_octet_kept() {
    let folder = folder();
    copy(&fixture("odd"), folder.path());
    copy(&fixture("good"), &folder.path().join("good"));
    copy(&fixture("bad"), &folder.path().join("bad"));
    let before = tree(folder.path());
    let ran = telewav!["fix", folder.path(), "--output-format", "json"];
    let results = ran.results();
    let mut n_fixed = 0;
    for result in &results {
        if result["status"] != "fixed" {
            continue;
        }
        n_fixed += 1;
        let path = result["output"]
            .as_str()
            .or(result["path"].as_str())
            .unwrap();
        let new = fs::read(path).unwrap();
        let name = result["path"].as_str().unwrap();
        let name = Path::new(name)
            .strip_prefix(folder.path())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let old = &before[&name];
        // All octets of the prompt stand in the old file, in one piece or in those of its data chunks.
        let samples = &new[58..];
        let half = samples.len() / 2;
        assert!(
            contains(old, samples)
                || contains(old, &samples[..samples.len() - 1])
                || (contains(old, &samples[..half]) && contains(old, &samples[half..])),
            "{name}"
        );
        let checked =
            telewav!["check", path, "--ignore", "TW4", "--output-format", "json"].exits(0);
        assert_eq!(codes(&checked.results()[0]), [""; 0], "{name}");
    }
    assert!(n_fixed >= 6, "{n_fixed}");
    // What could not be cured is as it was.
    let after = tree(folder.path());
    let untouched: Vec<_> = results
        .iter()
        .filter(|result| result["status"] == "not-fixed")
        .collect();
    assert!(untouched.len() > 30, "{}", untouched.len());
    for result in untouched {
        let path = Path::new(result["path"].as_str().unwrap());
        let name = path
            .strip_prefix(folder.path())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        assert_eq!(after[&name], before[&name], "{name}");
    }
}

fn contains(octets: &[u8], part: &[u8]) -> bool {
    octets.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_has_to_be_coded_anew_is_left_alone() {
    let folder = folder();
    let linear = folder.path().join("lin ear.wav");
    fs::write(&linear, tone(800, 440.0)).unwrap();
    let ran = telewav!["fix", &linear].exits(1);
    ran.says(["not fixed", "TW302 encoding", "run telewav convert on it"]);
    assert_eq!(names(folder.path()), ["lin ear.wav"]);
    // For a platform that wants linear samples, the same file is right but for its name.
    telewav!["fix", &linear, "-p", "asterisk"].exits(0);
}

#[test]
fn a_file_that_was_cut_is_not_made_to_look_whole() {
    let folder = folder();
    let file = folder.path().join("a.wav");
    let octets = prompt(&file, b"");
    fs::write(&file, &octets[..octets.len() - 100]).unwrap();
    telewav!["fix", &file].exits(1).says(["not fixed"]);
    assert_eq!(fs::read(&file).unwrap().len(), octets.len() - 100);
}

#[test]
fn no_other_file_is_ever_overwritten() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    prompt(&at("a b.wav"), LIST);
    prompt(&at("a_b.wav"), b"");
    prompt(&at("c d.wav"), b"");
    prompt(&at("c?d.wav"), b"");
    let before = tree(folder.path());
    let ran = telewav!["fix", folder.path(), "--output-format", "json"].exits(1);
    let results = ran.results();
    for name in ["a b.wav", "c d.wav", "c?d.wav"] {
        assert!(codes(about(&results, name)).contains(&"TW501"), "{name}");
    }
    let after = tree(folder.path());
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    for name in ["a_b.wav", "c d.wav", "c?d.wav"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    // A name that is taken by a file that is not among those to be cured.
    let ran = telewav!["fix", at("a b.wav")].exits(1);
    ran.says(["another file has that name"]);
    assert_eq!(tree(folder.path()).len(), before.len());
}

#[test]
fn names_can_be_kept() {
    let folder = folder();
    prompt(&folder.path().join("a b.wav"), LIST);
    telewav!["fix", folder.path(), "--names", "keep"]
        .exits(1)
        .says(["fixed", "cured TW318", "error TW101"]);
    assert_eq!(names(folder.path()), ["a b.wav"]);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_are_not_replaced() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let file = folder.path().join("a.wav");
    prompt(&file, LIST);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("l i.wav");
    symlink(&file, &link).unwrap();
    telewav!["fix", &link].exits(1).says(["symbolic link"]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    fs::remove_file(&link).unwrap();
    telewav!["fix", &file].exits(0);
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
    telewav!["fix", "-"].exits(2).complains(["standard input"]);
}
