//! Tuples and arrays: places of a list against places of a pattern.

use super::super::{Evaluator, Slot, Ty, Type};
use super::Collected;

impl Evaluator<'_> {
    /// A list against a pattern that is one.
    pub(super) fn collect_list(&mut self, source: Ty, target: Ty, into: &mut Collected) {
        match (self.get(source), self.get(target)) {
            (Type::Array { items, .. }, Type::Array { items: wanted, .. }) => {
                self.collect(items, wanted, into);
            }
            (Type::Tuple { slots, .. }, Type::Array { items: wanted, .. }) => {
                let items = self.slot_union(&slots);
                self.collect(items, wanted, into);
            }
            (Type::Tuple { slots, .. }, Type::Tuple { slots: wanted, .. }) => {
                self.collect_slots(Some(&slots), None, &wanted, into);
            }
            (Type::Array { items, .. }, Type::Tuple { slots: wanted, .. }) => {
                self.collect_slots(None, Some(items), &wanted, into);
            }
            _ => {}
        }
    }

    /// Places of a list against places of a tuple: from both ends inwards.
    pub(super) fn collect_slots(
        &mut self,
        own: Option<&[Slot]>,
        items: Option<Ty>,
        wanted: &[Slot],
        into: &mut Collected,
    ) {
        let own = own.unwrap_or_default();
        let fixed = |slots: &[Slot]| slots.iter().take_while(|slot| !slot.rest).count();
        let fixed_end = |slots: &[Slot]| slots.iter().rev().take_while(|slot| !slot.rest).count();
        let is_variable = wanted.iter().any(|slot| slot.rest);
        let same = own.len() == wanted.len()
            && items.is_none()
            && own.iter().zip(wanted).all(|(one, other)| {
                one.rest == other.rest && (!other.rest || !self.is_spread(other.ty))
            });
        if same {
            for (one, other) in own.iter().zip(wanted) {
                self.collect_slot(one, other, into);
            }
            return;
        }
        let start = fixed(own).min(fixed(wanted));
        let end = if is_variable { fixed_end(own).min(fixed_end(wanted)) } else { 0 };
        let end = end.min(own.len() - start);
        for (one, other) in own.iter().zip(wanted).take(start) {
            self.collect_slot(one, other, into);
        }
        let middle = own.get(start..own.len() - end).unwrap_or_default();
        let open = wanted.get(start..wanted.len() - end).unwrap_or_default();
        let only_rest = match (items, middle) {
            (Some(items), _) => Some(items),
            (None, [Slot { ty, rest: true, .. }]) => Some(*ty),
            _ => None,
        };
        if let Some(rest) = only_rest {
            for slot in open {
                let source = if slot.rest && self.is_spread(slot.ty) {
                    self.plain(Type::Array { items: rest, readonly: false })
                } else {
                    rest
                };
                self.collect(source, slot.ty, into);
            }
        } else if let [slot] = open
            && slot.rest
        {
            if self.is_spread(slot.ty) {
                let slice = self.finish_tuple(middle.to_vec());
                self.collect(slice, slot.ty, into);
            } else if !middle.is_empty() {
                let items = self.slot_union(middle);
                self.collect(items, slot.ty, into);
            }
        } else if open.iter().filter(|slot| slot.rest).count() > 1 {
            let place = self.place_of(open[0].ty);
            into.failed = Some(self.unsupported(
                place,
                "`infer` in two spreads of one tuple",
                "spread one of them",
            ));
        }
        for offset in 1..=end {
            let (one, other) = (&own[own.len() - offset], &wanted[wanted.len() - offset]);
            self.collect_slot(one, other, into);
        }
    }

    pub(super) fn collect_slot(&mut self, one: &Slot, other: &Slot, into: &mut Collected) {
        let source = if one.optional { self.or_undefined(one.ty) } else { one.ty };
        let target = if other.optional { self.or_undefined(other.ty) } else { other.ty };
        self.collect(source, target, into);
    }

    /// `...infer R`, which stands for a list and not for its items.
    pub(super) fn is_spread(&self, ty: Ty) -> bool {
        matches!(self.store.get(ty), Type::Hole { spread: true, .. })
    }
}
