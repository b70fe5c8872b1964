//! Chinese, with options and commands.

pub mod help;
mod notice;
pub mod texts;
mod usage;

use std::fmt::{Formatter, Result};

use telewav::Error;
use telewav::Limits;
use telewav::error::{DecoderFault, What};
use telewav::finding::{Cure, Wanted};
use telewav::words::{Page, Said};

pub use notice::{misvalue, notice, setting};
pub use usage::refused;

/// Behind the sentence of which track is decoded.
pub const OTHER_TRACK: &str = "；用 --track N 选别的音轨";

pub fn wanted(wanted: &Wanted, f: &mut Formatter<'_>) -> Result {
    f.write_str(match wanted {
        Wanted::NoPeakAbove => "峰值不超过满幅（--clip error）",
        Wanted::TargetLevel { level, unit } => return write!(f, "{level} {unit}（--level）"),
        other => return other.say(super::ZH_CN, f),
    })
}

pub fn cure(cure: &Cure, f: &mut Formatter<'_>) -> Result {
    use Cure::*;
    f.write_str(match cure {
        Convert => "用 telewav convert 转换它",
        Rewrap => "用 telewav fix 重写文件头，采样不变",
        Split => "缩短录音，或用 telewav convert --split 拆开",
        ConvertOrSilence => "重新转换录音；要静音，就上传 telewav silence 0.5 生成的文件",
        ConvertHighpass => "对原始录音运行 telewav convert --highpass",
        ConvertFade => "对原始录音运行 telewav convert --fade 5",
        ConvertTrim => "对原始录音运行 telewav convert --trim",
        ConvertLevel => "对原始录音运行 telewav convert --level speech",
        ConvertAllLevel => "加上 --level speech 转换全部录音",
        ChooseChannel => "听一听放音文件；用 --downmix left、right、average 或声道号来选",
        ChooseChannelIfMissing => "听一听那个地方；如果缺了什么，用 --downmix left 或 right",
        LowerPeaks => "降低录音的音量，或用 --clip attenuate 或 --clip limit",
        OtherMeasure => "听一听录音；较短的录音可用 --level speech 或 peak，不能用 lufs",
        AllowGain => "离话筒近一些重录；或用 --max-gain 允许更大的增益",
        WholeCopyOrLoss => "取一份完整的文件；用 --lenient 可以转换剩下的部分",
        DecodeElsewhere => {
            "用 --decoder ffmpeg 让已安装的 ffmpeg 解码（程序里用 convert_with），或先转成 WAV 或 FLAC"
        }
        SplitOrRaise { limit } | RaiseIfRight { limit } | NewCopyOrRaise { limit } => {
            cure.say(super::ZH_CN, f)?;
            // Not all of them have an option.
            return match Limits::NAMES.contains(&limit.as_str()) {
                true => write!(f, "（--limit {limit}=VALUE）"),
                false => Ok(()),
            };
        }
        NumberOrName => {
            "给其中一个录音改名，或用 --on-collision number 编号，或用 --names-from 指定一张名字表"
        }
        NameInTable => "给其中一个录音改名，或用 --names-from 指定一张名字表",
        ReplaceExisting => "用 --force 替换它；或换一个输出文件夹",
        ReplaceLink => "用 --force 替换放音文件处的链接；或换一个输出文件夹",
        FollowLink => "把那个文件夹也写上，或跟随这种链接（--follow-links），或排除它（--exclude）",
        NameFolder => "写上它指向的文件夹，或排除它（--exclude）",
        other => return other.say(super::ZH_CN, f),
    })
}

/// What the page of a rule says otherwise than the library's.
pub fn page(code: &str, page: Page) -> Page {
    let Page {
        mut what,
        mut why,
        example,
        mut cure,
        ..
    } = page;
    match code {
        "TW201" | "TW205" => {
            cure = "缩短录音，或用 telewav convert --split 拆成几个放音文件。";
        }
        "TW203" => cure = "重新转换录音；要静音的放音文件，用 telewav silence。",
        "TW402" => cure = "加上 --highpass 转换原始录音。",
        "TW403" => cure = "加上 --fade 5 转换原始录音，或在停顿处切开。",
        "TW404" => cure = "加上 --trim 转换原始录音。",
        "TW405" => cure = "加上 --level speech 转换原始录音。",
        "TW411" => {
            cure = "听一听放音文件；用 --downmix left、right、average 或声道号来选。";
        }
        "TW413" => cure = "听一听那个地方；如果缺了什么，用 --downmix left 或 right。",
        "TW414" => {
            what = "用 --clip error 时，峰值不超过满幅。";
            why = "解码和重采样会产生过冲。telewav 默认把整个放音文件降低到刚好不超，并说明；用 --clip error 就不收。";
            cure = "降低录音的音量，或让 telewav 来做：--clip attenuate 或 --clip limit。";
        }
        "TW415" => {
            what = "用 --level 时，放音文件达到要求的电平。";
            why = "静音不提升；很轻的录音提升不超过 --max-gain；为腾出余地，峰值最多压低 6 dB。这样的放音文件会与别的不一样响。";
        }
        "TW504" => cure = "加上 --level speech 转换全部录音。",
        _ => {}
    }
    Page::new([what, why, example, cure])
}

pub fn error(error: &Error, f: &mut Formatter<'_>) -> Result {
    error.say(super::ZH_CN, f)?;
    match error {
        Error::Unsupported {
            what: What::OneTrackOf { .. },
        }
        | Error::NoDecoder {
            what: What::OneTrackOf { .. },
        } => f.write_str("，用 --track N 选别的音轨"),
        error => f.write_str(option(error)),
    }
}

/// The option that may help, behind the library's sentence.
pub fn option(error: &Error) -> &'static str {
    match error {
        Error::Unrecognised => "；如果是没有文件头的声音，用 --raw alaw:8000 说明",
        Error::DecoderFailed {
            problem: DecoderFault::TimeLimit { .. },
            ..
        } => "（--decoder-timeout）",
        _ => "",
    }
}
