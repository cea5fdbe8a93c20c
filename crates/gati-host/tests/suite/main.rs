//! The server on real sockets: what clients send, what JavaScript would see, and what comes back.

mod conformance;
mod harness;
mod life;
mod packed;
mod reading;
