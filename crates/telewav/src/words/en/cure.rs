//! What to do, without the options and commands of any front end.

use std::fmt::{Formatter, Result};

use crate::finding::Cure;

pub(in crate::words) fn cure(cure: &Cure, f: &mut Formatter<'_>) -> Result {
    use Cure::*;
    f.write_str(match cure {
        Convert => "convert it",
        Rewrap => "have its header written anew, which keeps the samples as they are",
        Split => "shorten the recording, or split it into several prompts",
        ConvertOrSilence => "convert the recording again; to mute a notice, upload a silent prompt",
        ConvertOriginal => "convert the original recording again",
        ConvertHighpass => "convert the original recording again without DC and rumble",
        ConvertFade => "convert the original recording again with a short fade at both ends",
        ConvertTrim => "convert the original recording again without the silence at its ends",
        ConvertLevel => "convert the original recording again to the usual level of speech",
        ConvertAllLevel => "convert all recordings to the same level of speech",
        ChooseChannel => "listen to the prompt; choose a channel, or their average",
        ChooseChannelIfMissing => "listen to the place; if something is missing, take one channel alone",
        LowerPeaks => "lower the recording, or let it be lowered or limited",
        OtherMeasure => {
            "listen to the recording; speech level and peak are defined for shorter ones than loudness"
        }
        AllowGain => "make the recording again, nearer to the microphone; or allow more gain",

        PutRecording => "put a recording in its place",
        Replace => "replace it by a recording",
        WholeCopyOfCut => "the file was cut: get a whole copy",
        WholeCopyOfRecording => "get a whole copy of the recording",
        ShortenForAnyReading => "shorten it to be within the limit by any reading",
        AddSilence => "add silence at the end",
        Rename { to: Some(name) } => return write!(f, "rename it to {name}"),
        Rename { to: None } => "rename it",
        GiveName => "give the file a name",
        RenameFile => "rename the file",
        RenameWithout => "rename the file without it",
        RenameRecording => "rename the recording",

        ListenToOriginal => "listen to the original recording",
        ListenToRecording => "listen to the recording",
        EarlierRecording => "get the recording as it was before it was made louder",
        TakeNoisesOut => "take single loud noises out of the recording",

        RenameOneOfTwo => "rename one of the two",
        RenameOneOfThem => "rename one of them",
        NumberOrName => "rename one of the recordings, have them numbered, or give them names in a table",
        NameInTable => "rename one of the recordings, or give it a name in a table",
        ListenToBoth => {
            "listen to both; convert the right recording, or upload one of them and name it twice"
        }
        LeaveSomeOut => "shorten prompts, or leave some out",

        RemoveOrName => "remove it, or name it where it is to be played",
        NameOrLeaveOut { field } => return write!(f, "name a prompt, or leave {field} out"),
        ShortenPromptName => "shorten the name of the prompt, and name it so",
        Write { name } => return write!(f, "write {name:?}"),
        RenamePrompt { to: Some(name) } => {
            return write!(f, "name the prompt {name}, here and as a file");
        }
        RenamePrompt { to: None } => "give the prompt another name, here and as a file",
        AddPrompt { name, near } => {
            write!(f, "put {name} among the prompts, and upload it")?;
            return match near {
                Some(near) => write!(f, "; or write {near:?}, if that is meant"),
                None => f.write_str("; or correct the name"),
            };
        }
        ShortenTo { max_s } => return write!(f, "shorten the prompt to {max_s} s"),
        SetOrLeaveOut { field, other } => return write!(f, "set {other}, or leave {field} out"),
        LeaveOneOut { field, other } => return write!(f, "leave {field} or {other} out"),
        LeaveItemsOut { n } => return write!(f, "leave {n} out, or join prompts"),

        CheckSystem => "check the path, the permissions and the free space",
        SaveFromPlayer => {
            "if a player plays it whole, save it there as WAV and convert that; else get a new copy of it"
        }
        WholeCopyOrLoss => "get a whole copy of the file; or accept the loss, and convert what is left of this one",
        DecodeElsewhere => "let another program decode it (convert_with), or convert it to WAV or FLAC first",
        ConvertElsewhere => {
            "convert it to WAV or FLAC first, with the program that made it or one that plays it"
        }
        CorrectJson => {
            "correct it there; JSON is UTF-8, has double quotes, and no comments and no comma before } or ]"
        }
        SplitRequests => "if it is a file of requests, split it",
        SplitOrRaise { limit } => return write!(f, "split it, or raise {limit}"),
        RaiseIfRight { limit } => {
            return write!(f, "if the file is right, raise {limit}; else get a new copy of it");
        }
        // Its name is in the error.
        NewCopyOrRaise { limit: _ } => {
            "its header is most likely damaged: get a new copy of the file, or save it again in an editor; if it is right, raise the limit"
        }
        CorrectOption => "correct the option or the profile",
        StartAgain => "start it again",
        Report => "please report it to the telewav project, with the file if you may share it",

        OtherFolder => "choose another output folder",
        ReplaceExisting => "let it be replaced, or choose another output folder",
        ReplaceLink => "let a link at the prompt's own name be replaced, or choose another output folder",
        FollowLink => "name that folder, too, follow such links, or leave it out",
        NameFolder => "name the folder that it leads to, or leave it out",
        CheckPath => "check the path",
    })
}
