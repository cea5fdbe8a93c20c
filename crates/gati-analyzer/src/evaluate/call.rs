//! Calls, as far as their results can be known: declared return types, and the functions of the
//! language whose result does not depend on more than can be seen.

use super::value::Width;
use super::{ContextId, Evaluator, Frame, Place, Ty, Type};
use crate::codes::Code;
use crate::ir::{AnswerSite, Expr, ExprId, FunctionId, KeyName, Name, NodeId};
use crate::resolve::symbol::{Meaning, Missing};

impl Evaluator<'_> {
    pub(super) fn call_value(
        &mut self,
        callee: ExprId,
        type_arguments: &[NodeId],
        arguments: &[ExprId],
        frame: Frame,
    ) -> Option<Ty> {
        let file = self.store.context(frame.context).file;
        let facts = self.sources.facts(file);
        let place = Place { file, span: facts.expression_span(callee) };
        if let Some(known) = self.known_call(callee, arguments, frame) {
            return Some(known);
        }
        let function = self.value(callee, frame, Width::Wide)?;
        let opened = self.expand(function);
        let Type::Function { function, context, constructs: false } = self.get(opened) else {
            return None;
        };
        let home = self.store.context(context).file;
        let declared = self.sources.facts(home);
        let declared = declared.signature(function);
        if !declared.type_params.is_empty() {
            if type_arguments.len() != declared.type_params.len() {
                return None;
            }
            let bindings = declared
                .type_params
                .iter()
                .zip(type_arguments)
                .map(|(param, node)| (Name::clone(&param.name), self.later(*node, frame.context)))
                .collect();
            let inner = self.bind(context, bindings);
            let returns = declared.returns?;
            let ty = self.eval(returns, inner);
            return self.known(ty);
        }
        let ty = self.declared_return(function, context, place);
        self.known(ty)
    }

    /// Calls of the language whose result does not depend on more than can be seen.
    fn known_call(&mut self, callee: ExprId, arguments: &[ExprId], frame: Frame) -> Option<Ty> {
        let file = self.store.context(frame.context).file;
        let facts = self.sources.facts(file);
        let node = match facts.expression(callee) {
            Expr::Identifier(name) if self.is_global(name, frame) => match &**name {
                "String" => Type::String,
                "Number" | "parseInt" | "parseFloat" => Type::Number,
                "Boolean" => Type::Boolean,
                "BigInt" => Type::BigInt,
                _ => return None,
            },
            Expr::Member { object, name, .. } => match (facts.expression(*object), &**name) {
                (Expr::Identifier(owner), method) if self.is_global(owner, frame) => {
                    match (&**owner, method) {
                        ("Date" | "performance", "now") | ("Math", _) => Type::Number,
                        ("crypto", "randomUUID") | ("JSON", "stringify") if arguments.len() < 2 => {
                            Type::String
                        }
                        _ => return None,
                    }
                }
                (_, method) => {
                    let receiver = self.value(*object, frame, Width::Wide)?;
                    return self.method_result(receiver, method);
                }
            },
            _ => return None,
        };
        Some(self.plain(node))
    }

    fn is_global(&mut self, name: &Name, frame: Frame) -> bool {
        let here = self.store.context(frame.context).clone();
        if let Some(function) = frame.function {
            let facts = self.sources.facts(here.file);
            let function = facts.function(function);
            let shadowed = function
                .locals
                .iter()
                .any(|local| matches!(&local.name, KeyName::Static(own) if own == name))
                || function
                    .parameters
                    .iter()
                    .any(|parameter| parameter.name.as_ref() == Some(name));
            if shadowed {
                return false;
            }
        }
        matches!(
            self.sources.lookup(here.file, here.scope, name, Meaning::Value),
            Ok(None) | Err(Missing::Module { .. })
        )
    }

    fn method_result(&mut self, receiver: Ty, method: &str) -> Option<Ty> {
        let opened = self.expand(receiver);
        let node = match (self.get(opened), method) {
            (Type::Date, "getTime" | "valueOf") => Type::Number,
            (Type::Date, "toISOString" | "toJSON" | "toString")
            | (
                Type::String,
                "trim" | "toLowerCase" | "toUpperCase" | "slice" | "replace" | "replaceAll"
                | "padStart" | "padEnd" | "repeat" | "toString",
            )
            | (Type::Number, "toFixed" | "toString")
            | (Type::Array { .. }, "join") => Type::String,
            (Type::String, "split") => {
                let items = self.plain(Type::String);
                Type::Array { items, readonly: false }
            }
            (Type::String | Type::Array { .. }, "includes") => Type::Boolean,
            (Type::Array { items, .. }, "slice" | "filter" | "concat" | "reverse" | "sort") => {
                // `filter` with a type guard gives a narrower type; the wider one is still true.
                Type::Array { items, readonly: false }
            }
            _ => return None,
        };
        Some(self.plain(node))
    }

    /// The declared return type of a signature; a problem if there is none.
    pub(super) fn declared_return(
        &mut self,
        function: FunctionId,
        context: ContextId,
        place: Place,
    ) -> Ty {
        let context = self.open_signature(function, context);
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let signature = facts.signature(function);
        if let Some(node) = signature.returns {
            self.eval(node, context)
        } else if let Some(inferred) = self.inferred_return(function, context) {
            inferred
        } else {
            let own = Place { file, span: signature.span };
            let problem =
                super::Problem::new(Code::ValueUnknown, place, "the function has no return type")
                    .help("write what it returns, as in `function load(): User`")
                    .also(own, "this function");
            self.fail(problem)
        }
    }

    /// What a function without a declared result evidently gives: its only way out is a `return`
    /// whose value is certain. Several ways out would need what is known at each of them.
    fn inferred_return(&mut self, function: FunctionId, context: ContextId) -> Option<Ty> {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let signature = facts.function(function);
        if !signature.has_body || signature.generator {
            return None;
        }
        let mut value = None;
        for site in &signature.answers {
            match site {
                AnswerSite::Return { value: found, .. } if value.is_none() => value = Some(*found),
                AnswerSite::Call { .. } | AnswerSite::Assign { .. } => {}
                _ => return None,
            }
        }
        let frame = Frame { context, function: Some(function) };
        let returned = self.value(value?, frame, Width::Fresh)?;
        let revealed = self.reveal(returned);
        let widened = match self.get(revealed) {
            // One literal alone is widened unless `as const` keeps it, a union of literals is not.
            Type::Literal(literal) if matches!(facts.expression(value?), Expr::Literal(_)) => {
                self.plain(literal.widened())
            }
            Type::Literal(_)
            | Type::Member { .. }
            | Type::Null
            | Type::Undefined
            | Type::Function { .. } => return None,
            _ => returned,
        };
        if !signature.is_async {
            return Some(widened);
        }
        let awaited = self.awaited(widened);
        Some(self.plain(Type::Promise(awaited)))
    }

    /// The context inside a signature: its own parameters stand for their constraints.
    pub(super) fn open_signature(&mut self, function: FunctionId, context: ContextId) -> ContextId {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let params = &facts.signature(function).type_params;
        if params.is_empty() {
            return context;
        }
        let bindings = params
            .iter()
            .map(|param| {
                let ty = match param.constraint {
                    Some(node) => self.later(node, context),
                    None => self.plain(Type::Unknown),
                };
                (Name::clone(&param.name), ty)
            })
            .collect();
        self.bind(context, bindings)
    }
}
