//! A program as a whole: the index of its own files, and that of the packages they use.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::reach::{Answer, Question, Reach, Tier, in_order};
use super::{FileId, Files, ResolvedModule, in_node_modules, specifiers};
use crate::ir::{FileFacts, Name, Reference};
use crate::syntax;

/// What files see of each other without importing it.
#[derive(Debug, Default)]
pub(crate) struct World {
    own: Reach,
    /// The project's files that were read.
    pub(super) graph: Arc<[FileId]>,
    packages: OnceLock<Arc<Reach>>,
    /// What the packages' index was, or will be, made of.
    stamp: (u64, u64),
}

impl World {
    fn new(own: Reach, graph: Arc<[FileId]>, stamp: (u64, u64)) -> Self {
        Self { own, graph, packages: OnceLock::new(), stamp }
    }

    /// A program of which nothing is known but this index.
    pub(super) fn closed(own: Reach) -> Self {
        let packages = OnceLock::from(Arc::default());
        Self { own, graph: Arc::default(), packages, stamp: (0, 0) }
    }

    /// Whether the project's own files declare nothing for others.
    pub(super) fn is_plain(&self) -> bool {
        self.own.is_empty()
    }

    pub(super) fn answer(&self, files: &Arc<Files>, tier: Tier, question: &Question) -> Answer {
        match tier {
            Tier::Own => self.own.answer(question),
            Tier::Packages => {
                let packages = self.packages.get_or_init(|| files.packages(&self.graph, &self.own));
                packages.answer(question)
            }
        }
    }
}

/// What is kept of a package's file that nobody asked for by itself.
#[derive(Debug)]
pub(super) struct Summary {
    specifiers: Vec<Name>,
    references: Vec<Reference>,
    reaches_out: bool,
}

impl Summary {
    fn of(facts: &FileFacts) -> Self {
        Self {
            specifiers: specifiers(facts),
            references: facts.references.clone(),
            reaches_out: facts.reaches_out(),
        }
    }
}

/// The packages' index, and for what it holds.
#[derive(Debug)]
pub(super) struct Packages {
    starts: Vec<FileId>,
    generation: u64,
    edits: u64,
    own_adds: bool,
    reach: Arc<Reach>,
}

impl Files {
    /// The program of the files of this graph and of those the tsconfig names; the same as before
    /// if nothing that is seen from elsewhere changed.
    pub(crate) fn world_of(self: &Arc<Self>, graph: &FxHashSet<FileId>) -> Arc<World> {
        let mut contributors: Vec<FileId> = graph.iter().copied().collect();
        contributors.extend(self.far_reaching_roots());
        let mut referenced: Vec<FileId> = Vec::new();
        for id in &contributors {
            let Some(facts) = self.read(*id) else { continue };
            for reference in &facts.references {
                if let Reference::Path(path) = reference
                    && let Some(target) = beside(&facts.path, path)
                {
                    referenced.push(self.id_of(&target));
                }
            }
        }
        contributors.extend(referenced);
        let ordered = in_order(self, contributors.clone());
        let known = self.world();
        contributors.sort_unstable();
        contributors.dedup();
        let stamp = (self.generation(), self.package_edits());
        let own = Reach::of(self, &ordered, &[]);
        let packages_hold = known.packages.get().is_none() || known.stamp == stamp;
        if known.own == own && *known.graph == *contributors && packages_hold {
            return known;
        }
        Arc::new(World::new(own, contributors.into(), stamp))
    }

    /// The index of the packages that these files use, their own packages included.
    fn packages(self: &Arc<Self>, graph: &[FileId], own: &Reach) -> Arc<Reach> {
        let mut starts: FxHashSet<FileId> = FxHashSet::default();
        for id in graph {
            let Some(facts) = self.read(*id) else { continue };
            for specifier in specifiers(&facts) {
                if let ResolvedModule::File(path) = self.resolve((*id, specifier))
                    && in_node_modules(&path)
                {
                    starts.insert(self.id_of(&path));
                }
            }
            for reference in &facts.references {
                if let Reference::Types(name) = reference
                    && let ResolvedModule::File(path) = self.resolve((*id, Name::clone(name)))
                {
                    starts.insert(self.id_of(&path));
                }
            }
        }
        starts.extend(self.automatic_types());
        let mut starts: Vec<FileId> = starts.into_iter().collect();
        starts.sort_unstable();
        let generation = self.generation();
        let edits = self.package_edits();
        let own_adds = !own.is_empty();
        if let Some(known) = self.known_packages()
            && known.starts == starts
            && (known.generation, known.edits) == (generation, edits)
            && !own_adds
            && !known.own_adds
        {
            return Arc::clone(&known.reach);
        }
        let found = self.reaching_from(&starts);
        let reach = Arc::new(Reach::of(self, &in_order(self, found), &[own]));
        let packages = Packages { starts, generation, edits, own_adds, reach: Arc::clone(&reach) };
        self.keep_packages(packages);
        reach
    }

    /// Those of the files that are reached from `starts` that say something to others.
    fn reaching_from(&self, starts: &[FileId]) -> Vec<FileId> {
        let mut seen: FxHashSet<FileId> = starts.iter().copied().collect();
        let mut pending = starts.to_vec();
        let mut found = Vec::new();
        while let Some(id) = pending.pop() {
            let Some((path, summary)) = self.summary(id) else { continue };
            if summary.reaches_out {
                found.push(id);
            }
            let mut next = Vec::new();
            for specifier in &summary.specifiers {
                if let ResolvedModule::File(path) = self.resolve((id, Name::clone(specifier))) {
                    next.push(path);
                }
            }
            for reference in &summary.references {
                match reference {
                    Reference::Path(other) => next.extend(beside(&path, other)),
                    Reference::Types(name) => {
                        if let ResolvedModule::File(path) = self.resolve((id, Name::clone(name))) {
                            next.push(path);
                        }
                    }
                }
            }
            for path in next {
                let id = self.id_of(&path);
                if seen.insert(id) {
                    pending.push(id);
                }
            }
        }
        found
    }

    /// What a package's file leads to. Its facts are not kept: most of them nobody wants.
    fn summary(&self, id: FileId) -> Option<(PathBuf, Arc<Summary>)> {
        let path = self.path_of(id);
        if let Some(known) = self.known_summary(id) {
            return Some((path, known));
        }
        let summary = if let Some(facts) = self.facts_if_read(id) {
            Summary::of(&facts)
        } else {
            let text = self.host().read(&path).ok()?;
            Summary::of(&syntax::lower(path.clone(), text))
        };
        let summary = Arc::new(summary);
        self.keep_summary(id, Arc::clone(&summary));
        Some((path, summary))
    }
}

/// A path as a file wrote it.
fn beside(file: &Path, path: &str) -> Option<PathBuf> {
    let mut out = file.parent()?.to_path_buf();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// Summaries by file.
pub(super) type Summaries = FxHashMap<FileId, Arc<Summary>>;
