//! Which keywords hold schemas, by dialect. Whatever else stands in a schema is data.

use serde_json::{Map, Value};

use crate::Target;

/// What the value of a keyword is made of.
enum Shape {
    One,
    List,
    OneOrList,
    Record,
}

const BOTH: [(&str, Shape); 14] = [
    ("additionalProperties", Shape::One),
    ("contains", Shape::One),
    ("else", Shape::One),
    ("if", Shape::One),
    ("not", Shape::One),
    ("propertyNames", Shape::One),
    ("then", Shape::One),
    ("allOf", Shape::List),
    ("anyOf", Shape::List),
    ("oneOf", Shape::List),
    ("definitions", Shape::Record),
    // Lists of names among them are no schemas and are passed over.
    ("dependencies", Shape::Record),
    ("patternProperties", Shape::Record),
    ("properties", Shape::Record),
];
const NEWER: [(&str, Shape); 7] = [
    ("contentSchema", Shape::One),
    ("items", Shape::One),
    ("unevaluatedItems", Shape::One),
    ("unevaluatedProperties", Shape::One),
    ("prefixItems", Shape::List),
    ("$defs", Shape::Record),
    ("dependentSchemas", Shape::Record),
];
const OLDER: [(&str, Shape); 2] = [("additionalItems", Shape::One), ("items", Shape::OneOrList)];

/// The URIs of the dialects, without their fragments.
pub(super) const URI_2020_12: &str = "https://json-schema.org/draft/2020-12/schema";
pub(super) const URI_DRAFT_7: &str = "http://json-schema.org/draft-07/schema";

/// The dialect with this `$schema`.
pub(super) fn dialect_of(uri: &str) -> Option<Target> {
    match uri.trim_end_matches('#') {
        URI_2020_12 => Some(Target::Draft2020_12),
        URI_DRAFT_7 => Some(Target::Draft7),
        _ => None,
    }
}

/// Calls `visit` with the keywords that lead to each schema that stands directly in `members`, and
/// with the schema.
pub(super) fn for_each_schema<'a>(
    members: &'a Map<String, Value>,
    dialect: Target,
    visit: &mut dyn FnMut(&[&str], &'a Value),
) {
    let own: &[(&str, Shape)] = if dialect == Target::Draft7 { &OLDER } else { &NEWER };
    for (keyword, shape) in BOTH.iter().chain(own) {
        match (shape, members.get(*keyword)) {
            (Shape::One | Shape::OneOrList, Some(schema @ (Value::Object(_) | Value::Bool(_)))) => {
                visit(&[keyword], schema);
            }
            (Shape::List | Shape::OneOrList, Some(Value::Array(schemas))) => {
                for (index, schema) in schemas.iter().enumerate() {
                    visit(&[keyword, &index.to_string()], schema);
                }
            }
            (Shape::Record, Some(Value::Object(schemas))) => {
                for (name, schema) in schemas {
                    visit(&[keyword, name], schema);
                }
            }
            _ => {}
        }
    }
}
