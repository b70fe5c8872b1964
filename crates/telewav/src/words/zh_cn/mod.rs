//! Chinese, as in China. Chinese has no plural; lists are joined by `、`, and by `或` where one of them is enough.

mod cure;
mod error;
mod found;
mod kind;
mod obstacle;
mod pages;
mod profile;
mod remark;
mod system;
mod wanted;

use std::fmt::{self, Formatter};

pub(super) use self::cure::cure;
pub(super) use self::error::{
    action, actual, amount, asked, coding, decoder_fault, error, expected, fault, json_fault, part,
    problem, quantity, stage, what,
};
pub(super) use self::found::found;
pub(super) use self::obstacle::{chunk_note, obstacle};
pub(super) use self::pages::page;
pub(super) use self::profile::profile_fault;
pub(super) use self::remark::{
    codec_fault, counter, damage, damage_log, frames, misplaced, remark, track_choice,
};
pub(super) use self::system::system;
pub(super) use self::wanted::wanted;
use super::{Lang, Said, in_lang, list};
use crate::kinds::Kind;
use crate::profile::Encoding;

/// `a 或 b 或 c`.
fn any_of<T: fmt::Display>(
    f: &mut Formatter<'_>,
    items: impl IntoIterator<Item = T>,
) -> fmt::Result {
    list(f, items, " 或 ")
}

/// A part of a sentence.
fn zh<T: Said>(said: &T) -> impl fmt::Display {
    in_lang(said, Lang::ZhCn)
}

/// A character as it can be read in a terminal.
fn character(f: &mut Formatter<'_>, c: char) -> fmt::Result {
    match c {
        ' ' => f.write_str("空格"),
        '\t' => f.write_str("制表符"),
        c => super::character(f, c, ['“', '”']),
    }
}

/// The first character that is not allowed.
fn refused(f: &mut Formatter<'_>, c: char, position: usize, n_more: usize) -> fmt::Result {
    write!(f, "第 {position} 个字符是")?;
    character(f, c)?;
    match n_more {
        0 => Ok(()),
        n => write!(f, "，另有 {n} 个不允许的字符"),
    }
}

/// A part of full scale.
fn share(f: &mut Formatter<'_>, amplitude: f64) -> fmt::Result {
    let (percent, dbfs) = super::share(amplitude);
    write!(f, "满幅的 {percent:.1}%（{dbfs:.1} dBFS）")
}

/// What a coding is called.
fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::ALaw => "A 律",
        Encoding::MuLaw => "µ 律",
        Encoding::Linear16 => "16 位线性 PCM",
    }
}

pub(super) fn kind(kind: &Kind, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(&kind::kind(*kind))
}
