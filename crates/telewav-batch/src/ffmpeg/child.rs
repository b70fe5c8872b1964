//! A program that is running: it is read from with a time limit, and is gone when we are done with it,
//! also after Ctrl-C.

use std::cell::Cell;
use std::io::{self, Read};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempPath;

/// Octets read at a time, and how many such blocks wait for us.
const BLOCK_LEN: usize = 1 << 16;
const MAX_WAITING: usize = 4;

/// All that run, for Ctrl-C.
static RUNNING: Mutex<Vec<Arc<Process>>> = Mutex::new(Vec::new());

struct Process {
    child: Mutex<Child>,
    /// What it reads, if that is a file of ours.
    spool: Option<TempPath>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends all that run and deletes what they read. None can be started while the result is held.
pub fn stop_all() -> impl Sized {
    let running = lock(&RUNNING);
    for process in running.iter() {
        process.stop();
        if let Some(spool) = &process.spool {
            let _ = std::fs::remove_file(spool);
        }
    }
    running
}

impl Process {
    /// Kills it, if it still runs, with what it has started, and waits until it is gone.
    fn stop(&self) {
        let mut child = lock(&self.child);
        if let Ok(None) = child.try_wait() {
            // Errors mean that it is gone already.
            #[cfg(unix)]
            let _ = rustix::process::kill_process_group(
                rustix::process::Pid::from_child(&child),
                rustix::process::Signal::KILL,
            );
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A program that ends, at the latest, when this is dropped.
pub struct Running {
    process: Arc<Process>,
}

impl Running {
    /// Starts it; `spool` is deleted once it has ended.
    pub fn start(command: &mut Command, spool: Option<TempPath>) -> io::Result<Self> {
        // A group of its own, so that what it starts ends with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = lock(&RUNNING);
        let process = Arc::new(Process {
            child: Mutex::new(command.spawn()?),
            spool,
        });
        running.push(Arc::clone(&process));
        Ok(Self { process })
    }

    /// Its standard output and error, where they are pipes.
    pub fn outputs(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        let mut child = lock(&self.process.child);
        (child.stdout.take(), child.stderr.take())
    }

    /// How it ended; `None` if it still runs at `until`, or nobody can tell.
    pub fn wait(&self, until: Instant) -> Option<ExitStatus> {
        let mut pause = Duration::from_millis(1);
        loop {
            // Not locked while waiting: Ctrl-C must get through.
            match lock(&self.process.child).try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => {}
                Ok(None) | Err(_) => return None,
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.stop();
        lock(&RUNNING).retain(|process| !Arc::ptr_eq(process, &self.process));
    }
}

/// Its standard output, up to a point in time.
pub struct Pipe<'a> {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: io::Cursor<Vec<u8>>,
    until: Instant,
    /// Set when that time has come before the end of the output.
    late: &'a Cell<bool>,
}

impl<'a> Pipe<'a> {
    pub fn new(
        stdout: Option<ChildStdout>,
        until: Instant,
        late: &'a Cell<bool>,
    ) -> io::Result<Self> {
        let (sender, blocks) = sync_channel(MAX_WAITING);
        if let Some(stdout) = stdout {
            thread::Builder::new().spawn(move || pass_on(stdout, &sender))?;
        }
        Ok(Self {
            blocks,
            block: io::Cursor::default(),
            until,
            late,
        })
    }
}

/// Reads to the end, or until nobody takes the blocks.
fn pass_on(mut stdout: ChildStdout, sender: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut block = vec![0; BLOCK_LEN];
        let read = stdout.read(&mut block);
        let message = match read {
            Ok(0) => return,
            Ok(n) => {
                block.truncate(n);
                Ok(block)
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => Err(e),
        };
        let is_error = message.is_err();
        if sender.send(message).is_err() || is_error {
            return;
        }
    }
}

impl Read for Pipe<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use std::sync::mpsc::RecvTimeoutError::{Disconnected, Timeout};
        loop {
            let n = self.block.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            let left = self.until.saturating_duration_since(Instant::now());
            match self.blocks.recv_timeout(left) {
                Ok(block) => self.block = io::Cursor::new(block?),
                Err(Disconnected) => return Ok(0),
                Err(Timeout) => {
                    self.late.set(true);
                    return Ok(0);
                }
            }
        }
    }
}
