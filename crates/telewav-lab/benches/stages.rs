//! Each stage alone, on ten seconds of speech-like sound: `cargo bench -p telewav-lab`.

#![allow(clippy::unwrap_used)]

use std::io::Cursor;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use telewav::decode::{DecodeOptions, decode};
use telewav::downmix::{Downmix, Mixer};
use telewav::level::clipped::ClippedMeter;
use telewav::level::loudness::integrated_lufs;
use telewav::level::speech::active_level;
use telewav::level::true_peak::TruePeakMeter;
use telewav::pcm::Pcm;
use telewav::quantize::{Rounding, linear16};
use telewav::resample::Resampler;
use telewav::{CheckOptions, ConvertOptions, Profile, check, convert};

fn main() {
    divan::main();
}

const SECONDS: usize = 10;

/// Tones that come and go.
fn sound(rate_hz: usize) -> Vec<f32> {
    let at = |n: usize| n as f32 / rate_hz as f32;
    (0..SECONDS * rate_hz)
        .map(at)
        .map(|t| 0.3 * (t * 1400.0).sin() * (t * 9.0).sin().max(0.0) + 0.1 * (t * 9000.0).sin())
        .collect()
}

fn linear(samples: &[f32]) -> Vec<i16> {
    let mut linear = Vec::new();
    linear16(samples, Rounding::Nearest, &mut linear);
    linear
}

fn prompt() -> Vec<u8> {
    let profile = Profile::embedded("huawei-privatenumber").unwrap();
    let source = telewav::riff::write::linear16(8000, &linear(&sound(8000))).unwrap();
    let made = convert(Cursor::new(source), &profile, &ConvertOptions::default());
    made.unwrap().octets.unwrap()
}

#[divan::bench]
fn decode_wav(bencher: Bencher<'_, '_>) {
    let wav = telewav::riff::write::linear16(44_100, &linear(&sound(44_100))).unwrap();
    bencher
        .counter(ItemsCount::new(SECONDS * 44_100))
        .bench(|| {
            decode(Cursor::new(&wav), &DecodeOptions::default(), &mut |block| {
                black_box(block);
                Ok(())
            })
        });
}

#[divan::bench]
fn downmix_and_clipping(bencher: Bencher<'_, '_>) {
    let side = sound(44_100);
    let block = Pcm::new(44_100, vec![side.clone(), side]).unwrap();
    let mut mono = Vec::new();
    bencher
        .counter(ItemsCount::new(SECONDS * 44_100))
        .bench_local(|| {
            ClippedMeter::default().push(&block);
            Mixer::new(Downmix::Auto).mix(&block, &mut mono)
        });
}

#[divan::bench(args = [16_000, 22_050, 44_100, 48_000, 96_000])]
fn resample(bencher: Bencher<'_, '_>, rate_hz: u32) {
    let sound = sound(rate_hz as usize);
    let mut out = Vec::new();
    bencher
        .counter(ItemsCount::new(sound.len()))
        .bench_local(|| {
            out.clear();
            let mut resampler = Resampler::new(8000);
            for block in sound.chunks(8192) {
                resampler.push(block, rate_hz, &mut out).unwrap();
            }
            resampler.finish(&mut out)
        });
}

#[divan::bench]
fn active_speech_level(bencher: Bencher<'_, '_>) {
    let sound = sound(8000);
    bencher
        .counter(ItemsCount::new(sound.len()))
        .bench(|| active_level(&sound, 8000));
}

#[divan::bench]
fn true_peak(bencher: Bencher<'_, '_>) {
    let sound = sound(8000);
    bencher.counter(ItemsCount::new(sound.len())).bench(|| {
        let mut meter = TruePeakMeter::new(8000);
        meter.push(&sound);
        meter.true_peak()
    });
}

#[divan::bench]
fn loudness(bencher: Bencher<'_, '_>) {
    let sound = sound(8000);
    bencher
        .counter(ItemsCount::new(sound.len()))
        .bench(|| integrated_lufs(&sound, 8000));
}

#[divan::bench]
fn quantise_and_code(bencher: Bencher<'_, '_>) {
    let sound = sound(8000);
    let mut linear = Vec::new();
    bencher
        .counter(ItemsCount::new(sound.len()))
        .bench_local(|| {
            linear16(&sound, Rounding::Floor, &mut linear);
            linear
                .iter()
                .map(|s| telewav::g711::alaw::encode(*s))
                .collect::<Vec<u8>>()
        });
}

#[divan::bench]
fn check_a_prompt(bencher: Bencher<'_, '_>) {
    let profile = Profile::embedded("huawei-privatenumber").unwrap();
    let prompt = prompt();
    bencher.counter(ItemsCount::new(SECONDS * 8000)).bench(|| {
        let options = CheckOptions::default().name("a.wav");
        check(Cursor::new(&prompt), &profile, &options)
    });
}
