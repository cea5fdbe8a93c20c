//! `gati-host` for JavaScript, on the event loop of the thread that makes it.
#![expect(clippy::too_many_arguments, reason = "a turn needs two functions and three buffers")]

mod callbacks;
mod driver;
mod options;
mod programs;
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
use callbacks::Callbacks;
use driver::{Driver, Ending};
use programs::SharedProgram;
use uv::Uv;

/// An HTTP server on this thread. `crates/gati-host/README.md` has the formats of the buffers.
#[napi]
pub struct NativeHost {
    driver: Rc<Driver>,
}

#[napi]
impl NativeHost {
    /// `{ limits, times, documents }` (JSON), every member optional. Nothing is opened but a queue of events.
    #[napi(constructor)]
    pub fn new(env: Env, options: String) -> Result<Self> {
        let unsupported = "the functions of libuv are not there: this is not Node.js";
        let uv = Uv::find().ok_or_else(|| coded("GATI_NATIVE_HOST_UNSUPPORTED", &unsupported))?;
        let driver = Driver::new(uv, env.raw());
        let server = Server::new(options::settings(&options)?, driver.now())
            .map_err(|error| coded("GATI_LISTEN_FAILED", &error))?;
        *driver.server.borrow_mut() = Some(server);
        Ok(Self { driver: Rc::new(driver) })
    }

    /// `{ routes: [{ method, path, streams? }], pages: [{ path, status, fields, body }], unrouted? }` (JSON).
    #[napi(catch_unwind)]
    pub fn install(&self, routes: String) -> Result<()> {
        let routes = options::routes(&routes)?;
        self.driver.with(|server| server.install(routes));
        Ok(())
    }

    /// Gives an answer to later requests of a route, too: `{ path, fields, tag?, second?, saysRequestId? }` (JSON), and its body.
    #[napi(catch_unwind)]
    pub fn keep_page(&self, route: u32, head: String, body: &[u8]) -> Result<()> {
        let kept = options::kept(&head, body.to_vec())?;
        self.driver.with(|server| server.keep_page(route, kept));
        Ok(())
    }

    /// Asks JavaScript again for every answer that was kept.
    #[napi(catch_unwind)]
    pub fn forget_pages(&self) {
        self.driver.with(Server::forget_pages);
    }

    /// Says what holds from here on of requests like one that came: `{ route, asked?, number, answer? }` (JSON), and the program
    /// of a reader by which their bodies are read.
    #[napi(catch_unwind)]
    pub fn teach(&self, lesson: String, reader: Option<&NativeReader>, program: u32) -> Result<()> {
        let (route, asked, mut lesson) = options::lesson(&lesson)?;
        let program = reader.and_then(|reader| reader.program(program));
        lesson.program = program.map(|program| Arc::new(SharedProgram(program)) as _);
        self.driver.with(|server| server.teach(route, asked.as_deref(), lesson));
        Ok(())
    }

    /// Nothing that was said of requests holds any more.
    #[napi]
    pub fn forget(&self) {
        self.driver.with(Server::forget);
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
        if self.driver.callbacks.borrow().is_some() {
            return Err(coded("GATI_NATIVE_OPTIONS", &"the host listens already"));
        }
        let bound = self
            .driver
            .with(|server| server.listen(&place).map(|address| (address, server.descriptor())));
        let bound = bound.ok_or_else(|| coded("GATI_NOT_RUNNING", &"the host is closed"))?;
        let (address, descriptor) = bound.map_err(|error| coded(listen_code(&error), &error))?;
        let (env, buffers) = (turn.value().env, (requests, answers, control, tapes));
        // SAFETY: this is a method that JavaScript called, with functions of its environment.
        let callbacks = unsafe { Callbacks::new(env, turn.raw(), keep.raw(), buffers) };
        *self.driver.callbacks.borrow_mut() = Some(callbacks);
        self.driver.attach(descriptor).map_err(|status| {
            self.driver.close(Ending::Asked);
            coded("GATI_LISTEN_FAILED", &format!("libuv does not watch the sockets ({status})"))
        })?;
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
        self.driver.with(|server| server.attach(bytes.to_vec())).unwrap_or_default()
    }

    /// A body that was detached; null if it was fetched already.
    #[napi]
    pub fn body(&self, handle: u32) -> Option<Buffer> {
        self.driver.with(|server| server.take_body(handle)).flatten().map(Buffer::from)
    }

    /// How many bytes of an answer have not gone to the socket.
    #[napi]
    pub fn unsent(&self, slot: u32, key: u32) -> u32 {
        let unsent = self.driver.with(|server| server.unsent(slot, key)).unwrap_or_default();
        u32::try_from(unsent).unwrap_or(u32::MAX)
    }

    /// Closes the listener. Every answer from here on ends its connection.
    #[napi]
    pub fn stop(&self) {
        self.driver.with(Server::stop);
    }

    /// Closes connections that owe nothing.
    #[napi]
    pub fn close_idle(&self) {
        self.driver.with(Server::close_idle);
    }

    /// Closes every connection.
    #[napi]
    pub fn close_all(&self) {
        self.driver.with(Server::close_all);
    }

    /// How many connections are open.
    #[napi]
    pub fn connections(&self) -> u32 {
        let open = self.driver.with(|server| server.connections()).unwrap_or_default();
        u32::try_from(open).unwrap_or(u32::MAX)
    }

    /// Gives everything back; harmless when it is called again.
    #[napi]
    pub fn close(&self) {
        self.driver.close(Ending::Asked);
    }
}

fn listen_code(error: &std::io::Error) -> &'static str {
    if error.kind() == std::io::ErrorKind::AddrInUse {
        "GATI_PORT_TAKEN"
    } else {
        "GATI_LISTEN_FAILED"
    }
}
