//! Destructuring: of variables, parameters and what loops go over.

use super::state::{Reference, Root};
use super::{Declared, Evaluator, Stuck, Typed, Value, Walk, Want, stuck};
use crate::evaluate::{Lit, Place, Shape, Ty, Type};
use crate::ir::{KeyName, LocalKind, Name, Pattern};

/// Whether what is taken apart has a type beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typing {
    Declared,
    Evident,
}

impl Evaluator<'_> {
    fn may_be_undefined(&mut self, ty: Ty) -> bool {
        self.constituents(ty).into_iter().any(|member| {
            matches!(
                self.store.get(member),
                Type::Undefined | Type::Void | Type::Any | Type::Unknown
            )
        })
    }

    /// Declares what `pattern` binds of `value`.
    pub(super) fn bind_pattern(
        &mut self,
        pattern: &Pattern,
        value: Typed,
        typed: Typing,
        walk: &mut Walk,
    ) {
        if let Ok(whole) = &value {
            self.remember_siblings(pattern, whole, None, walk);
        }
        match pattern {
            Pattern::Name(local) => {
                let reference = Reference::local(*local);
                walk.state.forget(&reference);
                walk.state.forget(&Reference { root: Root::Pattern(*local), path: Vec::new() });
                let is_const = matches!(walk.facts.local(*local).kind, LocalKind::Const);
                let declared = match value {
                    Ok(value) if is_const => Declared::Known(value),
                    Ok(value) => Declared::Known(Value::of(self.widen_fully(&value))),
                    Err(stuck) => Declared::Unknown(stuck),
                };
                self.declare(*local, declared, walk);
            }
            Pattern::Default(inner, default) => {
                let place = walk.place(*default);
                let found = value.and_then(|value| {
                    let ty = self.defined(value.ty);
                    let default = self.infer(*default, walk, Want::default());
                    if typed == Typing::Declared {
                        // The default fits what is declared, and says no more.
                        let absent = default.is_ok_and(|default| self.may_be_undefined(default.ty));
                        return Ok(if absent { value } else { Value { ty, fresh: value.fresh } });
                    }
                    self.reduced(&[Value { ty, fresh: value.fresh }, default?], place)
                });
                self.bind_pattern(inner, found, typed, walk);
            }
            Pattern::Object { properties, rest } => {
                let mut taken: Vec<Name> = Vec::new();
                for (key, inner) in properties {
                    let found = self.taken(key, &value, &mut taken, walk);
                    self.bind_pattern(inner, found, typed, walk);
                }
                if let Some(rest) = rest {
                    let found = value.and_then(|value| {
                        let place = Place { file: walk.file, span: crate::ir::Span::default() };
                        self.rest_of(value.ty, &taken, place)
                    });
                    self.bind_pattern(rest, found, typed, walk);
                }
            }
            Pattern::Array { items, rest } => {
                let place = Place { file: walk.file, span: crate::ir::Span::default() };
                for (position, item) in items.iter().enumerate() {
                    let Some(item) = item else { continue };
                    let found =
                        value.clone().and_then(|value| self.item_at(value.ty, position, place));
                    self.bind_pattern(item, found, typed, walk);
                }
                if let Some(rest) = rest {
                    let found =
                        value.and_then(|value| self.items_from(value.ty, items.len(), place));
                    self.bind_pattern(rest, found, typed, walk);
                }
            }
        }
    }

    fn taken(
        &mut self,
        key: &KeyName,
        value: &Typed,
        taken: &mut Vec<Name>,
        walk: &mut Walk,
    ) -> Typed {
        let mut place = Place { file: walk.file, span: crate::ir::Span::default() };
        let name = match key {
            KeyName::Static(name) => Name::clone(name),
            KeyName::Computed(key) => {
                place = walk.place(*key);
                let found = self.infer(*key, walk, Want::default())?;
                match self.literal_of(found.ty) {
                    Some(literal) => Name::from(literal.text()),
                    None => return stuck(place, "a name that is computed"),
                }
            }
            KeyName::Private => return stuck(place, "a private name"),
        };
        taken.push(Name::clone(&name));
        match value {
            Ok(value) => {
                if let Some(function) = walk.function {
                    place.span = walk.facts.function(function).span;
                }
                self.member_of(value.ty, &name, place)
            }
            Err(stuck) => Err(stuck.clone()),
        }
    }

    /// `{ a, ...rest }`.
    fn rest_of(&mut self, ty: Ty, taken: &[Name], place: Place) -> Typed {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Object(shape) if shape.callable.is_none() && shape.secrets.is_empty() => {
                let mut rest = Shape { index: shape.index.clone(), ..Shape::default() };
                for property in &shape.properties {
                    if property.kind.is_of_class() || taken.contains(&property.name) {
                        continue;
                    }
                    let mut property = property.clone();
                    property.readonly = false;
                    rest.properties.push(property);
                }
                Ok(Value::of(self.store.object(rest)))
            }
            Type::Union(members) => {
                let mut all = Vec::with_capacity(members.len());
                for member in members {
                    all.push(self.rest_of(member, taken, place)?);
                }
                Ok(self.either(&all))
            }
            _ => stuck(place, "the rest of this"),
        }
    }

    fn item_at(&mut self, ty: Ty, position: usize, place: Place) -> Typed {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Tuple { .. } => {
                let number = f64::from(u32::try_from(position).unwrap_or(u32::MAX));
                let key = self.plain(Type::Literal(Lit::number(number)));
                let found = self.indexed_access(opened, key, place);
                self.certain(found, place)
            }
            Type::Union(members) => {
                let mut all = Vec::with_capacity(members.len());
                for member in members {
                    all.push(self.item_at(member, position, place)?);
                }
                Ok(self.either(&all))
            }
            _ => Ok(Value::of(self.iterated(ty, place)?)),
        }
    }

    fn items_from(&mut self, ty: Ty, position: usize, place: Place) -> Result<Value, Stuck> {
        let opened = self.expand(ty);
        if let Type::Tuple { slots, .. } = self.get(opened) {
            let rest = slots.get(position..).unwrap_or_default().to_vec();
            return Ok(Value::of(self.finish_tuple(rest)));
        }
        let items = self.iterated(ty, place)?;
        Ok(Value::of(self.plain(Type::Array { items, readonly: false })))
    }
}
