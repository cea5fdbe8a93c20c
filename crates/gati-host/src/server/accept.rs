//! Taking connections, as many as may be. What cannot be taken waits in the queue of the system: when there is no
//! descriptor left, nothing is lost but time.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};

use super::connection::Connection;
use super::one::One;
use super::protocol::Protocol;
use super::secure::Secure;
use super::socket::{Listener, Place, Socket, address_text};
use super::stream::Stream;
use super::{Interest, LISTENER, Server, Token};

/// Connections taken in one turn.
const MOST: usize = 256;

/// So often that, when the listener closes: more than its queue holds.
const ROUNDS: usize = 8;

/// The listener, and who came through it.
#[derive(Debug, Default)]
pub(crate) struct Acceptor {
    listener: Option<Listener>,
    /// There may be connections that no event will tell of.
    is_waiting: bool,
    is_stopped: bool,
    per_address: HashMap<IpAddr, u32>,
}

impl Acceptor {
    /// Whether connections may wait that no event will tell of.
    pub(crate) fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Whether another one of this address may come.
    fn admits(&mut self, ip: Option<IpAddr>, most: u32) -> bool {
        let Some(ip) = ip.filter(|_| most > 0) else { return true };
        let count = self.per_address.entry(ip).or_default();
        *count += 1;
        *count <= most
    }

    pub(crate) fn left(&mut self, ip: Option<IpAddr>) {
        let Some(ip) = ip else { return };
        if let Some(count) = self.per_address.get_mut(&ip) {
            *count -= 1;
            if *count == 0 {
                self.per_address.remove(&ip);
            }
        }
    }
}

impl Server {
    /// Opens the listener; answers the address it has, which a socket of the file system has not.
    pub fn listen(&mut self, place: &Place) -> io::Result<Option<SocketAddr>> {
        let mut listener = Listener::bind(place)?;
        let registry = self.poll.registry();
        registry.register(listener.source(), LISTENER, Interest::READABLE)?;
        let address = listener.address();
        self.acceptor.listener = Some(listener);
        Ok(address)
    }

    /// Closes the listener; every answer from here on ends its connection.
    pub fn stop(&mut self) {
        // Who has connected already is taken: the system would cut them off.
        for _ in 0..ROUNDS {
            self.accept();
            if !self.acceptor.is_waiting {
                break;
            }
        }
        self.acceptor.listener = None;
        self.acceptor.is_waiting = false;
        self.acceptor.is_stopped = true;
        self.common.is_draining = true;
        for slot in 0..self.slots.len() {
            let Some(connection) = self.slots[slot].as_deref_mut() else { continue };
            let was_dirty = connection.protocol.is_dirty();
            connection.protocol.leave();
            if connection.protocol.is_dirty() && !was_dirty {
                self.dirty.push(u32::try_from(slot).unwrap_or(u32::MAX));
            }
        }
        if self.open == 0 {
            self.is_closed = true;
        }
        self.send();
    }

    pub(super) fn accept(&mut self) {
        for _ in 0..MOST {
            self.acceptor.is_waiting = true;
            if self.open >= self.common.settings.connections {
                return;
            }
            let Some(listener) = &self.acceptor.listener else { return };
            let (socket, ip) = match listener.accept() {
                Ok(accepted) => accepted,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.acceptor.is_waiting = false;
                    return;
                }
                // It was gone before it was taken.
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::ConnectionAborted
                            | ErrorKind::ConnectionReset
                            | ErrorKind::Interrupted
                            | ErrorKind::InvalidInput
                            | ErrorKind::NotConnected
                    ) =>
                {
                    continue;
                }
                // No descriptor, no memory: the next tick, or the next connection that ends, tries again.
                Err(_) => return,
            };
            let is_admitted = self.acceptor.admits(ip, self.common.settings.per_address);
            let Some(mut stream) = is_admitted.then(|| self.stream(socket)).flatten() else {
                self.acceptor.left(ip);
                continue;
            };
            let slot = self.free.pop().unwrap_or_else(|| {
                self.slots.push(None);
                u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
            });
            let interest = Interest::READABLE | Interest::WRITABLE;
            let registered =
                self.poll.registry().register(stream.source(), Token(slot as usize), interest);
            self.open += 1;
            let counted = ip.filter(|_| self.common.settings.per_address > 0);
            let caller = (counted, address_text(ip));
            let protocol = Protocol::One(One::default());
            let connection = Box::new(Connection::new(stream, caller, protocol, &self.common));
            if registered.is_ok() {
                self.put_back(slot, super::Fate::Stays, connection);
            } else {
                self.release(slot, connection);
            }
        }
    }

    fn stream(&self, socket: Socket) -> Option<Stream> {
        match &self.tls {
            None => Some(Stream::Plain(socket)),
            Some(tls) => Secure::begin(tls, socket).map(|secure| Stream::Secure(Box::new(secure))),
        }
    }
}
