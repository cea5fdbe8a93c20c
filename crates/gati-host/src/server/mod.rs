//! Connections, and the turns in which they are served.
//!
//! A turn: [`Server::poll`] asks the system what is ready; [`Server::gather`] reads, and packs requests as long as they
//! fit; whoever drives the server has them answered and calls [`Server::answer`]; then it gathers again, until there is
//! nothing. Nothing blocks, and nothing is called back.

mod accept;
mod answering;
mod apart;
mod connection;
mod date;
mod handles;
mod leading;
mod one;
mod own;
mod protocol;
mod ready;
mod secure;
mod settings;
mod socket;
mod stream;
mod timing;
mod tls;
mod turn;
mod two;
mod wheel;

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

pub use mio::Waker;
use mio::{Events, Interest, Poll, Token};

use crate::access::Access;
use crate::batch::{Notice, Requests};
use crate::http::{Head, Scheme};
use crate::kept::{KeptPage, KeptPages};
use crate::lessons::Lesson;
use crate::routes::Routes;
use accept::Acceptor;
pub use apart::Finished;
use connection::{Connection, Fate};
use date::DateCache;
pub use handles::Handles;
use ready::{Ready, ReadyQueue};
pub use settings::{Now, PriorKnowledge, Settings, Times};
pub use socket::{Place, Shared};
pub use tls::{Protocols, Tls, TlsError, TlsPart, TlsSettings, TlsVersion};
use turn::{Common, Turn};
use wheel::Wheel;

const LISTENER: Token = Token(usize::MAX);
const WAKER: Token = Token(usize::MAX - 1);
/// Events of one turn.
const EVENTS: usize = 1024;
/// Bytes of one read.
const READ: usize = 64 * 1024;
/// Handshakes of TLS that are gone on with before everybody else is looked at again: each takes as long as a hundred requests.
const MOST_HANDSHAKES: usize = 16;

/// Who says that a turn is over, and with it that clients who had finished before it are not answered any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turns {
    /// [`Server::gather`], which is called until there is nothing.
    Gathered,
    /// Whoever drives the server: JavaScript is on another thread, and its turns end later.
    Apart,
    /// The same, and none of them is under way.
    Between,
}

/// Every connection of a listener.
#[derive(Debug)]
pub struct Server {
    poll: Poll,
    waker: Arc<Waker>,
    events: Events,
    acceptor: Acceptor,
    slots: Vec<Option<Box<Connection>>>,
    free: Vec<u32>,
    open: usize,
    ready: ReadyQueue,
    /// Connections that have more to read than they may in one turn.
    again: Vec<u32>,
    dirty: Vec<u32>,
    wheel: Wheel,
    buffer: Vec<u8>,
    common: Common,
    attached: Handles,
    faults: u32,
    turns: Turns,
    /// The last connection closed, which is told when everything else is.
    is_closed: bool,
    /// What is spoken with those who connect.
    tls: Option<Tls>,
    /// Handshakes that were gone on with since this was set to 0.
    handshakes: usize,
}

impl Server {
    /// Nothing is opened but what the system calls a queue of events.
    pub fn new(settings: Settings, now: Now) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        Ok(Self {
            poll,
            waker,
            events: Events::with_capacity(EVENTS),
            acceptor: Acceptor::default(),
            slots: Vec::new(),
            free: Vec::new(),
            open: 0,
            ready: ReadyQueue::default(),
            again: Vec::new(),
            dirty: Vec::new(),
            wheel: Wheel::new(now.monotonic),
            buffer: vec![0; READ],
            common: Common {
                access: Access::new(settings.access.clone()),
                settings,
                routes: Routes::none(),
                kept: KeptPages::default(),
                head: Head::default(),
                date: DateCache::new(now.unix),
                now,
                next_key: 0,
                next_id: 0,
                in_flight: 0,
                reading: 0,
                detached: Handles::default(),
                notices: VecDeque::new(),
                is_draining: false,
                half_closed: Vec::new(),
                scheme: Scheme::Http,
            },
            attached: Handles::default(),
            faults: 0,
            turns: Turns::Gathered,
            is_closed: false,
            tls: None,
            handshakes: 0,
        })
    }

    /// The descriptor that is readable when a turn is due.
    #[cfg(unix)]
    pub fn descriptor(&self) -> std::os::fd::RawFd {
        use std::os::fd::AsRawFd;
        self.poll.as_raw_fd()
    }

    /// Serves these routes from now on.
    pub fn install(&mut self, mut routes: Routes) {
        routes.name(&mut self.common.access);
        self.common.routes = routes;
        self.forget_pages();
    }

    /// Gives an answer of JavaScript to later requests of the same route and path, until it is forgotten.
    pub fn keep_page(&mut self, route: u32, kept: KeptPage) {
        self.common.kept.keep(route, kept);
    }

    /// No answer of JavaScript holds any more.
    pub fn forget_pages(&mut self) {
        self.common.kept = KeptPages::default();
    }

    /// From here on this is known of a route's requests that ask for a release by this text, or by none.
    pub fn teach(&mut self, route: u32, asked: Option<&[u8]>, lesson: Lesson) {
        self.common.routes.lessons_mut().take(route, asked, lesson);
    }

    /// Nothing that was taught holds any more.
    pub fn forget(&mut self) {
        self.common.routes.lessons_mut().forget();
    }

    /// Speaks TLS with whoever connects from now on. When it is said again, connections that are there go on as they are.
    pub fn secure(&mut self, tls: Tls) {
        self.tls = Some(tls);
        self.common.scheme = Scheme::Https;
        self.common.access.set_scheme(Scheme::Https);
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.open
    }

    /// Requests that are not answered.
    pub fn in_flight(&self) -> usize {
        self.common.in_flight
    }

    /// How many answers could not be sent as they were, since this was asked last.
    pub fn take_faults(&mut self) -> u32 {
        std::mem::take(&mut self.faults)
    }

    /// Begins a turn: finds out what is ready.
    pub fn poll(&mut self, now: Now) -> io::Result<()> {
        self.wait(Some(Duration::ZERO), || now)
    }

    /// Begins a turn as soon as something is ready, or the time is over; without one, it waits as long as it takes. The
    /// clock is asked afterwards. What wakes it beside clients is [`Server::waker`].
    pub fn wait(&mut self, time: Option<Duration>, clock: impl FnOnce() -> Now) -> io::Result<()> {
        for slot in std::mem::take(&mut self.again) {
            self.push_ready(slot);
        }
        let polled = self.poll.poll(&mut self.events, time);
        self.set_time(clock());
        match polled {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        let mut has_callers = false;
        for event in &self.events {
            match event.token() {
                LISTENER => has_callers = true,
                WAKER => {}
                Token(slot) => self.ready.push(Ready {
                    slot: u32::try_from(slot).unwrap_or(u32::MAX),
                    is_readable: event.is_readable() || event.is_read_closed() || event.is_error(),
                    is_writable: event.is_writable(),
                    is_closing: event.is_read_closed() || event.is_error(),
                }),
            }
        }
        if has_callers {
            self.accept();
        }
        Ok(())
    }

    /// Sets the time without looking at sockets.
    pub fn set_time(&mut self, now: Now) {
        self.common.now = now;
        self.common.date.set(now.unix);
    }

    /// Reads what is ready, answers what can be answered here, and packs the rest. Without any record, the turn is over.
    pub fn gather(&mut self, requests: &mut Requests<'_>) {
        let before = requests.count();
        self.handshakes = 0;
        loop {
            while requests.has_room() && self.handshakes < MOST_HANDSHAKES {
                if let Some((slot, key, notice)) = self.common.notices.pop_front() {
                    requests.notice(slot, key, notice);
                } else if let Some(ready) = self.ready.pop() {
                    self.serve(ready, requests);
                } else {
                    break;
                }
            }
            self.flush();
            let is_over = requests.count() == before && self.ready.is_empty();
            if is_over && self.turns == Turns::Gathered {
                let finished = self.take_finished();
                self.let_go(&finished);
            }
            self.hand_over(requests);
            let has_more = !self.common.notices.is_empty() || !self.ready.is_empty();
            let is_enough = self.handshakes >= MOST_HANDSHAKES;
            if !has_more || is_enough || !requests.has_room() || requests.count() > before {
                break;
            }
        }
        if !self.again.is_empty() || self.handshakes >= MOST_HANDSHAKES {
            // If it fails, the next event of any connection does the same.
            let _ = self.waker.wake();
        }
    }

    /// Hands over what was recorded, once all else of the turn is done.
    fn hand_over(&mut self, requests: &mut Requests<'_>) {
        if !self.ready.is_empty() {
            return;
        }
        let access = &mut self.common.access;
        let may_end = self.is_closed && self.turns != Turns::Apart;
        // The facts of requests whose clients left came with the answers of this turn, or never will.
        if may_end && requests.count() == 0 && self.common.notices.is_empty() {
            access.finish_all(&self.common.now);
            access.hurry();
        }
        while requests.has_room() {
            if !access.hand_over(|sort, text| requests.recorded(sort, text)) {
                break;
            }
        }
        if may_end && requests.count() == 0 && self.common.notices.is_empty() {
            self.is_closed = false;
            requests.notice(0, 0, Notice::Closed);
        }
    }

    /// Has the counts told, as records of one of the next turns.
    pub fn ask_counts(&mut self) {
        self.common.access.ask();
        // If it fails, the next event of any connection does the same.
        let _ = self.waker.wake();
    }

    fn serve(&mut self, ready: Ready, requests: &mut Requests<'_>) {
        let Ready { slot, is_readable, is_writable, is_closing } = ready;
        let place = self.slots.get_mut(slot as usize);
        let Some(mut connection) = place.and_then(Option::take) else { return };
        let mut fate = Fate::Stays;
        self.handshakes += usize::from(connection.stream.is_handshaking());
        if is_writable && connection.has_output() {
            fate = connection.write(slot, &mut self.common);
        }
        if fate == Fate::Stays && is_readable {
            let mut turn =
                Turn { slot, address: connection.address, common: &mut self.common, requests };
            fate = connection.read(&mut self.buffer, &mut turn, is_closing);
        }
        if fate == Fate::Stays && connection.may_go_on() {
            if connection.protocol.is_held() {
                self.push_ready(slot);
            } else {
                self.again.push(slot);
            }
        }
        self.put_back(slot, fate, connection);
    }

    fn push_ready(&mut self, slot: u32) {
        self.ready.push(Ready { slot, is_readable: true, is_writable: false, is_closing: false });
    }

    /// A connection was taken from its place, and goes back or ends.
    fn put_back(&mut self, slot: u32, fate: Fate, mut connection: Box<Connection>) {
        match fate {
            Fate::Closes => self.release(slot, connection),
            Fate::Stays => {
                let deadline = connection.settle(&self.common);
                if deadline < connection.armed {
                    connection.armed = deadline;
                    self.wheel.insert(slot, deadline);
                }
                if connection.protocol.is_dirty() {
                    self.dirty.push(slot);
                }
                self.slots[slot as usize] = Some(connection);
            }
        }
    }

    fn release(&mut self, slot: u32, mut connection: Box<Connection>) {
        connection.part();
        connection.gone(slot, &mut self.common);
        // The socket is closed with it, and leaves the queue of events by that.
        self.acceptor.left(connection.ip);
        drop(connection);
        self.free.push(slot);
        self.open -= 1;
        if self.open == 0 && self.acceptor.is_stopped() {
            self.is_closed = true;
        }
        if self.acceptor.is_waiting() {
            self.accept();
        }
    }

    /// Writes everything that was answered, and lets those go on that waited for it. [`Server::gather`] does it, too.
    pub fn flush(&mut self) {
        for slot in std::mem::take(&mut self.dirty) {
            let place = self.slots.get_mut(slot as usize);
            let Some(mut connection) = place.and_then(Option::take) else { continue };
            let fate = connection.write(slot, &mut self.common);
            if fate == Fate::Stays && connection.may_go_on() {
                self.push_ready(slot);
            }
            self.put_back(slot, fate, connection);
        }
    }

    /// How many bytes of an answer have not gone to the socket; if they are many, there will be a notice.
    pub fn unsent(&mut self, slot: u32, key: u32) -> usize {
        let place = self.slots.get_mut(slot as usize);
        place.and_then(Option::as_mut).map_or(0, |connection| connection.want(key))
    }

    /// Looks at the clock: a few times a second as long as there are connections.
    pub fn tick(&mut self, now: Now) {
        self.set_time(now);
        for slot in self.wheel.due(now.monotonic) {
            let place = self.slots.get_mut(slot as usize);
            let Some(mut connection) = place.and_then(Option::take) else { continue };
            connection.armed = u64::MAX;
            let fate = connection.expire(slot, &mut self.common);
            self.put_back(slot, fate, connection);
        }
        if self.acceptor.is_waiting() {
            self.accept();
        }
        self.common.access.hurry();
        self.send();
    }

    /// Whether somebody has to look at the clock.
    pub fn needs_ticks(&self) -> bool {
        self.open > 0 || self.acceptor.is_waiting() || self.common.access.has_more()
    }

    /// Closes connections that owe nothing.
    pub fn close_idle(&mut self) {
        self.close_those(|connection| connection.protocol.is_idle() && !connection.has_output());
    }

    /// Closes every connection.
    pub fn close_all(&mut self) {
        self.close_those(|_| true);
    }

    fn close_those(&mut self, is_meant: impl Fn(&Connection) -> bool) {
        for slot in 0..self.slots.len() {
            let is_one = self.slots[slot].as_deref().is_some_and(&is_meant);
            if let Some(mut connection) = self.slots[slot].take_if(|_| is_one) {
                let slot = u32::try_from(slot).unwrap_or(u32::MAX);
                connection.farewell(slot, &mut self.common);
                self.release(slot, connection);
            }
        }
        self.send();
    }
}
