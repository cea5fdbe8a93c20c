//! Every file that was read so far, for all evaluations at once.
//!
//! It stands in one file, because all of it guards one table: facts, edges, and what is known to
//! have changed have to change together, under one lock.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::program::root_files;
use super::reach::may_reach_out;
use super::tsconfig::TsconfigFault;
use super::world::{Packages, Summaries, Summary, World};
use super::{FileId, ModuleResolver, ResolvedModule, in_node_modules, specifiers};
use crate::given::is_given;
use crate::host::SourceHost;
use crate::ir::{FileFacts, Name};
use crate::syntax;

/// A file's facts; `None` where it cannot be read.
pub(crate) type Read = Option<Arc<FileFacts>>;

/// Where a specifier of a file leads, as a question.
pub(crate) type Edge = (FileId, Name);

/// The files, and which specifier leads where.
pub(crate) struct Files {
    host: Arc<dyn SourceHost>,
    root: PathBuf,
    modules: RwLock<ModuleResolver>,
    state: RwLock<State>,
    world: RwLock<Arc<World>>,
    /// Texts of files that only the analyzer sees.
    given: RwLock<FxHashMap<PathBuf, String>>,
}

#[derive(Default)]
struct State {
    facts: Vec<Read>,
    paths: Vec<Arc<Path>>,
    by_path: FxHashMap<Arc<Path>, FileId>,
    dirty: FxHashSet<FileId>,
    /// Files with syntax errors, and some that are no longer read.
    faulty: FxHashSet<FileId>,
    edges: FxHashMap<Edge, ResolvedModule>,
    /// Which files a file leads to; by the index of the file.
    links: FxHashMap<FileId, Links>,
    /// How often the edges became unknown.
    generation: u64,
    /// The files the tsconfig names; unknown once files may have appeared or gone.
    roots: Option<Roots>,
    /// How often a file of a package was edited.
    package_edits: u64,
    summaries: Summaries,
    packages: Option<Arc<Packages>>,
}

/// The files a tsconfig names.
#[derive(Default)]
struct Roots {
    all: FxHashSet<FileId>,
    /// Those of which something is seen from elsewhere.
    far_reaching: FxHashSet<FileId>,
    /// Those that have to be looked at again.
    pending: Vec<FileId>,
}

struct Links {
    of: Arc<FileFacts>,
    generation: u64,
    targets: Arc<[FileId]>,
}

/// Files that were read again and are not what they were.
#[derive(Default)]
pub(crate) struct Changed {
    pub files: Vec<FileId>,
    /// One of them says something to files that do not import it, or did.
    pub far_reaching: bool,
}

impl Files {
    pub(crate) fn new(host: Arc<dyn SourceHost>, root: PathBuf, tsconfig: Option<PathBuf>) -> Self {
        let modules = RwLock::new(ModuleResolver::new(&host, &root, tsconfig));
        Self {
            host,
            root,
            modules,
            state: RwLock::default(),
            given: RwLock::default(),
            world: RwLock::default(),
        }
    }

    /// Sets the text of a file that only the analyzer sees; answers whether it differs.
    pub(crate) fn give(&self, path: PathBuf, text: String) -> bool {
        let mut given = self.given.write().unwrap_or_else(PoisonError::into_inner);
        if given.get(&path) == Some(&text) {
            return false;
        }
        let mut state = self.state_mut();
        if let Some(id) = state.by_path.get(path.as_path()).copied() {
            state.dirty.insert(id);
        }
        given.insert(path, text);
        true
    }

    /// Whether somebody looked at a file, or for it.
    pub(crate) fn is_known(&self, path: &Path) -> bool {
        self.state().by_path.contains_key(path)
    }

    /// The text of a file: given, or read.
    fn text_of(&self, path: &Path) -> Option<String> {
        if is_given(path) {
            let given = self.given.read().unwrap_or_else(PoisonError::into_inner);
            return given.get(path).cloned();
        }
        self.host.read(path).ok()
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn host(&self) -> &dyn SourceHost {
        &*self.host
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn modules(&self) -> RwLockReadGuard<'_, ModuleResolver> {
        self.modules.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks what has to be read again; answers whether anything may have appeared or gone, which
    /// makes every edge unknown, because any specifier may now lead elsewhere.
    pub(crate) fn invalidate(&self, paths: &[PathBuf]) -> bool {
        let mut structural = false;
        let mut state = self.state_mut();
        for path in paths {
            let exists = self.host.kind(path).is_some();
            let mut edited = false;
            let canonical = self.host.canonical(path);
            for name in [path, &canonical] {
                if let Some(id) = state.by_path.get(name.as_path()).copied()
                    && exists
                    && state.facts[id.0 as usize].is_some()
                {
                    edited = true;
                    state.dirty.insert(id);
                    state.forget_reach(id, name);
                }
            }
            // A file that was looked at and not kept is edited too.
            if !edited && exists {
                for name in [path, &canonical] {
                    if let Some(id) = state.by_path.get(name.as_path()).copied()
                        && state.knows_without_facts(id)
                    {
                        edited = true;
                        state.forget_reach(id, name);
                    }
                }
            }
            if !edited {
                structural = true;
                state.forget_below(path);
            }
        }
        if structural {
            state.roots = None;
            state.forget_edges();
            self.modules().forget();
        }
        structural
    }

    /// Reads the tsconfig anew.
    pub(crate) fn reload_tsconfig(&self, tsconfig: Option<PathBuf>) {
        let modules = ModuleResolver::new(&self.host, &self.root, tsconfig);
        *self.modules.write().unwrap_or_else(PoisonError::into_inner) = modules;
        let mut state = self.state_mut();
        state.roots = None;
        state.packages = None;
        state.forget_edges();
    }

    /// What the tsconfig says to the compiler, with everything it extends.
    pub(super) fn compiler_options(&self) -> Vec<String> {
        self.modules().config().map(|config| config.options.clone()).unwrap_or_default()
    }

    /// What files see of each other without importing it.
    pub(crate) fn world(&self) -> Arc<World> {
        Arc::clone(&self.world.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_world(&self, world: Arc<World>) {
        *self.world.write().unwrap_or_else(PoisonError::into_inner) = world;
    }

    pub(super) fn package_edits(&self) -> u64 {
        self.state().package_edits
    }

    pub(super) fn known_packages(&self) -> Option<Arc<Packages>> {
        self.state().packages.clone()
    }

    pub(super) fn keep_packages(&self, packages: Packages) {
        self.state_mut().packages = Some(Arc::new(packages));
    }

    pub(super) fn known_summary(&self, id: FileId) -> Option<Arc<Summary>> {
        self.state().summaries.get(&id).cloned()
    }

    pub(super) fn keep_summary(&self, id: FileId, summary: Arc<Summary>) {
        self.state_mut().summaries.insert(id, summary);
    }

    pub(crate) fn path_of(&self, id: FileId) -> PathBuf {
        self.state().paths[id.0 as usize].to_path_buf()
    }

    /// The facts of a file that somebody read, as it is now.
    pub(super) fn facts_if_read(&self, id: FileId) -> Read {
        let known = self.state().facts[id.0 as usize].is_some();
        if known { self.read(id) } else { None }
    }

    /// Those files the tsconfig names of which something is seen from elsewhere. Each is looked
    /// at once; only what may say something to others is parsed.
    pub(super) fn far_reaching_roots(&self) -> Vec<FileId> {
        if self.state().roots.is_none() {
            let named = self.modules().config().map(|config| root_files(self.host(), config));
            let all: Vec<FileId> =
                named.unwrap_or_default().iter().map(|path| self.id_of(path)).collect();
            let pending = all.clone();
            let all = all.into_iter().collect();
            let roots = Roots { all, far_reaching: FxHashSet::default(), pending };
            self.state_mut().roots = Some(roots);
        }
        let pending = match &mut self.state_mut().roots {
            Some(roots) => std::mem::take(&mut roots.pending),
            None => Vec::new(),
        };
        if !pending.is_empty() {
            let looked: Vec<(FileId, bool)> =
                pending.into_par_iter().map(|id| (id, self.looks_far_reaching(id))).collect();
            if let Some(roots) = &mut self.state_mut().roots {
                for (id, reaches) in looked {
                    if reaches {
                        roots.far_reaching.insert(id);
                    } else {
                        roots.far_reaching.remove(&id);
                    }
                }
            }
        }
        let found: Vec<FileId> = match &self.state().roots {
            Some(roots) => roots.far_reaching.iter().copied().collect(),
            None => Vec::new(),
        };
        // The name an import would know the file under.
        found.into_iter().map(|id| self.id_of(&self.host.canonical(&self.path_of(id)))).collect()
    }

    fn looks_far_reaching(&self, id: FileId) -> bool {
        if let Some(facts) = self.facts_if_read(id) {
            return facts.reaches_out();
        }
        let path = self.path_of(id);
        self.host.read(&path).is_ok_and(|text| may_reach_out(&path, &text))
    }

    /// The packages of types that are there without being imported.
    pub(super) fn automatic_types(&self) -> Vec<FileId> {
        let found = self.modules().automatic_types(&*self.host, &self.root);
        found.iter().map(|path| self.id_of(path)).collect()
    }

    /// Why the tsconfig is not used.
    pub(crate) fn tsconfig_fault(&self) -> Option<TsconfigFault> {
        self.modules().tsconfig_fault.clone()
    }

    /// How often the edges became unknown; while it stays the same, so does every edge.
    pub(crate) fn generation(&self) -> u64 {
        self.state().generation
    }

    /// The one id of a path, whether or not anything stands there.
    pub(crate) fn id_of(&self, path: &Path) -> FileId {
        if let Some(id) = self.state().by_path.get(path) {
            return *id;
        }
        let mut state = self.state_mut();
        if let Some(id) = state.by_path.get(path) {
            return *id;
        }
        let id = FileId(u32::try_from(state.facts.len()).unwrap_or(u32::MAX));
        let path: Arc<Path> = Arc::from(path);
        state.facts.push(None);
        state.paths.push(Arc::clone(&path));
        state.by_path.insert(path, id);
        id
    }

    /// The file as it is now, read if it is new or may have changed.
    pub(crate) fn read(&self, id: FileId) -> Read {
        {
            let state = self.state();
            if let Some(facts) = &state.facts[id.0 as usize]
                && !state.dirty.contains(&id)
            {
                return Some(Arc::clone(facts));
            }
        }
        self.read_all(&[id]);
        self.state().facts[id.0 as usize].clone()
    }

    /// Reads again what may have changed; gives the files that did.
    pub(crate) fn refresh(&self) -> Changed {
        let named: Vec<(FileId, Read)> = {
            let state = self.state();
            state.dirty.iter().map(|id| (*id, state.facts[id.0 as usize].clone())).collect()
        };
        if named.is_empty() {
            return Changed::default();
        }
        let ids: Vec<FileId> = named.iter().map(|(id, _)| *id).collect();
        self.read_all(&ids);
        let state = self.state();
        let is_same = |id: &FileId, old: &Read| match (old, &state.facts[id.0 as usize]) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        let speaks_to_others = |facts: &Read| {
            facts.as_ref().is_none_or(|facts| facts.reaches_out() || !facts.references.is_empty())
        };
        let mut changed = Changed::default();
        for (id, old) in named.into_iter().filter(|(id, old)| !is_same(id, old)) {
            let now = &state.facts[id.0 as usize];
            changed.far_reaching |= speaks_to_others(&old) || speaks_to_others(now);
            changed.files.push(id);
        }
        changed
    }

    /// What, besides the files of the graph, the world was made of when it was looked at last;
    /// `None` while a file waits to be looked at.
    pub(crate) fn reach_stamp(&self) -> Option<(u64, u64)> {
        let state = self.state();
        let pending = state.roots.as_ref().map_or(&[][..], |roots| &roots.pending);
        let is_open = pending.iter().any(|id| state.facts[id.0 as usize].is_none());
        (!is_open).then_some((state.generation, state.package_edits))
    }

    /// Whether one of these files, which were read again, imports others than before.
    pub(crate) fn lead_elsewhere(&self, changed: &[FileId]) -> bool {
        changed.iter().any(|id| {
            let before = self.state().links.get(id).map(|links| Arc::clone(&links.targets));
            before.is_none_or(|before| before != self.targets(*id))
        })
    }

    /// The files that have syntax errors, in the order of their ids.
    pub(crate) fn faulty(&self) -> Vec<(FileId, Arc<FileFacts>)> {
        let state = self.state();
        let mut found: Vec<(FileId, Arc<FileFacts>)> = state
            .faulty
            .iter()
            .filter_map(|id| Some((*id, Arc::clone(state.facts[id.0 as usize].as_ref()?))))
            .collect();
        found.sort_unstable_by_key(|(id, _)| *id);
        found
    }

    /// Reads `entries` and, as far as they are not in `node_modules`, everything they import;
    /// gives all of them that could be read.
    pub(crate) fn load_graph(&self, entries: impl Iterator<Item = FileId>) -> FxHashSet<FileId> {
        let mut wave: Vec<FileId> = entries.collect();
        let mut seen: FxHashSet<FileId> = wave.iter().copied().collect();
        while !wave.is_empty() {
            self.read_all(&wave);
            let mut next = Vec::new();
            for id in &wave {
                for target in self.targets(*id).iter().copied() {
                    if seen.insert(target) {
                        next.push(target);
                    }
                }
            }
            wave = next;
        }
        seen
    }

    /// The files of the project that a file imports.
    fn targets(&self, id: FileId) -> Arc<[FileId]> {
        let (facts, generation) = {
            let state = self.state();
            let Some(facts) = &state.facts[id.0 as usize] else { return Arc::default() };
            if let Some(links) = state.links.get(&id)
                && links.generation == state.generation
                && Arc::ptr_eq(&links.of, facts)
            {
                return Arc::clone(&links.targets);
            }
            (Arc::clone(facts), state.generation)
        };
        let targets: Arc<[FileId]> = specifiers(&facts)
            .iter()
            .filter_map(|specifier| match self.resolve((id, Name::clone(specifier))) {
                ResolvedModule::File(path) if !in_node_modules(&path) => Some(self.id_of(&path)),
                _ => None,
            })
            .collect();
        let links = Links { of: facts, generation, targets: Arc::clone(&targets) };
        self.state_mut().links.insert(id, links);
        targets
    }

    /// Reads those of `ids` that are new or may have changed. A file whose text is the same keeps
    /// its facts, and with them everything that was made of them.
    fn read_all(&self, ids: &[FileId]) {
        let stale: Vec<(FileId, Arc<Path>, Read)> = {
            let state = self.state();
            let is_stale =
                |id: &&FileId| state.facts[id.0 as usize].is_none() || state.dirty.contains(id);
            let with_path = |id: &FileId| {
                let index = id.0 as usize;
                (*id, Arc::clone(&state.paths[index]), state.facts[index].clone())
            };
            ids.iter().filter(is_stale).map(with_path).collect()
        };
        let lower = |(id, path, known): (FileId, Arc<Path>, Read)| {
            let Some(text) = self.text_of(&path) else { return (id, None) };
            match known {
                Some(old) if old.hash == syntax::content_hash(&text) => (id, Some(old)),
                _ => (id, Some(Arc::new(syntax::lower(path.to_path_buf(), text)))),
            }
        };
        let lowered: Vec<(FileId, Read)> = match stale.len() {
            0 => return,
            1 => stale.into_iter().map(lower).collect(),
            _ => stale.into_par_iter().map(lower).collect(),
        };
        let mut known = self.state_mut();
        for (id, facts) in lowered {
            let was_dirty = known.dirty.remove(&id);
            let slot = &mut known.facts[id.0 as usize];
            // Two evaluations that read one file at once go on with the same facts.
            if was_dirty || slot.is_none() {
                let is_faulty = facts.as_ref().is_some_and(|facts| !facts.faults.is_empty());
                *slot = facts;
                if is_faulty {
                    known.faulty.insert(id);
                } else {
                    known.faulty.remove(&id);
                }
            }
        }
    }

    /// Where a specifier leads from a file that was read.
    pub(crate) fn resolve(&self, edge: Edge) -> ResolvedModule {
        let path = {
            let state = self.state();
            if let Some(known) = state.edges.get(&edge) {
                return known.clone();
            }
            Arc::clone(&state.paths[edge.0.0 as usize])
        };
        let resolved = self.modules().resolve(&*self.host, &path, &edge.1);
        self.state_mut().edges.insert(edge, resolved.clone());
        resolved
    }

    /// `path` relative to the project's root, with `/`.
    pub(crate) fn display_path(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        shown.to_string_lossy().replace('\\', "/")
    }
}

impl State {
    fn forget_edges(&mut self) {
        self.edges.clear();
        self.generation += 1;
    }

    /// Whether a file was looked at for what others see of it, and nothing of it was kept.
    fn knows_without_facts(&self, id: FileId) -> bool {
        self.summaries.contains_key(&id)
            || self.roots.as_ref().is_some_and(|roots| roots.all.contains(&id))
    }

    /// What others see of a file has to be looked at again.
    fn forget_reach(&mut self, id: FileId, path: &Path) {
        self.summaries.remove(&id);
        if in_node_modules(path) {
            self.package_edits += 1;
        }
        if let Some(roots) = &mut self.roots
            && roots.all.contains(&id)
        {
            roots.pending.push(id);
        }
    }

    /// A file is forgotten, and with a folder everything in it.
    fn forget_below(&mut self, path: &Path) {
        for (known, id) in &self.by_path {
            if known.starts_with(path) {
                self.facts[id.0 as usize] = None;
                self.dirty.remove(id);
                self.summaries.remove(id);
            }
        }
    }
}
