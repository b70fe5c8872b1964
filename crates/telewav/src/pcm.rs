//! [`Pcm`]: the one buffer between decoding and downmixing; and [`ChannelMask`], where its channels belong.

use std::fmt;

use serde::{Serialize, Serializer};

/// The loudspeakers that channels are for: a bit for each, and the channels in the order of the bits.
///
/// Source: `dwChannelMask` of WAVEFORMATEXTENSIBLE (Microsoft), whose bits and order FLAC, ALAC, Matroska and
/// CAF share. 0 is for channels of which nobody says where they belong.
///
/// ```
/// use telewav::pcm::ChannelMask;
/// assert_eq!(ChannelMask::of(0x3F, 6).to_string(), "5.1");
/// assert_eq!(ChannelMask::of(0x3F, 2), ChannelMask::UNKNOWN); // six loudspeakers, two channels
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct ChannelMask(u32);

impl ChannelMask {
    /// Nobody says.
    pub const UNKNOWN: Self = Self(0);
    /// Front left.
    pub const FRONT_LEFT: Self = Self(0x1);
    /// Front right.
    pub const FRONT_RIGHT: Self = Self(0x2);
    /// Front centre.
    pub const FRONT_CENTRE: Self = Self(0x4);
    /// Low-frequency effects.
    pub const LOW_FREQUENCY: Self = Self(0x8);
    /// All that stand beside or behind the listener: back, back centre, side.
    pub const SURROUND: Self = Self(0x10 | 0x20 | 0x100 | 0x200 | 0x400);
    /// 5.1 with the surrounds at the back.
    const SURROUND_5_1: u32 = 0x3F;
    /// 7.1 with surrounds at the back and at the sides.
    const SURROUND_7_1: u32 = 0x63F;

    /// The mask of so many channels; unknown if it has another number of bits.
    pub fn of(mask: u32, n_channels: usize) -> Self {
        if mask.count_ones() as usize == n_channels {
            Self(mask)
        } else {
            Self::UNKNOWN
        }
    }

    /// What one and two channels are for unless somebody says something else: centre, left and right.
    pub fn of_few(n_channels: usize) -> Self {
        match n_channels {
            1 => Self::FRONT_CENTRE,
            2 => Self(0x1 | 0x2),
            _ => Self::UNKNOWN,
        }
    }

    /// What every player takes the channels of a WAV for whose header has no mask: those of few, 5.1 and
    /// 7.1.
    pub fn of_plain_wav(n_channels: usize) -> Self {
        match n_channels {
            6 => Self(Self::SURROUND_5_1),
            8 => Self(Self::SURROUND_7_1),
            n => Self::of_few(n),
        }
    }

    /// The loudspeaker of each channel, in their order.
    pub fn positions(self) -> impl Iterator<Item = Self> {
        (0..32)
            .map(move |bit| Self(self.0 & (1 << bit)))
            .filter(|mask| mask.0 != 0)
    }

    /// Whether all loudspeakers of `self` are among those of `other`; true of none.
    pub fn is_in(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether there is nothing to be said about it: one or two channels, or unknown.
    pub fn is_plain(&self) -> bool {
        self.0 == Self::of_few(self.0.count_ones() as usize).0
    }
}

impl fmt::Display for ChannelMask {
    /// The name of the layout, where it has one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("unknown"),
            0x4 => f.write_str("mono"),
            0x3 => f.write_str("stereo"),
            0x33 | 0x603 => f.write_str("quadraphonic"),
            Self::SURROUND_5_1 | 0x60F => f.write_str("5.1"),
            0x13F | 0x70F => f.write_str("6.1"),
            Self::SURROUND_7_1 | 0xFF => f.write_str("7.1"),
            mask => write!(f, "channel mask 0x{mask:X}"),
        }
    }
}

impl Serialize for ChannelMask {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A block of decoded sound: planar `f32`, full scale ±1.0, any rate, any number of channels.
///
/// Samples may exceed ±1.0 (MP3 and Vorbis decoders overshoot); nothing is clipped before the end
/// of the pipeline. All channels have the same number of frames.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pcm {
    rate_hz: u32,
    mask: ChannelMask,
    channels: Vec<Vec<f32>>,
}

impl Pcm {
    /// A block from its channels; `None` if they differ in length. What the channels are for is known of one
    /// and two; see [`with_mask`](Self::with_mask).
    ///
    /// ```
    /// let block = telewav::pcm::Pcm::new(44_100, vec![vec![0.5; 10], vec![0.25; 10]]).unwrap();
    /// assert_eq!((block.n_channels(), block.n_frames()), (2, 10));
    /// ```
    pub fn new(rate_hz: u32, channels: Vec<Vec<f32>>) -> Option<Self> {
        let mut lengths = channels.iter().map(Vec::len);
        let first = lengths.next().unwrap_or(0);
        lengths.all(|len| len == first).then(|| Self {
            rate_hz,
            mask: ChannelMask::of_few(channels.len()),
            channels,
        })
    }

    /// The block with channels for these loudspeakers.
    #[must_use]
    pub fn with_mask(mut self, mask: ChannelMask) -> Self {
        self.set_mask(mask);
        self
    }

    /// Says what the channels are for. Nothing changes if that is unknown; and one channel is in the centre, though
    /// some decoders say that it is on the left.
    pub(crate) fn set_mask(&mut self, mask: ChannelMask) {
        if self.n_channels() > 1 && mask.positions().count() == self.n_channels() {
            self.mask = mask;
        }
    }

    /// What the channels are for.
    pub fn mask(&self) -> ChannelMask {
        self.mask
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
        self.mask = ChannelMask::of_few(n_channels);
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
