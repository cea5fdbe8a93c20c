//! Narrowing a reference, and the object it is a discriminant of.

use super::{Evaluator, Stuck, Value, Walk, Want, stuck};
use crate::evaluate::{Place, Ty, Type};
use crate::ir::{Expr, ExprId, Name};

/// A member that tells the alternatives of its object apart.
struct Discriminant {
    name: Name,
    /// It was asked for with `?.`.
    optional: bool,
    place: Place,
}

impl Evaluator<'_> {
    pub(super) fn narrow_truth(&mut self, id: ExprId, sense: bool, walk: &mut Walk) {
        let place = walk.place(id);
        self.refine_reference(id, walk, &mut |this, value| {
            let opened = this.expand(value.ty);
            if !sense && matches!(this.store.get(opened), Type::Unknown) {
                return stuck(place, "what is left of `unknown`");
            }
            let kept =
                if sense { this.truthy(value.ty, place)? } else { this.falsy(value.ty, place)? };
            Ok(this.kept(value, kept))
        });
    }

    /// The reference is null or undefined.
    pub(super) fn narrow_absent(&mut self, id: ExprId, walk: &mut Walk) {
        self.refine_reference(id, walk, &mut |this, value| {
            let opened = this.expand(value.ty);
            let kept = match this.store.get(opened) {
                Type::Any => return Ok(value.clone()),
                Type::Unknown => {
                    [Type::Null, Type::Undefined].map(|part| this.plain(part)).to_vec()
                }
                _ => {
                    let mut members = this.constituents(value.ty);
                    members.retain(|member| {
                        matches!(
                            this.store.get(*member),
                            Type::Null | Type::Undefined | Type::Void | Type::Any | Type::Unknown
                        )
                    });
                    members
                }
            };
            Ok(this.kept(value, kept))
        });
    }

    pub(super) fn narrow_present(&mut self, id: ExprId, walk: &mut Walk) {
        self.refine_reference(id, walk, &mut |this, value| {
            let ty = this.non_nullable(value.ty);
            Ok(Value { ty, fresh: value.fresh.clone() })
        });
    }

    /// The members of `value` that stay.
    pub(super) fn kept(&mut self, value: &Value, kept: Vec<Ty>) -> Value {
        let fresh = value.fresh.iter().copied().filter(|member| kept.contains(member)).collect();
        Value { ty: self.union(kept), fresh }
    }

    /// Replaces what is known of a reference, and of the object it is a discriminant of.
    pub(super) fn refine_reference(
        &mut self,
        id: ExprId,
        walk: &mut Walk,
        narrow: &mut dyn FnMut(&mut Self, &Value) -> Result<Value, Stuck>,
    ) {
        let Some(reference) = walk.reference(id) else { return };
        let id = target_of(id, walk);
        let Ok(value) = self.infer(id, walk, Want::default()) else { return };
        match narrow(self, &value) {
            Ok(narrowed) if narrowed != value => walk.state.set(reference, Some(narrowed)),
            Ok(_) => {}
            Err(_) => walk.state.set(reference, None),
        }
        let facts = std::rc::Rc::clone(&walk.facts);
        let object = match facts.expression(id) {
            Expr::Member { object, .. } | Expr::Index { object, .. } => *object,
            _ => return,
        };
        let Some(own) = walk.reference(id) else { return };
        let Some((parent, name)) = own.parent() else { return };
        let name = Name::clone(name);
        let optional = matches!(
            facts.expression(id),
            Expr::Member { optional: true, .. } | Expr::Index { optional: true, .. }
        );
        let place = walk.place(id);
        let Ok(whole) = self.infer(object, walk, Want::default()) else { return };
        let discriminant = Discriminant { name, optional, place };
        match self.by_discriminant(&whole, &discriminant, narrow) {
            Ok(Some(narrowed)) => walk.state.set(parent, Some(narrowed)),
            Ok(None) => {}
            Err(_) => walk.state.set(parent, None),
        }
    }

    /// The members of a union whose `name` can be what it was narrowed to.
    fn by_discriminant(
        &mut self,
        whole: &Value,
        discriminant: &Discriminant,
        narrow: &mut dyn FnMut(&mut Self, &Value) -> Result<Value, Stuck>,
    ) -> Result<Option<Value>, Stuck> {
        let Discriminant { name, optional, place } = discriminant;
        let members = self.constituents(whole.ty);
        if members.len() < 2 {
            return Ok(None);
        }
        let mut types: Vec<Ty> = Vec::with_capacity(members.len());
        let undefined = self.plain(Type::Undefined);
        for member in &members {
            let opened = self.expand(*member);
            let found = match self.get(opened) {
                Type::Object(shape) => match shape.property(name) {
                    Some(property) => {
                        let (ty, may_lack) = (property.ty, property.optional);
                        Some(if may_lack { self.or_undefined(ty) } else { ty })
                    }
                    None => None,
                },
                Type::Null | Type::Undefined if *optional => Some(undefined),
                _ => None,
            };
            let Some(found) = found else { return Ok(None) };
            types.push(self.reveal(found));
        }
        let differ = types.iter().any(|ty| *ty != types[0]);
        let has_literal = types.clone().into_iter().any(|ty| self.is_literal_type(ty));
        if !differ || !has_literal {
            return Ok(None);
        }
        let all = self.union(types.clone());
        let narrowed = narrow(self, &Value::of(all))?;
        let mut kept = Vec::new();
        for (member, ty) in members.iter().zip(types) {
            if self.comparable(narrowed.ty, ty, *place)? {
                kept.push(*member);
            }
        }
        Ok((kept.len() != members.len()).then(|| self.kept(whole, kept)))
    }

    fn is_literal_type(&mut self, ty: Ty) -> bool {
        let opened = self.reveal(ty);
        match self.get(opened) {
            Type::Boolean => true,
            Type::Union(members) => members.into_iter().all(|member| {
                matches!(self.store.get(member), Type::Boolean) || self.is_unit(member)
            }),
            _ => self.is_unit(opened),
        }
    }

    /// What a chain with a result goes through is there.
    pub(super) fn present_in_chain(&mut self, id: ExprId, walk: &mut Walk) {
        let mut objects = Vec::new();
        let mut deepest = 0;
        let mut current = id;
        loop {
            let (object, optional) = match walk.facts.expression(current) {
                Expr::Member { object, optional, .. } | Expr::Index { object, optional, .. } => {
                    (*object, *optional)
                }
                Expr::Call { callee, optional, .. } => (*callee, *optional),
                Expr::NonNull(inner) => (*inner, false),
                _ => break,
            };
            objects.push(object);
            if optional {
                deepest = objects.len();
            }
            current = object;
        }
        for object in objects.into_iter().take(deepest).rev() {
            self.narrow_present(object, walk);
        }
    }
}

/// What an assignment, a chain or an assertion is about.
pub(super) fn target_of(id: ExprId, walk: &Walk) -> ExprId {
    match walk.facts.expression(id) {
        Expr::Chain(inner) | Expr::NonNull(inner) => target_of(*inner, walk),
        Expr::Assign { operator: "=", target, .. } => target_of(*target, walk),
        _ => id,
    }
}
