//! Which module of a crate imports which, by their `use` lines and the paths in their code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// The modules of a crate, as `check::rules::size`, each with those that it imports.
pub struct Imports {
    edges: BTreeMap<String, BTreeSet<String>>,
    /// Their code, without comments and tests.
    texts: BTreeMap<String, String>,
}

impl Imports {
    /// Those of the files in `folder`.
    pub fn of(folder: &Path) -> Self {
        let mut texts = BTreeMap::new();
        read(folder, &[], &mut texts);
        assert!(texts.len() > 5, "{}", folder.display());
        let imported = |module: &String, text: &String| {
            let to = paths(module, text)
                .into_iter()
                .filter_map(|path| module_of(&path, &texts))
                .collect();
            (module.clone(), to)
        };
        let edges = texts.iter().map(|(module, text)| imported(module, text));
        Self {
            edges: edges.collect(),
            texts,
        }
    }

    pub fn from_edges(edges: &[(&str, &str)]) -> Self {
        let mut all = BTreeMap::<_, BTreeSet<_>>::new();
        for (from, to) in edges {
            all.entry((*from).to_owned())
                .or_default()
                .insert((*to).to_owned());
        }
        Self {
            edges: all,
            texts: BTreeMap::new(),
        }
    }

    /// The code of each module.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(module, text)| (&**module, &**text))
    }

    /// The same for what stands directly in the crate: a file, or a folder with all that is in it.
    pub fn by_folder(&self) -> Self {
        let folder = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
        let mut edges = BTreeMap::<_, BTreeSet<_>>::new();
        for (from, to) in &self.edges {
            let all = edges.entry(folder(from)).or_default();
            all.extend(to.iter().map(|to| folder(to)));
        }
        Self {
            edges,
            texts: BTreeMap::new(),
        }
    }

    /// The imports of `from` and its children that are `to` or its children.
    pub fn between(&self, from: &str, to: &str) -> Vec<(&str, &str)> {
        let is_in = |module: &str, folder: &str| module.split("::").next() == Some(folder);
        self.edges
            .iter()
            .filter(|(module, _)| is_in(module, from))
            .flat_map(|(module, imported)| imported.iter().map(|to| (&**module, &**to)))
            .filter(|(_, imported)| is_in(imported, to))
            .collect()
    }

    /// Sets of modules that import one another, directly or by way of each other; what a module and its children import of
    /// one another does not count.
    pub fn circles(&self) -> Vec<Vec<&str>> {
        let mut circles = Vec::new();
        let mut settled = BTreeSet::new();
        for module in self.edges.keys() {
            if settled.contains(&**module) {
                continue;
            }
            let beyond = self.reachable(module);
            let is_mutual = |other: &&str| self.reachable(other).contains(&**module);
            let circle: Vec<&str> = beyond.into_iter().filter(is_mutual).collect();
            settled.extend(circle.iter().copied());
            if !circle.is_empty() {
                circles.push(circle);
            }
        }
        circles
    }

    /// All that `from` imports, and what that imports.
    fn reachable<'a>(&'a self, from: &'a str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut next = vec![from];
        while let Some(module) = next.pop() {
            for to in self.edges.get(module).into_iter().flatten() {
                if !is_family(module, to) && reached.insert(&**to) {
                    next.push(to);
                }
            }
        }
        reached
    }
}

/// Whether one of two modules is in the other, or they are the same.
fn is_family(a: &str, b: &str) -> bool {
    let is_in = |child: &str, parent: &str| {
        let rest = child.strip_prefix(parent);
        parent.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    is_in(a, b) || is_in(b, a)
}

/// Reads the files of a folder that is this module.
fn read(folder: &Path, module: &[String], texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let mut child = module.to_vec();
        if path.is_dir() {
            child.push(stem.to_owned());
            read(&path, &child, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            if !matches!(stem, "mod" | "lib" | "main") {
                child.push(stem.to_owned());
            }
            let text = code(&fs::read_to_string(&path).unwrap());
            // The library's root stands for that of the program beside it.
            if stem != "main" {
                texts.insert(child.join("::"), text);
            }
        }
    }
}

/// Without comments, and without the tests, which stand last.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next());
    lines.flatten().collect::<Vec<_>>().join("\n")
}

/// `use` lines of this crate's own modules.
static USES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)\buse\s+((?:crate|super|self)\b[^;]*);").unwrap());
/// Paths in the midst of the code.
static INLINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:crate|super)(?:::\w+)+").unwrap());

/// The paths that begin in this crate, from its root.
fn paths(module: &str, text: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for found in USES.captures_iter(text) {
        expand(&[], &found[1], &mut paths);
    }
    for found in INLINE.find_iter(text) {
        expand(&[], found.as_str(), &mut paths);
    }
    paths.iter().map(|path| absolute(module, path)).collect()
}

/// The paths of a `use`: `a::{b, c::d}` has two.
fn expand(before: &[String], rest: &str, paths: &mut Vec<Vec<String>>) {
    let rest = rest.trim();
    if let Some(inner) = rest.strip_prefix('{') {
        let inner = inner.strip_suffix('}').unwrap_or(inner);
        let mut depth = 0;
        let is_end = |c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        };
        for part in inner.split(is_end).filter(|part| !part.trim().is_empty()) {
            expand(before, part, paths);
        }
        return;
    }
    let mut path = before.to_vec();
    match rest.split_once("::") {
        Some((first, rest)) => {
            path.push(first.trim().to_owned());
            expand(&path, rest, paths);
        }
        None => {
            let name = rest.split_whitespace().next().unwrap_or_default();
            path.push(name.to_owned());
            paths.push(path);
        }
    }
}

/// From the root of the crate, as seen from `module`.
fn absolute(module: &str, path: &[String]) -> Vec<String> {
    let mut at: Vec<String> = module.split("::").map(str::to_owned).collect();
    at.retain(|part| !part.is_empty());
    for part in path {
        match part.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => drop(at.pop()),
            name => at.push(name.to_owned()),
        }
    }
    at
}

/// The module that a path leads into: the longest part of it that is one.
fn module_of(path: &[String], texts: &BTreeMap<String, String>) -> Option<String> {
    let parts = (0..=path.len()).rev().map(|n| path[..n].join("::"));
    let mut modules = parts.filter(|part| texts.contains_key(part));
    modules.next().filter(|module| !module.is_empty())
}
