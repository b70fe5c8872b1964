//! What is done to the whole prompt: highpass, trim, gain, limiter, fade, clip, split.

use std::f64::consts::TAU;

use proptest::prelude::*;
use telewav::level::{peak, speech};
use telewav::shape::clip::{Clip, Clipping, fit};
use telewav::shape::fade::fade;
use telewav::shape::gain::{HeldBack, LevelTarget, MAX_GAIN_DB, SPEECH_DBOV, bring_to};
use telewav::shape::highpass::highpass;
use telewav::shape::limiter::limit;
use telewav::shape::split::parts;
use telewav::shape::trim::{sound_in, trim};
use telewav::shape::{ShapeOptions, Shaped, shape};

use crate::common::*;

const RATE_HZ: u32 = 8000;

fn dbov(samples: &[f32]) -> f64 {
    let energy: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
    10.0 * (energy / samples.len() as f64).log10()
}

/// Like speech in level: bursts of noise with a crest factor of 12 dB, and pauses between them.
fn speech_like(rms: f64, n_bursts: usize) -> Vec<f32> {
    let mut random = Noise::new(4);
    let mut samples = Vec::new();
    for _ in 0..n_bursts {
        for n in 0..4000 {
            let envelope = (TAU * f64::from(n) / 8000.0).sin().powi(2);
            let noise: f64 = (0..4).map(|_| f64::from(random.sample())).sum();
            samples.push((noise * envelope * rms) as f32);
        }
        samples.extend([0.0; 1600]);
    }
    samples
}

// ---- nothing ----

#[test]
fn without_options_nothing_is_touched() {
    let samples = speech_like(0.1, 2);
    let mut shaped = samples.clone();
    let said = shape(&mut shaped, RATE_HZ, &ShapeOptions::default());
    assert_eq!((shaped, said), (samples, Shaped::default()));
}

#[test]
fn an_empty_prompt_stays_empty() {
    let mut options = ShapeOptions::default();
    options.highpass_hz = Some(80.0);
    options.trim_rest_s = Some(0.1);
    options.level = Some(LevelTarget::Speech(SPEECH_DBOV));
    options.fade_s = Some(0.01);
    for n in [0, 1, 2, 3, 79, 81] {
        let mut samples = vec![0.0; n];
        shape(&mut samples, RATE_HZ, &options);
        assert_eq!(samples, vec![0.0; n]);
    }
}

// ---- highpass ----

#[test]
fn the_highpass_has_3_db_at_its_corner_and_12_db_an_octave() {
    let response = |hz: f64| {
        let mut samples = sine(RATE_HZ, hz, 0.5, 16_000);
        highpass(&mut samples, RATE_HZ, 80.0);
        dbov(&samples[8000..]) - 20.0 * (0.5_f64 / 2.0_f64.sqrt()).log10()
    };
    // The bilinear transform's response: tan() of the frequencies stands for the frequencies.
    let analog = |hz: f64| {
        let tan = |hz: f64| (TAU / 2.0 * hz / f64::from(RATE_HZ)).tan();
        -10.0 * (1.0 + (tan(80.0) / tan(hz)).powi(4)).log10()
    };
    for hz in [10.0, 20.0, 40.0, 80.0, 160.0, 300.0, 1000.0, 3400.0] {
        assert!(
            (response(hz) - analog(hz)).abs() < 0.01,
            "{hz} Hz: {} dB",
            response(hz)
        );
    }
    assert!((response(80.0) + 3.01).abs() < 0.01);
    assert!(response(300.0) > -0.03);
}

#[test]
fn the_highpass_takes_an_offset_away_without_a_thump() {
    let mut samples: Vec<f32> = sine(RATE_HZ, 1000.0, 0.1, 8000)
        .iter()
        .map(|s| s + 0.3)
        .collect();
    highpass(&mut samples, RATE_HZ, 80.0);
    // The tone's own start rings a little; the offset would be three times as high as the tone.
    assert!(peak(&samples) < 0.12, "{}", peak(&samples));
    let mean: f64 = samples.iter().map(|s| f64::from(*s)).sum::<f64>() / 8000.0;
    assert!(mean.abs() < 1e-4, "{mean}");
}

#[test]
fn a_highpass_above_the_band_is_still_stable() {
    let mut samples = sine(RATE_HZ, 1000.0, 0.5, 8000);
    highpass(&mut samples, RATE_HZ, 1e9);
    assert!(samples.iter().all(|s| s.is_finite()) && peak(&samples) < 1.0);
}

// ---- trim ----

#[test]
fn silence_is_taken_off_both_ends_down_to_the_rest() {
    let mut samples = vec![0.0; 8000];
    samples.extend(speech_like(0.1, 3));
    samples.extend([0.0; 16_000]);
    let whole = samples.len();
    let sound = sound_in(&samples, RATE_HZ, speech::active_level(&samples, RATE_HZ)).unwrap();
    let trimmed = trim(&mut samples, RATE_HZ, 0.25);
    assert_eq!(trimmed.start_s, (sound.start - 2000) as f64 / 8000.0);
    assert_eq!(samples.len(), sound.len() + 4000);
    assert_eq!(
        samples.len(),
        whole - ((trimmed.start_s + trimmed.end_s) * 8000.0).round() as usize
    );
    // Once more takes nothing.
    let again = trim(&mut samples, RATE_HZ, 0.25);
    assert_eq!((again.start_s, again.end_s), (0.0, 0.0));
}

#[test]
fn a_soft_start_is_kept() {
    // A consonant 25 dB below the vowel, and noise of the room 50 dB below it.
    let mut samples: Vec<f32> = sine(RATE_HZ, 50.0, 0.3 * 0.003, 8000);
    samples.extend(sine(RATE_HZ, 2500.0, 0.3 * 0.056, 800));
    samples.extend(sine(RATE_HZ, 300.0, 0.3, 8000));
    samples.extend(sine(RATE_HZ, 50.0, 0.3 * 0.003, 8000));
    assert_eq!(
        sound_in(&samples, RATE_HZ, speech::active_level(&samples, RATE_HZ)),
        Some(8000..16_800)
    );
}

#[test]
fn silence_alone_is_not_trimmed() {
    let hiss: Vec<f32> = Noise::new(1)
        .samples(8000)
        .iter()
        .map(|s| s * 1e-4)
        .collect();
    for silence in [vec![0.0; 8000], vec![8.0 / 32768.0; 8000], hiss] {
        let mut samples = silence.clone();
        let trimmed = trim(&mut samples, RATE_HZ, 0.1);
        assert_eq!((trimmed.start_s, trimmed.end_s), (0.0, 0.0));
        assert_eq!(samples, silence);
    }
}

// ---- fade ----

#[test]
fn a_fade_rises_and_falls_and_leaves_the_middle() {
    let mut samples = vec![1.0; 4000];
    fade(&mut samples, RATE_HZ, 0.05);
    assert!(samples[..400].windows(2).all(|pair| pair[0] < pair[1]));
    assert!(samples[400..3600].iter().all(|s| *s == 1.0));
    let mirrored: Vec<f32> = samples.iter().rev().copied().collect();
    assert_eq!(samples, mirrored);
    // Two fades over one another add up to what there was.
    for n in 0..400 {
        assert!((samples[n] + samples[399 - n] - 1.0).abs() < 1e-6);
    }
}

#[test]
fn a_prompt_shorter_than_its_fades_is_faded_by_halves() {
    let mut samples = vec![1.0; 101];
    fade(&mut samples, RATE_HZ, 1.0);
    assert!(samples[0] < 0.001 && samples[100] < 0.001 && samples[50] == 1.0);
    fade(&mut [], RATE_HZ, 1.0);
    let mut one = [1.0];
    fade(&mut one, RATE_HZ, 1.0);
    assert_eq!(one, [1.0]);
}

// ---- limiter and clip ----

#[test]
fn the_limiter_holds_peaks_and_touches_nothing_else() {
    let original = sine(RATE_HZ, 200.0, 0.9, 8000);
    let mut samples = original.clone();
    for sample in &mut samples[4000..4100] {
        *sample *= 2.0;
    }
    let loud = samples.clone();
    let limited = limit(&mut samples, RATE_HZ, 1.0).unwrap();
    assert!(peak(&samples) <= 1.0);
    assert!((limited.most_db - 20.0 * f64::from(peak(&loud)).log10()).abs() < 0.01);
    assert_eq!(samples[..3840], original[..3840]);
    assert_eq!(samples[4260..], original[4260..]);
    assert!(limited.duration_s < 0.055 && (0.48..0.5).contains(&limited.at_s));
    // The gain goes smoothly: from one sample to the next by little.
    let gains: Vec<f64> = (3800..4300)
        .filter(|n| loud[*n].abs() > 0.05)
        .map(|n| f64::from(samples[n]) / f64::from(loud[n]))
        .collect();
    assert!(
        gains
            .windows(2)
            .all(|pair| (pair[0] - pair[1]).abs() < 0.03)
    );
}

#[test]
fn what_does_not_exceed_the_ceiling_is_left_alone() {
    let mut samples = vec![1.0, -1.0, 0.5];
    assert_eq!(limit(&mut samples, RATE_HZ, 1.0), None);
    assert_eq!(samples, [1.0, -1.0, 0.5]);
    assert_eq!(limit(&mut [], RATE_HZ, 1.0), None);
}

proptest! {
    #![proptest_config(proptest_config(64))]
    #[test]
    fn nothing_gets_past_the_limiter(seed: u64, n in 1_usize..3000, scale in 0.5_f32..20.0) {
        let mut samples: Vec<f32> = Noise::new(seed).samples(n).iter().map(|s| s.powi(5) * scale).collect();
        let before = samples.clone();
        let limited = limit(&mut samples, RATE_HZ, 1.0);
        prop_assert!(peak(&samples) <= 1.0);
        prop_assert_eq!(limited.is_some(), peak(&before) > 1.0);
        for (after, before) in samples.iter().zip(&before) {
            prop_assert!(after.abs() <= before.abs() && after * before >= 0.0);
        }
    }
}

#[test]
fn a_peak_above_full_scale_lowers_the_prompt_by_exactly_the_excess() {
    let mut samples = sine(RATE_HZ, 1000.0, 1.0625, 800);
    let over = 20.0 * f64::from(peak(&samples)).log10();
    let Some(Clipping::LoweredDb(db)) = fit(&mut samples, RATE_HZ, Clip::Attenuate) else {
        panic!("nothing was done");
    };
    assert_eq!(db, over);
    assert_eq!(peak(&samples), 1.0);
    // Once more there is nothing to do.
    assert_eq!(fit(&mut samples, RATE_HZ, Clip::Attenuate), None);
}

#[test]
fn clip_limit_keeps_the_level_of_the_rest() {
    let mut samples = sine(RATE_HZ, 1000.0, 0.5, 8000);
    samples[4001] = 1.5;
    let Some(Clipping::Limited(limited)) = fit(&mut samples, RATE_HZ, Clip::Limit) else {
        panic!("nothing was done");
    };
    assert!((limited.most_db - 3.52).abs() < 0.01);
    assert_eq!(peak(&samples[..3000]), peak(&sine(RATE_HZ, 1000.0, 0.5, 8)));
    assert!(peak(&samples) <= 1.0);
}

#[test]
fn clip_error_says_by_how_much_and_where_and_changes_nothing() {
    let mut samples = vec![0.5; 8000];
    samples[6000] = -2.0;
    let before = samples.clone();
    let Some(Clipping::Exceeds { over_db, at_s }) = fit(&mut samples, RATE_HZ, Clip::Refuse) else {
        panic!("nothing was said");
    };
    assert!((over_db - 6.0206).abs() < 1e-4);
    assert_eq!((at_s, samples), (0.75, before));
}

#[test]
fn words_for_what_is_done_about_clipping() {
    for word in ["attenuate", "limit", "error"] {
        assert_eq!(word.parse::<Clip>().unwrap().to_string(), word);
    }
    assert!("Error".parse::<Clip>().is_err());
}

// ---- gain ----

fn brought(samples: &[f32], target: LevelTarget) -> (Vec<f32>, telewav::shape::gain::Gain) {
    let mut samples = samples.to_vec();
    let gain = bring_to(&mut samples, RATE_HZ, target, MAX_GAIN_DB);
    (samples, gain)
}

#[test]
fn quiet_and_loud_speech_come_to_one_level() {
    for rms in [0.005, 0.02, 0.1, 0.3] {
        let (samples, gain) = brought(&speech_like(rms, 4), LevelTarget::Speech(-26.0));
        let after = speech::active_level(&samples, RATE_HZ).unwrap().level_dbov;
        assert!((after + 26.0).abs() < 0.1, "{rms}: {after} dBov");
        assert_eq!((gain.held_back, gain.after), (None, Some(after)));
        assert!((gain.before.unwrap() + gain.gain_db + 26.0).abs() < 0.1);
    }
}

#[test]
fn the_limiter_makes_room_and_the_level_is_reached_all_the_same() {
    let mut speech = speech_like(0.05, 6);
    // A few loud clicks leave 4 dB less room than the speech needs.
    let loud = peak(&speech) * 3.0;
    for n in [3000, 9000, 20_000] {
        speech[n] = loud;
    }
    let before = speech::active_level(&speech, RATE_HZ).unwrap().level_dbov;
    let target = before - 20.0 * f64::from(loud).log10() + 4.0;
    let (samples, gain) = brought(&speech, LevelTarget::Speech(target));
    let limited = gain.limited.expect("peaks above full scale");
    assert!(
        limited.most_db > 4.0 && limited.most_db <= 6.01,
        "{limited:?}"
    );
    assert!(peak(&samples) <= 1.0);
    assert_eq!(gain.held_back, None, "{gain:?}");
    assert!((gain.after.unwrap() - target).abs() < 0.1, "{gain:?}");
}

#[test]
fn peaks_are_not_lowered_by_more_than_6_db() {
    let mut click = speech_like(0.01, 4);
    click[2000] = 0.9;
    let (samples, gain) = brought(&click, LevelTarget::Speech(-20.0));
    assert_eq!(gain.held_back, Some(HeldBack::Peaks));
    assert!(
        (gain.limited.unwrap().most_db - 6.0).abs() < 0.01,
        "{gain:?}"
    );
    assert!(peak(&samples) <= 1.0);
}

#[test]
fn a_gain_has_an_upper_bound() {
    let (_, gain) = brought(&speech_like(0.003, 4), LevelTarget::Speech(-10.0));
    assert_eq!(
        (gain.held_back, gain.gain_db),
        (Some(HeldBack::MaxGain), MAX_GAIN_DB)
    );
    let mut samples = speech_like(0.02, 4);
    let gain = bring_to(&mut samples, RATE_HZ, LevelTarget::Speech(-20.0), 0.0);
    assert_eq!(
        (gain.held_back, gain.gain_db),
        (Some(HeldBack::MaxGain), 0.0)
    );
}

#[test]
fn silence_is_never_raised() {
    let hiss: Vec<f32> = Noise::new(1)
        .samples(8000)
        .iter()
        .map(|s| s * 0.0015)
        .collect();
    for silence in [vec![], vec![0.0; 8000], vec![8.0 / 32768.0; 8000], hiss] {
        for target in [
            LevelTarget::Speech(-26.0),
            LevelTarget::Loudness(-23.0),
            LevelTarget::Peak(-1.0),
        ] {
            let (samples, gain) = brought(&silence, target);
            assert_eq!(
                (&samples, gain.held_back),
                (&silence, Some(HeldBack::Silence))
            );
            assert_eq!(gain.gain_db, 0.0);
        }
    }
}

#[test]
fn one_click_in_silence_is_no_speech() {
    let mut click = vec![0.0; 16_000];
    click[8000] = 0.5;
    let (samples, gain) = brought(&click, LevelTarget::Speech(-26.0));
    assert_eq!(
        (samples, gain.held_back),
        (click, Some(HeldBack::NotDefined))
    );
}

#[test]
fn loudness_is_not_defined_for_a_third_of_a_second() {
    let short = sine(RATE_HZ, 1000.0, 0.1, 2400);
    let (samples, gain) = brought(&short, LevelTarget::Loudness(-23.0));
    assert_eq!(
        (&samples, gain.held_back),
        (&short, Some(HeldBack::NotDefined))
    );
    // The level of speech is.
    let (_, gain) = brought(&short, LevelTarget::Speech(-26.0));
    assert!((gain.after.unwrap() + 26.0).abs() < 0.1, "{gain:?}");
}

#[test]
fn a_peak_is_brought_to_its_target_exactly() {
    let (samples, gain) = brought(&speech_like(0.02, 2), LevelTarget::Peak(-3.0));
    assert!((20.0 * f64::from(peak(&samples)).log10() + 3.0).abs() < 1e-3);
    assert_eq!((gain.limited, gain.held_back), (None, None));
    let (samples, _) = brought(&[4.0, -2.0], LevelTarget::Peak(0.0));
    assert_eq!(samples, [1.0, -0.5]);
}

#[test]
fn targets_are_words_with_values() {
    assert_eq!(
        "speech".parse::<LevelTarget>().unwrap(),
        LevelTarget::Speech(-25.15)
    );
    assert_eq!(
        "speech:-20".parse::<LevelTarget>().unwrap(),
        LevelTarget::Speech(-20.0)
    );
    assert_eq!(
        "lufs".parse::<LevelTarget>().unwrap(),
        LevelTarget::Loudness(-23.0)
    );
    assert_eq!(
        "peak:-0.5".parse::<LevelTarget>().unwrap(),
        LevelTarget::Peak(-0.5)
    );
    for wrong in [
        "",
        "loud",
        "speech:",
        "speech:loud",
        "peak:1",
        "lufs:-61",
        "peak:NaN",
    ] {
        assert!(wrong.parse::<LevelTarget>().is_err(), "{wrong:?}");
    }
}

// ---- split ----

#[test]
fn a_prompt_is_cut_in_its_pauses() {
    // 40 bursts of half a second with pauses of 0.2 s: 28 s, in parts of at most 10 s.
    let samples = speech_like(0.1, 40);
    let parts = parts(&samples, RATE_HZ, 80_000);
    assert_eq!(parts.len(), 3);
    assert_eq!((parts[0].start, parts[2].end), (0, samples.len()));
    for (part, next) in parts.iter().zip(&parts[1..]) {
        assert_eq!(part.end, next.start);
        assert!(part.len() <= 80_000);
        assert_eq!(
            peak(&samples[part.end - 600..part.end + 600]),
            0.0,
            "{part:?}"
        );
    }
}

proptest! {
    #![proptest_config(proptest_config(128))]
    #[test]
    fn parts_hold_everything_once_and_none_is_too_long(seed: u64, n in 0_usize..20_000, max in 1_usize..9000) {
        let samples = Noise::new(seed).samples(n);
        let parts = parts(&samples, RATE_HZ, max);
        prop_assert_eq!(parts[0].start, 0);
        prop_assert_eq!(parts[parts.len() - 1].end, n);
        for part in &parts {
            prop_assert!(part.len() <= max && (n == 0 || !part.is_empty()));
        }
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].end, pair[1].start);
        }
        // Not many more than there have to be.
        prop_assert!(parts.len() <= n.div_ceil(max).max(1) * 4 / 3 + 2);
    }
}
