//! What the command line itself says, in Chinese. What the system says stands as it says it.

use std::fmt::{Formatter, Result};

use telewav::Error;
use telewav::words::{Said, in_lang};
use telewav_batch::Error as BatchError;
use telewav_batch::error::OutputFault;
use telewav_batch::input::is_file;

use super::super::ZH_CN;
use super::super::notice::{
    AskedFault, ConfigFault, FoundFault, Misvalue, Notice, Setting, Written,
};

pub fn notice(notice: &Notice, f: &mut Formatter<'_>) -> Result {
    use Notice::*;
    match notice {
        Batch(error) => batch(error, f),
        Several(notices) => {
            for (i, notice) in notices.iter().enumerate() {
                f.write_str(if i == 0 { "" } else { "\ntelewav: " })?;
                notice.say(ZH_CN, f)?;
            }
            Ok(())
        }
        NothingToDo { key } => write!(
            f,
            "没有可做的：请写上{}（文件或文件夹），或在 telewav.toml 里设置 {key}",
            match *key {
                "requests" => "请求文件",
                _ => "路径",
            }
        ),
        NotInRepository { path } => write!(
            f,
            "--files-from：{} 不在这份列表和 telewav.toml 所在的仓库里；如果信任这份配置，用 --config FILE 写明它",
            path.display()
        ),
        Terminal => f.write_str("标准输出是终端，不能收声音；请存到文件或接管道，或用 -o FILE"),
        NotWritten { what, error } => {
            let what = match what {
                Written::Settings => "设置",
                Written::Report => "报告",
                Written::Prompt => "放音文件",
                Written::Help => "帮助",
                Written::Page => "手册页",
            };
            write!(f, "{what}写不出去：{}", in_lang(error, ZH_CN))
        }
        FileNotWritten { path, error } => {
            write!(f, "{} 写不了：{}", path.display(), in_lang(error, ZH_CN))
        }
        ReportNotWritten { path, error } => {
            write!(
                f,
                "报告写不到 {}：{}",
                path.display(),
                in_lang(error, ZH_CN)
            )
        }
        ProfileNotRead { name, error } => {
            write!(f, "平台配置 {name} 读不了：{}", in_lang(error, ZH_CN))
        }
        NoRule { code } => write!(f, "没有规则 {code}；telewav explain 列出全部规则"),
        NoCommand { name } => write!(f, "没有命令 {name}；telewav --help 列出全部命令"),
        Prompts { path, fault } => {
            write!(f, "--prompts {}：{}", path.display(), in_lang(fault, ZH_CN))
        }
        PromptsAreFiles => f.write_str("--prompts 只收文件和文件夹"),
        OutputIsFolder { output, better } => write!(
            f,
            "-o {} 是文件夹；请写放音文件的名字，例如 {}",
            output.display(),
            better.display()
        ),
        Config { file, fault } => {
            write!(f, "{}：", file.display())?;
            config(fault, f)
        }
        Untrusted { file, fault } => {
            write!(f, "{}：", file.display())?;
            found(fault, f)?;
            write!(
                f,
                "；如果信任它，用 --config {} 写明，否则用 --isolated 不读它",
                file.display()
            )
        }
        MayNot {
            file,
            key,
            value,
            fault,
        } => {
            write!(f, "{}：{key} = {value:?} ", file.display())?;
            asked(fault, f)?;
            write!(
                f,
                "。自动找到的配置不能这样要求：请在命令行上写，或用 --config {} 写明这个文件",
                file.display()
            )
        }
        NotFor { file, path } => write!(
            f,
            "{}：它和这个仓库属于另一个用户，而 {} 不在仓库里；如果信任它，用 --config {0} 写明，否则用 --isolated 不读它",
            file.display(),
            path.display()
        ),
        Removed { path } => write!(f, "删掉了 {path}，是一次被强行结束的运行留下的"),
        Interrupted { n: 0 } => f.write_str("已中断"),
        Interrupted { n } => write!(
            f,
            "已中断；{n} 个输出文件已写完，没有写了一半的；再运行一次就接着做"
        ),
        InternalFault { fault } => write!(f, "内部故障{fault}；请报告给 telewav 项目"),
    }
}

fn config(fault: &ConfigFault, f: &mut Formatter<'_>) -> Result {
    use ConfigFault::*;
    match fault {
        NotRead { error } => write!(f, "读不了：{}", in_lang(error, ZH_CN)),
        NoToml { problem } => f.write_str(problem),
        NoTable { key } => write!(f, "{key} 要写成表，即 [{key}]"),
        Unknown {
            place,
            known: Ok(near),
        } => write!(f, "没有 {place} 这项设置；是不是 {near}？"),
        Unknown {
            place,
            known: Err(all),
        } => write!(f, "没有 {place} 这项设置；可用的有 {}", all.join("、")),
        TooMany { key, n, most } => write!(f, "{key} 有 {n} 个值，最多 {most} 个"),
        ListHolds { key, kind } => {
            write!(f, "{key} 里有{}，只能是文字和数字", type_of(kind))
        }
        NoRules { key } => write!(f, "{key} 要一个规则列表，例如 [\"TW405\"]"),
        Is { key, kind } => {
            write!(f, "{key} 是{}，应是文字、数字、true 或列表", type_of(kind))
        }
    }
}

/// A type of TOML.
fn type_of(kind: &str) -> &str {
    match kind {
        "string" => "文字",
        "integer" => "整数",
        "float" => "小数",
        "boolean" => "真假值",
        "datetime" => "日期",
        "array" => "列表",
        "table" => "表",
        other => other,
    }
}

fn found(fault: &FoundFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        FoundFault::System { error } => error.say(ZH_CN, f),
        FoundFault::LeadsOut { root } => write!(f, "它通到 {} 之外", root.display()),
        FoundFault::NoFile => f.write_str("它不是文件"),
        FoundFault::Owner { owner } => write!(
            f,
            "它属于 {owner}，既不是您，也不是管理员，也不是这个仓库的主人"
        ),
    }
}

fn asked(fault: &AskedFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        AskedFault::ReplacesFiles => f.write_str("会替换文件"),
        AskedFault::RunsProgram => f.write_str("会运行程序"),
        AskedFault::LeadsOut { root } => write!(f, "通到 {} 之外", root.display()),
        AskedFault::NotFollowed { error } => write!(f, "跟不下去（{}）", in_lang(error, ZH_CN)),
        AskedFault::VersionControl => f.write_str("通到版本控制的内部"),
        AskedFault::NoReport { extensions } => {
            write!(f, "会替换一个文件，而它的扩展名不是报告的（{extensions}）")
        }
        AskedFault::ThroughLink => f.write_str("会通过链接写文件"),
    }
}

/// What telewav-batch says, with options.
fn batch(error: &BatchError, f: &mut Formatter<'_>) -> Result {
    match error {
        BatchError::Pattern { pattern, problem } => {
            write!(f, "--exclude {pattern}：{}", in_lang(problem, ZH_CN))
        }
        BatchError::List { list, fault } => write!(
            f,
            "--files-from {} 读不了：{}",
            list.display(),
            in_lang(fault, ZH_CN)
        ),
        BatchError::Output { output, fault } => match fault {
            OutputFault::StdoutForMany => {
                f.write_str("标准输出（-o -）只收一个放音文件，而 PATH 不止一个；请用 -o DIR")
            }
            OutputFault::FileForMany => write!(
                f,
                "-o {} 是文件名，而 PATH 不止一个文件；请用 -o DIR",
                output.display()
            ),
            _ => write!(
                f,
                "-o {} 是一个文件；请写文件夹，或带放音文件扩展名的文件名",
                output.display()
            ),
        },
        BatchError::Profile { name, source } => match &**source {
            Error::Io { source, .. } => {
                write!(f, "平台配置 {name} 读不了：{}", in_lang(source, ZH_CN))
            }
            source if is_file(name) => write!(f, "{name}：{}", in_lang(source, ZH_CN)),
            source => source.say(ZH_CN, f),
        },
        BatchError::StdinNotChanged => f.write_str("telewav fix 就地修改文件，所以不收标准输入"),
        BatchError::NoDecoder { problem, .. } => write!(
            f,
            "--decoder ffmpeg：{}\n  请安装 ffmpeg（apt install ffmpeg、brew install ffmpeg、winget install ffmpeg、\
             https://ffmpeg.org/download.html），或指明它在哪里：--decoder ffmpeg=PATH",
            in_lang(problem, ZH_CN)
        ),
        other => other.say(ZH_CN, f),
    }
}

pub fn misvalue(misvalue: &Misvalue, f: &mut Formatter<'_>) -> Result {
    match misvalue {
        Misvalue::Batch(error) => match error {
            BatchError::NoSuchRule {
                nearest: Some(near),
                ..
            } => write!(f, "没有这条规则；是不是 {near}？"),
            BatchError::NoSuchRule { nearest: None, .. } => {
                f.write_str("没有这条规则；telewav explain 列出全部规则")
            }
            BatchError::NoPattern { .. } => {
                f.write_str("应为模式、= 和规则，例如 'legacy/**=TW405,level'")
            }
            BatchError::Pattern { problem, .. } => problem.say(ZH_CN, f),
            BatchError::ManifestForm { .. } => f.write_str("扩展名决定格式：.csv 或 .json"),
            other => batch(other, f),
        },
        Misvalue::NoLimit { name, nearest, all } => {
            write!(f, "没有 {name:?} 这项限制")?;
            match nearest {
                Some(near) => write!(f, "；是不是 {near}？")?,
                None => f.write_str("。")?,
            }
            write!(f, "可用的有 {}", all.replace(", ", "、"))
        }
        Misvalue::LimitValue { name } => write!(f, "{name} 要一个数字，例如 {name}=1000"),
        Misvalue::OutOfBounds { min, max } => write!(f, "应在 {min} 到 {max} 之间"),
        Misvalue::NoNumber => f.write_str("这不是数字"),
        Misvalue::NoDecoder => f.write_str("只能是 ffmpeg 或 ffmpeg=PATH"),
    }
}

pub fn setting(setting: &Setting<'_>, f: &mut Formatter<'_>) -> Result {
    match setting {
        Setting::Heading { file: Some(file) } => write!(f, "# 设置，读了 {}", file.display()),
        Setting::Heading { file: None } => f.write_str("# 设置，没有读文件"),
        Setting::Refused { notice } => write!(f, "# 不接受：{}", in_lang(*notice, ZH_CN)),
        Setting::Typed => f.write_str("命令行"),
        Setting::Default => f.write_str("默认"),
    }
}
