//! Files and the edges between them.
//!
//! [`Files`] owns every file that was read, remembers which specifier leads where, and knows
//! what has to be looked at again after an edit. [`Sources`] is how one evaluation sees them: it
//! remembers what was looked at, so that the result can be kept for as long as none of that
//! changes. [`symbol`] follows names across files.

mod exports;
mod files;
mod filesystem;
mod merge;
mod module;
mod origin;
mod program;
mod reach;
mod seen;
pub(crate) mod symbol;
mod tsconfig;
mod versions;
mod view;
mod world;

use std::cell::{Cell, OnceCell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::given::fallback::FallbackKey;
use crate::given::{SchemaKey, SchemaRequest, is_given, modules, prisma};
use crate::ir::{FileFacts, ImportedName, MODULE_SCOPE, Name, TypeNode};

use files::Edge;
use reach::{Answer, Body};
use seen::Seen;
use world::World;

pub(crate) use files::Files;
pub(crate) use merge::Site;
pub(crate) use module::{ModuleResolver, ResolvedModule};
pub(crate) use origin::{Origin, Tracer};
pub(crate) use reach::{Question, Tier};
pub(crate) use seen::Moves;
pub(crate) use tsconfig::TsconfigFault;
pub(crate) use view::FileView;

/// Index of a file among the [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FileId(pub u32);

impl FileId {
    /// Stands for the file of something that was not read from one.
    pub(crate) const NONE: Self = Self(u32::MAX);
    /// The declarations of the language itself, which no file holds.
    pub(crate) const LANGUAGE: Self = Self(u32::MAX - 1);
    /// The declarations of values of the language, which no file holds either.
    pub(crate) const LIBRARY: Self = Self(u32::MAX - 2);
}

/// The files as one evaluation sees them.
pub(crate) struct Sources {
    files: Arc<Files>,
    language: Rc<FileView>,
    /// Those that cannot be read as well: that they appear may change the answer.
    read: RefCell<FxHashMap<FileId, Option<Rc<FileView>>>>,
    edges: FxHashMap<Edge, ResolvedModule>,
    world: Arc<World>,
    /// What was asked of the program as a whole.
    asked: RefCell<FxHashMap<(Tier, Question), Answer>>,
    asked_whether_plain: Cell<bool>,
    /// Declarations with everything that merges into them, as far as somebody wanted them.
    sites: RefCell<FxHashMap<Body, Sites>>,
    library: OnceCell<Rc<FileView>>,
}

/// The declarations of each name.
type Sites = FxHashMap<Name, Rc<[Site]>>;

/// Everything an evaluation looked at: as long as it holds, so does the result.
pub(crate) struct Reads {
    files: Vec<(FileId, Option<Seen>)>,
    /// Also the specifiers that led nowhere: a file that appears may change the answer.
    edges: Vec<(Edge, ResolvedModule)>,
    /// The edges are known to hold in this generation.
    generation: u64,
    asked: Vec<((Tier, Question), Answer)>,
    /// The answers are known to hold in this one.
    world: Arc<World>,
}

impl Reads {
    /// The files that were looked at, or for.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        self.files.iter().map(|(file, _)| *file)
    }

    /// Whether another evaluation would see the same, but for where it stands; `None` if not.
    pub(crate) fn still_hold(&mut self, files: &Arc<Files>) -> Option<Moves> {
        let mut moves = Moves::default();
        for (id, seen) in &mut self.files {
            match (seen, files.read(*id)) {
                (Some(seen), Some(now)) => seen.follow(*id, now, &mut moves)?,
                (None, None) => {}
                _ => return None,
            }
        }
        let generation = files.generation();
        if self.generation != generation {
            if self.edges.iter().any(|(edge, led)| files.resolve(edge.clone()) != *led) {
                return None;
            }
            self.generation = generation;
        }
        let world = files.world();
        if !Arc::ptr_eq(&world, &self.world) {
            let holds = |((tier, question), answer): &((Tier, Question), Answer)| {
                world.answer(files, *tier, question) == *answer
            };
            if !self.asked.iter().all(holds) {
                return None;
            }
            self.world = world;
        }
        Some(moves)
    }
}

impl Sources {
    pub(crate) fn new(files: Arc<Files>) -> Self {
        let world = files.world();
        Self::over(files, world)
    }

    /// The files as a part of this program.
    pub(crate) fn over(files: Arc<Files>, world: Arc<World>) -> Self {
        let language = Rc::new(FileView::new(crate::evaluate::language_facts()));
        Self {
            files,
            language,
            read: RefCell::default(),
            edges: FxHashMap::default(),
            world,
            asked: RefCell::default(),
            asked_whether_plain: Cell::default(),
            sites: RefCell::default(),
            library: OnceCell::new(),
        }
    }

    /// Whether the project's own files declare nothing for others; of such a program that alone
    /// is remembered.
    fn is_plain(&self) -> bool {
        let is_plain = self.world.is_plain();
        if is_plain && !self.asked_whether_plain.replace(true) {
            let key = (Tier::Own, Question::Anything);
            self.asked.borrow_mut().insert(key, Answer::default());
        }
        is_plain
    }

    /// What the program as a whole says.
    pub(crate) fn ask(&self, tier: Tier, question: &Question) -> Answer {
        if tier == Tier::Own && self.is_plain() {
            return Answer::default();
        }
        let key = (tier, question.clone());
        if let Some(known) = self.asked.borrow().get(&key) {
            return Arc::clone(known);
        }
        let answer = self.world.answer(&self.files, tier, question);
        self.asked.borrow_mut().insert(key, Arc::clone(&answer));
        answer
    }

    /// What was looked at until now.
    pub(crate) fn into_reads(self) -> Reads {
        let seen = |view: Rc<FileView>| Seen::of(&view);
        Reads {
            generation: self.files.generation(),
            files: self
                .read
                .into_inner()
                .into_iter()
                .map(|(id, view)| (id, view.map(seen)))
                .collect(),
            edges: self.edges.into_iter().collect(),
            asked: self.asked.into_inner().into_iter().collect(),
            world: self.world,
        }
    }

    /// The file at `path`, if it can be read.
    pub(crate) fn load(&mut self, path: &Path) -> Option<FileId> {
        let id = self.files.id_of(path);
        self.look_at(id).map(|_| id)
    }

    /// The file that says what the modules of the project provide.
    pub(crate) fn load_modules(&mut self) -> Option<FileId> {
        let path = modules::path_of(self.files.root());
        self.load(&path)
    }

    fn look_at(&self, id: FileId) -> Option<Rc<FileView>> {
        if id == FileId::LIBRARY {
            // It never changes, so nothing depends on having looked at it.
            let library = || Rc::new(FileView::new(crate::evaluate::library()));
            return Some(Rc::clone(self.library.get_or_init(library)));
        }
        let mut read = self.read.borrow_mut();
        let look = || Some(Rc::new(FileView::new(self.files.read(id)?)));
        read.entry(id).or_insert_with(look).clone()
    }

    /// The facts of a file that [`Sources::load`] gave.
    pub(crate) fn facts(&self, id: FileId) -> Rc<FileView> {
        if id == FileId::LANGUAGE {
            return Rc::clone(&self.language);
        }
        self.look_at(id).expect("an id is handed out only for a file that was read")
    }

    /// Every file below a folder of the project. Nothing remembers that it was asked: only what
    /// is said may depend on it, never what a type is.
    pub(crate) fn files_below(&self, folder: &Path) -> Vec<PathBuf> {
        if folder.starts_with(self.files.root()) {
            self.files.host().files_below(folder)
        } else {
            Vec::new()
        }
    }

    /// Where `specifier` leads from `file`.
    pub(crate) fn resolve(&mut self, file: FileId, specifier: &Name) -> ResolvedModule {
        let edge = (file, Name::clone(specifier));
        if let Some(known) = self.edges.get(&edge) {
            return known.clone();
        }
        let resolved = self.files.resolve(edge.clone());
        self.edges.insert(edge, resolved.clone());
        resolved
    }

    /// `path` relative to the project's root, with `/`.
    pub(crate) fn display_path(&self, path: &Path) -> String {
        self.files.display_path(path)
    }

    pub(crate) fn display(&self, file: FileId) -> String {
        self.display_path(self.facts(file).path())
    }

    /// A request for a schema value, with the name that it is exported under.
    pub(crate) fn schema_request(&mut self, key: SchemaKey) -> SchemaRequest {
        let Some(file) = self.load(&key.file) else { return SchemaRequest { key, export: None } };
        let facts = self.facts(file);
        SchemaRequest::of(key, facts.module_scope().exports())
    }

    /// Whether only the analyzer sees the file.
    pub(crate) fn is_given(&self, file: FileId) -> bool {
        let facts = self.facts(file);
        is_given(facts.path()) || prisma::is_schema(facts.path())
    }

    /// Whether the file has one side of a schema value.
    pub(crate) fn is_schema(&self, file: FileId) -> bool {
        SchemaKey::of_file(self.facts(file).path()).is_some()
    }

    /// Whether the file has a type that somebody else found out.
    pub(crate) fn is_found_out(&self, file: FileId) -> bool {
        FallbackKey::of_file(self.facts(file).path()).is_some()
    }

    /// The file whose names are seen in a file with a type that somebody else found out.
    pub(crate) fn beneath(&mut self, file: FileId) -> Option<FileId> {
        let key = FallbackKey::of_file(self.facts(file).path())?;
        self.load(&key.file)
    }

    /// Whether Prisma generated the file, or would have: its client, what that stands on, or the
    /// schema it is generated from.
    pub(crate) fn is_of_prisma(&self, file: FileId) -> bool {
        if file.0 >= FileId::LIBRARY.0 {
            return false;
        }
        let facts = self.facts(file);
        let path = facts.path().to_string_lossy().replace('\\', "/");
        if path.contains("/node_modules/") {
            return path.contains("/.prisma/client/") || path.contains("/@prisma/client/");
        }
        prisma::is_schema(facts.path())
            || facts.declarations_of(MODULE_SCOPE, "GetFindResult").next().is_some()
            || facts.module_scope().import("runtime").is_some_and(|import| {
                matches!(import.imported, ImportedName::Namespace)
                    && import.specifier.split('/').any(|part| part == "runtime")
            })
    }

    /// Whether the file belongs to the project rather than to a package it uses.
    pub(crate) fn is_own(&self, file: FileId) -> bool {
        let facts = self.facts(file);
        !in_node_modules(facts.path())
            && !is_given(facts.path())
            && !prisma::is_schema(facts.path())
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
    found.extend(facts.bare_imports.iter().map(Name::clone));
    if !facts.is_script {
        found.extend(facts.ambient_modules.iter().map(|(name, _)| Name::clone(name)));
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
