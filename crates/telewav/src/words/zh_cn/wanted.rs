//! What rules ask for: words that fit after 要求.

use std::fmt::{Formatter, Result};

use super::{any_of, encoding_name};
use crate::finding::Wanted;

pub(in crate::words) fn wanted(wanted: &Wanted, f: &mut Formatter<'_>) -> Result {
    use Wanted::*;
    match wanted {
        Hearsay { wanted } => {
            self::wanted(wanted, f)?;
            f.write_str("（不是平台自己说的，来源等级 C）")
        }

        Characters { characters } => allowed(f, characters),
        NameOf { characters } => {
            f.write_str("名字只用 ")?;
            allowed(f, characters)
        }
        NameLength { max_chars } => write!(f, "连扩展名最多 {max_chars} 个字符"),
        Extension { extension } => write!(f, ".{extension}"),
        Name => f.write_str("有名字"),
        OneExtension => f.write_str("一个扩展名"),
        PlainStart => f.write_str("以字母、数字或 _ 开头"),
        Unicode => f.write_str("UTF-8 的文件名"),
        Pattern { pattern } => write!(f, "文件名符合 {pattern}"),
        NameForAll => f.write_str("各种系统都能用的文件名"),

        AtMostBytes { max_bytes, max_s } => write!(f, "最多 {max_bytes} 字节（{max_s:.2} 秒）"),
        BelowBytes { below_bytes, max_s } => write!(f, "少于 {below_bytes} 字节（{max_s:.2} 秒）"),
        OneFrame => f.write_str("至少一帧"),
        AtLeastSeconds { min_s } => write!(f, "至少 {min_s} 秒"),
        AtMostSeconds { max_s } => write!(f, "最多 {max_s} 秒"),
        BelowSeconds { below_s } => write!(f, "少于 {below_s} 秒"),

        Rates { rates_hz } => {
            any_of(f, rates_hz)?;
            f.write_str(" Hz")
        }
        Codings { codings } => any_of(
            f,
            codings
                .iter()
                .map(|it| format!("{}（格式标签 0x{:04X}）", encoding_name(*it), it.tag())),
        ),
        Channels { n_channels } => write!(f, "{n_channels} 个声道"),
        Bits { bits } => write!(f, "{bits} 位"),
        ByteRate { bytes_per_s } => write!(f, "每秒 {bytes_per_s} 字节"),
        BlockAlign { octets } => write!(f, "{octets}"),
        FormatTag { tag } => write!(f, "格式标签 0x{tag:04X}"),

        Wave => f.write_str("RIFF/WAVE"),
        HeaderFirst => f.write_str("RIFF 文件头在最前面"),
        NoHeader => f.write_str("没有文件头的采样"),
        ReadableHeader => f.write_str("读得出的文件头"),
        Riff => f.write_str("RIFF"),
        FmtSize => f.write_str("16 字节，或 18 字节且 cbSize 为 0"),
        RiffSize { bytes } => write!(f, "{bytes}，即文件长度减 8"),
        DataSize { octets } => write!(f, "{octets}，即文件里实有的字节数"),
        Fact => f.write_str("写有帧数的 fact 块"),
        FactFrames { n_frames } => write!(f, "4 字节：{n_frames} 帧"),
        PromptChunks => f.write_str("只有 fmt、fact、data"),
        EvenOctets => f.write_str("偶数个字节"),
        OnlyChunks => f.write_str("只有块"),
        EndOfFile => f.write_str("文件到此为止"),
        FmtBeforeData => f.write_str("fmt 在 data 前面"),
        One => f.write_str("一个"),
        MultipleOf { octets } => write!(f, "{octets} 的整数倍"),

        Sound => f.write_str("听得见的声音（除非就是要静音）"),
        MeanWithin { amplitude } => write!(f, "平均值不超过满幅的 {:.0}%", 100.0 * amplitude),
        EndsWithin { amplitude } => write!(f, "首尾不超过满幅的 {:.0}%", 100.0 * amplitude),
        AtMostSilence { max_s } => write!(f, "最多 {max_s} 秒"),
        SpeechLevel { min_dbov, max_dbov } => write!(f, "{min_dbov} 到 {max_dbov} dBov"),
        SilenceOctet { octet } => write!(f, "静音用 0x{octet:02X}"),
        Mixable => f.write_str("可以混成一路的声道"),
        NotClipped => f.write_str("没有削波的录音"),
        NoPeakAbove => f.write_str("峰值不超过满幅"),
        TargetLevel { level, unit } => write!(f, "{level} {unit}"),

        OneRecording => f.write_str("一个名字只给一个录音"),
        OneFile => f.write_str("一个名字只给一个文件"),
        OtherNames => f.write_str("差别更大的名字"),
        OwnNames => f.write_str("每个放音文件各有名字，因为平台不分文件夹"),
        OwnSound => f.write_str("各有各的声音"),
        LevelsWithin { max_db } => write!(f, "各放音文件相差不超过 {max_db} dB"),
        TotalBytes { max_bytes } => write!(f, "总共最多 {max_bytes} 字节"),

        Request => f.write_str("有请求用到它"),
        PromptName {
            min_chars,
            max_chars,
        } => {
            write!(f, "放音文件名，{min_chars} 到 {max_chars} 个字符")
        }
        PromptNameLength {
            min_chars,
            max_chars,
        } => {
            write!(f, "连扩展名 {min_chars} 到 {max_chars} 个字符")
        }
        ToTheLetter { answer } => write!(f, "名字一字不差，否则返回 {answer}"),
        Prompt { answer } => write!(f, "有这个放音文件，否则返回 {answer}"),
        PassingPrompt => f.write_str("通得过检查的放音文件"),
        UntilCut { max_s } => write!(f, "最多 {max_s} 秒，振铃时会被切断"),
        Condition { field, is, not } => {
            match (is, not) {
                (Some(is), _) => write!(f, "{field} 为 {is}")?,
                (None, Some(not)) => write!(f, "{field} 不为 {not}")?,
                (None, None) => write!(f, "有 {field}")?,
            }
            f.write_str("，否则永远不播放")
        }
        OneOfTwo => f.write_str("二选一"),
        Items { max_items } => write!(f, "最多 {max_items} 项"),
    }
}

/// Allowed characters are told in the profile's words. Those of the profiles that telewav carries are few.
fn allowed(f: &mut Formatter<'_>, characters: &str) -> Result {
    f.write_str(match characters {
        "any character" => "任意字符",
        "anything but spaces" => "除空格外的任意字符",
        "0-9 A-Z a-z and Chinese characters" => "0-9 A-Z a-z 和汉字",
        other => other,
    })
}
