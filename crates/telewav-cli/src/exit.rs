//! The exit codes, and what can end a run early.

use std::io;
use std::process::ExitCode;

use telewav_batch::Error as BatchError;

use crate::words::{Notice, Written};

/// How a run ended. The output format never changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: every file is good.
    Success,
    /// 1: at least one file failed or has an error finding.
    Failed,
    /// 2: could not run: usage, profile, nothing to do, nowhere to write.
    CouldNotRun,
}

impl Exit {
    /// 130: stopped by Ctrl-C, as shells say it (128 + SIGINT).
    pub const INTERRUPTED: i32 = 130;
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Success => Self::SUCCESS,
            Exit::Failed => Self::from(1),
            Exit::CouldNotRun => Self::from(2),
        }
    }
}

/// Why a run ended before its end.
#[derive(Debug)]
pub enum Stop {
    /// Nobody reads the results any more; the exit code is still that of the files.
    ClosedPipe(Exit),
    /// Could not run, and why.
    Because(Box<Notice>),
}

impl Stop {
    /// What writing the results said.
    pub fn output(what: Written, error: io::Error, exit: Exit) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe(exit)
        } else {
            Notice::NotWritten { what, error }.into()
        }
    }
}

impl From<Notice> for Stop {
    fn from(notice: Notice) -> Self {
        Self::Because(Box::new(notice))
    }
}

impl From<BatchError> for Stop {
    fn from(error: BatchError) -> Self {
        Notice::Batch(error).into()
    }
}
