//! Whether two types are the same one, as TypeScript's identity has it: asked by the idiom
//! `(<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2)`, which tells types apart
//! that fit each other.

use rustc_hash::FxHashSet;

use super::signature::Signature;
use super::{ContextId, Evaluator, Place, Prop, Shape, Slot, Ty, Type, is_primitive};
use crate::ir::{FunctionId, Name, NodeId, Span, TypeNode};
use crate::resolve::FileId;

/// How many pairs one question may touch.
const MAX_PAIRS: usize = 10_000;

/// `<T>() => T extends A ? B : C`.
#[derive(Debug, Clone, Copy)]
struct Choice {
    extends: NodeId,
    yes: NodeId,
    no: NodeId,
    context: ContextId,
}

/// What is compared at the moment, and assumed to be the same.
type Asked = FxHashSet<(Ty, Ty)>;

impl Evaluator<'_> {
    /// Whether two generic functions choose by the same type; `None` where they are not of the
    /// kind that does nothing else, or where it cannot be told.
    pub(super) fn chooses_the_same(&mut self, own: Signature, wanted: Signature) -> Option<bool> {
        let own = self.choice_of(own.function)?;
        let wanted = self.choice_of(wanted.function)?;
        let mut asked = Asked::default();
        let same = |this: &mut Self, left, right, asked: &mut Asked| {
            let left = this.eval(left, own.context);
            let right = this.eval(right, wanted.context);
            this.identical(left, right, asked)
        };
        Some(
            same(self, own.extends, wanted.extends, &mut asked)?
                && same(self, own.yes, wanted.yes, &mut asked)?
                && same(self, own.no, wanted.no, &mut asked)?,
        )
    }

    /// Whether a generic function gives what a condition decides.
    pub(super) fn chooses(&self, function: Ty) -> bool {
        let Type::Function { function, context, .. } = self.store.get(function) else {
            return false;
        };
        let facts = self.sources.facts(self.store.context(*context).file);
        let signature = facts.signature(*function);
        !signature.type_params.is_empty()
            && signature
                .returns
                .is_some_and(|node| matches!(facts.node(node), TypeNode::Conditional { .. }))
    }

    fn choice_of(&mut self, function: Ty) -> Option<Choice> {
        let Type::Function { function, context, .. } = self.get(function) else { return None };
        let facts = self.sources.facts(self.store.context(context).file);
        let signature = facts.signature(function);
        let [param] = signature.type_params.as_slice() else { return None };
        if param.constraint.is_some() || !signature.parameters.is_empty() {
            return None;
        }
        let TypeNode::Conditional { check, extends, yes, no } = facts.node(signature.returns?)
        else {
            return None;
        };
        let is_param = matches!(facts.node(*check), TypeNode::Reference { path, .. }
            if path.len() == 1 && path[0] == param.name);
        let bound = [(Name::clone(&param.name), ())];
        let depends = [extends, yes, no]
            .into_iter()
            .any(|node| super::infer::mentions_one_of(&facts, *node, &bound));
        let infers = !super::infer::placeholders(&facts, *extends).is_empty();
        (is_param && !depends && !infers).then_some(Choice {
            extends: *extends,
            yes: *yes,
            no: *no,
            context,
        })
    }

    fn identical(&mut self, left: Ty, right: Ty, asked: &mut Asked) -> Option<bool> {
        let (left, right) = (self.shown(left), self.shown(right));
        if left == right {
            return Some(true);
        }
        if asked.len() > MAX_PAIRS {
            return None;
        }
        if !asked.insert((left, right)) {
            return Some(true);
        }
        self.guarded(|this| this.same_below(left, right, asked)).flatten()
    }

    fn same_below(&mut self, left: Ty, right: Ty, asked: &mut Asked) -> Option<bool> {
        let is_open = |ty: Ty| {
            matches!(
                self.store.get(ty),
                Type::Problem(_) | Type::Hole { .. } | Type::NoInfer(_) | Type::Stream(..)
            )
        };
        if is_open(left) || is_open(right) {
            return None;
        }
        match (self.get(left), self.get(right)) {
            (Type::Union(_) | Type::Boolean, _) | (_, Type::Union(_) | Type::Boolean) => {
                let (left, right) = (self.constituents(left), self.constituents(right));
                let there = self.each_is_one_of(&left, &right, asked)?;
                Some(there && self.each_is_one_of(&right, &left, asked)?)
            }
            (
                Type::Array { items, readonly },
                Type::Array { items: other, readonly: is_readonly },
            )
            | (Type::Set { items, readonly }, Type::Set { items: other, readonly: is_readonly }) => {
                Some(readonly == is_readonly && self.identical(items, other, asked)?)
            }
            (Type::Promise(one), Type::Promise(other))
            | (Type::PromiseLike(one), Type::PromiseLike(other)) => {
                self.identical(one, other, asked)
            }
            (
                Type::Map { key, value, readonly },
                Type::Map { key: to_key, value: to_value, readonly: is_readonly },
            ) => Some(
                readonly == is_readonly
                    && self.identical(key, to_key, asked)?
                    && self.identical(value, to_value, asked)?,
            ),
            (
                Type::Tuple { slots, readonly },
                Type::Tuple { slots: others, readonly: is_readonly },
            ) => Some(readonly == is_readonly && self.same_slots(&slots, &others, asked)?),
            (Type::Object(one), Type::Object(other)) => self.same_shapes(&one, &other, asked),
            (Type::Function { .. }, Type::Function { .. }) => {
                let of = |function| Signature { function, instance: None };
                self.same_signatures(of(left), of(right), asked)
            }
            // Holes of templates may be written in different ways.
            (Type::Template(_) | Type::Cased(..), Type::Template(_) | Type::Cased(..)) => None,
            (one, other) => (is_known(&one) || is_known(&other)).then_some(false),
        }
    }

    fn each_is_one_of(&mut self, own: &[Ty], all: &[Ty], asked: &mut Asked) -> Option<bool> {
        for one in own {
            let mut found = Some(false);
            for other in all {
                // What was assumed of a pair holds only if the pair is the same.
                let before = asked.clone();
                match self.identical(*one, *other, asked) {
                    Some(true) => {
                        found = Some(true);
                        break;
                    }
                    Some(false) => *asked = before,
                    None => {
                        *asked = before;
                        found = None;
                    }
                }
            }
            if !found? {
                return Some(false);
            }
        }
        Some(true)
    }

    fn same_slots(&mut self, own: &[Slot], others: &[Slot], asked: &mut Asked) -> Option<bool> {
        if own.len() != others.len() {
            return Some(false);
        }
        for (one, other) in own.iter().zip(others) {
            let alike = one.optional == other.optional && one.rest == other.rest;
            if !alike || !self.identical(one.ty, other.ty, asked)? {
                return Some(false);
            }
        }
        Some(true)
    }

    fn same_shapes(&mut self, own: &Shape, other: &Shape, asked: &mut Asked) -> Option<bool> {
        // An intersection is not the object that has the members of both.
        if own.joined != other.joined
            || own.properties.len() != other.properties.len()
            || own.index.len() != other.index.len()
            || own.callable.is_some() != other.callable.is_some()
            || own.secrets.len() != other.secrets.len()
            || !own.secrets.iter().all(|secret| other.secrets.contains(secret))
        {
            return Some(false);
        }
        let mut certain = !own.joined && own.index.is_empty() && own.callable.is_none();
        for property in &own.properties {
            let Some(found) = other.property(&property.name) else { return Some(false) };
            if found.optional != property.optional || found.readonly != property.readonly {
                return Some(false);
            }
            match self.same_members(property, found, asked) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => certain = false,
            }
        }
        for (one, found) in own.index.iter().zip(&other.index) {
            let same_key = self.identical(one.key, found.key, asked);
            let same = same_key? && self.identical(one.value, found.value, asked)?;
            if own.index.len() == 1 && !same {
                return Some(false);
            }
        }
        certain.then_some(true)
    }

    fn same_members(&mut self, own: &Prop, other: &Prop, asked: &mut Asked) -> Option<bool> {
        let [own, other] = [own, other]
            .map(|found| if found.optional { self.or_undefined(found.ty) } else { found.ty });
        self.identical(own, other, asked)
    }

    fn same_signatures(
        &mut self,
        own: Signature,
        other: Signature,
        asked: &mut Asked,
    ) -> Option<bool> {
        let plain = |this: &Self, ty: Ty| match this.store.get(ty) {
            Type::Function { function, context, constructs } => {
                this.is_one_plain_signature(*function, *context).then_some(*constructs)
            }
            _ => None,
        };
        if plain(self, own.function)? != plain(self, other.function)? {
            return Some(false);
        }
        let place = Place { file: FileId::NONE, span: Span::default() };
        let parameters = self.parameters_of(own.function, place);
        let wanted = self.parameters_of(other.function, place);
        if !self.identical(parameters, wanted, asked)? {
            return Some(false);
        }
        let result = self.result_of(own, place);
        let wanted = self.result_of(other, place);
        self.identical(result, wanted, asked)
    }

    /// Neither generic nor one of several.
    fn is_one_plain_signature(&self, function: FunctionId, context: ContextId) -> bool {
        let facts = self.sources.facts(self.store.context(context).file);
        let signature = facts.signature(function);
        signature.type_params.is_empty() && signature.earlier.is_none()
    }
}

/// What nothing else is identical with, whatever it is made of.
fn is_known(node: &Type) -> bool {
    is_primitive(node)
        || matches!(
            node,
            Type::Any | Type::Unknown | Type::Never | Type::NonPrimitive | Type::Member { .. }
        )
}
