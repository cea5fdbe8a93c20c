//! Objects: their members, or what they say of how they travel; and what is an object besides
//! something else.

use gati_types::{GType, IndexSignature, ObjectType, Refined};

use super::{Accessors, Publisher};
use crate::codes::Code;
use crate::evaluate::{How, Prop, PropKind, Shape, Ty, Type, is_primitive};
use crate::resolve::FileId;

impl Publisher<'_, '_> {
    pub(super) fn publish_refined(&mut self, ty: Ty, node: Type) -> GType {
        let Type::Refined { base, constraints, brands, members } = node else {
            return self.publish(ty);
        };
        if let Some(members) = members
            && !self.is_a_brand(base, members)
        {
            return self.publish_joined(ty);
        }
        let base = self.publish(base);
        if matches!(base, GType::Unresolved(_)) {
            return base;
        }
        let says_nothing = members.is_some_and(|members| match self.evaluator.get(members) {
            Type::Object(shape) => {
                shape.properties.is_empty() && shape.index.is_empty() && shape.secrets.is_empty()
            }
            _ => false,
        });
        if says_nothing && constraints.is_empty() {
            return base;
        }
        let constraints = (*constraints).clone();
        GType::Refined(Box::new(Refined { base: Box::new(base), constraints, brands }))
    }

    /// Whether what is intersected with `base` only marks it: `base` is a primitive, or the members
    /// are named so that nobody writes them.
    fn is_a_brand(&mut self, base: Ty, members: Ty) -> bool {
        let base = self.evaluator.expand(base);
        match self.evaluator.store.get(base) {
            // `Function` is an object of its members.
            Type::Callable => return false,
            node if is_primitive(node) => return true,
            _ => {}
        }
        match self.evaluator.get(members) {
            Type::Object(shape) => {
                shape.index.is_empty()
                    && shape.callable.is_none()
                    && shape.secrets.is_empty()
                    && shape.properties.iter().all(looks_like_a_brand)
            }
            _ => false,
        }
    }

    /// What is two types at once: an object with the members of both, unless one is a list, which
    /// has no members on the wire.
    fn publish_joined(&mut self, ty: Ty) -> GType {
        match self.evaluator.members_of_both(ty) {
            Some(shape) => match self.own_form(&shape) {
                Some(form) => self.below(".toJSON()".to_owned(), form),
                None => self.object_as_it_is(&shape),
            },
            None => self.misplaced(
                Code::TypeUnsupported,
                "a list that is an object as well is not evaluated".to_owned(),
                "put one inside the other, or use `Brand<'Name'>` for a nominal mark".to_owned(),
            ),
        }
    }

    /// What `toJSON()` returns, where an object says itself how it travels.
    fn own_form(&mut self, shape: &Shape) -> Option<Ty> {
        let method = shape.property("toJSON").filter(|property| !property.optional)?.ty;
        // Of several signatures the last one counts.
        let called = self.evaluator.signatures_of(method, How::Called)?.pop()?.function;
        let place = self.evaluator.place_of(called);
        let form = self.evaluator.return_type(called, place);
        let opened = self.evaluator.expand(form);
        // An object that returns one of its own kind says nothing new.
        let is_same = match self.evaluator.get(opened) {
            Type::Object(other) => other.property("toJSON").is_some(),
            // Nobody asks a second time how it travels: a date has no members of its own.
            Type::Date | Type::Url => {
                return Some(self.evaluator.unsupported(
                    place,
                    "`toJSON()` that gives a date or an address",
                    "give its text: `this.at.toISOString()`",
                ));
            }
            _ => false,
        };
        (!is_same).then_some(form)
    }

    pub(super) fn object(&mut self, shape: &Shape) -> GType {
        // `Readonly<Date>` is an object of a date's methods: as text a client could send it, and
        // the handler would be promised what is no `Date`.
        let of_date = |property: &Prop| property.place.file == FileId::LANGUAGE;
        if shape.property("toJSON").is_some_and(of_date) {
            return self.misplaced(
                Code::TypeUnsupported,
                "what a mapped type makes of a `Date` is not evaluated".to_owned(),
                "write `Date` itself, or leave dates out: `T extends Date ? T : …`".to_owned(),
            );
        }
        if let Some(form) = self.own_form(shape) {
            return self.below(".toJSON()".to_owned(), form);
        }
        self.object_as_it_is(shape)
    }

    /// The members of an object, whatever it says of how it travels.
    fn object_as_it_is(&mut self, shape: &Shape) -> GType {
        let mut object = ObjectType { unknown_keys: shape.unknown_keys, ..ObjectType::default() };
        object.properties.reserve_exact(shape.properties.len());
        for property in &shape.properties {
            let is_shown = match property.kind {
                PropKind::Field => true,
                PropKind::Accessor => self.accessors == Accessors::Shown,
                PropKind::Method | PropKind::Written | PropKind::Prototype | PropKind::Symbol => {
                    false
                }
            };
            if !is_shown {
                continue;
            }
            let published = self.property(property);
            object.properties.push(published);
        }
        for signature in &shape.index {
            // What is called by a symbol is never on the wire.
            let key = self.evaluator.expand(signature.key);
            if matches!(self.evaluator.get(key), Type::Symbol) {
                continue;
            }
            let key = self.below("<key>".to_owned(), signature.key);
            let value = self.below("[]".to_owned(), signature.value);
            object.index.push(IndexSignature { key, value });
        }
        GType::Object(object)
    }
}

fn looks_like_a_brand(property: &Prop) -> bool {
    property.kind == PropKind::Symbol
        || property.name.starts_with('_')
        || property.name.to_ascii_lowercase().contains("brand")
        || property.name.to_ascii_lowercase().contains("tag")
}
