//! `infer`: what the placeholders of a pattern stand for, read off a type that is matched with it.
//!
//! The pattern is evaluated like any other type, with a [`Type::Hole`] for each placeholder; types
//! are collected by walking both side by side. Whether they fit is asked afterwards, of the
//! pattern with the holes filled.
//!
//! Here is what a pair of types shows; the families of types have files of their own.

mod alternatives;
mod lists;
mod objects;
mod pattern;
mod signatures;
mod texts;

use rustc_hash::FxHashSet;

use super::{ContextId, Evaluator, Place, Shape, Ty, Type};
use crate::ir::{Name, NodeId, Span};

use pattern::{Placeholder, Stands};
pub(super) use pattern::{mentions_one_of, mentions_this, placeholders};

/// What was collected for the placeholders.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) found: Vec<(Name, Ty)>,
    /// From parameters, where every candidate must be accepted.
    pub(super) contrary: Vec<(Name, Ty)>,
    constraints: Vec<(Name, Ty)>,
    seen: FxHashSet<(Ty, Ty)>,
    reversed: bool,
    /// Something stands in the way of knowing.
    pub(super) failed: Option<Ty>,
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
                self.subtype_union(found.clone())?
            } else if contrary.is_empty() {
                self.plain(Type::Unknown)
            } else {
                let place = self.nowhere(context);
                let met = self.intersection(contrary.clone(), place);
                self.without_order(met)
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

    pub(super) fn collect(&mut self, source: Ty, target: Ty, into: &mut Collected) {
        if !self.has_hole(target) || into.failed.is_some() {
            return;
        }
        if let Err(spent) = self.afford(1) {
            into.failed = Some(spent);
            return;
        }
        let target = self.force(target);
        let source = self.force(source);
        if let Type::Hole { name, .. } = self.get(target) {
            if !self.has_hole(source) {
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
            (Type::Stream(..), _) | (_, Type::Stream(..)) => {
                into.failed = Some(self.stream_not_inferred(source));
            }
            (Type::Refined { members: Some(_), .. }, Type::Object(wanted)) => {
                self.collect_branded(opened, &wanted, into);
            }
            (Type::Refined { base, members, .. }, _) => {
                self.collect(base, target, into);
                if let Some(members) = members {
                    self.collect(members, target, into);
                }
            }
            (Type::Promise(one), Type::Promise(other) | Type::PromiseLike(other))
            | (Type::PromiseLike(one), Type::PromiseLike(other))
            | (Type::Set { items: one, .. }, Type::Set { items: other, .. }) => {
                self.collect(one, other, into);
            }
            (Type::Map { key, value, .. }, Type::Map { key: to_key, value: to_value, .. }) => {
                self.collect(key, to_key, into);
                self.collect(value, to_value, into);
            }
            (Type::Array { .. } | Type::Tuple { .. }, Type::Array { .. } | Type::Tuple { .. }) => {
                self.collect_list(opened, target, into);
            }
            (Type::Function { .. } | Type::Object(_), Type::Function { .. }) => {
                self.collect_all_signatures(opened, target, into);
            }
            (Type::Function { .. }, Type::Object(wanted)) if wanted.callable.is_some() => {
                self.collect_all_signatures(opened, target, into);
            }
            (Type::Object(own), Type::Promise(wanted) | Type::PromiseLike(wanted)) => {
                self.collect_promised(&own, wanted, into);
            }
            (
                Type::Object(own),
                Type::Map { .. } | Type::Set { .. } | Type::Array { .. } | Type::Tuple { .. },
            ) => self.collect_like(&own, target, into),
            (Type::Object(own), Type::Object(wanted)) => {
                self.collect_members(&own, &wanted, into);
                self.collect_all_signatures(opened, target, into);
            }
            (Type::Array { .. } | Type::Tuple { .. } | Type::String, Type::Object(wanted)) => {
                self.collect_length(opened, &wanted, into);
            }
            _ => {}
        }
    }

    fn stream_not_inferred(&mut self, source: Ty) -> Ty {
        let place = self.place_of(source);
        self.unsupported(place, "`infer` through a stream", "write the type of its elements out")
    }

    fn collect_branded(&mut self, source: Ty, wanted: &Shape, into: &mut Collected) {
        if let Some(own) = self.apparent(source) {
            // What is partly no object has no signature it does not write.
            let own = Shape { declared: true, ..(*own).clone() };
            self.collect_members(&own, wanted, into);
        }
    }

    /// An interface that extends a promise gives what its `then` hands on.
    fn collect_promised(&mut self, own: &Shape, wanted: Ty, into: &mut Collected) {
        if let Some(then) = own.property("then").map(|then| then.ty)
            && let Some(given) = self.fulfilled(then)
        {
            self.collect(given, wanted, into);
        }
    }

    /// Whether a placeholder can be reached from `ty`.
    pub(super) fn has_hole(&self, ty: Ty) -> bool {
        self.store.has_hole(ty)
    }
}
