//! Integrated loudness: ITU-R BS.1770-5, annex 1.
//!
//! K-weighting, blocks of 400 ms that overlap by 75 %, an absolute gate at -70 LUFS and a relative one 10 LU
//! below what passes the first.
//!
//! BS.1770 gives its filters as coefficients for 48 kHz; for any other rate they are designed anew from the
//! analogue filters behind them. Near half the rate the shelf is compressed: of a sine at 8 kHz the loudness reads up
//! to 0.5 LU above that at 48 kHz (at 2.5 kHz; 0.2 LU below 500 Hz), and equal at the 997 Hz to which BS.1770 is
//! calibrated. Besides, the loudness of a prompt at 8 kHz is that of a sound without anything above 4 kHz: it
//! compares prompts with each other rather than with the recordings they came from.

use std::f64::consts::PI;

/// Below this, the corner of the K-weighting's shelf, 1.68 kHz, comes too close to half the rate.
const MIN_RATE_HZ: u32 = 4000;
const MAX_CHANNELS: usize = 64;
/// Steps of a block: 100 ms each, since blocks overlap by 75 %.
const STEPS: usize = 4;
/// The absolute gate, LUFS, ...
const GATE_LUFS: f64 = -70.0;
/// ... and how far the relative one lies below what passes it, LU.
const RELATIVE_GATE_LU: f64 = 10.0;
/// The loudness of a mean square of 1, LKFS: it makes that of a full-scale sine of 997 Hz -3.01.
const OFFSET: f64 = -0.691;
/// A state of a filter that counts as none. Decaying further, it would reach numbers that processors are slow at.
const NOTHING: f64 = 1e-100;

/// Measures the integrated loudness of a recording that comes in pieces. All channels weigh the same.
///
/// It keeps 40 octets for each second, the energy of each block: the relative gate is known only at the end.
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
#[derive(Debug, Clone)]
pub struct LoudnessMeter {
    /// `None` where loudness is not defined.
    meter: Option<Meter>,
}

#[derive(Debug, Clone)]
struct Meter {
    weighting: Weighting,
    /// For each channel.
    states: Vec<State>,
    /// Samples in a step, and how many the step that goes on has.
    step_len: usize,
    n_in_step: usize,
    /// Energies of the steps before it, over all channels.
    steps: [f64; STEPS],
    n_steps: usize,
    /// Mean squares of the blocks that pass the absolute gate; in single precision, which is 1e-6 dB at the most.
    blocks: Vec<f32>,
}

impl LoudnessMeter {
    /// A meter for `n_channels` channels of `rate_hz` samples a second.
    pub fn new(rate_hz: u32, n_channels: usize) -> Self {
        let is_defined = rate_hz >= MIN_RATE_HZ && (1..=MAX_CHANNELS).contains(&n_channels);
        Self {
            meter: is_defined.then(|| Meter {
                weighting: Weighting::new(rate_hz),
                states: vec![State::default(); n_channels],
                step_len: (rate_hz as usize + 5) / 10,
                n_in_step: 0,
                steps: [0.0; STEPS],
                n_steps: 0,
                blocks: Vec::new(),
            }),
        }
    }

    /// Takes the next samples, full scale ±1.0: a slice for each channel, all of one length. Once slices do not
    /// fit that, there is no loudness.
    pub fn push(&mut self, channels: &[&[f32]]) {
        let Some(meter) = &mut self.meter else { return };
        let fits = channels.len() == meter.states.len()
            && channels
                .windows(2)
                .all(|pair| pair[0].len() == pair[1].len());
        if fits {
            meter.push(channels);
        } else {
            self.meter = None;
        }
    }

    /// The loudness of all samples so far, in LUFS.
    ///
    /// `None` for less than one block of 400 ms, where no block is louder than -70 LUFS, below 4,000 Hz, and for
    /// 0 or more than 64 channels.
    pub fn integrated_lufs(&self) -> Option<f64> {
        let blocks = &self.meter.as_ref()?.blocks;
        let blocks = || blocks.iter().map(|block| f64::from(*block));
        let mean = blocks().sum::<f64>() / blocks().len() as f64;
        let gate = mean * 10_f64.powf(-RELATIVE_GATE_LU / 10.0);
        let mut gated = (0_u64, 0.0);
        for block in blocks().filter(|block| *block > gate) {
            gated = (gated.0 + 1, gated.1 + block);
        }
        (gated.0 > 0).then(|| lufs(gated.1 / gated.0 as f64))
    }
}

impl Meter {
    fn push(&mut self, channels: &[&[f32]]) {
        let len = channels.first().map_or(0, |channel| channel.len());
        let mut from = 0;
        while from < len {
            let to = len.min(from + self.step_len - self.n_in_step);
            for (channel, state) in channels.iter().zip(&mut self.states) {
                self.weighting.weigh(&channel[from..to], state);
            }
            self.n_in_step += to - from;
            from = to;
            if self.n_in_step == self.step_len {
                self.end_step();
            }
        }
    }

    fn end_step(&mut self) {
        let energies = self
            .states
            .iter_mut()
            .map(|state| std::mem::take(&mut state.energies).iter().sum::<f64>());
        self.steps[self.n_steps % STEPS] = energies.sum();
        self.n_steps += 1;
        self.n_in_step = 0;
        if self.n_steps >= STEPS {
            let mean = self.steps.iter().sum::<f64>() / (STEPS * self.step_len) as f64;
            if lufs(mean) >= GATE_LUFS {
                self.blocks.push(mean as f32);
            }
        }
    }
}

fn lufs(mean_square: f64) -> f64 {
    OFFSET + 10.0 * mean_square.log10()
}

/// The K-weighting: a shelf for the head, and a high-pass.
///
/// Sources: the coefficients for 48 kHz are those of BS.1770-5, annex 1, tables 1 and 2; the analogue filters of which
/// the bilinear transform makes them are those of B. De Man, "Evaluation of implementations of the EBU R128 loudness
/// measurement", AES Convention 145 (2018).
#[derive(Debug, Clone, Copy)]
struct Weighting {
    shelf: Paired,
    high_pass: Paired,
}

/// A filter of second order, with the first coefficient of its denominator 1.
#[derive(Debug, Clone, Copy)]
struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
}

/// A filter whose outputs wait for the second and the fourth before them only, so that two are worked on at a time: numerator and
/// denominator of a [`Biquad`], both multiplied by the denominator with every second sign changed. Look-ahead as in
/// K. K. Parhi and D. G. Messerschmitt, "Pipeline interleaving and parallelism in recursive digital filters", part I,
/// IEEE Transactions on Acoustics, Speech, and Signal Processing 37 (1989).
#[derive(Debug, Clone, Copy)]
struct Paired {
    b: [f64; HISTORY + 1],
    /// Of the second output before, and of the fourth.
    a: [f64; 2],
}

/// Samples that a [`Paired`] looks back.
const HISTORY: usize = 4;

/// What a channel was: its last samples, those of the shelf and those of the high-pass.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    input: [f64; HISTORY],
    shelf: [f64; HISTORY],
    output: [f64; HISTORY],
    /// Two sums of the step that goes on, that of the next sample first, so that pieces of any length add up alike.
    energies: [f64; 2],
}

impl Weighting {
    fn new(rate_hz: u32) -> Self {
        let (shelf, high_pass) = Self::biquads(rate_hz);
        Self {
            shelf: shelf.paired(),
            high_pass: high_pass.paired(),
        }
    }

    fn biquads(rate_hz: u32) -> (Biquad, Biquad) {
        let warped = |hz: f64| (PI * hz / f64::from(rate_hz)).tan();
        let gain_db = 3.999_843_853_973_347;
        let (k, q) = (warped(1_681.974_450_955_533), 0.707_175_236_955_419_6);
        let high = 10_f64.powf(gain_db / 20.0);
        let middle = high.powf(0.499_666_774_154_541_6);
        let shelf = Biquad::new(
            [
                high + middle * k / q + k * k,
                2.0 * (k * k - high),
                high - middle * k / q + k * k,
            ],
            k,
            q,
        );
        let (k, q) = (warped(38.135_470_876_024_44), 0.500_327_037_323_877_3);
        let mut high_pass = Biquad::new([0.0; 3], k, q);
        // BS.1770 gives these as they are, for any gain that comes of them.
        high_pass.b = [1.0, -2.0, 1.0];
        (shelf, high_pass)
    }

    /// Adds the energy of the weighted samples to that of the step.
    fn weigh(&self, samples: &[f32], state: &mut State) {
        let (shelf, high_pass) = (self.shelf, self.high_pass);
        let State {
            mut input,
            shelf: mut middle,
            mut output,
            mut energies,
        } = *state;
        let (pairs, last) = samples.as_chunks::<2>();
        for pair in pairs {
            let pair = [f64::from(pair[0]), f64::from(pair[1])];
            let next = shelf.next(input, pair, middle);
            let weighted = high_pass.next(middle, next, output);
            input = [input[2], input[3], pair[0], pair[1]];
            middle = [middle[2], middle[3], next[0], next[1]];
            output = [output[2], output[3], weighted[0], weighted[1]];
            energies[0] += weighted[0] * weighted[0];
            energies[1] += weighted[1] * weighted[1];
        }
        if let [last] = last {
            // Nothing is kept of its partner.
            let pair = [f64::from(*last), 0.0];
            let next = shelf.next(input, pair, middle);
            let weighted = high_pass.next(middle, next, output);
            input = [input[1], input[2], input[3], pair[0]];
            middle = [middle[1], middle[2], middle[3], next[0]];
            output = [output[1], output[2], output[3], weighted[0]];
            energies = [energies[1], energies[0] + weighted[0] * weighted[0]];
        }
        let settled =
            |samples: [f64; HISTORY]| samples.map(|s| if s.abs() < NOTHING { 0.0 } else { s });
        *state = State {
            input,
            shelf: settled(middle),
            output: settled(output),
            energies,
        };
    }
}

impl Paired {
    /// The next two outputs, of the next two inputs, and the last ones of both.
    #[inline(always)]
    fn next(&self, xs: [f64; HISTORY], x: [f64; 2], ys: [f64; HISTORY]) -> [f64; 2] {
        let [b0, b1, b2, b3, b4] = self.b;
        let [a2, a4] = self.a;
        // In this order only one product and one difference wait for the outputs before.
        [
            (b0 * x[0] + b1 * xs[3] + b2 * xs[2] + b3 * xs[1] + b4 * xs[0] - a4 * ys[0])
                - a2 * ys[2],
            (b0 * x[1] + b1 * x[0] + b2 * xs[3] + b3 * xs[2] + b4 * xs[1] - a4 * ys[1])
                - a2 * ys[3],
        ]
    }
}

impl Biquad {
    /// The bilinear transform of a filter with this denominator.
    fn new(numerator: [f64; 3], k: f64, q: f64) -> Self {
        let a0 = 1.0 + k / q + k * k;
        Self {
            b: numerator.map(|b| b / a0),
            a: [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0],
        }
    }

    /// The same filter, for two samples at a time.
    fn paired(&self) -> Paired {
        let ([b0, b1, b2], [a1, a2]) = (self.b, self.a);
        Paired {
            b: [
                b0,
                b1 - a1 * b0,
                b2 - a1 * b1 + a2 * b0,
                a2 * b1 - a1 * b2,
                a2 * b2,
            ],
            a: [2.0 * a2 - a1 * a1, a2 * a2],
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_48_khz_the_filters_are_those_of_bs_1770() {
        let (shelf, high_pass) = Weighting::biquads(48_000);
        let tables = [
            (
                shelf,
                [1.53512485958697, -2.69169618940638, 1.19839281085285],
                [-1.69065929318241, 0.73248077421585],
            ),
            (
                high_pass,
                [1.0, -2.0, 1.0],
                [-1.99004745483398, 0.99007225036621],
            ),
        ];
        for (filter, b, a) in tables {
            for (is, wanted) in filter
                .b
                .into_iter()
                .zip(b)
                .chain(filter.a.into_iter().zip(a))
            {
                assert!((is - wanted).abs() < 1e-10, "{is} {wanted}");
            }
        }
    }

    #[test]
    fn two_at_a_time_are_what_one_at_a_time_is() {
        let samples: Vec<f32> = (0..4001_i32)
            .map(|n| (n * n % 257) as f32 / 257.0 - 0.5)
            .collect();
        for rate_hz in [4000, 8000, 48_000, 192_000] {
            let (shelf, high_pass) = Weighting::biquads(rate_hz);
            let one_by_one = |filter: Biquad, x: &[f64]| {
                let mut y: Vec<f64> = Vec::new();
                for n in 0..x.len() {
                    let before = |of: &[f64], k: usize| n.checked_sub(k).map_or(0.0, |n| of[n]);
                    let [b0, b1, b2] = filter.b;
                    let [a1, a2] = filter.a;
                    let next = b0 * x[n] + b1 * before(x, 1) + b2 * before(x, 2)
                        - a1 * before(&y, 1)
                        - a2 * before(&y, 2);
                    y.push(next);
                }
                y
            };
            let input: Vec<f64> = samples.iter().map(|s| f64::from(*s)).collect();
            let weighted = one_by_one(high_pass, &one_by_one(shelf, &input));
            let wanted: f64 = weighted.iter().map(|s| s * s).sum();
            let mut first = None;
            for len in [1, 2, 3, 10, 4001] {
                let mut state = State::default();
                let weighting = Weighting::new(rate_hz);
                for piece in samples.chunks(len) {
                    weighting.weigh(piece, &mut state);
                }
                let energy = state.energies[0] + state.energies[1];
                assert!((energy / wanted - 1.0).abs() < 1e-11, "{rate_hz} {len}");
                // To the last bit, however it comes.
                assert_eq!(energy, *first.get_or_insert(energy), "{rate_hz} {len}");
            }
        }
    }
}
