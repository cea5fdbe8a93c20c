//! Literals, property keys and member access.

use std::fmt::Write as _;

use crate::is_identifier;

/// `text` as a JavaScript string literal in double quotes, on one line, in ASCII control-free
/// form: quotes, backslashes, control characters and the two line separators are escaped.
pub fn string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            // A `</script` or `<!--` would end an inline script; the escape costs nothing.
            '<' if matches!(characters.peek(), Some('/' | '!')) => literal.push_str("\\u003c"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(literal, "\\u{:04x}", u32::from(character));
            }
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

/// `value` as a JavaScript number literal; `None` where it is not finite. The sign of zero stays.
pub fn number(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    // `{:?}` keeps every digit that matters and turns to exponents for very large and small ones.
    let text = format!("{value:?}");
    Some(text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned))
}

/// `name` as the key of a property in an object literal. `__proto__` as a plain key would set the
/// prototype, so it is only ever written as a computed one.
pub fn key(name: &str) -> String {
    if name == "__proto__" {
        "[\"__proto__\"]".to_owned()
    } else if is_identifier(name) {
        name.to_owned()
    } else {
        string(name)
    }
}

/// What is written after an expression to read its property `name`: `.name` or `["na-me"]`.
pub fn member(name: &str) -> String {
    if is_identifier(name) && name != "__proto__" {
        format!(".{name}")
    } else {
        format!("[{}]", string(name))
    }
}
