//! Half the rate, where there is far more of it than needed: a half-band filter, which costs a tenth of what the FFT
//! behind it is spared.

use std::f64::consts::PI;

/// Coefficients on either side; every second one of a half-band filter is zero and not counted.
const SIDE: usize = 12;
/// The attenuation that the Kaiser window is made for, dB: 10 dB more than what the FFT has. With [`SIDE`] it makes the
/// transition as wide as from 0.128 of the rate to 0.372, which is the widest that [`Halver::may_halve`] needs.
const ATTENUATION_DB: f64 = 160.0;
/// Outputs that are worked on at a time, to stay in the cache.
const CHUNK: usize = 1024;

/// Halves the rate of a stream, without delay: an output lies where its input lay.
pub struct Halver {
    coefficients: [f64; SIDE],
    /// Inputs of even number, from that of the next output on.
    even: Vec<f64>,
    /// Inputs of odd number, from [`SIDE`] before the next output on.
    odd: Vec<f64>,
    is_even: bool,
}

impl Halver {
    /// Whether half of `rate_hz` is a rate, and still at least twice `target_hz`: then what folds into the target's
    /// band lies behind the transition of the filter, and the band itself before it.
    pub fn may_halve(rate_hz: u32, target_hz: u32) -> bool {
        rate_hz.is_multiple_of(2) && u64::from(rate_hz) >= 4 * u64::from(target_hz)
    }

    /// A halver at the start of a stream, with silence before it.
    pub fn new() -> Self {
        Self {
            coefficients: coefficients(),
            even: Vec::new(),
            odd: vec![0.0; SIDE],
            is_even: true,
        }
    }

    /// Takes `samples`, and leaves in it what is ready at half the rate.
    pub fn push(&mut self, samples: &mut Vec<f64>) {
        let (first, rest) = match self.is_even {
            true => (None, &samples[..]),
            false => match samples.split_first() {
                Some((first, rest)) => (Some(*first), rest),
                None => return,
            },
        };
        self.odd.extend(first);
        let (pairs, last) = rest.as_chunks::<2>();
        self.even.extend(pairs.iter().map(|pair| pair[0]));
        self.odd.extend(pairs.iter().map(|pair| pair[1]));
        self.even.extend(last);
        self.is_even = last.is_empty();
        samples.clear();
        self.filter(samples);
    }

    /// Leaves in `samples` the rest: silence follows, into which the last samples ring.
    pub fn finish(&mut self, samples: &mut Vec<f64>) {
        samples.clear();
        samples.resize(4 * SIDE, 0.0);
        self.push(samples);
    }

    /// Appends an output for each even input that has all its odd neighbours.
    fn filter(&mut self, out: &mut Vec<f64>) {
        let n = self
            .even
            .len()
            .min((self.odd.len() + 1).saturating_sub(2 * SIDE));
        let mut sums = [0.0; CHUNK];
        for start in (0..n).step_by(CHUNK) {
            let len = CHUNK.min(n - start);
            let sums = &mut sums[..len];
            for (sum, sample) in sums.iter_mut().zip(&self.even[start..]) {
                *sum = 0.5 * sample;
            }
            for (i, coefficient) in self.coefficients.iter().enumerate() {
                let before = &self.odd[start + SIDE - 1 - i..][..len];
                let after = &self.odd[start + SIDE + i..][..len];
                for ((sum, before), after) in sums.iter_mut().zip(before).zip(after) {
                    *sum += coefficient * (before + after);
                }
            }
            out.extend_from_slice(sums);
        }
        self.even.drain(..n);
        self.odd.drain(..n);
    }
}

/// The coefficients beside the middle one, which is 0.5: a sinc with a Kaiser window.
fn coefficients() -> [f64; SIDE] {
    let beta = 0.1102 * (ATTENUATION_DB - 8.7);
    let mut coefficients = [0.0; SIDE];
    for (i, coefficient) in coefficients.iter_mut().enumerate() {
        let at = (2 * i + 1) as f64;
        let sinc = (PI * at / 2.0).sin() / (PI * at);
        let place = at / (2 * SIDE) as f64;
        *coefficient = sinc * bessel(beta * (1.0 - place * place).sqrt()) / bessel(beta);
    }
    // A constant stays as it is.
    let sum: f64 = coefficients.iter().sum();
    coefficients.map(|coefficient| coefficient * 0.25 / sum)
}

/// The modified Bessel function of the first kind and order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1.0);
    while term > 1e-18 * sum {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
        k += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gain at `frequency`, in parts of the rate.
    fn gain(frequency: f64) -> f64 {
        let side: f64 = coefficients()
            .iter()
            .enumerate()
            .map(|(i, c)| 2.0 * c * (2.0 * PI * frequency * (2 * i + 1) as f64).cos())
            .sum();
        0.5 + side
    }

    #[test]
    fn the_band_stays_and_what_folds_into_it_goes() {
        for i in 0..=1280 {
            let frequency = f64::from(i) / 10_000.0;
            let pass_db = 20.0 * gain(frequency).abs().log10();
            assert!(pass_db.abs() < 1e-6, "{frequency}: {pass_db} dB");
            let stop_db = 20.0 * gain(0.5 - frequency).abs().log10();
            assert!(stop_db < -155.0, "{frequency}: {stop_db} dB");
        }
    }

    #[test]
    fn pieces_of_any_length_give_the_same_as_the_whole() {
        let input: Vec<f64> = (0..5001).map(|i| (f64::from(i) * 0.1).sin()).collect();
        let halved = |lengths: &[usize]| {
            let (mut halver, mut out, mut left) = (Halver::new(), Vec::new(), &input[..]);
            for len in lengths.iter().cycle() {
                let (piece, rest) = left.split_at((*len).min(left.len()));
                let mut piece = piece.to_vec();
                halver.push(&mut piece);
                out.extend(piece);
                left = rest;
                if left.is_empty() {
                    break;
                }
            }
            let mut rest = Vec::new();
            halver.finish(&mut rest);
            out.extend(rest);
            out
        };
        let whole = halved(&[usize::MAX]);
        assert_eq!(whole.len(), 2501 + SIDE);
        for lengths in [&[1][..], &[1, 2, 3], &[7, 0, 64], &[1000]] {
            assert_eq!(halved(lengths), whole, "{lengths:?}");
        }
        // Where they were, as they were.
        for i in 50..2400 {
            assert!((whole[i] - input[2 * i]).abs() < 1e-7, "{i}");
        }
    }

    #[test]
    fn rates_far_above_the_target_are_halved() {
        for (rate_hz, target_hz, may) in [
            (44_100, 8000, true),
            (32_000, 8000, true),
            (31_998, 8000, false),
            (22_050, 8000, false),
            (44_101, 8000, false),
            (48_000, 16_000, false),
            (96_000, 16_000, true),
            (0, 8000, false),
            (u32::MAX - 1, u32::MAX, false),
        ] {
            assert_eq!(Halver::may_halve(rate_hz, target_hz), may, "{rate_hz}");
        }
    }
}
