//! What clap says of a command line that it does not take, in Chinese.

use std::fmt::Write as _;
use std::num::{IntErrorKind, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use telewav::words::in_lang;

use super::super::ZH_CN;
use super::super::notice::Misvalue;
use super::help::translated;

/// All of it: what is wrong, what may be meant, how it is used.
pub fn refused(error: &clap::Error) -> String {
    let mut text = format!("错误：{}\n", sentence(error));
    let tips = tips(error);
    if !tips.is_empty() {
        text.push('\n');
    }
    for tip in tips {
        let _ = writeln!(text, "  提示：{tip}");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let _ = writeln!(text, "\n{}", translated(&usage.to_string()));
    }
    text + "\n要看更多说明，用 --help。\n"
}

/// What is wrong.
fn sentence(error: &clap::Error) -> String {
    let of = |kind| error.get(kind).map(ToString::to_string);
    let arg = of(ContextKind::InvalidArg).unwrap_or_default();
    let value = of(ContextKind::InvalidValue).unwrap_or_default();
    let number = |kind| of(kind).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => {
            format!(
                "'{arg}' 要有一个值，但没有写{}",
                choice(error, "可选值", ContextKind::ValidValue)
            )
        }
        ErrorKind::InvalidValue => {
            format!(
                "'{arg}' 不能是 '{value}'{}",
                choice(error, "可选值", ContextKind::ValidValue)
            )
        }
        ErrorKind::ValueValidation => match reason(error) {
            Some(reason) => format!("'{arg}' 不能是 '{value}'：{reason}"),
            None => format!("'{arg}' 不能是 '{value}'"),
        },
        ErrorKind::UnknownArgument => format!("没有 '{arg}' 这个参数"),
        ErrorKind::InvalidSubcommand => {
            let name = of(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("没有 '{name}' 这个命令")
        }
        ErrorKind::NoEquals => format!("'{arg}' 的值要用等号（=）连着写"),
        ErrorKind::TooManyValues => format!("'{arg}' 不能再有值 '{value}'"),
        ErrorKind::TooFewValues => format!(
            "'{arg}' 至少要 {} 个值，只有 {} 个",
            number(ContextKind::MinValues),
            number(ContextKind::ActualNumValues)
        ),
        ErrorKind::WrongNumberOfValues => format!(
            "'{arg}' 要 {} 个值，却有 {} 个",
            number(ContextKind::ExpectedNumValues),
            number(ContextKind::ActualNumValues)
        ),
        ErrorKind::ArgumentConflict => conflict(error),
        ErrorKind::MissingRequiredArgument => {
            format!("缺少必须有的参数：{}", list(error, ContextKind::InvalidArg))
        }
        ErrorKind::MissingSubcommand => {
            let name = of(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!(
                "'{name}' 后面要有一个命令{}",
                choice(error, "命令", ContextKind::ValidSubcommand)
            )
        }
        ErrorKind::InvalidUtf8 => "有参数不是 UTF-8".to_owned(),
        ErrorKind::Io | ErrorKind::Format => format!("帮助写不出去：{error}"),
        // These are no faults; and kinds that a later clap may have.
        _ => "这样的命令行不能用".to_owned(),
    }
}

/// Arguments that exclude each other, or one that stands there twice.
fn conflict(error: &clap::Error) -> String {
    let arg = error
        .get(ContextKind::InvalidArg)
        .or_else(|| error.get(ContextKind::InvalidSubcommand));
    let prior = error.get(ContextKind::PriorArg);
    let name = arg.map(ToString::to_string).unwrap_or_default();
    match prior {
        Some(ContextValue::String(_)) if arg == prior => format!("'{name}' 只能写一次"),
        Some(ContextValue::String(other)) => format!("'{name}' 不能和 '{other}' 一起用"),
        Some(ContextValue::Strings(_)) => {
            format!(
                "'{name}' 不能和这些一起用：{}",
                list(error, ContextKind::PriorArg)
            )
        }
        _ => format!("'{name}' 不能和别的参数一起用"),
    }
}

/// One a line.
fn list(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(all)) => all.iter().map(|one| format!("\n  {one}")).collect(),
        Some(one) => format!("\n  {one}"),
        None => String::new(),
    }
}

/// Behind a sentence.
fn choice(error: &clap::Error, what: &str, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(all)) if !all.is_empty() => {
            format!("\n  [{what}：{}]", all.join(", "))
        }
        _ => String::new(),
    }
}

/// Why a value is none.
fn reason(error: &clap::Error) -> Option<String> {
    let source = std::error::Error::source(error)?;
    if let Some(misvalue) = source.downcast_ref::<Misvalue>() {
        return Some(in_lang(misvalue, ZH_CN).to_string());
    }
    if let Some(error) = source.downcast_ref::<telewav::Error>() {
        return Some(in_lang(error, ZH_CN).to_string());
    }
    if let Some(error) = source.downcast_ref::<ParseIntError>() {
        return Some(
            match error.kind() {
                IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "数字太大或太小",
                IntErrorKind::Zero => "不能是 0",
                _ => "这不是整数",
            }
            .to_owned(),
        );
    }
    // A text of clap's own, `300 is not in 0..=256`.
    let said = source.to_string();
    match said.split_once(" is not in ") {
        Some((_, bounds)) => Some(format!("应在 {} 之间", bounds.replace("..=", " 到 "))),
        None if said.contains("digit") => Some("这不是整数".to_owned()),
        None => Some(said),
    }
}

/// What may be meant.
fn tips(error: &clap::Error) -> Vec<String> {
    let kinds = [
        (ContextKind::SuggestedSubcommand, "命令"),
        (ContextKind::SuggestedArg, "参数"),
        (ContextKind::SuggestedValue, "值"),
    ];
    let mut tips: Vec<String> = kinds
        .into_iter()
        .filter_map(|(kind, what)| {
            let names = match error.get(kind)? {
                ContextValue::Strings(all) => all.join("'、'"),
                one => one.to_string(),
            };
            (!names.is_empty()).then(|| format!("有相近的{what}：'{names}'"))
        })
        .collect();
    if let Some(ContextValue::StyledStrs(suggested)) = error.get(ContextKind::Suggested) {
        tips.extend(suggested.iter().map(|tip| suggestion(&tip.to_string())));
    }
    tips
}

/// A sentence of clap's; what it names stands between quotation marks.
fn suggestion(tip: &str) -> String {
    let named: Vec<&str> = tip.split('\'').skip(1).step_by(2).collect();
    match named[..] {
        [value, typed] if tip.starts_with("to pass ") => {
            format!("要把 '{value}' 当作值，写成 '{typed}'")
        }
        [option] if tip.ends_with(" exists") => format!("有 '{option}'"),
        _ => tip.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Args;

    /// What is said of a command line.
    fn said(words: &str) -> String {
        let words = ["telewav"].into_iter().chain(words.split(' '));
        let refused = Args::command().try_get_matches_from(words.filter(|word| !word.is_empty()));
        super::refused(&refused.unwrap_err())
    }

    #[test]
    fn command_lines_that_are_wrong_are_told_in_chinese() {
        for (words, wanted) in [
            ("check a --lound", "错误：没有 '--lound' 这个参数\n"),
            ("check a --quiett", "  提示：有相近的参数：'--quiet'\n"),
            (
                "check a --quiett",
                "\n用法：telewav check --quiet <PATH>...\n\n要看更多说明，用 --help。\n",
            ),
            (
                "chekc a",
                "错误：没有 'chekc' 这个命令\n\n  提示：有相近的命令：'check'\n",
            ),
            (
                "convert a",
                "错误：缺少必须有的参数：\n  --output <DIR|FILE|->\n\n用法：telewav convert",
            ),
            (
                "check a --output-format xml",
                "错误：'--output-format <FORMAT>' 不能是 'xml'\n  [可选值：human, concise, json,",
            ),
            (
                "check a --output-format",
                "错误：'--output-format <FORMAT>' 要有一个值，但没有写\n  [可选值：human,",
            ),
            (
                "check a -j many",
                "错误：'--jobs <N>' 不能是 'many'：这不是整数\n",
            ),
            (
                "check a -j 300",
                "错误：'--jobs <N>' 不能是 '300'：应在 0 到 256 之间\n",
            ),
            (
                "inspect a --track 0",
                "'--track <N>' 不能是 '0'：不能是 0\n",
            ),
            ("inspect a --limit max=1", "：没有 \"max\" 这项限制"),
            ("check a --select TW999", "：没有这条规则"),
            (
                "check a --manifest a.txt",
                "：扩展名决定格式：.csv 或 .json\n",
            ),
            (
                "convert a -o b --fade x",
                "'--fade <MS>' 不能是 'x'：这不是数字\n",
            ),
            ("convert a -o b --fade 99999", "：应在 0 到 10000 之间\n"),
            (
                "inspect a --decoder sox",
                "：只能是 ffmpeg 或 ffmpeg=PATH\n",
            ),
            (
                "convert a -o b --downmix q",
                "'--downmix <HOW>' 不能是 'q'：",
            ),
            ("check a --quiet=1", "'--quiet' 不能再有值 '1'\n"),
            (
                "check a --isolated --config b",
                "'--isolated' 不能和 '--config <FILE>' 一起用\n",
            ),
            (
                "check a --decoder-timeout 9",
                "没有 '--decoder-timeout' 这个参数",
            ),
            (
                "inspect a --decoder-timeout 9",
                "缺少必须有的参数：\n  --decoder <ffmpeg[=PATH]>\n",
            ),
            ("explain a b", "没有 'b' 这个参数"),
            (
                "--lang fr check a",
                "'--lang <LANG>' 不能是 'fr'\n  [可选值：en, zh-CN]",
            ),
        ] {
            let said = said(words);
            assert!(said.contains(wanted), "{words}: {said}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn octets_that_are_no_utf_8() {
        use std::os::unix::ffi::OsStringExt;
        let words = ["telewav", "check", "-p"].map(std::ffi::OsString::from);
        let odd = std::ffi::OsString::from_vec(vec![0xFF]);
        let refused = Args::command().try_get_matches_from(words.into_iter().chain([odd]));
        assert!(super::refused(&refused.unwrap_err()).contains("错误：有参数不是 UTF-8"));
    }

    /// Those that no command line of ours can have.
    #[test]
    fn every_kind_has_a_sentence() {
        let made = |kind, context: &[(ContextKind, ContextValue)]| {
            let mut error = clap::Error::new(kind).with_cmd(&Args::command());
            for (kind, value) in context {
                error.insert(*kind, value.clone());
            }
            sentence(&error)
        };
        let arg = || (ContextKind::InvalidArg, ContextValue::String("--a".into()));
        let number = |kind, n| (kind, ContextValue::Number(n));
        let (actual, names) = (ContextKind::ActualNumValues, vec!["x".into(), "y".into()]);
        assert_eq!(
            made(ErrorKind::NoEquals, &[arg()]),
            "'--a' 的值要用等号（=）连着写"
        );
        let few = [arg(), number(ContextKind::MinValues, 2), number(actual, 1)];
        assert_eq!(
            made(ErrorKind::TooFewValues, &few),
            "'--a' 至少要 2 个值，只有 1 个"
        );
        let wrong = [
            arg(),
            number(ContextKind::ExpectedNumValues, 2),
            number(actual, 3),
        ];
        assert_eq!(
            made(ErrorKind::WrongNumberOfValues, &wrong),
            "'--a' 要 2 个值，却有 3 个"
        );
        let twice = [
            arg(),
            (ContextKind::PriorArg, ContextValue::String("--a".into())),
        ];
        assert_eq!(
            made(ErrorKind::ArgumentConflict, &twice),
            "'--a' 只能写一次"
        );
        let many = [
            arg(),
            (ContextKind::PriorArg, ContextValue::Strings(names.clone())),
        ];
        assert_eq!(
            made(ErrorKind::ArgumentConflict, &many),
            "'--a' 不能和这些一起用：\n  x\n  y"
        );
        assert_eq!(
            made(ErrorKind::ArgumentConflict, &[arg()]),
            "'--a' 不能和别的参数一起用"
        );
        let command = (
            ContextKind::InvalidSubcommand,
            ContextValue::String("telewav".into()),
        );
        let known = (ContextKind::ValidSubcommand, ContextValue::Strings(names));
        assert_eq!(
            made(ErrorKind::MissingSubcommand, &[command, known]),
            "'telewav' 后面要有一个命令\n  [命令：x, y]"
        );
        for kind in [ErrorKind::Io, ErrorKind::Format] {
            assert!(made(kind, &[]).starts_with("帮助写不出去"));
        }
        assert_eq!(
            suggestion("to pass '--x' as a value, use '-- --x'"),
            "要把 '--x' 当作值，写成 '-- --x'"
        );
        assert_eq!(suggestion("'convert --fade' exists"), "有 'convert --fade'");
    }
}
