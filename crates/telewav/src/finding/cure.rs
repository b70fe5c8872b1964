//! [`Cure`]: what can be done about it, each with its values; and the cure of each error.

use serde::Serialize;

use crate::error::{Error, LimitName};

/// What to do. It names no option and no command: a front end says how its users do it. [`Display`](std::fmt::Display) is
/// English.
///
/// In JSON, `key` says which of these it is, and the values stand beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Cure {
    // ---- What telewav does ----
    /// Convert it: that rewrites what is wrong and nothing else.
    Convert,
    /// Have the header written anew around samples that are right.
    Rewrap,
    /// Shorten it, or have it split into several prompts.
    Split,
    /// Convert it again, or make a silent prompt.
    ConvertOrSilence,
    /// Convert the original recording again.
    ConvertOriginal,
    /// The same without DC and rumble.
    ConvertHighpass,
    /// The same with fades.
    ConvertFade,
    /// The same without silence at its ends.
    ConvertTrim,
    /// The same at the usual level.
    ConvertLevel,
    /// All recordings of the set at the usual level.
    ConvertAllLevel,
    /// Listen to the prompt, and choose what its channel is made of.
    ChooseChannel,
    /// Listen to one place, and choose if something is missing.
    ChooseChannelIfMissing,
    /// Lower the recording, or have its peaks lowered.
    LowerPeaks,
    /// Listen to a recording without a level, or bring it to another measure.
    OtherMeasure,
    /// Record it nearer to the microphone, or allow more gain.
    AllowGain,

    // ---- The file and its name ----
    /// Put a recording in its place.
    PutRecording,
    /// Replace it by a recording.
    Replace,
    /// It was cut: get a whole copy.
    WholeCopyOfCut,
    /// Get a whole copy of the recording.
    WholeCopyOfRecording,
    /// Shorten it for any reading of the limit.
    ShortenForAnyReading,
    /// Add silence at the end.
    AddSilence,
    /// Rename it, to this if something is known.
    Rename { to: Option<String> },
    /// Give the file a name.
    GiveName,
    /// Rename the file.
    RenameFile,
    /// Rename the file without what was found.
    RenameWithout,
    /// Rename the recording.
    RenameRecording,

    // ---- The recording ----
    /// Listen to the original recording.
    ListenToOriginal,
    /// Listen to the recording.
    ListenToRecording,
    /// Get it as it was before it was made louder.
    EarlierRecording,
    /// Take single loud noises out.
    TakeNoisesOut,

    // ---- The set ----
    /// Rename one of two prompts.
    RenameOneOfTwo,
    /// Rename one of several files.
    RenameOneOfThem,
    /// Rename a recording, have all numbered, or give them names in a table.
    NumberOrName,
    /// Rename a recording, or give it a name in a table.
    NameInTable,
    /// Listen to both, convert the right one, or name one of them twice.
    ListenToBoth,
    /// Shorten prompts, or leave some out.
    LeaveSomeOut,

    // ---- Prompts that requests name ----
    /// Remove the prompt, or name it.
    RemoveOrName,
    /// Name a prompt, or leave the parameter out.
    NameOrLeaveOut { field: String },
    /// Shorten the name of the prompt.
    ShortenPromptName,
    /// Write this name.
    Write { name: String },
    /// Give the prompt another name in both places, this one if something is known.
    RenamePrompt { to: Option<String> },
    /// Put the prompt there, or write the name that may be meant.
    AddPrompt { name: String, near: Option<String> },
    /// Shorten the prompt.
    ShortenTo { max_s: f64 },
    /// Set a field, or leave the parameter out.
    SetOrLeaveOut { field: String, other: String },
    /// Leave one of two parameters out.
    LeaveOneOut { field: String, other: String },
    /// Leave so many items out.
    LeaveItemsOut { n: usize },

    // ---- Of errors ----
    /// Check the path, the permissions and the free space.
    CheckSystem,
    /// Have a player save it as WAV, or get a new copy.
    SaveFromPlayer,
    /// Get a whole copy, or accept the loss.
    WholeCopyOrLoss,
    /// Have another program decode it, or convert it first.
    DecodeElsewhere,
    /// Convert it first with a program that plays it.
    ConvertElsewhere,
    /// Correct the JSON.
    CorrectJson,
    /// Split a file of requests.
    SplitRequests,
    /// Split it, or raise the limit.
    SplitOrRaise { limit: LimitName },
    /// Raise the limit if the file is right.
    RaiseIfRight { limit: LimitName },
    /// Get a new copy of a file whose header is damaged, or raise the limit if it is right.
    NewCopyOrRaise { limit: LimitName },
    /// Correct the option or the profile.
    CorrectOption,
    /// Start it again.
    StartAgain,
    /// Report a fault of telewav.
    Report,

    // ---- Of places for files, which the library itself never advises ----
    /// Choose another folder for the prompts.
    OtherFolder,
    /// Have the file that is there replaced, or choose another folder.
    ReplaceExisting,
    /// Have the link that is there replaced, or choose another folder.
    ReplaceLink,
    /// Name the folder that a link leads to, follow such links, or leave it out.
    FollowLink,
    /// Name the folder that a link leads to, or leave it out.
    NameFolder,
    /// Check the path.
    CheckPath,
}

impl Error {
    /// What the person who has this file can do.
    pub fn cure(&self) -> Cure {
        match self {
            Self::Io { .. } => Cure::CheckSystem,
            Self::Malformed { .. } | Self::DecoderFailed { .. } => Cure::SaveFromPlayer,
            Self::Damaged(_) => Cure::WholeCopyOrLoss,
            Self::NotAudio { .. } | Self::Unrecognised { .. } => Cure::PutRecording,
            Self::Unsupported { .. } => Cure::DecodeElsewhere,
            Self::NoDecoder { .. } => Cure::ConvertElsewhere,
            Self::NotJson { .. } => Cure::CorrectJson,
            Self::LimitExceeded { limit_name, .. } => match *limit_name {
                LimitName::MaxRequestBytes | LimitName::MaxDepth | LimitName::MaxReferences => {
                    Cure::SplitRequests
                }
                limit @ LimitName::MaxInputS => Cure::SplitOrRaise { limit },
                limit @ (LimitName::MaxMemoryBytes | LimitName::MaxTimeS) => {
                    Cure::RaiseIfRight { limit }
                }
                limit => Cure::NewCopyOrRaise { limit },
            },
            Self::InvalidOptions { .. } => Cure::CorrectOption,
            Self::Cancelled => Cure::StartAgain,
            Self::Encode { .. } | Self::DecoderPanicked { .. } => Cure::Report,
        }
    }
}
