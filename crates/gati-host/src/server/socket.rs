//! Listeners and streams, of TCP and of the file system.

use std::io::{self, IoSlice, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr};
#[cfg(unix)]
use std::path::PathBuf;

use mio::event::Source;
use mio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use mio::net::{UnixListener, UnixStream};
use socket2::{Domain, Protocol, Type};

use crate::batch::Address;

/// Where to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An address and a port; port 0 is a free one.
    Port {
        /// Where.
        address: SocketAddr,
        /// Whether other processes may listen beside this one, so that the kernel shares connections out.
        shared: Shared,
    },
    /// A socket in the file system.
    #[cfg(unix)]
    Path(PathBuf),
}

/// Whether a port is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// By processes that say so, too.
    Yes,
    /// No.
    No,
}

/// Connections that wait to be accepted.
const BACKLOG: i32 = 1024;

#[derive(Debug)]
pub(crate) enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener),
}

impl Listener {
    pub(crate) fn bind(place: &Place) -> io::Result<Self> {
        match place {
            Place::Port { address, shared } => bind_port(*address, *shared).map(Self::Tcp),
            #[cfg(unix)]
            Place::Path(path) => UnixListener::bind(path).map(Self::Unix),
        }
    }

    pub(crate) fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Tcp(listener) => listener,
            #[cfg(unix)]
            Self::Unix(listener) => listener,
        }
    }

    /// The address that was bound; nothing for a socket of the file system.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok(),
            #[cfg(unix)]
            Self::Unix(_) => None,
        }
    }

    pub(crate) fn accept(&self) -> io::Result<(Socket, Option<IpAddr>)> {
        match self {
            Self::Tcp(listener) => {
                let (stream, address) = listener.accept()?;
                // Without it, answers in two parts would wait for the client to confirm the first.
                stream.set_nodelay(true)?;
                Ok((Socket::Tcp(stream), Some(address.ip())))
            }
            #[cfg(unix)]
            Self::Unix(listener) => Ok((Socket::Unix(listener.accept()?.0), None)),
        }
    }
}

fn bind_port(address: SocketAddr, shared: Shared) -> io::Result<TcpListener> {
    let socket =
        socket2::Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    #[cfg(unix)]
    {
        // A port whose last connections are still waiting for stray packets is free.
        socket.set_reuse_address(true)?;
        if shared == Shared::Yes {
            socket.set_reuse_port(true)?;
        }
    }
    #[cfg(not(unix))]
    let _ = shared;
    if address.ip() == IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED) {
        // Every address is both kinds, as it is under Node.js.
        socket.set_only_v6(false)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(TcpListener::from_std(socket.into()))
}

/// How a client is called in the packed interface: addresses of IPv4 in the clothes of IPv6 keep them, as under Node.js.
pub(crate) fn address_text(ip: Option<IpAddr>) -> Address {
    ip.map_or_else(Address::default, |ip| Address::new(&ip.to_string()))
}

/// A socket that was accepted.
#[derive(Debug)]
pub(crate) enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Socket {
    pub(crate) fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Tcp(stream) => stream,
            #[cfg(unix)]
            Self::Unix(stream) => stream,
        }
    }

    /// Says that nothing more comes, and goes on reading.
    pub(super) fn finish(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.shutdown(Shutdown::Write),
            #[cfg(unix)]
            Self::Unix(stream) => stream.shutdown(Shutdown::Write),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            #[cfg(unix)]
            Self::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            #[cfg(unix)]
            Self::Unix(stream) => stream.write(bytes),
        }
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write_vectored(slices),
            #[cfg(unix)]
            Self::Unix(stream) => stream.write_vectored(slices),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
