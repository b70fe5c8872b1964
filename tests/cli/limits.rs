//! `--limit`, and what is said of a file that goes beyond one.

use crate::support::{fixture, folder};

#[test]
fn a_limit_can_be_changed_by_its_name() {
    let file = fixture("good/pcm16-44100Hz-stereo-4410-frames.wav");
    telewav!["inspect", &file].exits(0);
    let ran = telewav!["inspect", &file, "--limit", "max_channels=1"].exits(1);
    ran.says([
        "the limit max_channels is 1 to 1",
        "--limit max_channels=VALUE",
    ]);
    // The last one counts.
    let folder = folder();
    let convert = |limits: &[&str]| {
        let mut command = crate::support::command();
        command
            .arg("convert")
            .arg(&file)
            .arg("-o")
            .arg(folder.path());
        command.args(limits.iter().map(|limit| format!("--limit={limit}")));
        crate::support::run(&mut command)
    };
    convert(&["max_input_s=0.05"]).exits(1).says([
        "failed to accept a recording of more than 0.05 s: the limit max_input_s is 0.05 s",
        "split it, or raise max_input_s (--limit max_input_s=VALUE)",
    ]);
    convert(&["max_input_s=0.05", "max_input_s=0.1", "max_rate_hz=44100"]).exits(0);
}

#[test]
fn a_limit_that_is_not_there_gets_the_list() {
    for command in ["convert", "inspect"] {
        let ran = telewav![command, "a.wav", "-o", "out", "--limit", "max_inputs=1"].exits(2);
        if command == "convert" {
            ran.complains([
                "did you mean max_input_s?",
                "max_time_s",
                "max_memory_bytes",
            ]);
        }
        telewav![command, "--help"].exits(0).says([
            "--limit <NAME=VALUE>",
            "max_input_s=21600",
            "max_memory_bytes=536870912",
        ]);
    }
    for value in [
        "max_time_s",
        "max_time_s=",
        "max_time_s=-1",
        "max_time_s=soon",
    ] {
        telewav!["inspect", "a.wav", "--limit", value]
            .exits(2)
            .complains(["max_time_s needs a number"]);
    }
    for value in ["=1", ""] {
        telewav!["inspect", "a.wav", "--limit", value].exits(2);
    }
    let help = telewav!["inspect", "--help"].exits(0);
    for name in telewav::Limits::NAMES {
        assert!(help.text().contains(&format!("{name}=")), "{name}");
    }
}

#[test]
fn a_pipe_is_kept_so_it_has_a_limit() {
    let octets = std::fs::read(fixture("good/pcm16-44100Hz-stereo-4410-frames.wav")).unwrap();
    let inspect = |max_memory_bytes: u32| {
        let mut command = crate::support::command();
        command.args(["inspect", "-"]);
        command.arg(format!("--limit=max_memory_bytes={max_memory_bytes}"));
        crate::support::run_with_input(&mut command, &octets)
    };
    inspect(1_000_000).exits(0);
    inspect(1000)
        .exits(1)
        .says(["a pipe of more than 1000 bytes", "name a file instead"]);
}
