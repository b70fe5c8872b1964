//! Whether a file is decoded as it has to be.

use std::path::Path;

use crate::compare::{Difference, compare};
use crate::ours::{self, Ours};
use crate::reference::Decoder;
use crate::sound::{Sound, joined};
use crate::source;
use crate::table::{End, Expect, Make, Row, Start};

/// The most that a start or an end may be off: two samples of a telephone's 8000 a second, and as much again
/// of rounding as one frame of the source.
const TOLERANCE_S: f64 = 2.0 / 8000.0 + 1e-6;
/// What lossy codecs have to reach against a reference decoder, dB.
const LOSSY_DB: f64 = 60.0;
/// RMS of what rounding to 16 bits can leave: SoX decodes Vorbis to that. More than an even spread's 0.29.
const ROUNDING: f64 = 0.5 / 32_768.0;

/// What was found of one file.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Its name or path.
    pub name: String,
    /// What it is counted with.
    pub group: String,
    /// Seconds that telewav starts late.
    pub start_s: Option<f64>,
    /// Seconds that telewav ends late.
    pub end_s: Option<f64>,
    /// Signal to noise against the reference decoder, dB.
    pub snr_db: Option<f64>,
    /// What is not as it has to be.
    pub misses: Vec<String>,
    /// What a reader of the numbers has to know.
    pub remarks: Vec<String>,
}

impl Verdict {
    fn miss(mut self, miss: impl Into<String>) -> Self {
        self.misses.push(miss.into());
        self
    }
}

// ---------------------------------------------------------------- files of the matrix

/// Judges a file of the matrix in `dir` by its row.
pub fn of_row(row: &Row, all: &[Row], dir: &Path) -> Verdict {
    let path = dir.join(row.name);
    let mut verdict = Verdict {
        name: row.name.into(),
        group: row.family.into(),
        ..Verdict::default()
    };
    if !row.remark.is_empty() {
        verdict.remarks.push(row.remark.into());
    }
    if !path.exists() {
        return verdict.miss("the file is missing: run `telewav-lab matrix` first");
    }
    match (row.expect, ours::of(&path)) {
        (Expect::Refused(word), Err(said)) if contains(&said, word) => verdict,
        (Expect::Refused(word), Err(said)) => {
            verdict.miss(format!("refused without \"{word}\": {said}"))
        }
        (Expect::Refused(_), Ok(_)) => verdict.miss("decoded, where the table has a refusal"),
        (_, Err(said)) => verdict.miss(said),
        (_, Ok(ours)) => decoded(verdict, row, &ours, all, dir),
    }
}

/// Whether the text has one of the words.
fn contains(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words
        .split('|')
        .any(|word| text.contains(&word.to_lowercase()))
}

/// A row's parts: those that it is joined from, or itself.
fn parts<'a>(row: &'a Row, all: &'a [Row]) -> Vec<&'a Row> {
    match row.make {
        Make::Join(names) => {
            let find = |name: &&str| all.iter().find(|row| row.name == *name);
            names.iter().filter_map(find).collect()
        }
        _ => vec![row],
    }
}

fn decoded(mut verdict: Verdict, row: &Row, ours: &Ours, all: &[Row], dir: &Path) -> Verdict {
    let parts = parts(row, all);
    let sources = parts
        .iter()
        .map(|part| source::signal(part.decoded_hz, part.n_channels));
    let mut theirs = Vec::new();
    for part in &parts {
        match part.reference.decode(&dir.join(part.name)) {
            Ok(runs) => theirs.extend(runs),
            Err(said) => return verdict.miss(format!("{}: {said}", part.reference.program())),
        }
    }
    let (by_source, by_reference) = match (
        compare(&ours.runs, &joined(sources)),
        compare(&ours.runs, &joined(theirs)),
    ) {
        (Ok(by_source), Ok(by_reference)) => (by_source, by_reference),
        (Err(formats), _) => return verdict.miss(format!("source: {formats}")),
        (_, Err(formats)) => {
            return verdict.miss(format!("{}: {formats}", row.reference.program()));
        }
    };
    times(&mut verdict, row, &by_source, &by_reference);
    samples(&mut verdict, row, &by_reference);
    verdict
}

/// Checks where the sound starts and ends.
fn times(verdict: &mut Verdict, row: &Row, by_source: &Difference, by_reference: &Difference) {
    let start_s = match row.start {
        Start::Source => by_source.start_s,
        Start::Reference => by_reference.start_s,
    };
    let (end_s, most_s) = match row.end {
        End::Source => (by_source.end_s(), 0.0),
        End::Padded(frames) => (by_source.end_s(), frames as f64 / f64::from(row.decoded_hz)),
        End::Reference => (by_reference.end_s(), 0.0),
    };
    verdict.start_s = Some(start_s);
    verdict.end_s = Some(end_s);
    if start_s.abs() > TOLERANCE_S {
        let start = milliseconds(start_s);
        verdict.misses.push(format!("starts {start} late"));
    }
    if end_s < -TOLERANCE_S || end_s > most_s + TOLERANCE_S {
        let end = milliseconds(end_s);
        verdict.misses.push(format!("ends {end} late"));
    }
}

/// Checks the samples against the reference decoder's.
fn samples(verdict: &mut Verdict, row: &Row, by_reference: &Difference) {
    let snr_db = by_reference.distance.snr_db();
    verdict.snr_db = Some(snr_db);
    let wanted_db = match row.expect {
        Expect::Lossy(wanted_db) => wanted_db,
        _ => f64::INFINITY,
    };
    if snr_db < wanted_db {
        let program = row.reference.program();
        verdict.misses.push(format!(
            "{snr_db:.1} dB against {program}, needs {}",
            decibels(wanted_db)
        ));
    }
}

// ---------------------------------------------------------------- any file

/// Judges a file by what the reference decoders make of it: one of them has to agree.
pub fn of_file(path: &Path, name: String, references: &[Decoder]) -> Verdict {
    let verdict = Verdict {
        name,
        group: "failed".into(),
        ..Verdict::default()
    };
    let ours = match ours::of(path) {
        Ok(ours) => ours,
        Err(said) => return verdict.miss(said),
    };
    let mut verdict = Verdict {
        group: group(&ours),
        ..verdict
    };
    let mut disagree = Vec::new();
    for reference in references {
        match disagreement(&mut verdict, &ours, *reference, path) {
            None => return verdict,
            Some(disagreement) => disagree.push(format!("{}: {disagreement}", reference.program())),
        }
    }
    verdict.misses = disagree;
    verdict
}

/// Container, codec and whether it is several streams.
fn group(ours: &Ours) -> String {
    let format = &ours.decoded.format;
    let is_chained = ours
        .decoded
        .notes
        .iter()
        .any(|note| note.to_string().contains("chained"));
    let chained = if is_chained { ", chained" } else { "" };
    format!("{} {}{chained}", format.container, format.codec)
}

/// What is different, `None` if nothing is. The numbers go into the verdict.
fn disagreement(
    verdict: &mut Verdict,
    ours: &Ours,
    reference: Decoder,
    path: &Path,
) -> Option<String> {
    let compared = reference.decode(path).and_then(|theirs| {
        if reference.clips() {
            let clipped: Vec<Sound> = ours.runs.iter().map(Sound::clipped).collect();
            compare(&clipped, &theirs)
        } else {
            compare(&ours.runs, &theirs)
        }
    });
    let difference = match compared {
        Ok(difference) => difference,
        Err(said) => return Some(said),
    };
    let (start_s, end_s) = (difference.start_s, difference.end_s());
    let snr_db = difference.distance.snr_db();
    verdict.start_s = Some(start_s);
    verdict.end_s = Some(end_s);
    verdict.snr_db = Some(snr_db);
    let wanted_db = if is_lossy(&ours.decoded.format.codec) {
        LOSSY_DB
    } else {
        f64::INFINITY
    };
    let is_near = snr_db >= wanted_db
        || (wanted_db.is_finite() && difference.distance.noise_rms() <= ROUNDING);
    let agrees = start_s.abs() <= TOLERANCE_S && end_s.abs() <= TOLERANCE_S && is_near;
    let [start, end] = [start_s, end_s].map(milliseconds);
    let (more, snr) = (difference.more_frames, decibels(snr_db));
    (!agrees).then(|| format!("starts {start} late, ends {end} late, {more:+} frames, {snr}"))
}

/// Whether decoders may differ in their rounding.
fn is_lossy(codec: &str) -> bool {
    ["Vorbis", "Opus", "MP3", "MP2", "MP1", "AAC", "AMR"]
        .iter()
        .any(|lossy| codec.contains(lossy))
}

/// For people.
pub fn decibels(db: f64) -> String {
    if db == f64::INFINITY {
        "exact".into()
    } else {
        format!("{db:.1} dB")
    }
}

/// For people.
pub fn milliseconds(seconds: f64) -> String {
    format!("{:.2} ms", 1000.0 * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Distance;
    use crate::table::rows;

    fn judged(row: &Row, start_s: f64, longer_s: f64, ours: &[f32]) -> Vec<String> {
        let difference = Difference {
            start_s,
            longer_s,
            more_frames: 0,
            distance: Distance::of(ours, &[0.5; 4], 0),
        };
        let mut verdict = Verdict::default();
        times(&mut verdict, row, &difference, &difference);
        samples(&mut verdict, row, &difference);
        verdict.misses
    }

    fn row(name: &str) -> Row {
        rows().into_iter().find(|row| row.name == name).unwrap()
    }

    #[test]
    fn two_samples_of_8000_a_second_are_let_pass_and_three_are_not() {
        let row = row("wav-pcm16.wav");
        let two = 2.0 / 8000.0;
        assert!(judged(&row, two, 0.0, &[0.5; 4]).is_empty());
        assert!(judged(&row, 0.0, -two, &[0.5; 4]).is_empty());
        assert_eq!(
            judged(&row, 1.5 * two, 1.5 * two, &[0.5; 4]),
            ["starts 0.38 ms late"]
        );
        assert_eq!(
            judged(&row, 0.0, -1.5 * two, &[0.5; 4]),
            ["ends -0.38 ms late"]
        );
    }

    #[test]
    fn padding_may_only_lengthen() {
        let row = row("raw.gsm");
        assert!(judged(&row, 0.0, 0.020, &[0.5; 4]).is_empty());
        assert_eq!(judged(&row, 0.0, 0.021, &[0.5; 4]).len(), 1);
        assert_eq!(judged(&row, 0.0, -0.020, &[0.5; 4]).len(), 1);
    }

    #[test]
    fn lossless_is_exact_and_lossy_is_near() {
        // 0.1 % of full scale is 60 dB below.
        let (near, far) = ([0.5004_f32; 4], [0.51_f32; 4]);
        assert!(judged(&row("mp3-cbr.mp3"), 0.0, 0.0, &near).is_empty());
        assert_eq!(judged(&row("mp3-cbr.mp3"), 0.0, 0.0, &far).len(), 1);
        assert_eq!(judged(&row("flac-16bit.flac"), 0.0, 0.0, &near).len(), 1);
    }
}
