//! The samples of a WAV. Headers are read by [`riff::read`](crate::riff::read).

use std::io::SeekFrom;

use super::mpeg;
use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::gsm::{self, WavGsm};
use crate::decode::codecs::ima::WavIma;
use crate::decode::codecs::ms_adpcm::MsAdpcm;
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{End, Trim, Trimmer};
use crate::decode::{DamageKind, Output, Source, SourceFormat};
use crate::error::Error;
use crate::pcm::ChannelMask;
use crate::riff::read::{self as riff, Data, Extent, WavFacts};
use crate::riff::{
    WAVE_FORMAT_ADPCM, WAVE_FORMAT_ALAW, WAVE_FORMAT_GSM610, WAVE_FORMAT_IEEE_FLOAT,
    WAVE_FORMAT_IMA_ADPCM, WAVE_FORMAT_MPEG, WAVE_FORMAT_MPEGLAYER3, WAVE_FORMAT_MULAW,
    WAVE_FORMAT_PCM,
};
use crate::riff::{facts, w64};

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let facts = riff::read(source, start)?;
    samples(source, &facts, "WAV", output)
}

pub(in crate::decode) fn decode_w64<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let facts = w64::read(source, start)?;
    samples(source, &facts, "W64", output)
}

/// How the samples are coded.
enum Samples {
    Linear(Layout),
    Blocks(Box<dyn BlockDecoder>, SourceFormat),
    Mpeg,
}

/// Decodes what lies in the `data` chunks.
fn samples<S: Source>(
    source: &mut S,
    facts: &WavFacts,
    container: &'static str,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let mut samples = Samples::of(facts, container)?;
    note_extents(facts, output);
    match &mut samples {
        Samples::Linear(layout) => linear_samples(source, facts, layout, output)?,
        Samples::Blocks(decoder, format) => {
            block_samples(source, facts, decoder.as_mut(), format, output)?;
        }
        Samples::Mpeg => mpeg_frames(source, facts, container, output)?,
    }
    look_for_early_end(facts, output);
    Ok(())
}

impl Samples {
    fn of(facts: &WavFacts, container: &'static str) -> Result<Self, Error> {
        let fmt = &facts.fmt;
        let n_channels = usize::from(fmt.n_channels);
        let format = SourceFormat {
            container,
            codec: fmt.codec_name(),
            rate_hz: fmt.rate_hz,
            n_channels,
            bits: None,
            mask: match fmt.channel_mask {
                Some(mask) if mask != 0 => ChannelMask::of(mask, n_channels),
                _ => ChannelMask::of_plain_wav(n_channels),
            },
        };
        let block_octets = usize::from(fmt.block_align);
        let no_room = || {
            Error::malformed(
                "fmt chunk",
                fmt.offset,
                format!("blocks with room for {n_channels} channels"),
                format!("blocks of {block_octets} octets"),
            )
        };
        let decoder: Box<dyn BlockDecoder> = match fmt.codec_tag() {
            WAVE_FORMAT_IMA_ADPCM => {
                Box::new(WavIma::new(block_octets, n_channels).ok_or_else(no_room)?)
            }
            WAVE_FORMAT_ADPCM => {
                Box::new(MsAdpcm::new(block_octets, n_channels).ok_or_else(no_room)?)
            }
            WAVE_FORMAT_GSM610 if n_channels == 1 => Box::new(WavGsm(gsm::Decoder::new())),
            WAVE_FORMAT_MPEG | WAVE_FORMAT_MPEGLAYER3 => return Ok(Self::Mpeg),
            _ => return Ok(Self::Linear(layout(facts, format)?)),
        };
        Ok(Self::Blocks(decoder, format))
    }
}

fn layout(facts: &WavFacts, mut format: SourceFormat) -> Result<Layout, Error> {
    let fmt = &facts.fmt;
    let tag = fmt.codec_tag();
    let name = fmt.codec_name();
    let unsupported = |what: String| Error::Unsupported {
        what: format!("a {} that holds {what}", format.container),
    };
    let coding = match (tag, fmt.sample_octets()) {
        (WAVE_FORMAT_PCM, Some(1)) => Coding::Unsigned8,
        (WAVE_FORMAT_PCM, Some(octets @ 2..=4)) => Coding::Signed(octets),
        (WAVE_FORMAT_IEEE_FLOAT, Some(4)) => Coding::Float32,
        (WAVE_FORMAT_IEEE_FLOAT, Some(8)) => Coding::Float64,
        (WAVE_FORMAT_ALAW, Some(1)) => Coding::Alaw,
        (WAVE_FORMAT_MULAW, Some(1)) => Coding::Ulaw,
        (WAVE_FORMAT_PCM | WAVE_FORMAT_IEEE_FLOAT | WAVE_FORMAT_ALAW | WAVE_FORMAT_MULAW, _) => {
            return Err(unsupported(format!("{name} of {} bits", fmt.bits)));
        }
        (WAVE_FORMAT_GSM610, _) => {
            return Err(unsupported(format!(
                "{name} of {} channels",
                fmt.n_channels
            )));
        }
        _ => return Err(unsupported(format!("{name} (format tag 0x{tag:04X})"))),
    };
    format.bits = Some(u32::from(fmt.bits));
    Ok(Layout {
        coding,
        big_endian: facts.is_big_endian(),
        format,
    })
}

fn note_extents(facts: &WavFacts, output: &mut Output<'_, '_>) {
    if facts.data.len() > 1 {
        output.note(format!("{} data chunks, joined", facts.data.len()));
    }
    for data in &facts.data {
        match data.extent {
            Extent::Exact => {}
            Extent::Open => output.note("the header gives no length; read to the end of the file"),
            Extent::Short => output.note(format!(
                "the header promises {} bytes of samples, the file has {}",
                data.declared_len, data.len
            )),
        }
    }
}

fn linear_samples<S: Source>(
    source: &mut S,
    facts: &WavFacts,
    layout: &Layout,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    for data in &facts.data {
        seek(source, data)?;
        linear::decode(source, data.len, layout, output)?;
    }
    if let (Some(promised), Some(n_frames)) = (promised_frames(facts), facts.n_frames())
        && promised != n_frames
    {
        output.note(fact_note(promised, n_frames));
    }
    Ok(())
}

fn block_samples<S: Source>(
    source: &mut S,
    facts: &WavFacts,
    decoder: &mut dyn BlockDecoder,
    format: &SourceFormat,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let n_frames = facts
        .data
        .iter()
        .map(|data| decoder.n_frames(data.len))
        .sum();
    let end = end_by_fact(facts, decoder, n_frames, output);
    let mut trimmer = Trimmer::new(Trim { start: 0, end });
    for data in &facts.data {
        let rest = data.len % decoder.block_octets() as u64;
        if rest > 0 && decoder.n_frames(rest) == 0 {
            output.note(format!(
                "{rest} octets behind the last whole block are left out"
            ));
        }
        seek(source, data)?;
        blocks::decode(source, data.len, decoder, format, &mut trimmer, output)?;
    }
    Ok(())
}

/// Where in the last block the sound ends, by the `fact` chunk.
fn end_by_fact(
    facts: &WavFacts,
    decoder: &dyn BlockDecoder,
    n_frames: u64,
    output: &mut Output<'_, '_>,
) -> End {
    let Some(promised) = promised_frames(facts) else {
        return End::Open;
    };
    let end = blocks::end_in_last(decoder, promised, n_frames);
    if end == End::Open {
        output.note(fact_note(promised, n_frames));
    }
    end
}

/// By the `fact` chunk, if it says something: writers that do not know leave zero or a placeholder, and
/// of a file that was cut it is known already that frames are missing.
fn promised_frames(facts: &WavFacts) -> Option<u64> {
    let promised = u64::from(facts.fact?.n_frames?);
    let is_known = promised > 0 && !facts::is_placeholder(promised) && facts.missing_len() == 0;
    is_known.then_some(promised)
}

fn fact_note(promised: u64, n_frames: u64) -> String {
    format!("the fact chunk counts {promised} frames, the samples are {n_frames}; all are used")
}

/// MPEG audio in a WAV is a row of frames, cut anywhere. Neither the `fact` chunk nor nCodecDelay trims
/// it: writers disagree on whether the encoder's delay is counted in the one, and put a fixed number in
/// the other.
fn mpeg_frames<S: Source>(
    source: &mut S,
    facts: &WavFacts,
    container: &'static str,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    for data in &facts.data {
        mpeg::decode_range(source, data.offset..data.offset + data.len, output)?;
    }
    if let Some(format) = &mut output.format {
        format.container = container;
    }
    Ok(())
}

fn seek<S: Source>(source: &mut S, data: &Data) -> Result<(), Error> {
    source
        .seek(SeekFrom::Start(data.offset))
        .map_err(Error::io("seek in the file"))?;
    Ok(())
}

fn look_for_early_end(facts: &WavFacts, output: &mut Output<'_, '_>) {
    let missing = facts.missing_len();
    if missing == 0 {
        return;
    }
    let mut detail = format!("the file was cut: {missing} bytes of samples are missing");
    if facts.fmt.byte_rate > 0 {
        let missing_s = missing as f64 / f64::from(facts.fmt.byte_rate);
        detail = format!("{detail}, about {missing_s:.2} s");
    }
    output.damage(DamageKind::EarlyEnd, output.duration_s, detail);
}
