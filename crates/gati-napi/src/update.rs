//! What an analysis changed since the last one: the rows that cross to JavaScript.

use std::sync::Arc;

use gati_analyzer::{Diagnostic, Snapshot};
use gati_types::{GType, Handler, Manifest, ModuleEntry, NamedType, TypeId, TypeTable};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// Rows that differ. What is absent is as it was.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Update<'s> {
    /// Rows of handlers that are new or differ.
    handlers: Vec<&'s Handler>,
    /// Every id, where handlers came, went or moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    handler_ids: Option<Vec<&'s str>>,
    /// Named types that are new or differ.
    types: Vec<(&'s str, &'s NamedType)>,
    /// Every name, where types came, went or moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    type_ids: Option<Vec<&'s str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modules: Option<&'s [ModuleEntry]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<&'s Diagnostic>>,
    /// The handlers whose contracts have to be written again: rows that differ, and those that
    /// mention a type that does.
    affected: Vec<&'s str>,
}

impl<'s> Update<'s> {
    pub(crate) fn between(before: &Snapshot, after: &'s Snapshot) -> Self {
        let known: FxHashMap<&str, &Arc<Handler>> =
            before.handlers.iter().map(|handler| (handler.id.as_str(), handler)).collect();
        // A handler that was not evaluated again mentions only types that are what they were.
        let touched: Vec<(&Arc<Handler>, bool)> = after
            .handlers
            .iter()
            .filter_map(|handler| match known.get(handler.id.as_str()) {
                Some(old) if Arc::ptr_eq(old, handler) => None,
                Some(old) => Some((handler, *old != handler)),
                None => Some((handler, true)),
            })
            .collect();
        let types = changed_types(before, after);
        let differing: FxHashSet<&TypeId> = types.iter().map(|(id, _)| *id).collect();
        let rows = Rows::of(after);
        let affected = touched
            .iter()
            .filter(|(handler, differs)| {
                *differs
                    || (!differing.is_empty()
                        && rows.reached([&***handler]).iter().any(|id| differing.contains(id)))
            })
            .map(|(handler, _)| handler.id.as_str())
            .collect();
        let same_handlers = before.handlers.len() == after.handlers.len()
            && before.handlers.iter().zip(&after.handlers).all(|(old, new)| old.id == new.id);
        let same_types = before.types.len() == after.types.len()
            && before.types.iter().zip(&after.types).all(|(old, new)| old.0 == new.0);
        Self {
            handlers: touched
                .iter()
                .filter(|(_, differs)| *differs)
                .map(|(handler, _)| &***handler)
                .collect(),
            handler_ids: (!same_handlers)
                .then(|| after.handlers.iter().map(|handler| handler.id.as_str()).collect()),
            types: types.into_iter().map(|(id, named)| (id.as_str(), named)).collect(),
            type_ids: (!same_types)
                .then(|| after.types.iter().map(|(id, _)| id.as_str()).collect()),
            modules: (before.modules != after.modules).then_some(&after.modules[..]),
            diagnostics: (before.diagnostics != after.diagnostics)
                .then(|| after.diagnostics.iter().map(|diagnostic| &**diagnostic).collect()),
            affected,
        }
    }
}

fn changed_types<'s>(before: &Snapshot, after: &'s Snapshot) -> Vec<(&'s TypeId, &'s NamedType)> {
    let differs = |old: Option<&Arc<NamedType>>, new: &Arc<NamedType>| {
        !old.is_some_and(|old| Arc::ptr_eq(old, new) || old == new)
    };
    let aligned = before.types.iter().map(Some).chain(std::iter::repeat(None));
    let is_aligned = before.types.len() == after.types.len();
    let mut by_id: Option<FxHashMap<&TypeId, &Arc<NamedType>>> = None;
    let mut changed = Vec::new();
    for ((id, named), old) in after.types.iter().zip(aligned) {
        let old = match old {
            Some((known, old)) if known == id => Some(old),
            None if is_aligned => None,
            _ => by_id
                .get_or_insert_with(|| before.types.iter().map(|(id, named)| (id, named)).collect())
                .get(id)
                .copied(),
        };
        if differs(old, named) {
            changed.push((id, &**named));
        }
    }
    changed
}

/// The part of a snapshot that these handlers need.
pub(crate) fn part_of(snapshot: &Snapshot, ids: &[String]) -> Manifest {
    let wanted: FxHashSet<&str> = ids.iter().map(String::as_str).collect();
    let handlers: Vec<Handler> = snapshot
        .handlers
        .iter()
        .filter(|handler| wanted.contains(handler.id.as_str()))
        .map(|handler| Handler::clone(handler))
        .collect();
    let reached = Rows::of(snapshot).reached(&handlers);
    let mut types = TypeTable::new();
    for (id, named) in snapshot.types.iter().filter(|(id, _)| reached.contains(id)) {
        types.insert(id.clone(), NamedType::clone(named));
    }
    Manifest { types, handlers, modules: Vec::new() }
}

/// Named types by their ids.
struct Rows<'s> {
    snapshot: &'s Snapshot,
    by_id: std::cell::OnceCell<FxHashMap<&'s TypeId, &'s NamedType>>,
}

impl<'s> Rows<'s> {
    fn of(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, by_id: std::cell::OnceCell::new() }
    }

    /// The names that handlers mention, however far away.
    fn reached<'h>(&self, handlers: impl IntoIterator<Item = &'h Handler>) -> FxHashSet<TypeId> {
        let by_id = self
            .by_id
            .get_or_init(|| self.snapshot.types.iter().map(|(id, named)| (id, &**named)).collect());
        let mut reached = FxHashSet::default();
        let mut pending: Vec<&GType> = Vec::new();
        for handler in handlers {
            pending.extend(handler.contract.positions().map(|(_, gtype)| gtype));
            while let Some(gtype) = pending.pop() {
                if let GType::Ref(reference) = gtype
                    && reached.insert(reference.id.clone())
                    && let Some(named) = by_id.get(&reference.id)
                {
                    pending.push(&named.gtype);
                }
                gtype.for_each_child(&mut |child| pending.push(child));
            }
        }
        reached
    }
}
