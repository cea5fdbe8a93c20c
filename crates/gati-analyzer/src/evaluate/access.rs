//! `keyof T` and `T[K]`.

use super::{Evaluator, Lit, Place, Problem, Shape, Ty, Type};
use crate::codes::Code;
use crate::diagnostic::Repair;
use crate::ir::Name;
use crate::suggest::{did_you_mean, nearest};

impl Evaluator<'_> {
    /// `keyof ty`.
    pub(crate) fn keys_of(&mut self, ty: Ty, place: Place) -> Ty {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Problem(_) => opened,
            Type::Any | Type::Never => {
                let members = [Type::String, Type::Number, Type::Symbol];
                let members = members.into_iter().map(|member| self.plain(member)).collect();
                self.union(members)
            }
            Type::Object(shape) => self.keys_of_shape(&shape),
            Type::Union(members) => {
                if let Some(keys) = self.keys_beside_primitives(&members, place) {
                    return keys;
                }
                // A key of a union is a key of each of its members.
                let mut common: Option<Vec<Ty>> = None;
                for member in members {
                    let keys = self.keys_of(member, place);
                    let keys = self.alternatives(keys);
                    common = Some(match common {
                        None => keys,
                        Some(known) => self.keys_of_both(&known, &keys),
                    });
                }
                self.union(common.unwrap_or_default())
            }
            Type::Refined { base, .. } => self.keys_of(base, place),
            Type::Unknown | Type::Null | Type::Undefined | Type::Void | Type::NonPrimitive => {
                self.plain(Type::Never)
            }
            _ => self.unfit(
                place,
                "`keyof` asks for the members of an object",
                opened,
                "write the union of the names",
            ),
        }
    }

    /// The keys that both lists speak of.
    fn keys_of_both(&mut self, left: &[Ty], right: &[Ty]) -> Vec<Ty> {
        let mut both = Vec::new();
        for (keys, others) in [(left, right), (right, left)] {
            for key in keys {
                let fits = others.iter().any(|other| self.assignable(*key, *other));
                if fits && !both.contains(key) {
                    both.push(*key);
                }
            }
        }
        both
    }

    /// The keys of a union with members whose keys are methods: those of its objects, unless one
    /// of them is called like such a method.
    fn keys_beside_primitives(&mut self, members: &[Ty], place: Place) -> Option<Ty> {
        let mut shapes = Vec::new();
        for member in members {
            let opened = self.expand(*member);
            match self.get(opened) {
                Type::Null | Type::Undefined | Type::Void => return Some(self.plain(Type::Never)),
                Type::Object(shape) => shapes.push(shape),
                Type::Problem(_) => return Some(opened),
                Type::Refined { .. } => return None,
                _ => {}
            }
        }
        if shapes.len() == members.len() {
            return None;
        }
        let is_plain = shapes.iter().any(|shape| {
            shape.index.is_empty()
                && !shape
                    .properties
                    .iter()
                    .any(|own| own.numeric || is_a_method_somewhere(&own.name))
        });
        Some(if is_plain {
            self.plain(Type::Never)
        } else {
            self.unsupported(
                place,
                "`keyof` of something that is not an object",
                "write the union of the names",
            )
        })
    }

    fn keys_of_shape(&mut self, shape: &Shape) -> Ty {
        let mut members: Vec<Ty> = shape
            .properties
            .iter()
            .map(|property| match property.name.parse::<f64>() {
                Ok(number) if property.numeric => self.plain(Type::Literal(Lit::number(number))),
                _ => self.store.string_literal(&property.name),
            })
            .collect();
        for signature in &shape.index {
            let key = self.force(signature.key);
            members.push(key);
            if matches!(self.store.get(key), Type::String) && !signature.mapped {
                members.push(self.plain(Type::Number));
            }
        }
        self.union(members)
    }

    /// `object[index]`.
    pub(crate) fn indexed_access(&mut self, object: Ty, index: Ty, place: Place) -> Ty {
        let index = self.expand(index);
        match self.get(index) {
            Type::Problem(_) | Type::Never => index,
            Type::Union(members) => {
                let results = members
                    .into_iter()
                    .map(|key| self.indexed_access(object, key, place))
                    .collect();
                self.union(results)
            }
            Type::Literal(literal) => self.member_type(object, &literal, place),
            Type::Number | Type::String | Type::Template(_) | Type::Symbol => {
                self.index_type(object, index, place)
            }
            _ => self.unfit(
                place,
                "a member is named by a string or a number",
                index,
                "index with names or `number`",
            ),
        }
    }

    /// `object["name"]`.
    fn member_type(&mut self, object: Ty, key: &Lit, place: Place) -> Ty {
        let opened = self.expand(object);
        match self.get(opened) {
            Type::Any | Type::Problem(_) | Type::Never => opened,
            Type::Union(members) => {
                let results = members
                    .into_iter()
                    .map(|member| self.member_type(member, key, place))
                    .collect();
                self.union(results)
            }
            Type::Refined { base, .. } => self.member_type(base, key, place),
            Type::Object(shape) => self.shape_member(&shape, key, place, object),
            Type::Tuple { slots, .. } => {
                let Lit::Number(bits) = key else {
                    return self.list_member(opened, key, place);
                };
                let wanted = super::intrinsic::count(f64::from_bits(*bits));
                let found = slots.iter().enumerate().find(|(index, slot)| {
                    slot.rest || (wanted.is_some() && u32::try_from(*index).ok() == wanted)
                });
                match found {
                    // From the rest on, nobody knows which of the places an index means.
                    Some((index, slot)) if slot.rest => self.slot_union(&slots[index..]),
                    Some((_, slot)) if slot.optional => self.or_undefined(slot.ty),
                    Some((_, slot)) => slot.ty,
                    None => self.no_member(object, key, place, &[]),
                }
            }
            Type::Array { items, .. } if matches!(key, Lit::Number(_)) => items,
            Type::Array { .. } | Type::String | Type::Bytes => self.list_member(opened, key, place),
            _ => self.no_member(object, key, place, &[]),
        }
    }

    fn list_member(&mut self, list: Ty, key: &Lit, place: Place) -> Ty {
        match key {
            Lit::String(name) if &**name == "length" => self.length_of(list),
            Lit::String(name) => match name.parse::<u32>() {
                Ok(index) => self.member_type(list, &Lit::number(f64::from(index)), place),
                Err(_) => self.no_member(list, key, place, &[]),
            },
            _ => self.no_member(list, key, place, &[]),
        }
    }

    /// The lengths a list can have.
    pub(super) fn length_of(&mut self, list: Ty) -> Ty {
        let Type::Tuple { slots, .. } = self.get(list) else { return self.plain(Type::Number) };
        if slots.iter().any(|slot| slot.rest) {
            return self.plain(Type::Number);
        }
        let least = slots.iter().filter(|slot| !slot.optional).count();
        let lengths = (least..=slots.len())
            .filter_map(|length| u32::try_from(length).ok())
            .map(|length| self.plain(Type::Literal(Lit::number(f64::from(length)))))
            .collect();
        self.union(lengths)
    }

    fn shape_member(&mut self, shape: &Shape, key: &Lit, place: Place, object: Ty) -> Ty {
        let name = key.text();
        if let Some(property) = shape.property(&name) {
            let (ty, optional) = (property.ty, property.optional);
            return if optional { self.or_undefined(ty) } else { ty };
        }
        for signature in &shape.index {
            let key_type = self.force(signature.key);
            let fits = match self.store.get(key_type) {
                Type::String => true,
                Type::Number => matches!(key, Lit::Number(_)) || name.parse::<f64>().is_ok(),
                _ => {
                    let literal = self.plain(Type::Literal(key.clone()));
                    self.assignable(literal, key_type)
                }
            };
            if fits {
                return signature.value;
            }
        }
        let names: Vec<Name> =
            shape.properties.iter().map(|property| Name::clone(&property.name)).collect();
        self.no_member(object, key, place, &names)
    }

    fn no_member(&mut self, object: Ty, key: &Lit, place: Place, names: &[Name]) -> Ty {
        let name = key.text();
        let owner = match self.store.get(object) {
            Type::Named(known) => format!("`{}`", known.name),
            _ => "this type".to_owned(),
        };
        let near = nearest(&name, names.iter().map(|known| &**known));
        let help = match near {
            Some(near) => did_you_mean(near),
            None if names.is_empty() => "name a member of a type that has members".to_owned(),
            None => format!("it has {}", listed(names)),
        };
        let message = format!("{owner} has no member `{name}`");
        let repair = near.map(|near| Repair::rename_member(place, &name, near));
        self.fail(
            Problem::new(Code::MemberUnknown, place, message)
                .label(format!("`{name}` is not a member"))
                .help(help)
                .repair(repair),
        )
    }

    /// `object[number]`, `object[string]`.
    fn index_type(&mut self, object: Ty, index: Ty, place: Place) -> Ty {
        let opened = self.expand(object);
        match self.get(opened) {
            Type::Any | Type::Problem(_) | Type::Never | Type::String => opened,
            Type::Array { items, .. } => items,
            Type::Tuple { slots, .. } => self.slot_union(&slots),
            Type::Refined { base, .. } => self.index_type(base, index, place),
            Type::Union(members) => {
                let results = members
                    .into_iter()
                    .map(|member| self.index_type(member, index, place))
                    .collect();
                self.union(results)
            }
            Type::Object(shape) => {
                for signature in &shape.index {
                    let key = self.force(signature.key);
                    if key == index || matches!(self.store.get(key), Type::String) {
                        return signature.value;
                    }
                }
                self.failure(
                    Code::MemberUnknown,
                    place,
                    "the object has no index signature, so not every name is a member",
                    "index with the name of a member",
                )
            }
            _ => self.unfit(
                place,
                "only an object, an array or a tuple has members",
                opened,
                "index one of those",
            ),
        }
    }
}

/// What strings, numbers, lists, functions and the other types of the language have.
const METHODS: &str = "length toString valueOf toLocaleString at concat includes indexOf lastIndexOf slice \
    toFixed toPrecision toExponential description add clear delete forEach has size \
    entries keys values get set then catch finally match matchAll \
    replace replaceAll search split trim normalize repeat anchor big blink \
    bold fixed fontcolor fontsize italics link small strike sub sup \
    substr substring pop push join reverse shift sort splice unshift \
    every some map filter reduce find fill flat flatMap with \
    name apply call bind prototype arguments caller toJSON exec test \
    source";

/// How the rest of them begin.
const METHOD_PREFIXES: &str =
    "to get set trim pad find copy code char starts ends locale reduce is";

/// Whether strings, numbers, lists or functions have something of this name.
pub(super) fn is_a_method_somewhere(name: &str) -> bool {
    METHODS.split(' ').any(|known| known == name)
        || METHOD_PREFIXES.split(' ').any(|prefix| name.starts_with(prefix))
}

/// `a, b and c`.
pub(crate) fn listed(names: &[Name]) -> String {
    let quoted: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((_, rest)) if names.len() > 8 => format!("{} and more", rest.join(", ")),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
