//! Arrays, tuples, and the containers of the language.

use super::super::{Evaluator, Slot, Type};
use super::Questions;

impl Evaluator<'_> {
    pub(super) fn list_fits(&mut self, from: &Type, to: &Type, asked: &mut Questions) -> bool {
        match (from, to) {
            (Type::Bytes(own), Type::Bytes(wanted)) => own.fits(*wanted),
            (
                Type::Array { items, readonly },
                Type::Array { items: wanted, readonly: may_be_readonly },
            )
            | (
                Type::Set { items, readonly },
                Type::Set { items: wanted, readonly: may_be_readonly },
            ) => (!readonly || *may_be_readonly) && self.assigns(*items, *wanted, asked),
            (
                Type::Tuple { slots, readonly },
                Type::Array { items: wanted, readonly: may_be_readonly },
            ) => {
                let items = self.slot_union(slots);
                (!readonly || *may_be_readonly) && self.assigns(items, *wanted, asked)
            }
            (
                Type::Tuple { slots, readonly },
                Type::Tuple { slots: wanted, readonly: may_be_readonly },
            ) => (!readonly || *may_be_readonly) && self.slots_fit(slots, wanted, asked),
            (
                Type::Array { items, readonly },
                Type::Tuple { slots: wanted, readonly: may_be_readonly },
            ) => {
                let only = Slot { ty: *items, optional: false, rest: true, label: None };
                (!readonly || *may_be_readonly) && self.slots_fit(&[only], wanted, asked)
            }
            (
                Type::Map { key, value, readonly },
                Type::Map { key: wanted_key, value: wanted_value, readonly: may_be_readonly },
            ) => {
                (!readonly || *may_be_readonly)
                    && self.assigns(*key, *wanted_key, asked)
                    && self.assigns(*value, *wanted_value, asked)
            }
            (Type::Promise(items) | Type::PromiseLike(items), Type::PromiseLike(wanted))
            | (Type::Promise(items), Type::Promise(wanted)) => self.assigns(*items, *wanted, asked),
            _ => false,
        }
    }

    fn slots_fit(&mut self, own: &[Slot], wanted: &[Slot], asked: &mut Questions) -> bool {
        let own_rest = own.iter().any(|slot| slot.rest);
        let rest = wanted.iter().any(|slot| slot.rest);
        let required = |slots: &[Slot]| slots.iter().filter(|slot| is_required(slot)).count();
        if (!own_rest && own.len() < required(wanted))
            || (!rest && wanted.len() < required(own))
            || (!rest && (own_rest || wanted.len() < own.len()))
        {
            return false;
        }
        let start = wanted.iter().take_while(|slot| !slot.rest).count();
        let end = if rest { wanted.iter().rev().take_while(|slot| !slot.rest).count() } else { 0 };
        for (position, slot) in own.iter().enumerate() {
            let from_end = own.len() - 1 - position;
            let at = if rest && position >= start {
                wanted.len() - 1 - from_end.min(end)
            } else {
                position
            };
            let Some(target) = wanted.get(at) else { return false };
            if is_required(target) && !is_required(slot) {
                return false;
            }
            let source = if slot.optional { self.or_undefined(slot.ty) } else { slot.ty };
            let target = if target.optional { self.or_undefined(target.ty) } else { target.ty };
            if !self.assigns(source, target, asked) {
                return false;
            }
        }
        true
    }
}

pub(super) fn is_required(slot: &Slot) -> bool {
    !slot.rest && !slot.optional
}
