//! What a handler reads and answers: declared first, then what the path says, then what the
//! body evidently returns. Each position remembers where its type came from.
//!
//! The positions stand together, because they share one order of precedence.

use gati_router::RoutePattern;
use gati_types::{
    BodyAs, Contract, GType, Method, ObjectType, Property, Provenance, ProvenanceSource,
    ResponseContract, Validators,
};

use super::answer;
use super::fallback;
use super::governed::{govern, unsaid};
use super::handler::Implementation;
use super::stream;
use crate::codes::Code;
use crate::diagnostic::{Draft, Edit, Repair};
use crate::evaluate::{
    ContextId, Evaluator, FoundOut, Place, ProblemId, Prop, Stuck, Ty, Type, may_be_known_elsewhere,
};
use crate::given::fallback::Remedy;
use crate::ir::NodeId;
use crate::publish::{Finding, Origins, Publisher};
use crate::resolve::FileId;
use crate::suggest::{did_you_mean, nearest};

/// The handler whose contract is read.
pub(crate) struct Subject<'p> {
    pub method: Method,
    pub pattern: &'p RoutePattern,
    /// The name it is exported under.
    pub place: Place,
    pub id: String,
    /// The file that exports it, and the name it is exported under.
    pub export: (FileId, &'p str),
}

/// A declared position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    pub(super) ty: Ty,
    pub(super) place: Place,
}

/// What is declared, wherever it is declared.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) params: Option<Position>,
    pub(super) query: Option<Position>,
    pub(super) headers: Option<Position>,
    pub(super) body: Option<Position>,
    response: Option<Position>,
    /// Somebody else said what the contract is.
    found_out: bool,
}

const POSITIONS: [&str; 5] = ["params", "query", "headers", "body", "response"];

/// Reads the contract of a handler.
pub(crate) fn read(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    implementation: &Implementation,
    drafts: &mut Vec<Draft>,
) -> (Contract, Provenance, Validators) {
    let first = drafts.len();
    publisher.evaluator.begin_root();
    let mut collector = Collector {
        evaluator: publisher.evaluator,
        id: &subject.id,
        declared: Declared::default(),
        drafts,
    };
    collector.collect(implementation);
    let mut declared = collector.declared;
    publisher.stand_in(implementation.file);
    publisher.all_found_out(declared.found_out);
    let mut validators = govern(publisher.evaluator, &mut declared);
    if let Some(spent) = publisher.evaluator.overspent()
        && let Type::Problem(problem) = publisher.evaluator.get(spent)
    {
        let finding = Finding { problem, path: String::new(), member: None, remedy: None };
        drafts.push(draft_of(publisher.evaluator, &finding, subject.place, &subject.id));
        (declared, validators) = (Declared::default(), Validators::default());
    }
    let mut contract = Contract::default();
    let mut provenance = Provenance::default();

    (contract.params, provenance.params) =
        params(publisher, subject, &declared, &validators, drafts);
    for (name, position) in
        [("query", declared.query), ("headers", declared.headers), ("body", declared.body)]
    {
        let Some(mut position) = position else { continue };
        if name == "body" {
            (position.ty, contract.body_as) = stream::body(publisher, position);
        }
        let gtype = publish(publisher, subject, name, position, drafts);
        let origins = publisher.take_origins();
        let source = source_of(&gtype, &origins);
        let asked = match name {
            "query" => &validators.query,
            "headers" => &validators.headers,
            _ => &validators.body,
        };
        if asked.is_none() {
            unsaid(publisher.evaluator, &origins, (name, position.place), drafts);
        }
        match name {
            "query" => (contract.query, provenance.query) = (Some(gtype), Some(source)),
            "headers" => (contract.headers, provenance.headers) = (Some(gtype), Some(source)),
            _ => (contract.body, provenance.body) = (Some(gtype), Some(source)),
        }
    }
    for (name, position, gtype) in [
        ("query", declared.query, &contract.query),
        ("headers", declared.headers, &contract.headers),
    ] {
        if let (Some(position), Some(gtype)) = (position, gtype) {
            require_object(publisher, name, position, gtype, drafts);
        }
    }
    if let Some(position) = declared.body
        && matches!(subject.method, Method::Get | Method::Head)
        && !matches!(contract.body, Some(GType::Undefined | GType::Never | GType::Void))
    {
        drafts.push(body_not_allowed(subject, position.place));
        contract.body = None;
        contract.body_as = BodyAs::Whole;
        provenance.body = None;
        validators.body = None;
    }
    (contract.responses, provenance.responses) =
        responses(publisher, subject, implementation, declared.response, drafts);
    for draft in &mut drafts[first..] {
        draft.needed_by.get_or_insert_with(|| (subject.id.clone(), None));
    }
    (contract, provenance, validators)
}

/// A body is declared where no client sends one.
fn body_not_allowed(subject: &Subject<'_>, place: Place) -> Draft {
    Draft::new(Code::BodyNotAllowed, place, format!("a {} request has no body", subject.method))
        .at("body")
        .label("no client sends this")
        .help("read `query` instead, or answer POST, which has a body")
}

fn source_of(gtype: &GType, origins: &Origins) -> ProvenanceSource {
    if matches!(gtype, GType::Unresolved(_)) {
        ProvenanceSource::Unresolved
    } else {
        origins.source()
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
    let gtype = publisher.publish_at(name, position.ty);
    let (findings, warnings) = publisher.take_findings();
    drafts.extend(warnings);
    for finding in findings {
        drafts.push(draft_of(publisher.evaluator, &finding, position.place, &subject.id));
    }
    gtype
}

/// The diagnostic of a failure: in the author's own file, with the way to it.
pub(crate) fn draft_of(
    evaluator: &Evaluator<'_>,
    finding: &Finding,
    needed_at: Place,
    needed_by: &str,
) -> Draft {
    let problem = evaluator.problem_of(finding.problem);
    let known = problem.place.file != FileId::NONE;
    let own = known && evaluator.sources.is_own(problem.place.file);
    let place = if own { problem.place } else { finding.member.unwrap_or(needed_at) };
    let mut draft = Draft::of_problem(problem, place);
    draft.path = (!finding.path.is_empty()).then(|| finding.path.clone());
    if known && !own && !evaluator.sources.is_given(problem.place.file) {
        let label = problem.label.clone().unwrap_or_else(|| "declared here".to_owned());
        draft.label = Some("needed here".to_owned());
        draft.secondary.insert(0, (problem.place, label));
        draft.root = Some(problem.place);
    }
    if let Some(remedy) = finding.remedy.as_ref().and_then(Remedy::help) {
        draft.help = Some(match draft.help.take() {
            Some(help) => format!("{help}; {remedy}"),
            None => remedy.to_owned(),
        });
    }
    let elsewhere = own && problem.place.file != needed_at.file;
    draft.needed_by = Some((needed_by.to_owned(), elsewhere.then_some(needed_at)));
    draft
}

/// Gathers what annotations and parameters declare.
struct Collector<'c, 's> {
    evaluator: &'c mut Evaluator<'s>,
    /// The id of the handler, for diagnostics.
    id: &'c str,
    declared: Declared,
    drafts: &'c mut Vec<Draft>,
}

impl Collector<'_, '_> {
    fn collect(&mut self, implementation: &Implementation) {
        let context = self.evaluator.context_of(implementation.file, implementation.scope);
        for node in &implementation.annotations {
            let (ty, place) = self.written(*node, context);
            self.read_type(ty, place);
        }
        let Some(function) = implementation.function else { return };
        let facts = self.evaluator.sources.facts(implementation.file);
        let function = facts.signature(function);
        if let Some(node) = function.parameters.first().and_then(|parameter| parameter.node) {
            let (ty, place) = self.written(node, context);
            self.read_request(ty, place);
        }
        if let Some(node) = function.returns {
            let (ty, place) = self.written(node, context);
            self.read_return(ty, place);
        }
    }

    /// What is written at a place, by its words: they can be asked for.
    fn written(&mut self, node: NodeId, context: ContextId) -> (Ty, Place) {
        let ty = self.evaluator.plain(Type::Deferred { node, context });
        (ty, self.evaluator.place(node, context))
    }

    fn read_return(&mut self, ty: Ty, place: Place) {
        let ty = self.evaluator.awaited(ty);
        if self.declared.response.is_none() && says_something(self.evaluator, ty) {
            self.declared.response = Some(Position { ty, place });
        }
    }

    /// `ty` could not be evaluated: what somebody else says that it is, or a diagnostic.
    fn failed(&mut self, ty: Ty, problem: ProblemId, place: Place) -> Option<Ty> {
        let mut finding = Finding { problem, path: String::new(), member: None, remedy: None };
        let asked = may_be_known_elsewhere(self.evaluator.problem_of(problem).code)
            && !self.declared.found_out;
        let key = if asked { self.evaluator.fallback_key(ty, Some(place.file)) } else { None };
        if let Some(key) = key {
            match self.evaluator.found_out(&key) {
                FoundOut::Type(found) => {
                    self.declared.found_out = true;
                    return Some(found);
                }
                FoundOut::Nothing(remedy) => finding.remedy = Some(remedy),
            }
        }
        self.drafts.push(draft_of(self.evaluator, &finding, place, self.id));
        None
    }

    /// From `Handler<C>`, or from a function type of the author's own.
    fn read_type(&mut self, ty: Ty, place: Place) {
        let opened = self.evaluator.expand(ty);
        match self.evaluator.get(opened) {
            Type::Framework { name, arguments } if &*name == "Handler" => {
                if let Some(shape) = arguments.first() {
                    self.read_shape(*shape, place);
                }
            }
            Type::Function { function, context, .. } => {
                let file = self.evaluator.store.context(context).file;
                let facts = self.evaluator.sources.facts(file);
                let signature = facts.signature(function);
                let request = signature.parameters.first().and_then(|parameter| parameter.node);
                if let Some(node) = request {
                    let ty = self.evaluator.eval(node, context);
                    self.read_request(ty, place);
                }
                if let Some(node) = signature.returns {
                    let ty = self.evaluator.eval(node, context);
                    self.read_return(ty, place);
                }
            }
            Type::Problem(problem) => {
                if let Some(found) = self.failed(ty, problem, place) {
                    self.read_type(found, place);
                }
            }
            _ => {}
        }
    }

    /// From the annotation of the first parameter: `Request<C>`, or an object with positions.
    fn read_request(&mut self, ty: Ty, place: Place) {
        let opened = self.evaluator.expand(ty);
        match self.evaluator.get(opened) {
            Type::Framework { name, arguments } if &*name == "Request" => {
                if let Some(shape) = arguments.first() {
                    self.read_shape(*shape, place);
                }
            }
            Type::Object(shape) => {
                for property in shape.properties.iter().filter(|own| &*own.name != "response") {
                    let position = self.position_of(property, place);
                    set(&mut self.declared, &property.name, position);
                }
            }
            Type::Problem(problem) => {
                if let Some(found) = self.failed(ty, problem, place) {
                    self.read_request(found, place);
                }
            }
            _ => {}
        }
    }

    /// What somebody else said stands in no file an author can open.
    fn position_of(&self, property: &Prop, otherwise: Place) -> Position {
        let position = position_of(property, otherwise);
        let place = if self.declared.found_out { otherwise } else { position.place };
        Position { place, ..position }
    }

    fn read_shape(&mut self, written: Ty, place: Place) {
        let opened = self.evaluator.expand(written);
        let shape = match self.evaluator.get(opened) {
            Type::Object(shape) => shape,
            Type::Problem(problem) => {
                if let Some(found) = self.failed(written, problem, place) {
                    self.read_shape(found, place);
                }
                return;
            }
            Type::Any | Type::Unknown => return,
            _ => {
                self.drafts.push(
                    Draft::new(
                        Code::PositionKind,
                        place,
                        "a contract is an object type that names its positions",
                    )
                    .help(
                        "write Handler<{ params: …; query: …; headers: …; body: …; response: … }>",
                    ),
                );
                return;
            }
        };
        for property in &shape.properties {
            let position = self.position_of(property, place);
            if set(&mut self.declared, &property.name, position) {
                continue;
            }
            let name = &property.name;
            let message = format!("a contract has no position `{name}`");
            let draft = Draft::new(Code::PositionUnknown, property.place, message);
            let taken = |near: &str| shape.properties.iter().any(|other| &*other.name == near);
            self.drafts.push(match nearest(name, POSITIONS.into_iter()) {
                Some(near) if taken(near) => draft.help(did_you_mean(near)),
                Some(near) => draft.help(did_you_mean(near)).repair(Repair::rename(
                    property.place,
                    name,
                    near,
                )),
                None => {
                    draft.help("a contract has `params`, `query`, `headers`, `body` and `response`")
                }
            });
        }
    }
}

/// Whether a return type is a contract: `void`, `unknown` and the framework's own are not.
pub(super) fn says_something(evaluator: &mut Evaluator<'_>, ty: Ty) -> bool {
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

fn position_of(property: &Prop, otherwise: Place) -> Position {
    let known = property.place.span != crate::ir::Span::default();
    Position { ty: property.ty, place: if known { property.place } else { otherwise } }
}

/// Sets a position; `false` if there is none of that name.
fn set(declared: &mut Declared, name: &str, position: Position) -> bool {
    let slot = match name {
        "params" => &mut declared.params,
        "query" => &mut declared.query,
        "headers" => &mut declared.headers,
        "body" => &mut declared.body,
        "response" => &mut declared.response,
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
    validators: &Validators,
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
    publisher.evaluator.begin_root();
    let opened = publisher.settled(position.ty);
    let opened = publisher.evaluator.expand(opened);
    let node = publisher.evaluator.get(opened);
    let gtype = publish(publisher, subject, "params", position, drafts);
    let origins = publisher.take_origins();
    let source = source_of(&gtype, &origins);
    if validators.params.is_none() {
        unsaid(publisher.evaluator, &origins, ("params", position.place), drafts);
    }
    match node {
        Type::Object(shape) => {
            if shape.index.is_empty() {
                compare_params(subject, &shape.properties, position, drafts);
            }
        }
        Type::Any | Type::Unknown | Type::Problem(_) | Type::Union(_) => {}
        _ => drafts.push(not_an_object("params", position, &gtype)),
    }
    (Some(gtype), Some(source))
}

fn compare_params(
    subject: &Subject<'_>,
    properties: &[Prop],
    position: Position,
    drafts: &mut Vec<Draft>,
) {
    let pattern = subject.pattern;
    let names: Vec<&str> = pattern.names().collect();
    // A misspelt parameter is one mistake, and not another one that is missing.
    let mut misspelt = Vec::new();
    for property in properties {
        if !names.contains(&&*property.name) && !property.optional {
            let name = &property.name;
            let place = position_of(property, position.place).place;
            let message = format!("the path `{pattern}` has no parameter `{name}`");
            let draft =
                Draft::new(Code::ParamNotInPath, place, message).at(format!("params.{name}"));
            let undeclared = names
                .iter()
                .copied()
                .filter(|name| !properties.iter().any(|other| *other.name == **name));
            let undeclared: Vec<&str> = undeclared.collect();
            drafts.push(match (nearest(name, undeclared.iter().copied()), undeclared.as_slice()) {
                (Some(near), _) => {
                    misspelt.push(near);
                    draft.help(did_you_mean(near)).repair(Repair::rename(place, name, near))
                }
                // The names differ, and there is only one that can be meant.
                (None, [only]) => {
                    misspelt.push(only);
                    draft.help(format!("its parameter is called `{only}`"))
                }
                (None, _) => draft.help(format!(
                    "add it to the path: {}/:{name}",
                    pattern.to_string().trim_end_matches('/')
                )),
            });
        }
    }
    for name in names {
        if misspelt.contains(&name) || properties.iter().any(|property| *property.name == *name) {
            continue;
        }
        let message =
            format!("the path `{pattern}` has the parameter `{name}`, which is not declared");
        let member = format!("{name}: string");
        let edit = Edit::Member { within: position.place, text: member.clone() };
        drafts.push(
            Draft::new(Code::ParamNotDeclared, position.place, message)
                .at("params")
                .label(format!("`{name}` is missing here"))
                .help(format!("declare it: params: {{ {member} }}"))
                .repair(Repair::new(format!("declare `{name}`"), edit)),
        );
    }
}

/// How long a type may be to stand in a message.
const SHORT_TYPE: usize = 40;

fn not_an_object(name: &str, position: Position, found: &GType) -> Draft {
    let spelled = found.to_string();
    let found = match found.base() {
        _ if spelled.len() <= SHORT_TYPE => format!("`{spelled}`"),
        GType::Array(_) => "an array".to_owned(),
        GType::Tuple(_) => "a tuple".to_owned(),
        GType::Union(_) => "this union".to_owned(),
        _ => "this type".to_owned(),
    };
    let message = format!("`{name}` is a set of named fields, and {found} is not one");
    Draft::new(Code::PositionKind, position.place, message)
        .at(name)
        .help(format!("name each field: {name}: {{ name: string }}"))
}

fn require_object(
    publisher: &mut Publisher<'_, '_>,
    name: &str,
    position: Position,
    gtype: &GType,
    drafts: &mut Vec<Draft>,
) {
    let resolved = publisher.table().resolve(gtype).unwrap_or(gtype);
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
        drafts.push(not_an_object(name, position, gtype));
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
        let (responses, resolved) = declared_responses(publisher, subject, position, drafts);
        let origins = publisher.take_origins();
        let source = if resolved { origins.source() } else { ProvenanceSource::Unresolved };
        return (responses, Some(source));
    }
    publisher.evaluator.begin_root();
    let evident = answer::evident(publisher.evaluator, implementation);
    let evident = match publisher.evaluator.overspent() {
        Some(_) => Err(Some(Stuck { place: subject.place, why: "too much code".into() })),
        None => evident,
    };
    match evident {
        Ok(answers) => {
            publisher.take_origins();
            let responses: Vec<ResponseContract> = answers
                .into_iter()
                .map(|answer| published(publisher, subject, answer, subject.place, drafts))
                .collect();
            let source = (!responses.is_empty()).then_some(ProvenanceSource::Inferred);
            (responses, source)
        }
        Err(stuck) => {
            publisher.evaluator.begin_root();
            let remedy = match fallback::response(publisher.evaluator, subject, implementation) {
                FoundOut::Type(ty) => {
                    let position = Position { ty, place: subject.place };
                    let (responses, resolved) =
                        declared_responses(publisher, subject, position, drafts);
                    publisher.take_origins();
                    let source = if resolved {
                        ProvenanceSource::Fallback
                    } else {
                        ProvenanceSource::Unresolved
                    };
                    return (responses, Some(source));
                }
                FoundOut::Nothing(remedy) => remedy,
            };
            let place = stuck.as_ref().map_or(subject.place, |stuck| stuck.place);
            let why = stuck.as_ref().map(|stuck| format!(": {}", stuck.why)).unwrap_or_default();
            let own = place.file != FileId::NONE && publisher.evaluator.sources.is_own(place.file);
            let code = match remedy {
                Remedy::Stale(_) => Code::LockStale,
                _ => Code::ResponseUnknown,
            };
            let mut draft = Draft::new(
                code,
                if own { place } else { subject.place },
                format!(
                    "what {} answers is not declared and cannot be read off this{why}",
                    subject.id
                ),
            )
            .help(match remedy.help() {
                Some(remedy) => format!("{DECLARE_IT}; {remedy}"),
                None => DECLARE_IT.to_owned(),
            });
            if stuck.is_some() {
                draft = draft.also(subject.place, "this handler");
            }
            drafts.push(draft);
            (Vec::new(), Some(ProvenanceSource::Unresolved))
        }
    }
}

/// What to do about an answer that is not known.
const DECLARE_IT: &str = "declare it: Handler<{ response: User }>, or a return type: Promise<User>";

/// The answers of a type that stands for all of them, and whether each has a type.
fn declared_responses(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    position: Position,
    drafts: &mut Vec<Draft>,
) -> (Vec<ResponseContract>, bool) {
    let mut resolved = true;
    publisher.evaluator.begin_root();
    let settled = publisher.settled(position.ty);
    let mut answers = answer::by_status(publisher.evaluator, settled);
    if let Some(spent) = publisher.evaluator.overspent() {
        answers = vec![answer::Answer::of(200, Some(spent))];
    }
    let publish_one = |answer: answer::Answer| {
        let response = published(publisher, subject, answer, position.place, drafts);
        resolved &= !matches!(response.sent(), Some(GType::Unresolved(_)));
        response
    };
    let responses = answers.into_iter().map(publish_one).collect();
    (responses, resolved)
}

/// An answer with its types written down.
fn published(
    publisher: &mut Publisher<'_, '_>,
    subject: &Subject<'_>,
    answer: answer::Answer,
    place: Place,
    drafts: &mut Vec<Draft>,
) -> ResponseContract {
    let answer::Answer { status, body, elements, description } = answer;
    let mut write =
        |ty, path: String| publish(publisher, subject, &path, Position { ty, place }, drafts);
    ResponseContract {
        status,
        gtype: body.map(|ty| write(ty, format!("response {status}"))),
        elements: elements.map(|ty| write(ty, format!("response {status}[]"))),
        description,
    }
}
