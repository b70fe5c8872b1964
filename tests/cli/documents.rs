//! What the pages say that can be typed is there, and the Chinese README says what the English one says.

use std::fs;
use std::path::Path;

use crate::support::{command, copy, of_repository, options, run};

/// A piece of a page.
#[derive(Debug, PartialEq)]
enum Piece {
    /// Its level.
    Heading(usize),
    /// A fenced block: what it is of, and its lines.
    Block(String, Vec<String>),
    /// `this`, in a paragraph or list.
    Code(String),
    /// A row of a table: what is in its cells as code, and the numbers.
    Row(Vec<String>),
}

fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = page.lines();
    // A paragraph in one: code goes over ends of lines.
    let mut paragraph = String::new();
    while let Some(line) = lines.next() {
        let ends = line.is_empty() || line.starts_with(['#', '|', '-']) || line.starts_with("```");
        if ends {
            pieces.extend(code(&paragraph).map(Piece::Code));
            paragraph.clear();
        }
        if let Some(kind) = line.strip_prefix("```") {
            let lines = lines.by_ref().take_while(|line| !line.starts_with("```"));
            let lines = lines.map(str::to_owned).collect();
            pieces.push(Piece::Block(kind.to_owned(), lines));
        } else if line.starts_with('#') {
            pieces.push(Piece::Heading(line.find(' ').unwrap()));
        } else if line.starts_with('|') {
            let mut same: Vec<String> = code(line).chain(numbers(line)).collect();
            same.sort();
            pieces.push(Piece::Row(same));
        } else if !line.starts_with("<!--") {
            paragraph.push_str(line.trim());
            paragraph.push(' ');
        }
    }
    pieces.extend(code(&paragraph).map(Piece::Code));
    pieces
}

/// What stands between backquotes.
fn code(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

fn numbers(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && !".,".contains(c))
        .map(|word| word.trim_matches(['.', ',']))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
}

/// What a block or a piece of code has to be typed: from each `telewav` to the end of that command.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut parts = text.split("\\\n");
    let mut joined = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        joined = format!("{} {}", joined.trim_end(), part.trim_start());
    }
    let mut commands = Vec::new();
    for line in joined.lines() {
        // A remark stands two spaces apart.
        let line = line.trim().trim_start_matches("- ");
        let line = line.split("  ").next().unwrap_or_default();
        let words: Vec<&str> = line.split(' ').collect();
        let starts = (0..words.len()).filter(|&i| {
            let is_cargo_run = words[i] == "--"
                && words[..i].starts_with(&["cargo", "run"])
                && !words.contains(&"telewav-lab");
            let program = words[i].trim_start_matches(['\'', '"']).rsplit('/').next();
            program == Some("telewav") || is_cargo_run
        });
        for start in starts {
            let words = words[start + 1..]
                .iter()
                .take_while(|word| !["|", "||", "&&", ";", ">", ">>", "#", "--"].contains(word))
                .map(|word| (*word).to_owned());
            commands.push(words.collect());
        }
    }
    commands
}

/// An option as it is listed, if this is one.
fn option(word: &str) -> Option<&str> {
    let is_of_it = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let end = word.find(|c| !is_of_it(c)).unwrap_or(word.len());
    let option = &word[..end];
    match option.strip_prefix("--") {
        Some(name) => (!name.is_empty()).then_some(option),
        // -j2 is -j.
        None => (option.starts_with('-') && option.len() > 1).then(|| &option[..2]),
    }
}

/// What is wrong with a command.
fn fault(words: &[String]) -> Option<String> {
    let first = words.first()?;
    if first.starts_with('-') {
        return (!options()[""].contains(option(first)?)).then(|| format!("{first} is no option"));
    }
    let Some(known) = options().get(first) else {
        // `docker build -t telewav .`, and sentences of the program.
        let is_a_word = first.chars().all(|c| c.is_ascii_lowercase());
        return is_a_word.then(|| format!("{first} is no command"));
    };
    let mut used = words[1..].iter().filter_map(|word| option(word));
    used.find(|option| !known.contains(*option))
        .map(|option| format!("{first} has no option {option}"))
}

#[test]
fn every_command_and_option_in_the_pages_exists() {
    let mut pages = vec!["README.md".to_owned(), "README.zh-CN.md".to_owned()];
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    for entry in fs::read_dir(docs).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") {
            pages.push(format!("docs/{name}"));
        }
    }
    // Of telewav-lab, cargo and docker.
    let of_others = ["--workspace", "--docs", "--install", "--without-ffmpeg"];
    let mut n_commands = 0;
    for page in &pages {
        let mut check = |text: &str| {
            for command in commands(text) {
                n_commands += 1;
                if let Some(fault) = fault(&command) {
                    panic!("{page}: telewav {}: {fault}", command.join(" "));
                }
            }
        };
        for piece in pieces(&of_repository(page)) {
            match piece {
                Piece::Block(_, lines) => check(&lines.join("\n")),
                Piece::Code(code) => {
                    check(&code);
                    let Some(option) = option(&code).filter(|option| option.starts_with("--"))
                    else {
                        continue;
                    };
                    assert!(
                        of_others.contains(&option)
                            || options().values().any(|options| options.contains(option)),
                        "{page}: {code}"
                    );
                }
                Piece::Heading(_) | Piece::Row(_) => {}
            }
        }
    }
    assert!(n_commands > 60, "{n_commands} commands");
}

/// A command in a page, and what the page says it prints.
#[derive(Debug, PartialEq)]
struct Sample {
    words: Vec<String>,
    says: String,
}

/// What is behind a command in a block that starts with `$`, up to the next; or the block behind one with the command alone.
fn samples(page: &str) -> Vec<Sample> {
    let pieces = pieces(page);
    let mut samples = Vec::new();
    for (piece, next) in pieces
        .iter()
        .zip(pieces.iter().skip(1).map(Some).chain([None]))
    {
        let Piece::Block(kind, lines) = piece else {
            continue;
        };
        if kind == "sh" && lines.len() == 1 {
            if let (Some(Piece::Block(_, says)), [words]) = (next, &commands(&lines[0])[..]) {
                samples.push(Sample {
                    words: words.clone(),
                    says: says.join("\n"),
                });
            }
            continue;
        }
        let mut lines = lines.iter().peekable();
        while let Some(line) = lines.next() {
            let Some(command) = line.strip_prefix("$ ") else {
                continue;
            };
            let mut says = Vec::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                says.push(&**line);
            }
            samples.push(Sample {
                words: commands(command).remove(0),
                says: says.join("\n"),
            });
        }
    }
    samples
}

#[test]
fn what_the_readmes_show_is_what_is_printed() {
    // It converts into the folder it is started in.
    let dir = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    copy(&fixtures, &dir.path().join("fixtures"));
    for (page, lang) in [("README.md", "en"), ("README.zh-CN.md", "zh-CN")] {
        let samples = samples(&of_repository(page));
        assert!(samples.len() >= 3, "{page}: {samples:?}");
        for sample in samples {
            let mut command = command();
            command.current_dir(dir.path()).args(&sample.words);
            let ran = run(command.env("TELEWAV_LANG", lang));
            let printed = format!("{}{}", ran.text(), ran.err);
            // Paths are written as the system does.
            let printed = printed.replace(std::path::MAIN_SEPARATOR, "/");
            let command = sample.words.join(" ");
            assert_eq!(printed.trim_end(), sample.says, "{page}: telewav {command}");
            let _ = fs::remove_dir_all(dir.path().join("out"));
        }
    }
}

#[test]
fn the_readmes_give_the_limits_that_the_rules_give() {
    let dir = tempfile::tempdir().unwrap();
    let finding = |seconds: &str| {
        let ran = telewav![
            "silence",
            seconds,
            "-o",
            dir.path().join("a.wav"),
            "--force"
        ];
        // "... at most 2000000 bytes (249.99 s)"
        let text = ran.text();
        let (_, limit) = text.split_once("at most ").unwrap();
        let (bytes, rest) = limit.split_once(" bytes (").unwrap();
        let (seconds, _) = rest.split_once(" s)").unwrap();
        (bytes.to_owned(), seconds.to_owned())
    };
    for (seconds, bytes) in [("251", "2,000,000"), ("263", "2,097,152")] {
        let (found, limit_s) = finding(seconds);
        assert_eq!(found, bytes.replace(',', ""));
        for (page, said) in [
            ("README.md", format!("{bytes} ({limit_s} s)")),
            ("README.zh-CN.md", format!("{bytes} 字节（{limit_s} 秒）")),
        ] {
            assert!(of_repository(page).contains(&said), "{page}: {said}");
        }
    }
}

#[test]
fn samples_are_found() {
    let page = "```text\n$ telewav check a.wav\nok a.wav\n  more\n$ telewav check b.wav\n```\n\n\
                ```sh\ncargo run --release -- convert a -o b\n```\n\n```text\ndone\n```\n\n\
                ```text\ntelewav man\n```\n";
    let sample = |words: &[&str], says: &str| Sample {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        says: says.to_owned(),
    };
    let wanted = [
        sample(&["check", "a.wav"], "ok a.wav\n  more"),
        sample(&["check", "b.wav"], ""),
        sample(&["convert", "a", "-o", "b"], "done"),
    ];
    assert_eq!(samples(page), wanted);
}

#[test]
fn what_does_not_exist_is_found() {
    let fault = |line: &str| fault(&commands(line).remove(0));
    assert_eq!(fault("$ telewav check a.wav --fail-on warning"), None);
    assert_eq!(fault("telewav convert a -o b -j2 | wc"), None);
    assert_eq!(fault("cargo run --release -- check fixtures/good"), None);
    for (line, wrong) in [
        ("telewav chek a.wav", "chek is no command"),
        (
            "telewav check a.wav --fixit=2",
            "check has no option --fixit",
        ),
        ("docker run telewav check -z", "check has no option -z"),
        (
            "- x && telewav check \\\n  --lenient",
            "check has no option --lenient",
        ),
        ("telewav --verson", "--verson is no option"),
    ] {
        assert_eq!(fault(line).as_deref(), Some(wrong), "{line}");
    }
}

#[test]
fn the_chinese_readme_says_what_the_english_one_says() {
    let (english, chinese) = (of_repository("README.md"), of_repository("README.zh-CN.md"));
    assert!(english.contains("](README.zh-CN.md)"));
    assert!(chinese.contains("](README.md)"));
    let (english, chinese) = (Sections::of(&english), Sections::of(&chinese));
    assert_eq!(english.0.len(), chinese.0.len(), "sections");
    for (english, chinese) in english.0.iter().zip(&chinese.0) {
        let heading = &english.heading;
        assert_eq!(english.level, chinese.level, "{heading}");
        // A page that is there in Chinese as well stands for the English one.
        let same = |links: &[String]| -> Vec<String> {
            let english = links.iter().map(|link| link.replace(".zh-CN.md", ".md"));
            english.collect()
        };
        assert_eq!(
            same(&english.links),
            same(&chinese.links),
            "links in {heading}"
        );
        assert_eq!(english.n_items, chinese.n_items, "list in {heading}");
        assert_eq!(english.rows, chinese.rows, "table in {heading}");
        assert_eq!(english.code, chinese.code, "commands in {heading}");
        assert_eq!(english.blocks, chinese.blocks, "blocks in {heading}");
    }
}

struct Sections(Vec<Section>);

/// What of a section is the same in every language.
#[derive(Default)]
struct Section {
    heading: String,
    level: usize,
    n_items: usize,
    /// Sorted, since languages put words in other places.
    links: Vec<String>,
    code: Vec<String>,
    rows: Vec<Vec<String>>,
    blocks: Vec<(String, Vec<String>)>,
}

impl Sections {
    fn of(page: &str) -> Self {
        let mut sections = Vec::new();
        let mut inside = false;
        let mut text = String::new();
        for line in page.lines().chain(["# "]) {
            inside ^= line.starts_with("```");
            if line.starts_with('#') && !inside && !text.is_empty() {
                sections.push(Section::of(&text));
                text.clear();
            }
            text.push_str(line);
            text.push('\n');
        }
        Self(sections)
    }
}

impl Section {
    fn of(text: &str) -> Self {
        let mut section = Self {
            heading: text.lines().next().unwrap().to_owned(),
            n_items: text.lines().filter(|line| line.starts_with("- ")).count(),
            ..Self::default()
        };
        for link in text.split("](").skip(1) {
            let target = link.split(')').next().unwrap();
            // Each points to the other.
            if !target.starts_with("README.") {
                section.links.push(target.to_owned());
            }
        }
        section.links.sort();
        let mut is_typed = false;
        for piece in pieces(text) {
            // What is printed is in the language of the page.
            let is_printed = is_typed;
            is_typed =
                matches!(&piece, Piece::Block(kind, lines) if kind == "sh" && lines.len() == 1);
            match piece {
                Piece::Heading(level) => section.level = level,
                Piece::Code(code) => section.code.push(code),
                Piece::Row(code) => section.rows.push(code),
                Piece::Block(kind, _) if is_printed => section.blocks.push((kind, Vec::new())),
                Piece::Block(kind, mut lines) => {
                    if lines[0].starts_with("$ ") {
                        lines.retain(|line| line.starts_with("$ "));
                    }
                    section
                        .blocks
                        .push((kind, lines.iter().map(|line| untold(line)).collect()));
                }
            }
        }
        section.code.sort();
        section
    }
}

/// A line of a block without the remark behind a command, which each language writes itself.
fn untold(line: &str) -> String {
    match line.split_once("  ") {
        Some((command, _)) if command.starts_with("telewav ") => command.to_owned(),
        // A remark on a line of its own.
        Some(("", remark)) if remark.starts_with("                 ") => String::new(),
        _ => line.to_owned(),
    }
}
