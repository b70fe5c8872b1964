//! What one file may ask of us: each limit refuses, by its name, before memory is gone; and what is large for a good
//! reason passes.

use std::fs;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use telewav::decode::{DecodeOptions, Limits, Source, decode};
use telewav::{ConvertOptions, Error, convert};

use crate::common::{Noise, profile, sine16, wav16};

const MIB: usize = 1 << 20;

fn fixture(path: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../fixtures")
            .join(path),
    )
    .unwrap()
}

/// A file of mostly zeros, without the memory for them.
struct Huge {
    head: Vec<u8>,
    n_zeros: u64,
    tail: Vec<u8>,
    position: u64,
    n_read: u64,
}

impl Huge {
    fn new(head: Vec<u8>, n_zeros: u64, tail: Vec<u8>) -> Self {
        let position = 0;
        Self {
            head,
            n_zeros,
            tail,
            position,
            n_read: 0,
        }
    }

    fn len(&self) -> u64 {
        self.head.len() as u64 + self.n_zeros + self.tail.len() as u64
    }
}

impl Read for Huge {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = (self.len().saturating_sub(self.position)).min(buffer.len() as u64) as usize;
        let buffer = &mut buffer[..n];
        buffer.fill(0);
        let tail_at = self.head.len() as u64 + self.n_zeros;
        for (start, octets) in [(0, &self.head), (tail_at, &self.tail)] {
            let from = self.position.max(start);
            let to = (self.position + n as u64).min(start + octets.len() as u64);
            if from < to {
                buffer[(from - self.position) as usize..(to - self.position) as usize]
                    .copy_from_slice(&octets[(from - start) as usize..(to - start) as usize]);
            }
        }
        self.position += n as u64;
        self.n_read += n as u64;
        Ok(n)
    }
}

impl Seek for Huge {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = match to {
            SeekFrom::Start(position) => position,
            SeekFrom::Current(delta) => self.position.saturating_add_signed(delta),
            SeekFrom::End(delta) => self.len().saturating_add_signed(delta),
        };
        Ok(self.position)
    }
}

/// Frames, or the error.
fn frames(source: impl Source, limits: Limits) -> Result<u64, Error> {
    let options = DecodeOptions::default().limits(limits);
    let decoded = decode(source, &options, &mut |_| Ok(()))?;
    assert!(decoded.damage.is_empty());
    Ok(decoded.n_frames)
}

#[track_caller]
fn refuses(result: Result<u64, Error>, limit: &str) {
    let error = result.unwrap_err();
    let Error::LimitExceeded { limit_name, .. } = &error else {
        panic!("no limit: {error}");
    };
    assert_eq!(limit_name.as_str(), limit, "{error}");
    assert!(Limits::NAMES.contains(&limit_name.as_str()));
    assert!(
        error.cure().to_string().contains("raise"),
        "{}",
        error.cure()
    );
}

/// Replaces the octets at `at`.
fn patched(mut octets: Vec<u8>, at: usize, with: &[u8]) -> Vec<u8> {
    octets[at..at + with.len()].copy_from_slice(with);
    octets
}

fn find(octets: &[u8], what: &[u8]) -> usize {
    octets.windows(what.len()).position(|o| o == what).unwrap()
}

/// EBML: to the end of what it is in.
const UNKNOWN_SIZE: [u8; 8] = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

/// A WebM into which something can be put: its segment goes to the end of the file, and its seek head, which would
/// point elsewhere then, is an unknown element.
fn open_webm() -> Vec<u8> {
    let webm = fixture("good/vorbis-48000Hz-stereo-0.5s.webm");
    let segment = find(&webm, &[0x18, 0x53, 0x80, 0x67]) + 4;
    let webm = patched(webm, segment, &UNKNOWN_SIZE);
    let seek_head = find(&webm, &[0x11, 0x4D, 0x9B, 0x74]);
    patched(webm, seek_head, &[0x1A, 0xBC, 0xDE, 0xF0])
}

// ---- tags ----

#[test]
fn cover_art_of_10_mb_is_passed_over() {
    let art = vec![0xA5; 10 * MIB];
    // FLAC: picture blocks behind STREAMINFO.
    let flac = fixture("good/flac-16bit-16000Hz-mono-0.5s.flac");
    let mut tagged = flac[..42].to_vec();
    tagged[4] &= 0x7F;
    for _ in 0..3 {
        tagged.extend([6]);
        tagged.extend(&(art.len() as u32).to_be_bytes()[1..]);
        tagged.extend(&art);
    }
    tagged.extend(&flac[42..]);
    // MP4: a udta at the end of a moov at the end of the file.
    let m4a = fixture("good/aac-44100Hz-mono-0.5s.m4a");
    let moov = find(&m4a, b"moov") - 4;
    let moov_len = (m4a.len() - moov + 8 + art.len()) as u32;
    let mut tagged_m4a = patched(m4a.clone(), moov, &moov_len.to_be_bytes());
    tagged_m4a.extend((8 + art.len() as u32).to_be_bytes());
    tagged_m4a.extend(b"udta");
    tagged_m4a.extend(&art);
    // MP3: a tag in front, one behind.
    let mp3 = fixture("good/mp3-44100Hz-stereo-0.5s.mp3");
    let size = [(10 * MIB) >> 21, ((10 * MIB) >> 14) & 0x7F, 0, 0].map(|octet| octet as u8);
    let mut tagged_mp3 = [b"ID3\x03\0\0".to_vec(), size.to_vec(), art].concat();
    tagged_mp3.extend(&mp3);
    for (bare, tagged) in [(flac, tagged), (m4a, tagged_m4a), (mp3, tagged_mp3)] {
        let wanted = frames(Cursor::new(bare), Limits::default()).unwrap();
        // Less than the art: it cannot have been held.
        let limits = Limits::default().max_memory_bytes(8 * MIB as u64);
        assert_eq!(frames(Cursor::new(tagged), limits).unwrap(), wanted);
    }
}

#[test]
fn matroska_tags_are_passed_over_with_every_length_of_size() {
    let bare = open_webm();
    // Symphonia finds an end that nobody announced too early.
    let frames = |octets: Vec<u8>, limits| {
        let options = DecodeOptions::default().lenient(true).limits(limits);
        decode(Cursor::new(octets), &options, &mut |_| Ok(())).map(|decoded| decoded.n_frames)
    };
    let wanted = frames(bare.clone(), Limits::default()).unwrap();
    let cluster = find(&bare, &[0x1F, 0x43, 0xB6, 0x75]);
    for (id, size_len) in [
        ([0x12, 0x54, 0xC3, 0x67], 3),
        ([0x19, 0x41, 0xA4, 0x69], 4),
        ([0x10, 0x43, 0xA7, 0x70], 5),
        ([0x1C, 0x53, 0xBB, 0x6B], 6),
        ([0x12, 0x54, 0xC3, 0x67], 7),
        ([0x12, 0x54, 0xC3, 0x67], 8),
    ] {
        let body = vec![0x55; 2 * MIB - 2];
        let size = (body.len() as u64 | 1 << (7 * size_len)).to_be_bytes();
        let mut tagged = bare[..cluster].to_vec();
        tagged.extend(id);
        tagged.extend(&size[8 - size_len..]);
        tagged.extend(body);
        tagged.extend(&bare[cluster..]);
        let limits = Limits::default().max_memory_bytes(6 * MIB as u64);
        let n_frames = frames(tagged, limits).unwrap();
        assert_eq!(n_frames, wanted, "{id:X?}, {size_len}");
    }
}

#[test]
fn an_id3_tag_of_200_mb_is_not_read() {
    let mp3 = fixture("good/mp3-44100Hz-stereo-0.5s.mp3");
    let wanted = frames(Cursor::new(mp3.clone()), Limits::default()).unwrap();
    let n_zeros = 100 << 21;
    let source = Huge::new(b"ID3\x03\0\0\x64\0\0\0".to_vec(), n_zeros, mp3);
    assert_eq!(frames(source, Limits::default()).unwrap(), wanted);
}

// ---- memory ----

/// An MP4 of one audio track, with the `stsz` left open: its entries are zeros to the end of the file.
fn mp4_with_a_table_of(n_entries: u32) -> Huge {
    let m4a = fixture("good/aac-48000Hz-stereo-0.5s-faststart.m4a");
    let stsz = find(&m4a, b"stsz") - 4;
    let grown = |octets: Vec<u8>, at: usize| {
        let end = stsz + 20 + 4 * n_entries as usize;
        patched(octets, at, &((end - at) as u32).to_be_bytes())
    };
    let mut head = m4a[..stsz + 20].to_vec();
    head = patched(head, stsz + 16, &n_entries.to_be_bytes());
    for kind in [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsz"] {
        let at = find(&head, kind) - 4;
        head = grown(head, at);
    }
    Huge::new(head, 4 * u64::from(n_entries), Vec::new())
}

#[test]
fn a_sample_table_of_400_mb_is_read_piece_by_piece() {
    let limits = Limits::default().max_memory_bytes(MIB as u64);
    let error = frames(mp4_with_a_table_of(100_000_000), limits).unwrap_err();
    assert!(matches!(error, Error::Damaged(_)), "{error}");
    assert!(error.to_string().contains("100000000 packets"), "{error}");
}

#[test]
fn a_matroska_block_of_200_mb_is_refused() {
    let webm = open_webm();
    let cluster = find(&webm, &[0x1F, 0x43, 0xB6, 0x75]);
    let mut head = webm[..cluster].to_vec();
    head.extend([0x1F, 0x43, 0xB6, 0x75]);
    head.extend(UNKNOWN_SIZE);
    head.extend([0xE7, 0x81, 0x00]);
    head.extend([0xA3, 0x1D, 0x00, 0x00, 0x00, 0x81, 0, 0, 0x80]);
    refuses(
        frames(Huge::new(head, 0x0D00_0000, Vec::new()), Limits::default()),
        "max_memory_bytes",
    );
}

#[test]
fn a_caf_packet_table_that_is_not_there_is_refused() {
    let mut head = b"caff\0\x01\0\0desc\0\0\0\0\0\0\0\x20".to_vec();
    head.extend(44_100_f64.to_be_bytes());
    head.extend(b"alac\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\0\x02\0\0\0\x10");
    head.extend(b"data\0\0\0\0\0\0\0\x14");
    head.extend([0; 20]);
    head.extend(b"pakt\0\0\0\0\x20\0\0\0");
    head.extend(0x1000_0000_u64.to_be_bytes());
    head.extend([0; 16]);
    let data = b"data\0\0\0\0\0\0\0\x08\0\0\0\0abcd".to_vec();
    refuses(
        frames(Huge::new(head, 0x2000_0000, data), Limits::default()),
        "max_memory_bytes",
    );
}

#[test]
fn fragments_and_tracks_do_not_multiply() {
    // 20,000 descriptions of tracks and 20,000 fragments: 1.3 MB that would become 16 GB.
    let m4a = fixture("good/aac-48000Hz-stereo-0.5s-faststart.m4a");
    let moov = find(&m4a, b"moov") - 4;
    let moov_end = moov + u32::from_be_bytes(m4a[moov..moov + 4].try_into().unwrap()) as usize;
    let mut mvex = Vec::new();
    for n in 0..20_000_u32 {
        mvex.extend(b"\0\0\0\x20trex\0\0\0\0");
        mvex.extend(n.to_be_bytes());
        mvex.extend([0; 16]);
    }
    let mvex_len = (8 + mvex.len()) as u32;
    let moov_len = (moov_end - moov) as u32 + mvex_len;
    let mut octets = patched(m4a, moov, &moov_len.to_be_bytes());
    octets.truncate(moov_end);
    octets.extend(mvex_len.to_be_bytes());
    octets.extend(b"mvex");
    octets.extend(mvex);
    for _ in 0..20_000 {
        octets.extend(b"\0\0\0\x18moof\0\0\0\x10mfhd\0\0\0\0\0\0\0\x01");
    }
    // More than their descriptions take up, and less than one for each of the fragments would.
    let limits = Limits::default().max_memory_bytes(4 * MIB as u64);
    let error = frames(Cursor::new(octets), limits).unwrap_err();
    assert!(matches!(error, Error::Damaged(_)), "{error}");
}

#[test]
fn ogg_streams_side_by_side_are_counted() {
    let ogg = fixture("good/vorbis-44100Hz-stereo-0.5s.ogg");
    // The first page: 27 octets, one segment of 30.
    let (first, rest) = ogg.split_at(58);
    let others =
        (0..12_000_u32).map(|serial| patched(first.to_vec(), 14, &(serial + 7).to_le_bytes()));
    let others: Vec<_> = others.collect();
    let octets = [&crate::common::ogg::file(&others), first, rest].concat();
    let options = DecodeOptions::default()
        .lenient(true)
        .limits(Limits::default().max_memory_bytes(10_000_000));
    let result = decode(Cursor::new(octets), &options, &mut |_| Ok(()));
    let error = result.as_ref().unwrap_err().to_string();
    assert!(error.contains("a number of Ogg streams"), "{error}");
    refuses(result.map(|decoded| decoded.n_frames), "max_memory_bytes");
}

#[test]
fn a_prompt_counts_too() {
    // 10 s at 8000 Hz; the platform has no limit of its own.
    let recording = wav16(8000, &sine16(8000, 440.0, 0.5, 80_000));
    let made = |max_memory_bytes| {
        let limits = Limits::default().max_memory_bytes(max_memory_bytes);
        let options = ConvertOptions::default().decode(DecodeOptions::default().limits(limits));
        let made = convert(Cursor::new(&recording), &profile("asterisk"), &options);
        made.map(|made| made.report.prompt.n_frames)
    };
    assert_eq!(made(2_000_000).unwrap(), 80_000);
    refuses(made(500_000), "max_memory_bytes");
}

// ---- the others ----

#[test]
fn time_is_looked_at_in_every_decoder() {
    for name in [
        "aac-44100Hz-mono-0.5s.m4a",
        "aac-adts-44100Hz-stereo-0.5s.aac",
        "au-ulaw-8000Hz-mono-800-frames.au",
        "flac-16bit-16000Hz-mono-0.5s.flac",
        "flac-48000Hz-stereo-0.2s.mka",
        "ima-adpcm-22050Hz-mono-11025-frames.wav",
        "mp3-44100Hz-stereo-0.5s.mp3",
        "pcm16-22050Hz-mono-0.2s.aiff",
        "pcm16-44100Hz-stereo-0.1s.caf",
        "pcm8-8000Hz-mono-800-frames.wav",
        "vorbis-44100Hz-stereo-0.5s.ogg",
    ] {
        let octets = fixture(&format!("good/{name}"));
        let none = Limits::default().max_time_s(0.0);
        refuses(frames(Cursor::new(octets.clone()), none), "max_time_s");
        let for_ever = Limits::default().max_time_s(f64::INFINITY);
        frames(Cursor::new(octets), for_ever).unwrap();
    }
}

#[test]
fn each_limit_refuses_by_its_name() {
    let stereo = || Cursor::new(fixture("good/pcm16-44100Hz-stereo-4410-frames.wav"));
    let flac = || Cursor::new(fixture("good/flac-16bit-16000Hz-mono-0.5s.flac"));
    let limits = Limits::default;
    refuses(
        frames(stereo(), limits().min_rate_hz(48_000)),
        "min_rate_hz",
    );
    refuses(
        frames(stereo(), limits().max_rate_hz(32_000)),
        "max_rate_hz",
    );
    refuses(frames(stereo(), limits().max_channels(1)), "max_channels");
    refuses(frames(stereo(), limits().max_input_s(0.05)), "max_input_s");
    refuses(
        frames(flac(), limits().max_packet_frames(1000)),
        "max_packet_frames",
    );
    refuses(frames(flac(), limits().max_input_s(0.1)), "max_input_s");
}

#[test]
fn junk_is_looked_through_and_not_held() {
    // 256 MB behind a FLAC frame that is cut.
    let flac = fixture("good/flac-16bit-16000Hz-mono-0.5s.flac");
    let mut noise = Noise::new(3);
    let head: Vec<u8> = flac[..flac.len() / 2].to_vec();
    let tail: Vec<u8> = (0..1000).map(|_| noise.next_u32() as u8).collect();
    let options = DecodeOptions::default().lenient(true);
    let options = options.limits(Limits::default().max_memory_bytes(4 << 20));
    let source = Huge::new(head, 256 << 20, tail);
    let decoded = decode(source, &options, &mut |_| Ok(())).unwrap();
    // Three blocks of 1152 are whole.
    assert_eq!(decoded.n_frames, 3 * 1152);
    let at_s = decoded.damage.kept[0].at_s.unwrap();
    assert!((at_s - 3.0 * 1152.0 / 16_000.0).abs() < 1e-9, "{at_s}");
}

#[test]
fn a_file_without_sound_is_not_read_to_its_end() {
    for head in [&b""[..], b"ID3\x04\0\0\0\0\0\0", b"nothing that is known"] {
        let mut huge = Huge::new(head.to_vec(), 64 << 30, Vec::new());
        decode(&mut huge, &DecodeOptions::default(), &mut |_| Ok(())).unwrap_err();
        assert!(huge.n_read < 16 * MIB as u64, "{} octets", huge.n_read);
    }
}

#[test]
fn packets_without_sound_do_not_go_on_for_ever() {
    // A fragmented MP4 whose fragment is 4,294,967,295 samples of no octets.
    let m4a = fixture("good/aac-48000Hz-stereo-0.5s-faststart.m4a");
    let moov = find(&m4a, b"moov") - 4;
    let moov_end = moov + u32::from_be_bytes(m4a[moov..moov + 4].try_into().unwrap()) as usize;
    let track_id = m4a[find(&m4a, b"tkhd") + 16..][..4].to_vec();
    let mvex = [
        b"\0\0\0\x28mvex\0\0\0\x20trex\0\0\0\0".to_vec(),
        track_id.clone(),
        b"\0\0\0\x01\0\0\x04\0\0\0\0\0\0\0\0\0".to_vec(),
    ]
    .concat();
    let moov_len = (moov_end - moov + mvex.len()) as u32;
    let mut octets = patched(m4a, moov, &moov_len.to_be_bytes());
    // Nothing but the fragment: no samples in the moov itself.
    for table in [b"stts", b"stsc", b"stco"] {
        let at = find(&octets, table) + 8;
        octets = patched(octets, at, &[0; 4]);
    }
    let stsz = find(&octets, b"stsz");
    octets = patched(octets, stsz + 12, &[0; 4]);
    octets.truncate(moov_end);
    octets.extend(mvex);
    octets.extend(
        b"\0\0\0\x44moof\0\0\0\x10mfhd\0\0\0\0\0\0\0\x01\0\0\0\x2Ctraf\0\0\0\x10tfhd\0\x02\0\0",
    );
    octets.extend(track_id);
    octets.extend(
        b"\0\0\0\x14trun\0\0\0\x01\xFF\xFF\xFF\xFF\0\0\0\x4C\0\0\0\x10mdat\0\0\0\0\0\0\0\0",
    );
    let options = DecodeOptions::default().lenient(true);
    let error = decode(Cursor::new(octets), &options, &mut |_| Ok(())).unwrap_err();
    assert!(!matches!(error, Error::LimitExceeded { .. }), "{error}");
}
