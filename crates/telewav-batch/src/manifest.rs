//! The manifest: the list of prompts for whoever uploads them.

use std::ffi::OsStr;
use std::io::{BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use lofty::config::ParseOptions;
use lofty::file::{FileType, TaggedFileExt};
use lofty::probe::Probe;
use lofty::tag::Accessor;
use serde::Serialize;
use sha2::{Digest, Sha256};
use telewav::Severity;
use telewav::finding::SCHEMA;
use telewav::words::{Wording, Words};

use crate::Error;
#[cfg(feature = "files")]
use crate::error::Step;
use crate::given::FORMULA_STARTS;
use crate::hex::hex;
use crate::outcome::{Checked, ConvertStatus, Converted, Issue, IssueKind, Outcome};
#[cfg(feature = "files")]
use crate::pipe::Opened;
use crate::report::json::Escaped;
use crate::report::style::plain;
use crate::shown_name::{shown, stem};

/// Spreadsheets take a file for UTF-8 if it starts with this.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();
/// A title that is longer is none.
const MAX_TITLE_CHARS: usize = 500;

/// Where the manifest goes, and in which form.
///
/// ```
/// use telewav_batch::manifest::{Form, Manifest};
/// let manifest: Manifest = "out/prompts.csv".parse().unwrap();
/// assert_eq!(manifest.form, Form::Csv);
/// assert!("out/prompts".parse::<Manifest>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The file.
    pub path: PathBuf,
    /// Its form.
    pub form: Form,
}

/// The forms of a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180, in UTF-8 with a byte order mark, for spreadsheets.
    Csv,
    /// One document, for programs.
    Json,
}

impl FromStr for Manifest {
    type Err = Error;

    /// A path; its extension says the form.
    fn from_str(path: &str) -> Result<Self, Error> {
        let path = PathBuf::from(path);
        let extension = path.extension().and_then(OsStr::to_str);
        let form = match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("csv") => Form::Csv,
            Some("json") => Form::Json,
            _ => return Err(Error::ManifestForm { path }),
        };
        Ok(Self { path, form })
    }
}

/// What the manifest says of a file beyond its outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// Of the prompt, in hexadecimal.
    pub sha256: Option<String>,
    /// The title in the tags of the recording.
    pub title: Option<String>,
}

#[cfg(feature = "files")]
impl Details {
    /// Of a prompt that is a file.
    pub(crate) fn of_file(path: &Path) -> Self {
        Self {
            sha256: sha256_of_file(path),
            title: title_of_file(path),
        }
    }
}

/// The SHA-256 of octets, in hexadecimal.
pub fn sha256(octets: &[u8]) -> String {
    hex(&Sha256::digest(octets))
}

/// The same of a file, unless it is a pipe or larger than any prompt.
#[cfg(feature = "files")]
pub(crate) fn sha256_of_file(path: &Path) -> Option<String> {
    let mut file = small_file(path)?;
    let mut hasher = Sha256::new();
    let mut octets = vec![0; 1 << 16];
    loop {
        match file.read(&mut octets).ok()? {
            0 => return Some(hex(&hasher.finalize())),
            n => hasher.update(&octets[..n]),
        }
    }
}

/// The title that the tags of a recording of this name give it. Tags are no part of the sound: whatever is wrong with them,
/// there is no title.
pub fn title(recording: impl Read + Seek, name: &Path) -> Option<String> {
    let options = ParseOptions::new()
        .read_properties(false)
        .read_cover_art(false);
    let read = || {
        let recording = BufReader::new(recording);
        let probe = match FileType::from_path(name) {
            Some(by_name) => Probe::with_file_type(recording, by_name),
            None => Probe::new(recording),
        };
        let probe = probe.guess_file_type().ok()?;
        let file = probe.options(options).read().ok()?;
        let mut titles = file.tags().iter().filter_map(Accessor::title);
        titles.next().map(|title| title.into_owned())
    };
    let title = catch_unwind(AssertUnwindSafe(read)).ok().flatten()?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then(|| title.chars().take(MAX_TITLE_CHARS).collect())
}

/// The same of a file.
#[cfg(feature = "files")]
pub(crate) fn title_of_file(path: &Path) -> Option<String> {
    title(small_file(path)?, path)
}

/// A file, unless it is a pipe, which is not read again, or larger than any prompt: one can claim to be of terabytes.
#[cfg(feature = "files")]
fn small_file(path: &Path) -> Option<std::fs::File> {
    const MAX_BYTES: u64 = 1 << 30;
    match crate::pipe::open(path).ok()? {
        Opened::File(file) => (file.metadata().ok()?.len() <= MAX_BYTES).then_some(file),
        Opened::Stream(_) => None,
    }
}

/// One line of the manifest.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The prompt's name, as a request has to give it.
    name: String,
    /// Where the prompt is; empty if it is not there.
    path: String,
    /// What it was made of.
    original: String,
    bytes: Option<u64>,
    seconds: Option<f64>,
    sha256: Option<String>,
    /// Active speech level (ITU-T P.56).
    level_dbov: Option<f64>,
    /// The recording's title, or else its name.
    description: String,
    verdict: Verdict,
    /// What is wrong with it.
    problems: String,
}

/// Whether a prompt may be uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    Ok,
    /// It may be, and something is wrong.
    Warnings,
    /// It may not.
    Refused,
}

/// An outcome that the manifest has a row for.
pub trait InManifest: Outcome {
    /// Its row.
    fn row(&self, words: &dyn Words) -> Row;
}

impl InManifest for Converted {
    fn row(&self, words: &dyn Words) -> Row {
        let prompt = self.prompt.as_ref();
        let output = self.output.as_ref().map(|path| path.0.as_path());
        let is_there = matches!(
            self.status,
            ConvertStatus::Converted | ConvertStatus::Replaced | ConvertStatus::Unchanged
        );
        Row {
            path: output.filter(|_| is_there).map(text).unwrap_or_default(),
            bytes: prompt.map(|prompt| prompt.bytes),
            seconds: prompt.map(|prompt| prompt.duration_s),
            level_dbov: prompt.and_then(|prompt| prompt.level?.active_dbov),
            ..row(self, output, self.details.as_deref(), words)
        }
    }
}

impl InManifest for Checked {
    fn row(&self, words: &dyn Words) -> Row {
        Row {
            bytes: self.bytes,
            seconds: self.duration_s,
            level_dbov: self.active_dbov(),
            path: text(&self.path.0),
            ..row(self, Some(&self.path.0), Some(&self.details), words)
        }
    }
}

fn row<O: Outcome>(
    outcome: &O,
    prompt: Option<&Path>,
    details: Option<&Details>,
    words: &dyn Words,
) -> Row {
    let wording = Wording::english(words);
    let name = prompt.and_then(Path::file_name).unwrap_or_default();
    let problem = |issue: Issue<'_>| match issue.kind {
        IssueKind::Error(_) | IssueKind::Damage => {
            format!("{}; {}", issue.found(wording), issue.cure(wording))
        }
        IssueKind::Finding(_) => format!(
            "{} {}: {}; {}",
            issue.code(),
            issue.rule,
            issue.found(wording),
            issue.cure(wording)
        ),
    };
    let issues = outcome.issues();
    let is_error = |issue: &Issue<'_>| issue.severity == Severity::Error;
    Row {
        name: name.to_string_lossy().into_owned(),
        path: String::new(),
        original: text(outcome.path()),
        bytes: None,
        seconds: None,
        sha256: details.and_then(|details| details.sha256.clone()),
        level_dbov: None,
        description: details
            .and_then(|details| details.title.clone())
            .unwrap_or_else(|| {
                let name = stem(outcome.path()).unwrap_or_default();
                shown(name).0.into_owned()
            }),
        verdict: if outcome.has_failed() || issues.iter().any(is_error) {
            Verdict::Refused
        } else if issues.is_empty() {
            Verdict::Ok
        } else {
            Verdict::Warnings
        },
        problems: issues
            .into_iter()
            .map(problem)
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// A path as text, and what is no Unicode as [`shown`] reads it.
fn text(path: &Path) -> String {
    match path.to_str() {
        Some(text) => text.to_owned(),
        None => {
            let parts = path.iter().map(|part| shown(part).0.into_owned());
            parts.collect::<PathBuf>().display().to_string()
        }
    }
}

/// The manifest of these outcomes; what is wrong is told in these words.
///
/// # Errors
///
/// [`Error::Encode`].
pub fn octets<O: InManifest>(
    form: Form,
    outcomes: &[O],
    words: &dyn Words,
) -> Result<Vec<u8>, Error> {
    let rows = outcomes.iter().map(|outcome| outcome.row(words));
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by(|a, b| (&a.original, &a.path).cmp(&(&b.original, &b.path)));
    let octets = match form {
        Form::Csv => csv(rows).map_err(|e| e.to_string()),
        Form::Json => json(&rows).map_err(|e| e.to_string()),
    };
    octets.map_err(|problem| Error::Encode { problem })
}

/// Writes the manifest of these outcomes, whole or not at all; a link in its place is treated as
/// [`replace`](crate::output::replace) has it.
///
/// # Errors
///
/// [`Error::Io`] and [`Error::Encode`].
#[cfg(feature = "files")]
pub fn write<O: InManifest>(
    manifest: &Manifest,
    links: crate::output::Existing,
    outcomes: &[O],
    words: &dyn Words,
) -> Result<(), Error> {
    let octets = octets(manifest.form, outcomes, words)?;
    let path = &manifest.path;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
        _ => Ok(()),
    };
    let written =
        folder.and_then(|()| crate::output::replace(path, links, |to| to.write_all(&octets)));
    written.map_err(|source| Error::Io {
        action: Step::WriteManifest,
        path: Some(path.clone()),
        source,
    })
}

/// Lines as RFC 4180 has them, behind a byte order mark.
fn csv(rows: Vec<Row>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    for mut row in rows {
        for text in [
            &mut row.name,
            &mut row.path,
            &mut row.original,
            &mut row.description,
            &mut row.problems,
        ] {
            *text = harmless(text);
        }
        row.seconds = row.seconds.map(|s| (s * 1000.0).round() / 1000.0);
        row.level_dbov = row.level_dbov.map(|level| (level * 100.0).round() / 100.0);
        writer.serialize(row)?;
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}

/// What came with a file, its name or what it says, is no formula, whatever it starts with: a spreadsheet takes what stands
/// behind an apostrophe for text. (Some take the wide forms of East Asian keyboards for the others.)
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(FORMULA_STARTS);
    let mark = if is_formula { "'" } else { "" };
    format!("{mark}{}", plain(text))
}

fn json(rows: &[Row]) -> Result<Vec<u8>, serde_json::Error> {
    #[derive(Serialize)]
    struct Document<'a> {
        schema: u32,
        telewav: &'static str,
        prompts: &'a [Row],
    }
    let document = Document {
        schema: SCHEMA,
        telewav: env!("CARGO_PKG_VERSION"),
        prompts: rows,
    };
    let mut octets = Vec::new();
    serde_json::to_writer_pretty(Escaped(&mut octets), &document)?;
    octets.push(b'\n');
    Ok(octets)
}
