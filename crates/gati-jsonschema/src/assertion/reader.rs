//! From place to place: each schema that can be reached is read once for each dynamic scope it is
//! reached in.
//!
//! A `$dynamicRef` leads to the outermost resource on the way that has such a `$dynamicAnchor`.
//! Which ways there are is known before any value is seen, so the scope (the anchors that the
//! resources on the way have opened, outermost first) is part of what a schema is read *as*, and
//! nothing of it is left when a value is checked.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    rc::Rc,
};

use gati_types::assertion::{Assertion, Assertions, SchemaId};
use serde_json::Value;

use super::{
    Formats, SIZE_LIMIT,
    documents::{Documents, Location, Lost},
    error::SchemaError,
    keywords,
    title::title,
};
use crate::Target;

/// Where `$dynamicRef`s lead, by the name of the anchor.
type Scope = BTreeMap<String, Location>;

/// Reads a document.
pub(super) struct Reader {
    documents: Documents,
    pub(super) formats: Formats,
    schemas: Vec<Assertion>,
    scopes: Vec<Rc<Scope>>,
    scope_ids: HashMap<Rc<Scope>, usize>,
    found: HashMap<(Location, usize), SchemaId>,
    pending: VecDeque<(SchemaId, Location, usize)>,
}

/// A schema that is being read.
pub(super) struct Here<'r> {
    pub(super) reader: &'r mut Reader,
    pub(super) location: Location,
    scope: usize,
    pub(super) dialect: Target,
}

impl Reader {
    /// What the document asserts.
    pub(super) fn read(
        root: Value,
        dialect: Target,
        formats: Formats,
    ) -> Result<Assertions, SchemaError> {
        let mut reader = Self {
            documents: Documents::new(root, dialect)?,
            formats,
            schemas: Vec::new(),
            scopes: Vec::new(),
            scope_ids: HashMap::new(),
            found: HashMap::new(),
            pending: VecDeque::new(),
        };
        let empty = reader.scope(Scope::new());
        let root = reader.schema(Location { document: 0, pointer: String::new() }, empty)?;
        while let Some((id, location, scope)) = reader.pending.pop_front() {
            let document = reader.documents.root(&location);
            let Some(value) = document.pointer(&location.pointer) else { continue };
            let dialect = reader.documents.resource(&location).dialect;
            let mut here = Here { reader: &mut reader, location, scope, dialect };
            let mut read = keywords::read(&mut here, value)?;
            read.place = here.place();
            read.title = title(value, &here.location);
            reader.schemas[id.index()] = read;
        }
        Ok(Assertions { schemas: reader.schemas, root })
    }

    fn scope(&mut self, scope: Scope) -> usize {
        if let Some(id) = self.scope_ids.get(&scope) {
            return *id;
        }
        let scope = Rc::new(scope);
        self.scopes.push(Rc::clone(&scope));
        self.scope_ids.insert(scope, self.scopes.len() - 1);
        self.scopes.len() - 1
    }

    /// The schema at `location`, reached in `scope`; it is read later.
    fn schema(&mut self, location: Location, scope: usize) -> Result<SchemaId, SchemaError> {
        let dynamic = &self.documents.resource(&location).dynamic;
        let is_new = |(name, _): &&(String, Location)| !self.scopes[scope].contains_key(name);
        let new: Vec<(String, Location)> = dynamic.iter().filter(is_new).cloned().collect();
        let scope = if new.is_empty() {
            scope
        } else {
            let mut wider = (*self.scopes[scope]).clone();
            wider.extend(new);
            self.scope(wider)
        };
        let key = (location, scope);
        if let Some(id) = self.found.get(&key) {
            return Ok(*id);
        }
        if self.schemas.len() >= SIZE_LIMIT {
            return Err(SchemaError::TooLarge { limit: SIZE_LIMIT });
        }
        let id = SchemaId::new(self.schemas.len());
        self.schemas.push(Assertion::default());
        self.found.insert(key.clone(), id);
        self.pending.push_back((id, key.0, scope));
        Ok(id)
    }
}

impl Here<'_> {
    /// This place for people.
    pub(super) fn place(&self) -> String {
        self.reader.documents.place(&self.location)
    }

    /// The place of a keyword for people.
    pub(super) fn place_of(&self, keyword: &str) -> String {
        self.reader.documents.place(&self.location.below(&[keyword]))
    }

    /// The schema that stands below this one under `keys`.
    pub(super) fn below(&mut self, keys: &[&str]) -> Result<SchemaId, SchemaError> {
        self.reader.schema(self.location.below(keys), self.scope)
    }

    /// The schema that `reference`, the value of `keyword`, leads to.
    pub(super) fn reference(
        &mut self,
        keyword: &str,
        reference: &str,
    ) -> Result<SchemaId, SchemaError> {
        let target = self.reader.documents.target(reference, &self.location);
        let target = target.map_err(|lost| match lost {
            Lost::Remote(uri) => SchemaError::Remote {
                keyword: keyword.to_owned(),
                place: self.place_of(keyword),
                uri,
            },
            Lost::Missing => SchemaError::Missing {
                keyword: keyword.to_owned(),
                place: self.place_of(keyword),
                reference: reference.to_owned(),
            },
        })?;
        let target =
            if keyword == "$dynamicRef" { self.outermost(reference, target) } else { target };
        self.reader.schema(target, self.scope)
    }

    /// Where a dynamic reference to `target` leads in this scope.
    fn outermost(&self, reference: &str, target: Location) -> Location {
        let name = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        // Only what leads to a dynamic anchor is dynamic.
        let dynamic = &self.reader.documents.resource(&target).dynamic;
        if !dynamic.iter().any(|(known, at)| known == name && *at == target) {
            return target;
        }
        self.reader.scopes[self.scope].get(name).cloned().unwrap_or(target)
    }
}
