//! What was measured, as Markdown.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use super::measure::Cost;
use super::{Args, Comparison, Measured};

pub fn markdown(measured: &Measured, args: &Args) -> String {
    let mut page = format!(
        "# Performance, measured\n\n\
         Written by `cargo run --release -p telewav-lab -- speed --corpora DIR --page docs/performance.md`, where DIR is what\n\
         `get.sh` of the developers' corpora has fetched: {} runs of each command, in turn, in one go; medians, and ratios of\n\
         medians. Times are those of GNU time and count children; peak memory is that of the largest process.\n\n{}\n",
        args.runs,
        machine(args)
    );
    if args.ffmpeg.is_some() {
        page.push_str("\nffmpeg is measured in both versions, and the faster counts.\n");
    }
    batches(&mut page, &measured.batches);
    long(&mut page, &measured.long, args.minutes);
    memory(&mut page, &measured.memory);
    scale(&mut page, &measured.scale);
    start(&mut page, &measured.start);
    targets(&mut page, measured);
    page
}

/// What is aimed at, each beside what was measured.
fn targets(page: &mut String, measured: &Measured) {
    let mut rows = Vec::new();
    for line in &measured.batches {
        for (other, name, factor) in [
            (line.ffmpeg, line.first_peer(), line.times_faster.0),
            (line.sox, "SoX", line.times_faster.1),
        ] {
            if let (Some(other), Some(factor)) = (other, factor) {
                let times = other.wall_s / line.telewav.wall_s.max(0.005);
                rows.push((
                    format!("{}: times faster than {name}", line.name),
                    format!("{factor:.0}"),
                    format!("{times:.1}"),
                    times >= factor,
                ));
            }
        }
    }
    for line in &measured.long {
        let cpu_s = line.telewav.cpu_s;
        let mut at_most = |what: &str, most: f64, part: f64| {
            rows.push((
                format!("{}: {what}", line.name),
                format!("at most {most:.2}"),
                format!("{part:.2}"),
                part <= most,
            ));
        };
        if let Some(ffmpeg) = line.ffmpeg {
            at_most("CPU, by ffmpeg's", 1.0, cpu_s / ffmpeg.cpu_s);
            if let Some(two_jobs) = line.two_jobs {
                at_most(
                    "clock of two jobs, by ffmpeg's",
                    0.6,
                    two_jobs.wall_s / ffmpeg.wall_s,
                );
            }
        }
        if let Some(decoding) = line.decoding {
            at_most("CPU, by that of decoding", 1.25, cpu_s / decoding.cpu_s);
        }
        let beyond_mb = line.telewav.peak_mb - line.prompt_mb;
        at_most("memory beyond the prompt, MB", 24.0, beyond_mb);
    }
    if let [(_, short), .., (_, long)] = &measured.scale[..] {
        let [(n_short, _), .., (n_long, _)] = measured.scale[..] else {
            return;
        };
        let each = |cost: &Cost, n: usize| cost.wall_s / n.max(1) as f64;
        let ratio = each(long, n_long) / each(short, n_short);
        rows.push((
            format!("{n_long} files: time for each, by that of {n_short}"),
            "at most 1.10".to_owned(),
            format!("{ratio:.2}"),
            ratio <= 1.1,
        ));
        rows.push((
            format!("{n_long} files: memory, MB"),
            "below 150".to_owned(),
            format!("{:.0}", long.peak_mb),
            long.peak_mb < 150.0,
        ));
    }
    if rows.is_empty() {
        return;
    }
    page.push_str("\n## Targets\n\n| | target | measured | |\n| --- | ---: | ---: | --- |\n");
    for (what, target, measured, is_met) in rows {
        let verdict = if is_met { "met" } else { "**missed**" };
        let _ = writeln!(page, "| {what} | {target} | {measured} | {verdict} |");
    }
    page.push_str(REASONS);
    page.push_str(BUILD);
}

/// How the program is built, and what else was tried; 2026-11-29.
const BUILD: &str = "
## Build

One unit of code per crate, no link-time optimisation, panics that unwind (a decoder's panic is that file's error), the system's
allocator, and code for any x86-64: rustfft looks for AVX at run time. What was tried beside it, CPU seconds for the folder of Ogg
prompts (two jobs) and for 33 minutes of WAV (`-j1`):

| | Ogg | WAV | |
| --- | ---: | ---: | --- |
| as it is | 2.39 | 0.55 | 13.6 MB |
| jemalloc 5.3 | 2.61 | 0.56 | preloaded; 5 to 10 MB more of memory |
| mimalloc 2.0 | 2.46 | 0.55 | preloaded; 10 MB more of memory for Ogg |

And of single stages, ten seconds of sound, microseconds (`cargo bench -p telewav-lab`):

| | as it is | otherwise |
| --- | ---: | ---: |
| 44.1 to 8 kHz; the half-band filter in double precision with AVX2 (pulp, six more crates) | 1180 | 1210 |
| the same, all of it in single precision: aliases of -149 dB instead of -155 | 1180 | 1113 |
| 44.1 to 8 kHz; halved twice | 1180 | 1146 |
| two channels to one, clipping; mix and energies in one pass | 196 | 247 |
| a check; the fingerprint by multiplications instead of SipHash | 402 | 392 |

The first `cargo build --release` takes 2 min 3 s. \"fat\" link-time optimisation took as long to run, 8 % off the size, and 2.5 minutes more to link each program.
";

/// Found by `perf record` on these files, 2026-11-29.
const REASONS: &str = "
What is missed, and why (by `perf record` on these files):

- **CPU beside ffmpeg's: Opus.** rusty-opus has no C code and no code of its own for one processor; its decoding alone takes more than
  ffmpeg does for everything.
- **CPU beside that of decoding.** What follows the decoder costs 0.45 to 0.5 s of 33 minutes (Opus, at 48 kHz: 0.65): a third of it
  for the FFT in double precision (single precision alone is noise at -136 dB), a tenth for the filter that halves the rate before it, a
  quarter for levels and loudness, a tenth for downmix and clipping, an eighth for the system (a prompt that may have to be lowered
  is put aside, 64 MB), the rest for the coding. To read a WAV takes a tenth of that.
- **Clock of two jobs.** One thread decodes, one resamples, one codes. Where decoding takes longer than the rest, it is what one waits
  for; a third of the time of a FLAC is its MD5, which ffmpeg does not check, and ffmpeg decodes it on several threads. Where the peak is above full scale, all is coded when it is known.
- **Folders.** Of Ogg prompts, more than half of the time is Symphonia's decoding; decoders are kept for recordings with the same headers,
  FFTs for those of the same rate. Of the clock, most is for the disk: each prompt is on it before it gets its name, so that a loss of
  power leaves it whole or not there, which the others do not see to (568 WAV prompts, on a busy machine: 2.4 s, and 0.4 s into memory).
  Of the CPU of WAV prompts of 8 kHz, half is levels and loudness, which SoX does not measure.
- **Memory of 100,000 files.** A plan of all names and a report of all results are held, 1.5 kB a file: what was found is kept as data
  that is put into words at the end.
";

fn batches(page: &mut String, batches: &[Comparison]) {
    if batches.is_empty() {
        return;
    }
    page.push_str(
        "\n## Folders of prompts, seconds on the clock\n\n\
         ffmpeg and SoX by `xargs -P2`, ffprobe by a loop. The second number: how many times faster telewav is.\n\n\
         | work | telewav | ffmpeg, ffprobe | SoX | CPU: telewav | ffmpeg, ffprobe | SoX | memory, MB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for line in batches {
        let times = |cost: Option<Cost>, of: fn(&Cost) -> f64| match cost {
            Some(cost) => format!(
                "{:.2} ({:.1})",
                of(&cost),
                of(&cost) / of(&line.telewav).max(0.005)
            ),
            None => String::new(),
        };
        let _ = writeln!(
            page,
            "| {} | {:.2} | {} | {} | {:.2} | {} | {} | {:.0} |",
            line.name,
            line.telewav.wall_s,
            times(line.ffmpeg, |cost| cost.wall_s),
            times(line.sox, |cost| cost.wall_s),
            line.telewav.cpu_s,
            times(line.ffmpeg, |cost| cost.cpu_s),
            times(line.sox, |cost| cost.cpu_s),
            line.telewav.peak_mb,
        );
    }
}

fn long(page: &mut String, long: &[Comparison], minutes: u32) {
    if long.is_empty() {
        return;
    }
    let _ = write!(
        page,
        "\n## {minutes} minutes of speech, 44.1 kHz stereo (Opus: 48 kHz)\n\n\
         To A-law without a header (`-p asterisk-alaw`). Seconds; in brackets, telewav by the other.\n\n\
         | format | CPU, `-j1` | ffmpeg | SoX | decoding alone | clock, `-j2` | ffmpeg | memory `-j1`, MB |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    );
    for line in long {
        let beside = |cost: Option<Cost>, own: f64, of: fn(&Cost) -> f64| match cost {
            Some(cost) => format!("{:.2} ({:.2})", of(&cost), own / of(&cost).max(0.005)),
            None => String::new(),
        };
        let cpu_s = line.telewav.cpu_s;
        let wall_s = line.two_jobs.unwrap_or_default().wall_s;
        let _ = writeln!(
            page,
            "| {} | {cpu_s:.2} | {} | {} | {} | {wall_s:.2} | {} | {:.0} |",
            line.name,
            beside(line.ffmpeg, cpu_s, |cost| cost.cpu_s),
            beside(line.sox, cpu_s, |cost| cost.cpu_s),
            beside(line.decoding, cpu_s, |cost| cost.cpu_s),
            beside(line.ffmpeg, wall_s, |cost| cost.wall_s),
            line.telewav.peak_mb,
        );
    }
}

fn memory(page: &mut String, memory: &[(u32, Cost)]) {
    if memory.is_empty() {
        return;
    }
    page.push_str(
        "\n## Peak memory by length\n\n\
         44.1 kHz stereo WAV, `-j1`, without a limit on the prompt's length.\n\n\
         | recording, s | prompt, MB | peak, MB |\n| ---: | ---: | ---: |\n",
    );
    for (seconds, cost) in memory {
        let prompt_mb = f64::from(*seconds) * 8000.0 / 1e6;
        let _ = writeln!(page, "| {seconds} | {prompt_mb:.2} | {:.1} |", cost.peak_mb);
    }
}

fn scale(page: &mut String, scale: &[(usize, Cost)]) {
    if scale.is_empty() {
        return;
    }
    page.push_str(
        "\n## Many small files\n\n\
         One second of 8 kHz each, with a JSON report.\n\n\
         | files | clock, s | a file, ms | peak, MB |\n| ---: | ---: | ---: | ---: |\n",
    );
    for (n, cost) in scale {
        let each_ms = 1000.0 * cost.wall_s / (*n).max(1) as f64;
        let _ = writeln!(
            page,
            "| {n} | {:.2} | {each_ms:.3} | {:.0} |",
            cost.wall_s, cost.peak_mb
        );
    }
}

fn start(page: &mut String, start: &[(&'static str, Cost)]) {
    if start.is_empty() {
        return;
    }
    page.push_str(
        "\n## Start\n\nOne process for one short prompt, milliseconds on the clock (a hundred in a row, by 100).\n\n\
         | command | ms |\n| --- | ---: |\n",
    );
    for (name, cost) in start {
        let _ = writeln!(page, "| `{name}` | {:.1} |", cost.wall_s * 10.0);
    }
}

/// The processor, and the versions of the programs.
fn machine(args: &Args) -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("a processor that has no name", |(_, model)| model);
    let n = std::thread::available_parallelism().map_or(1, usize::from);
    let mut text = format!("- {model}, {n} processors");
    let ffmpegs = args.ffmpegs();
    let ffmpegs = ffmpegs.iter().map(|ffmpeg| (&**ffmpeg, "-version"));
    for (program, argument) in ffmpegs.chain([("sox", "--version"), ("rustc", "--version")]) {
        let said = Command::new(program).arg(argument).output();
        let said = said.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let line = said.unwrap_or_default();
        let line = line.lines().next().unwrap_or_default();
        let line = line.split(" Copyright").next().unwrap_or_default();
        let _ = write!(text, "\n- {}", line.trim_start_matches("sox: ").trim());
    }
    text
}
