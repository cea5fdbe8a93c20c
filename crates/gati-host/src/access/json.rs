//! Requests that are over, as JSON: lines of a log as `src-ts/observe/request-lines.ts` writes them, to the letter, and records as
//! `src-ts/observe/access-record.ts` has them.

use std::io::Write as _;

use super::LineFrame;
use super::begun::{Begun, Part};
use super::trace::Span;
use crate::http::Scheme;

/// A line of the log.
pub(super) fn write_line(out: &mut Vec<u8>, frame: &LineFrame, begun: &Begun, pattern: &str) {
    let level = match begun.status {
        500.. => 2,
        400.. => 1,
        _ => 0,
    };
    let Some(level) = &frame.levels[level] else { return };
    out.extend_from_slice(level.as_bytes());
    write_number(out, (begun.began_unix + begun.ended) / 1000);
    out.extend_from_slice(frame.opening.as_bytes());
    let start = out.len();
    write_fields(out, begun, pattern);
    debug_assert!(out.len() > start);
    out.extend_from_slice(frame.message.as_bytes());
    let message: &[u8] =
        if begun.is_gone { b"\"request aborted\"}\n" } else { b"\"request completed\"}\n" };
    out.extend_from_slice(message);
}

fn write_fields(out: &mut Vec<u8>, begun: &Begun, pattern: &str) {
    text_field(out, ",\"requestId\":", begun.part(Part::Id));
    if let Some(Span { trace, id, .. }) = &begun.span {
        hex_field(out, ",\"traceId\":\"", trace);
        if let Some(id) = id {
            hex_field(out, ",\"spanId\":\"", id);
        }
    }
    out.extend_from_slice(b",\"http.request.method\":\"");
    out.extend_from_slice(begun.method().as_bytes());
    out.push(b'"');
    text_field(out, ",\"http.route\":", pattern.as_bytes());
    text_field(out, ",\"url.path\":", begun.part(Part::Path));
    if begun.status != 0 {
        number_field(out, ",\"http.response.status_code\":", u64::from(begun.status));
    }
    text_field(out, ",\"gati.error.code\":", begun.part(Part::Code));
    if begun.status >= 500 {
        out.extend_from_slice(b",\"error.type\":\"");
        write_number(out, u64::from(begun.status));
        out.push(b'"');
    } else if begun.is_gone {
        out.extend_from_slice(b",\"error.type\":\"client_gone\"");
    }
    text_field(out, ",\"gati.release\":", begun.part(Part::Release));
    text_field(out, ",\"network.protocol.version\":", begun.version().as_bytes());
    text_field(out, ",\"client.address\":", begun.part(Part::Address));
    text_field(out, ",\"user_agent.original\":", begun.part(Part::Agent));
    number_field(out, ",\"http.request.body.size\":", begun.received);
    number_field(out, ",\"http.response.body.size\":", begun.sent);
    if let Some(answered) = begun.answered {
        out.extend_from_slice(b",\"answerTime\":");
        write_thousandths(out, answered);
    }
    out.extend_from_slice(b",\"responseTime\":");
    write_thousandths(out, begun.ended);
}

/// A record, with a comma behind it.
pub(super) fn write_record(out: &mut Vec<u8>, begun: &Begun, pattern: &str, scheme: Scheme) {
    out.extend_from_slice(b"{\"method\":\"");
    out.extend_from_slice(begun.method().as_bytes());
    out.push(b'"');
    text_field(out, ",\"route\":", pattern.as_bytes());
    text_field(out, ",\"path\":", begun.part(Part::Path));
    number_field(out, ",\"status\":", u64::from(begun.status));
    text_field(out, ",\"code\":", begun.part(Part::Code));
    text_field(out, ",\"release\":", begun.part(Part::Release));
    text_field(out, ",\"requestId\":", begun.part(Part::Id));
    if let Some(Span { trace, id, parent, is_sampled }) = &begun.span {
        hex_field(out, ",\"span\":{\"traceId\":\"", trace);
        if let Some(id) = id {
            hex_field(out, ",\"spanId\":\"", id);
        }
        if let Some(parent) = parent {
            hex_field(out, ",\"parentId\":\"", parent);
        }
        text_field(out, ",\"state\":", begun.part(Part::State));
        let _ = write!(out, ",\"isSampled\":{is_sampled}}}");
    }
    text_field(out, ",\"version\":", begun.version().as_bytes());
    text_field(out, ",\"scheme\":", scheme.text().as_bytes());
    text_field(out, ",\"address\":", begun.part(Part::Address));
    text_field(out, ",\"agent\":", begun.part(Part::Agent));
    number_field(out, ",\"received\":", begun.received);
    number_field(out, ",\"sent\":", begun.sent);
    number_field(out, ",\"began\":", begun.began_unix);
    if let Some(answered) = begun.answered {
        number_field(out, ",\"answered\":", answered);
    }
    number_field(out, ",\"ended\":", begun.ended);
    let _ = writeln!(out, ",\"isGone\":{}}},", begun.is_gone);
}

/// A name and a text, if there is one.
fn text_field(out: &mut Vec<u8>, name: &str, text: &[u8]) {
    if !text.is_empty() {
        out.extend_from_slice(name.as_bytes());
        write_text(out, text);
    }
}

fn number_field(out: &mut Vec<u8>, name: &str, number: u64) {
    out.extend_from_slice(name.as_bytes());
    write_number(out, number);
}

/// `name` has the quote before the digits.
fn hex_field(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    out.extend_from_slice(name.as_bytes());
    for byte in bytes {
        out.push(b"0123456789abcdef"[usize::from(byte >> 4)]);
        out.push(b"0123456789abcdef"[usize::from(byte & 15)]);
    }
    out.push(b'"');
}

/// Latin-1, which is what heads are made of, as `JSON.stringify` writes it.
pub(super) fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | 0x7f) && !matches!(byte, b'"' | b'\\');
    if text.iter().all(is_plain) {
        out.extend_from_slice(text);
    } else {
        for byte in text {
            match byte {
                b'"' | b'\\' => out.extend([b'\\', *byte]),
                b'\t' => out.extend_from_slice(b"\\t"),
                b'\n' => out.extend_from_slice(b"\\n"),
                b'\r' => out.extend_from_slice(b"\\r"),
                0x08 => out.extend_from_slice(b"\\b"),
                0x0c => out.extend_from_slice(b"\\f"),
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
    }
    out.push(b'"');
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

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
