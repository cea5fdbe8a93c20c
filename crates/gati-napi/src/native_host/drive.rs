//! What drives a server: Node's event loop, on the thread of JavaScript, or a thread of its own.

use std::net::SocketAddr;
use std::rc::Rc;

use gati_host::{Place, Routes, Server};

use super::callbacks::Callbacks;
use crate::error::Result;

/// A server that is driven.
pub(super) trait Drive {
    /// Serves these routes from now on.
    fn install(&self, routes: Routes) -> Result<()>;

    /// Has something done with the server before it reads on, whose outcome nobody waits for. Done at once where the
    /// server is on this thread.
    fn tell(&self, run: Box<dyn FnOnce(&mut Server) + Send>);

    /// Opens the listener, and has turns begin, for which `callbacks` are made once it is open.
    fn listen(
        self: Rc<Self>,
        place: &Place,
        callbacks: Box<dyn FnOnce() -> Callbacks + '_>,
    ) -> Result<Option<SocketAddr>>;

    /// Whether it listens.
    fn is_listening(&self) -> bool;

    /// Takes so many bytes of the buffer of answers.
    fn flush(&self, bytes: usize);

    /// Takes bytes that an answer will refer to.
    fn attach(&self, bytes: Vec<u8>) -> u32;

    /// A body that was detached, once.
    fn body(&self, handle: u32) -> Option<Vec<u8>>;

    /// How many bytes of an answer have not gone to the socket, or more; if they are many, there will be a notice.
    fn unsent(&self, slot: u32, key: u32) -> usize;

    /// Has something found out of the server, wherever it is; nothing where there is none any more.
    fn ask(&self, run: Box<dyn FnOnce(&mut Server) -> usize + Send>) -> Option<usize>;

    /// Has something done with the server, and waits until it is.
    fn have(&self, run: fn(&mut Server)) {
        self.ask(Box::new(move |server| {
            run(server);
            0
        }));
    }

    /// Gives everything back; harmless when it is called again.
    fn close(&self);
}

/// Why a driver is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Somebody asked for it.
    Asked,
    /// The environment ends.
    Environment,
}
