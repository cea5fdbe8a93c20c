//! Functions: parameters the other way round, then the result.

use super::super::signature::{How, Signature};
use super::super::{Evaluator, Shape, Slot, Ty, Type};
use super::Collected;

impl Evaluator<'_> {
    /// Signatures are matched from the last one on: of overloads the last one answers.
    pub(super) fn collect_signatures(
        &mut self,
        own: &[Signature],
        wanted: &[Signature],
        into: &mut Collected,
    ) {
        for (position, target) in wanted.iter().enumerate() {
            let at = (own.len() + position).saturating_sub(wanted.len());
            if let Some(source) = own.get(at) {
                self.collect_signature(*source, *target, into);
            }
        }
    }

    /// The signatures of one type by those of another, of both kinds.
    pub(super) fn collect_all_signatures(&mut self, source: Ty, target: Ty, into: &mut Collected) {
        if self.is_order_untold(source) {
            let what = "an overload of functions that meet in the order of a union";
            let failed = self.unsupported(self.place_of(target), what, "write the functions out");
            into.failed = Some(failed);
            return;
        }
        for how in [How::Called, How::Constructed] {
            if let (Some(own), Some(wanted)) =
                (self.signatures_of(source, how), self.signatures_of(target, how))
            {
                self.collect_signatures(&own, &wanted, into);
            }
        }
    }

    /// What several parameters have to take at once: overloads in the order of whatever showed
    /// them, which for the members of a union is the one that TypeScript met their types in.
    pub(super) fn without_order(&mut self, met: Ty) -> Ty {
        let Type::Object(shape) = self.get(met) else { return met };
        if shape.others.is_empty() {
            return met;
        }
        self.store.object(Shape { overloads_untold: true, ..(*shape).clone() })
    }

    fn is_order_untold(&mut self, source: Ty) -> bool {
        let opened = self.expand(source);
        matches!(self.store.get(opened), Type::Object(shape) if shape.overloads_untold)
    }

    fn collect_signature(&mut self, source: Signature, target: Signature, into: &mut Collected) {
        let Type::Function { context, .. } = self.get(source.function) else { return };
        let place = self.nowhere(context);
        let own = self.parameters_of(source.function, place);
        let pattern = self.parameters_of(target.function, place);
        into.reversed = !into.reversed;
        match (self.get(own), self.get(pattern)) {
            (Type::Problem(_), _) if self.has_hole(pattern) => into.failed = Some(own),
            (_, Type::Problem(_)) => into.failed = Some(pattern),
            (Type::Tuple { slots, .. }, Type::Tuple { slots: wanted, .. }) => {
                self.collect_parameters(&slots, &wanted, into);
            }
            _ => {}
        }
        into.reversed = !into.reversed;
        let result = self.result_of(target, place);
        if self.has_hole(result) {
            let own = self.result_of(source, place);
            self.collect(own, result, into);
        }
    }

    pub(super) fn collect_parameters(
        &mut self,
        own: &[Slot],
        wanted: &[Slot],
        into: &mut Collected,
    ) {
        for (position, slot) in wanted.iter().enumerate() {
            if slot.rest {
                let rest: Vec<Slot> = own.get(position..).unwrap_or_default().to_vec();
                if self.is_spread(slot.ty) {
                    let rest = self.finish_tuple(rest);
                    // The whole list of parameters is a result, not something to be accepted.
                    self.collect(rest, slot.ty, into);
                } else {
                    for one in rest {
                        self.collect_slot(&one, slot, into);
                    }
                }
            } else if let Some(one) =
                own.get(position).or_else(|| own.last().filter(|last| last.rest))
            {
                let source = if one.optional { self.or_undefined(one.ty) } else { one.ty };
                self.collect(source, slot.ty, into);
            }
        }
    }
}
