//! Regular expressions: those authors wrote, and those that template literal types mean.

use gati_types::{GType, Literal, TemplatePart, TemplateType};
use oxc_allocator::Allocator;
use oxc_regular_expression::{LiteralParser, Options};

use crate::CompileError;

/// Checks that `pattern` compiles under the `u` flag, so that loading the generated module
/// cannot throw.
pub(crate) fn check(pattern: &str) -> Result<(), CompileError> {
    let allocator = Allocator::default();
    match LiteralParser::new(&allocator, pattern, Some("u"), Options::default()).parse() {
        Ok(_) => Ok(()),
        Err(error) => Err(CompileError::Pattern {
            pattern: pattern.to_owned(),
            detail: error.message.to_string(),
        }),
    }
}

/// The anchored pattern of a template literal type.
///
/// A string hole before a text before another string hole takes the first occurrence of the
/// text: if any match exists, one with the first occurrence does. It is written as a lookahead
/// with a back reference, which never backtracks, so that several holes stay linear.
pub(crate) fn template(template: &TemplateType) -> String {
    let mut source = String::from("^");
    let mut groups = 0;
    let parts = &template.parts;
    let mut index = 0;
    while let Some(part) = parts.get(index) {
        match part {
            TemplatePart::Text(text) => source.push_str(&escape(text)),
            TemplatePart::Type(hole) if is_any_string(hole) => {
                match (parts.get(index + 1), parts.get(index + 2)) {
                    (Some(TemplatePart::Text(text)), Some(TemplatePart::Type(next)))
                        if is_any_string(next) && !text.is_empty() =>
                    {
                        groups += 1;
                        source.push_str(&format!("(?=([^]*?{}))\\{groups}", escape(text)));
                        index += 1;
                    }
                    _ => source.push_str("[^]*"),
                }
            }
            TemplatePart::Type(hole) => source.push_str(&format!("(?:{})", alternatives(hole))),
        }
        index += 1;
    }
    source.push('$');
    source
}

fn is_any_string(hole: &GType) -> bool {
    matches!(hole, GType::String | GType::Any | GType::Unknown)
}

/// What stands in a hole, as alternatives of a pattern.
fn alternatives(hole: &GType) -> String {
    match hole.base() {
        GType::Number => r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+\-]?\d+)?".to_owned(),
        GType::BigInt => r"-?(?:0|[1-9]\d*)".to_owned(),
        GType::Boolean => "true|false".to_owned(),
        GType::Null => "null".to_owned(),
        GType::Undefined | GType::Void => "undefined".to_owned(),
        GType::Literal(Literal::String(text) | Literal::BigInt(text)) => escape(text),
        GType::Literal(Literal::Number(value)) => {
            escape(&gati_emit::number(*value).unwrap_or_default())
        }
        GType::Literal(Literal::Boolean(value)) => value.to_string(),
        GType::Union(union) => {
            let members: Vec<String> = union.members.iter().map(alternatives).collect();
            members.join("|")
        }
        GType::Template(inner) => {
            let parts: Vec<String> = inner
                .parts
                .iter()
                .map(|part| match part {
                    TemplatePart::Text(text) => escape(text),
                    TemplatePart::Type(hole) => format!("(?:{})", alternatives(hole)),
                })
                .collect();
            parts.concat()
        }
        _ => "[^]*".to_owned(),
    }
}

/// `text` as a pattern that matches exactly it.
fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if "^$\\.*+?()[]{}|/".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}
