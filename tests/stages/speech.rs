//! The active level of ITU-T P.56, method B: on signals whose level follows from analysis, against the
//! description followed to the letter, and where there is no answer.

use std::f64::consts::{PI, SQRT_2};

use telewav::level::speech::{Active, SpeechMeter, active_level};

use crate::common::*;

// The parameters of method B.
const T_S: f64 = 0.03;
const H_S: f64 = 0.2;
const MARGIN_DB: f64 = 15.9;

fn power_db(ratio: f64) -> f64 {
    10.0 * ratio.log10()
}

fn rms_dbov(samples: &[f32]) -> f64 {
    let energy: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
    power_db(energy / samples.len() as f64)
}

fn scaled(samples: &[f32], gain_db: f64) -> Vec<f32> {
    let gain = 10_f64.powf(gain_db / 20.0) as f32;
    samples.iter().map(|sample| gain * sample).collect()
}

#[track_caller]
fn assert_near(actual: f64, wanted: f64, margin: f64) {
    assert!(
        (actual - wanted).abs() <= margin,
        "{actual}, wanted {wanted} within {margin}"
    );
}

/// Noise of a normal distribution: the sum of twelve uniform ones.
fn gaussian(n: usize, rms: f32) -> Vec<f32> {
    let mut noise = Noise::new(7);
    (0..n)
        .map(|_| rms * 0.5 * noise.samples(12).iter().sum::<f32>())
        .collect()
}

/// Bursts of a sine of -17 dBFS at `rate_hz`, `on_s` long and `off_s` apart, ten of them.
fn bursts(rate_hz: u32, on_s: f64, off_s: f64) -> Vec<f32> {
    let frames = |seconds: f64| (f64::from(rate_hz) * seconds).round() as usize;
    let mut one = sine(rate_hz, 110.0, 10_f64.powf(-17.0 / 20.0), frames(on_s));
    one.resize(frames(on_s) + frames(off_s), 0.0);
    one.repeat(10)
}

/// The speech of the fixture, 16 bits at 8000 Hz.
fn speech() -> Vec<f32> {
    let octets = std::fs::read("../../fixtures/prompts/please-try-again.wav").unwrap();
    decoded(&octets).unwrap().1.planes.remove(0)
}

// ---- known answers ----

#[test]
fn of_a_sound_without_pauses_it_is_the_rms() {
    let sounds = [
        sine(8000, 440.0, 0.1, 80_000),
        sine(8000, 440.0, 1.0, 80_000),
        [0.25, -0.25].repeat(40_000),
        vec![0.5; 80_000],
        gaussian(80_000, 0.05),
    ];
    for sound in sounds {
        let active = active_level(&sound, 8000).unwrap();
        // The envelope takes less than 30 ms of the 10 s to rise to 15.9 dB below its end.
        assert_near(active.activity, 1.0, 0.003);
        assert_near(active.level_dbov, rms_dbov(&sound), 0.013);
    }
    let sine = active_level(&sine(8000, 440.0, 1.0, 80_000), 8000).unwrap();
    assert_near(sine.level_dbov, -3.01, 0.02);
}

/// What method B gives for bursts of a sine, if thresholds were not an octave apart: the envelope's two stages
/// rise as 1 - (1 + t/T)e^(-t/T) to the sine's mean magnitude and fall as (1 + t/T)e^(-t/T).
fn analysed(amplitude: f64, on_s: f64, off_s: f64) -> Active {
    let fall = |threshold: f64| {
        let mut t = 0.0;
        while (1.0 + t) * f64::exp(-t) > threshold {
            t += 1e-4;
        }
        t * T_S
    };
    let mean = 2.0 / PI * amplitude;
    let energy = (amplitude / SQRT_2).powi(2) * on_s;
    let mut active_s = on_s + H_S;
    for _ in 0..50 {
        let threshold = 10_f64.powf((power_db(energy / active_s) - MARGIN_DB) / 20.0) / mean;
        active_s = on_s - fall(1.0 - threshold) + fall(threshold) + H_S;
    }
    Active {
        level_dbov: power_db(energy / active_s),
        activity: active_s / (on_s + off_s),
    }
}

#[test]
fn of_bursts_it_is_their_energy_over_their_time_and_the_hangover() {
    let amplitude = 10_f64.powf(-17.0 / 20.0);
    for (on_s, off_s) in [(0.2, 1.0), (0.5, 2.0), (1.0, 1.0), (3.0, 4.0)] {
        let active = active_level(&bursts(8000, on_s, off_s), 8000).unwrap();
        let wanted = analysed(amplitude, on_s, off_s);
        // Interpolated between thresholds an octave apart.
        assert_near(active.level_dbov, wanted.level_dbov, 0.1);
        assert_near(active.activity / wanted.activity, 1.0, 0.025);
        // The envelope falls more slowly than it rises, by some 90 ms.
        let rough = -17.0 - 3.01 + power_db(on_s / (on_s + 0.09 + H_S));
        assert_near(active.level_dbov, rough, 0.25);
    }
}

#[test]
fn pauses_shorter_than_the_hangover_count_as_speech() {
    let sound = bursts(8000, 0.2, 0.15);
    let active = active_level(&sound, 8000).unwrap();
    assert_near(active.level_dbov, rms_dbov(&sound), 0.05);
}

#[test]
fn silence_around_it_changes_the_activity_and_not_the_level() {
    let mut sound = vec![0.0; 40_000];
    sound.extend(speech());
    sound.extend([0.0; 4000]);
    let near = active_level(&sound, 8000).unwrap();
    sound.extend(vec![0.0; 400_000]);
    let far = active_level(&sound, 8000).unwrap();
    assert_near(far.level_dbov, near.level_dbov, 1e-9);
    let n_near = (sound.len() - 400_000) as f64;
    assert_near(
        far.activity * sound.len() as f64,
        near.activity * n_near,
        1e-3,
    );
}

#[test]
fn a_gain_changes_the_level_by_as_much() {
    let speech = speech();
    let active = active_level(&speech, 8000).unwrap();
    // By octaves, the same samples meet the same thresholds.
    for octaves in [1, 2, 4, 6] {
        let lower =
            active_level(&scaled(&speech, -f64::from(octaves) * power_db(4.0)), 8000).unwrap();
        assert_near(
            lower.level_dbov,
            active.level_dbov - f64::from(octaves) * power_db(4.0),
            1e-4,
        );
        assert_near(lower.activity, active.activity, 1e-4);
    }
    for tenths in (0..=400).step_by(7) {
        let gain_db = f64::from(-tenths) / 10.0;
        let lower = active_level(&scaled(&speech, gain_db), 8000).unwrap();
        assert_near(lower.level_dbov - gain_db, active.level_dbov, 0.1);
    }
    let lower = active_level(&scaled(&speech, -20.0), 8000).unwrap();
    assert_near(lower.level_dbov + 20.0, active.level_dbov, 0.1);
}

#[test]
fn the_rate_does_not_matter() {
    let wanted = active_level(&bursts(48_000, 0.5, 1.0), 48_000).unwrap();
    for rate_hz in [2000, 7999, 8000, 16_000, 44_100, 192_000, 768_000] {
        let active = active_level(&bursts(rate_hz, 0.5, 1.0), rate_hz).unwrap();
        assert_near(active.level_dbov, wanted.level_dbov, 0.01);
        assert_near(active.activity, wanted.activity, 0.001);
    }
}

#[test]
fn speech_is_louder_than_its_rms() {
    let speech = speech();
    let active = active_level(&speech, 8000).unwrap();
    let above_db = active.level_dbov - rms_dbov(&speech);
    assert!((0.2..1.5).contains(&above_db), "{above_db} dB");
    assert_near(power_db(active.activity), -above_db, 1e-9);
}

// ---- the description, followed to the letter ----

/// P.56, method B, sample by sample and threshold by threshold.
fn naive(samples: &[f32], rate_hz: u32) -> Option<Active> {
    let rate = f64::from(rate_hz);
    let g = f64::exp(-1.0 / (rate * T_S));
    let hangover = (H_S * rate).ceil() as u64;
    let thresholds: Vec<f64> = (1..=15).map(|k| 2_f64.powi(k - 16)).collect();
    let mut activity_counts = [0_u64; 15];
    let mut hangover_counts = [hangover; 15];
    let (mut p, mut q, mut sum_of_squares) = (0.0, 0.0, 0.0);
    for sample in samples {
        let x = f64::from(*sample);
        sum_of_squares += x * x;
        p = g * p + (1.0 - g) * x.abs();
        q = g * q + (1.0 - g) * p;
        for j in 0..15 {
            if q >= thresholds[j] {
                activity_counts[j] += 1;
                hangover_counts[j] = 0;
            } else if hangover_counts[j] < hangover {
                activity_counts[j] += 1;
                hangover_counts[j] += 1;
            }
        }
    }
    let points: Vec<(f64, f64)> = (0..15)
        .filter(|&j| activity_counts[j] > 0)
        .map(|j| {
            let level = power_db(sum_of_squares / activity_counts[j] as f64);
            (level, 20.0 * thresholds[j].log10())
        })
        .collect();
    let excess = |(level, threshold): (f64, f64)| level - threshold - MARGIN_DB;
    let pair = points
        .windows(2)
        .find(|pair| excess(pair[0]) > 0.0 && excess(pair[1]) <= 0.0)?;
    // Both lines are straight between the two points; where do they cross?
    let part = excess(pair[0]) / (excess(pair[0]) - excess(pair[1]));
    let level_dbov = (1.0 - part) * pair[0].0 + part * pair[1].0;
    let whole = power_db(sum_of_squares / samples.len() as f64);
    Some(Active {
        level_dbov,
        activity: 10_f64.powf((whole - level_dbov) / 10.0),
    })
}

#[track_caller]
fn assert_as_described(what: &str, samples: &[f32], rate_hz: u32) {
    let (ours, described) = (active_level(samples, rate_hz), naive(samples, rate_hz));
    let is_same = match (ours, described) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            (a.level_dbov - b.level_dbov).abs() < 1e-9 && (a.activity - b.activity).abs() < 1e-9
        }
        _ => false,
    };
    assert!(is_same, "{what}: {ours:?}, as described {described:?}");
}

#[test]
fn it_is_what_the_description_says() {
    let speech = speech();
    assert_as_described("speech", &speech, 8000);
    for tenths in (0..=900).step_by(15) {
        let gain_db = f64::from(-tenths) / 10.0;
        assert_as_described(&format!("{gain_db} dB"), &scaled(&speech, gain_db), 8000);
    }
    for n in [0, 1, 79, 80, 160, 400, 800, 2400, 5000] {
        assert_as_described(&format!("{n} samples"), &speech[..n], 8000);
    }
    for rate_hz in [2000, 7999, 44_100, 48_001, 768_000] {
        assert_as_described(&format!("{rate_hz} Hz"), &speech, rate_hz);
    }
    for (on_s, off_s) in [(0.01, 0.5), (0.03, 0.1), (0.1, 0.205), (0.3, 0.7)] {
        assert_as_described("bursts", &bursts(8000, on_s, off_s), 8000);
    }
    // So long a silence that the envelope is rounded to nothing.
    let mut apart = speech.clone();
    apart.extend(vec![0.0; 320_000]);
    apart.extend(scaled(&speech, -10.0));
    assert_as_described("40 s of silence", &apart, 8000);
    // Every magnitude, at random lengths.
    let mut noise = Noise::new(3);
    for _ in 0..200 {
        let mut sound = Vec::new();
        for _ in 0..1 + noise.next_u32() % 12 {
            let gain = 2_f32.powf(9.0 * noise.sample() - 9.0);
            let n = 1 + (noise.next_u32() % 4000) as usize;
            sound.extend(noise.samples(n).iter().map(|sample| gain * sample));
        }
        assert_as_described(&format!("noise of {}", sound.len()), &sound, 8000);
    }
}

#[test]
fn pieces_are_as_good_as_the_whole() {
    let speech = speech();
    let whole = active_level(&speech, 8000);
    for length in [1, 7, 80, 8191, 8193] {
        let mut meter = SpeechMeter::new(8000);
        for piece in speech.chunks(length) {
            meter.push(piece);
            // Looking does not disturb it.
            meter.active();
        }
        assert_eq!(meter.active(), whole, "pieces of {length}");
    }
}

// ---- no answer ----

#[test]
fn silence_and_a_click_in_silence_have_none() {
    let click = |length: usize| {
        let mut samples = vec![0.0; 16_000];
        samples[8000..8000 + length].fill(0.9);
        samples
    };
    for samples in [vec![], vec![0.0; 16_000], vec![0.9], click(1), click(7)] {
        assert_eq!(
            active_level(&samples, 8000),
            None,
            "{} samples",
            samples.len()
        );
    }
}

#[test]
fn a_moment_has_none_and_a_syllable_has_one() {
    let at_once = |ms: usize| active_level(&sine(8000, 440.0, 0.1, 8 * ms), 8000);
    assert_eq!(at_once(20), None);
    assert_eq!(at_once(49), None);
    for ms in [60, 100, 300] {
        // The envelope's rise is lost: at most 30 ms of it.
        let lost_db = power_db(ms as f64 / (ms as f64 - 30.0));
        let above_db = at_once(ms).unwrap().level_dbov + 23.01;
        assert!((0.0..lost_db).contains(&above_db), "{ms} ms: {above_db} dB");
    }
    // 0.3 s of speech.
    let word = &speech()[1000..3400];
    let active = active_level(word, 8000).unwrap();
    assert_near(active.level_dbov, rms_dbov(word), 0.5);
}

#[test]
fn what_is_too_low_or_too_high_for_the_thresholds_has_none() {
    let level = |dbov: f64| active_level(&scaled(&[1.0, -1.0].repeat(8000), dbov), 8000);
    for dbov in [9.8, 0.0, -74.3] {
        assert_near(level(dbov).unwrap().level_dbov, dbov, 0.07);
    }
    for dbov in [10.0, 60.0, -74.5, -90.0] {
        assert_eq!(level(dbov), None, "{dbov} dBov");
    }
}

#[test]
fn an_offset_counts_as_signal() {
    let mut sound = speech();
    sound.extend([0.0; 16_000]);
    let active = active_level(&sound, 8000).unwrap();
    let offset_by = |dbov: f64| {
        let offset = 10_f64.powf(dbov / 20.0) as f32;
        let offset: Vec<f32> = sound.iter().map(|sample| sample + offset).collect();
        active_level(&offset, 8000).unwrap()
    };
    // Far below the threshold it is nothing; above it, there are no pauses.
    let low = offset_by(active.level_dbov - 30.0);
    assert_near(low.level_dbov, active.level_dbov, 0.3);
    let high = offset_by(active.level_dbov - 10.0);
    assert_near(high.activity, 1.0, 0.02);
}
