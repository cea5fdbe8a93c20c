//! A project under analysis: what was read stays read until somebody says that it changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gati_types::{Document, Manifest};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use rustc_hash::FxHashSet;

use crate::codes::Code;
use crate::declare::contract::draft_of;
use crate::declare::{export_place, exported};
use crate::diagnostic::{Diagnostic, Draft};
use crate::entries::{Entries, Key};
use crate::entry::{Entry, Purpose, Said};
use crate::evaluate::{Evaluator, NamedKey, Place, Type};
use crate::host::SourceHost;
use crate::ir::{MODULE_SCOPE, Name, Span};
use crate::listing::{Listed, Listing};
use crate::project::ProjectOptions;
use crate::publish::Publisher;
use crate::resolve::symbol::{Meaning, Symbol};
use crate::resolve::{FileId, Files, Sources};
use crate::snapshot::{Snapshot, merged, shown};
use crate::suggest::nearest;

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

/// Which exported types of a file are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exports<'n> {
    /// Every one of them.
    All,
    /// The one of this name.
    Named(&'n str),
}

/// The exported types of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedTypes {
    /// Each with its name and the named types it mentions, in the order of the names.
    pub types: Vec<(String, Document)>,
    /// What could not be evaluated.
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
    entries: Entries,
    evaluated: u64,
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
            entries: Entries::default(),
            evaluated: 0,
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
        let snapshot = on_deep_stack(pool.as_ref(), || self.run(pool.is_some()));
        self.pool = pool;
        let snapshot = Arc::new(snapshot);
        self.last = Some(Arc::clone(&snapshot));
        snapshot
    }

    /// The types that `file` exports, each as a document of its own.
    pub fn types_of(&mut self, file: &Path, exports: Exports<'_>) -> ExportedTypes {
        let path = self.options.root.join(file);
        let files = &self.files;
        on_deep_stack(self.pool.as_ref(), || exported_types(files, &path, exports))
    }

    /// How often a file of handlers or a module was evaluated, since the analyzer was made.
    pub fn evaluated(&self) -> u64 {
        self.evaluated
    }

    fn run(&mut self, in_parallel: bool) -> Snapshot {
        let files = &self.files;
        let changed = files.refresh();
        let listing = self.listing.get_or_insert_with(|| Listing::read(&self.options, files));
        if files.lead_elsewhere(&changed) {
            self.graph = None;
        }
        let graph = self.graph.get_or_insert_with(|| files.load_graph(listing.files()));
        let stale: Vec<(Key, &Listed)> = self.entries.stale(listing, files, &changed);
        self.evaluated += stale.len() as u64;
        let evaluate = |(key, listed): (Key, &Listed)| (key, Entry::of(files, listed, key.0));
        let evaluated: Vec<(Key, Entry)> = if in_parallel && stale.len() > 1 {
            stale.into_par_iter().map(evaluate).collect()
        } else {
            stale.into_iter().map(evaluate).collect()
        };
        self.entries.take_in(evaluated);
        put_together(files, listing, &self.entries, graph)
    }
}

/// Runs `work` where recursion has room.
fn on_deep_stack<T: Send>(pool: Option<&ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn put_together(
    files: &Arc<Files>,
    listing: &Listing,
    entries: &Entries,
    graph: &FxHashSet<FileId>,
) -> Snapshot {
    let mut diagnostics = Vec::new();
    if let Some((path, reason)) = files.tsconfig_fault() {
        let file = files.display_path(&path);
        let message = format!("the tsconfig cannot be used: {reason}");
        let help = "correct it, or name another one";
        diagnostics.push(Arc::new(Diagnostic::about_file(Code::Tsconfig, file, message, help)));
    }
    let of = |listed: &[Listed], purpose| -> Vec<&Entry> {
        listed.iter().filter_map(|listed| entries.get((purpose, listed.file))).collect()
    };
    let handlers = of(&listing.handlers, Purpose::Handlers);
    let modules = of(&listing.modules, Purpose::Module);
    let listed = listing.handlers.iter().chain(&listing.modules);
    for (listed, entry) in listed.zip(handlers.iter().chain(&modules)) {
        if !entry.readable {
            let file = files.display_path(&listed.path);
            let message = "the file cannot be read as UTF-8 text".to_owned();
            let help = "check its permissions and encoding";
            diagnostics.push(Arc::new(Diagnostic::about_file(
                Code::Unreadable,
                file,
                message,
                help,
            )));
        }
    }
    let syntax = syntax_drafts(files, graph).into_iter().map(Said::new).collect();
    merged(files, &handlers, &modules, (diagnostics, syntax))
}

/// What the parser refused in the files of the project.
fn syntax_drafts(files: &Files, graph: &FxHashSet<FileId>) -> Vec<Draft> {
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

fn exported_types(files: &Arc<Files>, path: &Path, exports: Exports<'_>) -> ExportedTypes {
    let sources = &mut Sources::new(Arc::clone(files));
    let Some(file) = sources.load(path) else {
        let shown = sources.display_path(path);
        let message = "there is no such file, or it is not UTF-8 text".to_owned();
        let diagnostic = Diagnostic::about_file(Code::Unreadable, shown, message, "check the path");
        return ExportedTypes { types: Vec::new(), diagnostics: vec![diagnostic] };
    };
    let graph = files.load_graph(std::iter::once(file));
    let mut drafts = syntax_drafts(files, &graph);
    let names: Vec<Name> = match exports {
        Exports::All => sources.export_names(file),
        Exports::Named(name) => vec![Name::from(name)],
    };
    let mut types = Vec::new();
    let mut evaluator = Evaluator::new(sources);
    for name in names {
        let Some(ty) = type_export(&mut evaluator, file, &name) else {
            if matches!(exports, Exports::Named(_)) {
                drafts.push(no_such_type(evaluator.sources, file, &name));
            }
            continue;
        };
        let place = export_place(evaluator.sources, file, &name);
        let mut publisher = Publisher::new(&mut evaluator);
        let root = publisher.publish_at(&name, ty);
        let (findings, warnings) = publisher.take_findings();
        let table = publisher.into_table();
        drafts.extend(warnings);
        for finding in findings {
            drafts.push(draft_of(&evaluator, &finding, place, &format!("`{name}`")));
        }
        let mut document = Document::new(root);
        for id in table.reachable([&document.root]) {
            if let Some(named) = table.get(id) {
                document.types.insert(id.clone(), named.clone());
            }
        }
        types.push((name.to_string(), document));
    }
    let said: Vec<Said> = drafts.into_iter().map(Said::new).collect();
    let diagnostics = shown(said.iter(), files)
        .into_iter()
        .map(|diagnostic| Diagnostic::clone(&diagnostic))
        .collect();
    ExportedTypes { types, diagnostics }
}

/// The type `file` exports as `name`; `None` for a value, a generic, and nothing.
fn type_export(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    name: &Name,
) -> Option<crate::evaluate::Ty> {
    let module = Symbol::Module { file, scope: MODULE_SCOPE };
    match evaluator.sources.member(&module, name, Meaning::Type) {
        Ok(Some(Symbol::Declared { file, scope, name })) => {
            let facts = evaluator.sources.facts(file);
            let is_type = facts.declarations_of(scope, &name).any(|(_, found)| {
                crate::resolve::symbol::has_meaning(&found.kind, Meaning::Type)
                    && !matches!(found.kind, crate::ir::DeclKind::ImportAlias(_))
            });
            let named = NamedKey { file, scope, name, arguments: Vec::new() };
            (is_type && evaluator.takes_no_arguments(&named))
                .then(|| evaluator.plain(Type::Named(named)))
        }
        Ok(_) => None,
        Err(missing) => {
            let place = export_place(evaluator.sources, file, name);
            Some(evaluator.missing(&missing, place))
        }
    }
}

fn no_such_type(sources: &mut Sources, file: FileId, name: &Name) -> Draft {
    let place = match exported(sources, file, name) {
        Some(export) => export.place(),
        None => Place { file, span: Span::default() },
    };
    let known = sources.export_names(file);
    let help = match nearest(name, known.iter().map(|known| &**known)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("export it, without type parameters: export type {name} = …"),
    };
    Draft::new(
        Code::ExportNotFound,
        place,
        format!("the file exports no type `{name}` that can be used by itself"),
    )
    .help(help)
}

/// Analyzes a project once.
pub fn analyze(options: &ProjectOptions, host: Arc<dyn SourceHost>) -> Analysis {
    Analyzer::new(options.clone(), host).analyze()
}
