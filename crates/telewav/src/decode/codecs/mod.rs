//! Every codec that can be decoded from packets: Symphonia's, and those added here behind Symphonia's
//! [`AudioDecoder`](symphonia::core::codecs::audio::AudioDecoder) trait, one file each, so that they
//! work in each container that Symphonia takes apart.

use std::sync::OnceLock;

use symphonia::core::codecs::registry::CodecRegistry;

/// The codecs of this build.
pub(super) fn registry() -> &'static CodecRegistry {
    static REGISTRY: OnceLock<CodecRegistry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let mut registry = CodecRegistry::new();
        symphonia::default::register_enabled_codecs(&mut registry);
        registry
    })
}
