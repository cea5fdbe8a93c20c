//! HTTP/2 as a connection speaks it (RFC 9113). Frames, header compression, streams and flow control are h2's, which is given
//! bytes through a pipe and asked what came of them; limits, times and records are the same as for HTTP/1.1.

mod answers;
mod blocks;
mod exchange;
mod frames;
mod life;
mod pipe;
mod receiving;
mod request;

use std::collections::BTreeMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use h2::Reason;
use h2::server::{Builder, Connection, Handshake};

use super::settings::Settings;
use super::turn::{Common, Turn};
use exchange::{Exchange, Sent, Wasted};
use frames::Frames;
use pipe::{Bell, Pipe};

/// While so many bytes of answers wait for the client, it gets no further request served.
const MOST_UNSENT: usize = 256 * 1024;
/// Bytes of one body that a client may send ahead.
const WINDOW: u32 = 64 * 1024;
/// Rounds of one look at a connection; what is left to do is done in the next one.
const ROUNDS: usize = 64;

/// h2, as far as it has come.
#[derive(Debug)]
enum Link {
    Greeting(Box<Handshake<Pipe, Bytes>>),
    Open(Box<Connection<Pipe, Bytes>>),
    /// Nothing is read or written by it any more.
    Over,
    /// It failed one of its own assertions. What there is of it is not touched again.
    Broken,
}

/// One connection's HTTP/2.
#[derive(Debug)]
pub(crate) struct Two {
    link: Link,
    pipe: Pipe,
    out: Vec<u8>,
    sent: usize,
    /// Rung when h2 would go on with the connection, and with a stream.
    bell: Arc<Bell>,
    waker: Waker,
    stream_bell: Arc<Bell>,
    stream_waker: Waker,
    frames: Frames,
    /// By their keys, and so in the order in which they came.
    exchanges: BTreeMap<u32, Exchange>,
    /// Bytes that are queued in all of them.
    unsent: usize,
    /// Bytes of bodies that are collected in all of them.
    collected: usize,
    /// What still comes of bodies whose requests have been answered.
    wasted: Vec<Wasted>,
    /// Streamed answers that are with h2 and not sent.
    ending: Vec<u32>,
    /// Answers that are with h2, where it is recorded when their last byte leaves.
    leaving: Vec<u32>,
    /// Something came of which only a turn can make anything.
    has_news: bool,
    /// Requests wait in h2 until answers have left.
    is_holding: bool,
    is_dirty: bool,
    idle_since: u64,
    /// When the socket took anything.
    moved: u64,
}

impl Two {
    /// A connection whose client begins with the preface.
    pub(crate) fn new(settings: &Settings, now: u64) -> Self {
        let (bell, stream_bell) = (Arc::new(Bell::default()), Arc::new(Bell::default()));
        let pipe = Pipe::default();
        let handshake = builder(settings).handshake(pipe.clone());
        Self {
            link: Link::Greeting(Box::new(handshake)),
            pipe,
            out: Vec::new(),
            sent: 0,
            waker: Waker::from(Arc::clone(&bell)),
            bell,
            stream_waker: Waker::from(Arc::clone(&stream_bell)),
            stream_bell,
            frames: Frames::new(now),
            exchanges: BTreeMap::new(),
            unsent: 0,
            collected: 0,
            wasted: Vec::new(),
            ending: Vec::new(),
            leaving: Vec::new(),
            has_news: false,
            is_holding: false,
            is_dirty: true,
            idle_since: now,
            moved: now,
        }
    }

    /// Reads what arrived, and goes on with everything that waited for a turn.
    pub(in crate::server) fn feed(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) {
        self.has_news = false;
        let seen = self.frames.look(bytes, turn.common.now.monotonic);
        self.pipe.put(&bytes[..seen.through]);
        self.drive(turn);
        if let Some(fault) = seen.fault {
            self.cut(fault);
            self.drive(turn);
        }
        self.is_dirty = true;
    }

    /// Goes on as far as it is possible.
    fn drive(&mut self, turn: &mut Turn<'_, '_>) {
        self.stream_bell.ring();
        if turn.common.is_draining {
            self.leave();
        }
        for _ in 0..ROUNDS {
            self.bell.take();
            self.advance(Some(turn));
            if self.is_finished() {
                return;
            }
            if self.stream_bell.take() {
                self.receive_all(turn);
                self.throw_away();
                self.release_collected();
                self.send_all(turn.slot, turn.common);
            }
            if !self.bell.has_rung() && !self.stream_bell.has_rung() {
                return;
            }
        }
        self.has_news = true;
    }

    /// Has h2 write what it can. What it reads by that waits for a turn.
    pub(in crate::server) fn fill(&mut self, slot: u32, common: &mut Common) {
        if !self.output().is_empty() {
            return;
        }
        if !self.is_finished() {
            self.release_collected();
        }
        let had_input = !self.pipe.is_read();
        for _ in 0..ROUNDS {
            self.bell.take();
            self.advance(None);
            if self.is_finished() {
                break;
            }
            self.send_all(slot, common);
            if !self.bell.has_rung() {
                break;
            }
        }
        self.pull(common.now.monotonic);
        let may_take = self.is_holding && self.unsent <= MOST_UNSENT;
        if self.stream_bell.has_rung() || had_input || may_take {
            self.has_news = true;
        }
        if self.is_finished() {
            self.gone(slot, common);
        }
    }

    /// Takes what h2 wrote.
    fn pull(&mut self, now: u64) {
        self.pipe.take(&mut self.out);
        if !self.out.is_empty() {
            // From here on the client has time to take it.
            self.moved = now;
        }
    }

    /// Goes on with the connection; within a turn, requests are taken.
    ///
    /// h2 asserts what it believes of itself, and clients are inventive: where it is wrong, the connection ends, and not the
    /// process with all the others.
    fn advance(&mut self, turn: Option<&mut Turn<'_, '_>>) {
        if catch_unwind(AssertUnwindSafe(|| self.advance_unguarded(turn))).is_err() {
            // Its locks are poisoned, and dropping it would fail, too.
            std::mem::forget(std::mem::replace(&mut self.link, Link::Broken));
            std::mem::forget(std::mem::take(&mut self.wasted));
        }
    }

    fn advance_unguarded(&mut self, mut turn: Option<&mut Turn<'_, '_>>) {
        let waker = self.waker.clone();
        let context = &mut Context::from_waker(&waker);
        loop {
            match &mut self.link {
                Link::Over | Link::Broken => return,
                Link::Greeting(handshake) => match Pin::new(&mut **handshake).poll(context) {
                    Poll::Ready(Ok(connection)) => self.link = Link::Open(Box::new(connection)),
                    Poll::Ready(Err(_)) => self.link = Link::Over,
                    Poll::Pending => return,
                },
                Link::Open(connection) => {
                    if let Some(turn) = &turn {
                        self.is_holding = self.unsent > MOST_UNSENT;
                        self.has_news |= !turn.requests.has_room();
                    }
                    let turn = turn.as_deref_mut().filter(|turn| turn.requests.has_room());
                    let Some(turn) = turn.filter(|_| !self.is_holding) else {
                        if connection.poll_closed(context).is_ready() {
                            self.link = Link::Over;
                        }
                        return;
                    };
                    match connection.poll_accept(context) {
                        Poll::Ready(Some(Ok((request, respond)))) => {
                            self.accepted(request, respond, turn);
                        }
                        Poll::Ready(_) => self.link = Link::Over,
                        Poll::Pending => return,
                    }
                }
            }
        }
    }

    /// Gives h2 what the client takes of answers.
    fn send_all(&mut self, slot: u32, common: &mut Common) {
        let waker = self.stream_waker.clone();
        let context = &mut Context::from_waker(&waker);
        let now = common.now.monotonic;
        let mut finished = Vec::new();
        self.unsent = 0;
        for (key, exchange) in &mut self.exchanges {
            match exchange.send(context, now) {
                Sent::Partly if exchange.is_broken(context) => finished.push((*key, Sent::Broken)),
                Sent::Partly => self.unsent += exchange.queued,
                over => finished.push((*key, over)),
            }
        }
        for (key, sent) in finished {
            if sent == Sent::All {
                self.finish_one(key, common);
            } else {
                self.lose(key, slot, common);
            }
        }
    }

    /// Ends the connection for a reason that the client is told.
    fn cut(&mut self, reason: Reason) {
        match &mut self.link {
            Link::Open(connection) => connection.abrupt_shutdown(reason),
            Link::Greeting(_) => self.link = Link::Over,
            Link::Over | Link::Broken => {}
        }
        self.is_dirty = true;
    }
}

fn builder(settings: &Settings) -> Builder {
    let streams = settings.streams;
    // Every head within the limits is within this, as RFC 9113 counts it; what is over it is refused by h2 itself, without
    // a document. Twice as much leaves room for one.
    let list = 2 * (u32::from(settings.read.head) + 32 * u32::from(settings.read.fields));
    let mut builder = Builder::new();
    builder
        .max_concurrent_streams(streams)
        .initial_window_size(WINDOW)
        // The windows of streams decide alone, so that one that is not read from holds up no other.
        .initial_connection_window_size(WINDOW.saturating_mul(streams.clamp(1, 1024)))
        .max_header_list_size(list)
        .max_send_buffer_size(exchange::MOST_HANDED);
    builder
}
