//! Rules about sets of prompts: what no file shows alone.

use telewav::Profile;
use telewav::check::Heard;
use telewav::check::rules;
use telewav::check::set::{Member, check_set};

use crate::common::default_profile;
use crate::list::is_about_sets;

/// A prompt that differs from every other in its sound.
fn member(path: &str, fingerprint: u64, active_dbov: impl Into<Option<f64>>) -> Member<'static> {
    Member {
        path: path.to_owned().into(),
        name: path.rsplit('/').next().unwrap().to_owned().into(),
        bytes: 8058,
        heard: Some(Heard {
            fingerprint,
            active_dbov: active_dbov.into(),
        }),
    }
}

fn levels(levels: &[f64]) -> Vec<Member<'static>> {
    let members = levels.iter().enumerate();
    members
        .map(|(i, level)| member(&format!("{i}.wav"), i as u64, *level))
        .collect()
}

/// Index and code of each finding.
fn found(members: &[Member<'_>], profile: &Profile) -> Vec<(usize, &'static str)> {
    let findings = check_set(members, profile);
    findings
        .into_iter()
        .map(|(i, finding)| (i, finding.code.as_str()))
        .collect()
}

/// Without a limit on the whole, and with folders.
fn asterisk() -> Profile {
    Profile::embedded("asterisk").unwrap()
}

#[test]
fn names_that_differ_by_capitals_are_told_whatever_their_folders() {
    let members = [
        member("a/welcome.wav", 1, None),
        member("b/Welcome.wav", 2, None),
        member("b/other.wav", 3, None),
    ];
    for profile in [default_profile(), asterisk()] {
        assert_eq!(found(&members, &profile), [(1, "TW502")]);
    }
    let finding = &check_set(&members, &asterisk())[0].1;
    assert!(
        finding.found.to_string().contains("a/welcome.wav"),
        "{finding:?}"
    );
}

#[test]
fn a_name_in_two_folders_is_told_where_there_are_none() {
    let members = [
        member("a/welcome.wav", 1, None),
        member("b/welcome.wav", 2, None),
    ];
    assert_eq!(found(&members, &default_profile()), [(1, "TW506")]);
    assert_eq!(found(&members, &asterisk()), []);
}

#[test]
fn the_same_sound_is_told_each_time_but_the_first() {
    let mut members = vec![
        member("a.wav", 7, None),
        member("b.wav", 8, None),
        member("c.wav", 7, None),
        member("d.wav", 7, None),
    ];
    assert_eq!(found(&members, &asterisk()), [(2, "TW503"), (3, "TW503")]);
    let finding = &check_set(&members, &asterisk())[0].1;
    assert!(finding.found.to_string().contains("a.wav"), "{finding:?}");
    // Silent ones, and those that cannot be heard, are like nothing.
    for member in &mut members {
        member.heard = None;
    }
    assert_eq!(found(&members, &asterisk()), []);
}

#[test]
fn levels_are_held_against_their_median() {
    let near = levels(&[-25.0, -20.0, -24.0, -29.9]);
    assert_eq!(found(&near, &asterisk()), []);
    let far = levels(&[-25.0, -18.9, -25.0, -26.0, -31.1]);
    assert_eq!(found(&far, &asterisk()), [(1, "TW504"), (4, "TW504")]);
    let findings = check_set(&far, &asterisk());
    assert!(
        findings[0]
            .1
            .found
            .to_string()
            .starts_with("active speech 6.1 dB above")
    );
    assert!(
        findings[1]
            .1
            .found
            .to_string()
            .starts_with("active speech 6.1 dB below")
    );
    // Of three, nobody can say which is out of line.
    assert_eq!(found(&levels(&[-10.0, -25.0, -40.0]), &asterisk()), []);
}

#[test]
fn the_whole_is_told_at_the_prompt_that_is_too_much() {
    let profile: Profile = Profile::embedded_text("asterisk")
        .unwrap()
        .replace(
            "[name_rules]",
            "[size]\nmax_total_bytes = 20000\n\n[name_rules]",
        )
        .parse()
        .unwrap();
    let members: Vec<Member<'static>> = (0..4)
        .map(|i| member(&format!("{i}.wav"), i, None))
        .collect();
    assert_eq!(found(&members[..2], &profile), []);
    assert_eq!(found(&members, &profile), [(2, "TW505")]);
    let finding = &check_set(&members, &profile)[0].1;
    assert!(
        finding.found.to_string().contains("32232 bytes in 4 files"),
        "{finding:?}"
    );
    assert_eq!(finding.wanted.to_string(), "at most 20000 bytes in all");
}

#[test]
fn every_rule_about_sets_is_tested_here_or_with_convert() {
    let here = include_str!("set.rs");
    for rule in rules::all().filter(|rule| is_about_sets(rule)) {
        let is_tested = here.contains(&format!("\"{}\"", rule.code.as_str()));
        assert!(
            is_tested || rule.code.as_str() == "TW501",
            "{}",
            rule.code.as_str()
        );
    }
}
