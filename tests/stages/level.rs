//! Levels: sample peak, true peak, RMS, active speech level and loudness of signals with a known answer.

use std::f64::consts::TAU;

use telewav::level::loudness::integrated_lufs;
use telewav::level::speech::{Active, SpeechMeter, active_level};
use telewav::level::{Level, Meter, measure, peak};

use crate::common::*;

fn assert_near(actual: Option<f64>, wanted: f64) {
    let actual = actual.unwrap();
    assert!(
        (actual - wanted).abs() < 1e-4,
        "{actual} dB, wanted {wanted} dB"
    );
}

// ---- peak and RMS ----

#[test]
fn a_full_scale_square_is_0_dbov() {
    let level = measure(&[1.0, -1.0].repeat(4000), 8000);
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
    for silence in [&[][..], &[0.0; 100], &[0.0; 8000]] {
        assert_eq!(measure(silence, 8000), Level::default());
        assert_eq!(integrated_lufs(silence, 8000), None);
    }
}

#[test]
fn the_negative_peak_counts() {
    assert!((peak(&[0.25, -0.75, 0.5]) - 0.75).abs() < f32::EPSILON);
}

#[test]
fn a_signal_in_pieces_has_the_level_of_the_whole() {
    let samples = Noise::new(1).samples(10_000);
    let quieter: Vec<f32> = samples.iter().map(|s| s * 0.1).collect();
    let mut meter = Meter::new(8000, 2);
    for (piece, other) in samples.chunks(777).zip(quieter.chunks(777)) {
        meter.push(&[piece, other]);
    }
    for (pieces, whole) in meter.levels().into_iter().zip([&samples, &quieter]) {
        let whole = measure(whole, 8000);
        assert_eq!(pieces.peak_dbfs, whole.peak_dbfs);
        assert_eq!(pieces.true_peak_dbtp, whole.true_peak_dbtp);
        assert_near(pieces.rms_dbov, whole.rms_dbov.unwrap());
        assert_near(pieces.active_dbov, whole.active_dbov.unwrap());
    }
}

#[test]
fn the_true_peak_lies_between_the_samples() {
    // A quarter of the rate, at 45 degrees: no sample is above 0.7071, the signal reaches 1.
    let between: Vec<f32> = (0..8000)
        .map(|n| (TAU * (f64::from(n) / 4.0 + 0.125)).sin() as f32)
        .collect();
    let level = measure(&between, 8000);
    assert_near(level.peak_dbfs, -3.0103);
    // BS.1770's filter of 48 taps is not ideal; a tone that is switched on overshoots a little.
    assert!(level.true_peak_dbtp.unwrap().abs() < 0.7, "{level:?}");
    assert!(
        measure(&sine(8000, 300.0, 0.5, 8000), 8000)
            .true_peak_dbtp
            .unwrap()
            + 6.02
            < 0.1
    );
}

// ---- active speech level ----

fn active(samples: &[f32], rate_hz: u32) -> Active {
    active_level(samples, rate_hz).unwrap()
}

fn rms_dbov(samples: &[f32]) -> f64 {
    measure(samples, 8000).rms_dbov.unwrap()
}

/// Noise with a normal distribution of this RMS.
fn gaussian(rms: f64, n: usize, seed: u64) -> Vec<f32> {
    let mut noise = Noise::new(seed);
    (0..n)
        .map(|_| {
            let sum: f64 = (0..12).map(|_| f64::from(noise.sample())).sum();
            // Twelve uniform values from -1 to 1 have a variance of 4.
            (sum / 2.0 * rms) as f32
        })
        .collect()
}

/// Method B of ITU-T P.56, clause 6, word by word: every threshold asks every sample.
fn by_the_book(samples: &[f32], rate_hz: u32) -> Option<f64> {
    let f = f64::from(rate_hz);
    let g = (-1.0 / (f * 0.03)).exp();
    let hangover = (0.2 * f).ceil() as u64;
    let thresholds: Vec<f64> = (1..=15).rev().map(|k| 0.5_f64.powi(k)).collect();
    let (mut p, mut q, mut sum_of_squares) = (0.0, 0.0, 0.0);
    let mut activity = [0_u64; 15];
    let mut hang = [hangover; 15];
    for x in samples.iter().map(|s| f64::from(*s)) {
        sum_of_squares += x * x;
        p = g * p + (1.0 - g) * x.abs();
        q = g * q + (1.0 - g) * p;
        for j in 0..15 {
            if q >= thresholds[j] {
                activity[j] += 1;
                hang[j] = 0;
            } else if hang[j] < hangover {
                activity[j] += 1;
                hang[j] += 1;
            }
        }
    }
    let level = |j: usize| 10.0 * (sum_of_squares / activity[j] as f64).log10();
    let delta = |j: usize| level(j) - 20.0 * thresholds[j].log10() - 15.9;
    let n_defined = activity.iter().take_while(|n| **n > 0).count();
    (1..n_defined)
        .find(|j| delta(j - 1) >= 0.0 && delta(*j) <= 0.0)
        .map(|j| {
            let share = delta(j - 1) / (delta(j - 1) - delta(j));
            level(j - 1) + share * (level(j) - level(j - 1))
        })
}

#[test]
fn a_signal_without_pauses_is_active_all_the_time() {
    let signals = [
        sine(8000, 1000.0, 0.3, 80_000),
        [0.1, -0.1].repeat(40_000),
        gaussian(0.05, 80_000, 1),
        gaussian(0.005, 80_000, 2),
    ];
    for samples in signals {
        let active = active(&samples, 8000);
        // The envelope takes some hundredths of a second to rise.
        assert!(
            (active.level_dbov - rms_dbov(&samples)).abs() < 0.05,
            "{active:?}"
        );
        assert!(active.activity > 0.99, "{active:?}");
    }
}

#[test]
fn pauses_are_left_out_but_for_the_hangover() {
    // Two seconds of noise and three of silence, ten times. Counted are the two, less the time that the
    // envelope takes to rise, and behind them the time that it takes to fall and 0.2 s.
    let mut samples = Vec::new();
    for n in 0..10 {
        samples.extend(gaussian(0.1, 16_000, n));
        samples.extend([0.0; 24_000]);
    }
    let active = active(&samples, 8000);
    let counted_s = 2.0 + 0.2 + 0.1;
    let wanted = 20.0 * 0.1_f64.log10() + 10.0 * (2.0_f64 / counted_s).log10();
    assert!(
        (active.level_dbov - wanted).abs() < 0.15,
        "{active:?}, wanted {wanted}"
    );
    assert!(
        (active.activity - counted_s / 5.0).abs() < 0.02,
        "{active:?}"
    );
    // With silence on both ends, it is the same.
    let mut longer = vec![0.0; 80_000];
    longer.extend(&samples);
    let longer = active_level(&longer, 8000).unwrap();
    assert!((longer.level_dbov - active.level_dbov).abs() < 1e-6);
}

#[test]
fn it_is_what_the_recommendation_describes() {
    let prompts = [
        "prompts/please-try-again.wav",
        "prompts/hold/queue-position.flac",
        "prompts/nobody-available.mp3",
    ];
    for prompt in prompts {
        let (_, sound) = decoded(&fixture_octets(prompt)).unwrap();
        for gain in [1.0, 0.25, 0.01] {
            let samples: Vec<f32> = sound.planes[0].iter().map(|s| s * gain).collect();
            let wanted = by_the_book(&samples, sound.rates[0]).unwrap();
            let active = active(&samples, sound.rates[0]);
            assert!(
                (active.level_dbov - wanted).abs() < 1e-6,
                "{prompt}: {active:?}, wanted {wanted}"
            );
            let share = 10_f64.powf((rms_dbov(&samples) - active.level_dbov) / 10.0);
            assert!(
                (active.activity - share).abs() < 1e-6,
                "{prompt}: {active:?}"
            );
        }
    }
    for seed in 0..20 {
        let samples: Vec<f32> = gaussian(0.3, 20_000, seed)
            .iter()
            .enumerate()
            .map(|(n, s)| s * ((n as f32) / (700.0 + 300.0 * seed as f32)).sin().powi(9))
            .collect();
        assert_eq!(
            active_level(&samples, 8000).map(|a| (a.level_dbov * 1e6).round()),
            by_the_book(&samples, 8000).map(|level| (level * 1e6).round())
        );
    }
}

#[test]
fn a_gain_moves_the_level_by_as_much() {
    let (_, sound) = decoded(&fixture_octets("prompts/please-try-again.wav")).unwrap();
    let samples = &sound.planes[0];
    let whole = active(samples, 8000).level_dbov;
    for db in 1..30 {
        let gain = 10_f64.powf(f64::from(-db) / 20.0) as f32;
        let quieter: Vec<f32> = samples.iter().map(|s| s * gain).collect();
        let level = active(&quieter, 8000).level_dbov;
        // Straight lines between thresholds an octave apart.
        assert!(
            (level + f64::from(db) - whole).abs() < 0.15,
            "-{db} dB: {level} from {whole}"
        );
    }
}

#[test]
fn the_rate_makes_no_difference() {
    let at = |rate_hz: u32| {
        let samples: Vec<f32> = (0..3 * rate_hz)
            .map(|n| {
                let t = f64::from(n) / f64::from(rate_hz);
                let syllable = (TAU * 1.7 * t).sin().max(0.0);
                (0.2 * syllable * (TAU * 440.0 * t).sin()) as f32
            })
            .collect();
        active(&samples, rate_hz).level_dbov
    };
    for rate_hz in [16_000, 44_100, 48_000] {
        assert!((at(rate_hz) - at(8000)).abs() < 0.01, "{rate_hz} Hz");
    }
}

#[test]
fn one_click_is_no_speech() {
    for amplitude in [0.01, 0.5, 1.0] {
        let mut samples = vec![0.0; 16_000];
        samples[8000] = amplitude;
        assert_eq!(active_level(&samples, 8000), None);
    }
}

#[test]
fn short_speech_has_a_level() {
    // A third of a second and a tenth of a second of a tone, of which the envelope's rise takes its part.
    for n_frames in [2400, 800] {
        let samples = sine(8000, 300.0, 0.1, n_frames);
        let level = active(&samples, 8000).level_dbov;
        assert!(
            (level - rms_dbov(&samples)).abs() < 1.5,
            "{n_frames}: {level}"
        );
    }
}

#[test]
fn hours_of_silence_do_not_slow_it_down_or_change_it() {
    let mut meter = SpeechMeter::new(8000);
    meter.push(&gaussian(0.1, 16_000, 1));
    meter.push(&[0.0; 4000]);
    let before = meter.active().unwrap();
    for _ in 0..1000 {
        meter.push(&[0.0; 8000]);
    }
    assert!((meter.active().unwrap().level_dbov - before.level_dbov).abs() < 1e-9);
}

// ---- loudness ----

/// EBU Tech 3341: a sine of 1000 Hz in both channels has as many LUFS as its peak has dBFS.
#[test]
fn a_stereo_tone_has_the_loudness_of_its_peak() {
    for rate_hz in [8000, 16_000, 44_100, 48_000] {
        for peak_dbfs in [-23.0, -33.0] {
            let amplitude = 10_f64.powf(peak_dbfs / 20.0);
            let tone = sine(rate_hz, 1000.0, amplitude, 5 * rate_hz as usize);
            let mut meter = Meter::new(rate_hz, 2);
            meter.push(&[&tone, &tone]);
            let lufs = meter.loudness_lufs().unwrap();
            assert!(
                (lufs - peak_dbfs).abs() < 0.1,
                "{rate_hz} Hz: {lufs}, wanted {peak_dbfs}"
            );
            // One channel alone has half the power.
            let mono = integrated_lufs(&tone, rate_hz).unwrap();
            assert!(
                (mono - peak_dbfs + 3.01).abs() < 0.1,
                "{rate_hz} Hz: {mono}"
            );
        }
    }
}

/// EBU Tech 3341, case 3: what is more than 10 LU below the rest is left out.
#[test]
fn quiet_stretches_are_gated_out() {
    let tone = |dbfs: f64, s: usize| sine(48_000, 1000.0, 10_f64.powf(dbfs / 20.0), s * 48_000);
    let mut samples = tone(-36.0, 10);
    samples.extend(tone(-23.0, 60));
    samples.extend(tone(-36.0, 10));
    let mut meter = Meter::new(48_000, 2);
    meter.push(&[&samples, &samples]);
    let lufs = meter.loudness_lufs().unwrap();
    assert!((lufs + 23.0).abs() < 0.1, "{lufs}");
}

#[test]
fn less_than_a_block_has_no_loudness() {
    let tone = sine(8000, 1000.0, 0.1, 3300);
    assert_eq!(integrated_lufs(&tone[..3199], 8000), None);
    assert!(integrated_lufs(&tone, 8000).is_some());
}

#[test]
fn more_channels_at_more_frames_than_anybody_has_are_not_measured() {
    let mut meter = Meter::new(768_000, 64);
    meter.push(&[&[0.5; 10][..]; 64]);
    assert_eq!(meter.loudness_lufs(), None);
    assert_near(meter.levels()[63].peak_dbfs, -6.0206);
}
