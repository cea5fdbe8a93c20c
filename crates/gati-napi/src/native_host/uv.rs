//! The few functions of libuv that the driver needs. Node exports them; they are looked up when the first host is made, so that
//! the addon loads where there are none.

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::sync::OnceLock;

use napi::sys;

/// `UV_POLL` and `UV_TIMER` of `uv_handle_type`, which is part of libuv's stable interface.
const POLL: c_uint = 8;
const TIMER: c_uint = 13;
/// `UV_READABLE`
const READABLE: c_int = 1;

type Handle = *mut c_void;
type Loop = *mut sys::uv_loop_s;

/// What libuv calls when a descriptor is readable.
pub(super) type OnReady = unsafe extern "C" fn(handle: Handle, status: c_int, events: c_int);
/// What libuv calls when a timer fires, and when a handle is closed.
pub(super) type OnHandle = unsafe extern "C" fn(handle: Handle);

type HandleSize = unsafe extern "C" fn(c_uint) -> usize;
type SetData = unsafe extern "C" fn(Handle, *mut c_void);
type GetData = unsafe extern "C" fn(Handle) -> *mut c_void;
type PollInit = unsafe extern "C" fn(Loop, Handle, c_int) -> c_int;
type PollStart = unsafe extern "C" fn(Handle, c_int, OnReady) -> c_int;
type TimerInit = unsafe extern "C" fn(Loop, Handle) -> c_int;
type TimerStart = unsafe extern "C" fn(Handle, OnHandle, u64, u64) -> c_int;
type TimerStop = unsafe extern "C" fn(Handle) -> c_int;
type Close = unsafe extern "C" fn(Handle, OnHandle);

/// The functions, found.
#[derive(Clone, Copy)]
pub(super) struct Uv {
    handle_size: HandleSize,
    set_data: SetData,
    get_data: GetData,
    poll_init: PollInit,
    poll_start: PollStart,
    timer_init: TimerInit,
    timer_start: TimerStart,
    timer_stop: TimerStop,
    close: Close,
}

fn find(name: &CStr) -> Option<*mut c_void> {
    // SAFETY: the name ends with a zero, and looking it up runs no code of ours or of the library's.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr().cast::<c_char>()) };
    (!found.is_null()).then_some(found)
}

/// A function under its name in uv.h.
macro_rules! function {
    ($name:literal, $signature:ty) => {{
        let found = find($name)?;
        // SAFETY: the symbol is the function of that name in libuv, whose signature has been this one since version 1.0
        // (`uv_handle_set_data`: 1.19); a pointer to data and one to a function are the same size on every unix.
        unsafe { std::mem::transmute::<*mut c_void, $signature>(found) }
    }};
}

/// They are looked up once: where they are does not change while the process runs.
static FOUND: OnceLock<Option<Uv>> = OnceLock::new();

impl Uv {
    /// Nothing where this is no Node, or one without libuv.
    pub(super) fn find() -> Option<Self> {
        *FOUND.get_or_init(|| {
            Some(Self {
                handle_size: function!(c"uv_handle_size", HandleSize),
                set_data: function!(c"uv_handle_set_data", SetData),
                get_data: function!(c"uv_handle_get_data", GetData),
                poll_init: function!(c"uv_poll_init", PollInit),
                poll_start: function!(c"uv_poll_start", PollStart),
                timer_init: function!(c"uv_timer_init", TimerInit),
                timer_start: function!(c"uv_timer_start", TimerStart),
                timer_stop: function!(c"uv_timer_stop", TimerStop),
                close: function!(c"uv_close", Close),
            })
        })
    }

    /// Memory for a handle: zeroed, aligned as any of libuv's structures, and of the size the library asks for.
    fn allocate(&self, kind: c_uint) -> Handle {
        // SAFETY: the function only reads a table.
        let size = unsafe { (self.handle_size)(kind) };
        let words = vec![0u128; size.div_ceil(16)].into_boxed_slice();
        Box::into_raw(words).cast()
    }

    /// Gives the memory of a handle back.
    ///
    /// # Safety
    /// The handle came from [`Uv::watch`] or [`Uv::timer`], libuv has closed it, and it is not used again.
    pub(super) unsafe fn free(&self, handle: Handle, kind: Kind) {
        let kind = match kind {
            Kind::Poll => POLL,
            Kind::Timer => TIMER,
        };
        // SAFETY: the function only reads a table.
        let size = unsafe { (self.handle_size)(kind) };
        let words = std::ptr::slice_from_raw_parts_mut(handle.cast::<u128>(), size.div_ceil(16));
        // SAFETY: `allocate` made it with that length, and the caller is the last to have it.
        drop(unsafe { Box::from_raw(words) });
    }

    /// Calls `ready` with `data` when a descriptor is readable, until the handle is closed.
    ///
    /// # Safety
    /// `uv_loop` is the loop of this thread; `descriptor` stays open until the handle is closed.
    pub(super) unsafe fn watch(
        &self,
        uv_loop: Loop,
        descriptor: c_int,
        data: *mut c_void,
        ready: OnReady,
    ) -> Result<Handle, c_int> {
        let handle = self.allocate(POLL);
        // SAFETY: the memory is that of a poll handle, and the caller vouches for loop and descriptor.
        let status = unsafe { (self.poll_init)(uv_loop, handle, descriptor) };
        if status != 0 {
            // SAFETY: a handle that was not initialised is not known to the loop.
            unsafe { self.free(handle, Kind::Poll) };
            return Err(status);
        }
        // SAFETY: the handle is initialised. Starting fails for closing handles only.
        unsafe {
            (self.set_data)(handle, data);
            (self.poll_start)(handle, READABLE, ready);
        }
        Ok(handle)
    }

    /// A timer that does not run yet.
    ///
    /// # Safety
    /// `uv_loop` is the loop of this thread.
    pub(super) unsafe fn timer(&self, uv_loop: Loop, data: *mut c_void) -> Handle {
        let handle = self.allocate(TIMER);
        // SAFETY: the memory is that of a timer; initialising one cannot fail.
        unsafe {
            (self.timer_init)(uv_loop, handle);
            (self.set_data)(handle, data);
        }
        handle
    }

    /// Calls `fire` every so many milliseconds.
    ///
    /// # Safety
    /// The handle came from [`Uv::timer`], is not closed, and this is the thread of its loop.
    pub(super) unsafe fn start_timer(&self, timer: Handle, every: u64, fire: OnHandle) {
        // SAFETY: as the caller says.
        unsafe { (self.timer_start)(timer, fire, every, every) };
    }

    /// Calls it no more.
    ///
    /// # Safety
    /// As for [`Uv::start_timer`].
    pub(super) unsafe fn stop_timer(&self, timer: Handle) {
        // SAFETY: as the caller says.
        unsafe { (self.timer_stop)(timer) };
    }

    /// What was given for a handle.
    ///
    /// # Safety
    /// The handle came from [`Uv::watch`] or [`Uv::timer`] and is not freed.
    pub(super) unsafe fn data(&self, handle: Handle) -> *mut c_void {
        // SAFETY: as the caller says.
        unsafe { (self.get_data)(handle) }
    }

    /// Closes a handle; `closed` is called by the loop afterwards.
    ///
    /// # Safety
    /// The handle came from [`Uv::watch`] or [`Uv::timer`], is closed once, on the thread of its loop.
    pub(super) unsafe fn close(&self, handle: Handle, closed: OnHandle) {
        // SAFETY: as the caller says.
        unsafe { (self.close)(handle, closed) };
    }
}

/// The kinds of handles.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Watches a descriptor.
    Poll,
    /// Fires after a time.
    Timer,
}

#[cfg(test)]
#[path = "../../../../fuzz/miri/src/loop_tests.rs"]
mod tests;
