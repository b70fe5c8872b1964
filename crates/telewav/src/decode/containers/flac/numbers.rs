//! The numbers of the frames of a FLAC: what is missing between two of them, and what is only oddly numbered.
//!
//! A frame's number counts frames of one size, or the sound before it; old writers count the sound and say otherwise.
//!
//! Source: RFC 9639 (2024), section 9.1.5; appendix B.2 for old streams.

use crate::kind::flac_header::FrameHeader;

/// What the numbers tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Told {
    /// A frame has an odd number, and those around it go on: nothing is missing.
    Odd { at_s: f64 },
    /// So many frames of sound are missing.
    Missing { at_s: f64, n_frames: u64 },
    /// The numbers go back: what comes stood elsewhere.
    Back { at_s: f64 },
}

#[derive(Debug, Default)]
pub(super) struct Numbers {
    last: Option<Place>,
    /// A number that was not the next one. The frame behind it will tell whether it is this one that is odd.
    doubt: Option<Doubt>,
    /// Frames of sound in the longest frame: in streams that number their frames, all but the last have so many.
    block: u64,
    is_by_sound: bool,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    number: u64,
    n_frames: u64,
}

#[derive(Debug, Clone, Copy)]
struct Doubt {
    /// Where the frame would be by those before it.
    expected: Place,
    number: u64,
    at_s: f64,
}

impl Numbers {
    /// Takes the next frame, `at_s` behind the start of the recording. Behind a gap a number is believed at once.
    ///
    /// `may_be_old` if blocks differ in size, so that a number that says it counts frames may count sound.
    pub fn step(
        &mut self,
        header: &FrameHeader,
        at_s: f64,
        is_behind_gap: bool,
        may_be_old: bool,
    ) -> Option<Told> {
        let here = Place {
            number: header.number,
            n_frames: header.n_frames as u64,
        };
        self.block = self.block.max(here.n_frames);
        self.is_by_sound |= header.is_by_sound;
        let last = self.last.replace(here)?;
        if may_be_old && here.number == last.number.saturating_add(last.n_frames) {
            self.is_by_sound = true;
        }
        let doubt = self.doubt.take();
        if here.number == self.next(last) {
            return doubt.map(|doubt| self.jump(doubt));
        }
        if doubt.is_some_and(|doubt| here.number == self.next(doubt.expected)) {
            return doubt.map(|doubt| Told::Odd { at_s: doubt.at_s });
        }
        let expected = Place {
            number: self.next(last),
            n_frames: here.n_frames,
        };
        let new = Doubt {
            expected,
            number: here.number,
            at_s,
        };
        if is_behind_gap && doubt.is_none() {
            return Some(self.jump(new));
        }
        self.doubt = Some(new);
        doubt.map(|doubt| self.jump(doubt))
    }

    /// The end of the stream.
    pub fn finish(mut self) -> Option<Told> {
        let doubt = self.doubt.take()?;
        Some(self.jump(doubt))
    }

    /// Frames of sound that stand before the frame with this header.
    pub fn before(&self, header: &FrameHeader) -> u64 {
        match self.is_by_sound {
            true => header.number,
            false => header.number.saturating_mul(self.block),
        }
    }

    fn next(&self, place: Place) -> u64 {
        place.number.saturating_add(match self.is_by_sound {
            true => place.n_frames,
            false => 1,
        })
    }

    fn jump(&self, doubt: Doubt) -> Told {
        let at_s = doubt.at_s;
        match doubt.number.checked_sub(doubt.expected.number) {
            None => Told::Back { at_s },
            Some(n) if self.is_by_sound => Told::Missing { at_s, n_frames: n },
            Some(n) => Told::Missing {
                at_s,
                n_frames: n.saturating_mul(self.block),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of frames of 100 frames of sound with these numbers.
    fn told(numbers: &[u64], is_by_sound: bool, may_be_old: bool) -> Vec<Told> {
        let mut state = Numbers::default();
        let mut all = Vec::new();
        for (i, number) in numbers.iter().enumerate() {
            let header = FrameHeader {
                is_by_sound,
                n_frames: 100,
                rate_hz: None,
                n_channels: 1,
                has_side: false,
                bits: None,
                number: *number,
            };
            all.extend(state.step(&header, i as f64, false, may_be_old));
        }
        all.extend(state.finish());
        all
    }

    #[test]
    fn numbers_that_go_on_tell_nothing() {
        assert_eq!(told(&[0, 1, 2, 3], false, false), []);
        assert_eq!(told(&[70, 71, 72], false, true), []);
        assert_eq!(told(&[0, 100, 200], true, false), []);
        // As old writers of blocks of several sizes have it.
        assert_eq!(told(&[0, 100, 200], false, true), []);
    }

    #[test]
    fn one_odd_number_is_told_from_a_gap() {
        assert_eq!(
            told(&[0, 1, 9, 3, 4], false, false),
            [Told::Odd { at_s: 2.0 }]
        );
        assert_eq!(
            told(&[0, 100, 7, 300], true, false),
            [Told::Odd { at_s: 2.0 }]
        );
        let gap = |at_s, n_frames| Told::Missing { at_s, n_frames };
        assert_eq!(told(&[0, 1, 4, 5], false, false), [gap(2.0, 200)]);
        assert_eq!(told(&[0, 100, 450, 550], true, false), [gap(2.0, 250)]);
        assert_eq!(
            told(&[0, 1, 4], false, false),
            [gap(2.0, 200)],
            "the last frame"
        );
        assert_eq!(
            told(&[0, 1, 4, 9, 10], false, false),
            [gap(2.0, 200), gap(3.0, 400)]
        );
    }

    #[test]
    fn numbers_that_go_back_are_told() {
        assert_eq!(
            told(&[5, 6, 2, 3], false, false),
            [Told::Back { at_s: 2.0 }]
        );
    }
}
