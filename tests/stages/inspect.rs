//! The levels that `inspect` finds in a recording of several channels, of several rates, of several parts.

use std::io::Cursor;

use telewav::decode::{DecodeOptions, decode};
use telewav::inspect::{InspectOptions, Inspection, inspect, inspect_with};
use telewav::level::measure;
use telewav::pcm::Pcm;

use crate::common::*;

/// Inspects these blocks instead of what is in a file.
fn inspected(blocks: &[Pcm]) -> Inspection {
    let file = wav16(8000, &[0; 10]);
    inspect_with(Cursor::new(file), |source, sink| {
        let decoded = decode(source, &DecodeOptions::default(), &mut |_| Ok(()));
        for block in blocks {
            sink(block)?;
        }
        decoded
    })
    .unwrap()
}

fn block(rate_hz: u32, channels: &[&[f32]]) -> Pcm {
    Pcm::new(
        rate_hz,
        channels.iter().map(|channel| channel.to_vec()).collect(),
    )
    .unwrap()
}

#[test]
fn each_channel_has_its_levels_and_all_have_one_loudness() {
    let (left, right) = (
        sine(48_000, 997.0, 0.1, 96_000),
        sine(48_000, 440.0, 0.01, 96_000),
    );
    let interleaved: Vec<f32> = left
        .iter()
        .zip(&right)
        .flat_map(|(l, r)| [*l, *r])
        .collect();
    let file = Wav::new()
        .fmt(&Fmt::new(FLOAT, 2, 48_000, 32))
        .data(&Order::Little.floats(&interleaved))
        .build();
    let found = inspect(Cursor::new(&file), &InspectOptions::default()).unwrap();
    assert_eq!(
        found.levels,
        [measure(&left, 48_000), measure(&right, 48_000)]
    );
    // -23.01 LUFS of the left channel; the right one, 20 dB below and a little less weighted, adds 0.04.
    assert!(
        (found.loudness_lufs.unwrap() + 22.97).abs() < 0.03,
        "{found:?}"
    );
}

#[test]
fn where_the_rate_changes_nothing_over_time_is_claimed() {
    let tone = sine(8000, 440.0, 0.5, 8000);
    let found = inspected(&[block(8000, &[&tone]), block(16_000, &[&tone])]);
    let level = found.levels[0];
    assert_eq!(level.peak_dbfs, measure(&tone, 8000).peak_dbfs);
    assert!((level.rms_dbov.unwrap() + 9.03).abs() < 0.01, "{level:?}");
    assert_eq!((level.active_dbov, level.activity), (None, None));
    assert_eq!(found.loudness_lufs, None);

    let found = inspected(&[block(8000, &[&tone]), block(8000, &[&tone])]);
    assert!(found.levels[0].active_dbov.is_some());
    assert!(found.loudness_lufs.is_some());
}

#[test]
fn where_channels_join_each_is_measured_and_loudness_is_not() {
    let tone = sine(8000, 440.0, 0.5, 8000);
    for blocks in [
        [block(8000, &[&tone]), block(8000, &[&tone, &tone])],
        [block(8000, &[&tone, &tone]), block(8000, &[&tone])],
    ] {
        let found = inspected(&blocks);
        assert_eq!(found.levels.len(), 2);
        for level in &found.levels {
            assert!((level.active_dbov.unwrap() + 9.03).abs() < 0.2, "{level:?}");
        }
        assert_eq!(found.loudness_lufs, None);
    }
}

#[test]
fn a_recording_without_sound_has_no_levels() {
    let found = inspected(&[]);
    assert_eq!((found.levels, found.loudness_lufs), (Vec::new(), None));
}
