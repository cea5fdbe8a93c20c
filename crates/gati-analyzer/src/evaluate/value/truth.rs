//! Which members of a type can be true, and which can be false.

use super::{Evaluator, Stuck, stuck};
use crate::evaluate::store::Literalness;
use crate::evaluate::{Lit, Place, Shape, Ty, Type};
use crate::ir::Name;

impl Evaluator<'_> {
    /// The members of a type that can be true.
    pub(super) fn truthy(&mut self, ty: Ty, place: Place) -> Result<Vec<Ty>, Stuck> {
        let mut kept = Vec::new();
        for member in self.constituents(ty) {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Null | Type::Undefined | Type::Void => {}
                Type::Literal(literal) if is_falsy(&literal) => {}
                Type::Unknown => kept.push(self.store.object(Shape::default())),
                Type::Hole { .. } | Type::Problem(_) => {
                    return stuck(place, "whether this is true");
                }
                _ => kept.push(member),
            }
        }
        Ok(kept)
    }

    /// The members of a type that can be false.
    pub(super) fn falsy(&mut self, ty: Ty, place: Place) -> Result<Vec<Ty>, Stuck> {
        let mut kept = Vec::new();
        for member in self.constituents(ty) {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Literal(literal) if !is_falsy(&literal) => {}
                Type::Null
                | Type::Undefined
                | Type::Void
                | Type::String
                | Type::Number
                | Type::BigInt
                | Type::Boolean
                | Type::Literal(_)
                | Type::Any
                | Type::Unknown
                | Type::Template(_) => kept.push(member),
                Type::Refined { base, .. } => {
                    let may_be = !self.falsy(base, place)?.is_empty();
                    kept.extend(may_be.then_some(member));
                }
                Type::Object(shape)
                    if shape.properties.is_empty() && shape.literal == Literalness::No =>
                {
                    kept.push(member);
                }
                Type::Hole { .. } | Type::Problem(_) => {
                    return stuck(place, "whether this is true");
                }
                _ => {}
            }
        }
        Ok(kept)
    }

    /// What `a && b` is where `a` is false.
    pub(super) fn definitely_falsy(&mut self, ty: Ty, place: Place) -> Result<Vec<Ty>, Stuck> {
        let mut kept = Vec::new();
        for member in self.falsy(ty, place)? {
            let opened = self.expand(member);
            let literal = match self.get(opened) {
                Type::String => Lit::String(Name::from("")),
                Type::Number => Lit::number(0.0),
                Type::BigInt => Lit::BigInt(Name::from("0")),
                Type::Refined { .. } | Type::Template(_) => {
                    return stuck(place, "what this is where it is false");
                }
                Type::Object(_) => return stuck(place, "what this is where it is false"),
                _ => {
                    kept.push(member);
                    continue;
                }
            };
            kept.push(self.plain(Type::Literal(literal)));
        }
        Ok(kept)
    }
}

fn is_falsy(literal: &Lit) -> bool {
    match literal {
        Lit::String(text) => text.is_empty(),
        Lit::Number(bits) => f64::from_bits(*bits) == 0.0 || f64::from_bits(*bits).is_nan(),
        Lit::Boolean(value) => !value,
        Lit::BigInt(digits) => &**digits == "0",
    }
}
