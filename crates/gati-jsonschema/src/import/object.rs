//! Objects and records.

use gati_types::{Constraints, GType, IndexSignature, Literal, ObjectType, Property, UnknownKeys};
use serde_json::{Map, Value};

use crate::{Direction, object::NUMERIC_KEY};

use super::{FindingKind, Importer, Place, annotation, locate::child, merge_object, template};

type Members = Map<String, Value>;

/// Patterns that take every key.
const ANY_KEY: [&str; 7] = ["", ".*", "^.*$", "^(.*)$", "^.*", ".*$", "^[^]*$"];

impl<'a> Importer<'a> {
    /// The type of the objects that fit.
    pub(super) fn object(&mut self, place: &Place<'a>, members: &'a Members) -> GType {
        let required = self.required(place, members);
        let mut object = ObjectType::default();
        self.index_signatures(place, members, &mut object);
        self.properties(place, members, &required, &mut object);
        for name in &required {
            if let Some(known) = object.properties.iter_mut().find(|one| one.name == *name) {
                known.optional = false;
            } else {
                let gtype = merge_object::undeclared(&object, name);
                object.properties.push(Property::required(name, gtype));
            }
        }
        for name in &required {
            if object.property(name).is_some_and(|one| one.gtype == GType::Unknown) {
                let pointer = if members.get("properties").and_then(|all| all.get(name)).is_some() {
                    child(&child(&place.pointer, "properties"), name)
                } else {
                    child(&place.pointer, "required")
                };
                let reading =
                    "a member that may be missing, because `unknown` includes `undefined`";
                self.say(pointer, FindingKind::Reading { reading });
            }
        }
        if object.properties.iter().any(|one| !one.optional && one.gtype == GType::Never) {
            return GType::Never;
        }
        GType::Object(object)
    }

    fn required(&mut self, place: &Place<'a>, members: &Members) -> Vec<String> {
        let Some(required) = members.get("required") else { return Vec::new() };
        let names: Option<Vec<String>> = required.as_array().and_then(|names| {
            names.iter().map(|name| name.as_str().map(ToOwned::to_owned)).collect()
        });
        names.unwrap_or_else(|| {
            // Draft-03 said it in each property.
            if !required.is_boolean() {
                self.bad(place, "required", "a list of names");
            }
            Vec::new()
        })
    }

    fn properties(
        &mut self,
        place: &Place<'a>,
        members: &'a Members,
        required: &[String],
        object: &mut ObjectType,
    ) {
        let declared = match members.get("properties") {
            None => return,
            Some(Value::Object(declared)) => declared,
            Some(_) => return self.bad(place, "properties", "a record of schemas"),
        };
        for (name, schema) in declared {
            let inner = place.inner(schema, &["properties", name]);
            let docs = self.docs(&inner);
            let gtype = self.schema(&inner);
            let flag = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(true));
            let filled = self.options.direction == Direction::Input
                && docs.default.is_some()
                && !annotation::hint(schema, "optional");
            if merge_object::may_match(object, name) {
                let pointer = child(&child(&place.pointer, "properties"), name);
                self.say(pointer, FindingKind::OverlappingKeys);
            }
            let optional = !required.contains(name) && !filled;
            if optional && gtype == GType::Never && object.unknown_keys == Some(UnknownKeys::Strict)
            {
                // It may not be there, which a closed object says of every undeclared member.
                continue;
            }
            object.properties.push(Property {
                name: name.clone(),
                gtype,
                optional,
                readonly: flag("readOnly") || annotation::hint(schema, "readonlyMember"),
                docs,
            });
        }
    }

    /// What holds for members that are not declared.
    fn index_signatures(
        &mut self,
        place: &Place<'a>,
        members: &'a Members,
        object: &mut ObjectType,
    ) {
        match members.get("patternProperties") {
            None => {}
            Some(Value::Object(patterns)) => {
                for (pattern, schema) in patterns {
                    let inner = place.inner(schema, &["patternProperties", pattern]);
                    let value = self.undocumented(&inner);
                    let key = self.key_of(&inner.pointer, pattern);
                    object.index.push(IndexSignature { key, value });
                }
            }
            Some(_) => self.bad(place, "patternProperties", "a record of schemas"),
        }
        let values: Vec<&GType> = object.index.iter().map(|one| &one.value).collect();
        if values.windows(2).any(|two| two[0] != two[1]) {
            self.say(child(&place.pointer, "patternProperties"), FindingKind::OverlappingKeys);
        }
        let keyword = "additionalProperties";
        let rest = match members.get(keyword) {
            None => None,
            Some(Value::Bool(true)) => {
                object.unknown_keys = Some(UnknownKeys::Open);
                None
            }
            Some(Value::Bool(false)) => {
                object.unknown_keys = Some(UnknownKeys::Strict);
                None
            }
            Some(schema) => match self.undocumented(&place.inner(schema, &[keyword])) {
                GType::Never => {
                    object.unknown_keys = Some(UnknownKeys::Strict);
                    None
                }
                value => Some(value),
            },
        };
        match members.get("propertyNames") {
            Some(names) => {
                let properties = members.get("properties").and_then(Value::as_object);
                let declares = properties.is_some_and(|properties| !properties.is_empty());
                self.named_members(&place.inner(names, &["propertyNames"]), declares, rest, object);
            }
            None => {
                if let Some(value) = rest {
                    merge_object::push_rest(object, value);
                }
            }
        }
    }

    /// The key type of a pattern.
    fn key_of(&mut self, pointer: &str, pattern: &str) -> GType {
        if pattern == NUMERIC_KEY {
            return GType::Number;
        }
        if ANY_KEY.contains(&pattern) {
            if pattern.contains('.') {
                self.say(pointer, FindingKind::Reading { reading: "every key" });
            }
            return GType::String;
        }
        if let Some(template) = template::recognised(pattern) {
            return GType::Template(template);
        }
        let patterns = vec![pattern.to_owned()];
        GType::refined(GType::String, Constraints { patterns, ..Constraints::default() })
    }

    /// Members whose names are themselves held to a schema.
    fn named_members(
        &mut self,
        inner: &Place<'a>,
        declares: bool,
        rest: Option<GType>,
        object: &mut ObjectType,
    ) {
        let key = self.schema(inner);
        let key = match key {
            GType::Union(union) => {
                let text = union.members.into_iter().filter(super::merge::is_text);
                GType::union(text)
            }
            other => other,
        };
        let anything = matches!(key, GType::String | GType::Unknown);
        if anything || declares || !object.index.is_empty() {
            if !anything {
                let keyword = "propertyNames".to_owned();
                self.say(&inner.pointer, FindingKind::NoCounterpart { keyword });
            }
            if let Some(value) = rest {
                merge_object::push_rest(object, value);
            }
            return;
        }
        if object.unknown_keys == Some(UnknownKeys::Strict) {
            return;
        }
        let value = rest.unwrap_or(GType::Unknown);
        match texts_of(&key) {
            // Only these names: members that may be missing, unless `required` says otherwise.
            Some(names) => object
                .properties
                .extend(names.into_iter().map(|name| Property::optional(name, value.clone()))),
            None if super::merge::is_text(&key) => {
                object.index.push(IndexSignature { key, value });
            }
            None => {
                let keyword = "propertyNames".to_owned();
                self.say(&inner.pointer, FindingKind::NoCounterpart { keyword });
                return merge_object::push_rest(object, value);
            }
        }
        object.unknown_keys = Some(UnknownKeys::Strict);
    }
}

/// The names a key type is made of, if it is made of nothing else.
fn texts_of(key: &GType) -> Option<Vec<String>> {
    match key {
        GType::Never => Some(Vec::new()),
        GType::Literal(Literal::String(text)) => Some(vec![text.clone()]),
        GType::Union(union) => {
            let names: Option<Vec<Vec<String>>> = union.members.iter().map(texts_of).collect();
            names.map(|names| names.concat())
        }
        _ => None,
    }
}
