//! Whole schemas.

use std::collections::{BTreeMap, BTreeSet};

use gati_types::{Document, GType, TypeTable};
use serde_json::{Map, Value, json};

use crate::{Options, References, Target, docs::annotate, name, scalar};

/// The schema of `document`'s root, with the named types it reaches.
pub fn to_json_schema(document: &Document, options: &Options) -> Value {
    let mut writer = Writer::new(&document.types, *options);
    let root = writer.node(&document.root);
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(dialect(options.target)));
    writer.finish(root, schema)
}

/// One schema that describes nothing itself and holds every named type of `types`.
pub fn all_exports(types: &TypeTable, options: &Options) -> Value {
    let mut writer = Writer::new(types, *options);
    writer.options.references = References::Named;
    writer.wanted.extend(types.iter().map(|(id, _)| id.as_str().to_owned()));
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(dialect(options.target)));
    writer.finish(json!({}), schema)
}

const fn dialect(target: Target) -> &'static str {
    match target {
        Target::Draft2020_12 => "https://json-schema.org/draft/2020-12/schema",
        Target::Draft7 => "http://json-schema.org/draft-07/schema#",
    }
}

/// The members of a JSON object; none for another value.
pub(crate) fn object_of(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Writes schemas of nodes and remembers which names they mention.
pub(crate) struct Writer<'a> {
    pub(crate) types: &'a TypeTable,
    pub(crate) options: Options,
    /// Names that need a definition.
    pub(crate) wanted: BTreeSet<String>,
    /// What named types are called in the components of an OpenAPI document, where they stand there.
    pub(crate) components: Option<&'a BTreeMap<String, String>>,
    /// Names being written out in place, outermost first.
    open: Vec<String>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(types: &'a TypeTable, options: Options) -> Self {
        Self { types, options, wanted: BTreeSet::new(), components: None, open: Vec::new() }
    }

    /// The node behind names.
    pub(crate) fn resolve<'b>(&'b self, gtype: &'b GType) -> &'b GType {
        self.types.resolve(gtype).unwrap_or(gtype)
    }

    /// The schema of a node.
    pub(crate) fn node(&mut self, gtype: &GType) -> Value {
        let mut schema = self.written(gtype);
        self.annotate_type(gtype, &mut schema);
        Value::Object(schema)
    }

    fn written(&mut self, gtype: &GType) -> Map<String, Value> {
        if let Some(leaf) = scalar::leaf(gtype) {
            return leaf;
        }
        match gtype {
            GType::Array(array) => self.list(&array.items),
            GType::Set(set) => {
                let mut schema = self.list(&set.items);
                if self.options.direction == crate::Direction::Output {
                    schema.insert("uniqueItems".to_owned(), json!(true));
                }
                schema
            }
            GType::Tuple(tuple) => self.tuple(tuple),
            GType::Object(object) => self.object(object),
            GType::Union(union) => self.union(union),
            GType::Map(map) => self.map(map),
            GType::Refined(refined) => {
                let mut schema = object_of(self.node(&refined.base));
                let direction = self.options.direction;
                let base = self.types.resolve(&refined.base).unwrap_or(&refined.base);
                if schema.contains_key("$ref") && !refined.constraints.is_empty() {
                    let mut narrower = Map::new();
                    scalar::narrow(&mut narrower, base, &refined.constraints, direction);
                    if !narrower.is_empty() {
                        schema = object_of(json!({ "allOf": [schema, narrower] }));
                    }
                } else {
                    scalar::narrow(&mut schema, base.base(), &refined.constraints, direction);
                }
                schema
            }
            GType::Ref(reference) => object_of(self.reference(reference.id.as_str())),
            _ => Map::new(),
        }
    }

    fn reference(&mut self, id: &str) -> Value {
        let types = self.types;
        let Some(named) = types.get_str(id) else { return json!({}) };
        let inlined = self.options.references == References::Inlined && !self.is_recursive(id);
        if !inlined {
            self.wanted.insert(id.to_owned());
            return json!({ "$ref": self.place(id) });
        }
        self.open.push(id.to_owned());
        let mut schema = object_of(self.node(&named.gtype));
        self.open.pop();
        if schema.contains_key("$ref") && !named.docs.is_empty() {
            schema = object_of(json!({ "allOf": [schema] }));
        }
        annotate(&mut schema, &named.docs);
        Value::Object(schema)
    }

    /// Where the named type stands.
    pub(crate) fn place(&self, id: &str) -> String {
        match self.components {
            Some(names) => {
                let name = names.get(id).map_or(id, String::as_str);
                format!("#/components/schemas/{name}")
            }
            None => name::reference(id, self.options.target),
        }
    }

    /// Whether the name reaches itself.
    fn is_recursive(&self, id: &str) -> bool {
        let Some(named) = self.types.get_str(id) else { return false };
        self.open.iter().any(|open| open == id)
            || self.types.reachable([&named.gtype]).iter().any(|reached| reached.as_str() == id)
    }

    /// What the name `id` stands for.
    pub(crate) fn definition(&mut self, id: &str) -> Option<Value> {
        let types = self.types;
        let named = types.get_str(id)?;
        let mut definition = object_of(self.node(&named.gtype));
        if definition.contains_key("$ref") && !named.docs.is_empty() {
            definition = object_of(json!({ "allOf": [definition] }));
        }
        annotate(&mut definition, &named.docs);
        Some(Value::Object(definition))
    }

    /// `root` with `head` in front and the definitions it needs behind.
    pub(crate) fn finish(mut self, root: Value, head: Map<String, Value>) -> Value {
        let mut schema = head;
        // Draft-07 ignores what stands beside a `$ref`, definitions included.
        let beside = self.options.target == Target::Draft7 && root.get("$ref").is_some();
        schema.extend(object_of(if beside { json!({ "allOf": [root] }) } else { root }));
        let mut definitions: Map<String, Value> = Map::new();
        loop {
            let next = self.wanted.iter().find(|id| !definitions.contains_key(*id)).cloned();
            let Some(id) = next else { break };
            let Some(definition) = self.definition(&id) else { break };
            definitions.insert(id, definition);
        }
        if !definitions.is_empty() {
            definitions.sort_keys();
            let container = name::container(self.options.target);
            schema.insert(container.to_owned(), Value::Object(definitions));
        }
        Value::Object(schema)
    }
}
