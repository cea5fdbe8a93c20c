//! The thread of the sockets: waits for clients and for JavaScript, and never for a lock that is held for long.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use gati_host::{Finished, Server};

use super::clock::{Clock, TICK};
use super::crossing::{Crossing, Message};

/// Calls JavaScript: it takes a batch as soon as its thread is free.
pub(super) trait Caller: Send {
    /// May be called any number of times for one batch.
    fn call(&self);
}

/// The server, where it is alone.
pub(super) struct Sockets<C> {
    server: Server,
    crossing: Arc<Crossing>,
    clock: Clock,
    caller: C,
    /// When the clock was looked at.
    ticked: u64,
    /// Clients that have finished, and the turn that may still answer them.
    finished: VecDeque<(u64, Vec<Finished>)>,
}

/// Whether the thread goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    On,
    End,
}

impl<C: Caller> Sockets<C> {
    pub(super) fn new(
        mut server: Server,
        crossing: Arc<Crossing>,
        clock: Clock,
        caller: C,
    ) -> Self {
        server.turn_apart();
        Self { server, crossing, clock, caller, ticked: 0, finished: VecDeque::new() }
    }

    /// Serves, until it is told to end.
    pub(super) fn run(mut self) {
        let _guard = NoSilentEnd;
        loop {
            self.wait();
            if self.take_messages() == Course::End {
                return;
            }
            let now = self.clock.now();
            if self.server.needs_ticks() && now.monotonic >= self.ticked + TICK {
                self.ticked = now.monotonic;
                self.server.tick(now);
            }
            self.hand_over();
            self.let_go();
        }
    }

    fn wait(&mut self) {
        let clock = self.clock;
        let time = if !self.crossing.may_sleep() {
            Some(Duration::ZERO)
        } else if self.server.needs_ticks() {
            Some(Duration::from_millis(TICK))
        } else {
            None
        };
        if self.server.wait(time, || clock.now()).is_err() {
            // The queue of events itself has failed. It is tried again, but not at full speed.
            std::thread::sleep(Duration::from_millis(TICK));
        }
    }

    fn take_messages(&mut self) -> Course {
        for message in self.crossing.take_messages() {
            match message {
                Message::Answers(bytes) => {
                    self.server.answer(&bytes);
                    self.crossing.add_faults(self.server.take_faults());
                }
                Message::Want(slot, key) => {
                    // What was written before this question is on its way by then.
                    self.server.flush();
                    self.server.want(slot, key);
                }
                Message::Run(run) => run(&mut self.server),
                Message::End => return Course::End,
            }
        }
        Course::On
    }

    /// Gathers what is ready, as long as JavaScript takes it; at the very end, when it has done its last turn.
    fn hand_over(&mut self) {
        self.gather();
        while self.server.has_ended() && self.crossing.is_over(self.crossing.last_turn()) {
            self.server.between_turns();
            self.gather();
        }
    }

    fn gather(&mut self) {
        loop {
            let Some(mut batch) = self.crossing.begin_batch() else {
                // Reading waits for JavaScript; answers do not.
                self.server.flush();
                return;
            };
            let before = batch.filled.count;
            let mut requests = batch.requests();
            self.server.gather(&mut requests);
            // What was just gathered may be under way from here on.
            self.server.turn_apart();
            batch.filled = requests.filled();
            let has_more = batch.filled.count > before;
            if self.crossing.put_batch(batch) {
                self.caller.call();
            }
            if !has_more {
                return;
            }
        }
    }

    /// Clients that had finished, and were not answered in the turn that followed, are gone.
    fn let_go(&mut self) {
        let finished = self.server.take_finished();
        if !finished.is_empty() {
            self.finished.push_back((self.crossing.last_turn(), finished));
        }
        let mut has_gone = false;
        while self.finished.front().is_some_and(|(turn, _)| self.crossing.is_over(*turn)) {
            if let Some((_, finished)) = self.finished.pop_front() {
                self.server.let_go(&finished);
                has_gone = true;
            }
        }
        if has_gone {
            // The notices of it wake this thread again.
            self.server.send();
        }
    }
}

/// A thread that panics would leave a process that listens and answers nobody; on the thread of JavaScript the same ends
/// the process.
struct NoSilentEnd;

impl Drop for NoSilentEnd {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}
