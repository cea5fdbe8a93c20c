//! What an evaluation saw of a file, and whether the file still shows it after an edit.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::FileId;
use super::view::FileView;
use crate::ir::shape::{export_shape, import_shape};
use crate::ir::{Export, ExportTarget, FileFacts, MODULE_SCOPE, Name, Span};

/// What was looked at in a file, and the facts it was found in.
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of looking")]
#[derive(Debug)]
pub(crate) struct Seen {
    facts: Arc<FileFacts>,
    names: Box<[Name]>,
    exports: Box<[Name]>,
    bodies: Box<[usize]>,
    docs: Box<[usize]>,
    stars: bool,
    listed: bool,
    ambient: bool,
    whole: bool,
}

/// The files whose text changed without anything that was looked at, each as it was and as it is.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    files: FxHashMap<FileId, (Arc<FileFacts>, Arc<FileFacts>)>,
}

impl Moves {
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub(crate) fn touch(&self, file: FileId) -> bool {
        self.files.contains_key(&file)
    }

    /// Where what stood at `span` stands now; `None` if the statement around it was written anew.
    pub(crate) fn follow(&self, file: FileId, span: Span) -> Option<Span> {
        let Some((old, new)) = self.files.get(&file) else { return Some(span) };
        if span == Span::default() {
            return Some(span);
        }
        let item = old.items.partition_point(|item| item.span.end <= span.start);
        let around = old.items.get(item)?;
        if span.start < around.span.start || span.end > around.span.end {
            return None;
        }
        let same = |facts: &FileFacts| -> Vec<usize> {
            (0..facts.items.len())
                .filter(|index| facts.items[*index].text_hash == around.text_hash)
                .collect()
        };
        let (before, after) = (same(old), same(new));
        // Of statements that read the same, none can be told from another if their number differs.
        if before.len() != after.len() {
            return None;
        }
        let ordinal = before.iter().position(|index| *index == item)?;
        let now = &new.items[after[ordinal]];
        Some(Span {
            start: span.start - around.span.start + now.span.start,
            end: span.end - around.span.start + now.span.start,
        })
    }
}

impl Seen {
    pub(super) fn of(view: &FileView) -> Self {
        let (facts, log) = view.parts();
        Self {
            facts: Arc::clone(facts),
            names: log.names.borrow().iter().map(Name::clone).collect(),
            exports: log.exports.borrow().iter().map(Name::clone).collect(),
            bodies: log.bodies.borrow().iter().copied().collect(),
            docs: log.docs.borrow().iter().copied().collect(),
            stars: log.stars.get(),
            listed: log.listed.get(),
            ambient: log.ambient.get(),
            whole: log.whole.get(),
        }
    }

    /// Goes on with the file as it is now, if everything that was looked at is the same there.
    pub(super) fn follow(
        &mut self,
        file: FileId,
        now: Arc<FileFacts>,
        moves: &mut Moves,
    ) -> Option<()> {
        if Arc::ptr_eq(&self.facts, &now) {
            return Some(());
        }
        let mut pairs = self.same_lookups(&now)?;
        pairs.sort_unstable();
        pairs.dedup();
        if !pairs.iter().all(|(old, new)| self.same_item(*old, (&now, *new))) {
            return None;
        }
        let mut bodies: Vec<usize> = Vec::with_capacity(self.bodies.len());
        let mut docs: Vec<usize> = Vec::with_capacity(self.docs.len());
        for (list, found) in [(&self.bodies, &mut bodies), (&self.docs, &mut docs)] {
            for item in list {
                let place = pairs.binary_search_by_key(item, |(old, _)| *old).ok()?;
                found.push(pairs[place].1);
            }
        }
        self.bodies = bodies.into();
        self.docs = docs.into();
        let old = std::mem::replace(&mut self.facts, Arc::clone(&now));
        moves.files.insert(file, (old, now));
        Some(())
    }

    /// The statements that lookups led to, as they were and as they are; `None` if a lookup leads
    /// elsewhere.
    fn same_lookups(&self, now: &FileFacts) -> Option<Vec<(usize, usize)>> {
        let old = &*self.facts;
        if self.whole || old.is_script != now.is_script {
            return None;
        }
        let mut pairs = Vec::new();
        for name in &self.names {
            let imported = |facts: &FileFacts| {
                facts.module_scope().imports.get(name).map(import_shape).unwrap_or_default()
            };
            if imported(old) != imported(now) {
                return None;
            }
            let items = |facts: &FileFacts| facts.items_declaring(name).collect::<Vec<_>>();
            add_pairs(&mut pairs, &items(old), &items(now))?;
        }
        for name in &self.exports {
            let export = |facts: &'_ FileFacts| facts.module_scope().exports.get(name).cloned();
            add_export(&mut pairs, (old, export(old)), (now, export(now)))?;
        }
        if self.stars {
            let stars = |facts: &FileFacts| -> Vec<Name> {
                let stars = &facts.module_scope().star_exports;
                stars.iter().map(|(specifier, _)| Name::clone(specifier)).collect()
            };
            if stars(old) != stars(now) {
                return None;
            }
        }
        if self.listed && listing(old) != listing(now) {
            return None;
        }
        if self.ambient {
            add_pairs(&mut pairs, &ambient_items(old), &ambient_items(now))?;
        }
        Some(pairs)
    }

    /// Whether a statement still says what was read of it.
    fn same_item(&self, item: usize, (now, new): (&FileFacts, usize)) -> bool {
        let old = &*self.facts;
        if old.items[item].text_hash == now.items[new].text_hash {
            return true;
        }
        let (before, after) = (old.hashes(item), now.hashes(new));
        before.shape == after.shape
            && !self.bodies.contains(&item)
            && (before.docs == after.docs || !self.docs.contains(&item))
    }
}

fn add_pairs(pairs: &mut Vec<(usize, usize)>, old: &[usize], new: &[usize]) -> Option<()> {
    if old.len() != new.len() {
        return None;
    }
    pairs.extend(old.iter().copied().zip(new.iter().copied()));
    Some(())
}

fn add_export(
    pairs: &mut Vec<(usize, usize)>,
    (old, before): (&FileFacts, Option<Export>),
    (now, after): (&FileFacts, Option<Export>),
) -> Option<()> {
    let (Some(before), Some(after)) = (&before, &after) else {
        return (before.is_none() && after.is_none()).then_some(());
    };
    if export_shape(before) != export_shape(after) {
        return None;
    }
    if let (
        ExportTarget::Expression(before) | ExportTarget::Path(_, before),
        ExportTarget::Expression(after) | ExportTarget::Path(_, after),
    ) = (&before.target, &after.target)
    {
        let item = old.item_of(before.0, |ends| ends.expressions);
        pairs.push((item, now.item_of(after.0, |ends| ends.expressions)));
    }
    Some(())
}

/// The names a file exports, in the order they are written, and those it declares or imports.
fn listing(facts: &FileFacts) -> (Vec<&Name>, Vec<&Name>) {
    let scope = facts.scope(MODULE_SCOPE);
    let mut exports: Vec<(u32, &Name)> =
        scope.exports.iter().map(|(name, export)| (export.span.start, name)).collect();
    exports.sort_unstable();
    let mut names: Vec<&Name> = scope.names.keys().chain(scope.imports.keys()).collect();
    names.sort_unstable();
    (exports.into_iter().map(|(_, name)| name).collect(), names)
}

/// The statements that are blocks extending another module or the global scope.
fn ambient_items(facts: &FileFacts) -> Vec<usize> {
    let modules = facts.ambient_modules.iter().map(|(_, scope)| scope);
    facts
        .global_scopes
        .iter()
        .chain(modules)
        .map(|scope| facts.item_of(scope.0, |ends| ends.scopes))
        .collect()
}
