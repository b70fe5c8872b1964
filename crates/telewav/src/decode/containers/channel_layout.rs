//! Apple's channel layouts, which CAF and QuickTime have in a `chan`.
//!
//! Source: Apple, "Apple Core Audio Format Specification 1.0" (2011), "Channel Layout Chunk".

/// The bitmap is the layout.
const USE_BITMAP: u32 = 1 << 16;
/// Left, right, centre, low frequencies, surrounds; and the same with surrounds at the back.
const MPEG_5_1_A: u32 = 121 << 16 | 6;
const WAVE_7_1: u32 = 188 << 16 | 8;

/// As WAV has it, whose bits are those of the bitmap; 0 for layouts in another order or without a name here.
pub(super) fn mask(tag: u32, bitmap: u32) -> u32 {
    match tag {
        USE_BITMAP => bitmap,
        MPEG_5_1_A => 0x3F,
        WAVE_7_1 => 0x63F,
        _ => 0,
    }
}
