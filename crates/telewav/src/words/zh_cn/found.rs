//! What rules find.

use std::fmt::{Formatter, Result};

use super::kind::after_chinese;
use super::{error, refused, share, zh};
use crate::downmix::ChannelName;
use crate::finding::Found;
use crate::riff::{WAVE_FORMAT_ALAW, WAVE_FORMAT_MULAW, WAVE_FORMAT_PCM};
use crate::words::{list, size};

pub(in crate::words) fn found(found: &Found, f: &mut Formatter<'_>) -> Result {
    use Found::*;
    match found {
        Characters {
            character,
            position,
            n_more,
        } => refused(f, *character, *position, *n_more),
        NameLength { n_chars } => write!(f, "{n_chars} 个字符"),
        Extension { extension } => write!(f, ".{extension}"),
        NoExtension => f.write_str("没有扩展名"),
        NoStem => f.write_str("扩展名前面没有名字"),
        SecondExtension { extension } => write!(f, "扩展名前面还有 .{extension}"),
        FirstCharacter { character } => write!(f, "以“{character}”开头"),
        NotUnicode { name } | Name { name } => write!(f, "{name:?}"),
        Device { name } => write!(f, "{name:?} 在 Windows 上是设备名"),
        NothingToKeep => f.write_str("名字里没有可以保留的字符"),

        Bytes { bytes, over_s } => write!(f, "{bytes} 字节，超长 {over_s:.1} 秒"),
        EmptyFile => f.write_str("空文件"),
        NoFrame => f.write_str("一帧声音也没有"),
        Duration { duration_s } => write!(f, "{duration_s:.2} 秒"),
        TooLong { duration_s, over_s } => write!(f, "{duration_s:.2} 秒，超长 {over_s:.1} 秒"),

        Rate { rate_hz } => write!(f, "{rate_hz} Hz"),
        Coding { bits, codec, tag } => {
            if let Some(bits) = bits {
                write!(f, "{bits} 位")?;
            }
            match *tag {
                WAVE_FORMAT_ALAW => f.write_str("A 律")?,
                WAVE_FORMAT_MULAW => f.write_str("µ 律")?,
                WAVE_FORMAT_PCM => f.write_str("线性 PCM")?,
                _ => f.write_str(codec)?,
            }
            write!(f, "（格式标签 0x{tag:04X}）")
        }
        Channels { n_channels } => write!(f, "{n_channels} 个声道"),
        Bits { bits } => write!(f, "{bits} 位"),
        ByteRate { bytes_per_s } => write!(f, "每秒 {bytes_per_s} 字节"),
        BlockAlign { octets } => write!(f, "{octets}"),
        Extensible => f.write_str("WAVE_FORMAT_EXTENSIBLE（0xFFFE）"),

        IsA { kind: it } => write!(f, "这是{}", after_chinese(*it)),
        Id3Tag { bytes } => write!(f, "RIFF 文件头前面有 {bytes} 字节的 ID3 标签"),
        Failed { error: it } => error(it, f),
        Other { message } => f.write_str(message),
        Rifx => f.write_str("RIFX（大端）"),
        Rf64 => f.write_str("RF64（64 位长度）"),
        Wave64 => f.write_str("Wave64"),
        FmtSize {
            octets,
            cb_size: Some(cb_size),
        } => write!(f, "{octets} 字节，cbSize {cb_size}"),
        FmtSize {
            octets,
            cb_size: None,
        } => write!(f, "{octets} 字节"),
        RiffSize { bytes } => write!(f, "{}", size(*bytes)),
        DataSize { octets } => write!(f, "声明 {} 字节", size(*octets)),
        NoFact => f.write_str("没有 fact 块"),
        FactFrames { n_frames } => write!(f, "{} 帧", size(*n_frames)),
        FactSize { octets } => write!(f, "fact 块有 {octets} 字节"),
        ExtraChunk {
            chunk,
            octets,
            note,
        } => {
            write!(f, "{chunk} 块，{octets} 字节")?;
            match note {
                Some(note) if note.is_by_ffmpeg() => {
                    write!(f, "，{}，由 ffmpeg 写入", zh(note))
                }
                Some(note) => write!(f, "，{}", zh(note)),
                None => Ok(()),
            }
        }
        OddChunk { chunk, octets } => write!(f, "{chunk} 块，{octets} 字节"),
        NoPad { chunk, octets } => write!(f, "{chunk} 块，{octets} 字节，后面缺填充字节"),
        BetweenChunks { bytes } => write!(f, "块与块之间有 {bytes} 字节"),
        AmongSamples { bytes } => write!(f, "采样中间夹着 {bytes} 字节的文件头"),
        BehindLastChunk { bytes } => write!(f, "最后一个块后面还有 {bytes} 字节"),
        DataBeforeFmt => f.write_str("data 在 fmt 前面"),
        Repeated { chunk, n } => write!(f, "{n} 个 {chunk} 块"),
        PartOfFrame { octets, too_many } => write!(f, "{octets} 字节，多出 {too_many} 字节"),

        Silence => f.write_str("全是静音"),
        Offset { amplitude } => {
            f.write_str("直流偏移是")?;
            share(f, *amplitude)
        }
        FirstSample { amplitude } => {
            f.write_str("第一个采样是")?;
            share(f, *amplitude)
        }
        LastSample { amplitude } => {
            f.write_str("最后一个采样是")?;
            share(f, *amplitude)
        }
        SilenceAtStart { duration_s } => write!(f, "开头有 {duration_s:.2} 秒静音"),
        SilenceAtEnd { duration_s } => write!(f, "结尾有 {duration_s:.2} 秒静音"),
        SpeechLevel { active_dbov } => write!(f, "语音电平 {active_dbov:.1} dBov"),
        ZeroOctets { duration_s } => write!(f, "{duration_s:.2} 秒的字节 0x00"),
        NotMixed {
            others_are_silent,
            n_channels,
            below_db,
            taken,
        } => {
            f.write_str(match (others_are_silent, n_channels) {
                (true, 2) => "另一个声道是静音",
                (true, _) => "其他声道是静音",
                (false, _) => "各声道互相抵消",
            })?;
            let taken = channel(*taken);
            match below_db {
                Some(db) => write!(f, "：混音比{taken}低 {db:.1} dB，所以只取{taken}"),
                None => write!(f, "：混音是静音，所以只取{taken}"),
            }
        }
        Clipped {
            n_runs,
            at_s,
            longest_s,
        } => {
            let longest_ms = 1000.0 * longest_s;
            write!(
                f,
                "{n_runs} 处满幅采样，第一处在 {at_s:.2} 秒，最长 {longest_ms:.1} 毫秒"
            )
        }
        Cancelled { duration_s, at_s } => {
            write!(
                f,
                "各声道互相抵消共 {duration_s:.2} 秒，第一处在 {at_s:.2} 秒"
            )
        }
        Peak { over_db, at_s } => write!(f, "{at_s:.2} 秒处的峰值超过满幅 {over_db:.2} dB"),
        SilenceNotRaised => f.write_str("静音，不提升"),
        NoLevel { unit } => write!(f, "测不出以 {unit} 计的电平：太短，或没有语音"),
        TooShortToRaise { level, unit } => write!(f, "{level:.1} {unit}，太短，不能再接近目标"),
        MostGain {
            level,
            unit,
            gain_db,
        } => {
            raised(f, *level, unit, *gain_db)?;
            f.write_str("，已到允许的上限")
        }
        NoRoom {
            level,
            unit,
            gain_db,
        } => {
            raised(f, *level, unit, *gain_db)?;
            f.write_str("；再提升，峰值就要压低 6 dB 以上")
        }

        AlsoBecomes { path, others } => {
            list(f, others, "、")?;
            write!(f, " 也会变成 {path}")
        }
        TableGives { path, owner } => write!(f, "表格把 {path} 给了 {owner}"),
        TableGivesToo { path, others } => {
            write!(f, "表格把 {path} 也给了 ")?;
            list(f, others, "、")
        }
        EveryNumberTaken { path } => write!(f, "{path} 和它的每个编号都已占用"),
        OtherBecomes { path } => write!(f, "这里另一个文件也会变成 {path}"),
        PartBecomes { path } => write!(f, "它的一段会变成 {path}，另一个录音也会变成它"),
        NameDiffersByCapitals { other } => write!(f, "文件名与 {other} 只差大小写"),
        NameDiffersByUnicode { other } => write!(f, "文件名与 {other} 只差 Unicode 的组合方式"),
        SameName { other } => write!(f, "与 {other} 同名"),
        SameSound { other } => write!(f, "声音与 {other} 逐个采样相同"),
        LevelInSet {
            above_db,
            median_dbov,
        } => {
            let which = if *above_db > 0.0 { "高" } else { "低" };
            let db = above_db.abs();
            write!(
                f,
                "语音电平比全部文件的中位数（{median_dbov:.1} dBov）{which} {db:.1} dB"
            )
        }
        TotalSize {
            total_bytes,
            n_files,
        } => {
            write!(f, "加上它就超过总量：{n_files} 个文件共 {total_bytes} 字节")
        }

        Unused => f.write_str("没有请求用到它"),
        EmptyValue { field } => write!(f, "{field} 是空的"),
        OnlySpaces { field, name } => write!(f, "{field} {name:?}：只有空格"),
        NoName { field, value } => write!(f, "{field} 是 {value}"),
        ListOfNames { field } => write!(f, "{field} 是列表"),
        ReferenceLength { field, n_chars } => write!(f, "{field} 有 {n_chars} 个字符"),
        ReferenceSpaces {
            field,
            name,
            space,
            position,
            is_last,
            prompt,
        } => {
            write!(f, "{field} {name:?} ")?;
            spaces(f, *space, *position, *is_last)?;
            write!(f, "；有 {prompt:?}")
        }
        ReferenceCase {
            field,
            name,
            prompt,
        } => write!(f, "{field} {name:?}；有 {prompt:?}"),
        ReferenceExtension {
            field,
            name,
            extension,
            prompt,
        } => {
            write!(f, "{field} {name:?} ")?;
            match extension {
                Some(extension) => write!(f, "的扩展名是 .{extension}")?,
                None => f.write_str("没有扩展名")?,
            }
            write!(f, "；有 {prompt:?}")
        }
        ReferenceCharacters {
            field,
            name,
            character,
            position,
            n_more,
        } => {
            write!(f, "{field} {name:?}：")?;
            refused(f, *character, *position, *n_more)
        }
        NoSuchPrompt { field, name } => write!(f, "{field} {name:?}：没有这个放音文件"),
        Refused {
            field,
            name,
            code,
            rule,
            found,
        } => {
            write!(f, "{field} {name:?} 通不过 telewav check：")?;
            if let (Some(code), Some(rule)) = (code, rule) {
                write!(f, "{code} {rule}：")?;
            }
            self::found(found, f)
        }
        ReferenceDuration {
            field,
            name,
            duration_s,
        } => {
            write!(f, "{field} {name:?}：{duration_s:.2} 秒")
        }
        Without { field, other } => write!(f, "有 {field}，没有 {other}"),
        With {
            field,
            other,
            value,
        } => write!(f, "{field} 旁边的 {other} 是 {value}"),
        Together { field, other } => write!(f, "同时有 {field} 和 {other}"),
        Items { field, n_items } => write!(f, "{field} 有 {n_items} 项"),
    }
}

fn channel(name: ChannelName) -> String {
    match name {
        ChannelName::Left => "左声道".to_owned(),
        ChannelName::Right => "右声道".to_owned(),
        ChannelName::Centre => "中置声道".to_owned(),
        ChannelName::Number(number) => format!("声道 {number}"),
    }
}

/// What raising a prompt has come to.
fn raised(f: &mut Formatter<'_>, level: Option<f64>, unit: &str, gain_db: f64) -> Result {
    write!(f, "提升 {gain_db:.1} dB 后")?;
    match level {
        Some(level) => write!(f, "是 {level:.1} {unit}"),
        None => f.write_str("仍测不出电平"),
    }
}

/// Where a name has spaces.
fn spaces(f: &mut Formatter<'_>, space: Option<char>, position: usize, is_last: bool) -> Result {
    if space.is_none() {
        return f.write_str("少了空格");
    }
    match position {
        1 => f.write_str("开头有")?,
        _ if is_last => f.write_str("结尾有")?,
        position => write!(f, "第 {position} 个字符是")?,
    }
    match space {
        Some('\t') => f.write_str("制表符"),
        Some('\u{3000}') => f.write_str("全角空格"),
        Some(' ') | None => f.write_str("空格"),
        Some(c) => write!(f, "U+{:04X}", u32::from(c)),
    }
}
