//! Lists, tuples, sets and maps.

use gati_types::{GType, MapType, Travel, TupleType, travel_of_map};
use serde_json::{Map, Value, json};

use crate::{
    Target,
    schema::{Writer, object_of},
};

impl Writer<'_> {
    pub(crate) fn list(&mut self, items: &GType) -> Map<String, Value> {
        let items = self.item(items);
        object_of(json!({ "type": "array", "items": items }))
    }

    pub(crate) fn tuple(&mut self, tuple: &TupleType) -> Map<String, Value> {
        let rest_at = tuple.elements.iter().position(|element| element.rest);
        let fixed = rest_at.unwrap_or(tuple.elements.len());
        let places: Vec<Value> =
            tuple.elements[..fixed].iter().map(|element| self.item(&element.gtype)).collect();
        // What may follow the fixed places; where something comes after the rest, schemas cannot
        // say which place it has, so each may be either.
        let mut following: Vec<Value> =
            tuple.elements[fixed..].iter().map(|element| self.item(&element.gtype)).collect();
        let rest = match following.len() {
            0 => json!(false),
            1 => following.swap_remove(0),
            _ => json!({ "anyOf": following }),
        };
        let least =
            tuple.elements.iter().filter(|element| !element.optional && !element.rest).count();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("array"));
        let (first, then) = match self.options.target {
            Target::Draft2020_12 => ("prefixItems", "items"),
            Target::Draft7 => ("items", "additionalItems"),
        };
        if places.is_empty() {
            schema.insert("items".to_owned(), rest);
        } else {
            schema.insert(first.to_owned(), Value::Array(places));
            schema.insert(then.to_owned(), rest);
        }
        schema.insert("minItems".to_owned(), json!(least));
        if rest_at.is_none() {
            schema.insert("maxItems".to_owned(), json!(tuple.elements.len()));
        }
        schema
    }

    pub(crate) fn map(&mut self, map: &MapType) -> Map<String, Value> {
        let value = self.node(&map.value);
        if travel_of_map(map, self.types) == Travel::Record {
            let mut schema = object_of(json!({ "type": "object", "additionalProperties": value }));
            let keys = self.node(&map.key);
            if keys != json!({ "type": "string" }) {
                schema.insert("propertyNames".to_owned(), keys);
            }
            return schema;
        }
        let key = self.node(&map.key);
        let pair = match self.options.target {
            Target::Draft2020_12 => {
                json!({ "type": "array", "prefixItems": [key, value], "items": false, "minItems": 2, "maxItems": 2 })
            }
            Target::Draft7 => {
                json!({ "type": "array", "items": [key, value], "additionalItems": false, "minItems": 2, "maxItems": 2 })
            }
        };
        object_of(json!({ "type": "array", "items": pair }))
    }
}
