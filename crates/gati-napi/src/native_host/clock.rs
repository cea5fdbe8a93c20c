//! What time it is, for a crate that has no clock.
#![expect(
    clippy::disallowed_methods,
    reason = "crates/gati-host has no clock: this is where the time comes from"
)]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use gati_host::Now;

/// Milliseconds between looks at the clock, as long as there are connections.
pub(super) const TICK: u64 = 250;

/// Counts from when it was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    began: Instant,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self { began: Instant::now() }
    }

    pub(super) fn now(self) -> Now {
        let micros = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let unix_micros = u64::try_from(unix.as_micros()).unwrap_or(u64::MAX);
        Now { monotonic: micros / 1000, unix: unix.as_secs(), micros, unix_micros }
    }
}
