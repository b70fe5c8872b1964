//! telewav.toml: options, so that nobody has to type them.
//!
//! A key is the name of an option, and its value what would stand behind it; so there is no setting that the command
//! line has not, and clap judges both. Keys at the top hold for every command that has the option, those in a
//! table (`[convert]`, `[check]` ...) for that command. What is typed wins.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory};
use telewav::nearest::nearest;
use toml::{Table, Value};

use crate::args::Args;
use crate::exit::Stop;

/// The file's name.
const NAME: &str = "telewav.toml";
/// Options that name files, which stand relative to the configuration.
const PATHS: [&str; 7] = [
    "output",
    "output-file",
    "manifest",
    "files-from",
    "prompts",
    "paths",
    "requests",
];
/// Keys for what is no option but stands without a name on the command line, by command.
const POSITIONAL: [(&str, &str); 5] = [
    ("convert", "paths"),
    ("check", "paths"),
    ("check", "requests"),
    ("fix", "paths"),
    ("refs", "requests"),
];
/// Options that a file cannot set: they say which file it is.
const NOT_IN_A_FILE: [&str; 5] = ["config", "isolated", "show-settings", "help", "version"];

/// A command line with what the configuration adds to it.
pub struct Configured {
    pub args: Vec<OsString>,
    /// The file that was read.
    pub file: Option<PathBuf>,
    /// How many words it added, behind the command's name.
    n_added: usize,
}

impl Configured {
    /// Reads the configuration that `args` name, or that is found.
    pub fn new(args: Vec<OsString>) -> Result<Self, Stop> {
        let untouched = |args| Self {
            args,
            file: None,
            n_added: 0,
        };
        let program = Args::command();
        let command = args.get(1).and_then(|name| program.find_subcommand(name));
        let Some(command) = command.filter(|command| has_option(command, "config")) else {
            return Ok(untouched(args));
        };
        let typed = Typed::of(&args[2..]);
        if typed.isolated {
            return Ok(untouched(args));
        }
        let Some(file) = typed.config.clone().or_else(find) else {
            return Ok(untouched(args));
        };
        let added = read(&file, &program, command, &typed)?;
        let mut all = args[..2].to_vec();
        all.extend(added);
        let n_added = all.len() - 2;
        all.extend_from_slice(&args[2..]);
        Ok(Self {
            args: all,
            file: Some(file),
            n_added,
        })
    }

    /// The command line without what the file added: to see whose fault it is that it is refused.
    pub fn typed(&self) -> Vec<OsString> {
        let (command, rest) = self.args.split_at(2.min(self.args.len()));
        [command, &rest[self.n_added..]].concat()
    }
}

/// What is looked for among the words that were typed.
#[derive(Default)]
struct Typed {
    config: Option<PathBuf>,
    isolated: bool,
    options: BTreeSet<String>,
}

impl Typed {
    fn of(words: &[OsString]) -> Self {
        let mut typed = Self::default();
        let mut words = words.iter().take_while(|word| *word != "--");
        while let Some(word) = words.next() {
            let Some(option) = word.to_str().and_then(|word| word.strip_prefix("--")) else {
                continue;
            };
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(OsString::from(value))),
                None => (option, None),
            };
            typed.isolated |= name == "isolated";
            typed.options.insert(name.to_owned());
            if name == "config" {
                typed.config = value.or_else(|| words.next().cloned()).map(PathBuf::from);
            }
        }
        typed
    }
}

/// The next configuration upwards from here.
fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors()
        .map(|folder| folder.join(NAME))
        .find(|file| file.is_file())
}

/// The words that a configuration adds to a command.
fn read(
    file: &Path,
    program: &Command,
    command: &Command,
    typed: &Typed,
) -> Result<Vec<OsString>, Stop> {
    let refused = |problem: String| Stop::message(format_args!("{}: {problem}", file.display()));
    let text =
        std::fs::read_to_string(file).map_err(|e| refused(format!("failed to read it: {e}")))?;
    let table: Table = text
        .parse()
        .map_err(|e: toml::de::Error| refused(e.to_string().trim_end().to_owned()))?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let commands: Vec<&Command> = program
        .get_subcommands()
        .filter(|c| has_option(c, "config"))
        .collect();
    let mut words = Vec::new();
    for (key, value) in &table {
        if let Some(of) = commands.iter().find(|c| c.get_name() == key) {
            let Value::Table(table) = value else {
                return Err(refused(format!("{key} is a table, as in [{key}]")));
            };
            for (key, value) in table {
                if !knows(of, key) {
                    let known = keys(of);
                    return Err(refused(unknown(
                        &format!("[{}] {key}", of.get_name()),
                        key,
                        &known,
                    )));
                }
                if of.get_name() == command.get_name() {
                    add(&mut words, key, value, folder, typed).map_err(refused)?;
                }
            }
            continue;
        }
        if !commands.iter().any(|c| knows(c, key)) {
            let names = commands.iter().map(|c| c.get_name().to_owned());
            let known: BTreeSet<String> =
                commands.iter().flat_map(|c| keys(c)).chain(names).collect();
            return Err(refused(unknown(key, key, &known)));
        }
        let in_own_table = table
            .get(command.get_name())
            .and_then(Value::as_table)
            .is_some_and(|own| own.contains_key(key));
        if knows(command, key) && !in_own_table {
            add(&mut words, key, value, folder, typed).map_err(refused)?;
        }
    }
    Ok(words)
}

fn has_option(command: &Command, name: &str) -> bool {
    command
        .get_arguments()
        .any(|arg| arg.get_long() == Some(name))
}

/// The keys that a command has.
fn keys(command: &Command) -> BTreeSet<String> {
    let options = command
        .get_arguments()
        .filter_map(|arg| arg.get_long())
        .map(str::to_owned);
    let positional = POSITIONAL
        .iter()
        .filter(|(of, _)| *of == command.get_name());
    options
        .chain(positional.map(|(_, key)| (*key).to_owned()))
        .filter(|key| !NOT_IN_A_FILE.contains(&key.as_str()))
        .collect()
}

fn knows(command: &Command, key: &str) -> bool {
    keys(command).contains(key)
}

fn unknown(place: &str, key: &str, known: &BTreeSet<String>) -> String {
    match nearest(key, known.iter().map(String::as_str)) {
        Some(near) => format!("{place} is no setting; did you mean {near}?"),
        None => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            format!("{place} is no setting; there are {}", known.join(", "))
        }
    }
}

/// Adds an option with its value, unless it was typed.
fn add(
    words: &mut Vec<OsString>,
    key: &str,
    value: &Value,
    folder: &Path,
    typed: &Typed,
) -> Result<(), String> {
    if typed.options.contains(key) {
        return Ok(());
    }
    let is_positional = POSITIONAL.iter().any(|(_, name)| *name == key);
    let place = |text: &str| -> OsString {
        let is_profile_file = key == "profile" && (text.ends_with(".toml") || text.contains('/'));
        match PATHS.contains(&key) || is_profile_file {
            true => folder.join(text).into_os_string(),
            false => text.into(),
        }
    };
    // What has no name is known by this one.
    let name = if is_positional {
        format!("config-{key}")
    } else {
        key.to_owned()
    };
    let mut push = |value: &OsStr| {
        let mut word = OsString::from(format!("--{name}="));
        word.push(value);
        words.push(word);
    };
    match value {
        Value::Boolean(true) => words.push(format!("--{key}").into()),
        Value::Boolean(false) => {}
        Value::String(text) => push(&pattern(key, place(text), folder)),
        Value::Integer(number) => push(number.to_string().as_ref()),
        Value::Float(number) => push(number.to_string().as_ref()),
        Value::Array(values) => {
            for value in values {
                match value {
                    Value::String(text) => push(&pattern(key, place(text), folder)),
                    Value::Integer(number) => push(number.to_string().as_ref()),
                    Value::Float(number) => push(number.to_string().as_ref()),
                    _ => {
                        return Err(format!(
                            "{key} holds {}; it takes texts and numbers",
                            value.type_str()
                        ));
                    }
                }
            }
        }
        Value::Table(table) if key == "per-file-ignores" => {
            for (glob, rules) in table {
                let rules = rules.as_array().into_iter().flatten().map(Value::as_str);
                let Some(rules) = rules
                    .collect::<Option<Vec<_>>>()
                    .filter(|rules| !rules.is_empty())
                else {
                    return Err(format!(
                        "{key}.{glob:?} takes a list of rules, as [\"TW405\"]"
                    ));
                };
                let glob = pattern("exclude", glob.into(), folder);
                let mut value = glob;
                value.push(format!("={}", rules.join(",")));
                push(&value);
            }
        }
        Value::Table(_) | Value::Datetime(_) => {
            return Err(format!(
                "{key} is {}; it takes a text, a number, true or a list",
                value.type_str()
            ));
        }
    }
    Ok(())
}

/// A pattern that was written relative to the configuration, for wherever the command runs.
fn pattern(key: &str, value: OsString, folder: &Path) -> OsString {
    match value.to_str() {
        Some(glob) if key == "exclude" && glob.contains('/') && Path::new(glob).is_relative() => {
            let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
            let folder = globset::escape(&folder.to_string_lossy().replace('\\', "/"));
            format!("{folder}/{glob}").into()
        }
        _ => value,
    }
}

/// What each option of the command is, and where that comes from, as a configuration would have it.
pub fn show(configured: &Configured, matches: &ArgMatches) -> String {
    let file = configured.file.as_deref();
    let mut text = match file {
        Some(file) => format!("# settings, with {}\n", file.display()),
        None => "# settings, without a file\n".to_owned(),
    };
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
        let _ = writeln!(
            text,
            "{} = {value}  # {from}",
            long.trim_start_matches("config-")
        );
    }
    text
}
