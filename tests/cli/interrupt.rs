//! Ctrl-C: whatever is there is whole.

#![cfg(unix)]

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use telewav_batch::output::TEMPORARY_PREFIX;

use crate::support::{command, copy, fixture, folder, names, ran};

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill")
        .arg(format!("-{name}"))
        .arg(child.id().to_string())
        .status();
    assert!(status.unwrap().success());
}

fn stopped_by(name: &str) {
    let folder = folder();
    let input = folder.path().join("in");
    // Seconds of work, and the signal comes with the first prompts.
    for i in 0..150 {
        copy(&fixture("prompts"), &input.join(i.to_string()));
    }
    // With so many jobs, there is hardly a time when none is writing.
    for round in 0..4 {
        let out = folder.path().join(round.to_string());
        let mut convert = command();
        convert.arg("convert").arg(&input).arg("-o").arg(&out);
        convert.args(["-j", "100"]);
        convert.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = convert.spawn().unwrap();
        while names(&out).len() < 5 {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            sleep(Duration::from_millis(1));
        }
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        let ran = ran(&convert, output.status, output.stdout, &output.stderr).exits(130);
        let made = names(&out);
        let n_made = format!(" {} ", made.len());
        ran.complains(["interrupted", &n_made]);
        assert!((5..150 * 7).contains(&made.len()), "{} prompts", made.len());
        let is_temporary = |path: &String| path.contains(TEMPORARY_PREFIX);
        assert!(!made.iter().any(is_temporary), "{made:?}");
        let checked = telewav!["check", &out, "--ignore", "TW5"].exits(0);
        let n = made.len();
        assert_eq!(
            checked.summary(),
            format!("{n} files checked, {n} ok, 0 failed")
        );
    }
}

#[test]
fn ctrl_c_leaves_whole_prompts_only() {
    stopped_by("INT");
}

#[test]
fn being_ended_by_the_system_leaves_whole_prompts_only() {
    stopped_by("TERM");
}

#[test]
fn a_run_under_nohup_goes_on_when_the_terminal_is_closed() {
    let folder = folder();
    let input = folder.path().join("in");
    for i in 0..40 {
        copy(&fixture("prompts"), &input.join(i.to_string()));
    }
    let out = folder.path().join("out");
    // As nohup does it.
    let script = "trap '' HUP; exec \"$0\" \"$@\"";
    let mut convert = Command::new("sh");
    convert.args(["-c", script, env!("CARGO_BIN_EXE_telewav"), "convert"]);
    convert
        .arg(&input)
        .arg("-o")
        .arg(&out)
        .stdout(Stdio::null());
    let mut child = convert.spawn().unwrap();
    while names(&out).is_empty() {
        sleep(Duration::from_millis(1));
    }
    signal(&child, "HUP");
    assert!(child.wait().unwrap().success());
    assert_eq!(names(&out).len(), 40 * 7);
}
