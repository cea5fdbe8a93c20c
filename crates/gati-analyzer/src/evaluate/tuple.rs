//! Tuples: optional, rest, labelled and spread places; `readonly`.

use super::{ContextId, Evaluator, MAX_MEMBERS, Place, Slot, Ty, Type};
use crate::codes::Code;
use crate::ir::{Name, TupleItem};

impl Evaluator<'_> {
    pub(super) fn eval_tuple(&mut self, items: &[TupleItem], context: ContextId) -> Ty {
        // A spread union is a union of tuples: every way through the alternatives.
        let mut ways: Vec<Vec<Slot>> = vec![Vec::with_capacity(items.len())];
        for item in items {
            if !item.rest {
                let ty = self.later(item.node, context);
                let slot =
                    Slot { ty, optional: item.optional, rest: false, label: item.label.clone() };
                for way in &mut ways {
                    way.push(slot.clone());
                }
                continue;
            }
            let place = self.place(item.node, context);
            let spread = self.eval(item.node, context);
            let opened = self.expand(spread);
            let alternatives = match self.get(opened) {
                Type::Union(members) => members,
                Type::Never => return opened,
                _ => vec![opened],
            };
            if ways.len().saturating_mul(alternatives.len()) > MAX_MEMBERS {
                return self.failure(
                    Code::TypeTooLarge,
                    place,
                    format!("this tuple stands for more than {MAX_MEMBERS} tuples"),
                    "spread a type that is not a union",
                );
            }
            let mut next = Vec::with_capacity(ways.len() * alternatives.len());
            for way in &ways {
                for alternative in &alternatives {
                    let mut longer = way.clone();
                    if let Some(failed) =
                        self.spread(*alternative, item.label.as_ref(), place, &mut longer)
                    {
                        return failed;
                    }
                    next.push(longer);
                }
            }
            ways = next;
        }
        let tuples = ways.into_iter().map(|slots| self.finish_tuple(slots)).collect();
        self.union(tuples)
    }

    /// Adds what `...T` brings; gives the failure if `T` is not a list.
    fn spread(
        &mut self,
        spread: Ty,
        label: Option<&Name>,
        place: Place,
        slots: &mut Vec<Slot>,
    ) -> Option<Ty> {
        let rest = |ty: Ty, label: Option<&Name>| Slot {
            ty,
            optional: false,
            rest: true,
            label: label.cloned(),
        };
        let kept = self.shown(spread);
        if matches!(self.store.get(kept), Type::NoInfer(_)) {
            return Some(self.unsupported(place, "`...` of `NoInfer`", "spread the list itself"));
        }
        let opened = self.expand(spread);
        match self.get(opened) {
            Type::Array { items, .. } => slots.push(rest(items, label)),
            Type::Tuple { slots: inner, .. } => slots.extend(inner),
            Type::Hole { name, .. } => {
                let ty = self.plain(Type::Hole { name, spread: true });
                slots.push(rest(ty, None));
            }
            Type::Any => slots.push(rest(opened, label)),
            Type::Refined { base, .. } => return self.spread(base, label, place, slots),
            Type::Problem(_) => return Some(opened),
            _ => {
                return Some(self.unfit(
                    place,
                    "only an array or a tuple can be spread into a tuple",
                    opened,
                    "spread an array type such as `...string[]`",
                ));
            }
        }
        None
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
