//! A set of prompts to findings: what no file shows alone (TW502 and following).

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use super::Heard;
use super::rules;
use crate::finding::{Cure, Finding, Found, Wanted};
use crate::name::fold;
use crate::profile::Profile;

/// A prompt of the set, as far as the others have to do with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Member<'a> {
    /// Where it is, for messages to the others.
    pub path: Cow<'a, str>,
    /// Its name, which is all that a platform sees of the path.
    pub name: Cow<'a, str>,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it sounds like, if that is known.
    pub heard: Option<Heard>,
}

/// Asks every rule about sets that `profile` has not turned off. Each finding comes with the index of the prompt it is
/// about, in the order of the prompts.
///
/// Of two prompts that are in each other's way, the later one gets the finding: it is the one too many.
///
/// ```
/// use telewav::{check::{rules::NAME_CASE, set::{check_set, Member}}, Profile};
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let member = |name: &'static str| Member { path: name.into(), name: name.into(), bytes: 8058, heard: None };
/// let findings = check_set(&[member("hello.wav"), member("Hello.wav")], &profile);
/// assert_eq!((findings[0].0, findings[0].1.code), (1, NAME_CASE.code));
/// ```
pub fn check_set(members: &[Member<'_>], profile: &Profile) -> Vec<(usize, Finding)> {
    let mut findings = Vec::new();
    if profile.asks(&rules::NAME_CASE) || profile.asks(&rules::SAME_NAME) {
        findings.extend(names(members, profile));
    }
    if profile.asks(&rules::SAME_SOUND) {
        findings.extend(sounds(members));
    }
    if profile.asks(&rules::LEVEL_SPREAD) {
        findings.extend(levels(members));
    }
    if profile.asks(&rules::TOTAL_SIZE) {
        findings.extend(total(members, profile));
    }
    // Stable: those of one prompt stay in the order of their codes.
    findings.sort_by_key(|(i, _)| *i);
    findings
}

/// For each member but the first of its kind: that first one.
fn firsts<K: Eq + Hash>(
    members: &[Member<'_>],
    key: impl Fn(&Member<'_>) -> Option<K>,
) -> Vec<(usize, usize)> {
    let mut seen = HashMap::new();
    let mut twins = Vec::new();
    for (i, member) in members.iter().enumerate() {
        let Some(key) = key(member) else { continue };
        let first = *seen.entry(key).or_insert(i);
        if first != i {
            twins.push((i, first));
        }
    }
    twins
}

/// TW502 and TW506.
fn names(members: &[Member<'_>], profile: &Profile) -> Vec<(usize, Finding)> {
    let is_flat = profile
        .name_rules
        .flat
        .as_ref()
        .is_some_and(|flat| flat.value);
    let twins = firsts(members, |member| Some(fold(&member.name)));
    let finding = |(i, first): (usize, usize)| {
        let other = members[first].path.to_string();
        let cure = Cure::RenameOneOfTwo;
        if members[i].name != members[first].name {
            let found = match members[i].name.to_lowercase() == members[first].name.to_lowercase() {
                true => Found::NameDiffersByCapitals { other },
                false => Found::NameDiffersByUnicode { other },
            };
            let finding = rules::NAME_CASE.finding(found, Wanted::OtherNames, cure);
            return Some((i, finding));
        }
        is_flat.then(|| {
            let found = Found::SameName { other };
            (i, rules::SAME_NAME.finding(found, Wanted::OwnNames, cure))
        })
    };
    twins.into_iter().filter_map(finding).collect()
}

/// TW503.
fn sounds(members: &[Member<'_>]) -> Vec<(usize, Finding)> {
    let twins = firsts(members, |member| Some(member.heard?.fingerprint));
    let finding = |(i, first): (usize, usize)| {
        let other = members[first].path.to_string();
        let found = Found::SameSound { other };
        let finding = rules::SAME_SOUND.finding(found, Wanted::OwnSound, Cure::ListenToBoth);
        (i, finding)
    };
    twins.into_iter().map(finding).collect()
}

/// TW504.
fn levels(members: &[Member<'_>]) -> Vec<(usize, Finding)> {
    let level = |member: &Member<'_>| member.heard?.active_dbov;
    let mut levels: Vec<f64> = members.iter().filter_map(level).collect();
    if levels.len() < rules::MIN_LEVELS {
        return Vec::new();
    }
    levels.sort_by(f64::total_cmp);
    let median = levels[levels.len() / 2];
    let finding = |(i, member): (usize, &Member<'_>)| {
        let above_db = level(member)? - median;
        (above_db.abs() > rules::MAX_SPREAD_DB).then(|| {
            let found = Found::LevelInSet {
                above_db,
                median_dbov: median,
            };
            let wanted = Wanted::LevelsWithin {
                max_db: rules::MAX_SPREAD_DB,
            };
            let cure = Cure::ConvertAllLevel;
            (i, rules::LEVEL_SPREAD.finding(found, wanted, cure))
        })
    };
    members.iter().enumerate().filter_map(finding).collect()
}

/// TW505.
fn total(members: &[Member<'_>], profile: &Profile) -> Option<(usize, Finding)> {
    let max_bytes = profile.max_total_bytes()?;
    let total_bytes: u64 = members.iter().map(|member| member.bytes).sum();
    let mut sum = 0;
    let over = members.iter().position(|member| {
        sum += member.bytes;
        sum > max_bytes
    })?;
    let found = Found::TotalSize {
        total_bytes,
        n_files: members.len(),
    };
    let wanted = Wanted::TotalBytes { max_bytes };
    let finding = rules::TOTAL_SIZE.finding(found, wanted, Cure::LeaveSomeOut);
    Some((over, finding))
}
