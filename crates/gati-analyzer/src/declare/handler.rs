//! Which exports of a file are handlers.

use gati_types::{Handler, HandlerDocs, Method, SourcePlace};

use super::contract::{self, Subject};
use super::raw;
use super::route::{self, ROUTE_EXPORTS, Stated};
use super::{Exported, ExportedKind, export_place, exported, own_exports};
use crate::codes::Code;
use crate::diagnostic::{Draft, Edit, Repair};
use crate::evaluate::{Evaluator, Place, Type, constraints_of_docs};
use crate::frame;
use crate::ir::{Expr, ExprId, FunctionId, Name, NodeId};
use crate::publish::Publisher;
use crate::resolve::FileId;
use crate::suggest::nearest;

/// A handler with what the diagnostics of the whole project need.
pub(crate) struct Found {
    pub handler: Handler,
    pub place: Place,
}

/// What an export is, as far as handlers go.
enum Role {
    /// `handler`, the default export.
    Handler,
    /// `GET`, `POST`, …
    Method(Method),
    /// `route`, `METHOD`, …
    Route,
    /// Nothing to do with handlers.
    Other,
}

fn role(name: &str) -> Role {
    match name {
        "handler" | "default" => Role::Handler,
        name if ROUTE_EXPORTS.contains(&name) => Role::Route,
        name => Method::parse(name).map_or(Role::Other, Role::Method),
    }
}

/// A handler's function, or as much of it as can be seen.
#[derive(Debug, Clone)]
pub(crate) struct Implementation {
    pub file: FileId,
    pub scope: crate::ir::ScopeId,
    pub function: Option<FunctionId>,
    /// Types written beside it: an annotation, `satisfies`, `as`.
    pub annotations: Vec<NodeId>,
}

/// The exports of a file that are handlers.
#[derive(Default)]
struct Candidates {
    /// `handler` and the default export, once if they are one function.
    general: Vec<(Name, Exported)>,
    by_method: Vec<(Name, Method, Exported)>,
    /// Something looked like a handler and was reported.
    suspicious: bool,
}

/// The handlers of `file`, whose path below the folder of handlers is `relative`.
pub(crate) fn discover(
    publisher: &mut Publisher<'_, '_>,
    file: FileId,
    relative: &str,
    drafts: &mut Vec<Draft>,
) -> Vec<Found> {
    let stated = route::stated(publisher.evaluator, file, relative, drafts);
    let candidates = candidates(publisher.evaluator, file, drafts);
    if candidates.general.is_empty() && candidates.by_method.is_empty() {
        let has_faults = !publisher.evaluator.sources.facts(file).faults().is_empty();
        if !candidates.suspicious && !has_faults {
            drafts.push(no_handler(file));
        }
        return Vec::new();
    }
    let fault = ambiguity(publisher.evaluator, file, &candidates)
        .or_else(|| contradiction(publisher.evaluator, file, &stated, &candidates));
    if let Some(draft) = fault {
        drafts.push(draft);
        return Vec::new();
    }
    if stated.broken {
        return Vec::new();
    }
    let pattern = match stated.pattern(relative) {
        Ok(pattern) => pattern,
        Err(refused) => {
            let place = Place { file, span: crate::ir::Span::default() };
            let draft = refused
                .at(place)
                .help("rename the file, or state the route: export const route = '/users/:id';");
            drafts.push(draft);
            return Vec::new();
        }
    };
    let method = stated.method.map_or(Method::Get, |(method, _)| method);
    let general = candidates.general.into_iter().map(|(name, export)| (name, method, export));
    let all: Vec<(Name, Method, Exported)> = general.chain(candidates.by_method).collect();
    let mut found = Vec::new();
    for (name, method, export) in all {
        let place = export_place(publisher.evaluator.sources, file, &name);
        publisher.evaluator.begin_root();
        let Some(implementation) = implementation(publisher.evaluator, &export) else {
            drafts.push(
                Draft::new(
                    Code::HandlerNotFunction,
                    place,
                    format!("`{name}` is exported as a handler and is not a function"),
                )
                .help(format!("export a function: export const {name}: Handler = (req, res) => …")),
            );
            continue;
        };
        let subject = Subject {
            method,
            pattern: &pattern,
            place: export_site(file, &export, place),
            id: format!("{method} {pattern}"),
            export: (file, &name),
        };
        raw::drafts_of(publisher.evaluator, (file, &implementation), drafts);
        found.push(build(publisher, &subject, (file, &name, &export), &implementation, drafts));
    }
    found
}

fn candidates(evaluator: &mut Evaluator<'_>, file: FileId, drafts: &mut Vec<Draft>) -> Candidates {
    let mut found = Candidates::default();
    for name in own_exports(evaluator.sources, file) {
        let Some(export) = exported(evaluator.sources, file, &name) else { continue };
        match role(&name) {
            Role::Route => {}
            Role::Handler => {
                if !found.general.iter().any(|(_, other)| same(other, &export)) {
                    found.general.push((name, export));
                }
            }
            Role::Method(method) => found.by_method.push((name, method, export)),
            Role::Other => {
                found.suspicious |= misspelt(evaluator, file, &name, &export, drafts);
            }
        }
    }
    found
}

/// Two handlers, and nothing says which method each of them answers.
fn ambiguity(evaluator: &Evaluator<'_>, file: FileId, candidates: &Candidates) -> Option<Draft> {
    let (first, extra) = match (candidates.general.as_slice(), candidates.by_method.as_slice()) {
        ([first, second, ..], _) => (&first.0, &second.0),
        ([only], [method, ..]) => (&method.0, &only.0),
        _ => return None,
    };
    let message = format!(
        "`{extra}` is another handler of this file, and nothing says which method it answers"
    );
    Some(
        Draft::new(Code::HandlerAmbiguous, export_place(evaluator.sources, file, extra), message)
            .help(
                "export one function for each method: export const GET = …, export const POST = …",
            )
            .also(export_place(evaluator.sources, file, first), "the other one"),
    )
}

/// The route states a method, and an export is named after another.
fn contradiction(
    evaluator: &Evaluator<'_>,
    file: FileId,
    stated: &Stated,
    candidates: &Candidates,
) -> Option<Draft> {
    let (method, place) = stated.method?;
    let (name, own, _) = candidates.by_method.iter().find(|(_, own, _)| *own != method)?;
    Some(
        Draft::new(
            Code::RouteContradiction,
            place,
            format!("the file says {method}, and `{name}` answers {own}"),
        )
        .help("leave the method out of the route: the names of the exports say it")
        .also(export_place(evaluator.sources, file, name), "this handler"),
    )
}

/// The name of the export where it is declared in the same file.
fn export_site(file: FileId, export: &Exported, place: Place) -> Place {
    if export.file == file { export.place() } else { place }
}

fn same(left: &Exported, right: &Exported) -> bool {
    left.file == right.file && left.span == right.span
}

fn no_handler(file: FileId) -> Draft {
    let place = Place { file, span: crate::ir::Span::default() };
    Draft::new(Code::NoHandler, place, "this file is among the handlers and exports none")
        .help("export a handler, or move the file out of the folder of handlers")
}

fn build(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    (file, name, export): (FileId, &Name, &Exported),
    implementation: &Implementation,
    drafts: &mut Vec<Draft>,
) -> Found {
    let (contract, provenance, validators) =
        contract::read(publisher, subject, implementation, drafts);
    let sources = &publisher.evaluator.sources;
    let facts = sources.facts(subject.place.file);
    let start = frame::range(facts.text(), subject.place.span).start;
    let docs = export
        .docs
        .map(|docs| handler_docs(publisher.evaluator, export.file, docs))
        .unwrap_or_default();
    let handler = Handler {
        id: subject.id.clone(),
        method: subject.method,
        path: subject.pattern.to_string(),
        source: SourcePlace {
            file: publisher.evaluator.sources.display(file),
            export: name.to_string(),
            line: start.line,
            column: start.column,
        },
        contract,
        docs,
        provenance,
        validators,
    };
    Found { handler, place: subject.place }
}

fn handler_docs(evaluator: &Evaluator<'_>, file: FileId, id: crate::ir::DocId) -> HandlerDocs {
    let facts = evaluator.sources.facts(file);
    let comment = facts.doc(id);
    let (read, ..) = constraints_of_docs(comment);
    let mut docs = HandlerDocs { deprecated: read.deprecated, ..HandlerDocs::default() };
    if let Some(text) = read.description {
        let (summary, rest) = first_sentence(&text);
        docs.summary = Some(summary.to_owned());
        docs.description = (!rest.is_empty()).then(|| rest.to_owned());
    }
    for tag in comment.tags.iter().filter(|tag| matches!(&*tag.name, "tags" | "tag")) {
        let words = tag.text.split([',', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty());
        docs.tags.extend(words.map(ToOwned::to_owned));
    }
    docs
}

fn first_sentence(text: &str) -> (&str, &str) {
    let paragraph = text.find("\n\n").unwrap_or(text.len());
    let sentence = text.find(". ").map_or(paragraph, |dot| dot + 1);
    let dotted_line = text.find(".\n").map_or(paragraph, |dot| dot + 1);
    let end = paragraph.min(sentence).min(dotted_line);
    (text[..end].trim(), text[end..].trim())
}

/// Says so if `name` looks like a handler or a route and is none.
fn misspelt(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    name: &str,
    export: &Exported,
    drafts: &mut Vec<Draft>,
) -> bool {
    let found = implementation(evaluator, export);
    let is_function = found.as_ref().is_some_and(|found| found.function.is_some());
    let is_typed = found.as_ref().is_some_and(|found| is_handler_typed(evaluator, found));
    let place = export_place(evaluator.sources, file, name);
    let upper = name.to_ascii_uppercase();
    let by_method = Method::parse(&upper).filter(|_| is_function || is_typed);
    let wanted = if let Some(method) = by_method {
        method.as_str().to_owned()
    } else if is_typed || (is_function && name.to_ascii_lowercase().contains("handler")) {
        "handler".to_owned()
    } else {
        let known: &[&str] =
            if is_function { &["handler"] } else { &["route", "method", "metadata"] };
        match nearest(name, known.iter().copied()) {
            Some(near) => near.to_owned(),
            None => return false,
        }
    };
    drafts.push(
        Draft::new(
            Code::ExportMisspelt,
            place,
            format!("`{name}` looks like `{wanted}` and is not read as one"),
        )
        .repair(Repair::new(
            format!("rename `{name}` to `{wanted}`"),
            Edit::Everywhere { within: place, from: name.to_owned(), to: wanted.clone() },
        ))
        .help(format!("rename it to `{wanted}`, or move it out of the folder of handlers")),
    );
    true
}

fn is_handler_typed(evaluator: &mut Evaluator<'_>, found: &Implementation) -> bool {
    let context = evaluator.context_of(found.file, found.scope);
    found.annotations.iter().any(|node| {
        let ty = evaluator.eval(*node, context);
        let opened = evaluator.expand(ty);
        matches!(evaluator.get(opened), Type::Framework { name, .. } if &*name == "Handler")
    })
}

/// The function behind an export; `None` if it certainly is none.
fn implementation(evaluator: &mut Evaluator<'_>, export: &Exported) -> Option<Implementation> {
    let mut found = Implementation {
        file: export.file,
        scope: export.scope,
        function: None,
        annotations: Vec::new(),
    };
    match &export.kind {
        ExportedKind::Function(function) => found.function = Some(*function),
        ExportedKind::Variable(variable) => {
            found.annotations.extend(variable.node);
            match variable.initialiser {
                Some(value) => unwrap(evaluator, value, &mut found, 0)?,
                None if variable.node.is_none() => return None,
                None => {}
            }
        }
        ExportedKind::Expression(value) => unwrap(evaluator, *value, &mut found, 0)?,
        ExportedKind::Other => return None,
    }
    Some(found)
}

fn unwrap(
    evaluator: &mut Evaluator<'_>,
    value: ExprId,
    found: &mut Implementation,
    depth: u32,
) -> Option<()> {
    if depth > 20 {
        return Some(());
    }
    let facts = evaluator.sources.facts(found.file);
    match facts.expression(value) {
        Expr::Function(function) => found.function = Some(*function),
        Expr::Typed { value, node, .. } => {
            found.annotations.push(*node);
            return unwrap(evaluator, *value, found, depth + 1);
        }
        Expr::ConstAssertion(value) | Expr::NonNull(value) => {
            return unwrap(evaluator, *value, found, depth + 1);
        }
        Expr::Identifier(name) => {
            use crate::resolve::symbol::{Meaning, Symbol};
            let symbol = evaluator.sources.lookup(found.file, found.scope, name, Meaning::Value);
            if let Ok(Some(Symbol::Declared { file, scope, name })) = symbol {
                let facts = evaluator.sources.facts(file);
                let declared = facts.declarations_of(scope, &name).map(|(_, found)| &found.kind);
                for kind in declared {
                    match kind {
                        crate::ir::DeclKind::Function(function) if file == found.file => {
                            found.function = Some(*function);
                        }
                        crate::ir::DeclKind::Variable(variable) if file == found.file => {
                            found.annotations.extend(variable.node);
                            if let Some(value) = variable.initialiser {
                                return unwrap(evaluator, value, found, depth + 1);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        // What a call gives may well be a function; what it reads and answers is not known.
        Expr::Call { .. }
        | Expr::Member { .. }
        | Expr::Index { .. }
        | Expr::Await(_)
        | Expr::Conditional { .. }
        | Expr::Binary { .. }
        | Expr::Other(_) => {}
        _ => return None,
    }
    Some(())
}
