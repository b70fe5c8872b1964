//! Ends that come early: nobody reads the results, the disk is full.

use std::fs;
use std::io::{self, Read};
use std::process::Stdio;

use crate::support::{Ran, command, fixture, folder, ran};

/// Runs with a standard output that is closed after `n` octets were read.
fn run_and_hang_up(args: &[&str], n: usize) -> Ran {
    let mut command = command();
    let (mut reader, writer) = io::pipe().unwrap();
    command.args(args).stdout(writer).stderr(Stdio::piped());
    if n == 0 {
        drop(reader);
        let output = command.output().unwrap();
        return ran(&command, output.status, Vec::new(), &output.stderr);
    }
    let child = command.spawn().unwrap();
    // Our own copy of the writing end would keep us waiting for a program that says nothing.
    command.stdout(Stdio::null());
    let mut head = vec![0; n];
    reader.read_exact(&mut head).unwrap();
    drop(reader);
    let output = child.wait_with_output().unwrap();
    ran(&command, output.status, head, &output.stderr)
}

#[test]
fn a_closed_pipe_ends_it_quietly_and_keeps_the_exit_code() {
    let folder = folder();
    // More than any pipe holds.
    for i in 0..300 {
        fs::write(folder.path().join(format!("{i}.wav")), "no sound at all").unwrap();
    }
    let many = folder.path().to_str().unwrap();
    let out = folder.path().join("out");
    let commands: [(&[&str], i32); 8] = [
        (&["explain"], 0),
        (&["explain", "--output-format=json"], 0),
        (&["profiles"], 0),
        (&["--help"], 0),
        (&["check", many], 1),
        (&["check", many, "--output-format=json", "-q"], 1),
        (&["inspect", many], 1),
        (&["convert", many, "-o", out.to_str().unwrap()], 1),
    ];
    for (args, code) in commands {
        for n in [0, 5] {
            let ran = run_and_hang_up(args, n).exits(code);
            assert_eq!(ran.err, "", "{args:?}");
        }
    }
}

#[test]
fn a_prompt_that_nobody_takes_ends_quietly() {
    let goodbye = fixture("prompts/goodbye.ogg");
    run_and_hang_up(&["convert", goodbye.to_str().unwrap(), "-o", "-", "-q"], 0);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::{self, File};
    use std::process::{Command, Stdio};

    use crate::support::{command, fixture, folder, in_english, names, ran, recording, run, tone};

    #[test]
    fn a_report_that_cannot_be_written_is_2() {
        let goodbye = fixture("prompts/goodbye.ogg");
        let full = || File::options().write(true).open("/dev/full").unwrap();
        let mut explain = command();
        explain.arg("explain");
        let mut check = command();
        check.arg("check").arg(fixture("good"));
        let mut json = command();
        json.args(["inspect", "--output-format=json"])
            .arg(fixture("good"));
        let mut convert = command();
        convert.args(["convert", "-o", "-"]).arg(goodbye);
        let mut help = command();
        help.arg("--help");
        for command in [&mut explain, &mut check, &mut json, &mut convert, &mut help] {
            let child = command
                .stdout(full())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let output = child.wait_with_output().unwrap();
            let ran = ran(command, output.status, Vec::new(), &output.stderr).exits(2);
            ran.complains(["telewav: failed to write"]);
        }
        let mut check = command();
        check
            .args(["check", "--output-file", "/dev/full"])
            .arg(fixture("good"));
        run(&mut check).exits(2).complains(["/dev/full"]);
    }

    #[test]
    fn a_full_disk_leaves_nothing_behind_and_what_fits_is_written() {
        let folder = folder();
        let (input, out) = (folder.path().join("in"), folder.path().join("out"));
        recording(input.join("fits.wav"));
        fs::write(input.join("long.wav"), tone(80_000, 440.0)).unwrap();
        fs::write(input.join("longer.wav"), tone(160_000, 440.0)).unwrap();
        // No file may grow beyond 4 or 8 KiB; without the trap that would be a signal.
        let mut limited = Command::new("sh");
        limited.args(["-c", r#"trap "" XFSZ; ulimit -f 8; exec "$0" "$@""#]);
        limited
            .arg(env!("CARGO_BIN_EXE_telewav"))
            .arg("convert")
            .arg(&input)
            .arg("-o")
            .arg(&out);
        in_english(&mut limited);
        let run_limited = |limited: &mut Command| {
            let output = limited.output().unwrap();
            ran(limited, output.status, output.stdout, &output.stderr).exits(1)
        };
        let ran = run_limited(&mut limited);
        assert_eq!(ran.summary(), "3 files: 1 converted, 2 failed");
        assert_eq!(names(&out), ["fits.wav"]);
        ran.says(["long.wav", "longer.wav", "os error 27", "fix: "]);

        // What is there already is not lost for it.
        fs::write(out.join("long.wav"), "from yesterday").unwrap();
        run_limited(limited.arg("--force"));
        assert_eq!(fs::read(out.join("long.wav")).unwrap(), b"from yesterday");
        assert_eq!(names(&out), ["fits.wav", "long.wav"]);
    }
}
