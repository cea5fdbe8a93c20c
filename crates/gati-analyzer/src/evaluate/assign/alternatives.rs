//! Something against a union: one alternative that it fits, or several together.

use super::super::{Evaluator, Shape, Ty, Type};
use super::Questions;
use crate::ir::Name;

/// How many ways through the discriminants of an object are tried, as TypeScript has it.
const MAX_COMBINATIONS: usize = 25;

impl Evaluator<'_> {
    pub(super) fn fits_one_of(
        &mut self,
        source: Ty,
        members: &[Ty],
        asked: &mut Questions,
    ) -> bool {
        if members.iter().any(|member| self.assigns(source, *member, asked)) {
            return true;
        }
        let Type::Object(own) = self.get(source) else { return false };
        self.fits_together(&own, members, asked)
    }

    /// An object whose discriminants are unions may fit the alternatives together: every way to
    /// choose among them has to fit one.
    fn fits_together(&mut self, own: &Shape, members: &[Ty], asked: &mut Questions) -> bool {
        let mut shapes = Vec::new();
        for member in members {
            if let Some(shape) = self.apparent(*member) {
                shapes.push((*member, shape));
            }
        }
        let mut ways: Vec<Vec<(Name, Ty)>> = vec![Vec::new()];
        for property in &own.properties {
            let mut types: Vec<Ty> = Vec::with_capacity(members.len());
            for (_, shape) in &shapes {
                if let Some(found) = shape.property(&property.name) {
                    let (ty, optional) = (found.ty, found.optional);
                    types.push(if optional { self.or_undefined(ty) } else { ty });
                }
            }
            if types.len() != members.len() {
                continue;
            }
            if !self.tells_apart(&types) {
                continue;
            }
            let ty = if property.optional { self.or_undefined(property.ty) } else { property.ty };
            let alternatives = self.constituents(ty);
            if ways.len() * alternatives.len() > MAX_COMBINATIONS {
                return false;
            }
            ways = ways
                .iter()
                .flat_map(|way| {
                    alternatives.iter().map(|alternative| {
                        let mut longer = way.clone();
                        longer.push((Name::clone(&property.name), *alternative));
                        longer
                    })
                })
                .collect();
        }
        if ways.len() < 2 {
            return false;
        }
        for way in ways {
            let mut chosen = own.clone();
            for (name, ty) in &way {
                for property in &mut chosen.properties {
                    if property.name == *name {
                        property.ty = *ty;
                        property.optional = false;
                    }
                }
            }
            let chosen = self.store.object(chosen);
            if !shapes.iter().any(|(member, _)| self.assigns(chosen, *member, asked)) {
                return false;
            }
        }
        true
    }

    /// Whether a member with these types in the alternatives is a discriminant: they differ, and
    /// one of them holds a literal.
    fn tells_apart(&mut self, types: &[Ty]) -> bool {
        let mut differ = false;
        let mut literal = false;
        let first = types.first().map(|first| self.reveal(*first));
        for ty in types {
            differ |= Some(self.reveal(*ty)) != first;
            for member in self.constituents(*ty) {
                literal |= matches!(
                    self.store.get(member),
                    Type::Literal(_)
                        | Type::Member { .. }
                        | Type::Null
                        | Type::Undefined
                        | Type::UniqueSymbol(_)
                );
            }
        }
        differ && literal
    }
}
