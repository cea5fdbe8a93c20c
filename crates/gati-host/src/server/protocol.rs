//! What a connection speaks: everything it asks of a protocol, in one place.

use super::connection::Fate;
use super::one::One;
use super::timing::Phase;
use super::turn::{Common, Turn};
use crate::http::{AnswerHead, Refusal, WholeBody};

/// What reading some bytes came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fed {
    /// A request began behind another one, so that its time begins now.
    pub(crate) begins_anew: bool,
}

/// One of the protocols.
#[derive(Debug)]
pub(crate) enum Protocol {
    /// HTTP/1.0 and 1.1.
    One(One),
}

impl Protocol {
    /// Whether bytes are there that were not read yet.
    pub(crate) fn has_waiting_bytes(&self) -> bool {
        match self {
            Self::One(one) => one.has_waiting_bytes(),
        }
    }

    /// Whether it may be given more bytes.
    pub(crate) fn wants_bytes(&self) -> bool {
        match self {
            Self::One(one) => one.wants_bytes(),
        }
    }

    /// Whether something has arrived that had to wait, if only the end of a body.
    pub(crate) fn is_held(&self) -> bool {
        match self {
            Self::One(one) => one.is_held(),
        }
    }

    /// Whether nothing stands in the way of reading on.
    pub(crate) fn may_go_on(&self) -> bool {
        match self {
            Self::One(one) => one.may_go_on(),
        }
    }

    /// Reads what arrived, after what waited.
    pub(crate) fn feed(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) -> Fed {
        match self {
            Self::One(one) => one.feed(bytes, turn),
        }
    }

    /// Lets go of what was not read, because nothing will be.
    pub(crate) fn forget_bytes(&mut self) {
        match self {
            Self::One(one) => one.forget_bytes(),
        }
    }

    /// The client has said that it is done.
    pub(crate) fn ended(&mut self, turn: &mut Turn<'_, '_>) {
        match self {
            Self::One(one) => one.ended(turn),
        }
    }

    /// Answers what is no request, or came too late, and reads no more.
    pub(crate) fn refuse(&mut self, refusal: Refusal, slot: u32, common: &mut Common) {
        match self {
            Self::One(one) => one.refuse(refusal, slot, common),
        }
    }

    /// Requests that are not answered.
    pub(crate) fn waiting(&self) -> usize {
        match self {
            Self::One(one) => one.waiting(),
        }
    }

    /// Bytes for the socket.
    pub(crate) fn output(&self) -> &[u8] {
        match self {
            Self::One(one) => one.output(),
        }
    }

    /// So many of them were taken.
    pub(crate) fn wrote(&mut self, count: usize) {
        match self {
            Self::One(one) => one.wrote(count),
        }
    }

    /// The socket takes no more, or there is no more: who waits for that is told.
    pub(crate) fn written(&mut self, slot: u32, common: &mut Common) {
        match self {
            Self::One(one) => one.written(slot, common),
        }
    }

    /// Whether there is something for [`super::Server`] to send, or to look at again.
    pub(crate) fn is_dirty(&self) -> bool {
        match self {
            Self::One(one) => one.is_dirty,
        }
    }

    /// It is being looked at.
    pub(crate) fn clean(&mut self) {
        match self {
            Self::One(one) => one.is_dirty = false,
        }
    }

    /// Whether nothing will be written after what is there.
    pub(crate) fn is_finished(&self) -> bool {
        match self {
            Self::One(one) => one.is_finished(),
        }
    }

    /// Whether everything that was read belongs to requests that are complete.
    pub(crate) fn is_between(&self) -> bool {
        match self {
            Self::One(one) => one.is_between(),
        }
    }

    /// Whether it is between requests, and owes nothing.
    pub(crate) fn is_idle(&self) -> bool {
        self.waiting() == 0 && self.output().is_empty() && self.is_between()
    }

    /// Reads no more.
    pub(crate) fn finish(&mut self) {
        match self {
            Self::One(one) => one.finish(),
        }
    }

    /// The connection is over, or has said its last: who waits for it is told.
    pub(crate) fn gone(&mut self, slot: u32, common: &mut Common) {
        match self {
            Self::One(one) => one.gone(slot, common),
        }
    }

    /// What it is at.
    pub(crate) fn phase(&self) -> Phase {
        match self {
            Self::One(one) => one.phase(),
        }
    }

    /// A whole answer. One that cannot be sent becomes a 500, and is counted: true.
    pub(crate) fn whole(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        body: WholeBody<'_>,
        common: &mut Common,
    ) -> bool {
        match self {
            Self::One(one) => one.whole(key, head, body, common),
        }
    }

    /// The head of a streamed answer, with the same meaning.
    pub(crate) fn begin(&mut self, key: u32, head: &AnswerHead<'_>, common: &mut Common) -> bool {
        match self {
            Self::One(one) => one.begin(key, head, common),
        }
    }

    /// A part of its body.
    pub(crate) fn piece(&mut self, key: u32, bytes: &[u8]) {
        match self {
            Self::One(one) => one.piece(key, bytes),
        }
    }

    /// The end of it.
    pub(crate) fn end(&mut self, key: u32, common: &mut Common) -> Fate {
        match self {
            Self::One(one) => one.end(key, common),
        }
    }

    /// An answer cannot be completed.
    pub(crate) fn abort(&mut self, key: u32) -> Fate {
        match self {
            Self::One(one) => one.abort(key),
        }
    }

    /// So many bytes of a streamed body were taken.
    pub(crate) fn taken(&mut self, key: u32, count: u32) {
        match self {
            Self::One(one) => one.taken(key, count),
        }
    }

    /// How many bytes of an answer have not gone to the socket; if they are many, there will be a notice.
    pub(crate) fn want(&mut self, key: u32) -> usize {
        match self {
            Self::One(one) => one.want(key),
        }
    }
}
