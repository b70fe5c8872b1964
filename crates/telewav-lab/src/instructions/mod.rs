//! What telewav costs in instructions, counted by callgrind: a measure that other work on the machine does not touch. Two counts of the
//! same program differ by less than one in a million.
//!
//! `docs/instructions.toml` has the counts, `--check` compares, `--write` writes them again. A count is that of one compiler, one C library and
//! one set of vector instructions; where these differ, nothing is compared, and that is said.

mod count;
mod inputs;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use crate::{Outcome, speed};
use inputs::Work;
use table::{Row, Table};

/// How far a count may be from that of the table.
const TOLERANCE_PERCENT: u64 = 2;

#[derive(clap::Args)]
pub struct Args {
    /// What ../shared/corpora/get.sh has fetched; without it, work on real recordings is left out
    #[arg(long, value_name = "DIR")]
    corpora: Option<PathBuf>,
    /// The table
    #[arg(long, value_name = "FILE", default_value = "docs/instructions.toml")]
    table: PathBuf,
    /// Exit with 1 where a count differs from that of the table by more than 2 %
    #[arg(long)]
    check: bool,
    /// Write the table
    #[arg(long, conflicts_with_all = ["check", "only"])]
    write: bool,
    /// With --write, make the counts those of this commit, beside which the others are seen
    #[arg(long, value_name = "COMMIT", requires = "write")]
    before: Option<String>,
    /// Count this program instead of building one
    #[arg(long, value_name = "FILE")]
    telewav: Option<PathBuf>,
    /// Only work whose name has this in it
    #[arg(long)]
    only: Option<String>,
}

pub fn run(args: &Args) -> Outcome<bool> {
    let telewav = match &args.telewav {
        Some(path) => path.clone(),
        None => built()?,
    };
    let telewav = fs::canonicalize(&telewav).map_err(|e| format!("{}: {e}", telewav.display()))?;
    let scratch = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut work = inputs::make(scratch.path(), &telewav, args.corpora.as_deref())?;
    work.retain(|work| {
        let only = args.only.as_deref();
        only.is_none_or(|only| work.name.contains(only))
    });
    let made_with = table::made_with()?;
    let old = Table::read(&args.table)?;
    let counts = work
        .par_iter()
        .map(|work| count::instructions(&telewav, work, scratch.path()))
        .collect::<Outcome<Vec<u64>>>()?;
    let counted: Vec<(&Work, u64)> = work.iter().zip(counts).collect();
    if args.write {
        let table = old.unwrap_or_default();
        let table = table.with(&counted, made_with, args.before.as_deref());
        fs::write(&args.table, table.text()).map_err(|e| e.to_string())?;
    }
    let table = Table::read(&args.table)?.ok_or("there is no table; --write makes it")?;
    let is_like = compare(&table, &counted, &made_with_differs(&table)?, args);
    Ok(is_like || !args.check)
}

/// Why the table's counts are not those of this machine; empty if they are.
fn made_with_differs(table: &Table) -> Outcome<Vec<String>> {
    let here = table::made_with()?;
    let differs = |(what, there): (&String, &String)| {
        let here = here.get(what).map_or("none", String::as_str);
        (here != there).then(|| format!("{what} is {here}, the table is of {there}"))
    };
    Ok(table.made_with.iter().filter_map(differs).collect())
}

/// Prints each count beside that of the table; false if one is too far from it.
fn compare(table: &Table, counted: &[(&Work, u64)], elsewhere: &[String], args: &Args) -> bool {
    let mut is_like = true;
    println!("million instructions");
    for (work, n) in counted {
        let row = table.work.iter().find(|row| row.name == work.name);
        let verdict = match row {
            _ if !elsewhere.is_empty() => "",
            None => "not in the table",
            Some(row) if row.input != work.input => "LEFT OUT: made of another input here",
            Some(row) if is_near(row.instructions, *n) => "",
            Some(_) => "MORE THAN 2 % OFF",
        };
        is_like &= verdict.is_empty() || verdict.starts_with("LEFT OUT");
        println!("{}", line(work, *n, row, verdict));
    }
    for why in elsewhere {
        println!("LEFT OUT: comparison of instructions: {why}");
    }
    let is_whole = args.only.is_none() && args.corpora.is_some() && elsewhere.is_empty();
    for row in table.work.iter().filter(|_| is_whole) {
        if !counted.iter().any(|(work, _)| work.name == row.name) {
            println!("{}: in the table alone", row.name);
            is_like = false;
        }
    }
    if !is_like {
        println!("If that is meant: telewav-lab instructions --write --corpora DIR");
    }
    is_like
}

fn line(work: &Work, n: u64, row: Option<&Row>, verdict: &str) -> String {
    let beside = |count: Option<u64>| {
        count.map_or_else(String::new, |count| {
            format!("{:+.2} %", 100.0 * (n as f64 / count as f64 - 1.0))
        })
    };
    let table = beside(row.map(|row| row.instructions));
    let before = beside(row.and_then(|row| row.before));
    let line = format!(
        "{:<46} {:>9.2} {table:>10} {before:>10}  {verdict}",
        work.name,
        n as f64 / 1e6
    );
    line.trim_end().to_owned()
}

fn is_near(there: u64, here: u64) -> bool {
    here.abs_diff(there) <= there / 100 * TOLERANCE_PERCENT
}

/// The program, as it is shipped.
fn built() -> Outcome<PathBuf> {
    speed::build()?;
    Ok(Path::new("target/release/telewav").to_owned())
}

/// The first line that a program says of its version.
fn version(program: &str, argument: &str) -> Outcome<String> {
    let output = Command::new(program).arg(argument).output();
    let output = output.map_err(|e| format!("{program}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(said.lines().next().unwrap_or_default().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_percent_is_near_and_more_is_not() {
        assert!(is_near(1000, 1020) && is_near(1000, 980));
        assert!(!is_near(1000, 1021) && !is_near(1000, 979));
    }
}
