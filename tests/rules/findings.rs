//! What is found in the files of `cases`, and in files that are right.

use std::collections::BTreeSet;
use std::io::Cursor;

use telewav::CheckOptions;
use telewav::check::rules;
use telewav::finding::{Cure, Severity};
use telewav::words::{Lang, in_lang};

use crate::cases::{cases, good, not_unicode, tone, tone_16};
use crate::common::*;
use crate::list::{is_about_converting, is_about_references, is_about_sets};

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let cases: BTreeSet<_> = cases().iter().map(|case| case.code).collect();
    let rules: BTreeSet<_> = rules::all()
        .filter(|rule| {
            !is_about_sets(rule) && !is_about_references(rule) && !is_about_converting(rule)
        })
        .map(|rule| rule.code.as_str())
        .collect();
    assert_eq!(cases, rules);
}

#[test]
fn every_rule_finds_what_it_is_for() {
    for case in cases() {
        let findings = case.check();
        let what = format!("{} of {:?}: {findings:#?}", case.code, case.name);
        let of_rule: Vec<_> = findings
            .iter()
            .filter(|f| f.code.as_str() == case.code)
            .collect();
        assert_eq!(of_rule.len(), 1, "{what}");
        let (finding, rule) = (of_rule[0], rules::find(case.code).unwrap());
        assert_eq!(finding.rule, rule.name, "{what}");
        assert_eq!(finding.severity, rule.severity, "{what}");
        assert!(finding.found.to_string().contains(case.found), "{what}");
        if case.code != "TW108" {
            assert_eq!(finding.found.to_string(), case.found, "{what}");
        }
        assert_eq!(finding.wanted.to_string(), case.wanted, "{what}");
        assert_eq!(finding.offset, case.offset, "{what}");
        assert!(!finding.cure.to_string().is_empty(), "{what}");
    }
}

#[test]
fn nothing_is_found_besides_what_is_wrong() {
    for case in cases() {
        let mut wanted: Vec<_> = case.also.iter().copied().chain([case.code]).collect();
        wanted.sort_unstable();
        let codes: Vec<_> = case
            .check()
            .iter()
            .map(|finding| finding.code.as_str())
            .collect();
        assert_eq!(codes, wanted, "{:?}", case.name);
        assert_eq!(case.also.is_empty(), case.because.is_empty());
    }
}

#[test]
fn converting_helps_where_the_finding_says_so() {
    for case in cases() {
        let findings = case.check();
        let finding = findings
            .iter()
            .find(|f| f.code.as_str() == case.code)
            .unwrap();
        let what = format!("{}, {:?}", case.code, finding.found);
        if !case.convert_helps {
            continue;
        }
        assert!(
            matches!(finding.cure, Cure::Convert | Cure::Rewrap),
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
    let report = telewav::check(
        Cursor::new(good()),
        &default_profile(),
        &CheckOptions::default(),
    )
    .unwrap();
    assert_eq!(report.findings, [], "a file without a name");
    let linear = wav16(8000, &tone_16(801));
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
            .map(|finding| finding.code.as_str())
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
        checked(&p, "音乐3.wav", &good()).unwrap().findings[0]
            .code
            .as_str(),
        "TW102"
    );
}

#[test]
fn a_sound_just_above_silence_is_not_silent() {
    let almost = [0xD5; 799].into_iter().chain([0xD4]).collect::<Vec<u8>>();
    let report = checked(&default_profile(), "a.wav", &alaw_wav(&almost)).unwrap();
    let codes: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["TW405"]);
}

#[test]
fn findings_come_by_code() {
    let mut broken = Wav::new()
        .fmt(&Fmt::alaw().byte_rate(16_000))
        .data(&[0xD5; 801])
        .build();
    broken.extend(b"more");
    let report = checked(&default_profile(), "-två.MP3", &broken).unwrap();
    let codes: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
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

#[test]
fn a_name_without_unicode_breaks_one_rule_only() {
    let name = not_unicode();
    let report = telewav::check(
        Cursor::new(good()),
        &default_profile(),
        &CheckOptions::default().name(name),
    )
    .unwrap();
    assert_eq!(report.findings.len(), 1);
}

/// The same values in another language: what is counted is counted there, too.
#[test]
fn what_is_found_is_said_in_chinese_with_the_same_numbers() {
    let numbers = |text: &str| {
        let mut numbers: Vec<String> = text
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .map(|number| number.trim_matches('.').to_owned())
            .filter(|number| !number.is_empty())
            .collect();
        numbers.sort_unstable();
        numbers
    };
    for case in cases() {
        for finding in case.check() {
            let pairs = [
                (
                    finding.found.to_string(),
                    in_lang(&finding.found, Lang::ZhCn).to_string(),
                ),
                (
                    finding.wanted.to_string(),
                    in_lang(&finding.wanted, Lang::ZhCn).to_string(),
                ),
                (
                    finding.cure.to_string(),
                    in_lang(&finding.cure, Lang::ZhCn).to_string(),
                ),
            ];
            for (english, chinese) in pairs {
                let what = format!("{english} | {chinese}");
                assert_eq!(numbers(&english), numbers(&chinese), "{what}");
                assert!(
                    !chinese.contains("语音文件") && !chinese.contains("--"),
                    "{what}"
                );
            }
        }
    }
}
