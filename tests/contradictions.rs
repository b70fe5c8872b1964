//! What a file claims against what is there: each row of the tables in `docs/inputs.md` that have an outcome has a file
//! that is built here, and comes out as the row says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "contradictions/aiff.rs"]
mod aiff;
#[path = "contradictions/au.rs"]
mod au;
#[path = "contradictions/caf.rs"]
mod caf;
#[path = "contradictions/flac.rs"]
mod flac;
#[path = "contradictions/matroska.rs"]
mod matroska;
#[path = "contradictions/mp4.rs"]
mod mp4;
#[path = "contradictions/mpeg.rs"]
mod mpeg;
#[path = "contradictions/ogg.rs"]
mod ogg;
#[path = "contradictions/wav.rs"]
mod wav;

use std::collections::BTreeSet;
use std::path::Path;

use telewav::Error;
use telewav::decode::{DecodeOptions, Decoded};

use common::decoded_with;

/// A file, and the row of the table that it stands for.
#[derive(Clone)]
pub struct Case {
    container: &'static str,
    claim: &'static str,
    file: Vec<u8>,
    /// Frames that come out of it, where damage is accepted.
    n_frames: u64,
}

impl Case {
    /// A file for one row.
    pub fn new(
        container: &'static str,
        claim: &'static str,
        n_frames: u64,
        file: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            container,
            claim,
            file: file.into(),
            n_frames,
        }
    }

    /// What becomes of the file, in the words of the table.
    fn outcome(&self) -> String {
        let options = DecodeOptions::default().lenient(true);
        let decoded = match decoded_with(&self.file, &options) {
            Ok((decoded, _)) => decoded,
            Err(Error::Unsupported { .. }) => return "refused, and named".to_owned(),
            Err(error) => panic!("{}: {}: {error}", self.container, self.claim),
        };
        match decoded.n_frames == self.n_frames {
            true => words(&decoded),
            false => format!("{} frames instead of {}", decoded.n_frames, self.n_frames),
        }
    }
}

/// Damage before a note before nothing.
fn words(decoded: &Decoded) -> String {
    match (decoded.damage.kept.first(), decoded.notes.first()) {
        (Some(damage), _) => {
            let kind = serde_json::to_value(damage.kind).unwrap();
            format!("damage `{}`", kind.as_str().unwrap())
        }
        (None, Some(_)) => "note".to_owned(),
        (None, None) => "nothing".to_owned(),
    }
}

/// Container, claim and outcome of each row of the tables.
fn rows() -> Vec<[String; 3]> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/inputs.md");
    let page = std::fs::read_to_string(page).unwrap();
    let head = "| container | what is claimed, and what is there | outcome |";
    let tables: Vec<&str> = page.split(head).skip(1).collect();
    assert!(!tables.is_empty(), "no table of what is claimed");
    let rows: Vec<_> = tables.into_iter().flat_map(rows_of).collect();
    let claims: BTreeSet<_> = rows.iter().map(|row| &row[..2]).collect();
    assert_eq!(claims.len(), rows.len(), "a row is there twice");
    rows
}

/// The rows of a table, from behind its head on.
fn rows_of(table: &str) -> impl Iterator<Item = [String; 3]> {
    table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            assert_eq!(cells.len(), 3, "{line}");
            [0, 1, 2].map(|i| cells[i].to_owned())
        })
}

fn cases() -> Vec<Case> {
    [
        wav::cases(),
        aiff::cases(),
        caf::cases(),
        au::cases(),
        mpeg::cases(),
        flac::cases(),
        ogg::cases(),
        matroska::cases(),
        mp4::cases(),
    ]
    .concat()
}

#[test]
fn each_row_of_the_table_comes_out_as_it_says() {
    let cases = cases();
    let rows = rows();
    let mut wrong = Vec::new();
    for [container, claim, outcome] in &rows {
        // Other containers have tests of their own, which add their cases here.
        let files: Vec<&Case> = cases
            .iter()
            .filter(|case| case.container == container && case.claim == claim)
            .collect();
        if files.is_empty() {
            wrong.push(format!("no file for: {container}: {claim}"));
        }
        for (i, case) in files.iter().enumerate() {
            let found = case.outcome();
            // "note: all of it is used" is a note.
            if !outcome.starts_with(&found) {
                wrong.push(format!(
                    "{container}: {claim} [{i}]: {found}, where the page says {outcome}"
                ));
            }
        }
    }
    for case in &cases {
        let is_told = |[container, claim, _]: &&[String; 3]| {
            case.container == container && case.claim == claim
        };
        if !rows.iter().any(|row| is_told(&row)) {
            wrong.push(format!("no row for: {}: {}", case.container, case.claim));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn damage_is_an_error_where_it_is_not_accepted() {
    for case in cases() {
        let outcome = case.outcome();
        let is_refused = outcome.starts_with("damage") || outcome.starts_with("refused");
        let strict = decoded_with(&case.file, &DecodeOptions::default());
        assert_eq!(
            strict.is_err(),
            is_refused,
            "{}: {}",
            case.container,
            case.claim
        );
    }
}
