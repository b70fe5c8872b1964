//! JSON whose values know where they stand, as deep as it is asked for.
//!
//! A value is a slice of the text until it is opened, so its place is that of the slice. serde_json says what is
//! JSON; it passes over what is not opened without recursion.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Amount, Error, JsonFault, LimitName, Quantity};

/// The largest file of requests that is read, bytes (8 MiB); a body that a platform takes has a few thousand.
pub const MAX_REQUEST_BYTES: u64 = 8 << 20;

/// How deep the values of a request may be nested; those that platforms take are four deep. Each level is read
/// once more.
pub const MAX_DEPTH: usize = 32;

/// The text of a file; a byte order mark, which some editors write, is no part of it.
pub fn text(octets: &[u8]) -> Result<&str, Error> {
    if octets.len() as u64 > MAX_REQUEST_BYTES {
        return Err(Error::LimitExceeded {
            what: Quantity::Requests,
            limit_name: LimitName::MaxRequestBytes,
            limit: Amount::Bytes {
                n: MAX_REQUEST_BYTES,
            },
            actual: Amount::MoreThanBytes {
                n: MAX_REQUEST_BYTES,
            },
        });
    }
    let octets = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    if octets.starts_with(b"\xFF\xFE") || octets.starts_with(b"\xFE\xFF") {
        return Err(not_json(1, 1, JsonFault::Utf16));
    }
    std::str::from_utf8(octets).map_err(|e| {
        let valid = octets.get(..e.valid_up_to()).unwrap_or_default();
        let valid = std::str::from_utf8(valid).unwrap_or_default();
        let (line, column) = Cursor::new(valid).place(valid.len());
        not_json(line, column, JsonFault::NotUtf8)
    })
}

/// The values that stand one after another in a text: one object, or JSON lines.
pub fn values(text: &str) -> Result<Vec<&RawValue>, Error> {
    let values: Vec<&RawValue> = serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|e| problem(text, 0, &e))?;
    if values.is_empty() {
        return Err(not_json(1, 1, JsonFault::Empty));
    }
    Ok(values)
}

/// A value that was opened.
pub enum Node<'t> {
    Object(Members<'t>),
    Array(Vec<&'t RawValue>),
    String(String),
    Null,
    /// A number or a truth value, as it stands.
    Other(&'t str),
}

/// The members of an object, in the order in which they stand; a name may stand twice.
pub type Members<'t> = Vec<(String, &'t RawValue)>;

/// Opens a value of `text`.
pub fn open<'t>(text: &str, value: &'t RawValue) -> Result<Node<'t>, Error> {
    let raw = value.get();
    let node = match raw.as_bytes().first() {
        Some(b'{') => serde_json::Deserializer::from_str(raw)
            .deserialize_map(InOrder)
            .map(Node::Object),
        Some(b'[') => serde_json::from_str(raw).map(Node::Array),
        Some(b'"') => serde_json::from_str(raw).map(Node::String),
        Some(b'n') => Ok(Node::Null),
        _ => Ok(Node::Other(raw)),
    };
    node.map_err(|e| problem(text, offset(text, value), &e))
}

/// Where a value of `text` starts, in bytes.
pub fn offset(text: &str, value: &RawValue) -> usize {
    (value.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

struct InOrder;

impl<'t> Visitor<'t> for InOrder {
    type Value = Members<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

/// Counts lines and columns; each place must lie behind the last one.
pub struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    line: u64,
    column: u64,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// Line and column of an offset, both from 1, columns in characters.
    pub fn place(&mut self, offset: usize) -> (u64, u64) {
        for c in self
            .text
            .get(self.offset..offset)
            .unwrap_or_default()
            .chars()
        {
            match c {
                '\n' => (self.line, self.column) = (self.line + 1, 1),
                _ => self.column += 1,
            }
        }
        self.offset = offset;
        (self.line, self.column)
    }
}

/// What serde_json said of the text from `start` on, with its place in all of the text.
fn problem(text: &str, start: usize, error: &serde_json::Error) -> Error {
    let said = error.to_string();
    let said = said
        .split_once(" at line ")
        .map_or(&*said, |(said, _)| said);
    let part = text.get(start..).unwrap_or_default();
    let lines_before = error.line().saturating_sub(1);
    let line_start = match lines_before.checked_sub(1) {
        None => 0,
        Some(last) => part
            .match_indices('\n')
            .nth(last)
            .map_or(part.len(), |(at, _)| at + 1),
    };
    let mut at = (start + line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let (line, column) = Cursor::new(text).place(at);
    let (before, behind) = text.split_at(at);
    let problem = match behind.chars().next() {
        Some(end @ ('}' | ']')) if before.trim_end().ends_with(',') => {
            JsonFault::CommaBefore { character: end }
        }
        _ => JsonFault::Says {
            text: said.replace("EOF while parsing", "the file ends inside"),
        },
    };
    not_json(line, column, problem)
}

fn not_json(line: u64, column: u64, problem: JsonFault) -> Error {
    Error::NotJson {
        line,
        column,
        problem,
    }
}
