//! What turns up under audio names and telewav does not decode: told by its first octets, and named.

use Foreign::*;

use crate::kinds::Foreign;

/// Octets at an offset, and what a file is that has them there.
type Magic = (usize, &'static [u8], Foreign);

/// Magic of so many octets may be a word at the start of a text.
const MAX_WORD: usize = 4;

/// Sound, or what may hold some. Longer magic before shorter that it starts with.
const SOUND: [Magic; 60] = [
    // Speech. RFC 4867, section 5.1; RFC 3558, section 11; RFC 4788, section 5; RFC 3952, section 4;
    // 3GPP TS 26.445, annex A.2.6; codec2's c2file.h; SILK as WeChat and QQ write it, with an octet more.
    (0, b"#!AMR_MC1.0\n", MultichannelAmr),
    (0, b"#!AMR-WB_MC1.0\n", MultichannelAmr),
    (0, b"#!EVRC", Evrc),
    (0, b"#!SMV", Smv),
    (0, b"#!iLBC", Ilbc),
    (0, b"#!EVS", Evs),
    (0, b"#!SILK_V3", Silk),
    (0, b"\x02#!SILK_V3", Silk),
    (0, b"\xC0\xDE\xC2", Codec2),
    // Dictation machines: Olympus, Grundig, Philips. No public text; as file(1) has it.
    (0, b"\x02dss", Dss),
    (0, b"\x03dss", Dss),
    (0, b"\x03ds2", Ds2),
    // Samples under headers of their time. NIST SPHERE 2.6a; Creative VOC 1.20; vgetty's pvftools; IFF
    // "8SVX" and its kin stand in `form`; Ensoniq PARIS; AVR of the Audio Visual Research samplers;
    // Psion SIBO; Macintosh type and creator of HCOM in a MacBinary; SoX(1); MIDI sample dump standard.
    (0, b"NIST_1A\n", NistSphere),
    (0, b"Creative Voice File\x1A", CreativeVoice),
    (0, b"PVF1\n", Pvf),
    (0, b"PVF2\n", Pvf),
    (0, b"RMD1", Rmd),
    (0, b" paf", Paf),
    (0, b"fap ", Paf),
    (0, b"2BIT", Avr),
    (0, b"ALawSoundFile**", PsionAlaw),
    (65, b"FSSD", Hcom),
    (0, b".SoX", Sox),
    (0, b"XoS.", Sox),
    (0, b"SOUND SAMPLE DATA ", SampleVision),
    (0, b"\xF0\x7E\x00\x01", MidiSampleDump),
    // Lossless. The formats' own documents; OptimFROG, LA and TAK: as file(1) has them.
    (0, b"wvpk", WavPack),
    (0, b"TTA1", TrueAudio),
    (0, b"TTA2", TrueAudio),
    (0, b"MAC ", MonkeysAudio),
    (0, b"OFR ", OptimFrog),
    (0, b"LA02", LosslessAudio),
    (0, b"LA03", LosslessAudio),
    (0, b"LA04", LosslessAudio),
    (0, b"tBaK", Tak),
    (0, b"ajkg", Shorten),
    // Philips DSDIFF 1.5 and Sony DSF 1.01.
    (0, b"DSD ", Dsf),
    (0, b"FRM8", Dsdiff),
    // Lossy. Musepack SV7 and SV8; NTT TwinVQ; Sony OpenMG: a tag or the header alone; ISO/IEC
    // 14496-3:2009, 1.A.2.1.
    (0, b"MP+", Musepack),
    (0, b"MPCK", Musepack),
    (0, b"TWIN97012000", TwinVq),
    (0, b"ea3\x03", OpenMg),
    (0, b"EA3\x01", OpenMg),
    (0, b"EA3\x02", OpenMg),
    (0, b"ADIF", Adif),
    // ETSI TS 102 114, clause 5.3: the core's sync word in words of 16 and of 14 bits, of either byte
    // order; the extension's sync word; and the header of DTS-HD files.
    (0, b"\x7F\xFE\x80\x01", Dts),
    (0, b"\xFE\x7F\x01\x80", Dts),
    (0, b"\x1F\xFF\xE8\x00", Dts),
    (0, b"\xFF\x1F\x00\xE8", Dts),
    (0, b"\x64\x58\x20\x25", DtsHd),
    (0, b"DTSHDHDR", DtsHd),
    // Meridian Lossless Packing: the major sync behind four octets of the access unit's header.
    (4, b"\xF8\x72\x6F\xBA", TrueHd),
    (4, b"\xF8\x72\x6F\xBB", Mlp),
    // Containers. ISO/IEC 13818-1, 2.5.3.4 (pack_start_code); Adobe FLV 10.1; SMPTE 377M; NUT;
    // RealMedia as file(1) has it; Audible.
    (0, b"\x00\x00\x01\xBA", MpegProgramStream),
    (0, b"FLV", Flash),
    (0, b"\x06\x0E\x2B\x34\x02\x05\x01\x01\x0D\x01\x02", Mxf),
    (0, b"nut/multimedia container\0", Nut),
    (0, b".RMF", RealMedia),
    (0, b".ra\xFD", RealAudio),
    (4, b"\x57\x90\x75\x36", Audible),
];

/// No sound at all.
const NO_SOUND: [Magic; 26] = [
    (0, b"MThd", Midi),
    (0, b"%PDF", Pdf),
    (0, b"PK\x03\x04", Zip),
    (0, b"PK\x05\x06", Zip),
    (0, b"\x1F\x8B", Gzip),
    (0, b"Rar!\x1A\x07", Archive),
    (0, b"7z\xBC\xAF\x27\x1C", Archive),
    (0, b"BZh", Archive),
    (0, b"\xFD7zXZ\0", Archive),
    (0, b"\x28\xB5\x2F\xFD", Archive),
    (0, b"\xFF\xD8\xFF", Picture),
    (0, b"\x89PNG", Picture),
    (0, b"GIF8", Picture),
    (0, b"II*\0", Picture),
    (0, b"MM\0*", Picture),
    // ISO/IEC 23008-12: pictures in an MP4's clothes, by their brand.
    (4, b"ftypheic", Picture),
    (4, b"ftypheix", Picture),
    (4, b"ftypmif1", Picture),
    (4, b"ftypavif", Picture),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Office),
    // RFC 1740: `._name`, which macOS writes beside `name` on other file systems and in archives.
    (0, b"\x00\x05\x16\x07", AppleDouble),
    (0, b"SQLite format 3\0", Database),
    (0, b"bplist00", PropertyList),
    // ISO/IEC 13818-2: sequence_header_code.
    (0, b"\x00\x00\x01\xB3", SilentMpegVideo),
    (0, b"\x7FELF", Executable),
    (0, b"MZ", Executable),
];

/// Names what starts with `head`, by its magic.
pub(super) fn by_magic(head: &[u8]) -> Option<Foreign> {
    let is_text = by_text(head).is_some();
    let row = NO_SOUND.iter().chain(&SOUND).find(|(at, magic, _)| {
        let here = head.get(*at..);
        let is_here = here.is_some_and(|here| here.starts_with(magic));
        // "MAC address: ..." is no Monkey's Audio.
        is_here && !(is_text && magic.len() <= MAX_WORD)
    });
    row.map(|(_, _, what)| *what)
        .or_else(|| windows_media(head))
        .or_else(|| ac3(head))
        .or_else(|| transport_stream(head))
        .or_else(|| loas(head))
        .or_else(|| ircam(head))
}

/// RIFF files of other forms than WAVE. RFC 3625 for QLCM.
pub(super) fn riff(form: &[u8]) -> Foreign {
    match form {
        b"AVI " | b"AVIX" => Avi,
        b"CDXA" => VideoCd,
        b"QLCM" => Qcp,
        b"RMID" => Midi,
        b"WEBP" | b"ACON" => Picture,
        _ => OtherRiff,
    }
}

/// IFF files of other forms than AIFF. EA IFF 85; Amiga ROM Kernel manual.
pub(super) fn iff(form: &[u8]) -> Foreign {
    match form {
        b"8SVX" | b"16SV" => Amiga8svx,
        b"MAUD" => Maud,
        b"ILBM" | b"PBM " | b"ANIM" => Picture,
        _ => OtherIff,
    }
}

/// ASF, and whether there is video in it. Source: Advanced Systems Format (ASF) Specification
/// 01.20.05, sections 2.1, 3.1 and 3.3 (stream type in a Stream Properties Object).
fn windows_media(head: &[u8]) -> Option<Foreign> {
    const HEADER: &[u8] = b"\x30\x26\xB2\x75\x8E\x66\xCF\x11";
    const VIDEO: &[u8] = b"\xC0\xEF\x19\xBC\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B";
    if !head.starts_with(HEADER) {
        return None;
    }
    let is_video = head.windows(VIDEO.len()).any(|octets| octets == VIDEO);
    Some(match is_video {
        true => WindowsMediaVideo,
        false => WindowsMedia,
    })
}

/// AC-3 and E-AC-3, also with the octets of each 16-bit word exchanged. A sync word of 16 bits is
/// little, so the fields behind it have to make sense. Source: ETSI TS 102 366, clauses 4.4.1, 4.4.2
/// and E.1.3.1.
fn ac3(head: &[u8]) -> Option<Foreign> {
    let head = *head.first_chunk::<6>()?;
    let header = match head {
        [0x0B, 0x77, ..] => head,
        [0x77, 0x0B, a, b, c, d] => [0x0B, 0x77, b, a, d, c],
        _ => return None,
    };
    let (rate_code, size_code) = (header[4] >> 6, header[4] & 0x3F);
    match header[5] >> 3 {
        0..=10 if rate_code < 3 && size_code < 38 => Some(Ac3),
        11..=16 => Some(Eac3),
        _ => None,
    }
}

/// Packets of 188 octets that start with 0x47; of 192 behind a time stamp on Blu-ray discs; of 204 with
/// a checksum. Source: ISO/IEC 13818-1, 2.4.3.2.
fn transport_stream(head: &[u8]) -> Option<Foreign> {
    const SYNC: u8 = 0x47;
    const MIN_PACKETS: usize = 3;
    let is_one = |offset: usize, step: usize| {
        let mut sync = head.iter().skip(offset).step_by(step);
        sync.len() >= MIN_PACKETS && sync.all(|octet| *octet == SYNC)
    };
    (is_one(0, 188) || is_one(4, 192) || is_one(0, 204)).then_some(MpegTransportStream)
}

/// AAC in LOAS: 11 bits of sync, 13 of length, and the next sync where that ends. Source: ISO/IEC
/// 14496-3:2009, 1.7.2.1.
fn loas(head: &[u8]) -> Option<Foreign> {
    let len = |head: &[u8]| {
        let is_sync = head.len() >= 3 && head[0] == 0x56 && head[1] >> 5 == 0b111;
        is_sync.then(|| 3 + (usize::from(head[1] & 0x1F) << 8 | usize::from(head[2])))
    };
    let next = head.get(len(head)?..)?;
    len(next).map(|_| Loas)
}

/// The Berkeley/IRCAM/CARL sound file: 0x0xA364, where x is the machine, in its byte order.
fn ircam(head: &[u8]) -> Option<Foreign> {
    match head {
        [0x64, 0xA3, 1..=4, 0, ..] | [0, 1..=4, 0xA3, 0x64, ..] => Some(Ircam),
        _ => None,
    }
}

/// Names text, and what is as empty as that.
pub(super) fn by_text(head: &[u8]) -> Option<Foreign> {
    if head.iter().all(|octet| *octet == 0) {
        return Some(Zeros);
    }
    // A single character, over and over, is silence in some coding: 'U' is, in A-law.
    if head.len() > 1 && head.iter().all(|octet| *octet == head[0]) {
        return None;
    }
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    // The head may end inside a character.
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(e) if e.error_len().is_none() => std::str::from_utf8(&body[..e.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    let start: String = text.trim_start().chars().take(64).collect();
    let start = start.to_ascii_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| start.starts_with(word));
    Some(if starts(&["<!doctype html", "<html"]) {
        WebPage
    } else if starts(&[
        "#extm3u",
        "[playlist]",
        "<asx",
        "<smil",
        "[reference]",
        "ffconcat version",
    ]) {
        Playlist
    } else if starts(&["<?xml"]) {
        Xml
    } else {
        Text
    })
}

/// UTF-16 of the Latin script, whose byte order mark looks like MPEG audio.
pub(super) fn by_wide_text(head: &[u8]) -> Option<Foreign> {
    let is_ascii = |octet: &u8| octet.is_ascii_graphic() || octet.is_ascii_whitespace();
    match head {
        [0xFF, 0xFE, a, 0, b, 0, ..] | [0xFE, 0xFF, 0, a, 0, b, ..]
            if is_ascii(a) && is_ascii(b) =>
        {
            Some(Text)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, of as kind_of};
    use super::*;

    /// The octets at their offset, and behind them what is no text and no sync word.
    fn head(at: usize, octets: &[u8]) -> Vec<u8> {
        [&vec![1; at], octets, &[0x80, 0x01, 0x02, 0x00].repeat(300)].concat()
    }

    #[test]
    fn every_row_is_reached() {
        for (at, magic, what) in NO_SOUND.iter().chain(&SOUND) {
            let kind = kind_of(&head(*at, magic));
            assert_eq!(kind, Kind::Foreign(*what), "{}", magic.escape_ascii());
            let is_sound = SOUND.iter().any(|row| row.2 == *what);
            assert_eq!(kind.is_audio(), is_sound, "{what:?}");
        }
    }

    #[test]
    fn magic_that_is_a_word_starts_a_text_too() {
        for text in ["MAC address: 00:00", "Rar is", "TTA1 is a format", "LA02"] {
            assert_eq!(kind_of(text.as_bytes()), Kind::Foreign(Text), "{text}");
        }
        assert_eq!(by_magic(b"#!iLBC30\n"), Some(Ilbc));
    }

    #[test]
    fn windows_media_with_pictures_is_video() {
        let header = b"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C";
        let video = b"\xC0\xEF\x19\xBC\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B";
        assert_eq!(by_magic(&head(0, header)), Some(WindowsMedia));
        let both = [&head(0, header)[..], video].concat();
        assert_eq!(by_magic(&both), Some(WindowsMediaVideo));
    }

    #[test]
    fn a_sync_word_alone_is_no_ac3() {
        // 44.1 kHz, 96 kbit/s, bsid 8; the same with octets exchanged; E-AC-3, bsid 16.
        let name = |octets: &[u8]| by_magic(&head(0, octets));
        assert_eq!(name(b"\x0B\x77\x45\x6D\x54\x40"), Some(Ac3));
        assert_eq!(name(b"\x77\x0B\x6D\x45\x40\x54"), Some(Ac3));
        assert_eq!(name(b"\x0B\x77\x01\xA0\x74\x87"), Some(Eac3));
        assert_eq!(name(b"\x0B\x77\x45\x6D\xC0\x40"), None);
        assert_eq!(name(b"\x0B\x77\x45\x6D\x54\xFF"), None);
    }

    #[test]
    fn packets_of_a_transport_stream_are_of_three_lengths() {
        for (offset, step) in [(0, 188), (4, 192), (0, 204)] {
            let mut head = vec![0x80; 4096];
            for octet in head.iter_mut().skip(offset).step_by(step) {
                *octet = 0x47;
            }
            assert_eq!(by_magic(&head), Some(MpegTransportStream));
            head[offset + 5 * step] = 0x48;
            assert_eq!(by_magic(&head), None);
            assert_eq!(by_magic(&head[..offset + step + 1]), None);
        }
    }

    #[test]
    fn aac_in_loas_has_its_next_sync_where_it_says() {
        let loas = [&head(0, b"\x56\xE0\x0A")[..13], b"\x56\xE0\x0A"].concat();
        assert_eq!(by_magic(&loas), Some(Loas));
        assert_eq!(by_magic(&loas[..14]), None);
        assert_eq!(by_magic(&head(0, b"\x56\xE0\x0A")), None);
    }

    #[test]
    fn ircam_is_of_four_machines_and_two_byte_orders() {
        for head in [
            b"\x64\xA3\x01\x00",
            b"\x64\xA3\x04\x00",
            b"\x00\x02\xA3\x64",
        ] {
            assert_eq!(kind_of(head), Kind::Foreign(Ircam));
        }
        assert_eq!(kind_of(b"\x64\xA3\x05\x00"), Kind::Unknown);
    }

    #[test]
    fn riff_and_iff_are_told_by_their_form() {
        let of = |id: &[u8], form: &[u8]| kind_of(&[id, b"\x00\x00\x01\x00", form].concat());
        assert_eq!(of(b"RIFF", b"WAVE"), Kind::Wav);
        assert_eq!(of(b"RIFF", b"AVI "), Kind::Foreign(Avi));
        assert_eq!(of(b"RIFF", b"QLCM"), Kind::Foreign(Qcp));
        assert_eq!(of(b"FORM", b"AIFC"), Kind::Aiff);
        assert_eq!(of(b"FORM", b"8SVX"), Kind::Foreign(Amiga8svx));
        assert_eq!(of(b"FORM", b"ILBM"), Kind::Foreign(Picture));
    }

    #[test]
    fn text_is_told_by_how_it_starts() {
        for (text, what) in [
            ("\u{FEFF}#EXTM3U\n#EXTINF:4,\na.mp3", Playlist),
            ("[playlist]\nFile1=a.mp3", Playlist),
            (" <ASX version=3>", Playlist),
            ("<HTML>", WebPage),
            ("<?xml version", Xml),
            ("欢迎", Text),
        ] {
            assert_eq!(kind_of(text.as_bytes()), Kind::Foreign(what), "{text}");
        }
        assert_eq!(kind_of(b"\xFF\xFEH\0i\0"), Kind::Foreign(Text));
        assert_eq!(kind_of(b"\xFE\xFF\0H\0i"), Kind::Foreign(Text));
    }
}
