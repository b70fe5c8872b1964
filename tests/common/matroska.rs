//! Matroska files, built element by element. Sources: RFC 8794 (2020) and RFC 9559 (2024).
//!
//! The sound is linear PCM of 16 bits, mono, 8000 Hz, in blocks of 20 ms: what was decoded is compared sample by sample.

use super::Noise;

pub const EBML: u32 = 0x1A45_DFA3;
pub const SEGMENT: u32 = 0x1853_8067;
pub const INFO: u32 = 0x1549_A966;
pub const TRACKS: u32 = 0x1654_AE6B;
pub const CLUSTER: u32 = 0x1F43_B675;
pub const TAGS: u32 = 0x1254_C367;
pub const VOID: u32 = 0xEC;
pub const CRC_32: u32 = 0xBF;
pub const TRACK_ENTRY: u32 = 0xAE;
pub const TIMESTAMP: u32 = 0xE7;
pub const SIMPLE_BLOCK: u32 = 0xA3;
pub const BLOCK_GROUP: u32 = 0xA0;
pub const BLOCK: u32 = 0xA1;
pub const DISCARD_PADDING: u32 = 0x75A2;
pub const FLAG_ENABLED: u32 = 0xB9;
pub const FLAG_DEFAULT: u32 = 0x88;
pub const CODEC_DELAY: u32 = 0x56AA;
pub const CODEC_ID: u32 = 0x86;
pub const CODEC_PRIVATE: u32 = 0x63A2;
pub const CONTENT_ENCODINGS: u32 = 0x6D80;
pub const CONTENT_ENCODING: u32 = 0x6240;

pub const RATE_HZ: u32 = 8000;
/// Frames and milliseconds of a block.
pub const BLOCK_FRAMES: usize = 160;
pub const BLOCK_MS: u64 = 20;
/// Blocks of a cluster.
pub const CLUSTER_BLOCKS: usize = 10;

/// An identifier as it stands in a file.
pub fn id(id: u32) -> Vec<u8> {
    let octets = id.to_be_bytes();
    octets[id.leading_zeros() as usize / 8..].to_vec()
}

/// An element with a size of four octets.
pub fn element(name: u32, content: &[u8]) -> Vec<u8> {
    let size = (content.len() as u32 | 1 << 28).to_be_bytes();
    [&id(name)[..], &size, content].concat()
}

/// An element of unknown size.
pub fn open(name: u32, content: &[u8]) -> Vec<u8> {
    [
        &id(name)[..],
        &[0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        content,
    ]
    .concat()
}

/// An element with a number.
pub fn number(name: u32, value: u64) -> Vec<u8> {
    element(name, &value.to_be_bytes())
}

/// An element with a checksum in front of its content.
pub fn summed(name: u32, content: &[u8]) -> Vec<u8> {
    let sum = crc32fast::hash(content).to_le_bytes();
    element(name, &[&element(CRC_32, &sum)[..], content].concat())
}

pub fn header() -> Vec<u8> {
    element(EBML, &element(0x4282, b"matroska"))
}

/// An Info with this Duration, milliseconds.
pub fn info(duration_ms: f64) -> Vec<u8> {
    element(INFO, &info_content(duration_ms))
}

pub fn info_content(duration_ms: f64) -> Vec<u8> {
    [
        number(0x2A_D7B1, 1_000_000),
        element(0x4489, &duration_ms.to_be_bytes()),
    ]
    .concat()
}

/// The entry of a track of PCM, with more elements in it; the last one of a kind counts.
pub fn entry(number_of: u64, more: &[Vec<u8>]) -> Vec<u8> {
    let audio = [
        element(0xB5, &f64::from(RATE_HZ).to_be_bytes()),
        number(0x9F, 1),
        number(0x6264, 16),
    ];
    let content = [
        number(0xD7, number_of),
        number(0x83, 2),
        element(CODEC_ID, b"A_PCM/INT/LIT"),
        element(0xE1, &audio.concat()),
        more.concat(),
    ];
    element(TRACK_ENTRY, &content.concat())
}

/// Tracks with the one that all blocks are of which name no other.
pub fn tracks() -> Vec<u8> {
    element(TRACKS, &entry(1, &[]))
}

/// Samples of the block with this number.
pub fn samples(i: usize) -> Vec<i16> {
    let mut noise = Noise::new(i as u64 + 1);
    (0..BLOCK_FRAMES)
        .map(|_| (noise.sample() * 8000.0) as i16)
        .collect()
}

pub fn packet(i: usize) -> Vec<u8> {
    samples(i)
        .iter()
        .flat_map(|sample| sample.to_le_bytes())
        .collect()
}

/// The sound of these blocks, as it is decoded.
pub fn sound(blocks: impl IntoIterator<Item = usize>) -> Vec<f32> {
    let all = blocks.into_iter().flat_map(samples);
    all.map(|sample| f32::from(sample) / 32768.0).collect()
}

/// What is in a block: track, time from that of its cluster, flags, packets.
pub fn block_content(track: u8, ms: i16, flags: u8, rest: &[u8]) -> Vec<u8> {
    [&[0x80 | track][..], &ms.to_be_bytes(), &[flags], rest].concat()
}

/// A block of the first track, with the sound of this number, so many milliseconds behind its cluster's time.
pub fn block_at(i: usize, ms: i16) -> Vec<u8> {
    element(SIMPLE_BLOCK, &block_content(1, ms, 0x80, &packet(i)))
}

/// The blocks of a cluster.
pub fn blocks(cluster: usize) -> Vec<Vec<u8>> {
    let block = |i| block_at(cluster * CLUSTER_BLOCKS + i, (i as u64 * BLOCK_MS) as i16);
    (0..CLUSTER_BLOCKS).map(block).collect()
}

pub fn cluster_ms(cluster: usize) -> u64 {
    (cluster * CLUSTER_BLOCKS) as u64 * BLOCK_MS
}

pub fn cluster_of(ms: u64, blocks: &[Vec<u8>]) -> Vec<u8> {
    element(CLUSTER, &[number(TIMESTAMP, ms), blocks.concat()].concat())
}

/// The cluster with this number.
pub fn cluster(i: usize) -> Vec<u8> {
    cluster_of(cluster_ms(i), &blocks(i))
}

/// The first clusters.
pub fn clusters(n: usize) -> Vec<Vec<u8>> {
    (0..n).map(cluster).collect()
}

/// The blocks of the first clusters.
pub fn all(n_clusters: usize) -> std::ops::Range<usize> {
    0..n_clusters * CLUSTER_BLOCKS
}

pub fn tags() -> Vec<u8> {
    element(TAGS, &element(0x7373, &[0x55; 40]))
}

/// A file of these elements.
pub fn segment(parts: &[Vec<u8>]) -> Vec<u8> {
    [header(), element(SEGMENT, &parts.concat())].concat()
}

/// A file as programs leave it that finish what they write.
pub fn file(clusters: &[Vec<u8>]) -> Vec<u8> {
    let duration_ms = cluster_ms(5) as f64;
    let front = [info(duration_ms), tracks()];
    segment(&[front.concat(), clusters.concat(), tags()])
}

/// A file as a browser's MediaRecorder leaves it: no sizes, no Duration.
pub fn live(clusters: &[Vec<u8>]) -> Vec<u8> {
    let opened = |cluster: &Vec<u8>| open(CLUSTER, &cluster[8..]);
    let clusters: Vec<_> = clusters.iter().map(opened).collect();
    let parts = [
        element(INFO, &number(0x2A_D7B1, 1_000_000)),
        tracks(),
        clusters.concat(),
    ];
    [header(), open(SEGMENT, &parts.concat())].concat()
}
