//! Integrated loudness and true peak: the signals of EBU Tech 3341 (version 4, table 1), and where there is
//! no answer.

use std::f64::consts::TAU;

use telewav::level::loudness::{LoudnessMeter, integrated_lufs};
use telewav::level::true_peak::TruePeakMeter;
use telewav::level::{Meter, measure};

use crate::common::*;

fn amplitude(dbfs: f64) -> f64 {
    10_f64.powf(dbfs / 20.0)
}

/// 1 kHz at these levels one after another, each for so many seconds.
fn steps(rate_hz: u32, steps: &[(f64, f64)]) -> Vec<f32> {
    let mut samples = Vec::new();
    for (dbfs, seconds) in steps {
        let n = (f64::from(rate_hz) * seconds) as usize;
        samples.extend(sine(rate_hz, 1000.0, amplitude(*dbfs), n));
    }
    samples
}

fn stereo_lufs(rate_hz: u32, samples: &[f32]) -> Option<f64> {
    let mut meter = LoudnessMeter::new(rate_hz, 2);
    for piece in samples.chunks(4099) {
        meter.push(&[piece, piece]);
    }
    meter.integrated_lufs()
}

#[track_caller]
fn assert_lufs(actual: Option<f64>, wanted: f64, margin: f64) {
    let actual = actual.unwrap();
    assert!(
        (actual - wanted).abs() <= margin,
        "{actual} LUFS, wanted {wanted}"
    );
}

// ---- loudness ----

#[test]
fn the_cases_of_tech_3341_are_within_a_tenth() {
    let cases: [(&[(f64, f64)], f64); 5] = [
        (&[(-23.0, 20.0)], -23.0),
        (&[(-33.0, 20.0)], -33.0),
        (&[(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)], -23.0),
        (
            &[
                (-72.0, 10.0),
                (-36.0, 10.0),
                (-23.0, 60.0),
                (-36.0, 10.0),
                (-72.0, 10.0),
            ],
            -23.0,
        ),
        (&[(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)], -23.0),
    ];
    for (case, wanted) in cases {
        for rate_hz in [8000, 44_100, 48_000] {
            assert_lufs(stereo_lufs(rate_hz, &steps(rate_hz, case)), wanted, 0.1);
        }
    }
}

#[test]
fn a_full_scale_sine_in_one_channel_is_minus_3_01_lufs() {
    // BS.1770-5, annex 1: "a 0 dB FS, 997 Hz sine wave ... will equal -3.01 LKFS".
    for rate_hz in [8000, 16_000, 22_050, 44_100, 48_000, 96_000] {
        let tone = sine(rate_hz, 997.0, 1.0, 2 * rate_hz as usize);
        assert_lufs(integrated_lufs(&tone, rate_hz), -3.01, 0.05);
    }
}

#[test]
fn every_channel_weighs_the_same() {
    let tone = steps(48_000, &[(-20.0, 2.0)]);
    let silence = vec![0.0; tone.len()];
    for n_channels in [1, 2, 3, 6, 8, 64] {
        for loud in [0, n_channels / 2, n_channels - 1] {
            let mut channels = vec![&silence[..]; n_channels];
            channels[loud] = &tone;
            let mut meter = LoudnessMeter::new(48_000, n_channels);
            meter.push(&channels);
            assert_lufs(meter.integrated_lufs(), -23.0, 0.1);
        }
    }
}

#[test]
fn the_redesign_for_8_khz_stays_within_half_a_unit() {
    for (hz, wanted) in [(200.0, 0.22), (1000.0, 0.0), (2500.0, 0.48), (3400.0, 0.35)] {
        let lufs = |rate_hz: u32| {
            integrated_lufs(&sine(rate_hz, hz, 0.1, 2 * rate_hz as usize), rate_hz).unwrap()
        };
        let above = lufs(8000) - lufs(48_000);
        // By the bilinear transform, computed apart.
        assert!((above - wanted).abs() < 0.03, "{hz} Hz: {above} LU");
    }
}

#[test]
fn what_bs_1770_does_not_define_has_no_loudness() {
    let tone = sine(8000, 1000.0, 0.1, 3200);
    assert!(integrated_lufs(&tone, 8000).is_some());
    assert_eq!(integrated_lufs(&tone[..3199], 8000), None);
    assert_eq!(integrated_lufs(&[], 8000), None);
    assert_eq!(integrated_lufs(&[0.0; 8000], 8000), None);
    // -70 LUFS is the absolute gate.
    assert_eq!(
        integrated_lufs(&steps(48_000, &[(-68.0, 2.0)]), 48_000),
        None
    );
    assert_lufs(
        integrated_lufs(&steps(48_000, &[(-66.0, 2.0)]), 48_000),
        -69.0,
        0.1,
    );
    assert_eq!(integrated_lufs(&sine(3999, 440.0, 0.1, 8000), 3999), None);
    assert!(integrated_lufs(&sine(4000, 440.0, 0.1, 8000), 4000).is_some());
}

#[test]
fn channels_that_do_not_fit_the_meter_end_it() {
    let tone = sine(8000, 1000.0, 0.1, 8000);
    for n_channels in [0, 65, 1 << 40] {
        let mut meter = LoudnessMeter::new(8000, n_channels);
        meter.push(&[&tone]);
        assert_eq!(meter.integrated_lufs(), None, "{n_channels} channels");
    }
    let mut meter = LoudnessMeter::new(8000, 2);
    meter.push(&[&tone, &tone]);
    assert!(meter.integrated_lufs().is_some());
    meter.push(&[&tone]);
    meter.push(&[&tone, &tone]);
    assert_eq!(meter.integrated_lufs(), None);
    let mut meter = LoudnessMeter::new(8000, 2);
    meter.push(&[&tone, &tone[1..]]);
    assert_eq!(meter.integrated_lufs(), None);
}

// ---- true peak ----

fn true_peak_dbtp(samples: &[f32], rate_hz: u32) -> f64 {
    measure(samples, rate_hz).true_peak_dbtp.unwrap()
}

/// A sine of so many samples a period that starts at this phase, faded in and out.
fn tone(samples_a_period: f64, degrees: f64, amplitude: f64) -> Vec<f32> {
    let n = 4800;
    (0..n)
        .map(|i| {
            let fade = f64::from(i.min(n - i)).min(480.0) / 480.0;
            let phase = TAU * (f64::from(i) / samples_a_period + degrees / 360.0);
            (fade * amplitude * phase.sin()) as f32
        })
        .collect()
}

#[test]
fn the_true_peaks_of_tech_3341_are_within_its_tolerance() {
    for (samples_a_period, degrees, amplitude, wanted) in [
        (4.0, 0.0, 0.5, -6.0),
        (4.0, 45.0, 0.5, -6.0),
        (6.0, 60.0, 0.5, -6.0),
        (8.0, 67.5, 0.5, -6.0),
        (4.0, 45.0, 1.41, 3.0),
    ] {
        let dbtp = true_peak_dbtp(&tone(samples_a_period, degrees, amplitude), 48_000);
        assert!(
            (wanted - 0.4..=wanted + 0.2).contains(&dbtp),
            "{samples_a_period} samples a period from {degrees} degrees: {dbtp} dBTP"
        );
    }
}

#[test]
fn a_peak_between_two_samples_is_found_up_to_96_khz() {
    let between = tone(4.0, 45.0, 0.5);
    for rate_hz in [2000, 8000, 44_100, 95_999, 96_000, 191_999] {
        assert!(
            (true_peak_dbtp(&between, rate_hz) + 6.02).abs() < 0.2,
            "{rate_hz} Hz"
        );
    }
    // Beyond, nothing stands between the samples.
    for rate_hz in [192_000, 768_000] {
        assert!(
            (true_peak_dbtp(&between, rate_hz) + 9.03).abs() < 0.01,
            "{rate_hz} Hz"
        );
    }
}

/// Annex 2 for a whole signal: zeros between the samples, the filter over all of it, nothing passed over.
fn naive_true_peak(samples: &[f32]) -> f64 {
    // As the table in annex 2 prints them.
    const PHASES_0_AND_1: [[f64; 12]; 2] = [
        [
            0.0017089843750,
            0.0109863281250,
            -0.0196533203125,
            0.0332031250000,
            -0.0594482421875,
            0.1373291015625,
            0.9721679687500,
            -0.1022949218750,
            0.0476074218750,
            -0.0266113281250,
            0.0148925781250,
            -0.0083007812500,
        ],
        [
            -0.0291748046875,
            0.0292968750000,
            -0.0517578125000,
            0.0891113281250,
            -0.1665039062500,
            0.4650878906250,
            0.7797851562500,
            -0.2003173828125,
            0.1015625000000,
            -0.0582275390625,
            0.0330810546875,
            -0.0189208984375,
        ],
    ];
    let tap = |k: usize| {
        let (phase, i) = (k % 4, k / 4);
        if phase < 2 {
            PHASES_0_AND_1[phase][i]
        } else {
            PHASES_0_AND_1[3 - phase][11 - i]
        }
    };
    let mut peak = samples
        .iter()
        .fold(0.0, |peak, s| f64::max(peak, f64::from(s.abs())));
    for n in 0..4 * (samples.len() + 11) {
        let mut value = 0.0;
        for k in (n % 4..48).step_by(4) {
            if let Some(sample) = n.checked_sub(k).and_then(|i| samples.get(i / 4)) {
                value += tap(k) * f64::from(*sample);
            }
        }
        peak = peak.max(value.abs());
    }
    peak
}

#[test]
fn passing_over_what_is_low_loses_nothing() {
    let mut noise = Noise::new(11);
    for length in [
        1, 2, 11, 12, 31, 32, 33, 43, 44, 100, 2047, 2048, 2049, 5000,
    ] {
        for _ in 0..20 {
            // From silent to loud and back.
            let (period, loud) = (1 + noise.next_u32() % 3000, noise.sample().abs());
            let samples: Vec<f32> = (0..length)
                .map(|n| noise.sample() * loud * (f64::from(n % period) / f64::from(period)) as f32)
                .collect();
            let naive = naive_true_peak(&samples);
            let mut meter = TruePeakMeter::new(8000);
            meter.push(&samples);
            assert!(
                (f64::from(meter.true_peak()) - naive).abs() < 1e-5,
                "{length} samples"
            );
            let mut meter = TruePeakMeter::new(8000);
            for piece in samples.chunks(1 + noise.next_u32() as usize % length as usize) {
                meter.push(piece);
            }
            assert!(
                (f64::from(meter.true_peak()) - naive).abs() < 1e-5,
                "{length} in pieces"
            );
        }
    }
}

#[test]
fn a_true_peak_is_never_below_the_sample_peak() {
    for samples in [
        vec![1.0],
        vec![0.0, -1.0],
        vec![1.0; 500],
        [1.0, -1.0].repeat(500),
    ] {
        let level = measure(&samples, 8000);
        assert_eq!(level.peak_dbfs, Some(0.0));
        assert!(level.true_peak_dbtp >= level.peak_dbfs, "{level:?}");
    }
}

#[test]
fn a_meter_may_be_read_on_the_way() {
    let samples = Noise::new(5).samples(10_000);
    let mut meter = Meter::new(8000);
    for (i, piece) in samples.chunks(999).enumerate() {
        meter.push(piece);
        let so_far = samples.len().min(999 * (i + 1));
        assert_eq!(meter.level(), measure(&samples[..so_far], 8000));
    }
}
