//! The language: which one is spoken, and that programs are told the same in each.

use std::fs;
use std::process::Command;

use crate::support::{Ran, fixture, folder, options, recording, run};

/// A run that has only these variables to go by.
fn run_where(set: &[(&str, &str)], words: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_telewav"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "TELEWAV_LANG"] {
        command.env_remove(name);
    }
    // `run` sets it otherwise; an empty one says nothing.
    command.env("TELEWAV_LANG", "");
    command.envs(set.iter().copied());
    run(command.args(words))
}

fn chinese(words: &[&str]) -> Ran {
    run_where(&[("TELEWAV_LANG", "zh-CN")], words)
}

#[test]
fn the_option_is_asked_first_then_the_variable_then_the_locale() {
    let odd = fixture("odd/list-info-isft.wav");
    let check = ["check", odd.to_str().unwrap()];
    let (in_english, in_chinese) = ("1 file checked", "检查了 1 个文件");
    for (set, words, wanted) in [
        (&[("LC_ALL", "C")][..], &[][..], in_english),
        (&[("LANG", "zh_CN.UTF-8")], &[], in_chinese),
        (&[("LANG", "zh_TW.UTF-8")], &[], in_chinese),
        (
            &[("LANG", "zh_CN.GB18030"), ("LC_ALL", "zh_CN.GB18030")],
            &[],
            in_english,
        ),
        (&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], &[], in_english),
        (
            &[("LANG", "C"), ("LC_MESSAGES", "zh_CN.UTF-8")],
            &[],
            in_chinese,
        ),
        (&[("LC_ALL", "de_DE.UTF-8")], &[], in_english),
        (
            &[("LC_ALL", "C"), ("TELEWAV_LANG", "zh-CN")],
            &[],
            in_chinese,
        ),
        (
            &[("LC_ALL", "zh_CN.UTF-8"), ("TELEWAV_LANG", "fr")],
            &[],
            in_chinese,
        ),
        (
            &[("LC_ALL", "zh_CN.UTF-8"), ("TELEWAV_LANG", "en")],
            &[],
            in_english,
        ),
        (&[("TELEWAV_LANG", "zh-CN")], &["--lang", "en"], in_english),
        (&[("TELEWAV_LANG", "en")], &["--lang=zh-CN"], in_chinese),
        (&[("LC_ALL", "C")], &["--lang", "zh-CN"], in_chinese),
    ] {
        let behind = [&check[..], words].concat();
        run_where(set, &behind).exits(1).says([wanted]);
        let before = [words, &check[..]].concat();
        run_where(set, &before).exits(1).says([wanted]);
    }
}

#[test]
fn an_unknown_language_is_a_usage_error() {
    let words = ["check", "a.wav", "--lang", "fr"];
    telewav!["check", "a.wav", "--lang", "fr"]
        .exits(2)
        .complains([
            "invalid value 'fr' for '--lang <LANG>'",
            "[possible values: en, zh-CN]",
        ]);
    chinese(&words)
        .exits(2)
        .complains(["'--lang <LANG>' 不能是 'fr'\n  [可选值：en, zh-CN]"]);
}

/// The option does not keep a configuration from being found.
#[test]
fn the_language_does_not_change_the_settings() {
    let folder = folder();
    recording(folder.path().join("prompts/a.wav"));
    let at = folder.path().join("telewav.toml");
    fs::write(&at, "paths = [\"prompts\"]\nselect = [\"TW302\"]\n").unwrap();
    let run_here = |words: &[&str]| {
        let mut command = crate::support::command();
        run(command.current_dir(folder.path()).args(words))
    };
    run_here(&["check"]).exits(1).says(["1 file checked"]);
    let ran = run_here(&["--lang", "zh-CN", "check"]).exits(1);
    ran.says(["检查了 1 个文件：0 个通过，1 个不通过"]);
    // It is for whoever runs telewav to choose.
    fs::write(&at, "paths = [\"prompts\"]\nlang = \"zh-CN\"\n").unwrap();
    run_here(&["check"])
        .exits(2)
        .complains(["lang is no setting"]);
    run_here(&["check", "--lang", "zh-CN"])
        .exits(2)
        .complains(["没有 lang 这项设置"]);
    let ran = run_here(&[
        "check",
        "--isolated",
        "--show-settings",
        "-q",
        "--lang=zh-CN",
    ])
    .exits(0);
    ran.says([
        "# 设置，没有读文件\n",
        "jobs = 0  # 默认\n",
        "quiet = true  # 命令行\n",
    ]);
}

#[test]
fn programs_are_told_the_same_in_each_language() {
    let prompts = fixture("odd");
    let prompts = prompts.to_str().unwrap();
    for form in ["json", "json-lines", "sarif", "junit", "gitlab", "github"] {
        for words in [
            &["check", prompts, "--output-format", form][..],
            &["inspect", prompts, "--output-format", form],
        ] {
            let english = run_where(&[("TELEWAV_LANG", "en")], words);
            let same = chinese(words).exits(english.code);
            assert!(same.out == english.out, "{form}");
            assert!(same.err.contains('个'), "{form}: {}", same.err);
        }
    }
    for words in [
        &["explain", "--output-format", "json"][..],
        &["profiles", "--output-format=json"],
        &["profiles", "asterisk"],
        &["--version"],
    ] {
        let english = run_where(&[("TELEWAV_LANG", "en")], words).exits(0);
        assert!(chinese(words).exits(0).out == english.out, "{words:?}");
    }
}

#[test]
fn people_are_told_in_chinese() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let source = recording(at("in/a.wav"));
    let source = source.to_str().unwrap();
    for (words, code, said) in [
        (
            &["explain", "TW301"][..],
            0,
            "TW301 sample-rate（错误）\n\n查什么：",
        ),
        (&["explain"], 0, "TW301 sample-rate           错误     "),
        (
            &["explain", "--output-format=markdown"],
            0,
            "## 名字（TW1xx）\n",
        ),
        (&["profiles"], 0, "A 律，WAV，8000 Hz，单声道\n"),
        (
            &["profiles"],
            0,
            "华为云隐私保护通话（PrivateNumber）（默认）：不超过 2097152 字节；.wav；文件名不超过 128 个字符\n",
        ),
        (&["profiles"], 0, "telewav profiles NAME 完整显示其中一个"),
        (
            &["profiles", "--output-format=markdown"],
            0,
            "| 平台配置 | 平台 | 格式 | 限制 |\n",
        ),
        (&["inspect", source], 0, "  这是 WAV 文件，1644 字节\n"),
        (
            &["inspect", source],
            0,
            "  声道 1：峰值 -26.8 dBFS，真峰值 ",
        ),
        (
            &["inspect", source],
            0,
            "查看了 1 个文件，0 个没能全部读出\n",
        ),
        (
            &["convert", source, "-o", &at("out")],
            0,
            "1 个文件：1 个已转换，0 个失败\n",
        ),
        (
            &["check", &at("nowhere")],
            2,
            "打不开：没有这个文件或文件夹",
        ),
        (
            &["silence", "0.5", "-o", &at("s.wav")],
            0,
            "1 个静音放音文件，0 个失败\n",
        ),
        (&["completions", "fish"], 0, "说出平台会拒收什么"),
        (&["man", "check"], 0, ".SH 名称\n"),
    ] {
        let ran = chinese(words).exits(code);
        assert!(
            ran.text().contains(said),
            "{words:?}: {said} is not in {ran}"
        );
    }
}

#[test]
fn what_cannot_be_done_is_told_in_chinese() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let source = recording(at("in/a.wav"));
    let source = source.to_str().unwrap();
    fs::write(at("bad.toml"), "pathz = []\n").unwrap();
    fs::write(at("odd.toml"), "name = \"mine\"\nextends = \"asterix\"\n").unwrap();
    fs::write(at("names.csv"), "a.wav,b/c.wav\n").unwrap();
    for (words, said) in [
        (
            &["check", "a.wav", "--lound"][..],
            "错误：没有 '--lound' 这个参数\n\n  提示：要把 '--lound' 当作值，写成 '-- --lound'\n\n用法：telewav check <PATH>...\n\n要看更多说明，用 --help。\n",
        ),
        (
            &["check", "--isolated"],
            "telewav: 没有可做的：请写上路径（文件或文件夹），或在 telewav.toml 里设置 paths\n",
        ),
        (
            &["explain", "TW999"],
            "telewav: 没有规则 TW999；telewav explain 列出全部规则\n",
        ),
        (&["man", "x"], "telewav: 没有命令 x；"),
        (&["check", source, "-p", "asterix"], "asterix"),
        (&["check", source, "-p", &at("odd.toml")], "odd.toml："),
        (
            &["check", source, "--config", &at("bad.toml")],
            "bad.toml：没有 pathz 这项设置；是不是 paths？\n",
        ),
        (
            &["check", source, "--config", &at("none.toml")],
            "none.toml：读不了：",
        ),
        (
            &["check", source, "--output-file", &at("in/none/r.txt")],
            "telewav: 报告写不到 ",
        ),
        (
            &["convert", source, source, "-o", &at("b.wav")],
            "b.wav 是文件名，而 PATH 不止一个文件；请用 -o DIR\n",
        ),
        (
            &["silence", "1", "-o", &at("in")],
            "in 是文件夹；请写放音文件的名字，例如 ",
        ),
        (
            &["fix", "-"],
            "telewav: telewav fix 就地修改文件，所以不收标准输入\n",
        ),
        (
            &["check", "--files-from", &at("none.txt")],
            "none.txt 读不了：",
        ),
        (
            &["refs", source, "--prompts", &at("none")],
            "telewav: --prompts ",
        ),
        (
            &["check", source, "--exclude", "[a"],
            "telewav: --exclude [a：",
        ),
        (
            &[
                "convert",
                source,
                "-o",
                &at("o"),
                "--names-from",
                &at("names.csv"),
            ],
            "names.csv 里的名字，第 1 行：",
        ),
        (
            &[
                "convert",
                source,
                "-o",
                &at("o"),
                "--manifest",
                &at("in/a.wav.csv"),
                "--output-file",
                &at("in/a.wav.csv"),
            ],
            "telewav: 报告不能写到 ",
        ),
        (
            &["check", source, "--decoder", "ffmpeg"],
            "没有 '--decoder' 这个参数",
        ),
        (
            &["inspect", source, "--decoder", "ffmpeg=/none"],
            "telewav: --decoder ffmpeg：",
        ),
    ] {
        let ran = chinese(words).exits(2);
        assert!(ran.err.contains(said), "{words:?}: {said} is not in {ran}");
        assert!(!ran.err.contains("failed to"), "{words:?}: {ran}");
    }
}

/// All words of the help but names of options and values, and what they are named after.
#[test]
fn the_help_is_in_chinese() {
    for command in options().keys() {
        for form in ["--help", "-h"] {
            let words: Vec<&str> = [&**command, form]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect();
            let ran = chinese(&words).exits(0).says(["用法：telewav", "选项："]);
            let english = run_where(&[("TELEWAV_LANG", "en")], &words).exits(0);
            let (ours, theirs) = (ran_options(ran.text()), ran_options(english.text()));
            assert_eq!(ours, theirs, "{words:?}");
            for word in [
                "Usage",
                "Options",
                "Arguments",
                "Commands",
                "default:",
                "possible",
                "Print",
                " the ",
                " of ",
                " a ",
                " to ",
                "\u{E000}",
            ] {
                assert!(!ran.text().contains(word), "{words:?}: {word:?} in {ran}");
            }
            for line in ran.text().lines() {
                let cells = line.chars().map(|c| if c < '\u{2E80}' { 1 } else { 2 });
                assert!(cells.sum::<usize>() <= 102, "{words:?}: {line}");
            }
        }
    }
    // Without a command, too; and in colour.
    let mut command = crate::support::command();
    command.env("TELEWAV_LANG", "zh-CN");
    run(&mut command).exits(2).complains(["用法：telewav"]);
    let mut command = crate::support::command();
    command.envs([("TELEWAV_LANG", "zh-CN"), ("CLICOLOR_FORCE", "1")]);
    let ran = run(command.args(["check", "--help"])).exits(0);
    ran.says(["用法：\u{1b}[0m", "报告：\u{1b}[0m", "\u{1b}["]);
    chinese(&["help", "check"])
        .exits(0)
        .says(["用法：telewav check"]);
}

/// The options that are listed.
fn ran_options(help: &str) -> Vec<&str> {
    let lines = help.lines().map(str::trim_start);
    lines
        .filter(|line| line.starts_with('-'))
        .filter_map(|line| line.split("  ").next())
        .filter(|option| option.starts_with("-"))
        .map(|option| option.split(": ").next().unwrap_or(option))
        .collect()
}
