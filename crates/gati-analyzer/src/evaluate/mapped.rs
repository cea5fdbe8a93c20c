//! Mapped types: `{ [K in Keys as Name]?: Value }`.
//!
//! Members, lists and keys stand together in one file: what is mapped over decides which of them it
//! is, and all end in the same member.

use super::{
    Change, ContextId, Evaluator, IndexSig, Lit, Place, Prop, PropKind, Shape, Slot, Ty, Type,
};
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
        let opened = self.reveal(keys);
        if matches!(self.store.get(opened), Type::Problem(_)) {
            return opened;
        }
        // `K in Keys` where `Keys extends keyof T` keeps modifiers of `T` as well.
        let origin = self.origin_of_keys(*constraint, context).and_then(|origin| {
            let mut shape = self.common_shape(origin, place).ok()?;
            // The keys are a union, whose order is not that of the members.
            shape.reordered = true;
            Some((origin, shape))
        });
        let keys = match self.key_list(opened) {
            Ok(keys) => keys,
            Err(failed) => return failed,
        };
        self.map_keys(&mapped, &keys, origin.as_ref(), (context, place))
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

    /// Over `keyof origin`: distributes over unions and keeps lists lists where `origin` is a type
    /// parameter.
    fn map_over(
        &mut self,
        mapped: &Mapped,
        origin: Ty,
        param: Option<&Name>,
        (context, place): (ContextId, Place),
    ) -> Ty {
        let opened = self.expand(origin);
        if matches!(self.store.get(opened), Type::Problem(_)) {
            return opened;
        }
        let Some(param) = param else {
            return self.map_members(mapped, origin, (context, place));
        };
        let kept = self.shown(origin);
        if self.is_list(kept) && self.is_interface(origin) {
            return self.map_members(mapped, origin, (context, place));
        }
        if matches!(self.store.get(kept), Type::NoInfer(_)) {
            if self.is_list(kept) {
                let what = "mapping over `NoInfer` of a list";
                return self.unsupported(place, what, "map over the list itself");
            }
            return self.map_members(mapped, origin, (context, place));
        }
        match self.get(opened) {
            Type::Union(members) => {
                let results = members
                    .into_iter()
                    .map(|member| {
                        let inner = self.bind(context, vec![(Name::clone(param), member)]);
                        self.map_over(mapped, member, Some(param), (inner, place))
                    })
                    .collect();
                self.union(results)
            }
            Type::Array { items, readonly } if mapped.rename.is_none() => {
                let items = self.mapped_item(mapped, items, (context, param));
                if let Some(failed) = self.has_no_end(items) {
                    return failed;
                }
                let readonly = modified_flag(mapped.readonly, readonly);
                self.plain(Type::Array { items, readonly })
            }
            Type::Tuple { slots, readonly } if mapped.rename.is_none() => {
                self.map_tuple(mapped, opened, (slots, readonly), (context, param))
            }
            // Lists that meet are mapped one by one.
            Type::Refined { base, members: Some(members), .. }
                if mapped.rename.is_none() && self.is_list(base) && self.is_list(members) =>
            {
                let parts = [base, members].map(|part| {
                    let inner = self.bind(context, vec![(Name::clone(param), part)]);
                    self.map_over(mapped, part, Some(param), (inner, place))
                });
                self.intersection(parts.to_vec(), place)
            }
            Type::Hole { .. } => self.unsupported(
                place,
                "`infer` through a mapped type",
                "infer from the object it is made of",
            ),
            Type::Framework { .. } | Type::Status { .. } | Type::Stream(..) | Type::Mark(_) => self
                .unsupported(
                    place,
                    "mapping over the members of a type that is not data",
                    "map over an object of your own",
                ),
            Type::Any
            | Type::Unknown
            | Type::Object(_)
            | Type::Refined { .. }
            | Type::Function { .. }
            | Type::Callable
            | Type::Date
            | Type::Bytes(_)
            | Type::Url
            | Type::RegExp
            | Type::File
            | Type::Map { .. }
            | Type::Set { .. }
            | Type::Promise(_)
            | Type::PromiseLike(_)
            | Type::Array { .. }
            | Type::Tuple { .. } => self.map_members(mapped, origin, (context, place)),
            // Over a primitive, `{ [K in keyof T]: … }` is the primitive.
            _ => kept,
        }
    }

    fn is_list(&mut self, ty: Ty) -> bool {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Array { .. } | Type::Tuple { .. } => true,
            Type::Refined { base, members: Some(members), .. } => {
                self.is_list(base) && self.is_list(members)
            }
            _ => false,
        }
    }

    /// Over each member and each signature of `origin`.
    fn map_members(
        &mut self,
        mapped: &Mapped,
        origin: Ty,
        (context, place): (ContextId, Place),
    ) -> Ty {
        let source = match self.common_shape(origin, place) {
            Ok(source) => source,
            Err(failed) => return failed,
        };
        let mut keys = Vec::with_capacity(source.properties.len());
        for property in &source.properties {
            // One that is called in several ways is mapped once.
            let key = self.key_of(property);
            keys.extend(self.constituents(key).first());
        }
        for signature in &source.index {
            keys.push(self.expand(signature.key));
        }
        // What a class keeps to itself has no name that could be told, and is given one all the
        // same where the new name does not hang on the old one.
        if mapped.rename.is_some()
            && let Some(secret) = source.secrets.first()
        {
            let never = self.plain(Type::Never);
            let comes_first = source.properties.first().is_none_or(|first| {
                first.place.file == secret.place.file
                    && secret.place.span.start < first.place.span.start
            });
            keys.insert(if comes_first { 0 } else { keys.len() }, never);
        }
        let from = (origin, source);
        let result = self.map_keys(mapped, &keys, Some(&from), (context, place));
        if mapped.rename.is_some() {
            return result;
        }
        // Under their own names, members are as many as they were: an index signature is of numbers
        // where it was, and what becomes of unknown members stays decided.
        let Type::Object(shape) = self.get(result) else { return result };
        let source = from.1;
        let mut shape = (*shape).clone();
        for signature in &mut shape.index {
            let known = source.index.iter().find(|known| known.key == signature.key);
            signature.mapped = known.is_none_or(|known| known.mapped);
        }
        shape.unknown_keys = source.unknown_keys;
        self.store.object(shape)
    }

    fn map_tuple(
        &mut self,
        mapped: &Mapped,
        tuple: Ty,
        (slots, readonly): (Vec<Slot>, bool),
        (context, param): (ContextId, &Name),
    ) -> Ty {
        let fixed = slots.iter().position(|slot| slot.rest).unwrap_or(slots.len());
        let inner = self.bind(context, vec![(Name::clone(param), tuple)]);
        let slots = slots
            .into_iter()
            .enumerate()
            .map(|(index, slot)| {
                let ty = if index < fixed {
                    let key = self.store.string_literal(&index.to_string());
                    let ty = self.mapped_value(mapped, key, slot.ty, inner);
                    let strips = mapped.optional == Modifier::Remove && slot.optional;
                    if strips { self.defined(ty) } else { ty }
                } else {
                    self.mapped_item(mapped, slot.ty, (context, param))
                };
                let optional = !slot.rest && modified_flag(mapped.optional, slot.optional);
                Slot { ty, optional, ..slot }
            })
            .collect::<Vec<Slot>>();
        for slot in &slots {
            if let Some(failed) = self.has_no_end(slot.ty) {
                return failed;
            }
        }
        let readonly = modified_flag(mapped.readonly, readonly);
        self.retuple(slots, readonly)
    }

    /// The failure of what a list holds once it is mapped. TypeScript maps the items of a list at
    /// once, and those of a list in it: a deep map over a type that holds lists of itself has no
    /// end, and is `any` there without a word.
    fn has_no_end(&mut self, item: Ty) -> Option<Ty> {
        let opened = self.reveal(item);
        let members = match self.get(opened) {
            Type::Union(members) => members,
            _ => vec![opened],
        };
        members.into_iter().find(|member| matches!(self.store.get(*member), Type::Problem(_)))
    }

    /// An item of an array, mapped.
    fn mapped_item(
        &mut self,
        mapped: &Mapped,
        item: Ty,
        (context, param): (ContextId, &Name),
    ) -> Ty {
        let number = self.plain(Type::Number);
        let list = self.plain(Type::Array { items: item, readonly: false });
        let inner = self.bind(context, vec![(Name::clone(param), list)]);
        let item = self.mapped_value(mapped, number, item, inner);
        self.modified(item, mapped.optional)
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
            Modifier::Add => self.or_undefined_later(ty),
            Modifier::Remove => self.defined(ty),
        }
    }

    fn map_keys(
        &mut self,
        mapped: &Mapped,
        keys: &[Ty],
        origin: Option<&(Ty, Shape)>,
        (context, place): (ContextId, Place),
    ) -> Ty {
        let source = origin.map(|(_, shape)| shape);
        let as_it_is = match (origin, mapped.value) {
            (Some((origin, _)), Some(node)) => {
                self.is_member_itself(node, &mapped.key, *origin, context)
            }
            _ => false,
        };
        let reordered = source.is_some_and(|source| source.reordered);
        let mut shape = Shape { mapped: true, reordered, ..Shape::default() };
        // Keys that lead to one name are one member for both.
        let mut under: Vec<(Name, Vec<Ty>)> = Vec::new();
        for key in keys {
            let inner = self.bind(context, vec![(Name::clone(&mapped.key), *key)]);
            let alone = inner;
            let names = match mapped.rename {
                None => vec![*key],
                Some(node) => {
                    let renamed = self.eval(node, inner);
                    let renamed = self.reveal(renamed);
                    if matches!(self.store.get(renamed), Type::Problem(_)) {
                        return renamed;
                    }
                    self.constituents(renamed)
                }
            };
            for name in names {
                let mut own = self.member_called(source, *key);
                let mut inner = inner;
                if let Some(text) = self.text_of_key(name) {
                    let (first, all) = self.bind_all_keys(mapped, (text, *key), &mut under, inner);
                    let known = self.member_called(source, first);
                    if reordered
                        && mapped.optional != Modifier::Add
                        && differ(own.as_ref(), known.as_ref())
                    {
                        return self.unsupported(
                            place,
                            "one name for members of which some may be left out",
                            "give each of them a name of its own",
                        );
                    }
                    (own, inner) = (known, all);
                }
                let copied = match (as_it_is, &own) {
                    (true, Some(own)) if inner == alone => Some(own.ty),
                    _ => None,
                };
                let placed = (name, own.as_ref(), copied);
                if let Some(failed) = self.put_mapped(mapped, &mut shape, placed, (inner, place)) {
                    return failed;
                }
            }
        }
        self.store.object(shape)
    }

    /// The first key that leads to the same name, which says what the member is like, and the
    /// context in which the key is every one so far.
    fn bind_all_keys(
        &mut self,
        mapped: &Mapped,
        (name, key): (Name, Ty),
        under: &mut Vec<(Name, Vec<Ty>)>,
        context: ContextId,
    ) -> (Ty, ContextId) {
        let Some((_, known)) = under.iter_mut().find(|(known, _)| *known == name) else {
            under.push((name, vec![key]));
            return (key, context);
        };
        known.push(key);
        let (first, all) = (known[0], known.clone());
        let all = self.union(all);
        (first, self.bind(context, vec![(Name::clone(&mapped.key), all)]))
    }

    /// Whether the value of a mapped type is `T[K]`, the member as it is.
    fn is_member_itself(&self, node: NodeId, key: &Name, origin: Ty, context: ContextId) -> bool {
        let here = self.store.context(context);
        let facts = self.sources.facts(here.file);
        let TypeNode::IndexedAccess { object, index } = facts.node(node) else { return false };
        let named = |node: NodeId| operand_name(facts.node(node));
        named(*index).as_ref() == Some(key)
            && named(*object).is_some_and(|object| {
                object != *key
                    && here
                        .bindings
                        .iter()
                        .rev()
                        .find(|(bound, _)| *bound == object)
                        .map(|(_, ty)| *ty)
                        == Some(origin)
            })
    }

    fn member_called(&self, source: Option<&Shape>, key: Ty) -> Option<Prop> {
        source?.property(&self.text_of_key(key)?).cloned()
    }

    /// The name a key is as a member; `None` for one that stands for many.
    fn text_of_key(&self, key: Ty) -> Option<Name> {
        match self.store.get(key) {
            Type::Literal(literal) => Some(Name::from(literal.text())),
            Type::UniqueSymbol(name) => Some(Name::clone(name)),
            Type::Member { value, .. } => self.text_of_key(*value),
            _ => None,
        }
    }

    fn put_mapped(
        &mut self,
        mapped: &Mapped,
        shape: &mut Shape,
        (name, own, copied): (Ty, Option<&Prop>, Option<Ty>),
        (context, place): (ContextId, Place),
    ) -> Option<Ty> {
        let value = match (copied, mapped.value) {
            (Some(copied), _) => copied,
            (None, Some(node)) => self.plain(Type::Deferred { node, context }),
            (None, None) => self.plain(Type::Any),
        };
        let key = self.get(name);
        if let Some(text) = self.text_of_key(name) {
            // Of several keys that lead to one name the first one says what the member is like.
            let was_optional = own.is_some_and(|own| own.optional);
            let optional = modified_flag(mapped.optional, was_optional);
            let ty = match mapped.optional {
                Modifier::Remove if was_optional => self.changed_later(value, Change::Defined),
                // `T[K]` of an optional member brings `undefined` along; `?` says it already.
                _ if optional => self.changed_later(value, Change::WithoutUndefined),
                _ => value,
            };
            if let Some(known) = shape.properties.iter().position(|known| known.name == text) {
                let called = self.key_of(&shape.properties[known]);
                shape.properties[known].key = Some(self.union(vec![called, name]));
                shape.properties[known].ty = ty;
                return None;
            }
            shape.properties.push(Prop {
                name: text,
                ty,
                optional,
                readonly: modified_flag(mapped.readonly, own.is_some_and(|own| own.readonly)),
                docs: own.and_then(|own| own.docs),
                place: own.map_or(place, |own| own.place),
                kind: match key {
                    Type::UniqueSymbol(_) => PropKind::Symbol,
                    _ => PropKind::Field,
                },
                key: match key {
                    Type::Literal(Lit::Number(_)) | Type::Member { .. } => Some(name),
                    _ => None,
                },
            });
            return None;
        }
        let key = match key {
            Type::String | Type::Number | Type::Template(_) | Type::Symbol | Type::Cased(..) => {
                name
            }
            Type::Any => self.plain(Type::String),
            // A member of an enum that may be any number.
            Type::Member { value, .. } => value,
            Type::Refined { base, .. } => match self.get(base) {
                Type::String | Type::Number | Type::Template(_) | Type::Symbol => base,
                _ => return None,
            },
            Type::Problem(_) => return Some(name),
            Type::Framework { .. }
            | Type::Status { .. }
            | Type::Stream(..)
            | Type::Mark(_)
            | Type::Hole { .. } => {
                return Some(self.unsupported(
                    place,
                    "mapping over these keys",
                    "map over strings, numbers, or literals of them",
                ));
            }
            // What is no key, as `null` in a union of keys, adds nothing.
            _ => return None,
        };
        let value = match mapped.optional {
            Modifier::Add => self.changed_later(value, Change::OrUndefined),
            Modifier::Keep | Modifier::Remove => value,
        };
        if let Some(position) = shape.index.iter().position(|known| known.key == key) {
            let known = shape.index[position].value;
            shape.index[position].value = self.union(vec![known, value]);
            let before = shape.index[position].called.unwrap_or(key);
            shape.index[position].called = Some(self.union(vec![before, name]));
        } else {
            let says_more =
                matches!(self.store.get(name), Type::Member { .. } | Type::Refined { .. });
            let called = says_more.then_some(name);
            shape.index.push(IndexSig { key, value, mapped: true, called });
        }
        None
    }
}

/// Whether one of two members may be left out and the other not.
fn differ(one: Option<&Prop>, other: Option<&Prop>) -> bool {
    let may_be_left_out = |own: Option<&Prop>| own.is_some_and(|own| own.optional);
    may_be_left_out(one) != may_be_left_out(other)
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
