//! Assignments, and what they leave known.

use super::state::{Reference, State};
use super::{Evaluator, Typed, Value, Walk, Want, stuck};
use crate::evaluate::Type;
use crate::ir::{Expr, ExprId};

impl Evaluator<'_> {
    pub(super) fn assignment(
        &mut self,
        operator: &str,
        target: ExprId,
        value: ExprId,
        walk: &mut Walk,
    ) -> Typed {
        let place = walk.place(target);
        match operator {
            "=" => {
                let context = self.declared_target(target, walk).ok().map(|found| found.ty);
                let found = self.infer(value, walk, Want { context, constant: false });
                self.assigned(target, found.clone(), walk);
                found
            }
            "??=" | "||=" | "&&=" => {
                let one = self.infer(target, walk, Want::default());
                let before = walk.state.clone();
                let mut skipped = before.clone();
                std::mem::swap(&mut walk.state, &mut skipped);
                if operator == "??=" {
                    self.narrow_present(target, walk);
                } else {
                    self.assume(target, operator == "||=", walk);
                }
                std::mem::swap(&mut walk.state, &mut skipped);
                let other = self.infer(value, walk, Want::default());
                self.assigned(target, other.clone(), walk);
                let assigned = std::mem::take(&mut walk.state);
                walk.state = self.join(skipped, assigned);
                let one = one?;
                let ty = self.non_nullable(one.ty);
                self.reduced(&[Value { ty, fresh: one.fresh }, other?], place)
            }
            compound => {
                let one = self.infer(target, walk, Want::default());
                let other = self.infer(value, walk, Want::default());
                let found = one.and_then(|one| {
                    let other = other?;
                    self.arithmetic(compound.trim_end_matches('='), one.ty, other.ty, place)
                });
                self.assigned(target, found.clone(), walk);
                found
            }
        }
    }

    pub(super) fn update(&mut self, target: ExprId, walk: &mut Walk) -> Typed {
        let found = self.infer(target, walk, Want::default());
        let widened = found.map(|found| {
            let members = self.members_of(found.ty);
            let is_bigint =
                members.iter().any(|member| matches!(self.store.get(*member), Type::BigInt));
            Value::of(self.plain(if is_bigint { Type::BigInt } else { Type::Number }))
        });
        self.assigned(target, widened.clone(), walk);
        widened
    }

    /// What a target may hold by its declaration.
    fn declared_target(&mut self, target: ExprId, walk: &mut Walk) -> Typed {
        let place = walk.place(target);
        let Some(reference) = walk.reference(target) else {
            return stuck(place, "what is assigned to");
        };
        if reference.path.is_empty() {
            return match self.declared_value(&reference, walk) {
                Some(value) => Ok(value),
                None => stuck(place, "what is assigned to"),
            };
        }
        let mut before = State::default();
        std::mem::swap(&mut walk.state, &mut before);
        // What its object is narrowed to counts, what it is narrowed to itself does not.
        walk.state = before.clone();
        walk.state.forget(&reference);
        let found = self.infer(target, walk, Want::default());
        walk.state = before;
        found
    }

    /// Something is assigned to `target`.
    pub(super) fn assigned(&mut self, target: ExprId, value: Typed, walk: &mut Walk) {
        let Some(reference) = walk.reference(target) else { return };
        if self.evolves(&reference, walk) {
            let known = value.ok().map(|value| Value::of(self.widen_fully(&value)));
            walk.state.forget_below(&reference);
            walk.state.set(reference, known);
            walk.may_throw();
            return;
        }
        let declared = self.declared_target(target, walk);
        walk.state.forget(&reference);
        match declared {
            Ok(declared) => self.reduce_by_assignment(&reference, &declared, value, walk),
            Err(_) => walk.state.set(reference, None),
        }
        walk.may_throw();
    }

    pub(super) fn narrowed_by_assignment(
        &mut self,
        reference: &Reference,
        declared: &Value,
        value: ExprId,
        walk: &mut Walk,
    ) {
        if !self.is_union(declared) {
            return;
        }
        let want = Want { context: Some(declared.ty), constant: false };
        let found = self.infer(value, walk, want);
        self.reduce_by_assignment(reference, declared, found, walk);
    }

    fn is_union(&mut self, declared: &Value) -> bool {
        self.constituents(declared.ty).len() > 1
    }

    /// Of a declared union stays what can hold the value.
    pub(super) fn reduce_by_assignment(
        &mut self,
        reference: &Reference,
        declared: &Value,
        value: Typed,
        walk: &mut Walk,
    ) {
        if !self.is_union(declared) {
            return;
        }
        let Ok(value) = value else {
            walk.state.set(reference.clone(), None);
            return;
        };
        let opened = self.expand(value.ty);
        if matches!(self.store.get(opened), Type::Any) {
            // Anything may be in it: as declared.
            return;
        }
        let mut kept = Vec::new();
        let mut fresh = Vec::new();
        let parts = self.constituents(value.ty);
        for member in self.constituents(declared.ty) {
            let mut may = false;
            for part in &parts {
                let Ok(fits) = self.decided(*part, member) else {
                    walk.state.set(reference.clone(), None);
                    return;
                };
                may |= fits;
            }
            if may {
                kept.push(member);
                if matches!(self.store.get(member), Type::Literal(crate::evaluate::Lit::Boolean(_)))
                    && value.fresh.contains(&member)
                {
                    fresh.push(member);
                }
            }
        }
        let reduced = self.union(kept);
        match self.decided(value.ty, reduced) {
            Ok(true) => walk.state.set(reference.clone(), Some(Value { ty: reduced, fresh })),
            Ok(false) => {}
            Err(_) => walk.state.set(reference.clone(), None),
        }
    }

    /// `xs.push(x)` where `xs` was declared as `[]`.
    pub(super) fn pushed(&mut self, callee: ExprId, arguments: &[ExprId], walk: &mut Walk) {
        let Expr::Member { object, name, .. } = walk.facts.expression(callee).clone() else {
            return;
        };
        if !matches!(&*name, "push" | "unshift") {
            return;
        }
        let Expr::Local(local) = walk.facts.expression(object).clone() else { return };
        if !self.is_evolving_array(local, walk) {
            return;
        }
        let reference = Reference::local(local);
        let Some(Some(known)) = walk.state.get(&reference).cloned() else { return };
        let Some(items) = self.evolving_items(known.ty) else { return };
        let mut members = vec![Value::of(items)];
        for argument in arguments {
            let Ok(found) = self.infer(*argument, walk, Want::default()) else {
                walk.state.set(reference, None);
                return;
            };
            let ty = self.widen_literals(&found);
            members.push(Value::of(self.settled(ty)));
        }
        let items = self.either(&members).ty;
        let ty = self.plain(Type::Array { items, readonly: false });
        walk.state.set(reference, Some(Value::of(ty)));
        walk.may_throw();
    }

    /// An object literal that was assigned to something: it may have more members than another.
    fn settled(&mut self, ty: crate::evaluate::Ty) -> crate::evaluate::Ty {
        use crate::evaluate::store::Literalness;
        let Type::Object(shape) = self.get(ty) else { return ty };
        if shape.literal != Literalness::Fresh {
            return ty;
        }
        // The same literal is the same type again, or a loop would never come to rest.
        if let Some(known) = self.values.settled.get(&shape_key(&shape)) {
            return *known;
        }
        let mut settled = (*shape).clone();
        settled.literal = Literalness::Settled;
        let ty = self.store.object(settled);
        self.values.settled.insert(shape_key(&shape), ty);
        ty
    }
}

/// What makes two runs of one literal the same type.
pub(super) fn shape_key(shape: &crate::evaluate::Shape) -> super::ShapeKey {
    shape
        .properties
        .iter()
        .map(|own| (crate::ir::Name::clone(&own.name), own.ty, own.optional, own.place))
        .collect()
}
