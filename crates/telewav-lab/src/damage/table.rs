//! What the copies came to, as text.

use std::collections::BTreeMap;

use super::change::Kind;
use super::good::CONTAINERS;
use super::verdict::Verdict;

/// One copy, and what it came to.
pub struct Copy {
    pub container: &'static str,
    pub number: usize,
    pub file: String,
    pub kind: Kind,
    /// What was done.
    pub detail: String,
    pub verdict: Verdict,
}

/// The heading of a column, and what counts in it.
type Column = (&'static str, fn(&Verdict) -> bool);

const COLUMNS: [Column; 8] = [
    ("copies", |_| true),
    ("whole", |verdict| *verdict == Verdict::Whole),
    ("told", |verdict| *verdict == Verdict::Told),
    ("told, by a field", |verdict| {
        matches!(verdict, Verdict::ToldWhole(_))
    }),
    ("noted", |verdict| matches!(verdict, Verdict::Noted(_))),
    ("apart", |verdict| matches!(verdict, Verdict::Apart(_))),
    ("false alarms", |verdict| {
        matches!(verdict, Verdict::FalseAlarm(_))
    }),
    ("wrong passes", |verdict| {
        matches!(verdict, Verdict::WrongPass(_))
    }),
];

/// Everything, as Markdown.
pub fn print(copies: &[Copy]) {
    let containers = CONTAINERS.iter().map(|(name, _)| *name);
    table("container", containers, copies, |copy| copy.container);
    let kinds = Kind::ALL.into_iter().map(Kind::name);
    table("change", kinds, copies, |copy| copy.kind.name());
    reasons(
        "Apart: nothing in the file contradicts",
        copies,
        |verdict| match verdict {
            Verdict::Apart(why) => Some(why),
            _ => None,
        },
    );
    reasons(
        "Noted: other sound, with a note",
        copies,
        |verdict| match verdict {
            Verdict::Noted(note) => Some(note),
            _ => None,
        },
    );
    reasons(
        "Told, by a field: ffmpeg finds the sound whole",
        copies,
        |verdict| match verdict {
            Verdict::ToldWhole(what) => Some(what),
            _ => None,
        },
    );
    for copy in copies {
        let (what, text) = match &copy.verdict {
            Verdict::WrongPass(text) => ("wrong pass", text),
            Verdict::FalseAlarm(text) => ("false alarm", text),
            _ => continue,
        };
        println!("{what}: {}: {text}", line(copy));
    }
}

/// Which copy it is, and what was done.
pub fn line(copy: &Copy) -> String {
    let Copy {
        container,
        number,
        file,
        kind,
        detail,
        ..
    } = copy;
    format!("{container} {number}: {file}, {}, {detail}", kind.name())
}

fn table<'a>(
    heading: &str,
    rows: impl Iterator<Item = &'a str>,
    copies: &[Copy],
    row_of: impl Fn(&Copy) -> &'a str,
) {
    print!("| {heading} |");
    COLUMNS.iter().for_each(|(name, _)| print!(" {name} |"));
    println!("\n| --- |{}", " ---: |".repeat(COLUMNS.len()));
    let line = |name: &str, of: &dyn Fn(&Copy) -> bool| {
        print!("| {name} |");
        for (_, counts) in COLUMNS {
            let n = copies
                .iter()
                .filter(|copy| of(copy) && counts(&copy.verdict));
            print!(" {} |", n.count());
        }
        println!();
    };
    for row in rows {
        if copies.iter().any(|copy| row_of(copy) == row) {
            line(row, &|copy| row_of(copy) == row);
        }
    }
    line("all", &|_| true);
    println!();
}

/// How often each was the reason, by container.
fn reasons<'a>(heading: &str, copies: &'a [Copy], reason: impl Fn(&'a Verdict) -> Option<&'a str>) {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for copy in copies {
        if let Some(reason) = reason(&copy.verdict) {
            *counts.entry((reason, copy.container)).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return;
    }
    println!("{heading}:\n\n| reason | copies |\n| --- | --- |");
    let mut last = "";
    for ((reason, container), n) in counts {
        if reason == last {
            print!(", {container} {n}");
        } else {
            let end = if last.is_empty() { "" } else { " |\n" };
            print!("{end}| {reason} | {container} {n}");
        }
        last = reason;
    }
    println!(" |\n");
}
