//! What evaluation asks of types besides their own syntax: the keys of a union, the members its
//! alternatives share, parameters and results of functions. The utility types of the language are
//! not here: they are evaluated by their definitions in `language.d.ts`, so that they cannot
//! differ from what a user would write.

use super::{Evaluator, IndexSig, Place, Prop, Shape, Slot, Ty, Type};

impl Evaluator<'_> {
    /// The alternatives of a type of keys: members of enums stay what they are.
    pub(super) fn key_list(&mut self, keys: Ty) -> Result<Vec<Ty>, Ty> {
        let opened = self.reveal(keys);
        if matches!(self.store.get(opened), Type::Problem(_)) {
            return Err(opened);
        }
        let keys = self.constituents(opened);
        match keys.iter().find(|key| matches!(self.store.get(**key), Type::Problem(_))) {
            Some(failed) => Err(*failed),
            None => Ok(keys),
        }
    }

    /// The members of an object, or those that every member of a union has.
    pub(super) fn common_shape(&mut self, ty: Ty, place: Place) -> Result<Shape, Ty> {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Problem(_) => Err(opened),
            Type::Any => {
                let key = self.plain(Type::String);
                let index = vec![IndexSig { key, value: opened, mapped: false, called: None }];
                Ok(Shape { index, ..Shape::default() })
            }
            Type::Never | Type::Unknown | Type::Null | Type::Undefined | Type::Void => {
                Ok(Shape::default())
            }
            Type::Union(members) if members.iter().any(|member| self.has_no_members(*member)) => {
                Ok(Shape::default())
            }
            Type::Union(members) => {
                let mut shapes = Vec::with_capacity(members.len());
                for member in members {
                    shapes.push(self.common_shape(member, place)?);
                }
                Ok(self.shared_properties(&shapes))
            }
            _ => match self.apparent(opened) {
                Some(shape) => Ok((*shape).clone()),
                None => Err(self.unfit(
                    place,
                    "only an object has members to pick or to leave out",
                    opened,
                    "give it an object type",
                )),
            },
        }
    }

    fn has_no_members(&self, ty: Ty) -> bool {
        matches!(self.store.get(ty), Type::Null | Type::Undefined | Type::Void)
    }

    /// A member of a union is a member of each of its alternatives, own, inherited from what every
    /// object has, or by an index signature.
    fn shared_properties(&mut self, shapes: &[Shape]) -> Shape {
        let mut shared = Shape::default();
        for shape in shapes {
            for property in &shape.properties {
                if shared.property(&property.name).is_none()
                    && let Some(found) = self.shared_property(shapes, property)
                {
                    shared.properties.push(found);
                }
            }
            // Only what answers for any name lets another alternative have more of them.
            if shape.index.is_empty() {
                break;
            }
        }
        let Some((first, others)) = shapes.split_first() else { return shared };
        for signature in &first.index {
            let mut values = vec![signature.value];
            let everywhere = others.iter().all(|other| {
                let same = other.index.iter().find(|known| known.key == signature.key);
                values.extend(same.map(|same| same.value));
                same.is_some()
            });
            if everywhere {
                let value = self.union(values);
                shared.index.push(IndexSig { value, ..signature.clone() });
            }
        }
        shared
    }

    fn shared_property(&mut self, shapes: &[Shape], property: &Prop) -> Option<Prop> {
        let mut types = Vec::with_capacity(shapes.len());
        let mut optional = false;
        let key = self.key_of(property);
        let key = self.alternatives(key).first().copied().unwrap_or(key);
        for shape in shapes {
            let own = match shape.property(&property.name) {
                Some(own) => Some(own.clone()),
                None => self.member_of_every_object(&property.name, shape.callable.is_some()),
            };
            if let Some(own) = own {
                types.push(own.ty);
                optional |= own.optional;
            } else {
                types.push(self.signature_for(shape, key)?);
            }
        }
        let ty = self.union(types);
        Some(Prop { ty, optional, ..property.clone() })
    }

    /// `NonNullable<T>`.
    pub(crate) fn non_nullable(&mut self, ty: Ty) -> Ty {
        let opened = self.expand(ty);
        let Type::Union(members) = self.get(opened) else {
            return match self.store.get(opened) {
                Type::Null | Type::Undefined => self.plain(Type::Never),
                Type::Unknown => self.store.object(Shape::default()),
                _ => ty,
            };
        };
        let kept = members
            .into_iter()
            .filter(|member| !matches!(self.store.get(*member), Type::Null | Type::Undefined))
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
            Type::Object(shape) if shape.overloads_untold => self.unsupported(
                place,
                "an overload of functions that meet in the order of a union",
                "write the functions out",
            ),
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
    pub(crate) fn parameters_of(&mut self, ty: Ty, place: Place) -> Ty {
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
                    // `(...rest: any)` takes what `(...rest: any[])` does.
                    Type::Any => slots.push(Slot {
                        ty: opened,
                        optional: false,
                        rest: true,
                        label: parameter.name.clone(),
                    }),
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
