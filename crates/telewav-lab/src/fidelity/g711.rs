//! A-law by the decision values of ITU-T G.711, table 1a, on numbers that were not rounded before: what an ideal
//! encoder does. Written without a look at telewav's own.

/// The magnitudes between which the codes of a segment lie, of a full scale of 4096: the first value of the
/// segment, and its step. Source: ITU-T G.711 (11/88), table 1a, columns 1 to 4 and 6.
const SEGMENTS: [(f64, f64); 7] = [
    (0.0, 2.0),
    (64.0, 4.0),
    (128.0, 8.0),
    (256.0, 16.0),
    (512.0, 32.0),
    (1024.0, 64.0),
    (2048.0, 128.0),
];

/// What a sample of full scale ±1.0 decodes to once it has been coded: the middle of its interval.
pub fn coded(sample: f64) -> f64 {
    let magnitude = (sample.abs() * 4096.0).min(4095.0);
    let segment = SEGMENTS.iter().rposition(|(first, _)| magnitude >= *first);
    let (first, step) = SEGMENTS[segment.unwrap_or(0)];
    // A decision value itself belongs to the interval above it.
    let interval = ((magnitude - first) / step).floor();
    let middle = first + (interval + 0.5) * step;
    middle.copysign(sample) / 4096.0
}

/// What an A-law octet decodes to, full scale ±1.0.
pub fn decoded(octets: &[u8]) -> Vec<f64> {
    let sample = |octet: &u8| f64::from(telewav::g711::alaw::decode(*octet)) / 32768.0;
    octets.iter().map(sample).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_telewav_does_with_integers() {
        for value in i16::MIN..=i16::MAX {
            let ours = telewav::g711::alaw::decode(telewav::g711::alaw::encode(value));
            let sample = f64::from(value) / 32768.0;
            let wanted = coded(sample) * 32768.0;
            // Negative integers: -16 is the last of the interval that ends at -16, by the reference of G.191.
            let at_edge = value < 0 && (f64::from(ours) - wanted).abs() > 0.5;
            assert!(
                !at_edge || (value % 16 == 0),
                "{value}: {ours}, wanted {wanted}"
            );
            if value >= 0 {
                assert!(
                    (f64::from(ours) - wanted).abs() < 0.5,
                    "{value}: {ours}, wanted {wanted}"
                );
            }
        }
    }
}
