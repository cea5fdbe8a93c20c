//! Calls: which signature is meant, and what it gives.

use super::{Evaluator, Stuck, Typed, Value, Walk, Want, stuck};
use crate::evaluate::{ContextId, How, Place, Ty, Type};
use crate::ir::{Expr, ExprId, FunctionId, Name, NodeId, TypeNode};

/// What a call is given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'c> {
    pub id: ExprId,
    pub types: &'c [NodeId],
    pub values: &'c [ExprId],
    pub how: How,
}

/// A signature, and what the names in it stand for.
pub(super) type Callee = (FunctionId, ContextId);

/// Which arguments are held against a signature: functions come last, because what they give
/// depends on what the others say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Values,
    Callbacks,
}

impl Evaluator<'_> {
    pub(super) fn call(&mut self, id: ExprId, walk: &mut Walk) -> Typed {
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Call { callee, type_arguments, arguments, optional } = facts.expression(id)
        else {
            return stuck(walk.place(id), "this call");
        };
        let mut found = self.infer(*callee, walk, Want::default())?;
        if *optional {
            walk.broke_off |= self.may_be_nullish(found.ty);
            found.ty = self.non_nullable(found.ty);
        }
        // A part of a chain that broke off inside an argument is not one of this chain.
        let outer = walk.broke_off;
        let given = Given { id, types: type_arguments, values: arguments, how: How::Called };
        let given = self.called(found.ty, given, walk);
        walk.broke_off = outer;
        given
    }

    /// What calling, or constructing, `callee` gives.
    pub(super) fn called(&mut self, callee: Ty, given: Given<'_>, walk: &mut Walk) -> Typed {
        let place = walk.place(given.id);
        let opened = self.expand(callee);
        match self.get(opened) {
            Type::Any => Ok(Value::of(opened)),
            Type::Function { function, context, constructs }
                if constructs == (given.how == How::Constructed) =>
            {
                self.signatures((function, context), given, walk)
            }
            Type::Object(shape) if given.how == How::Constructed && shape.instance.is_some() => {
                Ok(Value::of(shape.instance.unwrap_or(opened)))
            }
            Type::Object(shape) => match shape.callable.filter(|_| shape.others.is_empty()) {
                Some(callable) => self.called(callable, given, walk),
                None => stuck(place, "a call of this"),
            },
            Type::Union(members) => {
                let mut all = Vec::with_capacity(members.len());
                for member in members {
                    let opened = self.expand(member);
                    let Type::Function { function, context, .. } = self.get(opened) else {
                        return stuck(place, "a call of this");
                    };
                    let home = self.store.context(context).file;
                    let home = self.sources.facts(home);
                    let signature = home.signature(function);
                    if !signature.type_params.is_empty() || signature.earlier.is_some() {
                        return stuck(place, "a call of one of several generic functions");
                    }
                    all.push(self.called(member, given, walk)?);
                }
                self.reduced(&all, place)
            }
            _ => stuck(place, "a call of this"),
        }
    }

    /// The first of the overloads that takes the arguments.
    fn signatures(
        &mut self,
        (function, context): Callee,
        given: Given<'_>,
        walk: &mut Walk,
    ) -> Typed {
        let place = walk.place(given.id);
        let Given { types: type_arguments, values: arguments, .. } = given;
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let mut overloads = vec![function];
        let mut current = function;
        while let Some(earlier) = facts.signature(current).earlier {
            overloads.push(earlier);
            current = earlier;
        }
        overloads.reverse();
        if overloads.len() > 1 && facts.signature(function).has_body {
            // The implementation cannot be called by itself.
            overloads.pop();
        }
        let alone = overloads.len() == 1;
        for overload in overloads {
            let signature = facts.signature(overload);
            let least = signature.parameters.iter().filter(|own| !own.optional).count();
            let has_rest = signature.parameters.iter().any(|own| own.rest);
            let spreads = arguments
                .iter()
                .any(|argument| matches!(walk.facts.expression(*argument), Expr::Spread(_)));
            let fits = arguments.len() >= least || spreads;
            let fits = fits && (has_rest || arguments.len() <= signature.parameters.len());
            if !alone
                && (!fits
                    || (!type_arguments.is_empty()
                        && type_arguments.len() > signature.type_params.len()))
            {
                continue;
            }
            if type_arguments.is_empty()
                && let Some(inner) =
                    self.query_arguments((overload, context), arguments, place, walk)
            {
                return self.returned_value(overload, inner?, place);
            }
            let inner = if signature.type_params.is_empty() {
                context
            } else if type_arguments.is_empty() {
                self.infer_arguments(overload, context, arguments, walk)?
            } else {
                self.bind_arguments(overload, context, type_arguments, walk)
            };
            let is_generic = !signature.type_params.is_empty() && type_arguments.is_empty();
            if (!alone || is_generic)
                && !self.takes((overload, inner), arguments, Taken::Values, walk)?
            {
                if alone {
                    return stuck(place, "what the type parameters of this call stand for");
                }
                continue;
            }
            if !alone && !self.takes((overload, inner), arguments, Taken::Callbacks, walk)? {
                continue;
            }
            let found = self.returned_value(overload, inner, place)?;
            return Ok(self.as_fresh(found, (overload, inner), arguments, walk));
        }
        stuck(place, "none of the overloads takes these arguments")
    }

    /// `f(x)` that gives what it was given: a literal is still one.
    fn as_fresh(
        &mut self,
        found: Value,
        (function, context): Callee,
        arguments: &[ExprId],
        walk: &mut Walk,
    ) -> Value {
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let signature = facts.signature(function);
        let Some(name) = signature.returns.and_then(|node| own_parameter(&facts, signature, node))
        else {
            return found;
        };
        let mut fresh = Vec::new();
        for (parameter, argument) in signature.parameters.iter().zip(arguments) {
            let own = parameter.node.and_then(|node| own_parameter(&facts, signature, node));
            if own != Some(name) {
                continue;
            }
            if let Ok(given) = self.infer(*argument, walk, Want::default()) {
                fresh.extend(given.fresh);
            }
        }
        let members = self.constituents(found.ty);
        fresh.retain(|member| members.contains(member));
        Value { ty: found.ty, fresh }
    }

    /// Whether a signature whose parameters are known takes the arguments.
    fn takes(
        &mut self,
        (function, context): Callee,
        arguments: &[ExprId],
        taken: Taken,
        walk: &mut Walk,
    ) -> Result<bool, Stuck> {
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let signature = facts.signature(function);
        for (position, argument) in arguments.iter().enumerate() {
            let place = walk.place(*argument);
            let is_callback = matches!(walk.facts.expression(*argument), Expr::Function(_));
            if is_callback != (taken == Taken::Callbacks) {
                continue;
            }
            let Some(parameter) =
                signature.parameters.get(position).or(signature.parameters.last())
            else {
                return Ok(false);
            };
            let Some(node) = parameter.node else { continue };
            let mut wanted = self.eval(node, context);
            if parameter.rest {
                wanted = self.iterated(wanted, place)?;
            } else if parameter.optional {
                wanted = self.or_undefined(wanted);
            }
            match walk.facts.expression(*argument).clone() {
                Expr::Function(callback) => {
                    if !self.takes_callback(callback, wanted, place, walk)? {
                        return Ok(false);
                    }
                }
                Expr::Spread(list) => {
                    let list = self.infer(list, walk, Want::default())?;
                    let item = self.iterated(list.ty, place)?;
                    if !self.fits(item, wanted, place)? {
                        return Ok(false);
                    }
                }
                _ => {
                    let inner = Want { context: Some(wanted), constant: false };
                    let found = self.infer(*argument, walk, inner)?;
                    if !self.fits(found.ty, wanted, place)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    pub(super) fn fits(&mut self, found: Ty, wanted: Ty, place: Place) -> Result<bool, Stuck> {
        match self.decided(found, wanted) {
            Ok(fits) => Ok(fits),
            Err(_) => stuck(place, "whether this argument is taken"),
        }
    }

    /// Explicit type arguments, and defaults for the rest.
    fn bind_arguments(
        &mut self,
        function: FunctionId,
        context: ContextId,
        type_arguments: &[NodeId],
        walk: &Walk,
    ) -> ContextId {
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let mut inner = context;
        for (position, param) in facts.signature(function).type_params.iter().enumerate() {
            let ty = match (type_arguments.get(position), param.default, param.constraint) {
                (Some(node), ..) => self.later(*node, walk.context),
                (None, Some(node), _) | (None, None, Some(node)) => self.eval(node, inner),
                (None, None, None) => self.plain(Type::Unknown),
            };
            inner = self.bind(inner, vec![(Name::clone(&param.name), ty)]);
        }
        inner
    }
}

/// The type parameter of a signature that a node is by itself.
fn own_parameter<'s>(
    facts: &crate::resolve::FileView,
    signature: &'s crate::ir::Signature,
    node: NodeId,
) -> Option<&'s Name> {
    let TypeNode::Reference { path, arguments } = facts.node(node) else { return None };
    let ([name], []) = (path.as_slice(), arguments.as_slice()) else { return None };
    signature.type_params.iter().map(|param| &param.name).find(|own| *own == name)
}
