//! The word that somebody may have meant.

/// The known word that is nearest to `word`, if one is near: at most one letter in three has to change.
///
/// ```
/// use telewav::nearest::nearest;
/// assert_eq!(nearest("notcie.wav", ["notice.wav", "welcome.wav"]), Some("notice.wav"));
/// assert_eq!(nearest("music.wav", ["notice.wav", "welcome.wav"]), None);
/// ```
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_lowercase();
    let far = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|known| (distance(&word, &known.to_lowercase()), known))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// How many letters have to be put in, left out or changed (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in b.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_seen_and_another_word_is_not() {
        let known = ["sample-rate", "encoding", "TW301", "fail-on"];
        assert_eq!(nearest("samplerate", known), Some("sample-rate"));
        assert_eq!(nearest("TW3O1", known), Some("TW301"));
        assert_eq!(nearest("fail_on", known), Some("fail-on"));
        assert_eq!(nearest("loudness", known), None);
    }

    #[test]
    fn the_distance_counts_letters() {
        for (a, b, wanted) in [
            ("", "", 0),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("音乐", "音", 1),
        ] {
            assert_eq!(distance(a, b), wanted, "{a:?} {b:?}");
            assert_eq!(distance(b, a), wanted, "{b:?} {a:?}");
        }
    }
}
