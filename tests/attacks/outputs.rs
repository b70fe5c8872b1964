//! What is written: never over a recording, never through a link, never half.

use std::fs;

use crate::place::{Place, link, place};
use crate::support::{Ran, names, tree};

/// Files of the repository, but for what version control keeps.
fn files(place: &Place) -> Vec<String> {
    let mut names = names(&place.repository());
    names.retain(|name| !name.starts_with(".git"));
    names
}

#[track_caller]
fn clashes(place: &Place, words: &[&str], with: &str) {
    let before = tree(&place.repository());
    let ran = place.run(words).exits(2);
    ran.complains([&format!("it is also {with}"), "name another file"]);
    assert!(tree(&place.repository()) == before, "{words:?}");
    place.is_untouched("a clash");
}

#[test]
fn reports_and_lists_take_the_place_of_nothing_that_the_run_reads_or_makes() {
    let place = place();
    place.put("p.toml", "name = \"p\"\nextends = \"asterisk\"\n");
    place.put("list.json", "prompts/a.wav\n");
    place.put("requests/r.json", "{\"preTone\": \"a.wav\"}");
    let read = "a file that is read";
    for report in ["prompts/a.wav", "prompts/../prompts/./a.wav"] {
        for words in [
            &["check", "prompts"][..],
            &["check", "prompts/a.wav"],
            &["fix", "prompts"],
            &["inspect", "prompts/a.wav"],
            &["convert", "prompts", "-o", "out"],
            &["refs", "requests", "--prompts", "prompts"],
        ] {
            clashes(&place, &[words, &["--output-file", report]].concat(), read);
        }
    }
    let check = ["check", "prompts"];
    let and = |words: &[&'static str]| [&check[..], words].concat();
    clashes(
        &place,
        &and(&["-p", "p.toml", "--output-file", "p.toml"]),
        read,
    );
    let list = and(&["--files-from", "list.json", "--manifest", "list.json"]);
    clashes(&place, &list, read);
    let config = ["--config", "p.toml", "--output-file", "p.toml"];
    place.put("p.toml", "profile = \"asterisk\"\n");
    clashes(&place, &and(&config), read);
    let refs = ["refs", "requests", "--prompts", "prompts"];
    let request = [&refs[..], &["--output-file", "requests/r.json"]].concat();
    clashes(&place, &request, read);
    // Each other, and prompts that are still to be made; as capitals and normal forms are one elsewhere.
    let both = and(&["--manifest", "x.json", "--output-file", "X.JSON"]);
    clashes(&place, &both, "the manifest");
    let convert = ["convert", "prompts", "-o", "out", "--output-file"];
    for report in ["out/a.wav", "OUT/A.WAV"] {
        clashes(&place, &[&convert[..], &[report]].concat(), "a prompt");
    }
    let decomposed = "cafe\u{301}.json";
    let composed = "caf\u{e9}.json";
    let both = ["--manifest", decomposed, "--output-file", composed];
    clashes(&place, &[&check[..], &both].concat(), "the manifest");
    if link(place.at("repository/prompts"), place.at("repository/other")) {
        clashes(&place, &and(&["--output-file", "other/a.wav"]), read);
        let convert = ["convert", "prompts/a.wav", "-o", "prompts/b.wav"];
        let through = ["--output-file", "other/b.wav"];
        clashes(&place, &[&convert[..], &through].concat(), "a prompt");
    }
    let silence = ["silence", "1", "-o", "s.wav", "--output-file", "./s.wav"];
    clashes(&place, &silence, "a prompt");
    // The report of the run before is another matter.
    for _ in 0..2 {
        place.run(&and(&["--output-file", "r.json"])).exits(1);
    }
}

#[test]
fn nothing_is_written_through_links() {
    let place = place();
    let at = |path: &str| place.at(path);
    fs::create_dir(at("repository/out")).unwrap();
    for (to, name) in [
        ("outside/new.wav", "out/a.wav"),
        ("outside/b.wav", "out/b.wav"),
        ("outside", "out/deep"),
        ("outside/none", "out/loose"),
        ("outside/b.wav", "report.json"),
        ("outside/new.json", "new.json"),
    ] {
        if !link(at(to), at("repository").join(name)) {
            return;
        }
    }
    for name in ["b.wav", "deep/c.wav", "loose/d.wav"] {
        crate::support::recording(at("repository/prompts").join(name));
    }
    let convert = ["convert", "prompts", "-o", "out"];
    let refused = |ran: Ran, summary: &str| {
        ran.exits(1)
            .says(["a link is there, or leads there", summary]);
        place.is_untouched("convert");
    };
    refused(place.run(&convert), "4 files: 4 refused, 0 failed");
    let dry = [&convert[..], &["--dry-run"]].concat();
    refused(place.run(&dry), "4 files: 4 refused, 0 failed");
    // Those to folders stay, whatever is said; the others are replaced, and not what they lead to.
    let force = [&convert[..], &["--force"]].concat();
    refused(
        place.run(&force),
        "4 files: 2 replaced, 2 refused, 0 failed",
    );
    for name in ["a.wav", "b.wav"] {
        let prompt = at("repository/out").join(name);
        let metadata = fs::symlink_metadata(&prompt).unwrap();
        assert!(metadata.is_file(), "{name}");
    }
    for report in ["report.json", "new.json"] {
        let words = ["check", "prompts", "--output-file", report];
        let ran = place.run(&words).exits(2);
        ran.complains(["failed to write the report to", "it is a link"]);
        let words = ["check", "prompts", "--manifest", report];
        let ran = place.run(&words).exits(2);
        ran.complains(["failed to write the manifest", "it is a link"]);
        place.is_untouched("a report");
    }
    let silence = ["silence", "1", "-o", "new.json"];
    place.run(&silence).exits(1);
    place.is_untouched("silence");
    // In the place of links, not through them.
    let reports = ["--output-file", "report.json", "--manifest", "new.json"];
    place.run(&[&force[..], &reports[..]].concat()).exits(1);
    place.is_untouched("reports with --force");
    for report in ["report.json", "new.json"] {
        let metadata = fs::symlink_metadata(at("repository").join(report)).unwrap();
        assert!(metadata.is_file() && metadata.len() > 0, "{report}");
    }
}

#[test]
fn what_is_called_converted_exists() {
    let place = place();
    fs::create_dir(place.at("repository/out")).unwrap();
    if !link("nowhere", place.at("repository/out/a.wav")) {
        return;
    }
    let convert = ["convert", "prompts", "-o", "out"];
    let ran = place.run(&convert).exits(1);
    assert_eq!(ran.summary(), "1 file: 1 refused, 0 failed");
    let ran = place.run(&[&convert[..], &["--force"]].concat()).exits(0);
    assert_eq!(ran.summary(), "1 file: 1 replaced, 0 failed");
    assert!(fs::read(place.at("repository/out/a.wav")).unwrap().len() > 58);
    assert!(!place.at("repository/out/nowhere").exists());
}

#[test]
fn reports_are_whole_or_stay_as_they_were() {
    let place = place();
    let words = [
        "check",
        "prompts",
        "--output-format",
        "json",
        "--output-file",
        "r.json",
    ];
    place.run(&words).exits(1);
    let before = fs::read(place.at("repository/r.json")).unwrap();
    // Where no more than a part of it can be written.
    #[cfg(unix)]
    {
        let telewav = env!("CARGO_BIN_EXE_telewav");
        let mut command = std::process::Command::new("bash");
        command
            .current_dir(place.repository())
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f 0; exec \"$@\"",
                "bash",
                telewav,
            ])
            .args(words);
        crate::support::run(&mut command)
            .exits(2)
            .complains(["failed to write the report to r.json"]);
    }
    assert_eq!(fs::read(place.at("repository/r.json")).unwrap(), before);
    assert_eq!(files(&place), ["prompts/a.wav", "r.json"]);
    // A device or a pipe is written to, not replaced.
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::FileTypeExt;
        let words = ["check", "prompts", "--output-file", "/dev/full"];
        place.run(&words).exits(2).complains(["/dev/full"]);
        let words = ["check", "prompts", "--output-file", "/dev/null"];
        place.run(&words).exits(1);
        for device in ["/dev/null", "/dev/full"] {
            let metadata = fs::metadata(device).unwrap();
            assert!(metadata.file_type().is_char_device());
        }
        let mut command = std::process::Command::new("bash");
        command
            .current_dir(place.repository())
            .args([
                "-c",
                "\"$0\" check prompts --output-file >(cat >copy; sleep 0.2) | cat",
            ])
            .arg(env!("CARGO_BIN_EXE_telewav"));
        crate::support::run(&mut command).exits(0);
    }
    // `-` is standard output.
    let words = [
        "check",
        "prompts",
        "--output-format",
        "json",
        "--output-file",
        "-",
    ];
    assert_eq!(place.run(&words).exits(1).results().len(), 1);
    assert!(!place.at("repository/-").exists());
}
