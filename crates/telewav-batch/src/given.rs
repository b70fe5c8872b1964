//! Names that recordings have been given: a table of a person, or the manifest of an earlier run.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path};

use serde::Deserialize;
use telewav::Profile;
use telewav::name::{fold, split};

use crate::error::NamesFault;
use crate::shown_name::{gbk, shown};

/// The most rows that are read. The largest sets have a tenth of them.
const MAX_ROWS: usize = 500_000;
/// The longest field, in octets. No system has longer paths.
const MAX_FIELD: usize = 1 << 14;
/// What a message shows of a name, in characters.
const MAX_SHOWN: usize = 200;
/// Characters by which a spreadsheet takes a field for a formula; the manifest puts an apostrophe before them.
pub(crate) const FORMULA_STARTS: [char; 10] =
    ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Names by the recordings that have them.
///
/// A row names a recording by its path, of which the end is enough: `a/hello.mp3` is that file in any folder `a`, and `hello.mp3`
/// any file of that name. The row that says most counts.
#[derive(Debug, Clone, Default)]
pub struct Given {
    rows: Vec<Row>,
    /// The rows of each file name, [folded](fold).
    by_file: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Row {
    /// As it stands in the table.
    recording: String,
    /// The recording's file name.
    file: String,
    /// The folders that it is in, the innermost first.
    folders: Vec<String>,
    /// The prompt's name, with its extension.
    name: String,
}

/// Why a table of names cannot be used; with the row, from 1, where it is one row's fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The row.
    pub row: Option<u64>,
    /// What is wrong.
    pub problem: Box<NamesFault>,
}

impl Refused {
    fn whole(problem: NamesFault) -> Self {
        Self {
            row: None,
            problem: Box::new(problem),
        }
    }

    fn row(row: u64, problem: NamesFault) -> Self {
        Self {
            row: Some(row),
            problem: Box::new(problem),
        }
    }
}

impl Given {
    /// Reads a table: CSV (also with semicolons or tabs, and in GBK, as spreadsheets save it) or a manifest in JSON.
    ///
    /// Of CSV, the first row may name the columns, among them `name`, and `original`, `recording` or `source`; otherwise the first
    /// column has the recordings and the second the names. Rows without a name say nothing. An extension may be left out.
    ///
    /// # Errors
    ///
    /// The first row that is none, or whose name the platform does not take.
    pub fn parse(octets: &[u8], profile: &Profile) -> Result<Self, Refused> {
        let octets = octets.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(octets);
        let decoded;
        let text = match std::str::from_utf8(octets) {
            Ok(text) => text,
            Err(_) => {
                decoded = gbk(octets).ok_or_else(|| Refused::whole(NamesFault::Encoding))?;
                &decoded
            }
        };
        let mut given = Self::default();
        let mut seen = HashMap::new();
        let is_json = text.trim_start().starts_with('{');
        let rows = if is_json {
            of_json(text)?
        } else {
            of_csv(text)?
        };
        for (number, recording, name) in rows {
            if recording.contains('\0') || name.contains('\0') {
                return Err(Refused::row(number, NamesFault::Nul));
            }
            if name.is_empty() {
                continue;
            }
            if recording.is_empty() {
                return Err(Refused::row(number, NamesFault::NoRecording { name }));
            }
            let name = accepted(&name, profile).map_err(|problem| Refused {
                row: Some(number),
                problem,
            })?;
            if let Some(other) = seen.insert(recording.clone(), name.clone()) {
                if other != name {
                    let problem = NamesFault::TwoNames {
                        recording,
                        names: [other, name],
                    };
                    return Err(Refused::row(number, problem));
                }
                continue;
            }
            given.add(recording, name);
        }
        Ok(given)
    }

    fn add(&mut self, recording: String, name: String) {
        let mut parts = recording
            .split(['/', '\\'])
            .filter(|part| !matches!(*part, "" | "." | ".."))
            .rev()
            .map(str::to_owned);
        let file = parts.next().unwrap_or_default();
        let folders = parts.collect();
        let rows = self.by_file.entry(fold(&file)).or_default();
        rows.push(self.rows.len());
        self.rows.push(Row {
            recording,
            file,
            folders,
            name,
        });
    }

    /// The row of a recording: its number here, and the name.
    pub(crate) fn of(&self, recording: &Path) -> Option<(usize, &str)> {
        if self.rows.is_empty() {
            return None;
        }
        let (file, folders) = parts(recording)?;
        let rows = self.by_file.get(&fold(&file))?;
        let fitting = rows.iter().copied().filter(|i| {
            let row = &self.rows[*i];
            ends_with(&folders, &row.folders)
        });
        let best = fitting.max_by_key(|i| {
            let row = &self.rows[*i];
            // Of two that say the same, the first.
            (row.file == file, row.folders.len(), usize::MAX - i)
        })?;
        Some((best, &self.rows[best].name))
    }

    /// The names of recordings that are not among these rows: they are taken.
    pub(crate) fn taken(&self, used: &HashSet<usize>) -> Taken<'_> {
        let mut rows: HashMap<String, Vec<&Row>> = HashMap::new();
        for (i, row) in self.rows.iter().enumerate() {
            if !used.contains(&i) {
                rows.entry(fold(&row.name)).or_default().push(row);
            }
        }
        Taken { rows }
    }
}

/// Names of recordings that the table knows and the run has not.
pub(crate) struct Taken<'a> {
    rows: HashMap<String, Vec<&'a Row>>,
}

impl Taken<'_> {
    /// Whose name this is, if a prompt of `recording` would be in its way: all prompts go into one folder (`is_flat`), or the two
    /// recordings are of one folder.
    pub(crate) fn by(&self, name: &str, recording: &Path, is_flat: bool) -> Option<&str> {
        let rows = self.rows.get(&fold(name))?;
        let folders = parts(recording).map(|(_, folders)| folders);
        let is_beside = |row: &&&Row| {
            let folders = folders.as_deref().unwrap_or_default();
            is_flat || (!row.folders.is_empty() && ends_with(folders, &row.folders))
        };
        rows.iter().find(is_beside).map(|row| &*row.recording)
    }
}

/// The file name of a path, and its folders, the innermost first.
fn parts(path: &Path) -> Option<(String, Vec<String>)> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut parts = path.components().rev().filter_map(|part| match part {
        Component::Normal(part) => Some(shown(part).0.into_owned()),
        _ => None,
    });
    let file = parts.next()?;
    Some((file, parts.collect()))
}

fn ends_with(folders: &[String], wanted: &[String]) -> bool {
    let mut pairs = folders.iter().zip(wanted);
    folders.len() >= wanted.len() && pairs.all(|(folder, wanted)| fold(folder) == fold(wanted))
}

/// A name as a prompt has it, if it can be one.
fn accepted(name: &str, profile: &Profile) -> Result<String, Box<NamesFault>> {
    let shown: String = name.chars().take(MAX_SHOWN).collect();
    if name.contains(['/', '\\']) || matches!(name, "." | "..") {
        return Err(Box::new(NamesFault::NameIsPath { name: shown }));
    }
    if name.contains(char::is_control) {
        return Err(Box::new(NamesFault::NameHasControl { name: shown }));
    }
    let extension = &profile.name_rules.extension.value;
    let stem = match split(name) {
        (stem, Some(own)) if own.eq_ignore_ascii_case(extension) => stem,
        _ => name,
    };
    let wanted = format!("{stem}.{extension}");
    let fixed = profile.fix_name(stem);
    if fixed.as_ref() == Some(&wanted) {
        return Ok(wanted);
    }
    Err(Box::new(NamesFault::NameNotTaken {
        name: shown,
        profile: profile.name.clone(),
        characters: profile.characters_text().to_owned(),
        max_chars: profile.name_rules.max_chars.as_ref().map(|most| most.value),
        extension: extension.clone(),
        would_do: fixed,
    }))
}

/// The number of a row, its recording and its name.
type Fields = (u64, String, String);

fn of_csv(text: &str) -> Result<Vec<Fields>, Refused> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = first.bytes().find(|octet| b",;\t".contains(octet));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let (mut recording, mut name) = (0, 1);
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    for number in 1_u64.. {
        let is_row = reader.read_record(&mut record);
        if !is_row.map_err(|e| Refused::row(number, NamesFault::Csv(e.to_string())))? {
            break;
        }
        if number == 1
            && let Some(columns) = columns(&record)
        {
            (recording, name) = columns;
            continue;
        }
        if rows.len() >= MAX_ROWS {
            return Err(Refused::whole(NamesFault::TooManyRows(MAX_ROWS)));
        }
        if record.iter().any(|field| field.len() > MAX_FIELD) {
            return Err(Refused::row(number, NamesFault::FieldTooLong(MAX_FIELD)));
        }
        let Some(of) = record.get(recording) else {
            continue;
        };
        let Some(name) = record.get(name) else {
            return Err(Refused::row(number, NamesFault::OneColumn));
        };
        rows.push((number, own(of).to_owned(), own(name).to_owned()));
    }
    Ok(rows)
}

/// Which columns have the recordings and the names, if this row says so.
fn columns(header: &csv::StringRecord) -> Option<(usize, usize)> {
    let find = |wanted: &[&str]| {
        let is_wanted = |field: &str| {
            let field = field.trim();
            wanted
                .iter()
                .any(|wanted| wanted.eq_ignore_ascii_case(field))
        };
        header.iter().position(is_wanted)
    };
    Some((
        find(&["original", "recording", "source"])?,
        find(&["name"])?,
    ))
}

/// A field without the apostrophe that keeps a spreadsheet from computing it.
fn own(field: &str) -> &str {
    let text = field.strip_prefix('\'');
    text.filter(|text| text.starts_with(FORMULA_STARTS))
        .unwrap_or(field)
}

fn of_json(text: &str) -> Result<Vec<Fields>, Refused> {
    #[derive(Deserialize)]
    struct Document {
        prompts: Vec<Prompt>,
    }
    #[derive(Deserialize)]
    struct Prompt {
        name: String,
        original: String,
    }
    let document: Document =
        serde_json::from_str(text).map_err(|e| Refused::whole(NamesFault::Json(e.to_string())))?;
    if document.prompts.len() > MAX_ROWS {
        return Err(Refused::whole(NamesFault::TooManyRows(MAX_ROWS)));
    }
    let numbered = (1_u64..).zip(document.prompts);
    Ok(numbered
        .map(|(number, prompt)| (number, prompt.original, prompt.name))
        .collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::Path;

    use telewav::Profile;

    use super::{Given, MAX_ROWS};

    fn parse(text: &str) -> Result<Given, String> {
        let profile = Profile::embedded("huawei-privatenumber").unwrap();
        Given::parse(text.as_bytes(), &profile).map_err(|refused| match refused.row {
            Some(row) => format!("row {row}: {}", refused.problem),
            None => refused.problem.to_string(),
        })
    }

    #[test]
    fn the_row_that_says_most_counts() {
        let given = parse("hello.mp3,any\na/hello.mp3,in_a.wav\nb/a/hello.mp3,in_ba\n").unwrap();
        let of = |path: &str| given.of(Path::new(path)).map(|(_, name)| name);
        assert_eq!(of("c/hello.mp3"), Some("any.wav"));
        assert_eq!(of("c/a/hello.mp3"), Some("in_a.wav"));
        assert_eq!(of("b/a/hello.mp3"), Some("in_ba.wav"));
        assert_eq!(of("ba/hello.mp3"), Some("any.wav"));
        assert_eq!(of("hello.wav"), None);
    }

    #[test]
    fn tables_are_read_as_they_are_saved() {
        for text in [
            "hello.mp3,Hi.wav",
            "name,path,original\r\nHi.wav,out/Hi.wav,in/hello.mp3\r\n",
            "\u{FEFF}Recording;Name\nhello.mp3;Hi\n",
            "hello.mp3\tHi\nother.mp3\t\n",
            "\"hello.mp3\",\"Hi\"\n\n,\n",
            r#"{"schema": 1, "prompts": [{"name": "Hi.wav", "original": "in/hello.mp3"}]}"#,
        ] {
            let given = parse(text).unwrap();
            let name = given.of(Path::new("in/hello.mp3")).map(|(_, name)| name);
            assert_eq!(name, Some("Hi.wav"), "{text}");
        }
        let profile = Profile::embedded("huawei-privatenumber").unwrap();
        let gbk = Given::parse(b"\xBB\xB6\xD3\xAD.wav,Hi", &profile).unwrap();
        assert!(gbk.of(Path::new("欢迎.wav")).is_some());
        // What the manifest has made harmless.
        let given = parse("original,name\n'=a.wav,Hi\n").unwrap();
        assert!(given.of(Path::new("=a.wav")).is_some());
    }

    #[test]
    fn tables_that_are_none_are_refused() {
        let many = "a.wav,a\n".repeat(MAX_ROWS + 1);
        for (text, problem) in [
            ("a.mp3,../a.wav", "row 1: \"../a.wav\" is a path"),
            ("a.mp3,/etc/passwd", "is a path"),
            ("a.mp3,x\\y", "is a path"),
            ("a.mp3,..", "is a path"),
            ("a.mp3,a\0b", "NUL"),
            (
                "ok.mp3,ok\na.mp3,\"=HYPERLINK(1)\"",
                "row 2: \"=HYPERLINK(1)\" is no name that huawei-privatenumber takes: at most 128 of 0-9 A-Z a-z . _ @ -, and .wav behind them; HYPERLINK_1.wav would do",
            ),
            ("a.mp3,欢迎", "Huan_Ying.wav would do"),
            ("a.mp3,x y", "x_y.wav would do"),
            ("a.mp3,\"a\nb\"", "control characters"),
            (",a.wav", "is for no recording"),
            ("a.mp3", "no second column"),
            (
                "a.mp3,a\na.mp3,b",
                "row 2: \"a.mp3\" has two names, a.wav and b.wav",
            ),
            ("{\"prompts\": 3}", "it is no manifest"),
            (&many, "more than 500000 rows"),
        ] {
            let told = parse(text).unwrap_err();
            assert!(told.contains(problem), "{problem}: {told}");
        }
        let long = format!("a.mp3,{}", "a".repeat(200));
        assert!(parse(&long).unwrap_err().contains("at most 128"));
        let profile = Profile::embedded("huawei-privatenumber").unwrap();
        assert!(Given::parse(b"\xFF\xFF,a", &profile).is_err());
    }
}
