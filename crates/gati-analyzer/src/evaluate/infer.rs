//! `infer`: what the placeholders of a pattern stand for, read off a type that is matched with it.
//!
//! The pattern is evaluated like any other type, with a [`Type::Hole`] for each placeholder; types
//! are collected by walking both side by side. Whether they fit is asked afterwards, of the
//! pattern with the holes filled.
//!
//! The walk is long because it has a case for every constructor, and is kept in one place because
//! each case calls the others for its parts.

use rustc_hash::FxHashSet;

use super::{ContextId, Evaluator, Lit, Piece, Place, Shape, Slot, Ty, Type};
use crate::ir::{MemberKind, Name, NodeId, Span, TypeNode};
use crate::resolve::FileView;

/// A placeholder and what may stand in its place.
pub(super) struct Placeholder {
    pub name: Name,
    pub constraint: Option<NodeId>,
    pub stands: Stands,
}

/// What the place of a placeholder asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    Anywhere,
    /// In a template: it is text.
    InText,
    /// Behind `...`: it is a list.
    InList,
}

/// What was collected for the placeholders.
#[derive(Default)]
pub(super) struct Collected {
    found: Vec<(Name, Ty)>,
    /// From parameters, where every candidate must be accepted.
    contrary: Vec<(Name, Ty)>,
    constraints: Vec<(Name, Ty)>,
    seen: FxHashSet<(Ty, Ty)>,
    reversed: bool,
    /// Something stands in the way of knowing.
    failed: Option<Ty>,
}

impl Evaluator<'_> {
    /// The context in which the placeholders of a pattern stand for what `source` shows.
    pub(super) fn infer_from(
        &mut self,
        source: Ty,
        pattern: NodeId,
        placeholders: &[Placeholder],
        context: ContextId,
    ) -> Result<ContextId, Ty> {
        let holes = placeholders
            .iter()
            .map(|known| {
                let hole = Type::Hole { name: Name::clone(&known.name), spread: false };
                (Name::clone(&known.name), self.plain(hole))
            })
            .collect();
        let with_holes = self.bind(context, holes);
        let target = self.eval(pattern, with_holes);
        let mut collected = Collected::default();
        for known in placeholders {
            if let Some(node) = known.constraint {
                let constraint = self.eval(node, context);
                collected.constraints.push((Name::clone(&known.name), constraint));
            }
        }
        self.collect(source, target, &mut collected);
        if let Some(failed) = collected.failed {
            return Err(failed);
        }
        self.fill(placeholders, &collected, context)
    }

    fn fill(
        &mut self,
        placeholders: &[Placeholder],
        collected: &Collected,
        context: ContextId,
    ) -> Result<ContextId, Ty> {
        let mut bindings: Vec<(Name, Ty)> = Vec::new();
        for known in placeholders {
            let of = |all: &[(Name, Ty)]| -> Vec<Ty> {
                all.iter().filter(|(name, _)| *name == known.name).map(|(_, ty)| *ty).collect()
            };
            let found = of(&collected.found);
            let contrary = of(&collected.contrary);
            let mut ty = if !found.is_empty() {
                self.common_type(found.clone())?
            } else if contrary.is_empty() {
                self.plain(Type::Unknown)
            } else {
                let place = self.nowhere(context);
                self.intersection(contrary.clone(), place)
            };
            let constraint = collected.constraints.iter().find(|(name, _)| *name == known.name);
            if found.is_empty() && contrary.is_empty() && constraint.is_none() {
                ty = self.least_known(known.stands);
            }
            if let Some((_, constraint)) = constraint
                && !self.decided(ty, *constraint)?
            {
                ty = *constraint;
            }
            bindings.push((Name::clone(&known.name), ty));
        }
        Ok(self.bind(context, bindings))
    }

    fn least_known(&mut self, stands: Stands) -> Ty {
        let unknown = self.plain(Type::Unknown);
        match stands {
            Stands::Anywhere => unknown,
            Stands::InText => self.plain(Type::String),
            Stands::InList => self.plain(Type::Array { items: unknown, readonly: false }),
        }
    }

    fn nowhere(&self, context: ContextId) -> Place {
        Place { file: self.store.context(context).file, span: Span::default() }
    }

    /// The union of candidates without those that another one covers.
    pub(super) fn common_type(&mut self, candidates: Vec<Ty>) -> Result<Ty, Ty> {
        if let [only] = candidates.as_slice() {
            return Ok(*only);
        }
        let all = self.union(candidates);
        let forced = self.force(all);
        let Type::Union(members) = self.get(forced) else { return Ok(all) };
        let mut kept: Vec<Ty> = Vec::with_capacity(members.len());
        let mut covered: Vec<Ty> = Vec::new();
        for member in &members {
            let is_plain = self.is_plain(*member);
            for other in &members {
                if member == other || covered.contains(other) {
                    continue;
                }
                if is_plain && self.is_plain(*other) {
                    continue;
                }
                if self.decided(*member, *other)? {
                    // Which of two that fit each other stays is a matter of finer rules.
                    let both = self.decided(*other, *member)?;
                    if both || self.may_lack_members(*member) || self.may_lack_members(*other) {
                        let place = self.place_of(*member);
                        return Err(self.unsupported(
                            place,
                            "the union of types of which one covers another",
                            "write the type out",
                        ));
                    }
                    covered.push(*member);
                    break;
                }
            }
            if !covered.contains(member) {
                kept.push(*member);
            }
        }
        Ok(self.union(kept))
    }

    fn is_plain(&mut self, ty: Ty) -> bool {
        let opened = self.expand(ty);
        matches!(
            self.store.get(opened),
            Type::Literal(_)
                | Type::String
                | Type::Number
                | Type::Boolean
                | Type::BigInt
                | Type::Null
                | Type::Undefined
                | Type::Symbol
        )
    }

    fn may_lack_members(&mut self, ty: Ty) -> bool {
        let opened = self.expand(ty);
        match self.get(opened) {
            Type::Object(shape) => {
                !shape.index.is_empty() || shape.properties.iter().any(|own| own.optional)
            }
            Type::Literal(_) | Type::Template(_) => false,
            _ => true,
        }
    }

    fn collect(&mut self, source: Ty, target: Ty, into: &mut Collected) {
        if !self.has_hole(target, 0) || into.failed.is_some() {
            return;
        }
        let target = self.force(target);
        let source = self.force(source);
        if let Type::Hole { name, .. } = self.get(target) {
            if !self.has_hole(source, 0) {
                let list = if into.reversed { &mut into.contrary } else { &mut into.found };
                if !list.contains(&(Name::clone(&name), source)) {
                    list.push((name, source));
                }
            }
            return;
        }
        if !into.seen.insert((source, target)) || self.depth > super::MAX_DEPTH {
            return;
        }
        self.depth += 1;
        self.collect_below(source, target, into);
        self.depth -= 1;
    }

    fn collect_below(&mut self, source: Ty, target: Ty, into: &mut Collected) {
        if let (Type::Named(one), Type::Named(other)) = (self.get(source), self.get(target))
            && one.file == other.file
            && one.scope == other.scope
            && one.name == other.name
            && one.arguments.len() == other.arguments.len()
        {
            for (argument, wanted) in one.arguments.iter().zip(&other.arguments) {
                self.collect(*argument, *wanted, into);
            }
            return;
        }
        let target = self.expand(target);
        let opened = self.expand(source);
        if let Type::Union(targets) = self.get(target) {
            self.collect_into_union(source, &targets, into);
            return;
        }
        if let Type::Template(pieces) = self.get(target) {
            self.collect_template(opened, &pieces, into);
            return;
        }
        if let Type::Union(members) = self.get(opened) {
            for member in members {
                self.collect(member, target, into);
            }
            return;
        }
        match (self.get(opened), self.get(target)) {
            (Type::Problem(_), _) => into.failed = Some(opened),
            (_, Type::Problem(_)) => into.failed = Some(target),
            (Type::Refined { base, .. }, _) => self.collect(base, target, into),
            (Type::Promise(one), Type::Promise(other)) | (Type::Set(one), Type::Set(other)) => {
                self.collect(one, other, into);
            }
            (Type::Map { key, value }, Type::Map { key: to_key, value: to_value }) => {
                self.collect(key, to_key, into);
                self.collect(value, to_value, into);
            }
            (Type::Array { items, .. }, Type::Array { items: wanted, .. }) => {
                self.collect(items, wanted, into);
            }
            (Type::Tuple { slots, .. }, Type::Array { items: wanted, .. }) => {
                let items = self.slot_union(&slots);
                self.collect(items, wanted, into);
            }
            (Type::Tuple { slots, .. }, Type::Tuple { slots: wanted, .. }) => {
                self.collect_slots(Some(&slots), None, &wanted, into);
            }
            (Type::Array { items, .. }, Type::Tuple { slots: wanted, .. }) => {
                self.collect_slots(None, Some(items), &wanted, into);
            }
            (Type::Function { .. }, Type::Function { .. }) => {
                self.collect_signature(opened, target, into);
            }
            (Type::Object(shape), Type::Function { .. }) => {
                if let Some(callable) = shape.callable {
                    self.collect_signature(callable, target, into);
                }
            }
            (Type::Object(own), Type::Object(wanted)) => {
                self.collect_members(&own, &wanted, into);
            }
            (Type::Array { .. } | Type::Tuple { .. } | Type::String, Type::Object(wanted)) => {
                self.collect_length(opened, &wanted, into);
            }
            _ => {}
        }
    }

    /// `X | A`: what matches `A` goes there, and the rest is `X`.
    fn collect_into_union(&mut self, source: Ty, targets: &[Ty], into: &mut Collected) {
        let mut sources = self.alternatives(source);
        let mut open: Vec<Ty> = Vec::new();
        for target in targets {
            let forced = self.force(*target);
            let before = sources.len();
            sources.retain(|member| *member != forced);
            if sources.len() == before || self.has_hole(*target, 0) {
                open.push(*target);
            }
        }
        let mut closer = Vec::new();
        for target in &open {
            let mut matched = false;
            let mut rest = Vec::new();
            for member in sources {
                if self.is_of_one_kind(member, *target) {
                    self.collect(member, *target, into);
                    matched = true;
                } else {
                    rest.push(member);
                }
            }
            sources = rest;
            if !matched {
                closer.push(*target);
            }
        }
        if sources.is_empty() || closer.is_empty() {
            return;
        }
        let mut naked = Vec::new();
        let mut unmatched = Vec::new();
        let before = into.found.len() + into.contrary.len();
        for target in &closer {
            let forced = self.force(*target);
            if matches!(self.store.get(forced), Type::Hole { .. }) {
                naked.push(forced);
            }
        }
        for member in &sources {
            let before = into.found.len() + into.contrary.len();
            for target in &closer {
                if !naked.contains(target) {
                    self.collect(*member, *target, into);
                }
            }
            if into.found.len() + into.contrary.len() == before {
                unmatched.push(*member);
            }
        }
        if let [only] = naked.as_slice() {
            if !unmatched.is_empty() {
                let rest = self.union(unmatched);
                self.collect(rest, *only, into);
            } else if into.found.len() + into.contrary.len() == before {
                self.collect(source, *only, into);
            }
        } else {
            for hole in naked {
                self.collect(source, hole, into);
            }
        }
    }

    /// Two instances of one declaration, or two lists.
    fn is_of_one_kind(&mut self, source: Ty, target: Ty) -> bool {
        let source = self.force(source);
        let target = self.force(target);
        match (self.get(source), self.get(target)) {
            (Type::Named(one), Type::Named(other)) => {
                one.file == other.file && one.scope == other.scope && one.name == other.name
            }
            (Type::Array { readonly: one, .. }, Type::Array { readonly: other, .. }) => {
                one == other
            }
            (Type::Promise(_), Type::Promise(_))
            | (Type::Set(_), Type::Set(_))
            | (Type::Map { .. }, Type::Map { .. }) => true,
            _ => false,
        }
    }

    fn collect_members(&mut self, own: &Shape, wanted: &Shape, into: &mut Collected) {
        for property in &wanted.properties {
            let Some(found) = own.property(&property.name) else { continue };
            let source = if found.optional { self.or_undefined(found.ty) } else { found.ty };
            let target =
                if property.optional { self.or_undefined(property.ty) } else { property.ty };
            self.collect(source, target, into);
        }
        if let (Some(one), Some(other)) = (own.callable, wanted.callable) {
            self.collect_signature(one, other, into);
        }
        for signature in &wanted.index {
            let key = self.expand(signature.key);
            let mut types = Vec::new();
            if !own.declared {
                for property in &own.properties {
                    let covered = match self.get(key) {
                        Type::String => true,
                        Type::Number => property.name.parse::<f64>().is_ok(),
                        Type::Template(pieces) => self.text_fits(&property.name, &pieces),
                        _ => false,
                    };
                    if covered {
                        types.push(if property.optional {
                            self.without_undefined(property.ty)
                        } else {
                            property.ty
                        });
                    }
                }
            }
            for found in &own.index {
                let own_key = self.expand(found.key);
                let applies = own_key == key
                    || matches!(self.store.get(key), Type::String)
                    || matches!(self.store.get(own_key), Type::String);
                if applies {
                    types.push(found.value);
                }
            }
            if !types.is_empty() {
                let all = self.union(types);
                self.collect(all, signature.value, into);
            }
        }
    }

    fn collect_length(&mut self, list: Ty, wanted: &Shape, into: &mut Collected) {
        if let Some(length) = wanted.property("length") {
            let (target, own) = (length.ty, self.length_of(list));
            self.collect(own, target, into);
        }
        for signature in &wanted.index {
            let key = self.expand(signature.key);
            if matches!(self.store.get(key), Type::Number) {
                let items = match self.get(list) {
                    Type::Array { items, .. } => items,
                    Type::Tuple { slots, .. } => self.slot_union(&slots),
                    _ => continue,
                };
                self.collect(items, signature.value, into);
            }
        }
    }

    /// Places of a list against places of a tuple: from both ends inwards.
    fn collect_slots(
        &mut self,
        own: Option<&[Slot]>,
        items: Option<Ty>,
        wanted: &[Slot],
        into: &mut Collected,
    ) {
        let own = own.unwrap_or_default();
        let fixed = |slots: &[Slot]| slots.iter().take_while(|slot| !slot.rest).count();
        let fixed_end = |slots: &[Slot]| slots.iter().rev().take_while(|slot| !slot.rest).count();
        let is_variable = wanted.iter().any(|slot| slot.rest);
        let same = own.len() == wanted.len()
            && items.is_none()
            && own.iter().zip(wanted).all(|(one, other)| {
                one.rest == other.rest && (!other.rest || !self.is_spread(other.ty))
            });
        if same {
            for (one, other) in own.iter().zip(wanted) {
                self.collect_slot(one, other, into);
            }
            return;
        }
        let start = fixed(own).min(fixed(wanted));
        let end = if is_variable { fixed_end(own).min(fixed_end(wanted)) } else { 0 };
        let end = end.min(own.len() - start);
        for (one, other) in own.iter().zip(wanted).take(start) {
            self.collect_slot(one, other, into);
        }
        let middle = own.get(start..own.len() - end).unwrap_or_default();
        let open = wanted.get(start..wanted.len() - end).unwrap_or_default();
        let only_rest = match (items, middle) {
            (Some(items), _) => Some(items),
            (None, [Slot { ty, rest: true, .. }]) => Some(*ty),
            _ => None,
        };
        if let Some(rest) = only_rest {
            for slot in open {
                let source = if slot.rest && self.is_spread(slot.ty) {
                    self.plain(Type::Array { items: rest, readonly: false })
                } else {
                    rest
                };
                self.collect(source, slot.ty, into);
            }
        } else if let [slot] = open
            && slot.rest
        {
            if self.is_spread(slot.ty) {
                let slice = self.finish_tuple(middle.to_vec());
                self.collect(slice, slot.ty, into);
            } else if !middle.is_empty() {
                let items = self.slot_union(middle);
                self.collect(items, slot.ty, into);
            }
        } else if open.iter().filter(|slot| slot.rest).count() > 1 {
            let place = self.place_of(open[0].ty);
            into.failed = Some(self.unsupported(
                place,
                "`infer` in two spreads of one tuple",
                "spread one of them",
            ));
        }
        for offset in 1..=end {
            let (one, other) = (&own[own.len() - offset], &wanted[wanted.len() - offset]);
            self.collect_slot(one, other, into);
        }
    }

    fn collect_slot(&mut self, one: &Slot, other: &Slot, into: &mut Collected) {
        let source = if one.optional { self.or_undefined(one.ty) } else { one.ty };
        let target = if other.optional { self.or_undefined(other.ty) } else { other.ty };
        self.collect(source, target, into);
    }

    /// `...infer R`, which stands for a list and not for its items.
    fn is_spread(&self, ty: Ty) -> bool {
        matches!(self.store.get(ty), Type::Hole { spread: true, .. })
    }

    fn collect_signature(&mut self, source: Ty, target: Ty, into: &mut Collected) {
        let (
            Type::Function { function, context, constructs },
            Type::Function { function: wanted, context: wanted_context, constructs: constructed },
        ) = (self.get(source), self.get(target))
        else {
            return;
        };
        if constructs != constructed {
            return;
        }
        let place = self.nowhere(context);
        let own = self.parameters_of(source, place);
        let pattern = self.parameters_of(target, place);
        into.reversed = !into.reversed;
        match (self.get(own), self.get(pattern)) {
            (Type::Problem(_), _) if self.has_hole(pattern, 0) => into.failed = Some(own),
            (_, Type::Problem(_)) => into.failed = Some(pattern),
            (Type::Tuple { slots, .. }, Type::Tuple { slots: wanted, .. }) => {
                self.collect_parameters(&slots, &wanted, into);
            }
            _ => {}
        }
        into.reversed = !into.reversed;
        let result = self.declared_return(wanted, wanted_context, place);
        if self.has_hole(result, 0) {
            let own = self.declared_return(function, context, place);
            self.collect(own, result, into);
        }
    }

    fn collect_parameters(&mut self, own: &[Slot], wanted: &[Slot], into: &mut Collected) {
        for (position, slot) in wanted.iter().enumerate() {
            if slot.rest {
                let rest: Vec<Slot> = own.get(position..).unwrap_or_default().to_vec();
                if self.is_spread(slot.ty) {
                    let rest = self.finish_tuple(rest);
                    // The whole list of parameters is a result, not something to be accepted.
                    self.collect(rest, slot.ty, into);
                } else {
                    for one in rest {
                        self.collect_slot(&one, slot, into);
                    }
                }
            } else if let Some(one) =
                own.get(position).or_else(|| own.last().filter(|last| last.rest))
            {
                let source = if one.optional { self.or_undefined(one.ty) } else { one.ty };
                self.collect(source, slot.ty, into);
            }
        }
    }

    fn collect_template(&mut self, source: Ty, pieces: &[Piece], into: &mut Collected) {
        let members = self.alternatives(source);
        for member in members {
            let own = match self.get(member) {
                Type::Literal(Lit::String(text)) => vec![Piece::Text(text)],
                Type::Template(own) => own,
                _ => continue,
            };
            let holes: Vec<Ty> = pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Hole(hole) => Some(*hole),
                    Piece::Text(_) => None,
                })
                .collect();
            let only_holes = holes.len() == pieces.len();
            let matches = match self.match_template(&own, pieces) {
                Some(matches) => matches,
                None if only_holes => vec![self.plain(Type::Never); holes.len()],
                None => continue,
            };
            for (found, hole) in matches.into_iter().zip(holes) {
                let found = self.preferred(found, hole, into);
                self.collect(found, hole, into);
            }
        }
    }

    /// Text caught by `infer N extends number` is a number.
    fn preferred(&mut self, found: Ty, hole: Ty, into: &Collected) -> Ty {
        let (Type::Literal(Lit::String(text)), Type::Hole { name, .. }) =
            (self.get(found), self.get(hole))
        else {
            return found;
        };
        let Some((_, constraint)) = into.constraints.iter().find(|(known, _)| *known == name)
        else {
            return found;
        };
        let members = self.alternatives(*constraint);
        if members.iter().any(|member| matches!(self.store.get(*member), Type::String | Type::Any))
        {
            return found;
        }
        for member in members {
            let literal = match self.get(member) {
                Type::Number => number_of(&text).map(Lit::number),
                Type::BigInt => bigint_of(&text),
                Type::Literal(literal) if literal.text() == *text => Some(literal),
                Type::Null if &*text == "null" => return member,
                Type::Undefined if &*text == "undefined" => return member,
                _ => None,
            };
            if let Some(literal) = literal {
                return self.plain(Type::Literal(literal));
            }
        }
        found
    }

    /// Whether a placeholder can be reached from `ty`.
    pub(super) fn has_hole(&self, ty: Ty, depth: u32) -> bool {
        if depth > 30 {
            return false;
        }
        let below = |ty: Ty| self.has_hole(ty, depth + 1);
        let in_context = |context: ContextId| {
            self.store.context(context).bindings.iter().any(|(_, bound)| below(*bound))
        };
        match self.store.get(ty) {
            Type::Hole { .. } => true,
            Type::Array { items, .. } | Type::Set(items) | Type::Promise(items) => below(*items),
            Type::Map { key, value } => below(*key) || below(*value),
            Type::Tuple { slots, .. } => slots.iter().any(|slot| below(slot.ty)),
            Type::Union(members) => members.iter().any(|member| below(*member)),
            Type::Template(pieces) => pieces.iter().any(|piece| match piece {
                Piece::Hole(hole) => below(*hole),
                Piece::Text(_) => false,
            }),
            Type::Object(shape) => {
                shape.properties.iter().any(|own| below(own.ty))
                    || shape.index.iter().any(|own| below(own.key) || below(own.value))
                    || shape.callable.is_some_and(below)
            }
            Type::Function { context, .. }
            | Type::Deferred { context, .. }
            | Type::DeferredValue { context, .. } => in_context(*context),
            Type::Named(named) => named.arguments.iter().any(|argument| below(*argument)),
            Type::Refined { base, .. } => below(*base),
            Type::Meeting { left, right, .. } => below(*left) || below(*right),
            _ => false,
        }
    }
}

/// The number a text is the spelling of, exactly.
fn number_of(text: &str) -> Option<f64> {
    let value: f64 = text.parse().ok()?;
    (value.is_finite() && super::store::number_text(value) == text).then_some(value)
}

fn bigint_of(text: &str) -> Option<Lit> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_spelled_so = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
        && text != "-0";
    is_spelled_so.then(|| Lit::BigInt(Name::from(text)))
}

/// The placeholders that stand below `node`.
pub(super) fn placeholders(facts: &FileView, node: NodeId) -> Vec<Placeholder> {
    let mut found: Vec<Placeholder> = Vec::new();
    let mut open = vec![(node, Stands::Anywhere)];
    while let Some((node, stands)) = open.pop() {
        if found.len() > 1_000 || open.len() > 100_000 {
            break;
        }
        if let TypeNode::Infer { name, constraint } = facts.node(node) {
            if let Some(known) = found.iter_mut().find(|known| known.name == *name) {
                known.constraint = known.constraint.or(*constraint);
            } else {
                let (name, constraint) = (Name::clone(name), *constraint);
                found.push(Placeholder { name, constraint, stands });
            }
            continue;
        }
        below(facts, node, &mut open);
    }
    found
}

/// Every type that stands directly in another.
fn below(facts: &FileView, node: NodeId, open: &mut Vec<(NodeId, Stands)>) {
    let mut push = |node: NodeId| open.push((node, Stands::Anywhere));
    match facts.node(node) {
        TypeNode::Array(items) => push(*items),
        TypeNode::Tuple(items) => open.extend(
            items
                .iter()
                .map(|item| (item.node, if item.rest { Stands::InList } else { Stands::Anywhere })),
        ),
        TypeNode::Union(members) | TypeNode::Intersection(members) => {
            members.iter().copied().for_each(push);
        }
        TypeNode::Reference { arguments, .. } | TypeNode::Import { arguments, .. } => {
            arguments.iter().copied().for_each(push);
        }
        TypeNode::Operator { operand, .. } => push(*operand),
        TypeNode::Template { holes, .. } => {
            open.extend(holes.iter().map(|hole| (*hole, Stands::InText)));
        }
        TypeNode::IndexedAccess { object, index } => {
            push(*object);
            push(*index);
        }
        TypeNode::Mapped { constraint, value, .. } => {
            push(*constraint);
            value.iter().copied().for_each(push);
        }
        TypeNode::Object(members) => {
            for member in members {
                match &member.kind {
                    MemberKind::Property { node, .. } => {
                        open.extend(node.map(|node| (node, Stands::Anywhere)));
                    }
                    MemberKind::Index { key, value } => {
                        open.extend([(*key, Stands::Anywhere), (*value, Stands::Anywhere)]);
                    }
                    MemberKind::Method(function)
                    | MemberKind::Getter(function)
                    | MemberKind::Call(function)
                    | MemberKind::Construct(function) => push_function(facts, *function, open),
                    MemberKind::Setter => {}
                }
            }
        }
        TypeNode::Function(function) | TypeNode::Constructor(function) => {
            push_function(facts, *function, open);
        }
        _ => {}
    }
}

fn push_function(
    facts: &FileView,
    function: crate::ir::FunctionId,
    open: &mut Vec<(NodeId, Stands)>,
) {
    let function = facts.signature(function);
    open.extend(function.returns.map(|node| (node, Stands::Anywhere)));
    open.extend(function.parameters.iter().filter_map(|parameter| {
        let stands = if parameter.rest { Stands::InList } else { Stands::Anywhere };
        Some((parameter.node?, stands))
    }));
}
