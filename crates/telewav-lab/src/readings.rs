//! Makes the table of readings that names in Chinese are spelled by, and compares what it gives with somebody else's.
//!
//! The readings are pypinyin's (MIT), the simplified forms of characters Unicode's (Unihan), and which words are frequent, the
//! word list of jieba (MIT) says. `corrections.txt` beside the table is ours and wins.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Outcome;

/// What the table covers, see `telewav::name`.
const COVERED: std::ops::RangeInclusive<char> = '\u{3000}'..='\u{9FFF}';
/// Words that are read as usual are kept from this frequency on, of 60 million in the list.
const FREQUENT: u64 = 200;

const HEAD: &str = "\
# How Chinese characters are read in Mandarin: made by `telewav-lab readings`, see docs/names.md. Do not edit: corrections.txt is
# for that.
#
# [characters] a syllable (without tones, ü is v) and the characters that are usually read so
# [simplified] a character and its traditional forms
# [words]      words, a line for all that begin alike; \"银行2hang\": its second character is read so, not as usual. Words that
#              are read as usual stand here so that no other word is seen in them or across their end
#
# Readings: pypinyin (https://github.com/mozillazg/python-pinyin), MIT, its notice is in NOTICE beside this file.
# Simplified forms: Unihan database of the Unicode Character Database, notice there, too.
";

#[derive(Parser)]
pub struct Args {
    /// Folder with pypinyin's phrases_dict.json and pinyin_dict.json
    #[arg(long, required_unless_present = "compare")]
    pypinyin: Option<PathBuf>,
    /// Unicode's Unihan_Variants.txt
    #[arg(long, required_unless_present = "compare")]
    variants: Option<PathBuf>,
    /// jieba's dict.txt
    #[arg(long, required_unless_present = "compare")]
    frequencies: Option<PathBuf>,
    /// Folder with corrections.txt, which the table goes to
    #[arg(long, default_value = "crates/telewav/readings")]
    folder: PathBuf,
    /// Make nothing; compare with the readings in this file instead: a phrase, a tab, syllables
    #[arg(long)]
    compare: Option<PathBuf>,
}

pub fn run(args: &Args) -> Outcome<bool> {
    if let Some(file) = &args.compare {
        return compare(file);
    }
    let (Some(pypinyin), Some(variants), Some(frequencies)) =
        (&args.pypinyin, &args.variants, &args.frequencies)
    else {
        return Err("name the sources".to_owned());
    };
    let sources = Sources::read(pypinyin, variants, frequencies, &args.folder)?;
    let table = sources.table();
    let path = args.folder.join("mandarin.txt");
    println!("{} octets to {}", table.len(), path.display());
    fs::write(&path, table).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(true)
}

fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Outcome<T> {
    serde_json::from_str(&text(path)?).map_err(|e| format!("{}: {e}", path.display()))
}

/// A syllable without its tone, ü as v.
fn plain(syllable: &str) -> String {
    let plain = syllable.replace(['ǖ', 'ǘ', 'ǚ', 'ǜ', 'ü'], "v");
    let letters = plain.nfd().filter(|c| !is_combining_mark(*c));
    letters.map(|c| if c == 'ɡ' { 'g' } else { c }).collect()
}

struct Sources {
    /// How a character is usually read.
    usual: BTreeMap<char, String>,
    /// The simplified form of a traditional character that has one.
    simplified: BTreeMap<char, char>,
    /// Words in simplified characters, and how each character is read.
    words: BTreeMap<String, Vec<String>>,
    frequencies: HashMap<String, u64>,
}

impl Sources {
    fn read(pypinyin: &Path, variants: &Path, frequencies: &Path, own: &Path) -> Outcome<Self> {
        let characters: BTreeMap<String, String> = json(&pypinyin.join("pinyin_dict.json"))?;
        let phrases: BTreeMap<String, Vec<Vec<String>>> =
            json(&pypinyin.join("phrases_dict.json"))?;
        let mut sources = Self {
            usual: characters
                .iter()
                .filter_map(usual)
                .filter(|(c, _)| COVERED.contains(c))
                .collect(),
            simplified: text(variants)?.lines().filter_map(simplified).collect(),
            words: BTreeMap::new(),
            frequencies: text(frequencies)?.lines().filter_map(frequency).collect(),
        };
        for (word, readings) in &phrases {
            let readings: Vec<String> = readings
                .iter()
                .filter_map(|of| of.first().map(|first| plain(first)))
                .collect();
            let simplified = sources.simplify(word);
            // Two words may have one simplified form; that which is written so wins.
            if *word == simplified || !phrases.contains_key(&simplified) {
                sources.words.insert(simplified, readings);
            }
        }
        sources.correct(&text(&own.join("corrections.txt"))?)?;
        let usual = &sources.usual;
        sources.words.retain(|word, readings| {
            let n_chars = word.chars().count();
            (2..=9).contains(&n_chars)
                && n_chars == readings.len()
                && word.chars().all(|c| usual.contains_key(&c))
        });
        Ok(sources)
    }

    fn correct(&mut self, corrections: &str) -> Outcome<()> {
        let lines = corrections
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            let mut fields = line.split(' ');
            let word = fields.next().unwrap_or_default();
            let readings: Vec<String> = fields.map(str::to_owned).collect();
            let characters: Vec<char> = word.chars().collect();
            match (&characters[..], &readings[..]) {
                ([c], [reading]) => {
                    self.usual.insert(*c, reading.clone());
                }
                (characters, readings) if characters.len() == readings.len() => {
                    self.words.insert(self.simplify(word), readings.to_vec());
                }
                _ => {
                    return Err(format!(
                        "corrections.txt: {line}: a syllable for each character"
                    ));
                }
            }
        }
        Ok(())
    }

    fn simplify(&self, word: &str) -> String {
        let simplified = word
            .chars()
            .map(|c| self.simplified.get(&c).copied().unwrap_or(c));
        simplified.collect()
    }

    /// The places in a word that are not read as usual, from 1, each with how it is read: `2hang`.
    fn otherwise(&self, word: &str, readings: &[String]) -> String {
        let places = word.chars().zip(readings).enumerate();
        places
            .filter(|(_, (c, reading))| self.usual.get(c) != Some(reading))
            .map(|(i, (_, reading))| format!("{}{reading}", i + 1))
            .collect()
    }

    fn table(&self) -> String {
        let mut regular = Vec::new();
        let mut irregular = BTreeMap::new();
        for (word, readings) in &self.words {
            let otherwise = self.otherwise(word, readings);
            if otherwise.is_empty() {
                regular.push(&**word);
            } else {
                irregular.insert(&**word, otherwise);
            }
        }
        let beginnings: BTreeSet<&str> = irregular
            .keys()
            .filter(|word| !word.ends_with('长'))
            .flat_map(|word| word.char_indices().skip(1).map(|(end, _)| &word[..end]))
            .collect();
        let hides_one = |word: &str| parts(word).any(|part| irregular.contains_key(part));
        let is_frequent = |word: &str| self.frequencies.get(word).is_some_and(|n| *n >= FREQUENT);
        let begins_one = |word: &str| {
            let ends = word.char_indices().skip(1).map(|(start, _)| &word[start..]);
            ends.into_iter().any(|end| beginnings.contains(end))
        };
        let is_pair = |word: &str| word.chars().count() == 2;
        let of_jieba = self.frequencies.keys().map(|word| &**word);
        let is_known = |word: &str| word.chars().all(|c| self.usual.contains_key(&c));
        regular.retain(|word| hides_one(word) || (is_frequent(word) && begins_one(word)));
        // pypinyin has no phrase where a dictionary's readers need none.
        regular.extend(of_jieba.filter(|word| {
            let is_new = is_pair(word) && is_frequent(word) && !self.words.contains_key(*word);
            is_new && is_known(word) && begins_one(word) && !hides_one(word)
        }));

        let mut table = format!("{HEAD}\n[characters]\n");
        let mut by_syllable: BTreeMap<&str, String> = BTreeMap::new();
        for (c, reading) in &self.usual {
            by_syllable.entry(reading).or_default().push(*c);
        }
        for (syllable, characters) in by_syllable {
            let _ = writeln!(table, "{syllable} {characters}");
        }
        let mut words: BTreeMap<&str, String> = irregular;
        words.extend(regular.into_iter().map(|word| (word, String::new())));
        let in_words: BTreeSet<char> = words.keys().flat_map(|word| word.chars()).collect();
        let mut by_simplified: BTreeMap<char, String> = BTreeMap::new();
        for (traditional, simplified) in &self.simplified {
            if in_words.contains(simplified) && COVERED.contains(traditional) {
                by_simplified
                    .entry(*simplified)
                    .or_default()
                    .push(*traditional);
            }
        }
        table.push_str("\n[simplified]\n");
        for (simplified, traditional) in by_simplified {
            let _ = writeln!(table, "{simplified}{traditional}");
        }
        table.push_str("\n[words]\n");
        let mut by_first: BTreeMap<Option<char>, Vec<String>> = BTreeMap::new();
        for (word, otherwise) in words {
            let line = by_first.entry(word.chars().next()).or_default();
            line.push(format!("{word}{otherwise}"));
        }
        for line in by_first.into_values() {
            let _ = writeln!(table, "{}", line.join(" "));
        }
        table
    }
}

/// `"19968": "yī"`
fn usual((code, readings): (&String, &String)) -> Option<(char, String)> {
    let c = char::from_u32(code.parse().ok()?)?;
    Some((c, plain(readings.split(',').next()?)))
}

/// `U+4E2D kSimplifiedVariant U+4E2D`, with tabs; of several forms none is the right one everywhere.
fn simplified(line: &str) -> Option<(char, char)> {
    let mut fields = line.split('\t');
    let traditional = code_point(fields.next()?)?;
    let is_field = fields.next()? == "kSimplifiedVariant";
    let simplified = code_point(fields.next()?)?;
    (is_field && traditional != simplified).then_some((traditional, simplified))
}

/// `None` if there are several.
fn code_point(text: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(text.strip_prefix("U+")?, 16).ok()?)
}

fn frequency(line: &str) -> Option<(String, u64)> {
    let mut fields = line.split(' ');
    Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}

/// All that stands in a word, two characters and more.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let starts = word.char_indices().map(|(start, _)| start);
    starts.flat_map(move |start| {
        let ends = word[start..]
            .char_indices()
            .skip(2)
            .map(move |(end, _)| start + end);
        ends.chain([word.len()]).map(move |end| &word[start..end])
    })
}

fn compare(file: &Path) -> Outcome<bool> {
    let allowed = Regex::new("[a-zA-Z_]").map_err(|e| e.to_string())?;
    let (mut n, mut n_other) = (0, 0);
    for line in text(file)?.lines() {
        let Some((phrase, theirs)) = line.split_once('\t') else {
            continue;
        };
        let ours = telewav::name::fix(phrase, Some(&allowed), usize::MAX).unwrap_or_default();
        let ours = ours.to_lowercase().replace('_', " ");
        n += 1;
        if ours != theirs {
            n_other += 1;
            println!("{phrase}\t{ours}\t{theirs}");
        }
    }
    let share = 100.0 * f64::from(n - n_other) / f64::from(n.max(1));
    println!("{n} phrases, {n_other} read otherwise: {share:.2} % agree");
    Ok(n_other == 0)
}
