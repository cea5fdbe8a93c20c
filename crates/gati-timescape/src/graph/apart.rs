//! Whether two sets have nothing in common, as far as is plain to see.

use super::{AltId, Arena, Extra, NodeId, Objects, Reading, Shape};
use crate::language::Languages;

/// How far members are looked into.
const DEPTH: u32 = 3;

/// Looks for what tells two sets apart. `false` means that nobody knows.
pub(crate) struct Apart<'a> {
    pub(crate) arena: &'a Arena,
    pub(crate) languages: &'a Languages,
    /// How the left side is read.
    pub(crate) left: Reading,
    /// How the right side is read.
    pub(crate) right: Reading,
}

impl Apart<'_> {
    pub(crate) fn nodes(&self, left: NodeId, right: NodeId) -> bool {
        self.nodes_at(left, right, DEPTH)
    }

    pub(crate) fn alt_and_node(&self, left: AltId, right: NodeId) -> bool {
        self.arena.node(right).alts.iter().all(|other| self.alts(left, *other, DEPTH))
    }

    fn nodes_at(&self, left: NodeId, right: NodeId, depth: u32) -> bool {
        let (ours, theirs) = (self.arena.node(left), self.arena.node(right));
        if ours.text || theirs.text {
            return false;
        }
        ours.alts.iter().all(|left| theirs.alts.iter().all(|right| self.alts(*left, *right, depth)))
    }

    fn alts(&self, left: AltId, right: AltId, depth: u32) -> bool {
        match (&self.arena.alt(left).shape, &self.arena.alt(right).shape) {
            (Shape::Null, Shape::Null) => false,
            (Shape::Boolean(a), Shape::Boolean(b)) => a != b,
            (Shape::Number(a), Shape::Number(b)) => a.misses(b),
            (Shape::Text(a), Shape::Text(b)) => a.misses(b, self.languages),
            (Shape::List(a), Shape::List(b)) => {
                let shorter = |x: Option<u64>, y: u64| x.is_some_and(|most| most < y);
                shorter(a.max, b.min) || shorter(b.max, a.min)
            }
            (Shape::Object(a), Shape::Object(b)) => {
                depth > 0
                    && (lacks(a, self.left, b)
                        || lacks(b, self.right, a)
                        || self.differs(a, b, depth))
            }
            _ => true,
        }
    }

    /// Whether a member that one of them requires is something else in the other.
    fn differs(&self, a: &Objects, b: &Objects, depth: u32) -> bool {
        a.members.iter().any(|member| {
            b.member(&member.name).is_some_and(|other| {
                (member.required || other.required)
                    && self.nodes_at(member.node, other.node, depth - 1)
            })
        })
    }
}

/// Whether `object` cannot have a member that `other` requires.
fn lacks(object: &Objects, reading: Reading, other: &Objects) -> bool {
    let closed = Arena::extra(object.extra, reading) == Arena::NEVER
        && object.patterns.is_empty()
        && matches!(object.extra, Extra::Of(_) | Extra::Unsaid);
    closed
        && other
            .members
            .iter()
            .any(|member| member.required && object.member(&member.name).is_none())
}
