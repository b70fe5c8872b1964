//! `--decoder ffmpeg`: the way out for recordings that telewav cannot decode.
//!
//! Only such recordings are handed to an installed ffmpeg, never damaged ones: ffmpeg decodes what is
//! left of those and says nothing. It gets a time limit, may open no other file than the recording, and
//! whatever it complains about is damage.

mod child;
mod cut;
mod words;

use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Seek};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use telewav::decode::{Account, Damage, Decoded, Sink, external};
use telewav::error::{Action, DecoderFault};
use telewav::kind;
use telewav::{DecodeOptions, Error};
use tempfile::TempPath;

use crate::Error as BatchError;
use crate::error::ProgramFault;
use crate::input::Input;
use crate::walk::FoundFile;
pub use child::stop_all;
use child::{Pipe, Running};
use words::Words;

/// How long it may take to tell its version.
const VERSION_TIME: Duration = Duration::from_secs(20);
/// The most of its answer that is looked at.
const VERSION_LEN: u64 = 4096;
/// The largest block of memory that it may ask for, in bytes.
const MAX_ALLOC: &str = "536870912";

/// Containers of sound alone or of sound and pictures. What is missing are playlists and their like,
/// which make ffmpeg open other files or the network, and pictures and text. Names of `ffmpeg -formats`;
/// those that one version does not have do no harm.
const FORMATS: &str = "3gp,aa,aac,aax,ac3,ac4,acm,adx,aea,afc,aiff,aix,amr,amrnb,amrwb,apc,ape,apm,aptx,aptx_hd,\
asf,asf_o,ast,au,avi,avr,bfstm,boa,brstm,caf,codec2,codec2raw,daud,dfpwm,dsf,dss,dts,dtshd,eac3,ea,epaf,flac,flv,\
g722,g723_1,g726,g726le,g729,gsm,gxf,hca,hcom,iamf,iff,ilbc,ircam,iss,ivr,kvag,loas,matroska,mlp,mmf,mov,mp3,mp4,\
mpc,mpc8,mpeg,mpegts,msf,mtaf,musx,mxf,nistsphere,nsp,nsv,nut,ogg,oma,osq,pvf,qcp,qoa,rm,rso,sbc,sds,shn,sln,smjpeg,\
sol,sox,spdif,svag,swf,tak,truehd,tta,vag,voc,vpk,vqf,w64,wav,webm,wsd,wtv,wv,wve,xa,xvag,xwma";

/// An ffmpeg that is there.
#[derive(Debug, Clone)]
pub struct Ffmpeg {
    program: OsString,
    /// `ffmpeg` and its version.
    name: String,
    time: Duration,
}

impl Ffmpeg {
    /// The program `program`, on the PATH or a path itself, which may work on one file for so long.
    ///
    /// # Errors
    ///
    /// [`Error::NoDecoder`](BatchError::NoDecoder).
    pub fn find(program: &OsStr, time: Duration) -> Result<Self, BatchError> {
        let version = version(program).map_err(|problem| BatchError::NoDecoder {
            program: program.to_owned(),
            problem,
        })?;
        Ok(Self {
            program: program.to_owned(),
            name: format!("ffmpeg {version}"),
            time,
        })
    }

    /// Whether it is to try a file on which telewav failed with `error`.
    pub fn is_for(error: &Error) -> bool {
        // Not a web page, but what nobody here knows.
        matches!(error, Error::Unsupported { .. } | Error::Unrecognised)
    }

    /// Decodes `input`, which is the content of `found`.
    pub fn decode(
        &self,
        input: &mut Input,
        found: &FoundFile,
        options: &DecodeOptions,
        sink: &mut Sink<'_>,
    ) -> Result<Decoded, Error> {
        let kind = kind::sniff(input)?.kind;
        let mut damage: Vec<Damage> = cut::damage(input).into_iter().collect();
        let spool = spool(input, &found.path)?;
        let path = spool.as_deref().unwrap_or(&found.path);
        let mut command = self.command(path, options.track);
        let until = Instant::now() + self.time;

        let mut running =
            Running::start(&mut command, spool).map_err(failed(Action::StartFfmpeg))?;
        let late = Cell::new(false);
        let (stdout, stderr) = running.outputs();
        let mut pipe = Pipe::new(stdout, until, &late).map_err(failed(Action::ReadFromFfmpeg))?;
        let words = Words::listen(stderr).map_err(failed(Action::ReadFromFfmpeg))?;
        let failure = |problem| Error::DecoderFailed {
            kind,
            decoder: self.name.clone(),
            problem,
        };
        let too_late = || {
            failure(DecoderFault::TimeLimit {
                seconds: self.time.as_secs(),
            })
        };
        external(&mut pipe, options, sink, |duration_s| {
            let ended = (!late.get()).then(|| running.wait(until)).flatten();
            let (Some(status), Some(words)) = (ended, words.all(until)) else {
                return Err(too_late());
            };
            if let Some(problem) = words.refusal(status, kind, duration_s) {
                return Err(failure(problem));
            }
            damage.extend(words.damage(status, duration_s));
            Ok(Account {
                decoded_by: self.name.clone(),
                kind,
                codec: words.codec().to_owned(),
                damage,
                notes: words.notes(duration_s),
            })
        })
    }

    fn command(&self, path: &Path, track: Option<NonZeroUsize>) -> Command {
        // With a protocol before it, no name is an option or a protocol itself.
        let mut address = OsString::from("file:");
        address.push(path);
        let mut command = quiet(&self.program);
        command
            .args(["-nostdin", "-nostats", "-v", "repeat+level+info"])
            .args(["-max_alloc", MAX_ALLOC])
            // Of the input: playlists and their like must not reach other files, nor the network.
            .args(["-protocol_whitelist", "file"])
            .args(["-format_whitelist", FORMATS])
            // As many as -j says, not as many as there are processors for each.
            .args(["-threads", "1", "-err_detect", "crccheck", "-i"])
            .arg(address)
            // It counts sound tracks from 0.
            .arg("-map")
            .arg(format!("0:a:{}", track.map_or(1, NonZeroUsize::get) - 1))
            .args(["-vn", "-sn", "-dn", "-map_metadata", "-1"])
            .args(["-c:a", "pcm_f32be", "-f", "au", "pipe:1"])
            .stderr(Stdio::piped());
        command
    }
}

/// The program with nothing to read, without a banner, and without settings that make it write files.
fn quiet(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    command
        .arg("-hide_banner")
        .env_remove("FFREPORT")
        .env("AV_LOG_FORCE_NOCOLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    command
}

/// What `program` says its version is.
fn version(program: &OsStr) -> Result<String, ProgramFault> {
    let shown = || program.display().to_string();
    let not_run = |e: io::Error| match e.kind() {
        io::ErrorKind::NotFound => ProgramFault::NotFound { program: shown() },
        _ => ProgramFault::NotStarted {
            program: shown(),
            problem: e.to_string(),
        },
    };
    let until = Instant::now() + VERSION_TIME;
    let mut command = quiet(program);
    command.arg("-version").stderr(Stdio::null());
    let mut running = Running::start(&mut command, None).map_err(not_run)?;
    let late = Cell::new(false);
    let (stdout, _) = running.outputs();
    let mut pipe = Pipe::new(stdout, until, &late).map_err(not_run)?;
    let mut answer = Vec::new();
    pipe.by_ref()
        .take(VERSION_LEN)
        .read_to_end(&mut answer)
        .map_err(not_run)?;
    if late.get() {
        return Err(ProgramFault::NoAnswer {
            program: shown(),
            seconds: VERSION_TIME.as_secs(),
        });
    }
    let answer = String::from_utf8_lossy(&answer);
    let version = answer
        .strip_prefix("ffmpeg version ")
        .and_then(|answer| answer.split_whitespace().next());
    match version {
        Some(version) => Ok(version.to_owned()),
        None => {
            let line = answer.lines().next().unwrap_or_default();
            Err(ProgramFault::NotFfmpeg {
                program: shown(),
                line: line.chars().take(80).collect(),
            })
        }
    }
}

/// The content of a pipe as a file, since not every container is read front to back.
fn spool(input: &mut Input, path: &Path) -> Result<Option<TempPath>, Error> {
    let Input::Pipe(kept) = input else {
        return Ok(None);
    };
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    let suffix = match extension.bytes().all(|b| b.is_ascii_alphanumeric()) {
        true => format!(".{extension}"),
        false => String::new(),
    };
    let action = Action::WriteForFfmpeg;
    let mut file = tempfile::Builder::new()
        .prefix("telewav-")
        .suffix(&suffix)
        .tempfile()
        .map_err(failed(action))?;
    kept.rewind()
        .and_then(|()| io::copy(kept, &mut file))
        .map_err(failed(action))?;
    Ok(Some(file.into_temp_path()))
}

fn failed(action: Action) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Io {
        action,
        source: source.into(),
    }
}
