//! Codings of telephones whose codes follow one another without blocks, by the fields of WAV.

use super::g722::G722;
use super::g726::{BitOrder, G726};
use super::vox::Vox;
use super::yamaha::Yamaha;
use crate::decode::blocks::BlockDecoder;
use crate::riff::read::Fmt;
use crate::riff::{
    WAVE_FORMAT_DIALOGIC_OKI_ADPCM, WAVE_FORMAT_G721_ADPCM, WAVE_FORMAT_G722,
    WAVE_FORMAT_G722_APICOM, WAVE_FORMAT_OKI_ADPCM, WAVE_FORMAT_YAMAHA_ADPCM,
};

/// The decoder of a WAV with these fields; `None` if it holds something else, or more channels or other bits than are decoded.
///
/// The tags of G.726 do not say in which order the bits are; each is taken as the program writes it that writes it: ffmpeg
/// (0x0045; it reads 0x0014 and 0x0064 the same) and libsndfile (0x0040).
pub fn of_wav(fmt: &Fmt) -> Option<Box<dyn BlockDecoder + Send + Sync>> {
    let bits = fmt.code_bits()?;
    let n_channels = usize::from(fmt.n_channels);
    let order = match fmt.codec_tag() {
        WAVE_FORMAT_OKI_ADPCM | WAVE_FORMAT_DIALOGIC_OKI_ADPCM => {
            return Some(Box::new(Vox::new(n_channels, 1)?));
        }
        WAVE_FORMAT_YAMAHA_ADPCM => {
            // The only one whose writers fill up a block.
            let block_octets = usize::from(fmt.block_align);
            return Some(Box::new(Yamaha::new(n_channels, block_octets)?));
        }
        _ if n_channels != 1 => return None,
        WAVE_FORMAT_G722 | WAVE_FORMAT_G722_APICOM => {
            return Some(Box::new(G722::new(0, 1)));
        }
        WAVE_FORMAT_G721_ADPCM => BitOrder::LeastFirst,
        _ => BitOrder::MostFirst,
    };
    Some(Box::new(G726::new(bits, order, 1)?))
}
