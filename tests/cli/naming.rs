//! Names that stay: recordings that want one name, names from a table, and folders that grow.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{Json, about, codes, folder, names, shown, tone, tree};

/// A recording of a sound that no other of these has.
fn recording(path: impl AsRef<Path>, hz: u32) {
    let path = path.as_ref();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, tone(1600, f64::from(hz))).unwrap();
}

/// The prompt of each recording that has one, by the name of the recording.
fn prompts(results: &[Json]) -> BTreeMap<String, String> {
    let name = |path: &Json| {
        let path = Path::new(path.as_str().unwrap()).file_name().unwrap();
        path.to_string_lossy().into_owned()
    };
    let made =
        |result: &&Json| matches!(result["status"].as_str(), Some("converted" | "unchanged"));
    results
        .iter()
        .filter(made)
        .map(|result| (name(&result["input"]), name(&result["output"])))
        .collect()
}

#[test]
fn recordings_in_each_others_way_are_numbered_if_that_is_asked_for() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    for (i, name) in ["事实.wav", "实施.wav", "试试.wav", "Shi_Shi_2.wav"]
        .iter()
        .enumerate()
    {
        recording(input.join(name), 400 + 50 * i as u32);
    }
    let run = || {
        telewav![
            "convert",
            &input,
            "-o",
            &out,
            "--on-collision=number",
            "--output-format=json"
        ]
        .exits(0)
        .results()
    };
    let first = prompts(&run());
    // In the order of their paths; `Shi_Shi_2` is another recording's own name.
    assert_eq!(first["事实.wav"], "Shi_Shi.wav");
    assert_eq!(first["实施.wav"], "Shi_Shi_3.wav");
    assert_eq!(first["试试.wav"], "Shi_Shi_4.wav");
    assert_eq!(first["Shi_Shi_2.wav"], "Shi_Shi_2.wav");
    let before = tree(&out);
    // 逝世 comes between 试试 and 实施 or before both; what is there keeps its name.
    recording(input.join("世事.wav"), 800);
    let second = prompts(&run());
    for (recording, prompt) in &first {
        assert_eq!(&second[recording], prompt, "{recording}");
    }
    assert_eq!(second["世事.wav"], "Shi_Shi_5.wav");
    let after = tree(&out);
    assert!(before.iter().all(|(name, octets)| after[name] == *octets));
    // One of them is gone: its name is not given to another.
    fs::remove_file(input.join("实施.wav")).unwrap();
    recording(input.join("诗史.wav"), 850);
    let third = prompts(&run());
    assert_eq!(third["诗史.wav"], "Shi_Shi_6.wav");
    assert_eq!(third["试试.wav"], "Shi_Shi_4.wav");
}

#[test]
fn a_prompt_that_is_there_keeps_its_name_when_another_recording_wants_it() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    recording(input.join("试试.wav"), 440);
    telewav!["convert", &input, "-o", &out].exits(0);
    recording(input.join("事实.wav"), 550);
    let ran = telewav!["convert", &input, "-o", &out, "--output-format=json"].exits(1);
    let results = ran.results();
    assert_eq!(about(&results, "试试.wav")["status"], "unchanged");
    let refused = about(&results, "事实.wav");
    assert_eq!(codes(refused), ["TW501"]);
    assert_eq!(names(&out), ["Shi_Shi.wav"]);
}

#[test]
fn a_flat_folder_takes_the_prompts_of_all_folders() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    recording(input.join("zh/hello.wav"), 440);
    recording(input.join("en/hello.wav"), 550);
    recording(input.join("en/bye.wav"), 660);
    telewav!["convert", &input, "-o", &out, "--flat"]
        .exits(1)
        .says(["TW501"]);
    assert_eq!(names(&out), ["bye.wav"]);
    telewav![
        "convert",
        &input,
        "-o",
        &out,
        "--flat",
        "--on-collision",
        "number"
    ]
    .exits(0);
    assert_eq!(names(&out), ["bye.wav", "hello.wav", "hello_2.wav"]);
}

#[test]
fn names_from_a_table_win() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    for (i, name) in ["欢迎.wav", "夜间/欢迎.wav", "再见.wav"].iter().enumerate() {
        recording(input.join(name), 400 + 100 * i as u32);
    }
    let table = folder.path().join("names.csv");
    fs::write(
        &table,
        "录音,文件名\n欢迎.wav,welcome\n夜间/欢迎.wav,welcome_night.wav\n",
    )
    .unwrap();
    // The first row names no columns that are known, so it is a recording, and its name is none.
    telewav!["convert", &input, "-o", &out, "--names-from", &table]
        .exits(2)
        .complains([
            "failed to take the names in",
            "row 1",
            "Wen_Jian_Ming.wav would do",
        ]);
    fs::write(
        &table,
        "recording,name\n欢迎.wav,welcome\n夜间/欢迎.wav,welcome_night.wav\n",
    )
    .unwrap();
    telewav![
        "convert",
        &input,
        "-o",
        &out,
        "--names-from",
        &table,
        "--flat"
    ]
    .exits(0);
    assert_eq!(
        names(&out),
        ["Zai_Jian.wav", "welcome.wav", "welcome_night.wav"]
    );
    // Two of one name are refused, and a third that comes by it otherwise.
    recording(input.join("welcome.wav"), 900);
    fs::write(&table, "欢迎.wav,welcome\n再见.wav,welcome\n").unwrap();
    let out = folder.path().join("out2");
    let ran = telewav![
        "convert",
        &input,
        "-o",
        &out,
        "--names-from",
        &table,
        "--output-format=json"
    ];
    let results = ran.exits(1).results();
    assert_eq!(codes(about(&results, "再见.wav")), ["TW501"]);
    assert_eq!(codes(about(&results, "welcome.wav")), ["TW501"]);
    assert_eq!(names(&out), ["夜间/welcome.wav"]);
}

#[test]
fn tables_that_are_none_end_the_run_before_it_begins() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    recording(input.join("a.wav"), 440);
    let table = folder.path().join("names.csv");
    for (text, problem) in [
        ("a.wav,../../a.wav\n", "is a path"),
        ("a.wav,\"=cmd|' /C calc'!A0\"\n", "is a path"),
        (
            "a.wav,=SUM(1)\n",
            "is no name that huawei-privatenumber takes",
        ),
        ("a.wav,a\0.wav\n", "NUL"),
        ("a.wav\n", "no second column"),
    ] {
        fs::write(&table, text).unwrap();
        telewav!["convert", &input, "-o", &out, "--names-from", &table]
            .exits(2)
            .complains(["names.csv, row 1", problem]);
    }
    fs::write(&table, "a.wav,a\n".repeat(600_000)).unwrap();
    telewav!["convert", &input, "-o", &out, "--names-from", &table]
        .exits(2)
        .complains(["more than 500000 rows"]);
    let missing = folder.path().join("none.csv");
    telewav!["convert", &input, "-o", &out, "--names-from", &missing]
        .exits(2)
        .complains(["failed to read the names in", "none.csv"]);
    assert!(!out.exists());
}

/// A folder of recordings as a person has them: nested, in each other's way, in traditional characters, with emoji, in GBK.
fn recordings(input: &Path) -> usize {
    let names = [
        "欢迎光临.wav",
        "重庆分行.wav",
        "银行/还款提醒.wav",
        "银行/行长致辞.wav",
        "音乐/等待音乐.wav",
        "音乐/彩铃 (1).wav",
        "事实.wav",
        "试试.wav",
        "实施.wav",
        "夜间/欢迎光临.wav",
        "夜间/事实.wav",
        "銀行.wav",
        "歡迎光臨.wav",
        "重慶.wav",
        "音樂.wav",
        "😀你好.wav",
        "你好👍🏽.wav",
        "❤️谢谢.wav",
        "你好。世界.wav",
        "你好——世界.wav",
        "二〇二四年春节.wav",
        "第1步.wav",
        "第2步.wav",
        "VIP客户.wav",
        "お待ちください.wav",
        "ハロー.wav",
        "café.wav",
        "Привет.wav",
        "厦门/会计.wav",
        "厦门/快递.wav",
    ];
    for (i, name) in names.iter().enumerate() {
        recording(input.join(name), 300 + 40 * i as u32);
    }
    names.len()
}

#[test]
fn a_folder_that_grows_keeps_its_names() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    let list = folder.path().join("prompts.csv");
    let n = recordings(&input);
    let run = || {
        telewav![
            "convert",
            &input,
            "-o",
            &out,
            "--flat",
            "--on-collision=number",
            "--names-from",
            &list,
            "--manifest",
            &list,
            "--output-format=json"
        ]
        .exits(0)
        .results()
    };
    let by_path = |results: &[Json]| -> BTreeMap<String, (String, String)> {
        let text = |value: &Json| value.as_str().unwrap().to_owned();
        let entry = |result: &Json| {
            (
                text(&result["input"]),
                (text(&result["output"]), text(&result["status"])),
            )
        };
        results.iter().map(entry).collect()
    };
    let first = by_path(&run());
    assert_eq!(first.len(), n);
    assert!(first.values().all(|(_, status)| status == "converted"));
    let name_of = |all: &BTreeMap<String, (String, String)>, path: &str| {
        // Windows shows other separators.
        let path = path
            .split('/')
            .fold(input.clone(), |all, part| all.join(part));
        let (output, _) = &all[&shown(path)];
        Path::new(output)
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned()
    };
    assert_eq!(name_of(&first, "重庆分行.wav"), "Chong_Qing_Fen_Hang.wav");
    assert_eq!(
        name_of(&first, "银行/行长致辞.wav"),
        "Hang_Zhang_Zhi_Ci.wav"
    );
    assert_eq!(name_of(&first, "銀行.wav"), "Yin_Hang.wav");
    assert_eq!(name_of(&first, "❤️谢谢.wav"), "Xie_Xie.wav");
    // The folder grows by recordings that come first in the order of paths and want the same names; one is recorded anew.
    for (i, name) in [
        "0/事实.wav",
        "0/欢迎光临.wav",
        "0/你好.wav",
        "世事.wav",
        "银行.wav",
    ]
    .iter()
    .enumerate()
    {
        recording(input.join(name), 2000 + 40 * i as u32);
    }
    recording(input.join("试试.wav"), 3000);
    let second = telewav![
        "convert",
        &input,
        "-o",
        &out,
        "--flat",
        "--on-collision=number",
        "--names-from",
        &list,
        "--manifest",
        &list,
        "--output-format=json",
        "--force"
    ]
    .exits(0)
    .results();
    let second = by_path(&second);
    assert_eq!(second.len(), n + 5);
    for (path, (output, _)) in &first {
        assert_eq!(&second[path].0, output, "{path}");
    }
    let replaced: Vec<&String> = second
        .iter()
        .filter(|(_, (_, status))| status == "replaced")
        .map(|(path, _)| path)
        .collect();
    assert_eq!(replaced, [&shown(input.join("试试.wav"))]);
    assert_eq!(names(&out).len(), n + 5);
    // And all is there once more, also of a recording that has moved.
    fs::create_dir(input.join("旧")).unwrap();
    fs::rename(input.join("重慶.wav"), input.join("旧/重慶.wav")).unwrap();
    let third = by_path(&run());
    assert_eq!(name_of(&third, "旧/重慶.wav"), "Chong_Qing.wav");
    assert!(
        third.values().all(|(_, status)| status == "unchanged"),
        "{third:#?}"
    );
}

#[test]
fn a_configuration_keeps_how_prompts_are_named() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    for (i, name) in ["zh/hello.wav", "en/hello.wav"].iter().enumerate() {
        recording(at("in").join(name), 400 + 100 * i as u32);
    }
    let settings = "paths = [\"in\"]\n[convert]\noutput = \"out\"\nflat = true\non-collision = \"number\"\n\
                    names-from = \"prompts.csv\"\nmanifest = \"prompts.csv\"\n";
    fs::write(at("telewav.toml"), settings).unwrap();
    let run = || telewav!["convert", "--config", at("telewav.toml")].exits(0);
    run();
    assert_eq!(names(&at("out")), ["hello.wav", "hello_2.wav"]);
    // A name that is changed in the manifest is changed for good.
    let list = fs::read_to_string(at("prompts.csv")).unwrap();
    fs::write(
        at("prompts.csv"),
        list.replace("hello_2.wav,", "bonjour.wav,"),
    )
    .unwrap();
    fs::remove_dir_all(at("out")).unwrap();
    for _ in 0..2 {
        run();
        assert_eq!(names(&at("out")), ["bonjour.wav", "hello.wav"]);
    }
}

/// On Linux a name is octets; what was unpacked from a Chinese ZIP is in GBK.
#[cfg(target_os = "linux")]
#[test]
fn names_in_gbk_are_read_and_that_is_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    recording(input.join(OsStr::from_bytes(b"\xBB\xB6\xD3\xAD.wav")), 440);
    recording(input.join(OsStr::from_bytes(b"caf\xE9.wav")), 550);
    let list = folder.path().join("prompts.csv");
    let convert = || {
        let mut command = crate::support::command();
        command.arg("convert").arg(&input).arg("-o").arg(&out);
        command
    };
    let ran = crate::support::run(convert().arg("--manifest").arg(&list)).exits(0);
    ran.says(["note: its name is no UTF-8; read as GBK, it is 欢迎.wav"]);
    // Latin-1 is not GBK: as ever, what cannot be read is left out.
    assert_eq!(names(&out), ["Huan_Ying.wav", "caf.wav"]);
    let text = fs::read_to_string(&list).unwrap();
    assert!(
        text.contains("in/欢迎.wav") && text.contains(",欢迎,ok,"),
        "{text}"
    );
    let results = crate::support::run(convert().arg("--output-format=json")).results();
    let gbk: Vec<&Json> = results
        .iter()
        .filter(|result| result["gbk_name"] == "欢迎.wav")
        .collect();
    assert_eq!(gbk.len(), 1);
    assert_eq!(
        gbk[0]["input_hex"].as_str().unwrap().split("2f").last(),
        Some("bbb6d3ad2e776176")
    );
    // What the manifest calls it is found again.
    let text = text.replace("Huan_Ying.wav,", "welcome.wav,");
    fs::write(&list, text).unwrap();
    fs::remove_dir_all(&out).unwrap();
    crate::support::run(convert().arg("--names-from").arg(&list)).exits(0);
    assert_eq!(names(&out), ["caf.wav", "welcome.wav"]);
}

#[test]
fn files_that_are_passed_over_are_named() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    recording(input.join("a.wav"), 440);
    fs::write(
        input.join("歌.ncm"),
        b"CTENFDAM\x01\x70 and what only NetEase knows",
    )
    .unwrap();
    telewav!["convert", &input, "-o", &out].exits(0).says([
        "passed over",
        "歌.ncm",
        "1 file that is no audio passed over",
    ]);
    for i in 0..20 {
        fs::write(input.join(format!("{i}.txt")), "notes").unwrap();
    }
    let ran = telewav!["convert", &input, "-o", &out].exits(0);
    assert!(ran.text().contains("passed over  11 more"), "{ran}");
    let all = telewav!["convert", &input, "-o", &out, "-v"].exits(0);
    assert!(all.text().contains("歌.ncm") && all.text().matches("passed over  ").count() == 21);
    let quiet = telewav!["convert", &input, "-o", &out, "-q"].exits(0);
    assert!(!quiet.text().contains("passed over  "), "{quiet}");
}

#[test]
fn the_manifest_describes_by_the_name_and_has_no_path_where_no_file_is() {
    let folder = folder();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    recording(input.join("欢迎光临 (1).wav"), 440);
    fs::write(input.join("torn.wav"), b"RIFF").unwrap();
    let list = folder.path().join("prompts.json");
    let rows = |dry: &str| -> BTreeMap<String, Json> {
        telewav!["convert", &input, "-o", &out, "--manifest", &list, dry].exits(1);
        let manifest: Json = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
        let rows = manifest["prompts"].as_array().unwrap().clone();
        let by_description = |row: Json| (row["description"].as_str().unwrap().to_owned(), row);
        rows.into_iter().map(by_description).collect()
    };
    let dry = rows("--dry-run");
    assert_eq!(dry["欢迎光临 (1)"]["path"], "");
    assert_eq!(dry["欢迎光临 (1)"]["name"], "Huan_Ying_Guang_Lin_1.wav");
    let made = rows("--no-progress");
    let prompt = out.join("Huan_Ying_Guang_Lin_1.wav");
    assert_eq!(made["欢迎光临 (1)"]["path"], shown(prompt));
    assert_eq!(made["torn"]["path"], "");
    assert_eq!(made["torn"]["verdict"], "refused");
}
