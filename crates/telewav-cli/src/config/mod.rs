//! telewav.toml: options, so that nobody has to type them.
//!
//! A key is the name of an option, and its value what would stand behind it; so there is no setting that the command
//! line has not, and clap judges both. Keys at the top hold for every command that has the option, those in a
//! table (`[convert]`, `[check]` ...) for that command. What is typed wins. One that was found and not named may ask for less
//! (`found`).

mod found;
mod show;

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, CommandFactory};
use telewav::nearest::nearest;
use telewav_batch::input;
use telewav_batch::pipe;
use telewav_batch::resolve::{Resolver, resolve};
use toml::{Table, Value};

use crate::args::{Args, Bound, Named};
use crate::exit::Stop;
use crate::words::{ConfigFault, Notice};
use found::FoundConfig;

pub use show::show;

/// The file's name.
const NAME: &str = "telewav.toml";
/// The largest that is read: a million paths.
const MAX_BYTES: u64 = 64 << 20;
/// The most that an option takes; paths have no bound but that.
const MAX_VALUES: usize = 10_000;
/// Options that name files, which stand relative to the configuration.
const PATHS: [&str; 8] = [
    "output",
    "output-file",
    "manifest",
    "files-from",
    "names-from",
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
/// Options that a file cannot set: they say which file it is, or how whoever runs telewav wants to be told.
const NOT_IN_A_FILE: [&str; 6] = [
    "config",
    "isolated",
    "show-settings",
    "help",
    "version",
    "lang",
];

/// A command line with what the configuration adds to it.
#[derive(Debug, Default)]
pub struct Configured {
    pub args: Vec<OsString>,
    /// The file that was read.
    pub file: Option<PathBuf>,
    /// How many words it added, behind the command's name.
    n_added: usize,
    /// The same file, if it was found.
    found: Option<FoundConfig>,
    /// What it names that stands without a name on the command line.
    pub named: Named,
    /// What it asks for and must not, or why it is not obeyed at all; only told where settings are to be shown.
    pub refused: Vec<Notice>,
    /// Options that it sets.
    set: BTreeSet<String>,
}

impl Configured {
    /// Reads the configuration that `args` name, or that is found.
    pub fn new(args: Vec<OsString>) -> Result<Self, Stop> {
        let untouched = |args| Self {
            args,
            ..Self::default()
        };
        let mut program = Args::command();
        let command = args
            .get(1)
            .and_then(|name| program.find_subcommand_mut(name));
        let Some(command) = command.map(built).filter(|c| has_option(c, "config")) else {
            return Ok(untouched(args));
        };
        let typed = Typed::of(&args[2..]);
        if typed.isolated {
            return Ok(untouched(args));
        }
        let source = match &typed.config {
            Some(file) => Ok(Some((file.clone(), None))),
            None => FoundConfig::look()
                .map(|found| found.map(|found| (found.file.clone(), Some(found)))),
        };
        let configured = match source {
            Ok(Some((file, found))) => {
                Additions::read(file, found, command.get_name(), &typed)?.before(args)
            }
            Ok(None) => untouched(args),
            Err(refused) => Self {
                refused: vec![*refused],
                ..untouched(args)
            },
        };
        // Never in silence: with other settings, other prompts pass.
        if configured.refused.is_empty() || typed.options.contains("show-settings") {
            Ok(configured)
        } else {
            Err(Notice::Several(configured.refused).into())
        }
    }

    /// What bounds the files of this run: a configuration that was found is obeyed in its repository only.
    pub fn bound(&self) -> Option<Bound> {
        self.found.as_ref().map(|found| Bound {
            root: found.root.clone(),
            list: found.is_foreign || self.set.contains("files-from"),
            profile: self.set.contains("profile"),
        })
    }

    /// Whether the files that were typed are those that the configuration is for.
    pub fn is_for(&self, matches: &ArgMatches) -> Result<(), Stop> {
        let Some(found) = self.found.as_ref().filter(|found| found.is_foreign) else {
            return Ok(());
        };
        let Some((_, matches)) = matches.subcommand() else {
            return Ok(());
        };
        let files = ["paths", "requests", "prompts"];
        let files = files
            .iter()
            .filter_map(|id| matches.try_get_raw(id).ok().flatten())
            .flatten();
        for file in files.filter(|file| *file != "-") {
            let is_inside =
                resolve(Path::new(file)).is_ok_and(|real| real.starts_with(&found.root));
            if !is_inside {
                let (file, path) = (found.file.clone(), PathBuf::from(file));
                return Err(Notice::NotFor { file, path }.into());
            }
        }
        Ok(())
    }

    /// The command line without what the file added: to see whose fault it is that it is refused.
    pub fn typed(&self) -> Vec<OsString> {
        let (command, rest) = self.args.split_at(2.min(self.args.len()));
        [command, &rest[self.n_added..]].concat()
    }
}

impl Named {
    fn of(&mut self, key: &str) -> Option<&mut Vec<PathBuf>> {
        match key {
            "paths" => Some(&mut self.paths),
            "requests" => Some(&mut self.requests),
            _ => None,
        }
    }

    fn keys(&self) -> [(&'static str, &[PathBuf]); 2] {
        [("paths", &self.paths), ("requests", &self.requests)]
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

/// What a configuration adds to a command line.
struct Additions<'a> {
    file: PathBuf,
    found: Option<FoundConfig>,
    typed: &'a Typed,
    resolver: Resolver,
    words: Vec<OsString>,
    named: Named,
    refused: Vec<Notice>,
    set: BTreeSet<String>,
}

impl<'a> Additions<'a> {
    fn read(
        file: PathBuf,
        found: Option<FoundConfig>,
        command: &str,
        typed: &'a Typed,
    ) -> Result<Self, Stop> {
        let named = file.clone();
        let refused = |fault| Notice::Config {
            file: named.clone(),
            fault,
        };
        let text = pipe::read_text(&file, MAX_BYTES)
            .map_err(|error| refused(ConfigFault::NotRead { error }))?;
        let table: Table = text.parse().map_err(|e: toml::de::Error| {
            let problem = e.to_string().trim_end().to_owned();
            refused(ConfigFault::NoToml { problem })
        })?;
        let mut additions = Self {
            file,
            found,
            typed,
            resolver: Resolver::default(),
            words: Vec::new(),
            named: Named::default(),
            refused: Vec::new(),
            set: BTreeSet::new(),
        };
        additions.collect(&table, command).map_err(refused)?;
        Ok(additions)
    }

    /// The command line with them.
    fn before(self, args: Vec<OsString>) -> Configured {
        let n_added = self.words.len();
        let (command, rest) = args.split_at(2);
        Configured {
            args: [command, &self.words, rest].concat(),
            file: Some(self.file),
            n_added,
            found: self.found,
            named: self.named,
            refused: self.refused,
            set: self.set,
        }
    }

    /// What its paths stand relative to.
    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// Takes what `table` says of `command`.
    fn collect(&mut self, table: &Table, command: &str) -> Result<(), ConfigFault> {
        let mut program = Args::command();
        let commands: Vec<&Command> = built(&mut program)
            .get_subcommands()
            .filter(|c| has_option(c, "config"))
            .collect();
        for (key, value) in table {
            if let Some(of) = commands.iter().find(|c| c.get_name() == key) {
                let Value::Table(table) = value else {
                    let key = key.clone();
                    return Err(ConfigFault::NoTable { key });
                };
                for (key, value) in table {
                    if !knows(of, key) {
                        let place = format!("[{}] {key}", of.get_name());
                        return Err(unknown(&place, key, &keys(of)));
                    }
                    if of.get_name() == command {
                        self.add(key, value)?;
                    }
                }
                continue;
            }
            if !commands.iter().any(|c| knows(c, key)) {
                let names = commands.iter().map(|c| c.get_name().to_owned());
                let known: BTreeSet<String> =
                    commands.iter().flat_map(|c| keys(c)).chain(names).collect();
                return Err(unknown(key, key, &known));
            }
            let in_own_table = table
                .get(command)
                .and_then(Value::as_table)
                .is_some_and(|own| own.contains_key(key));
            let command = commands.iter().find(|c| c.get_name() == command);
            if command.is_some_and(|c| knows(c, key)) && !in_own_table {
                self.add(key, value)?;
            }
        }
        Ok(())
    }

    /// Adds an option with its value, unless it was typed.
    fn add(&mut self, key: &str, value: &Value) -> Result<(), ConfigFault> {
        if self.typed.options.contains(key) {
            return Ok(());
        }
        self.set.insert(key.to_owned());
        match value {
            Value::Boolean(true) if self.may(key, "true", None) => {
                self.words.push(format!("--{key}").into());
            }
            Value::Boolean(_) => {}
            Value::Array(values) if values.len() > MAX_VALUES && self.named.of(key).is_none() => {
                return Err(ConfigFault::TooMany {
                    key: key.to_owned(),
                    n: values.len(),
                    most: MAX_VALUES,
                });
            }
            Value::Array(values) => {
                for value in values {
                    if !self.add_one(key, value) {
                        let (key, kind) = (key.to_owned(), value.type_str());
                        return Err(ConfigFault::ListHolds { key, kind });
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
                        let key = format!("{key}.{glob:?}");
                        return Err(ConfigFault::NoRules { key });
                    };
                    let mut value = pattern("exclude", glob.into(), self.folder());
                    value.push(format!("={}", rules.join(",")));
                    self.push(key, &value);
                }
            }
            value => {
                if !self.add_one(key, value) {
                    let (key, kind) = (key.to_owned(), value.type_str());
                    return Err(ConfigFault::Is { key, kind });
                }
            }
        }
        Ok(())
    }

    /// Adds a text or a number; false if it is neither.
    fn add_one(&mut self, key: &str, value: &Value) -> bool {
        match value {
            Value::String(text) => {
                let path = is_path(key, text).then(|| self.folder().join(text));
                if self.may(key, text, path.as_deref()) {
                    let value = path.map_or_else(|| text.into(), OsString::from);
                    self.push(key, &pattern(key, value, self.folder()));
                }
            }
            Value::Integer(number) => self.push(key, number.to_string().as_ref()),
            Value::Float(number) => self.push(key, number.to_string().as_ref()),
            _ => return false,
        }
        true
    }

    /// Whether the configuration may ask for it; if not, that is kept.
    fn may(&mut self, key: &str, text: &str, path: Option<&Path>) -> bool {
        let found = self.found.as_ref();
        let resolver = &mut self.resolver;
        let refused = found.and_then(|found| found.refuses(key, text, path, resolver));
        let may = refused.is_none();
        self.refused.extend(refused);
        may
    }

    fn push(&mut self, key: &str, value: &OsStr) {
        if let Some(named) = self.named.of(key) {
            // A million of them would be a million words.
            named.push(PathBuf::from(value));
            return;
        }
        let mut word = OsString::from(format!("--{key}="));
        word.push(value);
        self.words.push(word);
    }
}

/// Whether a value is a path, which stands relative to the configuration.
fn is_path(key: &str, text: &str) -> bool {
    PATHS.contains(&key) || (key == "profile" && input::is_file(text))
}

/// With its arguments, which are set up late.
fn built(command: &mut Command) -> &Command {
    command.build();
    command
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

fn unknown(place: &str, key: &str, known: &BTreeSet<String>) -> ConfigFault {
    let near = nearest(key, known.iter().map(String::as_str)).map(str::to_owned);
    ConfigFault::Unknown {
        place: place.to_owned(),
        known: near.ok_or_else(|| known.iter().cloned().collect()),
    }
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
