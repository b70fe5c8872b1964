//! The forms of the report, each read as whoever it is for reads it.

use serde_json::Value as Json;

/// A form of the report, and how it is read.
pub struct Form {
    pub name: &'static str,
    pub read: fn(&str) -> Result<Vec<Told>, String>,
}

/// All of them; `--output-format` has no other.
pub const FORMS: [Form; 9] = [
    Form::new("human", human),
    Form::new("concise", concise),
    Form::new("json", json),
    Form::new("json-lines", json_lines),
    Form::new("github", github),
    Form::new("gitlab", gitlab),
    Form::new("junit", junit),
    Form::new("sarif", sarif),
    Form::new("markdown", markdown),
];

impl Form {
    const fn new(name: &'static str, read: fn(&str) -> Result<Vec<Told>, String>) -> Self {
        Self { name, read }
    }

    /// The one that has everything in a field of its own.
    pub fn json() -> &'static Self {
        let json = FORMS.iter().find(|form| form.name == "json");
        json.unwrap()
    }
}

/// What is told of a file.
#[derive(Debug, Default)]
pub struct Told {
    /// Its path, which may have more around it.
    pub file: String,
    /// `error` or `warning`.
    pub severity: String,
    pub code: String,
    pub rule: String,
    pub found: String,
    pub wanted: String,
    pub cure: String,
}

impl Told {
    /// Asserts that it says what `truth` says, which has a field for everything.
    pub fn assert_is(&self, truth: &Self, what: &str) {
        assert_eq!(self.code, truth.code, "{what}");
        assert_eq!(self.rule, truth.rule, "{what}");
        assert_eq!(self.severity, truth.severity, "{what}");
        // A sentence may have a place between the two, and who asks.
        assert!(self.found.starts_with(&truth.found), "{what}");
        assert!(self.wanted.ends_with(&truth.wanted), "{what}");
        assert_eq!(self.cure, truth.cure, "{what}");
        // Names that are not Unicode are shown in one way to people and in another to machines.
        if !truth.file.contains('\u{FFFD}') {
            assert!(self.file.contains(&truth.file), "{what}");
        }
    }

    /// `CODE rule: found; profile needs wanted`.
    fn sentence(mut self, text: &str) -> Result<Self, String> {
        let (rule, sentence) = text.split_once(": ").ok_or("no sentence")?;
        self = self.rule(rule)?;
        Ok(self.found_and_wanted(sentence))
    }

    /// `CODE rule`.
    fn rule(mut self, text: &str) -> Result<Self, String> {
        let (code, rule) = text.split_once(' ').ok_or("no rule")?;
        (self.code, self.rule) = (code.to_owned(), rule.to_owned());
        Ok(self)
    }

    fn found_and_wanted(mut self, sentence: &str) -> Self {
        (self.found, self.wanted) = (sentence.to_owned(), sentence.to_owned());
        self
    }
}

/// Splits what is told from its cure.
fn cured<'a>(text: &'a str, between: &str) -> Result<(&'a str, Told), String> {
    let (text, cure) = text.rsplit_once(between).ok_or("no cure")?;
    let told = Told {
        cure: cure.to_owned(),
        ..Told::default()
    };
    Ok((text, told))
}

/// Indented below the file's line; the cure on a line of its own.
fn human(text: &str) -> Result<Vec<Told>, String> {
    let mut told = Vec::new();
    let (mut file, mut lines) = ("", text.lines().peekable());
    while let Some(line) = lines.next() {
        if !line.starts_with(' ') {
            file = line;
            continue;
        }
        let Some((severity, sentence)) = verdict(line.trim_start()) else {
            continue;
        };
        let cure = lines.next_if(|line| line.starts_with("    fix: "));
        let one = Told {
            file: slashed(file),
            severity: severity.to_owned(),
            cure: cure.ok_or("no cure")?.replacen("    fix: ", "", 1),
            ..Told::default()
        };
        told.push(one.sentence(sentence)?);
    }
    Ok(told)
}

/// What begins with a verdict, and what stands behind it.
fn verdict(text: &str) -> Option<(&str, &str)> {
    text.split_once(' ')
        .filter(|(word, _)| ["error", "warning"].contains(word))
}

/// A line for each; the summary is another line.
fn concise(text: &str) -> Result<Vec<Told>, String> {
    let lines: Vec<&str> = text.lines().collect();
    let (_, lines) = lines.split_last().ok_or("no summary")?;
    let told = lines.iter().map(|line| {
        let start = [": error ", ": warning "]
            .iter()
            .filter_map(|word| line.find(word))
            .min()
            .ok_or("no verdict")?;
        let (file, rest) = (&line[..start], &line[start + 2..]);
        let (severity, rest) = verdict(rest).ok_or("no verdict")?;
        let (sentence, told) = cured(rest, "; fix: ")?;
        let told = Told {
            file: slashed(file),
            severity: severity.to_owned(),
            ..told
        };
        told.sentence(sentence)
    });
    told.collect()
}

fn json(text: &str) -> Result<Vec<Told>, String> {
    let document = parsed(text)?;
    let results = list(&document["results"])?;
    Ok(results.iter().flat_map(of_result).collect())
}

/// The results as `json` has them, and then the run, which has none.
fn json_lines(text: &str) -> Result<Vec<Told>, String> {
    let lines: Vec<Json> = text.lines().map(parsed).collect::<Result<_, _>>()?;
    let (run, results) = lines.split_last().ok_or("no run")?;
    assert_eq!(run["results"], Json::Array(Vec::new()));
    Ok(results.iter().flat_map(of_result).collect())
}

fn of_result(result: &Json) -> Vec<Told> {
    let path = result.get("input").unwrap_or(&result["path"]);
    let told = |finding: &Json| Told {
        file: slashed(&string(path)),
        severity: string(&finding["severity"]),
        code: string(&finding["code"]),
        rule: string(&finding["rule"]),
        found: string(&finding["found"]),
        wanted: string(&finding["wanted"]),
        cure: string(&finding["cure"]),
    };
    let findings = result["findings"].as_array().unwrap();
    findings.iter().map(told).collect()
}

/// `::error file=...,title=CODE rule::sentence. Fix: cure`, with `%XX` for what has a meaning there.
fn github(text: &str) -> Result<Vec<Told>, String> {
    let told = text.lines().map(|line| {
        let command = line.strip_prefix("::").ok_or("no command")?;
        let (command, message) = command.split_once("::").ok_or("no message")?;
        let (severity, properties) = command.split_once(' ').ok_or("no properties")?;
        let message = percent_decoded(message);
        let (sentence, told) = cured(&message, ". Fix: ")?;
        let mut told = Told {
            severity: severity.to_owned(),
            ..told.found_and_wanted(sentence)
        };
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').ok_or("no value")?;
            match name {
                "file" => told.file = percent_decoded(value),
                "title" => told = told.rule(&percent_decoded(value))?,
                _ => {}
            }
        }
        Ok(told)
    });
    told.collect()
}

fn gitlab(text: &str) -> Result<Vec<Told>, String> {
    let document = parsed(text)?;
    let told = list(&document)?.iter().map(|issue| {
        let description = string(&issue["description"]);
        let (sentence, told) = cured(&description, ". Fix: ")?;
        let told = told.sentence(sentence)?;
        assert_eq!(issue["check_name"], told.code.as_str());
        Ok(Told {
            file: string(&issue["location"]["path"]),
            severity: match &*string(&issue["severity"]) {
                "major" => "error".to_owned(),
                "minor" => "warning".to_owned(),
                other => other.to_owned(),
            },
            ..told
        })
    });
    told.collect()
}

/// Errors are in the failure of a case, warnings in what it wrote.
fn junit(text: &str) -> Result<Vec<Told>, String> {
    let document = roxmltree::Document::parse(text).map_err(|e| e.to_string())?;
    let cases = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"));
    let mut told = Vec::new();
    for case in cases {
        let file = case.attribute("name").ok_or("no name")?;
        // Readers look for a failure; what was written is shown beside it.
        for node in case.children().filter(roxmltree::Node::is_element) {
            let wanted = match node.tag_name().name() {
                "failure" => "error",
                "system-out" => "warning",
                other => return Err(format!("<{other}>")),
            };
            let mut codes = Vec::new();
            let mut lines = node.text().unwrap_or_default().lines();
            while let Some(line) = lines.next() {
                let (severity, sentence) = verdict(line).ok_or("no verdict")?;
                assert_eq!(severity, wanted);
                let cure = lines.next().and_then(|line| line.strip_prefix("  fix: "));
                let one = Told {
                    file: file.to_owned(),
                    severity: severity.to_owned(),
                    cure: cure.ok_or("no cure")?.to_owned(),
                    ..Told::default()
                };
                let one = one.sentence(sentence)?;
                codes.push(one.code.clone());
                told.push(one);
            }
            if wanted == "error" {
                assert_eq!(node.attribute("type"), Some(&*codes.join(" ")));
                let message = node.attribute("message").unwrap_or_default();
                assert!(message.starts_with(&codes[0]), "{message}");
            }
        }
    }
    // The order of codes, as everywhere else.
    told.sort_by(|a, b| (&a.file, &a.code).cmp(&(&b.file, &b.code)));
    Ok(told)
}

/// The list of rules says what each is for, and only results are told of files.
fn sarif(text: &str) -> Result<Vec<Told>, String> {
    let log = parsed(text)?;
    let run = &log["runs"][0];
    let rules = list(&run["tool"]["driver"]["rules"])?;
    let told = list(&run["results"])?.iter().map(|result| {
        let message = string(&result["message"]["text"]);
        let (sentence, told) = cured(&message, ". Fix: ")?;
        let index = result["ruleIndex"].as_u64().ok_or("no index")?;
        let rule = &rules[index as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        Ok(Told {
            file: percent_decoded(&string(&place["artifactLocation"]["uri"])),
            severity: string(&result["level"]),
            code: string(&result["ruleId"]),
            rule: string(&rule["name"]),
            ..told.found_and_wanted(sentence)
        })
    });
    told.collect()
}

/// A row for each; the file stands in the first of its rows.
fn markdown(text: &str) -> Result<Vec<Told>, String> {
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    let mut file = String::new();
    let told = rows.map(|row| {
        let cells = cells(row);
        let [path, mark, rule, found, wanted, cure] = &cells[..] else {
            return Err(format!("{} cells", cells.len()));
        };
        if !path.is_empty() {
            file = slashed(path.trim_matches('`'));
        }
        let told = Told {
            file: file.clone(),
            severity: match &**mark {
                ":x:" => "error".to_owned(),
                ":warning:" => "warning".to_owned(),
                other => other.to_owned(),
            },
            found: found.clone(),
            wanted: wanted.clone(),
            cure: cure.clone(),
            ..Told::default()
        };
        told.rule(rule)
    });
    told.collect()
}

/// The cells of a row, without the backslashes before what would have a meaning.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = row.trim_matches('|').chars().peekable();
    // In code, a backslash is one.
    let mut is_code = false;
    while let Some(c) = chars.next() {
        match c {
            '|' => cells.push(String::new()),
            '\\' if !is_code && chars.peek().is_some_and(char::is_ascii_punctuation) => {
                cells.last_mut().unwrap().extend(chars.next());
            }
            c => {
                is_code ^= c == '`';
                cells.last_mut().unwrap().push(c);
            }
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn parsed(text: &str) -> Result<Json, String> {
    serde_json::from_str(text).map_err(|e| e.to_string())
}

fn list(json: &Json) -> Result<&Vec<Json>, String> {
    json.as_array().ok_or_else(|| "no list".to_owned())
}

fn string(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

/// With the octets that `%XX` stands for.
fn percent_decoded(text: &str) -> String {
    let (mut octets, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((octet, behind)) = rest.split_first() {
        let digits = behind
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let coded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        (octets, rest) = match (octet, coded) {
            (b'%', Some(coded)) => ([octets, vec![coded]].concat(), &behind[2..]),
            _ => ([octets, vec![*octet]].concat(), behind),
        };
    }
    String::from_utf8_lossy(&octets).into_owned()
}
