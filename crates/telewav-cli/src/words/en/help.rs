//! Texts of the help that stand at more than one place. All others are at the options in `args`.

pub const EXIT_CODES: &str = "\
Exit codes:
  0    every file is good
  1    at least one file failed or has an error finding
  2    could not run: usage, profile, nothing to do, nowhere to write the report
  130  stopped by Ctrl-C; outputs written so far are complete";

/// Before the list of limits.
pub const LIMITS: &str = "Change a limit on what one file may ask for; can be repeated.\n\nLimits:";

/// What each limit is for.
pub const LIMIT: [(&str, &str); 7] = [
    ("min_rate_hz", "lowest sample rate, Hz"),
    ("max_rate_hz", "highest sample rate, Hz"),
    ("max_channels", "most channels"),
    ("max_packet_frames", "longest packet, frames"),
    ("max_input_s", "longest recording, seconds"),
    ("max_memory_bytes", "memory for one file, bytes"),
    ("max_time_s", "time for one file, seconds"),
];

/// What is behind the list of profiles.
pub const PROFILES: &str = "\
telewav profiles NAME shows one in full, with the source of each limit; save it as a .toml file and change
it, or extend it from a file of your own (extends = \"NAME\").
";

/// What a manual page says of telewav.toml.
pub const CONFIGURATION: &str = "Options, so that nobody has to type them: a key is the name of an option. The next one upwards from where \
     telewav runs is read. --show-settings says what comes from it.";

/// A progress bar, as indicatif takes it.
pub const PROGRESS: &str = "{bar:32} {pos}/{len} files, {eta} left";
