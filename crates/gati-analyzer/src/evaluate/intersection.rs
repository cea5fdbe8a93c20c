//! Intersections: objects merge, primitives meet or vanish, unions distribute, marks and brands
//! stick to what they stand beside.

use std::sync::Arc;

use gati_types::Constraints;

use super::{Evaluator, Lit, Narrows, Place, Prop, Shape, Ty, Type};
use crate::codes::Code;

impl Evaluator<'_> {
    /// The intersection of `members`.
    pub(crate) fn intersection(&mut self, members: Vec<Ty>, place: Place) -> Ty {
        // Marks wait until there is something to narrow.
        let mut marks = Vec::new();
        let mut rest = Vec::new();
        for member in members {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Mark(mark) => marks.push(mark),
                Type::Problem(_) => return opened,
                _ => rest.push(member),
            }
        }
        let Some((first, others)) = rest.split_first() else {
            return self.marks_alone(&marks, place);
        };
        let mut result = *first;
        for other in others {
            result = self.meet(result, *other, place);
        }
        for mark in marks {
            result = self.narrow(result, &mark, place);
        }
        result
    }

    /// `Min<1> & Max<2>`: one mark, for `type Range = Min<1> & Max<2>`.
    fn marks_alone(&mut self, marks: &[Arc<super::Mark>], place: Place) -> Ty {
        let Some((first, others)) = marks.split_first() else {
            return self.plain(Type::Unknown);
        };
        let mut all = (**first).clone();
        for other in others {
            if all.narrows != other.narrows
                && all.narrows != Narrows::Anything
                && other.narrows != Narrows::Anything
            {
                return self.failure(
                    Code::ConstraintMisused,
                    place,
                    format!("`{}` and `{}` narrow different types", all.name, other.name),
                    "intersect each with the type it narrows",
                );
            }
            if all.narrows == Narrows::Anything {
                all.narrows = other.narrows;
            }
            all.constraints.merge(other.constraints.clone());
            if let Some(brand) = &other.brand {
                // One mark carries one brand; two are a case nobody has written yet.
                all.brand = Some(all.brand.take().unwrap_or_else(|| brand.clone()));
            }
        }
        self.plain(Type::Mark(Arc::new(all)))
    }

    fn meet(&mut self, left: Ty, right: Ty, place: Place) -> Ty {
        self.depth += 1;
        let met = if self.depth > super::MAX_DEPTH {
            self.failure(
                Code::TypeTooLarge,
                place,
                "this type nests too deeply",
                "name its parts and put them together",
            )
        } else {
            self.meet_below(left, right, place)
        };
        self.depth -= 1;
        met
    }

    fn meet_below(&mut self, left: Ty, right: Ty, place: Place) -> Ty {
        let (left, right) = (self.reveal_members(left), self.reveal_members(right));
        match (self.get(left), self.get(right)) {
            (Type::Member { .. }, Type::Member { .. } | Type::Literal(_))
            | (Type::Literal(_), Type::Member { .. })
                if left != right =>
            {
                return self.plain(Type::Never);
            }
            (Type::Member { .. }, Type::String | Type::Number) if self.assignable(left, right) => {
                return left;
            }
            (Type::String | Type::Number, Type::Member { .. }) if self.assignable(right, left) => {
                return right;
            }
            _ => {}
        }
        let left_open = self.expand(left);
        let right_open = self.expand(right);
        if left_open == right_open {
            return left;
        }
        match (self.get(left_open), self.get(right_open)) {
            (Type::Problem(_) | Type::Never | Type::Any, _) => left_open,
            (_, Type::Problem(_) | Type::Never | Type::Any) => right_open,
            (Type::Unknown, _) => right,
            (_, Type::Unknown) => left,
            (Type::Union(members), _) => {
                let met =
                    members.into_iter().map(|member| self.meet(member, right, place)).collect();
                self.union(met)
            }
            (_, Type::Union(members)) => {
                let met =
                    members.into_iter().map(|member| self.meet(left, member, place)).collect();
                self.union(met)
            }
            (Type::Object(one), Type::Object(other)) => self.merge_objects(&one, &other, place),
            (Type::Refined { base, constraints, brands }, _) => {
                let met = self.meet(base, right, place);
                self.refine(met, (*constraints).clone(), &brands)
            }
            (_, Type::Refined { base, constraints, brands }) => {
                let met = self.meet(left, base, place);
                self.refine(met, (*constraints).clone(), &brands)
            }
            (Type::Object(shape), other) => self.meet_object(&shape, right, &other, place),
            (other, Type::Object(shape)) => self.meet_object(&shape, left, &other, place),
            (one, other) => self.meet_plain((left_open, &one), (right_open, &other), place),
        }
    }

    fn reveal_members(&mut self, ty: Ty) -> Ty {
        let revealed = self.reveal(ty);
        match self.store.get(revealed) {
            Type::Member { .. } | Type::Union(_) => revealed,
            _ => ty,
        }
    }

    fn meet_plain(&mut self, left: (Ty, &Type), right: (Ty, &Type), place: Place) -> Ty {
        if is_primitive(left.1) && is_primitive(right.1) {
            if self.assignable(left.0, right.0) {
                return left.0;
            }
            if self.assignable(right.0, left.0) {
                return right.0;
            }
            return self.plain(Type::Never);
        }
        if let (Type::NonPrimitive, other) = (left.1, right.1) {
            return if is_primitive(other) { self.plain(Type::Never) } else { right.0 };
        }
        if let (other, Type::NonPrimitive) = (left.1, right.1) {
            return if is_primitive(other) { self.plain(Type::Never) } else { left.0 };
        }
        let is_nothing = |node: &Type| matches!(node, Type::Null | Type::Undefined);
        if is_nothing(left.1) || is_nothing(right.1) {
            return self.plain(Type::Never);
        }
        self.unsupported(
            place,
            "the intersection of these types",
            "intersect objects with objects, or put one type inside the other",
        )
    }

    /// An object and something that is not one: a brand, or nothing.
    fn meet_object(&mut self, shape: &Shape, other: Ty, opened: &Type, place: Place) -> Ty {
        match opened {
            Type::NonPrimitive => self.store.object(shape.clone()),
            Type::Null | Type::Undefined => self.plain(Type::Never),
            Type::Function { .. } | Type::Callable => other,
            _ if shape.properties.is_empty() && shape.index.is_empty() => other,
            _ if shape.index.is_empty() && shape.properties.iter().all(looks_like_a_brand) => {
                let brand = self.brand_name(shape);
                self.refine(other, Constraints::default(), &[brand])
            }
            _ => self.unsupported(
                place,
                "the intersection of an object that is not a brand with a type that is not an object",
                "put one inside the other, or use `Brand<'Name'>` for a nominal mark",
            ),
        }
    }

    /// The name of a hand-made brand `{ __brand: 'UserId' }`: its literal, or its key.
    fn brand_name(&mut self, shape: &Shape) -> String {
        for property in &shape.properties {
            let value = self.expand(property.ty);
            if let Type::Literal(Lit::String(text)) = self.store.get(value) {
                return text.to_string();
            }
        }
        shape.properties.first().map_or_else(String::new, |property| property.name.to_string())
    }

    fn merge_objects(&mut self, left: &Shape, right: &Shape, place: Place) -> Ty {
        let mut merged = left.clone();
        for property in &right.properties {
            let Some(position) =
                merged.properties.iter().position(|known| known.name == property.name)
            else {
                merged.properties.push(property.clone());
                continue;
            };
            let known = merged.properties[position].clone();
            let ty = if known.ty == property.ty {
                known.ty
            } else {
                self.plain(Type::Meeting { left: known.ty, right: property.ty, place })
            };
            if self.is_discriminating_conflict(ty, &known, property) {
                return self.plain(Type::Never);
            }
            merged.properties[position] = Prop {
                ty,
                optional: known.optional && property.optional,
                readonly: known.readonly && property.readonly,
                docs: known.docs.or(property.docs),
                ..known
            };
        }
        for signature in &right.index {
            match merged.index.iter().position(|known| known.key == signature.key) {
                None => merged.index.push(signature.clone()),
                Some(position) => {
                    let known = merged.index[position].value;
                    merged.index[position].value =
                        self.intersection(vec![known, signature.value], place);
                }
            }
        }
        merged.callable = merged.callable.or(right.callable);
        merged.declared |= right.declared;
        merged.secret |= right.secret;
        self.store.object(merged)
    }

    /// `{ kind: 'a' } & { kind: 'b' }` is `never` as a whole.
    fn is_discriminating_conflict(&mut self, met: Ty, left: &Prop, right: &Prop) -> bool {
        if left.ty == right.ty || (left.optional && right.optional) {
            return false;
        }
        let constituents = [self.alternatives(left.ty), self.alternatives(right.ty)];
        let tells_apart = constituents.iter().all(|members| !members.is_empty())
            && constituents.iter().any(|members| {
                members.iter().all(|member| {
                    matches!(
                        self.store.get(*member),
                        Type::Literal(_) | Type::Null | Type::Undefined
                    )
                })
            });
        if !tells_apart {
            return false;
        }
        let met = self.expand(met);
        matches!(self.store.get(met), Type::Never)
    }

    /// `base` with more constraints and brands.
    pub(crate) fn refine(&mut self, base: Ty, constraints: Constraints, brands: &[String]) -> Ty {
        if constraints.is_empty() && brands.is_empty() {
            return base;
        }
        let opened = self.expand(base);
        match self.get(opened) {
            Type::Never | Type::Problem(_) => opened,
            Type::Union(members) => {
                let members = members
                    .into_iter()
                    .map(|member| self.refine(member, constraints.clone(), brands))
                    .collect();
                self.union(members)
            }
            Type::Refined { base, constraints: own, brands: own_brands } => {
                let mut all = (*own).clone();
                all.merge(constraints);
                let mut names = own_brands;
                names.extend(brands.iter().cloned());
                names.sort_unstable();
                names.dedup();
                self.plain(Type::Refined { base, constraints: Arc::new(all), brands: names })
            }
            _ => self.plain(Type::Refined {
                base,
                constraints: Arc::new(constraints),
                brands: brands.to_vec(),
            }),
        }
    }
}

fn is_primitive(node: &Type) -> bool {
    matches!(
        node,
        Type::Null
            | Type::Undefined
            | Type::Void
            | Type::Boolean
            | Type::Number
            | Type::String
            | Type::BigInt
            | Type::Symbol
            | Type::Literal(_)
            | Type::Template(_)
    )
}

/// Members that exist for the type checker alone are named so that nobody writes them.
fn looks_like_a_brand(property: &Prop) -> bool {
    property.name.starts_with('_')
        || property.name.to_ascii_lowercase().contains("brand")
        || property.name.to_ascii_lowercase().contains("tag")
}
