//! Files whose samples come back exactly: linear, companded and ADPCM samples, FLAC and ALAC. And GSM, whose
//! arithmetic is exact by its standard.

use super::{End, MONO, Make, PHONE, Row, STEREO, STUDIO};
use crate::build;
use crate::reference::Decoder;

pub fn rows() -> Vec<Row> {
    let mut rows = wav();
    rows.extend(wav_coded());
    rows.extend(w64_and_au());
    rows.extend(aiff());
    rows.extend(caf());
    rows.extend(lossless());
    rows.extend(headerless());
    rows
}

#[rustfmt::skip] // A row a line.
fn wav() -> Vec<Row> {
    let row = |name, format, run| Row::exact("wav-pcm", name, format, run);
    vec![
        row("wav-pcm8.wav", PHONE, "ffmpeg -i {16} -c:a pcm_u8 {out}"),
        row("wav-pcm16.wav", STEREO, "ffmpeg -i {16} {out}"),
        row("wav-pcm16-mono-11025Hz.wav", (11_025, 1), "sox {16} {out}"),
        row("wav-pcm16-6-channels.wav", (48_000, 6), "ffmpeg -i {16} -channel_layout 5.1 {out}"),
        row("wav-pcm24.wav", STUDIO, "ffmpeg -i {float} -c:a pcm_s24le {out}"),
        row("wav-pcm24-extensible.wav", (96_000, 2), "sox -D {float} -b 24 {out}"),
        row("wav-pcm32.wav", STEREO, "ffmpeg -i {float} -c:a pcm_s32le {out}"),
        row("wav-float32.wav", STEREO, "ffmpeg -i {float} -c:a pcm_f32le {out}"),
        row("wav-float64.wav", MONO, "ffmpeg -i {float} -c:a pcm_f64le {out}"),
        row("wav-float32-libsndfile.wav", STEREO, "sndfile-convert -float32 {float} {out}"),
        row("wav-rifx-pcm16.wav", STEREO, "sox -D {16} -B {out}").reference(Decoder::SOX),
        row("wav-rifx-float32.wav", STEREO, "sox -D {float} -B -e float -b 32 {out}").reference(Decoder::SOX),
        row("wav-rf64-pcm16.wav", STEREO, "ffmpeg -i {16} -rf64 always {out}"),
        row("wav-rf64-pcm24.wav", STUDIO, "ffmpeg -i {float} -c:a pcm_s24le -rf64 always {out}"),
        row("wav-bext.wav", STUDIO, "ffmpeg -i {16} -write_bext 1 -metadata description=prompt {out}"),
        Row::new("wav-streamed.wav", "wav-pcm", STEREO, Make::Build(build::streamed_wav))
            .remark("sizes in the header are 0xFFFFFFFF, as in what programs write to a pipe"),
    ]
}

#[rustfmt::skip] // A row a line.
fn wav_coded() -> Vec<Row> {
    let g711 = |name, run| Row::exact("wav-g711", name, PHONE, run);
    let adpcm = |name, format, run| {
        // ffmpeg's decoders round otherwise than the formats' definitions: 41 to 58 dB from SoX and telewav.
        Row::exact("wav-adpcm", name, format, run).reference(Decoder::SOX)
    };
    let gsm = |name, run| Row::exact("gsm", name, PHONE, run);
    vec![
        g711("wav-alaw.wav", "ffmpeg -i {16} -c:a pcm_alaw {out}"),
        g711("wav-ulaw.wav", "ffmpeg -i {16} -c:a pcm_mulaw {out}"),
        g711("wav-alaw-sox.wav", "sox -D {16} -e a-law {out}"),
        g711("wav-ulaw-libsndfile.wav", "sndfile-convert -ulaw {16} {out}"),
        g711("wav-rf64-alaw.wav", "ffmpeg -i {16} -c:a pcm_alaw -rf64 always {out}"),
        Row::exact("wav-g711", "wav-ulaw-stereo.wav", STEREO, "ffmpeg -i {16} -c:a pcm_mulaw {out}"),
        adpcm("wav-ima-adpcm.wav", (22_050, 1), "ffmpeg -i {16} -c:a adpcm_ima_wav {out}").end(End::Padded(2041)).remark(PADDED_FACT),
        adpcm("wav-ima-adpcm-stereo.wav", STEREO, "sox -D {16} -e ima-adpcm {out}"),
        adpcm("wav-ima-adpcm-libsndfile.wav", PHONE, "sndfile-convert -ima-adpcm {16} {out}").end(End::Padded(505)).remark(PADDED_FACT),
        adpcm("wav-ms-adpcm.wav", (22_050, 1), "ffmpeg -i {16} -c:a adpcm_ms {out}").end(End::Padded(2036)).remark(PADDED_FACT),
        adpcm("wav-ms-adpcm-stereo.wav", STEREO, "sox -D {16} -e ms-adpcm {out}"),
        adpcm("wav-ms-adpcm-libsndfile.wav", PHONE, "sndfile-convert -ms-adpcm {16} {out}"),
        gsm("wav-gsm.wav", "ffmpeg -i {16} -c:a libgsm_ms {out}").end(End::Padded(320)).remark(PADDED_FACT),
        gsm("wav-gsm-sox.wav", "sox -D {16} -e gsm-full-rate {out}"),
        gsm("wav-gsm-libsndfile.wav", "sndfile-convert -gsm610 {16} {out}"),
        gsm("raw.gsm", "sox -D {16} {out}").end(End::Padded(160)).remark(PADDED_GSM),
        gsm("raw-ffmpeg.gsm", "ffmpeg -i {16} -c:a libgsm -f gsm {out}").end(End::Padded(160)).remark(PADDED_GSM),
    ]
}

const PADDED_FACT: &str =
    "the length in the file's own `fact` counts the padding of the last block";
const PADDED_GSM: &str = "raw GSM has no length: its last frame of 160 is whole";

#[rustfmt::skip] // A row a line.
fn w64_and_au() -> Vec<Row> {
    let w64 = |name, format, run| Row::exact("w64", name, format, run);
    let au = |name, format, run| Row::exact("au", name, format, run);
    vec![
        w64("w64-pcm16.w64", STEREO, "ffmpeg -i {16} {out}"),
        w64("w64-pcm24.w64", STUDIO, "ffmpeg -i {float} -c:a pcm_s24le {out}"),
        w64("w64-float32.w64", STEREO, "sndfile-convert -float32 {float} {out}"),
        w64("w64-alaw.w64", PHONE, "sndfile-convert -alaw {16} {out}"),
        w64("w64-pcm16-sox.w64", MONO, "sox -D {16} {out}"),
        au("au-pcm8.au", PHONE, "ffmpeg -i {16} -c:a pcm_s8 {out}"),
        au("au-pcm16.au", STEREO, "ffmpeg -i {16} -c:a pcm_s16be {out}"),
        au("au-pcm24.au", STUDIO, "ffmpeg -i {float} -c:a pcm_s24be {out}"),
        au("au-pcm32.au", STEREO, "ffmpeg -i {float} -c:a pcm_s32be {out}"),
        au("au-float32.au", STEREO, "ffmpeg -i {float} -c:a pcm_f32be {out}"),
        au("au-float64.au", MONO, "ffmpeg -i {float} -c:a pcm_f64be {out}"),
        au("au-alaw.au", PHONE, "ffmpeg -i {16} -c:a pcm_alaw {out}"),
        au("au-ulaw.au", PHONE, "sox -D {16} -e mu-law {out}"),
        au("au-little-endian-pcm16.au", STEREO, "sndfile-convert -endian=little -pcm16 {16} {out}").reference(Decoder::SOX),
    ]
}

#[rustfmt::skip] // A row a line.
fn aiff() -> Vec<Row> {
    let row = |name, format, run| Row::exact("aiff", name, format, run);
    let built = |name, format, build| Row::new(name, "aiff", format, Make::Build(build));
    vec![
        row("aiff-pcm8.aiff", PHONE, "ffmpeg -i {16} -c:a pcm_s8 {out}"),
        row("aiff-pcm16.aiff", STEREO, "ffmpeg -i {16} -c:a pcm_s16be {out}"),
        row("aiff-pcm16-sox.aif", (22_050, 1), "sox -D {16} {out}"),
        row("aiff-pcm24.aiff", STUDIO, "ffmpeg -i {float} -c:a pcm_s24be {out}"),
        row("aiff-pcm32.aiff", STEREO, "ffmpeg -i {float} -c:a pcm_s32be {out}"),
        row("aifc-none.aifc", STEREO, "sox -D {16} {out}"),
        row("aifc-sowt.aiff", STEREO, "ffmpeg -i {16} -c:a pcm_s16le {out}"),
        row("aifc-fl32.aiff", STEREO, "ffmpeg -i {float} -c:a pcm_f32be {out}"),
        row("aifc-fl64.aiff", MONO, "ffmpeg -i {float} -c:a pcm_f64be {out}"),
        row("aifc-alaw.aiff", PHONE, "ffmpeg -i {16} -c:a pcm_alaw {out}"),
        row("aifc-ulaw.aiff", PHONE, "ffmpeg -i {16} -c:a pcm_mulaw {out}"),
        row("aifc-ulaw-libsndfile.aif", PHONE, "sndfile-convert -ulaw {16} {out}"),
        built("aifc-in24.aiff", STUDIO, build::aifc_in24),
        built("aifc-in32.aiff", STUDIO, build::aifc_in32),
        row("aifc-ima4.aiff", STEREO, "ffmpeg -i {16} -c:a adpcm_ima_qt {out}")
            .end(End::Padded(64))
            .remark("IMA4 in AIFF-C counts packets: its last one of 64 frames is whole"),
    ]
}

#[rustfmt::skip] // A row a line.
fn caf() -> Vec<Row> {
    let row = |name, format, run| Row::exact("caf", name, format, run);
    vec![
        row("caf-pcm16.caf", STEREO, "ffmpeg -i {16} -c:a pcm_s16be {out}"),
        row("caf-pcm16-little-endian.caf", STEREO, "ffmpeg -i {16} -c:a pcm_s16le {out}"),
        row("caf-pcm24.caf", STUDIO, "ffmpeg -i {float} -c:a pcm_s24be {out}"),
        row("caf-pcm32.caf", STEREO, "ffmpeg -i {float} -c:a pcm_s32le {out}"),
        row("caf-float32.caf", STEREO, "sndfile-convert -float32 {float} {out}"),
        row("caf-alaw.caf", PHONE, "ffmpeg -i {16} -c:a pcm_alaw {out}"),
        row("caf-ulaw.caf", PHONE, "ffmpeg -i {16} -c:a pcm_mulaw {out}"),
        row("caf-ima4.caf", STEREO, "ffmpeg -i {16} -c:a adpcm_ima_qt {out}").end(End::Padded(64)).remark(
            "ffmpeg's CAF writer does not say how much of the last packet of 64 frames is padding",
        ),
    ]
}

#[rustfmt::skip] // A row a line.
fn lossless() -> Vec<Row> {
    let flac = |name, format, run| Row::exact("flac", name, format, run);
    let alac = |name, format, run| Row::exact("alac", name, format, run);
    vec![
        flac("flac-16bit.flac", STEREO, "ffmpeg -i {16} -c:a flac {out}"),
        flac("flac-16bit-8000Hz.flac", PHONE, "sox -D {16} {out}"),
        flac("flac-24bit.flac", (96_000, 2), "ffmpeg -i {float} -c:a flac -sample_fmt s32 {out}"),
        flac("flac-6-channels.flac", (48_000, 6), "ffmpeg -i {16} -channel_layout 5.1 -c:a flac {out}"),
        flac("flac-in-ogg.oga", STEREO, "ffmpeg -i {16} -c:a flac {out}"),
        flac("flac-in-matroska.mka", STEREO, "ffmpeg -i {16} -c:a flac {out}"),
        flac("flac-in-mp4.mp4", STEREO, "ffmpeg -i {16} -c:a flac -strict -2 {out}"),
        flac("flac-in-mp4-24bit.mp4", STUDIO, "ffmpeg -i {float} -c:a flac -sample_fmt s32 -strict -2 {out}"),
        alac("alac-16bit.m4a", STEREO, "ffmpeg -i {16} -c:a alac {out}"),
        alac("alac-24bit.m4a", STUDIO, "ffmpeg -i {float} -c:a alac -sample_fmt s32p {out}"),
        alac("alac-8000Hz.m4a", PHONE, "ffmpeg -i {16} -c:a alac {out}"),
        alac("caf-alac16.caf", STEREO, "sndfile-convert -alac16 {16} {out}"),
        alac("caf-alac24.caf", STUDIO, "sndfile-convert -alac24 {float} {out}"),
        alac("alac.mka", STEREO, "ffmpeg -i {16} -c:a alac {out}"),
        alac("alac.mov", STEREO, "ffmpeg -i {16} -c:a alac {out}"),
        Row::exact("mov-pcm", "pcm16.mov", STEREO, "ffmpeg -i {16} -c:a pcm_s16le {out}"),
        Row::exact("mov-pcm", "pcm24.mov", STUDIO, "ffmpeg -i {float} -c:a pcm_s24be {out}"),
        Row::exact("mov-pcm", "ulaw.mov", PHONE, "ffmpeg -i {16} -c:a pcm_mulaw {out}"),
        Row::exact("mov-pcm", "pcm16.mka", STEREO, "ffmpeg -i {16} -c:a pcm_s16le {out}"),
    ]
}

#[rustfmt::skip] // A row a line.
fn headerless() -> Vec<Row> {
    let row = |name, run, reference| {
        let row = Row::exact("headerless", name, PHONE, run);
        row.reference(Decoder::Ffmpeg(reference))
    };
    const ALAW: &str = "-f alaw -ar 8000 -ac 1";
    const ULAW: &str = "-f mulaw -ar 8000 -ac 1";
    const LINEAR: &str = "-f s16le -ar 8000 -ac 1";
    vec![
        row("raw.al", "sox -D {16} {out}", ALAW),
        row("raw.alaw", "ffmpeg -i {16} -c:a pcm_alaw -f alaw {out}", ALAW),
        row("raw.ul", "sox -D {16} {out}", ULAW),
        row("raw.ulaw", "ffmpeg -i {16} -c:a pcm_mulaw -f mulaw {out}", ULAW),
        row("raw.sln", "sox -D {16} {out}", LINEAR),
        Row::exact("headerless", "raw.sln16", (16_000, 1), "sox -D {16} -t s16 {out}")
            .reference(Decoder::Ffmpeg("-f s16le -ar 16000 -ac 1")),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::Expect;
    use super::*;

    #[test]
    fn everything_here_is_exact() {
        assert!(rows().iter().all(|row| row.expect == Expect::Exact));
    }
}
