//! Parts of a schema that are about the same value, and what is said of them all.

use serde_json::{Map, Value};

use super::schema::{list, notes, says_something};
use super::{Builder, Result, Way};
use crate::graph::{Kind, Notes, Tags, Target};

/// Keywords that say which kind is meant where `type` is missing. Whoever bounds a text or a number
/// and names no type means what the specification says: other kinds fit too.
const IMPLIES: [(Kind, &[&str]); 2] = [
    (Kind::Object, &["properties", "additionalProperties", "patternProperties", "propertyNames"]),
    (Kind::List, &["items", "prefixItems"]),
];

/// Keywords beside which nothing is implied.
const DECIDES: [&str; 5] = ["type", "anyOf", "oneOf", "enum", "const"];

impl<'a> Builder<'a> {
    /// Kinds that the keywords of a schema mean together with those of its parts; `None` where
    /// one of them says it.
    pub(super) fn implied(
        &self,
        object: &'a Map<String, Value>,
        way: Way,
        depth: u32,
    ) -> Result<Option<Vec<Kind>>> {
        if depth > 8 || DECIDES.iter().any(|word| object.contains_key(*word)) {
            return Ok(None);
        }
        let mut found: Vec<Kind> = IMPLIES
            .iter()
            .filter(|(_, words)| words.iter().any(|word| object.contains_key(*word)))
            .map(|(kind, _)| *kind)
            .collect();
        for part in self.parts_of(object, way)? {
            match part {
                Value::Object(part) => match self.implied(part, way, depth + 1)? {
                    Some(kinds) => found.extend(kinds),
                    None => return Ok(None),
                },
                Value::Bool(true) => {}
                _ => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Schemas that hold of the same value: what is referred to, and `allOf`.
    pub(super) fn parts_of(
        &self,
        object: &'a Map<String, Value>,
        way: Way,
    ) -> Result<Vec<&'a Value>> {
        let mut parts = Vec::new();
        if let Some(reference) = object.get("$ref") {
            parts.push(self.target(reference, way.side)?);
        }
        if let Some(reference) = object.get("$dynamicRef")
            && let [one] = self.dynamic_targets(reference, way.side)?[..]
        {
            parts.push(one);
        }
        parts.extend(list(object, "allOf"));
        // What is refused by what is refused is what it is.
        if let Some(Value::Object(refused)) = object.get("not")
            && let Some(twice) = refused.get("not").filter(|_| refused.len() == 1)
        {
            parts.push(twice);
        }
        Ok(parts)
    }

    /// What is written beside a schema. Of its parts, the words of the only one that says
    /// something; what decides about behaviour, of each.
    pub(super) fn noted(&mut self, object: &'a Map<String, Value>, way: Way) -> Result<Notes> {
        let mut found = notes(object);
        found.tags = self.tags(object, way);
        let parts = self.parts_of(object, way)?;
        let telling = parts.iter().filter(|part| {
            part.as_object().is_none_or(|part| {
                part.contains_key("$ref") || part.keys().any(|key| says_something(key))
            })
        });
        let all = telling.count() < 2;
        for part in parts {
            let node = self.schema(part, way.part());
            self.alts(node)?;
            let Some(under) = self.notes(node).cloned() else { continue };
            let Notes { default, read_only, write_only, .. } = under.clone();
            let part = if all {
                under
            } else {
                Notes { default, read_only, write_only, ..Notes::default() }
            };
            found = found.over(Some(&part));
        }
        Ok(found)
    }

    /// A discriminator: what is mapped, and what alternatives are called that are not.
    pub(super) fn tags(&mut self, object: &'a Map<String, Value>, way: Way) -> Option<Tags> {
        let said = object.get("discriminator")?.as_object()?;
        let property = said.get("propertyName")?.as_str()?.to_owned();
        let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        let mut targets: Vec<Target> = Vec::new();
        let mapping = said.get("mapping").and_then(Value::as_object);
        for (value, name) in mapping.into_iter().flatten() {
            let Some(name) = name.as_str() else { continue };
            let whole = if name.starts_with('#') {
                name.to_owned()
            } else {
                format!("#/components/schemas/{name}")
            };
            let target = self.target(&Value::from(whole), way.side).ok();
            let node = target.map(|target| self.schema(target, way.inner()));
            targets.push(Target { value: value.clone(), name: last(name), node });
        }
        for alternative in list(object, "oneOf").iter().chain(list(object, "anyOf")) {
            let Some(reference) = alternative.get("$ref") else { continue };
            let name = last(reference.as_str().unwrap_or_default());
            if targets.iter().any(|known| known.name == name) {
                continue;
            }
            let target = self.target(reference, way.side).ok();
            let node = target.map(|target| self.schema(target, way.inner()));
            targets.push(Target { value: name.clone(), name, node });
        }
        targets.sort_by(|a, b| (&a.value, &a.name).cmp(&(&b.value, &b.name)));
        Some(Tags { property, targets })
    }

    /// The schemas a dynamic reference may lead to: all that have its name.
    pub(super) fn dynamic_targets(
        &self,
        reference: &Value,
        side: crate::error::Side,
    ) -> Result<Vec<&'a Value>> {
        let text = reference.as_str().unwrap_or_default();
        let name = text.strip_prefix('#').filter(|name| !name.starts_with('/'));
        match (name, self.document(side)) {
            (Some(name), Some(document)) => {
                let found = anchors(document.root, name, "$dynamicAnchor");
                if found.is_empty() { Ok(vec![self.target(reference, side)?]) } else { Ok(found) }
            }
            _ => Ok(vec![self.target(reference, side)?]),
        }
    }
}

/// All schemas that have this name.
pub(super) fn anchors<'a>(root: &'a Value, name: &str, word: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(members) => {
                if members.get(word).and_then(Value::as_str) == Some(name) {
                    found.push(value);
                }
                pending.extend(members.values().rev());
            }
            Value::Array(items) => pending.extend(items.iter().rev()),
            _ => {}
        }
    }
    found
}
