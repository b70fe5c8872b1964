//! What is wrong with a profile.

use std::fmt::{Formatter, Result};

use super::super::excerpt;
use super::zh;
use crate::error::{ProfileFault, ProfileProblem};
use crate::nearest::nearest;

pub(in crate::words) fn profile_fault(fault: &ProfileFault, f: &mut Formatter<'_>) -> Result {
    if let Some(place) = &fault.place {
        write!(f, "第 {} 行第 {} 列：", place.line, place.column)?;
    }
    if let Some(key) = &fault.key {
        write!(f, "{key}：")?;
    }
    problem(&fault.problem, f)?;
    match &fault.place {
        Some(place) => excerpt(f, place),
        None => Ok(()),
    }
}

/// What follows a key and a colon.
fn problem(problem: &ProfileProblem, f: &mut Formatter<'_>) -> Result {
    use ProfileProblem::*;
    match problem {
        Toml { text } => f.write_str(text),
        NoField { text } => write!(f, "缺少一项（{text}）；请补上，或扩展一个有它的配置"),
        NoSuchKey { word, known } => meant("没有这一项", word, known, f),
        NoSuchValue { word, known } => meant("没有这个值", word, known, f),
        Empty => f.write_str("没有内容"),
        NotShown => f.write_str("有错；它在别处，所以不显示其中的内容"),
        NoWord => f.write_str("要写成引号里的一个词"),
        Extends { profile, fault } => write!(f, "{profile:?} 有错：{}", zh(&**fault)),
        NoFile { profile } => write!(f, "{profile:?} 是文件；只有本身是文件的配置才能扩展文件"),
        Circle { profile } => write!(f, "{profile:?} 最终又扩展了这个配置；不能循环"),
        Unread { profile, problem } => write!(f, "读不了 {profile:?}：{problem}"),
        NoSuchProfile { profile, near } => {
            write!(f, "没有配置 {profile:?}；")?;
            if !near.is_empty() {
                write!(f, "是不是 {}？", near.join(" 或 "))?;
            }
            f.write_str("`telewav profiles` 列出全部；文件要写上 .toml")
        }
        NoSource { name } | CitesNoSource { name } => {
            write!(f, "来源 {name:?} 不在 [sources] 里")
        }
        OtherPage { profile } => write!(f, "{profile} 里的同名来源是另一个网页；请换一个名字"),
        NoRule { write, near } => {
            f.write_str("没有这个规则代码；")?;
            match (write, near) {
                (Some(code), _) => write!(f, "请写 {code}"),
                (None, Some(near)) => write!(f, "是不是 {near}？"),
                (None, None) => f.write_str("`telewav explain` 列出全部"),
            }
        }
        NoRegex { text } => write!(f, "不是正则表达式：{text}"),
        NameCharacters { name } => write!(f, "{name:?}；只能用字母、数字和 -_."),
        Channels { n_channels } => write!(f, "{n_channels}；只支持 1"),
        Rate { rate_hz } => write!(f, "{rate_hz}；应为 2000 到 768000"),
        NoExtension { extension } => write!(f, "{extension:?}；应为不带点的扩展名，如 \"wav\""),
        OtherExtension { extension } => write!(
            f,
            "{extension:?} 不是声音文件的扩展名；请用 \"wav\"、\"alaw\"、\"sln\" 之类"
        ),
        Seconds { seconds } => write!(f, "{seconds}；应为 0 或更大"),
        AlsoSet { other } => write!(f, "已设，{other} 也已设；只留一个"),
        RawHeader => f.write_str("已设，但裸数据没有文件头"),
        LinearHeader { bytes } => write!(f, "{bytes}；线性 PCM 是 44"),
        LawHeader { bytes } => write!(f, "{bytes}；应为 44 或 58"),
    }
}

fn meant(what: &str, word: &str, known: &[String], f: &mut Formatter<'_>) -> Result {
    match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => write!(f, "{what}：`{word}`；是不是 `{near}`？"),
        None => write!(f, "{what}：`{word}`；有 {}", known.join("、")),
    }
}
