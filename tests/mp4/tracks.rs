//! Several sound tracks in one file.

use std::num::NonZeroUsize;

use telewav::Error;
use telewav::decode::{DecodeOptions, Decoded};
use telewav::error::remark::{TrackChoice, Tracks};

use crate::build::{Movie, Track};
use crate::common::decoded_with;

/// 0.1 s of one level: µ-law 0x80 is the largest, 0xFF is zero.
fn level(octet: u8) -> [u8; 800] {
    [octet; 800]
}

fn first_sample(file: &[u8], number: usize) -> Result<(Decoded, f32), Error> {
    let options = DecodeOptions::default().track(NonZeroUsize::new(number));
    decoded_with(file, &options).map(|(decoded, sound)| (decoded, sound.planes[0][0]))
}

#[test]
fn the_first_enabled_track_is_decoded_unless_another_is_asked_for() {
    let tracks = [
        Track {
            flags: 0,
            ..Track::ulaw(7, &level(0x80))
        },
        Track::ulaw(9, &level(0xFF)),
        Track::ulaw(3, &level(0x00)),
    ];
    let file = Movie::of(tracks).recorded();
    // Largest positive, zero, largest negative.
    let levels = [0.98, 0.0, -0.98];
    for (number, decoded_number) in [(0, 2), (1, 1), (2, 2), (3, 3)] {
        let (decoded, sample) = first_sample(&file, number).unwrap();
        let wanted: f32 = levels[decoded_number - 1];
        assert!((sample - wanted).abs() < 0.01, "{number}: {sample}");
        assert_eq!(decoded.n_frames, 800);
        let defaults: Vec<bool> = decoded.tracks.iter().map(|t| t.is_default).collect();
        assert_eq!(defaults, [false, true, true]);
        let taken = decoded.tracks.iter().position(|t| t.is_decoded).unwrap();
        assert_eq!(taken + 1, decoded_number);
        let chosen = Tracks::TrackChosen {
            number: decoded_number,
            n_tracks: 3,
            why: match number {
                0 => TrackChoice::FirstDefault,
                _ => TrackChoice::AskedFor,
            },
        };
        assert_eq!(decoded.notes, [chosen.into()]);
    }
    let error = first_sample(&file, 4).unwrap_err();
    assert!(error.to_string().contains("has 3 sound tracks"), "{error}");
}

#[test]
fn no_track_enabled_is_no_reason_to_refuse() {
    let disabled = |octet| Track {
        flags: 0,
        ..Track::ulaw(1, &level(octet))
    };
    let (decoded, _) = first_sample(&Movie::of([disabled(0x80)]).recorded(), 0).unwrap();
    assert!(decoded.notes.is_empty() && decoded.tracks.is_empty());
}

#[test]
fn a_recording_of_one_track_has_no_second() {
    let file = Movie::of([Track::ulaw(1, &level(0x80))]).recorded();
    let wav = crate::common::wav16(8000, &[0; 80]);
    for file in [file, wav] {
        first_sample(&file, 1).unwrap();
        let error = first_sample(&file, 2).unwrap_err();
        assert!(matches!(error, Error::InvalidOptions { .. }), "{error}");
        assert!(error.to_string().contains("one sound track"), "{error}");
    }
}
