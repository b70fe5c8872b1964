//! From a source that can only be read to a prompt: `cat RECORDING | cargo run --example pipe > PROMPT.wav`

use std::error::Error;
use std::io::{self, Write};

use telewav::{ConvertOptions, Profile, Spooled, convert};

fn main() -> Result<(), Box<dyn Error>> {
    let profile = Profile::embedded("huawei-privatenumber")?;
    let options = ConvertOptions::default();
    // A walk through a container goes back and forth: what cannot is kept, in memory or in a temporary file.
    let source = Spooled::read(io::stdin().lock(), &options.decode)?;
    let made = convert(source, &profile, &options)?;
    let octets = made.octets.ok_or("the platform would refuse it")?;
    io::stdout().lock().write_all(&octets)?;
    Ok(())
}
