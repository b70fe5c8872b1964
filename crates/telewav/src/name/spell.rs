//! What no name may have, in Latin letters: Chinese by its words, kana as whole words, everything else a character at a time.

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::kana;
use super::readings::Readings;

/// Stands between two words. No name has it.
pub(super) const GAP: char = '\0';

/// Spells `text`, which consists of characters that are not allowed, behind `out`.
pub(super) fn spell(text: &str, out: &mut String) {
    let characters: Vec<char> = repeated(text.chars().flat_map(unified).nfc());
    let is_han = |c: &char| Readings::covers(*c) && Readings::embedded().has(*c);
    let mut rest = &characters[..];
    while let Some(c) = rest.first() {
        let n_han = rest.iter().take_while(|c| is_han(c)).count();
        let n_kana = rest.iter().take_while(|c| kana::is_kana(**c)).count();
        if n_han > 0 {
            for syllable in Readings::embedded().of(&rest[..n_han]) {
                push_word(syllable, out);
            }
        } else if n_kana > 0 {
            push_word(&kana::word(&rest[..n_kana]), out);
        } else {
            push_character(*c, out);
        }
        rest = &rest[(n_han + n_kana).max(1)..];
    }
}

/// The one form of a character that Unicode has twice: half-width kana, and ideographs for compatibility and as radicals.
fn unified(c: char) -> impl Iterator<Item = char> {
    let is_twice =
        matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF61}'..='\u{FF9F}');
    let unified = is_twice.then(|| std::iter::once(c).nfkc());
    let kept = (!is_twice).then_some(c);
    unified.into_iter().flatten().chain(kept)
}

/// With the character before it in the place of each 々.
fn repeated(characters: impl Iterator<Item = char>) -> Vec<char> {
    let mut repeated: Vec<char> = Vec::new();
    for c in characters {
        let before = repeated.last().copied().filter(|_| c == '々');
        repeated.push(before.unwrap_or(c));
    }
    repeated
}

/// A word with a capital, apart from what is before and behind it.
fn push_word(word: &str, out: &mut String) {
    out.push(GAP);
    let mut letters = word.chars();
    out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
    out.push_str(letters.as_str());
    out.push(GAP);
}

fn push_character(c: char, out: &mut String) {
    // ＡＢＣ and ．: the same as ASCII but for their width.
    if let wide @ '\u{FF01}'..='\u{FF5E}' = c {
        let narrow = u32::from(wide) - 0xFEE0;
        return out.extend(char::from_u32(narrow));
    }
    // The accent of the letter before it.
    if is_combining_mark(c) {
        return;
    }
    let latin = deunicode_char(c).unwrap_or(" ");
    let is_word = latin.contains(|c: char| c.is_ascii_alphanumeric());
    if is_pictograph(c) || !(is_word || latin.is_empty()) {
        return out.push(GAP);
    }
    out.extend(latin.chars().map(|c| if c == ' ' { GAP } else { c }));
}

/// Emoji and their like, and what joins and changes them: there are words for them, but none that a prompt is called by.
fn is_pictograph(c: char) -> bool {
    matches!(
        u32::from(c),
        0x200D | 0x20E3 | 0x2190..=0x21FF | 0x2300..=0x23FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF
            | 0xFE00..=0xFE0F | 0x1F000..=0x1FAFF | 0xE0000..=0xE007F
    )
}
