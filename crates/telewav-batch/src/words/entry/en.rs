//! English.

use std::fmt::{Formatter, Result};

use telewav::Code;
use telewav::profile::Container;

use super::Entry;

pub(super) fn entry(entry: &Entry, f: &mut Formatter<'_>) -> Result {
    use Entry::*;
    match entry {
        ProfilesHead => f.write_str("| profile | platform | format | limits |"),
        Default => f.write_str(" (default)"),
        Needs { container, coding } => {
            let container = match container {
                Container::Wav => "WAV",
                Container::Raw => "no header",
            };
            match coding {
                Some((encoding, rate_hz)) => {
                    write!(f, "{}, {container}, {rate_hz} Hz, mono", encoding.name())
                }
                None => write!(f, "{container} of any coding and rate"),
            }
        }
        Also {
            encodings,
            rates_hz,
        } => {
            let encodings = encodings.iter().map(|it| it.name().to_owned());
            let rates = rates_hz.iter().map(|it| format!("{it} Hz"));
            let all: Vec<String> = encodings.chain(rates).collect();
            write!(f, "also {}", all.join(", "))
        }
        AtMostBytes(n) => write!(f, "at most {n} bytes"),
        BelowBytes(n) => write!(f, "less than {n} bytes"),
        AtLeastS(s) => write!(f, "at least {s} s"),
        AtMostS(s) => write!(f, "at most {s} s"),
        BelowS(s) => write!(f, "less than {s} s"),
        NamesOfAtMost(n) => write!(f, "names of at most {n} characters"),
        Semicolon => f.write_str("; "),
        MadeOf { source, prompt } => write!(f, "({source}; {prompt})"),
        Title { code, name, grade } => write!(f, "{code} {name} ({grade})"),
        RulesHead => f.write_str(
            "# Rules\n\nWhat `telewav check`, `telewav convert` and `telewav refs` look at, one page a rule; `telewav explain CODE` prints it. Written by\n\
             `telewav explain --output-format markdown`; a test holds it against the program. A code is never used twice. An error is\n\
             what a platform refuses, a warning what it may take and play wrong; a profile may say otherwise (`[severity]`), and\n\
             `--select` and `--ignore` choose.\n",
        ),
        Group(code, beginning) => {
            let heading = match code {
            Code::Name(_) => "The name",
            Code::Size(_) => "Size and duration",
            Code::Format(_) => "Container and format",
            Code::Signal(_) => "The sound",
            Code::Set(_) => "The set as a whole",
            Code::Reference(_) => "Prompts that requests name",
            _ => "More",
        };
            write!(f, "{heading} ({beginning}xx)")
        }
        What => f.write_str("What: "),
        Why => f.write_str("Why: "),
        Example => f.write_str("Example: "),
        Cure => f.write_str("Cure: "),
    }
}
