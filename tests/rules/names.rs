//! Names: taken apart, and mended to what a platform takes.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;
use telewav::finding::Severity;
use telewav::{Profile, name};

use crate::common::*;

/// Stems as people write them: words in several scripts, punctuation, odd characters, and pure chance.
fn stems() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,8}",
        "[0-9A-Za-z._@-]{1,12}",
        "[ \\-_.@()\\[\\]!?#&+,']{1,4}",
        Just("欢迎光临".to_owned()),
        Just("Grüße".to_owned()),
        Just("Привет".to_owned()),
        Just("☎\u{200B}\u{301}".to_owned()),
        ".{0,6}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Sets of allowed characters, some without a separator.
fn charsets() -> impl Strategy<Value = Option<Regex>> {
    let patterns = [
        "[0-9A-Za-z._@-]",
        "[0-9a-z_]",
        "[0-9A-Za-z-]",
        "[0-9]",
        "[^ /]",
        "[A-Z.]",
    ];
    let known: Vec<_> = patterns
        .iter()
        .map(|p| Some(Regex::new(&format!("^(?:{p})$")).unwrap()))
        .collect();
    prop::sample::select([known, vec![None]].concat())
}

/// A prompt that is right for each profile.
static PROMPTS: LazyLock<Vec<(Profile, Vec<u8>)>> = LazyLock::new(|| {
    let prompt = |p: &Profile| {
        let n = match p.size.min_s {
            Some(_) => 8000 * enough_s(p) as usize,
            None => 10,
        };
        convert_to(p, &wav16(8000, &vec![500; n]))
            .unwrap()
            .octets
            .unwrap()
    };
    Profile::names()
        .map(profile)
        .map(|p| (p.clone(), prompt(&p)))
        .collect()
});

proptest! {
    #![proptest_config(proptest_config(400))]

    #[test]
    fn a_mended_stem_consists_of_allowed_characters_and_is_never_too_long(
        stem in stems(), allowed in charsets(), max_chars in prop_oneof![0_usize..40, Just(usize::MAX)],
    ) {
        let Some(fixed) = name::fix(&stem, allowed.as_ref(), max_chars) else {
            return Ok(());
        };
        prop_assert!(!fixed.is_empty());
        prop_assert!(fixed.chars().count() <= max_chars);
        if let Some(allowed) = &allowed {
            prop_assert!(fixed.chars().all(|c| allowed.is_match(&c.to_string())), "{:?}", fixed);
            prop_assert!(!fixed.starts_with(['.', '-']), "{:?}", fixed);
        }
    }

    #[test]
    fn mending_a_mended_stem_changes_nothing(
        stem in stems(), allowed in charsets(), max_chars in prop_oneof![1_usize..40, Just(usize::MAX)],
    ) {
        if let Some(fixed) = name::fix(&stem, allowed.as_ref(), max_chars) {
            prop_assert_eq!(name::fix(&fixed, allowed.as_ref(), max_chars), Some(fixed));
        }
    }

    #[test]
    fn a_stem_that_is_allowed_stays_as_it_is(stem in "[0-9A-Za-z_@][0-9A-Za-z._@-]{0,60}") {
        let allowed = Regex::new("^[0-9A-Za-z._@-]$").unwrap();
        prop_assert_eq!(name::fix(&stem, Some(&allowed), 124), Some(stem));
    }

    #[test]
    fn the_platform_takes_a_mended_name(stem in stems()) {
        for (p, prompt) in &*PROMPTS {
            let Some(fixed) = p.fix_name(&stem) else { continue };
            let report = checked(p, &fixed, prompt).unwrap();
            let errors: Vec<_> =
                report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
            prop_assert!(errors.is_empty(), "{:?}: {:?}", fixed, errors);
        }
    }
}

#[test]
fn names_are_mended_readably() {
    let p = default_profile();
    let long = "word_".repeat(40);
    for (stem, wanted) in [
        ("欢迎光临 (1)", Some("Huan_Ying_Guang_Lin_1.wav")),
        ("Welcome Msg", Some("Welcome_Msg.wav")),
        ("thank you", Some("thank_you.wav")),
        ("thank   you!", Some("thank_you.wav")),
        ("Grüße", Some("Grusse.wav")),
        ("..hidden", Some("hidden.wav")),
        ("--option", Some("option.wav")),
        ("a.b", Some("a.b.wav")),
        ("wait_voice1", Some("wait_voice1.wav")),
        ("???", None),
        ("", None),
    ] {
        assert_eq!(p.fix_name(stem).as_deref(), wanted, "{stem:?}");
    }
    let cut = p.fix_name(&long).unwrap();
    assert!(
        cut.ends_with("word.wav") && cut.len() <= 128,
        "cut between words: {cut}"
    );
}

/// `names.txt` holds what stands in the names of telephone prompts: words with characters of several readings, and what is no
/// Chinese.
#[test]
fn chinese_is_read_by_its_words() {
    let p = default_profile();
    let examples: Vec<(&str, &str)> = include_str!("names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.rsplit_once(' ').unwrap())
        .collect();
    assert!(examples.len() > 450);
    let wrong: Vec<String> = examples
        .iter()
        .filter_map(|(stem, wanted)| {
            let fixed = p.fix_name(stem);
            let is_right = fixed.as_deref() == Some(&*format!("{wanted}.wav"));
            (!is_right).then(|| format!("{stem}: {fixed:?}, not {wanted}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_no_letter_is_one_separator_at_the_most() {
    let p = default_profile();
    for (stem, wanted) in [
        ("你好。世界", "Ni_Hao_Shi_Jie.wav"),
        ("你好…（世界）！", "Ni_Hao_Shi_Jie.wav"),
        ("artist - title", "artist-title.wav"),
        ("a\u{301}b", "ab.wav"),
        ("1️⃣ 欢迎 🇨🇳", "1_Huan_Ying.wav"),
        ("5€ and 20℃", "5EUR_and_20C.wav"),
    ] {
        assert_eq!(p.fix_name(stem).as_deref(), Some(wanted), "{stem}");
    }
    // Where Chinese is allowed, it stays.
    let allowed = Regex::new(r"^[0-9A-Za-z\p{Han}]$").unwrap();
    let fixed = name::fix("欢迎 お待ち", Some(&allowed), 40);
    assert_eq!(fixed.as_deref(), Some("欢迎O待Chi"));
}

#[test]
fn a_name_is_split_at_its_last_dot() {
    assert_eq!(name::split("a.b.wav"), ("a.b", Some("wav")));
    assert_eq!(name::split(".wav"), ("", Some("wav")));
    assert_eq!(name::split("a."), ("a", Some("")));
    assert_eq!(name::split("a"), ("a", None));
    assert!(name::is_audio_extension("MP3") && !name::is_audio_extension("txt"));
}

#[test]
fn capitals_are_lowered_where_there_are_none() {
    let allowed = Regex::new("^[a-z-]$").unwrap();
    let fixed = name::fix("欢迎 VIP", Some(&allowed), 40);
    assert_eq!(fixed.as_deref(), Some("huan-ying-vip"));
}
