//! Files and the edges between them.
//!
//! [`Sources`] owns every file that was read, remembers which specifier leads where, and knows
//! what has to be looked at again after an edit. [`symbol`] follows names across those edges.

mod filesystem;
mod module;
pub(crate) mod symbol;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::host::SourceHost;
use crate::ir::{FileFacts, Name, TypeNode};
use crate::syntax;

pub(crate) use module::{ModuleResolver, ResolvedModule};

/// Index of a file among the [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FileId(pub u32);

/// Every file that was read so far.
pub(crate) struct Sources {
    host: Arc<dyn SourceHost>,
    root: PathBuf,
    modules: ModuleResolver,
    files: Vec<Option<Arc<FileFacts>>>,
    by_path: FxHashMap<PathBuf, FileId>,
    edges: FxHashMap<(FileId, Name), ResolvedModule>,
    dirty: FxHashSet<FileId>,
}

impl Sources {
    pub(crate) fn new(host: Arc<dyn SourceHost>, root: PathBuf, tsconfig: Option<PathBuf>) -> Self {
        let modules = ModuleResolver::new(&host, &root, tsconfig);
        Self {
            host,
            root,
            modules,
            files: Vec::new(),
            by_path: FxHashMap::default(),
            edges: FxHashMap::default(),
            dirty: FxHashSet::default(),
        }
    }

    pub(crate) fn host(&self) -> &dyn SourceHost {
        &*self.host
    }

    /// Marks what has to be read again. A file that appears or goes makes every edge unknown,
    /// because any specifier may now lead elsewhere.
    pub(crate) fn invalidate(&mut self, paths: &[PathBuf]) {
        for path in paths {
            let known = self.by_path.get(path).copied();
            let exists = self.host.kind(path).is_some();
            match known {
                Some(id) if exists && self.files[id.0 as usize].is_some() => {
                    self.dirty.insert(id);
                }
                _ => {
                    if let Some(id) = known {
                        self.files[id.0 as usize] = None;
                    }
                    self.edges.clear();
                    self.modules.forget();
                }
            }
        }
    }

    /// Reads the tsconfig anew.
    pub(crate) fn reload_tsconfig(&mut self, tsconfig: Option<PathBuf>) {
        self.modules = ModuleResolver::new(&self.host, &self.root, tsconfig);
        self.edges.clear();
    }

    /// Why the tsconfig is not used.
    pub(crate) fn tsconfig_fault(&self) -> Option<&(PathBuf, String)> {
        self.modules.tsconfig_fault.as_ref()
    }

    /// The file at `path`, read and lowered if it is new or may have changed.
    pub(crate) fn load(&mut self, path: &Path) -> Option<FileId> {
        let id = self.id_of(path);
        if self.files[id.0 as usize].is_none() || self.dirty.contains(&id) {
            self.load_all(&[id]);
        }
        self.files[id.0 as usize].is_some().then_some(id)
    }

    /// Reads `entries` and, as far as they are not in `node_modules`, everything they import;
    /// gives all of them that could be read.
    pub(crate) fn load_graph(&mut self, entries: &[PathBuf]) -> Vec<FileId> {
        let mut wave: Vec<FileId> = entries.iter().map(|path| self.id_of(path)).collect();
        let mut seen: FxHashSet<FileId> = wave.iter().copied().collect();
        while !wave.is_empty() {
            self.load_all(&wave);
            let mut next = Vec::new();
            for id in &wave {
                let Some(facts) = self.files[id.0 as usize].clone() else { continue };
                for specifier in specifiers(&facts) {
                    if let ResolvedModule::File(path) = self.resolve(*id, &specifier)
                        && !in_node_modules(&path)
                    {
                        let target = self.id_of(&path);
                        if seen.insert(target) {
                            next.push(target);
                        }
                    }
                }
            }
            wave = next;
        }
        let mut files: Vec<FileId> =
            seen.into_iter().filter(|id| self.files[id.0 as usize].is_some()).collect();
        files.sort_unstable();
        files
    }

    fn load_all(&mut self, ids: &[FileId]) {
        let stale: Vec<(FileId, PathBuf)> = ids
            .iter()
            .filter(|id| self.files[id.0 as usize].is_none() || self.dirty.contains(id))
            .filter_map(|id| Some((*id, self.path_of(*id)?)))
            .collect();
        let host = &self.host;
        let known = &self.files;
        let lowered: Vec<(FileId, Option<Arc<FileFacts>>)> = stale
            .into_par_iter()
            .map(|(id, path)| {
                let Ok(text) = host.read(&path) else { return (id, None) };
                match &known[id.0 as usize] {
                    Some(old) if old.hash == syntax::content_hash(&text) => {
                        (id, Some(Arc::clone(old)))
                    }
                    _ => (id, Some(Arc::new(syntax::lower(path, text)))),
                }
            })
            .collect();
        for (id, facts) in lowered {
            self.dirty.remove(&id);
            self.files[id.0 as usize] = facts;
        }
    }

    fn id_of(&mut self, path: &Path) -> FileId {
        if let Some(id) = self.by_path.get(path) {
            return *id;
        }
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(None);
        self.by_path.insert(path.to_path_buf(), id);
        id
    }

    fn path_of(&self, id: FileId) -> Option<PathBuf> {
        if let Some(facts) = &self.files[id.0 as usize] {
            return Some(facts.path.clone());
        }
        self.by_path.iter().find(|(_, known)| **known == id).map(|(path, _)| path.clone())
    }

    /// The facts of a file that [`Sources::load`] gave.
    pub(crate) fn facts(&self, id: FileId) -> Arc<FileFacts> {
        self.files[id.0 as usize]
            .clone()
            .expect("an id is handed out only for a file that was read")
    }

    /// Where `specifier` leads from `file`.
    pub(crate) fn resolve(&mut self, file: FileId, specifier: &Name) -> ResolvedModule {
        let key = (file, Name::clone(specifier));
        if let Some(known) = self.edges.get(&key) {
            return known.clone();
        }
        let facts = self.facts(file);
        let resolved = self.modules.resolve(&*self.host, &facts.path, specifier);
        self.edges.insert(key, resolved.clone());
        resolved
    }

    /// `path` relative to the project's root, with `/`.
    pub(crate) fn display_path(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        shown.to_string_lossy().replace('\\', "/")
    }

    pub(crate) fn display(&self, file: FileId) -> String {
        self.display_path(&self.facts(file).path)
    }

    /// Whether the file belongs to the project rather than to a package it uses.
    pub(crate) fn is_own(&self, file: FileId) -> bool {
        !in_node_modules(&self.facts(file).path)
    }
}

pub(crate) fn in_node_modules(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "node_modules")
}

/// Every specifier a file mentions.
fn specifiers(facts: &FileFacts) -> Vec<Name> {
    let mut found: FxHashSet<Name> = FxHashSet::default();
    for scope in &facts.scopes {
        found.extend(scope.imports.values().map(|import| Name::clone(&import.specifier)));
        found.extend(scope.star_exports.iter().map(|(specifier, _)| Name::clone(specifier)));
        for export in scope.exports.values() {
            if let crate::ir::ExportTarget::From { specifier, .. } = &export.target {
                found.insert(Name::clone(specifier));
            }
        }
    }
    for node in &facts.nodes {
        if let TypeNode::Import { specifier, .. } = node {
            found.insert(Name::clone(specifier));
        }
    }
    let mut sorted: Vec<Name> = found.into_iter().collect();
    sorted.sort_unstable();
    sorted
}
