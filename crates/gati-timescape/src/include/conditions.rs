//! When a condition holds of everything in an alternative.

use super::{Inclusion, World};
use crate::graph::apart::Apart;
use crate::graph::{
    AltId, Arena, Condition, ConditionId, ConditionKind, NodeId, Objects, Reading, Shape,
};
use crate::language::Languages;

/// Conditions that say what is so anyway are void: exactly one of sets that are apart.
pub(super) fn void_those_that_hold(arena: &mut Arena, languages: &Languages) {
    let holds: Vec<ConditionId> = arena
        .conditions()
        .filter(|id| {
            let Condition { kind, children, .. } = arena.cond(*id);
            let apart =
                Apart { arena, languages, left: Reading::Receiver, right: Reading::Receiver };
            *kind == ConditionKind::ExactlyOne
                && children.len() <= 64
                && children.iter().enumerate().all(|(place, left)| {
                    children[place + 1..].iter().all(|right| apart.nodes(*left, *right))
                })
        })
        .collect();
    for id in holds {
        arena.cond_mut(id).void = true;
    }
}

impl Inclusion {
    /// Whether everything in the one alternative meets the conditions of the other.
    pub(super) fn conditions_hold(&self, world: &World, left: AltId, right: AltId) -> bool {
        world
            .arena
            .alt(right)
            .conditions
            .iter()
            .all(|condition| self.condition_holds(world, left, *condition))
    }

    fn condition_holds(&self, world: &World, left: AltId, id: ConditionId) -> bool {
        let condition = world.arena.cond(id);
        let own = &world.arena.alt(left).conditions;
        if condition.void || own.contains(&id) {
            return true;
        }
        let known = own.iter().map(|own| world.arena.cond(*own));
        if known.clone().any(|known| same(world, known, condition)) {
            return true;
        }
        let apart = Apart {
            arena: &world.arena,
            languages: &world.languages,
            left: self.left,
            right: Reading::Receiver,
        };
        match &condition.kind {
            ConditionKind::ExactlyOne => {
                let near: Vec<NodeId> = condition
                    .children
                    .iter()
                    .copied()
                    .filter(|node| !apart.alt_and_node(left, *node))
                    .collect();
                // Whoever wrote `oneOf` over objects that are not apart meant that they are, and
                // another list of them is meant the same way.
                let meant = || {
                    let sloppy =
                        |known: &Condition| known.kind == ConditionKind::ExactlyOne && !known.void;
                    object_of(world, left).is_some() && known.clone().any(sloppy)
                };
                // One of more was one of fewer.
                let fewer = |known: &Condition| {
                    known.kind == ConditionKind::ExactlyOne
                        && near.iter().all(|node| {
                            known.children.iter().any(|own| world.meaning.same(*node, *own))
                        })
                };
                near.len() <= 1 || known.clone().any(fewer) || meant()
            }
            ConditionKind::Not => {
                apart.alt_and_node(left, condition.children[0])
                    || known.clone().any(|known| {
                        known.kind == ConditionKind::Not
                            && leaves_within(world, condition.children[0], known.children[0])
                    })
            }
            ConditionKind::Requires(name, needs) => object_of(world, left).is_none_or(|object| {
                self.cannot_have(object, name)
                    || needs
                        .iter()
                        .all(|need| object.member(need).is_some_and(|member| member.required))
            }),
            ConditionKind::Implies(name) => {
                object_of(world, left).is_none_or(|object| self.cannot_have(object, name))
            }
            ConditionKind::If => {
                let any = |node: NodeId| world.meaning.same(node, Arena::ANY);
                let same = |a: NodeId, b: NodeId| world.meaning.same(a, b) || any(b);
                apart.alt_and_node(left, condition.children[0]) && any(condition.children[2])
                    || known.clone().any(|known| {
                        known.kind == ConditionKind::If
                            && world.meaning.same(known.children[0], condition.children[0])
                            && same(known.children[1], condition.children[1])
                            && same(known.children[2], condition.children[2])
                    })
            }
            ConditionKind::Contains { least, most } => known.clone().any(|known| {
                matches!(&known.kind, ConditionKind::Contains { least: own, most: highest }
                    if own >= least
                        && most.is_none_or(|most| highest.is_some_and(|own| own <= most)))
                    && world.meaning.same(known.children[0], condition.children[0])
            }),
            ConditionKind::Opaque(_) => false,
        }
    }

    fn cannot_have(&self, object: &Objects, name: &str) -> bool {
        match object.member(name) {
            Some(member) => member.node == Arena::NEVER,
            None => {
                Arena::extra(object.extra, self.left) == Arena::NEVER && object.patterns.is_empty()
            }
        }
    }
}

fn same(world: &World, left: &Condition, right: &Condition) -> bool {
    let equal = |a: &NodeId, b: &NodeId| world.meaning.same(*a, *b);
    if left.kind != right.kind || left.children.len() != right.children.len() {
        return false;
    }
    if left.kind == ConditionKind::ExactlyOne {
        let among =
            |node: &NodeId, others: &[NodeId]| others.iter().any(|other| equal(node, other));
        return left.children.iter().all(|node| among(node, &right.children))
            && right.children.iter().all(|node| among(node, &left.children));
    }
    left.children.iter().zip(&right.children).all(|(a, b)| equal(a, b))
}

/// Whether all of a node is in another one, where both have no parts and no conditions.
fn leaves_within(world: &World, left: NodeId, right: NodeId) -> bool {
    let plain = |node: NodeId| {
        world.arena.alternatives(node).all(|(_, alt)| alt.conditions.is_empty())
            && !world.arena.node(node).text
    };
    plain(left)
        && plain(right)
        && world.arena.alternatives(left).all(|(_, alt)| {
            world.arena.alternatives(right).any(|(_, other)| match (&alt.shape, &other.shape) {
                (Shape::Null, Shape::Null) => true,
                (Shape::Boolean(a), Shape::Boolean(b)) => a == b,
                (Shape::Number(a), Shape::Number(b)) => a.within(&[b]).is_ok(),
                (Shape::Text(a), Shape::Text(b)) => a.within(&[b], &world.languages).is_ok(),
                _ => false,
            })
        })
}

fn object_of(world: &World, alt: AltId) -> Option<&Objects> {
    match &world.arena.alt(alt).shape {
        Shape::Object(object) => Some(object),
        _ => None,
    }
}
