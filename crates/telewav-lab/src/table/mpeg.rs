//! MPEG audio: layers I to III, and AAC.

use super::{End, Expect, LOSSY, MONO, Make, PHONE, Row, STEREO, STUDIO, Start};
use crate::build;
use crate::reference::Decoder;

pub fn rows() -> Vec<Row> {
    let mut rows = mp3();
    rows.extend(mp3_untagged());
    rows.extend(mp3_odd());
    rows.extend(mp3_joined());
    rows.extend(mp2());
    rows.extend(aac_in_mp4());
    rows.extend(aac_elsewhere());
    rows
}

#[rustfmt::skip] // A row a line.
fn mp3() -> Vec<Row> {
    let row = |name, format, run| Row::lossy("mp3", name, format, run);
    vec![
        row("mp3-cbr.mp3", STEREO, "ffmpeg -i {16} -b:a 128k {out}"),
        row("mp3-cbr-left-right.mp3", STEREO, "ffmpeg -i {16} -b:a 192k -joint_stereo 0 {out}"),
        row("mp3-vbr.mp3", STEREO, "ffmpeg -i {16} -q:a 4 {out}"),
        row("mp3-abr.mp3", STEREO, "ffmpeg -i {16} -abr 1 -b:a 96k {out}"),
        row("mp3-mono.mp3", MONO, "ffmpeg -i {16} -b:a 64k {out}"),
        row("mp3-320k.mp3", STUDIO, "ffmpeg -i {16} -b:a 320k {out}"),
        row("mp3-32000Hz.mp3", (32_000, 2), "ffmpeg -i {16} -b:a 96k {out}"),
        row("mp3-24000Hz.mp3", (24_000, 1), "ffmpeg -i {16} -b:a 48k {out}").reference(Decoder::SOX).remark(MP3_24000),
        row("mp3-22050Hz.mp3", (22_050, 2), "ffmpeg -i {16} -b:a 56k {out}"),
        row("mp3-16000Hz.mp3", (16_000, 1), "ffmpeg -i {16} -b:a 32k {out}"),
        row("mp3-12000Hz.mp3", (12_000, 1), "ffmpeg -i {16} -b:a 24k {out}"),
        row("mp3-11025Hz.mp3", (11_025, 1), "ffmpeg -i {16} -b:a 24k {out}"),
        row("mp3-8000Hz.mp3", PHONE, "ffmpeg -i {16} -b:a 16k {out}").end(End::Padded(17)).remark(TAG_OFF),
        row("mp3-8000Hz-vbr.mp3", PHONE, "ffmpeg -i {16} -q:a 5 {out}").end(End::Padded(17)).remark(TAG_OFF),
        row("mp3-id3v1.mp3", STEREO, "ffmpeg -i {16} -b:a 128k -write_id3v1 1 -metadata title=Prompt {out}"),
        row("mp3-id3v2.3.mp3", STEREO, "ffmpeg -i {16} -b:a 128k -id3v2_version 3 -metadata title=Prompt {out}"),
        row("mp3-in-matroska.mka", STEREO, "ffmpeg -i {16} -c:a libmp3lame -b:a 128k {out}"),
        row("mp3-in-mp4.mp4", STEREO, "ffmpeg -i {16} -c:a libmp3lame -b:a 128k {out}"),
        row("mp3-in-mov.mov", STEREO, "ffmpeg -i {16} -c:a libmp3lame -b:a 128k {out}"),
    ]
}

const TAG_OFF: &str = "the tag that ffmpeg writes at 8000 Hz counts 17 frames too many";
const MP3_24000: &str =
    "ffmpeg's decoder is 57 dB from libmad's and from telewav's, which are 122 dB apart";

/// Without a Xing tag the decoder's delay of 529 frames and the encoder's usual one of 576 are taken off; how
/// much of the last frames is padding is not known.
#[rustfmt::skip] // A row a line.
fn mp3_untagged() -> Vec<Row> {
    let row = |name, format, run, frame: usize| {
        let row = Row::lossy("mp3-untagged", name, format, run);
        row.end(End::Padded(2 * frame)).remark(UNTAGGED)
    };
    vec![
        row("mp3-no-xing.mp3", STEREO, "ffmpeg -i {16} -b:a 128k -write_xing 0 {out}", 1152),
        row("mp3-no-xing-no-id3.mp3", MONO, "ffmpeg -i {16} -b:a 64k -write_xing 0 -id3v2_version 0 {out}", 1152),
        row("mp3-no-xing-8000Hz.mp3", PHONE, "ffmpeg -i {16} -b:a 16k -write_xing 0 {out}", 576),
        row("mp3-no-xing-22050Hz.mp3", (22_050, 2), "ffmpeg -i {16} -b:a 56k -write_xing 0 {out}", 576),
        row("mp3-in-wav.wav", STEREO, "ffmpeg -i {16} -c:a libmp3lame -b:a 128k {out}", 1152),
        row("mp3-in-wav-8000Hz.wav", PHONE, "ffmpeg -i {16} -c:a libmp3lame -b:a 16k {out}", 576),
    ]
}

const UNTAGGED: &str = "MP3 without a Xing tag: the usual delay of 1105 frames is taken off, the padding at the end stays";

#[rustfmt::skip] // A row a line.
fn mp3_odd() -> Vec<Row> {
    let row = |name, build| Row::new(name, "mp3", STEREO, Make::Build(build)).expect(LOSSY);
    vec![
        row("mp3-ape-tag.mp3", build::mp3_with_ape_tag),
        row("mp3-junk-in-front.mp3", build::mp3_with_junk_in_front),
        row("mp3-junk-behind.mp3", build::mp3_with_junk_behind),
        row("mp3-two-id3-tags.mp3", build::mp3_with_two_id3_tags),
        row("mp3-named.wav", build::mp3_as_it_is),
    ]
}

#[rustfmt::skip] // A row a line.
fn mp3_joined() -> Vec<Row> {
    let row =
        |name, format, parts| Row::new(name, "mp3-joined", format, Make::Join(parts)).expect(LOSSY);
    vec![
        row("mp3-joined.mp3", STEREO, &["mp3-cbr.mp3", "mp3-vbr.mp3", "mp3-cbr.mp3"]),
        row("mp3-joined-mono-stereo.mp3", MONO, &["mp3-mono.mp3", "mp3-cbr.mp3"]),
        row("mp3-joined-other-rate.mp3", STEREO, &["mp3-cbr.mp3", "mp3-320k.mp3"]),
        row("mp3-joined-mpeg-2.mp3", STEREO, &["mp3-cbr.mp3", "mp3-22050Hz.mp3", "mp3-11025Hz.mp3"]),
        row("mp3-joined-tags-between.mp3", STEREO, &["mp3-id3v1.mp3", "mp3-id3v2.3.mp3"]),
    ]
}

#[rustfmt::skip] // A row a line.
fn mp2() -> Vec<Row> {
    let row = |name, format, run| {
        let row = Row::lossy("mp2", name, format, run);
        row.end(End::Padded(1152)).remark(MP2)
    };
    vec![
        row("mp2.mp2", STEREO, "ffmpeg -i {16} -c:a mp2 -b:a 192k {out}"),
        row("mp2-twolame.mp2", STUDIO, "ffmpeg -i {16} -c:a libtwolame -b:a 256k {out}"),
        row("mp2-mono-16000Hz.mp2", (16_000, 1), "ffmpeg -i {16} -c:a mp2 -b:a 64k {out}"),
        row("mp2-in-wav.wav", STEREO, "ffmpeg -i {16} -c:a mp2 -b:a 192k {out}"),
        row("mp2-in-matroska.mka", STEREO, "ffmpeg -i {16} -c:a mp2 -b:a 192k {out}"),
    ]
}

const MP2: &str =
    "MP2 has no tag: the delay of its filter bank is taken off, the padding at the end stays";

#[rustfmt::skip] // A row a line.
fn aac_in_mp4() -> Vec<Row> {
    let row = |name, format, run| Row::lossy("aac-mp4", name, format, run);
    let fragmented = |name, format, run| Row::lossy("aac-fragmented", name, format, run);
    vec![
        row("aac.m4a", STEREO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 128k {out}"),
        row("aac-faststart.m4a", STUDIO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -movflags +faststart {out}"),
        row("aac-mono.m4a", MONO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 64k {out}"),
        row("aac-8000Hz.m4a", PHONE, "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 24k {out}"),
        row("aac-16000Hz.m4a", (16_000, 1), "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 32k {out}"),
        row("aac-22050Hz.m4a", (22_050, 2), "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 64k {out}"),
        row("aac-32000Hz.m4a", (32_000, 2), "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 96k {out}"),
        row("aac-96000Hz.m4a", (96_000, 2), "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 192k {out}"),
        row("aac-noise-substitution.m4a", STEREO, "ffmpeg -i {16} -c:a aac -b:a 48k {out}")
            .expect(Expect::Lossy(10.0))
            .remark("AAC with noise substitution: each decoder makes its own noise"),
        row("aac.mov", STEREO, "ffmpeg -i {16} -c:a aac -aac_pns 0 {out}"),
        row("aac.mp4", STUDIO, "ffmpeg -i {16} -c:a aac -aac_pns 0 {out}"),
        row("aac.3gp", PHONE, "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 24k {out}"),
        row("aac-behind-video.mp4", STUDIO, "ffmpeg -f lavfi -i color=s=64x64:d=1.3717 -i {16} -c:v mpeg4 -c:a aac -aac_pns 0 {out}"),
        Row::new("aac-itunsmpb.m4a", "aac-mp4", STEREO, Make::Build(build::aac_with_itunsmpb)).expect(LOSSY),
        fragmented("aac-fragmented.mp4", STEREO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -movflags +frag_keyframe+empty_moov+delay_moov {out}"),
        fragmented("aac-fragmented-dash.mp4", STUDIO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -frag_duration 400000 -movflags +dash+delay_moov {out}"),
        fragmented("aac-fragmented-no-edit-list.mp4", STEREO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -movflags +frag_keyframe+empty_moov -use_editlist 0 {out}")
            .start(Start::Reference)
            .remark("without an edit list nothing in the file tells the encoder's delay"),
    ]
}

#[rustfmt::skip] // A row a line.
fn aac_elsewhere() -> Vec<Row> {
    let adts = |name, format, run| Row::lossy("aac-adts", name, format, run).untold(ADTS);
    let other = |name, format, run| Row::lossy("aac-other", name, format, run);
    vec![
        adts("aac.aac", STEREO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -f adts {out}"),
        adts("aac-8000Hz.aac", PHONE, "ffmpeg -i {16} -c:a aac -aac_pns 0 -b:a 24k -f adts {out}"),
        adts("aac-48000Hz-id3.aac", STUDIO, "ffmpeg -i {16} -c:a aac -aac_pns 0 -write_id3v2 1 -metadata title=Prompt -f adts {out}"),
        other("aac.mka", STEREO, "ffmpeg -i {16} -c:a aac -aac_pns 0 {out}")
            .untold("ffmpeg writes no CodecDelay for AAC in Matroska"),
        Row::new("aac.caf", "aac-other", STEREO, Make::Build(build::aac_in_caf)).expect(LOSSY),
    ]
}

const ADTS: &str = "nothing in ADTS tells the encoder's delay or the padding of its last frame";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_starts_elsewhere_without_a_remark() {
        let is_told = |row: &Row| row.start == Start::Source || !row.remark.is_empty();
        assert!(rows().iter().all(is_told));
    }
}
