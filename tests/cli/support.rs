//! Runs `telewav`, and makes and looks at the files it works on.

// `tests/peers.rs` uses a part of this only.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;

pub use serde_json::Value as Json;

/// Runs `telewav` with these arguments, of any types that a command takes.
macro_rules! telewav {
    ($($arg:expr),+ $(,)?) => {{
        let mut command = $crate::support::command();
        $(command.arg($arg);)+
        $crate::support::run(&mut command)
    }};
}

/// `telewav`, without the settings of whoever runs the tests, and with nothing on standard input.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_telewav"));
    for setting in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "RUST_BACKTRACE",
        "RUST_LIB_BACKTRACE",
    ] {
        command.env_remove(setting);
    }
    command.stdin(Stdio::null());
    in_english(&mut command);
    command
}

/// Whatever the machine speaks, unless a test says otherwise.
pub fn in_english(command: &mut Command) {
    if command.get_envs().all(|(name, _)| name != "TELEWAV_LANG") {
        command.env("TELEWAV_LANG", "en");
    }
}

/// How a run ended, and what it said.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

/// Runs to the end.
pub fn run(command: &mut Command) -> Ran {
    // It may be a script that runs telewav.
    in_english(command);
    let output = command.output().unwrap();
    ran(command, output.status, output.stdout, &output.stderr)
}

/// The same, with `octets` on standard input.
pub fn run_with_input(command: &mut Command, octets: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let octets = octets.to_vec();
    // It may be done before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&octets)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    ran(command, output.status, output.stdout, &output.stderr)
}

/// What a run came to; with what no run may ever do.
pub fn ran(command: &Command, status: ExitStatus, out: Vec<u8>, err: &[u8]) -> Ran {
    let err = String::from_utf8(err.to_vec()).unwrap();
    let Some(code) = status.code() else {
        panic!("{command:?} crashed: {status}\n{err}");
    };
    let ran = Ran { code, out, err };
    for text in [String::from_utf8_lossy(&ran.out), (&*ran.err).into()] {
        // The word for a decoder's panic that was caught.
        let text = text.replace("\"decoder-panicked\"", "");
        for fault in ["panicked", "stack backtrace", "telewav: internal fault"] {
            assert!(!text.contains(fault), "{command:?} says {fault:?}: {text}");
        }
    }
    assert!(
        [0, 1, 2, 130].contains(&code),
        "{command:?} has exit code {code}: {ran}"
    );
    ran
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let out = String::from_utf8_lossy(&self.out);
        write!(f, "exit code {}\n{out}\n---\n{}", self.code, self.err)
    }
}

impl Ran {
    /// Asserts the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Asserts that standard output has all these words.
    #[track_caller]
    pub fn says<const N: usize>(self, words: [&str; N]) -> Self {
        for word in words {
            assert!(self.text().contains(word), "{word:?} is not in {self}");
        }
        self
    }

    /// Asserts that standard error has all these words.
    #[track_caller]
    pub fn complains<const N: usize>(self, words: [&str; N]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {self}");
        }
        self
    }

    /// Standard output.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    /// The last line of standard output.
    #[track_caller]
    pub fn summary(&self) -> &str {
        self.text().lines().last().unwrap_or_default()
    }

    /// Standard output, which must be one JSON document of the published schema and nothing else.
    #[track_caller]
    pub fn json(&self) -> Json {
        match serde_json::from_slice(&self.out) {
            Ok(json) => valid(json),
            Err(e) => panic!("standard output is not JSON: {e}\n{self}"),
        }
    }

    /// The results in that document.
    #[track_caller]
    pub fn results(&self) -> Vec<Json> {
        self.json()["results"].as_array().unwrap().clone()
    }
}

/// A JSON report, held against its schema.
#[track_caller]
pub fn valid(json: Json) -> Json {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        let schema = serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    });
    let faults: Vec<String> = schema
        .iter_errors(&json)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(
        faults.is_empty(),
        "against the schema: {faults:#?}\n{json:#}"
    );
    json
}

/// The result on the file of this name, in whatever folder.
#[track_caller]
pub fn about<'a>(results: &'a [Json], name: &str) -> &'a Json {
    let of_name = |result: &&Json| {
        let path = result.get("input").unwrap_or(&result["path"]);
        Path::new(path.as_str().unwrap()).file_name() == Some(OsStr::new(name))
    };
    let found: Vec<&Json> = results.iter().filter(of_name).collect();
    let [result] = found[..] else {
        panic!("{} results on {name}", found.len());
    };
    result
}

/// The codes of a result's findings.
pub fn codes(result: &Json) -> Vec<&str> {
    let findings = result["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect()
}

/// A file or folder of the fixtures.
pub fn fixture(path: &str) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let fixtures = fixtures.canonicalize().unwrap();
    // Windows gives `\\?\C:\...`, which not every program takes.
    let fixtures = fixtures.to_string_lossy().replace(r"\\?\", "");
    path.split('/')
        .fold(fixtures.into(), |all, part| all.join(part))
}

/// An empty folder that goes away by itself.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A 16-bit linear WAV, 8000 Hz, with a tone of `hz`, too soft to click wherever it is cut.
pub fn tone(n_frames: usize, hz: f64) -> Vec<u8> {
    let samples: Vec<i16> = (0..n_frames)
        .map(|i| {
            let phase = i as f64 * hz / 8000.0 * std::f64::consts::TAU;
            (phase.sin() * 1500.0) as i16
        })
        .collect();
    telewav::riff::write::linear16(8000, &samples).unwrap()
}

/// Puts a recording at `path`, with folders as needed.
pub fn recording(path: impl AsRef<Path>) -> PathBuf {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, tone(800, 440.0)).unwrap();
    path.to_owned()
}

/// Every file below `folder`, hidden ones too, by its path with `/`; none if there is no such folder.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        let Ok(entries) = fs::read_dir(&below) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let parts: Vec<_> = path
                .strip_prefix(folder)
                .unwrap()
                .iter()
                .map(OsStr::to_string_lossy)
                .collect();
            files.insert(parts.join("/"), fs::read(&path).unwrap_or_default());
        }
    }
    files
}

/// The paths of [`tree`].
pub fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

/// Copies all of a folder.
pub fn copy(from: &Path, to: &Path) {
    for (name, octets) in tree(from) {
        let to = to.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, octets).unwrap();
    }
}

/// A path as reports show it.
pub fn shown(path: impl AsRef<Path>) -> String {
    path.as_ref().display().to_string()
}

/// The options of each command, as its help lists them, with their dashes; those of telewav itself under "".
pub fn options() -> &'static BTreeMap<String, BTreeSet<String>> {
    static OPTIONS: OnceLock<BTreeMap<String, BTreeSet<String>>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let help = telewav!["--help"].exits(0);
        let commands = help.text().lines().skip_while(|line| *line != "Commands:");
        // What goes on in a second line is further in.
        let names = commands
            .skip(1)
            .take_while(|line| !line.is_empty())
            .filter_map(|line| line.strip_prefix("  "))
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| line.split(' ').next())
            .filter(|name| *name != "help");
        let of = |help: &str| {
            help.lines()
                .filter(|line| line.trim_start().starts_with('-'))
                .flat_map(|line| line.split([' ', ',', '=', '[']))
                .filter(|word| word.starts_with('-') && word.len() > 1)
                .map(str::to_owned)
                .collect()
        };
        let mut options = BTreeMap::from([(String::new(), of(help.text()))]);
        for name in names {
            let help = telewav![name, "--help"].exits(0);
            options.insert(name.to_owned(), of(help.text()));
        }
        assert!(options.len() > 8, "{options:?}");
        options
    })
}

/// A file of this repository, with the ends of lines that it has there.
pub fn of_repository(path: &str) -> String {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(repository.join(path));
    text.unwrap_or_else(|e| panic!("{path}: {e}"))
        .replace("\r\n", "\n")
}
