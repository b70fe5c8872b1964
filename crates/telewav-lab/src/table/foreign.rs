//! What telewav does not decode: each has to be refused with its name.

use super::{Expect, Make, PHONE, Row, STEREO, STUDIO};
use crate::build;

pub fn rows() -> Vec<Row> {
    let mut rows = speech();
    rows.extend(music());
    rows.extend(video());
    rows
}

#[rustfmt::skip] // A row a line.
fn speech() -> Vec<Row> {
    let row = |name, word, format, run| Row::refused("foreign-speech", name, word, format, run);
    const WIDE: (u32, usize) = (16_000, 1);
    vec![
        row("speex.spx", "Speex", PHONE, "ffmpeg -i {16} -c:a libspeex {out}"),
        row("speex-wide-band.ogg", "Speex", WIDE, "ffmpeg -i {16} -c:a libspeex {out}"),
        row("g726-40.wav", "G.726 ADPCM of 5 bits", PHONE, "ffmpeg -i {16} -c:a g726 -b:a 40k {out}"),
        row("g723-1.wav", "G.723.1", PHONE, "ffmpeg -i {16} -c:a g723_1 -b:a 6300 {out}"),
        row("codec2.c2", "Codec 2", PHONE, "ffmpeg -i {16} -c:a libcodec2 -mode 1300 {out}"),
        row("voc.voc", "Creative", PHONE, "sox -D {16} {out}"),
        row("nist.sph", "SPHERE", WIDE, "sox -D {16} {out}"),
        row("ircam.sf", "IRCAM", STEREO, "sox -D {16} {out}"),
        row("8svx.8svx", "8SVX", PHONE, "sox -D {16} {out}"),
    ]
}

#[rustfmt::skip] // A row a line.
fn music() -> Vec<Row> {
    let row = |name, word, format, run| Row::refused("foreign-music", name, word, format, run);
    let built = |name, word, build| {
        let row = Row::new(name, "foreign-music", STEREO, Make::Build(build));
        row.expect(Expect::Refused(word))
    };
    vec![
        row("wma.wma", WMA, STEREO, "ffmpeg -i {16} -c:a wmav2 {out}"),
        row("wma-1.wma", WMA, STEREO, "ffmpeg -i {16} -c:a wmav1 {out}"),
        row("wma.wav", WMA, STEREO, "ffmpeg -i {16} -c:a wmav2 {out}"),
        row("vorbis-6-channels.ogg", "Vorbis with 6 channels", (48_000, 6), "ffmpeg -i {16} -channel_layout 5.1 -c:a libvorbis -q:a 4 {out}"),
        row("aac-6-channels.m4a", "AAC with 6 channels", (48_000, 6), "ffmpeg -i {16} -channel_layout 5.1 -c:a aac {out}"),
        row("ac3.ac3", "AC-3", STUDIO, "ffmpeg -i {16} -c:a ac3 {out}"),
        row("eac3.eac3", "AC-3", STUDIO, "ffmpeg -i {16} -c:a eac3 {out}"),
        row("ac3.m4a", "AC-3", STUDIO, "ffmpeg -i {16} -c:a ac3 -f mp4 {out}"),
        row("ac3.mka", "AC-3", STUDIO, "ffmpeg -i {16} -c:a ac3 {out}"),
        row("ac3.wav", "AC-3", STUDIO, "ffmpeg -i {16} -c:a ac3 {out}"),
        row("dts.dts", "DTS", STUDIO, "ffmpeg -i {16} -c:a dca -strict -2 {out}"),
        row("truehd.thd", "TrueHD", STUDIO, "ffmpeg -i {16} -c:a truehd -strict -2 {out}"),
        row("wavpack.wv", "WavPack", STEREO, "ffmpeg -i {16} {out}"),
        row("tta.tta", "TTA|True Audio", STEREO, "ffmpeg -i {16} {out}"),
        row("real.ra", "RealAudio|RealMedia", PHONE, "ffmpeg -i {16} -c:a real_144 -f rm {out}"),
        built("dsd.dsf", "DSD", build::dsf),
        built("dsd.dff", "DSD", build::dsdiff),
        built("musepack.mpc", "Musepack", build::musepack),
        built("monkeys-audio.ape", "Monkey's Audio", build::monkeys_audio),
    ]
}

const WMA: &str = "WMA|Windows Media";

#[rustfmt::skip] // A row a line.
fn video() -> Vec<Row> {
    let row = |name, word, format, run| Row::refused("foreign-video", name, word, format, run);
    vec![
        row("aac-in.ts", "transport stream", STUDIO, "ffmpeg -i {16} -c:a aac {out}"),
        row("mp2-in.mpg", "program stream", STUDIO, "ffmpeg -i {16} -c:a mp2 -f mpeg {out}"),
        row("aac.latm", "LATM|LOAS", STEREO, "ffmpeg -i {16} -c:a aac -f latm {out}"),
        row("mp3-in.flv", "Flash", STEREO, "ffmpeg -i {16} -c:a libmp3lame {out}"),
        row("mp3-in.avi", "AVI", STEREO, "ffmpeg -i {16} -c:a libmp3lame {out}"),
    ]
}
