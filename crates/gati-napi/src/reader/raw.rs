//! Functions of two arguments, a number and bytes, without what the macro does around a call: that
//! takes 350 ns, this takes 40, and a small body is read in 200.

use std::{
    cell::RefCell,
    ffi::{CStr, c_void},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
    rc::Rc,
    slice,
};

use napi::{
    Env,
    bindgen_prelude::Unknown,
    sys::{self, Status},
};

use crate::error::{Result, coded};

/// What such a function does.
type Body<T> = for<'a> fn(&'a mut T, u32, &'a [u8]) -> Answer<'a>;

/// What it gives back. A text is made in the same call: another one would take as long as reading
/// a hundred bytes.
pub(crate) enum Answer<'a> {
    Number(i32),
    /// The characters of a text, all of them below U+0100.
    Latin1(&'a [u8]),
    /// The units of a text.
    Utf16(&'a [u16]),
    /// A text as it came.
    Utf8(&'a [u8]),
}

/// What it answers where its arguments are not as they should be, or it failed.
const NO_ANSWER: i32 = i32::MIN;

/// What a function is called with besides its arguments.
struct Bound<T> {
    body: Body<T>,
    state: Rc<RefCell<T>>,
}

/// The JavaScript function that calls `body`.
pub(crate) fn function<'env, T: 'static>(
    env: &'env Env,
    name: &CStr,
    body: Body<T>,
    state: &Rc<RefCell<T>>,
) -> Result<Unknown<'env>> {
    let bound = Box::into_raw(Box::new(Bound { body, state: Rc::clone(state) }));
    let length = isize::try_from(name.count_bytes()).unwrap_or_default();
    let mut made = ptr::null_mut();
    // SAFETY: `env` is that of the call under way. The name lives for the length that is given.
    // `bound` is a box that is given up here; `call` reads it for as long as the function lives,
    // and `forget` takes it back when the function is gone.
    let status = unsafe {
        let name = name.as_ptr();
        match sys::napi_create_function(
            env.raw(),
            name,
            length,
            Some(call::<T>),
            bound.cast(),
            &raw mut made,
        ) {
            Status::napi_ok => sys::napi_add_finalizer(
                env.raw(),
                made,
                bound.cast(),
                Some(forget::<T>),
                ptr::null_mut(),
                ptr::null_mut(),
            ),
            failed => failed,
        }
    };
    if status != Status::napi_ok {
        return Err(coded("GATI_NATIVE_RESULT", &"the reader could not be made"));
    }
    // SAFETY: `made` is a value of this environment, made in the scope of this call.
    Ok(unsafe { Unknown::from_raw_unchecked(env.raw(), made) })
}

/// What Node calls.
unsafe extern "C" fn call<T: 'static>(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: Node calls with an environment and a call that are valid until this returns.
    unsafe { answer::<T>(env, info).or_else(|| value_of(env, &Answer::Number(NO_ANSWER))) }
        .unwrap_or(ptr::null_mut())
}

/// The JavaScript value of an answer.
///
/// # Safety
///
/// `env` is that of a call under way.
unsafe fn value_of(env: sys::napi_env, answer: &Answer<'_>) -> Option<sys::napi_value> {
    let mut made = ptr::null_mut();
    let length = |length: usize| isize::try_from(length).unwrap_or(isize::MAX);
    // SAFETY: the caller vouches for `env`; the texts live for the lengths that are given, and are
    // copied before this returns.
    let status = unsafe {
        match answer {
            Answer::Number(number) => sys::napi_create_int32(env, *number, &raw mut made),
            Answer::Latin1(text) => {
                let start = text.as_ptr().cast();
                sys::napi_create_string_latin1(env, start, length(text.len()), &raw mut made)
            }
            Answer::Utf8(text) => {
                let start = text.as_ptr().cast();
                sys::napi_create_string_utf8(env, start, length(text.len()), &raw mut made)
            }
            Answer::Utf16(text) => {
                let start = text.as_ptr();
                sys::napi_create_string_utf16(env, start, length(text.len()), &raw mut made)
            }
        }
    };
    (status == Status::napi_ok).then_some(made)
}

/// # Safety
///
/// `env` and `info` are those of a call under way of a function that `function::<T>` made.
unsafe fn answer<T>(env: sys::napi_env, info: sys::napi_callback_info) -> Option<sys::napi_value> {
    let mut arguments = [ptr::null_mut(); 2];
    let mut count = arguments.len();
    let mut data = ptr::null_mut();
    let mut program = 0;
    let mut is_buffer = false;
    let mut start: *mut c_void = ptr::null_mut();
    let mut length = 0;
    let ok = |status| (status == Status::napi_ok).then_some(());
    // SAFETY: the caller vouches for both; every pointer is to a place of this function, and
    // `arguments` has as many places as `count` says.
    unsafe {
        let (argv, this) = (arguments.as_mut_ptr(), ptr::null_mut());
        ok(sys::napi_get_cb_info(env, info, &raw mut count, argv, this, &raw mut data))?;
        ok(sys::napi_get_value_uint32(env, arguments[0], &raw mut program))?;
        ok(sys::napi_is_buffer(env, arguments[1], &raw mut is_buffer))?;
        is_buffer.then_some(())?;
        ok(sys::napi_get_buffer_info(env, arguments[1], &raw mut start, &raw mut length))?;
    }
    let bytes = if length == 0 || start.is_null() {
        &[]
    } else {
        // SAFETY: Node said that `length` bytes start there. They belong to an argument, which
        // lives until this call ends, and no JavaScript runs before that which could change them.
        unsafe { slice::from_raw_parts(start.cast::<u8>(), length) }
    };
    // SAFETY: `data` is the box that `function::<T>` gave to this very function, which is alive,
    // as it is being called; it is only ever looked at.
    let bound = unsafe { &*data.cast::<Bound<T>>() };
    let (body, mut state) = (bound.body, bound.state.try_borrow_mut().ok()?);
    let mut state = Some(&mut *state);
    let run = || state.take().map(|state| body(state, program, bytes));
    // A panic must not reach Node, which is not written in Rust.
    let answer = catch_unwind(AssertUnwindSafe(run)).ok()??;
    // SAFETY: the caller vouches for `env`.
    unsafe { value_of(env, &answer) }
}

/// Called once, when the function is gone.
unsafe extern "C" fn forget<T>(_env: sys::napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: `data` is the box that `function::<T>` gave up, and nobody can call the function again.
    drop(unsafe { Box::from_raw(data.cast::<Bound<T>>()) });
}
