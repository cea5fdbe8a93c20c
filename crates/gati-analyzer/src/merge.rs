//! The handlers and types of a project: those of its files, with names that are unique across
//! them.
//!
//! Files are taken in their order. After an edit that leaves every file its handlers and gives
//! each type at most another definition, the outcome is the old one with these definitions in
//! place of the old; anything else is put together anew.

use std::sync::Arc;

use gati_types::{Handler, NamedType, TypeId};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::entry::{Entry, roots};
use crate::evaluate::Place;
use crate::local_types::LocalType;
use crate::publish::{Suffixes, unique_name};
use crate::rename::{renamed_handler, renamed_type};
use crate::snapshot::without_duplicates;

/// Handlers and types put together.
#[derive(Default)]
pub(crate) struct Merged {
    /// In the order of their ids.
    pub handlers: Arc<Vec<Arc<Handler>>>,
    /// In the order they were first met.
    pub types: Arc<Vec<(TypeId, Arc<NamedType>)>>,
    /// A handler is not among them, because another has its id.
    pub left_out: bool,
    by_identity: FxHashMap<u128, Known>,
}

/// A type that several files may mention.
#[derive(Debug, Clone, Copy)]
struct Known {
    index: usize,
    /// How many files mention it.
    uses: usize,
}

/// What was made of a file before an edit and after it.
pub(crate) type Replaced<'e> = (&'e Entry, &'e Entry);

impl Merged {
    pub(crate) fn of(entries: &[&Entry]) -> Self {
        let kept = without_duplicates(entries, &mut Vec::new());
        let mut names = Names::default();
        let mut found = Vec::with_capacity(kept.len());
        let mut at = 0;
        for entry in entries {
            let own = &kept[at..at + entry.handlers.len()];
            at += own.len();
            names.take_in(entry, own, &mut found);
        }
        found.sort_by(|left: &Arc<Handler>, right| left.id.cmp(&right.id));
        Self {
            handlers: Arc::new(found),
            types: Arc::new(names.types),
            left_out: kept.contains(&false),
            by_identity: names.by_identity,
        }
    }

    /// Puts the new results of these files in place of the old ones, if that gives what putting
    /// everything together would.
    pub(crate) fn patch(&mut self, replaced: &[Replaced<'_>]) -> bool {
        if self.left_out {
            return false;
        }
        let Some(changes) = Changes::between(replaced) else { return false };
        if !changes.fit(&self.by_identity) {
            return false;
        }
        let mut waiting = FxHashMap::default();
        for (old, (new, _)) in &changes.by_old {
            if let Some(known) = self.by_identity.remove(old) {
                waiting.insert(*new, known.index);
                self.by_identity.insert(*new, known);
            }
        }
        for (_, new) in replaced {
            self.replace(new, &mut waiting);
        }
        true
    }

    /// `waiting` are the places of the types whose definition is another now.
    fn replace(&mut self, entry: &Entry, waiting: &mut FxHashMap<u128, usize>) {
        let mut renamed: FxHashMap<&TypeId, TypeId> = FxHashMap::default();
        let mut changed: Vec<(usize, &LocalType)> = Vec::new();
        for local in entry.types.iter() {
            let Some(known) = self.by_identity.get(&local.identity) else { continue };
            let id = &self.types[known.index].0;
            if *id != local.id {
                renamed.insert(&local.id, id.clone());
            }
            if let Some(index) = waiting.remove(&local.identity) {
                changed.push((index, local));
            }
        }
        let name = |id: &TypeId| renamed.get(id).unwrap_or(id).clone();
        if !changed.is_empty() {
            let types = Arc::make_mut(&mut self.types);
            for (index, local) in changed {
                types[index].1 = if renamed.is_empty() {
                    Arc::clone(&local.named)
                } else {
                    Arc::new(renamed_type(&local.named, &name))
                };
            }
        }
        for (handler, _) in &entry.handlers {
            let handler = if renamed.is_empty() {
                Arc::clone(handler)
            } else {
                Arc::new(renamed_handler(handler, &name))
            };
            let Ok(at) = self.handlers.binary_search_by(|known| known.id.cmp(&handler.id)) else {
                continue;
            };
            // Also one that reads the same: a type below it may be another.
            Arc::make_mut(&mut self.handlers)[at] = handler;
        }
    }
}

/// Which definitions an edit put in place of which.
#[derive(Default)]
struct Changes {
    /// The new identity, and in how many files.
    by_old: FxHashMap<u128, (u128, usize)>,
    by_new: FxHashMap<u128, u128>,
}

impl Changes {
    /// `None` if a file has other handlers or other names than before.
    fn between(replaced: &[Replaced<'_>]) -> Option<Self> {
        let mut changes = Self::default();
        for (old, new) in replaced {
            let same_handlers = old.handlers.len() == new.handlers.len()
                && old.handlers.iter().zip(&new.handlers).all(|(old, new)| old.0.id == new.0.id);
            if !same_handlers || old.types.len() != new.types.len() {
                return None;
            }
            for (old, new) in old.types.iter().zip(new.types.iter()) {
                if old.wanted != new.wanted {
                    return None;
                }
                if old.identity == new.identity {
                    continue;
                }
                let (to, files) = changes.by_old.entry(old.identity).or_insert((new.identity, 0));
                *files += 1;
                let from = *changes.by_new.entry(new.identity).or_insert(old.identity);
                if *to != new.identity || from != old.identity {
                    return None;
                }
            }
        }
        Some(changes)
    }

    /// Whether every type whose definition changed changed wherever it is mentioned, and became
    /// none that was there already.
    fn fit(&self, known: &FxHashMap<u128, Known>) -> bool {
        self.by_old
            .iter()
            .all(|(old, (_, files))| known.get(old).is_some_and(|known| known.uses == *files))
            && self.by_new.keys().all(|new| !known.contains_key(new))
    }
}

/// The names of the whole project.
#[derive(Default)]
struct Names {
    types: Vec<(TypeId, Arc<NamedType>)>,
    by_identity: FxHashMap<u128, Known>,
    taken: FxHashSet<TypeId>,
    suffixes: Suffixes,
}

impl Names {
    /// Adds those handlers of a file that are kept, and the types they mention.
    fn take_in(&mut self, entry: &Entry, kept: &[bool], found: &mut Vec<Arc<Handler>>) {
        let all = kept.iter().all(|kept| *kept);
        let own: Vec<&(Arc<Handler>, Place)> = entry
            .handlers
            .iter()
            .zip(kept)
            .filter_map(|(handler, kept)| kept.then_some(handler))
            .collect();
        let mentioned = (!all).then(|| entry.types.reached(roots(own.iter().copied())));
        let mut renamed: FxHashMap<&TypeId, TypeId> = FxHashMap::default();
        let mut added: Vec<(TypeId, &Arc<NamedType>)> = Vec::new();
        for local in entry.types.iter() {
            if mentioned.as_ref().is_some_and(|mentioned| !mentioned.contains(&local.id)) {
                continue;
            }
            if let Some(known) = self.by_identity.get_mut(&local.identity) {
                known.uses += 1;
                let id = match known.index.checked_sub(self.types.len()) {
                    None => &self.types[known.index].0,
                    Some(index) => &added[index].0,
                };
                if *id != local.id {
                    renamed.insert(&local.id, id.clone());
                }
                continue;
            }
            let id = unique_name(&local.wanted, &mut self.suffixes, |id| self.taken.contains(id));
            let known = Known { index: self.types.len() + added.len(), uses: 1 };
            self.taken.insert(id.clone());
            self.by_identity.insert(local.identity, known);
            if id != local.id {
                renamed.insert(&local.id, id.clone());
            }
            added.push((id, &local.named));
        }
        if renamed.is_empty() {
            self.types.extend(added.into_iter().map(|(id, named)| (id, Arc::clone(named))));
            found.extend(own.into_iter().map(|(handler, _)| Arc::clone(handler)));
            return;
        }
        let name = |id: &TypeId| renamed.get(id).unwrap_or(id).clone();
        let types = added.into_iter().map(|(id, named)| (id, Arc::new(renamed_type(named, &name))));
        self.types.extend(types);
        found.extend(own.into_iter().map(|(handler, _)| Arc::new(renamed_handler(handler, &name))));
    }
}
