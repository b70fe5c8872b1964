//! Every rule finds what it is for, and nothing else is found in a file that is right; names are mended to what the
//! rules take; every profile says where its limits come from.

mod common;

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::Cursor;
use std::sync::LazyLock;

use common::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use regex::Regex;
use telewav::check::rules::{self, Rule};
use telewav::report::{Finding, Severity};
use telewav::{Profile, name};

// ---- one case for each rule ----

/// A file that breaks one rule, and what has to be said of it.
struct Case {
    code: &'static str,
    profile: Profile,
    name: OsString,
    octets: Vec<u8>,
    found: &'static str,
    wanted: &'static str,
    offset: Option<u64>,
    /// Codes that the same fault cannot but break as well.
    also: &'static [&'static str],
    /// Whether the finding says "run telewav convert on it", which then has to help.
    convert_helps: bool,
}

impl Case {
    fn new(code: &'static str, found: &'static str, wanted: &'static str, octets: Vec<u8>) -> Self {
        Self {
            code,
            profile: default_profile(),
            name: "welcome.wav".into(),
            octets,
            found,
            wanted,
            offset: None,
            also: &[],
            convert_helps: false,
        }
    }

    /// A good file under a bad name.
    fn name(
        code: &'static str,
        name: impl Into<OsString>,
        found: &'static str,
        wanted: &'static str,
    ) -> Self {
        Self {
            name: name.into(),
            ..Self::new(code, found, wanted, good())
        }
    }

    fn at(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    fn named(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }

    fn convert_helps(mut self) -> Self {
        self.convert_helps = true;
        self
    }

    fn check(&self) -> Vec<Finding> {
        telewav::check(Cursor::new(&self.octets), Some(&self.name), &self.profile)
            .unwrap()
            .findings
    }
}

/// A-law of a square wave.
fn tone(n_frames: usize) -> Vec<u8> {
    (0..n_frames)
        .map(|n| if n / 10 % 2 == 0 { 0x2A } else { 0xAA })
        .collect()
}

/// A file that no rule of the default profile has anything against.
fn good() -> Vec<u8> {
    alaw_wav(&tone(800))
}

/// The same with another `fmt ` chunk.
fn with_fmt(fmt: &Fmt) -> Vec<u8> {
    Wav::new().fmt(fmt).fact(800).data(&tone(800)).build()
}

/// A name that is not Unicode.
fn not_unicode() -> OsString {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        OsString::from_vec(b"\xD2\xF4.wav".to_vec())
    }
    #[cfg(windows)]
    {
        use std::os::windows::ffi::OsStringExt;
        let units: Vec<u16> = [0xD800].into_iter().chain(".wav".encode_utf16()).collect();
        OsString::from_wide(&units)
    }
}

/// At least one case for each rule about single files.
fn cases() -> Vec<Case> {
    let new = Case::new;
    let alaw = Fmt::alaw;
    let data = tone(800);
    let pcm: Vec<u8> = (0..1600).map(|n| (n % 251) as u8).collect();
    let mut cases = name_cases();
    cases.extend(size_cases());
    cases.extend([
        new(
            "TW301",
            "16000 Hz",
            "8000 Hz",
            with_fmt(&alaw().rate_hz(16_000)),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW302",
            "µ-law (format tag 0x0007)",
            "A-law (format tag 0x0006)",
            with_fmt(&Fmt::new(ULAW, 1, 8000, 8).extension(&[0, 0])),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW302",
            "16-bit linear PCM (format tag 0x0001)",
            "A-law (format tag 0x0006)",
            Wav::new().fmt(&Fmt::pcm(16)).data(&pcm).build(),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW302",
            "8-bit linear PCM (format tag 0x0001)",
            "16-bit linear PCM (format tag 0x0001)",
            Wav::new().fmt(&Fmt::pcm(8)).data(&pcm).build(),
        )
        .profile(profile("asterisk"))
        .at(12)
        .convert_helps(),
        new(
            "TW303",
            "2 channels",
            "1",
            Wav::new()
                .fmt(&alaw().channels(2))
                .fact(400)
                .data(&data)
                .build(),
        )
        .at(12)
        .convert_helps(),
        // Eight bits of A-law cannot be sixteen, so the frames are miscounted, too.
        new(
            "TW304",
            "16 bits",
            "8 bits",
            with_fmt(&Fmt { bits: 16, ..alaw() }.byte_rate(8000).block_align(1)),
        )
        .at(12)
        .also(&["TW317"]),
        new(
            "TW305",
            "16000 bytes a second",
            "8000",
            with_fmt(&alaw().byte_rate(16_000)),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW306",
            "2",
            "1",
            with_fmt(&alaw().block_align(2).byte_rate(8000)),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW307",
            "WAVE_FORMAT_EXTENSIBLE (0xFFFE)",
            "format tag 0x0006",
            with_fmt(&Fmt::new(ALAW, 1, 8000, 8).extensible()),
        )
        .at(12)
        .convert_helps(),
    ]);
    cases.extend(header_cases());
    cases.push(new(
        "TW401",
        "nothing but silence",
        "something to hear, unless it is to mute a notice",
        // The codes of +8 and of -8.
        alaw_wav(&[0xD5, 0x55].repeat(400)),
    ));
    cases
}

fn name_cases() -> Vec<Case> {
    let long: &'static str = "a".repeat(125).leak();
    let characters = "0-9 A-Z a-z . _ @ -";
    vec![
        Case::name(
            "TW101",
            "Welcome Msg.wav",
            "space at position 8",
            characters,
        ),
        Case::name(
            "TW101",
            "欢迎 1.wav",
            "\"欢\" at position 1 and 2 more",
            characters,
        ),
        Case::name(
            "TW101",
            "a\u{202E}b.wav",
            "\"\u{202E}\" at position 2",
            characters,
        ),
        Case::name("TW101", "tab\there.wav", "tab at position 4", characters),
        Case::name("TW101", "bell\u{7}.wav", "U+0007 at position 5", characters),
        Case::name(
            "TW102",
            format!("{long}.wav"),
            "129 characters",
            "at most 128 with the extension",
        ),
        Case::name("TW103", "welcome", "no extension", ".wav"),
        Case::name("TW103", "welcome.mp3", ".mp3", ".wav"),
        Case::name("TW104", "welcome.WAV", ".WAV", ".wav"),
        // A name that is hidden as well.
        Case::name("TW105", ".wav", "nothing before the extension", "a name").also(&["TW107"]),
        Case::name(
            "TW106",
            "welcome.mp3.wav",
            ".mp3 before the extension",
            "one extension",
        ),
        Case::name(
            "TW107",
            "-welcome.wav",
            "\"-\" first",
            "a letter, a digit or _ first",
        ),
        Case::name(
            "TW107",
            ".welcome.wav",
            "\".\" first",
            "a letter, a digit or _ first",
        ),
        Case::name("TW108", not_unicode(), "\u{FFFD}", "a name in UTF-8"),
        Case::name(
            "TW109",
            "welcome.wav",
            "\"welcome.wav\"",
            "a name that matches ^(?:[0-9]+\\.wav)$",
        )
        .profile(user_profile("pattern = '[0-9]+\\.wav'")),
    ]
}

fn size_cases() -> Vec<Case> {
    let new = Case::new;
    let with = |size: &str| user_profile(&format!("[size]\n{size}"));
    vec![
        new(
            "TW201",
            "858 bytes, 0.0 s too long",
            "at most 857 bytes (0.1 s)",
            good(),
        )
        .profile(with("max_bytes = 857")),
        new(
            "TW202",
            "858 bytes, 0.0 s too long",
            "at most 857 bytes (0.1 s)",
            good(),
        )
        .profile(with("max_bytes = 858\nwarn_above_bytes = 857")),
        new(
            "TW203",
            "no frame of sound",
            "at least one frame",
            alaw_wav(&[]),
        ),
        new("TW203", "an empty file", "at least one frame", Vec::new()),
        new("TW204", "0.10 s", "at least 0.11 s", good()).profile(with("min_s = 0.11")),
        new("TW205", "0.10 s, 0.0 s too long", "at most 0.09 s", good())
            .profile(with("max_s = 0.09")),
    ]
}

fn header_cases() -> Vec<Case> {
    let new = Case::new;
    let (data, prefix) = (tone(800), id3(20));
    let wav = || Wav::new().fmt(&Fmt::alaw());
    let mp3 = [0xFF, 0xFB, 0x10, 0xC4]
        .into_iter()
        .chain([0; 100])
        .collect::<Vec<u8>>();
    vec![
        new("TW310", "this is an MP3", "RIFF/WAVE", mp3),
        new(
            "TW310",
            "this is a web page (HTML)",
            "RIFF/WAVE",
            b"<!DOCTYPE html><html>".to_vec(),
        ),
        new(
            "TW310",
            "an ID3 tag of 30 bytes before the RIFF header",
            "the RIFF header first",
            wav().prefix(&prefix).fact(800).data(&data).build(),
        )
        .convert_helps(),
        new("TW310", "this is a WAV", "samples without a header", good())
            .profile(profile("asterisk-alaw"))
            .named("welcome.alaw")
            .convert_helps(),
        new(
            "TW311",
            "failed to read the chunks at byte 50: expected a \"data\" chunk, found the end of the file",
            "a header that can be read",
            wav().fact(800).build(),
        ),
        new(
            "TW312",
            "RIFX (big-endian)",
            "RIFF",
            Wav::rifx().fmt(&Fmt::alaw()).fact(800).data(&data).build(),
        )
        .at(0)
        .convert_helps(),
        new(
            "TW312",
            "RF64 (64-bit sizes)",
            "RIFF",
            // ds64 is a chunk that a prompt does not have.
            Wav::rf64(886, 800, 800)
                .fmt(&Fmt::alaw())
                .fact(800)
                .claiming(b"data", &data, u32::MAX)
                .build(),
        )
        .at(0)
        .also(&["TW318"])
        .convert_helps(),
        new(
            "TW313",
            "20 octets, cbSize 2",
            "16 octets, or 18 with cbSize 0",
            with_fmt(&Fmt::alaw().extension(&[2, 0, 0, 0])),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW314",
            "0xFFFFFFFF",
            "850, the length of the file less 8",
            wav().fact(800).data(&data).riff_size(u32::MAX).build(),
        )
        .at(4)
        .convert_helps(),
        new(
            "TW314",
            "36",
            "850, the length of the file less 8",
            wav().fact(800).data(&data).riff_size(36).build(),
        )
        .at(4)
        .convert_helps(),
        new(
            "TW315",
            "0xFFFFFFFF octets declared",
            "800, the octets in the file",
            wav().fact(800).claiming(b"data", &data, u32::MAX).build(),
        )
        .at(54)
        .convert_helps(),
        // A file that was cut is not what its RIFF length says, either.
        new(
            "TW315",
            "1000 octets declared",
            "800, the octets in the file",
            wav()
                .fact(800)
                .claiming(b"data", &data, 1000)
                .riff_size(1050)
                .build(),
        )
        .at(54)
        .also(&["TW314"]),
        new(
            "TW316",
            "no fact chunk",
            "a fact chunk with the number of frames",
            wav().data(&data).build(),
        )
        .convert_helps(),
        new(
            "TW317",
            "99 frames",
            "4 octets: 800 frames",
            wav().fact(99).data(&data).build(),
        )
        .at(38)
        .convert_helps(),
        new(
            "TW317",
            "a fact chunk of 12 octets",
            "4 octets: 800 frames",
            wav()
                .chunk(b"fact", &[0x20, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
                .data(&data)
                .build(),
        )
        .at(38)
        .convert_helps(),
        new(
            "TW318",
            "\"LIST\" of 26 octets, INFO ISFT \"Lavf59.27.100\", written by ffmpeg",
            "fmt, fact and data only",
            wav()
                .fact(800)
                .data(&data)
                .chunk(b"LIST", b"INFOISFT\x0E\x00\x00\x00Lavf59.27.100\x00")
                .build(),
        )
        .at(858)
        .convert_helps(),
        new(
            "TW319",
            "\"data\" of 801 octets",
            "an even number of octets",
            Wav::new()
                .fmt(&Fmt::alaw())
                .fact(801)
                .data(&tone(801))
                .build(),
        )
        .at(50)
        .convert_helps(),
        new(
            "TW320",
            "\"data\" of 801 octets without its pad byte",
            "an even number of octets",
            wav().fact(801).claiming(b"data", &tone(801), 801).build(),
        )
        .at(50)
        .convert_helps(),
        new(
            "TW321",
            "350 bytes behind the last chunk",
            "the end of the file",
            wav()
                .fact(800)
                .data(&data)
                .trailing(&b"garbage".repeat(50))
                .build(),
        )
        .at(858)
        .convert_helps(),
        new(
            "TW322",
            "data before fmt",
            "fmt before data",
            Wav::new().data(&data).fmt(&Fmt::alaw()).fact(800).build(),
        )
        .at(820)
        .convert_helps(),
        new(
            "TW323",
            "2 data chunks",
            "one",
            wav()
                .fact(800)
                .data(&data[..400])
                .data(&data[400..])
                .build(),
        )
        .convert_helps(),
        new(
            "TW323",
            "2 fmt chunks",
            "one",
            wav().fmt(&Fmt::alaw()).fact(800).data(&data).build(),
        )
        .convert_helps(),
        // An odd number of octets needs a pad byte, too.
        new(
            "TW324",
            "801 octets, 1 too many",
            "a multiple of 2",
            Wav::new().fmt(&Fmt::pcm(16)).data(&tone(801)).build(),
        )
        .profile(profile("asterisk"))
        .also(&["TW319"])
        .convert_helps(),
    ]
}

/// Rules about sets of files; whoever has the set runs them.
fn is_about_sets(rule: &Rule) -> bool {
    rule.code.starts_with("TW5")
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let cases: BTreeSet<_> = cases().iter().map(|case| case.code).collect();
    let rules: BTreeSet<_> = rules::all()
        .filter(|rule| !is_about_sets(rule))
        .map(|rule| rule.code)
        .collect();
    assert_eq!(cases, rules);
}

#[test]
fn every_rule_finds_what_it_is_for() {
    for case in cases() {
        let findings = case.check();
        let what = format!("{} of {:?}: {findings:#?}", case.code, case.name);
        let of_rule: Vec<_> = findings.iter().filter(|f| f.code == case.code).collect();
        assert_eq!(of_rule.len(), 1, "{what}");
        let (finding, rule) = (of_rule[0], rules::find(case.code).unwrap());
        assert_eq!(finding.rule, rule.name, "{what}");
        assert_eq!(finding.severity, rule.severity, "{what}");
        assert!(finding.found.contains(case.found), "{what}");
        if case.code != "TW108" {
            assert_eq!(finding.found, case.found, "{what}");
        }
        assert_eq!(finding.wanted, case.wanted, "{what}");
        assert_eq!(finding.offset, case.offset, "{what}");
        assert!(!finding.cure.is_empty(), "{what}");
    }
}

#[test]
fn nothing_is_found_besides_what_is_wrong() {
    for case in cases() {
        let mut wanted: Vec<_> = case.also.iter().copied().chain([case.code]).collect();
        wanted.sort_unstable();
        let codes: Vec<_> = case.check().iter().map(|finding| finding.code).collect();
        assert_eq!(codes, wanted, "{:?}", case.name);
    }
}

#[test]
fn converting_helps_where_the_finding_says_so() {
    for case in cases() {
        let findings = case.check();
        let finding = findings.iter().find(|f| f.code == case.code).unwrap();
        let what = format!("{}, {:?}", case.code, finding.found);
        if !case.convert_helps {
            continue;
        }
        assert!(
            finding.cure.starts_with("run telewav convert on it"),
            "{what}: {}",
            finding.cure
        );
        let made = convert_to(&case.profile, &case.octets).unwrap();
        assert_eq!(made.report.findings, [], "{what}");
        let octets = made.octets.unwrap();
        let name = format!("welcome.{}", case.profile.name_rules.extension.value);
        assert_eq!(
            checked(&case.profile, &name, &octets).unwrap().findings,
            [],
            "{what}"
        );
    }
}

#[test]
fn a_rewrapped_file_keeps_its_octets() {
    for case in cases().iter().filter(|case| case.convert_helps) {
        // Samples that are right are those that only a header is wrong about.
        let is_header = case.code > "TW304" && case.profile.name == telewav::profile::DEFAULT;
        if is_header && case.code != "TW310" {
            let made = convert_to(&case.profile, &case.octets)
                .unwrap()
                .octets
                .unwrap();
            assert_eq!(made[58..858], tone(800), "{}, {}", case.code, case.found);
        }
    }
}

// ---- files that are right ----

#[test]
fn a_perfect_file_has_no_finding() {
    for name in ["welcome.wav", "a.b.wav", "0_@-.wav", "_.wav"] {
        assert_eq!(
            checked(&default_profile(), name, &good()).unwrap().findings,
            [],
            "{name}"
        );
    }
    let report = telewav::check(Cursor::new(good()), None, &default_profile()).unwrap();
    assert_eq!(report.findings, [], "a file without a name");
    let linear = wav16(8000, &[500; 801]);
    assert_eq!(
        checked(&profile("asterisk"), "Any name ☎.wav", &linear)
            .unwrap()
            .findings,
        []
    );
    let raw = checked(&profile("asterisk-alaw"), "welcome.alaw", &tone(801)).unwrap();
    assert_eq!(raw.findings, []);
    for extension in ["al", "alw"] {
        let name = format!("welcome.{extension}");
        let raw = checked(&profile("asterisk-alaw"), &name, &tone(801)).unwrap();
        assert_eq!(raw.findings, [], "{name} is accepted, too");
    }
}

#[test]
fn the_largest_file_and_the_longest_name_are_right() {
    let p = user_profile(
        "max_chars = 11\n[size]\nmax_bytes = 858\nwarn_above_bytes = 858\nmin_s = 0.1\nmax_s = 0.1",
    );
    assert_eq!(checked(&p, "welcome.wav", &good()).unwrap().findings, []);
    let codes = |name: &str, octets: &[u8]| {
        let report = checked(&p, name, octets).unwrap();
        report
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes("welcome1.wav", &good()), ["TW102"]);
    assert_eq!(
        codes("welcome.wav", &alaw_wav(&tone(802))),
        ["TW201", "TW205"]
    );
    assert_eq!(codes("welcome.wav", &alaw_wav(&tone(798))), ["TW204"]);
}

#[test]
fn characters_are_counted_and_not_octets() {
    let p = user_profile("max_chars = 6");
    assert_eq!(checked(&p, "音乐.wav", &good()).unwrap().findings, []);
    assert_eq!(
        checked(&p, "音乐3.wav", &good()).unwrap().findings[0].code,
        "TW102"
    );
}

#[test]
fn a_sound_just_above_silence_is_not_silent() {
    let almost = [0xD5; 799].into_iter().chain([0xD4]).collect::<Vec<u8>>();
    assert_eq!(
        checked(&default_profile(), "a.wav", &alaw_wav(&almost))
            .unwrap()
            .findings,
        []
    );
}

#[test]
fn findings_come_by_code() {
    let mut broken = Wav::new()
        .fmt(&Fmt::alaw().byte_rate(16_000))
        .data(&[0xD5; 801])
        .build();
    broken.extend(b"more");
    let report = checked(&default_profile(), "-två.MP3", &broken).unwrap();
    let codes: Vec<_> = report.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(
        codes,
        [
            "TW101", "TW103", "TW107", "TW305", "TW316", "TW319", "TW321", "TW401"
        ]
    );
}

#[test]
fn no_part_of_a_file_passes() {
    let whole = good();
    for len in (0..70).chain((70..whole.len()).step_by(7)) {
        // An error, or a finding of that severity.
        if let Ok(report) = checked(&default_profile(), "a.wav", &whole[..len]) {
            let errors = report
                .findings
                .iter()
                .filter(|f| f.severity == Severity::Error)
                .count();
            assert!(
                errors > 0,
                "the first {len} octets pass: {:?}",
                report.findings
            );
        }
    }
}

#[test]
fn every_bit_of_the_header_matters() {
    for at in 0..58 {
        for bit in 0..8 {
            let mut octets = good();
            octets[at] ^= 1 << bit;
            if let Ok(report) = checked(&default_profile(), "a.wav", &octets) {
                assert!(!report.findings.is_empty(), "bit {bit} of octet {at}");
            }
        }
    }
}

// ---- the list of rules ----

#[test]
fn codes_are_sorted_and_never_used_twice() {
    let codes: Vec<_> = rules::all().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let names: BTreeSet<_> = rules::all().map(|rule| rule.name).collect();
    assert_eq!(names.len(), codes.len(), "names are not used twice, either");
}

#[test]
fn codes_and_names_are_of_the_right_form_and_group() {
    let code = Regex::new("^TW[1-5][0-9]{2}$").unwrap();
    let name = Regex::new("^[a-z]+(-[a-z]+)*$").unwrap();
    for rule in rules::all() {
        assert!(code.is_match(rule.code), "{}", rule.code);
        assert!(name.is_match(rule.name), "{}", rule.name);
        // What a name of a file breaks is in the first group, and nothing else is; a set has names, too.
        let is_about_names = rule.code.starts_with("TW1") || is_about_sets(rule);
        assert_eq!(
            rule.name.starts_with("name-"),
            is_about_names,
            "{}",
            rule.code
        );
    }
}

#[test]
fn every_rule_has_a_page() {
    for rule in rules::all() {
        for text in [rule.what, rule.why, rule.cure] {
            assert!(text.ends_with('.'), "{}: {text:?}", rule.code);
        }
        assert!(rule.example.len() > 3, "{}", rule.code);
        let page = [rule.what, rule.why, rule.example, rule.cure].join(" ");
        assert!(
            !page.contains("  "),
            "{}: a line that was broken wrongly",
            rule.code
        );
    }
}

#[test]
fn a_rule_is_found_by_code_and_by_name_in_any_case() {
    for rule in rules::all() {
        for word in [rule.code, rule.name] {
            for word in [word.to_owned(), word.to_lowercase(), word.to_uppercase()] {
                assert_eq!(rules::find(&word).unwrap().code, rule.code);
            }
        }
    }
    assert!(rules::find("TW999").is_none());
}

// ---- mending names ----

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 400,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x7E1E),
        ..ProptestConfig::default()
    }
}

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
        convert_to(p, &wav16(8000, &[500; 10]))
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
    #![proptest_config(config())]

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

#[test]
fn a_name_is_split_at_its_last_dot() {
    assert_eq!(name::split("a.b.wav"), ("a.b", Some("wav")));
    assert_eq!(name::split(".wav"), ("", Some("wav")));
    assert_eq!(name::split("a."), ("a", Some("")));
    assert_eq!(name::split("a"), ("a", None));
    assert!(name::is_audio_extension("MP3") && !name::is_audio_extension("txt"));
}

// ---- profiles ----

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
    let made = convert_to(&p, &wav16(8000, &[500; 8000])).unwrap();
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
        let made = convert_to(&p, &wav16(16_000, &[500; 1600])).unwrap();
        let codes: Vec<_> = made
            .report
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect();
        // A header of 44 has no fact chunk, which is a warning.
        let no_fact = header == "header_bytes = 44" && encoding != "linear16";
        assert_eq!(
            codes,
            if no_fact { vec!["TW316"] } else { vec![] },
            "{container} {encoding} {header}"
        );
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
        (with("\"mine\"", "\"\""), "name is empty"),
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
fn a_name_without_unicode_breaks_one_rule_only() {
    let name = not_unicode();
    let name: &OsStr = &name;
    let report = telewav::check(Cursor::new(good()), Some(name), &default_profile()).unwrap();
    assert_eq!(report.findings.len(), 1);
}
