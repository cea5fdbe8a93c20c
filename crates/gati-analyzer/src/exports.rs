//! The types of one file that can be asked for by name.
//!
//! A module offers what it exports, a script everything it declares: its top level is global.
//! Namespaces offer what they export as `Namespace.Type`. A type that is asked for by name need
//! not be exported.

use std::path::Path;
use std::sync::Arc;

use gati_types::Document;
use rustc_hash::FxHashSet;

use crate::analyzer::syntax_drafts;
use crate::codes::Code;
use crate::declare::contract::draft_of;
use crate::declare::{export_place, exported};
use crate::diagnostic::{Diagnostic, Draft};
use crate::entry::Said;
use crate::evaluate::{Evaluator, NamedKey, Place, Ty, Type};
use crate::given::SchemaRequest;
use crate::given::fallback::FallbackKey;
use crate::ir::{DeclKind, MODULE_SCOPE, Name, Span};
use crate::publish::{Accessors, Publisher};
use crate::resolve::symbol::{Meaning, Missing, Symbol, has_meaning};
use crate::resolve::{FileId, Files, Sources};
use crate::snapshot::shown;
use crate::sought::{fallbacks_among, schemas_among};
use crate::suggest::nearest;

/// How many namespaces may stand within each other.
const MAX_NAMESPACES: usize = 16;

/// Which types of a file are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exports<'n> {
    /// Every exported one that needs no type arguments; of a script every declared one.
    All,
    /// The one of this name: an exported one, one of a namespace (`Shop.Order`), or one that is
    /// declared and not exported.
    Named(&'n str),
}

/// Types of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedTypes {
    /// Each with its name and the named types it mentions, in the order of the names. Every one
    /// has an entry of its own name, and no name means two things.
    pub types: Vec<(String, Document)>,
    /// What could not be evaluated.
    pub diagnostics: Vec<Diagnostic>,
    /// The schema values that they need, known or not: see [`crate::Analyzer::give_schema`].
    pub schemas: Vec<SchemaRequest>,
    /// What they need and could not be found out, given or not, in order: see
    /// [`crate::Analyzer::requests_of`]. What each is made from is told only to who asks: it costs
    /// more than the types.
    pub fallbacks: Vec<FallbackKey>,
}

/// A type that was found by its name.
struct Offered {
    name: String,
    place: Place,
    ty: Ty,
    /// It is declared by this name, rather than renamed on its way.
    says_own_name: bool,
}

pub(crate) fn exported_types(
    files: &Arc<Files>,
    path: &Path,
    exports: Exports<'_>,
) -> ExportedTypes {
    let file = files.id_of(path);
    let graph = files.load_graph(std::iter::once(file));
    let world = files.world_of(&graph);
    let mut sources = Sources::over(Arc::clone(files), world);
    let (types, diagnostics) = read_types(&mut sources, (files, &graph), path, exports);
    let sought: Vec<FileId> = sources.into_reads().files().collect();
    ExportedTypes {
        types,
        diagnostics,
        schemas: schemas_among(files, sought.iter().copied()),
        fallbacks: fallbacks_among(files, sought.into_iter()),
    }
}

/// The types of the file at `path`, and what could not be evaluated of them.
fn read_types(
    sources: &mut Sources,
    (files, graph): (&Arc<Files>, &FxHashSet<FileId>),
    path: &Path,
    exports: Exports<'_>,
) -> (Vec<(String, Document)>, Vec<Diagnostic>) {
    let Some(file) = sources.load(path) else {
        let shown = sources.display_path(path);
        let message = "there is no such file, or it is not UTF-8 text".to_owned();
        let diagnostic = Diagnostic::about_file(Code::Unreadable, shown, message, "check the path");
        return (Vec::new(), vec![diagnostic]);
    };
    let mut drafts = syntax_drafts(files, graph);
    let mut evaluator = Evaluator::new(sources);
    let offered = match exports {
        Exports::All => every_type(&mut evaluator, file),
        Exports::Named(name) => match type_named(&mut evaluator, file, name) {
            Ok(found) => vec![found],
            Err(draft) => {
                drafts.push(*draft);
                Vec::new()
            }
        },
    };
    let mut publisher = Publisher::new(&mut evaluator, Accessors::Shown);
    publisher.stand_in(file);
    // A type goes by the shortest way to it that says its own name.
    let (top, within): (Vec<&Offered>, Vec<&Offered>) =
        offered.iter().partition(|one| !one.name.contains('.'));
    for one in top.into_iter().chain(within) {
        publisher.reserve(&one.name, one.says_own_name.then_some(one.ty));
        // `type User = z.infer<typeof User>` is the type of the schema, by the name of both.
        if let Some(schema) = publisher.evaluator.schema_behind(one.ty)
            && let Some(own) = publisher.evaluator.schema_side(&schema, schema.side)
            && *schema.key.type_name() == *one.name
        {
            publisher.reserve(&one.name, Some(own));
        }
    }
    let mut roots = Vec::with_capacity(offered.len());
    for one in &offered {
        roots.push(publisher.publish_export(&one.name, one.ty));
        let (findings, warnings) = publisher.take_findings();
        drafts.extend(warnings);
        for finding in findings {
            let what = format!("`{}`", one.name);
            drafts.push(draft_of(publisher.evaluator, &finding, one.place, &what));
        }
    }
    let table = publisher.into_table();
    let types = offered.into_iter().zip(roots).map(|(one, root)| {
        let mut document = Document::new(root);
        for id in table.reachable([&document.root]) {
            if let Some(named) = table.get(id) {
                document.types.insert(id.clone(), named.clone());
            }
        }
        (one.name, document)
    });
    let types = types.collect();
    let said: Vec<Said> = drafts.into_iter().map(Said::new).collect();
    let diagnostics = shown(said.iter(), files)
        .into_iter()
        .map(|diagnostic| Diagnostic::clone(&diagnostic))
        .collect();
    (types, diagnostics)
}

/// What a file offers, in the order of the names.
fn every_type(evaluator: &mut Evaluator<'_>, file: FileId) -> Vec<Offered> {
    let facts = evaluator.sources.facts(file);
    let is_script = facts.is_script();
    let names = if is_script {
        let mut names: Vec<Name> = facts.module_scope().names().cloned().collect();
        names.sort_unstable();
        names
    } else {
        evaluator.sources.export_names(file)
    };
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    for name in names {
        let place = export_place(evaluator.sources, file, &name);
        let offered = |meaning| Offer { file, name: &name, is_script, meaning };
        match offered(Meaning::Type).follow(evaluator.sources) {
            Ok(Some(symbol)) => found.extend(named_type(evaluator, &symbol, &name, place)),
            Ok(None) => {}
            Err(missing) => {
                let ty = evaluator.missing(&missing, place);
                found.push(Offered { name: name.to_string(), place, ty, says_own_name: false });
            }
        }
        if let Ok(Some(namespace)) = offered(Meaning::Namespace).follow(evaluator.sources) {
            within(evaluator, (&namespace, &name, place), &mut seen, &mut found);
        }
    }
    found
}

/// A name at the top of a file.
struct Offer<'n> {
    file: FileId,
    name: &'n str,
    is_script: bool,
    meaning: Meaning,
}

impl Offer<'_> {
    fn follow(&self, sources: &mut Sources) -> Result<Option<Symbol>, Missing> {
        if self.is_script {
            return sources.lookup(self.file, MODULE_SCOPE, self.name, self.meaning);
        }
        let module = Symbol::Module { file: self.file, scope: MODULE_SCOPE };
        sources.member(&module, self.name, self.meaning)
    }
}

/// The types a namespace exports, and those of the namespaces in it. Namespaces of packages are
/// not opened: what they offer is the package's.
fn within(
    evaluator: &mut Evaluator<'_>,
    (namespace, path, place): (&Symbol, &str, Place),
    seen: &mut FxHashSet<Symbol>,
    found: &mut Vec<Offered>,
) {
    if path.matches('.').count() > MAX_NAMESPACES || !seen.insert(namespace.clone()) {
        return;
    }
    for name in exported_by(evaluator.sources, namespace) {
        let path = format!("{path}.{name}");
        if let Ok(Some(symbol)) = evaluator.sources.member(namespace, &name, Meaning::Type) {
            found.extend(named_type(evaluator, &symbol, &path, place));
        }
        if let Ok(Some(inner)) = evaluator.sources.member(namespace, &name, Meaning::Namespace) {
            within(evaluator, (&inner, &path, place), seen, found);
        }
    }
}

/// The names a namespace exports, in order.
fn exported_by(sources: &mut Sources, namespace: &Symbol) -> Vec<Name> {
    let (Symbol::Module { file, .. } | Symbol::Declared { file, .. }) = namespace else {
        return Vec::new();
    };
    if !sources.is_own(*file) {
        return Vec::new();
    }
    match namespace {
        Symbol::Module { file, scope } => sources.export_names_of(*file, *scope),
        Symbol::Declared { file, scope, name } => sources.namespace_names(*file, *scope, name),
        _ => Vec::new(),
    }
}

/// The type behind a symbol; `None` for a value, and for a type that needs arguments.
fn named_type(
    evaluator: &mut Evaluator<'_>,
    symbol: &Symbol,
    name: &str,
    place: Place,
) -> Option<Offered> {
    let Symbol::Declared { file, scope, name: declared } = symbol else { return None };
    let is_type = evaluator.sources.means(symbol, Meaning::Type);
    let named =
        NamedKey { file: *file, scope: *scope, name: Name::clone(declared), arguments: Vec::new() };
    let usable = is_type && evaluator.takes_no_arguments(&named);
    usable.then(|| Offered {
        name: name.to_owned(),
        place,
        says_own_name: name.rsplit('.').next() == Some(declared),
        ty: evaluator.plain(Type::Named(named)),
    })
}

/// The type of `file` that is called `name`, exported or not.
fn type_named(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    name: &str,
) -> Result<Offered, Box<Draft>> {
    let words: Vec<Name> = name.split('.').map(Name::from).collect();
    let Some(first) = words.first() else {
        return Err(no_such_type(evaluator.sources, file, name));
    };
    let place = export_place(evaluator.sources, file, first);
    let is_script = evaluator.sources.facts(file).is_script();
    let meaning =
        |at: usize| if at + 1 == words.len() { Meaning::Type } else { Meaning::Namespace };
    let offer = Offer { file, name: first, is_script, meaning: meaning(0) };
    let mut symbol = offer.follow(evaluator.sources);
    if matches!(symbol, Ok(None)) {
        symbol = evaluator.sources.lookup(file, MODULE_SCOPE, first, meaning(0));
    }
    for (at, word) in words.iter().enumerate().skip(1) {
        symbol = match symbol {
            Ok(Some(namespace)) => evaluator.sources.member(&namespace, word, meaning(at)),
            other => other,
        };
    }
    match symbol {
        Ok(Some(symbol)) => named_type(evaluator, &symbol, name, place)
            .ok_or_else(|| not_by_itself(evaluator.sources, &symbol, name, place)),
        Ok(None) => match evaluator.sources.lookup_path(file, MODULE_SCOPE, &words, Meaning::Value)
        {
            Ok(Some(other)) => Err(not_by_itself(evaluator.sources, &other, name, place)),
            _ => Err(no_such_type(evaluator.sources, file, name)),
        },
        Err(missing) => {
            let ty = evaluator.missing(&missing, place);
            Ok(Offered { name: name.to_owned(), place, ty, says_own_name: false })
        }
    }
}

/// What is called `name` is there, and needs type arguments or is no type.
fn not_by_itself(sources: &Sources, symbol: &Symbol, name: &str, place: Place) -> Box<Draft> {
    let Symbol::Declared { file, scope, name: declared } = symbol else {
        let message = format!("`{name}` is not a type that is written in a file");
        let draft = Draft::new(Code::NotAType, place, message);
        return Box::new(draft.help("name a type, an interface, a class or an enum"));
    };
    let facts = sources.facts(*file);
    let found: Vec<_> = facts.declarations_of(*scope, declared).map(|(_, found)| found).collect();
    let place = found.first().map_or(place, |found| Place { file: *file, span: found.name_span });
    let means = |meaning| found.iter().any(|found| has_meaning(&found.kind, meaning));
    if means(Meaning::Type) {
        let message = format!("`{name}` has type parameters, so it is not one type");
        let help = format!("name one of its uses: export type One = {name}<…>");
        return Box::new(Draft::new(Code::TypeArguments, place, message).help(help));
    }
    if found.iter().all(|found| matches!(found.kind, DeclKind::Namespace(_))) {
        let message = format!("`{name}` is a namespace, not a type");
        let help = format!("name a type in it: `{name}.Type`");
        return Box::new(Draft::new(Code::NotAType, place, message).help(help));
    }
    let message = format!("`{name}` is a value, not a type");
    let help = format!("name its type: export type One = typeof {name}");
    Box::new(Draft::new(Code::NotAType, place, message).help(help))
}

fn no_such_type(sources: &mut Sources, file: FileId, name: &str) -> Box<Draft> {
    let place = match exported(sources, file, name) {
        Some(export) => export.place(),
        None => Place { file, span: Span::default() },
    };
    let mut known = sources.export_names(file);
    known.extend(sources.facts(file).module_scope().names().cloned());
    known.sort_unstable();
    let help = match nearest(name, known.iter().map(|known| &**known)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it: export type {name} = …"),
    };
    let message = format!("the file has no type `{name}`");
    Box::new(Draft::new(Code::ExportNotFound, place, message).help(help))
}
