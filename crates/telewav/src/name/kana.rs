//! Japanese kana in Latin letters, by the Hepburn system as one can type it: long vowels as they are written, without marks.

/// A row of the table: a consonant, and its kana with a, i, u, e and o.
const ROWS: [(&str, &str); 15] = [
    ("", "あいうえお"),
    ("k", "かきくけこ"),
    ("g", "がぎぐげご"),
    ("s", "さしすせそ"),
    ("z", "ざじずぜぞ"),
    ("t", "たちつてと"),
    ("d", "だぢづでど"),
    ("n", "なにぬねの"),
    ("h", "はひふへほ"),
    ("b", "ばびぶべぼ"),
    ("p", "ぱぴぷぺぽ"),
    ("m", "まみむめも"),
    ("y", "や　ゆ　よ"),
    ("r", "らりるれろ"),
    ("w", "わゐ　ゑを"),
];
/// Syllables that are not spelled as their row says.
const IRREGULAR: [(&str, &str); 10] = [
    ("si", "shi"),
    ("zi", "ji"),
    ("ti", "chi"),
    ("tu", "tsu"),
    ("di", "ji"),
    ("du", "zu"),
    ("hu", "fu"),
    ("wi", "i"),
    ("we", "e"),
    ("wo", "o"),
];

/// Whether this is kana: a syllable, or a mark that lengthens or repeats one.
pub(super) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | 'ゝ' | 'ゞ' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FE}')
}

/// One word of kana, with a capital.
pub(super) fn word(kana: &[char]) -> String {
    let mut syllables: Vec<String> = Vec::new();
    // っ doubles the consonant behind it.
    let mut doubles = false;
    for c in kana.iter().copied().map(hiragana) {
        match c {
            'っ' => doubles = true,
            'ゃ' | 'ゅ' | 'ょ' => contract(&mut syllables, vowel(c)),
            'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' => change_vowel(&mut syllables, vowel(c)),
            'ゝ' | 'ゞ' => syllables.extend(syllables.last().cloned()),
            'ー' => {}
            c => {
                let mut syllable = spelled(c);
                if doubles {
                    let first = match syllable.strip_prefix("ch") {
                        Some(_) => Some('t'),
                        None => syllable.chars().next().filter(|c| !"aiueon".contains(*c)),
                    };
                    if let Some(first) = first {
                        syllable.insert(0, first);
                    }
                }
                doubles = false;
                syllables.push(syllable);
            }
        }
    }
    let word = syllables.concat();
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Katakana as hiragana, from which they are 96 places away.
fn hiragana(c: char) -> char {
    match c {
        '\u{30A1}'..='\u{30F6}' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    }
}

fn spelled(c: char) -> String {
    match c {
        'ん' => return "n".to_owned(),
        'ゔ' => return "vu".to_owned(),
        'ゎ' => return "wa".to_owned(),
        'ゕ' => return "ka".to_owned(),
        'ゖ' => return "ke".to_owned(),
        _ => {}
    }
    for (consonant, kana) in ROWS {
        if let Some((_, vowel)) = kana.chars().zip("aiueo".chars()).find(|(of, _)| *of == c) {
            let syllable = format!("{consonant}{vowel}");
            let irregular = IRREGULAR.iter().find(|(regular, _)| *regular == syllable);
            return irregular.map_or(syllable, |(_, irregular)| (*irregular).to_owned());
        }
    }
    String::new()
}

/// The vowel of a small kana, which says how the syllable before it goes on.
fn vowel(c: char) -> char {
    match c {
        'ぁ' | 'ゃ' => 'a',
        'ぃ' => 'i',
        'ぅ' | 'ゅ' => 'u',
        'ぇ' => 'e',
        _ => 'o',
    }
}

/// ki and small ya are kya, shi and small ya are sha; te and small yu are tyu.
fn contract(syllables: &mut Vec<String>, vowel: char) {
    let Some(last) = syllables
        .last_mut()
        .filter(|last| last.ends_with(['i', 'e', 'u']))
    else {
        return syllables.push(format!("y{vowel}"));
    };
    last.pop();
    if !last.ends_with("sh") && !last.ends_with("ch") && !last.ends_with('j') {
        last.push('y');
    }
    last.push(vowel);
}

/// fu and small a are fa, u and small e are we, she has small e behind shi.
fn change_vowel(syllables: &mut Vec<String>, vowel: char) {
    match syllables.last_mut() {
        Some(last) if last == "u" => *last = format!("w{vowel}"),
        Some(last) if last.len() > 1 && last.ends_with(['a', 'i', 'u', 'e', 'o']) => {
            last.pop();
            last.push(vowel);
        }
        _ => syllables.push(vowel.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_kana, word};

    #[test]
    fn words_are_spelled_as_hepburn_has_them() {
        for (kana, latin) in [
            ("ありがとうございます", "Arigatougozaimasu"),
            ("しゃしん", "Shashin"),
            ("きょうと", "Kyouto"),
            ("まっちゃ", "Matcha"),
            ("がっこう", "Gakkou"),
            ("サービス", "Sabisu"),
            ("ファックス", "Fakkusu"),
            ("チェック", "Chekku"),
            ("ウェブ", "Webu"),
            ("パーティー", "Pati"),
            ("デュオ", "Dyuo"),
            ("ヴァイオリン", "Vaiorin"),
            ("つづく", "Tsuzuku"),
            ("ヲ", "O"),
            ("ッ", ""),
        ] {
            let kana: Vec<char> = kana.chars().collect();
            assert!(kana.iter().all(|c| is_kana(*c)));
            assert_eq!(word(&kana), latin);
        }
    }
}
