//! JSON whose texts are somebody's words: [`InWords`].

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Library, Wording, Words};
use crate::decode::Decoded;
use crate::error::remark::Remark;
use crate::finding::{Cure, Finding, Found, Wanted};

/// What has texts in it: in JSON these are in the words of whoever shows them, in English in every language, for programs.
pub trait InWords {
    /// Serializes it.
    ///
    /// # Errors
    ///
    /// What `serializer` says.
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A value, and the words for its texts.
pub struct Worded<'a, T: ?Sized>(
    /// The value.
    pub &'a T,
    /// Whose words.
    pub &'a dyn Words,
);

impl<T: InWords + ?Sized> Serialize for Worded<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.in_words(self.1, serializer)
    }
}

impl<T: InWords> InWords for [T] {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|item| Worded(item, words)))
    }
}

impl<T: InWords> InWords for Vec<T> {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().in_words(words, serializer)
    }
}

impl<T: InWords + ?Sized> InWords for Box<T> {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).in_words(words, serializer)
    }
}

/// An object of JSON that is being written, in somebody's words.
pub struct Object<'w, S: Serializer> {
    map: S::SerializeMap,
    words: &'w dyn Words,
}

impl<'w, S: Serializer> Object<'w, S> {
    /// One without fields.
    ///
    /// # Errors
    ///
    /// What `serializer` says; so of all methods.
    pub fn new(words: &'w dyn Words, serializer: S) -> Result<Self, S::Error> {
        let map = serializer.serialize_map(None)?;
        Ok(Self { map, words })
    }

    /// A field that is always there.
    pub fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.map.serialize_entry(name, value)
    }

    /// A field that may be absent.
    pub fn optional<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.field(name, value),
            None => Ok(()),
        }
    }

    /// A field with texts.
    pub fn worded<T: InWords + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        self.field(name, &Worded(value, self.words))
    }

    /// A field with texts that may be absent.
    pub fn optional_worded<T: InWords>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.worded(name, value),
            None => Ok(()),
        }
    }

    /// A field that is a text.
    pub fn text(
        &mut self,
        name: &'static str,
        text: impl std::fmt::Display,
    ) -> Result<(), S::Error> {
        self.field(name, &format_args!("{text}"))
    }

    /// Its end.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.map.end()
    }
}

/// The keys and values that the texts of a finding are made of.
#[derive(Serialize)]
struct SaidOf<'a> {
    found: &'a Found,
    wanted: &'a Wanted,
    cure: &'a Cure,
}

impl InWords for Finding {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let wording = Wording::english(words);
        let mut object = Object::new(words, serializer)?;
        object.field("code", &self.code)?;
        object.field("rule", self.rule)?;
        object.field("severity", &self.severity)?;
        object.text("found", wording.found(&self.found))?;
        object.text("wanted", wording.wanted(&self.wanted))?;
        object.text("cure", wording.cure(&self.cure))?;
        let said = SaidOf {
            found: &self.found,
            wanted: &self.wanted,
            cure: &self.cure,
        };
        object.field("said", &said)?;
        object.optional("asked_by", &self.asked_by)?;
        object.optional("offset", &self.offset)?;
        object.optional("place", &self.place)?;
        object.end()
    }
}

/// In the library's own words.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}

/// Remarks as their English sentences.
struct Remarks<'a>(&'a [Remark]);

impl InWords for Remarks<'_> {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let wording = Wording::english(words);
        let texts = self.0.iter().map(|remark| wording.remark(remark));
        serializer.collect_seq(texts.map(|text| text.to_string()))
    }
}

/// Its notes are sentences, and beside them the data that they are made of.
impl InWords for Decoded {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("format", &self.format)?;
        object.field("n_frames", &self.n_frames)?;
        object.field("duration_s", &self.duration_s)?;
        object.field("damage", &self.damage)?;
        object.worded("notes", &Remarks(&self.notes))?;
        if !self.notes.is_empty() {
            object.field("said", &self.notes)?;
        }
        object.optional("decoded_by", &self.decoded_by)?;
        if !self.tracks.is_empty() {
            object.field("tracks", &self.tracks)?;
        }
        object.end()
    }
}

/// In the library's own words.
impl Serialize for Decoded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}
