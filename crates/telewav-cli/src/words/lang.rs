//! The language that a person is told in: `--lang`, else `TELEWAV_LANG`, else that of the system.
//!
//! It has to be known before clap looks at the command line, for what clap says.

use std::ffi::{OsStr, OsString};

use clap::Arg;
use clap::builder::PossibleValuesParser;
use telewav::words::Lang;

const OPTION: &str = "--lang";

/// `--lang`, of telewav and of each command. (As a global option of clap it would be copied to all commands at each start.)
pub fn arg() -> Arg {
    Arg::new("lang")
        .long("lang")
        .value_name("LANG")
        .value_parser(PossibleValuesParser::new(Lang::ALL.map(Lang::tag)))
        .overrides_with("lang")
        .help("Speak this language [default: TELEWAV_LANG, or else that of the system]")
        .help_heading(None)
        // Behind the options of the command.
        .display_order(900)
}

/// The language of a run with these arguments. A `--lang` before the command goes behind it, where options are looked for.
pub fn of(args: &mut [OsString]) -> Lang {
    let mut i = 1;
    while let Some(n) = args.get(i).and_then(|word| n_words(word)) {
        i += n;
    }
    // `help` takes names of commands only.
    let is_command = |word: &OsString| word != "help" && !word.as_encoded_bytes().starts_with(b"-");
    if i > 1 && args.get(i).is_some_and(is_command) {
        args[1..=i].rotate_right(1);
    }
    typed(args).unwrap_or_else(|| {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        unasked(set, of_system)
    })
}

/// How many words this option is.
fn n_words(word: &OsStr) -> Option<usize> {
    match word.to_str()?.strip_prefix(OPTION)? {
        "" => Some(2),
        value => value.starts_with('=').then_some(1),
    }
}

/// What `--lang` says. What it says wrong is for clap to tell.
fn typed(args: &[OsString]) -> Option<Lang> {
    let of = |tag: &str| Lang::ALL.into_iter().find(|lang| lang.tag() == tag);
    let words = args.iter().take_while(|word| *word != "--");
    let words: Vec<&str> = words.map(|word| word.to_str().unwrap_or("")).collect();
    let mut values =
        words
            .iter()
            .enumerate()
            .filter_map(|(i, word)| match word.strip_prefix(OPTION)? {
                "" => words.get(i + 1).copied(),
                value => value.strip_prefix('='),
            });
    values.next_back().and_then(of)
}

/// What the environment says, by its variables, and else the system.
fn unasked(set: impl Fn(&str) -> Option<String>, of_system: impl Fn() -> Option<String>) -> Lang {
    let asked = set("TELEWAV_LANG").and_then(|tag| of_tag(&tag));
    asked.unwrap_or_else(|| {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(&set);
        let locale = locale.or_else(of_system);
        locale
            .and_then(|locale| of_tag(&locale))
            .unwrap_or_default()
    })
}

/// The language of a locale, as `zh_CN.UTF-8`, `zh-Hans`, `C`; `None` if telewav does not speak it, or the terminal does not
/// show UTF-8. Chinese is that of China, whatever characters are asked for.
fn of_tag(tag: &str) -> Option<Lang> {
    let (tag, _) = tag.split_once('@').unwrap_or((tag, ""));
    let (tag, charset) = tag.split_once('.').unwrap_or((tag, ""));
    let is_utf_8 = charset.replace('-', "").eq_ignore_ascii_case("utf8");
    match &*tag
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
    {
        "zh" if is_utf_8 || charset.is_empty() => Some(Lang::ZhCn),
        "en" | "c" | "posix" => Some(Lang::En),
        _ => None,
    }
}

/// The user's language where no variable says it.
#[cfg(windows)]
fn of_system() -> Option<String> {
    sys_locale::get_locale()
}

/// The user's language where no variable says it.
#[cfg(not(windows))]
fn of_system() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn locales_are_languages() {
        for (tag, lang) in [
            ("zh_CN.UTF-8", Some(Lang::ZhCn)),
            ("zh_CN.utf8", Some(Lang::ZhCn)),
            ("zh_CN", Some(Lang::ZhCn)),
            ("zh-CN", Some(Lang::ZhCn)),
            ("zh-Hans-CN", Some(Lang::ZhCn)),
            ("zh_SG@x", Some(Lang::ZhCn)),
            ("zh", Some(Lang::ZhCn)),
            ("zh_TW.UTF-8", Some(Lang::ZhCn)),
            ("zh-Hant-HK", Some(Lang::ZhCn)),
            // The terminal would show something else.
            ("zh_CN.GB18030", None),
            ("zh_TW.BIG5", None),
            ("en_GB.ISO-8859-1", Some(Lang::En)),
            ("C.UTF-8", Some(Lang::En)),
            ("POSIX", Some(Lang::En)),
            ("de_DE.UTF-8", None),
            ("zhuang", None),
            ("", None),
        ] {
            assert_eq!(of_tag(tag), lang, "{tag}");
        }
    }

    #[test]
    fn the_first_variable_that_says_something_counts() {
        for (set, of_system, lang) in [
            ("", "", Lang::En),
            ("", "zh-CN", Lang::ZhCn),
            ("LANG=zh_CN.UTF-8", "", Lang::ZhCn),
            ("LANG=zh_CN.UTF-8 LC_ALL=C", "", Lang::En),
            ("LANG=en_US.UTF-8 LC_MESSAGES=zh_CN.UTF-8", "", Lang::ZhCn),
            ("LANG=de_DE.UTF-8", "zh-CN", Lang::En),
            ("TELEWAV_LANG=zh-CN LC_ALL=C", "", Lang::ZhCn),
            ("TELEWAV_LANG=en LANG=zh_CN.UTF-8", "zh-CN", Lang::En),
            // Not a language of telewav: as if it were not there.
            ("TELEWAV_LANG=fr LANG=zh_CN.UTF-8", "", Lang::ZhCn),
            ("TELEWAV_LANG=fr", "", Lang::En),
        ] {
            let value = |name: &str| {
                let mut pairs = set.split(' ').filter_map(|pair| pair.split_once('='));
                pairs
                    .find(|(of, _)| *of == name)
                    .map(|(_, value)| value.to_owned())
            };
            let system = || Some(of_system.to_owned()).filter(|tag| !tag.is_empty());
            assert_eq!(unasked(value, system), lang, "{set}, {of_system}");
        }
    }

    #[test]
    fn the_option_is_read_and_goes_behind_the_command() {
        for (line, behind, lang) in [
            (
                "t --lang zh-CN check a",
                "t check --lang zh-CN a",
                Some(Lang::ZhCn),
            ),
            ("t --lang=en check a", "t check --lang=en a", Some(Lang::En)),
            (
                "t check a --lang zh-CN",
                "t check a --lang zh-CN",
                Some(Lang::ZhCn),
            ),
            (
                "t check --lang=zh-CN --lang=en",
                "t check --lang=zh-CN --lang=en",
                Some(Lang::En),
            ),
            (
                "t --lang zh-CN help check",
                "t --lang zh-CN help check",
                Some(Lang::ZhCn),
            ),
            (
                "t --lang zh-CN --help",
                "t --lang zh-CN --help",
                Some(Lang::ZhCn),
            ),
            ("t --lang fr check", "t check --lang fr", None),
            ("t check -- --lang=zh-CN", "t check -- --lang=zh-CN", None),
            ("t --lang", "t --lang", None),
            ("t --language=zh-CN check", "t --language=zh-CN check", None),
        ] {
            let mut args = words(line);
            of(&mut args);
            assert_eq!(args, words(behind), "{line}");
            assert_eq!(typed(&args), lang, "{line}");
        }
    }
}
