//! `keyof T` and `T[K]`.

use super::{Evaluator, Lit, Piece, Place, Problem, Prop, PropKind, Shape, Ty, Type};
use crate::codes::Code;
use crate::diagnostic::Repair;
use crate::ir::{Name, Span};
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
            Type::Union(members) => {
                // A key of a union is a key of each of its members.
                let mut common: Option<Ty> = None;
                for member in members {
                    let keys = self.keys_of(member, place);
                    if matches!(self.store.get(keys), Type::Problem(_)) {
                        return keys;
                    }
                    common = Some(match common {
                        None => keys,
                        // `keyof (A | B)` is `keyof A & keyof B`.
                        Some(known) => self.intersection(vec![known, keys], place),
                    });
                }
                match common {
                    Some(keys) => keys,
                    None => self.plain(Type::Never),
                }
            }
            Type::Unknown | Type::Null | Type::Undefined | Type::Void => self.plain(Type::Never),
            _ => match self.apparent(opened) {
                Some(shape) => self.keys_of_shape(&shape),
                None => self.unfit(
                    place,
                    "`keyof` asks for the members of an object",
                    opened,
                    "write the union of the names",
                ),
            },
        }
    }

    pub(super) fn keys_of_shape(&mut self, shape: &Shape) -> Ty {
        let mut members: Vec<Ty> =
            shape.properties.iter().map(|property| self.key_of(property)).collect();
        for signature in shape.index.iter().filter(|_| !shape.enumeration) {
            let key = self.force(signature.key);
            members.push(signature.called.unwrap_or(key));
            if matches!(self.store.get(key), Type::String) && !signature.mapped {
                members.push(self.plain(Type::Number));
            }
        }
        self.union(members)
    }

    /// The name of a member as a type: several types, where types that met call it differently.
    pub(super) fn key_of(&mut self, property: &Prop) -> Ty {
        match property.key {
            _ if property.kind == PropKind::Symbol => {
                self.plain(Type::UniqueSymbol(Name::clone(&property.name)))
            }
            Some(key) => key,
            None => self.store.string_literal(&property.name),
        }
    }

    /// `object[index]`.
    pub(crate) fn indexed_access(&mut self, object: Ty, index: Ty, place: Place) -> Ty {
        let index = self.expand(index);
        match self.get(index) {
            // No name at all is one that every index signature speaks of.
            Type::Never => {
                let found = self.index_type(object, index, place);
                match self.store.get(found) {
                    Type::Problem(id) if self.problem_of(*id).code == Code::MemberUnknown => index,
                    _ => found,
                }
            }
            Type::Problem(_) => index,
            Type::Union(members) => {
                let results = members
                    .into_iter()
                    .map(|key| self.indexed_access(object, key, place))
                    .collect();
                self.union(results)
            }
            Type::Literal(literal) => self.member_type(object, &literal, place),
            Type::UniqueSymbol(name) => self.symbol_member(object, &name, place),
            Type::Refined { base, .. } => self.indexed_access(object, base, place),
            Type::Number
            | Type::String
            | Type::Template(_)
            | Type::Symbol
            | Type::Cased(..)
            | Type::Any => self.index_type(object, index, place),
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
            Type::Bytes(_) => self.list_member(opened, key, place),
            _ => match self.apparent(opened) {
                Some(shape) => self.shape_member(&shape, key, place, object),
                None => self.no_member(object, key, place, &[]),
            },
        }
    }

    /// `object[symbol]`.
    fn symbol_member(&mut self, object: Ty, name: &Name, place: Place) -> Ty {
        let opened = self.expand(object);
        match self.get(opened) {
            Type::Any | Type::Problem(_) | Type::Never => return opened,
            Type::Union(members) => {
                let results =
                    members.into_iter().map(|member| self.symbol_member(member, name, place));
                let results = results.collect();
                return self.union(results);
            }
            _ => {}
        }
        let shape = self.apparent(opened).unwrap_or_default();
        if let Some(property) = shape.property(name) {
            let (ty, optional) = (property.ty, property.optional);
            return if optional { self.or_undefined(ty) } else { ty };
        }
        let symbol = self.plain(Type::Symbol);
        self.index_type(object, symbol, place)
    }

    fn list_member(&mut self, list: Ty, key: &Lit, place: Place) -> Ty {
        match key {
            Lit::String(name) if &**name == "length" => self.length_of(list),
            Lit::String(name)
                if &**name == "slice" && matches!(self.store.get(list), Type::Bytes(_)) =>
            {
                self.slice_of_bytes()
            }
            Lit::String(name) => match name.parse::<u32>() {
                Ok(index) => self.member_type(list, &Lit::number(f64::from(index)), place),
                Err(_) => match self.apparent(list) {
                    Some(shape) => self.shape_member(&shape, key, place, list),
                    None => self.no_member(list, key, place, &[]),
                },
            },
            _ => self.no_member(list, key, place, &[]),
        }
    }

    /// What a member that is not there is, where nobody can be told: nothing stands behind the end
    /// of a tuple, and of anything else nothing is known.
    pub(super) fn absent_member(&mut self, object: Ty, index: Ty) -> Ty {
        let opened = self.expand(object);
        let members = match self.get(opened) {
            Type::Union(members) => members,
            _ => vec![opened],
        };
        let mut is_tuple = true;
        for member in members {
            let member = self.expand(member);
            is_tuple &= matches!(self.store.get(member), Type::Tuple { .. });
        }
        let index = self.expand(index);
        if matches!(self.store.get(index), Type::Any) {
            return index;
        }
        let is_place = match self.store.get(index) {
            Type::Literal(literal) => is_numeric_name(&literal.text()),
            _ => false,
        };
        self.plain(if is_tuple && is_place { Type::Undefined } else { Type::Unknown })
    }

    /// Blames a key that `Pick` is given and `ty` does not have.
    pub(super) fn missing_key(&mut self, ty: Ty, keys: Ty, place: Place) -> Option<Ty> {
        let keys = self.key_list(keys).ok()?;
        let opened = self.expand(ty);
        if !matches!(self.store.get(opened), Type::Object(_)) {
            return None;
        }
        keys.into_iter().find_map(|key| {
            let key = self.expand(key);
            let Type::Literal(literal) = self.get(key) else { return None };
            let found = self.member_type(ty, &literal, place);
            matches!(self.store.get(found), Type::Problem(_)).then_some(found)
        })
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
        if let Some(inherited) = self.member_of_every_object(&name, shape.callable.is_some()) {
            return inherited.ty;
        }
        let literal = self.plain(Type::Literal(key.clone()));
        if let Some(value) = self.signature_for(shape, literal) {
            return value;
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
            Type::Any | Type::Problem(_) | Type::Never => opened,
            _ => {
                // What a union says of all names is what each of its members says, and only if
                // they say it of the same ones.
                let shape = self.common_shape(opened, place).unwrap_or_default();
                match self.signature_for(&shape, index) {
                    Some(value) => value,
                    None => self.failure(
                        Code::MemberUnknown,
                        place,
                        "the object has no index signature, so not every name is a member",
                        "index with the name of a member",
                    ),
                }
            }
        }
    }

    /// What the index signatures of a shape say of everything called by `index`.
    pub(super) fn signature_for(&mut self, shape: &Shape, index: Ty) -> Option<Ty> {
        let signatures: Vec<(Ty, Ty)> = shape
            .index
            .iter()
            .map(|signature| (self.expand(signature.key), signature.value))
            .collect();
        let is_number = self.is_number_as_text(index);
        let is_text = matches!(
            self.store.get(index),
            Type::String
                | Type::Number
                | Type::Template(_)
                | Type::Cased(..)
                | Type::Literal(_)
                | Type::Any
                | Type::Never
        );
        let mut found = Vec::new();
        for (key, value) in &signatures {
            let speaks = match self.store.get(*key) {
                Type::String => false,
                Type::Number if is_number => true,
                _ => self.assignable(index, *key),
            };
            if speaks {
                found.push(*value);
            }
        }
        match found.as_slice() {
            [] => signatures
                .iter()
                .find(|(key, _)| is_text && matches!(self.store.get(*key), Type::String))
                .map(|(_, value)| *value),
            [only] => Some(*only),
            _ => {
                let place = Place { file: crate::resolve::FileId::NONE, span: Span::default() };
                Some(self.intersection(found, place))
            }
        }
    }

    /// Whether every name that is called by `index` is the spelling of a number.
    fn is_number_as_text(&self, index: Ty) -> bool {
        match self.store.get(index) {
            Type::Literal(literal) => is_numeric_name(&literal.text()),
            Type::Template(pieces) => match pieces.as_slice() {
                [Piece::Hole(hole)] => matches!(self.store.get(*hole), Type::Number),
                _ => false,
            },
            _ => false,
        }
    }
}

/// Whether a name is the spelling of a number.
pub(super) fn is_numeric_name(name: &str) -> bool {
    name.parse::<f64>().is_ok_and(|value| super::store::number_text(value) == name)
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
