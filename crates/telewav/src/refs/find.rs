//! [`find()`]: the parameters in JSON that name a prompt.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::catalogue::{Catalogue, List, Parameter, Request};
use super::json::{self, Cursor, MAX_DEPTH, Members, Node};
use crate::error::{Amount, Error, LimitName, Quantity};
use crate::finding::Place;

/// The most parameters with a name that one file may have.
pub const MAX_REFERENCES: usize = 100_000;

/// What a file of requests says of prompts, in the order in which it stands there.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Mentions<'c> {
    /// Parameters that name a prompt.
    pub references: Vec<Reference<'c>>,
    /// Lists of limited length.
    pub lists: Vec<Listed<'c>>,
}

/// A parameter that names a prompt.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reference<'c> {
    /// The service that has it.
    pub service: &'c Catalogue,
    /// The parameter.
    pub parameter: &'c Parameter,
    /// The request it is a part of, if that can be told.
    pub request: Option<&'c Request>,
    /// What it says.
    pub value: Value,
    /// Where its value stands.
    pub place: Place,
    /// The fields beside it that its limits speak of, as text.
    pub beside: BTreeMap<String, String>,
}

/// What a parameter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The name of a prompt, or what is meant to be one.
    Name(String),
    /// No string, but this.
    Other(String),
    /// A list of strings.
    List,
}

/// A list of limited length.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Listed<'c> {
    /// The service that has it.
    pub service: &'c Catalogue,
    /// The list.
    pub list: &'c List,
    /// Its items.
    pub n_items: usize,
    /// Where it stands.
    pub place: Place,
}

/// Finds what names a prompt in the JSON of `octets`: one value, or several one after another (JSON lines),
/// nested as they may be.
///
/// A parameter is found by the name of its field, wherever it stands. Where several requests have it, the fields
/// around it tell which one this is; else the first of the first catalogue that has it counts. `null` is the same as no parameter.
///
/// # Errors
///
/// [`Error::NotJson`] with line and column; [`Error::LimitExceeded`] above [`MAX_REQUEST_BYTES`],
/// [`MAX_DEPTH`] or [`MAX_REFERENCES`].
///
/// [`MAX_REQUEST_BYTES`]: super::MAX_REQUEST_BYTES
///
/// ```
/// use telewav::refs::{find, Catalogue};
/// let catalogues = Catalogue::all()?;
/// let mentions = find(br#"{"playInfoList": [{"notifyVoice": "paid.wav"}]}"#, &catalogues)?;
/// let reference = &mentions.references[0];
/// assert_eq!(reference.place.pointer, "/playInfoList/0/notifyVoice");
/// assert_eq!((reference.place.line, reference.place.column), (1, 35));
/// # Ok::<(), telewav::Error>(())
/// ```
pub fn find<'c>(octets: &[u8], catalogues: &'c [Catalogue]) -> Result<Mentions<'c>, Error> {
    let text = json::text(octets)?;
    let mut search = Search {
        text,
        catalogues,
        cursor: Cursor::new(text),
        pointer: String::new(),
        mentions: Mentions::default(),
    };
    for value in json::values(text)? {
        search.value(value, None, 0)?;
    }
    Ok(search.mentions)
}

struct Search<'t, 'c> {
    text: &'t str,
    catalogues: &'c [Catalogue],
    cursor: Cursor<'t>,
    /// RFC 6901.
    pointer: String,
    mentions: Mentions<'c>,
}

/// An object, and those around it.
#[derive(Clone, Copy)]
struct Scope<'s, 't> {
    members: &'s Members<'t>,
    outer: Option<&'s Scope<'s, 't>>,
}

impl<'s, 't> Scope<'s, 't> {
    /// This object, then those around it.
    fn outwards(&'s self) -> impl Iterator<Item = &'s Self> {
        std::iter::successors(Some(self), |scope| scope.outer)
    }

    fn has(&self, field: &str) -> bool {
        self.members.iter().any(|(name, _)| name == field)
    }
}

impl<'t, 'c> Search<'t, 'c> {
    fn value(
        &mut self,
        value: &'t RawValue,
        scope: Option<&Scope<'_, 't>>,
        depth: usize,
    ) -> Result<(), Error> {
        if depth > MAX_DEPTH {
            return Err(exceeded(
                Quantity::Nesting,
                LimitName::MaxDepth,
                Amount::Number {
                    n: MAX_DEPTH as u64,
                },
                Amount::Deeper {
                    n: MAX_DEPTH as u64,
                },
            ));
        }
        match json::open(self.text, value)? {
            Node::Object(members) => {
                let scope = Scope {
                    members: &members,
                    outer: scope,
                };
                for (field, value) in &members {
                    self.below(&escaped(field), |search| {
                        search.member(&scope, field, value)?;
                        search.value(value, Some(&scope), depth + 1)
                    })?;
                }
            }
            Node::Array(items) => {
                for (i, item) in items.into_iter().enumerate() {
                    self.below(&i.to_string(), |search| {
                        search.value(item, scope, depth + 1)
                    })?;
                }
            }
            Node::String(_) | Node::Null | Node::Other(_) => {}
        }
        Ok(())
    }

    /// Does something with a value that is one step below.
    fn below(
        &mut self,
        step: &str,
        work: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let len = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(step);
        work(self)?;
        self.pointer.truncate(len);
        Ok(())
    }

    /// Looks whether a member names a prompt, or is a list of limited length.
    fn member(
        &mut self,
        scope: &Scope<'_, 't>,
        field: &str,
        value: &'t RawValue,
    ) -> Result<(), Error> {
        if let Some((service, list)) = self.list(field) {
            if let Node::Array(items) = json::open(self.text, value)? {
                let place = self.place(value);
                self.mentions.lists.push(Listed {
                    service,
                    list,
                    n_items: items.len(),
                    place,
                });
            }
        } else if let Some((service, parameter, request)) = self.parameter(scope, field) {
            let value_of = match json::open(self.text, value)? {
                Node::String(name) => Value::Name(name),
                Node::Other(raw) => Value::Other(raw.to_owned()),
                Node::Array(items) if items.iter().any(|item| item.get().starts_with('"')) => {
                    Value::List
                }
                // What is below has names of its own.
                Node::Object(_) | Node::Array(_) | Node::Null => return Ok(()),
            };
            if self.mentions.references.len() == MAX_REFERENCES {
                return Err(exceeded(
                    Quantity::References,
                    LimitName::MaxReferences,
                    Amount::Number {
                        n: MAX_REFERENCES as u64,
                    },
                    Amount::MoreOfThem {
                        n: MAX_REFERENCES as u64,
                    },
                ));
            }
            let reference = Reference {
                service,
                parameter,
                request,
                value: value_of,
                place: self.place(value),
                beside: self.beside(scope, parameter)?,
            };
            self.mentions.references.push(reference);
        }
        Ok(())
    }

    fn list(&self, field: &str) -> Option<(&'c Catalogue, &'c List)> {
        self.catalogues.iter().find_map(|service| {
            let list = service.lists.iter().find(|list| list.field() == field)?;
            Some((service, list))
        })
    }

    /// The parameter that a field is, of the request that the objects around it tell.
    fn parameter(
        &self,
        scope: &Scope<'_, 't>,
        field: &str,
    ) -> Option<(&'c Catalogue, &'c Parameter, Option<&'c Request>)> {
        let parameters = || {
            self.catalogues.iter().flat_map(|service| {
                let of_field = move |parameter: &&Parameter| parameter.field() == field;
                let found = service.parameters.iter().filter(of_field);
                found.map(move |parameter| (service, parameter))
            })
        };
        let (service, parameter) = parameters().next()?;
        // The nearest object that has a mark counts.
        for scope in scope.outwards() {
            for service in self.catalogues {
                for request in &service.requests {
                    let is_of_it = |parameter: &&Parameter| {
                        parameter.field() == field && parameter.requests.contains(&request.name)
                    };
                    if request.marks.iter().any(|mark| scope.has(mark))
                        && let Some(parameter) = service.parameters.iter().find(is_of_it)
                    {
                        return Some((service, parameter, Some(request)));
                    }
                }
            }
        }
        // No other request has it.
        let is_certain = parameters().count() == 1 && parameter.requests.len() == 1;
        let request = parameter.requests.first().filter(|_| is_certain);
        Some((
            service,
            parameter,
            request.and_then(|name| service.request(name)),
        ))
    }

    /// The fields that the limits of a parameter speak of; those that are `null` are not there.
    fn beside(
        &self,
        scope: &Scope<'_, 't>,
        parameter: &Parameter,
    ) -> Result<BTreeMap<String, String>, Error> {
        let needs = parameter.needs.iter();
        let fields = needs.flat_map(|needs| needs.unless.iter().chain([&needs.field]));
        let fields: Vec<&String> = fields
            .chain(parameter.excludes.iter().map(|excludes| &excludes.value))
            .collect();
        let mut beside = BTreeMap::new();
        for (field, value) in scope.members {
            if !fields.contains(&field) {
                continue;
            }
            let text = match json::open(self.text, value)? {
                Node::Null => continue,
                Node::String(text) => text,
                Node::Object(_) | Node::Array(_) | Node::Other(_) => value.get().to_owned(),
            };
            beside.insert(field.clone(), text);
        }
        Ok(beside)
    }

    fn place(&mut self, value: &RawValue) -> Place {
        let (line, column) = self.cursor.place(json::offset(self.text, value));
        Place {
            line,
            column,
            pointer: self.pointer.clone(),
        }
    }
}

/// A field's name as a step of a JSON pointer (RFC 6901, section 3).
fn escaped(field: &str) -> String {
    field.replace('~', "~0").replace('/', "~1")
}

fn exceeded(what: Quantity, limit_name: LimitName, limit: Amount, actual: Amount) -> Error {
    Error::LimitExceeded {
        what,
        limit_name,
        limit,
        actual,
    }
}
