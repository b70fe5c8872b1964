//! What is wrong with a document, and where.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::error::{Asked, Error, Problem, ProfileFault, ProfilePlace, ProfileProblem};

impl ProfileFault {
    pub(super) fn new(problem: ProfileProblem) -> Self {
        Self {
            place: None,
            key: None,
            problem,
        }
    }
}

impl From<ProfileFault> for Error {
    fn from(fault: ProfileFault) -> Self {
        Self::InvalidOptions {
            option: Asked::Profile,
            problem: Problem::Faulty {
                fault: Box::new(fault),
            },
        }
    }
}

/// A document as a table.
pub(super) fn parse(text: &str) -> Result<DeTable<'_>, ProfileFault> {
    match DeTable::parse(text) {
        Ok(own) => Ok(own.into_inner()),
        Err(e) => {
            let problem = ProfileProblem::Toml {
                text: e.message().trim_end().to_owned(),
            };
            Err(at(text, e.span().unwrap_or_default(), None, problem))
        }
    }
}

/// A problem with a key, at its place.
pub(super) fn at_key(
    text: &str,
    own: &DeTable<'_>,
    key: &str,
    problem: ProfileProblem,
) -> ProfileFault {
    match span_of(own, key) {
        Some(span) => at(text, span, Some(key), problem),
        None => ProfileFault {
            place: None,
            key: Some(key.to_owned()),
            problem,
        },
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

/// What serde says.
pub(super) fn said_by_serde(message: &str, key: &str) -> ProfileProblem {
    let text = message.trim_end().to_owned();
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let [word, known @ ..] = &words[..] else {
        return ProfileProblem::Toml { text };
    };
    if message.starts_with("missing field") {
        return ProfileProblem::NoField { text };
    }
    let word = (*word).to_owned();
    let mut known: Vec<String> = known.iter().map(|word| (*word).to_owned()).collect();
    match message.split_once(" `") {
        Some(("unknown field", _)) => {
            if !key.contains('.') {
                known.extend(["extends", "source"].map(str::to_owned));
            }
            ProfileProblem::NoSuchKey { word, known }
        }
        Some(("unknown variant", _)) => ProfileProblem::NoSuchValue { word, known },
        _ => ProfileProblem::Toml { text },
    }
}

/// What is wrong at a place, and the line itself.
pub(super) fn at(
    text: &str,
    span: Range<usize>,
    key: Option<&str>,
    problem: ProfileProblem,
) -> ProfileFault {
    let at = (0..=span.start.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    ProfileFault {
        place: Some(ProfilePlace {
            line: before.matches('\n').count() + 1,
            column: text[start..at].chars().count() + 1,
            text: Some(text[start..].lines().next().unwrap_or_default().to_owned()),
        }),
        key: key.filter(|key| !key.is_empty()).map(str::to_owned),
        problem,
    }
}
