//! Times of blocks against frames that were counted: where they part, sound is missing or there twice.
//!
//! Times are rounded, mostly to milliseconds, and those of a live stream are when the sound was captured, which trembles
//! and drifts. So the difference between time and count counts only if it changes by more than half a packet and stays
//! so. A change that a later one takes back was a wrong time, not missing sound; but a block that is late behind one that is
//! early stands in another's place.

use crate::decode::{DamageKind, Output};
use crate::error::remark::Matroska;

/// Blocks that have to agree on a change.
const BLOCKS_TO_AGREE: u32 = 8;
/// Few packets are longer, seconds.
const LONG_PACKET_S: f64 = 0.125;
/// More changes than these are not told one by one.
const MAX_STEPS: usize = 100;
/// What the difference moves towards each new value by.
const DRIFT: f64 = 0.125;

/// A change of the difference between time and count.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    /// When, in seconds of what was decoded.
    at_s: f64,
    by_s: f64,
}

/// Follows the blocks of one track.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Time less count, seconds, as it is by and large; `None` before the first block.
    difference_s: Option<f64>,
    /// The same of the last block.
    last_s: f64,
    /// A change that may last, and the blocks that say so.
    next: Option<(Step, u32)>,
    steps: Vec<Step>,
    n_taken_back: u32,
    /// The time of the last block, seconds.
    time_s: f64,
    n_blocks: u64,
    /// Where blocks stand in another order than their times, seconds of what was decoded.
    disorder: Vec<f64>,
}

impl Clock {
    /// Takes in that a block with this time follows after so many seconds were counted; `at_s` is the same, without
    /// what is no sound. Differences up to `tolerance_s` are none.
    pub fn block(&mut self, time_s: f64, counted_s: f64, at_s: f64, tolerance_s: f64) {
        let now_s = time_s - counted_s;
        self.last_s = now_s;
        let back_s = std::mem::replace(&mut self.time_s, time_s) - time_s;
        self.n_blocks += 1;
        let difference_s = *self.difference_s.get_or_insert(now_s);
        let by_s = now_s - difference_s;
        if back_s > tolerance_s && self.is_swapped(back_s, by_s, tolerance_s) {
            let at_s = self.next.take().map_or(at_s, |(step, _)| step.at_s);
            if self.n_blocks == 2 {
                self.difference_s = None;
            }
            if self.disorder.len() < MAX_STEPS {
                self.disorder.push(at_s);
            }
            return;
        }
        if by_s.abs() <= tolerance_s {
            self.next = None;
            self.difference_s = Some(difference_s + by_s * DRIFT);
            return;
        }
        self.next = match self.next {
            Some((step, n)) if step.by_s.signum() == by_s.signum() => {
                // The least of what all of them say.
                let by_s = if by_s.abs() < step.by_s.abs() {
                    by_s
                } else {
                    step.by_s
                };
                Some((Step { by_s, ..step }, n + 1))
            }
            _ => Some((Step { at_s, by_s }, 1)),
        };
        if let Some((step, BLOCKS_TO_AGREE..)) = self.next {
            self.take(step, tolerance_s);
        }
    }

    /// Whether a block whose time is before that of the last one, which was early by about a packet, stands in its place.
    /// `tolerance_s` is half a packet.
    fn is_swapped(&self, back_s: f64, by_s: f64, tolerance_s: f64) -> bool {
        let a_packet_s = 3.0 * tolerance_s;
        match self.next {
            // Padding of the block before may have made up for a part of it.
            Some((step, _)) if step.by_s > 0.0 => by_s < -tolerance_s || step.by_s <= a_packet_s,
            // How long a packet is is not known yet.
            _ => self.n_blocks == 2 && back_s <= LONG_PACKET_S,
        }
    }

    /// By how much a block with this time is later than so many seconds that were counted say.
    pub fn lateness_s(&self, time_s: f64, counted_s: f64) -> f64 {
        self.difference_s
            .map_or(0.0, |difference_s| time_s - counted_s - difference_s)
    }

    /// What is missing before the last block was told already.
    pub fn accept(&mut self) {
        self.difference_s = Some(self.last_s);
        self.next = None;
    }

    /// How much is missing was told, and is not known.
    pub fn start_again(&mut self) {
        self.difference_s = None;
        self.next = None;
    }

    /// Whether the last block, or those before it, say that something is missing.
    pub fn is_behind(&self) -> bool {
        self.next.is_some_and(|(step, _)| step.by_s > 0.0)
    }

    fn take(&mut self, step: Step, tolerance_s: f64) {
        self.next = None;
        self.difference_s = self.difference_s.map(|difference| difference + step.by_s);
        let takes_back = |last: &Step| (last.by_s + step.by_s).abs() <= 2.0 * tolerance_s;
        if self.steps.last().is_some_and(takes_back) {
            self.steps.pop();
            self.n_taken_back += 1;
        } else if self.steps.len() < MAX_STEPS {
            self.steps.push(step);
        }
    }

    /// Tells what has lasted. If there `is_all` by the length that the file claims, a single change is a wrong time.
    pub fn finish(mut self, tolerance_s: f64, is_all: bool, output: &mut Output<'_, '_>) {
        // Nothing follows that could say something else.
        if let Some((step, _)) = self.next {
            self.take(step, tolerance_s);
        }
        if is_all && self.steps.len() == 1 {
            self.steps.clear();
            self.n_taken_back += 1;
        }
        if self.n_taken_back > 0 {
            output.note(Matroska::BlockTimesWrong);
        }
        for at_s in self.disorder {
            output.damage(DamageKind::Gap, at_s, Matroska::BlocksInOtherOrder);
        }
        for Step { at_s, by_s } in self.steps {
            let what = if by_s > 0.0 {
                Matroska::MissingByBlockTimes { missing_s: by_s }
            } else {
                Matroska::SurplusByBlockTimes { surplus_s: -by_s }
            };
            output.damage(DamageKind::Gap, at_s, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes that are found if blocks of 20 ms have these times, in milliseconds.
    fn steps(times_ms: impl IntoIterator<Item = i32>) -> Vec<(i32, i32)> {
        let (steps, disorder) = found(times_ms);
        assert!(disorder.is_empty(), "{disorder:?}");
        steps
    }

    /// These, and where blocks are in another order.
    fn found(times_ms: impl IntoIterator<Item = i32>) -> (Vec<(i32, i32)>, Vec<i32>) {
        let mut clock = Clock::default();
        for (i, time_ms) in times_ms.into_iter().enumerate() {
            let counted_s = i as f64 * 0.02;
            clock.block(f64::from(time_ms) / 1e3, counted_s, counted_s, 0.01);
        }
        if let Some((step, _)) = clock.next {
            clock.take(step, 0.01);
        }
        let ms = |s: f64| (s * 1e3).round() as i32;
        let steps = clock.steps.iter();
        let steps = steps.map(|step| (ms(step.at_s), ms(step.by_s)));
        let disorder = clock.disorder.iter().map(|at_s| ms(*at_s));
        (steps.collect(), disorder.collect())
    }

    #[test]
    fn regular_times_are_right() {
        assert_eq!(steps((0..100).map(|n| 20 * n)), []);
        assert_eq!(steps((0..100).map(|n| 5000 + 20 * n)), []);
        // Rounded, one tick later from the second on.
        assert_eq!(steps((0..100).map(|n| 20 * n + i32::from(n > 0))), []);
    }

    #[test]
    fn times_that_tremble_and_drift_are_right() {
        let trembling = [0, 4, 25, 0, 8, -6, 30, 1];
        let times = (0..400).map(|n| 20 * n + trembling[n as usize % 8]);
        assert_eq!(steps(times), []);
        // Three seconds in an hour.
        assert_eq!(steps((0..4000).map(|n| 20 * n + n / 60)), []);
    }

    #[test]
    fn a_packet_that_is_missing_shows() {
        for missing in [1, 3, 50, 97, 99] {
            let times = (0..101).filter(|n| *n != missing).map(|n| 20 * n);
            assert_eq!(steps(times), [(20 * missing, 20)], "{missing}");
        }
    }

    #[test]
    fn sound_that_is_there_twice_shows() {
        let times = (0..50).chain(30..50).map(|n| 20 * n);
        assert_eq!(steps(times), [(1000, -400)]);
    }

    #[test]
    fn blocks_in_another_order_show() {
        let swapped = |n: i32| 20 * n + [0, 20, -20][n as usize % 3];
        assert_eq!(found((0..3).map(swapped)), (vec![], vec![20]));
        // Two short clusters.
        let times = (0..10).chain(15..20).chain(10..15).chain(20..30);
        assert_eq!(found(times.map(|n| 20 * n)), (vec![], vec![200]));
    }

    #[test]
    fn a_wrong_time_is_no_gap() {
        // Of one block, and of a cluster.
        let times = (0..100).map(|n| 20 * n + if n == 40 { 700 } else { 0 });
        assert_eq!(steps(times), []);
        let times = (0..100).map(|n| 20 * n + if (40..60).contains(&n) { 700 } else { 0 });
        assert_eq!(steps(times), []);
    }
}
