//! Frames and tags, octet by octet, from the standards.

// ---- MPEG audio, layer III (ISO/IEC 11172-3, 2.4.1) ----

/// kbit/s by index, of MPEG-1 layer III.
const KILOBITS: [usize; 15] = [
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
];
/// Frames of sound in a frame of MPEG-1.
pub const MP3_FRAMES: u64 = 1152;
/// Frames that are left out at the start unless a tag says something else.
pub const USUAL_DELAY: u64 = 1105;

/// A frame of MPEG-1 layer III at 48 kHz, of silence unless it has octets of main data.
#[derive(Debug, Clone, Copy)]
pub struct Mp3 {
    /// Index of the bit rate; 0 is free format, of `free_octets`.
    pub rate: usize,
    pub free_octets: usize,
    pub is_padded: bool,
    /// 0 stereo, 1 joint, 2 dual, 3 mono.
    pub mode: u8,
    /// Whether a checksum stands behind the header, and is right.
    pub crc: Option<bool>,
    /// Octets of main data in the frames before.
    pub begin: u16,
}

/// Of 64 kbit/s, mono: 192 octets.
pub const MP3: Mp3 = Mp3 {
    rate: 5,
    free_octets: 0,
    is_padded: false,
    mode: 3,
    crc: None,
    begin: 0,
};

impl Mp3 {
    pub fn octets(self) -> usize {
        match self.rate {
            0 => self.free_octets + usize::from(self.is_padded),
            rate => 144 * KILOBITS[rate] / 48 + usize::from(self.is_padded),
        }
    }

    fn side_info_octets(self) -> usize {
        if self.mode == 3 { 17 } else { 32 }
    }

    /// The frame, with these octets behind its side information.
    pub fn with(self, main_data: &[u8]) -> Vec<u8> {
        let mut side_info = vec![0; self.side_info_octets()];
        side_info[..2].copy_from_slice(&(self.begin << 7).to_be_bytes());
        self.with_side_info(&side_info, main_data)
    }

    pub fn with_side_info(self, side_info: &[u8], main_data: &[u8]) -> Vec<u8> {
        let no_crc = u8::from(self.crc.is_none());
        let rates = (self.rate as u8) << 4 | 1 << 2 | u8::from(self.is_padded) << 1;
        let mut frame = vec![0xFF, 0xFA | no_crc, rates, self.mode << 6];
        if let Some(is_right) = self.crc {
            let crc = mpeg_crc(&[&frame[2..4], side_info].concat()) ^ u16::from(!is_right);
            frame.extend(crc.to_be_bytes());
        }
        frame.extend(side_info);
        frame.extend(main_data);
        assert!(frame.len() <= self.octets());
        frame.resize(self.octets(), 0);
        frame
    }

    pub fn frame(self) -> Vec<u8> {
        self.with(&[])
    }

    pub fn row(self, n: usize) -> Vec<u8> {
        self.frame().repeat(n)
    }
}

/// CRC-16 of ISO/IEC 11172-3, 2.4.3.1.
fn mpeg_crc(octets: &[u8]) -> u16 {
    crc_16(octets, 0xFFFF, 0x8005)
}

/// The most significant bit first.
fn crc_16(octets: &[u8], start: u16, polynomial: u16) -> u16 {
    octets.iter().fold(start, |crc, octet| {
        (0..8).fold(crc ^ u16::from(*octet) << 8, |crc, _| match crc & 0x8000 {
            0 => crc << 1,
            _ => crc << 1 ^ polynomial,
        })
    })
}

/// What LAME's tag says.
#[derive(Debug, Clone, Copy)]
pub struct Lame {
    pub name: &'static [u8],
    pub delay: u32,
    pub padding: u32,
    pub is_crc_right: bool,
}

/// A first frame that counts the others.
pub fn info_frame(mp3: Mp3, n_frames: Option<u32>, lame: Option<Lame>) -> Vec<u8> {
    let mut tag = b"Info".to_vec();
    tag.extend(match n_frames {
        Some(n) => [1_u32.to_be_bytes(), n.to_be_bytes()].concat(),
        None => 0_u32.to_be_bytes().to_vec(),
    });
    let start = tag.len();
    if let Some(lame) = lame {
        tag.extend(lame.name);
        tag.resize(start + 21, 0);
        tag.extend(&(lame.delay << 12 | lame.padding).to_be_bytes()[1..]);
        tag.resize(start + 36, 0);
    }
    let mut frame = mp3.with(&tag);
    if let Some(lame) = lame {
        let end = frame.windows(4).position(|w| w == b"Info").unwrap() + start + 34;
        let crc = reversed_crc(&frame[..end]) ^ u16::from(!lame.is_crc_right);
        frame[end..end + 2].copy_from_slice(&crc.to_be_bytes());
    }
    frame
}

/// CRC-16 of LAME's tag: 0x8005 with its bits reversed.
fn reversed_crc(octets: &[u8]) -> u16 {
    octets.iter().fold(0, |crc, octet| {
        (0..8).fold(crc ^ u16::from(*octet), |crc, _| match crc & 1 {
            0 => crc >> 1,
            _ => crc >> 1 ^ 0xA001,
        })
    })
}

// ---- FLAC (RFC 9639) ----

/// A frame of FLAC, 8 kHz, mono, 16 bits, whose samples are all the same.
#[derive(Debug, Clone, Copy)]
pub struct Flac {
    pub number: u64,
    pub is_by_sound: bool,
    pub n_frames: u16,
    pub value: i16,
}

pub fn flac(number: u64) -> Flac {
    Flac {
        number,
        is_by_sound: false,
        n_frames: 100,
        value: number as i16,
    }
}

impl Flac {
    pub fn by_sound(mut self) -> Self {
        self.is_by_sound = true;
        self
    }

    pub fn n_frames(mut self, n_frames: u16) -> Self {
        self.n_frames = n_frames;
        self
    }

    pub fn frame(self) -> Vec<u8> {
        let [high, low] = self.value.to_be_bytes();
        self.of(4, 0, 4, &[0, high, low])
    }

    /// A frame with these codes of rate, channels and size, and these octets of sound.
    pub fn of(self, rate: u8, channels: u8, size: u8, sound: &[u8]) -> Vec<u8> {
        let mut frame = vec![0xFF, 0xF8 | u8::from(self.is_by_sound), 0x70 | rate];
        frame.push(channels << 4 | size << 1);
        frame.extend(coded_number(self.number));
        frame.extend((self.n_frames - 1).to_be_bytes());
        frame.push(flac_crc8(&frame));
        frame.extend(sound);
        let crc = crc_16(&frame, 0, 0x8005);
        frame.extend(crc.to_be_bytes());
        frame
    }
}

fn coded_number(number: u64) -> Vec<u8> {
    match number {
        0..0x80 => vec![number as u8],
        0x80..0x800 => vec![0xC0 | (number >> 6) as u8, 0x80 | number as u8 & 0x3F],
        _ => vec![
            0xE0 | (number >> 12) as u8,
            0x80 | (number >> 6) as u8 & 0x3F,
            0x80 | number as u8 & 0x3F,
        ],
    }
}

fn flac_crc8(octets: &[u8]) -> u8 {
    octets.iter().fold(0, |crc, octet| {
        (0..8).fold(crc ^ octet, |crc: u8, _| match crc & 0x80 {
            0 => crc << 1,
            _ => crc << 1 ^ 7,
        })
    })
}

/// A metadata block.
pub fn block(block_type: u8, is_last: bool, octets: &[u8]) -> Vec<u8> {
    let mut block = (octets.len() as u32).to_be_bytes().to_vec();
    block[0] = block_type | u8::from(is_last) << 7;
    block.extend(octets);
    block
}

/// STREAMINFO of 8 kHz, mono, 16 bits, without MD5: 0 frames are not known.
pub fn stream_info(blocks: (u16, u16), n_frames: u64) -> Vec<u8> {
    let mut info = [blocks.0.to_be_bytes(), blocks.1.to_be_bytes()].concat();
    info.extend([0; 6]);
    info.extend((8000_u64 << 44 | 15 << 36 | n_frames).to_be_bytes());
    info.resize(34, 0);
    info
}

/// The marker and STREAMINFO of so many frames of sound, in blocks of 100.
pub fn flac_start(n_frames: u64) -> Vec<u8> {
    [
        b"fLaC".to_vec(),
        block(0, true, &stream_info((100, 100), n_frames)),
    ]
    .concat()
}

/// Frames with these numbers.
pub fn flac_row(numbers: impl IntoIterator<Item = u64>) -> Vec<u8> {
    numbers
        .into_iter()
        .flat_map(|number| flac(number).frame())
        .collect()
}

// ---- tags ----

/// ID3v1, 128 octets.
pub fn id3v1() -> Vec<u8> {
    let mut tag = b"TAGa title".to_vec();
    tag.resize(128, 0);
    tag
}

/// The enhanced tag, and ID3v1 behind it.
pub fn id3v1_enhanced() -> Vec<u8> {
    let mut tag = b"TAG+a longer title".to_vec();
    tag.resize(227, 0);
    [tag, id3v1()].concat()
}

/// ID3v2.4 with a footer or without.
pub fn id3v2(len: usize, has_footer: bool) -> Vec<u8> {
    let header = id3v2_header(len, has_footer);
    let mut tag = [&header[..], &vec![b'x'; len]].concat();
    if has_footer {
        tag.extend([b"3DI", &header[3..]].concat());
    }
    tag
}

/// Its header, for a body of so many octets.
pub fn id3v2_header(len: usize, has_footer: bool) -> Vec<u8> {
    let size = [21, 14, 7, 0].map(|shift| (len >> shift & 0x7F) as u8);
    [b"ID3", &[4, 0, u8::from(has_footer) << 4][..], &size].concat()
}

/// An APE tag of version 1 (a footer alone), or 2 with its header, or without.
pub fn ape(version: u32, has_header: bool) -> Vec<u8> {
    let items = [&5_u32.to_le_bytes()[..], &[0; 4], b"Title\0ababa"].concat();
    let mark = |is_header: bool| {
        let flags = u32::from(has_header) << 31 | u32::from(is_header) << 29;
        let mut mark = b"APETAGEX".to_vec();
        for field in [1000 * version, items.len() as u32 + 32, 1, flags] {
            mark.extend(field.to_le_bytes());
        }
        mark.extend([0; 8]);
        mark
    };
    let header = if has_header { mark(true) } else { Vec::new() };
    [header, items.clone(), mark(false)].concat()
}

/// Lyrics3, version 1.
pub fn lyrics3() -> Vec<u8> {
    b"LYRICSBEGIN[00:01]what is sung\r\nLYRICSEND".to_vec()
}

/// Lyrics3, version 2.
pub fn lyrics3_v2() -> Vec<u8> {
    let body = b"LYRICSBEGININD0000200LYR00014what is sung..";
    [body, format!("{:06}LYRICS200", body.len()).as_bytes()].concat()
}
