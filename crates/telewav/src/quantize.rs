//! `f32` to 16-bit linear. No dither: the same input gives the same octets, on every run.

/// Where a value between two 16-bit steps goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Down. For G.711, whose decision values then act on the unrounded signal: A-law and µ-law
    /// truncate the low bits themselves, and rounding twice would move their decision values.
    Floor,
    /// To the nearest step, halves away from zero. For linear PCM as the final form.
    Nearest,
}

/// Quantises samples of full scale ±1.0 to 16 bits; returns how many were out of range and held at
/// the end of it.
///
/// 1.0 itself becomes 32,767 and does not count as clipped: 16-bit linear has no +1.0. A value that
/// came from a 16-bit integer comes back as that integer, with either rounding.
///
/// ```
/// use telewav::quantize::{linear16, Rounding};
/// let mut out = Vec::new();
/// assert_eq!(linear16(&[0.5, -1.0, 1.5], Rounding::Floor, &mut out), 1);
/// assert_eq!(out, [16384, -32768, 32767]);
/// ```
pub fn linear16(samples: &[f32], rounding: Rounding, out: &mut Vec<i16>) -> usize {
    let mut n_clipped = 0;
    out.clear();
    out.extend(samples.iter().map(|sample| {
        let scaled = sample * 32768.0;
        // A float-to-integer cast saturates, and takes a NaN to 0.
        let step = match rounding {
            Rounding::Floor => floor(scaled),
            Rounding::Nearest => scaled.round() as i32,
        };
        n_clipped += usize::from(!(-32768..=32768).contains(&step));
        step.clamp(-32768, 32767) as i16
    }));
    n_clipped
}

/// `f32::floor` is a call to the mathematical library where the processor need not have it; this is not.
fn floor(value: f32) -> i32 {
    let whole = value as i32;
    whole.saturating_sub(i32::from(whole as f32 > value))
}
