//! Answers of HTTP/1.1, on their way out.

use super::{MOST_WASTED, One};
use crate::batch::{LARGEST_INLINE, Notice};
use crate::http::{AnswerHead, PackedFields, Persistence, WholeBody};
use crate::routes::Page;
use crate::server::connection::Fate;
use crate::server::own::give_page;
use crate::server::turn::Common;

/// A stream that waits may go on below this.
const LOW_OUTPUT: usize = 16 * 1024;

impl One {
    pub(in crate::server) fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    pub(in crate::server) fn last_owed(&self) -> Option<u32> {
        self.writer.keys().last()
    }

    pub(in crate::server) fn owes(&self, key: u32) -> bool {
        self.writer.keys().any(|owed| owed == key)
    }

    pub(in crate::server) fn output(&self) -> &[u8] {
        self.writer.output()
    }

    pub(in crate::server) fn wrote(&mut self, count: usize) {
        self.writer.wrote(count);
    }

    pub(in crate::server) fn is_finished(&self) -> bool {
        self.writer.is_finished()
    }

    pub(in crate::server) fn written(&mut self, slot: u32, common: &mut Common) {
        while let Some(key) = self.writer.take_left() {
            common.access.left(key, &common.now);
        }
        let left = self.writer.output().len();
        if left < LOW_OUTPUT
            && let Some(key) = self.wanting.take()
        {
            common.notices.push_back((slot, key, Notice::Writable));
        }
        if left == 0 {
            for key in self.ending.drain(..) {
                common.notices.push_back((slot, key, Notice::Sent));
            }
        }
    }

    pub(in crate::server) fn gone(&mut self, slot: u32, common: &mut Common) {
        let before = self.writer.waiting();
        if common.access.is_on() {
            for key in self.writer.keys_not_sent() {
                common.access.gone(key, &common.now);
            }
        }
        if let Some(raw) = self.raw.take() {
            common.notices.push_back((slot, raw.key, Notice::Gone));
        }
        for key in self.writer.take_unanswered().chain(self.ending.drain(..)) {
            if key != 0 {
                common.notices.push_back((slot, key, Notice::Gone));
            }
        }
        common.in_flight = common.in_flight.saturating_sub(before);
        common.reading = common.reading.saturating_sub(std::mem::take(&mut self.counted));
    }

    /// An answer made here.
    pub(super) fn answer_page(&mut self, key: u32, page: &Page, common: &mut Common) {
        give_page(page, |head, body| self.whole(key, head, body, common));
    }

    pub(in crate::server) fn whole(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        body: WholeBody<'_>,
        common: &mut Common,
    ) -> bool {
        let mut persistence = self.persistence(head, common);
        if self.streamed.is_some_and(|(streamed, _)| streamed == key)
            && self.reader.rest().is_some_and(|rest| rest > MOST_WASTED)
        {
            // More of the body is to come than is read for nothing.
            persistence = Persistence::Close;
        }
        let head = AnswerHead { persistence, ..*head };
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

    pub(in crate::server) fn begin(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        common: &mut Common,
    ) -> bool {
        let head = AnswerHead { persistence: self.persistence(head, common), ..*head };
        let before = self.writer.waiting();
        let is_fault = self.writer.begin(key, &head, common.date.text()).is_err();
        if is_fault {
            self.fault(key, common);
        }
        self.answered(before, common);
        is_fault
    }

    pub(in crate::server) fn piece(&mut self, key: u32, bytes: &[u8]) {
        if self.is_raw(key) {
            self.writer.raw(bytes);
        } else {
            self.writer.piece(key, bytes);
        }
        self.is_dirty = true;
    }

    /// A body that is shorter than declared can only be told by cutting the connection.
    pub(in crate::server) fn end(&mut self, key: u32, common: &mut Common) -> Fate {
        if self.is_raw(key) {
            self.end_raw();
            return Fate::Stays;
        }
        let before = self.writer.waiting();
        let is_complete = self.writer.end(key);
        if is_complete {
            self.ending.push(key);
        }
        self.answered(before, common);
        if is_complete { Fate::Stays } else { Fate::Closes }
    }

    pub(in crate::server) fn abort(&mut self, key: u32) -> Fate {
        if self.is_raw(key) {
            // What was written before it goes as far as the socket takes it.
            self.cut_raw();
            return Fate::Stays;
        }
        if self.owes(key) { Fate::Closes } else { Fate::Stays }
    }

    /// An answer that ends the connection leaves the requests behind it without one.
    pub(super) fn answered(&mut self, before: usize, common: &mut Common) {
        common.in_flight = (common.in_flight + self.writer.waiting()).saturating_sub(before);
        self.is_dirty = true;
        if self.writer.waiting() > 0 {
            return;
        }
        // Whoever sends a body is served alone, so that it is this one that was answered.
        self.offered = None;
        if self.streamed.take().is_some() {
            self.wasted = Some(0);
        }
        if self.is_last {
            self.writer.close();
        }
    }

    pub(in crate::server) fn want(&mut self, key: u32, below: usize) -> usize {
        let unsent = self.writer.unsent(key) + below;
        if unsent > LARGEST_INLINE {
            self.wanting = Some(key);
        }
        unsent
    }
}
