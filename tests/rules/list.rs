//! The list of rules itself: codes, names, pages.

use std::collections::BTreeSet;

use regex::Regex;
use telewav::check::rules::{self, Rule};
use telewav::words::{Lang, Library, Words};

/// Rules about sets of files; whoever has the set runs them.
pub fn is_about_sets(rule: &Rule) -> bool {
    rule.code.as_str().starts_with("TW5")
}

/// Rules about prompts that requests name; `refs.rs` has their cases.
pub fn is_about_references(rule: &Rule) -> bool {
    rule.code.as_str().starts_with("TW6")
}

/// Rules about what `convert` meets in recordings and does to them; `tests/stages` has their cases.
pub fn is_about_converting(rule: &Rule) -> bool {
    ("TW411".."TW420").contains(&rule.code.as_str())
}

#[test]
fn codes_are_sorted_and_never_used_twice() {
    let codes: Vec<_> = rules::all().map(|rule| rule.code.as_str()).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let names: BTreeSet<_> = rules::all().map(|rule| rule.name).collect();
    assert_eq!(names.len(), codes.len(), "names are not used twice, either");
}

#[test]
fn codes_and_names_are_of_the_right_form_and_group() {
    let code = Regex::new("^TW[1-6][0-9]{2}$").unwrap();
    let name = Regex::new("^[a-z]+(-[a-z]+)*$").unwrap();
    for rule in rules::all() {
        assert!(code.is_match(rule.code.as_str()), "{}", rule.code.as_str());
        assert!(name.is_match(rule.name), "{}", rule.name);
        // What a name of a file breaks is in the first group, and nothing else is; a set has names, too.
        if !is_about_sets(rule) {
            let is_about_names = rule.code.as_str().starts_with("TW1");
            assert_eq!(
                rule.name.starts_with("name-"),
                is_about_names,
                "{}",
                rule.code.as_str()
            );
        }
    }
}

#[test]
fn every_rule_has_a_page() {
    for rule in rules::all() {
        for text in [rule.what, rule.why, rule.cure] {
            assert!(text.ends_with('.'), "{}: {text:?}", rule.code.as_str());
        }
        assert!(rule.example.len() > 3, "{}", rule.code.as_str());
        let page = [rule.what, rule.why, rule.example, rule.cure].join(" ");
        assert!(
            !page.contains("  "),
            "{}: a line that was broken wrongly",
            rule.code.as_str()
        );
    }
}

#[test]
fn a_rule_is_found_by_code_and_by_name_in_any_case() {
    for rule in rules::all() {
        for word in [rule.code.as_str(), rule.name] {
            for word in [word.to_owned(), word.to_lowercase(), word.to_uppercase()] {
                assert_eq!(rules::find(&word).unwrap().code, rule.code);
            }
        }
    }
    assert!(rules::find("TW999").is_none());
}

/// In each language, and the library's name no option.
#[test]
fn every_page_is_said_in_chinese() {
    let is_chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    for rule in rules::all() {
        let page = Library.page(rule, Lang::ZhCn);
        for text in [page.what, page.why, page.cure] {
            assert!(text.chars().any(is_chinese), "{}: {text}", rule.code);
            assert!(text.ends_with('。'), "{}: {text}", rule.code);
        }
        for text in [page.what, page.why, page.example, page.cure] {
            assert!(
                !text.contains("--") && !text.contains("语音文件"),
                "{}: {text}",
                rule.code
            );
        }
        assert!(!page.example.is_empty(), "{}", rule.code);
        let english = Library.page(rule, Lang::En);
        assert_eq!((english.what, english.cure), (rule.what, rule.cure));
    }
}
