//! GSM full-rate speech (RPE-LTP, "GSM 06.10"), decoder only: 260 bits to 160 samples.
//!
//! Source: ETSI EN 300 961 V8.1.1 (GSM 06.10), whose clause 5 defines the decoder to the bit in 16-bit
//! integer arithmetic; clauses are named at each step. The two packings in use are those of RFC 3551,
//! clause 4.5.8 (`.gsm` files: 33 octets), and of Microsoft's `WAVE_FORMAT_GSM610` (65 octets for two).

use super::bits;
use crate::decode::blocks::{BlockDecoder, Damaged};
use crate::error::remark::CodecFault;

/// Samples of one frame: 20 ms at 8000 Hz.
pub const FRAME_SAMPLES: usize = 160;
/// Octets of one frame in a `.gsm` file.
pub const FRAME_OCTETS: usize = 33;
/// The four bits that such a frame starts with.
pub const SIGNATURE: u8 = 0xD;
/// Octets of one block in a WAV: two frames.
pub const WAV_BLOCK_OCTETS: usize = 65;

/// Samples of one sub-segment; four make a frame.
const SUB_SAMPLES: usize = 40;
/// Sub-segments of one frame.
const SUBS: usize = 4;
/// Longest lag of the long-term predictor.
const MAX_LAG: usize = 120;

/// Bits of each log-area ratio (table 1.1).
const LAR_BITS: [u32; 8] = [6, 6, 5, 5, 4, 4, 3, 3];
/// Decoding of the log-area ratios (table 4.1): B, MIC and 1/A.
const LAR_B: [i16; 8] = [0, 0, 2048, -2560, 94, -1792, -341, -1144];
const LAR_MIC: [i16; 8] = [-32, -32, -16, -16, -8, -8, -4, -4];
const LAR_INVERSE_A: [i16; 8] = [
    13_107, 13_107, 13_107, 13_107, 19_223, 17_476, 31_454, 29_708,
];
/// Gain of the long-term predictor (table 4.3b).
const LTP_GAIN: [i16; 4] = [3277, 11_469, 21_299, 32_767];
/// Direct mantissa of the block maximum (table 4.6).
const MANTISSA: [i16; 8] = [
    18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767,
];
/// Coefficient of the de-emphasis (clause 5.3.5).
const DE_EMPHASIS: i16 = 28_180;

/// Product of two fractions of 15 bits, rounded (clause 5.1, `mult_r`).
fn mult_r(a: i16, b: i16) -> i16 {
    let product = (i32::from(a) * i32::from(b) + (1 << 14)) >> 15;
    // Only -1 times -1 does not fit.
    product.min(i32::from(i16::MAX)) as i16
}

/// What one frame transmits.
struct Parameters {
    lar: [i16; 8],
    subs: [Sub; SUBS],
}

/// What one sub-segment transmits.
#[derive(Default)]
struct Sub {
    lag: usize,
    gain: usize,
    grid: usize,
    block_max: i16,
    pulses: [i16; 13],
}

impl Parameters {
    /// In the order of transmission (table 1.1). `bits` hands out that many bits.
    fn read(mut bits: impl FnMut(u32) -> u16) -> Self {
        let lar = LAR_BITS.map(|n| bits(n) as i16);
        let subs = std::array::from_fn(|_| Sub {
            lag: usize::from(bits(7)),
            gain: usize::from(bits(2)),
            grid: usize::from(bits(2)),
            block_max: bits(6) as i16,
            pulses: std::array::from_fn(|_| bits(3) as i16),
        });
        Self { lar, subs }
    }
}

/// The decoder's memory (clause 4.3; all zero at the start but the lag, clause 4.4).
pub struct Decoder {
    /// Reconstructed residual: the last 120 samples, then the sub-segment being made.
    residual: [i16; MAX_LAG + SUB_SAMPLES],
    lag: usize,
    /// Log-area ratios of the frame before.
    lar: [i16; 8],
    /// States of the lattice filter.
    lattice: [i16; 9],
    de_emphasis: i16,
}

impl Decoder {
    pub fn new() -> Self {
        Self {
            residual: [0; MAX_LAG + SUB_SAMPLES],
            lag: 40,
            lar: [0; 8],
            lattice: [0; 9],
            de_emphasis: 0,
        }
    }

    /// Decodes one frame of 260 bits, which `bits` hands out: full scale is 16 bits, the lower three zero.
    fn frame(&mut self, bits: impl FnMut(u32) -> u16) -> [i16; FRAME_SAMPLES] {
        let parameters = Parameters::read(bits);
        let mut samples = [0; FRAME_SAMPLES];
        for (sub, samples) in parameters
            .subs
            .iter()
            .zip(samples.chunks_exact_mut(SUB_SAMPLES))
        {
            self.long_term(sub);
            samples.copy_from_slice(&self.residual[MAX_LAG..]);
            self.residual.copy_within(SUB_SAMPLES.., 0);
        }
        self.short_term(lar(&parameters.lar), &mut samples);
        for sample in &mut samples {
            *sample = self.post_process(*sample);
        }
        samples
    }

    /// Long-term synthesis of one sub-segment (clauses 5.3.1 and 5.3.2).
    fn long_term(&mut self, sub: &Sub) {
        if (SUB_SAMPLES..=MAX_LAG).contains(&sub.lag) {
            self.lag = sub.lag;
        }
        let excitation = excitation(sub);
        let gain = LTP_GAIN[sub.gain];
        for (k, excitation) in excitation.into_iter().enumerate() {
            let predicted = mult_r(gain, self.residual[MAX_LAG + k - self.lag]);
            self.residual[MAX_LAG + k] = excitation.saturating_add(predicted);
        }
    }

    /// Short-term synthesis with interpolated coefficients (clauses 5.2.9 and 5.3.4).
    fn short_term(&mut self, lar: [i16; 8], samples: &mut [i16; FRAME_SAMPLES]) {
        let before = std::mem::replace(&mut self.lar, lar);
        // Each part with the weights of both frames as shifts: a quarter is 2, a half 1.
        let mix = |shares: [(&[i16; 8], u32); 3]| -> [i16; 8] {
            std::array::from_fn(|i| {
                let [a, b, c] = shares.map(|(lar, shift)| lar[i].checked_shr(shift).unwrap_or(0));
                reflection(a.saturating_add(b).saturating_add(c))
            })
        };
        const NONE: u32 = u32::MAX;
        let parts = [
            (0..13, mix([(&before, 2), (&lar, 2), (&before, 1)])),
            (13..27, mix([(&before, 1), (&lar, 1), (&lar, NONE)])),
            (27..40, mix([(&before, 2), (&lar, 2), (&lar, 1)])),
            (
                40..FRAME_SAMPLES,
                mix([(&lar, 0), (&lar, NONE), (&lar, NONE)]),
            ),
        ];
        for (range, coefficients) in parts {
            for sample in &mut samples[range] {
                *sample = self.lattice(&coefficients, *sample);
            }
        }
    }

    /// One sample through the lattice filter (clause 5.3.4).
    fn lattice(&mut self, coefficients: &[i16; 8], sample: i16) -> i16 {
        let mut out = sample;
        for i in (0..8).rev() {
            out = out.saturating_sub(mult_r(coefficients[i], self.lattice[i]));
            self.lattice[i + 1] = self.lattice[i].saturating_add(mult_r(coefficients[i], out));
        }
        self.lattice[0] = out;
        out
    }

    /// De-emphasis, up-scaling and truncation to 13 bits (clauses 5.3.5 to 5.3.7).
    fn post_process(&mut self, sample: i16) -> i16 {
        self.de_emphasis = sample.saturating_add(mult_r(self.de_emphasis, DE_EMPHASIS));
        self.de_emphasis.saturating_add(self.de_emphasis) & !7
    }
}

/// The pulses of one sub-segment on its grid (clauses 5.2.15 to 5.2.17).
fn excitation(sub: &Sub) -> [i16; SUB_SAMPLES] {
    let (exponent, mantissa) = exponent_and_mantissa(sub.block_max);
    let shift = 6 - exponent;
    let half = if shift > 0 { 1 << (shift - 1) } else { 0 };
    let mut samples = [0; SUB_SAMPLES];
    let grid = samples[sub.grid..].iter_mut().step_by(3);
    for (sample, pulse) in grid.zip(sub.pulses) {
        let normal = (2 * pulse - 7) << 12;
        *sample = mult_r(MANTISSA[mantissa], normal).saturating_add(half) >> shift;
    }
    samples
}

/// Of the coded block maximum (clause 5.2.15): exponent -4 to 6, mantissa 0 to 7.
fn exponent_and_mantissa(block_max: i16) -> (i16, usize) {
    let mut exponent = if block_max > 15 {
        (block_max >> 3) - 1
    } else {
        0
    };
    let mut mantissa = block_max - (exponent << 3);
    if mantissa == 0 {
        return (-4, 7);
    }
    while mantissa <= 7 {
        mantissa = mantissa << 1 | 1;
        exponent -= 1;
    }
    (exponent, usize::from(mantissa as u16 & 7))
}

/// Log-area ratios from their codes (clause 5.2.8).
fn lar(codes: &[i16; 8]) -> [i16; 8] {
    std::array::from_fn(|i| {
        let scaled = ((codes[i] + LAR_MIC[i]) << 10).saturating_sub(LAR_B[i] << 1);
        let half = mult_r(LAR_INVERSE_A[i], scaled);
        half.saturating_add(half)
    })
}

/// Reflection coefficient of a log-area ratio (clause 5.2.9.2).
fn reflection(lar: i16) -> i16 {
    let size = lar.saturating_abs();
    let size = if size < 11_059 {
        size << 1
    } else if size < 20_070 {
        size + 11_059
    } else {
        (size >> 2).saturating_add(26_112)
    };
    if lar < 0 { -size } else { size }
}

/// The frames of a `.gsm` file.
pub struct RawGsm(pub Decoder);

impl BlockDecoder for RawGsm {
    fn block_octets(&self) -> usize {
        FRAME_OCTETS
    }

    fn n_frames(&self, octets: u64) -> u64 {
        octets / FRAME_OCTETS as u64 * FRAME_SAMPLES as u64
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        if block.len() < FRAME_OCTETS {
            return Ok(());
        }
        if block.first().is_none_or(|octet| octet >> 4 != SIGNATURE) {
            return Err(Damaged(CodecFault::GsmSignature));
        }
        push(&self.0.frame(bits::from_the_top(block, 4)), planes);
        Ok(())
    }
}

/// The blocks of a WAV.
pub struct WavGsm(pub Decoder);

impl BlockDecoder for WavGsm {
    fn block_octets(&self) -> usize {
        WAV_BLOCK_OCTETS
    }

    fn n_frames(&self, octets: u64) -> u64 {
        let (block, frame) = (WAV_BLOCK_OCTETS as u64, FRAME_OCTETS as u64);
        // The first of a block's frames ends in the middle of its last octet.
        let one_more = octets % block >= frame;
        (octets / block * 2 + u64::from(one_more)) * FRAME_SAMPLES as u64
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        let n_samples = self.n_frames(block.len() as u64) as usize;
        let mut bits = bits::from_the_bottom(block, 0);
        for _ in 0..n_samples / FRAME_SAMPLES {
            push(&self.0.frame(&mut bits), planes);
        }
        Ok(())
    }
}

fn push(samples: &[i16], planes: &mut [Vec<f32>]) {
    if let Some(plane) = planes.first_mut() {
        plane.extend(samples.iter().map(|sample| f32::from(*sample) / 32768.0));
    }
}
