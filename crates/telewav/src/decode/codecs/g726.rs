//! G.726: adaptive differential PCM of 2, 3, 4 or 5 bits a sample: 16, 24, 32 and 40 kbit/s at 8000 Hz. What is called G.721
//! is that of 4 bits, and G.723 of 1988 those of 3 and 5.
//!
//! Source: ITU-T G.726 (12/90), whose clause 4 defines the decoder to the bit, block by block; the blocks are named at each
//! step. The output is the uniform PCM of Annex A (11/94), 14 bits, not G.711.

use super::bits;
use crate::decode::blocks::{BlockDecoder, Damaged};

/// Which bits of an octet hold the code that comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BitOrder {
    /// The most significant ones: ITU-T I.366.2, annex E, "AAL2".
    MostFirst,
    /// The least significant ones: RFC 3551, clause 4.5.4, and Sun's AU.
    LeastFirst,
}

/// What a code stands for, by its size without the sign: DQLN (tables 7 to 10), W (FUNCTW) and F (FUNCTF).
type Level = (i32, i32, i32);
const LEVELS_2: [Level; 2] = [(116, -22, 0), (365, 439, 7)];
const LEVELS_3: [Level; 4] = [(-2048, -4, 0), (135, 30, 1), (273, 137, 2), (373, 582, 7)];
const LEVELS_4: [Level; 8] = [
    (-2048, -12, 0),
    (4, 18, 0),
    (135, 41, 0),
    (213, 64, 1),
    (273, 112, 1),
    (323, 198, 1),
    (373, 355, 3),
    (425, 1122, 7),
];
const LEVELS_5: [Level; 16] = [
    (-2048, 14, 0),
    (-66, 14, 0),
    (28, 24, 0),
    (104, 39, 0),
    (169, 40, 0),
    (224, 41, 1),
    (274, 58, 1),
    (318, 100, 1),
    (358, 141, 1),
    (395, 179, 1),
    (429, 219, 2),
    (459, 280, 3),
    (488, 358, 4),
    (514, 440, 5),
    (539, 529, 6),
    (566, 696, 6),
];

/// Full scale of 14 bits.
const FULL_SCALE: i32 = 8192;

/// A number as FLOATA and FLOATB make it: sign, exponent of 4 bits, mantissa of 6.
#[derive(Debug, Clone, Copy)]
struct Float {
    is_negative: bool,
    exponent: u32,
    mantissa: i32,
}

impl Float {
    /// What is in the memories after a reset.
    const ZERO: Self = Self::of(false, 0);

    const fn of(is_negative: bool, size: i32) -> Self {
        let exponent = i32::BITS - size.leading_zeros();
        let mantissa = if size == 0 {
            32
        } else {
            (size << 6) >> exponent
        };
        Self {
            is_negative,
            exponent,
            mantissa,
        }
    }

    /// The product with a coefficient of the predictor (FMULT).
    fn times(self, coefficient: i16) -> i32 {
        let of_coefficient = coefficient >> 2;
        let other = Self::of(of_coefficient < 0, i32::from(of_coefficient).abs() & 0x1FFF);
        let exponent = self.exponent + other.exponent;
        let mantissa = ((self.mantissa * other.mantissa + 48) >> 4) << 7;
        let size = match exponent {
            0..=26 => mantissa >> (26 - exponent),
            _ => (mantissa << (exponent - 26)) & 0x7FFF,
        };
        if self.is_negative != other.is_negative {
            -size
        } else {
            size
        }
    }
}

/// What the decoder remembers from one sample to the next.
#[derive(Debug)]
struct State {
    /// Coefficients of the predictor: A1 and A2, B1 to B6.
    a: [i16; 2],
    b: [i16; 6],
    /// The last reconstructed signals, SR1 and SR2, and the last differences, DQ1 to DQ6.
    sr: [Float; 2],
    dq: [Float; 6],
    /// The signs PK1 and PK2 of the last differences with the estimate of the zeros.
    pk: [bool; 2],
    /// A narrow-band signal was found (TD).
    is_tone: bool,
    /// Averages of F: short (DMS) and long (DML).
    dms: i32,
    dml: i32,
    /// Speed control (AP), fast and slow scale factor (YU, YL).
    ap: i32,
    yu: i32,
    yl: i32,
}

impl State {
    /// Source: the reset values beside the delays in clause 4.2.
    const RESET: Self = Self {
        a: [0; 2],
        b: [0; 6],
        sr: [Float::ZERO; 2],
        dq: [Float::ZERO; 6],
        pk: [false; 2],
        is_tone: false,
        dms: 0,
        dml: 0,
        ap: 0,
        yu: 544,
        yl: 34_816,
    };

    /// One sample of 14 bits. `leak_shift` is that of the zeros (UPB).
    fn expand(&mut self, is_negative: bool, (dqln, w, f): Level, leak_shift: u32) -> i32 {
        let y = self.scale();
        let size = antilog(dqln + (y >> 2));
        let difference = if is_negative { -size } else { size };
        let (se, sez) = self.estimates();
        // ADDB, ADDC.
        let sr = (se + difference) as i16;
        let with_zeros = (sez + difference) as i16;
        let is_transition = self.is_transition(size);

        self.adapt_poles(with_zeros);
        self.adapt_zeros(is_negative, size, leak_shift);
        // TONE.
        self.is_tone = self.a[1] < -11_776;
        self.adapt_speed(y, f);
        self.adapt_scale(y, w);
        // TRIGA, TRIGB.
        if is_transition {
            self.a = [0; 2];
            self.b = [0; 6];
            self.is_tone = false;
            self.ap = 256;
        }

        self.pk = [with_zeros < 0, self.pk[0]];
        let magnitude = i32::from(sr).abs() & 0x7FFF;
        self.sr = [Float::of(sr < 0, magnitude), self.sr[0]];
        self.dq.rotate_right(1);
        self.dq[0] = Float::of(is_negative, size);
        // LIMO of Annex A.
        i32::from(sr).clamp(-FULL_SCALE, FULL_SCALE - 1)
    }

    /// The scale factor Y (LIMA, MIX).
    fn scale(&self) -> i32 {
        let al = (self.ap >> 2).min(64);
        let slow = self.yl >> 6;
        let difference = self.yu - slow;
        let product = (difference.abs() * al) >> 6;
        slow + product * difference.signum()
    }

    /// The estimates of the signal, SE, and of the zeros alone, SEZ (FMULT, ACCUM).
    fn estimates(&self) -> (i32, i32) {
        let zeros: i32 = self
            .b
            .iter()
            .zip(&self.dq)
            .map(|(b, dq)| dq.times(*b))
            .sum();
        let poles: i32 = self
            .a
            .iter()
            .zip(&self.sr)
            .map(|(a, sr)| sr.times(*a))
            .sum();
        let half = |sum: i32| i32::from(sum as i16 >> 1);
        (half(zeros + poles), half(zeros))
    }

    /// Whether a tone has gone over into something else (TRANS).
    fn is_transition(&self, size: i32) -> bool {
        let threshold = match self.yl >> 15 {
            whole @ 0..=9 => (32 + (self.yl >> 10 & 31)) << whole,
            _ => 31 << 10,
        };
        self.is_tone && size > (threshold + (threshold >> 1)) >> 1
    }

    /// UPA2, LIMC, UPA1, LIMD.
    fn adapt_poles(&mut self, with_zeros: i16) {
        let [a1, a2] = self.a.map(i32::from);
        let signs = self
            .pk
            .map(|pk| if pk == (with_zeros < 0) { 1 } else { -1 });
        let is_zero = with_zeros == 0;
        let towards = |by: i32| if is_zero { 0 } else { by };
        let second = 16_384 * signs[1] - signs[0] * 4 * a1.clamp(-8191, 8191);
        let a2 = (a2 + towards(second >> 7) - (a2 >> 7)).clamp(-12_288, 12_288);
        let limit = 15_360 - a2;
        let a1 = (a1 + towards(192 * signs[0]) - (a1 >> 8)).clamp(-limit, limit);
        self.a = [a1 as i16, a2 as i16];
    }

    /// XOR, UPB.
    fn adapt_zeros(&mut self, is_negative: bool, size: i32, leak_shift: u32) {
        for (b, dq) in self.b.iter_mut().zip(&self.dq) {
            let gain = match (size, dq.is_negative == is_negative) {
                (0, _) => 0,
                (_, true) => 128,
                (_, false) => -128,
            };
            *b = b.wrapping_add(gain - (*b >> leak_shift));
        }
    }

    /// FILTA, FILTB, SUBTC, FILTC.
    fn adapt_speed(&mut self, y: i32, f: i32) {
        self.dms += ((f << 9) - self.dms) >> 5;
        self.dml += ((f << 11) - self.dml) >> 7;
        let is_steady = ((self.dms << 2) - self.dml).abs() < self.dml >> 3;
        let ax = i32::from(y < 1536 || !is_steady || self.is_tone);
        self.ap += ((ax << 9) - self.ap) >> 4;
    }

    /// FILTD, LIMB, FILTE.
    fn adapt_scale(&mut self, y: i32, w: i32) {
        self.yu = (y + (((w << 5) - y) >> 5)).clamp(544, 5120);
        self.yl += self.yu + (-self.yl >> 6);
    }
}

/// The size of the difference from its logarithm, of which 7 bits are a fraction (ANTILOG).
fn antilog(dql: i32) -> i32 {
    match dql {
        0.. => ((128 + (dql & 127)) << 7) >> (14 - (dql >> 7 & 15)),
        _ => 0,
    }
}

/// The codes of a file, one behind another.
pub struct G726 {
    bits: u32,
    order: BitOrder,
    block_octets: usize,
    levels: &'static [Level],
    state: State,
}

impl G726 {
    /// Codes of so many bits, in blocks of at least so many octets. `None` if no code has that size.
    pub fn new(bits: u32, order: BitOrder, at_least_octets: usize) -> Option<Self> {
        let levels: &[Level] = match bits {
            2 => &LEVELS_2,
            3 => &LEVELS_3,
            4 => &LEVELS_4,
            5 => &LEVELS_5,
            _ => return None,
        };
        // Whole codes in whole octets.
        let unit = if bits.is_multiple_of(2) {
            1
        } else {
            bits as usize
        };
        Some(Self {
            bits,
            order,
            block_octets: at_least_octets.max(1).next_multiple_of(unit),
            levels,
            state: State::RESET,
        })
    }

    fn expand_all(&mut self, n: u64, mut codes: impl FnMut(u32) -> u16, plane: &mut Vec<f32>) {
        let sign = 1 << (self.bits - 1);
        let leak_shift = if self.bits == 5 { 9 } else { 8 };
        for _ in 0..n {
            let code = codes(self.bits);
            let is_negative = code & sign != 0;
            let size = usize::from(if is_negative { !code } else { code } & (sign - 1));
            let sample = self
                .state
                .expand(is_negative, self.levels[size], leak_shift);
            plane.push(sample as f32 / FULL_SCALE as f32);
        }
    }
}

impl BlockDecoder for G726 {
    fn block_octets(&self) -> usize {
        self.block_octets
    }

    fn n_frames(&self, octets: u64) -> u64 {
        octets.saturating_mul(8) / u64::from(self.bits)
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        let n = self.n_frames(block.len() as u64);
        if let Some(plane) = planes.first_mut() {
            match self.order {
                BitOrder::MostFirst => self.expand_all(n, bits::from_the_top(block, 0), plane),
                BitOrder::LeastFirst => self.expand_all(n, bits::from_the_bottom(block, 0), plane),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Codes of so many bits that hit every limit, as octets, the most significant bit first.
    fn codes(bits: u32) -> Vec<u8> {
        let (mut x, mut held, mut n_held) = (1_u32, 0_u32, 0);
        let mut octets = Vec::new();
        for _ in 0..4096 {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            held = (held << bits) | (x >> (32 - bits));
            n_held += bits;
            while n_held >= 8 {
                n_held -= 8;
                octets.push((held >> n_held) as u8);
            }
        }
        octets
    }

    #[test]
    fn every_rate_is_exact() {
        // The values are those of the decoder in ITU-T G.191, behind the limiter of Annex A.
        for (bits, wanted) in [
            (2, 0x5890_45CF),
            (3, 0xC7E5_9C55),
            (4, 0xF551_4014),
            (5, 0x8561_A257),
        ] {
            let mut planes = [Vec::new()];
            let mut decoder = G726::new(bits, BitOrder::MostFirst, 100).unwrap();
            for block in codes(bits).chunks(decoder.block_octets()) {
                decoder.decode(block, &mut planes).unwrap();
            }
            assert_eq!(planes[0].len(), 4096);
            let sum = planes[0].iter().fold(0_u32, |sum, sample| {
                let sample = (sample * FULL_SCALE as f32) as i32;
                sum.wrapping_mul(31).wrapping_add(sample as u32)
            });
            assert_eq!(sum, wanted, "{bits} bits");
        }
        assert!(G726::new(1, BitOrder::MostFirst, 1).is_none());
        assert!(G726::new(6, BitOrder::MostFirst, 1).is_none());
    }
}
