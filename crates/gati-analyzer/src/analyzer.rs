//! A project under analysis: what was read stays read until somebody says that it changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gati_types::{Document, GType, Manifest, TypeTable};
use rayon::{ThreadPool, ThreadPoolBuilder};
use rustc_hash::FxHashSet;

use crate::codes::Code;
use crate::declare::contract::draft_of;
use crate::declare::handler::{self, Found};
use crate::declare::{export_place, exported, module};
use crate::diagnostic::{Diagnostic, Draft, about_file};
use crate::evaluate::{Evaluator, NamedKey, Place, Type};
use crate::host::SourceHost;
use crate::ir::{MODULE_SCOPE, Name, Span};
use crate::project::ProjectOptions;
use crate::publish::Publisher;
use crate::resolve::symbol::{Meaning, Symbol};
use crate::resolve::{FileId, Sources};
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
/// Files are read once and kept as facts; an edit costs the reading of what
/// [`Analyzer::invalidate`] named, and the evaluation of what depends on it.
pub struct Analyzer {
    options: ProjectOptions,
    sources: Sources,
    last: Option<Analysis>,
    pool: Option<ThreadPool>,
}

impl Analyzer {
    /// An analyzer that has read nothing yet.
    pub fn new(options: ProjectOptions, host: Arc<dyn SourceHost>) -> Self {
        let sources = Sources::new(host, options.root.clone(), options.tsconfig.clone());
        // Where no thread can be had, the work is done on the caller's.
        let pool = ThreadPoolBuilder::new().stack_size(STACK).build().ok();
        Self { options, sources, last: None, pool }
    }

    /// Says that these files, absolute, changed, appeared or went.
    pub fn invalidate(&mut self, paths: &[PathBuf]) {
        self.last = None;
        let tsconfig_changed = paths.iter().any(|path| {
            path.extension().is_some_and(|extension| extension == "json")
                && path.file_name().is_some_and(|name| name != "package.json")
        });
        self.sources.invalidate(paths);
        if tsconfig_changed {
            self.sources.reload_tsconfig(self.options.tsconfig.clone());
        }
    }

    /// The manifest and the diagnostics of the project as it is now. Total: whatever the
    /// sources hold, there is an answer.
    pub fn analyze(&mut self) -> Analysis {
        if let Some(known) = &self.last {
            return known.clone();
        }
        let (options, sources) = (&self.options, &mut self.sources);
        let analysis = on_deep_stack(self.pool.as_ref(), || run(options, sources));
        self.last = Some(analysis.clone());
        analysis
    }

    /// The types that `file` exports, each as a document of its own.
    pub fn types_of(&mut self, file: &Path, exports: Exports<'_>) -> ExportedTypes {
        let path = self.options.root.join(file);
        let sources = &mut self.sources;
        on_deep_stack(self.pool.as_ref(), || exported_types(sources, &path, exports))
    }
}

/// Runs `work` where recursion has room.
fn on_deep_stack<T: Send>(pool: Option<&ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn run(options: &ProjectOptions, sources: &mut Sources) -> Analysis {
    let mut diagnostics = Vec::new();
    if let Some((path, reason)) = sources.tsconfig_fault() {
        let file = sources.display_path(path);
        let message = format!("the tsconfig cannot be used: {reason}");
        diagnostics.push(about_file(
            Code::Tsconfig,
            file,
            message,
            "correct it, or name another one",
        ));
    }
    let handlers = listed(sources, &options.root.join(&options.handlers_dir), is_source);
    let modules = listed(sources, &options.root.join(&options.modules_dir), |relative| {
        is_source(relative) && is_module_file(relative)
    });
    let entries: Vec<PathBuf> =
        handlers.iter().chain(&modules).map(|(path, _)| path.clone()).collect();
    let graph = sources.load_graph(&entries);
    for path in &entries {
        if sources.load(path).is_none() {
            let file = sources.display_path(path);
            let message = "the file cannot be read as UTF-8 text".to_owned();
            diagnostics.push(about_file(
                Code::Unreadable,
                file,
                message,
                "check its permissions and encoding",
            ));
        }
    }
    let mut drafts = syntax_drafts(sources, &graph);

    let mut evaluator = Evaluator::new(sources);
    let mut found_handlers: Vec<Found> = Vec::new();
    let mut publisher = Publisher::new(&mut evaluator);
    for (path, relative) in &handlers {
        let Some(file) = publisher.evaluator.sources.load(path) else { continue };
        found_handlers.append(&mut handler::discover(&mut publisher, file, relative, &mut drafts));
    }
    let table = publisher.into_table();
    let mut found_modules = Vec::new();
    for (path, relative) in &modules {
        let Some(file) = evaluator.sources.load(path) else { continue };
        found_modules.extend(module::discover(&mut evaluator, file, relative, &mut drafts));
    }

    let handlers = without_duplicates(found_handlers, &mut drafts);
    duplicate_modules(&found_modules, &mut drafts);
    let mut manifest = Manifest {
        handlers,
        modules: found_modules.into_iter().map(|(entry, _)| entry).collect(),
        ..Manifest::default()
    };
    manifest.types = reached(&table, &manifest);
    diagnostics.append(&mut finish(drafts, sources));
    Analysis { manifest, diagnostics }
}

/// Files below a folder with their paths relative to it, in order.
fn listed(
    sources: &Sources,
    directory: &Path,
    wanted: impl Fn(&str) -> bool,
) -> Vec<(PathBuf, String)> {
    let mut files: Vec<(PathBuf, String)> = sources
        .host()
        .files_below(directory)
        .into_iter()
        .filter_map(|path| {
            let relative = path.strip_prefix(directory).ok()?.to_string_lossy().replace('\\', "/");
            wanted(&relative).then_some((path, relative))
        })
        .collect();
    files.sort_by(|left, right| left.1.cmp(&right.1));
    files
}

/// Source that is run: no declarations, no tests.
fn is_source(relative: &str) -> bool {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let has_extension =
        [".ts", ".tsx", ".mts", ".js", ".mjs", ".jsx"].iter().any(|end| name.ends_with(end));
    let left_out = [".d.ts", ".d.mts"].iter().any(|end| name.ends_with(end))
        || name.contains(".test.")
        || name.contains(".spec.")
        || relative.split('/').any(|part| part == "__tests__" || part == "node_modules");
    has_extension && !left_out
}

/// `db.ts` or `db/index.ts`; deeper files belong to a module and are none.
fn is_module_file(relative: &str) -> bool {
    match relative.split_once('/') {
        None => !relative.starts_with("index."),
        Some((_, rest)) => rest.starts_with("index.") && !rest.contains('/'),
    }
}

fn syntax_drafts(sources: &Sources, graph: &[FileId]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for file in graph.iter().copied() {
        let facts = sources.facts(file);
        for fault in &facts.faults {
            let mut draft =
                Draft::new(Code::Syntax, Place { file, span: fault.span }, fault.message.clone());
            draft.help.clone_from(&fault.help);
            drafts.push(draft);
        }
    }
    drafts
}

/// Handlers in the order of their ids, the later of two with one id left out and reported.
fn without_duplicates(found: Vec<Found>, drafts: &mut Vec<Draft>) -> Vec<gati_types::Handler> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    let mut known: rustc_hash::FxHashMap<String, Place> = rustc_hash::FxHashMap::default();
    for next in found {
        let Some(first) = known.get(&next.handler.id) else {
            known.insert(next.handler.id.clone(), next.place);
            kept.push(next);
            continue;
        };
        drafts.push(
            Draft::new(
                Code::HandlerDuplicate,
                next.place,
                format!("`{}` is answered by another handler already", next.handler.id),
            )
            .help("give one of them another route or method")
            .also(*first, "the other one"),
        );
    }
    kept.sort_by(|left, right| left.handler.id.cmp(&right.handler.id));
    kept.into_iter().map(|found| found.handler).collect()
}

fn duplicate_modules(found: &[(gati_types::ModuleEntry, Place)], drafts: &mut Vec<Draft>) {
    for (index, (entry, place)) in found.iter().enumerate() {
        if let Some((_, first)) = found[..index].iter().find(|(other, _)| other.name == entry.name)
        {
            drafts.push(
                Draft::new(
                    Code::ModuleDuplicate,
                    *place,
                    format!("another module is called `{}` already", entry.name),
                )
                .help("give one of them another name")
                .also(*first, "the other one"),
            );
        }
    }
}

/// The named types that the manifest mentions.
fn reached(table: &TypeTable, manifest: &Manifest) -> TypeTable {
    let roots: Vec<&GType> = manifest
        .handlers
        .iter()
        .flat_map(|handler| handler.contract.positions().map(|(_, gtype)| gtype))
        .collect();
    let mut types = TypeTable::new();
    for id in table.reachable(roots) {
        if let Some(named) = table.get(id) {
            types.insert(id.clone(), named.clone());
        }
    }
    types
}

/// Diagnostics in the order of files and lines, each root cause once.
fn finish(mut drafts: Vec<Draft>, sources: &Sources) -> Vec<Diagnostic> {
    let mut seen = FxHashSet::default();
    drafts.retain(|draft| seen.insert((draft.code, draft.place, cause(&draft.message))));
    let mut diagnostics: Vec<Diagnostic> =
        drafts.into_iter().map(|draft| draft.finish(sources)).collect();
    diagnostics.sort_by(|left, right| {
        (&left.file, left.line, left.column, left.code).cmp(&(
            &right.file,
            right.line,
            right.column,
            right.code,
        ))
    });
    diagnostics
}

/// A message without the way by which its cause was reached.
fn cause(message: &str) -> String {
    message.split(" (in `").next().unwrap_or(message).to_owned()
}

fn exported_types(sources: &mut Sources, path: &Path, exports: Exports<'_>) -> ExportedTypes {
    let Some(file) = sources.load(path) else {
        let shown = sources.display_path(path);
        let message = "there is no such file, or it is not UTF-8 text".to_owned();
        let diagnostic = about_file(Code::Unreadable, shown, message, "check the path");
        return ExportedTypes { types: Vec::new(), diagnostics: vec![diagnostic] };
    };
    let graph = sources.load_graph(&[path.to_path_buf()]);
    let mut drafts = syntax_drafts(sources, &graph);
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
        let root = publisher.publish_at("", ty);
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
    ExportedTypes { types, diagnostics: finish(drafts, evaluator.sources) }
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
