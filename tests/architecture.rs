//! What the layers promise of themselves, read from their sources: who imports whom, and what none of them does.

#![allow(clippy::unwrap_used)]

#[path = "architecture/imports.rs"]
mod imports;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use imports::Imports;
use regex::Regex;

/// A folder of the workspace.
fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// The crates of the three layers, each above the one before it.
const LAYERS: [&str; 3] = ["telewav", "telewav-batch", "telewav-cli"];

fn imports(layer: &str) -> Imports {
    Imports::of(&at(&format!("crates/{layer}/src")))
}

/// What the manifest of a crate depends on, for every system, but for its tests.
fn dependencies(layer: &str) -> BTreeSet<String> {
    fn collect(table: &toml::Table, names: &mut BTreeSet<String>) {
        for (key, value) in table {
            let Some(value) = value.as_table() else {
                continue;
            };
            match key.as_str() {
                "dependencies" => names.extend(value.keys().cloned()),
                "target" => value
                    .values()
                    .filter_map(toml::Value::as_table)
                    .for_each(|target| collect(target, names)),
                _ => {}
            }
        }
    }
    let text = std::fs::read_to_string(at(&format!("crates/{layer}/Cargo.toml"))).unwrap();
    let mut names = BTreeSet::new();
    collect(&text.parse().unwrap(), &mut names);
    assert!(names.contains("serde"), "{layer}: {names:?}");
    names
}

#[test]
fn no_file_imports_one_that_imports_it() {
    for layer in LAYERS {
        let imports = imports(layer);
        let circles = imports.circles();
        assert!(circles.is_empty(), "{layer}: {circles:#?}");
    }
}

/// In the library, not even by way of a neighbour in the same folder.
#[test]
fn no_folder_of_the_library_imports_one_that_imports_it() {
    let folders = imports("telewav").by_folder();
    let circles = folders.circles();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn circles_are_found() {
    let imports = |edges: &[(&str, &str)]| Imports::from_edges(edges);
    // A module and its children are one thing.
    assert!(
        imports(&[("a", "a::b"), ("a::b", "a")])
            .circles()
            .is_empty()
    );
    assert_eq!(imports(&[("a", "b"), ("b", "a")]).circles().len(), 1);
    let three = imports(&[("a::x", "b"), ("b", "c"), ("c", "a::x"), ("c", "d")]);
    assert_eq!(three.circles(), [["a::x", "b", "c"]]);
    let folders = imports(&[("a::x", "b::x"), ("b::y", "a::y")]);
    assert!(folders.circles().is_empty());
    assert_eq!(folders.by_folder().circles(), [["a", "b"]]);
}

/// The order of the pipeline: what a stage stands on, and nothing behind it.
#[test]
fn stages_do_not_look_back() {
    let imports = imports("telewav");
    for (module, not) in [
        ("kind", "decode"),
        ("riff", "decode"),
        ("decode", "profile"),
        ("profile", "check"),
        ("check", "platforms"),
        ("check", "convert"),
        ("finding", "check"),
        ("error", "decode"),
    ] {
        let found = imports.between(module, not);
        assert!(found.is_empty(), "{module} imports {not}: {found:?}");
    }
    // The other way round they do, or this test looks at nothing.
    for (module, other) in [
        ("decode", "kind"),
        ("convert", "check"),
        ("check", "profile"),
    ] {
        assert!(
            !imports.between(module, other).is_empty(),
            "{module}, {other}"
        );
    }
}

#[test]
fn layers_depend_on_what_is_below_them() {
    let [core, batch, cli] = LAYERS.map(dependencies);
    for name in [
        "telewav-batch",
        "rayon",
        "walkdir",
        "clap",
        "indicatif",
        "anstream",
    ] {
        assert!(!core.contains(name), "the library: {name}");
    }
    for name in [
        "clap",
        "indicatif",
        "ctrlc",
        "signal-hook",
        "anstream",
        "telewav-cli",
    ] {
        assert!(!batch.contains(name), "batch: {name}");
    }
    assert!(batch.contains("telewav") && cli.contains("telewav-batch"));
}

/// Printing, ending the process and what belongs to the whole of it are the command line's.
#[test]
fn libraries_leave_the_process_alone() {
    let words = [
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "process::exit",
        "process::abort",
        "set_hook",
        "set_current_dir",
        "set_var",
    ];
    for layer in ["telewav", "telewav-batch"] {
        for (module, text) in imports(layer).texts() {
            for word in words {
                assert!(!text.contains(word), "{layer}, {module}: {word}");
            }
        }
    }
}

/// Octets in, octets out: files are for whoever has some. A profile may extend another one that is a file, and what is put
/// aside goes to a file without a name.
#[test]
fn the_library_opens_no_files() {
    for (module, text) in imports("telewav").texts() {
        let may = module.starts_with("platforms") || module == "temporary";
        let words = ["std::fs", "File::", "OpenOptions", "std::net", "Command"];
        let found = words.iter().find(|word| text.contains(**word));
        assert!(may || found.is_none(), "{module}: {found:?}");
    }
}

/// A panic of another's decoder is caught where it is called, in `decode`; what decodes stays in there, too.
#[test]
fn decoders_stay_in_decode() {
    for (module, text) in imports("telewav").texts() {
        for word in ["symphonia", "rusty_opus", "rvoip", "catch_unwind"] {
            let is_there = text.contains(word);
            assert!(
                module.starts_with("decode") || !is_there,
                "{module}: {word}"
            );
        }
    }
}

/// The library has no command line, so it names no option of one; each front end says how its users do it.
#[test]
fn libraries_name_no_options() {
    let option = Regex::new(r#""[^"\n]*--[a-z][^"\n]*""#).unwrap();
    let mut found = BTreeSet::new();
    for layer in ["telewav", "telewav-batch"] {
        for (module, text) in imports(layer).texts() {
            if option.is_match(text) {
                found.insert(format!("{layer}, {module}"));
            }
        }
    }
    assert_eq!(found, BTreeSet::new());
}

/// A language without a sentence does not compile; a sentence that nothing asks for is found here.
#[test]
fn every_sentence_is_asked_for() {
    let variant = Regex::new(r"(?m)^    ([A-Z][A-Za-z0-9]*)(?: \{|\(|,)").unwrap();
    let crates = ["telewav", "telewav-batch"].map(imports);
    let enums = Regex::new(r"(?ms)^pub(?:\(crate\))? enum (\w+)(?:<'a>)? \{\n(.*?)^\}").unwrap();
    let mut n_sentences = 0;
    let remarks = std::fs::read_dir(at("crates/telewav/src/error/remark")).unwrap();
    let mut files: Vec<PathBuf> = remarks.map(|file| file.unwrap().path()).collect();
    let named = [
        "telewav/src/finding/found",
        "telewav/src/finding/wanted",
        "telewav/src/finding/cure",
        "telewav/src/error/limit",
        "telewav/src/error/malformed",
        "telewav/src/error/problem",
        "telewav/src/error/profile",
        "telewav/src/error/unsupported",
        "telewav/src/check/rewrap",
        "telewav/src/riff/facts",
        "telewav-batch/src/error",
        "telewav-batch/src/outcome/failure",
        "telewav-batch/src/words/mod",
    ];
    files.extend(named.map(|file| at(&format!("crates/{file}.rs"))));
    for path in files {
        let text = std::fs::read_to_string(path).unwrap();
        for said in enums.captures_iter(&text) {
            let (name, variants) = (&said[1], &said[2]);
            for it in variant.captures_iter(variants) {
                let it = &it[1];
                // What wraps an enum of its name is asked for by that.
                if variants.contains(&format!("    {it}({it}),")) {
                    continue;
                }
                let asked = Regex::new(&format!(r"{name}::{it}\b|\bSelf::{it}\b")).unwrap();
                let texts = crates.iter().flat_map(Imports::texts);
                let is_asked = texts
                    .filter(|(module, _)| !module.starts_with("words"))
                    .any(|(_, text)| asked.is_match(text));
                assert!(is_asked, "{name}::{it}");
                n_sentences += 1;
            }
        }
    }
    assert!(n_sentences > 300, "{n_sentences}");
}
