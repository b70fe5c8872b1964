//! MP4 and QuickTime files, built box by box.
//!
//! Source: ISO/IEC 14496-12:2015; QuickTime File Format Specification (2012). Written for the tests: what is built
//! here is as the standard has it unless a test says otherwise.

use super::fixture_octets;

/// A box of these parts.
pub fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut out = (8 + body.len() as u32).to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(body);
    out
}

/// The same with a version of 0 and flags.
pub fn full(kind: &[u8; 4], flags: u32, parts: &[&[u8]]) -> Vec<u8> {
    boxed(kind, &[&flags.to_be_bytes(), &parts.concat()])
}

/// Numbers of 32 bits.
pub fn u32s(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// A sample entry of version 0 for sound, with boxes behind it.
pub fn entry(kind: &[u8; 4], channels: u16, bits: u16, rate_hz: u16, more: &[u8]) -> Vec<u8> {
    let fields = [channels, bits, 0, 0, rate_hz, 0].map(u16::to_be_bytes);
    let fields = [&[0; 8][..], &fields.concat()].concat();
    boxed(kind, &[&[0, 0, 0, 0, 0, 0, 0, 1], &fields, more])
}

/// The descriptor of an elementary stream.
pub fn esds(object_type: u8, config: &[u8]) -> Vec<u8> {
    let specific = [&[5, config.len() as u8], config].concat();
    let decoder = [&[object_type, 0x15], &[0; 11][..], &specific].concat();
    let decoder = [&[4, decoder.len() as u8], &decoder[..]].concat();
    let stream = [&[0, 1, 0], &decoder[..], &[6, 1, 2]].concat();
    full(b"esds", 0, &[&[3, stream.len() as u8], &stream])
}

/// Frames of an AAC packet.
pub const AAC_FRAMES: u32 = 1024;

/// So many packets, those of a fixture again and again: AAC-LC, mono, 44,100 Hz.
pub fn aac_packets(n: usize) -> Vec<Vec<u8>> {
    let file = fixture_octets("good/aac-44100Hz-mono-0.5s.m4a");
    let find = |what: &[u8]| file.windows(4).position(|w| w == what).unwrap();
    let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let (sizes, mut at) = (find(b"stsz"), find(b"mdat") + 4);
    let mut packets = Vec::new();
    for i in 0..number(sizes + 12) {
        let len = number(sizes + 16 + 4 * i);
        packets.push(file[at..at + len].to_vec());
        at += len;
    }
    // Not the first, which is smaller, nor the last.
    packets[2..packets.len() - 1]
        .iter()
        .cycle()
        .take(n)
        .cloned()
        .collect()
}

/// How samples are wrapped.
#[derive(Debug, Clone)]
pub struct Track {
    pub id: u32,
    /// 1: enabled.
    pub flags: u32,
    pub handler: [u8; 4],
    pub timescale: u32,
    pub entries: Vec<Vec<u8>>,
    pub samples: Vec<Vec<u8>>,
    /// `stts`: how many samples last how long.
    pub durations: Vec<(u32, u32)>,
    /// Of an edit list: duration in ticks of the movie, first tick of the media.
    pub edits: Vec<(u32, i32)>,
    /// The duration in the track's header, if it is not that of the edits or of the media.
    pub duration: Option<u32>,
    pub samples_per_chunk: usize,
    /// From this chunk on (counted from 0), samples are those of the second entry.
    pub second_from: usize,
    /// The size of all samples in `stsz`, if it is not theirs.
    pub size: Option<u32>,
}

impl Track {
    /// µ-law, mono, 8000 Hz: a sample is an octet, and any octet is sound.
    pub fn ulaw(id: u32, octets: &[u8]) -> Self {
        let samples: Vec<Vec<u8>> = octets.iter().map(|octet| vec![*octet]).collect();
        Self::linear(id, entry(b"ulaw", 1, 16, 8000, &[]), &samples)
    }

    /// Frames of samples at 8000 Hz.
    pub fn linear(id: u32, entry: Vec<u8>, samples: &[Vec<u8>]) -> Self {
        Self {
            id,
            flags: 1,
            handler: *b"soun",
            timescale: 8000,
            entries: vec![entry],
            samples: samples.to_vec(),
            durations: vec![(samples.len() as u32, 1)],
            edits: Vec::new(),
            duration: None,
            samples_per_chunk: 400,
            second_from: usize::MAX,
            size: None,
        }
    }

    /// AAC-LC, mono, 44,100 Hz: so many packets of 1,024 frames each.
    pub fn aac(id: u32, n: usize) -> Self {
        Self {
            timescale: 44_100,
            durations: vec![(n as u32, AAC_FRAMES)],
            samples_per_chunk: 21,
            ..Self::linear(id, Self::aac_entry(), &aac_packets(n))
        }
    }

    pub fn aac_entry() -> Vec<u8> {
        entry(b"mp4a", 1, 16, 44_100, &esds(0x40, &[0x12, 0x08]))
    }

    /// Pictures, which are no sound.
    pub fn video(id: u32, samples: &[Vec<u8>]) -> Self {
        let entry = boxed(b"avc1", &[&[0; 78], &boxed(b"avcC", &[&[7; 3000]])]);
        Self {
            handler: *b"vide",
            timescale: 25,
            samples_per_chunk: 1,
            ..Self::linear(id, entry, samples)
        }
    }

    pub fn media_duration(&self) -> u32 {
        self.durations
            .iter()
            .map(|(n, duration)| n * duration)
            .sum()
    }

    fn chunks(&self) -> impl Iterator<Item = &[Vec<u8>]> {
        self.samples.chunks(self.samples_per_chunk)
    }

    /// `chunks` has the position of each chunk; `timescale` is that of the movie.
    fn trak(&self, chunks: &[u32], timescale: u32, is_wide: bool) -> Vec<u8> {
        let edited: u32 = self.edits.iter().map(|(duration, _)| duration).sum();
        let media = u64::from(self.media_duration()) * u64::from(timescale);
        let media = (media / u64::from(self.timescale.max(1))) as u32;
        let duration = if self.edits.is_empty() { media } else { edited };
        let duration = self.duration.unwrap_or(duration);
        let header = [&u32s(&[0, 0, self.id, 0, duration])[..], &[0; 60]].concat();
        let edits: Vec<u8> = (self.edits.iter())
            .flat_map(|(duration, start)| u32s(&[*duration, *start as u32, 1 << 16]))
            .collect();
        let edits = match self.edits.len() {
            0 => Vec::new(),
            n => boxed(b"edts", &[&full(b"elst", 0, &[&u32s(&[n as u32]), &edits])]),
        };
        let media = [0, 0, self.timescale, self.media_duration(), 0x10B5_0000];
        let handler = [&[0; 4], &self.handler[..], &[0; 13]].concat();
        let header_of_kind = match &self.handler {
            b"soun" => full(b"smhd", 0, &[&[0; 4]]),
            _ => full(b"vmhd", 1, &[&[0; 8]]),
        };
        let information = boxed(b"minf", &[&header_of_kind, &self.stbl(chunks, is_wide)]);
        let media = boxed(
            b"mdia",
            &[
                &full(b"mdhd", 0, &[&u32s(&media)]),
                &full(b"hdlr", 0, &[&handler]),
                &information,
            ],
        );
        boxed(
            b"trak",
            &[&full(b"tkhd", self.flags, &[&header]), &edits, &media],
        )
    }

    fn stbl(&self, chunks: &[u32], is_wide: bool) -> Vec<u8> {
        let durations: Vec<u8> = (self.durations.iter())
            .flat_map(|(n, duration)| u32s(&[*n, *duration]))
            .collect();
        let sizes: Vec<u32> = self.samples.iter().map(|s| s.len() as u32).collect();
        let n_samples = sizes.len() as u32;
        let of_all = sizes
            .first()
            .filter(|size| sizes.iter().all(|s| s == *size));
        let sizes = match self.size.or(of_all.copied()) {
            Some(size) => u32s(&[size, n_samples]),
            _ => [u32s(&[0, n_samples]), u32s(&sizes)].concat(),
        };
        let count = |n: usize| u32s(&[n as u32]);
        let positions = match is_wide {
            false => full(b"stco", 0, &[&count(chunks.len()), &u32s(chunks)]),
            true => {
                let wide: Vec<u8> = chunks
                    .iter()
                    .flat_map(|c| u64::from(*c).to_be_bytes())
                    .collect();
                full(b"co64", 0, &[&count(chunks.len()), &wide])
            }
        };
        boxed(
            b"stbl",
            &[
                &full(
                    b"stsd",
                    0,
                    &[&count(self.entries.len()), &self.entries.concat()],
                ),
                &full(b"stts", 0, &[&count(self.durations.len()), &durations]),
                &full(b"stsc", 0, &[&self.sample_to_chunk()]),
                &full(b"stsz", 0, &[&sizes]),
                &positions,
            ],
        )
    }

    fn sample_to_chunk(&self) -> Vec<u8> {
        let mut entries: Vec<[u32; 3]> = Vec::new();
        for (i, chunk) in self.chunks().enumerate() {
            let description = if i < self.second_from { 1 } else { 2 };
            let next = [i as u32 + 1, chunk.len() as u32, description];
            if entries.last().is_none_or(|last| last[1..] != next[1..]) {
                entries.push(next);
            }
        }
        [u32s(&[entries.len() as u32]), u32s(&entries.concat())].concat()
    }
}

/// A movie of these tracks.
#[derive(Debug, Clone)]
pub struct Movie {
    /// Ticks of the edit list per second.
    pub timescale: u32,
    pub tracks: Vec<Track>,
    /// What stands in `moov` behind the tracks.
    pub behind: Vec<u8>,
    /// Whether positions have 64 bits.
    pub is_wide: bool,
}

impl Movie {
    pub fn of(tracks: impl Into<Vec<Track>>) -> Self {
        Self {
            timescale: 1000,
            tracks: tracks.into(),
            behind: Vec::new(),
            is_wide: false,
        }
    }

    pub fn ftyp() -> Vec<u8> {
        boxed(b"ftyp", &[b"M4A \0\0\x02\0M4A isom"])
    }

    /// The octets of all samples, the chunks of all tracks in turn, and where each track's are if they start at `start`.
    fn media(&self, start: usize) -> (Vec<u8>, Vec<Vec<u32>>) {
        let mut octets = Vec::new();
        let mut chunks = vec![Vec::new(); self.tracks.len()];
        let n_turns = self.tracks.iter().map(|track| track.chunks().count()).max();
        for turn in 0..n_turns.unwrap_or(0) {
            for (track, positions) in self.tracks.iter().zip(&mut chunks) {
                if let Some(chunk) = track.chunks().nth(turn) {
                    positions.push((start + octets.len()) as u32);
                    octets.extend(chunk.concat());
                }
            }
        }
        (octets, chunks)
    }

    pub fn media_octets(&self) -> Vec<u8> {
        self.media(0).0
    }

    /// The `moov` for media octets that start at `start` of the file.
    pub fn moov(&self, start: usize) -> Vec<u8> {
        let header = u32s(&[0, 0, self.timescale, 0]);
        let header = full(b"mvhd", 0, &[&header, &[0; 76], &u32s(&[99])]);
        let (_, chunks) = self.media(start);
        let tracks: Vec<u8> = (self.tracks.iter().zip(&chunks))
            .flat_map(|(track, chunks)| track.trak(chunks, self.timescale, self.is_wide))
            .collect();
        boxed(b"moov", &[&header, &tracks, &self.behind])
    }

    /// `mdat`, `moov`, behind something.
    pub fn behind(&self, before: &[u8]) -> Vec<u8> {
        let media = boxed(b"mdat", &[&self.media_octets()]);
        [before, &media, &self.moov(before.len() + 8)].concat()
    }

    /// `ftyp`, `mdat`, `moov`, as a recorder writes it.
    pub fn recorded(&self) -> Vec<u8> {
        self.behind(&Self::ftyp())
    }

    /// `ftyp`, `moov`, `mdat`, as a server sends it.
    pub fn faststart(&self) -> Vec<u8> {
        let start = Self::ftyp().len() + self.moov(0).len() + 8;
        [
            Self::ftyp(),
            self.moov(start),
            boxed(b"mdat", &[&self.media_octets()]),
        ]
        .concat()
    }

    /// The first track in fragments of so many samples: `ftyp` and `moov`, then each fragment.
    pub fn fragmented(&self, per_fragment: usize) -> Vec<Vec<u8>> {
        let track = &self.tracks[0];
        let mut header = self.clone();
        header.tracks[0].samples.clear();
        header.tracks[0].durations.clear();
        let trex = full(b"trex", 0, &[&u32s(&[track.id, 1, 0, 0, 0])]);
        header.behind = boxed(b"mvex", &[&self.behind, &trex]);
        let mut pieces = vec![[Self::ftyp(), header.moov(0)].concat()];
        let mut durations = track
            .durations
            .iter()
            .flat_map(|(n, d)| vec![*d; *n as usize]);
        let mut time = 0;
        for (i, samples) in track.samples.chunks(per_fragment).enumerate() {
            let ticks: Vec<u32> = durations.by_ref().take(samples.len()).collect();
            pieces.push(Fragment::new(i as u32 + 1, time, samples, &ticks).octets(track.id));
            time += ticks.iter().sum::<u32>();
        }
        pieces
    }
}

/// A `moof` and its `mdat`.
#[derive(Debug, Clone)]
pub struct Fragment {
    pub sequence: u32,
    pub time: Option<u32>,
    pub samples: Vec<Vec<u8>>,
    pub ticks: Vec<u32>,
}

impl Fragment {
    pub fn new(sequence: u32, time: u32, samples: &[Vec<u8>], ticks: &[u32]) -> Self {
        Self {
            sequence,
            time: Some(time),
            samples: samples.to_vec(),
            ticks: ticks.to_vec(),
        }
    }

    pub fn octets(&self, track_id: u32) -> Vec<u8> {
        let entries: Vec<u8> = (self.samples.iter().zip(&self.ticks))
            .flat_map(|(sample, ticks)| u32s(&[*ticks, sample.len() as u32]))
            .collect();
        let moof = |offset: u32| {
            let run = u32s(&[self.samples.len() as u32, offset]);
            let time = self.time.map(|time| full(b"tfdt", 0, &[&u32s(&[time])]));
            boxed(
                b"moof",
                &[
                    &full(b"mfhd", 0, &[&u32s(&[self.sequence])]),
                    &boxed(
                        b"traf",
                        &[
                            &full(b"tfhd", 0x02_0000, &[&u32s(&[track_id])]),
                            &time.unwrap_or_default(),
                            &full(b"trun", 0x301, &[&run, &entries]),
                        ],
                    ),
                ],
            )
        };
        let offset = moof(0).len() as u32 + 8;
        [moof(offset), boxed(b"mdat", &[&self.samples.concat()])].concat()
    }
}
