//! Values and types as text in generated code.

use gati_emit::{key, string};
use gati_types::{GType, Literal};
use serde_json::Value;

use crate::compiler::{Compiler, Wanted};

/// A literal as an expression.
pub(crate) fn literal(compiler: &mut Compiler<'_>, literal: &Literal) -> String {
    match literal {
        Literal::String(text) => string(text),
        Literal::Number(number) => compiler.number(*number, "a literal"),
        Literal::Boolean(flag) => flag.to_string(),
        Literal::BigInt(digits) => format!("{digits}n"),
    }
}

/// A JSON value as an expression that makes it anew.
pub(crate) fn json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        // JSON's numbers are JavaScript's; one that no double holds becomes `null`, as in JSON.
        Value::Number(number) => {
            number.as_f64().and_then(gati_emit::number).unwrap_or_else(|| "null".to_owned())
        }
        Value::String(text) => string(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", key(name), json(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}

/// `gtype` in TypeScript's spelling, as a literal; shortened where it would not be read.
pub(crate) fn expected(gtype: &GType) -> String {
    string(&spelled(gtype))
}

/// `gtype` in TypeScript's spelling, shortened where it would not be read.
pub(crate) fn spelled(gtype: &GType) -> String {
    const LONGEST: usize = 120;
    let text = gtype.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    match gtype.base() {
        GType::Object(_) => "object".to_owned(),
        GType::Array(_) | GType::Tuple(_) => "unknown[]".to_owned(),
        _ => text.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}

/// The name of the type a function is for, else its spelling.
pub(crate) fn spelled_name(wanted: &Wanted<'_>) -> String {
    if wanted.named { wanted.title.clone() } else { spelled(wanted.node) }
}

/// The same as a literal.
pub(crate) fn expected_name(wanted: &Wanted<'_>) -> String {
    string(&spelled_name(wanted))
}
