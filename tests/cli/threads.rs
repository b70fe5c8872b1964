//! Where no thread can be started, there are fewer, and everything else is the same.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::support::{copy, fixture, folder, run};

/// A shell command of a user who may have one thread, and no more processes than this one. The limit does not hold for root,
/// who becomes somebody else; `None` where there is no program for that.
fn with_one_thread(script: &str) -> Option<Command> {
    let is_root = rustix::process::geteuid().is_root();
    let mut command = match is_root {
        true => Command::new("setpriv"),
        false => Command::new("bash"),
    };
    if is_root {
        let version = Command::new("setpriv").arg("--version").output();
        if !version.is_ok_and(|version| version.status.success()) {
            return None;
        }
        // Of whom nothing else runs.
        command.args([
            "--reuid",
            "64321",
            "--regid",
            "64321",
            "--clear-groups",
            "bash",
        ]);
    }
    command.args(["-c", &format!("ulimit -u 1 && {script}")]);
    Some(command)
}

#[test]
fn where_no_thread_can_be_started_the_prompts_are_the_same() {
    let folder = folder();
    let everybody = fs::Permissions::from_mode(0o777);
    fs::set_permissions(folder.path(), everybody).unwrap();
    let input = folder.path().join("in");
    copy(&fixture("prompts"), &input);
    // The program may be where only root can read.
    let program = folder.path().join("telewav");
    fs::copy(env!("CARGO_BIN_EXE_telewav"), &program).unwrap();
    let whole = folder.path().join("whole");
    telewav!["convert", &input, "-o", &whole].exits(0);
    for n_jobs in ["0", "1"] {
        let out = folder.path().join(n_jobs);
        let script = "exec \"$0\" convert \"$1\" -o \"$2\" -j \"$3\"";
        let Some(mut command) = with_one_thread(script) else {
            eprintln!("left out: no setpriv");
            return;
        };
        let paths = [&program, &input, &out];
        let ran = run(command.args(paths).arg(n_jobs)).exits(0);
        assert_eq!(ran.summary(), "7 files: 7 converted, 0 failed");
        for name in ["goodbye.wav", "hold/please-wait.wav"] {
            let octets = |folder: &Path| fs::read(folder.join(name)).unwrap();
            assert_eq!(octets(&out), octets(&whole), "{name}");
        }
    }
}
