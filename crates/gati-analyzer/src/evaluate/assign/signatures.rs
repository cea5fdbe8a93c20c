//! Functions: parameters the other way round, the result the same way.

use super::super::{ContextId, Evaluator, Place, Slot, Ty, Type};
use super::lists::is_required;
use super::{Questions, Relation};
use crate::ir::{FunctionId, Span};

impl Evaluator<'_> {
    /// A signature against a signature. Of several of one name only the last one is looked at:
    /// where another one could decide, nobody can tell.
    pub(super) fn signature_fits(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        let fits = self.last_signature_fits(source, target, asked);
        let decides = if fits { target } else { source };
        if self.has_other_signatures(decides) && !self.accepts_every_call(target) {
            return self.undecided(asked);
        }
        fits
    }

    fn has_other_signatures(&self, ty: Ty) -> bool {
        match self.store.get(ty) {
            Type::Object(shape) => {
                shape.overloaded
                    || shape.callable.is_some_and(|found| self.has_other_signatures(found))
            }
            Type::Function { function, context, .. } => {
                let file = self.store.context(*context).file;
                self.sources.facts(file).signature(*function).earlier.is_some()
            }
            _ => false,
        }
    }

    /// `(...args: any) => unknown`, which every function fits.
    fn accepts_every_call(&mut self, ty: Ty) -> bool {
        let Type::Function { function, context, .. } = self.get(ty) else { return false };
        let place = Place { file: self.store.context(context).file, span: Span::default() };
        let parameters = self.parameters_of(ty, place);
        let result = self.declared_return(function, context, place);
        self.takes_anything(parameters) && self.is_top(result)
    }

    /// The value of a class, of which it is known what it makes and not what it takes.
    fn class_fits(&mut self, instance: Ty, target: Ty, asked: &mut Questions) -> bool {
        let Type::Function { function, context, constructs } = self.get(target) else {
            return matches!(self.get(target), Type::Callable) || self.undecided(asked);
        };
        if !constructs {
            return false;
        }
        let place = Place { file: self.store.context(context).file, span: Span::default() };
        let parameters = self.parameters_of(target, place);
        if !self.takes_anything(parameters) {
            return self.undecided(asked);
        }
        let result = self.declared_return(function, context, place);
        self.assigns(instance, result, asked)
    }

    fn last_signature_fits(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        if let Type::Object(shape) = self.get(source)
            && let Some(instance) = shape.instance
        {
            return self.class_fits(instance, target, asked);
        }
        let own = match self.get(source) {
            Type::Object(shape) => match shape.callable {
                Some(callable) => callable,
                None => return false,
            },
            _ => source,
        };
        let (
            Type::Function { function, context, constructs },
            Type::Function {
                function: wanted,
                context: wanted_context,
                constructs: must_construct,
            },
        ) = (self.get(own), self.get(target))
        else {
            return matches!(self.get(target), Type::Callable) || self.undecided(asked);
        };
        if constructs != must_construct {
            return false;
        }
        let place = Place { file: self.store.context(context).file, span: Span::default() };
        let wanted_parameters = self.parameters_of(target, place);
        let wanted_result = self.declared_return(wanted, wanted_context, place);
        if self.takes_anything(wanted_parameters) && self.is_top(wanted_result) {
            return true;
        }
        // Two readings of one generic signature differ in what is around it alone.
        let same = function == wanted
            && self.store.context(context).file == self.store.context(wanted_context).file;
        if !same && (self.is_generic(function, context) || self.is_generic(wanted, wanted_context))
        {
            return self.undecided(asked);
        }
        let own_parameters = self.parameters_of(own, place);
        let is_method = self.is_method(wanted, wanted_context);
        if !self.parameters_fit(own_parameters, wanted_parameters, is_method, asked) {
            return false;
        }
        let opened = self.expand(wanted_result);
        if matches!(self.store.get(opened), Type::Void | Type::Any | Type::Unknown) {
            return true;
        }
        let own_result = self.declared_return(function, context, place);
        self.assigns(own_result, wanted_result, asked)
    }

    fn parameters_fit(
        &mut self,
        own: Ty,
        wanted: Ty,
        is_method: bool,
        asked: &mut Questions,
    ) -> bool {
        let (Some(own_slots), Some(wanted_slots)) = (self.places_of(own), self.places_of(wanted))
        else {
            return self.undecided(asked);
        };
        let least = own_slots.iter().filter(|slot| is_required(slot)).count();
        let has_rest = wanted_slots.iter().any(|slot| slot.rest);
        let count = match asked.relation {
            Relation::Assignable => least,
            Relation::StrictSubtype if own_slots.iter().any(|slot| slot.rest) => usize::MAX,
            Relation::StrictSubtype => own_slots.len(),
        };
        if !has_rest && count > wanted_slots.len() {
            return false;
        }
        for position in 0..own_slots.len().max(wanted_slots.len()) {
            let (Some(own), Some(wanted)) =
                (place_at(&own_slots, position), place_at(&wanted_slots, position))
            else {
                break;
            };
            let own = if own.optional { self.or_undefined(own.ty) } else { own.ty };
            let wanted = if wanted.optional { self.or_undefined(wanted.ty) } else { wanted.ty };
            if self.assigns(wanted, own, asked) {
                continue;
            }
            // The parameters of methods are compared in both directions.
            if !is_method || !self.assigns(own, wanted, asked) {
                return false;
            }
        }
        true
    }

    /// The places of a list of parameters, which is a tuple, one rest, or `any`.
    fn places_of(&mut self, parameters: Ty) -> Option<Vec<Slot>> {
        let opened = self.expand(parameters);
        let only = |ty: Ty| vec![Slot { ty, optional: false, rest: true, label: None }];
        match self.get(opened) {
            Type::Tuple { slots, .. } => Some(slots),
            Type::Array { items, .. } => Some(only(items)),
            Type::Any => Some(only(opened)),
            _ => None,
        }
    }

    /// `(...args: any) => …`, `(...args: any[]) => …`.
    fn takes_anything(&mut self, parameters: Ty) -> bool {
        let Some(places) = self.places_of(parameters) else { return false };
        match places.as_slice() {
            [Slot { ty, rest: true, .. }] => self.is_top(*ty),
            _ => false,
        }
    }

    fn is_top(&mut self, ty: Ty) -> bool {
        let opened = self.expand(ty);
        matches!(self.store.get(opened), Type::Any | Type::Unknown)
    }

    fn is_method(&self, function: FunctionId, context: ContextId) -> bool {
        let file = self.store.context(context).file;
        self.sources.facts(file).function(function).is_method
    }

    fn is_generic(&self, function: FunctionId, context: ContextId) -> bool {
        let file = self.store.context(context).file;
        !self.sources.facts(file).signature(function).type_params.is_empty()
    }
}

fn place_at(slots: &[Slot], position: usize) -> Option<&Slot> {
    slots.get(position).or_else(|| slots.last().filter(|slot| slot.rest))
}
