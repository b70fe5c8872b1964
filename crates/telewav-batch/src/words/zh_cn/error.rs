//! Why a run cannot begin: whole sentences.

use std::fmt::{Formatter, Result};
use std::path::Path;

use telewav::finding::Wanted;

use super::zh;

#[cfg(feature = "files")]
use crate::clash::Role;
use crate::error::{Error, NamesFault, OutputFault, PatternFault, ProgramFault, Step};
#[cfg(feature = "files")]
use crate::error::{ListFault, MAX_EMPTY, MAX_LIST, MAX_PATH};

pub(in crate::words) fn error(error: &Error, f: &mut Formatter<'_>) -> Result {
    match error {
        Error::Pattern { pattern, problem } => {
            write!(f, "读不懂匹配模式 {pattern}：{}", zh(problem))
        }
        Error::NoSuchRule { text, nearest } => {
            write!(f, "没有规则 {text}")?;
            match nearest {
                Some(near) => write!(f, "；是不是 {near}？"),
                None => Ok(()),
            }
        }
        Error::NoPattern { text } => write!(
            f,
            "读不懂 {text}：要写匹配模式、= 和规则，如 'legacy/**=TW405,level'"
        ),
        #[cfg(feature = "files")]
        Error::List { list, fault } => {
            write!(f, "读不了路径清单 {}：{}", list.display(), zh(fault))
        }
        Error::ManifestForm { path } => write!(
            f,
            "不知道清单 {} 用什么格式：由扩展名决定，.csv 或 .json",
            path.display()
        ),
        Error::Names {
            table,
            row,
            problem,
        } => {
            write!(f, "不能用 {} 里的名字", table.display())?;
            if let Some(row) = row {
                write!(f, "，第 {row} 行")?;
            }
            write!(f, "：{}", zh(&**problem))
        }
        Error::Output { output, fault } => {
            write!(f, "放音文件不能写到 {}：{}", output.display(), zh(fault))
        }
        #[cfg(feature = "files")]
        Error::Clash {
            what,
            path,
            with,
            other,
        } => {
            write!(
                f,
                "{}不能写到 {}：它也是{}",
                zh(what),
                path.display(),
                zh(with)
            )?;
            if path != other {
                write!(f, " {}", other.display())?;
            }
            f.write_str("；请换一个文件名")
        }
        Error::Profile { name, source } => write!(f, "读不了配置 {name}：{}", zh(&**source)),
        Error::StdinNotChanged => f.write_str("不能修改标准输入：文件是在原处修改的"),
        Error::NoDecoder { program, problem } => {
            write!(
                f,
                "不能用 {}：{}",
                Path::new(program).display(),
                zh(problem)
            )
        }
        Error::Io {
            action,
            path,
            source,
        } => {
            write!(f, "{}", zh(action))?;
            if let Some(path) = path {
                write!(f, " {}", path.display())?;
            }
            write!(f, "：{}", zh(source))
        }
        Error::Cancelled => f.write_str("已被停止"),
        Error::Catalogue(source) => write!(f, "{}", zh(source)),
        Error::Encode { problem } => write!(f, "写不成清单：{problem}"),
    }
}

pub(in crate::words) fn step(step: &Step, f: &mut Formatter<'_>) -> Result {
    f.write_str(match step {
        Step::ReadNames => "读不了名字表",
        Step::PlacePrompts => "放音文件没能放到位",
        Step::WriteManifest => "写不了清单",
    })
}

pub(in crate::words) fn pattern_fault(fault: &PatternFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        PatternFault::OpenClass => f.write_str("有 [ 而没有 ]"),
        PatternFault::Range { from, to } => write!(f, "范围 {from}-{to} 的开头在结尾之后"),
        PatternFault::NoAlternates => f.write_str("有 } 而没有 {"),
        PatternFault::OpenAlternates => f.write_str("有 { 而没有 }"),
        PatternFault::Backslash => f.write_str("末尾的 \\ 后面没有字符"),
        PatternFault::Other(text) => f.write_str(text),
    }
}

pub(in crate::words) fn names_fault(fault: &NamesFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        NamesFault::Encoding => f.write_str("它不是 UTF-8，也不是 GBK；请另存为 CSV UTF-8"),
        NamesFault::NotShown => f.write_str("它不是名字表；它是链接，所以不显示其中的内容"),
        NamesFault::Csv(problem) => f.write_str(problem),
        NamesFault::Json(problem) => write!(f, "它不是清单：{problem}"),
        NamesFault::TooManyRows(n) => write!(f, "超过 {n} 行"),
        NamesFault::FieldTooLong(n) => write!(f, "有一格超过 {n} 字节"),
        NamesFault::OneColumn => f.write_str("没有第二列；每行应有录音和名字"),
        NamesFault::Nul => f.write_str("含有 NUL 字符"),
        NamesFault::NoRecording { name } => write!(f, "名字 {name:?} 没有对应的录音"),
        NamesFault::TwoNames {
            recording,
            names: [one, other],
        } => write!(f, "{recording:?} 有两个名字：{one} 和 {other}"),
        NamesFault::NameIsPath { name } => {
            write!(f, "{name:?} 是路径；名字不能带文件夹")
        }
        NamesFault::NameHasControl { name } => write!(f, "{name:?} 含有控制字符"),
        NamesFault::NameNotTaken {
            name,
            profile,
            characters,
            max_chars,
            extension,
            would_do,
        } => {
            let characters = Wanted::Characters {
                characters: characters.clone(),
            };
            write!(f, "{profile} 不接受名字 {name:?}：只用 {}", zh(&characters))?;
            if let Some(most) = max_chars {
                write!(f, "，最多 {most} 个")?;
            }
            write!(f, "，后面是 .{extension}")?;
            match would_do {
                Some(would_do) => write!(f, "；可以用 {would_do}"),
                None => Ok(()),
            }
        }
    }
}

pub(in crate::words) fn program_fault(fault: &ProgramFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        ProgramFault::NotFound { program } if program == "ffmpeg" => {
            f.write_str("PATH 里没有程序 ffmpeg")
        }
        ProgramFault::NotFound { program } => write!(f, "没有程序 {program}"),
        ProgramFault::NotStarted { program, problem } => {
            write!(f, "启动不了 {program}：{problem}")
        }
        ProgramFault::NoAnswer { program, seconds } => {
            write!(f, "{program} -version 在 {seconds} 秒内没有回答")
        }
        ProgramFault::NotFfmpeg { program, line } => {
            write!(f, "{program} 不是 ffmpeg：问它版本，它答“{line}”")
        }
    }
}

#[cfg(feature = "files")]
pub(in crate::words) fn list_fault(fault: &ListFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        ListFault::Io(source) => write!(f, "{}", zh(source)),
        ListFault::NotUnicode => f.write_str("有路径不是 UTF-8"),
        ListFault::PathTooLong(number) => {
            write!(f, "第 {number} 个路径超过 {MAX_PATH} 字节；这不是路径清单")
        }
        ListFault::TooManyEmpty => {
            write!(f, "空路径超过 {MAX_EMPTY} 个；这不是路径清单")
        }
        ListFault::TooLong => write!(f, "长达 {MAX_LIST} 字节以上"),
        ListFault::StdinTwice => f.write_str("标准输入就是清单，清单里不能再有它"),
    }
}

pub(in crate::words) fn output_fault(fault: &OutputFault, f: &mut Formatter<'_>) -> Result {
    f.write_str(match fault {
        OutputFault::StdoutForMany => "标准输出只能放一个放音文件，而输入不止一个",
        OutputFault::FileForMany => "这是文件名，而输入不止一个",
        OutputFault::NoPrompt => "这是文件；请给文件夹，或带放音文件扩展名的文件名",
    })
}

#[cfg(feature = "files")]
pub(in crate::words) fn role(role: &Role, f: &mut Formatter<'_>) -> Result {
    f.write_str(match role {
        Role::Input => "要读的文件",
        Role::Prompt => "放音文件",
        Role::Manifest => "清单",
        Role::Report => "报告",
    })
}
