//! Any octets through everything that takes a recording: decode, inspect, check, convert.
//!
//! The last octet says how, so that any recording is a seed as it is.

#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use telewav::decode::{DecodeOptions, Limits, decode};
use telewav::{
    CheckOptions, ConvertOptions, Findings, InspectOptions, Profile, check, convert, inspect,
};
use telewav_fuzz::{install, whole};

/// Less than by default, so that a run is short.
const MAX_INPUT_S: f64 = 60.0;

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    Profile::names()
        .map(|name| Profile::embedded(name).expect("an embedded profile"))
        .collect()
});

fuzz_target!(init: install(), |data: &[u8]| {
    let how = data.last().copied().unwrap_or(0);
    whole(|| run(data, how));
});

fn run(data: &[u8], how: u8) {
    let mut limits = Limits::default();
    limits.max_input_s = MAX_INPUT_S;
    let options = DecodeOptions::default()
        .lenient(how & 1 != 0)
        .limits(limits);
    let profile = &PROFILES[usize::from(how >> 3) % PROFILES.len()];
    match (how >> 1) & 3 {
        0 => {
            let convert_options = ConvertOptions::default().decode(options);
            if let Ok(made) = convert(Cursor::new(data), profile, &convert_options) {
                assert_eq!(made.octets.is_none(), made.report.has_errors());
                if let Some(octets) = made.octets {
                    assert_eq!(octets.len() as u64, made.report.prompt.bytes);
                    assert!(octets.len() as u64 > profile.header_octets());
                }
            }
        }
        1 => {
            let inspection = inspect(
                Cursor::new(data),
                &InspectOptions::default().decode(options),
            )
            .expect("octets in memory can be read");
            assert_eq!(inspection.bytes, data.len() as u64);
        }
        2 => {
            let _ = check(
                Cursor::new(data),
                profile,
                &CheckOptions::default().name("a.wav"),
            );
        }
        _ => whole_blocks(data, &options),
    }
}

/// What reaches the sink is sound, and the sum of it is what is reported.
fn whole_blocks(data: &[u8], options: &DecodeOptions) {
    let (mut n_frames, mut duration_s) = (0, 0.0);
    let decoded = decode(Cursor::new(data), options, &mut |block| {
        assert!(block.n_frames() > 0);
        assert!((1..=options.limits.max_channels).contains(&block.n_channels()));
        let rates = options.limits.min_rate_hz..=options.limits.max_rate_hz;
        assert!(rates.contains(&block.rate_hz()));
        assert!(
            block
                .channels()
                .iter()
                .all(|plane| plane.len() == block.n_frames())
        );
        n_frames += block.n_frames() as u64;
        duration_s += block.n_frames() as f64 / f64::from(block.rate_hz());
        Ok(())
    });
    assert!(duration_s <= MAX_INPUT_S + 1e-3);
    if let Ok(decoded) = decoded {
        assert!(decoded.n_frames > 0);
        assert_eq!(decoded.n_frames, n_frames);
        assert!(options.lenient || decoded.damage.is_empty());
    }
}
