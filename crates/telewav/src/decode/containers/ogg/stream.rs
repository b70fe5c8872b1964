//! One stream of sound in Ogg: its pages to packets, and what its numbers and positions say of what is missing.

use super::mapping::Mapping;
use super::page::{Loss, Lost, Page};
use crate::decode::packets::PacketDecoder;
use crate::decode::tracks::SoundTrack;
use crate::decode::trim::{End, Trim};
use crate::decode::{DamageKind, Output};
use crate::error::remark::{self, Remark};
use crate::error::{Error, Quantity};
use crate::kind::Kind;

/// Octets that are kept of a header that nothing of is needed.
const PASSED_OVER_LEN: usize = 64;
/// The part of [`Limits::max_memory_bytes`](crate::decode::Limits) that one packet may take up.
const PACKET_PART: u64 = crate::decode::limits::PACKET_PART;

/// A packet that goes on on the next page.
enum Partial {
    /// There is none.
    None,
    Begun(Vec<u8>),
    /// Its start is missing.
    Lost,
}

/// Octets that are no page of a stream and have taken the place of none.
#[derive(Default)]
struct Junk {
    n_octets: u64,
    n_places: u64,
    /// Where the first of them are.
    first: u64,
}

pub(super) struct Stream {
    pub serial: u32,
    /// The checksum of its first page.
    first: u32,
    mapping: Mapping,
    decoder: Option<PacketDecoder<'static>>,
    /// The number that the next page should have, and the checksum of the one before.
    next: (u32, u32),
    /// The last page, as long as it is not known whether one follows, and whether pages before it are missing.
    held: Option<(Page, bool)>,
    /// A page to read the next one into.
    spare: Page,
    partial: Partial,
    /// Where packets end that end on a page.
    ends: Vec<usize>,
    junk: Junk,
    /// Pages that were there twice.
    n_doubled: u64,
    /// Whether a packet of sound was there.
    has_sound: bool,
    /// Whether the last page said that it is the last.
    has_end: bool,
    /// Whether the decoder has had enough.
    is_given_up: bool,
    /// The position at the end of the last packet.
    position: Option<u64>,
    /// Frames of all packets so far, and how many of the first are left out.
    n_frames: u64,
    n_skipped: u64,
}

impl Stream {
    /// The stream that begins with `page`.
    pub fn new(page: &Page, mapping: Mapping) -> Self {
        Self {
            serial: page.serial(),
            first: page.checksum(),
            mapping,
            decoder: None,
            next: (page.sequence().wrapping_add(1), page.checksum()),
            held: None,
            spare: Page::default(),
            partial: Partial::None,
            junk: Junk::default(),
            n_doubled: 0,
            ends: Vec::new(),
            has_sound: false,
            has_end: false,
            is_given_up: false,
            position: None,
            n_frames: 0,
            n_skipped: 0,
        }
    }

    pub fn kind(&self) -> Kind {
        self.mapping.kind()
    }

    /// What its first page says of it.
    pub fn about(&self) -> SoundTrack {
        self.mapping.about()
    }

    /// Whether `page` is its first one again, and no sound was there in between: pages of headers are at position 0.
    pub fn is_nothing_but_headers_behind(&self, page: &Page) -> bool {
        let is_header = |(page, _): &(Page, bool)| page.granule() == Some(0);
        self.serial == page.serial()
            && self.first == page.checksum()
            && !self.has_sound
            && self.held.as_ref().is_none_or(is_header)
    }

    /// Takes one of its pages, and leaves another one in its place. `lost` is what stands before it and may have been
    /// one of its pages, too.
    pub fn page(
        &mut self,
        page: &mut Page,
        lost: Option<Lost>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let sequence = page.sequence();
        let this = (sequence.wrapping_add(1), page.checksum());
        if self.next == this {
            self.n_doubled += 1;
            return Ok(());
        }
        let (expected, _) = std::mem::replace(&mut self.next, this);
        let goes_on = expected == sequence;
        // One that only says where the end is leaves the one before it the last with sound.
        if goes_on && page.is_empty() {
            self.has_end |= page.is_last();
            if let Some(lost) = lost {
                self.junk.add(&lost);
            }
            return Ok(());
        }
        self.let_go(false, output)?;
        match lost {
            Some(lost) if goes_on => self.junk.add(&lost),
            Some(lost) => lost.tell(output),
            None if goes_on => {}
            None => {
                let what = remark::Ogg::PageFollows { sequence, expected };
                output.damage(DamageKind::Gap, output.duration_s, what);
            }
        }
        self.has_end = page.is_last();
        std::mem::swap(page, &mut self.spare);
        self.held = Some((std::mem::take(&mut self.spare), !goes_on));
        Ok(())
    }

    /// The end of the stream. `lost` is what stands behind its last page and may have been one. False if the file ends
    /// before the stream had any sound.
    pub fn finish(
        mut self,
        lost: Option<Lost>,
        output: &mut Output<'_, '_>,
    ) -> Result<bool, Error> {
        self.let_go(true, output)?;
        self.tell_of_junk(output);
        match lost {
            // It said that nothing more follows.
            Some(lost) if self.has_end && !matches!(lost.what, Loss::Recording(_)) => {
                output.note(remark::Ogg::BehindLastPage {
                    bytes: lost.n_octets,
                    offset: lost.at,
                })
            }
            Some(lost) => lost.tell(output),
            // Encoders that do not care for an end leave it so.
            None if self.has_sound && !matches!(self.partial, Partial::None) => {
                output.note(remark::Ogg::LastPageWithinPacket);
            }
            None => {}
        }
        let Some(decoder) = self.decoder else {
            return Ok(self.mapping.is_ready() && self.has_end);
        };
        let counted = decoder.finish(output)?;
        if let Some(promised) = self.mapping.promised()
            && counted.n_frames < promised
            && output.damage.is_empty()
        {
            let missing = promised - counted.n_frames;
            let what = Remark::OfFramesMissing { missing, promised };
            output.damage(DamageKind::EarlyEnd, output.duration_s, what);
        }
        Ok(true)
    }

    fn tell_of_junk(&self, output: &mut Output<'_, '_>) {
        let Junk {
            n_octets,
            n_places,
            first,
        } = self.junk;
        if n_places > 0 {
            output.note(remark::Ogg::BetweenPages {
                bytes: n_octets,
                n_places,
                first,
            });
        }
        if self.n_doubled > 0 {
            output.note(remark::Ogg::PagesTwice { n: self.n_doubled });
        }
    }

    /// Decodes the page that was held back.
    fn let_go(&mut self, is_last: bool, output: &mut Output<'_, '_>) -> Result<(), Error> {
        let Some((page, is_behind_loss)) = self.held.take() else {
            return Ok(());
        };
        if !self.is_given_up {
            self.take_apart(&page, is_last, is_behind_loss, output)?;
        }
        self.spare = page;
        Ok(())
    }

    /// Decodes the packets that end on a page.
    fn take_apart(
        &mut self,
        page: &Page,
        is_last: bool,
        is_behind_loss: bool,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        if is_behind_loss {
            self.partial = Partial::Lost;
            self.lose()?;
        }
        let mut ends = std::mem::take(&mut self.ends);
        ends.clear();
        let mut at = 0;
        for len in page.lengths() {
            at += usize::from(*len);
            if *len < 255 {
                ends.push(at);
            }
        }
        let body = page.body();
        let first_end = ends.first().copied().unwrap_or(at);
        let begun = self.first_packet(page.is_continued(), &body[..first_end], output)?;
        if ends.is_empty() {
            self.partial = match begun {
                Partial::None if at == 0 => Partial::None,
                Partial::None => self.begun(body, output)?,
                begun => begun,
            };
        } else {
            let packets = Packets {
                body,
                ends: &ends,
                begun,
            };
            self.packets(page, &packets, is_last, is_behind_loss, output)?;
            let start = ends.last().copied().unwrap_or(0);
            if start < at {
                self.partial = self.begun(&body[start..], output)?;
            }
        }
        self.ends = ends;
        Ok(())
    }

    /// The first packet of a page if it began on a page before, with the `octets` that are here.
    fn first_packet(
        &mut self,
        is_continued: bool,
        octets: &[u8],
        output: &mut Output<'_, '_>,
    ) -> Result<Partial, Error> {
        let begun = std::mem::replace(&mut self.partial, Partial::None);
        Ok(match begun {
            Partial::Begun(mut packet) if is_continued => {
                self.extend(&mut packet, octets, output)?;
                Partial::Begun(packet)
            }
            Partial::Lost if is_continued => Partial::Lost,
            Partial::None if is_continued => {
                let what = remark::Ogg::PacketStartMissing;
                output.damage(DamageKind::Packet, output.duration_s, what);
                Partial::Lost
            }
            Partial::Begun(_) => {
                let what = remark::Ogg::PacketEndMissing;
                output.damage(DamageKind::Packet, output.duration_s, what);
                Partial::None
            }
            Partial::Lost | Partial::None => Partial::None,
        })
    }

    /// Takes in headers, and decodes sound.
    fn packets(
        &mut self,
        page: &Page,
        packets: &Packets<'_>,
        is_last: bool,
        is_behind_loss: bool,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let mut n_headers = 0;
        while !self.has_sound && n_headers < packets.ends.len() {
            let packet = packets.get(n_headers).unwrap_or(&[]);
            if !self.mapping.header(packet, output.limits())? {
                self.has_sound = true;
                break;
            }
            n_headers += 1;
        }
        if n_headers == packets.ends.len() || !self.mapping.is_ready() {
            return Ok(());
        }
        let sound = n_headers..packets.ends.len();
        let mut n_frames = 0;
        for i in sound.clone() {
            n_frames += packets
                .get(i)
                .map_or(0, |packet| self.mapping.n_frames(packet));
        }
        self.place(page, n_frames, is_last, is_behind_loss, output)?;
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        // An empty packet is a way to write a page that says where the end is.
        let packets = sound.filter_map(|i| packets.get(i));
        for packet in packets.filter(|packet| !packet.is_empty()) {
            if !decoder.packet(packet.to_vec(), output)? {
                self.is_given_up = true;
                break;
            }
        }
        Ok(())
    }

    /// Compares what was counted with the position that a page says; makes a decoder once it is known where the sound
    /// starts, and tells it where it ends.
    fn place(
        &mut self,
        page: &Page,
        n_frames: u64,
        is_last: bool,
        is_behind_loss: bool,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let granule = page.granule();
        let before = self.position.filter(|_| !is_behind_loss);
        if self.decoder.is_none() {
            self.n_skipped = self.mapping.pre_skip();
            if let Some(granule) = granule
                && self.mapping.may_start_before_0()
                && !is_last
                && before.is_none()
            {
                self.n_skipped += n_frames.saturating_sub(granule);
            }
            let trim = Trim {
                start: self.n_skipped,
                end: End::Open,
            };
            let kind = self.mapping.kind();
            let params = self.mapping.params()?;
            self.decoder = Some(PacketDecoder::new(&params, kind, move |_| trim, output)?);
        }
        self.n_frames += n_frames;
        let Some(granule) = granule else {
            self.position = self.position.map(|position| position + n_frames);
            return Ok(());
        };
        self.position = Some(granule);
        let start = match before {
            Some(before) => before,
            // A stream that was cut out of a longer one does not start at 0.
            None => granule.saturating_sub(n_frames),
        };
        let end = start + n_frames;
        if before.is_some() {
            self.compare(granule, end, is_last, output);
        }
        let n_padding = end.saturating_sub(granule).min(n_frames);
        if is_last
            && n_padding > 0
            && self.mapping.has_padding()
            && let Some(decoder) = &mut self.decoder
        {
            let n_sound = self.n_frames.saturating_sub(n_padding);
            decoder.end_at(End::After(n_sound.saturating_sub(self.n_skipped)));
        }
        Ok(())
    }

    /// Tells if a page says another position than was counted.
    fn compare(&self, granule: u64, end: u64, is_last: bool, output: &mut Output<'_, '_>) {
        let tolerance = self.mapping.tolerance();
        if granule > end + tolerance {
            let missing = granule - end;
            let what = remark::Ogg::FramesMissingBetween { missing };
            output.damage(DamageKind::Gap, output.duration_s, what);
        } else if granule + tolerance < end && !is_last {
            let surplus = end - granule;
            let what = remark::Ogg::FramesBesidePositions { surplus };
            output.damage(DamageKind::Gap, output.duration_s, what);
        }
    }

    /// What is missing leaves no traces in what follows.
    fn lose(&mut self) -> Result<(), Error> {
        self.mapping.lose();
        match (&mut self.decoder, &self.mapping) {
            (Some(decoder), Mapping::Vorbis { .. }) => decoder.reset(),
            _ => Ok(()),
        }
    }

    fn begun(&self, octets: &[u8], output: &Output<'_, '_>) -> Result<Partial, Error> {
        let mut packet = Vec::new();
        self.extend(&mut packet, octets, output)?;
        Ok(Partial::Begun(packet))
    }

    /// Adds to a packet what stands on another page.
    fn extend(
        &self,
        packet: &mut Vec<u8>,
        octets: &[u8],
        output: &Output<'_, '_>,
    ) -> Result<(), Error> {
        let is_needed = self.has_sound
            || packet.len() < PASSED_OVER_LEN
            || !self.mapping.is_passed_over(packet);
        if is_needed {
            packet.extend_from_slice(octets);
        }
        let costs = (packet.len() as u64).saturating_mul(PACKET_PART);
        output.limits().check_memory(Quantity::OggPacket, costs)
    }
}

/// The packets that end on a page.
struct Packets<'p> {
    body: &'p [u8],
    ends: &'p [usize],
    /// The first one, if it began on a page before.
    begun: Partial,
}

impl Packets<'_> {
    /// The packet with this number; `None` if it is not whole.
    fn get(&self, i: usize) -> Option<&[u8]> {
        match (&self.begun, i) {
            (Partial::Begun(first), 0) => return Some(first),
            (Partial::Lost, 0) => return None,
            _ => {}
        }
        let start = i.checked_sub(1).and_then(|before| self.ends.get(before));
        self.body
            .get(start.copied().unwrap_or(0)..*self.ends.get(i)?)
    }
}

impl Junk {
    fn add(&mut self, lost: &Lost) {
        if self.n_places == 0 {
            self.first = lost.at;
        }
        self.n_octets += lost.n_octets;
        self.n_places += 1;
    }
}

impl Lost {
    fn tell(&self, output: &mut Output<'_, '_>) {
        let (bytes, offset) = (self.n_octets, self.at);
        let (kind, what) = match self.what {
            Loss::NoPage => (DamageKind::Gap, remark::Ogg::NoPage { bytes, offset }),
            Loss::Cut => (DamageKind::EarlyEnd, remark::Ogg::EndsInPage { offset }),
            Loss::Checksum => (DamageKind::Checksum, remark::Ogg::PageChecksum { offset }),
            Loss::Recording(kind) => (DamageKind::Gap, remark::Ogg::OtherFollows { kind, offset }),
        };
        output.damage(kind, output.duration_s, what);
    }
}
