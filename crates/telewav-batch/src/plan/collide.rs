//! Recordings that want one name: who has it, and what the others get.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use telewav::check::rules;
use telewav::finding::{Cure, Found, Wanted};
use telewav::name::split;
use telewav::{Finding, Profile};

use super::{Job, Naming, OnCollision, Target, collision_key};
use crate::given::Taken;

/// What is there already, where prompts go: a prompt keeps the name under which it lies there.
pub trait Present {
    /// The SHA-256 of the file at a path, or anything else for what is no such file; `None` if nothing is there.
    fn at(&self, path: &Path) -> Option<String>;
    /// That of the prompt of each of these jobs, where there is one.
    fn made(&self, jobs: &[&Job<'_>]) -> Vec<Option<String>>;
    /// Whether a prompt takes the place of what is there.
    fn is_replaced(&self) -> bool;
}

/// Nothing is there.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

impl Present for Nothing {
    fn at(&self, _: &Path) -> Option<String> {
        None
    }

    fn made(&self, jobs: &[&Job<'_>]) -> Vec<Option<String>> {
        vec![None; jobs.len()]
    }

    fn is_replaced(&self) -> bool {
        false
    }
}

/// All that names are settled by.
pub(super) struct Settling<'a> {
    pub(super) profile: &'a Profile,
    pub(super) naming: &'a Naming,
    pub(super) present: &'a dyn Present,
    /// Names that the table gives to other recordings.
    pub(super) taken: &'a Taken<'a>,
}

impl Settling<'_> {
    /// Gives each of the jobs that want one name another, or the finding that it has none.
    pub(super) fn settle(&self, jobs: &mut [Job<'_>]) {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, job) in jobs.iter().enumerate() {
            if let Some(path) = job.target.path() {
                by_name.entry(collision_key(path)).or_default().push(i);
            }
        }
        // In the order of the recordings, so that every run numbers alike.
        let groups: BTreeMap<usize, Vec<usize>> = by_name
            .values()
            .filter(|group| group.len() > 1 || self.owner(&jobs[group[0]]).is_some())
            .map(|group| (group[0], group.clone()))
            .collect();
        let mut names: HashSet<String> = by_name.into_keys().collect();
        for group in groups.into_values() {
            self.settle_one(jobs, &group, &mut names);
        }
    }

    /// The recording that the table gives the name of this job to, if it is another than the job's own.
    fn owner(&self, job: &Job<'_>) -> Option<&str> {
        let name = job.target.path()?.file_name()?.to_string_lossy();
        let owner = || self.taken.by(&name, &job.input.path, self.naming.is_flat);
        (!job.is_given).then(owner).flatten()
    }

    fn settle_one(&self, jobs: &mut [Job<'_>], group: &[usize], names: &mut HashSet<String>) {
        let (holders, mut others): (Vec<usize>, Vec<usize>) =
            group.iter().partition(|i| jobs[**i].is_given);
        let Some(path) = jobs[group[0]].target.path().map(Path::to_owned) else {
            return;
        };
        if holders.len() > 1 {
            for &i in &holders {
                let found = Found::TableGivesToo {
                    path: path.display().to_string(),
                    others: paths(jobs, holders.iter().filter(|j| **j != i)),
                };
                jobs[i].findings.push(collision(found));
            }
        }
        let owner = others.first().and_then(|i| self.owner(&jobs[*i]));
        let owner = owner.map(str::to_owned);
        let mut is_free = holders.is_empty() && owner.is_none();
        // The table's owner of the name is not here; a prompt that is there may be its recording's, moved elsewhere.
        let kept = self.kept(jobs, &others, &path, holders.is_empty(), names);
        others.retain(|i| !kept.contains_key(i));
        is_free &= !kept.values().any(|kept| *kept == path);
        for (i, path) in kept {
            names.insert(collision_key(&path));
            jobs[i].move_to(path);
        }
        // Two that are left are in each other's way; one alone is in nobody's, if the name is free.
        if is_free && others.len() == 1 {
            return;
        }
        match self.naming.on_collision {
            OnCollision::Refuse => {
                for &i in &others {
                    let path = path.display().to_string();
                    let found = match owner.clone() {
                        Some(owner) => Found::TableGives { path, owner },
                        None => {
                            let others = paths(jobs, group.iter().filter(|j| **j != i));
                            Found::AlsoBecomes { path, others }
                        }
                    };
                    jobs[i].findings.push(collision(found));
                }
            }
            OnCollision::Number => self.number(jobs, &others, &path, is_free, names),
        }
    }

    /// The prompts of these jobs that are there already, octet for octet, under the name or with a number behind it.
    fn kept(
        &self,
        jobs: &[Job<'_>],
        others: &[usize],
        path: &Path,
        is_free: bool,
        names: &HashSet<String>,
    ) -> BTreeMap<usize, PathBuf> {
        let mut there = Vec::new();
        for (n, one) in self.candidates(path, is_free).enumerate() {
            match self.present.at(&one) {
                Some(_) if one != path && names.contains(&collision_key(&one)) => {}
                Some(sha256) => there.push((one, sha256)),
                // Numbers go on, where recordings of earlier runs are gone.
                None if n > others.len() => break,
                None => {}
            }
        }
        if there.is_empty() {
            return BTreeMap::new();
        }
        let made: Vec<&Job<'_>> = others.iter().map(|i| &jobs[*i]).collect();
        let made = self.present.made(&made);
        let mut kept = BTreeMap::new();
        for (one, sha256) in there {
            let same = others
                .iter()
                .zip(&made)
                .find(|(i, made)| made.as_deref() == Some(&*sha256) && !kept.contains_key(*i));
            if let Some((i, _)) = same {
                kept.insert(*i, one);
            }
        }
        kept
    }

    /// Gives these jobs the name with numbers behind it, from 2; the first has it as it is, if it `is_free`.
    fn number(
        &self,
        jobs: &mut [Job<'_>],
        others: &[usize],
        path: &Path,
        is_free: bool,
        names: &mut HashSet<String>,
    ) {
        let mut candidates = self.candidates(path, is_free);
        for &i in others {
            let free = candidates.find(|one| {
                let name = one.file_name().unwrap_or_default().to_string_lossy();
                let is_given = || {
                    self.taken
                        .by(&name, &jobs[i].input.path, self.naming.is_flat)
                };
                (one == path || !names.contains(&collision_key(one)))
                    && (self.present.is_replaced() || self.present.at(one).is_none())
                    && is_given().is_none()
            });
            let Some(free) = free else {
                let path = path.display().to_string();
                let found = Found::EveryNumberTaken { path };
                jobs[i].findings.push(collision(found));
                continue;
            };
            names.insert(collision_key(&free));
            jobs[i].move_to(free);
        }
    }

    /// The name itself, if it may be had, and then with 2, 3 and so on behind it.
    fn candidates<'a>(
        &'a self,
        path: &'a Path,
        is_free: bool,
    ) -> impl Iterator<Item = PathBuf> + 'a {
        let own = is_free.then(|| path.to_owned());
        let numbered = (2_u32..1_000_000).map_while(move |number| {
            let name = path.file_name()?.to_string_lossy();
            Some(path.with_file_name(numbered(&name, number, self.profile)?))
        });
        own.into_iter().chain(numbered)
    }
}

impl Job<'_> {
    fn move_to(&mut self, path: PathBuf) {
        self.target = Target::File(path);
        self.renamed = true;
    }
}

/// `name` with a number behind its stem, which is shortened if it would be too long.
fn numbered(name: &str, number: u32, profile: &Profile) -> Option<String> {
    let mut stem = split(name).0;
    loop {
        let wanted = format!("{stem}_{number}");
        let fixed = profile.fix_name(&wanted)?;
        let end = split(&fixed).0;
        // Without its `_`, if the platform takes none.
        if end.len() + 1 >= wanted.len() && end.ends_with(&number.to_string()) {
            return Some(fixed);
        }
        let (last, _) = stem.char_indices().next_back()?;
        stem = &stem[..last];
    }
}

fn paths<'a>(jobs: &[Job<'_>], of: impl Iterator<Item = &'a usize>) -> Vec<String> {
    of.map(|i| jobs[*i].input.path.display().to_string())
        .collect()
}

fn collision(found: Found) -> Finding {
    rules::NAME_COLLISION.finding(found, Wanted::OneRecording, Cure::NumberOrName)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use telewav::Profile;

    use super::numbered;

    #[test]
    fn numbers_stand_behind_names_that_stay_short_enough() {
        let profile = Profile::embedded("huawei-privatenumber").unwrap();
        assert_eq!(numbered("a.wav", 2, &profile).unwrap(), "a_2.wav");
        let long = numbered(&format!("{}.wav", "a".repeat(124)), 12, &profile).unwrap();
        assert_eq!(long, format!("{}_12.wav", "a".repeat(121)));
        let words = numbered(&format!("{}.wav", "word_".repeat(25)), 3, &profile).unwrap();
        assert!(words.ends_with("_3.wav") && words.len() <= 128, "{words}");
        let han = Profile::embedded("huawei-aicc").unwrap();
        assert_eq!(numbered("你好.wav", 2, &han).unwrap(), "你好2.wav");
    }
}
