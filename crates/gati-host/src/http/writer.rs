//! Answers → bytes of a connection, in the order in which the requests came.

use std::collections::VecDeque;

use super::answer::{Agreed, AnswerHead, DateText, Framing, PackedFields, Unsendable, write_chunk};
use super::head::{Head, Persistence, Verb, Version};
use super::refusal::Refusal;

/// What a request says about its answer.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// HEAD is answered without a body.
    pub verb: Verb,
    /// Answers to 1.0 have no chunks.
    pub version: Version,
    /// What the client wants to become of the connection.
    pub persistence: Persistence,
}

impl From<&Head> for Asked {
    fn from(head: &Head) -> Self {
        Self { verb: head.verb, version: head.version, persistence: head.persistence }
    }
}

impl Asked {
    fn is_head(self) -> bool {
        self.verb == Verb::Route(gati_router::Method::Head)
    }
}

/// The body of an answer that is given as a whole.
#[derive(Debug, Clone, Copy)]
pub enum WholeBody<'bytes> {
    /// These bytes, perhaps none.
    Bytes(&'bytes [u8]),
    /// None, and nothing is said of its length.
    Absent,
}

/// Whether something was done with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Yes.
    Yes,
    /// No request waits for it.
    No,
}

#[derive(Debug)]
struct Pending {
    key: u32,
    asked: Asked,
    stage: Stage,
    /// What is written and has others before it.
    ahead: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    /// The head is written; so much of the body may follow.
    Streaming(Framing, Persistence),
    Complete(Persistence),
}

/// Writes one connection.
#[derive(Debug, Default)]
pub struct Writer {
    queue: VecDeque<Pending>,
    out: Vec<u8>,
    sent: usize,
    is_last_written: bool,
    owes_continue: bool,
    /// Bytes of earlier outputs, which were all taken.
    base: u64,
    /// Answers that are complete, and where they end; only where that is followed.
    ends: VecDeque<(u32, u64)>,
    is_followed: bool,
}

impl Writer {
    /// A request came, and will be answered under this key.
    pub fn expect(&mut self, key: u32, asked: Asked) {
        self.owes_continue = false;
        self.queue.push_back(Pending { key, asked, stage: Stage::Waiting, ahead: Vec::new() });
    }

    /// How many requests are not answered yet.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Whether all requests that are not answered yet are safe, so that another safe one may come beside them.
    pub fn has_only_safe(&self) -> bool {
        self.queue.iter().all(|pending| pending.asked.verb.is_safe())
    }

    /// Whether nothing will be written after what is there.
    pub fn is_finished(&self) -> bool {
        self.is_last_written
    }

    /// The keys of requests that are not answered.
    pub fn keys(&self) -> impl Iterator<Item = u32> {
        self.queue.iter().map(|pending| pending.key)
    }

    /// Bytes for the socket.
    pub fn output(&self) -> &[u8] {
        &self.out[self.sent..]
    }

    /// So many of them were taken.
    pub fn wrote(&mut self, count: usize) {
        self.sent += count;
        if self.sent >= self.out.len() {
            // An idle connection holds no buffer.
            self.base += self.sent as u64;
            self.out = Vec::new();
            self.sent = 0;
        }
    }

    /// From here on it is known when the last byte of an answer was taken.
    pub fn follow(&mut self) {
        self.is_followed = true;
    }

    /// The next answer whose last byte was taken.
    pub fn take_left(&mut self) -> Option<u32> {
        let taken = self.base + self.sent as u64;
        let (key, _) = self.ends.pop_front_if(|(_, end)| *end <= taken)?;
        Some(key)
    }

    /// The keys of requests whose answers were not taken to the last byte.
    pub fn keys_not_sent(&self) -> impl Iterator<Item = u32> {
        self.ends.iter().map(|(key, _)| *key).chain(self.keys())
    }

    /// Bytes that an answer has waiting, before it and of its own.
    pub fn unsent(&self, key: u32) -> usize {
        let ahead = self.find(key).map_or(0, |at| self.queue[at].ahead.len());
        self.output().len() + ahead
    }

    /// The client waits to be told to send its body.
    pub fn invite(&mut self) {
        if self.queue.is_empty() && !self.is_last_written {
            self.out.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        } else {
            self.owes_continue = true;
        }
    }

    fn find(&self, key: u32) -> Option<usize> {
        if self.is_last_written {
            return None;
        }
        self.queue.iter().position(|pending| pending.key == key)
    }

    /// A whole answer.
    pub fn answer(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        body: WholeBody<'_>,
        date: &DateText,
    ) -> Result<Taken, Unsendable> {
        let Some(at) = self.find(key) else { return Ok(Taken::No) };
        let Pending { asked, stage: Stage::Waiting, .. } = self.queue[at] else {
            return Ok(Taken::No);
        };
        let persistence = agreed(head.check()?, asked.persistence);
        let (framing, bytes) = match body {
            _ if matches!(head.status, 204 | 304) => (Framing::Bodiless, [].as_slice()),
            WholeBody::Absent if asked.is_head() => (Framing::Bodiless, [].as_slice()),
            WholeBody::Absent => (Framing::Length(0), [].as_slice()),
            WholeBody::Bytes(bytes) if asked.is_head() => {
                (Framing::Length(bytes.len() as u64), [].as_slice())
            }
            WholeBody::Bytes(bytes) => (Framing::Length(bytes.len() as u64), bytes),
        };
        let out = self.place(at);
        out.reserve(
            192 + head.fields.iter().map(|(n, v)| n.len() + v.len() + 4).sum::<usize>()
                + bytes.len(),
        );
        head.write(out, Agreed { framing, version: asked.version, persistence }, date);
        out.extend_from_slice(bytes);
        self.queue[at].stage = Stage::Complete(persistence);
        self.promote();
        Ok(Taken::Yes)
    }

    /// The head of an answer whose body follows.
    pub fn begin(
        &mut self,
        key: u32,
        head: &AnswerHead<'_>,
        date: &DateText,
    ) -> Result<Taken, Unsendable> {
        let Some(at) = self.find(key) else { return Ok(Taken::No) };
        let Pending { asked, stage: Stage::Waiting, .. } = self.queue[at] else {
            return Ok(Taken::No);
        };
        let mut persistence = agreed(head.check()?, asked.persistence);
        let framing = match (head.declared_length(), asked.version) {
            _ if matches!(head.status, 204 | 304) => Framing::Bodiless,
            (Some(length), _) => Framing::Length(length),
            (None, Version::Current | Version::Two) => Framing::Chunked,
            (None, Version::Old) => {
                persistence = Persistence::Close;
                Framing::Close
            }
        };
        head.write(self.place(at), Agreed { framing, version: asked.version, persistence }, date);
        let follows = if asked.is_head() { Framing::Bodiless } else { framing };
        self.queue[at].stage = Stage::Streaming(follows, persistence);
        Ok(Taken::Yes)
    }

    /// A part of the body. More than was declared is left out, and the connection ends.
    pub fn piece(&mut self, key: u32, bytes: &[u8]) -> Taken {
        let Some(at) = self.find(key) else { return Taken::No };
        let Stage::Streaming(framing, persistence) = self.queue[at].stage else { return Taken::No };
        if bytes.is_empty() {
            return Taken::Yes;
        }
        match framing {
            Framing::Bodiless => {}
            Framing::Chunked => write_chunk(self.place(at), bytes),
            Framing::Close => self.place(at).extend_from_slice(bytes),
            Framing::Length(left) => {
                let taken = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
                self.place(at).extend_from_slice(&bytes[..taken]);
                let kept = if taken < bytes.len() { Persistence::Close } else { persistence };
                self.queue[at].stage = Stage::Streaming(Framing::Length(left - taken as u64), kept);
            }
        }
        Taken::Yes
    }

    /// The body is complete. One that is shorter than declared cannot be completed: false, and the connection has to be cut.
    #[must_use]
    pub fn end(&mut self, key: u32) -> bool {
        let Some(at) = self.find(key) else { return true };
        let Stage::Streaming(framing, persistence) = self.queue[at].stage else { return true };
        match framing {
            Framing::Length(left) if left > 0 => return false,
            Framing::Chunked => self.place(at).extend_from_slice(b"0\r\n\r\n"),
            _ => {}
        }
        self.queue[at].stage = Stage::Complete(persistence);
        self.promote();
        true
    }

    /// Answers what was not a request, after everything that was one. Nothing is written behind it.
    pub fn refuse(&mut self, refusal: Refusal, document: &str, date: &DateText) {
        let head = AnswerHead {
            status: refusal.status(),
            content_type: Some("application/problem+json; charset=utf-8"),
            fields: PackedFields::default(),
            persistence: Persistence::Close,
        };
        let asked = Asked {
            verb: Verb::Unknown,
            version: Version::Current,
            persistence: Persistence::Close,
        };
        self.expect(0, asked);
        // The head has no field that could not be sent.
        let _ = self.answer(0, &head, WholeBody::Bytes(document.as_bytes()), date);
    }

    /// Takes the only request that waits off the queue; from here on bytes are written as they are.
    pub fn take_over(&mut self, key: u32) -> Taken {
        if self.is_last_written || self.queue.len() != 1 || self.find(key) != Some(0) {
            return Taken::No;
        }
        self.queue.clear();
        Taken::Yes
    }

    /// Bytes of another protocol.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// Says that nothing will be written behind what is there, where nobody is owed an answer.
    pub fn close(&mut self) {
        self.is_last_written |= self.queue.is_empty();
    }

    /// Where the bytes of an answer go: out, if nothing is before it.
    fn place(&mut self, at: usize) -> &mut Vec<u8> {
        if at == 0 { &mut self.out } else { &mut self.queue[at].ahead }
    }

    /// Takes complete answers off the front, and puts what the next one has written behind them.
    fn promote(&mut self) {
        while let Some(Pending { stage: Stage::Complete(persistence), .. }) = self.queue.front() {
            self.is_last_written = *persistence == Persistence::Close;
            let popped = self.queue.pop_front();
            if let Some(Pending { key, .. }) = popped
                && self.is_followed
            {
                self.ends.push_back((key, self.base + self.out.len() as u64));
            }
            if self.is_last_written {
                return;
            }
            if let Some(next) = self.queue.front_mut() {
                self.out.append(&mut next.ahead);
            }
        }
        if self.queue.is_empty() && self.owes_continue {
            self.owes_continue = false;
            self.out.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    /// The keys of requests that will have no answer, because the connection ends; they are forgotten.
    pub fn take_unanswered(&mut self) -> impl Iterator<Item = u32> {
        self.queue.drain(..).map(|pending| pending.key)
    }
}

/// Both have to want a connection for it to stay.
fn agreed(one: Persistence, other: Persistence) -> Persistence {
    if one == Persistence::Close { one } else { other }
}
