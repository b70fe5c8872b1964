//! What is odd in MP4 and QuickTime.

use std::fmt::{Formatter, Result};

use super::zh;
use crate::error::remark::{Misplaced, Mp4, Mp4Edits, Mp4Fragments};

pub(super) fn mp4(remark: &Mp4, f: &mut Formatter<'_>) -> Result {
    use Mp4::*;
    match remark {
        NoBox { octets, offset } => write!(f, "第 {offset} 字节处有 {octets} 字节不是盒"),
        PacketsInNoBox { octets, offset } => write!(
            f,
            "第 {offset} 字节处有 {octets} 字节不是盒，里面却有数据包"
        ),
        UnknownBox { id, offset, octets } => {
            write!(f, "第 {offset} 字节处的“{id}”盒有 {octets} 字节，类型未知")
        }
        SecondMovieHeader { offset, is_copy } => {
            write!(f, "第 {offset} 字节处有第二个 moov 盒")?;
            match is_copy {
                true => f.write_str("，与第一个一样长"),
                false => Ok(()),
            }
        }
        MovieLeftOut {
            n_files,
            offset,
            error,
        } => write!(
            f,
            "首尾相接的 {n_files} 个文件中，第 {offset} 字节处的一个已略去（{}）",
            zh(&**error)
        ),
        MediaClaimMore { octets } => write!(
            f,
            "媒体数据声明的长度比实有的多 {octets} 字节，那里没有数据包"
        ),
        MediaOfNoPacket { octets } => {
            write!(f, "媒体数据中有 {octets} 字节不属于任何数据包")
        }

        TablesEndEarly { n_entries } => write!(f, "音轨的表提前结束，少 {n_entries} 项"),
        TablesPlaceOthers { n_sized, n_placed } => write!(
            f,
            "音轨的表写有 {n_sized} 个数据包的大小，却有 {n_placed} 个数据包的位置"
        ),
        TablesTimeOthers { n_timed, n_packets } => write!(
            f,
            "音轨的表写有 {n_timed} 个数据包的时间，而数据包有 {n_packets} 个"
        ),
        PacketsMisplaced {
            n_packets,
            missing_s,
            why,
        } => write!(
            f,
            "缺少 {n_packets} 个数据包（{missing_s:.2} 秒）：{}",
            zh(why)
        ),
        PacketsOverlap => f.write_str("数据包的位置互相重叠"),

        TrackRatesContradict {
            header_hz,
            config_hz,
        } => write!(
            f,
            "文件头写每秒 {header_hz} 帧，解码器的配置写每秒 {config_hz} 帧"
        ),
        TimeScaleContradicts => f.write_str("音轨的时间单位与数据包矛盾，以数据包的帧数为准"),
        TableDurationsContradict => f.write_str("音轨的时长表与数据包矛盾，以数据包的帧数为准"),
        TrackTimesDrift { told_s, counted_s } => write!(
            f,
            "按音轨的时间是 {told_s:.2} 秒，数据包里有 {counted_s:.2} 秒，以数据包为准"
        ),
        PacketTimesJump { missing_s } => {
            write!(f, "按数据包的时间，缺少 {missing_s:.2} 秒声音")
        }
        LastPacketLastsOtherwise { told_s, counted_s } => write!(
            f,
            "最后一个数据包按表是 {told_s:.3} 秒，实有 {counted_s:.3} 秒，全部采用"
        ),
        PauseBehindFirstPacket { pause_s } => write!(
            f,
            "按第一个数据包的时长，后面有 {pause_s:.3} 秒停顿，已略去"
        ),
    }
}

pub(in crate::words) fn misplaced(why: &Misplaced, f: &mut Formatter<'_>) -> Result {
    f.write_str(match why {
        Misplaced::Cut => "位置超出文件结尾，文件被截断",
        Misplaced::Outside => "位置不在媒体数据里",
        Misplaced::NoTable => "表没有列到这里就结束了",
        Misplaced::OtherCoding => "编码与前面的不同",
    })
}

pub(super) fn edits(remark: &Mp4Edits, f: &mut Formatter<'_>) -> Result {
    use Mp4Edits::*;
    match remark {
        EditBeginsTooLate {
            start_s,
            claimed_s,
            left_s,
        } => write!(
            f,
            "编辑列表从声音的 {start_s:.3} 秒处开始，声明 {claimed_s:.3} 秒，而后面只有 {left_s:.3} 秒，未采用"
        ),
        EditLeavesOutStart { duration_s } => {
            write!(f, "编辑列表略去开头的 {duration_s:.3} 秒声音")
        }
        EditLeavesOutEnd { duration_s } => {
            write!(f, "编辑列表略去结尾的 {duration_s:.3} 秒声音")
        }
        EditEndsBeforeFragments { rest_s } => write!(
            f,
            "编辑列表比最后一个分片早 {rest_s:.3} 秒结束，结尾未按它略去"
        ),
        EditEndsBeforeSound { rest_s } => write!(
            f,
            "编辑列表比声音早 {rest_s:.3} 秒结束，与音轨或影片的头矛盾，结尾未按它略去"
        ),
        EditsNotFollowed { n_cuts } => write!(
            f,
            "编辑列表有 {n_cuts} 段，或改变了速度，未采用：整个录音都已解码"
        ),
        EditPause { pause_s } => {
            write!(f, "编辑列表在声音前面留有 {pause_s:.3} 秒停顿，已略去")
        }
        GaplessTagNotFollowed {
            claimed_s,
            duration_s,
        } => write!(
            f,
            "iTunSMPB 写有 {claimed_s:.3} 秒，声音有 {duration_s:.3} 秒，未采用"
        ),
        TrackHeaderClaimsLess {
            claimed_s,
            duration_s,
        } => write!(
            f,
            "音轨的头写有 {claimed_s:.3} 秒，声音有 {duration_s:.3} 秒，没有编辑列表说明是哪一段：全部保留"
        ),
    }
}

pub(super) fn fragments(remark: &Mp4Fragments, f: &mut Formatter<'_>) -> Result {
    use Mp4Fragments::*;
    match remark {
        FragmentTableCut => f.write_str("一个分片的表被截断，或声明的多于实有的"),
        FragmentCountsLess { n_packets } => {
            write!(f, "一个分片写的数据包数比它的表少 {n_packets} 个")
        }
        FragmentMissing { missing_s } => write!(
            f,
            "按其他分片的时间，缺少一个分片，即 {missing_s:.2} 秒声音"
        ),
        FragmentTimeOver => f.write_str("一个分片出现了两次，或次序颠倒：它的时间已过"),
        FragmentsOverlap => f.write_str("前一个分片还没有结束，后一个就开始了"),
        FirstFragmentMissing { missing_s } => {
            write!(f, "缺少前面的 {missing_s:.2} 秒，第一个分片不在")
        }
        FirstFragmentLate { at_s } => {
            write!(f, "第一个分片从 {at_s:.2} 秒处开始，是从更长的录音中截出的")
        }
        FragmentNumbersMissing { n } => write!(f, "按编号，缺少 {n} 个分片"),
        FragmentNumberOver => f.write_str("按编号，一个分片出现了两次，或次序颠倒"),
        MediaOfNoFragment { octets, offset } => write!(
            f,
            "第 {offset} 字节处有 {octets} 字节媒体数据，不属于任何分片"
        ),
        IndexPromisesMore => f.write_str("按文件的索引，结尾缺少声音"),
    }
}
