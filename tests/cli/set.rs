//! The set as a whole: rules that no file breaks alone, and the manifest for whoever uploads it.

use std::fs;
use std::path::Path;

use crate::support::{Json, about, codes, fixture, folder, recording, shown, tone};

/// A tone of so many frames and so loud, converted.
fn prompt(path: &Path, n_frames: usize, gain: f64) {
    let samples: Vec<i16> = (0..n_frames)
        .map(|i| ((i as f64 * 0.35).sin() * gain * 32_000.0) as i16)
        .collect();
    let source = path.with_extension("source.wav");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(
        &source,
        telewav::riff::write::linear16(8000, &samples).unwrap(),
    )
    .unwrap();
    telewav!["convert", &source, "-o", path, "--fade", "5"].exits(0);
    fs::remove_file(source).unwrap();
}

/// Prompts that break each rule about sets but that of the whole size.
fn prompts() -> tempfile::TempDir {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    prompt(&at("a.wav"), 8000, 0.1);
    prompt(&at("b.wav"), 9000, 0.1);
    prompt(&at("b2.wav"), 9000, 0.1);
    prompt(&at("day/a.wav"), 10_000, 0.1);
    prompt(&at("loud.wav"), 11_000, 0.25);
    prompt(&at("night/A.wav"), 12_000, 0.1);
    folder
}

#[test]
fn check_tells_what_no_file_shows_alone() {
    let folder = prompts();
    let results = telewav!["check", folder.path(), "--output-format", "json"]
        .exits(0)
        .results();
    let told: Vec<(String, Vec<&str>)> = results
        .iter()
        .filter(|result| !codes(result).is_empty())
        .map(|result| {
            let path = Path::new(result["path"].as_str().unwrap());
            let path = path.strip_prefix(folder.path()).unwrap();
            (path.display().to_string().replace('\\', "/"), codes(result))
        })
        .collect();
    let of = |path: &str, code| (path.to_owned(), vec![code]);
    assert_eq!(
        told,
        [
            of("b2.wav", "TW503"),
            of("day/a.wav", "TW506"),
            of("loud.wav", "TW504"),
            of("night/A.wav", "TW502"),
        ]
    );
    // Each of them, in each form of the report.
    for format in [
        "human",
        "concise",
        "json",
        "json-lines",
        "github",
        "gitlab",
        "junit",
        "sarif",
        "markdown",
    ] {
        let ran = telewav!["check", folder.path(), "--output-format", format];
        ran.says(["TW502", "TW503", "TW504", "TW506"]);
    }
    // They can be turned off, for all files and for some.
    telewav![
        "check",
        folder.path(),
        "--ignore",
        "TW5",
        "--fail-on",
        "warning"
    ]
    .exits(0);
    telewav![
        "check",
        folder.path(),
        "--per-file-ignores",
        "**/day/*=TW5",
        "--per-file-ignores",
        "**/night/*=TW5",
        "--ignore",
        "TW503,level-spread",
        "--fail-on",
        "warning"
    ]
    .exits(0);
}

#[test]
fn convert_tells_the_same_of_what_it_made() {
    let prompts = prompts();
    let out = folder();
    let results = telewav![
        "convert",
        prompts.path(),
        "-o",
        out.path(),
        "--output-format",
        "json"
    ]
    .exits(0)
    .results();
    assert_eq!(codes(about(&results, "b2.wav")), ["TW503"]);
    assert_eq!(codes(about(&results, "loud.wav")), ["TW504"]);
    assert_eq!(codes(about(&results, "A.wav")), ["TW502"]);
    telewav![
        "convert",
        prompts.path(),
        "-o",
        out.path(),
        "--level",
        "speech",
        "--force"
    ]
    .exits(0)
    .says(["TW503"]);
}

#[test]
fn a_set_that_is_too_large_fails() {
    let folder = prompts();
    let profile = folder.path().join("small.toml");
    let text = telewav!["profiles", "asterisk-alaw"]
        .exits(0)
        .text()
        .to_owned();
    let text = text.replace("name = \"asterisk-alaw\"", "name = \"small\"");
    let limit = "[size]\nmax_total_bytes = 30000\n\n[name_rules]";
    fs::write(&profile, text.replace("[name_rules]", limit)).unwrap();
    telewav![
        "convert",
        folder.path(),
        "-o",
        folder.path().join("out"),
        "-p",
        &profile
    ]
    .exits(1)
    .says(["TW505 total-size", "at most 30000 bytes in all"]);
}

/// The lines of a CSV, cut into fields; none of these has a comma or a quote.
fn lines(csv: &str) -> Vec<Vec<&str>> {
    csv.split_terminator("\r\n")
        .map(|line| line.split(',').collect())
        .collect()
}

#[test]
fn the_manifest_has_a_line_for_each_prompt() {
    let folder = folder();
    let out = folder.path().join("out");
    recording(folder.path().join("in/b c.wav"));
    fs::copy(
        fixture("prompts/欢迎光临 (1).mp3"),
        folder.path().join("in/欢迎.mp3"),
    )
    .unwrap();
    fs::write(folder.path().join("in/torn.wav"), b"RIFF").unwrap();
    let csv = folder.path().join("lists/prompts.csv");
    telewav![
        "convert",
        folder.path().join("in"),
        "-o",
        &out,
        "--manifest",
        &csv
    ]
    .exits(1);
    let text = fs::read_to_string(&csv).unwrap();
    let text = text.strip_prefix('\u{FEFF}').unwrap();
    assert!(text.starts_with(
        "name,path,original,bytes,seconds,sha256,level_dbov,description,verdict,problems\r\n"
    ));
    let row = lines(text)
        .into_iter()
        .find(|row| row[0] == "b_c.wav")
        .unwrap();
    let octets = fs::read(out.join("b_c.wav")).unwrap();
    assert_eq!(row[1], shown(out.join("b_c.wav")));
    assert_eq!(row[2], shown(folder.path().join("in/b c.wav")));
    assert_eq!(row[3], octets.len().to_string());
    assert_eq!(row[4], "0.1");
    assert_eq!(row[5], sha256(&octets));
    assert!(text.contains("refused,\"failed to "), "{text}");
    assert!(text.contains("Huan_Ying.wav"), "{text}");

    // The same of the prompts themselves, as JSON.
    let json = folder.path().join("prompts.json");
    telewav!["check", &out, "--manifest", &json].exits(0);
    let manifest: Json = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    let prompts = manifest["prompts"].as_array().unwrap();
    assert_eq!(prompts.len(), 2);
    let prompt = prompts.iter().find(|p| p["name"] == "b_c.wav").unwrap();
    assert_eq!(prompt["sha256"], row[5]);
    assert_eq!(prompt["bytes"], octets.len());
    assert_eq!(prompt["verdict"], "ok");
    let level: f64 = row[6].parse().unwrap();
    assert!((prompt["level_dbov"].as_f64().unwrap() - level).abs() < 0.1);
}

#[test]
fn the_manifest_takes_titles_from_tags_and_no_formulas() {
    let folder = folder();
    let file = folder.path().join("a.wav");
    // A LIST INFO chunk behind the samples.
    let mut wav = tone(800, 440.0);
    let title = b"=HYPERLINK(1)\0";
    let mut list = b"INFOINAM".to_vec();
    list.extend((title.len() as u32).to_le_bytes());
    list.extend(title);
    wav.extend(b"LIST");
    wav.extend((list.len() as u32).to_le_bytes());
    wav.extend(&list);
    let riff_len = (wav.len() - 8) as u32;
    wav[4..8].copy_from_slice(&riff_len.to_le_bytes());
    fs::write(&file, wav).unwrap();
    let csv = folder.path().join("m.csv");
    let out = folder.path().join("out");
    telewav!["convert", &file, "-o", &out, "--manifest", &csv].exits(0);
    let text = fs::read_to_string(&csv).unwrap();
    assert!(text.contains(",'=HYPERLINK(1),ok,"), "{text}");
    let json = folder.path().join("m.json");
    telewav!["convert", &file, "-o", &out, "--manifest", &json].exits(0);
    let text = fs::read_to_string(&json).unwrap();
    assert!(
        text.contains("\"description\": \"=HYPERLINK(1)\""),
        "{text}"
    );
}

#[test]
fn a_manifest_that_cannot_be_is_told() {
    let folder = folder();
    let file = recording(folder.path().join("a.wav"));
    telewav!["check", &file, "--manifest", "list.xlsx"]
        .exits(2)
        .complains([".csv or .json"]);
    let nowhere = file.join("m.csv");
    telewav!["check", &file, "--manifest", &nowhere]
        .exits(2)
        .complains(["failed to write the manifest", "m.csv"]);
}

fn sha256(octets: &[u8]) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(octets);
    digest.iter().map(|octet| format!("{octet:02x}")).collect()
}
