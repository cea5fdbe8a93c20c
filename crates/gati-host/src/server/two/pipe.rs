//! The wire of h2, in memory: what arrived is put in at one end and read by h2 at the other, and what h2 writes waits to be
//! taken to the socket. Whoever has to wait for the other end is woken by nobody: the connection asks again by itself.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// With more than this to be taken, h2 has to wait.
const MOST_WRITTEN: usize = 64 * 1024;

#[derive(Debug, Default)]
struct Wires {
    input: Vec<u8>,
    /// So much of it has been read.
    read: usize,
    output: Vec<u8>,
    /// h2 would write more if there were room.
    is_blocked: bool,
}

/// Both ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Pipe(Arc<Mutex<Wires>>);

impl Pipe {
    fn wires(&self) -> MutexGuard<'_, Wires> {
        // Nothing here panics half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes that arrived.
    pub(super) fn put(&self, bytes: &[u8]) {
        self.wires().input.extend_from_slice(bytes);
    }

    /// Whether h2 has read everything.
    pub(super) fn is_read(&self) -> bool {
        let wires = self.wires();
        wires.read == wires.input.len()
    }

    /// Whether h2 waits until something is taken.
    pub(super) fn is_blocked(&self) -> bool {
        self.wires().is_blocked
    }

    /// What h2 wrote, behind what is there.
    pub(super) fn take(&self, out: &mut Vec<u8>) {
        let mut wires = self.wires();
        wires.is_blocked = false;
        if out.is_empty() {
            *out = std::mem::take(&mut wires.output);
        } else {
            out.append(&mut wires.output);
        }
    }

    /// Forgets what was not read.
    pub(super) fn forget(&self) {
        let mut wires = self.wires();
        wires.input = Vec::new();
        wires.read = 0;
    }

    fn write(&self, parts: &[&[u8]]) -> Poll<io::Result<usize>> {
        let mut wires = self.wires();
        if wires.output.len() >= MOST_WRITTEN {
            wires.is_blocked = true;
            return Poll::Pending;
        }
        for part in parts {
            wires.output.extend_from_slice(part);
        }
        Poll::Ready(Ok(parts.iter().map(|part| part.len()).sum()))
    }
}

impl AsyncRead for Pipe {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut wires = self.wires();
        let rest = &wires.input[wires.read..];
        if rest.is_empty() {
            return Poll::Pending;
        }
        let count = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..count]);
        wires.read += count;
        if wires.read == wires.input.len() {
            // An idle connection holds no buffer.
            wires.input = Vec::new();
            wires.read = 0;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write(&[bytes])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut parts = [[].as_slice(); 64];
        let count = slices.len().min(parts.len());
        for (part, slice) in parts.iter_mut().zip(slices) {
            *part = slice;
        }
        self.write(&parts[..count])
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// What h2 wakes: a flag that is looked at before going on.
#[derive(Debug, Default)]
pub(super) struct Bell(AtomicBool);

impl Bell {
    /// Whether it rang since this was asked last.
    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }

    pub(super) fn has_rung(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn ring(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ring();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ring();
    }
}
