//! What a handler answers, by status: from its declared response, or from what its body
//! evidently gives.
//!
//! The styles of answering stand in one file, because a body mixes them and each is only certain
//! once the others are ruled out.

use super::handler::Implementation;
use crate::evaluate::{Evaluator, Frame, Place, Ty, Type};
use crate::ir::{AnswerSite, Expr, ExprId, FunctionIr, Name, Span};
use crate::resolve::FileView;
use gati_types::Literal;
use rustc_hash::FxHashSet;

/// An answer: a status and, if there is one and it is known, a body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub status: u16,
    pub body: Option<Ty>,
    pub description: Option<String>,
}

/// The words HTTP has for the statuses of the framework's errors come with the error itself.
fn error_answer(status: u16) -> Answer {
    let description = gati_error_name(status).map(ToOwned::to_owned);
    Answer { status, body: None, description }
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
        return vec![Answer { status: 200, body: Some(awaited), description: None }];
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
                        add(
                            evaluator,
                            &mut answers,
                            Answer { status, body: None, description: None },
                        );
                    }
                    _ => {
                        let answer = Answer { status, body: Some(body), description: None };
                        add(evaluator, &mut answers, answer);
                    }
                }
            }
            Type::Framework { .. } => {}
            Type::Undefined | Type::Void => {
                add(evaluator, &mut answers, Answer { status: 204, body: None, description: None });
            }
            _ => plain.push(member),
        }
    }
    if !plain.is_empty() {
        let body = evaluator.union(plain);
        add(evaluator, &mut answers, Answer { status: 200, body: Some(body), description: None });
    }
    answers.sort_by_key(|answer| answer.status);
    answers
}

fn is_special(evaluator: &mut Evaluator<'_>, member: Ty) -> bool {
    let opened = evaluator.expand(member);
    matches!(
        evaluator.get(opened),
        Type::Status { .. } | Type::Framework { .. } | Type::Undefined | Type::Void
    )
}

/// Two answers of one status are one, with either body.
fn add(evaluator: &mut Evaluator<'_>, answers: &mut Vec<Answer>, answer: Answer) {
    match answers.iter_mut().find(|known| known.status == answer.status) {
        Some(known) => {
            known.body = match (known.body, answer.body) {
                (Some(one), Some(other)) => Some(evaluator.union(vec![one, other])),
                (one, other) => one.or(other),
            };
        }
        None => answers.push(answer),
    }
}

/// Reads a body.
struct Reader<'r, 's> {
    evaluator: &'r mut Evaluator<'s>,
    facts: &'r FileView,
    frame: Frame,
    file: crate::resolve::FileId,
    /// The name of the second parameter.
    response: Option<Name>,
    answers: Vec<Answer>,
    /// It answers through `res` in a statement of its own.
    speaks: bool,
    /// The status the body set so far.
    status: Status,
    /// The status before each part of the body that was entered.
    outer: Vec<Status>,
    /// It sends something that is not JSON.
    raw: bool,
    /// Where `res` was used in a way that was understood.
    understood: FxHashSet<Span>,
}

/// The status as it stands somewhere in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Nothing set it.
    Default,
    /// `res.status = 202`.
    Set(u16),
    /// It depends on what ran.
    Unclear,
}

impl Status {
    /// What an answer here has, if it would have `otherwise` without a status being set.
    fn or(self, otherwise: u16) -> Option<u16> {
        match self {
            Self::Default => Some(otherwise),
            Self::Set(status) => Some(status),
            Self::Unclear => None,
        }
    }
}

/// What a body evidently answers; where that ends if it does not.
pub(crate) fn evident(
    evaluator: &mut Evaluator<'_>,
    implementation: &Implementation,
) -> Result<Vec<Answer>, Option<Place>> {
    let Some(id) = implementation.function else { return Err(None) };
    let facts = evaluator.sources.facts(implementation.file);
    let function = facts.function(id);
    if !function.has_body || function.generator {
        return Err(None);
    }
    let context = evaluator.context_of(implementation.file, implementation.scope);
    let response = match function.parameters.get(1) {
        Some(parameter) if parameter.name.is_none() => return Err(None),
        Some(parameter) => parameter.name.clone(),
        None => None,
    };
    let mut reader = Reader {
        evaluator,
        facts: &facts,
        frame: Frame { context, function: Some(id) },
        file: implementation.file,
        response,
        answers: Vec::new(),
        speaks: false,
        status: Status::Default,
        outer: Vec::new(),
        raw: false,
        understood: FxHashSet::default(),
    };
    reader.body(function).map_err(Some)?;
    if let Some(place) = reader.escape(function) {
        return Err(Some(place));
    }
    if reader.raw {
        // Text, bytes and streams are not projected on a contract: there is none to declare.
        return Ok(Vec::new());
    }
    let mut answers = reader.answers;
    answers.sort_by_key(|answer| answer.status);
    Ok(answers)
}

/// What an expression does with `res`.
#[derive(Debug, Clone, Copy)]
enum Said {
    /// `res.status(201).json(x)`.
    Json { status: Option<u16>, value: ExprId },
    /// `res.status(204).end()`.
    Nothing { status: Option<u16> },
    /// `res.text('…')`, `res.send(…)`: not JSON, so no contract.
    Raw,
    /// `res.status(n)` with a number that is not a literal.
    Unknown,
    /// `res.header(…)`, `res.status(…)` alone: no answer yet.
    NotYet { status: Option<u16> },
}

impl Reader<'_, '_> {
    fn body(&mut self, function: &FunctionIr) -> Result<(), Place> {
        for site in &function.answers {
            self.site(site)?;
        }
        let quiet = function
            .answers
            .iter()
            .any(|site| matches!(site, AnswerSite::ReturnNothing | AnswerSite::FallThrough));
        if quiet && !self.speaks && !self.raw {
            let status = if let Status::Set(status) = self.status { status } else { 204 };
            self.add(Answer { status, body: None, description: None });
        }
        Ok(())
    }

    fn site(&mut self, site: &AnswerSite) -> Result<(), Place> {
        match site {
            AnswerSite::Return { value, span } => {
                self.returned(*value, Place { file: self.file, span: *span }, 0)
            }
            AnswerSite::Call { call, span } => match self.said(*call) {
                None => Ok(()),
                Some(Said::NotYet { status }) => {
                    if let Some(status) = status {
                        self.status = Status::Set(status);
                    }
                    Ok(())
                }
                Some(said) => {
                    self.speaks = true;
                    self.hear(said, Place { file: self.file, span: *span })
                }
            },
            AnswerSite::Assign { target, value, span } => {
                let place = Place { file: self.file, span: *span };
                if self.is_response_member(*target, "body") {
                    self.speaks = true;
                    return self.json(None, *value, place);
                }
                if self.is_response_member(*target, "status") {
                    self.status = match self.facts.expression(*value) {
                        Expr::Literal(Literal::Number(value)) => {
                            crate::evaluate::status_code(*value)
                                .map_or(Status::Unclear, Status::Set)
                        }
                        _ => Status::Unclear,
                    };
                }
                Ok(())
            }
            AnswerSite::Enter => {
                self.outer.push(self.status);
                Ok(())
            }
            AnswerSite::Leave { ends } => {
                let before = self.outer.pop().unwrap_or(Status::Default);
                if *ends || before == self.status {
                    self.status = before;
                } else {
                    self.status = Status::Unclear;
                }
                Ok(())
            }
            AnswerSite::ReturnNothing | AnswerSite::FallThrough => Ok(()),
        }
    }

    fn add(&mut self, answer: Answer) {
        add(self.evaluator, &mut self.answers, answer);
    }

    /// Where `res` goes somewhere else: into another function, a callback, a variable. What is
    /// answered there is not seen here.
    fn escape(&self, function: &FunctionIr) -> Option<Place> {
        self.facts
            .expressions_inside(function.span)
            .find(|(expression, span)| {
                matches!(expression, Expr::Identifier(name) if Some(name) == self.response.as_ref())
                    && !self.understood.contains(span)
            })
            .map(|(_, span)| Place { file: self.file, span })
    }

    fn is_response(&mut self, value: ExprId) -> bool {
        match (self.facts.expression(value), &self.response) {
            (Expr::Identifier(name), Some(response)) if name == response => {
                self.understood.insert(self.facts.expression_span(value));
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

    fn returned(&mut self, value: ExprId, place: Place, depth: u32) -> Result<(), Place> {
        if depth > 50 {
            return Err(place);
        }
        if let Some(said) = self.said(value) {
            return self.hear(said, place);
        }
        match self.facts.expression(value) {
            Expr::Conditional { yes, no } => {
                let (yes, no) = (*yes, *no);
                self.returned(yes, place, depth + 1)?;
                self.returned(no, place, depth + 1)
            }
            Expr::Binary { operator: "??" | "||", left, right } if self.said(*right).is_some() => {
                let (left, right) = (*left, *right);
                let Some(ty) = self.evaluator.evident(left, self.frame) else { return Err(place) };
                let ty = self.evaluator.non_nullable(ty);
                let Some(status) = self.status.or(200) else { return Err(place) };
                self.add(Answer { status, body: Some(ty), description: None });
                self.returned(right, place, depth + 1)
            }
            Expr::Await(inner) if self.said(*inner).is_some() => {
                let inner = *inner;
                self.returned(inner, place, depth + 1)
            }
            _ => self.json(None, value, place),
        }
    }

    /// An answer with `status`, or with the one that was set, or with 200.
    fn json(&mut self, status: Option<u16>, value: ExprId, place: Place) -> Result<(), Place> {
        let Some(status) = status.or_else(|| self.status.or(200)) else { return Err(place) };
        let Some(ty) = self.evaluator.evident(value, self.frame) else {
            let span = self.facts.expression_span(value);
            return Err(Place { span, ..place });
        };
        // What an `async` function returns is awaited before it is sent.
        let ty = self.evaluator.awaited(ty);
        for answer in by_status_at(self.evaluator, ty, status) {
            self.add(answer);
        }
        Ok(())
    }

    fn hear(&mut self, said: Said, place: Place) -> Result<(), Place> {
        match said {
            Said::Json { status, value } => self.json(status, value, place),
            Said::Nothing { status } => {
                let Some(status) = status.or_else(|| self.status.or(204)) else {
                    return Err(place);
                };
                self.add(Answer { status, body: None, description: None });
                Ok(())
            }
            Said::Raw => {
                self.raw = true;
                Ok(())
            }
            Said::Unknown => Err(place),
            Said::NotYet { .. } => Ok(()),
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
                ("status", [code]) => match self.facts.expression(*code) {
                    Expr::Literal(Literal::Number(value)) => {
                        match crate::evaluate::status_code(*value) {
                            Some(code) => status = Some(code),
                            None => return Some(Said::Unknown),
                        }
                    }
                    _ => return Some(Said::Unknown),
                },
                ("json", [value, ..]) => {
                    return Some(Said::Json { status, value: *value });
                }
                ("end", []) => return Some(Said::Nothing { status }),
                ("redirect", [_, rest @ ..]) => {
                    let code = match rest {
                        [] => status.or(Some(302)),
                        [code, ..] => match self.facts.expression(*code) {
                            Expr::Literal(Literal::Number(value)) => {
                                crate::evaluate::status_code(*value)
                            }
                            _ => None,
                        },
                    };
                    return Some(
                        code.map_or(Said::Unknown, |code| Said::Nothing { status: Some(code) }),
                    );
                }
                ("text" | "html" | "send" | "stream" | "json" | "end" | "redirect", _) => {
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

/// [`by_status`] where plain values answer with `status`.
fn by_status_at(evaluator: &mut Evaluator<'_>, ty: Ty, status: u16) -> Vec<Answer> {
    let mut answers = by_status(evaluator, ty);
    for answer in &mut answers {
        if answer.status == 200 {
            answer.status = status;
        }
    }
    answers
}
