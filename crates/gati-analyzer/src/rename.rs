//! Types under other names.

use gati_types::{GType, Handler, NamedType, TemplatePart, TypeId};

/// Calls `found` with every name a type mentions, in order.
pub(crate) fn references(gtype: &GType, found: &mut dyn FnMut(&TypeId)) {
    if let GType::Ref(reference) = gtype {
        found(&reference.id);
    }
    gtype.for_each_child(&mut |child| references(child, found));
}

/// A named type whose definition mentions other names.
pub(crate) fn renamed_type(named: &NamedType, name: &dyn Fn(&TypeId) -> TypeId) -> NamedType {
    let mut copy = named.clone();
    rename(&mut copy.gtype, name);
    copy
}

/// A handler whose contract mentions other names.
pub(crate) fn renamed_handler(handler: &Handler, name: &dyn Fn(&TypeId) -> TypeId) -> Handler {
    let mut copy = handler.clone();
    let contract = &mut copy.contract;
    let request =
        [&mut contract.params, &mut contract.query, &mut contract.headers, &mut contract.body];
    let answers = contract
        .responses
        .iter_mut()
        .flat_map(|response| [&mut response.gtype, &mut response.elements]);
    for gtype in request.into_iter().chain(answers).flatten() {
        rename(gtype, name);
    }
    copy
}

fn rename(gtype: &mut GType, name: &dyn Fn(&TypeId) -> TypeId) {
    match gtype {
        GType::Ref(reference) => reference.id = name(&reference.id),
        GType::Template(template) => {
            for part in &mut template.parts {
                if let TemplatePart::Type(hole) = part {
                    rename(hole, name);
                }
            }
        }
        GType::Array(array) => rename(&mut array.items, name),
        GType::Tuple(tuple) => {
            for element in &mut tuple.elements {
                rename(&mut element.gtype, name);
            }
        }
        GType::Object(object) => {
            for property in &mut object.properties {
                rename(&mut property.gtype, name);
            }
            for signature in &mut object.index {
                rename(&mut signature.key, name);
                rename(&mut signature.value, name);
            }
        }
        GType::Union(union) => {
            for member in &mut union.members {
                rename(member, name);
            }
        }
        GType::Map(map) => {
            rename(&mut map.key, name);
            rename(&mut map.value, name);
        }
        GType::Set(set) => rename(&mut set.items, name),
        GType::Refined(refined) => rename(&mut refined.base, name),
        _ => {}
    }
}
