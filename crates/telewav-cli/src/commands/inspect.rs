//! `telewav inspect`: everything known about a file.

use telewav_batch::jobs::inspect::{self, Options};
use telewav_batch::output::Existing;
use telewav_batch::walk::{AUDIO, Walk};

use super::{Concluded, conclude, replaced};
use crate::Streams;
use crate::args::{FailOn, Inspect};
use crate::exit::{Exit, Stop};
use crate::progress::Progress;

pub fn run(args: &Inspect, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut options = Options::default();
    options.decode = args.decoding.options().lenient(true);
    options.raw = args.decoding.raw;
    options.replaced = replaced(&args.report, None, &[args.config.file()], streams)?;
    options.ffmpeg = args.decoding.ffmpeg()?;
    let walked = Walk::new(AUDIO).from(&args.paths);
    let concluded = Concluded {
        command: "inspect",
        profile: None,
        outcomes: inspect::inspect(&walked.files, &options, &Progress::hidden())?,
        note: None,
        to_stderr: false,
        links: Existing::Keep,
    };
    conclude(concluded, &walked, FailOn::Error, &args.report, streams)
}
