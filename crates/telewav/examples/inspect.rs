//! What a recording is, and how loud: `cargo run --example inspect -- RECORDING`

use std::error::Error;
use std::fs::File;

use telewav::{InspectOptions, inspect};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1);
    let path = path.ok_or("usage: inspect RECORDING")?;
    let found = inspect(File::open(path)?, &InspectOptions::default())?;
    println!("{}, {} bytes", found.kind.describe(), found.bytes);
    let decoded = found.decoded?;
    let format = &decoded.format;
    println!(
        "{} in {}, {} Hz, {} channels, {:.2} s",
        format.codec, format.container, format.rate_hz, format.n_channels, decoded.duration_s
    );
    for (i, level) in found.levels.iter().enumerate() {
        let active = level.active_dbov.map_or("no speech".to_owned(), |dbov| {
            format!("active speech {dbov:.1} dBov")
        });
        println!("channel {}: {active}", i + 1);
    }
    for note in &decoded.notes {
        println!("note: {note}");
    }
    Ok(())
}
