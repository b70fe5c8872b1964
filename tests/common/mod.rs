//! What several test files share: WAV and AU files built byte by byte, signals, and short ways to call the
//! library on octets in memory.
//!
//! The builders know nothing of `telewav::riff::write`, so that reader and writer are tested against
//! the format and not against each other.

// Each test file is a program of its own and uses a part of this only. A helper that fails is a test
// that fails.
#![allow(dead_code, clippy::unwrap_used)]

pub mod frames;
pub mod matroska;
pub mod mp4;
pub mod ogg;
pub mod wavs;

use std::io::Cursor;

use proptest::test_runner::{Config as ProptestConfig, RngSeed};
use telewav::check::CheckReport;
use telewav::decode::{DecodeOptions, Decoded, decode};
use telewav::{CheckOptions, Conversion, ConvertOptions, Error, Profile};

pub const PCM: u16 = 0x0001;
pub const FLOAT: u16 = 0x0003;
pub const ALAW: u16 = 0x0006;
pub const ULAW: u16 = 0x0007;
pub const EXTENSIBLE: u16 = 0xFFFE;

/// The CRC-32s that the STL README prints are over codes as 16-bit little-endian words.
pub fn crc_of_words(words: impl IntoIterator<Item = u16>) -> u32 {
    let octets: Vec<u8> = words.into_iter().flat_map(u16::to_le_bytes).collect();
    crc32fast::hash(&octets)
}

/// Byte order of the numbers in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Little,
    Big,
}

impl Order {
    pub fn u16(self, value: u16) -> [u8; 2] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    pub fn u32(self, value: u32) -> [u8; 4] {
        match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        }
    }

    /// The low `octets` octets of each value.
    pub fn ints(self, values: &[i32], octets: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(values.len() * octets);
        for value in values {
            let le = value.to_le_bytes();
            match self {
                Self::Little => out.extend_from_slice(&le[..octets]),
                Self::Big => out.extend(le[..octets].iter().rev()),
            }
        }
        out
    }

    pub fn floats(self, values: &[f32]) -> Vec<u8> {
        values
            .iter()
            .flat_map(|value| self.u32(value.to_bits()))
            .collect()
    }

    pub fn doubles(self, values: &[f64]) -> Vec<u8> {
        let octets = |value: &f64| match self {
            Self::Little => value.to_le_bytes(),
            Self::Big => value.to_be_bytes(),
        };
        values.iter().flat_map(octets).collect()
    }
}

/// The fields of a `fmt ` chunk. Byte rate and block align follow from the others unless they are set.
#[derive(Debug, Clone)]
pub struct Fmt {
    pub tag: u16,
    pub channels: u16,
    pub rate_hz: u32,
    pub bits: u16,
    pub byte_rate: Option<u32>,
    pub block_align: Option<u16>,
    /// What follows the 16 octets: cbSize and its octets.
    pub extension: Vec<u8>,
}

impl Fmt {
    pub fn new(tag: u16, channels: u16, rate_hz: u32, bits: u16) -> Self {
        Self {
            tag,
            channels,
            rate_hz,
            bits,
            byte_rate: None,
            block_align: None,
            extension: Vec::new(),
        }
    }

    /// Linear PCM, mono, 8000 Hz.
    pub fn pcm(bits: u16) -> Self {
        Self::new(PCM, 1, 8000, bits)
    }

    /// A-law, mono, 8000 Hz, with cbSize 0: a `fmt ` of 18.
    pub fn alaw() -> Self {
        Self::new(ALAW, 1, 8000, 8).extension(&[0, 0])
    }

    pub fn channels(mut self, channels: u16) -> Self {
        self.channels = channels;
        self
    }

    pub fn rate_hz(mut self, rate_hz: u32) -> Self {
        self.rate_hz = rate_hz;
        self
    }

    pub fn byte_rate(mut self, byte_rate: u32) -> Self {
        self.byte_rate = Some(byte_rate);
        self
    }

    pub fn block_align(mut self, block_align: u16) -> Self {
        self.block_align = Some(block_align);
        self
    }

    pub fn extension(mut self, extension: &[u8]) -> Self {
        self.extension = extension.to_vec();
        self
    }

    /// The same, wrapped in WAVE_FORMAT_EXTENSIBLE: a `fmt ` of 40 with the tag in a GUID.
    pub fn extensible(mut self) -> Self {
        let mut extension = vec![22, 0];
        extension.extend(self.bits.to_le_bytes());
        extension.extend(4_u32.to_le_bytes()); // front centre
        extension.extend(self.tag.to_le_bytes());
        extension.extend(b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71");
        self.tag = EXTENSIBLE;
        self.extension = extension;
        self
    }

    /// dwChannelMask, of WAVE_FORMAT_EXTENSIBLE.
    pub fn channel_mask(mut self, mask: u32) -> Self {
        self.extension[4..8].copy_from_slice(&mask.to_le_bytes());
        self
    }

    pub fn octets(&self, order: Order) -> Vec<u8> {
        let align = self
            .block_align
            .unwrap_or_else(|| self.channels.wrapping_mul(self.bits.div_ceil(8)));
        let byte_rate = self
            .byte_rate
            .unwrap_or_else(|| self.rate_hz.wrapping_mul(u32::from(align)));
        let mut out = Vec::new();
        out.extend(order.u16(self.tag));
        out.extend(order.u16(self.channels));
        out.extend(order.u32(self.rate_hz));
        out.extend(order.u32(byte_rate));
        out.extend(order.u16(align));
        out.extend(order.u16(self.bits));
        out.extend(&self.extension);
        out
    }
}

/// A WAV under construction: what is added stands in the file in that order.
#[derive(Debug, Clone)]
pub struct Wav {
    magic: [u8; 4],
    order: Order,
    riff_size: Option<u32>,
    prefix: Vec<u8>,
    body: Vec<u8>,
    trailing: Vec<u8>,
}

impl Wav {
    pub fn new() -> Self {
        Self {
            magic: *b"RIFF",
            order: Order::Little,
            riff_size: None,
            prefix: Vec::new(),
            body: Vec::new(),
            trailing: Vec::new(),
        }
    }

    pub fn rifx() -> Self {
        Self {
            magic: *b"RIFX",
            order: Order::Big,
            ..Self::new()
        }
    }

    /// An RF64 that starts with its `ds64`.
    pub fn rf64(riff_size: u64, data_size: u64, n_frames: u64) -> Self {
        let mut ds64 = Vec::new();
        for size in [riff_size, data_size, n_frames] {
            ds64.extend(size.to_le_bytes());
        }
        ds64.extend([0; 4]);
        Self {
            magic: *b"RF64",
            ..Self::new()
        }
        .riff_size(u32::MAX)
        .chunk(b"ds64", &ds64)
    }

    pub fn fmt(self, fmt: &Fmt) -> Self {
        let octets = fmt.octets(self.order);
        self.chunk(b"fmt ", &octets)
    }

    pub fn fact(self, n_frames: u32) -> Self {
        let octets = self.order.u32(n_frames);
        self.chunk(b"fact", &octets)
    }

    pub fn data(self, octets: &[u8]) -> Self {
        self.chunk(b"data", octets)
    }

    /// A chunk with its right length and, if that is odd, its pad byte.
    pub fn chunk(self, id: &[u8; 4], octets: &[u8]) -> Self {
        let pad: &[u8] = if octets.len() % 2 == 1 { &[0] } else { &[] };
        self.claiming(id, octets, octets.len() as u32).raw(pad)
    }

    /// A chunk with any length field and never a pad byte.
    pub fn claiming(mut self, id: &[u8; 4], octets: &[u8], len: u32) -> Self {
        self.body.extend(id);
        self.body.extend(self.order.u32(len));
        self.body.extend(octets);
        self
    }

    /// Octets that are no chunk, inside what the RIFF length covers.
    pub fn raw(mut self, octets: &[u8]) -> Self {
        self.body.extend(octets);
        self
    }

    pub fn riff_size(mut self, riff_size: u32) -> Self {
        self.riff_size = Some(riff_size);
        self
    }

    /// Octets before the magic.
    pub fn prefix(mut self, octets: &[u8]) -> Self {
        self.prefix = octets.to_vec();
        self
    }

    /// Octets behind what the RIFF length covers.
    pub fn trailing(mut self, octets: &[u8]) -> Self {
        self.trailing = octets.to_vec();
        self
    }

    pub fn build(self) -> Vec<u8> {
        let size = self.riff_size.unwrap_or(self.body.len() as u32 + 4);
        let mut out = self.prefix;
        out.extend(self.magic);
        out.extend(self.order.u32(size));
        out.extend(b"WAVE");
        out.extend(self.body);
        out.extend(self.trailing);
        out
    }
}

/// A 16-bit mono WAV with a header of 44 bytes.
pub fn wav16(rate_hz: u32, samples: &[i16]) -> Vec<u8> {
    let octets: Vec<u8> = samples
        .iter()
        .flat_map(|sample| sample.to_le_bytes())
        .collect();
    Wav::new()
        .fmt(&Fmt::pcm(16).rate_hz(rate_hz))
        .data(&octets)
        .build()
}

/// A 32-bit float mono WAV.
pub fn wav_float(rate_hz: u32, samples: &[f32]) -> Vec<u8> {
    Wav::new()
        .fmt(&Fmt::new(FLOAT, 1, rate_hz, 32))
        .data(&Order::Little.floats(samples))
        .build()
}

/// The A-law file that the default profile asks for, around these octets.
pub fn alaw_wav(octets: &[u8]) -> Vec<u8> {
    Wav::new()
        .fmt(&Fmt::alaw())
        .fact(octets.len() as u32)
        .data(octets)
        .build()
}

/// An AU file with a header of 24 bytes and its right data size.
pub fn au(order: Order, encoding: u32, rate_hz: u32, channels: u32, octets: &[u8]) -> Vec<u8> {
    au_claiming(
        order,
        24,
        octets.len() as u32,
        encoding,
        rate_hz,
        channels,
        octets,
    )
}

/// An AU file with any data offset and data size; `octets` follow the header of 24 bytes directly.
pub fn au_claiming(
    order: Order,
    data_offset: u32,
    data_size: u32,
    encoding: u32,
    rate_hz: u32,
    channels: u32,
    octets: &[u8],
) -> Vec<u8> {
    let mut out = match order {
        Order::Big => b".snd".to_vec(),
        Order::Little => b"dns.".to_vec(),
    };
    for field in [data_offset, data_size, encoding, rate_hz, channels] {
        out.extend(order.u32(field));
    }
    out.extend(octets);
    out
}

/// An ID3v2.3 tag of 10 + `len` bytes with nothing in it.
pub fn id3(len: u8) -> Vec<u8> {
    assert!(len < 0x80);
    let mut out = b"ID3\x03\x00\x00\x00\x00\x00".to_vec();
    out.push(len);
    out.extend(vec![0; usize::from(len)]);
    out
}

/// A sine of `amplitude` that starts at phase 0.
pub fn sine(rate_hz: u32, hz: f64, amplitude: f64, n_frames: usize) -> Vec<f32> {
    let step = std::f64::consts::TAU * hz / f64::from(rate_hz);
    (0..n_frames)
        .map(|n| (amplitude * (step * n as f64).sin()) as f32)
        .collect()
}

/// The same, as 16-bit integers.
pub fn sine16(rate_hz: u32, hz: f64, amplitude: f64, n_frames: usize) -> Vec<i16> {
    sine(rate_hz, hz, amplitude, n_frames)
        .iter()
        .map(|sample| (sample * 32767.0).round() as i16)
        .collect()
}

/// Numbers that look random and are the same on every run (xorshift64*).
pub struct Noise(u64);

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    pub fn next_u32(&mut self) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as u32
    }

    /// A sample from -1 to 1.
    pub fn sample(&mut self) -> f32 {
        self.next_u32() as i32 as f32 / 2_147_483_648.0
    }

    pub fn samples(&mut self, n: usize) -> Vec<f32> {
        (0..n).map(|_| self.sample()).collect()
    }
}

/// The same cases on every run, and no file left behind.
pub fn proptest_config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x7E1E),
        ..ProptestConfig::default()
    }
}

/// The octets of a fixture.
pub fn fixture_octets(path: &str) -> Vec<u8> {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    std::fs::read(fixtures.join(path)).unwrap()
}

/// All that `decode` hands out.
#[derive(Debug, Default)]
pub struct Sound {
    /// One plane a channel.
    pub planes: Vec<Vec<f32>>,
    /// Frames of each block, in order.
    pub blocks: Vec<usize>,
    /// Rate of each block, in order.
    pub rates: Vec<u32>,
}

/// Decodes octets in memory and keeps the sound.
pub fn decoded_with(octets: &[u8], options: &DecodeOptions) -> Result<(Decoded, Sound), Error> {
    let mut sound = Sound::default();
    let decoded = decode(Cursor::new(octets), options, &mut |block| {
        sound.planes.resize_with(block.n_channels(), Vec::new);
        for (plane, channel) in sound.planes.iter_mut().zip(block.channels()) {
            plane.extend_from_slice(channel);
        }
        sound.blocks.push(block.n_frames());
        sound.rates.push(block.rate_hz());
        Ok(())
    })?;
    Ok((decoded, sound))
}

/// The same with the default options.
pub fn decoded(octets: &[u8]) -> Result<(Decoded, Sound), Error> {
    decoded_with(octets, &DecodeOptions::default())
}

pub fn profile(name: &str) -> Profile {
    Profile::embedded(name).unwrap()
}

/// The profile that is used when none is named.
pub fn default_profile() -> Profile {
    profile(telewav::profile::DEFAULT)
}

/// A profile for A-law at 8000 Hz in WAV, with more lines of TOML at its end.
pub fn user_profile(more: &str) -> Profile {
    user_profile_text(more).parse().unwrap()
}

pub fn user_profile_text(more: &str) -> String {
    format!(
        "name = \"mine\"\n\
         title = \"My PBX\"\n\
         [format]\n\
         container = \"wav\"\n\
         encoding = \"a-law\"\n\
         rate_hz = 8000\n\
         channels = 1\n\
         [name_rules]\n\
         extension = \"wav\"\n\
         {more}\n"
    )
}

/// Seconds that are long enough for a profile: one, or more where more is asked for.
pub fn enough_s(profile: &Profile) -> u32 {
    let min_s = profile.size.min_s.as_ref().map_or(0.0, |min| min.value);
    min_s.ceil().max(1.0) as u32
}

/// Converts octets in memory under a name that every profile with the extension `wav` takes.
pub fn convert_to(profile: &Profile, octets: &[u8]) -> Result<Conversion, Error> {
    let name = format!("prompt.{}", profile.name_rules.extension.value);
    let options = ConvertOptions::default().name(name);
    telewav::convert(Cursor::new(octets), profile, &options)
}

/// Converts for the default profile.
pub fn converted(octets: &[u8]) -> Result<Conversion, Error> {
    convert_to(&default_profile(), octets)
}

/// Checks octets in memory for a profile.
pub fn checked(profile: &Profile, name: &str, octets: &[u8]) -> Result<CheckReport, Error> {
    let options = CheckOptions::default().name(name);
    telewav::check(Cursor::new(octets), profile, &options)
}
