//! English, with options and commands.

pub mod help;
mod notice;

use std::fmt::{Formatter, Result};

use telewav::error::{DecoderFault, What};
use telewav::finding::{Cure, Wanted};
use telewav::words::{Page, Said};
use telewav::{Error, Limits};

pub use notice::{misvalue, notice, setting};

/// Behind the sentence of which track is decoded.
pub const OTHER_TRACK: &str = "; --track N chooses another";

pub fn wanted(wanted: &Wanted, f: &mut Formatter<'_>) -> Result {
    f.write_str(match wanted {
        Wanted::NoPeakAbove => "no peak above full scale (--clip error)",
        Wanted::TargetLevel { level, unit } => return write!(f, "{level} {unit} (--level)"),
        other => return other.say(super::EN, f),
    })
}

pub fn cure(cure: &Cure, f: &mut Formatter<'_>) -> Result {
    use Cure::*;
    f.write_str(match cure {
        Convert => "run telewav convert on it",
        Rewrap => "run telewav fix on it, which keeps the samples as they are",
        Split => "shorten the recording, or run telewav convert --split on it",
        ConvertOrSilence => {
            "convert the recording again; to mute a notice, upload what telewav silence 0.5 makes"
        }
        ConvertHighpass => "run telewav convert --highpass on the original recording",
        ConvertFade => "run telewav convert --fade 5 on the original recording",
        ConvertTrim => "run telewav convert --trim on the original recording",
        ConvertLevel => "run telewav convert --level speech on the original recording",
        ConvertAllLevel => "convert all recordings with --level speech",
        ChooseChannel => "listen to the prompt; --downmix left, right, average or a number chooses",
        ChooseChannelIfMissing => {
            "listen to the place; if something is missing, use --downmix left or right"
        }
        LowerPeaks => "lower the recording, or use --clip attenuate or --clip limit",
        OtherMeasure => {
            "listen to the recording; --level speech and peak work for shorter ones than lufs"
        }
        AllowGain => {
            "make the recording again, nearer to the microphone; or allow more with --max-gain"
        }
        WholeCopyOrLoss => {
            "get a whole copy of the file; --lenient converts what is left of this one"
        }
        DecodeElsewhere => {
            "let an installed ffmpeg decode it with --decoder ffmpeg (in a program: convert_with), \
             or convert it to WAV or FLAC first"
        }
        SplitOrRaise { limit } | RaiseIfRight { limit } | NewCopyOrRaise { limit } => {
            cure.say(super::EN, f)?;
            // Not all of them have an option.
            return match Limits::NAMES.contains(&limit.as_str()) {
                true => write!(f, " (--limit {limit}=VALUE)"),
                false => Ok(()),
            };
        }
        NumberOrName => {
            "rename one of the recordings, number them with --on-collision number, or name them in a table for --names-from"
        }
        NameInTable => {
            "rename one of the recordings, or give it a name in a table for --names-from"
        }
        ReplaceExisting => "--force replaces it; or choose another output folder",
        ReplaceLink => {
            "--force replaces a link at the prompt's own name; or choose another output folder"
        }
        FollowLink => {
            "name that folder, too, follow such links (--follow-links), or leave it out (--exclude)"
        }
        NameFolder => "name the folder that it leads to, or leave it out (--exclude)",
        other => return other.say(super::EN, f),
    })
}

/// What the page of a rule says otherwise than the library's.
pub fn page(code: &str, page: Page) -> Page {
    let Page {
        mut what,
        mut why,
        example,
        mut cure,
        ..
    } = page;
    match code {
        "TW201" | "TW205" => {
            cure = "Shorten the recording, or let telewav convert --split cut it into several prompts.";
        }
        "TW203" => {
            cure = "Convert the recording again; for a silent prompt, there is telewav silence.";
        }
        "TW402" => cure = "Convert the original recording with --highpass.",
        "TW403" => cure = "Convert the original recording with --fade 5, or cut it in a pause.",
        "TW404" => cure = "Convert the original recording with --trim.",
        "TW405" => cure = "Convert the original recording with --level speech.",
        "TW411" => {
            cure = "Listen to the prompt; choose with --downmix left, right, average or a channel's number.";
        }
        "TW413" => {
            cure = "Listen to the place; if something is missing, use --downmix left or right.";
        }
        "TW414" => {
            what = "With --clip error: no peak is above full scale.";
            why = "Decoders and resamplers overshoot. By default telewav lowers such a prompt by the excess and says so; with \
                   --clip error it refuses it.";
            cure = "Lower the recording, or let telewav do it: --clip attenuate or --clip limit.";
        }
        "TW415" => {
            what = "With --level: the prompt is brought to the level that was asked for.";
            why = "Silence is not raised, a very quiet recording not by more than --max-gain, and peaks are lowered by 6 dB at the \
                   most to make room. Such a prompt stands out from the others.";
        }
        "TW504" => cure = "Convert all recordings with --level speech.",
        _ => {}
    }
    Page::new([what, why, example, cure])
}

pub fn error(error: &Error, f: &mut Formatter<'_>) -> Result {
    match error {
        Error::Unsupported {
            what: what @ What::OneTrackOf { .. },
        } => write!(
            f,
            "decode {what} (--track N chooses another): not supported by telewav"
        ),
        Error::NoDecoder {
            what: what @ What::OneTrackOf { .. },
        } => write!(
            f,
            "decode {what} (--track N chooses another): not supported by telewav, nor by ffmpeg"
        ),
        error => {
            error.say(super::EN, f)?;
            f.write_str(option(error))
        }
    }
}

/// The option that may help, behind the library's sentence.
pub fn option(error: &Error) -> &'static str {
    match error {
        Error::Unrecognised => "; if it is headerless sound, say so: --raw alaw:8000",
        Error::DecoderFailed {
            problem: DecoderFault::TimeLimit { .. },
            ..
        } => " (--decoder-timeout)",
        _ => "",
    }
}
