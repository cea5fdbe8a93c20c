//! What is written beside a place.

use std::rc::Rc;

use serde_json::Value;

use super::{Looked, Walk};
use crate::graph::{NodeId, Notes, Shape, Tags, Target};
use crate::include::Decision;
use crate::report::Direction;
use crate::rules::Fact;

impl Walk<'_, '_> {
    pub(super) fn notes(&mut self, looked: &Looked) {
        let notes = |node| self.judge.world.arena.node(node).notes.as_deref().cloned();
        let old: Notes = notes(looked.place.old).unwrap_or_default();
        let new: Notes = notes(looked.place.new).unwrap_or_default();
        if old == new {
            return;
        }
        let mut said: Vec<(Fact, String, String)> = Vec::new();
        let text = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
        let words = (text(&old.default), text(&new.default));
        match (&old.default, &new.default) {
            (None, Some(_)) => said.push((Fact::DefaultAdded, words.0, words.1)),
            (Some(_), None) => said.push((Fact::DefaultRemoved, words.0, words.1)),
            (Some(a), Some(b)) if !crate::include::member::equal(a, b) => {
                said.push((Fact::DefaultChanged, words.0, words.1));
            }
            _ => {}
        }
        match (&old.deprecated, &new.deprecated) {
            (None, Some(_)) => said.push((Fact::Deprecated, String::new(), String::new())),
            (Some(_), None) => said.push((Fact::NoLongerDeprecated, String::new(), String::new())),
            _ => {}
        }
        let flags = [
            (old.read_only, new.read_only, Fact::BecameReadOnly, Fact::NoLongerReadOnly),
            (old.write_only, new.write_only, Fact::BecameWriteOnly, Fact::NoLongerWriteOnly),
        ];
        for (before, after, set, unset) in flags {
            match (before, after) {
                (false, true) => said.push((set, String::new(), String::new())),
                (true, false) => said.push((unset, String::new(), String::new())),
                _ => {}
            }
        }
        let told = |notes: &Notes| {
            let Notes { title, description, examples, .. } = notes.clone();
            (title, description, examples)
        };
        let retagged = match (&old.tags, &new.tags) {
            (Some(a), Some(b)) if a != b => self.retagged(a, b),
            (a, b) => Retagged::of(a.is_some() != b.is_some()),
        };
        if retagged == Retagged::Otherwise {
            let property = |notes: &Notes| {
                notes.tags.as_ref().map(|tags| tags.property.clone()).unwrap_or_default()
            };
            said.push((Fact::TagsChanged, property(&old), property(&new)));
        }
        let same_reason = match (&old.deprecated, &new.deprecated) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        if told(&old) != told(&new) || !same_reason || retagged == Retagged::InWords {
            said.push((Fact::Documentation, String::new(), String::new()));
        }
        for (fact, a, b) in said {
            let trail = Rc::clone(&looked.place.trail);
            self.add(fact, &trail, Decision::Proved, (a, b));
        }
    }

    /// What differs between two discriminators. Where alternatives have the values as literals,
    /// they say it themselves, and the sets have been asked.
    fn retagged(&self, old: &Tags, new: &Tags) -> Retagged {
        let literal = |tags: &Tags| {
            tags.targets.iter().all(|target| {
                target.node.is_some_and(|node| self.has_literal(node, &tags.property))
            })
        };
        let known_to = |tags: &Tags, target: &Target| {
            tags.targets.iter().find(|other| other.value == target.value).map(|other| {
                other.name == target.name
                    || other
                        .node
                        .zip(target.node)
                        .is_some_and(|(a, b)| self.judge.world.meaning.same(a, b))
            })
        };
        let (sent, received) = match self.position.direction {
            Direction::Response => (new, old),
            Direction::Request | Direction::Operation => (old, new),
        };
        let understood = sent.property == received.property
            && sent.targets.iter().all(|target| known_to(received, target) == Some(true));
        if understood {
            Retagged::of(sent.targets.len() != received.targets.len())
        } else if literal(old) && literal(new) {
            Retagged::InWords
        } else {
            Retagged::Otherwise
        }
    }

    /// Whether all objects of a node have a member that is one of some texts.
    fn has_literal(&self, node: NodeId, name: &str) -> bool {
        let arena = &self.judge.world.arena;
        arena.alternatives(node).all(|(_, alt)| match &alt.shape {
            Shape::Object(object) => object.member(name).is_some_and(|member| {
                arena.alternatives(member.node).all(
                    |(_, alt)| matches!(&alt.shape, Shape::Text(texts) if texts.only.is_some()),
                )
            }),
            _ => true,
        })
    }
}

/// How a discriminator differs from what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retagged {
    Not,
    InWords,
    Otherwise,
}

impl Retagged {
    fn of(differs: bool) -> Self {
        if differs { Self::InWords } else { Self::Not }
    }
}
