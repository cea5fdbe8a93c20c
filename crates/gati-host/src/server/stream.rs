//! What a connection reads from and writes to: a socket, with TLS on it or without.

use std::io::{self, ErrorKind, Read, Write};

use mio::event::Source;

use super::secure::Secure;
use super::socket::Socket;

/// What a read came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Got {
    /// So many bytes.
    Bytes(usize),
    /// Nothing, until an event tells of more.
    Nothing,
    /// Nothing yet, and no event tells of more.
    Again,
    /// The client has said that it is done.
    End,
    /// Nothing more comes, and where one says so, the client did not.
    Cut,
    /// Plain HTTP where TLS is spoken, which is not handed over.
    Plain,
    /// The client broke the rules of TLS, and was told if it takes that.
    Fault,
    /// The socket has failed.
    Lost,
}

impl From<io::Result<usize>> for Got {
    fn from(read: io::Result<usize>) -> Self {
        match read {
            Ok(0) => Self::End,
            Ok(count) => Self::Bytes(count),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock => Self::Nothing,
                ErrorKind::Interrupted => Self::Again,
                _ => Self::Lost,
            },
        }
    }
}

/// What a connection reads from and writes to.
#[derive(Debug)]
pub(crate) enum Stream {
    Plain(Socket),
    Secure(Box<Secure>),
}

impl Stream {
    pub(crate) fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Plain(socket) => socket.source(),
            Self::Secure(secure) => secure.socket.source(),
        }
    }

    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Got {
        match self {
            Self::Plain(socket) => socket.read(buffer).into(),
            Self::Secure(secure) => secure.read(buffer),
        }
    }

    /// Whether a read that gave so much of so much room gave all there is, so that an event tells of more.
    pub(crate) fn is_drained(&self, count: usize, room: usize) -> bool {
        match self {
            Self::Plain(_) => count < room,
            Self::Secure(secure) => secure.is_drained(),
        }
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.write(bytes),
            Self::Secure(secure) => secure.write(bytes),
        }
    }

    /// Writes what was taken and waits; whether some of it went.
    pub(crate) fn flush(&mut self) -> io::Result<bool> {
        let Self::Secure(secure) = self else { return Ok(false) };
        match secure.flush() {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            _ => Ok(secure.take_progress()),
        }
    }

    /// Whether something was taken that waits for the socket.
    pub(crate) fn has_unwritten(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Secure(secure) => secure.has_unwritten(),
        }
    }

    /// How much was taken of which some waits for the socket.
    pub(crate) fn unwritten(&self) -> usize {
        match self {
            Self::Plain(_) => 0,
            Self::Secure(secure) => secure.unwritten(),
        }
    }

    /// Whether nothing can be said yet, neither by the client nor by us.
    pub(crate) fn is_handshaking(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Secure(secure) => secure.is_handshaking(),
        }
    }

    /// Whether client and server have agreed on HTTP/2.
    pub(crate) fn agrees_on_two(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Secure(secure) => secure.agrees_on_two(),
        }
    }

    /// Says that nothing more comes, where there are words for it.
    pub(crate) fn farewell(&mut self) {
        if let Self::Secure(secure) = self {
            secure.farewell();
        }
    }

    /// Says that nothing more comes, and goes on reading.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.farewell();
        match self {
            Self::Plain(socket) => socket.finish(),
            // The words are said first, and are enough.
            Self::Secure(secure) if secure.has_unwritten() => Ok(()),
            Self::Secure(secure) => secure.socket.finish(),
        }
    }
}
