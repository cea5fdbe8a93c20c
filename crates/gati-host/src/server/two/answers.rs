//! Answers of HTTP/2, on their way out.

use bytes::Bytes;
use h2::Reason;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderName, HeaderValue};
use http::{Response, StatusCode};

use super::Two;
use super::exchange::{Answer, Exchange, Receiving};
use super::request::is_of_connection;
use crate::batch::{Address, LARGEST_INLINE};
use crate::http::{
    AnswerHead, DateText, PackedFields, Persistence, Refusal, Unsendable, WholeBody,
};
use crate::routes::Page;
use crate::server::own::give_page;
use crate::server::turn::Common;

/// Whole bodies up to this size are h2's at once, whether the client takes them or not.
const SMALL: usize = 16 * 1024;

/// What an answer says of the length of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Length(u64),
    /// What stands among the fields.
    Declared,
}

impl Two {
    pub(in crate::server) fn whole(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        body: WholeBody<'_>,
        common: &mut Common,
    ) -> bool {
        let Some(exchange) = self.exchanges.get_mut(&key) else { return false };
        if !matches!(exchange.answer, Answer::Due(_)) {
            return false;
        }
        let (said, bytes) = match body {
            _ if matches!(head.status, 204 | 304) => (Said::Nothing, [].as_slice()),
            WholeBody::Absent if exchange.is_head => (Said::Nothing, [].as_slice()),
            WholeBody::Absent => (Said::Length(0), [].as_slice()),
            WholeBody::Bytes(bytes) if exchange.is_head => {
                (Said::Length(bytes.len() as u64), [].as_slice())
            }
            WholeBody::Bytes(bytes) => (Said::Length(bytes.len() as u64), bytes),
        };
        self.is_dirty = true;
        let Ok(response) = response(head, said, common.date.text()) else {
            self.fault(key, common);
            return true;
        };
        answered(common);
        let Some(exchange) = self.exchanges.get_mut(&key) else { return false };
        match exchange.start(response, bytes.is_empty()) {
            Started::Broken | Started::Over => {
                self.remove(key, common);
            }
            Started::Open if bytes.len() <= SMALL => {
                exchange.send_at_once(Bytes::copy_from_slice(bytes));
                self.remove(key, common);
            }
            Started::Open => {
                exchange.push(Bytes::copy_from_slice(bytes));
                let receiving = exchange.give();
                self.unsent += bytes.len();
                self.waste(receiving, common);
            }
        }
        false
    }

    /// An answer that cannot be sent.
    fn fault(&mut self, key: u32, common: &mut Common) {
        let document = common.settings.documents.get("GATI_INTERNAL").cloned().unwrap_or_default();
        self.answer_document(key, 500, &document, common);
    }

    fn answer_document(&mut self, key: u32, status: u16, document: &str, common: &mut Common) {
        let head = AnswerHead {
            status,
            content_type: Some("application/problem+json; charset=utf-8"),
            fields: PackedFields::default(),
            persistence: Persistence::Keep,
        };
        self.whole(key, &head, WholeBody::Bytes(document.as_bytes()), common);
    }

    /// Refuses a request that nobody has heard of.
    pub(super) fn refuse_one(&mut self, key: u32, refusal: Refusal, common: &mut Common) {
        // It is counted for as long as its answer takes.
        common.in_flight += 1;
        common.refused(refusal, None, &Address::default());
        let document = common.settings.document(refusal);
        self.answer_document(key, refusal.status(), &document, common);
    }

    pub(super) fn answer_page(&mut self, key: u32, page: &Page, common: &mut Common) {
        give_page(page, |head, body| self.whole(key, head, body, common));
    }

    pub(in crate::server) fn begin(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        common: &mut Common,
    ) -> bool {
        let Some(exchange) = self.exchanges.get_mut(&key) else { return false };
        if !matches!(exchange.answer, Answer::Due(_)) {
            return false;
        }
        self.is_dirty = true;
        let is_bodiless = matches!(head.status, 204 | 304);
        let said = if is_bodiless { Said::Nothing } else { Said::Declared };
        let Ok(response) = response(head, said, common.date.text()) else {
            self.fault(key, common);
            return true;
        };
        exchange.is_streamed = true;
        let ends = is_bodiless || exchange.is_head;
        let left = if ends { None } else { head.declared_length() };
        if exchange.start(response, ends) == Started::Open {
            exchange.declare(left);
        }
        false
    }

    pub(in crate::server) fn piece(&mut self, key: u32, bytes: &[u8]) {
        let Some(exchange) = self.exchanges.get_mut(&key) else { return };
        let Answer::Begun(Some(_), left) = &mut exchange.answer else { return };
        let mut taken = bytes;
        if let Some(left) = left {
            // More than was declared is left out.
            taken =
                &bytes[..usize::try_from(*left).map_or(bytes.len(), |left| left.min(bytes.len()))];
            *left -= taken.len() as u64;
        }
        exchange.push(Bytes::copy_from_slice(taken));
        self.unsent += taken.len();
        self.is_dirty = true;
    }

    /// A body that is shorter than declared is an error of its stream.
    pub(in crate::server) fn end(&mut self, key: u32, common: &mut Common) {
        let Some(exchange) = self.exchanges.get_mut(&key) else { return };
        let Answer::Begun(_, left) = &exchange.answer else { return };
        self.is_dirty = true;
        if left.is_some_and(|left| left > 0) {
            exchange.reset(Reason::INTERNAL_ERROR);
            self.stream_bell.ring();
            return;
        }
        let receiving = exchange.give();
        self.waste(receiving, common);
        answered(common);
    }

    /// An answer that cannot be completed ends its stream. Nobody is told: JavaScript knows.
    pub(in crate::server) fn abort(&mut self, key: u32) {
        let Some(exchange) = self.exchanges.get_mut(&key) else { return };
        exchange.reset(Reason::INTERNAL_ERROR);
        self.is_dirty = true;
        self.stream_bell.ring();
    }

    pub(in crate::server) fn want(&mut self, key: u32, below: usize) -> usize {
        let waiting = self.out.len() - self.sent;
        let Some(exchange) = self.exchanges.get_mut(&key) else { return 0 };
        let unsent = exchange.queued + exchange.handed.max(waiting) + below;
        exchange.is_wanting |= unsent > LARGEST_INLINE;
        unsent
    }
}

/// JavaScript, or the crate, owes nothing more of an answer.
pub(super) fn answered(common: &mut Common) {
    common.in_flight = common.in_flight.saturating_sub(1);
}

/// What beginning an answer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Started {
    /// A body may follow.
    Open,
    /// It is complete.
    Over,
    /// The stream is gone.
    Broken,
}

impl Exchange {
    /// The client waits to be told to send its body.
    pub(super) fn invite(&mut self) {
        if let Answer::Due(respond) = &mut self.answer {
            let mut invitation = Response::new(());
            *invitation.status_mut() = StatusCode::CONTINUE;
            // Who is not told sends the body all the same.
            let _ = respond.send_informational(invitation);
        }
    }

    fn start(&mut self, response: Response<()>, ends: bool) -> Started {
        let Answer::Due(respond) = &mut self.answer else { return Started::Broken };
        match respond.send_response(response, ends) {
            Ok(_) if ends => {
                self.answer = Answer::Begun(None, None);
                Started::Over
            }
            Ok(sending) => {
                self.answer = Answer::Begun(Some(sending), None);
                Started::Open
            }
            Err(_) => Started::Broken,
        }
    }

    fn declare(&mut self, length: Option<u64>) {
        if let Answer::Begun(_, left) = &mut self.answer {
            *left = length;
        }
    }

    /// Nothing more comes of JavaScript. What still comes of the request is nobody's.
    fn give(&mut self) -> Option<Receiving> {
        let Answer::Begun(sending, _) = &mut self.answer else { return None };
        self.answer = Answer::Given(sending.take());
        self.receiving.take()
    }

    fn send_at_once(&mut self, bytes: Bytes) {
        if let Answer::Begun(Some(sending), _) = &mut self.answer {
            // It fails where the stream is gone, and then there is nobody to tell.
            let _ = sending.send_data(bytes, true);
        }
    }
}

/// The head of an answer as h2 takes it.
fn response(
    head: &AnswerHead<'_>,
    said: Said,
    date: &DateText,
) -> Result<Response<()>, Unsendable> {
    head.check()?;
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::from_u16(head.status).map_err(|_| Unsendable)?;
    let fields = response.headers_mut();
    if let Some(content_type) = head.content_type {
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    for (name, value) in head.fields.iter() {
        let name = HeaderName::from_bytes(name).map_err(|_| Unsendable)?;
        if is_of_connection(&name) || (name == CONTENT_LENGTH && said != Said::Declared) {
            continue;
        }
        let value = HeaderValue::from_bytes(value.trim_ascii()).map_err(|_| Unsendable)?;
        fields.try_append(name, value).map_err(|_| Unsendable)?;
    }
    if !fields.contains_key(DATE) {
        fields.insert(DATE, HeaderValue::from_bytes(date).map_err(|_| Unsendable)?);
    }
    if let Said::Length(length) = said {
        fields.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    Ok(response)
}
