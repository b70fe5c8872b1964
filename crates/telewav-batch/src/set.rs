//! The rules about the set as a whole, asked when every file has its verdict.

use telewav::check::set::{Member, check_set};
use telewav::{Finding, Profile};

use crate::outcome::Outcome;
use crate::selection::{self, PerFileIgnore};

/// An outcome that may be one of a set of prompts.
pub trait InSet: Outcome {
    /// The prompt; `None` if there is none.
    fn member(&self) -> Option<Member<'_>>;
    /// Takes a finding about the set, which stands behind those about the file.
    fn add(&mut self, finding: Finding);
}

/// Adds what is wrong with the set to the outcomes of the prompts that it is about.
pub fn judge<O: InSet>(outcomes: &mut [O], profile: &Profile, ignores: &[PerFileIgnore]) {
    let (owners, members): (Vec<usize>, Vec<Member<'_>>) = outcomes
        .iter()
        .enumerate()
        .filter_map(|(i, outcome)| Some((i, outcome.member()?)))
        .unzip();
    let findings = check_set(&members, profile);
    drop(members);
    for (i, finding) in findings {
        let outcome = &mut outcomes[owners[i]];
        let profile = selection::for_file(profile, ignores, outcome.path());
        if let Some(finding) = profile.judge(finding) {
            outcome.add(finding);
        }
    }
}
