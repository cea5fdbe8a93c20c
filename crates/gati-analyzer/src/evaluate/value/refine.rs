//! Narrowing a reference, and the object it is a discriminant of.

use super::state::{Reference, Root};
use super::{Evaluator, Stuck, Value, Walk, Want, stuck};
use crate::evaluate::{Place, Ty, Type};
use crate::ir::{Expr, ExprId, LocalKind, Name};

/// A member that tells the alternatives of its object apart.
pub(super) struct Discriminant {
    pub name: Name,
    /// It was asked for with `?.`.
    pub optional: bool,
    pub place: Place,
    /// What the object is declared to be, if more than what is left of it.
    pub declared: Option<Value>,
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
            Ok(narrowed) if narrowed != value => self.learn(reference, Some(narrowed), walk),
            Ok(_) => {}
            Err(_) => self.learn(reference, None, walk),
        }
        let facts = std::rc::Rc::clone(&walk.facts);
        match facts.expression(id) {
            Expr::Member { .. } | Expr::Index { .. } => self.refine_owner(id, walk, narrow),
            Expr::Local(local) => {
                let own = facts.local(*local);
                // `const kind = shape.kind`.
                if own.kind == LocalKind::Const
                    && let Some(made_from) = own.initialiser
                {
                    self.refine_owner(target_of(made_from, walk), walk, narrow);
                }
                self.refine_siblings(*local, walk.place(id), walk, narrow);
            }
            _ => {}
        }
    }

    /// The object of a member by what the member can be.
    fn refine_owner(
        &mut self,
        member: ExprId,
        walk: &mut Walk,
        narrow: &mut dyn FnMut(&mut Self, &Value) -> Result<Value, Stuck>,
    ) {
        let facts = std::rc::Rc::clone(&walk.facts);
        let (object, optional) = match facts.expression(member) {
            Expr::Member { object, optional, .. } | Expr::Index { object, optional, .. } => {
                (*object, *optional)
            }
            _ => return,
        };
        let Some(own) = walk.reference(member) else { return };
        let Some((parent, name)) = own.parent() else { return };
        let Ok(whole) = self.infer(object, walk, Want::default()) else { return };
        let declared = if walk.state.get(&parent).is_some() {
            let before = walk.state.clone();
            walk.state.forget(&parent);
            let declared = self.infer(object, walk, Want::default()).ok();
            walk.state = before;
            declared
        } else {
            None
        };
        let name = Name::clone(name);
        let place = walk.place(member);
        let discriminant = Discriminant { name, optional, place, declared };
        match self.by_discriminant(&whole, &discriminant, narrow) {
            Ok(Some(narrowed)) => self.learn(parent, Some(narrowed), walk),
            Ok(None) => {}
            Err(_) => self.learn(parent, None, walk),
        }
    }

    /// What a condition says of a reference, unless the condition was given a name and what it
    /// speaks of may have changed since.
    pub(super) fn learn(&mut self, reference: Reference, value: Option<Value>, walk: &mut Walk) {
        let value = match walk.aliases {
            0 => value,
            _ => match self.stays_same(&reference, walk) {
                Some(true) => value,
                Some(false) => return,
                None => None,
            },
        };
        self.narrow_members(&reference, value.as_ref(), walk);
        walk.state.set(reference, value);
    }

    /// What was known of the members of a reference that says more now: what they can still be.
    fn narrow_members(&mut self, owner: &Reference, value: Option<&Value>, walk: &mut Walk) {
        let below: Vec<(Reference, Option<Value>)> = walk
            .state
            .entries()
            .iter()
            .filter(|(known, _)| known.parent().is_some_and(|(parent, _)| parent == *owner))
            .cloned()
            .collect();
        for (member, known) in below {
            let Some((_, name)) = member.parent() else { continue };
            let place = Place { file: walk.file, span: crate::ir::Span::default() };
            let base = value.and_then(|value| {
                let is_left = !self.constituents(value.ty).is_empty();
                is_left.then(|| self.member_of(value.ty, name, place).ok()).flatten()
            });
            let (Some(base), Some(known)) = (base, known) else {
                walk.state.set(member, None);
                continue;
            };
            let possible = self.constituents(base.ty);
            let members = self.constituents(known.ty);
            let kept: Vec<Ty> =
                members.iter().copied().filter(|member| possible.contains(member)).collect();
            if kept.len() == members.len() {
                continue;
            }
            let is_decided = possible.iter().all(|member| self.is_unit(*member));
            let left = is_decided.then(|| self.kept(&known, kept));
            walk.state.set(member, left);
        }
    }

    /// Whether a reference always means the same; `None` if that is not certain.
    fn stays_same(&mut self, reference: &Reference, walk: &Walk) -> Option<bool> {
        let mut owner = match reference.root {
            Root::Local(local) if walk.facts.local(local).reassigned => return Some(false),
            Root::Local(local) if !reference.path.is_empty() => {
                self.declared_value(&Reference::local(local), walk)?.ty
            }
            Root::Local(_) | Root::Pattern(_) => return Some(true),
            Root::This if reference.path.is_empty() => return Some(true),
            Root::This | Root::Outer(_) => return None,
        };
        for name in &reference.path {
            let mut next = Vec::new();
            for member in self.constituents(owner) {
                let opened = self.expand(member);
                let Type::Object(shape) = self.get(opened) else { continue };
                let property = shape.property(name)?;
                if !property.readonly {
                    return Some(false);
                }
                next.push(property.ty);
            }
            if next.is_empty() {
                return None;
            }
            owner = self.union(next);
        }
        Some(true)
    }

    /// The members of a union whose `name` can be what it was narrowed to.
    pub(super) fn by_discriminant(
        &mut self,
        whole: &Value,
        discriminant: &Discriminant,
        narrow: &mut dyn FnMut(&mut Self, &Value) -> Result<Value, Stuck>,
    ) -> Result<Option<Value>, Stuck> {
        let members = self.constituents(whole.ty);
        let all = match &discriminant.declared {
            Some(declared) => self.constituents(declared.ty),
            None => members.clone(),
        };
        let from_declared = members.iter().all(|member| all.contains(member));
        let all = if from_declared { all } else { members.clone() };
        if all.len() < 2 {
            return Ok(None);
        }
        let Some(types) = self.discriminant_types(&all, discriminant) else { return Ok(None) };
        let differ = types.iter().any(|ty| *ty != types[0]);
        let has_literal = types.iter().any(|ty| self.is_literal_type(*ty));
        if !differ || !has_literal {
            return Ok(None);
        }
        let Some(types) = self.discriminant_types(&members, discriminant) else { return Ok(None) };
        let union = self.union(types.clone());
        let narrowed = narrow(self, &Value::of(union))?;
        let mut kept = Vec::new();
        for (member, ty) in members.iter().zip(types) {
            if self.comparable(narrowed.ty, ty, discriminant.place)? {
                kept.push(*member);
            }
        }
        Ok((kept.len() != members.len()).then(|| self.kept(whole, kept)))
    }

    /// What each of `members` has under the name; `None` if one of them has nothing.
    fn discriminant_types(
        &mut self,
        members: &[Ty],
        discriminant: &Discriminant,
    ) -> Option<Vec<Ty>> {
        let name = &discriminant.name;
        let mut types: Vec<Ty> = Vec::with_capacity(members.len());
        for member in members {
            let opened = self.expand(*member);
            let found = match self.get(opened) {
                Type::Object(shape) => {
                    let property = shape.property(name)?;
                    let (ty, may_lack) = (property.ty, property.optional);
                    if may_lack { self.or_undefined(ty) } else { ty }
                }
                Type::Tuple { slots, .. } => {
                    let slot = slots.get(name.parse::<usize>().ok()?)?;
                    if slot.rest || slot.optional {
                        return None;
                    }
                    slot.ty
                }
                Type::Null | Type::Undefined if discriminant.optional => {
                    self.plain(Type::Undefined)
                }
                _ => return None,
            };
            types.push(self.reveal(found));
        }
        Some(types)
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
