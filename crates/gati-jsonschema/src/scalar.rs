//! Leaves and what narrows them.

use gati_types::{Constraints, GType, Literal, TextForm, Transform, Travel, TypeTable, travel};
use serde_json::{Map, Value, json};

use crate::{Direction, schema::object_of};

/// The schema of a leaf; `None` for a node with parts.
pub(crate) fn leaf(gtype: &GType) -> Option<Map<String, Value>> {
    Some(object_of(match gtype {
        GType::Unknown | GType::Any | GType::Unresolved(_) => json!({}),
        // Neither travels as JSON.
        GType::Never | GType::Undefined | GType::Void | GType::Symbol | GType::Function => {
            json!({ "not": {} })
        }
        GType::Null => json!({ "type": "null" }),
        GType::Boolean => json!({ "type": "boolean" }),
        GType::Number => json!({ "type": "number" }),
        GType::String => json!({ "type": "string" }),
        GType::NonPrimitive => json!({ "type": ["object", "array"] }),
        GType::Date | GType::Bytes | GType::Url | GType::RegExp | GType::BigInt => {
            return text(gtype);
        }
        GType::File => json!({ "type": "string", "format": "binary" }),
        GType::Literal(literal) => constant(literal),
        GType::Template(template) => {
            json!({ "type": "string", "pattern": template.to_pattern() })
        }
        _ => return None,
    }))
}

/// The schema of the text that stands for a value JSON does not have.
fn text(gtype: &GType) -> Option<Map<String, Value>> {
    let Travel::Text(form) = travel(gtype, &TypeTable::new()) else { return None };
    let mut schema = object_of(json!({ "type": "string" }));
    if let Some(format) = form.format() {
        schema.insert("format".to_owned(), json!(format));
    }
    if let Some(pattern) = form.pattern() {
        schema.insert("pattern".to_owned(), json!(pattern));
    }
    if form == TextForm::Base64 {
        schema.insert("contentEncoding".to_owned(), json!("base64"));
    }
    Some(schema)
}

fn constant(literal: &Literal) -> Value {
    let kind = match literal {
        Literal::String(_) | Literal::BigInt(_) => "string",
        Literal::Number(_) => "number",
        Literal::Boolean(_) => "boolean",
    };
    json!({ "type": kind, "const": literal_value(literal) })
}

/// The JSON form of a literal.
pub(crate) fn literal_value(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) | Literal::BigInt(text) => json!(text),
        Literal::Number(number) => number_value(*number),
        Literal::Boolean(flag) => json!(flag),
    }
}

/// A number without a fraction where it has none.
fn number_value(number: f64) -> Value {
    const SAFE: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < SAFE {
        #[expect(clippy::cast_possible_truncation, reason = "it is an integer that an i64 holds")]
        return json!(number as i64);
    }
    json!(number)
}

/// Adds constraints to the schema of what they narrow.
pub(crate) fn narrow(
    schema: &mut Map<String, Value>,
    base: &GType,
    constraints: &Constraints,
    direction: Direction,
) {
    let mut all = Vec::new();
    match base {
        GType::Number | GType::Literal(Literal::Number(_)) => {
            numeric(schema, constraints, &mut all);
        }
        GType::String | GType::Template(_) | GType::Literal(Literal::String(_)) => {
            textual(schema, constraints, direction, &mut all);
        }
        GType::Array(_) | GType::Tuple(_) | GType::Set(_) => {
            if let Some(least) = constraints.min_items {
                schema.insert("minItems".to_owned(), json!(least));
            }
            if let Some(most) = constraints.max_items {
                schema.insert("maxItems".to_owned(), json!(most));
            }
            if constraints.unique_items {
                schema.insert("uniqueItems".to_owned(), json!(true));
            }
        }
        _ => {}
    }
    if !all.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(all));
    }
}

fn numeric(schema: &mut Map<String, Value>, constraints: &Constraints, all: &mut Vec<Value>) {
    if constraints.integer && schema.get("type") == Some(&json!("number")) {
        schema.insert("type".to_owned(), json!("integer"));
    }
    let bounds = [
        ("minimum", constraints.minimum),
        ("maximum", constraints.maximum),
        ("exclusiveMinimum", constraints.exclusive_minimum),
        ("exclusiveMaximum", constraints.exclusive_maximum),
    ];
    for (name, bound) in bounds {
        if let Some(bound) = bound {
            schema.insert(name.to_owned(), number_value(bound));
        }
    }
    first_and_others(
        schema,
        "multipleOf",
        constraints.multiple_of.iter().map(|divisor| number_value(*divisor)),
        all,
    );
    if let Some(format) = &constraints.format {
        schema.insert("format".to_owned(), json!(format));
    }
}

/// Text that is transformed on its way in need not look like what it becomes; only what holds
/// before as well as after is said of it.
fn textual(
    schema: &mut Map<String, Value>,
    constraints: &Constraints,
    direction: Direction,
    all: &mut Vec<Value>,
) {
    let transformed = direction == Direction::Input && !constraints.transforms.is_empty();
    let only_trimmed = constraints.transforms.iter().all(|one| *one == Transform::Trim);
    if let (Some(least), true) = (constraints.min_length, !transformed || only_trimmed) {
        schema.insert("minLength".to_owned(), json!(least));
    }
    if transformed {
        return;
    }
    if let Some(most) = constraints.max_length {
        schema.insert("maxLength".to_owned(), json!(most));
    }
    if let Some(format) = &constraints.format {
        let name = if format == "url" { "uri" } else { format };
        schema.insert("format".to_owned(), json!(name));
    }
    // A template has a pattern of its own.
    if schema.contains_key("pattern") {
        all.extend(constraints.patterns.iter().map(|pattern| json!({ "pattern": pattern })));
    } else {
        let patterns = constraints.patterns.iter().map(|pattern| json!(pattern));
        first_and_others(schema, "pattern", patterns, all);
    }
}

/// The first value as the keyword itself, the others as schemas that also hold.
fn first_and_others(
    schema: &mut Map<String, Value>,
    keyword: &str,
    mut values: impl Iterator<Item = Value>,
    all: &mut Vec<Value>,
) {
    if let Some(first) = values.next() {
        schema.insert(keyword.to_owned(), first);
    }
    all.extend(values.map(|value| json!({ keyword: value })));
}
