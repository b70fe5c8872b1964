//! What can be wrong with a profile that serde does not see.

use crate::error::ProfileProblem;
use crate::profile::{Container, Encoding, Profile};

/// A key and what is wrong with its value.
pub(super) struct Invalid {
    pub(super) key: String,
    pub(super) problem: ProfileProblem,
}

impl Invalid {
    pub(super) fn new(key: impl Into<String>, problem: ProfileProblem) -> Self {
        Self {
            key: key.into(),
            problem,
        }
    }
}

impl Profile {
    /// What is wrong, if anything is.
    pub(super) fn validate(&self) -> Result<(), Invalid> {
        let format = &self.format;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if self.name.is_empty() || !self.name.chars().all(is_plain) {
            return Err(Invalid::new(
                "name",
                ProfileProblem::NameCharacters {
                    name: self.name.clone(),
                },
            ));
        }
        if format.channels.value != 1 {
            return Err(Invalid::new(
                "format.channels",
                ProfileProblem::Channels {
                    n_channels: format.channels.value,
                },
            ));
        }
        let refused_rate = format
            .rates_hz()
            .enumerate()
            .find(|(_, rate_hz)| !(2000..=768_000).contains(rate_hz));
        if let Some((i, rate_hz)) = refused_rate {
            let key = ["format.rate_hz", "format.also_rates_hz"][i.min(1)];
            return Err(Invalid::new(key, ProfileProblem::Rate { rate_hz }));
        }
        self.validate_header()?;
        self.validate_extension()?;
        self.validate_size()?;
        for (key, source) in self.limits() {
            if let Some(source) = source
                && !self.sources.contains_key(source)
            {
                return Err(Invalid::new(
                    key,
                    ProfileProblem::CitesNoSource {
                        name: source.to_owned(),
                    },
                ));
            }
        }
        Ok(())
    }

    fn validate_extension(&self) -> Result<(), Invalid> {
        let extension = &self.name_rules.extension.value;
        if extension.is_empty() || extension.contains(['.', '/', '\\']) {
            return Err(Invalid::new(
                "name_rules.extension",
                ProfileProblem::NoExtension {
                    extension: extension.clone(),
                },
            ));
        }
        // What is written under another one might be run, or read as something else.
        if !crate::name::is_audio_extension(extension) {
            return Err(Invalid::new(
                "name_rules.extension",
                ProfileProblem::OtherExtension {
                    extension: extension.clone(),
                },
            ));
        }
        Ok(())
    }

    fn validate_size(&self) -> Result<(), Invalid> {
        let size = &self.size;
        for (key, seconds) in [
            ("size.min_s", &size.min_s),
            ("size.max_s", &size.max_s),
            ("size.below_s", &size.below_s),
        ] {
            if let Some(seconds) = seconds
                && !(seconds.value.is_finite() && seconds.value >= 0.0)
            {
                return Err(Invalid::new(
                    key,
                    ProfileProblem::Seconds {
                        seconds: seconds.value,
                    },
                ));
            }
        }
        for (key, both) in [
            (
                "size.below_bytes",
                size.max_bytes.is_some() && size.below_bytes.is_some(),
            ),
            (
                "size.below_s",
                size.max_s.is_some() && size.below_s.is_some(),
            ),
        ] {
            if both {
                let other = key.replace("below", "max");
                return Err(Invalid::new(key, ProfileProblem::AlsoSet { other }));
            }
        }
        Ok(())
    }

    fn validate_header(&self) -> Result<(), Invalid> {
        let format = &self.format;
        let (container, encoding) = (format.container.value, format.encoding.value);
        if container == Container::Raw {
            for (key, is_set) in [
                ("format.header_bytes", format.header_bytes.is_some()),
                ("format.also_encodings", format.also_encodings.is_some()),
                ("format.also_rates_hz", format.also_rates_hz.is_some()),
            ] {
                if is_set {
                    return Err(Invalid::new(key, ProfileProblem::RawHeader));
                }
            }
        }
        let Some(bytes) = &format.header_bytes else {
            return Ok(());
        };
        match bytes.value {
            44 => Ok(()),
            58 if encoding != Encoding::Linear16 => Ok(()),
            other if encoding == Encoding::Linear16 => Err(Invalid::new(
                "format.header_bytes",
                ProfileProblem::LinearHeader {
                    bytes: other.into(),
                },
            )),
            other => Err(Invalid::new(
                "format.header_bytes",
                ProfileProblem::LawHeader {
                    bytes: other.into(),
                },
            )),
        }
    }
}
