//! Commands to costs.

use std::fs;
use std::process::{Command, Stdio};

use super::inputs::Inputs;
use crate::Outcome;

/// What a command cost: a median of each.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Seconds on the clock.
    pub wall_s: f64,
    /// Seconds of processors, in the program and in the system for it.
    pub cpu_s: f64,
    /// The most memory of any one process, MB.
    pub peak_mb: f64,
}

impl Cost {
    /// The lesser of each cost.
    pub fn least(self, other: Self) -> Self {
        Self {
            wall_s: self.wall_s.min(other.wall_s),
            cpu_s: self.cpu_s.min(other.cpu_s),
            peak_mb: self.peak_mb.min(other.peak_mb),
        }
    }
}

/// Runs all commands in turn, `runs` times, and returns what each cost.
pub fn in_turn(runs: usize, inputs: &Inputs, commands: &[String]) -> Outcome<Vec<Cost>> {
    let mut costs = vec![Vec::new(); commands.len()];
    for _ in 0..runs.max(1) {
        for (command, costs) in commands.iter().zip(&mut costs) {
            inputs.empty_out()?;
            costs.push(cost(command)?);
        }
    }
    Ok(costs.iter().map(|costs| median(costs)).collect())
}

fn cost(command: &str) -> Outcome<Cost> {
    let times = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
    let status = Command::new("/usr/bin/time")
        .args(["-q", "-f", "%e %U %S %M", "-o"])
        .arg(times.path())
        .args(["bash", "-c", command])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|e| format!("/usr/bin/time (Debian package time): {e}"))?;
    // A conversion of thousands of recordings may warn; only what could not run at all is of no use.
    if status.code().is_none_or(|code| code > 1) {
        return Err(format!("exit code {status} from: {command}"));
    }
    let text = fs::read_to_string(times.path()).map_err(|e| e.to_string())?;
    let numbers: Vec<f64> = text
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    let [wall_s, user_s, system_s, peak_kb] = numbers[..] else {
        return Err(format!("GNU time says {text:?}"));
    };
    Ok(Cost {
        wall_s,
        cpu_s: user_s + system_s,
        peak_mb: peak_kb * 1024.0 / 1e6,
    })
}

fn median(costs: &[Cost]) -> Cost {
    let of = |number: fn(&Cost) -> f64| {
        let mut numbers: Vec<f64> = costs.iter().map(number).collect();
        numbers.sort_by(f64::total_cmp);
        let middle = numbers.len() / 2;
        match numbers.len() % 2 {
            0 => f64::midpoint(numbers[middle - 1], numbers[middle]),
            _ => numbers[middle],
        }
    };
    Cost {
        wall_s: of(|cost| cost.wall_s),
        cpu_s: of(|cost| cost.cpu_s),
        peak_mb: of(|cost| cost.peak_mb),
    }
}
