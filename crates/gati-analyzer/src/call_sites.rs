//! The types that a file calls `validate<T>()` with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gati_types::{Document, GType};

use crate::analyzer::syntax_drafts;
use crate::codes::Code;
use crate::declare::contract::draft_of;
use crate::diagnostic::{Diagnostic, Draft};
use crate::entry::Said;
use crate::evaluate::{Evaluator, Place, Type};
use crate::frame::range;
use crate::given::SchemaRequest;
use crate::given::fallback::FallbackKey;
use crate::ir::{CallSite, MODULE_SCOPE, SiteType, TypeNode};
use crate::publish::{Accessors, Publisher};
use crate::resolve::symbol::{Meaning, Symbol};
use crate::resolve::{FileId, Files, Sources};
use crate::snapshot::shown;
use crate::sought::{fallbacks_among, schemas_among};
use crate::syntax::VALIDATE;

/// A call of `validate<T>()`.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Where the call starts, in UTF-16 code units.
    pub start: u32,
    /// Behind its closing parenthesis, in UTF-16 code units.
    pub end: u32,
    /// What the type is called: its name, or the words between the brackets.
    pub name: String,
    /// The type.
    pub document: Document,
}

/// The calls of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Calls {
    /// Those whose type is known, in the order in which they end.
    pub calls: Vec<Call>,
    /// What could not be evaluated.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of the project and of packages that were looked at, absolute and in order, the
    /// file itself among them.
    pub files: Vec<PathBuf>,
    /// The schema values that the types need, known or not.
    pub schemas: Vec<SchemaRequest>,
    /// What the types need and could not be found out, given or not, in order.
    pub fallbacks: Vec<FallbackKey>,
}

pub(crate) fn calls_of(files: &Arc<Files>, path: &Path) -> Calls {
    let file = files.id_of(path);
    let has_calls = files.read(file).is_some_and(|facts| !facts.call_sites.is_empty());
    if !has_calls {
        return Calls {
            calls: Vec::new(),
            diagnostics: Vec::new(),
            files: vec![path.to_path_buf()],
            schemas: Vec::new(),
            fallbacks: Vec::new(),
        };
    }
    let graph = files.load_graph(std::iter::once(file));
    let world = files.world_of(&graph);
    let mut sources = Sources::over(Arc::clone(files), world);
    let mut drafts = Vec::new();
    let calls = match sources.load(path) {
        Some(file) => read_calls(&mut sources, file, &mut drafts),
        None => Vec::new(),
    };
    if !calls.is_empty() || !drafts.is_empty() {
        drafts.extend(syntax_drafts(files, &graph));
    }
    let said: Vec<Said> = drafts.into_iter().map(Said::new).collect();
    let diagnostics = shown(said.iter(), files);
    let sought: Vec<FileId> = sources.into_reads().files().collect();
    let mut seen: Vec<PathBuf> = sought
        .iter()
        .map(|file| files.path_of(*file))
        .filter(|path| files.host().kind(path).is_some())
        .collect();
    seen.sort_unstable();
    Calls {
        calls,
        diagnostics: diagnostics.iter().map(|one| Diagnostic::clone(one)).collect(),
        files: seen,
        schemas: schemas_among(files, sought.iter().copied()),
        fallbacks: fallbacks_among(files, sought.into_iter()),
    }
}

fn read_calls(sources: &mut Sources, file: FileId, drafts: &mut Vec<Draft>) -> Vec<Call> {
    let facts = sources.facts(file);
    let sites: Vec<CallSite> = facts
        .call_sites()
        .iter()
        .filter(|site| is_validate(sources, file, site))
        .cloned()
        .collect();
    let mut found = Vec::with_capacity(sites.len());
    let mut evaluator = Evaluator::new(sources);
    let mut publisher = Publisher::new(&mut evaluator, Accessors::Shown);
    publisher.stand_in(file);
    for site in &sites {
        let place = Place { file, span: site.argument_span };
        let node = match site.argument {
            SiteType::Of(node) => node,
            SiteType::Count(count) => {
                let call = Place { file, span: site.span };
                drafts.push(no_one_type(count, if count == 0 { call } else { place }));
                continue;
            }
            SiteType::InNamespace => {
                let message = format!("a call of `{VALIDATE}` in a namespace is not evaluated");
                let help = "call it at the top level of the file, and mention in the namespace what it gave";
                drafts.push(Draft::new(Code::TypeUnsupported, place, message).help(help));
                continue;
            }
        };
        let context = publisher.evaluator.context_of(file, site.scope);
        let ty = publisher.evaluator.plain(Type::Deferred { node, context });
        let name = called(facts.node(node), facts.text_at(facts.node_span(node)));
        let root = publisher.publish_at(&name, ty);
        let (findings, warnings) = publisher.take_findings();
        let is_known = findings.is_empty() && !matches!(root, GType::Unresolved(_));
        drafts.extend(warnings);
        for finding in findings {
            let what = format!("`{VALIDATE}<{name}>()`");
            drafts.push(draft_of(publisher.evaluator, &finding, place, &what));
        }
        if is_known {
            found.push((site.span, name, root));
        }
    }
    let table = publisher.into_table();
    let documents = found.into_iter().map(|(span, name, root)| {
        let mut document = Document::new(root);
        for id in table.reachable([&document.root]) {
            if let Some(named) = table.get(id) {
                document.types.insert(id.clone(), named.clone());
            }
        }
        let place = range(facts.text(), span);
        Call { start: place.start.offset, end: place.end.offset, name, document }
    });
    documents.collect()
}

/// Whether what is called is the function of the framework, wherever it was exported from.
fn is_validate(sources: &mut Sources, file: FileId, site: &CallSite) -> bool {
    let found = sources.lookup_path(file, MODULE_SCOPE, &site.callee, Meaning::Value);
    matches!(found, Ok(Some(Symbol::Intrinsic(name))) if &*name == VALIDATE)
}

/// What a type is called in names of functions and in messages.
fn called(node: &TypeNode, text: &str) -> String {
    const LONGEST: usize = 60;
    match node {
        TypeNode::Reference { path, arguments } if arguments.is_empty() => path.join("."),
        _ => {
            let words: Vec<&str> = text.split_whitespace().collect();
            let text = words.join(" ");
            if text.chars().count() <= LONGEST {
                return text;
            }
            text.chars().take(LONGEST - 1).chain(['…']).collect()
        }
    }
}

fn no_one_type(count: usize, place: Place) -> Draft {
    if count == 0 {
        let message = format!("`{VALIDATE}` is called without the type to check");
        let help = format!("name it between the brackets: {VALIDATE}<User>()");
        return Draft::new(Code::TypeArguments, place, message).help(help);
    }
    let message = format!("`{VALIDATE}` takes one type and is given {count}");
    Draft::new(Code::TypeArguments, place, message).help("call it once for each type")
}
