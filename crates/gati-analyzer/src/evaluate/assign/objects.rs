//! Objects: members by name, index signatures, what a class keeps to itself.

use super::super::access::is_numeric_name;
use super::super::store::Literalness;
use super::super::{Evaluator, IndexSig, PropKind, Shape, Ty, Type, is_primitive};
use super::{Questions, Relation};

impl Evaluator<'_> {
    /// What is no object itself, by the members it shows.
    pub(super) fn has_members(&mut self, source: Ty, target: Ty, asked: &mut Questions) -> bool {
        let Type::Object(wanted) = self.get(target) else { return false };
        match self.get(source) {
            Type::Null | Type::Undefined | Type::Void | Type::Unknown => return false,
            _ => {}
        }
        match self.apparent(source) {
            Some(own) => {
                let mut own = (*own).clone();
                own.declared = true;
                if is_primitive(self.store.get(source)) && !self.has_signatures(&own, &wanted) {
                    return false;
                }
                self.shape_fits(&own, &wanted, asked)
            }
            None if wanted.properties.is_empty()
                && wanted.index.is_empty()
                && wanted.callable.is_none() =>
            {
                true
            }
            None => self.undecided(asked),
        }
    }

    /// Whether each index signature is one that `own` has: of a primitive not even
    /// `{ [key: string]: any }` is.
    fn has_signatures(&mut self, own: &Shape, wanted: &Shape) -> bool {
        wanted.index.iter().all(|signature| {
            let key = self.expand(signature.key);
            own.index.iter().any(|known| self.expand(known.key) == key)
        })
    }

    pub(super) fn shape_fits(
        &mut self,
        own: &Shape,
        wanted: &Shape,
        asked: &mut Questions,
    ) -> bool {
        if !wanted.secrets.iter().all(|secret| own.secrets.contains(secret)) {
            return false;
        }
        // What one side keeps to itself is not what the other shows.
        if own.secrets.iter().any(|secret| wanted.property(&secret.name).is_some()) {
            return false;
        }
        if is_weak(wanted)
            && !(own.properties.is_empty() && own.callable.is_none() && own.secrets.is_empty())
            && !own.properties.iter().any(|found| wanted.property(&found.name).is_some())
        {
            return false;
        }
        let is_strict = asked.relation == Relation::StrictSubtype;
        if is_strict && !self.literals_fit(own, wanted) {
            return false;
        }
        // Whoever constructs the right things is as good as the class.
        let asked_for = wanted.properties.iter().filter(|own| own.kind != PropKind::Prototype);
        for property in asked_for {
            let found = match own.property(&property.name) {
                Some(found) => Some(found.clone()),
                None => self.member_of_every_object(&property.name, own.callable.is_some()),
            };
            match found {
                Some(found) => {
                    let lets_write = is_strict && found.readonly && !property.readonly;
                    if (found.optional && !property.optional) || lets_write {
                        return false;
                    }
                    let source =
                        if found.optional { self.or_undefined(found.ty) } else { found.ty };
                    let target = if property.optional {
                        self.or_undefined(property.ty)
                    } else {
                        property.ty
                    };
                    if !self.assigns(source, target, asked) {
                        return false;
                    }
                }
                // An object literal certainly has no member that it does not write.
                None if property.optional && (!is_strict || own.literal != Literalness::No) => {}
                None => return false,
            }
        }
        if wanted.callable.is_some() && !self.all_signatures_fit(own, wanted, asked) {
            return false;
        }
        wanted.index.iter().all(|signature| self.signature_covers(own, wanted, signature, asked))
    }

    /// Whether one object literal can stand for another: it has no members beside those of it.
    fn literals_fit(&mut self, own: &Shape, wanted: &Shape) -> bool {
        let own_is_fresh = is_fresh(own);
        if is_fresh(wanted) && is_empty(wanted) && !is_empty(own) {
            return false;
        }
        if (!own_is_fresh && wanted.literal == Literalness::No) || !wanted.index.is_empty() {
            return true;
        }
        own.properties.iter().all(|property| {
            wanted.property(&property.name).is_some() || {
                let opened = self.expand(property.ty);
                !own_is_fresh && matches!(self.store.get(opened), Type::Undefined)
            }
        })
    }

    /// Whether everything in `own` that `signature` speaks of is what it says.
    fn signature_covers(
        &mut self,
        own: &Shape,
        wanted: &Shape,
        signature: &IndexSig,
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
        if applies {
            return true;
        }
        // What was declared as an interface or a class has no signature it did not write.
        if own.declared || asked.relation == Relation::StrictSubtype {
            return false;
        }
        for property in &own.properties {
            let key = self.get(key);
            let covered = match &key {
                Type::String => true,
                Type::Number => is_numeric_name(&property.name),
                Type::Template(pieces) => self.text_fits(&property.name, pieces),
                Type::Symbol => property.kind == PropKind::Symbol,
                _ => return self.undecided(asked),
            };
            let covered =
                covered && (property.kind != PropKind::Symbol || matches!(key, Type::Symbol));
            if !covered {
                continue;
            }
            let value = if property.optional {
                let whole = self.or_undefined(property.ty);
                let opened = self.reveal(whole);
                // What is `undefined` and nothing else says that it is, and numbers say so always.
                let says_so = matches!(key, Type::Number)
                    || matches!(self.store.get(opened), Type::Undefined);
                if says_so { whole } else { self.defined(whole) }
            } else {
                property.ty
            };
            if !self.assigns(value, signature.value, asked) {
                return false;
            }
        }
        true
    }
}

/// The type of an object literal that nothing was assigned from yet.
fn is_fresh(shape: &Shape) -> bool {
    matches!(shape.literal, Literalness::Fresh | Literalness::FreshSpread)
}

/// Every member may be left out: whoever has members must have one of these.
pub(in super::super) fn is_weak(shape: &Shape) -> bool {
    !shape.strong
        && !shape.properties.is_empty()
        && shape.index.is_empty()
        && shape.callable.is_none()
        && shape.properties.iter().all(|property| property.optional)
}

/// Nothing is asked for.
pub(in super::super) fn is_empty(shape: &Shape) -> bool {
    shape.properties.is_empty() && shape.index.is_empty() && shape.callable.is_none()
}
