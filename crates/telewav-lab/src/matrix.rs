//! `telewav-lab matrix`: makes the files of the table.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use rayon::prelude::*;

use crate::Outcome;
use crate::reference::last_line;
use crate::source::{self, SourceFiles};
use crate::table::{Make, Row, rows};

/// Folder of the sources inside a matrix; `parity` knows a matrix by it.
pub const SOURCES: &str = "sources";

/// Makes the files whose name contains `only`. False if one could not be made, which is said.
pub fn make(dir: &Path, only: Option<&str>) -> Outcome<bool> {
    let sources = dir.join(SOURCES);
    fs::create_dir_all(&sources).map_err(|e| format!("{}: {e}", sources.display()))?;
    let mut rows = rows();
    rows.retain(|row| only.is_none_or(|only| row.name.contains(only)));
    make_sources(&rows, &sources)?;
    // What is made of other files comes after them.
    let (run, made_of_others): (Vec<&Row>, Vec<&Row>) = rows
        .iter()
        .partition(|row| matches!(row.make, Make::Run(_)));
    let mut failures = make_all(&run, dir);
    failures.extend(make_all(&made_of_others, dir));
    for failure in &failures {
        println!("not made: {failure}");
    }
    println!(
        "made {} of {} files",
        rows.len() - failures.len(),
        rows.len()
    );
    Ok(failures.is_empty())
}

fn make_sources(rows: &[Row], dir: &Path) -> Outcome<()> {
    let mut formats: Vec<_> = rows
        .iter()
        .map(|row| (row.rate_hz, row.n_channels))
        .collect();
    formats.sort_unstable();
    formats.dedup();
    let write = |(rate_hz, n_channels): &(u32, usize)| source::files(dir, *rate_hz, *n_channels);
    formats
        .par_iter()
        .try_for_each(|format| write(format).map(drop))
}

/// Makes them, in parallel; returns what went wrong.
fn make_all(rows: &[&Row], dir: &Path) -> Vec<String> {
    let make = |row: &&Row| {
        let made = make_one(row, dir);
        made.err().map(|e| format!("{}: {e}", row.name))
    };
    rows.par_iter().filter_map(make).collect()
}

fn make_one(row: &Row, dir: &Path) -> Outcome<()> {
    let out = dir.join(row.name);
    let octets = match row.make {
        Make::Run(words) => {
            let sources = source::files(&dir.join(SOURCES), row.rate_hz, row.n_channels)?;
            return run(words, &sources, &out);
        }
        Make::Join(parts) => join(parts, dir)?,
        Make::Build(build) => build(dir)?,
    };
    fs::write(&out, octets).map_err(|e| e.to_string())
}

fn join(parts: &[&str], dir: &Path) -> Outcome<Vec<u8>> {
    let read = |part: &&str| fs::read(dir.join(part)).map_err(|e| format!("{part}: {e}"));
    let parts: Outcome<Vec<Vec<u8>>> = parts.iter().map(read).collect();
    Ok(parts?.concat())
}

fn run(words: &str, sources: &SourceFiles, out: &Path) -> Outcome<()> {
    let mut words = words.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    match program {
        "ffmpeg" => command.args(["-v", "error", "-nostdin", "-y"]),
        // Levels that a lossy codec overshoots are no news.
        "sox" => command.arg("-V1"),
        _ => &mut command,
    };
    for word in words {
        match word {
            "{16}" => command.arg(&sources.int16),
            "{float}" => command.arg(&sources.float),
            "{out}" => command.arg(out),
            word => command.arg(word),
        };
    }
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|e| format!("{program}: {e}"))?;
    let is_made = fs::metadata(out).is_ok_and(|made| made.len() > 0);
    if output.status.success() && is_made {
        return Ok(());
    }
    Err(format!("{program}: {}", last_line(&output.stderr)))
}
