//! What is in two sets: alternatives are intersected pair by pair, their parts when they are read.

use super::{Builder, Result};
use crate::graph::{AltId, Alternative, Arena, Extra, Lists, Member, Node, NodeId, Objects, Shape};

impl Builder<'_> {
    pub(super) fn read_meet(&mut self, left: NodeId, right: NodeId) -> Result<Node> {
        let ours = self.alts(left)?;
        let theirs = self.alts(right)?;
        let alts = self.meet_alts(&ours, &theirs);
        let text = self.arena.node(left).text || self.arena.node(right).text;
        let notes = match (self.notes(left), self.notes(right)) {
            (Some(own), under) => own.clone().over(under).boxed(),
            (None, under) => under.cloned().and_then(crate::graph::Notes::boxed),
        };
        Ok(Node { alts, text, notes })
    }

    /// The alternatives of what is in both sets.
    pub(super) fn meet_alts(&mut self, ours: &[AltId], theirs: &[AltId]) -> Vec<AltId> {
        let mut met = Vec::new();
        for left in ours {
            for right in theirs {
                met.extend(self.meet_alternatives(*left, *right));
            }
        }
        met
    }

    fn meet_alternatives(&mut self, left: AltId, right: AltId) -> Option<AltId> {
        if left == right {
            return Some(left);
        }
        let (ours, theirs) = (self.arena.alt(left).clone(), self.arena.alt(right).clone());
        let shape = match (ours.shape, theirs.shape) {
            (Shape::Null, Shape::Null) => Shape::Null,
            (Shape::Boolean(a), Shape::Boolean(b)) if a == b => Shape::Boolean(a),
            (Shape::Number(a), Shape::Number(b)) => Shape::Number(a.meet(&b)?),
            (Shape::Text(a), Shape::Text(b)) => Shape::Text(a.meet(&b, &self.languages)?),
            (Shape::List(a), Shape::List(b)) => Shape::List(self.meet_lists(&a, &b)?),
            (Shape::Object(a), Shape::Object(b)) => Shape::Object(self.meet_objects(&a, &b)),
            _ => return None,
        };
        let mut conditions = ours.conditions;
        conditions.extend(theirs.conditions);
        conditions.sort_unstable();
        conditions.dedup();
        Some(self.arena.alternative(Alternative { shape, conditions }))
    }

    fn meet_lists(&mut self, left: &Lists, right: &Lists) -> Option<Lists> {
        let at = |list: &Lists, place: usize| {
            list.prefix.get(place).copied().unwrap_or(match list.rest {
                Extra::Of(node) => node,
                Extra::Unsaid | Extra::Free => Arena::ANY,
            })
        };
        let length = left.prefix.len().max(right.prefix.len());
        let prefix =
            (0..length).map(|place| self.meet(at(left, place), at(right, place))).collect();
        let max = match (left.max, right.max) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, other) => one.or(other),
        };
        let min = left.min.max(right.min);
        if max.is_some_and(|max| max < min) {
            return None;
        }
        let rest = self.meet_extra(left.rest, right.rest);
        Some(Lists { prefix, rest, min, max, unique: left.unique || right.unique })
    }

    fn meet_extra(&mut self, left: Extra, right: Extra) -> Extra {
        match (left, right) {
            (Extra::Of(a), Extra::Of(b)) => Extra::Of(self.meet(a, b)),
            (Extra::Of(a), _) | (_, Extra::Of(a)) => Extra::Of(a),
            (Extra::Free, other) | (other, Extra::Free) => other,
            (Extra::Unsaid, Extra::Unsaid) => Extra::Unsaid,
        }
    }

    fn meet_objects(&mut self, left: &Objects, right: &Objects) -> Objects {
        let mut names: Vec<&str> =
            left.members.iter().chain(&right.members).map(|member| member.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let mut members = Vec::with_capacity(names.len());
        for name in names {
            // What does not travel this way is none of the other's business either.
            if [left, right].iter().any(|object| object.hidden.iter().any(|own| own == name)) {
                continue;
            }
            let required = [left, right]
                .iter()
                .any(|object| object.member(name).is_some_and(|member| member.required));
            let ours = self.member_node(left, name);
            let theirs = self.member_node(right, name);
            members.push(Member { name: name.to_owned(), node: self.meet(ours, theirs), required });
        }
        let patterns = self.meet_patterns(left, right);
        let names = match (left.names, right.names) {
            (Some(a), Some(b)) => Some(self.meet(a, b)),
            (one, other) => one.or(other),
        };
        let max = match (left.max, right.max) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, other) => one.or(other),
        };
        let mut hidden: Vec<String> = left.hidden.iter().chain(&right.hidden).cloned().collect();
        hidden.sort();
        hidden.dedup();
        let extra = self.meet_extra(left.extra, right.extra);
        Objects { members, patterns, extra, names, min: left.min.max(right.min), max, hidden }
    }

    fn meet_patterns(&mut self, left: &Objects, right: &Objects) -> Vec<(String, NodeId)> {
        let mut met = Vec::new();
        for (own, other) in [(left, right), (right, left)] {
            for (pattern, node) in &own.patterns {
                let there = other.patterns.iter().find(|(text, _)| text == pattern);
                let node = match (there, other.extra) {
                    (Some((_, also)), _) => self.meet(*node, *also),
                    (None, Extra::Of(extra)) => self.meet(*node, extra),
                    (None, Extra::Unsaid | Extra::Free) => *node,
                };
                met.push((pattern.clone(), node));
            }
        }
        met.sort();
        met.dedup_by(|a, b| a.0 == b.0);
        met
    }

    /// What a member is in an object that may not declare it.
    fn member_node(&mut self, object: &Objects, name: &str) -> NodeId {
        if let Some(member) = object.member(name) {
            return member.node;
        }
        let mut node: Option<NodeId> = None;
        for (pattern, meant) in &object.patterns {
            // A pattern nobody can read may mean this name; it stays with the patterns too.
            if self.languages.matches(pattern, name) == Some(true) {
                node = Some(node.map_or(*meant, |before| self.meet(before, *meant)));
            }
        }
        node.unwrap_or(match object.extra {
            Extra::Of(extra) => extra,
            _ => Arena::ANY,
        })
    }
}
