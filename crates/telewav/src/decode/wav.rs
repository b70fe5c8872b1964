//! The samples of a WAV. Headers are read by [`riff::read`](crate::riff::read).

use std::io::SeekFrom;

use super::linear::{self, Coding, Layout};
use super::{DamageKind, Output, Source, SourceFormat, compressed, part, trim};
use crate::error::Error;
use crate::kind::Kind;
use crate::riff::read::{self as riff, Extent, WavFacts};
use crate::riff::{WAVE_FORMAT_ALAW, WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_MULAW, WAVE_FORMAT_PCM};

/// Microsoft and IMA ADPCM, which Symphonia decodes.
const ADPCM_TAGS: [u16; 2] = [0x0002, 0x0011];

pub(super) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let facts = riff::read(source, start)?;
    if ADPCM_TAGS.contains(&facts.fmt.codec_tag()) {
        let range = part::to_the_end(source, start)?;
        return compressed::decode(source, range, Kind::Wav, &trim::nothing, output);
    }
    let layout = layout(&facts)?;
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
        source
            .seek(SeekFrom::Start(data.offset))
            .map_err(Error::io("seek in the file"))?;
        let rest = facts.frame_octets().map_or(0, |frame| data.len % frame);
        if rest > 0 {
            output.note(format!(
                "{rest} octets behind the last whole frame are left out"
            ));
        }
        linear::decode(source, data.len, &layout, output)?;
    }
    let missing = facts.missing_len();
    if missing > 0 {
        let byte_rate = u64::from(facts.fmt.byte_rate).max(1);
        output.damage(
            DamageKind::EarlyEnd,
            output.duration_s,
            format!(
                "the file was cut: {missing} bytes of samples are missing, about {:.2} s",
                missing as f64 / byte_rate as f64
            ),
        );
    }
    Ok(())
}

fn layout(facts: &WavFacts) -> Result<Layout, Error> {
    let fmt = &facts.fmt;
    let tag = fmt.codec_tag();
    let coding = match (tag, fmt.sample_octets()) {
        (WAVE_FORMAT_PCM, Some(1)) => Coding::Unsigned8,
        (WAVE_FORMAT_PCM, Some(octets @ 2..=4)) => Coding::Signed(octets),
        (WAVE_FORMAT_IEEE_FLOAT, Some(4)) => Coding::Float32,
        (WAVE_FORMAT_IEEE_FLOAT, Some(8)) => Coding::Float64,
        (WAVE_FORMAT_ALAW, Some(1)) => Coding::Alaw,
        (WAVE_FORMAT_MULAW, Some(1)) => Coding::Ulaw,
        (WAVE_FORMAT_PCM | WAVE_FORMAT_IEEE_FLOAT | WAVE_FORMAT_ALAW | WAVE_FORMAT_MULAW, _) => {
            return Err(Error::Unsupported {
                what: format!("a WAV that holds {} of {} bits", fmt.codec_name(), fmt.bits),
            });
        }
        _ => {
            return Err(Error::Unsupported {
                what: format!(
                    "a WAV that holds {} (format tag 0x{tag:04X})",
                    fmt.codec_name()
                ),
            });
        }
    };
    Ok(Layout {
        coding,
        big_endian: facts.is_big_endian(),
        format: SourceFormat {
            container: "WAV",
            codec: fmt.codec_name(),
            rate_hz: fmt.rate_hz,
            n_channels: usize::from(fmt.n_channels),
            bits: Some(u32::from(fmt.bits)),
        },
    })
}
