//! The server on a thread of its own: where there is nothing that Node's loop could watch, and where ciphers would take the
//! time of JavaScript. This is the half on the thread of JavaScript; `sockets.rs` is the other one.
//!
//! A turn: the other thread calls; the oldest batch is copied into the buffer of requests, and JavaScript is called. The
//! microtasks run when Node-API's call is over, so that a second call behind it ends the turn: what still
//! waits is told to keep what it needs, and the answers cross. The buffer is not written before that.
//!
//! Who keeps what alive: the threadsafe function holds the driver until it has ended. The environment ends the thread by a
//! cleanup hook, which runs before the function's own.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use gati_host::batch::Filled;
use gati_host::{Handles, Place, Routes, Server};
use napi::sys;

use super::callbacks::{Callbacks, Ran};
use super::calls::Calls;
use super::clock::Clock;
use super::crossing::{Batch, Crossing, Message};
use super::drive::{Drive, Ending};
use super::listen_error;
use super::sockets::{Caller, Sockets};
use crate::error::{Result, coded};

/// Where a turn is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// There is none.
    Between,
    /// JavaScript has been called and is at it.
    Calling,
    /// JavaScript has been called, and its microtasks may not have run.
    Called,
}

/// A server, and the thread it is on once it listens.
pub(super) struct Apart {
    env: sys::napi_env,
    clock: Clock,
    /// Until it listens.
    server: RefCell<Option<Server>>,
    /// Not borrowed while JavaScript runs.
    callbacks: RefCell<Option<Callbacks>>,
    serving: RefCell<Option<Serving>>,
    phase: Cell<Phase>,
    bodies: Handles,
    attachments: Handles,
}

/// The other thread, and the ways to it and back.
struct Serving {
    thread: JoinHandle<()>,
    crossing: Arc<Crossing>,
    calls: Calls,
}

impl Apart {
    pub(super) fn new(env: sys::napi_env, server: Server, clock: Clock) -> Self {
        let (bodies, attachments) = (server.bodies(), server.attachments());
        Self {
            env,
            clock,
            server: RefCell::new(Some(server)),
            callbacks: RefCell::new(None),
            serving: RefCell::new(None),
            phase: Cell::new(Phase::Between),
            bodies,
            attachments,
        }
    }

    fn crossing(&self) -> Option<Arc<Crossing>> {
        self.serving.borrow().as_ref().map(|serving| Arc::clone(&serving.crossing))
    }

    /// Has something done with the server, wherever it is.
    fn with<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Server) -> T + Send + 'static,
    ) -> Option<T> {
        match self.crossing() {
            Some(crossing) => crossing.ask(run),
            None => self.server.borrow_mut().as_mut().map(run),
        }
    }

    /// The other thread has called, or this one has.
    fn called(&self) {
        let Some(crossing) = self.serving.borrow().as_ref().map(|serving| {
            serving.calls.begun();
            Arc::clone(&serving.crossing)
        }) else {
            return;
        };
        // JavaScript that runs the loop from within a turn is left alone: the end of that turn calls again.
        if self.phase.get() == Phase::Calling || self.end_turn(&crossing) == Ran::No {
            return;
        }
        if let Some(batch) = crossing.take_batch() {
            self.turn(&crossing, batch);
        }
    }

    /// Has a batch answered. Unless that was done at once, another call ends the turn.
    fn turn(&self, crossing: &Crossing, mut batch: Batch) {
        let Filled { count, end, asked, .. } = batch.filled;
        let call = self.callbacks.borrow_mut().as_mut().map(|callbacks| {
            let places = batch.requests().taken_places();
            let (buffer, tapes) = callbacks.requests();
            if let Some(buffer) = buffer.get_mut(..end) {
                buffer.copy_from_slice(&batch.bytes[..end]);
            }
            if let Some(tapes) = tapes.get_mut(..places) {
                tapes.copy_from_slice(&batch.tapes[..places]);
            }
            callbacks.turn_call()
        });
        crossing.reuse(batch);
        let Some(call) = call else { return };
        self.phase.set(Phase::Calling);
        let ran = call.run(&[count, u32::try_from(asked).unwrap_or(u32::MAX)]);
        self.phase.set(Phase::Called);
        if ran == Ran::No {
            return;
        }
        self.take_answers(crossing);
        let waits = self.callbacks.borrow().as_ref().is_some_and(Callbacks::has_waiting);
        if !waits {
            self.end_turn(crossing);
        }
        // Whoever put down a second batch has called once for both.
        if waits || crossing.has_batch() {
            self.call_again();
        }
    }

    fn call_again(&self) {
        if let Some(serving) = self.serving.borrow().as_ref() {
            serving.calls.call();
        }
    }

    /// Ends the turn, if there is one.
    fn end_turn(&self, crossing: &Crossing) -> Ran {
        if self.phase.get() != Phase::Called {
            return Ran::Yes;
        }
        self.phase.set(Phase::Calling);
        let keep = self
            .callbacks
            .borrow()
            .as_ref()
            .filter(|calls| calls.has_waiting())
            .map(Callbacks::keep_call);
        let ran = keep.map_or(Ran::Yes, |keep| keep.run(&[]));
        self.phase.set(Phase::Between);
        self.take_answers(crossing);
        crossing.turn_over();
        ran
    }

    /// What JavaScript left in the buffer crosses.
    fn take_answers(&self, crossing: &Crossing) {
        if let Some(callbacks) = self.callbacks.borrow_mut().as_mut() {
            let bytes = callbacks.take_answered();
            cross(callbacks, crossing, bytes);
        }
    }

    fn begin(self: &Rc<Self>, server: Server) -> std::result::Result<(), String> {
        let places =
            self.callbacks.borrow_mut().as_mut().map_or(0, |calls| calls.requests().1.len());
        let crossing = Arc::new(Crossing::new(server.waker(), places));
        let context = Rc::into_raw(Rc::clone(self)).cast_mut().cast::<c_void>();
        // SAFETY: a method of JavaScript called us, so that this is the thread of the environment. The context is a counted
        // pointer, which `on_end` gives back.
        let calls = unsafe { Calls::new(self.env, context, on_call, on_end) };
        let calls = calls.map_err(|status| {
            // SAFETY: the pointer is the one made above, and nobody took it.
            drop(unsafe { Rc::from_raw(context.cast::<Self>()) });
            format!("Node-API makes no threadsafe function ({status})")
        })?;
        let sockets = Sockets::new(server, Arc::clone(&crossing), self.clock, calls.clone());
        let thread = Builder::new().name("gati-host".to_owned()).spawn(|| sockets.run());
        let thread = thread.map_err(|error| {
            // SAFETY: no other thread came to be, and this is the only place on this path.
            unsafe { calls.end() };
            error.to_string()
        })?;
        *self.serving.borrow_mut() = Some(Serving { thread, crossing, calls });
        let data = Rc::as_ptr(self).cast_mut().cast::<c_void>();
        // SAFETY: the driver is there until the threadsafe function has ended, which happens in `shut` or later, and `shut`
        // removes the hook.
        unsafe { sys::napi_add_env_cleanup_hook(self.env, Some(on_cleanup), data) };
        Ok(())
    }

    fn shut(&self, reason: Ending) {
        self.server.borrow_mut().take();
        let callbacks = self.callbacks.borrow_mut().take();
        let serving = self.serving.borrow_mut().take();
        if let Some(Serving { thread, crossing, calls }) = serving {
            crossing.send(Message::End);
            // It waits for nothing of ours, so that it ends at once; a panic has ended the process by itself.
            let _ = thread.join();
            // SAFETY: this is the thread of the environment, the other one has ended, and `serving` was taken out.
            unsafe { calls.end() };
            if reason == Ending::Asked {
                let data = std::ptr::from_ref(self).cast_mut().cast::<c_void>();
                // SAFETY: it was added by `begin` with the same pointer, and the environment is alive.
                unsafe { sys::napi_remove_env_cleanup_hook(self.env, Some(on_cleanup), data) };
            }
        }
        if let Some(callbacks) = callbacks
            && reason == Ending::Asked
        {
            callbacks.release();
        }
    }
}

/// The first bytes of the buffer of answers cross.
fn cross(callbacks: &mut Callbacks, crossing: &Crossing, bytes: usize) {
    let answers = callbacks.answers(bytes);
    if !answers.is_empty() {
        crossing.send(Message::Answers(answers.to_vec()));
    }
    callbacks.add_faults(crossing.take_faults());
}

impl Drive for Apart {
    /// What was gathered for the routes before is served first, as long as JavaScript knows those.
    fn install(&self, routes: Routes) -> Result<()> {
        let Some(crossing) = self.crossing() else {
            self.with(|server| server.install(routes));
            return Ok(());
        };
        if self.phase.get() == Phase::Calling {
            let reason = "routes are not exchanged within a turn on a thread of its own";
            return Err(coded("GATI_NATIVE_OPTIONS", &reason));
        }
        let boxes = Arc::clone(&crossing);
        let earlier = crossing.ask(move |server| {
            server.install(routes);
            boxes.seal()
        });
        self.end_turn(&crossing);
        for _ in 0..earlier.unwrap_or_default() {
            let Some(batch) = crossing.take_batch() else { break };
            self.turn(&crossing, batch);
            self.end_turn(&crossing);
        }
        Ok(())
    }

    fn tell(&self, run: Box<dyn FnOnce(&mut Server) + Send>) {
        match self.crossing() {
            Some(crossing) => crossing.send(Message::Run(run)),
            None => drop(self.server.borrow_mut().as_mut().map(run)),
        }
    }

    fn listen(
        self: Rc<Self>,
        place: &Place,
        callbacks: Box<dyn FnOnce() -> Callbacks + '_>,
    ) -> Result<Option<SocketAddr>> {
        let bound = self.server.borrow_mut().as_mut().map(|server| server.listen(place));
        let bound = bound.ok_or_else(|| coded("GATI_NOT_RUNNING", &"the host is closed"))?;
        let address = bound.map_err(|error| listen_error(&error))?;
        *self.callbacks.borrow_mut() = Some(callbacks());
        let server = self.server.borrow_mut().take();
        if let Some(Err(reason)) = server.map(|server| self.begin(server)) {
            self.close();
            return Err(coded("GATI_LISTEN_FAILED", &reason));
        }
        Ok(address)
    }

    fn is_listening(&self) -> bool {
        self.serving.borrow().is_some()
    }

    fn flush(&self, bytes: usize) {
        if let (Some(callbacks), Some(crossing)) =
            (self.callbacks.borrow_mut().as_mut(), self.crossing())
        {
            cross(callbacks, &crossing, bytes);
        }
    }

    fn attach(&self, bytes: Vec<u8>) -> u32 {
        self.attachments.put(bytes)
    }

    fn body(&self, handle: u32) -> Option<Vec<u8>> {
        self.bodies.take(handle)
    }

    /// Nobody waits for the other thread: it is told to say when there is room, and much is said to be unsent.
    fn unsent(&self, slot: u32, key: u32) -> usize {
        self.crossing().map_or(0, |crossing| {
            crossing.send(Message::Want(slot, key));
            usize::MAX
        })
    }

    fn ask(&self, run: Box<dyn FnOnce(&mut Server) -> usize + Send>) -> Option<usize> {
        self.with(run)
    }

    fn close(&self) {
        self.shut(Ending::Asked);
    }
}

unsafe extern "C" fn on_call(
    env: sys::napi_env,
    _function: sys::napi_value,
    context: *mut c_void,
    _data: *mut c_void,
) {
    // Without an environment, the call is one that was left when everything ended.
    if env.is_null() {
        return;
    }
    let driver = context.cast::<Apart>();
    // SAFETY: the context is a pointer from `Rc::into_raw`, whose count `on_end` gives back, and nothing is called after
    // that. It is counted once more, because JavaScript may close the host within the call.
    let driver = unsafe {
        Rc::increment_strong_count(driver);
        Rc::from_raw(driver)
    };
    driver.called();
}

unsafe extern "C" fn on_end(_env: sys::napi_env, context: *mut c_void, _hint: *mut c_void) {
    // SAFETY: the pointer is the one `begin` made, and this is called once, after the last call.
    drop(unsafe { Rc::from_raw(context.cast::<Apart>()) });
}

unsafe extern "C" fn on_cleanup(data: *mut c_void) {
    // SAFETY: the hook is there as long as the threadsafe function, which keeps the driver.
    let driver = unsafe { &*data.cast::<Apart>() };
    driver.shut(Ending::Environment);
}
