//! Objects.

use gati_types::{GType, ObjectType, Property, UnknownKeys};
use serde_json::{Map, Value, json};

use crate::{Direction, docs::annotate, schema::Writer};

/// A number as JavaScript writes it in a key.
pub(crate) const NUMERIC_KEY: &str = "^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:e[+-][0-9]+)?$";

impl Writer<'_> {
    pub(crate) fn object(&mut self, object: &ObjectType) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("type".to_owned(), json!("object"));
        let mut properties = Map::new();
        let mut required = Vec::new();
        let sent = object.properties.iter().filter(|property| !self.stays_behind(&property.gtype));
        for property in sent.collect::<Vec<_>>() {
            if self.is_required(property) {
                required.push(json!(property.name));
            }
            let described = self.property(property);
            properties.insert(property.name.clone(), described);
        }
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            schema.insert("required".to_owned(), Value::Array(required));
        }
        let mut patterns = Map::new();
        let mut rest = None;
        for signature in &object.index {
            let value = self.node(&signature.value);
            match key_pattern(self.resolve(&signature.key)) {
                Some(pattern) => {
                    patterns.insert(pattern, value);
                }
                None => rest = Some(value),
            }
        }
        if !patterns.is_empty() {
            schema.insert("patternProperties".to_owned(), Value::Object(patterns));
        }
        let closed =
            self.options.closed.unwrap_or(object.unknown_keys == Some(UnknownKeys::Strict))
                && object.unknown_keys != Some(UnknownKeys::Open);
        match rest {
            Some(rest) => {
                schema.insert("additionalProperties".to_owned(), rest);
            }
            None if closed => {
                schema.insert("additionalProperties".to_owned(), json!(false));
            }
            None => {}
        }
        schema
    }

    fn property(&mut self, property: &Property) -> Value {
        let mut schema = self.node(&property.gtype);
        if property.docs.is_empty() {
            return schema;
        }
        // Draft-07 ignores what stands beside a `$ref`.
        if schema.get("$ref").is_some() {
            schema = json!({ "allOf": [schema] });
        }
        if let Value::Object(members) = &mut schema {
            annotate(members, &property.docs);
        }
        schema
    }

    fn is_required(&self, property: &Property) -> bool {
        let filled = self.options.direction == Direction::Input && property.docs.default.is_some();
        let may_stay = matches!(self.resolve(&property.gtype), GType::Union(union)
            if union.members.iter().any(|one| self.stays_behind(one)));
        !property.optional && !filled && !may_stay && !self.accepts_undefined(&property.gtype)
    }

    /// Whether nothing of this type is sent: functions and symbols stay behind.
    pub(crate) fn stays_behind(&self, gtype: &GType) -> bool {
        if self.options.direction == Direction::Input {
            return false;
        }
        match self.resolve(gtype) {
            GType::Function | GType::Symbol => true,
            GType::Refined(refined) => self.stays_behind(&refined.base),
            GType::Union(union) => {
                let mut staying = false;
                union.members.iter().all(|one| {
                    let stays = self.stays_behind(one);
                    staying |= stays;
                    stays || matches!(self.resolve(one), GType::Undefined | GType::Void)
                }) && staying
            }
            _ => false,
        }
    }

    fn accepts_undefined(&self, gtype: &GType) -> bool {
        match self.resolve(gtype) {
            GType::Undefined | GType::Void | GType::Any | GType::Unknown | GType::Unresolved(_) => {
                true
            }
            GType::Refined(refined) => self.accepts_undefined(&refined.base),
            GType::Union(union) => union.members.iter().any(|one| self.accepts_undefined(one)),
            _ => false,
        }
    }
}

/// The pattern of the keys an index signature takes; `None` where it takes all of them.
fn key_pattern(key: &GType) -> Option<String> {
    match key {
        GType::Number => Some(NUMERIC_KEY.to_owned()),
        GType::Template(template) => Some(template.to_pattern()),
        GType::Refined(refined) => match refined.constraints.patterns.first() {
            Some(pattern) => Some(pattern.clone()),
            None => key_pattern(&refined.base),
        },
        _ => None,
    }
}
