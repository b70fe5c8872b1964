//! The WAV files that platforms accept: one `fmt `, perhaps one `fact`, one `data`, nothing else.

use std::io::Cursor;

use super::facts::Fmt;
use super::{WAVE_FORMAT_ALAW, WAVE_FORMAT_MULAW, WAVE_FORMAT_PCM};
use crate::error::{Error, Fault, Stage};
use crate::g711::{alaw, ulaw};

/// How a WAV header is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// 58 bytes: `fmt ` of 18 with cbSize 0, `fact` with the number of frames, `data`. What SoX,
    /// libsndfile and `ffmpeg -bitexact` write for G.711, and what RIFF asks of any coding but PCM.
    WithFact,
    /// 44 bytes: `fmt ` of 16 and `data`. For players that count on a fixed offset, and for linear PCM.
    Minimal,
}

impl Header {
    /// Its length in bytes.
    pub fn octets(self) -> u32 {
        match self {
            Self::WithFact => 58,
            Self::Minimal => 44,
        }
    }
}

/// The two codings of G.711.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// A-law, `WAVE_FORMAT_ALAW`.
    A,
    /// µ-law, `WAVE_FORMAT_MULAW`.
    Mu,
}

impl Law {
    fn tag(self) -> u16 {
        match self {
            Self::A => WAVE_FORMAT_ALAW,
            Self::Mu => WAVE_FORMAT_MULAW,
        }
    }

    /// The octet of silence.
    pub(crate) fn silence(self) -> u8 {
        match self {
            Self::A => alaw::SILENCE,
            Self::Mu => ulaw::SILENCE,
        }
    }
}

/// A mono WAV file of G.711 octets.
///
/// An odd number of octets gets one of silence appended, so that the file needs no pad byte: players
/// do not agree on those.
///
/// # Errors
///
/// [`Error::Encode`] when the file would not fit RIFF's 32-bit sizes.
///
/// ```
/// use telewav::riff::write::{g711, Header, Law};
/// let file = g711(Law::A, 8000, Header::WithFact, vec![0xD5; 801]).unwrap();
/// assert_eq!(file.len(), 58 + 802);
/// ```
pub fn g711(law: Law, rate_hz: u32, header: Header, mut octets: Vec<u8>) -> Result<Vec<u8>, Error> {
    if octets.len() % 2 == 1 {
        octets.push(law.silence());
    }
    let start = Head {
        tag: law.tag(),
        n_channels: 1,
        rate_hz,
        frame: 1,
        bits: 8,
        header,
    };
    // In the same memory.
    octets.splice(0..0, start.octets(octets.len())?);
    Ok(octets)
}

/// A mono WAV file of 16-bit linear samples, with a header of 44 bytes.
///
/// # Errors
///
/// [`Error::Encode`] when hound, which writes it, refuses.
pub fn linear16(rate_hz: u32, samples: &[i16]) -> Result<Vec<u8>, Error> {
    let failed = |e: hound::Error| Error::Encode {
        what: Stage::LinearPcm,
        problem: Fault::Says {
            text: e.to_string(),
        },
    };
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: rate_hz,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = Cursor::new(Vec::with_capacity(44 + 2 * samples.len()));
    let mut writer = hound::WavWriter::new(&mut file, spec).map_err(failed)?;
    let n_samples = u32::try_from(samples.len())
        .ok()
        .filter(|n| *n <= (u32::MAX - 44) / 2)
        .ok_or(failed(hound::Error::TooWide))?;
    let mut fast = writer.get_i16_writer(n_samples);
    for &sample in samples {
        fast.write_sample(sample);
    }
    fast.flush().map_err(failed)?;
    writer.finalize().map_err(failed)?;
    Ok(file.into_inner())
}

/// A WAV file of samples of any coding whose frames have one size, as `fmt` describes them; `octets` are whole frames,
/// little-endian.
///
/// The `fmt ` chunk is of 16 octets for linear PCM, of 18 with a `fact` chunk for other codings. An odd number of octets
/// gets a frame of silence appended, so that the file needs no pad byte.
///
/// # Errors
///
/// [`Error::Encode`] when the file would not fit RIFF's 32-bit sizes.
pub(crate) fn around(fmt: &Fmt, mut octets: Vec<u8>) -> Result<Vec<u8>, Error> {
    let tag = fmt.codec_tag();
    let (Some(frame), Some(sample)) = (fmt.frame_octets(), fmt.sample_octets()) else {
        return Err(Error::Encode {
            what: Stage::WavHeader,
            problem: Fault::NoFrames {
                codec: fmt.codec_name().to_string(),
            },
        });
    };
    if octets.len() % 2 == 1 {
        let silence = match (tag, sample) {
            (WAVE_FORMAT_ALAW, _) => alaw::SILENCE,
            (WAVE_FORMAT_MULAW, _) => ulaw::SILENCE,
            (WAVE_FORMAT_PCM, 1) => 0x80,
            _ => 0,
        };
        octets.resize(octets.len() + frame as usize, silence);
    }
    let start = Head {
        tag,
        n_channels: fmt.n_channels,
        rate_hz: fmt.rate_hz,
        frame,
        // Fewer bits than their octets have are told as they are, but for G.711.
        bits: match tag {
            WAVE_FORMAT_ALAW | WAVE_FORMAT_MULAW => 8,
            _ => fmt.bits,
        },
        header: match tag {
            WAVE_FORMAT_PCM => Header::Minimal,
            _ => Header::WithFact,
        },
    };
    octets.splice(0..0, start.octets(octets.len())?);
    Ok(octets)
}

/// What a header says of samples whose frames have one size.
struct Head {
    tag: u16,
    n_channels: u16,
    rate_hz: u32,
    /// Octets of a frame.
    frame: u64,
    bits: u16,
    header: Header,
}

impl Head {
    /// The header before `len` octets of samples.
    fn octets(&self, len: usize) -> Result<Vec<u8>, Error> {
        let too_large = || Error::Encode {
            what: Stage::WavHeader,
            problem: Fault::TooLarge { octets: len },
        };
        let data_len = u32::try_from(len).map_err(|_| too_large())?;
        let riff_size = data_len
            .checked_add(self.header.octets() - 8)
            .ok_or_else(too_large)?;
        let has_fact = self.header == Header::WithFact;
        let byte_rate = u64::from(self.rate_hz).saturating_mul(self.frame);
        let mut start = Vec::with_capacity(self.header.octets() as usize);
        start.extend_from_slice(b"RIFF");
        put_u32(&mut start, riff_size);
        start.extend_from_slice(b"WAVEfmt ");
        put_u32(&mut start, if has_fact { 18 } else { 16 });
        put_u16(&mut start, self.tag);
        put_u16(&mut start, self.n_channels);
        put_u32(&mut start, self.rate_hz);
        put_u32(&mut start, u32::try_from(byte_rate).unwrap_or(u32::MAX));
        put_u16(&mut start, u16::try_from(self.frame).unwrap_or(u16::MAX));
        put_u16(&mut start, self.bits);
        if has_fact {
            put_u16(&mut start, 0); // cbSize
            start.extend_from_slice(b"fact");
            put_u32(&mut start, 4);
            put_u32(&mut start, (u64::from(data_len) / self.frame.max(1)) as u32);
        }
        start.extend_from_slice(b"data");
        put_u32(&mut start, data_len);
        Ok(start)
    }
}

fn put_u16(file: &mut Vec<u8>, value: u16) {
    file.extend_from_slice(&value.to_le_bytes());
}

fn put_u32(file: &mut Vec<u8>, value: u32) {
    file.extend_from_slice(&value.to_le_bytes());
}
