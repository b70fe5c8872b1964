//! What the operating system says.

use std::fmt::{Formatter, Result};
use std::io::{Error, ErrorKind};

/// Its number stands behind it, by which it can be looked up; what has no sentence here is told as the system does.
pub(in crate::words) fn system(error: &Error, f: &mut Formatter<'_>) -> Result {
    let said = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经有同名的文件或文件夹",
        ErrorKind::NotADirectory => "不是文件夹",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::ReadOnlyFilesystem => "文件系统是只读的",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超出了磁盘配额",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::ResourceBusy => "正被别的程序占用",
        ErrorKind::BrokenPipe => "管道的另一端已关闭",
        ErrorKind::TimedOut => "等得太久",
        ErrorKind::UnexpectedEof => "文件提前结束",
        ErrorKind::OutOfMemory => "内存不足",
        ErrorKind::Unsupported => "系统不支持这样做",
        _ => return write!(f, "{error}"),
    };
    f.write_str(said)?;
    match error.raw_os_error() {
        Some(number) => write!(f, "（系统错误 {number}）"),
        None => Ok(()),
    }
}
