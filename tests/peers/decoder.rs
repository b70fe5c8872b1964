//! `--decoder ffmpeg` with the real one.

use std::fs;

use crate::programs::Peer;
use crate::support::{Ran, folder};

const TONE: &str = "-v error -y -f lavfi -i sine=440:d=4 -ar 44100";

/// What ffmpeg can write and telewav cannot read, what that is called, and how much shorter it may come back, in seconds:
/// ffmpeg's own WMA encoder keeps its last frame for itself.
const FORMATS: [(&str, &str, &str, f64); 16] = [
    ("语音.wma", "a Windows Media (WMA) file", "-c:a wmav2", 0.05),
    ("a.ac3", "an AC-3 file", "", 0.0),
    ("a.eac3", "an E-AC-3 file", "", 0.0),
    ("a.dts", "a DTS file", "-strict -2", 0.0),
    ("a.wv", "a WavPack file", "", 0.0),
    ("a.tta", "a True Audio (TTA) file", "", 0.0),
    ("a.thd", "a Dolby TrueHD file", "-strict -2 -ar 48000", 0.0),
    ("a.avi", "an AVI video", "-c:a pcm_s16le", 0.0),
    ("a.mpg", "an MPEG video (program stream)", "-c:a mp2", 0.0),
    ("a.ts", "an MPEG transport stream", "-c:a mp2", 0.0),
    ("a.voc", "a Creative Voice (VOC) file", "", 0.0),
    ("a.flv", "a Flash video", "-c:a mp3", 0.0),
    ("a.rm", "a RealMedia file", "-c:a ac3", 0.0),
    ("a.mka", "AC-3 in a Matroska or WebM file", "-c:a ac3", 0.0),
    ("a.mp4", "AC-3 in an MP4 or M4A", "-c:a ac3", 0.001),
    (
        "a.wav",
        "G.726 ADPCM of 5 bits",
        "-c:a g726 -b:a 40k -ar 8000 -ac 1",
        0.0,
    ),
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
    for (name, what, codec, less) in FORMATS {
        let path = folder.path().join(name);
        ffmpeg.run(&format!("{TONE} {codec} @"), &[&path]);
        let refused = telewav!["inspect", &path].exits(1);
        refused.says(["this is ", what, "not supported by telewav"]);
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

/// What SoX can write and telewav cannot read, and what that is called.
const OF_SOX: [(&str, &str); 11] = [
    ("8svx", "an Amiga 8SVX file"),
    ("amr-nb", "an AMR narrow-band recording"),
    ("fap", "an Ensoniq PARIS (PAF) file"),
    ("hcom", "a Macintosh HCOM file"),
    ("maud", "an Amiga MAUD file"),
    ("paf", "an Ensoniq PARIS (PAF) file"),
    ("pvf", "a vgetty voice (PVF) file"),
    ("sf", "an IRCAM file"),
    ("sph", "a NIST SPHERE file"),
    ("voc", "a Creative Voice (VOC) file"),
    ("wve", "a Psion A-law (WVE) file"),
];

#[test]
fn what_sox_writes_is_named() {
    let Some(sox) = Peer::find("sox") else {
        return;
    };
    let folder = folder();
    for (extension, what) in OF_SOX {
        let path = folder.path().join(format!("a.{extension}"));
        sox.run("-n -r 8000 -c 1 @ synth 1 sine 440", &[&path]);
        telewav!["inspect", &path].exits(1).says(["this is ", what]);
    }
}
