//! What a driver needs whose JavaScript is on another thread: tables both may use, and turns that end later.

use std::sync::Arc;

use mio::Waker;

use super::connection::{Connection, Fate};
use super::{Handles, Server, Turns};
use crate::batch::{LARGEST_INLINE, Notice};

/// A client that has finished while an answer was owed: its connection, and the exchange.
pub type Finished = (u32, u32);

impl Server {
    /// From here on, the driver says when turns are over: see [`Server::take_finished`]. Some may be under way.
    pub fn turn_apart(&mut self) {
        self.turns = Turns::Apart;
    }

    /// No turn is under way, until [`Server::turn_apart`] is called again.
    pub fn between_turns(&mut self) {
        self.turns = Turns::Between;
    }

    /// Whether the last connection has closed and that is still to be told, which waits until no turn is under way: the last
    /// of them may have something to say of its requests.
    pub fn has_ended(&self) -> bool {
        self.is_closed
    }

    /// Clients that have finished since this was asked last, and are owed answers. Where turns end apart, they go to
    /// [`Server::let_go`] once everything was taken that had been gathered by then.
    pub fn take_finished(&mut self) -> Vec<Finished> {
        std::mem::take(&mut self.common.half_closed)
    }

    /// Clients that finished and were not answered within the turn are gone.
    pub fn let_go(&mut self, finished: &[Finished]) {
        for (slot, key) in finished {
            let place = self.slots.get_mut(*slot as usize);
            let is_owed = |one: &mut Box<Connection>| one.protocol.owes(*key);
            if let Some(connection) = place.and_then(|place| place.take_if(is_owed)) {
                self.put_back(*slot, Fate::Closes, connection);
            }
        }
    }

    /// Bytes that answers refer to: whoever answers puts them there.
    pub fn attachments(&self) -> Handles {
        self.attached.clone()
    }

    /// Bodies that were too large for the buffer: whoever takes requests takes them, once each.
    pub fn bodies(&self) -> Handles {
        self.common.detached.clone()
    }

    /// What ends [`Server::wait`] from another thread.
    pub fn waker(&self) -> Arc<Waker> {
        Arc::clone(&self.waker)
    }

    /// Asks for the notice that an answer may go on, which comes at once if little of it is unsent.
    pub fn want(&mut self, slot: u32, key: u32) {
        if self.unsent(slot, key) <= LARGEST_INLINE {
            self.common.notices.push_back((slot, key, Notice::Writable));
        }
    }
}
