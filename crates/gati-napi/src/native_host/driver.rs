//! The server on the event loop of Node: the loop watches the server's descriptor, and each time it is readable a turn
//! is taken. Everything happens on the thread of the loop.
//!
//! Who keeps what alive: the loop's handles hold the driver (one `Rc` for each handle, given back when libuv has closed it),
//! so that it lives as long as anything may call it, whatever JavaScript has let go of. The environment is told by
//! an asynchronous cleanup hook, which ends when the last handle is closed.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::net::SocketAddr;
use std::ptr;
use std::rc::Rc;

use gati_host::batch::Requests;
use gati_host::{Place, Routes, Server};
use napi::sys;

use super::callbacks::{Callbacks, Ran};
use super::clock::{Clock, TICK};
use super::drive::{Drive, Ending};
use super::listen_error;
use super::uv::{Kind, Uv};
use crate::error::{Result, coded};

/// A server and its place in the loop.
pub(super) struct Driver {
    uv: Uv,
    env: sys::napi_env,
    clock: Clock,
    /// Not borrowed while JavaScript runs.
    server: RefCell<Option<Server>>,
    callbacks: RefCell<Option<Callbacks>>,
    poll: Cell<*mut c_void>,
    timer: Cell<*mut c_void>,
    is_ticking: Cell<bool>,
    is_in_turn: Cell<bool>,
    cleanup: Cell<sys::napi_async_cleanup_hook_handle>,
    open_handles: Cell<u8>,
}

impl Driver {
    pub(super) fn new(uv: Uv, env: sys::napi_env, server: Server, clock: Clock) -> Self {
        Self {
            uv,
            env,
            clock,
            server: RefCell::new(Some(server)),
            callbacks: RefCell::new(None),
            poll: Cell::new(ptr::null_mut()),
            timer: Cell::new(ptr::null_mut()),
            is_ticking: Cell::new(false),
            is_in_turn: Cell::new(false),
            cleanup: Cell::new(ptr::null_mut()),
            open_handles: Cell::new(0),
        }
    }

    /// Has the loop watch the server. The status of libuv where it does not.
    fn watch(self: &Rc<Self>, descriptor: c_int) -> std::result::Result<(), c_int> {
        let mut uv_loop = ptr::null_mut();
        // SAFETY: a method of JavaScript called us, so the environment is alive and this is its thread.
        unsafe { sys::napi_get_uv_event_loop(self.env, &raw mut uv_loop) };
        let data = Rc::into_raw(Rc::clone(self)).cast_mut().cast::<c_void>();
        // SAFETY: the loop is this thread's, and the descriptor is the server's, which `shut` drops after it has closed the
        // handle. The data is a counted pointer that `closed` gives back.
        let poll = unsafe { self.uv.watch(uv_loop, descriptor, data, on_ready) };
        let poll = poll.inspect_err(|_| {
            // SAFETY: the pointer is the one made above, and the loop did not take it.
            drop(unsafe { Rc::from_raw(data.cast::<Self>()) });
        })?;
        self.poll.set(poll);
        let data = Rc::into_raw(Rc::clone(self)).cast_mut().cast::<c_void>();
        // SAFETY: as above.
        self.timer.set(unsafe { self.uv.timer(uv_loop, data) });
        self.open_handles.set(2);
        let mut cleanup = ptr::null_mut();
        let data = Rc::as_ptr(self).cast_mut().cast::<c_void>();
        // SAFETY: the driver is there until the handles are closed, and the hook is removed when they are.
        unsafe {
            sys::napi_add_async_cleanup_hook(self.env, Some(on_cleanup), data, &raw mut cleanup);
        }
        self.cleanup.set(cleanup);
        Ok(())
    }

    /// Runs something with the server, if there is one.
    fn with<T>(&self, run: impl FnOnce(&mut Server) -> T) -> Option<T> {
        self.server.borrow_mut().as_mut().map(run)
    }

    /// Whether a turn is under way, so that what is answered is sent by it.
    fn is_in_turn(&self) -> bool {
        self.is_in_turn.get()
    }

    fn turn(&self) {
        if self.is_in_turn.replace(true) {
            return;
        }
        let now = self.clock.now();
        // What fails here is the queue of events itself, and the next turn tries again.
        let _ = self.with(|server| server.poll(now));
        while let Some((count, asked)) = self.gather() {
            if self.call(count, asked) == Ran::No {
                break;
            }
        }
        self.is_in_turn.set(false);
        self.keep_time();
    }

    /// The next batch; nothing when the turn is over.
    fn gather(&self) -> Option<(u32, u32)> {
        let mut callbacks = self.callbacks.borrow_mut();
        let (bytes, tapes) = callbacks.as_mut()?.requests();
        let mut requests = Requests::new(bytes).with_tapes(tapes);
        self.with(|server| server.gather(&mut requests))?;
        let filled = requests.filled();
        let asked = u32::try_from(filled.asked).unwrap_or(u32::MAX);
        (filled.count > 0).then_some((filled.count, asked))
    }

    /// Has a batch answered.
    fn call(&self, count: u32, asked: u32) -> Ran {
        // The borrow ends with the statement: JavaScript may call anything of the host.
        let Some(turn) = self.callbacks.borrow().as_ref().map(Callbacks::turn_call) else {
            return Ran::No;
        };
        if turn.run(&[count, asked]) == Ran::No {
            return Ran::No;
        }
        let keep = self
            .callbacks
            .borrow()
            .as_ref()
            .filter(|calls| calls.has_waiting())
            .map(Callbacks::keep_call);
        if keep.is_some_and(|keep| keep.run(&[]) == Ran::No) {
            return Ran::No;
        }
        let mut callbacks = self.callbacks.borrow_mut();
        let Some(callbacks) = callbacks.as_mut() else { return Ran::No };
        let bytes = callbacks.take_answered();
        let now = self.clock.now();
        let faults = self.with(|server| {
            server.set_time(now);
            server.answer(callbacks.answers(bytes));
            server.take_faults()
        });
        callbacks.add_faults(faults.unwrap_or_default());
        Ran::Yes
    }

    /// The clock is looked at as long as there are connections.
    fn keep_time(&self) {
        let is_needed = self.with(|server| server.needs_ticks()).unwrap_or(false);
        if is_needed == self.is_ticking.get() || self.timer.get().is_null() {
            return;
        }
        self.is_ticking.set(is_needed);
        // SAFETY: the timer is there, because `shut` takes it out before it closes it.
        unsafe {
            if is_needed {
                self.uv.start_timer(self.timer.get(), TICK, on_tick);
            } else {
                self.uv.stop_timer(self.timer.get());
            }
        }
    }

    /// Closes everything. What the loop holds is given back by the loop.
    fn shut(&self, reason: Ending) {
        let (poll, timer) =
            (self.poll.replace(ptr::null_mut()), self.timer.replace(ptr::null_mut()));
        if !poll.is_null() {
            // SAFETY: the handles came from `watch`, and having been taken out they are closed this once. libuv
            // stops watching the descriptor at once, so that the server may go.
            unsafe {
                self.uv.close(poll, on_poll_closed);
                self.uv.close(timer, on_timer_closed);
            }
        }
        self.server.borrow_mut().take();
        if let Some(callbacks) = self.callbacks.borrow_mut().take()
            && reason == Ending::Asked
        {
            callbacks.release();
        }
    }

    fn handle_closed(&self) {
        self.open_handles.set(self.open_handles.get().saturating_sub(1));
        let cleanup = self.cleanup.get();
        if self.open_handles.get() == 0 && !cleanup.is_null() {
            self.cleanup.set(ptr::null_mut());
            // SAFETY: the handle came from `napi_add_async_cleanup_hook`, and is given back this once, when nothing is left
            // for the environment to wait for.
            unsafe { sys::napi_remove_async_cleanup_hook(cleanup) };
        }
    }
}

impl Drive for Driver {
    fn install(&self, routes: Routes) -> Result<()> {
        self.with(|server| server.install(routes));
        Ok(())
    }

    fn tell(&self, run: Box<dyn FnOnce(&mut Server) + Send>) {
        self.with(run);
    }

    fn listen(
        self: Rc<Self>,
        place: &Place,
        callbacks: Box<dyn FnOnce() -> Callbacks + '_>,
    ) -> Result<Option<SocketAddr>> {
        let bound =
            self.with(|server| server.listen(place).map(|address| (address, server.descriptor())));
        let bound = bound.ok_or_else(|| coded("GATI_NOT_RUNNING", &"the host is closed"))?;
        let (address, descriptor) = bound.map_err(|error| listen_error(&error))?;
        *self.callbacks.borrow_mut() = Some(callbacks());
        self.watch(descriptor).map_err(|status| {
            self.close();
            coded("GATI_LISTEN_FAILED", &format!("libuv does not watch the sockets ({status})"))
        })?;
        Ok(address)
    }

    fn is_listening(&self) -> bool {
        self.callbacks.borrow().is_some()
    }

    fn flush(&self, bytes: usize) {
        let mut callbacks = self.callbacks.borrow_mut();
        let Some(callbacks) = callbacks.as_mut() else { return };
        let now = self.clock.now();
        let faults = self.with(|server| {
            server.answer(callbacks.answers(bytes));
            if !self.is_in_turn() {
                server.set_time(now);
                server.send();
            }
            server.take_faults()
        });
        callbacks.add_faults(faults.unwrap_or_default());
    }

    fn attach(&self, bytes: Vec<u8>) -> u32 {
        self.with(|server| server.attachments().put(bytes)).unwrap_or_default()
    }

    fn body(&self, handle: u32) -> Option<Vec<u8>> {
        self.with(|server| server.bodies().take(handle)).flatten()
    }

    fn unsent(&self, slot: u32, key: u32) -> usize {
        self.with(|server| server.unsent(slot, key)).unwrap_or_default()
    }

    fn ask(&self, run: Box<dyn FnOnce(&mut Server) -> usize + Send>) -> Option<usize> {
        self.with(run)
    }

    fn close(&self) {
        self.shut(Ending::Asked);
    }
}

/// The driver of a handle, counted once more while a callback runs: JavaScript may close the host within it.
///
/// # Safety
/// The handle is one of the driver's, and libuv calls back with it.
unsafe fn driver_of(handle: *mut c_void) -> Option<Rc<Driver>> {
    let uv = Uv::find()?;
    // SAFETY: the data of every handle is a pointer from `Rc::into_raw`, whose count `closed` alone gives back.
    unsafe {
        let data = uv.data(handle).cast::<Driver>();
        Rc::increment_strong_count(data);
        Some(Rc::from_raw(data))
    }
}

unsafe extern "C" fn on_ready(handle: *mut c_void, _status: c_int, _events: c_int) {
    // SAFETY: libuv calls this with the handle it was given for.
    if let Some(driver) = unsafe { driver_of(handle) } {
        driver.turn();
    }
}

unsafe extern "C" fn on_tick(handle: *mut c_void) {
    // SAFETY: libuv calls this with the handle it was given for.
    if let Some(driver) = unsafe { driver_of(handle) } {
        let now = driver.clock.now();
        driver.with(|server| server.tick(now));
        driver.keep_time();
    }
}

unsafe extern "C" fn on_poll_closed(handle: *mut c_void) {
    // SAFETY: libuv calls this once, after the last use of the handle.
    unsafe { closed(handle, Kind::Poll) };
}

unsafe extern "C" fn on_timer_closed(handle: *mut c_void) {
    // SAFETY: libuv calls this once, after the last use of the handle.
    unsafe { closed(handle, Kind::Timer) };
}

/// # Safety
/// libuv has closed the handle, which is one of the driver's, and this is called once.
unsafe fn closed(handle: *mut c_void, kind: Kind) {
    let Some(uv) = Uv::find() else { return };
    // SAFETY: the pointer is the one `watch` gave to this handle, and this is where it is given back.
    let driver = unsafe { Rc::from_raw(uv.data(handle).cast::<Driver>()) };
    // SAFETY: libuv is done with the memory, and so are we.
    unsafe { uv.free(handle, kind) };
    driver.handle_closed();
}

unsafe extern "C" fn on_cleanup(_handle: sys::napi_async_cleanup_hook_handle, data: *mut c_void) {
    // SAFETY: the hook is removed when the last handle is closed, and a handle that is not closed keeps the driver alive.
    let driver = unsafe { &*data.cast::<Driver>() };
    driver.shut(Ending::Environment);
}
