//! N channels to 1, and what there is to be said of it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::Serialize;

use crate::error::{Asked, Error, Problem};
use crate::pcm::{ChannelMask, Pcm};

/// A mix that is this much below the louder channel has lost it, dB: one silent channel of two makes 6.02.
const MAX_LOSS_DB: f64 = 6.0;
/// Cancellation is looked for in windows of this length, seconds: that of a syllable ...
const WINDOW_S: f64 = 0.1;
/// ... in which the mix is this much below the louder channel, dB; noise in two channels makes 3 ...
const CANCELS_DB: f64 = 12.0;
/// ... and that is louder than this, dBov ...
const HEARD_DBOV: f64 = -50.0;
/// ... and is told if it lasts so long in all, seconds.
const MIN_CANCELLED_S: f64 = 0.2;

/// How many channels become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Downmix {
    /// One channel as it is; two averaged; more mixed by ITU-R BS.775 if it is known where they belong, averaged
    /// if not. Where that would be more than 6 dB below the louder channel, that channel alone.
    #[default]
    Auto,
    /// The average of all channels.
    Average,
    /// The front left channel; the first if it is not known where they belong.
    Left,
    /// The front right channel; the second if it is not known where they belong.
    Right,
    /// The channel of this number, from 1.
    Channel(usize),
}

impl fmt::Display for Downmix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Average => f.write_str("average"),
            Self::Left => f.write_str("left"),
            Self::Right => f.write_str("right"),
            Self::Channel(number) => write!(f, "{number}"),
        }
    }
}

impl FromStr for Downmix {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "auto" => Ok(Self::Auto),
            "average" => Ok(Self::Average),
            "left" => Ok(Self::Left),
            "right" => Ok(Self::Right),
            number => match number.parse() {
                Ok(number) if number > 0 => Ok(Self::Channel(number)),
                _ => Err(Error::InvalidOptions {
                    option: Asked::Downmix {
                        text: text.to_owned(),
                    },
                    problem: Problem::DownmixForm,
                }),
            },
        }
    }
}

/// Turns blocks into mono, and measures while it does.
///
/// Full scale stays ±1.0; a mix by ITU-R BS.775 may exceed it. A block of one channel is copied, and
/// channels that are alike are averaged, without losing a bit.
///
/// ```
/// use telewav::downmix::{Downmix, Mixer};
/// use telewav::pcm::Pcm;
/// let stereo = Pcm::new(8000, vec![vec![0.5, 0.5], vec![0.0, 0.25]]).unwrap();
/// let (mut mixer, mut mono) = (Mixer::new(Downmix::Auto), Vec::new());
/// mixer.mix(&stereo, &mut mono).unwrap();
/// assert_eq!(mono, [0.25, 0.375]);
/// assert!(mixer.again().is_none());
/// ```
#[derive(Debug, Clone)]
pub struct Mixer {
    how: Downmix,
    /// One for each set of channels that there was: the parts of joined files may differ.
    mixes: Vec<Mix>,
    /// Seconds so far.
    duration_s: f64,
    cancelled: Option<Cancelled>,
}

/// What becomes of blocks of one set of channels.
#[derive(Debug, Clone)]
struct Mix {
    mask: ChannelMask,
    n_channels: usize,
    weights: Weights,
    /// Why it is not the mix that it was to be.
    lost: Option<Lost>,
    /// Whether energies are of interest.
    is_measured: bool,
    /// All windows before the one that goes on.
    whole: Energies,
    window: Energies,
}

/// The energies of a stretch.
#[derive(Debug, Clone)]
struct Energies {
    n: usize,
    channels: Vec<f64>,
    mixed: f64,
}

/// How much of each channel is in the mix.
#[derive(Debug, Clone, PartialEq)]
enum Weights {
    Average,
    Surround(Vec<f32>),
    /// One channel alone.
    One(usize),
}

/// A mix that lost the louder channel, which was taken instead.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Lost {
    /// The channel that was taken, from 0.
    pub taken: usize,
    /// What it is for.
    pub mask: ChannelMask,
    /// Number of channels.
    pub n_channels: usize,
    /// By how much the mix is below it, dB; infinite for a mix that is silence.
    pub below_db: f64,
    /// Whether the others are silent, and do not cancel it.
    pub others_are_silent: bool,
}

/// Stretches of a mix that was used, in which channels cancel.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Cancelled {
    /// When the first starts, seconds.
    pub at_s: f64,
    /// How long they are in all, seconds.
    pub duration_s: f64,
}

impl Mixer {
    /// A mixer for a recording.
    pub fn new(how: Downmix) -> Self {
        Self {
            how,
            mixes: Vec::new(),
            duration_s: 0.0,
            cancelled: None,
        }
    }

    /// Mixes a block into `mono`, which is emptied first.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] if the block has not the channel that was asked for. One channel is left and
    /// right at once.
    pub fn mix(&mut self, block: &Pcm, mono: &mut Vec<f32>) -> Result<(), Error> {
        mono.clear();
        let key = (block.mask(), block.n_channels());
        let i = match self
            .mixes
            .iter()
            .position(|mix| (mix.mask, mix.n_channels) == key)
        {
            Some(i) => i,
            None => {
                self.mixes.push(Mix::new(self.how, block)?);
                self.mixes.len() - 1
            }
        };
        let mix = &mut self.mixes[i];
        mix.weights.apply(block.channels(), mono);
        let rate_hz = f64::from(block.rate_hz());
        if mix.is_measured {
            let window = ((WINDOW_S * rate_hz) as usize).max(1);
            let mut from = 0;
            while from < mono.len() {
                let to = mono
                    .len()
                    .min(from + window.saturating_sub(mix.window.n).max(1));
                mix.window.add(block.channels(), mono, from..to);
                from = to;
                if mix.window.n >= window && mix.end_window() {
                    let duration_s = window as f64 / rate_hz;
                    let cancelled = self.cancelled.get_or_insert(Cancelled {
                        at_s: (self.duration_s + to as f64 / rate_hz - duration_s).max(0.0),
                        duration_s: 0.0,
                    });
                    cancelled.duration_s += duration_s;
                }
            }
        }
        self.duration_s += mono.len() as f64 / rate_hz;
        Ok(())
    }

    /// After the whole recording: the mixer for a second pass over it, if a mix lost the louder channel.
    pub fn again(&self) -> Option<Self> {
        let mut mixes = self.mixes.clone();
        let mut is_lost = false;
        for mix in &mut mixes {
            mix.lost = mix.lost.or_else(|| mix.loss());
            if let Some(lost) = mix.lost
                && mix.is_measured
            {
                mix.weights = Weights::One(lost.taken);
                is_lost = true;
            }
            mix.is_measured = false;
        }
        is_lost.then_some(Self {
            how: self.how,
            mixes,
            duration_s: 0.0,
            cancelled: None,
        })
    }

    /// What the mix was, in words; of the first part if they differ.
    pub fn describe(&self) -> Cow<'static, str> {
        self.mixes.first().map_or("".into(), Mix::describe)
    }

    /// The mixes that lost the louder channel.
    pub fn lost(&self) -> impl Iterator<Item = Lost> {
        self.mixes.iter().filter_map(|mix| mix.lost)
    }

    /// Where channels cancel in a mix that was used, if they do for long enough to be heard.
    pub fn cancelled(&self) -> Option<Cancelled> {
        self.cancelled
            .filter(|cancelled| cancelled.duration_s >= MIN_CANCELLED_S)
    }
}

impl Mix {
    fn new(how: Downmix, block: &Pcm) -> Result<Self, Error> {
        let (mask, n_channels) = (block.mask(), block.n_channels());
        let weights = match how {
            Downmix::Auto => Weights::of(mask, n_channels),
            Downmix::Average => Weights::Average,
            Downmix::Left => Weights::One(place(mask, ChannelMask::FRONT_LEFT).unwrap_or(0)),
            Downmix::Right => Weights::One(
                place(mask, ChannelMask::FRONT_RIGHT).unwrap_or(usize::from(n_channels > 1)),
            ),
            Downmix::Channel(number) if number > n_channels => {
                return Err(Error::InvalidOptions {
                    option: Asked::Channel { number },
                    problem: Problem::NChannels { n: n_channels },
                });
            }
            Downmix::Channel(number) => Weights::One(number - 1),
        };
        Ok(Self {
            mask,
            n_channels,
            weights,
            lost: None,
            is_measured: how == Downmix::Auto && n_channels > 1,
            whole: Energies::new(n_channels),
            window: Energies::new(n_channels),
        })
    }

    /// Ends a window; whether the channels cancelled in it.
    fn end_window(&mut self) -> bool {
        let loudest = heard(self.mask, self.n_channels)
            .map(|i| self.window.channels[i])
            .fold(0.0, f64::max);
        let cancels = self.window.mixed < loudest * power(-CANCELS_DB);
        let is_heard = loudest > self.window.n as f64 * power(HEARD_DBOV);
        let window = std::mem::replace(&mut self.window, Energies::new(self.n_channels));
        self.whole = self.whole.with(&window);
        cancels && is_heard
    }

    /// The louder channel, if the mix lost it.
    fn loss(&self) -> Option<Lost> {
        let energies = self.whole.with(&self.window);
        let heard = || heard(self.mask, self.n_channels);
        let energy = |i: usize| energies.channels[i];
        // The first of those that are equally loud.
        let taken = heard()
            .rev()
            .max_by(|a, b| energy(*a).total_cmp(&energy(*b)))?;
        let loudest = energy(taken);
        let is_lost = loudest > 0.0 && energies.mixed < loudest * power(-MAX_LOSS_DB);
        is_lost.then(|| Lost {
            taken,
            mask: self.mask,
            n_channels: self.n_channels,
            below_db: 10.0 * (loudest / energies.mixed).log10(),
            // What is 20 dB below it cannot have cancelled it.
            others_are_silent: heard().all(|i| i == taken || energy(i) < loudest * power(-20.0)),
        })
    }

    fn describe(&self) -> Cow<'static, str> {
        match &self.weights {
            _ if self.n_channels == 1 => "mono".into(),
            Weights::Average => format!("average of {} channels", self.n_channels).into(),
            Weights::Surround(_) => format!("ITU-R BS.775 of {}", self.mask).into(),
            Weights::One(i) => channel_name(self.mask, self.n_channels, *i)
                .to_string()
                .into(),
        }
    }
}

impl Energies {
    fn new(n_channels: usize) -> Self {
        Self {
            n: 0,
            channels: vec![0.0; n_channels],
            mixed: 0.0,
        }
    }

    fn add(&mut self, channels: &[Vec<f32>], mono: &[f32], range: Range<usize>) {
        self.n += range.len();
        self.mixed += energy(&mono[range.clone()]);
        for (sum, channel) in self.channels.iter_mut().zip(channels) {
            *sum += energy(&channel[range.clone()]);
        }
    }

    fn with(&self, other: &Self) -> Self {
        let both = self.channels.iter().zip(&other.channels);
        Self {
            n: self.n + other.n,
            channels: both.map(|(a, b)| a + b).collect(),
            mixed: self.mixed + other.mixed,
        }
    }
}

impl Weights {
    /// Two channels are averaged; more are mixed by ITU-R BS.775-3 (8/2012), annex 4, table 2, to mono: left and right
    /// 0.7071, centre 1, surrounds 0.5, and no low frequencies. Surrounds at the sides and at the back are surrounds
    /// alike. The sum is not normalised: samples are floats, and what exceeds full scale in the end is lowered by just
    /// that.
    fn of(mask: ChannelMask, n_channels: usize) -> Self {
        if n_channels <= 2 || mask == ChannelMask::UNKNOWN {
            return Self::Average;
        }
        let weight = |position: ChannelMask| {
            if position == ChannelMask::FRONT_LEFT || position == ChannelMask::FRONT_RIGHT {
                Some(std::f32::consts::FRAC_1_SQRT_2)
            } else if position == ChannelMask::FRONT_CENTRE {
                Some(1.0)
            } else if position == ChannelMask::LOW_FREQUENCY {
                Some(0.0)
            } else {
                position.is_in(ChannelMask::SURROUND).then_some(0.5)
            }
        };
        // Loudspeakers that the Recommendation does not have are nobody's guess.
        let weights: Option<Vec<f32>> = mask.positions().map(weight).collect();
        weights.map_or(Self::Average, Self::Surround)
    }

    /// Appends the mix of `channels` to `mono`.
    fn apply(&self, channels: &[Vec<f32>], mono: &mut Vec<f32>) {
        match (self, channels) {
            (_, []) => {}
            (Self::One(i), channels) => mono.extend(channels.get(*i).into_iter().flatten()),
            (_, [only]) => mono.extend_from_slice(only),
            (Self::Average, [left, right]) => {
                mono.extend(left.iter().zip(right).map(|(l, r)| (l + r) * 0.5));
            }
            (Self::Average, [first, rest @ ..]) => {
                mono.extend_from_slice(first);
                for channel in rest {
                    for (sum, sample) in mono.iter_mut().zip(channel) {
                        *sum += sample;
                    }
                }
                let scale = 1.0 / channels.len() as f32;
                for sample in mono {
                    *sample *= scale;
                }
            }
            (Self::Surround(weights), [first, ..]) => {
                mono.resize(first.len(), 0.0);
                for (channel, weight) in channels.iter().zip(weights) {
                    for (sum, sample) in mono.iter_mut().zip(channel) {
                        *sum += sample * weight;
                    }
                }
            }
        }
    }
}

/// The channel for a loudspeaker, if there is one and all are known.
fn place(mask: ChannelMask, position: ChannelMask) -> Option<usize> {
    mask.positions().position(|known| known == position)
}

/// All channels but the one for low frequencies, which a telephone does not carry.
fn heard(mask: ChannelMask, n_channels: usize) -> impl DoubleEndedIterator<Item = usize> {
    let low_frequencies = place(mask, ChannelMask::LOW_FREQUENCY);
    (0..n_channels).filter(move |channel| Some(*channel) != low_frequencies)
}

/// What a channel is called: by its side if it has one, else by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChannelName {
    /// The left one of two or more.
    Left,
    /// The right one.
    Right,
    /// The one in the middle.
    Centre,
    /// By its number, from 1.
    Number(usize),
}

impl fmt::Display for ChannelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Left => f.write_str("left channel"),
            Self::Right => f.write_str("right channel"),
            Self::Centre => f.write_str("centre channel"),
            Self::Number(number) => write!(f, "channel {number}"),
        }
    }
}

/// What a channel is called.
pub fn channel_name(mask: ChannelMask, n_channels: usize, channel: usize) -> ChannelName {
    match mask.positions().nth(channel) {
        Some(ChannelMask::FRONT_LEFT) => ChannelName::Left,
        Some(ChannelMask::FRONT_RIGHT) => ChannelName::Right,
        Some(ChannelMask::FRONT_CENTRE) if n_channels > 1 => ChannelName::Centre,
        _ => ChannelName::Number(channel + 1),
    }
}

fn power(db: f64) -> f64 {
    10_f64.powf(db / 10.0)
}

/// The sum of the squares of a window, which is short enough for single precision: eight sums side by side.
fn energy(samples: &[f32]) -> f64 {
    let mut sums = [0.0_f32; 8];
    let chunks = samples.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().map(|s| s * s).sum();
    for chunk in chunks {
        for (sum, sample) in sums.iter_mut().zip(chunk) {
            *sum += sample * sample;
        }
    }
    f64::from(sums.iter().sum::<f32>() + rest)
}
