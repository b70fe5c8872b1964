//! For each rule at least one file that breaks it, and what has to be said of it.

use std::ffi::OsString;
use std::io::Cursor;

use telewav::finding::Finding;
use telewav::g711::{alaw, ulaw};
use telewav::{CheckOptions, Profile};

use crate::common::*;

/// A file that breaks one rule, and what has to be said of it.
pub struct Case {
    pub code: &'static str,
    pub profile: Profile,
    pub name: OsString,
    pub octets: Vec<u8>,
    pub found: &'static str,
    pub wanted: &'static str,
    pub offset: Option<u64>,
    /// Codes that the same fault cannot but break as well, and why.
    pub also: &'static [&'static str],
    pub because: &'static str,
    /// Whether the finding says "run telewav convert on it", which then has to help.
    pub convert_helps: bool,
}

impl Case {
    fn new(code: &'static str, found: &'static str, wanted: &'static str, octets: Vec<u8>) -> Self {
        Self {
            code,
            profile: default_profile(),
            name: "welcome.wav".into(),
            octets,
            found,
            wanted,
            offset: None,
            also: &[],
            because: "",
            convert_helps: false,
        }
    }

    /// A good file under a bad name.
    fn name(
        code: &'static str,
        name: impl Into<OsString>,
        found: &'static str,
        wanted: &'static str,
    ) -> Self {
        Self {
            name: name.into(),
            ..Self::new(code, found, wanted, good())
        }
    }

    fn at(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    fn also(mut self, also: &'static [&'static str], because: &'static str) -> Self {
        (self.also, self.because) = (also, because);
        self
    }

    fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    fn named(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }

    fn convert_helps(mut self) -> Self {
        self.convert_helps = true;
        self
    }

    pub fn check(&self) -> Vec<Finding> {
        telewav::check(
            Cursor::new(&self.octets),
            &self.profile,
            &CheckOptions::default().name(&self.name),
        )
        .unwrap()
        .findings
    }
}

/// A-law of a sound that nobody would object to: a tone at -30 dBov, too soft to click wherever it is cut.
pub fn tone(n_frames: usize) -> Vec<u8> {
    tone_16(n_frames).into_iter().map(alaw::encode).collect()
}

/// The same, linear.
pub fn tone_16(n_frames: usize) -> Vec<i16> {
    sine16(8000, 400.0, 0.045, n_frames)
}

/// The same as octets.
fn linear(n_frames: usize) -> Vec<u8> {
    tone_16(n_frames)
        .into_iter()
        .flat_map(i16::to_le_bytes)
        .collect()
}

/// A-law of a tone with something done to it.
pub fn sound(amplitude: f64, change: impl Fn(&mut Vec<f32>)) -> Vec<u8> {
    let mut samples = sine(8000, 400.0, amplitude, 16_000);
    telewav::shape::fade::fade(&mut samples, 8000, 0.002);
    change(&mut samples);
    let codes: Vec<u8> = samples
        .iter()
        .map(|s| alaw::encode((s * 32768.0) as i16))
        .collect();
    alaw_wav(&codes)
}

/// What the sound itself may be warned of.
fn sound_cases() -> [Case; 9] {
    let new = Case::new;
    [
        new(
            "TW402",
            "an offset of 5.1 % of full scale (-25.9 dBFS)",
            "a mean within 1 % of full scale",
            sound(0.2, |s| s.iter_mut().for_each(|s| *s += 0.05)),
        ),
        new(
            "TW403",
            "the first sample is 11.9 % of full scale (-18.5 dBFS)",
            "a start and an end within 5 % of full scale",
            sound(0.2, |s| drop(s.drain(..22))),
        ),
        new(
            "TW403",
            "the last sample is 6.2 % of full scale (-24.2 dBFS)",
            "a start and an end within 5 % of full scale",
            sound(0.2, |s| s.truncate(8002)),
        ),
        new(
            "TW404",
            "1.50 s of silence at the start",
            "at most 1 s",
            sound(0.2, |s| drop(s.splice(..0, [0.0; 12_000]))),
        ),
        new(
            "TW404",
            "1.20 s of silence at the end",
            "at most 1 s",
            sound(0.2, |s| s.extend([0.0; 9600])),
        ),
        new(
            "TW405",
            "active speech at -43.0 dBov",
            "-37 to -10 dBov",
            sound(0.01, |_| {}),
        ),
        new(
            "TW405",
            "active speech at -4.1 dBov",
            "-37 to -10 dBov",
            sound(0.88, |_| {}),
        ),
        new(
            "TW406",
            "0.05 s of octets 0x00",
            "0xD5 for silence",
            sound(0.2, |s| s[8000..8400].fill(-5504.0 / 32768.0)),
        ),
        new("TW406", "0.10 s of octets 0x00", "0xFF for silence", {
            let mut codes: Vec<u8> = tone_16(16_000).into_iter().map(ulaw::encode).collect();
            codes[4000..4800].fill(0);
            Wav::new()
                .fmt(&Fmt::new(7, 1, 8000, 8).extension(&[0, 0]))
                .fact(16_000)
                .data(&codes)
                .build()
        })
        .profile(profile("cisco-unity-express"))
        .also(&["TW402", "TW405"], "0x00 is nearly full scale in µ-law"),
    ]
}

/// A file that no rule of the default profile has anything against.
pub fn good() -> Vec<u8> {
    alaw_wav(&tone(800))
}

/// The same with another `fmt ` chunk.
fn with_fmt(fmt: &Fmt) -> Vec<u8> {
    Wav::new().fmt(fmt).fact(800).data(&tone(800)).build()
}

/// A name that is not Unicode.
pub fn not_unicode() -> OsString {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        OsString::from_vec(b"\xD2\xF4.wav".to_vec())
    }
    #[cfg(windows)]
    {
        use std::os::windows::ffi::OsStringExt;
        let units: Vec<u16> = [0xD800].into_iter().chain(".wav".encode_utf16()).collect();
        OsString::from_wide(&units)
    }
}

/// At least one case for each rule about single files.
pub fn cases() -> Vec<Case> {
    let new = Case::new;
    let alaw = Fmt::alaw;
    let data = tone(800);
    let pcm = linear(800);
    let unsigned_8: Vec<u8> = tone_16(800)
        .into_iter()
        .map(|s| (s / 256 + 128) as u8)
        .collect();
    let mut cases = name_cases();
    cases.extend(size_cases());
    cases.extend(sound_cases());
    cases.extend([
        new(
            "TW301",
            "16000 Hz",
            "8000 Hz",
            with_fmt(&alaw().rate_hz(16_000)),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW302",
            "µ-law (format tag 0x0007)",
            "A-law (format tag 0x0006)",
            with_fmt(&Fmt::new(ULAW, 1, 8000, 8).extension(&[0, 0])),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW302",
            "16-bit linear PCM (format tag 0x0001)",
            "A-law (format tag 0x0006)",
            Wav::new().fmt(&Fmt::pcm(16)).data(&pcm).build(),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW302",
            "8-bit linear PCM (format tag 0x0001)",
            "16-bit linear PCM (format tag 0x0001)",
            Wav::new().fmt(&Fmt::pcm(8)).data(&unsigned_8).build(),
        )
        .profile(profile("asterisk"))
        .at(12)
        .convert_helps(),
        new(
            "TW303",
            "2 channels",
            "1",
            Wav::new()
                .fmt(&alaw().channels(2))
                .fact(400)
                .data(&data)
                .build(),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW304",
            "16 bits",
            "8 bits",
            with_fmt(&Fmt { bits: 16, ..alaw() }.byte_rate(8000).block_align(1)),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW305",
            "16000 bytes a second",
            "8000",
            with_fmt(&alaw().byte_rate(16_000)),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW306",
            "2",
            "1",
            with_fmt(&alaw().block_align(2).byte_rate(8000)),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW307",
            "WAVE_FORMAT_EXTENSIBLE (0xFFFE)",
            "format tag 0x0006",
            with_fmt(&Fmt::new(ALAW, 1, 8000, 8).extensible()),
        )
        .at(12)
        .convert_helps(),
    ]);
    cases.extend(header_cases());
    cases.push(new(
        "TW401",
        "nothing but silence",
        "something to hear, unless it is to mute a notice",
        // The codes of +8 and of -8.
        alaw_wav(&[0xD5, 0x55].repeat(400)),
    ));
    cases
}

fn name_cases() -> Vec<Case> {
    let long: &'static str = "a".repeat(125).leak();
    let characters = "0-9 A-Z a-z . _ @ -";
    vec![
        Case::name(
            "TW101",
            "Welcome Msg.wav",
            "space at position 8",
            characters,
        ),
        Case::name(
            "TW101",
            "欢迎 1.wav",
            "\"欢\" at position 1 and 2 more",
            characters,
        ),
        Case::name(
            "TW101",
            "a\u{202E}b.wav",
            "U+202E at position 2",
            characters,
        ),
        Case::name("TW101", "tab\there.wav", "tab at position 4", characters),
        Case::name("TW101", "bell\u{7}.wav", "U+0007 at position 5", characters),
        Case::name(
            "TW102",
            format!("{long}.wav"),
            "129 characters",
            "at most 128 with the extension",
        ),
        Case::name("TW103", "welcome", "no extension", ".wav"),
        Case::name("TW103", "welcome.mp3", ".mp3", ".wav"),
        Case::name("TW104", "welcome.WAV", ".WAV", ".wav"),
        Case::name("TW105", ".wav", "nothing before the extension", "a name").also(
            &["TW107"],
            "a name that has nothing before the dot of its extension starts with a dot",
        ),
        Case::name(
            "TW106",
            "welcome.mp3.wav",
            ".mp3 before the extension",
            "one extension",
        ),
        Case::name(
            "TW107",
            "-welcome.wav",
            "\"-\" first",
            "a letter, a digit or _ first",
        ),
        Case::name(
            "TW107",
            ".welcome.wav",
            "\".\" first",
            "a letter, a digit or _ first",
        ),
        Case::name("TW108", not_unicode(), "\u{FFFD}", "a name in UTF-8"),
        Case::name(
            "TW109",
            "welcome.wav",
            "\"welcome.wav\"",
            "a name that matches ^(?:[0-9]+\\.wav)$",
        )
        .profile(user_profile("pattern = '[0-9]+\\.wav'")),
        Case::name(
            "TW110",
            "NUL.wav",
            "\"NUL\" is a device on Windows",
            "a name that every system takes",
        ),
        Case::name(
            "TW110",
            "com1.notice.wav",
            "\"com1\" is a device on Windows",
            "a name that every system takes",
        ),
    ]
}

fn size_cases() -> Vec<Case> {
    let new = Case::new;
    let with = |size: &str| user_profile(&format!("[size]\n{size}"));
    vec![
        new(
            "TW201",
            "858 bytes, 0.0 s too long",
            "at most 857 bytes (0.09 s)",
            good(),
        )
        .profile(with("max_bytes = 857")),
        new(
            "TW202",
            "858 bytes, 0.0 s too long",
            "at most 857 bytes (0.09 s)",
            good(),
        )
        .profile(with("max_bytes = 858\nwarn_above_bytes = 857")),
        new(
            "TW203",
            "no frame of sound",
            "at least one frame",
            alaw_wav(&[]),
        ),
        new("TW203", "an empty file", "at least one frame", Vec::new()),
        new("TW204", "0.10 s", "at least 0.11 s", good()).profile(with("min_s = 0.11")),
        new("TW205", "0.10 s, 0.0 s too long", "at most 0.09 s", good())
            .profile(with("max_s = 0.09")),
    ]
}

fn header_cases() -> Vec<Case> {
    let new = Case::new;
    let (data, prefix) = (tone(800), id3(20));
    let wav = || Wav::new().fmt(&Fmt::alaw());
    let mp3 = [0xFF, 0xFB, 0x10, 0xC4]
        .into_iter()
        .chain([0; 100])
        .collect::<Vec<u8>>();
    vec![
        new("TW310", "this is an MP3", "RIFF/WAVE", mp3),
        new(
            "TW310",
            "this is a web page (HTML)",
            "RIFF/WAVE",
            b"<!DOCTYPE html><html>".to_vec(),
        ),
        new(
            "TW310",
            "an ID3 tag of 30 bytes before the RIFF header",
            "the RIFF header first",
            wav().prefix(&prefix).fact(800).data(&data).build(),
        )
        .convert_helps(),
        new("TW310", "this is a WAV", "samples without a header", good())
            .profile(profile("asterisk-alaw"))
            .named("welcome.alaw")
            .convert_helps(),
        new(
            "TW311",
            "failed to read the chunks at byte 50: expected a \"data\" chunk, found the end of the file",
            "a header that can be read",
            wav().fact(800).build(),
        ),
        new(
            "TW312",
            "RIFX (big-endian)",
            "RIFF",
            Wav::rifx().fmt(&Fmt::alaw()).fact(800).data(&data).build(),
        )
        .at(0)
        .convert_helps(),
        new(
            "TW312",
            "RF64 (64-bit sizes)",
            "RIFF",
            Wav::rf64(886, 800, 800)
                .fmt(&Fmt::alaw())
                .fact(800)
                .claiming(b"data", &data, u32::MAX)
                .build(),
        )
        .at(0)
        .also(&["TW318"], "ds64 is a chunk that a prompt does not have")
        .convert_helps(),
        new(
            "TW313",
            "20 octets, cbSize 2",
            "16 octets, or 18 with cbSize 0",
            with_fmt(&Fmt::alaw().extension(&[2, 0, 0, 0])),
        )
        .at(12)
        .convert_helps(),
        new(
            "TW314",
            "0xFFFFFFFF",
            "850, the length of the file less 8",
            wav().fact(800).data(&data).riff_size(u32::MAX).build(),
        )
        .at(4)
        .convert_helps(),
        new(
            "TW314",
            "36",
            "850, the length of the file less 8",
            wav().fact(800).data(&data).riff_size(36).build(),
        )
        .at(4)
        .convert_helps(),
        new(
            "TW315",
            "0xFFFFFFFF octets declared",
            "800, the octets in the file",
            wav().fact(800).claiming(b"data", &data, u32::MAX).build(),
        )
        .at(54)
        .convert_helps(),
        new(
            "TW315",
            "1000 octets declared",
            "800, the octets in the file",
            wav()
                .fact(800)
                .claiming(b"data", &data, 1000)
                .riff_size(1050)
                .build(),
        )
        .at(54)
        .also(
            &["TW314"],
            "a file that was cut is not what its RIFF length says, either",
        ),
        new(
            "TW316",
            "no fact chunk",
            "a fact chunk with the number of frames",
            wav().data(&data).build(),
        )
        .convert_helps(),
        new(
            "TW317",
            "99 frames",
            "4 octets: 800 frames",
            wav().fact(99).data(&data).build(),
        )
        .at(38)
        .convert_helps(),
        new(
            "TW317",
            "a fact chunk of 12 octets",
            "4 octets: 800 frames",
            wav()
                .chunk(b"fact", &[0x20, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
                .data(&data)
                .build(),
        )
        .at(38)
        .convert_helps(),
        new(
            "TW318",
            "\"LIST\" of 26 octets, INFO ISFT \"Lavf59.27.100\", written by ffmpeg",
            "fmt, fact and data only",
            wav()
                .fact(800)
                .data(&data)
                .chunk(b"LIST", b"INFOISFT\x0E\x00\x00\x00Lavf59.27.100\x00")
                .build(),
        )
        .at(858)
        .convert_helps(),
        new(
            "TW319",
            "\"data\" of 801 octets",
            "an even number of octets",
            Wav::new()
                .fmt(&Fmt::alaw())
                .fact(801)
                .data(&tone(801))
                .build(),
        )
        .at(50)
        .convert_helps(),
        new(
            "TW320",
            "\"data\" of 801 octets without its pad byte",
            "an even number of octets",
            wav().fact(801).claiming(b"data", &tone(801), 801).build(),
        )
        .at(50)
        .convert_helps(),
        new(
            "TW321",
            "350 bytes behind the last chunk",
            "the end of the file",
            wav()
                .fact(800)
                .data(&data)
                .trailing(&b"garbage".repeat(50))
                .build(),
        )
        .at(858)
        .convert_helps(),
        new(
            "TW322",
            "data before fmt",
            "fmt before data",
            Wav::new().data(&data).fmt(&Fmt::alaw()).fact(800).build(),
        )
        .at(820)
        .convert_helps(),
        new(
            "TW323",
            "2 data chunks",
            "one",
            wav()
                .fact(800)
                .data(&data[..400])
                .data(&data[400..])
                .build(),
        )
        .convert_helps(),
        new(
            "TW323",
            "2 fmt chunks",
            "one",
            wav().fmt(&Fmt::alaw()).fact(800).data(&data).build(),
        )
        .convert_helps(),
        new(
            "TW324",
            "801 octets, 1 too many",
            "a multiple of 2",
            Wav::new()
                .fmt(&Fmt::pcm(16))
                .data(&linear(800)[..801])
                .build(),
        )
        .at(36)
        .profile(profile("asterisk"))
        .also(
            &["TW319"],
            "frames have one octet or two, so a part of one makes the chunk odd",
        )
        .convert_helps(),
    ]
}
