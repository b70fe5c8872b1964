//! Sound that is missing or distorted is an error, or reported if the caller can live with it.

use telewav::Error;
use telewav::decode::{DamageKind, DamageLog, DecodeOptions, Decoded};
use telewav::error::remark::Remark;

use crate::common::*;

/// The damage that makes the file fail, which has to be what a lenient caller is told.
fn damage(file: &[u8]) -> (DamageLog, Decoded, Sound) {
    let log = match decoded(file) {
        Err(Error::Damaged(log)) => log,
        other => panic!("expected damage, found {other:?}"),
    };
    let (decoded, sound) = decoded_with(file, &DecodeOptions::default().lenient(true)).unwrap();
    assert_eq!(decoded.damage, log);
    (log, decoded, sound)
}

#[test]
fn a_float_that_is_no_number_is_damage_and_becomes_zero() {
    for bad in [
        f32::NAN,
        -f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        1.1e18,
        f32::MIN,
    ] {
        let values = [0.5, bad, -0.5];
        let doubles = values.map(f64::from);
        for file in [
            wav_float(8000, &values),
            Wav::rifx()
                .fmt(&Fmt::new(FLOAT, 1, 8000, 32))
                .data(&Order::Big.floats(&values))
                .build(),
            Wav::new()
                .fmt(&Fmt::new(FLOAT, 1, 8000, 64))
                .data(&Order::Little.doubles(&doubles))
                .build(),
            au(Order::Big, 6, 8000, 1, &Order::Big.floats(&values)),
            au(Order::Big, 7, 8000, 1, &Order::Big.doubles(&doubles)),
        ] {
            let (log, _, sound) = damage(&file);
            assert_eq!(
                (log.total, log.kept[0].kind),
                (1, DamageKind::NotANumber),
                "{bad}"
            );
            assert_eq!(log.kept[0].detail.to_string(), "1 samples are not numbers");
            assert_eq!(sound.planes, [[0.5, 0.0, -0.5]], "{bad}");
        }
    }
}

#[test]
fn notes_are_counted_beyond_fifty() {
    // Each of them has something behind its samples.
    let junk: Vec<u8> = (1..=9).collect();
    let one = Wav::new()
        .fmt(&Fmt::alaw())
        .data(&[0xD5; 200])
        .trailing(&junk);
    let (decoded, _) = decoded(&one.build().repeat(80)).unwrap();
    assert_eq!(decoded.n_frames, 80 * 200);
    assert_eq!(decoded.notes.len(), 51);
    assert_eq!(decoded.notes[50].to_string(), "and 31 more notes");
}

#[test]
fn damage_is_told_once_a_block_with_its_time() {
    let mut samples = vec![0.25; 3 * 8192];
    samples[8192] = f32::NAN;
    samples[8193] = f32::NAN;
    samples[3 * 8192 - 1] = f32::INFINITY;
    let (log, decoded, sound) = damage(&wav_float(8192, &samples));
    let told: Vec<_> = log
        .kept
        .iter()
        .map(|damage| (damage.at_s, damage.detail.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(1.0), Remark::NotNumbers { n: 2 }),
            (Some(2.0), Remark::NotNumbers { n: 1 })
        ]
    );
    assert_eq!(decoded.n_frames, 3 * 8192, "nothing is left out");
    assert!(sound.planes[0].iter().all(|sample| sample.is_finite()));
}

#[test]
fn only_the_first_twenty_losses_are_kept_and_all_are_counted() {
    let samples = vec![f32::NAN; 25 * 8192];
    let (log, _, _) = damage(&wav_float(8000, &samples));
    assert_eq!((log.kept.len(), log.total), (20, 25));
    let text = Error::Damaged(log).to_string();
    assert!(
        text.starts_with("decode all of the sound: at 0.00 s: 8192 samples"),
        "{text}"
    );
    assert!(text.ends_with("; and 22 more"), "{text}");
}

#[test]
fn a_wav_that_was_cut_is_damaged_at_its_end() {
    let whole = wav16(8000, &[100; 8000]);
    let (log, decoded, _) = damage(&whole[..44 + 6000]);
    assert_eq!((log.total, log.kept[0].kind), (1, DamageKind::EarlyEnd));
    assert_eq!(log.kept[0].at_s, Some(0.375));
    assert_eq!(
        log.kept[0].detail.to_string(),
        "the file was cut: 10000 bytes of samples are missing, about 0.62 s"
    );
    assert_eq!(decoded.n_frames, 3000);
}

#[test]
fn an_ogg_that_was_cut_before_its_sound_says_where_it_ends() {
    // Vorbis and FLAC in Ogg, one page of sound or two: without them there is nothing to begin with.
    for (name, n_first) in [
        ("good/vorbis-44100Hz-stereo-0.5s.ogg", 58),
        ("good/flac-44100Hz-mono-0.5s.oga", 79),
    ] {
        let whole = fixture_octets(name);
        // Behind the first page, in the middle of the second, close to the end.
        for len in [n_first, n_first + 10, 200, whole.len() - 3] {
            let text = decoded(&whole[..len]).unwrap_err().to_string();
            let wanted =
                format!(" at byte {len}: expected a whole file, found the end of the file");
            assert!(
                text.starts_with("read the container of an Ogg ") && text.ends_with(&wanted),
                "{name}: {text}"
            );
        }
    }
}

#[test]
fn an_au_that_was_cut_is_damaged_at_its_end() {
    let whole = au(Order::Big, 3, 8000, 1, &[1; 16_000]);
    let (log, decoded, _) = damage(&whole[..24 + 6000]);
    assert_eq!((log.total, log.kept[0].kind), (1, DamageKind::EarlyEnd));
    assert_eq!(log.kept[0].at_s, Some(0.375));
    assert_eq!(
        log.kept[0].detail.to_string(),
        "the file was cut: 10000 bytes of samples are missing"
    );
    assert_eq!(decoded.n_frames, 3000);
}

#[test]
fn a_wrong_length_field_alone_is_no_damage() {
    for wav in [
        Wav::new()
            .fmt(&Fmt::pcm(16))
            .claiming(b"data", &[1; 800], 100_000)
            .build(),
        Wav::new()
            .fmt(&Fmt::pcm(16))
            .data(&[1; 800])
            .riff_size(100_000)
            .build(),
    ] {
        let (decoded, _) = decoded(&wav).unwrap();
        assert_eq!(decoded.n_frames, 400);
        assert!(decoded.damage.is_empty());
    }
}

#[test]
fn a_lenient_caller_gets_no_damage_from_a_whole_file() {
    let options = DecodeOptions::default().lenient(true);
    let (decoded, _) = decoded_with(&wav16(8000, &[1; 100]), &options).unwrap();
    assert!(decoded.damage.is_empty());
}
