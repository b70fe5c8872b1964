//! How Chinese characters are read in Mandarin: words before characters.
//!
//! Many characters have several readings (行 is háng in 银行 and xíng in 旅行), and only the word tells which. The table,
//! `readings/mandarin.txt`, holds the usual reading of each character and those words that are read otherwise. It is made from
//! pypinyin's by `telewav-lab readings`; docs/names.md says more.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What the table covers: 〇, and the block of CJK Unified Ideographs.
const FIRST: char = '\u{3000}';
const LAST: char = '\u{9FFF}';

/// Readings without tones, in small letters; ü is `v`.
#[derive(Debug, Default)]
pub(super) struct Readings {
    syllables: Vec<&'static str>,
    /// The usual reading of each character from [`FIRST`] on: one more than its place in `syllables`, or 0.
    usual: Vec<u16>,
    /// Of traditional characters that have one simplified form, that form.
    simplified: HashMap<char, char>,
    /// Words in simplified characters: the places in them that are not read as usual, from 0, and how they are read.
    words: HashMap<&'static str, Vec<(usize, &'static str)>>,
    /// Characters of the longest word.
    max_chars: usize,
}

impl Readings {
    /// The table that telewav carries, read when it is first needed.
    pub(super) fn embedded() -> &'static Self {
        static READINGS: OnceLock<Readings> = OnceLock::new();
        READINGS.get_or_init(|| Self::parse(include_str!("../../readings/mandarin.txt")))
    }

    fn parse(text: &'static str) -> Self {
        let mut readings = Self {
            usual: vec![0; LAST as usize - FIRST as usize + 1],
            ..Self::default()
        };
        let mut section = "";
        let lines = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            if line.starts_with('[') {
                section = line;
                continue;
            }
            match section {
                "[characters]" => readings.add_characters(line),
                "[simplified]" => readings.add_simplified(line),
                _ => readings.add_words(line),
            }
        }
        readings
    }

    /// `ma 妈吗马`: a syllable and what is read so.
    fn add_characters(&mut self, line: &'static str) {
        let Some((syllable, characters)) = line.split_once(' ') else {
            return;
        };
        self.syllables.push(syllable);
        let number = u16::try_from(self.syllables.len()).unwrap_or(0);
        for c in characters.chars() {
            if let Some(usual) = place(c).and_then(|place| self.usual.get_mut(place)) {
                *usual = number;
            }
        }
    }

    /// `发發髮`: a simplified character and its traditional forms.
    fn add_simplified(&mut self, line: &str) {
        let mut characters = line.chars();
        if let Some(simplified) = characters.next() {
            let pairs = characters.map(|traditional| (traditional, simplified));
            self.simplified.extend(pairs);
        }
    }

    /// `2 hang 银行 商行`: words whose second character is read so. `- 开会 发行`: words that are read as usual, which
    /// stand here so that no other word is seen in them or across their end.
    fn add_words(&mut self, line: &'static str) {
        let mut fields = line.split(' ');
        let place = fields.next().and_then(|place| place.parse::<usize>().ok());
        let otherwise = match place.and_then(|place| place.checked_sub(1)) {
            Some(place) => fields.next().map(|syllable| (place, syllable)),
            None => None,
        };
        for word in fields {
            self.max_chars = self.max_chars.max(word.chars().count());
            self.words.entry(word).or_default().extend(otherwise);
        }
    }

    /// Whether the table may have a reading of this character: to be asked first, without a table.
    pub(super) fn covers(c: char) -> bool {
        (FIRST..=LAST).contains(&c)
    }

    /// Whether it has one.
    pub(super) fn has(&self, c: char) -> bool {
        self.usual(c).is_some()
    }

    /// The readings of these characters, one for each that has one. At each place the longest word that is known counts.
    pub(super) fn of(&self, characters: &[char]) -> Vec<&'static str> {
        let simplified: Vec<char> = characters
            .iter()
            .map(|c| self.simplified.get(c).copied().unwrap_or(*c))
            .collect();
        let mut syllables = Vec::with_capacity(characters.len());
        let mut rest = &simplified[..];
        while !rest.is_empty() {
            let (n_chars, otherwise) = self.word(rest);
            for (i, c) in rest[..n_chars].iter().enumerate() {
                let here = otherwise.iter().find(|(place, _)| *place == i);
                syllables.extend(here.map(|(_, syllable)| *syllable).or(self.usual(*c)));
            }
            rest = &rest[n_chars..];
        }
        syllables
    }

    /// How many characters the longest word that starts here has, 1 if there is none, and what in it is read otherwise.
    fn word(&self, characters: &[char]) -> (usize, &[(usize, &'static str)]) {
        let n_chars = characters.len().min(self.max_chars);
        let mut text: String = characters[..n_chars].iter().collect();
        for n_chars in (2..=n_chars).rev() {
            if let Some(otherwise) = self.words.get(&*text) {
                return (n_chars, otherwise);
            }
            text.pop();
        }
        (1, &[])
    }

    fn usual(&self, c: char) -> Option<&'static str> {
        let c = self.simplified.get(&c).copied().unwrap_or(c);
        let number = usize::from(*self.usual.get(place(c)?)?);
        self.syllables.get(number.checked_sub(1)?).copied()
    }
}

fn place(c: char) -> Option<usize> {
    (c as usize).checked_sub(FIRST as usize)
}

#[cfg(test)]
mod tests {
    use super::Readings;

    #[test]
    fn the_table_is_whole() {
        let readings = Readings::embedded();
        assert!((390..=430).contains(&readings.syllables.len()));
        let n_usual = readings.usual.iter().filter(|usual| **usual > 0).count();
        assert!(n_usual > 20_900, "{n_usual} characters");
        assert!(readings.words.len() > 5_000 && readings.simplified.len() > 1_000);
        for (word, otherwise) in &readings.words {
            let n_chars = word.chars().count();
            assert!((2..=readings.max_chars).contains(&n_chars), "{word}");
            assert!(word.chars().all(|c| readings.has(c)), "{word}");
            assert!(
                otherwise.iter().all(|(place, _)| *place < n_chars),
                "{word}"
            );
            // A word in other characters than those that are looked for would never be found.
            assert!(
                word.chars().all(|c| !readings.simplified.contains_key(&c)),
                "{word}"
            );
        }
    }
}
