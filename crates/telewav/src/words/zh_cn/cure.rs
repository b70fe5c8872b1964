//! What to do, without the options and commands of any front end.

use std::fmt::{Formatter, Result};

use crate::finding::Cure;

pub(in crate::words) fn cure(cure: &Cure, f: &mut Formatter<'_>) -> Result {
    use Cure::*;
    f.write_str(match cure {
        Convert => "转换它",
        Rewrap => "重写文件头，采样不变",
        Split => "缩短录音，或拆成几个放音文件",
        ConvertOrSilence => "重新转换录音；要静音，就上传一个静音的放音文件",
        ConvertOriginal => "重新转换原始录音",
        ConvertHighpass => "重新转换原始录音，去掉直流和低频",
        ConvertFade => "重新转换原始录音，首尾加短淡入淡出",
        ConvertTrim => "重新转换原始录音，去掉首尾静音",
        ConvertLevel => "重新转换原始录音，调到通常的语音电平",
        ConvertAllLevel => "把全部录音转换成同样的语音电平",
        ChooseChannel => "听一听放音文件；选一个声道，或取平均",
        ChooseChannelIfMissing => "听一听那个地方；如果缺了什么，只取一个声道",
        LowerPeaks => "降低录音的音量，或让 telewav 降低或限幅",
        OtherMeasure => "听一听录音；较短的录音量不出响度，但量得出语音电平和峰值",
        AllowGain => "离话筒近一些重录；或允许更大的增益",

        PutRecording => "换成录音",
        Replace => "换成录音",
        WholeCopyOfCut => "文件被截断：取一份完整的",
        WholeCopyOfRecording => "取一份完整的录音",
        ShortenForAnyReading => "再缩短一点，怎样理解上限都不会超",
        AddSilence => "在结尾加静音",
        Rename { to: Some(name) } => return write!(f, "改名为 {name}"),
        Rename { to: None } => "改名",
        GiveName => "给文件起个名字",
        RenameFile => "给文件改名",
        RenameWithout => "改名，去掉它",
        RenameRecording => "给录音改名",

        ListenToOriginal => "听一听原始录音",
        ListenToRecording => "听一听录音",
        EarlierRecording => "找到音量调大之前的录音",
        TakeNoisesOut => "去掉录音里个别的大响声",

        RenameOneOfTwo => "给其中一个改名",
        RenameOneOfThem => "给其中一个改名",
        NumberOrName => "给其中一个录音改名，或让它们编号，或在表格里指定名字",
        NameInTable => "给其中一个录音改名，或在表格里指定名字",
        ListenToBoth => "两个都听一听；转换正确的录音，或只上传一个、两处都用它的名字",
        LeaveSomeOut => "缩短放音文件，或去掉一些",

        RemoveOrName => "删掉它，或在要播放的地方用它的名字",
        NameOrLeaveOut { field } => return write!(f, "写上放音文件名，或去掉 {field}"),
        ShortenPromptName => "缩短放音文件的名字，请求里也用新名字",
        Write { name } => return write!(f, "写成 {name:?}"),
        RenamePrompt { to: Some(name) } => {
            return write!(f, "放音文件改名为 {name}，请求里和文件都改");
        }
        RenamePrompt { to: None } => "给放音文件改名，请求里和文件都改",
        AddPrompt { name, near } => {
            write!(f, "把 {name} 放到放音文件里并上传")?;
            return match near {
                Some(near) => write!(f, "；如果指的是 {near:?}，就写成它"),
                None => f.write_str("；或改正名字"),
            };
        }
        ShortenTo { max_s } => return write!(f, "把放音文件缩短到 {max_s} 秒"),
        SetOrLeaveOut { field, other } => return write!(f, "设置 {other}，或去掉 {field}"),
        LeaveOneOut { field, other } => return write!(f, "去掉 {field} 或 {other}"),
        LeaveItemsOut { n } => return write!(f, "去掉 {n} 项，或合并放音文件"),

        CheckSystem => "检查路径、权限和剩余空间",
        SaveFromPlayer => "如果播放器能完整播放，就用它另存为 WAV 再转换；否则重新取一份",
        WholeCopyOrLoss => "取一份完整的文件；或接受损失，转换剩下的部分",
        DecodeElsewhere => "让别的程序解码（convert_with），或先转成 WAV 或 FLAC",
        ConvertElsewhere => "先用制作它的程序或能播放它的程序转成 WAV 或 FLAC",
        CorrectJson => "在那里改正；JSON 用 UTF-8 和双引号，没有注释，} 和 ] 前面没有逗号",
        SplitRequests => "如果是请求文件，就拆开",
        SplitOrRaise { limit } => return write!(f, "拆开它，或调高 {limit}"),
        RaiseIfRight { limit } => return write!(f, "如果文件没错，就调高 {limit}；否则重新取一份"),
        NewCopyOrRaise { limit } => {
            return write!(
                f,
                "文件头多半坏了：重新取一份，或用编辑软件另存；如果没错，就调高 {limit}"
            );
        }
        CorrectOption => "改正选项或配置",
        StartAgain => "重新开始",
        Report => "请报告给 telewav 项目；可以公开的话，附上文件",

        OtherFolder => "换一个输出文件夹",
        ReplaceExisting => "允许替换它，或换一个输出文件夹",
        ReplaceLink => "允许替换放音文件处的链接，或换一个输出文件夹",
        FollowLink => "把那个文件夹也写上，或跟随这种链接，或排除它",
        NameFolder => "写上它指向的文件夹，或排除它",
        CheckPath => "检查路径",
    })
}
