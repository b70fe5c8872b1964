//! The work that is counted, and the files that are made for it.
//!
//! The sound is speech of the repository, brought to 44.1 kHz stereo in whole numbers, so it is the same everywhere. ffmpeg codes it, without
//! instructions that not every processor has. The hash of each input stands in the table, since another ffmpeg may code it otherwise.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::Outcome;
use crate::reference::last_line;

/// Length of the coded recordings. To start the program is a hundredth of what these take, or less.
const DURATION_S: usize = 20;

/// Speech at 8 kHz, 16 bit, mono.
const SPEECH: &str = "fixtures/prompts/please-try-again.wav";

/// Codec and container, the extension, and what ffmpeg is told.
const CODED: [(&str, &str, &str); 24] = [
    ("PCM of 16 bits, WAV", "wav", "-c:a pcm_s16le"),
    ("PCM of 24 bits, AIFF", "aiff", "-c:a pcm_s24be"),
    ("float, Wave64", "w64", "-c:a pcm_f32le"),
    ("PCM of 16 bits, CAF", "caf", "-c:a pcm_s16be"),
    ("PCM of 16 bits, Matroska", "mka", "-c:a pcm_s16le"),
    (
        "PCM of 8 kHz, WAV",
        "8k.wav",
        "-c:a pcm_s16le -ar 8000 -ac 1",
    ),
    ("A-law, WAV", "alaw.wav", "-c:a pcm_alaw -ar 8000 -ac 1"),
    ("µ-law, AU", "au", "-c:a pcm_mulaw -ar 8000 -ac 1"),
    ("IMA ADPCM, WAV", "ima.wav", "-c:a adpcm_ima_wav"),
    ("Microsoft ADPCM, WAV", "ms.wav", "-c:a adpcm_ms"),
    ("GSM 06.10, WAV", "gsm.wav", "-c:a libgsm_ms -ar 8000 -ac 1"),
    ("FLAC", "flac", "-c:a flac"),
    ("FLAC, Ogg", "oga", "-c:a flac"),
    ("ALAC, M4A", "alac.m4a", "-c:a alac"),
    ("MP3", "mp3", "-c:a libmp3lame -b:a 128k"),
    ("MP2", "mp2", "-c:a mp2 -b:a 192k"),
    ("AAC, M4A", "m4a", "-c:a aac -b:a 128k"),
    (
        "AAC, fragmented MP4",
        "mp4",
        "-c:a aac -b:a 128k -movflags +frag_keyframe+empty_moov -frag_duration 1000000",
    ),
    ("AAC, ADTS", "aac", "-c:a aac -b:a 128k"),
    ("Vorbis, Ogg", "ogg", "-c:a libvorbis -q:a 4"),
    ("Vorbis, Matroska", "vorbis.mka", "-c:a libvorbis -q:a 4"),
    ("Opus, Ogg", "opus", "-c:a libopus -b:a 64k"),
    ("Opus, WebM", "webm", "-c:a libopus -b:a 64k"),
    (
        "Opus of speech, Ogg",
        "speech.opus",
        "-c:a libopus -b:a 16k -ar 16000 -ac 1 -application voip",
    ),
];

/// One run of telewav.
#[derive(Debug)]
pub struct Work {
    pub name: String,
    pub words: Vec<OsString>,
    /// SHA-256 of what it works on, the first 16 digits.
    pub input: String,
}

impl Work {
    fn new(name: &str, words: &str, paths: &[&Path]) -> Outcome<Self> {
        let words = words.split_whitespace().map(OsString::from);
        Ok(Self {
            name: name.to_owned(),
            input: fingerprint(paths)?,
            words: words
                .chain(paths.iter().map(|path| path.as_os_str().to_owned()))
                .collect(),
        })
    }
}

const CONVERT: &str = "convert --isolated -q -j1 --ignore TW5 -o out";
const CHECK: &str = "check --isolated -q -j1 --ignore TW5 --fail-on never";

/// Makes what is missing in `dir` and returns all work.
pub fn make(dir: &Path, telewav: &Path, corpora: Option<&Path>) -> Outcome<Vec<Work>> {
    let full = |path: &Path| fs::canonicalize(path).map_err(|e| format!("{}: {e}", path.display()));
    let speech = full(Path::new(SPEECH))?;
    let prompts = full(Path::new("fixtures/prompts"))?;
    let mut work = vec![
        Work::new("start: --version", "--version", &[])?,
        Work::new("start: one prompt of 8 kHz", CONVERT, &[&speech])?,
        Work::new("the example prompts", CONVERT, &[&prompts])?,
    ];
    let wav = dir.join("speech.wav");
    write_speech(&speech, &wav)?;
    for (name, extension, options) in CODED {
        let file = dir.join(format!("speech-{}.{extension}", work.len()));
        code(&wav, options, &file)?;
        let name = format!("{DURATION_S} s of {name}");
        work.push(Work::new(&name, CONVERT, &[&file])?);
    }
    if let Some(corpora) = corpora {
        real(dir, telewav, &full(corpora)?, &mut work)?;
    }
    Ok(work)
}

/// Folders of real recordings: Ogg prompts, WAV prompts, and a check of what is made of the latter.
fn real(dir: &Path, telewav: &Path, corpora: &Path, work: &mut Vec<Work>) -> Outcome<()> {
    let batches = [
        ("klettres-data", "ogg", 9),
        ("asterisk-core-sounds-en-wav", "wav", 2),
    ];
    for (package, extension, every) in batches {
        let folder = dir.join(package);
        fs::create_dir(&folder).map_err(|e| e.to_string())?;
        let recordings = files(&corpora.join(package))?;
        let some: Vec<_> = recordings.iter().step_by(every).collect();
        for (i, recording) in some.iter().enumerate() {
            let copy = folder.join(format!("{i}.{extension}"));
            fs::copy(recording, copy).map_err(|e| format!("{}: {e}", recording.display()))?;
        }
        let name = format!("{} real prompts, {extension}", some.len());
        work.push(Work::new(&name, CONVERT, &[&folder])?);
    }
    let made = Command::new(telewav)
        .args(CONVERT.split_whitespace())
        .arg(dir.join(batches[1].0))
        .current_dir(dir)
        .output()
        .map_err(|e| e.to_string())?;
    if !made.status.success() {
        return Err(last_line(&made.stderr));
    }
    let prompts = dir.join("out");
    let name = format!("check of {} real prompts", files(&prompts)?.len());
    let check = Work::new(&name, CHECK, &[&prompts])?;
    // Known by what they are made of: a change of a few octets is no other work.
    let input = fingerprint(&[&dir.join(batches[1].0)])?;
    work.push(Work { input, ..check });
    Ok(())
}

/// The prompt again and again, at 44.1 kHz, the right channel quieter and 11 ms later, with noise as of a room.
fn write_speech(prompt: &Path, wav: &Path) -> Outcome<()> {
    const RATE_HZ: usize = 44_100;
    const LATER: usize = 485;
    let mut reader = hound::WavReader::open(prompt).map_err(|e| e.to_string())?;
    let samples = reader.samples::<i16>().collect::<Result<Vec<i16>, _>>();
    let samples = samples.map_err(|e| e.to_string())?;
    let speech = |n: usize| {
        let (at, part) = (n * 8000 / RATE_HZ, (n * 8000 % RATE_HZ) as i32);
        let here = i32::from(samples[at % samples.len()]);
        let next = i32::from(samples[(at + 1) % samples.len()]);
        here + (next - here) * part / RATE_HZ as i32
    };
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: RATE_HZ as u32,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(wav, spec).map_err(|e| e.to_string())?;
    // Knuth, The Art of Computer Programming 2, 3.3.4, line 26; the high bits are the random ones.
    let mut state = 1_u64;
    let mut noise = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 59) as i32 - 16
    };
    for n in 0..DURATION_S * RATE_HZ {
        let left = speech(n) * 3 / 4 + noise();
        let right = speech(n.saturating_sub(LATER)) / 2 + noise();
        for sample in [left, right] {
            writer
                .write_sample(sample as i16)
                .map_err(|e| e.to_string())?;
        }
    }
    writer.finalize().map_err(|e| e.to_string())
}

fn code(wav: &Path, options: &str, out: &Path) -> Outcome<()> {
    let output = Command::new("ffmpeg")
        .args("-v error -nostdin -y -cpuflags 0 -bitexact -i".split(' '))
        .arg(wav)
        .args("-fflags +bitexact -flags:a +bitexact -threads 1".split(' '))
        .args(options.split(' '))
        .arg(out)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("ffmpeg: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}: {}", out.display(), last_line(&output.stderr)))
}

/// The files below a folder, in order.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|e| e.to_string())?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn fingerprint(paths: &[&Path]) -> Outcome<String> {
    let mut hash = Sha256::new();
    for path in paths {
        for file in files(path)? {
            hash.update(fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?);
        }
    }
    let digits: String = hash
        .finalize()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    Ok(digits[..16].to_owned())
}
