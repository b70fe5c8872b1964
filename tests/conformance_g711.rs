//! G.711 is bit-exact: every one of the 65,536 inputs and 256 octets, against the checksums that ITU-T prints and
//! against a second formulation straight from the tables of the Recommendation.
//!
//! The CRC-32s are those in `src/g711/README.md` of the ITU-T Software Tool Library (G.191,
//! <https://github.com/openitu/STL>), column "CRC32-LE": `sweep.src` is every 16-bit input, `sweep-r.a` and
//! `sweep-r.u` are its codes, `sweep-r.rea` and `sweep-r.reu` are those decoded again.

mod common;

use common::crc_of_words;
use telewav::g711::{alaw, ulaw};

fn all_samples() -> impl Iterator<Item = i16> {
    i16::MIN..=i16::MAX
}

fn all_octets() -> impl Iterator<Item = u8> {
    0..=u8::MAX
}

#[test]
fn our_sweep_is_the_reference_sweep() {
    assert_eq!(
        crc_of_words(all_samples().map(|sample| sample as u16)),
        0xC8BA_7682
    );
}

#[test]
fn alaw_codes_have_the_checksum_of_g191() {
    let codes = all_samples().map(|sample| u16::from(alaw::encode(sample)));
    assert_eq!(crc_of_words(codes), 0x7471_9FE4);
}

#[test]
fn alaw_decoded_again_has_the_checksum_of_g191() {
    let samples = all_samples().map(|sample| alaw::decode(alaw::encode(sample)) as u16);
    assert_eq!(crc_of_words(samples), 0xABCE_AA69);
}

#[test]
fn ulaw_codes_have_the_checksum_of_g191() {
    let codes = all_samples().map(|sample| u16::from(ulaw::encode(sample)));
    assert_eq!(crc_of_words(codes), 0xCD17_0E15);
}

#[test]
fn ulaw_decoded_again_has_the_checksum_of_g191() {
    let samples = all_samples().map(|sample| ulaw::decode(ulaw::encode(sample)) as u16);
    assert_eq!(crc_of_words(samples), 0x6364_1C01);
}

#[test]
fn every_alaw_octet_survives_decoding_and_encoding() {
    for octet in all_octets() {
        assert_eq!(
            alaw::encode(alaw::decode(octet)),
            octet,
            "octet 0x{octet:02X}"
        );
    }
}

#[test]
fn every_ulaw_octet_but_negative_zero_survives_decoding_and_encoding() {
    for octet in all_octets().filter(|octet| *octet != 0x7F) {
        assert_eq!(
            ulaw::encode(ulaw::decode(octet)),
            octet,
            "octet 0x{octet:02X}"
        );
    }
    assert_eq!(ulaw::decode(0x7F), 0, "negative zero is zero");
    assert_eq!(ulaw::encode(0), 0xFF, "and zero is coded as positive zero");
}

#[test]
fn silence_is_0xd5_in_alaw_and_0xff_in_ulaw() {
    assert_eq!((alaw::SILENCE, ulaw::SILENCE), (0xD5, 0xFF));
    assert_eq!(
        (alaw::encode(0), ulaw::encode(0)),
        (alaw::SILENCE, ulaw::SILENCE)
    );
}

#[test]
fn alaw_has_no_zero() {
    assert_eq!((alaw::decode(0xD5), alaw::decode(0x55)), (8, -8));
    assert!(all_octets().all(|octet| alaw::decode(octet) != 0));
}

#[test]
fn the_ends_of_the_range_are_the_outermost_codes() {
    assert_eq!(
        (alaw::encode(i16::MAX), alaw::encode(i16::MIN)),
        (0xAA, 0x2A)
    );
    assert_eq!((alaw::decode(0xAA), alaw::decode(0x2A)), (32256, -32256));
    assert_eq!(
        (ulaw::encode(i16::MAX), ulaw::encode(i16::MIN)),
        (0x80, 0x00)
    );
    assert_eq!((ulaw::decode(0x80), ulaw::decode(0x00)), (32124, -32124));
}

#[test]
fn a_louder_sample_never_decodes_to_a_quieter_one() {
    for sample in i16::MIN..i16::MAX {
        let (a, b) = (sample, sample + 1);
        assert!(
            alaw::decode(alaw::encode(a)) <= alaw::decode(alaw::encode(b)),
            "A-law turns round at {sample}"
        );
        assert!(
            ulaw::decode(ulaw::encode(a)) <= ulaw::decode(ulaw::encode(b)),
            "µ-law turns round at {sample}"
        );
    }
}

#[test]
fn a_sample_and_its_ones_complement_differ_in_the_sign_bit_alone() {
    for sample in all_samples() {
        assert_eq!(
            alaw::encode(!sample),
            alaw::encode(sample) ^ 0x80,
            "A-law, {sample}"
        );
        assert_eq!(
            ulaw::encode(!sample),
            ulaw::encode(sample) ^ 0x80,
            "µ-law, {sample}"
        );
    }
    for octet in all_octets() {
        assert_eq!(
            alaw::decode(octet ^ 0x80),
            -alaw::decode(octet),
            "A-law, 0x{octet:02X}"
        );
        assert_eq!(
            ulaw::decode(octet ^ 0x80),
            -ulaw::decode(octet),
            "µ-law, 0x{octet:02X}"
        );
    }
}

/// The positive half of a law as G.711 prints it: decision values x(n), of which interval n lies from
/// x(n) up to x(n + 1).
struct Table {
    /// x(0) to x(128) in units of the table; the last is the virtual one.
    decisions: Vec<i32>,
    /// 16-bit steps in one unit of the table.
    unit: i32,
}

impl Table {
    /// From x(1) and, segment by segment, the number of decision values and the step from each to the next.
    fn new(first: i32, segments: &[(usize, i32)], unit: i32) -> Self {
        let mut decisions = vec![0];
        let mut next = first;
        for &(n_values, step) in segments {
            for _ in 0..n_values {
                decisions.push(next);
                next += step;
            }
        }
        // The virtual decision value at the end of the last segment.
        decisions.push(next);
        assert_eq!(decisions.len(), 129, "128 intervals");
        Self { decisions, unit }
    }

    /// G.711 table 1a: 0 to 4096. 31 values of step 2 after x(1) = 2, as zero is one, too; then 16 values a
    /// segment, each of twice the step.
    fn a_law() -> Self {
        let segments = [
            (31, 2),
            (16, 4),
            (16, 8),
            (16, 16),
            (16, 32),
            (16, 64),
            (16, 128),
        ];
        let table = Self::new(2, &segments, 8);
        assert_eq!(table.decisions[128], 4096);
        table
    }

    /// G.711 table 2a: 0 to 8159. A half step around zero, then steps of 2, doubled from segment to segment.
    fn mu_law() -> Self {
        let segments = [
            (15, 2),
            (16, 4),
            (16, 8),
            (16, 16),
            (16, 32),
            (16, 64),
            (16, 128),
            (16, 256),
        ];
        let table = Self::new(1, &segments, 4);
        assert_eq!(table.decisions[128], 8159);
        table
    }

    /// The number of the interval of a sample's magnitude, by binary search. A negative sample that
    /// equals a decision value belongs to the interval nearer to zero, a positive one to the outer.
    fn interval(&self, sample: i16) -> u8 {
        let magnitude = i32::from(sample).abs();
        let n = if sample >= 0 {
            self.decisions
                .partition_point(|x| x * self.unit <= magnitude)
        } else {
            self.decisions
                .partition_point(|x| x * self.unit < magnitude)
        };
        // µ-law's x(128) lies below full scale; everything beyond it is in the last interval.
        (n.clamp(1, 128) - 1) as u8
    }

    /// The middle of an interval: y(n + 1) = (x(n) + x(n + 1)) / 2, in 16-bit steps.
    fn middle(&self, interval: u8) -> i32 {
        let n = usize::from(interval);
        (self.decisions[n] + self.decisions[n + 1]) * self.unit / 2
    }
}

/// Column 6 of the tables: the sign bit is 1 for positive values.
fn sign_bit(sample: i16) -> u8 {
    if sample >= 0 { 0x80 } else { 0 }
}

#[test]
fn alaw_agrees_with_table_1a_on_every_sample() {
    let table = Table::a_law();
    for sample in all_samples() {
        // The number of the interval is the character signal; even bits are inverted on the line.
        let character = sign_bit(sample) | table.interval(sample);
        assert_eq!(
            alaw::encode(sample),
            character ^ 0b0101_0101,
            "sample {sample}"
        );
    }
}

#[test]
fn alaw_decodes_to_the_middle_of_the_intervals_of_table_1a() {
    let table = Table::a_law();
    for octet in all_octets() {
        let character = octet ^ 0b0101_0101;
        let middle = table.middle(character & 0x7F);
        let wanted = if character & 0x80 != 0 {
            middle
        } else {
            -middle
        };
        assert_eq!(
            i32::from(alaw::decode(octet)),
            wanted,
            "octet 0x{octet:02X}"
        );
    }
}

#[test]
fn ulaw_agrees_with_table_2a_on_every_sample() {
    let table = Table::mu_law();
    for sample in all_samples() {
        // All bits but the sign are inverted.
        let character = sign_bit(sample) | (0x7F - table.interval(sample));
        assert_eq!(ulaw::encode(sample), character, "sample {sample}");
    }
}

#[test]
fn ulaw_decodes_to_the_middle_of_the_intervals_of_table_2a() {
    let table = Table::mu_law();
    for octet in all_octets() {
        let interval = 0x7F - (octet & 0x7F);
        // The interval around zero stands for zero.
        let middle = if interval == 0 {
            0
        } else {
            table.middle(interval)
        };
        let wanted = if octet & 0x80 != 0 { middle } else { -middle };
        assert_eq!(
            i32::from(ulaw::decode(octet)),
            wanted,
            "octet 0x{octet:02X}"
        );
    }
}
