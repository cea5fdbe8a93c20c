//! What is known of a project at one moment: the results of its files put together.
//!
//! Files are taken in their order, so the same files give the same answer however they came to
//! be: names are made unique across files, a handler that exists twice is left out, and a
//! finding that several files made is kept once.

use std::sync::Arc;

use gati_types::{Handler, Manifest, ModuleEntry, NamedType, TypeId, TypeTable};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::codes::Code;
use crate::diagnostic::{Diagnostic, Draft};
use crate::entry::{Entry, Said, roots};
use crate::evaluate::Place;
use crate::publish::unique_name;
use crate::rename::{renamed_handler, renamed_type};
use crate::resolve::Files;

/// Everything that is known of a project, in parts that stay what they are for as long as
/// nothing changes them: two snapshots share what an edit did not touch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// Routes, in the order of their ids.
    pub handlers: Vec<Arc<Handler>>,
    /// Named types, in the order they were first met.
    pub types: Vec<(TypeId, Arc<NamedType>)>,
    /// Modules, in the order of their files.
    pub modules: Vec<ModuleEntry>,
    /// What the author should know, in the order of files and lines.
    pub diagnostics: Vec<Arc<Diagnostic>>,
}

impl Snapshot {
    /// The same as one document.
    pub fn manifest(&self) -> Manifest {
        let mut types = TypeTable::new();
        for (id, named) in &self.types {
            types.insert(id.clone(), NamedType::clone(named));
        }
        Manifest {
            types,
            handlers: self.handlers.iter().map(|handler| Handler::clone(handler)).collect(),
            modules: self.modules.clone(),
        }
    }
}

/// Puts results together; `first` are diagnostics that no draft stands for, `syntax` what the
/// parser refused.
pub(crate) fn merged(
    files: &Arc<Files>,
    handlers: &[&Entry],
    modules: &[&Entry],
    (mut diagnostics, syntax): (Vec<Arc<Diagnostic>>, Vec<Said>),
) -> Snapshot {
    let mut late = Vec::new();
    let kept = without_duplicates(handlers, &mut late);
    let mut names = Names::default();
    let mut found = Vec::with_capacity(kept.len());
    let mut at = 0;
    for entry in handlers {
        let own = &kept[at..at + entry.handlers.len()];
        at += own.len();
        names.take_in(entry, own, &mut found);
    }
    found.sort_by(|left: &Arc<Handler>, right| left.id.cmp(&right.id));
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
        handlers: found,
        types: names.types,
        modules: found_modules.into_iter().map(|(entry, _)| entry.clone()).collect(),
        diagnostics,
    }
}

/// For each handler whether it is kept: of two with one id the later is left out and reported.
fn without_duplicates(entries: &[&Entry], late: &mut Vec<Said>) -> Vec<bool> {
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

/// The names of the whole project.
#[derive(Default)]
struct Names {
    types: Vec<(TypeId, Arc<NamedType>)>,
    by_identity: FxHashMap<u128, TypeId>,
    taken: FxHashSet<TypeId>,
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
        let mut added = Vec::new();
        for local in entry.types.iter() {
            if mentioned.as_ref().is_some_and(|mentioned| !mentioned.contains(&local.id)) {
                continue;
            }
            let id = if let Some(known) = self.by_identity.get(&local.identity) {
                known.clone()
            } else {
                let id = unique_name(&local.wanted, |id| self.taken.contains(id));
                self.taken.insert(id.clone());
                self.by_identity.insert(local.identity, id.clone());
                added.push((id.clone(), &local.named));
                id
            };
            if id != local.id {
                renamed.insert(&local.id, id);
            }
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
