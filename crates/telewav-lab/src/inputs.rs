//! `telewav-lab inputs`: the README's table of inputs, from the table of the matrix and from what `parity`
//! found. The text depends on nothing else, so it is the same on every run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::parity::RESULTS;
use crate::table::{End, Expect, FAMILIES, Family, Row, Start, rows};

const BEGIN: &str = "<!-- inputs: written by `telewav-lab inputs`, see CONTRIBUTING.md -->\n";
const END: &str = "<!-- end of inputs -->\n";

/// Of `telewav-lab inputs`.
#[derive(clap::Args)]
pub struct Args {
    /// Matrix that `telewav-lab parity` has run on
    dir: PathBuf,
    /// Change nothing; show where the README is not what it should be
    #[arg(long)]
    check: bool,
    /// File with the table
    #[arg(long, default_value = "README.md")]
    readme: PathBuf,
}

/// False if `--check` found a difference.
pub fn run(args: &Args) -> Outcome<bool> {
    let missed = missed(&args.dir)?;
    let wanted = table(&rows(), &missed);
    let at_path = |e: std::io::Error| format!("{}: {e}", args.readme.display());
    let readme = fs::read_to_string(&args.readme).map_err(at_path)?;
    let (before, found, after) = split(&readme)?;
    if found == wanted {
        return Ok(true);
    }
    if args.check {
        println!("{} is not what the matrix shows:", args.readme.display());
        print!("{}", difference(found, &wanted));
        return Ok(false);
    }
    fs::write(&args.readme, [before, &wanted, after].concat()).map_err(at_path)?;
    Ok(true)
}

/// Names of files that are not as they have to be, from the results of `parity`.
fn missed(dir: &Path) -> Outcome<BTreeSet<String>> {
    let path = dir.join(RESULTS);
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let results: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let names: BTreeSet<&str> = rows().iter().map(|row| row.name).collect();
    if !results.keys().copied().eq(names) {
        return Err(format!(
            "{} is of another table: run parity again",
            path.display()
        ));
    }
    let missed = results.iter().filter(|(_, word)| **word != "good");
    Ok(missed.map(|(name, _)| (*name).to_owned()).collect())
}

/// The README before the table, the table, and what follows it.
fn split(readme: &str) -> Outcome<(&str, &str, &str)> {
    let parts = readme.split_once(BEGIN).and_then(|(before, rest)| {
        let (table, _) = rest.split_once(END)?;
        let before = &readme[..before.len() + BEGIN.len()];
        Some((before, table, &rest[table.len()..]))
    });
    parts.ok_or_else(|| format!("no table between {} and {}", BEGIN.trim(), END.trim()))
}

fn table(rows: &[Row], missed: &BTreeSet<String>) -> String {
    let mut text = "| format | in | state | verified by |\n| --- | --- | --- | --- |\n".to_owned();
    for family in FAMILIES {
        let members: Vec<&Row> = rows.iter().filter(|row| row.family == family.key).collect();
        let missed = members
            .iter()
            .filter(|row| missed.contains(row.name))
            .count();
        let state = state(family, &members, missed);
        let verified = verified(&members, missed);
        text += &format!(
            "| {} | {} | {state} | {verified} |\n",
            family.format, family.containers
        );
    }
    text
}

fn state(family: &Family, members: &[&Row], missed: usize) -> String {
    let is_refused = members
        .iter()
        .any(|row| matches!(row.expect, Expect::Refused(_)));
    let word = match (missed, is_refused) {
        (0, true) => "no; named in the message",
        (0, false) => "yes",
        (missed, _) if missed == members.len() => "not yet",
        _ => "in part",
    };
    match family.note {
        note if !note.is_empty() && word != "not yet" => format!("{word}; {note}"),
        _ => word.to_owned(),
    }
}

/// How the members were verified, the parts that hold for all of them first.
fn verified(members: &[&Row], missed: usize) -> String {
    let files = match members.len() {
        1 => "1 file".to_owned(),
        n => format!("{n} files"),
    };
    if members
        .iter()
        .all(|row| matches!(row.expect, Expect::Refused(_)))
    {
        return with_misses(files, missed);
    }
    let text = format!("{files}: {}; {}", samples(members), times(members));
    with_misses(text, missed)
}

fn with_misses(text: String, missed: usize) -> String {
    match missed {
        0 => text,
        missed => format!("{text}; **{missed} not so**"),
    }
}

fn samples(members: &[&Row]) -> String {
    let references: BTreeSet<&str> = members.iter().map(|row| row.reference.name()).collect();
    let references: Vec<&str> = references.into_iter().collect();
    let references = references.join(", ");
    let lossy_db = members.iter().filter_map(|row| match row.expect {
        Expect::Lossy(wanted_db) => Some(wanted_db),
        _ => None,
    });
    // The highest is what holds for most; exceptions have a remark.
    match lossy_db.max_by(f64::total_cmp) {
        Some(wanted_db) => format!("at least {wanted_db:.0} dB against {references}"),
        None => format!("the samples of {references}"),
    }
}

fn times(members: &[&Row]) -> String {
    let starts = members
        .iter()
        .filter(|row| row.start == Start::Source)
        .count();
    let padded = members
        .iter()
        .filter(|row| matches!(row.end, End::Padded(_)))
        .count();
    let all = members.len();
    match (starts, padded) {
        (starts, 0) if starts == all => "start and end of the source".into(),
        (starts, _) if starts == all => {
            "start of the source; its end, where the file tells it".into()
        }
        (0, _) => "start and end of the reference".into(),
        _ => "start and end of the source, where the file tells them".into(),
    }
}

/// The lines that only one of the texts has.
fn difference(found: &str, wanted: &str) -> String {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (found_lines, wanted_lines) = (lines(found), lines(wanted));
    let lacks = |text: &str, mark: &str, other: &BTreeSet<String>| {
        let only = text.lines().filter(|line| !other.contains(*line));
        only.map(|line| format!("{mark} {line}\n"))
            .collect::<String>()
    };
    lacks(found, "-", &wanted_lines) + &lacks(wanted, "+", &found_lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_changes_the_state_and_only_of_its_family() {
        let rows = rows();
        let good = table(&rows, &BTreeSet::new());
        assert_eq!(good.lines().count(), FAMILIES.len() + 2);
        assert!(!good.contains("not so"));
        let missed = BTreeSet::from(["wav-pcm16.wav".to_owned()]);
        let changed = table(&rows, &missed);
        let difference = difference(&good, &changed);
        assert_eq!(difference.lines().count(), 2, "{difference}");
        assert!(difference.contains("in part"), "{difference}");
    }

    #[test]
    fn the_table_stands_between_its_marks() {
        let readme = format!("above\n{BEGIN}| old |\n{END}below\n");
        let (before, found, after) = split(&readme).unwrap();
        assert_eq!(found, "| old |\n");
        assert_eq!([before, found, after].concat(), readme);
        assert!(split("no marks").is_err());
    }
}
