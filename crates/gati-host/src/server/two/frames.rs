//! A look at the frames before h2 reads them. It knows what h2 tells nobody: whether a head is under way, and how much of
//! what comes has no use but to be work. It also gives the errors their numbers where RFC 9113 asks for another than h2 does.

use h2::Reason;

use super::blocks::{Block, Tables};

const PREFACE: usize = 24;
const HEADER: usize = 9;
/// Streams whose end is remembered.
const ENDED: usize = 32;

/// Frames that ask for work and bring no request: so many at once, and so many a second.
const BURST: i64 = 1000;
const RATE: u64 = 100;
/// For so many bytes sent, a client may send one of those frames more: it has to open windows.
const BYTES_A_FRAME: usize = 16;
/// Shares of a frame: time and bytes bring parts of one.
const WHOLE: i64 = 1000;

mod kind {
    pub(super) const DATA: u8 = 0;
    pub(super) const HEADERS: u8 = 1;
    pub(super) const PRIORITY: u8 = 2;
    pub(super) const RST_STREAM: u8 = 3;
    pub(super) const SETTINGS: u8 = 4;
    pub(super) const PUSH_PROMISE: u8 = 5;
    pub(super) const PING: u8 = 6;
    pub(super) const GOAWAY: u8 = 7;
    pub(super) const WINDOW_UPDATE: u8 = 8;
    pub(super) const CONTINUATION: u8 = 9;
}
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const PADDED: u8 = 8;
const HAS_PRIORITY: u8 = 32;

/// The setting of the first window of streams, and the largest one there is.
const INITIAL_WINDOW: u16 = 4;
const LARGEST_WINDOW: u32 = 0x7fff_ffff;
/// No head is looked at beyond this; h2 refuses it.
const MOST_WATCHED: usize = 128 * 1024;

/// What was seen of one connection.
#[derive(Debug)]
pub(super) struct Frames {
    /// Bytes of the preface that are to come.
    preface: usize,
    header: [u8; HEADER],
    /// Bytes of the next header that are there.
    have: usize,
    /// Bytes of the payload that are to come.
    payload: usize,
    has_settings: bool,
    /// What is looked into: the payload of settings, and blocks of fields.
    watched: Option<Watched>,
    /// The stream of the block that is looked into.
    block_of: u32,
    tables: Tables,
    /// The highest stream the client has begun.
    highest: u32,
    /// The last streams that the client ended: h2 forgets them, and calls what comes of them afterwards a wrong number.
    ended: [u32; ENDED],
    next_ended: usize,
    /// When the head began that is not complete.
    head_since: Option<u64>,
    /// In shares of a frame.
    allowance: i64,
    looked: u64,
}

/// A payload that is looked into when it is complete.
#[derive(Debug)]
enum Watched {
    Settings(Vec<u8>),
    Fields(FieldsOf, Vec<u8>),
}

/// Where a block of fields stands in its stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldsOf {
    Head,
    Trailers,
}

/// Bytes that may be read, and why those after them may not.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) through: usize,
    pub(super) fault: Option<Reason>,
}

impl Frames {
    pub(super) fn new(now: u64) -> Self {
        Self {
            preface: PREFACE,
            header: [0; HEADER],
            have: 0,
            payload: 0,
            has_settings: false,
            watched: None,
            block_of: 0,
            tables: Tables::default(),
            highest: 0,
            ended: [0; ENDED],
            next_ended: 0,
            head_since: Some(now),
            allowance: BURST * WHOLE,
            looked: now,
        }
    }

    /// When the preface or the head began that is not complete.
    pub(super) fn head_since(&self) -> Option<u64> {
        self.head_since
    }

    /// So many bytes were sent.
    pub(super) fn sent(&mut self, bytes: usize) {
        let frames = i64::try_from(bytes / BYTES_A_FRAME).unwrap_or(BURST);
        self.allow(frames.saturating_mul(WHOLE));
    }

    fn allow(&mut self, shares: i64) {
        self.allowance = self.allowance.saturating_add(shares).min(BURST * WHOLE);
    }

    /// Looks at bytes.
    pub(super) fn look(&mut self, bytes: &[u8], now: u64) -> Seen {
        let passed = now.saturating_sub(self.looked).min(60_000);
        self.looked = now;
        // A thousandth of a second brings as many thousandths of a frame as a second brings frames.
        self.allow(i64::try_from(passed * RATE).unwrap_or_default());
        let mut at = 0;
        while at < bytes.len() {
            let left = bytes.len() - at;
            if self.preface > 0 {
                let count = self.preface.min(left);
                self.preface -= count;
                at += count;
            } else if self.payload > 0 {
                let count = self.payload.min(left);
                self.payload -= count;
                if let Err(fault) = self.watch(&bytes[at..at + count]) {
                    return Seen { through: at, fault: Some(fault) };
                }
                at += count;
            } else {
                let count = (HEADER - self.have).min(left);
                self.header[self.have..self.have + count].copy_from_slice(&bytes[at..at + count]);
                self.have += count;
                if self.have == HEADER {
                    self.have = 0;
                    if let Err(fault) = self.begin(now).and_then(|()| self.watch_nothing()) {
                        return Seen { through: at, fault: Some(fault) };
                    }
                }
                at += count;
            }
        }
        Seen { through: at, fault: None }
    }

    /// The header of a frame is complete.
    fn begin(&mut self, now: u64) -> Result<(), Reason> {
        let [high, middle, low, kind, flags, stream @ ..] = self.header;
        let stream = u32::from_be_bytes(stream) & 0x7fff_ffff;
        let length = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        self.payload = length;
        if !self.has_settings {
            // The preface ends with the client's settings.
            if kind != kind::SETTINGS || flags & ACK != 0 {
                return Err(Reason::PROTOCOL_ERROR);
            }
            self.has_settings = true;
            self.head_since = None;
        }
        check_length(kind, flags, length)?;
        self.check_ended(kind, flags, stream)?;
        self.choose(kind, flags, stream);
        match kind {
            kind::HEADERS | kind::PUSH_PROMISE | kind::CONTINUATION => {
                let is_complete = flags & END_HEADERS != 0;
                self.head_since =
                    if is_complete { None } else { Some(self.head_since.unwrap_or(now)) };
            }
            kind::DATA if length > 0 || flags & END_STREAM != 0 => {}
            _ => {
                self.allowance -= WHOLE;
                if self.allowance < 0 {
                    return Err(Reason::ENHANCE_YOUR_CALM);
                }
            }
        }
        Ok(())
    }
}

impl Frames {
    /// Decides whether the payload that comes is looked into.
    fn choose(&mut self, kind: u8, flags: u8, stream: u32) {
        if kind == kind::CONTINUATION && stream == self.block_of {
            return;
        }
        if matches!(self.watched, Some(Watched::Fields(..))) {
            // A block that does not end, which h2 refuses.
            self.tables.miss();
        }
        self.watched = match kind {
            kind::SETTINGS if flags & ACK == 0 => Some(Watched::Settings(Vec::new())),
            // A second head of a stream is its trailers.
            kind::HEADERS if stream <= self.highest => {
                Some(Watched::Fields(FieldsOf::Trailers, Vec::new()))
            }
            kind::HEADERS => {
                self.highest = stream;
                Some(Watched::Fields(FieldsOf::Head, Vec::new()))
            }
            _ => None,
        };
        self.block_of = stream;
    }

    /// A frame without a payload may be the end of a block.
    fn watch_nothing(&mut self) -> Result<(), Reason> {
        if self.payload == 0 { self.watch(&[]) } else { Ok(()) }
    }

    /// A part of a payload.
    fn watch(&mut self, bytes: &[u8]) -> Result<(), Reason> {
        let (kind, flags) = (self.header[3], self.header[4]);
        let is_through = self.payload == 0;
        let (of, kept) = match &mut self.watched {
            None => return Ok(()),
            Some(Watched::Settings(kept)) => {
                kept.extend_from_slice(bytes);
                return if is_through { check_settings(kept) } else { Ok(()) };
            }
            Some(Watched::Fields(of, kept)) => (*of, kept),
        };
        let is_over = is_through && flags & END_HEADERS != 0;
        if kept.is_empty() && is_over && kind == kind::HEADERS {
            // As heads usually come: in one frame, and that in one piece.
            self.watched = None;
            return self.check_fields(of, unwrapped(bytes, flags));
        }
        kept.extend_from_slice(bytes);
        let is_sound = kept.len() <= MOST_WATCHED
            && (kind != kind::HEADERS || !is_through || unwrap_kept(kept, flags));
        if !is_sound {
            self.watched = None;
            return self.check_fields(of, None);
        }
        if is_over && let Some(Watched::Fields(of, block)) = self.watched.take() {
            return self.check_fields(of, Some(&block));
        }
        Ok(())
    }

    /// A block is complete, or will not be looked at.
    fn check_fields(&mut self, of: FieldsOf, block: Option<&[u8]>) -> Result<(), Reason> {
        let Some(block) = block else {
            self.tables.miss();
            return Ok(());
        };
        match self.tables.look(block) {
            Block::Broken => Err(Reason::COMPRESSION_ERROR),
            Block::Pseudo if of == FieldsOf::Trailers => Err(Reason::PROTOCOL_ERROR),
            Block::Pseudo | Block::Fields => Ok(()),
        }
    }

    /// What belongs to a stream that its client has ended (RFC 9113, section 5.1).
    fn check_ended(&mut self, kind: u8, flags: u8, stream: u32) -> Result<(), Reason> {
        if !matches!(kind, kind::DATA | kind::HEADERS | kind::RST_STREAM) {
            return Ok(());
        }
        if stream != 0 && kind != kind::RST_STREAM && self.ended.contains(&stream) {
            return Err(Reason::STREAM_CLOSED);
        }
        if kind == kind::RST_STREAM || flags & END_STREAM != 0 {
            self.ended[self.next_ended] = stream;
            self.next_ended = (self.next_ended + 1) % ENDED;
        }
        Ok(())
    }
}

/// The block in a head's frame; nothing where its padding is longer than it is, which is h2's to refuse.
fn unwrapped(payload: &[u8], flags: u8) -> Option<&[u8]> {
    let (mut from, mut through) = (0, payload.len());
    if flags & PADDED != 0 {
        from += 1;
        through = through.checked_sub(usize::from(*payload.first()?))?;
    }
    if flags & HAS_PRIORITY != 0 {
        from += 5;
    }
    payload.get(from..through)
}

/// Leaves the block of what was kept of a head's frame; false where there is none.
fn unwrap_kept(kept: &mut Vec<u8>, flags: u8) -> bool {
    let Some(block) = unwrapped(kept, flags).map(<[u8]>::to_vec) else { return false };
    *kept = block;
    true
}

/// A first window may not be larger than windows are (RFC 9113, section 6.5.2).
fn check_settings(settings: &[u8]) -> Result<(), Reason> {
    let is_wrong = settings.chunks_exact(6).any(|setting| {
        let id = u16::from_be_bytes([setting[0], setting[1]]);
        let value = u32::from_be_bytes([setting[2], setting[3], setting[4], setting[5]]);
        id == INITIAL_WINDOW && value > LARGEST_WINDOW
    });
    if is_wrong { Err(Reason::FLOW_CONTROL_ERROR) } else { Ok(()) }
}

/// Frames that have one length only (RFC 9113, sections 6.3 to 6.9).
fn check_length(kind: u8, flags: u8, length: usize) -> Result<(), Reason> {
    let is_right = match kind {
        kind::PRIORITY => length == 5,
        kind::RST_STREAM | kind::WINDOW_UPDATE => length == 4,
        kind::SETTINGS if flags & ACK != 0 => length == 0,
        kind::SETTINGS => length.is_multiple_of(6),
        kind::PING => length == 8,
        kind::GOAWAY => length >= 8,
        _ => true,
    };
    if is_right { Ok(()) } else { Err(Reason::FRAME_SIZE_ERROR) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, flags: u8, length: u8) -> Vec<u8> {
        of(1, kind, flags, length)
    }

    fn of(stream: u8, kind: u8, flags: u8, length: u8) -> Vec<u8> {
        let mut bytes = vec![0, 0, length, kind, flags, 0, 0, 0, stream];
        bytes.extend(std::iter::repeat_n(0, usize::from(length)));
        bytes
    }

    fn begun() -> Vec<u8> {
        [vec![b'p'; PREFACE], frame(kind::SETTINGS, 0, 0)].concat()
    }

    #[test]
    fn faults_stand_where_their_frame_begins_wherever_the_bytes_are_cut() {
        let good = [begun(), frame(kind::PING, 0, 8), frame(kind::HEADERS, 5, 6)].concat();
        let cases: [(Vec<u8>, Option<Reason>); 12] = [
            (of(3, kind::DATA, 1, 9), None),
            (frame(kind::DATA, 1, 9), Some(Reason::STREAM_CLOSED)),
            (frame(kind::HEADERS, 4, 9), Some(Reason::STREAM_CLOSED)),
            (frame(kind::RST_STREAM, 0, 3), Some(Reason::FRAME_SIZE_ERROR)),
            (frame(kind::PRIORITY, 0, 4), Some(Reason::FRAME_SIZE_ERROR)),
            (frame(kind::SETTINGS, 0, 5), Some(Reason::FRAME_SIZE_ERROR)),
            (frame(kind::SETTINGS, ACK, 6), Some(Reason::FRAME_SIZE_ERROR)),
            (frame(kind::PING, 0, 9), Some(Reason::FRAME_SIZE_ERROR)),
            (frame(kind::WINDOW_UPDATE, 0, 5), Some(Reason::FRAME_SIZE_ERROR)),
            (frame(kind::GOAWAY, 0, 7), Some(Reason::FRAME_SIZE_ERROR)),
            (frame(99, 0, 3), None),
            (frame(kind::SETTINGS, ACK, 0), None),
        ];
        for (last, fault) in cases {
            let all = [good.clone(), last].concat();
            for cut in 0..all.len() {
                let mut frames = Frames::new(0);
                let first = frames.look(&all[..cut], 0);
                let found = first.fault.or(frames.look(&all[cut..], 0).fault);
                assert_eq!(found, fault, "cut at {cut}");
            }
            let whole = Frames::new(0).look(&all, 0);
            let through = if fault.is_some() { good.len() } else { all.len() };
            assert_eq!(whole, Seen { through, fault });
        }
    }

    #[test]
    fn the_first_frame_has_the_settings() {
        for first in [frame(kind::PING, 0, 8), frame(kind::SETTINGS, ACK, 0)] {
            let seen = Frames::new(0).look(&[vec![b'p'; PREFACE], first].concat(), 0);
            assert_eq!(seen.fault, Some(Reason::PROTOCOL_ERROR));
        }
    }

    #[test]
    fn heads_are_under_way_until_they_end() {
        let mut frames = Frames::new(3);
        assert_eq!(frames.head_since(), Some(3));
        frames.look(&begun(), 4);
        assert_eq!(frames.head_since(), None);
        for (bytes, now, since) in [
            (frame(kind::HEADERS, 0, 2), 5, Some(5)),
            (frame(kind::CONTINUATION, 0, 2), 6, Some(5)),
            (frame(kind::CONTINUATION, END_HEADERS, 2), 7, None),
            (frame(kind::HEADERS, END_HEADERS, 3), 8, None),
        ] {
            frames.look(&bytes, now);
            assert_eq!(frames.head_since(), since);
        }
    }

    #[test]
    fn idle_work_has_an_end_and_time_and_bytes_bring_more() {
        let mut frames = Frames::new(0);
        frames.look(&begun(), 0);
        let pings = |count: usize| frame(kind::PING, 0, 8).repeat(count);
        let most = usize::try_from(BURST).unwrap() - 1;
        assert_eq!(frames.look(&pings(most), 0).fault, None);
        assert_eq!(frames.look(&pings(10), 100).fault, None);
        frames.sent(BYTES_A_FRAME * 5);
        assert_eq!(frames.look(&pings(5), 100).fault, None);
        assert_eq!(frames.look(&pings(1), 100).fault, Some(Reason::ENHANCE_YOUR_CALM));
    }
}
