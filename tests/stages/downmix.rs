//! N channels to one: what is mixed, what is taken instead, and what is said of it.

use std::f32::consts::FRAC_1_SQRT_2;

use telewav::downmix::{Cancelled, Downmix, Lost, Mixer};
use telewav::level::clipped::ClippedMeter;
use telewav::level::peak;
use telewav::pcm::{ChannelMask, Pcm};
use telewav::{ConvertOptions, Error, convert};

use crate::common::*;

const RATE_HZ: u32 = 8000;

fn pcm(channels: Vec<Vec<f32>>) -> Pcm {
    Pcm::new(RATE_HZ, channels).unwrap()
}

fn mixed_by(how: Downmix, block: &Pcm) -> Vec<f32> {
    let mut mono = vec![9.0; 3];
    Mixer::new(how).mix(block, &mut mono).unwrap();
    mono
}

fn mixed(channels: Vec<Vec<f32>>) -> Vec<f32> {
    mixed_by(Downmix::Auto, &pcm(channels))
}

/// What `auto` makes of a recording in the end, and the mixer behind it.
fn auto(block: &Pcm) -> (Vec<f32>, Mixer) {
    let mut mixer = Mixer::new(Downmix::Auto);
    let mut mono = Vec::new();
    mixer.mix(block, &mut mono).unwrap();
    if let Some(again) = mixer.again() {
        mixer = again;
        mixer.mix(block, &mut mono).unwrap();
        assert!(mixer.again().is_none());
    }
    (mono, mixer)
}

fn scaled(samples: &[f32], gain: f32) -> Vec<f32> {
    samples.iter().map(|sample| sample * gain).collect()
}

fn tone() -> Vec<f32> {
    sine(RATE_HZ, 440.0, 0.5, 8000)
}

// ---- averages ----

#[test]
fn one_channel_is_copied_bit_by_bit() {
    let samples = vec![0.1, -0.0, 1.5, f32::MIN_POSITIVE];
    let mono = mixed(vec![samples.clone()]);
    let bits = |samples: &[f32]| samples.iter().map(|s| s.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&mono), bits(&samples));
}

#[test]
fn two_channels_that_are_alike_lose_no_bit() {
    let samples = Noise::new(1).samples(1000);
    assert_eq!(mixed(vec![samples.clone(), samples.clone()]), samples);
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

// ---- surround ----

#[test]
fn surround_sound_is_mixed_by_bs_775() {
    // Front left, right, centre, low frequencies, surrounds.
    let weights = [FRAC_1_SQRT_2, FRAC_1_SQRT_2, 1.0, 0.0, 0.5, 0.5];
    for mask in [0x3F, 0x60F] {
        for (channel, weight) in weights.into_iter().enumerate() {
            let mut channels = vec![vec![0.0]; 6];
            channels[channel] = vec![0.5];
            let block = pcm(channels).with_mask(ChannelMask::of(mask, 6));
            assert_eq!(
                mixed_by(Downmix::Auto, &block),
                [0.5 * weight],
                "{mask:X} {channel}"
            );
        }
    }
    let all = pcm(vec![vec![0.5]; 8]).with_mask(ChannelMask::of(0x63F, 8));
    let sum = 2.0 * FRAC_1_SQRT_2 + 1.0 + 4.0 * 0.5;
    assert!((mixed_by(Downmix::Auto, &all)[0] - 0.5 * sum).abs() < 1e-6);
}

#[test]
fn channels_of_unknown_place_are_averaged() {
    assert_eq!(mixed(vec![vec![0.6]; 6]), [0.6]);
    // A loudspeaker above the listener, which BS.775 does not have.
    let block = pcm(vec![vec![0.25]; 3]).with_mask(ChannelMask::of(0x803, 3));
    assert_eq!(mixed_by(Downmix::Auto, &block), [0.25]);
}

#[test]
fn the_mask_of_a_wav_says_where_channels_belong() {
    // Sound in a surround channel only.
    let fmt = Fmt::new(1, 6, 8000, 16).extensible().channel_mask(0x3F);
    let frames: Vec<i32> = (0..800).flat_map(|_| [0, 0, 0, 0, 16_384, 0]).collect();
    let data = Order::Little.ints(&frames, 2);
    let made = converted(&Wav::new().fmt(&fmt).data(&data).build()).unwrap();
    assert_eq!(made.report.source.format.mask.to_string(), "5.1");
    let codes: Vec<&str> = made
        .report
        .findings
        .iter()
        .map(|f| f.code.as_str())
        .collect();
    // Half of it: the surround alone is taken.
    assert!(codes.contains(&"TW411"), "{codes:?}");
    // A plain header with six channels is taken for 5.1, as every player takes it.
    let plain = Wav::new()
        .fmt(&Fmt::new(1, 6, 8000, 16))
        .data(&data)
        .build();
    let (decoded, _) = decoded(&plain).unwrap();
    assert_eq!(decoded.format.mask.to_string(), "5.1");
}

#[test]
fn low_frequencies_are_never_the_louder_channel() {
    let mut channels = vec![vec![0.0; 8000]; 6];
    channels[3] = tone();
    channels[2] = scaled(&tone(), 0.01);
    let block = pcm(channels).with_mask(ChannelMask::of(0x3F, 6));
    let (mono, mixer) = auto(&block);
    assert_eq!(mono, scaled(&tone(), 0.01));
    assert_eq!(mixer.lost().count(), 0);
}

// ---- what is lost ----

#[test]
fn channels_in_opposite_phase_cancel_and_the_louder_one_is_taken() {
    let (mono, mixer) = auto(&pcm(vec![scaled(&tone(), -0.5), tone()]));
    assert_eq!(mono, tone());
    let lost: Vec<Lost> = mixer.lost().collect();
    assert_eq!((lost[0].taken, lost[0].others_are_silent), (1, false));
    assert!((lost[0].below_db - 12.04).abs() < 0.01, "{lost:?}");
    assert_eq!(mixer.describe(), "right channel");
    // Exactly opposite channels are as loud as each other, and the first is taken.
    let (mono, mixer) = auto(&pcm(vec![tone(), scaled(&tone(), -1.0)]));
    assert_eq!(mono, tone());
    assert_eq!(mixer.lost().next().unwrap().below_db, f64::INFINITY);
}

#[test]
fn a_silent_channel_does_not_take_half_of_the_other() {
    for noise in [0.0, 0.0005] {
        let silent = scaled(&Noise::new(3).samples(8000), noise);
        let (mono, mixer) = auto(&pcm(vec![tone(), silent]));
        assert_eq!(mono, tone());
        let lost = mixer.lost().next().unwrap();
        assert!(
            lost.others_are_silent && (lost.below_db - 6.02).abs() < 0.02,
            "{lost:?}"
        );
    }
}

#[test]
fn what_loses_less_is_averaged() {
    // Unlike channels lose 3 dB; one that is 20 dB softer is still heard.
    let (left, right) = (Noise::new(1).samples(8000), Noise::new(2).samples(8000));
    let (_, mixer) = auto(&pcm(vec![left.clone(), right]));
    assert_eq!((mixer.lost().count(), mixer.cancelled()), (0, None));
    assert_eq!(mixer.describe(), "average of 2 channels");
    let softer = scaled(&left, 0.1);
    let (mono, mixer) = auto(&pcm(vec![left.clone(), softer]));
    assert_eq!(mixer.lost().count(), 0);
    assert!((mono[0] - left[0] * 0.55).abs() < 1e-6);
}

#[test]
fn two_speakers_on_two_channels_are_both_kept() {
    let silence = vec![0.0; 8000];
    let left = [tone(), silence.clone()].concat();
    let right = [silence, tone()].concat();
    let (mono, mixer) = auto(&pcm(vec![left, right]));
    assert_eq!(mono, scaled(&[tone(), tone()].concat(), 0.5));
    assert_eq!((mixer.lost().count(), mixer.cancelled()), (0, None));
}

#[test]
fn silence_is_not_lost() {
    let (mono, mixer) = auto(&pcm(vec![vec![0.0; 8000]; 2]));
    assert_eq!((mono, mixer.lost().count()), (vec![0.0; 8000], 0));
}

#[test]
fn a_place_where_channels_cancel_is_told_with_its_time() {
    let left = [tone(), tone(), tone()].concat();
    let right = [tone(), scaled(&tone(), -1.0), tone()].concat();
    // In blocks of any length.
    for len in [24_000, 1152, 7] {
        let mut mixer = Mixer::new(Downmix::Auto);
        let mut mono = Vec::new();
        for (left, right) in left.chunks(len).zip(right.chunks(len)) {
            mixer
                .mix(&pcm(vec![left.to_vec(), right.to_vec()]), &mut mono)
                .unwrap();
        }
        assert!(mixer.again().is_none());
        let Cancelled {
            at_s, duration_s, ..
        } = mixer.cancelled().unwrap();
        assert!(
            (at_s - 1.0).abs() < 0.001 && (duration_s - 1.0).abs() < 0.001,
            "{at_s} {duration_s}"
        );
    }
    // A tenth of a second is not heard as a gap.
    let short = [&tone()[..], &scaled(&tone()[..800], -1.0), &tone()].concat();
    let (_, mixer) = auto(&pcm(vec![
        [&tone()[..], &tone()[..800], &tone()].concat(),
        short,
    ]));
    assert_eq!(mixer.cancelled(), None);
}

#[test]
fn parts_of_joined_files_are_judged_apart() {
    let stereo = pcm(vec![tone(), scaled(&tone(), -1.0)]);
    let mono = pcm(vec![scaled(&tone(), 0.5)]);
    let mut mixer = Mixer::new(Downmix::Auto);
    let mut out = Vec::new();
    mixer.mix(&mono, &mut out).unwrap();
    mixer.mix(&stereo, &mut out).unwrap();
    let mut mixer = mixer.again().unwrap();
    mixer.mix(&mono, &mut out).unwrap();
    assert_eq!(out, scaled(&tone(), 0.5));
    mixer.mix(&stereo, &mut out).unwrap();
    assert_eq!(out, tone());
}

// ---- by choice ----

#[test]
fn a_channel_is_taken_by_choice() {
    let stereo = pcm(vec![vec![0.25], vec![0.75]]);
    assert_eq!(mixed_by(Downmix::Average, &stereo), [0.5]);
    for (how, wanted) in [("left", 0.25), ("1", 0.25), ("right", 0.75), ("2", 0.75)] {
        assert_eq!(mixed_by(how.parse().unwrap(), &stereo), [wanted], "{how}");
        assert_eq!(how.parse::<Downmix>().unwrap().to_string(), how);
    }
    // One channel is left and right at once.
    assert_eq!(mixed_by(Downmix::Right, &pcm(vec![vec![0.25]])), [0.25]);
    // Left and right by place, if it is known.
    let block = pcm(vec![vec![0.1], vec![0.2], vec![0.3]]).with_mask(ChannelMask::of(0x7, 3));
    assert_eq!(mixed_by(Downmix::Right, &block), [0.2]);
}

#[test]
fn a_channel_that_is_not_there_is_refused() {
    let mut mono = Vec::new();
    let error = Mixer::new(Downmix::Channel(3)).mix(&pcm(vec![vec![0.0]; 2]), &mut mono);
    let Err(Error::InvalidOptions { option, problem }) = error else {
        panic!("{error:?}");
    };
    assert_eq!(option.to_string(), "channel 3 for the downmix");
    assert_eq!(problem.to_string(), "the recording has 2 channels");
    for wrong in ["0", "-1", "", "Left", "both"] {
        assert!(wrong.parse::<Downmix>().is_err(), "{wrong:?}");
    }
}

#[test]
fn what_was_taken_by_choice_is_not_warned_of() {
    let tone = scaled(&tone(), 0.1);
    let channels = [tone.clone(), scaled(&tone, -1.0)].concat();
    let frames: Vec<f32> = (0..8000)
        .flat_map(|n| [channels[n], channels[8000 + n]])
        .collect();
    let fmt = Fmt::new(3, 2, 8000, 32);
    let wav = Wav::new()
        .fmt(&fmt)
        .data(&Order::Little.floats(&frames))
        .build();
    let codes = |how: Downmix| -> Vec<&str> {
        let source = std::io::Cursor::new(&wav);
        let made = convert(
            source,
            &default_profile(),
            &ConvertOptions::default().downmix(how),
        );
        made.unwrap()
            .report
            .findings
            .iter()
            .map(|f| f.code.as_str())
            .collect()
    };
    assert_eq!(codes(Downmix::Auto), ["TW411"]);
    assert_eq!(codes(Downmix::Left), [""; 0]);
    assert_eq!(codes(Downmix::Average), ["TW401"]);
}

// ---- clipped sources ----

fn clipped(rate_hz: u32, samples: Vec<f32>) -> Option<(u64, f64)> {
    let mut meter = ClippedMeter::default();
    // Runs go on from block to block.
    for block in samples.chunks(100) {
        meter.push(&Pcm::new(rate_hz, vec![block.to_vec()]).unwrap());
    }
    meter
        .clipped()
        .map(|clipped| (clipped.n_runs, (clipped.at_s * 1e4).round() / 1e4))
}

fn cut(samples: Vec<f32>, at: f32) -> Vec<f32> {
    samples.into_iter().map(|s| s.clamp(-at, at)).collect()
}

#[test]
fn tops_that_were_cut_off_are_counted() {
    // 100 periods, two tops each; 20 of 40 samples of a half period are cut.
    let loud = cut(sine(8000, 100.0, 1.5, 8000), 1.0);
    assert_eq!(clipped(8000, loud), Some((200, 0.0013)));
    // 16-bit integers end at 32767, G.711 and 8 bits lower.
    for top in [32767.0, 32256.0, 32124.0, 127.0 * 256.0] {
        let loud = cut(sine(8000, 100.0, 1.5, 8000), top / 32768.0);
        assert_eq!(clipped(8000, loud).map(|(n, _)| n), Some(200), "{top}");
    }
    // Decoders of lossy codecs overshoot a little.
    let ripple: Vec<f32> = cut(sine(8000, 100.0, 1.5, 8000), 1.0)
        .into_iter()
        .zip(Noise::new(1).samples(8000))
        .map(|(s, noise)| {
            if s.abs() == 1.0 {
                s * (1.01 + 0.01 * noise.abs())
            } else {
                s
            }
        })
        .collect();
    assert_eq!(clipped(8000, ripple).map(|(n, _)| n), Some(200));
}

#[test]
fn a_peak_at_full_scale_is_not_clipped() {
    for rate_hz in [8000, 44_100, 48_000, 192_000] {
        for hz in [50.0, 440.0, 3000.0] {
            let tone = sine(rate_hz, hz, 1.0, rate_hz as usize);
            let ints: Vec<f32> = tone
                .iter()
                .map(|s| (s * 32767.0).round() / 32768.0)
                .collect();
            assert_eq!(clipped(rate_hz, ints), None, "{hz} Hz at {rate_hz} Hz");
        }
    }
    assert_eq!(clipped(8000, vec![0.0; 8000]), None);
    assert_eq!(clipped(8000, vec![0.9; 8000]), None);
}
