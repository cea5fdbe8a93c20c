//! Fields of a head: where their names and values stand, and which of them are known by number.

/// A stretch of a head. Heads are shorter than 64 KiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Offset of the first byte from the beginning of the head.
    pub at: u16,
    /// How many bytes.
    pub length: u16,
}

impl Span {
    /// The bytes it means.
    pub fn of(self, head: &[u8]) -> &[u8] {
        let at = usize::from(self.at);
        head.get(at..at + usize::from(self.length)).unwrap_or_default()
    }
}

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its number in [`KNOWN`], or 0.
    pub id: u8,
    /// The name as it was sent; at most 255 bytes.
    pub name: Span,
    /// The value, without the space around it.
    pub value: Span,
}

/// Names that have a number, which is their position: JavaScript has the same list.
pub const KNOWN: [&str; 31] = [
    "",
    "host",
    "connection",
    "content-length",
    "content-type",
    "content-encoding",
    "transfer-encoding",
    "expect",
    "upgrade",
    "cookie",
    "authorization",
    "accept",
    "accept-encoding",
    "accept-language",
    "user-agent",
    "origin",
    "referer",
    "x-request-id",
    "traceparent",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "if-none-match",
    "if-modified-since",
    "range",
    "cache-control",
    "access-control-request-method",
    "access-control-request-headers",
    "date",
    "te",
    "forwarded",
];

/// Numbers that this crate looks at itself.
pub(crate) mod id {
    pub(crate) const HOST: u8 = 1;
    pub(crate) const CONNECTION: u8 = 2;
    pub(crate) const CONTENT_LENGTH: u8 = 3;
    pub(crate) const CONTENT_TYPE: u8 = 4;
    pub(crate) const CONTENT_ENCODING: u8 = 5;
    pub(crate) const TRANSFER_ENCODING: u8 = 6;
    pub(crate) const EXPECT: u8 = 7;
    pub(crate) const UPGRADE: u8 = 8;
    pub(crate) const ACCEPT: u8 = 11;
    pub(crate) const USER_AGENT: u8 = 14;
    pub(crate) const X_REQUEST_ID: u8 = 17;
    pub(crate) const TRACEPARENT: u8 = 18;
    pub(crate) const IF_NONE_MATCH: u8 = 22;
    pub(crate) const DATE: u8 = 28;
}

/// The number of a name, or 0. Names of one length are few, so that one or two comparisons decide.
pub(crate) fn known_id(name: &[u8]) -> u8 {
    let candidates: &[u8] = match name.len() {
        2 => &[29],
        4 => &[id::HOST, id::DATE],
        5 => &[24],
        6 => &[id::EXPECT, 9, 11, 15],
        7 => &[id::UPGRADE, 16],
        9 => &[30],
        10 => &[14, id::CONNECTION],
        11 => &[18],
        12 => &[4, id::X_REQUEST_ID],
        13 => &[10, id::IF_NONE_MATCH, 25],
        14 => &[id::CONTENT_LENGTH],
        15 => &[12, 13, 19],
        16 => &[5, 21],
        17 => &[id::TRANSFER_ENCODING, 20, 23],
        29 => &[26],
        30 => &[27],
        _ => &[],
    };
    let is_named = |id: &&u8| name.eq_ignore_ascii_case(KNOWN[usize::from(**id)].as_bytes());
    candidates.iter().find(is_named).copied().unwrap_or(0)
}

/// Whether a comma-separated list has a word, in any case.
pub(crate) fn list_has(value: &[u8], word: &[u8]) -> bool {
    value.split(|byte| *byte == b',').any(|one| one.trim_ascii().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_name_has_its_number_in_any_case() {
        for (number, name) in KNOWN.iter().enumerate().skip(1) {
            assert_eq!(usize::from(known_id(name.as_bytes())), number, "{name}");
            assert_eq!(usize::from(known_id(name.to_uppercase().as_bytes())), number, "{name}");
        }
        for name in ["", "hos", "hosts", "x-unknown", "content-lengths"] {
            assert_eq!(known_id(name.as_bytes()), 0, "{name}");
        }
    }
}
