//! The named types a graph mentions.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use crate::{Docs, Document, GType};

/// The key of a named type: its name, made unique where two files declare the same one, with
/// its arguments where it is generic (`Page<User>`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypeId(Arc<str>);

impl TypeId {
    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: AsRef<str>> From<T> for TypeId {
    fn from(text: T) -> Self {
        Self(Arc::from(text.as_ref()))
    }
}

impl Borrow<str> for TypeId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TypeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A type with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedType {
    /// What the name stands for.
    #[serde(rename = "type")]
    pub gtype: GType,
    /// What its author wrote about it.
    #[serde(default, skip_serializing_if = "Docs::is_empty")]
    pub docs: Docs,
}

/// Named types, in the order they were first met. Tables may share what their names stand for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypeTable {
    entries: IndexMap<TypeId, Arc<NamedType>, FxBuildHasher>,
}

impl TypeTable {
    /// A table without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// One table of what a file exports: each type under its export name, with the named types
    /// it mentions. An export that is only a mention of a type of its own name adds nothing.
    pub fn of_exports(exports: Vec<(String, Document)>) -> Self {
        let mut table = Self::new();
        for (name, document) in exports {
            for (id, named) in document.types.entries {
                table.entries.entry(id).or_insert(named);
            }
            table.entries.entry(TypeId::from(name)).or_insert_with(|| {
                Arc::new(NamedType { gtype: document.root, docs: Docs::default() })
            });
        }
        table
    }

    /// The type behind `id`.
    pub fn get(&self, id: &TypeId) -> Option<&NamedType> {
        self.shared(id).map(|named| &**named)
    }

    /// The same, for another table to have as well.
    pub fn shared(&self, id: &TypeId) -> Option<&Arc<NamedType>> {
        self.entries.get(id)
    }

    /// The type behind the text of a key.
    pub fn get_str(&self, id: &str) -> Option<&NamedType> {
        self.entries.get(id).map(|named| &**named)
    }

    /// Adds or replaces the type behind `id`; returns what stood there.
    pub fn insert(
        &mut self,
        id: TypeId,
        named: impl Into<Arc<NamedType>>,
    ) -> Option<Arc<NamedType>> {
        self.entries.insert(id, named.into())
    }

    /// Entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&TypeId, &NamedType)> {
        self.entries.iter().map(|(id, named)| (id, &**named))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Follows references and refinement-free aliases until a node that is neither.
    ///
    /// Returns `None` for a key that is not in the table and for an alias that only names
    /// itself.
    pub fn resolve<'a>(&'a self, gtype: &'a GType) -> Option<&'a GType> {
        let mut current = gtype;
        for _ in 0..=self.entries.len() {
            match current {
                GType::Ref(reference) => current = &self.entries.get(&reference.id)?.gtype,
                other => return Some(other),
            }
        }
        None
    }

    /// The keys that `roots` reach, in the order of the table.
    pub fn reachable<'a>(&'a self, roots: impl IntoIterator<Item = &'a GType>) -> Vec<&'a TypeId> {
        let mut seen = vec![false; self.entries.len()];
        let mut pending: Vec<&GType> = roots.into_iter().collect();
        while let Some(gtype) = pending.pop() {
            if let GType::Ref(reference) = gtype
                && let Some((index, _, named)) = self.entries.get_full(&reference.id)
                && !std::mem::replace(&mut seen[index], true)
            {
                pending.push(&named.gtype);
            }
            gtype.for_each_child(&mut |child| pending.push(child));
        }
        self.entries.keys().zip(seen).filter_map(|(id, reached)| reached.then_some(id)).collect()
    }
}
