//! What the thread of JavaScript and the thread of the sockets share. Neither ever waits for the other to take something:
//! what crosses is put down under a lock that is held for a moment, and the other side is woken if it sleeps.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use gati_host::batch::{Filled, LEAST_BUFFER, Requests};
use gati_host::{Server, Waker};

/// Buffers of requests that JavaScript has not taken. One is filled while it takes the other, so that more would
/// only let requests grow old.
const MOST_BATCHES: usize = 2;

/// Something for the thread of the sockets.
pub(super) enum Message {
    /// Records of answers.
    Answers(Vec<u8>),
    /// An exchange asks to be told when it may write on.
    Want(u32, u32),
    /// Something to be done with the server.
    Run(Box<dyn FnOnce(&mut Server) + Send>),
    /// Nothing comes after this.
    End,
}

/// Requests on their way to JavaScript.
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
    /// Places for what is read of bodies.
    pub(super) tapes: Vec<u64>,
    pub(super) filled: Filled,
    /// Nothing may be added: it was gathered for routes that are being exchanged.
    is_sealed: bool,
}

impl Batch {
    /// Its buffer, as far as it is filled.
    pub(super) fn requests(&mut self) -> Requests<'_> {
        Requests::behind(&mut self.bytes, self.filled).with_tapes(&mut self.tapes)
    }
}

#[derive(Default)]
struct Outbox {
    batches: VecDeque<Batch>,
    /// Batches that are not in use.
    free: Vec<Batch>,
    /// How many buffers there are.
    made: usize,
    /// Batches that JavaScript has taken, and those it is done with.
    taken: u64,
    over: u64,
    /// Whether the sockets wait for a buffer, or for a turn to be over.
    is_awaited: bool,
}

/// The two boxes.
pub(super) struct Crossing {
    inbox: Mutex<Vec<Message>>,
    outbox: Mutex<Outbox>,
    /// Whether the thread of the sockets sleeps, or is about to.
    is_asleep: AtomicBool,
    waker: Arc<Waker>,
    places: usize,
    faults: AtomicU32,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics halfway: what is locked is moved in and out.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Crossing {
    /// `places` are for what is read of the bodies of one batch.
    pub(super) fn new(waker: Arc<Waker>, places: usize) -> Self {
        Self {
            places,
            inbox: Mutex::default(),
            outbox: Mutex::default(),
            is_asleep: AtomicBool::new(false),
            waker,
            faults: AtomicU32::new(0),
        }
    }

    /// For the sockets: puts something down.
    pub(super) fn send(&self, message: Message) {
        let mut inbox = locked(&self.inbox);
        match (inbox.last_mut(), message) {
            (Some(Message::Answers(earlier)), Message::Answers(bytes)) => {
                earlier.extend_from_slice(&bytes);
            }
            (_, message) => inbox.push(message),
        }
        drop(inbox);
        self.wake();
    }

    fn wake(&self) {
        if self.is_asleep.swap(false, Ordering::SeqCst) {
            // It fails where the system has no memory; then the next look at the clock finds the message.
            let _ = self.waker.wake();
        }
    }

    /// Has something done with the server, and waits for the answer: the sockets wait for nothing of JavaScript's, so that
    /// it comes after what they are in the middle of. Nothing where they have ended.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Server) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, asked) = mpsc::sync_channel(1);
        self.send(Message::Run(Box::new(move |server| {
            // Who asked is there until it has the answer.
            let _ = answer.send(run(server));
        })));
        asked.recv().ok()
    }

    /// Before the sockets sleep: whether they may.
    pub(super) fn may_sleep(&self) -> bool {
        self.is_asleep.store(true, Ordering::SeqCst);
        // Whoever puts something down after this look finds the flag set, because the lock orders the two.
        locked(&self.inbox).is_empty()
    }

    /// What was put down for the sockets, which are awake.
    pub(super) fn take_messages(&self) -> Vec<Message> {
        self.is_asleep.store(false, Ordering::SeqCst);
        std::mem::take(&mut *locked(&self.inbox))
    }

    /// A buffer for the sockets to put requests into: the last one, if JavaScript has not taken it. Nothing while it has
    /// not taken as many as there may be; it wakes the sockets when it has.
    pub(super) fn begin_batch(&self) -> Option<Batch> {
        let mut outbox = locked(&self.outbox);
        if let Some(mut last) = outbox.batches.pop_back() {
            if last.requests().has_room() && !last.is_sealed {
                return Some(last);
            }
            outbox.batches.push_back(last);
        }
        if let Some(free) = outbox.free.pop() {
            return Some(free);
        }
        if outbox.made == MOST_BATCHES {
            outbox.is_awaited = true;
            return None;
        }
        outbox.made += 1;
        Some(Batch {
            bytes: vec![0; LEAST_BUFFER],
            tapes: vec![0; self.places],
            filled: Filled::default(),
            is_sealed: false,
        })
    }

    /// Puts it down for JavaScript; answers whether there is anything in it.
    pub(super) fn put_batch(&self, batch: Batch) -> bool {
        let mut outbox = locked(&self.outbox);
        if batch.filled.count == 0 {
            outbox.free.push(batch);
            return false;
        }
        outbox.batches.push_back(batch);
        true
    }

    /// The number of the turn that ends everything gathered so far.
    pub(super) fn last_turn(&self) -> u64 {
        let outbox = locked(&self.outbox);
        outbox.taken + outbox.batches.len() as u64
    }

    /// Whether this turn is over; if it is not, the sockets are woken when it is.
    pub(super) fn is_over(&self, turn: u64) -> bool {
        let mut outbox = locked(&self.outbox);
        let is_over = outbox.over >= turn;
        outbox.is_awaited |= !is_over;
        is_over
    }

    /// Lets nothing be added to what is there; answers how many batches that are.
    pub(super) fn seal(&self) -> usize {
        let mut outbox = locked(&self.outbox);
        for batch in &mut outbox.batches {
            batch.is_sealed = true;
        }
        outbox.batches.len()
    }

    /// The next batch for JavaScript, which puts its buffer back with [`Crossing::reuse`].
    pub(super) fn take_batch(&self) -> Option<Batch> {
        let mut outbox = locked(&self.outbox);
        let batch = outbox.batches.pop_front()?;
        outbox.taken += 1;
        Some(batch)
    }

    /// Whether there is one.
    pub(super) fn has_batch(&self) -> bool {
        !locked(&self.outbox).batches.is_empty()
    }

    /// A batch that JavaScript has copied.
    pub(super) fn reuse(&self, batch: Batch) {
        let mut outbox = locked(&self.outbox);
        outbox.free.push(Batch { filled: Filled::default(), is_sealed: false, ..batch });
        self.tell(outbox);
    }

    /// A turn is over.
    pub(super) fn turn_over(&self) {
        let mut outbox = locked(&self.outbox);
        outbox.over += 1;
        self.tell(outbox);
    }

    fn tell(&self, mut outbox: MutexGuard<'_, Outbox>) {
        let is_awaited = std::mem::take(&mut outbox.is_awaited);
        drop(outbox);
        if is_awaited {
            // Not only if it sleeps: it may be on its way there, with no message that would hold it up.
            let _ = self.waker.wake();
        }
    }

    /// Counts answers that could not be sent as they were.
    pub(super) fn add_faults(&self, faults: u32) {
        if faults > 0 {
            self.faults.fetch_add(faults, Ordering::Relaxed);
        }
    }

    /// How many those were, since this was asked last.
    pub(super) fn take_faults(&self) -> u32 {
        self.faults.swap(0, Ordering::Relaxed)
    }
}
