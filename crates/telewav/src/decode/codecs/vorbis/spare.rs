//! Vorbis decoders that this thread has done with. A decoder makes its codebooks of the headers of the recording, which
//! takes as long as decoding two seconds of it; and prompts that were made alike have the same headers.

use std::cell::RefCell;

use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder};

/// So many are kept by each thread, since recordings of several origins come in turn, ...
const MAX_SPARE: usize = 8;
/// ... and none with larger codebooks, octets: those of usual encoders have half a million.
const MAX_CODEBOOKS: u64 = 4 << 20;

thread_local! {
    static SPARE: RefCell<Vec<Box<dyn AudioDecoder>>> = const { RefCell::new(Vec::new()) };
}

/// Whether a decoder may be kept, whose codebooks take up so many octets.
pub(in crate::decode) fn may_be_kept(codebooks: u64) -> bool {
    codebooks <= MAX_CODEBOOKS
}

/// One for a stream with these parameters, as if it were new.
pub(in crate::decode) fn take(params: &AudioCodecParameters) -> Option<Box<dyn AudioDecoder>> {
    SPARE.with_borrow_mut(|spare| {
        let i = spare
            .iter()
            .position(|decoder| are_alike(decoder.codec_params(), params))?;
        Some(spare.swap_remove(i))
    })
}

/// Keeps one that has come to the end of its stream without a fault.
pub(in crate::decode) fn keep(mut decoder: Box<dyn AudioDecoder>) {
    decoder.reset();
    SPARE.with_borrow_mut(|spare| {
        if spare.len() == MAX_SPARE {
            spare.remove(0);
        }
        spare.push(decoder);
    });
}

/// Whether nothing that a decoder of Vorbis looks at differs.
fn are_alike(a: &AudioCodecParameters, b: &AudioCodecParameters) -> bool {
    a.codec == b.codec
        && a.extra_data == b.extra_data
        && a.sample_rate == b.sample_rate
        && a.channels == b.channels
        && a.max_frames_per_packet == b.max_frames_per_packet
}
