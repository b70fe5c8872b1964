//! `--show-settings`: every option with where it comes from, and what was refused.

use std::fmt::Write as _;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory};
use telewav::words::{Lang, in_lang};

use super::{Configured, NAME, NOT_IN_A_FILE, built};
use crate::args::Args;
use crate::words::Setting;

/// What each option of the command is, and where that comes from, as a configuration would have it.
pub fn show(configured: &Configured, matches: &ArgMatches, lang: Lang) -> String {
    let file = configured.file.as_deref();
    let said = |setting: Setting<'_>| in_lang(&setting, lang).to_string();
    let mut text = said(Setting::Heading { file }) + "\n";
    for notice in &configured.refused {
        text += &said(Setting::Refused { notice });
        text.push('\n');
    }
    let (on_line, default) = (said(Setting::Typed), said(Setting::Default));
    let Some((name, matches)) = matches.subcommand() else {
        return text;
    };
    let typed = Args::command()
        .try_get_matches_from(configured.typed())
        .ok();
    let typed = typed
        .as_ref()
        .and_then(ArgMatches::subcommand)
        .map(|(_, matches)| matches);
    let mut program = Args::command();
    let Some(command) = program.find_subcommand_mut(name).map(built) else {
        return text;
    };
    for arg in command.get_arguments() {
        let Some(long) = arg.get_long().filter(|long| !NOT_IN_A_FILE.contains(long)) else {
            continue;
        };
        let id = arg.get_id().as_str();
        let Some(values) = matches.get_raw(id) else {
            continue;
        };
        let is_typed = typed
            .and_then(|typed| typed.value_source(id))
            .is_some_and(|source| source == ValueSource::CommandLine);
        let from = match matches.value_source(id) {
            Some(ValueSource::CommandLine) if is_typed => &*on_line,
            Some(ValueSource::CommandLine) => NAME,
            _ => &*default,
        };
        let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
        let is_list = matches!(arg.get_action(), clap::ArgAction::Append);
        let value = match &values[..] {
            [one] if !is_list && (one.parse::<f64>().is_ok() || one.parse::<bool>().is_ok()) => {
                one.to_string()
            }
            [one] if !is_list => format!("{one:?}"),
            values => format!("{values:?}"),
        };
        let _ = writeln!(text, "{long} = {value}  # {from}");
    }
    for (key, paths) in configured.named.keys() {
        if !paths.is_empty() {
            let _ = writeln!(text, "{key} = {paths:?}  # {NAME}");
        }
    }
    text
}
