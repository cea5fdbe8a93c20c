//! One connection: its socket, what is read from it, what is written to it, and how long that may take. This file is
//! long because the life of a connection is one piece: every path through it has to leave it open, owed or closed.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::net::IpAddr;

use super::own::{packed, unrouted_page};
use super::settings::Times;
use super::socket::Stream;
use super::turn::{Common, Turn};
use crate::batch::{Address, LARGEST_INLINE, Notice, PackedBody, RequestRecord, target_of};
use crate::http::{
    AnswerHead, Arrived, Asked, Expectation, Follows, Head, Length, PackedFields, Persistence,
    Reader, Refusal, Step, Verb, WholeBody, Writer,
};
use crate::routes::{Page, Unrouted, Way};

/// Reads of one connection before others have their turn.
const READS: usize = 4;
/// With more than this to be written, nothing is read: who does not take answers gets none.
const MOST_OUTPUT: usize = 256 * 1024;
/// A stream that waits may go on below this.
const LOW_OUTPUT: usize = 16 * 1024;
/// Bytes of a streamed body that JavaScript has not taken.
const MOST_UNTAKEN: usize = 256 * 1024;
/// What is read and thrown away after the last answer, and for how long: a socket closed with bytes in it would take
/// the answer back.
const MOST_LINGERING: usize = 1024 * 1024;
const LINGERING: u64 = 1000;

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Stays,
    Closes,
}

/// Why nothing is read from what has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    Free,
    /// An answer has to leave first.
    Order,
    /// The buffer of this turn is full.
    Room,
}

/// What the socket has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Nothing, until an event tells of more.
    Drained,
    /// Perhaps bytes, and no event will tell of them.
    Unread,
    /// Nothing any more: the client has said that it is done.
    Closed,
}

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Its first request.
    New,
    /// Its next one.
    Idle,
    Head,
    Body,
    /// JavaScript.
    Answer,
    /// The client, to take what is written.
    Taking,
    Lingering,
}

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) stream: Stream,
    /// Where it is counted.
    pub(crate) ip: Option<IpAddr>,
    reader: Reader,
    pub(crate) writer: Writer,
    /// What arrived and could not be read yet: a part of a head, or requests that wait.
    held: Vec<u8>,
    hold: Hold,
    address: Address,
    source: Source,
    /// The next answer ends the connection.
    is_last: bool,
    lingered: usize,
    stage: Stage,
    /// When the request began that is being read.
    began: u64,
    deadline: u64,
    /// When the wheel looks at it.
    pub(crate) armed: u64,
    pub(crate) is_dirty: bool,
    /// The exchange whose body is handed over in pieces, and what of it was not taken.
    streamed: Option<(u32, usize)>,
    /// An exchange that wants to know when it may write on.
    wanting: Option<u32>,
    /// Streamed answers that are written and not sent.
    ending: Vec<u32>,
}

impl Connection {
    pub(crate) fn new(
        stream: Stream,
        ip: Option<IpAddr>,
        address: Address,
        now: u64,
        times: &Times,
    ) -> Self {
        Self {
            stream,
            ip,
            reader: Reader::default(),
            writer: Writer::default(),
            held: Vec::new(),
            hold: Hold::Free,
            address,
            source: Source::Drained,
            is_last: false,
            lingered: 0,
            stage: Stage::New,
            began: now,
            deadline: after(now, times.head),
            armed: u64::MAX,
            is_dirty: false,
            streamed: None,
            wanting: None,
            ending: Vec::new(),
        }
    }

    /// Whether it is between requests, and owes nothing.
    pub(crate) fn is_idle(&self) -> bool {
        self.writer.waiting() == 0
            && self.writer.output().is_empty()
            && self.reader.is_between()
            && self.held.is_empty()
    }

    /// Takes what the socket has. `is_closing` is whether the client has said that it is done.
    pub(crate) fn read(
        &mut self,
        buffer: &mut [u8],
        turn: &mut Turn<'_, '_>,
        is_closing: bool,
    ) -> Fate {
        if self.hold != Hold::Free || !self.held.is_empty() {
            self.feed(&[], turn);
        }
        for _ in 0..READS {
            if !self.wants_bytes() {
                self.source = Source::Unread;
                return Fate::Stays;
            }
            match self.stream.read(buffer) {
                Ok(0) => {
                    return self.ended(turn);
                }
                Ok(count) => {
                    self.feed(&buffer[..count], turn);
                    // Less than there was room for is all there is, and an event tells of more.
                    if count < buffer.len() && !is_closing {
                        self.source = Source::Drained;
                        return Fate::Stays;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.source = Source::Drained;
                    return Fate::Stays;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Fate::Closes,
            }
            if self.lingered > MOST_LINGERING {
                return Fate::Closes;
            }
        }
        self.source = Source::Unread;
        Fate::Stays
    }

    /// Whether it has bytes to read that no event tells of, and may read them.
    pub(crate) fn may_go_on(&self) -> bool {
        (self.source == Source::Unread || self.is_held())
            && !self.waits_for_order()
            && self.is_taking()
    }

    /// Whether something has arrived that had to wait, if only the end of a body.
    pub(crate) fn is_held(&self) -> bool {
        self.hold != Hold::Free
    }

    fn waits_for_order(&self) -> bool {
        self.hold == Hold::Order && self.writer.waiting() > 0
    }

    fn is_taking(&self) -> bool {
        self.writer.output().len() <= MOST_OUTPUT
            && self.streamed.is_none_or(|(_, untaken)| untaken <= MOST_UNTAKEN)
    }

    fn wants_bytes(&self) -> bool {
        self.hold == Hold::Free && self.is_taking()
    }

    /// Reads what arrived, after what was held.
    fn feed(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) {
        self.hold = Hold::Free;
        if self.stage == Stage::Lingering || self.writer.is_finished() {
            self.lingered += bytes.len();
            self.held = Vec::new();
            return;
        }
        if self.held.is_empty() {
            let used = self.digest(bytes, turn);
            if used < bytes.len() {
                self.held = bytes[used..].to_vec();
            }
            return;
        }
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let used = self.digest(&all, turn);
        if used < all.len() {
            all.drain(..used);
            self.held = all;
        }
    }

    /// Reads requests as long as there are any; answers how many bytes are not needed any more.
    fn digest(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) -> usize {
        let mut at = 0;
        while at < bytes.len() || self.reader.is_in_body() {
            let rest = &bytes[at..];
            if let Some(hold) = self.has_to_wait(rest, turn) {
                self.hold = hold;
                return at;
            }
            if self.reader.is_between() && at > 0 {
                self.began = turn.common.now.monotonic;
            }
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
                Step::Request(arrived) => self.arrived(arrived, turn),
                Step::Piece(piece) => self.hand_over(piece, turn),
                Step::End => {
                    if let Some((key, _)) = self.streamed.take() {
                        turn.requests.notice(turn.slot, key, Notice::BodyEnd);
                    }
                }
                Step::Refused(refusal) => {
                    self.refuse(refusal, turn.slot, turn.common);
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
        }
    }

    /// So many bytes of a streamed body were taken.
    pub(crate) fn taken(&mut self, key: u32, count: u32) {
        if let Some((streamed, untaken)) = &mut self.streamed
            && *streamed == key
        {
            *untaken = untaken.saturating_sub(count as usize);
        }
    }

    /// A request: answered here, or packed.
    fn arrived(&mut self, arrived: Arrived<'_>, turn: &mut Turn<'_, '_>) {
        // Taken out while it is looked at; its memory comes back with it.
        let head = std::mem::take(&mut turn.common.head);
        let Turn { slot, common, .. } = turn;
        if common.in_flight >= common.settings.in_flight {
            self.refuse(Refusal::Overloaded, *slot, common);
        } else if head.verb == Verb::Unknown {
            self.refuse(Refusal::MethodUnknown, *slot, common);
        } else {
            let key = self.expect(&arrived, &head, common);
            self.lead(key, arrived, &head, turn);
        }
        turn.common.head = head;
    }

    /// Makes room for an answer, and names it.
    fn expect(&mut self, arrived: &Arrived<'_>, head: &Head, common: &mut Common) -> u32 {
        let key = common.key();
        let mut asked = Asked::from(head);
        if arrived.refusal.is_some() {
            asked.persistence = Persistence::Close;
        }
        if arrived.follows == Follows::Body {
            self.streamed = Some((key, 0));
            if head.expects == Expectation::Continue {
                self.writer.invite();
                self.is_dirty = true;
            }
        }
        self.writer.expect(key, asked);
        common.in_flight += 1;
        key
    }

    /// Finds out who answers, and has it answered.
    fn lead(&mut self, key: u32, arrived: Arrived<'_>, head: &Head, turn: &mut Turn<'_, '_>) {
        let common = &mut *turn.common;
        let Arrived { head: text, body, refusal, follows } = arrived;
        let mut refusal = refusal.map_or(0, Refusal::number);
        let is_answered_here =
            refusal == 0 && matches!(common.routes.unrouted(), Unrouted::Here(_));
        let (route, allowed, params) = match common.routes.find(head, target_of(head, &text)) {
            Way::Page(page) if refusal == 0 => {
                let page = page.clone();
                return self.answer_page(key, &page, common);
            }
            Way::Nowhere(allowed) if is_answered_here => {
                return self.answer_unrouted(key, (head, &text), Some(allowed), common);
            }
            Way::BadPath if is_answered_here => {
                return self.answer_unrouted(key, (head, &text), None, common);
            }
            Way::Route(route, params) => {
                let most = common.settings.param;
                if params.iter().any(|(_, value)| value.chars().count() > most) {
                    refusal = Refusal::ParamTooLong.number();
                }
                (Some(route), 0, params.into_iter().map(|(_, value)| value).collect())
            }
            Way::Nowhere(allowed) => (None, allowed_bits(allowed), Vec::new()),
            Way::Page(_) => (None, 0, Vec::new()),
            Way::BadPath => {
                refusal = Refusal::BadPath.number();
                (None, 0, Vec::new())
            }
        };
        let mut body = body;
        let packed = match head.length {
            _ if follows == Follows::Body => PackedBody::Follows,
            Length::None => PackedBody::Absent,
            _ if body.len() > LARGEST_INLINE => {
                let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
                let bytes = std::mem::take(&mut body).into_owned();
                PackedBody::Detached(common.detached.put(bytes), length)
            }
            _ => PackedBody::Inline(&body),
        };
        let params: &[Cow<'_, str>] = &params;
        turn.requests.request(&RequestRecord {
            slot: turn.slot,
            key,
            route,
            allowed,
            params,
            head,
            text: &text,
            address: &self.address,
            body: packed,
            refusal,
        });
    }

    /// Says that there is no route; `allowed` is nothing where the path cannot be read.
    fn answer_unrouted(
        &mut self,
        key: u32,
        request: (&Head, &[u8]),
        allowed: Option<gati_router::MethodSet>,
        common: &mut Common,
    ) {
        common.next_id += 1;
        let Unrouted::Here(words) = common.routes.unrouted() else { return };
        let page = unrouted_page(words, request, allowed, common.next_id);
        self.answer_page(key, &page, common);
    }

    /// An answer made here.
    fn answer_page(&mut self, key: u32, page: &Page, common: &mut Common) {
        let (lengths, text) = packed(&page.fields);
        let fields = PackedFields::new(&lengths, &text).unwrap_or_default();
        let persistence = Persistence::Keep;
        let head = AnswerHead { status: page.status, content_type: None, fields, persistence };
        self.whole(key, &head, WholeBody::Bytes(&page.body), common);
    }

    /// A whole answer. One that cannot be sent becomes a 500, and is counted: true.
    pub(crate) fn whole(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        body: WholeBody<'_>,
        common: &mut Common,
    ) -> bool {
        let head = AnswerHead { persistence: self.persistence(head, common), ..*head };
        let before = self.writer.waiting();
        let answered = self.writer.answer(key, &head, body, common.date.text());
        let is_fault = answered.is_err();
        if is_fault {
            self.fault(key, common);
        }
        self.answered(before, common);
        is_fault
    }

    fn persistence(&self, head: &AnswerHead<'_>, common: &Common) -> Persistence {
        if common.is_draining || self.is_last { Persistence::Close } else { head.persistence }
    }

    fn fault(&mut self, key: u32, common: &Common) {
        let document = common.settings.documents.get("GATI_INTERNAL");
        let body = document.map_or("", String::as_str);
        let head = AnswerHead {
            status: 500,
            content_type: Some("application/problem+json; charset=utf-8"),
            fields: PackedFields::default(),
            persistence: Persistence::Keep,
        };
        // The head has no field that could not be sent.
        let _ =
            self.writer.answer(key, &head, WholeBody::Bytes(body.as_bytes()), common.date.text());
    }

    /// The head of a streamed answer.
    pub(crate) fn begin(&mut self, key: u32, head: &AnswerHead<'_>, common: &mut Common) -> bool {
        let head = AnswerHead { persistence: self.persistence(head, common), ..*head };
        let before = self.writer.waiting();
        let is_fault = self.writer.begin(key, &head, common.date.text()).is_err();
        if is_fault {
            self.fault(key, common);
        }
        self.answered(before, common);
        is_fault
    }

    /// The end of a streamed answer; false where the connection has to be cut.
    pub(crate) fn end(&mut self, key: u32, common: &mut Common) -> bool {
        let before = self.writer.waiting();
        let is_complete = self.writer.end(key);
        if is_complete {
            self.ending.push(key);
        }
        self.answered(before, common);
        is_complete
    }

    /// An answer that ends the connection leaves the requests behind it without one.
    fn answered(&mut self, before: usize, common: &mut Common) {
        common.in_flight = (common.in_flight + self.writer.waiting()).saturating_sub(before);
        self.is_dirty = true;
    }

    /// An exchange would like to know when there is room again.
    pub(crate) fn want(&mut self, key: u32) -> usize {
        let unsent = self.writer.unsent(key);
        if unsent > LARGEST_INLINE {
            self.wanting = Some(key);
        }
        unsent
    }

    /// Answers what is no request, and reads no more.
    fn refuse(&mut self, refusal: Refusal, slot: u32, common: &mut Common) {
        self.reader.finish();
        self.held = Vec::new();
        if let Some((key, _)) = self.streamed.take() {
            // A request that JavaScript has begun is answered by JavaScript, and is the last one.
            self.is_last = true;
            common.notices.push_back((slot, key, Notice::BodyFailed(refusal.number())));
            return;
        }
        let document = common.settings.document(refusal);
        let before = self.writer.waiting();
        self.writer.refuse(refusal, &document, common.date.text());
        self.answered(before, common);
    }

    /// The client has said that it is done.
    fn ended(&mut self, turn: &mut Turn<'_, '_>) -> Fate {
        self.source = Source::Closed;
        if self.stage == Stage::Lingering {
            return Fate::Closes;
        }
        let held = std::mem::take(&mut self.held);
        if let Some(refusal) = self.reader.at_end(&held) {
            self.refuse(refusal, turn.slot, turn.common);
        }
        if self.writer.waiting() > 0 {
            turn.common.half_closed.push(turn.slot);
        } else if self.writer.output().is_empty() {
            return Fate::Closes;
        }
        Fate::Stays
    }

    /// Writes what the socket takes.
    pub(crate) fn write(&mut self, slot: u32, common: &mut Common) -> Fate {
        self.is_dirty = false;
        while !self.writer.output().is_empty() {
            match self.stream.write(self.writer.output()) {
                Ok(0) => return Fate::Closes,
                Ok(count) => {
                    self.writer.wrote(count);
                    if self.stage == Stage::Taking {
                        self.deadline = after(common.now.monotonic, common.settings.times.stall);
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Fate::Closes,
            }
        }
        let left = self.writer.output().len();
        if left < LOW_OUTPUT
            && let Some(key) = self.wanting.take()
        {
            common.notices.push_back((slot, key, Notice::Writable));
        }
        if left > 0 {
            return Fate::Stays;
        }
        for key in self.ending.drain(..) {
            common.notices.push_back((slot, key, Notice::Sent));
        }
        if self.writer.is_finished() { self.finish(slot, common) } else { self.after_output() }
    }

    fn after_output(&self) -> Fate {
        if self.source == Source::Closed && self.writer.waiting() == 0 {
            Fate::Closes
        } else {
            Fate::Stays
        }
    }

    /// The last answer has left.
    fn finish(&mut self, slot: u32, common: &mut Common) -> Fate {
        let before = self.writer.waiting();
        for key in self.writer.take_unanswered() {
            common.notices.push_back((slot, key, Notice::Gone));
        }
        self.answered(before, common);
        self.is_dirty = false;
        let is_read =
            self.reader.is_between() && self.held.is_empty() && self.source != Source::Unread;
        if is_read || self.source == Source::Closed || self.stream.finish().is_err() {
            return Fate::Closes;
        }
        self.reader.finish();
        self.held = Vec::new();
        self.hold = Hold::Free;
        self.streamed = None;
        self.stage = Stage::Lingering;
        self.deadline = after(common.now.monotonic, LINGERING);
        Fate::Stays
    }

    /// The connection is over: who waits for it is told.
    pub(crate) fn gone(&mut self, slot: u32, common: &mut Common) {
        let before = self.writer.waiting();
        for key in self.writer.take_unanswered().chain(self.ending.drain(..)) {
            if key != 0 {
                common.notices.push_back((slot, key, Notice::Gone));
            }
        }
        common.in_flight = common.in_flight.saturating_sub(before);
    }

    /// Finds out what it waits for, and until when.
    pub(crate) fn settle(&mut self, common: &Common) -> u64 {
        if self.stage == Stage::Lingering {
            return self.deadline;
        }
        let stage = if !self.writer.output().is_empty() {
            Stage::Taking
        } else if self.writer.waiting() > 0 && self.streamed.is_none() {
            Stage::Answer
        } else if self.reader.is_in_body() {
            Stage::Body
        } else if !self.held.is_empty() {
            Stage::Head
        } else if self.stage == Stage::New && self.reader.is_between() {
            Stage::New
        } else {
            Stage::Idle
        };
        if stage == self.stage {
            return self.deadline;
        }
        let Times { idle, head, request, stall } = common.settings.times;
        let now = common.now.monotonic;
        if matches!(self.stage, Stage::New | Stage::Idle | Stage::Answer | Stage::Taking) {
            self.began = now;
        }
        self.stage = stage;
        self.deadline = match stage {
            Stage::New | Stage::Head => after(self.began, head),
            Stage::Idle => after(now, idle),
            Stage::Body => after(self.began, request),
            Stage::Answer => u64::MAX,
            Stage::Taking => after(now, stall),
            Stage::Lingering => self.deadline,
        };
        self.deadline
    }

    /// Its time may be over.
    pub(crate) fn expire(&mut self, slot: u32, common: &mut Common) -> Fate {
        if self.deadline > common.now.monotonic {
            return Fate::Stays;
        }
        match self.stage {
            Stage::Head | Stage::Body => {
                self.refuse(Refusal::Late, slot, common);
                self.write(slot, common)
            }
            Stage::Answer => Fate::Stays,
            Stage::New | Stage::Idle | Stage::Taking | Stage::Lingering => Fate::Closes,
        }
    }
}

fn after(now: u64, time: u64) -> u64 {
    if time == 0 { u64::MAX } else { now.saturating_add(time) }
}

fn allowed_bits(allowed: gati_router::MethodSet) -> u32 {
    allowed.iter().map(|method| 1 << method.index()).sum()
}
