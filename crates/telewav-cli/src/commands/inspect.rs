//! `telewav inspect`: everything known about a file.

use telewav::DecodeOptions;
use telewav_batch::jobs::inspect::{self, Options};
use telewav_batch::walk::{AUDIO, Walk};

use super::{Concluded, conclude, replaced};
use crate::args::{FailOn, Inspect};
use crate::exit::{Exit, Stop};
use crate::progress::Progress;
use crate::{Streams, limits};

pub fn run(args: &Inspect, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let mut options = Options::default();
    options.decode = DecodeOptions::default()
        .lenient(true)
        .track(args.track.number)
        .limits(limits::with(&args.limits.limits));
    options.raw = args.raw.raw;
    options.replaced = replaced(&args.report, None, &[args.config.file()], streams)?;
    options.ffmpeg = args.decoder.find()?;
    let walked = Walk::new(AUDIO).from(&args.paths);
    let concluded = Concluded {
        command: "inspect",
        profile: None,
        outcomes: inspect::inspect(&walked.files, &options, &Progress::hidden())?,
        note: None,
        to_stderr: false,
    };
    conclude(concluded, &walked, FailOn::Error, &args.report, streams)
}
