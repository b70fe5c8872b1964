//! [`Limits`]: what one file may ask of us, and the account that is kept of it.
//!
//! A header is a few octets that can ask for gigabytes. Every limit holds before a decoder allocates:
//! rate, channels and packet length are looked at before one is made, codebooks are added up
//! (`codecs::vorbis`), tags are not shown to it (`tags`), and whatever else it may want to hold it has to
//! read from the file first, which is counted and timed here.

use std::time::{Duration, Instant};

use crate::error::{Amount, Asked, Error, LimitName, Problem, Quantity};
use crate::task::{self, Task};

/// What a file may ask of us. Each limit is checked before anything is allocated for it.
///
/// ```
/// use telewav::decode::{DecodeOptions, Limits};
/// let limits = Limits::default().max_input_s(60.0).max_channels(2);
/// let options = DecodeOptions::default().limits(limits);
/// assert_eq!(options.limits.get("max_channels"), Some(2.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// Lowest sample rate, Hz. Default 2000.
    pub min_rate_hz: u32,
    /// Highest sample rate, Hz. Default 768,000.
    pub max_rate_hz: u32,
    /// Most channels. Default 64.
    pub max_channels: usize,
    /// Longest packet of a compressed stream, frames. Default 65,536 (the longest FLAC block).
    pub max_packet_frames: u64,
    /// Longest recording, seconds. Default 21,600 (six hours).
    pub max_input_s: f64,
    /// Memory that one file may take up, bytes, as far as the file itself decides it: tables, packets,
    /// codebooks, the prompt. Default 536,870,912 (512 MiB).
    pub max_memory_bytes: u64,
    /// Longest time spent on one file, seconds of wall time. It is looked at with each packet and each
    /// read. Default 600. Where there is no clock (`wasm32-unknown-unknown`) it cannot be looked at, and no file is
    /// refused for it: a [`Task`] ends a call there, or whoever runs the module does.
    pub max_time_s: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            min_rate_hz: 2000,
            max_rate_hz: 768_000,
            max_channels: 64,
            max_packet_frames: 1 << 16,
            max_input_s: 6.0 * 3600.0,
            max_memory_bytes: 512 << 20,
            max_time_s: 600.0,
        }
    }
}

/// The part of [`Limits::max_memory_bytes`] that the octets of one packet may take up.
pub(super) const PACKET_PART: u64 = 8;

/// Writes a setter for each field.
macro_rules! setters {
    ($($field:ident: $type:ty),*) => {
        impl Limits {
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
                #[must_use]
                pub fn $field(mut self, $field: $type) -> Self {
                    self.$field = $field;
                    self
                }
            )*

            /// The names of all limits, in the order of the fields.
            pub const NAMES: &[&str] = &[$(stringify!($field)),*];

            /// The value of the limit that is called `name`.
            pub fn get(&self, name: &str) -> Option<f64> {
                match name {
                    $(stringify!($field) => Some(self.$field as f64),)*
                    _ => None,
                }
            }

            /// Sets the limit that is called `name`. Counts are rounded down.
            ///
            /// # Errors
            ///
            /// [`Error::InvalidOptions`] for a name that is none of [`NAMES`](Self::NAMES), and for a
            /// value that is negative or not a number.
            pub fn set(&mut self, name: &str, value: f64) -> Result<(), Error> {
                if value.is_nan() || value < 0.0 {
                    return Err(invalid(name, Problem::NoLimitValue { value: value.to_string() }));
                }
                match name {
                    $(stringify!($field) => self.$field = value as $type,)*
                    _ => return Err(invalid(name, Problem::NoSuchLimit)),
                }
                Ok(())
            }
        }
    };
}

setters! {
    min_rate_hz: u32, max_rate_hz: u32, max_channels: usize, max_packet_frames: u64, max_input_s: f64,
    max_memory_bytes: u64, max_time_s: f64
}

fn invalid(name: &str, problem: Problem) -> Error {
    Error::InvalidOptions {
        option: Asked::Limit {
            name: name.to_owned(),
        },
        problem,
    }
}

impl Limits {
    pub(super) fn check_rate(&self, rate_hz: u32) -> Result<(), Error> {
        let exceeded = |limit_name, limit: u32| Error::LimitExceeded {
            what: Quantity::SampleRate,
            limit_name,
            limit: Amount::Hz { hz: limit },
            actual: Amount::Hz { hz: rate_hz },
        };
        if rate_hz < self.min_rate_hz {
            return Err(exceeded(LimitName::MinRateHz, self.min_rate_hz));
        }
        if rate_hz > self.max_rate_hz {
            return Err(exceeded(LimitName::MaxRateHz, self.max_rate_hz));
        }
        Ok(())
    }

    pub(super) fn check_channels(&self, n_channels: usize) -> Result<(), Error> {
        if (1..=self.max_channels).contains(&n_channels) {
            return Ok(());
        }
        Err(Error::LimitExceeded {
            what: Quantity::ChannelCount,
            limit_name: LimitName::MaxChannels,
            limit: Amount::UpTo {
                n: self.max_channels as u64,
            },
            actual: Amount::Number {
                n: n_channels as u64,
            },
        })
    }

    /// Of one packet, before or after it is decoded.
    pub(super) fn check_packet_frames(&self, n_frames: u64) -> Result<(), Error> {
        if n_frames <= self.max_packet_frames {
            return Ok(());
        }
        Err(Error::LimitExceeded {
            what: Quantity::Packet,
            limit_name: LimitName::MaxPacketFrames,
            limit: Amount::Frames {
                n: self.max_packet_frames,
            },
            actual: Amount::Frames { n: n_frames },
        })
    }

    pub(super) fn check_duration(&self, duration_s: f64) -> Result<(), Error> {
        if duration_s <= self.max_input_s {
            return Ok(());
        }
        Err(Error::LimitExceeded {
            what: Quantity::Recording,
            limit_name: LimitName::MaxInputS,
            limit: Amount::Seconds {
                s: self.max_input_s,
            },
            actual: Amount::MoreThanSeconds {
                s: self.max_input_s,
            },
        })
    }

    /// Of `what`, all of what this file holds at a time.
    pub(crate) fn check_memory(&self, what: Quantity, octets: u64) -> Result<(), Error> {
        if octets <= self.max_memory_bytes {
            return Ok(());
        }
        Err(Error::LimitExceeded {
            what,
            limit_name: LimitName::MaxMemoryBytes,
            limit: Amount::Bytes {
                n: self.max_memory_bytes,
            },
            actual: Amount::Bytes { n: octets },
        })
    }

    fn time_error(&self) -> Error {
        Error::LimitExceeded {
            what: Quantity::WorkingTime,
            limit_name: LimitName::MaxTimeS,
            limit: Amount::Seconds { s: self.max_time_s },
            actual: Amount::MoreThanSeconds { s: self.max_time_s },
        }
    }
}

/// When the time for a file is over.
#[derive(Debug, Clone)]
pub(super) struct Deadline {
    /// `None` for never.
    end: Option<Instant>,
    /// What may end the work before.
    task: Option<Task>,
}

impl Deadline {
    pub fn start(limits: &Limits, task: Option<&Task>) -> Self {
        // What is too long for a duration never ends.
        let time = Duration::try_from_secs_f64(limits.max_time_s).ok();
        Self {
            end: time.and_then(|time| now()?.checked_add(time)),
            task: task.cloned(),
        }
    }

    pub fn check(&self, limits: &Limits) -> Result<(), Error> {
        task::check(self.task.as_ref())?;
        if self.is_over() {
            return Err(limits.time_error());
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() > end)
    }
}

/// `None` where there is no clock, and to ask for the time is a panic.
fn now() -> Option<Instant> {
    let has_clock = !cfg!(all(target_family = "wasm", target_os = "unknown"));
    has_clock.then(Instant::now)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_can_be_set_by_its_name() {
        for name in Limits::NAMES {
            let mut limits = Limits::default();
            limits.set(name, 12_345.0).unwrap();
            assert_eq!(limits.get(name), Some(12_345.0), "{name}");
            for other in Limits::NAMES.iter().filter(|other| *other != name) {
                assert_eq!(limits.get(other), Limits::default().get(other), "{other}");
            }
            for wrong in [-1.0, f64::NAN] {
                assert!(limits.set(name, wrong).is_err(), "{name}");
            }
        }
        assert!(Limits::default().set("max_speed", 1.0).is_err());
        assert_eq!(Limits::default().get("max_speed"), None);
    }

    #[test]
    fn time_runs_out() {
        let limits = Limits::default().max_time_s(0.0);
        let deadline = Deadline::start(&limits, None);
        std::thread::sleep(Duration::from_millis(1));
        let error = deadline.check(&limits).unwrap_err();
        assert!(error.to_string().contains("max_time_s"), "{error}");
        // No end at all.
        let limits = limits.max_time_s(f64::INFINITY);
        Deadline::start(&limits, None).check(&limits).unwrap();
    }
}
