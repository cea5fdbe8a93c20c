//! Functions that are given to a call: what they are given themselves, and what they give back.

use super::call::Callee;
use super::{Evaluator, Stuck, Typed, Walk, stuck};
use crate::evaluate::{ContextId, Place, Ty, Type};
use crate::ir::{FunctionId, TypeNode};

impl Evaluator<'_> {
    pub(super) fn takes_callback(
        &mut self,
        callback: FunctionId,
        wanted: Ty,
        place: Place,
        walk: &mut Walk,
    ) -> Result<bool, Stuck> {
        let Some((function, context)) = self.signature_of(wanted) else {
            let opened = self.expand(wanted);
            return Ok(matches!(
                self.store.get(opened),
                Type::Any | Type::Unknown | Type::Callable
            ));
        };
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let given = self.given_to(wanted, place)?;
        let ty = self.function_type(callback, walk);
        self.closure_state(callback, &walk.state, walk);
        let Type::Function { context: own, .. } = self.get(ty) else { return Ok(false) };
        let Some(node) = facts.signature(function).returns else { return Ok(true) };
        if let TypeNode::Predicate { .. } = facts.node(node) {
            let predicate = self.predicate_of_callback(callback, own, &given, place)?;
            return Ok(predicate.is_some());
        }
        let expected = self.eval(node, context);
        let opened = self.expand(expected);
        if matches!(self.store.get(opened), Type::Void | Type::Any | Type::Unknown) {
            return Ok(true);
        }
        let returned = self.callback_value((callback, own), &given, Some(expected), place)?;
        self.fits(returned.ty, expected, place)
    }

    /// What a callback says of its first parameter.
    pub(super) fn predicate_of_callback(
        &mut self,
        callback: FunctionId,
        context: ContextId,
        given: &[Option<Ty>],
        place: Place,
    ) -> Result<Option<Ty>, Stuck> {
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        let signature = facts.signature(callback);
        match signature.returns.map(|node| facts.node(node).clone()) {
            Some(TypeNode::Predicate { asserts: false, node: Some(node), .. }) => {
                Ok(Some(self.eval(node, context)))
            }
            Some(_) => Ok(None),
            None => Ok(self
                .evident_predicate(callback, context, Some(given), place)?
                .and_then(|found| found.ty)),
        }
    }

    /// What a callback gives, by its declaration or its body.
    pub(super) fn callback_value(
        &mut self,
        (callback, context): Callee,
        given: &[Option<Ty>],
        expected: Option<Ty>,
        place: Place,
    ) -> Typed {
        let home = self.store.context(context).file;
        let facts = self.sources.facts(home);
        if let Some(node) = facts.signature(callback).returns {
            let ty = self.eval(node, context);
            return self.certain(ty, place);
        }
        self.returned_with((callback, context), Some(given), expected, place)
    }

    /// The function among the alternatives of a type.
    pub(super) fn signature_of(&mut self, ty: Ty) -> Option<(FunctionId, ContextId)> {
        for member in self.constituents(ty) {
            let opened = self.expand(member);
            if let Type::Function { function, context, constructs: false } = self.get(opened) {
                return Some((function, context));
            }
        }
        None
    }

    /// What a callback that is taken as `wanted` is given.
    pub(super) fn given_to(&mut self, wanted: Ty, place: Place) -> Result<Vec<Option<Ty>>, Stuck> {
        let Some((function, context)) = self.signature_of(wanted) else { return Ok(Vec::new()) };
        let ty = self.plain(Type::Function { function, context, constructs: false });
        let parameters = self.parameters_of(ty, place);
        match self.get(parameters) {
            Type::Tuple { slots, .. } => Ok(slots
                .into_iter()
                .take_while(|slot| !slot.rest)
                .map(|slot| Some(if slot.optional { self.or_undefined(slot.ty) } else { slot.ty }))
                .collect()),
            _ => stuck(place, "what this function is given"),
        }
    }
}
