//! How a connection of HTTP/2, and each of its streams, ends.

use h2::Reason;

use super::answers::answered;
use super::{Link, Two};
use crate::batch::Notice;
use crate::http::{BodyUse, Refusal};
use crate::server::connection::Fate;
use crate::server::settings::Times;
use crate::server::timing::after;
use crate::server::turn::Common;

/// A stream that waits may go on below this.
const LOW_OUTPUT: usize = 16 * 1024;

impl Two {
    pub(in crate::server) fn waiting(&self) -> usize {
        self.exchanges.len()
    }

    pub(in crate::server) fn last_owed(&self) -> Option<u32> {
        self.exchanges.keys().copied().max()
    }

    /// Keys grow, and answers leave in any order.
    pub(in crate::server) fn owes(&self, key: u32) -> bool {
        self.exchanges.keys().any(|owed| *owed <= key)
    }

    pub(in crate::server) fn output(&self) -> &[u8] {
        &self.out[self.sent..]
    }

    pub(in crate::server) fn wrote(&mut self, count: usize, now: u64) {
        self.sent += count;
        self.moved = now;
        self.frames.sent(count);
        if self.sent >= self.out.len() {
            self.out = Vec::new();
            self.sent = 0;
        }
    }

    pub(in crate::server) fn moved(&mut self, now: u64) {
        self.moved = now;
    }

    pub(in crate::server) fn is_dirty(&self) -> bool {
        self.is_dirty
    }

    pub(in crate::server) fn clean(&mut self) {
        self.is_dirty = false;
    }

    pub(in crate::server) fn is_finished(&self) -> bool {
        matches!(self.link, Link::Over | Link::Broken)
    }

    pub(in crate::server) fn has_waiting_bytes(&self) -> bool {
        self.has_news || !self.pipe.is_read()
    }

    pub(in crate::server) fn is_held(&self) -> bool {
        self.has_news
    }

    pub(in crate::server) fn wants_bytes(&self) -> bool {
        !self.has_news && self.pipe.is_read()
    }

    /// While the client takes nothing and h2 has no place left to write to, nothing is read either.
    pub(in crate::server) fn may_go_on(&self) -> bool {
        self.output().is_empty() || !self.pipe.is_blocked()
    }

    pub(in crate::server) fn is_between(&self) -> bool {
        self.exchanges.is_empty() && self.pipe.is_read() && !self.has_streams()
    }

    fn has_streams(&self) -> bool {
        match &self.link {
            Link::Open(connection) => connection.has_streams(),
            Link::Greeting(_) | Link::Over | Link::Broken => false,
        }
    }

    pub(in crate::server) fn forget_bytes(&mut self) {
        self.has_news = false;
        self.pipe.forget();
    }

    pub(in crate::server) fn finish(&mut self) {
        if !self.is_finished() {
            self.link = Link::Over;
        }
        self.forget_bytes();
    }

    /// The socket has taken what it takes: streams that wait for that are told.
    pub(in crate::server) fn written(&mut self, slot: u32, common: &mut Common) {
        let left = self.output().len();
        let is_all_sent = left == 0 && !self.pipe.is_blocked();
        for (key, exchange) in &mut self.exchanges {
            if is_all_sent {
                exchange.handed = 0;
            }
            if exchange.is_wanting && exchange.queued + exchange.handed.max(left) < LOW_OUTPUT {
                exchange.is_wanting = false;
                common.notices.push_back((slot, *key, Notice::Writable));
            }
        }
        if is_all_sent {
            for key in self.leaving.drain(..) {
                common.access.left(key, &common.now);
            }
            for key in self.ending.drain(..) {
                common.notices.push_back((slot, key, Notice::Sent));
            }
        }
    }

    /// An answer is complete and with h2.
    pub(super) fn finish_one(&mut self, key: u32, common: &mut Common) {
        if common.access.is_on() {
            self.leaving.push(key);
        }
        if let Some(exchange) = self.remove(key, common)
            && exchange
        {
            self.ending.push(key);
        }
    }

    /// Takes a stream out; whether its answer is a streamed one.
    pub(super) fn remove(&mut self, key: u32, common: &mut Common) -> Option<bool> {
        let mut exchange = self.exchanges.remove(&key)?;
        self.idle_since = common.now.monotonic;
        if let Some(collected) = &exchange.collected {
            self.uncount(collected.body.len(), common);
        }
        let is_streamed = exchange.is_streamed;
        if !self.is_finished() {
            self.waste(exchange.receiving.take(), common);
        }
        if matches!(self.link, Link::Broken) {
            std::mem::forget(exchange);
        }
        Some(is_streamed)
    }

    /// A stream is gone before its answer had left.
    pub(super) fn lose(&mut self, key: u32, slot: u32, common: &mut Common) {
        let Some(exchange) = self.exchanges.get(&key) else { return };
        let is_known = exchange.collected.is_none();
        let is_due = exchange.is_due();
        let is_told = is_known && (is_due || exchange.is_streamed);
        let receiving = exchange.receiving.as_ref();
        let is_cut = receiving.is_some_and(|one| one.used_as == BodyUse::Stream);
        if is_known && is_due {
            answered(common);
        }
        if is_told && is_cut {
            let reason = Refusal::BodyIncomplete.number();
            common.notices.push_back((slot, key, Notice::BodyFailed(reason)));
        }
        if is_told {
            common.notices.push_back((slot, key, Notice::Gone));
        }
        common.access.gone(key, &common.now);
        self.remove(key, common);
    }

    /// Ends a stream that nobody has heard of.
    pub(super) fn reset(&mut self, key: u32, reason: Reason) {
        if let Some(mut exchange) = self.exchanges.remove(&key) {
            exchange.reset(reason);
        }
    }

    pub(in crate::server) fn gone(&mut self, slot: u32, common: &mut Common) {
        let keys: Vec<u32> = self.exchanges.keys().copied().collect();
        for key in keys {
            self.lose(key, slot, common);
        }
        for key in self.leaving.drain(..) {
            common.access.gone(key, &common.now);
        }
        for key in self.ending.drain(..) {
            common.notices.push_back((slot, key, Notice::Gone));
        }
    }

    /// Takes no new streams, in the two steps of RFC 9113 6.8, and ends when those that are there have ended.
    pub(in crate::server) fn leave(&mut self) {
        // Who is still greeting is told when it has done so.
        if let Link::Open(connection) = &mut self.link {
            self.wasted.clear();
            connection.graceful_shutdown();
            self.is_dirty = true;
        }
    }

    /// Ends at once, and says so if the socket takes it.
    pub(in crate::server) fn farewell(&mut self) {
        self.cut(Reason::NO_ERROR);
    }

    /// Since when the client has taken nothing of what is there for it: written, or with h2.
    fn taking_since(&self) -> Option<u64> {
        if !self.output().is_empty() {
            Some(self.moved)
        } else if self.exchanges.is_empty() && self.has_streams() {
            Some(self.moved.max(self.idle_since))
        } else {
            None
        }
    }

    /// Until when something has to happen.
    pub(in crate::server) fn deadline(&self, times: &Times) -> u64 {
        let mut deadline = u64::MAX;
        let mut by = |time: u64| deadline = deadline.min(time);
        if let Some(since) = self.frames.head_since() {
            by(after(since, times.head));
        }
        if let Some(since) = self.taking_since() {
            by(after(since, times.stall));
        } else if self.exchanges.is_empty() {
            by(after(self.idle_since, times.idle));
        }
        for wasted in &self.wasted {
            by(wasted.until);
        }
        for exchange in self.exchanges.values() {
            if exchange.receiving.is_some() {
                by(after(exchange.began, times.request));
            }
            if exchange.queued > 0 {
                by(after(exchange.moved, times.stall));
            }
        }
        deadline
    }

    /// Some time may be over.
    pub(in crate::server) fn expire(&mut self, slot: u32, common: &mut Common) -> Fate {
        let now = common.now.monotonic;
        let times = common.settings.times.clone();
        if self.deadline(&times) > now {
            return Fate::Stays;
        }
        let is_late = |since: u64, time: u64| after(since, time) <= now;
        if let Some(since) = self.taking_since() {
            if is_late(since, times.stall) {
                return Fate::Closes;
            }
        } else if self.exchanges.is_empty() && is_late(self.idle_since, times.idle) {
            self.cut(Reason::NO_ERROR);
        }
        if self.frames.head_since().is_some_and(|since| is_late(since, times.head)) {
            self.cut(Reason::ENHANCE_YOUR_CALM);
        }
        let wasted = self.wasted.len();
        self.wasted.retain(|wasted| wasted.until > now);
        self.is_dirty |= self.wasted.len() < wasted;
        let mut late = Vec::new();
        for (key, exchange) in &self.exchanges {
            if exchange.receiving.is_some() && is_late(exchange.began, times.request) {
                late.push((*key, true));
            } else if exchange.queued > 0 && is_late(exchange.moved, times.stall) {
                late.push((*key, false));
            }
        }
        for (key, is_request) in late {
            if is_request {
                self.too_late(key, slot, common);
            } else {
                self.stalled(key, slot, common);
            }
        }
        Fate::Stays
    }

    /// A body did not come in time.
    fn too_late(&mut self, key: u32, slot: u32, common: &mut Common) {
        self.is_dirty = true;
        if self.give_up(key, Refusal::Late, common) {
            return;
        }
        let Some(exchange) = self.exchanges.get_mut(&key) else { return };
        let receiving = exchange.receiving.take();
        if receiving.is_some_and(|one| one.used_as == BodyUse::Stream) {
            let reason = Refusal::Late.number();
            common.notices.push_back((slot, key, Notice::BodyFailed(reason)));
        }
    }

    /// A client opens no window.
    fn stalled(&mut self, key: u32, slot: u32, common: &mut Common) {
        if let Some(exchange) = self.exchanges.get_mut(&key) {
            exchange.reset(Reason::CANCEL);
        }
        self.lose(key, slot, common);
        self.is_dirty = true;
    }
}
