//! Half the rate, where there is far more of it than needed: a half-band filter, which costs a tenth of what the FFT
//! behind it is spared.

use std::f64::consts::PI;

/// The attenuation that the Kaiser window is made for, dB; what comes of it is 155 at least, 5 more than the FFT has.
const ATTENUATION_DB: f64 = 165.0;
/// The end of the target's band, in parts of its rate: half of it, and the transition of the FFT.
const BAND: f64 = 0.5125;
/// Coefficients on either side that are not small: the others are below 0.06.
const N_NEAR: usize = 2;
/// Outputs that are worked on at a time, in registers.
const LANES: usize = 8;

/// Halves the rate of a stream, without delay: an output lies where its input lay.
///
/// Twice as many products fit into a register in single precision, which is enough for the small ones: less than 2 dB more
/// noise comes out beside a tone, at -151 dB.
pub struct Halver {
    /// Coefficients on either side of the middle one, which is 0.5, from the end inwards; every second one is zero and left out.
    far: Vec<f32>,
    /// Those next to the middle.
    near: Vec<f64>,
    /// Inputs of even number, from that of the next output on.
    even: Vec<f32>,
    /// Inputs of odd number, from as many before the next output on as there are coefficients.
    odd: Vec<f32>,
    is_even: bool,
}

impl Halver {
    /// Whether half of `rate_hz` is a rate, and still at least twice `target_hz`: then what folds into the target's
    /// band lies behind the transition of the filter, and the band itself before it.
    pub fn may_halve(rate_hz: u32, target_hz: u32) -> bool {
        target_hz > 0 && rate_hz.is_multiple_of(2) && u64::from(rate_hz) >= 4 * u64::from(target_hz)
    }

    /// A halver at the start of a stream, with silence before it.
    pub fn new(rate_hz: u32, target_hz: u32) -> Self {
        let mut near = coefficients(BAND * f64::from(target_hz) / f64::from(rate_hz));
        let odd = vec![0.0; near.len()];
        let far = near.drain(N_NEAR.min(near.len())..);
        Self {
            far: far.rev().map(|c| c as f32).collect(),
            near,
            even: Vec::new(),
            odd,
            is_even: true,
        }
    }

    /// Coefficients on each side.
    fn side(&self) -> usize {
        self.far.len() + self.near.len()
    }

    /// Takes `samples`, and appends what is ready at half the rate to `out`.
    pub fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        let (first, rest) = match self.is_even {
            true => (None, samples),
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
        self.filter(out);
    }

    /// Appends the rest: silence follows, into which the last samples ring.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        self.push(&vec![0.0; 4 * self.side()], out);
    }

    /// Appends an output for each even input that has all its odd neighbours.
    fn filter(&mut self, out: &mut Vec<f32>) {
        let side = self.side();
        let n = self
            .even
            .len()
            .min((self.odd.len() + 1).saturating_sub(2 * side));
        for start in (0..n).step_by(LANES) {
            let (even, odd) = (&self.even[start..n], &self.odd[start..]);
            if let Some(even) = even.first_chunk() {
                out.extend(self.sums::<LANES>(even, odd));
            } else {
                for (i, even) in even.iter().enumerate() {
                    out.extend_from_slice(&self.sums(&[*even], &odd[i..]));
                }
            }
        }
        self.even.drain(..n);
        self.odd.drain(..n);
    }

    /// So many outputs side by side, each of an even input and its odd neighbours.
    fn sums<const N: usize>(&self, even: &[f32; N], odd: &[f32]) -> [f32; N] {
        let side = self.side();
        // From the ends inwards.
        let mut neighbours = odd.windows(N).zip(odd[..2 * side - 1 + N].windows(N).rev());
        let mut small = [0.0; N];
        for (coefficient, (before, after)) in self.far.iter().zip(&mut neighbours) {
            for n in 0..N {
                small[n] += coefficient * (before[n] + after[n]);
            }
        }
        let mut sums = small.map(f64::from);
        for (coefficient, (before, after)) in self.near.iter().rev().zip(neighbours) {
            for n in 0..N {
                sums[n] += coefficient * (f64::from(before[n]) + f64::from(after[n]));
            }
        }
        for n in 0..N {
            sums[n] += 0.5 * f64::from(even[n]);
        }
        sums.map(|sum| sum as f32)
    }
}

/// The coefficients beside the middle one: a sinc with a Kaiser window, flat up to `band`
/// (in parts of the rate), with nothing from half the rate less `band` on. J. F. Kaiser's formulas, as in Oppenheim and
/// Schafer, Discrete-Time Signal Processing, on filters by windows.
fn coefficients(band: f64) -> Vec<f64> {
    let order = (ATTENUATION_DB - 7.95) / (14.36 * (0.5 - 2.0 * band));
    let side = ((order + 2.0) / 4.0).ceil() as usize;
    let beta = 0.1102 * (ATTENUATION_DB - 8.7);
    let coefficient = |i: usize| {
        let at = (2 * i + 1) as f64;
        let sinc = (PI * at / 2.0).sin() / (PI * at);
        let place = at / (2 * side) as f64;
        sinc * bessel(beta * (1.0 - place * place).sqrt()) / bessel(beta)
    };
    let coefficients: Vec<f64> = (0..side).map(coefficient).collect();
    // A constant stays as it is.
    let sum: f64 = coefficients.iter().sum();
    coefficients.iter().map(|c| c * 0.25 / sum).collect()
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
    fn gain(coefficients: &[f64], frequency: f64) -> f64 {
        let side: f64 = coefficients
            .iter()
            .enumerate()
            .map(|(i, c)| 2.0 * c * (2.0 * PI * frequency * (2 * i + 1) as f64).cos())
            .sum();
        0.5 + side
    }

    #[test]
    fn the_band_stays_and_what_folds_into_it_goes() {
        for rate_hz in [32_000, 44_100, 48_000, 96_000, 768_000] {
            let band = BAND * 8000.0 / f64::from(rate_hz);
            let coefficients = coefficients(band);
            for i in 0..=1000 {
                let frequency = band * f64::from(i) / 1000.0;
                let pass_db = 20.0 * gain(&coefficients, frequency).abs().log10();
                assert!(pass_db.abs() < 1e-6, "{rate_hz} {frequency}: {pass_db} dB");
                let stop_db = 20.0 * gain(&coefficients, 0.5 - frequency).abs().log10();
                assert!(stop_db < -155.0, "{rate_hz} {frequency}: {stop_db} dB");
            }
        }
    }

    #[test]
    fn pieces_of_any_length_give_the_same_as_the_whole() {
        let input: Vec<f32> = (0..5001)
            .map(|i| (f64::from(i) * 0.1).sin() as f32)
            .collect();
        let halved = |lengths: &[usize]| {
            let (mut halver, mut out, mut left) =
                (Halver::new(44_100, 8000), Vec::new(), &input[..]);
            for len in lengths.iter().cycle() {
                let (piece, rest) = left.split_at((*len).min(left.len()));
                halver.push(piece, &mut out);
                left = rest;
                if left.is_empty() {
                    break;
                }
            }
            halver.finish(&mut out);
            out
        };
        let whole = halved(&[usize::MAX]);
        let ringing = coefficients(BAND * 8000.0 / 44_100.0).len();
        assert_eq!(whole.len(), 2501 + ringing);
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
            (44_100, 0, false),
            (u32::MAX - 1, u32::MAX, false),
        ] {
            assert_eq!(Halver::may_halve(rate_hz, target_hz), may, "{rate_hz}");
        }
    }
}
