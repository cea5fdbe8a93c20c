//! Taking what JavaScript answered.

use super::Server;
use super::connection::{Connection, Fate};
use super::turn::Common;
use crate::batch::{AnswerKind, AnswerRecord, Answers, Payload};
use crate::http::WholeBody;

impl Server {
    /// Takes answers. Within a turn, [`Server::gather`] sends them; [`Server::send`] does at any other time.
    pub fn answer(&mut self, bytes: &[u8]) {
        for record in Answers::new(bytes) {
            self.apply(&record);
        }
    }

    /// Sends what was answered outside of a turn. What comes of it is told in the next one.
    pub fn send(&mut self) {
        self.flush();
        let is_told = self.is_closed || self.common.access.is_due();
        if is_told || !self.common.notices.is_empty() || !self.ready.is_empty() {
            // If it fails, the next event of any connection does the same.
            let _ = self.waker.wake();
        }
    }

    fn apply(&mut self, record: &AnswerRecord<'_>) {
        let AnswerRecord { slot, key, kind } = *record;
        if let AnswerKind::Facts(facts) = kind {
            // Its connection may be gone, which is when they are waited for.
            self.common.access.facts(key, &facts);
            return;
        }
        let attached = match kind {
            AnswerKind::Whole(_, Payload::Attached(handle))
            | AnswerKind::Piece(Payload::Attached(handle)) => self.attached.take(handle),
            _ => None,
        };
        let place = self.slots.get_mut(slot as usize);
        let Some(mut connection) = place.and_then(Option::take) else { return };
        let was_dirty = connection.protocol.is_dirty();
        let (fate, faults) =
            applied(&mut connection, record, attached.as_deref(), &mut self.common);
        self.faults += faults;
        if fate == Fate::Closes {
            // What was answered before the cut is what tells the client of it.
            connection.write(slot, &mut self.common);
            self.release(slot, connection);
            return;
        }
        if connection.protocol.is_dirty() && !was_dirty {
            self.dirty.push(slot);
        }
        self.slots[slot as usize] = Some(connection);
    }
}

/// What becomes of the connection, and how many answers could not be sent as they were.
fn applied(
    connection: &mut Connection,
    record: &AnswerRecord<'_>,
    attached: Option<&[u8]>,
    common: &mut Common,
) -> (Fate, u32) {
    let AnswerRecord { key, kind, .. } = *record;
    let protocol = &mut connection.protocol;
    let mut faults = 0;
    let bytes = |payload| match payload {
        Payload::Inline(bytes) => bytes,
        Payload::Attached(_) => attached.unwrap_or_default(),
        Payload::Absent => &[],
    };
    let mut fate = Fate::Stays;
    match kind {
        AnswerKind::Whole(head, payload) => {
            let body = match payload {
                Payload::Absent => WholeBody::Absent,
                payload => WholeBody::Bytes(bytes(payload)),
            };
            let is_fault = protocol.whole(key, &head, body, common);
            let length = match body {
                WholeBody::Bytes(bytes) => bytes.len(),
                WholeBody::Absent => 0,
            };
            common.answered(key, (head.status, length), is_fault);
            faults += u32::from(is_fault);
        }
        AnswerKind::Head(head) => {
            let is_fault = protocol.begin(key, &head, common);
            common.answered(key, (head.status, 0), is_fault);
            faults += u32::from(is_fault);
        }
        AnswerKind::Piece(payload) => {
            let bytes = bytes(payload);
            protocol.piece(key, bytes);
            common.access.piece(key, bytes.len());
        }
        AnswerKind::End => fate = protocol.end(key, common),
        AnswerKind::Abort => fate = protocol.abort(key),
        AnswerKind::Resume(count) => protocol.taken(key, count),
        AnswerKind::Upgrade => {
            fate = protocol.upgrade(key, common);
            if fate == Fate::Stays {
                common.access.answered(key, 101, 0, &common.now);
                common.access.left(key, &common.now);
            }
        }
        AnswerKind::Facts(_) => {}
    }
    (fate, faults)
}
