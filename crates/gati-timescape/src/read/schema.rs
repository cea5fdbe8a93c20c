//! A JSON Schema, as OpenAPI 3.0 and 3.1 have it, as alternatives.

use serde_json::{Map, Value};

use super::{Builder, Carrier, Dialect, Result, Untyped, Way};
use crate::error::DiffError;
use crate::graph::{AltId, Arena, Extra, Kind, Node, Notes, Shape, every_shape};

/// Keywords that say which kind is meant where `type` is missing.
const IMPLIES: [(Kind, &[&str]); 4] = [
    (Kind::Object, &["properties", "additionalProperties", "patternProperties", "propertyNames"]),
    (Kind::List, &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
    (Kind::Text, &["minLength", "maxLength", "pattern"]),
    (Kind::Number, &["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"]),
];

/// Keywords beside which nothing is implied.
const DECIDES: [&str; 7] = ["$ref", "allOf", "anyOf", "oneOf", "enum", "const", "$dynamicRef"];

impl<'a> Builder<'a> {
    pub(super) fn read_schema(&mut self, schema: &'a Value, way: Way) -> Result<Node> {
        let text = way.carrier == Carrier::Text;
        let object = match schema {
            Value::Bool(true) => {
                let alts = self.arena.node(Arena::ANY).alts.clone();
                return Ok(Node { alts, text, notes: None });
            }
            Value::Bool(false) => return Ok(Node { alts: Vec::new(), text, notes: None }),
            Value::Object(object) => object,
            _ => {
                return Err(DiffError::Malformed {
                    side: way.side,
                    pointer: "a schema".to_owned(),
                    expected: "an object or a boolean",
                });
            }
        };
        if let Some(reference) = object.get("$ref") {
            return self.read_reference(object, reference, way);
        }
        let alts = self.own(object, way)?;
        Ok(Node { alts, text, notes: notes(object).boxed() })
    }

    fn read_reference(
        &mut self,
        object: &'a Map<String, Value>,
        reference: &'a Value,
        way: Way,
    ) -> Result<Node> {
        let target = self.target(reference, way.side)?;
        let node = self.schema(target, way);
        let mut alts = self.alts(node).map_err(|error| named(error, reference, way))?;
        let under = self.notes(node).cloned();
        let beside = self.dialect(way.side) == Dialect::V3_1;
        if beside && object.keys().any(|key| says_something(key)) {
            let own = self.own(object, way)?;
            alts = self.meet_alts(&alts, &own);
        }
        let own = notes(object);
        Ok(Node {
            alts,
            text: way.carrier == Carrier::Text,
            notes: own.over(under.as_ref()).boxed(),
        })
    }

    /// What a reference leads to.
    pub(crate) fn target(&self, reference: &Value, side: crate::error::Side) -> Result<&'a Value> {
        let text = reference.as_str().unwrap_or_default();
        let foreign = || DiffError::ForeignReference { side, reference: reference.to_string() };
        let missing = || DiffError::MissingReference { side, reference: text.to_owned() };
        let pointer = text.strip_prefix('#').ok_or_else(foreign)?;
        let root = self.document(side).ok_or_else(missing)?.root;
        let decoded = decode(pointer);
        if !decoded.is_empty() && !decoded.starts_with('/') {
            return anchor(root, &decoded).ok_or_else(missing);
        }
        root.pointer(&decoded).ok_or_else(missing)
    }

    /// What the keywords of one schema object say together.
    fn own(&mut self, object: &'a Map<String, Value>, way: Way) -> Result<Vec<AltId>> {
        let mut alts = self.kinds(object, way)?;
        let enumerated = object.get("enum").and_then(Value::as_array);
        if let Some(values) = enumerated {
            let values = self.values(values, way);
            alts = self.meet_alts(&values, &alts);
        }
        if let Some(value) = object.get("const").filter(|_| self.dialect(way.side) == Dialect::V3_1)
        {
            let values = self.values([value], way);
            alts = self.meet_alts(&values, &alts);
        }
        for part in list(object, "allOf") {
            let node = self.schema(part, way);
            let part = self.alts(node).map_err(|error| named(error, part, way))?;
            alts = self.meet_alts(&alts, &part);
        }
        for word in ["anyOf", "oneOf"] {
            if object.get(word).is_some_and(Value::is_array) {
                let union = self.union(list(object, word), word == "oneOf", way)?;
                alts = self.meet_alts(&alts, &union);
            }
        }
        self.apply_conditions(&mut alts, object, way)?;
        self.close_unevaluated(&mut alts, object, way);
        let nullable = object.get("nullable") == Some(&Value::Bool(true));
        if nullable && !alts.iter().any(|alt| matches!(self.arena.alt(*alt).shape, Shape::Null)) {
            alts.push(self.arena.plain(Shape::Null));
        }
        Ok(alts)
    }

    /// An alternative for each kind the schema allows.
    fn kinds(&mut self, object: &'a Map<String, Value>, way: Way) -> Result<Vec<AltId>> {
        let named: Option<Vec<&str>> = match object.get("type") {
            Some(Value::String(name)) => Some(vec![name]),
            Some(Value::Array(names)) => Some(names.iter().filter_map(Value::as_str).collect()),
            Some(_) => {
                return Err(DiffError::Malformed {
                    side: way.side,
                    pointer: "type".to_owned(),
                    expected: "a name of a type or a list of such",
                });
            }
            None => None,
        };
        // Beside other schemas, and beside values, those say which kinds there are.
        let told = DECIDES.iter().any(|word| object.contains_key(*word));
        let implied: Vec<Kind> = IMPLIES
            .iter()
            .filter(|(_, words)| !told && words.iter().any(|word| object.contains_key(*word)))
            .map(|(kind, _)| *kind)
            .collect();
        let meant = |kind: Kind| match &named {
            Some(listed) => listed
                .iter()
                .any(|name| *name == kind.name() || (*name == "integer" && kind == Kind::Number)),
            None => way.untyped == Untyped::Exact || implied.is_empty() || implied.contains(&kind),
        };
        let whole = named
            .as_ref()
            .is_some_and(|names| names.contains(&"integer") && !names.contains(&"number"));
        let mut alts = Vec::new();
        for shape in every_shape().filter(|shape| meant(shape.kind())) {
            let shape = match shape.kind() {
                Kind::Number => numbers_of(object, whole).map(Shape::Number),
                Kind::Text => self.texts_of(object).map(Shape::Text),
                Kind::List => self.lists_of(object, way).map(Shape::List),
                Kind::Object => self.objects_of(object, way)?.map(Shape::Object),
                Kind::Null | Kind::Boolean => Some(shape),
            };
            alts.extend(shape.map(|shape| self.arena.plain(shape)));
        }
        Ok(alts)
    }

    /// Members are only those that some part declares (`unevaluatedProperties: false`).
    fn close_unevaluated(&mut self, alts: &mut [AltId], object: &'a Map<String, Value>, way: Way) {
        let Some(schema) = object.get("unevaluatedProperties") else { return };
        let node = self.schema(schema, way);
        for alt in alts {
            let mut closed = self.arena.alt(*alt).clone();
            if let Shape::Object(inner) = &mut closed.shape
                && !matches!(inner.extra, Extra::Of(_))
            {
                inner.extra = Extra::Of(node);
                *alt = self.arena.alternative(closed);
            }
        }
    }
}

pub(super) use super::schema_scalar::numbers_of;

/// The schemas under a keyword.
pub(super) fn list<'a>(object: &'a Map<String, Value>, word: &str) -> &'a [Value] {
    object.get(word).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether a keyword says something about values.
fn says_something(key: &str) -> bool {
    !matches!(
        key,
        "$ref"
            | "title"
            | "description"
            | "summary"
            | "deprecated"
            | "example"
            | "examples"
            | "default"
            | "readOnly"
            | "writeOnly"
            | "externalDocs"
            | "xml"
            | "$comment"
            | "discriminator"
    ) && !key.starts_with("x-")
}

fn named(error: DiffError, reference: &Value, way: Way) -> DiffError {
    match error {
        DiffError::Loop { reference: text, .. } if text.is_empty() => {
            let reference = reference.get("$ref").unwrap_or(reference);
            let reference = reference.as_str().unwrap_or("a schema").to_owned();
            DiffError::Loop { side: way.side, reference }
        }
        other => other,
    }
}

/// What a schema says that decides nothing about values.
pub(crate) fn notes(object: &Map<String, Value>) -> Notes {
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let flag = |name: &str| object.get(name) == Some(&Value::Bool(true));
    let examples = object
        .get("example")
        .into_iter()
        .chain(object.get("examples").and_then(Value::as_array).into_iter().flatten())
        .cloned()
        .collect();
    Notes {
        title: text("title"),
        description: text("description"),
        deprecated: flag("deprecated").then(String::new),
        default: object.get("default").cloned(),
        examples,
        read_only: flag("readOnly"),
        write_only: flag("writeOnly"),
        discriminator: object.get("discriminator").cloned(),
        renamed_from: text("x-renamed-from"),
    }
}

/// A fragment without percent-encoding.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while place < bytes.len() {
        let code = text.get(place + 1..place + 3).filter(|_| bytes[place] == b'%');
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            out.push(byte);
            place += 3;
        } else {
            out.push(bytes[place]);
            place += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The schema with this `$anchor`, wherever it stands.
fn anchor<'a>(root: &'a Value, name: &str) -> Option<&'a Value> {
    let mut pending = vec![root];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(members) => {
                let here = |word: &str| members.get(word).and_then(Value::as_str) == Some(name);
                if here("$anchor") || here("$dynamicAnchor") {
                    return Some(value);
                }
                pending.extend(members.values());
            }
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    None
}
