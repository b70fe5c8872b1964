//! How fast telewav is, and in how much memory: whole commands, beside ffmpeg and SoX, in one run.
//!
//! Every command of a comparison is run in turn, several times; what is printed are medians and their ratios. Times are
//! those of GNU time, so that the children of `xargs` count.

mod inputs;
mod measure;
mod page;

use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use inputs::Inputs;
use measure::Cost;

#[derive(clap::Args)]
pub struct Args {
    /// What ../shared/corpora/get.sh has fetched: folders of recordings
    #[arg(long, value_name = "DIR")]
    corpora: PathBuf,
    /// Where the inputs are made; those that are there are used again
    #[arg(long, value_name = "DIR", default_value = "target/speed")]
    inputs: PathBuf,
    /// How often each command is run
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Length of the long recordings, minutes
    #[arg(long, default_value_t = 33)]
    minutes: u32,
    /// Prompts that are checked, beside a loop of ffprobe
    #[arg(long, default_value_t = 10_000)]
    prompts: usize,
    /// Small files for the measurement of scale
    #[arg(long, default_value_t = 100_000)]
    files: usize,
    /// Another ffmpeg, newer than that on the path: of the two, the faster counts
    #[arg(long, value_name = "FILE")]
    ffmpeg: Option<PathBuf>,
    /// Only comparisons whose name has this in it
    #[arg(long)]
    only: Option<String>,
    /// Write the page (docs/performance.md) instead of printing it
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
}

impl Args {
    /// The ffmpegs that are measured; the first is that on the path.
    fn is_wanted(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| name.contains(&**only))
    }

    fn ffmpegs(&self) -> Vec<String> {
        let newer = self.ffmpeg.as_ref();
        let newer = newer.map(|path| path.display().to_string());
        [Some("ffmpeg".to_owned()), newer]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// One line of the page: commands that do the same work.
pub struct Comparison {
    pub name: String,
    pub telewav: Cost,
    /// Of the ffmpegs, the least of each cost.
    pub ffmpeg: Option<Cost>,
    pub sox: Option<Cost>,
    /// telewav with two jobs, for one long file.
    pub two_jobs: Option<Cost>,
    /// Decoding alone.
    pub decoding: Option<Cost>,
    /// Length of the prompt, MB.
    pub prompt_mb: f64,
    /// How many times faster than ffmpeg (or ffprobe) and SoX a folder is meant to be.
    pub times_faster: (Option<f64>, Option<f64>),
}

impl Comparison {
    fn first_peer(&self) -> &'static str {
        if self.name.starts_with("check") {
            "ffprobe"
        } else {
            "ffmpeg"
        }
    }
}

/// Everything that was measured.
#[derive(Default)]
pub struct Measured {
    pub batches: Vec<Comparison>,
    pub long: Vec<Comparison>,
    /// Seconds of input, and what converting it cost.
    pub memory: Vec<(u32, Cost)>,
    /// Number of files, and what converting them cost.
    pub scale: Vec<(usize, Cost)>,
    pub start: Vec<(&'static str, Cost)>,
}

/// Decodes a file and drops what comes of it: the least that any conversion has to do.
pub fn drain(path: &std::path::Path) -> Outcome<()> {
    let file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    let options = telewav::DecodeOptions::default();
    let decoded = telewav::decode::decode(file, &options, &mut |_| Ok(()));
    decoded.map(drop).map_err(|e| e.to_string())
}

/// Builds the program and this one.
pub fn build() -> Outcome<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args([
            "build",
            "--release",
            "-p",
            "telewav-cli",
            "-p",
            "telewav-lab",
        ])
        .status()
        .map_err(|e| format!("cargo: {e}"))?;
    if !built.success() {
        return Err("telewav cannot be built".into());
    }
    Ok(())
}

pub fn run(args: &Args) -> Outcome<bool> {
    build()?;
    let inputs = Inputs::new(&args.corpora, &args.inputs)?;
    let mut measuring = Measuring {
        args,
        ffmpegs: args.ffmpegs(),
        inputs: &inputs,
        measured: Measured::default(),
    };
    measuring.batches()?;
    measuring.check()?;
    measuring.long()?;
    measuring.memory()?;
    measuring.scale()?;
    measuring.start()?;
    let measured = measuring.measured;
    inputs.tidy()?;
    let markdown = page::markdown(&measured, args);
    match &args.page {
        None => print!("{markdown}"),
        Some(path) => std::fs::write(path, markdown).map_err(|e| e.to_string())?,
    }
    Ok(true)
}

/// What is measured one after the other.
struct Measuring<'a> {
    args: &'a Args,
    ffmpegs: Vec<String>,
    inputs: &'a Inputs,
    measured: Measured,
}

impl Measuring<'_> {
    /// Folders of prompts, beside ffmpeg and SoX.
    fn batches(&mut self) -> Outcome<()> {
        let inputs = self.inputs;
        for (name, folder, extension) in inputs.batches()? {
            if !self.args.is_wanted(&name) {
                continue;
            }
            eprintln!("{name}");
            let out = inputs.out();
            let peer = |command: &str| {
                format!(
                    "find {folder} -name '*.{extension}' -print0 | xargs -0 -P2 -I{{}} sh -c '{command}' _ {{}}"
                )
            };
            let name_of = format!("{out}/$(basename \"$1\" .{extension}).wav");
            let mut commands = vec![
                format!("{} convert {folder} -o {out} -q", inputs.telewav()),
                peer(&format!("sox -V1 \"$1\" -r 8000 -c 1 -e a-law {name_of}")),
            ];
            commands.extend(self.ffmpegs.iter().map(|ffmpeg| {
                peer(&format!(
                    "{ffmpeg} -y -v error -i \"$1\" -ar 8000 -ac 1 -c:a pcm_alaw {name_of} </dev/null"
                ))
            }));
            let costs = measure::in_turn(self.args.runs, inputs, &commands)?;
            let times_faster = match extension {
                "ogg" => (Some(50.0), Some(10.0)),
                _ => (Some(100.0), Some(20.0)),
            };
            self.measured.batches.push(Comparison {
                sox: Some(costs[1]),
                ..comparison(name, costs[0], &costs[2..], times_faster)
            });
        }
        Ok(())
    }

    /// The check of prompts, beside ffprobe.
    fn check(&mut self) -> Outcome<()> {
        let inputs = self.inputs;
        let name = format!("check of {} prompts", self.args.prompts);
        if self.args.is_wanted(&name) {
            eprintln!("{name}");
            let folder = inputs.prompts(self.args.prompts)?;
            // Once: that is a process for each of them.
            let costs = measure::in_turn(
                1,
                inputs,
                &[
                    format!("{} check {folder} -q --ignore TW5", inputs.telewav()),
                    format!(
                        "for f in {folder}/*.wav; do ffprobe -v error -show_streams -show_format \"$f\"; done"
                    ),
                ],
            )?;
            let times_faster = (Some(100.0), None);
            self.measured
                .batches
                .push(comparison(name, costs[0], &costs[1..], times_faster));
        }
        Ok(())
    }

    /// One long recording in each format.
    fn long(&mut self) -> Outcome<()> {
        let inputs = self.inputs;
        for (name, file) in inputs.long(self.args.minutes)? {
            if !self.args.is_wanted(&name) {
                continue;
            }
            eprintln!("{name}");
            let out = inputs.out();
            let ours = |jobs: u32| {
                format!(
                    "{} convert {file} -o {out} -q --force -p asterisk-alaw -j{jobs}",
                    inputs.telewav()
                )
            };
            let mut commands = vec![ours(1), ours(2), format!("{} drain {file}", inputs.lab())];
            commands.extend(self.ffmpegs.iter().map(|ffmpeg| {
                format!(
                    "{ffmpeg} -y -v error -i {file} -ar 8000 -ac 1 -c:a pcm_alaw {out}/ffmpeg.wav </dev/null"
                )
            }));
            let sox = commands.len();
            if ["WAV", "MP3", "FLAC", "Ogg Vorbis"].contains(&&*name) {
                commands.push(format!(
                    "sox -V1 {file} -r 8000 -c 1 -e a-law {out}/sox.wav"
                ));
            }
            let costs = measure::in_turn(self.args.runs, inputs, &commands)?;
            self.measured.long.push(Comparison {
                two_jobs: Some(costs[1]),
                decoding: Some(costs[2]),
                sox: costs.get(sox).copied(),
                prompt_mb: f64::from(self.args.minutes) * 60.0 * 8000.0 / 1e6,
                ..comparison(name, costs[0], &costs[3..sox], (None, None))
            });
        }
        Ok(())
    }

    /// Peak memory by length.
    fn memory(&mut self) -> Outcome<()> {
        let inputs = self.inputs;
        if self.args.is_wanted("memory") {
            eprintln!("memory");
            for (seconds, file) in inputs.lengths()? {
                let out = inputs.out();
                let command = format!(
                    "{} convert {file} -o {out} -q --force -p asterisk-alaw -j1",
                    inputs.telewav()
                );
                let costs = measure::in_turn(self.args.runs, inputs, &[command])?;
                self.measured
                    .memory
                    .extend(costs.into_iter().map(|cost| (seconds, cost)));
            }
        }
        Ok(())
    }

    /// Many small files.
    fn scale(&mut self) -> Outcome<()> {
        let inputs = self.inputs;
        if self.args.is_wanted("scale") {
            eprintln!("scale");
            for n in [(self.args.files / 100).max(1), self.args.files] {
                let folder = inputs.many(n)?;
                let out = inputs.out();
                let report = format!("--output-format json --output-file {out}.json");
                let command = format!(
                    "{} convert {folder} -o {out} -q --ignore TW5 {report}",
                    inputs.telewav()
                );
                let costs = measure::in_turn(1.max(self.args.runs / 2), inputs, &[command])?;
                self.measured
                    .scale
                    .extend(costs.into_iter().map(|cost| (n, cost)));
            }
        }
        Ok(())
    }

    /// How long a process takes to start and to make one prompt.
    fn start(&mut self) -> Outcome<()> {
        let inputs = self.inputs;
        if self.args.is_wanted("start") {
            eprintln!("start");
            let prompt = "fixtures/prompts/please-try-again.wav";
            let out = inputs.out();
            // A hundred of each, for clocks that count hundredths.
            let hundred = |command: &str| format!("for i in $(seq 100); do {command}; done");
            let mut commands = vec![
                hundred("/bin/true"),
                hundred(&format!("{} --version", inputs.telewav())),
                hundred(&format!(
                    "{} convert {prompt} -o {out} -q --force",
                    inputs.telewav()
                )),
                hundred(&format!("sox -V1 {prompt} -e a-law {out}/sox.wav")),
            ];
            commands.extend(self.ffmpegs.iter().map(|ffmpeg| {
                hundred(&format!(
                    "{ffmpeg} -y -v error -i {prompt} -c:a pcm_alaw {out}/ffmpeg.wav </dev/null"
                ))
            }));
            let costs = measure::in_turn(self.args.runs, inputs, &commands)?;
            let names = [
                "/bin/true",
                "telewav --version",
                "telewav convert",
                "sox",
                "ffmpeg",
                "the newer ffmpeg",
            ];
            self.measured.start.extend(names.into_iter().zip(costs));
        }
        Ok(())
    }
}

fn comparison(
    name: String,
    telewav: Cost,
    ffmpegs: &[Cost],
    times_faster: (Option<f64>, Option<f64>),
) -> Comparison {
    Comparison {
        name,
        telewav,
        ffmpeg: ffmpegs.iter().copied().reduce(Cost::least),
        sox: None,
        two_jobs: None,
        decoding: None,
        prompt_mb: 0.0,
        times_faster,
    }
}
