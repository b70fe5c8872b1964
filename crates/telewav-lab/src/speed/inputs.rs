//! What is converted: real prompts, long recordings made of them in every codec, many small files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

use crate::Outcome;

/// The folders of get.sh with many prompts, and what their files end with.
const BATCHES: [(&str, &str); 2] = [
    ("klettres-data", "ogg"),
    ("asterisk-core-sounds-en-wav", "wav"),
];

/// The long recordings: a name, the extension, and what ffmpeg is told to make it.
const LONG: [(&str, &str, &str); 6] = [
    ("WAV", "wav", "-c:a pcm_s16le"),
    ("MP3", "mp3", "-c:a libmp3lame -b:a 128k"),
    ("FLAC", "flac", "-c:a flac"),
    ("M4A (AAC)", "m4a", "-c:a aac -b:a 128k"),
    ("Ogg Vorbis", "ogg", "-c:a libvorbis -q:a 4"),
    ("Opus", "opus", "-c:a libopus -b:a 64k"),
];

pub struct Inputs {
    corpora: PathBuf,
    dir: PathBuf,
}

impl Inputs {
    pub fn new(corpora: &Path, dir: &Path) -> Outcome<Self> {
        let corpora =
            fs::canonicalize(corpora).map_err(|e| format!("{}: {e}", corpora.display()))?;
        fs::create_dir_all(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
        let dir = fs::canonicalize(dir).map_err(|e| e.to_string())?;
        Ok(Self { corpora, dir })
    }

    pub fn telewav(&self) -> String {
        "target/release/telewav".to_owned()
    }

    pub fn lab(&self) -> String {
        "target/release/telewav-lab".to_owned()
    }

    /// The folder that commands write to.
    pub fn out(&self) -> String {
        self.dir.join("out").display().to_string()
    }

    /// An empty one. What was in it is put aside, not deleted: where many files have just been deleted, ext4 is slow to
    /// make new ones, whoever asks.
    pub fn empty_out(&self) -> Outcome<()> {
        let out = self.dir.join("out");
        if out.exists() {
            let aside = (0..).map(|i| self.dir.join(format!("aside-{i}")));
            let aside = aside.into_iter().find(|aside| !aside.exists());
            fs::rename(&out, aside.unwrap_or_default()).map_err(|e| e.to_string())?;
        }
        fs::create_dir_all(&out).map_err(|e| e.to_string())
    }

    /// Deletes what was put aside.
    pub fn tidy(&self) -> Outcome<()> {
        for entry in fs::read_dir(&self.dir).map_err(|e| e.to_string())? {
            let path = entry.map_err(|e| e.to_string())?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name == "out" || name.starts_with("aside-") {
                fs::remove_dir_all(&path).map_err(|e| e.to_string())?;
            }
        }
        Ok(())
    }

    /// A name, the folder and the extension of each batch.
    pub fn batches(&self) -> Outcome<Vec<(String, String, &'static str)>> {
        BATCHES
            .iter()
            .map(|(folder, extension)| {
                let folder = self.corpora.join(folder);
                let n = files(&folder, extension).len();
                if n == 0 {
                    return Err(format!("{}: no .{extension} files", folder.display()));
                }
                let name = format!("{n} prompts, {extension}");
                Ok((name, folder.display().to_string(), *extension))
            })
            .collect()
    }

    /// The long recordings, 44.1 kHz stereo (Opus: 48 kHz).
    pub fn long(&self, minutes: u32) -> Outcome<Vec<(String, String)>> {
        let wav = self.speech(&format!("long-{minutes}"), minutes * 60, 44_100, 2)?;
        LONG.iter()
            .map(|(name, extension, options)| {
                let file = wav.with_extension(extension);
                if !file.exists() {
                    let partial = file.with_extension(format!("partial.{extension}"));
                    shell(&format!(
                        "ffmpeg -y -v error -i {} {options} {} </dev/null",
                        wav.display(),
                        partial.display()
                    ))?;
                    fs::rename(&partial, &file).map_err(|e| e.to_string())?;
                }
                Ok(((*name).to_owned(), file.display().to_string()))
            })
            .collect()
    }

    /// Recordings of one, ten and a hundred times a length, in seconds.
    pub fn lengths(&self) -> Outcome<Vec<(u32, String)>> {
        [20, 200, 2000]
            .into_iter()
            .map(|seconds| {
                let file = self.speech(&format!("length-{seconds}"), seconds, 44_100, 2)?;
                Ok((seconds, file.display().to_string()))
            })
            .collect()
    }

    /// A folder of so many files, of a tenth of a second each, all alike.
    pub fn many(&self, n: usize) -> Outcome<String> {
        let one = self.speech("tenth", 1, 8000, 1)?;
        let folder = self.dir.join(format!("many-{n}"));
        if !folder.exists() {
            fs::create_dir(&folder).map_err(|e| e.to_string())?;
            let octets = fs::read(&one).map_err(|e| e.to_string())?;
            // No folder of more than a thousand.
            for i in 0..n {
                let below = folder.join((i / 1000).to_string());
                fs::create_dir_all(&below).map_err(|e| e.to_string())?;
                fs::write(below.join(format!("{i}.wav")), &octets).map_err(|e| e.to_string())?;
            }
        }
        Ok(folder.display().to_string())
    }

    /// A folder of so many prompts: those of the corpora, again and again.
    pub fn prompts(&self, n: usize) -> Outcome<String> {
        let folder = self.dir.join(format!("prompts-{n}"));
        if !folder.exists() {
            let made = self.dir.join("made");
            for (batch, _) in BATCHES {
                let from = self.corpora.join(batch);
                shell(&format!(
                    "{} convert {} -o {} -q >/dev/null",
                    self.telewav(),
                    from.display(),
                    made.display()
                ))?;
            }
            let prompts = files(&made, "wav");
            fs::create_dir(&folder).map_err(|e| e.to_string())?;
            for (i, prompt) in prompts.iter().cycle().take(n).enumerate() {
                fs::copy(prompt, folder.join(format!("{i}.wav"))).map_err(|e| e.to_string())?;
            }
        }
        Ok(folder.display().to_string())
    }

    /// Speech of the corpora, one prompt behind the other, again and again.
    fn speech(&self, name: &str, seconds: u32, rate_hz: u32, channels: u32) -> Outcome<PathBuf> {
        let file = self.dir.join(format!("{name}.wav"));
        if file.exists() {
            return Ok(file);
        }
        let prompts = files(&self.corpora.join("asterisk-core-sounds-en-wav"), "wav");
        let list: Vec<String> = prompts
            .iter()
            .take(400)
            .map(|path| path.display().to_string())
            .collect();
        let round = self.dir.join("round.wav");
        shell(&format!(
            "sox -V1 {} -r {rate_hz} -c {channels} {}",
            list.join(" "),
            round.display()
        ))?;
        let rounds = vec![round.display().to_string(); 2 + seconds as usize / 1000];
        shell(&format!(
            "sox -V1 {} {} trim 0 {seconds}",
            rounds.join(" "),
            file.display()
        ))?;
        fs::remove_file(&round).map_err(|e| e.to_string())?;
        Ok(file)
    }
}

/// The files of an extension below a folder, in order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    files
}

fn shell(command: &str) -> Outcome<()> {
    let status = Command::new("bash").args(["-c", command]).status();
    match status {
        Ok(status) if status.code().is_some_and(|code| code <= 1) => Ok(()),
        Ok(status) => Err(format!("{status} from: {command}")),
        Err(e) => Err(format!("bash: {e}")),
    }
}
