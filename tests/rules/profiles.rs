//! Profiles: every limit has its source, and a profile that makes no sense is refused with its place.

use std::collections::BTreeSet;

use regex::Regex;
use telewav::Profile;

use crate::cases::{tone, tone_16};
use crate::common::*;

#[test]
fn every_limit_of_every_profile_cites_a_page() {
    let date = Regex::new("^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$").unwrap();
    for name in Profile::names() {
        let p = profile(name);
        assert_eq!(p.name, name);
        let mut cited = BTreeSet::new();
        for (key, source) in p.limits() {
            let source = source.unwrap_or_else(|| panic!("{name}: {key} has no source"));
            let page = p
                .sources
                .get(source)
                .unwrap_or_else(|| panic!("{name}: {key} cites {source}"));
            assert!(page.url.starts_with("https://"), "{name}: {}", page.url);
            assert!(date.is_match(&page.seen), "{name}: {}", page.seen);
            assert!(!page.title.is_empty(), "{name}: {source}");
            cited.insert(source.to_owned());
        }
        assert!(
            p.limits().len() >= 5,
            "{name}: format and extension at least"
        );
        let sources: BTreeSet<_> = p.sources.keys().cloned().collect();
        assert_eq!(cited, sources, "{name}: every page is cited");
    }
}

#[test]
fn the_list_of_limits_is_complete() {
    // Every table of the TOML that has a value is in it.
    for name in Profile::names() {
        let text: toml::Table = Profile::embedded_text(name).unwrap().parse().unwrap();
        let mut keys = BTreeSet::new();
        for (section, entries) in text.iter().filter(|(key, _)| *key != "sources") {
            let Some(entries) = entries.as_table() else {
                continue;
            };
            for (key, value) in entries {
                if value
                    .as_table()
                    .is_some_and(|table| table.contains_key("value"))
                {
                    keys.insert(format!("{section}.{key}"));
                }
            }
        }
        let limits: BTreeSet<_> = profile(name)
            .limits()
            .iter()
            .map(|(key, _)| (*key).to_owned())
            .collect();
        assert_eq!(limits, keys, "{name}");
    }
}

#[test]
fn the_default_profile_is_what_the_platform_asks_for() {
    let p = default_profile();
    assert_eq!(p.name, "huawei-privatenumber");
    assert_eq!((p.format.rate_hz.value, p.format.channels.value), (8000, 1));
    assert_eq!((p.byte_rate(), p.header_octets()), (8000, 58));
    assert_eq!(p.max_frames(), Some(2_097_152 - 58));
    assert_eq!(p.size.warn_above_bytes.as_ref().unwrap().value, 2_000_000);
    assert_eq!(p.name_rules.max_chars.as_ref().unwrap().value, 128);
    let allowed: String = (0..=255_u8)
        .map(char::from)
        .filter(|c| p.allows_char(*c))
        .collect();
    assert_eq!(
        allowed,
        "-.0123456789@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    );
}

#[test]
fn names_of_profiles_are_sorted_and_an_unknown_one_lists_them() {
    let names: Vec<_> = Profile::names().collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    assert!(names.contains(&telewav::profile::DEFAULT));
    let error = Profile::embedded("nobody").unwrap_err();
    assert_eq!(error.kind(), "invalid-options");
    assert!(
        names.iter().all(|name| error.to_string().contains(name)),
        "{error}"
    );
    assert!(Profile::embedded_text("nobody").is_none());
}

#[test]
fn a_profile_of_plain_values_works() {
    let p: Profile = user_profile_text(
        "max_chars = 20\ncharacters = \"[a-zWAV.]\"\nother_extensions = [\"WAV\"]\n\
         [size]\nmax_bytes = 100000\nmin_s = 1\nmax_s = 2.5",
    )
    .parse()
    .unwrap();
    assert_eq!(p.format.rate_hz.value, 8000);
    assert_eq!(
        p.size.min_s.as_ref().unwrap().value.to_bits(),
        1_f64.to_bits()
    );
    assert_eq!(p.max_frames(), Some(20_000));
    assert_eq!(p.characters_text(), "[a-zWAV.]");
    assert!(p.limits().iter().all(|(_, source)| source.is_none()));
    let made = convert_to(&p, &wav16(8000, &tone_16(8000))).unwrap();
    assert_eq!(made.octets.unwrap().len(), 58 + 8000);
    assert_eq!(
        checked(&p, "abc.WAV", &alaw_wav(&tone(8000)))
            .unwrap()
            .findings,
        []
    );
}

#[test]
fn a_profile_can_ask_for_any_format_that_telewav_writes() {
    for (container, encoding, header, wanted) in [
        ("wav", "a-law", "", 58 + 1600),
        ("wav", "a-law", "header_bytes = 44", 44 + 1600),
        ("wav", "mu-law", "header_bytes = 58", 58 + 1600),
        ("wav", "linear16", "", 44 + 3200),
        ("wav", "linear16", "header_bytes = 44", 44 + 3200),
        ("raw", "a-law", "", 1600),
        ("raw", "mu-law", "", 1600),
        ("raw", "linear16", "", 3200),
    ] {
        let p: Profile = format!(
            "name = \"mine\"\ntitle = \"Mine\"\n[format]\ncontainer = \"{container}\"\n\
             encoding = \"{encoding}\"\nrate_hz = 16000\nchannels = 1\n{header}\n\
             [name_rules]\nextension = \"wav\"\n"
        )
        .parse()
        .unwrap();
        let made = convert_to(&p, &wav16(16_000, &tone_16(1600))).unwrap();
        let codes: Vec<_> = made
            .report
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert_eq!(codes, [""; 0], "{container} {encoding} {header}");
        assert_eq!(
            made.octets.unwrap().len(),
            wanted,
            "{container} {encoding} {header}"
        );
    }
}

/// What is wrong with a profile, in words.
fn refusal(text: &str) -> String {
    let error = text.parse::<Profile>().unwrap_err();
    assert_eq!(error.kind(), "invalid-options", "{error}");
    error.to_string()
}

#[test]
fn bad_toml_is_refused_with_line_and_column() {
    for (text, place) in [
        ("name = \"x\"\ntitle = = 1\n", "line 2, column 9"),
        (
            &user_profile_text("max_chars = \"many\""),
            "line 10, column 13",
        ),
        (
            &user_profile_text("[size]\nmax_bytes = -1"),
            "line 11, column 13",
        ),
        (
            &user_profile_text("[size]\nmax_s = { value = 1, page = \"x\" }"),
            "line 11, column 9",
        ),
        (
            &user_profile_text("").replace("a-law", "opus"),
            "line 5, column 12",
        ),
        (
            &user_profile_text("").replace("\"My PBX\"", "1"),
            "line 2, column 9",
        ),
    ] {
        let refusal = refusal(text);
        assert!(refusal.contains(place), "wanted {place} in: {refusal}");
    }
}

#[test]
fn unknown_keys_are_refused_in_every_table() {
    let base = user_profile_text("");
    for text in [
        format!("colour = \"blue\"\n{base}"),
        base.replace("rate_hz = 8000", "rate_hz = 8000\ncolour = \"blue\""),
        format!("{base}colour = \"blue\"\n"),
        format!("{base}[size]\ncolour = 1\n"),
        format!("{base}[colour]\n"),
        format!("{base}[sources.page]\ntitle = \"x\"\nurl = \"x\"\nseen = \"x\"\ncolour = 1\n"),
    ] {
        assert!(text.parse::<Profile>().is_err(), "{text}");
        assert!(refusal(&text).contains("colour"), "{}", refusal(&text));
        assert!(refusal(&text).contains("line "), "{}", refusal(&text));
    }
}

#[test]
fn a_missing_key_is_named() {
    for line in [
        "name = \"mine\"\n",
        "rate_hz = 8000\n",
        "extension = \"wav\"\n",
    ] {
        let key = line.split(' ').next().unwrap();
        let refusal = refusal(&user_profile_text("").replace(line, ""));
        assert!(
            refusal.contains(&format!("missing field `{key}`")),
            "{refusal}"
        );
    }
}

#[test]
fn values_that_make_no_sense_are_refused_by_their_key() {
    let base = user_profile_text("");
    let with = |from: &str, to: &str| {
        assert!(base.contains(from));
        refusal(&base.replace(from, to))
    };
    for (refusal, wanted) in [
        (
            with("\"mine\"", "\"\""),
            "name is \"\"; it must be of letters",
        ),
        (
            with("channels = 1", "channels = 2"),
            "format.channels is 2; only 1 is supported",
        ),
        (
            with("8000", "1999"),
            "format.rate_hz is 1999; it must be 2000 to 768000",
        ),
        (
            with("channels = 1", "channels = 1\nheader_bytes = 46"),
            "format.header_bytes is 46; it must be 44 or 58",
        ),
        (
            with("\"wav\"\nenc", "\"raw\"\nheader_bytes = 44\nenc"),
            "format.header_bytes is set, but raw octets have no header",
        ),
        (
            with("\"a-law\"", "\"linear16\"\nheader_bytes = 58"),
            "format.header_bytes is 58; linear PCM has 44",
        ),
        (
            with("extension = \"wav\"", "extension = \".wav\""),
            "name_rules.extension is \".wav\"",
        ),
        (
            with("extension = \"wav\"", "extension = \"\""),
            "name_rules.extension is \"\"",
        ),
        (
            with(
                "extension = \"wav\"",
                "extension = \"wav\"\npattern = \"(\"",
            ),
            "name_rules.pattern: regex parse error",
        ),
        (
            with(
                "extension = \"wav\"",
                "extension = \"wav\"\ncharacters = \"[\"",
            ),
            "name_rules.characters: regex parse error",
        ),
        (
            with(
                "extension = \"wav\"",
                "extension = \"wav\"\n[size]\nmin_s = -1",
            ),
            "size.min_s is -1; it must be 0 or more",
        ),
        (
            with(
                "extension = \"wav\"",
                "extension = \"wav\"\n[size]\nmax_s = nan",
            ),
            "size.max_s is NaN; it must be 0 or more",
        ),
        (
            with("8000", "{ value = 8000, source = \"guide\" }"),
            "format.rate_hz cites source \"guide\", which [sources] does not have",
        ),
    ] {
        assert!(refusal.contains(wanted), "wanted {wanted:?} in: {refusal}");
    }
}

#[test]
fn allowed_characters_are_those_before_the_extension() {
    let p = user_profile("characters = \"[a-z]\"");
    let made = p.fix_name("Abc def").unwrap();
    let file = alaw_wav(&tone(800));
    assert_eq!(checked(&p, &made, &file).unwrap().findings, []);
    let findings = checked(&p, "a.b.wav", &file).unwrap().findings;
    assert_eq!(findings[0].code, "TW101");
}
