//! ADPCM of telephones.

use super::{End, Expect, Make, PHONE, Row};
use crate::build;
use crate::reference::Decoder;

const WIDE: (u32, usize) = (16_000, 1);
/// What two decoders of G.726 differ by that round in different places.
const ROUNDED: Expect = Expect::Lossy(25.0);

#[rustfmt::skip] // A row a line.
pub fn rows() -> Vec<Row> {
    let row = |name, format, run| Row::exact("telephone", name, format, run);
    let g726 = |name, run| Row::exact("g726", name, PHONE, run).expect(ROUNDED).remark("ffmpeg rounds where G.726 does not");
    const DELAYED: &str = "nothing in the file tells the delay of the filters";
    vec![
        row("g722.wav", WIDE, "ffmpeg -i {16} -c:a g722 {out}").untold(DELAYED),
        row("g722.g722", WIDE, "ffmpeg -i {16} -c:a g722 -f g722 {out}").untold(DELAYED),
        row("vox.vox", PHONE, "sox -D {16} {out}").reference(Decoder::Sox("-t vox -r 8000")).end(End::Padded(1)),
        Row::new("oki-adpcm.wav", "telephone", PHONE, Make::Build(build::oki_adpcm)).end(End::Padded(1)),
        row("yamaha-adpcm.wav", PHONE, "ffmpeg -i {16} -c:a adpcm_yamaha {out}").end(End::Padded(2047)),
        row("yamaha-adpcm-stereo.wav", (44_100, 2), "ffmpeg -i {16} -c:a adpcm_yamaha {out}").end(End::Padded(1023)),
        g726("g726-16.wav", "ffmpeg -i {16} -c:a g726 -b:a 16k {out}"),
        g726("g726-24.wav", "ffmpeg -i {16} -c:a g726 -b:a 24k {out}"),
        g726("g726-32.wav", "ffmpeg -i {16} -c:a g726 -b:a 32k {out}"),
        g726("g721.au", "ffmpeg -i {16} -c:a g726le -b:a 32k {out}"),
        g726("g726.g726-32", "ffmpeg -i {16} -c:a g726le -b:a 32k -f g726le {out}").reference(Decoder::Ffmpeg("-f g726le -code_size 4")),
    ]
}
