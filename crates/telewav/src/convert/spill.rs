//! Samples of a long prompt, in a file without a name, for the case that all of them have to be lowered: reading them again
//! costs a tenth of what it costs to make them again, and they take up no memory of ours.

use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use crate::temporary::{self, File};

/// Octets that are written and read at a time.
const CHUNK: usize = 1 << 16;

/// What has been put aside so far.
pub(super) struct Spill {
    file: BufWriter<File>,
    octets: Vec<u8>,
}

impl Spill {
    /// A new file where the system keeps its temporary ones.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(CHUNK, temporary::file()?),
            octets: Vec::new(),
        })
    }

    /// Puts samples aside.
    pub fn push(&mut self, samples: &[f32]) -> io::Result<()> {
        for chunk in samples.chunks(CHUNK / size_of::<f32>()) {
            self.octets.clear();
            self.octets
                .extend(chunk.iter().flat_map(|s| s.to_ne_bytes()));
            self.file.write_all(&self.octets)?;
        }
        Ok(())
    }

    /// Hands all of them to `take`, in pieces, until it says that it wants no more.
    pub fn read(self, mut take: impl FnMut(&mut [f32]) -> bool) -> io::Result<()> {
        let mut file = self.file.into_inner().map_err(|e| e.into_error())?;
        file.rewind()?;
        let mut file = BufReader::with_capacity(CHUNK, file);
        let mut samples = Vec::new();
        let mut octets = self.octets;
        loop {
            octets.clear();
            (&mut file).take(CHUNK as u64).read_to_end(&mut octets)?;
            if octets.is_empty() {
                return Ok(());
            }
            let (quads, _) = octets.as_chunks::<4>();
            samples.clear();
            samples.extend(quads.iter().map(|quad| f32::from_ne_bytes(*quad)));
            if !take(&mut samples) {
                return Ok(());
            }
        }
    }
}
