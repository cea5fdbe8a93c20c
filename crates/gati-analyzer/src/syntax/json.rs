//! JSON: as a module that is imported, and as a tsconfig with its comments.

use oxc_allocator::Allocator;
use oxc_ast::ast::{Expression, ObjectPropertyKind, PropertyKey};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType};

use super::{Lowerer, convert, name, too_deep};
use crate::ir::{Export, ExportTarget, Span, SyntaxFault};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct JsonAt {
    pub value: Json,
    pub span: Span,
}

/// A value of a configuration file.
#[derive(Debug, Clone)]
pub(crate) enum Json {
    Text(String),
    Flag(bool),
    List(Vec<JsonAt>),
    Object(Vec<(String, JsonAt)>),
    /// Numbers, `null`, and what is no JSON.
    Other,
}

impl JsonAt {
    /// The member of this name; of two the later one counts.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Json::Object(members) = &self.value else { return None };
        members.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads JSON with comments and trailing commas, as TypeScript reads a tsconfig.
pub(crate) fn read_json(text: &str) -> Result<JsonAt, SyntaxFault> {
    let nothing = JsonAt { value: Json::Object(Vec::new()), span: Span::default() };
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Ok(nothing);
    }
    with_expression(text, |expression| expression.map_or(nothing, |found| json(found)))
}

fn json(expression: &Expression<'_>) -> JsonAt {
    let value = match expression {
        Expression::StringLiteral(text) => Json::Text(text.value.to_string()),
        Expression::BooleanLiteral(flag) => Json::Flag(flag.value),
        Expression::ArrayExpression(array) => Json::List(
            array.elements.iter().filter_map(|item| item.as_expression().map(json)).collect(),
        ),
        Expression::ObjectExpression(object) => Json::Object(
            object
                .properties
                .iter()
                .filter_map(|property| match property {
                    ObjectPropertyKind::ObjectProperty(property) => {
                        let key = match &property.key {
                            PropertyKey::StringLiteral(text) => text.value.to_string(),
                            PropertyKey::StaticIdentifier(word) => word.name.to_string(),
                            _ => return None,
                        };
                        Some((key, json(&property.value)))
                    }
                    ObjectPropertyKind::SpreadProperty(_) => None,
                })
                .collect(),
        ),
        _ => Json::Other,
    };
    JsonAt { value, span: convert(expression.span()) }
}

fn with_expression<T>(
    text: &str,
    read: impl FnOnce(Option<&Expression<'_>>) -> T,
) -> Result<T, SyntaxFault> {
    if let Some(span) = too_deep(text) {
        let message = "brackets nest too deep".to_owned();
        return Err(SyntaxFault { message, help: None, span });
    }
    let allocator = Allocator::default();
    // A comment alone is no expression.
    let parsed = Parser::new(&allocator, text, SourceType::ts()).parse_expression();
    match parsed {
        Ok(expression) => Ok(read(Some(&expression))),
        Err(errors) => {
            let Some(first) = errors.iter().next() else { return Ok(read(None)) };
            let span = first.labels.iter().next().map_or(Span::default(), |label| Span {
                start: label.offset(),
                end: label.offset().saturating_add(label.len()),
            });
            let message = first.message.to_string();
            Err(SyntaxFault { message, help: None, span })
        }
    }
}

impl Lowerer {
    /// A JSON file: a module that assigns one value.
    pub(super) fn json_module(&mut self, text: &str) {
        self.facts.is_script = false;
        let read = with_expression(text, |expression| {
            expression.map(|expression| (self.expression(expression), convert(expression.span())))
        });
        match read {
            Ok(Some((value, span))) => {
                let target = ExportTarget::Expression(value);
                self.current_scope()
                    .exports
                    .insert(name("export="), Export { target, type_only: false, span });
            }
            Ok(None) => {}
            Err(fault) => self.facts.faults.push(fault),
        }
    }
}
