//! How closely something is watched that costs everybody a little and saves much where it strikes.

use std::sync::atomic::{AtomicU32, Ordering};

/// So many in a row that fit, and one in so many is looked at from then on. Looking at the texts of a head took some tenths of
/// a microsecond (a query nearly a whole one), and what does not fit costs about eight more in JavaScript: below one misfit in
/// ten to thirty requests, looking at all of them would cost more than it saves.
const PATIENCE: u32 = 32;

/// What was seen lately of requests that are looked at by themselves. Nobody can tell by an answer who was.
#[derive(Debug, Default)]
pub struct Attention {
    /// Requests since the last misfit; past patience it goes round. Only the thread of the server counts; it is atomic because lessons are shared.
    since: AtomicU32,
}

impl Attention {
    /// Whether the next request is to be looked at.
    pub(crate) fn is_due(&self) -> bool {
        let since = self.since.load(Ordering::Relaxed);
        let is_last = since + 1 == 2 * PATIENCE;
        self.since.store(if is_last { PATIENCE } else { since + 1 }, Ordering::Relaxed);
        since < PATIENCE || is_last
    }

    /// A request that was looked at did not fit.
    pub(crate) fn misfit(&self) {
        self.since.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::{Attention, PATIENCE};

    fn looked(attention: &Attention, requests: u32) -> u32 {
        (0..requests).map(|_| u32::from(attention.is_due())).sum()
    }

    #[test]
    fn requests_that_fit_are_looked_at_ever_more_rarely_until_one_does_not() {
        let attention = Attention::default();
        assert_eq!(looked(&attention, PATIENCE), PATIENCE);
        assert_eq!(looked(&attention, 100 * PATIENCE), 100);
        attention.misfit();
        assert_eq!(looked(&attention, PATIENCE), PATIENCE);
        assert_eq!(looked(&attention, PATIENCE - 1), 0);
    }
}
