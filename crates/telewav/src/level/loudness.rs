//! Integrated loudness: ITU-R BS.1770-5, annex 1, by the crate `ebur128`, which stays in this file.
//!
//! K-weighting, blocks of 400 ms that overlap by 75 %, an absolute gate at -70 LUFS and a relative one 10 LU
//! below what passes the first.
//!
//! BS.1770 gives its filters as coefficients for 48 kHz; for any other rate the crate designs them anew from
//! their analogue form. Near half the rate the shelf is compressed: of a sine at 8 kHz the loudness reads up to
//! 0.5 LU above that at 48 kHz (at 2.5 kHz; 0.2 LU below 500 Hz), and equal at the 997 Hz to which BS.1770 is
//! calibrated. Besides, the loudness of a prompt at 8 kHz is that of a sound without anything above 4 kHz: it
//! compares prompts with each other rather than with the recordings they came from.

use ebur128::{Channel, EbuR128, Mode};

/// Below this, the corner of the K-weighting's shelf, 1.68 kHz, comes too close to half the rate.
const MIN_RATE_HZ: u32 = 4000;

/// Measures the integrated loudness of a recording that comes in pieces. All channels weigh the same.
///
/// It keeps 80 octets for each second, the energy of each block: the relative gate is known only at the end.
///
/// ```
/// use telewav::level::loudness::LoudnessMeter;
/// let mut meter = LoudnessMeter::new(48_000, 2);
/// let side: Vec<f32> = (0..48_000_u16)
///     .map(|n| 0.1 * (f32::from(n) * 997.0 / 48_000.0 * std::f32::consts::TAU).sin())
///     .collect();
/// meter.push(&[&side[..], &side[..]]);
/// assert!((meter.integrated_lufs().unwrap() + 20.0).abs() < 0.1);
/// ```
#[derive(Debug)]
pub struct LoudnessMeter {
    /// `None` where loudness is not defined.
    meter: Option<EbuR128>,
}

impl LoudnessMeter {
    /// A meter for `n_channels` channels of `rate_hz` samples a second.
    pub fn new(rate_hz: u32, n_channels: usize) -> Self {
        let meter = (rate_hz >= MIN_RATE_HZ)
            .then(|| EbuR128::new(u32::try_from(n_channels).ok()?, rate_hz, Mode::I).ok())
            .flatten()
            .and_then(|mut meter| {
                // Left, right and centre weigh 1.0.
                let all_alike = vec![Channel::Left; n_channels];
                meter.set_channel_map(&all_alike).ok().map(|()| meter)
            });
        Self { meter }
    }

    /// Takes the next samples, full scale ±1.0: a slice for each channel, all of one length. Once slices do not
    /// fit that, there is no loudness.
    pub fn push(&mut self, channels: &[&[f32]]) {
        let Some(meter) = &mut self.meter else { return };
        let fits = channels.len() == meter.channels() as usize
            && channels
                .windows(2)
                .all(|pair| pair[0].len() == pair[1].len());
        if !fits || meter.add_frames_planar_f32(channels).is_err() {
            self.meter = None;
        }
    }

    /// The loudness of all samples so far, in LUFS.
    ///
    /// `None` for less than one block of 400 ms, where no block is louder than -70 LUFS, below 4,000 Hz, and for
    /// 0 or more than 64 channels.
    pub fn integrated_lufs(&self) -> Option<f64> {
        let loudness = self.meter.as_ref()?.loudness_global().ok()?;
        loudness.is_finite().then_some(loudness)
    }
}

/// The integrated loudness of one channel in LUFS, full scale ±1.0; see
/// [`LoudnessMeter::integrated_lufs`] for when there is none.
///
/// ```
/// use telewav::level::loudness::integrated_lufs;
/// assert_eq!(integrated_lufs(&[0.1, -0.1].repeat(1599), 8000), None); // 399.75 ms
/// ```
pub fn integrated_lufs(samples: &[f32], rate_hz: u32) -> Option<f64> {
    let mut meter = LoudnessMeter::new(rate_hz, 1);
    meter.push(&[samples]);
    meter.integrated_lufs()
}
