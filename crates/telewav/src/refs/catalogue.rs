//! [`Catalogue`]: the parameters of one service that carry the name of a prompt, read from TOML.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::error::{Asked, Error, Problem};
use crate::finding::Wanted;
use crate::profile::{SourcePage, Sourced};

/// The embedded catalogues, by name.
const EMBEDDED: [(&str, &str); 2] = [
    (
        "huawei-privatenumber",
        include_str!("../../references/huawei-privatenumber.toml"),
    ),
    (
        "huawei-voicecall",
        include_str!("../../references/huawei-voicecall.toml"),
    ),
];

/// The requests of one service that name prompts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Its name; that of the profile of the service's prompts.
    pub name: String,
    /// The service's own name, as messages say it.
    pub title: String,
    /// What the service answers if there is no prompt of the name in place of `{}`.
    pub missing: Sourced<String>,
    /// Its requests. The first whose marks fit is the one.
    #[serde(rename = "request")]
    pub requests: Vec<Request>,
    /// The parameters that name a prompt.
    #[serde(rename = "parameter")]
    pub parameters: Vec<Parameter>,
    /// Lists of limited length.
    #[serde(rename = "list", default)]
    pub lists: Vec<List>,
    /// The pages that all this was read on.
    pub sources: BTreeMap<String, SourcePage>,
}

/// One kind of request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Its name, as messages say it.
    pub name: String,
    /// Fields that it can be told by: no other request of the service has them.
    pub marks: Vec<String>,
    /// Whether only older pages of the service describe it.
    #[serde(default)]
    pub legacy: bool,
    /// The key of its page in [`Catalogue::sources`].
    pub source: String,
}

/// A parameter that names a prompt.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Where it stands in the request, as `preVoice.callerHintTone`. The last part is what it is found by.
    pub path: String,
    /// The requests that have it, by their names.
    pub requests: Vec<String>,
    /// The least and the most characters of the name. 0 means that it may be empty, and then names none.
    pub chars: Sourced<[usize; 2]>,
    /// The longest prompt that is played to its end, seconds.
    pub max_s: Option<Sourced<f64>>,
    /// What another field must say, or else this one has no effect.
    pub needs: Option<Condition>,
    /// The field that it cannot be together with.
    pub excludes: Option<Sourced<String>>,
}

/// What a field beside a parameter must say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field.
    pub field: String,
    /// The value that it must have.
    pub is: Option<Scalar>,
    /// The value that it must not have.
    pub not: Option<Scalar>,
    /// The field may be absent if this one is there.
    pub unless: Option<String>,
    /// The key of the page that says so in [`Catalogue::sources`].
    pub source: String,
    /// What it says, word for word.
    pub quote: Option<String>,
    /// Why this is concluded from it.
    pub reason: Option<String>,
}

/// A list of limited length.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Where it stands in the request. The last part is what it is found by.
    pub path: String,
    /// The request that has it, by its name.
    pub request: String,
    /// The most items.
    pub max_items: Sourced<usize>,
}

/// A truth value, a number or a word. Those of a request are compared as text, since clients send `true` as
/// well as `"true"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar(pub String);

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a truth value, a whole number or a word")]
        enum Any {
            Bool(bool),
            Integer(i64),
            Text(String),
        }
        Ok(Self(match Any::deserialize(deserializer)? {
            Any::Bool(value) => value.to_string(),
            Any::Integer(value) => value.to_string(),
            Any::Text(value) => value,
        }))
    }
}

impl Catalogue {
    /// The embedded catalogues.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] if one of them is no catalogue: a fault of telewav, which a test rules out.
    ///
    /// ```
    /// let names: Vec<String> = telewav::refs::Catalogue::all()?.into_iter().map(|c| c.name).collect();
    /// assert_eq!(names, ["huawei-privatenumber", "huawei-voicecall"]);
    /// # Ok::<(), telewav::Error>(())
    /// ```
    pub fn all() -> Result<Vec<Self>, Error> {
        EMBEDDED
            .into_iter()
            .map(|(name, text)| {
                toml::from_str(text).map_err(|e| Error::InvalidOptions {
                    option: Asked::Catalogue {
                        name: name.to_string(),
                    },
                    problem: Problem::Says {
                        text: e.to_string().trim_end().to_owned(),
                    },
                })
            })
            .collect()
    }

    /// The request of a name.
    pub fn request(&self, name: &str) -> Option<&Request> {
        self.requests.iter().find(|request| request.name == name)
    }
}

impl Request {
    /// Its name, and that it is an old one if it is.
    pub fn title(&self) -> String {
        match self.legacy {
            true => format!("{} (legacy)", self.name),
            false => self.name.clone(),
        }
    }
}

impl Parameter {
    /// The name of the field that holds it.
    pub fn field(&self) -> &str {
        last(&self.path)
    }
}

impl List {
    /// The name of the field that holds it.
    pub fn field(&self) -> &str {
        last(&self.path)
    }
}

fn last(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

impl Condition {
    /// What the field must say.
    pub fn wanted(&self) -> Wanted {
        Wanted::Condition {
            field: self.field.clone(),
            is: self.is.as_ref().map(ToString::to_string),
            not: self.not.as_ref().map(ToString::to_string),
        }
    }

    /// Whether a field of this value meets it.
    pub fn is_met_by(&self, value: &str) -> bool {
        self.is.as_ref().is_none_or(|is| is.0 == value)
            && self.not.as_ref().is_none_or(|not| not.0 != value)
    }
}
