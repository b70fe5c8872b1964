//! What is missing, there twice, or in another order.

use telewav::Error;
use telewav::decode::DamageKind;
use telewav::error::remark::{Codec, CodecFault, Matroska, Remark};

use crate::build::*;
use crate::common::{decoded, decoded_with};
use telewav::decode::DecodeOptions;

/// Blocks without those of one cluster.
fn without(cluster: usize) -> impl Iterator<Item = usize> {
    all(5).filter(move |i| i / CLUSTER_BLOCKS != cluster)
}

#[test]
fn a_cluster_that_is_missing_is_a_gap() {
    for missing in 1..4 {
        let mut many = clusters(5);
        many.remove(missing);
        for octets in [file(&many), live(&many)] {
            let (kind, at_ms, what) = damage(&octets, without(missing));
            assert_eq!((kind, at_ms), (DamageKind::Gap, cluster_ms(missing) as i64));
            assert_eq!(
                what.to_string(),
                "0.200 s are missing by the times of the blocks"
            );
        }
    }
    // The last one: only the Duration knows.
    let (kind, at_ms, what) = damage(&file(&clusters(4)), all(4));
    assert_eq!((kind, at_ms), (DamageKind::EarlyEnd, 800));
    let words = "the sound ends at 0.800 s, and the file says that it lasts 1.000 s";
    assert_eq!(what.to_string(), words);
    whole(&live(&clusters(4)), all(4));
}

#[test]
fn octets_that_are_missing_in_a_segment_of_known_size_are_told() {
    // Whichever cluster it is: the first one leaves no other trace.
    let octets = file(&clusters(5));
    for missing in 0..5 {
        let gone = cluster(missing);
        let at = octets
            .windows(gone.len())
            .position(|octets| octets == gone)
            .unwrap();
        let octets = [&octets[..at], &octets[at + gone.len()..]].concat();
        assert!(
            matches!(decoded(&octets), Err(Error::Damaged(_))),
            "{missing}"
        );
    }
}

#[test]
fn a_block_that_is_missing_is_a_gap() {
    for missing in [1, 17, 25, 48] {
        let mut all_blocks: Vec<_> = (0..5).map(blocks).collect();
        all_blocks[missing / 10].remove(missing % 10);
        let many: Vec<_> = (0..5)
            .map(|i| cluster_of(cluster_ms(i), &all_blocks[i]))
            .collect();
        let kept = all(5).filter(|i| *i != missing);
        let (kind, at_ms, what) = damage(&file(&many), kept);
        assert_eq!((kind, at_ms), (DamageKind::Gap, 20 * missing as i64));
        assert_eq!(
            what.to_string(),
            "0.020 s are missing by the times of the blocks"
        );
    }
}

#[test]
fn a_second_packet_of_vorbis_that_is_missing_is_a_gap() {
    // From the third block on, whose time is half a packet before that of the fourth: the first packet gives no frames, and
    // some programs give it a time.
    let mut octets = vorbis();
    let blocks = vorbis_blocks(&octets);
    for i in [0, 1] {
        octets[blocks[i].0] = VOID as u8;
    }
    octets[blocks[2].1 + 1] = 26;
    decoded(&octets).unwrap();
    octets[blocks[3].0] = VOID as u8;
    let Err(Error::Damaged(log)) = decoded(&octets) else {
        panic!("no damage");
    };
    assert_eq!(log.kept[0].kind, DamageKind::Gap);
    assert!(log.to_string().contains("missing by the times"), "{log}");
}

#[test]
fn a_first_block_that_is_missing_is_a_note() {
    // 20 ms; less than three quarters of a block is none, and neither is where pictures start before the sound.
    let late = |ms: u64| -> Vec<_> {
        let late = |i| cluster_of(ms + cluster_ms(i), &blocks(i));
        (0..5).map(late).collect()
    };
    whole(&live(&late(14)), all(5));
    let told = Matroska::FirstBlockLate { start_s: 0.016 };
    assert_eq!(note(&live(&late(16)), all(5)), told.into());
}

#[test]
fn blocks_that_are_there_twice_or_out_of_order_are_told() {
    for at in 1..9 {
        let of = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
            let mut blocks = blocks(0);
            change(&mut blocks);
            let mut many = clusters(5);
            many[0] = cluster_of(0, &blocks);
            file(&many)
        };
        let twice = of(&|blocks| blocks.insert(at, blocks[at].clone()));
        assert_eq!(note(&twice, all(5)), Matroska::BlocksTwice { n: 1 }.into());
        let swapped = of(&|blocks| blocks.swap(at, at - 1));
        let mut order: Vec<usize> = all(5).collect();
        order.swap(at, at - 1);
        let (kind, _, what) = damage(&swapped, order);
        assert_eq!(kind, DamageKind::Gap, "{at}");
        assert_eq!(what, Matroska::BlocksInOtherOrder.into(), "{at}");
    }
}

#[test]
fn clusters_that_are_there_twice_or_out_of_order_are_told() {
    for twice in 0..5 {
        let mut many = clusters(5);
        many.insert(twice, cluster(twice));
        assert!(
            matches!(decoded(&file(&many)), Err(Error::Damaged(_))),
            "{twice}"
        );
        assert!(
            matches!(decoded(&live(&many)), Err(Error::Damaged(_))),
            "{twice}"
        );
    }
    for swapped in 0..4 {
        let mut many = clusters(5);
        many.swap(swapped, swapped + 1);
        assert!(
            matches!(decoded(&file(&many)), Err(Error::Damaged(_))),
            "{swapped}"
        );
        assert!(
            matches!(decoded(&live(&many)), Err(Error::Damaged(_))),
            "{swapped}"
        );
    }
}

#[test]
fn a_block_whose_length_is_wrong_costs_no_more_than_itself() {
    let mut second = blocks(1);
    // The size of the fourth block, in four octets behind its identifier: less, and more, than it has.
    for size in [100_u32, 330] {
        second[3][1..5].copy_from_slice(&(size | 1 << 28).to_be_bytes());
        let mut many = clusters(5);
        many[1] = cluster_of(200, &second);
        let (decoded, found) = lenient(&file(&many));
        assert!(decoded.damage.total > 0);
        // All that comes before and behind it.
        let wanted = sound(all(5));
        assert!(found[..13 * BLOCK_FRAMES] == wanted[..13 * BLOCK_FRAMES]);
        let behind = &wanted[15 * BLOCK_FRAMES..];
        assert!(
            found[found.len() - behind.len()..] == *behind,
            "{size}: {:?}",
            decoded.damage
        );
    }
}

#[test]
fn octets_among_the_blocks_of_a_cluster_are_damage() {
    let mut second = blocks(1);
    second.insert(4, vec![0x33; 77]);
    let mut many = clusters(5);
    many[1] = cluster_of(200, &second);
    let (kind, at_ms, what) = damage(&file(&many), all(5));
    assert_eq!((kind, at_ms), (DamageKind::Gap, 280));
    assert!(
        matches!(
            what,
            Remark::Matroska(Matroska::NoElement { bytes: 77, .. })
        ),
        "{what}"
    );
}

/// Whether what is decoded without complaint is all of it.
fn is_whole_or_told(octets: &[u8], wanted: &[f32]) -> bool {
    match decoded(octets) {
        Ok((_, found)) => found.planes.len() == 1 && found.planes[0] == wanted,
        Err(_) => true,
    }
}

#[test]
fn a_file_that_was_cut_anywhere_is_told() {
    let octets = file(&clusters(5));
    let wanted = sound(all(5));
    for len in 0..octets.len() {
        assert!(is_whole_or_told(&octets[..len], &wanted), "{len}");
        // Leniently, there is what was there before the cut.
        let options = DecodeOptions::default().lenient(true);
        if let Ok((decoded, found)) = decoded_with(&octets[..len], &options) {
            assert!(wanted.starts_with(&found.planes[0]), "{len}");
            assert!(
                decoded.n_frames == 8000 || decoded.damage.total > 0,
                "{len}"
            );
        }
    }
    // A live stream that is cut within a block, too.
    let octets = live(&clusters(5));
    for len in octets.len() - 300..octets.len() {
        assert!(
            matches!(decoded(&octets[..len]), Err(Error::Damaged(_))),
            "{len}"
        );
    }
}

#[test]
fn no_bit_outside_the_samples_takes_sound_away_in_silence() {
    // Three clusters of few blocks, so that most octets are Matroska's.
    let cluster = |i: usize| {
        let blocks: Vec<_> = (0..3)
            .map(|j| block_at(3 * i + j, (j as u64 * BLOCK_MS) as i16))
            .collect();
        cluster_of(60 * i as u64, &blocks)
    };
    let many = [cluster(0), cluster(1), cluster(2)];
    let with_duration = segment(&[info(180.0), tracks(), many.concat(), tags()]);
    let wanted = sound(0..9);
    for octets in [with_duration, live(&many)] {
        whole(&octets, 0..9);
        // But for the samples.
        let mut is_open = vec![false; octets.len()];
        for i in 0..9 {
            let packet = packet(i);
            let at = octets
                .windows(packet.len())
                .position(|octets| octets == packet)
                .unwrap();
            is_open[at..at + packet.len()].fill(true);
        }
        let closed = (0..octets.len()).filter(|at| !is_open[*at]);
        let bits = closed.flat_map(|at| (0..8).map(move |bit| (at, bit)));
        let silent = bits.filter(|(at, bit)| {
            let mut octets = octets.clone();
            octets[*at] ^= 1 << bit;
            !is_whole_or_told(&octets, &wanted)
        });
        assert_eq!(silent.collect::<Vec<_>>(), []);
    }
}

#[test]
fn a_packet_of_pcm_that_ends_within_a_frame_is_damage() {
    let mut last = blocks(4);
    let cut = [packet(49), vec![7]].concat();
    let time = (9 * BLOCK_MS) as i16;
    last[9] = element(SIMPLE_BLOCK, &block_content(1, time, 0x80, &cut));
    let mut many = clusters(4);
    many.push(cluster_of(cluster_ms(4), &last));
    let (decoded, found) = lenient(&file(&many));
    assert!(found == sound(0..49), "{decoded:?}");
    let told = &decoded.damage.kept[0];
    assert_eq!(told.kind, DamageKind::Packet);
    let fault = CodecFault::PcmPartOfFrame;
    assert_eq!(told.detail, Codec::PacketFault { fault }.into());
}
