//! Requests of HTTP/2, on their way in.

use std::borrow::Cow;
use std::task::{Context, Poll};

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::Request;

use super::Two;
use super::exchange::{Collected, Exchange, Receiving, Wasted};
use super::request::{Ends, Rejected, read_request};
use crate::batch::{Notice, target_of};
use crate::http::{Arrived, BodyUse, Expectation, Follows, Head, Length, ReadLimits, Refusal};
use crate::server::leading::lead;
use crate::server::timing::after;
use crate::server::turn::{Common, Turn};

/// Bytes of bodies that are collected on one connection before only the oldest goes on.
const MOST_COLLECTED: usize = 1024 * 1024;

/// What of a request's body was read.
enum Read {
    /// There is more to come.
    More,
    /// It is complete.
    End,
    /// It is over the limit.
    TooLarge,
    /// All that are being read are over theirs together.
    TooMany,
    /// The stream is gone.
    Broken,
}

impl Two {
    /// A request's head.
    pub(super) fn accepted(
        &mut self,
        request: Request<RecvStream>,
        mut respond: SendResponse<Bytes>,
        turn: &mut Turn<'_, '_>,
    ) {
        let waker = self.stream_waker.clone();
        let context = &mut Context::from_waker(&waker);
        if respond.poll_reset(context).is_ready() {
            return;
        }
        let (parts, stream) = request.into_parts();
        let ends = if stream.is_end_stream() { Ends::WithHead } else { Ends::Later };
        let mut head = std::mem::take(&mut turn.common.head);
        let mut text = Vec::new();
        let limits = &turn.common.settings.read;
        let read = read_request(&parts, ends, limits, (&mut head, &mut text));
        let now = turn.common.now.monotonic;
        let exchange = Exchange::new(respond, parts.method == http::Method::HEAD, now);
        let key = turn.common.key();
        self.exchanges.insert(key, exchange);
        match read {
            Err(Rejected::Malformed) => self.reset(key, Reason::PROTOCOL_ERROR),
            Err(Rejected::Refused(refusal)) => self.refuse_one(key, refusal, turn.common),
            Ok(()) => return self.opened(key, (head, text), stream, turn),
        }
        turn.common.head = head;
    }

    /// A request that may be served: at once, or when its body is there.
    fn opened(
        &mut self,
        key: u32,
        (head, text): (Head, Vec<u8>),
        stream: RecvStream,
        turn: &mut Turn<'_, '_>,
    ) {
        if stream.is_end_stream() {
            return self.led(key, (head, &text), (Cow::default(), None, Follows::Nothing), turn);
        }
        let common = &mut *turn.common;
        let used_as = common.routes.body_use(&head, target_of(&head, &text));
        let most = most_of(used_as, &common.settings.read);
        let receiving = Receiving { stream, used_as, unreleased: 0, came: 0 };
        if matches!(head.length, Length::Fixed(length) if length > most) {
            let refusal = Some(Refusal::BodyTooLarge);
            self.waste(Some(receiving), common);
            return self.led(key, (head, &text), (Cow::default(), refusal, Follows::Nothing), turn);
        }
        let Some(exchange) = self.exchanges.get_mut(&key) else { return };
        if head.expects == Expectation::Continue {
            exchange.invite();
        }
        exchange.receiving = Some(receiving);
        self.stream_bell.ring();
        match used_as {
            BodyUse::Keep => {
                let body = Vec::new();
                exchange.collected = Some(Box::new(Collected { head, text, body }));
            }
            BodyUse::Discard => {
                self.led(key, (head, &text), (Cow::default(), None, Follows::Nothing), turn);
            }
            BodyUse::Stream => {
                self.led(key, (head, &text), (Cow::default(), None, Follows::Body), turn);
            }
        }
    }

    /// Has a request answered.
    fn led(
        &mut self,
        key: u32,
        (head, text): (Head, &[u8]),
        (body, refusal, follows): (Cow<'_, [u8]>, Option<Refusal>, Follows),
        turn: &mut Turn<'_, '_>,
    ) {
        let common = &mut *turn.common;
        if common.in_flight >= common.settings.in_flight {
            self.refuse_one(key, Refusal::Overloaded, common);
            common.head = head;
            return;
        }
        common.in_flight += 1;
        let arrived = Arrived { head: Cow::Borrowed(text), body, refusal, follows };
        if let Some(page) = lead(key, arrived, &head, turn) {
            self.answer_page(key, &page, turn.common);
        }
        turn.common.head = head;
    }

    /// Reads what there is of bodies.
    pub(super) fn receive_all(&mut self, turn: &mut Turn<'_, '_>) {
        let keys: Vec<u32> = self
            .exchanges
            .iter()
            .filter(|(_, exchange)| exchange.receiving.is_some())
            .map(|(key, _)| *key)
            .collect();
        for key in keys {
            if !turn.requests.has_room() {
                self.has_news = true;
                return;
            }
            match self.receive(key, turn) {
                Read::More => {}
                Read::Broken => self.lose(key, turn.slot, turn.common),
                Read::End => self.received(key, None, turn),
                Read::TooLarge => self.received(key, Some(Refusal::BodyTooLarge), turn),
                Read::TooMany => {
                    self.give_up(key, Refusal::Overloaded, turn.common);
                }
            }
        }
    }

    fn receive(&mut self, key: u32, turn: &mut Turn<'_, '_>) -> Read {
        let waker = self.stream_waker.clone();
        let context = &mut Context::from_waker(&waker);
        let limits = &turn.common.settings.read;
        let Some(exchange) = self.exchanges.get_mut(&key) else { return Read::More };
        let Some(receiving) = &mut exchange.receiving else { return Read::More };
        let most = most_of(receiving.used_as, limits);
        loop {
            if !turn.requests.has_room() {
                self.has_news = true;
                return Read::More;
            }
            let data = match receiving.stream.poll_data(context) {
                Poll::Ready(Some(Ok(data))) => data,
                Poll::Ready(Some(Err(_))) => return Read::Broken,
                Poll::Ready(None) => return Read::End,
                Poll::Pending => return Read::More,
            };
            receiving.unreleased += data.len();
            receiving.came += data.len() as u64;
            if receiving.came > most {
                return Read::TooLarge;
            }
            match (receiving.used_as, &mut exchange.collected) {
                (BodyUse::Stream, _) if data.is_empty() => {}
                (BodyUse::Stream, _) => turn.requests.piece(turn.slot, key, &data),
                (BodyUse::Keep, Some(collected)) => {
                    collected.body.extend_from_slice(&data);
                    self.collected += data.len();
                    turn.common.reading += data.len();
                    if turn.common.reading > turn.common.settings.bodies {
                        return Read::TooMany;
                    }
                }
                _ => receiving.release(data.len()),
            }
        }
    }

    /// So many bytes of bodies are no longer being read.
    pub(super) fn uncount(&mut self, bytes: usize, common: &mut Common) {
        self.collected -= bytes;
        common.reading = common.reading.saturating_sub(bytes);
    }

    /// Refuses a request whose body is not complete; false where somebody has heard of it.
    pub(super) fn give_up(&mut self, key: u32, refusal: Refusal, common: &mut Common) -> bool {
        let Some(exchange) = self.exchanges.get_mut(&key) else { return false };
        let Some(collected) = exchange.collected.take() else { return false };
        exchange.receiving = None;
        self.uncount(collected.body.len(), common);
        self.refuse_one(key, refusal, common);
        true
    }

    /// A body is complete, or as long as it may be.
    fn received(&mut self, key: u32, refusal: Option<Refusal>, turn: &mut Turn<'_, '_>) {
        let Some(exchange) = self.exchanges.get_mut(&key) else { return };
        let receiving = exchange.receiving.take();
        let used_as = receiving.as_ref().map(|receiving| receiving.used_as);
        let collected = exchange.collected.take();
        if refusal.is_some() {
            self.waste(receiving, turn.common);
        }
        if let Some(collected) = collected {
            let Collected { head, text, body } = *collected;
            self.uncount(body.len(), turn.common);
            let body = if refusal.is_some() { Vec::new() } else { body };
            self.led(key, (head, &text), (Cow::Owned(body), refusal, Follows::Nothing), turn);
        } else if used_as == Some(BodyUse::Stream) {
            let failed = refusal.map(|refusal| Notice::BodyFailed(refusal.number()));
            turn.requests.notice(turn.slot, key, failed.unwrap_or(Notice::BodyEnd));
        }
    }

    /// Has the rest of a body read that nobody asks for.
    pub(super) fn waste(&mut self, receiving: Option<Receiving>, common: &Common) {
        let Some(receiving) = receiving else { return };
        let until = after(common.now.monotonic, common.settings.times.request);
        self.wasted.push(Wasted::new(receiving, until));
        self.stream_bell.ring();
    }

    pub(super) fn throw_away(&mut self) {
        let waker = self.stream_waker.clone();
        let context = &mut Context::from_waker(&waker);
        self.wasted.retain_mut(|wasted| wasted.goes_on(context));
    }

    /// Lets clients go on with bodies that are collected: all of them as long as they are small together, and else the
    /// oldest, so that it comes to an end.
    pub(super) fn release_collected(&mut self) {
        let has_room = self.collected <= MOST_COLLECTED;
        for exchange in self.exchanges.values_mut() {
            if exchange.collected.is_none() {
                continue;
            }
            if let Some(receiving) = &mut exchange.receiving {
                receiving.release(receiving.unreleased);
            }
            if !has_room {
                return;
            }
        }
    }

    pub(in crate::server) fn taken(&mut self, key: u32, count: u32) {
        if let Some(receiving) = self.exchanges.get_mut(&key).and_then(|one| one.receiving.as_mut())
        {
            receiving.release(count as usize);
            self.is_dirty = true;
        }
    }
}

/// The most bytes of a body; what nobody asks for has no limit but time.
fn most_of(used_as: BodyUse, limits: &ReadLimits) -> u64 {
    match used_as {
        BodyUse::Keep => limits.body,
        BodyUse::Stream if limits.stream > 0 => limits.stream,
        BodyUse::Stream | BodyUse::Discard => u64::MAX,
    }
}
