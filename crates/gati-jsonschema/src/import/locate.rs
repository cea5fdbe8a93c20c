//! Where schemas stand in their document and where references lead.
//!
//! A document is a tree of resources: each schema with a `$id` opens one, and references inside
//! it are relative to that URI (RFC 3986, as far as it has paths). Nothing is ever fetched.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::finding::FindingKind;
use crate::uri::{join, percent_decoded};

/// Members whose values are data and not schemas.
const DATA: [&str; 6] = ["const", "enum", "default", "example", "examples", "x-gati"];
/// Members whose values are records of schemas, whatever the keys are called.
const RECORDS: [&str; 7] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "dependencies",
    "schemas",
];

/// The keywords that lead to another schema.
pub(super) const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// The resources and anchors of a document.
pub(super) struct Index<'a> {
    root: &'a Value,
    /// The JSON Pointer of each resource by its URI.
    resources: HashMap<String, String>,
    /// The URI of each resource by its JSON Pointer.
    bases: HashMap<String, String>,
    /// The JSON Pointer of each anchor by the URI of its resource and its name.
    anchors: HashMap<(String, String), String>,
    /// The JSON Pointers that references of this document lead to.
    mentioned: HashSet<String>,
}

impl<'a> Index<'a> {
    /// Looks through a whole document, however deep.
    pub(super) fn new(root: &'a Value) -> Self {
        let mut index = Self {
            root,
            resources: HashMap::new(),
            bases: HashMap::new(),
            anchors: HashMap::new(),
            mentioned: HashSet::new(),
        };
        let mut references = Vec::new();
        let mut pending = vec![(root, String::new(), String::new())];
        index.resources.insert(String::new(), String::new());
        index.bases.insert(String::new(), String::new());
        while let Some((value, pointer, base)) = pending.pop() {
            match value {
                Value::Array(items) => {
                    for (place, item) in items.iter().enumerate() {
                        if item.is_object() || item.is_array() {
                            pending.push((item, format!("{pointer}/{place}"), base.clone()));
                        }
                    }
                }
                Value::Object(members) => {
                    let base = index.identify(members, &pointer, base);
                    for keyword in REFERENCES {
                        if let Some(Value::String(reference)) = members.get(keyword) {
                            references.push((pointer.clone(), reference));
                        }
                    }
                    for (name, member) in members {
                        if DATA.contains(&name.as_str()) {
                            continue;
                        }
                        let below = child(&pointer, name);
                        match member {
                            Value::Object(record) if RECORDS.contains(&name.as_str()) => {
                                pending.extend(
                                    record.iter().map(|(key, inner)| {
                                        (inner, child(&below, key), base.clone())
                                    }),
                                );
                            }
                            Value::Object(_) | Value::Array(_) => {
                                pending.push((member, below, base.clone()));
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        for (pointer, reference) in references {
            if let Ok(target) = index.target(reference, &pointer) {
                index.mentioned.insert(target);
            }
        }
        index
    }

    /// Whether a reference leads to what stands at `pointer`.
    pub(super) fn is_mentioned(&self, pointer: &str) -> bool {
        self.mentioned.contains(pointer)
    }

    /// Notes the names a schema gives itself; the URI that holds inside it.
    fn identify(&mut self, members: &Map<String, Value>, pointer: &str, base: String) -> String {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let mut base = base;
        if let Some(id) = text("$id").or_else(|| text("id").filter(|id| id.contains("://"))) {
            // Draft-07 writes an anchor as an id that is only a fragment.
            if let Some(anchor) = id.strip_prefix('#') {
                self.anchors.insert((base.clone(), anchor.to_owned()), pointer.to_owned());
            } else {
                base = join(&base, id.split('#').next().unwrap_or(id));
                self.resources.entry(base.clone()).or_insert_with(|| pointer.to_owned());
                self.bases.insert(pointer.to_owned(), base.clone());
            }
        }
        for keyword in ["$anchor", "$dynamicAnchor"] {
            if let Some(anchor) = text(keyword) {
                self.anchors.insert((base.clone(), anchor.to_owned()), pointer.to_owned());
            }
        }
        base
    }

    /// What stands at a JSON Pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&'a Value> {
        self.root.pointer(pointer)
    }

    /// The JSON Pointer that `reference`, written at `pointer`, leads to.
    pub(super) fn target(&self, reference: &str, pointer: &str) -> Result<String, FindingKind> {
        let missing = || FindingKind::MissingTarget { reference: reference.to_owned() };
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = self.base_of(pointer);
        let resource = if uri.is_empty() { base.to_owned() } else { join(base, uri) };
        let Some(start) = self.resources.get(&resource).or_else(|| self.resources.get(uri)) else {
            return Err(FindingKind::RemoteReference { reference: reference.to_owned() });
        };
        let fragment = percent_decoded(fragment).ok_or_else(missing)?;
        let target = if fragment.is_empty() || fragment.starts_with('/') {
            format!("{start}{fragment}")
        } else {
            let key = (self.bases.get(start).cloned().unwrap_or_default(), fragment);
            self.anchors.get(&key).cloned().ok_or_else(missing)?
        };
        if self.at(&target).is_some() { Ok(target) } else { Err(missing()) }
    }

    /// The URI that holds at `pointer`: that of the nearest resource around it.
    fn base_of(&self, pointer: &str) -> &str {
        let mut end = pointer.len();
        loop {
            if let Some(base) = self.bases.get(&pointer[..end]) {
                return base;
            }
            match pointer[..end].rfind('/') {
                Some(slash) => end = slash,
                None => return "",
            }
        }
    }
}

/// The pointer of the member `name` below `pointer`.
pub(super) fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The last segment of a pointer, as it was before it was escaped.
pub(super) fn last_segment(pointer: &str) -> String {
    let segment = pointer.rsplit('/').next().unwrap_or_default();
    segment.replace("~1", "/").replace("~0", "~")
}
