//! Everything that is known about one file: what it is, how it is coded, what stands in its header,
//! how loud it is.

use std::io::SeekFrom;

use serde::Serialize;

use crate::decode::{DecodeOptions, Decoded, Limits, Sink, Source, decode};
use crate::error::{Action, Error};
use crate::kind::{self, Kind};
use crate::level::loudness::LoudnessMeter;
use crate::level::{Level, Meter};
use crate::pcm::Pcm;
use crate::riff::read::{self as riff, ChunkNote, Form, Pad, WavFacts};
use crate::task::Task;

/// What [`inspect`] found.
#[derive(Debug)]
#[non_exhaustive]
pub struct Inspection {
    /// What the file is, by its content.
    pub kind: Kind,
    /// Its length in bytes.
    pub bytes: u64,
    /// The header, if it is a WAV.
    pub wav: Option<Result<Wav, Error>>,
    /// How it is coded and how long it is; an error if it cannot be decoded.
    pub decoded: Result<Decoded, Error>,
    /// The levels of each channel, as far as they could be decoded.
    pub levels: Vec<Level>,
    /// The integrated loudness of all of them together, in LUFS; `None` where there is none
    /// ([`LoudnessMeter::integrated_lufs`]), and where rate or channels change on the way.
    pub loudness_lufs: Option<f64>,
}

/// A WAV header for people and for JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Wav {
    /// `RIFF`, `RIFX`, `RF64` or `Wave64`.
    pub form: &'static str,
    /// The RIFF length field.
    pub riff_size: u64,
    /// Format tag.
    pub tag: u16,
    /// The coding in words, through WAVE_FORMAT_EXTENSIBLE.
    pub codec: String,
    /// Number of channels.
    pub n_channels: u16,
    /// Frames per second.
    pub rate_hz: u32,
    /// Octets per second.
    pub byte_rate: u32,
    /// Octets per frame.
    pub block_align: u16,
    /// Bits per sample.
    pub bits: u16,
    /// Frames that the `fact` chunk promises.
    pub fact_frames: Option<u32>,
    /// All chunks in file order.
    pub chunks: Vec<WavChunk>,
    /// Octets behind the last chunk.
    pub trailing_bytes: u64,
}

/// One chunk of a WAV.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WavChunk {
    /// Four-character code.
    pub id: String,
    /// Where it starts, in bytes from the start of the file.
    pub offset: u64,
    /// The length field.
    pub declared_len: u64,
    /// Octets that are there.
    pub len: u64,
    /// Whether it is odd and its pad byte is missing.
    pub pad_missing: bool,
    /// What it holds.
    pub note: Option<ChunkNote>,
}

impl From<WavFacts> for Wav {
    fn from(facts: WavFacts) -> Self {
        Self {
            form: match facts.form {
                Form::Riff => "RIFF",
                Form::Rifx => "RIFX",
                Form::Rf64 => "RF64",
                Form::W64 => "Wave64",
            },
            riff_size: facts.riff_size,
            tag: facts.fmt.tag,
            codec: facts.fmt.codec_name(),
            n_channels: facts.fmt.n_channels,
            rate_hz: facts.fmt.rate_hz,
            byte_rate: facts.fmt.byte_rate,
            block_align: facts.fmt.block_align,
            bits: facts.fmt.bits,
            fact_frames: facts.fact.and_then(|fact| fact.n_frames),
            chunks: facts
                .chunks
                .into_iter()
                .map(|chunk| WavChunk {
                    id: chunk.id.escape_ascii().to_string(),
                    offset: chunk.offset,
                    declared_len: chunk.declared_len,
                    len: chunk.len,
                    pad_missing: chunk.pad == Pad::Missing,
                    note: chunk.note,
                })
                .collect(),
            trailing_bytes: facts.trailing_len,
        }
    }
}

/// How to inspect.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct InspectOptions {
    /// How to decode the recording.
    pub decode: DecodeOptions,
}

impl InspectOptions {
    /// Sets [`decode`](Self::decode).
    #[must_use]
    pub fn decode(mut self, decode: DecodeOptions) -> Self {
        self.decode = decode;
        self
    }

    /// Sets [`decode.limits`](DecodeOptions::limits).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.decode.limits = limits;
        self
    }

    /// Sets [`decode.task`](DecodeOptions::task).
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.decode.task = Some(task);
        self
    }
}

/// Reads everything there is to know of `source`, decoding all of it.
///
/// # Errors
///
/// [`Error::Io`] when it cannot be read at all, and [`Error::Cancelled`]; what is wrong with its content stands in the
/// result.
///
/// ```
/// use telewav::{InspectOptions, inspect};
/// let wav = telewav::riff::write::linear16(8000, &[900; 8000]).unwrap();
/// let found = inspect(std::io::Cursor::new(wav), &InspectOptions::default()).unwrap();
/// assert_eq!(found.decoded.unwrap().n_frames, 8000);
/// ```
pub fn inspect<S: Source>(source: S, options: &InspectOptions) -> Result<Inspection, Error> {
    inspect_with(source, |source, sink| decode(source, &options.decode, sink))
}

/// Inspects `source` as [`inspect`] does, with the sound that a decoder of the caller's own hands over.
///
/// # Errors
///
/// See [`inspect`]; what `decode` returns stands in the result.
pub fn inspect_with<S: Source>(
    mut source: S,
    decode: impl FnOnce(S, &mut Sink<'_>) -> Result<Decoded, Error>,
) -> Result<Inspection, Error> {
    let sniffed = kind::sniff(&mut source)?;
    let bytes = source
        .seek(SeekFrom::End(0))
        .map_err(Error::io(Action::FindLength))?;
    let wav =
        (sniffed.kind == Kind::Wav).then(|| riff::read(&mut source, sniffed.start).map(Wav::from));
    let mut meters = Meters::default();
    let decoded = decode(source, &mut |block| {
        meters.push(block);
        Ok(())
    });
    if let Err(Error::Cancelled) = decoded {
        return Err(Error::Cancelled);
    }
    let is_headerless = decoded
        .as_ref()
        .is_ok_and(|decoded| decoded.kind == Kind::Headerless);
    Ok(Inspection {
        kind: if is_headerless {
            Kind::Headerless
        } else {
            sniffed.kind
        },
        bytes,
        wav,
        decoded,
        levels: meters.levels(),
        loudness_lufs: meters.loudness_lufs(),
    })
}

/// The meters of a recording, made to fit its first block.
#[derive(Default)]
struct Meters {
    rate_hz: u32,
    channels: Vec<Meter>,
    /// `None` before the first block, and once a block does not fit the first.
    loudness: Option<LoudnessMeter>,
    /// Whether there was more than one rate: what is measured over time has no meaning then.
    has_several_rates: bool,
}

impl Meters {
    fn push(&mut self, block: &Pcm) {
        let (rate_hz, n_channels) = (block.rate_hz(), block.n_channels());
        if self.channels.is_empty() {
            self.rate_hz = rate_hz;
            self.channels = vec![Meter::new(rate_hz); n_channels];
            self.loudness = Some(LoudnessMeter::new(rate_hz, n_channels));
        }
        if (rate_hz, n_channels) != (self.rate_hz, self.channels.len()) {
            self.loudness = None;
        }
        self.has_several_rates |= rate_hz != self.rate_hz;
        if self.channels.len() < n_channels {
            self.channels.resize(n_channels, Meter::new(self.rate_hz));
        }
        for (meter, channel) in self.channels.iter_mut().zip(block.channels()) {
            meter.push(channel);
        }
        if let Some(loudness) = &mut self.loudness {
            let channels: Vec<&[f32]> = block.channels().iter().map(Vec::as_slice).collect();
            loudness.push(&channels);
        }
    }

    fn levels(&self) -> Vec<Level> {
        let level = |meter: &Meter| match self.has_several_rates {
            false => meter.level(),
            true => Level {
                active_dbov: None,
                activity: None,
                ..meter.level()
            },
        };
        self.channels.iter().map(level).collect()
    }

    fn loudness_lufs(&self) -> Option<f64> {
        self.loudness.as_ref()?.integrated_lufs()
    }
}
