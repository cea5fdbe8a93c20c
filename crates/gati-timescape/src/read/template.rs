//! Template literal types as patterns.

use std::fmt::Write as _;

use gati_types::{GType, Literal, TemplatePart, TemplateType};

use crate::graph::Texts;

/// A template as a pattern. A hole that is no simple type is any text, under a name of its own
/// so that nothing wrong is proved of it.
pub(super) fn template_texts(template: &TemplateType) -> Texts {
    let mut pattern = String::from("^");
    let mut formats = Vec::new();
    for part in &template.parts {
        match part {
            TemplatePart::Text(text) => pattern.push_str(&escaped(text)),
            TemplatePart::Type(hole) => {
                if let Some(text) = hole_pattern(hole) {
                    pattern.push_str(&text);
                } else {
                    pattern.push_str("[^]*");
                    formats = vec![format!("template {}", GType::Template(template.clone()))];
                }
            }
        }
    }
    pattern.push('$');
    Texts { patterns: vec![pattern], formats, ..Texts::any() }
}

fn hole_pattern(hole: &GType) -> Option<String> {
    Some(match hole {
        GType::String => "[^]*".to_owned(),
        GType::Boolean => "(?:true|false)".to_owned(),
        GType::BigInt => "-?(?:0|[1-9][0-9]*)".to_owned(),
        GType::Literal(Literal::String(text)) => escaped(text),
        GType::Literal(Literal::Boolean(flag)) => flag.to_string(),
        GType::Literal(Literal::BigInt(digits)) => escaped(digits),
        GType::Union(union) => {
            let parts: Option<Vec<String>> = union.members.iter().map(hole_pattern).collect();
            format!("(?:{})", parts?.join("|"))
        }
        _ => return None,
    })
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for next in text.chars() {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(next));
    }
    out
}
