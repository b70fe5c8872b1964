//! `f32` to 16-bit linear. No dither: the same samples give the same octets.

/// Where a value between two 16-bit steps goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Down, but for what is less than a millionth of a step below one. For G.711, whose decision values
    /// then act on the unrounded signal: A-law and µ-law truncate the low bits themselves, and rounding
    /// twice would move their decision values.
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
    out.clear();
    let scaled = samples.iter().map(|sample| sample * 32768.0);
    // What becomes 32,768 is held at the end of the range, but not out of it.
    match rounding {
        Rounding::Floor => {
            out.extend(scaled.clone().map(floor));
            scaled.filter(|s| *s < -32768.0 || *s >= 32769.0).count()
        }
        Rounding::Nearest => {
            // A float-to-integer cast saturates, and takes a NaN to 0.
            out.extend(scaled.clone().map(|s| s.round() as i16));
            scaled.filter(|s| s.abs() >= 32768.5).count()
        }
    }
}

/// What is less than this below a step counts as on it: a sine's passage through zero comes out of an FFT as 1e-12 of a step above it on
/// one processor and below it on another, and A-law has a decision value there.
const ON_IT: f32 = 1e-6;

/// As `(value + ON_IT).floor() as i16`, without a call to the mathematical library and without a branch, eight at a time.
fn floor(value: f32) -> i16 {
    /// From here to twice as far, numbers are a whole step apart: what is added to it is rounded to a whole number, which
    /// its last bits are.
    const WHOLE: f32 = (1 << 23) as f32 * 1.5;
    let value = if value.is_nan() { 0.0 } else { value + ON_IT };
    let value = if value < 32767.0 { value } else { 32767.0 };
    let value = if value > -32768.0 { value } else { -32768.0 };
    let nearest = value + WHOLE;
    let whole = nearest.to_bits() as i32 - WHOLE.to_bits() as i32;
    (whole - i32::from(nearest - WHOLE > value)) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floor_is_that_of_the_library() {
        let near = |step: i32| {
            let step = step as f32;
            [
                step.next_down(),
                step,
                step.next_up(),
                step + 0.5,
                step + 0.25,
            ]
        };
        let odd = [
            f32::NAN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::MAX,
            f32::MIN,
            1e-45,
            -1e-45,
            -0.0,
        ];
        for value in (-70_000..70_000).flat_map(near).chain(odd) {
            assert_eq!(floor(value), (value + ON_IT).floor() as i16, "{value}");
        }
    }

    #[test]
    fn what_arithmetic_leaves_just_below_a_step_is_on_it() {
        for step in [-3000.0_f32, -4.0, 0.0, 4.0, 3000.0] {
            for below in [0.0, 1e-12, 1e-9, 5e-7] {
                assert_eq!(floor(step - below), step as i16, "{step} - {below}");
            }
            assert_eq!(floor(step - 1e-3), step as i16 - 1, "{step}");
        }
    }
}
