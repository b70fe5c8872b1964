//! 错误：单独成句。

use std::fmt::{Formatter, Result};

use super::kind::{after_chinese, kind as kind_of};
use super::{any_of, zh};
use crate::error::{
    Action, Actual, Amount, Asked, Coding, DecoderFault, Error, Expected, Fault, JsonFault, Part,
    Problem, Quantity, Stage, What,
};
use crate::kind::Kind;
use crate::words::list;

pub(in crate::words) fn error(error: &Error, f: &mut Formatter<'_>) -> Result {
    use Error::*;
    match error {
        Io { action, source } => write!(f, "{}失败：{}", zh(action), zh(source)),
        Malformed {
            what,
            offset,
            expected,
            actual,
        } => {
            write!(f, "{}", zh(what))?;
            if let Some(offset) = offset {
                write!(f, "（第 {offset} 字节处）")?;
            }
            write!(f, "有误：应为{}，实为{}", zh(expected), zh(actual))
        }
        Damaged(log) => write!(f, "声音没能全部解码：{}", zh(log)),
        NotAudio { kind } => write!(f, "文件里没有声音：这是{}", after_chinese(*kind)),
        Unrecognised => write!(f, "文件里找不到声音：这是{}", after_chinese(Kind::Unknown)),
        Unsupported { what } => write!(f, "telewav 不能解码{}", zh(what)),
        NoDecoder { what } => write!(f, "telewav 和 ffmpeg 都不能解码{}", zh(what)),
        DecoderFailed {
            kind,
            decoder,
            problem,
        } => {
            let what = match kind {
                Kind::Unknown => "不认识的文件".into(),
                kind => kind_of(*kind),
            };
            write!(f, "用 {decoder} 解码{what}失败：{}", zh(problem))
        }
        NotJson {
            line,
            column,
            problem,
        } => write!(f, "JSON 第 {line} 行第 {column} 列读不了：{}", zh(problem)),
        LimitExceeded {
            what,
            limit_name,
            limit,
            actual,
        } => {
            write!(
                f,
                "{}是{}，超出限制：{limit_name} 为{}",
                zh(what),
                zh(actual),
                zh(limit)
            )?;
            match what {
                Quantity::Pipe => f.write_str("；请改用文件"),
                _ => Ok(()),
            }
        }
        InvalidOptions { option, problem } => write!(f, "{}不能用：{}", zh(option), zh(problem)),
        Encode { what, problem } => write!(f, "{}没能编码：{}", zh(what), zh(problem)),
        Cancelled => f.write_str("已取消"),
        DecoderPanicked { message } => write!(f, "解码失败：解码器内部故障（{message}）"),
    }
}

pub(in crate::words) fn action(action: &Action, f: &mut Formatter<'_>) -> Result {
    use Action::*;
    f.write_str(match action {
        OpenFile => "打开文件",
        ReadFile => "读取文件",
        Seek => "在文件中定位",
        FindLength => "获取文件长度",
        ReadSamples => "读取采样",
        ReadSource => "读取输入",
        KeepSource => "把只能读一次的输入存为临时文件",
        ReadProfile => "读取平台配置",
        ReadDecoderStream => "读取解码器的输出",
        StartFfmpeg => "启动 ffmpeg ",
        ReadFromFfmpeg => "读取 ffmpeg 的输出",
        WriteForFfmpeg => "为 ffmpeg 写临时文件",
        MakeOutputFolder => "创建输出文件夹",
        MakeOutputFile => "在输出文件夹里创建文件",
        WriteOutput => "写入输出",
        PlaceOutput => "把输出放到位",
        ReadExisting => "读取已有的文件",
        LookAgain => "再次查看文件",
        WriteAnew => "重写文件",
        RenameFile => "给文件改名",
        MakeFile => "在文件夹里创建文件",
        WriteNewFile => "写新文件",
        PlaceNewFile => "把新文件放到位",
        KeepOwner => "保留文件的所有者",
        KeepAttributes => "保留文件的扩展属性",
        KeepPermissions => "保留文件的权限",
    })
}

pub(in crate::words) fn part(part: &Part, f: &mut Formatter<'_>) -> Result {
    use Part::*;
    match part {
        File { kind } => f.write_str(&kind_of(*kind)),
        Container { kind } => write!(f, "{}的容器", kind_of(*kind)),
        Header { of } => write!(f, "{of} 文件头"),
        RiffForm => f.write_str("RIFF 类型"),
        Chunk { id } => write!(f, "{id} 块"),
        Box { id } => write!(f, "{id} 盒"),
        Chunks => f.write_str("文件的块"),
        AuDataOffset => f.write_str("AU 数据偏移"),
        Samples => f.write_str("采样"),
        Sound => f.write_str("声音"),
        FirstPacket => f.write_str("第一个数据包"),
        Configuration { codec } => write!(f, "{codec} 配置"),
        CodecParameters { kind } => write!(f, "{}的编码参数", kind_of(*kind)),
        CodecPrivate { codec } => write!(f, "{codec} 的 CodecPrivate"),
        CodecHeader { codec } => write!(f, "{codec} 的头"),
        VorbisSetup => f.write_str("Vorbis 的设置头"),
        DecoderStream => f.write_str("解码器的输出"),
    }
}

pub(in crate::words) fn expected(expected: &Expected, f: &mut Formatter<'_>) -> Result {
    use Expected::*;
    f.write_str(match expected {
        Bytes { n } | Octets { n } => return write!(f, " {n} 字节"),
        AtLeastBytes { n } => return write!(f, "至少 {n} 字节"),
        FmtSizes => " 16、18 或 40 字节",
        Letters { letters } => return write!(f, "“{letters}”"),
        WaveGuid => "“wave”的 GUID",
        Chunk { id } => return write!(f, "有“{id}”块"),
        OneChannel => "至少 1 个声道",
        RoomForChannels { n_channels } => return write!(f, "容得下 {n_channels} 个声道的数据块"),
        Between { min, max } => return write!(f, " {min} 到 {max}"),
        OffsetBetween { min, max } => return write!(f, "偏移 {min} 到 {max}"),
        SamplesWithin { bytes } => return write!(f, "采样在 {bytes} 字节之内"),
        OneFrame => "至少一帧",
        Numbers => "数值",
        SampleDescription => "有采样描述",
        MpegFrame => "一个 MPEG 音频帧",
        FrameWithin { bytes } => return write!(f, " {bytes} 字节之内有一个完整的帧"),
        FlacFormat => "STREAMINFO 或帧里写有采样率和位数",
        StreamInfo => "有 STREAMINFO 块",
        WellFormed | WellFormedOnes => "正确的格式",
        Headers => "该编码的头",
        AudioTrack => "有音轨",
        MovieBox => "有 moov 盒",
        MovieBoxAtEnd => "有 moov 盒（录音结束时写入）",
        WholeFile => "完整的文件",
        Whole => "完整的内容",
        Allowed => "规范允许的内容",
        Encoding { encoding } => return write!(f, "编码 {encoding}"),
        OwnBytes { n } => return write!(f, "文件自己声明的 {n} 字节"),
    })
}

pub(in crate::words) fn actual(actual: &Actual, f: &mut Formatter<'_>) -> Result {
    use Actual::*;
    f.write_str(match actual {
        EndOfFile => "文件结尾",
        End => "到此结束",
        Missing => "没有",
        Neither => "两处都没有",
        Another | Others => "别的内容",
        Fewer => "更少",
        Number { n } => return write!(f, " {n}"),
        Octets { octets } => return write!(f, "“{octets}”"),
        NotNumbers => "非数或无穷大",
        BlocksOf { octets } => return write!(f, " {octets} 字节的数据块"),
        Offset { bytes } => return write!(f, "偏移 {bytes}"),
        FragmentsAlone => "只有分片：缺初始化段",
        NeverFinished => "没有：录音没有正常结束，或缺了结尾",
        Cut { bytes } => return write!(f, " {bytes}：文件被截断"),
        LongCodeword => "超过 32 位的码字",
        TwoPoints => "同一位置有两个点的 floor",
        Says { text } => return write!(f, "：{text}"),
    })
}

pub(in crate::words) fn what(what: &What, f: &mut Formatter<'_>) -> Result {
    use What::*;
    match what {
        Kind { kind } => f.write_str(&kind_of(*kind)),
        WithoutFeature { kind, feature } => write!(
            f,
            "{}（需要带 {feature} 功能编译的 telewav）",
            kind_of(*kind)
        ),
        Headerless { sound } => write!(f, "没有文件头的 {sound}（按扩展名判断）"),
        Holds { container, coding } => write!(f, " {container} 里的{}", zh(coding)),
        In { coding, kind } => write!(f, "{}里的{}", kind_of(*kind), zh(coding)),
        Coding { coding } => write!(f, "{}", zh(coding)),
        VariantOf { codec, problem } => write!(f, "这种 {codec}（{problem}）"),
        NotStarted { codec, problem } => write!(f, " {codec}（{problem}）"),
        AuEncoding { encoding } => write!(f, "编码为 {encoding} 的 Sun AU 文件"),
        CompressedMovie => f.write_str("文件头被压缩的 QuickTime 影片"),
        SoundElsewhere => f.write_str("声音在另一个文件里的影片"),
        FreeFormat => f.write_str("帧长无法确定的自由格式 MPEG 音频"),
        OneTrackOf { what, n_tracks } => write!(f, "{}（共有 {n_tracks} 条音轨）", zh(&**what)),
    }
}

pub(in crate::words) fn coding(coding: &Coding, f: &mut Formatter<'_>) -> Result {
    use Coding::*;
    f.write_str(match coding {
        Named { name } => return write!(f, " {name}"),
        Bits { name, bits } => return write!(f, " {bits} 位 {name}"),
        Channels { name, n_channels } => return write!(f, " {n_channels} 声道 {name}"),
        Tagged { name, tag } => return write!(f, " {name}（格式标签 0x{tag:04X}）"),
        Encoding { name, encoding } => return write!(f, " {name}（编码 {encoding}）"),
        CompressionType { id } => return write!(f, "压缩类型“{id}”"),
        Format { id } => return write!(f, "格式“{id}”"),
        SoundType { id } => return write!(f, "类型为“{id}”的声音"),
        PcmInPackets { bits, octets } => {
            return write!(f, "每包 {octets} 字节的 {bits} 位线性 PCM");
        }
        ManyChannels { name, n_channels } => return write!(f, " {n_channels} 声道 {name}"),
        Unknown => " telewav 不认识的编码",
        None => "没有写明编码的声音",
        NoDescriptor => "没有描述符的 MPEG-4 声音",
        AacProfile { profile } => return write!(f, " AAC（{profile} 规格）"),
        AacLayout => "自定义声道布局的 AAC",
        AacChannels => "两个声道以上的 AAC",
        AacBlocks => "一帧多块的 AAC",
        AacShortFrames => "每帧 960 个采样的 AAC",
        FlacSide33 => "差值声道为 33 位的 32 位 FLAC",
        OldWavPack => "第 4 版以前的 WavPack",
        EncodedTwice => "经过两次编码的音轨",
        Encrypted => "加密的音轨",
        Compressed { by: Some(by) } => return write!(f, "用 {by} 压缩的音轨"),
        Compressed { by: Option::None } => "压缩过的音轨",
    })
}

pub(in crate::words) fn quantity(quantity: &Quantity, f: &mut Formatter<'_>) -> Result {
    use Quantity::*;
    f.write_str(match quantity {
        SampleRate => "采样率",
        ChannelCount => "声道数",
        Packet => "数据包",
        Recording => "录音",
        WorkingTime => "处理时间",
        Prompt => "放音文件",
        Unseekable => "只能读一次的输入",
        Pipe => "管道",
        Chunks => "块的个数",
        Pieces => "声音的段数",
        OggStreams => "Ogg 流的占用",
        OggPacket => "Ogg 数据包",
        Boxes => "盒的列表",
        Fragments => "分片表",
        MatroskaBlock => "Matroska 数据块",
        MatroskaTrack => "Matroska 音轨",
        PacketTable => "数据包表",
        Padding => "可能是填充的声音",
        Codebooks => "码本",
        Requests => "请求文件",
        Nesting => "嵌套深度",
        References => "写有放音文件名的参数",
    })
}

pub(in crate::words) fn amount(amount: &Amount, f: &mut Formatter<'_>) -> Result {
    use Amount::*;
    match amount {
        Hz { hz } => write!(f, " {hz} Hz"),
        Number { n } => write!(f, " {n}"),
        UpTo { n } => write!(f, " 1 到 {n}"),
        MoreThan { n } | Deeper { n } | MoreOfThem { n } => write!(f, "多于 {n}"),
        Frames { n } => write!(f, " {n} 帧"),
        Seconds { s } => write!(f, " {s} 秒"),
        MoreThanSeconds { s } => write!(f, "多于 {s} 秒"),
        Bytes { n } => write!(f, " {n} 字节"),
        MoreThanBytes { n } => write!(f, "多于 {n} 字节"),
    }
}

pub(in crate::words) fn asked(asked: &Asked, f: &mut Formatter<'_>) -> Result {
    use Asked::*;
    match asked {
        Limit { name } => write!(f, "限制 {name:?} "),
        Downmix { text } => write!(f, "混音方式 {text:?} "),
        Channel { number } => write!(f, "第 {number} 声道"),
        Clip { text } => write!(f, "削波处理 {text:?} "),
        Level { text } => write!(f, "电平 {text:?} "),
        Headerless { text } => write!(f, "没有文件头的声音 {text:?} "),
        Track { number } => write!(f, "第 {number} 条音轨"),
        Rates { from_hz, to_hz } => write!(f, "采样率 {from_hz} 和 {to_hz} Hz "),
        Catalogue { name } => write!(f, "参数目录 {name} "),
        Profile => f.write_str("平台配置"),
        ProfileNamed { name } => write!(f, "平台配置 {name:?} "),
        StandardOutput => f.write_str("标准输出"),
    }
}

pub(in crate::words) fn problem(problem: &Problem, f: &mut Formatter<'_>) -> Result {
    use Problem::*;
    f.write_str(match problem {
        NoLimitValue { value } => return write!(f, "{value} 不能作为限制"),
        NoSuchLimit => "没有这个限制",
        DownmixForm => "只能是 auto、average、left、right 或从 1 起的声道号",
        NChannels { n } => return write!(f, "录音有 {n} 个声道"),
        NTracks { n } => return write!(f, "录音有 {} 条音轨", (*n).max(1)),
        ClipForm => "只能是 attenuate、limit 或 error",
        NotANumber { text } => return write!(f, "{text:?} 不是数字"),
        LevelForm => "只能是 speech、lufs 或 peak",
        LevelRange { min } => return write!(f, "只能从 {min} 到 0"),
        NoSuchEncoding { names } => return no_such_encoding(names, f),
        HeaderlessForm => "要写成 编码:采样率 或 编码:采样率:声道数，如 alaw:8000 或 s16le:44100:2",
        OneChannel { encoding } => return write!(f, "{encoding} 只有一个声道"),
        ZeroRate => "0 Hz 的采样率不能重采样",
        NoSuchProfile { near } => return no_such_profile(near, f),
        OnePrompt { n_parts } => {
            return write!(f, "只能放一个放音文件，而录音拆成了 {n_parts} 个");
        }
        Faulty { fault } => return write!(f, "{}", zh(&**fault)),
        Says { text } => text,
    })
}

pub(in crate::words) fn stage(stage: &Stage, f: &mut Formatter<'_>) -> Result {
    f.write_str(match stage {
        Stage::Prompt => "放音文件",
        Stage::Resampled => "重采样后的信号",
        Stage::LinearPcm => "线性 PCM ",
        Stage::WavHeader => "WAV 文件头",
    })
}

pub(in crate::words) fn fault(fault: &Fault, f: &mut Formatter<'_>) -> Result {
    use Fault::*;
    f.write_str(match fault {
        TooManyFrames { n } => return write!(f, "{n} 帧太多，却没有违反规则"),
        ThreadEnded => "生成它的线程已结束",
        NoFrames { codec } => return write!(f, "{codec} 的帧长不固定"),
        TooLarge { octets } => return write!(f, "{octets} 字节超出 32 位长度"),
        Nothing => "没有内容",
        Says { text } => text,
    })
}

pub(in crate::words) fn json_fault(fault: &JsonFault, f: &mut Formatter<'_>) -> Result {
    use JsonFault::*;
    f.write_str(match fault {
        Utf16 => "文件是 UTF-16 的",
        NotUtf8 => "文件不是 UTF-8 的",
        Empty => "文件是空的",
        CommaBefore { character } => return write!(f, "{character} 前面有逗号"),
        Says { text } => text,
    })
}

pub(in crate::words) fn decoder_fault(fault: &DecoderFault, f: &mut Formatter<'_>) -> Result {
    use DecoderFault::*;
    match fault {
        TimeLimit { seconds } => write!(f, "{seconds} 秒后停止，已到时限"),
        Guess { guess } => write!(f, "它只能猜这是什么（{guess}）"),
        Says { text, status: None } => f.write_str(text),
        Says {
            text,
            status: Some(status),
        } => write!(f, "{text}（{status}）"),
    }
}

fn no_such_encoding(names: &[&str], f: &mut Formatter<'_>) -> Result {
    f.write_str("没有这种编码；有 ")?;
    list(f, names, "、")
}

fn no_such_profile(near: &[&str], f: &mut Formatter<'_>) -> Result {
    f.write_str("没有这个名字；")?;
    if !near.is_empty() {
        f.write_str("是不是 ")?;
        any_of(f, near)?;
        f.write_str("？")?;
    }
    f.write_str("telewav profiles 列出全部；文件要写上 .toml")
}
