//! TW4xx: what is heard.

use super::{Broken, Rule};
use crate::check::{Sound, Subject};
use crate::code::Code;
use crate::downmix::{Mixer, channel_name};
use crate::finding::Severity::{Error, Warning};
use crate::finding::{Cure, Finding, Found, Wanted};
use crate::level::clipped::Clipped;
use crate::profile::Encoding;
use crate::shape::Shaped;
use crate::shape::clip::Clipping;
use crate::shape::gain::{Gain, HeldBack};

/// The samples of A-law's silence, +8 and -8 of 32,768: nothing louder is in the file.
const SILENCE_PEAK: f32 = 8.0 / 32768.0;
/// An offset of so much of full scale is warned of: 40 dB below it, where it begins to be heard as a click
/// at the start and the end.
const MAX_OFFSET: f64 = 0.01;
/// A first or last sample of so much of full scale is a click, unless it is no more than the offset.
const MAX_END: f64 = 0.05;
/// Silence at either end that is longer than this is warned of, seconds.
const MAX_SILENCE_S: f64 = 1.0;
/// Active speech levels that are usual, dBov: 12 dB below the level of speech in a telephone network, -25 dBov
/// (ITU-T G.115: -19 dBm0), to 15 dB above it.
const USUAL_DBOV: std::ops::RangeInclusive<f64> = -37.0..=-10.0;
/// A recording with fewer runs of full-scale samples than this, ...
const MIN_CLIPPED_RUNS: u64 = 3;
/// ... none of them as long as this, seconds, is not worth a word.
const MIN_CLIPPED_S: f64 = 1e-3;
/// Zero octets in place of silence, seconds in all.
const MAX_ZEROS_S: f64 = 0.02;

pub(super) static SIGNAL_RULES: &[&Rule] = &[
    &SILENT,
    &DC_OFFSET,
    &EDGE_CLICK,
    &SILENT_ENDS,
    &LEVEL,
    &ZERO_OCTETS,
    &DOWNMIX,
    &SOURCE_CLIPPED,
    &CANCELLATION,
    &CLIPPING,
    &LEVEL_MISSED,
];

/// TW401.
pub static SILENT: Rule = Rule {
    code: Code::tw(401),
    name: "silent",
    severity: Warning,
    what: "There is something to hear.",
    why: "A silent prompt is the documented way to mute a notice, so it is allowed. More often it is a \
          recording that went wrong, or stereo whose channels cancelled.",
    example: "no sample above -72.2 dBFS",
    cure: "If silence is what you want, ignore this; otherwise look at the original recording.",
    limits: None,
    check: Some(silent),
};

fn silent(subject: &Subject<'_>) -> Vec<Broken> {
    match &subject.sound {
        Some(sound) if is_silent(sound) => {
            let cure = Cure::ListenToOriginal;
            vec![Broken::new(Found::Silence, Wanted::Sound, cure)]
        }
        _ => Vec::new(),
    }
}

/// TW402.
pub static DC_OFFSET: Rule = Rule {
    code: Code::tw(402),
    name: "dc-offset",
    severity: Warning,
    what: "The sound lies around zero: its mean is within 1 % of full scale.",
    why: "A telephone does not carry an offset, but where the prompt starts and ends it is heard as a \
          click, and it takes room from the sound. It comes from a cheap sound card or a wrong header.",
    example: "an offset of 4.2 % of full scale (-27.5 dBFS)",
    cure: "Convert the original recording without DC and rumble.",
    limits: None,
    check: Some(offset),
};

fn offset(subject: &Subject<'_>) -> Vec<Broken> {
    match &subject.sound {
        Some(sound) if sound.offset.abs() > MAX_OFFSET => {
            let found = Found::Offset {
                amplitude: sound.offset,
            };
            let wanted = Wanted::MeanWithin {
                amplitude: MAX_OFFSET,
            };
            vec![Broken::new(found, wanted, Cure::ConvertHighpass)]
        }
        _ => Vec::new(),
    }
}

/// TW403.
pub static EDGE_CLICK: Rule = Rule {
    code: Code::tw(403),
    name: "edge-click",
    severity: Warning,
    what: "The prompt starts and ends near zero.",
    why: "A recording that was cut inside a sound starts or ends with a jump, which is heard as a click.",
    example: "the last sample is 31 % of full scale",
    cure: "Convert the original recording with a short fade at both ends, or cut it in a pause.",
    limits: None,
    check: Some(edges),
};

fn edges(subject: &Subject<'_>) -> Vec<Broken> {
    let Some(sound) = &subject.sound else {
        return Vec::new();
    };
    let is_click = |sample: f64| sample.abs().min((sample - sound.offset).abs()) > MAX_END;
    let (first, last) = (f64::from(sound.ends.0), f64::from(sound.ends.1));
    let broken = |found| {
        let wanted = Wanted::EndsWithin { amplitude: MAX_END };
        Broken::new(found, wanted, Cure::ConvertFade)
    };
    let first = is_click(first).then_some(Found::FirstSample { amplitude: first });
    let last = is_click(last).then_some(Found::LastSample { amplitude: last });
    first.into_iter().chain(last).map(broken).collect()
}

/// TW404.
pub static SILENT_ENDS: Rule = Rule {
    code: Code::tw(404),
    name: "silent-ends",
    severity: Warning,
    what: "There is at most 1 s of silence before and behind the sound.",
    why: "The caller hears nothing and hangs up. A tone that is played before the call connects is cut after \
          a few seconds, silence first.",
    example: "2.31 s of silence at the start",
    cure: "Convert the original recording without the silence at its ends.",
    limits: None,
    check: Some(silent_ends),
};

fn silent_ends(subject: &Subject<'_>) -> Vec<Broken> {
    let Some((start_s, end_s)) = subject.sound.as_ref().and_then(|sound| sound.silence_s) else {
        return Vec::new();
    };
    let broken = |found| {
        let max_s = MAX_SILENCE_S;
        Broken::new(found, Wanted::AtMostSilence { max_s }, Cure::ConvertTrim)
    };
    let start = (start_s > MAX_SILENCE_S).then_some(Found::SilenceAtStart {
        duration_s: start_s,
    });
    let end = (end_s > MAX_SILENCE_S).then_some(Found::SilenceAtEnd { duration_s: end_s });
    start.into_iter().chain(end).map(broken).collect()
}

/// TW405.
pub static LEVEL: Rule = Rule {
    code: Code::tw(405),
    name: "level",
    severity: Warning,
    what: "The active speech level (ITU-T P.56) is from -37 to -10 dBov.",
    why: "Speech in a telephone network has -25 dBov (-19 dBm0, ITU-T G.115). A prompt that is much quieter drowns in \
          noise and in A-law's own, one that is much louder hurts.",
    example: "active speech at -44.0 dBov",
    cure: "Convert the original recording to the usual level of speech.",
    limits: None,
    check: Some(level),
};

fn level(subject: &Subject<'_>) -> Vec<Broken> {
    let sound = subject.sound.as_ref().filter(|sound| !is_silent(sound));
    match sound.and_then(|sound| sound.level.active_dbov) {
        Some(active_dbov) if !USUAL_DBOV.contains(&active_dbov) => vec![Broken::new(
            Found::SpeechLevel { active_dbov },
            Wanted::SpeechLevel {
                min_dbov: *USUAL_DBOV.start(),
                max_dbov: *USUAL_DBOV.end(),
            },
            Cure::ConvertLevel,
        )],
        _ => Vec::new(),
    }
}

/// TW406.
pub static ZERO_OCTETS: Rule = Rule {
    code: Code::tw(406),
    name: "zero-octets",
    severity: Warning,
    what: "Silence is made of the law's octets for silence: 0xD5 in A-law, 0xFF in µ-law.",
    why: "The octet 0x00 is no silence but -5504 of 32768 in A-law and nearly full scale in µ-law. Tools that \
          fill with zeros make a loud thump at both ends of the gap.",
    example: "0.40 s of octets 0x00",
    cure: "Convert the original recording again.",
    limits: None,
    check: Some(zero_octets),
};

fn zero_octets(subject: &Subject<'_>) -> Vec<Broken> {
    let Some(sound) = &subject.sound else {
        return Vec::new();
    };
    let (duration_s, octet) = match subject.encoding() {
        Some(Encoding::ALaw) => (sound.zero_octets_s.0, 0xD5),
        Some(Encoding::MuLaw) => (sound.zero_octets_s.1, 0xFF),
        Some(Encoding::Linear16) | None => return Vec::new(),
    };
    if duration_s <= MAX_ZEROS_S {
        return Vec::new();
    }
    vec![Broken::new(
        Found::ZeroOctets { duration_s },
        Wanted::SilenceOctet { octet },
        Cure::ConvertOriginal,
    )]
}

/// TW411.
pub static DOWNMIX: Rule = Rule {
    code: Code::tw(411),
    name: "downmix",
    severity: Warning,
    what: "The channels of the recording can be mixed into one.",
    why: "Channels in opposite phase cancel, and one that is silent takes half of the other's level: ffmpeg and SoX make \
          silence of the first without a word. telewav takes the louder channel alone where the mix would \
          be more than 6 dB below it.",
    example: "the channels cancel: their mix is 43.1 dB below the left channel, which was taken",
    cure: "Listen to the prompt; choose a channel, or the average of all.",
    limits: None,
    check: None,
};

/// TW412.
pub static SOURCE_CLIPPED: Rule = Rule {
    code: Code::tw(412),
    name: "source-clipped",
    severity: Warning,
    what: "The recording was not clipped before.",
    why: "Peaks that were cut off sound harsh, and nothing brings them back.",
    example: "147 runs of full-scale samples, the first at 0.31 s, the longest of 2.1 ms",
    cure: "Ask for the recording as it was before it was made louder, or record it again at a lower level.",
    limits: None,
    check: None,
};

/// TW413.
pub static CANCELLATION: Rule = Rule {
    code: Code::tw(413),
    name: "cancellation",
    severity: Warning,
    what: "The channels do not cancel anywhere.",
    why: "The mix may be right as a whole and lack a word where the channels are in opposite phase.",
    example: "the channels cancel for 1.30 s, first at 4.20 s",
    cure: "Listen to the place; if something is missing, take one channel alone.",
    limits: None,
    check: None,
};

/// TW414.
pub static CLIPPING: Rule = Rule {
    code: Code::tw(414),
    name: "clipping",
    severity: Error,
    what: "Where peaks are neither lowered nor limited: no peak is above full scale.",
    why: "Decoders and resamplers overshoot. By default telewav lowers such a prompt by the excess and says so; where that \
          is not wanted, it refuses it.",
    example: "a peak 0.53 dB above full scale at 1.24 s",
    cure: "Lower the recording, or let telewav lower it or limit its peaks.",
    limits: None,
    check: None,
};

/// TW415.
pub static LEVEL_MISSED: Rule = Rule {
    code: Code::tw(415),
    name: "level-missed",
    severity: Warning,
    what: "Where a level was asked for: the prompt is brought to it.",
    why: "Silence is not raised, a very quiet recording not by more than the most that is allowed, and peaks are lowered by 6 dB at the \
          most to make room. Such a prompt stands out from the others.",
    example: "-31.2 dBov after raising it by 30.0 dB",
    cure: "Listen to the recording; make it again if it is too quiet or has clicks.",
    limits: None,
    check: None,
};

pub(crate) fn is_silent(sound: &Sound) -> bool {
    sound.peak <= SILENCE_PEAK
}

/// What is to be said of a recording.
pub(crate) fn of_source(mixer: &Mixer, clipped: Option<Clipped>) -> Vec<Finding> {
    let lost = mixer.lost().map(|lost| {
        let found = Found::NotMixed {
            others_are_silent: lost.others_are_silent,
            n_channels: lost.n_channels,
            below_db: Some(lost.below_db).filter(|db| db.is_finite()),
            taken: channel_name(lost.mask, lost.n_channels, lost.taken),
        };
        DOWNMIX.finding(found, Wanted::Mixable, Cure::ChooseChannel)
    });
    let is_heard = |clipped: &Clipped| {
        clipped.n_runs >= MIN_CLIPPED_RUNS || clipped.longest_s >= MIN_CLIPPED_S
    };
    let clipped = clipped.filter(is_heard).map(|clipped| {
        let found = Found::Clipped {
            n_runs: clipped.n_runs,
            at_s: clipped.at_s,
            longest_s: clipped.longest_s,
        };
        SOURCE_CLIPPED.finding(found, Wanted::NotClipped, Cure::EarlierRecording)
    });
    let cancelled = mixer.cancelled().map(|cancelled| {
        let found = Found::Cancelled {
            duration_s: cancelled.duration_s,
            at_s: cancelled.at_s,
        };
        CANCELLATION.finding(found, Wanted::Mixable, Cure::ChooseChannelIfMissing)
    });
    lost.chain(clipped).chain(cancelled).collect()
}

/// What is to be said of what was done to a prompt.
pub(crate) fn of_shape(shaped: &Shaped) -> Vec<Finding> {
    let clipping = match &shaped.clipping {
        Some(Clipping::Exceeds { over_db, at_s }) => {
            let found = Found::Peak {
                over_db: *over_db,
                at_s: *at_s,
            };
            Some(CLIPPING.finding(found, Wanted::NoPeakAbove, Cure::LowerPeaks))
        }
        _ => None,
    };
    let missed = shaped.gain.as_ref().and_then(missed);
    clipping.into_iter().chain(missed).collect()
}

fn missed(gain: &Gain) -> Option<Finding> {
    let (level, unit, gain_db) = (gain.after, gain.unit, gain.gain_db);
    let (found, cure) = match gain.held_back? {
        HeldBack::Silence => (Found::SilenceNotRaised, Cure::ListenToRecording),
        HeldBack::NotDefined => {
            let found = match level {
                Some(level) => Found::TooShortToRaise { level, unit },
                None => Found::NoLevel { unit },
            };
            (found, Cure::OtherMeasure)
        }
        HeldBack::MaxGain => {
            let found = Found::MostGain {
                level,
                unit,
                gain_db,
            };
            (found, Cure::AllowGain)
        }
        HeldBack::Peaks => {
            let found = Found::NoRoom {
                level,
                unit,
                gain_db,
            };
            (found, Cure::TakeNoisesOut)
        }
    };
    let level = gain.target;
    Some(LEVEL_MISSED.finding(found, Wanted::TargetLevel { level, unit }, cure))
}
