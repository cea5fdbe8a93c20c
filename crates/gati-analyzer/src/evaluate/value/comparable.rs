//! Which types a value can be compared with.

use super::{Evaluator, Stuck, stuck};
use crate::evaluate::{Place, Ty, Type, is_primitive};

impl Evaluator<'_> {
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
            (Type::Any | Type::Unknown, _)
            | (_, Type::Any | Type::Unknown)
            | (Type::Template(_), Type::String)
            | (Type::String, Type::Template(_))
            | (Type::Undefined, Type::Void)
            | (Type::Void, Type::Undefined) => true,
            (Type::Never, _) | (_, Type::Never) => false,
            (Type::Literal(a), Type::Literal(b)) => a == b,
            (Type::Literal(literal), keyword) | (keyword, Type::Literal(literal))
                if is_keyword(keyword) =>
            {
                self.plain(literal.widened()) == self.plain(keyword.clone())
            }
            (Type::Template(pieces), Type::Literal(literal))
            | (Type::Literal(literal), Type::Template(pieces)) => {
                self.text_fits(&literal.text(), pieces)
            }
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

fn is_keyword(node: &Type) -> bool {
    matches!(node, Type::String | Type::Number | Type::Boolean | Type::BigInt)
}
