//! Work to a number of instructions.

use std::path::Path;
use std::process::{Command, Stdio};

use super::inputs::Work;
use crate::Outcome;

/// Runs the work under callgrind and returns how many instructions the program has executed, its start included.
pub fn instructions(telewav: &Path, work: &Work, scratch: &Path) -> Outcome<u64> {
    let folder = tempfile::tempdir_in(scratch).map_err(|e| e.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(telewav)
        .args(&work.words)
        // Settings of whoever runs this change what the program does.
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("valgrind (Debian package valgrind): {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.code() != Some(0) {
        return Err(format!("{}: {}: {said}", work.name, output.status));
    }
    // ==123== Collected : 4660319
    let collected = said
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let count = collected.and_then(|(_, count)| count.trim().parse().ok());
    count.ok_or_else(|| format!("{}: callgrind says no count: {said}", work.name))
}
