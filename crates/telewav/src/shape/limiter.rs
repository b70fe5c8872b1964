//! A limiter that looks ahead: it turns the sound down around a peak, smoothly, instead of cutting it off.

use serde::Serialize;

/// The gain begins to fall so long before a peak, and has recovered so long after it, twice: once for
/// the minimum, once for the smoothing. Longer than the period of the lowest voices, so that the gain
/// does not follow single periods, which would be heard as distortion.
const LOOK_AHEAD_S: f64 = 0.010;

/// What the limiter did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Limited {
    /// The most that it turned the sound down, dB; positive.
    pub most_db: f64,
    /// How long it was at work, seconds.
    pub duration_s: f64,
    /// When it was first at work, seconds from the start.
    pub at_s: f64,
}

/// Holds the absolute value of all samples at `ceiling` or below; `None` if nothing exceeded it.
///
/// The gain is 1 but for 20 ms on either side of a peak, where it goes down and comes back along a smooth
/// curve. The signal is at hand as a whole, so nothing is delayed.
///
/// ```
/// use telewav::shape::limiter::limit;
/// let mut samples = vec![0.5; 8000];
/// samples[4000] = 2.0;
/// let limited = limit(&mut samples, 8000, 1.0).unwrap();
/// assert!(samples.iter().all(|s| s.abs() <= 1.0));
/// assert!((limited.most_db - 6.02).abs() < 0.01 && limited.duration_s < 0.041);
/// assert_eq!(samples[3000], 0.5);
/// ```
pub fn limit(samples: &mut [f32], rate_hz: u32, ceiling: f32) -> Option<Limited> {
    let reach = (LOOK_AHEAD_S * f64::from(rate_hz)).ceil() as usize;
    let mut limited: Option<Limited> = None;
    let mut n_touched = 0_usize;
    let mut from = 0;
    // Peaks that are far apart are worked on apart: most of a prompt needs no gain at all.
    while let Some(stretch) = next_stretch(samples, from, reach, ceiling) {
        let gains = gains(samples, &stretch, reach, ceiling);
        for (sample, gain) in samples[stretch.clone()].iter_mut().zip(&gains) {
            // The clamp is for the last bit only, which rounding may add.
            *sample = ((f64::from(*sample) * gain) as f32).clamp(-ceiling, ceiling);
        }
        n_touched += gains.iter().filter(|gain| **gain < 1.0).count();
        let least = gains.iter().copied().fold(1.0, f64::min);
        let so_far = limited.get_or_insert(Limited {
            most_db: 0.0,
            duration_s: 0.0,
            at_s: stretch.start as f64 / f64::from(rate_hz),
        });
        so_far.most_db = so_far.most_db.max(-20.0 * least.log10());
        from = stretch.end;
    }
    if let Some(limited) = &mut limited {
        limited.duration_s = n_touched as f64 / f64::from(rate_hz);
    }
    limited
}

/// The next samples whose gain is less than 1: from twice the reach before a peak to twice the reach
/// behind the last one that follows within four times the reach.
fn next_stretch(
    samples: &[f32],
    from: usize,
    reach: usize,
    ceiling: f32,
) -> Option<std::ops::Range<usize>> {
    let exceeds = |sample: &f32| sample.abs() > ceiling;
    let first = from + samples[from..].iter().position(exceeds)?;
    let mut last = first;
    let mut i = first + 1;
    while i < samples.len() && i <= last + 4 * reach {
        if exceeds(&samples[i]) {
            last = i;
        }
        i += 1;
    }
    Some(first.saturating_sub(2 * reach).max(from)..(last + 2 * reach + 1).min(samples.len()))
}

/// The gain of each sample of a stretch: the least that any sample within the reach needs, and of that the
/// mean over the reach with triangular weights. Each of the averaged minima holds for the sample in
/// question, so their mean does.
fn gains(
    samples: &[f32],
    stretch: &std::ops::Range<usize>,
    reach: usize,
    ceiling: f32,
) -> Vec<f64> {
    let needed = |i: usize| match samples[i].abs() {
        peak if peak > ceiling => f64::from(ceiling) / f64::from(peak),
        _ => 1.0,
    };
    // The reach more on both sides, so that the means have all they need at the ends of the signal, too.
    let mut least = vec![1.0; stretch.len() + 2 * reach];
    for i in stretch.clone() {
        let gain = needed(i);
        if gain < 1.0 {
            let at = i - stretch.start;
            for g in &mut least[at..=at + 2 * reach] {
                *g = f64::min(*g, gain);
            }
        }
    }
    // Two running means one after the other are a mean with triangular weights.
    let once = running_mean(&least, reach + 1);
    running_mean(&once, reach + 1)
}

/// The mean of each `n` values in a row.
fn running_mean(values: &[f64], n: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for value in values {
        // Of what is missing to 1, so that where nothing is missing the mean is exactly 1.
        sum += 1.0 - value;
        sums.push(sum);
    }
    sums.windows(n + 1)
        .map(|w| 1.0 - (w[n] - w[0]) / n as f64)
        .collect()
}
