//! The other programs: whether they are there, and what they say.

use std::env;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A program that is installed.
#[derive(Clone, Copy)]
pub struct Peer(&'static str);

impl Peer {
    /// `None` if it is not installed, which is said, or if `TELEWAV_PEERS` is `none`.
    pub fn find(program: &'static str) -> Option<Self> {
        if env::var_os("TELEWAV_PEERS").is_some_and(|peers| peers == "none") {
            eprintln!("skipped: TELEWAV_PEERS is none");
            return None;
        }
        let mut probe = Command::new(program);
        probe.arg("--version").stdin(Stdio::null());
        if probe
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok()
        {
            return Some(Self(program));
        }
        if env::var_os("TELEWAV_REQUIRE_PEERS").is_some() {
            panic!("{program} is not installed, and TELEWAV_REQUIRE_PEERS is set");
        }
        eprintln!("skipped: {program} is not installed");
        None
    }

    /// Its standard output for these arguments, of which `@` stands for the next path.
    pub fn output(self, args: &str, paths: &[&Path]) -> Result<Vec<u8>, String> {
        self.streams(args, paths).map(|output| output.stdout)
    }

    fn streams(self, args: &str, paths: &[&Path]) -> Result<Output, String> {
        let mut paths = paths.iter();
        let mut command = Command::new(self.0);
        for arg in args.split_whitespace() {
            match arg {
                "@" => command.arg(paths.next().unwrap()),
                _ => command.arg(arg),
            };
        }
        let output = command.stdin(Stdio::null()).output().unwrap();
        if output.status.success() {
            return Ok(output);
        }
        Err(format!(
            "{command:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        ))
    }

    /// What it has to say on standard error.
    pub fn says(self, args: &str, paths: &[&Path]) -> String {
        let output = self.streams(args, paths).unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    pub fn run(self, args: &str, paths: &[&Path]) -> Vec<u8> {
        self.output(args, paths).unwrap()
    }

    /// 16-bit samples on its standard output.
    pub fn samples(self, args: &str, paths: &[&Path]) -> Vec<i16> {
        samples_of(&self.run(args, paths))
    }
}

pub fn samples_of(octets: &[u8]) -> Vec<i16> {
    let (pairs, []) = octets.as_chunks::<2>() else {
        panic!("{} octets are no 16-bit samples", octets.len());
    };
    pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect()
}
