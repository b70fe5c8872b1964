//! Profiles: every limit has its source, and a profile that makes no sense is refused with its place.

use std::collections::BTreeSet;

use regex::Regex;
use telewav::Profile;
use telewav::finding::{Cure, Found, Wanted};
use telewav::finding::{Findings, Severity};
use telewav::profile::Grade;

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
            let is_address = page.url.starts_with("https://") || page.url.starts_with("http://");
            assert!(is_address, "{name}: {}", page.url);
            assert!(page.grade.is_some(), "{name}: {source} has no grade");
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
    // Every key of the TOML that has a value is in it, and the text has everything.
    let no_limits = ["name_rules.other_extensions", "name_rules.characters_text"];
    let mut all = BTreeSet::new();
    for name in Profile::names().chain(Profile::families()) {
        let p = profile(name);
        let text: toml::Table = p.to_toml().parse().unwrap();
        let mut keys = BTreeSet::new();
        for section in ["format", "size", "name_rules"] {
            let limits = text.get(section).and_then(toml::Value::as_table);
            keys.extend(
                limits
                    .into_iter()
                    .flatten()
                    .map(|(key, _)| format!("{section}.{key}")),
            );
        }
        keys.retain(|key| !no_limits.contains(&key.as_str()));
        let limits: BTreeSet<_> = p
            .limits()
            .iter()
            .map(|(key, _)| (*key).to_owned())
            .collect();
        assert_eq!(limits, keys, "{name}");
        all.extend(limits);
    }
    assert_eq!(all.len(), 19, "each limit there is has a platform: {all:?}");
}

#[test]
fn a_profile_that_is_printed_is_the_same_profile() {
    for name in Profile::names().chain(Profile::families()) {
        let p = profile(name);
        let again: Profile = p.to_toml().parse().unwrap();
        assert!(!again.inherits(), "{name}");
        assert_eq!(again.to_toml(), without_comments(&p.to_toml()), "{name}");
        let [a, b] = [&p, &again].map(|p| serde_json::to_value(p).unwrap());
        assert_eq!(a, b, "{name}");
    }
    // Of a user's profile, too: quotes, line ends, keys that need quotes.
    let odd = user_profile_text("").replace("My PBX", "a \\\"b\\\" 'c'\\n\\\\ \\u0007 ö")
        + "[sources.\"a b\"]\ntitle = \"\"\nurl = 'C:\\x \"y\"'\nseen = \"\"\n";
    let p: Profile = odd.parse().unwrap();
    assert_eq!(p.title, "a \"b\" 'c'\n\\ \u{7} ö");
    assert_eq!(p.to_toml().parse::<Profile>().unwrap(), p);
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| format!("{line}\n")).collect()
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
fn names_of_profiles_are_sorted_and_an_unknown_one_has_a_nearest() {
    let names: Vec<_> = Profile::names().collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    assert!(names.contains(&telewav::profile::DEFAULT));
    for (name, wanted) in [
        (
            "nobody",
            "there is none of that name; `telewav profiles` lists them",
        ),
        ("asterix", "did you mean asterisk?"),
        ("yeastar", "did you mean yeastar-k2 or yeastar-p-series?"),
        ("alaw-wav-800", "did you mean alaw-wav-8000?"),
    ] {
        let error = Profile::embedded(name).unwrap_err();
        assert_eq!(error.kind(), "invalid-options");
        assert!(error.to_string().contains(wanted), "{error}");
    }
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
            .map(|finding| finding.code.as_str())
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
            "line 11, column 22",
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
            "name_rules.pattern is no regular expression: unclosed group",
        ),
        (
            with(
                "extension = \"wav\"",
                "extension = \"wav\"\ncharacters = \"[\"",
            ),
            "name_rules.characters is no regular expression: unclosed character class",
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
    assert_eq!(findings[0].code.as_str(), "TW101");
}

// ---- profiles that extend one ----

const MINE: &str = "name = \"mine\"\ntitle = \"Mine\"\nextends = \"huawei-voicecall\"\n";

#[test]
fn a_profile_takes_over_what_it_does_not_say() {
    let parent = profile("huawei-voicecall");
    let text = format!(
        "{MINE}notes = [\"Mine.\"]\n[size]\nmax_bytes = {{ value = 1000, source = \"wiki\" }}\n\
         [sources.wiki]\ntitle = \"Wiki\"\nurl = \"https://example.org\"\nseen = \"2026-11-21\"\n"
    );
    let p: Profile = text.parse().unwrap();
    assert_eq!((&*p.name, &*p.title), ("mine", "Mine"));
    assert_eq!(p.format, parent.format);
    assert_eq!(p.name_rules, parent.name_rules);
    assert_eq!(p.size.warn_above_bytes, parent.size.warn_above_bytes);
    // A limit is replaced as a whole: the parent's quote is not said of this one.
    let max = p.size.max_bytes.as_ref().unwrap();
    assert_eq!((max.value, max.source.as_deref()), (1000, Some("wiki")));
    assert_eq!((&max.quote, &max.reason), (&None, &None));
    // Notes and sources add up.
    assert_eq!(p.notes[..parent.notes.len()], parent.notes);
    assert_eq!(p.notes.last().unwrap(), "Mine.");
    assert_eq!(p.sources.len(), parent.sources.len() + 1);
    // And it is known where each is from.
    assert_eq!(
        p.inherited_from("format.encoding"),
        Some("huawei-voicecall")
    );
    assert_eq!(p.inherited_from("size.max_bytes"), None);
    let printed = p.to_toml();
    let comment = printed
        .lines()
        .find(|line| line.starts_with("# From huawei-voicecall: "));
    assert!(comment.unwrap().contains("format.encoding, "), "{printed}");
    // From its family through the one between.
    let p: Profile = MINE
        .replace("huawei-voicecall", "webex-calling")
        .parse()
        .unwrap();
    assert_eq!(p.inherited_from("format.container"), Some("mulaw-wav-8000"));
    assert_eq!(p.inherited_from("format.encoding"), Some("webex-calling"));
}

#[test]
fn limits_that_say_the_same_put_one_another_aside() {
    let of = |more: &str, parent: &str| -> Profile {
        format!("{MINE}{more}")
            .replace("huawei-voicecall", parent)
            .parse()
            .unwrap()
    };
    let p = of("[size]\nmax_bytes = 1000", "yeastar-k2");
    assert_eq!((p.max_bytes(), &p.size.below_bytes), (Some(1000), &None));
    let p = of("[size]\nbelow_bytes = 1000", "huawei-voicecall");
    assert_eq!((p.max_bytes(), &p.size.max_bytes), (Some(999), &None));
    let p = of("[size]\nmax_s = 9", "amazon-connect");
    assert_eq!((p.size.below_s, p.size.max_s.unwrap().value), (None, 9.0));
    let p = of("[size]\nbelow_s = 9", "huawei-uc");
    assert_eq!((p.size.max_s, p.size.below_s.unwrap().value), (None, 9.0));
    let p = of("[name_rules]\ncharacters = \"[a-z]\"", "n2sip");
    assert_eq!(p.characters_text(), "[a-z]");
    // A page that nothing cites any more goes, too.
    let p = of(
        "[size]\nmax_bytes = 1\nwarn_above_bytes = 1",
        "webex-calling",
    );
    assert_eq!(p.sources.keys().collect::<Vec<_>>(), ["page"]);
}

#[test]
fn a_page_may_stand_for_all_limits_that_name_none() {
    let text = user_profile_text(
        "[sources.page]\ntitle = \"P\"\nurl = \"https://example.org\"\nseen = \"2026-11-21\"",
    );
    let p: Profile = format!("source = \"page\"\n{text}").parse().unwrap();
    assert!(p.limits().iter().all(|(_, source)| *source == Some("page")));
    let refusal = refusal(&format!("source = \"pages\"\n{text}"));
    assert!(
        refusal.contains("line 1, column 10: source is \"pages\", which [sources] does not have"),
        "{refusal}"
    );
}

#[test]
fn what_cannot_be_extended_is_named_with_its_place() {
    for (text, wanted) in [
        (
            MINE.replace("huawei-voicecall", "huawei-voicecal"),
            "line 3, column 11: extends is \"huawei-voicecal\", and there is no such profile; did you mean huawei-voicecall?",
        ),
        (
            MINE.replace("huawei-voicecall", "base.toml"),
            "only a profile that is a file itself can extend one",
        ),
        (
            MINE.replace("\"huawei-voicecall\"", "[1]"),
            "line 3, column 11: extends must be a word in quotes",
        ),
        // Another page of the same name: limits that are inherited would cite it.
        (
            format!("{MINE}[sources.faq]\ntitle = \"x\"\nurl = \"x\"\nseen = \"x\"\n"),
            "sources.faq is another page in huawei-voicecall; name it otherwise",
        ),
        (
            MINE.replace("name = \"mine\"", ""),
            "missing field `name`; add it",
        ),
        // What is inherited and does not go with the new.
        (
            format!("{MINE}[format]\nencoding = \"linear16\"\n"),
            "format.header_bytes is 58; linear PCM has 44",
        ),
        (
            format!("{MINE}[size]\nmax_byte = 1\n"),
            "line 5, column 1: size.max_byte: there is no key `max_byte`; did you mean `max_bytes`?",
        ),
        (
            format!("{MINE}[format]\nencoding = \"alaw\"\n"),
            "line 5, column 12: format.encoding: there is no value `alaw`; did you mean `a-law`?",
        ),
        (
            format!("extend = \"x\"\n{MINE}"),
            "there is no key `extend`; did you mean `extends`?",
        ),
        (
            format!("{MINE}size = 3\n"),
            "line 4, column 8: size: invalid type",
        ),
        (
            format!("{MINE}[severity]\nTW31 = \"off\"\n"),
            "line 5, column 8: severity.TW31 is no rule's code; did you mean TW",
        ),
        (
            format!("{MINE}[severity]\nsample-rate = \"off\"\n"),
            "severity.sample-rate is no rule's code; write TW301",
        ),
        (
            user_profile_text("[size]\nmax_bytes = 9\nbelow_bytes = 9"),
            "line 12, column 15: size.below_bytes is set, and size.max_bytes is, too",
        ),
        (
            user_profile_text("[size]\nmax_s = 9\nbelow_s = 9"),
            "size.below_s is set, and size.max_s is, too",
        ),
        (
            user_profile_text("").replace(
                "rate_hz = 8000",
                "rate_hz = 8000\nalso_rates_hz = [16000, 5]",
            ),
            "format.also_rates_hz is 5; it must be 2000 to 768000",
        ),
        (
            user_profile_text("").replace(
                "\"wav\"\nenc",
                "\"raw\"\nalso_encodings = [\"mu-law\"]\nenc",
            ),
            "format.also_encodings is set, but raw octets have no header",
        ),
    ] {
        let refusal = refusal(&text);
        assert!(refusal.contains(wanted), "wanted {wanted:?} in: {refusal}");
    }
}

#[test]
fn files_extend_files_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let write = |name: &str, text: &str| std::fs::write(at(name), text).unwrap();
    std::fs::create_dir(at("deep")).unwrap();
    write(
        "base.toml",
        "name = \"base\"\ntitle = \"Base\"\nextends = \"asterisk\"\n[size]\nmax_s = 9\n",
    );
    write(
        "deep/mine.toml",
        "name = \"mine\"\nextends = \"../base.toml\"\n",
    );
    let p = Profile::read(&at("deep/mine.toml")).unwrap();
    assert_eq!((&*p.name, &*p.title), ("mine", "Base"));
    assert_eq!(
        p.size.max_s.as_ref().unwrap().value.to_bits(),
        9_f64.to_bits()
    );
    assert_eq!(p.inherited_from("size.max_s"), Some("base"));
    assert_eq!(p.inherited_from("format.encoding"), Some("asterisk"));

    // A circle, by whatever name.
    write(
        "base.toml",
        "name = \"base\"\nextends = \"deep/../deep/mine.toml\"\n",
    );
    let error = Profile::read(&at("deep/mine.toml"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("must not run in a circle"), "{error}");
    assert!(
        error.contains("extends is \"../base.toml\", which is faulty: line 2, column 11"),
        "{error}"
    );
    write("base.toml", "name = \"base\"\nextends = \"base.toml\"\n");
    let error = Profile::read(&at("base.toml")).unwrap_err().to_string();
    assert!(error.contains("must not run in a circle"), "{error}");
    // One that is not there; one that is faulty.
    write("base.toml", "name = \"base\"\nextends = \"none.toml\"\n");
    let error = Profile::read(&at("base.toml")).unwrap_err().to_string();
    assert!(
        error.contains("line 2, column 11: extends is \"none.toml\", which cannot be read"),
        "{error}"
    );
    write(
        "base.toml",
        "name = \"base\"\nextends = \"asterisk\"\n[size]\nmax_s = nan\n",
    );
    let error = Profile::read(&at("deep/mine.toml"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("line 2, column 11: extends is \"../base.toml\", which is faulty: line 4, column 9: size.max_s is NaN"), "{error}");
    assert_eq!(Profile::read(&at("none.toml")).unwrap_err().kind(), "io");
    // As deep as nobody needs.
    for i in 0..40 {
        write(
            &format!("{i}.toml"),
            &format!("name = \"x\"\nextends = \"{}.toml\"\n", i + 1),
        );
    }
    assert!(Profile::read(&at("0.toml")).is_err());
}

// ---- what is taken besides ----

fn codes_of(p: &Profile, name: &str, octets: &[u8]) -> Vec<&'static str> {
    let findings = checked(p, name, octets).unwrap().findings;
    findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

/// A second of a tone at `rate_hz`, coded so.
fn coded(tag: u16, rate_hz: u32) -> Vec<u8> {
    let samples = sine16(rate_hz, 440.0, 0.1, rate_hz as usize);
    let wav = Wav::new();
    match tag {
        PCM => return wav16(rate_hz, &samples),
        ALAW => {
            let octets: Vec<u8> = samples
                .iter()
                .map(|s| telewav::g711::alaw::encode(*s))
                .collect();
            wav.fmt(&Fmt::alaw().rate_hz(rate_hz))
                .fact(rate_hz)
                .data(&octets)
        }
        _ => {
            let octets: Vec<u8> = samples
                .iter()
                .map(|s| telewav::g711::ulaw::encode(*s))
                .collect();
            wav.fmt(&Fmt::new(ULAW, 1, rate_hz, 8))
                .fact(rate_hz)
                .data(&octets)
        }
    }
    .build()
}

#[test]
fn other_codings_and_rates_are_taken_where_the_platform_does() {
    let yeastar = profile("yeastar-p-series");
    for tag in [PCM, ALAW, ULAW] {
        assert_eq!(
            codes_of(&yeastar, "a.wav", &coded(tag, 8000)),
            [""; 0],
            "{tag}"
        );
    }
    let finding = &checked(&yeastar, "a.wav", &wav_float(8000, &[0.1; 8000]))
        .unwrap()
        .findings[0];
    assert_eq!(finding.code.as_str(), "TW302");
    assert_eq!(
        finding.wanted.to_string(),
        "16-bit linear PCM (format tag 0x0001) or A-law (format tag 0x0006) or µ-law (format tag 0x0007)"
    );
    assert_eq!(codes_of(&yeastar, "a.wav", &coded(PCM, 16_000)), ["TW301"]);

    let asterisk = profile("asterisk");
    assert_eq!(codes_of(&asterisk, "a.wav", &coded(PCM, 16_000)), [""; 0]);
    assert_eq!(codes_of(&asterisk, "a.wav", &coded(ALAW, 8000)), ["TW302"]);
    let wanted = &checked(&asterisk, "a.wav", &coded(PCM, 32_000))
        .unwrap()
        .findings[0]
        .wanted;
    assert_eq!(wanted.to_string(), "8000 or 16000 Hz");
    // And nothing else is, by the platform that the default is for.
    assert_eq!(
        codes_of(&default_profile(), "a.wav", &coded(ULAW, 8000)),
        ["TW302"]
    );
}

#[test]
fn the_header_is_judged_by_the_coding_that_is_there() {
    let p = profile("yeastar-p-series");
    let octets = vec![0xD5; 8000];
    let with = |fmt: Fmt| Wav::new().fmt(&fmt).fact(8000).data(&octets).build();
    // 16000 bytes a second and 2 a frame are right for what the profile writes, not for A-law.
    let codes = codes_of(&p, "a.wav", &with(Fmt::alaw().byte_rate(16_000)));
    assert!(codes.contains(&"TW305"), "{codes:?}");
    let codes = codes_of(&p, "a.wav", &with(Fmt::alaw().block_align(2)));
    assert!(codes.contains(&"TW306"), "{codes:?}");
    let finding = checked(&p, "a.wav", &with(Fmt::alaw().extensible())).unwrap();
    let finding = finding
        .findings
        .iter()
        .find(|f| f.code.as_str() == "TW307")
        .unwrap();
    assert_eq!(finding.wanted.to_string(), "format tag 0x0006");
    // Its size is one of A-law, too: 8388608 octets are 1048.6 s.
    let long = with_octets(9_000_000);
    let finding = &checked(&p, "a.wav", &long).unwrap().findings[0];
    assert_eq!(finding.code.as_str(), "TW201");
    assert!(
        finding.found.to_string().ends_with("76.4 s too long"),
        "{}",
        finding.found
    );
    // Octets 0x00 are no silence in it.
    let zeros = Wav::new()
        .fmt(&Fmt::alaw())
        .fact(8000)
        .data(&[0; 8000])
        .build();
    assert!(codes_of(&p, "a.wav", &zeros).contains(&"TW406"));
}

fn with_octets(n: usize) -> Vec<u8> {
    Wav::new()
        .fmt(&Fmt::alaw())
        .fact(n as u32)
        .data(&vec![0x55; n])
        .build()
}

#[test]
fn a_header_is_mended_around_samples_that_are_taken() {
    use telewav::fix::{Rewrapped, rewrap};
    let p = profile("webex-calling");
    for (tag, rate_hz) in [(PCM, 16_000), (ALAW, 8000), (ULAW, 16_000)] {
        let good = coded(tag, rate_hz);
        let mut more = good.clone();
        more.extend(b"LIST\x04\0\0\0INFO");
        let made = rewrap(&mut std::io::Cursor::new(&more), &p).unwrap();
        let Rewrapped::New(made) = made else {
            panic!("{tag} {rate_hz}: {made:?}")
        };
        // Chunks and sizes are ours; the samples and what they are stay.
        assert!(made.len() < more.len());
        let data = &good[good.len() - rate_hz as usize..];
        assert!(made.ends_with(data));
        let again = rewrap(&mut std::io::Cursor::new(&made), &p).unwrap();
        assert_eq!(again, Rewrapped::Same);
        let codes = codes_of(&p, "a.wav", &made);
        assert_eq!(codes, ["TW204"], "{tag} {rate_hz}: a second is too short");
    }
    let made = rewrap(
        &mut std::io::Cursor::new(coded(PCM, 8000)),
        &default_profile(),
    )
    .unwrap();
    assert!(matches!(made, Rewrapped::Not(_)));
}

#[test]
fn where_the_format_is_free_what_cannot_be_read_does_not_pass() {
    let p = profile("twilio");
    for (tag, rate_hz) in [(PCM, 44_100), (ALAW, 8000), (ULAW, 22_050)] {
        assert_eq!(codes_of(&p, "a.wav", &coded(tag, rate_hz)), [""; 0]);
    }
    let stereo = Wav::new()
        .fmt(&Fmt::pcm(16).channels(2))
        .data(&[1; 8000])
        .build();
    assert!(checked(&p, "a.wav", &stereo).is_ok());
    // A coding that there is not, at a rate and in channels that are free.
    let unknown = Wav::new()
        .fmt(&Fmt::new(0x1234, 2, 44_100, 16))
        .fact(10)
        .data(&[1; 40])
        .build();
    assert!(checked(&p, "a.wav", &unknown).is_err());
    let text = checked(&p, "a.wav", b"this is a text and no recording").unwrap();
    assert_eq!(text.findings[0].code.as_str(), "TW310");
    // Warnings about the sound are about the file's own rate: 0.5 s of silence, not 2 s.
    let p: Profile = user_profile_text("")
        .replace("8000", "8000\nalso_rates_hz = [32000]")
        .parse()
        .unwrap();
    let octets = vec![0xD5; 32_000];
    let quiet = Wav::new()
        .fmt(&Fmt::alaw().rate_hz(32_000))
        .fact(32_000)
        .data(&octets)
        .build();
    let report = checked(&p, "a.wav", &quiet).unwrap();
    assert_eq!(report.duration_s, Some(1.0));
}

// ---- less than ----

#[test]
fn less_than_is_an_error_at_the_very_value() {
    let p = user_profile("[size]\nbelow_bytes = 858\nbelow_s = 0.2");
    let findings = |n: usize| checked(&p, "a.wav", &alaw_wav(&tone(n))).unwrap().findings;
    assert_eq!(p.max_bytes(), Some(857));
    assert_eq!(findings(798), []);
    let at = &findings(800)[0];
    assert_eq!(
        (at.code.as_str(), &*at.wanted.to_string()),
        ("TW201", "less than 858 bytes (0.09 s)")
    );
    // Convert keeps below it: an even number of octets.
    assert_eq!(p.max_frames(), Some(798));
    assert_eq!(p.max_frames_strict(), Some(798));

    let p = user_profile("[size]\nbelow_s = 0.2");
    let codes = |n: usize| codes_of(&p, "a.wav", &alaw_wav(&tone(n)));
    assert_eq!(codes(1598), [""; 0]);
    assert_eq!(codes(1600), ["TW205"]);
    assert_eq!(p.max_frames(), Some(1599));
    let wanted = &checked(&p, "a.wav", &alaw_wav(&tone(1600)))
        .unwrap()
        .findings[0]
        .wanted;
    assert_eq!(wanted.to_string(), "less than 0.2 s");
    assert_eq!(user_profile("[size]\nmax_s = 0.2").max_frames(), Some(1600));
    let endless = user_profile("[size]\nmax_s = 1e300");
    let most = endless.max_frames().unwrap();
    assert!(endless.file_octets(most) > 1 << 62);
    assert_eq!(user_profile("[size]\nbelow_s = 0").max_frames(), Some(0));
    assert_eq!(
        user_profile("[size]\nbelow_bytes = 0").max_frames(),
        Some(0)
    );
}

#[test]
fn megabytes_are_an_error_by_the_larger_reading_and_a_warning_by_the_smaller() {
    for (name, most, sure) in [
        ("huawei-privatenumber", 2_097_152, 2_000_000),
        ("alibaba-vms", 2_097_151, 1_999_999),
        ("yeastar-p-series", 8_388_608, 8_000_000),
        ("yeastar-k2", 8_388_607, 7_999_999),
        ("amazon-connect", 52_428_799, 49_999_999),
        ("microsoft-teams", 5_242_880, 5_000_000),
    ] {
        let p = profile(name);
        assert_eq!(p.max_bytes(), Some(most), "{name}");
        assert_eq!(p.size.warn_above_bytes.unwrap().value, sure, "{name}");
    }
    assert_eq!(
        profile("auerswald-commander").max_total_bytes(),
        Some(20 * 1024 * 1024 - 1)
    );
    assert_eq!(default_profile().max_total_bytes(), None);
}

// ---- grades ----

#[test]
fn somebody_elses_word_is_never_an_error() {
    let rules: Vec<_> = telewav::check::rules::all().collect();
    let mut seen = 0;
    for name in Profile::names() {
        let p = profile(name);
        let hearsay: BTreeSet<_> = p
            .limits()
            .into_iter()
            .filter(|(_, source)| p.sources[source.unwrap()].grade == Some(Grade::C))
            .map(|(key, _)| key)
            .collect();
        for (key, codes) in [
            ("name_rules.characters", &["TW101"][..]),
            ("name_rules.max_chars", &["TW102"]),
            ("name_rules.extension", &["TW103", "TW104"]),
            ("name_rules.pattern", &["TW109"]),
            ("size.max_bytes", &["TW201"]),
            ("size.below_bytes", &["TW201"]),
            ("size.warn_above_bytes", &["TW202"]),
            ("size.min_s", &["TW204"]),
            ("size.max_s", &["TW205"]),
            ("size.below_s", &["TW205"]),
            ("format.rate_hz", &["TW301"]),
            ("format.also_rates_hz", &["TW301"]),
            ("format.encoding", &["TW302"]),
            ("format.also_encodings", &["TW302"]),
            ("format.channels", &["TW303"]),
        ] {
            for code in codes {
                let rule = rules
                    .iter()
                    .find(|rule| rule.code.as_str() == *code)
                    .unwrap();
                let judged =
                    p.judge(rule.finding(Found::EmptyFile, Wanted::OneFrame, Cure::Convert));
                let is_error = judged.is_some_and(|f| f.severity == Severity::Error);
                assert!(
                    !(is_error && hearsay.contains(key)),
                    "{name}: {key}, {code}"
                );
                seen += usize::from(hearsay.contains(key));
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn a_warning_says_that_it_is_somebody_elses_word() {
    let p = profile("cisco-unity-connection");
    let report = checked(&p, "a.wav", &coded(ALAW, 8000)).unwrap();
    assert_eq!(report.findings.len(), 1, "{report:?}");
    let finding = &report.findings[0];
    assert_eq!(
        (finding.code.as_str(), finding.severity),
        ("TW302", Severity::Warning)
    );
    assert!(
        finding
            .wanted
            .to_string()
            .ends_with("(a source of grade C)"),
        "{}",
        finding.wanted
    );
    // The same of Cisco's own page is an error.
    let p = profile("cisco-unity-express");
    let finding = &checked(&p, "a.wav", &coded(ALAW, 8000)).unwrap().findings[0];
    assert_eq!(
        (finding.code.as_str(), finding.severity),
        ("TW302", Severity::Error)
    );
    // What a user says stands over it; and a page without a grade is the user's own.
    let sure = "[severity]\nTW302 = \"error\"\n";
    let p: Profile = format!("{MINE}{sure}")
        .replace("huawei-voicecall", "cisco-unity-connection")
        .parse()
        .unwrap();
    let finding = &checked(&p, "a.wav", &coded(ALAW, 8000)).unwrap().findings[0];
    assert_eq!(finding.severity, Severity::Error);
    // Size: convert does not keep to it, and the text is no file that passes.
    let p = profile("3cx");
    assert_eq!((p.max_bytes(), p.max_frames()), (Some(104_857_600), None));
    assert_eq!(codes_of(&p, "a.wav", b"no recording at all"), ["TW310"]);
    assert!(
        checked(&p, "a.wav", b"no recording at all")
            .unwrap()
            .has_errors()
    );
}
