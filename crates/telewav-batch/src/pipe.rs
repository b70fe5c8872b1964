//! Files, and pipes and devices that are read like files: none is waited for that nobody writes to, and none is read
//! without an end.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A pipe whose name leads to it may have no writer yet.
#[cfg(unix)]
const WRITER_TIME: std::time::Duration = std::time::Duration::from_secs(5);

/// What a path led to.
#[derive(Debug)]
pub enum Opened {
    /// A file.
    File(File),
    /// A pipe or a device, to be read to its end.
    Stream(Stream),
}

/// Opens a file, a pipe or a device, without waiting.
///
/// # Errors
///
/// Of the system; a folder is one.
pub fn open(path: &Path) -> io::Result<Opened> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Opening a pipe waits for somebody who writes, otherwise. To a file, it means nothing.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(match metadata.is_file() {
        true => Opened::File(file),
        false => Opened::Stream(Stream::new(file)),
    })
}

/// The whole of a small file, or of a pipe.
///
/// # Errors
///
/// Of the system; and if there are more than `max_bytes`.
pub fn read(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut octets = Vec::new();
    let most = max_bytes.saturating_add(1);
    match open(path)? {
        Opened::File(file) => file.take(most).read_to_end(&mut octets)?,
        Opened::Stream(stream) => stream.take(most).read_to_end(&mut octets)?,
    };
    if octets.len() as u64 > max_bytes {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it has more than {max_bytes} bytes"),
        ));
    }
    Ok(octets)
}

/// The same as text.
///
/// # Errors
///
/// As those of [`read`], and if it is no UTF-8.
pub fn read_text(path: &Path, max_bytes: u64) -> io::Result<String> {
    String::from_utf8(read(path, max_bytes)?).map_err(|_| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "stream did not contain valid UTF-8",
        )
    })
}

/// A pipe or a device. Somebody who has opened it for writing is waited for, as on standard input; nobody is not.
#[derive(Debug)]
pub struct Stream {
    file: File,
    /// Until when somebody may come who writes.
    #[cfg(unix)]
    until: Option<std::time::Instant>,
}

#[cfg(unix)]
impl Stream {
    fn new(file: File) -> Self {
        Self {
            file,
            until: Some(std::time::Instant::now() + WRITER_TIME),
        }
    }

    /// Waits until there is something to read, or so long; whether there was somebody who has written and gone.
    fn wait(&self, time: Option<std::time::Duration>) -> io::Result<bool> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let time = time.map(|time| Timespec {
            tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: time.subsec_nanos().into(),
        });
        let mut polled = [PollFd::new(&self.file, PollFlags::IN)];
        poll(&mut polled, time.as_ref())?;
        Ok(polled[0].revents().contains(PollFlags::HUP))
    }
}

#[cfg(unix)]
impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.file.read(buffer) {
                Ok(0) if !buffer.is_empty() => {
                    // The end; or, of a pipe, nobody who writes yet.
                    let Some(until) = self.until else {
                        return Ok(0);
                    };
                    let left = until.saturating_duration_since(std::time::Instant::now());
                    if self.wait(Some(left.min(std::time::Duration::from_millis(20))))? {
                        self.until = None;
                        return Ok(0);
                    }
                    if left.is_zero() {
                        return Err(io::Error::new(
                            io::ErrorKind::TimedOut,
                            format!(
                                "a pipe that nobody writes to (waited {} s)",
                                WRITER_TIME.as_secs()
                            ),
                        ));
                    }
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
                    // Somebody is there.
                    self.until = None;
                    self.wait(None)?;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                read => {
                    self.until = None;
                    return read;
                }
            }
        }
    }
}

#[cfg(not(unix))]
impl Stream {
    fn new(file: File) -> Self {
        Self { file }
    }
}

#[cfg(not(unix))]
impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}
