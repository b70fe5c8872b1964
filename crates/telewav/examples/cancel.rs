//! A conversion that is watched, and ended when it takes too long: `cargo run --example cancel -- RECORDING SECONDS`

use std::error::Error;
use std::fs::File;
use std::thread;
use std::time::Duration;

use telewav::{ConvertOptions, Error as TelewavError, Profile, Task, convert};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(seconds)) = (args.next(), args.next()) else {
        return Err("usage: cancel RECORDING SECONDS".into());
    };
    let seconds = Duration::try_from_secs_f64(seconds.parse()?)?;
    let task = Task::new();
    let watched = task.clone();
    thread::spawn(move || {
        thread::sleep(seconds);
        watched.cancel();
    });
    let task = task.on_progress(|progress| match progress.total {
        Some(total) => eprintln!("{} of {total} octets", progress.done),
        None => eprintln!("{} octets", progress.done),
    });
    let profile = Profile::embedded("huawei-privatenumber")?;
    let options = ConvertOptions::default().task(task);
    match convert(File::open(path)?, &profile, &options) {
        Ok(made) => println!("{:.2} s", made.report.prompt.duration_s),
        Err(TelewavError::Cancelled) => println!("cancelled"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
