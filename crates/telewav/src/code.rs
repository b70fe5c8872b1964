//! [`Code`]: what a rule is known by, in reports, profiles and programs.
//!
//! The groups are closed, so a `match` over them is checked; the numbers in a group are open, so that a rule is
//! added in the one file that has its page and its function.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The code of a rule: its group and its number there. `TW301` is the first rule of [`Code::Format`].
///
/// A code is never used again, not even after its rule is gone. The rules are in [`rules`](crate::check::rules), each
/// under its name, as [`SAMPLE_RATE`](crate::check::rules::SAMPLE_RATE).
///
/// ```
/// use telewav::Code;
/// use telewav::check::rules::SAMPLE_RATE;
/// let code: Code = "TW301".parse().unwrap();
/// assert_eq!(code, SAMPLE_RATE.code);
/// assert!(matches!(code, Code::Format(_)));
/// assert_eq!(code.as_str(), "TW301");
/// assert!("TW901".parse::<Code>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// TW1xx: a file's name.
    Name(Number),
    /// TW2xx: its size and duration.
    Size(Number),
    /// TW3xx: its container and format.
    Format(Number),
    /// TW4xx: its sound.
    Signal(Number),
    /// TW5xx: the set of files as a whole.
    Set(Number),
    /// TW6xx: prompts that requests name.
    Reference(Number),
}

/// The number of a rule in its group, 1 to 99.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(u8);

impl Number {
    /// It as a number.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// The texts of all codes that can be, by group and number.
static TEXTS: [[[u8; 5]; 100]; 6] = texts();

const fn texts() -> [[[u8; 5]; 100]; 6] {
    let mut texts = [[*b"TW000"; 100]; 6];
    let mut i = 0;
    while i < 600 {
        let digits = [i / 100 + 1, i / 10 % 10, i % 10];
        let mut digit = 0;
        while digit < 3 {
            texts[i / 100][i % 100][2 + digit] += digits[digit] as u8;
            digit += 1;
        }
        i += 1;
    }
    texts
}

impl Code {
    /// Whether `TWnnn` can be a code.
    const fn is_one(number: u16) -> bool {
        100 < number && number < 700 && !number.is_multiple_of(100)
    }

    /// The code `TWnnn` of a rule. Where it can be none, the library does not compile.
    pub(crate) const fn tw(number: u16) -> Self {
        assert!(Self::is_one(number), "codes are TW101 to TW699");
        let in_group = Number((number % 100) as u8);
        match number / 100 {
            1 => Self::Name(in_group),
            2 => Self::Size(in_group),
            3 => Self::Format(in_group),
            4 => Self::Signal(in_group),
            5 => Self::Set(in_group),
            _ => Self::Reference(in_group),
        }
    }

    /// It as it is written, e.g. `TW301`.
    pub fn as_str(self) -> &'static str {
        let (group, number) = match self {
            Self::Name(number) => (0, number),
            Self::Size(number) => (1, number),
            Self::Format(number) => (2, number),
            Self::Signal(number) => (3, number),
            Self::Set(number) => (4, number),
            Self::Reference(number) => (5, number),
        };
        std::str::from_utf8(&TEXTS[group][usize::from(number.0)]).unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is not written as a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code is TW and three digits, TW101 to TW699")]
pub struct NoCode;

impl FromStr for Code {
    type Err = NoCode;

    /// Reads a code as it is written, `TW301`. Whether there is a rule of that code,
    /// [`rules::find`](crate::check::rules::find) knows.
    fn from_str(text: &str) -> Result<Self, NoCode> {
        let digits = text.strip_prefix("TW").filter(|digits| digits.len() == 3);
        let digits = digits.filter(|digits| digits.bytes().all(|octet| octet.is_ascii_digit()));
        let number = digits.and_then(|digits| digits.parse().ok());
        match number.filter(|number| Self::is_one(*number)) {
            Some(number) => Ok(Self::tw(number)),
            None => Err(NoCode),
        }
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut codes = Vec::new();
        for number in 0..=999_u16 {
            let text = format!("TW{number:03}");
            match text.parse::<Code>() {
                Ok(code) => {
                    assert_eq!((code.as_str(), code.to_string()), (&*text, text.clone()));
                    assert_eq!(code, Code::tw(number));
                    let json = serde_json::to_string(&code).unwrap();
                    assert_eq!(json, format!("{text:?}"));
                    assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
                    codes.push(code);
                }
                Err(NoCode) => assert!(!Code::is_one(number), "{text}"),
            }
        }
        assert_eq!(codes.len(), 6 * 99);
        // In the order of their texts.
        assert!(codes.is_sorted());
        for wrong in [
            "", "TW", "tw301", "TW30", "TW3011", "TW+01", "301", "TW３０",
        ] {
            assert_eq!(wrong.parse::<Code>(), Err(NoCode), "{wrong}");
        }
    }
}
