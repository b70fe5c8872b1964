//! `docs/instructions.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;

use super::inputs::Work;
use super::version;
use crate::Outcome;

/// Vector instructions that decoders, FFTs or the C library look for.
const FEATURES: [&str; 6] = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma"];

const HEAD: &str = "\
# What telewav costs: instructions from start to end of one process, counted by callgrind. Other work on the machine does not touch them.
#   cargo run --release -p telewav-lab -- instructions --corpora DIR --write
# writes this file; the gate compares and allows 2 %. They are those of what stands under made_with; elsewhere the gate leaves it out.
";

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The commit that the counts `before` are of.
    #[serde(default)]
    pub before: String,
    #[serde(default)]
    pub made_with: BTreeMap<String, String>,
    #[serde(default)]
    pub work: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub name: String,
    /// SHA-256 of what it works on, the first 16 digits.
    pub input: String,
    /// Instructions of the commit `before`, if that can do this work.
    pub before: Option<u64>,
    pub instructions: u64,
}

impl Table {
    /// `None` if there is no such file.
    pub fn read(path: &Path) -> Outcome<Option<Self>> {
        match fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text)
                .map(Some)
                .map_err(|e| format!("{}: {e}", path.display())),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(format!("{}: {e}", path.display())),
        }
    }

    /// The same with other counts; those of `before` stay where the input is the same.
    pub fn with(
        mut self,
        counted: &[(&Work, u64)],
        made_with: BTreeMap<String, String>,
        before: Option<&str>,
    ) -> Self {
        let old = std::mem::take(&mut self.work);
        let row = |(work, n): &(&Work, u64)| {
            let old = old
                .iter()
                .find(|row| row.name == work.name && row.input == work.input);
            Row {
                name: work.name.clone(),
                input: work.input.clone(),
                before: before.map_or(old.and_then(|old| old.before), |_| Some(*n)),
                instructions: *n,
            }
        };
        Self {
            before: before.map_or(self.before, str::to_owned),
            made_with,
            work: counted.iter().map(row).collect(),
        }
    }

    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\nbefore = {:?}\n\n[made_with]\n", self.before);
        for (what, version) in &self.made_with {
            let _ = writeln!(text, "{what} = {version:?}");
        }
        for row in &self.work {
            let _ = write!(
                text,
                "\n[[work]]\nname = {:?}\ninput = {:?}\n",
                row.name, row.input
            );
            if let Some(before) = row.before {
                let _ = writeln!(text, "before = {before}");
            }
            let _ = writeln!(text, "instructions = {}", row.instructions);
        }
        text
    }
}

/// What a count depends on besides telewav.
pub fn made_with() -> Outcome<BTreeMap<String, String>> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let flags = info.lines().find_map(|line| line.strip_prefix("flags"));
    let flags: Vec<&str> = flags.unwrap_or_default().split_whitespace().collect();
    let mut processor = std::env::consts::ARCH.to_owned();
    for feature in FEATURES.iter().filter(|feature| flags.contains(feature)) {
        let _ = write!(processor, " {feature}");
    }
    Ok(BTreeMap::from([
        ("processor".to_owned(), processor),
        ("rustc".to_owned(), version("rustc", "--version")?),
        ("c_library".to_owned(), version("ldd", "--version")?),
        ("valgrind".to_owned(), version("valgrind", "--version")?),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let row = |name: &str, before| Row {
            name: name.to_owned(),
            input: "0123456789abcdef".to_owned(),
            before,
            instructions: 4_660_319,
        };
        Table {
            before: "effeea1".to_owned(),
            made_with: BTreeMap::from([("rustc".to_owned(), "rustc \"1\"".to_owned())]),
            work: vec![row("MP3, 20 s", Some(4_000_000)), row("Opus", None)],
        }
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        assert_eq!(toml::from_str::<Table>(&table().text()).unwrap(), table());
    }

    #[test]
    fn counts_of_before_stay_while_the_input_is_the_same() {
        let work = |name: &str, input: &str| Work {
            name: name.to_owned(),
            words: Vec::new(),
            input: input.to_owned(),
        };
        let same = work("MP3, 20 s", "0123456789abcdef");
        let other = work("Opus", "fedcba9876543210");
        let counted = [(&same, 5), (&other, 6)];
        let now = table().with(&counted, BTreeMap::new(), None);
        let counts = |table: &Table| -> Vec<(Option<u64>, u64)> {
            let rows = table.work.iter();
            rows.map(|row| (row.before, row.instructions)).collect()
        };
        assert_eq!(counts(&now), [(Some(4_000_000), 5), (None, 6)]);
        let before = now.with(&counted, BTreeMap::new(), Some("abc"));
        assert_eq!(counts(&before), [(Some(5), 5), (Some(6), 6)]);
        assert_eq!(before.before, "abc");
    }
}
