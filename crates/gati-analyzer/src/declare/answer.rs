//! What a handler answers, by status: from its declared response, or from what its body
//! evidently gives.
//!
//! The styles of answering stand in one file, because a body mixes them and each is only certain
//! once the others are ruled out.

use super::handler::Implementation;
use crate::evaluate::{
    Bytes, Evaluator, Lit, Place, Said as Status, Stuck, Ty, Type, Value, Walk, Want, Watch,
};
use crate::ir::{Body, Expr, ExprId, FunctionId, FunctionIr, LocalId, Pattern, Span};
use crate::resolve::FileView;
use rustc_hash::FxHashSet;

/// An answer: a status and, if there is one and it is known, a body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub status: u16,
    pub body: Option<Ty>,
    /// What one element is, where the body is a stream of them.
    pub elements: Option<Ty>,
    pub description: Option<String>,
}

impl Answer {
    /// With this body, or without one.
    pub(crate) fn of(status: u16, body: Option<Ty>) -> Self {
        Self { status, body, elements: None, description: None }
    }
}

/// The words HTTP has for the statuses of the framework's errors come with the error itself.
fn error_answer(status: u16) -> Answer {
    let description = gati_error_name(status).map(ToOwned::to_owned);
    Answer { description, ..Answer::of(status, None) }
}

fn gati_error_name(status: u16) -> Option<&'static str> {
    crate::evaluate::ERRORS.iter().find(|(_, code)| *code == status).map(|(name, _)| *name)
}

/// Splits a declared response: `User | NotFound | Status<201, T>`.
///
/// An error of the framework is a status without a declared body: it leaves as a problem
/// document, and a body the handler sends with that status leaves as it is.
pub(crate) fn by_status(evaluator: &mut Evaluator<'_>, response: Ty) -> Vec<Answer> {
    let awaited = evaluator.awaited(response);
    let opened = evaluator.expand(awaited);
    let members = match evaluator.get(opened) {
        Type::Union(members) => members,
        _ => vec![awaited],
    };
    let special = members.iter().any(|member| is_special(evaluator, *member));
    if !special {
        return vec![Answer::of(200, Some(awaited))];
    }
    let mut plain = Vec::new();
    let mut answers: Vec<Answer> = Vec::new();
    for member in members {
        let opened = evaluator.expand(member);
        match evaluator.get(opened) {
            Type::Status { status, body } => {
                let opened = evaluator.expand(body);
                match evaluator.get(opened) {
                    Type::Framework { .. } => add(evaluator, &mut answers, error_answer(status)),
                    Type::Undefined | Type::Void | Type::Never => {
                        add(evaluator, &mut answers, Answer::of(status, None));
                    }
                    _ => with_status(evaluator, &mut answers, status, body),
                }
            }
            Type::Framework { .. } => {}
            Type::Undefined | Type::Void => {
                add(evaluator, &mut answers, Answer::of(204, None));
            }
            Type::Stream(element, _) => {
                let answer = streamed(evaluator, 200, element);
                add(evaluator, &mut answers, answer);
            }
            _ => plain.push(member),
        }
    }
    if !plain.is_empty() {
        let body = evaluator.union(plain);
        add(evaluator, &mut answers, Answer::of(200, Some(body)));
    }
    for answer in &mut answers {
        if answer.elements.is_some() && answer.body.is_some() {
            answer.elements = None;
            answer.body = Some(no_answer(
                evaluator,
                format!("{} is answered with one value and with a stream of them", answer.status),
                "give each a status of its own: `Item | Status<206, AsyncIterable<Item>>`",
            ));
        }
    }
    answers.sort_by_key(|answer| answer.status);
    answers
}

/// `Status<201, A | AsyncIterable<B>>`: values and streams apart.
fn with_status(evaluator: &mut Evaluator<'_>, answers: &mut Vec<Answer>, status: u16, body: Ty) {
    let awaited = evaluator.awaited(body);
    let opened = evaluator.expand(awaited);
    let members = match evaluator.get(opened) {
        Type::Union(members) => members,
        _ => vec![awaited],
    };
    let mut plain = Vec::new();
    let mut streams = Vec::new();
    for member in members {
        let opened = evaluator.expand(member);
        match evaluator.get(opened) {
            Type::Stream(element, _) => streams.push(element),
            _ => plain.push(member),
        }
    }
    if streams.is_empty() {
        return add(evaluator, answers, Answer::of(status, Some(body)));
    }
    for element in streams {
        let answer = streamed(evaluator, status, element);
        add(evaluator, answers, answer);
    }
    if !plain.is_empty() {
        let body = evaluator.union(plain);
        add(evaluator, answers, Answer::of(status, Some(body)));
    }
}

/// The answer that a stream of elements is. Bytes are no elements: they are sent as they are, in
/// pieces that mean nothing.
fn streamed(evaluator: &mut Evaluator<'_>, status: u16, element: Ty) -> Answer {
    let opened = evaluator.expand(element);
    let members = match evaluator.get(opened) {
        Type::Union(members) => members,
        _ => vec![opened],
    };
    let mut bytes = 0;
    for member in &members {
        let opened = evaluator.expand(*member);
        match evaluator.get(opened) {
            Type::Bytes(Bytes::Uint8Array | Bytes::Buffer) => bytes += 1,
            Type::Undefined | Type::Void => {
                let failed = no_answer(
                    evaluator,
                    "an element of a stream that is `undefined` has no JSON form".to_owned(),
                    "leave it out of the stream, or write `null`",
                );
                return Answer { elements: Some(failed), ..Answer::of(status, None) };
            }
            _ => {}
        }
    }
    if bytes == 0 {
        return Answer { elements: Some(element), ..Answer::of(status, None) };
    }
    if bytes == members.len() {
        return Answer::of(status, Some(opened));
    }
    let failed = no_answer(
        evaluator,
        "bytes and values do not mix in one stream".to_owned(),
        "write `AsyncIterable<Uint8Array>` for bytes, or put them into an object",
    );
    Answer { elements: Some(failed), ..Answer::of(status, None) }
}

/// What cannot be answered. Its own syntax is not known here: the position is blamed.
fn no_answer(evaluator: &mut Evaluator<'_>, message: String, help: &str) -> Ty {
    let place = Place { file: crate::resolve::FileId::NONE, span: Span::default() };
    evaluator.failure(crate::codes::Code::NotData, place, message, help)
}

fn is_special(evaluator: &mut Evaluator<'_>, member: Ty) -> bool {
    let opened = evaluator.expand(member);
    matches!(
        evaluator.get(opened),
        Type::Status { .. }
            | Type::Stream(..)
            | Type::Framework { .. }
            | Type::Undefined
            | Type::Void
    )
}

/// Two answers of one status are one, with either body.
fn add(evaluator: &mut Evaluator<'_>, answers: &mut Vec<Answer>, answer: Answer) {
    match answers.iter_mut().find(|known| known.status == answer.status) {
        Some(known) => {
            let mut either = |one: Option<Ty>, other: Option<Ty>| match (one, other) {
                (Some(one), Some(other)) => Some(evaluator.union(vec![one, other])),
                (one, other) => one.or(other),
            };
            known.body = either(known.body, answer.body);
            known.elements = either(known.elements, answer.elements);
        }
        None => answers.push(answer),
    }
}

/// What one status is answered with, wherever in the body.
struct Heard {
    status: u16,
    values: Vec<Value>,
    description: Option<String>,
}

/// Reads a body while it is walked.
struct Reader<'r> {
    facts: &'r FileView,
    file: crate::resolve::FileId,
    /// The second parameter.
    response: Option<LocalId>,
    heard: Vec<Heard>,
    /// It answers through `res` in a statement of its own.
    speaks: bool,
    /// `return;`, or the end of the body, with what was known there.
    quiet: Vec<Status>,
    /// It sends something that is not JSON.
    raw: bool,
    /// Where `res` was used in a way that was understood.
    understood: FxHashSet<ExprId>,
    /// Where something is not certain.
    failed: Option<Stuck>,
}

/// What a body evidently answers; where that ends if it does not.
pub(crate) fn evident(
    evaluator: &mut Evaluator<'_>,
    implementation: &Implementation,
) -> Result<Vec<Answer>, Option<Stuck>> {
    let Some(id) = implementation.function else { return Err(None) };
    let facts = evaluator.sources.facts(implementation.file);
    let function = facts.function(id);
    let Some(body) = &function.body else { return Err(None) };
    if function.generator {
        return Err(None);
    }
    let context = evaluator.context_of(implementation.file, implementation.scope);
    let response = match function.parameters.get(1).map(|parameter| &parameter.pattern) {
        Some(Some(Pattern::Name(local))) => Some(*local),
        Some(_) => return Err(None),
        None => None,
    };
    let mut reader = Reader {
        facts: &facts,
        file: implementation.file,
        response,
        heard: Vec::new(),
        speaks: false,
        quiet: Vec::new(),
        raw: false,
        understood: FxHashSet::default(),
        failed: None,
    };
    let given = parameters(evaluator, implementation);
    let mut walk = evaluator.walk_into(id, context);
    evaluator.bind_given(id, Some(&given), &mut walk);
    match body {
        Body::Expression(value) => {
            let span = facts.expression_span(*value);
            reader.returned(evaluator, &mut walk, Some(*value), span);
        }
        Body::Block(statements) => {
            evaluator.run(statements, &mut walk, &mut reader);
            if walk.state.is_reached() {
                reader.quiet.push(walk.state.said);
            }
        }
    }
    if let Some(place) = reader.escape(function) {
        return Err(Some(Stuck { place, why: "`res` goes somewhere else here".into() }));
    }
    if let Some(failed) = reader.failed {
        return Err(Some(failed));
    }
    if reader.raw {
        // Text, bytes and streams are not projected on a contract: there is none to declare.
        return Ok(Vec::new());
    }
    if !reader.speaks {
        for said in std::mem::take(&mut reader.quiet) {
            let status = if let Status::Status(status) = said { status } else { 204 };
            reader.hear(status, None, None);
        }
    }
    reader.answers(evaluator, id).map_err(Some)
}

/// What a handler is given, by the types beside it.
fn parameters(evaluator: &mut Evaluator<'_>, implementation: &Implementation) -> Vec<Option<Ty>> {
    let context = evaluator.context_of(implementation.file, implementation.scope);
    for node in &implementation.annotations {
        let ty = evaluator.eval(*node, context);
        let opened = evaluator.expand(ty);
        match evaluator.get(opened) {
            Type::Framework { name, arguments } if &*name == "Handler" => {
                let mut framework = |name: &str, arguments| {
                    let name = crate::ir::Name::from(name);
                    Some(evaluator.plain(Type::Framework { name, arguments }))
                };
                let request = framework("Request", arguments);
                let global = framework("GlobalContext", Vec::new());
                let local = framework("LocalContext", Vec::new());
                // What `res` does is read off the calls.
                return vec![request, None, global, local];
            }
            Type::Function { .. } => {
                let place = evaluator.place(*node, context);
                let given = evaluator.parameters_of(opened, place);
                if let Type::Tuple { slots, .. } = evaluator.get(given) {
                    return slots.iter().map(|slot| (!slot.rest).then_some(slot.ty)).collect();
                }
            }
            _ => {}
        }
    }
    Vec::new()
}

/// What an expression does with `res`.
#[derive(Debug, Clone)]
enum Said {
    /// `res.status(201).json(x)`.
    Json { status: Option<Code>, value: ExprId },
    /// `res.status(204).end()`.
    Nothing { status: Option<Code> },
    /// `res.text('…')`, `res.send(…)`: not JSON, so no contract.
    Raw,
    /// `res.status(n)` in a way that is not understood.
    Unknown,
    /// `res.header(…)`, `res.status(…)` alone: no answer yet.
    NotYet { status: Option<Code> },
}

/// A status: known, or the value of an expression.
#[derive(Debug, Clone, Copy)]
enum Code {
    Known(u16),
    Written(ExprId),
}

impl Watch for Reader<'_> {
    fn returned(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        walk: &mut Walk,
        value: Option<ExprId>,
        span: Span,
    ) {
        if !walk.state.is_reached() {
            return;
        }
        let Some(value) = value else {
            self.quiet.push(walk.state.said);
            return;
        };
        let place = Place { file: self.file, span };
        self.answered(evaluator, walk, value, place);
    }

    fn ran(&mut self, evaluator: &mut Evaluator<'_>, walk: &mut Walk, value: ExprId) {
        let inner = match self.facts.expression(value) {
            Expr::Await(inner) | Expr::Unary { operator: "void", operand: inner } => *inner,
            _ => value,
        };
        let place = Place { file: self.file, span: self.facts.expression_span(value) };
        if let Expr::Assign { operator: "=", target, value } = self.facts.expression(inner) {
            if self.is_response_member(*target, "body") {
                self.speaks = true;
                self.json(evaluator, walk, None, *value, place);
            } else if self.is_response_member(*target, "status") {
                let codes = codes_of(evaluator, walk, *value);
                walk.state.said = match codes.as_deref() {
                    Some([only]) => Status::Status(*only),
                    _ => Status::Unclear,
                };
            }
            return;
        }
        match self.said(inner) {
            None | Some(Said::NotYet { status: None }) => {}
            Some(Said::NotYet { status: Some(status) }) => {
                walk.state.said = match codes(evaluator, walk, status).as_deref() {
                    Some([only]) => Status::Status(*only),
                    _ => Status::Unclear,
                };
            }
            Some(said) => {
                self.speaks = true;
                self.note(evaluator, walk, &said, place);
            }
        }
    }

    fn threw(&mut self, evaluator: &mut Evaluator<'_>, walk: &mut Walk, value: ExprId) {
        // What a `catch` around gets is not an answer yet.
        if walk.is_caught() {
            return;
        }
        let Expr::New { callee, .. } = self.facts.expression(value) else { return };
        let Some(name) = evaluator.intrinsic_name(*callee, walk) else { return };
        let found = crate::evaluate::ERRORS.iter().find(|(known, _)| *known == &*name);
        if let Some((known, status)) = found {
            self.hear(*status, None, Some((*known).to_owned()));
        }
    }
}

impl Reader<'_> {
    fn fail(&mut self, place: Place, why: &'static str) {
        self.failed.get_or_insert(Stuck { place, why: why.into() });
    }

    fn hear(&mut self, status: u16, value: Option<Value>, description: Option<String>) {
        match self.heard.iter_mut().find(|known| known.status == status) {
            Some(known) => {
                known.values.extend(value);
                known.description = known.description.take().or(description);
            }
            None => {
                self.heard.push(Heard { status, values: value.into_iter().collect(), description });
            }
        }
    }

    /// The answers, each with everything that was heard for its status.
    fn answers(self, evaluator: &mut Evaluator<'_>, id: FunctionId) -> Result<Vec<Answer>, Stuck> {
        let place = Place { file: self.file, span: self.facts.function(id).span };
        let mut answers = Vec::with_capacity(self.heard.len());
        for heard in self.heard {
            let body = if heard.values.is_empty() {
                None
            } else {
                Some(evaluator.settled_answer(&heard.values, place)?)
            };
            let description = if body.is_none() { heard.description } else { None };
            answers.push(Answer { description, ..Answer::of(heard.status, body) });
        }
        answers.sort_by_key(|answer| answer.status);
        Ok(answers)
    }

    /// Where `res` goes somewhere else: into another function, a callback, a variable. What is
    /// answered there is not seen here.
    fn escape(&self, function: &FunctionIr) -> Option<Place> {
        let response = self.response?;
        self.facts
            .expressions_inside(function.span)
            .find(|(id, expression, _)| {
                matches!(expression, Expr::Local(local) if *local == response)
                    && !self.understood.contains(id)
            })
            .map(|(_, _, span)| Place { file: self.file, span })
    }

    fn is_response(&mut self, value: ExprId) -> bool {
        match (self.facts.expression(value), self.response) {
            (Expr::Local(local), Some(response)) if *local == response => {
                self.understood.insert(value);
                true
            }
            _ => false,
        }
    }

    fn is_response_member(&mut self, value: ExprId, member: &str) -> bool {
        match self.facts.expression(value) {
            Expr::Member { object, name, .. } if &**name == member => self.is_response(*object),
            _ => false,
        }
    }

    /// `return value`.
    fn answered(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        walk: &mut Walk,
        value: ExprId,
        place: Place,
    ) {
        if let Some(said) = self.said(value) {
            self.note(evaluator, walk, &said, place);
            return;
        }
        match self.facts.expression(value) {
            Expr::Conditional { test, yes, no } if self.speaks_in(*yes) || self.speaks_in(*no) => {
                let (test, yes, no) = (*test, *yes, *no);
                let before = walk.state.clone();
                evaluator.suppose(test, true, walk);
                self.answered(evaluator, walk, yes, place);
                walk.state = before;
                evaluator.suppose(test, false, walk);
                self.answered(evaluator, walk, no, place);
            }
            Expr::Binary { operator: "??" | "||", left, right } if self.said(*right).is_some() => {
                let (left, right) = (*left, *right);
                match evaluator.infer(left, walk, Want::default()) {
                    Ok(found) => {
                        let ty = evaluator.non_nullable(found.ty);
                        let value = Value { ty, fresh: found.fresh };
                        self.send(evaluator, walk, None, &value, place);
                    }
                    Err(stuck) => {
                        self.failed.get_or_insert(stuck);
                    }
                }
                self.answered(evaluator, walk, right, place);
            }
            Expr::Await(inner) if self.said(*inner).is_some() => {
                let inner = *inner;
                self.answered(evaluator, walk, inner, place);
            }
            _ => self.json(evaluator, walk, None, value, place),
        }
    }

    fn speaks_in(&mut self, value: ExprId) -> bool {
        self.said(value).is_some()
            || match self.facts.expression(value) {
                Expr::Conditional { yes, no, .. } => {
                    let (yes, no) = (*yes, *no);
                    self.speaks_in(yes) || self.speaks_in(no)
                }
                Expr::Await(inner) => {
                    let inner = *inner;
                    self.speaks_in(inner)
                }
                _ => false,
            }
    }

    /// An answer with a status of its own, or with the one that was set, or with 200.
    #[expect(clippy::too_many_arguments, reason = "an answer has that many parts")]
    fn json(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        walk: &mut Walk,
        status: Option<Code>,
        value: ExprId,
        place: Place,
    ) {
        if walk.rehearsing > 0 {
            return;
        }
        match evaluator.infer(value, walk, Want::default()) {
            Ok(found) => self.send(evaluator, walk, status, &found, place),
            Err(stuck) => {
                self.failed.get_or_insert(stuck);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "an answer has that many parts")]
    fn send(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        walk: &mut Walk,
        status: Option<Code>,
        value: &Value,
        place: Place,
    ) {
        let codes = match (status, walk.state.said) {
            (Some(code), _) => codes(evaluator, walk, code),
            (None, Status::Nothing) => Some(vec![200]),
            (None, Status::Status(status)) => Some(vec![status]),
            (None, Status::Unclear) => None,
        };
        let Some(codes) = codes else {
            return self.fail(place, "the status depends on what ran before");
        };
        // What an `async` function returns is awaited before it is sent.
        let ty = evaluator.awaited(value.ty);
        let opened = evaluator.expand(ty);
        if matches!(evaluator.get(opened), Type::Any) {
            return self.fail(place, "it is `any`, which says nothing");
        }
        let (plain, special) = evaluator.split(ty, is_special);
        for member in special {
            let opened = evaluator.expand(member);
            if matches!(evaluator.get(opened), Type::Stream(..)) {
                return self.fail(place, "a stream: what its elements are has to be declared");
            }
            for answer in by_status(evaluator, member) {
                self.hear(answer.status, answer.body.map(Value::of), answer.description);
            }
        }
        if let Some(ty) = plain {
            for status in codes {
                self.hear(status, Some(Value { ty, fresh: value.fresh.clone() }), None);
            }
        }
    }

    fn note(&mut self, evaluator: &mut Evaluator<'_>, walk: &mut Walk, said: &Said, place: Place) {
        if walk.rehearsing > 0 {
            return;
        }
        match said {
            Said::Json { status, value } => self.json(evaluator, walk, *status, *value, place),
            Said::Nothing { status } => {
                let codes = match (status, walk.state.said) {
                    (Some(code), _) => codes(evaluator, walk, *code),
                    (None, Status::Nothing) => Some(vec![204]),
                    (None, Status::Status(status)) => Some(vec![status]),
                    (None, Status::Unclear) => None,
                };
                match codes {
                    Some(codes) => codes.into_iter().for_each(|code| self.hear(code, None, None)),
                    None => self.fail(place, "the status depends on what ran before"),
                }
            }
            Said::Raw => self.raw = true,
            Said::Unknown => self.fail(place, "what `res` does here"),
            Said::NotYet { .. } => {}
        }
    }

    /// What a chain of calls that begins at `res` says; `None` if it does not begin there.
    fn said(&mut self, value: ExprId) -> Option<Said> {
        let mut calls: Vec<(&str, &[ExprId])> = Vec::new();
        let mut current = value;
        while !self.is_response(current) {
            let Expr::Call { callee, arguments, .. } = self.facts.expression(current) else {
                return None;
            };
            let Expr::Member { object, name, .. } = self.facts.expression(*callee) else {
                return None;
            };
            calls.push((name, arguments));
            current = *object;
        }
        calls.reverse();
        let mut status = None;
        for (method, arguments) in calls {
            match (method, arguments) {
                ("status", [code]) => status = Some(Code::Written(*code)),
                ("json", [value, ..]) => {
                    return Some(Said::Json { status, value: *value });
                }
                ("end", []) => return Some(Said::Nothing { status }),
                ("redirect", [_, rest @ ..]) => {
                    let code = match rest {
                        [] => status.unwrap_or(Code::Known(302)),
                        [code, ..] => Code::Written(*code),
                    };
                    return Some(Said::Nothing { status: Some(code) });
                }
                (
                    "text" | "html" | "send" | "stream" | "json" | "end" | "redirect" | "upgrade"
                    | "handOver",
                    _,
                ) => {
                    return Some(Said::Raw);
                }
                (
                    "header" | "setHeader" | "headers" | "removeHeader" | "type" | "cookie"
                    | "clearCookie",
                    _,
                ) => {}
                _ => return Some(Said::Unknown),
            }
        }
        Some(Said::NotYet { status })
    }
}

/// The statuses that the value of an expression can be; `None` if that is not certain.
fn codes_of(evaluator: &mut Evaluator<'_>, walk: &mut Walk, value: ExprId) -> Option<Vec<u16>> {
    let found = evaluator.infer(value, walk, Want::default()).ok()?;
    let members = evaluator.alternatives(found.ty);
    let mut codes = Vec::with_capacity(members.len());
    for member in members {
        let Type::Literal(Lit::Number(bits)) = evaluator.get(member) else { return None };
        codes.push(crate::evaluate::status_code(f64::from_bits(bits))?);
    }
    (!codes.is_empty()).then_some(codes)
}

/// The statuses that were meant; `None` if that is not certain.
fn codes(evaluator: &mut Evaluator<'_>, walk: &mut Walk, code: Code) -> Option<Vec<u16>> {
    match code {
        Code::Known(status) => Some(vec![status]),
        Code::Written(value) => codes_of(evaluator, walk, value),
    }
}
