//! Objects: members by name, index signatures by what they cover.

use super::super::access::is_numeric_name;
use super::super::{Evaluator, PropKind, Shape, Ty, Type};
use super::Collected;

impl Evaluator<'_> {
    pub(super) fn collect_members(&mut self, own: &Shape, wanted: &Shape, into: &mut Collected) {
        for property in &wanted.properties {
            let Some(found) = own.property(&property.name) else { continue };
            let source = if found.optional { self.or_undefined(found.ty) } else { found.ty };
            let target =
                if property.optional { self.or_undefined(property.ty) } else { property.ty };
            self.collect(source, target, into);
        }
        for signature in &wanted.index {
            let key = self.expand(signature.key);
            let mut types = Vec::new();
            if !own.declared {
                for property in &own.properties {
                    let covered = match self.get(key) {
                        Type::Symbol => property.kind == PropKind::Symbol,
                        _ if property.kind == PropKind::Symbol => false,
                        Type::String => true,
                        Type::Number => is_numeric_name(&property.name),
                        Type::Template(pieces) => self.text_fits(&property.name, &pieces),
                        _ => false,
                    };
                    if covered {
                        types.push(if property.optional {
                            self.defined(property.ty)
                        } else {
                            property.ty
                        });
                    }
                }
            }
            for found in &own.index {
                let own_key = self.expand(found.key);
                let applies = own_key == key
                    || matches!(self.store.get(key), Type::String)
                    || matches!(self.store.get(own_key), Type::String);
                if applies {
                    types.push(found.value);
                }
            }
            if !types.is_empty() {
                let all = self.union(types);
                self.collect(all, signature.value, into);
            }
        }
    }

    /// What has the members of a map or a list shows by them what is in it; of a tuple its places,
    /// before all that speaks of any of them.
    pub(super) fn collect_like(&mut self, own: &Shape, target: Ty, into: &mut Collected) {
        let Type::Tuple { slots, .. } = self.get(target) else {
            if let Some(wanted) = self.apparent(target) {
                self.collect_members(own, &wanted, into);
            }
            return;
        };
        for (index, slot) in slots.iter().take_while(|slot| !slot.rest).enumerate() {
            let Some(found) = own.property(&index.to_string()) else { continue };
            let source = if found.optional { self.or_undefined(found.ty) } else { found.ty };
            let target = if slot.optional { self.or_undefined(slot.ty) } else { slot.ty };
            self.collect(source, target, into);
        }
    }

    pub(super) fn collect_length(&mut self, list: Ty, wanted: &Shape, into: &mut Collected) {
        if let Some(length) = wanted.property("length") {
            let (target, own) = (length.ty, self.length_of(list));
            self.collect(own, target, into);
        }
        for signature in &wanted.index {
            let key = self.expand(signature.key);
            if matches!(self.store.get(key), Type::Number) {
                let items = match self.get(list) {
                    Type::Array { items, .. } => items,
                    Type::Tuple { slots, .. } => self.slot_union(&slots),
                    _ => continue,
                };
                self.collect(items, signature.value, into);
            }
        }
    }
}
