//! The date of answers, made once a second.

use std::time::{Duration, UNIX_EPOCH};

use crate::http::DateText;

#[derive(Debug)]
pub(crate) struct DateCache {
    second: u64,
    text: DateText,
}

impl DateCache {
    pub(crate) fn new(second: u64) -> Self {
        let mut cache = Self { second: u64::MAX, text: *b"Thu, 01 Jan 1970 00:00:00 GMT" };
        cache.set(second);
        cache
    }

    /// `second` counts from 1970.
    pub(crate) fn set(&mut self, second: u64) {
        // Years after 9999 have no date in HTTP.
        if second == self.second || second >= 253_402_300_800 {
            return;
        }
        let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(second));
        if let Ok(text) = text.as_bytes().try_into() {
            self.second = second;
            self.text = text;
        }
    }

    pub(crate) fn text(&self) -> &DateText {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_the_second() {
        let mut cache = DateCache::new(784_111_777);
        assert_eq!(cache.text(), b"Sun, 06 Nov 1994 08:49:37 GMT");
        cache.set(784_111_778);
        assert_eq!(cache.text(), b"Sun, 06 Nov 1994 08:49:38 GMT");
    }
}
