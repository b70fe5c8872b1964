//! Sample formats and codings of fixed blocks: what other programs write, telewav decodes to the samples that
//! they decode themselves.

use std::fs::{self, File};
use std::path::Path;

use telewav::DecodeOptions;
use telewav::decode::{RawFormat, decode};

use crate::programs::Peer;
use crate::support::{fixture, folder};

/// Interleaved 16-bit samples, as telewav decodes them.
fn ours(path: &Path) -> Vec<i16> {
    let extension = path.extension().unwrap().to_str().unwrap();
    let raw = RawFormat::of_extension(extension);
    samples(path, &DecodeOptions::default().raw_if_unknown(raw))
}

/// The same of a headerless file of this format.
fn ours_as(path: &Path, format: &str) -> Vec<i16> {
    let raw = Some(format.parse().unwrap());
    samples(path, &DecodeOptions::default().raw(raw))
}

fn samples(path: &Path, options: &DecodeOptions) -> Vec<i16> {
    let mut samples = Vec::new();
    let source = File::open(path).unwrap();
    decode(source, options, &mut |block| {
        for i in 0..block.n_frames() {
            let frame = block.channels().iter().map(|plane| plane[i]);
            // To the nearest, as sox -D and ffmpeg do for integers of up to 24 bits.
            samples.extend(frame.map(|sample| (sample * 32768.0).round() as i16));
        }
        Ok(())
    })
    .unwrap_or_else(|error| panic!("{}: failed to {error}", path.display()));
    samples
}

/// A spoken prompt, 8000 Hz mono, and a chime, 44.1 kHz stereo, as WAVs of 16 bits.
fn sources(folder: &Path, sox: Peer) -> [std::path::PathBuf; 2] {
    ["prompts/please-try-again.wav", "prompts/hold/chime.oga"].map(|source| {
        let source = fixture(source);
        let wav = folder
            .join(source.file_stem().unwrap())
            .with_extension("wav");
        sox.run("-D @ -b 16 @", &[&source, &wav]);
        wav
    })
}

#[test]
fn sox_and_telewav_decode_what_sox_writes_alike() {
    let Some(sox) = Peer::find("sox") else { return };
    let folder = folder();
    let mut n_files = 0;
    for source in sources(folder.path(), sox) {
        for (extension, options) in [
            ("wav", "-e ima-adpcm"),
            ("wav", "-e ms-adpcm"),
            ("wav", "-r 8000 -c 1 -e gsm"),
            ("gsm", "-r 8000 -c 1"),
            ("vox", "-r 8000 -c 1"),
            ("w64", "-b 16"),
            ("w64", "-b 24"),
            ("w64", "-e a-law"),
            ("w64", "-e u-law"),
            ("w64", "-e ms-adpcm"),
            ("w64", "-e ima-adpcm"),
            ("aiff", "-b 8"),
            ("aiff", "-b 16"),
            ("aiff", "-b 24"),
            ("aiff", "-b 32"),
            ("aifc", "-b 16"),
            ("aifc", "-b 24"),
            ("caf", "-b 16"),
            ("caf", "-b 24"),
            ("caf", "-e a-law"),
            ("caf", "-e u-law"),
            ("au", "-b 8 -e signed"),
            ("au", "-b 16"),
            ("au", "-b 24"),
            ("au", "-b 32"),
            ("au", "-e a-law"),
            ("au", "-e u-law"),
        ] {
            let file = folder.path().join("file").with_extension(extension);
            sox.run(&format!("-D @ {options} @"), &[&source, &file]);
            let (ours, theirs) = (ours(&file), sox.samples("-D @ -t s16 -", &[&file]));
            // SoX decodes the last block whole; `fact` says where it ends.
            let is_in_blocks =
                options.contains("adpcm") || options.contains("gsm") || extension == "gsm";
            let surplus = theirs.len().checked_sub(ours.len()).unwrap();
            assert!(
                surplus == 0 || is_in_blocks && surplus < 4096,
                "{extension} {options}: {surplus}"
            );
            assert!(ours[..] == theirs[..ours.len()], "{extension} {options}");
            n_files += 1;
        }
    }
    assert_eq!(n_files, 2 * 27);
}

#[test]
fn ffmpeg_and_telewav_decode_what_ffmpeg_writes_alike() {
    let (Some(sox), Some(ffmpeg)) = (Peer::find("sox"), Peer::find("ffmpeg")) else {
        return;
    };
    let folder = folder();
    for source in sources(folder.path(), sox) {
        for (extension, codecs) in [
            ("wav", "adpcm_ms adpcm_yamaha"),
            (
                "w64",
                "pcm_u8 pcm_s16le pcm_s24le pcm_s32le pcm_alaw pcm_mulaw adpcm_ms",
            ),
            (
                "caf",
                "pcm_s8 pcm_s16be pcm_s16le pcm_s24be pcm_s24le pcm_s32be pcm_s32le pcm_f32be pcm_f32le pcm_f64be \
                 pcm_f64le pcm_alaw pcm_mulaw adpcm_ima_qt alac",
            ),
            (
                "aiff",
                "pcm_s8 pcm_s16be pcm_s16le pcm_s24be pcm_s32be pcm_f32be pcm_f64be pcm_alaw pcm_mulaw adpcm_ima_qt",
            ),
            (
                "au",
                "pcm_s8 pcm_s16be pcm_s24be pcm_s32be pcm_f32be pcm_f64be pcm_alaw pcm_mulaw",
            ),
        ] {
            for codec in codecs.split_whitespace() {
                let file = folder.path().join("file").with_extension(extension);
                ffmpeg.run(
                    &format!("-v error -y -i @ -c:a {codec} @"),
                    &[&source, &file],
                );
                let theirs = ffmpeg.samples("-v error -i @ -f s16le -c:a pcm_s16le -", &[&file]);
                assert!(ours(&file) == theirs, "{extension} {codec}");
            }
        }
    }
}

#[test]
fn ffmpeg_and_telewav_decode_g722_alike() {
    let (Some(sox), Some(ffmpeg)) = (Peer::find("sox"), Peer::find("ffmpeg")) else {
        return;
    };
    let folder = folder();
    for source in sources(folder.path(), sox) {
        for (name, bits, format) in [
            ("a.wav", "", None),
            ("a.g722", "", None),
            (
                "56.g722",
                "-f g722 -bits_per_codeword 7",
                Some("g722-56:16000"),
            ),
            (
                "48.g722",
                "-f g722 -bits_per_codeword 6",
                Some("g722-48:16000"),
            ),
        ] {
            let file = folder.path().join(name);
            let encode = "-v error -y -i @ -ac 1 -ar 16000 -c:a g722 @";
            ffmpeg.run(encode, &[&source, &file]);
            let decode = format!("-v error {bits} -i @ -f s16le -c:a pcm_s16le -");
            let theirs = ffmpeg.samples(&decode, &[&file]);
            let ours = match format {
                Some(format) => ours_as(&file, format),
                None => ours(&file),
            };
            // `fact` may end the sound within the last octet.
            assert!(theirs.len() - ours.len() < 2, "{name}");
            assert!(ours[..] == theirs[..ours.len()], "{name}");
        }
    }
}

#[test]
fn ffmpeg_s_g726_is_near_telewav_s() {
    let (Some(sox), Some(ffmpeg)) = (Peer::find("sox"), Peer::find("ffmpeg")) else {
        return;
    };
    let folder = folder();
    let [speech, _] = sources(folder.path(), sox);
    for kbits in [16, 24, 32] {
        let file = folder.path().join("file.wav");
        let encode = format!("-v error -y -i @ -c:a g726 -b:a {kbits}k @");
        ffmpeg.run(&encode, &[&speech, &file]);
        let theirs = ffmpeg.samples("-v error -i @ -f s16le -c:a pcm_s16le -", &[&file]);
        let ours = ours(&file);
        assert!(theirs.len() - ours.len() < 8);
        let energy = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
            let pairs = ours.iter().zip(&theirs);
            let both = pairs.map(|(a, b)| of(f64::from(*a), f64::from(*b)));
            both.map(|x| x * x).sum()
        };
        let snr_db = 10.0 * (energy(&|_, b| b) / energy(&|a, b| a - b)).log10();
        assert!(snr_db > 25.0, "{kbits} kbit/s: {snr_db} dB");
    }
}

#[test]
fn libsndfile_and_telewav_decode_what_libsndfile_writes_alike() {
    let (Some(sox), Some(sndfile)) = (Peer::find("sox"), Peer::find("sndfile-convert")) else {
        return;
    };
    let folder = folder();
    for source in sources(folder.path(), sox) {
        let is_mono = source.ends_with("please-try-again.wav");
        for (extension, encodings) in [
            ("wav", "-ima-adpcm -ms-adpcm -gsm610"),
            (
                "w64",
                "-pcmu8 -pcm16 -pcm24 -pcm32 -ulaw -alaw -ima-adpcm -ms-adpcm -gsm610",
            ),
            (
                "aif",
                "-pcms8 -pcmu8 -pcm16 -pcm24 -pcm32 -ulaw -alaw -gsm610",
            ),
            // Not ALAC: libsndfile pads the packet table, and Symphonia reads on in the padding.
            ("caf", "-pcms8 -pcm16 -pcm24 -pcm32 -ulaw -alaw"),
            ("au", "-pcms8 -pcm16 -pcm24 -pcm32 -ulaw -alaw"),
        ] {
            for encoding in encodings.split(' ').filter(|e| is_mono || *e != "-gsm610") {
                for order in ["cpu", "little", "big"] {
                    let file = folder.path().join("file").with_extension(extension);
                    let back = folder.path().join("back.wav");
                    let written = sndfile.output(
                        &format!("-endian={order} {encoding} @ @"),
                        &[&source, &file],
                    );
                    if written.is_err() {
                        // Not in this byte order.
                        continue;
                    }
                    let ours = ours(&file);
                    sndfile.run("-pcm16 @ @", &[&file, &back]);
                    let mut theirs = hound::WavReader::open(&back).unwrap();
                    let theirs: Vec<i16> = theirs.samples().map(Result::unwrap).collect();
                    let n = ours.len();
                    let surplus = theirs.len().abs_diff(n);
                    // It writes half the frames of stereo IMA ADPCM to `fact`, and reads whole blocks.
                    assert!(surplus < 4096, "{extension} {encoding}: {surplus}");
                    let n = n.min(theirs.len());
                    assert!(ours[..n] == theirs[..n], "{extension} {encoding} {order}");
                    fs::remove_file(&file).unwrap();
                }
            }
        }
    }
}
