//! Where schemas stand and where references lead: the given document, and the meta-schemas it
//! mentions. A document is a tree of resources: each schema with a `$id` opens one, and references
//! inside it are relative to that URI. Nothing is ever fetched.

use std::{collections::HashMap, rc::Rc};

use serde_json::{Map, Value};

use super::{dialect, error::SchemaError, known};
use crate::{
    Target,
    uri::{join, percent_decoded},
};

/// A place in one of the documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Location {
    pub(super) document: usize,
    pub(super) pointer: String,
}

impl Location {
    /// What stands below this one under `keys`.
    pub(super) fn below(&self, keys: &[&str]) -> Self {
        let mut pointer = self.pointer.clone();
        for key in keys {
            pointer.push('/');
            pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        }
        Self { document: self.document, pointer }
    }
}

/// A schema with a URI of its own, and what is inside it up to the next such schema.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) uri: String,
    pub(super) dialect: Target,
    /// Its `$dynamicAnchor`s, and where they stand.
    pub(super) dynamic: Vec<(String, Location)>,
}

struct Document {
    root: Rc<Value>,
    /// By JSON Pointer.
    resources: HashMap<String, Resource>,
}

/// The documents that are known, the given one first.
pub(super) struct Documents {
    known: Vec<Document>,
    resources: HashMap<String, Location>,
    anchors: HashMap<(String, String), Location>,
}

/// Where a reference does not lead.
pub(super) enum Lost {
    /// Out of what is known, to this URI.
    Remote(String),
    /// To a place that is not there.
    Missing,
}

impl Documents {
    /// The given document alone.
    pub(super) fn new(root: Value, dialect: Target) -> Result<Self, SchemaError> {
        let mut documents =
            Self { known: Vec::new(), resources: HashMap::new(), anchors: HashMap::new() };
        documents.add(root, "", dialect)?;
        Ok(documents)
    }

    /// The whole document that `location` is in.
    pub(super) fn root(&self, location: &Location) -> Rc<Value> {
        Rc::clone(&self.known[location.document].root)
    }

    /// `location` for people: a pointer, behind a URI if it is not in the given document.
    pub(super) fn place(&self, location: &Location) -> String {
        let Location { document, pointer } = location;
        if *document == 0 {
            return pointer.clone();
        }
        let resource = self.known[*document].resources.get("");
        format!("{}#{pointer}", resource.map_or("", |resource| &resource.uri))
    }

    /// The resource that holds at `location`: the nearest one around it.
    pub(super) fn resource(&self, location: &Location) -> &Resource {
        let resources = &self.known[location.document].resources;
        let mut end = location.pointer.len();
        loop {
            if let Some(found) = resources.get(&location.pointer[..end]) {
                return found;
            }
            end = location.pointer[..end].rfind('/').unwrap_or(0);
        }
    }

    /// Looks through a document, however deep.
    fn add(&mut self, root: Value, uri: &str, dialect: Target) -> Result<(), SchemaError> {
        let document = self.known.len();
        let root = Rc::new(root);
        self.known.push(Document { root: Rc::clone(&root), resources: HashMap::new() });
        let start = Location { document, pointer: String::new() };
        // A document without a `$id` has the URI it was asked by.
        self.open(&start, uri.to_owned(), dialect);
        let mut pending = vec![(start, &*root, String::new())];
        while let Some((location, value, resource)) = pending.pop() {
            let Value::Object(members) = value else { continue };
            let resource = self.identify(&location, members, resource)?;
            let opened = &self.known[document].resources[&resource];
            let dialect = opened.dialect;
            dialect::for_each_schema(members, dialect, &mut |keys, schema| {
                pending.push((location.below(keys), schema, resource.clone()));
            });
        }
        Ok(())
    }

    fn open(&mut self, location: &Location, uri: String, dialect: Target) {
        self.resources.entry(uri.clone()).or_insert_with(|| location.clone());
        let resource = Resource { uri, dialect, dynamic: Vec::new() };
        let resources = &mut self.known[location.document].resources;
        resources.insert(location.pointer.clone(), resource);
    }

    /// Notes the names that the schema at `location`, inside of `resource` (a pointer), gives
    /// itself; the pointer of the resource that holds inside it.
    fn identify(
        &mut self,
        location: &Location,
        members: &Map<String, Value>,
        resource: String,
    ) -> Result<String, SchemaError> {
        let outer = self.known[location.document].resources[&resource].clone();
        let is_root = location.pointer.is_empty();
        // Draft-07 looks at nothing beside a reference.
        let alone = outer.dialect == Target::Draft7 && members.contains_key("$ref") && !is_root;
        let text = |name: &str| members.get(name).and_then(Value::as_str).filter(|_| !alone);
        let mut inside = resource;
        let mut current = outer.clone();
        let id = text("$id").map(|id| id.split_once('#').unwrap_or((id, "")));
        if let Some((id, _)) = id.filter(|(id, _)| !id.is_empty()) {
            current.uri = join(&outer.uri, id);
            inside.clone_from(&location.pointer);
        }
        if inside == location.pointer
            && let Some(uri) = text("$schema")
        {
            let place = self.place(&location.below(&["$schema"]));
            current.dialect = dialect::dialect_of(uri).ok_or_else(|| SchemaError::Unsupported {
                keyword: "$schema".to_owned(),
                place,
                what: format!("the dialect `{uri}` is neither 2020-12 nor draft-07"),
            })?;
        }
        if inside == location.pointer && (current.uri != outer.uri || is_root) {
            match self.resources.get(&current.uri) {
                Some(other) if other != location => return Err(self.twice(&current.uri, location)),
                _ => self.open(location, current.uri.clone(), current.dialect),
            }
        }
        // Draft-07 writes an anchor as an id that is only a fragment.
        let older = id.map(|(_, fragment)| fragment).filter(|fragment| !fragment.is_empty());
        let newer = [text("$anchor"), text("$dynamicAnchor")];
        let anchors = match current.dialect {
            Target::Draft7 => [older, None],
            Target::Draft2020_12 => newer,
        };
        for anchor in anchors.into_iter().flatten() {
            let key = (current.uri.clone(), anchor.to_owned());
            match self.anchors.get(&key) {
                Some(other) if other != location => {
                    return Err(self.twice(&format!("{}#{anchor}", current.uri), location));
                }
                _ => self.anchors.insert(key, location.clone()),
            };
        }
        if let (Target::Draft2020_12, [_, Some(name)]) = (current.dialect, newer) {
            let resources = &mut self.known[location.document].resources;
            if let Some(resource) = resources.get_mut(&inside) {
                resource.dynamic.push((name.to_owned(), location.clone()));
            }
        }
        Ok(inside)
    }

    fn twice(&self, uri: &str, location: &Location) -> SchemaError {
        SchemaError::Duplicate { uri: uri.to_owned(), place: self.place(location) }
    }

    /// The place that `reference`, written at `from`, leads to.
    pub(super) fn target(&mut self, reference: &str, from: &Location) -> Result<Location, Lost> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = self.resource(from).uri.clone();
        let resource = if uri.is_empty() { base } else { join(&base, uri) };
        if !self.resources.contains_key(&resource)
            && let Some(text) = known::text(&resource)
            && let Ok(root) = serde_json::from_str(text)
        {
            // What is carried along is in order.
            let _ = self.add(root, &resource, Target::Draft2020_12);
        }
        let start = self.resources.get(&resource).ok_or(Lost::Remote(resource.clone()))?;
        let fragment = percent_decoded(fragment).ok_or(Lost::Missing)?;
        let target = if fragment.is_empty() || fragment.starts_with('/') {
            let pointer = format!("{}{fragment}", start.pointer);
            Location { document: start.document, pointer }
        } else {
            let found = self.anchors.get(&(resource, fragment));
            found.cloned().ok_or(Lost::Missing)?
        };
        let is_there = self.known[target.document].root.pointer(&target.pointer).is_some();
        if is_there { Ok(target) } else { Err(Lost::Missing) }
    }
}
