//! How much of a sound is in a prompt, and how much else.
//!
//! Where the two are alike from the start, and where up to the end: what is between is missing on the one side and
//! foreign on the other. With one change in a file that is all there is to find.

/// Samples that are compared at once: 10 ms.
const BLOCK: usize = 80;
/// Samples by which the place of a start or an end is found.
const ANCHOR: usize = 400;
/// Blocks are alike if the energy of their difference is this share of theirs, and what A-law's steps make of silence.
const MAX_SHARE: f64 = 0.1;
const FLOOR: f64 = 16.0 * 16.0;
/// More than one part in so many is too much.
const TOO_MUCH: usize = 100;

/// In samples of the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    pub missing: usize,
    pub foreign: usize,
    /// Of the truth.
    pub of: usize,
}

impl Difference {
    /// Whether more than 1 % is missing or foreign.
    pub fn is_too_much(self) -> bool {
        self.missing.max(self.foreign) * TOO_MUCH > self.of
    }
}

/// Of `made` from `truth`.
pub fn difference(made: &[i16], truth: &[i16]) -> Difference {
    let start = matched(made, truth);
    let back = |samples: &[i16]| samples.iter().rev().copied().collect::<Vec<i16>>();
    let most = truth.len().min(made.len());
    let alike = match start >= most {
        true => most,
        // At its end, it may have been made even.
        false => (start + matched(&back(made), &back(truth))).min(most),
    };
    Difference {
        missing: truth.len() - alike,
        foreign: made.len() - alike,
        of: truth.len(),
    }
}

/// How many samples of `truth` are in `made`, from its first one to the first that is not.
fn matched(made: &[i16], truth: &[i16]) -> usize {
    let at_once = run(made, truth);
    if at_once >= ANCHOR || truth.len() < ANCHOR {
        return at_once;
    }
    let best = made
        .windows(ANCHOR)
        .map(|window| distance(window, &truth[..ANCHOR]))
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(0, |(at, _)| run(&made[at..], truth))
}

/// How many samples are alike, block by block.
fn run(made: &[i16], truth: &[i16]) -> usize {
    let mut n = 0;
    for (made, truth) in made.chunks(BLOCK).zip(truth.chunks(BLOCK)) {
        let len = made.len().min(truth.len());
        let energy: f64 = truth[..len].iter().map(|x| f64::from(*x).powi(2)).sum();
        if distance(&made[..len], &truth[..len]) > MAX_SHARE * energy + FLOOR * len as f64 {
            // Up to the sample, since 1 % of a second is one block.
            let tolerance = |x: i16| f64::from(x).abs() * 0.2 + FLOOR.sqrt();
            let is_alike =
                |(a, b): (&i16, &i16)| (f64::from(*a) - f64::from(*b)).abs() <= tolerance(*b);
            return n + made
                .iter()
                .zip(truth)
                .take_while(|pair| is_alike(*pair))
                .count();
        }
        n += len;
    }
    n
}

/// The energy of the difference.
fn distance(a: &[i16], b: &[i16]) -> f64 {
    let square = |(a, b): (&i16, &i16)| (f64::from(*a) - f64::from(*b)).powi(2);
    a.iter().zip(b).map(square).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn speech() -> Vec<i16> {
        let plane = source::signal(8000, 1).planes.swap_remove(0);
        plane.iter().map(|x| (x * 32_768.0) as i16).collect()
    }

    #[test]
    fn what_is_missing_and_what_is_foreign_is_counted() {
        let truth = speech();
        let n = truth.len();
        let is = |made: &[i16], missing: usize, foreign: usize| {
            let found = difference(made, &truth);
            // A sample beside the change may be alike by chance.
            assert!(found.missing.abs_diff(missing) <= 8, "{found:?}, {missing}");
            assert!(found.foreign.abs_diff(foreign) <= 8, "{found:?}, {foreign}");
        };
        is(&truth, 0, 0);
        is(&truth[..n - 500], 500, 0);
        is(&truth[500..], 500, 0);
        is(&[&truth[..3000], &truth[3700..]].concat(), 700, 0);
        is(&[&truth[..3000], &truth[2000..]].concat(), 0, 1000);
        let noise: Vec<i16> = (0..900_i32).map(|i| (i * i % 20_011) as i16).collect();
        is(&[&noise, &truth[..]].concat(), 0, 900);
        is(&[&truth[..4000], &noise, &truth[4000..]].concat(), 0, 900);
        is(&[&truth[..4000], &noise, &truth[4900..]].concat(), 900, 900);
        is(&[&truth[..], &[0]].concat(), 0, 1);
        is(&[], n, 0);
        assert!(difference(&truth[..n - n / 50], &truth).is_too_much());
        assert!(!difference(&truth[..n - n / 200], &truth).is_too_much());
    }
}
