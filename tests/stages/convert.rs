//! The stages in a row: what goes in as 16-bit or A-law comes out to the octet, and every profile gets what it asks
//! for.

use std::io::Cursor;

use telewav::decode::{DecodeOptions, RawEncoding, RawFormat};
use telewav::finding::{Cure, Findings};
use telewav::g711::{alaw, ulaw};
use telewav::profile::{Container, Encoding, Profile};
use telewav::shape::Shaped;
use telewav::shape::clip::Clipping;
use telewav::{Conversion, ConvertOptions, Error, Severity, convert};

use crate::common::*;

const HEADER: usize = 58;

/// The level of A-law's loudest octet, 32,256 of 32,768.
const LOUDEST_DBFS: f64 = -0.1368;

/// The octets behind the header of a prompt for the default profile.
fn data(file: &[u8]) -> Vec<u8> {
    let octets = converted(file).unwrap().octets.unwrap();
    octets[HEADER..].to_vec()
}

/// Code, found and wanted of each finding, but for what is said of offset, ends and level: the signals here
/// are not meant to be heard.
fn told(conversion: &Conversion) -> Vec<[String; 3]> {
    let findings = conversion.report.findings.iter();
    findings
        .filter(|f| !("TW402".."TW407").contains(&f.code.as_str()))
        .map(|f| {
            [
                f.code.to_string(),
                f.found.to_string(),
                f.wanted.to_string(),
            ]
        })
        .collect()
}

// ---- octets ----

#[test]
fn every_16_bit_sample_becomes_its_g191_octet() {
    let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let octets = data(&wav16(8000, &all));
    let codes: Vec<u8> = all.iter().map(|sample| alaw::encode(*sample)).collect();
    assert!(octets == codes);
    assert_eq!(crc_of_words(octets.into_iter().map(u16::from)), 0x7471_9FE4);
}

#[test]
fn every_16_bit_sample_becomes_its_g191_octet_in_ulaw() {
    let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let made = convert_to(&profile("cisco-unity-express"), &wav16(8000, &all)).unwrap();
    let codes = made.octets.unwrap()[HEADER..]
        .iter()
        .map(|octet| u16::from(*octet))
        .collect::<Vec<_>>();
    assert_eq!(crc_of_words(codes), 0xCD17_0E15);
}

#[test]
fn every_16_bit_sample_stays_what_it_is_in_linear_pcm() {
    let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let source = wav16(8000, &all);
    let made = convert_to(&profile("asterisk"), &source).unwrap();
    assert!(made.octets.unwrap() == source);
}

#[test]
fn alaw_octets_are_kept() {
    let all: Vec<u8> = (0..=255).collect();
    assert_eq!(data(&alaw_wav(&all)), all);
    let extensible = Wav::new()
        .fmt(&Fmt::new(ALAW, 1, 8000, 8).extensible())
        .data(&all)
        .build();
    assert_eq!(data(&extensible), all);
    assert_eq!(data(&au(Order::Big, 27, 8000, 1, &all)), all);
    // Two equal channels are the one.
    let twice: Vec<u8> = all.iter().flat_map(|octet| [*octet; 2]).collect();
    let stereo = Wav::new()
        .fmt(&Fmt::new(ALAW, 2, 8000, 8))
        .data(&twice)
        .build();
    assert_eq!(data(&stereo), all);
}

#[test]
fn a_prompt_that_is_right_already_is_made_again_octet_by_octet() {
    let source = alaw_wav(&(0..=255).collect::<Vec<u8>>());
    assert_eq!(converted(&source).unwrap().octets.unwrap(), source);
}

#[test]
fn ulaw_octets_are_kept_but_for_negative_zero() {
    let all: Vec<u8> = (0..=255).collect();
    let source = Wav::new()
        .fmt(&Fmt::new(ULAW, 1, 8000, 8))
        .data(&all)
        .build();
    let made = convert_to(&profile("cisco-unity-express"), &source)
        .unwrap()
        .octets
        .unwrap();
    let wanted: Vec<u8> = all
        .iter()
        .map(|octet| if *octet == 0x7F { 0xFF } else { *octet })
        .collect();
    assert_eq!(made[HEADER..], wanted);
}

#[test]
fn headerless_octets_are_the_samples_alone() {
    let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let made = convert_to(&profile("asterisk-alaw"), &wav16(8000, &all)).unwrap();
    let codes = made.octets.unwrap().into_iter().map(u16::from);
    assert_eq!(crc_of_words(codes), 0x7471_9FE4);
}

#[test]
fn an_odd_number_of_frames_gets_one_of_silence() {
    for n_frames in [1, 801, 8191, 8193] {
        let made = converted(&wav16(8000, &vec![-1000; n_frames])).unwrap();
        assert_eq!(made.report.prompt.n_frames, n_frames as u64 + 1);
        assert_eq!(made.report.source.n_frames, n_frames as u64);
        let octets = made.octets.unwrap();
        assert_eq!(octets.len(), HEADER + n_frames + 1);
        assert!(
            octets[HEADER..HEADER + n_frames]
                .iter()
                .all(|o| *o == alaw::encode(-1000))
        );
        assert_eq!(octets.last(), Some(&0xD5), "{n_frames} frames");
    }
    assert_eq!(data(&wav16(8000, &[-1000; 802])).len(), 802);
}

#[test]
fn the_same_recording_gives_the_same_octets() {
    let source = wav_float(44_100, &Noise::new(5).samples(20_000));
    let (first, second) = (converted(&source).unwrap(), converted(&source).unwrap());
    assert!(first == second);
    assert_eq!(first.octets.unwrap().len(), HEADER + 3630);
}

#[test]
fn a_float_is_judged_by_the_decision_values_and_not_by_the_nearest_16_bit_step() {
    // 15.9 steps of 16 bits are below the decision value at 16.
    let octets = data(&wav_float(8000, &[15.9 / 32768.0, 16.0 / 32768.0]));
    assert_eq!(octets, [alaw::encode(15), alaw::encode(16)]);
    assert_ne!(octets[0], octets[1]);
}

// ---- stereo and rate ----

#[test]
fn stereo_is_averaged_and_resampled() {
    let (left, right) = (
        sine(44_100, 440.0, 0.5, 44_100),
        sine(44_100, 440.0, 0.25, 44_100),
    );
    let both: Vec<f32> = left
        .iter()
        .zip(&right)
        .flat_map(|(l, r)| [*l, *r])
        .collect();
    let source = Wav::new()
        .fmt(&Fmt::new(FLOAT, 2, 44_100, 32))
        .data(&Order::Little.floats(&both))
        .build();
    let octets = data(&source);
    assert_eq!(octets.len(), 8000);
    let wanted = sine(8000, 440.0, 0.375, 8000);
    // A-law's step at this level is 1/64; the edges ring.
    for n in 1000..7000 {
        let got = f32::from(alaw::decode(octets[n])) / 32768.0;
        assert!(
            (got - wanted[n]).abs() < 1.0 / 100.0,
            "frame {n}: {got}, wanted {}",
            wanted[n]
        );
    }
}

#[test]
fn one_frame_of_any_rate_is_one_prompt() {
    for rate_hz in [2000, 8000, 44_100, 768_000] {
        let made = converted(&wav16(rate_hz, &[8000])).unwrap();
        let frames = telewav::resample::target_frames(1, rate_hz, 8000);
        assert_eq!(
            made.octets.unwrap().len() as u64,
            58 + frames.next_multiple_of(2)
        );
    }
}

// ---- level ----

fn lowered_db(made: &Conversion) -> f64 {
    match made.report.prompt.shaped.clipping {
        Some(Clipping::LoweredDb(db)) => db,
        other => panic!("{other:?}"),
    }
}

#[test]
fn overshoot_is_lowered_by_what_it_exceeds() {
    let made = converted(&wav_float(8000, &[0.5, -2.0, 1.0, 0.0])).unwrap();
    assert!((lowered_db(&made) - 6.0206).abs() < 1e-4);
    let peak_dbfs = made.report.prompt.level.unwrap().peak_dbfs.unwrap();
    assert!((peak_dbfs - LOUDEST_DBFS).abs() < 1e-3, "{peak_dbfs}");
    let halves = [8192, -32768, 16_384, 0].map(alaw::encode);
    assert_eq!(made.octets.unwrap()[HEADER..], halves);
}

#[test]
fn a_full_scale_square_overshoots_in_the_resampler_and_is_lowered() {
    let square: Vec<i16> = (0..44_100)
        .map(|n| if n / 50 % 2 == 0 { 32_767 } else { -32_767 })
        .collect();
    let made = converted(&wav16(44_100, &square)).unwrap();
    let lowered_db = lowered_db(&made);
    assert!((0.1..2.0).contains(&lowered_db), "{lowered_db}");
    let peak_dbfs = made.report.prompt.level.unwrap().peak_dbfs.unwrap();
    assert!((peak_dbfs - LOUDEST_DBFS).abs() < 1e-3, "{peak_dbfs}");
    // Clipped, half of the codes would be the loudest one, which holds everything above 0.97.
    let octets = made.octets.unwrap();
    let loudest = octets[HEADER..]
        .iter()
        .filter(|octet| **octet & 0x7F == 0x2A)
        .count();
    assert!((1..2000).contains(&loudest), "{loudest} of 8000");
}

#[test]
fn a_recording_within_full_scale_is_not_touched() {
    let made = converted(&wav16(8000, &[i16::MIN, i16::MAX])).unwrap();
    assert_eq!(made.report.prompt.shaped, Shaped::default());
    assert_eq!(made.octets.unwrap()[HEADER..], [0x2A, 0xAA]);
}

#[test]
fn the_level_is_that_of_the_prompt() {
    let made = converted(&wav_float(16_000, &sine(16_000, 1000.0, 0.5, 16_000))).unwrap();
    let level = made.report.prompt.level.unwrap();
    // As it is coded: to half a step, which is a 32nd of half of full scale; its noise adds 0.01 dB.
    assert!((level.peak_dbfs.unwrap() + 6.02).abs() < 0.28, "{level:?}");
    assert!((level.rms_dbov.unwrap() + 9.02).abs() < 0.01, "{level:?}");
}

#[test]
fn silence_is_converted_with_a_warning() {
    let made = converted(&wav16(8000, &[0; 800])).unwrap();
    assert_eq!(made.octets.as_ref().unwrap()[HEADER..], [0xD5; 800]);
    assert_eq!(told(&made).len(), 1);
    assert_eq!(made.report.findings[0].code.as_str(), "TW401");
    assert_eq!(made.report.findings[0].severity, Severity::Warning);
}

// ---- too long ----

#[test]
fn a_recording_that_is_too_long_is_counted_and_not_made() {
    let p = user_profile("[size]\nmax_bytes = 8058");
    let made = convert_to(&p, &wav16(16_000, &vec![500; 40_001])).unwrap();
    assert_eq!(made.octets, None);
    assert_eq!(
        told(&made),
        [[
            "TW201",
            "20060 bytes, 1.5 s too long",
            "at most 8058 bytes (1.00 s)"
        ]]
    );
    assert!(made.report.has_errors());
    let prompt = &made.report.prompt;
    assert_eq!(
        (prompt.bytes, prompt.n_frames, prompt.level),
        (20_060, 20_002, None)
    );
    assert!((prompt.duration_s - 2.500_25).abs() < 1e-9);
    assert_eq!(made.report.source.n_frames, 40_001, "counted to its end");
}

#[test]
fn a_recording_of_just_the_limit_is_made() {
    let p = user_profile("[size]\nmax_bytes = 8058");
    for (n_frames, made) in [(7999, true), (8000, true), (8001, false)] {
        let conversion = convert_to(&p, &wav16(8000, &vec![500; n_frames])).unwrap();
        assert_eq!(conversion.octets.is_some(), made, "{n_frames} frames");
        assert_eq!(conversion.report.has_errors(), !made, "{n_frames} frames");
    }
}

#[test]
fn the_default_profile_takes_262_seconds_and_warns_above_249() {
    // In A-law, so that the source is no larger than the prompt.
    for (n_frames, found) in [
        (1_999_942, None),
        (1_999_944, Some(("TW202", "2000002 bytes, 0.0 s too long"))),
        (2_097_094, Some(("TW202", "2097152 bytes, 12.1 s too long"))),
        // Made even, this is two frames more.
        (2_097_095, Some(("TW201", "2097154 bytes, 0.0 s too long"))),
        (2_400_000, Some(("TW201", "2400058 bytes, 37.9 s too long"))),
    ] {
        let codes: Vec<u8> = (0..n_frames)
            .map(|n| if n % 2 == 0 { 0x80 } else { 0x00 })
            .collect();
        let made = converted(&alaw_wav(&codes)).unwrap();
        let told = told(&made);
        let told = told.first().map(|[code, found, _]| (&**code, &**found));
        assert_eq!(told, found, "{n_frames} frames");
        let is_made = n_frames <= 2_097_094;
        assert_eq!(
            made.octets.map(|octets| octets.len()),
            is_made.then_some(58 + n_frames)
        );
    }
}

#[test]
fn a_limit_in_seconds_is_kept() {
    let p = user_profile("[size]\nmin_s = 0.5\nmax_s = 2");
    for (n_frames, wanted) in [
        (3999, None), // one frame of silence makes it 4000
        (3998, Some(["TW204", "0.50 s", "at least 0.5 s"])),
        (2000, Some(["TW204", "0.25 s", "at least 0.5 s"])),
        (16_000, None),
        (
            16_002,
            Some(["TW205", "2.00 s, 0.0 s too long", "at most 2 s"]),
        ),
        (
            24_000,
            Some(["TW205", "3.00 s, 1.0 s too long", "at most 2 s"]),
        ),
    ] {
        let made = convert_to(&p, &wav16(8000, &vec![500; n_frames])).unwrap();
        let told = told(&made);
        let told = told.first().map(|told| told.each_ref().map(String::as_str));
        assert_eq!(told, wanted, "{n_frames} frames");
        assert_eq!(made.octets.is_some(), wanted.is_none(), "{n_frames} frames");
    }
}

// ---- what stops a conversion ----

#[test]
fn a_name_that_breaks_a_rule_keeps_the_prompt_back() {
    let source = wav16(8000, &[500; 800]);
    let made = |options: &ConvertOptions| {
        convert(Cursor::new(&source), &default_profile(), options).unwrap()
    };
    let refused = made(&ConvertOptions::default().name("two words.wav"));
    assert_eq!(refused.report.findings[0].code.as_str(), "TW101");
    assert_eq!(refused.octets, None);
    assert!(made(&ConvertOptions::default()).octets.is_some());
}

#[test]
fn what_cannot_be_decoded_is_an_error() {
    for (octets, kind) in [
        (&b""[..], "not-audio"),
        (b"<!DOCTYPE html><html>", "not-audio"),
        (b"#!AMR\n\x00\x00\x00", "unsupported"),
        (b"RIFF", "malformed"),
    ] {
        let error = converted(octets).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(!error.cure().to_string().is_empty());
    }
}

#[test]
fn damage_is_an_error_unless_the_caller_is_lenient() {
    let source = wav_float(8000, &[0.5, f32::NAN, -0.5, 0.25]);
    assert!(matches!(converted(&source), Err(Error::Damaged(_))));
    let mut options = ConvertOptions::default().name("prompt.wav");
    options.decode.lenient = true;
    let made = convert(Cursor::new(&source), &default_profile(), &options).unwrap();
    assert_eq!(made.report.source.damage.total, 1);
    let octets = [16_384, 0, -16_384, 8192].map(alaw::encode);
    assert_eq!(made.octets.unwrap()[HEADER..], octets);
}

// ---- every profile ----

/// The header that a prompt of this profile has to have, spelled out from the profile's own words.
fn header_of(profile: &Profile, n_frames: u32) -> Vec<u8> {
    let format = &profile.format;
    let (tag, bits) = match format.encoding.value {
        Encoding::ALaw => (ALAW, 8),
        Encoding::MuLaw => (ULAW, 8),
        Encoding::Linear16 => (PCM, 16),
    };
    let plain = Fmt::new(tag, 1, format.rate_hz.value, bits);
    let n_octets = n_frames * u32::from(bits / 8);
    let has_fact = match &format.header_bytes {
        Some(bytes) => bytes.value == 58,
        None => tag != PCM,
    };
    let data = vec![0; n_octets as usize];
    let wav = if has_fact {
        Wav::new()
            .fmt(&plain.extension(&[0, 0]))
            .fact(n_frames)
            .data(&data)
            .build()
    } else {
        Wav::new().fmt(&plain).data(&data).build()
    };
    match format.container.value {
        Container::Wav => wav[..wav.len() - data.len()].to_vec(),
        Container::Raw => Vec::new(),
    }
}

#[test]
fn every_profile_makes_what_it_accepts() {
    assert!(Profile::names().count() >= 26);
    for name in Profile::names().chain(Profile::families()) {
        let p = profile(name);
        let seconds = enough_s(&p);
        let n = 44_100 * seconds as usize;
        let tone = wav_float(44_100, &sine(44_100, 440.0, 0.5, n));
        let made = convert_to(&p, &tone).unwrap();
        assert_eq!(told(&made), [[""; 3]; 0], "{name}");
        let octets = made.octets.unwrap();

        let n_frames = p.format.rate_hz.value * seconds;
        let header = header_of(&p, n_frames);
        assert_eq!(octets[..header.len()], header, "{name}");
        let sample_octets = match p.format.encoding.value {
            Encoding::Linear16 => 2,
            Encoding::ALaw | Encoding::MuLaw => 1,
        };
        assert_eq!(
            octets.len(),
            header.len() + n_frames as usize * sample_octets,
            "{name}"
        );

        let file_name = format!("prompt.{}", p.name_rules.extension.value);
        let report = checked(&p, &file_name, &octets).unwrap();
        let of_sound = |code: &str| ("TW402".."TW407").contains(&code);
        assert!(
            report.findings.iter().all(|f| of_sound(f.code.as_str())),
            "{name}: {report:?}"
        );
        assert_eq!(report.profile, name);
    }
}

#[test]
fn every_profile_makes_a_tone_of_the_right_level() {
    for name in Profile::names() {
        let p = profile(name);
        let n = 44_100 * enough_s(&p) as usize;
        let tone = wav_float(44_100, &sine(44_100, 440.0, 0.5, n));
        let octets = convert_to(&p, &tone).unwrap().octets.unwrap();
        let data = &octets[header_of(&p, 0).len()..];
        let samples: Vec<f32> = match p.format.encoding.value {
            Encoding::ALaw => data
                .iter()
                .map(|o| f32::from(alaw::decode(*o)) / 32768.0)
                .collect(),
            Encoding::MuLaw => data
                .iter()
                .map(|o| f32::from(ulaw::decode(*o)) / 32768.0)
                .collect(),
            Encoding::Linear16 => data
                .chunks_exact(2)
                .map(|o| f32::from(i16::from_le_bytes([o[0], o[1]])) / 32768.0)
                .collect(),
        };
        let rms_dbov = telewav::level::measure(&samples, 8000).rms_dbov.unwrap();
        assert!((rms_dbov + 9.03).abs() < 0.1, "{name}: {rms_dbov}");
    }
}

// ---- too long to be held ----

/// From here on a prompt is coded as it comes.
const MAX_HELD: usize = 1 << 20;

/// Noise of this peak, but for one sample of `loud` at `at`.
fn long_noise(peak: f32, loud: f32, at: usize) -> Vec<f32> {
    let mut seed = 1_u32;
    let mut samples: Vec<f32> = (0..MAX_HELD + 100_001)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            peak * (seed as i32 as f32 / 2_147_483_648.0)
        })
        .collect();
    samples[at] = loud;
    samples
}

/// What is made of `samples` without a header, and how often they were asked for.
fn made_of_long(samples: &[f32], options: &ConvertOptions) -> (Conversion, usize) {
    let file = wav_float(8000, samples);
    let mut n_passes = 0;
    let decode = |sink: &mut telewav::decode::Sink<'_>| {
        n_passes += 1;
        telewav::decode::decode(Cursor::new(&file), &options.decode, sink)
    };
    let profile = profile("asterisk-alaw");
    let mut made = convert::convert_with(decode, &profile, options).unwrap();
    assert_eq!(made.len(), 1);
    (made.remove(0), n_passes)
}

/// The octets of `samples` once they are lowered from `peak`, if that is above full scale.
fn coded(samples: &[f32], peak: f32) -> Vec<u8> {
    let gain = if peak > 1.0 { 1.0 / peak } else { 1.0 };
    let linear = |s: &f32| ((s * gain).clamp(-1.0, 1.0) * 32768.0).floor().min(32767.0) as i16;
    samples.iter().map(|s| alaw::encode(linear(s))).collect()
}

#[test]
fn a_long_prompt_is_the_same_whether_it_is_held_or_not() {
    for (peak, loud, at, n_passes) in [
        (0.4, 0.4, 0, 1),
        // It was loud from the start, and kept for the case.
        (0.9, 1.5, 1000, 1),
        (0.9, -1.25, MAX_HELD + 50_000, 1),
        // It was not, and has to be decoded again.
        (0.4, 1.5, MAX_HELD + 90_000, 2),
    ] {
        let samples = long_noise(peak, loud, at);
        let wanted = coded(&samples, loud.abs());
        let mut heard = None;
        for threads in [1, 2] {
            let options = ConvertOptions::default().threads(threads);
            let (made, n) = made_of_long(&samples, &options);
            assert!(
                made.octets.as_ref() == Some(&wanted),
                "{peak} {loud} {threads}"
            );
            assert_eq!(n, n_passes, "{peak} {loud} {threads}");
            let over_db = 20.0 * f64::from(loud.abs()).log10();
            match made.report.prompt.shaped.clipping {
                Some(Clipping::LoweredDb(db)) => assert!((db - over_db).abs() < 1e-4),
                other => assert!(other.is_none() && loud.abs() <= 1.0, "{other:?}"),
            }
            // Levels, too, to the last bit.
            assert_eq!(&made.report, heard.get_or_insert(made.report.clone()));
        }
        // With an option that needs the whole of it, all is held.
        let trim = telewav::shape::ShapeOptions::default().trim_rest_s(Some(0.1));
        let (held, n) = made_of_long(&samples, &ConvertOptions::default().shape(trim));
        assert_eq!(n, 1);
        assert!(held.octets.as_ref() == Some(&wanted), "{peak} {loud}");
    }
}

#[test]
fn a_long_prompt_that_must_not_clip_says_where_it_does() {
    let samples = long_noise(0.4, 2.0, MAX_HELD + 50_000);
    let refuse = telewav::shape::ShapeOptions::default().clip(telewav::shape::clip::Clip::Refuse);
    let (made, n_passes) = made_of_long(&samples, &ConvertOptions::default().shape(refuse));
    assert_eq!((made.octets, n_passes), (None, 1));
    let Some(Clipping::Exceeds { over_db, at_s }) = made.report.prompt.shaped.clipping else {
        panic!("{:?}", made.report.prompt.shaped);
    };
    assert!((over_db - 6.0206).abs() < 1e-3);
    assert_eq!(at_s, (MAX_HELD + 50_000) as f64 / 8000.0);
}

#[test]
fn a_prompt_sounds_the_same_while_it_is_coded_and_when_it_is_checked() {
    for (name, len) in [
        ("huawei-privatenumber", 8001),
        ("asterisk", 8001),
        ("asterisk-alaw", 8001),
        ("cisco-unity-express", 80_079),
    ] {
        let p = profile(name);
        let tone = sine(8000, 440.0, 0.5, len);
        let made = convert_to(&p, &wav_float(8000, &tone)).unwrap();
        let file_name = format!("prompt.{}", p.name_rules.extension.value);
        let report = checked(&p, &file_name, &made.octets.unwrap()).unwrap();
        assert!(report.heard.is_some());
        assert_eq!(report.heard, made.report.prompt.heard, "{name}");
        assert_eq!(report.findings, made.report.findings, "{name}");
    }
}

// ---- at a limit ----

#[test]
fn a_prompt_of_exactly_the_longest_duration_is_made() {
    // 2.01 * 8000 is a little less than 16,080 in floating point.
    let profile = user_profile("[size]\nmax_s = 2.01");
    let longest = convert_to(&profile, &wav16(8000, &[900; 16_080])).unwrap();
    assert!(longest.octets.is_some());
    assert_eq!(told(&longest), [[""; 3]; 0]);
    // Made even, it would be one frame longer still.
    let longer = convert_to(&profile, &wav16(8000, &[900; 16_081])).unwrap();
    assert!(longer.octets.is_none());
    assert_eq!(longer.report.findings[0].code.as_str(), "TW205");
}

#[test]
fn there_is_no_room_for_a_frame_that_needs_another_to_be_even() {
    let profile = user_profile("[size]\nmax_bytes = 859");
    let fits = convert_to(&profile, &wav16(8000, &[900; 800])).unwrap();
    assert_eq!(fits.octets.unwrap().len(), 858);
    let too_long = convert_to(&profile, &wav16(8000, &[900; 801])).unwrap();
    assert!(too_long.octets.is_none());
    assert_eq!(too_long.report.prompt.bytes, 860);
    assert_eq!(too_long.report.findings[0].code.as_str(), "TW201");
}

#[test]
fn a_joined_file_that_is_a_frame_too_long_is_told_so() {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let file = |name: &str| std::fs::read(format!("{fixtures}/{name}")).unwrap();
    let a = file("good/mp3-44100Hz-mono-0.5s-no-xing.mp3");
    let b = file("good/mp3-22050Hz-mono-0.5s.mp3");
    let joined = [&a[..], &b, &a, &b, &a].concat();
    let whole = converted(&joined).unwrap();
    let bytes = whole.octets.unwrap().len();
    for limit in [bytes - 1, bytes - 2, bytes - 3] {
        let profile = user_profile(&format!("[size]\nmax_bytes = {limit}"));
        let made = convert_to(&profile, &joined).unwrap();
        assert!(made.octets.is_none());
        assert_eq!(made.report.findings[0].code.as_str(), "TW201", "{limit}");
    }
}

// ---- threads ----

#[test]
fn two_threads_make_the_same_of_every_fixture() {
    let mut n_made = 0;
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut paths = vec![fixtures];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            let below = std::fs::read_dir(&path).unwrap();
            paths.extend(below.map(|entry| entry.unwrap().path()));
            continue;
        }
        let made = |threads: usize| {
            let options = ConvertOptions::default().threads(threads);
            let source = std::fs::File::open(&path).unwrap();
            convert::convert_parts(source, &default_profile(), &options)
        };
        match (made(1), made(2)) {
            (Ok(one), Ok(two)) => {
                assert_eq!(one, two, "{}", path.display());
                n_made += 1;
            }
            (one, two) => {
                let (one, two) = (one.unwrap_err(), two.unwrap_err());
                assert_eq!(one.to_string(), two.to_string());
            }
        }
    }
    assert!(n_made > 20, "{n_made}");
}

#[test]
fn two_threads_agree_on_what_is_too_long_and_what_takes_too_much_memory() {
    let long = wav16(44_100, &vec![500; 44_100 * 270]);
    let limits = telewav::Limits::default().max_memory_bytes(1 << 20);
    let decode = DecodeOptions::default().limits(limits);
    let made = |options: &ConvertOptions| {
        let source = Cursor::new(&long);
        convert(source, &default_profile(), options)
    };
    let one = made(&ConvertOptions::default()).unwrap();
    assert_eq!(one.report.findings[0].code.as_str(), "TW201");
    let two = made(&ConvertOptions::default().threads(2)).unwrap();
    assert_eq!(one, two);
    let one = made(&ConvertOptions::default().decode(decode.clone())).unwrap_err();
    assert_eq!(one.kind(), "limit-exceeded");
    let two = made(&ConvertOptions::default().decode(decode).threads(2)).unwrap_err();
    assert_eq!(one.to_string(), two.to_string());
}

/// Samples that spell a header of WAV: what `check` would refuse is not written, unless the caller says that they are samples.
#[test]
fn a_header_among_the_samples_of_a_prompt_is_told() {
    let mut samples = vec![0x55; 400];
    samples[100..104].copy_from_slice(b"data");
    samples[104..108].copy_from_slice(&292_u32.to_le_bytes());
    let recording = au(Order::Big, 27, 8000, 1, &samples);
    let made = converted(&recording).unwrap();
    assert_eq!(made.octets, None);
    let told = made.report.findings.iter();
    let told: Vec<_> = told.filter(|f| f.severity == Severity::Error).collect();
    let codes: Vec<&str> = told.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["TW317", "TW321"]);
    for finding in told {
        assert_eq!(finding.cure, Cure::WholeCopyOfRecording, "{finding:?}");
    }

    let raw = RawFormat::mono(RawEncoding::Alaw, 8000);
    let options = ConvertOptions::default().decode(DecodeOptions::default().raw(Some(raw)));
    let made = convert(Cursor::new(samples), &default_profile(), &options).unwrap();
    assert!(made.octets.is_some(), "{:?}", made.report.findings);
}
