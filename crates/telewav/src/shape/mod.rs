//! What is done to the whole prompt at the target rate, before it is quantised: `highpass`, `trim`,
//! `gain`, `fade` and `clip`, in this order. All but `clip` are off unless they are asked for.
//!
//! Each is a function over the samples that says what it did. Full scale is ±1.0; samples may exceed it
//! until `clip` has seen them.

pub mod clip;
pub mod fade;
pub mod gain;
pub mod highpass;
pub mod limiter;
pub mod split;
pub mod trim;

use serde::Serialize;

use self::clip::{Clip, Clipping};
use self::gain::{Gain, LevelTarget};
use self::trim::Trimmed;

/// What to do to a prompt.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ShapeOptions {
    /// Take away what lies below this frequency, Hz: DC and rumble. Default `None`.
    pub highpass_hz: Option<f64>,
    /// Take silence off both ends, down to a rest of so many seconds. Default `None`.
    pub trim_rest_s: Option<f64>,
    /// Bring the prompt to a level. Default `None`: as it was recorded.
    pub level: Option<LevelTarget>,
    /// The most that a quiet prompt is raised, dB. Default [`gain::MAX_GAIN_DB`].
    pub max_gain_db: f64,
    /// Fade in and out, seconds each. Default `None`.
    pub fade_s: Option<f64>,
    /// What becomes of peaks above full scale. Default [`Clip::Attenuate`].
    pub clip: Clip,
}

impl Default for ShapeOptions {
    fn default() -> Self {
        Self {
            highpass_hz: None,
            trim_rest_s: None,
            level: None,
            max_gain_db: gain::MAX_GAIN_DB,
            fade_s: None,
            clip: Clip::default(),
        }
    }
}

impl ShapeOptions {
    /// Whether any of it takes more than the samples themselves, one by one, and their peak.
    pub(crate) fn needs_the_whole(&self) -> bool {
        self.highpass_hz.is_some()
            || self.trim_rest_s.is_some()
            || self.level.is_some()
            || self.fade_s.is_some()
            || self.clip == Clip::Limit
    }

    /// Sets [`highpass_hz`](Self::highpass_hz).
    #[must_use]
    pub fn highpass_hz(mut self, hz: Option<f64>) -> Self {
        self.highpass_hz = hz;
        self
    }

    /// Sets [`trim_rest_s`](Self::trim_rest_s).
    #[must_use]
    pub fn trim_rest_s(mut self, seconds: Option<f64>) -> Self {
        self.trim_rest_s = seconds;
        self
    }

    /// Sets [`level`](Self::level).
    #[must_use]
    pub fn level(mut self, target: Option<LevelTarget>) -> Self {
        self.level = target;
        self
    }

    /// Sets [`max_gain_db`](Self::max_gain_db).
    #[must_use]
    pub fn max_gain_db(mut self, db: f64) -> Self {
        self.max_gain_db = db;
        self
    }

    /// Sets [`fade_s`](Self::fade_s).
    #[must_use]
    pub fn fade_s(mut self, seconds: Option<f64>) -> Self {
        self.fade_s = seconds;
        self
    }

    /// Sets [`clip`](Self::clip).
    #[must_use]
    pub fn clip(mut self, clip: Clip) -> Self {
        self.clip = clip;
        self
    }
}

/// What was done to a prompt; `None` for what was not asked for or not needed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Shaped {
    /// Seconds of silence taken off the ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trimmed: Option<Trimmed>,
    /// How the level was brought about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gain: Option<Gain>,
    /// What became of peaks above full scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clipping: Option<Clipping>,
}

/// Does all that `options` ask for to a mono signal of `rate_hz`.
///
/// ```
/// use telewav::shape::{self, ShapeOptions};
/// let mut samples = vec![0.5; 800];
/// let shaped = shape::shape(&mut samples, 8000, &ShapeOptions::default());
/// assert_eq!((samples[0], shaped), (0.5, shape::Shaped::default()));
/// ```
pub fn shape(samples: &mut Vec<f32>, rate_hz: u32, options: &ShapeOptions) -> Shaped {
    if let Some(hz) = options.highpass_hz {
        highpass::highpass(samples, rate_hz, hz);
    }
    let trimmed = options
        .trim_rest_s
        .map(|rest_s| trim::trim(samples, rate_hz, rest_s));
    let gain = options
        .level
        .map(|target| gain::bring_to(samples, rate_hz, target, options.max_gain_db));
    if let Some(seconds) = options.fade_s {
        fade::fade(samples, rate_hz, seconds);
    }
    Shaped {
        trimmed,
        gain,
        clipping: clip::fit(samples, rate_hz, options.clip),
    }
}
