//! The reports in Chinese: words in the language that is asked for, for people; English for programs.

use tempfile::TempDir;

use telewav::Error;
use telewav::error::{Actual, Amount, Coding, Expected, LimitName, Part, Quantity, What};
use telewav::finding::Cure;
use telewav::words::{Lang, Library, Wording, Words, in_lang};
use telewav_batch::Unwatched;
use telewav_batch::jobs::check::{Options, check};
use telewav_batch::outcome::Failure;
use telewav_batch::report::{FORMATS, Run, View};
use telewav_batch::walk::{AUDIO, Walk};

use crate::common::*;

/// What a form says of a folder with a recording of 16 kHz under a name with a space, an empty folder beside it and a path that
/// leads nowhere; without the path of the folder.
fn said(form: &str, lang: Lang, words: &dyn Words) -> String {
    said_of(&tempfile::tempdir().unwrap(), form, lang, words)
}

fn said_of(folder: &TempDir, form: &str, lang: Lang, words: &dyn Words) -> String {
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("Welcome Msg.wav"), wav16(16_000, &[900; 800])).unwrap();
    std::fs::write(path("b.wav"), alaw_wav(&[0xD5; 800])).unwrap();
    let paths = [folder.path().to_owned(), path("missing.wav")];
    let walked = Walk::new(AUDIO).from(&paths);
    let profile = default_profile();
    let results = check(&walked.files, &profile, &Options::default(), &Unwatched).unwrap();
    let outcomes = walked.with_problems(results.prompts);
    let mut run = Run::new("check", Some(&profile.name), &outcomes);
    run.words = words;
    let mut view = View::default();
    view.lang = lang;
    let form = FORMATS.iter().find(|it| it.name == form).unwrap();
    let mut text = Vec::new();
    (form.write)(&run, &view, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    text.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn people_are_told_in_chinese() {
    let text = said("human", Lang::ZhCn, &Library);
    let wanted = "\
不通过  Welcome Msg.wav
  错误 TW101 name-charset：第 8 个字符是空格；huawei-privatenumber 要求：0-9 A-Z a-z . _ @ -
    解决：改名为 Welcome_Msg.wav
  错误 TW301 sample-rate：16000 Hz（第 12 字节处）；huawei-privatenumber 要求：8000 Hz
    解决：转换它
  错误 TW302 encoding：16 位线性 PCM（格式标签 0x0001）（第 12 字节处）；huawei-privatenumber 要求：A 律（格式标签 0x0006）
    解决：转换它
通过    b.wav
  警告 TW401 silent：全是静音；huawei-privatenumber 要求：听得见的声音（除非就是要静音）
    解决：听一听原始录音
不通过  missing.wav
  错误：打不开：没有这个文件或文件夹
    解决：检查路径
检查了 3 个文件：1 个通过，2 个不通过，1 个警告
";
    assert_eq!(text, wanted);
    let text = said("markdown", Lang::ZhCn, &Library);
    assert!(
        text.contains("| 文件 | | 规则 | 发现 | 要求 | 解决 |"),
        "{text}"
    );
    let text = said("concise", Lang::ZhCn, &Library);
    assert!(text.contains("；解决：改名为 Welcome_Msg.wav"), "{text}");
}

#[test]
fn programs_are_told_in_english_whatever_the_language() {
    // A table in Markdown is read by people.
    let is_for_people = |name| ["human", "concise", "markdown"].contains(&name);
    for form in FORMATS.iter().filter(|form| !is_for_people(form.name)) {
        // GitLab's fingerprints are of the whole path.
        let folder = tempfile::tempdir().unwrap();
        let chinese = said_of(&folder, form.name, Lang::ZhCn, &Library);
        let english = said_of(&folder, form.name, Lang::En, &Library);
        assert_eq!(chinese, english, "{}", form.name);
        assert!(chinese.contains("16000 Hz"), "{chinese}");
    }
}

/// A front end with a button where others have a command.
struct Page;

impl Words for Page {
    fn cure(&self, cure: &Cure, lang: Lang, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match cure {
            Cure::Convert => f.write_str("press Convert"),
            other => Library.cure(other, lang, f),
        }
    }

    fn error(&self, it: &Error, lang: Lang, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Library.error(it, lang, f)?;
        match it {
            Error::Unrecognised => f.write_str("; press Headerless"),
            _ => Ok(()),
        }
    }
}

/// Errors of three kinds, in English and in Chinese.
fn errors() -> [(Error, &'static str, &'static str); 3] {
    let short = Error::Malformed {
        what: Part::Chunk { id: "fmt".into() },
        offset: Some(12),
        expected: Expected::FmtSizes,
        actual: Actual::Number { n: 8 },
    };
    let rate = Error::LimitExceeded {
        what: Quantity::SampleRate,
        limit_name: LimitName::MaxRateHz,
        limit: Amount::Hz { hz: 384_000 },
        actual: Amount::Hz { hz: 400_000 },
    };
    let coding = Coding::Bits {
        name: "linear PCM".into(),
        bits: 12,
    };
    let unsupported = Error::Unsupported {
        what: What::Holds {
            container: "WAV",
            coding,
        },
    };
    [
        (
            short,
            "read fmt chunk at byte 12: expected 16, 18 or 40 bytes, found 8",
            "fmt 块（第 12 字节处）有误：应为 16、18 或 40 字节，实为 8",
        ),
        (
            rate,
            "accept a sample rate of 400000 Hz: the limit max_rate_hz is 384000 Hz",
            "采样率是 400000 Hz，超出限制：max_rate_hz 为 384000 Hz",
        ),
        (
            unsupported,
            "decode a WAV that holds linear PCM of 12 bits: not supported by telewav",
            "telewav 不能解码 WAV 里的 12 位 linear PCM",
        ),
    ]
}

#[test]
fn errors_are_data_and_told_in_both_languages() {
    for (error, english, chinese) in errors() {
        assert_eq!(error.to_string(), english);
        assert_eq!(in_lang(&error, Lang::ZhCn).to_string(), chinese);
    }
    let [(error, english, _), ..] = errors();
    let failure = serde_json::to_value(Failure::from(&error)).unwrap();
    assert_eq!(failure["message"], format!("failed to {english}"));
    let said = serde_json::json!({
        "key": "library",
        "error": {
            "key": "malformed",
            "what": { "key": "chunk", "id": "fmt" },
            "offset": 12,
            "expected": { "key": "fmt-sizes" },
            "actual": { "key": "number", "n": 8 },
        },
        "place": null,
    });
    assert_eq!(failure["said"]["message"], said);
    let told = Wording::english(&Page)
        .error(&Error::Unrecognised)
        .to_string();
    assert!(told.ends_with("knows; press Headerless"), "{told}");
}

#[test]
fn a_front_end_says_what_it_says_otherwise() {
    for form in FORMATS.iter() {
        let text = said(form.name, Lang::En, &Page);
        assert!(text.contains("press Convert"), "{}: {text}", form.name);
        assert!(
            text.contains("rename it to Welcome"),
            "{}: {text}",
            form.name
        );
    }
}

#[test]
fn json_has_the_key_and_the_values_of_each_text() {
    let document: serde_json::Value =
        serde_json::from_str(&said("json", Lang::En, &Library)).unwrap();
    let finding = &document["results"][0]["findings"][1];
    assert_eq!(finding["found"], "16000 Hz");
    let said = serde_json::json!({
        "found": { "key": "rate", "rate_hz": 16_000 },
        "wanted": { "key": "rates", "rates_hz": [8000] },
        "cure": { "key": "convert" },
    });
    assert_eq!(finding["said"], said);
    let error = &document["results"][2]["error"];
    let said = serde_json::json!({
        "message": { "key": "path", "fault": { "key": "missing" } },
        "cure": { "key": "check-path" },
    });
    assert_eq!(error["said"], said);
}
