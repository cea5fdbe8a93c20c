//! Handles on a loop of a few lines: their memory is written from end to end, called back with, and given back once.

use std::cell::RefCell;
use std::ffi::{c_int, c_uint, c_void};
use std::ptr;
use std::rc::Rc;

use super::{Handle, Kind, Loop, OnHandle, OnReady, POLL, TIMER, Uv};

/// As large as they are on no platform: not a multiple of what memory is asked for in.
const POLL_SIZE: usize = 161;
const TIMER_SIZE: usize = 152;

/// What a handle begins with, as in uv.h: what was given for it, and its loop.
#[repr(C)]
struct Start {
    data: *mut c_void,
    kind: usize,
}

#[derive(Default)]
struct FakeLoop {
    ready: Vec<(Handle, OnReady)>,
    timers: Vec<(Handle, OnHandle)>,
    closing: Vec<(Handle, OnHandle)>,
    refuses: bool,
}

thread_local! {
    static LOOP: RefCell<FakeLoop> = RefCell::default();
}

extern "C" fn handle_size(kind: c_uint) -> usize {
    if kind == POLL { POLL_SIZE } else { TIMER_SIZE }
}

unsafe extern "C" fn set_data(handle: Handle, data: *mut c_void) {
    unsafe { (*handle.cast::<Start>()).data = data };
}

unsafe extern "C" fn get_data(handle: Handle) -> *mut c_void {
    unsafe { (*handle.cast::<Start>()).data }
}

unsafe fn init(handle: Handle, kind: c_uint) {
    unsafe {
        ptr::write_bytes(handle.cast::<u8>(), 0xaa, handle_size(kind));
        handle.cast::<Start>().write(Start { data: ptr::null_mut(), kind: kind as usize });
    }
}

unsafe extern "C" fn poll_init(_loop: Loop, handle: Handle, _descriptor: c_int) -> c_int {
    if LOOP.with_borrow(|fake| fake.refuses) {
        return -1;
    }
    unsafe { init(handle, POLL) };
    0
}

unsafe extern "C" fn poll_start(handle: Handle, _events: c_int, ready: OnReady) -> c_int {
    LOOP.with_borrow_mut(|fake| fake.ready.push((handle, ready)));
    0
}

unsafe extern "C" fn timer_init(_loop: Loop, handle: Handle) -> c_int {
    unsafe { init(handle, TIMER) };
    0
}

unsafe extern "C" fn timer_start(handle: Handle, fire: OnHandle, _: u64, _: u64) -> c_int {
    LOOP.with_borrow_mut(|fake| fake.timers.push((handle, fire)));
    0
}

unsafe extern "C" fn timer_stop(handle: Handle) -> c_int {
    LOOP.with_borrow_mut(|fake| fake.timers.retain(|(known, _)| *known != handle));
    0
}

unsafe extern "C" fn close(handle: Handle, closed: OnHandle) {
    unsafe { timer_stop(handle) };
    LOOP.with_borrow_mut(|fake| {
        fake.ready.retain(|(known, _)| *known != handle);
        fake.closing.push((handle, closed));
    });
}

fn uv() -> Uv {
    Uv {
        handle_size,
        set_data,
        get_data,
        poll_init,
        poll_start,
        timer_init,
        timer_start,
        timer_stop,
        close,
    }
}

/// One turn of the loop: what is ready, what is due, what has been closed.
fn turn() {
    for (handle, ready) in LOOP.with_borrow(|fake| fake.ready.clone()) {
        unsafe { ready(handle, 0, 1) };
    }
    for (handle, fire) in LOOP.with_borrow(|fake| fake.timers.clone()) {
        unsafe { fire(handle) };
    }
    for (handle, closed) in LOOP.with_borrow_mut(|fake| std::mem::take(&mut fake.closing)) {
        unsafe { closed(handle) };
    }
}

/// What handles hold, as the driver of the host is held: a count for each of them.
struct Owner {
    calls: RefCell<Vec<&'static str>>,
    poll: RefCell<Option<Handle>>,
}

impl Owner {
    /// Counted once more while a callback runs, which may close everything.
    unsafe fn of(handle: Handle) -> Rc<Self> {
        unsafe {
            let data = uv().data(handle).cast::<Self>();
            Rc::increment_strong_count(data);
            Rc::from_raw(data)
        }
    }

    unsafe fn call(handle: Handle, name: &'static str) -> Rc<Self> {
        let owner = unsafe { Self::of(handle) };
        owner.calls.borrow_mut().push(name);
        owner
    }
}

unsafe extern "C" fn on_ready(handle: Handle, _status: c_int, _events: c_int) {
    unsafe { Owner::call(handle, "ready") };
}

/// Closes the other handle while it is called itself.
unsafe extern "C" fn on_tick(handle: Handle) {
    let owner = unsafe { Owner::call(handle, "tick") };
    let poll = owner.poll.borrow_mut().take();
    unsafe {
        if let Some(poll) = poll {
            uv().close(poll, on_poll_closed);
        } else {
            uv().close(handle, on_timer_closed);
        }
    }
}

unsafe extern "C" fn on_poll_closed(handle: Handle) {
    unsafe { closed(handle, Kind::Poll) };
}

unsafe extern "C" fn on_timer_closed(handle: Handle) {
    unsafe { closed(handle, Kind::Timer) };
}

unsafe fn closed(handle: Handle, kind: Kind) {
    unsafe {
        let owner = Rc::from_raw(uv().data(handle).cast::<Owner>());
        owner.calls.borrow_mut().push("closed");
        uv().free(handle, kind);
    }
}

#[test]
fn handles_hold_their_owner_until_they_are_closed() {
    let owner = Rc::new(Owner { calls: RefCell::default(), poll: RefCell::default() });
    let data = || Rc::into_raw(Rc::clone(&owner)).cast_mut().cast::<c_void>();
    unsafe {
        let poll = uv().watch(ptr::null_mut(), 3, data(), on_ready).unwrap();
        *owner.poll.borrow_mut() = Some(poll);
        let timer = uv().timer(ptr::null_mut(), data());
        turn();
        uv().start_timer(timer, 250, on_tick);
    }
    assert_eq!(Rc::strong_count(&owner), 3);
    turn();
    assert_eq!(Rc::strong_count(&owner), 2);
    turn();
    assert_eq!(Rc::strong_count(&owner), 1);
    turn();
    assert_eq!(*owner.calls.borrow(), ["ready", "ready", "tick", "closed", "tick", "closed"]);
}

#[test]
fn a_loop_that_refuses_keeps_nothing() {
    LOOP.with_borrow_mut(|fake| fake.refuses = true);
    let owner = Rc::new(Owner { calls: RefCell::default(), poll: RefCell::default() });
    let data = Rc::into_raw(Rc::clone(&owner)).cast_mut().cast::<c_void>();
    unsafe {
        assert_eq!(uv().watch(ptr::null_mut(), 3, data, on_ready), Err(-1));
        drop(Rc::from_raw(data.cast::<Owner>()));
    }
    assert_eq!(Rc::strong_count(&owner), 1);
}
