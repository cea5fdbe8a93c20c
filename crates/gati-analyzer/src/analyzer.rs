//! A project under analysis: what was read stays read until somebody says that it changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gati_types::{Manifest, ModuleEntry};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use rustc_hash::FxHashSet;

use crate::call_sites::{Calls, calls_of};
use crate::codes::Code;
use crate::diagnostic::{Diagnostic, Draft, Finding};
use crate::entries::{Entries, Key};
use crate::entry::{Entry, Purpose, Said};
use crate::evaluate::Place;
use crate::exports::{ExportedTypes, Exports, exported_types};
use crate::given::fallback::{FallbackKey, FallbackRequest, GivenFallback};
use crate::given::modules::Registry;
use crate::given::{self, GivenSchema, SchemaKey, SchemaRequest};
use crate::host::SourceHost;
use crate::listing::{Listed, Listing};
use crate::local_types::Definitions;
use crate::merge::{Merged, Replaced};
use crate::project::{HttpServer, ProjectOptions};
use crate::resolve::{FileId, Files, Origin, Tracer, TsconfigFault};
use crate::snapshot::{Snapshot, put_together};
use crate::sought::{fallbacks_among, schemas_among};

/// The stack of the thread that analyzes. Parsing and evaluation recurse as deep as the source
/// nests, within limits this holds.
const STACK: usize = 256 << 20;

/// What an analysis found.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Everything that is known of the API.
    pub manifest: Manifest,
    /// What the author should know, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
}

/// A project under analysis.
///
/// Files are read once and kept as facts, and every file of handlers keeps what was made of it
/// together with what that was made from. An edit costs the reading of what
/// [`Analyzer::invalidate`] named, and the evaluation of what looked at it.
pub struct Analyzer {
    options: ProjectOptions,
    files: Arc<Files>,
    /// Unknown once files may have appeared or gone.
    listing: Option<Listing>,
    /// The files of the project; unknown once an edge may lead elsewhere.
    graph: Option<FxHashSet<FileId>>,
    /// For which state of everything but the graph the world was made.
    world_stamp: Option<(u64, u64)>,
    entries: Entries,
    definitions: Definitions,
    /// The handlers and types of all entries; unknown until they are put together.
    merged: Option<Merged>,
    evaluated: u64,
    types_made: u64,
    last: Option<Arc<Snapshot>>,
    pool: Option<ThreadPool>,
}

impl Analyzer {
    /// An analyzer that has read nothing yet.
    pub fn new(options: ProjectOptions, host: Arc<dyn SourceHost>) -> Self {
        let files = Files::new(host, options.root.clone(), options.tsconfig.clone());
        // Where no thread can be had, the work is done on the caller's.
        let pool = ThreadPoolBuilder::new().stack_size(STACK).build().ok();
        Self {
            options,
            files: Arc::new(files),
            listing: None,
            graph: None,
            world_stamp: None,
            entries: Entries::default(),
            definitions: Definitions::default(),
            merged: None,
            evaluated: 0,
            types_made: 0,
            last: None,
            pool,
        }
    }

    /// Says that these files, absolute, changed, appeared or went. A folder stands for everything
    /// in it.
    pub fn invalidate(&mut self, paths: &[PathBuf]) {
        self.last = None;
        let tsconfig_changed = paths.iter().any(|path| {
            path.extension().is_some_and(|extension| extension == "json")
                && path.file_name().is_some_and(|name| name != "package.json")
        });
        let structural = self.files.invalidate(paths);
        let files = &self.files;
        let options = &self.options;
        // A file that was imported before it was seen in its folder is known and not listed.
        if structural
            || self
                .listing
                .as_ref()
                .is_some_and(|listing| paths.iter().any(|path| listing.lacks(options, path, files)))
        {
            self.listing = None;
            self.graph = None;
            self.entries.check_all();
        }
        if tsconfig_changed {
            self.files.reload_tsconfig(self.options.tsconfig.clone());
            self.graph = None;
        }
    }

    /// Says who speaks HTTP for the project from now on.
    pub fn serve_by(&mut self, server: HttpServer) {
        if self.options.server != server {
            self.options.server = server;
            self.last = None;
        }
    }

    /// The manifest and the diagnostics of the project as it is now. Total: whatever the
    /// sources hold, there is an answer.
    pub fn analyze(&mut self) -> Analysis {
        let snapshot = self.snapshot();
        let diagnostics =
            snapshot.diagnostics.iter().map(|diagnostic| Diagnostic::clone(diagnostic)).collect();
        Analysis { manifest: snapshot.manifest(), diagnostics }
    }

    /// The same as [`Analyzer::analyze`] in parts, which are shared with the last snapshot as far
    /// as nothing changed them.
    pub fn snapshot(&mut self) -> Arc<Snapshot> {
        if let Some(known) = &self.last {
            return Arc::clone(known);
        }
        let pool = self.pool.take();
        let snapshot = on_deep_stack(pool.as_ref(), || self.settled(pool.is_some()));
        self.pool = pool;
        let snapshot = Arc::new(snapshot);
        self.last = Some(Arc::clone(&snapshot));
        snapshot
    }

    /// The schema values that the last snapshot needs, known or not, in order. Their types come
    /// from running them, which is not done here: see [`Analyzer::give_schema`].
    pub fn schema_requests(&self) -> Vec<SchemaRequest> {
        schemas_among(&self.files, self.entries.files())
    }

    /// Says what a schema value turned out to be. What asked for it is evaluated again with the
    /// next snapshot, if this is news.
    pub fn give_schema(&mut self, key: &SchemaKey, given: &GivenSchema) {
        for (path, text) in given::texts(key, given) {
            if self.files.give(path, text) {
                self.last = None;
            }
        }
    }

    /// What the last snapshot needs the type of and could not find out, given or not, in order.
    pub fn fallback_requests(&self) -> Vec<FallbackRequest> {
        self.requests_of(&fallbacks_among(&self.files, self.entries.files()))
    }

    /// The requests for these types, in the same order: each with what it is made from.
    pub fn requests_of(&self, keys: &[FallbackKey]) -> Vec<FallbackRequest> {
        if keys.is_empty() {
            return Vec::new();
        }
        let files = &self.files;
        on_deep_stack(self.pool.as_ref(), || {
            let listing = Listing::read(&self.options, files);
            let modules = listing.modules.iter().map(|listed| listed.file).collect();
            let mut tracer = Tracer::new(files, modules);
            let request = |key: &FallbackKey| {
                let Origin { hash, packages } = tracer.origin_of(key);
                FallbackRequest { key: key.clone(), origin: hash, packages }
            };
            keys.iter().map(request).collect()
        })
    }

    /// Says what the type of a position is. What asked for it is evaluated again with the next
    /// snapshot, if this is news.
    pub fn give_fallback(&mut self, key: &FallbackKey, given: &GivenFallback) {
        if self.files.give(key.file_of(), given.text()) {
            self.last = None;
        }
    }

    /// The types that `file` exports, each as a document of its own.
    pub fn types_of(&mut self, file: &Path, exports: Exports<'_>) -> ExportedTypes {
        let path = self.options.root.join(file);
        let files = &self.files;
        on_deep_stack(self.pool.as_ref(), || exported_types(files, &path, exports))
    }

    /// The types that `file` calls `validate<T>()` with.
    pub fn calls_of(&mut self, file: &Path) -> Calls {
        let path = self.options.root.join(file);
        let files = &self.files;
        on_deep_stack(self.pool.as_ref(), || calls_of(files, &path))
    }

    /// How often a file of handlers or a module was evaluated, since the analyzer was made.
    pub fn evaluated(&self) -> u64 {
        self.evaluated
    }

    /// How many types these evaluations made.
    pub fn types_made(&self) -> u64 {
        self.types_made
    }

    /// The modules of the project say what `gctx.modules` is, and no module depends on that for
    /// its name: so a second run is the last one.
    fn settled(&mut self, in_parallel: bool) -> Snapshot {
        let (snapshot, modules) = self.run(in_parallel);
        match modules {
            Registry::Known => snapshot,
            Registry::Changed => self.run(in_parallel).0,
        }
    }

    fn run(&mut self, in_parallel: bool) -> (Snapshot, Registry) {
        let files = &self.files;
        let changed = files.refresh();
        let listing = self.listing.get_or_insert_with(|| Listing::read(&self.options, files));
        if changed.far_reaching || files.lead_elsewhere(&changed.files) {
            self.graph = None;
        }
        let stamp = self.graph.as_ref().and_then(|_| files.reach_stamp());
        let graph = self.graph.get_or_insert_with(|| files.load_graph(listing.files()));
        if stamp.is_none() || self.world_stamp != stamp {
            let world = files.world_of(graph);
            if !Arc::ptr_eq(&world, &files.world()) {
                files.set_world(world);
                self.entries.check_all();
            }
            self.world_stamp = files.reach_stamp();
        }
        if !self.entries.is_settled(files) {
            self.merged = None;
        }
        let stale: Vec<(Key, &Listed)> = self.entries.stale(listing, files, &changed.files);
        self.evaluated += stale.len() as u64;
        let (modules, handlers): (Vec<_>, Vec<_>) =
            stale.into_iter().partition(|((purpose, _), _)| *purpose == Purpose::Module);
        let definitions = &self.definitions;
        let evaluate =
            |(key, listed): (Key, &Listed)| (key, Entry::of(files, listed, key.0, definitions));
        let all = |stale: Vec<(Key, &Listed)>| -> Vec<(Key, Entry)> {
            if in_parallel && stale.len() > 1 {
                stale.into_par_iter().map(evaluate).collect()
            } else {
                stale.into_iter().map(evaluate).collect()
            }
        };
        // Handlers see the modules, so these come first.
        let modules = all(modules);
        let types_of = |found: &[(Key, Entry)]| {
            found.iter().map(|(_, entry)| entry.types_made as u64).sum::<u64>()
        };
        self.types_made += types_of(&modules);
        let mut replaced = self.entries.take_in(modules);
        given::modules::give_first(files, &found_modules(listing, &self.entries));
        let handlers = all(handlers);
        self.types_made += types_of(&handlers);
        replaced.append(&mut self.entries.take_in(handlers));
        let registry = given::modules::give(files, &found_modules(listing, &self.entries));
        let entries = in_order(listing, &self.entries);
        let known = self.merged.take().and_then(|merged| patched(merged, &replaced, &self.entries));
        let merged = known.unwrap_or_else(|| Merged::of(&entries.0));
        let mut snapshot = summed_up(files, listing, (&merged, &entries), graph);
        if self.options.server == HttpServer::Fastify {
            snapshot.diagnostics.retain(|said| said.code != Code::RawMissing.as_str());
        }
        self.merged = Some(merged);
        (snapshot, registry)
    }
}

/// The modules, in the order of their files.
fn found_modules<'e>(listing: &Listing, entries: &'e Entries) -> Vec<&'e ModuleEntry> {
    listing
        .modules
        .iter()
        .filter_map(|listed| entries.get((Purpose::Module, listed.file)))
        .filter_map(|entry| entry.module.as_ref().map(|(entry, _)| entry))
        .collect()
}

/// Runs `work` where recursion has room.
fn on_deep_stack<T: Send>(pool: Option<&ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// Handlers and modules, each in the order of their files.
type InOrder<'e> = (Vec<&'e Entry>, Vec<&'e Entry>);

fn in_order<'e>(listing: &Listing, entries: &'e Entries) -> InOrder<'e> {
    let of = |listed: &[Listed], purpose| {
        listed.iter().filter_map(|listed| entries.get((purpose, listed.file))).collect()
    };
    (of(&listing.handlers, Purpose::Handlers), of(&listing.modules, Purpose::Module))
}

/// The same with the new results in place of the old ones, if that can be.
fn patched(
    mut merged: Merged,
    replaced: &[(Key, Option<Entry>)],
    entries: &Entries,
) -> Option<Merged> {
    let handlers = replaced.iter().filter(|((purpose, _), _)| *purpose == Purpose::Handlers);
    let pairs: Option<Vec<Replaced<'_>>> =
        handlers.map(|(key, old)| Some((old.as_ref()?, entries.get(*key)?))).collect();
    merged.patch(&pairs?).then_some(merged)
}

fn summed_up(
    files: &Arc<Files>,
    listing: &Listing,
    (merged, (handlers, modules)): (&Merged, &InOrder<'_>),
    graph: &FxHashSet<FileId>,
) -> Snapshot {
    let mut diagnostics = Vec::new();
    diagnostics.extend(files.tsconfig_fault().map(|fault| Arc::new(about_tsconfig(files, &fault))));
    let listed = listing.handlers.iter().chain(&listing.modules);
    for (listed, entry) in listed.zip(handlers.iter().chain(modules)) {
        if !entry.readable {
            let file = files.display_path(&listed.path);
            let message = "the file cannot be read as UTF-8 text".to_owned();
            let help = "check its permissions and encoding";
            let diagnostic = Diagnostic::about_file(Code::Unreadable, file, message, help);
            diagnostics.push(Arc::new(diagnostic));
        }
    }
    let syntax = syntax_drafts(files, graph).into_iter().map(Said::new).collect();
    put_together(files, merged, (handlers, modules), (diagnostics, syntax))
}

/// Where and why the tsconfig is not used.
fn about_tsconfig(files: &Files, fault: &TsconfigFault) -> Diagnostic {
    let file = files.display_path(&fault.path);
    let Some(text) = &fault.text else {
        return Diagnostic::about_file(Code::Tsconfig, file, fault.message.clone(), &fault.help);
    };
    Diagnostic::of(&Finding {
        code: Code::Tsconfig,
        file: &file,
        text,
        bytes: (fault.span.start, fault.span.end),
        message: &fault.message,
        help: Some(&fault.help),
    })
}

/// What the parser refused in the files of the project.
pub(crate) fn syntax_drafts(files: &Files, graph: &FxHashSet<FileId>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (file, facts) in files.faulty() {
        if !graph.contains(&file) {
            continue;
        }
        for fault in &facts.faults {
            let mut draft =
                Draft::new(Code::Syntax, Place { file, span: fault.span }, fault.message.clone());
            draft.help.clone_from(&fault.help);
            drafts.push(draft);
        }
    }
    drafts
}

/// Analyzes a project once.
pub fn analyze(options: &ProjectOptions, host: Arc<dyn SourceHost>) -> Analysis {
    Analyzer::new(options.clone(), host).analyze()
}
