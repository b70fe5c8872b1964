//! What a file is, in words that fit after 这是.

use std::borrow::Cow;

use crate::kind::{Foreign, Kind, OggCodec};

/// Most kinds are known by a name of Latin letters, and that is told in English; these are not.
pub(super) fn kind(kind: Kind) -> Cow<'static, str> {
    let said = match kind {
        Kind::Empty => "空文件",
        Kind::Wav => "WAV 文件",
        Kind::W64 => "Sony Wave64（W64）文件",
        Kind::Au => "Sun AU 文件",
        Kind::Mpeg(1) => "MPEG 音频第一层（MP1）",
        Kind::Mpeg(2) => "MPEG 音频第二层（MP2）",
        Kind::Mpeg(_) => "MP3 文件",
        Kind::Adts => "裸 AAC 流（ADTS）",
        Kind::Mp4 => "MP4 或 M4A 文件",
        Kind::Flac => "FLAC 文件",
        Kind::Ogg(OggCodec::Vorbis) => "Ogg Vorbis 文件",
        Kind::Ogg(OggCodec::Flac) => "Ogg FLAC 文件",
        Kind::Ogg(OggCodec::Opus) => "Ogg Opus 文件",
        Kind::Ogg(OggCodec::Speex) => "Ogg Speex 文件",
        Kind::Ogg(OggCodec::Other) => "Ogg 文件",
        Kind::Matroska => "Matroska 或 WebM 文件",
        Kind::Aiff => "AIFF 文件",
        Kind::Caf => "Core Audio（CAF）文件",
        Kind::Amr { wide: false } => "AMR 窄带录音",
        Kind::Amr { wide: true } => "AMR 宽带录音",
        Kind::Gsm => "裸 GSM 06.10",
        Kind::Headerless => "没有文件头的声音",
        Kind::Unknown => "telewav 不认识的文件",
        Kind::Foreign(foreign) => return foreign_kind(foreign),
    };
    Cow::Borrowed(said)
}

/// The same behind a character of Chinese, from which Latin letters stand apart.
pub(super) fn after_chinese(kind: Kind) -> String {
    let said = self::kind(kind);
    match said.starts_with(|c: char| c.is_ascii()) {
        true => format!(" {said}"),
        false => said.into_owned(),
    }
}

fn foreign_kind(foreign: Foreign) -> Cow<'static, str> {
    let said = match foreign {
        Foreign::Silk => "SILK 录音（微信、QQ 语音）",
        Foreign::Midi => "MIDI 文件（只有音符，没有声音）",
        Foreign::Picture => "图片",
        Foreign::WebPage => "网页（HTML）",
        Foreign::Xml => "XML 文件",
        Foreign::Text => "纯文本",
        Foreign::Playlist => "播放列表（只有文件名，没有声音）",
        Foreign::Pdf => "PDF 文件",
        Foreign::Zip => "ZIP 压缩包",
        Foreign::Gzip => "gzip 压缩包",
        Foreign::Archive => "压缩包",
        Foreign::Office => "微软 Office 文件",
        Foreign::AppleDouble => "macOS 的附属文件（AppleDouble）",
        Foreign::Database => "数据库",
        Foreign::PropertyList => "属性列表（plist）",
        Foreign::Executable => "程序",
        Foreign::Zeros => "全是零的文件",
        Foreign::SilentMpegVideo => "没有声音的 MPEG 视频",
        Foreign::MpegProgramStream => "MPEG 视频（节目流）",
        Foreign::MpegTransportStream => "MPEG 传输流",
        Foreign::Flash => "Flash 视频",
        Foreign::Avi => "AVI 视频",
        Foreign::VideoCd => "VCD 文件",
        Foreign::WindowsMediaVideo => "Windows Media 视频（WMV）",
        Foreign::OtherRiff => "不是 WAVE 的 RIFF 文件",
        Foreign::OtherIff => "不是 AIFF 的 IFF 文件",
        Foreign::Dss => "录音笔文件（DSS）",
        Foreign::Ds2 => "录音笔文件（DS2）",
        Foreign::Audible => "Audible 有声书",
        other => return Cow::Owned(latin(other.describe())),
    };
    Cow::Borrowed(said)
}

/// `an iLBC recording` as `iLBC 录音`, `a WavPack file` as `WavPack 文件`.
fn latin(english: &str) -> String {
    let name = english.trim_start_matches("a ").trim_start_matches("an ");
    for (end, said) in [(" recording", " 录音"), (" file", " 文件")] {
        if let Some(name) = name.strip_suffix(end) {
            return format!("{name}{said}");
        }
    }
    name.to_owned()
}
