//! The help in Chinese: the texts of `texts`, put into the [`Command`] that clap made, and what clap writes itself.
//!
//! clap breaks lines at spaces and takes each character for one cell of the terminal. Chinese has no spaces, and a character
//! takes two cells. So behind each character there is a space where a line may end and a [`FILLER`] where it may not, and both
//! are taken out of what clap has written.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command};

use super::super::{ZH_CN, limits};
use super::texts::{ARGUMENTS, COMMANDS, EXIT_CODES, MANUAL, MORE, VALUES, WORDS};

/// Takes the second cell of a character; for private use in Unicode, and in no text.
const FILLER: char = '\u{E000}';

/// Texts by their keys.
type Table = &'static [(&'static str, &'static str)];

/// A command that was built, for a help that is to be written: what it says goes through [`written`].
pub fn for_help(command: Command) -> Command {
    told(command, &spread)
}

/// The same for scripts and pages, which break their lines themselves.
pub fn plain(command: Command) -> Command {
    told(command, &str::to_owned)
}

/// What clap has written, as it reads.
pub fn written(help: &str) -> String {
    translated(&unbroken(&joined(help)))
}

/// Where a line ends within words of clap, it ends behind them.
fn unbroken(help: &str) -> String {
    const WORDS: [&str; 2] = ["[possible", "values:"];
    let mut parts = help.split(WORDS[0]);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start();
        let space = &part[..part.len() - rest.len()];
        let added = match rest.strip_prefix(WORDS[1]) {
            Some(rest) if space.contains('\n') => {
                format!("[possible values: {space}{}", rest.trim_start())
            }
            _ => format!("{}{part}", WORDS[0]),
        };
        whole.push_str(&added);
    }
    whole
}

/// The words that clap brings itself.
pub fn translated(text: &str) -> String {
    replaced(text, WORDS)
}

/// The headings of a manual page, besides those.
pub fn manual(page: &str) -> String {
    replaced(&translated(page), MANUAL)
}

fn replaced(text: &str, words: Table) -> String {
    let words = words.iter();
    words.fold(text.to_owned(), |text, (english, chinese)| {
        text.replace(english, chinese)
    })
}

fn told(command: Command, shown: &dyn Fn(&str) -> String) -> Command {
    let name = command.get_name().to_owned();
    let mut command = command;
    if let Some((_, about)) = find(COMMANDS, &name) {
        command = command.about(shown(about));
    }
    if command.get_after_help().is_some() {
        command = command.after_help(shown(EXIT_CODES));
    }
    command
        .mut_args(|arg| argument(&name, arg, shown))
        .mut_subcommands(|command| told(command, shown))
}

fn argument(command: &str, arg: Arg, shown: &dyn Fn(&str) -> String) -> Arg {
    let (short, long) = helps(command, &arg);
    let mut arg = arg;
    let values = arg.get_possible_values();
    if values.iter().any(|value| value.get_help().is_some()) {
        let id = arg.get_id().to_string();
        let values = values.into_iter().map(|value| {
            match find_of(VALUES, command, &format!("{id}={}", value.get_name())) {
                Some((_, text)) => value.help(shown(text)),
                None => value,
            }
        });
        arg = arg.value_parser(PossibleValuesParser::new(values));
    }
    if let Some(short) = short {
        arg = arg.help(shown(short));
    }
    match long {
        Some(long) => arg.long_help(shown(&long)),
        None => arg,
    }
}

/// The texts of an argument, short and long, as far as it has them.
fn helps(command: &str, arg: &Arg) -> (Option<&'static str>, Option<String>) {
    let id = arg.get_id().as_str();
    let text = |id: &str| find_of(ARGUMENTS, command, id).map(|(_, text)| text);
    match (id, arg.get_long_help()) {
        ("help", Some(_)) => (text("help=short"), text("help=long").map(str::to_owned)),
        ("limits", _) => (text(id), Some(limits(ZH_CN))),
        (_, Some(_)) => {
            let more = find(MORE, id).map_or("", |(_, more)| more);
            (text(id), text(id).map(|text| format!("{text}\n\n{more}")))
        }
        (_, None) => (text(id), None),
    }
}

/// The text of this key, with the key.
fn find(table: Table, key: &str) -> Option<(&'static str, &'static str)> {
    table.iter().copied().find(|(of, _)| *of == key)
}

/// The text for this command, or else that for all.
fn find_of(table: Table, command: &str, key: &str) -> Option<(&'static str, &'static str)> {
    find(table, &format!("{command}.{key}")).or_else(|| find(table, key))
}

/// Whether a character takes two cells.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..)
}

/// A text for clap, see above.
fn spread(text: &str) -> String {
    let mut spread = String::with_capacity(2 * text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        spread.push(c);
        if is_wide(c) {
            let next = chars.peek();
            let ends_here = next.is_some_and(|next| {
                !"，。、；：？！）》”".contains(*next) && !next.is_whitespace()
            });
            let begins = "（《“".contains(c);
            spread.push(if ends_here && !begins { ' ' } else { FILLER });
        }
    }
    spread
}

/// The text without what was added.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        // What clap adds in brackets stands apart.
        let is_added = c == ' ' && before.is_some_and(is_wide) && chars.peek() != Some(&'[');
        if !is_added && c != FILLER {
            joined.push(c);
        }
        before = Some(c);
    }
    joined
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Command, CommandFactory};

    use super::*;
    use crate::args::Args;

    /// All commands, with their arguments.
    fn program() -> Command {
        let mut program = Args::command();
        program.build();
        program
    }

    /// The texts that a command and those below it use; without one, it fails.
    fn use_texts(command: &Command, used: &mut BTreeSet<(&'static str, &str)>) {
        let name = command.get_name();
        let (key, _) = find(COMMANDS, name).unwrap_or_else(|| panic!("{name} has no text"));
        used.insert(("command", key));
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            let keys = match (id, arg.get_long_help()) {
                ("help", Some(_)) => vec!["help=short", "help=long"],
                _ => vec![id],
            };
            for key in keys {
                let found = find_of(ARGUMENTS, name, key);
                let (key, _) = found.unwrap_or_else(|| panic!("{name}: {key} has no text"));
                used.insert(("argument", key));
            }
            if arg.get_long_help().is_some() && !["help", "limits"].contains(&id) {
                let (key, _) = find(MORE, id).unwrap_or_else(|| panic!("{id} has no more"));
                used.insert(("more", key));
            }
            for value in arg.get_possible_values() {
                if value.get_help().is_some() {
                    let key = format!("{id}={}", value.get_name());
                    let found = find_of(VALUES, name, &key);
                    let (key, _) = found.unwrap_or_else(|| panic!("{name}: {key} has no text"));
                    used.insert(("value", key));
                }
            }
            if let Some(heading) = arg.get_help_heading() {
                let heading = format!("{heading}:");
                let (key, _) = find(WORDS, &heading).unwrap_or_else(|| panic!("{heading}"));
                used.insert(("word", key));
            }
        }
        for command in command.get_subcommands() {
            use_texts(command, used);
        }
    }

    #[test]
    fn every_part_of_the_help_has_a_text_and_every_text_is_used() {
        let mut used = BTreeSet::new();
        use_texts(&program(), &mut used);
        for (kind, table) in [
            ("command", COMMANDS),
            ("argument", ARGUMENTS),
            ("more", MORE),
            ("value", VALUES),
        ] {
            for (key, text) in table {
                assert!(used.contains(&(kind, *key)), "{kind} {key} is not used");
                assert!(
                    text.chars().any(is_wide) || text.is_ascii(),
                    "{key}: {text}"
                );
            }
        }
        // Headings of ours; all other words are clap's.
        let ours = used.iter().filter(|(kind, _)| *kind == "word").count();
        assert_eq!(ours, 5, "{used:?}");
        let english = super::super::super::en::help::LIMIT.map(|(name, _)| name);
        assert_eq!(super::super::texts::LIMIT.map(|(name, _)| name), english);
    }

    /// The words of clap are looked for in what it writes, so that a new version of it cannot change them unseen.
    #[test]
    fn clap_s_words_are_those_that_are_replaced() {
        let mut texts = String::new();
        for command in program().get_subcommands() {
            let mut command = command.clone();
            texts.push_str(&command.render_long_help().to_string());
            texts.push_str(&command.render_help().to_string());
        }
        texts.push_str(&program().render_help().to_string());
        for (english, _) in WORDS {
            assert!(texts.contains(english), "{english}");
        }
        let mut chinese = for_help(program());
        let mut texts = written(&chinese.render_long_help().to_string());
        for command in chinese.get_subcommands() {
            let mut command = command.clone();
            texts.push_str(&written(&command.render_long_help().to_string()));
            texts.push_str(&written(&command.render_help().to_string()));
        }
        for (english, _) in WORDS {
            assert!(!texts.contains(english), "{english} in {texts}");
        }
        assert!(!texts.contains(FILLER));
    }

    #[test]
    fn lines_end_where_they_may_and_nothing_is_lost() {
        for text in [
            "录音，或装录音的文件夹；- 表示标准输入 [默认：telewav.toml 里的 paths]",
            "（A 律）“录音，名字”\n\n  0    所有",
            "a b 律 8000 Hz",
        ] {
            assert_eq!(joined(&spread(text)), text);
        }
        assert_eq!(
            spread("录音，A 律"),
            format!("录 音{FILLER}， A 律{FILLER}")
        );
        let arg = Arg::new("a")
            .long("a")
            .help(spread(&"电话平台的放音文件，".repeat(8)));
        let mut command = Command::new("x").term_width(40).arg(arg);
        let help = joined(&command.render_long_help().to_string());
        let lines: Vec<&str> = help.lines().filter(|line| line.contains("电话")).collect();
        assert!(lines.len() >= 4, "{help}");
        for line in lines {
            let cells = line.chars().map(|c| if is_wide(c) { 2 } else { 1 });
            assert!(cells.sum::<usize>() <= 40, "{line}");
            assert!(!line.trim_start().starts_with('，'), "{line}");
        }
    }
}
