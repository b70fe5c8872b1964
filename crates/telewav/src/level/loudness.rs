//! Integrated loudness and true peak, by the crate ebur128, which stays in here.
//!
//! Source: ITU-R BS.1770-5, annexes 1 and 2; EBU R 128. The Recommendation gives its filters for 48 kHz; the crate
//! makes the like for each rate. Loudness is not defined for less than one block of 0.4 s, nor for sound
//! that lies below the absolute gate of -70 LUFS. In a prompt of 8000 Hz, what lies above 4 kHz is missing, as
//! it is for the caller.

use ebur128::{EbuR128, Mode};

/// More samples a second than this are not measured: 8 channels at the highest rate. The meter holds
/// 0.4 s of them.
const MAX_SAMPLES_PER_S: u64 = 8 * 768_000;

/// Measures all channels of a signal that comes in pieces.
#[derive(Debug)]
pub struct LoudnessMeter {
    /// `None` for what cannot be measured.
    meter: Option<EbuR128>,
}

impl LoudnessMeter {
    /// A meter for `n_channels` channels of `rate_hz` frames a second.
    pub fn new(rate_hz: u32, n_channels: usize) -> Self {
        let is_measured = n_channels as u64 * u64::from(rate_hz) <= MAX_SAMPLES_PER_S;
        let new = || EbuR128::new(n_channels as u32, rate_hz, Mode::I | Mode::TRUE_PEAK);
        Self {
            meter: is_measured.then(new).and_then(Result::ok),
        }
    }

    /// Takes the next samples of each channel, of one length.
    pub fn push(&mut self, planes: &[&[f32]]) {
        // It refuses only what has another number of channels, and then there is nothing to be told of it.
        if let Some(meter) = &mut self.meter
            && meter.add_frames_planar_f32(planes).is_err()
        {
            self.meter = None;
        }
    }

    /// Integrated loudness so far, in LUFS; `None` where it is not defined.
    pub fn integrated_lufs(&self) -> Option<f64> {
        let lufs = self.meter.as_ref()?.loudness_global().ok()?;
        lufs.is_finite().then_some(lufs)
    }

    /// The largest absolute value of a channel, between its samples too, full scale 1.0; `None` if it was not
    /// measured.
    pub fn true_peak(&self, channel: usize) -> Option<f64> {
        self.meter.as_ref()?.true_peak(channel as u32).ok()
    }
}

/// The integrated loudness of one channel, in LUFS; `None` where it is not defined.
///
/// ```
/// use telewav::level::loudness::integrated_lufs;
/// let tone: Vec<f32> = (0..16_000).map(|n| (n as f32 * 0.785).sin() * 0.1).collect();
/// // A sine at 1000 Hz has 3.01 dB less than its peak; the filters and the offset of -0.691 cancel there.
/// assert!((integrated_lufs(&tone, 8000).unwrap() + 23.0).abs() < 0.2);
/// assert_eq!(integrated_lufs(&tone[..3000], 8000), None);
/// ```
pub fn integrated_lufs(samples: &[f32], rate_hz: u32) -> Option<f64> {
    let mut meter = EbuR128::new(1, rate_hz, Mode::I).ok()?;
    meter.add_frames_f32(samples).ok()?;
    let lufs = meter.loudness_global().ok()?;
    lufs.is_finite().then_some(lufs)
}
