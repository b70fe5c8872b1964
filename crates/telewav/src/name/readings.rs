//! How Chinese characters are read in Mandarin: words before characters.
//!
//! Many characters have several readings (行 is háng in 银行 and xíng in 旅行), and only the word tells which. The table,
//! `readings/mandarin.txt`, holds the usual reading of each character and those words that are read otherwise. It is made from
//! pypinyin's by `telewav-lab readings`; docs/names.md says more.

use std::cmp::Ordering;
use std::sync::OnceLock;

/// What the table covers: 〇, and the block of CJK Unified Ideographs.
const FIRST: char = '\u{3000}';
const LAST: char = '\u{9FFF}';
/// Where the words start in the table; all before it is read at once.
const WORDS: &str = "\n[words]\n";
const N_COVERED: usize = LAST as usize - FIRST as usize + 1;

/// Readings without tones, in small letters; ü is `v`.
#[derive(Debug, Default)]
pub(super) struct Readings {
    syllables: Vec<&'static str>,
    /// The usual reading of each character from [`FIRST`] on: one more than its place in `syllables`, or 0.
    usual: Vec<u16>,
    /// Of each character from [`FIRST`] on that is the traditional form of one other, that one, or NUL.
    simplified: Vec<char>,
    /// Words, in simplified characters, a line for all that begin alike: `重庆1chong 重复1chong 重点`. Behind a word stand the
    /// places that are not read as usual, from 1, and how they are read. The lines are in the order of their first characters.
    words: &'static str,
}

impl Readings {
    /// The table that telewav carries, read when it is first needed.
    pub(super) fn embedded() -> &'static Self {
        static READINGS: OnceLock<Readings> = OnceLock::new();
        READINGS.get_or_init(|| Self::parse(include_str!("../../readings/mandarin.txt")))
    }

    fn parse(text: &'static str) -> Self {
        let mut readings = Self {
            usual: vec![0; N_COVERED],
            simplified: vec!['\0'; N_COVERED],
            ..Self::default()
        };
        let mut section = "";
        let (characters, words) = text.split_once(WORDS).unwrap_or((text, ""));
        readings.words = words.trim_end();
        let lines = characters
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            if line.starts_with('[') {
                section = line;
                continue;
            }
            match section {
                "[characters]" => readings.add_characters(line),
                _ => readings.add_simplified(line),
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
        let Some(simplified) = characters.next() else {
            return;
        };
        for traditional in characters {
            if let Some(form) = place(traditional).and_then(|place| self.simplified.get_mut(place))
            {
                *form = simplified;
            }
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
        let simplified: Vec<char> = characters.iter().map(|c| self.simplified(*c)).collect();
        let mut syllables = Vec::with_capacity(characters.len());
        let mut rest = &simplified[..];
        while !rest.is_empty() {
            let (n_chars, otherwise) = self.word(rest);
            for (i, c) in rest[..n_chars].iter().enumerate() {
                syllables.extend(syllable_at(otherwise, i).or(self.usual(*c)));
            }
            rest = &rest[n_chars..];
        }
        syllables
    }

    /// How many characters the longest word that starts here has, 1 if there is none, and what stands behind it.
    fn word(&self, characters: &[char]) -> (usize, &'static str) {
        let mut longest = (1, "");
        for (word, otherwise) in self.words_with(characters[0]) {
            let mut n_chars = 0;
            let is_here = word.chars().all(|c| {
                n_chars += 1;
                characters.get(n_chars - 1) == Some(&c)
            });
            if is_here && n_chars > longest.0 {
                longest = (n_chars, otherwise);
            }
        }
        longest
    }

    /// The line of the words that begin with this character: halved until it is found, so that none has to be read before.
    fn line(&self, c: char) -> Option<&'static str> {
        let mut rest = self.words;
        loop {
            let (before, behind) = rest.as_bytes().split_at(rest.len() / 2);
            let start = before.iter().rposition(|octet| *octet == b'\n');
            let start = start.map_or(0, |newline| newline + 1);
            let end = behind.iter().position(|octet| *octet == b'\n');
            let end = end.map_or(rest.len(), |newline| before.len() + newline);
            let line = rest.get(start..end)?;
            match line.chars().next()?.cmp(&c) {
                Ordering::Equal => return Some(line),
                Ordering::Less => rest = rest.get(end + 1..)?,
                Ordering::Greater => rest = rest.get(..start.checked_sub(1)?)?,
            }
        }
    }

    /// The words that begin with this character, each with what stands behind it.
    fn words_with(&self, c: char) -> impl Iterator<Item = (&'static str, &'static str)> {
        let words = self.line(c).into_iter().flat_map(|line| line.split(' '));
        words.map(|word| {
            let end = word.find(|c: char| c.is_ascii_digit());
            word.split_at(end.unwrap_or(word.len()))
        })
    }

    /// The simplified form of a character, or itself.
    fn simplified(&self, c: char) -> char {
        let form = place(c).and_then(|place| self.simplified.get(place));
        form.copied().filter(|form| *form != '\0').unwrap_or(c)
    }

    fn usual(&self, c: char) -> Option<&'static str> {
        let c = self.simplified(c);
        let number = usize::from(*self.usual.get(place(c)?)?);
        self.syllables.get(number.checked_sub(1)?).copied()
    }
}

/// How the character at a place in a word, from 0, is read, if `otherwise` says so.
fn syllable_at(otherwise: &'static str, place: usize) -> Option<&'static str> {
    let digit = char::from_digit(u32::try_from(place).ok()? + 1, 10)?;
    let (_, from) = otherwise.split_once(digit)?;
    let end = from.find(|c: char| c.is_ascii_digit());
    Some(&from[..end.unwrap_or(from.len())])
}

fn place(c: char) -> Option<usize> {
    (c as usize).checked_sub(FIRST as usize)
}

#[cfg(test)]
mod tests {
    use super::{Readings, syllable_at};

    #[test]
    fn the_table_is_whole() {
        let readings = Readings::embedded();
        assert!((390..=430).contains(&readings.syllables.len()));
        let n_usual = readings.usual.iter().filter(|usual| **usual > 0).count();
        assert!(n_usual > 20_900, "{n_usual} characters");
        let n_traditional = readings.simplified.iter().filter(|c| **c != '\0').count();
        assert!(n_traditional > 1_000, "{n_traditional} traditional forms");
        let words: Vec<_> = ('\u{3000}'..='\u{9FFF}')
            .flat_map(|c| readings.words_with(c))
            .collect();
        assert_eq!(words.len(), readings.words.split_whitespace().count());
        assert!(words.len() > 10_000);
        for (word, otherwise) in words {
            let n_chars = word.chars().count();
            assert!((2..=9).contains(&n_chars), "{word}");
            assert!(word.chars().all(|c| readings.has(c)), "{word}");
            let n_otherwise = (0..n_chars)
                .filter(|i| syllable_at(otherwise, *i).is_some())
                .count();
            let n_told = otherwise.matches(|c: char| c.is_ascii_digit()).count();
            assert_eq!(n_otherwise, n_told, "{word}{otherwise}");
            // A word in other characters than those that are looked for would never be found.
            assert!(word.chars().all(|c| readings.simplified(c) == c), "{word}");
        }
    }
}
