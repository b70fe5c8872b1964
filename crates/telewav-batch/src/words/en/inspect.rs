//! What there is to know of a file.

use std::fmt::{Formatter, Result};

use telewav::decode::SoundTrack;
use telewav::inspect::{Wav, WavChunk};
use telewav::level::Level;

use crate::words::Line;

pub(in crate::words) fn line(line: &Line<'_>, f: &mut Formatter<'_>) -> Result {
    match line {
        Line::ThisIs { kind, bytes } => write!(f, "this is {kind}, {bytes} bytes"),
        Line::Decoded {
            format,
            n_frames,
            duration_s,
        } => write!(f, "{format}, {n_frames} frames, {duration_s:.3} s"),
        Line::Track { number, track } => {
            write!(f, "track {number}: ")?;
            self::track(track, f)
        }
        Line::Channel { number, level } => {
            write!(f, "channel {number}: ")?;
            levels(level, f)
        }
        Line::Loudness { lufs } => write!(f, "loudness {lufs:.1} LUFS"),
        Line::Header(wav) => header(wav, f),
        Line::Fact { n_frames } => write!(f, "fact: {n_frames} frames"),
        Line::Chunk(chunk) => self::chunk(chunk, f),
        Line::Behind { bytes } => write!(f, "{bytes} bytes behind the last chunk"),
    }
}

/// `AAC, 44100 Hz, stereo, deu; decoded`, as far as its container describes it.
fn track(track: &SoundTrack, f: &mut Formatter<'_>) -> Result {
    write!(f, "{track}")?;
    if !track.is_default {
        f.write_str("; does not play by default")?;
    }
    if track.is_decoded {
        f.write_str("; decoded")?;
    }
    Ok(())
}

fn levels(level: &Level, f: &mut Formatter<'_>) -> Result {
    let Some(peak) = level.peak_dbfs else {
        return f.write_str("silent");
    };
    write!(f, "peak {peak:.1} dBFS")?;
    if let Some(true_peak) = level.true_peak_dbtp {
        write!(f, ", true peak {true_peak:.1} dBTP")?;
    }
    if let Some(rms) = level.rms_dbov {
        write!(f, ", RMS {rms:.1} dBov")?;
    }
    if let (Some(active), Some(activity)) = (level.active_dbov, level.activity) {
        let percent = 100.0 * activity;
        write!(
            f,
            ", speech {active:.1} dBov for {percent:.0} % of the time"
        )?;
    }
    Ok(())
}

fn header(wav: &Wav, f: &mut Formatter<'_>) -> Result {
    write!(
        f,
        "{} size {}, format tag 0x{:04X} ({}), ",
        wav.form, wav.riff_size, wav.tag, wav.codec
    )?;
    match wav.n_channels {
        1 => f.write_str("mono")?,
        2 => f.write_str("stereo")?,
        n => write!(f, "{n} channels")?,
    }
    write!(
        f,
        ", {} Hz, {} bytes/s, block align {}, {} bits",
        wav.rate_hz, wav.byte_rate, wav.block_align, wav.bits
    )
}

fn chunk(chunk: &WavChunk, f: &mut Formatter<'_>) -> Result {
    write!(
        f,
        "at byte {:>8}: \"{}\" of {} octets",
        chunk.offset, chunk.id, chunk.declared_len
    )?;
    if chunk.len != chunk.declared_len {
        write!(f, ", {} in the file", chunk.len)?;
    }
    if chunk.pad_missing {
        f.write_str(", pad byte missing")?;
    }
    match &chunk.note {
        Some(note) => write!(f, ", {note}"),
        None => Ok(()),
    }
}
