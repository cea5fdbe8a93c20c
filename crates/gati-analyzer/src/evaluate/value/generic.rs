//! Type parameters of a call, from the types of its arguments: one level of unification.

use super::{Evaluator, Stuck, Value, Walk, Want, stuck};
use crate::evaluate::infer::Collected;
use crate::evaluate::{ContextId, Place, Slot, Ty, Type};
use crate::ir::{Expr, ExprId, FunctionId, Name, Signature, TupleItem, TypeNode};

/// A signature whose type parameters are looked for.
struct Asked<'s> {
    signature: &'s Signature,
    facts: &'s crate::resolve::FileView,
    /// Where they stand for nothing yet.
    context: ContextId,
    /// Where each of them is a hole.
    open: ContextId,
}

impl Evaluator<'_> {
    /// What a type parameter that is being inferred must be.
    pub(super) fn constraint_of(&self, name: &Name) -> Option<Ty> {
        let found = self.values.inferring.iter().rev().find(|(known, _)| known == name)?;
        found.1
    }

    /// The context of a signature for a call of it.
    pub(super) fn instantiated(
        &mut self,
        call: ExprId,
        function: FunctionId,
        context: ContextId,
        walk: &mut Walk,
    ) -> Result<ContextId, Stuck> {
        let facts = std::rc::Rc::clone(&walk.facts);
        let Expr::Call { arguments, type_arguments, .. } = facts.expression(call) else {
            return Ok(context);
        };
        if !type_arguments.is_empty() {
            return stuck(walk.place(call), "explicit type arguments of a predicate");
        }
        self.infer_arguments(function, context, arguments, walk)
    }

    /// The context in which the type parameters of `function` stand for what the arguments show.
    pub(super) fn infer_arguments(
        &mut self,
        function: FunctionId,
        context: ContextId,
        arguments: &[ExprId],
        walk: &mut Walk,
    ) -> Result<ContextId, Stuck> {
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let signature = facts.signature(function);
        let holes = signature
            .type_params
            .iter()
            .map(|param| {
                let name = Name::clone(&param.name);
                (Name::clone(&name), self.plain(Type::Hole { name, spread: false }))
            })
            .collect();
        let open = self.bind(context, holes);
        let depth = self.values.inferring.len();
        for param in &signature.type_params {
            let constraint = param.constraint.map(|node| match facts.node(node) {
                // Names, whatever of.
                TypeNode::Operator { operator: crate::ir::TypeOperator::Keyof, .. } => {
                    let kinds = [Type::String, Type::Number, Type::Symbol];
                    let kinds = kinds.into_iter().map(|kind| self.plain(kind)).collect();
                    self.union(kinds)
                }
                _ => self.eval(node, open),
            });
            self.values.inferring.push((Name::clone(&param.name), constraint));
        }
        let asked = Asked { signature, facts: &facts, context, open };
        let found = self.by_arguments(&asked, arguments, walk);
        self.values.inferring.truncate(depth);
        found
    }

    fn by_arguments(
        &mut self,
        asked: &Asked<'_>,
        arguments: &[ExprId],
        walk: &mut Walk,
    ) -> Result<ContextId, Stuck> {
        let Asked { signature, facts, open, .. } = *asked;
        let mut collected = Collected::default();
        let mut callbacks = Vec::new();
        for (position, argument) in arguments.iter().enumerate() {
            let place = walk.place(*argument);
            let Some((wanted, node)) = self.wanted_at(signature, position, open, place)? else {
                continue;
            };
            match walk.facts.expression(*argument).clone() {
                Expr::Function(callback) => callbacks.push((callback, position, place)),
                Expr::Spread(list) => {
                    let list = self.infer(list, walk, Want::default())?;
                    let item = self.iterated(list.ty, place)?;
                    self.collect(item, wanted, &mut collected);
                }
                _ => {
                    if !self.has_hole(wanted) {
                        continue;
                    }
                    let constant = is_const_parameter(signature, facts, node);
                    let context = self.as_spread(wanted, node, facts).unwrap_or(wanted);
                    let inner = Want { context: Some(context), constant };
                    let found = self.infer(*argument, walk, inner)?;
                    let ty = self.candidate(&found, wanted, signature, facts);
                    self.collect(ty, wanted, &mut collected);
                }
            }
            if collected.failed.is_some() {
                return stuck(place, "what the type parameters of this call stand for");
            }
        }
        for (callback, position, place) in callbacks {
            self.by_callback(asked, (callback, position, place), &mut collected, walk)?;
            if collected.failed.is_some() {
                return stuck(place, "what the type parameters of this call stand for");
            }
        }
        let place = arguments
            .first()
            .map_or(Place { file: walk.file, span: crate::ir::Span::default() }, |first| {
                walk.place(*first)
            });
        self.settled_parameters(asked, &collected, place, Unfound::Default)
    }

    /// `[...T]` asks for a tuple where `T` alone would be an array: the context that says so.
    fn as_spread(
        &mut self,
        wanted: Ty,
        node: crate::ir::NodeId,
        facts: &crate::resolve::FileView,
    ) -> Option<Ty> {
        let TypeNode::Tuple(items) = facts.node(node) else { return None };
        let forced = self.force(wanted);
        let ([TupleItem { rest: true, .. }], Type::Hole { name, .. }) =
            (items.as_slice(), self.get(forced))
        else {
            return None;
        };
        let constraint = self.constraint_of(&name)?;
        let opened = self.expand(constraint);
        let Type::Array { items: ty, .. } = self.get(opened) else { return None };
        let slots = vec![Slot { ty, optional: false, rest: true, label: None }];
        Some(self.plain(Type::Tuple { slots, readonly: false }))
    }

    /// The type of a parameter, with holes, for the argument at `position`.
    fn wanted_at(
        &mut self,
        signature: &Signature,
        position: usize,
        open: ContextId,
        place: Place,
    ) -> Result<Option<(Ty, crate::ir::NodeId)>, Stuck> {
        let parameter = match signature.parameters.get(position) {
            Some(parameter) => parameter,
            None => match signature.parameters.last() {
                Some(last) if last.rest => last,
                _ => return Ok(None),
            },
        };
        let Some(node) = parameter.node else { return Ok(None) };
        let wanted = self.eval(node, open);
        if !parameter.rest {
            return Ok(Some((wanted, node)));
        }
        let opened = self.expand(wanted);
        match self.get(opened) {
            Type::Array { items, .. } => Ok(Some((items, node))),
            _ => stuck(place, "a call with a list of parameters of its own"),
        }
    }

    /// What an argument says of the parameter it is given to.
    fn candidate(
        &mut self,
        found: &Value,
        wanted: Ty,
        signature: &Signature,
        facts: &crate::resolve::FileView,
    ) -> Ty {
        let mut ty = found.ty;
        for member in self.members_of(wanted) {
            let forced = self.force(member);
            let Type::Hole { name, .. } = self.get(forced) else { continue };
            let is_primitive = self.constraint_of(&name).is_some_and(|constraint| {
                self.members_of(constraint).into_iter().any(|member| {
                    let member = self.expand(member);
                    matches!(
                        self.store.get(member),
                        Type::String
                            | Type::Number
                            | Type::Boolean
                            | Type::BigInt
                            | Type::Literal(_)
                            | Type::Template(_)
                            | Type::Symbol
                    )
                })
            });
            let is_const =
                signature.type_params.iter().any(|param| param.name == name && param.is_const);
            if !is_primitive && !is_const && !is_top_level(signature, facts, &name) {
                ty = self.widen_literals(found);
            }
        }
        self.widen_objects(ty)
    }

    /// What a callback is given, by what is known so far, and what it gives back.
    fn by_callback(
        &mut self,
        asked: &Asked<'_>,
        (callback, position, place): (FunctionId, usize, Place),
        collected: &mut Collected,
        walk: &mut Walk,
    ) -> Result<(), Stuck> {
        let Asked { signature, open, .. } = *asked;
        let known = self.settled_parameters(asked, collected, place, Unfound::Unknown)?;
        let Some((wanted, _)) = self.wanted_at(signature, position, open, place)? else {
            return Ok(());
        };
        let Some((settled, _)) = self.wanted_at(signature, position, known, place)? else {
            return Ok(());
        };
        let Some((pattern, pattern_context)) = self.signature_of(wanted) else {
            return stuck(place, "what this function is taken as");
        };
        let given = self.given_to(settled, place)?;
        let ty = self.function_type(callback, walk);
        self.closure_state(callback, &walk.state, walk);
        let Type::Function { context: own, .. } = self.get(ty) else { return Ok(()) };
        let home = self.store.context(pattern_context).file;
        let home = self.sources.facts(home);
        let Some(node) = home.signature(pattern).returns else { return Ok(()) };
        if let TypeNode::Predicate { node: Some(node), .. } = home.node(node) {
            if let Some(found) = self.predicate_of_callback(callback, own, &given, place)? {
                let target = self.eval(*node, pattern_context);
                self.collect(found, target, collected);
            }
            return Ok(());
        }
        let target = self.eval(node, pattern_context);
        // Parameters with a type of their own say something as well.
        let facts = std::rc::Rc::clone(&walk.facts);
        let annotated = facts.signature(callback).parameters.iter().any(|own| own.node.is_some());
        if annotated && self.has_hole(wanted) {
            let wanted_parameters = {
                let ty = self.plain(Type::Function {
                    function: pattern,
                    context: pattern_context,
                    constructs: false,
                });
                self.parameters_of(ty, place)
            };
            if let Type::Tuple { slots, .. } = self.get(wanted_parameters) {
                for (slot, parameter) in slots.iter().zip(&facts.signature(callback).parameters) {
                    let Some(node) = parameter.node else { continue };
                    let ty = self.eval(node, own);
                    if self.has_hole(slot.ty) {
                        self.collect(ty, slot.ty, collected);
                    }
                }
            }
        }
        if !self.has_hole(target) {
            return Ok(());
        }
        let returned = self.callback_value((callback, own), &given, Some(target), place)?;
        self.collect(returned.ty, target, collected);
        Ok(())
    }

    /// What the type parameters stand for by now.
    fn settled_parameters(
        &mut self,
        asked: &Asked<'_>,
        collected: &Collected,
        place: Place,
        unfound: Unfound,
    ) -> Result<ContextId, Stuck> {
        let mut inner = asked.context;
        for param in &asked.signature.type_params {
            let of = |all: &[(Name, Ty)]| -> Vec<Ty> {
                all.iter().filter(|(name, _)| *name == param.name).map(|(_, ty)| *ty).collect()
            };
            let found = of(&collected.found);
            let contrary = of(&collected.contrary);
            let ty = if let Some((first, rest)) = found.split_first() {
                self.common(*first, rest, place)?
            } else if !contrary.is_empty() {
                self.intersection(contrary, place)
            } else {
                match (unfound, param.default, param.constraint) {
                    (Unfound::Default, Some(node), _) | (_, None, Some(node)) => {
                        self.eval(node, inner)
                    }
                    _ => self.plain(Type::Unknown),
                }
            };
            inner = self.bind(inner, vec![(Name::clone(&param.name), ty)]);
            if let Some(node) = param.constraint {
                let constraint = self.eval(node, inner);
                if self.decided(ty, constraint) == Ok(false) {
                    inner = self.bind(inner, vec![(Name::clone(&param.name), constraint)]);
                }
            }
        }
        Ok(inner)
    }

    /// The candidate that all the others fit.
    fn common(&mut self, first: Ty, rest: &[Ty], place: Place) -> Result<Ty, Stuck> {
        let all_literals = rest.iter().chain([&first]).all(|ty| {
            let opened = self.store.get(*ty);
            matches!(opened, Type::Literal(_))
        });
        if all_literals {
            return Ok(self.union(rest.iter().copied().chain([first]).collect()));
        }
        let mut best = first;
        for next in rest {
            if self.is_covered(*next, best, place)? {
                best = *next;
            }
        }
        for other in rest.iter().chain([&first]) {
            match self.decided(*other, best) {
                Ok(true) => {}
                _ => return stuck(place, "what the type parameters of this call stand for"),
            }
        }
        Ok(best)
    }
}

/// What a parameter nobody says anything of stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unfound {
    Default,
    /// It may still be found.
    Unknown,
}

/// `<const T>(x: T)`.
fn is_const_parameter(
    signature: &Signature,
    facts: &crate::resolve::FileView,
    node: crate::ir::NodeId,
) -> bool {
    let TypeNode::Reference { path, .. } = facts.node(node) else { return false };
    let [name] = path.as_slice() else { return false };
    signature.type_params.iter().any(|param| param.is_const && param.name == *name)
}

/// Whether the result is the parameter itself, or one of several.
fn is_top_level(signature: &Signature, facts: &crate::resolve::FileView, name: &Name) -> bool {
    let Some(node) = signature.returns else { return false };
    let is = |node: &crate::ir::NodeId| matches!(facts.node(*node), TypeNode::Reference { path, .. } if path.as_slice() == [Name::clone(name)]);
    match facts.node(node) {
        TypeNode::Union(members) | TypeNode::Intersection(members) => members.iter().any(is),
        _ => is(&node),
    }
}
