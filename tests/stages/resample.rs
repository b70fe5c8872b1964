//! Resampling: the number of frames is exact, nothing is shifted in time, speech passes and aliases do not.

use std::f64::consts::TAU;

use telewav::Error;
use telewav::resample::{Resampler, target_frames};

use crate::common::*;

/// All kinds of rates: telephone, CD, film, video, their multiples, and some that share no factor with
/// 8000.
const RATES: [u32; 19] = [
    2000, 7999, 8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 37_800, 44_056, 44_100,
    47_999, 48_000, 88_200, 96_000, 176_400, 192_000, 768_000,
];

/// Those that recordings have.
const COMMON_RATES: [u32; 9] = [
    11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000,
];

/// The whole of a signal at once.
fn resampled(samples: &[f32], rate_hz: u32, target_hz: u32) -> Vec<f32> {
    in_blocks_of(samples.len().max(1), samples, rate_hz, target_hz)
}

fn in_blocks_of(len: usize, samples: &[f32], rate_hz: u32, target_hz: u32) -> Vec<f32> {
    let mut out = Vec::new();
    let mut resampler = Resampler::new(target_hz);
    for block in samples.chunks(len) {
        resampler.push(block, rate_hz, &mut out).unwrap();
    }
    resampler.finish(&mut out).unwrap();
    out
}

/// Amplitude and phase (radians, of a sine) of the part of `samples` at `hz`. Best over whole periods.
fn tone_in(samples: &[f32], first_frame: usize, rate_hz: u32, hz: f64) -> (f64, f64) {
    let (mut sine, mut cosine) = (0.0, 0.0);
    for (n, sample) in samples.iter().enumerate() {
        let phase = TAU * hz * (first_frame + n) as f64 / f64::from(rate_hz);
        sine += f64::from(*sample) * phase.sin();
        cosine += f64::from(*sample) * phase.cos();
    }
    let scale = 2.0 / samples.len() as f64;
    (
        (sine * sine + cosine * cosine).sqrt() * scale,
        cosine.atan2(sine),
    )
}

fn rms(samples: &[f32]) -> f64 {
    let energy: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
    (energy / samples.len() as f64).sqrt()
}

fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

// ---- how many frames ----

#[test]
fn the_number_of_frames_is_exact_to_8000_hz() {
    for rate_hz in RATES {
        for n in [1, 2, 10, 100, 4095, 4096, 4410, 44_100, 44_101] {
            let wanted = (n * 8000_usize).div_ceil(rate_hz as usize);
            let out = resampled(&vec![0.5; n], rate_hz, 8000);
            assert_eq!(out.len(), wanted, "{n} frames at {rate_hz} Hz");
            assert_eq!(target_frames(n as u64, rate_hz, 8000), wanted as u64);
        }
    }
}

#[test]
fn the_number_of_frames_is_exact_to_16000_hz() {
    for rate_hz in [8000, 11_025, 16_000, 44_100, 48_000] {
        for n in [1, 2, 10, 100, 4095, 4096, 4410, 44_101] {
            let wanted = (n * 16_000_usize).div_ceil(rate_hz as usize);
            let out = resampled(&vec![0.5; n], rate_hz, 16_000);
            assert_eq!(out.len(), wanted, "{n} frames at {rate_hz} Hz");
        }
    }
}

#[test]
fn no_frames_are_no_frames() {
    for rate_hz in [8000, 44_100] {
        assert_eq!(resampled(&[], rate_hz, 8000), [0.0; 0]);
        let (mut resampler, mut out) = (Resampler::new(8000), Vec::new());
        resampler.push(&[], rate_hz, &mut out).unwrap();
        resampler.finish(&mut out).unwrap();
        assert_eq!(out, [0.0; 0]);
    }
}

#[test]
fn the_frame_count_of_the_longest_recording_does_not_overflow() {
    assert_eq!(target_frames(u64::MAX, 8000, 8000), u64::MAX);
    assert_eq!(target_frames(u64::MAX, 8000, 4000), u64::MAX / 2 + 1);
    assert_eq!(target_frames(u64::MAX, 4000, 8000), u64::MAX);
}

// ---- when ----

#[test]
fn an_impulse_stays_within_half_an_output_frame_of_its_time() {
    for rate_hz in RATES.into_iter().chain([22_254]) {
        let n_frames = if rate_hz > 100_000 { 60_000 } else { 10_001 };
        for at in [0, 1, 7, 1000, 4095, 4096, 9000] {
            let mut impulse = vec![0.0; n_frames];
            impulse[at] = 1.0;
            let out = resampled(&impulse, rate_hz, 8000);
            let (found, _) = out
                .iter()
                .enumerate()
                .max_by(|(_, a), (_, b)| a.total_cmp(b))
                .unwrap();
            let wanted = at as f64 * 8000.0 / f64::from(rate_hz);
            assert!(
                (found as f64 - wanted).abs() <= 0.5 + 1e-9,
                "{rate_hz} Hz: frame {at} is at {found}, wanted {wanted:.3}"
            );
        }
    }
}

#[test]
fn an_impulse_in_the_last_frame_is_not_lost() {
    for rate_hz in [2000, 11_025, 16_000, 44_100, 48_000] {
        for n_frames in [1, 10, 4096, 4410, 5000] {
            let mut impulse = vec![0.0; n_frames];
            impulse[n_frames - 1] = 1.0;
            let out = resampled(&impulse, rate_hz, 8000);
            let peak = out.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
            // A low-pass lowers an impulse by the rates' ratio; then it may lie up to 0.82 frames behind
            // the last frame of output.
            let wanted = 0.2 * (8000.0 / rate_hz as f32).min(1.0);
            assert!(
                peak > wanted,
                "{rate_hz} Hz, {n_frames} frames: peak {peak}"
            );
        }
    }
}

// ---- what passes ----

/// A second and a half of a signal at `rate_hz`, resampled to 8000 Hz, and of that half a second in the
/// middle, which starts at frame 4000: far from what switching it on and off does.
fn middle(signal: impl Fn(usize) -> f64, rate_hz: u32) -> Vec<f32> {
    let n_frames = rate_hz as usize * 3 / 2;
    let samples: Vec<f32> = (0..n_frames).map(|n| signal(n) as f32).collect();
    resampled(&samples, rate_hz, 8000)[4000..8000].to_vec()
}

#[test]
fn speech_passes_within_0_01_db_and_without_delay() {
    // Measured: 0.00004 dB and 0.000001 frames at the worst of these rates and tones.
    for rate_hz in COMMON_RATES {
        // All tones at once; over half a second each has whole periods, so they can be told apart.
        let tones: Vec<f64> = (3..=37).map(|n| f64::from(n) * 100.0).collect();
        let step = TAU / f64::from(rate_hz);
        let signal = |n: usize| {
            let sum: f64 = tones.iter().map(|hz| (step * hz * n as f64).sin()).sum();
            sum / 40.0
        };
        let out = middle(signal, rate_hz);
        for hz in &tones {
            let (amplitude, phase) = tone_in(&out, 4000, 8000, *hz);
            let gain_db = decibels(amplitude * 40.0);
            let delay_frames = phase / TAU * 8000.0 / hz;
            assert!(
                gain_db.abs() < 0.01,
                "{rate_hz} Hz: {gain_db:.6} dB at {hz} Hz"
            );
            assert!(
                delay_frames.abs() < 0.001,
                "{rate_hz} Hz: {delay_frames:.6} frames at {hz} Hz"
            );
        }
    }
}

#[test]
fn what_is_above_4200_hz_is_gone() {
    // Measured: -141 dB at 44.1 kHz, -145 dB at 48 kHz, -135 dB at the worst of these rates, 12 kHz.
    for rate_hz in COMMON_RATES {
        let tones = [
            4200.0, 4500.0, 5000.0, 6300.0, 7900.0, 8000.0, 8100.0, 11_000.0, 15_700.0, 20_000.0,
        ];
        for hz in tones.into_iter().filter(|hz| hz * 2.0 < f64::from(rate_hz)) {
            let step = TAU / f64::from(rate_hz) * hz;
            let out = middle(|n| (step * n as f64).sin(), rate_hz);
            let left_db = decibels(rms(&out)) + 3.01;
            assert!(left_db < -120.0, "{rate_hz} Hz: {left_db:.1} dB of {hz} Hz");
        }
    }
}

#[test]
fn going_up_adds_nothing() {
    for (rate_hz, target_hz) in [(2000, 8000), (8000, 16_000), (11_025, 16_000)] {
        // At 2000 Hz the filter is two seconds long, and its input starts and ends somewhere.
        let tone = |rate_hz| sine(rate_hz, 500.0, 0.5, 7 * rate_hz as usize);
        let out = resampled(&tone(rate_hz), rate_hz, target_hz);
        let (start, end) = (3 * target_hz as usize, 4 * target_hz as usize);
        let (amplitude, phase) = tone_in(&out[start..end], start, target_hz, 500.0);
        assert!(
            decibels(amplitude / 0.5).abs() < 0.01,
            "{rate_hz} Hz: amplitude {amplitude}"
        );
        assert!(phase.abs() < 1e-4, "{rate_hz} Hz: phase {phase}");
        let rest: Vec<f32> = tone(target_hz)
            .iter()
            .zip(&out)
            .map(|(wanted, got)| got - wanted)
            .collect();
        let rest_db = decibels(rms(&rest[start..end]) / 0.5);
        // Measured: -122 dB at the worst.
        assert!(
            rest_db < -110.0,
            "{rate_hz} Hz: {rest_db:.1} dB besides the tone"
        );
    }
}

#[test]
fn at_the_target_rate_samples_pass_untouched() {
    let noise = Noise::new(1).samples(10_001);
    assert_eq!(resampled(&noise, 8000, 8000), noise);
    assert_eq!(in_blocks_of(77, &noise, 16_000, 16_000), noise);
}

// ---- state ----

#[test]
fn the_size_of_the_blocks_does_not_matter() {
    let noise = Noise::new(2).samples(20_000);
    for (rate_hz, target_hz) in [(44_100, 8000), (48_000, 8000), (8000, 16_000)] {
        let whole = resampled(&noise, rate_hz, target_hz);
        for len in [1, 7, 441, 4095, 4096, 4410, 4411, 8192] {
            let pieces = in_blocks_of(len, &noise, rate_hz, target_hz);
            assert!(pieces == whole, "{rate_hz} Hz in blocks of {len} frames");
        }
    }
}

#[test]
fn a_change_of_rate_is_as_if_two_files_were_joined() {
    let noise = Noise::new(3).samples(9000);
    let runs = [
        (44_100, &noise[..5001]),
        (8000, &noise[..333]),
        (48_000, &noise[..]),
        (44_100, &noise[..1]),
    ];
    let mut resampler = Resampler::new(8000);
    let (mut out, mut wanted) = (Vec::new(), Vec::new());
    for (rate_hz, samples) in runs {
        for block in samples.chunks(1000) {
            resampler.push(block, rate_hz, &mut out).unwrap();
        }
        wanted.extend(resampled(samples, rate_hz, 8000));
    }
    resampler.finish(&mut out).unwrap();
    assert_eq!(wanted.len(), 908 + 333 + 1500 + 1);
    assert!(out == wanted);
}

#[test]
fn nothing_is_left_from_one_use_to_the_next() {
    let (loud, tone) = (vec![1.0; 7000], sine(44_100, 440.0, 0.5, 10_000));
    let mut resampler = Resampler::new(8000);
    let mut out = Vec::new();
    resampler.push(&loud, 44_100, &mut out).unwrap();
    resampler.finish(&mut out).unwrap();
    out.clear();
    resampler.push(&tone, 44_100, &mut out).unwrap();
    resampler.finish(&mut out).unwrap();
    assert!(out == resampled(&tone, 44_100, 8000));
    // Finishing again adds nothing.
    let len = out.len();
    resampler.finish(&mut out).unwrap();
    assert_eq!(out.len(), len);
}

#[test]
fn what_is_in_the_output_already_stays_there() {
    let tone = sine(44_100, 440.0, 0.5, 10_000);
    let mut out = vec![0.125; 10];
    let mut resampler = Resampler::new(8000);
    resampler.push(&tone, 44_100, &mut out).unwrap();
    resampler.finish(&mut out).unwrap();
    assert_eq!(out[..10], [0.125; 10]);
    assert!(out[10..] == resampled(&tone, 44_100, 8000));
}

#[test]
fn a_rate_of_zero_is_refused() {
    for (rate_hz, target_hz) in [(0, 8000), (8000, 0)] {
        let result = Resampler::new(target_hz).push(&[0.0; 10], rate_hz, &mut Vec::new());
        assert!(
            matches!(result, Err(Error::InvalidOptions { .. })),
            "{result:?}"
        );
    }
}

#[test]
fn a_recording_leaves_nothing_behind_for_the_next() {
    let resampled = |amplitude: f64, rate_hz: u32| {
        let (mut resampler, mut out) = (Resampler::new(8000), Vec::new());
        let sound = sine(rate_hz, 440.0, amplitude, 30_000);
        resampler.push(&sound, rate_hz, &mut out).unwrap();
        resampler.finish(&mut out).unwrap();
        out
    };
    for rate_hz in [11_025, 44_100, 96_000] {
        // On a thread of its own, none has been there before.
        let first = std::thread::spawn(move || resampled(0.5, rate_hz))
            .join()
            .unwrap();
        resampled(1.0, rate_hz);
        assert!(resampled(0.5, rate_hz) == first, "{rate_hz}");
    }
}
