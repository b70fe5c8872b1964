//! Files that end before their header says so. ffmpeg decodes what is there and does not mind.

use std::io::{self, Read, Seek, SeekFrom};

use telewav::decode::{Damage, DamageKind};
use telewav::error::remark;
use telewav::kind::{self, Kind};
use telewav::riff;

use crate::input::Input;

/// ASF_Header_Object and ASF_File_Properties_Object. Source: Advanced Systems Format (ASF)
/// Specification 01.20.05, sections 3.1 and 3.2.
const ASF_HEADER: [u8; 16] = *b"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C";
const ASF_FILE_PROPERTIES: [u8; 16] =
    *b"\xA1\xDC\xAB\x8C\x47\xA9\xCF\x11\x8E\xE4\x00\xC0\x0C\x20\x53\x65";
/// The most of an ASF header that is searched: pictures may stand in it.
const MAX_ASF_HEADER: u64 = 1 << 20;

/// What is missing at the end of `input`, if that can be told.
pub fn damage(input: &mut Input) -> Option<Damage> {
    let missing = match kind::sniff(input).ok()? {
        sniffed if sniffed.kind == Kind::Wav => {
            riff::read::read(input, sniffed.start).ok()?.missing_len()
        }
        _ => {
            let declared = declared_len(input).ok().flatten()?;
            declared.saturating_sub(input.seek(SeekFrom::End(0)).ok()?)
        }
    };
    (missing > 0).then(|| Damage {
        kind: DamageKind::EarlyEnd,
        at_s: None,
        detail: remark::Chunks::BytesMissing { bytes: missing }.into(),
    })
}

/// The length that the header of an AVI or ASF file gives.
fn declared_len(input: &mut Input) -> io::Result<Option<u64>> {
    input.rewind()?;
    let mut head = Vec::new();
    input.take(MAX_ASF_HEADER).read_to_end(&mut head)?;
    if head.starts_with(b"RIFF") {
        // 0 and the highest number are left there by programs that could not go back.
        let len = u32_at(&head, 4).filter(|len| ![0, u32::MAX].contains(len));
        return Ok(len.map(|len| u64::from(len) + 8));
    }
    Ok(asf_len(&head))
}

/// The header object has 30 octets and then other objects: 16 octets of name, 8 of length.
fn asf_len(head: &[u8]) -> Option<u64> {
    let mut objects = head.strip_prefix(&ASF_HEADER)?.get(30 - 16..)?;
    loop {
        let len = usize::try_from(u64_at(objects, 16)?).ok()?;
        if objects.starts_with(&ASF_FILE_PROPERTIES) {
            let is_broadcast = u32_at(objects, 88)? & 1 != 0;
            return (!is_broadcast).then(|| u64_at(objects, 40)).flatten();
        }
        objects = objects.get(len.max(24)..)?;
    }
}

fn u32_at(octets: &[u8], at: usize) -> Option<u32> {
    let octets = octets.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*octets))
}

fn u64_at(octets: &[u8], at: usize) -> Option<u64> {
    let octets = octets.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*octets))
}
