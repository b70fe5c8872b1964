//! A prompt that is too long, cut into parts at its quietest places.

use std::ops::Range;

/// A part fills at least so much of the room it has; a place to cut is looked for in the rest. Of the
/// last two parts, neither is shorter than what is left over here.
const LEAST_SHARE: f64 = 0.75;
/// The sound around a place that decides how quiet it is, seconds: a pause between two words.
const WINDOW_S: f64 = 0.2;

/// The parts of a prompt of which none has more than `max_frames` frames.
///
/// All of the prompt is in them, and nothing twice. The cuts lie where the sound within 0.2 s is quietest, in
/// the last quarter of what a part may hold; of places that are equally quiet, at the last. What is left for
/// the last two parts may be cut anywhere but in its first and last quarter.
///
/// ```
/// use telewav::shape::split::parts;
/// let mut samples = vec![0.5; 1000];
/// samples[600..640].fill(0.0);
/// assert_eq!(parts(&samples, 100, 900), [0..630, 630..1000]);
/// assert_eq!(parts(&samples, 100, 1000), [0..1000]);
/// ```
pub fn parts(samples: &[f32], rate_hz: u32, max_frames: usize) -> Vec<Range<usize>> {
    let max_frames = max_frames.max(1);
    let mut parts = Vec::new();
    let mut start = 0;
    while samples.len() - start > max_frames {
        let rest = samples.len() - start;
        let share = |n: usize| (n as f64 * LEAST_SHARE) as usize;
        let (earliest, latest) = if rest <= 2 * max_frames {
            let latest = share(rest).clamp(1, max_frames);
            (rest - latest, latest)
        } else {
            (share(max_frames).max(1), max_frames)
        };
        let cut = start + quietest(&samples[start..], rate_hz, earliest..latest + 1);
        parts.push(start..cut);
        start = cut;
    }
    parts.push(start..samples.len());
    parts
}

/// The frame within `range` around which there is least energy.
fn quietest(samples: &[f32], rate_hz: u32, range: Range<usize>) -> usize {
    let half = ((WINDOW_S / 2.0 * f64::from(rate_hz)).round() as usize).max(1);
    let from = range.start.saturating_sub(half);
    let to = (range.end + half).min(samples.len());
    let mut sums = vec![0.0; to - from + 1];
    for (i, sample) in samples[from..to].iter().enumerate() {
        sums[i + 1] = sums[i] + f64::from(*sample).powi(2);
    }
    let energy = |at: usize| {
        let (low, high) = (at.saturating_sub(half).max(from), (at + half).min(to));
        (sums[high - from] - sums[low - from]) / (high - low).max(1) as f64
    };
    let mut best = range.start;
    for at in range {
        // Sums of rounded squares differ in their last bits where the sound does not.
        if energy(at) <= energy(best) * (1.0 + 1e-9) {
            best = at;
        }
    }
    best
}
