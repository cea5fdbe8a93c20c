//! A socket with TLS on it: rustls between the bytes of the wire and those of HTTP. Nothing here blocks, and what waits to be
//! written is bounded.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;

use rustls::ServerConnection;

use super::socket::Socket;
use super::stream::Got;
use super::tls::Tls;

/// Bytes of one read of the socket. The rest of the buffer takes what they are once they are deciphered, together with what
/// a record that was cut had left.
const CIPHERED: usize = 24 * 1024;
/// Ciphered bytes that wait for the socket.
const MOST_WAITING: usize = 64 * 1024;

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Nothing has come yet.
    Expected,
    /// TLS is spoken.
    Open,
    /// The client has said that nothing more comes.
    Ended,
    /// Nothing is said any more: somebody broke the rules of TLS, and what still comes is thrown away.
    Failed,
    /// The client speaks plain HTTP, and so is it told.
    Plain,
}

/// A socket with TLS on it.
#[derive(Debug)]
pub(crate) struct Secure {
    pub(super) socket: Socket,
    session: ServerConnection,
    course: Course,
    /// Every byte that the last event told of was read.
    is_drained: bool,
    /// Bytes have gone to the socket since this was asked last.
    has_moved: bool,
    /// Bytes of HTTP that were ciphered and are not all with the socket.
    unwritten: usize,
}

impl Secure {
    /// TLS on a socket that was accepted. Nothing where it cannot begin, for which there is no reason but a lack of memory.
    pub(super) fn begin(tls: &Tls, socket: Socket) -> Option<Self> {
        let mut session = ServerConnection::new(Arc::clone(&tls.0)).ok()?;
        session.set_buffer_limit(Some(MOST_WAITING));
        Some(Self {
            socket,
            session,
            course: Course::Expected,
            is_drained: false,
            has_moved: false,
            unwritten: 0,
        })
    }

    /// Deciphers what one read of the socket gives. The buffer has far more room than [`CIPHERED`].
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Got {
        let room = buffer.len().saturating_sub(CIPHERED);
        let (plain, ciphered) = buffer.split_at_mut(room);
        self.is_drained = false;
        match self.course {
            Course::Expected | Course::Open => {}
            Course::Ended => return Got::End,
            Course::Failed | Course::Plain => {
                let got = Got::from(self.socket.read(buffer));
                self.is_drained = matches!(got, Got::Bytes(count) if count < buffer.len());
                return got;
            }
        }
        let left = self.take(plain);
        if left > 0 {
            return Got::Bytes(left);
        }
        match Got::from(self.socket.read(ciphered)) {
            Got::Bytes(_) if self.begins_plain(ciphered[0]) => {
                self.course = Course::Plain;
                Got::Plain
            }
            Got::Bytes(count) => self.decipher(&ciphered[..count], plain),
            // TLS says so when nothing more comes: who does not may have been cut off by somebody else.
            Got::End => Got::Cut,
            got => got,
        }
    }

    /// Whether the first byte is one of plain HTTP: methods are upper case, and TLS begins with 22.
    fn begins_plain(&mut self, first: u8) -> bool {
        let is_first = self.course == Course::Expected;
        self.course = Course::Open;
        is_first && first.is_ascii_uppercase()
    }

    fn decipher(&mut self, mut rest: &[u8], plain: &mut [u8]) -> Got {
        let count = rest.len();
        let mut filled = 0;
        while !rest.is_empty() && self.course == Course::Open {
            let read = self.session.read_tls(&mut rest).is_ok();
            let is_sound = read && self.session.process_new_packets().is_ok();
            filled += self.take(&mut plain[filled..]);
            if !is_sound {
                // The client is told by an alert, if it still takes one.
                let _ = self.flush();
                self.course = Course::Failed;
                return Got::Fault;
            }
        }
        if self.flush().is_err_and(|error| error.kind() != ErrorKind::WouldBlock) {
            return Got::Lost;
        }
        if filled > 0 {
            self.is_drained =
                count < CIPHERED && filled < plain.len() && self.course == Course::Open;
            Got::Bytes(filled)
        } else if self.course == Course::Ended {
            Got::End
        } else {
            Got::Again
        }
    }

    /// What was deciphered.
    fn take(&mut self, plain: &mut [u8]) -> usize {
        let mut filled = 0;
        while filled < plain.len() {
            match self.session.reader().read(&mut plain[filled..]) {
                Ok(0) => {
                    self.course = Course::Ended;
                    break;
                }
                Ok(count) => filled += count,
                // There is nothing yet.
                Err(_) => break,
            }
        }
        filled
    }

    /// Whether everything was read that an event told of.
    pub(super) fn is_drained(&self) -> bool {
        self.is_drained
    }

    /// Ciphers what there is room for, and writes what the socket takes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.course {
            Course::Failed => return Err(ErrorKind::BrokenPipe.into()),
            Course::Plain => return self.socket.write(bytes),
            Course::Expected | Course::Open | Course::Ended => {}
        }
        self.flush()?;
        let count = self.session.writer().write(bytes)?;
        self.unwritten += count;
        match self.flush() {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            _ => Ok(count),
        }
    }

    /// Writes what is ciphered and waits.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        while self.has_unwritten() {
            match self.session.write_tls(&mut self.socket) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(_) => self.has_moved = true,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.unwritten = 0;
        Ok(())
    }

    /// Whether something ciphered waits for the socket.
    pub(super) fn has_unwritten(&self) -> bool {
        self.speaks() && self.session.wants_write()
    }

    /// Bytes of HTTP that were taken, and of which some wait for the socket.
    pub(super) fn unwritten(&self) -> usize {
        self.unwritten
    }

    fn speaks(&self) -> bool {
        !matches!(self.course, Course::Failed | Course::Plain)
    }

    /// Whether nothing of HTTP can be said yet.
    pub(super) fn is_handshaking(&self) -> bool {
        self.speaks() && self.session.is_handshaking()
    }

    /// Whether client and server have agreed on HTTP/2.
    pub(super) fn agrees_on_two(&self) -> bool {
        self.session.alpn_protocol() == Some(b"h2")
    }

    /// Whether bytes have gone to the socket since this was asked last.
    pub(super) fn take_progress(&mut self) -> bool {
        std::mem::take(&mut self.has_moved)
    }

    /// Says that nothing more comes, which tells an answer without a length from one that was cut.
    pub(super) fn farewell(&mut self) {
        if self.speaks() && !self.session.is_handshaking() {
            self.session.send_close_notify();
            // What the socket does not take now waits as everything does; a client that is gone hears nothing.
            if self.flush().is_err_and(|error| error.kind() != ErrorKind::WouldBlock) {
                self.course = Course::Failed;
            }
        }
    }
}
