//! Vorbis, Opus and AMR.

use super::{End, Expect, LOSSY, MONO, Make, PHONE, Row, STEREO, STUDIO};
use crate::build;
use crate::reference::Decoder;

pub fn rows() -> Vec<Row> {
    let mut rows = vorbis();
    rows.extend(opus_in_ogg());
    rows.extend(opus_elsewhere());
    rows.extend(amr());
    rows
}

#[rustfmt::skip] // A row a line.
fn vorbis() -> Vec<Row> {
    let ogg = |name, format, run| Row::lossy("vorbis-ogg", name, format, run);
    let chained =
        |name, format, parts| Row::new(name, "vorbis-ogg", format, Make::Join(parts)).expect(LOSSY);
    let other = |name, format, run| {
        let row = Row::lossy("vorbis-matroska", name, format, run);
        row.end(End::Padded(1024)).remark(VORBIS_IN_MATROSKA)
    };
    vec![
        ogg("vorbis.ogg", STEREO, "ffmpeg -i {16} -c:a libvorbis -q:a 4 {out}"),
        ogg("vorbis-mono.ogg", MONO, "ffmpeg -i {16} -c:a libvorbis -q:a 2 {out}"),
        ogg("vorbis-8000Hz.ogg", PHONE, "sox -D {16} -C 3 {out}"),
        ogg("vorbis-libsndfile.ogg", (22_050, 2), "sndfile-convert -vorbis {16} {out}"),
        chained("vorbis-chained.ogg", STEREO, &["vorbis.ogg", "vorbis.ogg"]),
        chained("vorbis-chained-other-rate.ogg", STEREO, &["vorbis.ogg", "vorbis-8000Hz.ogg", "vorbis-libsndfile.ogg"]),
        other("vorbis.webm", STUDIO, "ffmpeg -i {16} -c:a libvorbis -q:a 4 {out}"),
        other("vorbis.mka", STEREO, "ffmpeg -i {16} -c:a libvorbis -q:a 4 {out}"),
    ]
}

const VORBIS_IN_MATROSKA: &str =
    "ffmpeg writes no DiscardPadding for Vorbis: the last block's padding stays, as in ffmpeg";

/// Opus decodes at 48,000 Hz whatever its source had.
fn opus(family: &'static str, name: &'static str, format: (u32, usize), run: &'static str) -> Row {
    let row = Row::lossy(family, name, format, run).decoded_hz(48_000);
    row.reference(Decoder::LIBOPUS)
}

#[rustfmt::skip] // A row a line.
fn opus_in_ogg() -> Vec<Row> {
    let row = |name, format, run| opus("opus-ogg", name, format, run);
    let chained = |name, format, parts| {
        let row = Row::new(name, "opus-ogg", format, Make::Join(parts)).expect(LOSSY);
        row.reference(Decoder::LIBOPUS).decoded_hz(48_000)
    };
    vec![
        row("opus.opus", STUDIO, "ffmpeg -i {16} -c:a libopus -b:a 96k {out}"),
        row("opus-mono.opus", (48_000, 1), "ffmpeg -i {16} -c:a libopus -b:a 64k {out}"),
        row("opus-voice-note.ogg", (48_000, 1), "ffmpeg -i {16} -c:a libopus -application voip -b:a 16k {out}"),
        row("opus-silk-8000Hz.opus", PHONE, "ffmpeg -i {16} -c:a libopus -application voip -b:a 10k -frame_duration 60 {out}"),
        row("opus-hybrid.opus", (48_000, 1), "ffmpeg -i {16} -c:a libopus -application voip -b:a 28k {out}"),
        row("opus-celt-2.5ms.opus", STUDIO, "ffmpeg -i {16} -c:a libopus -application lowdelay -frame_duration 2.5 {out}"),
        row("opus-cbr-16000Hz.opus", (16_000, 1), "ffmpeg -i {16} -c:a libopus -vbr off -b:a 24k {out}"),
        row("opus-6-channels.opus", (48_000, 6), "ffmpeg -i {16} -channel_layout 5.1 -c:a libopus -b:a 256k {out}"),
        row("opus-libsndfile.opus", STUDIO, "sndfile-convert -opus {16} {out}").expect(Expect::Lossy(50.0)).remark(
            "its first millisecond peaks at 1.09, which rusty-opus clips and libopus does not",
        ),
        chained("opus-chained.opus", (48_000, 1), &["opus-mono.opus", "opus-voice-note.ogg"]),
        chained("opus-chained-mono-stereo.opus", (48_000, 1), &["opus-mono.opus", "opus.opus"]),
    ]
}

#[rustfmt::skip] // A row a line.
fn opus_elsewhere() -> Vec<Row> {
    let row = |name, format, run| opus("opus-other", name, format, run);
    vec![
        row("opus.webm", STUDIO, "ffmpeg -i {16} -c:a libopus -b:a 96k {out}"),
        row("opus-mono.webm", (48_000, 1), "ffmpeg -i {16} -c:a libopus -b:a 32k {out}"),
        row("opus.mka", STUDIO, "ffmpeg -i {16} -c:a libopus -b:a 96k {out}"),
        row("opus-6-channels.mka", (48_000, 6), "ffmpeg -i {16} -channel_layout 5.1 -c:a libopus -b:a 256k {out}"),
        row("opus.mp4", STUDIO, "ffmpeg -i {16} -c:a libopus -b:a 96k -strict -2 {out}"),
        row("opus-mono.mp4", (48_000, 1), "ffmpeg -i {16} -c:a libopus -b:a 24k -strict -2 {out}"),
    ]
}

fn amr() -> Vec<Row> {
    let row = |name, make, format, sox| {
        let row = Row::new(name, "amr", format, make);
        let row = row.untold(AMR).reference(Decoder::Sox(sox));
        row.expect(if cfg!(feature = "amr") {
            LOSSY
        } else {
            Expect::Refused("AMR")
        })
    };
    let narrow = |name, run| row(name, Make::Run(run), PHONE, "-t amr-nb");
    let wide = Make::Build(build::amr_wide_band);
    vec![
        narrow("amr-nb.amr", "sox -D {16} -C 7 -t amr-nb {out}"),
        narrow("amr-nb-4750.amr", "sox -D {16} -C 0 -t amr-nb {out}"),
        row("amr-wb.awb", wide, (16_000, 1), "-t amr-wb")
            .remark("no encoder is at hand: the frames hold noise"),
    ]
}

const AMR: &str = "nothing in AMR tells the encoder's delay or the padding of its last frame";
