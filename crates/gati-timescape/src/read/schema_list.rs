//! Lists of a schema.

use serde_json::{Map, Value};

use super::schema::list;
use super::schema_scalar::count_of;
use super::{Builder, Way};
use crate::graph::{Arena, Extra, Lists, NodeId};

impl<'a> Builder<'a> {
    /// The lists a schema allows; `None` for none.
    pub(super) fn lists_of(&mut self, object: &'a Map<String, Value>, way: Way) -> Option<Lists> {
        let count = |name: &str| object.get(name).and_then(count_of);
        // Before 2020-12 a list of schemas under `items` was the prefix.
        let old_prefix = object.get("items").and_then(Value::as_array);
        let prefix: &'a [Value] = match old_prefix {
            Some(items) => items,
            None => list(object, "prefixItems"),
        };
        let prefix: Vec<NodeId> = prefix.iter().map(|item| self.schema(item, way)).collect();
        let behind = if old_prefix.is_some() { "additionalItems" } else { "items" };
        let rest = match object.get(behind) {
            Some(Value::Bool(false)) => Extra::Of(Arena::NEVER),
            Some(schema) => Extra::Of(self.schema(schema, way)),
            None if prefix.is_empty() => Extra::Free,
            None => Extra::Unsaid,
        };
        let (min, max) = (count("minItems").unwrap_or(0), count("maxItems"));
        if max.is_some_and(|max| max < min) {
            return None;
        }
        let unique = object.get("uniqueItems") == Some(&Value::Bool(true));
        Some(Lists { prefix, rest, min, max, unique })
    }
}
