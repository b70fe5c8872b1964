//! `--decoder ffmpeg` with the real one.

use std::fs;

use crate::programs::Peer;
use crate::support::{Ran, folder};

const TONE: &str = "-v error -y -f lavfi -i sine=440:d=4 -ar 44100";

/// What ffmpeg can write and telewav cannot read, and how much shorter it may come back, in seconds:
/// ffmpeg's own WMA encoder keeps its last frame for itself.
const FORMATS: [(&str, &str, f64); 10] = [
    ("语音.wma", "-c:a wmav2", 0.05),
    ("a.ac3", "", 0.0),
    ("a.eac3", "", 0.0),
    ("a.dts", "-strict -2", 0.0),
    ("a.wv", "", 0.0),
    ("a.tta", "", 0.0),
    ("a.thd", "-strict -2 -ar 48000", 0.0),
    ("a.avi", "-c:a pcm_s16le", 0.0),
    ("a.mpg", "-c:a mp2", 0.0),
    ("a.ts", "-c:a mp2", 0.0),
];

fn inspect(path: &std::path::Path) -> Ran {
    telewav!["inspect", path, "--decoder=ffmpeg", "--output-format=json"]
}

#[test]
fn ffmpeg_decodes_what_telewav_cannot() {
    let Some(ffmpeg) = Peer::find("ffmpeg") else {
        return;
    };
    let folder = folder();
    for (name, codec, less) in FORMATS {
        let path = folder.path().join(name);
        ffmpeg.run(&format!("{TONE} {codec} @"), &[&path]);
        telewav!["inspect", &path].exits(1);
        let decoded = inspect(&path).exits(0).results()[0]["decoded"].clone();
        let by = decoded["decoded_by"].as_str().unwrap();
        assert!(by.starts_with("ffmpeg "), "{by}");
        let duration_s = decoded["duration_s"].as_f64().unwrap();
        // Packets of AC-3 and MPEG audio are filled up at the end.
        let is_whole = (4.0 - less..4.06).contains(&duration_s);
        assert!(is_whole, "{name}: {duration_s} s");
        let out = folder.path().join("out");
        telewav!["convert", &path, "-o", &out, "--decoder=ffmpeg", "--force"].exits(0);

        // Cut, it is refused, unless nothing in the format tells where its end is.
        let octets = fs::read(&path).unwrap();
        fs::write(&path, &octets[..octets.len() * 6 / 10 - 7]).unwrap();
        let expected = i32::from(!["a.dts", "a.thd"].contains(&name));
        let cut = telewav!["convert", &path, "-o", &out, "--decoder=ffmpeg", "--force"];
        assert_eq!(cut.code, expected, "{name}: {cut}");
    }
}

#[test]
fn ffmpeg_opens_no_other_file() {
    let Some(ffmpeg) = Peer::find("ffmpeg") else {
        return;
    };
    let folder = folder();
    let secret = folder.path().join("secret.ac3");
    ffmpeg.run(&format!("{TONE} @"), &[&secret]);
    // Lists of other files, with an octet behind them that is no text, so that they are of unknown kind.
    for (name, list) in [
        (
            "list.m3u8",
            "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nsecret.ac3\n#EXT-X-ENDLIST\n",
        ),
        ("list.ffconcat", "ffconcat version 1.0\nfile secret.ac3\n"),
        (
            "list.sdp",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        ),
    ] {
        let path = folder.path().join(name);
        for end in [&b""[..], b"#\x01\n"] {
            fs::write(&path, [list.as_bytes(), end].concat()).unwrap();
            let results = inspect(&path).exits(1).results();
            assert_eq!(results[0]["decoded"], serde_json::Value::Null, "{name}");
        }
    }
}
