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
    /// `rows` are those of `before`, and of `after` from here on.
    pub(crate) fn between(before: &Snapshot, after: &'s Snapshot, rows: &mut Rows) -> Self {
        // A handler that was not evaluated again mentions only types that are what they were.
        let touched = touched_handlers(before, after);
        let types = changed_types(before, after);
        let same_types = Arc::ptr_eq(&before.types, &after.types)
            || (before.types.len() == after.types.len()
                && before.types.iter().zip(&*after.types).all(|(old, new)| old.0 == new.0));
        if !same_types {
            *rows = Rows::of(after);
        }
        let differing: FxHashSet<usize> =
            types.iter().filter_map(|(id, _)| rows.by_id.get(*id).copied()).collect();
        let affected = touched
            .iter()
            .filter(|(handler, differs)| {
                *differs
                    || (!differing.is_empty()
                        && !rows.reached(after, [*handler]).is_disjoint(&differing))
            })
            .map(|(handler, _)| handler.id.as_str())
            .collect();
        let same_handlers = Arc::ptr_eq(&before.handlers, &after.handlers)
            || (before.handlers.len() == after.handlers.len()
                && before.handlers.iter().zip(&*after.handlers).all(|(old, new)| old.id == new.id));
        Self {
            handlers: touched
                .iter()
                .filter(|(_, differs)| *differs)
                .map(|(handler, _)| *handler)
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

/// The handlers that were evaluated again or are new, each with whether its row differs.
fn touched_handlers<'s>(before: &Snapshot, after: &'s Snapshot) -> Vec<(&'s Handler, bool)> {
    if Arc::ptr_eq(&before.handlers, &after.handlers) {
        return Vec::new();
    }
    let mut known: Option<FxHashMap<&str, &Arc<Handler>>> = None;
    let mut touched = Vec::new();
    for (at, handler) in after.handlers.iter().enumerate() {
        // Most stand where they stood.
        let old = match before.handlers.get(at) {
            Some(old) if old.id == handler.id => Some(old),
            _ => {
                let known = known.get_or_insert_with(|| {
                    before.handlers.iter().map(|handler| (handler.id.as_str(), handler)).collect()
                });
                known.get(handler.id.as_str()).copied()
            }
        };
        match old {
            Some(old) if Arc::ptr_eq(old, handler) => {}
            Some(old) => touched.push((&**handler, old != handler)),
            None => touched.push((&**handler, true)),
        }
    }
    touched
}

fn changed_types<'s>(before: &Snapshot, after: &'s Snapshot) -> Vec<(&'s TypeId, &'s NamedType)> {
    if Arc::ptr_eq(&before.types, &after.types) {
        return Vec::new();
    }
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
pub(crate) fn part_of(snapshot: &Snapshot, rows: &Rows, ids: &[String]) -> Manifest {
    let mut wanted: Vec<usize> = ids
        .iter()
        .filter_map(|id| snapshot.handlers.binary_search_by(|known| known.id.as_str().cmp(id)).ok())
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let handlers: Vec<Handler> =
        wanted.into_iter().map(|at| Handler::clone(&snapshot.handlers[at])).collect();
    let mut reached: Vec<usize> = rows.reached(snapshot, &handlers).into_iter().collect();
    reached.sort_unstable();
    let mut types = TypeTable::new();
    for (id, named) in reached.into_iter().map(|at| &snapshot.types[at]) {
        types.insert(id.clone(), Arc::clone(named));
    }
    Manifest { types, handlers, modules: Vec::new() }
}

/// Where in a snapshot the named types stand.
#[derive(Default)]
pub(crate) struct Rows {
    by_id: FxHashMap<TypeId, usize>,
}

impl Rows {
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let ids = snapshot.types.iter().enumerate();
        Self { by_id: ids.map(|(at, (id, _))| (id.clone(), at)).collect() }
    }

    /// The types that handlers mention, however far away.
    fn reached<'h>(
        &self,
        snapshot: &Snapshot,
        handlers: impl IntoIterator<Item = &'h Handler>,
    ) -> FxHashSet<usize> {
        let mut reached = FxHashSet::default();
        let mut pending: Vec<&GType> = Vec::new();
        for handler in handlers {
            pending.extend(handler.contract.positions().map(|(_, gtype)| gtype));
            while let Some(gtype) = pending.pop() {
                if let GType::Ref(reference) = gtype
                    && let Some(at) = self.by_id.get(&reference.id)
                    && reached.insert(*at)
                {
                    pending.push(&snapshot.types[*at].1.gtype);
                }
                gtype.for_each_child(&mut |child| pending.push(child));
            }
        }
        reached
    }
}
