//! [`Profile`] to TOML.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::sourced::Entry;
use super::{Grade, Judgement, Profile};

impl Profile {
    /// The whole profile as TOML, what it inherited included; comments say from where.
    ///
    /// ```
    /// use telewav::Profile;
    /// let profile = Profile::embedded("huawei-voicecall").unwrap();
    /// let same: Profile = profile.to_toml().parse().unwrap();
    /// assert_eq!(same.limits(), profile.limits());
    /// ```
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "name = {}", quoted(&self.name));
        let _ = writeln!(out, "title = {}", quoted(&self.title));
        if !self.notes.is_empty() {
            out.push_str("notes = [\n");
            for note in &self.notes {
                let _ = writeln!(out, "  {},", quoted(note));
            }
            out.push_str("]\n");
        }
        self.comment(&mut out);
        let sections = [
            ("format", self.format.entries()),
            ("size", self.size.entries()),
            ("name_rules", self.name_rules.entries()),
        ];
        for (name, entries) in sections {
            let lines: String = entries.into_iter().filter_map(line).collect();
            if !lines.is_empty() {
                let _ = write!(out, "\n[{name}]\n{lines}");
            }
        }
        if !self.severity.is_empty() {
            out.push_str("\n[severity]\n");
            for (code, judgement) in &self.severity {
                let word = match judgement {
                    Judgement::Error => "error",
                    Judgement::Warning => "warning",
                    Judgement::Off => "off",
                };
                let _ = writeln!(out, "{code} = \"{word}\"");
            }
        }
        for (name, page) in &self.sources {
            let _ = write!(
                out,
                "\n[sources.{}]\ntitle = {}\nurl = {}\nseen = {}\n",
                key(name),
                quoted(&page.title),
                quoted(&page.url),
                quoted(&page.seen)
            );
            if let Some(grade) = page.grade {
                let word = match grade {
                    Grade::A => "A",
                    Grade::B => "B",
                    Grade::C => "C",
                };
                let _ = writeln!(out, "grade = \"{word}\"");
            }
        }
        out
    }

    /// What was inherited, one line for each profile that it is from.
    fn comment(&self, out: &mut String) {
        let mut by_origin = BTreeMap::<&str, Vec<&str>>::new();
        for (key, origin) in &self.inherited {
            // Pages come and go with the limits that cite them.
            if !key.starts_with("sources.") && key != "title" {
                by_origin.entry(origin).or_default().push(key);
            }
        }
        for (origin, keys) in by_origin {
            let _ = writeln!(out, "# From {origin}: {}.", keys.join(", "));
        }
    }
}

/// What stands under one key, if something does.
fn line((key, entry): (&str, &dyn Entry)) -> Option<String> {
    let key = key.rsplit('.').next()?;
    let value = value(&entry.value()?);
    let mut more = String::new();
    if let Some(origin) = entry.origin() {
        for (key, text) in [
            ("source", origin.source),
            ("quote", origin.quote),
            ("reason", origin.reason),
        ] {
            if let Some(text) = text {
                let _ = write!(more, ", {key} = {}", quoted(text));
            }
        }
    }
    Some(match more.is_empty() {
        true => format!("{key} = {value}\n"),
        false => format!("{key} = {{ value = {value}{more} }}\n"),
    })
}

/// A value of a limit: a number, a word, or a list of them. TOML and JSON write these alike.
fn value(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(self::value).collect();
            format!("[{}]", list.join(", "))
        }
        number => number.to_string(),
    }
}

/// A string of TOML: one without escapes where that is easier to read.
fn quoted(text: &str) -> String {
    let is_literal = text.contains(['\\', '"']) && !text.contains(['\'', '\n', '\r', '\t']);
    if is_literal && !text.chars().any(char::is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key, bare if it may be.
fn key(word: &str) -> String {
    let is_bare = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if is_bare {
        word.to_owned()
    } else {
        quoted(word)
    }
}
