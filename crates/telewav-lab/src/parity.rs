//! `telewav-lab parity`: decodes files with telewav and with the reference decoders, and compares.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::judge::{self, Verdict};
use crate::matrix::SOURCES;
use crate::reference::Decoder;
use crate::table::rows;
use crate::{Outcome, print};

/// File inside a matrix that says of each of its files whether it is as it has to be.
pub const RESULTS: &str = "results.tsv";

/// Of `telewav-lab parity`.
#[derive(clap::Args)]
pub struct Args {
    /// Folders of recordings; one that `telewav-lab matrix` made is also compared with its sources
    #[arg(required = true)]
    dirs: Vec<PathBuf>,
    /// What to compare recordings with; a file is good if one of them agrees. A matrix has its own
    #[arg(long, value_enum, default_value_t)]
    reference: Reference,
    /// Print the numbers of every file
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Reference {
    /// SoX first, ffmpeg for what it does not agree to
    #[default]
    Both,
    Ffmpeg,
    Sox,
}

impl Reference {
    fn decoders(self) -> &'static [Decoder] {
        match self {
            Self::Both => &[Decoder::SOX, Decoder::FFMPEG],
            Self::Ffmpeg => &[Decoder::FFMPEG],
            Self::Sox => &[Decoder::SOX],
        }
    }
}

/// False if a file is not as it has to be.
pub fn run(args: &Args) -> Outcome<bool> {
    let mut is_good = true;
    for dir in &args.dirs {
        let verdicts = if dir.join(SOURCES).is_dir() {
            of_matrix(dir)?
        } else {
            of_recordings(dir, args.reference.decoders())?
        };
        println!("{}", dir.display());
        print::table(&verdicts);
        if args.all {
            print::every(&verdicts);
        }
        print::misses(&verdicts);
        is_good &= verdicts.iter().all(|verdict| verdict.misses.is_empty());
    }
    Ok(is_good)
}

fn of_matrix(dir: &Path) -> Outcome<Vec<Verdict>> {
    let rows = rows();
    let judge = |row| judge::of_row(row, &rows, dir);
    let verdicts: Vec<Verdict> = rows.par_iter().map(judge).collect();
    let line = |verdict: &Verdict| {
        let word = if verdict.misses.is_empty() {
            "good"
        } else {
            "miss"
        };
        format!("{}\t{word}\n", verdict.name)
    };
    let lines: String = verdicts.iter().map(line).collect();
    let results = dir.join(RESULTS);
    fs::write(&results, lines).map_err(|e| format!("{}: {e}", results.display()))?;
    Ok(verdicts)
}

fn of_recordings(dir: &Path, references: &[Decoder]) -> Outcome<Vec<Verdict>> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(dir).sort_by_file_name() {
        let entry = entry.map_err(|e| e.to_string())?;
        if entry.file_type().is_file() {
            paths.push(entry.into_path());
        }
    }
    let judge = |path: &PathBuf| {
        let name = path.strip_prefix(dir).unwrap_or(path).display().to_string();
        judge::of_file(path, name, references)
    };
    Ok(paths.par_iter().map(judge).collect())
}
