//! Where a head ends. A line ends with CRLF and nothing else: a line feed alone is read by some as an end and by others
//! as text, and requests have been smuggled through the difference.

/// Looks for the empty line, and begins again where it stopped.
#[derive(Debug, Default)]
pub(crate) struct HeadScan {
    /// Up to here no line feed is left to be looked at.
    at: usize,
    /// Where the line begins that is not complete yet.
    line: usize,
    /// How many lines are complete.
    lines: usize,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scanned {
    /// The head goes on.
    Partial,
    /// The head ends before `end`, with so many lines before the empty one.
    Complete { end: usize, lines: usize },
    /// A line feed without a carriage return before it.
    BareLineFeed,
}

impl HeadScan {
    /// `bytes` begin where they began the last time, and there may be more of them.
    pub(crate) fn scan(&mut self, bytes: &[u8]) -> Scanned {
        let from = self.at.min(bytes.len());
        for found in memchr::memchr_iter(b'\n', &bytes[from..]) {
            let feed = from + found;
            if feed == self.line || bytes[feed - 1] != b'\r' {
                return Scanned::BareLineFeed;
            }
            if feed == self.line + 1 {
                return Scanned::Complete { end: feed + 1, lines: self.lines };
            }
            self.lines += 1;
            self.line = feed + 1;
        }
        self.at = bytes.len();
        Scanned::Partial
    }

    /// Whether the first line is complete.
    pub(crate) fn has_line(&self) -> bool {
        self.lines > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_found_wherever_the_bytes_are_cut() {
        let cases: [(&[u8], Scanned); 7] = [
            (b"GET / HTTP/1.1\r\nhost: a\r\n\r\nrest", Scanned::Complete { end: 27, lines: 2 }),
            (b"\r\n", Scanned::Complete { end: 2, lines: 0 }),
            (b"GET / HTTP/1.1\r\nhost: a\r\n", Scanned::Partial),
            (b"GET / HTTP/1.1\nhost: a\r\n\r\n", Scanned::BareLineFeed),
            (b"GET / HTTP/1.1\r\nhost: a\r\n\n", Scanned::BareLineFeed),
            (b"\n", Scanned::BareLineFeed),
            (b"a\r\r\n", Scanned::Partial),
        ];
        for (bytes, expected) in cases {
            for cut in 0..=bytes.len() {
                let mut scan = HeadScan::default();
                let first = scan.scan(&bytes[..cut]);
                let found = if first == Scanned::Partial { scan.scan(bytes) } else { first };
                assert_eq!(found, expected, "{:?} cut at {cut}", String::from_utf8_lossy(bytes));
            }
        }
    }
}
