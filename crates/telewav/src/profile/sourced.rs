//! [`Sourced`]: a value that says where it comes from; and what can be said of it without knowing its type.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A value and where it comes from.
///
/// In TOML a plain value does, too; serde itself reads the table only.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The key of the source in [`Profile::sources`](super::Profile::sources); `None` in a user's profile that does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the source says, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Why this value, where the source leaves it open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl<T> Deref for Sourced<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What stands under one key of a section: a limit, or what belongs to one.
pub(crate) trait Entry {
    /// Its value, if it is set.
    fn value(&self) -> Option<Value>;

    /// Where the value comes from, if it is a limit that is set.
    fn origin(&self) -> Option<Origin<'_>>;

    /// The key of the source that it cites.
    fn source(&self) -> Option<&str> {
        self.origin()?.source
    }
}

/// Where the value of a limit comes from; see [`Sourced`].
pub(crate) struct Origin<'p> {
    pub(super) source: Option<&'p str>,
    pub(super) quote: Option<&'p str>,
    pub(super) reason: Option<&'p str>,
}

impl<T: Serialize> Entry for Sourced<T> {
    fn value(&self) -> Option<Value> {
        serde_json::to_value(&self.value).ok()
    }

    fn origin(&self) -> Option<Origin<'_>> {
        Some(Origin {
            source: self.source.as_deref(),
            quote: self.quote.as_deref(),
            reason: self.reason.as_deref(),
        })
    }
}

impl<T: Serialize> Entry for Option<Sourced<T>> {
    fn value(&self) -> Option<Value> {
        self.as_ref()?.value()
    }

    fn origin(&self) -> Option<Origin<'_>> {
        self.as_ref()?.origin()
    }
}

impl Entry for Vec<String> {
    fn value(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::from(self.clone()))
    }

    fn origin(&self) -> Option<Origin<'_>> {
        None
    }
}

impl Entry for Option<String> {
    fn value(&self) -> Option<Value> {
        self.clone().map(Value::from)
    }

    fn origin(&self) -> Option<Origin<'_>> {
        None
    }
}
