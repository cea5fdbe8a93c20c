//! The server on real sockets: what clients send, what JavaScript would see, and what comes back.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the corpus is read from disk")]

mod access;
mod bodies;
mod conformance;
mod frames;
mod harness;
mod leaving;
mod life;
mod packed;
mod reading;
mod secure;
mod streamed;
mod tls;
mod tls_anything;
mod tls_ends;
mod tls_table;
mod two;
mod two_anything;
mod two_ends;
mod two_table;
mod upgrades;
