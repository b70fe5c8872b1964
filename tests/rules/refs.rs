//! Prompts that requests name: what is found in JSON, where, and what is said of it.

use std::collections::BTreeSet;

use telewav::check::rules;
use telewav::check::rules::ENCODING;
use telewav::finding::Finding;
use telewav::finding::{Cure, Found};
use telewav::refs::{
    self, Catalogue, Fault, KnownPrompt, MAX_DEPTH, MAX_REFERENCES, MAX_REQUEST_BYTES, Mentions,
    Prompts, Value,
};
use telewav::{Error, Profile};

use crate::common::default_profile;
use crate::list::is_about_references;

fn catalogues() -> Vec<Catalogue> {
    Catalogue::all().unwrap()
}

/// The fields, names and places of what is found.
fn found(json: &str) -> Vec<(String, String, u64, u64, String)> {
    let catalogues = catalogues();
    let mentions = refs::find(json.as_bytes(), &catalogues).unwrap();
    let flat = |reference: &refs::Reference<'_>| {
        let value = match &reference.value {
            Value::Name(name) => name.clone(),
            Value::Other(what) => format!("<{what}>"),
            Value::List => "<a list>".to_owned(),
        };
        let place = reference.place.clone();
        (
            reference.parameter.path.clone(),
            value,
            place.line,
            place.column,
            place.pointer,
        )
    };
    mentions.references.iter().map(flat).collect()
}

fn problem(json: &[u8]) -> Error {
    refs::find(json, &catalogues()).unwrap_err()
}

/// Prompts of one second each.
fn prompts(names: &[&str]) -> Prompts {
    let prompt = |name: &&str| KnownPrompt {
        duration_s: Some(1.0),
        ..KnownPrompt::new(*name)
    };
    Prompts::new(names.iter().map(prompt).collect())
}

fn check(json: &str, prompts: &Prompts) -> Vec<Finding> {
    let catalogues = catalogues();
    let mentions = refs::find(json.as_bytes(), &catalogues).unwrap();
    prompts.check(&mentions, &default_profile())
}

/// The codes of what is said of `json`.
fn codes(json: &str, names: &[&str]) -> Vec<&'static str> {
    let findings = check(json, &prompts(names));
    findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

// ---- catalogues ----

#[test]
fn catalogues_cite_what_they_have_and_name_what_there_is() {
    for catalogue in catalogues() {
        assert!(Profile::embedded(&catalogue.name).is_ok());
        let mut cited = BTreeSet::from([catalogue.missing.source.clone().unwrap()]);
        assert!(catalogue.missing.value.contains("{}"));
        cited.extend(
            catalogue
                .requests
                .iter()
                .map(|request| request.source.clone()),
        );
        for parameter in &catalogue.parameters {
            for request in &parameter.requests {
                assert!(catalogue.request(request).is_some(), "{request}");
            }
            let [min, max] = parameter.chars.value;
            assert!(min <= 1 && max == 128, "{}", parameter.path);
            let chars = &parameter.chars;
            assert!(
                chars.quote.is_some() || chars.reason.is_some(),
                "{}",
                parameter.path
            );
            cited.extend(chars.source.clone());
            cited.extend(parameter.max_s.iter().filter_map(|max| max.source.clone()));
            cited.extend(
                parameter
                    .excludes
                    .iter()
                    .filter_map(|max| max.source.clone()),
            );
            if let Some(needs) = &parameter.needs {
                assert!(
                    needs.is.is_some() != needs.not.is_some(),
                    "{}",
                    parameter.path
                );
                cited.insert(needs.source.clone());
            }
        }
        for list in &catalogue.lists {
            assert!(catalogue.request(&list.request).is_some());
            cited.extend(list.max_items.source.clone());
        }
        let sources: BTreeSet<String> = catalogue.sources.keys().cloned().collect();
        assert_eq!(cited, sources, "{}", catalogue.name);
        for source in catalogue.sources.values() {
            assert!(source.url.starts_with("https://") && !source.title.is_empty());
            assert_eq!(source.seen.len(), "2026-11-21".len());
        }
    }
}

#[test]
fn the_catalogues_have_every_parameter_that_the_platform_documents() {
    let wanted: BTreeSet<&str> = [
        "callerHintTone",
        "calleeHintTone",
        "recordHintTone",
        "lastMinVoice",
        "callbackTone",
        "preVoiceX",
        "preVoiceY",
        "waitVoice",
        "calleeHintVoice",
        "closeHintTone",
        "preVoice",
        "callBackTone",
        "notifyVoice",
        "preTone",
        "posTone",
        "随机抽检录音提示音",
        "业务异常放音文件",
        "业务无权限放音文件",
        "绑定关系不存在放音文件",
        "分机号码主叫预放音文件",
    ]
    .into();
    let catalogues = catalogues();
    let parameters = catalogues
        .iter()
        .flat_map(|catalogue| &catalogue.parameters);
    let fields: BTreeSet<&str> = parameters.map(|parameter| parameter.field()).collect();
    assert_eq!(fields, wanted);
}

#[test]
fn the_request_is_told_by_the_fields_around() {
    for (json, asked_by) in [
        (
            r#"{"origNum": "1", "recordHintTone": "a.wav"}"#,
            "PrivateNumber AX",
        ),
        (
            r#"{"relationNum": "1", "preVoice": {"calleeHintTone": "a.wav"}}"#,
            "PrivateNumber AXB",
        ),
        (
            r#"{"bindNum": "1", "recordHintTone": "a.wav"}"#,
            "PrivateNumber AXE",
        ),
        (
            r#"{"bNum": "1", "relationNum": "1", "recordHintTone": "a.wav"}"#,
            "PrivateNumber AXYB (legacy)",
        ),
        (
            r#"{"connectInfo": [{"lastMinVoice": "a.wav"}]}"#,
            "PrivateNumber X (legacy)",
        ),
        (
            r#"{"callerNbr": "1", "lastMinVoice": "a.wav"}"#,
            "VoiceCall click2Call",
        ),
        // No other request has it.
        (r#"{"posTone": "a.wav"}"#, "VoiceCall callVerify"),
        // Several have it.
        (r#"{"lastMinVoice": "a.wav"}"#, "PrivateNumber"),
        // The nearest object tells.
        (
            r#"{"callerNbr": "1", "body": {"origNum": "1", "lastMinVoice": "a.wav"}}"#,
            "PrivateNumber AX",
        ),
    ] {
        let catalogues = catalogues();
        let mentions = refs::find(json.as_bytes(), &catalogues).unwrap();
        assert_eq!(mentions.references[0].asked_by(), asked_by, "{json}");
    }
}

#[test]
fn the_first_catalogue_counts_where_nothing_tells() {
    let mut catalogues = catalogues();
    catalogues.reverse();
    let mentions = refs::find(br#"{"lastMinVoice": "a.wav"}"#, &catalogues).unwrap();
    assert_eq!(mentions.references[0].asked_by(), "VoiceCall");
}

// ---- finding ----

#[test]
fn names_are_found_wherever_they_stand() {
    let json = "[\n  {\"a/b\": {\"c~d\": [0, {\"preTone\": \"é.wav\"}]}},\n\t{\"音\": 1, \"posTone\": \"b.wav\"}\n]";
    let field = |field: &str, name: &str, line, column, pointer: &str| {
        (
            field.to_owned(),
            name.to_owned(),
            line,
            column,
            pointer.to_owned(),
        )
    };
    assert_eq!(
        found(json),
        [
            field("preTone", "é.wav", 2, 35, "/0/a~1b/c~0d/1/preTone"),
            field("posTone", "b.wav", 3, 22, "/1/posTone"),
        ]
    );
    // JSON lines, with the ends of lines that Windows has; escapes; a byte order mark.
    assert_eq!(
        found("\u{FEFF}{\"preTone\": \"a.wav\"}\r\n\r\n{\"pre\\u0054one\":\"\\u0061.wav\"}\r\n"),
        [
            field("preTone", "a.wav", 1, 13, "/preTone"),
            field("preTone", "a.wav", 3, 17, "/preTone"),
        ]
    );
    // The same parameter in its object and at the top, and twice in one object.
    let json = r#"{"preVoice": {"callerHintTone": "a.wav"}, "callerHintTone": "b.wav", "callerHintTone": "c.wav"}"#;
    let names: Vec<String> = found(json).into_iter().map(|found| found.1).collect();
    assert_eq!(names, ["a.wav", "b.wav", "c.wav"]);
    // One of PrivateNumber is an object, one of VoiceCall a name; sample programs send a list of objects.
    assert_eq!(found(r#"{"preVoice": "a.wav"}"#)[0].0, "preVoice");
    let list = r#"{"preVoice": [{"callerHintTone": "a.wav"}, {"calleeHintTone": "b.wav"}]}"#;
    assert_eq!(found(list).len(), 2);
}

#[test]
fn what_names_nothing_is_not_found() {
    for json in [
        "{}",
        "[]",
        "1",
        "\"preTone\"",
        r#"{"preTone": null}"#,
        r#"{"pretone": "a.wav"}"#,
        r#"{"text": "{\"preTone\": \"a.wav\"}"}"#,
    ] {
        assert_eq!(found(json), [], "{json}");
    }
}

#[test]
fn what_is_no_json_is_named_with_its_place() {
    for (json, wanted) in [
        ("", "line 1, column 1: it is empty"),
        (" \n ", "line 1, column 1: it is empty"),
        ("hello", "line 1, column 1: expected value"),
        (
            "{\"é\": 1,\n \"b\": 2,\n}",
            "line 3, column 1: a comma before }",
        ),
        ("[1,\n2 , ]", "line 2, column 5: a comma before ]"),
        (
            "{\"a\": 1 \"b\": 2}",
            "line 1, column 9: expected `,` or `}`",
        ),
        ("{'a': 1}", "line 1, column 2: key must be a string"),
        ("{\"a\": 1} // b", "line 1, column 10: expected value"),
        (
            "{\"a\": [1, 2",
            "line 1, column 11: the file ends inside a list",
        ),
        (
            "{}\n{\"a\": \"b",
            "line 2, column 8: the file ends inside a string",
        ),
        // Half of a surrogate pair, in a value that is looked at.
        (
            "{}\n{\"b\": 1, \"preTone\": \"\\ud800\"}",
            "line 2, column 28: unexpected end of hex escape",
        ),
    ] {
        let error = problem(json.as_bytes());
        assert_eq!(
            error.to_string(),
            format!("read JSON at {wanted}"),
            "{json}"
        );
        assert_eq!(error.kind(), "not-json");
        assert!(error.cure().to_string().starts_with("correct it there"));
    }
    let utf_16: Vec<u8> = "\u{FEFF}{}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        problem(&utf_16).to_string(),
        "read JSON at line 1, column 1: it is in UTF-16"
    );
    let gbk = b"{\n \"preTone\": \"\xD2\xF4.wav\"}";
    assert_eq!(
        problem(gbk).to_string(),
        "read JSON at line 2, column 14: it is not in UTF-8"
    );
}

#[test]
fn a_hostile_file_meets_a_limit() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let deepest =
        "{\"a\":".repeat(MAX_DEPTH - 1) + r#"{"preTone": "a.wav"}"# + &"}".repeat(MAX_DEPTH - 1);
    assert_eq!(found(&deepest).len(), 1);
    for (json, limit) in [
        (nested(MAX_DEPTH + 2), "MAX_DEPTH"),
        (nested(1_000_000), "MAX_DEPTH"),
        (
            " ".repeat(MAX_REQUEST_BYTES as usize + 1),
            "MAX_REQUEST_BYTES",
        ),
        (
            r#"{"preTone":"a"}"#.repeat(MAX_REFERENCES + 1),
            "MAX_REFERENCES",
        ),
    ] {
        let error = problem(json.as_bytes());
        assert_eq!(error.kind(), "limit-exceeded");
        assert!(error.to_string().contains(limit), "{error}");
        assert!(
            error.cure().to_string().contains("split it"),
            "{}",
            error.cure()
        );
    }
    // All of it on one line: places are not counted from its start each time.
    let names = r#"{"preTone":"a"}"#.repeat(MAX_REFERENCES);
    assert_eq!(
        found(&names).last().unwrap().3,
        (MAX_REFERENCES * 15 - 3) as u64
    );
}

/// The files of requests among the fixtures.
fn fixtures() -> Vec<Vec<u8>> {
    let requests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/requests");
    ["right", "wrong", "broken"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(requests.join(folder)).unwrap())
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn damaged_requests_are_read_or_refused() {
    let catalogues = catalogues();
    let prompts = prompts_of_cases();
    let (mut n_read, mut n_refused) = (0, 0);
    for octets in fixtures() {
        for at in 0..octets.len() {
            let mut flipped = octets.clone();
            flipped[at] ^= 1 << (at % 8);
            for octets in [&octets[..at], &flipped] {
                match refs::find(octets, &catalogues) {
                    Ok(mentions) => {
                        prompts.check(&mentions, &default_profile());
                        n_read += 1;
                    }
                    Err(Error::NotJson { line, column, .. }) => {
                        assert!(line >= 1 && column >= 1);
                        n_refused += 1;
                    }
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }
    assert!(n_read > 1000 && n_refused > 1000, "{n_read} {n_refused}");
}

// ---- checking ----

/// What has to be said of a request: code, found, wanted, cure, line and column.
struct Case {
    code: &'static str,
    json: &'static str,
    found: &'static str,
    wanted: &'static str,
    cure: &'static str,
    column: u64,
}

const CASES: [Case; 16] = [
    Case {
        code: "TW601",
        json: r#"{"preTone": "by.wav"}"#,
        found: r#"preTone "by.wav": there is no such prompt"#,
        wanted: r#"one, or it answers 1010002 "Invalid request.by.wav does not exist""#,
        cure: r#"put by.wav among the prompts, and upload it; or write "bye.wav", if that is meant"#,
        column: 13,
    },
    Case {
        code: "TW601",
        json: r#"{"origNum": "1", "recordHintTone": "something-else.wav"}"#,
        found: r#"recordHintTone "something-else.wav": there is no such prompt"#,
        wanted: r#"one, or it answers 1010002 "Invalid request.something-else.wav does not exist.""#,
        cure: "put something-else.wav among the prompts, and upload it; or correct the name",
        column: 36,
    },
    Case {
        code: "TW602",
        json: r#"{"preTone": "Bye.WAV"}"#,
        found: r#"preTone "Bye.WAV"; there is "bye.wav""#,
        wanted: r#"the name to the letter, or it answers 1010002 "Invalid request.Bye.WAV does not exist""#,
        cure: r#"write "bye.wav""#,
        column: 13,
    },
    Case {
        code: "TW603",
        json: r#"{"preTone": "bye.wav\u3000"}"#,
        found: r#"preTone "bye.wav\u{3000}" with a full-width space at its end; there is "bye.wav""#,
        wanted: "the name to the letter, or it answers 1010002 \"Invalid request.bye.wav\u{3000} does not exist\"",
        cure: r#"write "bye.wav""#,
        column: 13,
    },
    Case {
        code: "TW603",
        json: r#"{"preTone": "B\tye.wav"}"#,
        found: r#"preTone "B\tye.wav" with a tab at position 2; there is "bye.wav""#,
        wanted: "the name to the letter, or it answers 1010002 \"Invalid request.B\tye.wav does not exist\"",
        cure: r#"write "bye.wav""#,
        column: 13,
    },
    Case {
        code: "TW604",
        json: r#"{"preTone": "bye"}"#,
        found: r#"preTone "bye" without an extension; there is "bye.wav""#,
        wanted: r#"the name to the letter, or it answers 1010002 "Invalid request.bye does not exist""#,
        cure: r#"write "bye.wav""#,
        column: 13,
    },
    Case {
        code: "TW604",
        json: r#"{"preTone": "Bye.mp3"}"#,
        found: r#"preTone "Bye.mp3" with .mp3; there is "bye.wav""#,
        wanted: r#"the name to the letter, or it answers 1010002 "Invalid request.Bye.mp3 does not exist""#,
        cure: r#"write "bye.wav""#,
        column: 13,
    },
    Case {
        code: "TW606",
        json: r#"{"preTone": "再见 1.wav"}"#,
        found: r#"preTone "再见 1.wav": "再" at position 1 and 2 more"#,
        wanted: "0-9 A-Z a-z . _ @ -",
        cure: "name the prompt Zai_Jian_1.wav, here and as a file",
        column: 13,
    },
    Case {
        code: "TW607",
        json: r#"{"preTone": "bad.wav"}"#,
        found: r#"preTone "bad.wav", which telewav check refuses: TW302 encoding: µ-law"#,
        wanted: "a prompt that passes",
        cure: "convert it",
        column: 13,
    },
    Case {
        code: "TW608",
        json: r#"{"preVoiceX": "long.wav"}"#,
        found: r#"preVoiceX "long.wav": 5.01 s"#,
        wanted: "at most 5 s, as it is cut when the phone rings",
        cure: "shorten the prompt to 5 s",
        column: 15,
    },
    Case {
        code: "TW609",
        json: r#"{"playInfoList": [{}, {}, {}, {}, {}, {}, {}]}"#,
        found: "playInfoList of 7 items",
        wanted: "at most 5",
        cure: "leave 2 out, or join prompts",
        column: 18,
    },
    Case {
        code: "TW610",
        json: r#"{"origNum": "1", "lastMinVoice": "bye.wav"}"#,
        found: "lastMinVoice without maxDuration",
        wanted: "maxDuration other than 0, or never plays it",
        cure: "set maxDuration, or leave lastMinVoice out",
        column: 34,
    },
    Case {
        code: "TW610",
        json: r#"{"callerNbr": "1", "playPreVoice": "false", "preVoice": "bye.wav"}"#,
        found: "preVoice with playPreVoice false",
        wanted: "playPreVoice true, or never plays it",
        cure: "set playPreVoice, or leave preVoice out",
        column: 57,
    },
    Case {
        code: "TW611",
        json: r#"{"callbackNum": "1", "callbackTone": "bye.wav"}"#,
        found: "callbackTone together with callbackNum",
        wanted: "one of the two",
        cure: "leave callbackTone or callbackNum out",
        column: 38,
    },
    Case {
        code: "TW612",
        json: r#"{"preTone": ""}"#,
        found: "preTone is empty",
        wanted: "the name of a prompt there, of 1 to 128 characters",
        cure: "name a prompt, or leave preTone out",
        column: 13,
    },
    Case {
        code: "TW612",
        json: r#"{"preTone": ["bye.wav"]}"#,
        found: "preTone is a list",
        wanted: "the name of a prompt there, of 1 to 128 characters",
        cure: "name a prompt, or leave preTone out",
        column: 13,
    },
];

/// What the cases name: a good prompt, one that is refused, a long one.
fn prompts_of_cases() -> Prompts {
    let bad = KnownPrompt {
        fault: Some(Fault {
            rule: Some((ENCODING.code, ENCODING.name)),
            found: Found::Other {
                message: "µ-law".to_owned(),
            },
            cure: Cure::Convert,
        }),
        ..KnownPrompt::new("bad.wav")
    };
    let long = KnownPrompt {
        duration_s: Some(5.01),
        ..KnownPrompt::new("long.wav")
    };
    Prompts::new(vec![KnownPrompt::new("bye.wav"), bad, long])
}

#[test]
fn every_mistake_is_found_once_and_alone() {
    for case in CASES {
        let findings = check(case.json, &prompts_of_cases());
        let [finding] = &findings[..] else {
            panic!("{}: {findings:#?}", case.json);
        };
        let rule = rules::find(case.code).unwrap();
        assert_eq!(
            (finding.code.as_str(), finding.rule),
            (rule.code.as_str(), rule.name)
        );
        assert_eq!(finding.severity, rule.severity);
        assert_eq!(finding.found.to_string(), case.found, "{}", case.json);
        assert_eq!(finding.wanted.to_string(), case.wanted, "{}", case.json);
        assert_eq!(finding.cure.to_string(), case.cure, "{}", case.json);
        let place = finding.place.as_ref().unwrap();
        assert_eq!(
            (place.line, place.column),
            (1, case.column),
            "{}",
            case.json
        );
        // Names of files are limited by the profile, everything else by the request.
        assert_eq!(
            finding.asked_by.is_none(),
            case.code == "TW606",
            "{}",
            case.json
        );
    }
    let mut covered: BTreeSet<&str> = CASES.iter().map(|case| case.code).collect();
    // These have tests of their own.
    covered.extend(["TW605", "TW613"]);
    let all: BTreeSet<&str> = rules::all()
        .filter(|rule| is_about_references(rule))
        .map(|rule| rule.code.as_str())
        .collect();
    assert_eq!(covered, all);
}

#[test]
fn what_is_right_is_not_found() {
    let names = ["bye.wav", "long.wav"];
    for json in [
        r#"{"preTone": "bye.wav"}"#,
        r#"{"origNum": "1", "lastMinVoice": "bye.wav", "maxDuration": 1}"#,
        r#"{"origNum": "1", "lastMinVoice": "bye.wav", "maxDuration": "60"}"#,
        // A request that modifies a binding leaves the rest as it is.
        r#"{"subscriptionId": "1", "lastMinVoice": "bye.wav"}"#,
        r#"{"callerNbr": "1", "playPreVoice": true, "preVoice": "bye.wav"}"#,
        r#"{"bindNum": "1", "callbackTone": "bye.wav", "callbackNum": ""}"#,
        r#"{"bindNum": "1", "callbackTone": "bye.wav", "callbackNum": null}"#,
        // Neither of them, by an empty name.
        r#"{"bindNum": "1", "callbackTone": "", "callbackNum": "1"}"#,
        r#"{"origNum": "1", "lastMinVoice": ""}"#,
        r#"{"playInfoList": [{}, {}, {}, {}, {"notifyVoice": "bye.wav"}]}"#,
        r#"{"connectInfo": [{"waitVoice": "long.wav"}]}"#,
    ] {
        assert_eq!(codes(json, &names), [""; 0], "{json}");
    }
    let five = Prompts::new(vec![KnownPrompt {
        duration_s: Some(5.0),
        ..KnownPrompt::new("five.wav")
    }]);
    assert_eq!(check(r#"{"preVoiceX": "five.wav"}"#, &five), []);
    // A modified binding may still say that there is no longest duration.
    let zero = r#"{"subscriptionId": "1", "lastMinVoice": "bye.wav", "maxDuration": 0}"#;
    assert_eq!(codes(zero, &names), ["TW610"]);
}

#[test]
fn a_name_of_128_characters_is_not_too_long() {
    let name = |n_chars: usize| "a".repeat(n_chars - 4) + ".wav";
    let json = |name: &str| format!(r#"{{"preTone": "{name}"}}"#);
    let (longest, too_long) = (name(128), name(129));
    assert_eq!(codes(&json(&longest), &[&longest]), [""; 0]);
    // Even if it is there.
    let findings = check(&json(&too_long), &prompts(&[&too_long]));
    let [finding] = &findings[..] else {
        panic!("{findings:#?}");
    };
    assert_eq!(finding.code.as_str(), "TW605");
    assert_eq!(finding.found.to_string(), "preTone of 129 characters");
    assert_eq!(
        finding.wanted.to_string(),
        "1 to 128 characters, with the extension"
    );
}

#[test]
fn of_several_likely_prompts_the_likeliest_is_named() {
    let cure = |name: &str, names: &[&str]| {
        let findings = check(&format!(r#"{{"preTone": "{name}"}}"#), &prompts(names));
        findings[0].cure.to_string()
    };
    assert_eq!(
        cure("bye.wav ", &["Bye.wav", "bye.wav"]),
        r#"write "bye.wav""#
    );
    assert_eq!(
        cure("BYE.wav", &["b ye.wav", "bye.wav"]),
        r#"write "bye.wav""#
    );
    // A prompt whose own name has the space.
    assert_eq!(cure("by.wav", &["b y.wav"]), r#"write "b y.wav""#);
    // A dot that is not before an extension.
    assert_eq!(cure("v1.2", &["v1.2.wav"]), r#"write "v1.2.wav""#);
}

#[test]
fn one_value_may_break_several_rules() {
    let json = "{\"origNum\": \"1\", \"lastMinVoice\":\n\"no.wav\",\n\"recordHintTone\": 1}";
    assert_eq!(codes(json, &["bye.wav"]), ["TW601", "TW610", "TW612"]);
    // Findings come in the order of the text, lists and names alike.
    let notice =
        r#"{"playInfoList": [{"notifyVoice": "A.wav"}, {}, {}, {}, {}, {}], "preTone": "b"}"#;
    assert_eq!(
        codes(notice, &["a.wav", "b.wav"]),
        ["TW609", "TW602", "TW604"]
    );
    // Two files of the name in different folders: both may be the one that is uploaded.
    let bad = prompts_of_cases().all()[1].clone();
    let twice = Prompts::new(vec![bad.clone(), bad]);
    assert_eq!(check(r#"{"preTone": "bad.wav"}"#, &twice).len(), 2);
}

#[test]
fn prompts_that_nothing_names_are_unused() {
    let names = [
        "Bye.wav",
        "again.wav",
        "hold.wav",
        "left-over.wav",
        "notice.wav",
    ];
    let catalogues = catalogues();
    let read = |json: &str| refs::find(json.as_bytes(), &catalogues).unwrap();
    // What is nearly named is meant, and only the request is wrong.
    let mentions = [
        read(r#"{"preTone": "bye.wav", "posTone": "again.wav"}"#),
        read(r#"{"waitVoice": "hold ", "text": "left-over.wav", "recordHintTone": "notice.wav "}"#),
    ];
    let prompts = prompts(&names);
    let unused = prompts.unused(&mentions, &default_profile());
    let [(3, finding)] = &unused[..] else {
        panic!("{unused:#?}");
    };
    assert_eq!(
        (finding.code.as_str(), finding.rule),
        ("TW613", "prompt-unused")
    );
    assert_eq!(finding.found.to_string(), "no request names it");
    let none: [Mentions<'_>; 0] = [];
    assert_eq!(prompts.unused(&none, &default_profile()).len(), names.len());
}

#[test]
fn a_profile_decides_what_findings_mean() {
    use telewav::profile::Judgement;
    let catalogues = catalogues();
    let mentions = refs::find(br#"{"preTone": "Bye.wav"}"#, &catalogues).unwrap();
    let mut profile = default_profile();
    profile
        .severity
        .insert("TW602".parse().unwrap(), Judgement::Warning);
    profile
        .severity
        .insert("TW613".parse().unwrap(), Judgement::Off);
    let prompts = prompts(&["bye.wav", "left-over.wav"]);
    let findings = prompts.check(&mentions, &profile);
    assert_eq!(findings[0].severity, telewav::Severity::Warning);
    assert_eq!(prompts.unused([&mentions], &profile), []);
}
