//! What is known of the values of a type: asked where an expression is made simpler and written.

use gati_types::{GType, Literal, ObjectType, TypeTable, UnknownKeys};
use serde_json::Value;

/// The types of one side.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) types: &'a TypeTable,
    pub(crate) unknown_keys: UnknownKeys,
}

impl<'a> View<'a> {
    /// The node behind names, constraints and brands.
    pub(crate) fn node(self, gtype: &'a GType) -> &'a GType {
        let mut current = gtype;
        for _ in 0..64 {
            current = match current {
                GType::Ref(_) => match self.types.resolve(current) {
                    Some(resolved) => resolved,
                    None => return current,
                },
                GType::Refined(refined) => &refined.base,
                GType::Union(union) if union.members.len() == 1 => &union.members[0],
                other => return other,
            };
        }
        current
    }

    /// The type behind a name, with its constraints.
    pub(crate) fn unnamed(self, gtype: &'a GType) -> &'a GType {
        self.types.resolve(gtype).unwrap_or(gtype)
    }

    /// The alternatives of a type, through names and unions in unions.
    pub(crate) fn alternatives(self, gtype: &'a GType) -> Vec<&'a GType> {
        let mut found = Vec::new();
        let mut pending = vec![gtype];
        let mut seen: Vec<*const GType> = Vec::new();
        while let Some(next) = pending.pop() {
            let node = self.node(next);
            match node {
                GType::Union(union) => {
                    if !seen.contains(&std::ptr::from_ref(node)) {
                        seen.push(std::ptr::from_ref(node));
                        pending.extend(union.members.iter().rev());
                    }
                }
                // The constraints and the name of an alternative belong to it.
                _ => found.push(next),
            }
        }
        found
    }

    /// The only object among the alternatives.
    pub(crate) fn object(self, gtype: &'a GType) -> Option<&'a ObjectType> {
        if let GType::Object(object) = self.node(gtype) {
            return Some(object);
        }
        let mut objects =
            self.alternatives(gtype).into_iter().filter_map(|one| match self.node(one) {
                GType::Object(object) => Some(Some(object)),
                GType::Any | GType::Unknown | GType::NonPrimitive | GType::Map(_) => Some(None),
                _ => None,
            });
        match (objects.next(), objects.next()) {
            (Some(only), None) => only,
            _ => None,
        }
    }

    /// The alternative whose member `tag` is `value`.
    pub(crate) fn tagged(self, gtype: &'a GType, tag: &str, value: &Value) -> Option<&'a GType> {
        let mut fitting = self.alternatives(gtype).into_iter().filter(|one| {
            let GType::Object(object) = self.node(one) else { return false };
            object.property(tag).is_some_and(|property| {
                self.literals(&property.gtype)
                    .is_none_or(|values| values.iter().any(|one| super::table::same(one, value)))
            })
        });
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// Whether a value of the type is an object and nothing else.
    pub(crate) fn is_object(self, gtype: &'a GType) -> bool {
        let alternatives = self.alternatives(gtype);
        !alternatives.is_empty()
            && alternatives.iter().all(|one| matches!(self.node(one), GType::Object(_)))
    }

    /// Whether a value of the type may be absent.
    pub(crate) fn may_be_absent(self, gtype: &'a GType) -> bool {
        self.alternatives(gtype).iter().any(|one| {
            matches!(
                self.node(one),
                GType::Undefined
                    | GType::Void
                    | GType::Any
                    | GType::Unknown
                    | GType::Unresolved(_)
                    | GType::Ref(_)
            )
        })
    }

    /// Whether a value of the type may be `null`.
    pub(crate) fn may_be_null(self, gtype: &'a GType) -> bool {
        self.alternatives(gtype).iter().any(|one| {
            matches!(
                self.node(one),
                GType::Null | GType::Any | GType::Unknown | GType::Unresolved(_) | GType::Ref(_)
            )
        })
    }

    /// Whether an object of the type has the members it declares and no other.
    pub(crate) fn is_closed(self, object: &ObjectType) -> bool {
        object.index.is_empty()
            && object.unknown_keys.unwrap_or(self.unknown_keys) != UnknownKeys::Open
    }

    /// Every value of a type that has so few of them that they were written down.
    pub(crate) fn literals(self, gtype: &'a GType) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for one in self.alternatives(gtype) {
            match self.node(one) {
                GType::Literal(Literal::String(text)) => values.push(Value::from(text.as_str())),
                GType::Literal(Literal::Number(number)) => values.push(Value::from(*number)),
                GType::Literal(Literal::Boolean(flag)) => values.push(Value::from(*flag)),
                GType::Boolean => values.extend([Value::from(true), Value::from(false)]),
                GType::Null => values.push(Value::Null),
                GType::Undefined | GType::Void => {}
                _ => return None,
            }
        }
        Some(values)
    }

    /// What the items of a list or a `Set` are.
    pub(crate) fn items(self, gtype: &'a GType) -> Option<&'a GType> {
        let mut found = None;
        for one in self.alternatives(gtype) {
            match self.node(one) {
                GType::Array(array) if found.is_none() => found = Some(&*array.items),
                GType::Set(set) if found.is_none() => found = Some(&*set.items),
                GType::Array(_) | GType::Set(_) | GType::Tuple(_) => return None,
                _ => {}
            }
        }
        found
    }

    /// Whether the only lists among the values are arrays.
    pub(crate) fn is_array(self, gtype: &'a GType) -> bool {
        !self.alternatives(gtype).iter().any(|one| {
            matches!(
                self.node(one),
                GType::Set(_) | GType::Any | GType::Unknown | GType::Unresolved(_) | GType::Ref(_)
            )
        })
    }

    /// What the place `index` of a tuple is.
    pub(crate) fn place(self, gtype: &'a GType, index: u32) -> Option<&'a GType> {
        let mut tuples =
            self.alternatives(gtype).into_iter().filter_map(|one| match self.node(one) {
                GType::Tuple(tuple) => Some(tuple),
                _ => None,
            });
        let (Some(tuple), None) = (tuples.next(), tuples.next()) else { return None };
        let element = tuple.elements.get(index as usize)?;
        let before_rest = tuple.elements[..=index as usize].iter().all(|one| !one.rest);
        before_rest.then_some(&element.gtype)
    }

    /// What the members of a record or the values of a `Map` are.
    pub(crate) fn values(self, gtype: &'a GType) -> Option<&'a GType> {
        let mut found = None;
        for one in self.alternatives(gtype) {
            match self.node(one) {
                GType::Object(object) if found.is_none() && object.index.len() == 1 => {
                    found = Some(&object.index[0].value);
                }
                GType::Map(map) if found.is_none() => found = Some(&*map.value),
                GType::Object(_) | GType::Map(_) => return None,
                _ => {}
            }
        }
        found
    }
}
