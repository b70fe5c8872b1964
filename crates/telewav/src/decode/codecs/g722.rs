//! G.722: two bands of adaptive differential PCM, an octet for two samples of 16,000 Hz: 64 kbit/s, or 56 and 48 where one or
//! two bits of each octet carry other data.
//!
//! Source: ITU-T G.722 (11/88), whose clause 6.2 defines the decoder to the bit in 16-bit arithmetic, block by block; the
//! blocks are named at each step. Table numbers are of that clause.

use crate::decode::blocks::{BlockDecoder, Damaged};

/// Coefficients of the receive filter, H0 to H11; H12 to H23 are the same backwards (table 11).
const QMF: [i32; 12] = [3, -11, -11, 53, 12, -156, 32, 362, -210, -805, 951, 3876];
/// Output levels of the lower band by the four bits that its predictor is adapted by, and by five and six.
const LOW_4: [i16; 16] = [
    0, -2557, -1612, -1121, -786, -530, -323, -150, 2557, 1612, 1121, 786, 530, 323, 150, 0,
];
const LOW_5: [i16; 32] = [
    -35, -35, -2919, -2195, -1765, -1458, -1219, -1023, -858, -714, -587, -473, -370, -276, -190,
    -110, 2919, 2195, 1765, 1458, 1219, 1023, 858, 714, 587, 473, 370, 276, 190, 110, 35, -35,
];
const LOW_6: [i16; 64] = [
    -17, -17, -17, -17, -3101, -2738, -2376, -2088, -1873, -1689, -1535, -1399, -1279, -1170,
    -1072, -982, -899, -822, -750, -682, -618, -558, -501, -447, -396, -347, -300, -254, -211,
    -170, -130, -91, 3101, 2738, 2376, 2088, 1873, 1689, 1535, 1399, 1279, 1170, 1072, 982, 899,
    822, 750, 682, 618, 558, 501, 447, 396, 347, 300, 254, 211, 170, 130, 91, 54, 17, -54, -17,
];
/// Those of the upper band.
const HIGH: [i16; 4] = [-926, -202, 926, 202];
/// How the logarithm of the scale factor moves (WL by RIL4, WH by IH2).
const LOW_MOVES: [i16; 16] = [
    -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60,
];
const HIGH_MOVES: [i16; 4] = [798, -214, 798, -214];
/// 32nds of an octave (ILB).
const ANTILOG: [i16; 32] = [
    2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
    2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
];

/// What two numbers of 15 binary places come to.
fn product(a: i16, b: i16) -> i16 {
    ((i32::from(a) * i32::from(b)) >> 15) as i16
}

/// A level at a scale factor (INVQAL, INVQBL, INVQAH).
fn scaled(level: i16, scale: i16) -> i16 {
    product(scale, level << 3)
}

/// One band's predictor and scale factor.
struct Band {
    /// The logarithm of the scale factor (NBL, NBH), the most that it may be, and the octaves that are full scale.
    log_scale: i16,
    max_log_scale: i16,
    octaves: i16,
    /// The scale factor (DETL, DETH).
    scale: i16,
    /// What is expected of the next sample (SL, SH), and the part of the zeros in it (SZL, SZH).
    expected: i16,
    of_zeros: i16,
    /// Coefficients of poles and zeros (AL1 and AL2, BL1 to BL6).
    poles: [i16; 2],
    zeros: [i16; 6],
    /// The last reconstructed signal (RLT1), the last differences (DLT1 to DLT6), the last partly reconstructed signals (PLT1,
    /// PLT2).
    reconstructed: i16,
    differences: [i16; 6],
    partial: [i16; 2],
}

impl Band {
    fn new(scale: i16, max_log_scale: i16, octaves: i16) -> Self {
        Self {
            log_scale: 0,
            max_log_scale,
            octaves,
            scale,
            expected: 0,
            of_zeros: 0,
            poles: [0; 2],
            zeros: [0; 6],
            reconstructed: 0,
            differences: [0; 6],
            partial: [0; 2],
        }
    }

    /// The signal with this difference from what was expected (RECONS, LIMIT).
    fn with(&self, difference: i16) -> i32 {
        i32::from(self.expected.saturating_add(difference)).clamp(-16_384, 16_383)
    }

    /// LOGSCL and SCALEL, LOGSCH and SCALEH.
    fn rescale(&mut self, by: i16) {
        self.log_scale = (product(self.log_scale, 32_512) + by).clamp(0, self.max_log_scale);
        let fraction = ANTILOG[usize::from(self.log_scale as u16 >> 6 & 31)];
        let down = self.octaves - (self.log_scale >> 11);
        let size = if down < 0 {
            fraction << -down
        } else {
            fraction >> down
        };
        self.scale = size << 2;
    }

    /// Takes in a difference, and expects the next sample.
    fn predict(&mut self, difference: i16) {
        // PARREC, RECONS.
        let partial = self.of_zeros.saturating_add(difference);
        let reconstructed = self.expected.saturating_add(difference);
        self.adapt_poles(partial);
        self.adapt_zeros(difference);
        self.partial = [partial, self.partial[0]];
        self.differences.rotate_right(1);
        self.differences[0] = difference;
        // FILTEP, FILTEZ, PREDIC.
        let twice = |x: i16| x.saturating_add(x);
        let of_poles = product(self.poles[0], twice(reconstructed))
            .saturating_add(product(self.poles[1], twice(self.reconstructed)));
        let zeros = self.zeros.iter().zip(&self.differences).rev();
        self.of_zeros = zeros.fold(0, |sum: i16, (b, difference)| {
            sum.saturating_add(product(*b, twice(*difference)))
        });
        self.expected = of_poles.saturating_add(self.of_zeros);
        self.reconstructed = reconstructed;
    }

    /// UPPOL2, UPPOL1.
    fn adapt_poles(&mut self, partial: i16) {
        let is_like = self.partial.map(|before| (before < 0) == (partial < 0));
        let four_times = i32::from(self.poles[0]) * 4;
        let first = if is_like[0] { -four_times } else { four_times };
        let first = first.clamp(i16::MIN.into(), i16::MAX.into()) as i16 >> 7;
        let second = if is_like[1] { 128 } else { -128 };
        let pole = first + second + product(self.poles[1], 32_512);
        self.poles[1] = pole.clamp(-12_288, 12_288);
        let limit = 15_360 - self.poles[1];
        let by = if is_like[0] { 192 } else { -192 };
        self.poles[0] = (by + product(self.poles[0], 32_640)).clamp(-limit, limit);
    }

    /// UPZERO.
    fn adapt_zeros(&mut self, difference: i16) {
        for (zero, before) in self.zeros.iter_mut().zip(&self.differences) {
            let by = match (difference, (*before < 0) == (difference < 0)) {
                (0, _) => 0,
                (_, true) => 128,
                (_, false) => -128,
            };
            *zero = by + product(*zero, 32_640);
        }
    }
}

/// The octets of a file, one behind another.
pub struct G722 {
    /// Bits of the octet that are not speech: 0 to 2, the least significant ones.
    other_bits: u32,
    block_octets: usize,
    low: Band,
    high: Band,
    /// The last 12 differences and sums of the bands, the latest first (XD, XS).
    memory: [[i32; 12]; 2],
}

impl G722 {
    /// `other_bits` of each octet are not speech: none at 64 kbit/s, 1 at 56, 2 at 48. Blocks have at least so many octets.
    pub fn new(other_bits: u32, at_least_octets: usize) -> Self {
        Self {
            other_bits: other_bits.min(2),
            block_octets: at_least_octets.max(1),
            low: Band::new(32, 18_432, 8),
            high: Band::new(8, 22_528, 10),
            memory: [[0; 12]; 2],
        }
    }

    /// The two samples of an octet, in 16 bits.
    fn expand(&mut self, octet: u8) -> [i16; 2] {
        let (low, high) = (usize::from(octet & 0x3F), usize::from(octet >> 6));
        let level = match self.other_bits {
            0 => LOW_6[low],
            1 => LOW_5[low >> 1],
            _ => LOW_4[low >> 2],
        };
        let of_low = self.low.with(scaled(level, self.low.scale));
        self.low.predict(scaled(LOW_4[low >> 2], self.low.scale));
        self.low.rescale(LOW_MOVES[low >> 2]);

        let difference = scaled(HIGH[high], self.high.scale);
        let of_high = self.high.with(difference);
        self.high.predict(difference);
        self.high.rescale(HIGH_MOVES[high]);
        self.join(of_low, of_high)
    }

    /// The receive filter (RECA, RECB, ACCUMC, ACCUMD).
    fn join(&mut self, low: i32, high: i32) -> [i16; 2] {
        for (memory, latest) in self.memory.iter_mut().zip([low - high, low + high]) {
            memory.rotate_right(1);
            memory[0] = latest;
        }
        let [differences, sums] = &self.memory;
        let first = (0..12).map(|i| differences[i] * tap(2 * i)).sum();
        let second = (0..12).map(|i| sums[i] * tap(2 * i + 1)).sum();
        let limited = |sum: i32| (sum >> 11).clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        [limited(first), limited(second)]
    }
}

/// H0 to H23.
fn tap(i: usize) -> i32 {
    QMF[i.min(23 - i)]
}

impl BlockDecoder for G722 {
    fn block_octets(&self) -> usize {
        self.block_octets
    }

    fn n_frames(&self, octets: u64) -> u64 {
        octets.saturating_mul(2)
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        if let Some(plane) = planes.first_mut() {
            for octet in block {
                plane.extend(
                    self.expand(*octet)
                        .map(|sample| f32::from(sample) / 32_768.0),
                );
            }
        }
        Ok(())
    }
}
