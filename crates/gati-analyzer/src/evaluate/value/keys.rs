//! What `keyof` says of the names in an object literal.

use super::stuck;
use crate::evaluate::{Evaluator, Lit, Place, Ty, Type};
use crate::ir::Name;

impl Evaluator<'_> {
    /// What `keyof` says of a name that was written as a number.
    pub(super) fn number_named(&mut self, name: &Name) -> Option<Ty> {
        let number = name.parse().ok()?;
        Some(self.plain(Type::Literal(Lit::number(number))))
    }

    /// The signature that a member with a computed name belongs to.
    pub(super) fn key_of_computed(&mut self, name: Ty, place: Place) -> Result<Ty, super::Stuck> {
        let members = self.constituents(name);
        let all = |this: &mut Self, is: fn(&Type) -> bool| {
            members.iter().all(|member| {
                let opened = this.expand(*member);
                is(this.store.get(opened))
            })
        };
        if members.is_empty() {
            return stuck(place, "a name that is computed");
        }
        if all(self, |node| matches!(node, Type::Number | Type::Literal(Lit::Number(_)))) {
            return Ok(self.plain(Type::Number));
        }
        let is_name = |node: &Type| {
            matches!(
                node,
                Type::String
                    | Type::Number
                    | Type::Template(_)
                    | Type::Literal(Lit::String(_) | Lit::Number(_))
            )
        };
        if all(self, is_name) {
            return Ok(self.plain(Type::String));
        }
        stuck(place, "a name that is computed")
    }
}
