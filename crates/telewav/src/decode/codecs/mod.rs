//! Every codec that can be decoded from packets: Symphonia's, and those added here behind Symphonia's
//! [`AudioDecoder`](symphonia::core::codecs::audio::AudioDecoder) trait, one file each, so that they
//! work in each container that Symphonia takes apart. Codings of fixed blocks, which telewav finds in
//! containers that it reads itself, are behind [`BlockDecoder`](super::blocks::BlockDecoder).

pub(super) mod aac;
mod alac;
mod bits;
pub(super) mod blocks;
pub(super) mod codes;
pub(super) mod flac;
pub(super) mod g722;
pub(super) mod g726;
pub(super) mod gsm;
pub(super) mod ima;
mod mpeg;
pub(super) mod ms_adpcm;
mod pcm;
mod planes;
pub(super) mod vox;
pub(super) mod yamaha;

#[cfg(feature = "amr")]
pub(super) mod amr;
pub(super) mod opus;
pub(super) mod vorbis;

use std::io;
use std::sync::OnceLock;

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::errors::{Error as SymphoniaError, Result as SymphoniaResult};

use crate::error::remark::CodecFault;

/// What a sample entry of MP4 stands for that Symphonia does not know and this build decodes.
#[cfg_attr(not(feature = "amr"), allow(unused_variables))]
pub(super) fn params_of(entry: [u8; 4]) -> Option<AudioCodecParameters> {
    #[cfg(feature = "amr")]
    if let Some(params) = amr::params_of(entry) {
        return Some(params);
    }
    None
}

/// The codecs of this build.
pub(super) fn registry() -> &'static CodecRegistry {
    static REGISTRY: OnceLock<CodecRegistry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let mut registry = CodecRegistry::new();
        symphonia::default::register_enabled_codecs(&mut registry);
        registry.register_audio_decoder::<alac::Decoder>();
        registry.register_audio_decoder::<blocks::Decoder>();
        registry.register_audio_decoder::<flac::Decoder>();
        registry.register_audio_decoder::<mpeg::Decoder>();
        registry.register_audio_decoder::<opus::Decoder>();
        registry.register_audio_decoder::<pcm::Decoder>();
        #[cfg(feature = "amr")]
        registry.register_audio_decoder::<amr::Decoder>();
        registry
    })
}

/// The error of a decoder here. Of Symphonia's errors, only that of reading has room for data.
fn refused<T>(fault: CodecFault) -> SymphoniaResult<T> {
    Err(SymphoniaError::IoError(io::Error::other(fault)))
}

/// What a decoder here found wrong; `None` if the error is one of Symphonia's decoders.
pub(super) fn fault_of(error: &SymphoniaError) -> Option<CodecFault> {
    match error {
        SymphoniaError::IoError(e) => e.get_ref()?.downcast_ref().copied(),
        _ => None,
    }
}
