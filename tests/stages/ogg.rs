//! Ogg: what is missing or too much between pages, chained and side by side; with each of the three codecs.

use telewav::Error;
use telewav::decode::{DamageKind, DecodeOptions, Decoded};
use telewav::error::remark::Ogg;

use crate::common::ogg::*;
use crate::common::*;

/// All three, with the rate of each.
fn all() -> [(Vec<Vec<u8>>, f64); 3] {
    [(vorbis(), 44_100.0), (opus(), 48_000.0), (flac(), 44_100.0)]
}

/// Where the sound of a page ends, seconds.
fn end_s(pages: &[Vec<u8>], i: usize, rate_hz: f64) -> f64 {
    let pre_skip = if rate_hz == 48_000.0 { 312 } else { 0 };
    (granule(&pages[i]) - pre_skip) as f64 / rate_hz
}

fn lenient(octets: &[u8]) -> Decoded {
    let options = DecodeOptions::default().lenient(true);
    decoded_with(octets, &options).unwrap().0
}

/// The one thing that is wrong with a file, which is refused for it: kind, time, sentence; and the frames that are left.
fn damage(octets: &[u8]) -> (DamageKind, f64, String, u64) {
    match decoded(octets) {
        Err(Error::Damaged(_)) => {}
        other => panic!(
            "not refused as damaged: {:?}",
            other.map(|(decoded, _)| decoded)
        ),
    }
    let decoded = lenient(octets);
    assert_eq!(decoded.damage.total, 1, "{:?}", decoded.damage);
    let damage = decoded.damage.kept[0].clone();
    (
        damage.kind,
        damage.at_s.unwrap(),
        damage.detail.to_string(),
        decoded.n_frames,
    )
}

/// The notes of a file that is whole; its samples have to be those of `pages`.
fn notes(octets: &[u8], pages: &[Vec<u8>]) -> Vec<String> {
    let (found, sound) = decoded(octets).unwrap();
    let (whole, wanted) = decoded(&file(pages)).unwrap();
    assert_eq!(found.n_frames, whole.n_frames);
    assert_eq!(sound.planes, wanted.planes);
    found.notes.iter().map(ToString::to_string).collect()
}

#[test]
fn pages_of_all_are_whole() {
    for (pages, rate_hz) in all() {
        let n = pages.len();
        let end_s = end_s(&pages, n - 1, rate_hz);
        let decoded = decoded(&file(&pages)).unwrap().0;
        assert!((decoded.duration_s - end_s).abs() < 1e-9);
        assert!(decoded.notes.is_empty());
    }
}

#[test]
fn junk_between_pages_that_follow_one_another_is_a_note() {
    for (pages, _) in all() {
        for (at, junk) in [(4, &b"junk"[..]), (4, b"OggS"), (1, &[0; 70_000])] {
            let octets = [file(&pages[..at]), junk.to_vec(), file(&pages[at..])].concat();
            let notes = notes(&octets, &pages);
            let wanted = format!("{} bytes between Ogg pages", junk.len());
            assert!(
                notes.len() == 1 && notes[0].to_string().starts_with(&wanted),
                "{notes:?}"
            );
        }
    }
}

#[test]
fn junk_behind_the_last_page_is_a_note_if_that_says_it_is_the_last() {
    for (mut pages, rate_hz) in all() {
        let junk = vec![0x33; 500];
        let octets = [file(&pages), junk.clone()].concat();
        let notes = notes(&octets, &pages);
        assert!(
            notes.len() == 1 && notes[0].to_string().starts_with("500 bytes behind"),
            "{notes:?}"
        );
        // Without that it may have been another page.
        clear(pages.last_mut().unwrap(), LAST);
        let (kind, at_s, what, _) = damage(&[file(&pages), junk].concat());
        assert_eq!(kind, DamageKind::Gap);
        assert!(what.starts_with("500 bytes that are no Ogg page"), "{what}");
        assert!((at_s - end_s(&pages, pages.len() - 1, rate_hz)).abs() < 1e-9);
    }
}

#[test]
fn tags_of_programs_that_know_no_better_are_a_note() {
    for (mut pages, _) in all() {
        clear(pages.last_mut().unwrap(), LAST);
        let id3v1 = [&b"TAG"[..], &[b'x'; 125]].concat();
        let ape = [&b"APETAGEX"[..], &[7; 60]].concat();
        for tag in [id3v1, ape] {
            let notes = notes(&[file(&pages), tag].concat(), &pages);
            assert!(
                notes.len() == 1 && notes[0].to_string().starts_with("a tag of"),
                "{notes:?}"
            );
        }
    }
}

#[test]
fn another_recording_behind_the_last_page_is_told() {
    let wav = wav16(8000, &[1000; 8000]);
    for (pages, _) in all() {
        let (kind, _, what, _) = damage(&[file(&pages), wav.clone()].concat());
        assert_eq!(kind, DamageKind::Gap);
        assert!(
            what.starts_with("a WAV follows, which is not decoded"),
            "{what}"
        );
    }
}

#[test]
fn a_page_that_does_not_match_its_checksum_is_told_once() {
    for (pages, rate_hz) in all() {
        let start = file(&pages[..4]).len();
        let len = pages[4].len();
        // A flag, the position, the checksum, the first and the last octet.
        for at in [5, 8, 23, len - 1] {
            let mut octets = file(&pages);
            octets[start + at] ^= 0x40;
            let (kind, at_s, what, n_frames) = damage(&octets);
            assert_eq!(kind, DamageKind::Checksum);
            assert!(what.ends_with(&format!("(at byte {start})")), "{what}");
            assert!((at_s - end_s(&pages, 3, rate_hz)).abs() < 1e-9);
            let whole = decoded(&file(&pages)).unwrap().0.n_frames;
            // Vorbis has half a block of its own for each of the two ends, and packets go on from page to page.
            let lost = whole - n_frames;
            let wanted = page_frames(&pages, 4);
            assert!(
                (wanted..=wanted + 4096).contains(&lost),
                "{lost} for {wanted}"
            );
        }
    }
}

#[test]
fn a_page_that_is_missing_is_told_with_its_time() {
    for (mut pages, rate_hz) in all() {
        pages.remove(4);
        let (kind, at_s, what, _) = damage(&file(&pages));
        assert_eq!(
            (kind, &*what),
            (DamageKind::Gap, "Ogg page 5 follows, where page 4 should")
        );
        assert!((at_s - end_s(&pages, 3, rate_hz)).abs() < 1e-9);
    }
}

#[test]
fn a_page_whose_start_cannot_be_read_is_told() {
    for (pages, rate_hz) in all() {
        for at in 0..5 {
            let mut octets = file(&pages);
            octets[file(&pages[..4]).len() + at] ^= 0x40;
            let (kind, at_s, what, _) = damage(&octets);
            assert_eq!(kind, DamageKind::Gap);
            assert!(what.contains("bytes that are no Ogg page"), "{what}");
            assert!((at_s - end_s(&pages, 3, rate_hz)).abs() < 1e-9);
        }
    }
}

#[test]
fn pages_that_are_there_twice_are_decoded_once() {
    for (pages, _) in all() {
        for i in 2..pages.len() {
            let mut doubled = pages.clone();
            doubled.insert(i, pages[i].clone());
            let notes = notes(&file(&doubled), &pages);
            assert_eq!(
                notes,
                ["1 Ogg pages are there twice, and were decoded once"]
            );
        }
    }
}

#[test]
fn headers_that_are_there_twice_are_a_note() {
    for (pages, _) in all() {
        let twice = file(&[&pages[..2], &pages[..]].concat());
        let notes = notes(&twice, &pages);
        assert_eq!(notes, ["the headers of an Ogg stream are there twice"]);
        // With sound in between, it is another recording.
        let joined = file(&[&pages[..3], &pages[..]].concat());
        assert!(lenient(&joined).n_frames > lenient(&twice).n_frames);
    }
}

#[test]
fn pages_in_another_order_are_told() {
    for (pages, _) in all() {
        let mut swapped = pages.clone();
        swapped.swap(3, 4);
        assert!(matches!(decoded(&file(&swapped)), Err(Error::Damaged(_))));
        // And given new numbers.
        for (i, page) in swapped.iter_mut().enumerate() {
            set_sequence(page, i as u32);
        }
        let refused = decoded(&file(&swapped));
        assert!(matches!(refused, Err(Error::Damaged(_))), "{refused:?}");
    }
}

#[test]
fn a_page_that_was_taken_out_and_the_others_numbered_anew_shows_by_positions() {
    for (mut pages, rate_hz) in all() {
        let missing = page_frames(&pages, 4);
        pages.remove(4);
        for (i, page) in pages.iter_mut().enumerate() {
            set_sequence(page, i as u32);
        }
        let octets = file(&pages);
        assert!(matches!(decoded(&octets), Err(Error::Damaged(_))));
        let decoded = lenient(&octets);
        let gaps = decoded.damage.kept.iter();
        let gap = gaps
            .clone()
            .find(|damage| damage.detail.to_string().contains("missing between two"));
        let gap = gap.unwrap_or_else(|| panic!("{:?}", decoded.damage));
        assert!((gap.at_s.unwrap() - end_s(&pages, 3, rate_hz)).abs() < 1e-9);
        let told: u64 = gap
            .detail
            .to_string()
            .split(' ')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        // The halves of blocks at both ends.
        assert!(told.abs_diff(missing) <= 2048, "{told} for {missing}");
    }
}

#[test]
fn more_frames_than_positions_leave_room_for_are_told() {
    for (mut pages, _) in all() {
        // A page twice, with a number of its own.
        let again = pages[4].clone();
        pages.insert(4, again);
        for (i, page) in pages.iter_mut().enumerate() {
            set_sequence(page, i as u32);
        }
        assert!(matches!(decoded(&file(&pages)), Err(Error::Damaged(_))));
        let decoded = lenient(&file(&pages));
        let surplus = |detail: &str| detail.contains("frames more are there than");
        let told = decoded
            .damage
            .kept
            .iter()
            .any(|damage| surplus(&damage.detail.to_string()));
        assert!(told, "{:?}", decoded.damage);
    }
}

#[test]
fn a_cut_within_a_page_is_an_early_end() {
    for (pages, rate_hz) in all() {
        let octets = file(&pages);
        let start = file(&pages[..5]).len();
        for len in [start + 4, start + 30, start + pages[5].len() - 1] {
            let (kind, at_s, what, _) = damage(&octets[..len]);
            assert_eq!(kind, DamageKind::EarlyEnd);
            let wanted = format!("the file ends in the middle of an Ogg page (at byte {start})");
            assert_eq!(what, wanted);
            assert!((at_s - end_s(&pages, 4, rate_hz)).abs() < 1e-9);
        }
    }
}

#[test]
fn an_end_within_a_packet_is_a_note() {
    // The second page of sound ends within a packet.
    let pages = vorbis();
    let octets = file(&pages[..4]);
    assert_eq!(pages[4][5] & 1, 0);
    let found = decoded(&file(&pages[..3])).unwrap().0;
    assert_eq!(found.notes, [Ogg::LastPageWithinPacket.into()]);
    assert!(decoded(&octets).unwrap().0.notes.is_empty());
}

#[test]
fn frames_before_position_0_are_left_out_of_vorbis() {
    let mut early = vorbis();
    let n = early.len();
    for page in &mut early[2..] {
        let position = granule(page) - 1000;
        set_granule(page, position);
    }
    let (whole, sound) = decoded(&file(&vorbis())).unwrap();
    let (cut, late) = decoded(&file(&early)).unwrap();
    assert_eq!(cut.n_frames, whole.n_frames - 1000);
    for (plane, wanted) in late.planes.iter().zip(&sound.planes) {
        assert_eq!(plane[..], wanted[1000..]);
    }
    assert_eq!(cut.n_frames, granule(&early[n - 1]));
}

#[test]
fn the_last_page_leaves_out_padding_of_vorbis_and_none_of_flac() {
    for less in [1, 200, 400] {
        let mut pages = vorbis();
        let last = pages.last_mut().unwrap();
        let earlier = granule(last) - less;
        set_granule(last, earlier);
        assert_eq!(decoded(&file(&pages)).unwrap().0.n_frames, earlier);
        let mut pages = flac();
        let last = pages.last_mut().unwrap();
        set_granule(last, 22_050 - less);
        assert_eq!(decoded(&file(&pages)).unwrap().0.n_frames, 22_050);
    }
}

/// Some writers say with a page of its own that nothing follows, without packets or with an empty one.
#[test]
fn an_empty_last_page_leaves_the_padding_to_the_one_before() {
    for (whole, _) in all() {
        let last = whole.last().unwrap();
        let (position, number) = (granule(last), sequence(last) + 1);
        let serial = u32::from_le_bytes(last[14..18].try_into().unwrap());
        for packets in [&[][..], &[&[][..]]] {
            for is_twice in [true, false] {
                let mut pages = whole.clone();
                if !is_twice {
                    clear(pages.last_mut().unwrap(), LAST);
                }
                pages.push(page(LAST, position, serial, number, packets));
                assert!(notes(&file(&pages), &whole).is_empty());
            }
        }
    }
}

#[test]
fn fewer_frames_than_flac_promises_are_an_early_end() {
    let mut pages = flac();
    // The last four octets of the count; it is unknown in the fixture.
    let count = 28 + 17 + 14;
    pages[0][count..count + 4].copy_from_slice(&22_050_u32.to_be_bytes());
    assert_eq!(decoded(&file(&pages)).unwrap().0.n_frames, 22_050);
    let (kind, at_s, what, n_frames) = damage(&file(&pages[..6]));
    assert_eq!(kind, DamageKind::EarlyEnd);
    assert_eq!(what, "3618 of 22050 frames are missing");
    assert_eq!((at_s, n_frames), (18_432.0 / 44_100.0, 18_432));
}

// ---- chained, and side by side ----

/// Gives a second stream's pages another number.
fn with_serial(mut pages: Vec<Vec<u8>>, serial: u32) -> Vec<Vec<u8>> {
    set_serial(&mut pages, serial);
    pages
}

#[test]
fn streams_of_all_kinds_are_chained() {
    let links = [
        vorbis(),
        with_serial(opus(), 5),
        with_serial(flac(), 6),
        vorbis(),
    ];
    let octets: Vec<u8> = links.iter().flat_map(|pages| file(pages)).collect();
    let decoded = decoded(&octets).unwrap().0;
    assert_eq!(decoded.n_frames, 48_022 + 24_000 + 22_050 + 48_022);
    assert_eq!(decoded.notes, [Ogg::Chained { n: 4 }.into()]);
}

#[test]
fn a_link_whose_first_page_is_damaged_is_told() {
    for (pages, _) in all() {
        let first = file(&with_serial(vorbis(), 99));
        let mut second = file(&pages);
        second[6] ^= 1;
        let octets = [first, second].concat();
        assert!(matches!(decoded(&octets), Err(Error::Damaged(_))));
        let decoded = lenient(&octets);
        assert_eq!(decoded.n_frames, 48_022);
        let told = |what: &str| {
            decoded
                .damage
                .kept
                .iter()
                .any(|d| d.detail.to_string().contains(what))
        };
        assert!(
            told("the first page of an Ogg stream is missing"),
            "{:?}",
            decoded.damage
        );
    }
}

#[test]
fn a_link_that_is_cut_within_its_headers_leaves_those_before() {
    let first = file(&with_serial(opus(), 99));
    for len in [58, 100, 3000] {
        let octets = [&first, &file(&vorbis())[..len]].concat();
        assert!(matches!(decoded(&octets), Err(Error::Damaged(_))));
        let decoded = lenient(&octets);
        assert_eq!(decoded.n_frames, 24_000);
        assert!(
            decoded
                .damage
                .kept
                .iter()
                .all(|d| d.kind == DamageKind::EarlyEnd)
        );
    }
}

/// The pages of two streams in turn, first pages first.
fn side_by_side(a: &[Vec<u8>], b: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    for i in 0..a.len().max(b.len()) {
        out.extend([a, b].iter().filter_map(|pages| pages.get(i)).cloned());
    }
    out
}

#[test]
fn of_streams_side_by_side_one_is_decoded() {
    let (a, b) = (vorbis(), with_serial(opus(), 5));
    let both = file(&side_by_side(&a, &b));
    let (first, sound) = decoded(&both).unwrap();
    assert_eq!(first.n_frames, 48_022);
    assert_eq!(sound.planes, decoded(&file(&a)).unwrap().1.planes);
    let codecs: Vec<_> = first.tracks.iter().map(|track| &*track.codec).collect();
    assert_eq!(codecs, ["Vorbis", "Opus"]);
    assert_eq!(first.notes.len(), 1, "{:?}", first.notes);
    for (track, n_frames) in [(1, 48_022), (2, 24_000)] {
        let options = DecodeOptions::default().track(std::num::NonZero::new(track));
        assert_eq!(decoded_with(&both, &options).unwrap().0.n_frames, n_frames);
    }
    let options = DecodeOptions::default().track(std::num::NonZero::new(3));
    let error = decoded_with(&both, &options).unwrap_err();
    assert!(matches!(error, Error::InvalidOptions { .. }), "{error}");
}

#[test]
fn what_is_missing_of_another_stream_is_no_matter() {
    let (a, b) = (vorbis(), with_serial(opus(), 5));
    let mut pages = side_by_side(&a, &b);
    // A page of Opus.
    assert_eq!(pages[7][14], 5);
    pages.remove(7);
    assert_eq!(decoded(&file(&pages)).unwrap().0.n_frames, 48_022);
    let mut octets = file(&pages);
    let start = file(&pages[..8]).len();
    octets[start + 40] ^= 1;
    assert_eq!(pages[8][14], 5);
    let found = decoded(&octets).unwrap().0;
    assert_eq!(found.n_frames, 48_022);
    assert!(
        found
            .notes
            .iter()
            .any(|note| note.to_string().contains("bytes between Ogg pages"))
    );
}

#[test]
fn a_stream_that_is_not_decoded_gives_way_to_one_that_is() {
    let speex = vec![
        page(FIRST, 0, 77, 0, &[b"Speex   1.2"]),
        page(LAST, 0, 77, 1, &[b"tags"]),
    ];
    let octets = file(&side_by_side(&speex, &vorbis()));
    assert_eq!(decoded(&octets).unwrap().0.n_frames, 48_022);
    for alone in [file(&speex), file(&side_by_side(&speex, &speex))] {
        let error = decoded(&alone).unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains("Speex"), "{error}");
    }
}

#[test]
fn a_stream_without_sound_may_begin_late() {
    let mut pages = vorbis();
    let late = [
        page(FIRST, 0, 77, 0, &[b"\x80kate\0\0\0"]),
        page(LAST, 0, 77, 1, &[b"text"]),
    ];
    pages.splice(4..4, late);
    let notes = notes(&file(&pages), &vorbis());
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn a_file_without_sound_is_an_error() {
    let theora = [
        page(FIRST, 0, 1, 0, &[b"\x80theora"]),
        page(LAST, 9, 1, 1, &[b"frame"]),
    ];
    let error = decoded(&file(&theora)).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("expected an audio track, found none"),
        "{error}"
    );
}

#[test]
fn a_packet_may_be_as_long_as_many_pages_and_no_longer_than_memory() {
    let mut pages = vorbis();
    pages.pop();
    let segments = [255; 255];
    for i in 0..200 {
        let mut page = page(u8::from(i > 0), u64::MAX, 0, 6 + i, &[&[0xFE; 255 * 255]]);
        // All of them full: the packet goes on.
        let body = page.split_off(27 + 256);
        page.truncate(26);
        page.push(255);
        page.extend(segments);
        page.extend(&body[..255 * 255]);
        pages.push(page);
    }
    let serial = u32::from_le_bytes(pages[0][14..18].try_into().unwrap());
    set_serial(&mut pages, serial);
    assert!(decoded(&file(&pages)).unwrap().0.notes.len() == 1);
    let limits = telewav::decode::Limits::default().max_memory_bytes(50_000_000);
    let options = DecodeOptions::default().limits(limits);
    let error = decoded_with(&file(&pages), &options).unwrap_err();
    assert!(error.to_string().contains("max_memory_bytes"), "{error}");
}
