//! The `telewav` command: words around the `telewav` and `telewav-batch` libraries.
//!
//! ```text
//! args --commands--> telewav-batch --outcomes--> show --> text or JSON, exit code
//! ```

mod args;
mod commands;
mod config;
mod exit;
mod interrupt;
mod late;
mod limits;
mod panics;
mod progress;
mod show;
mod words;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};
use telewav::words::{Lang, in_lang};

pub use exit::Exit;

use telewav_batch::report::style;

use crate::args::{Args, Command};
use crate::config::Configured;
use crate::exit::Stop;
use crate::late::Late;
use crate::words::{Notice, Written, help};

/// Where a run writes, and whether that is a person's terminal.
pub struct Streams<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Progress and complaints.
    pub err: &'a mut dyn Write,
    /// Whether results are shown in colour when nothing else is said.
    pub colour: bool,
    /// Whether standard error is a terminal, for progress bars.
    pub err_is_terminal: bool,
    /// Whether standard output is a terminal, which does not take audio.
    pub out_is_terminal: bool,
    /// The language that a person is told in.
    pub lang: Lang,
}

/// Runs with the process's own arguments and streams.
pub fn main() -> ExitCode {
    panics::keep_quiet();
    let mut args: Vec<OsString> = std::env::args_os().collect();
    let lang = words::lang::of(&mut args);
    interrupt::install(lang);
    let stdout = io::stdout();
    // NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM and the terminal itself.
    let colour = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
    let out_is_terminal = stdout.is_terminal();
    let mut out = io::BufWriter::new(stdout.lock());
    let mut err = io::stderr();
    let err_is_terminal = err.is_terminal();
    let mut streams = Streams {
        out: &mut out,
        err: &mut err,
        colour,
        err_is_terminal,
        out_is_terminal,
        lang,
    };
    let exit = catch_unwind(AssertUnwindSafe(|| run(args, &mut streams)));
    let exit = exit.unwrap_or_else(|_| {
        let fault = panics::last();
        let notice = Notice::InternalFault { fault };
        let _ = writeln!(io::stderr(), "telewav: {}", in_lang(&notice, lang));
        Exit::CouldNotRun
    });
    exit.into()
}

/// Runs the command line `args` (the first is the program's name), with `--lang` behind the command.
pub fn run(args: Vec<OsString>, streams: &mut Streams<'_>) -> Exit {
    let configured = match Configured::new(args) {
        Ok(configured) => configured,
        Err(stop) => return complain(stop, streams),
    };
    let parsed = Args::command().try_get_matches_from(&configured.args);
    let args = parsed.and_then(|matches| Ok((Args::from_arg_matches(&matches)?, matches)));
    let (mut args, matches) = match args {
        Ok(args) => args,
        Err(e) => return usage(&e, &configured, streams),
    };
    if args.command.shows_settings() {
        let settings = config::show(&configured, &matches, streams.lang);
        return match streams
            .out
            .write_all(settings.as_bytes())
            .and_then(|()| streams.out.flush())
        {
            Ok(()) => Exit::Success,
            Err(e) => complain(Stop::output(Written::Settings, e, Exit::Success), streams),
        };
    }
    if let Err(stop) = configured.is_for(&matches) {
        return complain(stop, streams);
    }
    let bound = configured.bound();
    args.command
        .set_origin(configured.file, configured.named, bound);
    let stopped = match args.command {
        Command::Convert(Late(args)) => commands::convert::run(&args, streams),
        Command::Check(Late(args)) => commands::check::run(&args, streams),
        Command::Refs(Late(args)) => commands::refs::run(&args, streams),
        Command::Fix(Late(args)) => commands::fix::run(&args, streams),
        Command::Inspect(Late(args)) => commands::inspect::run(&args, streams),
        Command::Silence(Late(args)) => commands::silence::run(&args, streams),
        Command::Profiles(Late(args)) => commands::profiles::run(&args, streams),
        Command::Explain(Late(args)) => commands::explain::run(&args, streams),
        Command::Completions(Late(args)) => commands::completions::run(&args, streams),
        Command::Man(Late(args)) => commands::man::run(&args, streams),
    };
    let result = stopped.and_then(|exit| match streams.out.flush() {
        Ok(()) => Ok(exit),
        Err(e) => Err(Stop::output(Written::Report, e, exit)),
    });
    match result {
        Ok(exit) => exit,
        Err(stop) => complain(stop, streams),
    }
}

fn complain(stop: Stop, streams: &mut Streams<'_>) -> Exit {
    match stop {
        // Whoever read the results has seen enough.
        Stop::ClosedPipe(exit) => exit,
        Stop::Because(notice) => {
            tell(&notice, streams);
            Exit::CouldNotRun
        }
    }
}

fn tell(notice: &Notice, streams: &mut Streams<'_>) {
    let text = in_lang(notice, streams.lang).to_string();
    let _ = writeln!(streams.err, "telewav: {}", style::plain(&text));
}

/// What clap says, with colours for a terminal.
fn said(error: &clap::Error, configured: &Configured, streams: &Streams<'_>) -> String {
    let shown = |error: &clap::Error| match streams.colour && !error.use_stderr() {
        true => error.render().ansi().to_string(),
        false => error.render().to_string(),
    };
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    match streams.lang {
        Lang::ZhCn if is_help => {
            // The same once more, of a command line that is told in Chinese.
            let mut program = Args::command();
            program.build();
            let again = help::for_help(program).try_get_matches_from(&configured.args);
            help::written(&shown(again.as_ref().err().unwrap_or(error)))
        }
        Lang::ZhCn if error.use_stderr() => words::refused(error),
        _ => shown(error),
    }
}

/// `--help` and `--version` are results; everything else clap says is a complaint.
fn usage(error: &clap::Error, configured: &Configured, streams: &mut Streams<'_>) -> Exit {
    let text = said(error, configured, streams);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let written = streams.out.write_all(text.as_bytes());
            match written.and_then(|()| streams.out.flush()) {
                Ok(()) => Exit::Success,
                Err(e) => complain(Stop::output(Written::Help, e, Exit::Success), streams),
            }
        }
        _ => {
            // What is missing may have been refused.
            for refused in &configured.refused {
                tell(refused, streams);
            }
            // What was typed is right, so the configuration is wrong.
            if let Some(file) = &configured.file
                && Args::try_parse_from(configured.typed()).is_ok()
            {
                let _ = write!(streams.err, "{}: ", file.display());
            }
            let _ = write!(streams.err, "{text}");
            Exit::CouldNotRun
        }
    }
}
