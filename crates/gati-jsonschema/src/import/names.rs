//! The names that schemas get as types.

use std::collections::{HashMap, HashSet};

use gati_types::TypeId;
use serde_json::Value;

use super::locate::{child, last_segment};

/// Where documents keep named schemas.
const CONTAINERS: [&[&str]; 3] = [&["$defs"], &["definitions"], &["components", "schemas"]];

/// The name of each schema that is mentioned, by its JSON Pointer.
pub(super) struct Names {
    /// What a schema is to be called once it is mentioned.
    planned: HashMap<String, String>,
    given: HashMap<String, TypeId>,
    taken: HashSet<String>,
    /// The last number that was tried behind a name.
    counts: HashMap<String, usize>,
    /// The pointers of all definitions, in order.
    definitions: Vec<String>,
}

impl Names {
    /// Plans the names of a document's definitions, which keep theirs.
    pub(super) fn new(document: &Value, at: &str) -> Self {
        let mut names = Self {
            planned: HashMap::new(),
            given: HashMap::new(),
            taken: HashSet::new(),
            counts: HashMap::new(),
            definitions: Vec::new(),
        };
        let roots = if at.is_empty() { vec![""] } else { vec!["", at] };
        for root in roots {
            for container in CONTAINERS {
                let pointer =
                    container.iter().fold(root.to_owned(), |pointer, key| child(&pointer, key));
                let Some(Value::Object(record)) = document.pointer(&pointer) else { continue };
                for name in record.keys() {
                    let pointer = child(&pointer, name);
                    names.reserve(&pointer, name);
                    names.definitions.push(pointer);
                }
            }
        }
        names
    }

    /// The pointers of all definitions.
    pub(super) fn definitions(&self) -> Vec<String> {
        self.definitions.clone()
    }

    /// Plans a name for a schema; another one where it is taken.
    pub(super) fn reserve(&mut self, pointer: &str, name: &str) {
        if self.planned.contains_key(pointer) {
            return;
        }
        let free = self.free(name);
        self.planned.insert(pointer.to_owned(), free);
    }

    /// The name of a schema, and whether this is the first time it is asked for.
    pub(super) fn of(&mut self, pointer: &str) -> (TypeId, bool) {
        if let Some(id) = self.given.get(pointer) {
            return (id.clone(), false);
        }
        let name = match self.planned.get(pointer) {
            Some(name) => name.clone(),
            None => self.free(&word(pointer)),
        };
        let id = TypeId::from(name);
        self.given.insert(pointer.to_owned(), id.clone());
        (id, true)
    }

    /// Where the schema behind a name stands.
    pub(super) fn pointer_of(&self, id: &TypeId) -> String {
        let found = self.given.iter().find(|(_, given)| *given == id);
        found.map(|(pointer, _)| pointer.clone()).unwrap_or_default()
    }

    /// `wanted`, or `wanted` with a number where there is such a type.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.taken.insert(name.clone()) {
            let count = self.counts.entry(wanted.to_owned()).or_insert(1);
            *count += 1;
            name = format!("{wanted}{count}");
        }
        name
    }
}

/// What a schema calls itself.
pub(super) fn own_name(schema: &Value) -> Option<String> {
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    let id = text("$id").map(|id| {
        let path = id.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
        let file = path.rsplit(['/', ':']).next().unwrap_or_default();
        file.trim_end_matches(".json").trim_end_matches(".schema")
    });
    text("title").into_iter().chain(id).map(pascal).find(|name| !name.is_empty())
}

/// Whether a schema only mentions another one, which has a name of its own.
pub(super) fn is_mention(schema: &Value) -> bool {
    schema.get("$ref").is_some()
        || matches!(schema.get("allOf"), Some(Value::Array(parts)) if parts.len() == 1)
}

/// A name for what stands at a pointer: its last key that is a word.
pub(super) fn word(pointer: &str) -> String {
    const STRUCTURE: [&str; 13] = [
        "$defs",
        "definitions",
        "items",
        "additionalProperties",
        "additionalItems",
        "prefixItems",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "schema",
        "properties",
        "content",
    ];
    let mut rest = pointer;
    while !rest.is_empty() {
        let segment = last_segment(rest);
        let is_word = !segment.bytes().all(|byte| byte.is_ascii_digit());
        let name = pascal(&segment);
        if is_word && !name.is_empty() && !STRUCTURE.contains(&segment.as_str()) {
            return name;
        }
        rest = &rest[..rest.rfind('/').unwrap_or(0)];
    }
    "Root".to_owned()
}

/// `text` as one word: `a user's name` becomes `AUserSName`.
fn pascal(text: &str) -> String {
    let mut name = String::new();
    let mut upper = true;
    for character in text.chars() {
        if character.is_alphanumeric() || character == '_' || character == '$' {
            if upper {
                name.extend(character.to_uppercase());
            } else {
                name.push(character);
            }
            upper = false;
        } else {
            upper = true;
        }
    }
    if name.starts_with(|first: char| first.is_numeric()) {
        name.insert(0, '_');
    }
    name
}
