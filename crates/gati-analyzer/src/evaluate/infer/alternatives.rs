//! Patterns that are unions: what matches one alternative goes there, the rest to the naked ones.

use super::super::{Evaluator, Ty, Type};
use super::Collected;

impl Evaluator<'_> {
    /// `X | A`: what matches `A` goes there, and the rest is `X`.
    pub(super) fn collect_into_union(&mut self, source: Ty, targets: &[Ty], into: &mut Collected) {
        let mut sources = self.alternatives(source);
        let mut open: Vec<Ty> = Vec::new();
        for target in targets {
            let forced = self.force(*target);
            let before = sources.len();
            sources.retain(|member| *member != forced);
            if sources.len() == before || self.has_hole(*target) {
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
    pub(super) fn is_of_one_kind(&mut self, source: Ty, target: Ty) -> bool {
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
            | (Type::PromiseLike(_), Type::PromiseLike(_))
            | (Type::Set { .. }, Type::Set { .. })
            | (Type::Map { .. }, Type::Map { .. }) => true,
            _ => false,
        }
    }
}
