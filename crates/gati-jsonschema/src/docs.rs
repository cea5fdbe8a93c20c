//! What authors wrote, as annotations.

use gati_types::{Deprecation, Docs};
use serde_json::{Map, Value, json};

/// Adds what was written about a type or a member. What stands there already stays.
pub(crate) fn annotate(schema: &mut Map<String, Value>, docs: &Docs) {
    let mut add = |name: &str, value: Value| {
        schema.entry(name).or_insert(value);
    };
    if let Some(title) = &docs.title {
        add("title", json!(title));
    }
    let reason = match &docs.deprecated {
        Some(Deprecation::Reason(reason)) if !reason.is_empty() => {
            Some(format!("Deprecated: {reason}"))
        }
        _ => None,
    };
    let description: Vec<&str> =
        docs.description.as_deref().into_iter().chain(reason.as_deref()).collect();
    if !description.is_empty() {
        add("description", json!(description.join("\n\n")));
    }
    if matches!(docs.deprecated, Some(Deprecation::Flag(true) | Deprecation::Reason(_))) {
        add("deprecated", json!(true));
    }
    if let Some(default) = &docs.default {
        add("default", default.clone());
    }
    if !docs.examples.is_empty() {
        add("examples", json!(docs.examples));
    }
}
