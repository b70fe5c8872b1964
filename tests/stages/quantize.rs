//! Quantising: exact answers.

use telewav::g711::alaw;
use telewav::quantize::{Rounding, linear16};
use telewav::riff;

use crate::common::*;

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
