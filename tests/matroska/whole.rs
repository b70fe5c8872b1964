//! What is written in many ways, and is whole.

use crate::build::*;
use crate::common::{decoded, fixture_octets, proptest_config};
use proptest::prelude::*;
use telewav::error::remark::{Matroska, Remark};
use telewav::kind::Kind;

#[test]
fn a_file_is_whole_with_sizes_and_without() {
    whole(&file(&clusters(5)), all(5));
    whole(&live(&clusters(5)), all(5));
    // Sizes that are not known in a segment whose size is.
    let opened: Vec<_> = clusters(5)
        .iter()
        .map(|cluster| open(CLUSTER, &cluster[8..]))
        .collect();
    whole(&file(&opened), all(5));
}

#[test]
fn laces_of_three_kinds_are_taken_apart() {
    let packets: Vec<_> = all(5).map(packet).collect();
    let len = packets[0].len();
    let heads = [
        // Xiph: 320 is 255 and 65.
        (0x02, vec![1, 255, 65]),
        // All of one size.
        (0x04, vec![1]),
        // EBML: 320 in two octets.
        (0x06, vec![1, 0x41, 0x40]),
    ];
    for (flags, head) in heads {
        let block = |two: &[Vec<u8>], i: usize| {
            let rest = [&head[..], &two.concat()].concat();
            element(
                SIMPLE_BLOCK,
                &block_content(1, (i as u64 * 2 * BLOCK_MS) as i16, flags, &rest),
            )
        };
        let blocks: Vec<_> = packets
            .chunks(2)
            .enumerate()
            .map(|(i, two)| block(two, i))
            .collect();
        whole(&file(&[cluster_of(0, &blocks)]), all(5));
        // A lace that claims more than its block has.
        let mut wrong = blocks.clone();
        wrong[3] = element(
            SIMPLE_BLOCK,
            &block_content(1, 120, 0x06, &[1, 0x7F, 0xFE, 0]),
        );
        let kept = all(5).filter(|i| i / 2 != 3);
        let (_, at_ms, what) = damage(&file(&[cluster_of(0, &wrong)]), kept);
        assert_eq!(at_ms, 120);
        assert_eq!(what, Matroska::BlockContradicted.into());
    }
    assert_eq!(len, 320);
}

/// The blocks of a cluster as groups, the last of them with this padding.
fn groups(cluster: usize, padding_ns: i64) -> Vec<Vec<u8>> {
    let blocks = blocks(cluster);
    let n = blocks.len();
    let group = |(i, block): (usize, Vec<u8>)| {
        let block = [&id(BLOCK)[..], &block[1..]].concat();
        let padding = match i + 1 == n {
            true => element(DISCARD_PADDING, &padding_ns.to_be_bytes()),
            false => Vec::new(),
        };
        // A duration, and a reference.
        element(
            BLOCK_GROUP,
            &[block, number(0x9B, 20), element(0xFB, &[0xEC]), padding].concat(),
        )
    };
    blocks.into_iter().enumerate().map(group).collect()
}

#[test]
fn padding_is_left_out_at_the_end() {
    for padding in [0, 1, 40, 159, 160] {
        let padding_ns = padding as i64 * 125_000;
        let clusters = [
            cluster(0),
            cluster(1),
            cluster(2),
            cluster(3),
            cluster_of(800, &groups(4, padding_ns)),
        ];
        let (decoded, found) = decoded(&file(&clusters)).unwrap();
        let mut wanted = sound(all(5));
        wanted.truncate(8000 - padding);
        assert!(found.planes[0] == wanted, "{padding}: {decoded:?}");
        assert!(decoded.notes.is_empty(), "{decoded:?}");
    }
}

#[test]
fn padding_before_more_sound_is_left_out_where_times_leave_no_room() {
    // Two files of which the first ended within a block, put together by a program that knows: 15 ms are padding.
    let next = |ms| cluster_of(ms, &blocks(1));
    let joined = |ms| segment(&[tracks(), cluster_of(0, &groups(0, 15_000_000)), next(ms)]);
    let (found, planes) = decoded(&joined(185)).map(|(d, s)| (d, s.planes)).unwrap();
    let wanted = [&sound(all(1))[..1600 - 120], &sound(10..20)].concat();
    assert!(planes[0] == wanted, "{found:?}");
    assert!(found.notes.is_empty(), "{found:?}");
    // One that does not: the times go on as if there were none.
    whole(&joined(200), all(2));
}

#[test]
fn a_delay_is_left_out_at_the_start() {
    let delayed = element(TRACKS, &entry(1, &[number(CODEC_DELAY, 5_000_000)]));
    let octets = segment(&[info(1000.0), delayed, clusters(5).concat()]);
    let (_, found) = decoded(&octets).unwrap();
    assert!(found.planes[0] == sound(all(5))[40..]);
}

#[test]
fn filling_and_checksums_may_stand_anywhere() {
    let void = element(VOID, &[0; 300]);
    let blocks = blocks(0).join(&void[..]);
    let first = summed(
        CLUSTER,
        &[number(TIMESTAMP, 0), void.clone(), blocks].concat(),
    );
    let parts = [
        void.clone(),
        summed(INFO, &info_content(1000.0)),
        void.clone(),
        summed(TRACKS, &entry(1, &[element(VOID, &[])])),
        first,
        void.clone(),
        clusters(5)[1..].join(&void[..]),
        summed(TAGS, &element(0x7373, &[0; 9])),
        void,
    ];
    whole(&segment(&parts), all(5));
}

#[test]
fn a_wrong_checksum_is_told_where_sound_depends_on_it() {
    let wrong = |name, content: &[u8]| {
        let mut octets = summed(name, content);
        let at = octets
            .windows(5)
            .position(|five| five == [0xBF, 0x10, 0, 0, 4])
            .unwrap()
            + 5;
        octets[at] ^= 1;
        octets
    };
    let content = [number(TIMESTAMP, 200), blocks(1).concat()].concat();
    let mut many = clusters(5);
    many[1] = wrong(CLUSTER, &content);
    let (kind, at_ms, what) = damage(&file(&many), all(5));
    assert_eq!((kind, at_ms), (telewav::decode::DamageKind::Checksum, 200));
    assert!(
        matches!(
            what,
            Remark::Matroska(Matroska::ElementChecksum { id: CLUSTER, .. })
        ),
        "{what}"
    );
    let parts = [wrong(TRACKS, &entry(1, &[])), clusters(5).concat()];
    assert_eq!(damage(&segment(&parts), all(5)).1, 0);
    // What Info says is of no interest then; a defect in a tag never is.
    let parts = [
        wrong(INFO, &info_content(9000.0)),
        tracks(),
        clusters(5).concat(),
    ];
    assert_eq!(
        note(&segment(&parts), all(5)),
        Matroska::InfoChecksum.into()
    );
    let parts = [tracks(), clusters(5).concat(), wrong(TAGS, &[])];
    whole(&segment(&parts), all(5));
}

#[test]
fn elements_come_in_any_order() {
    // Tracks and Info behind the clusters, and a second copy of the tracks.
    let parts = [clusters(5).concat(), tracks(), info(1000.0)];
    whole(&segment(&parts), all(5));
    let parts = [tracks(), tracks(), tags(), clusters(5).join(&tags()[..])];
    whole(&segment(&parts), all(5));
}

#[test]
fn wrong_sizes_lose_nothing() {
    let mut whole_file = file(&clusters(5));
    // Those of the segment and of a cluster; the last octets of each.
    let segment_at = header().len() + 4;
    let cluster_at = whole_file
        .windows(4)
        .position(|four| four == CLUSTER.to_be_bytes())
        .unwrap()
        + 4;
    let second_at = cluster_at + cluster(0).len();
    for at in [cluster_at, second_at] {
        for size in [
            [0x10, 0, 0, 0],
            [0x10, 0, 0, 9],
            [0x10, 0, 1, 0x50],
            [0x1F, 0xFF, 0xFF, 0xFE],
        ] {
            let mut octets = whole_file.clone();
            octets[at..at + 4].copy_from_slice(&size);
            notes(&octets, all(5));
        }
    }
    whole_file[segment_at..segment_at + 4].copy_from_slice(&[0x10, 0, 0x10, 0]);
    notes(&whole_file, all(5));
    whole_file[segment_at..segment_at + 4].copy_from_slice(&[0x1F, 0xFF, 0xFF, 0xFE]);
    assert!(matches!(
        note(&whole_file, all(5)),
        Remark::Matroska(Matroska::CutBehindSound { .. })
    ));
}

#[test]
fn damaged_identifiers_lose_nothing() {
    let whole_file = file(&clusters(5));
    for (name, from) in [(SEGMENT, 0), (TRACKS, 0), (CLUSTER, 0), (CLUSTER, 9000)] {
        let at = whole_file[from..]
            .windows(4)
            .position(|four| four == name.to_be_bytes());
        let mut octets = whole_file.clone();
        octets[from + at.unwrap() + 2] ^= 4;
        let note = note(&octets, all(5));
        let offset = (from + at.unwrap()) as u64;
        let id = name ^ 0x400;
        assert_eq!(note, Matroska::DamagedIdentifier { id, offset }.into());
    }
}

#[test]
fn files_end_to_end_are_one_recording() {
    for (first, second) in [
        (file(&clusters(5)), file(&clusters(5))),
        (live(&clusters(5)), live(&clusters(5))),
        (live(&clusters(5)), file(&clusters(5))),
    ] {
        let twice = || all(5).chain(all(5));
        let joined = [&first[..], &second].concat();
        assert_eq!(note(&joined, twice()), Remark::Joined { n: 2 });
        // Without the header of the second one: a second segment.
        let bare = [&first[..], &second[header().len()..]].concat();
        assert_eq!(note(&bare, twice()), Remark::Joined { n: 2 });
        // With that header damaged.
        let mut octets = joined.clone();
        octets[first.len() + 3] ^= 8;
        let notes = notes(&octets, twice());
        assert!(notes.contains(&Remark::Joined { n: 2 }), "{notes:?}");
    }
    // Another codec and another rate.
    let opus = fixture_octets("good/opus-48000Hz-mono-0.5s.webm");
    let (decoded, _) = decoded(&[file(&clusters(5)), opus].concat()).unwrap();
    assert!((decoded.duration_s - 1.5).abs() < 1e-9, "{decoded:?}");
    // One that cannot be decoded is damage, not the end of it all.
    let foreign = element(TRACKS, &entry(1, &[element(CODEC_ID, b"A_DTS")]));
    let joined = [
        file(&clusters(5)),
        segment(&[foreign, clusters(1).concat()]),
    ]
    .concat();
    let (_, at_ms, what) = damage(&joined, all(5));
    assert_eq!(at_ms, 1000);
    assert!(what.to_string().contains("DTS"), "{what}");
}

#[test]
fn octets_that_are_no_element_are_a_note_where_no_sound_is_missing() {
    for junk in [&b"junk"[..], &[0; 5000], &[0x1F; 70]] {
        let octets = file(&[
            clusters(2).concat(),
            junk.to_vec(),
            clusters(5)[2..].concat(),
        ]);
        let bytes = junk.len() as u64;
        let first = (file(&clusters(2)).len() - tags().len()) as u64;
        let note = note(&octets, all(5));
        assert_eq!(note, Matroska::BetweenElements { bytes, first }.into());
        let whole = file(&clusters(5));
        let offset = whole.len() as u64;
        let notes = notes(&[whole, junk.to_vec()].concat(), all(5));
        assert_eq!(notes[0], Matroska::BehindSegment { bytes, offset }.into());
    }
    // A well-formed element that nobody knows.
    let unknown = element(0x1ABC_DEF0, b"unknown");
    let octets = file(&[clusters(2).concat(), unknown, clusters(5)[2..].concat()]);
    note(&octets, all(5));
}

#[test]
fn another_recording_behind_the_end_is_told() {
    let wav = crate::common::wav16(8000, &[1; 800]);
    let whole = file(&clusters(5));
    let (kind, offset) = (Kind::Wav, whole.len() as u64);
    let (_, at_ms, what) = damage(&[whole, wav].concat(), all(5));
    assert_eq!(at_ms, 1000);
    assert_eq!(what, Matroska::OtherBehindSegment { kind, offset }.into());
}

#[test]
fn times_of_a_clock_tremble_and_drift() {
    let jitter = [0, 7, 3, 12, 0, 4, 9, 1, 6, 2];
    let block = |i: usize| block_at(i, (i as u64 * BLOCK_MS) as i16 + jitter[i % 10]);
    let trembling: Vec<_> = all(5).map(block).collect();
    whole(&live(&[cluster_of(0, &trembling)]), all(5));
    // A wrong time of a block, of a cluster, of the last cluster.
    let mut many = trembling.clone();
    many[20] = block_at(20, 4000);
    whole(&file(&[cluster_of(0, &many)]), all(5));
    for wrong in [1, 2, 4] {
        let mut many = clusters(5);
        many[wrong] = cluster_of(7000, &blocks(wrong));
        note(&file(&many), all(5));
    }
}

#[test]
fn a_recording_may_start_late() {
    let late: Vec<_> = (0..5)
        .map(|i| cluster_of(60_000 + cluster_ms(i), &blocks(i)))
        .collect();
    let start_s = 60.0;
    assert_eq!(
        note(&live(&late), all(5)),
        Matroska::FirstBlockLate { start_s }.into()
    );
}

#[test]
fn a_first_packet_that_gives_nothing_may_have_a_time() {
    // Of Vorbis, whose first packet gives no frames: all blocks but the first one 10 ms later.
    let mut file = vorbis();
    let expected = decoded(&file).unwrap().0;
    for (_, at) in &vorbis_blocks(&file)[1..] {
        let time = u16::from_be_bytes([file[*at], file[at + 1]]) + 10;
        file[*at..at + 2].copy_from_slice(&time.to_be_bytes());
    }
    let late = decoded(&file).unwrap().0;
    assert_eq!(late.n_frames, expected.n_frames);
    assert_eq!(late.notes, expected.notes);
}

#[test]
fn a_duration_that_is_no_length_is_of_no_interest() {
    for duration_ms in [0.0, -5.0, f64::NAN, f64::INFINITY, 300.0, 1009.0] {
        let parts = [info(duration_ms), tracks(), clusters(5).concat()];
        whole(&segment(&parts), all(5));
    }
    // One bit of what it should be.
    let flipped = f64::from_bits(1000_f64.to_bits() ^ 1 << 52);
    assert!(flipped > 1000.0);
    let parts = [info(flipped), tracks(), clusters(5).concat()];
    let note_of = note(&segment(&parts), all(5));
    assert!(
        matches!(
            note_of,
            Remark::Matroska(Matroska::EndsBeforeDuration { .. })
        ),
        "{note_of}"
    );
    // A live stream whose program asked the clock.
    let mut octets = live(&clusters(5));
    let at = octets
        .windows(4)
        .position(|four| four == INFO.to_be_bytes())
        .unwrap();
    octets.splice(
        at..at + element(INFO, &number(0x2A_D7B1, 1_000_000)).len(),
        info(1600.0),
    );
    note(&octets, all(5));
}

proptest! {
    #![proptest_config(proptest_config(64))]

    /// Wherever clusters end, and with or without sizes, the sound is the same.
    #[test]
    fn clusters_end_anywhere(cuts in prop::collection::btree_set(1_usize..50, 0..10), is_live: bool) {
        let mut many = Vec::new();
        let mut start = 0;
        for end in cuts.into_iter().chain([50]) {
            let blocks: Vec<_> = (start..end).map(|i| block_at(i, ((i - start) as u64 * BLOCK_MS) as i16)).collect();
            many.push(cluster_of(start as u64 * BLOCK_MS, &blocks));
            start = end;
        }
        whole(&if is_live { live(&many) } else { file(&many) }, all(5));
    }
}
