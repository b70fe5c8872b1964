//! Chinese.

use std::fmt::{Formatter, Result};

use telewav::Code;
use telewav::profile::{Container, Encoding};

use super::Entry;

pub(super) fn entry(entry: &Entry, f: &mut Formatter<'_>) -> Result {
    use Entry::*;
    match entry {
        ProfilesHead => f.write_str("| 平台配置 | 平台 | 格式 | 限制 |"),
        Default => f.write_str("（默认）"),
        Needs { container, coding } => {
            let container = match container {
                Container::Wav => "WAV",
                Container::Raw => "无文件头",
            };
            match coding {
                Some((encoding, rate_hz)) => write!(
                    f,
                    "{}，{container}，{rate_hz} Hz，单声道",
                    encoding_name(*encoding)
                ),
                None => write!(f, "{container}，编码和采样率不限"),
            }
        }
        Also {
            encodings,
            rates_hz,
        } => {
            let encodings = encodings.iter().map(|it| encoding_name(*it).to_owned());
            let rates = rates_hz.iter().map(|it| format!("{it} Hz"));
            let all: Vec<String> = encodings.chain(rates).collect();
            write!(f, "也可用 {}", all.join("、"))
        }
        AtMostBytes(n) => write!(f, "不超过 {n} 字节"),
        BelowBytes(n) => write!(f, "小于 {n} 字节"),
        AtLeastS(s) => write!(f, "至少 {s} 秒"),
        AtMostS(s) => write!(f, "不超过 {s} 秒"),
        BelowS(s) => write!(f, "短于 {s} 秒"),
        NamesOfAtMost(n) => write!(f, "文件名不超过 {n} 个字符"),
        Semicolon => f.write_str("；"),
        MadeOf { source, prompt } => write!(f, "（{source}；{prompt}）"),
        Title { code, name, grade } => write!(f, "{code} {name}（{grade}）"),
        RulesHead => f.write_str(
            "# 规则\n\n`telewav check`、`telewav convert` 和 `telewav refs` 查的规则，一条一页；`telewav explain CODE` 显示其中一页。\
             由\n`telewav explain --output-format markdown` 写出。代码从不重复使用。错误是平台会拒收的，警告是平台可能收下、\
             但放出来不对的；\n平台配置可以改（`[severity]`），`--select` 和 `--ignore` 用来挑选。\n",
        ),
        Group(code, beginning) => {
            let heading = match code {
            Code::Name(_) => "名字",
            Code::Size(_) => "大小和时长",
            Code::Format(_) => "容器和格式",
            Code::Signal(_) => "声音",
            Code::Set(_) => "整批文件",
            Code::Reference(_) => "请求里引用的放音文件",
            _ => "其他",
        };
            write!(f, "{heading}（{beginning}xx）")
        }
        What => f.write_str("查什么："),
        Why => f.write_str("为什么："),
        Example => f.write_str("例子："),
        Cure => f.write_str("解决："),
    }
}

fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::ALaw => "A 律",
        Encoding::MuLaw => "µ 律",
        Encoding::Linear16 => "16 位线性 PCM",
    }
}
