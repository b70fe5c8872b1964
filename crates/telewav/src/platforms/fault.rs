//! What is wrong with a document, and where.

use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::error::Error;
use crate::nearest::nearest;

/// What is wrong with a document.
pub(super) struct Fault {
    /// Line and column, from 1, where they are known.
    pub(super) place: Option<(usize, usize)>,
    /// What is wrong there.
    pub(super) problem: String,
}

impl Fault {
    pub(super) fn new(problem: impl Into<String>) -> Self {
        Self {
            place: None,
            problem: problem.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.problem)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::InvalidOptions {
            option: "the profile".into(),
            problem: fault.to_string(),
        }
    }
}

/// A document as a table.
pub(super) fn parse(text: &str) -> Result<DeTable<'_>, Fault> {
    match DeTable::parse(text) {
        Ok(own) => Ok(own.into_inner()),
        Err(e) => Err(at(text, e.span().unwrap_or_default(), None, e.message())),
    }
}

/// A problem with a key, at its place.
pub(super) fn at_key(text: &str, own: &DeTable<'_>, key: &str, problem: &str) -> Fault {
    let problem = format!("{key} {problem}");
    match span_of(own, key) {
        Some(span) => at(text, span, None, &problem),
        None => Fault::new(problem),
    }
}

/// Where a dotted key stands: its value, or the nearest table around it.
fn span_of(table: &DeTable<'_>, key: &str) -> Option<Range<usize>> {
    let mut table = table;
    let mut span = None;
    for word in key.split('.') {
        let Some((name, value)) = table.get_key_value(word) else {
            break;
        };
        span = Some(match value.get_ref() {
            DeValue::Table(_) => name.span(),
            _ => value.span(),
        });
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    span
}

/// The dotted key that a place belongs to.
pub(super) fn key_at(table: &DeTable<'_>, span: &Range<usize>) -> String {
    let is_in = |range: Range<usize>| range.contains(&span.start);
    for (name, value) in table {
        let inner = match value.get_ref() {
            DeValue::Table(inner) => key_at(inner, span),
            _ => String::new(),
        };
        if !inner.is_empty() {
            return format!("{}.{inner}", name.get_ref());
        }
        if is_in(name.span()) || is_in(value.span()) {
            return name.get_ref().to_string();
        }
    }
    String::new()
}

/// What serde says, with the cure.
pub(super) fn cured(message: &str, key: &str) -> String {
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let [word, known @ ..] = &words[..] else {
        return message.to_owned();
    };
    if message.starts_with("missing field") {
        return format!("{message}; add it, or extend a profile that has it");
    }
    let what = match message.split_once(" `") {
        Some(("unknown field", _)) => "there is no key",
        Some(("unknown variant", _)) => "there is no value",
        _ => return message.to_owned(),
    };
    let mut known = known.to_vec();
    if what.ends_with("key") && !key.contains('.') {
        known.extend(["extends", "source"]);
    }
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("{what} `{word}`; did you mean `{near}`?"),
        None => format!("{what} `{word}`; there are {}", known.join(", ")),
    }
}

/// What is wrong at a place, and the line itself.
pub(super) fn at(text: &str, span: Range<usize>, key: Option<&str>, message: &str) -> Fault {
    let at = (0..=span.start.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let before = &text[..at];
    let number = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let column = text[start..at].chars().count() + 1;
    let key = key.filter(|key| !key.is_empty());
    let key = key.map_or_else(String::new, |key| format!("{key}: "));
    let margin = " ".repeat(number.to_string().len());
    let indent: String = text[start..at]
        .chars()
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    Fault {
        place: Some((number, column)),
        problem: format!(
            "{key}{}\n {margin} |\n {number} | {line}\n {margin} | {indent}^",
            message.trim_end()
        ),
    }
}
