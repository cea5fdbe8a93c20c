//! What a connection speaks: everything it asks of a protocol, in one place.

use super::connection::Fate;
use super::one::{Begins, One};
use super::settings::PriorKnowledge;
use super::turn::{Common, Turn};
use super::two::Two;
use crate::batch::Address;
use crate::http::{AnswerHead, Refusal, WholeBody};

/// What a client of HTTP/2 begins with (RFC 9113, section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What reading some bytes came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fed {
    /// A request began behind another one, so that its time begins now.
    pub(crate) begins_anew: bool,
}

/// One of the protocols.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "connections are boxed, and most of them speak HTTP/1.1: they need no second box"
)]
pub(crate) enum Protocol {
    /// HTTP/1.0 and 1.1.
    One(One),
    /// HTTP/2.
    Two(Box<Two>),
}

impl Protocol {
    /// HTTP/2, from its preface on: what TLS agrees on.
    pub(crate) fn two(common: &Common) -> Self {
        Self::Two(Box::new(Two::new(&common.settings, common.now.monotonic)))
    }

    /// Whether nothing was read yet, so that it may still be another one.
    pub(crate) fn is_untouched(&self) -> bool {
        match self {
            Self::One(one) => one.is_untouched(),
            Self::Two(_) => false,
        }
    }

    /// Whether bytes are there that were not read yet.
    pub(crate) fn has_waiting_bytes(&self) -> bool {
        match self {
            Self::One(one) => one.has_waiting_bytes(),
            Self::Two(two) => two.has_waiting_bytes(),
        }
    }

    /// Whether it may be given more bytes.
    pub(crate) fn wants_bytes(&self) -> bool {
        match self {
            Self::One(one) => one.wants_bytes(),
            Self::Two(two) => two.wants_bytes(),
        }
    }

    /// Whether something has arrived that had to wait, if only the end of a body.
    pub(crate) fn is_held(&self) -> bool {
        match self {
            Self::One(one) => one.is_held(),
            Self::Two(two) => two.is_held(),
        }
    }

    /// Whether nothing stands in the way of reading on.
    pub(crate) fn may_go_on(&self) -> bool {
        match self {
            Self::One(one) => one.may_go_on(),
            Self::Two(two) => two.may_go_on(),
        }
    }

    /// Reads what arrived, after what waited.
    pub(crate) fn feed(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) -> Fed {
        match self {
            Self::One(one) => {
                let settings = &turn.common.settings;
                if settings.prior_knowledge == PriorKnowledge::No || !one.is_untouched() {
                    return one.feed(bytes, turn);
                }
                match one.begins_with(PREFACE, bytes) {
                    Begins::No => one.feed(bytes, turn),
                    Begins::Partly => {
                        one.hold(bytes);
                        Fed { begins_anew: false }
                    }
                    Begins::Yes => {
                        let all = [&one.take_held(), bytes].concat();
                        *self = Self::two(turn.common);
                        self.feed(&all, turn)
                    }
                }
            }
            Self::Two(two) => {
                two.feed(bytes, turn);
                Fed { begins_anew: false }
            }
        }
    }

    /// Lets go of what was not read, because nothing will be.
    pub(crate) fn forget_bytes(&mut self) {
        match self {
            Self::One(one) => one.forget_bytes(),
            Self::Two(two) => two.forget_bytes(),
        }
    }

    /// The client has said that it is done.
    pub(crate) fn ended(&mut self, turn: &mut Turn<'_, '_>) {
        match self {
            Self::One(one) => one.ended(turn),
            // What is under way is answered if that is possible at once.
            Self::Two(_) => {}
        }
    }

    /// Answers what is no request, or came too late, and reads no more.
    pub(crate) fn refuse(&mut self, refusal: Refusal, from: (u32, Address), common: &mut Common) {
        match self {
            Self::One(one) => one.refuse(refusal, from, common),
            // Requests are refused one by one.
            Self::Two(_) => {}
        }
    }

    /// Requests that are not answered.
    pub(crate) fn waiting(&self) -> usize {
        match self {
            Self::One(one) => one.waiting(),
            Self::Two(two) => two.waiting(),
        }
    }

    /// Makes bytes for the socket of what it has, if there are none.
    pub(crate) fn fill(&mut self, slot: u32, common: &mut Common) {
        match self {
            Self::One(_) => {}
            Self::Two(two) => two.fill(slot, common),
        }
    }

    /// No further request is taken where the protocol can say so; answers of HTTP/1.1 say it one by one.
    pub(crate) fn leave(&mut self) {
        match self {
            Self::One(_) => {}
            Self::Two(two) => two.leave(),
        }
    }

    /// The last of them.
    pub(crate) fn last_owed(&self) -> Option<u32> {
        match self {
            Self::One(one) => one.last_owed(),
            Self::Two(two) => two.last_owed(),
        }
    }

    /// Whether this one is among them, or one that came before it.
    pub(crate) fn owes(&self, key: u32) -> bool {
        match self {
            Self::One(one) => one.owes(key),
            Self::Two(two) => two.owes(key),
        }
    }

    /// Bytes for the socket.
    pub(crate) fn output(&self) -> &[u8] {
        match self {
            Self::One(one) => one.output(),
            Self::Two(two) => two.output(),
        }
    }

    /// So many of them were taken.
    pub(crate) fn wrote(&mut self, count: usize, now: u64) {
        match self {
            Self::One(one) => one.wrote(count),
            Self::Two(two) => two.wrote(count, now),
        }
    }

    /// The socket took something that had been taken over from here before.
    pub(crate) fn moved(&mut self, now: u64) {
        match self {
            Self::One(_) => {}
            Self::Two(two) => two.moved(now),
        }
    }

    /// The socket takes no more, or there is no more: who waits for that is told.
    pub(crate) fn written(&mut self, slot: u32, common: &mut Common) {
        match self {
            Self::One(one) => one.written(slot, common),
            Self::Two(two) => two.written(slot, common),
        }
    }

    /// Whether there is something for [`super::Server`] to send, or to look at again.
    pub(crate) fn is_dirty(&self) -> bool {
        match self {
            Self::One(one) => one.is_dirty,
            Self::Two(two) => two.is_dirty(),
        }
    }

    /// It is being looked at.
    pub(crate) fn clean(&mut self) {
        match self {
            Self::One(one) => one.is_dirty = false,
            Self::Two(two) => two.clean(),
        }
    }

    /// Whether nothing will be written after what is there.
    pub(crate) fn is_finished(&self) -> bool {
        match self {
            Self::One(one) => one.is_finished(),
            Self::Two(two) => two.is_finished(),
        }
    }

    /// Whether everything that was read belongs to requests that are complete.
    pub(crate) fn is_between(&self) -> bool {
        match self {
            Self::One(one) => one.is_between(),
            Self::Two(two) => two.is_between(),
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
            Self::Two(two) => two.finish(),
        }
    }

    /// The connection is over, or has said its last: who waits for it is told.
    pub(crate) fn gone(&mut self, slot: u32, common: &mut Common) {
        match self {
            Self::One(one) => one.gone(slot, common),
            Self::Two(two) => two.gone(slot, common),
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
            Self::Two(two) => two.whole(key, head, body, common),
        }
    }

    /// The head of a streamed answer, with the same meaning.
    pub(crate) fn begin(&mut self, key: u32, head: &AnswerHead<'_>, common: &mut Common) -> bool {
        match self {
            Self::One(one) => one.begin(key, head, common),
            Self::Two(two) => two.begin(key, head, common),
        }
    }

    /// A part of its body.
    pub(crate) fn piece(&mut self, key: u32, bytes: &[u8]) {
        match self {
            Self::One(one) => one.piece(key, bytes),
            Self::Two(two) => two.piece(key, bytes),
        }
    }

    /// The end of it.
    pub(crate) fn end(&mut self, key: u32, common: &mut Common) -> Fate {
        match self {
            Self::One(one) => one.end(key, common),
            Self::Two(two) => {
                two.end(key, common);
                Fate::Stays
            }
        }
    }

    /// An answer cannot be completed.
    pub(crate) fn abort(&mut self, key: u32) -> Fate {
        match self {
            Self::One(one) => one.abort(key),
            Self::Two(two) => {
                two.abort(key);
                Fate::Stays
            }
        }
    }

    /// The connection goes on with another protocol.
    pub(crate) fn upgrade(&mut self, key: u32, common: &mut Common) -> Fate {
        match self {
            Self::One(one) => one.upgrade(key, common),
            // Nobody was told that this is possible.
            Self::Two(_) => Fate::Stays,
        }
    }

    /// Whether it is one of another protocol that is not over in both directions.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::One(one) => one.is_open(),
            Self::Two(_) => false,
        }
    }

    /// Whether the connection ends whatever is still to be written.
    pub(crate) fn is_cut(&self) -> bool {
        match self {
            Self::One(one) => one.is_cut(),
            Self::Two(_) => false,
        }
    }

    /// Whether the client has to be told, now and once, that nothing more comes.
    pub(crate) fn takes_end(&mut self) -> bool {
        match self {
            Self::One(one) => one.takes_end(),
            Self::Two(_) => false,
        }
    }

    /// So many bytes of a streamed body were taken.
    pub(crate) fn taken(&mut self, key: u32, count: u32) {
        match self {
            Self::One(one) => one.taken(key, count),
            Self::Two(two) => two.taken(key, count),
        }
    }

    /// How many bytes of an answer have not gone to the socket, with those of all answers that are `below` the protocol; if
    /// they are many, there will be a notice.
    pub(crate) fn want(&mut self, key: u32, below: usize) -> usize {
        match self {
            Self::One(one) => one.want(key, below),
            Self::Two(two) => two.want(key, below),
        }
    }
}
