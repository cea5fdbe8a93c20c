//! Intersections: objects merge, primitives meet or vanish, unions distribute, marks and brands
//! stick to what they stand beside.
//!
//! The rules of meeting stand together in one file: each pair of kinds calls the others.

use std::sync::Arc;

use gati_types::Constraints;

use super::assign::is_weak;
use super::{ContextId, Evaluator, Lit, NamedKey, Narrows, Place, Prop, PropKind, Shape, Ty, Type};
use crate::codes::Code;
use crate::ir::{Access, DeclKind, MODULE_SCOPE, Name, NodeId, Span, TypeNode};
use crate::resolve::FileId;
use crate::resolve::symbol::{Meaning, Symbol};

impl Evaluator<'_> {
    /// The members of an intersection without the `{}` beside a mapped type, which is an object
    /// before anybody knows what is mapped over: `{ [K in keyof T]: T[K] } & {}` of `null` is
    /// `null`.
    pub(super) fn intersected(&mut self, members: &[NodeId], context: ContextId) -> Vec<NodeId> {
        let file = self.store.context(context).file;
        let facts = self.sources.facts(file);
        let says_nothing =
            |node: NodeId| matches!(facts.node(node), TypeNode::Object(body) if body.is_empty());
        if members.iter().any(|member| says_nothing(*member))
            && members.iter().any(|member| self.is_mapped_before(*member, context))
        {
            return members.iter().copied().filter(|member| !says_nothing(*member)).collect();
        }
        members.to_vec()
    }

    /// Whether a node is a mapped type over a type parameter, by itself or by a name for one.
    fn is_mapped_before(&mut self, node: NodeId, context: ContextId) -> bool {
        let here = self.store.context(context).clone();
        let facts = self.sources.facts(here.file);
        let (path, arguments) = match facts.node(node) {
            TypeNode::Mapped { .. } => return true,
            TypeNode::Intersection(members) => {
                return members.iter().any(|member| self.is_mapped_before(*member, context));
            }
            TypeNode::Reference { path, arguments } => (path, arguments),
            _ => return false,
        };
        let is_open =
            |argument: &NodeId| super::infer::mentions_one_of(&facts, *argument, &here.bindings);
        if !arguments.iter().any(is_open) {
            return false;
        }
        let found = self.sources.lookup_path(here.file, here.scope, path, Meaning::Type);
        let (file, scope, name) = match found {
            Ok(Some(Symbol::Declared { file, scope, name })) => (file, scope, name),
            Ok(None) => (FileId::LANGUAGE, MODULE_SCOPE, Name::clone(&path[path.len() - 1])),
            _ => return false,
        };
        let sites = self.sources.declarations(file, scope, &name);
        let Some((site, node)) = sites.iter().find_map(|site| match site.kind() {
            DeclKind::Alias { node, .. } => Some((site, *node)),
            _ => None,
        }) else {
            return false;
        };
        let DeclKind::Alias { params, .. } = site.kind() else { return false };
        let named = NamedKey { file, scope, name, arguments: Vec::new() };
        let context = self.instantiate(site, &named, params, None);
        self.guarded(|this| this.is_mapped_before(node, context)).unwrap_or(false)
    }

    /// The intersection of `members`.
    pub(crate) fn intersection(&mut self, members: Vec<Ty>, place: Place) -> Ty {
        // Marks wait until there is something to narrow.
        let mut marks = Vec::new();
        let mut rest = Vec::new();
        for member in members {
            let opened = self.expand(member);
            match self.get(opened) {
                Type::Mark(mark) => marks.push(mark),
                Type::Problem(_) => return opened,
                _ => rest.push(member),
            }
        }
        let Some((first, others)) = rest.split_first() else {
            return self.marks_alone(&marks, place);
        };
        let mut result = *first;
        for other in others {
            result = self.meet(result, *other, place);
        }
        for mark in marks {
            result = self.narrow(result, &mark, place);
        }
        result
    }

    /// `Min<1> & Max<2>`: one mark, for `type Range = Min<1> & Max<2>`.
    fn marks_alone(&mut self, marks: &[Arc<super::Mark>], place: Place) -> Ty {
        let Some((first, others)) = marks.split_first() else {
            return self.plain(Type::Unknown);
        };
        let mut all = (**first).clone();
        for other in others {
            if all.narrows != other.narrows
                && all.narrows != Narrows::Anything
                && other.narrows != Narrows::Anything
            {
                return self.failure(
                    Code::ConstraintMisused,
                    place,
                    format!("`{}` and `{}` narrow different types", all.name, other.name),
                    "intersect each with the type it narrows",
                );
            }
            if all.narrows == Narrows::Anything {
                all.narrows = other.narrows;
            }
            all.constraints.merge(other.constraints.clone());
            if let Some(brand) = &other.brand {
                // One mark carries one brand; two are a case nobody has written yet.
                all.brand = Some(all.brand.take().unwrap_or_else(|| brand.clone()));
            }
        }
        self.plain(Type::Mark(Arc::new(all)))
    }

    pub(super) fn meet(&mut self, left: Ty, right: Ty, place: Place) -> Ty {
        if let Err(spent) = self.afford(1) {
            return spent;
        }
        self.depth += 1;
        let met = if self.depth > super::MAX_DEPTH {
            self.failure(
                Code::TypeTooLarge,
                place,
                "this type nests too deeply",
                "name its parts and put them together",
            )
        } else {
            self.meet_below(left, right, place)
        };
        self.depth -= 1;
        met
    }

    fn meet_below(&mut self, left: Ty, right: Ty, place: Place) -> Ty {
        if [left, right].into_iter().any(|side| self.is_kept_together(side)) {
            return self.unsupported(
                place,
                "an intersection with `NoInfer`",
                "leave `NoInfer` out: it only means something to the call of a function",
            );
        }
        let (left, right) = (self.reveal_members(left), self.reveal_members(right));
        match (self.get(left), self.get(right)) {
            (Type::Member { .. }, Type::Member { .. } | Type::Literal(_))
            | (Type::Literal(_), Type::Member { .. })
                if left != right =>
            {
                return self.plain(Type::Never);
            }
            (Type::Member { .. }, Type::String | Type::Number) if self.assignable(left, right) => {
                return left;
            }
            (Type::String | Type::Number, Type::Member { .. }) if self.assignable(right, left) => {
                return right;
            }
            _ => {}
        }
        if left == right {
            return left;
        }
        if let Some(whole) = self.whole_of(left, right, place) {
            return whole;
        }
        let left_open = self.expand(left);
        let right_open = self.expand(right);
        if left_open == right_open {
            return left;
        }
        match (self.get(left_open), self.get(right_open)) {
            (Type::Problem(_) | Type::Never | Type::Any, _) => left_open,
            (_, Type::Problem(_) | Type::Never | Type::Any) => right_open,
            (Type::Unknown, _) => right,
            (_, Type::Unknown) => left,
            (Type::Union(members), _) => {
                let met =
                    members.into_iter().map(|member| self.meet(member, right, place)).collect();
                self.union(met)
            }
            (_, Type::Union(members)) => {
                let met =
                    members.into_iter().map(|member| self.meet(left, member, place)).collect();
                self.union(met)
            }
            (Type::Object(one), Type::Object(_)) if says_nothing(&one) => right,
            (Type::Object(_), Type::Object(other)) if says_nothing(&other) => left,
            (Type::Object(one), Type::Object(other)) => self.merge_objects(&one, &other, place),
            // Signatures keep their order.
            (Type::Function { .. }, Type::Object(other)) if other.callable.is_some() => {
                let called = Shape { callable: Some(left_open), ..Shape::default() };
                self.merge_objects(&called, &other, place)
            }
            (Type::Refined { base, constraints, brands, members }, _) => {
                let met = self.meet(base, right, place);
                self.refine_by(met, (*constraints).clone(), &brands, members)
            }
            (_, Type::Refined { base, constraints, brands, members }) => {
                let met = self.meet(left, base, place);
                self.refine_by(met, (*constraints).clone(), &brands, members)
            }
            // Both say how they travel, and the last one is heard.
            (Type::Object(shape), Type::Date) if shape.property("toJSON").is_some() => {
                let date = self.apparent(right_open).unwrap_or_default();
                self.merge_objects(&shape, &date, place)
            }
            (Type::Object(shape), other) => self.meet_object(&shape, right, &other, place),
            (other, Type::Object(shape)) => self.meet_object(&shape, left, &other, place),
            (one, other) => self.meet_plain((left_open, &one), (right_open, &other), place),
        }
    }

    /// `NoInfer`, which an intersection would take apart.
    fn is_kept_together(&mut self, ty: Ty) -> bool {
        let kept = self.shown(ty);
        matches!(self.store.get(kept), Type::NoInfer(_))
    }

    fn reveal_members(&mut self, ty: Ty) -> Ty {
        let revealed = self.reveal(ty);
        match self.store.get(revealed) {
            Type::Member { .. } | Type::Union(_) | Type::Literal(_) => revealed,
            _ => ty,
        }
    }

    fn meet_plain(&mut self, left: (Ty, &Type), right: (Ty, &Type), place: Place) -> Ty {
        if is_primitive(left.1) && is_primitive(right.1) {
            if self.assignable(left.0, right.0) {
                return left.0;
            }
            if self.assignable(right.0, left.0) {
                return right.0;
            }
            let is_pattern = |node: &Type| matches!(node, Type::Template(_) | Type::Cased(..));
            if is_pattern(left.1) && is_pattern(right.1) {
                return self.unsupported(
                    place,
                    "text that has to be of two forms at once",
                    "write one template that says both",
                );
            }
            return self.plain(Type::Never);
        }
        if let (Type::NonPrimitive, other) = (left.1, right.1) {
            return if is_primitive(other) { self.plain(Type::Never) } else { right.0 };
        }
        if let (other, Type::NonPrimitive) = (left.1, right.1) {
            return if is_primitive(other) { self.plain(Type::Never) } else { left.0 };
        }
        let is_nothing = |node: &Type| matches!(node, Type::Null | Type::Undefined);
        if is_nothing(left.1) || is_nothing(right.1) {
            return self.plain(Type::Never);
        }
        match (left.1, right.1) {
            (Type::Bytes(one), Type::Bytes(other)) if one.fits(*other) => left.0,
            (Type::Bytes(one), Type::Bytes(other)) if other.fits(*one) => right.0,
            // Each says in a member what it is called, and `bigint` does as well.
            (Type::Bytes(_), Type::Bytes(_) | Type::BigInt | Type::Literal(Lit::BigInt(_)))
            | (Type::BigInt | Type::Literal(Lit::BigInt(_)), Type::Bytes(_)) => {
                self.plain(Type::Never)
            }
            (one, other) if is_no_data(one) || is_no_data(other) => self.unsupported(
                place,
                "this intersection",
                "intersect objects with objects, or put one type inside the other",
            ),
            (Type::Function { .. }, Type::Function { .. }) => {
                let others = vec![left.0];
                let both = Shape { callable: Some(right.0), others, ..Shape::default() };
                self.store.object(both)
            }
            (one, _) if is_primitive(one) => self.branded(left.0, right.0),
            (_, other) if is_primitive(other) => self.branded(right.0, left.0),
            (Type::Array { .. } | Type::Tuple { .. }, _) => self.branded(left.0, right.0),
            (_, Type::Array { .. } | Type::Tuple { .. }) => self.branded(right.0, left.0),
            _ => self.branded(left.0, right.0),
        }
    }

    /// An object and something that is not one: a brand, more members, or nothing.
    fn meet_object(&mut self, shape: &Shape, other: Ty, opened: &Type, place: Place) -> Ty {
        match opened {
            Type::Null | Type::Undefined => self.plain(Type::Never),
            _ if says_nothing(shape) => other,
            Type::NonPrimitive => self.store.object(shape.clone()),
            Type::Function { .. } => {
                let mut called = shape.clone();
                self.add_signature(&mut called, other);
                self.finish_shape(called)
            }
            node if is_no_data(node) || matches!(node, Type::Mark(_)) => self.unsupported(
                place,
                "intersecting an object with a type that is not data",
                "put one inside the other",
            ),
            _ => {
                let members = self.store.object(shape.clone());
                self.branded(other, members)
            }
        }
    }

    /// A value of `base` that also has `members`. A primitive never has members of its own: they
    /// tell it from others, and nothing else.
    pub(super) fn branded(&mut self, base: Ty, members: Ty) -> Ty {
        let members = match self.get(members) {
            // Beside something that asks for more it is not weak.
            Type::Object(shape) if !shape.strong => {
                self.store.object(Shape { strong: true, ..(*shape).clone() })
            }
            _ => members,
        };
        let brand = match self.get(members) {
            Type::Object(shape) => self.brand_name(&shape),
            _ => "intersection".to_owned(),
        };
        self.refine_by(base, Constraints::default(), &[brand], Some(members))
    }

    /// The name of a hand-made brand `{ __brand: 'UserId' }`: its literal, or its key.
    fn brand_name(&mut self, shape: &Shape) -> String {
        for property in &shape.properties {
            let value = self.expand(property.ty);
            if let Type::Literal(Lit::String(text)) = self.store.get(value) {
                return text.to_string();
            }
        }
        shape.properties.first().map_or_else(String::new, |property| {
            match property.name.rsplit_once(':') {
                Some((_, name)) if property.kind == PropKind::Symbol => name.to_owned(),
                _ => property.name.to_string(),
            }
        })
    }

    pub(super) fn merge_objects(&mut self, left: &Shape, right: &Shape, place: Place) -> Ty {
        if says_nothing(left) {
            return self.store.object(right.clone());
        }
        if says_nothing(right) {
            return self.store.object(left.clone());
        }
        if let Err(spent) = self.afford(left.properties.len() + right.properties.len()) {
            return spent;
        }
        let mut merged = left.clone();
        merged.strong = !is_weak(left) || !is_weak(right);
        merged.mapped |= right.mapped;
        merged.reordered |= right.reordered;
        merged.overloads_untold |= right.overloads_untold;
        merged.joined = true;
        for property in &right.properties {
            let Some(position) =
                merged.properties.iter().position(|known| known.name == property.name)
            else {
                merged.properties.push(property.clone());
                continue;
            };
            let known = merged.properties[position].clone();
            let ty = if known.ty == property.ty {
                known.ty
            } else {
                // What may be left out lets the other one be `undefined`.
                let differ = known.optional != property.optional;
                let [left, right] = [&known, property].map(|own| {
                    if differ && own.optional { self.or_undefined(own.ty) } else { own.ty }
                });
                self.plain(Type::Meeting { left, right, place })
            };
            if let Some(conflict) = self.discriminating_conflict(ty, &known, property) {
                return conflict;
            }
            merged.properties[position] = Prop {
                ty,
                optional: known.optional && property.optional,
                readonly: known.readonly && property.readonly,
                docs: known.docs.or(property.docs),
                kind: known.kind.joined(property.kind),
                key: self.keys_of_meeting(&known, property),
                ..known
            };
        }
        for signature in &right.index {
            match merged.index.iter().position(|known| known.key == signature.key) {
                None => merged.index.push(signature.clone()),
                Some(position) => {
                    let known = merged.index[position].value;
                    merged.index[position].value =
                        self.intersection(vec![known, signature.value], place);
                }
            }
        }
        for signature in right.others.iter().chain(&right.callable) {
            self.add_signature(&mut merged, *signature);
        }
        if left.callable.is_some() && right.callable.is_some() && left.instance != right.instance {
            // What each of the signatures makes is not known any more.
            merged.others.push(self.plain(Type::Callable));
        }
        merged.instance = left.instance.or(right.instance);
        merged.declared |= right.declared;
        for secret in &right.secrets {
            if !merged.secrets.contains(secret) {
                merged.secrets.push(secret.clone());
            }
        }
        if has_conflicting_secrets(&merged) {
            return self.plain(Type::Never);
        }
        self.store.object(merged)
    }

    /// What `keyof` says of a member of two objects that meet: what it says of each, the first
    /// one's first.
    fn keys_of_meeting(&mut self, left: &Prop, right: &Prop) -> Option<Ty> {
        if left.key == right.key {
            return left.key;
        }
        let (left, right) = (self.key_of(left), self.key_of(right));
        Some(self.union(vec![left, right]))
    }

    /// `{ kind: 'a' } & { kind: 'b' }` is `never` as a whole: a member that is required and tells
    /// alternatives apart can be nothing. Where that cannot be told, the whole is not known.
    fn discriminating_conflict(&mut self, met: Ty, left: &Prop, right: &Prop) -> Option<Ty> {
        if left.optional && right.optional {
            return None;
        }
        let mut types = Vec::new();
        for own in [left, right] {
            let mut parts = Vec::new();
            self.parts_of_meeting(own.ty, &mut parts);
            for part in parts {
                let ty = if own.optional { self.or_undefined(part) } else { part };
                types.push(self.reveal(ty));
            }
        }
        if types.iter().all(|ty| *ty == types[0])
            || types.iter().any(|ty| matches!(self.store.get(*ty), Type::Never))
            || !types.iter().any(|ty| self.may_be_of_literals(*ty))
        {
            return None;
        }
        let met = self.expand(met);
        matches!(self.store.get(met), Type::Never | Type::Problem(_)).then_some(met)
    }

    /// The types that met to make `ty`.
    fn parts_of_meeting(&self, ty: Ty, parts: &mut Vec<Ty>) {
        match self.store.get(ty) {
            Type::Meeting { left, right, .. } => {
                self.parts_of_meeting(*left, parts);
                self.parts_of_meeting(*right, parts);
            }
            _ => parts.push(ty),
        }
    }

    /// Whether it is made of literals alone, or nobody knows.
    fn may_be_of_literals(&mut self, ty: Ty) -> bool {
        if matches!(self.store.get(ty), Type::Template(_) | Type::Cased(..) | Type::Problem(_)) {
            return true;
        }
        let members = self.constituents(ty);
        members.iter().all(|member| {
            matches!(
                self.store.get(*member),
                Type::Literal(_)
                    | Type::Member { .. }
                    | Type::UniqueSymbol(_)
                    | Type::Null
                    | Type::Undefined
            )
        })
    }

    /// `base` with more constraints and brands.
    pub(crate) fn refine(&mut self, base: Ty, constraints: Constraints, brands: &[String]) -> Ty {
        self.refine_by(base, constraints, brands, None)
    }

    fn refine_by(
        &mut self,
        base: Ty,
        constraints: Constraints,
        brands: &[String],
        members: Option<Ty>,
    ) -> Ty {
        if constraints.is_empty() && brands.is_empty() && members.is_none() {
            return base;
        }
        let opened = self.expand(base);
        match self.get(opened) {
            Type::Never | Type::Problem(_) => opened,
            Type::Boolean if members.is_some() => {
                let refined = self
                    .alternatives(opened)
                    .into_iter()
                    .map(|member| self.refine_by(member, constraints.clone(), brands, members))
                    .collect();
                self.union(refined)
            }
            Type::Union(alternatives) => {
                let refined = alternatives
                    .into_iter()
                    .map(|member| self.refine_by(member, constraints.clone(), brands, members))
                    .collect();
                self.union(refined)
            }
            Type::Refined { base, constraints: own, brands: own_brands, members: own_members } => {
                let mut all = (*own).clone();
                all.merge(constraints);
                let mut names = own_brands;
                names.extend(brands.iter().cloned());
                names.sort_unstable();
                names.dedup();
                let members = match (own_members, members) {
                    (Some(one), Some(other)) if one != other => {
                        let place = Place { file: FileId::NONE, span: Span::default() };
                        Some(self.intersection(vec![one, other], place))
                    }
                    (one, other) => one.or(other),
                };
                if let Some(met) = members {
                    let met = self.expand(met);
                    if matches!(self.store.get(met), Type::Never | Type::Problem(_)) {
                        return met;
                    }
                }
                self.plain(Type::Refined {
                    base,
                    constraints: Arc::new(all),
                    brands: names,
                    members,
                })
            }
            _ => self.plain(Type::Refined {
                base,
                constraints: Arc::new(constraints),
                brands: brands.to_vec(),
                members,
            }),
        }
    }
}

/// What no member can be added to.
fn is_no_data(node: &Type) -> bool {
    matches!(
        node,
        Type::Hole { .. } | Type::Framework { .. } | Type::Status { .. } | Type::Stream(..)
    )
}

pub(crate) fn is_primitive(node: &Type) -> bool {
    matches!(
        node,
        Type::Null
            | Type::Undefined
            | Type::Void
            | Type::Boolean
            | Type::Number
            | Type::String
            | Type::BigInt
            | Type::Symbol
            | Type::UniqueSymbol(_)
            | Type::Cased(..)
            | Type::Literal(_)
            | Type::Template(_)
    )
}

/// `{}`, which only says that there is something.
pub(super) fn says_nothing(shape: &Shape) -> bool {
    shape.properties.is_empty()
        && shape.index.is_empty()
        && shape.callable.is_none()
        && !shape.declared
        && !shape.mapped
}

/// Two members of one name, one of them private: nothing has both.
fn has_conflicting_secrets(shape: &Shape) -> bool {
    shape.secrets.iter().enumerate().any(|(index, secret)| {
        let is_private = secret.access == Access::Nobody && !secret.name.is_empty();
        let others = shape.secrets[..index].iter().chain(&shape.secrets[index + 1..]);
        is_private
            && (shape.property(&secret.name).is_some()
                || others.into_iter().any(|other| other.name == secret.name))
    })
}
