//! Matroska and WebM, walked once, element by element.
//!
//! The walk is flat: it steps into clusters and the other elements of a segment, and takes what is in them one after
//! another. Their sizes are compared with what follows and not trusted, so that a wrong one loses nothing, and a live
//! stream, which has none, is nothing else. A file that begins behind another one is decoded behind it.
//!
//! Sources: RFC 8794 (2020), EBML; RFC 9559 (2024), Matroska.

mod acm;
mod block;
mod clock;
mod cluster;
mod codec;
mod ebml;
mod lost;
mod schema;
mod search;
mod segment;
mod sound;
mod track;
mod walk;

use super::joined;

use self::ebml::Elements;
use self::walk::Walk;
use crate::decode::window::Window;
use crate::decode::{Output, Source, part};
use crate::error::Error;
use crate::kind::Kind;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    joined::each(start, Kind::Matroska, output, |start, output| {
        let range = part::to_the_end(source, start)?;
        let end = range.end;
        let window = Window::new(&mut *source, range).in_time(output);
        Walk::new(Elements::new(window, end), start).run(output)
    })
}
