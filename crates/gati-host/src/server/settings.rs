//! What a server is told once: limits, times, words.

use std::collections::HashMap;

use crate::access::AccessSettings;
use crate::http::{ReadLimits, Refusal};

/// What time it is. The crate has no clock of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds of a clock that only goes forward.
    pub monotonic: u64,
    /// Seconds since 1970.
    pub unix: u64,
    /// Microseconds of the clock of `monotonic`, whose beginning may be another one.
    pub micros: u64,
    /// Microseconds since 1970.
    pub unix_micros: u64,
}

/// Milliseconds; 0 is no limit.
#[derive(Debug, Clone)]
pub struct Times {
    /// For a connection without a request.
    pub idle: u64,
    /// For a head, from its first byte.
    pub head: u64,
    /// For a whole request, from its first byte.
    pub request: u64,
    /// For a client to take any byte of an answer.
    pub stall: u64,
}

impl Default for Times {
    fn default() -> Self {
        Self { idle: 72_000, head: 20_000, request: 60_000, stall: 60_000 }
    }
}

/// Whether clients may begin with HTTP/2 where nothing was agreed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PriorKnowledge {
    /// Yes: who sends its preface is spoken to in HTTP/2.
    Yes,
    /// No.
    #[default]
    No,
}

/// Everything a server is told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How large requests may be.
    pub read: ReadLimits,
    /// How long things may take.
    pub times: Times,
    /// Connections at a time; further ones wait to be accepted.
    pub connections: usize,
    /// Connections of one address; further ones are closed. 0 is no limit.
    pub per_address: u32,
    /// Bytes of all bodies that are not complete; who sends more is answered with 503.
    pub bodies: usize,
    /// Requests under way; further ones are answered with 503.
    pub in_flight: usize,
    /// Safe requests of one connection that are under way together.
    pub pipelined: usize,
    /// Streams of a connection of HTTP/2 that are open together.
    pub streams: u32,
    /// HTTP/2 without TLS.
    pub prior_knowledge: PriorKnowledge,
    /// Characters of a parameter.
    pub param: usize,
    /// The documents refusals are answered with, by their codes.
    pub documents: HashMap<String, String>,
    /// What is recorded of requests.
    pub access: AccessSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            read: ReadLimits::default(),
            times: Times::default(),
            connections: usize::MAX,
            per_address: 0,
            bodies: 256 * 1024 * 1024,
            in_flight: 100_000,
            pipelined: 64,
            streams: 128,
            prior_knowledge: PriorKnowledge::No,
            param: 2048,
            documents: HashMap::new(),
            access: AccessSettings::default(),
        }
    }
}

impl Settings {
    /// What a refusal is answered with.
    pub(crate) fn document(&self, refusal: Refusal) -> String {
        self.documents.get(refusal.code()).cloned().unwrap_or_else(|| refusal.document())
    }
}
