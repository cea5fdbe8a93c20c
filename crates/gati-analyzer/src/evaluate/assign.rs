//! Whether every value of one type is a value of another.
//!
//! Structural, with the assumption that a question under way has the answer yes, which is what
//! makes it end on recursive types. What is not known to fit does not fit.

use rustc_hash::FxHashSet;

use super::{Evaluator, Lit, Piece, Shape, Slot, Ty, Type};

/// Questions under way.
type Assumed = FxHashSet<(Ty, Ty)>;

impl Evaluator<'_> {
    /// Whether `source` is assignable to `target`.
    pub(crate) fn assignable(&mut self, source: Ty, target: Ty) -> bool {
        self.assigns(source, target, &mut Assumed::default())
    }

    fn assigns(&mut self, source: Ty, target: Ty, assumed: &mut Assumed) -> bool {
        let source = self.expand(source);
        let target = self.expand(target);
        if source == target || !assumed.insert((source, target)) || assumed.len() > 10_000 {
            return true;
        }
        let from = self.get(source);
        let to = self.get(target);
        match (&from, &to) {
            (_, Type::Any | Type::Unknown)
            | (Type::Any | Type::Never, _)
            | (Type::Template(_), Type::String)
            | (Type::Undefined, Type::Void)
            | (Type::Function { .. } | Type::Callable, Type::Function { .. } | Type::Callable) => {
                true
            }
            (Type::Union(members), _) => {
                members.iter().all(|member| self.assigns(*member, target, assumed))
            }
            (Type::Boolean, Type::Union(_)) => self
                .alternatives(source)
                .into_iter()
                .all(|member| self.assigns(member, target, assumed)),
            (_, Type::Union(members)) => {
                members.iter().any(|member| self.assigns(source, *member, assumed))
            }
            (
                Type::Refined { base, brands, .. },
                Type::Refined { base: other, brands: wanted, .. },
            ) => {
                wanted.iter().all(|brand| brands.contains(brand))
                    && self.assigns(*base, *other, assumed)
            }
            // A constraint alone leaves ordinary values assignable; a brand does not.
            (_, Type::Refined { base, brands, .. }) if brands.is_empty() => {
                self.assigns(source, *base, assumed)
            }
            (Type::Refined { base, .. }, _) => self.assigns(*base, target, assumed),
            (Type::Literal(literal), _) => self.literal_fits(literal, &to),
            (_, Type::NonPrimitive) => !matches!(
                from,
                Type::String
                    | Type::Number
                    | Type::Boolean
                    | Type::BigInt
                    | Type::Symbol
                    | Type::Null
                    | Type::Undefined
                    | Type::Void
                    | Type::Unknown
                    | Type::Template(_)
            ),
            (Type::Object(own), Type::Object(wanted)) => self.shape_fits(own, wanted, assumed),
            (_, Type::Object(wanted)) => {
                wanted.properties.is_empty()
                    && wanted.index.is_empty()
                    && !matches!(from, Type::Null | Type::Undefined | Type::Void | Type::Unknown)
            }
            _ => self.list_fits(&from, &to, assumed),
        }
    }

    fn literal_fits(&mut self, literal: &Lit, target: &Type) -> bool {
        match target {
            Type::String => matches!(literal, Lit::String(_)),
            Type::Number => matches!(literal, Lit::Number(_)),
            Type::Boolean => matches!(literal, Lit::Boolean(_)),
            Type::BigInt => matches!(literal, Lit::BigInt(_)),
            Type::Object(shape) => shape.properties.is_empty() && shape.index.is_empty(),
            Type::Template(pieces) => match literal {
                Lit::String(text) => self.text_fits(text, pieces),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether `text` is one of the strings a template stands for.
    pub(super) fn text_fits(&mut self, text: &str, pieces: &[Piece]) -> bool {
        match pieces {
            [] => text.is_empty(),
            [Piece::Text(fixed), rest @ ..] => {
                text.strip_prefix(&**fixed).is_some_and(|left| self.text_fits(left, rest))
            }
            [Piece::Hole(hole), rest @ ..] => {
                text.char_indices().map(|(index, _)| index).chain([text.len()]).any(|end| {
                    self.hole_fits(&text[..end], *hole) && self.text_fits(&text[end..], rest)
                })
            }
        }
    }

    fn hole_fits(&mut self, text: &str, hole: Ty) -> bool {
        let opened = self.expand(hole);
        match self.get(opened) {
            Type::String => true,
            Type::Number => {
                !text.is_empty()
                    && text.trim() == text
                    && text.parse::<f64>().is_ok_and(f64::is_finite)
            }
            Type::BigInt => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            Type::Boolean => text == "true" || text == "false",
            Type::Literal(literal) => literal.text() == text,
            Type::Union(members) => members.into_iter().any(|member| self.hole_fits(text, member)),
            _ => false,
        }
    }

    fn shape_fits(&mut self, own: &Shape, wanted: &Shape, assumed: &mut Assumed) -> bool {
        for property in &wanted.properties {
            match own.property(&property.name) {
                Some(found) => {
                    if found.optional && !property.optional {
                        return false;
                    }
                    let target = if property.optional {
                        self.or_undefined(property.ty)
                    } else {
                        property.ty
                    };
                    if !self.assigns(found.ty, target, assumed) {
                        return false;
                    }
                }
                None if property.optional => {}
                None => return false,
            }
        }
        wanted.index.iter().all(|signature| {
            let key = self.force(signature.key);
            let all_names = matches!(self.store.get(key), Type::String);
            let own_signatures = own
                .index
                .iter()
                .filter(|found| all_names || found.key == signature.key)
                .all(|found| self.assigns(found.value, signature.value, assumed));
            let own_properties = !all_names
                || own
                    .properties
                    .iter()
                    .all(|found| self.assigns(found.ty, signature.value, assumed));
            own_signatures && own_properties
        })
    }

    fn list_fits(&mut self, from: &Type, to: &Type, assumed: &mut Assumed) -> bool {
        match (from, to) {
            (
                Type::Array { items, readonly },
                Type::Array { items: wanted, readonly: may_be_readonly },
            ) => (!readonly || *may_be_readonly) && self.assigns(*items, *wanted, assumed),
            (
                Type::Tuple { slots, readonly },
                Type::Array { items: wanted, readonly: may_be_readonly },
            ) => {
                let items = self.slot_union(slots);
                (!readonly || *may_be_readonly) && self.assigns(items, *wanted, assumed)
            }
            (
                Type::Tuple { slots, readonly },
                Type::Tuple { slots: wanted, readonly: may_be_readonly },
            ) => (!readonly || *may_be_readonly) && self.slots_fit(slots, wanted, assumed),
            (Type::Map { key, value }, Type::Map { key: wanted_key, value: wanted_value }) => {
                self.assigns(*key, *wanted_key, assumed)
                    && self.assigns(*value, *wanted_value, assumed)
            }
            (Type::Set(items), Type::Set(wanted))
            | (Type::Promise(items), Type::Promise(wanted)) => {
                self.assigns(*items, *wanted, assumed)
            }
            _ => false,
        }
    }

    fn slots_fit(&mut self, own: &[Slot], wanted: &[Slot], assumed: &mut Assumed) -> bool {
        let rest = wanted.iter().find(|slot| slot.rest);
        if own.iter().any(|slot| slot.rest) && rest.is_none() {
            return false;
        }
        for (index, slot) in wanted.iter().enumerate() {
            if slot.rest {
                continue;
            }
            match own.get(index) {
                Some(found) if found.optional && !slot.optional => return false,
                Some(found) => {
                    if !self.assigns(found.ty, slot.ty, assumed) {
                        return false;
                    }
                }
                None if slot.optional => {}
                None => return false,
            }
        }
        let fixed = wanted.iter().filter(|slot| !slot.rest).count();
        own.iter().skip(fixed).all(|slot| match rest {
            Some(wanted) => self.assigns(slot.ty, wanted.ty, assumed),
            None => false,
        })
    }
}
