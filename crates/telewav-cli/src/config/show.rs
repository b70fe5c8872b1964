//! `--show-settings`: every option with where it comes from, and what was refused.

use std::fmt::Write as _;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory};

use super::{Configured, NAME, NOT_IN_A_FILE};
use crate::args::Args;

/// What each option of the command is, and where that comes from, as a configuration would have it.
pub fn show(configured: &Configured, matches: &ArgMatches) -> String {
    let file = configured.file.as_deref();
    let mut text = match file {
        Some(file) => format!("# settings, with {}\n", file.display()),
        None => "# settings, without a file\n".to_owned(),
    };
    for refused in &configured.refused {
        let _ = writeln!(text, "# refused: {refused}");
    }
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
    let program = Args::command();
    let Some(command) = program.find_subcommand(name) else {
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
            Some(ValueSource::CommandLine) if is_typed => "command line",
            Some(ValueSource::CommandLine) => NAME,
            _ => "default",
        };
        let values: Vec<String> = values
            .map(|value| format!("{:?}", value.to_string_lossy()))
            .collect();
        let value = match &values[..] {
            [one]
                if !arg.get_action().takes_values()
                    || !matches!(arg.get_action(), clap::ArgAction::Append) =>
            {
                one.trim_matches('"').parse::<f64>().map_or_else(
                    |_| match one.as_str() {
                        "\"true\"" => "true".to_owned(),
                        "\"false\"" => "false".to_owned(),
                        text => text.to_owned(),
                    },
                    |_| one.trim_matches('"').to_owned(),
                )
            }
            values => format!("[{}]", values.join(", ")),
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
