//! Requests that are over, as JSON: lines of a log as `src-ts/observe/request-lines.ts` writes them, to the letter, and records as
//! `src-ts/observe/access-record.ts` has them.

use std::io::Write as _;

use super::LineFrame;
use super::begun::{Begun, Part};
use super::trace::Span;
use crate::http::Scheme;

/// A line of the log. `route` is the field of the pattern, with what goes before it.
pub(super) fn write_line(out: &mut Vec<u8>, frame: &LineFrame, begun: &Begun, route: &[u8]) {
    let level = match begun.status {
        500.. => 2,
        400.. => 1,
        _ => 0,
    };
    let Some(level) = &frame.levels[level] else { return };
    out.extend_from_slice(level.as_bytes());
    write_number(out, (begun.began_unix + begun.ended) / 1000);
    out.extend_from_slice(frame.opening.as_bytes());
    write_fields(out, begun, route);
    out.extend_from_slice(frame.message.as_bytes());
    if begun.is_gone {
        put(out, b"\"request aborted\"}\n");
    } else {
        put(out, b"\"request completed\"}\n");
    }
}

/// The field that lines and records have of a pattern; nothing where there is none.
pub(super) fn route_field(name: &str, pattern: &str) -> Vec<u8> {
    let mut field = Vec::new();
    if !pattern.is_empty() {
        field.extend_from_slice(name.as_bytes());
        write_text(&mut field, pattern.as_bytes());
    }
    field
}

fn write_fields(out: &mut Vec<u8>, begun: &Begun, route: &[u8]) {
    text_field(out, b",\"requestId\":", begun.part(Part::Id));
    if let Some(Span { trace, id, .. }) = &begun.span {
        hex_field(out, b",\"traceId\":\"", trace);
        if let Some(id) = id {
            hex_field(out, b",\"spanId\":\"", id);
        }
    }
    put(out, b",\"http.request.method\":\"");
    out.extend_from_slice(begun.method().as_bytes());
    out.push(b'"');
    out.extend_from_slice(route);
    text_field(out, b",\"url.path\":", begun.part(Part::Path));
    if begun.status != 0 {
        number_field(out, b",\"http.response.status_code\":", u64::from(begun.status));
    }
    text_field(out, b",\"gati.error.code\":", begun.part(Part::Code));
    if begun.status >= 500 {
        put(out, b",\"error.type\":\"");
        write_number(out, u64::from(begun.status));
        out.push(b'"');
    } else if begun.is_gone {
        put(out, b",\"error.type\":\"client_gone\"");
    }
    text_field(out, b",\"gati.release\":", begun.part(Part::Release));
    put(out, b",\"network.protocol.version\":\"");
    out.extend_from_slice(begun.version().as_bytes());
    out.push(b'"');
    text_field(out, b",\"client.address\":", begun.part(Part::Address));
    text_field(out, b",\"user_agent.original\":", begun.part(Part::Agent));
    number_field(out, b",\"http.request.body.size\":", begun.received);
    number_field(out, b",\"http.response.body.size\":", begun.sent);
    if let Some(answered) = begun.answered {
        put(out, b",\"answerTime\":");
        write_thousandths(out, answered);
    }
    put(out, b",\"responseTime\":");
    write_thousandths(out, begun.ended);
}

/// A record, with a comma behind it.
pub(super) fn write_record(out: &mut Vec<u8>, begun: &Begun, pattern: &str, scheme: Scheme) {
    put(out, b"{\"method\":\"");
    out.extend_from_slice(begun.method().as_bytes());
    out.push(b'"');
    text_field(out, b",\"route\":", pattern.as_bytes());
    text_field(out, b",\"path\":", begun.part(Part::Path));
    number_field(out, b",\"status\":", u64::from(begun.status));
    text_field(out, b",\"code\":", begun.part(Part::Code));
    text_field(out, b",\"release\":", begun.part(Part::Release));
    text_field(out, b",\"requestId\":", begun.part(Part::Id));
    if let Some(Span { trace, id, parent, is_sampled }) = &begun.span {
        hex_field(out, b",\"span\":{\"traceId\":\"", trace);
        if let Some(id) = id {
            hex_field(out, b",\"spanId\":\"", id);
        }
        if let Some(parent) = parent {
            hex_field(out, b",\"parentId\":\"", parent);
        }
        text_field(out, b",\"state\":", begun.part(Part::State));
        let _ = write!(out, ",\"isSampled\":{is_sampled}}}");
    }
    text_field(out, b",\"version\":", begun.version().as_bytes());
    text_field(out, b",\"scheme\":", scheme.text().as_bytes());
    text_field(out, b",\"address\":", begun.part(Part::Address));
    text_field(out, b",\"agent\":", begun.part(Part::Agent));
    number_field(out, b",\"received\":", begun.received);
    number_field(out, b",\"sent\":", begun.sent);
    number_field(out, b",\"began\":", begun.began_unix);
    if let Some(answered) = begun.answered {
        number_field(out, b",\"answered\":", answered);
    }
    number_field(out, b",\"ended\":", begun.ended);
    let _ = writeln!(out, ",\"isGone\":{}}},", begun.is_gone);
}

/// Text of a length that the compiler knows, so that it copies it in place: a line has two dozen pieces, and a call for
/// each would be most of what it costs.
#[inline]
fn put<const N: usize>(out: &mut Vec<u8>, text: &[u8; N]) {
    out.extend_from_slice(text);
}

/// A name and a text, if there is one.
#[inline]
fn text_field<const N: usize>(out: &mut Vec<u8>, name: &[u8; N], text: &[u8]) {
    if !text.is_empty() {
        put(out, name);
        write_text(out, text);
    }
}

#[inline]
fn number_field<const N: usize>(out: &mut Vec<u8>, name: &[u8; N], number: u64) {
    put(out, name);
    write_number(out, number);
}

/// `name` has the quote before the digits.
fn hex_field<const N: usize>(out: &mut Vec<u8>, name: &[u8; N], bytes: &[u8]) {
    put(out, name);
    for byte in bytes {
        out.push(b"0123456789abcdef"[usize::from(byte >> 4)]);
        out.push(b"0123456789abcdef"[usize::from(byte & 15)]);
    }
    out.push(b'"');
}

/// Latin-1, which is what heads are made of, as `JSON.stringify` writes it.
pub(super) fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    // All of them are looked at, sixteen at once, where stopping at the first would be one after the other.
    let is_rare = |byte: u8| matches!(byte, ..b' ' | b'"' | b'\\' | 0x80..);
    let has_rare = text.iter().fold(false, |rare, byte| rare | is_rare(*byte));
    if has_rare {
        for byte in text {
            match byte {
                b'"' | b'\\' => out.extend([b'\\', *byte]),
                b'\t' => put(out, b"\\t"),
                b'\n' => put(out, b"\\n"),
                b'\r' => put(out, b"\\r"),
                0x08 => put(out, b"\\b"),
                0x0c => put(out, b"\\f"),
                0..=0x1f => {
                    let _ = write!(out, "\\u{byte:04x}");
                }
                0x80.. => {
                    let mut room = [0; 2];
                    out.extend_from_slice(char::from(*byte).encode_utf8(&mut room).as_bytes());
                }
                _ => out.push(*byte),
            }
        }
    } else {
        out.extend_from_slice(text);
    }
    out.push(b'"');
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    while number >= 100 {
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
        number /= 100;
    }
    if number >= 10 {
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
    } else {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
    }
    out.extend_from_slice(&digits[at..]);
}

/// The numbers below a hundred in two digits.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number: u8 = 0;
    while number < 100 {
        pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    pairs
};

/// A thousandth of a number, as JavaScript writes it.
fn write_thousandths(out: &mut Vec<u8>, number: u64) {
    write_number(out, number / 1000);
    let rest = number % 1000;
    if rest > 0 {
        let digits = [
            b'.',
            b'0' + (rest / 100) as u8,
            b'0' + (rest / 10 % 10) as u8,
            b'0' + (rest % 10) as u8,
        ];
        let length = if rest.is_multiple_of(100) {
            2
        } else if rest.is_multiple_of(10) {
            3
        } else {
            4
        };
        out.extend_from_slice(&digits[..length]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_as_javascript_writes_them() {
        for (text, written) in [
            (b"plain /x".as_slice(), r#""plain /x""#),
            (b"a\"b\\c", r#""a\"b\\c""#),
            (b"\t\x01\x7f", "\"\\t\\u0001\x7f\""),
            (b"\xfcber", "\"über\""),
        ] {
            let mut out = Vec::new();
            write_text(&mut out, text);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }

    #[test]
    fn numbers_are_written_in_digits() {
        for number in
            [0, 1, 9, 10, 42, 99, 100, 101, 909, 1_000, 65_535, 1_732_273_200_123, u64::MAX]
        {
            let mut out = Vec::new();
            write_number(&mut out, number);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
    }

    #[test]
    fn thousandths_have_no_zeros_at_their_end() {
        for (number, written) in [
            (0, "0"),
            (1, "0.001"),
            (10, "0.01"),
            (100, "0.1"),
            (1_000, "1"),
            (1_230, "1.23"),
            (98_765_432, "98765.432"),
        ] {
            let mut out = Vec::new();
            write_thousandths(&mut out, number);
            assert_eq!(String::from_utf8(out).unwrap(), written);
        }
    }
}
