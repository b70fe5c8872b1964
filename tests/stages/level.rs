//! Peaks and RMS: signals with a known answer. `speech` and `loudness` have the rest.

use telewav::level::{Level, Meter, measure, peak};

use crate::common::*;

fn assert_near(actual: Option<f64>, wanted: f64) {
    let actual = actual.unwrap();
    assert!(
        (actual - wanted).abs() < 1e-4,
        "{actual} dB, wanted {wanted} dB"
    );
}

#[test]
fn a_full_scale_square_is_0_dbov() {
    let level = measure(&[1.0, -1.0].repeat(50), 8000);
    assert_eq!((level.peak_dbfs, level.rms_dbov), (Some(0.0), Some(0.0)));
}

#[test]
fn a_full_scale_sine_is_minus_3_01_dbov() {
    // 8 samples a period hit the peaks exactly.
    let level = measure(&sine(8000, 1000.0, 1.0, 8000), 8000);
    assert_near(level.peak_dbfs, 0.0);
    assert_near(level.rms_dbov, -3.0103);
}

#[test]
fn half_the_amplitude_is_6_02_db_less() {
    let sine_level = measure(&sine(8000, 1000.0, 0.5, 8000), 8000);
    assert_near(sine_level.peak_dbfs, -6.0206);
    assert_near(sine_level.rms_dbov, -9.0309);
    let square_level = measure(&[0.5, -0.5].repeat(50), 8000);
    assert_near(square_level.peak_dbfs, -6.0206);
    assert_near(square_level.rms_dbov, -6.0206);
}

#[test]
fn silence_has_no_level() {
    for silence in [&[][..], &[0.0; 100]] {
        let Level {
            peak_dbfs,
            true_peak_dbtp,
            rms_dbov,
            active_dbov,
            activity,
            ..
        } = measure(silence, 8000);
        assert_eq!((peak_dbfs, true_peak_dbtp, rms_dbov), (None, None, None));
        assert_eq!((active_dbov, activity), (None, None));
    }
}

#[test]
fn the_peak_counts_wherever_it_is_and_of_either_sign() {
    assert_eq!(peak(&[]), 0.0);
    for length in 1..40 {
        for at in 0..length {
            for value in [0.75, -0.75] {
                let mut samples = vec![0.25; length];
                samples[at] = value;
                assert_eq!(peak(&samples), 0.75, "{value} at {at} of {length}");
            }
        }
    }
    assert_eq!(peak(&[0.5, f32::NAN, -0.25]), 0.5);
}

#[test]
fn a_signal_in_pieces_has_the_level_of_the_whole() {
    let samples = Noise::new(1).samples(10_000);
    let mut meter = Meter::new(8000);
    for piece in samples.chunks(777) {
        meter.push(piece);
    }
    let (pieces, whole) = (meter.level(), measure(&samples, 8000));
    assert_eq!(pieces.peak_dbfs, whole.peak_dbfs);
    assert_near(pieces.rms_dbov, whole.rms_dbov.unwrap());
}
