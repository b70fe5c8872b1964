//! A-law: 13-bit linear samples in 8 segments of 16 steps, even bits inverted.

/// The octet of digital silence. It decodes to +8, never to 0: A-law has no zero.
pub const SILENCE: u8 = 0xD5;

/// Even-bit inversion, ITU-T G.711 (11/88), table 1a, note 2.
const EVEN_BITS: u8 = 0x55;

/// Encodes one 16-bit linear sample as a G.711 A-law octet.
///
/// The input is left-justified: the 13 most significant bits count and the rest are truncated
/// towards minus infinity, as in the G.191 reference. Negative samples use the one's complement as
/// magnitude. Never fails.
///
/// Source: ITU-T G.711 (11/88), tables 1a and 1b; ITU-T G.191 (STL), g711. Checked on all 65,536
/// inputs in `tests/conformance_g711.rs`.
///
/// ```
/// use telewav::g711::alaw;
/// assert_eq!(alaw::encode(0), 0xD5);
/// assert_eq!(alaw::encode(-1), 0x55);
/// assert_eq!(alaw::encode(i16::MAX), 0xAA);
/// ```
pub fn encode(sample: i16) -> u8 {
    CODES[(sample >> 4) as usize & (CODES.len() - 1)]
}

/// The octets of all inputs without their last 4 bits, which do not count: those of 0 and more, then the negative ones.
static CODES: [u8; 1 << 12] = {
    let mut codes = [0; 1 << 12];
    let mut i = 0;
    while i < codes.len() {
        codes[i] = code((i << 4) as u16 as i16);
        i += 1;
    }
    codes
};

const fn code(sample: i16) -> u8 {
    // One's complement magnitude, 12 bits: 0..=2047.
    let magnitude = (if sample < 0 { !sample } else { sample }) >> 4;
    let bits = 16 - magnitude.leading_zeros();
    // Segments 0 and 1 share one step size; each further segment doubles it.
    let segment = bits.saturating_sub(4);
    let mantissa = (magnitude >> segment.saturating_sub(1)) & 0x0F;
    let sign: u8 = if sample < 0 { 0 } else { 0x80 };
    (sign | (segment as u8) << 4 | mantissa as u8) ^ EVEN_BITS
}

/// Decodes one A-law octet to a 16-bit linear sample: the middle of its quantising step.
///
/// `encode(decode(octet)) == octet` for all 256 octets. Never fails.
///
/// Source: ITU-T G.711 (11/88), tables 1a and 1b.
///
/// ```
/// use telewav::g711::alaw;
/// assert_eq!(alaw::decode(alaw::SILENCE), 8);
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
    let code = octet ^ EVEN_BITS;
    let segment = (code >> 4) & 0x07;
    let mantissa = ((code & 0x0F) as i16) << 4;
    let magnitude = match segment {
        0 => mantissa + 0x008,
        _ => (mantissa + 0x108) << (segment - 1),
    };
    if code & 0x80 == 0 {
        -magnitude
    } else {
        magnitude
    }
}
