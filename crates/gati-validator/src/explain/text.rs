//! Texts as JavaScript has them: of UTF-16 units, and what its own functions make of them.

use std::fmt::Write as _;

use super::Unsure;
use crate::json::Json;

/// `value` as JavaScript writes a number.
pub(super) fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() };
    }
    // The shortest digits that are the number, which both languages choose alike.
    let text = format!("{:e}", value.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.replace('.', "");
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let mut made = if value < 0.0 { "-".to_owned() } else { String::new() };
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let split = |at: i32| digits.split_at(usize::try_from(at).unwrap_or(0));
    if count <= point && point <= 21 {
        made.push_str(&digits);
        made.push_str(&zeros(point - count));
    } else if 0 < point && point <= 21 {
        let (whole, fraction) = split(point);
        let _ = write!(made, "{whole}.{fraction}");
    } else if -6 < point && point <= 0 {
        let _ = write!(made, "0.{}{digits}", zeros(-point));
    } else {
        let (first, rest) = split(1);
        let point_before = if rest.is_empty() { "" } else { "." };
        let sign = if point > 0 { '+' } else { '-' };
        let _ = write!(made, "{first}{point_before}{rest}e{sign}{}", (point - 1).abs());
    }
    made
}

/// How many UTF-16 units a text has.
pub(super) fn units(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// Adds `text` in quotes, as `JSON.stringify` writes it.
pub(super) fn add_quoted(into: &mut String, text: &str) {
    into.push('"');
    let mut from = 0;
    for (place, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        into.push_str(&text[from..place]);
        from = place + 1;
        match byte {
            b'"' => into.push_str("\\\""),
            b'\\' => into.push_str("\\\\"),
            8 => into.push_str("\\b"),
            9 => into.push_str("\\t"),
            10 => into.push_str("\\n"),
            12 => into.push_str("\\f"),
            13 => into.push_str("\\r"),
            other => {
                let _ = write!(into, "\\u{other:04x}");
            }
        }
    }
    into.push_str(&text[from..]);
    into.push('"');
}

/// A text in quotes, shortened: `$quoted` of `runtime/issue.js`.
fn quoted(text: &str) -> Result<String, Unsure> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    if text.len() <= 62 && text.bytes().all(is_plain) {
        return Ok(format!("\"{text}\""));
    }
    let mut quoted = String::new();
    let mut seen = 0;
    let mut end = text.len();
    let mut half = None;
    for (place, character) in text.char_indices() {
        if seen + character.len_utf16() > 64 {
            end = place;
            // A pair of which one half is cut off.
            if seen < 64 {
                half = character.encode_utf16(&mut [0; 2]).first().copied();
            }
            break;
        }
        seen += character.len_utf16();
        if seen == 64 {
            end = place + character.len_utf8();
            break;
        }
    }
    add_quoted(&mut quoted, &text[..end]);
    if let Some(half) = half {
        quoted.pop();
        // What is no character of its own is written by its number.
        let _ = write!(quoted, "\\u{half:04x}\"");
    }
    if units(&quoted) <= 64 {
        return Ok(quoted);
    }
    let mut seen = 0;
    for (place, character) in quoted.char_indices() {
        if seen == 62 {
            quoted.truncate(place);
            quoted.push_str("\u{2026}\"");
            return Ok(quoted);
        }
        seen += character.len_utf16();
        if seen > 62 {
            // The half that would be left is no text that Rust could hold.
            return Err(Unsure::Surrogate);
        }
    }
    Ok(quoted)
}

/// What a value is, or the value itself where it is short: `$received` of `runtime/issue.js`.
pub(super) fn received(value: Option<&Json<'_>>) -> Result<String, Unsure> {
    Ok(match value {
        None => "undefined".to_owned(),
        Some(Json::Text(text)) => quoted(text)?,
        Some(Json::Number(value)) => number(*value),
        Some(Json::Boolean(flag)) => flag.to_string(),
        Some(value) => class(value),
    })
}

/// What a value is under a secret name, never the value itself: `runtime/redacted.js`.
pub(super) fn redacted(value: Option<&Json<'_>>) -> String {
    match value {
        None => "undefined".to_owned(),
        Some(Json::Text(_)) => "string (redacted)".to_owned(),
        Some(Json::Number(_)) => "number (redacted)".to_owned(),
        Some(Json::Boolean(_)) => "boolean (redacted)".to_owned(),
        Some(value) => class(value),
    }
}

/// How long a text is: `runtime/size.js`.
pub(super) fn size(text: &str) -> String {
    format!("string ({} characters)", units(text))
}

/// What an object is: `$class` of `runtime/issue.js`.
fn class(value: &Json<'_>) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::List(items) => format!("array ({} items)", items.len()),
        _ => "object".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{number, quoted};
    use crate::explain::Unsure;

    #[test]
    fn numbers_are_written_as_javascript_writes_them() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.5, "1.5"),
            (-100.0, "-100"),
            (0.000_001, "0.000001"),
            (1e-7, "1e-7"),
            (1.25e-7, "1.25e-7"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (-1.5e300, "-1.5e+300"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "Infinity"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn texts_are_cut_where_javascript_cuts_them() {
        let cases = [
            ("a".repeat(62), Ok(format!("\"{}\"", "a".repeat(62)))),
            ("a".repeat(63), Ok(format!("\"{}\u{2026}\"", "a".repeat(61)))),
            ("\"".repeat(40), Ok(format!("\"{}\\\u{2026}\"", "\\\"".repeat(30)))),
            (format!("{}\u{1f600}z", "a".repeat(60)), Err(Unsure::Surrogate)),
            (format!("{}\u{1f600}", "a".repeat(63)), Ok(format!("\"{}\u{2026}\"", "a".repeat(61)))),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(&text), expected, "{text}");
        }
    }
}
