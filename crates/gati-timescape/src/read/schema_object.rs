//! Objects of a schema.

use serde_json::{Map, Value};

use super::schema_scalar::count_of;
use super::{Builder, Dialect, Result, Travels, Way};
use crate::graph::{Arena, Extra, Member, NodeId, Objects};

impl<'a> Builder<'a> {
    /// The objects a schema allows; `None` for none.
    pub(super) fn objects_of(
        &mut self,
        object: &'a Map<String, Value>,
        way: Way,
    ) -> Result<Option<Objects>> {
        let mut found = Objects::any();
        let properties = object.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            if self.is_hidden(schema, way, 0)? {
                found.hidden.push(name.clone());
                continue;
            }
            let node = self.schema(schema, way);
            found.members.push(Member { name: name.clone(), node, required: false });
        }
        found.members.sort_by(|a, b| a.name.cmp(&b.name));
        for (pattern, schema) in
            object.get("patternProperties").and_then(Value::as_object).into_iter().flatten()
        {
            let node = self.schema(schema, way);
            found.patterns.push((pattern.clone(), node));
        }
        found.patterns.sort();
        self.narrow_by_patterns(&mut found);
        let declared = !found.members.is_empty() || !found.hidden.is_empty();
        found.extra = match object.get("additionalProperties") {
            Some(Value::Bool(false)) => Extra::Of(Arena::NEVER),
            Some(schema) => Extra::Of(self.schema(schema, way)),
            None if declared || !found.patterns.is_empty() => Extra::Unsaid,
            None => Extra::Free,
        };
        if let Some(names) = object.get("propertyNames") {
            found.names = Some(self.schema(names, way));
        }
        self.require(&mut found, object, way)?;
        let count = |name: &str| object.get(name).and_then(count_of);
        found.min = count("minProperties").unwrap_or(0);
        found.max = count("maxProperties");
        Ok(found.max.is_none_or(|max| max >= found.min).then_some(found))
    }

    /// Members that match a pattern are what both say.
    fn narrow_by_patterns(&mut self, found: &mut Objects) {
        let patterns = found.patterns.clone();
        for member in &mut found.members {
            for (pattern, node) in &patterns {
                if self.languages.matches(pattern, &member.name) == Some(true) {
                    member.node = self.meet(member.node, *node);
                }
            }
        }
    }

    fn require(
        &mut self,
        found: &mut Objects,
        object: &'a Map<String, Value>,
        way: Way,
    ) -> Result<()> {
        let names = object.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in names.filter_map(Value::as_str) {
            if found.hidden.iter().any(|hidden| hidden == name) {
                continue;
            }
            let place = found.members.binary_search_by(|member| member.name.as_str().cmp(name));
            match place {
                Ok(place) => {
                    let schema = object.get("properties").and_then(|all| all.get(name));
                    // What is filled in where it is missing may be missing.
                    let filled = match schema {
                        Some(schema) if way.travels == Travels::In => {
                            self.has_default(schema, way, 0)?
                        }
                        _ => false,
                    };
                    found.members[place].required = !filled;
                }
                Err(place) => {
                    let node = self.undeclared(found, name);
                    let member = Member { name: name.to_owned(), node, required: true };
                    found.members.insert(place, member);
                }
            }
        }
        Ok(())
    }

    fn undeclared(&mut self, found: &Objects, name: &str) -> NodeId {
        let mut node = None;
        for (pattern, meant) in &found.patterns {
            if self.languages.matches(pattern, name) == Some(true) {
                node = Some(node.map_or(*meant, |before| self.meet(before, *meant)));
            }
        }
        node.unwrap_or(match found.extra {
            Extra::Of(extra) => extra,
            Extra::Unsaid | Extra::Free => Arena::ANY,
        })
    }

    /// Whether a member does not travel this way.
    fn is_hidden(&self, schema: &'a Value, way: Way, depth: u32) -> Result<bool> {
        let word = match way.travels {
            Travels::In => "readOnly",
            Travels::Out => "writeOnly",
        };
        self.says(schema, way, depth, &|object| object.get(word) == Some(&Value::Bool(true)))
    }

    fn has_default(&self, schema: &'a Value, way: Way, depth: u32) -> Result<bool> {
        self.says(schema, way, depth, &|object| object.contains_key("default"))
    }

    /// Whether a schema says it itself, by reference, or as one of `allOf`.
    fn says(
        &self,
        schema: &'a Value,
        way: Way,
        depth: u32,
        asked: &dyn Fn(&Map<String, Value>) -> bool,
    ) -> Result<bool> {
        let Some(object) = schema.as_object() else { return Ok(false) };
        if depth > 8 {
            return Ok(false);
        }
        if let Some(reference) = object.get("$ref") {
            let beside = self.dialect(way.side) == Dialect::V3_1 && asked(object);
            let target = self.target(reference, way.side)?;
            return Ok(beside || self.says(target, way, depth + 1, asked)?);
        }
        if asked(object) {
            return Ok(true);
        }
        for part in super::schema::list(object, "allOf") {
            if self.says(part, way, depth + 1, asked)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
