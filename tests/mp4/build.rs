//! MP4 and QuickTime files, built box by box.
//!
//! Source: ISO/IEC 14496-12:2015; QuickTime File Format specification (2012). Written for the tests: what is built
//! here is as the standard has it unless a test says otherwise.

#![allow(dead_code)]

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
    let fields = [0, channels, bits, 0, 0, rate_hz, 0].map(u16::to_be_bytes);
    let fields = [&fields.concat()[..2], &[0; 6][..], &fields.concat()[2..]].concat();
    boxed(kind, &[&[0, 0, 0, 0, 0, 0, 0, 1], &fields, more])
}

/// A track, and all of its samples.
#[derive(Debug, Clone)]
pub struct Track {
    pub id: u32,
    /// 1: enabled.
    pub flags: u32,
    pub handler: [u8; 4],
    pub timescale: u32,
    pub entry: Vec<u8>,
    pub samples: Vec<Vec<u8>>,
    /// `stts`: how many samples last how long.
    pub durations: Vec<(u32, u32)>,
    /// Of an edit list: duration in ticks of the movie, first tick of the media.
    pub edits: Vec<(u32, i32)>,
    pub samples_per_chunk: usize,
}

impl Track {
    /// µ-law, mono, 8000 Hz: a sample is an octet, and any octet is sound.
    pub fn ulaw(id: u32, octets: &[u8]) -> Self {
        Self {
            id,
            flags: 1,
            handler: *b"soun",
            timescale: 8000,
            entry: entry(b"ulaw", 1, 16, 8000, &[]),
            samples: octets.iter().map(|octet| vec![*octet]).collect(),
            durations: vec![(octets.len() as u32, 1)],
            edits: Vec::new(),
            samples_per_chunk: 400,
        }
    }

    fn media_duration(&self) -> u32 {
        self.durations
            .iter()
            .map(|(n, duration)| n * duration)
            .sum()
    }

    /// `chunks` has the position of each chunk.
    fn trak(&self, chunks: &[u32]) -> Vec<u8> {
        let header = [
            &u32s(&[0, 0, self.id, 0, self.media_duration()])[..],
            &[0; 60],
        ]
        .concat();
        let edits: Vec<u8> = (self.edits.iter())
            .flat_map(|(duration, start)| u32s(&[*duration, *start as u32, 1 << 16]))
            .collect();
        let edits = match self.edits.len() {
            0 => Vec::new(),
            n => boxed(b"edts", &[&full(b"elst", 0, &[&u32s(&[n as u32]), &edits])]),
        };
        let media = [0, 0, self.timescale, self.media_duration(), 0x55C4_0000];
        let handler = [&[0; 4], &self.handler[..], &[0; 13]].concat();
        let durations: Vec<u8> = (self.durations.iter())
            .flat_map(|(n, duration)| u32s(&[*n, *duration]))
            .collect();
        let sizes: Vec<u32> = self.samples.iter().map(|s| s.len() as u32).collect();
        let n_samples = sizes.len() as u32;
        let sizes = match sizes.first() {
            Some(size) if sizes.iter().all(|s| s == size) => u32s(&[*size, n_samples]),
            _ => [u32s(&[0, n_samples]), u32s(&sizes)].concat(),
        };
        let table = boxed(
            b"stbl",
            &[
                &full(b"stsd", 0, &[&u32s(&[1]), &self.entry]),
                &full(
                    b"stts",
                    0,
                    &[&u32s(&[self.durations.len() as u32]), &durations],
                ),
                &full(b"stsc", 0, &[&self.sample_to_chunk()]),
                &full(b"stsz", 0, &[&sizes]),
                &full(b"stco", 0, &[&u32s(&[chunks.len() as u32]), &u32s(chunks)]),
            ],
        );
        let media = boxed(
            b"mdia",
            &[
                &full(b"mdhd", 0, &[&u32s(&media)]),
                &full(b"hdlr", 0, &[&handler]),
                &boxed(b"minf", &[&full(b"smhd", 0, &[&[0; 4]]), &table]),
            ],
        );
        boxed(
            b"trak",
            &[&full(b"tkhd", self.flags, &[&header]), &edits, &media],
        )
    }

    fn sample_to_chunk(&self) -> Vec<u8> {
        let per_chunk = self.samples_per_chunk;
        let (n_whole, rest) = (
            self.samples.len() / per_chunk,
            self.samples.len() % per_chunk,
        );
        let mut entries = Vec::new();
        if n_whole > 0 {
            entries.push([1, per_chunk as u32, 1]);
        }
        if rest > 0 {
            entries.push([n_whole as u32 + 1, rest as u32, 1]);
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
}

impl Movie {
    pub fn of(tracks: impl Into<Vec<Track>>) -> Self {
        Self {
            timescale: 1000,
            tracks: tracks.into(),
            behind: Vec::new(),
        }
    }

    pub fn ftyp() -> Vec<u8> {
        boxed(b"ftyp", &[b"M4A \0\0\x02\0M4A isom"])
    }

    /// The octets of all samples, chunk by chunk, and where each track's chunks are if they start at `start`.
    fn media(&self, start: usize) -> (Vec<u8>, Vec<Vec<u32>>) {
        let mut octets = Vec::new();
        let mut chunks = Vec::new();
        for track in &self.tracks {
            let mut positions = Vec::new();
            for chunk in track.samples.chunks(track.samples_per_chunk) {
                positions.push((start + octets.len()) as u32);
                octets.extend(chunk.concat());
            }
            chunks.push(positions);
        }
        (octets, chunks)
    }

    /// The `moov` for media octets that start at `start` of the file.
    pub fn moov(&self, start: usize) -> Vec<u8> {
        let header = u32s(&[0, 0, self.timescale, 0]);
        let header = full(b"mvhd", 0, &[&header, &[0; 76], &u32s(&[99])]);
        let (_, chunks) = self.media(start);
        let tracks: Vec<u8> = (self.tracks.iter().zip(&chunks))
            .flat_map(|(track, chunks)| track.trak(chunks))
            .collect();
        boxed(b"moov", &[&header, &tracks, &self.behind])
    }

    /// `ftyp`, `mdat`, `moov`, as a recorder writes it.
    pub fn recorded(&self) -> Vec<u8> {
        let start = Self::ftyp().len() + 8;
        let (media, _) = self.media(start);
        [Self::ftyp(), boxed(b"mdat", &[&media]), self.moov(start)].concat()
    }

    /// `ftyp`, `moov`, `mdat`, as a server sends it.
    pub fn faststart(&self) -> Vec<u8> {
        let start = Self::ftyp().len() + self.moov(0).len() + 8;
        let (media, _) = self.media(start);
        [Self::ftyp(), self.moov(start), boxed(b"mdat", &[&media])].concat()
    }
}
