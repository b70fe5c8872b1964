//! µ-law: 14-bit linear samples in 8 segments of 16 steps, all bits inverted.

/// The octet of digital silence, positive zero.
pub const SILENCE: u8 = 0xFF;

/// Half of the first step, added so that every segment starts at a power of two.
const BIAS: i16 = 33;

/// Encodes one 16-bit linear sample as a G.711 µ-law octet.
///
/// The input is left-justified: the 14 most significant bits count and the rest are truncated
/// towards minus infinity, as in the G.191 reference. Never fails.
///
/// Source: ITU-T G.711 (11/88), tables 2a and 2b; ITU-T G.191 (STL), g711. Checked on all 65,536
/// inputs in `tests/conformance_g711.rs`.
///
/// ```
/// use telewav::g711::ulaw;
/// assert_eq!(ulaw::encode(0), 0xFF);
/// assert_eq!(ulaw::encode(i16::MAX), 0x80);
/// ```
pub fn encode(sample: i16) -> u8 {
    CODES[(sample >> 2) as usize & (CODES.len() - 1)]
}

/// The octets of all inputs without their last 2 bits, which do not count: those of 0 and more, then the negative ones.
static CODES: [u8; 1 << 14] = {
    let mut codes = [0; 1 << 14];
    let mut i = 0;
    while i < codes.len() {
        codes[i] = code((i << 2) as u16 as i16);
        i += 1;
    }
    codes
};

const fn code(sample: i16) -> u8 {
    // One's complement magnitude, 13 bits, biased and held below the virtual decision value 8192.
    let magnitude = ((if sample < 0 { !sample } else { sample }) >> 2) + BIAS;
    let magnitude = if magnitude > 0x1FFF {
        0x1FFF
    } else {
        magnitude
    };
    let segment = 16 - magnitude.leading_zeros() - 6;
    let mantissa = (magnitude >> (segment + 1)) & 0x0F;
    let sign: u8 = if sample < 0 { 0 } else { 0x80 };
    sign | (0x7F ^ ((segment as u8) << 4 | mantissa as u8))
}

/// Decodes one µ-law octet to a 16-bit linear sample: the middle of its quantising step.
///
/// 0xFF and 0x7F are positive and negative zero and both decode to 0, so `encode(decode(octet)) ==
/// octet` for all octets but 0x7F. Never fails.
///
/// Source: ITU-T G.711 (11/88), tables 2a and 2b.
///
/// ```
/// use telewav::g711::ulaw;
/// assert_eq!(ulaw::decode(ulaw::SILENCE), 0);
/// ```
pub fn decode(octet: u8) -> i16 {
    SAMPLES[octet as usize]
}

/// The samples of all octets.
static SAMPLES: [i16; 1 << 8] = {
    let mut samples = [0; 1 << 8];
    let mut i = 0;
    while i < samples.len() {
        samples[i] = sample(i as u8);
        i += 1;
    }
    samples
};

const fn sample(octet: u8) -> i16 {
    let code = !octet;
    let segment = (code >> 4) & 0x07;
    let mantissa = (code & 0x0F) as i16;
    let magnitude = (((mantissa << 1) + BIAS) << segment) - BIAS;
    let sample = magnitude << 2;
    if code & 0x80 == 0 { sample } else { -sample }
}
