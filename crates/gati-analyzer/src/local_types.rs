//! The named types of one file's handlers, and how they are told apart from those of others.
//!
//! Names are unique within a file's results only. Two files mean the same type if their graphs of
//! names and definitions are the same, which is what an identity says: a hash of everything that
//! is reached from a name, with names as they were written and references as steps of one fixed
//! walk.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use gati_types::{GType, NamedType, TypeId, TypeTable};
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use crate::rename::{references, renamed_type};

/// A named type of one file's handlers.
pub(crate) struct LocalType {
    pub id: TypeId,
    /// The name before it had to be unique.
    pub wanted: String,
    pub named: Arc<NamedType>,
    pub identity: u128,
}

/// Definitions that several files mention, once each for all of them: what a model says is kept
/// as often as the model is there, and not as often as it is used.
#[derive(Default)]
pub(crate) struct Definitions {
    known: Mutex<FxHashMap<u128, Weak<NamedType>>>,
}

impl Definitions {
    /// `named`, whose text has this hash.
    fn shared(&self, hash: u128, named: &Arc<NamedType>) -> Arc<NamedType> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = known.get(&hash).and_then(Weak::upgrade) {
            return shared;
        }
        if known.len() == known.capacity() {
            known.retain(|_, definition| definition.strong_count() > 0);
        }
        known.insert(hash, Arc::downgrade(named));
        Arc::clone(named)
    }
}

/// Named types in the order they were published.
#[derive(Default)]
pub(crate) struct LocalTypes {
    types: Vec<LocalType>,
}

impl LocalTypes {
    /// The types of `table` that `roots` reach.
    pub(crate) fn new<'r>(
        table: &'r TypeTable,
        wanted: &FxHashMap<TypeId, String>,
        roots: impl Iterator<Item = &'r GType>,
        definitions: &Definitions,
    ) -> Self {
        let reached: Vec<(&TypeId, &Arc<NamedType>)> = table
            .reachable(roots)
            .into_iter()
            .filter_map(|id| Some((id, table.shared(id)?)))
            .collect();
        let indices: FxHashMap<&TypeId, usize> =
            reached.iter().enumerate().map(|(index, (id, _))| (*id, index)).collect();
        let meant = |id: &TypeId| wanted.get(id).map_or(id.as_str(), String::as_str).to_owned();
        let is_renamed = reached.iter().any(|(id, _)| meant(id) != id.as_str());
        // One for all: most are longer than what a buffer starts with.
        let mut payload = Vec::with_capacity(4096);
        let nodes: Vec<Node> = reached
            .iter()
            .map(|(id, named)| {
                write(named, &mut payload);
                let text = xxh3_128(&payload);
                if is_renamed {
                    let renamed = renamed_type(named, &|id| TypeId::from(meant(id)));
                    write(&renamed, &mut payload);
                }
                payload.push(0);
                payload.extend_from_slice(meant(id).as_bytes());
                let mut targets = Vec::new();
                references(&named.gtype, &mut |id| targets.extend(indices.get(id).copied()));
                Node { payload: xxh3_128(&payload), text, targets }
            })
            .collect();
        let types = reached
            .iter()
            .enumerate()
            .map(|(index, (id, named))| LocalType {
                id: (*id).clone(),
                wanted: meant(id),
                named: definitions.shared(nodes[index].text, named),
                identity: identity(&nodes, index),
            })
            .collect();
        Self { types }
    }

    pub(crate) fn len(&self) -> usize {
        self.types.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &LocalType> {
        self.types.iter()
    }

    /// The names that `roots` reach.
    pub(crate) fn reached<'r>(&self, roots: impl Iterator<Item = &'r GType>) -> FxHashSet<TypeId> {
        let mut reached = FxHashSet::default();
        let mut pending = Vec::new();
        roots.for_each(|root| references(root, &mut |id| pending.push(id.clone())));
        while let Some(id) = pending.pop() {
            if reached.contains(&id) {
                continue;
            }
            if let Some(local) = self.types.iter().find(|local| local.id == id) {
                references(&local.named.gtype, &mut |id| pending.push(id.clone()));
            }
            reached.insert(id);
        }
        reached
    }
}

/// The text of a definition, in place of what `into` held.
fn write(named: &NamedType, into: &mut Vec<u8>) {
    into.clear();
    // The model has string keys only, so it always serialises.
    let _ = serde_json::to_writer(into, named);
}

/// A definition: its own text, and the names in it in order.
struct Node {
    /// Of the definition as it was meant.
    payload: u128,
    /// Of the definition as it is named here.
    text: u128,
    targets: Vec<usize>,
}

/// The hash of what is reached from a definition, which is the same wherever it was published.
fn identity(nodes: &[Node], root: usize) -> u128 {
    let mut order = vec![root];
    let mut places: FxHashMap<usize, usize> = FxHashMap::from_iter([(root, 0)]);
    let mut stream: Vec<u8> = Vec::new();
    let mut at = 0;
    while let Some(node) = order.get(at).map(|index| &nodes[*index]) {
        stream.extend_from_slice(&node.payload.to_le_bytes());
        for target in &node.targets {
            let next = order.len();
            let place = *places.entry(*target).or_insert_with(|| {
                order.push(*target);
                next
            });
            stream.extend_from_slice(&place.to_le_bytes());
        }
        at += 1;
    }
    xxh3_128(&stream)
}
