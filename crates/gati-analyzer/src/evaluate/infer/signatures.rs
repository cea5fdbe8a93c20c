//! Functions: parameters the other way round, then the result.

use super::super::{Evaluator, Slot, Ty, Type};
use super::Collected;

impl Evaluator<'_> {
    pub(super) fn collect_signature(&mut self, source: Ty, target: Ty, into: &mut Collected) {
        let (
            Type::Function { function, context, constructs },
            Type::Function { function: wanted, context: wanted_context, constructs: constructed },
        ) = (self.get(source), self.get(target))
        else {
            return;
        };
        if constructs != constructed {
            return;
        }
        let place = self.nowhere(context);
        let own = self.parameters_of(source, place);
        let pattern = self.parameters_of(target, place);
        into.reversed = !into.reversed;
        match (self.get(own), self.get(pattern)) {
            (Type::Problem(_), _) if self.has_hole(pattern, 0) => into.failed = Some(own),
            (_, Type::Problem(_)) => into.failed = Some(pattern),
            (Type::Tuple { slots, .. }, Type::Tuple { slots: wanted, .. }) => {
                self.collect_parameters(&slots, &wanted, into);
            }
            _ => {}
        }
        into.reversed = !into.reversed;
        let result = self.declared_return(wanted, wanted_context, place);
        if self.has_hole(result, 0) {
            let own = self.declared_return(function, context, place);
            self.collect(own, result, into);
        }
    }

    /// What the value of a class makes; what it takes is not known.
    pub(super) fn collect_instance(&mut self, instance: Ty, target: Ty, into: &mut Collected) {
        let Type::Function { function, context, constructs: true } = self.get(target) else {
            return;
        };
        let place = self.nowhere(context);
        let parameters = self.parameters_of(target, place);
        if self.has_hole(parameters, 0) {
            let what = "the list of what a class's constructor takes";
            into.failed = Some(self.unsupported(place, what, "write the list out"));
            return;
        }
        let result = self.declared_return(function, context, place);
        self.collect(instance, result, into);
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
