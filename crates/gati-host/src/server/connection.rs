//! One connection: its socket, how long things may take, and the protocol behind it. What the bytes mean is the protocol's.

use std::io::ErrorKind;
use std::net::IpAddr;

use super::protocol::Protocol;
use super::stream::{Got, Stream};
use super::timing::{Expired, MOST_LINGERING, Phase, Timing};
use super::turn::{Common, Turn};
use crate::batch::Address;
use crate::http::Refusal;

/// Reads of one connection before others have their turn.
const READS: usize = 4;

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Stays,
    Closes,
}

/// What the socket has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Nothing, until an event tells of more.
    Drained,
    /// Perhaps bytes, and no event will tell of them.
    Unread,
    /// Nothing any more: the client has said that it is done.
    Closed,
}

#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) stream: Stream,
    /// Where it is counted.
    pub(crate) ip: Option<IpAddr>,
    /// How the client is called in records.
    pub(crate) address: Address,
    pub(crate) protocol: Protocol,
    source: Source,
    lingered: usize,
    timing: Timing,
    /// When the wheel looks at it.
    pub(crate) armed: u64,
}

impl Connection {
    pub(crate) fn new(
        stream: Stream,
        (ip, address): (Option<IpAddr>, Address),
        protocol: Protocol,
        common: &Common,
    ) -> Self {
        Self {
            stream,
            ip,
            address,
            protocol,
            source: Source::Drained,
            lingered: 0,
            timing: Timing::new(common.now.monotonic, &common.settings.times),
            armed: u64::MAX,
        }
    }

    /// Whether there is anything for the socket to take.
    pub(crate) fn has_output(&self) -> bool {
        !self.protocol.output().is_empty() || self.stream.has_unwritten()
    }

    /// Takes what the socket has. `is_closing` is whether the client has said that it is done.
    pub(crate) fn read(
        &mut self,
        buffer: &mut [u8],
        turn: &mut Turn<'_, '_>,
        is_closing: bool,
    ) -> Fate {
        if self.protocol.has_waiting_bytes() {
            self.feed(&[], turn);
        }
        for _ in 0..READS {
            if !self.protocol.wants_bytes() {
                self.source = Source::Unread;
                // What waits behind an answer would be read after it, and so would be that the client has gone.
                if is_closing && let Some(last) = self.protocol.last_owed() {
                    turn.common.half_closed.push((turn.slot, last));
                }
                return Fate::Stays;
            }
            match self.stream.read(buffer) {
                // What left HTTP may have no other end than that the client says so.
                Got::Cut if self.protocol.is_open() => return Fate::Closes,
                Got::End | Got::Cut => return self.ended(turn),
                Got::Bytes(count) => {
                    self.feed(&buffer[..count], turn);
                    // Less than there was room for is all there is, and an event tells of more.
                    if self.stream.is_drained(count, buffer.len()) && !is_closing {
                        self.source = Source::Drained;
                        return Fate::Stays;
                    }
                }
                Got::Nothing => {
                    self.source = Source::Drained;
                    return Fate::Stays;
                }
                Got::Again => {}
                Got::Plain => {
                    let from = (turn.slot, self.address);
                    self.protocol.refuse(Refusal::Unciphered, from, turn.common);
                }
                Got::Fault if self.timing.is_lingering() => return Fate::Closes,
                Got::Fault => {
                    self.source = Source::Unread;
                    return self.let_go(turn.slot, turn.common);
                }
                Got::Lost => return Fate::Closes,
            }
            if self.lingered > MOST_LINGERING {
                return Fate::Closes;
            }
        }
        self.source = Source::Unread;
        Fate::Stays
    }

    /// Whether it has bytes to read that no event tells of, and may read them.
    pub(crate) fn may_go_on(&self) -> bool {
        (self.source == Source::Unread || self.protocol.is_held()) && self.protocol.may_go_on()
    }

    fn feed(&mut self, bytes: &[u8], turn: &mut Turn<'_, '_>) {
        if self.timing.is_lingering() || self.protocol.is_finished() {
            self.lingered += bytes.len();
            self.protocol.forget_bytes();
            return;
        }
        if self.protocol.is_untouched() && self.stream.agrees_on_two() {
            self.protocol = Protocol::two(turn.common);
        }
        if self.protocol.feed(bytes, turn).begins_anew {
            self.timing.begin(turn.common.now.monotonic);
        }
    }

    /// The client has said that it is done.
    fn ended(&mut self, turn: &mut Turn<'_, '_>) -> Fate {
        self.source = Source::Closed;
        if self.timing.is_lingering() {
            return Fate::Closes;
        }
        self.protocol.ended(turn);
        if let Some(last) = self.protocol.last_owed() {
            turn.common.half_closed.push((turn.slot, last));
        } else if self.protocol.output().is_empty() && !self.protocol.is_open() {
            return Fate::Closes;
        }
        Fate::Stays
    }

    /// Writes what the socket takes.
    pub(crate) fn write(&mut self, slot: u32, common: &mut Common) -> Fate {
        self.protocol.clean();
        loop {
            self.protocol.fill(slot, common);
            if self.protocol.output().is_empty() {
                break;
            }
            match self.stream.write(self.protocol.output()) {
                Ok(0) => return Fate::Closes,
                Ok(count) => {
                    self.protocol.wrote(count, common.now.monotonic);
                    self.timing.took(common.now.monotonic, &common.settings.times);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Fate::Closes,
            }
        }
        match self.stream.flush() {
            Err(_) => return Fate::Closes,
            Ok(has_moved) if has_moved => {
                self.protocol.moved(common.now.monotonic);
                self.timing.took(common.now.monotonic, &common.settings.times);
            }
            Ok(_) => {}
        }
        let is_waiting = self.stream.has_unwritten();
        if !is_waiting {
            self.protocol.written(slot, common);
        }
        if self.protocol.is_cut() {
            return Fate::Closes;
        }
        if is_waiting || !self.protocol.output().is_empty() {
            Fate::Stays
        } else if self.protocol.is_finished() {
            self.finish(slot, common)
        } else if self.protocol.is_open() {
            let is_broken = self.protocol.takes_end() && self.stream.finish().is_err();
            if is_broken { Fate::Closes } else { Fate::Stays }
        } else if self.source == Source::Closed && self.protocol.waiting() == 0 {
            self.end()
        } else {
            Fate::Stays
        }
    }

    /// Everything was said, and that has to be said, too: it waits for the socket as everything does.
    fn end(&mut self) -> Fate {
        self.stream.farewell();
        if self.stream.has_unwritten() { Fate::Stays } else { Fate::Closes }
    }

    /// The last answer has left.
    fn finish(&mut self, slot: u32, common: &mut Common) -> Fate {
        if self.end() == Fate::Stays {
            return Fate::Stays;
        }
        let is_read = self.protocol.is_between() && self.source != Source::Unread;
        if is_read || self.source == Source::Closed {
            self.protocol.gone(slot, common);
            return Fate::Closes;
        }
        self.let_go(slot, common)
    }

    /// Nothing more is written, and what still comes is thrown away for a while.
    fn let_go(&mut self, slot: u32, common: &mut Common) -> Fate {
        self.protocol.gone(slot, common);
        self.protocol.clean();
        if self.stream.finish().is_err() {
            return Fate::Closes;
        }
        self.protocol.finish();
        self.timing.linger(common.now.monotonic);
        Fate::Stays
    }

    /// How many bytes of an answer have not gone to the socket; if they are many, there will be a notice.
    pub(crate) fn want(&mut self, key: u32) -> usize {
        self.protocol.want(key, self.stream.unwritten())
    }

    /// The socket will be closed: where nothing is cut short by that, the client is told.
    pub(crate) fn part(&mut self) {
        if self.protocol.is_idle() {
            self.stream.farewell();
        }
    }

    /// The connection is over: who waits for it is told.
    pub(crate) fn gone(&mut self, slot: u32, common: &mut Common) {
        self.protocol.gone(slot, common);
    }

    /// Finds out what it waits for, and until when.
    pub(crate) fn settle(&mut self, common: &Common) -> u64 {
        let (now, times) = (common.now.monotonic, &common.settings.times);
        let is_taking = self.stream.has_unwritten() && !self.stream.is_handshaking();
        match &self.protocol {
            Protocol::One(one) if !is_taking => self.timing.settle(one.phase(), now, times),
            Protocol::Two(two) if !two.is_finished() => self.timing.until(two.deadline(times)),
            Protocol::One(_) | Protocol::Two(_) => self.timing.settle(Phase::Taking, now, times),
        }
    }

    /// Its time may be over.
    pub(crate) fn expire(&mut self, slot: u32, common: &mut Common) -> Fate {
        if let Protocol::Two(two) = &mut self.protocol
            && !two.is_finished()
        {
            return two.expire(slot, common);
        }
        match self.timing.expired(common.now.monotonic) {
            Expired::No => Fate::Stays,
            Expired::Connection => Fate::Closes,
            Expired::Request => {
                self.protocol.refuse(Refusal::Late, (slot, self.address), common);
                self.write(slot, common)
            }
        }
    }

    /// It will be closed: a client that can be told is told.
    pub(crate) fn farewell(&mut self, slot: u32, common: &mut Common) {
        if let Protocol::Two(two) = &mut self.protocol {
            two.farewell();
            // What the socket does not take at once is lost with it.
            let _ = self.write(slot, common);
        }
    }
}
