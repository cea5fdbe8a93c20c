//! Template literal types as regular expressions.

use std::fmt::Write as _;

use crate::{GType, Literal, TemplatePart, TemplateType};

impl TemplateType {
    /// The type as an anchored ECMAScript regular expression for the flag `u`, in linear time
    /// however many holes there are.
    pub fn to_pattern(&self) -> String {
        template_pattern(self)
    }
}

/// The anchored pattern of a template literal type.
///
/// A string hole before a text before another string hole takes the first occurrence of the
/// text: if any match exists, one with the first occurrence does. It is written as a lookahead
/// with a back reference, which never backtracks, so that several holes stay linear.
fn template_pattern(template: &TemplateType) -> String {
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
                        let _ = write!(source, "(?=([^]*?{}))\\{groups}", escape(text));
                        index += 1;
                    }
                    _ => source.push_str("[^]*"),
                }
            }
            TemplatePart::Type(hole) => {
                let _ = write!(source, "(?:{})", alternatives(hole));
            }
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
            let text = format!("{value:?}");
            escape(text.strip_suffix(".0").unwrap_or(&text))
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
