//! The utility types of the language, evaluated on shapes.
//!
//! The utility types stand in one file: most are a line or two on top of another.

use super::{Evaluator, IndexSig, Lit, Place, Prop, PropKind, Shape, Slot, Ty, Type};
use crate::ir::Name;

impl Evaluator<'_> {
    /// Applies `change` to each member of a union, or to the type itself.
    pub(super) fn distribute(&mut self, ty: Ty, change: &mut dyn FnMut(&mut Self, Ty) -> Ty) -> Ty {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Union(members) => {
                let changed = members.into_iter().map(|member| change(self, member)).collect();
                self.union(changed)
            }
            Type::Never => opened,
            _ => change(self, ty),
        }
    }

    /// `Partial<T>` and `Required<T>`.
    pub(super) fn with_optional(&mut self, ty: Ty, optional: bool, place: Place) -> Ty {
        self.distribute(ty, &mut |this, member| {
            let opened = this.expand(member);
            match this.get(opened) {
                Type::Object(shape) => {
                    let mut changed = (*shape).clone();
                    changed.declared = false;
                    changed.secret = false;
                    for property in &mut changed.properties {
                        property.kind = PropKind::Field;
                        if property.optional && !optional {
                            property.ty = this.defined(property.ty);
                        }
                        property.optional = optional;
                    }
                    for signature in &mut changed.index {
                        if optional {
                            signature.value = this.or_undefined(signature.value);
                        }
                    }
                    this.store.object(changed)
                }
                Type::Tuple { slots, readonly } => {
                    let slots = slots
                        .into_iter()
                        .map(|slot| {
                            let strip = !optional && (slot.optional || slot.rest);
                            let ty = if strip { this.defined(slot.ty) } else { slot.ty };
                            let ty = if optional && slot.rest { this.or_undefined(ty) } else { ty };
                            Slot { ty, optional: optional && !slot.rest, ..slot }
                        })
                        .collect();
                    this.retuple(slots, readonly)
                }
                Type::Array { items, readonly } => {
                    let items =
                        if optional { this.or_undefined(items) } else { this.defined(items) };
                    this.plain(Type::Array { items, readonly })
                }
                Type::Refined { base, .. } if this.is_object(base) => {
                    this.with_optional(base, optional, place)
                }
                node => this.mapped_plainly(member, &node, place),
            }
        })
    }

    fn is_object(&mut self, ty: Ty) -> bool {
        let opened = self.expand(ty);
        matches!(self.store.get(opened), Type::Object(_))
    }

    /// What a homomorphic mapped type makes of what is neither an object nor a list.
    pub(super) fn mapped_plainly(&mut self, ty: Ty, node: &Type, place: Place) -> Ty {
        match node {
            Type::Any => {
                let key = self.plain(Type::String);
                let index = vec![IndexSig { key, value: ty, mapped: true }];
                self.store.object(Shape { index, ..Shape::default() })
            }
            Type::Unknown | Type::Function { .. } | Type::Callable => {
                self.store.object(Shape::default())
            }
            Type::Date
            | Type::Bytes
            | Type::Url
            | Type::RegExp
            | Type::File
            | Type::Map { .. }
            | Type::Set(_)
            | Type::Promise(_)
            | Type::Hole { .. } => self.unsupported(
                place,
                "a mapped type over a type of the language",
                "map over an object of your own, or name the members you need",
            ),
            _ => ty,
        }
    }

    /// `Readonly<T>`.
    pub(super) fn all_readonly(&mut self, ty: Ty, place: Place) -> Ty {
        self.distribute(ty, &mut |this, member| {
            let opened = this.expand(member);
            match this.get(opened) {
                Type::Object(shape) => {
                    let mut changed = (*shape).clone();
                    changed.declared = false;
                    changed.secret = false;
                    for property in &mut changed.properties {
                        property.kind = PropKind::Field;
                        property.readonly = true;
                    }
                    this.store.object(changed)
                }
                Type::Array { .. } | Type::Tuple { .. } => this.as_readonly(member),
                node => this.mapped_plainly(member, &node, place),
            }
        })
    }

    /// `Pick<T, K>`.
    pub(super) fn pick(&mut self, ty: Ty, keys: Ty, place: Place) -> Ty {
        let keys = match self.key_list(keys) {
            Ok(keys) => keys,
            Err(failed) => return failed,
        };
        let shape = match self.common_shape(ty, place) {
            Ok(shape) => shape,
            Err(failed) => return failed,
        };
        let mut picked = Shape::default();
        for key in keys {
            match self.get(key) {
                Type::Literal(literal) => {
                    let name = literal.text();
                    if let Some(property) = shape.property(&name) {
                        picked.properties.push(as_field(property));
                    } else {
                        let missing = self.indexed_access(ty, key, place);
                        if matches!(self.store.get(missing), Type::Problem(_)) {
                            return missing;
                        }
                        picked.properties.push(Prop {
                            name: Name::from(name),
                            ty: missing,
                            optional: false,
                            readonly: false,
                            docs: None,
                            place,
                            kind: PropKind::Field,
                            numeric: matches!(literal, Lit::Number(_)),
                        });
                    }
                }
                Type::Symbol => picked.index.push(IndexSig { key, value: key, mapped: true }),
                _ => {
                    let value = self.indexed_access(ty, key, place);
                    picked.index.push(IndexSig { key, value, mapped: true });
                }
            }
        }
        self.store.object(picked)
    }

    /// `Omit<T, K>`, which is `Pick<T, Exclude<keyof T, K>>`.
    pub(super) fn omit(&mut self, ty: Ty, keys: Ty, place: Place) -> Ty {
        let all = self.keys_of(ty, place);
        let kept = self.filter(all, keys, false);
        self.pick(ty, kept, place)
    }

    pub(super) fn key_list(&mut self, keys: Ty) -> Result<Vec<Ty>, Ty> {
        let opened = self.expand(keys);
        if matches!(self.store.get(opened), Type::Problem(_)) {
            return Err(opened);
        }
        let keys = self.alternatives(opened);
        match keys.iter().find(|key| matches!(self.store.get(**key), Type::Problem(_))) {
            Some(failed) => Err(*failed),
            None => Ok(keys),
        }
    }

    /// The members of an object, or those that every member of a union has.
    pub(super) fn common_shape(&mut self, ty: Ty, place: Place) -> Result<Shape, Ty> {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Object(shape) => Ok((*shape).clone()),
            Type::Refined { base, .. } => self.common_shape(base, place),
            Type::Problem(_) => Err(opened),
            Type::Any => {
                let key = self.plain(Type::String);
                let index = vec![IndexSig { key, value: opened, mapped: false }];
                Ok(Shape { index, ..Shape::default() })
            }
            Type::Never | Type::Unknown => Ok(Shape::default()),
            Type::Union(members) => {
                let mut shapes = Vec::with_capacity(members.len());
                for member in members {
                    shapes.push(self.common_shape(member, place)?);
                }
                Ok(self.shared_properties(&shapes))
            }
            _ => Err(self.unfit(
                place,
                "only an object has members to pick or to leave out",
                opened,
                "give it an object type",
            )),
        }
    }

    fn shared_properties(&mut self, shapes: &[Shape]) -> Shape {
        let Some((first, others)) = shapes.split_first() else { return Shape::default() };
        let mut shared = Shape::default();
        for property in &first.properties {
            let mut types = vec![property.ty];
            let mut optional = property.optional;
            let everywhere = others.iter().all(|other| match other.property(&property.name) {
                Some(same) => {
                    types.push(same.ty);
                    optional |= same.optional;
                    true
                }
                None => false,
            });
            if everywhere {
                let ty = self.union(types);
                shared.properties.push(Prop { ty, optional, ..property.clone() });
            }
        }
        shared
    }

    /// `Record<K, V>`.
    pub(super) fn record(&mut self, keys: Ty, value: Ty, place: Place) -> Ty {
        let keys = match self.key_list(keys) {
            Ok(keys) => keys,
            Err(failed) => return failed,
        };
        let mut shape = Shape::default();
        for key in keys {
            match self.get(key) {
                Type::Literal(literal) => shape.properties.push(Prop {
                    name: Name::from(literal.text()),
                    ty: value,
                    optional: false,
                    readonly: false,
                    docs: None,
                    place,
                    kind: PropKind::Field,
                    numeric: matches!(literal, Lit::Number(_)),
                }),
                Type::String | Type::Number | Type::Template(_) => {
                    shape.index.push(IndexSig { key, value, mapped: true });
                }
                Type::Any => {
                    let key = self.plain(Type::String);
                    shape.index.push(IndexSig { key, value, mapped: true });
                }
                Type::Refined { base, .. } => {
                    shape.index.push(IndexSig { key: base, value, mapped: true });
                }
                Type::Symbol => shape.index.push(IndexSig { key, value, mapped: true }),
                _ => {
                    return self.unsupported(
                        place,
                        "a `Record` with keys that are not strings, numbers or symbols",
                        "use strings, numbers, or literals of them as keys",
                    );
                }
            }
        }
        self.store.object(shape)
    }

    /// `Exclude<T, U>`, and `Extract<T, U>` where `wanted` says that what fits stays.
    pub(super) fn filter(&mut self, ty: Ty, other: Ty, wanted: bool) -> Ty {
        let mut kept = Vec::new();
        for member in self.constituents(ty) {
            if matches!(self.store.get(member), Type::Problem(_)) {
                return member;
            }
            // `any` takes both branches.
            if matches!(self.store.get(member), Type::Any) {
                let other = self.expand(other);
                if wanted || !matches!(self.store.get(other), Type::Any | Type::Unknown) {
                    return member;
                }
            }
            match self.decided(member, other) {
                Ok(fits) if fits == wanted => kept.push(member),
                Ok(_) => {}
                Err(failed) => return failed,
            }
        }
        self.union(kept)
    }

    /// `NonNullable<T>`.
    pub(crate) fn non_nullable(&mut self, ty: Ty) -> Ty {
        let opened = self.expand(ty);
        let Type::Union(members) = self.get(opened) else {
            return match self.store.get(opened) {
                Type::Null | Type::Undefined | Type::Void => self.plain(Type::Never),
                Type::Unknown => self.store.object(Shape::default()),
                _ => ty,
            };
        };
        let kept = members
            .into_iter()
            .filter(|member| {
                !matches!(self.store.get(*member), Type::Null | Type::Undefined | Type::Void)
            })
            .collect();
        self.union(kept)
    }

    /// `ReturnType<T>`, and `InstanceType<T>` for a constructor.
    pub(crate) fn return_type(&mut self, ty: Ty, place: Place) -> Ty {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Function { function, context, .. } => {
                // `never` takes nothing, so the pattern of `ReturnType` does not fit.
                let parameters = self.parameters_of(opened, place);
                if let Type::Tuple { slots, .. } = self.get(parameters)
                    && slots.iter().any(|slot| {
                        let ty = self.expand(slot.ty);
                        !slot.optional && matches!(self.store.get(ty), Type::Never)
                    })
                {
                    return self.plain(Type::Any);
                }
                self.declared_return(function, context, place)
            }
            Type::Object(shape) => match shape.callable {
                Some(callable) => self.return_type(callable, place),
                None => self.not_a_function(opened, place),
            },
            Type::Union(members) => {
                let members =
                    members.into_iter().map(|member| self.return_type(member, place)).collect();
                self.union(members)
            }
            Type::Any | Type::Callable => self.plain(Type::Any),
            Type::Never | Type::Problem(_) => opened,
            _ => self.not_a_function(opened, place),
        }
    }

    fn not_a_function(&mut self, found: Ty, place: Place) -> Ty {
        self.unfit(
            place,
            "a function type belongs here",
            found,
            "write `typeof f` for a function `f`",
        )
    }

    /// `Parameters<T>`.
    pub(super) fn parameters_of(&mut self, ty: Ty, place: Place) -> Ty {
        let opened = self.expand(ty);
        let (function, context) = match self.get(opened) {
            Type::Function { function, context, .. } => (function, context),
            Type::Object(shape) => match shape.callable {
                Some(callable) => return self.parameters_of(callable, place),
                None => return self.not_a_function(opened, place),
            },
            Type::Never | Type::Problem(_) => return opened,
            _ => return self.not_a_function(opened, place),
        };
        let context = self.open_signature(function, context);
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let mut slots = Vec::new();
        for parameter in &facts.signature(function).parameters {
            let Some(node) = parameter.node else {
                let place = Place { file, span: parameter.span };
                return self.unsupported(place, "a parameter without a type", "annotate it");
            };
            if parameter.rest {
                let items = self.eval(node, context);
                let opened = self.expand(items);
                match self.get(opened) {
                    Type::Array { items, .. } => slots.push(Slot {
                        ty: items,
                        optional: false,
                        rest: true,
                        label: parameter.name.clone(),
                    }),
                    Type::Tuple { slots: inner, .. } => slots.extend(inner),
                    Type::Hole { name, .. } => {
                        let ty = self.plain(Type::Hole { name, spread: true });
                        slots.push(Slot { ty, optional: false, rest: true, label: None });
                    }
                    _ => return opened,
                }
                continue;
            }
            slots.push(Slot {
                ty: self.later(node, context),
                optional: parameter.optional,
                rest: false,
                label: parameter.name.clone(),
            });
        }
        // What accepts `void` at the end may be left out.
        for slot in slots.iter_mut().rev() {
            if slot.rest || slot.optional {
                continue;
            }
            let members = self.alternatives(slot.ty);
            if !members.iter().any(|member| matches!(self.store.get(*member), Type::Void)) {
                break;
            }
            slot.optional = true;
        }
        self.plain(Type::Tuple { slots, readonly: false })
    }
}

/// What a mapped type makes of a member.
fn as_field(property: &Prop) -> Prop {
    Prop { kind: PropKind::Field, ..property.clone() }
}
