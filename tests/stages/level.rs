//! Downmix, level and quantising: small stages with exact answers.

use telewav::g711::alaw;
use telewav::level::{Level, Meter, fit_full_scale, measure, peak};
use telewav::pcm::Pcm;
use telewav::quantize::{Rounding, linear16};
use telewav::{downmix, riff};

use crate::common::*;

// ---- downmix ----

fn mixed(channels: Vec<Vec<f32>>) -> Vec<f32> {
    let mut mono = vec![9.0; 3];
    downmix::average(&Pcm::new(8000, channels).unwrap(), &mut mono);
    mono
}

#[test]
fn one_channel_is_copied_bit_by_bit() {
    let samples = vec![0.1, -0.0, 1.5, f32::MIN_POSITIVE];
    let mono = mixed(vec![samples.clone()]);
    let bits = |samples: &[f32]| samples.iter().map(|s| s.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&mono), bits(&samples));
}

#[test]
fn channels_are_averaged() {
    assert_eq!(mixed(vec![vec![1.0, 0.5], vec![0.5, -0.5]]), [0.75, 0.0]);
    assert_eq!(
        mixed(vec![vec![1.0], vec![0.0], vec![0.0], vec![-0.5]]),
        [0.125]
    );
    let sixty_four = mixed((0..64).map(|n| vec![n as f32 / 64.0]).collect());
    assert_eq!(sixty_four, [63.0 / 128.0]);
}

#[test]
fn an_average_never_exceeds_full_scale() {
    for n_channels in 1..=64 {
        let mono = mixed(vec![vec![1.0, -1.0]; n_channels]);
        assert!(
            peak(&mono) <= 1.0 + f32::EPSILON,
            "{n_channels} channels: {mono:?}"
        );
    }
}

#[test]
fn channels_in_opposite_phase_cancel() {
    let left = sine(8000, 440.0, 0.9, 100);
    let right = left.iter().map(|sample| -sample).collect();
    assert_eq!(mixed(vec![left, right]), [0.0; 100]);
}

#[test]
fn no_channels_are_no_samples() {
    assert_eq!(mixed(Vec::new()), [0.0; 0]);
    assert_eq!(mixed(vec![Vec::new(), Vec::new()]), [0.0; 0]);
}

#[test]
fn a_block_needs_planes_of_one_length() {
    assert!(Pcm::new(8000, vec![vec![0.0; 2], vec![0.0; 3]]).is_none());
    let block = Pcm::new(8000, vec![vec![0.0; 2]; 3]).unwrap();
    assert_eq!(
        (block.n_channels(), block.n_frames(), block.rate_hz()),
        (3, 2, 8000)
    );
}

// ---- level ----

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
        assert_eq!(
            measure(silence, 8000),
            Level {
                peak_dbfs: None,
                true_peak_dbtp: None,
                rms_dbov: None,
                active_dbov: None,
                activity: None
            }
        );
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

#[test]
fn overshoot_is_lowered_to_full_scale_and_no_further() {
    let mut samples = [0.5, -2.0, 1.0];
    assert_near(fit_full_scale(&mut samples), -6.0206);
    assert_eq!(samples, [0.25, -1.0, 0.5]);
    let mut barely = [0.0, 1.001];
    assert_near(fit_full_scale(&mut barely), -0.0087);
    assert!(peak(&barely) <= 1.0 + f32::EPSILON, "{barely:?}");
}

#[test]
fn a_signal_within_full_scale_is_left_alone() {
    for peak in [1.0, -1.0, 0.3, 0.0] {
        let mut samples = [0.1, peak];
        assert_eq!(fit_full_scale(&mut samples), None);
        assert_eq!(samples, [0.1, peak]);
    }
}

// ---- quantise ----

fn quantised(samples: &[f32], rounding: Rounding) -> (Vec<i16>, usize) {
    let mut out = vec![7; 3];
    let n_clipped = linear16(samples, rounding, &mut out);
    (out, n_clipped)
}

#[test]
fn every_integer_comes_back() {
    let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let samples: Vec<f32> = all
        .iter()
        .map(|value| f32::from(*value) / 32768.0)
        .collect();
    for rounding in [Rounding::Floor, Rounding::Nearest] {
        assert_eq!(
            quantised(&samples, rounding),
            (all.clone(), 0),
            "{rounding:?}"
        );
    }
}

#[test]
fn floor_goes_down_and_nearest_to_the_nearest() {
    let steps = [
        2.0, 2.25, 2.5, 2.75, -2.0, -2.25, -2.5, -2.75, 0.999, -0.001,
    ];
    let samples = steps.map(|step| step / 32768.0);
    assert_eq!(
        quantised(&samples, Rounding::Floor).0,
        [2, 2, 2, 2, -2, -3, -3, -3, 0, -1]
    );
    assert_eq!(
        quantised(&samples, Rounding::Nearest).0,
        [2, 2, 3, 3, -2, -2, -3, -3, 1, 0]
    );
}

#[test]
fn what_is_out_of_range_is_held_and_counted() {
    let samples = [1.0, -1.0, 1.001, -1.001, 1e9, -1e9];
    for rounding in [Rounding::Floor, Rounding::Nearest] {
        assert_eq!(
            quantised(&samples, rounding),
            (vec![32767, -32768, 32767, -32768, 32767, -32768], 4),
            "{rounding:?}"
        );
    }
}

#[test]
fn floor_and_alaw_of_16_bit_samples_are_the_octets_of_g191() {
    let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let (_, sound) = decoded(&riff::write::linear16(8000, &all).unwrap()).unwrap();
    let (linear, n_clipped) = quantised(&sound.planes[0], Rounding::Floor);
    let codes = linear.iter().map(|sample| u16::from(alaw::encode(*sample)));
    assert_eq!(crc_of_words(codes), 0x7471_9FE4);
    assert_eq!(n_clipped, 0);
}

#[test]
fn floor_lets_the_decision_values_act_on_the_unrounded_signal() {
    // G.711's decision value 2 (of 4096) is 16 steps of 16-bit. Just below it is the interval below,
    // though the nearest 16-bit step is the decision value itself.
    let just_below = [15.9 / 32768.0];
    let code = |rounding| alaw::encode(quantised(&just_below, rounding).0[0]);
    assert_eq!(code(Rounding::Floor), alaw::encode(15));
    assert_eq!(code(Rounding::Nearest), alaw::encode(16));
    assert_ne!(alaw::encode(15), alaw::encode(16));
}
