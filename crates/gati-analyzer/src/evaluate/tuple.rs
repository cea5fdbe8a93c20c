//! Tuples: optional, rest, labelled and spread places; `readonly`.

use super::{ContextId, Evaluator, Slot, Ty, Type};
use crate::ir::TupleItem;

impl Evaluator<'_> {
    pub(super) fn eval_tuple(&mut self, items: &[TupleItem], context: ContextId) -> Ty {
        let mut slots = Vec::with_capacity(items.len());
        for item in items {
            if item.rest {
                let spread = self.eval(item.node, context);
                if let Some(failed) = self.spread(spread, item, context, &mut slots) {
                    return failed;
                }
                continue;
            }
            let ty = self.later(item.node, context);
            slots.push(Slot {
                ty,
                optional: item.optional,
                rest: false,
                label: item.label.clone(),
            });
        }
        self.finish_tuple(slots)
    }

    /// Adds what `...T` brings; gives the failure if `T` is not a list.
    fn spread(
        &mut self,
        spread: Ty,
        item: &TupleItem,
        context: ContextId,
        slots: &mut Vec<Slot>,
    ) -> Option<Ty> {
        let opened = self.expand(spread);
        match self.get(opened) {
            Type::Array { items, .. } => {
                slots.push(Slot {
                    ty: items,
                    optional: false,
                    rest: true,
                    label: item.label.clone(),
                });
                None
            }
            Type::Tuple { slots: inner, .. } => {
                slots.extend(inner);
                None
            }
            Type::Hole { name, .. } => {
                let ty = self.plain(Type::Hole { name, spread: true });
                slots.push(Slot { ty, optional: false, rest: true, label: None });
                None
            }
            Type::Any => {
                slots.push(Slot {
                    ty: opened,
                    optional: false,
                    rest: true,
                    label: item.label.clone(),
                });
                None
            }
            Type::Problem(_) => Some(opened),
            _ => {
                let place = self.place(item.node, context);
                Some(self.unfit(
                    place,
                    "only an array or a tuple can be spread into a tuple",
                    opened,
                    "spread an array type such as `...string[]`",
                ))
            }
        }
    }

    /// A tuple as TypeScript normalises it: what is optional before something required is
    /// required, everything from the first rest to the last rest or optional place is one rest of
    /// their union, and a tuple that is only a rest is an array.
    pub(super) fn finish_tuple(&mut self, mut slots: Vec<Slot>) -> Ty {
        let last_required =
            slots.iter().rposition(|slot| !slot.rest && !slot.optional).unwrap_or(0);
        for slot in &mut slots[..last_required] {
            if slot.optional {
                slot.ty = self.or_undefined(slot.ty);
                slot.optional = false;
            }
        }
        let first = slots.iter().position(|slot| slot.rest);
        let last = slots.iter().rposition(|slot| slot.rest || slot.optional);
        if let (Some(first), Some(last)) = (first, last)
            && first < last
        {
            let ty = self.slot_union(&slots[first..=last]);
            slots.splice(first..=last, [Slot { ty, optional: false, rest: true, label: None }]);
        }
        if let [Slot { ty, rest: true, .. }] = slots.as_slice() {
            let items = *ty;
            if let Type::Hole { name, spread: true } = self.get(items) {
                return self.plain(Type::Hole { name, spread: false });
            }
            return self.plain(Type::Array { items, readonly: false });
        }
        self.plain(Type::Tuple { slots, readonly: false })
    }

    /// The same tuple with other places.
    pub(super) fn retuple(&mut self, slots: Vec<Slot>, readonly: bool) -> Ty {
        let finished = self.finish_tuple(slots);
        if readonly { self.as_readonly(finished) } else { finished }
    }

    /// `readonly T`.
    pub(super) fn as_readonly(&mut self, ty: Ty) -> Ty {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Array { items, .. } => self.plain(Type::Array { items, readonly: true }),
            Type::Tuple { slots, .. } => self.plain(Type::Tuple { slots, readonly: true }),
            _ => ty,
        }
    }

    /// What each item of a tuple may be, `undefined` of optional places included.
    pub(super) fn slot_union(&mut self, slots: &[Slot]) -> Ty {
        let members = slots
            .iter()
            .map(|slot| if slot.optional { self.or_undefined(slot.ty) } else { slot.ty })
            .collect();
        self.union(members)
    }
}
