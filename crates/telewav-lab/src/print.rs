//! Verdicts as text.

use std::collections::BTreeMap;

use crate::judge::{Verdict, decibels, milliseconds};

/// A line for each group, with the worst of its files.
pub fn table(verdicts: &[Verdict]) {
    let mut groups: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
    for verdict in verdicts {
        groups.entry(&verdict.group).or_default().push(verdict);
    }
    println!(
        "{:<26} {:>6} {:>6} {:>6} {:>11} {:>11} {:>10}",
        "group", "files", "good", "exact", "start late", "end late", "least SNR"
    );
    for (group, members) in groups {
        line(group, &members);
    }
    line("all", &verdicts.iter().collect::<Vec<_>>());
}

fn line(group: &str, members: &[&Verdict]) {
    let good = members
        .iter()
        .filter(|verdict| verdict.misses.is_empty())
        .count();
    let exact = members
        .iter()
        .filter(|verdict| verdict.snr_db == Some(f64::INFINITY))
        .count();
    let most = |number: fn(&Verdict) -> Option<f64>| {
        let numbers = members.iter().filter_map(|verdict| number(verdict));
        let most = numbers.max_by(|a, b| a.abs().total_cmp(&b.abs()));
        most.map_or_else(String::new, milliseconds)
    };
    let snr = members
        .iter()
        .filter_map(|verdict| verdict.snr_db)
        .min_by(f64::total_cmp);
    println!(
        "{group:<26} {:>6} {good:>6} {exact:>6} {:>11} {:>11} {:>10}",
        members.len(),
        most(|verdict| verdict.start_s),
        most(|verdict| verdict.end_s),
        snr.map_or_else(String::new, decibels)
    );
}

/// The numbers of each file, and the remarks on it.
pub fn every(verdicts: &[Verdict]) {
    for verdict in verdicts {
        let times =
            [verdict.start_s, verdict.end_s].map(|s| s.map_or_else(String::new, milliseconds));
        let snr = verdict.snr_db.map_or_else(String::new, decibels);
        let [start, end] = times;
        let remarks = verdict.remarks.join("; ");
        println!(
            "  {:<36} {start:>10} {end:>10} {snr:>10}  {remarks}",
            verdict.name
        );
    }
}

/// Each file that is not as it has to be, and how.
pub fn misses(verdicts: &[Verdict]) {
    let missed = || verdicts.iter().filter(|verdict| !verdict.misses.is_empty());
    if missed().next().is_some() {
        println!("not as they have to be: {}", missed().count());
    }
    for verdict in missed() {
        println!("  {}: {}", verdict.name, verdict.misses.join("; "));
    }
}
