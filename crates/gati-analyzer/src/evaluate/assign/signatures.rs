//! Functions: parameters the other way round, the result the same way.

use super::super::signature::{How, Signature};
use super::super::{ContextId, Evaluator, Place, Shape, Slot, Ty, Type};
use super::lists::is_required;
use super::{Questions, Relation};
use crate::ir::{FunctionId, Span};

impl Evaluator<'_> {
    /// A function, or an object with signatures, against a function.
    pub(super) fn signature_fits(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        let Type::Function { constructs, .. } = self.get(target) else {
            // `Function`, which everything is that can be called or constructed.
            return match self.store.get(source) {
                Type::Object(shape) => shape.callable.is_some(),
                _ => true,
            };
        };
        let how = if constructs { How::Constructed } else { How::Called };
        let own = self.signatures_of(source, how);
        let wanted = self.signatures_of(target, how);
        self.signatures_fit(own, wanted, asked)
    }

    /// Whether each signature of one object is one that another has.
    pub(super) fn all_signatures_fit(
        &mut self,
        own: &Shape,
        wanted: &Shape,
        asked: &mut Questions,
    ) -> bool {
        [How::Called, How::Constructed].into_iter().all(|how| {
            let own = self.signatures_of_shape(own, how);
            let wanted = self.signatures_of_shape(wanted, how);
            self.signatures_fit(own, wanted, asked)
        })
    }

    /// Whether each wanted signature is fitted by one of the own ones.
    fn signatures_fit(
        &mut self,
        own: Option<Vec<Signature>>,
        wanted: Option<Vec<Signature>>,
        asked: &mut Questions,
    ) -> bool {
        match (own, wanted) {
            (_, Some(wanted)) if wanted.is_empty() => true,
            (Some(own), _) if own.is_empty() => false,
            (Some(own), Some(wanted)) => {
                if wanted.iter().any(|wanted| !self.is_abstract(*wanted))
                    && own.iter().any(|own| self.is_abstract(*own))
                {
                    return false;
                }
                wanted.iter().all(|wanted| self.one_signature_fits(&own, *wanted, asked))
            }
            _ => self.undecided(asked),
        }
    }

    /// Whether one of several signatures is the wanted one. That another one cannot be compared
    /// matters only if none is.
    fn one_signature_fits(
        &mut self,
        own: &[Signature],
        wanted: Signature,
        asked: &mut Questions,
    ) -> bool {
        if let [only] = own {
            return self.fits_signature(*only, wanted, asked);
        }
        let (open, known) = (asked.undecided, asked.answers.clone());
        for signature in own {
            if self.fits_signature(*signature, wanted, asked) {
                if asked.undecided != open {
                    asked.undecided = open;
                    asked.answers = known;
                }
                return true;
            }
        }
        false
    }

    fn fits_signature(&mut self, own: Signature, wanted: Signature, asked: &mut Questions) -> bool {
        let (
            Type::Function { function, context, .. },
            Type::Function { function: to, context: to_context, .. },
        ) = (self.get(own.function), self.get(wanted.function))
        else {
            return self.undecided(asked);
        };
        let place = Place { file: self.store.context(context).file, span: Span::default() };
        let wanted_parameters = self.parameters_of(wanted.function, place);
        let wanted_result = self.result_of(wanted, place);
        if self.takes_anything(wanted_parameters) && self.is_top(wanted_result) {
            return true;
        }
        if let Some(same) = self.chooses_the_same(own, wanted) {
            return same;
        }
        if self.chooses(own.function) || self.chooses(wanted.function) {
            return self.undecided(asked);
        }
        // Two readings of one generic signature differ in what is around it alone.
        let same = function == to
            && self.store.context(context).file == self.store.context(to_context).file;
        if !same && (self.is_generic(function, context) || self.is_generic(to, to_context)) {
            return self.undecided(asked);
        }
        let own_parameters = self.parameters_of(own.function, place);
        let is_method = self.is_method(to, to_context);
        if !self.parameters_fit(own_parameters, wanted_parameters, is_method, asked) {
            return false;
        }
        let opened = self.expand(wanted_result);
        if matches!(self.store.get(opened), Type::Void | Type::Any | Type::Unknown) {
            return true;
        }
        let own_result = self.result_of(own, place);
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
