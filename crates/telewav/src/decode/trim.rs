//! Frames that an encoder added and the container says so: its delay at the start, its padding at the
//! end.

use crate::pcm::Pcm;

/// What to leave out of a stream, in frames of its own rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Trim {
    /// Frames left out at the start.
    pub start: u64,
    /// What is left out at the end.
    pub end: End,
}

/// How the end of the sound is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum End {
    /// The last frame decoded is the last frame.
    #[default]
    Open,
    /// So many frames are left, after the start is left out.
    After(u64),
    /// The last so many frames decoded are left out.
    Before(u64),
}

/// What a container leaves out of a track that is decoded at this rate (Hz). Asked once the rate is known, since
/// containers count in other units.
pub(super) type TrimOf<'t> = dyn Fn(u32) -> Trim + 't;

/// Applies a [`Trim`] to blocks as they come.
pub(super) struct Trimmer {
    trim: Trim,
    /// Frames taken in, and frames handed out.
    n_in: u64,
    n_out: u64,
    /// Frames that may be the last ones, for [`End::Before`].
    held: Pcm,
}

impl Trimmer {
    pub fn new(trim: Trim) -> Self {
        Self {
            trim,
            n_in: 0,
            n_out: 0,
            held: Pcm::default(),
        }
    }

    /// Leaves in `block` what is to be handed out now.
    pub fn apply(&mut self, block: &mut Pcm) {
        let n_frames = block.n_frames() as u64;
        let skip = self.trim.start.saturating_sub(self.n_in).min(n_frames);
        self.n_in += n_frames;
        block.drop_front(skip as usize);
        match self.trim.end {
            End::Open => {}
            End::After(n) => {
                block.truncate(usize::try_from(n.saturating_sub(self.n_out)).unwrap_or(usize::MAX))
            }
            End::Before(n) => {
                let n = usize::try_from(n).unwrap_or(usize::MAX);
                // A change of rate or channels is the end of what was held.
                if self.held.n_frames() > 0 && self.held.is_like(block) {
                    block.prepend(&self.held);
                }
                let n_now = block.n_frames().saturating_sub(n);
                self.held.clone_from(block);
                self.held.drop_front(n_now);
                block.truncate(n_now);
            }
        }
        self.n_out += block.n_frames() as u64;
    }

    /// Says where the sound ends, now that it is known. What has been handed out stays.
    pub fn set_end(&mut self, end: End) {
        self.trim.end = end;
    }

    /// Leaves out the frames that are held back, and holds back no more. How many they are.
    pub fn drop_held(&mut self) -> u64 {
        self.trim.end = End::Open;
        std::mem::take(&mut self.held).n_frames() as u64
    }

    /// Memory that the frames take up which may be the last ones.
    pub fn held_octets(&self) -> u64 {
        let samples = self.held.n_frames() * self.held.n_channels();
        samples as u64 * 4
    }

    /// Frames that [`End::After`] still waits for.
    pub fn n_missing(&self) -> u64 {
        match self.trim.end {
            End::After(n) => n.saturating_sub(self.n_out),
            End::Open | End::Before(_) => 0,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The frames 0, 1, 2 ... in blocks of these lengths, trimmed.
    fn trimmed(trim: Trim, lengths: &[usize]) -> Vec<f32> {
        let mut trimmer = Trimmer::new(trim);
        let mut next = 0_u16;
        let mut out = Vec::new();
        for len in lengths {
            let plane: Vec<f32> = (next..).take(*len).map(f32::from).collect();
            next += *len as u16;
            let mut block = Pcm::new(8000, vec![plane]).unwrap();
            trimmer.apply(&mut block);
            out.extend_from_slice(&block.channels()[0]);
        }
        out
    }

    fn numbers(from: u16, to: u16) -> Vec<f32> {
        (from..to).map(f32::from).collect()
    }

    #[test]
    fn the_start_may_span_blocks() {
        let trim = |start| Trim {
            start,
            end: End::Open,
        };
        for start in 0..=12 {
            assert_eq!(
                trimmed(trim(start), &[3, 0, 4, 5]),
                numbers(start as u16, 12)
            );
        }
        assert_eq!(trimmed(trim(100), &[3, 4, 5]), numbers(0, 0));
    }

    #[test]
    fn the_end_is_a_count() {
        for n in 0..=10 {
            let trim = Trim {
                start: 2,
                end: End::After(n),
            };
            assert_eq!(trimmed(trim, &[3, 4, 5]), numbers(2, 2 + n as u16));
        }
    }

    #[test]
    fn the_end_is_counted_from_behind() {
        for n in 0..=10 {
            let trim = Trim {
                start: 2,
                end: End::Before(n),
            };
            assert_eq!(trimmed(trim, &[3, 0, 4, 5]), numbers(2, 12 - n as u16));
        }
        let all = Trim {
            start: 0,
            end: End::Before(u64::MAX),
        };
        assert_eq!(trimmed(all, &[3, 4, 5]), numbers(0, 0));
    }
}
