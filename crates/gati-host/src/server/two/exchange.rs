//! One stream of a connection: what of the request is to come, and what of the answer is to leave.

use std::collections::VecDeque;
use std::task::{Context, Poll};

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream, SendStream};

use crate::http::{BodyUse, Head};

/// Bytes of a stream that h2 has at a time.
pub(super) const MOST_HANDED: usize = 64 * 1024;

/// Bytes that are read of a body whose request has been answered.
const MOST_WASTED: usize = 1024 * 1024;

/// A request whose body is collected before anybody hears of it.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) head: Head,
    pub(super) text: Vec<u8>,
    pub(super) body: Vec<u8>,
}

/// The body of a request, as far as it is not complete.
#[derive(Debug)]
pub(super) struct Receiving {
    pub(super) stream: RecvStream,
    pub(super) used_as: BodyUse,
    /// Bytes that were read, and which the client was not told it may send as many of again.
    pub(super) unreleased: usize,
    /// How many bytes came.
    pub(super) came: u64,
}

impl Receiving {
    /// Lets the client send as many bytes again.
    pub(super) fn release(&mut self, count: usize) {
        let count = count.min(self.unreleased);
        self.unreleased -= count;
        // There are as many, so that nothing can go wrong.
        let _ = self.stream.flow_control().release_capacity(count);
    }
}

/// The rest of a body that nobody asks for any more. It is read for a while: a client that is reset while it sends may
/// take that for the end of everything, and never look at its answer.
#[derive(Debug)]
pub(super) struct Wasted {
    stream: RecvStream,
    /// So many bytes of it are read.
    left: usize,
    /// Until then.
    pub(super) until: u64,
}

impl Wasted {
    pub(super) fn new(mut receiving: Receiving, until: u64) -> Self {
        receiving.release(receiving.unreleased);
        Self { stream: receiving.stream, left: MOST_WASTED, until }
    }

    /// Reads on; false when it is over, or enough. h2 then tells the client to stop, without an error.
    pub(super) fn goes_on(&mut self, context: &mut Context<'_>) -> bool {
        loop {
            match self.stream.poll_data(context) {
                Poll::Ready(Some(Ok(data))) => {
                    let Some(left) = self.left.checked_sub(data.len()) else { return false };
                    self.left = left;
                    // There are as many, so that nothing can go wrong.
                    let _ = self.stream.flow_control().release_capacity(data.len());
                }
                Poll::Ready(_) => return false,
                Poll::Pending => return true,
            }
        }
    }
}

/// Where an answer is.
#[derive(Debug)]
pub(super) enum Answer {
    /// It has not begun.
    Due(SendResponse<Bytes>),
    /// Its head is sent, and JavaScript gives the body; so many bytes of it are missing, if that was said.
    Begun(Option<SendStream<Bytes>>, Option<u64>),
    /// Nothing more comes of JavaScript.
    Given(Option<SendStream<Bytes>>),
}

/// What sending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// There is more than the client takes now, or more to come.
    Partly,
    /// The end is with h2, and nothing stands in its way.
    All,
    /// The stream is gone.
    Broken,
}

/// One stream.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) receiving: Option<Receiving>,
    /// Nothing when the request is under way.
    pub(super) collected: Option<Box<Collected>>,
    pub(super) answer: Answer,
    pub(super) is_head: bool,
    /// Whether the answer is a streamed one, whose sending is told of.
    pub(super) is_streamed: bool,
    /// What h2 was not given yet.
    pub(super) queue: VecDeque<Bytes>,
    pub(super) queued: usize,
    /// What it was given, and has perhaps not written.
    pub(super) handed: usize,
    /// Whether it would like to know when it may write on.
    pub(super) is_wanting: bool,
    /// When the request began.
    pub(super) began: u64,
    /// When anything of the answer was taken.
    pub(super) moved: u64,
}

impl Exchange {
    pub(super) fn new(respond: SendResponse<Bytes>, is_head: bool, now: u64) -> Self {
        Self {
            receiving: None,
            collected: None,
            answer: Answer::Due(respond),
            is_head,
            is_streamed: false,
            queue: VecDeque::new(),
            queued: 0,
            handed: 0,
            is_wanting: false,
            began: now,
            moved: now,
        }
    }

    /// Whether JavaScript, or the crate, still owes something of the answer.
    pub(super) fn is_due(&self) -> bool {
        !matches!(self.answer, Answer::Given(_))
    }

    /// More of the body.
    pub(super) fn push(&mut self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.queued += bytes.len();
            self.queue.push_back(bytes);
        }
    }

    /// Whether the client, or h2 itself, has given the stream up.
    pub(super) fn is_broken(&mut self, context: &mut Context<'_>) -> bool {
        let reset = match &mut self.answer {
            Answer::Due(respond) => respond.poll_reset(context),
            Answer::Begun(Some(sending), _) | Answer::Given(Some(sending)) => {
                sending.poll_reset(context)
            }
            Answer::Begun(None, _) | Answer::Given(None) => return false,
        };
        reset.is_ready()
    }

    /// Ends the stream with an error.
    pub(super) fn reset(&mut self, reason: Reason) {
        match &mut self.answer {
            Answer::Due(respond) => respond.send_reset(reason),
            Answer::Begun(Some(sending), _) | Answer::Given(Some(sending)) => {
                sending.send_reset(reason);
            }
            Answer::Begun(None, _) | Answer::Given(None) => {}
        }
    }

    /// Gives h2 as much as the client takes.
    pub(super) fn send(&mut self, context: &mut Context<'_>, now: u64) -> Sent {
        let (sending, is_given) = match &mut self.answer {
            Answer::Due(_) => return Sent::Partly,
            Answer::Begun(sending, _) => (sending, false),
            Answer::Given(sending) => (sending, true),
        };
        let Some(stream) = sending else {
            return if is_given { Sent::All } else { Sent::Partly };
        };
        while let Some(front) = self.queue.front_mut() {
            stream.reserve_capacity(self.queued.min(MOST_HANDED));
            let mut room = stream.capacity();
            if room == 0 {
                match stream.poll_capacity(context) {
                    Poll::Ready(Some(Ok(more))) => room = more,
                    Poll::Ready(_) => return Sent::Broken,
                    Poll::Pending => return Sent::Partly,
                }
            }
            let part = front.split_to(room.min(front.len()));
            if front.is_empty() {
                self.queue.pop_front();
            }
            self.queued -= part.len();
            self.handed += part.len();
            self.moved = now;
            let is_last = is_given && self.queued == 0;
            if stream.send_data(part, is_last).is_err() {
                return Sent::Broken;
            }
            if is_last {
                *sending = None;
                return Sent::All;
            }
        }
        if !is_given {
            return Sent::Partly;
        }
        let is_sent = stream.send_data(Bytes::new(), true).is_ok();
        *sending = None;
        if is_sent { Sent::All } else { Sent::Broken }
    }
}
