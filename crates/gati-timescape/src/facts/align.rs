//! Alternatives of two nodes, side by side.

use rustc_hash::FxHashSet;

use super::{Looked, Place, Relation, Trend, Walk, describe};
use crate::graph::{AltId, Kind, NodeId, Shape, Texts};
use crate::rules::Fact;

impl Walk<'_, '_> {
    pub(super) fn parts(&mut self, looked: &Looked) {
        let (old, new) = (self.alts(looked.place.old), self.alts(looked.place.new));
        let kinds = |alts: &[AltId]| -> FxHashSet<Kind> {
            alts.iter().map(|alt| self.judge.world.arena.alt(*alt).shape.kind()).collect()
        };
        let (before, after) = (kinds(&old), kinds(&new));
        if before.is_disjoint(&after) {
            if !old.is_empty() || !new.is_empty() {
                let arena = &self.judge.world.arena;
                let words = (describe::all(arena, &old), describe::all(arena, &new));
                self.say(looked, Fact::TypeChanged, Trend::Other, words);
            }
            return;
        }
        for kind in Kind::ALL {
            let of = |alts: &[AltId]| -> Vec<AltId> {
                let arena = &self.judge.world.arena;
                alts.iter().copied().filter(|alt| arena.alt(*alt).shape.kind() == kind).collect()
            };
            let (ours, theirs) = (of(&old), of(&new));
            match (ours.is_empty(), theirs.is_empty()) {
                (true, true) => {}
                (true, false) => {
                    let fact = if kind == Kind::Null { Fact::NullAdded } else { Fact::TypeAdded };
                    let words = (String::new(), describe::all(&self.judge.world.arena, &theirs));
                    self.say(looked, fact, Trend::Wider, words);
                }
                (false, true) => {
                    let fact =
                        if kind == Kind::Null { Fact::NullRemoved } else { Fact::TypeRemoved };
                    let words = (describe::all(&self.judge.world.arena, &ours), String::new());
                    self.say(looked, fact, Trend::Narrower, words);
                }
                (false, false) => self.kind(looked, &ours, &theirs),
            }
        }
    }

    fn kind(&mut self, looked: &Looked, ours: &[AltId], theirs: &[AltId]) {
        if let ([old], [new]) = (ours, theirs) {
            return self.pair(looked, *old, *new);
        }
        let (pairs, gone, come) = self.aligned(ours, theirs);
        for (old, new) in pairs {
            if old == new {
                continue;
            }
            let text = self.judge.world.arena.node(looked.place.old).text;
            let (a, b) = (self.judge.single(old, text), self.judge.single(new, text));
            let trail = looked.place.trail.step(None, None);
            self.go(Place { old: a, new: b, trail });
        }
        for alt in gone {
            let words = (describe::spelled(&self.judge.world.arena, alt), String::new());
            self.say(looked, Fact::AlternativeRemoved, Trend::Narrower, words);
        }
        for alt in come {
            let words = (String::new(), describe::spelled(&self.judge.world.arena, alt));
            self.say(looked, Fact::AlternativeAdded, Trend::Wider, words);
        }
    }

    fn pair(&mut self, looked: &Looked, old: AltId, new: AltId) {
        if old == new {
            return;
        }
        let arena = &self.judge.world.arena;
        let (before, after) = (arena.alt(old).clone(), arena.alt(new).clone());
        self.conditions(looked, old, new);
        match (&before.shape, &after.shape) {
            (Shape::Boolean(a), Shape::Boolean(b)) if a != b => {
                let words = (a.to_string(), b.to_string());
                self.say(looked, Fact::TypeChanged, Trend::Other, words);
            }
            (Shape::Number(a), Shape::Number(b)) => self.numbers(looked, a, b),
            (Shape::Text(a), Shape::Text(b)) => self.texts(looked, a, b),
            (Shape::List(a), Shape::List(b)) => self.lists(looked, (old, a), (new, b)),
            (Shape::Object(a), Shape::Object(b)) => self.objects(looked, (old, a), (new, b)),
            _ => {}
        }
    }

    fn conditions(&mut self, looked: &Looked, old: AltId, new: AltId) {
        if looked.relation == Relation::Equal {
            return;
        }
        let arena = &self.judge.world.arena;
        let list = |alt: AltId| -> Vec<String> {
            arena
                .alt(alt)
                .conditions
                .iter()
                .map(|id| arena.cond(*id))
                .filter(|condition| !condition.void)
                .map(|condition| {
                    let classes: Vec<u32> = condition
                        .children
                        .iter()
                        .map(|child| self.judge.world.meaning.of(*child))
                        .collect();
                    format!("{:?} {classes:?}", condition.kind)
                })
                .collect()
        };
        let (before, after) = (list(old), list(new));
        let name = |text: &str| text.split([' ', '(']).next().unwrap_or_default().to_owned();
        for gone in before.iter().filter(|one| !after.contains(one)) {
            let words = (name(gone), String::new());
            self.say(looked, Fact::ConditionRemoved, Trend::Wider, words);
        }
        for come in after.iter().filter(|one| !before.contains(one)) {
            let words = (String::new(), name(come));
            self.say(looked, Fact::ConditionAdded, Trend::Narrower, words);
        }
    }

    /// Pairs of alternatives that are meant to be one, those that went, those that came.
    fn aligned(
        &mut self,
        ours: &[AltId],
        theirs: &[AltId],
    ) -> (Vec<(AltId, AltId)>, Vec<AltId>, Vec<AltId>) {
        let mut gone: Vec<AltId> = ours.to_vec();
        let mut come: Vec<AltId> = theirs.to_vec();
        let mut pairs = Vec::new();
        let tests: [fn(&mut Self, AltId, AltId) -> bool; 4] =
            [|_, a, b| a == b, Self::equal, Self::same_tag, Self::alike];
        for test in tests {
            gone.retain(|old| {
                let place = come.iter().position(|new| test(self, *old, *new));
                match place {
                    Some(place) => {
                        pairs.push((*old, come.remove(place)));
                        false
                    }
                    None => true,
                }
            });
        }
        (pairs, gone, come)
    }

    fn equal(&mut self, old: AltId, new: AltId) -> bool {
        let (a, b) = (self.judge.single(old, false), self.judge.single(new, false));
        self.judge.relation(a, b) == Relation::Equal
    }

    /// Both have a member that says which alternative it is, and it says the same.
    fn same_tag(&mut self, old: AltId, new: AltId) -> bool {
        let (a, b) = (self.tags(old), self.tags(new));
        a.iter().any(|tag| b.contains(tag))
    }

    fn tags(&self, alt: AltId) -> Vec<(String, String)> {
        let arena = &self.judge.world.arena;
        let Shape::Object(object) = &arena.alt(alt).shape else { return Vec::new() };
        let only = |node: NodeId| match &arena.node(node).alts[..] {
            [alt] => match &arena.alt(*alt).shape {
                Shape::Text(Texts { only: Some(values), .. }) if values.len() == 1 => {
                    values.first().cloned()
                }
                _ => None,
            },
            _ => None,
        };
        object
            .members
            .iter()
            .filter_map(|member| Some((member.name.clone(), only(member.node)?)))
            .collect()
    }

    /// Objects of which more members have the same names than not; numbers, strings and lists.
    fn alike(&mut self, old: AltId, new: AltId) -> bool {
        let arena = &self.judge.world.arena;
        match (&arena.alt(old).shape, &arena.alt(new).shape) {
            (Shape::Object(a), Shape::Object(b)) => {
                let shared =
                    a.members.iter().filter(|member| b.member(&member.name).is_some()).count();
                let tags = (self.tags(old), self.tags(new));
                let told_apart = tags.0.iter().any(|(name, value)| {
                    tags.1.iter().any(|(other, with)| name == other && value != with)
                });
                !told_apart && shared > 0 && shared * 2 >= a.members.len().max(b.members.len())
            }
            (Shape::Boolean(a), Shape::Boolean(b)) => a == b,
            (a, b) => a.kind() == b.kind() && !matches!(a, Shape::Boolean(_)),
        }
    }
}
