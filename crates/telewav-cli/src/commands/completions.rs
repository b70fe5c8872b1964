//! `telewav completions`: a script that teaches a shell the command line.

use clap::CommandFactory;
use clap::builder::{PossibleValue, PossibleValuesParser};
use telewav::check::rules;
use telewav::words::Lang;

use crate::Streams;
use crate::args::{Args, Completions};
use crate::exit::{Exit, Stop};
use crate::show;
use crate::words::help;

pub fn run(args: &Completions, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    let mut told = command(streams.lang);
    clap_complete::generate(args.shell, &mut told, "telewav", &mut script);
    show::octets(&script, streams)
}

/// The command line as it is told: without hidden options, which some shells would offer, and with names that telewav
/// takes in any form as values to choose from.
fn command(lang: Lang) -> clap::Command {
    let mut program = Args::command();
    program.build();
    if lang == Lang::ZhCn {
        program = help::plain(program);
    }
    let commands = program.get_subcommands();
    let commands = commands.filter(|command| command.get_name() != "help");
    let told = clap::Command::new("telewav").version(env!("CARGO_PKG_VERSION"));
    told.about(program.get_about().cloned().unwrap_or_default())
        .subcommands(commands.map(subcommand))
}

fn subcommand(command: &clap::Command) -> clap::Command {
    let name = command.get_name();
    let args = command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && arg.get_id() != "help")
        .map(|arg| match (name, arg.get_id().as_str()) {
            (_, "profile") | ("profiles", "name") => choice(arg, telewav::Profile::names()),
            ("explain", "code") => choice(arg, rules::all().map(|rule| rule.code.as_str())),
            ("man", "name") => {
                let names = Args::command();
                let names = names
                    .get_subcommands()
                    .map(|command| command.get_name().to_owned());
                choice(arg, names)
            }
            _ => arg.clone(),
        });
    clap::Command::new(name.to_owned())
        .about(command.get_about().cloned().unwrap_or_default())
        .args(args)
}

fn choice(arg: &clap::Arg, values: impl Iterator<Item = impl Into<PossibleValue>>) -> clap::Arg {
    arg.clone().value_parser(PossibleValuesParser::new(values))
}
