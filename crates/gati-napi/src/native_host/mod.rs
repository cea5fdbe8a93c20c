//! `gati-host` for JavaScript: on the event loop of the thread that makes it, or on a thread of its own.
#![expect(clippy::too_many_arguments, reason = "a turn needs two functions and three buffers")]

mod apart;
mod callbacks;
mod calls;
mod clock;
mod crossing;
mod drive;
#[cfg(unix)]
mod driver;
mod options;
mod programs;
mod sockets;
mod taught;
mod tls;
#[cfg(unix)]
mod uv;

use std::rc::Rc;
use std::sync::Arc;

use gati_host::Server;
use gati_host::batch::LEAST_BUFFER;
use napi::Env;
use napi::bindgen_prelude::{
    BigUint64Array, Buffer, FnArgs, Function, JsValue, Uint8Array, Uint32Array,
};
use napi_derive::napi;

use crate::error::{Result, coded};
use crate::reader::NativeReader;
use apart::Apart;
use callbacks::Callbacks;
use clock::Clock;
use drive::Drive;
use options::Thread;
use programs::SharedProgram;

/// An HTTP server, for this thread. `crates/gati-host/README.md` has the formats of the buffers.
#[napi]
pub struct NativeHost {
    driver: Rc<dyn Drive>,
}

#[napi]
impl NativeHost {
    /// `{ limits, times, documents, http2, access, thread, tls }` (JSON), every member optional. Nothing is opened but a queue of events.
    #[napi(constructor)]
    pub fn new(env: Env, options: String) -> Result<Self> {
        let (settings, thread, tls) = options::settings(&options)?;
        let clock = Clock::new();
        let mut server = Server::new(settings, clock.now())
            .map_err(|error| coded("GATI_LISTEN_FAILED", &error))?;
        if let Some(tls) = tls {
            server.secure(tls);
        }
        Ok(Self { driver: driver(env, thread, server, clock) })
    }

    /// `{ routes: [{ method, path, streams? }], pages: [{ path, status, fields, body }], unrouted? }` (JSON).
    #[napi(catch_unwind)]
    pub fn install(&self, routes: String) -> Result<()> {
        self.driver.install(options::routes(&routes)?)
    }

    /// Gives an answer to later requests of a route, too: `{ path, fields, tag?, second?, saysRequestId? }` (JSON), and its body.
    #[napi(catch_unwind)]
    pub fn keep_page(&self, route: u32, head: String, body: &[u8]) -> Result<()> {
        let kept = options::kept(&head, body.to_vec())?;
        self.driver.tell(Box::new(move |server| server.keep_page(route, kept)));
        Ok(())
    }

    /// Asks JavaScript again for every answer that was kept.
    #[napi(catch_unwind)]
    pub fn forget_pages(&self) {
        self.driver.tell(Box::new(Server::forget_pages));
    }

    /// Says what holds from here on of requests like one that came: `{ route, asked?, number, answer? }` (JSON), and the program
    /// of a reader by which their bodies are read.
    #[napi(catch_unwind)]
    pub fn teach(&self, lesson: String, reader: Option<&NativeReader>, program: u32) -> Result<()> {
        let (route, asked, mut lesson) = taught::lesson(&lesson)?;
        let program = reader.and_then(|reader| reader.program(program));
        lesson.program = program.map(|program| Arc::new(SharedProgram(program)) as _);
        self.driver.tell(Box::new(move |server| server.teach(route, asked.as_deref(), lesson)));
        Ok(())
    }

    /// Nothing that was said of requests holds any more.
    #[napi]
    pub fn forget(&self) {
        self.driver.tell(Box::new(Server::forget));
    }

    /// Speaks TLS by other certificates with those who come from here on: `tls` of the options (JSON). Where they cannot be
    /// used it throws, and nothing changes.
    #[napi(catch_unwind)]
    pub fn secure(&self, tls: String) -> Result<()> {
        let tls = tls::renewed(&tls)?;
        self.driver.tell(Box::new(move |server| server.secure(tls)));
        Ok(())
    }

    /// Listens on `{ host, port, shared? }` or `{ path }` (JSON), and answers the address as `{ host, port }` (JSON).
    #[napi(catch_unwind)]
    pub fn listen(
        &self,
        place: String,
        requests: Uint8Array,
        answers: Uint8Array,
        control: Uint32Array,
        turn: Function<FnArgs<(u32, u32)>, ()>,
        keep: Function<(), ()>,
        tapes: Option<BigUint64Array>,
    ) -> Result<String> {
        if requests.len() < LEAST_BUFFER || control.len() < 3 {
            let least = format!("the buffer for requests needs {LEAST_BUFFER} bytes");
            return Err(coded("GATI_NATIVE_OPTIONS", &least));
        }
        let place = options::place(&place)?;
        if self.driver.is_listening() {
            return Err(coded("GATI_NATIVE_OPTIONS", &"the host listens already"));
        }
        let (env, buffers) = (turn.value().env, (requests, answers, control, tapes));
        let callbacks = Box::new(|| {
            // SAFETY: this is a method that JavaScript called, with functions of its environment.
            unsafe { Callbacks::new(env, turn.raw(), keep.raw(), buffers) }
        });
        let address = Rc::clone(&self.driver).listen(&place, callbacks)?;
        options::address_json(address)
    }

    /// Takes the answers in the first bytes of their buffer.
    #[napi]
    pub fn flush(&self, bytes: u32) {
        self.driver.flush(bytes as usize);
    }

    /// Takes bytes that an answer will refer to by the handle that is returned.
    #[napi]
    pub fn attach(&self, bytes: &[u8]) -> u32 {
        self.driver.attach(bytes.to_vec())
    }

    /// A body that was detached; null if it was fetched already.
    #[napi]
    pub fn body(&self, handle: u32) -> Option<Buffer> {
        self.driver.body(handle).map(Buffer::from)
    }

    /// How many bytes of an answer have not gone to the socket.
    #[napi]
    pub fn unsent(&self, slot: u32, key: u32) -> u32 {
        u32::try_from(self.driver.unsent(slot, key)).unwrap_or(u32::MAX)
    }

    /// Closes the listener. Every answer from here on ends its connection.
    #[napi]
    pub fn stop(&self) {
        self.driver.have(Server::stop);
    }

    /// Closes connections that owe nothing.
    #[napi]
    pub fn close_idle(&self) {
        self.driver.have(Server::close_idle);
    }

    /// Closes every connection.
    #[napi]
    pub fn close_all(&self) {
        self.driver.have(Server::close_all);
    }

    /// Has what was counted of requests told, in records of a later turn.
    #[napi]
    pub fn ask_counts(&self) {
        self.driver.tell(Box::new(Server::ask_counts));
    }

    /// How many connections are open.
    #[napi]
    pub fn connections(&self) -> u32 {
        let count = self.driver.ask(Box::new(|server| server.connections()));
        u32::try_from(count.unwrap_or_default()).unwrap_or(u32::MAX)
    }

    /// Gives everything back; harmless when it is called again.
    #[napi]
    pub fn close(&self) {
        self.driver.close();
    }
}

/// Node's loop drives a server where it can, and unless somebody wants a thread for it.
#[cfg(unix)]
fn driver(env: Env, thread: Thread, server: Server, clock: Clock) -> Rc<dyn Drive> {
    match (thread, uv::Uv::find()) {
        (Thread::Main, Some(uv)) => Rc::new(driver::Driver::new(uv, env.raw(), server, clock)),
        _ => Rc::new(Apart::new(env.raw(), server, clock)),
    }
}

/// There is no descriptor that Node's loop could watch.
#[cfg(not(unix))]
fn driver(env: Env, _thread: Thread, server: Server, clock: Clock) -> Rc<dyn Drive> {
    Rc::new(Apart::new(env.raw(), server, clock))
}

fn listen_error(error: &std::io::Error) -> napi::Error<&'static str> {
    let is_taken = error.kind() == std::io::ErrorKind::AddrInUse;
    coded(if is_taken { "GATI_PORT_TAKEN" } else { "GATI_LISTEN_FAILED" }, error)
}
