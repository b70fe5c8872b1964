//! Tags of any kind, in any order, before, between and behind the frames.

use crate::build::*;

fn tags() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("ID3v1", id3v1()),
        ("ID3v1, enhanced", id3v1_enhanced()),
        ("ID3v2", id3v2(300, false)),
        ("ID3v2 with a footer", id3v2(70_000, true)),
        ("APE 1", ape(1, false)),
        ("APE 2", ape(2, true)),
        ("APE 2 without a header", ape(2, false)),
        ("Lyrics3", lyrics3()),
        ("Lyrics3 v2", lyrics3_v2()),
    ]
}

fn recordings() -> Vec<(&'static str, Vec<u8>)> {
    [
        "good/mp3-44100Hz-stereo-0.5s.mp3",
        "good/mp2-48000Hz-stereo-0.5s.mp2",
        "good/aac-adts-44100Hz-stereo-0.5s.aac",
        "good/flac-16bit-16000Hz-mono-0.5s.flac",
    ]
    .map(|name| (name, fixture_octets(name)))
    .to_vec()
}

#[test]
fn a_tag_at_either_end_is_passed_over() {
    for (name, file) in recordings() {
        let alone = whole(&file);
        for (tag_name, tag) in tags() {
            for tagged in [[&tag, &file[..]].concat(), [&file, &tag[..]].concat()] {
                let tagged = decoded(&tagged).unwrap_or_else(|e| panic!("{tag_name}, {name}: {e}"));
                assert_eq!(tagged.0, alone, "{tag_name}, {name}");
            }
        }
    }
}

#[test]
fn tags_between_joined_recordings_are_passed_over() {
    let tags = tags();
    for (name, file) in recordings() {
        let joined = whole(&[&file[..], &file].concat()).n_frames;
        for first in &tags {
            for second in &tags {
                let tagged = [&file, &first.1[..], &second.1, &file].concat();
                let tagged = decoded(&tagged)
                    .unwrap_or_else(|e| panic!("{}, {}, {name}: {e}", first.0, second.0));
                assert_eq!(
                    tagged.0.n_frames, joined,
                    "{}, {}, {name}",
                    first.0, second.0
                );
            }
        }
    }
}

#[test]
fn a_tag_that_claims_too_much_does_not_take_the_sound_with_it() {
    for (name, file) in recordings() {
        let joined = whole(&[&file[..], &file].concat()).n_frames;
        for len in [300 + file.len() / 2 + 1, 300 + file.len() + 1, 1 << 27] {
            let mut tag = id3v2(300, false);
            tag[..10].copy_from_slice(&id3v2_header(len, false));
            let tagged = [&file, &tag[..], &file].concat();
            assert_eq!(n_frames(&tagged), joined, "{name}, {len}");
        }
    }
}

#[test]
fn a_tag_that_is_cut_is_no_loss() {
    for (name, file) in recordings() {
        let alone = n_frames(&file);
        for (tag_name, tag) in tags() {
            if tag_name.starts_with("ID3") {
                let cut = [&file, &tag[..tag.len() - 20]].concat();
                assert_eq!(n_frames(&cut), alone, "{tag_name}, {name}");
            }
        }
    }
}
