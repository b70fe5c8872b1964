//! Where one sound lies in another, and how far apart they are.

/// The widest shift that is looked for, in frames. The longest delay of an encoder that turns up is AAC's
/// of 2112.
const MAX_LAG: isize = 3000;
/// How much of a sound is compared to find the shift, in frames.
const WINDOW: usize = 16_384;
/// Frames ahead of the first loud sample that belong to the window.
const LEAD_IN: usize = 512;
/// Sums that run side by side, so that the compiler can use vectors.
const LANES: usize = 8;

/// How far `ours` lies behind `theirs`: the lag for which `ours[i + lag]` is most like `theirs[i]`, within
/// ±3000 frames. Positive if ours starts late, with silence that theirs has not.
pub fn lag(ours: &[f32], theirs: &[f32]) -> isize {
    if is_aligned(ours, theirs) {
        return 0;
    }
    let start = first_loud(theirs).saturating_sub(LEAD_IN);
    let window = &theirs[start..theirs.len().min(start + WINDOW)];
    let likeness = |lag: isize| likeness(ours, window, start as isize + lag);
    // The shorter shift wins where two are alike, as in silence.
    let mut best = (likeness(0), 0);
    for distance in 1..=MAX_LAG {
        for lag in [distance, -distance] {
            let likeness = likeness(lag);
            if likeness > best.0 {
                best = (likeness, lag);
            }
        }
    }
    best.1
}

/// Whether there is nothing to look for.
fn is_aligned(ours: &[f32], theirs: &[f32]) -> bool {
    const CLEARLY_DB: f64 = 50.0;
    let here = Distance::of(ours, theirs, 0).snr_db();
    let beside = |lag| Distance::of(ours, theirs, lag).snr_db();
    here > CLEARLY_DB && here > beside(1) && here > beside(-1)
}

/// The first sample of a tenth of the peak or more.
fn first_loud(samples: &[f32]) -> usize {
    let peak = samples.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
    let is_loud = |x: &f32| x.abs() >= 0.1 * peak;
    samples.iter().position(is_loud).unwrap_or(0)
}

/// Correlation of `window` with `ours` from `at` on, over the energy of ours. What lies outside of ours
/// counts as silence.
fn likeness(ours: &[f32], window: &[f32], at: isize) -> f64 {
    let skipped = at.min(0).unsigned_abs().min(window.len());
    let from = at.max(0) as usize;
    let ours = ours.get(from..).unwrap_or(&[]);
    let window = &window[skipped..];
    let n = ours.len().min(window.len());
    let energy = dot(&ours[..n], &ours[..n]);
    if energy > 0.0 {
        dot(&ours[..n], &window[..n]) / energy.sqrt()
    } else {
        0.0
    }
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut sums = [0.0_f32; LANES];
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    f64::from(sums.iter().sum::<f32>() + rest)
}

/// How far two sounds are apart where both have frames. Distances of channels add up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Distance {
    /// Sum of the squares of theirs.
    signal: f64,
    /// Sum of the squares of the difference.
    noise: f64,
    /// Samples compared.
    n: usize,
}

impl Distance {
    /// Of `ours`, moved by `lag`, from `theirs`.
    pub fn of(ours: &[f32], theirs: &[f32], lag: isize) -> Self {
        let ours = ours.get(lag.max(0) as usize..).unwrap_or(&[]);
        let theirs = theirs.get(lag.min(0).unsigned_abs()..).unwrap_or(&[]);
        let mut distance = Self::default();
        for (ours, theirs) in ours.iter().zip(theirs) {
            let (ours, theirs) = (f64::from(*ours), f64::from(*theirs));
            distance.signal += theirs * theirs;
            distance.noise += (ours - theirs) * (ours - theirs);
            distance.n += 1;
        }
        distance
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            signal: self.signal + other.signal,
            noise: self.noise + other.noise,
            n: self.n + other.n,
        }
    }

    /// Whether every sample is the same. Not so if there was nothing to compare.
    pub fn is_exact(self) -> bool {
        self.noise == 0.0 && self.n > 0
    }

    /// Signal to noise in dB: infinite if all samples are the same, minus infinity if there is no signal but
    /// a difference, or nothing to compare.
    pub fn snr_db(self) -> f64 {
        if self.is_exact() {
            f64::INFINITY
        } else if self.noise > 0.0 {
            10.0 * (self.signal / self.noise).log10()
        } else {
            f64::NEG_INFINITY
        }
    }

    /// RMS of the difference, full scale 1.0.
    pub fn noise_rms(self) -> f64 {
        (self.noise / self.n.max(1) as f64).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn speech() -> Vec<f32> {
        source::signal(7350, 1).planes.swap_remove(0)[..600].to_vec()
    }

    fn late_by(samples: &[f32], n: usize) -> Vec<f32> {
        [vec![0.0; n], samples.to_vec()].concat()
    }

    #[test]
    fn a_shift_is_found_in_both_directions() {
        let speech = speech();
        for shift in [1, 7, 2999] {
            let late = late_by(&speech, shift);
            assert_eq!(lag(&late, &speech), shift as isize);
            assert_eq!(lag(&speech, &late), -(shift as isize));
        }
        assert_eq!(lag(&speech[7..], &speech), -7, "a lost start");
        assert_eq!(lag(&speech, &speech), 0);
        assert_eq!(lag(&[], &speech), 0);
        assert_eq!(lag(&speech, &[]), 0);
    }

    #[test]
    fn a_shift_is_found_in_noise_and_at_another_level() {
        let speech = speech();
        let mut late = late_by(&speech, 53);
        for (i, sample) in late.iter_mut().enumerate() {
            *sample = 0.3 * *sample + 0.02 * ((i * i) as f32 * 0.7).sin();
        }
        assert_eq!(lag(&late, &speech), 53);
    }

    #[test]
    fn snr_is_that_of_the_definition() {
        let theirs = [0.5_f32, -0.5, 0.5, -0.5];
        let ours = [0.505_f32, -0.505, 0.505, -0.505];
        let distance = Distance::of(&ours, &theirs, 0);
        assert!(
            (distance.snr_db() - 40.0).abs() < 0.01,
            "{}",
            distance.snr_db()
        );
        assert!((distance.noise_rms() - 0.005).abs() < 1e-6);
        assert!(!distance.is_exact());
        assert!(Distance::of(&theirs, &theirs, 0).snr_db().is_infinite());
        // One frame of four, and at another place.
        assert_eq!(Distance::of(&ours[3..], &theirs, -3).n, 1);
        assert_eq!(
            Distance::of(&theirs, &theirs[3..], 3).snr_db(),
            f64::INFINITY
        );
        assert!(Distance::of(&theirs, &theirs, 1).snr_db() < 0.0);
    }

    #[test]
    fn nothing_to_compare_is_not_the_same() {
        assert!(!Distance::of(&[], &[1.0], 0).is_exact());
        assert_eq!(Distance::of(&[], &[1.0], 0).snr_db(), f64::NEG_INFINITY);
        let silence_with_noise = Distance::of(&[0.1], &[0.0], 0);
        assert_eq!(silence_with_noise.snr_db(), f64::NEG_INFINITY);
    }
}
