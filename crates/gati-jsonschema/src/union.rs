//! Unions.

use gati_types::{GType, Literal, Travel, UnionType, travel};
use serde_json::{Map, Value, json};

use crate::{
    Direction,
    scalar::literal_value,
    schema::{Writer, object_of},
};

impl Writer<'_> {
    pub(crate) fn union(&mut self, union: &UnionType) -> Map<String, Value> {
        let members: Vec<&GType> = union
            .members
            .iter()
            .filter(|one| {
                travel(one, self.types) != Travel::Absent && *self.resolve(one) != GType::Never
            })
            .collect();
        if members.is_empty() {
            return object_of(json!({ "not": {} }));
        }
        if let [only] = members.as_slice() {
            return object_of(self.node(only));
        }
        if let Some(values) = constants(&members) {
            return enumeration(&values);
        }
        let tag = union.discriminant.as_deref().filter(|tag| self.is_tag(tag, &members));
        let alternatives: Vec<Value> = members.iter().map(|member| self.node(member)).collect();
        let keyword = if tag.is_some() { "oneOf" } else { "anyOf" };
        let mut schema = object_of(json!({ keyword: alternatives }));
        if let (Some(tag), true) = (tag, self.options.discriminator) {
            if self.components.is_none() {
                schema.insert("discriminator".to_owned(), json!({ "propertyName": tag }));
            } else if let Some(mapping) = self.mapping(tag, &members) {
                let discriminator = json!({ "propertyName": tag, "mapping": mapping });
                schema.insert("discriminator".to_owned(), discriminator);
            }
        }
        schema
    }

    /// Where each value of the tag leads: OpenAPI takes the value for the name of a component
    /// otherwise. `None` where a member is no component, or a value is no text.
    fn mapping(&self, tag: &str, members: &[&GType]) -> Option<Map<String, Value>> {
        let mut mapping = Map::new();
        for member in members {
            let GType::Ref(reference) = member else { return None };
            let GType::Object(object) = self.resolve(member) else { return None };
            let values = match self.resolve(&object.property(tag)?.gtype) {
                GType::Union(union) => union.members.as_slice(),
                other => std::slice::from_ref(other),
            };
            for value in values {
                let GType::Literal(Literal::String(text)) = self.resolve(value) else {
                    return None;
                };
                mapping.insert(text.clone(), json!(self.place(reference.id.as_str())));
            }
        }
        Some(mapping)
    }

    /// The schema of what may stand in a list: nothing is left out of one, so that what does not
    /// travel is answered as `null`.
    pub(crate) fn item(&mut self, gtype: &GType) -> Value {
        let schema = self.node(gtype);
        if self.options.direction == Direction::Input || !self.may_be_left_out(gtype) {
            return schema;
        }
        if travel(gtype, self.types) == Travel::Absent {
            return json!({ "type": "null" });
        }
        json!({ "anyOf": [schema, { "type": "null" }] })
    }

    /// Whether some value of `gtype` does not travel.
    pub(crate) fn may_be_left_out(&self, gtype: &GType) -> bool {
        match self.resolve(gtype) {
            GType::Refined(refined) => self.may_be_left_out(&refined.base),
            GType::Union(union) => {
                union.members.iter().any(|one| travel(one, self.types) == Travel::Absent)
            }
            other => travel(other, self.types) == Travel::Absent,
        }
    }

    /// Whether every member is an object that requires `tag` to be a literal.
    fn is_tag(&self, tag: &str, members: &[&GType]) -> bool {
        members.iter().all(|member| match self.resolve(member) {
            GType::Object(object) => object
                .property(tag)
                .is_some_and(|property| !property.optional && self.is_literal(&property.gtype)),
            _ => false,
        })
    }

    /// Whether a type is one literal, or one of several.
    fn is_literal(&self, gtype: &GType) -> bool {
        match self.resolve(gtype) {
            GType::Literal(_) => true,
            GType::Union(union) => {
                union.members.iter().all(|one| matches!(self.resolve(one), GType::Literal(_)))
            }
            _ => false,
        }
    }
}

/// The values, if all members are single values.
fn constants(members: &[&GType]) -> Option<Vec<Value>> {
    members
        .iter()
        .map(|member| match member.base() {
            GType::Null => Some(Value::Null),
            // Narrowed literals keep their own schema.
            GType::Literal(literal) if matches!(member, GType::Literal(_)) => {
                (!matches!(literal, Literal::BigInt(_))).then(|| literal_value(literal))
            }
            _ => None,
        })
        .collect()
}

fn enumeration(values: &[Value]) -> Map<String, Value> {
    let mut kinds: Vec<&str> = Vec::new();
    for value in values {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            _ => "string",
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let kind = match kinds.as_slice() {
        [only] => json!(only),
        several => json!(several),
    };
    object_of(json!({ "type": kind, "enum": values }))
}
