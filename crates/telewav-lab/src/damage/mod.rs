//! `telewav-lab damage`: copies of good files, each with one change whose truth is known, through `convert` and `check`.
//!
//! A *wrong pass* is a copy that converts without damage and without a note, although more than 1 % of its sound is missing
//! or foreign. Apart from those stand copies that nothing in the file contradicts, each by an argument in `verdict`. A *false
//! alarm* is a copy that is refused although its sound is whole and nothing in it is wrong.

mod change;
mod dice;
mod good;
mod map;
mod table;
mod truth;
mod verdict;
mod whole;

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use telewav::Profile;

use self::change::change;
use self::dice::Dice;
use self::good::{CONTAINERS, Good};
use self::table::Copy;
use self::verdict::{Judge, Verdict};
use crate::Outcome;

/// The good files of the repository.
const GOOD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/damage");
/// One false alarm in so many copies is one too many.
const MAX_FALSE_ALARMS: usize = 1000;
/// What `--keep` writes beside the copies.
const LIST: &str = "list.txt";

/// Of `telewav-lab damage`.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of good files: a second or so of sound that never repeats, in each container
    #[arg(default_value = GOOD, hide_default_value = true)]
    dir: PathBuf,
    /// Only these containers, e.g. `WAV,Ogg`
    #[arg(long, value_delimiter = ',')]
    containers: Vec<String>,
    /// Copies of each container
    #[arg(long, default_value_t = 1000)]
    copies: usize,
    /// Other copies for another number
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this copy of each container
    #[arg(long)]
    copy: Option<usize>,
    /// Write wrong passes and false alarms into this folder, with a list of how to make each again
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Do not ask ffmpeg whether the sound of what was refused is whole
    #[arg(long)]
    without_ffmpeg: bool,
}

/// False if there is a wrong pass, or too many false alarms.
pub fn run(args: &Args) -> Outcome<bool> {
    let profile = Profile::embedded("huawei-privatenumber").map_err(|e| e.to_string())?;
    let good = good::all(&args.dir, &profile)?;
    let judge = Judge {
        profile: &profile,
        asks_ffmpeg: !args.without_ffmpeg,
    };
    let keep = args.keep.as_deref();
    if let Some(folder) = keep {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let mut copies = Vec::new();
    for container in containers(&args.containers)? {
        let numbers = match args.copy {
            Some(number) => number..number + 1,
            None => 0..args.copies,
        };
        let judged = numbers
            .into_par_iter()
            .map(|number| judged(container, number, args.seed, &good, &judge, keep))
            .collect::<Outcome<Vec<_>>>()?;
        copies.extend(judged.into_iter().flatten());
    }
    table::print(&copies);
    if let Some(folder) = keep {
        list(folder, &copies, args.seed)?;
    }
    let count = |is: fn(&Verdict) -> bool| copies.iter().filter(|copy| is(&copy.verdict)).count();
    let wrong = count(|verdict| matches!(verdict, Verdict::WrongPass(_)));
    let alarms = count(|verdict| matches!(verdict, Verdict::FalseAlarm(_)));
    Ok(wrong == 0 && alarms * MAX_FALSE_ALARMS < copies.len().max(1))
}

/// Those that were asked for, or all.
fn containers(asked: &[String]) -> Outcome<Vec<&'static str>> {
    let names = CONTAINERS.map(|(name, _)| name);
    if asked.is_empty() {
        return Ok(names.to_vec());
    }
    let known = |asked: &String| {
        let name = names.iter().find(|name| name.eq_ignore_ascii_case(asked));
        name.copied()
            .ok_or_else(|| format!("no container {asked}; there are {}", names.join(", ")))
    };
    asked.iter().map(known).collect()
}

/// Makes one copy and judges it; `None` if there is no good file of its container.
fn judged(
    container: &'static str,
    number: usize,
    seed: u64,
    all: &[Good],
    judge: &Judge<'_>,
    keep: Option<&Path>,
) -> Outcome<Option<Copy>> {
    let like: Vec<&Good> = all
        .iter()
        .filter(|good| good.container == container)
        .collect();
    if like.is_empty() {
        return Ok(None);
    }
    let good = like[number % like.len()];
    let mut dice = Dice::of(seed, container, number);
    let change = change(good, all, &mut dice);
    let verdict = judge.of(&change, good);
    let copy = Copy {
        container,
        number,
        file: good.name.clone(),
        kind: change.kind,
        detail: change.detail.clone(),
        verdict,
    };
    if let Some(folder) = keep.filter(|_| is_wrong(&copy.verdict)) {
        let path = folder.join(format!("{container}-{number}.{}", good.extension));
        fs::write(&path, &change.octets).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(Some(copy))
}

fn is_wrong(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::WrongPass(_) | Verdict::FalseAlarm(_))
}

/// A line for each copy that was kept: what it is, and the command that makes it again.
fn list(folder: &Path, copies: &[Copy], seed: u64) -> Outcome<()> {
    let wrong = copies.iter().filter(|copy| is_wrong(&copy.verdict));
    let line = |copy: &Copy| {
        let (container, number) = (copy.container, copy.number);
        let again = format!(
            "telewav-lab damage --containers {container} --seed {seed} --copy {number} --keep FOLDER"
        );
        format!("{}: {:?}\n  {again}\n", table::line(copy), copy.verdict)
    };
    let lines: String = wrong.map(line).collect();
    let path = folder.join(LIST);
    fs::write(&path, lines).map_err(|e| format!("{}: {e}", path.display()))
}

#[cfg(test)]
mod tests;
