//! What there is to know of a file.

use std::fmt::{Formatter, Result};

use telewav::decode::SoundTrack;
use telewav::inspect::{Wav, WavChunk};
use telewav::level::Level;

use super::zh;

use crate::words::Line;

pub(in crate::words) fn line(line: &Line<'_>, f: &mut Formatter<'_>) -> Result {
    match line {
        Line::ThisIs { kind, bytes } => {
            let kind = zh(kind).to_string();
            // A name in Latin letters stands apart.
            let space = match kind.starts_with(|c: char| c.is_ascii()) {
                true => " ",
                false => "",
            };
            write!(f, "这是{space}{kind}，{bytes} 字节")
        }
        Line::Decoded {
            format,
            n_frames,
            duration_s,
        } => write!(f, "{format}，{n_frames} 帧，{duration_s:.3} 秒"),
        Line::Track { number, track } => {
            write!(f, "音轨 {number}：")?;
            self::track(track, f)
        }
        Line::Channel { number, level } => {
            write!(f, "声道 {number}：")?;
            levels(level, f)
        }
        Line::Loudness { lufs } => write!(f, "响度 {lufs:.1} LUFS"),
        Line::Header(wav) => header(wav, f),
        Line::Fact { n_frames } => write!(f, "fact：{n_frames} 帧"),
        Line::Chunk(chunk) => self::chunk(chunk, f),
        Line::Behind { bytes } => write!(f, "最后一块之后还有 {bytes} 字节"),
    }
}

fn channels(n: usize, f: &mut Formatter<'_>) -> Result {
    match n {
        1 => f.write_str("单声道"),
        2 => f.write_str("立体声"),
        n => write!(f, "{n} 个声道"),
    }
}

fn track(track: &SoundTrack, f: &mut Formatter<'_>) -> Result {
    f.write_str(&track.codec)?;
    if let Some(rate_hz) = track.rate_hz {
        write!(f, "，{rate_hz} Hz")?;
    }
    if let Some(n) = track.n_channels {
        f.write_str("，")?;
        channels(n, f)?;
    }
    if let Some(language) = &track.language {
        write!(f, "，{language}")?;
    }
    if !track.is_default {
        f.write_str("；默认不播放")?;
    }
    if track.is_decoded {
        f.write_str("；已解码")?;
    }
    Ok(())
}

fn levels(level: &Level, f: &mut Formatter<'_>) -> Result {
    let Some(peak) = level.peak_dbfs else {
        return f.write_str("静音");
    };
    write!(f, "峰值 {peak:.1} dBFS")?;
    if let Some(true_peak) = level.true_peak_dbtp {
        write!(f, "，真峰值 {true_peak:.1} dBTP")?;
    }
    if let Some(rms) = level.rms_dbov {
        write!(f, "，均方根 {rms:.1} dBov")?;
    }
    if let (Some(active), Some(activity)) = (level.active_dbov, level.activity) {
        let percent = 100.0 * activity;
        write!(f, "，语音 {active:.1} dBov，占 {percent:.0}% 的时间")?;
    }
    Ok(())
}

fn header(wav: &Wav, f: &mut Formatter<'_>) -> Result {
    write!(
        f,
        "{}，长度字段 {}，格式标签 0x{:04X}（{}），",
        wav.form, wav.riff_size, wav.tag, wav.codec
    )?;
    channels(usize::from(wav.n_channels), f)?;
    write!(
        f,
        "，{} Hz，每秒 {} 字节，块对齐 {}，{} 位",
        wav.rate_hz, wav.byte_rate, wav.block_align, wav.bits
    )
}

fn chunk(chunk: &WavChunk, f: &mut Formatter<'_>) -> Result {
    write!(
        f,
        "第 {:>8} 字节：“{}”，{} 字节",
        chunk.offset, chunk.id, chunk.declared_len
    )?;
    if chunk.len != chunk.declared_len {
        write!(f, "，文件里有 {}", chunk.len)?;
    }
    if chunk.pad_missing {
        f.write_str("，缺少填充字节")?;
    }
    match &chunk.note {
        Some(note) => write!(f, "，{}", zh(note)),
        None => Ok(()),
    }
}
