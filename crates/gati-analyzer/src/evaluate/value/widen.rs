//! Widening: literals to their keywords, object literals to the types of what they can hold, and
//! unions of several values.

use super::{Evaluator, Stuck, Value, Want, stuck};
use crate::evaluate::assign::Relation;
use crate::evaluate::store::Literalness;
use crate::evaluate::{IndexSig, Lit, Place, Prop, PropKind, Shape, Ty, Type};
use crate::ir::Name;

impl Evaluator<'_> {
    /// The union of several values, as a join of ways has it: nothing but equals are left out.
    pub(super) fn either(&mut self, values: &[Value]) -> Value {
        if let [only] = values {
            return only.clone();
        }
        let mut settled: Vec<Ty> = Vec::new();
        let mut fresh: Vec<Ty> = Vec::new();
        for value in values {
            for member in self.constituents(value.ty) {
                let list = if value.fresh.contains(&member) { &mut fresh } else { &mut settled };
                if !list.contains(&member) {
                    list.push(member);
                }
            }
        }
        fresh.retain(|member| !settled.contains(member));
        let ty = self.union(values.iter().map(|value| value.ty).collect());
        Value { ty, fresh }
    }

    /// The union of several values without those that another one covers.
    pub(super) fn reduced(&mut self, values: &[Value], place: Place) -> Result<Value, Stuck> {
        let all = self.either(values);
        if values.len() < 2 {
            return Ok(all);
        }
        let members = self.members_of(all.ty);
        if members.len() < 2 {
            return Ok(all);
        }
        let Ok(kept) = self.without_covered(members.clone()) else {
            return stuck(place, "which of these types covers the other");
        };
        if kept.len() == members.len() {
            return Ok(all);
        }
        Ok(Value { ty: self.union(kept), fresh: all.fresh })
    }

    /// Whether `source` is a strict subtype of `target`.
    pub(super) fn is_covered(
        &mut self,
        target: Ty,
        source: Ty,
        place: Place,
    ) -> Result<bool, Stuck> {
        match self.decided_by(Relation::StrictSubtype, source, target) {
            Ok(covered) => Ok(covered),
            Err(_) => stuck(place, "which of these types covers the other"),
        }
    }

    /// The members of a union, booleans in one piece.
    pub(super) fn members_of(&mut self, ty: Ty) -> Vec<Ty> {
        let ty = self.force(ty);
        match self.get(ty) {
            Type::Union(members) => members,
            Type::Named(_) => {
                let opened = self.reveal(ty);
                match self.get(opened) {
                    Type::Union(members) => members,
                    _ => vec![ty],
                }
            }
            _ => vec![ty],
        }
    }

    /// The type a value has in a place that may be assigned to again.
    pub(super) fn in_place(&mut self, value: &Value, want: Want) -> Ty {
        if want.constant || value.fresh.is_empty() {
            return value.ty;
        }
        if let Some(context) = want.context
            && self.keeps_literals(value, context)
        {
            return value.ty;
        }
        self.widen_literals(value)
    }

    /// Whether a type that is expected speaks of literals of the kind of `value`.
    pub(super) fn keeps_literals(&mut self, value: &Value, context: Ty) -> bool {
        let kinds: Vec<Type> = value
            .fresh
            .iter()
            .filter_map(|member| match self.store.get(*member) {
                Type::Literal(literal) => Some(literal.widened()),
                _ => None,
            })
            .collect();
        let has = |kind: &Type| {
            kinds.iter().any(|own| std::mem::discriminant(own) == std::mem::discriminant(kind))
        };
        let alternatives = self.members_of(context);
        for member in alternatives {
            let member = self.expand(member);
            let keeps = match self.get(member) {
                Type::Literal(literal) => has(&literal.widened()),
                Type::Template(_) => has(&Type::String),
                // `boolean` is the union of its two literals.
                Type::Boolean => has(&Type::Boolean),
                Type::Hole { name, .. } => match self.constraint_of(&name) {
                    Some(constraint) => {
                        let primitive = self.members_of(constraint).into_iter().any(|member| {
                            let member = self.expand(member);
                            match self.store.get(member) {
                                Type::String => has(&Type::String),
                                Type::Number => has(&Type::Number),
                                Type::BigInt => has(&Type::BigInt),
                                _ => false,
                            }
                        });
                        primitive || self.keeps_literals(value, constraint)
                    }
                    None => false,
                },
                _ => false,
            };
            if keeps {
                return true;
            }
        }
        false
    }

    /// Literals from the source as their keywords; what was declared stays.
    pub(super) fn widen_literals(&mut self, value: &Value) -> Ty {
        if value.fresh.is_empty() {
            return value.ty;
        }
        let mut members = Vec::new();
        for member in self.constituents(value.ty) {
            if !value.fresh.contains(&member) {
                members.push(member);
                continue;
            }
            members.push(match self.get(member) {
                Type::Literal(literal) => self.plain(literal.widened()),
                Type::Member { owner, .. } => self.plain(Type::Named(owner)),
                _ => member,
            });
        }
        self.union(members)
    }

    /// What a variable that may be assigned to again has.
    pub(super) fn widen_fully(&mut self, value: &Value) -> Ty {
        let ty = self.widen_literals(value);
        self.widen_objects(ty)
    }

    /// Object literals as what they are from now on: those that stand side by side have the
    /// members of each other.
    pub(super) fn widen_objects(&mut self, ty: Ty) -> Ty {
        self.widen_with(ty, None)
    }

    fn is_literal(&self, ty: Ty) -> bool {
        match self.store.get(ty) {
            Type::Object(shape) => shape.literal != Literalness::No,
            Type::Union(members) => members.iter().any(|member| self.is_literal(*member)),
            Type::Array { items, .. } => self.is_literal(*items),
            Type::Tuple { slots, .. } => slots.iter().any(|slot| self.is_literal(slot.ty)),
            _ => false,
        }
    }

    fn widen_with(&mut self, ty: Ty, siblings: Option<&[Ty]>) -> Ty {
        if !self.is_literal(ty) {
            return ty;
        }
        match self.get(ty) {
            Type::Object(shape) => self.widen_shape(&shape, siblings),
            Type::Union(members) => {
                let own = members.clone();
                let context = siblings.unwrap_or(&own);
                let widened: Vec<Ty> =
                    members.iter().map(|member| self.widen_with(*member, Some(context))).collect();
                let empty = widened.iter().copied().find(|member| self.is_empty_object(*member));
                match empty {
                    // Whatever is not null fits an empty object.
                    Some(empty) => {
                        let kept = widened
                            .into_iter()
                            .filter(|member| {
                                *member == empty
                                    || matches!(
                                        self.store.get(*member),
                                        Type::Null | Type::Undefined | Type::Void
                                    )
                            })
                            .collect();
                        self.union(kept)
                    }
                    None => self.union(widened),
                }
            }
            Type::Array { items, readonly } => {
                let items = self.widen_with(items, None);
                self.plain(Type::Array { items, readonly })
            }
            Type::Tuple { mut slots, readonly } => {
                for slot in &mut slots {
                    slot.ty = self.widen_with(slot.ty, None);
                }
                self.plain(Type::Tuple { slots, readonly })
            }
            _ => ty,
        }
    }

    pub(super) fn is_empty_object(&self, ty: Ty) -> bool {
        match self.store.get(ty) {
            Type::Object(shape) => {
                shape.properties.is_empty() && shape.index.is_empty() && shape.callable.is_none()
            }
            _ => false,
        }
    }

    fn widen_shape(&mut self, shape: &Shape, siblings: Option<&[Ty]>) -> Ty {
        let mut widened = Shape { literal: Literalness::No, ..shape.clone() };
        for property in &mut widened.properties {
            let beside = siblings.map(|siblings| self.values_of(siblings, &property.name));
            property.ty = self.widen_with(property.ty, beside.as_deref());
        }
        widened.index = shape
            .index
            .iter()
            .map(|signature| IndexSig {
                value: self.widen_with(signature.value, None),
                ..signature.clone()
            })
            .collect();
        if let Some(siblings) = siblings {
            let undefined = self.plain(Type::Undefined);
            for name in self.names_of(siblings) {
                if widened.property(&name).is_none() {
                    widened.properties.push(Prop {
                        name,
                        ty: undefined,
                        optional: true,
                        readonly: false,
                        docs: None,
                        place: Place {
                            file: crate::resolve::FileId::NONE,
                            span: crate::ir::Span::default(),
                        },
                        kind: PropKind::Field,
                        key: None,
                    });
                }
            }
        }
        self.store.object(widened)
    }

    /// The names of the literals that stand side by side; a literal with a spread says nothing.
    fn names_of(&self, siblings: &[Ty]) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for sibling in siblings {
            let Type::Object(shape) = self.store.get(*sibling) else { continue };
            if !matches!(shape.literal, Literalness::Fresh | Literalness::Settled) {
                continue;
            }
            for property in &shape.properties {
                if !names.contains(&property.name) {
                    names.push(Name::clone(&property.name));
                }
            }
        }
        names
    }

    fn values_of(&self, siblings: &[Ty], name: &str) -> Vec<Ty> {
        let mut values = Vec::new();
        for sibling in siblings {
            let Type::Object(shape) = self.store.get(*sibling) else { continue };
            if shape.literal == Literalness::No {
                continue;
            }
            let Some(property) = shape.property(name) else { continue };
            match self.store.get(property.ty) {
                Type::Union(members) => values.extend(members.iter().copied()),
                _ => values.push(property.ty),
            }
        }
        values
    }

    /// A literal as a function returns it.
    pub(in crate::evaluate) fn is_unit(&mut self, ty: Ty) -> bool {
        let revealed = self.reveal(ty);
        matches!(
            self.store.get(revealed),
            Type::Literal(_) | Type::Member { .. } | Type::Null | Type::Undefined
        )
    }

    pub(super) fn literal_of(&mut self, ty: Ty) -> Option<Lit> {
        let opened = self.expand(ty);
        match self.store.get(opened) {
            Type::Literal(literal) => Some(literal.clone()),
            _ => None,
        }
    }
}
