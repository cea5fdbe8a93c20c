//! Which member of a union covers another, and which types a value can be compared with.

use super::{Evaluator, Stuck, stuck};
use crate::evaluate::store::Literalness;
use crate::evaluate::{Place, Shape, Ty, Type};

impl Evaluator<'_> {
    /// `members` without those that another of them covers, from the last one on.
    pub(super) fn without_covered(
        &mut self,
        members: &[Ty],
        place: Place,
    ) -> Result<Vec<Ty>, Stuck> {
        let mut kept = members.to_vec();
        let has_empty = kept.iter().any(|member| self.is_empty_object(*member));
        let mut index = kept.len();
        while index > 0 {
            index -= 1;
            let source = kept[index];
            let opened = self.expand(source);
            if !has_empty && !is_structured(self.store.get(opened)) {
                continue;
            }
            let mut covered = false;
            for target in kept.clone() {
                if target == source || self.are_told_apart(source, target) {
                    continue;
                }
                if self.is_covered(target, source, place, 0)? {
                    covered = true;
                    break;
                }
            }
            if covered {
                kept.remove(index);
            }
        }
        Ok(kept)
    }

    /// Both have a member of one name with different literals.
    fn are_told_apart(&mut self, source: Ty, target: Ty) -> bool {
        let (source, target) = (self.expand(source), self.expand(target));
        let (Type::Object(own), Type::Object(wanted)) = (self.get(source), self.get(target)) else {
            return false;
        };
        for property in &own.properties {
            if property.optional || !self.is_unit(property.ty) {
                continue;
            }
            let Some(other) = wanted.property(&property.name) else { return false };
            if other.optional || !self.is_unit(other.ty) {
                return false;
            }
            return self.reveal(property.ty) != self.reveal(other.ty);
        }
        false
    }

    /// Whether `source` is a strict subtype of `target`.
    pub(super) fn is_covered(
        &mut self,
        target: Ty,
        source: Ty,
        place: Place,
        depth: u32,
    ) -> Result<bool, Stuck> {
        let (target_name, source_name) = (self.reveal(target), self.reveal(source));
        if target_name == source_name {
            return Ok(true);
        }
        if depth > 8 || self.afford(1).is_err() {
            return stuck(place, "which of these types covers the other");
        }
        let (from, to) = (self.expand(source), self.expand(target));
        if from == to {
            return Ok(true);
        }
        match (self.get(from), self.get(to)) {
            (_, Type::Any | Type::Unknown) | (Type::Never, _) => Ok(true),
            (Type::Any | Type::Unknown, _) | (_, Type::Never) => Ok(false),
            (Type::Undefined, Type::Void) => Ok(true),
            (Type::Union(members), _) => {
                for member in members {
                    if !self.is_covered(target, member, place, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Type::Boolean, Type::Union(_)) => {
                for member in self.constituents(from) {
                    if !self.is_covered(target, member, place, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (_, Type::Union(members)) => {
                for member in members {
                    if self.is_covered(member, source, place, depth + 1)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (
                Type::Literal(literal),
                Type::String | Type::Number | Type::BigInt | Type::Boolean,
            ) => Ok(self.plain(literal.widened()) == to),
            (Type::Template(_), Type::String) => Ok(true),
            (Type::Object(own), Type::Object(wanted)) => {
                self.shape_covers(&wanted, &own, place, depth)
            }
            (
                Type::Array { items, readonly },
                Type::Array { items: wanted, readonly: may_be_readonly },
            ) => Ok((!readonly || may_be_readonly)
                && self.is_covered(wanted, items, place, depth + 1)?),
            (Type::Promise(own), Type::Promise(wanted)) => {
                self.is_covered(wanted, own, place, depth + 1)
            }
            (Type::Function { .. }, Type::Function { .. })
            | (Type::Set { .. }, Type::Set { .. })
            | (Type::Map { .. }, Type::Map { .. })
            | (Type::Tuple { .. }, _)
            | (_, Type::Tuple { .. })
            | (Type::Refined { .. }, _)
            | (_, Type::Refined { .. })
            | (Type::Hole { .. }, Type::Hole { .. })
            | (_, Type::NonPrimitive) => stuck(place, "which of these types covers the other"),
            (_, Type::Object(wanted)) => self.fits_members(from, &wanted, place),
            _ => Ok(false),
        }
    }

    /// What has no members of its own against an object.
    fn fits_members(&mut self, from: Ty, wanted: &Shape, place: Place) -> Result<bool, Stuck> {
        let own = self.apparent(from);
        match self.store.get(from) {
            Type::Null | Type::Undefined | Type::Void => return Ok(false),
            Type::NonPrimitive | Type::Callable | Type::Function { .. } | Type::Hole { .. } => {
                return stuck(place, "which of these types covers the other");
            }
            _ => {}
        }
        if wanted.properties.is_empty() && wanted.index.is_empty() && wanted.callable.is_none() {
            // An object literal without members is only itself.
            return Ok(wanted.literal == Literalness::No || wanted.literal == Literalness::Settled);
        }
        // A member that values of the language have as well would have to be compared.
        let has = |name: &str| own.as_ref().is_none_or(|own| own.property(name).is_some());
        let named_like_a_method =
            wanted.properties.iter().all(|member| member.optional || has(&member.name));
        if named_like_a_method || !wanted.index.is_empty() {
            return stuck(place, "which of these types covers the other");
        }
        Ok(false)
    }

    fn shape_covers(
        &mut self,
        wanted: &Shape,
        own: &Shape,
        place: Place,
        depth: u32,
    ) -> Result<bool, Stuck> {
        let is_class = |shape: &Shape| {
            !shape.secrets.is_empty()
                || shape
                    .properties
                    .iter()
                    .any(|own| own.kind == crate::evaluate::PropKind::Prototype)
        };
        if wanted.callable.is_some() || own.callable.is_some() || is_class(wanted) || is_class(own)
        {
            return stuck(place, "which of these types covers the other");
        }
        let wanted_is_literal = wanted.literal != Literalness::No;
        let is_fresh = matches!(own.literal, Literalness::Fresh | Literalness::FreshSpread);
        let is_literal = own.literal != Literalness::No;
        if matches!(wanted.literal, Literalness::Fresh | Literalness::FreshSpread)
            && wanted.properties.is_empty()
            && wanted.index.is_empty()
            && !(own.properties.is_empty() && own.index.is_empty())
        {
            return Ok(false);
        }
        if is_fresh || wanted_is_literal {
            for property in &own.properties {
                let known = wanted.property(&property.name).is_some() || !wanted.index.is_empty();
                if !known {
                    let revealed = self.expand(property.ty);
                    let is_undefined = matches!(self.store.get(revealed), Type::Undefined);
                    if is_fresh || !is_undefined {
                        return Ok(false);
                    }
                }
            }
        }
        for property in &wanted.properties {
            let Some(found) = own.property(&property.name) else {
                if property.optional && is_literal {
                    continue;
                }
                return Ok(false);
            };
            if (found.readonly && !property.readonly) || (found.optional && !property.optional) {
                return Ok(false);
            }
            let (mut from, mut to) = (found.ty, property.ty);
            if found.optional {
                from = self.or_undefined(from);
            }
            if property.optional {
                to = self.or_undefined(to);
            }
            if !self.is_covered(to, from, place, depth + 1)? {
                return Ok(false);
            }
        }
        if own.index.is_empty() && wanted.index.is_empty() {
            return Ok(true);
        }
        if wanted.index.is_empty() {
            return Ok(true);
        }
        stuck(place, "which of these types covers the other")
    }

    /// Whether a value of one type may equal one of the other.
    pub(super) fn comparable(&mut self, one: Ty, other: Ty, place: Place) -> Result<bool, Stuck> {
        let firsts = self.constituents(one);
        let seconds = self.constituents(other);
        for first in &firsts {
            for second in &seconds {
                if self.comparable_units(*first, *second, place)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn comparable_units(&mut self, one: Ty, other: Ty, place: Place) -> Result<bool, Stuck> {
        let (one_name, other_name) = (self.reveal(one), self.reveal(other));
        if one_name == other_name {
            return Ok(true);
        }
        // Members of enums are compared as such.
        if let (Type::Member { owner: own, .. }, Type::Member { owner, .. }) =
            (self.store.get(one_name), self.store.get(other_name))
            && own == owner
        {
            return Ok(false);
        }
        let (one, other) = (self.expand(one), self.expand(other));
        if one == other {
            return Ok(true);
        }
        let (first, second) = (self.get(one), self.get(other));
        Ok(match (&first, &second) {
            (Type::Any | Type::Unknown, _) | (_, Type::Any | Type::Unknown) => true,
            (Type::Never, _) | (_, Type::Never) => false,
            (Type::Literal(a), Type::Literal(b)) => a == b,
            (Type::Literal(literal), keyword) | (keyword, Type::Literal(literal))
                if is_keyword(keyword) =>
            {
                self.plain(literal.widened()) == self.plain(keyword.clone())
            }
            (Type::Template(_), Type::String) | (Type::String, Type::Template(_)) => true,
            (Type::Template(pieces), Type::Literal(literal))
            | (Type::Literal(literal), Type::Template(pieces)) => {
                self.text_fits(&literal.text(), pieces)
            }
            (Type::Undefined, Type::Void) | (Type::Void, Type::Undefined) => true,
            (Type::Refined { base, .. }, _) => return self.comparable_units(*base, other, place),
            (_, Type::Refined { base, .. }) => return self.comparable_units(one, *base, place),
            (a, b) if is_primitive(a) || is_primitive(b) => {
                if self.is_empty_object(one) || self.is_empty_object(other) {
                    return stuck(place, "what this is compared with");
                }
                false
            }
            _ => {
                let fits = self.decided(one, other);
                let back = self.decided(other, one);
                match (fits, back) {
                    (Ok(true), _) | (_, Ok(true)) => true,
                    (Ok(false), Ok(false)) => false,
                    _ => return stuck(place, "what this is compared with"),
                }
            }
        })
    }
}

fn is_structured(node: &Type) -> bool {
    !is_primitive(node) && !matches!(node, Type::Any | Type::Unknown | Type::Never)
}

fn is_keyword(node: &Type) -> bool {
    matches!(node, Type::String | Type::Number | Type::Boolean | Type::BigInt)
}

pub(super) fn is_primitive(node: &Type) -> bool {
    matches!(
        node,
        Type::String
            | Type::Number
            | Type::Boolean
            | Type::BigInt
            | Type::Symbol
            | Type::Null
            | Type::Undefined
            | Type::Void
            | Type::Literal(_)
            | Type::Template(_)
            | Type::Member { .. }
    )
}
