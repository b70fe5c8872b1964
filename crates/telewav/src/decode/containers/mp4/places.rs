//! Where samples lie: whether that is in the file and in media, whether they overlap, and what of the media belongs to
//! none.

use std::ops::Range;

use super::layout::{Item, Section};
use crate::error::remark::Misplaced;

/// Runs of samples that are remembered. A file of sound alone has one; of one beside pictures, one a chunk.
const MAX_RUNS: usize = 1 << 16;

/// The places of a part, and the samples found in them.
#[derive(Debug)]
pub(super) struct Places {
    /// Where boxes are that hold no media, in their order.
    others: Vec<Range<u64>>,
    media: Vec<Range<u64>>,
    end: u64,
    /// Samples that lie one behind the other, and when the first one is heard.
    runs: Vec<(Range<u64>, f64)>,
    /// Whether there were more than are remembered.
    has_more: bool,
}

impl Places {
    pub fn new(part: &Section) -> Self {
        let (mut others, mut media) = (Vec::new(), Vec::new());
        for item in &part.items {
            match item {
                Item::Box(found) if item.is(b"mdat") || item.is(b"imda") || item.is(b"idat") => {
                    media.push(found.body.clone());
                }
                // What is no box, or none that is known, may hold what is looked for: a length or a type may be wrong.
                Item::Junk(_) => {}
                Item::Box(_) if item.is_unknown() => {}
                Item::Box(_) => others.push(item.range()),
            }
        }
        Self {
            end: part
                .items
                .last()
                .map_or(part.start, |item| item.range().end),
            others,
            media,
            runs: Vec::new(),
            has_more: false,
        }
    }

    /// Whether samples may lie in `range`.
    pub fn look(&self, range: &Range<u64>) -> Result<(), Misplaced> {
        if range.end > self.end {
            return Err(Misplaced::Cut);
        }
        let next = self
            .others
            .partition_point(|other| other.end <= range.start);
        match self.others.get(next) {
            Some(other) if other.start < range.end => Err(Misplaced::Outside),
            _ => Ok(()),
        }
    }

    /// How many of `n` samples of `size` octets each lie in the file from `start` on, one behind the other.
    pub fn n_there(&self, start: u64, size: u64, n: u64) -> u64 {
        let next = self.others.partition_point(|other| other.end <= start);
        let end = self
            .others
            .get(next)
            .map_or(self.end, |other| other.start.min(self.end));
        (end.saturating_sub(start) / size.max(1)).min(n)
    }

    /// Remembers that samples lie in `range`, which are heard at `at_s` seconds.
    pub fn take(&mut self, range: Range<u64>, at_s: f64) {
        let n_runs = self.runs.len();
        match self.runs.last_mut() {
            Some((last, _)) if last.end == range.start => last.end = range.end,
            _ if n_runs < MAX_RUNS => self.runs.push((range, at_s)),
            _ => self.has_more = true,
        }
    }

    /// When a sample is heard that overlaps another one, and the octets of media that belong to none. Both only where
    /// all samples are remembered.
    pub fn account(mut self) -> (Option<f64>, u64) {
        if self.has_more {
            return (None, 0);
        }
        self.runs.sort_by_key(|(range, _)| range.start);
        let overlaps = self
            .runs
            .windows(2)
            .filter(|pair| pair[0].0.end > pair[1].0.start);
        let times = overlaps.map(|pair| pair[0].1.max(pair[1].1));
        let first = times.fold(None, |first: Option<f64>, at| {
            Some(first.map_or(at, |first| first.min(at)))
        });
        let unclaimed = self.media.iter().map(|media| {
            let from = self.runs.partition_point(|(run, _)| run.end <= media.start);
            let runs = self.runs[from..]
                .iter()
                .take_while(|(run, _)| run.start < media.end);
            let claimed = runs.map(|(run, _)| run.end.min(media.end) - run.start.max(media.start));
            (media.end - media.start).saturating_sub(claimed.sum())
        });
        (first, unclaimed.sum())
    }

    /// Whether all samples are remembered.
    pub fn is_known(&self) -> bool {
        !self.has_more
    }

    /// Whether a sample lies in a range, or may, if not all are remembered.
    pub fn has_samples_in(&self, range: &Range<u64>) -> bool {
        let touches = |(run, _): &(Range<u64>, f64)| run.start < range.end && range.start < run.end;
        self.has_more || self.runs.iter().any(touches)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::boxes::FoundBox;
    use super::*;

    fn item(kind: &[u8; 4], range: Range<u64>) -> Item {
        Item::Box(FoundBox {
            kind: *kind,
            start: range.start,
            body: range.start + 8..range.end,
            excess: 0,
            is_open: false,
        })
    }

    fn places() -> Places {
        Places::new(&Section {
            start: 0,
            items: vec![
                item(b"ftyp", 0..32),
                item(b"mdat", 32..140),
                Item::Junk(140..150),
                item(b"moov", 150..200),
            ],
        })
    }

    #[test]
    fn samples_lie_in_media_or_what_may_be_media() {
        let places = places();
        for (range, wanted) in [
            (40..140, Ok(())),
            (130..150, Ok(())),
            (145..151, Err(Misplaced::Outside)),
            (20..40, Err(Misplaced::Outside)),
            (190..200, Err(Misplaced::Outside)),
            (190..201, Err(Misplaced::Cut)),
            (200..201, Err(Misplaced::Cut)),
        ] {
            assert_eq!(places.look(&range), wanted, "{range:?}");
        }
        assert_eq!(places.n_there(40, 10, 100), 11);
        assert_eq!(places.n_there(40, 10, 5), 5);
        assert_eq!(places.n_there(250, 10, 5), 0);
    }

    #[test]
    fn what_overlaps_and_what_is_left_is_told() {
        let mut whole = places();
        for (range, at_s) in [(90..100, 2.0), (40..60, 0.0), (60..90, 1.0)] {
            whole.take(range, at_s);
        }
        assert_eq!(whole.account(), (None, 40));
        let mut twice = places();
        for (range, at_s) in [(40..100, 0.0), (99..140, 1.0)] {
            twice.take(range, at_s);
        }
        assert_eq!(twice.account().0, Some(1.0));
    }
}
