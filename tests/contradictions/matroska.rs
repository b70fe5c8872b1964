//! Matroska and WebM.

use crate::Case;
use crate::common::matroska::*;
use crate::common::{fixture_octets, wav16};

/// Frames of all five clusters, and of one.
const ALL: u64 = 5 * A_CLUSTER;
const A_CLUSTER: u64 = (CLUSTER_BLOCKS * BLOCK_FRAMES) as u64;
const A_BLOCK: u64 = BLOCK_FRAMES as u64;

fn case(claim: &'static str, n_frames: u64, octets: impl Into<Vec<u8>>) -> Case {
    Case::new("Matroska", claim, n_frames, octets)
}

/// A file of five clusters, after a change.
fn changed(change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut many = clusters(5);
    change(&mut many);
    file(&many)
}

/// A file whose second cluster has these blocks.
fn with_second(change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut second = blocks(1);
    change(&mut second);
    changed(|many| many[1] = cluster_of(200, &second))
}

/// A file with these parts before five clusters.
fn behind(parts: &[Vec<u8>]) -> Vec<u8> {
    segment(&[parts.concat(), clusters(5).concat()])
}

/// A file with this size of its segment.
fn sized(change: impl Fn(u32) -> u32, octets: &[u8]) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let at = header().len() + 4;
    let size = u32::from_be_bytes(octets[at..at + 4].try_into().unwrap()) & 0x0FFF_FFFF;
    octets[at..at + 4].copy_from_slice(&(change(size) | 1 << 28).to_be_bytes());
    octets
}

/// The file with another bit in an identifier or a size.
fn flipped(octets: &[u8], what: &[u8], skip: usize, bit: u8) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let at = octets.windows(what.len()).position(|w| w == what).unwrap();
    octets[at + skip] ^= bit;
    octets
}

pub fn cases() -> Vec<Case> {
    let parts = [times(), durations(), sizes(), sums(), around()];
    [parts.concat(), padding()].concat()
}

fn times() -> Vec<Case> {
    let tremble = [0, 7, 3, 12, 0, 4, 9, 1, 6, 2];
    let trembling: Vec<_> = all(5)
        .map(|i| block_at(i, (i as u64 * BLOCK_MS) as i16 + tremble[i % 10]))
        .collect();
    let mut one_wrong = trembling.clone();
    one_wrong[20] = block_at(20, 4000);
    let late: Vec<_> = (0..5)
        .map(|i| cluster_of(60_000 + cluster_ms(i), &blocks(i)))
        .collect();
    let jump = "times of blocks jump ahead, and go on from there";
    let back =
        "times of blocks go back, and on from there: they are there twice, or in another order";
    let late_start = "the first block's time is three quarters of a packet and 10 ms, or above 0.1 s, in a file of sound alone";
    let regular = "times of blocks tremble and drift, or a single one is wrong";
    vec![
        case(regular, ALL, live(&[cluster_of(0, &trembling)])),
        case(regular, ALL, file(&[cluster_of(0, &one_wrong)])),
        case(jump, ALL - A_CLUSTER, changed(|many| drop(many.remove(2)))),
        case(
            jump,
            ALL - A_BLOCK,
            with_second(|blocks| drop(blocks.remove(3))),
        ),
        case(
            back,
            ALL + A_CLUSTER,
            changed(|many| many.insert(2, cluster(2))),
        ),
        case(back, ALL, changed(|many| many.swap(2, 3))),
        case(back, ALL, with_second(|blocks| blocks.swap(3, 4))),
        case(
            "the time of a cluster is wrong, and taken back by the next one",
            ALL,
            changed(|many| many[2] = cluster_of(7000, &blocks(2))),
        ),
        case(
            "a block with time and octets of the one before",
            ALL,
            with_second(|all| all.insert(3, all[3].clone())),
        ),
        case(late_start, ALL, live(&late)),
        case(
            late_start,
            ALL - A_BLOCK,
            changed(|many| many[0] = cluster_of(0, &blocks(0)[1..])),
        ),
    ]
}

fn durations() -> Vec<Case> {
    let lasting = |ms| behind(&[info(ms), tracks()]);
    let mut asked = live(&clusters(5));
    let info_at = asked.windows(4).position(|w| w == INFO.to_be_bytes());
    let info_at = info_at.unwrap();
    let of_live = element(INFO, &number(0x2A_D7B1, 1_000_000)).len();
    asked.splice(info_at..info_at + of_live, info(1600.0));
    let none = "Duration is less by more than that, 0, or no number";
    vec![
        case(
            "Duration is more than the sound, in a segment of known size",
            ALL,
            lasting(1700.0),
        ),
        case(
            "the same by one bit, and the segment ends where the file does",
            ALL,
            lasting(f64::from_bits(1000_f64.to_bits() ^ 1 << 52)),
        ),
        case(
            "Duration is more by up to 1 s, in a live stream, which has no sizes",
            ALL,
            asked,
        ),
        case(
            "Duration ends within the last packet, more than two ticks and 2 ms before its end, and nothing says that it is padding",
            ALL,
            lasting(992.0),
        ),
        case(none, ALL, lasting(300.0)),
        case(none, ALL, lasting(0.0)),
        case(none, ALL, lasting(f64::NAN)),
    ]
}

fn sizes() -> Vec<Case> {
    let whole = || file(&clusters(5));
    let cluster_size = |size: [u8; 4]| {
        let mut octets = whole();
        let at = octets.windows(4).position(|w| w == CLUSTER.to_be_bytes());
        let at = at.unwrap() + 4;
        octets[at..at + 4].copy_from_slice(&size);
        octets
    };
    let block_size = |size: u32| {
        with_second(|blocks| blocks[3][1..5].copy_from_slice(&(size | 1 << 28).to_be_bytes()))
    };
    let lace = element(
        SIMPLE_BLOCK,
        &block_content(1, 60, 0x06, &[1, 0x7F, 0xFE, 0]),
    );
    let cluster_of_any = "the size of a cluster is another, or not known";
    let opened: Vec<_> = clusters(5)
        .iter()
        .map(|cluster| open(CLUSTER, &cluster[8..]))
        .collect();
    vec![
        case(
            "the size of the segment is more than there is",
            ALL,
            sized(|size| size + 5000, &behind(&[tracks()])),
        ),
        case(
            "the same, and the sound is complete by the Duration",
            ALL,
            sized(|size| size + 5000, &whole()),
        ),
        case(
            "the size of the segment is less than there is",
            ALL,
            sized(|size| size - 5000, &whole()),
        ),
        case(cluster_of_any, ALL, file(&opened)),
        case(cluster_of_any, ALL, cluster_size([0x10, 0, 1, 0x50])),
        case(
            "the size of a block leads into nothing",
            ALL - A_BLOCK + 48,
            block_size(100),
        ),
        case(
            "the lengths of packets in a lace contradict that of their block",
            ALL - A_BLOCK,
            with_second(|blocks| blocks[3] = lace),
        ),
        case(
            "the file ends within an element",
            ALL - A_BLOCK,
            behind(&[tracks()])[..behind(&[tracks()]).len() - 9].to_vec(),
        ),
    ]
}

fn sums() -> Vec<Case> {
    let wrong = |name, content: &[u8]| {
        let summed = summed(name, content);
        flipped(&summed, &[0xBF, 0x10, 0, 0, 4], 5, 1)
    };
    let content = [number(TIMESTAMP, 200), blocks(1).concat()].concat();
    let sound = "the CRC-32 of a cluster or of the tracks does not match";
    let whole = file(&clusters(5));
    let identifier = "an identifier of four octets is unknown, and what is in it is that of a cluster, of tracks, of a segment";
    let with_bit = |id: u32| flipped(&whole, &id.to_be_bytes(), 2, 4);
    vec![
        case(
            sound,
            ALL,
            changed(|many| many[1] = wrong(CLUSTER, &content)),
        ),
        case(sound, ALL, behind(&[wrong(TRACKS, &entry(1, &[]))])),
        case(
            "the CRC-32 of Info does not match",
            ALL,
            behind(&[wrong(INFO, &info_content(9000.0)), tracks()]),
        ),
        case(identifier, ALL, with_bit(SEGMENT)),
        case(identifier, ALL, with_bit(TRACKS)),
        case(identifier, ALL, with_bit(CLUSTER)),
    ]
}

/// Octets and elements that are unknown, and other files.
fn around() -> Vec<Case> {
    let whole = || file(&clusters(5));
    let junk = vec![0x33; 77];
    let unknown = element(0x1ABC_DEF0, b"unknown");
    let between = |more: &[u8], from: usize| {
        file(&[
            clusters(2).concat(),
            more.to_vec(),
            clusters(5)[from..].concat(),
        ])
    };
    let of_another = element(SIMPLE_BLOCK, &block_content(7, 80, 0x80, &packet(3)));
    let no_element =
        "octets that are no element, unknown elements, blocks of a track that is not described";
    let among = "octets that are no element among the blocks of a cluster";
    let foreign = element(TRACKS, &entry(1, &[element(CODEC_ID, b"A_DTS")]));
    let in_tags = element(TAGS, &[0x33; 40]);
    vec![
        case(
            among,
            ALL,
            with_second(|blocks| blocks.insert(4, junk.clone())),
        ),
        case(
            "octets that are no element between clusters, or an unknown element, where the next block's time leaves no room for sound",
            ALL,
            between(&junk, 2),
        ),
        case(
            "octets that are no element between clusters, or an unknown element, where the next block's time leaves no room for sound",
            ALL,
            between(&unknown, 2),
        ),
        case(
            "the same, and the next block's time leaves room for sound",
            ALL - A_CLUSTER,
            between(&junk, 3),
        ),
        case(
            no_element,
            ALL,
            with_second(|blocks| blocks.insert(4, of_another)),
        ),
        case(
            "octets that are no element in tags",
            ALL,
            behind(&[tracks(), in_tags]),
        ),
        case(
            "octets behind the segment",
            ALL,
            [whole(), junk.clone()].concat(),
        ),
        case(
            "another Matroska file behind it",
            2 * ALL,
            [whole(), whole()].concat(),
        ),
        case(
            "the same, and it cannot be decoded",
            ALL,
            [whole(), segment(&[foreign, clusters(1).concat()])].concat(),
        ),
        case(
            "another recording behind it",
            ALL,
            [whole(), wav16(8000, &[1; 800])].concat(),
        ),
    ]
}

fn padding() -> Vec<Case> {
    // 15 ms of the last block, of ten.
    let padded = |i: usize, from_ms: u64| {
        let mut blocks = blocks(i);
        let last = blocks.pop().unwrap();
        let block = [&id(BLOCK)[..], &last[1..]].concat();
        let padding = element(DISCARD_PADDING, &15_000_000_i64.to_be_bytes());
        blocks.push(element(BLOCK_GROUP, &[block, padding].concat()));
        cluster_of(from_ms, &blocks)
    };
    let joined = |ms| segment(&[tracks(), padded(0, 0), cluster_of(ms, &blocks(1))]);
    // 24,000 frames behind 312; what its header leaves out is 2^15 more.
    let mut skipping = fixture_octets("good/opus-48000Hz-mono-0.5s.webm");
    let head = skipping.windows(8).position(|w| w == b"OpusHead").unwrap();
    skipping[head + 11] ^= 0x80;
    vec![
        case(
            "the header of Opus leaves out more at the start than CodecDelay",
            24_000,
            skipping,
        ),
        case(
            "DiscardPadding of the last block",
            ALL - 120,
            changed(|many| many[4] = padded(4, 800)),
        ),
        case(
            "DiscardPadding of a block before it, and the next one's time leaves no room for what is padding",
            2 * A_CLUSTER - 120,
            joined(185),
        ),
        case(
            "the same, and it leaves room for it",
            2 * A_CLUSTER,
            joined(200),
        ),
    ]
}
