//! Calling the thread of JavaScript from another one: a threadsafe function of Node-API, which every platform has.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::sys;

use super::sockets::Caller;

/// Called on the thread of JavaScript, in a scope at whose end the microtasks run.
pub(super) type OnCall = unsafe extern "C" fn(
    env: sys::napi_env,
    function: sys::napi_value,
    context: *mut c_void,
    data: *mut c_void,
);

/// Called on the thread of JavaScript when nothing is called any more.
pub(super) type OnEnd =
    unsafe extern "C" fn(env: sys::napi_env, context: *mut c_void, hint: *mut c_void);

/// The way to call, for both threads.
#[derive(Clone)]
pub(super) struct Calls {
    function: Function,
    /// Whether a call is on its way that has not begun: it will find what another one would be for.
    is_under_way: Arc<AtomicBool>,
}

#[derive(Clone, Copy)]
struct Function(sys::napi_threadsafe_function);

// SAFETY: a threadsafe function is made to be called from any thread; whoever owns it (`Apart`) gives it up only when the
// other thread has ended.
unsafe impl Send for Function {}

impl Calls {
    /// Makes the way. The loop is kept alive by it until [`Calls::end`]. The status of Node-API where there is none.
    ///
    /// # Safety
    /// `env` is the environment that runs on this thread. `context` is valid until `on_end` is called with it.
    pub(super) unsafe fn new(
        env: sys::napi_env,
        context: *mut c_void,
        on_call: OnCall,
        on_end: OnEnd,
    ) -> Result<Self, sys::napi_status> {
        let (mut name, mut function) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the caller vouches for the environment and the context; the places written to are local, and the
        // name is as long as is said.
        let status = unsafe {
            sys::napi_create_string_utf8(env, NAME.as_ptr().cast::<c_char>(), 9, &raw mut name);
            sys::napi_create_threadsafe_function(
                env,
                ptr::null_mut(),
                ptr::null_mut(),
                name,
                0,
                1,
                context,
                Some(on_end),
                context,
                Some(on_call),
                &raw mut function,
            )
        };
        if status == sys::Status::napi_ok {
            let is_under_way = Arc::new(AtomicBool::new(false));
            Ok(Self { function: Function(function), is_under_way })
        } else {
            Err(status)
        }
    }

    /// A call begins: what is put down from here on needs another one.
    pub(super) fn begun(&self) {
        self.is_under_way.store(false, Ordering::SeqCst);
    }

    /// Has nothing called any more.
    ///
    /// # Safety
    /// This is the thread of the environment, no other thread has a clone of this, and it is done once.
    pub(super) unsafe fn end(&self) {
        let abort = sys::ThreadsafeFunctionReleaseMode::abort;
        // SAFETY: `new` made it with one holder, which is who calls this.
        unsafe { sys::napi_release_threadsafe_function(self.function.0, abort) };
    }
}

const NAME: &[u8; 10] = b"GATI_HOST\0";

impl Caller for Calls {
    fn call(&self) {
        if self.is_under_way.swap(true, Ordering::SeqCst) {
            return;
        }
        let nonblocking = sys::ThreadsafeFunctionCallMode::nonblocking;
        // SAFETY: the function is given up only when the thread of the sockets has ended, by the thread of JavaScript.
        unsafe {
            sys::napi_call_threadsafe_function(self.function.0, ptr::null_mut(), nonblocking)
        };
    }
}
