//! What a handler reads and answers: declared first, then what the path says, then what the
//! body evidently returns. Each position remembers where its type came from.

use gati_router::RoutePattern;
use gati_types::{
    Contract, GType, Method, ObjectType, Property, Provenance, ProvenanceSource, ResponseContract,
};

use super::answer;
use super::handler::Implementation;
use crate::codes::Code;
use crate::diagnostic::Draft;
use crate::evaluate::{Evaluator, Place, Prop, Ty, Type};

use crate::publish::{Finding, Publisher};
use crate::suggest::nearest;

/// The handler whose contract is read.
pub(crate) struct Subject<'p> {
    pub method: Method,
    pub pattern: &'p RoutePattern,
    /// The name it is exported under.
    pub place: Place,
    pub id: String,
}

/// A declared position.
#[derive(Debug, Clone, Copy)]
struct Position {
    ty: Ty,
    place: Place,
}

/// What is declared, wherever it is declared.
#[derive(Debug, Default)]
struct Declared {
    params: Option<Position>,
    query: Option<Position>,
    headers: Option<Position>,
    body: Option<Position>,
    response: Option<Position>,
}

const POSITIONS: [&str; 5] = ["params", "query", "headers", "body", "response"];

/// Reads the contract of a handler.
pub(crate) fn read(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    implementation: &Implementation,
    drafts: &mut Vec<Draft>,
) -> (Contract, Provenance) {
    let mut declared = Declared::default();
    collect(publisher.evaluator, subject, implementation, &mut declared, drafts);
    let mut contract = Contract::default();
    let mut provenance = Provenance::default();

    (contract.params, provenance.params) = params(publisher, subject, &declared, drafts);
    for (name, position) in
        [("query", declared.query), ("headers", declared.headers), ("body", declared.body)]
    {
        let Some(position) = position else { continue };
        let published = publish(publisher, subject, name, position, drafts);
        let source = source_of(&published);
        match name {
            "query" => (contract.query, provenance.query) = (Some(published), Some(source)),
            "headers" => (contract.headers, provenance.headers) = (Some(published), Some(source)),
            _ => (contract.body, provenance.body) = (Some(published), Some(source)),
        }
    }
    for (name, position, published) in [
        ("query", declared.query, &contract.query),
        ("headers", declared.headers, &contract.headers),
    ] {
        if let (Some(position), Some(published)) = (position, published) {
            require_object(publisher, name, position, published, drafts);
        }
    }
    if let Some(position) = declared.body
        && matches!(subject.method, Method::Get | Method::Head)
        && !matches!(contract.body, Some(GType::Undefined | GType::Never | GType::Void))
    {
        drafts.push(
            Draft::new(
                Code::BodyNotAllowed,
                position.place,
                format!("a {} request has no body", subject.method),
            )
            .help("read `query` instead, or answer POST: export const route = 'POST /…';"),
        );
        contract.body = None;
        provenance.body = None;
    }
    (contract.responses, provenance.responses) =
        responses(publisher, subject, implementation, declared.response, drafts);
    (contract, provenance)
}

fn source_of(published: &GType) -> ProvenanceSource {
    if matches!(published, GType::Unresolved(_)) {
        ProvenanceSource::Unresolved
    } else {
        ProvenanceSource::Declared
    }
}

/// Publishes a position and turns what failed in it into diagnostics.
fn publish(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    name: &str,
    position: Position,
    drafts: &mut Vec<Draft>,
) -> GType {
    let published = publisher.publish_at(name, position.ty);
    let (findings, warnings) = publisher.take_findings();
    drafts.extend(warnings);
    for finding in findings {
        drafts.push(draft_of(publisher.evaluator, &finding, position.place, &subject.id));
    }
    published
}

/// The diagnostic of a failure: in the author's own file, with the way to it.
pub(crate) fn draft_of(
    evaluator: &Evaluator<'_>,
    finding: &Finding,
    needed_at: Place,
    needed_by: &str,
) -> Draft {
    let problem = evaluator.problem_of(finding.problem);
    let known = problem.place.file.0 != u32::MAX;
    let own = known && evaluator.sources.is_own(problem.place.file);
    let place = if own { problem.place } else { finding.member.unwrap_or(needed_at) };
    let mut draft = Draft::new(problem.code, place, problem.message.clone());
    draft.help.clone_from(&problem.help);
    if !finding.path.is_empty() {
        draft.message = format!("{} (in `{}`)", draft.message, shortened(&finding.path));
    }
    if known && !own {
        draft = draft.also(problem.place, "declared here");
    } else if own && problem.place.file != needed_at.file {
        draft = draft.also(needed_at, format!("needed by {needed_by}"));
    }
    for (place, message) in &problem.secondary {
        draft = draft.also(*place, message.clone());
    }
    draft
}

/// A path that fits a line.
fn shortened(path: &str) -> String {
    if path.chars().count() <= 80 {
        return path.to_owned();
    }
    let start: String = path.chars().take(70).collect();
    format!("{start}…")
}

/// Gathers what annotations and parameters declare.
fn collect(
    evaluator: &mut Evaluator<'_>,
    subject: &Subject<'_>,
    implementation: &Implementation,
    declared: &mut Declared,
    drafts: &mut Vec<Draft>,
) {
    let context = evaluator.context_of(implementation.file, implementation.scope);
    for node in &implementation.annotations {
        let ty = evaluator.eval(*node, context);
        let place = evaluator.place(*node, context);
        from_type(evaluator, subject, ty, place, declared, drafts);
    }
    let Some(function) = implementation.function else { return };
    let facts = evaluator.sources.facts(implementation.file);
    let function = facts.function(function);
    if let Some(node) = function.parameters.first().and_then(|parameter| parameter.node) {
        let ty = evaluator.eval(node, context);
        let place = evaluator.place(node, context);
        from_request(evaluator, subject, ty, place, declared, drafts);
    }
    if let Some(node) = function.returns
        && declared.response.is_none()
    {
        let ty = evaluator.eval(node, context);
        let ty = evaluator.awaited(ty);
        if says_something(evaluator, ty) {
            declared.response = Some(Position { ty, place: evaluator.place(node, context) });
        }
    }
}

/// Whether a return type is a contract: `void`, `unknown` and the framework's own are not.
fn says_something(evaluator: &mut Evaluator<'_>, ty: Ty) -> bool {
    let opened = evaluator.expand(ty);
    !matches!(
        evaluator.get(opened),
        Type::Void
            | Type::Unknown
            | Type::Any
            | Type::Undefined
            | Type::Never
            | Type::Framework { .. }
    )
}

/// From `Handler<C>`, or from a function type of the author's own.
fn from_type(
    evaluator: &mut Evaluator<'_>,
    subject: &Subject<'_>,
    ty: Ty,
    place: Place,
    declared: &mut Declared,
    drafts: &mut Vec<Draft>,
) {
    let opened = evaluator.expand(ty);
    match evaluator.get(opened) {
        Type::Framework { name, arguments } if &*name == "Handler" => {
            if let Some(shape) = arguments.first() {
                from_shape(evaluator, subject, *shape, place, declared, drafts);
            }
        }
        Type::Function { function, context, .. } => {
            let file = evaluator.store.context(context).file;
            let facts = evaluator.sources.facts(file);
            let signature = facts.function(function);
            if let Some(node) = signature.parameters.first().and_then(|parameter| parameter.node) {
                let ty = evaluator.eval(node, context);
                from_request(evaluator, subject, ty, place, declared, drafts);
            }
            if let Some(node) = signature.returns {
                let ty = evaluator.eval(node, context);
                let ty = evaluator.awaited(ty);
                if says_something(evaluator, ty) && declared.response.is_none() {
                    declared.response = Some(Position { ty, place });
                }
            }
        }
        Type::Problem(problem) => {
            let finding = Finding { problem, path: String::new(), member: None };
            drafts.push(draft_of(evaluator, &finding, place, &subject.id));
        }
        _ => {}
    }
}

/// From the annotation of the first parameter: `Request<C>`, or an object with positions.
fn from_request(
    evaluator: &mut Evaluator<'_>,
    subject: &Subject<'_>,
    ty: Ty,
    place: Place,
    declared: &mut Declared,
    drafts: &mut Vec<Draft>,
) {
    let opened = evaluator.expand(ty);
    match evaluator.get(opened) {
        Type::Framework { name, arguments } if &*name == "Request" => {
            if let Some(shape) = arguments.first() {
                from_shape(evaluator, subject, *shape, place, declared, drafts);
            }
        }
        Type::Object(shape) => {
            for property in &shape.properties {
                set(declared, &property.name, position_of(property, place), false);
            }
        }
        Type::Problem(problem) => {
            let finding = Finding { problem, path: String::new(), member: None };
            drafts.push(draft_of(evaluator, &finding, place, &subject.id));
        }
        _ => {}
    }
}

fn from_shape(
    evaluator: &mut Evaluator<'_>,
    subject: &Subject<'_>,
    shape: Ty,
    place: Place,
    declared: &mut Declared,
    drafts: &mut Vec<Draft>,
) {
    let opened = evaluator.expand(shape);
    let shape = match evaluator.get(opened) {
        Type::Object(shape) => shape,
        Type::Problem(problem) => {
            let finding = Finding { problem, path: String::new(), member: None };
            drafts.push(draft_of(evaluator, &finding, place, &subject.id));
            return;
        }
        Type::Any | Type::Unknown => return,
        _ => {
            drafts.push(
                Draft::new(Code::PositionKind, place, "a contract is an object type").help(
                    "write Handler<{ params: …; query: …; headers: …; body: …; response: … }>",
                ),
            );
            return;
        }
    };
    for property in &shape.properties {
        if set(declared, &property.name, position_of(property, place), true) {
            continue;
        }
        let help = match nearest(&property.name, POSITIONS.into_iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a contract has `params`, `query`, `headers`, `body` and `response`".to_owned(),
        };
        drafts.push(
            Draft::new(
                Code::PositionUnknown,
                property.place,
                format!("a contract has no position `{}`", property.name),
            )
            .help(help),
        );
    }
}

fn position_of(property: &Prop, otherwise: Place) -> Position {
    let known = property.place.span != crate::ir::Span::default();
    Position { ty: property.ty, place: if known { property.place } else { otherwise } }
}

/// Sets a position; `false` if there is none of that name.
fn set(declared: &mut Declared, name: &str, position: Position, with_response: bool) -> bool {
    let slot = match name {
        "params" => &mut declared.params,
        "query" => &mut declared.query,
        "headers" => &mut declared.headers,
        "body" => &mut declared.body,
        "response" if with_response => &mut declared.response,
        _ => return false,
    };
    slot.get_or_insert(position);
    true
}

/// Declared parameters held against the path; all of them strings if none is declared.
fn params(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    declared: &Declared,
    drafts: &mut Vec<Draft>,
) -> (Option<GType>, Option<ProvenanceSource>) {
    let names: Vec<&str> = subject.pattern.names().collect();
    let Some(position) = declared.params else {
        if names.is_empty() {
            return (None, None);
        }
        let properties =
            names.iter().map(|name| Property::required(*name, GType::String)).collect();
        return (Some(GType::Object(ObjectType::new(properties))), Some(ProvenanceSource::Path));
    };
    let opened = publisher.evaluator.expand(position.ty);
    let node = publisher.evaluator.get(opened);
    let published = publish(publisher, subject, "params", position, drafts);
    let source = source_of(&published);
    match node {
        Type::Object(shape) => {
            if shape.index.is_empty() {
                compare_params(subject, &shape.properties, position, drafts);
            }
        }
        Type::Any | Type::Unknown | Type::Problem(_) | Type::Union(_) => {}
        _ => drafts.push(not_an_object("params", position)),
    }
    (Some(published), Some(source))
}

fn compare_params(
    subject: &Subject<'_>,
    properties: &[Prop],
    position: Position,
    drafts: &mut Vec<Draft>,
) {
    let pattern = subject.pattern;
    let names: Vec<&str> = pattern.names().collect();
    for property in properties {
        if !names.contains(&&*property.name) && !property.optional {
            let help = match nearest(&property.name, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add it to the path: {pattern}/:{}", property.name),
            };
            drafts.push(
                Draft::new(
                    Code::ParamNotInPath,
                    position_of(property, position.place).place,
                    format!("the path `{pattern}` has no parameter `{}`", property.name),
                )
                .help(help),
            );
        }
    }
    for name in names {
        if !properties.iter().any(|property| *property.name == *name) {
            drafts.push(
                Draft::new(
                    Code::ParamNotDeclared,
                    position.place,
                    format!(
                        "the path `{pattern}` has the parameter `{name}`, which is not declared"
                    ),
                )
                .help(format!("declare it: params: {{ {name}: string }}")),
            );
        }
    }
}

fn not_an_object(name: &str, position: Position) -> Draft {
    Draft::new(Code::PositionKind, position.place, format!("`{name}` is an object type"))
        .help(format!("write {name}: {{ name: string }}"))
}

fn require_object(
    publisher: &mut Publisher<'_, '_>,
    name: &str,
    position: Position,
    published: &GType,
    drafts: &mut Vec<Draft>,
) {
    let resolved = publisher.table().resolve(published).unwrap_or(published);
    let fine = match resolved.base() {
        GType::Object(_)
        | GType::Any
        | GType::Unknown
        | GType::Unresolved(_)
        | GType::NonPrimitive => true,
        GType::Union(union) => union.members.iter().all(|member| {
            let member = publisher.table().resolve(member).unwrap_or(member);
            matches!(member.base(), GType::Object(_) | GType::Unresolved(_))
        }),
        _ => false,
    };
    if !fine {
        drafts.push(not_an_object(name, position));
    }
}

/// The answers: declared, or evident, or not known.
fn responses(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    implementation: &Implementation,
    declared: Option<Position>,
    drafts: &mut Vec<Draft>,
) -> (Vec<ResponseContract>, Option<ProvenanceSource>) {
    if let Some(position) = declared {
        let answers = answer::by_status(publisher.evaluator, position.ty);
        let mut unresolved = false;
        let responses = answers
            .into_iter()
            .map(|answer| {
                let gtype = answer.body.map(|ty| {
                    let position = Position { ty, ..position };
                    publish(publisher, subject, "response", position, drafts)
                });
                unresolved |= matches!(gtype, Some(GType::Unresolved(_)));
                ResponseContract { status: answer.status, gtype, description: answer.description }
            })
            .collect();
        let source =
            if unresolved { ProvenanceSource::Unresolved } else { ProvenanceSource::Declared };
        return (responses, Some(source));
    }
    match answer::evident(publisher.evaluator, implementation) {
        Ok(answers) => {
            let responses: Vec<ResponseContract> = answers
                .into_iter()
                .map(|answer| {
                    let gtype = answer.body.map(|ty| {
                        let position = Position { ty, place: subject.place };
                        publish(publisher, subject, "response", position, drafts)
                    });
                    ResponseContract { status: answer.status, gtype, description: None }
                })
                .collect();
            let source = (!responses.is_empty()).then_some(ProvenanceSource::Inferred);
            (responses, source)
        }
        Err(unknown) => {
            let mut draft = Draft::new(
                Code::ResponseUnknown,
                unknown.unwrap_or(subject.place),
                format!("what {} answers is not declared and cannot be read off this", subject.id),
            )
            .help("declare it: Handler<{ response: User }>, or a return type: Promise<User>");
            if unknown.is_some() {
                draft = draft.also(subject.place, "this handler");
            }
            drafts.push(draft);
            (Vec::new(), Some(ProvenanceSource::Unresolved))
        }
    }
}
