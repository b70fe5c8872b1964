//! [`Planes`]: where a decoder of ours puts the samples of a packet, for Symphonia to hand out.

use symphonia::core::audio::{
    AsGenericAudioBufferRef, AudioBuffer, AudioMut, AudioSpec, GenericAudioBufferRef,
};

/// The samples of the last packet, a plane for each channel.
pub(super) struct Planes {
    spec: AudioSpec,
    samples: Vec<Vec<f32>>,
    decoded: AudioBuffer<f32>,
}

impl Planes {
    pub fn new(spec: AudioSpec) -> Self {
        Self {
            samples: vec![Vec::new(); spec.channels().count()],
            decoded: AudioBuffer::new(spec.clone(), 0),
            spec,
        }
    }

    /// Empties them, for the next packet.
    pub fn clear(&mut self) -> &mut [Vec<f32>] {
        self.decoded.clear();
        self.samples.iter_mut().for_each(Vec::clear);
        &mut self.samples
    }

    /// Makes what has been added since [`clear`](Self::clear) that which is handed out.
    pub fn fill(&mut self) -> GenericAudioBufferRef<'_> {
        let n_frames = self.samples.first().map_or(0, Vec::len);
        if self.decoded.capacity() < n_frames {
            self.decoded = AudioBuffer::new(self.spec.clone(), n_frames);
        }
        self.decoded.clear();
        self.decoded.render_uninit(Some(n_frames));
        for (i, plane) in self.samples.iter().enumerate() {
            if let Some(out) = self.decoded.plane_mut(i) {
                out.copy_from_slice(plane);
            }
        }
        self.handed_out()
    }

    /// What was handed out last.
    pub fn handed_out(&self) -> GenericAudioBufferRef<'_> {
        self.decoded.as_generic_audio_buffer_ref()
    }
}
