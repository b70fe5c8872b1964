//! What is done to the sound, and what is said of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{about, codes, fixture, folder, names, shown};

/// Writes a WAV of 32-bit floats, any number of channels.
fn wav(path: &Path, rate_hz: u32, channels: &[Vec<f32>]) -> PathBuf {
    let spec = hound::WavSpec {
        channels: channels.len() as u16,
        sample_rate: rate_hz,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for n in 0..channels[0].len() {
        for channel in channels {
            writer.write_sample(channel[n]).unwrap();
        }
    }
    writer.finalize().unwrap();
    path.to_owned()
}

fn tone(rate_hz: u32, seconds: f64, amplitude: f64) -> Vec<f32> {
    let n_frames = (seconds * f64::from(rate_hz)).round() as u32;
    (0..n_frames)
        .map(|n| {
            let phase = f64::from(n) * 440.0 / f64::from(rate_hz) * std::f64::consts::TAU;
            (amplitude * phase.sin()) as f32
        })
        .collect()
}

fn noise(n: usize, amplitude: f32) -> Vec<f32> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    std::iter::repeat_with(next)
        .take(n)
        .map(|x| x * amplitude)
        .collect()
}

#[test]
fn channels_that_cancel_are_told_and_the_louder_one_is_taken() {
    let folder = folder();
    let left = tone(16_000, 1.0, 0.04);
    let right = left.iter().map(|sample| -0.9 * sample).collect();
    let file = wav(&folder.path().join("anti.wav"), 16_000, &[left, right]);
    let out = folder.path().join("out");
    let ran = telewav!["convert", &file, "-o", &out].exits(0);
    ran.says(["warning TW411", "the left channel"]);
    let checked = telewav!["check", &out, "--output-format", "json"].exits(0);
    assert_eq!(codes(&checked.results()[0]), [""; 0]);
    telewav![
        "convert",
        &file,
        "-o",
        out.join("average.wav"),
        "--downmix",
        "average"
    ]
    .exits(0)
    .says(["converted"]);
}

#[test]
fn a_channel_is_taken_by_its_name_or_its_number() {
    let folder = folder();
    let channels = [tone(8000, 0.5, 0.1), tone(8000, 0.5, 0.4)];
    let file = wav(&folder.path().join("two.wav"), 8000, &channels);
    for (how, peak) in [
        ("left", "-20.0"),
        ("1", "-20.0"),
        ("right", "-8.0"),
        ("2", "-8.0"),
    ] {
        let out = folder.path().join(format!("{how}.wav"));
        telewav!["convert", &file, "-o", &out, "--downmix", how]
            .exits(0)
            .says([&format!("peak {peak} dBFS")]);
    }
    telewav![
        "convert",
        &file,
        "-o",
        folder.path().join("3.wav"),
        "--downmix",
        "3"
    ]
    .exits(1);
    telewav!["convert", &file, "-o", "out", "--downmix", "loudest"]
        .exits(2)
        .complains(["--downmix", "auto"]);
}

#[test]
fn a_peak_above_full_scale_is_lowered_limited_or_refused() {
    let folder = folder();
    let file = wav(
        &folder.path().join("loud.wav"),
        8000,
        &[tone(8000, 1.0, 1.5)],
    );
    let convert = |clip: &str| {
        let out = folder.path().join(format!("{clip}.wav"));
        telewav!["convert", &file, "-o", &out, "--clip", clip]
    };
    convert("attenuate")
        .exits(0)
        .says(["lowered by 3.5", "does not clip"]);
    convert("limit")
        .exits(0)
        .says(["peaks lowered by up to 3.5"]);
    convert("error").exits(1).says([
        "error TW414 clipping",
        "dB above full scale at",
        "--clip attenuate",
    ]);
    assert!(!folder.path().join("error.wav").exists());
}

#[test]
fn speech_is_brought_to_one_level_and_silence_is_not() {
    let folder = folder();
    let out = folder.path().join("out");
    let silence = folder.path().join("in/silence.wav");
    fs::create_dir(folder.path().join("in")).unwrap();
    wav(&silence, 8000, &[vec![0.0; 8000]]);
    wav(
        &folder.path().join("in/quiet.wav"),
        8000,
        &[tone(8000, 2.0, 0.01)],
    );
    wav(
        &folder.path().join("in/loud.wav"),
        8000,
        &[tone(8000, 2.1, 0.9)],
    );
    wav(
        &folder.path().join("in/faint.wav"),
        8000,
        &[tone(8000, 2.0, 0.003)],
    );
    let ran = telewav![
        "convert",
        folder.path().join("in"),
        "-o",
        &out,
        "--level",
        "speech:-20",
        "--output-format",
        "json"
    ]
    .exits(0);
    let results = ran.results();
    let active = |name: &str| about(&results, name)["prompt"]["level"]["active_dbov"].clone();
    for name in ["quiet.wav", "loud.wav"] {
        let level = active(name).as_f64().unwrap();
        assert!((level + 20.0).abs() < 0.1, "{name}: {level}");
        assert_eq!(codes(about(&results, name)), [""; 0]);
    }
    let faint = about(&results, "faint.wav");
    assert_eq!(codes(faint), ["TW415"]);
    assert_eq!(faint["prompt"]["shaped"]["gain"]["gain_db"], 30.0);
    assert_eq!(codes(about(&results, "silence.wav")), ["TW401", "TW415"]);
    assert_eq!(active("silence.wav"), serde_json::Value::Null);
}

#[test]
fn ends_are_trimmed_and_faded_and_an_offset_is_taken_away() {
    let folder = folder();
    let mut samples = vec![0.0; 16_000];
    samples.extend(tone(8000, 1.0, 0.3));
    samples.extend(vec![0.0; 12_000]);
    let samples: Vec<f32> = samples.iter().map(|s| s + 0.1).collect();
    let file = wav(&folder.path().join("a.wav"), 8000, &[samples]);
    let plain = folder.path().join("plain");
    let ran = telewav!["convert", &file, "-o", &plain].exits(0);
    ran.says(["warning TW402 dc-offset: an offset of 10.0 % of full scale"]);
    let shaped = folder.path().join("shaped");
    let ran = telewav![
        "convert",
        &file,
        "-o",
        &shaped,
        "--trim",
        "--fade",
        "5",
        "--highpass"
    ]
    .exits(0);
    let ran = ran.says(["1.90 s of silence taken off the start"]);
    assert!(!ran.text().contains("TW4"), "{ran}");
    let octets = fs::read(shaped.join("a.wav")).unwrap();
    // A tenth of a second is left on either side.
    assert!((9500..9760).contains(&octets.len()), "{}", octets.len());
    telewav![
        "convert",
        &file,
        "-o",
        folder.path().join("rest"),
        "--trim=0.5",
        "--highpass=100"
    ]
    .exits(0)
    .says(["1.50 s of silence taken off the start"]);
}

#[test]
fn options_out_of_range_are_refused_with_the_range() {
    for option in [
        "--fade=-1",
        "--trim=x",
        "--highpass=0",
        "--max-gain=61",
        "--level=loud",
        "--level=peak:3",
    ] {
        let name = option.split('=').next().unwrap();
        telewav!["convert", fixture("prompts"), "-o", "out", option]
            .exits(2)
            .complains([name]);
    }
}

/// The default profile, but with room for 3 s, and for 2.5 s by its strictest reading.
fn short_profile(folder: &Path) -> PathBuf {
    let text = telewav::Profile::embedded_text("huawei-privatenumber").unwrap();
    let text = text
        .replace("2_097_152", "24_058")
        .replace("2_000_000", "20_058");
    let file = folder.join("short.toml");
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn a_prompt_that_is_too_long_is_cut_into_parts_that_pass() {
    let folder = folder();
    let profile = short_profile(folder.path());
    let mut minutes = Vec::new();
    while minutes.len() < 6 * 8000 {
        minutes.extend(tone(8000, 0.4, 0.3));
        minutes.extend(vec![0.0; 1600]);
    }
    let file = wav(&folder.path().join("hold music.wav"), 8000, &[minutes]);
    let out = folder.path().join("out");
    let refused = telewav!["convert", &file, "-o", &out, "-p", &profile].exits(1);
    refused.says(["TW201 file-size", "s too long", "--split"]);
    assert_eq!(names(&out), [""; 0]);
    let ran = telewav![
        "convert",
        &file,
        "-o",
        &out,
        "-p",
        &profile,
        "--split",
        "--output-format",
        "json"
    ]
    .exits(0);
    let results = ran.results();
    assert_eq!(
        names(&out),
        ["hold_music-1.wav", "hold_music-2.wav", "hold_music-3.wav"]
    );
    let duration = |result: &serde_json::Value| result["prompt"]["duration_s"].as_f64().unwrap();
    let whole: f64 = results.iter().map(duration).sum();
    assert!((whole - 6.0).abs() < 0.001, "{whole}");
    for (i, result) in results.iter().enumerate() {
        let part = &result["prompt"]["part"];
        assert_eq!(
            (part["number"].as_u64(), part["of"].as_u64()),
            (Some(i as u64 + 1), Some(3))
        );
        assert_eq!(codes(result), [""; 0], "{result}");
    }
    telewav!["check", &out, "-p", &profile]
        .exits(0)
        .says(["3 files checked, 3 ok"]);
    // Once more there is nothing to do.
    telewav!["convert", &file, "-o", &out, "-p", &profile, "--split"]
        .exits(0)
        .says(["3 unchanged"]);
    telewav!["convert", &file, "-o", "-", "-p", &profile, "--split"]
        .exits(1)
        .complains(["standard output", "cut into 3"]);
}

#[test]
fn a_part_never_takes_the_place_of_another_recording() {
    let folder = folder();
    let profile = short_profile(folder.path());
    let source = folder.path().join("in");
    fs::create_dir(&source).unwrap();
    wav(&source.join("a.wav"), 8000, &[noise(4 * 8000, 0.1)]);
    wav(&source.join("A-2.flac.wav"), 8000, &[tone(8000, 1.0, 0.3)]);
    fs::rename(source.join("A-2.flac.wav"), source.join("A-2.wav")).unwrap();
    let out = folder.path().join("out");
    let ran = telewav!["convert", &source, "-o", &out, "-p", &profile, "--split"].exits(1);
    ran.says(["TW501", "a-2.wav"]);
    assert_eq!(names(&out), ["A-2.wav"]);
}

#[test]
fn silence_is_made_for_any_profile() {
    let folder = folder();
    let file = folder.path().join("silence.wav");
    let ran = telewav!["silence", "0.5", "-o", &file].exits(0);
    ran.says(["converted", &shown(&file), "silence; 0.50 s, 4058 bytes"]);
    let octets = fs::read(&file).unwrap();
    assert!(octets[58..].iter().all(|octet| *octet == 0xD5));
    telewav!["check", &file].exits(0).says(["TW401"]);
    telewav!["silence", "0.5", "-o", &file]
        .exits(0)
        .says(["unchanged"]);
    telewav!["silence", "1", "-o", &file]
        .exits(1)
        .says(["refused", "--force"]);
    telewav!["silence", "1", "-o", &file, "--force"]
        .exits(0)
        .says(["replaced"]);
    assert_eq!(fs::metadata(&file).unwrap().len(), 8058);
    let raw = folder.path().join("silence.alaw");
    telewav!["silence", "1", "-p", "asterisk-alaw", "-o", &raw].exits(0);
    assert_eq!(fs::read(&raw).unwrap(), [0xD5; 8000]);
    let piped = telewav!["silence", "0.001", "-o", "-"].exits(0);
    assert_eq!(piped.out.len(), 66);
}

#[test]
fn silence_that_the_platform_would_refuse_is_not_written() {
    let folder = folder();
    let long = folder.path().join("long.wav");
    telewav!["silence", "300", "-o", &long]
        .exits(1)
        .says(["TW201", "failed"]);
    let name = folder.path().join("安静.wav");
    telewav!["silence", "1", "-o", &name]
        .exits(1)
        .says(["TW101"]);
    telewav!["silence", "1", "-o", folder.path()]
        .exits(2)
        .complains(["silence.wav"]);
    telewav!["silence", "-1", "-o", &long].exits(2);
    telewav!["silence", "86400", "-p", "asterisk", "-o", &long]
        .exits(1)
        .says(["max_memory_bytes"]);
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes_with_every_option() {
    let folder = folder();
    let trees = ["1", "2"].map(|jobs| {
        let out = folder.path().join(jobs);
        telewav![
            "convert",
            fixture("prompts"),
            "-o",
            &out,
            "-j",
            jobs,
            "--level",
            "speech",
            "--trim",
            "--fade",
            "5",
            "--highpass",
            "--clip",
            "limit",
            "--split"
        ]
        .exits(0);
        crate::support::tree(&out)
    });
    assert_eq!(trees[0], trees[1]);
    assert_eq!(trees[0].len(), 7);
}
