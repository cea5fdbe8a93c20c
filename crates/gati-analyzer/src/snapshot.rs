//! What is known of a project at one moment: the results of its files put together.
//!
//! Files are taken in their order, so the same files give the same answer however they came to
//! be: a handler that exists twice is left out, and a finding that several files made is kept
//! once. Handlers and types are put together in [`merge`](crate::merge).

use std::sync::Arc;

use gati_types::{Handler, Manifest, ModuleEntry, NamedType, TypeId, TypeTable};
use rustc_hash::FxHashMap;

use crate::codes::Code;
use crate::diagnostic::{Diagnostic, Draft};
use crate::entry::{Entry, Said};
use crate::evaluate::Place;
use crate::merge::Merged;
use crate::resolve::Files;

/// Everything that is known of a project, in parts that stay what they are for as long as
/// nothing changes them: two snapshots share what an edit did not touch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// Routes, in the order of their ids.
    pub handlers: Arc<Vec<Arc<Handler>>>,
    /// Named types, in the order they were first met.
    pub types: Arc<Vec<(TypeId, Arc<NamedType>)>>,
    /// Modules, in the order of their files.
    pub modules: Vec<ModuleEntry>,
    /// What the author should know, in the order of files and lines.
    pub diagnostics: Vec<Arc<Diagnostic>>,
}

impl Snapshot {
    /// The same as one document.
    pub fn manifest(&self) -> Manifest {
        let mut types = TypeTable::new();
        for (id, named) in &*self.types {
            types.insert(id.clone(), Arc::clone(named));
        }
        Manifest {
            types,
            handlers: self.handlers.iter().map(|handler| Handler::clone(handler)).collect(),
            modules: self.modules.clone(),
        }
    }
}

/// Puts results together. `merged` are the handlers and types of `handlers`; `first` are
/// diagnostics that no draft stands for, `syntax` what the parser refused.
pub(crate) fn put_together(
    files: &Arc<Files>,
    merged: &Merged,
    (handlers, modules): (&[&Entry], &[&Entry]),
    (mut diagnostics, syntax): (Vec<Arc<Diagnostic>>, Vec<Said>),
) -> Snapshot {
    let mut late = Vec::new();
    if merged.left_out {
        without_duplicates(handlers, &mut late);
    }
    let found_modules: Vec<&(ModuleEntry, Place)> =
        modules.iter().filter_map(|entry| entry.module.as_ref()).collect();
    duplicate_modules(&found_modules, &mut late);
    let said = syntax
        .iter()
        .chain(handlers.iter().flat_map(|entry| &entry.said))
        .chain(modules.iter().flat_map(|entry| &entry.said))
        .chain(&late);
    diagnostics.append(&mut shown(said, files));
    Snapshot {
        handlers: Arc::clone(&merged.handlers),
        types: Arc::clone(&merged.types),
        modules: found_modules.into_iter().map(|(entry, _)| entry.clone()).collect(),
        diagnostics,
    }
}

/// For each handler whether it is kept: of two with one id the later is left out and reported.
pub(crate) fn without_duplicates(entries: &[&Entry], late: &mut Vec<Said>) -> Vec<bool> {
    let mut known: FxHashMap<&str, Place> = FxHashMap::default();
    let mut kept = Vec::with_capacity(entries.len());
    for (handler, place) in entries.iter().flat_map(|entry| &entry.handlers) {
        let first = known.get(handler.id.as_str()).copied();
        kept.push(first.is_none());
        let Some(first) = first else {
            known.insert(&handler.id, *place);
            continue;
        };
        let message = format!("`{}` is answered by another handler already", handler.id);
        late.push(Said::new(
            Draft::new(Code::HandlerDuplicate, *place, message)
                .label("this one is left out")
                .help("give one of them another route or method")
                .also(first, "the other one"),
        ));
    }
    kept
}

fn duplicate_modules(found: &[&(ModuleEntry, Place)], late: &mut Vec<Said>) {
    for (index, (entry, place)) in found.iter().enumerate() {
        let Some((_, first)) = found[..index].iter().find(|(other, _)| other.name == entry.name)
        else {
            continue;
        };
        let message = format!("another module is called `{}` already", entry.name);
        late.push(Said::new(
            Draft::new(Code::ModuleDuplicate, *place, message)
                .help("give one of them another name")
                .also(*first, "the other one"),
        ));
    }
}

/// Diagnostics in the order of files and lines, each root cause once, with all who need it.
pub(crate) fn shown<'s>(
    said: impl Iterator<Item = &'s Said>,
    files: &Arc<Files>,
) -> Vec<Arc<Diagnostic>> {
    let mut by_cause = FxHashMap::default();
    let mut causes: Vec<(&Said, Vec<&str>)> = Vec::new();
    for said in said {
        let index = *by_cause.entry(said.draft.cause()).or_insert_with(|| {
            causes.push((said, Vec::new()));
            causes.len() - 1
        });
        if let Some((user, _)) = &said.draft.needed_by
            // What one handler says stands together.
            && causes[index].1.last() != Some(&user.as_str())
        {
            causes[index].1.push(user);
        }
    }
    let mut diagnostics: Vec<Arc<Diagnostic>> =
        causes.into_iter().map(|(said, users)| said.rendered(files, &users)).collect();
    diagnostics.sort_by(|left, right| order_of(left).cmp(&order_of(right)));
    diagnostics
}

fn order_of(diagnostic: &Diagnostic) -> (&str, u32, u32, &str) {
    let place = &diagnostic.place;
    (&place.file, place.line, place.column, diagnostic.code)
}
