//! What requests name, held against the prompts that there are.

use std::collections::HashSet;

use super::find::{Listed, Mentions, Reference, Value};
use super::prompts::{KnownPrompt, Match, Prompts, is_space};
use crate::check::ask::refused_characters;
use crate::check::rules::{self, Rule};
use crate::finding::{Cure, Finding, Found, Wanted};
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
            let mut finding =
                rules::PROMPT_UNUSED.finding(Found::Unused, Wanted::Request, Cure::RemoveOrName);
            finding.asked_by = Some("telewav refs".to_owned());
            profile.judge(finding)
        };
        unused.filter_map(|i| Some((i, finding()?))).collect()
    }

    fn check_reference(&self, reference: &Reference<'_>, profile: &Profile) -> Vec<Finding> {
        let field = || reference.parameter.field().to_owned();
        let [min, max_chars] = reference.parameter.chars.value;
        let min_chars = min.max(1);
        let name = match &reference.value {
            // The parameter may say that there is none.
            Value::Name(name) if name.is_empty() && min == 0 => return Vec::new(),
            Value::Name(name) if !name.chars().all(is_space) => name,
            other => {
                let field = field();
                let cure = Cure::NameOrLeaveOut {
                    field: field.clone(),
                };
                let found = match other {
                    Value::Name(name) if name.is_empty() => Found::EmptyValue { field },
                    Value::Name(name) => Found::OnlySpaces {
                        field,
                        name: name.clone(),
                    },
                    Value::Other(value) => Found::NoName {
                        field,
                        value: value.clone(),
                    },
                    Value::List => Found::ListOfNames { field },
                };
                let wanted = Wanted::PromptName {
                    min_chars,
                    max_chars,
                };
                return vec![reference.finding(&rules::REFERENCE_VALUE, found, wanted, cure)];
            }
        };
        let mut findings = Vec::new();
        let n_chars = name.chars().count();
        if n_chars > max_chars {
            let field = field();
            findings.push(reference.finding(
                &rules::REFERENCE_LENGTH,
                Found::ReferenceLength { field, n_chars },
                Wanted::PromptNameLength {
                    min_chars,
                    max_chars,
                },
                Cure::ShortenPromptName,
            ));
        } else {
            findings.extend(self.check_name(reference, name, profile));
        }
        findings.extend(check_fields(reference));
        findings
    }

    /// Looks for the prompt of this name.
    fn check_name(&self, reference: &Reference<'_>, name: &str, profile: &Profile) -> Vec<Finding> {
        let to_the_letter = |rule, found, prompt: &str| {
            let answer = answer(reference, name);
            let cure = Cure::Write {
                name: prompt.to_owned(),
            };
            vec![reference.finding(rule, found, Wanted::ToTheLetter { answer }, cure)]
        };
        let field = reference.parameter.field().to_owned();
        let prompt = |i: usize| self.all[i].name.clone();
        let written = name.to_owned();
        match self.resolve(name) {
            Match::Exact(prompts) => prompts
                .iter()
                .flat_map(|i| check_prompt(reference, &self.all[*i]))
                .collect(),
            Match::Spaces(i) => {
                let prompt = prompt(i);
                let found = spaces(field, name, prompt.clone());
                to_the_letter(&rules::REFERENCE_SPACES, found, &prompt)
            }
            Match::Case(i) => {
                let found = Found::ReferenceCase {
                    field,
                    name: written,
                    prompt: prompt(i),
                };
                to_the_letter(&rules::REFERENCE_CASE, found, &prompt(i))
            }
            Match::Extension(i) => {
                let extension = split(name).1;
                let found = Found::ReferenceExtension {
                    field,
                    name: written,
                    extension: extension
                        .filter(|extension| is_audio_extension(extension))
                        .map(str::to_owned),
                    prompt: prompt(i),
                };
                to_the_letter(&rules::REFERENCE_EXTENSION, found, &prompt(i))
            }
            Match::Missing => vec![self.missing(reference, name, profile)],
        }
    }

    fn missing(&self, reference: &Reference<'_>, name: &str, profile: &Profile) -> Finding {
        let field = reference.parameter.field().to_owned();
        let written = name.to_owned();
        // Where no prompt of this name can be, its absence is not the fault.
        if let Some(refused) = refused_characters(name, profile) {
            let found = Found::ReferenceCharacters {
                field,
                name: written,
                character: refused.character,
                position: refused.position,
                n_more: refused.n_more,
            };
            let characters = profile.characters_text().to_owned();
            let to = profile.fix_name(split(name).0);
            let mut finding = reference.finding(
                &rules::REFERENCE_CHARSET,
                found,
                Wanted::Characters { characters },
                Cure::RenamePrompt { to },
            );
            // It is the profile that limits the names of files.
            finding.asked_by = None;
            return finding;
        }
        let known = self.all.iter().map(|prompt| prompt.name.as_str());
        let known = known.take(MAX_COMPARED);
        let cure = Cure::AddPrompt {
            name: written.clone(),
            near: nearest(name, known).map(str::to_owned),
        };
        reference.finding(
            &rules::REFERENCE_MISSING,
            Found::NoSuchPrompt {
                field,
                name: written,
            },
            Wanted::Prompt {
                answer: answer(reference, name),
            },
            cure,
        )
    }
}

/// What can be said of a prompt that is there.
fn check_prompt(reference: &Reference<'_>, prompt: &KnownPrompt) -> Vec<Finding> {
    let field = || reference.parameter.field().to_owned();
    let name = || prompt.name.clone();
    let refused = prompt.fault.as_ref().map(|fault| {
        let found = Found::Refused {
            field: field(),
            name: name(),
            code: fault.rule.map(|(code, _)| code),
            rule: fault.rule.map(|(_, rule)| rule),
            found: Box::new(fault.found.clone()),
        };
        let cure = fault.cure.clone();
        reference.finding(
            &rules::REFERENCE_REFUSED,
            found,
            Wanted::PassingPrompt,
            cure,
        )
    });
    let max_s = reference.parameter.max_s.as_ref().map(|max| max.value);
    let too_long = match (max_s, prompt.duration_s) {
        (Some(max_s), Some(duration_s)) if duration_s > max_s => {
            let found = Found::ReferenceDuration {
                field: field(),
                name: name(),
                duration_s,
            };
            let wanted = Wanted::UntilCut { max_s };
            let cure = Cure::ShortenTo { max_s };
            Some(reference.finding(&rules::REFERENCE_DURATION, found, wanted, cure))
        }
        _ => None,
    };
    refused.into_iter().chain(too_long).collect()
}

/// The fields beside a parameter.
fn check_fields(reference: &Reference<'_>) -> Vec<Finding> {
    let parameter = reference.parameter;
    let field = || parameter.field().to_owned();
    let mut findings = Vec::new();
    if let Some(needs) = &parameter.needs {
        let other = &needs.field;
        let may_be_absent = needs
            .unless
            .as_ref()
            .is_some_and(|unless| reference.beside.contains_key(unless));
        let found = match reference.beside.get(other) {
            None if may_be_absent => None,
            None => Some(Found::Without {
                field: field(),
                other: other.clone(),
            }),
            Some(value) if needs.is_met_by(value) => None,
            Some(value) => Some(Found::With {
                field: field(),
                other: other.clone(),
                value: value.clone(),
            }),
        };
        findings.extend(found.map(|found| {
            let cure = Cure::SetOrLeaveOut {
                field: field(),
                other: other.clone(),
            };
            reference.finding(&rules::REFERENCE_NO_EFFECT, found, needs.wanted(), cure)
        }));
    }
    if let Some(excludes) = &parameter.excludes {
        let other = &excludes.value;
        let beside = reference.beside.get(other);
        if beside.is_some_and(|value| !value.is_empty()) {
            let (field, other) = (field(), other.clone());
            let found = Found::Together {
                field: field.clone(),
                other: other.clone(),
            };
            let cure = Cure::LeaveOneOut { field, other };
            let rule = &rules::REFERENCE_EXCLUDED;
            findings.push(reference.finding(rule, found, Wanted::OneOfTwo, cure));
        }
    }
    findings
}

fn check_list(listed: &Listed<'_>) -> Option<Finding> {
    let (n_items, max_items) = (listed.n_items, listed.list.max_items.value);
    if n_items <= max_items {
        return None;
    }
    let mut finding = rules::REFERENCE_ITEMS.finding(
        Found::Items {
            field: listed.list.field().to_owned(),
            n_items,
        },
        Wanted::Items { max_items },
        Cure::LeaveItemsOut {
            n: n_items - max_items,
        },
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

    fn finding(&self, rule: &'static Rule, found: Found, wanted: Wanted, cure: Cure) -> Finding {
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

/// A name with spaces where the prompt has others.
fn spaces(field: String, name: &str, prompt: String) -> Found {
    let mut chars = name.chars().enumerate();
    let first = chars.find(|(_, c)| is_space(*c));
    Found::ReferenceSpaces {
        field,
        name: name.to_owned(),
        space: first.map(|(_, c)| c),
        position: first.map_or(0, |(at, _)| at + 1),
        is_last: chars.next().is_none(),
        prompt,
    }
}
