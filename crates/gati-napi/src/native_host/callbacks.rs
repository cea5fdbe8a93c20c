//! The functions of JavaScript that a turn calls, and the buffers both sides write.

use std::ptr;

use napi::bindgen_prelude::{BigUint64Array, Uint8Array, Uint32Array};
use napi::sys;

/// Words of the control buffer.
const WAITING: usize = 0;
const ANSWERED: usize = 1;
const FAULTS: usize = 2;

/// Whether JavaScript could run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ran {
    Yes,
    /// The environment is ending.
    No,
}

/// Requests, answers, control words, and the places that bodies are read onto.
type Buffers = (Uint8Array, Uint8Array, Uint32Array, Option<BigUint64Array>);

/// What `listen` was given. The buffers are kept alive by it; Rust looks into them between calls of JavaScript only, and
/// JavaScript writes them within, so that nobody reads what another is writing.
pub(super) struct Callbacks {
    env: sys::napi_env,
    turn: sys::napi_ref,
    keep: sys::napi_ref,
    context: sys::napi_async_context,
    requests: Uint8Array,
    answers: Uint8Array,
    control: Uint32Array,
    tapes: Option<BigUint64Array>,
}

impl Callbacks {
    /// Roots the functions.
    ///
    /// # Safety
    /// `env` is the environment that is running on this thread, and the values are functions of it.
    pub(super) unsafe fn new(
        env: sys::napi_env,
        turn: sys::napi_value,
        keep: sys::napi_value,
        (requests, answers, control, tapes): Buffers,
    ) -> Self {
        let (mut turn_ref, mut keep_ref) = (ptr::null_mut(), ptr::null_mut());
        let (mut name, mut context) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the caller vouches for the environment and the values; the places written to are local, and the name is
        // as long as is said.
        unsafe {
            sys::napi_create_reference(env, turn, 1, &raw mut turn_ref);
            sys::napi_create_reference(env, keep, 1, &raw mut keep_ref);
            sys::napi_create_string_utf8(env, c"GATI_HOST".as_ptr(), 9, &raw mut name);
            sys::napi_async_init(env, ptr::null_mut(), name, &raw mut context);
        }
        Self { env, turn: turn_ref, keep: keep_ref, context, requests, answers, control, tapes }
    }

    /// The buffer for requests, and the places for what is read of their bodies.
    pub(super) fn requests(&mut self) -> (&mut [u8], &mut [u64]) {
        // SAFETY: each array is a buffer of its own, kept alive by its reference, nobody detaches it (it belongs to `src-ts/hosts/native`, which
        // never hands it out), and JavaScript does not run while the slice is there: the borrow ends before the next call.
        unsafe {
            (self.requests.as_mut(), self.tapes.as_mut().map_or(&mut [], |tapes| tapes.as_mut()))
        }
    }

    /// So many bytes of the buffer for answers.
    pub(super) fn answers(&self, bytes: usize) -> &[u8] {
        self.answers.get(..bytes).unwrap_or_default()
    }

    /// How many bytes of answers this turn left, which are taken with that.
    pub(super) fn take_answered(&mut self) -> usize {
        // SAFETY: as for `requests`.
        let control = unsafe { self.control.as_mut() };
        control.get_mut(ANSWERED).map_or(0, std::mem::take) as usize
    }

    /// Whether requests of this turn wait for something.
    pub(super) fn has_waiting(&self) -> bool {
        self.control.get(WAITING).is_some_and(|waiting| *waiting > 0)
    }

    /// Counts answers that could not be sent as they were.
    pub(super) fn add_faults(&mut self, faults: u32) {
        // SAFETY: as for `requests`.
        let control = unsafe { self.control.as_mut() };
        if let Some(counted) = control.get_mut(FAULTS) {
            *counted = counted.wrapping_add(faults);
        }
    }

    /// What to call for a turn; the borrow of everything else ends before it is called.
    pub(super) fn turn_call(&self) -> Call {
        Call { env: self.env, function: self.turn, context: self.context }
    }

    /// What to call to have copied what is needed later.
    pub(super) fn keep_call(&self) -> Call {
        Call { env: self.env, function: self.keep, context: self.context }
    }

    /// Lets go of the functions. Not done when the environment ends, which lets go of everything itself.
    pub(super) fn release(self) {
        // SAFETY: the references and the context were made by `new` in this environment, which is still there, and are
        // given up with `self`.
        unsafe {
            sys::napi_delete_reference(self.env, self.turn);
            sys::napi_delete_reference(self.env, self.keep);
            sys::napi_async_destroy(self.env, self.context);
        }
    }
}

/// One function to be called.
#[derive(Clone, Copy)]
pub(super) struct Call {
    env: sys::napi_env,
    function: sys::napi_ref,
    context: sys::napi_async_context,
}

impl Call {
    /// Calls it with numbers, and has the microtasks run. What it throws is an uncaught exception, as from any callback.
    pub(super) fn run(self, arguments: &[u32]) -> Ran {
        let Self { env, function, context } = self;
        let mut scope = ptr::null_mut();
        // SAFETY: the environment is alive, since its loop called us; the scope is closed below, on every path.
        if unsafe { sys::napi_open_handle_scope(env, &raw mut scope) } != sys::Status::napi_ok {
            return Ran::No;
        }
        let mut values = [ptr::null_mut(); 2];
        let (mut callee, mut receiver) = (ptr::null_mut(), ptr::null_mut());
        let mut result = ptr::null_mut();
        let count = arguments.len().min(values.len());
        // SAFETY: the reference is a strong one to a function of this environment; the values live in the scope; as many
        // of them are passed as were made.
        let status = unsafe {
            for (value, number) in values.iter_mut().zip(arguments) {
                sys::napi_create_uint32(env, *number, value);
            }
            sys::napi_get_reference_value(env, function, &raw mut callee);
            sys::napi_get_global(env, &raw mut receiver);
            let arguments = values.as_ptr();
            sys::napi_make_callback(
                env,
                context,
                receiver,
                callee,
                count,
                arguments,
                &raw mut result,
            )
        };
        let ran = match status {
            sys::Status::napi_ok => Ran::Yes,
            sys::Status::napi_pending_exception => report(env),
            _ => Ran::No,
        };
        // SAFETY: the scope was opened above, and nothing of it is used any more.
        unsafe { sys::napi_close_handle_scope(env, scope) };
        ran
    }
}

/// Gives an exception to `uncaughtException`.
fn report(env: sys::napi_env) -> Ran {
    let mut error = ptr::null_mut();
    // SAFETY: the environment is alive and a handle scope is open.
    let status = unsafe { sys::napi_get_and_clear_last_exception(env, &raw mut error) };
    if status != sys::Status::napi_ok {
        return Ran::No;
    }
    // SAFETY: as above; the error was just taken from this environment.
    if unsafe { sys::napi_fatal_exception(env, error) } == sys::Status::napi_ok {
        Ran::Yes
    } else {
        Ran::No
    }
}
