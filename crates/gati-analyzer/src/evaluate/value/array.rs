//! Array literals, and what iteration gives.

use super::{Evaluator, Stuck, Typed, Value, Walk, Want, stuck};
use crate::evaluate::{Place, Slot, Ty, Type};
use crate::ir::ArrayEntry;

impl Evaluator<'_> {
    pub(super) fn array(
        &mut self,
        entries: &[ArrayEntry],
        place: Place,
        walk: &mut Walk,
        want: Want,
    ) -> Typed {
        let expected = want.context.map(|context| self.expected_items(context));
        let as_tuple = want.constant || matches!(expected, Some(Expected::Tuple(_)));
        let mut slots: Vec<Slot> = Vec::with_capacity(entries.len());
        for (position, entry) in entries.iter().enumerate() {
            match entry {
                ArrayEntry::Hole => return stuck(place, "an array with holes"),
                ArrayEntry::Item(value) => {
                    let context = match &expected {
                        Some(Expected::Items(items)) => Some(*items),
                        Some(Expected::Tuple(slots)) => {
                            slots.get(position).or(slots.last()).map(|slot| slot.ty)
                        }
                        _ => None,
                    };
                    let inner = Want { context, ..want };
                    let found = self.infer(*value, walk, inner)?;
                    let ty = self.in_place(&found, inner);
                    slots.push(Slot { ty, optional: false, rest: false, label: None });
                }
                ArrayEntry::Spread(value) => {
                    let at = walk.place(*value);
                    let found = self.infer(*value, walk, Want { context: None, ..want })?;
                    let opened = self.expand(found.ty);
                    if let Type::Tuple { slots: more, .. } = self.get(opened) {
                        slots.extend(more);
                    } else {
                        let ty = self.iterated(found.ty, at)?;
                        slots.push(Slot { ty, optional: false, rest: true, label: None });
                    }
                }
            }
        }
        if as_tuple {
            let tuple = self.finish_tuple(slots);
            let tuple = if want.constant { self.as_readonly(tuple) } else { tuple };
            return Ok(Value::of(tuple));
        }
        let items: Vec<Value> = slots
            .iter()
            .map(|slot| Value::of(if slot.optional { self.or_undefined(slot.ty) } else { slot.ty }))
            .collect();
        let items = self.reduced(&items, place)?.ty;
        Ok(Value::of(self.plain(Type::Array { items, readonly: false })))
    }

    fn expected_items(&mut self, context: Ty) -> Expected {
        for member in self.constituents(context) {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Tuple { slots, .. } => return Expected::Tuple(slots),
                Type::Array { items, .. } => return Expected::Items(items),
                Type::Hole { name, .. } => {
                    // `T extends unknown[]` keeps an array; a tuple is only asked for by one.
                    let constraint = self.constraint_of(&name);
                    if let Some(constraint) = constraint
                        && let Expected::Tuple(slots) = self.expected_items(constraint)
                    {
                        return Expected::Tuple(slots);
                    }
                }
                _ => {}
            }
        }
        Expected::Nothing
    }

    /// What going over a value gives.
    pub(super) fn iterated(&mut self, list: Ty, place: Place) -> Result<Ty, Stuck> {
        let opened = self.expand(list);
        match self.get(opened) {
            Type::Any => Ok(opened),
            Type::Array { items, .. } | Type::Set { items, .. } => Ok(items),
            Type::Tuple { slots, .. } => Ok(self.slot_union(&slots)),
            Type::String | Type::Literal(_) | Type::Template(_) => Ok(self.plain(Type::String)),
            Type::Map { key, value, .. } => {
                let slots = [key, value]
                    .map(|ty| Slot { ty, optional: false, rest: false, label: None })
                    .to_vec();
                Ok(self.finish_tuple(slots))
            }
            Type::Refined { base, .. } => self.iterated(base, place),
            Type::Union(members) => {
                let mut all = Vec::with_capacity(members.len());
                for member in members {
                    all.push(Value::of(self.iterated(member, place)?));
                }
                Ok(self.either(&all).ty)
            }
            Type::Object(shape) => match shape.property(super::library::ITERATED) {
                Some(items) => Ok(items.ty),
                None => stuck(place, "going over this"),
            },
            _ => stuck(place, "going over this"),
        }
    }
}

/// What the place of an array literal says about it.
enum Expected {
    Nothing,
    Items(Ty),
    Tuple(Vec<Slot>),
}
