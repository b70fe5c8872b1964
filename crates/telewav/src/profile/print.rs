//! [`Profile`] to TOML.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{Grade, Judgement, Profile, Sourced};

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
        let (format, size, names) = (&self.format, &self.size, &self.name_rules);
        out.push_str("\n[format]\n");
        limit(&mut out, "container", Some(&format.container));
        limit(&mut out, "encoding", Some(&format.encoding));
        limit(&mut out, "also_encodings", format.also_encodings.as_ref());
        limit(&mut out, "rate_hz", Some(&format.rate_hz));
        limit(&mut out, "also_rates_hz", format.also_rates_hz.as_ref());
        limit(&mut out, "channels", Some(&format.channels));
        limit(&mut out, "header_bytes", format.header_bytes.as_ref());
        let mut section = String::new();
        limit(&mut section, "max_bytes", size.max_bytes.as_ref());
        limit(&mut section, "below_bytes", size.below_bytes.as_ref());
        let strict = size.warn_above_bytes.as_ref();
        limit(&mut section, "warn_above_bytes", strict);
        limit(&mut section, "min_s", size.min_s.as_ref());
        limit(&mut section, "max_s", size.max_s.as_ref());
        limit(&mut section, "below_s", size.below_s.as_ref());
        limit(
            &mut section,
            "max_total_bytes",
            size.max_total_bytes.as_ref(),
        );
        if !section.is_empty() {
            let _ = write!(out, "\n[size]\n{section}");
        }
        out.push_str("\n[name_rules]\n");
        limit(&mut out, "extension", Some(&names.extension));
        if !names.other_extensions.is_empty() {
            let _ = writeln!(out, "other_extensions = {}", value(&names.other_extensions));
        }
        limit(&mut out, "characters", names.characters.as_ref());
        if let Some(text) = &names.characters_text {
            let _ = writeln!(out, "characters_text = {}", quoted(text));
        }
        limit(&mut out, "pattern", names.pattern.as_ref());
        limit(&mut out, "max_chars", names.max_chars.as_ref());
        limit(&mut out, "flat", names.flat.as_ref());
        if !self.severity.is_empty() {
            out.push_str("\n[severity]\n");
            for (code, judgement) in &self.severity {
                let word = match judgement {
                    Judgement::Error => "error",
                    Judgement::Warning => "warning",
                    Judgement::Off => "off",
                };
                let _ = writeln!(out, "{} = \"{word}\"", key(code));
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

fn limit<T: Serialize>(out: &mut String, name: &str, limit: Option<&Sourced<T>>) {
    let Some(limit) = limit else { return };
    let value = value(&limit.value);
    let mut more = String::new();
    for (key, text) in [
        ("source", &limit.source),
        ("quote", &limit.quote),
        ("reason", &limit.reason),
    ] {
        if let Some(text) = text {
            let _ = write!(more, ", {key} = {}", quoted(text));
        }
    }
    let _ = match more.is_empty() {
        true => writeln!(out, "{name} = {value}"),
        false => writeln!(out, "{name} = {{ value = {value}{more} }}"),
    };
}

/// A value of a limit: a number, a word, or a list of them. TOML and JSON write these alike.
fn value(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => quoted(&text),
        Ok(serde_json::Value::Array(list)) => {
            let list: Vec<String> = list.iter().map(self::value).collect();
            format!("[{}]", list.join(", "))
        }
        Ok(number) => number.to_string(),
        Err(_) => String::new(),
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
