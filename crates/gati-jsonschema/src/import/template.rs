//! Patterns that are template literal types.

use gati_types::{GType, Literal, TemplatePart, TemplateType};

/// The pattern of a number in a template, and of a bigint.
const HOLES: [(&str, GType); 3] = [
    (r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+\-]?\d+)?", GType::Number),
    (r"-?(?:0|[1-9]\d*)", GType::BigInt),
    ("true|false", GType::Boolean),
];

/// The template literal type that accepts exactly what `pattern` matches, if it is written in one
/// of the ways a template is written. What is recognised is written again and compared, so that
/// nothing is recognised that means something else.
pub(super) fn recognised(pattern: &str) -> Option<TemplateType> {
    let plain = pattern.replace(r"[\s\S]{0,}", "[^]*").replace(r"[\s\S]*", "[^]*");
    let template = TemplateType { parts: parts(plain.strip_prefix('^')?.strip_suffix('$')?)? };
    let has_hole = template.parts.iter().any(|part| matches!(part, TemplatePart::Type(_)));
    (has_hole && template.to_pattern() == plain).then_some(template)
}

fn parts(pattern: &str) -> Option<Vec<TemplatePart>> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        // The first occurrence of a text behind any text, which is written as a look ahead.
        if let Some(inner) = rest.strip_prefix("(?=([^]*?") {
            let end = inner.find("))\\")?;
            push_text(&mut parts, &mut text);
            parts.push(TemplatePart::Type(GType::String));
            text = literal(&inner[..end])?;
            push_text(&mut parts, &mut text);
            rest = inner[end + 3..].trim_start_matches(|one: char| one.is_ascii_digit());
        } else if let Some(after) = rest.strip_prefix("[^]*") {
            push_text(&mut parts, &mut text);
            parts.push(TemplatePart::Type(GType::String));
            rest = after;
        } else if let Some(inner) = rest.strip_prefix("(?:") {
            push_text(&mut parts, &mut text);
            let (hole, after) = hole(inner)?;
            parts.push(TemplatePart::Type(hole));
            rest = after;
        } else if let Some(escaped) = rest.strip_prefix('\\') {
            let character = escaped.chars().next().filter(|one| is_syntax(*one))?;
            text.push(character);
            rest = &escaped[character.len_utf8()..];
        } else if is_syntax(first) {
            return None;
        } else {
            text.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    push_text(&mut parts, &mut text);
    Some(parts)
}

/// The type of a hole and what follows it.
fn hole(inner: &str) -> Option<(GType, &str)> {
    for (pattern, gtype) in HOLES {
        if let Some(after) = inner.strip_prefix(pattern).and_then(|after| after.strip_prefix(')')) {
            return Some((gtype, after));
        }
    }
    let mut end = 0;
    let mut escaped = false;
    for character in inner.chars() {
        match character {
            ')' if !escaped => break,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
        end += character.len_utf8();
    }
    let after = inner.get(end + 1..)?;
    let mut members = Vec::new();
    let mut start = 0;
    let bytes = inner.as_bytes();
    for at in 0..=end {
        let separates = at == end || (bytes[at] == b'|' && (at == 0 || bytes[at - 1] != b'\\'));
        if separates {
            members.push(GType::Literal(Literal::String(literal(&inner[start..at])?)));
            start = at + 1;
        }
    }
    Some((GType::union(members), after))
}

/// The text that a pattern without syntax matches.
fn literal(pattern: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(|one| is_syntax(*one))?),
            other if is_syntax(other) => return None,
            other => text.push(other),
        }
    }
    Some(text)
}

fn is_syntax(character: char) -> bool {
    "^$\\.*+?()[]{}|/".contains(character)
}

fn push_text(parts: &mut Vec<TemplatePart>, text: &mut String) {
    if !text.is_empty() {
        parts.push(TemplatePart::Text(std::mem::take(text)));
    }
}
