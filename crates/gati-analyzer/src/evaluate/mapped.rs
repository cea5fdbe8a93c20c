//! Mapped types: `{ [K in Keys as Name]?: Value }`.

use super::{ContextId, Evaluator, IndexSig, Lit, Place, Prop, PropKind, Shape, Slot, Ty, Type};
use crate::ir::{Modifier, Name, NodeId, TypeNode, TypeOperator};

/// A mapped type as written, taken apart.
struct Mapped {
    key: Name,
    rename: Option<NodeId>,
    value: Option<NodeId>,
    optional: Modifier,
    readonly: Modifier,
}

impl Evaluator<'_> {
    pub(super) fn eval_mapped(&mut self, node: NodeId, context: ContextId) -> Ty {
        let place = self.place(node, context);
        let facts = self.sources.facts(place.file);
        let TypeNode::Mapped { key, constraint, rename, value, optional, readonly } =
            facts.node(node)
        else {
            return self.plain(Type::Unknown);
        };
        let mapped = Mapped {
            key: Name::clone(key),
            rename: *rename,
            value: *value,
            optional: *optional,
            readonly: *readonly,
        };
        // `keyof T` keeps what `T` says about each member.
        if let TypeNode::Operator { operator: TypeOperator::Keyof, operand } =
            facts.node(*constraint)
        {
            let origin = self.eval(*operand, context);
            let is_param = matches!(facts.node(*operand), TypeNode::Reference { path, .. }
                if path.len() == 1 && self.store.context(context).bindings.iter()
                    .any(|(bound, _)| *bound == path[0]));
            let param = operand_name(facts.node(*operand)).filter(|_| is_param);
            return self.map_over(&mapped, origin, param.as_ref(), (context, place));
        }
        let keys = self.eval(*constraint, context);
        let opened = self.expand(keys);
        if matches!(self.store.get(opened), Type::Problem(_)) {
            return opened;
        }
        // `K in Keys` where `Keys extends keyof T` keeps modifiers of `T` as well.
        let origin = self.origin_of_keys(*constraint, context);
        let keys = match self.key_list(opened) {
            Ok(keys) => keys,
            Err(failed) => return failed,
        };
        self.map_keys(&mapped, &keys, origin, (context, place))
    }

    /// The `T` of a type parameter `K extends keyof T`, found in the declaration around.
    fn origin_of_keys(&mut self, constraint: NodeId, context: ContextId) -> Option<Ty> {
        let here = self.store.context(context).clone();
        let facts = self.sources.facts(here.file);
        let TypeNode::Reference { path, .. } = facts.node(constraint) else { return None };
        let [name] = path.as_slice() else { return None };
        let around = facts.alias_around(here.scope, facts.node_span(constraint))?;
        let crate::ir::DeclKind::Alias { params, .. } = &around.kind else { return None };
        let param = params.iter().find(|param| param.name == *name)?;
        let operand = match facts.node(param.constraint?) {
            TypeNode::Operator { operator: TypeOperator::Keyof, operand } => *operand,
            _ => return None,
        };
        Some(self.eval(operand, context))
    }

    /// Over `keyof origin`: distributes over unions and keeps lists lists.
    fn map_over(
        &mut self,
        mapped: &Mapped,
        origin: Ty,
        param: Option<&Name>,
        (context, place): (ContextId, Place),
    ) -> Ty {
        let opened = self.expand(origin);
        match self.get(opened) {
            Type::Problem(_) => opened,
            Type::Union(members) if param.is_some() => {
                let results = members
                    .into_iter()
                    .map(|member| {
                        let inner = self.rebind(context, param, member);
                        self.map_over(mapped, member, param, (inner, place))
                    })
                    .collect();
                self.union(results)
            }
            Type::Array { items, readonly } if param.is_some() && mapped.rename.is_none() => {
                let items = self.mapped_item(mapped, items, (context, param));
                let readonly = modified_flag(mapped.readonly, readonly);
                self.plain(Type::Array { items, readonly })
            }
            Type::Tuple { slots, readonly } if param.is_some() && mapped.rename.is_none() => {
                let fixed = slots.iter().position(|slot| slot.rest).unwrap_or(slots.len());
                let slots = slots
                    .into_iter()
                    .enumerate()
                    .map(|(index, slot)| {
                        let ty = if index < fixed {
                            let key = self.store.string_literal(&index.to_string());
                            let inner = self.rebind(context, param, opened);
                            let ty = self.mapped_value(mapped, key, slot.ty, inner);
                            let strips = mapped.optional == Modifier::Remove && slot.optional;
                            if strips { self.defined(ty) } else { ty }
                        } else {
                            self.mapped_item(mapped, slot.ty, (context, param))
                        };
                        let optional = !slot.rest && modified_flag(mapped.optional, slot.optional);
                        Slot { ty, optional, ..slot }
                    })
                    .collect();
                let readonly = modified_flag(mapped.readonly, readonly);
                self.retuple(slots, readonly)
            }
            Type::Object(_) | Type::Union(_) | Type::Refined { .. } => {
                let keys = self.keys_of(origin, place);
                let keys = self.alternatives(keys);
                self.map_keys(mapped, &keys, Some(origin), (context, place))
            }
            // Over a primitive, `{ [K in keyof T]: … }` is the primitive.
            Type::Any if param.is_some() && mapped.rename.is_none() => {
                let key = self.plain(Type::String);
                let keys = [key];
                self.map_keys(mapped, &keys, Some(origin), (context, place))
            }
            Type::Array { .. } | Type::Tuple { .. } if param.is_some() => self.unsupported(
                place,
                "a mapped type that renames the places of an array",
                "map over an object",
            ),
            node if param.is_some() => self.mapped_plainly(opened, &node, place),
            _ => {
                let keys = self.keys_of(origin, place);
                let keys = self.alternatives(keys);
                self.map_keys(mapped, &keys, None, (context, place))
            }
        }
    }

    /// An item of an array, mapped.
    fn mapped_item(
        &mut self,
        mapped: &Mapped,
        item: Ty,
        (context, param): (ContextId, Option<&Name>),
    ) -> Ty {
        let number = self.plain(Type::Number);
        let list = self.plain(Type::Array { items: item, readonly: false });
        let inner = self.rebind(context, param, list);
        let item = self.mapped_value(mapped, number, item, inner);
        self.modified(item, mapped.optional)
    }

    fn rebind(&mut self, context: ContextId, param: Option<&Name>, ty: Ty) -> ContextId {
        match param {
            Some(name) => self.bind(context, vec![(Name::clone(name), ty)]),
            None => context,
        }
    }

    fn mapped_value(&mut self, mapped: &Mapped, key: Ty, otherwise: Ty, context: ContextId) -> Ty {
        match mapped.value {
            Some(node) => {
                let inner = self.bind(context, vec![(Name::clone(&mapped.key), key)]);
                // The value of a list's items mentions `T[K]`: with the key bound that is an item.
                self.eval(node, inner)
            }
            None => otherwise,
        }
    }

    fn modified(&mut self, ty: Ty, optional: Modifier) -> Ty {
        match optional {
            Modifier::Keep => ty,
            Modifier::Add => self.or_undefined(ty),
            Modifier::Remove => self.defined(ty),
        }
    }

    fn map_keys(
        &mut self,
        mapped: &Mapped,
        keys: &[Ty],
        origin: Option<Ty>,
        (context, place): (ContextId, Place),
    ) -> Ty {
        let source = match origin {
            Some(origin) => self.common_shape(origin, place).unwrap_or_default(),
            None => Shape::default(),
        };
        let mut shape = Shape::default();
        for key in keys {
            let inner = self.bind(context, vec![(Name::clone(&mapped.key), *key)]);
            let names = match mapped.rename {
                None => vec![*key],
                Some(node) => {
                    let renamed = self.eval(node, inner);
                    let renamed = self.expand(renamed);
                    if matches!(self.store.get(renamed), Type::Problem(_)) {
                        return renamed;
                    }
                    self.alternatives(renamed)
                }
            };
            let own = match self.store.get(*key) {
                Type::Literal(literal) => source.property(&literal.text()).cloned(),
                _ => None,
            };
            for name in names {
                if let Some(failed) =
                    self.put_mapped(mapped, &mut shape, (name, own.as_ref()), (inner, place))
                {
                    return failed;
                }
            }
        }
        self.store.object(shape)
    }

    fn put_mapped(
        &mut self,
        mapped: &Mapped,
        shape: &mut Shape,
        (name, own): (Ty, Option<&Prop>),
        (context, place): (ContextId, Place),
    ) -> Option<Ty> {
        let value = match mapped.value {
            Some(node) => self.plain(Type::Deferred { node, context }),
            None => self.plain(Type::Any),
        };
        match self.get(name) {
            Type::Literal(literal) => {
                let was_optional = own.is_some_and(|own| own.optional);
                let optional = modified_flag(mapped.optional, was_optional);
                // `T[K]` of an optional member brings `undefined` along; `?` says it already.
                let strip = was_optional && mapped.optional != Modifier::Add;
                let ty = match mapped.optional {
                    Modifier::Remove if strip => self.defined(value),
                    _ if strip => self.without_undefined(value),
                    _ => value,
                };
                super::put(
                    shape,
                    Prop {
                        name: Name::from(literal.text()),
                        ty,
                        optional,
                        readonly: modified_flag(
                            mapped.readonly,
                            own.is_some_and(|own| own.readonly),
                        ),
                        docs: own.and_then(|own| own.docs),
                        place: own.map_or(place, |own| own.place),
                        kind: PropKind::Field,
                        numeric: matches!(literal, Lit::Number(_)),
                    },
                );
                None
            }
            Type::String | Type::Number | Type::Template(_) => {
                let value =
                    if mapped.optional == Modifier::Add { self.or_undefined(value) } else { value };
                shape.index.push(IndexSig { key: name, value, mapped: true });
                None
            }
            Type::Refined { base, .. } => {
                shape.index.push(IndexSig { key: base, value, mapped: true });
                None
            }
            Type::Symbol => {
                shape.index.push(IndexSig { key: name, value, mapped: true });
                None
            }
            Type::Problem(_) => Some(name),
            _ => Some(self.unfit(
                place,
                "the keys of an object are strings, numbers or symbols",
                name,
                "map over strings, numbers, or literals of them",
            )),
        }
    }
}

fn modified_flag(modifier: Modifier, before: bool) -> bool {
    match modifier {
        Modifier::Keep => before,
        Modifier::Add => true,
        Modifier::Remove => false,
    }
}

fn operand_name(node: &TypeNode) -> Option<Name> {
    match node {
        TypeNode::Reference { path, .. } if path.len() == 1 => Some(Name::clone(&path[0])),
        _ => None,
    }
}
