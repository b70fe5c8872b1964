//! Opus in Ogg: where it starts and ends, what is missing, how its channels are mapped.

use telewav::Error;
use telewav::decode::{DamageKind, DecodeOptions, Decoded};
use telewav::pcm::ChannelMask;

use crate::common::ogg::*;
use crate::common::*;
use crate::edges::fixture;

/// The pages of a fixture of half a second: head, tags, and five pages of sound.
fn paged() -> Vec<Vec<u8>> {
    let pages = pages(&fixture("good/opus-celt-48000Hz-stereo-0.5s.opus"));
    assert!(pages.len() >= 6, "{}", pages.len());
    pages
}

fn lenient(octets: &[u8]) -> Decoded {
    let options = DecodeOptions::default().lenient(true);
    decoded_with(octets, &options).unwrap().0
}

/// The one thing that is wrong with a file, which is refused for it.
fn damage(octets: &[u8]) -> (DamageKind, f64, u64) {
    assert!(matches!(decoded(octets), Err(Error::Damaged(_))));
    let decoded = lenient(octets);
    assert_eq!(decoded.damage.total, 1, "{:?}", decoded.damage);
    let damage = &decoded.damage.kept[0];
    (damage.kind, damage.at_s.unwrap(), decoded.n_frames)
}

#[test]
fn pages_that_are_written_again_are_the_same() {
    assert_eq!(
        file(&paged()),
        fixture("good/opus-celt-48000Hz-stereo-0.5s.opus")
    );
}

#[test]
fn a_stream_that_does_not_start_at_0_is_whole() {
    let mut pages = paged();
    for page in &mut pages[2..] {
        let later = granule(page) + 1_000_000;
        set_granule(page, later);
    }
    let (whole, sound) = decoded(&file(&paged())).unwrap();
    let (later, same) = decoded(&file(&pages)).unwrap();
    assert_eq!((later.n_frames, whole.n_frames), (24_000, 24_000));
    assert_eq!(sound.planes, same.planes);
}

#[test]
fn the_last_page_tells_the_end() {
    for less in [0, 1, 300, 312] {
        let mut pages = paged();
        let last = pages.last_mut().unwrap();
        let earlier = granule(last) - less;
        set_granule(last, earlier);
        assert_eq!(decoded(&file(&pages)).unwrap().0.n_frames, 24_000 - less);
    }
    // No more than the last page holds is left out.
    let mut pages = paged();
    let n = pages.len();
    set_granule(&mut pages[n - 1], 0);
    let pre_skip = 312;
    assert_eq!(
        decoded(&file(&pages)).unwrap().0.n_frames,
        granule(&pages[n - 2]) - pre_skip
    );
}

#[test]
fn positions_that_were_rounded_are_no_gap() {
    let mut pages = paged();
    for (i, page) in pages[2..].iter_mut().enumerate() {
        let rounded = granule(page) / 48 * 48 + 48 * (i as u64 % 2);
        set_granule(page, rounded);
    }
    let n_frames = decoded(&file(&pages)).unwrap().0.n_frames;
    assert!(n_frames.abs_diff(24_000) <= 48, "{n_frames}");
}

#[test]
fn a_page_that_is_missing_is_a_gap_with_its_time() {
    let mut pages = paged();
    let (before, lost) = (granule(&pages[2]), granule(&pages[3]));
    pages.remove(3);
    let (kind, at_s, n_frames) = damage(&file(&pages));
    assert_eq!(kind, DamageKind::Gap);
    assert!((at_s - (before - 312) as f64 / 48e3).abs() < 1e-9, "{at_s}");
    assert_eq!(n_frames, 24_000 - (lost - before));
}

#[test]
fn frames_that_the_positions_tell_are_missing_are_a_gap_with_its_time() {
    let mut pages = paged();
    let before = granule(&pages[3]);
    for page in &mut pages[4..] {
        let later = granule(page) + 960;
        set_granule(page, later);
    }
    let (kind, at_s, n_frames) = damage(&file(&pages));
    assert_eq!((kind, n_frames), (DamageKind::Gap, 24_000));
    assert!((at_s - (before - 312) as f64 / 48e3).abs() < 1e-9, "{at_s}");
}

#[test]
fn a_packet_that_breaks_the_rules_is_told_with_its_time() {
    let mut pages = paged();
    let before = granule(&pages[2]);
    // The first packet of the page: code 3 with no frames.
    let start = 27 + usize::from(pages[3][26]);
    pages[3][start] |= 3;
    pages[3][start + 1] = 0;
    let options = DecodeOptions::default().lenient(true);
    let (decoded, _) = decoded_with(&file(&pages), &options).unwrap();
    let packet = decoded
        .damage
        .kept
        .iter()
        .find(|d| d.kind == DamageKind::Packet);
    let at_s = packet.unwrap().at_s.unwrap();
    assert!((at_s - (before - 312) as f64 / 48e3).abs() < 1e-9, "{at_s}");
    assert_eq!(decoded.n_frames, 24_000 - 960);
}

/// Packets without a frame's octets are pauses of a sender that saves them (RFC 6716, section 2.1.9).
#[test]
fn packets_of_one_octet_are_pauses() {
    let mut pages = pages(&fixture("good/opus-silk-wide-48000Hz-mono-0.5s.ogg"));
    let page = &mut pages[3];
    let n = usize::from(page[26]);
    let first = usize::from(page[27]);
    assert!(first < 255);
    page[27] = 1;
    page.drain(27 + n + 1..27 + n + first);
    assert_eq!(decoded(&file(&pages)).unwrap().0.n_frames, 24_000);
}

/// The header of a fixture with another channel mapping family.
fn of_family(family: u8) -> Vec<u8> {
    let mut pages = pages(&fixture("good/opus-6-channels-48000Hz-0.5s.opus"));
    let family_at = pages[0].windows(8).position(|w| w == b"OpusHead").unwrap() + 18;
    assert_eq!(pages[0][family_at], 1);
    pages[0][family_at] = family;
    file(&pages)
}

#[test]
fn channels_without_places_are_decoded_too() {
    let (of_1, in_order) = decoded(&of_family(1)).unwrap();
    let (of_255, discrete) = decoded(&of_family(255)).unwrap();
    assert_eq!(of_255.format.n_channels, 6);
    assert_eq!(of_255.format.mask, ChannelMask::UNKNOWN);
    assert_eq!(of_1.format.mask.to_string(), "5.1");
    // The file has Vorbis' order: front left, centre and right, rear left and right, low frequencies.
    for (i, in_file) in [0, 2, 1, 5, 3, 4].into_iter().enumerate() {
        assert!(
            in_order.planes[i] == discrete.planes[in_file],
            "channel {i}"
        );
    }
    let times = [2.0, 1.5, 0.5, 1.2, 0.8, 0.0];
    for (plane, times) in discrete.planes.iter().zip(times) {
        let peak = plane.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
        assert!((peak / 0.251 - times).abs() < 0.1, "{peak} for {times}");
    }
}

#[test]
fn ambisonics_are_refused_by_name() {
    for family in [2, 3] {
        let error = decoded(&of_family(family)).unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains("Opus (ambisonics)"), "{error}");
    }
}

#[test]
fn the_output_gain_is_applied() {
    let (_, sound) = decoded(&fixture("good/opus-gain-48000Hz-mono-0.5s.opus")).unwrap();
    let peak = sound.planes[0][4800..]
        .iter()
        .fold(0.0_f32, |peak, s| peak.max(s.abs()));
    assert!((peak - 0.251).abs() < 0.01, "{peak}");
}

#[test]
fn a_link_may_have_other_channels_than_the_one_before() {
    let mono = fixture("good/opus-silk-wide-48000Hz-mono-0.5s.ogg");
    let stereo = fixture("good/opus-celt-48000Hz-stereo-0.5s.opus");
    let vorbis = fixture("good/vorbis-44100Hz-stereo-0.5s.ogg");
    let (all, _) = decoded(&[stereo, mono, vorbis].concat()).unwrap();
    assert_eq!(all.n_frames, 24_000 + 24_000 + 22_050);
    assert!((all.duration_s - 1.5).abs() < 1e-9);
}
