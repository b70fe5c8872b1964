//! `telewav-lab` measures telewav against ffmpeg, SoX and libsndfile. It is for those who work on telewav,
//! is never installed, and needs those programs.
//!
//! `matrix` makes a file of each codec in each container, `parity` decodes files with telewav and with the
//! others and compares, `inputs` keeps the README's table of inputs to what `parity` found. `fidelity` measures what
//! becomes of the sound on its way to A-law, `speed` what it costs in seconds, `instructions` what it costs where seconds are noise,
//! `damage` whether what a damaged file lost is told. `public-api` prints what the libraries promise to their callers, `readings` makes
//! the table that Chinese names are spelled by.

mod align;
mod build;
mod compare;
mod damage;
mod fidelity;
mod inputs;
mod instructions;
mod judge;
mod matrix;
mod ours;
mod parity;
mod print;
mod public_api;
mod readings;
mod reference;
mod sound;
mod source;
mod speed;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What every step returns; errors are for people, so text is enough.
type Outcome<T> = Result<T, String>;

/// Measures telewav against ffmpeg and SoX.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a file of each codec in each container, from known sources
    Matrix {
        /// Folder to make them in
        dir: PathBuf,
        /// Make only files whose name contains this
        #[arg(long)]
        only: Option<String>,
    },
    /// Decode files with telewav and with ffmpeg and SoX, and compare
    Parity(parity::Args),
    /// Write what telewav decodes of a file as 32-bit float WAV, at the source's rate
    Decode {
        /// File to decode
        file: PathBuf,
        /// WAV to write; a number is put in front of the extension of each further format in the file
        out: PathBuf,
    },
    /// Measure what becomes of tones, impulses, noise and speech, beside ffmpeg and SoX
    Fidelity(fidelity::Args),
    /// Measure time and memory of whole commands, beside ffmpeg and SoX
    Speed(speed::Args),
    /// Count the instructions of whole commands, and compare with docs/instructions.toml
    Instructions(instructions::Args),
    /// Decode a file and drop what comes of it
    Drain {
        /// File to decode
        file: PathBuf,
    },
    /// Print the public items of a library
    PublicApi {
        /// What rustdoc says of it in JSON
        rustdoc: PathBuf,
    },
    /// Damage copies of good files, and count what passes though it should not
    Damage(damage::Args),
    /// Make the table of readings that Chinese names are spelled by, or compare it with others
    Readings(readings::Args),
    /// Write the README's table of inputs from what `parity` found in a matrix
    Inputs(inputs::Args),
}

fn main() -> ExitCode {
    // A decoder's panic is that file's error, which is printed with the file.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = match Args::parse().command {
        Command::Matrix { dir, only } => matrix::make(&dir, only.as_deref()),
        Command::Parity(args) => parity::run(&args),
        Command::Decode { file, out } => ours::write(&file, &out).map(|()| true),
        Command::Fidelity(args) => fidelity::run(&args),
        Command::Speed(args) => speed::run(&args),
        Command::Instructions(args) => instructions::run(&args),
        Command::Drain { file } => speed::drain(&file).map(|()| true),
        Command::PublicApi { rustdoc } => public_api::run(&rustdoc).map(|()| true),
        Command::Damage(args) => damage::run(&args),
        Command::Readings(args) => readings::run(&args),
        Command::Inputs(args) => inputs::run(&args),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("telewav-lab: {problem}");
            ExitCode::from(2)
        }
    }
}
