//! [`Pcm`]: the one buffer between decoding and downmixing.

/// A block of decoded sound: planar `f32`, full scale ±1.0, any rate, any number of channels.
///
/// Samples may exceed ±1.0 (MP3 and Vorbis decoders overshoot); nothing is clipped before the end
/// of the pipeline. All channels have the same number of frames.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pcm {
    rate_hz: u32,
    channels: Vec<Vec<f32>>,
}

impl Pcm {
    /// A block from its channels; `None` if they differ in length.
    ///
    /// ```
    /// let block = telewav::pcm::Pcm::new(44_100, vec![vec![0.5; 10], vec![0.25; 10]]).unwrap();
    /// assert_eq!((block.n_channels(), block.n_frames()), (2, 10));
    /// ```
    pub fn new(rate_hz: u32, channels: Vec<Vec<f32>>) -> Option<Self> {
        let mut lengths = channels.iter().map(Vec::len);
        let first = lengths.next().unwrap_or(0);
        lengths
            .all(|len| len == first)
            .then_some(Self { rate_hz, channels })
    }

    /// Frames per second.
    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Number of channels.
    pub fn n_channels(&self) -> usize {
        self.channels.len()
    }

    /// Number of frames: samples of each channel.
    pub fn n_frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }

    /// The samples, one slice a channel.
    pub fn channels(&self) -> &[Vec<f32>] {
        &self.channels
    }

    /// Makes the block `n_channels` wide and empty, and hands out its planes for refilling.
    /// The caller gives every plane the same length.
    pub(crate) fn refill(&mut self, rate_hz: u32, n_channels: usize) -> &mut Vec<Vec<f32>> {
        self.rate_hz = rate_hz;
        self.channels.resize_with(n_channels, Vec::new);
        for plane in &mut self.channels {
            plane.clear();
        }
        &mut self.channels
    }

    /// Whether the other block has the same rate and number of channels.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        (self.rate_hz, self.n_channels()) == (other.rate_hz, other.n_channels())
    }

    /// Leaves the first `n` frames out.
    pub(crate) fn drop_front(&mut self, n: usize) {
        for plane in &mut self.channels {
            plane.drain(..n.min(plane.len()));
        }
    }

    /// Keeps the first `n` frames.
    pub(crate) fn truncate(&mut self, n: usize) {
        for plane in &mut self.channels {
            plane.truncate(n);
        }
    }

    /// Puts a block that [is like](Self::is_like) this one in front of it.
    pub(crate) fn prepend(&mut self, front: &Self) {
        for (plane, front) in self.channels.iter_mut().zip(&front.channels) {
            plane.splice(..0, front.iter().copied());
        }
    }
}
