//! A JSON Schema, as OpenAPI 3.0 and 3.1 have it, as alternatives.

use serde_json::{Map, Value};

use super::schema_parts::anchors;
use super::{Builder, Carrier, Dialect, Result, Untyped, Way};
use crate::error::DiffError;
use crate::graph::{AltId, Arena, Extra, Kind, Node, Notes, Shape, Texts, every_shape};

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
        let beside =
            self.dialect(way.side) == Dialect::V3_1 && object.keys().any(|key| says_something(key));
        if let Some(reference) = object.get("$ref").filter(|_| !beside) {
            return self.read_reference(object, reference, way);
        }
        let mut alts = self.own(object, way)?;
        if way.untyped == Untyped::Implied
            && let Some(implied) = self.implied(object, way, 0)?.filter(|kinds| !kinds.is_empty())
        {
            alts.retain(|alt| implied.contains(&self.arena.alt(*alt).shape.kind()));
        }
        Ok(Node { alts, text, notes: self.noted(object, way)?.boxed() })
    }

    fn read_reference(
        &mut self,
        object: &'a Map<String, Value>,
        reference: &'a Value,
        way: Way,
    ) -> Result<Node> {
        let target = self.target(reference, way.side)?;
        let node = self.schema(target, way);
        let alts = self.alts(node).map_err(|error| named(error, reference, way))?;
        let under = self.notes(node).cloned();
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
        if way.carrier == Carrier::Parts && is_file(object) {
            let formats = vec!["binary".to_owned()];
            return Ok(vec![self.arena.plain(Shape::Text(Texts { formats, ..Texts::any() }))]);
        }
        let mut alts = self.kinds(object, way)?;
        let enumerated = object.get("enum").and_then(Value::as_array);
        if let Some(values) = enumerated {
            let values = self.values(values, way);
            alts = self.meet_alts(&values, &alts);
        }
        // OpenAPI 3.0 does not know the word; who writes it there means it.
        if let Some(value) = object.get("const") {
            let values = self.values([value], way);
            alts = self.meet_alts(&values, &alts);
        }
        for part in self.parts_of(object, way)? {
            let node = self.schema(part, way.part());
            let part = self.alts(node).map_err(|error| named(error, part, way))?;
            alts = self.meet_alts(&alts, &part);
        }
        for word in ["anyOf", "oneOf"] {
            if object.get(word).is_some_and(Value::is_array) {
                // Beside a type its alternatives do not say which kinds are meant.
                let way = if object.contains_key("type") { way.part() } else { way.inner() };
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
        let meant = |kind: Kind| match &named {
            Some(listed) => listed
                .iter()
                .any(|name| *name == kind.name() || (*name == "integer" && kind == Kind::Number)),
            None => true,
        };
        let whole = named
            .as_ref()
            .is_some_and(|names| names.contains(&"integer") && !names.contains(&"number"));
        let mut alts = Vec::new();
        for shape in every_shape().filter(|shape| meant(shape.kind())) {
            let shape = match shape.kind() {
                Kind::Number => numbers_of(object, whole).map(Shape::Number),
                Kind::Text => self.texts_of(object).map(Shape::Text),
                Kind::List => self.lists_of(object, way.inner()).map(Shape::List),
                Kind::Object => self.objects_of(object, way.inner())?.map(Shape::Object),
                Kind::Null | Kind::Boolean => Some(shape),
            };
            alts.extend(shape.map(|shape| self.arena.plain(shape)));
        }
        Ok(alts)
    }

    /// Members and items are only those that some part declares (`unevaluatedProperties: false`).
    fn close_unevaluated(&mut self, alts: &mut [AltId], object: &'a Map<String, Value>, way: Way) {
        let members = object.get("unevaluatedProperties");
        let members = members.map(|schema| self.schema(schema, way.inner()));
        let items = object.get("unevaluatedItems");
        let items = items.map(|schema| self.schema(schema, way.inner()));
        for alt in alts {
            let mut closed = self.arena.alt(*alt).clone();
            let (extra, node) = match &mut closed.shape {
                Shape::Object(inner) => (&mut inner.extra, members),
                Shape::List(inner) => (&mut inner.rest, items),
                _ => continue,
            };
            if let (Some(node), false) = (node, matches!(extra, Extra::Of(_))) {
                *extra = Extra::Of(node);
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
pub(super) fn says_something(key: &str) -> bool {
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

/// Whether a part is a file as OpenAPI 3.1 has it: bytes, and nothing else is said.
fn is_file(object: &Map<String, Value>) -> bool {
    object.get("contentMediaType").is_some_and(|media| media == "application/octet-stream")
        && !object.contains_key("contentEncoding")
        && !object.contains_key("contentSchema")
        && object.get("type").is_none_or(|kind| kind == "string")
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
        tags: None,
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
    let found = anchors(root, name, "$anchor");
    found.first().copied().or_else(|| anchors(root, name, "$dynamicAnchor").first().copied())
}
