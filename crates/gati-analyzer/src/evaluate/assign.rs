//! Whether every value of one type is a value of another, as TypeScript's assignability has it.
//!
//! Structural; a question under way is assumed to have the answer yes, which is what makes it end
//! on recursive types. Where the answer hangs on something that is not evaluated, the question is
//! undecided, and whoever asked gets that failure instead of a guess.
//!
//! One relation in one file: every case calls the others for the parts of its type.

use rustc_hash::FxHashMap;

use super::{Evaluator, Lit, Piece, Place, Shape, Slot, Ty, Type};
use crate::codes::Code;
use crate::ir::Span;

/// How many pairs one question may touch.
const MAX_PAIRS: usize = 10_000;

/// Questions under way or answered, and the first one that has no answer.
#[derive(Default)]
pub(super) struct Questions {
    answers: FxHashMap<(Ty, Ty), bool>,
    pub(super) undecided: Option<Ty>,
}

impl Evaluator<'_> {
    /// Whether `source` is assignable to `target`; what is undecided is not.
    pub(crate) fn assignable(&mut self, source: Ty, target: Ty) -> bool {
        self.decided(source, target).unwrap_or(false)
    }

    /// Whether `source` is assignable to `target`, or the failure that leaves it open.
    pub(crate) fn decided(&mut self, source: Ty, target: Ty) -> Result<bool, Ty> {
        let mut questions = Questions::default();
        let fits = self.assigns(source, target, &mut questions);
        match questions.undecided {
            Some(failed) => Err(failed),
            None => Ok(fits),
        }
    }

    pub(super) fn assigns(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        let source = self.reveal(source);
        let target = self.reveal(target);
        if source == target {
            return true;
        }
        if let Some(answer) = self.member_fits(source, target) {
            return answer;
        }
        let source = self.expand(source);
        if source == target {
            return true;
        }
        if let Some(known) = asked.answers.get(&(source, target)) {
            return *known;
        }
        if asked.answers.len() > MAX_PAIRS || self.depth > super::MAX_DEPTH {
            return self.undecided(asked);
        }
        asked.answers.insert((source, target), true);
        self.depth += 1;
        let fits = self.compare(source, target, asked);
        self.depth -= 1;
        asked.answers.insert((source, target), fits);
        fits
    }

    fn compare(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        let from = self.get(source);
        let to = self.get(target);
        match (&from, &to) {
            (Type::Problem(_), _) => {
                asked.undecided.get_or_insert(source);
                false
            }
            (_, Type::Problem(_)) => {
                asked.undecided.get_or_insert(target);
                false
            }
            (Type::Any, _) => !matches!(to, Type::Never),
            (_, Type::Any | Type::Unknown)
            | (Type::Never, _)
            | (Type::Undefined, Type::Void)
            | (Type::Template(_), Type::String) => true,
            (Type::Union(members), _) => {
                members.iter().all(|member| self.assigns(*member, target, asked))
            }
            (Type::Boolean, Type::Union(_)) => self
                .alternatives(source)
                .into_iter()
                .all(|member| self.assigns(member, target, asked)),
            (_, Type::Union(members)) => self.fits_one_of(source, members, asked),
            (
                Type::Refined { base, brands, .. },
                Type::Refined { base: other, brands: wanted, .. },
            ) => {
                wanted.iter().all(|brand| brands.contains(brand))
                    && self.assigns(*base, *other, asked)
            }
            // A constraint alone leaves ordinary values assignable; a brand does not.
            (_, Type::Refined { base, brands, .. }) => {
                brands.is_empty() && self.assigns(source, *base, asked)
            }
            (Type::Refined { base, .. }, Type::Object(_)) => {
                if self.assigns(*base, target, asked) {
                    true
                } else {
                    self.undecided(asked)
                }
            }
            (Type::Refined { base, .. }, _) => self.assigns(*base, target, asked),
            (Type::Literal(literal), Type::Template(pieces)) => match literal {
                Lit::String(text) => self.text_fits(text, pieces),
                _ => false,
            },
            (
                Type::Literal(literal),
                Type::String | Type::Number | Type::Boolean | Type::BigInt,
            ) => {
                let widened = literal.widened();
                self.plain(widened) == target
            }
            (Type::Template(own), Type::Template(wanted)) => self.template_fits(own, wanted),
            (_, Type::NonPrimitive) => !is_primitive(&from) && !matches!(from, Type::Unknown),
            (Type::Object(own), Type::Object(wanted)) => self.shape_fits(own, wanted, asked),
            (_, Type::Object(wanted)) => self.has_members(&from, wanted, asked),
            (
                Type::Function { .. } | Type::Callable | Type::Object(_),
                Type::Function { .. } | Type::Callable,
            ) => self.signature_fits(source, target, asked),
            _ => self.list_fits(&from, &to, asked),
        }
    }

    /// Whether something fits a member of an enum: another member only if it is the same one, a
    /// number if it can be its value. `None` where neither is a member.
    fn member_fits(&mut self, source: Ty, target: Ty) -> Option<bool> {
        let Type::Member { literal, owner } = self.get(target) else { return None };
        match self.get(source) {
            Type::Member { literal: own, owner: other } => Some(own == literal && owner == other),
            Type::Literal(Lit::Number(_)) => Some(source == literal),
            Type::Number => Some(matches!(self.get(literal), Type::Literal(Lit::Number(_)))),
            Type::Any | Type::Never => Some(true),
            Type::Union(_) | Type::Problem(_) | Type::Refined { .. } => None,
            _ => Some(false),
        }
    }

    fn undecided(&mut self, asked: &mut Questions) -> bool {
        if asked.undecided.is_none() {
            let place = Place { file: crate::resolve::FileId(u32::MAX), span: Span::default() };
            let failed = self.failure(
                Code::TypeUnsupported,
                place,
                "whether one of these types fits the other is not evaluated",
                "write the type out",
            );
            asked.undecided = Some(failed);
        }
        false
    }

    fn fits_one_of(&mut self, source: Ty, members: &[Ty], asked: &mut Questions) -> bool {
        if members.iter().any(|member| self.assigns(source, *member, asked)) {
            return true;
        }
        // An object whose discriminant is a union may fit the alternatives together.
        let Type::Object(own) = self.get(source) else { return false };
        let is_union = own.properties.iter().any(|property| {
            let opened = self.expand(property.ty);
            matches!(self.store.get(opened), Type::Union(_) | Type::Boolean)
        });
        let objects = members.iter().filter(|member| {
            let opened = self.expand(**member);
            matches!(self.store.get(opened), Type::Object(_))
        });
        if is_union && objects.count() > 1 { self.undecided(asked) } else { false }
    }

    /// Whether `text` is one of the strings a template stands for.
    pub(super) fn text_fits(&mut self, text: &str, pieces: &[Piece]) -> bool {
        let source = [Piece::Text(crate::ir::Name::from(text))];
        self.template_fits(&source, pieces)
    }

    /// What stands for several texts or one of them, without members of its own.
    fn has_members(&mut self, from: &Type, wanted: &Shape, asked: &mut Questions) -> bool {
        match from {
            _ if wanted.secret => return false,
            Type::Null | Type::Undefined | Type::Void | Type::Unknown => return false,
            Type::NonPrimitive => return self.shape_fits(&Shape::default(), wanted, asked),
            _ => {}
        }
        if is_weak(wanted) {
            // Not one member in common, unless a method happens to be called like one.
            let names_a_method =
                wanted.properties.iter().any(|own| super::access::is_a_method_somewhere(&own.name));
            return if names_a_method { self.undecided(asked) } else { false };
        }
        if wanted.callable.is_some() {
            return self.undecided(asked);
        }
        for property in &wanted.properties {
            if &*property.name == "length" && !property.optional {
                let length = match from {
                    Type::String | Type::Literal(Lit::String(_)) | Type::Template(_) => {
                        self.plain(Type::Number)
                    }
                    Type::Array { .. } | Type::Tuple { .. } => {
                        let list = self.plain(from.clone());
                        self.length_of(list)
                    }
                    _ => return self.undecided(asked),
                };
                if !self.assigns(length, property.ty, asked) {
                    return false;
                }
            } else if super::access::is_a_method_somewhere(&property.name) || is_list(from) {
                return self.undecided(asked);
            } else if !property.optional {
                return false;
            }
        }
        for signature in &wanted.index {
            let key = self.expand(signature.key);
            let items = match from {
                Type::Array { items, .. } => Some(*items),
                Type::Tuple { slots, .. } => Some(self.slot_union(slots)),
                _ => None,
            };
            let fits = match (self.get(key), items) {
                (Type::Number, Some(items)) => self.assigns(items, signature.value, asked),
                (Type::String, _) => {
                    let value = self.expand(signature.value);
                    matches!(self.store.get(value), Type::Any)
                }
                (Type::Number, None) => {
                    return if matches!(from, Type::Number | Type::Boolean | Type::BigInt) {
                        false
                    } else {
                        self.undecided(asked)
                    };
                }
                _ => return self.undecided(asked),
            };
            if !fits {
                return false;
            }
        }
        true
    }

    fn shape_fits(&mut self, own: &Shape, wanted: &Shape, asked: &mut Questions) -> bool {
        if wanted.secret {
            return own.secret && self.undecided(asked);
        }
        if is_weak(wanted)
            && !(own.properties.is_empty() && own.callable.is_none())
            && !own.properties.iter().any(|found| wanted.property(&found.name).is_some())
        {
            return false;
        }
        if let Some(callable) = wanted.callable {
            match own.callable {
                Some(found) if self.assigns(found, callable, asked) => {}
                _ => return false,
            }
        }
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
                    if !self.assigns(found.ty, target, asked) {
                        return false;
                    }
                }
                None if property.optional => {}
                None => return false,
            }
        }
        wanted.index.iter().all(|signature| self.signature_covers(own, wanted, signature, asked))
    }

    /// Whether everything in `own` that `signature` speaks of is what it says.
    fn signature_covers(
        &mut self,
        own: &Shape,
        wanted: &Shape,
        signature: &super::IndexSig,
        asked: &mut Questions,
    ) -> bool {
        let key = self.expand(signature.key);
        let value = self.expand(signature.value);
        let speaks_of_all = wanted.index.iter().any(|other| {
            let key = self.expand(other.key);
            matches!(self.store.get(key), Type::String)
        });
        if speaks_of_all && matches!(self.store.get(value), Type::Any) {
            return true;
        }
        let mut applies = false;
        for found in &own.index {
            let own_key = self.expand(found.key);
            let number = self.plain(Type::Number);
            let covers = own_key == key
                || matches!(self.store.get(own_key), Type::String)
                || (own_key == number && matches!(self.store.get(key), Type::String));
            if covers {
                applies |=
                    !matches!((self.get(own_key), self.get(key)), (Type::Number, Type::String));
                if !self.assigns(found.value, signature.value, asked) {
                    return false;
                }
            }
        }
        if applies && own.properties.is_empty() {
            return true;
        }
        if applies && own.declared {
            return true;
        }
        // What was declared as an interface or a class has no signature it did not write.
        if own.declared {
            return false;
        }
        for property in &own.properties {
            let covered = match self.get(key) {
                Type::String => true,
                Type::Number => property.name.parse::<f64>().is_ok(),
                Type::Template(pieces) => self.text_fits(&property.name, &pieces),
                _ => return self.undecided(asked),
            };
            let value =
                if property.optional { self.without_undefined(property.ty) } else { property.ty };
            if covered && !self.assigns(value, signature.value, asked) {
                return false;
            }
        }
        true
    }

    fn list_fits(&mut self, from: &Type, to: &Type, asked: &mut Questions) -> bool {
        match (from, to) {
            (
                Type::Array { items, readonly },
                Type::Array { items: wanted, readonly: may_be_readonly },
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
            (Type::Map { key, value }, Type::Map { key: wanted_key, value: wanted_value }) => {
                self.assigns(*key, *wanted_key, asked) && self.assigns(*value, *wanted_value, asked)
            }
            (Type::Set(items), Type::Set(wanted))
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

    /// A signature: parameters the other way round, the result the same way.
    fn signature_fits(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
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
        if self.is_generic(function, context) || self.is_generic(wanted, wanted_context) {
            return self.undecided(asked);
        }
        let place = Place { file: self.store.context(context).file, span: Span::default() };
        let own_parameters = self.parameters_of(own, place);
        let wanted_parameters = self.parameters_of(target, place);
        if !self.parameters_fit(own_parameters, wanted_parameters, asked) {
            return false;
        }
        let wanted_result = self.declared_return(wanted, wanted_context, place);
        let opened = self.expand(wanted_result);
        if matches!(self.store.get(opened), Type::Void | Type::Any | Type::Unknown) {
            return true;
        }
        let own_result = self.declared_return(function, context, place);
        self.assigns(own_result, wanted_result, asked)
    }

    fn parameters_fit(&mut self, own: Ty, wanted: Ty, asked: &mut Questions) -> bool {
        let own_slots = match self.get(own) {
            Type::Tuple { slots, .. } => slots,
            Type::Any => return true,
            _ => return self.undecided(asked),
        };
        let wanted_slots = match self.get(wanted) {
            Type::Tuple { slots, .. } => slots,
            Type::Any => return true,
            _ => return self.undecided(asked),
        };
        let least = own_slots.iter().filter(|slot| is_required(slot)).count();
        let has_rest = wanted_slots.iter().any(|slot| slot.rest);
        if !has_rest && least > wanted_slots.len() {
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
            // Methods are compared in both directions; which of the two this is, is not kept.
            return self.assigns(own, wanted, asked) && self.undecided(asked);
        }
        true
    }

    fn is_generic(&self, function: crate::ir::FunctionId, context: super::ContextId) -> bool {
        let file = self.store.context(context).file;
        !self.sources.facts(file).signature(function).type_params.is_empty()
    }
}

fn place_at(slots: &[Slot], position: usize) -> Option<&Slot> {
    slots.get(position).or_else(|| slots.last().filter(|slot| slot.rest))
}

fn is_required(slot: &Slot) -> bool {
    !slot.rest && !slot.optional
}

fn is_list(node: &Type) -> bool {
    matches!(node, Type::Array { .. } | Type::Tuple { .. })
}

/// Every member may be left out: whoever has members must have one of these.
fn is_weak(shape: &Shape) -> bool {
    !shape.properties.is_empty()
        && shape.index.is_empty()
        && shape.callable.is_none()
        && shape.properties.iter().all(|property| property.optional)
}

fn is_primitive(node: &Type) -> bool {
    matches!(
        node,
        Type::String
            | Type::Number
            | Type::Boolean
            | Type::BigInt
            | Type::Symbol
            | Type::Null
            | Type::Undefined
            | Type::Void
            | Type::Literal(_)
            | Type::Template(_)
    )
}
