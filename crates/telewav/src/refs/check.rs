//! What requests name, held against the prompts that there are.

use std::collections::HashSet;

use super::find::{Listed, Mentions, Reference, Value};
use super::prompts::{Match, Prompt, Prompts, is_space};
use crate::check::ask::refused_characters;
use crate::check::rules::{self, Rule};
use crate::finding::Finding;
use crate::name::{is_audio_extension, split};
use crate::nearest::nearest;
use crate::profile::Profile;

/// How many prompts a name that is not there is compared with, to find the one that may be meant.
const MAX_COMPARED: usize = 1000;

impl Prompts {
    /// Says what is wrong with the prompts that a file of requests names, in the order in which it names them.
    pub fn check(&self, mentions: &Mentions<'_>, profile: &Profile) -> Vec<Finding> {
        let of_references = mentions
            .references
            .iter()
            .flat_map(|reference| self.check_reference(reference, profile));
        let of_lists = mentions.lists.iter().filter_map(check_list);
        let mut findings: Vec<Finding> = of_references
            .chain(of_lists)
            .filter_map(|finding| profile.judge(finding))
            .collect();
        let place = |finding: &Finding| finding.place.as_ref().map(|p| (p.line, p.column));
        findings.sort_by_key(place);
        findings
    }

    /// The prompts that none of these requests names, by their numbers, each with what is said of it.
    pub fn unused<'m, 'c: 'm>(
        &self,
        mentions: impl IntoIterator<Item = &'m Mentions<'c>>,
        profile: &Profile,
    ) -> Vec<(usize, Finding)> {
        let used: HashSet<usize> = mentions
            .into_iter()
            .flat_map(|mentions| &mentions.references)
            .filter_map(Reference::name)
            .flat_map(|name| self.meant(name))
            .collect();
        let unused = (0..self.all.len()).filter(|i| !used.contains(i));
        let finding = || {
            let mut finding = rules::PROMPT_UNUSED.finding(
                "no request names it",
                "a request that does",
                "remove it, or name it where it is to be played",
            );
            finding.asked_by = Some("telewav refs".to_owned());
            profile.judge(finding)
        };
        unused.filter_map(|i| Some((i, finding()?))).collect()
    }

    fn check_reference(&self, reference: &Reference<'_>, profile: &Profile) -> Vec<Finding> {
        let field = reference.parameter.field();
        let [min, max] = reference.parameter.chars.value;
        let lengths = format!("{} to {max} characters", min.max(1));
        let name = match &reference.value {
            // The parameter may say that there is none.
            Value::Name(name) if name.is_empty() && min == 0 => return Vec::new(),
            Value::Name(name) if !name.chars().all(is_space) => name,
            other => {
                let found = match other {
                    Value::Name(name) if name.is_empty() => format!("{field} is empty"),
                    Value::Name(name) => format!("{field} {name:?}: nothing but spaces"),
                    Value::Other(what) => format!("{field} is {what}"),
                };
                let wanted = format!("the name of a prompt there, of {lengths}");
                let cure = format!("name a prompt, or leave {field} out");
                return vec![reference.finding(&rules::REFERENCE_VALUE, found, wanted, cure)];
            }
        };
        let mut findings = Vec::new();
        let n_chars = name.chars().count();
        if n_chars > max {
            findings.push(reference.finding(
                &rules::REFERENCE_LENGTH,
                format!("{field} of {n_chars} characters"),
                format!("{lengths}, with the extension"),
                "shorten the name of the prompt, and name it so",
            ));
        } else {
            findings.extend(self.check_name(reference, name, profile));
        }
        findings.extend(check_fields(reference));
        findings
    }

    /// Looks for the prompt of this name.
    fn check_name(&self, reference: &Reference<'_>, name: &str, profile: &Profile) -> Vec<Finding> {
        let field = reference.parameter.field();
        let to_the_letter = |rule, is: &str, prompt: &Prompt| {
            vec![reference.finding(
                rule,
                format!("{field} {name:?}{is}; there is {:?}", prompt.name),
                format!(
                    "the name to the letter, or it answers {}",
                    answer(reference, name)
                ),
                format!("write {:?}", prompt.name),
            )]
        };
        match self.resolve(name) {
            Match::Exact(prompts) => prompts
                .iter()
                .flat_map(|i| check_prompt(reference, &self.all[*i]))
                .collect(),
            Match::Spaces(i) => {
                to_the_letter(&rules::REFERENCE_SPACES, &spaces(name), &self.all[i])
            }
            Match::Case(i) => to_the_letter(&rules::REFERENCE_CASE, "", &self.all[i]),
            Match::Extension(i) => {
                let is = match split(name) {
                    (_, Some(extension)) if is_audio_extension(extension) => {
                        format!(" with .{extension}")
                    }
                    _ => " without an extension".to_owned(),
                };
                to_the_letter(&rules::REFERENCE_EXTENSION, &is, &self.all[i])
            }
            Match::Missing => vec![self.missing(reference, name, profile)],
        }
    }

    fn missing(&self, reference: &Reference<'_>, name: &str, profile: &Profile) -> Finding {
        let field = reference.parameter.field();
        // Where no prompt of this name can be, its absence is not the fault.
        if let Some(refused) = refused_characters(name, profile) {
            let rename = match profile.fix_name(split(name).0) {
                Some(fixed) => format!("name the prompt {fixed}, here and as a file"),
                None => "give the prompt another name, here and as a file".to_owned(),
            };
            let mut finding = reference.finding(
                &rules::REFERENCE_CHARSET,
                format!("{field} {name:?}: {refused}"),
                profile.characters_text(),
                rename,
            );
            // It is the profile that limits the names of files.
            finding.asked_by = None;
            return finding;
        }
        let known = self.all.iter().map(|prompt| prompt.name.as_str());
        let known = known.take(MAX_COMPARED);
        let or = match nearest(name, known) {
            Some(near) => format!("; or write {near:?}, if that is meant"),
            None => "; or correct the name".to_owned(),
        };
        reference.finding(
            &rules::REFERENCE_MISSING,
            format!("{field} {name:?}: there is no such prompt"),
            format!("one, or it answers {}", answer(reference, name)),
            format!("put {name} among the prompts, and upload it{or}"),
        )
    }
}

/// What can be said of a prompt that is there.
fn check_prompt(reference: &Reference<'_>, prompt: &Prompt) -> Vec<Finding> {
    let (field, name) = (reference.parameter.field(), &prompt.name);
    let refused = prompt.fault.as_ref().map(|fault| {
        reference.finding(
            &rules::REFERENCE_REFUSED,
            format!(
                "{field} {name:?}, which telewav check refuses: {}",
                fault.what
            ),
            "a prompt that passes",
            &fault.cure,
        )
    });
    let max_s = reference.parameter.max_s.as_ref().map(|max| max.value);
    let too_long = match (max_s, prompt.duration_s) {
        (Some(max), Some(duration)) if duration > max => Some(reference.finding(
            &rules::REFERENCE_DURATION,
            format!("{field} {name:?}: {duration:.2} s"),
            format!("at most {max} s, as it is cut when the phone rings"),
            format!("shorten the prompt to {max} s"),
        )),
        _ => None,
    };
    refused.into_iter().chain(too_long).collect()
}

/// The fields beside a parameter.
fn check_fields(reference: &Reference<'_>) -> Vec<Finding> {
    let (field, parameter) = (reference.parameter.field(), reference.parameter);
    let mut findings = Vec::new();
    if let Some(needs) = &parameter.needs {
        let other = &needs.field;
        let may_be_absent = needs
            .unless
            .as_ref()
            .is_some_and(|unless| reference.beside.contains_key(unless));
        let found = match reference.beside.get(other) {
            None if may_be_absent => None,
            None => Some(format!("{field} without {other}")),
            Some(value) if needs.is_met_by(value) => None,
            Some(value) => Some(format!("{field} with {other} {value}")),
        };
        findings.extend(found.map(|found| {
            reference.finding(
                &rules::REFERENCE_NO_EFFECT,
                found,
                format!("{}, or never plays it", needs.wanted()),
                format!("set {other}, or leave {field} out"),
            )
        }));
    }
    if let Some(excludes) = &parameter.excludes {
        let other = &excludes.value;
        if reference
            .beside
            .get(other)
            .is_some_and(|value| !value.is_empty())
        {
            findings.push(reference.finding(
                &rules::REFERENCE_EXCLUDED,
                format!("{field} together with {other}"),
                "one of the two",
                format!("leave {field} or {other} out"),
            ));
        }
    }
    findings
}

fn check_list(listed: &Listed<'_>) -> Option<Finding> {
    let (field, max) = (listed.list.field(), listed.list.max_items.value);
    if listed.n_items <= max {
        return None;
    }
    let mut finding = rules::REFERENCE_ITEMS.finding(
        format!("{field} of {} items", listed.n_items),
        format!("at most {max}"),
        format!("leave {} out, or join prompts", listed.n_items - max),
    );
    finding.asked_by = Some(format!("{} {}", listed.service.title, listed.list.request));
    finding.place = Some(listed.place.clone());
    Some(finding)
}

impl Reference<'_> {
    /// The name of a prompt that it says; `None` if it names none.
    pub fn name(&self) -> Option<&str> {
        match &self.value {
            Value::Name(name) if !name.is_empty() => Some(name),
            _ => None,
        }
    }

    /// The service and, if it can be told, the request.
    pub fn asked_by(&self) -> String {
        match self.request {
            Some(request) => format!("{} {}", self.service.title, request.title()),
            None => self.service.title.clone(),
        }
    }

    fn finding(
        &self,
        rule: &'static Rule,
        found: impl Into<String>,
        wanted: impl Into<String>,
        cure: impl Into<String>,
    ) -> Finding {
        let mut finding = rule.finding(found, wanted, cure);
        finding.asked_by = Some(self.asked_by());
        finding.place = Some(self.place.clone());
        finding
    }
}

/// What the platform says of a name that it does not know.
fn answer(reference: &Reference<'_>, name: &str) -> String {
    reference.service.missing.value.replace("{}", name)
}

/// Where a name has spaces, in words.
fn spaces(name: &str) -> String {
    let n_chars = name.chars().count();
    let Some((at, c)) = name.chars().enumerate().find(|(_, c)| is_space(*c)) else {
        return " without a space".to_owned();
    };
    let what = match c {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\u{3000}' => "a full-width space".to_owned(),
        c => format!("U+{:04X}", u32::from(c)),
    };
    match at {
        0 => format!(" with {what} at its start"),
        at if at + 1 == n_chars => format!(" with {what} at its end"),
        at => format!(" with {what} at position {}", at + 1),
    }
}
