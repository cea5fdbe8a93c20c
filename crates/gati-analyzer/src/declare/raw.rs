//! Where a handler asks for Node's own request and response, which one host has and the other has not.

use super::handler::Implementation;
use crate::codes::Code;
use crate::diagnostic::Draft;
use crate::evaluate::{Evaluator, Place};
use crate::ir::{Body, Expr, ExprId, KeyName, LocalId, Pattern, Span, Statement};
use crate::resolve::{FileId, FileView};

/// The member that gives Node's object.
const RAW: &str = "raw";

/// Whose member it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

/// Says each use in the handler itself; one behind a call of another function is not seen here.
pub(super) fn drafts_of(
    evaluator: &Evaluator<'_>,
    (file, implementation): (FileId, &Implementation),
    drafts: &mut Vec<Draft>,
) {
    let Some(id) = implementation.function.filter(|_| implementation.file == file) else { return };
    let facts = evaluator.sources.facts(file);
    let function = facts.function(id);
    let mut names = Vec::new();
    let mut found = Vec::new();
    for (side, parameter) in [Side::Request, Side::Response].into_iter().zip(&function.parameters) {
        match &parameter.pattern {
            Some(Pattern::Name(local)) if !facts.local(*local).reassigned => {
                names.push((*local, side));
            }
            Some(Pattern::Object { properties, .. }) if takes_raw(properties) => {
                found.push((side, parameter.span, None));
            }
            _ => {}
        }
    }
    if let Some(Body::Block(statements)) = &function.body {
        found.extend(statements.iter().filter_map(|statement| {
            let Statement::Declare { pattern, value: Some(value), .. } = statement else {
                return None;
            };
            let Pattern::Object { properties, .. } = pattern else { return None };
            let side = side_of(&facts, *value, &names).filter(|_| takes_raw(properties))?;
            Some((side, facts.expression_span(*value), None))
        }));
    }
    found.extend(members(&facts, function.span, &names));
    drafts.extend(
        found
            .into_iter()
            .map(|(side, span, asked)| draft_of(side, Place { file, span }, asked.as_deref())),
    );
}

/// `req.raw`, and what of it is asked for.
fn members(
    facts: &FileView,
    span: Span,
    names: &[(LocalId, Side)],
) -> Vec<(Side, Span, Option<String>)> {
    let mut found = Vec::new();
    let mut asked = Vec::new();
    for (id, expression, span) in facts.expressions_inside(span) {
        let Expr::Member { object, name, .. } = expression else { continue };
        asked.push((*object, name));
        if let Some(side) = side_of(facts, *object, names).filter(|_| &**name == RAW) {
            found.push((id, side, span));
        }
    }
    let of = |id: ExprId| {
        asked.iter().find(|(object, _)| *object == id).map(|(_, name)| name.to_string())
    };
    found.into_iter().map(|(id, side, span)| (side, span, of(id))).collect()
}

fn takes_raw(properties: &[(KeyName, Pattern)]) -> bool {
    properties.iter().any(|(key, _)| matches!(key, KeyName::Static(name) if &**name == RAW))
}

/// Whether an expression is the request or the response.
fn side_of(facts: &FileView, id: ExprId, names: &[(LocalId, Side)]) -> Option<Side> {
    match facts.expression(id) {
        Expr::Local(local) => names.iter().find(|(name, _)| name == local).map(|(_, side)| *side),
        Expr::NonNull(value) | Expr::Typed { value, .. } => side_of(facts, *value, names),
        _ => None,
    }
}

fn draft_of(side: Side, place: Place, asked: Option<&str>) -> Draft {
    let (what, usual) = match side {
        Side::Request => ("req.raw", "`req.headers`, `req.rawBody`, `req.ip` or `lctx.signal`"),
        Side::Response => ("res.raw", "`res.status`, `res.header`, `res.send` or `res.stream`"),
    };
    let message = format!("`{what}` is not there: the native host has no HTTP of Node");
    let help = match asked.and_then(|asked| instead_of(side, asked)) {
        Some(instead) => format!("use `{instead}`"),
        None => format!("use {usual}"),
    };
    Draft::new(Code::RawMissing, place, message)
        .label("fails when it is reached")
        .help(format!("{help}, or set `server` to \"fastify\""))
}

/// What a handler has for a member of Node's object.
fn instead_of(side: Side, member: &str) -> Option<&'static str> {
    Some(match (side, member) {
        (Side::Request, "headers" | "rawHeaders" | "headersDistinct") => "req.headers",
        (Side::Request, "url") => "req.url",
        (Side::Request, "method") => "req.method",
        (Side::Request, "socket" | "connection") => "req.ip",
        (Side::Request, "read" | "pipe" | "setEncoding") => "req.rawBody",
        (_, "aborted" | "destroyed" | "once" | "on" | "addListener") => "lctx.signal",
        (Side::Response, "statusCode" | "writeHead") => "res.status",
        (Side::Response, "setHeader" | "appendHeader" | "setHeaders") => "res.header",
        (Side::Response, "write") => "res.stream",
        (Side::Response, "end") => "res.send",
        _ => return None,
    })
}
