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
        let monotonic = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        Now { monotonic, unix }
    }
}
