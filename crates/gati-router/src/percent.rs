//! Percent-decoding in two steps, the way Fastify's router does it.
//!
//! Before matching, every escape is decoded except those of the characters that structure a URL
//! (`# $ % & + , / : ; = ? @`). Matching therefore sees `/caf%C3%A9` as `/café`, but does not take the `%2F` of
//! `/files/a%2Fb` for a separator. After matching, the escapes that were left are decoded inside each value.

use std::borrow::Cow;
use std::fmt;

/// Why the path of a request cannot be read. The answer is status 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPath {
    /// The path does not begin with `/`. A host takes the path out of an absolute-form target first.
    NotAbsolute,
    /// A `%` that is not followed by two hexadecimal digits.
    BadEscape {
        /// Byte offset of the `%`.
        offset: usize,
    },
    /// Escapes that together are not UTF-8.
    NotUtf8 {
        /// Byte offset, in the decoded path, of the first byte that does not fit.
        offset: usize,
    },
}

impl BadPath {
    /// The stable code of this error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAbsolute => "GATI_PATH_NOT_ABSOLUTE",
            Self::BadEscape { .. } => "GATI_PATH_BAD_ESCAPE",
            Self::NotUtf8 { .. } => "GATI_PATH_NOT_UTF8",
        }
    }
}

impl fmt::Display for BadPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAbsolute => f.write_str("the path does not begin with a slash"),
            Self::BadEscape { offset } => {
                write!(
                    f,
                    "the % at offset {offset} of the path is not followed by two hexadecimal digits"
                )
            }
            Self::NotUtf8 { offset } => {
                write!(f, "the decoded path is not UTF-8 at offset {offset}")
            }
        }
    }
}

impl std::error::Error for BadPath {}

/// Decodes what matching may see, and reports every escape that cannot be decoded.
///
/// In the result a `%` is always followed by the two digits of a structuring character.
pub(crate) fn decode_for_matching(path: &str) -> Result<Cow<'_, str>, BadPath> {
    if !path.contains('%') {
        return Ok(Cow::Borrowed(path));
    }
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut offset = 0;
    while let Some(&byte) = bytes.get(offset) {
        if byte != b'%' {
            decoded.push(byte);
            offset += 1;
            continue;
        }
        let value = escape_at(bytes, offset).ok_or(BadPath::BadEscape { offset })?;
        if is_structuring(value) {
            decoded.extend_from_slice(&bytes[offset..offset + 3]);
        } else {
            decoded.push(value);
        }
        offset += 3;
    }
    String::from_utf8(decoded)
        .map(Cow::Owned)
        .map_err(|error| BadPath::NotUtf8 { offset: error.utf8_error().valid_up_to() })
}

/// Decodes the escapes that [`decode_for_matching`] left in a value.
pub(crate) fn decode_value(value: &str) -> Cow<'_, str> {
    let Some(first) = value.find('%') else { return Cow::Borrowed(value) };
    let mut decoded = String::with_capacity(value.len());
    decoded.push_str(&value[..first]);
    let mut rest = &value[first..];
    while let Some(start) = rest.find('%') {
        decoded.push_str(&rest[..start]);
        match escape_at(rest.as_bytes(), start) {
            Some(byte) if byte.is_ascii() => {
                decoded.push(char::from(byte));
                rest = &rest[start + 3..];
            }
            _ => {
                decoded.push('%');
                rest = &rest[start + 1..];
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn escape_at(bytes: &[u8], offset: usize) -> Option<u8> {
    let digit = |position: usize| char::from(*bytes.get(position)?).to_digit(16);
    u8::try_from(digit(offset + 1)? * 16 + digit(offset + 2)?).ok()
}

fn is_structuring(byte: u8) -> bool {
    matches!(
        byte,
        b'#' | b'$' | b'%' | b'&' | b'+' | b',' | b'/' | b':' | b';' | b'=' | b'?' | b'@'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_decode_what_one_step_would() {
        let cases = [
            ("/a", "/a", "/a"),
            ("/caf%C3%A9", "/café", "/café"),
            ("/a%2Fb", "/a%2Fb", "/a/b"),
            ("/%2525", "/%2525", "/%25"),
            ("/%e2%82%ac%2b", "/€%2b", "/€+"),
        ];
        for (raw, matched, value) in cases {
            let seen = decode_for_matching(raw).expect(raw);
            assert_eq!(seen, matched, "{raw}");
            assert_eq!(decode_value(&seen), value, "{raw}");
        }
    }

    #[test]
    fn bad_escapes_are_reported_where_they_are() {
        let cases = [
            ("/%", BadPath::BadEscape { offset: 1 }),
            ("/a%2", BadPath::BadEscape { offset: 2 }),
            ("/%ZZ", BadPath::BadEscape { offset: 1 }),
            ("/%2F%G0", BadPath::BadEscape { offset: 4 }),
            ("/a%C3", BadPath::NotUtf8 { offset: 2 }),
            ("/%C0%AF", BadPath::NotUtf8 { offset: 1 }),
            ("/%ED%A0%80", BadPath::NotUtf8 { offset: 1 }),
        ];
        for (raw, expected) in cases {
            assert_eq!(decode_for_matching(raw), Err(expected), "{raw}");
        }
    }
}
