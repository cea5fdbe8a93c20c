//! What a schema is called in generated code: after what it is for, not after how it is written.

use serde_json::Value;

use super::documents::Location;

/// Segments of pointers that are keywords; what stands behind them may be a name.
const KEYWORDS: [&str; 24] = [
    "$defs",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "definitions",
    "dependencies",
    "dependentSchemas",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "schemas",
    "components",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "meta",
];

/// A name for the schema `value` at `location`.
pub(super) fn title(value: &Value, location: &Location) -> String {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if let Some(title) = text("title").filter(|title| !title.is_empty()) {
        return title.chars().take(40).collect();
    }
    let segments: Vec<&str> = location.pointer.split('/').skip(1).collect();
    let mut names: Vec<&str> = Vec::new();
    for segment in segments.iter().rev() {
        let is_number = segment.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && !KEYWORDS.contains(segment) {
            names.push(segment);
        }
        if names.len() == 2 {
            break;
        }
    }
    names.reverse();
    if let Some(last) = segments.last()
        && matches!(*last, "items" | "if" | "then" | "else" | "not" | "contains")
    {
        names.push(if *last == "items" { "item" } else { last });
    }
    if names.is_empty() {
        let id = text("$id").map(|id| id.trim_end_matches(['#', '/']));
        let last = id.and_then(|id| id.rsplit(['/', ':']).next()).unwrap_or_default();
        let stem = last.strip_suffix(".json").unwrap_or(last);
        return if stem.is_empty() { "schema".to_owned() } else { stem.to_owned() };
    }
    names.join(" ")
}
