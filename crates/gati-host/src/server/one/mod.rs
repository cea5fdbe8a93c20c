//! HTTP/1.1 as a connection speaks it: requests one after another, answers in their order. This file is
//! long because everything that may come of bytes is in one place: a request, a refusal, a wait.

mod answers;
mod upgraded;

use super::leading::lead;
use super::protocol::Fed;
use super::timing::Phase;
use super::turn::{Common, Turn};
use crate::access::Seen;
use crate::batch::{Address, Notice, target_of};
use crate::http::{
    Arrived, Asked, Expectation, Follows, Head, Length, Offer, Persistence, Reader, Refusal, Step,
    Verb, Writer,
};
use upgraded::Raw;

/// With more than this to be written, nothing is read: who does not take answers gets none.
const MOST_OUTPUT: usize = 256 * 1024;
/// Bytes of a streamed body that JavaScript has not taken.
const MOST_UNTAKEN: usize = 256 * 1024;
/// Bytes that are read of a body whose request has been answered, so that the connection can be used again.
pub(super) const MOST_WASTED: u64 = 1024 * 1024;

/// Why nothing is read from what has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Hold {
    #[default]
    Free,
    /// An answer has to leave first.
    Order,
    /// The buffer of this turn is full.
    Room,
}

/// Whether a connection begins in a certain way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    Yes,
    /// So far.
    Partly,
    No,
}

/// One connection's HTTP/1.1.
#[derive(Debug, Default)]
pub(crate) struct One {
    reader: Reader,
    writer: Writer,
    /// What arrived and could not be read yet: a part of a head, or requests that wait.
    held: Vec<u8>,
    hold: Hold,
    /// Something was read of it.
    has_begun: bool,
    /// The next answer ends the connection.
    is_last: bool,
    pub(super) is_dirty: bool,
    /// The exchange whose body is handed over in pieces, and what of it was not taken.
    streamed: Option<(u32, usize)>,
    /// Bytes that were thrown away of a body whose request was answered before it had come.
    wasted: Option<u64>,
    /// The exchange whose client would go on with another protocol.
    offered: Option<u32>,
    /// What is spoken is no HTTP any more.
    raw: Option<Raw>,
    /// An exchange that wants to know when it may write on.
    wanting: Option<u32>,
    /// Streamed answers that are written and not sent.
    ending: Vec<u32>,
    /// What of all memory for bodies was counted as this connection's.
    counted: usize,
}

impl One {
    /// Whether nothing was read of it yet.
    pub(super) fn is_untouched(&self) -> bool {
        !self.has_begun
    }

    /// Whether the first bytes, of which these are the next ones, are those of `text`.
    pub(super) fn begins_with(&self, text: &[u8], bytes: &[u8]) -> Begins {
        let rest = &text[self.held.len().min(text.len())..];
        let common = rest.len().min(bytes.len());
        if rest[..common] != bytes[..common] {
            Begins::No
        } else if bytes.len() < rest.len() {
            Begins::Partly
        } else {
            Begins::Yes
        }
    }

    /// Keeps bytes until it is known what they begin.
    pub(super) fn hold(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
    }

    pub(super) fn take_held(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }

    pub(super) fn has_waiting_bytes(&self) -> bool {
        self.hold != Hold::Free || !self.held.is_empty()
    }

    pub(super) fn is_held(&self) -> bool {
        self.hold != Hold::Free
    }

    pub(super) fn may_go_on(&self) -> bool {
        let waits_for_order = self.hold == Hold::Order && self.writer.waiting() > 0;
        !waits_for_order && self.is_taking()
    }

    fn is_taking(&self) -> bool {
        if let Some(raw) = &self.raw {
            return raw.is_taking();
        }
        // What comes behind the last request is thrown away, but not before that is answered: a client that sends
        // without end would keep the other end of the wire busy, and never look at an answer.
        let is_refused = self.reader.is_over() && self.writer.waiting() > 0;
        !is_refused
            && self.writer.output().len() <= MOST_OUTPUT
            && self.streamed.is_none_or(|(_, untaken)| untaken <= MOST_UNTAKEN)
    }

    pub(super) fn wants_bytes(&self) -> bool {
        self.hold == Hold::Free && self.is_taking()
    }

    /// Whether all that was read belongs to requests that are complete.
    pub(super) fn is_between(&self) -> bool {
        self.reader.is_between() && self.held.is_empty() && self.raw.is_none()
    }

    pub(super) fn phase(&self) -> Phase {
        if !self.writer.output().is_empty() {
            Phase::Taking
        } else if self.raw.is_some() || (self.writer.waiting() > 0 && self.streamed.is_none()) {
            Phase::Answer
        } else if self.streamed.is_some() {
            Phase::Stream
        } else if self.reader.is_in_body() {
            Phase::Body
        } else if !self.held.is_empty() {
            Phase::Head
        } else {
            Phase::Between
        }
    }

    pub(super) fn forget_bytes(&mut self) {
        self.hold = Hold::Free;
        self.held = Vec::new();
    }

    pub(super) fn finish(&mut self) {
        self.reader.finish();
        self.forget_bytes();
        self.streamed = None;
    }

    pub(super) fn feed(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) -> Fed {
        let fed = self.read(bytes, turn);
        self.count(turn.common);
        if self.counted > 0 && turn.common.reading > turn.common.settings.bodies {
            self.refuse(Refusal::Overloaded, (turn.slot, turn.address), turn.common);
            self.count(turn.common);
        }
        fed
    }

    /// Counts what this connection has of the memory for bodies that are not complete.
    fn count(&mut self, common: &mut Common) {
        let kept = self.reader.kept();
        common.reading = (common.reading + kept).saturating_sub(self.counted);
        self.counted = kept;
    }

    fn read(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) -> Fed {
        self.hold = Hold::Free;
        self.has_begun = true;
        let mut fed = Fed { begins_anew: false };
        if self.held.is_empty() {
            let used = self.digest(bytes, turn, &mut fed);
            if used < bytes.len() {
                self.held = bytes[used..].to_vec();
            }
            return fed;
        }
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let used = self.digest(&all, turn, &mut fed);
        if used < all.len() {
            all.drain(..used);
            self.held = all;
        }
        fed
    }

    /// Reads requests as long as there are any; answers how many bytes are not needed any more.
    fn digest(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>, fed: &mut Fed) -> usize {
        if let Some(raw) = &mut self.raw {
            let used = Self::hand_over_raw(raw, bytes, turn);
            self.hold = if used < bytes.len() { Hold::Room } else { Hold::Free };
            return used;
        }
        let mut at = 0;
        while at < bytes.len() || self.reader.is_in_body() {
            let rest = &bytes[at..];
            if let Some(hold) = self.has_to_wait(rest, turn) {
                self.hold = hold;
                return at;
            }
            fed.begins_anew |= self.reader.is_between() && at > 0;
            let Common { settings, routes, head, .. } = &mut *turn.common;
            let (used, step) = self.reader.next(rest, head, &settings.read, |head, text| {
                routes.body_use(head, target_of(head, text))
            });
            at += used;
            match step {
                Step::More if used == 0 || at == bytes.len() => return at,
                Step::More => {}
                Step::Continue => {
                    self.writer.invite();
                    self.is_dirty = true;
                }
                Step::Request(arrived) => {
                    // How long a streamed body may take is counted from here, whatever is written meanwhile.
                    fed.begins_anew |= arrived.follows == Follows::Body;
                    self.arrived(arrived, turn);
                }
                Step::Piece(piece) => self.hand_over(piece, turn),
                Step::End => {
                    self.wasted = None;
                    if let Some((key, _)) = self.streamed.take() {
                        turn.requests.notice(turn.slot, key, Notice::BodyEnd);
                    }
                }
                Step::Refused(refusal) => {
                    self.refuse(refusal, (turn.slot, turn.address), turn.common);
                    return bytes.len();
                }
            }
        }
        at
    }

    /// Whether the next step has to wait, and for what.
    fn has_to_wait(&self, rest: &[u8], turn: &Turn<'_, '_>) -> Option<Hold> {
        if !turn.requests.has_room() {
            return Some(Hold::Room);
        }
        let waiting = self.writer.waiting();
        if waiting == 0 || !self.reader.is_between() {
            return None;
        }
        if self.offered.is_some() {
            // What comes next may be no request.
            return Some(Hold::Order);
        }
        // Requests that change something are served one after another; safe ones may be under way together.
        let is_safe = rest.starts_with(b"GET ") || rest.starts_with(b"HEAD ");
        let may_come = is_safe
            && self.writer.has_only_safe()
            && waiting < turn.common.settings.pipelined
            && self.is_taking();
        if may_come { None } else { Some(Hold::Order) }
    }

    fn hand_over(&mut self, piece: &[u8], turn: &mut Turn<'_, '_>) {
        if let Some((key, untaken)) = &mut self.streamed {
            *untaken += piece.len();
            turn.requests.piece(turn.slot, *key, piece);
        } else if let Some(wasted) = &mut self.wasted {
            *wasted += piece.len() as u64;
            if *wasted > MOST_WASTED {
                self.close();
            }
        }
    }

    /// Reads no more, and ends the connection with what is written.
    fn close(&mut self) {
        self.reader.finish();
        self.held = Vec::new();
        self.wasted = None;
        self.writer.close();
        self.is_dirty = true;
    }

    pub(super) fn taken(&mut self, key: u32, count: u32) {
        self.is_dirty = true;
        if let Some(raw) = self.raw.as_mut().filter(|raw| raw.key == key) {
            return raw.taken(count);
        }
        if let Some((streamed, untaken)) = &mut self.streamed
            && *streamed == key
        {
            *untaken = untaken.saturating_sub(count as usize);
        }
    }

    /// A request: answered here, or packed.
    fn arrived(&mut self, mut arrived: Arrived<'_>, turn: &mut Turn<'_, '_>) {
        // Taken out while it is looked at; its memory comes back with it.
        let head = std::mem::take(&mut turn.common.head);
        let common = &mut *turn.common;
        if common.in_flight >= common.settings.in_flight {
            self.refuse_read(Refusal::Overloaded, (&arrived, &head), turn);
        } else if head.verb == Verb::Unknown {
            self.refuse_read(Refusal::MethodUnknown, (&arrived, &head), turn);
        } else {
            if self.may_leave(&arrived, &head) {
                arrived.follows = Follows::Offer;
            }
            let key = self.expect(&arrived, &head, common);
            if let Some(page) = lead(key, arrived, &head, turn) {
                self.answer_page(key, &page, turn.common);
            }
        }
        turn.common.head = head;
    }

    /// Whether what comes behind a request may be of another protocol: it has no body, and nothing else is under way.
    fn may_leave(&self, arrived: &Arrived<'_>, head: &Head) -> bool {
        head.offer == Offer::Upgrade
            && matches!(head.length, Length::None | Length::Fixed(0))
            && arrived.refusal.is_none()
            && self.writer.waiting() == 0
    }

    /// Makes room for an answer, and names it.
    fn expect(&mut self, arrived: &Arrived<'_>, head: &Head, common: &mut Common) -> u32 {
        let key = common.key();
        if common.access.is_on() {
            self.writer.follow();
        }
        let mut asked = Asked::from(head);
        if arrived.refusal.is_some() || arrived.follows == Follows::Unread {
            asked.persistence = Persistence::Close;
        }
        if arrived.follows == Follows::Body {
            self.streamed = Some((key, 0));
            if head.expects == Expectation::Continue {
                self.writer.invite();
                self.is_dirty = true;
            }
        }
        if arrived.follows == Follows::Offer {
            self.offered = Some(key);
        }
        self.writer.expect(key, asked);
        common.in_flight += 1;
        key
    }

    /// Refuses a request whose head was read.
    fn refuse_read(
        &mut self,
        refusal: Refusal,
        (arrived, head): (&Arrived<'_>, &Head),
        turn: &mut Turn<'_, '_>,
    ) {
        let address = turn.address;
        let common = &mut *turn.common;
        let received = arrived.body.len() as u64;
        let seen = Seen {
            head,
            text: &arrived.head,
            address: &address,
            received,
            label: 0,
            is_led: false,
        };
        common.refused(refusal, Some(&seen), &address);
        self.refuse_bytes(refusal, common);
    }

    pub(super) fn refuse(
        &mut self,
        refusal: Refusal,
        (slot, address): (u32, Address),
        common: &mut Common,
    ) {
        if self.wasted.is_some() {
            // Its request has been answered.
            return self.close();
        }
        if let Some((key, _)) = self.streamed.take() {
            // A request that JavaScript has begun is answered by JavaScript, and is the last one.
            self.reader.finish();
            self.held = Vec::new();
            self.is_last = true;
            common.notices.push_back((slot, key, Notice::BodyFailed(refusal.number())));
            return;
        }
        common.refused(refusal, None, &address);
        self.refuse_bytes(refusal, common);
    }

    fn refuse_bytes(&mut self, refusal: Refusal, common: &mut Common) {
        self.reader.finish();
        self.held = Vec::new();
        let document = common.settings.document(refusal);
        let before = self.writer.waiting();
        self.writer.refuse(refusal, &document, common.date.text());
        self.answered(before, common);
    }

    pub(super) fn ended(&mut self, turn: &mut Turn<'_, '_>) {
        if let Some(raw) = &mut self.raw {
            return Self::ended_raw(raw, turn.slot, turn.common);
        }
        let held = std::mem::take(&mut self.held);
        if let Some(refusal) = self.reader.at_end(&held) {
            self.refuse(refusal, (turn.slot, turn.address), turn.common);
        }
    }
}
