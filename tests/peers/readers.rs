//! Each prompt is to others what it is to us: codec, rate, channels, length, every sample, every octet.

use std::fs;
use std::path::Path;

use telewav::profile::Encoding;

use crate::programs::Peer;
use crate::prompts::Set;
use crate::support::folder;

#[test]
fn hound_reads_every_linear_prompt() {
    let mut n_read = 0;
    for set in Set::each().filter(|set| set.is_wav() && set.encoding() == Encoding::Linear16) {
        for made in &set.prompts {
            let mut reader = hound::WavReader::open(&made.path).unwrap();
            let spec = reader.spec();
            assert_eq!((spec.channels, spec.bits_per_sample), (1, 16));
            assert_eq!(spec.sample_rate, set.rate_hz());
            assert_eq!(spec.sample_format, hound::SampleFormat::Int);
            assert_eq!(reader.duration() as usize, made.n_frames);
            let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
            assert!(samples == made.samples, "{}", made.path.display());
            n_read += 1;
        }
    }
    assert_eq!(n_read, 3 * 7, "the two families, and asterisk");
}

#[test]
fn ffmpeg_reads_every_prompt() {
    let (Some(ffprobe), Some(ffmpeg)) = (Peer::find("ffprobe"), Peer::find("ffmpeg")) else {
        return;
    };
    for set in Set::each() {
        let codec = match set.encoding() {
            Encoding::ALaw => "pcm_alaw",
            Encoding::MuLaw => "pcm_mulaw",
            Encoding::Linear16 => "pcm_s16le",
        };
        // Headerless octets have to be described.
        let raw = match set.encoding() {
            Encoding::ALaw => "alaw",
            Encoding::MuLaw => "mulaw",
            Encoding::Linear16 => "s16le",
        };
        let format = if set.is_wav() {
            String::new()
        } else {
            format!("-f {raw} -ar {} -ac 1", set.rate_hz())
        };
        for made in &set.prompts {
            let path: &[&Path] = &[&made.path];
            if set.is_wav() {
                let entries = "stream=codec_name,sample_rate,channels,bits_per_sample,duration_ts";
                let args = format!("-v warning -show_entries {entries} -of default=nw=1 @");
                let wanted = format!(
                    "codec_name={codec}\nsample_rate={}\nchannels=1\nbits_per_sample={}\nduration_ts={}\n",
                    set.rate_hz(),
                    8 * set.encoding().sample_octets(),
                    made.n_frames
                );
                let probed = String::from_utf8(ffprobe.run(&args, path)).unwrap();
                assert_eq!(probed.replace('\r', ""), wanted);
            }
            let samples = ffmpeg.samples(
                &format!("-v error -xerror {format} -i @ -f s16le -c:a pcm_s16le -"),
                path,
            );
            assert!(
                samples == made.samples,
                "{}: {}",
                set.profile.name,
                made.path.display()
            );
        }
    }
}

#[test]
fn sox_reads_every_prompt() {
    let Some(sox) = Peer::find("sox") else { return };
    for set in Set::each() {
        let encoding = match set.encoding() {
            Encoding::ALaw => "A-law",
            Encoding::MuLaw => "u-law",
            Encoding::Linear16 => "Signed Integer PCM",
        };
        let raw = match set.encoding() {
            Encoding::ALaw => "al",
            Encoding::MuLaw => "ul",
            Encoding::Linear16 => "s16",
        };
        let format = if set.is_wav() {
            String::new()
        } else {
            format!("-t {raw} -r {} -c 1", set.rate_hz())
        };
        for made in &set.prompts {
            let path: &[&Path] = &[&made.path];
            let wanted = [
                encoding.to_owned(),
                set.rate_hz().to_string(),
                "1".into(),
                made.n_frames.to_string(),
            ];
            // soxi takes no description of headerless octets.
            for (option, wanted) in ["-e", "-r", "-c", "-s"].iter().zip(wanted) {
                if set.is_wav() {
                    let said = sox.run(&format!("--info {option} @"), path);
                    assert_eq!(String::from_utf8(said).unwrap().trim(), wanted);
                }
            }
            let samples = sox.samples(&format!("-D {format} @ -t s16 -"), path);
            assert!(
                samples == made.samples,
                "{}: {}",
                set.profile.name,
                made.path.display()
            );
        }
    }
}

#[test]
fn libsndfile_reads_every_prompt() {
    let (Some(info), Some(convert)) = (Peer::find("sndfile-info"), Peer::find("sndfile-convert"))
    else {
        return;
    };
    let folder = folder();
    let copy = folder.path().join("copy.wav");
    for set in Set::each().filter(Set::is_wav) {
        // SF_FORMAT_WAV and SF_FORMAT_ALAW, SF_FORMAT_ULAW or SF_FORMAT_PCM_16.
        let format = match set.encoding() {
            Encoding::ALaw => "0x00010011",
            Encoding::MuLaw => "0x00010010",
            Encoding::Linear16 => "0x00010002",
        };
        for made in &set.prompts {
            let said = String::from_utf8(info.run("@", &[&made.path])).unwrap();
            let value = |key: &str| {
                let line = said.lines().rfind(|line| line.starts_with(key));
                line.and_then(|line| line.split_once(" : "))
                    .unwrap()
                    .1
                    .trim()
                    .to_owned()
            };
            assert_eq!(value("Sample Rate"), set.rate_hz().to_string(), "{said}");
            assert_eq!(value("Frames"), made.n_frames.to_string(), "{said}");
            assert_eq!(value("Channels"), "1", "{said}");
            assert_eq!(value("Format"), format, "{said}");
            // It says so when a chunk is not what it should be.
            assert!(
                !said.contains("***") && !said.contains("should be"),
                "{said}"
            );
            convert.run("-pcm16 @ @", &[&made.path, &copy]);
            let mut reader = hound::WavReader::open(&copy).unwrap();
            let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
            assert!(
                samples == made.samples,
                "{}: {}",
                set.profile.name,
                made.path.display()
            );
        }
    }
}

#[test]
fn sox_writes_the_same_octets_of_the_same_samples() {
    let Some(sox) = Peer::find("sox") else { return };
    let folder = folder();
    let (raw, theirs) = (folder.path().join("raw"), folder.path().join("theirs.wav"));
    for set in Set::each().filter(Set::is_wav) {
        let coding = match set.encoding() {
            Encoding::ALaw => "-e a-law -b 8",
            Encoding::MuLaw => "-e mu-law -b 8",
            Encoding::Linear16 => "-e signed -b 16",
        };
        for made in &set.prompts {
            let octets: Vec<u8> = made.samples.iter().flat_map(|s| s.to_le_bytes()).collect();
            fs::write(&raw, octets).unwrap();
            let rate_hz = set.rate_hz();
            sox.run(
                &format!("-D -t s16 -r {rate_hz} -c 1 @ {coding} @"),
                &[&raw, &theirs],
            );
            let theirs = fs::read(&theirs).unwrap();
            let header = set.profile.header_octets() as usize;
            let path = made.path.display();
            assert_eq!(
                theirs[..header],
                made.octets[..header],
                "the header of {path}"
            );
            // Zero has two codes in µ-law. By G.711's decision values a sample just below zero gets the
            // negative one, which decodes to 0 like the other; SoX writes the positive one for both.
            let ours = made.octets[header..]
                .iter()
                .map(|octet| match (set.encoding(), octet) {
                    (Encoding::MuLaw, 0x7F) => 0xFF,
                    _ => *octet,
                });
            assert!(
                ours.eq(theirs[header..].iter().copied()),
                "{}: {path}",
                set.profile.name
            );
        }
    }
}
