//! Bodies that are refused before any contract is asked: no UTF-8, no JSON, nested too deeply, or with a key that changes
//! prototypes. The same as `parseBody` of the pipeline says it (`src-ts/pipeline/body.ts`), and where a text stops being
//! JSON as `src-ts/reader/json-position.ts` finds it.

use super::Unsure;
use crate::json::{self, Json, Unread};

/// How many levels are looked into; a body with more of them is JavaScript's.
const DEEPEST: u32 = 400;

/// Why a body is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is no UTF-8.
    Encoding,
    /// It is no JSON: what was met, and where.
    Syntax(String),
    /// It has more levels than are taken.
    Depth,
    /// It has this key.
    Key(&'static str),
}

/// Why there is no value.
enum NoValue {
    Syntax,
    Encoding,
    Unsure,
}

impl Unread for NoValue {
    const SYNTAX: Self = Self::Syntax;
    const ENCODING: Self = Self::Encoding;
    const DEPTH: Self = Self::Unsure;
    const SURROGATE: Self = Self::Unsure;

    fn of_infinite() -> Option<Self> {
        None
    }

    fn of_name(_name: &str) -> Option<Self> {
        None
    }
}

/// Why a body is refused of which at most so many levels are taken, or any number where that is `None`.
///
/// # Errors
///
/// [`Unsure`] where JavaScript has to look, or does not refuse it.
pub fn refused_body(bytes: &[u8], limit: Option<u32>) -> Result<Refused, Unsure> {
    // A byte order mark is no part of the text.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match json::read(bytes, DEEPEST) {
        Ok(value) => inspected(&value, limit, is_suspicious(bytes)).ok_or(Unsure::Elsewhere),
        Err(NoValue::Encoding) => Ok(Refused::Encoding),
        Err(NoValue::Syntax) => {
            let text = std::str::from_utf8(bytes).map_err(|_| Unsure::Encoding)?;
            fault(text).map(Refused::Syntax).ok_or(Unsure::Syntax)
        }
        Err(NoValue::Unsure) => Err(Unsure::Depth),
    }
}

/// Whether a key may be one of those that are refused.
fn is_suspicious(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    ["__proto__", "constructor", "\\u"].iter().any(|part| text.contains(part))
}

/// What a value is refused for: level by level, its depth before its keys.
fn inspected(root: &Json<'_>, limit: Option<u32>, keys: bool) -> Option<Refused> {
    let is_compound = |value: &&Json<'_>| matches!(value, Json::List(_) | Json::Object(_));
    let mut level: Vec<&Json<'_>> = [root].into_iter().filter(is_compound).collect();
    let mut depth = 1;
    while !level.is_empty() {
        if limit.is_some_and(|limit| depth > limit) {
            return Some(Refused::Depth);
        }
        let mut next = Vec::new();
        for value in level {
            match value {
                Json::List(items) => next.extend(items.iter().filter(is_compound)),
                Json::Object(members) => {
                    for (name, member) in members.iter() {
                        if let Some(key) = refused_key(name, member).filter(|_| keys) {
                            return Some(Refused::Key(key));
                        }
                        next.extend([member].into_iter().filter(is_compound));
                    }
                }
                _ => {}
            }
        }
        level = next;
        depth += 1;
    }
    None
}

fn refused_key(name: &str, member: &Json<'_>) -> Option<&'static str> {
    match (name, member) {
        ("__proto__", _) => Some("__proto__"),
        ("constructor", Json::Object(members)) if members.get("prototype", 0).is_some() => {
            Some("constructor.prototype")
        }
        _ => None,
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expecting {
    Value,
    ValueOrClose,
    Key,
    KeyOrClose,
    Colon,
    CommaOrClose,
    End,
}

enum Token {
    Mark(u8),
    Text,
    Plain,
}

/// Where a text that is no JSON stops being it, in words. Nothing where JavaScript may find another place.
fn fault(text: &str) -> Option<String> {
    // These may stand in a text of JSON, and whoever looks for the place stops at them.
    if text.chars().any(|one| ('\u{7f}'..='\u{9f}').contains(&one)) {
        return None;
    }
    let at = fault_at(text.as_bytes());
    let before = text.get(..at)?;
    let offset = before.encode_utf16().count();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
    let place = format!("line {line}, column {column}");
    Some(if at >= text.len() {
        format!("it ends too early, at {place}")
    } else {
        format!("unexpected text at {place} (position {offset})")
    })
}

fn fault_at(bytes: &[u8]) -> usize {
    let mut open = Vec::new();
    let mut expecting = Expecting::Value;
    let mut at = 0;
    loop {
        let start = after_space(bytes, at);
        let Some((token, end)) = token_at(bytes, start) else { return start };
        let Some(next) = step(expecting, &token, &mut open) else { return start };
        expecting = next;
        at = end;
    }
}

fn after_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let is_space = |byte: &&u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' ');
    at + rest.iter().take_while(is_space).count()
}

/// The token that begins here, and where it ends.
fn token_at(bytes: &[u8], start: usize) -> Option<(Token, usize)> {
    let rest = &bytes[start..];
    match rest.first()? {
        mark @ (b'{' | b'}' | b'[' | b']' | b',' | b':') => Some((Token::Mark(*mark), start + 1)),
        b'"' => Some((Token::Text, start + text_length(rest)?)),
        b'-' | b'0'..=b'9' => Some((Token::Plain, start + number_length(rest)?)),
        _ => {
            let words: [&[u8]; 3] = [b"true", b"false", b"null"];
            let word = words.into_iter().find(|word| rest.starts_with(word))?;
            Some((Token::Plain, start + word.len()))
        }
    }
}

fn text_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => match bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                b'u' => {
                    let digits = bytes.get(at + 2..at + 6)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        return None;
                    }
                    at += 6;
                }
                _ => return None,
            },
            0..=0x1f => return None,
            _ => at += 1,
        }
    }
}

fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut at = usize::from(bytes[0] == b'-');
    at += match bytes.get(at)? {
        b'0' => 1,
        b'1'..=b'9' => digits(at),
        _ => return None,
    };
    if bytes.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let count = digits(at + 1 + sign);
        at += if count > 0 { 1 + sign + count } else { 0 };
    }
    Some(at)
}

fn step(expecting: Expecting, token: &Token, open: &mut Vec<u8>) -> Option<Expecting> {
    let after_value = |open: &[u8]| {
        if open.is_empty() { Expecting::End } else { Expecting::CommaOrClose }
    };
    let close = |open: &mut Vec<u8>| {
        open.pop();
        Some(after_value(open))
    };
    match (expecting, token) {
        (Expecting::Value | Expecting::ValueOrClose, Token::Mark(mark @ (b'{' | b'['))) => {
            open.push(*mark);
            Some(if *mark == b'{' { Expecting::KeyOrClose } else { Expecting::ValueOrClose })
        }
        (Expecting::Value | Expecting::ValueOrClose, Token::Text | Token::Plain) => {
            Some(after_value(open))
        }
        (Expecting::ValueOrClose, Token::Mark(b']'))
        | (Expecting::KeyOrClose, Token::Mark(b'}')) => close(open),
        (Expecting::Key | Expecting::KeyOrClose, Token::Text) => Some(Expecting::Colon),
        (Expecting::Colon, Token::Mark(b':')) => Some(Expecting::Value),
        (Expecting::CommaOrClose, Token::Mark(b',')) => {
            let is_object = open.last() == Some(&b'{');
            Some(if is_object { Expecting::Key } else { Expecting::Value })
        }
        (Expecting::CommaOrClose, Token::Mark(mark)) => {
            let end = if open.last() == Some(&b'{') { b'}' } else { b']' };
            if *mark == end { close(open) } else { None }
        }
        _ => None,
    }
}
