//! Chinese.

mod error;
mod inspect;

use std::fmt::{Display, Formatter, Result};

use telewav::Severity;

use telewav::words::{Lang, Said, in_lang};

pub(super) use self::error::{
    error, names_fault, output_fault, pattern_fault, program_fault, step,
};
#[cfg(feature = "files")]
pub(super) use self::error::{list_fault, role};
pub(super) use self::inspect::line;
use super::Phrase;
use crate::outcome::{ConvertStatus, FixStatus, Message, Note, PathFault};

fn zh<T: Said + ?Sized>(said: &T) -> impl Display {
    in_lang(said, Lang::ZhCn)
}

pub(super) fn phrase(phrase: &Phrase<'_>, f: &mut Formatter<'_>) -> Result {
    use Phrase::*;
    match phrase {
        Verdict { is_good: true } => f.write_str("通过"),
        Verdict { is_good: false } => f.write_str("不通过"),
        Status(status) => f.write_str(converted(*status)),
        Curing(status) => f.write_str(fixed(*status)),
        Grade(severity) => f.write_str(match severity {
            Severity::Error => "错误",
            Severity::Warning => "警告",
        }),
        Error => f.write_str("错误"),
        Damage => f.write_str("损坏"),
        Cured => f.write_str("已改好"),
        Fix { cure } => write!(f, "解决：{cure}"),
        FixInLine { cure } => write!(f, "；解决：{cure}"),
        Remark { note } => write!(f, "说明：{note}"),
        DecodedBy { decoder } => write!(f, "由 {decoder} 解码"),
        PassedOver => f.write_str("略过"),
        More { n } => write!(f, "另有 {n} 个"),
        GbkName { name } => write!(f, "它的名字不是 UTF-8；按 GBK 读作 {name}"),
        Renamed => f.write_str("名字已改成平台允许的"),
        Trimmed { start_s, end_s } => {
            write!(f, "去掉开头 {start_s:.2} 秒、结尾 {end_s:.2} 秒静音")
        }
        Gain {
            gain_db,
            levels,
            limited: by,
        } => {
            let db = gain_db.abs();
            match gain_db {
                _ if db < 0.05 => f.write_str("电平不变")?,
                gain_db if *gain_db < 0.0 => write!(f, "降低 {db:.1} dB")?,
                _ => write!(f, "提升 {db:.1} dB")?,
            }
            if let Some((before, after, unit)) = levels {
                write!(f, "，从 {before:.1} 到 {after:.1} {unit}")?;
            }
            match by {
                Some(by) => {
                    f.write_str("；")?;
                    limited(by, f)
                }
                None => Ok(()),
            }
        }
        Lowered { db } => write!(f, "降低 {db:.2} dB，峰值不再削波"),
        Limited(by) => limited(by, f),
        Length { duration_s, bytes } => write!(f, "{duration_s:.2} 秒，{bytes} 字节"),
        Silence => f.write_str("静音"),
        PeakAndSpeech {
            peak_dbfs,
            active_dbov,
        } => {
            write!(f, "峰值 {peak_dbfs:.1} dBFS，语音 {active_dbov:.1} dBov")
        }
        PeakAndRms {
            peak_dbfs,
            rms_dbov,
        } => {
            write!(f, "峰值 {peak_dbfs:.1} dBFS，均方根 {rms_dbov:.1} dBov")
        }
        Silent => f.write_str("静音"),
        Format {
            name,
            bits,
            rate_hz,
            n_channels,
            layout,
        } => {
            write!(f, "{name}，")?;
            if let Some(bits) = bits {
                write!(f, "{bits} 位，")?;
            }
            write!(f, "{rate_hz} Hz，")?;
            match (n_channels, layout) {
                (n, Some(layout)) => write!(f, "{n} 个声道（{layout}）"),
                (1, None) => f.write_str("单声道"),
                (2, None) => f.write_str("立体声"),
                (n, None) => write!(f, "{n} 个声道"),
            }
        }
        NamesPrompts { n } => write!(f, "（用到 {n} 个放音文件）"),
        HeaderStays { reason } => write!(f, "文件头不变：{reason}"),
        TableHead => f.write_str("| 文件 | | 规则 | 发现 | 要求 | 解决 |"),

        Checked {
            n,
            n_failed,
            n_warnings,
        } => {
            let n_ok = n - n_failed;
            write!(f, "检查了 {n} 个文件：{n_ok} 个通过，{n_failed} 个不通过")?;
            warnings("，", *n_warnings, f)
        }
        Referred {
            requests: [n, n_failed],
            prompts: [n_prompts, n_bad],
            n_warnings,
        } => {
            let n_ok = n - n_failed;
            write!(
                f,
                "{n} 个请求文件：{n_ok} 个通过，{n_failed} 个不通过；{n_prompts} 个放音文件"
            )?;
            if *n_bad > 0 {
                write!(f, "，{n_bad} 个不通过")?;
            }
            warnings("；", *n_warnings, f)
        }
        Converted {
            n,
            statuses,
            n_warnings,
        } => {
            write!(f, "{n} 个文件：")?;
            for (i, (status, n)) in statuses.iter().enumerate() {
                let comma = if i == 0 { "" } else { "，" };
                write!(f, "{comma}{n} 个{}", converted(*status))?;
            }
            warnings("，", *n_warnings, f)
        }
        MadeSilence { n, n_failed } => write!(f, "{n} 个静音放音文件，{n_failed} 个失败"),
        Fixed { n, statuses } => {
            write!(f, "{n} 个文件：")?;
            for (i, (status, n)) in statuses.iter().enumerate() {
                let comma = if i == 0 { "" } else { "，" };
                write!(f, "{comma}{n} 个{}", fixed(*status))?;
            }
            Ok(())
        }
        Inspected { n, n_failed } => write!(f, "查看了 {n} 个文件，{n_failed} 个没能全部读出"),
        AlsoPassedOver { n } => write!(f, "；略过 {n} 个非音频文件"),
        AlsoNote(it) => {
            f.write_str("；")?;
            note(it, f)
        }
    }
}

fn converted(status: ConvertStatus) -> &'static str {
    match status {
        ConvertStatus::Converted => "已转换",
        ConvertStatus::Replaced => "已替换",
        ConvertStatus::Unchanged => "未变",
        ConvertStatus::NotWritten => "将写入",
        ConvertStatus::Refused => "被拒",
        ConvertStatus::Failed => "失败",
    }
}

fn fixed(status: FixStatus) -> &'static str {
    match status {
        FixStatus::Ok => "通过",
        FixStatus::Fixed => "已改好",
        FixStatus::WouldFix => "将改好",
        FixStatus::NotFixed => "没改好",
    }
}

fn limited([most_db, duration_s, at_s]: &[f64; 3], f: &mut Formatter<'_>) -> Result {
    write!(
        f,
        "峰值最多压低 {most_db:.1} dB，共 {duration_s:.2} 秒，第一处在 {at_s:.2} 秒"
    )
}

fn warnings(before: &str, n: usize, f: &mut Formatter<'_>) -> Result {
    match n {
        0 => Ok(()),
        n => write!(f, "{before}{n} 个警告"),
    }
}

/// What the library says.
pub(super) fn library(error: &dyn Display, place: Option<&str>, f: &mut Formatter<'_>) -> Result {
    write!(f, "{error}")?;
    match place {
        Some(place) => write!(f, "（{place}）"),
        None => Ok(()),
    }
}

pub(super) fn message(message: &Message, f: &mut Formatter<'_>) -> Result {
    match message {
        Message::Library { error, place } => {
            let error = in_lang(&**error, Lang::ZhCn);
            library(&error, place.as_deref(), f)
        }
        Message::Internal { panic, place: None } => {
            write!(f, "没能完成：telewav 内部故障（{panic}）")
        }
        Message::Internal {
            panic,
            place: Some(place),
        } => {
            write!(f, "没能完成：telewav 内部故障（{panic}，{place}）")
        }
        Message::RecordingThere => f.write_str("那里是一个录音，录音从不替换"),
        Message::OtherFileThere => f.write_str("那里已有内容不同的文件，已保留"),
        Message::LinkThere => f.write_str("那里是链接，或要经过链接；不通过链接写文件"),
        Message::Path { fault } => path_fault(fault, f),
    }
}

pub(super) fn path_fault(fault: &PathFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        PathFault::Missing => f.write_str("打不开：没有这个文件或文件夹"),
        PathFault::BrokenLink => f.write_str("打不开：符号链接没有目标"),
        PathFault::NotFollowed => f.write_str("链接跟不下去"),
        PathFault::LinkToFolder => f.write_str("这是指向文件夹的链接，没有跟随"),
        PathFault::LinkLeadsOut { bound } => write!(f, "这个链接通到 {} 之外", bound.display()),
        PathFault::LinkToFile => f.write_str("这是符号链接；请改它指向的文件"),
        PathFault::NoFile => f.write_str("这是管道、设备或套接字，不是文件"),
        PathFault::NotWritable => f.write_str("这个文件不能写"),
        PathFault::NotOpened { problem } => write!(f, "打不开：{}", zh(problem)),
        PathFault::NotRead {
            problem: Some(problem),
        } => write!(f, "读不了：{}", zh(problem)),
        PathFault::NotRead { problem: None } => f.write_str("读不了"),
        PathFault::NothingWanted { what, n_others } => {
            let what = match *what {
                "audio" => "音频",
                other => other,
            };
            write!(f, "这个文件夹里没有 {what} 文件")?;
            match n_others {
                0 => f.write_str("：是空的"),
                n => write!(f, "，有 {n} 个别的文件"),
            }
        }
    }
}

pub(super) fn note(note: &Note, f: &mut Formatter<'_>) -> Result {
    f.write_str(match note {
        Note::DryRun => "试运行，什么也没写",
        Note::NothingChanged => "什么也没改",
        Note::UnusedUnknown => "有请求读不出来，所以不知道哪些放音文件没有用到",
    })
}
